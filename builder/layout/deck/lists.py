"""Lays out key messages, risks and limits as ruled lists, and timelines as a vertical sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import blended, from_sources, leading, paragraph, said, sentence, source_line
from builder.layout.pages import Box, Item, Paragraph, Piece, Polyline, Rect, TextBox
from builder.layout.text.fit import split
from builder.layout.text.measure import set_lines
from builder.outline.blocks import KeyMessage, KeyMessages, Limits, Risks, Timeline
from builder.outline.blocks import Step as TimelineStep
from builder.outline.text import Text
from builder.theme.geometry import Step


class _List(Struct, frozen=True):
    """One column of rows under a head."""

    head: Text
    colour: str
    rows: tuple[Piece, ...]
    left: float
    width: float
    numbers: tuple[Piece, ...] = ()
    hang: float = 0.0  # from a number to its text

    @property
    def texts(self) -> list[Text]:
        return [piece.text for piece in self.rows if piece.text is not None]


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


def limits(deck: Deck, block: Limits) -> Iterator[Draft]:
    """Yield gaps and tensions side by side; one kind alone takes the full width."""
    deck = deck.under(block.headline)
    grid, look = deck.look, deck.look.lists
    missing = [limit.text for limit in block.limits if limit.missing]
    tension = [limit.text for limit in block.limits if not limit.missing]
    both = bool(missing and tension)
    lists = []
    if missing:
        width = look.column if both else grid.live
        lists.append(_plain(block.missing_head, deck.colours.ink2, missing, grid.left, width))
    if tension:
        left, width = (look.second, look.column) if both else (grid.left, grid.live)
        lists.append(_plain(block.tension_head, deck.colours.caution.strong, tension, left, width))
    steps = _steps(deck, max(len(missing), len(tension)), both)
    most, speech = look.most_paired_limits if both else look.most_limits, deck.labels.speech
    notes = [
        paragraph(deck, said(deck, phrase), *(sentence(deck, text) for text in texts))
        for phrase, texts in ((speech.missing, missing), (speech.unsettled, tension))
        if texts
    ]
    for index, items in enumerate(_slides(deck, lists, steps, most, paired=False)):
        noted, lead = notes if index == 0 else (), blended(speech.to_limits)
        yield Draft(block.heading.slot, block.headline, items, block.heading, lead=lead, notes=noted)


def risks(deck: Deck, block: Risks) -> Iterator[Draft]:
    """Yield each risk with what would help beside it."""
    deck = deck.under(block.headline)
    grid, look = deck.look, deck.look.lists
    rows, strong = block.risks, deck.colours.effect.strong
    helps = any(risk.mitigation for risk in rows)
    missing = deck.fixed("risk_unstated", deck.labels.not_stated)
    words = tuple(Piece(risk.text) for risk in rows)
    numbers = tuple(Piece(risk.number, bold=True, colour=strong) for risk in rows)
    width = look.column if helps else grid.live
    lists = [_List(block.risk_head, strong, words, grid.left, width, numbers, look.hang)]
    if helps:
        pale, strong = deck.colours.ink2, deck.colours.response.strong
        words = tuple(
            Piece(each.mitigation) if each.mitigation else Piece(missing, colour=pale) for each in rows
        )
        lists.append(_List(block.mitigation_head, strong, words, look.second, look.column))
    speech = deck.labels.speech
    notes = [
        paragraph(
            deck,
            sentence(deck, risk.text),
            leading(deck, speech.mitigation, risk.mitigation) if risk.mitigation else None,
            *((Piece(each.label), Piece(None, " "), Piece(each.text)) for each in risk.details),
        )
        for risk in rows
    ]
    steps = _steps(deck, len(rows), helps)
    for index, items in enumerate(_slides(deck, lists, steps, look.most_risks, paired=True)):
        noted, lead = notes if index == 0 else (), blended(speech.to_risks)
        yield Draft(block.heading.slot, block.headline, items, block.heading, lead=lead, notes=noted)


def _steps(deck: Deck, count: int, both: bool) -> tuple[Step, ...]:
    """The fewer rows, the larger they begin; two columns begin a step smaller."""
    return deck.look.lists.steps[(0 if count < 2 else 1 if count < 3 else 2) + both :]


def _plain(head: Text, colour: str, texts: Sequence[Text], left: float, width: float) -> _List:
    return _List(head, colour, tuple(map(Piece, texts)), left, width)


def _slides(
    deck: Deck, lists: Sequence[_List], steps: Sequence[Step], most: int, paired: bool
) -> Iterator[list[Item]]:
    """Yield the items of each slide: rows of all columns together, as many as fit."""
    grid, look = deck.look, deck.look.lists
    count = max(len(each.rows) for each in lists)

    def heights(step: Step) -> list[float]:
        return [
            max(_height(deck, each, row, step) for each in lists if row < len(each.rows))
            for row in range(count)
        ]

    room = grid.body - look.head_row
    done = split(steps, heights, room, most=most)
    longest = max(lists, key=lambda one: max(len(text.plain) for text in one.texts))
    width, hint = _measure(deck, longest) - longest.hang, "an entry of this list has up to 25 words"
    deck.report_longest(longest.texts, width, done, hint)
    for chunk in done.chunks:
        own = done.heights[chunk]
        if not paired and max(own) * len(own) <= room:
            own = [max(own)] * len(own)
        even = min(room / len(own), grid.row_limit(len(own)))
        spare = max((room - fsum(own)) / len(own), 0.0)
        own = [max(height, min(height + spare, even)) for height in own]
        yield [item for each in lists for item in _column(deck, each, chunk, own, done.step)]


def _measure(deck: Deck, each: _List) -> float:
    return min(each.width, deck.look.lists.measure)


def _height(deck: Deck, each: _List, row: int, step: Step) -> float:
    words = deck.paragraph(each.rows[row], step=step)
    return set_height([words], _measure(deck, each) - each.hang) + 2 * deck.look.lists.pad


def _column(deck: Deck, each: _List, chunk: slice, heights: Sequence[float], step: Step) -> Iterator[Item]:
    """Yield one column of a slide; it may have fewer rows than others, or none."""
    grid, look = deck.look, deck.look.lists
    if not each.rows[chunk]:
        return
    yield deck.rule(each.left, grid.body_top, each.width, each.colour)
    head = deck.paragraph(each.head, step=look.head, colour=each.colour, bold=True)
    rect = Rect(each.left, grid.body_top + grid.rule, each.width, look.head_row - grid.rule)
    yield boxed(rect, [head], anchor="middle", stubs=True)
    y = grid.body_top + look.head_row
    numbers = each.numbers[chunk] or [None] * len(heights)
    for words, number, height in zip(each.rows[chunk], numbers, heights, strict=False):
        yield deck.hairline(each.left, y, each.width)
        found = deck.paragraph(words, step=step)
        rect = Rect(each.left, y, _measure(deck, each), height)
        if number is not None:
            yield from deck.numbered(rect, number, each.hang, found, anchor="middle")
        else:
            yield boxed(rect, [found], anchor="middle")
        y += height
    yield deck.hairline(each.left, y, each.width)


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield the slides of a timeline, up to seven steps on each."""
    deck = deck.under(block.headline, appendix=True)
    grid, look = deck.look, deck.look.timeline
    when = min(max(roomy_width(_when(deck, step, look.when)) for step in block.steps), look.when_limit)
    what = max(look.when_left + when + grid.gutter, look.what_left if when <= look.when_limit else 0.0)
    refs = max((roomy_width(_refs(deck, step)) for step in block.steps if step.refs), default=0.0)
    width = grid.right - look.inset - what - (refs + grid.gutter if refs else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(
                set_height([_what(deck, each, step)], width),
                set_height([_when(deck, each, _small(deck, step))], what - look.when_left - look.when_gap),
            )
            + 2 * look.pad
            for each in block.steps
        ]

    done = split(look.steps, heights, grid.body, most=look.most)
    deck.report_longest([each.text for each in block.steps], width, done, "a step has up to 10 words")
    for chunk in done.chunks:
        shown = block.steps[chunk]
        cited = [each.refs for each in shown]
        yield Draft(
            block.heading.slot,
            block.headline,
            list(_rows(deck, shown, done.heights[chunk], done.step, what, width)),
            block.heading,
            source=(Piece(block.note),) if block.note else source_line(deck, *cited),
            lead=blended(deck.labels.speech.to_timeline),
            notes=list(_notes(deck, block, shown)),
            appendix=True,
        )


def _small(deck: Deck, step: Step) -> Step:
    most = deck.look.timeline.when
    return Step(min(step.size, most.size), min(step.leading, most.leading))


def _strong(deck: Deck, each: TimelineStep) -> str:
    return deck.colours.response.strong if each.suggested else deck.colours.brand


def _when(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    colour = deck.colours.on_brand if each.event else _strong(deck, each)
    return deck.paragraph(each.when, step=step, colour=colour, bold=True)


def _what(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    colour = deck.colours.white if each.event else deck.colours.ink
    return deck.paragraph(each.text, step=step, colour=colour, bold=each.event)


def _refs(deck: Deck, each: TimelineStep) -> Paragraph:
    colour = deck.colours.on_brand if each.event else deck.colours.ink2
    return deck.paragraph(each.refs, step=deck.look.timeline.refs, colour=colour, align="right")


def _rows(
    deck: Deck, shown: Sequence[TimelineStep], tall: Sequence[float], step: Step, what: float, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.timeline
    even = grid.body / len(shown)
    rows = [min(even, grid.row_limit(len(shown)))] * len(shown) if max(tall) <= even else list(tall)
    tops = [grid.body_top + fsum(rows[:index]) for index in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x, half = grid.left + look.square / 2, look.square / 2
    for each, above, middle in zip(shown[1:], middles, middles[1:], strict=False):
        ends = (x, above + half), (x, middle - half)
        yield Polyline(ends, _strong(deck, each), look.line, dashed=each.suggested)
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
