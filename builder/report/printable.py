"""Makes text fit for a line of a message; it is needed for every line, so it imports very little."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MOST_NAMED = 20  # of more names, none is listed: a hint is never cut


def printable(text: str) -> str:
    """Return a text in one line without a character that controls a terminal: it is shown as its code.

    That holds for escapes, for the controls of C0 and C1, for those that turn the direction of text, and for
    whatever else has no form of its own.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def cut(text: str, longest: int) -> str:
    """Return a text in one line, what is beyond `longest` characters replaced by an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def near(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean …?" with the nearest of the known names, else all of them if they are few."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(known))
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return f"expected one of: {', '.join(known)}" if 0 < len(known) <= MOST_NAMED else None


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 file", "2 files"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
