"""Checks each text and link: known, placed, in order, under its own identity, without soft hyphens."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from builder.audit.content import FIELD, Extracted, Kind, Link
from builder.audit.problems import WORDS, problem_of
from builder.audit.words.known_words import KnownWords, cites
from builder.audit.words.transcript import ExpectedText, fold, letters
from builder.layout.pages import CodeBox, Pages, on_pages
from builder.outline.blocks import Outline
from builder.outline.reading import code_of, leads, reading, sheets
from builder.outline.reading.furniture import LATER_FOOTER, LATER_HEADER
from builder.outline.text import Product, QrCode, Text
from builder.report.problems import Problem, enclosing

_REFS = ".refs"
_SOFT = "\u00ad"
_HYPHENATED = rf"[\w{_SOFT}]*{_SOFT}[\w{_SOFT}]*"


def placement_problems(
    outline: Outline, product: Product, expected: Sequence[ExpectedText], known: KnownWords
) -> Iterator[Problem]:
    """Yield what the pages leave out, have in another order, or have without it being in the outline.

    A text must be placed under its own slot: the same words of another field are another statement. Only on a
    slide may references share one place, the source line, where more than a label of what they belong to is
    shown; those of evidence are beside it.
    """
    name = f"the {product.value}"
    by_slot: dict[str, set[str]] = {}
    for one in expected:
        if one.text is not None:
            by_slot.setdefault(one.text.slot, set()).add(one.words)
    for words in dict.fromkeys(one.words for one in expected):
        if any(map(str.isalnum, words)) and not known.holds(words):
            yield problem_of(WORDS, f"{name} has “{words}”, which is neither in the brief nor a label")
    required = reading(outline, product)
    citing = {text.slot: cites(text.plain) for text in required if ".evidence[" not in text.path}
    cited: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    shown = {text.path.removesuffix(_REFS): Counter[int]() for text in required if citing.get(text.slot)}
    for one in expected if product is Product.DECK else ():  # texts of each element that cites, by slide
        if not one.in_notes:
            cited[one.page] |= cites(one.words)
            for path in enclosing(one.path):
                if path in shown:
                    shown[path][one.page] += 1
    for text in required:
        title, own = _without_stop(text.plain), citing.get(text.slot)
        slides = shown[text.path.removesuffix(_REFS)] if own else Counter[int]()
        lines = [cited[page] for page, count in slides.items() if count > 1 or page == max(slides)]
        shared = own and any(all(each in on or (each[0], "") in on for each in own) for on in lines)
        if not shared and not any(title in words for words in by_slot.get(text.slot, ())):
            yield problem_of(WORDS, f"{name} leaves out “{text.plain}”", text.path)
    slots = {text.slot for text in required}
    yield from _disorder((text for text in leads(outline) if text.slot in slots), name, expected)


def _disorder(leading: Iterable[Text], name: str, expected: Sequence[ExpectedText]) -> Iterator[Problem]:
    """Yield the leading texts that come before one that the outline has first.

    Where a page has more of a brief than it must, that may be where there is room for it.
    """
    first: dict[str, int] = {}
    for index, one in enumerate(expected):
        if one.text is not None and not one.in_notes:
            first.setdefault(one.text.slot, index)
    furthest, before = -1, ""
    for text in leading:
        index = first.get(text.slot, len(expected))
        if index < furthest:
            yield problem_of(WORDS, f"{name} has “{text.plain}” before “{before}”", text.path)
        elif index < len(expected):
            furthest, before = index, text.plain


def _without_stop(text: str) -> str:
    """Return a text without its full stop, as in the title of a slide."""
    return text[:-1] if text.endswith((".", "。")) else text


def identity_problems(product: Product, extracted: Extracted, known: KnownWords) -> Iterator[Problem]:
    """Yield the slots, which trace edits back to the brief, that are at other words than their own."""
    found: dict[tuple[int, str], list[str]] = {}
    for one in extracted.passages:
        if one.slot is not None and one.kind is not Kind.ALT:
            found.setdefault((one.page, one.slot), []).append(fold(one.text))
    for (_, slot), lines in found.items():
        words = _without_stop(known.by_slot.get(slot, ""))
        if not any(words in line for line in lines):
            message = f"the {product.value} has the identifier {slot} at “{lines[0]}”"
            yield problem_of("identifiers-match", message)


def hyphen_problems(
    outline: Outline, product: Product, expected: Sequence[ExpectedText], extracted: Extracted
) -> Iterator[Problem]:
    """Yield the words with soft hyphens, which no outline has: they hide words from a search."""
    softened = [one for one in extracted.passages if _SOFT in one.text and one.kind is not Kind.ALT]
    if not softened:
        return
    around = sheets(outline, FIELD).values() if product is Product.MEMO else ()
    texts = [one.text for one in expected if one.text] + [text for each in around for text in each]
    for passage in softened:
        for word in dict.fromkeys(re.findall(_HYPHENATED, passage.text)):
            whole, line = fold(word), fold(passage.text)
            near = [
                (abs(len(words) - len(line)), text.path)
                for text in texts
                if whole in (words := fold(text.plain)) and (words in line or line in words)
            ]
            location = f"the {product.value}, {passage.location}"
            message = f"{location}: “{whole}” contains a soft hyphen that is not in the brief"
            yield problem_of(WORDS, message, min(near, default=(0, ""))[1])


_OF_SECTION = re.compile(r"(header|footer) of (?:section \d+|even pages)")


def expected_around(outline: Outline, extracted: Extracted) -> dict[str, tuple[Text, ...]]:
    """Return the texts of headers and footers by location; each further section has those of later pages."""
    expected = sheets(outline, FIELD)
    repeated = {"header": expected.get(LATER_HEADER, ()), "footer": expected.get(LATER_FOOTER, ())}
    further = (found for found in map(_OF_SECTION.fullmatch, extracted.around) if found)
    return expected | {found[0]: repeated[found[1]] for found in further}


_LINKS = "link-targets-match"


def link_problems(
    outline: Outline,
    product: Product,
    pages: Pages | None,
    expected: Sequence[ExpectedText],
    extracted: Extracted,
) -> Iterator[Problem]:
    """Yield the links that are missing, extra or out of order in a slide, its notes, a header, the body."""
    around = expected_around(outline, extracted) if product is Product.MEMO else {}
    texts = [(location, text) for location, there in around.items() for text in there]
    texts += [(_location(product, one), one.text) for one in expected if one.text is not None]
    linked = [
        (Link(location, run.text, _with_path(run.url)), text)
        for location, text in texts
        for run in text.runs
        if run.url
    ]
    paths = {link.url: text.path for link, text in linked}
    whole = {"".join(link.text.split()): link.text for link, _ in linked}

    def words(link: Link) -> str:
        return whole.get(link.text, link.text)

    found = [
        Link(
            link.location if product is not Product.MEMO or link.location in around else "",
            link.text,
            _with_path(link.url),
        )
        for link in extracted.links
    ]
    drawn = [link for link in found if not link.text]  # areas without words
    found = [link for link in found if link.text]
    codes = [Link(location, "", _with_path(code.url)) for location, code in _codes(outline, product, pages)]
    if product is Product.MEMO and not drawn and extracted.forgets:
        codes = []
    paths |= {link.url: "imprint.url" for link in codes}
    whole[""] = "QR code"
    ours, theirs = _joined(link for link, _ in linked), _joined(found)
    ours, theirs = [*ours, *codes], [*theirs, *drawn]
    name = f"the {product.value}"
    for link in (Counter(ours) - Counter(theirs)).elements():
        message = f"{name}{_where(link)} does not link “{words(link)}” to {link.url}"
        yield problem_of(_LINKS, message, paths[link.url])
    for link in (Counter(theirs) - Counter(ours)).elements():
        yield problem_of(_LINKS, f"{name}{_where(link)} links “{words(link)}” to {link.url}")
    if ours != theirs and Counter(ours) == Counter(theirs):
        first = next(there for here, there in zip(ours, theirs, strict=True) if here != there)
        yield problem_of(_LINKS, f"{name}{_where(first)} links “{words(first)}” out of order")


def reference_problems(extracted: Extracted) -> Iterator[Problem]:
    """Yield the headings in the memo's contents that lead to another place than the heading."""
    for one in extracted.references:
        if letters(one.text) != letters(one.url):
            where = f"leads to “{one.url}”" if one.url else "leads nowhere"
            yield problem_of(_LINKS, f"the memo, {one.location}: “{one.text}” {where}")


def _codes(outline: Outline, product: Product, pages: Pages | None) -> Iterator[tuple[str, QrCode]]:
    """Yield the QR codes of a file with their location."""
    code = code_of(outline) if pages is None else None
    if code is not None:
        yield "", code
    unit = "slide" if product is Product.DECK else "page"
    yield from ((f"{unit} {page}", one.code) for page, one in on_pages(pages) if isinstance(one, CodeBox))


def _with_path(url: str) -> str:
    """Return an address with the path `/` of a bare host, which LibreOffice adds (RFC 3986, 6.2.3)."""
    return re.sub(r"\A(?i:https?)://[^/?#]+\Z", r"\g<0>/", url)


def _location(product: Product, one: ExpectedText) -> str:
    """Return the region whose links are compared on their own, as the readers call it."""
    if product is Product.MEMO:
        return ""
    unit = "slide" if product is Product.DECK else "page"
    return f"{unit} {one.page}, notes" if one.in_notes else f"{unit} {one.page}"


def _where(link: Link) -> str:
    return f", {link.location}," if link.location else ""


def _joined(links: Iterable[Link]) -> list[Link]:
    """Join neighbours of one location and address, without white space, at which a line may end."""
    pieces = sorted(links, key=lambda link: link.location)
    grouped = groupby(pieces, key=lambda link: (link.location, link.url))
    return [
        Link(location, "".join("".join(link.text for link in joined).split()), url)
        for (location, url), joined in grouped
    ]
