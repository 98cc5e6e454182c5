"""Composes tables, figures, boxes, quotes, actors, timeline and glossary, numbered as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.walk import indexed
from builder.outline.blocks import Block, Cell, Figure, PullQuote, Row, SideBox, Step, Table, Timeline
from builder.outline.text import Depth, Picture, Run, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

    P = TypeVar("P", model.Quote, model.Table, model.Figure, model.Box)

DECK, MEMO = Depth.DECK, Depth.MEMO
_NOTHING = "–"
_OPENINGS = ("“", "‘", "„", "«", "‹", "「", "『", '"')
_EMPTY = frozenset(("", "-", "–", "—", "--"))
# An amount, a range of two, either in brackets or with marks of a note; or what statistics print for none.
_AMOUNT = (
    r"[+−–±<>≤≥~≈-]?\s?[€$£¥]?\s?\d[\d.,'’\s\u00a0\u202f]*"
    r"\s?(?:(?:k|m|mn|mio|mrd|bn|tn)\b\.?)?\s?(?:%|‰|[€$£¥])?"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = rf"{_YEAR}(?:[–-](?:{_YEAR}|\d\d))?"
_PLACES = r"(?<=\d)([.,])(\d+)\Z"  # what may be decimal places
_FIGURE_SPACE, _POINT_SPACE = "\u2007", "\u2008"  # as wide as a digit and as a full stop
_BEGIN = frozenset(" (+−–±<>≤≥~≈-€$£¥.…nN")  # of a number, where no digit does; words need no pattern
_NUMBER = rf"(?i:\(?{_AMOUNT}(?:–{_AMOUNT})?\)?\s?[*†‡§]{{0,3}}|\.\.|…|n/a|n\.\s?a\.)"


class PictureFile(Protocol):
    """What the outline needs of an opened picture: its bytes, format and size in pixels."""

    @property
    def data(self) -> bytes: ...
    @property
    def format(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    def cut(self, ratio: float, focus: tuple[float, float], /) -> PictureFile:
        """Return the largest part near `focus` that is `ratio` times as wide as high."""
        ...


def picture(file: PictureFile, alt: Text) -> Picture:
    """Return an opened picture with its alternative text."""
    return Picture(file.data, file.format, file.width, file.height, alt.plain, alt.path)


class Exhibits(Struct, frozen=True):
    """The exhibits of a brief, with their numbers in the whole brief."""

    brief: model.Brief
    words: Wording
    pictures: Mapping[str, PictureFile]
    numbers: Mapping[str, int]

    def of_section(self, section: str | None) -> Iterator[Block]:
        """Yield what is at the end of a section: quotes, tables, figures, boxes."""
        yield from self.quotes(section)
        yield from self._placed(self.brief.tables, self._table, section)
        yield from self._placed(self.brief.figures, self._figure, section)
        yield from self._placed(self.brief.boxes, self._box, section)

    def of_annex(self) -> Iterator[Block]:
        """Yield those that no section shows: tables, actors, sequence, glossary, figures, boxes."""
        yield from self._placed(self.brief.tables, self._table, None)
        if self.brief.actors:
            yield self._actors()
        if self.brief.timeline:
            yield self._timeline()
        if self.brief.glossary:
            yield self._glossary()
        yield from self._placed(self.brief.figures, self._figure, None)
        yield from self._placed(self.brief.boxes, self._box, None)

    def quotes(self, section: str | None) -> Iterator[Block]:
        """Yield the pull quotes of a section, or those of none."""
        return self._placed(self.brief.quotes, self._quote, section)

    def _placed(
        self, items: Sequence[P], compose: Callable[[int, P, bool], Block], section: str | None
    ) -> Iterator[Block]:
        """Yield the exhibits that a section shows, or none, which has its exhibits in the annex."""
        known = {one.id for one in self.brief.sections if one.id}
        for index, given in indexed(items):
            if (given.section if given.section in known else None) == section:
                yield compose(index, given, section is None)

    def _quote(self, index: int, given: model.Quote, _annex: bool) -> PullQuote:
        words, slot, path = self.words, f"q{index + 1}", f"quotes[{index}]"
        text = words.text(slot, f"{path}.text", given.text, DECK)
        opening, closing, *_ = words.language.typography.quotes
        if not text.plain.startswith(_OPENINGS):
            text = replace(text, runs=(Run(opening), *text.runs, Run(closing)))
        return PullQuote(
            heading=words.fixed(f"{slot}_head", words.labels.quote, DECK),
            text=text,
            speaker=words.optional(f"{slot}_who", f"{path}.speaker", given.speaker, DECK),
            role=words.optional(f"{slot}_role", f"{path}.role", given.role, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
        )

    def _box(self, index: int, given: model.Box, annex: bool) -> SideBox:
        words, labels, path = self.words, self.words.labels, f"boxes[{index}]"
        slot, number = f"box{self.numbers[path]}", labels.box.format(number=self.numbers[path])
        title = words.text(f"{slot}_title", f"{path}.title", given.title, DECK)
        kinds = {
            "case": labels.box_case,
            "method": labels.box_method,
            "definition": labels.box_definition,
            "example": labels.example,
        }
        kind = kinds[given.kind] if given.kind else ""
        named = not kind or title.plain.casefold().startswith(kind.casefold())
        return SideBox(
            number=words.fixed(f"{slot}_no", number, DECK),
            kind=None if named else words.fixed(f"{slot}_kind", kind, DECK, f"{path}.kind"),
            title=title,
            text=words.prose(f"{slot}_p", f"{path}.text", given.text, DECK, by_sentence=True),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            annex=annex,
        )

    def _slot(self, path: str) -> str:
        return f"t{self.numbers[path]}"

    def _number(self, path: str, depth: Depth, name: str = "no") -> Text:
        """Return what a table is called: “Table 1”."""
        label = self.words.labels.table.format(number=self.numbers[path])
        return self.words.fixed(f"{self._slot(path)}_{name}", label, depth)

    def _table(self, index: int, given: model.Table, annex: bool) -> Table:
        words, path = self.words, f"tables[{index}]"
        slot = self._slot(path)
        return Table(
            id=given.id or slot.upper(),
            kind="table",
            heading=self._number(path, DECK, "head"),
            number=self._number(path, DECK),
            title=words.text(f"{slot}_title", f"{path}.title", given.title, DECK),
            columns=words.texts(f"{slot}_c", f"{path}.columns", given.columns, DECK),
            rows=_aligned(
                [
                    self._cell(f"{slot}_r{row + 1}_c{column + 1}", f"{path}.rows[{row}][{column}]", cell)
                    for column, cell in enumerate(cells)
                ]
                for row, cells in enumerate(given.rows)
            ),
            notes=words.optional(f"{slot}_note", f"{path}.notes", given.notes, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            depth=DECK,
            annex=annex,
        )

    def _cell(self, slot: str, path: str, value: str) -> Cell:
        text = value.strip()
        if text in _EMPTY:
            return Cell(self.words.fixed(slot, _NOTHING, DECK, path), empty=True)
        return Cell(self.words.text(slot, path, text, DECK))

    def _actors(self) -> Table:
        words, labels, actors = self.words, self.words.labels, self.brief.actors
        slot, cited = self._slot("actors"), any(actor.refs for actor in actors)

        def row(index: int, actor: model.Actor) -> tuple[Cell, ...]:
            path, at = f"actors[{index}]", f"{slot}_r{index + 1}"
            refs = words.refs(f"{at}_c3", f"{path}.refs", actor.refs, DECK)
            source = Cell(refs or words.fixed(f"{at}_c3", _NOTHING, DECK), empty=refs is None)
            return (
                Cell(words.text(f"{at}_c1", f"{path}.name", actor.name, DECK)),
                Cell(words.text(f"{at}_c2", f"{path}.role", actor.role, DECK)),
                *([source] if cited else []),
            )

        heads = (labels.actors, labels.actor, labels.actor_role, *([labels.source] if cited else []))
        rows = [row(index, actor) for index, actor in indexed(actors)]
        return self._list("actors", heads, self.brief.headlines.actors, rows, DECK)

    def _glossary(self) -> Table:
        words, labels, slot = self.words, self.words.labels, self._slot("glossary")

        def row(index: int, term: model.Term) -> tuple[Cell, ...]:
            path, at = f"glossary[{index}]", f"{slot}_r{index + 1}"
            return (
                Cell(words.text(f"{at}_c1", f"{path}.term", term.term, MEMO)),
                Cell(words.text(f"{at}_c2", f"{path}.definition", term.definition, MEMO)),
            )

        heads = (labels.glossary, labels.term, labels.definition)
        rows = [row(index, term) for index, term in indexed(self.brief.glossary)]
        return self._list("glossary", heads, self.brief.headlines.glossary, rows, MEMO)

    def _list(
        self,
        kind: str,
        heads: Sequence[str],
        headline: str | None,
        rows: Iterable[tuple[Cell, ...]],
        depth: Depth,
    ) -> Table:
        """Return a table that the brief gives as a list; `heads` are its own and those of its columns."""
        words, slot, (heading, *columns) = self.words, self._slot(kind), heads
        return Table(
            id=slot.upper(),
            kind=kind,
            heading=words.fixed(f"{slot}_head", heading, depth),
            number=self._number(kind, depth),
            title=words.headline(f"{slot}_title", f"headlines.{kind}", headline, heading, depth),
            columns=tuple(words.fixed(f"{slot}_c{n}", head, depth) for n, head in enumerate(columns, 1)),
            rows=tuple(map(Row, rows)),
            notes=None,
            refs=None,
            depth=depth,
            annex=True,
        )

    def _timeline(self) -> Timeline:
        words, labels, timeline = self.words, self.words.labels, self.brief.timeline
        steps = tuple(self._step(index, given) for index, given in indexed(timeline))
        dated = sum(words.names_a_date(step.when) for step in timeline)
        note = None if dated == len(steps) else labels.order_partly_dated if dated else labels.order_only
        cited = any(step.refs for step in steps)
        return Timeline(
            heading=words.fixed("seq_head", labels.sequence, DECK),
            number=self._number("timeline", DECK),
            headline=words.headline(
                "seq_headline", "headlines.timeline", self.brief.headlines.timeline, labels.sequence
            ),
            when_head=words.fixed("seq_when", labels.when, DECK),
            what_head=words.fixed("seq_what", labels.what, DECK),
            source_head=words.fixed("seq_source", labels.source, DECK) if cited else None,
            steps=steps,
            note=words.fixed("seq_note", note, DECK) if note else None,
        )

    def _step(self, index: int, given: model.TimelineStep) -> Step:
        words, slot, path = self.words, f"step{index + 1}", f"timeline[{index}]"
        when = words.dated(f"{slot}_when", f"{path}.when", given.when, DECK)
        suffix = words.labels.step_suggested
        if given.kind == "suggested" and suffix.strip(" ()（）").lower() not in given.when.lower():
            when = replace(when, runs=(*when.runs, Run(suffix)))
        day = words.day(given.when)
        return Step(
            number=words.fixed(f"{slot}_no", str(index + 1), DECK),
            when=when,
            text=words.text(f"{slot}_text", f"{path}.text", given.text, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            day=day.isoformat() if day else None,
            event=given.kind == "event",
            suggested=given.kind == "suggested",
        )

    def _figure(self, index: int, given: model.Figure, annex: bool) -> Figure:
        path = f"figures[{index}]"
        number = self.numbers[path]
        words, slot = self.words, f"f{number}"
        alt = words.fixed(f"{slot}_alt", words.plain(given.alt), DECK, f"{path}.alt")
        return Figure(
            id=given.id or slot.upper(),
            number=words.fixed(f"{slot}_no", words.labels.figure.format(number=number), DECK),
            title=words.text(f"{slot}_title", f"{path}.title", given.title, DECK),
            picture=picture(self.pictures[given.path], alt),
            alt=alt,
            caption=words.optional(f"{slot}_note", f"{path}.caption", given.caption, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            annex=annex,
        )


def _aligned(rows: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    """Return the rows with the numbers of each column but the first aligned at their decimal places."""
    first, *others = zip(*rows, strict=True)
    return tuple(map(Row, zip(first, *map(_column, others), strict=True)))


def _column(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells as amounts if they are numbers, and not only years; with a unit none is padded."""
    shown = [cell.text.unmarked for cell in cells if not cell.empty]
    numbers = all((text[0].isdigit() or text[0] in _BEGIN) and re.fullmatch(_NUMBER, text) for text in shown)
    if not shown or not numbers or all(re.fullmatch(_YEARS, text) for text in shown):
        return cells
    places = [re.search(_PLACES, text) for text in shown]
    marks = {found[1] for found in places if found and len(found[2]) != 3}  # 1,204 has no decimal places
    bare = all(text[-1].isdigit() for text in shown if re.search(r"\d", text))
    mark = marks.pop() if len(marks) == 1 and bare else None
    most = max((len(found[2]) for found in places if found and found[1] == mark), default=0)

    def pad(text: str) -> str:
        found = re.search(_PLACES, text)
        if not most or not text[-1].isdigit():
            return ""
        if found and found[1] == mark:
            return _FIGURE_SPACE * (most - len(found[2]))
        return _POINT_SPACE + _FIGURE_SPACE * most

    return tuple(
        replace(cell, amount=True, pad="" if cell.empty else pad(cell.text.unmarked)) for cell in cells
    )
