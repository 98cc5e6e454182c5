"""Numbers the passages of an article, and finds those that a locator names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from builder.languages.language import Language
from builder.report.printable import near

EXCERPT = 90  # characters of a passage that a message quotes
# One section, paragraph or page, or a range of them: s2, s2p1, s2p1-3, s2p1-s3p2, p4, p4-6. All else, such as
# table7 or fig3, is a name that only a person can look up.
_PLACE = r"(?:s\d+(?:p\d+)?|p\d+)"
_LOCATOR = re.compile(rf"(?P<first>{_PLACE})(?:[-–](?P<last>{_PLACE}|\d+))?")


class Block(Struct, frozen=True):
    """A heading or a paragraph as it stands in a file, and its line there, 0 where there are no lines."""

    text: str
    line: int = 0
    is_heading: bool = False


class Passage(Struct, frozen=True):
    """A paragraph of an article, or a page of a PDF; `heading` is the one that it is under."""

    id: str
    text: str
    line: int = 0
    heading: str = ""

    @property
    def excerpt(self) -> str:
        """The beginning of the passage, as a message quotes it."""
        return excerpt(self.text)


class Article(Struct, frozen=True, dict=True):
    """The text of a source: its file, the passages, and the language that it is in, None if not known.

    `name` is the file's path as in the brief, `file` as problems name it, `text` the file if it is a text.
    """

    source: str
    name: str
    file: str
    passages: tuple[Passage, ...]
    language: Language | None = None
    text: str = ""

    @cached_property
    def _indexes(self) -> dict[str, int]:
        return {passage.id: index for index, passage in enumerate(self.passages)}

    @property
    def is_paged(self) -> bool:
        """Whether its passages are pages."""
        return not self.passages[0].id.startswith("s") if self.passages else False

    def at(self, locator: str) -> tuple[Passage, ...] | None:
        """Return the passages that a locator names, all for ""; none where it names no passage.

        The result is None for a locator that is not made of sections, paragraphs or pages.
        """
        if not locator:
            return self.passages
        found = _LOCATOR.fullmatch(locator)
        if found is None:
            return None
        first = self._place(found["first"])
        last = self._place(_completed(found["first"], found["last"])) if found["last"] else first
        return self.passages[first[0] : last[-1] + 1] if first and last else ()

    def _place(self, name: str) -> list[int]:
        """Return the indexes of a passage or of those of a section."""
        if name in self._indexes:
            return [self._indexes[name]]
        return [index for id, index in self._indexes.items() if id.startswith(f"{name}p")]

    def nearest(self, locator: str) -> str | None:
        """Return which locator was probably meant, or what there is."""
        section = re.match(r"(s\d+)p", locator)
        inside = self._place(section[1]) if section else []
        if inside:
            ids = [self.passages[index].id for index in inside]
            return f"section {section[1][1:]} has {ids[0]} to {ids[-1]}" if section else None
        if not self.passages:
            return None
        first, last = self.passages[0].id, self.passages[-1].id
        named = near(locator, self._indexes) if len(locator) > 2 else None
        return named if named and named.startswith("did") else f"`{self.name}` has {first} to {last}"


def _completed(first: str, last: str) -> str:
    """Return the end of a range in full: `s2p3` of s2p1-3 and s2p1-p3."""
    section = re.match(r"s\d+(?=p)", first)
    if last.isdigit():
        return re.sub(r"\d+$", last, first)
    return section[0] + last if section and last.startswith("p") else last


def by_section(blocks: Iterable[Block]) -> Iterator[Passage]:
    """Yield the passages of an article: a section is a heading and the paragraphs below it.

    What stands before the first heading is a section too, a heading without paragraphs is not: the title.
    """
    section = paragraph = 0
    headings: list[str] = []
    begins = True
    for block in blocks:
        text = " ".join(block.text.split())
        if not any(map(str.isalnum, text)):
            continue
        if block.is_heading:
            headings = [text] if not begins else [*headings, text]
            begins = True
            continue
        if begins:
            section, paragraph, begins = section + 1, 0, False
        paragraph += 1
        yield Passage(f"s{section}p{paragraph}", text, block.line, ": ".join(headings))


def by_page(pages: Iterable[str]) -> Iterator[Passage]:
    """Yield the pages of a document that have words."""
    for number, page in enumerate(pages, 1):
        if text := " ".join(page.split()):
            yield Passage(f"p{number}", text)


def excerpt(text: str, start: int = 0, most: int = EXCERPT) -> str:
    """Return words of a text around `start`, with an ellipsis where it goes on."""
    left = max(0, min(start - most // 3, len(text) - most))
    left = text.find(" ", left) + 1 if left and " " in text[left:start] else left
    right = min(len(text), left + most)
    if right < len(text) and " " in text[left:right]:
        right = text.rfind(" ", left, right)
    return f"{'…' if left else ''}{text[left:right].strip()}{'…' if right < len(text) else ''}"
