"""Divides a text into words and signs."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from builder.words.signs import IDEOGRAPHS, same_signs

# A word, an ideograph, an ellipsis, or a sign; nothing is between ideographs, so each is a word of its own.
_TOKEN = re.compile(rf"[^\W{IDEOGRAPHS}]+|[{IDEOGRAPHS}]|\.\.\.|[^\w\s]")


class Token(Struct, frozen=True):
    """A word or sign with its place in the text; `spaced` is whether a space comes before it.

    `key` is the same for words that differ only as typography sets them: quotation marks, dashes.
    """

    key: str
    spaced: bool
    start: int
    end: int


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and signs of a text; the first counts as spaced, whatever is before the text."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        spaced = not found or match.start() > end
        end = match.end()
        found.append(Token(same_signs(match[0]), spaced, match.start(), end))
    return tuple(found)


def keys(text: str) -> list[str]:
    """Return the words and signs of a text as they are compared."""
    return [one.key for one in tokens(text)]
