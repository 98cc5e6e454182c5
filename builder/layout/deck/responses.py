"""Responses become bars: number, action, detail, how firm, and owner and timing where any is stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, paragraph, roomy_width, set_height
from builder.layout.deck.grid import BODY_BOTTOM, LEFT, LIVE, RIGHT, row_limit
from builder.layout.deck.notes import certainty_note, note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Response, Responses
from builder.outline.text import Role, Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(28, 34), Step(22, 26), Step(20, 24), Step(18, 22))  # the first for one or two
HEADS, HEAD_TOP, TOP = Step(14, 17), 134.0, 161.3
LARGE_DETAIL = Step(20, 25)
NUMBER, DETAIL, FIRM, SMALL, STATED = Step(22, 26), Step(16, 20), Step(16, 20), Step(14, 17), Step(16, 20)
BLOCK, TEXT = 47.5, 63.4  # width of the number's block; from the left margin to the action
FIRM_WIDTH, FIRM_LIMIT, STATED_WIDTH, LEAD = 148.0, 200.0, 78.0, 18.7
MARK = 11.5
PAD, LEAST = 9.0, 36.0  # around a row's words, and the least they take
GAPS = {5: 8.64, 6: 8.64}
LIMIT = 80.0
MOST = 6


class _Columns(Struct, frozen=True):
    """Left edges and widths of what stands right of the action; no width where a column is left out."""

    text: float
    firm: float
    firm_width: float
    compact: bool
    lead: float  # from the column's edge to its words, where marks stand before them
    owner: float
    when: float
    stated: float


def responses(deck: Deck, block: Responses) -> Iterator[Draft]:
    """Yield the slides of the responses, all on one where they fit."""
    columns = _columns(block)
    detail = len(block.responses) < 6

    def heights(step: Step) -> list[float]:
        return [_height(each, step, columns, detail) for each in block.responses]

    gap = GAPS.get(len(block.responses), 10.08)
    steps = STEPS if len(block.responses) < 3 else STEPS[1:]
    done = split(steps, heights, BODY_BOTTOM - TOP, gap, MOST)
    if len(done.chunks) > 1 and not detail:
        detail = True
        done = split(steps, heights, BODY_BOTTOM - TOP, gap, MOST)
    tall = heights(done.step)
    problems: list[Problem] = []
    if done.over:
        longest = max(block.responses, key=lambda each: len(each.action.plain)).action
        lines = set_lines(paragraph(longest, step=done.step, bold=True), columns.text)
        problems.append(too_long(longest, lines, done.over, "its slide", "an action has up to 13 words"))
    for index, chunk in enumerate(done.chunks):
        shown = [block.responses[place] for place in chunk]
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            (
                *_heads(deck, block, columns),
                *_bars(shown, [tall[place] for place in chunk], gap, done.step, columns, detail),
            ),
            block.heading,
            Role.RESPONSE,
            source=source_line(
                deck, *[each.refs for each in shown], after=[_whose(deck, block), block.unstated]
            ),
            here=frozenset(each.id for each in shown) if deck.map else None,
            notes=tuple(_notes(deck, block, shown)),
            problems=tuple(problems) if index == 0 else (),
            continued=(index + 1, len(done.chunks)),
        )


def _whose(deck: Deck, block: Responses) -> Text | None:
    """Whose suggestions these are, where all are the source's."""
    if block.heading.plain != deck.labels.suggested_responses:
        return None
    return deck.fixed("resp_whose", deck.labels.suggestions_are_theirs)


def _columns(block: Responses) -> _Columns:
    stated = any(any(each.stated) for each in block.responses)
    firm = any(each.certainty or each.refs or each.origin for each in block.responses)
    right = RIGHT - 14.0
    width = 0.0
    if stated:
        needs = [
            roomy_width(paragraph(text, step=STATED))
            for each in block.responses
            for text in (each.owner, each.when)
        ]
        width = min(max(*needs, STATED_WIDTH), 144.0)
    compact = len(block.responses) > 4
    lines = [line for each in block.responses for line in _firm_lines(each, compact)]
    lead = LEAD if any(each.certainty for each in block.responses) else 0.0
    least = FIRM_WIDTH if lead else STATED_WIDTH
    firm_width = min(max([least, *(roomy_width(line) + lead for line in lines)]), FIRM_LIMIT)
    when = right - width
    owner = when - width - 14.0 if stated else right
    at = owner - firm_width - 14.0 if firm else owner
    text = (at if firm or stated else right) - LEFT - TEXT - 14.0
    return _Columns(text, at if firm else 0.0, firm_width, compact, lead, owner, when, width)


def _action(each: Response, step: Step) -> Paragraph:
    return paragraph(each.action, step=step, colour=TOKENS.response.strong, bold=True)


def _said(each: Response, step: Step, detail: bool) -> list[Paragraph]:
    said = [_action(each, step)]
    if detail and each.detail is not None:
        said.append(paragraph(each.detail, step=LARGE_DETAIL if step.size > 24 else DETAIL))
    return said


def _firm_lines(each: Response, compact: bool) -> list[Paragraph]:
    """How firm it is, who says so and where; a compact list has the references on the first line."""
    said: list[Paragraph] = []
    refs = each.refs
    if each.certainty is not None:
        beside = (
            (Piece(None, "  "), Piece(refs, size=SMALL.size, bold=False, colour=TOKENS.ink2))
            if compact and refs
            else ()
        )
        said.append(paragraph(each.certainty.word, *beside, step=FIRM, bold=True))
        refs = None if compact else refs
    texts = (each.certainty.attribution if each.certainty else None, each.origin, refs)
    return [*said, *(paragraph(text, step=SMALL, colour=TOKENS.ink2) for text in texts if text is not None)]


def _height(each: Response, step: Step, columns: _Columns, detail: bool) -> float:
    needs = [set_height(_said(each, step, detail), columns.text), LEAST]
    if columns.firm:
        needs.append(set_height(_firm_lines(each, columns.compact), columns.firm_width - columns.lead))
    if columns.stated:
        needs += [
            set_height([paragraph(text, step=STATED)], columns.stated) for text in (each.owner, each.when)
        ]
    return max(needs) + PAD


def _heads(deck: Deck, block: Responses, columns: _Columns) -> Iterator[Item]:
    heads: list[tuple[float, float, Text]] = [(LEFT + TEXT, columns.text, block.response_head)]
    if columns.firm and any(each.certainty for each in block.responses):
        heads.append((columns.firm, columns.firm_width, deck.fixed("resp_firm", deck.labels.how_firm)))
    elif columns.firm and block.basis_head is not None:
        heads.append((columns.firm, columns.firm_width, block.basis_head))
    if columns.stated:
        heads += [
            (columns.owner, columns.stated, block.owner_head),
            (columns.when, columns.stated, block.when_head),
        ]
    for x, width, text in heads:
        found = paragraph(text, step=HEADS, colour=TOKENS.ink2, bold=True)
        yield boxed(Rect(x, HEAD_TOP, width, HEADS.leading), [found], name=text.slot, stubs=True)


def _bars(
    shown: Sequence[Response], tall: Sequence[float], gap: float, step: Step, columns: _Columns, detail: bool
) -> Iterator[Item]:
    room = BODY_BOTTOM - TOP - gap * (len(shown) - 1)
    even = min(room / len(shown), max(row_limit(len(shown)), LIMIT))
    rows = [even] * len(shown) if max(tall) <= even else _stretched(tall, room)
    y = TOP
    for each, row in zip(shown, rows, strict=True):
        yield Box(Rect(LEFT + BLOCK, y, LIVE - BLOCK, row), fill=TOKENS.response.tint)
        number = paragraph(each.number, step=NUMBER, colour=TOKENS.white, bold=True, align="center")
        yield boxed(
            Rect(LEFT, y, BLOCK, row), [number], anchor="middle", fill=TOKENS.response.strong,
            name=each.number.slot, stubs=True,
        )  # fmt: skip
        yield boxed(
            Rect(LEFT + TEXT, y, columns.text, row),
            _said(each, step, detail),
            anchor="middle",
            name=each.action.slot,
        )
        if columns.firm:
            yield from _firm(each, columns, y, row)
        if columns.stated:
            for x, text, stated in zip(
                (columns.owner, columns.when), (each.owner, each.when), each.stated, strict=True
            ):
                found = paragraph(text, step=STATED, colour=TOKENS.ink if stated else TOKENS.ink2)
                yield boxed(
                    Rect(x, y, columns.stated, row), [found], anchor="middle", name=text.slot, stubs=True
                )
        y += row + gap


def _stretched(tall: Sequence[float], room: float) -> list[float]:
    spare = min((room - fsum(tall)) / len(tall), 14.0)
    return [height + spare for height in tall]


def _firm(each: Response, columns: _Columns, top: float, row: float) -> Iterator[Item]:
    lines = _firm_lines(each, columns.compact)
    if not lines:
        return
    x, width = columns.firm, columns.firm_width - columns.lead
    height = set_height(lines, width)
    y = top + (row - height) / 2
    if each.certainty is not None:
        yield Mark(Rect(x, y + 4.4, MARK, MARK), each.certainty.level, TOKENS.ink)
    first = lines[0].pieces[0].text
    yield boxed(
        Rect(x + columns.lead, y, width, height), lines, name=first.slot if first else None, stubs=True
    )


def _notes(deck: Deck, block: Responses, shown: Sequence[Response]) -> Iterator[Note]:
    for each in shown:
        yield note(
            deck, each.number, each.action, deck.labels.full_stop, deck.labels.space, each.detail, each.refs
        )
        yield from certainty_note(deck, each.certainty)
        if any(each.stated):
            yield note(deck, block.owner_head, deck.labels.colon, each.owner, deck.labels.semicolon,
                       block.when_head, deck.labels.colon, each.when)  # fmt: skip
    if block.unstated is not None:
        yield note(deck, block.unstated)
