"""Lays out key messages, risks and limits as ruled lists, and timelines as a sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import blended, from_sources, leading, paragraph, said, sentence, source_line
from builder.layout.pages import Box, Item, Paragraph, Piece, Polyline, Rect, TextBox
from builder.layout.text.fit import choose, split
from builder.layout.text.measure import set_lines, widest_word
from builder.outline.blocks import KeyMessage, KeyMessages, Limit, Limits, Risk, Risks, Timeline
from builder.outline.blocks import Step as TimelineStep
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
    rows = fsum(look.head_row + fsum(each.heights(deck, step)) for each in lists)
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
        y += look.head_row + fsum(tall) + apart


def alone(deck: Deck, each: Listed, steps: Sequence[Step], most: int) -> Iterator[list[Item]]:
    """Yield the items of each slide of a list that is alone on its slides."""
    grid, look = deck.look, deck.look.lists
    room = grid.body - look.head_row
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
    grid, look = deck.look, deck.look.lists
    for x, width, text, colour in each.heads:
        yield deck.rule(left + x, top, width, colour)
        head = deck.paragraph(text, step=look.head, colour=colour, bold=True)
        rect = Rect(left + x, top + grid.rule, width, look.head_row - grid.rule)
        yield boxed(rect, [head], anchor="middle", stubs=True)
    y = top + look.head_row
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


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield a scaled axis where all steps have dates and fit, else rows, up to eight on a slide."""
    deck = deck.under(block.headline, appendix=True)
    axis = list(_axis(deck, block))
    if axis:
        yield _sequence_slide(deck, block, block.steps, axis)
        return
    grid, look = deck.look, deck.look.timeline
    when = min(max(roomy_width(_when(deck, step, look.when)) for step in block.steps), look.when_limit)
    what = max(look.when_left + when + grid.gutter, look.what_left if when <= look.when_limit else 0.0)
    refs = max((roomy_width(_refs(deck, step)) for step in block.steps if step.refs), default=0.0)
    width = grid.right - look.inset - what - (refs + grid.gutter if refs else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(
                set_height([_what(deck, each, step)], width) + 2 * look.pad,
                set_height([_when(deck, each, _small(deck, step))], what - look.when_left - look.when_gap)
                + 2 * look.pad,
                look.square + look.line,
            )
            for each in block.steps
        ]

    done = split(look.steps, heights, grid.body, most=look.most)
    deck.report_longest([each.text for each in block.steps], width, done, "a step has up to 10 words")
    for chunk in done.chunks:
        shown = block.steps[chunk]
        rows = list(_rows(deck, shown, done.heights[chunk], done.step, what, width))
        yield _sequence_slide(deck, block, shown, rows)


def _sequence_slide(
    deck: Deck, block: Timeline, shown: Sequence[TimelineStep], items: Sequence[Item]
) -> Draft:
    return Draft(
        block.heading.slot,
        block.headline,
        items,
        block.heading,
        source=(Piece(block.note),) if block.note else source_line(deck, *(each.refs for each in shown)),
        lead=blended(deck.labels.speech.to_timeline),
        notes=list(_notes(deck, block, shown)),
        appendix=True,
    )


def _axis(deck: Deck, block: Timeline) -> Iterator[Item]:
    """Yield a line on which steps are as far apart as their dates, with labels above and below it in turn.

    Nothing where a step has no date, or comes before the one above it, or where labels do not fit, or are far
    from their steps.
    """
    grid, look = deck.look, deck.look.timeline
    days = [date.fromisoformat(each.day).toordinal() for each in block.steps if each.day]
    ordered = len(days) == len(block.steps) and days == sorted(days) and days[0] < days[-1]
    if not ordered or not look.least_on_axis <= len(days) <= look.most:
        return
    middle, span = grid.body_top + grid.body / 2, grid.live - 2 * look.axis_end
    at = [grid.left + look.axis_end + span * (day - days[0]) / (days[-1] - days[0]) for day in days]
    most = min((grid.live + grid.gutter) / -(-len(days) // 2) - grid.gutter, look.most_label)
    inside, room = most - 2 * look.label_pad, grid.body / 2 - look.leader

    def words(each: TimelineStep, step: Step, align: str = "left") -> list[Paragraph]:
        number = Piece(
            each.number, bold=False, colour=deck.colours.on_brand if each.event else deck.colours.ink2
        )
        small = _small(deck, step)
        when = deck.paragraph(
            number, " · ", Piece(each.when), step=small, colour=_when_colour(deck, each), bold=True
        )
        cited = [deck.paragraph(each.refs, step=look.refs, colour=_pale(deck, each))] if each.refs else []
        return [replace(each, align=align) for each in (when, _what(deck, each, step), *cited)]

    def over(step: Step) -> float:
        return max(set_height(words(each, step), inside) for each in block.steps) + 2 * look.label_pad - room

    broken = any(widest_word(each) > inside for one in block.steps for each in words(one, look.steps[-1]))
    step, excess = choose(look.steps, over)
    if excess or broken:
        return
    labels = [boxed(Rect(0.0, 0.0, most, room), words(each, step)) for each in block.steps]
    widths = [min(_reach(label) + 2 * (look.label_pad + GIVE), most) for label in labels]
    lefts, aligns = [0.0] * len(at), ["left"] * len(at)
    for side in (slice(0, None, 2), slice(1, None, 2)):
        lefts[side], aligns[side] = _aligned(at[side], widths[side], deck)
    slants = (max(left - x, x - left - width) for x, left, width in zip(at, lefts, widths, strict=True))
    if any(slant > look.most_slant for slant in slants):
        return
    # Read in the order of their dates, no label is above the one before it.
    overlap = [left + width > after for left, width, after in zip(lefts, widths, lefts[1:], strict=False)]
    first_above = sum(overlap[1::2]) <= sum(overlap[::2])
    yield Polyline(((grid.left, middle), (grid.right, middle)), deck.colours.brand, look.line)
    placed = zip(block.steps, at, lefts, widths, aligns, strict=True)
    for index, (each, x, left, width, align) in enumerate(placed):
        above = (index % 2 == 0) is first_above
        tall = set_height(words(each, step), width - 2 * look.label_pad) + 2 * look.label_pad
        top = middle - look.leader - tall if above else middle + look.leader
        near = min(max(x, left + look.label_pad), left + width - look.label_pad)
        insets = (look.label_pad,) * 4
        fill = deck.colours.ink if each.event else None
        rect = Rect(left, top, width, tall)
        label = boxed(rect, words(each, step, align), insets, anchor="bottom" if above else "top", fill=fill)
        spare = label.insets[2] - look.label_pad  # where a last line would be a stub
        before = {"left": 0.0, "center": spare / 2, "right": spare}[align]
        sides = look.label_pad + before, look.label_pad + spare - before
        yield replace(label, insets=(sides[0], look.label_pad, sides[1], look.label_pad))
        reach = (x, middle), (near, rect.bottom if above else rect.y)
        strong = _strong(deck, each)
        yield Polyline(reach, strong, look.line, dashed=each.suggested, end=label.name)


def _reach(label: TextBox) -> float:
    """Return the width in points of the longest line."""
    return max(line[-1].x + line[-1].width for text in label.paragraphs for line in text.lines)


def _aligned(starts: Sequence[float], widths: Sequence[float], deck: Deck) -> tuple[list[float], list[str]]:
    """Return the left edges and alignments of labels, which begin, end or have their middles at `starts`.

    As many as can begin there; where no choice keeps them apart, they are moved.
    """
    pad, gap = deck.look.timeline.label_pad, deck.look.timeline.label_gap
    choices = [
        {"left": x - pad, "center": x - width / 2, "right": x - width + pad}
        for x, width in zip(starts, widths, strict=True)
    ]
    free = [
        {name: left for name, left in each.items() if deck.look.left <= left <= deck.look.right - width}
        for each, width in zip(choices, widths, strict=True)
    ]
    for aligns in sorted(product(*free), key=lambda names: len(names) - names.count("left")):
        lefts = [each[name] for each, name in zip(free, aligns, strict=True)]
        ends = (left + width + gap for left, width in zip(lefts, widths, strict=True))
        if all(end <= left for end, left in zip(ends, lefts[1:], strict=False)):
            return lefts, list(aligns)
    return _apart(starts, widths, deck), ["left"] * len(widths)


def _apart(starts: Sequence[float], widths: Sequence[float], deck: Deck) -> list[float]:
    """Return the left edges of labels, whose texts begin as near to `starts` as the others let them."""
    grid, lefts = deck.look, list[float]()
    least = grid.left
    for x, width in zip(starts, widths, strict=True):
        lefts.append(max(x - grid.timeline.label_pad, least))
        least = lefts[-1] + width + grid.gutter
    right = grid.right
    for index in range(len(lefts) - 1, -1, -1):
        lefts[index] = min(lefts[index], right - widths[index])
        right = lefts[index] - grid.gutter
    return lefts


def _small(deck: Deck, step: Step) -> Step:
    most = deck.look.timeline.when
    return Step(min(step.size, most.size), min(step.leading, most.leading))


def _strong(deck: Deck, each: TimelineStep) -> str:
    return deck.colours.response.strong if each.suggested else deck.colours.brand


def _when_colour(deck: Deck, each: TimelineStep) -> str:
    return deck.colours.on_brand if each.event else _strong(deck, each)


def _when(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    return deck.paragraph(each.when, step=step, colour=_when_colour(deck, each), bold=True)


def _what(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    colour = deck.colours.white if each.event else deck.colours.ink
    return deck.paragraph(each.text, step=step, colour=colour, bold=each.event)


def _refs(deck: Deck, each: TimelineStep) -> Paragraph:
    return deck.paragraph(each.refs, step=deck.look.timeline.refs, colour=_pale(deck, each), align="right")


def _pale(deck: Deck, each: TimelineStep) -> str:
    return deck.colours.on_brand if each.event else deck.colours.ink2


def _rows(
    deck: Deck, shown: Sequence[TimelineStep], tall: Sequence[float], step: Step, what: float, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.timeline
    even = grid.body / len(shown)
    high = max(min(even, grid.row_limit(len(shown))), max(tall))
    rows = [high] * len(shown) if max(tall) <= even else list(tall)
    tops = [grid.body_top + fsum(rows[:index]) for index in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x, half = grid.left + look.square / 2, look.square / 2
    for index, (each, top, row) in enumerate(zip(shown, tops, rows, strict=True)):
        if each.event:
            yield Box(Rect(look.band, top, grid.right - look.band, row), fill=deck.colours.ink)
        elif index and not shown[index - 1].event:
            yield deck.hairline(look.when_left, top, grid.right - look.when_left)
        yield _square(deck, each, middles[index])
        before = Rect(look.when_left, top, what - look.when_left - look.when_gap, row)
        yield boxed(before, [_when(deck, each, _small(deck, step))], anchor="middle")
        yield boxed(Rect(what, top, width, row), [_what(deck, each, step)], anchor="middle")
        if each.refs is not None:
            left = what + width + grid.gutter
            beside = Rect(left, top, grid.right - look.inset - left, row)
            yield boxed(beside, [_refs(deck, each)], anchor="middle", stubs=True)
    for last, each, above, middle in zip(shown, shown[1:], middles, middles[1:], strict=False):
        ends, joined = ((x, above + half), (x, middle - half)), (last.number.slot, each.number.slot)
        yield Polyline(ends, _strong(deck, each), look.line, each.suggested, start=joined[0], end=joined[1])


def _square(deck: Deck, each: TimelineStep, middle: float) -> TextBox:
    look = deck.look.timeline
    ink, white = deck.colours.ink, deck.colours.white
    colour, fill, outline = (
        (white, ink, ink) if each.event else (_strong(deck, each), white, _strong(deck, each))
    )
    found = deck.paragraph(each.number, step=look.number, colour=colour, bold=True, align="center")
    rect = Rect(deck.look.left, middle - look.square / 2, look.square, look.square)
    return TextBox(
        rect,
        (set_lines(found, look.square),),
        anchor="middle",
        fill=fill,
        outline=outline,
        weight=look.line,
        dashed=each.suggested,
        name=each.number.slot,
    )


def _notes(deck: Deck, block: Timeline, shown: Sequence[TimelineStep]) -> Iterator[Note]:
    for each in shown:
        yield said(deck, deck.labels.speech.step, when=each.when, what=each.text)
    note = sentence(deck, block.note) if block.note is not None else None
    yield paragraph(
        deck, note, from_sources(deck, deck.labels.speech.comes_from, *(each.refs for each in shown))
    )
