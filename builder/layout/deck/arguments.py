"""Lays out arguments: the claim as title, evidence in cards, what follows and how certain it is below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, boxed, roomy_width, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import argument_notes
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import Step, choose, longest_too_long, split, too_long
from builder.outline.blocks import Argument, Certainty, Implication, Section
from builder.outline.text import Level, Text
from builder.report.problems import Problem
from builder.theme.colours import Hue


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


def _cited(*refs: Text | None) -> list[Text]:
    """Return the references, without those that name nothing new."""
    kept: list[Text] = []
    known: set[tuple[str, str]] = set()
    for text in refs:
        places = _places(text)
        if text is not None and not places <= known:
            kept.append(text)
            known |= places
    return kept


def _places(text: Text | None) -> set[tuple[str, str]]:
    """Return source and locator of all that "[1, p2, p3; 2]" names."""
    found: set[tuple[str, str]] = set()
    for part in text.plain.strip("[]").split(";") if text is not None else ():
        source, *locators = (each.strip() for each in part.split(","))
        found |= {(source, locator) for locator in locators or [""]}
    return found


def argument_slide(deck: Deck, section: Section, argument: Argument, first: bool) -> Draft:
    """Return the slide of one argument; the section's first one has its introduction in the notes."""
    hue = deck.colours.hue(section.role)
    entries = tuple(_Entry(each.text, each.kind, each.refs) for each in argument.evidence)
    if not entries and argument.gist is not None:
        entries = (_Entry(argument.gist, None, argument.refs),)
    items, problems = _body(deck, argument, entries, hue)
    refs = _cited(argument.refs, *(entry.refs for entry in entries))
    return Draft(
        argument.number.slot.removesuffix("_no"),
        argument.claim,
        tuple(items),
        section.title,
        section.role,
        argument.number,
        source=source_line(deck, *refs),
        here=frozenset([argument.id]),
        notes=tuple(argument_notes(deck, argument, section.intro if first else None)),
        problems=tuple(problems),
        layout="Argument",
    )


def _body(
    deck: Deck, argument: Argument, entries: tuple[_Entry, ...], hue: Hue
) -> tuple[list[Item], list[Problem]]:
    """Share out the body: evidence above, what follows and how firm below, or right of four cards."""
    grid, look = deck.look, deck.look.argument
    implication, firm = argument.implication, has_firmness(argument)
    row = deck.reading_row if implication is not None else look.row
    if len(entries) == 4 and implication is not None:
        cards = Rect(grid.left, grid.body_top, grid.span(8), grid.body)
        items, problems = _cards(deck, entries, cards, hue, columns=2)
        low = max(firm_height(deck, argument, grid.span(4)), look.low) if firm else 0.0
        right = Rect(
            grid.left_of(9), grid.body_top, grid.span(4), grid.body - (low + grid.gutter if firm else 0.0)
        )
        more, found = _implication(deck, implication, right, look.tall_steps)
        if firm:
            items += place_firm(deck, argument, Rect(right.x, grid.body_bottom - low, right.width, low))
        return [*items, *more], problems + found
    if not entries and implication is not None:
        return _without_evidence(deck, argument, implication)
    below = implication is not None or firm
    height = grid.body - (row + grid.gutter if below else 0.0)
    cards = Rect(grid.left, grid.body_top, grid.live, height)
    items, problems = _cards(
        deck, entries, cards, hue, columns=2 if len(entries) == 4 and not below else len(entries)
    )
    foot = Rect(grid.left, grid.body_bottom - row, grid.live, row)
    if implication is not None:
        rect = Rect(foot.x, foot.y, grid.span(12 - deck.firm_columns) if firm else grid.live, row)
        more, found = _implication(
            deck, implication, rect, look.so_what_steps if row < look.tall else look.tall_steps
        )
        items += more
        problems += found
    if firm:
        beside = Rect(grid.left_of(13 - deck.firm_columns), foot.y, grid.span(deck.firm_columns), row)
        items += place_firm(deck, argument, beside if implication is not None else foot)
    return items, problems


def _without_evidence(
    deck: Deck, argument: Argument, implication: Implication
) -> tuple[list[Item], list[Problem]]:
    """Put the so-what panel in index of the evidence, with its certainty below."""
    grid, look = deck.look, deck.look.argument
    firm = has_firmness(argument)
    rect = Rect(grid.left, grid.body_top, grid.live, grid.body - (look.row + grid.gutter if firm else 0.0))
    items, problems = _implication(deck, implication, rect, look.lone_steps, anchor="middle")
    if firm:
        items += place_firm(deck, argument, Rect(grid.left, grid.body_bottom - look.row, grid.live, look.row))
    return items, problems


def _cards(
    deck: Deck, entries: tuple[_Entry, ...], area: Rect, hue: Hue, columns: int
) -> tuple[list[Item], list[Problem]]:
    grid, look = deck.look, deck.look.argument
    rows = -(-len(entries) // columns)
    width = (area.width - grid.gutter * (columns - 1)) / columns
    height = (area.height - grid.gutter * (rows - 1)) / rows
    measure = min(width, grid.span(10)) - 2 * grid.pad
    meta = any(entry.kind or entry.refs for entry in entries)
    foot = (
        look.meta_foot
        - look.meta.leading
        + max(set_height([_meta(deck, entry, hue)], width - 2 * grid.pad) for entry in entries)
    )
    room = height - look.card_top - (foot + look.meta_gap if meta else look.card_foot)

    def tall(entry: _Entry, step: Step) -> float:
        return set_height([deck.paragraph(entry.text, step=step)], measure)

    steps = look.card_steps[4 if len(entries) == 4 else columns]
    step, _ = choose(steps, lambda step: max(tall(entry, step) for entry in entries) - room)
    items: list[Item] = []
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        rect = Rect(
            area.x + index % columns * (width + grid.gutter),
            area.y + index // columns * (height + grid.gutter),
            width,
            height,
        )
        items += deck.card(rect, hue)
        found = deck.paragraph(entry.text, step=step)
        box = boxed(Rect(rect.x + grid.pad, rect.y + look.card_top, measure, room), [found])
        items.append(box)
        if entry.kind or entry.refs:
            tall_meta = foot - look.meta_foot + look.meta.leading
            below = Rect(rect.x + grid.pad, rect.y + height - foot, width - 2 * grid.pad, tall_meta)
            items.append(boxed(below, [_meta(deck, entry, hue)], stubs=True))
        over, hint = tall(entry, step) - room, "one piece of evidence has up to 20 words"
        problems += too_long(entry.text, box.paragraphs[0], over, "its card", hint)
    return items, problems


def _meta(deck: Deck, entry: _Entry, hue: Hue) -> Paragraph:
    kind = Piece(entry.kind, bold=True, colour=hue.strong) if entry.kind else None
    between = "   " if entry.kind and entry.refs else None
    return deck.paragraph(kind, between, entry.refs, step=deck.look.argument.meta, colour=deck.colours.ink2)


def _implication(
    deck: Deck, implication: Implication, rect: Rect, steps: tuple[Step, ...], anchor: str = "top"
) -> tuple[list[Item], list[Problem]]:
    """The takeaway, on brand: once a slide."""
    grid, look = deck.look, deck.look.argument
    width = rect.width - 2 * grid.pad
    measure = min(width, grid.span(9))

    def words(step: Step) -> list[Paragraph]:
        label = deck.paragraph(
            implication.card_label, step=look.label, colour=deck.colours.on_brand, bold=True
        )
        text = deck.paragraph(implication.text, step=step, colour=deck.colours.white, before=look.panel_gap)
        return [label, text]

    room = rect.height - look.panel_top - look.panel_foot
    step, excess = choose(steps, lambda step: set_height(words(step), measure) - room)
    insets = (grid.pad, look.panel_top, grid.pad + width - measure, look.panel_foot)
    box = boxed(rect, words(step), insets, anchor=anchor, fill=deck.colours.brand, name=implication.text.slot)
    hint = "an implication has up to 25 words"
    return [box], too_long(implication.text, box.paragraphs[1], excess, "its panel on the slide", hint)


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
    yield boxed(
        Rect(left, rect.y + look.top, look.wide_label * look.pitch if wide else width, look.label.leading),
        [label],
    )
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
    look = deck.look.certainty
    words = _words(deck, certainty)
    step, widths = _spread(deck, [word for _, word in words])
    middle = top + look.marks + look.mark / 2
    x = left
    for index, ((level, word), width) in enumerate(zip(words, widths, strict=True)):
        true = level is certainty.level
        if index < len(words) - 1:
            yield Polyline(
                ((x + look.mark + look.line_gap, middle), (x + width - look.line_gap, middle)),
                deck.colours.rule,
                look.line,
            )
        yield Mark(
            Rect(x, top + look.marks, look.mark, look.mark),
            level,
            deck.colours.ink if true else deck.colours.ghost,
        )
        found = deck.paragraph(
            word, step=step, colour=deck.colours.ink if true else deck.colours.ink2, bold=true
        )
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
    grid, look = deck.look, deck.look.claims
    if len(arguments) == 1:
        yield _statement(deck, section, arguments[0], first)
        return
    firm = any(argument.certainty or argument.confidence for argument in arguments)
    width = grid.live - look.hang - (look.certainty + look.certainty_gap if firm else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(set_height([deck.paragraph(each.claim, step=step)], width), _firm_height(deck, each))
            + 2 * look.pad
            for each in arguments
        ]

    done = split(look.steps[min(len(arguments), 4) - 2 :], heights, grid.body - grid.rule, most=look.most)
    styled, hint = partial(deck.paragraph, step=done.step), "a claim has up to 17 words"
    texts = [each.claim for each in arguments]
    problems = longest_too_long(texts, styled, width, done.over, "its slide", hint)
    rows = heights(done.step)
    for index, chunk in enumerate(done.chunks):
        shown = [arguments[row] for row in chunk]
        tall = [rows[row] for row in chunk]
        notes = [
            paragraphs
            for number, argument in enumerate(shown)
            for paragraphs in argument_notes(
                deck, argument, section.intro if first and not index and not number else None
            )
        ]
        yield Draft(
            shown[0].number.slot.removesuffix("_no"),
            section.title,
            tuple(_rows(deck, section, shown, tall, done.step, width)),
            role=section.role,
            number=deck.span(shown[0].number, shown[-1].number),
            source=source_line(deck, *[argument.refs for argument in shown]),
            here=frozenset(argument.id for argument in shown),
            notes=tuple(notes),
            problems=tuple(problems),
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
    step, excess = choose(
        grid.claims.statement_steps,
        lambda step: set_height([deck.paragraph(argument.claim, step=step)], width) - room,
    )
    found = deck.paragraph(argument.claim, step=step)
    text = Rect(rect.x + grid.pad, rect.y + 2 * grid.pad, width, room)
    box = boxed(text, [found], anchor="middle")
    items: list[Item] = [*deck.card(rect, hue), box]
    if firm:
        items += place_firm(
            deck, argument, Rect(grid.left, rect.y + rect.height + grid.gutter, grid.live, look.row)
        )
    hint = "a claim has up to 17 words"
    problems = too_long(argument.claim, box.paragraphs[0], excess, "its slide", hint)
    return Draft(
        argument.number.slot.removesuffix("_no"),
        section.title,
        tuple(items),
        role=section.role,
        number=argument.number,
        source=source_line(deck, argument.refs),
        here=frozenset([argument.id]),
        notes=tuple(argument_notes(deck, argument, section.intro if first else None)),
        problems=tuple(problems),
        layout="Argument",
    )


def _rows(
    deck: Deck, section: Section, shown: Sequence[Argument], tall: Sequence[float], step: Step, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.claims
    strong = deck.colours.hue(section.role).strong
    yield deck.rule(grid.left, grid.body_top, grid.live, strong)
    spare = min(
        (grid.body - grid.rule - fsum(tall)) / len(tall), max(grid.row_limit(len(tall)) - max(tall), 0.0)
    )
    y = grid.body_top + grid.rule
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, grid.live)
        row = height + spare
        number = Piece(argument.number, bold=True, colour=strong)
        rect = Rect(grid.left, y, look.hang + width, row)
        yield from deck.numbered(
            rect, number, look.hang, deck.paragraph(argument.claim, step=step), anchor="middle"
        )
        yield from _firm(deck, argument, y, row)
        y += row
    yield deck.hairline(grid.left, y, grid.live)


def _firm_texts(argument: Argument) -> list[Text]:
    sentence = argument.certainty.sentence if argument.certainty else None
    return [text for text in (sentence, argument.confidence) if text is not None]


def _firm_height(deck: Deck, argument: Argument) -> float:
    look = deck.look.claims
    return fsum(
        set_height([deck.paragraph(text, step=look.small)], look.certainty - look.mark_hang)
        for text in _firm_texts(argument)
    )


def _firm(deck: Deck, argument: Argument, top: float, height: float) -> Iterator[Item]:
    look = deck.look.claims
    x = deck.look.right - look.certainty
    y = top + (height - _firm_height(deck, argument)) / 2
    if argument.certainty is not None:
        yield Mark(
            Rect(x, y + look.mark_top, look.mark, look.mark), argument.certainty.level, deck.colours.ink
        )
    for text in _firm_texts(argument):
        found = deck.paragraph(text, step=look.small)
        tall = set_height([found], look.certainty - look.mark_hang)
        yield boxed(Rect(x + look.mark_hang, y, look.certainty - look.mark_hang, tall), [found])
        y += tall
