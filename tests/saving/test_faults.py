"""Faults while saving: whatever strikes, the old files are whole or the new ones are, and nothing is left."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Effort, Tally
from tests.corpora.crash.strikes import DONE_STATE, NEW, OLD_STATE, Records, ends, hashes, records_of

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked and killed as Linux does"
)

Tried = Callable[..., Records]
ENDED = (OLD_STATE, DONE_STATE)


def messages(records: Records) -> set[str]:
    """Return what was printed, without the folder's own path."""
    return {record["message"] for record in records if record["message"]}


@pytest.fixture
def tried(effort: Effort, tally: Tally) -> Tried:
    """Run a scenario of more than so many steps; a `long` one at every fifth outside the campaign."""

    def records(module: str, name: str, folder: Path, *, steps: int = 0, long: bool = False) -> Records:
        every = effort(5, 1) if long else 1
        found = records_of(module, name, folder, every=every)
        assert every * len(found) > steps
        tally("kills and faults", "recovered", len(found))
        return found

    return records


def seen(left: dict[str, str]) -> dict[str, str]:
    """The files that a person sees."""
    return {name: text for name, text in left.items() if not name.startswith(".brief-save")}


# Kills


def test_a_kill_at_any_step_leaves_whole_files_and_then_all_old_or_all_new_ones(
    tmp_path: Path, tried: Tried
) -> None:
    records = tried("strikes", "kills", tmp_path / "output")
    assert len(records) > 25
    assert ends(records) == {"killed"}
    for record in records:
        assert seen(record["left"]).items() <= (OLD_STATE.items() | DONE_STATE.items()), record
        if ".brief-save/begun" not in record["left"]:
            assert seen(record["left"]) in ENDED, record
        assert record["recovered"] in ENDED, record
    assert [record["recovered"] for record in records if record["recovered"] == OLD_STATE]
    assert [record["recovered"] for record in records if record["recovered"] == DONE_STATE]
    assert sum(seen(record["left"]) not in ENDED for record in records) == len(NEW) - 1  # between two moves


def test_a_kill_of_the_first_save_leaves_no_file_or_all(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "kills_of_the_first_save", tmp_path / "deep" / "output")
    new = {name: text for name, text in DONE_STATE.items() if name != "notes.txt"}
    assert ends(records) == {"killed"}
    assert all(record["recovered"] in ({}, new) for record in records)


@pytest.mark.slow
def test_a_recovery_that_is_killed_too_is_made_good_by_the_next(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "kills_of_recovery", tmp_path / "output", steps=100, long=True)
    assert ends(records) == {"killed", "saved"}
    assert all(record["recovered"] in ENDED for record in records)


@pytest.mark.parametrize(
    ("struck", "end"),
    [
        ("first_process_killed", "killed"),
        ("first_group_killed", "killed"),
        ("second_process_killed", "saved"),
        ("first_process_interrupted", "interrupted"),
    ],
)
def test_to_kill_one_of_two_processes_leaves_all_new_files_and_nothing_to_recover(
    tmp_path: Path, struck: str, end: str, tried: Tried
) -> None:
    records = tried("strikes_two", struck, tmp_path / "output", steps=25, long=True)
    assert ends(records) == {end}
    assert all(record["left"] == DONE_STATE for record in records)


def test_ctrl_c_at_any_step_leaves_all_old_or_all_new_files_at_once(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "interrupts", tmp_path / "output")
    assert ends(records) == {"interrupted"}
    assert all(record["left"] in ENDED for record in records)


# Errors of the system


def test_any_operation_may_fail_once(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "errors", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        expected = OLD_STATE if record["end"] == "refused" else DONE_STATE
        assert seen(record["left"]) == record["recovered"] == expected, record
        if record["end"] == "refused":
            assert str(tmp_path / "output") in record["message"]
            assert "hint:" in record["message"]
            assert ".brief-save" not in record["message"]


def test_a_disk_that_is_pulled_out_leaves_the_files_to_be_put_in_order_later(
    tmp_path: Path, tried: Tried
) -> None:
    records = tried("strikes", "lasting_errors", tmp_path / "output")
    for record in records:
        assert record["recovered"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
    assert any(
        "cannot be restored, and remains in .brief-save: the disk" in text for text in messages(records)
    )


def test_a_folder_that_is_taken_away_during_the_save_is_reported(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "folder_removed", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    assert any("cannot be written: its folder no longer exists" in text for text in messages(records))
    new = {name: text for name, text in DONE_STATE.items() if name != "notes.txt"}
    assert all(record["recovered"] in ({}, new) for record in records)


def test_a_folder_that_appears_in_the_place_of_a_file_takes_all_back(tmp_path: Path, tried: Tried) -> None:
    records = tried("strikes", "target_barred", tmp_path / "output")
    for record in records:
        if record["end"] == "refused":
            assert record["left"] == OLD_STATE | {"c-summary.pdf/": ""}, record
            assert "c-summary.pdf" in record["message"]
    assert any("there is a folder with that name" in text for text in messages(records))


# Whole builds


BRIEF = """title: The library should open on {day}
bottom_line: It is closed on the one day when most people are free to come, and {day} would change that.
sections:
  - title: Why {day}
    arguments:
      - claim: Most people who work in the town can come only on {day}.
"""


def two_briefs(folder: Path) -> tuple[Path, Path]:
    """Write two briefs that give files of the same names."""
    briefs = folder / "old" / "talk.yaml", folder / "new" / "talk.yaml"
    for brief, day in zip(briefs, ("Saturdays", "Sundays"), strict=True):
        brief.parent.mkdir()
        brief.write_text(BRIEF.format(day=day), encoding="utf-8")
    return briefs


def start_build(brief: Path, out: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "builder", "build", str(brief), "--out", str(out)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def built_apart(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Path, Path], float]:
    """Two such briefs, each built into a folder beside it, and the seconds of a build."""
    briefs = two_briefs(tmp_path_factory.mktemp("apart"))
    start = time.monotonic()
    for brief in briefs:
        assert start_build(brief, brief.parent / "output").communicate()[1] == b""
    return briefs, (time.monotonic() - start) / 2


def test_a_whole_build_that_is_killed_while_it_saves_leaves_the_old_files_or_the_new_ones(
    tmp_path: Path, tried: Tried
) -> None:
    two_briefs(tmp_path)
    records = tried("strikes_two", "whole_builds_killed", tmp_path, steps=10, long=True)
    assert ends(records) == {"killed", "saved"}
    for record in records:
        assert record["recovered"] in (record["old"], record["new"])
        assert seen(record["left"]).items() <= record["old"].items() | record["new"].items()
    assert records[0]["recovered"] == records[0]["old"]
    assert records[-1]["recovered"] == records[-1]["new"] != records[-1]["old"]


def test_a_whole_build_whose_first_process_is_killed_while_the_second_saves_leaves_the_new_files(
    tmp_path: Path, tried: Tried
) -> None:
    two_briefs(tmp_path)
    records = tried("strikes_two", "whole_builds_cut_off", tmp_path)
    assert len(records) > 4
    assert ends(records) == {"killed", "saved"}
    assert all(record["left"] == record["new"] != record["old"] for record in records)


def test_a_build_that_is_killed_at_any_time_leaves_nothing_to_recover(
    built_apart: tuple[tuple[Path, Path], float], tmp_path: Path, effort: Effort
) -> None:
    """Only the process that the user started is killed, as by `kill -9`, or for want of memory."""
    (old, new), seconds = built_apart
    expected = [hashes(brief.parent / "output") for brief in (old, new)]
    chance, out = random.Random(1), tmp_path / "output"
    for _ in range(effort(3, 12)):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old.parent / "output", out)
        build = start_build(new, out)
        time.sleep(chance.uniform(0.5, 1.0) * seconds)
        build.kill()
        build.communicate()  # until the second process has gone as well
        assert hashes(out) in expected


def test_of_two_builds_at_once_one_is_the_last(
    built_apart: tuple[tuple[Path, Path], float], tmp_path: Path, effort: Effort
) -> None:
    briefs, _ = built_apart
    expected, out = [hashes(brief.parent / "output") for brief in briefs], tmp_path / "output"
    for _ in range(effort(1, 4)):
        both = [start_build(brief, out) for brief in briefs]
        for build in both:
            noted = build.communicate()[1].decode()
            assert build.returncode == 0
            assert not noted or noted.startswith("note: replaces the files of another brief"), noted
        assert hashes(out) in expected


def test_the_command_says_once_that_nothing_was_written(tmp_path: Path) -> None:
    old, _ = two_briefs(tmp_path)
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    build = start_build(old, tmp_path / "output")
    reported = build.communicate()[1].decode()
    assert build.returncode == 1
    assert reported == (
        f"error: {tmp_path / 'output'} cannot be written: it is a file, not a folder [output-writable]\n"
        "  hint: choose another folder with --out\n"
        "1 error; nothing was written\n"
    )
