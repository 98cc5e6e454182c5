"""Composes charts, tables, figures, boxes, quotes, actors, timeline, glossary, numbered as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.texts.amounts import amounts, charted, decimal_of, grouped, highlighted, is_empty, sums_up
from builder.brief.walk import indexed
from builder.outline import titles
from builder.outline.blocks import (
    Block,
    Cell,
    Chart,
    Emphasis,
    Figure,
    PullQuote,
    Row,
    SideBox,
    Step,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Picture, Role, Run, Text
from builder.outline.typography import OPENINGS
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model
    from builder.brief.images.drawing import Contour

    P = TypeVar("P", model.Quote, model.Chart, model.Table, model.Figure, model.Box)

DECK, MEMO = Depth.DECK, Depth.MEMO


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
    @property
    def svg(self) -> bytes: ...
    @property
    def contours(self) -> tuple[Contour, ...]: ...
    def cut(self, ratio: float, focus: tuple[float, float], /) -> PictureFile:
        """Return the largest part near `focus` that is `ratio` times as wide as high."""
        ...


def picture(file: PictureFile, alt: Text) -> Picture:
    """Return an opened picture with its alternative text."""
    return Picture(
        file.data, file.format, file.width, file.height, alt.plain, alt.path, file.svg, file.contours
    )


class Exhibits(Struct, frozen=True):
    """The exhibits of a brief, with their numbers in the whole brief."""

    brief: model.Brief
    words: Wording
    pictures: Mapping[str, PictureFile]
    numbers: Mapping[str, int]

    def of_section(self, section: str | None) -> Iterator[Block]:
        """Yield what is at the end of a section: quotes, charts, tables, figures, boxes."""
        yield from self.quotes(section)
        yield from self._placed(self.brief.charts, self._chart, section)
        yield from self._placed(self.brief.tables, self._table_chart, section)
        yield from self._placed(self.brief.tables, self._table, section)
        yield from self._placed(self.brief.figures, self._figure, section)
        yield from self._placed(self.brief.boxes, self._box, section)

    def of_annex(self) -> Iterator[Block]:
        """Yield those that no section shows: charts, tables, actors, sequence, glossary, figures, boxes."""
        yield from self._placed(self.brief.charts, self._chart, None)
        yield from self._placed(self.brief.tables, self._table_chart, None)
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
        self, items: Sequence[P], compose: Callable[[int, P, bool], Block | None], section: str | None
    ) -> Iterator[Block]:
        """Yield the exhibits that a section shows, or none, which has its exhibits in the annex."""
        known = {one.id for one in self.brief.sections if one.id}
        for index, given in indexed(items):
            if (given.section if given.section in known else None) == section:
                block = compose(index, given, section is None)
                yield from (block,) if block is not None else ()

    def _quote(self, index: int, given: model.Quote, _annex: bool) -> PullQuote:
        words, slot, path = self.words, f"q{index + 1}", f"quotes[{index}]"
        text = words.text(slot, f"{path}.text", given.text, DECK)
        opening, closing, *_ = words.language.typography.quotes
        if not text.plain.startswith(OPENINGS):
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
        columns = words.texts(f"{slot}_c", f"{path}.columns", given.columns, DECK)
        notes = words.optional(f"{slot}_note", f"{path}.notes", given.notes, DECK)
        return Table(
            kind="table",
            heading=self._number(path, DECK, "head"),
            number=self._number(path, DECK),
            title=words.text(f"{slot}_title", f"{path}.title", given.title, DECK),
            columns=columns,
            rows=self._rows(given, columns, slot, path),
            notes=notes,
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            depth=MEMO if given.chart else DECK,
            annex=annex,
            role=self._role(given.section),
            refs_label=words.refs_label(slot, given.refs, notes),
        )

    def _role(self, section: str | None) -> Role:
        known = {one.id: Role(one.role) for one in self.brief.sections if one.id}
        return known.get(section or "", Role.OTHER)

    def _rows(self, given: model.Table, columns: Sequence[Text], slot: str, path: str) -> tuple[Row, ...]:
        """Return the rows, with numbers aligned in their columns, and totals and what is named emphasised."""
        language = self.words.language
        rows = [
            [
                self._cell(f"{slot}_r{row + 1}_c{column + 1}", f"{path}.rows[{row}][{column}]", cell)
                for column, cell in enumerate(cells)
            ]
            for row, cells in enumerate(given.rows)
        ]
        self._group(rows, columns)
        heads = [cells[0].text.unmarked for cells in rows]
        named = highlighted(given.highlight, given.columns, [cells[0] for cells in given.rows])
        aligned = [
            None if index == 0 else amounts([cells[index].text.unmarked for cells in rows])
            for index in range(len(columns))
        ]
        last = len(columns) - 1
        total = aligned[last] is not None and sums_up(columns[last].unmarked, language)

        def emphasis(row: int, column: int) -> Emphasis | None:
            if (row, column) in named:
                return Emphasis.HIGHLIGHT
            summed = row == len(rows) - 1 and sums_up(heads[row], language)
            return Emphasis.TOTAL if summed or (total and column == last) else None

        return tuple(
            Row(
                tuple(
                    replace(
                        cell,
                        amount=column is not None,
                        tail=column.tails[at] if column else "",
                        emphasis=emphasis(at, index),
                        value=decimal_of(cell.text.unmarked, language) if column else None,
                    )
                    for index, (cell, column) in enumerate(zip(cells, aligned, strict=True))
                )
            )
            for at, cells in enumerate(rows)
        )

    def _group(self, rows: list[list[Cell]], columns: Sequence[Text]) -> None:
        """Write the digits of whole numbers in groups, in columns of numbers."""
        for index in range(1, len(columns)):
            typed = [cells[index].text.unmarked for cells in rows]
            if amounts(typed) is not None:
                shown = grouped(typed, columns[index].unmarked, self.words.language)
                for cells, old, new in zip(rows, typed, shown, strict=True):
                    if old != new:
                        cells[index] = _rewritten(cells[index], old, new)

    def _cell(self, slot: str, path: str, value: str) -> Cell:
        text = value.strip()
        if is_empty(text):
            return Cell(self.words.fixed(slot, self.words.labels.nothing, DECK, path), empty=True)
        return Cell(self.words.text(slot, path, text, DECK))

    def _actors(self) -> Table:
        words, labels, actors = self.words, self.words.labels, self.brief.actors
        slot, cited = self._slot("actors"), any(actor.refs for actor in actors)

        def row(index: int, actor: model.Actor) -> tuple[Cell, ...]:
            path, at = f"actors[{index}]", f"{slot}_r{index + 1}"
            refs = words.refs(f"{at}_c3", f"{path}.refs", actor.refs, DECK)
            source = Cell(refs or words.fixed(f"{at}_c3", labels.nothing, DECK), empty=refs is None)
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
        rows: Sequence[tuple[Cell, ...]],
        depth: Depth,
    ) -> Table:
        """Return a table that the brief gives as a list; `heads` are its own and those of its columns."""
        words, slot, (heading, *columns) = self.words, self._slot(kind), heads
        return Table(
            kind=kind,
            heading=words.fixed(f"{slot}_head", heading, depth),
            number=self._number(kind, depth),
            title=words.headline(
                f"{slot}_title", f"headlines.{kind}", headline, titles.of_list(kind, len(rows), words), depth
            ),
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
        title = titles.of_timeline(self.brief, words)
        note = None if dated == len(steps) else labels.order_partly_dated if dated else labels.order_only
        cited = any(step.refs for step in steps)
        return Timeline(
            heading=words.fixed("seq_head", labels.sequence, DECK),
            number=self._number("timeline", DECK),
            headline=words.titled("seq_headline", "timeline", self.brief, title),
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
        day = words.begins(given.when)
        return Step(
            number=words.fixed(f"{slot}_no", str(index + 1), DECK),
            when=when,
            text=words.text(f"{slot}_text", f"{path}.text", given.text, DECK),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
            day=day.isoformat() if day else None,
            event=given.kind == "event",
            suggested=given.kind == "suggested",
        )

    def _chart(self, index: int, given: model.Chart, annex: bool) -> Chart:
        from builder.outline.charts import compose_chart

        path, role = f"charts[{index}]", self._role(given.section)
        return compose_chart(self.words, path, given, self.numbers[path], role, annex=annex)

    def _table_chart(self, index: int, given: model.Table, annex: bool) -> Chart | None:
        """Return the chart of a table, None where it has none."""
        path = f"tables[{index}]"
        found = charted(given, self.words.language) if given.chart else None
        if found is None:
            return None
        from builder.outline.charts import compose_chart

        (chart, columns), number = found, self.numbers[f"{path}.chart"]
        role = self._role(given.section)
        return compose_chart(self.words, path, chart, number, role, annex=annex, columns=columns)

    def _figure(self, index: int, given: model.Figure, annex: bool) -> Figure:
        path = f"figures[{index}]"
        number = self.numbers[path]
        words, slot = self.words, f"f{number}"
        alt = words.fixed(f"{slot}_alt", words.plain(given.alt), DECK, f"{path}.alt")
        shown = picture(self.pictures[given.path], alt)
        depth = MEMO if shown.small else DECK
        caption = words.optional(f"{slot}_note", f"{path}.caption", given.caption, depth)
        return Figure(
            number=words.fixed(f"{slot}_no", words.labels.figure.format(number=number), depth),
            title=words.text(f"{slot}_title", f"{path}.title", given.title, depth),
            picture=shown,
            alt=alt,
            caption=caption,
            credit=words.optional(f"{slot}_credit", f"{path}.credit", given.credit, depth),
            refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, depth),
            annex=annex,
            refs_label=words.refs_label(slot, given.refs, caption),
        )


def _rewritten(cell: Cell, old: str, new: str) -> Cell:
    """Return a cell with other words for all that it says besides the marks of notes."""
    runs = (replace(run, text=new) if run.text == old else run for run in cell.text.runs)
    return replace(cell, text=replace(cell.text, runs=tuple(runs)))
