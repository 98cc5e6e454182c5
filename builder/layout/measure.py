"""Text measured: runs and a width become lines, lines become a height."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from builder.layout.pages import Paragraph, Piece, Segment
from builder.theme.fonts import LATIN, STAND_INS, advance, face_for

# A break may follow white space, a hyphen or dash between letters, or stand beside a CJK character.
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_FIXED_SPACE = "\u00a0\u202f"
_ATOM = re.compile(
    rf"[^\S{_FIXED_SPACE}]+"
    rf"|[{_WIDE}]"
    rf"|(?:(?!-\w)[^\s{_WIDE}\-–—]|[{_FIXED_SPACE}])*(?:[\-–—]+(?=\w)|[\-–—]*)"
)
_NO_START = frozenset(
    "、。，．・：；？！’”）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〜…,.!?:;)]}»"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【([{«")
_PAUSES = ",;:、，；：。"
_SLACK = 0.01  # points by which a line may be too wide before it counts


class _Chunk(NamedTuple):
    """Characters of one look inside an atom; a size of 0 is the paragraph's, as a colour of None is."""

    text: str
    bold: bool
    italic: bool
    size: float
    colour: str | None
    url: str | None
    slot: str | None


@dataclass(frozen=True, slots=True)
class _Atom:
    """What stays together on a line, and the white space behind it that vanishes at its end."""

    chunks: tuple[_Chunk, ...]
    space: tuple[_Chunk, ...]
    tab: bool  # the space runs to where the paragraph's later lines begin


@dataclass(frozen=True, slots=True)
class _Width:
    """An atom's widths in points, at the size of its paragraph."""

    word: float
    space: float
    tab: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph cut into atoms and measured; the room of a line depends on the indents."""

    atoms: tuple[_Atom, ...]
    widths: tuple[_Width, ...]
    widest: float  # word
    indent: float
    hang: float

    def lines(self, width: float) -> list[tuple[int, int]]:
        """Return the lines at `width` points as first and last atom, the last excluded."""
        lines: list[tuple[int, int]] = []
        start, used, room, hang = 0, 0.0, width - self.indent + _SLACK, self.hang
        for index, atom in enumerate(self.widths):
            if index > start and used + atom.word > room:
                lines.append((start, index))
                if len(lines) == 1:
                    room, hang = room - self.hang, 0.0
                start, used = index, 0.0
            used += atom.word + atom.space
            if atom.tab and used < hang:
                used = hang
        if self.widths:
            lines.append((start, len(self.widths)))
        return lines

    def reach(self, lines: Sequence[tuple[int, int]]) -> list[float]:
        """Return the right end of each line in points, from where the paragraph's area begins."""
        return [
            self.indent + (self.hang if index else 0.0) + self.span(start, stop, 0.0 if index else self.hang)
            for index, (start, stop) in enumerate(lines)
        ]

    def span(self, start: int, stop: int, hang: float) -> float:
        """Return the width of some atoms on one line, without the space at its end."""
        used = 0.0
        for atom in self.widths[start : stop - 1]:
            used += atom.word + atom.space
            if atom.tab and used < hang:
                used = hang
        return used + self.widths[stop - 1].word if stop > start else 0.0

    def faults(self, lines: Sequence[tuple[int, int]], width: float, share: float) -> float:
        """Return how badly lines are broken: 1 for each word parted at its hyphen, more for a stub."""
        found = float(sum(self.hyphenated(stop - 1) for _, stop in lines[:-1]))
        start, stop = lines[-1] if lines else (0, 0)
        last = self.span(start, stop, 0.0) / (width - self.indent - self.hang)
        if len(lines) > 1 and (stop - start == 1 or last < share):
            found += 2.0 - last
        return found

    def hyphenated(self, place: int) -> bool:
        """Return whether a break after an atom would part a word at its hyphen."""
        atom = self.atoms[place]
        return not atom.space and atom.chunks[-1].text.endswith("-")

    def breakings(self, width: float) -> Iterator[tuple[float, float, list[tuple[int, int]]]]:
        """Yield every way to set the fewest lines that `width` allows, from the widest on.

        With each stands the span of widths that gives it, in points. No word is broken for it.
        """
        lines = self.lines(width)
        count, high = len(lines), width
        while len(lines) == count:
            low = max(self.reach(lines))
            if low > high + _SLACK:
                return
            yield low, high, lines
            high = low - 0.1
            if high <= self.indent + self.hang:
                return
            lines = self.lines(high)


def set_lines(paragraph: Paragraph, width: float) -> Paragraph:
    """Return the paragraph with its lines broken to `width` points (its indent included).

    Breaks between words, after a hyphen, or between CJK characters; a word wider than the line
    is broken between letters, so every line fits. Raises `ValueError` if no room is left by the indents.
    """
    text = _measured(paragraph, width)
    return _with_lines(paragraph, width, text, text.lines(width))


def line_count(paragraph: Paragraph, width: float) -> int:
    """Return how many lines the paragraph takes at `width` points."""
    return len(_measured(paragraph, width).lines(width))


def natural_width(paragraph: Paragraph) -> float:
    """Return the width in points of the paragraph on one line, indent included."""
    text = _cut_text(paragraph)
    return paragraph.indent + text.span(0, len(text.widths), paragraph.hang)


def widest_word(paragraph: Paragraph) -> float:
    """Return the least width in points that breaks no word, indents included."""
    text = _cut_text(paragraph)
    return paragraph.indent + paragraph.hang + text.widest


def height_of(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height in points of set paragraphs: lines times leading, and the space between them."""
    return sum(
        len(paragraph.lines) * paragraph.leading + (paragraph.before if index else 0.0)
        for index, paragraph in enumerate(paragraphs)
    )


def baseline(paragraph: Paragraph) -> float:
    """Return how far in points the base line of a line stands below its top: capitals are in its middle."""
    return paragraph.leading / 2 + 0.31 * paragraph.size


def balanced(paragraph: Paragraph, width: float) -> tuple[Paragraph, float]:
    """Return a title set in even lines, and the width that gives them.

    Among the widths that keep the line count the most even one is taken, with a preference for a
    first line that ends in a comma, semicolon or colon; a natural break of that kind stays where the
    last line has at least 34 % of the longest.
    """
    text = _measured(paragraph, width)
    best, best_lines, best_score = width, text.lines(width), float("inf")
    if len(best_lines) > 1:
        for low, high, lines in text.breakings(width):
            reach = text.reach(lines)
            ends_well = text.atoms[lines[0][1] - 1].chunks[-1].text[-1:] in _PAUSES
            if high == width and ends_well and reach[-1] >= 0.34 * max(reach):
                return _with_lines(paragraph, width, text, lines), width
            hyphens = sum(text.hyphenated(stop - 1) for _, stop in lines[:-1])
            score = (max(reach) - min(reach)) / max(reach) - (0.35 if ends_well else 0.0) + 0.2 * hyphens
            if score < best_score - 1e-6:
                best, best_lines, best_score = (low + high) / 2, lines, score
    return _with_lines(paragraph, best, text, best_lines), best


def without_stub(paragraph: Paragraph, width: float, share: float = 0.34) -> tuple[Paragraph, float]:
    """Return body text whose last line is no stub, and the width that gives it.

    Where the last line holds one word or less than `share` of the width, or a line ends inside a word that
    has a hyphen, the text is broken narrower in the same number of lines, as far as that helps: never below
    two thirds of the width.
    """
    text = _measured(paragraph, width)
    natural = text.lines(width)
    best, best_lines, least = width, natural, text.faults(natural, width, share)
    if least > 0 and len(natural) > 1:
        for low, high, lines in text.breakings(width):
            if low < width * 2 / 3:
                break
            faults = text.faults(lines, width, share)
            if faults < least - 1e-6:
                best, best_lines, least = width if high == width else (low + high) / 2, lines, faults
                if not faults:
                    break
    return _with_lines(paragraph, best, text, best_lines), best


def _measured(paragraph: Paragraph, width: float) -> _Text:
    """Return the paragraph's atoms, none of them wider than a line of `width` points."""
    room = width - paragraph.indent - paragraph.hang
    if room <= 0 or width <= paragraph.indent:
        raise ValueError(f"no room for text in {width} points")
    text = _cut_text(paragraph)
    if text.widest <= room + _SLACK:
        return text
    atoms = tuple(part for atom in text.atoms for part in _split(atom, room, paragraph.size))
    return replace(text, atoms=atoms, widths=tuple(_widths(atoms, paragraph.size)), widest=room)


def _cut_text(paragraph: Paragraph) -> _Text:
    scaled = _scaled(paragraph.pieces, paragraph.bold, paragraph.size)
    return _Text(*scaled, paragraph.indent, paragraph.hang)


@lru_cache(maxsize=4096)
def _atoms(pieces: tuple[Piece, ...], bold: bool) -> tuple[_Atom, ...]:
    return tuple(_cut(tuple(_chunks(pieces, bold))))


@lru_cache(maxsize=16384)
def _scaled(
    pieces: tuple[Piece, ...], bold: bool, size: float
) -> tuple[tuple[_Atom, ...], tuple[_Width, ...], float]:
    """Return the atoms, their widths at a size, and the widest of these."""
    atoms = _atoms(pieces, bold)
    widths = tuple(_widths(atoms, size))
    return atoms, widths, max((atom.word for atom in widths), default=0.0)


def _widths(atoms: Sequence[_Atom], size: float) -> Iterator[_Width]:
    for atom in atoms:
        yield _Width(_chunks_width(atom.chunks, size), _chunks_width(atom.space, size), atom.tab)


def _chunks_width(chunks: Sequence[_Chunk], size: float) -> float:
    width = 0.0
    for chunk in chunks:
        width += advance(_shown(chunk.text), chunk.bold, chunk.italic) * (chunk.size or size)
    return width


def _shown(text: str) -> str:
    return text.replace("\t", " ")


def _chunks(pieces: Sequence[Piece], bold: bool) -> Iterator[_Chunk]:
    for piece in pieces:
        heavy = bold if piece.bold is None else piece.bold
        if piece.text is None:
            yield _Chunk(piece.separator, heavy, False, piece.size, piece.colour, None, None)
            continue
        for run in piece.text.runs:
            yield _Chunk(
                run.text,
                heavy or run.bold,
                run.italic,
                piece.size,
                piece.colour,
                run.url,
                piece.text.slot,
            )


def _cut(chunks: Sequence[_Chunk]) -> Iterator[_Atom]:
    """Cut the joined text at its break opportunities, looks running on across them."""
    whole = "".join(chunk.text for chunk in chunks)
    merged: list[list[int]] = []  # start, end of word, end of space
    for match in _ATOM.finditer(whole):
        start, end = match.span()
        if start == end:
            continue
        if whole[start].isspace() and whole[start] not in _FIXED_SPACE:
            if merged:
                merged[-1][2] = end
            else:
                merged.append([start, start, end])
        elif merged and merged[-1][1] == merged[-1][2] and _stays(whole, start):
            merged[-1][1] = merged[-1][2] = end
        else:
            merged.append([start, end, end])
    for start, middle, end in merged:
        word = tuple(_slice(chunks, start, middle))
        space = tuple(_slice(chunks, middle, end))
        yield _Atom(word or space, space if word else (), "\t" in whole[middle:end])


def _stays(whole: str, place: int) -> bool:
    """Return whether no line may break before the character at `place`."""
    return whole[place] in _NO_START or whole[place - 1] in _NO_END


def _slice(chunks: Sequence[_Chunk], start: int, end: int) -> Iterator[_Chunk]:
    if len(chunks) == 1:
        if start < end:
            yield chunks[0]._replace(text=chunks[0].text[start:end])
        return
    offset = 0
    for chunk in chunks:
        low, high = max(start, offset), min(end, offset + len(chunk.text))
        if low < high:
            yield chunk._replace(text=chunk.text[low - offset : high - offset])
        offset += len(chunk.text)
        if offset >= end:
            return


def _split(atom: _Atom, room: float, size: float) -> Iterator[_Atom]:
    """Break a word wider than the line between letters."""
    if _chunks_width(atom.chunks, size) <= room + _SLACK:
        yield atom
        return
    part: list[_Chunk] = []
    used = 0.0
    for chunk in atom.chunks:
        for letter in chunk.text:
            single = chunk._replace(text=letter)
            width = _chunks_width((single,), size)
            if part and used + width > room:
                yield _Atom(tuple(_joined(part)), (), False)
                part, used = [], 0.0
            part.append(single)
            used += width
    yield _Atom(tuple(_joined(part)), atom.space, atom.tab)


def _joined(chunks: Sequence[_Chunk]) -> Iterator[_Chunk]:
    """Join neighbours of one look into one chunk."""
    for look, alike in groupby(chunks, key=lambda chunk: chunk[1:]):
        yield _Chunk("".join(chunk.text for chunk in alike), *look)


def _with_lines(
    paragraph: Paragraph, width: float, text: _Text, lines: Sequence[tuple[int, int]]
) -> Paragraph:
    return replace(
        paragraph,
        lines=tuple(
            tuple(_segments(paragraph, width, text, start, stop, index, index == len(lines) - 1))
            for index, (start, stop) in enumerate(lines)
        ),
    )


def _segments(
    paragraph: Paragraph, width: float, text: _Text, start: int, stop: int, index: int, last: bool
) -> Iterator[Segment]:
    """Yield one line in stretches of one look; a space at its end keeps the words apart but has no width."""
    hang = 0.0 if index else paragraph.hang
    left = paragraph.indent + (paragraph.hang if index else 0.0)
    slack = width - left - text.span(start, stop, hang)
    x = left + (slack if paragraph.align == "right" else slack / 2 if paragraph.align == "center" else 0.0)
    tabs = [place + 1 for place in range(start, stop - 1) if text.atoms[place].tab]
    for low, high in zip([start, *tabs], [*tabs, stop], strict=True):
        part = text.atoms[low:high]
        chunks = [chunk for atom in part[:-1] for chunk in (*atom.chunks, *atom.space)]
        chunks += part[-1].chunks if high == stop else (*part[-1].chunks, *part[-1].space)
        found = [(face, letters, chunk) for chunk in _joined(chunks) for face, letters in _faces(chunk)]
        for number, (face, letters, chunk) in enumerate(found, start=1):
            size = chunk.size or paragraph.size
            span = advance(letters, chunk.bold, chunk.italic) * size
            ends = high == stop and number == len(found) and not last and bool(part[-1].space)
            shown = letters + " " if ends else letters
            colour = chunk.colour or paragraph.colour
            yield Segment(x, span, shown, face, size, colour, chunk.url, chunk.slot)
            x += span
        if high < stop:
            x = max(x, left + hang)


def _faces(chunk: _Chunk) -> Iterator[tuple[str, str]]:
    """Cut a chunk where its face changes; a character that no font has stays in the Latin face."""
    latin = LATIN[chunk.bold, chunk.italic]
    text = _shown(chunk.text).translate(STAND_INS)
    if text.isascii():
        yield latin, text
        return
    start = 0
    faces = [face_for(char, chunk.bold, chunk.italic) or latin for char in text]
    for index in range(1, len(text) + 1):
        if index == len(text) or faces[index] != faces[start]:
            yield faces[start], text[start:index]
            start = index
