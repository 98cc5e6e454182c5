"""Compares a printed file with its pages: what it paints, what else it contains, and its metadata."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree

from builder.audit.office.package import Element
from builder.audit.pdf.expected import Drawn, Sheet, Written, mask_of, sheet_of
from builder.audit.pdf.ink import Colour, Ink, Point, Shape, Stretch, lines_of
from builder.audit.pdf.reader import Printed
from builder.audit.pdf.vocabulary import missing_claims, unfamiliar_metadata
from builder.audit.problems import WORDS, problem_of
from builder.audit.words.transcript import fold
from builder.layout.pages import CodeBox, Pages, PictureBox, on_pages
from builder.outline.blocks import Outline
from builder.report.printable import cut
from builder.report.problems import Problem

_PAINTED, _PROPERTIES, _UNFAMILIAR = "drawn-as-laid-out", "properties-match", "no-unfamiliar-formatting"
_PICTURES, _LINKS, _READ_ALOUD = ("pictures-match", "link-targets-match", "reading-order-matches")
_NEAR = 0.1  # points within which two points are the same
_ROUND = 1.0  # points that the area of a link may be larger or smaller
_RULES = 0.2, 3.0  # points: the weights of rules, outlines and arrows
_OVER, _SHORT = 0.4, 1.0  # of the size: so far a character may reach beyond its width, or end before it
_FAR = 60  # shapes among which the next that agree are looked for
_LONGEST = 60  # characters of a quotation
_MOST = 20  # unfamiliar parts that are reported one by one
_PACKET = re.compile(
    rb"<\?xpacket begin=(['\"])(?:\xef\xbb\xbf)?\1 id=(['\"])W5M0MpCehiHzreSzNTczkc9d\2\?>"
    rb"|<\?xpacket end=(['\"])[rw]\3\?>"
)
_MARKUP = re.compile(rb"<[!?]|\0")  # comments, instructions and definitions of XML, which hide words
_LIBRARY = "ReportLab"  # what the summary is written with
_DC, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def printed_problems(
    outline: Outline, pages: Pages, extracted: Printed, *, same_words: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a printed file but for its words.

    `same_words` is whether file and pages have the same words; else only what does not depend on them is
    compared. Of a file that another program rewrote nothing can be compared but its words.
    """
    for extra in extracted.unfamiliar[:_MOST]:
        yield problem_of(_UNFAMILIAR, f"the summary {cut(extra, _MOST * _LONGEST)}")
    if (more := len(extracted.unfamiliar) - _MOST) > 0:
        yield problem_of(_UNFAMILIAR, f"the summary has {more:,} more parts that no build writes")
    if extracted.rewritten:
        named = extracted.program and not extracted.program.startswith(_LIBRARY)
        program = f" ({_quoted(extracted.program)})" if named else ""
        message = (
            f"the summary was rewritten by another program{program}, without the tags by which it is read "
            "aloud: only its words can be compared"
        )
        yield problem_of(_UNFAMILIAR, message)
        return
    yield from painting_problems(pages, extracted, same_words=same_words)
    pictures = [item.picture for _, item in on_pages(pages) if isinstance(item, PictureBox)]
    masks = {mask_of(picture) for picture in pictures if not picture.contours} - {""}
    if extracted.masks != masks:
        yield problem_of(_PICTURES, "the summary shows pictures with another transparency than in the brief")
    for font, character in extracted.wrong_glyphs:
        if character:
            message = f"the summary shows a different glyph for “{character}” in font {font}"
        else:
            message = f"the summary has a font {font} whose glyphs cannot be compared"
        yield problem_of(WORDS, message)
    for words, name in extracted.misnamed_links:
        message = f"the summary reads “{_quoted(name)}” aloud for the link “{_quoted(words)}”"
        yield problem_of(_LINKS, message)
    codes = [(number, one) for number, one in on_pages(pages) if isinstance(one, CodeBox)]
    for (page, name, rect), (number, code) in zip(extracted.drawn_links, codes, strict=False):
        near = rect.holds(code.rect, _ROUND) and code.rect.holds(rect, _ROUND)
        if (page, name, near) != (number, code.code.alt.plain, True):
            message = f"the summary has the link of the QR code elsewhere, or calls it “{_quoted(name)}”"
            yield problem_of(_LINKS, message, code.code.alt.path)
    if extracted.disordered_pages:
        yield problem_of(_READ_ALOUD, "the summary is not read aloud in the order of its words")
    yield from _metadata_problems(outline, extracted.xmp)


def _quoted(words: str) -> str:
    return cut(words, _LONGEST)


def _metadata_problems(outline: Outline, xmp: bytes) -> Iterator[Problem]:
    """Compare the metadata that programs for libraries and archives read, beside what people are shown."""
    try:
        if _MARKUP.search(_PACKET.sub(b"", xmp)):
            raise ValueError("has more than elements and words")
        root = etree.fromstring(
            xmp, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
        )
    except (ValueError, etree.XMLSyntaxError):
        yield problem_of(_PROPERTIES, "the summary has no readable metadata")
        return
    properties = outline.properties
    for one in root.iter():
        for name, text in ((one.tag, _own(one)), *one.attrib.items()):
            if unfamiliar_metadata(name, text):
                message = f"the summary has “{_quoted(text)}” in its metadata ({name.rpartition('}')[2]})"
                yield problem_of(_UNFAMILIAR, message)
    for name in missing_claims(str(one.tag) for one in root.iter()):
        yield problem_of(_PROPERTIES, f"the summary lacks {name} in its metadata")
    others = Counter(words for one in root.iter(f"{_RDF}li") if (words := fold(_own(one))))
    for what, name, expected in (
        ("title", f"{_DC}title", [properties.title]),
        ("subject", f"{_DC}description", [properties.subject]),
        ("authors", f"{_DC}creator", [*properties.authors]),
        ("keywords", f"{_PDF}Keywords", [", ".join(properties.keywords)]),
        ("language", f"{_DC}language", [outline.language]),
    ):
        found = _values(root, name)
        others -= Counter(found)
        if found != [words for one in expected if (words := fold(one))]:
            message = f"the summary has the {what} “{_quoted(', '.join(found))}” in its metadata"
            yield problem_of(_PROPERTIES, message, what)
    for text in others:
        yield problem_of(_UNFAMILIAR, f"the summary has “{_quoted(text)}” in its metadata (li)")
    builds = _values(root, f"{_DC}identifier")
    for other in builds:
        if other != outline.build_id:
            message = (
                f"the summary was built from another revision of the brief: {_quoted(other)} in its metadata"
            )
            yield problem_of(_PROPERTIES, message)
    if outline.build_id and not builds:
        yield problem_of(_PROPERTIES, "the summary lacks the build id of its brief in its metadata")


def _own(element: Element) -> str:
    return (element.text or "") + "".join(part.tail or "" for part in element)


def _values(root: Element, name: str) -> list[str]:
    """Return the texts of a property, its items or its own, without those that are empty."""
    texts = [
        "".join(part.itertext())
        for found in root.iter(name)
        for part in (list(found.iter(f"{_RDF}li")) or [found])
    ]
    return [words for text in texts if (words := fold(text))]


def painting_problems(pages: Pages, extracted: Printed, *, same_words: bool) -> Iterator[Problem]:
    """Yield what the pages of a PDF do not paint as placed: text, shapes, pictures, and their order."""
    ordered = not extracted.disordered_pages  # else the wrong order is reported by itself
    for number, (page, ink, roles) in enumerate(
        zip(pages.pages, extracted.ink, extracted.roles, strict=False), 1
    ):
        location = f"the summary, page {number}"
        comparison = _Comparison(location, sheet_of(page), ink, roles if ordered else {}, same_words)
        if ink.flaw:
            yield problem_of(_PAINTED, f"{location}: {ink.flaw}")
        if abs(ink.width - page.width) > _NEAR or abs(ink.height - page.height) > _NEAR:
            yield problem_of(_PAINTED, f"{location}: has another size than placed")
        yield from comparison.texts()
        yield from comparison.shapes()


class _Comparison:
    """Compares one page with what was placed on it."""

    def __init__(
        self, location: str, sheet: Sheet, ink: Ink, roles: dict[int, str], same_words: bool
    ) -> None:
        self._location = location
        self._sheet, self._ink, self._roles, self._same_words = sheet, ink, roles, same_words

    # Text

    def texts(self) -> Iterator[Problem]:
        """Yield the texts that are elsewhere or look other than placed, as far as the words agree."""
        chars, seen = "", [one for one in self._ink.stretches if one.seen]
        written = iter(_ends(self._sheet.written))
        expected, end = next(written, (None, 0))
        for stretch in seen:
            start, chars = len(chars), chars + stretch.chars
            if len(chars) == start and stretch.flaw == "":
                continue
            while expected is not None and end <= start:
                expected, end = next(written, (None, 0))
            if expected is None or chars[start:] != self._sheet.chars[start : len(chars)]:
                return  # the words differ from here on, which is reported elsewhere
            how = self._defect(
                expected, stretch, first=start == end - len(expected.chars), whole=len(chars) <= end
            )
            if how:
                message = f"{self._line(stretch, seen)}: “{_quoted(stretch.text)}” is {how}"
                yield problem_of(_PAINTED, message, expected.path)

    def _defect(self, expected: Written, found: Stretch, *, first: bool, whole: bool) -> str:
        """Return in what way a stretch is not as placed, "" if it is."""
        over = _OVER * expected.size
        if found.flaw:
            return found.flaw
        if found.face != expected.face or abs(found.size - expected.size) > _NEAR:
            return "set in another size or font than placed"
        if not _alike(found.colour, expected.colour):
            return "painted in another colour than placed"
        left, right = expected.x - _NEAR, expected.x + (_NEAR if first else expected.width)
        if not (whole and left <= found.x <= right and expected.top < found.y < expected.bottom):
            return "painted elsewhere than placed"
        if not expected.x < found.right <= expected.x + expected.width + over:
            return "painted wider than placed"
        if (
            first
            and expected.is_tight
            and found.text == expected.text
            and found.right < expected.x + expected.width - _SHORT * expected.size
        ):
            return "painted narrower than placed"
        role = self._roles.get(found.mark, "")
        if self._roles and role != expected.role:
            return f"tagged as {role or 'decoration'} instead of {expected.role or 'decoration'}"
        if found.lang != expected.lang:
            return f"marked as {found.lang or 'no other language'} instead of {expected.lang or 'none'}"
        return ""

    def _line(self, stretch: Stretch, seen: Sequence[Stretch]) -> str:
        for number, line in enumerate(lines_of(seen), 1):
            if any(one is stretch for one in line):
                return f"{self._location}, line {number}"
        return self._location

    # Shapes

    def shapes(self) -> Iterator[Problem]:
        """Yield the boxes, lines, marks and pictures that are missing, extra or not drawn as placed."""
        expected, found = self._sheet.drawn, [one for one in self._ink.shapes if _shows(one)]
        here = there = 0
        while here < len(expected) or there < len(found):
            if here < len(expected) and there < len(found) and self._fits(expected[here], found[there]):
                here, there = here + 1, there + 1
                continue
            gone, extra = self._until_next_match(expected[here:], found[there:])
            for drawn in expected[here : here + gone]:
                how = "is not drawn as placed" if extra else "is missing"
                words, path = self._sheet.beside(drawn) if not drawn.rule else ("", drawn.path)
                beside = f" beside “{_quoted(words)}”" if words else ""
                yield problem_of(
                    drawn.rule or _PAINTED, f"{self._location}: {drawn.what}{beside} {how}", path
                )
            for shape in found[there : there + extra] if not gone else ():
                yield problem_of(_PAINTED, f"{self._location}: {self._extra(shape)}")
            here, there = here + gone, there + extra

    def _until_next_match(self, expected: Sequence[Drawn], found: Sequence[Shape]) -> tuple[int, int]:
        """Return the fewest that are missing and extra before both agree again."""
        for total in range(1, min(len(expected) + len(found), _FAR) + 1):
            for gone in sorted(range(total + 1), key=lambda gone: abs(2 * gone - total)):
                here, there = gone, total - gone
                if here > len(expected) or there > len(found):
                    continue
                if here == len(expected) and there == len(found):
                    return here, there
                if here < len(expected) and there < len(found) and self._fits(expected[here], found[there]):
                    return here, there
        return len(expected), len(found)

    def _fits(self, expected: Drawn, found: Shape) -> bool:
        return (
            not found.flaw
            and (not self._same_words or expected.after == found.after)
            and expected.digest == found.digest
            and expected.dashed == found.dashed
            and expected.is_area == (found.is_area or bool(found.digest))
            and _alike(found.fill, expected.fill)
            and expected.even_odd in (None, found.even_odd)
            and _alike(found.line, expected.line)
            and (found.line is None or _is_as_heavy(expected.weight, found.weight))
            and _in_place(expected, found)
        )

    def _extra(self, shape: Shape) -> str:
        """Describe a shape that nobody placed by what it covers."""
        left, top, right, bottom = shape.bounds
        under = [
            one.text
            for one in self._ink.painted[: self._ink.painted.index(shape)]
            if isinstance(one, Stretch) and left < one.right and one.x < right and top < one.y < bottom
        ]
        what = "a picture" if shape.digest else "a shape"
        words = _quoted(" ".join(under))
        return f"{what} covers “{words}”" if under else f"{what} is drawn that was not placed"


def _ends(written: Sequence[Written]) -> Iterator[tuple[Written, int]]:
    """Yield each text with the count of characters up to its end."""
    return zip(written, accumulate(len(one.chars) for one in written), strict=True)


def _shows(shape: Shape) -> bool:
    return shape.fill is not None or shape.line is not None or bool(shape.digest)


def _is_as_heavy(expected: float, found: float) -> bool:
    """Whether a line has the weight of a drawing's, or else one that a rule may have."""
    least, most = (expected - _NEAR, expected + _NEAR) if expected else _RULES
    return least <= found <= most


def _in_place(expected: Drawn, found: Shape) -> bool:
    if expected.is_grid:
        return _near(expected.points, found.points)
    if expected.is_area:
        edge = found.weight / 2 if found.line else 0.0
        around = _corners(found.points, 0.0) if found.digest else found.points
        return _outlines(_corners(expected.points, edge), around)
    if not expected.is_loose:
        return _near(expected.points, found.points)
    (left, top), (right, bottom) = expected.points
    return (
        len(found.points) == 2
        and top < found.points[0][1] < bottom
        and _near(((left, 0.0), (right, 0.0)), [(x, y - found.points[0][1]) for x, y in found.points])
    )


def _corners(points: Sequence[Point], edge: float) -> Sequence[Point]:
    """Return the corners of an area; those of a rectangle, given by two, inside its edge."""
    if len(points) > 2:
        return points
    (left, top), (right, bottom) = points
    left, top, right, bottom = left + edge, top + edge, right - edge, bottom - edge
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _outlines(corners: Sequence[Point], points: Sequence[Point]) -> bool:
    """Whether a path leads around an area, from whichever corner and in whichever direction."""
    around = points[:-1] if _near(points[:1], points[-1:]) else points
    turned = [[*around[start:], *around[:start]] for start in range(len(around))]
    return any(_near(corners, one) or _near(corners, one[::-1]) for one in turned)


def _near(expected: Sequence[Point], found: Sequence[Point]) -> bool:
    return len(expected) == len(found) and all(
        abs(here - there) < _NEAR
        for point, other in zip(expected, found, strict=True)
        for here, there in zip(point, other, strict=True)
    )


def _alike(found: Colour, expected: Colour) -> bool:
    """Whether a painted colour is the one that was placed, but for rounding."""
    if found == expected or found is None or expected is None:
        return found == expected
    return all(abs(here - there) <= 1 for here, there in zip(found, expected, strict=True))
