"""Lays out responses as bars: number, action, detail, certainty, and owner and timing where stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import blended, from_sources, leading, paragraph, said, sentence
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Rect
from builder.layout.text.fit import split
from builder.outline.blocks import Addressed, Response, Responses
from builder.outline.text import Role, Text
from builder.theme.geometry import Step


class _Columns(Struct, frozen=True):
    """Left edges and widths of the columns right of the action; a column that is left out has no width."""

    text: float
    firm: float
    firm_width: float
    compact: bool
    lead: float  # from the column's edge to its words, if there are marks before them
    owned: tuple[float, ...]  # where owner and timing begin, as far as they are shown
    owned_width: float


def responses(deck: Deck, block: Responses) -> Iterator[Draft]:
    """Yield the slides of each group of responses, all of it on one where they fit."""
    deck = deck.under(block.headline)
    look = deck.look.responses
    columns = _columns(deck, block)
    steps = look.few_steps if len(block.responses) <= look.few else look.steps
    for group in block.groups:
        yield from _group_slides(deck, block, group, columns, steps)


def _group_slides(
    deck: Deck, block: Responses, group: Addressed, columns: _Columns, steps: Sequence[Step]
) -> Iterator[Draft]:
    grid, look = deck.look, deck.look.responses
    responses = group.responses
    detail = len(responses) < 6

    def heights(step: Step) -> list[float]:
        return [_height(deck, block, each, step, columns, detail) for each in responses]

    gap = look.gaps.get(len(responses), look.gap)
    done = split(steps, heights, grid.body - look.top, gap, look.most)
    if len(done.chunks) > 1 and not detail:
        detail = True
        done = split(steps, heights, grid.body - look.top, gap, look.most)
    texts, hint = [each.action for each in responses], "an action has up to 13 words"
    deck.report_longest(texts, columns.text, done, hint, bold=True)
    for chunk in done.chunks:
        shown = responses[chunk]
        bars = _bars(deck, block, shown, done.heights[chunk], gap, done.step, columns, detail)
        refs = [each.refs for each in shown]
        yield Draft(
            block.heading.slot,
            block.headline,
            [*_heads(deck, block, group.reader, columns), *bars],
            block.heading,
            Role.RESPONSE,
            source=source_line(deck, *refs, after=[_whose(deck, block), block.unstated]),
            here=frozenset(each.id for each in shown) if deck.map else None,
            lead=blended(deck.labels.speech.to_responses),
            notes=list(_notes(deck, block, shown)),
        )


def _whose(deck: Deck, block: Responses) -> Text | None:
    """Whose suggestions these are, where all are the source's."""
    if block.heading.plain != deck.labels.suggested_responses:
        return None
    return deck.fixed("resp_whose", deck.labels.suggestions_are_theirs)


def _columns(deck: Deck, block: Responses) -> _Columns:
    grid, look = deck.look, deck.look.responses
    firm = any(each.certainty or each.refs or each.origin for each in block.responses)
    right = grid.right - look.right
    width = 0.0
    if block.columns:
        texts = [each.owned[n] for each in block.responses for n in block.columns]
        needs = [roomy_width(deck.paragraph(text, step=look.stated)) for text in texts]
        width = min(max(*needs, look.stated_width), look.stated_limit)
    compact = len(block.responses) > 4
    lines = [line for each in block.responses for line in _firm_lines(deck, each, compact)]
    lead = look.lead if any(each.certainty for each in block.responses) else 0.0
    least = look.certainty_width if lead else look.stated_width
    firm_width = min(max([least, *(roomy_width(line) + lead for line in lines)]), look.certainty_limit)
    owned = tuple(right - width - left * (width + look.right) for left in range(len(block.columns)))[::-1]
    end = owned[0] if owned else right
    at = end - firm_width - look.right if firm else end
    text = at - grid.left - look.text - look.right
    return _Columns(text, at if firm else 0.0, firm_width, compact, lead, owned, width)


def _words(deck: Deck, block: Responses, each: Response, step: Step, detail: bool) -> list[Paragraph]:
    look = deck.look.responses
    words = [deck.paragraph(each.action, step=step, colour=deck.colours.response.strong, bold=True)]
    if detail and each.detail is not None:
        smaller = look.large_detail if step.size > look.large else look.detail
        words.append(deck.paragraph(each.detail, step=smaller))
    terms = [*_terms(deck, block, each)]
    if detail and terms:
        words.append(deck.paragraph(*terms, step=look.small, colour=deck.colours.ink2))
    return words


def _terms(deck: Deck, block: Responses, each: Response) -> Iterator[Text | str]:
    """Yield cost and measure of success behind their labels."""
    begun = False
    for head, term in zip(block.term_heads, each.terms, strict=True):
        if term is not None:
            if begun:
                yield deck.labels.dot
            yield head
            yield deck.labels.colon
            yield term
            begun = True


def _firm_lines(deck: Deck, each: Response, compact: bool) -> list[Paragraph]:
    """Return certainty, attribution and references; a compact list has the references on the first line."""
    look, pale = deck.look.responses, deck.colours.ink2
    lines: list[Paragraph] = []
    certainty, refs = each.certainty, each.refs
    if certainty is not None:
        beside: list[str | Piece] = []
        if compact and refs:
            beside, refs = ["  ", Piece(refs, size=look.small.size, bold=False, colour=pale)], None
        lines.append(deck.paragraph(certainty.word, *beside, step=look.certainty, bold=True))
    for text in (certainty.attribution if certainty else None, each.origin, refs):
        if text is not None:
            lines.append(deck.paragraph(text, step=look.small, colour=pale))
    return lines


def _height(
    deck: Deck, block: Responses, each: Response, step: Step, columns: _Columns, detail: bool
) -> float:
    look = deck.look.responses
    needs = [set_height(_words(deck, block, each, step, detail), columns.text), look.least]
    if columns.firm:
        needs.append(set_height(_firm_lines(deck, each, columns.compact), columns.firm_width - columns.lead))
    needs += [deck.height(each.owned[n], look.stated, columns.owned_width) for n in block.columns]
    return max(needs) + look.pad


def _heads(deck: Deck, block: Responses, reader: Text | None, columns: _Columns) -> Iterator[Item]:
    look = deck.look.responses
    first = reader or block.response_head
    heads: list[tuple[float, float, Text]] = [(deck.look.left + look.text, columns.text, first)]
    if columns.firm and any(each.certainty for each in block.responses):
        heads.append((columns.firm, columns.firm_width, deck.fixed("resp_firm", deck.labels.how_firm)))
    elif columns.firm and block.basis_head is not None:
        heads.append((columns.firm, columns.firm_width, block.basis_head))
    for x, n in zip(columns.owned, block.columns, strict=True):
        heads.append((x, columns.owned_width, block.owner_heads[n]))
    for x, width, text in heads:
        colour = deck.colours.ink if text is reader else deck.colours.ink2
        found = deck.paragraph(text, step=look.head, colour=colour, bold=True)
        yield boxed(Rect(x, deck.look.body_top, width, look.head.leading), [found], stubs=True)


def _bars(
    deck: Deck,
    block: Responses,
    shown: Sequence[Response],
    tall: Sequence[float],
    gap: float,
    step: Step,
    columns: _Columns,
    detail: bool,
) -> Iterator[Item]:
    grid, look, colours = deck.look, deck.look.responses, deck.colours
    room = grid.body - look.top - gap * (len(shown) - 1)
    even = min(room / len(shown), max(grid.row_limit(len(shown)), look.limit))
    spare = min((room - fsum(tall)) / len(tall), look.stretch)
    rows = [even] * len(shown) if max(tall) <= even else [height + spare for height in tall]
    y = grid.body_top + look.top
    for each, row in zip(shown, rows, strict=True):
        yield Box(Rect(grid.left + look.block, y, grid.live - look.block, row), fill=colours.response.tint)
        number = deck.paragraph(
            each.number, step=look.number, colour=colours.white, bold=True, align="center"
        )
        square = Rect(grid.left, y, look.block, row)
        yield boxed(square, [number], anchor="middle", fill=colours.response.strong, stubs=True)
        beside = Rect(grid.left + look.text, y, columns.text, row)
        yield boxed(beside, _words(deck, block, each, step, detail), anchor="middle")
        if columns.firm:
            yield from _firm(deck, each, columns, y, row)
        for x, n in zip(columns.owned, block.columns, strict=True):
            colour = colours.ink if each.stated[n] else colours.ink2
            found = deck.paragraph(each.owned[n], step=look.stated, colour=colour)
            yield boxed(Rect(x, y, columns.owned_width, row), [found], anchor="middle", stubs=True)
        y += row + gap


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
    speech = deck.labels.speech
    for each in shown:
        words = [sentence(deck, text) for text in (each.action, each.detail) if text is not None]
        firm = (Piece(each.certainty.spoken),) if each.certainty is not None else None
        terms = [
            leading(deck, phrase, term)
            for phrase, term in zip(_phrases(deck, block), each.terms, strict=True)
            if term is not None
        ]
        yield paragraph(deck, *words, firm, _owned(deck, each), *terms)
    whose = _whose(deck, block)
    yield paragraph(
        deck,
        (Piece(whose),) if whose is not None else None,
        from_sources(deck, speech.comes_from, *(each.refs for each in shown)),
        said(deck, speech.unowned) if block.unstated is not None and speech.unowned else None,
    )


def _owned(deck: Deck, each: Response) -> Note | None:
    """Return who acts and when, as far as the brief states it."""
    speech = deck.labels.speech
    match each.stated:
        case (True, True):
            return said(deck, speech.owner, owner=blended(speech.step, when=each.owner, what=each.when))
        case (True, False):
            return said(deck, speech.owner, owner=each.owner)
        case (False, True):
            return leading(deck, speech.timing, each.when)
        case _:
            return None


def _phrases(deck: Deck, block: Responses) -> Iterator[str]:
    """Yield what leads to each term, in the order of their heads."""
    speech, labels = deck.labels.speech, deck.labels
    phrases = {labels.cost: speech.cost, labels.measure: speech.measure}
    return (phrases[head.plain] for head in block.term_heads)
