"""A statement is no firmer than its passage, has its hedge word, and denies what it denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.brief.model import Argument, Recommendation
from builder.report.problems import Problem, warning
from builder.sources.cited import CitedPassage, Sourced, named
from builder.sources.compare.firmness import (
    firm_word,
    firmer_words,
    lost_hedge,
    missing_cue,
    wrong_negation,
)
from builder.sources.statements import Statement

_RULE = "certainty-in-sources"


def check_certainty(sourced: Sourced, at: Statement, places: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Yield where a claim is firmer than its passages, or than the certainty that it is given."""
    firm = firmer_words(at.text, [place.whole for place in places], sourced.language)
    lost = lost_hedge(at.text, [place.passage.text for place in places], sourced.weights)
    given = _given(sourced, at)
    if firm is not None:
        message = f"“{firm}” is firmer than {named(at.refs)}"
        yield places[0].has(warning(_RULE, at.path, message))
    elif lost is not None:
        message = f"the source says “{lost.words}” here, and this has no hedge"
        yield _home(lost.sentence, places).has(warning(_RULE, at.path, message), lost.sentence)
    elif given and (word := firm_word(at.text, sourced.language)):
        message = f"“{word}” is firmer than the certainty that is given, `{given}`"
        yield places[0].has(warning(_RULE, at.path, message))


def _given(sourced: Sourced, at: Statement) -> str:
    """Return the certainty of the argument or recommendation that a statement is in, "" if it is asserted."""
    part = sourced.parts[at.part]
    certainty = part.certainty if isinstance(part, Argument | Recommendation) else None
    return certainty.level if certainty and certainty.level != "asserted" else ""


def check_negations(sourced: Sourced, at: Statement, places: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Yield where a claim denies what its passages say, or the other way round."""
    found = wrong_negation(at.text, [place.passage.text for place in places], sourced.weights)
    if found is not None:
        message = f"this says “{found.words}”, and the source does not"
        if not found.words:
            message = "the source denies what this says"
        problem = warning("negations-in-sources", at.path, message)
        yield _home(found.sentence, places).has(problem, found.sentence)


def check_cues(sourced: Sourced) -> Iterator[Problem]:
    """Yield the hedge words that are quoted from a source, and not in the passages cited."""
    for path, part in sourced.parts.items():
        if not isinstance(part, Argument | Recommendation) or part.certainty is None:
            continue
        refs, cue = part.refs, part.certainty.cue
        if isinstance(part, Argument):
            refs = refs or tuple(ref for one in part.evidence for ref in one.refs)
        elif part.origin != "source":
            continue
        places = sourced.places(refs) if cue else None
        if cue and places and missing_cue(cue, [place.passage.text for place in places], sourced.language):
            message = f"the hedge word `{cue}` is not in {named(refs)}"
            yield places[0].has(warning("cues-in-sources", f"{path}.certainty.cue", message))


def _home(sentence: str, places: Sequence[CitedPassage]) -> CitedPassage:
    return next((place for place in places if sentence and sentence in place.passage.text), places[0])
