"""Lays out responses as bars: number, action, detail, certainty, and owner and timing where stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import certainty_note, note
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, longest_too_long, split
from builder.outline.blocks import Response, Responses
from builder.outline.text import Role, Text


class _Columns(Struct, frozen=True):
    """Left edges and widths of the columns right of the action; a column that is left out has no width."""

    text: float
    firm: float
    firm_width: float
    compact: bool
    lead: float  # from the column's edge to its words, if there are marks before them
    owner: float
    when: float
    stated: float


def responses(deck: Deck, block: Responses) -> Iterator[Draft]:
    """Yield the slides of the responses, all on one where they fit."""
    grid, look = deck.look, deck.look.responses
    columns = _columns(deck, block)
    detail = len(block.responses) < 6

    def heights(step: Step) -> list[float]:
        return [_height(deck, each, step, columns, detail) for each in block.responses]

    gap = look.gaps.get(len(block.responses), look.gap)
    steps = look.few_steps if len(block.responses) <= look.few else look.steps
    done = split(steps, heights, grid.body_bottom - look.top, gap, look.most)
    if len(done.chunks) > 1 and not detail:
        detail = True
        done = split(steps, heights, grid.body_bottom - look.top, gap, look.most)
    tall = heights(done.step)
    problems = longest_too_long(
        [each.action for each in block.responses], partial(deck.paragraph, step=done.step, bold=True),
        columns.text, done.over, "its slide", "an action has up to 13 words",
    )  # fmt: skip
    for chunk in done.chunks:
        shown = [block.responses[index] for index in chunk]
        yield Draft(
            block.heading.slot,
            block.headline,
            (
                *_heads(deck, block, columns),
                *_bars(deck, shown, [tall[index] for index in chunk], gap, done.step, columns, detail),
            ),
            block.heading,
            Role.RESPONSE,
            source=source_line(
                deck, *[each.refs for each in shown], after=[_whose(deck, block), block.unstated]
            ),
            here=frozenset(each.id for each in shown) if deck.map else None,
            notes=tuple(_notes(deck, block, shown)),
            problems=tuple(problems),
        )


def _whose(deck: Deck, block: Responses) -> Text | None:
    """Whose suggestions these are, where all are the source's."""
    if block.heading.plain != deck.labels.suggested_responses:
        return None
    return deck.fixed("resp_whose", deck.labels.suggestions_are_theirs)


def _columns(deck: Deck, block: Responses) -> _Columns:
    grid, look = deck.look, deck.look.responses
    stated = any(any(each.stated) for each in block.responses)
    firm = any(each.certainty or each.refs or each.origin for each in block.responses)
    right = grid.right - look.right
    width = 0.0
    if stated:
        needs = [
            roomy_width(deck.paragraph(text, step=look.stated))
            for each in block.responses
            for text in (each.owner, each.when)
        ]
        width = min(max(*needs, look.stated_width), look.stated_limit)
    compact = len(block.responses) > 4
    lines = [line for each in block.responses for line in _firm_lines(deck, each, compact)]
    lead = look.lead if any(each.certainty for each in block.responses) else 0.0
    least = look.certainty_width if lead else look.stated_width
    firm_width = min(max([least, *(roomy_width(line) + lead for line in lines)]), look.certainty_limit)
    when = right - width
    owner = when - width - look.right if stated else right
    at = owner - firm_width - look.right if firm else owner
    text = (at if firm or stated else right) - grid.left - look.text - look.right
    return _Columns(text, at if firm else 0.0, firm_width, compact, lead, owner, when, width)


def _said(deck: Deck, each: Response, step: Step, detail: bool) -> list[Paragraph]:
    look = deck.look.responses
    said = [deck.paragraph(each.action, step=step, colour=deck.colours.response.strong, bold=True)]
    if detail and each.detail is not None:
        said.append(
            deck.paragraph(each.detail, step=look.large_detail if step.size > look.large else look.detail)
        )
    return said


def _firm_lines(deck: Deck, each: Response, compact: bool) -> list[Paragraph]:
    """Return certainty, attribution and references; a compact list has the references on the first line."""
    look = deck.look.responses
    said: list[Paragraph] = []
    refs = each.refs
    if each.certainty is not None:
        beside = (
            (Piece(None, "  "), Piece(refs, size=look.small.size, bold=False, colour=deck.colours.ink2))
            if compact and refs
            else ()
        )
        said.append(deck.paragraph(each.certainty.word, *beside, step=look.certainty, bold=True))
        refs = None if compact else refs
    texts = (each.certainty.attribution if each.certainty else None, each.origin, refs)
    return [
        *said,
        *(
            deck.paragraph(text, step=look.small, colour=deck.colours.ink2)
            for text in texts
            if text is not None
        ),
    ]


def _height(deck: Deck, each: Response, step: Step, columns: _Columns, detail: bool) -> float:
    look = deck.look.responses
    needs = [set_height(_said(deck, each, step, detail), columns.text), look.least]
    if columns.firm:
        needs.append(set_height(_firm_lines(deck, each, columns.compact), columns.firm_width - columns.lead))
    if columns.stated:
        needs += [
            set_height([deck.paragraph(text, step=look.stated)], columns.stated)
            for text in (each.owner, each.when)
        ]
    return max(needs) + look.pad


def _heads(deck: Deck, block: Responses, columns: _Columns) -> Iterator[Item]:
    look = deck.look.responses
    heads: list[tuple[float, float, Text]] = [(deck.look.left + look.text, columns.text, block.response_head)]
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
        found = deck.paragraph(text, step=look.head, colour=deck.colours.ink2, bold=True)
        yield boxed(Rect(x, look.head_top, width, look.head.leading), [found], stubs=True)


def _bars(
    deck: Deck,
    shown: Sequence[Response],
    tall: Sequence[float],
    gap: float,
    step: Step,
    columns: _Columns,
    detail: bool,
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.responses
    room = grid.body_bottom - look.top - gap * (len(shown) - 1)
    even = min(room / len(shown), max(grid.row_limit(len(shown)), look.limit))
    rows = [even] * len(shown) if max(tall) <= even else _stretched(deck, tall, room)
    y = look.top
    for each, row in zip(shown, rows, strict=True):
        yield Box(
            Rect(grid.left + look.block, y, grid.live - look.block, row), fill=deck.colours.response.tint
        )
        number = deck.paragraph(
            each.number, step=look.number, colour=deck.colours.white, bold=True, align="center"
        )
        block = Rect(grid.left, y, look.block, row)
        yield boxed(block, [number], anchor="middle", fill=deck.colours.response.strong, stubs=True)
        yield boxed(
            Rect(grid.left + look.text, y, columns.text, row),
            _said(deck, each, step, detail),
            anchor="middle",
        )
        if columns.firm:
            yield from _firm(deck, each, columns, y, row)
        if columns.stated:
            for x, text, stated in zip(
                (columns.owner, columns.when), (each.owner, each.when), each.stated, strict=True
            ):
                found = deck.paragraph(
                    text, step=look.stated, colour=deck.colours.ink if stated else deck.colours.ink2
                )
                yield boxed(Rect(x, y, columns.stated, row), [found], anchor="middle", stubs=True)
        y += row + gap


def _stretched(deck: Deck, tall: Sequence[float], room: float) -> list[float]:
    spare = min((room - fsum(tall)) / len(tall), deck.look.responses.stretch)
    return [height + spare for height in tall]


def _firm(deck: Deck, each: Response, columns: _Columns, top: float, row: float) -> Iterator[Item]:
    look = deck.look.responses
    lines = _firm_lines(deck, each, columns.compact)
    if not lines:
        return
    x, width = columns.firm, columns.firm_width - columns.lead
    height = set_height(lines, width)
    y = top + (row - height) / 2
    if each.certainty is not None:
        yield Mark(Rect(x, y + look.mark_top, look.mark, look.mark), each.certainty.level, deck.colours.ink)
    yield boxed(Rect(x + columns.lead, y, width, height), lines, stubs=True)


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
