"""Lays out responses: one or two as statements, more as bars with certainty, owner and timing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, roomy_width, set_height, unbroken
from builder.layout.deck.notes import (
    blended,
    from_sources,
    leading,
    paragraph,
    place_in_map,
    said,
    sentence,
    source_line,
)
from builder.layout.deck.notes.further import asked, recalled
from builder.layout.deck.sources import limits, sources
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Rect, TextBox
from builder.layout.text.fit import Split, choose, split
from builder.layout.text.measure import balanced
from builder.outline.blocks import Addressed, Block, Limits, Options, Response, Responses, Sources
from builder.outline.text import Role, Text
from builder.theme.deck import StatementLook
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
    """Yield one or two responses as statements, else rows; small groups of readers share a slide."""
    deck = deck.under(block.headline)
    few = len(block.responses) <= len(deck.look.responses.statements)
    # Only a row can have its reader over several.
    apart = all(group.reader is None or len(group.responses) == 1 for group in block.groups)
    shared = _over_the_next(deck, block) if apart else None
    if shared is not None:
        yield shared
        return
    statements = _statements(deck, block) if few and apart else None
    if statements is not None:
        yield _slide(deck, block, block.responses, statements)
        return
    columns = _columns(deck, block)
    for groups in _together(deck, block, columns):
        yield from _group_slides(deck, block, groups, columns)


def _slide(deck: Deck, block: Responses, shown: Sequence[Response], items: Iterable[Item]) -> Draft:
    return Draft(
        block.heading.slot,
        block.headline,
        list(items),
        block.heading,
        Role.RESPONSE,
        source=source_line(deck, *(each.refs for each in shown), after=[_whose(deck, block), block.unstated]),
        here=frozenset(each.id for each in shown) if deck.map else None,
        lead=blended(deck.labels.speech.to_responses),
        notes=list(_notes(deck, block, shown)),
        spare=[
            *place_in_map(deck, *shown),
            *asked(deck, deck.labels.speech.ask),
            *(recalled(deck) if deck.outline.one(Options) is None else ()),
        ],
    )


def _statements(deck: Deck, block: Responses) -> list[Item] | None:
    """Return one or two responses as statements below each other; None where two do not fit."""
    grid, look, shown = deck.look, deck.look.responses, block.responses
    sizes, gaps = look.statements[len(shown) - 1], look.gap * (len(shown) - 1)
    left, width = grid.left + look.text, grid.live - look.text - grid.pad
    readers = [group.reader for group in block.groups for _ in group.responses]

    def words(step: Step) -> list[Paragraph]:
        return [line for each in shown for line in _stated(deck, block, each, sizes, step)]

    def set_at(step: Step) -> list[_Statement]:
        return [
            _statement(deck, block, each, reader, sizes, step)
            for each, reader in zip(shown, readers, strict=True)
        ]

    def over(step: Step) -> float:
        return fsum(each.height for each in set_at(step)) + gaps - grid.body

    step, excess = choose(unbroken(sizes.steps, words, width), over)
    if excess > 0 and len(shown) > 1:
        return None
    found = set_at(step)
    box = boxed(Rect(left, grid.body_top, width, found[0].said), found[0].words)
    deck.report(shown[0].action, box.paragraphs[-1], excess, "its slide", "an action has up to 13 words")
    spare = grid.body - gaps - fsum(each.height for each in found)
    y = grid.body_top + max(spare, 0.0) * look.above
    items: list[Item] = []
    for each, statement in zip(shown, found, strict=True):
        items += _place_statement(deck, each, statement, Rect(left, y, width, statement.height))
        y += statement.height + look.gap
    return items


def _over_the_next(deck: Deck, block: Responses) -> Draft | None:
    """Return a single response over the limits or sources that follow it, as many of them as fit below."""
    blocks, grid, look = deck.outline.blocks, deck.look, deck.look.responses
    following = next((after for one, after in pairwise(blocks) if one is block), None)
    if len(block.responses) > 1 or not isinstance(following, Limits | Sources):
        return None
    (each,), sizes, found = block.responses, look.shared, list[Draft]()
    left, width = grid.left + look.text, grid.live - look.text - grid.pad
    for step in unbroken(sizes.steps, lambda step: _stated(deck, block, each, sizes, step), width):
        said = _statement(deck, block, each, block.groups[0].reader, sizes, step)
        rect = Rect(left, grid.body_top, width, said.height)
        lower = deck.beneath(rect.bottom + look.below)
        if lower.look.body <= 0:
            continue
        below = list(limits(lower, following) if isinstance(following, Limits) else sources(lower, following))
        if len(below) == 1 and not lower.problems:
            items = [*_place_statement(deck, each, said, rect), *below[0].items]
            found.append(_joined(deck, _slide(deck, block, block.responses, items), below[0], following))
    return max(found, key=lambda draft: len(draft.also), default=None)


def _joined(deck: Deck, draft: Draft, below: Draft, block: Block) -> Draft:
    """Return the draft of a slide that also shows a block, of which it says what that one's own would."""
    apart = (Piece(None, "\u2003"),) if draft.source and below.source else ()
    notes = [*draft.notes, *((sentence(deck, below.lead),) if below.lead else ()), *below.notes]
    return replace(
        draft,
        source=(*draft.source, *apart, *below.source),
        notes=notes,
        extras=below.extras,
        spare=below.spare,
        also=(block, *below.also),
    )


class _Statement(Struct, frozen=True):
    """A response set large, under its reader, and below it who acts, when, and what else is known."""

    reader: list[Paragraph]
    words: list[Paragraph]
    facts: list[tuple[Text, list[Paragraph]]]
    firm: list[Paragraph]  # those of the facts that have a mark before them
    said: float  # height of the words
    height: float
    sizes: StatementLook


def _stated(
    deck: Deck, block: Responses, each: Response, sizes: StatementLook, step: Step
) -> list[Paragraph]:
    """Return the action and its detail; the detail alone where the action is the title of the slide."""
    strong = deck.colours.response.strong
    if each.detail is not None and each.action is block.headline:
        return [deck.paragraph(each.detail, step=min(step, sizes.titled), colour=strong)]
    found = [deck.paragraph(each.action, step=step, colour=strong, bold=True)]
    if each.detail is not None:
        found.append(deck.paragraph(each.detail, step=sizes.detail, before=deck.look.responses.pad))
    return found


def _statement(
    deck: Deck, block: Responses, each: Response, reader: Text | None, sizes: StatementLook, step: Step
) -> _Statement:
    grid, look = deck.look, deck.look.responses
    width = grid.live - look.text - grid.pad
    facts = [
        (block.owner_heads[n], [deck.paragraph(each.owned[n], step=sizes.fact, bold=each.stated[n])])
        for n in block.columns
    ]
    facts += [
        (head, [deck.paragraph(term, step=sizes.fact, bold=True)])
        for head, term in zip(block.term_heads, each.terms, strict=True)
        if term is not None
    ]
    head, firm = _firm_head(deck, block), _firm_lines(deck, each, compact=False)
    if head is not None and firm:
        facts.append((head, firm))
    beside = _fact_width(deck, facts) - (look.lead if each.certainty else 0.0)
    tall = max((set_height(words, beside) for _, words in facts), default=0.0)
    words, above = _stated(deck, block, each, sizes, step), _reader(deck, reader)
    said = set_height(words, width)
    below = sizes.fact_gap + look.head.leading + tall if facts else 0.0
    height = set_height(above, width) + said + below + 2 * sizes.pad
    return _Statement(above, words, facts, firm, said, height, sizes)


def _reader(deck: Deck, reader: Text | None) -> list[Paragraph]:
    strong, step = deck.colours.response.strong, deck.look.responses.reader
    return [deck.paragraph(reader, step=step, colour=strong, bold=True)] if reader is not None else []


def _fact_width(deck: Deck, facts: Sequence[tuple[Text, list[Paragraph]]]) -> float:
    grid = deck.look
    width = grid.live - grid.responses.text - grid.pad
    return (width - grid.gutter * (len(facts) - 1)) / max(len(facts), 1)


def _place_statement(deck: Deck, each: Response, found: _Statement, rect: Rect) -> Iterator[Item]:
    """Yield a statement in a rectangle, on the ground that is around it."""
    grid, look, colours, sizes = deck.look, deck.look.responses, deck.colours, found.sizes
    left, ground = grid.left + look.block, grid.live - look.block
    yield Box(Rect(left, rect.y, ground, rect.height), fill=colours.response.tint)
    y = rect.y + sizes.pad
    if found.reader:
        tall = set_height(found.reader, rect.width)
        yield boxed(Rect(rect.x, y, rect.width, tall), found.reader, stubs=True)
        y += tall
    yield _number(deck, each, Rect(grid.left, rect.y, look.block, rect.height))
    _, even = balanced(found.words[0], rect.width - GIVE)
    width = even + GIVE if set_height(found.words, even + GIVE) <= found.said else rect.width
    yield boxed(Rect(rect.x, y, width, found.said), found.words)
    y += found.said + sizes.fact_gap
    if found.facts:
        yield deck.hairline(rect.x, y - sizes.fact_gap / 2, rect.width)
    wide = _fact_width(deck, found.facts)
    for index, (name, words) in enumerate(found.facts):
        x, value = rect.x + index * (wide + grid.gutter), y + look.head.leading
        label = deck.paragraph(name, step=look.head, colour=colours.ink2, bold=True)
        yield boxed(Rect(x, y, wide, look.head.leading), [label], stubs=True)
        lead = look.lead if words is found.firm and each.certainty is not None else 0.0
        if words is found.firm and each.certainty is not None:
            mark = Rect(x, value + look.mark_top, look.mark, look.mark)
            yield Mark(mark, each.certainty.level, colours.ink)
        yield boxed(Rect(x + lead, value, wide - lead, set_height(words, wide - lead)), words)


def _together(deck: Deck, block: Responses, columns: _Columns) -> Iterator[tuple[Addressed, ...]]:
    """Yield the groups of each slide: as many neighbours as fit at the size of a full slide, small ones."""
    page: list[Addressed] = []
    for group in block.groups:
        trial = [*page, group]
        if page and not _fits(deck, block, trial, columns):
            yield tuple(page)
            trial = [group]
        page = trial
    yield tuple(page)


def _fits(deck: Deck, block: Responses, groups: Sequence[Addressed], columns: _Columns) -> bool:
    look, shown = deck.look.responses, [each for group in groups for each in group.responses]
    steps = look.sizes[min(len(shown), look.most)]
    tall = [_height(deck, block, each, steps.actions[-1], columns, None) for each in shown]
    room = deck.look.body - look.top * len(groups) - look.gap * (len(shown) - 1)
    return len(shown) <= look.most and fsum(tall) <= room


def _group_slides(
    deck: Deck, block: Responses, groups: Sequence[Addressed], columns: _Columns
) -> Iterator[Draft]:
    """Yield the slides of some groups: with every detail if that needs no more slides, else without."""
    grid, look = deck.look, deck.look.responses
    shown = [each for group in groups for each in group.responses]
    sizes = look.sizes[min(len(shown), look.most)]
    room = grid.body - look.top * len(groups)

    def set_rows(detail: Step | None) -> Split:
        def heights(step: Step) -> list[float]:
            return [_height(deck, block, each, step, columns, detail) for each in shown]

        return split(sizes.actions, heights, room, look.gap, look.most)

    detail: Step | None = sizes.detail
    done = set_rows(detail)
    if len(done.chunks) > 1 and len(shown) <= look.most:
        spare = set_rows(None)
        if len(spare.chunks) == 1:
            detail, done = None, spare
    texts, hint = [each.action for each in shown], "an action has up to 13 words"
    deck.report_longest(texts, columns.text, done, hint, bold=True)
    readers = {group.responses[0].number.slot: group.reader for group in groups}
    for chunk in done.chunks:
        part = shown[chunk]
        rows = _bars(deck, block, part, done.heights[chunk], done.step, columns, detail, readers)
        yield _slide(deck, block, part, rows)


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


def _words(deck: Deck, block: Responses, each: Response, step: Step, detail: Step | None) -> list[Paragraph]:
    look = deck.look.responses
    words = [deck.paragraph(each.action, step=step, colour=deck.colours.response.strong, bold=True)]
    if detail is not None and each.detail is not None:
        words.append(deck.paragraph(each.detail, step=detail))
    terms = [*_terms(deck, block, each)]
    if detail is not None and terms:
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
    deck: Deck, block: Responses, each: Response, step: Step, columns: _Columns, detail: Step | None
) -> float:
    look = deck.look.responses
    needs = [set_height(_words(deck, block, each, step, detail), columns.text), look.least]
    if columns.firm:
        needs.append(set_height(_firm_lines(deck, each, columns.compact), columns.firm_width - columns.lead))
    needs += [deck.height(each.owned[n], look.stated, columns.owned_width) for n in block.columns]
    return max(needs) + look.pad


def _firm_head(deck: Deck, block: Responses) -> Text | None:
    """What stands over certainty, attribution and references, if any response has one."""
    if any(each.certainty for each in block.responses):
        return deck.fixed("resp_firm", deck.labels.how_firm)
    return block.basis_head


def _heads(deck: Deck, block: Responses, reader: Text | None, columns: _Columns) -> Iterator[Item]:
    look = deck.look.responses
    heads: list[tuple[float, float, Text]] = []
    if reader is None:
        heads.append((deck.look.left + look.text, columns.text, block.response_head))
    firm = _firm_head(deck, block) if columns.firm else None
    if firm is not None:
        heads.append((columns.firm, columns.firm_width, firm))
    for x, n in zip(columns.owned, block.columns, strict=True):
        heads.append((x, columns.owned_width, block.owner_heads[n]))
    for x, width, text in heads:
        found = deck.paragraph(text, step=look.head, colour=deck.colours.ink2, bold=True)
        yield boxed(Rect(x, deck.look.body_top, width, look.head.leading), [found], stubs=True)


def _bars(
    deck: Deck,
    block: Responses,
    shown: Sequence[Response],
    tall: Sequence[float],
    step: Step,
    columns: _Columns,
    detail: Step | None,
    readers: Mapping[str, Text | None],
) -> Iterator[Item]:
    """Yield the heads of the columns, and the rows, each group of them under its reader."""
    grid, look, colours = deck.look, deck.look.responses, deck.colours
    begins = [index for index, each in enumerate(shown) if each.number.slot in readers] or [0]
    first = readers.get(shown[0].number.slot) or next(iter(readers.values()))
    heads = look.top * len({0, *begins})
    room = grid.body - heads - look.gap * (len(shown) - 1)
    limit = look.sizes[min(len(shown), look.most)].row
    even = min(room / len(shown), max(limit, *tall))
    rows = [even] * len(shown) if max(tall) <= even else tall
    yield from _heads(deck, block, first, columns)
    y = grid.body_top
    for index, (each, row) in enumerate(zip(shown, rows, strict=True)):
        reader = first if index == 0 else readers.get(each.number.slot)
        if reader is not None:
            wide = Rect(grid.left, y, columns.text + look.text, look.reader.leading)
            yield boxed(wide, _reader(deck, reader), stubs=True)
        y += look.top if index == 0 or each.number.slot in readers else 0.0
        yield Box(Rect(grid.left + look.block, y, grid.live - look.block, row), fill=colours.response.tint)
        yield _number(deck, each, Rect(grid.left, y, look.block, row))
        beside = Rect(grid.left + look.text, y, columns.text, row)
        yield boxed(beside, _words(deck, block, each, step, detail), anchor="middle")
        if columns.firm:
            yield from _firm(deck, each, columns, y, row)
        for x, n in zip(columns.owned, block.columns, strict=True):
            colour = colours.ink if each.stated[n] else colours.ink2
            found = deck.paragraph(each.owned[n], step=look.stated, colour=colour)
            yield boxed(Rect(x, y, columns.owned_width, row), [found], anchor="middle", stubs=True)
        y += row + look.gap


def _number(deck: Deck, each: Response, rect: Rect) -> TextBox:
    look, white = deck.look.responses, deck.colours.white
    found = deck.paragraph(each.number, step=look.number, colour=white, bold=True, align="center")
    return boxed(rect, [found], anchor="middle", fill=deck.colours.response.strong, stubs=True)


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


def _owned(deck: Deck, each: Response) -> Note:
    """Return who acts and when, as far as the brief states it."""
    speech, (owned, timed) = deck.labels.speech, each.stated
    return paragraph(
        deck,
        leading(deck, speech.owner, each.owner) if owned else None,
        leading(deck, speech.timing, each.when) if timed else None,
    )


def _phrases(deck: Deck, block: Responses) -> Iterator[str]:
    """Yield what leads to each term, in the order of their heads."""
    speech, labels = deck.labels.speech, deck.labels
    phrases = {labels.cost: speech.cost, labels.measure: speech.measure}
    return (phrases[head.plain] for head in block.term_heads)
