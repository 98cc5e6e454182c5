"""Lays out the bottom line on slide 2: the answer, the argument in cards, the ask; then key figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import (
    blended,
    from_sources,
    leading,
    listed,
    sentence,
    source_line,
)
from builder.layout.deck.notes.further import about, actions, arguments_of, claims_citing
from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.layout.text.fit import choose, levelled
from builder.layout.text.measure import natural_width, widest_word
from builder.outline.blocks import BottomLine, Glance, KeyFigure, KeyFigures, Responses, Section
from builder.outline.text import Level, Role, Text
from builder.theme.colours import Hue
from builder.theme.deck import BottomLineLook
from builder.theme.geometry import Step, below


class _Card(Struct, frozen=True):
    title: Text
    hue: Hue
    rows: tuple[tuple[Text | None, Text], ...]  # number and words; without a number, numbers are all it says


class _Plan(Struct, frozen=True):
    """How the cards are set: their widths, the size, and the height of each row of each card."""

    look: BottomLineLook
    widths: tuple[float, ...]
    step: Step
    rows: tuple[tuple[float, ...], ...]
    titles: float

    def height(self, gap: float) -> float:
        tallest = max(fsum(rows) + gap * (len(rows) - 1) for rows in self.rows)
        return self.look.first + self.titles - self.look.title.leading + tallest + self.look.foot


class _Lines(Struct, frozen=True):
    """Cards in lines below each other, all set at one size."""

    plans: tuple[_Plan, ...]
    between: float

    def height(self, gap: float) -> float:
        return fsum(plan.height(gap) for plan in self.plans) + self.between * (len(self.plans) - 1)


def bottom_line(deck: Deck, block: BottomLine, glance: Glance | None) -> Draft:
    """Return the slide that answers first; a claim that is all there is to say is on it in full."""
    deck = deck.under(block.headline)
    grid, look = deck.look, deck.look.bottom_line
    ask, only = _ask(deck, block), _only_claim(deck, block)
    bottom = grid.body_bottom - (ask.rect.height + look.ask_gap if ask else 0.0)
    between = look.ask_gap if ask else grid.gutter
    cards = (_claim_card(deck, only),) if only else tuple(_cards(deck, glance))
    room = bottom - grid.body_top - between
    steps = (*look.claim_steps, *look.item_steps) if only else look.item_steps
    shown, plan = _planned(deck, cards, steps, room, lambda step: _panel_height(deck, block, step))
    if plan:
        step, height, excess = _shared(deck, block, plan, room)
    else:
        step, excess = _largest(deck, block, bottom - grid.body_top)
        height = _panel_height(deck, block, step) + 2 * (look.most_pad - look.panel_pad)
        height = min(height, bottom - grid.body_top)
    text = deck.paragraph(block.text, step=step, colour=deck.colours.white)
    top = grid.body_top
    if only and plan:
        top += max(room - height - plan.height(look.roomy), 0.0) * deck.look.responses.above
    rect = Rect(grid.left, top, grid.live, height)
    panel = boxed(rect, [text], (grid.pad, 0.0, grid.pad, 0.0), anchor="middle", fill=deck.colours.brand)
    deck.report(block.text, panel.paragraphs[0], excess, "its slide", "shorten `bottom_line.text`")
    items: list[Item] = [panel]
    if plan:
        top += height + between
        items += _place_lines(deck, shown, plan, top, min(bottom - top, plan.height(look.roomy)))
    if ask:
        items.append(ask)
    source = (Piece(glance.note),) if glance and glance.note else ()
    lead, notes = blended(deck.labels.speech.to_bottom_line), list(_notes(deck, block))
    notes += [sentence(deck, only.arguments[0].claim)] if only else []
    also = (only,) if only else ()
    return Draft(
        "bl",
        block.headline,
        items,
        block.label,
        source=source,
        lead=lead,
        notes=notes,
        extras=list(_firmness(deck)),
        spare=list(actions(deck)),
        also=also,
    )


def _shared(deck: Deck, block: BottomLine, plan: _Lines, room: float) -> tuple[Step, float, float]:
    """Return size and height of the panel over the cards, and by how many points its text is too high.

    The text is as large as leaves the cards well spaced; what is then left over goes to both.
    """
    look = deck.look.bottom_line
    gap, cards = look.well_spaced, max(plan.height(look.well_spaced), look.least_card)
    step, excess = _largest(deck, block, room - cards)
    for tighter in (look.tight, 0.0):
        if excess:
            gap, cards = tighter, plan.height(tighter)
            step, excess = _largest(deck, block, room - cards)
    height = _panel_height(deck, block, step)
    spare = max(room - height - cards, 0.0)
    height += max(spare / 2, spare - (plan.height(look.roomy) - plan.height(gap)))
    return step, min(height, _panel_height(deck, block, step) + 2 * (look.most_pad - look.panel_pad)), excess


def _largest(deck: Deck, block: BottomLine, room: float) -> tuple[Step, float]:
    """Return the largest size of the panel's text in `room` points, and by how many it is too high."""
    return choose(deck.look.bottom_line.panel_steps, lambda step: _panel_height(deck, block, step) - room)


def _notes(deck: Deck, block: BottomLine) -> Iterator[Note]:
    speech = deck.labels.speech
    yield sentence(deck, block.text)
    if block.ask:
        yield leading(deck, speech.ask, block.ask)


def _firmness(deck: Deck) -> Iterator[Note]:
    """Yield which claims are how certain, if the brief says so of two or more."""
    sections = [block for block in deck.outline.blocks if isinstance(block, Section)]
    arguments = [each for section in sections for each in section.arguments]
    speech = deck.labels.speech
    levels = dict(zip((Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE), speech.levels, strict=True))
    known = {
        level: [each.number for each in arguments if each.certainty and each.certainty.level is level]
        for level in levels
    }
    if sum(map(len, known.values())) > 1:
        said = [
            blended(levels[level], claims=listed(deck, claims)) for level, claims in known.items() if claims
        ]
        yield leading(deck, speech.firmness, *said)


def _panel_height(deck: Deck, block: BottomLine, step: Step) -> float:
    grid = deck.look
    return deck.height(block.text, step, grid.live - 2 * grid.pad) + 2 * grid.bottom_line.panel_pad


def _cards(deck: Deck, glance: Glance | None) -> Iterator[_Card]:
    for section in glance.sections if glance else ():
        rows = tuple((argument.number, argument.label) for argument in section.arguments)
        yield _Card(section.title, deck.colours.hue(section.role), rows)
    responses = deck.outline.one(Responses)
    if responses:
        rows = tuple((each.number, each.label) for each in responses.responses)
        yield _Card(responses.heading, deck.colours.hue(Role.RESPONSE), rows)


def _only_claim(deck: Deck, answer: BottomLine) -> Section | None:
    """Return the section of the only claim, if nothing comes before it or is said about it or recommended."""
    blocks = [block for block in deck.outline.blocks if not isinstance(block, Glance)]
    section = next((block for before, block in pairwise(blocks) if before is answer), None)
    parts = sum(isinstance(block, Section | Responses) for block in blocks)
    if parts != 1 or not isinstance(section, Section):
        return None
    if section.intro or section.text or len(section.arguments) != 1:
        return None
    (one,) = section.arguments
    more = (one.gist, one.reasoning, one.evidence, one.implication, one.counter)
    firm = (one.certainty, one.confidence, one.refs)
    return None if any(more) or any(firm) else section


def _claim_card(deck: Deck, section: Section) -> _Card:
    (one,) = section.arguments
    return _Card(section.title, deck.colours.hue(section.role), ((one.number, one.claim),))


def _ask(deck: Deck, block: BottomLine) -> TextBox | None:
    """The bar at the foot: what the reader is asked to do, on one line if a size of the ladder allows it."""
    grid, look = deck.look, deck.look.bottom_line
    if block.ask is None or block.ask_label is None:
        return None
    label = Piece(block.ask_label, bold=True, colour=deck.colours.brand)

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(label, "  ", block.ask, step=step)]

    def tall(step: Step) -> float:
        return set_height(words(step), grid.live - 2 * grid.pad)

    step, excess = choose(look.ask_steps, lambda step: tall(step) - step.leading)
    if excess:
        step, excess = choose(look.ask_steps[1:], lambda step: tall(step) - 2 * step.leading)
    height = max(tall(step) + look.ask_pad, look.least_ask)
    rect = Rect(grid.left, grid.body_bottom - height, grid.live, height)
    insets, name = (grid.pad, 0.0, grid.pad, 0.0), block.ask.slot
    bar = boxed(rect, words(step), insets, anchor="middle", fill=deck.colours.panel, name=name)
    hint = "shorten `bottom_line.ask`"
    deck.report(block.ask, bar.paragraphs[0], excess, "the foot of its slide", hint)
    return bar


def _planned(
    deck: Deck,
    cards: tuple[_Card, ...],
    steps: Sequence[Step],
    room: float,
    panel_height: Callable[[Step], float],
) -> tuple[tuple[_Card, ...], _Lines | None]:
    """Choose lines, widths and size: labels well spaced, tight under a lower panel, then only numbers."""
    look = deck.look.bottom_line
    if not cards:
        return cards, None
    ranges = tuple(_numbers_only(deck, each) for each in cards)
    spacings = look.well_spaced, look.tight, 0.0
    labelled = tuple((cards, gap, look.least) for gap in spacings)
    numbered = tuple((ranges, look.tight, panel) for panel in (look.least, look.panel_steps[-1]))
    for counts in _counts(cards):
        for shown, gap, panel in labelled if len(counts) > 1 else (*labelled, *numbered):
            for step in steps:
                for lines in _set_lines(deck, shown, counts, step):
                    titled = max(plan.titles for plan in lines.plans) <= 2 * look.title.leading
                    if titled and lines.height(gap) <= room - panel_height(panel):
                        return shown, lines
    return cards, None


def _counts(cards: Sequence[_Card]) -> Iterator[tuple[int, ...]]:
    """Yield how many cards are in each line: five or six in two lines, and four with little to say."""
    thin = all(len(each.rows) == 1 for each in cards)
    if len(cards) in (5, 6) or (len(cards) == 4 and thin):
        yield len(cards) - len(cards) // 2, len(cards) // 2
    yield (len(cards),)


def _set_lines(deck: Deck, cards: tuple[_Card, ...], counts: tuple[int, ...], step: Step) -> Iterator[_Lines]:
    """Yield the ways to set cards in lines; cards below each other are equally wide."""
    if len(counts) == 1:
        for widths in _widths(deck, cards, step):
            yield _Lines((_set(deck, cards, widths, step),), deck.look.gutter)
        return
    plans, rest = list[_Plan](), list(cards)
    for count in counts:
        line, rest = rest[:count], rest[count:]
        width = deck.look.span(12 // count)
        if any(_need(deck, each, step, widest_word) + GIVE > width for each in line):
            return
        plans.append(_set(deck, line, [width] * count, step))
    yield _Lines(tuple(plans), deck.look.gutter)


def _numbers_only(deck: Deck, each: _Card) -> _Card:
    first, last = each.rows[0][0], each.rows[-1][0]
    assert first is not None
    assert last is not None
    return _Card(each.title, each.hue, ((None, deck.span(first, last, each.title.slot)),))


def _widths(deck: Deck, cards: tuple[_Card, ...], step: Step) -> Iterator[tuple[float, ...]]:
    """Yield the widths worth trying: whole columns after the longest label, else those that break no word."""
    grid = deck.look
    needs = [_need(deck, each, step, roomy_width) for each in cards]
    columns = [next((n for n in range(2, 13) if grid.span(n) >= width), 13) for width in needs]
    if sum(columns) <= 12:
        while sum(columns) < 12:
            columns[columns.index(min(columns))] += 1
        yield tuple(map(grid.span, columns))
        return
    free = grid.live - grid.gutter * (len(cards) - 1)
    words = [_need(deck, each, step, widest_word) + GIVE for each in cards]
    more = (free - fsum(words)) / len(cards)
    ways = (levelled(needs, free), (free / len(cards),) * len(cards), tuple(word + more for word in words))
    whole = [way for way in ways if all(width >= word for width, word in zip(way, words, strict=True))]
    yield from whole or ways[:1]


def _need(deck: Deck, each: _Card, step: Step, width_of: Callable[[Paragraph], float]) -> float:
    """Return the width of a card whose texts have the width that is measured."""
    look = deck.look.bottom_line
    title = width_of(deck.paragraph(each.title, step=look.title, bold=True))
    rows = (
        _hang(deck, number, step) + width_of(_words(deck, number, words, step)) for number, words in each.rows
    )
    return deck.look.pad + look.card_right + max(title, *rows)


def _hang(deck: Deck, number: Text | None, step: Step) -> float:
    look = deck.look.bottom_line
    return max(look.hang, look.hang_share * step.size) if number is not None else 0.0


def _words(deck: Deck, number: Text | None, words: Text, step: Step) -> Paragraph:
    """Words beside their number are plain, numbers alone are bold."""
    return deck.paragraph(words, step=step, bold=number is None)


def _set(deck: Deck, cards: Sequence[_Card], widths: Sequence[float], step: Step) -> _Plan:
    look = deck.look.bottom_line
    rows = []
    titles = look.title.leading
    for each, width in zip(cards, widths, strict=True):
        room = width - deck.look.pad - look.card_right
        titles = max(titles, set_height([deck.paragraph(each.title, step=look.title, bold=True)], room))
        words = (
            (_words(deck, number, words, step), room - _hang(deck, number, step))
            for number, words in each.rows
        )
        rows.append(tuple(set_height([paragraph], width) for paragraph, width in words))
    return _Plan(look, tuple(widths), step, tuple(rows), titles)


def _place_lines(
    deck: Deck, cards: Sequence[_Card], lines: _Lines, top: float, height: float
) -> Iterator[Item]:
    """Yield the cards of all lines, which share what is spare."""
    spare, rest = (height - lines.height(0.0)) / len(lines.plans), list(cards)
    for plan in lines.plans:
        shown, rest = rest[: len(plan.widths)], rest[len(plan.widths) :]
        tall = plan.height(0.0) + spare
        yield from _place_cards(deck, shown, plan, top, tall)
        top += tall + lines.between


def _place_cards(
    deck: Deck, cards: Sequence[_Card], plan: _Plan, top: float, height: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.bottom_line
    count = max(map(len, plan.rows))
    gap = min(max((height - plan.height(0.0)) / max(count - 1, 1), 0.0), look.roomy)
    left = grid.left
    for each, width, rows in zip(cards, plan.widths, plan.rows, strict=True):
        rect = Rect(left, top, width, height)
        room = width - grid.pad - look.card_right
        yield from deck.card(rect, each.hue)
        heading = deck.paragraph(each.title, step=look.title, colour=each.hue.strong, bold=True)
        yield boxed(Rect(left + grid.pad, top + look.top, room, plan.titles), [heading], stubs=True)
        y = top + look.first + plan.titles - look.title.leading
        for (number, words), tall in zip(each.rows, rows, strict=True):
            row = Rect(left + grid.pad, y, room, tall)
            if number is None:
                found = deck.paragraph(words, step=plan.step, colour=each.hue.strong, bold=True)
                yield boxed(row, [found])
            else:
                hanging = Piece(number, bold=True, colour=each.hue.strong)
                yield from deck.numbered(
                    row, hanging, _hang(deck, number, plan.step), deck.paragraph(words, step=plan.step)
                )
            y += tall + gap
        left += width + grid.gutter


def key_figures(deck: Deck, block: KeyFigures) -> Draft:
    """Return the slide of the numbers to keep: large, a row each, with what they are numbers of."""
    deck = deck.under(block.headline)
    grid, look, figures = deck.look, deck.look.key_figures, block.figures
    row, width = (grid.body - grid.rule) / len(figures), grid.span(look.columns)

    def widest(step: Step) -> float:
        return max(natural_width(_number(deck, figure, step)) for figure in figures) + GIVE

    step, _ = choose(look.steps, lambda step: max(widest(step) - width, step.leading - row))
    columns = next((n for n in range(2, look.columns) if grid.span(n) >= widest(step)), look.columns)
    width = grid.span(columns)
    items: list[Item] = [deck.rule(grid.left, grid.body_top, grid.live)]
    left, y = grid.left_of(columns + 1), grid.body_top + grid.rule
    for figure in figures:
        number = boxed(Rect(grid.left, y, width, row), [_number(deck, figure, step)], anchor="middle")
        over = step.leading * (len(number.paragraphs[0].lines) - 1)
        deck.report(figure.value, number.paragraphs[0], over, "its row", "give its unit in the `label`")
        rect = Rect(left, y, grid.right - left, row)

        def words(step: Step, label: Text = figure.label) -> list[Paragraph]:
            return [deck.paragraph(label, step=step)]

        items += [number, deck.fitted(rect, words, look.words, "its row", "shorten it", anchor="middle")]
        y += row
        if figure is not figures[-1]:
            items.append(deck.hairline(grid.left, y, grid.live))
    lead, source = (
        blended(deck.labels.speech.to_key_figures),
        source_line(deck, *(one.refs for one in figures)),
    )
    notes = [leading(deck, _spoken(figure), figure.label) for figure in figures]
    origin = from_sources(deck, deck.labels.speech.comes_from, *(one.refs for one in figures))
    return Draft(
        "kf",
        block.headline,
        items,
        block.heading,
        source=source,
        lead=lead,
        notes=notes,
        extras=[origin] if origin else [],
        spare=list(about(deck, claims_citing(arguments_of(deck.outline), *(one.refs for one in figures)))),
    )


def _number(deck: Deck, figure: KeyFigure, step: Step) -> Paragraph:
    unit = _unit(figure, below(step.size, deck.look.key_figures.unit_share).size)
    return deck.paragraph(figure.value, *unit, step=step, colour=deck.colours.brand, bold=True)


def _spoken(figure: KeyFigure) -> Note:
    return Piece(figure.value), *_unit(figure, 0.0)


def _unit(figure: KeyFigure, size: float) -> tuple[Piece, ...]:
    return (Piece(None, "\u00a0", size=size), Piece(figure.unit, size=size)) if figure.unit else ()
