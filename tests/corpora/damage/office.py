"""The parts of a .docx or .pptx, opened so that a test can change what they say."""

from __future__ import annotations

import copy
import re
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from tests.support.packages import A, P, W, names, read, repacked

_HEADING = 24  # characters of a heading by which a location is known


class _Spoken(NamedTuple):
    """A paragraph with words: its part, which of the part's paragraphs it is, and its words.

    `where` is the pattern of its locations, `headings` are the paragraphs whose words they quote.
    """

    part: str
    number: int
    words: str
    where: str
    headings: tuple[int, ...] = ()


class Office:
    """The paragraphs of a .docx or .pptx that hold words, in the order of parts and elements."""

    def __init__(self, data: bytes, namespace: str) -> None:
        self.data, self._namespace = data, namespace
        self._roots: dict[str, Any] = {}
        self._paragraphs: dict[str, list[Any]] = {}
        self._spoken = _spoken(data, namespace)
        self.texts = tuple(one.words for one in self._spoken)

    def root(self, part: str) -> Any:
        """Return a part's root element; what is changed in it is saved."""
        if part not in self._roots:
            self._roots[part] = etree.fromstring(read(self.data, part))
            self._paragraphs[part] = list(self._roots[part].iter(self._namespace + "p"))
        return self._roots[part]

    def paragraph(self, place: int) -> Any:
        one = self._spoken[place]
        self.root(one.part)
        return self._paragraphs[one.part][one.number]

    def part(self, place: int) -> str:
        return self._spoken[place].part

    def places(self, part: str) -> list[int]:
        """Return the places of the texts that are in one part."""
        return [place for place, one in enumerate(self._spoken) if one.part == part]

    def runs(self, place: int) -> list[str]:
        return [text.text for text in _runs(self.paragraph(place), self._namespace)]

    def write(self, place: int, run: int, text: str) -> None:
        piece = _runs(self.paragraph(place), self._namespace)[run]
        piece.text = text
        if self._namespace == W:
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def can_write(self, place: int, text: str) -> bool:  # noqa: ARG002
        return True

    def drop(self, place: int) -> None:
        for text in _runs(self.paragraph(place), self._namespace):
            text.text = ""

    def swap(self, one: int, other: int) -> None:
        first, second = self.paragraph(one), self.paragraph(other)
        mark = etree.Element("mark")
        first.addprevious(mark)
        second.addprevious(first)
        mark.addprevious(second)
        mark.getparent().remove(mark)

    def move(self, place: int, before: int) -> None:
        self.paragraph(before).addprevious(self.paragraph(place))

    def moves(self, place: int, before: int) -> bool:
        if self.part(place) != self.part(before) or not 0 < before < place:
            return False
        home = self.paragraph(place).getparent()
        return (
            home.tag in (W + "body", P + "txBody")
            and self.paragraph(before).getparent() is home
            and any(folded != self.texts[place] for folded in self.texts[before:place])
        )

    def repeat(self, place: int, after: int) -> None:
        again = copy.deepcopy(self.paragraph(place))
        self.paragraph(after).addnext(again)

    def where(self, place: int) -> str:
        """Return a pattern of the locations; changed headings are quoted with either words."""
        one = self._spoken[place]
        self.root(one.part)
        headings = (_under(self._paragraphs[one.part][number]) for number in one.headings)
        return "|".join(filter(None, (one.where, *headings)))

    def save(self) -> bytes:
        return repacked(self.data, {name: etree.tostring(root) for name, root in self._roots.items()})


@lru_cache(16)
def _spoken(data: bytes, namespace: str) -> list[_Spoken]:
    pattern = (
        r"^word/(?:document|footnotes|header\d+|footer\d+)\.xml$"
        if namespace == W
        else r"^ppt/(?:slides|notesSlides)/\w+\.xml$"
    )
    spoken = _in_memo if namespace == W else _in_deck
    parts = ((name, etree.fromstring(read(data, name))) for name in names(data, pattern))
    return [one for name, root in parts for one in spoken(name, root) if one.words.strip()]


def _in_deck(name: str, root: Any) -> Iterator[_Spoken]:
    number = re.findall(r"\d+", name)[-1]
    for index, paragraph in enumerate(root.iter(A + "p")):
        yield _Spoken(name, index, _words(paragraph, A), rf"slide {number}\b")


def _in_memo(name: str, root: Any) -> Iterator[_Spoken]:
    """Yield the paragraphs; each may be reported under its heading, the previous or the next one."""
    paragraphs = list(root.iter(W + "p"))
    if "document" not in name:
        where = next(each for each in ("header", "footer", "note") if each in name)
        yield from (_Spoken(name, index, _words(one, W), where) for index, one in enumerate(paragraphs))
        return
    headings = [index for index, one in enumerate(paragraphs) if _is_heading(one)]
    sections = [r"(?<!”, )paragraph \d", *(_under(paragraphs[index]) for index in headings)]
    sections[-1] += r"|note \d"  # which follows the last paragraph
    for number, table in enumerate(root.iter(W + "tbl"), 1):
        sections[bisect(headings, paragraphs.index(next(table.iter(W + "p"))))] += rf"|table {number}\b"
    for index, paragraph in enumerate(paragraphs):
        section = bisect(headings, index)
        near = slice(max(section - 1, 0), section + 2)
        where = "|".join(sections[near])
        yield _Spoken(
            name, index, _words(paragraph, W), where, tuple(headings[max(section - 2, 0) : section + 1])
        )


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(W + "val").startswith("Heading")


def _under(heading: Any) -> str:
    """Return the pattern of the locations under a heading; nothing where it has no words."""
    pieces = ((one.text or "") if one.tag == W + "t" else " " for one in heading.iter(W + "t", W + "tab"))
    words = " ".join("".join(pieces).split())
    return f"heading “{re.escape(words[:_HEADING])}" if words else ""


def _runs(paragraph: Any, namespace: str) -> list[Any]:
    """Return the texts of a paragraph, but for those of fields, which programs count themselves."""
    found: list[Any] = []
    depth = 0
    for part in paragraph.iter(namespace + "t", W + "fldChar"):
        if part.tag == W + "fldChar":
            depth += {"begin": 1, "end": -1}.get(part.get(W + "fldCharType"), 0)
        elif part.text and not depth and part.getparent().tag != A + "fld":
            found.append(part)
    return found


def _words(paragraph: Any, namespace: str) -> str:
    if next(paragraph.iterdescendants(namespace + "p"), None) is not None:
        return ""
    return "".join(text.text for text in _runs(paragraph, namespace))
