"""A text becomes its sentences, without a break at an abbreviation, an initial or an ordinal."""

from __future__ import annotations

import re

from builder.outline.marks import cut
from builder.outline.text import Run

_STOP = re.compile(r"[.!?…]+[”’»“\"')\]]* ")
_CJK_STOP = re.compile(r"[。！？]+[」』）”’]*")
_OPENING = "“‘«„\"'([¿¡"

# Words whose full stop ends no sentence: ever, before a number, or unless a usual first word comes next.
_NEVER_ENDS = re.compile(
    r"e\.g|i\.e|cf|vs|viz|approx|ca|resp|dr|mr|mrs|ms|prof|sr|st|mt|gen|col|sen|rep|gov|pres|hon|"
    r"z\.b|d\.h|u\.a|bzw|vgl|bspw|ggf|evtl|mm|mme|mlle|p\.ex|c\.-à-d|sra|srta|dra|p\.ej|aprox",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = re.compile(
    r"nos?|vol|arts?|figs?|tab|secs?|paras?|ch|pp?|eds?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"nr|abs|abb|s|núm|págs?",
    re.IGNORECASE,
)
_MAY_END = re.compile(
    r"etc|al|inc|ltd|co|corp|jr|usw|mio|mrd|ee\.uu|(?:[A-Za-z]\.)+[A-Za-z]|[A-Z]", re.IGNORECASE
)
_FIRST_WORD = re.compile(
    r"(?:The|This|That|These|Those|It|Its|In|On|At|As|If|He|She|They|We|You|But|And|So|Yet|Both|For|However|"
    r"An?|Nor?|Not|By|With|From|After|Before|When|While|Since|"
    r"Der|Die|Das|Eine?|Es|Sie|Er|Wir|Im|Am|Les?|La|Ils?|Elles?|Une?|El|Los|Las|Una|En)\b"
)


def sentences(runs: tuple[Run, ...], language: str) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of each sentence.

    Joined by a space they give the text again; in Japanese and Chinese, which set none, by nothing.
    """
    text = "".join(run.text for run in runs)
    spaced = language.split("-")[0].lower() not in ("ja", "zh")
    ends = [
        stop.end()
        for stop in (_STOP if spaced else _CJK_STOP).finditer(text)
        if stop.end() < len(text) and (not spaced or _ends(text, stop, language))
    ]
    starts = [0, *ends]
    stops = [end - spaced for end in ends] + [len(text)]
    return tuple(cut(runs, start, stop) for start, stop in zip(starts, stops, strict=True))


def _ends(text: str, stop: re.Match[str], language: str) -> bool:
    """Whether a sentence ends at `stop`, judged by the word before it and the letter after it."""
    following = text[stop.end() :].lstrip(_OPENING)
    if following[:1].islower():
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    word = re.split(rf"[\s/{re.escape(_OPENING)}-]", text[: stop.start()])[-1]
    if _NEVER_ENDS.fullmatch(word):
        return False
    if _BEFORE_A_NUMBER.fullmatch(word):
        return not following[:1].isdigit()
    if _MAY_END.fullmatch(word):
        return _FIRST_WORD.match(following) is not None
    ordinal = language.lower().startswith("de") and word.isdigit() and len(word) < 3
    return not ordinal
