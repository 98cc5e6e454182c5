"""What a comparison knows: the brief, the articles, and which passages a reference names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from builder.brief.facts.fill import Facts
from builder.brief.load import Loaded
from builder.brief.model import Brief
from builder.brief.walk import walk
from builder.languages.language import Language, language_for
from builder.report.problems import Cited, Problem
from builder.sources.compare.firmness import Weights
from builder.sources.passages import Article, Passage, excerpt

_MOST_NAMED = 4  # references that a message lists


class CitedPassage(NamedTuple):
    """A passage, and the article that it is in."""

    article: Article
    passage: Passage

    @property
    def ref(self) -> str:
        """How a brief cites it: `src1#s2p1`."""
        return f"{self.article.source}#{self.passage.id}"

    @property
    def whole(self) -> str:
        """The passage under its heading: a name that is in the heading is not repeated below."""
        heading, text = self.passage.heading, self.passage.text
        return f"{heading}.\n{text}" if heading else text

    def has(self, problem: Problem, words: str = "") -> Problem:
        """Return a problem with this passage as its source, around some words of it."""
        text = self.passage.text
        start = max(text.lower().find(words.lower()[:40]), 0) if words else 0
        where = Cited(self.article.file, self.passage.id, excerpt(text, start), self.passage.line or None)
        return replace(problem, source=where)


class Sourced:
    """A brief and the articles that it cites."""

    def __init__(self, loaded: Loaded, articles: Mapping[str, Article]) -> None:
        self.brief: Brief = loaded.brief
        self.facts: Facts | None = loaded.facts
        self.articles = articles
        self.language: Language = language_for(self.brief.language)
        self.parts = dict(walk(self.brief))
        self.indexes = {source.id: index for index, source in enumerate(self.brief.sources)}

    def places(self, refs: Iterable[str]) -> list[CitedPassage] | None:
        """Return the passages that references name; None without any, or if one of them cannot be read."""
        found: dict[str, CitedPassage] = {}
        for ref in refs:
            source, _, locator = ref.partition("#")
            article = self.articles.get(source)
            there = article.at(locator) if article else None
            if not there or article is None:
                return None
            found |= {f"{source}#{passage.id}": CitedPassage(article, passage) for passage in there}
        return list(found.values()) or None

    def all_places(self) -> Iterator[CitedPassage]:
        """Yield every passage of every article."""
        for article in self.articles.values():
            yield from (CitedPassage(article, passage) for passage in article.passages)

    def speaks(self, places: Iterable[CitedPassage]) -> bool:
        """Whether passages are in the language of the brief, so that words can be compared."""
        known = {article.language.tag if article.language else None for article, _ in places}
        return known == {self.language.tag}

    def language_of(self, article: Article) -> Language:
        """Return the language in which an article is read: the brief's, if its own is not known."""
        return article.language or self.language

    @cached_property
    def weights(self) -> Weights:
        """How much the words of the articles tell."""
        return Weights((place.passage.text for place in self.all_places()), self.language)


def named(refs: Sequence[str]) -> str:
    """Return references as a message names them: `src1#s1p1, src1#s1p2 or src1#s2p4`."""
    names = list(dict.fromkeys(refs))
    if len(names) > _MOST_NAMED:
        return f"any of the {len(names)} places cited"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
