"""What a killed save left, or seems to have left: only files that it wrote are put back or removed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from builder.report.problems import BriefError
from builder.saving.save import recover, save_all

MEMO, DECK = "a-memo.docx", "b-deck.pptx"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def left(folder: Path, begun: str | None, **parts: dict[str, bytes]) -> Path:
    """Lay a hidden folder with these parts and this list; return it."""
    hidden = folder / ".brief-save"
    for part in ("new", "old", "fresh"):
        (hidden / part).mkdir(parents=True)
        for name, data in parts.get(part, {}).items():
            (hidden / part / name).write_bytes(data)
    if begun is not None:
        (hidden / "begun").write_text(begun, encoding="utf-8")
    return hidden


def killed(folder: Path) -> Path:
    """Lay what a save leaves that is killed after all its moves: the memo is replaced, the deck is fresh."""
    (folder / MEMO).write_bytes(b"new memo")
    (folder / DECK).write_bytes(b"new deck")
    listed = {MEMO: [sha256(b"new memo"), sha256(b"old memo")], DECK: [sha256(b"new deck"), None]}
    return left(folder, json.dumps(listed), old={MEMO: b"old memo"}, fresh={DECK: b""})


def test_what_a_killed_save_moved_is_put_back(tmp_path: Path) -> None:
    killed(tmp_path)
    recover(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MEMO]
    assert (tmp_path / MEMO).read_bytes() == b"old memo"


def test_a_listed_file_that_is_missing_comes_back(tmp_path: Path) -> None:
    killed(tmp_path)
    (tmp_path / MEMO).unlink()
    recover(tmp_path)
    assert (tmp_path / MEMO).read_bytes() == b"old memo"


def test_files_that_were_edited_since_are_kept(tmp_path: Path) -> None:
    hidden = killed(tmp_path)
    (tmp_path / MEMO).write_bytes(b"edited memo")
    (tmp_path / DECK).write_bytes(b"edited deck")
    recover(tmp_path)
    assert (tmp_path / MEMO).read_bytes() == b"edited memo"
    assert (tmp_path / DECK).read_bytes() == b"edited deck"
    assert not hidden.exists()


def test_a_file_edited_before_its_move_is_kept(tmp_path: Path) -> None:
    hidden = killed(tmp_path)
    (tmp_path / MEMO).write_bytes(b"edited memo")
    (hidden / "new" / MEMO).write_bytes(b"new memo")
    (hidden / "old" / MEMO).unlink()
    (hidden / "old" / MEMO).hardlink_to(tmp_path / MEMO)
    recover(tmp_path)
    assert (tmp_path / MEMO).read_bytes() == b"edited memo"


@pytest.mark.parametrize("part", ["old", "fresh"])
def test_a_file_that_is_not_listed_is_neither_removed_nor_replaced(tmp_path: Path, part: str) -> None:
    hidden = killed(tmp_path)
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    (hidden / part / "thesis.docx").write_bytes(b"")
    recover(tmp_path)
    assert (tmp_path / "thesis.docx").read_bytes() == b"mine"
    assert (tmp_path / MEMO).read_bytes() == b"old memo"
    assert (hidden / part / "thesis.docx").exists()


DIGEST = "0" * 64


@pytest.mark.parametrize(
    "begun",
    [
        "",
        "{",
        "[]",
        "[" * 200_000,
        '{"thesis.docx": 1}',
        '{"thesis.docx": [null, null]}',
        json.dumps({"../thesis.docx": [sha256(b"mine"), None]}),
        json.dumps({"a\\thesis.docx": [DIGEST, None]}),
        json.dumps({"C:thesis.docx": [DIGEST, None]}),
        json.dumps({"thesis\0": [DIGEST, None]}),
        json.dumps({"..": [DIGEST, None]}),
    ],
    ids=range(11),
)
def test_a_list_that_no_save_wrote_moves_and_removes_nothing(tmp_path: Path, begun: str) -> None:
    out = tmp_path / "output"
    hidden = left(out, begun, old={MEMO: b"old memo"}, fresh={"thesis.docx": b""})
    places = (tmp_path / "thesis.docx", out / "thesis.docx", out / MEMO)
    for place in places:
        place.write_bytes(b"mine")
    for attempt in (lambda: recover(out), lambda: save_all({out / MEMO: b"new memo"})):
        with pytest.raises(BriefError, match=r"\.brief-save is in the way"):
            attempt()
    assert [place.read_bytes() for place in places] == [b"mine"] * 3
    assert (hidden / "old" / MEMO).read_bytes() == b"old memo"


def test_an_old_file_that_is_not_the_listed_one_replaces_nothing(tmp_path: Path) -> None:
    hidden = killed(tmp_path)
    (hidden / "old" / MEMO).write_bytes(b"another memo")
    with pytest.raises(BriefError, match=r"\.brief-save is in the way"):
        recover(tmp_path)
    assert (tmp_path / MEMO).read_bytes() == b"new memo"
    assert (tmp_path / DECK).read_bytes() == b"new deck"
    assert (hidden / "old" / MEMO).read_bytes() == b"another memo"
