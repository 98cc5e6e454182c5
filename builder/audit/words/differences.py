"""Parts that must be said and utterances that are said become the differences between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.audit.content import FIELD, Utterance
from builder.audit.words.search import search
from builder.audit.words.stream import Difference, How, Part, Speech, fold

# What may stand between two parts: white space, and where an exporter joins texts itself, these signs.
STRICT = re.compile(f"[ \n{FIELD}]*")
LAX = re.compile(f"[ \n·•,;{FIELD}]*")


def differences(
    parts: Sequence[Part], said: Sequence[Utterance], *, gap: re.Pattern[str] = STRICT, lines: bool = False
) -> list[Difference]:
    """Return where the utterances do not say exactly the parts, one after the other.

    `gap` is what may stand between two parts. Under `lines` each utterance is a line, and a part may run on
    over several; else each is a paragraph. Equal words cost linear time; only what differs is searched for
    its like.
    """
    speech = Speech(said)
    wanted = [part for part in (Part(fold(part.text), part.path, part.begins) for part in parts) if part.text]
    matched, position, glued = _follow(wanted, speech, gap, lines)
    if matched < len(wanted) or gap.fullmatch(speech.text, position) is None:
        return [*glued, *search(wanted, matched, speech, position, gap, lines)]
    return glued


def _follow(
    wanted: Sequence[Part], speech: Speech, gap: re.Pattern[str], lines: bool
) -> tuple[int, int, list[Difference]]:
    """Follow the parts through the speech while they agree: how many, how far, which are joined wrongly."""
    text, position = speech.text, 0
    glued: list[Difference] = []
    for count, part in enumerate(wanted):
        start = _past_space(text, position)
        end = _end(text, start, part.text, lines)
        if end < 0:
            between = gap.match(text, position)
            start = between.end() if between else start
            end = _end(text, start, part.text, lines)
        if end < 0:
            return count, position, glued
        if part.begins is not None and part.begins != (start == 0 or text[start - 1] == "\n"):
            how = How.MERGED if part.begins else How.SPLIT
            glued.append(Difference(how, speech.place(start), part.path, part.text, speech.line(start)))
        elif start == position > 0 and _spaced(text[position - 1]) and _spaced(part.text[0]):
            glued.append(Difference(How.GLUED, speech.place(start), part.path, part.text, speech.line(start)))
        position = end
    return len(wanted), position, glued


def _spaced(char: str) -> bool:
    """Whether words of the character's script are parted by spaces."""
    return char.isalnum() and char < "\u2e80"


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \n":
        position += 1
    return position


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
