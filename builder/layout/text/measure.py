"""Measures text: breaks runs into lines of a width, and adds up the height of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Paragraph, Segment, TextBox
from builder.layout.text.atoms import (
    SLACK,
    Atom,
    Width,
    faces,
    first_letter,
    joined,
    parted,
    scaled_atoms,
    settled,
    split_atom,
    whole_phrases,
    widths_of,
)
from builder.theme.fonts import Family, advance

# Set text is kept for the next build of a `watch`, in which most paragraphs are the same.
_REMEMBERED = 4096
_ROOM = 0.75  # of a letter, for the space that some programs add between Latin and East Asian letters
_PAUSES = ",;:、，；：。"  # a title's first line may well end in one


class _Text(Struct, frozen=True, gc=False):
    """A paragraph cut into atoms and measured; the room of a line depends on the indents."""

    atoms: tuple[Atom, ...]
    widths: tuple[Width, ...]
    widest: float  # word
    parted: bool  # a parting or a slash of an address is between atoms
    indent: float
    hang: float

    def lines(self, width: float) -> list[tuple[int, int]]:
        """Return the lines at `width` points as first and last atom, the last excluded."""
        lines: list[tuple[int, int]] = []
        start, used, room, hang = 0, 0.0, width - self.indent + SLACK, self.hang
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

    def faults(
        self, lines: Sequence[tuple[int, int]], width: float, share: float, used: float | None = None
    ) -> float:
        """Return how badly lines are broken: 1 for each word parted at its hyphen, more for a stub.

        1 also for each phrase that is parted where `used` points are set by other programs.
        """
        found = float(sum(self.hyphenated(stop - 1) for _, stop in lines[:-1]))
        found += self.slips(lines, width if used is None else used)
        start, stop = lines[-1] if lines else (0, 0)
        last = self.span(start, stop, 0.0) / (width - self.indent - self.hang)
        if len(lines) > 1 and (stop - start == 1 or last < share):
            found += 2.0 - last
        return found

    def limits(self, lines: Sequence[tuple[int, int]]) -> list[float]:
        """Return from which width on each line but the last would hold the first letter of the next."""
        reach = zip(lines[:-1], self.reach(lines), strict=False)
        return [end + first_letter(self.atoms[stop], self.widths[stop]) for (_, stop), end in reach]

    def slips(self, lines: Sequence[tuple[int, int]], width: float) -> int:
        """Return how many phrases programs part that break between any two wide characters."""
        return sum(limit <= width for limit in self.limits(lines))

    def raggedness(self, lines: Sequence[tuple[int, int]]) -> float:
        """Return how uneven lines are, as a share of the longest; a pause after the first makes up for it."""
        reach = self.reach(lines)
        hyphens = sum(self.hyphenated(stop - 1) for _, stop in lines[:-1])
        return (max(reach) - min(reach)) / max(reach) - 0.35 * self.pauses(lines) + 0.2 * hyphens

    def pauses(self, lines: Sequence[tuple[int, int]]) -> bool:
        """Return whether the first line ends where a reader pauses."""
        return self.atoms[lines[0][1] - 1].chunks[-1].text[-1:] in _PAUSES

    def strands(self, lines: Sequence[tuple[int, int]]) -> bool:
        """Return whether a word of the Latin script with up to three letters, as articles have, is a line."""
        lone = (self.atoms[start] for start, stop in lines if stop - start == 1)
        words = ("".join(chunk.text for chunk in atom.chunks).strip() for atom in lone)
        return any(0 < len(word) <= 3 and max(word) < "\u0250" for word in words)

    def hyphenated(self, index: int) -> bool:
        """Return whether a break after an atom would part a word at its hyphen."""
        atom = self.atoms[index]
        return not atom.space and atom.chunks[-1].text.endswith("-")

    def breakings(self, width: float) -> Iterator[tuple[float, float, list[tuple[int, int]]]]:
        """Yield every way to set the fewest lines that `width` allows, from the widest on.

        With each comes the width to set it at, in points, and the least. No word is broken for it.
        """
        lines = self.lines(width)
        count, high = len(lines), width
        while len(lines) == count:
            low = max(self.reach(lines))
            if low > high + SLACK:
                return
            used = (low + high) / 2
            if self.slips(lines, used) > self.slips(lines, low):
                first = min(limit for limit in self.limits(lines) if limit > low)
                used = low + (first - low) * _ROOM
            yield used, low, lines
            high = low - 0.1
            if high <= self.indent + self.hang:
                return
            lines = self.lines(high)


@lru_cache(maxsize=_REMEMBERED)
def set_lines(paragraph: Paragraph, width: float) -> Paragraph:
    """Return the paragraph with its lines broken to `width` points (its indent included).

    Breaks between words, after a hyphen, or between CJK characters; a word wider than the line
    is broken between letters, so every line fits. Raises `ValueError` if no room is left by the indents.
    """
    text = _measured(paragraph, width)
    return _with_lines(paragraph, width, text, text.lines(width))


@lru_cache(maxsize=16384)
def line_count(paragraph: Paragraph, width: float) -> int:
    """Return how many lines the paragraph takes at `width` points."""
    return len(_measured(paragraph, width).lines(width))


@lru_cache(maxsize=16384)
def natural_width(paragraph: Paragraph) -> float:
    """Return the width in points of the paragraph on one line, indent included."""
    text = _cut_text(paragraph)
    return paragraph.indent + text.span(0, len(text.widths), paragraph.hang)


def hangs(tails: Sequence[str], size: float, family: Family) -> list[float]:
    """Return how far from the right each number of a column ends, so that all align at their decimal marks.

    A tail is what a number has right of that line.
    """
    spans = [advance(tail, False, False, family) * size for tail in tails]
    return [max(spans) - span for span in spans]


def parts_phrases(paragraph: Paragraph, width: float) -> bool:
    """Return whether programs that break between any two wide characters part a phrase of a title."""
    lines, used = balanced(paragraph, width)
    text = _measured(paragraph, width)
    return text.slips(text.lines(used), used) > 0 if len(lines.lines) > 1 else False


def strands_word(paragraph: Paragraph, width: float) -> bool:
    """Return whether a short word, such as an article, has a line of its own in a title."""
    _, used = balanced(paragraph, width)
    text = _measured(paragraph, width)
    return text.strands(text.lines(used))


@lru_cache(maxsize=16384)
def widest_word(paragraph: Paragraph) -> float:
    """Return the least width in points that breaks no word, indents included."""
    text = _cut_text(paragraph)
    return paragraph.indent + paragraph.hang + text.widest


@lru_cache(maxsize=_REMEMBERED)
def least_width(paragraph: Paragraph, lines: int) -> float:
    """Return the least width in points, to a quarter, at which the paragraph takes at most `lines` lines.

    No word is broken for it, so where a word is wide there may be fewer.
    """
    text = _cut_text(paragraph)
    low, high = widest_word(paragraph), max(natural_width(paragraph), widest_word(paragraph))
    if len(text.lines(low)) <= lines:
        return low
    while high - low > 0.25:
        middle = (low + high) / 2
        if len(text.lines(middle)) <= lines:
            high = middle
        else:
            low = middle
    return high


def height_of(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height in points of set paragraphs: lines times leading, and the space between them."""
    return fsum(
        len(paragraph.lines) * paragraph.leading + (paragraph.before if index else 0.0)
        for index, paragraph in enumerate(paragraphs)
    )


def in_box(box: TextBox) -> Iterator[tuple[Paragraph, float, float]]:
    """Yield the set paragraphs of a box, each with the left and top edge in points at which it begins."""
    left, top, _, foot = box.insets
    spare = box.rect.height - top - foot - height_of(box.paragraphs)
    y = box.rect.y + top + {"top": 0.0, "middle": spare / 2, "bottom": spare}[box.anchor]
    for index, paragraph in enumerate(box.paragraphs):
        y += paragraph.before if index else 0.0
        yield paragraph, box.rect.x + left, y
        y += len(paragraph.lines) * paragraph.leading


def baseline(paragraph: Paragraph) -> float:
    """Return how far in points the base line of a line is below its top: capitals are in its middle."""
    return paragraph.leading / 2 + 0.31 * paragraph.size


@lru_cache(maxsize=_REMEMBERED)
def balanced(paragraph: Paragraph, width: float, free: bool = False) -> tuple[Paragraph, float]:
    """Return a title set in even lines, and the width at which they result.

    Among the widths that keep the line count the most even one is taken, with a preference for a
    first line that ends in a comma, semicolon or colon; a natural break of that kind stays where the
    last line has at least 34 % of the longest. Two lines that are `free` may also break where no width
    would do it, the first before it is full; that is for pages whose lines are not broken again.
    """
    text = _measured(paragraph, width)
    natural = text.lines(width)
    if len(natural) < 2 or (
        text.pauses(natural) and text.reach(natural)[-1] >= 0.34 * max(text.reach(natural))
    ):
        return _with_lines(paragraph, width, text, natural), width
    ways = [(used, lines) for used, _, lines in text.breakings(width)]
    if free and len(natural) == 2:
        count = len(text.atoms)
        ways += [(width, [(0, index), (index, count)]) for index in range(1, count)]
        ways = [(used, lines) for used, lines in ways if max(text.reach(lines)) <= width + SLACK]
    best, lines = min(
        ways or [(width, natural)],
        key=lambda way: text.raggedness(way[1]) + (0 if free else text.slips(way[1], way[0])),
    )
    return _with_lines(paragraph, best, text, lines), best


@lru_cache(maxsize=_REMEMBERED)
def without_stub(paragraph: Paragraph, width: float, share: float = 0.34) -> tuple[Paragraph, float]:
    """Return body text whose last line is no stub, and the width at which it results.

    Where the last line holds one word or less than `share` of the width, or a line ends inside a word that
    has a hyphen, the text is broken narrower in the same number of lines, as far as that helps: never below
    two thirds of the width, two lines below half of it, phrases between partings below a third.
    """
    text = _measured(paragraph, width)
    natural = text.lines(width)
    narrowest = width / 3 if text.parted else width / 2 if len(natural) == 2 else width * 2 / 3
    best, best_lines, least = width, natural, text.faults(natural, width, share)
    if least > 0 and len(natural) > 1:
        for used, low, lines in text.breakings(width):
            if low < narrowest:
                break
            faults = text.faults(lines, width, share, used)
            if faults < least - 1e-6:
                best, best_lines, least = used, lines, faults
                if not faults:
                    break
    return _with_lines(paragraph, best, text, best_lines), best


@lru_cache(maxsize=_REMEMBERED)
def _measured(paragraph: Paragraph, width: float) -> _Text:
    """Return the paragraph's atoms, none of them wider than a line of `width` points."""
    room = width - paragraph.indent - paragraph.hang
    if room <= 0 or width <= paragraph.indent:
        raise ValueError(f"no room for text in {width} points")
    text = _cut_text(paragraph)
    if text.parted:
        atoms, widths = whole_phrases(text.atoms, text.widths, room)
        widest = max(width.word for width in widths)
        text = _Text(atoms, widths, widest, parted(atoms), text.indent, text.hang)
    if text.widest <= room + SLACK:
        return text
    atoms = tuple(
        part for atom in text.atoms for part in split_atom(atom, room, paragraph.size, paragraph.family)
    )
    widths = tuple(widths_of(atoms, paragraph.size, paragraph.family))
    return replace(text, atoms=atoms, widths=widths, widest=room)


def _cut_text(paragraph: Paragraph) -> _Text:
    scaled = scaled_atoms(paragraph.pieces, paragraph.bold, paragraph.size, paragraph.family)
    return _Text(*scaled, paragraph.indent, paragraph.hang)


def _with_lines(
    paragraph: Paragraph, width: float, text: _Text, lines: Sequence[tuple[int, int]]
) -> Paragraph:
    pieces = paragraph.pieces
    if text.parted:
        pieces = settled(pieces, text.atoms, {stop - 1 for _, stop in lines[:-1]})
    return replace(
        paragraph,
        pieces=pieces,
        lines=tuple(
            tuple(_segments(paragraph, width, text, start, stop, index, index == len(lines) - 1))
            for index, (start, stop) in enumerate(lines)
        ),
    )


def _segments(
    paragraph: Paragraph, width: float, text: _Text, start: int, stop: int, index: int, last: bool
) -> Iterator[Segment]:
    """Yield one line in stretches of one look; a space at its end keeps the words apart but has no width."""
    hang, family = 0.0 if index else paragraph.hang, paragraph.family
    left = paragraph.indent + (paragraph.hang if index else 0.0)
    slack = width - left - text.span(start, stop, hang)
    before = {"left": left, "center": left + slack / 2, "right": slack}  # an indent is at the aligned side
    x = before[paragraph.align]
    tabs = [index + 1 for index in range(start, stop - 1) if text.atoms[index].tab]
    for low, high in zip([start, *tabs], [*tabs, stop], strict=True):
        part = text.atoms[low:high]
        chunks = [chunk for atom in part[:-1] for chunk in (*atom.chunks, *atom.space)]
        chunks += part[-1].chunks if high == stop else (*part[-1].chunks, *part[-1].space)
        found = [(face, letters, chunk) for chunk in joined(chunks) for face, letters in faces(chunk, family)]
        for number, (face, letters, chunk) in enumerate(found, start=1):
            size = chunk.size or paragraph.size
            span = advance(letters, chunk.bold, chunk.italic, family) * size
            ends = high == stop and number == len(found) and not last and bool(part[-1].space)
            shown = letters + " " if ends else letters
            colour = chunk.colour or paragraph.colour
            yield Segment(x, span, shown, face, size, colour, chunk.url, chunk.slot, chunk.lang)
            x += span
        if high < stop:
            x = max(x, left + hang)
