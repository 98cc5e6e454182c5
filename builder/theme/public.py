"""What a theme file may say: the public values of a theme, by their keys."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from builder.report.printable import near
from builder.report.problems import Problem, error, warning
from builder.theme.contrast import unreadable
from builder.theme.theme import Theme
from builder.theme.typefaces import Named, Unusable, typeface

FOLDER = Path(__file__).parent / "themes"  # of the themes of the package: what each changes of the default
BUILT_IN = ("default", *sorted(file.stem for file in FOLDER.glob("*.yaml")))
RULE = "theme-values"

_COLOUR = re.compile("#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_QUOTED = 'write it in quotes, such as "#12395B": what follows a bare # is a comment'


class Wrong(Exception):
    """A value is not of its kind; `hint` says what would be."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.hint = hint
        super().__init__(message)


class Colour(NamedTuple):
    """A colour as "#RRGGBB"."""

    def read(self, given: object) -> str:
        found = _COLOUR.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            shown = f"`{given}` is not a colour" if isinstance(given, str) else "there is no colour"
            raise Wrong(shown, _QUOTED if given is None else 'write six hexadecimal digits: "#12395B"')
        code = found[1].upper()
        return f"#{code}" if len(code) == 6 else "#" + "".join(2 * digit for digit in code)

    def written(self, value: Any) -> str:
        return f'"{value}"'


class Several(NamedTuple):
    """A list of so many values of one kind."""

    kind: Colour | Number
    length: int

    def read(self, given: object) -> tuple[Any, ...]:
        if not isinstance(given, list) or len(given) != self.length:
            raise Wrong(f"this is not a list of {self.length} values")
        return tuple(self.kind.read(each) for each in given)

    def written(self, value: Any) -> str:
        return f"[{', '.join(self.kind.written(each) for each in value)}]"


class Number(NamedTuple):
    """A number within limits."""

    least: float
    most: float

    def read(self, given: object) -> float:
        try:
            number = float(str(given))
        except ValueError:
            number = math.nan
        if not self.least <= number <= self.most:
            raise Wrong(f"`{given}` is not a number from {self.least:g} to {self.most:g}")
        return number

    def written(self, value: Any) -> str:
        return f"{value:g}"


class Font(NamedTuple):
    """A typeface: its name in Office, or that and its files."""

    def read(self, given: object) -> Named:
        if not isinstance(given, Mapping):
            return Named(Name().read(given))
        if wrong := next((key for key in given if key not in Named._fields), None):
            raise Wrong(f"a font has no key `{wrong}`", near(str(wrong), Named._fields))
        files = given.get("files")
        files = [files] if isinstance(files, str) else files
        if not isinstance(files, list) or not all(isinstance(file, str) for file in files) or not files:
            raise Wrong("there are no files", "write `{name: My Sans, files: [regular.ttf, bold.ttf]}`")
        return Named(Name().read(given.get("name")), tuple(files))

    def written(self, value: Any) -> str:
        if not value.files:
            return str(value.office)
        return f"{{name: {value.office}, files: [{', '.join(value.files)}]}}"


class Name(NamedTuple):
    """The name of a typeface in Office."""

    def read(self, given: object) -> str:
        if not isinstance(given, str) or not re.fullmatch(r"[^\x00-\x1f\"<>&;]{1,31}", given):
            raise Wrong("this is not the name of a font", "write it as the font menu of Word shows it")
        return given

    def written(self, value: Any) -> str:
        return str(value)


class Public(NamedTuple):
    """A value that a theme file may set: its key, where it is in a `Theme`, its kind, and what it is for."""

    key: str
    at: str
    kind: Colour | Several | Number | Font | Name
    says: str


PUBLIC = (
    Public("colours.text", "colours.ink", Colour(), "Words, and the event of the argument map."),
    Public("colours.muted", "colours.ink2", Colour(), "References, captions, labels, what is not stated."),
    Public("colours.brand", "colours.brand", Colour(), "Titles, the answer's panel, the cover."),
    Public("colours.on_brand", "colours.on_brand", Colour(), "Pale words on the brand colour."),
    Public("colours.line", "colours.edge", Colour(), "Arrows, axes, outlines, bullets."),
    Public("colours.rule", "colours.rule", Colour(), "Rules between rows."),
    Public("colours.panel", "colours.panel", Colour(), "Ground of panels and boxes."),
    Public("colours.faint", "colours.faint", Colour(), "Ground of empty and first cells."),
    Public("colours.ghost", "colours.ghost", Colour(), "Parts of a whole that are not highlighted."),
    Public("colours.series", "colours.greys", Several(Colour(), 5), "Series of charts, not highlighted."),
    *(
        Public(f"colours.{hue}{key}", f"colours.{hue}.{part}", Colour(), says)
        for hue, what in (
            ("cause", "Causes"),
            ("effect", "Effects"),
            ("response", "Responses and recommendations"),
            ("caution", "Risks, limits, boxes"),
        )
        for key, part, says in (
            ("", "strong", f"{what}: words, bars and fills."),
            ("_tint", "tint", f"{what}: the ground behind words."),
        )
    ),
    Public("fonts.heading", "fonts.heading", Font(), "Of titles; or {name: X, files: [x.ttf, x-bold.ttf]}."),
    Public("fonts.body", "fonts.body", Font(), "Of all other words."),
    Public("fonts.cjk", "fonts.cjk", Name(), "Of Chinese, Japanese and Korean words."),
    Public("sizes.memo", "memo.scale", Number(0.9, 1.2), "Factor on every size of type in the memo."),
    Public("marks.outline", "mark.outline", Number(0.05, 0.3), "Outline of certainty marks, of their side."),
    Public("marks.dash", "dash", Several(Number(0.5, 10), 2), "Dashed lines: on and off, in points."),
    Public("rules.table", "memo.table.rule", Number(0.25, 2), "Rules in the memo's tables, in points."),
    Public("rules.page", "summary.bar", Number(0, 8), "Bar at the head of the page, in points."),
    Public("rules.list", "deck.rule", Number(0, 8), "Bar over a list on a slide, in points."),
    Public("rules.card", "deck.bar", Number(0, 12), "Bar of a card on a slide, in points."),
)
_PUBLIC = {public.key: public for public in PUBLIC}


def themed(theme: Theme, values: Mapping[str, object], folder: Path) -> tuple[Theme, list[Problem]]:
    """Return a theme with the values of a file, and the problems of those that it cannot take.

    Font files are below `folder`.
    """
    problems: list[Problem] = []
    for key, given in _flat(values, problems):
        try:
            value: object = _PUBLIC[key].kind.read(given)
            if isinstance(value, Named):
                value, note = typeface(value, folder)
                if note:
                    problems.append(warning("fonts-available", key, note))
            theme = _with(theme, _PUBLIC[key].at.split("."), value)
        except Wrong as wrong:
            problems.append(error(RULE, key, str(wrong), wrong.hint))
        except Unusable as wrong:
            path = key if wrong.index is None else f"{key}.files[{wrong.index}]"
            problems.append(error("fonts-embeddable", path, str(wrong), wrong.hint))
    if not problems:
        problems += unreadable(theme.colours)
    return theme.set_in(theme.fonts), problems


def _flat(values: Mapping[str, object], problems: list[Problem]) -> Iterator[tuple[str, object]]:
    """Yield the known keys with their values, and report the others."""
    groups = dict.fromkeys(key.partition(".")[0] for key in _PUBLIC)
    for group, inner in values.items():
        if group not in groups:
            problems.append(error("known-keys", group, f"a theme has no key `{group}`", near(group, groups)))
        elif not isinstance(inner, Mapping):
            problems.append(error(RULE, group, "there must be keys and values", "see `brief theme default`"))
        else:
            known = [key.partition(".")[2] for key in _PUBLIC if key.startswith(f"{group}.")]
            for name, given in inner.items():
                key = f"{group}.{name}"
                if name in known:
                    yield key, given
                    continue
                problems.append(error("known-keys", key, f"`{group}` has no key `{name}`", near(name, known)))


def _with(part: Struct, at: Sequence[str], value: object) -> Any:
    """Return a part of a theme with one value changed."""
    name, *inner = at
    return replace(part, **{name: _with(asdict(part)[name], inner, value) if inner else value})


def _value(part: Struct, at: Sequence[str]) -> Any:
    name, *inner = at
    return _value(asdict(part)[name], inner) if inner else asdict(part)[name]


def as_file(theme: Theme, name: str) -> str:
    """Return a theme as a file, with every public value and what it is for."""
    lines = [f"# The theme `{name}`. Keep what you change; what is left out is as in the theme `default`."]
    group = ""
    for public in PUBLIC:
        first, _, key = public.key.partition(".")
        if first != group:
            group = first
            lines += ["", f"{group}:"]
        shown = f"  {key}: {public.kind.written(_value(theme, public.at.split('.')))}"
        lines.append(f"{shown:<32}  # {public.says}")
    return "\n".join(lines) + "\n"
