"""Lays out arguments: the claim as title, evidence in cards, what follows and how certain it is below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import argument_notes, said, sentence, source_line, to_argument, to_section
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import choose, split
from builder.outline.blocks import Argument, Certainty, Implication, Section
from builder.outline.text import Level, Text
from builder.theme.colours import Hue
from builder.theme.geometry import Step


class _Entry(Struct, frozen=True):
    """What one card says: evidence with its kind and references, or the gist."""

    text: Text
    kind: Text | None
    refs: Text | None


def reading_row(deck: Deck, arguments: Sequence[Argument]) -> tuple[float, int]:
    """Return height and columns of how firm it is: one for all slides, so that nothing jumps.

    Our own confidence asks for a wider panel.
    """
    grid = deck.look
    columns = 5 if any(argument.confidence for argument in arguments) else 4
    needs = [
        firm_height(deck, argument, grid.span(columns)) for argument in arguments if argument.implication
    ]
    return max([grid.argument.row, *needs]), columns


def is_bare(argument: Argument) -> bool:
    """Return whether the argument has no more for a slide than its claim."""
    return not argument.evidence and argument.gist is None and argument.implication is None


def argument_slide(deck: Deck, section: Section, argument: Argument, first: bool) -> Draft:
    """Return the slide of one argument; the section's first one opens with its introduction."""
    deck = deck.under(argument.claim)
    hue = deck.colours.hue(section.role)
    entries = tuple(_Entry(each.text, each.kind, each.refs) for each in argument.evidence)
    if not entries and argument.gist is not None:
        entries = (_Entry(argument.gist, None, argument.refs),)
    refs = (argument.refs, *(entry.refs for entry in entries))
    return Draft(
        argument.number.slot.removesuffix("_no"),
        argument.claim,
        list(_body(deck, argument, entries, hue)),
        section.title,
        section.role,
        argument.number,
        source=source_line(deck, *refs),
        here=frozenset([argument.id]),
        enters=to_section(deck, section) if first else (),
        lead=to_argument(deck, section, argument),
        notes=list(argument_notes(deck, argument)),
        layout="Argument",
    )


def _body(deck: Deck, argument: Argument, entries: tuple[_Entry, ...], hue: Hue) -> Iterator[Item]:
    """Share out the body: evidence above, what follows and how firm below, or right of four cards."""
    grid, look = deck.look, deck.look.argument
    implication, firm = argument.implication, has_firmness(argument)
    if implication is None:
        low = look.row + grid.gutter if firm else 0.0
        columns = 2 if len(entries) == 4 and not firm else len(entries)
        area = Rect(grid.left, grid.body_top, grid.live, grid.body - low)
        yield from _cards(deck, entries, area, hue, columns)
        if firm:
            yield from _place_firm_below(deck, argument)
    elif len(entries) == 4:
        yield from _cards(deck, entries, Rect(grid.left, grid.body_top, grid.span(8), grid.body), hue, 2)
        low = max(firm_height(deck, argument, grid.span(4)), look.low) if firm else 0.0
        left, width, height = grid.left_of(9), grid.span(4), grid.body - (low + grid.gutter if firm else 0.0)
        if firm:
            yield from place_firm(deck, argument, Rect(left, grid.body_bottom - low, width, low))
        yield _implication(deck, implication, Rect(left, grid.body_top, width, height), look.tall_steps)
    elif entries:
        row = deck.reading_row
        area = Rect(grid.left, grid.body_top, grid.live, grid.body - (row + grid.gutter))
        yield from _cards(deck, entries, area, hue, len(entries))
        width, y = grid.span(12 - deck.firm_columns) if firm else grid.live, grid.body_bottom - row
        steps = look.so_what_steps if row < look.tall else look.tall_steps
        yield _implication(deck, implication, Rect(grid.left, y, width, row), steps)
        if firm:
            beside = Rect(grid.left_of(13 - deck.firm_columns), y, grid.span(deck.firm_columns), row)
            yield from place_firm(deck, argument, beside)
    else:
        height = grid.body - (look.row + grid.gutter if firm else 0.0)
        rect = Rect(grid.left, grid.body_top, grid.live, height)
        yield _implication(deck, implication, rect, look.lone_steps, anchor="middle")
        if firm:
            yield from _place_firm_below(deck, argument)


def _place_firm_below(deck: Deck, argument: Argument) -> Iterator[Item]:
    grid, row = deck.look, deck.look.argument.row
    return place_firm(deck, argument, Rect(grid.left, grid.body_bottom - row, grid.live, row))


def _cards(deck: Deck, entries: tuple[_Entry, ...], area: Rect, hue: Hue, columns: int) -> Iterator[Item]:
    grid, look = deck.look, deck.look.argument
    rows = -(-len(entries) // columns)
    width = (area.width - grid.gutter * (columns - 1)) / columns
    height = (area.height - grid.gutter * (rows - 1)) / rows
    measure = min(width, grid.span(10)) - 2 * grid.pad
    meta = any(entry.kind or entry.refs for entry in entries)
    tall_meta = max(set_height([_meta(deck, entry, hue)], width - 2 * grid.pad) for entry in entries)
    foot = look.meta_foot - look.meta.leading + tall_meta
    room = height - look.card_top - (foot + look.meta_gap if meta else look.card_foot)
    steps = look.card_steps[4 if len(entries) == 4 else columns]
    step, _ = choose(
        steps, lambda step: max(deck.height(each.text, step, measure) for each in entries) - room
    )
    for index, entry in enumerate(entries):
        x = area.x + index % columns * (width + grid.gutter)
        y = area.y + index // columns * (height + grid.gutter)
        yield from deck.card(Rect(x, y, width, height), hue)
        left = x + grid.pad
        box = boxed(Rect(left, y + look.card_top, measure, room), [deck.paragraph(entry.text, step=step)])
        yield box
        if entry.kind or entry.refs:
            below = Rect(left, y + height - foot, width - 2 * grid.pad, tall_meta)
            yield boxed(below, [_meta(deck, entry, hue)], stubs=True)
        over, hint = deck.height(entry.text, step, measure) - room, "one piece of evidence has up to 20 words"
        deck.report(entry.text, box.paragraphs[0], over, "its card", hint)


def _meta(deck: Deck, entry: _Entry, hue: Hue) -> Paragraph:
    kind = Piece(entry.kind, bold=True, colour=hue.strong) if entry.kind else None
    between = "   " if entry.kind and entry.refs else None
    return deck.paragraph(kind, between, entry.refs, step=deck.look.argument.meta, colour=deck.colours.ink2)


def _implication(
    deck: Deck, implication: Implication, rect: Rect, steps: tuple[Step, ...], anchor: str = "top"
) -> Item:
    """The takeaway, on brand: once a slide."""
    grid, look = deck.look, deck.look.argument
    spare = max(rect.width - 2 * grid.pad - grid.span(9), 0.0)

    def words(step: Step) -> list[Paragraph]:
        label = deck.paragraph(
            implication.card_label, step=look.label, colour=deck.colours.on_brand, bold=True
        )
        text = deck.paragraph(implication.text, step=step, colour=deck.colours.white, before=look.panel_gap)
        return [label, text]

    insets = (grid.pad, look.panel_top, grid.pad + spare, look.panel_foot)
    where, hint = "its panel on the slide", "an implication has up to 25 words"
    return deck.fitted(rect, words, steps, where, hint, insets, anchor=anchor, fill=deck.colours.brand)


LEVELS = (Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE)


def has_firmness(argument: Argument) -> bool:
    """Return whether the certainty panel has any content."""
    return argument.certainty is not None or argument.confidence is not None


def firm_height(deck: Deck, argument: Argument, width: float) -> float:
    """Return the height in points that the panel needs at `width` points; 0 if it is empty."""
    look = deck.look.certainty
    if not has_firmness(argument):
        return 0.0
    top = look.sentence if argument.certainty else look.marks
    return top + set_height(_statements(deck, argument, look.text), width - 2 * deck.look.pad) + look.foot


def place_firm(deck: Deck, argument: Argument, rect: Rect) -> Iterator[Item]:
    """Yield the certainty panel in `rect`; a wide one has its statements beside the marks."""
    grid, look = deck.look, deck.look.certainty
    yield Box(rect, fill=deck.colours.panel)
    heading = deck.fixed("firm_head", deck.labels.how_firm_question)
    label = deck.paragraph(heading, step=look.label, colour=deck.colours.brand, bold=True)
    left, width = rect.x + grid.pad, rect.width - 2 * grid.pad
    wide = rect.width > look.wide
    span = look.wide_label * look.pitch if wide else width
    yield boxed(Rect(left, rect.y + look.top, span, look.label.leading), [label])
    certainty = argument.certainty
    if certainty is not None:
        yield from _scale(deck, certainty, left, rect.y)
    statements = _statements(deck, argument, look.text)
    top = rect.y + (look.sentence if certainty else look.marks)
    if wide and certainty is not None:
        beside = look.wide_left * look.pitch
        left, width, top = left + beside, width - beside, rect.y + look.top + look.wide_top
        statements = _statements(deck, argument, look.wide_text)
    for found in statements:
        tall = set_height([found], width)
        yield boxed(Rect(left, top, width, tall), [found])
        top += tall + look.between


def _statements(deck: Deck, argument: Argument, step: Step) -> list[Paragraph]:
    """The certainty in the source and our confidence, never in one sentence."""
    before = deck.look.certainty.between
    return [deck.paragraph(text, step=step, before=before) for text in _firm_texts(argument)]


def _scale(deck: Deck, certainty: Certainty, left: float, top: float) -> Iterator[Item]:
    """The three marks on a thin rule, with their words; those of the argument's level are highlighted."""
    look, colours = deck.look.certainty, deck.colours
    words = _words(deck, certainty)
    step, widths = _spread(deck, [word for _, word in words])
    middle = top + look.marks + look.mark / 2
    x = left
    for index, ((level, word), width) in enumerate(zip(words, widths, strict=True)):
        true = level is certainty.level
        mark, ink = (colours.ink, colours.ink) if true else (colours.ghost, colours.ink2)
        if index < len(words) - 1:
            ends = (x + look.mark + look.line_gap, middle), (x + width - look.line_gap, middle)
            yield Polyline(ends, colours.rule, look.line)
        yield Mark(Rect(x, top + look.marks, look.mark, look.mark), level, mark)
        found = deck.paragraph(word, step=step, colour=ink, bold=true)
        box = Rect(x, top + look.words, width - 1.0, look.text.leading)
        yield boxed(box, [found], stubs=True)
        x += width


def _spread(deck: Deck, words: list[Text]) -> tuple[Step, list[float]]:
    """Return the size of the words, and the way from each mark to the next: all alike where that fits."""
    look = deck.look.certainty
    for step in look.word_steps:
        needs = [roomy_width(deck.paragraph(word, step=step, bold=True)) + 2.0 for word in words]
        if max(needs) <= look.pitch:
            return step, [look.pitch] * len(words)
        spare = len(words) * look.pitch - fsum(needs)
        if spare >= 0.0:
            return step, [need + spare / len(words) for need in needs]
    return look.word_steps[-1], [look.pitch] * len(words)


def _words(deck: Deck, certainty: Certainty) -> list[tuple[Level, Text]]:
    labels = deck.labels
    fixed = {
        Level.ASSERTED: deck.fixed("scale_asserted", labels.asserted),
        Level.QUALIFIED: deck.fixed("scale_qualified", labels.qualified),
        Level.POSSIBLE: deck.fixed("scale_possible", labels.possible),
    }
    return [(level, certainty.word if level is certainty.level else fixed[level]) for level in LEVELS]


def claims(deck: Deck, section: Section, arguments: Sequence[Argument], first: bool) -> Iterator[Draft]:
    """Yield the slides of a section's bare claims; a single one is shown as a statement."""
    deck = deck.under(section.title)
    grid, look = deck.look, deck.look.claims
    if len(arguments) == 1:
        yield _statement(deck, section, arguments[0], first)
        return
    firm = any(argument.certainty or argument.confidence for argument in arguments)
    width = grid.live - look.hang - (look.certainty + look.certainty_gap if firm else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(deck.height(each.claim, step, width), _firm_height(deck, each)) + 2 * look.pad
            for each in arguments
        ]

    done = split(look.steps[min(len(arguments), 4) - 2 :], heights, grid.body - grid.rule, most=look.most)
    deck.report_longest([each.claim for each in arguments], width, done, "a claim has up to 17 words")
    for index, chunk in enumerate(done.chunks):
        shown = arguments[chunk]
        yield Draft(
            shown[0].number.slot.removesuffix("_no"),
            section.title,
            list(_rows(deck, section, shown, done.heights[chunk], done.step, width)),
            role=section.role,
            number=deck.span(shown[0].number, shown[-1].number, shown[0].number.slot),
            source=source_line(deck, *[argument.refs for argument in shown]),
            here=frozenset(argument.id for argument in shown),
            enters=to_section(deck, section) if first and not index else (),
            notes=[each for argument in shown for each in _claim_notes(deck, argument)],
            layout="Argument",
            continued=(index + 1, len(done.chunks)),
        )


def _statement(deck: Deck, section: Section, argument: Argument, first: bool) -> Draft:
    """One claim on a card of its own, and how firm it is under it."""
    grid, look = deck.look, deck.look.argument
    hue = deck.colours.hue(section.role)
    firm = has_firmness(argument)
    rect = Rect(grid.left, grid.body_top, grid.live, grid.body - (look.row + grid.gutter if firm else 0.0))
    width, room = grid.span(10) - 2 * grid.pad, rect.height - 4 * grid.pad

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(argument.claim, step=step)]

    inside, hint = Rect(rect.x + grid.pad, rect.y + 2 * grid.pad, width, room), "a claim has up to 17 words"
    box = deck.fitted(inside, words, grid.claims.statement_steps, "its slide", hint, anchor="middle")
    items: list[Item] = [*deck.card(rect, hue), box]
    if firm:
        items += _place_firm_below(deck, argument)
    return Draft(
        argument.number.slot.removesuffix("_no"),
        section.title,
        items,
        role=section.role,
        number=argument.number,
        source=source_line(deck, argument.refs),
        here=frozenset([argument.id]),
        enters=to_section(deck, section) if first else (),
        notes=[
            *([] if argument.reasoning else [sentence(deck, argument.claim)]),
            *argument_notes(deck, argument),
        ],
        layout="Argument",
    )


def _claim_notes(deck: Deck, argument: Argument) -> Iterator[Note]:
    """Yield what is said of one of several claims: the claim itself where the brief has no reasoning."""
    if argument.reasoning:
        yield said(deck, deck.labels.speech.claim_of, number=argument.number)
    else:
        yield sentence(deck, argument.claim)
    yield from argument_notes(deck, argument)


def _rows(
    deck: Deck, section: Section, shown: Sequence[Argument], tall: Sequence[float], step: Step, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.claims
    strong = deck.colours.hue(section.role).strong
    yield deck.rule(grid.left, grid.body_top, grid.live, strong)
    most = max(grid.row_limit(len(tall)) - max(tall), 0.0)
    spare = min((grid.body - grid.rule - fsum(tall)) / len(tall), most)
    y = grid.body_top + grid.rule
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, grid.live)
        row = height + spare
        number = Piece(argument.number, bold=True, colour=strong)
        rect, claim = Rect(grid.left, y, look.hang + width, row), deck.paragraph(argument.claim, step=step)
        yield from deck.numbered(rect, number, look.hang, claim, anchor="middle")
        yield from _firm(deck, argument, y, row)
        y += row
    yield deck.hairline(grid.left, y, grid.live)


def _firm_texts(argument: Argument) -> list[Text]:
    sentence = argument.certainty.sentence if argument.certainty else None
    return [text for text in (sentence, argument.confidence) if text is not None]


def _firm_height(deck: Deck, argument: Argument) -> float:
    look = deck.look.claims
    width = look.certainty - look.mark_hang
    return fsum(deck.height(text, look.small, width) for text in _firm_texts(argument))


def _firm(deck: Deck, argument: Argument, top: float, height: float) -> Iterator[Item]:
    look = deck.look.claims
    x = deck.look.right - look.certainty
    y = top + (height - _firm_height(deck, argument)) / 2
    if argument.certainty is not None:
        mark = Rect(x, y + look.mark_top, look.mark, look.mark)
        yield Mark(mark, argument.certainty.level, deck.colours.ink)
    x, width = x + look.mark_hang, look.certainty - look.mark_hang
    for text in _firm_texts(argument):
        tall = deck.height(text, look.small, width)
        yield boxed(Rect(x, y, width, tall), [deck.paragraph(text, step=look.small)])
        y += tall
