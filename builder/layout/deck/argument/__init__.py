"""Lays out the arguments of a section: how a slide is composed follows from what its argument has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.argument.evidence import figure, is_number, parts, statement
from builder.layout.deck.argument.reading import reading
from builder.layout.deck.argument.rows import claims, more_claims, more_notes
from builder.layout.deck.draft import Deck, Draft, bottom_of
from builder.layout.deck.notes import argument_notes, sentence, source_line, to_argument, to_section
from builder.layout.deck.prose import section_text
from builder.layout.pages import Item, Rect
from builder.outline.blocks import Argument, Evidence, Section
from builder.outline.text import Text
from builder.theme.colours import Hue


class Composition(Struct, frozen=True):
    """Places the evidence of an argument at the top of a rectangle; what follows is `beside` it, or below.

    `low` is how far down it begins where it is alone on its slide, of the space that is left.
    """

    place: Callable[[Deck, Argument, Hue, Rect], list[Item]]
    beside: bool
    low: float = 0.0


# The first condition that an argument meets decides.
COMPOSITIONS: tuple[tuple[Callable[[Argument], bool], Composition], ...] = (
    (lambda each: is_number(each) and not each.evidence[0].compared, Composition(figure, False, low=0.4)),
    (lambda each: is_number(each), Composition(figure, beside=False)),
    (lambda each: len(each.evidence) == 1, Composition(statement, beside=True, low=0.4)),
    (lambda each: len(each.evidence) == 3, Composition(parts, beside=False)),
    (lambda _: True, Composition(parts, beside=True)),
)


def section_slides(deck: Deck, section: Section) -> Iterator[Draft]:
    """Yield the section's text, then its arguments; its first slide opens with its introduction."""
    yield from section_text(deck, section) if section.text else ()
    drafts = [draft for group in _groups(section.arguments) for draft in _slides(deck, section, *group)]
    for index, draft in enumerate(drafts):
        opens = index == 0 and not section.text
        yield replace(draft, enters=to_section(deck, section)) if opens else draft


def _groups(arguments: Sequence[Argument]) -> Iterator[tuple[Argument | None, list[Argument]]]:
    """Yield each argument with evidence and those without that follow it; before them those of no other."""
    leading: Argument | None = None
    others: list[Argument] = []
    for argument in arguments:
        if argument.evidence:
            if leading or others:
                yield leading, others
            leading, others = argument, []
        else:
            others.append(argument)
    if leading or others:
        yield leading, others


def _slides(
    deck: Deck, section: Section, leading: Argument | None, others: Sequence[Argument]
) -> Iterator[Draft]:
    """Yield one slide of an argument with the others as rows, if there is room, else one more for these."""
    if leading:
        trial = replace(deck, problems=[])
        shared = _slide(trial, section, leading, others)
        if others and trial.problems:
            yield _slide(deck, section, leading)
        else:
            deck.problems.extend(trial.problems)
            others = ()
            yield shared
    if len(others) == 1:
        yield _slide(deck, section, others[0])
    elif others:
        yield from claims(deck, section, others)


def _slide(deck: Deck, section: Section, argument: Argument, others: Sequence[Argument] = ()) -> Draft:
    """Return the slide of one argument; its gist, or the claim, is the words of evidence that has none."""
    words = argument.gist or argument.claim
    evidence = tuple(_worded(each, words) for each in argument.evidence) or (Evidence(words, None, None),)
    bare = argument.gist is None and evidence != argument.evidence
    shown = replace(argument, evidence=evidence)
    title = section.title if bare else argument.claim
    deck = deck.under(title)
    refs = (argument.refs, *(each.refs for each in argument.evidence), *(each.refs for each in others))
    own = argument_notes(deck, argument)
    spoken = [sentence(deck, argument.claim)] if bare and not argument.reasoning else []
    return Draft(
        argument.number.slot.removesuffix("_no"),
        title,
        _body(deck, section, shown, others),
        section.title,
        section.role,
        argument.number,
        source=source_line(deck, *refs),
        here=frozenset(each.id for each in (argument, *others)),
        lead=() if bare else to_argument(deck, section, argument),
        notes=[*spoken, *own, *(note for other in others for note in more_notes(deck, section, other))],
        layout="Argument",
    )


def _worded(evidence: Evidence, words: Text) -> Evidence:
    """Return evidence with words beside its number."""
    if evidence.amount is None or evidence.amount.words is not None:
        return evidence
    return replace(evidence, amount=replace(evidence.amount, words=words))


def _body(
    deck: Deck,
    section: Section,
    argument: Argument,
    others: Sequence[Argument],
) -> list[Item]:
    """Compose evidence and what follows from it, and below both the rows of other arguments."""
    grid, hue = deck.look, deck.colours.hue(section.role)
    rows = bottom_of(more_claims(deck, section, others, grid.gutter)) if others else 0.0
    area = Rect(grid.left, grid.body_top, grid.live, grid.body - rows)
    composition = next(each for applies, each in COMPOSITIONS if applies(argument))
    items = _composed(deck, argument, hue, composition, area)
    if others:
        return [*items, *more_claims(deck, section, others, bottom_of(items) + grid.gutter)]
    lower = composition.low * max(grid.body_bottom - bottom_of(items), 0.0)
    area = Rect(grid.left, grid.body_top + lower, grid.live, grid.body - lower)
    return _composed(deck, argument, hue, composition, area) if lower else items


def _composed(
    deck: Deck,
    argument: Argument,
    hue: Hue,
    composition: Composition,
    area: Rect,
) -> list[Item]:
    """Return the evidence, with what follows from it beside or below it."""
    grid = deck.look
    if composition.beside and argument.implication:
        left, right = replace(area, width=grid.span(8)), replace(area, x=grid.left_of(9), width=grid.span(4))
        items = composition.place(deck, argument, hue, left)
        return [*items, *reading(deck, argument, right, beside=True)]
    tall = bottom_of(reading(deck, argument, replace(area, y=0.0)))
    gap = grid.gutter if tall else 0.0
    items = composition.place(deck, argument, hue, replace(area, height=area.height - tall - gap))
    return [*items, *reading(deck, argument, replace(area, y=bottom_of(items) + gap))]
