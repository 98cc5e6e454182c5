"""Finds the sentences of a passage, shortens them without changing what they claim, and weighs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from builder.brief.rules.style import CLAIM_CHARACTERS, count_words
from builder.draft.words import runs_from_right
from builder.languages.language import Drafting, Language
from builder.outline.text import Run
from builder.outline.typography import sentences
from builder.sources.compare.words import cue_pattern, folded, stems_of, undated

_BULLET = r"^(?:[-*+•‣▪–—>#|=~`_]+|\(?\d{1,3}[.)])\s+"
_FOOTNOTE = r"\s*\[(?:\d{1,3}|[a-z])\](?!\()"  # the mark of a note, as in an encyclopaedia
_ITEM_WORDS = 4  # of a short item of a list
_LEAST_WORDS = 4  # of a clause that stands for its sentence
_ENDING = r"[.!?…。！？]+[”’»“\"')\]」』）]*$"
_DATED = r"\w+\s\d"  # “On 1 October the council …”
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("（", "）"))


def cleaned(text: str) -> str:
    """Return a passage without its bullet and the marks of footnotes."""
    return re.sub(_FOOTNOTE, "", re.sub(_BULLET, "", " ".join(text.split()))).strip()


@lru_cache(maxsize=4096)
def sentences_of(text: str, language: Language) -> tuple[str, ...]:
    """Return the sentences of a passage that have words."""
    runs = sentences((Run(cleaned(text)),), language)
    found = ("".join(run.text for run in each).strip() for each in runs)
    return tuple(each for each in found if any(map(str.isalnum, each)) and not runs_from_right(each))


def is_sentence(text: str, language: Language) -> bool:
    """Whether words are one sentence or more, rather than a name, a date or an item of a list."""
    least = 3 if re.search(_ENDING, text) else 9
    return count_words(text) >= least and (language.style is None or language.style.is_sentence(text))


def hedges_in(text: str, language: Language) -> list[str]:
    """Return the words by which a sentence is less than certain, folded."""
    if language.cues is None:
        return []
    pattern = cue_pattern(language.cues.hedges, spaced=language.script.spaced)
    return [found[0] for found in pattern.finditer(undated(text, language))]


def says_possible(hedge: str, language: Language) -> bool:
    """Whether a hedge says no more than that something is possible."""
    known = language.drafting
    return known is not None and cue_pattern(known.possible, spaced=False).search(hedge) is not None


def begins_with(text: str, words: str, language: Language) -> str:
    """Return the words of a list with which a text begins, as it has them."""
    if not words.split():
        return ""
    longest = sorted((re.escape(word).replace("_", r"\s+") for word in words.split()), key=len, reverse=True)
    end = r"(?!\w)" if language.script.spaced else ""
    apart = "|".join(each if each.endswith("'") else each + end for each in longest)
    found = re.match(f"(?i:{apart})", text.replace("’", "'"))
    return text[: found.end()] if found else ""


def without_connector(sentence: str, language: Language) -> str:
    """Return a sentence without the word that joins it to the one before: “Moreover, …”."""
    known = language.drafting
    connector = begins_with(sentence, known.connectors, language) if known else ""
    rest = sentence[len(connector) :].lstrip()
    if not connector or rest[:1] not in (",", "、", "，"):
        return sentence
    return _capital(rest[1:].lstrip())


def without_opening(sentence: str, language: Language) -> str:
    """Return a sentence without the clause before its first comma, where that is no condition."""
    known = language.drafting
    _, comma, rest = sentence.partition(", ")
    if known is None or not comma or not begins_with(sentence, known.openers, language):
        return sentence
    stands = is_sentence(rest, language) and not begins_with(rest, known.references, language)
    return _capital(rest) if stands and _is_faithful(rest, sentence, language) else sentence


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def fits(text: str, words: int, characters: int) -> bool:
    """Whether a text keeps its budget."""
    return count_words(text) <= words and len(text) <= characters


def shortened(sentence: str, language: Language, words: int, characters: int = 5000) -> str | None:
    """Return a sentence within a budget, whole or up to the end of a clause; None if no clause stands for it.

    A clause stands for its sentence if it has all of its hedges and negations.
    """
    whole = without_connector(sentence, language)
    forms = list(dict.fromkeys((whole, without_opening(whole, language))))
    for form in forms:
        if fits(form, words, characters):
            return form
    for ends in (_clause_ends, _phrase_ends):
        for form in forms:
            for end in sorted(ends(form, language), reverse=True):
                clause = form[:end].rstrip(" ,;:–—-、")
                short = ended(clause, language)
                if fits(short, words, characters) and _stands_alone(clause, form, language):
                    return short
    return None


def ended(text: str, language: Language) -> str:
    """Return words with the full stop of a sentence."""
    if re.search(_ENDING, text):
        return text
    return text + ("." if language.script.spaced else "。")


def cut(sentence: str, language: Language, words: int, characters: int) -> str:
    """Return a sentence within a budget: shortened, or with an ellipsis where its words end."""
    short = shortened(sentence, language, words, characters)
    if short is not None:
        return short
    sentence = without_connector(sentence, language)
    pieces = re.findall(r"\S+\s*" if language.script.spaced else r"[A-Za-z0-9]+|.", sentence)
    while pieces and not fits(f"{''.join(pieces).strip()}…", words, characters):
        pieces.pop()
    text = "".join(pieces).strip().rstrip(",;:.。、—–- ") or sentence[: characters - 1]
    return f"{text}…"


def _clause_ends(sentence: str, language: Language) -> Iterator[int]:
    """Yield where a clause of a sentence ends: at its marks, and before words such as “because”."""
    known = language.drafting
    joins = "|".join(word.replace("_", r"\s+") for word in known.joins.split()) if known else ""
    ends = r"[,;:](?=\s)|\s[–—-](?=\s)|—|[、；：，]"
    for found in re.finditer(rf"{ends}|\s(?=(?:{joins})\s)" if joins else ends, sentence):
        if not (found[0] == "," and known and _in_list(sentence, found.start(), known)):
            yield found.start()


def _phrase_ends(sentence: str, language: Language) -> Iterator[int]:
    """Yield where a phrase begins that a sentence can do without, in a language whose verbs are known."""
    known = language.drafting
    if known is None or language.style is None:
        return
    phrases = "|".join(known.phrases.split()) or "$."
    for found in re.finditer(rf"(\w+)\s(?=(?:{phrases})\s)", sentence):
        if not language.style.is_sentence(f"x {found[1]}"):  # no verb, to which the phrase would belong
            yield found.end() - 1


def _in_list(sentence: str, comma: int, known: Drafting) -> bool:
    """Whether a comma parts the items of a list."""
    before, rest = sentence[:comma], sentence[comma + 1 :].lstrip()
    lists = rf"(?:{'|'.join(known.lists.split())})\b"
    if re.match(lists, rest):
        return "," in before
    following = re.split(rf",|\s{lists}", rest)[0]
    return count_words(following) <= _ITEM_WORDS and re.search(rf"\b{lists}", rest) is not None


def _stands_alone(clause: str, sentence: str, language: Language) -> bool:
    """Whether a clause says by itself what its sentence says with it."""
    known = language.drafting
    if count_words(clause) < _LEAST_WORDS or not _is_faithful(clause, sentence, language):
        return False
    if any(clause.count(left) > clause.count(right) for left, right in _PAIRS) or clause.count('"') % 2:
        return False
    if known is None:
        return True
    if clause.rpartition(" ")[2].lower() in known.lists.split():
        return False
    first, *more = re.split(r",\s+|、", clause)
    last = more[-1] if more else ""
    if more and begins_with(last, f"{known.relatives} {known.articles}", language):
        return False  # in the middle of an apposition or a list
    if begins_with(clause, f"{known.openers} {known.conditions}", language) and not re.match(_DATED, clause):
        return len(more) > 0 and _has_verb(more[0], language)  # else the rest of the sentence is to follow
    relatives = "|".join(known.relatives.split()) or "$."
    related = re.split(rf"\s(?:{relatives})\s", clause)[1:]
    if related and language.style is not None and not _has_verb(related[-1], language):
        return False
    return _has_verb(first, language) if language.script.spaced else True


def _has_verb(clause: str, language: Language) -> bool:
    """Whether a clause has enough words for a subject and a verb, and a verb where these are known."""
    words = clause.split()
    if language.style is None:
        return len(words) >= _LEAST_WORDS
    spans = (" ".join(words[start : start + 8]) for start in range(0, max(1, len(words) - 4), 4))
    return len(words) > 1 and any(map(language.style.is_sentence, spans))


def _is_faithful(part: str, whole: str, language: Language) -> bool:
    """Whether a part of a sentence has all of its hedges, conditions and negations."""
    if sorted(hedges_in(part, language)) != sorted(hedges_in(whole, language)):
        return False
    denials = language.vocabulary.negations if language.vocabulary else ""
    conditions = language.drafting.conditions if language.drafting else ""
    for cues in (denials, conditions):
        pattern = cue_pattern(cues or "$.", spaced=language.script.spaced)
        if len(pattern.findall(folded(part))) != len(pattern.findall(folded(whole))):
            return False
    return True


def weight(index: int, every: tuple[str, ...], heading: str, language: Language) -> float:
    """Return how much a sentence carries its passage: by its place and words, and how it stands alone."""
    sentence = every[index]
    stems = stems_of(sentence, language)
    rest = frozenset[str]().union(*(stems_of(each, language) for each in every if each is not sentence))
    share = len(stems & rest) / len(stems) if stems else 0.0
    above = stems_of(heading, language)
    score = share + (len(stems & above) / len(above) if above else 0.0)
    score += 0.9 if index == 0 else 0.2 if index == len(every) - 1 else 0.0
    known = language.drafting
    bare = without_connector(sentence, language)
    if known and begins_with(bare, known.references, language):
        score -= 0.6
    if re.search(r"[?？]", sentence):
        score -= 1.0
    if sentence[:1] in "“„«「\"'":
        score -= 0.4
    if not is_sentence(bare, language):
        score -= 1.5
    short = shortened(sentence, language, 17, CLAIM_CHARACTERS)
    return score - (2.5 if short is None else 0.0 if short == bare else 0.3)
