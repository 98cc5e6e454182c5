"""Lays out key messages, risks and limits as ruled lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import blended, leading, paragraph, said, sentence
from builder.layout.deck.notes.further import least_firm, objections
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import split
from builder.outline.blocks import KeyMessage, KeyMessages, Limit, Limits, Risk, Risks
from builder.outline.text import Text
from builder.theme.geometry import Step


class Cell(Struct, frozen=True):
    """Words in a row: how far right they begin, their width, and what they are at a size."""

    left: float
    width: float
    words: Callable[[Step], list[Paragraph]]


class Listed(Struct, frozen=True):
    """Rows under a head, or under heads side by side."""

    heads: tuple[tuple[float, float, Text, str], ...]  # how far right each begins, its width and colour
    rows: tuple[tuple[Cell, ...], ...]
    texts: tuple[Text, ...]  # of the rows, one of which is reported if they do not fit
    ruled: bool = True  # whether there is a line over each row

    def heights(self, deck: Deck, step: Step) -> list[float]:
        """Return the least height of each row."""
        pad = deck.look.lists.pad if self.ruled else deck.look.lists.tight
        return [2 * pad + max(set_height(cell.words(step), cell.width) for cell in row) for row in self.rows]

    def head_row(self, deck: Deck) -> float:
        """Return the height of the heads with the rule above them."""
        heads = ([_head(deck, text, colour)] for _, _, text, colour in self.heads)
        widths = (width for _, width, _, _ in self.heads)
        tall = max(map(set_height, heads, widths), default=0.0)
        return max(deck.look.lists.head_row, deck.look.rule + tall)


def _head(deck: Deck, text: Text, colour: str) -> Paragraph:
    return deck.paragraph(text, step=deck.look.lists.head, colour=colour, bold=True)


def key_messages(deck: Deck, block: KeyMessages) -> Iterator[Draft]:
    """Yield the slide of the key messages, and more where they do not fit on one."""
    deck = deck.under(block.headline)
    grid, look = deck.look, deck.look.key_messages
    cited = (_carried_by(deck, each) for each in block.messages if each.arguments)
    beside = min(max(map(roomy_width, cited), default=0.0), look.most_beside)
    width = min(grid.live - (beside + grid.gutter if beside else 0.0), grid.span(10))

    def heights(step: Step) -> list[float]:
        return [_message_height(deck, each, step, width, beside) + 2 * look.pad for each in block.messages]

    done = split(look.steps[0 if len(block.messages) < 4 else 1 :], heights, grid.body - grid.rule)
    hint = "a key message has up to 30 words"
    deck.report_longest([each.text for each in block.messages], width, done, hint)
    for chunk in done.chunks:
        shown = block.messages[chunk]
        notes = [sentence(deck, each.text) for each in shown]
        items = list(_message_rows(deck, shown, done.heights[chunk], done.step, width, beside))
        lead = blended(deck.labels.speech.to_key_messages)
        yield Draft(block.heading.slot, block.headline, items, block.heading, lead=lead, notes=notes)


def _message_height(deck: Deck, each: KeyMessage, step: Step, width: float, beside: float) -> float:
    arguments = set_height([_carried_by(deck, each)], beside) if each.arguments else 0.0
    return max(deck.height(each.text, step, width), arguments)


def _carried_by(deck: Deck, each: KeyMessage) -> Paragraph:
    step, colour = deck.look.key_messages.beside, deck.colours.ink2
    return deck.paragraph(each.arguments, step=step, colour=colour, align="right")


def _message_rows(
    deck: Deck, shown: tuple[KeyMessage, ...], tall: Sequence[float], step: Step, width: float, beside: float
) -> Iterator[Item]:
    grid = deck.look
    yield deck.rule(grid.left, grid.body_top, grid.live)
    most = max(grid.row_limit(len(tall)) - max(tall), 0.0)
    spare = min((grid.body - grid.rule - fsum(tall)) / len(tall), most)
    y = grid.body_top + grid.rule
    for each, height in zip(shown, tall, strict=True):
        row = height + spare
        yield boxed(Rect(grid.left, y, width, row), [deck.paragraph(each.text, step=step)], anchor="middle")
        if each.arguments:
            rect = Rect(grid.right - beside, y, beside, row)
            yield boxed(rect, [_carried_by(deck, each)], anchor="middle", stubs=True)
        y += row
        yield deck.hairline(grid.left, y, grid.live)


def risks(deck: Deck, block: Risks) -> Iterator[Draft]:
    """Yield each risk with what would help beside it; a few share their slide with a few limits."""
    deck = deck.under(block.headline)
    look, speech = deck.look.lists, deck.labels.speech
    listed = _risks(deck, block)
    notes = [_risk_note(deck, risk) for risk in block.risks]
    lead = blended(speech.to_risks)
    limits = deck.outline.one(Limits)
    if limits is not None and max(len(block.risks), len(limits.limits)) <= look.most_shared:
        lists = (listed, listed_limits(deck, limits, limits.headline, deck.look.live))
        step = fitting(deck, lists, look.shared_steps, deck.look.body)
        if step is not None:
            items = list(stacked(deck, lists, deck.look.left, step, deck.look.body))
            notes = [*notes, said(deck, speech.to_limits), *limit_notes(deck, limits)]
            yield Draft(
                block.heading.slot,
                block.headline,
                items,
                block.heading,
                lead=lead,
                notes=notes,
                spare=[*least_firm(deck), *objections(deck)],
                also=(limits,),
            )
            return
    steps = sizes(deck, len(block.risks), any(risk.mitigation for risk in block.risks))
    for index, items in enumerate(alone(deck, listed, steps, look.most_risks)):
        noted = notes if index == 0 else ()
        yield Draft(block.heading.slot, block.headline, items, block.heading, lead=lead, notes=noted)


def _risks(deck: Deck, block: Risks) -> Listed:
    grid, look, colours = deck.look, deck.look.lists, deck.colours
    strong, helps = colours.effect.strong, any(risk.mitigation for risk in block.risks)
    missing = deck.fixed("risk_unstated", deck.labels.not_stated)
    second = look.second - grid.left
    width = (look.column if helps else look.measure) - look.hang

    def risk(each: Risk) -> Callable[[Step], list[Paragraph]]:
        details = [piece for one in each.details for piece in (one.label, " ", one.text, deck.labels.dot)][
            :-1
        ]
        below = [deck.paragraph(*details, step=look.small, colour=colours.ink2)] if details else []
        return lambda step: [deck.paragraph(each.text, step=step), *below]

    def row(each: Risk) -> Iterator[Cell]:
        number, words, help = Piece(each.number, bold=True, colour=strong), risk(each), each.mitigation
        yield Cell(0.0, look.hang, lambda step: [deck.paragraph(number, step=step)])
        yield Cell(look.hang, width, words)
        if helps:
            text, colour = (help, colours.ink) if help else (missing, colours.ink2)
            yield Cell(second, look.column, lambda step: [deck.paragraph(text, step=step, colour=colour)])

    heads = [(0.0, look.column if helps else grid.live, block.risk_head, strong)]
    if helps:
        heads.append((second, look.column, block.mitigation_head, colours.response.strong))
    texts = [text for each in block.risks for text in (each.text, each.mitigation) if text is not None]
    return Listed(tuple(heads), tuple(tuple(row(each)) for each in block.risks), tuple(texts))


def _risk_note(deck: Deck, risk: Risk) -> Note:
    return paragraph(
        deck,
        sentence(deck, risk.text),
        *((Piece(each.label), Piece(None, " "), Piece(each.text)) for each in risk.details),
        leading(deck, deck.labels.speech.mitigation, risk.mitigation) if risk.mitigation else None,
    )


def listed_limits(deck: Deck, block: Limits, head: Text, width: float) -> Listed:
    """Return the limits in `width` points, the kind of each before it."""
    look, strong = deck.look.lists, deck.colours.caution.strong

    def kind(each: Limit, step: Step) -> Paragraph:
        size = Step(look.kind.size, step.leading)
        return deck.paragraph(each.kind, step=size, colour=strong, bold=True)

    hang = max(roomy_width(kind(each, look.kind)) for each in block.limits) + deck.look.gutter

    def row(each: Limit) -> tuple[Cell, ...]:
        return (
            Cell(0.0, hang, lambda step: [kind(each, step)]),
            Cell(hang, min(width, look.measure) - hang, lambda step: [deck.paragraph(each.text, step=step)]),
        )

    rows = tuple(map(row, block.limits))
    return Listed(((0.0, width, head, strong),), rows, tuple(each.text for each in block.limits))


def limit_notes(deck: Deck, block: Limits) -> Iterator[Note]:
    """Yield what is said of the limits: first what is not stated, then what is not settled."""
    speech = deck.labels.speech
    for phrase, missing in ((speech.missing, True), (speech.unsettled, False)):
        texts = [limit.text for limit in block.limits if limit.missing is missing]
        if texts:
            yield paragraph(deck, said(deck, phrase), *(sentence(deck, text) for text in texts))


def sizes(deck: Deck, count: int, both: bool) -> tuple[Step, ...]:
    """The fewer rows, the larger they begin; two columns begin a step smaller."""
    return deck.look.lists.steps[(0 if count < 2 else 1 if count < 3 else 2) + both :]


def fitting(deck: Deck, lists: Sequence[Listed], steps: Sequence[Step], room: float) -> Step | None:
    """Return the first size at which lists fit below each other; None if they do at none."""
    return next((step for step in steps if stacked_height(deck, lists, step) <= room), None)


def stacked_height(deck: Deck, lists: Sequence[Listed], step: Step) -> float:
    """Return the least height of lists below each other."""
    look = deck.look.lists
    rows = fsum(each.head_row(deck) + fsum(each.heights(deck, step)) for each in lists)
    return rows + look.between * (len(lists) - 1)


def stacked(
    deck: Deck, lists: Sequence[Listed], left: float, step: Step, room: float, top: float | None = None
) -> Iterator[Item]:
    """Yield lists below each other, from `top` or the body's; rows share what is spare, up to a limit."""
    look, y = deck.look.lists, deck.look.body_top if top is None else top
    spare = room - stacked_height(deck, lists, step)
    more = spare / sum(len(each.rows) for each in lists)
    spreads = [min(more, look.most_spread if each.ruled else look.most_loose) for each in lists]
    spare -= fsum(spread * len(each.rows) for spread, each in zip(spreads, lists, strict=True))
    apart = look.between + min(spare / max(len(lists) - 1, 1), look.most_apart)
    for each, spread in zip(lists, spreads, strict=True):
        tall = [height + spread for height in each.heights(deck, step)]
        yield from _placed(deck, each, range(len(tall)), left, y, tall, step)
        y += each.head_row(deck) + fsum(tall) + apart


def alone(deck: Deck, each: Listed, steps: Sequence[Step], most: int) -> Iterator[list[Item]]:
    """Yield the items of each slide of a list that is alone on its slides."""
    grid, room = deck.look, deck.look.body - each.head_row(deck)
    done = split(steps, lambda step: each.heights(deck, step), room, most=most)
    width = max(cell.width for row in each.rows for cell in row)
    deck.report_longest(each.texts, width, done, "an entry of this list has up to 25 words")
    for chunk in done.chunks:
        own = done.heights[chunk]
        even = min(room / len(own), grid.row_limit(len(own)))
        spare = max((room - fsum(own)) / len(own), 0.0)
        tall = [max(height, min(height + spare, even)) for height in own]
        rows = range(len(each.rows))[chunk]
        yield list(_placed(deck, each, rows, grid.left, grid.body_top, tall, done.step))


def _placed(
    deck: Deck, each: Listed, rows: Sequence[int], left: float, top: float, tall: Sequence[float], step: Step
) -> Iterator[Item]:
    """Yield the heads of a list, and those of its rows that a slide shows."""
    grid, head_row = deck.look, each.head_row(deck)
    for x, width, text, colour in each.heads:
        yield deck.rule(left + x, top, width, colour)
        rect = Rect(left + x, top + grid.rule, width, head_row - grid.rule)
        yield boxed(rect, [_head(deck, text, colour)], anchor="middle", stubs=True)
    y = top + head_row
    for index, height in zip(rows, tall, strict=True):
        if each.ruled:
            for x, width, _, _ in each.heads:
                yield deck.hairline(left + x, y, width)
        cells = [(cell, cell.words(step)) for cell in each.rows[index]]
        needs = [set_height(words, cell.width) for cell, words in cells]
        first = y + (height - max(needs)) / 2
        for (cell, words), tall_enough in zip(cells, needs, strict=True):
            yield boxed(Rect(left + cell.left, first, cell.width, tall_enough), words)
        y += height
    if each.ruled:
        for x, width, _, _ in each.heads:
            yield deck.hairline(left + x, y, width)
