"""Inline marks in prose: which links they hold, and what a reader sees of them."""

from __future__ import annotations

import re

_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)")
_TARGET = re.compile(r"\]\(\s*((?:[A-Za-z][A-Za-z0-9+.-]*:|//|www\.)[^\s()]*)")
_SPACED = re.compile(r"\]\(((?=[^()]*\s)\s*(?:https?://|mailto:|www\.)[^()]*)\)", re.IGNORECASE)
_SAFE = re.compile(  # no user name or password, and no mail that brings headers or a file with it
    r"https?://[\w\[][^\s@/?#]*(?:[/?#]|$)|mailto:(?![^?]*%0[ad])(?!\S*[?&]attach(?:ment)?=)\S", re.IGNORECASE
)
# Markup that other programs read and this one prints, by what it is there. These are strings: `re` compiles
# one, and caches it, when the first text has a character with which it begins.
_SCHEME = r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|www\.)"
_WHOLE = r"(?:[^\s()]|\([^\s()]*\))+\)"
_PRINTED = (
    r"!\[[^\[\]]*\]\([^()]*\)"  # a picture
    rf"|(?<!\\)\[[^\[\]\\]+\]\((?:(?!{_SCHEME})[^()\s]*[/.#][^()\s]*\)|(?=(?i:https?://|mailto:)\S+\))(?!{_WHOLE})\S+)"
    rf"|(?P<address>\]\((?:https?://|mailto:){_WHOLE}|https?://[^\s<>]+)"
    r"|(?<!\\)\[\^[\w-]+\]"  # a footnote
    r"|</?(?i:a|b|br|em|i|p|s|span|strong|sub|sup|u)(?:\s+[\w-]+=[^<>]*)?\s*/?>|&(?:[a-zA-Z]{2,8}|#\d{1,6});"
    r"|(?<!\w)__[^\s_][^_]*__(?!\w)|(?<!\w)_[^\s_][^_]*_(?!\w)"
    r"|~~[^\s~][^~]*~~|(?<=\w)~\w{1,6}~|(?<=\w)\^\w{1,6}\^"
    r"|\$(?=[^\s$]*[\^_\\=])[^\s$](?:[^$]*[^\s$])?\$(?!\d)"  # a formula
)
_MARKERS = frozenset("[<&_~^$")
_TYPED = r"(?<!\\)\[\d{1,3}(?:[ ,;–-]+\d{1,3})*\](?!\()"
_STARS = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1")


def unsafe_links(text: str) -> list[str]:
    """Return the targets of links `[text](target)` that are not safe."""
    if "](" not in text:
        return []
    return [target for target in _TARGET.findall(text) if not is_safe(target)]


def spaced_links(text: str) -> list[str]:
    """Return the targets of links that are printed as they are written, because of a space in them."""
    return _SPACED.findall(text) if "](" in text else []


def printed_markup(text: str) -> str | None:
    """Return the first markup of a text that is printed as it is typed."""
    if _MARKERS.isdisjoint(text):
        return None
    return next((found[0] for found in re.finditer(_PRINTED, text) if found["address"] is None), None)


def typed_reference(text: str) -> str | None:
    """Return the first number in brackets of a text, which looks like a reference and is none."""
    found = re.search(_TYPED, text) if "[" in text else None
    return found[0] if found else None


def is_safe(target: str) -> bool:
    """Return whether a link leads to a page or an address, and does nothing else."""
    return _SAFE.match(target) is not None


def visible(text: str) -> str:
    """Return a prose text about as it is read, without its marks; near enough to count words by."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    while "*" in text and _STARS.search(text):
        text = _STARS.sub(r"\2", text)
    return text
