"""What paragraphs of the memo are made of: texts in character styles, marks, line samples, page numbers."""

from __future__ import annotations

from typing import NamedTuple

from builder.outline.text import Level, Text


class Styled(NamedTuple):
    """A text in a character style; without `main` it only accompanies what its paragraph is about."""

    text: Text
    style: str
    main: bool = False


class Label(NamedTuple):
    """A text on a ground of its own colour, in a character style; some of the ground shows on either side."""

    text: Text
    style: str


class LineSample(NamedTuple):
    """A short drawn line, as it stands in the key of a figure."""

    dashed: bool


class PageNumber(NamedTuple):
    """The number of the page and of all pages, in the words of `template`: "Page {page} of {pages}"."""

    template: str


# A plain `Text` is what the paragraph is about; a `Level` is drawn as its mark; a `str` holds no word.
Piece = Text | Styled | Label | Level | LineSample | PageNumber | str
