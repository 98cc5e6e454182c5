"""Lays out the arguments of a section: how a slide is composed follows from what its argument has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import dropwhile, groupby

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.argument.charts import chart, chart_notes, charts_of, courses, shown_by, titled
from builder.layout.deck.argument.evidence import Case, cards, figure, parts, statement, worded
from builder.layout.deck.argument.pairs import is_short, pairs
from builder.layout.deck.argument.reading import certainty, objection, reading
from builder.layout.deck.argument.rows import claims, more_claims, more_notes
from builder.layout.deck.argument.tables import with_table
from builder.layout.deck.boxes import quote_below, with_quote
from builder.layout.deck.draft import Deck, Draft, bottom_of, boxed, named, set_height
from builder.layout.deck.notes import (
    argument_notes,
    place_in_map,
    sentence,
    source_line,
    to_argument,
    to_section,
)
from builder.layout.deck.prose import section_text
from builder.layout.pages import Box, Item, Rect, TextBox
from builder.layout.text.fit import SLACK
from builder.outline.blocks import Argument, Chart, Evidence, PullQuote, Section
from builder.theme.colours import Hue

Place = Callable[[Deck, Case, Hue, Rect], list[Item]]


class Composition(Struct, frozen=True):
    """Places evidence at the top of a rectangle; what follows is `beside` it, or below, or placed with it.

    A `low` one begins further down where it is alone on its slide.
    """

    place: Place
    beside: bool = False
    low: bool = False
    whole: bool = False


def section_slides(deck: Deck, section: Section) -> Iterator[Draft]:
    """Yield the section's text, then its arguments; its first slide opens with its introduction."""
    yield from section_text(deck, section) if section.text else ()
    charts = {argument.id: chart for argument, chart in _charts(deck, section)}
    drafts = _with_quote(deck, section, charts)
    for index, draft in enumerate(drafts):
        opens = index == 0 and not section.text
        yield replace(draft, enters=to_section(deck, section)) if opens else draft


def _with_quote(deck: Deck, section: Section, charts: Mapping[str, Chart]) -> list[Draft]:
    """Return the slides of arguments, with the quotation that follows them on the last if it has room."""
    drafts = [draft for each in _runs(deck, section, charts) for draft in each]
    shown = [section, *(block for draft in drafts for block in draft.also)]
    after = dropwhile(lambda block: block is not section, deck.outline.blocks)
    block = next((each for each in after if not any(each is one for one in shown)), None)
    if not drafts or not isinstance(block, PullQuote):
        return drafts
    bottom = deck.look.body_bottom - bottom_of(quote_below(deck, block, 0.0))
    look = replace(deck.look, body_bottom=bottom)
    higher = replace(deck, theme=replace(deck.theme, deck=look), problems=[])
    trial = [draft for each in _runs(higher, section, charts) for draft in each]
    fits = len(trial) == len(drafts) and not higher.problems and _sizes(trial[-1]) == _sizes(drafts[-1])
    last = with_quote(deck, trial[-1], block) if fits else None
    return [*drafts[:-1], last] if last is not None else drafts


def _sizes(draft: Draft) -> list[tuple[str | None, float]]:
    """Return the texts of a slide with their sizes."""
    return [
        (item.name, words.size)
        for item in draft.items
        if isinstance(item, TextBox)
        for words in item.paragraphs
    ]


def _runs(deck: Deck, section: Section, charts: Mapping[str, Chart]) -> Iterator[Iterator[Draft]]:
    """Yield the slides of several short arguments in a row, and of those between them."""
    runs = [
        (short, list(run))
        for short, run in groupby(section.arguments, key=lambda each: is_short(deck, each, charts))
    ]
    for paired, some in groupby(runs, key=lambda run: run[0] and len(run[1]) > 1):
        arguments = [argument for _, run in some for argument in run]
        if paired:
            yield pairs(deck, section, arguments)
        else:
            for group in _groups(arguments, charts):
                yield _slides(deck, section, charts, *group)


def _charts(deck: Deck, section: Section) -> Iterator[tuple[Argument, Chart]]:
    """Yield the arguments that a chart shows, with the first that does."""
    found = list[Argument]()
    for each in charts_of(deck, section):
        argument = shown_by(section, each)
        if argument is not None and argument not in found:
            found.append(argument)
            yield argument, each


def _groups(
    arguments: Sequence[Argument], charts: Mapping[str, Chart]
) -> Iterator[tuple[Argument | None, list[Argument]]]:
    """Yield each argument with evidence or a chart and those with neither that follow it; lone ones first."""
    leading: Argument | None = None
    others: list[Argument] = []
    for argument in arguments:
        if argument.evidence or argument.id in charts:
            if leading or others:
                yield leading, others
            leading, others = argument, []
        else:
            others.append(argument)
    if leading or others:
        yield leading, others


def _slides(
    deck: Deck,
    section: Section,
    charts: Mapping[str, Chart],
    leading: Argument | None,
    others: Sequence[Argument],
) -> Iterator[Draft]:
    """Yield one slide of an argument with its chart, or with the others as rows, as far as there is room."""
    if leading:
        block = charts.get(leading.id)
        beside = _if_it_fits(deck, section, leading, block) if block else None
        shared = _if_it_fits(deck, section, leading, None, others) if others and not beside else None
        yield beside or shared or _slide(deck, section, Case(leading))
        if block and not beside:
            yield chart(deck, block)
        others = () if shared else others
    if len(others) == 1:
        alone = _slide(deck, section, Case(others[0]))
        yield with_table(deck, section, others[0], alone) or alone
    elif others:
        yield from claims(deck, section, others)


def _if_it_fits(
    deck: Deck, section: Section, argument: Argument, block: Chart | None, others: Sequence[Argument] = ()
) -> Draft | None:
    """Return the slide of an argument with more on it, None where it has no room for that."""
    trial = replace(deck, problems=[])
    draft = _slide(trial, section, Case(argument, block), others)
    return None if trial.problems or bottom_of(draft.items) > deck.look.body_bottom + SLACK else draft


def _slide(deck: Deck, section: Section, case: Case, others: Sequence[Argument] = ()) -> Draft:
    """Return the slide of one argument; its gist, or the claim, is the words of evidence that has none."""
    argument, block = case.argument, case.chart
    evidence = tuple(worded(each, argument.gist) for each in argument.evidence)
    if not evidence and (block is None or argument.gist):
        evidence = (Evidence(argument.gist or argument.claim, None, None),)
    bare = argument.gist is None and not argument.evidence and block is None
    shown = replace(case, argument=replace(argument, evidence=evidence))
    title = section.title if bare else argument.claim
    deck = replace(deck, continues=False).under(title)
    refs = [argument.refs, *(each.refs for each in argument.evidence), *(each.refs for each in others)]
    notes = [sentence(deck, argument.claim)] if bare and not argument.reasoning else []
    items = _body(deck, section, shown, others)
    notes += argument_notes(deck, argument, named(items))
    notes += [note for other in others for note in more_notes(deck, section, other)]
    if block is not None:
        refs.append(block.refs)
        notes += chart_notes(deck, block)
    extras = list(place_in_map(deck, argument, *others))
    extras += courses(deck, block) if block is not None else ()
    return Draft(
        argument.number.slot.removesuffix("_no"),
        title,
        items,
        section.title,
        section.role,
        argument.number,
        source=source_line(deck, *refs),
        here=frozenset(each.id for each in (argument, *others)),
        lead=() if bare else to_argument(deck, section, argument),
        notes=notes,
        extras=extras,
        layout="Argument",
        also=(block,) if block is not None else (),
    )


def _body(deck: Deck, section: Section, case: Case, others: Sequence[Argument]) -> list[Item]:
    """Compose evidence and what follows from it, and below both the rows of other arguments."""
    grid, hue = deck.look, deck.colours.hue(section.role)
    rows = bottom_of(more_claims(deck, section, others, grid.gutter)) if others else 0.0
    area = Rect(grid.left, grid.body_top, grid.live, grid.body - rows)
    composition = next(each for applies, each in COMPOSITIONS if applies(case))
    head, below = _head(deck, case, hue, composition, area)
    items = [*head, *_composed(deck, case, hue, composition, below)]
    if others:
        return [*items, *more_claims(deck, section, others, bottom_of(items) + grid.gutter)]
    if not composition.low:
        return items
    lower = grid.argument.low * max(grid.body_bottom - bottom_of(items), 0.0)
    below = replace(below, y=below.y + lower, height=below.height - lower)
    return [*head, *_composed(deck, case, hue, composition, below)]


def _head(deck: Deck, case: Case, hue: Hue, composition: Composition, area: Rect) -> tuple[list[Item], Rect]:
    """Return the gist under the claim and how certain that is, and the area below them.

    The gist is left out where the evidence says it or leaves it no room, the rest where that is the claim.
    """
    argument, grid, items = case.argument, deck.look, list[Item]()
    said = [text for each in case.evidence for text in (each.text, each.amount and each.amount.words)]
    if argument.claim not in said:
        items = certainty(deck, argument, area.x, area.y, area.width)
    below = _below(deck, items, area)
    gist = argument.gist
    if gist is None or composition.whole or gist in said:
        return items, below
    width = grid.span(10)
    words = [deck.paragraph(gist, step=grid.argument.lead, colour=deck.colours.ink2)]
    lead = boxed(replace(area, width=width, height=set_height(words, width)), words)
    firm = certainty(deck, argument, area.x, lead.rect.bottom + grid.argument.certainty_gap, area.width)
    lower = _below(deck, [lead, *firm], area)
    trial, unopposed = replace(deck, problems=[]), replace(case, argument=replace(argument, counter=None))
    evidence = bottom_of(_composed(trial, unopposed, hue, composition, below)) - below.y
    if trial.problems or evidence > lower.height + SLACK:
        return items, below
    return [lead, *firm], lower


def _composed(deck: Deck, case: Case, hue: Hue, composition: Composition, area: Rect) -> list[Item]:
    """Return the evidence with what follows from it, and below both what speaks against the claim.

    Large evidence is smaller where only that leaves room for all of it.
    """
    if composition.whole:
        return composition.place(deck, case, hue, area)
    beside = composition.beside and case.argument.implication is not None
    place, argument, trial = _beside if beside else _over, case.argument, replace(deck, problems=[])
    items, against = place(trial, case, hue, composition, area), objection(deck, argument, area)
    if against and not objection(deck, argument, _below(deck, items, area)):
        tall = bottom_of(against) - area.y + deck.look.gutter
        closer = replace(deck, problems=[])
        smaller = place(closer, case, hue, composition, replace(area, height=area.height - tall))
        least = min(_size(case, items), deck.look.argument.card_size)
        if not closer.problems and _size(case, smaller) >= least:
            items = smaller
    deck.problems.extend(trial.problems)
    return [*items, *objection(deck, argument, _below(deck, items, area))]


def _size(case: Case, items: Sequence[Item]) -> float:
    """Return the smallest size of the evidence on a slide."""
    said = [text for each in case.evidence for text in (each.text, each.amount and each.amount.number)]
    boxes = [item for item in items if isinstance(item, TextBox)]
    sizes = [words.size for box in boxes for words in box.paragraphs if words.pieces[0].text in said]
    return min(sizes, default=0.0)


def _beside(deck: Deck, case: Case, hue: Hue, composition: Composition, area: Rect) -> list[Item]:
    """Return the evidence, and beside it what follows, as high as the rows of cards that it needs."""
    grid, argument = deck.look, case.argument
    left, right = replace(area, width=grid.span(8)), replace(area, x=grid.left_of(9), width=grid.span(4))
    items = composition.place(deck, case, hue, left)
    least = bottom_of(reading(deck, argument, right, beside=True))
    ends = [item.rect.bottom for item in items if isinstance(item, Box) and item.fill == hue.tint]
    foot = min((end for end in ends if end >= least - SLACK), default=least)
    if foot > min(ends, default=foot) and foot - least > grid.argument.panel_spare * (foot - area.y):
        foot = least
    if composition.place is parts and argument.total is None and foot > max(ends):
        items = cards(deck, case.evidence, hue, replace(left, height=foot - left.y), full=True)
    return [*items, *reading(deck, argument, right, beside=True, foot=foot)]


def _over(deck: Deck, case: Case, hue: Hue, composition: Composition, area: Rect) -> list[Item]:
    """Return the evidence, and below it what follows."""
    bar = reading(deck, case.argument, replace(area, y=0.0))
    tall = bottom_of(bar) + deck.look.gutter if bar else 0.0
    items = composition.place(deck, case, hue, replace(area, height=area.height - tall))
    return [*items, *reading(deck, case.argument, _below(deck, items, area))]


def _below(deck: Deck, items: Sequence[Item], rect: Rect) -> Rect:
    """Return what some items leave of a rectangle below them."""
    top = bottom_of(items) + deck.look.gutter if items else rect.y
    return replace(rect, y=top, height=rect.bottom - top)


def with_chart(deck: Deck, case: Case, hue: Hue, rect: Rect) -> list[Item]:
    """Return a chart, and in a column beside it the evidence, what follows and what speaks against it."""
    grid, items = deck.look, list[Item]()
    assert case.chart is not None
    right = replace(rect, x=grid.left_of(9), width=grid.span(4))
    for each in case.evidence:
        items += cards(deck, (each,), hue, _below(deck, items, right))
    items += reading(deck, case.argument, _below(deck, items, right), beside=True)
    items += objection(deck, case.argument, _below(deck, items, right), beside=True)
    width = grid.span(8) if items else grid.live
    return [*titled(deck, case.chart, replace(rect, width=width)), *items]


# The first condition that an argument meets decides.
COMPOSITIONS: tuple[tuple[Callable[[Case], bool], Composition], ...] = (
    (lambda case: case.chart is not None, Composition(with_chart, whole=True)),
    (
        lambda case: case.number is not None and not case.number.compared,
        Composition(figure, low=True),
    ),
    (lambda case: case.number is not None, Composition(figure)),
    (lambda case: len(case.evidence) == 1, Composition(statement, beside=True, low=True)),
    (lambda case: len(case.evidence) == 3 and case.argument.total is None, Composition(parts)),
    (lambda _: True, Composition(parts, beside=True)),
)
