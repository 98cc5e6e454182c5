"""`--a11y` and `--statement`: what the commands print, write and return."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from lxml import html

from builder.report.rules import RULES
from tests.support.command import TINY, brief


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(f'{TINY}date: "2031-05-28"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(folder: Path) -> Path:
    """A memo of another program with two faults."""
    memo = docx.Document()
    memo.core_properties.title = "Report"
    memo.add_heading("One", 1)
    memo.add_heading("Two", 3)
    memo.add_table(2, 2)
    memo.save(str(folder / "report.docx"))
    return folder / "report.docx"


def test_check_judges_the_files_that_a_brief_makes_without_writing_them(folder: Path) -> None:
    done = brief("check", "--a11y", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "accessibility of 3 files: no problems found\n")
    assert [path.name for path in folder.iterdir()] == ["brief.yaml"]


def test_audit_judges_the_finished_files_of_a_brief(folder: Path) -> None:
    missing = brief("audit", "--a11y", cwd=folder)
    assert missing.returncode == 1
    assert "files-present" in missing.stdout
    assert brief("build", cwd=folder).returncode == 0
    done = brief("audit", "--a11y", "--only", "memo,deck", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "accessibility of 2 files: no problems found\n")


def test_a_finding_has_location_rule_reason_clause_and_fix(report: Path) -> None:
    done = brief("audit", "--a11y", "report.docx", cwd=report.parent)
    assert done.returncode == 1
    assert "report.docx: error: table 1: has no header row [access-table-headers]\n" in done.stdout
    assert (
        "report.docx: error: “Two”: is a heading of level 3 after one of level 1 [access-headings]"
        in done.stdout
    )
    assert re.search(r"why: .*\(WCAG 1.3.1; PDF/UA-1 7.5\)\n  hint: mark the first row", done.stdout)


def test_the_formats_for_programs_have_the_findings_too(report: Path) -> None:
    done = brief("audit", "--a11y", "--format", "json", "report.docx", cwd=report.parent)
    found = next(one for one in json.loads(done.stdout)["problems"] if one["rule"] == "access-headings")
    assert (found["path"], found["file"]) == ("“Two”", "report.docx")
    assert found["clause"] == "WCAG 1.3.1, 2.4.6; PDF/UA-1 7.4"
    assert found["why"]
    assert found["hint"]
    lines = brief("audit", "--a11y", "--format", "github", "report.docx", cwd=report.parent).stdout
    assert lines.startswith("::error file=report.docx,title=access-")


def test_a_statement_says_what_conforms_what_does_not_and_what_a_person_must_judge(
    folder: Path, report: Path
) -> None:
    assert brief("check", "--statement", "good.html", cwd=folder).returncode == 0
    good = html.fromstring((folder / "good.html").read_bytes())
    text = " ".join(good.text_content().split())
    assert "conform, as far as a program can judge, to the requirements of EN 301 549" in text
    assert "Date of the documents: 2031-05-28." in text
    assert "What a person must still judge" in text
    assert [row.text_content() for row in good.iter("thead")] == [
        "RequirementClausesbrief-memo.docxbrief-deck.pptxbrief-summary.pdf"
    ]
    rows = good.xpath("//tbody/tr")
    cells = {row[0].text_content(): [cell.text_content() for cell in row[2:]] for row in rows}
    assert cells[RULES["access-slide-titles"].holds] == ["not checked", "none found", "not checked"]
    assert cells[RULES["access-contrast"].holds] == ["none found"] * 3
    assert not good.xpath("//script | //link | //img")  # self-contained
    assert brief("audit", "--a11y", "--statement", "bad.html", report, cwd=folder).returncode == 1
    bad = " ".join(html.fromstring((folder / "bad.html").read_bytes()).text_content().split())
    assert "conform, in part, with the exceptions below" in bad
    assert "table 1: has no header row (EN 301 549 10.1.3.1; WCAG 1.3.1; PDF/UA-1 7.5)." in bad
    again = (folder / "good.html").read_bytes()
    brief("check", "--statement", "good.html", cwd=folder)
    assert (folder / "good.html").read_bytes() == again


def test_a_statement_never_overwrites_another_file_and_needs_all_files(folder: Path) -> None:
    (folder / "data.html").write_text("a day's work", encoding="utf-8")
    done = brief("check", "--a11y", "--statement", "data.html", cwd=folder)
    assert done.returncode == 1
    assert "not an HTML page" in done.stderr
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    done = brief("audit", "--a11y", "--statement", "s.html", "broken.pdf", cwd=folder)
    assert done.returncode == 1
    assert "[files-readable]" in done.stdout
    assert not (folder / "s.html").exists()


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("picture.png", "is not a Word, PowerPoint or PDF file", "name a Word, PowerPoint or PDF file, or a"),
        ("notes.txt", "is not a Word, PowerPoint or PDF file", "name a Word, PowerPoint or PDF file, or a"),
        ("text.docx", "is not a Word, PowerPoint or PDF file", "save the file again as .docx"),
        ("reprt.docx", "there is no such file", "did you mean `report.docx`?"),
        (f"{'x' * 300}.docx", "there is no such file", "name a Word, PowerPoint or PDF file, or a brief"),
        ("none", "there is no such file", "name a Word, PowerPoint or PDF file, or a brief"),
    ],
)
def test_what_is_no_finished_file_is_said_to_be_none(
    report: Path, name: str, message: str, hint: str
) -> None:
    for file in ("notes.txt", "text.docx"):
        (report.parent / file).write_text("Notes", encoding="utf-8")
    (report.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    done = brief("audit", "--a11y", name, cwd=report.parent)
    assert done.returncode == 1
    assert f"{name}: error: {message} [files-readable]" in done.stdout
    assert hint in done.stdout


@pytest.mark.parametrize("command", ["check", "audit"])
def test_a_statement_is_an_html_page(folder: Path, command: str) -> None:
    done = brief(command, "--a11y", "--statement", "st.txt", cwd=folder)
    assert done.returncode == 2
    assert "st.txt does not end in .html" in done.stderr
    assert not (folder / "st.txt").exists()


def test_wrong_usage_is_refused(folder: Path) -> None:
    assert brief("audit", "one.yaml", "two.yaml", cwd=folder).returncode == 2
    assert brief("check", "--a11y", "--fix", cwd=folder).returncode == 2
    (folder / "brief.yaml").write_text("title: x\n", encoding="utf-8")
    done = brief("check", "--a11y", cwd=folder)
    assert done.returncode == 1
    assert "required" in done.stdout


def test_a_build_imports_nothing_of_the_report(folder: Path) -> None:
    code = (
        "import sys; from builder.cli import main; sys.argv = ['brief', 'build']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "assert not [name for name in sys.modules if 'access' in name and name.startswith('builder.')]"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
