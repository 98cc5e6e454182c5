"""Proper names are in a cited passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from builder.brief.model import Actor
from builder.brief.walk import read_texts
from builder.report.problems import Problem, warning
from builder.sources.cited import CitedPassage, Sourced, named
from builder.sources.compare.names import Known, known_words, pool_of, unnamed
from builder.sources.statements import Statement


class Names:
    """The names that a brief and its articles have."""

    def __init__(self, sourced: Sourced) -> None:
        self._sourced = sourced

    @cached_property
    def _known(self) -> Known:
        sourced = self._sourced
        texts = [text for path, part in sourced.parts.items() for _, text in read_texts(path, part)]
        texts += [place.passage.text for place in sourced.all_places()]
        return known_words(texts, (actor.name for actor in sourced.brief.actors))

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """The names that the brief may use without a source: of its people, terms and sources."""
        brief = self._sourced.brief
        own = [person.name for person in brief.authors] + [partner.name for partner in brief.partners]
        own += [brief.organisation.name if brief.organisation else "", *brief.to, *brief.from_]
        own += [each for term in brief.glossary for each in (term.term, term.definition)]
        for source in brief.sources:
            own += [each for each in (source.title, source.author, source.publisher, source.note) if each]
        return tuple(own)

    def check(self, at: Statement, places: Sequence[CitedPassage]) -> Iterator[Problem]:
        """Yield the names of a statement that are in none of its passages."""
        pool = pool_of((*(place.whole for place in places), *self._own))
        is_name = isinstance(self._sourced.parts[at.part], Actor) and at.path.endswith(".name")
        for name in unnamed(at.text, pool, self._known, self._sourced.language, is_name=is_name):
            home = next((place for place in self._sourced.all_places() if name in place.whole), None)
            message = f"the name `{name}` is not in {named(at.refs)}"
            hint = f"it is in {home.ref}" if home else None
            yield (home or places[0]).has(warning("names-in-sources", at.path, message, hint), name)
