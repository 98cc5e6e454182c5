"""Where the system sets a limit, the old files stay whole, nothing is left, and the message says which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpora.crash.strikes import DONE_STATE, NEW, OLD_STATE, ends, records_of

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked and limited as Linux does"
)


def test_a_full_disk_leaves_the_old_files_and_says_so(tmp_path: Path) -> None:
    """On a real disk with ever more room; where none may be mounted, every step hears that it is full."""
    records = records_of("limits", "full_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            assert (
                "cannot be written: the disk is full [output-writable]\n  hint: free some space"
                in record["message"]
            )
    assert len(records) > len(NEW)


def test_a_disk_without_room_for_another_name_leaves_the_old_files(tmp_path: Path) -> None:
    records = records_of("limits", "no_more_names", tmp_path / "disk", *small_disk(tmp_path))
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
    assert len(records) > 5


def test_a_disk_that_may_only_be_read_is_named(tmp_path: Path) -> None:
    (record,) = records_of("limits", "read_only_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert record["left"] == OLD_STATE
    assert (
        "the disk is read-only [output-writable]\n  hint: choose a folder on another disk"
        in record["message"]
    )


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


def test_a_limit_on_the_size_of_files_is_reported(tmp_path: Path) -> None:
    records = records_of("limits", "file_too_large", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            expected = (
                "the file exceeds the size limit [output-writable]\n  hint: raise the limit (ulimit -f)"
            )
            assert expected in record["message"]


def test_too_many_open_files_are_reported(tmp_path: Path) -> None:
    records = records_of("limits", "no_more_open_files", tmp_path / "output")
    assert ends(records) == {"saved", "refused"}
    for record in records:
        assert record["left"] == (OLD_STATE if record["end"] == "refused" else DONE_STATE), record
        if record["end"] == "refused":
            assert (
                "too many files are open [output-writable]\n  hint: raise the limit (ulimit -n)"
                in record["message"]
            )


def test_what_a_user_may_not_write_is_named(tmp_path: Path) -> None:
    """As a user whom permissions bind, which root is not."""
    reported = {record["step"]: record for record in records_of("limits", "not_permitted", tmp_path)}
    assert reported["folder"]["left"] == reported["file"]["left"] == reported["both"]["left"] == OLD_STATE
    assert reported["folder"]["message"] == (
        "error: output cannot be written: permission denied [output-writable]\n"
        "  hint: choose a folder you may write to with --out"
    )
    assert reported["file"]["message"] == (
        "error: output/a-memo.docx cannot be written: it is read-only, or open in another program "
        "[output-writable]\n"
        "  hint: close it in Word or PowerPoint, or choose another folder with --out"
    )
    assert reported["above"]["message"].startswith("error: shut/output cannot be written: permission denied")
    assert reported["unread"]["end"] == "saved"  # a folder that may be written, but not listed
    assert reported["unread"]["left"] == DONE_STATE


def test_a_reader_who_may_not_put_a_folder_in_order_is_warned_only_where_files_are_mixed(
    tmp_path: Path,
) -> None:
    reported = {
        record["step"]: record for record in records_of("limits", "not_permitted_to_recover", tmp_path)
    }
    assert reported["drafts"]["end"] == "saved"
    assert reported["begun"]["end"] == "refused"
    assert "cannot be restored, and remains in .brief-save: permission denied" in reported["begun"]["message"]


def test_a_folder_on_another_disk_is_filled(tmp_path: Path) -> None:
    (record,) = records_of("limits", "other_disk", tmp_path / "disk", *small_disk(tmp_path))
    assert record["left"] == DONE_STATE
