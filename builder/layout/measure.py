"""Text measured: runs and a width become lines, lines become a height."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from builder.layout.pages import Paragraph, Piece, Segment
from builder.theme.fonts import LATIN, STAND_INS, advance, face_for

# A break may follow white space, a hyphen or dash between letters, or stand beside a CJK character.
_ATOM = re.compile(
    r"[^\S\u00a0\u202f]+|(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])|(?:(?!-\w)[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\-–—]|[\u00a0\u202f])*(?:[\-–—]+(?=\w)|[\-–—]*)"
)
_NO_START = frozenset(
    "、。，．・：；？！’”）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〜…,.!?:;)]}»"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【([{«")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Characters of one look inside an atom."""

    text: str
    bold: bool
    italic: bool
    size: float
    colour: str
    url: str | None
    slot: str | None

    @property
    def width(self) -> float:
        return advance(self.text.replace("\t", " "), self.bold, self.italic) * self.size


@dataclass(frozen=True, slots=True)
class _Atom:
    """What stays together on a line, and the white space behind it that vanishes at its end."""

    chunks: tuple[_Chunk, ...]
    space: tuple[_Chunk, ...]
    width: float
    space_width: float
    tab: bool = False  # the space runs to where the paragraph's later lines begin


def set_lines(paragraph: Paragraph, width: float) -> Paragraph:
    """Return the paragraph with its lines broken to `width` points (its indent included).

    Breaks between words, after a hyphen, or between CJK characters; a word wider than the line
    is broken between letters, so every line fits. Raises `ValueError` if no room is left by the indents.
    """
    first = width - paragraph.indent
    rest = first - paragraph.hang
    if first <= 0 or rest <= 0:
        raise ValueError(f"no room for text in {width} points")
    broken = _break(_atoms(paragraph), first, rest)
    lines = tuple(_segments(line, paragraph, width, index) for index, line in enumerate(broken))
    return replace(paragraph, lines=lines)


def line_count(paragraph: Paragraph, width: float) -> int:
    """Return how many lines the paragraph takes at `width` points."""
    return len(_break(_atoms(paragraph), width - paragraph.indent, width - paragraph.indent - paragraph.hang))


def natural_width(paragraph: Paragraph) -> float:
    """Return the width in points of the paragraph on one line, indent included."""
    return paragraph.indent + _line_width(_atoms(paragraph), paragraph.hang)


def height_of(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height in points of set paragraphs: lines times leading, and the space between them."""
    return sum(
        len(paragraph.lines) * paragraph.leading + (paragraph.before if index else 0.0)
        for index, paragraph in enumerate(paragraphs)
    )


def balanced(paragraph: Paragraph, width: float) -> tuple[Paragraph, float]:
    """Return a title set in even lines, and the width that gives them.

    Among the widths that keep the line count the most even one is taken, with a preference for a
    first line that ends in a comma, semicolon or colon; a natural break of that kind stays where the
    last line has at least 34 % of the longest.
    """
    atoms = _atoms(paragraph)
    natural = _break(atoms, width - paragraph.indent, width - paragraph.indent - paragraph.hang)
    if len(natural) < 2:
        return set_lines(paragraph, width), width
    longest = max(_widths(natural, paragraph))
    if _ends_well(natural[0]) and _line_width(natural[-1]) >= 0.34 * longest:
        return set_lines(paragraph, width), width
    best, best_score = width, float("inf")
    for share in range(100, 39, -1):
        trial = width * share / 100
        if trial <= paragraph.indent + paragraph.hang:
            break
        lines = _break(atoms, trial - paragraph.indent, trial - paragraph.indent - paragraph.hang)
        if len(lines) != len(natural):
            break
        widths = _widths(lines, paragraph)
        score = (max(widths) - min(widths)) / max(widths) - (0.35 if _ends_well(lines[0]) else 0.0)
        if score < best_score - 1e-6:
            best, best_score = trial, score
    return set_lines(paragraph, best), best


def without_stub(paragraph: Paragraph, width: float, share: float = 0.34) -> tuple[Paragraph, float]:
    """Return body text whose last line is no stub, and the width that gives it.

    Where the last line holds one word or less than `share` of the width, the text is broken narrower
    in the same number of lines, as far as that helps.
    """
    atoms = _atoms(paragraph)
    natural = _break(atoms, width - paragraph.indent, width - paragraph.indent - paragraph.hang)
    if len(natural) < 2 or not _is_stub(natural[-1], width, share):
        return set_lines(paragraph, width), width
    for percent in range(98, 65, -2):
        trial = width * percent / 100
        if trial <= paragraph.indent + paragraph.hang:
            break
        lines = _break(atoms, trial - paragraph.indent, trial - paragraph.indent - paragraph.hang)
        if len(lines) != len(natural):
            break
        if not _is_stub(lines[-1], width, share):
            return set_lines(paragraph, trial), trial
    return set_lines(paragraph, width), width


def _widths(lines: Sequence[Sequence[_Atom]], paragraph: Paragraph) -> list[float]:
    """Return how far each line reaches from the paragraph's indent."""
    hang = paragraph.hang
    return [
        _line_width(line, hang) if index == 0 else hang + _line_width(line)
        for index, line in enumerate(lines)
    ]


def _ends_well(line: Sequence[_Atom]) -> bool:
    return bool(line) and line[-1].chunks[-1].text[-1:] in ",;:"


def _is_stub(line: Sequence[_Atom], width: float, share: float) -> bool:
    return len(line) == 1 or _line_width(line) < share * width


def _after(atom: _Atom, used: float, hang: float) -> float:
    """Return where the next atom starts; a tab jumps to the edge of the later lines."""
    used += atom.width + atom.space_width
    return max(used, hang) if atom.tab else used


def _line_width(line: Sequence[_Atom], hang: float = 0.0) -> float:
    used = 0.0
    for atom in line[:-1]:
        used = _after(atom, used, hang)
    return used + line[-1].width if line else 0.0


def _chunks(paragraph: Paragraph) -> Iterator[_Chunk]:
    for piece in paragraph.pieces:
        size = piece.size or paragraph.size
        colour = piece.colour or paragraph.colour
        bold = paragraph.bold if piece.bold is None else piece.bold
        if piece.text is None:
            yield _Chunk(piece.separator, bold, False, size, colour, None, None)
            continue
        for run in piece.text.runs:
            yield _Chunk(run.text, bold or run.bold, run.italic, size, colour, run.url, piece.text.slot)


@lru_cache(maxsize=4096)
def _cached_atoms(pieces: tuple[Piece, ...], size: float, colour: str, bold: bool) -> tuple[_Atom, ...]:
    return tuple(_cut(tuple(_chunks(Paragraph(pieces, size, 0.0, colour, bold)))))


def _atoms(paragraph: Paragraph) -> tuple[_Atom, ...]:
    return _cached_atoms(paragraph.pieces, paragraph.size, paragraph.colour, paragraph.bold)


def _cut(chunks: Sequence[_Chunk]) -> Iterator[_Atom]:
    """Cut the joined text at its break opportunities, looks running on across them."""
    whole = "".join(chunk.text for chunk in chunks)
    starts: list[tuple[int, int, bool]] = []  # start, end, is space
    for match in _ATOM.finditer(whole):
        if match.end() > match.start():
            starts.append(
                (
                    match.start(),
                    match.end(),
                    match.group()[0].isspace() and match.group()[0] not in "\u00a0\u202f",
                )
            )
    merged: list[list[int]] = []  # start, end of word, end of space
    for start, end, space in starts:
        if space and merged:
            merged[-1][2] = end
        elif space:
            merged.append([start, start, end])
        elif (
            merged
            and merged[-1][1] == merged[-1][2]
            and (whole[start] in _NO_START or whole[start - 1] in _NO_END)
        ):
            merged[-1][1] = merged[-1][2] = end
        else:
            merged.append([start, end, end])
    for start, middle, end in merged:
        word = tuple(_slice(chunks, start, middle))
        space_chunks = tuple(_slice(chunks, middle, end))
        tab = any("\t" in chunk.text for chunk in space_chunks)
        yield _Atom(word, space_chunks, sum(c.width for c in word), sum(c.width for c in space_chunks), tab)


def _slice(chunks: Sequence[_Chunk], start: int, end: int) -> Iterator[_Chunk]:
    offset = 0
    for chunk in chunks:
        low, high = max(start, offset), min(end, offset + len(chunk.text))
        if low < high:
            yield replace(chunk, text=chunk.text[low - offset : high - offset])
        offset += len(chunk.text)
        if offset >= end:
            return


def _break(atoms: Sequence[_Atom], first: float, rest: float) -> list[list[_Atom]]:
    lines: list[list[_Atom]] = []
    line: list[_Atom] = []
    used, room = 0.0, first
    for whole in atoms:
        for atom in _split(whole, rest if lines or line else first):
            if line and used + atom.width > room + 0.01:
                lines.append(line)
                line, used, room = [], 0.0, rest
            line.append(atom)
            used = _after(atom, used, first - rest if not lines else 0.0)
    if line:
        lines.append(line)
    return lines


def _split(atom: _Atom, room: float) -> Iterator[_Atom]:
    """Break a word wider than the line between letters."""
    if atom.width <= room + 0.01:
        yield atom
        return
    letters = [replace(chunk, text=letter) for chunk in atom.chunks for letter in chunk.text]
    part: list[_Chunk] = []
    used = 0.0
    for index, letter in enumerate(letters):
        if part and used + letter.width > room:
            yield _Atom(tuple(_joined(part)), (), used, 0.0)
            part, used = [], 0.0
        part.append(letter)
        used += letter.width
        if index == len(letters) - 1:
            yield _Atom(tuple(_joined(part)), atom.space, used, atom.space_width)


def _joined(chunks: Sequence[_Chunk]) -> Iterator[_Chunk]:
    """Join neighbours of one look into one chunk."""
    held: _Chunk | None = None
    for chunk in chunks:
        if held is not None and replace(chunk, text=held.text) == held:
            held = replace(held, text=held.text + chunk.text)
        else:
            if held is not None:
                yield held
            held = chunk
    if held is not None:
        yield held


def _segments(line: Sequence[_Atom], paragraph: Paragraph, width: float, index: int) -> tuple[Segment, ...]:
    left = paragraph.indent + (paragraph.hang if index else 0.0)
    hang = 0.0 if index else paragraph.hang
    slack = width - left - _line_width(line, hang)
    x = left + (slack if paragraph.align == "right" else slack / 2 if paragraph.align == "center" else 0.0)
    segments: list[Segment] = []
    start = 0
    for stop in [*(place + 1 for place, atom in enumerate(line[:-1]) if atom.tab), len(line)]:
        part = line[start:stop]
        chunks = [chunk for atom in part[:-1] for chunk in (*atom.chunks, *atom.space)]
        chunks += part[-1].chunks if stop == len(line) else (*part[-1].chunks, *part[-1].space)
        for chunk in _joined(chunks):
            for face, text in _faces(chunk):
                span = advance(text, chunk.bold, chunk.italic) * chunk.size
                segments.append(Segment(x, span, text, face, chunk.size, chunk.colour, chunk.url, chunk.slot))
                x += span
        if stop < len(line):
            x = max(x, left + hang)
        start = stop
    return tuple(segments)


def _faces(chunk: _Chunk) -> Iterator[tuple[str, str]]:
    """Cut a chunk where its face changes; a character that no font has stays in the Latin face."""
    latin = LATIN[chunk.bold, chunk.italic]
    text = chunk.text.replace("\t", " ").translate(STAND_INS)
    if text.isascii():
        yield latin, text
        return
    start = 0
    faces = [face_for(char, chunk.bold, chunk.italic) or latin for char in text]
    for index in range(1, len(text) + 1):
        if index == len(text) or faces[index] != faces[start]:
            yield faces[start], text[start:index]
            start = index
