"""Divides a page of HTML into headings and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.languages.language import words
from builder.sources.passages import Block

_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_INLINE = words(
    """
    a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q ruby s samp small span strong sub
    sup time tt u var wbr
    """
)
_UNREAD = words("head script style template noscript svg math nav form button select textarea iframe object")
_BESIDE = ("td", "th")  # cells of a row are one paragraph


def html_blocks(text: str) -> Iterator[Block]:
    """Yield the headings and paragraphs that a page shows; not its foot, scripts, menus and forms."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return
    page = _Page()
    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        if isinstance(element.tag, str):
            page.start(element) if event == "start" else page.end(element)
    page.end_block()
    yield from page.blocks


def _is_foot(element: Any) -> bool:
    """Whether an element is the foot of the page, not of an article or a quotation."""
    return element.tag == "footer" and next(element.iterancestors("article", "blockquote"), None) is None


class _Page:
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._has_words = False
        self._line = self._level = 0
        self._left_out: Any = None  # the outermost element that is not read

    def start(self, element: Any) -> None:
        """Begin an element: a new paragraph, unless it goes on in a line."""
        if self._left_out is not None:
            return
        hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
        if element.tag in _UNREAD or hidden or _is_foot(element):
            self._left_out = element
            return
        if element.tag in _BESIDE:
            self._words.append(" | " if self._has_words else "")
        elif element.tag not in _INLINE:
            self.end_block()
            self._level = int(element.tag[1]) if element.tag in _HEADINGS else 0
        self._add(element.text, element.sourceline)

    def end(self, element: Any) -> None:
        """End an element, and go on with what follows it in the one around."""
        if self._left_out is element:
            self._left_out = None
        elif self._left_out is None and element.tag not in _INLINE and element.tag not in _BESIDE:
            self.end_block()
        if self._left_out is None:
            self._add(element.tail, element.sourceline)

    def _add(self, text: str | None, line: int | None) -> None:
        if text and not self._has_words and text.strip():
            self._has_words, self._line = True, line or 0
        self._words.append(text or "")

    def end_block(self) -> None:
        """End the paragraph or heading that is being read."""
        if text := " ".join("".join(self._words).split()):
            self.blocks.append(Block(text, self._line, self._level))
        self._words, self._has_words, self._level = [], False, 0
