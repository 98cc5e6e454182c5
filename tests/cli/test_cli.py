"""What a person or a job sees of the command line: output, files and exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pypdfium2
import pytest
from click.testing import CliRunner
from docx import Document
from docx.enum.section import WD_ORIENT
from pptx import Presentation

from builder.cli import app
from builder.pipeline.watching import matters, named
from tests.conftest import ROOT, run
from tests.support import slide_templates, word_templates
from tests.support.command import TINY, brief, brief_process
from tests.support.outlines import WIDE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    return tmp_path


def outputs(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "output").glob("*"))


FILES = ["brief-deck.pptx", "brief-manifest.json", "brief-memo.docx", "brief-summary.pdf"]


def test_build_writes_three_files_with_a_manifest_and_says_so_in_plain_lines(folder: Path) -> None:
    done = brief_process("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert outputs(folder) == FILES
    assert "brief-manifest.json" in done.stdout
    assert "slides" in done.stdout
    assert "1 page" in done.stdout
    assert "Verified: all three files match brief.yaml" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


def test_only_the_named_products_are_made(folder: Path) -> None:
    done = brief("build", "--only", "summary", "--out", "dist", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (folder / "dist").iterdir()) == [FILES[1], FILES[3]]


def test_an_unknown_product_is_wrong_usage(folder: Path) -> None:
    done = brief("build", "--only", "poster", cwd=folder)
    assert done.returncode == 2
    assert "`poster` is not one of memo, deck, summary" in done.stderr


def test_a_second_build_writes_nothing_and_says_so(folder: Path) -> None:
    brief("build", cwd=folder)
    times = {path.name: path.stat().st_mtime_ns for path in (folder / "output").iterdir()}
    done = brief("build", cwd=folder)
    assert done.stdout.count("unchanged") == 3
    assert "Up to date: all three files match brief.yaml" in done.stdout
    assert times == {path.name: path.stat().st_mtime_ns for path in (folder / "output").iterdir()}


def test_a_second_build_loads_nothing_that_builds(folder: Path) -> None:
    brief("build", cwd=folder)
    code = (
        "import sys; from builder.cli import app\n"
        "app(['build', '--quiet'], standalone_mode=False)\n"
        "print(*(name for name in sys.modules if '.' not in name or name.startswith('builder.')))\n"
        "app(['build', '--format', 'json'], standalone_mode=False)"
    )
    done = run(sys.executable, "-c", code, cwd=folder)
    loaded, *reported = done.stdout.splitlines()
    modules = set(loaded.split())
    assert json.loads("".join(reported)) == {"version": 1, "problems": []}
    assert modules & {"yaml", "lxml", "docx", "pptx", "reportlab", "pypdfium2", "PIL"} == set()
    parts = ("builder.pipeline", "builder.outline", "builder.languages", "builder.brief.")
    assert [name for name in modules if name.startswith(parts)] == ["builder.brief.files"]


def test_warnings_are_reported_again_though_nothing_has_changed(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY + 'sources: [{id: log, title: "A log"}]\n', encoding="utf-8")
    first, second = brief("build", cwd=folder), brief("build", cwd=folder)
    assert "no part cites the source" in first.stderr
    assert second.stderr == first.stderr
    assert second.stdout.count("unchanged") == 3
    assert brief("build", "--strict", cwd=folder).returncode == 1


def test_a_problem_names_line_field_and_hint_and_writes_nothing(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY.replace("claim:", "clam:"), encoding="utf-8")
    done = brief("build", cwd=folder)
    assert done.returncode == 1
    assert "brief.yaml:6:9: error: sections[0].arguments[0].clam" in done.stderr
    assert "did you mean `claim`?" in done.stderr
    assert "^^^^" in done.stderr
    assert "nothing was written" in done.stderr
    assert not (folder / "output").exists()
    assert "Traceback" not in done.stderr


def test_a_text_that_cannot_fit_is_an_error_at_its_line(folder: Path) -> None:
    words = "and the people of the hills wait for the boat " * 40
    (folder / "brief.yaml").write_text(
        TINY.replace("a small boat would keep it open.", words), encoding="utf-8"
    )
    done = brief("build", cwd=folder)
    assert done.returncode == 1
    assert "brief.yaml:2:" in done.stderr
    assert "text-fits" in brief("check", "--format", "json", cwd=folder).stdout
    assert not (folder / "output").exists()


def test_a_missing_brief_is_reported_without_a_traceback(tmp_path: Path) -> None:
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "brief.yaml" in done.stderr
    assert "brief new" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_output_is_named(folder: Path) -> None:
    (folder / "output").write_text("in the way", encoding="utf-8")
    done = brief("build", cwd=folder)
    assert done.returncode == 1
    assert "output cannot be written" in done.stderr
    assert "--out" in done.stderr


@pytest.mark.parametrize("command", [["build"], ["build", "--check"], ["audit"]], ids=" ".join)
def test_a_folder_that_cannot_be_is_reported_without_a_traceback(folder: Path, command: list[str]) -> None:
    done = brief(*command, "--out", "x" * 300, cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hint:" in done.stdout + done.stderr


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\0\0\0\xb5\xff", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"])
def test_a_brief_that_is_not_a_text_is_one_problem(folder: Path, data: bytes) -> None:
    (folder / "memo.bin").write_bytes(data)
    done = brief("build", "memo.bin", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == (
        "memo.bin: error: this is not a text file [file-is-utf8]\n"
        "  hint: name the brief, such as brief.yaml\n"
        "1 error; nothing was written\n"
    )


@pytest.mark.parametrize("command", ["build", "check", "audit"])
def test_a_brief_without_permission_is_a_problem(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(folder)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    monkeypatch.setattr("builder.brief.load.bytes_of", refused)
    monkeypatch.setattr("builder.pipeline.worker.may_fork", lambda: False)
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert "brief.yaml: error: the file cannot be read" in done.output


def test_strict_makes_warnings_errors(folder: Path) -> None:
    source = TINY + 'sources: [{id: log, title: "A log"}]\n'  # a source that nothing cites
    (folder / "brief.yaml").write_text(source, encoding="utf-8")
    assert brief("check", cwd=folder).returncode == 0
    assert brief("check", "--strict", cwd=folder).returncode == 1
    done = brief("build", "--strict", cwd=folder)
    assert done.returncode == 1
    assert not (folder / "output").exists()


def test_check_takes_several_briefs_and_writes_nothing(folder: Path) -> None:
    (folder / "bad.yaml").write_text("title: 1\n", encoding="utf-8")
    done = brief("check", "brief.yaml", "bad.yaml", cwd=folder)
    assert done.returncode == 1
    assert "bad.yaml:1:" in done.stdout
    assert "brief.yaml:" not in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["bad.yaml", "brief.yaml"]


def test_check_of_a_good_brief_says_so(folder: Path) -> None:
    done = brief("check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "no problems found\n")


def test_problems_come_in_forms_for_machines(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY.replace("claim:", "clam:"), encoding="utf-8")
    reported = json.loads(brief("check", "--format", "json", cwd=folder).stdout)
    assert reported["version"] == 1
    assert {problem["line"] for problem in reported["problems"]} == {6}
    command = brief("check", "--format", "github", cwd=folder).stdout
    assert command.startswith("::error file=brief.yaml,line=6,")
    log = json.loads(brief("check", "--format", "sarif", cwd=folder).stdout)
    assert log["version"] == "2.1.0"
    assert brief("build", "--format", "json", cwd=folder).returncode == 1


@pytest.mark.parametrize("template", ["decision", "evidence", "full"])
def test_every_template_builds_without_a_problem(template: str, tmp_path: Path) -> None:
    made = brief("new", "talks", "--template", template, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert template in brief("new", "--list", cwd=tmp_path).stdout
    done = brief("build", "--strict", cwd=tmp_path / "talks")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_that_a_brief_links_is_refreshed(tmp_path: Path) -> None:
    brief("new", cwd=tmp_path)
    schema = tmp_path / "brief.schema.json"
    written = schema.read_bytes()
    schema.write_text("{}", encoding="utf-8")
    done = brief("schema", "--update", cwd=tmp_path)
    assert (done.returncode, schema.read_bytes()) == (0, written)
    (tmp_path / "other.yaml").write_text(TINY, encoding="utf-8")
    done = brief("schema", "--update", "other.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "# yaml-language-server: $schema=brief.schema.json" in done.stderr


def test_new_writes_a_brief_that_builds_without_a_problem(tmp_path: Path) -> None:
    made = brief("new", "talks", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "cd talks && brief build" in made.stdout
    first = (tmp_path / "talks" / "brief.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=brief.schema.json"
    schema = json.loads((tmp_path / "talks" / "brief.schema.json").read_text(encoding="utf-8"))
    assert "claim" in json.dumps(schema)
    done = brief("build", "--strict", cwd=tmp_path / "talks")
    assert done.returncode == 0, done.stdout + done.stderr


def test_new_never_overwrites_a_brief(folder: Path) -> None:
    done = brief("new", cwd=folder)
    assert done.returncode == 1
    assert "already exists" in done.stderr
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == TINY


def test_schema_is_printed_and_accepts_the_sample() -> None:
    import jsonschema
    import yaml

    schema = json.loads(brief("schema", cwd=ROOT).stdout)
    for path in (ROOT / "brief.yaml", *(ROOT / "tests" / "briefs" / "good").glob("*.yaml")):
        value = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        nulls = json.loads(json.dumps(value).replace('"null"', "null").replace('""', "null"))
        jsonschema.Draft202012Validator(schema).validate(nulls)


@pytest.mark.parametrize(
    "command", ["new", "build", "check", "watch", "audit", "trace", "schema", "completion"]
)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = brief(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5
    assert "\\b" not in done.stdout


def test_shells_complete_commands_and_products(tmp_path: Path) -> None:
    def completed(words: str, at: int) -> list[str]:
        env = {"_BRIEF_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return [line.partition(",")[2] for line in brief(cwd=tmp_path, env=env).stdout.splitlines()]

    assert {"audit", "trace", "build"} <= set(completed("brief ", 1))
    assert completed("brief audit --only de", 3) == ["deck"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str, tmp_path: Path) -> None:
    done = brief("completion", shell, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "_BRIEF_COMPLETE" in done.stdout


def test_a_bad_source_date_is_reported(folder: Path) -> None:
    done = brief("build", cwd=folder, env={"SOURCE_DATE_EPOCH": "yesterday"})
    assert done.returncode == 1
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_same_brief_produces_the_same_bytes_wherever_it_is_built(folder: Path) -> None:
    brief_process("build", "--out", "one", cwd=folder, env={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    brief_process("build", "--out", "two", cwd=folder, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    for path in (folder / "one").iterdir():
        assert path.read_bytes() == (folder / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", ["brief.yaml", "map.png", "MAP.JPG", "a~b.webp"])
def test_a_change_of_the_brief_or_a_picture_builds_again(name: str) -> None:
    assert matters(Path("talks") / name, Path("talks/brief.yaml"))


def test_a_change_of_a_data_file_or_of_what_is_extended_builds_again(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text('extends: house.yaml\ndata: [{id: rides, file: "data/rides.csv"}]\n')
    (tmp_path / "house.yaml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rides.csv").touch()
    files = named(tmp_path / "brief.yaml")
    assert files == [tmp_path / "house.yaml", tmp_path / "data" / "rides.csv"]
    assert matters(tmp_path / "data" / "rides.csv", *files)
    assert not matters(tmp_path / "data" / "other.csv", *files)


@pytest.mark.parametrize("name", [".map.png", "~map.png", "notes.txt", "other.yaml", "map.png.part"])
def test_a_temporary_picture_or_another_file_does_not_build_again(name: str) -> None:
    assert not matters(Path("talks") / name, Path("talks/brief.yaml"))


@contextmanager
def watching(folder: Path) -> Iterator[Iterator[str]]:
    """Run `brief watch` in a folder; yield the lines that it prints, and end it with Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "builder", "watch"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    limit = Timer(60, process.kill)  # seconds; without the line that a test waits for, the output ends
    limit.start()
    try:
        lines = iter(process.stdout.readline, "")
        assert any("watching" in line for line in lines)
        yield lines
    finally:
        limit.cancel()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()
    assert process.returncode == 0


ends_on_ctrl_c = pytest.mark.skipif(
    sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there"
)


@ends_on_ctrl_c
def test_watch_builds_again_at_every_save_and_survives_a_typo(folder: Path) -> None:
    source = folder / "brief.yaml"
    with watching(folder) as lines:
        source.write_text(TINY.replace("title:", "titel:", 1), encoding="utf-8")
        assert any("the files were left as they were" in line for line in lines)
        source.write_text(TINY.replace("small boat", "large boat"), encoding="utf-8")
        assert any(re.match(r"--- \d\d:\d\d:\d\d -{20,}$", line) for line in lines)
        assert any(re.match(r"fixed: brief-memo.docx, .* \d+\.\d\d s$", line) for line in lines)
        (folder / "output" / "brief-memo.docx").write_bytes(b"edited")
        source.write_text(TINY, encoding="utf-8")
        assert any("Your edited copy was saved as" in line for line in lines)


@ends_on_ctrl_c
def test_watch_builds_again_when_a_template_is_saved_that_was_named_later(folder: Path) -> None:
    house = folder / "house style"
    house.mkdir()
    for name, made in (("wide deck.potx", slide_templates.plain()), ("memo.dotx", word_templates.letter())):
        (house / name).write_bytes(made)
    with watching(folder) as lines:
        named = "templates:\n  deck: house style/wide deck.potx  # ours\n  memo: 'house style/memo.dotx'\n"
        (folder / "brief.yaml").write_text(f"{TINY}{named}", encoding="utf-8")
        assert any("brief-memo.docx, brief-deck.pptx" in line for line in lines)
        (house / "wide deck.potx").write_bytes(slide_templates.theme_fonts())
        assert re.match(r"brief-deck.pptx  \d", next(line for line in lines if "brief-" in line))
        (house / "memo.dotx").write_bytes(word_templates.a5())
        assert re.match(r"brief-memo.docx  \d", next(line for line in lines if "brief-" in line))


def test_a_table_of_nine_columns_is_turned_in_the_memo_and_divided_over_slides(tmp_path: Path) -> None:
    values = json.dumps({"tables": [WIDE]}, ensure_ascii=False)
    (tmp_path / "brief.yaml").write_text(f"{TINY}tables: {values[11:-1]}\n", encoding="utf-8")
    done = brief("build", "brief.yaml", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    memo = Document(str(tmp_path / "out" / "brief-memo.docx"))
    assert [section.orientation for section in memo.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [cell.text for cell in memo.tables[-1].rows[0].cells] == WIDE["columns"]
    slides = Presentation(str(tmp_path / "out" / "brief-deck.pptx")).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    titles = [slide.shapes.title.text for slide in slides if any(shape.has_table for shape in slide.shapes)]
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert [head[0] for head in heads] == ["Ministry", "Ministry"]
    assert heads[0] + heads[1][1:] == WIDE["columns"]
    assert titles == [f"Annex: {WIDE['title']}", f"Annex: {WIDE['title']} (continued)"]


def test_many_recommendations_are_grouped_and_counted_where_they_do_not_fit(tmp_path: Path) -> None:
    actions = "".join(
        f'  - {{action: "Repair wall {n}", for: {reader}, owner: Cities, cost: "{n} million"}}\n'
        for n, reader in enumerate(["Towns"] * 5 + ["Counties"] * 5, 1)
    )
    (tmp_path / "brief.yaml").write_text(TINY + "recommendations:\n" + actions, encoding="utf-8")
    done = brief("build", "brief.yaml", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    memo = Document(str(tmp_path / "out" / "brief-memo.docx"))
    heads = [[cell.text for cell in table.rows[0].cells] for table in memo.tables[-2:]]
    assert heads == [["Recommendation", "Owner", "Timing", "Cost"]] * 2
    assert [len(table.rows) for table in memo.tables[-2:]] == [6, 6]
    file = pypdfium2.PdfDocument(tmp_path / "out" / "brief-summary.pdf")
    page = file[0].get_textpage().get_text_bounded()
    file.close()
    assert "Repair wall 6" in page
    assert "Repair wall 7" not in page
    assert "and 4 more in the memo" in page
