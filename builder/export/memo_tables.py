"""Blocks that compare become the memo's tables: glance, options, responses, risks, data, sequence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from builder.export.word.looks import number_of
from builder.export.word.markup import Markup, joined
from builder.export.word.paragraphs import Piece, Story, Styled
from builder.export.word.tables import cell, row, shared, table
from builder.outline.blocks import (
    Argument,
    Cell,
    Certainty,
    Glance,
    Option,
    Options,
    Response,
    Responses,
    Risk,
    Risks,
    Step,
    Table,
    Timeline,
)
from builder.outline.text import Role, Text
from builder.theme.fonts import advance

T = TypeVar("T")

_BASIS = 122.0  # the column of marks on the first page and beside the responses
_CITED = 76.0  # the same column where it holds references only
_OWNER, _WHEN = 86.0, 76.0
_NAME, _SOURCE = 164.0, 98.0  # the edges that the annex tables share
_TEXT = 10.5  # size of the tables' text
_PADDING = 9.0  # right of a cell's text, rounding included
_NARROWEST, _WIDEST = 36.0, 230.0  # what a column may ask for
_FEW = 8  # a table of so many rows does not run over two pages
SPACE = "\u2002"  # between a caption's number and its words
DOT = " · "  # between how firm a claim is and where that is said


def glance_table(block: Glance, story: Story, width: float) -> Markup:
    """Return the claims with their reasons on the left, certainty and references on the right."""
    heads = [block.claim_head, *([block.certainty_head] if block.certainty_head else [])]
    widths = _beside(width, *([_BASIS] if block.certainty_head else []))

    def cells(argument: Argument) -> Iterator[list[Markup]]:
        number = Styled(argument.number, number_of(argument.role))
        said = [story.paragraph("Table claim", number, "\t", argument.claim)]
        if argument.gist:
            said.append(story.paragraph("Table detail", argument.gist))
        if argument.refs and not block.certainty_head:
            said.append(story.paragraph("Table detail", Styled(argument.refs, "Reference")))
        yield said
        if block.certainty_head:
            yield _firmness(story, argument.certainty, argument.refs)

    rows = (list(cells(argument)) for section in block.sections for argument in section.arguments)
    return _table(story, widths, _numbered(heads), rows, block.heading, style="Brief table roomy")


def options_table(block: Options, story: Story, width: float) -> Markup:
    """Return each option with what speaks for and against it, and its rating by every criterion."""
    columns = [
        (criterion, *(option.ratings[place] for option in block.options))
        for place, criterion in enumerate(block.criteria)
    ]
    wants, least = [*map(_line, columns)], [*map(_longest_word, columns)]
    ratings = shared(min(sum(wants), width / 2), wants, least) if columns else ()

    def cells(option: Option) -> Iterator[list[Markup]]:
        said = [story.paragraph("Table claim", Styled(option.number, "Number"), "\t", option.title)]
        if option.description:
            said.append(story.paragraph("Table detail", option.description))
        said += _points(story, block.pros_label, option.pros)
        said += _points(story, block.cons_label, option.cons)
        yield said
        yield from ([story.paragraph("Table text", rating)] for rating in option.ratings)

    rows = (list(cells(option)) for option in block.options)
    heads = _numbered([block.option_head, *block.criteria])
    return _table(story, _beside(width, *ratings), heads, rows, block.heading)


def responses_table(block: Responses, story: Story, width: float) -> Markup:
    """Return each response with its detail, owner and timing where any is stated, and whose idea it is."""
    columns = [] if block.unstated else [(block.owner_head, _OWNER), (block.when_head, _WHEN)]
    if block.basis_head:
        words = any(response.certainty or response.origin for response in block.responses)
        columns.append((block.basis_head, _BASIS if words else _CITED))

    def cells(response: Response) -> Iterator[list[Markup]]:
        number = Styled(response.number, number_of(Role.RESPONSE))
        said = [story.paragraph("Table claim", number, "\t", response.action)]
        if response.detail:
            said.append(story.paragraph("Table detail", response.detail))
        yield said
        if not block.unstated:
            for value, known in zip((response.owner, response.when), response.stated, strict=True):
                yield [story.paragraph("Table text", value if known else Styled(value, "Not stated"))]
        if block.basis_head:
            yield _basis(story, response)

    note = (SPACE, Styled(block.unstated, "Reference")) if block.unstated else ()
    heads = [
        ("Table claim head", (block.response_head, *note)),
        *(("Table head", (head,)) for head, _ in columns),
    ]
    rows = (list(cells(response)) for response in block.responses)
    return _table(story, _beside(width, *(wide for _, wide in columns)), heads, rows, block.heading)


def risks_table(block: Risks, story: Story, width: float) -> Markup:
    """Return what could go wrong, and what would help where the brief says so."""
    helped = any(risk.mitigation for risk in block.risks)

    def cells(risk: Risk) -> Iterator[list[Markup]]:
        yield [story.paragraph("Table claim", Styled(risk.number, "Number"), "\t", risk.text)]
        if helped:
            yield [story.paragraph("Table text", *([risk.mitigation] if risk.mitigation else []))]

    heads = _numbered([block.risk_head, *([block.mitigation_head] if helped else [])])
    widths = _beside(width, *([width / 2] if helped else []))
    return _table(story, widths, heads, (list(cells(risk)) for risk in block.risks), block.heading)


def data_table(block: Table, story: Story, width: float) -> Markup:
    """Return a table of the brief, the actors or the glossary under its caption."""
    columns = list(
        zip(block.columns, *([each.text for each in line.cells] for line in block.rows), strict=True)
    )
    amounts = [any(line.cells[place].number for line in block.rows) for place in range(len(columns))]
    match block.kind, len(columns):
        case "actors", 3:
            widths: tuple[float, ...] = (_NAME, width - _NAME - _SOURCE, _SOURCE)
        case "actors" | "glossary", 2:
            widths = (_NAME, width - _NAME)
        case _:
            widths = shared(width, [*map(_line, columns)], [*map(_longest_word, columns)])

    def content(each: Cell, place: int, keep: bool) -> list[Markup]:
        style = "Table row head" if place == 0 else "Table amount" if amounts[place] else "Table text"
        quiet = each.empty or (block.kind == "actors" and place == 2)
        said = Styled(each.text, "Reference") if quiet else each.text
        return [story.paragraph(style, said, keep_next=keep)]

    rows = (
        [content(each, place, keep) for place, each in enumerate(line.cells)]
        for line, keep in _together(block.rows)
    )
    heads = [
        ("Table amount head" if amount and place else "Table head", (head,))
        for place, (head, amount) in enumerate(zip(block.columns, amounts, strict=True))
    ]
    return joined(
        _caption(story, block.number, block.title),
        _table(story, widths, heads, rows, block.title),
        *note_below(story, block.notes, block.refs),
    )


def timeline_table(block: Timeline, story: Story, width: float) -> Markup:
    """Return the steps in their order under a caption."""
    cited = block.source_head is not None
    widths = (_NAME, width - _NAME - _SOURCE, _SOURCE) if cited else (_NAME, width - _NAME)

    def cells(step: Step, keep: bool) -> Iterator[list[Markup]]:
        number = Styled(step.number, "Number")
        yield [story.paragraph("Table claim", number, "\t", step.when, keep_next=keep)]
        yield [story.paragraph("Table text", step.text)]
        if cited:
            yield [story.paragraph("Table text", *([Styled(step.refs, "Reference")] if step.refs else []))]

    rows = (list(cells(step, keep)) for step, keep in _together(block.steps))
    heads = _numbered([block.when_head, block.what_head, *([block.source_head] if block.source_head else [])])
    return joined(
        _caption(story, block.number, block.headline),
        _table(story, widths, heads, rows, block.headline),
        *note_below(story, block.note, None),
    )


def note_below(story: Story, note: Text | None, refs: Text | None) -> Iterator[Markup]:
    """Yield the note under a table or figure, its references behind it; nothing where there is neither."""
    said: list[Piece] = [note] if note else []
    if refs:
        said += [" ", refs] if said else [refs]
    if said:
        yield story.paragraph("Note", *said)


def _caption(story: Story, number: Text, title: Text) -> Markup:
    return story.paragraph("caption", Styled(number, "Number"), SPACE, title)


_Head = tuple[str, tuple[Piece, ...]]  # paragraph style, and what stands in it


def _numbered(heads: Sequence[Text]) -> list[_Head]:
    """Return the heads of a table whose first column begins with hanging numbers."""
    return [("Table head" if place else "Table claim head", (head,)) for place, head in enumerate(heads)]


def _table(
    story: Story,
    widths: Sequence[float],
    heads: Sequence[_Head],
    rows: Iterable[Sequence[Sequence[Markup]]],
    title: Text,
    style: str = "Brief table",
) -> Markup:
    """Return a table; its rows are made as they are taken, so that all is said in the order of the page."""
    head = row(
        *(
            cell(wide, story.paragraph(look, *pieces))
            for wide, (look, pieces) in zip(widths, heads, strict=True)
        ),
        head=True,
    )
    body = (
        row(*(cell(wide, *content) for wide, content in zip(widths, cells, strict=True))) for cells in rows
    )
    return table(style, widths, [head, *body], caption=title.plain)


def _together(rows: Sequence[T]) -> Iterator[tuple[T, bool]]:
    """Yield each row with whether it is kept on one page with the next, as in tables of few rows."""
    few = len(rows) <= _FEW
    for place, each in enumerate(rows, 1):
        yield each, few and place < len(rows)


def _beside(width: float, *others: float) -> tuple[float, ...]:
    """Return the widths of columns of which the first takes what the others leave."""
    return (width - sum(others), *others)


def _firmness(story: Story, certainty: Certainty | None, refs: Text | None) -> list[Markup]:
    """Return the mark with its words, then the references; an empty line where the brief gives neither."""
    said = [story.paragraph("Table text", certainty.level, certainty.short)] if certainty else []
    if refs:
        said.append(story.paragraph("Table text", Styled(refs, "Reference")))
    return said or [story.paragraph("Table text")]


def _basis(story: Story, response: Response) -> list[Markup]:
    """Return who suggests a response, how firmly, and where that is said."""
    origin = [story.paragraph("Table text", response.origin)] if response.origin else []
    certainty, refs = response.certainty, response.refs
    if certainty is None or certainty.attribution is None:
        if origin and certainty is None and refs is None:
            return origin
        return origin + _firmness(story, certainty, refs)
    cited: tuple[Piece, ...] = (DOT, Styled(refs, "Reference")) if refs else ()
    return [
        *origin,
        story.paragraph("Table text", certainty.level, certainty.attribution),
        story.paragraph("Table text", Styled(certainty.short, "Reference"), *cited),
    ]


def _points(story: Story, label: Text, points: Sequence[Text]) -> Iterator[Markup]:
    """Yield the points for or against an option, the label before the first."""
    for place, point in enumerate(points):
        if place:
            yield story.paragraph("Table point", point)
        else:
            yield story.paragraph("Table first point", Styled(label, "Run-in label"), "\t", point)


def _line(texts: Sequence[Text]) -> float:
    """Return the width in points of a column that holds the longest of its texts on one line."""
    widest = max(advance(text.plain, bold=True) for text in texts)
    return min(max(widest * _TEXT + _PADDING, _NARROWEST), _WIDEST)


def _longest_word(texts: Sequence[Text]) -> float:
    """Return the width in points of a column in which no word of usual length is broken."""
    words = (word for text in texts for word in text.plain.split(" "))
    return min(max(advance(word, bold=True) for word in words) * _TEXT + _PADDING, _WIDEST / 2)
