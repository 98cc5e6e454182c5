"""Which columns of a table are numbers, where these align, and what is emphasised."""

from __future__ import annotations

import pytest

from builder.outline.blocks import Table
from tests.support.composing import full, part


def test_cells_know_numbers_and_nothing() -> None:
    rows = [["1 200", "–"], ["12 %", "-"], ["€3.5", "in 2020"], ["−4,1", "s1p2"]]
    table = part(full(tables=[{"title": "T", "columns": ["A", "B"], "rows": rows}]), Table)
    cells = [cell for row in table.rows for cell in row.cells]
    assert not any(cell.amount for cell in cells)  # names of rows, and a column with words
    assert [cell.empty for cell in cells] == [False, True, False, True, False, False, False, False]
    assert cells[3].text.plain == "–"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *((text, True) for text in ("(7.4)", "18**", "3.1†", "$ 2.4bn", "6–9", "<0.5", "±3", "..", "n/a")),
        *((text, False) for text in ("2032-04-17", "3 of 5", "Q2 2032", "9 km", "A4", "4 (1)", "nil")),
    ],
)
def test_a_number_keeps_to_the_right_with_its_note_its_brackets_and_its_gaps(cell: str, number: bool) -> None:
    tables = [{"title": "T", "columns": ["A", "B"], "rows": [["Ferry", cell]]}]
    assert part(full(tables=tables), Table).rows[0].cells[1].amount is number


@pytest.mark.parametrize(
    ("column", "tails"),
    [
        (["12", "3.5", "1,004.25", "–"], ["", ".5", ".25", ""]),
        (["0,5", "17", "n/a"], [",5", "", ""]),
        (["1,200", "35"], ["", ""]),
        (["3 %", "4.5 %"], ["\u00a0%", ".5\u00a0%"]),
        (["(81)", "7.4", "n/a", "unknown", "6–9.5"], [")", ".4", "", "", ".5"]),
        (["12", "3", "some", "none"], None),
        (["1999", "2011–2014", "2026–27", "–"], None),
        (["1999", "12"], ["", ""]),
    ],
)
def test_numbers_line_up_at_their_decimal_marks_and_years_are_words(
    column: list[str], tails: list[str] | None
) -> None:
    rows = [[str(index), cell] for index, cell in enumerate(column)]
    table = part(full(tables=[{"title": "T", "columns": ["A", "B"], "rows": rows}]), Table)
    cells = [row.cells[1] for row in table.rows]
    assert {cell.amount for cell in cells} == {tails is not None}
    assert [cell.tail for cell in cells] == (tails or [""] * len(cells))


@pytest.mark.parametrize(
    ("highlight", "emphasised"),
    [
        ([], {(2, 1): "total", (2, 2): "total", (2, 0): "total", (0, 2): "total", (1, 2): "total"}),
        (["Lower"], {(1, 0): "highlight", (1, 1): "highlight", (1, 2): "highlight"}),
        (["Lower | 2029"], {(1, 1): "highlight"}),
        (["2029"], {(0, 1): "highlight", (1, 1): "highlight", (2, 1): "highlight"}),
    ],
)
def test_what_sums_up_is_emphasised_and_what_the_author_names(
    highlight: list[str], emphasised: dict[tuple[int, int], str]
) -> None:
    rows = [["Upper", "71", "−7"], ["Lower", "49", "−17"], ["Total", "120", "−24"]]
    columns = ["Pupils", "2029", "Change (points)"]
    given = {"title": "T", "columns": columns, "rows": rows, "highlight": highlight}
    table = part(full(tables=[given]), Table)
    found = {
        (at, index): cell.emphasis.value
        for at, row in enumerate(table.rows)
        for index, cell in enumerate(row.cells)
        if cell.emphasis
    }
    assert found.items() >= emphasised.items()
    assert {cell for cell, kind in found.items() if kind == "highlight"} == {
        cell for cell, kind in emphasised.items() if kind == "highlight"
    }


def test_a_row_with_a_note_is_emphasised_by_its_name() -> None:
    given = {
        "title": "T",
        "columns": ["Area", "2029"],
        "rows": [["Upper^[By the log.]", "71"], ["Lower", "4"]],
    }
    table = part(full(tables=[given | {"highlight": ["Upper"]}]), Table)
    assert [bool(row.cells[1].emphasis) for row in table.rows] == [True, False]


@pytest.mark.parametrize(
    ("language", "head", "column", "shown"),
    [
        ("en", "Pupils", ["12400", "-980", "3,100", "n/a"], ["12,400", "-980", "3,100", "n/a"]),
        ("en", "Pupils", ["1240012", "9800", "−45000"], ["1,240,012", "9,800", "−45,000"]),
        ("en", "Number of pupils", ["9800", "2400"], ["9800", "2400"]),
        ("en", "Postcode", ["10115", "20095"], ["10115", "20095"]),
        ("en", "District", ["01067", "20095"], ["01067", "20095"]),
        ("en", "Said", ["12400", "few", "many"], ["12400", "few", "many"]),
        ("de", "Schüler", ["12400", "980,5"], ["12.400", "980,5"]),
        ("de", "PLZ", ["10115", "20095"], ["10115", "20095"]),
        ("fr", "Élèves", ["12400", "980"], ["12\u00a0400", "980"]),
        ("fr", "Code INSEE", ["75056", "13055"], ["75056", "13055"]),
        ("es", "Alumnos", ["12400", "9800"], ["12\u00a0400", "9800"]),
        ("es", "Código postal", ["28001", "41001"], ["28001", "41001"]),
        ("ja", "生徒数", ["12400", "980"], ["12,400", "980"]),
        ("ja", "郵便番号", ["10115", "20095"], ["10115", "20095"]),
    ],
)
def test_long_whole_numbers_are_in_groups_as_the_language_has_them_but_for_codes(
    language: str, head: str, column: list[str], shown: list[str]
) -> None:
    rows = [[f"Row {index}", cell] for index, cell in enumerate(column)]
    table = part(
        full(language=language, tables=[{"title": "T", "columns": ["A", head], "rows": rows}]), Table
    )
    assert [row.cells[1].text.plain for row in table.rows] == shown


def test_a_number_in_groups_keeps_the_mark_of_its_note_and_the_line_of_its_column() -> None:
    rows = [["A", "12400^[As counted.]"], ["B", "7.25"]]
    table = part(full(tables=[{"title": "T", "columns": ["A", "B"], "rows": rows}]), Table)
    assert [row.cells[1].text.plain for row in table.rows] == ["12,400³", "7.25"]
    assert [row.cells[1].tail for row in table.rows] == ["", ".25"]
