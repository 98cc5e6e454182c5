"""Blocks that compare become the memo's tables: glance, options, responses, risks, data, sequence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import fsum

from builder.export.word.markup import Markup, joined
from builder.export.word.paragraphs import Story, unbroken, whole
from builder.export.word.tables import cell, row, table
from builder.layout.memo.pieces import Piece, Styled
from builder.layout.memo.styles import number_of
from builder.layout.memo.tables import Line, column_widths, row_height
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
    Table,
    Timeline,
)
from builder.outline.text import Role, Text

Cells = Sequence[Sequence[Line]]  # a row: the paragraphs of each of its cells

_FEW, _FEW_SHORT = 5, 8  # a table of so many rows stays on one page; in the annex rows are short
_TALL = 300.0  # points; a higher table may run over two pages all the same
_RULE = 0.5  # points, between two rows
_ENDING = 2  # rows that run over to the second page together, if any does
SPACE = "\u2002"  # between a caption's number and its words
DOT = " \u00b7\u00a0"  # between how firm a claim is and where that is said; it stays with the latter


def glance_table(block: Glance, story: Story, width: float, roomy: float, room: float) -> Markup:
    """Return the claims with their reasons on the left, certainty and references on the right.

    It is set as roomy as `room` points of the first page allow, `roomy` being the padding that it would have.
    Where it does not fit at all, its last rows go to the second page together.
    """
    heads = _numbered([block.claim_head, *([block.certainty_head] if block.certainty_head else [])])
    made = {
        in_line: [
            _glance_row(argument, block.certainty_head is not None, in_line)
            for section in block.sections
            for argument in section.arguments
        ]
        for in_line in (False, True)
    }
    ways = [
        (style, padding, in_line)
        for style, padding in (("Brief table roomy", roomy), ("Brief table", 2.5), ("Brief table close", 1.0))
        for in_line in (False, True)
    ]
    sets = {rows_in_line: _measured(heads, rows, width) for rows_in_line, rows in made.items()}
    fitting = [way for way in ways if sets[way[2]][1] + way[1] * 2 * (len(made[way[2]]) + 1) <= room]
    style, _, in_line = fitting[0] if fitting else ways[2]
    rows = made[in_line]
    first = 0 if fitting and len(rows) <= _FEW else max(len(rows) - _ENDING, 0)
    kept = range(first, len(rows) - 1 if fitting else len(rows))
    return _set(story, sets[in_line][0], heads, rows, block.heading, style, kept)


def _measured(heads: Sequence[Line], rows: Sequence[Cells], width: float) -> tuple[tuple[float, ...], float]:
    """Return the widths of the glance table's columns, and its height in points but for the padding."""
    widths = column_widths(width, [_row_of(heads), *rows], widest=0)
    return widths, fsum(row_height(each, widths) + _RULE for each in (_row_of(heads), *rows))


def _glance_row(argument: Argument, certainty: bool, in_line: bool) -> list[list[Line]]:
    number = Styled(argument.number, number_of(argument.role))
    said: list[Line] = [("Table claim", (number, "\t", argument.claim))]
    if argument.gist:
        said.append(("Table detail", (argument.gist,)))
    if certainty:
        return [said, _firmness(argument.certainty, argument.refs, in_line)]
    if argument.refs:
        said.append(("Table detail", (Styled(argument.refs, "Reference"),)))
    return [said]


def options_table(block: Options, story: Story, width: float) -> Markup:
    """Return each option with what speaks for and against it, and its rating by every criterion."""

    def cells(option: Option) -> Iterator[list[Line]]:
        said: list[Line] = [("Table claim", (Styled(option.number, "Number"), "\t", option.title))]
        if option.description:
            said.append(("Table detail", (option.description,)))
        for label, points in ((block.pros_label, option.pros), (block.cons_label, option.cons)):
            if points:
                said.append(("Table label", (label,)))
                said += [("Table bullet", (point,)) for point in points]
        yield said
        for rating in option.ratings:
            yield [("Table text", (rating,))]

    rows = [list(cells(option)) for option in block.options]
    heads = _numbered([block.option_head, *block.criteria])
    return _table(story, width, heads, rows, block.heading, widest=0)


def responses_table(block: Responses, story: Story, width: float) -> Markup:
    """Return each response with its detail, owner and timing where any is stated, and whose idea it is."""
    columns = [] if block.unstated else [block.owner_head, block.when_head]
    columns += [block.basis_head] if block.basis_head else []

    def cells(response: Response) -> Iterator[list[Line]]:
        number = Styled(response.number, number_of(Role.RESPONSE))
        said: list[Line] = [("Table claim", (number, "\t", response.action))]
        if response.detail:
            said.append(("Table detail", (response.detail,)))
        yield said
        if not block.unstated:
            for value, known in zip((response.owner, whole(response.when)), response.stated, strict=True):
                yield [("Table text", (value if known else Styled(value, "Not stated"),))]
        if block.basis_head:
            yield _basis(response)

    note = (DOT, block.unstated) if block.unstated else ()
    heads: list[Line] = [
        ("Table claim head", (block.response_head, *note)),
        *(("Table head", (head,)) for head in columns),
    ]
    rows = [list(cells(response)) for response in block.responses]
    return _table(story, width, heads, rows, block.heading, widest=0)


def risks_table(block: Risks, story: Story, width: float) -> Markup:
    """Return what could go wrong, and what would help where the brief says so."""
    helped = any(risk.mitigation for risk in block.risks)

    def cells(risk: Risk) -> Iterator[list[Line]]:
        yield [("Table claim", (Styled(risk.number, "Number"), "\t", risk.text))]
        if helped:
            yield [("Table text", (risk.mitigation,) if risk.mitigation else ())]

    heads = _numbered([block.risk_head, *([block.mitigation_head] if helped else [])])
    return _table(story, width, heads, [list(cells(risk)) for risk in block.risks], block.heading)


def data_table(block: Table, story: Story, width: float) -> Markup:
    """Return a table of the brief, the actors or the glossary under its caption.

    A column is set as amounts, to the right, where it holds nothing but numbers.
    """
    columns = list(zip(*(line.cells for line in block.rows), strict=True)) or [()] * len(block.columns)
    amounts = [
        place > 0
        and any(each.number for each in column)
        and all(each.number or each.empty for each in column)
        for place, column in enumerate(columns)
    ]

    def amount(place: int) -> str:
        beside_text = place + 1 < len(amounts) and not amounts[place + 1]
        return "Table amount apart" if beside_text else "Table amount"

    def content(each: Cell, place: int) -> list[Line]:
        style = "Table row head" if place == 0 else amount(place) if amounts[place] else "Table text"
        quiet = each.empty or (block.kind == "actors" and place == 2)
        return [(style, (Styled(each.text, "Reference") if quiet else each.text,))]

    rows = [[content(each, place) for place, each in enumerate(line.cells)] for line in block.rows]
    heads: list[Line] = [
        (f"{amount(place)} head" if amounts[place] else "Table head", (head,))
        for place, head in enumerate(block.columns)
    ]
    widest = 1 if block.kind in ("actors", "glossary") else None
    return joined(
        _caption(story, block.number, block.title),
        _table(story, width, heads, rows, block.title, few=_FEW_SHORT, widest=widest),
        *note_below(story, block.notes, block.refs),
    )


def timeline_table(block: Timeline, story: Story, width: float) -> Markup:
    """Return the steps in their order under a caption."""
    rows: list[list[list[Line]]] = []
    for step in block.steps:
        when: Line = ("Table claim", (Styled(step.number, "Number"), "\t", step.when))
        rows.append([[when], [("Table text", (step.text,))]])
        if block.source_head:
            rows[-1].append([("Table text", (Styled(step.refs, "Reference"),) if step.refs else ())])
    heads = _numbered([block.when_head, block.what_head, *([block.source_head] if block.source_head else [])])
    return joined(
        _caption(story, block.number, block.headline),
        _table(story, width, heads, rows, block.headline, few=_FEW_SHORT, widest=1),
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


def _numbered(heads: Sequence[Text]) -> list[Line]:
    """Return the heads of a table whose first column begins with hanging numbers."""
    return [("Table head" if place else "Table claim head", (head,)) for place, head in enumerate(heads)]


def _row_of(heads: Sequence[Line]) -> list[list[Line]]:
    return [[head] for head in heads]


def _table(
    story: Story,
    width: float,
    heads: Sequence[Line],
    rows: Sequence[Cells],
    title: Text,
    few: int = _FEW,
    widest: int | None = None,
) -> Markup:
    """Return a table whose columns are as wide as their texts ask; with few rows it stays on one page."""
    widths = column_widths(width, [_row_of(heads), *rows], widest)
    few_rows = len(rows) <= few and fsum(row_height(each, widths) for each in rows) <= _TALL
    kept = range(len(rows) - 1) if few_rows else range(0)
    return _set(story, widths, heads, rows, title, "Brief table", kept)


def _set(
    story: Story,
    widths: Sequence[float],
    heads: Sequence[Line],
    rows: Iterable[Cells],
    title: Text,
    style: str,
    kept: range,
) -> Markup:
    """Return a table; the rows `kept` are kept on one page with what follows each."""

    def drawn(cells: Cells, story: Story, head: bool = False) -> Markup:
        shown = (
            cell(wide, *(story.paragraph(look, *pieces) for look, pieces in lines))
            for wide, lines in zip(widths, cells, strict=True)
        )
        return row(*shown, head=head)

    together = story._replace(together=True)
    body = [
        drawn(_row_of(heads), story, head=True),
        *(drawn(cells, together if place in kept else story) for place, cells in enumerate(rows)),
    ]
    return table(style, widths, body, caption=title.plain)


def _firmness(certainty: Certainty | None, refs: Text | None, in_line: bool = False) -> list[Line]:
    """Return the mark with its words, then the references; an empty line where the brief gives neither."""
    cited: tuple[Piece, ...] = (Styled(refs, "Reference"),) if refs else ()
    if certainty is None:
        return [("Table text", cited)]
    words = (certainty.level, unbroken(certainty.short))
    if cited and in_line:
        return [("Table text", (*words, DOT, *cited))]
    return [("Table text", words), *([("Table text", cited)] if cited else [])]


def _basis(response: Response) -> list[Line]:
    """Return who suggests a response, how firmly, and where that is said."""
    origin: list[Line] = [("Table text", (response.origin,))] if response.origin else []
    certainty, refs = response.certainty, response.refs
    if certainty is None or certainty.attribution is None:
        if origin and certainty is None and refs is None:
            return origin
        return origin + _firmness(certainty, refs)
    cited: tuple[Piece, ...] = (DOT, Styled(refs, "Reference")) if refs else ()
    return [
        *origin,
        ("Table text", (certainty.level, certainty.attribution)),
        ("Table text", (Styled(unbroken(certainty.short), "Reference"), *cited)),
    ]
