"""Saves are noticed also where the system watches no folder, and after the folder was gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
import watchfiles

from builder.pipeline import watching


def noticed(brief: Path) -> Queue[None]:
    """Return where every save of a brief is put."""
    found: Queue[None] = Queue()

    def follow() -> None:
        for _ in watching.saves(brief, known):
            found.put(None)

    known = watching.stamps(brief)
    Thread(target=follow, daemon=True).start()
    return found


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    file = tmp_path / "work" / "brief.yaml"
    file.write_text("title: One", encoding="utf-8")
    return file


def test_saves_are_noticed_where_the_system_watches_no_more_folders(
    brief: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object, **__: object) -> Iterator[object]:
        raise OSError(28, "inotify watch limit reached")
        yield

    monkeypatch.setattr(watchfiles, "watch", none_left)
    found = noticed(brief)
    for title in ("Two or three", "Four"):
        brief.write_text(f"title: {title}", encoding="utf-8")
        found.get(timeout=20)


def test_saves_are_noticed_after_the_folder_was_gone(brief: Path) -> None:
    found = noticed(brief)
    shutil.rmtree(brief.parent)
    found.get(timeout=20)
    brief.parent.mkdir()
    brief.write_text("title: Two", encoding="utf-8")
    found.get(timeout=20)
    brief.write_text("title: Three and more", encoding="utf-8")
    found.get(timeout=20)
