"""Font files: which face sets a character, and how wide it is."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFace

FOLDER = Path(__file__).parent / "fonts"

# Carlito has the widths of Calibri, so what is measured here breaks alike in Word and PowerPoint.
LATIN = {
    (False, False): "Carlito-Regular",
    (True, False): "Carlito-Bold",
    (False, True): "Carlito-Italic",
    (True, True): "Carlito-BoldItalic",
}
CJK = {False: "NotoSansJP-Regular", True: "NotoSansJP-Bold"}

# Characters that are set as another one, because the face has none of its own.
STAND_INS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u00ad": None, "\u200b": None})


@cache
def font_file(face: str) -> Path | None:
    """Return the file of a face, or None where the optional fonts of the extra `cjk` are not installed."""
    own = FOLDER / f"{face}.ttf"
    if own.is_file():
        return own
    spec = find_spec("rendercv_fonts")
    for folder in spec.submodule_search_locations if spec and spec.submodule_search_locations else ():
        for path in sorted(Path(folder).rglob(f"{face}.ttf")):
            return path
    return None


@cache
def load_face(face: str) -> TTFontFace | None:
    """Return the parsed font, or None where its file is not there. Costs about 10 ms a face."""
    from reportlab.pdfbase.ttfonts import TTFontFace

    path = font_file(face)
    return TTFontFace(str(path)) if path else None


@lru_cache(maxsize=20_000)
def face_for(char: str, bold: bool, italic: bool) -> str | None:
    """Return the first face that has a glyph for `char`, or None where no font has one."""
    stand_in = char.translate(STAND_INS)
    if not stand_in:
        return LATIN[bold, italic]
    for face in (LATIN[bold, italic], CJK[bold]):
        font = load_face(face)
        if font is not None and ord(stand_in) in font.charToGlyph:
            return face
    return None


@lru_cache(maxsize=50_000)
def advance(text: str, bold: bool = False, italic: bool = False) -> float:
    """Return the width of `text` in units of the font size (1.0 is one em).

    Plain advances without kerning, which err on the wide side. A character that no
    font has counts as one em.
    """
    font = load_face(LATIN[bold, italic])
    widths = font.charWidths if font is not None else {}
    total = 0.0
    for char in text.translate(STAND_INS):
        width = widths.get(ord(char))
        if width is None:
            face = face_for(char, bold, italic)
            other = load_face(face) if face else None
            width = other.charWidths.get(ord(char), 1000.0) if other is not None else 1000.0
        total += width
    return total / 1000.0


def missing_characters(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that no font has, each once, in order."""
    if text.isascii():
        return ()
    return tuple(dict.fromkeys(char for char in text if not char.isspace() and face_for(char, False, False) is None))
