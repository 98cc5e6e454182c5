"""Tables, figures, actors, timeline and glossary become exhibits, numbered as a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from builder.brief.walk import indexed
from builder.outline.blocks import (
    Block,
    Cell,
    Figure,
    Row,
    Step,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Picture, Run, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

DECK, MEMO = Depth.DECK, Depth.MEMO
_NOTHING = "–"
_EMPTY = frozenset(("", "-", "–", "—", "--"))
_NUMBER = r"[+−–±<>≤≥~≈-]?\s?[€$£¥]?\s?\d[\d.,'’\s\u00a0\u202f]*\s?(?:%|‰|[€$£¥])?"


class PictureFile(Protocol):
    """What is needed of an opened picture: its bytes, its format, its size in pixels."""

    @property
    def data(self) -> bytes: ...
    @property
    def format(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def picture(pictures: Mapping[str, PictureFile], path: str, alt: str) -> Picture:
    """Return the opened picture at `path` with its words; raises `KeyError` where it was not opened."""
    file = pictures[path]
    return Picture(file.data, file.format, file.width, file.height, alt)


class Exhibits(Struct, frozen=True):
    """Hands out exhibits one after the other, with the numbers that they have in the whole brief."""

    brief: model.Brief
    words: Wording
    pictures: Mapping[str, PictureFile]
    numbers: Mapping[str, int]

    def of_section(self, section: str | None) -> Iterator[Block]:
        """Yield the tables, then the figures, that close a section."""
        yield from self._tables(section)
        yield from self._figures(section)

    def of_annex(self) -> Iterator[Block]:
        """Yield what no section shows: tables, actors, sequence, glossary, figures."""
        yield from self._tables(None)
        if self.brief.actors:
            yield self._actors()
        if self.brief.timeline:
            yield self._timeline()
        if self.brief.glossary:
            yield self._glossary()
        yield from self._figures(None)

    def _home(self, section: str | None) -> str | None:
        """Return the section that an exhibit closes, or None for the annex."""
        return section if any(section == known.id for known in self.brief.sections) else None

    def _numbered(self, path: str, depth: Depth) -> tuple[str, Text, Text]:
        """Return slot, kicker and number of a table."""
        place = self.numbers[path]
        number = self.words.labels.table.format(number=place)
        slot = f"t{place}"
        return (
            slot,
            self.words.fixed(f"{slot}_head", number, depth),
            self.words.fixed(f"{slot}_no", number, depth),
        )

    def _tables(self, section: str | None) -> Iterator[Table]:
        for place, said in indexed(self.brief.tables):
            if self._home(said.section) == section:
                yield self._table(place, said, annex=section is None)

    def _table(self, place: int, said: model.Table, *, annex: bool) -> Table:
        words, path = self.words, f"tables[{place}]"
        slot, heading, number = self._numbered(path, DECK)
        return Table(
            id=said.id or slot.upper(),
            kind="table",
            heading=heading,
            number=number,
            title=words.needed(f"{slot}_title", f"{path}.title", said.title, DECK),
            columns=words.prose_list(f"{slot}_c", f"{path}.columns", said.columns, DECK),
            rows=tuple(
                Row(
                    tuple(
                        self._cell(f"{slot}_r{row + 1}_c{column + 1}", f"{path}.rows[{row}][{column}]", cell)
                        for column, cell in enumerate(cells)
                    )
                )
                for row, cells in enumerate(said.rows)
            ),
            notes=words.prose(f"{slot}_note", f"{path}.notes", said.notes, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", said.refs, DECK),
            depth=DECK,
            annex=annex,
        )

    def _cell(self, slot: str, path: str, value: str) -> Cell:
        text = value.strip()
        if text in _EMPTY:
            return Cell(self.words.fixed(slot, _NOTHING, DECK, path), empty=True)
        return Cell(self.words.needed(slot, path, text, DECK), number=re.fullmatch(_NUMBER, text) is not None)

    def _actors(self) -> Table:
        words, labels, actors = self.words, self.words.labels, self.brief.actors
        slot, _, number = self._numbered("actors", DECK)
        heads = [labels.actor, labels.actor_role]
        cited = any(actor.refs for actor in actors)
        if cited:
            heads.append(labels.source)

        def row(place: int, actor: model.Actor) -> Row:
            path, at = f"actors[{place}]", f"{slot}_r{place + 1}"
            cells = [
                Cell(words.needed(f"{at}_c1", f"{path}.name", actor.name, DECK)),
                Cell(words.needed(f"{at}_c2", f"{path}.role", actor.role, DECK)),
            ]
            if cited:
                refs = words.refs(f"{at}_c3", f"{path}.refs", actor.refs, DECK)
                cells.append(Cell(refs or words.fixed(f"{at}_c3", _NOTHING, DECK), empty=refs is None))
            return Row(tuple(cells))

        return Table(
            id=slot.upper(),
            kind="actors",
            heading=words.fixed(f"{slot}_head", labels.actors, DECK),
            number=number,
            title=words.headline(
                f"{slot}_title", "headlines.actors", self.brief.headlines.actors, labels.actors
            ),
            columns=tuple(words.fixed(f"{slot}_c{n}", head, DECK) for n, head in enumerate(heads, 1)),
            rows=tuple(row(place, actor) for place, actor in indexed(actors)),
            notes=None,
            refs=None,
            depth=DECK,
            annex=True,
        )

    def _glossary(self) -> Table:
        words, labels = self.words, self.words.labels
        slot, _, number = self._numbered("glossary", MEMO)
        title = self.brief.headlines.glossary
        return Table(
            id=slot.upper(),
            kind="glossary",
            heading=words.fixed(f"{slot}_head", labels.glossary, MEMO),
            number=number,
            title=words.headline(f"{slot}_title", "headlines.glossary", title, labels.glossary, MEMO),
            columns=(
                words.fixed(f"{slot}_c1", labels.term, MEMO),
                words.fixed(f"{slot}_c2", labels.definition, MEMO),
            ),
            rows=tuple(
                Row(
                    (
                        Cell(words.needed(f"{slot}_r{n}_c1", f"glossary[{n - 1}].term", said.term, MEMO)),
                        Cell(
                            words.needed(
                                f"{slot}_r{n}_c2", f"glossary[{n - 1}].definition", said.definition, MEMO
                            )
                        ),
                    )
                )
                for n, said in indexed(self.brief.glossary, 1)
            ),
            notes=None,
            refs=None,
            depth=MEMO,
            annex=True,
        )

    def _timeline(self) -> Timeline:
        words, labels, timeline = self.words, self.words.labels, self.brief.timeline
        _, _, number = self._numbered("timeline", DECK)
        steps = tuple(self._step(place, said) for place, said in indexed(timeline))
        dated = sum(step.day is not None for step in steps)
        note = None if dated == len(steps) else labels.order_partly_dated if dated else labels.order_only
        cited = any(step.refs for step in steps)
        return Timeline(
            heading=words.fixed("seq_head", labels.sequence, DECK),
            number=number,
            headline=words.headline(
                "seq_headline", "headlines.timeline", self.brief.headlines.timeline, labels.sequence
            ),
            when_head=words.fixed("seq_when", labels.when, DECK),
            what_head=words.fixed("seq_what", labels.what, DECK),
            source_head=words.fixed("seq_source", labels.source, DECK) if cited else None,
            steps=steps,
            note=words.fixed("seq_note", note, DECK) if note else None,
        )

    def _step(self, place: int, said: model.TimelineStep) -> Step:
        words, slot, path = self.words, f"step{place + 1}", f"timeline[{place}]"
        when = words.dated(f"{slot}_when", f"{path}.when", said.when, DECK)
        suffix = words.labels.step_suggested
        if said.kind == "suggested" and suffix.strip(" ()（）").lower() not in said.when.lower():
            when = when._replace(runs=(*when.runs, Run(suffix)))
        day = words.day(said.when)
        return Step(
            number=words.fixed(f"{slot}_no", str(place + 1), DECK),
            when=when,
            text=words.needed(f"{slot}_text", f"{path}.text", said.text, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", said.refs, DECK),
            day=day.isoformat() if day else None,
            event=said.kind == "event",
            suggested=said.kind == "suggested",
        )

    def _figures(self, section: str | None) -> Iterator[Figure]:
        for place, said in indexed(self.brief.figures):
            if self._home(said.section) == section:
                yield self._figure(place, said, annex=section is None)

    def _figure(self, place: int, said: model.Figure, *, annex: bool) -> Figure:
        path = f"figures[{place}]"
        number = self.numbers[path]
        words, slot = self.words, f"f{number}"
        alt = words.spoken(said.alt)
        return Figure(
            id=said.id or slot.upper(),
            number=words.fixed(f"{slot}_no", words.labels.figure.format(number=number), DECK),
            title=words.needed(f"{slot}_title", f"{path}.title", said.title, DECK),
            picture=picture(self.pictures, said.path, alt),
            alt=words.fixed(f"{slot}_alt", alt, DECK, f"{path}.alt"),
            caption=words.prose(f"{slot}_note", f"{path}.caption", said.caption, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", said.refs, DECK),
            annex=annex,
        )
