"""One brief, many rows: each alone, all of its files or none, and what is remembered of them."""

from __future__ import annotations

import json
import os
import random
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from builder.batch import run as running
from builder.batch.building import build_batch
from builder.batch.plan import Asked, Job, plan
from builder.batch.record import as_line, known
from builder.batch.row import Done, Row, Shared, build_row, make_row
from builder.batch.rows import read_rows
from builder.batch.target import Folder
from builder.brief.load import open_brief
from builder.outline.text import Product
from builder.pipeline.request import ALL
from builder.report.problems import BriefError, Problem
from tests.batch.batches import BRIEF, ROWS, built, files, written

SUMMARY = (Product.SUMMARY,)


def faults(rows: Path, name: str = "", wanted: tuple[tuple[int, int], ...] = ()) -> list[Problem]:
    with pytest.raises(BriefError) as raised:
        plan(Asked(rows.parent / "brief.yaml", rows, ALL, name, wanted=wanted))
    return list(raised.value.problems)


def test_a_row_alone_and_among_others_has_the_same_files(tmp_path: Path) -> None:
    """Neither the rows before it, nor their order, nor the number of processes change a byte of any file."""
    rows = written(tmp_path)
    done = built(rows, tmp_path / "all", processes=2)
    assert [one.problems for one in done.failed] == []
    together = files(tmp_path / "all")
    head, *lines = ROWS.splitlines()
    random.Random(7).shuffle(lines)
    rows.write_text("\n".join([head, *lines]), "utf-8")
    built(rows, tmp_path / "shuffled")
    shuffled = files(tmp_path / "shuffled")
    alone: dict[str, bytes] = {}
    for number, line in enumerate(lines):
        rows.write_text(f"{head}\n{line}\n", "utf-8")
        built(rows, tmp_path / f"alone-{number}")
        alone |= files(tmp_path / f"alone-{number}")
    names = [name for name in together if "/" in name]
    assert len(names) == 5 * 4
    for name in names:
        assert together[name] == shuffled[name] == alone[name], name


def test_the_result_of_a_row_can_be_sent_to_another_process(tmp_path: Path) -> None:
    import pickle

    batch = plan(Asked(tmp_path / "brief.yaml", written(tmp_path), SUMMARY))
    shared = pickle.loads(pickle.dumps(Shared(batch.opened, SUMMARY, False, Folder(tmp_path / "out"))))
    row = make_row(shared, pickle.loads(pickle.dumps(batch.jobs[0])))
    assert pickle.loads(pickle.dumps(row)) == row
    assert sorted(row.files) == ["ferry-north-manifest.json", "ferry-north-summary.pdf"]


@pytest.mark.parametrize(
    ("rows", "at", "rule", "message"),
    [
        ("distrct,riders\nNorth,1\n", (1, 1), "rows-readable", "no parameter for the column `distrct`"),
        ("District,district,riders\nA,B,1\n", (1, 10), "rows-readable", "two columns give"),
        ("district\nNorth\n", (1, 1), "params-given", "no column gives `riders`"),
        ("district,riders\nNorth,\n", (2, 7), "params-given", "row 1 has no value for `riders`"),
        ("district,riders\nNorth,many\n", (2, 7), "params-typed", "row 1, `riders`: expected a number"),
        (
            "district,riders,lang\nA,1,en\nB,2,it\n",
            (3, 5),
            "params-typed",
            "row 2, `lang`: `it` is not one of",
        ),
        ("district,riders\nA,1\n,\n", (3, 1), "rows-readable", "row 2 is empty"),
        ("district,riders\n???,1\n", (2, 1), "rows-readable", "row 1 has no name"),
        ("district,riders\nA b,1\na-B,2\n", (3, 1), "rows-readable", "rows 1 and 2 have the same folder"),
        ("district,riders\nA,1,2\n", (2, 1), "rows-readable", "the row has 3 cells"),
        ("", (1, 1), "rows-readable", "`rows.csv` is empty"),
    ],
)
def test_what_is_wrong_with_a_row_is_located_before_anything_is_built(
    tmp_path: Path, rows: str, at: tuple[int, int], rule: str, message: str
) -> None:
    path = written(tmp_path, rows)
    brief = BRIEF.replace('"ferry-{param:district}"', '"{param:district}"')
    path.with_name("brief.yaml").write_text(brief, "utf-8")
    found = [one for one in faults(path) if message in one.message]
    assert [one.rule for one in found] == [rule]
    position = found[0].position
    assert position is not None
    assert (position.line, position.column) == at
    assert (found[0].file, bool(found[0].hint)) == (path.as_posix(), True)


def test_a_wrong_value_names_where_its_parameter_is_declared(tmp_path: Path) -> None:
    path = written(tmp_path, "district,riders\nNorth,many\n")
    (problem,) = faults(path)
    line = BRIEF.splitlines().index("  riders: {type: number, unit: people}") + 1
    assert f"`riders` is declared in {(tmp_path / 'brief.yaml').as_posix()}:{line}" in (problem.hint or "")


def test_what_is_wrong_with_the_brief_is_located_before_anything_is_built(tmp_path: Path) -> None:
    path = written(tmp_path, brief=BRIEF.replace("if: coastal", "if: costal"))
    (problem,) = faults(path)
    assert (problem.rule, problem.path) == ("conditions-readable", "sections[0].arguments[1].if")
    path = written(tmp_path)
    assert "no parameter has the name `distrct`" in faults(path, name="{param:distrct}")[0].message


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "json", "sql", "semicolons"])
def test_rows_of_every_kind_say_the_same(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, "district,riders\nNorth,1300.5\nSouth,800\n")
    expected = [{"district": "North", "riders": "1300.5"}, {"district": "South", "riders": "800"}]
    match kind:
        case "xlsx":
            xlsxwriter = pytest.importorskip("xlsxwriter")
            path = tmp_path / "rows.xlsx"
            book = xlsxwriter.Workbook(path)
            sheet = book.add_worksheet()
            for line, row in enumerate((("district", "riders"), ("North", 1300.5), ("South", 800))):
                sheet.write_row(line, 0, row)
            book.close()
        case "parquet":
            import duckdb

            other = tmp_path / "rows.parquet"
            duckdb.sql(f"COPY (SELECT * FROM read_csv('{path}')) TO '{other}' (FORMAT parquet)")
            path = other
        case "json":
            path = tmp_path / "rows.json"
            path.write_text(json.dumps([{**one, "riders": json.loads(one["riders"])} for one in expected]))
        case "sql":
            path = tmp_path / "rows.sql"
            path.write_text("SELECT district, riders FROM read_csv('rows.csv') ORDER BY district")
        case _:
            path.write_text("district;riders\nNorth;1300,5\nSouth;800\n")
    rows = read_rows(path, open_brief(tmp_path / "brief.yaml"))
    values = [{name: row.values[name].raw for name in ("district", "riders")} for row in rows.rows]
    assert values == expected


def test_a_date_may_be_a_year_and_a_name_stays_in_the_folder(tmp_path: Path) -> None:
    text = "title: Ferry\nbottom_line: It runs since {param:since}.\nparams: {since: {type: date}}\n"
    (tmp_path / "brief.yaml").write_text(text)
    path = tmp_path / "rows.csv"
    path.write_text("since\n2031\n")
    (row,) = read_rows(path, open_brief(tmp_path / "brief.yaml")).rows
    assert row.values["since"].raw == "2031"
    (problem,) = faults(path, name="../{param:since}")
    assert "`../2031` is not the name of a folder in the output folder" in problem.message
    assert problem.hint is not None
    assert problem.hint.startswith("write up to 200 letters")
    (problem,) = faults(path, wanted=((9, 9),))
    assert problem.message == "--only-rows: there is 1 row, counted from 1, and no 9"


def test_a_query_that_fails_says_why(tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / "rows.sql"
    path.write_text("SELECT nothing FROM read_csv('rows.csv')")
    (problem,) = faults(path)
    assert "nothing" in problem.message
    assert (problem.rule, problem.file) == ("rows-readable", path.as_posix())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("COPY (SELECT 1 AS district) TO '{folder}/made.csv'", "it is not one SELECT"),
        ("SELECT 1 AS district; COPY (SELECT 1) TO '{folder}/made.csv'", "it is not one SELECT"),
        ("ATTACH '{folder}/made.csv'", "it is not one SELECT"),
        ("-- nothing", "it is not one SELECT"),
        ("SELECT * FROM read_csv('../outside.csv')", "it may only read files in the folder of the query"),
        ("SELECT * FROM '{outside}'", "it may only read files in the folder of the query"),
        ("SELECT * FROM read_text('link.csv')", "it may only read files in the folder of the query"),
    ],
)
def test_a_query_writes_nothing_and_reads_its_folder_alone(tmp_path: Path, query: str, message: str) -> None:
    folder, outside = tmp_path / "it's", tmp_path / "outside.csv"
    folder.mkdir()
    written(folder)
    outside.write_text("district,riders\nNorth,1\n")
    (folder / "link.csv").symlink_to(outside)
    (folder / "rows.sql").write_text(query.format(folder=str(folder).replace("'", "''"), outside=outside))
    (problem,) = faults(folder / "rows.sql")
    assert message in problem.message
    assert (problem.rule, problem.position is None) == ("rows-readable", False)
    assert not (folder / "made.csv").exists()


def test_a_query_that_is_stopped_leaves_the_working_folder(tmp_path: Path) -> None:
    written(tmp_path)
    path, before = tmp_path / "rows.sql", Path.cwd()
    path.write_text("SELECT repeat('x', 501) AS district")
    (problem,) = faults(path)
    assert "the limit is 500" in problem.message
    path.write_text(f"SELECT {', '.join(f'range AS c{index}' for index in range(201))} FROM range(30000)")
    (problem,) = faults(path)
    assert "more than 5,000,000 cells" in problem.message
    assert Path.cwd() == before


def test_a_row_that_fails_leaves_its_old_files_and_ends_no_other(tmp_path: Path) -> None:
    rows, out = written(tmp_path), tmp_path / "out"
    built(rows, out, SUMMARY)
    before = files(out / "ferry-south")
    rows.write_text(ROWS.replace("South,12500", f"{'South ' * 70},12500"), "utf-8")
    done = built(rows, out, SUMMARY, name="{param:lang}", processes=2)
    (failed,) = done.failed
    assert (failed.number, len(done.done)) == (2, 5)
    assert failed.problems[0].position is not None
    assert files(out / "ferry-south") == before
    assert not (out / "de").exists()
    assert sorted(done.strays) == ["ferry-east", "ferry-north", "ferry-south", "ferry-sued-ost", "ferry-west"]
    table = (out / "summary.csv").read_text("utf-8-sig").splitlines()
    assert table[2].startswith("2,de,failed,")
    assert "the text has" in table[2]


def test_a_fault_of_the_program_is_the_fault_of_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(shared: Shared, job: Job) -> Row:
        if job.number == 2:
            raise ZeroDivisionError("oh")
        return make_row(shared, job)

    monkeypatch.setattr("builder.batch.row.make_row", faulty)
    done = built(written(tmp_path), tmp_path / "out", SUMMARY)
    assert [one.number for one in done.failed] == [2]
    assert "ZeroDivisionError" in done.failed[0].problems[0].message
    assert len(done.done) == 5


def test_a_process_that_is_killed_loses_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in a process that is killed are built again, one by one; only the one that kills it fails."""
    once = tmp_path / "once"

    def deadly(shared: Shared, job: Job) -> Done:
        if job.number == 4 or (job.number == 3 and not once.exists()):
            once.touch()
            os._exit(9)
        return build_row(shared, job)

    monkeypatch.setattr("builder.batch.run.build_row", deadly)
    done = built(written(tmp_path), tmp_path / "out", SUMMARY, processes=2)
    assert [one.number for one in done.failed] == [4]
    assert "was ended by the system" in done.failed[0].problems[0].message
    assert sorted(one.number for one in done.done) == [1, 2, 3, 4, 5]


def test_processes_that_had_their_share_of_rows_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, started = written(tmp_path), list[int]()
    begin = running._Pool._started

    def noted(pool: running._Pool) -> ProcessPoolExecutor:
        started.append(len(pool.left))
        return begin(pool)

    monkeypatch.setattr(running, "_LIFE", 1)
    monkeypatch.setattr(running._Pool, "_started", noted)
    done = built(rows, tmp_path / "out", SUMMARY, processes=2)
    assert (len(done.done), done.failed) == (5, [])
    assert started == [4, 2]


def test_a_pool_that_breaks_before_it_takes_a_row_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, calls = ProcessPoolExecutor.submit, list[int]()

    def broken_once(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise BrokenProcessPool
        return submit(*given)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", broken_once)
    done = built(written(tmp_path), tmp_path / "out", SUMMARY, processes=2)
    assert (sorted(one.number for one in done.done), done.not_begun) == ([1, 2, 3, 4, 5], 0)


def test_an_id_under_another_name_names_the_folders(tmp_path: Path) -> None:
    rows = written(tmp_path, brief=BRIEF.replace("id: ", "ID: ", 1))
    assert plan(Asked(tmp_path / "brief.yaml", rows, SUMMARY)).jobs[0].name == "ferry-north"


def test_resuming_builds_what_is_not_there_as_it_would_be_built(tmp_path: Path) -> None:
    rows, out = written(tmp_path), tmp_path / "out"
    built(rows, out, SUMMARY)
    first = files(out)
    again = built(rows, out, SUMMARY, resume=True)
    assert (again.unchanged, again.done) == (5, ())
    assert files(out) == first

    (out / "ferry-north" / "ferry-north-summary.pdf").write_bytes(b"edited")
    rows.write_text(ROWS.replace("East,800", "East,801"), "utf-8")
    again = built(rows, out, SUMMARY, resume=True)
    assert sorted(one.name for one in again.done) == ["ferry-east", "ferry-north"]
    assert [len(one.kept) for one in again.done if one.name == "ferry-north"] == [1]

    (tmp_path / "seats.csv").write_text((tmp_path / "seats.csv").read_text() + "East,2030,1\n")
    assert len(built(rows, out, SUMMARY, resume=True).done) == 5
    (tmp_path / "brief.yaml").write_text(BRIEF.replace("a year", "each year"), "utf-8")
    assert len(built(rows, out, SUMMARY, resume=True).done) == 5


def test_a_run_that_was_killed_is_resumed_from_the_rows_it_finished(tmp_path: Path) -> None:
    rows, out = written(tmp_path), tmp_path / "out"
    batch = plan(Asked(tmp_path / "brief.yaml", rows, SUMMARY))
    shared = Shared(batch.opened, SUMMARY, False, Folder(out))
    with Folder(out).log() as remember:
        for done in running.run(shared, batch.jobs[:3], processes=1):
            remember(as_line(done))
    with (out / "batch-progress.jsonl").open("ab") as file:
        file.write(b'{"number": 4, "na')
    assert len(known(Folder(out))) == 3
    with Folder(out).log() as remember:
        remember(as_line(replace(done, name="another")))
    assert len(known(Folder(out))) == 4
    again = built(rows, out, SUMMARY, resume=True)
    assert (again.unchanged, len(again.done)) == (3, 2)
    assert not (out / "batch-progress.jsonl").exists()


def test_a_part_of_the_rows_keeps_the_record_of_the_others(tmp_path: Path) -> None:
    rows, out = written(tmp_path), tmp_path / "out"
    built(rows, out, SUMMARY)
    whole = (out / "batch.json").read_bytes()
    batch = plan(Asked(tmp_path / "brief.yaml", rows, SUMMARY, wanted=((2, 3),)))
    assert [job.number for job in batch.wanted] == [2, 3]
    build_batch(batch, Folder(out), [], partial(running.run, processes=1))
    assert (out / "batch.json").read_bytes() == whole
    entries = json.loads(whole)
    assert [one["state"] for one in entries["rows"]] == ["built"] * 5
    assert entries["rows"][1]["params"]["riders"] == "12500"


def test_a_sample_is_spread_over_the_rows(tmp_path: Path) -> None:
    rows = written(tmp_path)
    for sample, numbers in ((1, [1]), (2, [1, 5]), (3, [1, 3, 5]), (9, [1, 2, 3, 4, 5])):
        batch = plan(Asked(tmp_path / "brief.yaml", rows, SUMMARY, sample=sample))
        assert [job.number for job in batch.wanted] == numbers


def test_no_cell_of_the_table_is_a_formula(tmp_path: Path) -> None:
    rows = written(tmp_path, 'district,riders\n"=HYPERLINK(1)",1\n-1+1|x,2\n-12.5,3\n')
    built(rows, tmp_path / "out", SUMMARY, name="x{param:riders}")
    table = (tmp_path / "out" / "summary.csv").read_text("utf-8-sig")
    assert ",'=HYPERLINK(1)," in table
    assert ",'-1+1|x," in table
    assert ",-12.5," in table
