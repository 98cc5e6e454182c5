"""Data files: tables and facts take columns and rows from them, and what is wrong is located in them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from builder.brief.facts import data
from builder.brief.load import load_brief
from builder.report.problems import Problem
from tests.brief.test_load import problems_of

CSV = """\
year,riders,"Share, of all",note
2024,1100,28.5,"a ""quiet"" *year*"
2025,1150,29.5,
2026,12345,33.0,2*3*4
"""


def written(
    folder: Path, selection: str, csv: str | bytes = CSV, more: str = "", file: str = "a.csv"
) -> Path:
    (folder / file).write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    path = folder / "brief.yaml"
    path.write_text(
        'title: The ferry pays\nbottom_line: It pays.\nsections: [{title: Why, text: "It is full."}]\n'
        f"data: {{rides: {file}}}\ntables:\n  - {{title: Riders, from: {selection}}}\n{more}"
    )
    return path


def rows(path: Path) -> list[str]:
    (table,) = load_brief(path).brief.tables
    return [" | ".join(row).replace("\u00a0", " ") for row in (table.columns, *table.rows)]


def error_of(path: Path) -> Problem:
    (problem,) = [one for one in problems_of(path) if one.is_error]
    return problem


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (
            "rides",
            [
                "year | riders | Share, of all | note",
                r'2024 | 1,100 | 28.5 | a "quiet" \*year\*',
                "2025 | 1,150 | 29.5 | –",
                r"2026 | 12,345 | 33.0 | 2\*3\*4",
            ],
        ),
        (
            "{data: rides, columns: [riders, year], rows: 2-3}",
            ["riders | year", "1,150 | 2025", "12,345 | 2026"],
        ),
        (
            '{data: rides, columns: [year, "Share, of all"], where: {year: 2026}, rounding: 0}',
            ["year | Share, of all", "2026 | 33"],
        ),
        (
            "{data: rides, columns: [year, riders], rounding: 2 digits, row: 3}",
            ["year | riders", "2026 | 12,000"],
        ),
    ],
)
def test_a_table_takes_columns_and_rows(tmp_path: Path, selection: str, expected: list[str]) -> None:
    assert rows(written(tmp_path, selection)) == expected


def test_headings_may_be_written(tmp_path: Path) -> None:
    path = written(tmp_path, "{data: rides, columns: [year, riders], row: 1}, columns: [Year, People]")
    assert rows(path) == ["Year | People", "2024 | 1,100"]


GERMAN = "Jahr;Fahrgäste;Anteil\n2025;1.150;29,5\n2026;12.345;33,0\n"


def test_decimal_commas_and_semicolons(tmp_path: Path) -> None:
    expected = ["Jahr | Fahrgäste | Anteil", "2025 | 1.150 | 29,5", "2026 | 12.345 | 33,0"]
    assert rows(written(tmp_path, "rides", GERMAN, "language: de\n")) == expected
    assert rows(written(tmp_path, "rides", GERMAN.encode("utf-16"), "language: de\n")) == expected


@pytest.mark.parametrize(
    "values",
    [
        [{"year": 2025, "riders": 1150.50, "open": True}, {"year": 2026, "riders": None, "open": False}],
        [["year", "riders", "open"], [2025, 1150.50, True], [2026, None, False]],
    ],
)
def test_json(tmp_path: Path, values: object) -> None:
    text = json.dumps(values).replace("1150.5", "1150.50")
    path = written(tmp_path, "rides", text, file="a.json")
    assert rows(path) == ["year | riders | open", "2025 | 1,150.50 | true", "2026 | – | false"]


def test_workbooks(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name, number in (("Old", 1), ("New", 1150.5)):
        sheet = book.add_worksheet(name)
        for line, row in enumerate((("year", "riders"), (2025, number), (2026, 1200))):
            sheet.write_row(line, 0, row)
    book.close()
    data = (tmp_path / "a.xlsx").read_bytes()
    path = written(tmp_path, "rides", data, file="a.xlsx")
    assert rows(path) == ["year | riders", "2025 | 1", "2026 | 1,200"]
    path.write_text(path.read_text().replace("{rides: a.xlsx}", "[{id: rides, file: a.xlsx, sheet: New}]"))
    assert rows(path) == ["year | riders", "2025 | 1,150.5", "2026 | 1,200"]
    path.write_text(path.read_text().replace("sheet: New", "sheet: Nww"))
    assert error_of(path).hint == "did you mean `New`?"
    assert error_of(written(tmp_path, "rides", b"PK\3\4", file="a.xlsx")).rule == "data-readable"


def test_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "b.parquet"
    duckdb.sql("SELECT 2025 AS year, 1150.50::DECIMAL(9, 2) AS riders, NULL AS note").write_parquet(str(file))
    path = written(tmp_path, "rides", file.read_bytes(), file="a.parquet")
    assert rows(path) == ["year | riders | note", "2025 | 1,150.50 | –"]
    assert error_of(written(tmp_path, "rides", b"PAR1", file="a.parquet")).rule == "data-readable"


@pytest.mark.parametrize(
    ("csv", "message", "line", "column"),
    [
        ("", "`a.csv` is empty", 1, 1),
        ("a,b\n", "the file has no rows below the names of its columns", 2, 1),
        ("a,\n1,2\n", "column 2 has no name", 1, 3),
        ("a,b,a\n1,2,3\n", "two columns have the name `a`", 1, 5),
        ("a,b\n1,2\n\n1,2,3\n", "the row has 3 cells; the file has 2 columns", 4, 1),
        ('a,b\n1,"2\n3,4\n', "a quotation mark is not closed, or is inside a cell", 2, 3),
        ('a,b\n"x\ny",2\n3,"4\n', "a quotation mark is not closed, or is inside a cell", 4, 3),
        ('a,b\n"x"y,2\n', "a quotation mark is not closed, or is inside a cell", 2, 1),
        (b"a,b\n\xe4,2\n", "the file is not UTF-8", 2, 1),
        ("a,b\n1," + "x" * 501, "the cell has 501 characters; the limit is 500", 2, 3),
    ],
)
def test_what_is_wrong_with_a_file_is_located_in_it(
    tmp_path: Path, csv: str | bytes, message: str, line: int, column: int
) -> None:
    problem = error_of(written(tmp_path, "rides", csv))
    assert (problem.rule, problem.message) == ("data-readable", message)
    assert problem.file == (tmp_path / "a.csv").as_posix()
    assert problem.position
    assert (problem.position.line, problem.position.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ('[{"a": 1},\n {"a": 1 "b"}]', "the file is not JSON", 2, 10),
        ('{"a": 1}', "the file is not a list of rows", 1, 1),
        ("[1, 2]", "a row is an object or a list", 1, 2),
        ('[{"a": 1},\n {"b": 2}]', "the object has other keys than the first one, or in another order", 2, 8),
        ('[{"a\\": 1": 1},\n {"a\\": 1": [7]}]', "a cell is a text or a number", 2, 14),
        ("[" * 100_000, "the file is not JSON", 0, 0),
    ],
)
def test_json_that_is_not_a_table(tmp_path: Path, text: str, message: str, line: int, column: int) -> None:
    problem = error_of(written(tmp_path, "rides", text, file="a.json"))
    assert problem.message == message or "nested" in problem.message
    if line:
        assert problem.position
        assert (problem.position.line, problem.position.column) == (line, column)


@pytest.mark.parametrize(
    ("selection", "path", "message"),
    [
        ("ride", "tables[0].from.data", "no data file has the id `ride`"),
        ("{data: rides, columns: [Riders]}", "tables[0].from.columns[0]", "`a.csv` has no column `Riders`"),
        ("{data: rides, where: {yaer: 1}}", "tables[0].from.where.yaer", "`a.csv` has no column `yaer`"),
        ("{data: rides, where: {year: 2000}}", "tables[0].from.where.year", "no row has `2000` in `year`"),
        ("{data: rides, rows: 2-4}", "tables[0].from.rows", "there are 3 rows, counted from 1"),
        (
            "rides, rows: [[1, 2]], columns: [a, b]",
            "tables[0].rows",
            "the rows are taken from a data file, and written too",
        ),
    ],
)
def test_what_is_not_in_the_file(tmp_path: Path, selection: str, path: str, message: str) -> None:
    problems = [one for one in problems_of(written(tmp_path, selection)) if one.rule == "data-selected"]
    assert [(one.path, one.message) for one in problems] == [(path, message)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("b.csv", "there is no file `b.csv`"),
        ("../a.csv", "`../a.csv` is outside the brief's folder"),
        ("/etc/passwd.csv", "`/etc/passwd.csv` is outside the brief's folder"),
        ("folder.csv", "`folder.csv` is not a file"),
        ("link.csv", "`link.csv` is outside the brief's folder"),
        ("large.csv", "`large.csv` has 2.1 MB; the limit is 2 MB"),
        ("a.txt", "`a.txt` is not a data file that can be read"),
        ("https://example.org/a.csv", "there is no file `https://example.org/a.csv`"),
    ],
)
def test_files_are_in_the_folder_and_of_a_fair_size(tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "brief"
    folder.mkdir()
    (tmp_path / "a.csv").write_text(CSV)
    (folder / "link.csv").symlink_to(tmp_path / "a.csv")
    (folder / "folder.csv").mkdir()
    (folder / "large.csv").write_bytes(b"a,b\n" + b"1,2\n" * 525_000)
    path = written(folder, "rides")
    path.write_text(path.read_text().replace("{rides: a.csv}", f"[{{id: rides, file: {name}}}]"))
    problem = error_of(path)
    assert (problem.rule, problem.path, problem.message) == ("data-readable", "data[0].file", message)


def test_a_fact_is_one_number_of_a_file(tmp_path: Path) -> None:
    fact = 'facts:\n  - {id: x, from: {data: rides, column: %s, where: {year: 2026}}}\nsubtitle: "{fact:x}"\n'
    assert load_brief(written(tmp_path, "rides", more=fact % "riders")).brief.subtitle == "12,345"
    problem = error_of(written(tmp_path, "rides", more=fact % "note"))
    assert (problem.file, problem.position and problem.position.line) == ((tmp_path / "a.csv").as_posix(), 4)
    assert problem.message == "expected a number, found `2*3*4`"
    problem = error_of(
        written(tmp_path, "rides", more=(fact % "riders").replace(", where: {year: 2026}", ""))
    )
    assert problem.message == "a fact is one cell, and this selects 3 × 1 of them"


def test_a_bad_cell_of_a_table_is_shown_where_it_is(tmp_path: Path) -> None:
    problem = error_of(written(tmp_path, "rides", CSV.replace("12345", '"1,234"')))
    assert (problem.rule, problem.message) == ("data-selected", "`1,234`: decimals or thousands?")
    assert problem.position
    assert (problem.position.line, problem.position.column) == (4, 6)


CHARTS = "charts: [{title: Riders, kind: waterfall, "


@pytest.mark.parametrize(
    ("csv", "more", "expected"),
    [
        (CSV + "2027,1", CHARTS + "from: {data: rides}, highlight: [2026]}]", ["the row has 2 cells"]),
        (CSV, CHARTS + "from: {data: ride}, emphasis: [2026]}]", ["no data file has the id `ride`"]),
        (CSV, CHARTS + "rows: {Boats: many, Trains: 500, Total: 900}}]", ["expected a number"]),
        (CSV, CHARTS + "rows: {Boats: 400, Trains: 500, Total: 900}}]", []),
        (
            CSV,
            CHARTS + "rows: {Boats: 401, Trains: 500, Total: 900}}]",
            ["`Total` is 900, and the rows before it add up to 901"],
        ),
    ],
)
def test_one_slip_is_one_problem(tmp_path: Path, csv: str, more: str, expected: list[str]) -> None:
    found = problems_of(written(tmp_path, "rides", csv, more))
    assert len(found) == len(expected), [one.message for one in found]
    assert all(one.message.startswith(start) for one, start in zip(found, expected, strict=True))


def test_a_workbook_that_unpacks_to_far_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("python_calamine")
    monkeypatch.setattr(data, "_LIMITS", data.Limits(binary=10_000))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for index in range(3):
            archive.writestr(f"{index}.xml", b"\0" * 50_000)
    path = written(tmp_path, "rides", (tmp_path / "b.xlsx").read_bytes(), file="a.xlsx")
    assert error_of(path).message == "`a.xlsx` is far too large when it is unpacked"
