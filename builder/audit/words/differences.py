"""Compares the words that a file must have with the passages extracted from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from builder.audit.content import FIELD, FIRST_IDEOGRAPH, Located
from builder.audit.words.transcript import Difference, DifferenceKind, ExpectedText, Transcript, fold

# What may separate two texts: white space, and the separators where an exporter itself joins texts.
STRICT = re.compile(f"[ \n{FIELD}]*")
LAX = re.compile(f"[ \n·•,;；、{FIELD}]*")


def differences(
    expected: Sequence[ExpectedText],
    extracted: Sequence[Located],
    *,
    gap: re.Pattern[str] = STRICT,
    lines: bool = False,
) -> list[Difference]:
    """Return where the passages are not exactly the expected texts, one after the other.

    `gap` is what may separate two texts. Under `lines` each passage is a line, and a text may run on over
    several; else each is a paragraph. Equal words take linear time; only what differs is searched for.
    """
    transcript = Transcript(extracted)
    texts = [folded for one in expected if (folded := replace(one, words=fold(one.words))).words]
    count, offset, found = _follow(texts, transcript, gap, lines)
    if count < len(texts) or gap.fullmatch(transcript.text, offset) is None:
        from builder.audit.words.search import search  # finished files hardly ever differ

        found += search(texts, count, transcript, offset, gap, lines)
    return found


def _follow(
    expected: Sequence[ExpectedText], transcript: Transcript, gap: re.Pattern[str], lines: bool
) -> tuple[int, int, list[Difference]]:
    """Follow the expected texts while they agree: how many, up to which offset, and which join wrongly."""
    text, offset = transcript.text, 0
    found: list[Difference] = []
    for count, one in enumerate(expected):
        start = offset
        while start < len(text) and text[start] in " \n":
            start += 1
        end = _end(text, start, one.words, lines)
        if end < 0:
            between = gap.match(text, offset)
            start = between.end() if between else start
            end = _end(text, start, one.words, lines)
        if end < 0:
            return count, offset, found
        kind = None
        if one.begins is not None and one.begins != (start == 0 or text[start - 1] == "\n"):
            kind = DifferenceKind.MERGED if one.begins else DifferenceKind.SPLIT
        elif start == offset > 0 and _is_spaced(text[offset - 1]) and _is_spaced(one.words[0]):
            kind = DifferenceKind.UNSPACED
        if kind:
            line = transcript.line(start)
            found.append(Difference(kind, transcript.location(start), one.path, one.words, line))
        offset = end
    return len(expected), offset, found


def _is_spaced(char: str) -> bool:
    """Whether the character's script separates words by spaces."""
    return char.isalnum() and char < FIRST_IDEOGRAPH


def _end(text: str, start: int, words: str, lines: bool) -> int:
    """Return where `words` end if they begin at `start`, else -1."""
    if text.startswith(words, start):
        return start + len(words)
    if not lines:
        return -1
    done = 0
    while True:
        stop = text.find("\n", start, start + len(words) - done + 1)
        if stop < 0:
            return start + len(words) - done if text.startswith(words[done:], start) else -1
        line = text[start:stop]
        if not words.startswith(line, done):
            return -1
        done += len(line)
        if done == len(words):
            return stop
        done += words[done] == " "
        start = stop + 1
