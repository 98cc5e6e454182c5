"""Says of each passage of the sources what cites it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from builder.brief.load import Loaded
from builder.sources.cited import Sourced
from builder.sources.files import open_articles
from builder.sources.passages import Article


class Covered(Struct, frozen=True):
    """A passage of a source, and the paths of the parts that cite it, in the order of the brief."""

    source: str
    file: str
    passage: str
    heading: str
    text: str
    line: int
    language: str
    cited_by: tuple[str, ...]


def coverage_of(loaded: Loaded) -> Iterator[Covered]:
    """Yield every passage of the sources that can be read; a whole source that is cited counts for none."""
    opened = open_articles(loaded)
    sourced = Sourced(loaded, {one.source: one for one in opened if isinstance(one, Article)})
    cited: dict[str, list[str]] = {}
    for path, part in sourced.parts.items():
        for ref in getattr(part, "refs", ()):
            for place in sourced.places([ref] if "#" in ref else ()) or ():
                cited.setdefault(place.ref, []).append(path)
    for place in sourced.all_places():
        article, passage = place
        yield Covered(
            source=article.source,
            file=article.name,
            passage=passage.id,
            heading=passage.heading,
            text=passage.text,
            line=passage.line,
            language=article.language.tag if article.language else "",
            cited_by=tuple(dict.fromkeys(cited.get(place.ref, ()))),
        )
