"""Inline marks in prose: which links they hold, and what a reader sees of them."""

from __future__ import annotations

import re

_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)")
_TARGET = re.compile(r"\]\(\s*((?:[A-Za-z][A-Za-z0-9+.-]*:|//|www\.)[^\s()]*)")
_SPACED = re.compile(r"\]\(((?=[^()]*\s)\s*(?:https?://|mailto:|www\.)[^()]*)\)", re.IGNORECASE)
_SAFE = re.compile(  # no user name or password, and no mail that brings headers or a file with it
    r"https?://[\w\[][^\s@/?#]*(?:[/?#]|$)|mailto:(?![^?]*%0[ad])(?!\S*[?&]attach(?:ment)?=)\S", re.IGNORECASE
)
_STARS = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1")


def unsafe_links(text: str) -> list[str]:
    """Return the targets of links `[text](target)` that are not safe."""
    if "](" not in text:
        return []
    return [target for target in _TARGET.findall(text) if not is_safe(target)]


def spaced_links(text: str) -> list[str]:
    """Return the targets of links that are printed as they are written, because of a space in them."""
    return _SPACED.findall(text) if "](" in text else []


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
