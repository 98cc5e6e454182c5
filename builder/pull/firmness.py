"""Says of an edit that it makes a text firmer: a hedge is gone, or a word such as “will” is new."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from builder.brief.model import Brief
from builder.brief.walk import walk
from builder.languages.language import Language, language_for
from builder.sources.compare.words import cue_pattern, undated


class Firmer(Struct, frozen=True):
    """Hedges that are gone, firm words that are new, and the certainty that the claim is given, if any."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    certainty: str = ""

    @property
    def message(self) -> str:
        """What is firmer, in words."""
        found = [f"“{word}” is gone" for word in self.gone] + [f"“{word}” is new" for word in self.new]
        given = f", and the certainty is `{self.certainty}`" if self.certainty else ""
        return f"this is firmer than before: {', '.join(found)}{given}"


class Firmness:
    """Compares the words of edits by the language and the levels of certainty of a brief."""

    def __init__(self, brief: Brief) -> None:
        self.language = language_for(brief.language)
        self._parts = dict(walk(brief))

    def firmer(self, path: str, was: str, now: str) -> Firmer | None:
        """Return how a field becomes firmer by an edit, None if it does not or if it goes or is new."""
        cues = self.language.cues
        if cues is None or not was or not now:
            return None
        before, after = (_found(text, cues.hedges, self.language) for text in (was, now))
        gone = before - after if after.total() < before.total() else Counter[str]()
        new = _found(now, cues.firm, self.language) - _found(was, cues.firm, self.language)
        return Firmer(tuple(gone), tuple(new), self._level(path)) if gone or new else None

    def _level(self, path: str) -> str:
        """Return the certainty of the claim that a field is of, "" if there is none or it is asserted."""
        while path:
            path = path.rpartition(".")[0]
            certainty = getattr(self._parts.get(path), "certainty", None)
            if certainty is not None:
                return "" if certainty.level == "asserted" else str(certainty.level)
        return ""


def _found(text: str, cues: str, language: Language) -> Counter[str]:
    pattern = cue_pattern(cues, spaced=language.script.spaced)
    return Counter(found[0] for found in pattern.finditer(undated(text, language)))
