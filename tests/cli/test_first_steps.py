"""What somebody meets who uses the command line for the first time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from docx import Document
from pptx import Presentation

from builder.report.problems import BriefError, error
from tests.support.command import TINY, brief, brief_process

MARKED = """\
audiences: [internal, public]
marking: {scheme: tlp, label: AMBER}
"""
SECRET = """\
      - claim: "The council has not asked the ferry company."
        id: secret
        audience: [internal]
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_two_briefs_with_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    write(tmp_path, "ferry.yaml", TINY)
    write(tmp_path, "boat.yaml", f"id: ferry\n{TINY}")
    assert brief("build", "ferry.yaml", cwd=tmp_path).returncode == 0
    before = (tmp_path / "output" / "ferry-memo.docx").read_bytes()
    done = brief("build", "boat.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "holds the files of ferry.yaml, which has the same id, `ferry`" in done.stderr
    assert (tmp_path / "output" / "ferry-memo.docx").read_bytes() == before
    (tmp_path / "ferry.yaml").unlink()
    assert brief("build", "boat.yaml", cwd=tmp_path).returncode == 0, "a brief may be renamed"


def test_editions_and_bundles_of_two_briefs_with_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    restricted = 'id: ferry\naudiences: [public]\nsubtitle: {text: "x", audience: [public]}\n'
    for name in ("one.yaml", "two.yaml"):
        write(tmp_path, name, restricted + TINY)
    assert brief("build", "one.yaml", "--unrestricted", cwd=tmp_path).returncode == 0
    for command in (["build", "--audience", "public"], ["release", "--audience", "public"]):
        done = brief(
            *command, "two.yaml", "--allow-warnings" if "release" in command else "--final", cwd=tmp_path
        )
        assert done.returncode == 1, command
        assert "holds the files of one.yaml, which has the same id, `ferry`" in done.stderr
    write(tmp_path, "three.yaml", TINY + "id: ferry-unrestricted\n")
    done = brief("build", "three.yaml", cwd=tmp_path)
    assert "holds files of a brief with the id `ferry`, which have the same names" in done.stderr
    assert done.returncode == 1


def test_an_include_is_answered_with_what_shares_parts(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY + "disclaimer: !include house.md\n")
    done = brief("check", cwd=tmp_path)
    assert "the tag `!include` is not allowed" in done.stdout
    assert "hint: to share parts between briefs, write `extends: house.yaml`" in done.stdout


def test_a_character_without_a_glyph_is_located_at_its_value(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY + "authors:\n  - name: Ana\n  - {name: 𐌰𐌱, role: Adviser}\n")
    done = brief("check", "--format", "concise", cwd=tmp_path)
    assert "brief.yaml:9:12: error: authors[1].name: the summary cannot show 𐌰" in done.stdout


def test_a_text_for_a_part_is_located_at_its_line(tmp_path: Path) -> None:
    write(
        tmp_path,
        "brief.yaml",
        TINY.replace('bottom_line: "', "bottom_line: |\n  One.\n\n  - ").replace('."\ns', ".\ns"),
    )
    done = brief("check", "--format", "concise", cwd=tmp_path)
    assert "brief.yaml:2:14: warning: bottom_line.text: the text has several paragraphs" in done.stdout


def test_a_line_of_several_fields_is_traced_from_each_of_them(tmp_path: Path) -> None:
    more = 'status: review\nversion: "0.3"\ndate: 2031-05-28\nkind: information_memo\nto: [Ana]\nfrom: [Bo]\n'
    write(tmp_path, "brief.yaml", TINY + more)
    for field in ("status", "version", "date", "kind"):
        done = brief("trace", field, cwd=tmp_path)
        assert "summary (PDF)\n  " in done.stdout, field
        assert "not in this file" not in done.stdout, field


def test_files_of_another_title_are_replaced_with_a_note(tmp_path: Path) -> None:
    write(tmp_path / "a", "brief.yaml", TINY)
    write(tmp_path / "b", "brief.yaml", TINY.replace("ferry", "ship"))
    assert brief("build", "a/brief.yaml", cwd=tmp_path).stderr == ""
    done = brief("build", "b/brief.yaml", cwd=tmp_path)
    assert (done.returncode, "“The ferry should run on Sundays”" in done.stderr) == (0, True)


def test_a_public_edition_with_a_restrictive_marking_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", MARKED + TINY + SECRET)
    done = brief("check", cwd=tmp_path)
    assert "warning: audiences[1].name: the edition for `public` is marked TLP:AMBER" in done.stdout
    write(tmp_path, "brief.yaml", MARKED.replace("AMBER", "CLEAR") + TINY + SECRET)
    assert "no problems found" in brief("check", cwd=tmp_path).stdout


def test_a_withheld_element_is_traced_to_those_who_may_read_it(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", MARKED + TINY + SECRET)
    done = brief("trace", "secret", "--audience", "public", cwd=tmp_path)
    assert done.returncode == 0
    assert "not in any of the three files of the edition for public: it is only for internal" in done.stdout
    assert "memo (Word)" not in done.stdout


def test_an_undeclared_audience_points_at_the_key_that_declares_them(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", MARKED + TINY + SECRET)
    done = brief("build", "--audience", "pubic", cwd=tmp_path)
    assert "brief.yaml:1:1: error: audiences: the brief declares no audience `pubic`" in done.stderr
    assert "      | ^^^^^^^^^\n  hint: did you mean `public`?" in done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nothing can be created")
def test_a_folder_in_which_nothing_can_be_created_is_not_called_missing(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY)
    done = brief("build", "--out", "/proc/x", cwd=tmp_path)
    assert (done.returncode, "nothing can be created in /proc" in done.stderr) == (1, True)


def test_an_arabic_brief_is_one_problem(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", f"language: ar\n{TINY}")
    done = brief("check", cwd=tmp_path)
    assert done.stdout.splitlines()[-1].startswith("1 error; ")  # and what waits for it


def test_the_hint_for_a_missing_key_says_what_to_write(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY + 'figures: [{path: x.png, title: "A picture shows it."}]\n')
    assert "hint: add `alt: …`: alternative text for readers" in brief("check", cwd=tmp_path).stdout


def test_a_problem_names_its_rule_and_explain_explains_it(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY.replace("claim:", "clam:"))
    assert "unknown key `clam` [known-keys]\n" in brief("check", cwd=tmp_path).stdout
    done = brief("explain", "known-keys", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("known-keys\n\nEvery key is a valid one.\n\nwhy:      A misspelt key")
    assert "fix:      correct the key, or delete it\nexample:  `clam" in done.stdout


def test_explain_lists_the_rules_and_knows_which_was_meant(tmp_path: Path) -> None:
    done = brief("explain", cwd=tmp_path)
    assert (done.returncode, "  word-budget: No text" in done.stdout) == (0, True)
    done = brief("explain", "word-budgets", cwd=tmp_path)
    assert (done.returncode, "did you mean `word-budget`?" in done.stderr) == (1, True)


def test_a_key_that_is_unknown_in_many_rows_is_one_error(tmp_path: Path) -> None:
    rows = "".join(f"  - {{text: It fails {word}., harm: high}}\n" for word in ("now", "soon", "late"))
    write(tmp_path, "brief.yaml", f"{TINY}risks:\n{rows}")
    shown = brief("check", cwd=tmp_path).stdout
    assert shown.count("unknown key `harm`") == 1
    assert " (3 in all)\n" in shown
    assert "3 errors" in shown


UNSOURCED = """\
      - claim: "The boat leaves on Saturdays."
      - claim: "A taxi costs a week of wages."
sources: [{id: survey, title: "A survey"}]
"""


def test_equal_warnings_are_one_with_all_of_its_lines(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY + UNSOURCED)
    done = brief("check", cwd=tmp_path)
    assert done.stdout.count("the argument cites none") == 1
    assert "  also: lines 7, 8 (3 in all)\n" in done.stdout
    assert done.stdout.endswith("4 warnings\n")
    verbose = brief("check", "-v", cwd=tmp_path).stdout
    assert verbose.count("the argument cites none") == 3
    assert verbose.count("  why: Among arguments with sources, one without looks like an opinion.") == 3


def test_concise_is_one_line_for_each_problem(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY + UNSOURCED)
    done = brief("check", "--output-format", "concise", "-q", cwd=tmp_path)
    assert [line.rpartition(" ")[2] for line in done.stdout.splitlines()] == [
        *["[arguments-sourced]"] * 3,
        "[sources-cited]",
    ]


def test_quiet_prints_problems_only(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY)
    for command in (("check", "-q"), ("build", "-q", "-o", "files"), ("audit", "-q", "-o", "files")):
        done = brief(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), command
    assert (tmp_path / "files" / "brief-memo.docx").is_file()
    write(tmp_path, "brief.yaml", TINY.replace("claim:", "clam:"))
    assert brief("check", "-q", cwd=tmp_path).stdout.count("error") == 1


def test_gitlab_and_junit_are_what_their_readers_expect(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY.replace("claim:", "clam: x\n        claim:") + UNSOURCED)
    report = json.loads(brief("check", "--format", "gitlab", cwd=tmp_path).stdout)
    assert {one["severity"] for one in report} == {"major", "minor"}
    assert report[0]["location"] == {"path": "brief.yaml", "lines": {"begin": 6}}
    assert len({one["fingerprint"] for one in report}) == len(report)
    suite = ElementTree.fromstring(brief("check", "--format", "junit", cwd=tmp_path).stdout)[0]
    assert (suite.get("failures"), suite[0][0].get("type")) == ("1", "known-keys")
    write(tmp_path, "brief.yaml", TINY + UNSOURCED)
    suite = ElementTree.fromstring(brief("check", "--format", "junit", cwd=tmp_path).stdout)[0]
    assert (suite.get("tests"), suite.get("failures"), suite[0][0].tag) == ("4", "0", "system-out")
    write(tmp_path, "brief.yaml", TINY)
    assert json.loads(brief("check", "--format", "gitlab", cwd=tmp_path).stdout) == []
    suite = ElementTree.fromstring(brief("check", "--format", "junit", cwd=tmp_path).stdout)[0]
    assert (suite.get("tests"), suite[0].get("name")) == ("1", "no problems")


def test_colour_is_forced_or_forbidden_by_the_environment(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY.replace("claim:", "clam:"))
    assert "\x1b[1;31merror:" in brief("check", cwd=tmp_path, env={"FORCE_COLOR": "1"}).stdout
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in brief("check", cwd=tmp_path, env=both).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_of_forty_columns_is_not_overrun(tmp_path: Path) -> None:
    def printed(*words: str) -> str:
        ours, theirs = os.openpty()
        terminal = {**os.environ, "COLUMNS": "40", "NO_COLOR": "1"}
        command = [sys.executable, "-m", "builder", *words]
        subprocess.run(command, cwd=tmp_path, stdout=theirs, env=terminal, check=False)
        os.close(theirs)
        text = os.read(ours, 10_000).decode().replace("\r\n", "\n")
        os.close(ours)
        assert all(len(line) <= 40 for line in text.splitlines() if "Verified" not in line), text
        return " ".join(text.split())

    write(tmp_path, "brief.yaml", TINY.replace("claim:", "note: x\n        claim:") + "subtitel: 船\n")
    assert "unknown key `note`" in printed("check")
    write(tmp_path, "brief.yaml", TINY)
    assert "summary (PDF) output/brief-summary.pdf 1 page" in printed("build")


def test_a_warning_is_ignored_in_the_brief_or_on_a_line(tmp_path: Path) -> None:
    def checked(text: str) -> list[str]:
        write(tmp_path, "brief.yaml", text)
        done = brief("check", "--format", "concise", "-q", "--strict", cwd=tmp_path)
        assert done.returncode == (1 if done.stdout else 0)
        return [line.partition(":")[2] for line in done.stdout.splitlines()]

    assert len(checked(TINY + UNSOURCED)) == 4
    (left,) = checked(f"ignore: [arguments-sourced]\n{TINY}{UNSOURCED}")
    assert left.endswith("[sources-cited]")
    on_line = UNSOURCED.replace('Saturdays."', 'Saturdays."  # brief: ignore arguments-sourced')
    assert [line.partition(":")[0] for line in checked(TINY + on_line)] == ["6", "8", "9"]
    above = UNSOURCED.replace(
        "sources:", "# brief: ignore sources-cited, word-budget\n# a remark\n\nsources:"
    )
    *_, last = checked(TINY + above)
    assert last.startswith("9:32: warning: there is no warning `word-budget` here to ignore [ignores-used]")
    in_text = UNSOURCED.replace("sources:", "disclaimer: |\n  # brief: ignore sources-cited\n\nsources:")
    assert not any("ignores-used" in line for line in checked(TINY + in_text))
    assert any("[sources-cited]" in line for line in checked(TINY + in_text))
    (one,) = checked(f"ignore: [arguments-source]\n{TINY}")
    assert one.startswith("1:10: warning: ignore[0]: there is no rule `arguments-source`")


def test_a_build_counts_no_ignored_warning_and_an_error_is_never_ignored(tmp_path: Path) -> None:
    ignored = "ignore: [arguments-sourced, sources-cited]\n"
    write(tmp_path, "brief.yaml", ignored + TINY + UNSOURCED)
    done = brief("build", "--strict", cwd=tmp_path)
    assert (done.returncode, done.stderr, "warning" in done.stdout) == (0, "", False)
    write(tmp_path, "brief.yaml", "ignore: [known-keys]\n" + TINY.replace("claim:", "clam:"))
    assert brief("check", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["brief.yml", "ferry.yaml", "ferry.yml"])
def test_the_brief_of_a_folder_is_found(tmp_path: Path, name: str) -> None:
    write(tmp_path / "ferry", name, TINY)
    write(tmp_path / "ferry", ".hidden.yml", "x: 1")
    for words, folder in (((), "ferry"), (("ferry",), ""), (("ferry/" + Path(name).stem,), "")):
        done = brief("check", *words, cwd=tmp_path / folder)
        assert (done.returncode, done.stdout) == (0, "no problems found\n"), words
    done = brief("build", "ferry", cwd=tmp_path)
    assert (done.returncode, f"all three files match {name}" in done.stdout) == (0, True)
    write(tmp_path / "ferry", "other.yml", TINY)
    found = brief("check", "ferry", cwd=tmp_path).returncode == 0
    assert found == (name == "brief.yml"), "of two others, none is guessed"


def test_a_finished_file_is_answered_with_the_command_that_reads_it(tmp_path: Path) -> None:
    write(tmp_path, "ferry.yaml", TINY)
    assert brief("build", cwd=tmp_path).returncode == 0
    done = brief("check", "output/ferry-memo.docx", cwd=tmp_path)
    assert (done.returncode, "this is a Word file, not a brief" in done.stdout) == (1, True)
    assert "did you mean `brief audit ferry.yaml --out output`?" in done.stdout
    done = brief("audit", "output/ferry-demo.pptx", cwd=tmp_path)
    assert "there is no such file" in done.stdout
    assert "did you mean `brief audit ferry.yaml --out output`?" in done.stdout
    assert "did you mean `brief verify a.zip`?" in brief("check", "a.zip", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Köln", "koeln"),
        ("Ko\u0308ln", "koeln"),
        ("Ærø Straße", "aeroe-strasse"),
        ("東京", "dongjing"),
        ("—", "brief"),
    ],
)
def test_a_file_name_becomes_letters(tmp_path: Path, name: str, id: str) -> None:
    path = write(tmp_path, f"{name}.yaml", TINY)
    assert brief("build", path, "--only", "summary", cwd=tmp_path).returncode == 0
    assert (tmp_path / "output" / f"{id}-summary.pdf").is_file()


def test_the_doctor_says_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    write(tmp_path, "ferry.yaml", TINY)
    done = brief("doctor", cwd=tmp_path)
    assert done.returncode == 0
    for line in ("version      0.", "libraries    lxml", "fonts        Carlito", "brief        ferry.yaml"):
        assert f"{line}" in done.stdout
    write(tmp_path, "file", "")
    done = brief("doctor", "-o", "file/x", cwd=tmp_path)
    assert (done.returncode, "output       file/x cannot be written" in done.stdout) == (1, True)


def test_the_shell_completes_the_ids_of_the_brief(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ferry.yaml",
        MARKED + TINY + SECRET + "sources: [{id: survey}]\nclam: broken\n  - {id: second}\n",
    )
    words = {"_BRIEF_COMPLETE": "bash_complete", "COMP_WORDS": "brief trace se", "COMP_CWORD": "2"}
    assert brief_process(cwd=tmp_path, env=words).stdout.split() == ["plain,secret", "plain,second"]


def test_products_are_known_by_their_programs_too(tmp_path: Path) -> None:
    write(tmp_path, "ferry.yaml", TINY)
    assert brief("build", "--only", "PDF,docx", cwd=tmp_path).returncode == 0
    assert {path.suffix for path in (tmp_path / "output").iterdir()} == {".docx", ".pdf", ".json"}


def test_what_is_no_bundle_is_not_asked_for_again(tmp_path: Path) -> None:
    write(tmp_path, "ferry.yaml", TINY)
    done = brief("verify", "ferry.yaml", cwd=tmp_path)
    assert (done.returncode, "hint: name the zip file that you received" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("written", "label", "others"),
    [
        ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT", []),
        ("{scheme: tlp, label: RED, caveat: No copies}", "TLP:RED", ["No copies"]),
        ("OFFICIAL-SENSITIVE COMMERCIAL", "OFFICIAL-SENSITIVE COMMERCIAL", []),
        (
            '{scheme: cui, label: "CUI//SP-PRVCY//NOFORN", designation: {controlled_by: [Ports, Grants]}}',
            "CUI//SP-PRVCY//NOFORN",
            ["Controlled by: Ports", "Controlled by: Grants"],
        ),
        ("Not for citation", "Not for citation", []),
    ],
)
def test_a_marking_of_each_scheme_is_in_all_three_files(
    tmp_path: Path, written: str, label: str, others: list[str]
) -> None:
    write(tmp_path, "brief.yaml", f"{TINY}marking: {written}\n")
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    memo = Document(str(tmp_path / "output" / "brief-memo.docx"))
    (section,) = memo.sections
    heads = (section.first_page_header, section.header, section.first_page_footer, section.footer)
    deck = Presentation(str(tmp_path / "output" / "brief-deck.pptx"))
    slides = [
        "\n".join(shape.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides
    ]
    page = (
        pypdfium2.PdfDocument(tmp_path / "output" / "brief-summary.pdf")[0].get_textpage().get_text_bounded()
    )
    for shown in (*("\n".join(each.text for each in head.paragraphs) for head in heads), *slides, page):
        assert label in shown
    first = [each.text for each in (*heads[0].paragraphs, *heads[2].paragraphs)]
    for words in others:
        assert all(words in shown for shown in ("\n".join(first), slides[0], page)), words


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("OFFICAL", "OFFICIAL"),
        ("OFFICIAL SENSITVE", "OFFICIAL-SENSITIVE"),
        ("top secrt", "TOP SECRET"),
        ("TLP AMBR", "TLP:AMBER"),
        ("Internal", None),
        ("OFFICIAL", None),
    ],
)
def test_a_misspelt_marking_is_a_warning(tmp_path: Path, given: str, label: str | None) -> None:
    write(tmp_path, "brief.yaml", f"marking: {given}\n{TINY}")
    done = brief("check", cwd=tmp_path)
    assert done.returncode == 0
    assert ("[meanings-plain]" in done.stdout) == (label is not None)
    assert label is None or f"did you mean `{label}`?" in done.stdout


def test_a_folder_without_a_brief_is_answered_with_how_to_create_one(tmp_path: Path) -> None:
    (tmp_path / "my work").mkdir()
    done = brief("check", "my work", cwd=tmp_path)
    assert "there is no brief in this folder" in done.stdout
    assert "hint: run `brief new 'my work'` to create one" in done.stdout
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, name, TINY)
    assert "hint: name one, such as a.yaml" in brief("check", ".", cwd=tmp_path).stdout


def test_a_suggested_command_is_quoted_and_names_the_brief_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "brief.yaml", TINY)
    other = tmp_path / "my work"
    (other / "output").mkdir(parents=True)
    write(other, "ferry.yaml", TINY)
    done = brief("check", "my work/output/ferry-memo.docx", cwd=tmp_path)
    assert "did you mean `brief audit 'my work/ferry.yaml' --out 'my work/output'`?" in done.stdout


def test_no_check_waits_where_there_is_nothing_to_check(tmp_path: Path) -> None:
    write(tmp_path, "empty.yaml", "")
    for name in ("empty.yaml", "missing.yaml"):
        assert brief("check", name, cwd=tmp_path).stdout.endswith("\n1 error\n")


def test_a_difference_says_that_there_is_none_or_why_it_is_not_known(tmp_path: Path) -> None:
    write(tmp_path, "broken.yaml", "title: [")
    write(tmp_path, "ferry.yaml", TINY)
    done = brief("check", "--diff", "ferry.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "ferry.yaml: already in canonical form\n")
    done = brief("check", "--diff", "broken.yaml", "--format", "json", cwd=tmp_path)
    assert (done.returncode, "yaml-syntax" in done.stdout) == (1, True)
    done = brief("check", "--diff", "--fix", "ferry.yaml", cwd=tmp_path)
    assert (done.returncode, "--fix and --diff exclude each other" in done.stderr) == (2, True)


def test_a_field_is_listed_once_for_each_of_its_locations(tmp_path: Path) -> None:
    brief("new", "--template", "full", cwd=tmp_path)
    shown = brief("trace", "boat", cwd=tmp_path).stdout
    assert "label: One boat left\n      slides 2, 6; notes of slide 6\n" in shown
    assert "certainty.level: Asserted in the sources\n      slide 7\n" in shown
    assert "Asserted Asserted" not in shown
    assert "certainty: Asserted" not in shown


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (("new", "--template", "deciscion"), "decision"),
        (("check", "--format", "jsn"), "json"),
        (("build", "--only", "memos"), "memo"),
    ],
)
def test_a_misspelt_choice_is_answered_with_the_nearest(
    tmp_path: Path, command: tuple[str, ...], meant: str
) -> None:
    done = brief(*command, cwd=tmp_path)
    assert (done.returncode, f"Did you mean `{meant}`?" in done.stderr) == (2, True)


def test_a_build_that_is_stopped_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("builder.pipeline.building.build_files", stopped)
    write(tmp_path, "brief.yaml", TINY)
    done = brief("build", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (130, "Stopped; no file was left half-written\n")
    assert not (tmp_path / "output").exists()


def test_a_check_that_is_stopped_says_so_and_has_the_exit_code_of_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("builder.pipeline.checking.check_brief", stopped)
    write(tmp_path, "brief.yaml", TINY)
    done = brief("check", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped\n")


def test_the_doctor_keeps_to_the_width_of_the_terminal(tmp_path: Path) -> None:
    shown = brief("doctor", cwd=tmp_path).stdout.splitlines()
    assert max(map(len, shown)) <= 80
    assert any(line.startswith(" " * 13) for line in shown)


def test_the_command_after_a_new_brief_can_be_pasted(tmp_path: Path) -> None:
    done = brief("new", "Größe und Brief", cwd=tmp_path)
    assert "cd 'Größe und Brief' && brief build" in done.stdout


def test_a_brief_that_cannot_be_rewritten_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(files: dict[Path, bytes]) -> None:
        raise BriefError(
            [error("output-writable", "", f"{next(iter(files))} cannot be written", "choose --out")]
        )

    monkeypatch.setattr("builder.saving.save.save_all", refused)
    write(tmp_path, "brief.yaml", TINY.replace("title:", "Title:", 1))
    done = brief("check", "--fix", cwd=tmp_path)
    assert done.returncode == 1
    assert "brief.yaml cannot be written" in done.stderr
    assert "hint: make the brief and its folder writable" in done.stderr
    assert "--out" not in done.stderr


@pytest.mark.parametrize("words", [["new", ""], ["build", ""], ["build", "--out", ""], ["import", ""]])
def test_an_empty_name_is_refused(tmp_path: Path, words: list[str]) -> None:
    write(tmp_path, "brief.yaml", TINY)
    done = brief(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "the name is empty" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["brief.yaml"]
