"""Font files: which face sets a character, and how wide it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, combining, normalize

from builder.outline.text import Text
from builder.report.problems import Problem, Severity

FOLDER = Path(__file__).parent / "fonts"
FILES = (".ttf", ".otf")  # how a face ends that is the path of a file
METRICS = FOLDER / "metrics.json"


class Family(NamedTuple):
    """The faces of a typeface: names of files in the package, or paths of other font files."""

    name: str
    regular: str
    bold: str
    italic: str
    bold_italic: str

    def face(self, bold: bool, italic: bool) -> str:
        """Return the face for a weight and a slope."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


def _of_package(name: str) -> Family:
    return Family(name, *(f"{name}-{style}" for style in ("Regular", "Bold", "Italic", "BoldItalic")))


# Carlito has the widths of Calibri, so what is measured here breaks alike in Word and PowerPoint; Caladea
# has those of Cambria.
CARLITO, CALADEA = _of_package("Carlito"), _of_package("Caladea")
_HAN, _HANGUL = (
    "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff",
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
)
# The faces of the extra `cjk`: regular, bold, and the characters that each is asked for, in this order.
EXTRA = (
    ("NotoSansJP-Regular", "NotoSansJP-Bold", "[^\u0300-\u036f]"),
    (
        "NotoSans-Regular",
        "NotoSans-Bold",
        "[\u0080-\u058f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2bff]",
    ),
    ("NotoSansSC-Regular", "NotoSansSC-Bold", f"[{_HAN}]"),
    ("NotoSansKR-Regular", "NotoSansKR-Bold", f"[{_HANGUL}]"),
)
_EAST_ASIAN = f"[{_HAN}{_HANGUL}\u3000-\u30ff\uff00-\uffef]"  # takes long to compile: only when needed

PARTING = "\x1f"  # around a separator that is left out at the end of a line
# Characters that are set as another one, because the face has none of its own, or not at all.
STAND_INS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2009\t", " "),
        "\u2011": "-",
        **dict.fromkeys(("\u00ad", "\u200b", PARTING)),
    }
)

_MARKS = ("Mn", "Me")  # categories
_ABOVE, _BELOW = 230, 220  # classes of marks
_HIGH = frozenset("bdfhijkltßбй")  # small letters that leave no room for a mark of another letter's height
_SPANS_TWO = re.compile("[\u035c-\u0362\ufe20-\ufe2f]")  # marks over or under two letters


@cache
def font_file(face: str) -> Path | None:
    """Return the file of a face, or None where the optional fonts of the extra `cjk` are not installed."""
    if face.endswith(FILES):
        return Path(face)
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
    from builder.pdf_library import read_font

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
    tables = {face: read_widths(face) for face in CARLITO[1:]}
    packed = {
        face: {"codes": sorted(table), "widths": [round(table[code], 4) for code in sorted(table)]}
        for face, table in tables.items()
    }
    return json.dumps(packed, separators=(",", ":")) + "\n"


@lru_cache(maxsize=20_000)
def face_for(char: str, bold: bool, italic: bool, family: Family = CARLITO) -> str | None:
    """Return the first face that has a glyph for `char`, or None where no font has one."""
    stand_in, own = char.translate(STAND_INS), family.face(bold, italic)
    if not stand_in or ord(stand_in) in widths(own):
        return own
    if family is not CARLITO and ord(stand_in) in widths(CARLITO.face(bold, italic)):
        return CARLITO.face(bold, italic)
    asked = (heavy if bold else regular for regular, heavy, chars in EXTRA if re.match(chars, stand_in))
    return next((face for face in asked if ord(stand_in) in widths(face)), None)


def shown_as(text: str) -> str:
    """Return the characters that are painted for `text`: stand-ins, and marks that fonts can place.

    A mark above and one below a letter are not both in one character of most fonts. The one above is kept
    with the letter, whose height it depends on.
    """
    text = text.translate(STAND_INS)
    return text if text.isascii() else re.sub("\\w[\u0300-\u036f]+", _mark_above_first, text)


def _mark_above_first(cluster: re.Match[str]) -> str:
    parts = normalize("NFD", cluster[0])
    letter, marks = parts[0], parts[1:]
    below = [mark for mark in marks if combining(mark) == _BELOW]
    whole = normalize("NFC", letter + "".join(mark for mark in marks if mark not in below))
    return whole + "".join(below) if below and len(whole) == 1 else cluster[0]


def faces_of(text: str, bold: bool, italic: bool, family: Family = CARLITO) -> list[str | None]:
    """Return the face of each character; a letter takes that of its mark, which no other face can place."""
    found = [face_for(char, bold, italic, family) for char in text]
    for index in range(len(text) - 1, 0, -1):
        face, letter = found[index], text[index - 1]
        if face != found[index - 1] and category(text[index]) in _MARKS and ord(letter) in widths(face or ""):
            found[index - 1] = face
    return found


@lru_cache(maxsize=50_000)
def advance(text: str, bold: bool = False, italic: bool = False, family: Family = CARLITO) -> float:
    """Return the width of `text` in units of the font size (1.0 is one em).

    Plain advances without kerning, which err on the wide side. A character that no
    font has counts as one em.
    """
    latin, shown = widths(family.face(bold, italic)), shown_as(text)
    total = 0.0
    for char in shown:
        width = latin.get(ord(char))
        if width is None:
            break
        total += width
    else:
        return total / 1000.0
    faces = zip(shown, faces_of(shown, bold, italic, family), strict=True)
    return sum(widths(face)[ord(char)] if face else 1000.0 for char, face in faces) / 1000.0


def unset_characters(texts: Iterable[Text]) -> tuple[Problem, ...]:
    """Return a problem for every field with a character that no font has: a page would lose it."""
    problems: dict[str, Problem] = {}
    for text in texts:
        plain = text.plain
        if plain.isascii() or text.path in problems:
            continue
        lost = [char for char in dict.fromkeys(plain) if not char.isspace() and not _face(char)]
        if lost:
            why = f"no installed font has {'them' if lost[1:] else 'it'}"
        elif lost := list(dict.fromkeys(_loose_marks(plain))):
            why = f"no font can place {'these marks' if lost[1:] else 'this mark'}"
        else:
            continue
        problems[text.path] = _lost(text.path, plain, lost, why)
    return tuple(problems.values())


def _face(char: str) -> str | None:
    return face_for(char, False, False)


def _loose_marks(plain: str) -> Iterator[str]:
    """Yield the marks that no letter of the summary carries: of another face, piled up, over two letters."""
    plain = shown_as(plain)
    faces = faces_of(plain, False, False)
    for index, char in enumerate(plain):
        if category(char) in _MARKS:
            carried = index and faces[index - 1] == faces[index] and _carries(plain[index - 1], char)
            if not carried or _SPANS_TWO.match(char):
                yield char


def _carries(before: str, mark: str) -> bool:
    """Return whether a letter has room for a mark that is set where it is for most letters."""
    parts = normalize("NFD", before)
    letter, marks = parts[0], parts[1:]
    free = combining(mark) not in map(combining, marks)
    small = letter.islower() and letter not in _HIGH
    return before.isalnum() and free and (small or combining(mark) != _ABOVE)


def _lost(path: str, plain: str, lost: list[str], why: str) -> Problem:
    codes = ", ".join(f"{char} (U+{ord(char):04X})" for char in lost[:3]) + (" …" if len(lost) > 3 else "")
    word = next(word for word in plain.split() if lost[0] in word).strip(",;:()")[:40]
    hint = "use --only memo,deck to leave out the summary"
    if font_file(EXTRA[0][0]) is None and re.search(_EAST_ASIAN, "".join(lost)):
        hint = f"pip install 'policy-brief-builder[cjk]' adds fonts for most East Asian characters; or {hint}"
    message = f"the summary cannot show {codes} in “{word}”: {why}"
    return Problem("characters-have-glyphs", Severity.ERROR, path, message, hint)


if __name__ == "__main__":
    METRICS.write_text(prepare_metrics(), encoding="utf-8")
