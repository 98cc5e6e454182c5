"""What a file has beside its words becomes problems: properties, links, notes, marking, alternatives."""

from __future__ import annotations

from collections.abc import Iterator

from builder.audit.differences import LAX, differences
from builder.audit.faults import WORDS, fault
from builder.audit.known import Known
from builder.audit.places import without_stop
from builder.audit.said import FIELD, Kind, Said
from builder.audit.words import Part, fold
from builder.outline.blocks import Front, Outline
from builder.outline.reading import sheets
from builder.outline.text import Product
from builder.problems import Problem


def facts(outline: Outline, product: Product, slides: int, said: Said) -> Iterator[Problem]:
    """Yield what is wrong with a file whose words are compared elsewhere; `slides` is how many a deck has."""
    name = f"the {product.value}"
    yield from _properties(outline, product, said)
    yield from _marking(outline, product, name, said)
    for place in said.hidden:
        yield fault(WORDS, f"{name} hides text on {place}")
    for field in said.fields:
        yield fault(WORDS, f"{name} lets its program put words in: {field}")
    match product:
        case Product.MEMO:
            yield from _memo(outline, said)
        case Product.DECK:
            yield from _deck(said, slides)
        case Product.SUMMARY:
            if said.pages != 1:
                yield fault("summary-is-one-page", f"the summary has {said.pages} pages")
            if not said.aloud:
                yield fault("read-aloud-in-order", "the summary is not read aloud in the order of its words")


def identities(product: Product, said: Said, known: Known) -> Iterator[Problem]:
    """Yield the slots, by which edits find their way back, that stand at other words than their own."""
    spoken: dict[tuple[int, str], list[str]] = {}
    for one in said.utterances:
        if one.slot is not None and one.kind is not Kind.ALT:
            spoken.setdefault((one.page, one.slot), []).append(fold(one.text))
    for (_, slot), lines in spoken.items():
        words = without_stop(known.by_slot.get(slot, ""))
        if not any(words in line for line in lines):
            yield fault("slots-name-their-text", f"the {product.value} names “{lines[0]}” {slot}")


def _properties(outline: Outline, product: Product, said: Said) -> Iterator[Problem]:
    """What the file states of itself: title, subject, author, keywords, language, and its brief."""
    name, rule, wanted = f"the {product.value}", "properties-match", outline.properties
    for what, decided, found in (
        ("title", wanted.title, said.title),
        ("subject", wanted.subject, said.subject),
    ):
        if fold(found) != fold(decided):
            yield fault(rule, f"{name} gives its {what} as “{found}” instead of “{decided}”", what)
    for what, each, found in (
        ("authors", wanted.authors, said.author),
        ("keywords", wanted.keywords, said.keywords),
    ):
        rest = fold(found)
        for value in sorted(each, key=len, reverse=True):
            if fold(value) not in rest:
                yield fault(rule, f"{name} does not have “{value}” among its {what}", what)
            rest = rest.replace(fold(value), "", 1)
        if rest.strip(" ,;"):
            yield fault(rule, f"{name} has “{rest.strip(' ,;')}” among its {what}", what)
    if said.languages != {outline.language}:
        found = ", ".join(sorted(said.languages)) or "none"
        yield fault(rule, f"{name} gives its language as {found} instead of {outline.language}", "language")
    builds = _builds(outline, product)
    for place, _ in sorted(builds - said.builds):
        yield fault(rule, f"{name} does not have the build id of its brief in its {place}")
    for place, other in sorted(said.builds - builds):
        yield fault(rule, f"{name} was built from another state of the brief: {other} in its {place}")


def _builds(outline: Outline, product: Product) -> set[tuple[str, str]]:
    """Return the build ids that a file carries, and where; a PDF's is in metadata that the engine skips."""
    build = outline.build_id
    if product is Product.SUMMARY:
        return set()
    marked = (
        {("bookmarks", build[:8]), ("headers and footers", build[:8])} if product is Product.MEMO else set()
    )
    return marked | {("properties", build), ("snapshot", build)}


def _marking(outline: Outline, product: Product, name: str, said: Said) -> Iterator[Problem]:
    """The handling marking stands on every page and slide, where it may run on over several lines."""
    front = outline.one(Front)
    if front is None or front.marking is None:
        return
    label = fold(front.marking.label.plain)
    if product is Product.MEMO:
        wanted = {"header of page 1", "header of later pages"}
        marked = {one.place for one in said.of(Kind.HEADER) if label in fold(one.text)}
    else:
        unit = "slide" if product is Product.DECK else "page"
        wanted = {f"{unit} {number}" for number in range(1, said.pages + 1)}
        seen = said.of(Kind.BODY, Kind.TITLE)
        label = "".join(label.split())
        lines: dict[str, list[str]] = {}
        for one in seen:
            lines.setdefault(f"{unit} {one.page}", []).extend(fold(one.text).split())
        marked = {place for place, words in lines.items() if label in "".join(words)}
    for place in sorted(wanted - marked):
        yield fault(
            "marking-everywhere",
            f"{name} lacks the marking “{front.marking.label.plain}” on {place}",
            "marking",
        )


def _memo(outline: Outline, said: Said) -> Iterator[Problem]:
    """Headers and footers say what is decided for them, and nothing is said in notes or comments."""
    around = said.of(Kind.HEADER, Kind.FOOTER)
    for place, wanted in sheets(outline, FIELD).items():
        here = [one for one in around if one.place == place]
        for difference in differences([Part(text.plain, text.path) for text in wanted], here, gap=LAX):
            words = difference.decided or difference.said
            yield fault(WORDS, f"the memo, {place}: “{words}” is {difference.how.value}", difference.path)
    places = sheets(outline, FIELD)
    for one in around:
        if one.place not in places:
            yield fault(WORDS, f"the memo, {one.place}: says “{one.text}”, which the brief does not")


def _deck(said: Said, count: int) -> Iterator[Problem]:
    """Every slide has a title unlike all others, and notes; layouts draw no words."""
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
    for one in said.of(Kind.LAYOUT):
        yield fault(WORDS, f"the deck, {one.place}: draws “{one.text}” behind the slide")
