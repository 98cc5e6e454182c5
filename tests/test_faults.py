"""Faults while saving: whatever strikes, the old files are whole or the new ones are, and nothing is left."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from builder.export.folder import save_all
from builder.export.turns import turn
from builder.problems import BriefError
from tests.conftest import ROOT
from tests.strikes import DONE, NEW, OLD, filled, hashes, save, state

Records = list[dict[str, Any]]

forking = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked, limited and killed as Linux does"
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions as POSIX has them")

OLD_STATE = {name: data.decode() for name, data in OLD.items()}
DONE_STATE = {name: data.decode() for name, data in DONE.items()}
ENDED = (OLD_STATE, DONE_STATE)


def strikes(name: str, folder: Path, *wrapper: str) -> Records:
    """Let every step of a save be struck; return what came of each."""
    done = subprocess.run(
        [*wrapper, sys.executable, "-m", "tests.strikes", name, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    records: Records = json.loads(done.stdout)
    assert [record for record in records if record["end"] == "crashed"] == []
    return records


def ends(records: Records) -> set[str]:
    return {record["end"] for record in records}


def messages(records: Records) -> set[str]:
    """Return what was said, without the folder's own path."""
    return {record["message"] for record in records if record["message"]}


def seen(left: dict[str, str]) -> dict[str, str]:
    """The files that a person sees."""
    return {name: text for name, text in left.items() if not name.startswith(".brief-save")}


# Kills


@forking
def test_a_kill_at_any_step_leaves_whole_files_and_then_all_old_or_all_new_ones(tmp_path: Path) -> None:
    records = strikes("kills", tmp_path / "output")
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


@forking
def test_a_kill_of_the_first_save_leaves_no_file_or_all(tmp_path: Path) -> None:
    records = strikes("kills_of_the_first_save", tmp_path / "deep" / "output")
    new = {name: text for name, text in DONE_STATE.items() if name != "notes.txt"}
    assert ends(records) == {"killed"}
    assert all(record["recovered"] in ({}, new) for record in records)


@forking
def test_a_recovery_that_is_killed_too_is_made_good_by_the_next(tmp_path: Path) -> None:
    records = strikes("kills_of_recovery", tmp_path / "output")
    assert len(records) > 100
    assert ends(records) == {"killed", "saved"}
    assert all(record["recovered"] in ENDED for record in records)


@forking
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
    tmp_path: Path, struck: str, end: str
) -> None:
    records = strikes(struck, tmp_path / "output")
    assert len(records) > 25
    assert ends(records) == {end}
    assert all(record["left"] == DONE_STATE for record in records)


@forking
def test_ctrl_c_at_any_step_leaves_all_old_or_all_new_files_at_once(tmp_path: Path) -> None:
    records = strikes("interrupts", tmp_path / "output")
    assert ends(records) == {"interrupted"}
    assert all(record["left"] in ENDED for record in records)


# Errors of the system


@forking
def test_any_operation_may_fail_once(tmp_path: Path) -> None:
    records = strikes("errors", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        wanted = OLD_STATE if record["end"] == "refused" else DONE_STATE
        assert seen(record["left"]) == record["recovered"] == wanted, record
        if record["end"] == "refused":
            assert str(tmp_path / "output") in record["message"]
            assert "hint:" in record["message"]
            assert ".brief-save" not in record["message"]


@forking
def test_a_disk_that_is_pulled_out_leaves_the_files_to_be_put_in_order_later(tmp_path: Path) -> None:
    records = strikes("lasting_errors", tmp_path / "output")
    for record in records:
        assert record["recovered"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
    assert any("cannot be put back, and waits in .brief-save: the disk" in text for text in messages(records))


@forking
def test_a_folder_that_is_taken_away_during_the_save_is_told(tmp_path: Path) -> None:
    records = strikes("folder_removed", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    assert any("cannot be written: its folder has gone" in text for text in messages(records))
    new = {name: text for name, text in DONE_STATE.items() if name != "notes.txt"}
    assert all(record["recovered"] in ({}, new) for record in records)


@forking
def test_a_folder_that_appears_in_the_place_of_a_file_takes_all_back(tmp_path: Path) -> None:
    records = strikes("target_barred", tmp_path / "output")
    for record in records:
        if record["end"] == "refused":
            assert record["left"] == OLD_STATE | {"c-summary.pdf/": ""}, record
            assert "c-summary.pdf" in record["message"]
    assert any("a folder is in its place" in text for text in messages(records))


@forking
def test_a_full_disk_leaves_the_old_files_and_says_so(tmp_path: Path) -> None:
    """On a real disk with ever more room; where none may be mounted, every step hears that it is full."""
    records = strikes("full_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            assert "cannot be written: the disk is full\n  hint: free some space" in record["message"]
    assert len(records) > len(NEW)


@forking
def test_a_disk_without_room_for_another_name_leaves_the_old_files(tmp_path: Path) -> None:
    records = strikes("no_more_names", tmp_path / "disk", *small_disk(tmp_path))
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
    assert len(records) > 5


@forking
def test_a_disk_that_may_only_be_read_is_named(tmp_path: Path) -> None:
    (record,) = strikes("read_only_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert record["left"] == OLD_STATE
    assert "that disk may only be read\n  hint: choose a folder on another disk" in record["message"]


def small_disk(folder: Path) -> tuple[str, ...]:
    """The words before a command by which it may mount a disk of its own; none where that is not allowed."""
    for words in (("unshare", "-m"), ("unshare", "-rm"), ("sudo", "-n", "unshare", "-m")):
        try:
            mount = [*words, "mount", "-t", "tmpfs", "brief", str(folder)]
            if subprocess.run(mount, capture_output=True, timeout=30).returncode == 0:
                return words
        except FileNotFoundError:
            continue
    return ()


@forking
def test_a_limit_on_the_size_of_files_is_told(tmp_path: Path) -> None:
    records = strikes("file_too_large", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            assert (
                "it is larger than a file may be here\n  hint: raise the limit (ulimit -f)"
                in record["message"]
            )


@forking
def test_too_many_open_files_are_told(tmp_path: Path) -> None:
    records = strikes("no_more_open_files", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            assert "too many files are open\n  hint: raise the limit (ulimit -n)" in record["message"]


@forking
def test_what_a_user_may_not_write_is_named(tmp_path: Path) -> None:
    """As a user whom permissions bind, which root is not."""
    told = {record["step"]: record for record in strikes("not_permitted", tmp_path)}
    assert told["folder"]["left"] == told["file"]["left"] == told["both"]["left"] == OLD_STATE
    assert told["folder"]["message"] == (
        "error: output cannot be written: you may not write there\n"
        "  hint: choose a folder you may write to with --out"
    )
    assert told["file"]["message"] == (
        "error: output/a-memo.docx cannot be written: it is read-only, or open in another program\n"
        "  hint: close it in Word or PowerPoint, or choose another folder with --out"
    )
    assert told["above"]["message"].startswith(
        "error: shut/output cannot be written: you may not write there"
    )
    assert told["unread"]["end"] == "saved"  # a folder that may be written, but not listed
    assert told["unread"]["left"] == DONE_STATE


@forking
def test_a_reader_who_may_not_put_a_folder_in_order_is_told_only_where_files_are_mixed(
    tmp_path: Path,
) -> None:
    told = {record["step"]: record for record in strikes("not_permitted_to_recover", tmp_path)}
    assert told["drafts"]["end"] == "saved"
    assert told["begun"]["end"] == "refused"
    assert "cannot be put back, and waits in .brief-save: you may not write there" in told["begun"]["message"]


# What is in the way


def refused(folder: Path) -> str:
    """Save into the folder, which cannot be; return the one message."""
    with pytest.raises(BriefError) as raised:
        save(folder)
    (problem,) = raised.value.problems
    assert problem.hint
    return problem.message


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    assert refused(tmp_path / "output") == (
        f"{tmp_path / 'output'} cannot be written: it is a file, not a folder"
    )
    assert state(tmp_path) == {"output": "mine"}


def test_a_file_above_the_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "talks").write_text("mine", encoding="utf-8")
    out = tmp_path / "talks" / "deep" / "output"
    assert refused(out) == f"{out} cannot be written: {tmp_path / 'talks'} is a file, not a folder"
    assert state(tmp_path) == {"talks": "mine"}


@posix
def test_a_link_to_nowhere_as_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("gone")
    assert refused(tmp_path / "output") == (
        f"{tmp_path / 'output'} cannot be written: it is a link to gone, where nothing is"
    )
    assert not (tmp_path / "gone").exists()


@posix
def test_a_link_to_itself_as_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("output")
    assert "it is a link to output, where nothing is" in refused(tmp_path / "output")


@posix
def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    filled(tmp_path / "real")
    (tmp_path / "output").symlink_to("real")
    save(tmp_path / "output")
    assert state(tmp_path / "real") == DONE_STATE


@forking
def test_a_folder_on_another_disk_is_filled(tmp_path: Path) -> None:
    (record,) = strikes("other_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert record["left"] == DONE_STATE


@posix
@pytest.mark.parametrize("inside", [True, False], ids=["to-a-file-inside", "to-a-file-outside"])
@pytest.mark.parametrize("text", ["theirs", "new memo"], ids=["other-bytes", "the-same-bytes"])
def test_no_file_is_written_through_a_link(tmp_path: Path, inside: bool, text: str) -> None:
    out = filled(tmp_path / "output")
    other = (out if inside else tmp_path) / "other.docx"
    other.write_text(text, encoding="utf-8")
    (out / "a-memo.docx").unlink()
    (out / "a-memo.docx").symlink_to(other)
    before = state(tmp_path)
    assert refused(out) == (
        f"{out / 'a-memo.docx'} is a link to {other}, and a build writes into its own folder only"
    )
    assert (state(tmp_path), (out / "a-memo.docx").is_symlink()) == (before, True)


@posix
def test_a_link_to_nowhere_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    out = filled(tmp_path / "output")
    (out / "c-summary.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    assert "c-summary.pdf is a link to" in refused(out)
    assert not (tmp_path / "elsewhere.pdf").exists()


@posix
def test_what_is_no_ordinary_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    out = filled(tmp_path / "output")
    os.mkfifo(out / "c-summary.pdf")
    assert refused(out) == f"{out / 'c-summary.pdf'} is no ordinary file"


def test_every_target_that_is_in_the_way_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    (tmp_path / "b.pptx").mkdir()
    with pytest.raises(BriefError) as raised:
        save_all({tmp_path / name: b"new" for name in ("a.docx", "b.pptx", "c.pdf")})
    assert [problem.message for problem in raised.value.problems] == [
        f"{tmp_path / 'a.docx'} is a folder",
        f"{tmp_path / 'b.pptx'} is a folder",
    ]


def test_a_name_that_is_too_long_says_what_to_shorten(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="its name is too long") as raised:
        save_all({tmp_path / f"{'a' * 300}-memo.docx": b"memo", tmp_path / "b.pdf": b"page"})
    assert (
        raised.value.problems[0].hint
        == "shorten the `id` of the brief, or choose a shorter folder with --out"
    )
    assert state(tmp_path) == {}


@posix
@pytest.mark.parametrize("part", ["", "/new", "/old", "/fresh"])
def test_nothing_is_moved_or_removed_through_a_link_that_poses_as_what_a_save_left(
    tmp_path: Path, part: str
) -> None:
    theirs = filled(tmp_path / "theirs")
    out = filled(tmp_path / "output")
    hidden = out / f".brief-save{part}"
    hidden.parent.mkdir(exist_ok=True)
    hidden.symlink_to(theirs, target_is_directory=True)
    if part:
        (out / ".brief-save" / "begun").touch()
    assert refused(out) == f"{out / '.brief-save'} is in the way"
    assert state(theirs) == OLD_STATE
    assert (out / "a-memo.docx").read_bytes() == OLD["a-memo.docx"]


# Two builds at once


@forking
def test_of_two_builds_into_one_folder_the_files_are_always_those_of_one(tmp_path: Path) -> None:
    """Two processes save again and again; a third looks whenever it is its turn."""
    code = "import sys; from tests.strikes import save_often; save_often(*sys.argv[1:])"
    savers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), word], cwd=ROOT, stdout=subprocess.PIPE)
        for word in ("one", "two")
    ]
    found: set[tuple[str, ...]] = set()
    while any(saver.poll() is None for saver in savers):
        with turn(tmp_path):
            left = state(tmp_path)
        found.add((*sorted(left), *sorted(set(left.values()))))
        time.sleep(0.002)
    changes = [int(saver.communicate()[0]) for saver in savers]
    assert [saver.returncode for saver in savers] == [0, 0]
    assert found - {()} == {(*sorted(NEW), "one"), (*sorted(NEW), "two")}
    assert min(changes) > 10


@forking
def test_a_build_waits_for_another_and_says_so_in_the_end(tmp_path: Path) -> None:
    with turn(tmp_path), pytest.raises(BriefError) as raised, turn(tmp_path, patience=0.1):
        pass
    (problem,) = raised.value.problems
    assert problem.message == f"another build has been writing into {tmp_path} for 0 seconds"
    assert problem.hint == "let it end, or end it, and build again; or choose another folder with --out"
    with turn(tmp_path, patience=0.0):
        assert state(tmp_path) == {}


@forking
def test_a_build_that_was_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from builder.export.turns import turn\n"
        "with turn(Path(sys.argv[1])): print('mine', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(BriefError, match="another build"), turn(tmp_path, patience=0.05):
            pass
        holder.kill()
        holder.wait()
        with turn(tmp_path, patience=5.0):
            pass


@posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_written_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    import fcntl

    def unknown(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", unknown)  # as some network folders answer
    save(filled(tmp_path / "output"))
    assert state(tmp_path / "output") == DONE_STATE


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


def outputs(*briefs: Path) -> list[dict[str, str]]:
    """Build each brief into a folder beside it; return what the files hold."""
    for brief in briefs:
        assert start_build(brief, brief.parent / "output").communicate()[1] == b""
    return [hashes(brief.parent / "output") for brief in briefs]


@forking
def test_a_whole_build_that_is_killed_while_it_saves_leaves_the_old_files_or_the_new_ones(
    tmp_path: Path,
) -> None:
    two_briefs(tmp_path)
    records = strikes("whole_builds_killed", tmp_path)
    assert len(records) > 10
    assert ends(records) == {"killed", "saved"}
    for record in records:
        assert record["recovered"] in (record["old"], record["new"])
        assert seen(record["left"]).items() <= record["old"].items() | record["new"].items()
    assert records[0]["recovered"] == records[0]["old"]
    assert records[-1]["recovered"] == records[-1]["new"] != records[-1]["old"]


@forking
def test_a_build_that_is_killed_at_any_time_leaves_nothing_to_recover(tmp_path: Path) -> None:
    """Only the process that the user started is killed, as by `kill -9`, or for want of memory."""
    old, new = two_briefs(tmp_path)
    start = time.monotonic()
    wanted = outputs(old, new)
    seconds = (time.monotonic() - start) / 2
    chance = random.Random(1)
    for _ in range(6):
        out = tmp_path / "output"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old.parent / "output", out)
        build = start_build(new, out)
        time.sleep(chance.uniform(0.5, 1.0) * seconds)
        build.kill()
        build.communicate()  # until the second process has gone as well
        assert hashes(out) in wanted


@forking
def test_of_two_builds_at_once_one_is_the_last(tmp_path: Path) -> None:
    old, new = two_briefs(tmp_path)
    wanted, out = outputs(old, new), tmp_path / "output"
    for _ in range(2):
        both = [start_build(brief, out) for brief in (old, new)]
        for build in both:
            assert (build.communicate()[1], build.returncode) == (b"", 0)
        assert hashes(out) in wanted


@forking
def test_the_command_says_once_that_nothing_was_written(tmp_path: Path) -> None:
    old, _ = two_briefs(tmp_path)
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    build = start_build(old, tmp_path / "output")
    told = build.communicate()[1].decode()
    assert build.returncode == 1
    assert told == (
        f"error: {tmp_path / 'output'} cannot be written: it is a file, not a folder\n"
        "  hint: choose another folder with --out\n"
        "1 error; nothing was written\n"
    )
