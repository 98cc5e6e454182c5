"""What prevents a save is named, with what to do, and is left as it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from builder.report.problems import BriefError
from builder.saving.save import save_all
from tests.corpora.crash.strikes import DONE_STATE, OLD, OLD_STATE, filled, save, state

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions as POSIX has them")


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
        f"{tmp_path / 'output'} cannot be written: it is a broken link to gone"
    )
    assert not (tmp_path / "gone").exists()


@posix
def test_a_link_to_itself_as_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("output")
    assert "it is a broken link to output" in refused(tmp_path / "output")


@posix
def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    filled(tmp_path / "real")
    (tmp_path / "output").symlink_to("real")
    save(tmp_path / "output")
    assert state(tmp_path / "real") == DONE_STATE


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
        f"{out / 'a-memo.docx'} is a link to {other}; a build writes only into its own folder"
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
    assert refused(out) == f"{out / 'c-summary.pdf'} is not a regular file"


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
        real = out / ".brief-save" / ("old" if part == "/fresh" else "fresh")
        real.mkdir()
        (real / "a-memo.docx").write_bytes(OLD["a-memo.docx"])
    assert refused(out) == f"{out / '.brief-save'} is in the way"
    assert state(theirs) == OLD_STATE
    assert (out / "a-memo.docx").read_bytes() == OLD["a-memo.docx"]
