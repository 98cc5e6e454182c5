"""Makes an argument of a unit: the sentence that carries it as the claim, the others as evidence."""

from __future__ import annotations

from builder.brief.rules.style import CLAIM_CHARACTERS
from builder.draft.reading import Said, Unit, cited
from builder.draft.sentences import cut, hedges_in, is_sentence, says_possible, shortened, weight
from builder.draft.writing import Drafted, Value, literal
from builder.languages.language import Language

CLAIM_WORDS = 17
_GIST_WORDS = 25
_EVIDENCE_WORDS = 20
_LONGEST_EVIDENCE = 28  # words that the card of a slide holds
_MOST_EVIDENCE = 4
_REASONING_WORDS = 90
_LONGEST = 1200  # characters of a sentence that is taken whole


def argument_of(unit: Unit, heading: str, language: Language, id: str, *, brief: bool) -> Value:
    """Return the argument that a unit makes, with its claim cut at the end of a clause.

    It has no gist where it is to be brief.
    """
    texts = tuple(said.text for said in unit.said)
    weights = [weight(index, texts, heading, language) for index in range(len(texts))]
    best = max(range(len(texts)), key=weights.__getitem__, default=0)
    carries = unit.claim or texts[best]
    claim = shortened(carries, language, CLAIM_WORDS, CLAIM_CHARACTERS)
    left = [index for index in range(len(texts)) if unit.claim or index != best]
    gist = None if unit.claim or brief else _gist(left, weights, texts, language)
    left = [index for index in left if gist is None or index != gist[0]]
    chosen = sorted(sorted(left, key=lambda index: -weights[index])[:_MOST_EVIDENCE])
    more = [texts[index] for index in left if unit.claim and index not in chosen]
    reasoning = unit.notes or " ".join(more) or (carries if claim is None else "")
    found: dict[str, Value] = {
        "id": id,
        "claim": Drafted(literal(claim or cut(carries, language, CLAIM_WORDS, CLAIM_CHARACTERS))),
    }
    if gist is not None:
        found["gist"] = Drafted(literal(gist[1]))
    if reasoning:
        found["reasoning"] = Drafted(literal(cut(reasoning, language, _REASONING_WORDS, _LONGEST)))
    if chosen:
        found["evidence"] = [_evidence(unit.said[index], language) for index in chosen]
    found["certainty"] = _certainty(carries, str(found["claim"]), language)
    found["refs"] = [unit.ref]
    return found


def _gist(
    left: list[int], weights: list[float], texts: tuple[str, ...], language: Language
) -> tuple[int, str] | None:
    """Return the next sentence that says most in as few words as a gist has."""
    for index in sorted(left, key=lambda index: -weights[index]):
        short = shortened(texts[index], language, _GIST_WORDS)
        if short is not None and is_sentence(texts[index], language):
            return index, short
    return None


def _evidence(said: Said, language: Language) -> Value:
    short = shortened(said.text, language, _EVIDENCE_WORDS)
    text = short or cut(said.text, language, _LONGEST_EVIDENCE, _LONGEST)
    return {"text": Drafted(literal(text)), "refs": [cited(said.at)]}


def _certainty(sentence: str, claim: str, language: Language) -> Value:
    """Return how firmly a sentence says something, with the hedge that its claim has."""
    hedges = hedges_in(sentence, language)
    if not hedges:
        return {"level": Drafted("asserted")}
    is_possible = any(says_possible(each, language) for each in hedges)
    level = Drafted("possible" if is_possible else "qualified")
    telling = [each for each in hedges if says_possible(each, language) == is_possible]
    cue = next((each for each in telling if each in claim.lower()), None)
    return {"level": level, "cue": Drafted(cue)} if cue else {"level": level}
