"""Finds what a brief says of its sources: each text with the passages that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from builder.brief.facts.fill import Facts
from builder.brief.model import (
    Actor,
    Argument,
    BottomLine,
    Box,
    Brief,
    Chart,
    Context,
    Event,
    Evidence,
    Figure,
    Implication,
    KeyFigure,
    KeyMessage,
    Quote,
    Recommendation,
    Table,
    TimelineStep,
)
from builder.brief.part import Part
from builder.brief.rules.marks import visible
from builder.brief.walk import texts, walk
from builder.report.problems import enclosing

CLAIM, DETAIL, QUOTE, WHOLE = "claim", "detail", "quote", "whole"

# Which texts of a part are compared with what it cites: claims in all that they say, details by their numbers
# and names. What is not here is the authors' own: counterpoints, limits, risks, options.
_KINDS: Mapping[type[Part], Mapping[str, str]] = {
    Brief: {"title": WHOLE, "subtitle": WHOLE},
    BottomLine: {"text": WHOLE, "headline": WHOLE},
    KeyMessage: {"text": WHOLE},
    Argument: {"claim": CLAIM, "label": DETAIL, "gist": CLAIM, "reasoning": DETAIL},
    Evidence: {"text": CLAIM, "label": DETAIL, "unit": ""},
    Implication: {"text": CLAIM},
    Context: {"headline": DETAIL, "text": CLAIM, "why_now": CLAIM},
    Event: {"label": DETAIL, "text": CLAIM},
    KeyFigure: {"value": DETAIL, "label": DETAIL},
    Actor: {"name": DETAIL, "role": DETAIL},
    TimelineStep: {"when": DETAIL, "text": CLAIM},
    Recommendation: {"action": DETAIL, "detail": CLAIM},
    Quote: {"text": QUOTE},
    Box: {"text": DETAIL},
    Table: {"title": DETAIL, "rows": DETAIL},
    Chart: {"title": DETAIL},
    Figure: {"title": DETAIL},
}
_ARGUED = (Evidence, Implication)  # what cites what its argument cites, if it cites nothing itself


class Statement(Struct, frozen=True):
    """A text of the brief, and what it cites; `refs_path` is where that stands.

    `part` is the path of what it belongs to. `text` is as a reader sees it, without facts: these are proved
    by their own sources.
    """

    path: str
    text: str
    kind: str
    part: str
    refs: tuple[str, ...]
    refs_path: str


def statements_of(brief: Brief, facts: Facts | None) -> Iterator[Statement]:
    """Yield every text that rests on sources, those too of which the brief cites none."""
    parts = dict(walk(brief))
    for path, part in parts.items():
        kinds = _KINDS.get(type(part), {})
        if not kinds or _is_own(part):
            continue
        refs, at = _refs(path, part, parts)
        for where, text in texts(path, part):
            key = where.removeprefix(f"{path}.").partition("[")[0] if path else where
            kind = kinds.get(key, "")
            if not kind or (facts and any(each in facts.taken for each in enclosing(where))):
                continue
            is_quoted = key == "text" and isinstance(part, Evidence) and part.kind == "quote"
            shown = _without_facts(visible(text), where, facts)
            if kind == WHOLE:
                refs = tuple(source.id for source in brief.sources)
            yield Statement(where, shown, QUOTE if is_quoted else kind, path, refs, at)


def _is_own(part: Part) -> bool:
    """Whether a part is what the authors say themselves."""
    return isinstance(part, Implication | Recommendation) and part.origin != "source"


def _refs(path: str, part: Part, parts: Mapping[str, Part]) -> tuple[tuple[str, ...], str]:
    """Return what a part cites, and where; an argument without refs cites what its evidence does."""
    refs: tuple[str, ...] = getattr(part, "refs", ())
    if refs:
        return refs, f"{path}.refs"
    if isinstance(part, _ARGUED):
        path = next(each for each in enclosing(path) if isinstance(parts.get(each), Argument))
        part = parts[path]
        if isinstance(part, Argument) and part.refs:
            return part.refs, f"{path}.refs"
    if isinstance(part, Argument):
        return tuple(dict.fromkeys(ref for one in part.evidence for ref in one.refs)), f"{path}.evidence"
    return (), path


def _without_facts(text: str, path: str, facts: Facts | None) -> str:
    for use in facts.used(path) if facts else ():
        text = text.replace(use.shown, "…", 1)
    return text


def numbers_of_parts(brief: Brief) -> Iterator[tuple[str, Decimal, str, str]]:
    """Yield the numbers that have a field of their own: path, number, unit, and the path of their part."""
    for path, part in walk(brief):
        if isinstance(part, Evidence) and part.value is not None:
            yield f"{path}.value", part.value, part.unit or "", path
            for index, one in enumerate(part.compare):
                yield f"{path}.compare[{index}].value", one.value, one.unit or part.unit or "", path
        elif isinstance(part, Chart):
            for index, row in enumerate(part.rows):
                for place, value in enumerate(row.values):
                    if value is not None:
                        yield f"{path}.rows[{index}].values[{place}]", value, "", path
