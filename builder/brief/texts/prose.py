"""Divides a text into paragraphs, list items and subheadings: a small subset of CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SUBHEADING = "###"
LIST_IN_LIST = "a list in a list"
LONG_ITEM = "a list with an item that is not one paragraph"
_BULLETS = "-*"
_LAST_START = 999
_SIMPLE_ITEMS = frozenset(
    ("list_item_open", "list_item_close", "paragraph_open", "paragraph_close", "inline")
)
_PASTED_BULLET = r"(?m)^([ \t]*)[•‣▪][ \t]+"
# Where a text that has one line could begin anything but a paragraph.
_STRUCTURE = r"\s*(?:[-*+•‣▪>|#`~=_]|\d{1,9}[.)])"
_OUTSIDE = {
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "table_open": "a table",
    "fence": "a block of code",
    "html_block": "HTML",
    "hr": "a line",
    "bullet_list_open": LIST_IN_LIST,
    "ordered_list_open": LIST_IN_LIST,
}


class Shape(Enum):
    """What a part of a text is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    SUBHEADING = "subheading"


class Division(Struct, frozen=True):
    """One part of a text, with the marks of its words as they are typed.

    `number` is that of a numbered item. `outside` names the markup that this builder does not read, which
    the paragraph shows as it is typed, else it is "".
    """

    text: str
    shape: Shape = Shape.PARAGRAPH
    number: int = 0
    outside: str = ""


def divide(text: str) -> tuple[Division, ...]:
    """Return the parts of a text, in order; together they have all of its words."""
    if "\n" not in text and not re.match(_STRUCTURE, text):
        return (Division(text),)
    text = re.sub(_PASTED_BULLET, r"\1- ", text)
    reading = _Reading(text.split("\n"), _parser().parse(text))
    return tuple(reading.divisions()) or (Division(text),)


@cache
def _parser() -> MarkdownIt:
    """Return a parser of blocks alone: the marks inside them are read elsewhere."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "reference", "code"])


class _Reading:
    """Goes through the tokens of a text."""

    def __init__(self, lines: Sequence[str], tokens: Sequence[Token]) -> None:
        self._lines, self._tokens = lines, tokens

    def divisions(self) -> Iterator[Division]:
        start = 0
        while start < len(self._tokens):
            stop = self._end(start)
            yield from self._block(self._tokens[start:stop])
            start = stop

    def _end(self, start: int) -> int:
        """Return the index behind the block that begins at a token."""
        level, stop = self._tokens[start].level, start + 1
        if self._tokens[start].nesting == 1:
            while self._tokens[stop].level > level:
                stop += 1
            stop += 1
        return stop

    def _block(self, tokens: Sequence[Token]) -> Iterator[Division]:
        first = tokens[0]
        items = list(self._items(tokens)) if first.type.endswith("_list_open") else []
        if first.type == "paragraph_open":
            yield Division(_folded(tokens[1].content))
        elif first.type == "heading_open" and first.markup == SUBHEADING and tokens[1].content:
            yield Division(_folded(tokens[1].content), Shape.SUBHEADING)
        elif items and first.type == "ordered_list_open" and len(items) == 1 and not items[0].outside:
            yield Division(self._typed(first))  # “3. March” begins no list
        elif items:
            yield from items
        elif first.type.endswith("_list_open") and not any(token.content for token in tokens):
            yield Division(self._typed(first))  # a hyphen alone
        else:
            yield Division(self._typed(first), outside=self._outside(tokens))

    def _items(self, tokens: Sequence[Token]) -> Iterator[Division]:
        """Yield the items of a list; nothing where one holds more than a paragraph."""
        first, inside = tokens[0], {token.type for token in tokens[1:-1]}
        texts = [token for token in tokens if token.type == "inline"]
        opened = [token for token in tokens if token.type == "list_item_open"]
        if not inside <= _SIMPLE_ITEMS or len(texts) != len(opened):
            return
        bullets = first.type == "bullet_list_open"
        start = int(first.attrs.get("start", 1))
        if first.markup not in _BULLETS if bullets else not 0 < start <= _LAST_START:
            outside = "a list with `+`" if bullets and len(opened) > 1 else ""
            yield from (Division(self._typed(item), outside=outside) for item in opened)
            return
        shape = Shape.BULLET if bullets else Shape.NUMBER
        for number, token in enumerate(texts, start):
            outside = "a line at the margin" if self._runs_on(token) else ""
            yield Division(_folded(token.content), shape, 0 if bullets else number, outside)

    def _outside(self, tokens: Sequence[Token]) -> str:
        """Return what a block is that is not read."""
        first, *inside = (token.type for token in tokens)
        if first.endswith("_list_open") and not any(one.endswith("_list_open") for one in inside):
            return LONG_ITEM
        return _OUTSIDE[first]

    def _runs_on(self, token: Token) -> bool:
        """Whether a line at the margin goes on with an item, which is seldom meant."""
        start, stop = token.map or [0, 0]
        return any(line[:1].strip() for line in self._lines[start + 1 : stop])

    def _typed(self, token: Token) -> str:
        """Return the lines of a block as they were typed."""
        start, stop = token.map or [0, 0]
        return _folded("\n".join(self._lines[start:stop]))


def _folded(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
