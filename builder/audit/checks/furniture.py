"""What a file has beside its words becomes problems: headers, notes, titles, numbers, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.audit.checks.markings import marking_problems
from builder.audit.checks.placed import without_stop
from builder.audit.content import FIELD, Kind, Said
from builder.audit.fault import WORDS, fault
from builder.audit.words.differences import LAX, differences
from builder.audit.words.known_words import Known
from builder.audit.words.messages import tell
from builder.audit.words.stream import Part, fold
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.reading import sheets
from builder.outline.text import Product
from builder.report.problems import Problem

HIDDEN = "no-hidden-content"
_UNNUMBERED = "Cover"  # the one layout without the slide's number


def facts(outline: Outline, product: Product, pages: Pages | None, said: Said) -> Iterator[Problem]:
    """Yield what is wrong with a file whose words are compared elsewhere."""
    name = f"the {product.value}"
    yield from marking_problems(outline, product, said)
    for place in said.hidden:
        yield fault(HIDDEN, f"{name} hides text on {place}")
    for field in said.fields:
        yield fault(WORDS, f"{name} lets its program put words in: {field}")
    for author, count in said.unsettled.items():
        changes = "a tracked change" if count == 1 else f"{count} tracked changes"
        yield fault("no-tracked-changes", f"{name} still has {changes} by {author} to accept or reject")
    match product:
        case Product.MEMO:
            yield from _memo(outline, said)
        case Product.DECK:
            yield from _deck(said, pages)
        case Product.SUMMARY:
            if said.pages != 1:
                yield fault("summary-fits-one-page", f"the summary has {said.pages} pages")
            if not said.aloud:
                yield fault(
                    "reading-order-matches", "the summary is not read aloud in the order of its words"
                )


def identities(product: Product, said: Said, known: Known) -> Iterator[Problem]:
    """Yield the slots, by which edits find their way back, that stand at other words than their own."""
    spoken: dict[tuple[int, str], list[str]] = {}
    for one in said.utterances:
        if one.slot is not None and one.kind is not Kind.ALT:
            spoken.setdefault((one.page, one.slot), []).append(fold(one.text))
    for (_, slot), lines in spoken.items():
        words = without_stop(known.by_slot.get(slot, ""))
        if not any(words in line for line in lines):
            yield fault("identifiers-match", f"the {product.value} names “{lines[0]}” {slot}")


def _memo(outline: Outline, said: Said) -> Iterator[Problem]:
    """Headers and footers say what is decided for them, and there are no others."""
    around = said.of(Kind.HEADER, Kind.FOOTER)
    places = sheets(outline, FIELD)
    for place, wanted in places.items():
        here = [one for one in around if one.place == place]
        found = differences([Part(text.plain, text.path) for text in wanted], here, gap=LAX)
        yield from tell(outline, Product.MEMO, [replace(one, place=place) for one in found])
    for one in around:
        if one.place not in places:
            yield fault(WORDS, f"the memo, {one.place}: says “{one.text}”, which the brief does not")


def _deck(said: Said, pages: Pages | None) -> Iterator[Problem]:
    """Every slide has a title unlike all others, its number, and notes; layouts draw no words."""
    count = len(pages.pages) if pages else 0
    if said.pages != count:
        yield fault(WORDS, f"the deck has {said.pages} slides instead of {count}")
    titles: dict[str, int] = {}
    for number in range(1, said.pages + 1):
        found = [one for one in said.of(Kind.TITLE) if one.page == number]
        title = fold(" ".join(one.text for one in found)).casefold()
        if not title:
            yield fault("slides-have-titles", f"slide {number} of the deck has no title")
        elif title in titles:
            message = f"slides {titles[title]} and {number} of the deck have one title, “{title}”"
            yield fault("slides-have-titles", message)
        titles.setdefault(title, number)
    noted = {one.page for one in said.of(Kind.NOTES)}
    for number in range(1, said.pages + 1):
        if number not in noted:
            yield fault("slides-have-notes", f"slide {number} of the deck has no notes")
    for number, page in enumerate(pages.pages if pages else (), 1):
        if page.layout != _UNNUMBERED and number <= said.pages and number not in said.numbered:
            yield fault("slides-are-numbered", f"slide {number} of the deck does not show its number")
    for one in said.of(Kind.LAYOUT):
        yield fault(WORDS, f"the deck, {one.place}: draws “{one.text}” behind the slide")
