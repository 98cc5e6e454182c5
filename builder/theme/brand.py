"""Reads a brand file, in the public format brand.yml: the colours, typefaces and logos of an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from builder.report.printable import near
from builder.report.problems import Problem, error, warning
from builder.theme.contrast import unfit
from builder.theme.derived import with_brand
from builder.theme.public import RULE, Colour, Name, Wrong
from builder.theme.theme import Fonts, Theme, Typeface
from builder.theme.typefaces import Named, Unusable, typeface

# The colours of a brand that the files have a use for, by what they are in a theme.
_USED = {
    "foreground": "text", "background": "paper", "primary": "brand", "secondary": "effect",
    "warning": "caution",
}  # fmt: skip
_UNUSED = ("tertiary", "success", "info", "danger", "light", "dark")
_COLOURS = ("palette", *_USED, *_UNUSED, "link")
_WEIGHT, _COLOURED = ("weight",), ("color", "background-color")
_MONOSPACE = ("family", "size", *_WEIGHT, *_COLOURED)
_STYLES = {
    "base": ("family", "size", "line-height", *_WEIGHT),
    "headings": ("family", "style", "line-height", "color", *_WEIGHT),
    "monospace": _MONOSPACE,
    "monospace-inline": _MONOSPACE,
    "monospace-block": (*_MONOSPACE, "line-height"),
    "link": ("decoration", *_WEIGHT, *_COLOURED),
}
_BOLD = ("600", "700", "semi-bold", "demi-bold", "bold")
_REGULAR = ("400", "normal", "regular")
_WEIGHTS = (
    *(f"{number}00" for number in range(1, 10)),
    *("thin", "extra-light", "ultra-light", "light", "normal", "regular", "medium"),
    *("semi-bold", "demi-bold", "bold", "extra-bold", "ultra-bold", "black"),
)
# The values of a style that the files have anyway.
_SAME: Mapping[str, Mapping[str, Sequence[str]]] = {
    "base": {"size": ("1rem", "1em", "100%"), "weight": _REGULAR},
    "headings": {"style": ("normal",), "weight": _BOLD},
    "link": {"decoration": ("underline",), "weight": _REGULAR},
}
_SOURCES = ("file", "google", "bunny", "system")
_SIZES = ("small", "medium", "large")
_WEB = ("http://", "https://")
_LEAST_PALE = 0.8  # lightness of a ground that can be printed on, as the mean of red, green and blue


class BrandLogo(NamedTuple):
    """A logo of a brand: where it is named, its file, and what it shows."""

    at: str
    path: str
    alt: str | None


class Brand(Struct, frozen=True, cache_hash=True):
    """What a brand file says: a theme with its colours and fonts, the font files, its name and logos.

    Of the `logos`, the first is for the heads of memo and page, the last for the cover of the deck.
    """

    theme: Theme
    files: tuple[str, ...] = ()
    name: str | None = None
    logos: tuple[BrandLogo, ...] = ()


def branded(theme: Theme, values: Mapping[str, object], folder: Path) -> tuple[Brand, list[Problem]]:
    """Return a theme in the look of a brand, and what is wrong or unused in its file, in `folder`."""
    reader = _Reader(values)
    parts = reader.keys(values, "", ("meta", "logo", "color", "typography", "defaults"))
    said = reader.said()
    if said:
        colours = with_brand(theme.colours, {key: colour for key, (_, colour) in said.items()})
        if not any(problem.is_error for problem in reader.problems):
            paths = {key: path for key, (path, _) in said.items()}
            own = {key: colour for key, (_, colour) in said.items()}
            reader.problems += unfit(own, paths, partial(with_brand, theme.colours))
        theme = replace(theme, colours=colours)
    fonts, files = reader.fonts(theme.fonts, folder)
    brand = Brand(theme.set_in(fonts), files, reader.name(parts.get("meta")), reader.logos(parts.get("logo")))
    return brand, [*reader.problems, *reader.warnings()]


class _Reader:
    """Takes values out of a brand file; `unused` are the paths of those that are not shown, by the reason."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.problems: list[Problem] = []
        self.unused: dict[str, list[str]] = {}
        self.colours = self.keys(values.get("color"), "color", _COLOURS)
        self.palette = self.keys(self.colours.get("palette"), "color.palette")
        self.typography = self.keys(values.get("typography"), "typography", ("fonts", *_STYLES))
        self.found: dict[str, str | None] = {}  # colours by their paths; None while one is looked up

    def keys(self, value: object, path: str, known: Sequence[str] = ()) -> Mapping[str, Any]:
        """Return the keys and values at a path, without those that are not known."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._wrong(path, "there must be keys and values")
            return {}
        for key in value if known else ():
            if key not in known:
                at = f"{path}.{key}" if path else key
                holder = f"`{path}`" if path else "a brand"
                self.problems.append(
                    error("known-keys", at, f"{holder} has no key `{key}`", near(key, known))
                )
        return {key: inner for key, inner in value.items() if not known or key in known}

    def text(self, value: object, path: str, known: Sequence[str] = ()) -> str | None:
        """Return a text, which may have to be one of those that are known."""
        if isinstance(value, str) and (value in known or not known):
            return value
        if value is not None:
            self._wrong(path, f"`{value}` is not known" if known else "this is not a text", value, known)
        return None

    def _wrong(self, path: str, message: str, given: object = "", known: Sequence[str] = ()) -> None:
        hint = near(str(given), known) if known else "see the documentation of brand.yml"
        self.problems.append(error(RULE, path, message, hint))

    def skip(self, path: str, reason: str) -> None:
        """Note that a value is not shown."""
        self.unused.setdefault(reason, []).append(path)

    def warnings(self) -> Iterator[Problem]:
        """Yield a warning for each kind of value that is not shown, at the first of them."""
        for reason, paths in self.unused.items():
            names = ", ".join(dict.fromkeys(f"`{path.rpartition('.')[2]}`" for path in paths))
            yield warning("brand-shown", paths[0], f"{names}: {reason}")

    # Colours.

    def said(self) -> dict[str, tuple[str, str]]:
        """Return the paths and values of the colours that are shown, by their keys in a theme."""
        for name in self.palette:
            self._colour(self.palette[name], f"color.palette.{name}")
        said = {}
        for name in self.colours:
            path = f"color.{name}"
            colour = None if name == "palette" else self._colour(self.colours[name], path)
            if name in _UNUSED:
                self.skip(path, "the files have no such colour")
            elif name in _USED and colour:
                said[_USED[name]] = (path, colour)
        titles = self._styled("headings").get("color")
        heading = None if titles is None else self._colour(titles, "typography.headings.color")
        if heading:
            _, brand = said.setdefault("brand", ("typography.headings.color", heading))
            if brand != heading:
                self.skip("typography.headings.color", "titles have the colour `primary`")
        link = self._colour(self.colours["link"], "color.link") if "link" in self.colours else None
        if link and link != said.get("brand", ("", ""))[1]:
            self.skip("color.link", "links have a shade of `primary`")
        _, paper = said.get("paper", ("", "#FFFFFF"))
        if sum(bytes.fromhex(paper[1:])) / (3 * 255) < _LEAST_PALE:
            del said["paper"]
            self.skip("color.background", "pages have a pale ground")
        return said

    def _colour(self, value: object, path: str) -> str | None:
        """Return the colour that a value means: a code, or the name of a colour of the brand or of CSS."""
        if path not in self.found:
            self.found[path] = None
            try:
                self.found[path] = self._meant(value, path)
            except Wrong as wrong:
                self.problems.append(error(RULE, path, str(wrong), wrong.hint))
        elif self.found[path] is None and not any(problem.path == path for problem in self.problems):
            self._wrong(path, "this colour is named by itself")
        return self.found[path]

    def _meant(self, value: object, path: str) -> str | None:
        if isinstance(value, Mapping):
            sides = self.keys(value, path, ("light", "dark"))
            if "dark" in sides:
                self.skip(f"{path}.dark", "pages have no dark side")
            return self._colour(sides["light"], f"{path}.light") if "light" in sides else None
        if isinstance(value, str):
            holder = path.removesuffix(".light")
            if value in self.palette and (
                holder != f"color.{value}" or not holder.startswith("color.palette")
            ):
                return self._colour(self.palette[value], f"color.palette.{value}")
            if value in _COLOURS[1:] and value in self.colours and not holder.startswith("color.palette"):
                return self._colour(self.colours[value], f"color.{value}")
            if not value.startswith("#") and (code := _css(value)):
                return code
        try:
            return Colour().read(value)
        except Wrong as wrong:
            if not isinstance(value, str) or value.startswith("#"):
                raise
            own = path.removesuffix(".light")
            names = [
                *self.palette,
                *(name for name in self.colours if f"color.{name}" not in (own, "color.palette")),
            ]
            found = near(value, names) if names else None
            raise Wrong(f"there is no colour `{value}`", found or wrong.hint) from None

    # Typefaces.

    def _styled(self, name: str) -> Mapping[str, Any]:
        """Return what is said of a kind of words; a text alone is the family."""
        given = self.typography.get(name)
        if isinstance(given, str) and name != "link":
            return {"family": given}
        return self.keys(given, f"typography.{name}", _STYLES[name])

    def fonts(self, usual: Fonts, folder: Path) -> tuple[Fonts, tuple[str, ...]]:
        """Return the typefaces, with those of the brand, and the files of these."""
        declared = self._declared()
        for name in _STYLES:
            self._look(name)
        faces: dict[str, Typeface] = {}
        base, headings = (self._styled(name).get("family") for name in ("base", "headings"))
        for family, name in ((base, "base"), (headings, "headings")):
            at = f"typography.{name}"
            at += ".family" if isinstance(self.typography.get(name), Mapping) else ""
            if (asked := self.text(family, at)) and asked not in faces:
                face = self._typeface(asked, at, declared, folder)
                faces |= {asked: face} if face else {}
        body = faces.get(base or "", usual.body)
        heading = faces.get(headings or base or "", usual.heading)
        files = dict.fromkeys(file for face in faces.values() for file in face.files)
        return replace(usual, body=body, heading=heading), tuple(files)

    def _look(self, name: str) -> None:
        """Note what is said of a kind of words, but for the family and colour, that the files do not show."""
        if name.startswith("monospace"):
            if name in self.typography:
                self.skip(f"typography.{name}", "the files have no monospaced text")
            return
        for key, given in self._styled(name).items():
            at = f"typography.{name}.{key}"
            text = self.text(given, at, _WEIGHTS if key == "weight" else ())
            if key in ("family", "color") and name != "link":
                continue
            if text is not None and text not in _SAME[name].get(key, ()):
                self.skip(at, f"the files have their own for {'text' if name == 'base' else name}")

    def _declared(self) -> dict[str, tuple[int, list[str]]]:
        """Return the fonts that are declared by their families: their index, and the names of their files."""
        given, found = self.typography.get("fonts"), dict[str, tuple[int, list[str]]]()
        if given is not None and not isinstance(given, list):
            self._wrong("typography.fonts", "this is not a list")
        for index, each in enumerate(given if isinstance(given, list) else ()):
            path = f"typography.fonts[{index}]"
            font = self.keys(each, path, ("family", "source", "files", "weight", "style", "display"))
            source = self.text(font.get("source"), f"{path}.source", _SOURCES)
            family = self.text(font.get("family"), f"{path}.family")
            if family is None and isinstance(each, Mapping) and not font.get("family"):
                self._wrong(path, "the font has no `family`")
            files = font.get("files") or []
            if not isinstance(files, list) or (source == "file" and not files):
                self._wrong(path, "there are no files")
                files = []
            names = [self._font_file(file, f"{path}.files[{number}]") for number, file in enumerate(files)]
            if family:
                found[family] = (index, names)
        return found

    def _font_file(self, given: object, path: str) -> str:
        """Return the name of a font file."""
        file: Mapping[str, Any] = (
            {"path": given} if isinstance(given, str) else self.keys(given, path, ("path", "weight", "style"))
        )
        if isinstance(file.get("weight"), str) and ".." not in file["weight"]:
            self.text(file["weight"], f"{path}.weight", _WEIGHTS)
        name = self.text(file.get("path"), f"{path}.path")
        if name is None and "path" not in file:
            self._wrong(path, "there is no `path`")
        if name and name.startswith(_WEB):
            self.skip(path, "fonts on the web are not downloaded")
        return name or ""

    def _typeface(
        self, family: str, at: str, declared: Mapping[str, tuple[int, list[str]]], folder: Path
    ) -> Typeface | None:
        """Return a typeface; what its files do not allow is a warning, if they are there."""
        try:
            name = Name().read(family)
        except Wrong as wrong:
            self.problems.append(error(RULE, at, str(wrong), wrong.hint))
            return None
        index, files = declared.get(family, (0, []))
        local = [file for file in files if file and not file.startswith(_WEB)]
        try:
            if local:
                return typeface(Named(name, tuple(local)), folder)[0]
        except Unusable as wrong:
            path = f"typography.fonts[{index}]"
            path += "" if wrong.index is None else f".files[{files.index(local[wrong.index])}]"
            found = wrong.index is None or (folder / local[wrong.index]).is_file()
            problem = warning if found else error
            self.problems.append(problem("fonts-embeddable", path, str(wrong), wrong.hint))
        face, note = typeface(Named(name), folder)
        if note:
            self.problems.append(warning("fonts-available", at, note))
        return face

    # The name and the logos.

    def name(self, meta: object) -> str | None:
        """Return the full name of the brand."""
        given = self.keys(meta, "meta").get("name")
        if isinstance(given, Mapping):
            names = self.keys(given, "meta.name", ("full", "short"))
            texts = {key: self.text(names.get(key), f"meta.name.{key}") for key in ("full", "short")}
            return texts["full"] or texts["short"]
        return self.text(given, "meta.name")

    def logos(self, given: object) -> tuple[BrandLogo, ...]:
        """Return the logo of heads, medium or else another, and a larger one for the cover, if there is."""
        if isinstance(given, str) or (isinstance(given, Mapping) and "path" in given):
            one = self._logo(given, "logo")
            return (one,) if one else ()
        logo = self.keys(given, "logo", ("images", *_SIZES))
        images = self.keys(logo.get("images"), "logo.images")
        named = {name: self._logo(image, f"logo.images.{name}") for name, image in images.items()}
        sizes = {}
        for size in _SIZES:
            value, path = logo.get(size), f"logo.{size}"
            if isinstance(value, Mapping) and "path" not in value:
                sides = self.keys(value, path, ("light", "dark"))
                if "dark" in sides:
                    self.skip(f"{path}.dark", "logos are on a pale ground")
                value, path = sides.get("light"), f"{path}.light"
            if isinstance(value, str) and value not in images and not Path(value).suffix:
                self._wrong(path, f"there is no image `{value}`", value, [*images])
            elif isinstance(value, str) and value in images:
                image = named[value]
                sizes[size] = image and image._replace(at=path)
            elif value is not None:
                sizes[size] = self._logo(value, path)
        small, medium, large = (sizes.get(size) for size in _SIZES)
        both = dict.fromkeys((medium or large or small, large or medium or small))
        return tuple(each for each in both if each)

    def _logo(self, given: object, path: str) -> BrandLogo | None:
        if isinstance(given, str):
            given, at = {"path": given}, path
        else:
            at = f"{path}.path"
        logo = self.keys(given, path, ("path", "alt"))
        name, alt = self.text(logo.get("path"), at), self.text(logo.get("alt"), f"{path}.alt")
        if name is None:
            if "path" not in logo:
                self._wrong(path, "there is no `path`")
            return None
        if name.startswith(_WEB):
            self.skip(at, "pictures on the web are not downloaded")
            return None
        return BrandLogo(at, name, alt)


def _css(name: str) -> str | None:
    """Return the code of a colour as CSS writes it: by name, or as `rgb(…)` or `hsl(…)`."""
    from PIL import ImageColor

    try:
        red, green, blue, *opacity = ImageColor.getrgb(name)
    except ValueError:
        return None
    return f"#{red:02X}{green:02X}{blue:02X}" if opacity in ([], [255]) else None
