"""Numbers the passages of an article, and finds those that a locator names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.language import Language

EXCERPT = 90  # characters of a passage that a message quotes
_LONGEST_LINE = 120  # characters of a line below a title
_ENDED = r"[.!?…。！？][”’»“\"')\]]*$"
# One section, paragraph or page, or a range of them: s2, s2p1, s2p1-3, s2p1-s3p2, p4, p4-6. All else, such as
# table7 or fig3, is a name that only a person can look up.
_PLACE = r"(?:s\d+(?:p\d+)?|p\d+)"
_LOCATOR = re.compile(rf"(?P<first>{_PLACE})(?:[-–](?P<last>{_PLACE}|\d+))?")


class Block(Struct, frozen=True):
    """A heading or a paragraph as a file has it, and its line there, 0 where there are no lines.

    `level` is that of a heading, 1 for the highest, and 0 for a paragraph.
    """

    text: str
    line: int = 0
    level: int = 0


AnyBlock = TypeVar("AnyBlock", bound=Block)


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


class Unread(Exception):
    """What is wrong with a file: “has no text”; `hint` says what would help."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


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
        """Return what there is in place of a locator: in its section, else in the article."""
        section = re.match(r"(s\d+)p", locator)
        inside = self._place(section[1]) if section else []
        if inside:
            ids = [self.passages[index].id for index in inside]
            return f"section {section[1][1:]} has {ids[0]} to {ids[-1]}" if section else None
        if not self.passages:
            return None
        first, last = self.passages[0].id, self.passages[-1].id
        return f"`{self.name}` has {first} to {last}"


def _completed(first: str, last: str) -> str:
    """Return the end of a range in full: `s2p3` of s2p1-3 and s2p1-p3."""
    section = re.match(r"s\d+(?=p)", first)
    if last.isdigit():
        return re.sub(r"\d+$", last, first)
    return section[0] + last if section and last.startswith("p") else last


def by_section(blocks: Iterable[Block]) -> Iterator[Passage]:
    """Yield the passages of an article: a section is a heading and the paragraphs below it.

    What stands before the first heading, such as the author's name below the title, is section 0. A heading
    without paragraphs counts with the next one. An article without headings is section 1.
    """
    found = [replace(block, text=" ".join(block.text.split())) for block in blocks]
    found = _without_title([block for block in found if any(map(str.isalnum, block.text))])
    section = 0 if any(block.level for block in found) else 1
    paragraph = 0
    headings: list[str] = []
    for block in found:
        if block.level:
            headings = [block.text] if paragraph else [*headings, block.text]
            section, paragraph = section + 1 if paragraph or len(headings) == 1 else section, 0
            continue
        paragraph += 1
        yield Passage(f"s{section}p{paragraph}", block.text, block.line, ": ".join(headings))


def titled(blocks: Iterable[AnyBlock]) -> tuple[AnyBlock, ...]:
    """Return blocks whose headings are all alike with the first of them above the others, if it is a title.

    It is one where only short lines, such as the author's name, stand between it and the next heading.
    """
    found = tuple(blocks)
    at = [index for index, block in enumerate(found) if block.level]
    if len(at) < 3 or at[0] or len({found[index].level for index in at}) > 1:
        return found
    between = found[1 : at[1]]
    if any(len(block.text) > _LONGEST_LINE or re.search(_ENDED, block.text) for block in between):
        return found
    return (
        found[0],
        *(replace(block, level=block.level + 1) if block.level else block for block in found[1:]),
    )


def _without_title(blocks: list[Block]) -> list[Block]:
    """Return blocks without the title: a first heading above all others, where there are others."""
    levels = [block.level for block in blocks if block.level]
    is_title = len(levels) > 1 and blocks[0].level and levels[0] < min(levels[1:])
    return blocks[1:] if is_title else blocks


def by_page(pages: Iterable[str]) -> Iterator[Passage]:
    """Yield the pages of a document that have words."""
    for number, page in enumerate(pages, 1):
        if text := " ".join(page.split()):
            yield Passage(f"p{number}", text)


def excerpt(text: str, start: int = 0, most: int = EXCERPT) -> str:
    """Return words of a text around `start`, with an ellipsis where it goes on."""
    left = max(0, min(start - most // 3, len(text) - most)) if start > most // 2 else 0
    left = text.find(" ", left) + 1 if left and " " in text[left:start] else left
    right = min(len(text), left + most)
    if right < len(text) and " " in text[left:right]:
        right = text.rfind(" ", left, right)
    return f"{'…' if left else ''}{text[left:right].strip()}{'…' if right < len(text) else ''}"
