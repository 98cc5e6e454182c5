"""A text becomes its sentences, without a break at an abbreviation, an initial or an ordinal."""

from __future__ import annotations

import re

from builder.languages.language import Language, Sentences
from builder.outline.marks import cut
from builder.outline.text import Run

_STOP = re.compile(r"[.!?…]+[”’»“\"')\]]* ")
_CJK_STOP = re.compile(r"[。！？]+[」』）”’]*")
_OPENING = "“‘«„\"'([¿¡"

_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")


def sentences(runs: tuple[Run, ...], language: Language) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of each sentence.

    Joined by a space they give the text again; in Japanese and Chinese, which set none, by nothing.
    """
    text = "".join(run.text for run in runs)
    spaced = language.script.spaced
    ends = [
        stop.end()
        for stop in (_STOP if spaced else _CJK_STOP).finditer(text)
        if stop.end() < len(text) and (not spaced or _ends(text, stop, language.sentences))
    ]
    starts = [0, *ends]
    stops = [end - spaced for end in ends] + [len(text)]
    return tuple(cut(runs, start, stop) for start, stop in zip(starts, stops, strict=True))


def _ends(text: str, stop: re.Match[str], known: Sentences) -> bool:
    """Whether a sentence ends at `stop`, judged by the word before it and what follows."""
    following = text[stop.end() :].lstrip(_OPENING)
    if following[:1].islower():
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    word = re.split(rf"[\s/{re.escape(_OPENING)}-]", text[: stop.start()])[-1].lower()
    if word in known.abbreviations:
        return False
    if word in known.before_number:
        return not following[:1].isdigit()
    if word in known.final or _INITIALS.fullmatch(word):
        return re.split(r"\W", following, maxsplit=1)[0] in known.first_words
    return not (known.ordinals and word.isdigit() and len(word) < 3)
