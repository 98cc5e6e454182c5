"""Locators exist, statements cite the passage that they are from, and what cannot be compared is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from builder.report.printable import counted
from builder.report.problems import Position, Problem, error, warning
from builder.sources.cited import CitedPassage, Sourced, named
from builder.sources.compare.placing import better_place
from builder.sources.statements import CLAIM, QUOTE, statements_of

_UNJUDGED = "statements-compared"


def check_locators(sourced: Sourced) -> Iterator[Problem]:
    """Yield references to passages that do not exist, or that only a person can look up."""
    for path, part in sourced.parts.items():
        for index, ref in enumerate(getattr(part, "refs", ())):
            source, _, locator = ref.partition("#")
            article, at = sourced.articles.get(source), f"{path}.refs[{index}]"
            found = article.at(locator) if article else ()
            if found is None and article is not None:
                message = f"not checked: `{locator}` is not a section, a paragraph or a page"
                hint = f"name the passage as well, such as {source}#{article.passages[0].id}"
                yield warning(_UNJUDGED, at, message, hint)
            elif not found and article is not None:
                message = f"`{article.name}` has no passage `{locator}`"
                yield error("locators-exist", at, message, article.nearest(locator))


def check_files(sourced: Sourced) -> Iterator[Problem]:
    """Yield the sources that are cited and have no file, and those in another language than the brief."""
    refs = (ref for part in sourced.parts.values() for ref in getattr(part, "refs", ()))
    cited = Counter(ref.partition("#")[0] for ref in refs)
    for id, index in sourced.indexes.items():
        article, at = sourced.articles.get(id), f"sources[{index}]"
        if article is None and cited[id] and not sourced.brief.sources[index].file:
            what = counted(cited[id], "reference")
            yield warning(_UNJUDGED, at, f"not checked: `{id}` has no `file`; {what} to it")
        elif article is not None and not sourced.speaks([CitedPassage(article, article.passages[0])]):
            language = f"is in `{article.language.tag}`" if article.language else "is in an unknown language"
            message = f"not checked: `{article.name}` {language}; only quotes and numbers are compared"
            hint = "compare names, certainty and negations yourself"
            yield warning(_UNJUDGED, f"{at}.file", message, hint)


def check_places(sourced: Sourced) -> Iterator[Problem]:
    """Yield what has the words of another passage of the article than those that it cites."""
    together: dict[tuple[str, tuple[str, ...], str], list[str]] = {}
    for one in statements_of(sourced.brief, sourced.facts):
        if one.kind in (CLAIM, QUOTE) or one.path.endswith(".reasoning"):
            together.setdefault((one.part, one.refs, one.refs_path), []).append(one.text)
    for (_, refs, at), texts in together.items():
        places = sourced.places(refs) if all("#" in ref for ref in refs) else None
        if (
            places is None
            or not sourced.speaks(places)
            or len({place.article.source for place in places}) > 1
        ):
            continue
        article, own = places[0].article, {place.passage.id for place in places}
        found = better_place("\n".join(texts), article.passages, own, sourced.weights)
        if found is not None:
            home = CitedPassage(article, found)
            message = f"this has the words of {home.ref}, and cites {named(refs)}"
            yield home.has(warning("passages-fit", at, message, f"cite {home.ref}, if it rests on that"))


def check_coverage(sourced: Sourced) -> Iterator[Problem]:
    """Yield the passages that nothing cites, at their lines in the file of the source."""
    refs = {ref for part in sourced.parts.values() for ref in getattr(part, "refs", ()) if "#" in ref}
    cited = {place.ref for ref in refs for place in sourced.places([ref]) or ()}
    for place in sourced.all_places():
        if place.ref not in cited:
            message = f"nothing cites {place.ref}: “{place.passage.excerpt}”"
            position = Position(place.passage.line, 1) if place.passage.line else None
            yield replace(warning("passages-cited", "", message), file=place.article.file, position=position)
