"""Batches on a cluster: a real scheduler and two workers, which are killed, lost, or of another version."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from builder.batch.building import Built, build_batch, unchanged
from builder.batch.cluster import run
from builder.batch.inputs import packed
from builder.batch.plan import Asked, plan
from builder.batch.row import Done, Shared
from builder.batch.target import Folder, Target, target_of
from builder.outline.text import Product
from builder.report.problems import BriefError
from tests.batch.batches import BRIEF, built, files, written
from tests.batch.cluster import Cluster, cluster
from tests.batch.storage import ENVIRONMENT, objects, served
from tests.support.command import brief

SUMMARY = (Product.SUMMARY,)
HEAD = "district,riders,lang\n"
MANY = HEAD + "".join(f"District {number},{number + 90},en\n" for number in range(12))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> Iterator[Cluster]:
    """Start two workers that reach the storage, and not the folder of the brief."""
    env = {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}
    with cluster(tmp_path_factory.mktemp("cluster"), 2, env) as found:
        yield found


def on_cluster(
    rows: Path, target: Target, address: str, note: partial[None] | None = None, *, resume: bool = False
) -> Built:
    batch = plan(Asked(rows.parent / "brief.yaml", rows, SUMMARY))
    left = unchanged(batch, target) if resume else []
    return build_batch(batch, target, left, partial(run, address=address), note or (lambda _: None))


def kill(at: int, count: list[int], victim: object, done: Done) -> None:
    """Kill a process once so many rows are done."""
    count.append(done.number)
    if len(count) == at:
        victim.send_signal(signal.SIGKILL)  # type: ignore[attr-defined]


def test_a_worker_that_is_killed_loses_no_row(
    tmp_path: Path, there: Cluster, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The objects in the bucket are, byte for byte, the files that one process writes into a folder."""
    import boto3

    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="briefs")
    rows, place = written(tmp_path, MANY), "s3://briefs/2031"
    built(rows, tmp_path / "local", SUMMARY)
    victim = there.add()
    there.ready(3)
    done = on_cluster(rows, target_of(place), there.address, partial(kill, 4, [], victim))
    assert victim.wait() == -signal.SIGKILL
    assert [one.problems for one in done.failed] == []
    assert sorted(one.number for one in done.done) == list(range(1, 13))
    assert objects(place) == files(tmp_path / "local")


def test_the_command_builds_on_a_cluster_into_a_folder_here(
    tmp_path: Path, there: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails there is reported as if it were built here; the moment is that of this environment."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    rows = written(tmp_path, f"{HEAD}North,1300,en\nSouth,1200,de\nEast,1,fr\n{'West ' * 70},2,en\n")
    options = ("build", "--each", rows.name, "--only", "summary")
    here = brief(*options, "--name", "x{param:riders}", "--out", "here", cwd=tmp_path)
    command = (*options, "--name", "x{param:riders}", "--scheduler", there.address)
    done = brief(*command, cwd=tmp_path)
    assert (done.returncode, here.returncode) == (1, 1)
    assert done.stderr == here.stderr
    assert "3 rows built and verified; 1 failed" in done.stdout
    assert files(tmp_path / "output") == files(tmp_path / "here")
    assert "3 unchanged" in brief(*command, "--resume", cwd=tmp_path).stdout
    assert "--scheduler is for --each" in brief("build", "--scheduler", "x", cwd=tmp_path).stderr


def test_every_file_below_the_brief_that_a_row_names_is_sent_and_no_other(tmp_path: Path) -> None:
    rows = written(tmp_path / "briefs", f"{HEAD}North,1,en\nSouth,2,en\n", BRIEF + "extends: ../house.yaml\n")
    for name in ("North.png", "South.png", "East.png", "logo.png"):
        (tmp_path / "briefs" / name).write_bytes(name.encode())
    (tmp_path / "house.yaml").write_text('logo: {file: briefs/logo.png, alt: "{param:district}.png"}\n')
    (tmp_path / "secret.txt").write_text("a key")
    path = tmp_path / "briefs" / "brief.yaml"
    named = 'title: A log, file: "{param:district}.png", note: ../secret.txt'
    path.write_text(BRIEF.replace("title: A log", named))
    batch = plan(Asked(path, rows, SUMMARY))
    found = packed(Shared(batch.opened, SUMMARY, False, Folder(tmp_path)), batch.jobs, [])
    assert sorted(found.files) == ["North.png", "South.png", "brief.yaml", "seats.csv"]


@pytest.mark.campaign
def test_a_scheduler_that_is_lost_is_said_and_the_rest_is_resumed(tmp_path: Path) -> None:
    rows, out = written(tmp_path, MANY), Folder(tmp_path / "out")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 1) as found:
        with pytest.raises(BriefError, match="was lost") as raised:
            on_cluster(rows, out, found.address, partial(kill, 5, [], found.scheduler))
        assert "--resume" in str(raised.value.problems[0].hint)
    again = built(rows, tmp_path / "out", SUMMARY, resume=True)
    assert again.unchanged >= 5
    assert again.unchanged + len(again.done) == 12


@pytest.mark.campaign
def test_a_worker_with_another_version_is_refused(tmp_path: Path) -> None:
    rows = written(tmp_path)
    with cluster(tmp_path, 0) as found:
        found.add("import builder; builder.__version__ = '0.0.1'")
        found.ready(1)
        with pytest.raises(BriefError, match=r"has version 0\.0\.1, and not "):
            on_cluster(rows, Folder(tmp_path / "out"), found.address)
    assert not list((tmp_path / "out").glob("*/"))


def test_an_address_without_a_scheduler_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.batch.cluster._CONNECT", 1)
    with pytest.raises(BriefError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        on_cluster(written(tmp_path), Folder(tmp_path / "out"), "tcp://127.0.0.1:9")


@pytest.mark.campaign
def test_only_a_row_that_ends_every_worker_fails(tmp_path: Path) -> None:
    """Rows that wait for a worker that it ends are not blamed, even where nothing is tried twice."""
    deadly = """
import os
from builder.batch import cluster
build = cluster.build_row
cluster.build_row = lambda shared, job: os._exit(9) if job.number == 3 else build(shared, job)
"""
    rows = written(tmp_path, MANY)
    with cluster(tmp_path, 0, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as found:
        for _ in range(4):
            found.add(deadly)
        found.ready(4)
        done = on_cluster(rows, Folder(tmp_path / "out"), found.address)
    assert [one.number for one in done.failed] == [3]
    assert "every worker that built the row was ended" in done.failed[0].problems[0].message
    assert len(done.done) == 12


@pytest.mark.campaign
def test_workers_that_cannot_build_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.batch.cluster._CONNECT", 3)
    rows, out = written(tmp_path), Folder(tmp_path / "out")
    with cluster(tmp_path, 0) as found:
        with pytest.raises(BriefError, match="has no workers"):
            on_cluster(rows, out, found.address)
        found.add("import sys; sys.modules['builder'] = None")
        found.ready(1)
        with pytest.raises(BriefError, match="a worker does not have policy-brief-builder"):
            on_cluster(rows, out, found.address)
