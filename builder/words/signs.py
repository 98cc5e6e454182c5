"""Folds what two ways to set a text differ in: quotation marks, dashes, spaces, invisible characters."""

from __future__ import annotations

from unicodedata import normalize

# Letters of languages that do not part words, as they are written between the brackets of a pattern.
IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3040-\u31ff\u3400-\u9fff\uf900-\ufaff"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES, _SINGLE, _DOUBLE = "‐‑‒–—―−", "‘’‚‛′ʼ‹›", "“”„‟«»″"
_SIGNS = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), "…": "..."}
)


def plain(text: str) -> str:
    """Return a text without invisible characters, with plain spaces, in one line and NFC."""
    return " ".join(normalize("NFC", text).translate(_INVISIBLE).split())


def same_signs(text: str) -> str:
    """Return a text in NFC with one kind of quotation mark and dash; its spaces stay."""
    return normalize("NFC", text).translate(_SIGNS)


def fold(text: str) -> str:
    """Return a text as it is compared: without what typography sets."""
    return plain(text).translate(_SIGNS)
