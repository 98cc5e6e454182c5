"""Finds the files of a typeface that a theme names, and reads from them what they allow."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from builder.theme.fonts import CALADEA, CARLITO, FILES, Family
from builder.theme.theme import Typeface

# Typefaces of Office, and those of the package that have their widths.
_TWINS = {"Calibri": CARLITO, "Carlito": CARLITO, "Cambria": CALADEA, "Caladea": CALADEA}
_INSTALLED = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
    *("/Library/Fonts", "~/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"),
)
_MOST = 5000  # files of the machine that are looked at
_LARGEST = 40_000_000  # bytes of a font
# Flags of OS/2.fsType, by the OpenType specification.
_RESTRICTED, _EDITABLE, _NO_SUBSETTING, _BITMAPS = 0x0002, 0x000C, 0x0100, 0x0200
_ITALIC, _BOLD = 0x01, 0x20  # of OS/2.fsSelection
_LICENCE = "use a font whose licence allows it"
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16  # entries of the table `name`


class Named(NamedTuple):
    """A typeface as a theme or brand names it: its name in Office, and its files, if they are named too."""

    name: str
    files: tuple[str, ...] = ()


class Unusable(Exception):
    """A font file cannot be used; `index` is that of the file among those named."""

    def __init__(self, message: str, hint: str, index: int | None = None) -> None:
        self.hint, self.index = hint, index
        super().__init__(message)


class FontFile(NamedTuple):
    """What a font file says of itself."""

    family: str
    bold: bool
    italic: bool


def typeface(named: Named, folder: Path) -> tuple[Typeface, str | None]:
    """Return a typeface, and what to know of the one that is measured in its place, if there is one.

    Its files are below `folder`; without any, they are those of the package or of this machine.
    """
    if named.files:
        return Typeface(
            named.name, _family(named.name, list(_read_all(named.files, folder))), named.files
        ), None
    if twin := _TWINS.get(named.name):
        return Typeface(named.name, twin), None
    if found := _installed().get(named.name.casefold()):
        with suppress(Unusable):
            return Typeface(named.name, _family(named.name, found)), None
    note = f"no file of `{named.name}` is here: it is measured, and set in the summary, with {CARLITO.name}"
    return Typeface(named.name, CARLITO), note


def _read_all(files: Sequence[str], folder: Path) -> Iterator[tuple[FontFile, str]]:
    for index, name in enumerate(files):
        path = folder / name
        try:
            if not path.resolve().is_relative_to(folder.resolve()):
                raise Unusable(f"`{name}` is outside the brief's folder", "copy it into the brief's folder")
            yield read_font_file(path, name), path.as_posix()
        except Unusable as wrong:
            raise Unusable(str(wrong), wrong.hint, index) from None


def _family(name: str, found: Sequence[tuple[FontFile, str]]) -> Family:
    """Return the family of some files; a regular and a bold one are needed, italics may be missing."""
    faces = {(file.bold, file.italic): path for file, path in reversed(found)}
    for bold, style in ((False, "regular"), (True, "bold")):
        if (bold, False) not in faces:
            raise Unusable(f"none of the files is the {style} face", f"name the file of the {style} face too")
    regular, bold_face = faces[False, False], faces[True, False]
    italic = faces.get((False, True), regular)
    return Family(name, regular, bold_face, italic, faces.get((True, True), bold_face))


def read_font_file(path: Path, name: str) -> FontFile:
    """Return what a font file says of itself; raises `Unusable` for one that cannot be in a PDF."""
    try:
        if not path.is_file():
            raise Unusable(f"there is no file `{name}`", "paths are relative to the file that names it")
        if path.suffix.lower() not in FILES or path.stat().st_size > _LARGEST:
            raise Unusable(f"`{name}` is not a font file", "name a TrueType font, .ttf or .otf")
        with path.open("rb") as file:
            data = file.read(_LARGEST)
        tables = _tables(data, name)
        (rights,) = struct.unpack_from(">H", tables[b"OS/2"], 8)
        (selection,) = struct.unpack_from(">H", tables[b"OS/2"], 62)
        family = _name(tables[b"name"])
    except OSError as wrong:
        raise Unusable(f"`{name}` cannot be read", (wrong.strerror or str(wrong)).lower()) from None
    except (KeyError, struct.error, IndexError, UnicodeDecodeError):
        raise Unusable(f"`{name}` is not a whole font", "copy or download it again") from None
    if b"fvar" in tables:
        raise Unusable(f"`{name}` is a variable font", "use the static files, one for each weight")
    if (rights & _RESTRICTED and not rights & _EDITABLE) or rights & _BITMAPS:
        raise Unusable(
            f"`{name}` may not be embedded, by its OS/2 table", "use a font whose licence allows it"
        )
    if rights & _NO_SUBSETTING:
        raise Unusable(f"`{name}` may not be subset, by its OS/2 table", "use a font whose licence allows it")
    return FontFile(family, bool(selection & _BOLD), bool(selection & _ITALIC))


def _tables(data: bytes, name: str) -> Mapping[bytes, bytes]:
    if data[:4] == b"OTTO":
        message = f"`{name}` has PostScript outlines, which cannot be in the PDF"
        raise Unusable(message, "use the TrueType files of the font")
    if data[:4] not in (b"\0\1\0\0", b"true"):
        raise Unusable(f"`{name}` is not a font file", "name a TrueType font, .ttf or .otf")
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count))
    return {tag: data[start : start + length] for tag, _, start, length in records}


def _name(table: bytes) -> str:
    """Return the name of the family, the one that a font has for Windows."""
    _, count, start = struct.unpack_from(">HHH", table)
    found: dict[int, str] = {}
    for index in range(count):
        platform, _, _, entry, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        if platform == 3 and entry in (_FAMILY, _TYPOGRAPHIC_FAMILY):
            found.setdefault(entry, table[start + offset : start + offset + length].decode("utf-16-be"))
    return found.get(_TYPOGRAPHIC_FAMILY) or found[_FAMILY]


@cache
def _installed() -> Mapping[str, list[tuple[FontFile, str]]]:
    """Return the fonts of this machine that can be in a PDF, by their families."""
    found: dict[str, list[tuple[FontFile, str]]] = {}
    left = _MOST
    for folder in _INSTALLED:
        for above, folders, names in os.walk(Path(folder).expanduser()):
            folders.sort()
            for name in sorted(names):
                if name.lower().endswith(FILES) and left:
                    left -= 1
                    with suppress(Unusable):
                        path = Path(above) / name
                        font = read_font_file(path, name)
                        found.setdefault(font.family.casefold(), []).append((font, path.as_posix()))
    return found
