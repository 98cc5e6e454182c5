"""Finds the characters that a font of a PDF paints as other ones."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from builder.audit.content import Unreadable
from builder.audit.pdf.objects import File
from builder.theme.fonts import FILES, font_file

_COMPOSITE, _WORDS, _MORE = -1, 0x0001, 0x0020
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}  # bytes of a component's scale, by its flag
_TABLES, _LONGEST, _PARTS = 40, 65_535, 100  # of a font, and bytes and parts of a glyph
_FONTS = 60  # of a file
_POSTSCRIPT = 6  # entry of the table `name`
# Tables made for the characters used.
_SUBSET = (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")
_MAP = re.compile(
    rb"\s*/CIDInit\s*/ProcSet\s+findresource\s+begin\s+12\s+dict\s+begin\s+begincmap\s+/CIDSystemInfo\s*"
    rb"<<\s*/Registry\s*\([\w+-]+\)\s*/Ordering\s*\([\w+-]+\)\s*/Supplement\s+0\s*>>\s*def\s+/CMapName\s*"
    rb"/[\w+-]+\s+def\s+/CMapType\s+2\s+def\s+1\s+begincodespacerange\s+<00>\s*<[0-9A-Fa-f]{2}>\s*endcodespacerange"
    rb"((?:\s+\d+\s+beginbfchar(?:\s+<[0-9A-Fa-f]{2}>\s*<(?:[0-9A-Fa-f]{4}){1,2}>)*\s+endbfchar)*)"
    rb"\s+endcmap\s+CMapName\s+currentdict\s*/CMap\s+defineresource\s+pop\s+end\s+end\s*"
)


class _Unknown(Exception):
    """Raised where a font is built in a way that cannot be followed."""


def wrong_glyphs(file: File, faces: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield font and character wherever its outline is not that of the typeface the font is named for.

    The character is "" where a font cannot be compared. Every font of the file counts, used or not. `faces`
    are the paths of typefaces that are not of the package.
    """
    paths = {printed_name(face): Path(face) for face in faces}
    fonts = [font for one in file.objects.values() if (font := file.entries(one)).get("Type") == "Font"]
    if len(fonts) > _FONTS:
        raise Unreadable(f"has more than {_FONTS} fonts")
    for font in fonts:
        face = str(font.get("BaseFont", "")).rpartition("+")[2]
        path = paths.get(face) or font_file(face) or font_file(f"{face}-Regular")
        program = file.content(file.entries(font.get("FontDescriptor")).get("FontFile2"))
        if "Encoding" in font:
            yield face, ""
        else:
            words = file.content(font.get("ToUnicode"))
            yield from ((face, char) for char in _wrong_characters(path, program, words))


@lru_cache(16)
def _wrong_characters(path: Path | None, program: bytes, words: bytes) -> tuple[str, ...]:
    """Return the characters that a font paints as other ones; "" where it cannot be compared."""
    chars = _characters(words)
    if path is None or not program or not chars:
        return ("",)
    try:
        embedded = _Font(program)
        glyphs = embedded.simple_codes()
        wrong = tuple(
            char
            for code, char in chars.items()
            if char > " " and embedded.outline(glyphs.get(code, 0)) != _outline(path, char)
        )
        return wrong or (("",) if embedded.unlike(_read(path)) else ())
    except (_Unknown, struct.error, IndexError, KeyError, RecursionError):
        return ("",)


def _characters(table: bytes) -> dict[int, str]:
    """Return the character of each code by a ToUnicode map; none where it is not of the one simple form."""
    found = _MAP.fullmatch(table)
    pairs = re.findall(rb"<(\w\w)>\s*<(\w+)>", found[1]) if found else []
    chars = {
        int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be", "replace") for code, char in pairs
    }
    return chars if len(chars) == len(pairs) else {}


@lru_cache(8192)
def _outline(path: Path, char: str) -> bytes:
    if len(char) != 1:
        raise _Unknown
    font = _read(path)
    return font.outline(font.character(ord(char)))


@cache
def printed_name(face: str) -> str:
    """Return the name that a typeface has in a PDF: its own for PostScript, if it is a file."""
    return _read(Path(face)).name if face.endswith(FILES) else face


@cache
def _read(path: Path) -> _Font:
    return _Font(path.read_bytes())


class _Font:
    """A TrueType font: its outlines by glyph, and its glyphs by character or code."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        (count,) = struct.unpack_from(">H", data, 4)
        if count > _TABLES:
            raise _Unknown
        tables = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count))
        self._tables = {name: (start, length) for name, _, start, length in tables}
        (self._long,) = struct.unpack_from(">h", data, self._tables[b"head"][0] + 50)
        self._subtables: dict[tuple[int, int], int] = {}
        start, _ = self._tables[b"cmap"]
        (count,) = struct.unpack_from(">H", data, start + 2)
        for index in range(count):
            platform, encoding, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * index)
            self._subtables[platform, encoding] = start + offset

    @property
    def name(self) -> str:
        """Its name for PostScript, as Windows reads it."""
        table = self._table(b"name")
        _, count, start = struct.unpack_from(">HHH", table)
        for index in range(count):
            platform, _, _, entry, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
            if (platform, entry) == (3, _POSTSCRIPT):
                return table[start + offset : start + offset + length].decode("utf-16-be")
        return ""

    def unlike(self, whole: _Font) -> bool:
        """Whether it has a table that the whole font has otherwise, beside those made for its characters."""
        return any(
            self._table(name) not in (whole._table(name), whole._without_names() if name == b"post" else None)
            for name in self._tables
            if name not in _SUBSET
        )

    def _without_names(self) -> bytes:
        """Return the table `post` in the version that names no glyphs, which is all that a subset needs."""
        return b"\0\3\0\0" + self._table(b"post")[4:32]

    def _table(self, name: bytes) -> bytes:
        start, length = self._tables.get(name, (0, 0))
        return self._data[start : start + length]

    def outline(self, glyph: int) -> bytes:
        """Return what draws a glyph; a composite has its parts instead of their numbers."""
        drawn: list[bytes] = []
        open_ = [glyph]
        while open_:
            record, start, flags = self._record(open_.pop()), 10, _MORE
            if len(record) + sum(map(len, drawn)) > _LONGEST or len(drawn) > _PARTS:
                raise _Unknown
            if not record or struct.unpack_from(">h", record)[0] > _COMPOSITE:
                drawn.append(record)
                continue
            drawn.append(record[:10])
            while flags & _MORE:
                flags, part = struct.unpack_from(">HH", record, start)
                end = start + 4 + (4 if flags & _WORDS else 2)
                end += next((size for flag, size in _SCALES.items() if flags & flag), 0)
                drawn.append(record[start : start + 2] + record[start + 4 : end])
                open_.append(part)
                start = end
        return b"".join(drawn)

    def _record(self, glyph: int) -> bytes:
        loca, (outlines, _) = self._tables[b"loca"][0], self._tables[b"glyf"]
        if self._long:
            start, end = struct.unpack_from(">LL", self._data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", self._data, loca + 2 * glyph))
        return self._data[outlines + start : outlines + end].rstrip(b"\0")

    def simple_codes(self) -> dict[int, int]:
        """Return the glyphs of the codes of one byte that a page writes."""
        start = self._subtables.get((1, 0), -1)
        if start < 0 or len(self._subtables) != 1:
            raise _Unknown
        (form,) = struct.unpack_from(">H", self._data, start)
        if form == 0:
            return dict(enumerate(self._data[start + 6 : start + 262]))
        if form != 6:
            raise _Unknown
        first, count = struct.unpack_from(">HH", self._data, start + 6)
        return dict(enumerate(struct.unpack_from(f">{count}H", self._data, start + 10), first))

    def character(self, code: int) -> int:
        """Return the glyph of a character, 0 where there is none."""
        for encoding in ((3, 10), (3, 1)):
            start = self._subtables.get(encoding, -1)
            form = struct.unpack_from(">H", self._data, start)[0] if start >= 0 else 0
            if form == 12:
                return self._in_groups(start, code)
            if form == 4:
                return self._in_segments(start, code)
        raise _Unknown

    def _in_groups(self, start: int, code: int) -> int:
        (count,) = struct.unpack_from(">L", self._data, start + 12)
        for first, last, glyph in struct.iter_unpack(
            ">LLL", self._data[start + 16 : start + 16 + 12 * count]
        ):
            if first <= code <= last:
                found: int = glyph + code - first
                return found
        return 0

    def _in_segments(self, start: int, code: int) -> int:
        (double,) = struct.unpack_from(">H", self._data, start + 6)
        count = double // 2
        ends = struct.unpack_from(f">{count}H", self._data, start + 14)
        index = next((index for index, end in enumerate(ends) if end >= code), -1)
        at = start + 16 + double + 2 * index
        (first,), (delta,), (offset,) = (
            struct.unpack_from(">H", self._data, at + step * double) for step in range(3)
        )
        if index < 0 or first > code:
            return 0
        if not offset:
            return int((code + delta) & 0xFFFF)
        (glyph,) = struct.unpack_from(">H", self._data, at + 2 * double + offset + 2 * (code - first))
        return int((glyph + delta) & 0xFFFF) if glyph else 0
