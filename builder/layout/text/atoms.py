"""Cuts a text into atoms, which stay together on a line, and measures each of them at a size."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from math import fsum, inf

from msgspec import Struct
from msgspec.structs import astuple, replace

from builder.layout.pages import Piece
from builder.theme.fonts import PARTING, Family, advance, faces_of, shown_as

# A break may follow white space or a hyphen or dash between letters, or be beside a CJK word;
# an address that is wider than a line breaks after its slashes (LibreOffice breaks none that is not).
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_FIXED_SPACE = "\u00a0\u202f\u2007\u2008"
_KANJI, _KATAKANA, _HIRAGANA = "\u3400-\u9fff々〇", "ァ-ヺー", "ぁ-ゖ"
# Japanese has no spaces: a number with its unit, a date, up to eight kanji and a word in katakana are words;
# longer runs of kanji are pairs. A particle ends a phrase where no ending of a verb begins with it.
_WIDE_WORD = (
    rf"第?(?:[0-9０-９]+(?:[.,][0-9０-９]+)*[{_KANJI}]{{1,2}})+"
    rf"|(?<![{_KANJI}])[{_KANJI}]{{1,8}}(?![{_KANJI}])|[{_KANJI}]{{2}}(?=[{_KANJI}]{{2}})|[{_KANJI}]{{1,3}}"
    rf"|[{_KATAKANA}]+"
    rf"|(?<![{_HIRAGANA}])(?:(?:から|まで|より|[がにでとのへ])[はもの]?|[はも])(?![うりるっれらろきすずば])(?=[{_HIRAGANA}]{{3}})"
    rf"|[{_HIRAGANA}]{{0,6}}?を|[{_HIRAGANA}]{{1,8}}"
    rf"|[{_WIDE}]"
)
_FIRST_WIDE = "\u2e80"  # no character before it is wide


@cache
def _atom(wide: bool) -> re.Pattern[str]:
    """Return the pattern of an atom; wide characters take long to compile, and few texts have any."""
    return re.compile(
        rf"{PARTING}[^{PARTING}]*{PARTING}"
        rf"|[^\S{_FIXED_SPACE}]+"
        rf"{f'|{_WIDE_WORD}' if wide else ''}"
        r"|(?<![^\s(])(?:https?://)?\w[\w-]*(?:\.[\w-]+)+/|(?<=\w/)[!-.0-~]+/?"
        rf"|(?:(?!-\w)[^\s{_WIDE if wide else ''}\-–—]|[{_FIXED_SPACE}])*(?:[\-–—]+(?=\w)|[\-–—]*)"
    )


_ENDING = re.compile(f"[{_HIRAGANA}]")
_LONG_PHRASE = 9  # characters: an ending that would make a phrase longer may be on the next line
_MOST_CLOSING = 4  # characters in a row that stay with the letter before them

_NO_START = frozenset(
    "、。，．・：；？！’”）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〜…,.!?:;)]}»"
)
_CLOSING = frozenset("’”）〕］｝〉》」』】)]}»")
_NO_END = frozenset("‘“（〔［｛〈《「『【([{«")
SLACK = 0.01  # points by which a line may be too wide before it counts


def parting(separator: str) -> str:
    """Return a separator that is left out where a line ends there, as a space is.

    What is between two of them stays on one line wherever it is no wider than that.
    """
    return f"{PARTING}{separator}{PARTING}"


class Chunk(Struct, frozen=True, gc=False):
    """Characters of one look inside an atom; a size of 0 is the paragraph's, as a colour of None is."""

    text: str
    bold: bool
    italic: bool
    size: float
    colour: str | None
    url: str | None
    slot: str | None
    lang: str = ""  # of words in another language than the brief


class Atom(Struct, frozen=True, gc=False):
    """What stays together on a line, and the white space behind it that vanishes at its end."""

    chunks: tuple[Chunk, ...]
    space: tuple[Chunk, ...]
    tab: bool  # the space runs to where the paragraph's later lines begin


class Width(Struct, frozen=True, gc=False):
    """An atom's widths in points, at the size of its paragraph."""

    word: float
    space: float
    tab: bool


@lru_cache(maxsize=4096)
def _atoms(pieces: tuple[Piece, ...], bold: bool) -> tuple[Atom, ...]:
    return tuple(_cut(tuple(_chunks(pieces, bold))))


@lru_cache(maxsize=16384)
def scaled_atoms(
    pieces: tuple[Piece, ...], bold: bool, size: float, family: Family
) -> tuple[tuple[Atom, ...], tuple[Width, ...], float, bool]:
    """Return the atoms, their widths at a size, the widest, and whether they may be joined to phrases."""
    atoms = _atoms(pieces, bold)
    widths = tuple(widths_of(atoms, size, family))
    return atoms, widths, max((atom.word for atom in widths), default=0.0), parted(atoms)


def widths_of(atoms: Sequence[Atom], size: float, family: Family) -> Iterator[Width]:
    """Yield the width of each atom at a size."""
    for atom in atoms:
        word, space = (_chunks_width(chunks, size, family) for chunks in (atom.chunks, atom.space))
        yield Width(word, space, atom.tab)


def _chunks_width(chunks: Sequence[Chunk], size: float, family: Family) -> float:
    width = 0.0
    for chunk in chunks:
        width += advance(chunk.text, chunk.bold, chunk.italic, family) * (chunk.size or size)
    return width


def _chunks(pieces: Sequence[Piece], bold: bool) -> Iterator[Chunk]:
    for piece in pieces:
        heavy = bold if piece.bold is None else piece.bold
        if piece.text is None:
            yield Chunk(piece.separator, heavy, False, piece.size, piece.colour, None, None)
            continue
        for run in piece.text.runs:
            look = heavy or run.bold, run.italic, piece.size, piece.colour, run.url, piece.text.slot
            yield Chunk(run.text, *look, run.lang)


def _cut(chunks: Sequence[Chunk]) -> Iterator[Atom]:
    """Cut the joined text at its break opportunities, looks running on across them."""
    whole = "".join(chunk.text for chunk in chunks)
    merged: list[list[int]] = []  # start, end of word, end of space
    for match in _atom(max(whole, default="") >= _FIRST_WIDE).finditer(whole):
        start, end = match.span()
        if start == end:
            continue
        if whole[start].isspace() and whole[start] not in _FIXED_SPACE:
            if merged:
                merged[-1][2] = end
            else:
                merged.append([start, start, end])
        elif (
            merged
            and merged[-1][1] == merged[-1][2]
            and (_stays(whole, start) or _ends_phrase(whole, merged[-1][0], start, end))
        ):
            merged[-1][1] = merged[-1][2] = end
        else:
            merged.append([start, end, end])
    for start, middle, end in merged:
        word = tuple(_slice(chunks, start, middle))
        space = tuple(_slice(chunks, middle, end))
        yield Atom(word or space, space if word else (), "\t" in whole[middle:end])


def _stays(whole: str, index: int) -> bool:
    """Return whether no line may break before the character at `index`."""
    return whole[index] in _NO_START or whole[index - 1] in _NO_END


def _ends_phrase(whole: str, first: int, start: int, end: int) -> bool:
    """Return whether an ending in hiragana belongs to the word before it, which begins at `first`."""
    if not _ENDING.match(whole[start]) or _ENDING.match(whole[start - 1]):
        return False
    before = whole[start - 1]
    if end - start <= 2:
        return before.isalnum() or before in _CLOSING
    return before.isalnum() and end - first <= _LONG_PHRASE


def _slice(chunks: Sequence[Chunk], start: int, end: int) -> Iterator[Chunk]:
    if len(chunks) == 1:
        if start < end:
            yield replace(chunks[0], text=chunks[0].text[start:end])
        return
    offset = 0
    for chunk in chunks:
        low, high = max(start, offset), min(end, offset + len(chunk.text))
        if low < high:
            yield replace(chunk, text=chunk.text[low - offset : high - offset])
        offset += len(chunk.text)
        if offset >= end:
            return


def whole_phrases(
    atoms: Sequence[Atom], widths: Sequence[Width], room: float
) -> tuple[tuple[Atom, ...], tuple[Width, ...]]:
    """Return the atoms, phrases between partings and addresses in one.

    Where a phrase is too wide, what brackets hold is in one, and an address breaks after its slashes.
    """
    ends = _parts if any(map(_parts, atoms)) else _ends_address
    found: list[Atom] = []
    spans: list[Width] = []
    start = 0
    for stop in range(1, len(atoms) + 1):
        if stop < len(atoms) and not ends(atoms[stop - 1]):
            continue
        for low, high in _units(atoms, widths, start, stop, room):
            found.append(_merged(atoms[low:high]))
            spans.append(Width(_span(widths, low, high), widths[high - 1].space, widths[high - 1].tab))
        start = stop
    return tuple(found), tuple(spans)


def _parts(atom: Atom) -> bool:
    return bool(atom.space) and atom.space[0].text.startswith(PARTING)


def _ends_address(atom: Atom) -> bool:
    return bool(atom.space) or not atom.chunks[-1].text.endswith("/")


def parted(atoms: Sequence[Atom]) -> bool:
    """Return whether a parting, or a slash at which an address may break, is between atoms."""
    return any(_parts(atom) or not _ends_address(atom) for atom in atoms)


def settled(pieces: Sequence[Piece], atoms: Sequence[Atom], last: Collection[int]) -> tuple[Piece, ...]:
    """Return the pieces as they are in lines that end with the atoms `last`: partings there are spaces."""
    ends = (index in last for index, atom in enumerate(atoms) if _parts(atom))
    return tuple(
        replace(piece, separator=" " if next(ends, False) else piece.separator.strip(PARTING))
        if piece.text is None and piece.separator.startswith(PARTING)
        else piece
        for piece in pieces
    )


def _units(
    atoms: Sequence[Atom], widths: Sequence[Width], start: int, stop: int, room: float
) -> Iterator[tuple[int, int]]:
    """Yield first and last atom, the last excluded, of what stays together in one phrase."""
    if _span(widths, start, stop) <= room and not any(atom.tab for atom in atoms[start : stop - 1]):
        yield start, stop
        return
    while start < stop:
        end = start + 1
        if _letters(atoms[start])[:1] in _NO_END:
            closing = (index for index in range(start, stop) if _closes(atoms[index]))
            last = next(closing, start) + 1
            if _span(widths, start, last) <= room:
                end = last
        yield start, end
        start = end


def _letters(atom: Atom) -> str:
    return "".join(chunk.text for chunk in atom.chunks)


def _closes(atom: Atom) -> bool:
    return _letters(atom).rstrip(".,;:。、")[-1:] in _CLOSING


def _span(widths: Sequence[Width], start: int, stop: int) -> float:
    return fsum(atom.word + atom.space for atom in widths[start : stop - 1]) + widths[stop - 1].word


def _merged(atoms: Sequence[Atom]) -> Atom:
    if len(atoms) == 1:
        return atoms[0]
    *others, last = atoms
    chunks = [chunk for atom in others for chunk in (*atom.chunks, *atom.space)]
    return Atom(tuple(joined([*chunks, *last.chunks])), last.space, last.tab)


def first_letter(atom: Atom, width: Width) -> float:
    """Return the width of what a program that knows no phrases keeps whole; it parts only wide atoms."""
    letters = _letters(atom)
    if letters[:1] < _FIRST_WIDE:
        return inf
    first = next((index for index, letter in enumerate(letters[1:], 1) if letter not in _NO_START), None)
    return width.word if first is None else width.word * first / len(letters)


def split_atom(atom: Atom, room: float, size: float, family: Family) -> Iterator[Atom]:
    """Break a word wider than the line between letters."""
    if _chunks_width(atom.chunks, size, family) <= room + SLACK:
        yield atom
        return
    part: list[Chunk] = []
    used = 0.0
    for chunk in atom.chunks:
        for letter in chunk.text:
            single = replace(chunk, text=letter)
            width = _chunks_width((single,), size, family)
            if part and used + width > room:
                begins = [*(each.text for each in part), letter]  # the next line, by how much is kept of this
                back = range(len(part), max(len(part) - _MOST_CLOSING, 0), -1)
                kept = next((kept for kept in back if begins[kept] not in _NO_START), len(part))
                yield Atom(tuple(joined(part[:kept])), (), False)
                part = part[kept:]
                used = _chunks_width(part, size, family)
            part.append(single)
            used += width
    yield Atom(tuple(joined(part)), atom.space, atom.tab)


def joined(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """Join neighbours of one look into one chunk."""
    for look, alike in groupby(chunks, key=lambda chunk: astuple(chunk)[1:]):
        yield Chunk("".join(chunk.text for chunk in alike), *look)


def faces(chunk: Chunk, family: Family) -> Iterator[tuple[str, str]]:
    """Cut a chunk where its face changes; a character that no font has stays in the Latin face."""
    latin = family.face(chunk.bold, chunk.italic)
    text = shown_as(chunk.text)
    if text.isascii():
        yield latin, text
        return
    start = 0
    faces = [face or latin for face in faces_of(text, chunk.bold, chunk.italic, family)]
    for index in range(1, len(text) + 1):
        if index == len(text) or faces[index] != faces[start]:
            yield faces[start], text[start:index]
            start = index
