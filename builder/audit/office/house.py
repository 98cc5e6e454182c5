"""Knows what a Word template has itself, so that it is not taken for something that was added to the memo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct

from builder.audit.content import FIELD, Located
from builder.audit.office.package import MC, Element, Package, R, W
from builder.audit.office.vocabulary import Unfamiliar, vocabulary_of
from builder.audit.word.line import FIELD_MARKS, Line, is_page_number
from builder.audit.words.transcript import fold

_ROOTS = frozenset(W + name for name in ("styles", "numbering", "fonts", "settings", "hdr", "ftr"))
_COMPLETED = ("styles", "numbering", "fontTable", "settings", "header", "footer")
_AREAS = frozenset((W + "hdr", W + "ftr"))
_SECTION = W + "sectPr"
# Left out of a comparison: languages, traces of editing, and what is empty then.
_LEFT = frozenset(
    W + name
    for name in (
        "lang",
        "noProof",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "lastRenderedPageBreak",
        "rsid",
    )
)
_EMPTIED = frozenset((W + "rPr", W + "pPr"))
_NUMBERED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TRACE = re.compile(r"\{.*\}(rsid\w*|paraId|textId)")
_HIDING = frozenset(
    W + name
    for name in (
        *("vanish", "specVanish", "webHidden", "strike", "dstrike", "vertAlign", "position", "fitText", "w"),
        "framePr",
    )
)
_OFF = ("0", "false", "off", "baseline")
_SIMPLE = W + "fldSimple"
_SHOWN = tuple(W + name for name in ("t", "tab", "ptab", "br", "cr"))
_USED = re.compile(rb"""<w:(?:p|r|tbl)Style\s[^>]*w:val=["']([^"']*)["']""")


class _Area(Struct, frozen=True):
    """A header or footer of a template: the digests of its elements, and the words of its paragraphs."""

    tag: str
    digests: frozenset[bytes]
    lines: tuple[tuple[str, ...], ...]


class House:
    """The parts of a template, and the elements of those that a memo completes, by their digests."""

    def __init__(self, template: bytes) -> None:
        package = Package(template, "a Word", vocabulary_of("word"))
        main = package.main()
        self.parts: set[str] = set()
        self._known: set[bytes] = set()
        self._areas: list[_Area] = []
        for part in package.names():
            if not part.endswith(("/", ".rels")):
                self.parts.add(package.digest(part))
        for _, part in package.targets(main, *_COMPLETED):
            root = package.parse(part)
            digests = frozenset(_digest(one, package, part) for one in root)
            self._known |= digests
            if root.tag in _AREAS:
                self._areas.append(_Area(root.tag, digests, tuple(_lines(root))))
        self._papers: set[frozenset[int]] = set()  # the sides of its pages, in twips
        for section in package.parse(main).iter(_SECTION):
            self._papers.update(_sides(one) for one in section.iter(W + "pgSz"))
            self._known.update(_digest(one, package, main) for one in section)

    def has(self, element: Element, package: Package, part: str) -> bool:
        """Whether an element of a part is as in the template."""
        return _digest(element, package, part) in self._known

    @property
    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each paragraph of its headers and footers."""
        for area in self._areas:
            yield from area.lines

    def kept(self, root: Element, package: Package, part: str) -> list[Element]:
        """Return the elements of a header or footer that are as in one of the template's."""
        digests = {one: _digest(one, package, part) for one in root}
        areas = (area.digests for area in self._areas if area.tag == root.tag)
        shared = ([one for one in root if digests[one] in known] for known in areas)
        return max(shared, key=len, default=[])

    def added(self, passages: Sequence[Located], root: Element, kept: Sequence[Element]) -> list[Located]:
        """Return the passages of a header or footer that the template does not have.

        `kept` are its elements that are as in the template, and none of `passages`. Each line of the template
        stands for one passage: a memo may say the same beside it.
        """
        known = Counter(line for one in kept for line in _lines(one))
        found = [
            _without(passages, list((Counter(area.lines) - known).elements()), is_above=root.tag == W + "hdr")
            for area in self._areas
            if area.tag == root.tag and not known - Counter(area.lines)
        ]
        return min(found, key=len, default=list(passages))

    @staticmethod
    def used_styles(package: Package, main: str, styles: Element | None) -> frozenset[str]:
        """Return the ids of the styles that a memo uses, and of those that they are based on."""
        parts = [main, *(part for _, part in package.targets(main, "header", "footer", "footnotes"))]
        used = {id.decode() for part in parts for id in _USED.findall(package.xml(part))}
        found = {} if styles is None else {one.get(W + "styleId"): one for one in styles.findall(W + "style")}
        used |= {id for id, one in found.items() if one.get(W + "default") in ("1", "true")}
        todo = list(used)
        while todo:
            base = None if (style := found.get(todo.pop())) is None else style.find(W + "basedOn")
            if base is not None and base.get(W + "val") not in used:
                used.add(base.get(W + "val"))
                todo.append(base.get(W + "val"))
        return frozenset(used)

    def excuses(self, one: Unfamiliar, package: Package, part: str, used: frozenset[str]) -> bool:
        """Whether something unfamiliar is the template's, and hides no words of the memo."""
        if package.digest(part) in self.parts:
            return True
        if one.element is not None and one.element.tag == W + "tab":
            return 0 <= int(one.element.get(W + "pos", "-1")) < max(map(max, self._papers), default=0)
        if one.element is not None and one.element.tag == W + "pgSz":  # perhaps turned on its side
            return _sides(one.element) in self._papers
        for each in () if one.element is None else (one.element, *one.element.iterancestors()):
            parent = each.getparent()
            if parent is not None and (parent.tag in _ROOTS or parent.tag == _SECTION):
                is_used = each.tag == W + "style" and each.get(W + "styleId") in used
                return self.has(each, package, part) and not (is_used and _hides(each))
        return False


def _sides(size: Element) -> frozenset[int]:
    return frozenset(int(size.get(W + name, "0")) for name in "wh")


def _hides(style: Element) -> bool:
    """Whether a style may hide, raise or strike out words."""
    return any(one.get(W + "val", "1") not in _OFF for one in style.iter(*_HIDING))


def _without(passages: Sequence[Located], lines: list[tuple[str, ...]], *, is_above: bool) -> list[Located]:
    """Return passages without those that are a line of a template, or what is left of one without its fields.

    Of equal ones those are left that a memo has marked as its own, or else those nearest to its text:
    the lines of the template are above or below them.
    """
    words = [fold(one.text).split() for one in passages]
    order = sorted(range(len(words)), reverse=not is_above)
    taken = set()
    for index in sorted(order, key=lambda index: (-len(words[index]), bool(passages[index].slot))):
        around = [line for line in lines if _within(words[index], line)]
        if around:
            lines.remove(min(around, key=len))
            taken.add(index)
    return [one for index, one in enumerate(passages) if index not in taken]


def _within(words: Sequence[str], line: Sequence[str]) -> bool:
    """Whether words are in a line in their order."""
    rest = iter(line)
    return bool(words) and all(word in rest for word in words)


def _lines(root: Element) -> Iterator[tuple[str, ...]]:
    """Yield the words of each paragraph that has any, once where a fallback repeats them."""
    for paragraph in root.iter(W + "p"):
        if next(paragraph.iterancestors(MC + "Fallback"), None) is None:
            words = fold(_written(paragraph)).split()
            if words:
                yield tuple(words)


def _written(paragraph: Element) -> str:
    """Return what a paragraph says itself: page numbers as such, and nothing of what other fields show."""
    line = Line("")
    for one in paragraph.iter(*_SHOWN, *FIELD_MARKS, _SIMPLE):
        if next(one.iterancestors(W + "p")) is not paragraph:
            continue
        if one.tag in FIELD_MARKS:
            line.mark_field(one, [])
        elif line.in_field or next(one.iterancestors(_SIMPLE), None) is not None:
            continue
        elif one.tag == _SIMPLE:
            line.write(FIELD if is_page_number([one.get(W + "instr", "")]) else "")
        else:
            line.write((one.text or "") if one.tag == W + "t" else " ")
    return "".join(line.text)


def _digest(element: Element, package: Package, part: str) -> bytes:
    found = sha256()
    for piece in _pieces(element, package, part):
        found.update(f"{len(piece)}:{piece}".encode())
    return found.digest()


def _pieces(element: Element, package: Package, part: str) -> Iterator[str]:
    """Yield what an element consists of; of what it refers to, the content."""
    yield str(element.tag)
    for name, value in sorted(element.items()):
        if name.startswith(R):
            _, target, outside = package.related(part).get(value, ("", "", True))
            yield f"{name} {target if outside else package.digest(target)}"
        elif not _TRACE.fullmatch(name) and not (element.tag == _NUMBERED and name == "id"):
            yield f"{name}={value}"
    yield (element.text or "").strip() if len(element) else element.text or ""
    for one in element:
        if one.tag in _LEFT or (one.tag in _EMPTIED and all(each.tag in _LEFT for each in one)):
            continue
        yield from _pieces(one, package, part)
    yield "/"
