"""The sentences that a language computes: titles to which the brief gives no words, changes over years."""

from __future__ import annotations

from msgspec import Struct

Forms = tuple[str, str]  # for one, and for several: `{count}` is their number in words


class Titles(Struct, frozen=True):
    """What titles and changes are computed from. Each says only what its block itself shows.

    `{what}` is another of these: “Six recommendations” in “Six recommendations, each with an owner”.
    """

    numbers: str  # two to twelve, as they are written inside a sentence; higher ones are digits
    mapped: str  # the event, and what else the map shows
    map_causes: Forms  # as in a sentence
    map_effects: Forms
    map_possible: Forms  # effects that are no more than possible
    map_responses: Forms
    answer: Forms  # the arguments under the bottom line
    context: Forms  # its sentences
    urgent: str  # and why now
    cite: str  # what an imprint says
    messages: Forms
    figures: Forms
    options: Forms
    compared: Forms  # several options, by one criterion or more
    changed: Forms  # by how much a number did, in one year or more
    weighed: str  # each of several options has something for and something against it
    recommended: Forms  # which options are recommended
    asked: str  # which of several options the ask is for
    approving: str  # words of an ask for an option, as in `Vocabulary`
    recommendations: Forms
    suggestions: Forms
    mixed: str  # several, some by the source and some by the authors
    owned: Forms
    dated: Forms
    owned_and_dated: Forms
    risks: Forms
    countered: Forms
    some_countered: Forms  # one of several risks, or more, but not all
    limits: Forms
    limits_sorted: str  # and how many of them are of which kind
    limits_missing: Forms
    limits_ambiguous: Forms
    limits_tension: Forms
    sources: Forms
    dated_sources: Forms  # from one year, or from several
    actors: Forms
    terms: Forms
    years: Forms  # all steps in one year, or in several
    spanned: str  # the first and the last of them, in quotation marks, with their years
    steps: Forms

    def counted(self, forms: Forms, count: int) -> str:
        """Return a form for a number of things, as a title begins."""
        return self.opening(forms[count > 1].format(count=self.number(count)))

    def number(self, count: int) -> str:
        """Return a number in words up to twelve, in digits beyond."""
        words = self.numbers.split()
        return words[count - 2] if 2 <= count < len(words) + 2 else str(count)

    @staticmethod
    def opening(words: str) -> str:
        """Return words with a capital at their beginning."""
        return words[:1].upper() + words[1:]
