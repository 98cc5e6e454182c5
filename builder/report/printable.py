"""Shows characters that would control a terminal; it is needed for every line, so it imports very little."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Return a text in one line without a character that controls a terminal: it is shown as its code.

    That holds for escapes, for the controls of C0 and C1, for those that turn the direction of text, and for
    whatever else has no form of its own.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
