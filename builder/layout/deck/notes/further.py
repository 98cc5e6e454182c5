"""Writes what speaker notes say beyond their own slide: what it belongs with, what is asked, the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from builder.layout.deck.draft import Deck, Note, without_stop
from builder.layout.deck.notes import blended, leading, quoted, said
from builder.outline.blocks import (
    Argument,
    BottomLine,
    Chart,
    Figure,
    Outline,
    PullQuote,
    Responses,
    Section,
    SideBox,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Level, Text

Exhibit = Chart | Table | Figure | SideBox | PullQuote
_MOST_CLAIMS = 3  # that an exhibit is said to belong with
_MOST_STEPS = 4  # of the sequence of events, that the background is told by
_MOST_OBJECTIONS = 2  # that a speaker is reminded of at the end


def sections_of(outline: Outline) -> list[Section]:
    """Return the sections."""
    return [block for block in outline.blocks if isinstance(block, Section)]


def arguments_of(outline: Outline) -> list[Argument]:
    """Return the arguments of all sections."""
    return [argument for section in sections_of(outline) for argument in section.arguments]


def section_before(outline: Outline, block: Exhibit) -> Section | None:
    """Return the section at whose end an exhibit is; of the annex, none."""
    before = takewhile(lambda other: other is not block, outline.blocks)
    found = [each for each in before if isinstance(each, Section)]
    annex = not isinstance(block, PullQuote) and block.annex
    return found[-1] if found and not annex else None


def claims_citing(among: Sequence[Argument], *refs: Text | None) -> list[Argument]:
    """Return the claims that cite one of these places of a source; one that is cited as a whole has none."""
    places = {each.plain for each in refs if each is not None and "," in each.plain}
    found = [
        each
        for each in among
        if any(one and one.plain in places for one in (each.refs, *(part.refs for part in each.evidence)))
    ]
    return found[:_MOST_CLAIMS]


def claims_beside(outline: Outline, block: Exhibit) -> list[Argument]:
    """Return the claims that an exhibit is about: the only one of its part, or those that cite its place."""
    section = section_before(outline, block)
    if section is not None and len(section.arguments) == 1:
        return list(section.arguments)
    return claims_citing(section.arguments if section is not None else arguments_of(outline), block.refs)


def belongs(deck: Deck, block: Exhibit) -> Iterator[Note]:
    """Yield the claims that an exhibit is about, and what follows from the only one; else its part."""
    speech, claims = deck.labels.speech, claims_beside(deck.outline, block)
    section = section_before(deck.outline, block)
    yield from about(deck, claims)
    if not claims and section is not None:
        yield said(deck, speech.belongs, place=quoted(deck, section.title))
    if len(claims) == 1 and claims[0].implication is not None and not _told_before(deck.outline, block):
        yield leading(deck, speech.follows, claims[0].implication.text)


def _told_before(outline: Outline, block: Exhibit) -> bool:
    """Return whether an exhibit before this one is about the same claims."""
    claims = [each.number for each in claims_beside(outline, block)]
    before = takewhile(lambda other: other is not block, outline.blocks)
    return any(
        [each.number for each in claims_beside(outline, other)] == claims
        for other in before
        if isinstance(other, Exhibit) and not (isinstance(other, Table) and other.depth > Depth.DECK)
    )


def about(deck: Deck, claims: Sequence[Argument]) -> Iterator[Note]:
    """Yield the claims that something belongs with."""
    for each in claims:
        phrase = blended(deck.labels.speech.belongs, place=each.number)
        yield leading(deck, phrase, without_stop(each.claim))


def asked(deck: Deck, phrase: str) -> Iterator[Note]:
    """Yield what the brief asks of its readers, if it asks for anything."""
    block = deck.outline.one(BottomLine)
    if block is not None and block.ask is not None:
        yield leading(deck, phrase, block.ask)


def answer_again(deck: Deck) -> Iterator[Note]:
    """Yield what is asked or, where nothing is, the answer, and the invitation to discuss it."""
    block, speech = deck.outline.one(BottomLine), deck.labels.speech
    if block is None:
        return
    ask = list(asked(deck, speech.ask_again))
    answer = block.headline if block.headline.path else block.text
    yield from ask or [leading(deck, speech.answer_again, answer)]
    yield said(deck, speech.questions)


def actions(deck: Deck) -> Iterator[Note]:
    """Yield what should be done, in the words of the list of responses."""
    block = deck.outline.one(Responses)
    if block is not None:
        words = [without_stop(each.action) for each in block.responses[:_MOST_CLAIMS]]
        yield leading(deck, deck.labels.speech.actions, *words)


def events(deck: Deck) -> Iterator[Note]:
    """Yield the first events of the sequence that have happened."""
    block, speech = deck.outline.one(Timeline), deck.labels.speech
    steps = [each for each in (block.steps if block is not None else ()) if not each.suggested]
    if steps:
        told = [
            blended(speech.step, when=each.when, what=without_stop(each.text)) for each in steps[:_MOST_STEPS]
        ]
        yield leading(deck, speech.events, *told)


def objections(deck: Deck) -> Iterator[Note]:
    """Yield what speaks against the claims, for the discussion."""
    speech = deck.labels.speech
    found = [
        blended(speech.step, when=each.number, what=without_stop(each.counter))
        for each in arguments_of(deck.outline)
        if each.counter is not None
    ]
    if found:
        yield leading(deck, speech.objections, *found[:_MOST_OBJECTIONS])


def recalled(deck: Deck) -> Iterator[Note]:
    """Yield the claims, before what is to be done; of many, the first of each section."""
    claims = arguments_of(deck.outline)
    if len(claims) > _MOST_CLAIMS:
        claims = [each.arguments[0] for each in sections_of(deck.outline) if each.arguments][:_MOST_CLAIMS]
    if claims:
        yield leading(deck, deck.labels.speech.recalled, *(without_stop(each.claim) for each in claims))


def numbered(deck: Deck) -> Iterator[Note]:
    """Yield that people can refer to claims by their numbers."""
    if arguments_of(deck.outline):
        yield said(deck, deck.labels.speech.numbered)


def least_firm(deck: Deck) -> Iterator[Note]:
    """Yield the claims that are only made as possible."""
    for each in arguments_of(deck.outline):
        if each.certainty is not None and each.certainty.level is Level.POSSIBLE:
            yield leading(
                deck, blended(deck.labels.speech.least_firm, claim=each.number), without_stop(each.claim)
            )
