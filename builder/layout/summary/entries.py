"""Sections, responses and limits become entries: paragraphs not yet broken into lines, with their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from builder.layout.measure import line_count, natural_width
from builder.layout.pages import Paragraph, Piece, Tag
from builder.layout.summary.scale import Scale, paragraph
from builder.outline.blocks import (
    ArgumentMap,
    Certainty,
    Level,
    Limits,
    Outline,
    Response,
    Responses,
    Section,
    Text,
)
from builder.outline.labels import Labels
from builder.theme.tokens import TOKENS

HANG = 20.0  # of the numbers
MARK = 6.0
MARK_LEAD = 9.5  # from a mark's left edge to its words
DOT_LEAD = 11.0
ENTRY_GAP = 4.4
LIMIT_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What stays together in a column: a claim or a response with what belongs to it, or a line of its own.

    `mark` stands before the paragraph `marked`, `dot` before the first; `alt` says the mark's level where
    no word does. `gap` is the space above, in
    points, unless the entry is the first of its column or follows a heading. An entry that is `tied` stays
    with the one before it.
    """

    paragraphs: tuple[Paragraph, ...]
    gap: float
    mark: Level | None = None
    marked: int = 0
    alt: Text | None = None
    dot: bool = False
    tied: bool = False

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points."""
        return sum(line_count(text, width) * text.leading for text in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Part:
    """A headed run of entries: a section, the responses or the limits."""

    heading: Paragraph
    colour: str
    entries: tuple[Entry, ...]
    name: str


def parts(outline: Outline, scale: Scale) -> tuple[Part, ...]:
    """Return what the lower half of the page says, in the outline's order, at one rung."""
    found: list[Part] = []
    keyed = _keyed_levels(outline.one(ArgumentMap))
    for block in outline.blocks:
        match block:
            case Section():
                colour = TOKENS.hue(block.role).strong
                entries = (*_intro(block, scale), *_arguments(block, colour, scale, outline.labels))
                found.append(_part(block.title, colour, entries, scale))
            case Responses():
                colour = TOKENS.response.strong
                entries = tuple(_responses(block, colour, scale, outline.labels, keyed))
                found.append(_part(block.heading, colour, entries, scale))
            case Limits():
                entries = tuple(_limits(block, scale))
                found.append(_part(block.heading, TOKENS.ink2, entries, scale))
            case _:
                continue
    return tuple(found)


def _part(title: Text, colour: str, entries: tuple[Entry, ...], scale: Scale) -> Part:
    heading = paragraph(scale.head, Piece(title), colour=colour, bold=True)
    return Part(replace(heading, tag=Tag.HEADING), colour, entries, title.slot)


def _keyed_levels(block: ArgumentMap | None) -> frozenset[Level]:
    """Return the marks that the map's key explains, so that they may stand without their word."""
    marks = block.key_marks if block is not None else ()
    return frozenset(mark for mark in marks if isinstance(mark, Level))


def _intro(block: Section, scale: Scale) -> Iterator[Entry]:
    if block.intro is not None:
        yield Entry((paragraph(scale.body, Piece(block.intro), colour=TOKENS.ink2),), 0.0)


def _arguments(block: Section, colour: str, scale: Scale, labels: Labels) -> Iterator[Entry]:
    for argument in block.arguments:
        texts = [_numbered(argument.number, argument.claim, colour, scale)]
        if argument.gist is not None:
            texts.append(paragraph(scale.body, Piece(argument.gist), indent=HANG))
        statement = argument.certainty.sentence if argument.certainty is not None else None
        yield _with_note(texts, argument.certainty, [statement, argument.refs], scale, labels)


def _responses(
    block: Responses, colour: str, scale: Scale, labels: Labels, keyed: frozenset[Level]
) -> Iterator[Entry]:
    for response in block.responses:
        texts = [_numbered(response.number, response.action, colour, scale)]
        if response.detail is not None:
            texts.append(paragraph(scale.body, Piece(response.detail), indent=HANG))
        certainty = response.certainty
        words: list[Text | None] = [response.origin, response.refs]
        alt = None
        if certainty is not None and certainty.attribution is None:
            words.insert(0, certainty.sentence)
        elif certainty is not None:
            words.insert(0, certainty.attribution)
            if certainty.level in keyed:
                alt = certainty.word
            else:
                words.insert(0, certainty.word)
        entry = replace(_with_note(texts, certainty, words, scale, labels), alt=alt)
        if block.unstated is None:
            line = paragraph(scale.note, *_owner(block, response, labels), colour=TOKENS.ink2, indent=HANG)
            entry = replace(entry, paragraphs=(*entry.paragraphs, line))
        yield entry
    if block.unstated is not None:
        yield Entry(
            (paragraph(scale.note, Piece(block.unstated), colour=TOKENS.ink2),),
            scale.gap(ENTRY_GAP),
            tied=True,
        )


def _owner(block: Responses, response: Response, labels: Labels) -> Iterator[Piece]:
    """Yield who does it and when, each behind its label."""
    yield from (Piece(block.owner_head), Piece(None, labels.colon), Piece(response.owner))
    yield Piece(None, labels.dot)
    yield from (Piece(block.when_head), Piece(None, labels.colon), Piece(response.when))


def _limits(block: Limits, scale: Scale) -> Iterator[Entry]:
    for limit in block.limits:
        if limit.text.depth is limit.text.depth.SUMMARY:
            text = paragraph(scale.body, Piece(limit.text), indent=DOT_LEAD)
            yield Entry((replace(text, tag=Tag.ITEM),), scale.gap(LIMIT_GAP), dot=True)


def _numbered(number: Text, text: Text, colour: str, scale: Scale) -> Paragraph:
    pieces = (Piece(number, colour=colour), Piece(None, "\t"), Piece(text))
    room = natural_width(paragraph(scale.claim, Piece(number), bold=True)) + 4.0
    claim = paragraph(scale.claim, *pieces, bold=True, hang=max(HANG, room))
    return replace(claim, tag=Tag.SUBHEADING)


def _with_note(
    texts: list[Paragraph],
    certainty: Certainty | None,
    words: Sequence[Text | None],
    scale: Scale,
    labels: Labels,
) -> Entry:
    """Return an entry whose last paragraph says how firm it is and where it stands."""
    pieces: list[Piece] = []
    for text in words:
        if text is not None:
            pieces += [Piece(None, labels.dot), Piece(text)] if pieces else [Piece(text)]
    indent = HANG + (MARK_LEAD if certainty is not None else 0.0)
    if pieces:
        texts = [*texts, paragraph(scale.note, *pieces, colour=TOKENS.ink2, indent=indent)]
    mark = certainty.level if certainty is not None and pieces else None
    return Entry(tuple(texts), scale.gap(ENTRY_GAP), mark, len(texts) - 1)
