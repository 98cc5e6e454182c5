"""What a killed save left, or seems to have left: only files that it wrote are put back or removed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from pathlib import Path

import pytest

from builder.manifest.form import Edition, product_file
from builder.outline.text import Product
from builder.release.mail import Recipient, draft_name
from builder.report.problems import BriefError
from builder.saving.journal import BUILT
from builder.saving.save import recover, save_all
from tests.support.command import TINY, brief

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
        json.dumps({"thesis.docx": [sha256(b"mine"), None]}),
        json.dumps({".bashrc": [DIGEST, DIGEST]}),
    ],
    ids=range(13),
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


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no such rights")
def test_what_comes_back_can_be_neither_executed_nor_run_as_its_owner(tmp_path: Path) -> None:
    hidden = killed(tmp_path)
    (hidden / "old" / MEMO).chmod(0o4755)
    recover(tmp_path)
    assert stat.S_IMODE((tmp_path / MEMO).stat().st_mode) == 0o644
    hidden = killed(tmp_path)
    (hidden / "old" / MEMO).chmod(0o600)
    recover(tmp_path)
    assert stat.S_IMODE((tmp_path / MEMO).stat().st_mode) == 0o600


def test_every_name_that_a_build_or_a_release_uses_is_restored() -> None:
    for stem in ("a", "2031_brief-v2", Edition("public").stem("library"), "x" * 40):
        files = [product_file(stem, product.value) for product in Product]
        edited = [Path(name).with_stem(f"{Path(name).stem}-edited-0a1b2c3d").name for name in files]
        mail = draft_name(stem, Recipient(12, "María García", "a@example.org", "es"))
        for name in (*files, *edited, f"{stem}-manifest.json", f"{stem}-release.zip", mail):
            assert re.fullmatch(BUILT, name), name
    for name in (
        "thesis.docx",
        "A-memo.docx",
        "a-memo.exe",
        "a-memo.docx.lnk",
        "../a-memo.docx",
        "memo.docx",
    ):
        assert not re.fullmatch(BUILT, name), name


# The commands


@pytest.fixture
def struck(tmp_path: Path) -> Path:
    """A folder with a brief, in whose output a save was killed, or seems to have been."""
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    (tmp_path / "output").mkdir()
    killed(tmp_path / "output")
    return tmp_path


def state(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


READING = (["audit"], ["build", "--check"], ["check"], ["trace", "A1"])


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_only_reads_restores_nothing(struck: Path, command: list[str]) -> None:
    before = state(struck)
    done = brief(*command, cwd=struck)
    assert state(struck) == before
    if command[0] in ("audit", "build"):
        assert done.returncode == 1
        assert "output: error: a build was interrupted while it saved" in done.stdout + done.stderr
        assert "hint: run `brief build`" in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["build"], ["release"]], ids=" ".join)
def test_a_command_that_writes_restores_even_if_the_brief_has_an_error_and_says_so(
    struck: Path, command: list[str]
) -> None:
    (struck / "brief.yaml").write_text("title: 1", encoding="utf-8")
    done = brief(*command, cwd=struck)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"note: an interrupted build was undone in output: restored {MEMO}; removed {DECK}\n"
    )
    assert state(struck / "output") == {MEMO: b"old memo"}
    assert "note:" not in brief(*command, cwd=struck).stderr


def test_nothing_is_said_to_be_removed_where_a_foreign_file_stays(struck: Path) -> None:
    (struck / "output" / ".brief-save" / "begun").unlink()
    (struck / "output" / ".brief-save" / "new" / "notes.txt").write_text("mine")
    done = brief("build", "--only", "summary", cwd=struck)
    assert done.returncode == 1
    assert ".brief-save is in the way" in done.stderr
    assert "removed" not in done.stderr
    assert (struck / "output" / ".brief-save" / "new" / "notes.txt").read_text() == "mine"


def test_drafts_of_an_interrupted_build_are_removed_with_a_word(struck: Path) -> None:
    (struck / "output" / ".brief-save" / "begun").unlink()
    done = brief("build", "--only", "summary", cwd=struck)
    assert done.returncode == 0
    assert "note: the drafts of an interrupted build were removed from output\n" in done.stderr
    assert (struck / "output" / MEMO).read_bytes() == b"new memo"
