"""Reads the theme and the brand that a brief names, with the lines of their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.files import NotAFile, TooLarge, bytes_of, is_file, yaml_files
from builder.brief.load import decoded
from builder.brief.yaml.read import Reading, read_values
from builder.report.printable import near
from builder.report.problems import BriefError, Positions, Problem, error, locate, warning, with_hints
from builder.theme.public import BUILT_IN, FOLDER, RULE, as_file, themed
from builder.theme.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from builder.brief.images import Picture
    from builder.brief.load import Loaded
    from builder.brief.model import Brief
    from builder.brief.model.publication import Logo, Templates
    from builder.templates.deck import DeckTemplate

_UNUSABLE, _EMPTY = "templates-usable", "brief-not-empty"
_ROOM = "covers-have-room"
_PALE, _READABLE = "colours-readable", "change the colour of its titles in View > Slide Master, or its ground"
_LARGEST = 100_000  # bytes of a theme
_BRIEF = {"title", "bottom_line", "sections"}  # keys of a brief, which no theme or brand has
_KEYS = {"theme": "colours|fonts|sizes|marks|rules", "brand": "meta|logo|color|typography|defaults"}
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
_EXAMPLES = {
    "theme": "`brief theme default > theme.yaml` writes one to edit",
    "brand": "name a file in the format brand.yml, such as `_brand.yml`",
}
_AT_KEYS = ("known-keys", "brand-shown")  # rules whose problems are shown at the key


class Look(Struct, frozen=True):
    """The theme of a brief, and the files it was read from: their texts by path, their digests by name.

    `logos` are those of its brand, for the heads and for the cover, `pictures` what their files hold.
    """

    theme: Theme = DEFAULT
    texts: Mapping[str, str] = {}
    digests: Mapping[str, str] = {}
    warnings: tuple[Problem, ...] = ()
    logos: tuple[Logo, ...] = ()
    pictures: Mapping[str, Picture] = {}

    def cover_form(self, brief: Brief) -> float | None:
        """How many times as wide as high the picture of a templated cover is; None without a template."""
        cover = self.theme.slides.theme.deck.cover if self.theme.slides else None
        if cover is None or cover.right is None:
            return None
        credit = cover.credit_height if brief.cover and brief.cover.credit else 0.0
        return cover.right.width / (cover.right.height - credit)

    @property
    def digest(self) -> str:
        """The SHA-256 of all values of the theme, and of the files."""
        values = (as_file(self.theme, ""), *sorted(self.digests.values()))
        return sha256(" ".join(values).encode()).hexdigest()


class _File(Struct, frozen=True):
    """A file that the brief names: its name in the brief's folder, its path, and what it says."""

    name: str
    path: str
    text: str
    digest: str
    reading: Reading


def look_of(loaded: Loaded) -> Look:
    """Return the look of a brief; raises `BriefError` with all problems of the files that say it."""
    look = _themed(loaded)
    if loaded.brief.brand is not None:
        look = _branded(loaded, loaded.brief.brand, look)
    theme = look.theme
    unmapped = _located(loaded, BriefError([*_unmapped(loaded.brief.templates, loaded.positions)]))
    if any(problem.is_error for problem in unmapped.problems):
        raise unmapped
    look = replace(look, warnings=(*look.warnings, *unmapped.problems))
    worn, slides = _into_templates(loaded, theme)
    if worn is not None:
        from builder.templates.memo import weaknesses

        theme = replace(theme, products={"memo": worn})
        weak = weaknesses(loaded.templates["memo"].data, loaded.brief.templates.styles)
        found = (warning(one.rule, "templates.memo", one.message, one.hint) for one in weak)
        look = replace(look, warnings=(*look.warnings, *found))
    if slides is not None:
        theme = replace(theme, slides=slides)
        pale = (warning(_PALE, "templates.deck", words, _READABLE) for words in slides.pale)
        look = replace(look, warnings=(*look.warnings, *pale, *_left_out(loaded, look, slides)))
    return replace(look, theme=theme)


def _unmapped(templates: Templates, positions: Positions) -> Iterator[Problem]:
    """Yield which styles and layouts of a brief are for no role, or of no template."""
    from builder.templates.layouts import ROLES
    from builder.templates.word import roles_of_memo

    keys = (("memo", "styles", "house.dotx"), ("deck", "layouts", "house.potx"))
    for product, key, example in keys:
        given = templates.roles[product]
        if given and product not in templates.files:
            message = f"`{key}` is not used: the brief names no template of the {product}"
            yield warning(_UNUSABLE, f"templates.{key}", message, f"add `{product}: {example}` beside it")
        known = roles_of_memo() if given and product == "memo" else dict(zip(ROLES, ROLES, strict=True))
        for role in given:
            if role.lower() not in known:
                hint = near(role.lower(), known) or "run `brief template FILE`"
                message = f"a {product} has no role “{role}”"
                path = f"templates.{key}.{role}"
                yield replace(error(_UNUSABLE, path, message, hint), position=positions.of_key(path))


def _into_templates(loaded: Loaded, theme: Theme) -> tuple[Theme | None, DeckTemplate | None]:
    """Return the look of a memo and of a deck that are built into templates; raises `BriefError`."""
    given, memo, deck = loaded.brief.templates, loaded.templates.get("memo"), loaded.templates.get("deck")
    worn, slides, problems = None, None, list[Problem]()
    if memo is not None:
        from builder.templates.memo import dress
        from builder.templates.package import Unusable

        try:
            worn = dress(theme, memo.data, given.styles)
        except Unusable as wrong:
            for one in (wrong, *wrong.others):
                message = str(one) if one.key else f"`{memo.name}`: {one}"
                hint = one.hint or f"run `brief template {memo.name}`"
                problems.append(error(_UNUSABLE, f"templates.{one.key or 'memo'}", message, hint))
    if deck is not None:
        from builder.templates.deck import deck_template
        from builder.templates.package import Template, Unusable

        try:
            slides = deck_template(
                Template(deck.data), given.layouts, marked=loaded.brief.marking is not None
            )
        except Unusable as wrong:
            for one in (wrong, *wrong.others):
                message = f"the deck cannot be built into {deck.name}: {one}"
                problems.append(error(_UNUSABLE, f"templates.{one.key or 'deck'}", message, one.hint))
    if problems:
        raise _located(loaded, BriefError(problems))
    return worn, slides


def _left_out(loaded: Loaded, look: Look, slides: DeckTemplate) -> Iterator[Problem]:
    """Yield what of the brief the cover of a template has no room for."""
    brief, cover = loaded.brief, slides.theme.deck.cover
    logos = [path for path, _, _ in brief.logos] or ["brand"] * bool(look.logos)
    logos = [path for path in logos if path.startswith("partners") or not cover.has_logo]
    found = {"cover.path": "the picture"} if brief.cover and cover.right is None else {}
    found |= {path: "the logos" for path in logos[:1] if cover.logos is None}
    if found:
        what, name = " and ".join(found.values()), loaded.templates["deck"].name
        yield warning(_ROOM, next(iter(found)), f"the cover in {name} has no room for {what} of the brief")


def _themed(loaded: Loaded) -> Look:
    """Return the look that the theme of a brief says."""
    name = loaded.brief.theme
    if name is None or name in BUILT_IN:
        return Look(built_in(name or "default"))
    return _look(_named(loaded, "theme", name), loaded)


def built_in(name: str) -> Theme:
    """Return one of the package's themes."""
    if name == "default":
        return DEFAULT
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    theme, problems = themed(DEFAULT, read_values(text).values or {}, FOLDER)
    assert not problems, problems
    return theme


def read_theme(path: Path) -> Look:
    """Return the theme in a file; raises `BriefError`."""
    return _look(_read(path, path.name))


def _look(file: _File, loaded: Loaded | None = None) -> Look:
    """Return the look that a file says; raises `BriefError` if it has errors."""
    theme, problems = themed(DEFAULT, file.reading.values or {}, Path(file.path).parent)
    warnings = _checked(file, problems, loaded.sources if loaded else {})
    digests = _digests(file, (*theme.fonts.heading.files, *theme.fonts.body.files))
    return Look(theme, {file.path: file.text}, digests, warnings)


def _branded(loaded: Loaded, name: str, look: Look) -> Look:
    """Return a look in that of the brand that a brief names."""
    from builder.brief.images import PictureFault, open_pictures
    from builder.brief.model.publication import Logo
    from builder.theme.brand import branded

    file = _named(loaded, "brand", name)
    folder, above = Path(file.path).parent, Path(file.name).parent
    brand, problems = branded(look.theme, file.reading.values or {}, folder)
    given = loaded.brief.organisation
    shown = {} if given and given.logo else {(above / one.path).as_posix(): one for one in brand.logos}
    opened = open_pictures(loaded.path.parent, shown, dict.fromkeys(shown, folder))
    for path, picture in opened.items():
        if isinstance(picture, PictureFault):
            problems.append(error("pictures-readable", shown[path].at, picture.message, picture.hint))
        elif picture.is_pale:
            message = "the logo is white, or nearly so"
            problems.append(warning("logos-visible", shown[path].at, message))
    owner = given.name if given else brand.name
    return replace(
        look,
        theme=brand.theme,
        texts={**look.texts, file.path: file.text},
        digests={**look.digests, **_digests(file, brand.files)},
        warnings=(*look.warnings, *_checked(file, problems, loaded.sources)),
        logos=tuple(Logo(path=path, alt=logo.alt or owner or "Logo") for path, logo in shown.items()),
        pictures={path: one for path, one in opened.items() if not isinstance(one, PictureFault)},
    )


def _checked(file: _File, problems: Iterable[Problem], sources: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return the warnings of a file at their lines; raises `BriefError` if it has errors."""
    positions = file.reading.positions
    problems = [*problems]
    wrong = {problem.path for problem in problems if problem.is_error}  # one may be cut off by a bare #
    found = [
        _of_file(problem) if problem.rule == _EMPTY else problem
        for problem in file.reading.problems
        if problem.is_error or problem.path not in wrong
    ]
    for problem in problems:
        position = positions.of_key(problem.path) if problem.rule in _AT_KEYS else None
        found.append(replace(problem, position=position))
    located = locate(with_hints(found), positions, file.path)
    if any(problem.is_error for problem in located):
        raise BriefError(located, {**sources, file.path: file.text})
    return located


def _of_file(problem: Problem) -> Problem:
    """Return the problem of a theme or brand without keys, which the reader states of a brief."""
    hint = "begin with `color:` in a brand, or `colours:` in a theme"
    return replace(problem, rule=RULE, message=problem.message.replace("the brief", "the file"), hint=hint)


def _digests(file: _File, fonts: Iterable[str]) -> dict[str, str]:
    """Return the digests of a file and of the fonts that it names, by their names in the brief's folder."""
    folder, above = Path(file.path).parent, Path(file.name).parent
    digests = {file.name: file.digest}
    for name in fonts:
        digests[(above / name).as_posix()] = sha256((folder / name).read_bytes()).hexdigest()
    return digests


def _named(loaded: Loaded, key: str, name: str) -> _File:
    """Return the file that a key of the brief names, which is below the folder of the file with the key."""
    at = loaded.positions.of(key)
    house = at.file if at else None
    folder = Path(house).parent if house else loaded.path.parent
    path = folder / name
    try:
        if path.suffix not in (".yaml", ".yml"):
            raise _no_look(key, name, folder) if is_file(path) else _no_theme(key, name, folder)
        if not path.resolve().is_relative_to(folder.resolve()):
            message, hint = f"`{name}` is outside the brief's folder", "copy it into the brief's folder"
            raise BriefError([error("file-readable", key, message, hint)])
        above = Path(loaded.house.name).parent if house and loaded.house else Path()
        file = _read(path, (above / name).as_posix())
        if _BRIEF & (file.reading.values or {}).keys():
            raise _no_look(key, name, folder)
        return file
    except FileNotFoundError:
        raise _located(loaded, _no_theme(key, name, folder)) from None
    except BriefError as wrong:
        raise _located(loaded, wrong) from None


def _located(loaded: Loaded, wrong: BriefError) -> BriefError:
    file = loaded.path.as_posix()
    return BriefError(locate(wrong.problems, loaded.positions, file), {**loaded.sources, **wrong.sources})


def _no_theme(key: str, name: str, folder: Path) -> BriefError:
    """Return the problem of a name that is neither a theme nor a file."""
    plain = not Path(name).suffix
    message = f"there is no theme `{name}`" if plain and key == "theme" else f"there is no file `{name}`"
    hint = _hint(key, name, folder, BUILT_IN if key == "theme" else ())
    return BriefError([error("file-readable", key, message, hint)])


def _no_look(key: str, name: str, folder: Path) -> BriefError:
    """Return the problem of a file that is another thing: a brief, a logo."""
    hint = _hint(key, name, folder)
    if key == "brand" and Path(name).suffix.lower() in _PICTURES:
        hint = f"a logo is given as `organisation: {{name: …, logo: {name}}}`; {hint}"
    return BriefError([error("file-readable", key, f"`{name}` is not a {key} file", hint)])


def _hint(key: str, name: str, folder: Path, known: Iterable[str] = ()) -> str:
    """Name the theme or file that was probably meant, or how to get one."""
    files = (file.name for file in yaml_files(folder) if _begins(file, key))
    return near(name, (*known, *files)) or _EXAMPLES[key]


def _begins(file: Path, key: str) -> bool:
    """Whether a file has a key of a theme or a brand file at the beginning of a line."""
    try:
        text = bytes_of(file, _LARGEST).decode("utf-8", "replace")
    except (OSError, NotAFile, TooLarge):
        return False
    return re.search(rf"^(?:{_KEYS[key]}):", text, re.MULTILINE) is not None


def _read(path: Path, name: str) -> _File:
    """Return what a file says; raises `FileNotFoundError`, or `BriefError` if it cannot be read."""
    why, hint = "", "name a file in UTF-8 that you may read"
    try:
        data = bytes_of(path.resolve(), _LARGEST)
        text, faults = decoded(data, path.as_posix())
    except FileNotFoundError:
        raise
    except TooLarge as wrong:
        why = f"it has {wrong.size:,} bytes; the limit is {_LARGEST:,}"
    except (IsADirectoryError, NotAFile):
        why = "it is not a file"
    except BriefError:
        why, hint = "this is not a text file", "name a YAML file in UTF-8"
    except (OSError, RuntimeError, ValueError) as wrong:
        why = str(getattr(wrong, "strerror", None) or "its name is not valid").lower()
    else:
        reading = read_values(text)
        reading = replace(reading, problems=(*faults, *reading.problems))
        return _File(name, path.as_posix(), text, sha256(data).hexdigest(), reading)
    raise BriefError([replace(error("file-readable", "", why, hint), file=path.as_posix())])
