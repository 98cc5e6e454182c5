"""Reduces the whole brief to what one audience may read, before anything is composed from it.

Numbers are those of the whole brief in every edition: A3, R2, [4] and Table 2 are the same for everybody, so
that readers of two editions never mean different things by one number. The price is that a gap, A2 and then
A4, shows that another edition says more. To avoid that, put what is withheld last in its list: then the
numbers of the shorter edition have no gap.

With a block goes what only it needs: what is placed in a withheld section, a section of which neither
argument nor text is left, links with a withheld end, and sources and notes that only withheld blocks cite.
Notes are numbered in each edition for itself, as Word counts its footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.brief.model import Brief, Excerpt
from builder.brief.numbers import map_columns, marked_notes, numbers_of
from builder.brief.part import Part
from builder.brief.texts.marks import without_notes
from builder.brief.walk import Kept, T, indexed, walk
from builder.report.printable import near
from builder.report.problems import BriefError, Problem, error

RESERVED = ("all", UNRESTRICTED)  # no audience has these names
# What no reader of the files sees.
_UNREAD = (
    *("audience", "audiences", "brand", "data", "distribution"),
    *("extends", "facts", "if", "ignore", "params", "path", "theme"),
)

if TYPE_CHECKING:
    from builder.brief.images import Picture

P = TypeVar("P", bound=Part)


def for_audience(brief: Brief, name: str | None) -> Brief:
    """Return the brief without what the audience may not read; for None, who may read everything, all of it.

    Lists keep the indices of their items in the whole, and the brief its numbers. Raises `BriefError`
    for an audience that the brief does not declare.
    """
    declared = {audience.name: audience.label for audience in brief.audiences}
    if name is not None and name not in declared:
        raise BriefError([_undeclared(name, declared)])
    if not declared:
        return brief
    withheld, notes = (
        {one.id for one in ones if not _may_read(one, name)} for ones in (brief.sources, brief.notes)
    )
    edition = _Audience(name, withheld, notes).readable(brief)
    excerpt = Excerpt(None if name is None else declared[name], numbers_of(brief), name is None)
    return replace(_without_leftovers(brief, edition), excerpt=excerpt)


def fingerprint(edition: Brief, pictures: Mapping[str, Picture], templates: Iterable[str] = ()) -> str:
    """Return the SHA-256 of an edition: its words, numbers and pictures, and nothing that it does not show.

    `templates` are the digests of the files that memo and deck are built into, and of the look.

    It stays the same whatever is changed in the parts that this edition does not have.
    """
    numbers, label = numbers_of(edition), edition.excerpt and (edition.excerpt.whole, edition.excerpt.label)
    lines = [repr(label)]
    for path, part in (each for each in walk(edition) if each[1].printed):
        for field in part.fields.values():
            value = getattr(part, field.name)
            first = value[0] if isinstance(value, tuple) and value else value
            if field.name not in _UNREAD and value not in (None, ()):
                numbered = numbers.get(path), numbers.get(field.name)
                shown = "" if isinstance(first, Part) else repr(value)
                lines.append(f"{path} {field.name} {numbered} {shown}")
    lines += (
        sha256(pictures[file].svg or pictures[file].data).hexdigest()
        for file in edition.picture_files.values()
    )
    lines += templates
    return sha256("\n".join(lines).encode()).hexdigest()


def _undeclared(name: str, declared: Iterable[str]) -> Problem:
    message = f"the brief declares no audience `{name}`"
    hint = near(name, declared) or "declare it under `audiences`"
    if name in RESERVED:
        each = "`brief release --all-audiences` makes a bundle for each"
        whole = "--unrestricted for the whole brief, including the restricted parts"
        hint = f"name one of {', '.join(declared)}, or {whole}; {each}"
    return error("audiences-declared", "audiences", message, hint)


def _may_read(value: object, name: str | None) -> bool:
    audience = getattr(value, "audience", None)
    return name is None or audience is None or name in audience


class _Audience(Struct, frozen=True):
    """What one audience sees of a part, without references to the sources and notes withheld from it."""

    name: str | None
    withheld: set[str]
    notes: set[str]

    def readable(self, part: P) -> P:
        """Return the part without the parts and texts that the audience may not read."""
        names = [field.name for field in part.fields.values()]
        return replace(part, **{name: self._value(name, getattr(part, name)) for name in names})

    def _value(self, key: str, value: Any) -> Any:
        if key in ("audiences", "distribution"):
            return ()
        if key == "refs":
            return tuple(ref for ref in value if ref.partition("#")[0] not in self.withheld)
        if isinstance(value, tuple):
            seen = enumerate(value)
            return Kept((index, self._seen(item)) for index, item in seen if _may_read(item, self.name))
        return self._seen(value) if _may_read(value, self.name) else None

    def _seen(self, value: Any) -> Any:
        match value:
            case Part():
                return self.readable(value)
            case str():
                return without_notes(str(value), self.notes)
            case tuple():
                return tuple(map(self._seen, value))
            case dict():
                return {key: self._seen(one) for key, one in value.items()}
            case _:
                return value


def _without_leftovers(brief: Brief, edition: Brief) -> Brief:
    """Return the edition without what has no use when other things are withheld."""
    sections = _only(edition.sections, lambda section: bool(section.arguments or section.text))
    gone = {section.id for section in brief.sections if section.id} - {section.id for section in sections}
    edition = replace(
        edition,
        sections=sections,
        tables=_only(edition.tables, lambda table: table.section not in gone),
        charts=_only(edition.charts, lambda chart: chart.section not in gone),
        figures=_only(edition.figures, lambda figure: figure.section not in gone),
        boxes=_only(edition.boxes, lambda box: box.section not in gone),
        quotes=_only(edition.quotes, lambda quote: quote.section not in gone),
    )
    ends = map_columns(edition)
    links = _only(edition.links, lambda link: link.from_ in ends and link.to in ends)
    edition = replace(edition, links=links)
    only_by_withheld = _cited(brief) - _cited(edition)
    marked = marked_notes(edition) if edition.notes else ()
    return replace(
        edition,
        sources=_only(edition.sources, lambda source: source.id not in only_by_withheld),
        notes=_only(edition.notes, lambda note: note.id in marked),
    )


def _only(items: Iterable[T], wanted: Callable[[T], bool]) -> Kept[T]:
    return Kept((index, item) for index, item in indexed(items) if wanted(item))


def _cited(brief: Brief) -> set[str]:
    """Return the ids of the sources to which something refers."""
    return {ref.partition("#")[0] for _, part in walk(brief) for ref in getattr(part, "refs", ())}
