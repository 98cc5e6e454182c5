"""Makes the entries of the columns: paragraphs not yet broken into lines, with their marks, and exhibits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Paragraph, Piece, Tag
from builder.layout.summary.exhibits import Exhibit, exhibit
from builder.layout.summary.style import Style
from builder.layout.text.atoms import parting
from builder.layout.text.measure import line_count, natural_width
from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    BackMatter,
    BottomLine,
    Certainty,
    Changes,
    Chart,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    KeyFigures,
    KeyMessages,
    Limits,
    Notes,
    Options,
    Outline,
    PullQuote,
    Response,
    Responses,
    Risks,
    Section,
    SideBox,
    Sources,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Level, ProsePart, Shape, Text, wrapped

Phrase = tuple[Piece, ...]  # what is between two dots of a note


class Entry(Struct, frozen=True):
    """What stays together in a column: a claim or a response with what belongs to it, or a line of its own.

    `mark` is before the paragraph `marked`, `dot` before the first. `gap` is the space above, in points,
    unless the entry is the first of its column or follows a heading. An entry that is `tied` stays with the
    one before it.
    """

    paragraphs: tuple[Paragraph, ...]
    gap: float
    mark: Level | None = None
    marked: int = 0
    dot: bool = False
    tied: bool = False

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points."""
        return fsum(
            line_count(text, width) * text.leading + (text.before if index else 0.0)
            for index, text in enumerate(self.paragraphs)
        )


class Part(Struct, frozen=True):
    """A headed run of entries: a section, the responses or the limits."""

    heading: Paragraph
    continued: Paragraph  # the heading again, in the column in which it goes on
    colour: str
    entries: tuple[Entry | Exhibit, ...]
    name: str
    ground: str | None = None  # the colour behind it


def parts(outline: Outline, style: Style, taken: frozenset[str]) -> tuple[Part, ...]:
    """Return the content of the columns in the outline's order, at one rung.

    Of what the page need not have, it has what is `taken`, by slot.
    """
    colours = style.colours
    found: list[Part] = []
    sections = 0  # parts up to the last section
    for block in outline.blocks:
        match block:
            case Section():
                prose = block.text if block.text and block.text[0].texts[0].slot in taken else ()
                if block.title.depth is not Depth.SUMMARY and not prose:
                    continue
                colour = colours.hue(block.role).strong
                entries = (
                    *(_prose_entry(part, style) for part in (*block.intro, *prose)),
                    *_arguments(block, colour, style, taken),
                )
                found.append(_part(block.title, colour, entries, style))
                sections = len(found)
            case SideBox():
                if block.number.slot in taken:
                    part = _part(block.title, colours.caution.strong, _boxed(block, style), style)
                    found.insert(sections if block.annex else len(found), replace(part, ground=colours.panel))
            case Context():
                if block.heading.slot in taken:
                    entries = tuple(_prose_entry(part, style) for part in block.text)
                    found.append(_part(block.heading, colours.brand, entries, style))
                if block.why_now is not None and block.why_now.slot in taken:
                    assert block.why_now_label is not None
                    why = style.paragraph(style.scale.body, Piece(block.why_now))
                    found.append(_part(block.why_now_label, colours.brand, (Entry((why,), 0.0),), style))
            case Table() | Chart() | Figure() | Timeline():
                apart = isinstance(block, Timeline) or block.annex
                if block.number.slot in taken and found and not apart:
                    found[-1] = replace(found[-1], entries=(*found[-1].entries, exhibit(block, style)))
                elif block.number.slot in taken:
                    found.insert(sections, _alone(exhibit(block, style), colours.brand))
                    sections += 1
            case PullQuote():
                if block.text.slot in taken:
                    found.append(_part(block.heading, colours.brand, (_quoted(block, style),), style))
            case Options():
                if block.heading.slot in taken:
                    found.append(_part(block.heading, colours.brand, tuple(_options(block, style)), style))
            case Responses():
                colour = colours.response.strong
                entries = tuple(_responses(block, colour, style))
                found.append(_part(block.heading, colour, entries, style))
            case Risks():
                if block.heading.slot in taken:
                    entries = tuple(_risks(block, style))
                    found.append(_part(block.heading, colours.caution.strong, entries, style))
            case Limits():
                entries = tuple(_limits(block, style))
                found.append(_part(block.heading, colours.ink2, entries, style))
            case (
                Front()
                | Changes()
                | BottomLine()
                | KeyFigures()
                | KeyMessages()
                | Glance()
                | ArgumentMap()
                | Sources()
                | Annex()
                | BackMatter()
                | Closing()
                | Notes()
            ):
                pass  # in the head or the foot, or not on this page
            case _:
                assert_never(block)
    return tuple(found)


def _alone(shown: Exhibit, colour: str) -> Part:
    """Return an exhibit of no section as a part of its own, which its caption heads."""
    assert shown.caption is not None
    alone = replace(shown, caption=None)
    return Part(shown.caption, shown.caption, colour, (alone,), shown.caption.slot or "")


def _boxed(block: SideBox, style: Style) -> tuple[Entry, ...]:
    """Return the text of a box, with its references in a line of their own."""
    found = tuple(_prose_entry(part, style, style.colours.ink) for part in block.text)
    return (*found, *_cited(block.refs, style))


def _cited(refs: Text | None, style: Style) -> Iterator[Entry]:
    if refs is not None:
        yield Entry((style.note(Piece(refs)),), 1.0)


def _quoted(block: PullQuote, style: Style) -> Entry:
    """Return the words of somebody, and who that is."""
    texts = [style.paragraph(style.scale.claim, Piece(block.text), colour=style.colours.brand)]
    who = [(Piece(text),) for text in (block.speaker, block.role, block.refs) if text is not None]
    if who:
        texts.append(style.note(*_dotted(who, style)))
    return Entry(tuple(texts), 0.0)


def _options(block: Options, style: Style) -> Iterator[Entry]:
    """Yield the number and title of each option, and what it means."""
    for option in block.options:
        texts = [_numbered(option.number, option.title, style.colours.brand, style)]
        if option.description is not None:
            texts.append(style.under(Piece(option.description)))
        yield Entry(tuple(texts), style.gap(style.look.entry_gap))


def _risks(block: Risks, style: Style) -> Iterator[Entry]:
    """Yield each risk, and what would help."""
    for risk in block.risks:
        pieces = [Piece(risk.text)]
        if risk.mitigation is not None and risk.mitigation_label is not None:
            for text in (risk.mitigation_label, risk.mitigation):
                pieces += [Piece(None, style.labels.space), Piece(text, colour=style.colours.ink2)]
        yield Entry((style.item(*pieces),), style.gap(style.look.limit_gap), dot=True)


def _part(title: Text, colour: str, entries: tuple[Entry | Exhibit, ...], style: Style) -> Part:
    heading = style.paragraph(style.scale.head, Piece(title), colour=colour, bold=True, tag=Tag.HEADING)
    continued = replace(heading, pieces=(Piece(wrapped(title, style.labels.continued)),))
    return Part(heading, continued, colour, entries, title.slot)


def _prose_entry(part: ProsePart, style: Style, colour: str | None = None) -> Entry:
    """Return a paragraph, list item or subheading."""
    body, colour = style.scale.body, colour or style.colours.ink2
    text = _sentences(part, style)
    match part.shape:
        case Shape.PARAGRAPH:
            return Entry((style.paragraph(body, *text, colour=colour),), style.gap(style.look.limit_gap))
        case Shape.SUBHEADING:
            heading = style.paragraph(body, *text, bold=True, tag=Tag.SUBHEADING)
            return Entry((heading,), style.gap(style.look.entry_gap))
        case Shape.BULLET:
            return Entry((style.item(*text, colour=colour),), style.gap(style.look.limit_gap), dot=True)
        case Shape.NUMBER:
            assert part.number is not None
            number = style.paragraph(body, Piece(part.number))
            hang = max(natural_width(number) + style.look.number_gap, style.grown(style.look.dot_lead))
            pieces = (Piece(part.number), Piece(None, "\t"), *text)
            item = style.paragraph(body, *pieces, colour=colour, hang=hang, tag=Tag.ITEM)
            return Entry((replace(item, number=part.value),), style.gap(style.look.limit_gap))


def _sentences(part: ProsePart, style: Style) -> list[Piece]:
    return [piece for text in part.texts for piece in (Piece(None, style.labels.space), Piece(text))][1:]


def _arguments(block: Section, colour: str, style: Style, taken: frozenset[str]) -> Iterator[Entry]:
    for argument in block.arguments:
        texts = [_numbered(argument.number, argument.claim, colour, style)]
        if argument.gist is not None:
            texts.append(style.under(Piece(argument.gist)))
        certainty, refs = argument.certainty, argument.refs
        if certainty is not None:
            notes = _phrases(certainty.sentence, refs)
            entry = _with_notes(texts, certainty.level, style, notes)
        else:
            entry = Entry(_run_on(texts, _phrases(refs), style), style.gap(style.look.entry_gap))
        yield replace(entry, paragraphs=(*entry.paragraphs, *_support(argument, style, taken)))


def _support(argument: Argument, style: Style, taken: frozenset[str]) -> Iterator[Paragraph]:
    """Yield what is taken of a claim: its reasoning, its evidence, what follows, what is against it."""
    for part in argument.reasoning:
        if part.texts[0].slot in taken:
            yield style.under(*_sentences(part, style))
    for evidence in argument.evidence:
        if evidence.text.slot in taken:
            refs = evidence.refs
            cited = Piece(refs, size=style.scale.note.size, colour=style.colours.ink2) if refs else None
            yield style.under(Piece(evidence.text), *((Piece(None, " "), cited) if cited else ()))
    implied = argument.implication
    for label, text in (
        (implied.label if implied else None, implied.text if implied else None),
        (argument.counter_label, argument.counter),
    ):
        if label is not None and text is not None and text.slot in taken:
            yield style.under(Piece(label, bold=True), Piece(None, style.labels.space), Piece(text))


def _responses(block: Responses, colour: str, style: Style) -> Iterator[Entry]:
    shown = [
        (group.reader if first else None, response)
        for group in block.groups
        for first, response in zip((True, *[False] * len(group.responses)), group.responses, strict=False)
        if response.action.depth is Depth.SUMMARY
    ]
    for reader, response in shown:
        texts = [_numbered(response.number, response.action, colour, style)]
        if reader is not None:  # in the column of its first recommendation
            head = style.paragraph(style.scale.body, Piece(reader), bold=True)
            texts = [head, replace(texts[0], before=style.gap(style.look.entry_gap))]
        if response.detail is not None:
            texts.append(style.under(Piece(response.detail)))
        certainty = response.certainty
        basis = (*_certainty(certainty), *_phrases(response.origin))
        owner = () if block.unstated is not None else tuple(_owner(block, response, style))
        level = certainty.level if certainty is not None else None
        refs = _phrases(response.refs)
        if style.scale.run_on or not basis:
            yield _with_notes(texts, level, style, (*basis, *owner, *refs))
        else:
            yield _with_notes(texts, level, style, (*basis, *refs), owner)
    yield from _closing(style, block.more, block.unstated)


def _closing(style: Style, *notes: Text | None) -> Iterator[Entry]:
    """Yield what is said under a part: what it leaves out, what nothing states."""
    for note in notes:
        if note is not None:
            yield Entry((style.note(Piece(note)),), style.gap(style.look.entry_gap), tied=True)


def _certainty(certainty: Certainty | None) -> tuple[Phrase, ...]:
    """Return how certain it is, and according to whom."""
    if certainty is None:
        return ()
    if certainty.attribution is None:
        return _phrases(certainty.sentence)
    return _phrases(certainty.word, certainty.attribution)


def _owner(block: Responses, response: Response, style: Style) -> Iterator[Phrase]:
    """Yield who does it and when; behind its label what is not stated."""
    for stated, head, value in zip(response.stated, block.owner_heads, response.owned, strict=True):
        if stated or not block.hides:
            yield (Piece(value),) if stated else (Piece(head), Piece(None, style.labels.colon), Piece(value))


def _limits(block: Limits, style: Style) -> Iterator[Entry]:
    for limit in block.limits:
        if limit.text.depth is limit.text.depth.SUMMARY:
            yield Entry((style.item(Piece(limit.text)),), style.gap(style.look.limit_gap), dot=True)
    yield from _closing(style, block.more)


def _numbered(number: Text, text: Text, colour: str, style: Style) -> Paragraph:
    pieces = (Piece(number, colour=colour), Piece(None, "\t"), Piece(text))
    room = natural_width(style.paragraph(style.scale.claim, Piece(number), bold=True)) + 4.0
    hang = max(style.grown(style.look.hang), room)
    return style.paragraph(style.scale.claim, *pieces, bold=True, hang=hang, tag=Tag.SUBHEADING)


def _phrases(*texts: Text | None) -> tuple[Phrase, ...]:
    return tuple((Piece(text),) for text in texts if text is not None)


def _with_notes(texts: list[Paragraph], level: Level | None, style: Style, *notes: Sequence[Phrase]) -> Entry:
    """Return an entry that ends with its certainty and references, then who does it and when."""
    gap = style.gap(style.look.entry_gap)
    lines = [tuple(_dotted(phrases, style)) for phrases in notes if phrases]
    if style.scale.run_in and lines and len(texts) > 1:
        return Entry(_run_on(texts, [phrase for phrases in notes for phrase in phrases], style), gap)
    indent = style.grown(style.look.hang) + (style.grown(style.look.mark_lead) if level is not None else 0.0)
    found = (style.note(*pieces, indent=indent) for pieces in lines)
    return Entry((*texts, *found), gap, level if lines else None, len(texts))


def _run_on(texts: Sequence[Paragraph], notes: Sequence[Phrase], style: Style) -> tuple[Paragraph, ...]:
    """Return paragraphs with notes in small type behind the words of the last."""
    *before, last = texts
    small = [
        replace(piece, size=style.scale.note[0], bold=False, colour=style.colours.ink2)
        for piece in _dotted(notes, style)
    ]
    return *before, replace(
        last, pieces=(*last.pieces, *([Piece(None, style.labels.space)] if small else []), *small)
    )


def _dotted(phrases: Sequence[Phrase], style: Style) -> Iterator[Piece]:
    """Yield phrases with a dot between two of them, which is left out where a line ends."""
    for index, phrase in enumerate(phrases):
        if index:
            yield Piece(None, parting(style.labels.dot))
        yield from phrase
