"""Font files: which face sets a character, and how wide it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from unicodedata import category

from builder.outline.blocks import Outline
from builder.outline.text import texts
from builder.report.problems import Problem, Severity

FOLDER = Path(__file__).parent / "fonts"
METRICS = FOLDER / "metrics.json"

# Carlito has the widths of Calibri, so what is measured here breaks alike in Word and PowerPoint.
LATIN = {
    (False, False): "Carlito-Regular",
    (True, False): "Carlito-Bold",
    (False, True): "Carlito-Italic",
    (True, True): "Carlito-BoldItalic",
}
CJK = {False: "NotoSansJP-Regular", True: "NotoSansJP-Bold"}

# Characters that are set as another one, because the face has none of its own.
STAND_INS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u00ad": None, "\u200b": None}
)

_SPANS_TWO = re.compile("[\u035c-\u0362\ufe20-\ufe2f]")  # marks over or under two letters


@cache
def font_file(face: str) -> Path | None:
    """Return the file of a face, or None where the optional fonts of the extra `cjk` are not installed."""
    own = FOLDER / f"{face}.ttf"
    if own.is_file():
        return own
    spec = find_spec("rendercv_fonts")
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in sorted(Path(folder).rglob(f"{face}.ttf")):
            return path
    return None


def read_widths(face: str) -> dict[int, float]:
    """Return the width of every character that the face's file has, in thousandths of the font size."""
    from builder.theme.pdf_library import read_font

    path = font_file(face)
    if path is None:
        return {}
    font = read_font(path)
    return {code: float(font.charWidths[code]) for code in font.charToGlyph if code in font.charWidths}


@cache
def widths(face: str) -> dict[int, float]:
    """Return the same as `read_widths`; the widths of the package's own faces are in a prepared file."""
    own = _prepared().get(face)
    if own is None:
        return read_widths(face)
    return dict(zip(own["codes"], own["widths"], strict=True))


@cache
def _prepared() -> dict[str, dict[str, list[int]]]:
    loaded: dict[str, dict[str, list[int]]] = json.loads(METRICS.read_text(encoding="utf-8"))
    return loaded


def prepare_metrics() -> str:
    """Return the text of the prepared file: the widths that the package's font files have."""
    tables = {face: read_widths(face) for face in LATIN.values()}
    packed = {
        face: {"codes": sorted(table), "widths": [round(table[code], 4) for code in sorted(table)]}
        for face, table in tables.items()
    }
    return json.dumps(packed, separators=(",", ":")) + "\n"


@lru_cache(maxsize=20_000)
def face_for(char: str, bold: bool, italic: bool) -> str | None:
    """Return the first face that has a glyph for `char`, or None where no font has one."""
    stand_in = char.translate(STAND_INS)
    if not stand_in:
        return LATIN[bold, italic]
    for face in (LATIN[bold, italic], CJK[bold]):
        if ord(stand_in) in widths(face):
            return face
    return None


@lru_cache(maxsize=50_000)
def advance(text: str, bold: bool = False, italic: bool = False) -> float:
    """Return the width of `text` in units of the font size (1.0 is one em).

    Plain advances without kerning, which err on the wide side. A character that no
    font has counts as one em.
    """
    latin = widths(LATIN[bold, italic])
    total = 0.0
    for char in text.translate(STAND_INS):
        width = latin.get(ord(char))
        if width is None:
            face = face_for(char, bold, italic)
            width = widths(face)[ord(char)] if face else 1000.0
        total += width
    return total / 1000.0


def unset_characters(outline: Outline) -> tuple[Problem, ...]:
    """Return a problem for every field with a character that no font has: the summary would lose it.

    Where the font for Chinese and Japanese is not installed, that is one problem, not one a field.
    """
    problems: dict[str, Problem] = {}
    for text in texts(outline.blocks):
        plain = text.plain
        if plain.isascii() or text.path in problems:
            continue
        lost = [char for char in dict.fromkeys(plain) if not char.isspace() and not _face(char)]
        lost += [mark for mark in dict.fromkeys(_loose_marks(plain)) if mark not in lost]
        if any(map(_is_cjk, lost)):
            message = "Chinese and Japanese characters need a font that is not installed"
            hint = "pip install 'policy-brief-builder[cjk]' installs it"
            return (Problem("characters-have-glyphs", Severity.ERROR, "title", message, hint),)
        if lost:
            problems[text.path] = _lost(text.path, lost)
    return tuple(problems.values())


def _face(char: str) -> str | None:
    return face_for(char, False, False)


def _loose_marks(plain: str) -> Iterator[str]:
    """Yield the marks that no letter of the summary carries: of another face, piled up, over two letters."""
    for before, char in pairwise(f" {plain}"):
        fits = before.isalnum() and _face(before) == _face(char) and not _SPANS_TWO.match(char)
        if category(char) in ("Mn", "Me") and not fits:
            yield char


def _is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef"


def _lost(path: str, lost: list[str]) -> Problem:
    codes = ", ".join(f"{char} (U+{ord(char):04X})" for char in lost[:3]) + (" …" if len(lost) > 3 else "")
    message = f"the summary cannot show {codes}: no installed font has {'them' if lost[1:] else 'it'}"
    hint = "use --only memo,deck to leave out the summary"
    return Problem("characters-have-glyphs", Severity.ERROR, path, message, hint)


if __name__ == "__main__":
    METRICS.write_text(prepare_metrics(), encoding="utf-8")
