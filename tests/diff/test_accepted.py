"""LibreOffice itself makes the new memo of a redline whose changes are all accepted, else the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.diff.memo import tracked
from tests.conftest import needs
from tests.diff.test_memo import PAIRS, memo, words
from tests.support.office import do, job, python_with_uno

pytestmark = pytest.mark.campaign


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all memos as LibreOffice saves them, and all redlines accepted and rejected there."""
    needs("soffice")
    python = python_with_uno()
    folder = tmp_path_factory.mktemp("redlines")
    jobs = []
    for old, new in PAIRS:
        before, after = memo(old), memo(new)
        plain, redline = folder / f"{new.stem}.docx", folder / f"{new.stem}-redline.docx"
        plain.write_bytes(after)
        redline.write_bytes(tracked(before, after, 0))
        jobs.append(job(plain, folder / f"{new.stem}-saved.docx", False, []))
        for step in ("accept_all", "reject_all"):
            jobs.append(job(redline, folder / f"{new.stem}-{step}.docx", False, [[step]]))
    do(python, jobs)
    return folder


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda file: file.stem)
def test_libreoffice_accepts_and_rejects_all_changes(saved: Path, old: Path, new: Path) -> None:
    for step, same in (("accept_all", new), ("reject_all", old)):
        found, expected = (
            [line.strip() for line in words((saved / f"{name}.docx").read_bytes(), accepted=True)]
            for name in (f"{new.stem}-{step}", f"{same.stem}-saved")
        )  # LibreOffice has the break of a page in the paragraph before or after it
        assert found == expected
