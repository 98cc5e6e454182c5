"""Divides a page of HTML into headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from builder.languages.language import words
from builder.sources.passages import Block

_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_INLINE = words(
    """
    a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q ruby s samp small span strong sub
    sup time tt u var wbr
    """
)
_UNREAD = words("head script style template noscript svg math nav form button select textarea iframe")
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_BESIDE = ("td", "th")  # cells of a row are one paragraph


def html_blocks(text: str) -> Iterator[Block]:
    """Yield the headings and paragraphs that a page shows; scripts, menus and forms are left out."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    yield from page.blocks


class _Page(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._line = 0
        self._level = 0
        self._unread: list[str] = []  # elements that are left out, the one around first

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = any(name == "hidden" or (name == "aria-hidden" and value == "true") for name, value in attrs)
        if self._unread or tag in _UNREAD or hidden:
            if tag not in _VOID and (not self._unread or tag == self._unread[0]):
                self._unread.append(tag)
            return
        if tag in _BESIDE:
            self._words.append(" | " if "".join(self._words).strip() else "")
        elif tag not in _INLINE:
            self.end_block()
            self._level = int(tag[1]) if tag in _HEADINGS else 0

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[0]:
                self._unread.pop()
        elif tag not in _INLINE and tag not in _BESIDE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if data.strip() and not "".join(self._words).strip():
            self._line = self.getpos()[0] + len(re.match(r"\s*", data)[0].split("\n")) - 1  # type: ignore[index]
        self._words.append(data)

    def end_block(self) -> None:
        """End the paragraph or heading that is being read."""
        if text := " ".join("".join(self._words).split()):
            self.blocks.append(Block(text, self._line, level=self._level))
        self._words, self._level = [], 0
