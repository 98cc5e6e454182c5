"""Makes text fit for a line of a message; it is needed for every line, so it imports very little."""

from __future__ import annotations

import unicodedata


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
