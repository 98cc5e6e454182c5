"""What somebody meets who uses the command line for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import TINY, brief

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
    assert done.stdout.endswith("1 error\n")


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
