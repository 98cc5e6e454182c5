"""The PDF library is imported as it was shipped, whatever settings of the machine or the user lie about."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from struct import iter_unpack, unpack_from
from types import ModuleType
from typing import Any

_MODULES = ("reportlab_mods", "reportlab_settings")  # run by the library where it finds them, also at home
_PLACES = ("T1SearchPath", "TTFSearchPath", "CMapSearchPath")  # searched for fonts of the system
_VARIABLES = "RL_"


def _import_library() -> None:
    if "reportlab" in sys.modules:
        return
    nothing = {name: ModuleType(name) for name in _MODULES}
    nothing["reportlab_settings"].__dict__.update(dict.fromkeys(_PLACES, ()))
    kept = {name: value for name, value in os.environ.items() if name.startswith(_VARIABLES)}
    sys.modules.update(nothing)
    for name in kept:
        del os.environ[name]
    try:
        import reportlab.rl_config  # noqa: F401
    finally:
        os.environ.update(kept)
        for name in nothing:
            sys.modules.pop(name, None)


_import_library()


from reportlab.pdfbase import pdfdoc, ttfonts  # noqa: E402


class Face(ttfonts.TTFontFace):  # type: ignore[misc]
    """A TrueType face whose tables are unpacked at once, as the library reads them number by number.

    That would take more than half of the time in which a page is written. A face whose characters are mapped
    in another format is left to the library.
    """

    def extractInfo(self, charInfo: int = 1) -> None:
        """Read what the library reads; the widths and glyphs of the characters with `charInfo`."""
        super().extractInfo(charInfo=0)
        if not charInfo:
            return
        glyphs = _glyphs(self.get_table("cmap"))
        if not glyphs:
            super().extractInfo(charInfo)
            return
        (full,) = unpack_from(">H", self.get_table("hhea"), 34)
        metrics, others = self.get_table("hmtx"), self.numGlyphs - full
        pairs = list(iter_unpack(">HH", metrics[: 4 * full]))
        last = self._pdfScale(pairs[-1][0])  # as the library has it
        self.hmetrics = [*pairs, *((last, bearing) for (bearing,) in iter_unpack(">H", metrics[4 * full :]))]
        (is_long,) = unpack_from(">H", self.get_table("head"), 50)
        places = unpack_from(f">{self.numGlyphs + 1}{'L' if is_long else 'H'}", self.get_table("loca"))
        self.glyphPos = list(places) if is_long else [place << 1 for place in places]
        glyphs[0xA0] = glyphs[0x20]
        self.charToGlyph = glyphs
        widths = [self._pdfScale(advance) for advance, _ in pairs] + [last] * others
        self.charWidths = {char: widths[glyph] for char, glyph in glyphs.items()}
        self.defaultWidth = widths[0]


def _glyphs(table: bytes) -> dict[int, int]:
    """Return the glyph of each character, of the maps the last for Windows; none where it has another format.

    There are two such formats: ranges of 16 bits, and of 32 bits.
    """
    maps = iter_unpack(">HHL", table[4 : 4 + 8 * unpack_from(">HH", table)[1]])
    start = [start for platform, _, start in maps if platform == 3][-1:]
    glyphs: dict[int, int] = {}
    match unpack_from(">H", table, *start) if start else ():
        case (4,):
            length, _, double = unpack_from(">HHH", table, start[0] + 2)
            numbers = unpack_from(f">{length // 2}H", table, *start)
            count = double // 2
            ranges = (numbers[at : at + count] for at in (7, 8 + count, 8 + 2 * count, 8 + 3 * count))
            for index, (end, first, delta, offset) in enumerate(zip(*ranges, strict=True)):
                at = 8 + 3 * count + index + offset // 2
                found = numbers[at : at + end + 1 - first] if offset else range(first, end + 1)
                shifted = ((one + delta) & 0xFFFF for one in found)
                glyphs.update(zip(range(first, end + 1), shifted, strict=True))
        case (12,):
            (count,) = unpack_from(">L", table, start[0] + 12)
            for first, end, glyph in iter_unpack(">LLL", table[start[0] + 16 :][: 12 * count]):
                glyphs.update(zip(range(first, end + 1), range(glyph, glyph + end + 1 - first), strict=True))
    return glyphs


ttfonts.TTFontFace = Face  # by this name the library's fonts find it

_END = b"endstream\n"
_format_stream = pdfdoc.PDFStream.format


def _stream_with_line_end(stream: Any, document: Any) -> bytes:
    """Return a stream with a line end before its last word, which ISO 19005-2 requires (6.1.7.1)."""
    written: bytes = _format_stream(stream, document)
    return b"\n".join((written.removesuffix(_END), _END))


pdfdoc.PDFStream.format = _stream_with_line_end


def read_font(path: Path) -> Any:
    """Return the tables of a TrueType file."""
    return Face(str(path))
