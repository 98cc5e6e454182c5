"""A text becomes its sentences, without a break at an abbreviation, an initial or a decimal point."""

from __future__ import annotations

import re

from builder.outline.blocks import Run
from builder.outline.marks import cut

_END = re.compile(r"(?:[.!?…]+[”’»\"')\]]*)\s+(?=[^\s])|[。！？]+[」』）”’]*\s*")
_ABBREVIATIONS = frozenset(
    "e.g i.e cf vs viz approx ca al resp etc dr mr mrs ms prof sr jr st mt lt gen col sen rep gov pres hon "
    "no nos vol art fig figs tab sec para paras ch pp p ed eds jan feb mar apr jun jul aug sep sept oct nov dec "
    "inc ltd co corp dept univ "
    "z.b d.h u.a bzw usw vgl nr abs bspw ggf inkl evtl mio mrd hr fr str tel s "
    "m mm mme mlle me av env ex p.ex c.-à-d "
    "sra srta dra ud uds núm pág págs aprox p.ej ee.uu".split()
)
# Abbreviations that often end a sentence; what starts with one of these words then begins the next.
_STARTERS = frozenset(
    "The This That These Those It Its In On At As If He She They We You But And So Yet Both For However "
    "A An No Not Nor By With From After Before When While Since "
    "Der Die Das Ein Eine Es Sie Er Wir Im In Am Le La Les Il Elle Ils Un Une El Los Las Una En".split()
)


def sentences(runs: tuple[Run, ...]) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of each sentence; joined by a space, or by nothing after 。, they give the text again."""
    text = "".join(run.text for run in runs)
    found: list[tuple[Run, ...]] = []
    start = 0
    for end in _END.finditer(text):
        if end.end() < len(text) and (text[end.start()] in "。！？" or _ends(text, end)):
            found.append(cut(runs, start, start + len(text[start : end.end()].rstrip())))
            start = end.end()
    found.append(cut(runs, start, len(text)))
    return tuple(found)


def _ends(text: str, end: re.Match[str]) -> bool:
    """Whether the stop at `end` closes a sentence."""
    following = text[end.end() :]
    first = following.lstrip("“‘«„\"'([¿¡")[:1]
    if not (first.isupper() or first.isdigit() or _is_uncased(first)):
        return False
    if text[end.start()] != "." or text[end.start() : end.start() + 2] == "..":
        return True
    word = re.split(r"[\s(\[“„«\"'‘\u00a0]", text[: end.start()])[-1]
    starts = re.split(r"\W", following, maxsplit=1)[0] in _STARTERS
    if len(word) == 1 and word.isalpha() and word.isupper():
        return starts and word != "J"  # an initial
    if word.lower() in _ABBREVIATIONS:
        return starts and word.lower() in {"etc", "inc", "ltd", "co", "corp", "al", "ee.uu"}
    if "." in word and re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return starts  # U.S, a.m
    return True


def _is_uncased(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()
