"""Placed pages and the ink of a printed file become the problems of what is not painted as it was placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from builder.audit.fault import fault
from builder.audit.pdf.expected import Drawn, Sheet, Written, sheet_of
from builder.audit.pdf.ink import Colour, Ink, Shape, Stretch, lines_of
from builder.audit.pdf.reader import Printed
from builder.layout.pages import Pages
from builder.report.problems import Problem

_RULE = "drawn-as-laid-out"
_NEAR = 0.1  # points within which two places are one
_OVER, _SHORT = 0.4, 1.0  # of the size: so far a sign may reach beyond its width, or end before it
_FAR = 60  # shapes among which a lost thread is looked for
_LONGEST = 60  # characters of a quotation


def proof_problems(pages: Pages, said: Printed, *, alike: bool) -> Iterator[Problem]:
    """Yield what the pages of a PDF paint otherwise than placed: text, shapes, pictures, and their order.

    `alike` is whether file and pages have the same words; else only what does not hang on them is compared.
    """
    for number, (page, ink, roles) in enumerate(zip(pages.pages, said.ink, said.roles, strict=False), 1):
        told = roles if said.aloud else {}  # else that nothing is read in order is told elsewhere
        proof = _Proof(f"the summary, page {number}", sheet_of(page), ink, told, alike)
        if ink.odd:
            yield fault(_RULE, f"{proof.place}: {ink.odd}")
        if abs(ink.width - page.width) > _NEAR or abs(ink.height - page.height) > _NEAR:
            yield fault(_RULE, f"{proof.place}: has another size than placed")
        yield from proof.texts()
        yield from proof.shapes()


class _Proof:
    """Compares one page with what was placed on it."""

    def __init__(self, place: str, sheet: Sheet, ink: Ink, roles: dict[int, str], alike: bool) -> None:
        self.place = place
        self._sheet, self._ink, self._roles, self._alike = sheet, ink, roles, alike

    # Text

    def texts(self) -> Iterator[Problem]:
        """Yield the texts that stand elsewhere or look otherwise than placed, as far as the words agree."""
        signs, seen = "", [one for one in self._ink.stretches if one.seen]
        written = iter(_ends(self._sheet.written))
        wanted, end = next(written, (None, 0))
        for stretch in seen:
            start, signs = len(signs), signs + stretch.signs
            if len(signs) == start and stretch.odd == "":
                continue
            while wanted is not None and end <= start:
                wanted, end = next(written, (None, 0))
            if wanted is None or signs[start:] != self._sheet.signs[start : len(signs)]:
                return  # the words part here, which is told elsewhere
            how = self._otherwise(
                wanted, stretch, first=start == end - len(wanted.signs), whole=len(signs) <= end
            )
            if how:
                yield fault(
                    _RULE, f"{self._line(stretch, seen)}: “{_cut(stretch.text)}” is {how}", wanted.path
                )

    def _otherwise(self, wanted: Written, found: Stretch, *, first: bool, whole: bool) -> str:
        """Return in what way a stretch is not as placed, or ""."""
        over = _OVER * wanted.size
        if found.odd:
            return found.odd
        if found.face != wanted.face or abs(found.size - wanted.size) > _NEAR:
            return "set in another size or face than placed"
        if not _alike(found.colour, wanted.colour):
            return "painted in another colour than placed"
        left, right = wanted.x - _NEAR, wanted.x + (_NEAR if first else wanted.width)
        if not (whole and left <= found.x <= right and wanted.top < found.y < wanted.bottom):
            return "painted in another place than decided"
        if not wanted.x < found.right <= wanted.x + wanted.width + over:
            return "painted wider than placed"
        if (
            first
            and wanted.is_tight
            and found.text == wanted.text
            and found.right < wanted.x + wanted.width - _SHORT * wanted.size
        ):
            return "painted narrower than placed"
        role = self._roles.get(found.mark, "")
        if self._roles and role != wanted.role:
            return f"tagged as {role or 'decoration'} instead of {wanted.role or 'decoration'}"
        return ""

    def _line(self, stretch: Stretch, seen: Sequence[Stretch]) -> str:
        for number, line in enumerate(lines_of(seen), 1):
            if any(one is stretch for one in line):
                return f"{self.place}, line {number}"
        return self.place

    # Shapes

    def shapes(self) -> Iterator[Problem]:
        """Yield the boxes, lines, marks and pictures that are missing, foreign or not drawn as placed."""
        wanted, found = self._sheet.drawn, [one for one in self._ink.shapes if _shows(one)]
        here = there = 0
        while here < len(wanted) or there < len(found):
            if here < len(wanted) and there < len(found) and self._fits(wanted[here], found[there]):
                here, there = here + 1, there + 1
                continue
            gone, foreign = self._thread(wanted[here:], found[there:])
            for drawn in wanted[here : here + gone]:
                how = "is not drawn as placed" if foreign else "is missing"
                words, path = self._sheet.beside(drawn) if not drawn.rule else ("", drawn.path)
                beside = f" beside “{_cut(words)}”" if words else ""
                yield fault(drawn.rule or _RULE, f"{self.place}: {drawn.what}{beside} {how}", path)
            for shape in found[there : there + foreign] if not gone else ():
                yield fault(_RULE, f"{self.place}: {self._foreign(shape)}")
            here, there = here + gone, there + foreign

    def _thread(self, wanted: Sequence[Drawn], found: Sequence[Shape]) -> tuple[int, int]:
        """Return how many are missing and how many foreign before both agree again: as few as can be."""
        for total in range(1, min(len(wanted) + len(found), _FAR) + 1):
            for gone in sorted(range(total + 1), key=lambda gone: abs(2 * gone - total)):
                here, there = gone, total - gone
                if here > len(wanted) or there > len(found):
                    continue
                if here == len(wanted) and there == len(found):
                    return here, there
                if here < len(wanted) and there < len(found) and self._fits(wanted[here], found[there]):
                    return here, there
        return len(wanted), len(found)

    def _fits(self, wanted: Drawn, found: Shape) -> bool:
        return (
            not found.odd
            and (not self._alike or wanted.after == found.after)
            and wanted.digest == found.digest
            and wanted.dashed == found.dashed
            and wanted.is_area == (found.is_area or bool(found.digest))
            and _alike(found.fill, wanted.fill)
            and _alike(found.line, wanted.line)
            and _in_place(wanted, found)
        )

    def _foreign(self, shape: Shape) -> str:
        """Tell a shape that nobody placed by what it lies on."""
        left, top, right, bottom = shape.bounds
        under = [
            one.text
            for one in self._ink.painted[: self._ink.painted.index(shape)]
            if isinstance(one, Stretch) and left < one.right and one.x < right and top < one.y < bottom
        ]
        what = "a picture" if shape.digest else "a shape"
        return f"{what} covers “{_cut(' '.join(under))}”" if under else f"{what} is drawn that nobody placed"


def _ends(written: Sequence[Written]) -> Iterator[tuple[Written, int]]:
    """Yield each text with the count of signs up to its end."""
    return zip(written, accumulate(len(one.signs) for one in written), strict=True)


def _shows(shape: Shape) -> bool:
    return shape.fill is not None or shape.line is not None or bool(shape.digest)


def _in_place(wanted: Drawn, found: Shape) -> bool:
    if wanted.is_area:
        return _near(wanted.points, (found.bounds[:2], found.bounds[2:]))
    if not wanted.is_loose:
        return _near(wanted.points, found.points)
    (left, top), (right, bottom) = wanted.points
    return (
        len(found.points) == 2
        and top < found.points[0][1] < bottom
        and _near(((left, 0.0), (right, 0.0)), [(x, y - found.points[0][1]) for x, y in found.points])
    )


def _near(wanted: Sequence[tuple[float, float]], found: Sequence[tuple[float, float]]) -> bool:
    return len(wanted) == len(found) and all(
        abs(here - there) < _NEAR
        for point, other in zip(wanted, found, strict=True)
        for here, there in zip(point, other, strict=True)
    )


def _alike(found: Colour, wanted: Colour) -> bool:
    """Whether a painted colour is the one that was decided, but for what rounding does."""
    if found == wanted or found is None or wanted is None:
        return found == wanted
    return all(abs(here - there) <= 1 for here, there in zip(found, wanted, strict=True))


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
