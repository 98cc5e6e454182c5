"""`brief check --sources` through the command line, and what a build records of the files of sources."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli.request import _STEPS
from builder.pipeline.checking import Sources, check_brief
from builder.pipeline.request import Request
from tests.conftest import ROOT
from tests.sources.test_rules import ARTICLE, BRIEF
from tests.support.command import brief

GOOD, WRONG = "It carried 320 people a day in 2031.", "It carried 350 people a day in 2031."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, GOOD)
    return tmp_path


def write(folder: Path, claim: str, article: str = ARTICLE) -> None:
    (folder / "pier.md").write_text(article, encoding="utf-8")
    (folder / "brief.yaml").write_text(BRIEF.format(claim=claim, ref="s1p1"), encoding="utf-8")


def test_a_brief_that_says_what_its_source_says_passes(folder: Path) -> None:
    done = brief("check", "--sources", "--strict", cwd=folder)
    assert done.stdout == "3 statements compared with 4 passages of 1 source\nno problems found\n"
    assert done.returncode == 0


def test_a_wrong_number_is_shown_in_the_brief_and_in_the_source(folder: Path) -> None:
    write(folder, WRONG)
    assert brief("check", cwd=folder).returncode == 0
    done = brief("check", "--sources", cwd=folder)
    assert done.returncode == 1
    assert "brief.yaml:7:16: error: sections[0].arguments[0].claim: `350` is not in pier#s1p1" in done.stdout
    assert "source: pier.md:5, s1p1: “The ferry to Seal Island carried 320 people a day" in done.stdout
    assert "hint: the numbers there: `320`, `2031`" in done.stdout


def test_every_format_has_the_passage(folder: Path) -> None:
    write(folder, WRONG)
    done = brief("check", "--sources", "--format", "json", cwd=folder)
    (problem,) = json.loads(done.stdout)["problems"]
    cited = problem["source"]
    assert (cited["file"], cited["line"], cited["passage"]) == ("pier.md", 5, "s1p1")
    done = brief("check", "--sources", "--format", "sarif", cwd=folder)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "pier.md"
    assert related["physicalLocation"]["region"] == {"startLine": 5}
    assert related["message"]["text"].startswith("s1p1: The ferry")
    for form in ("github", "gitlab", "junit", "concise"):
        done = brief("check", "--sources", "--format", form, cwd=folder)
        assert "350" in done.stdout
        assert form == "concise" or "pier.md:5, s1p1" in done.stdout.replace("%3A", ":")


def test_a_problem_without_a_source_has_no_key_for_it(folder: Path) -> None:
    (folder / "brief.yaml").write_text("title: x\n")
    done = brief("check", "--format", "json", cwd=folder)
    assert all("source" not in problem for problem in json.loads(done.stdout)["problems"])


def test_coverage_lists_what_nothing_cites(folder: Path) -> None:
    done = brief("check", "--sources", "--coverage", cwd=folder)
    assert "pier.md:7:1: warning: nothing cites pier#s1p2" in done.stdout
    assert "    7 | Its boat does not pay for itself" in done.stdout
    assert done.returncode == 0
    assert "every passage is cited" not in done.stdout
    assert "add --sources" in brief("check", "--coverage", cwd=folder).stderr


def test_coverage_says_that_every_passage_is_cited(folder: Path) -> None:
    write(folder, GOOD, "\n\n".join(ARTICLE.split("\n\n")[:3]))
    done = brief("check", "--sources", "--coverage", cwd=folder)
    assert "compared with 1 passage of 1 source; every passage is cited" in " ".join(done.stdout.split())
    done = brief("check", "--sources", cwd=folder)
    assert "every passage" not in done.stdout


def test_without_files_nothing_is_said_to_be_checked(folder: Path) -> None:
    text = (folder / "brief.yaml").read_text().replace(", file: pier.md", "")
    (folder / "brief.yaml").write_text(text)
    done = brief("check", "--sources", cwd=folder)
    assert "not checked: no source of the brief has a `file` that can be read" in done.stdout
    assert "warning: sources[0]: not checked: `pier` has no `file`" in done.stdout
    assert done.returncode == 0


def test_a_source_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "pier.md").write_bytes(bytes(range(256)) * 9)
    done = brief("check", "--sources", cwd=folder)
    assert done.returncode == 1
    assert "`pier.md` is not a text: it has bytes that are no characters" in done.stdout


def test_a_text_with_a_single_control_character_is_still_read(folder: Path) -> None:
    with (folder / "pier.md").open("ab") as file:
        file.write(b"\n\x1a")
    assert "is not a text" not in brief("check", "--sources", cwd=folder).stdout


def test_a_warning_can_be_ignored_and_is_not_missed_by_a_plain_check(folder: Path) -> None:
    write(folder, "It will carry people.")
    text = (folder / "brief.yaml").read_text()
    assert "[certainty-in-sources]" in brief("check", "--sources", cwd=folder).stdout
    (folder / "brief.yaml").write_text(f"{text}ignore: [certainty-in-sources]\n")
    for options in ((), ("--sources",)):
        assert brief("check", *options, cwd=folder).stdout.endswith("no problems found\n")
    (folder / "brief.yaml").write_text(f"{text}ignore: [names-in-sources, certainty-in-sources]\n")
    assert "no warning `names-in-sources` here to ignore" in brief("check", "--sources", cwd=folder).stdout


def test_errors_of_the_brief_do_not_hide_those_of_its_sources(folder: Path) -> None:
    write(folder, WRONG)
    with (folder / "brief.yaml").open("a") as file:
        file.write("stauts: draft\n")
    done = brief("check", "--sources", cwd=folder)
    assert "[known-keys]" in done.stdout
    assert "[numbers-in-sources]" in done.stdout


def test_a_changed_source_makes_what_cites_it_stale(folder: Path) -> None:
    assert brief("build", cwd=folder).returncode == 0
    (record,) = (folder / "output").glob("*-manifest.json")
    (pin,) = json.loads(record.read_text())["brief"]["inputs"]
    assert pin["path"] == "pier.md"
    assert "Up to date" in brief("build", cwd=folder).stdout
    assert "sources-unchanged" not in brief("check", "--sources", cwd=folder).stdout
    write(folder, GOOD, ARTICLE + "\nA correction.\n")
    stale = "`pier.md` has changed since the last build, and this cites it [sources-unchanged]"
    assert stale in brief("check", "--sources", cwd=folder).stdout
    assert stale in brief("audit", cwd=folder).stdout
    assert "brief.yaml:8:16" in brief("audit", cwd=folder).stdout
    assert "sources-unchanged" in brief("check", "--sources", "--out", folder / "output", cwd=folder).stdout
    assert "sources-unchanged" not in brief("check", "--sources", "--out", "elsewhere", cwd=folder).stdout
    built = brief("build", cwd=folder)
    assert "note: `pier.md` changed since the last build" in built.stderr
    assert "sources-unchanged" not in brief("check", "--sources", cwd=folder).stdout
    assert "Up to date" in brief("build", cwd=folder).stdout


def test_a_file_that_is_only_named_is_not_recorded(folder: Path) -> None:
    (folder / "pier.md").unlink()
    assert brief("build", cwd=folder).returncode == 0
    (record,) = (folder / "output").glob("*-manifest.json")
    assert json.loads(record.read_text())["brief"]["inputs"] == []


def test_a_build_imports_nothing_that_compares(folder: Path) -> None:
    code = (
        "import sys, builder; builder.build('brief.yaml'); "
        "print([name for name in sys.modules if name.startswith('builder.sources')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_the_brief_of_the_gallery_passes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "gallery" / "sources", tmp_path / "sources")
    shutil.copy(ROOT / "docs" / "gallery" / "buses.yaml", tmp_path)
    done = brief("check", "--sources", "--strict", "buses.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "statements compared with 15 passages of 1 source" in done.stdout


def test_the_page_of_a_trace_shows_what_cites_each_passage(folder: Path) -> None:
    assert brief("trace", "--html", "trace.html", cwd=folder).returncode == 0
    page = (folder / "trace.html").read_text(encoding="utf-8").partition("Passages of the sources</h2>")[2]
    assert "pier, pier.md: 1 of 4 passages are cited" in page
    rows = re.findall(r"<tr><th scope=\"row\">(?:(?!</tr>).)*s\dp\d(?:(?!</tr>).)*</tr>", page)
    assert len(rows) == 4
    assert "It carried 320 people a day in 2031." in rows[0]
    assert "line 7" in rows[0]
    assert all('<td class="none">nothing</td>' in row for row in rows[1:])


def test_an_edition_shows_no_passage_of_a_source_that_is_withheld(folder: Path) -> None:
    text = (folder / "brief.yaml").read_text()
    text = text.replace("sources:\n", "audiences: [staff, public]\nsources:\n  - {id: other, title: Other}\n")
    text = text.replace("file: pier.md", "file: pier.md, audience: [staff]")
    text = text.replace(
        "        refs: [pier#s1p1]\n", "        audience: [staff]\n        refs: [pier#s1p1]\n"
    )
    text = text.replace(
        "    arguments:\n", "    arguments:\n      - claim: It may run.\n        refs: [other]\n"
    )
    (folder / "brief.yaml").write_text(text)
    done = brief("trace", "--html", "trace.html", "--audience", "public", cwd=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "trace.html").read_text(encoding="utf-8")
    assert "Seal Island" not in page
    assert "Passages of the sources" not in page


def test_the_comparison_is_a_step_of_its_own(folder: Path) -> None:
    steps: list[str] = []
    check_brief(Request(folder / "brief.yaml", step=steps.append))
    assert "sources" not in steps
    check_brief(Request(folder / "brief.yaml", step=steps.append), Sources())
    assert steps[-1] == "sources"
    assert "sources" in _STEPS


@pytest.mark.parametrize("template", ["briefing", "decision", "evidence", "full"])
def test_a_new_brief_agrees_with_its_sources(tmp_path: Path, template: str) -> None:
    assert brief("new", "--template", template, cwd=tmp_path).returncode == 0
    done = brief("check", "--sources", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert {one["rule"] for one in json.loads(done.stdout)["problems"]} <= {"statements-compared"}
