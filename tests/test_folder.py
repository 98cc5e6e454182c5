"""All files of a build are saved, or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.export import folder
from builder.export.folder import save_all
from builder.problems import BriefError


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def test_new_files_are_written_and_nothing_else_remains(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "output"
    changed = save_all({out / "a.docx": b"memo", out / "b.pdf": b"page"})
    assert _names(out) == ["a.docx", "b.pdf"]
    assert (out / "a.docx").read_bytes() == b"memo"
    assert changed == {out / "a.docx", out / "b.pdf"}


def test_a_file_with_the_same_bytes_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"memo")
    os.utime(target, (1, 1))
    assert save_all({target: b"memo"}) == frozenset()
    assert target.stat().st_mtime == 1


def test_a_target_that_is_a_folder_stops_all_files(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(BriefError, match=r"b\.pdf is a folder"):
        save_all({tmp_path / "a.docx": b"memo", tmp_path / "b.pdf": b"page"})
    assert _names(tmp_path) == ["b.pdf"]


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way", encoding="utf-8")
    with pytest.raises(BriefError, match="output cannot be written"):
        save_all({tmp_path / "output" / "a.docx": b"memo"})


def test_a_target_that_may_not_be_opened_is_named_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, locked = tmp_path / "a.docx", tmp_path / "b.pptx"
    old.write_bytes(b"old memo")
    locked.write_bytes(b"old deck")
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if path == locked and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)  # as Windows does for a file that is open in PowerPoint
    with pytest.raises(BriefError, match=r"b\.pptx cannot be written: it is read-only, or open in another"):
        save_all({old: b"new memo", locked: b"new deck"})
    assert (old.read_bytes(), locked.read_bytes()) == (b"old memo", b"old deck")
    assert _names(tmp_path) == ["a.docx", "b.pptx"]


def test_a_move_that_fails_takes_the_others_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, fresh, last = tmp_path / "a.docx", tmp_path / "b.pptx", tmp_path / "c.pdf"
    kept.write_bytes(b"old memo")
    moved = folder._replace

    def fail_at_the_last(draft: Path, target: Path) -> None:
        if target == last:
            raise OSError(28, "No space left on device", str(target))
        moved(draft, target)

    monkeypatch.setattr(folder, "_replace", fail_at_the_last)
    with pytest.raises(BriefError, match=r"c\.pdf cannot be written: no space left on device"):
        save_all({kept: b"new memo", fresh: b"new deck", last: b"new page"})
    assert _names(tmp_path) == ["a.docx"]
    assert kept.read_bytes() == b"old memo"


def test_an_interrupt_between_two_moves_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "b.pptx"
    first.write_bytes(b"old memo")
    second.write_bytes(b"old deck")
    moved = folder._replace

    def interrupt_at_the_second(draft: Path, target: Path) -> None:
        if target == second:
            raise KeyboardInterrupt
        moved(draft, target)

    monkeypatch.setattr(folder, "_replace", interrupt_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        save_all({first: b"new memo", second: b"new deck"})
    assert (first.read_bytes(), second.read_bytes()) == (b"old memo", b"old deck")
    assert _names(tmp_path) == ["a.docx", "b.pptx"]


def test_an_old_file_that_cannot_be_put_back_stays_beside_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old memo")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error", str(target))

    monkeypatch.setattr(folder, "_replace", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BriefError):
        save_all({target: b"new memo"})
    assert b"old memo" in [path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".old"]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(BriefError, match="cannot be written"):
            save_all({tmp_path / "a.docx": b"memo"})
    finally:
        tmp_path.chmod(0o700)
