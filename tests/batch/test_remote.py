"""Batches into storage elsewhere: S3 on this machine, and a storage that fails."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.batch.remote import Remote, remote
from builder.batch.target import Folder, target_of
from builder.batch.verify import Verified, verify
from builder.outline.text import Product
from builder.report.problems import BriefError
from tests.batch.batches import ROWS, built, files, written
from tests.batch.storage import ENVIRONMENT, objects, served
from tests.support.command import brief

SUMMARY = (Product.SUMMARY,)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def bucket(endpoint: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of an empty bucket."""
    import boto3

    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    clear()
    name = re.sub("[^a-z0-9]+", "-", request.node.name)[:60].strip("-")
    boto3.client("s3").create_bucket(Bucket=name)
    return f"s3://{name}"


def fault(target: Remote, name: str = "x") -> str:
    with pytest.raises(BriefError) as raised:
        target.write({name: b"x"})
    (problem,) = raised.value.problems
    assert problem.hint
    return f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.campaign)])
def test_objects_are_the_files_of_a_folder(tmp_path: Path, bucket: str, processes: int) -> None:
    """Byte for byte; once all is written, nothing is left of the log."""
    rows, target = written(tmp_path), remote(f"{bucket}/briefs/2031")
    built(rows, tmp_path / "out", SUMMARY)
    done = built(rows, target, SUMMARY, processes=processes)
    assert done.failed == []
    assert objects(target.address) == files(tmp_path / "out")
    again = built(rows, target, SUMMARY, resume=True)
    assert (again.unchanged, again.done) == (5, ())


def test_a_row_is_there_once_its_manifest_is(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest is written last; it is gone while files of another build replace those it records."""
    target, written_in_order = remote(f"{bucket}/out"), list[tuple[str, bool]]()
    write = Remote.write

    def noted(self: Remote, files: dict[str, bytes]) -> None:
        for name in files:
            written_in_order.append((name, self.read("row/a-manifest.json") is not None))
        write(self, files)

    monkeypatch.setattr(Remote, "write", noted)
    target.save("row", {"a-manifest.json": b"1", "a.pdf": b"one"})
    target.save("row", {"a-manifest.json": b"2", "a.pdf": b"two"})
    assert written_in_order == [("row/a.pdf", False), ("row/a-manifest.json", False)] * 2
    target.save("row", {"a-manifest.json": b"2", "a.pdf": b"two"})
    assert len(written_in_order) == 4


def test_an_edited_object_is_kept_and_built_again(tmp_path: Path, bucket: str) -> None:
    rows, target = written(tmp_path), remote(f"{bucket}/out")
    built(rows, target, SUMMARY)
    first = objects(target.address)
    target.write({"ferry-north/ferry-north-summary.pdf": b"edited"})
    rows.write_text(ROWS.replace("East,800", "East,801"), "utf-8")
    again = built(rows, target, SUMMARY, resume=True)
    assert sorted(one.name for one in again.done) == ["ferry-east", "ferry-north"]
    (kept,) = next(one.kept for one in again.done if one.name == "ferry-north")
    now = objects(target.address)
    assert now[f"ferry-north/{kept}"] == b"edited"
    assert now["ferry-north/ferry-north-summary.pdf"] == first["ferry-north/ferry-north-summary.pdf"]


def test_a_run_that_was_killed_is_resumed_from_its_log(bucket: str) -> None:
    target = remote(f"{bucket}/out")
    with target.log() as remember:
        remember(b"one\n")
    with target.log() as remember:
        remember(b"two\n")
    assert target.logged() == b"one\ntwo\n"
    target.forget()
    assert target.logged() == b""


def test_what_is_wrong_with_a_storage_is_said_with_what_to_do(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no such bucket or folder; create it" in fault(remote("s3://no-such-bucket/out"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    clear()
    assert "cannot be reached; check the network" in fault(remote(f"{bucket}/out"))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    clear()
    assert "there are no credentials; give them in the environment" in fault(remote(f"{bucket}/out"))


def clear() -> None:
    """Forget the connections, which have credentials and endpoint of when they were made."""
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("s3://key:secret@bucket/out", "has a user name or a password in it"),
        ("nowhere://bucket", "no storage is known as nowhere://"),
        ("gs://bucket/out", "needs a package"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(place: str, message: str) -> None:
    with pytest.raises(BriefError, match=message) as raised:
        target_of(place)
    assert "secret" not in str(raised.value)


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    assert target_of(f"file://{tmp_path}/a%20b") == Folder(tmp_path / "a b")


def test_a_full_storage_fails_rows_and_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows for which there is no room are reported; with room, --resume builds just these."""
    from fsspec.implementations.memory import MemoryFileSystem

    room, pipe = [2], MemoryFileSystem.pipe_file

    def full(self: Any, path: str, value: bytes, **more: Any) -> None:
        if path.endswith(".pdf"):
            room[0] -= 1
            if room[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        pipe(self, path, value, **more)

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", full)
    rows, target = written(tmp_path), remote("memory://full")
    done = built(rows, target, SUMMARY)
    assert len(done.failed) == 3
    assert "the storage is full" in done.failed[0].problems[0].message
    assert not any(target.read(f"{one.name}/{one.name}-manifest.json") for one in done.failed)
    states = [one["state"] for one in json.loads(target.read("batch.json") or b"")["rows"]]
    assert states.count("built") == 2
    room[0] = 99
    again = built(rows, target, SUMMARY, resume=True)
    assert (again.unchanged, len(again.done), again.failed) == (2, 3, [])


def test_the_command_builds_into_a_bucket_and_verifies_the_objects(tmp_path: Path, bucket: str) -> None:
    written(tmp_path)
    place = f"{bucket}/out"
    done = brief(
        "build", "--each", "rows.csv", "--only", "summary", "--out", place, "--processes", "1", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "5 rows built and verified; " in done.stdout
    assert f"see {place}/index.html" in done.stdout
    assert not (tmp_path / "output").exists()
    assert not list(tmp_path.glob("s3*"))
    done = brief("verify", place, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "OK: all 10 files of 5 rows are as recorded.\n")
    remote(place).write({"ferry-west/ferry-west-summary.pdf": b"changed"})
    done = brief("verify", place, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{place}/ferry-west/ferry-west-summary.pdf: error: was changed" in done.stdout
    done = brief("build", "--out", place, cwd=tmp_path)
    assert (done.returncode, "is for --each ROWS" in done.stderr) == (2, True)


def test_a_batch_in_a_folder_is_verified_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(written(tmp_path), out, SUMMARY)
    assert verify(Folder(out)) == Verified(5, 10, ())
    (out / "ferry-west" / "ferry-west-summary.pdf").unlink()
    done = brief("verify", "out", cwd=tmp_path)
    assert (done.returncode, "ferry-west-summary.pdf: error: is missing" in done.stdout) == (1, True)
    done = brief("verify", "memory://nothing", cwd=tmp_path)
    assert "batch.json: error: is missing" in done.stdout
