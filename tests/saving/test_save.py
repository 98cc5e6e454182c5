"""All files of a build are saved, or none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from builder.report.problems import BriefError
from builder.saving.save import recover, save_all


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def hold_open(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    """Refuse to open a file for changes, as Windows does for one that is open in Word or PowerPoint."""
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if path == held and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)


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


def test_a_target_that_may_not_be_opened_is_named_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, locked = tmp_path / "a.docx", tmp_path / "b.pptx"
    old.write_bytes(b"old memo")
    locked.write_bytes(b"old deck")
    hold_open(monkeypatch, locked)
    with pytest.raises(BriefError, match=r"b\.pptx cannot be written: it is read-only, or open in another"):
        save_all({old: b"new memo", locked: b"new deck"})
    assert (old.read_bytes(), locked.read_bytes()) == (b"old memo", b"old deck")
    assert _names(tmp_path) == ["a.docx", "b.pptx"]


def test_a_file_that_is_opened_elsewhere_at_the_last_moment_takes_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, fresh, last = tmp_path / "a.docx", tmp_path / "b.pptx", tmp_path / "c.pdf"
    kept.write_bytes(b"old memo")
    last.write_bytes(b"old page")
    before = kept.stat()
    replaced = Path.replace

    def refuse(draft: Path, target: Path) -> Path:
        if target == last:
            raise PermissionError(13, "Permission denied", str(draft))
        return replaced(draft, target)

    monkeypatch.setattr(Path, "replace", refuse)  # as Windows does
    with pytest.raises(
        BriefError, match=r"c\.pdf cannot be written: it is read-only, or open in another"
    ) as raised:
        save_all({kept: b"new memo", fresh: b"new deck", last: b"new page"})
    assert [problem.hint for problem in raised.value.problems] == [
        "close it in Word or PowerPoint, or choose another folder with --out"
    ]
    assert _names(tmp_path) == ["a.docx", "c.pdf"]
    assert (kept.read_bytes(), last.read_bytes()) == (b"old memo", b"old page")
    assert kept.stat().st_mtime_ns == before.st_mtime_ns


def test_an_old_file_that_cannot_be_put_back_waits_and_comes_back_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a-memo.docx", tmp_path / "b-deck.pptx"
    first.write_bytes(b"old memo")
    second.write_bytes(b"old deck")
    replaced, seen = Path.replace, []

    def refuse(draft: Path, target: Path) -> Path:
        seen.append(target)
        if seen == [first]:
            return replaced(draft, target)
        raise PermissionError(13, "Permission denied", str(draft))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(
            BriefError, match=r"a-memo\.docx cannot be restored, and remains in \.brief-save: it is read-"
        ):
            save_all({first: b"new memo", second: b"new deck"})
    assert first.read_bytes() == b"new memo"
    recover(tmp_path)
    assert (first.read_bytes(), second.read_bytes()) == (b"old memo", b"old deck")
    assert _names(tmp_path) == ["a-memo.docx", "b-deck.pptx"]


def test_a_file_that_is_open_elsewhere_but_has_not_changed_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo, deck = tmp_path / "a.docx", tmp_path / "b.pptx"
    memo.write_bytes(b"memo")
    hold_open(monkeypatch, memo)
    assert save_all({memo: b"memo", deck: b"new deck"}) == {deck}


def test_without_second_names_the_old_file_is_copied_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "a.docx"
    old.write_bytes(b"old memo")
    replaced = Path.replace

    def refuse(draft: Path, target: Path) -> Path:
        if target.name == "b.pptx":
            raise OSError(5, "Input/output error", str(draft))
        return replaced(draft, target)

    def unknown(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", unknown)  # as on a memory stick
    assert save_all({old: b"a memo"}) == {old}
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BriefError, match=r"b\.pptx cannot be written: the disk reports an error"):
        save_all({old: b"new memo", tmp_path / "b.pptx": b"new deck"})
    assert (old.read_bytes(), _names(tmp_path)) == (b"a memo", ["a.docx"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_new_files_may_be_read_by_whom_the_user_lets(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        save_all({tmp_path / "a.docx": b"memo"})
        save_all({tmp_path / "a.docx": b"new memo"})
    finally:
        os.umask(before)
    assert (tmp_path / "a.docx").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_with_another_name_elsewhere_is_not_written_through_it(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "output", tmp_path / "elsewhere.docx"
    out.mkdir()
    elsewhere.write_bytes(b"theirs")
    (out / "a.docx").hardlink_to(elsewhere)
    save_all({out / "a.docx": b"memo"})
    assert (elsewhere.read_bytes(), (out / "a.docx").read_bytes()) == (b"theirs", b"memo")


def test_nothing_to_save_makes_no_folder(tmp_path: Path) -> None:
    assert save_all({}) == frozenset()
    recover(tmp_path / "output")
    assert _names(tmp_path) == []


def test_folders_made_for_a_save_that_fails_go_again(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="its name is too long"):
        save_all({tmp_path / "deep" / "output" / f"{'a' * 300}.docx": b"memo"})
    assert _names(tmp_path) == []
