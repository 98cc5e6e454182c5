"""Chooses what the page takes of a brief beyond what it must have: in one order, until it is full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from builder.layout.pages import texts as shown
from builder.layout.pictures import fitted
from builder.layout.summary.arrange import Arrangement, Sheaf, best
from builder.layout.summary.exhibits import exhibit
from builder.layout.summary.head import COVER
from builder.layout.summary.style import Style
from builder.outline.blocks import (
    Argument,
    Chart,
    Context,
    Figure,
    Front,
    Options,
    Outline,
    PullQuote,
    Risks,
    Section,
    SideBox,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Shape, Text
from builder.theme.fonts import unset_characters
from builder.theme.theme import Theme

B = TypeVar("B")
Slots = frozenset[str]  # of what comes onto the page together
Finder = Callable[[Outline, Theme], Iterator[Slots]]


class Extra(NamedTuple):
    """Something that the page may take: where it is found, and how many of it at most."""

    find: Finder
    most: int


def _each(kind: type[B], text: Callable[[B], Text | None]) -> Finder:
    """Find the blocks of a kind that have a text, by its slot."""

    def find(outline: Outline, _: Theme) -> Iterator[Slots]:
        texts = (text(block) for block in outline.blocks if isinstance(block, kind))
        return (frozenset([one.slot]) for one in texts if one is not None)

    return find


def _claims(texts: Callable[[Argument], Iterable[Text]]) -> Finder:
    """Find what all claims of a brief have, together."""

    def find(outline: Outline, _: Theme) -> Iterator[Slots]:
        sections = (block for block in outline.blocks if isinstance(block, Section))
        claims = (claim for section in sections for claim in section.arguments)
        if found := frozenset(text.slot for claim in claims for text in texts(claim)):
            yield found

    return find


def _exhibits(outline: Outline, theme: Theme) -> Iterator[Slots]:
    """Find the tables, charts and pictures that are small enough for a column, and not too small to see."""
    for block in outline.blocks:
        if isinstance(block, Table):
            shown = block.kind == "table" and block.depth <= Depth.DECK
        elif isinstance(block, Figure):
            shown = not block.picture.small
        else:
            shown = isinstance(block, Chart)
        if shown and isinstance(block, Table | Chart | Figure) and _fits(block, outline, theme):
            yield frozenset([block.number.slot])


def _sequence(outline: Outline, theme: Theme) -> Iterator[Slots]:
    """Find the sequence of events, if it is short enough for a column."""
    block = outline.one(Timeline)
    if block is not None and _fits(block, outline, theme):
        yield frozenset([block.number.slot])


def _fits(block: Table | Chart | Figure | Timeline, outline: Outline, theme: Theme) -> bool:
    look, sheet = theme.summary, theme.summary.sheets[outline.page]
    return exhibit(block, Style(theme, sheet, look.reference, outline.labels)).fits(
        look.rail.widths(sheet.measure)[0]
    )


def _cover(outline: Outline, theme: Theme) -> Iterator[Slots]:
    """Find the picture of the cover, if it has pixels enough."""
    sheet, front = theme.summary.sheets[outline.page], outline.one(Front)
    strip = front.picture.strip if front is not None and front.picture is not None else None
    if strip is not None and fitted(strip, sheet.measure, sheet.height)[0] >= sheet.measure - 1:
        yield frozenset([COVER])


def _reasoning(claim: Argument) -> Iterator[Text]:
    """Yield the beginning of each paragraph, if there are no lists."""
    if all(part.shape is Shape.PARAGRAPH for part in claim.reasoning):
        yield from (part.texts[0] for part in claim.reasoning)


# In this order a page is filled that must have less; where all that fits is not enough, its type grows.
ORDER = (
    Extra(_exhibits, most=1),
    Extra(_claims(lambda claim: [one.text for one in claim.evidence[:1]]), most=1),
    Extra(_each(SideBox, lambda box: box.number), most=1),
    Extra(_each(Options, lambda options: options.heading), most=1),
    Extra(_each(Risks, lambda risks: risks.heading), most=1),
    Extra(_each(Context, lambda context: context.why_now), most=1),
    Extra(_claims(lambda claim: [claim.implication.text] if claim.implication else []), most=1),
    Extra(_each(Context, lambda context: context.heading if context.text else None), most=1),
    Extra(_claims(_reasoning), most=1),
    Extra(_sequence, most=1),
    Extra(_claims(lambda claim: [claim.counter] if claim.counter else []), most=1),
    Extra(_each(PullQuote, lambda quote: quote.text), most=1),
    Extra(_claims(lambda claim: [one.text for one in claim.evidence]), most=1),
    Extra(_exhibits, most=3),
    Extra(_each(SideBox, lambda box: box.number), most=3),
    Extra(_each(Section, lambda section: section.text[0].texts[0] if section.text else None), most=6),
    Extra(_cover, most=1),
)


def unset(arrangement: Arrangement, sheaf: Sheaf) -> frozenset[str]:
    """Return the paths of the fields with a character that no font has."""
    placed = arrangement.place(0.0, 0.0, sheaf.sheet.measure)
    return frozenset(problem.path for problem in unset_characters(shown(tuple(placed))))


def filled(outline: Outline, theme: Theme, *, legible: bool = False) -> tuple[Sheaf, Arrangement, Slots]:
    """Return the page with what makes it full, of which nothing needs smaller type than the page may have.

    With it comes the first that would have needed that, if anything. A `legible` page takes nothing with a
    character that no font has.
    """
    look, refused = theme.summary, Slots()
    sheaf = Sheaf(outline, theme, frozenset(), larger=False)
    chosen = best(sheaf)
    floor = min(chosen.style.scale.body.size, look.reference.body.size)
    for extra in ORDER:
        count = 0
        for slots in extra.find(outline, theme):
            if sheaf.used(chosen) >= look.full or count == extra.most:
                break
            more = Sheaf(outline, theme, sheaf.taken | slots, larger=False)
            done = best(more)
            if more.over(done) > 0 or done.style.scale.body.size < floor:
                refused = refused or slots
            elif not legible or unset(done, more) <= unset(chosen, sheaf):
                sheaf, chosen, count = more, done, count + 1
    if sheaf.used(chosen) < look.full:
        sheaf = Sheaf(outline, theme, sheaf.taken, larger=True)
        chosen = best(sheaf)
    return sheaf, chosen, refused - sheaf.taken
