"""`brief build --each` as a user runs it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.batches import ROWS, files, written
from tests.support.command import brief, brief_process

SUMMARY = ("build", "--each", "rows.csv", "--only", "summary")


def test_each_row_has_a_folder_and_all_have_a_page_and_a_table(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief("build", "--each", "rows.csv", "--processes", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "5 rows built and verified; " in done.stdout
    assert "output/index.html" in done.stdout.replace("\\", "/")
    folders = ["ferry-east", "ferry-north", "ferry-south", "ferry-sued-ost", "ferry-west"]
    names = [*folders, "batch.json", "index.html", "summary.csv"]
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == sorted(names)
    assert sorted(files(tmp_path / "output" / "ferry-north")) == [
        "ferry-north-deck.pptx",
        "ferry-north-manifest.json",
        "ferry-north-memo.docx",
        "ferry-north-summary.pdf",
    ]
    page = (tmp_path / "output" / "index.html").read_text("utf-8")
    for name in re.findall(r'href="([^"]+)"', page):
        assert (tmp_path / "output" / name).is_file(), name
    assert page.count("<tr") == 6
    assert "Name of the district" in page
    assert "default-src 'none'" in page
    done = brief("build", "--each", "rows.csv", "--resume", cwd=tmp_path)
    assert "0 rows built and verified; 5 unchanged" in done.stdout


def test_a_build_of_the_brief_alone_is_not_that_of_a_row(tmp_path: Path) -> None:
    """A row whose files are in the folder does not make a build with other values up to date."""
    path = written(tmp_path, "district,riders\nNorth,1\n")
    brief(*SUMMARY, "--name", "x", cwd=tmp_path)
    text = path.with_name("brief.yaml").read_text("utf-8")
    assert "`district` has no default" in brief("build", "--out", "output/x", cwd=tmp_path).stderr
    text = text.replace("label: Name of the district", "default: North").replace("unit: people", "default: 2")
    path.with_name("brief.yaml").write_text(text, "utf-8")
    brief(*SUMMARY, "--name", "x", cwd=tmp_path)
    done = brief("build", "--only", "summary", "--out", "output/x", cwd=tmp_path)
    assert "Verified" in done.stdout, done.stderr


def test_a_dry_run_lists_the_files_and_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief(
        *SUMMARY, "--dry-run", "--only-rows", "2,4-5", "--name", "{param:lang}/{param:district}", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    shown = done.stdout.replace("\\", "/")
    assert "row 4: output/es/west/ ferry-west-summary.pdf ferry-west-manifest.json" in shown
    assert "row 5: output/ja/sued-ost/" in shown
    assert "row 3:" not in shown
    assert "5 rows checked; 3 of them would become 6 files; nothing was written" in shown
    assert not (tmp_path / "output").exists()


def test_a_query_that_writes_is_refused_also_in_a_dry_run(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "rows.sql").write_text("COPY (SELECT 'North' AS district) TO 'made.csv'")
    done = brief("build", "--each", "rows.sql", "--dry-run", cwd=tmp_path)
    assert done.returncode == 1
    assert "rows.sql:1:1: error: the query fails: it is not one SELECT" in done.stderr
    assert not (tmp_path / "made.csv").exists()


def test_ten_thousand_rows_are_checked_in_seconds(tmp_path: Path) -> None:
    lines = [f"D{number},{number},en,{'yes' if number % 2 else 'no'}" for number in range(1, 10_001)]
    written(tmp_path, "\n".join(["district,riders,lang,coastal", *lines]))
    start = time.perf_counter()
    done = brief(*SUMMARY, "--dry-run", "--sample", "3", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "10000 rows checked; 1 of them would become 2 files; 2 would fail" in done.stdout
    assert time.perf_counter() - start < 60


def test_rows_with_faults_end_the_command_before_anything_is_built(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("district,", "distrct,").replace("12500", "many"))
    done = brief(*SUMMARY, cwd=tmp_path)
    assert done.returncode == 1
    assert "rows.csv:1:1: error: the brief declares no parameter for the column `distrct`" in done.stderr
    assert "did you mean `district`?" in done.stderr
    assert "rows.csv:3:7: error: row 2, `riders`: expected a number, found `many`" in done.stderr
    assert "nothing was built" in done.stderr
    assert not (tmp_path / "output").exists()


def test_rows_that_fail_are_reported_and_the_others_built(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("East", "East " * 90))
    done = brief(*SUMMARY, "--name", "{param:lang}", cwd=tmp_path)
    assert done.returncode == 1
    assert re.search(r"error: .*: row 3 \(fr\): .*characters", done.stderr)
    assert "4 rows built and verified; 1 failed" in done.stdout
    assert not (tmp_path / "output" / "fr").exists()
    assert (tmp_path / "output" / "es" / "ferry-west-summary.pdf").is_file()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--name", "x"), "--name is for --each ROWS"),
        (("--resume",), "--resume is for --each ROWS"),
        (("--each", "rows.csv", "--check"), "--each and --check exclude each other"),
        (("--each", "rows.csv", "--only-rows", "3-x"), "`3-x` is not a row"),
        (("--each", "rows.csv", "--only-rows", "7"), "there are 5 rows, counted from 1"),
        (("--each", "row.csv"), "there is no file `row.csv`"),
        (("--each", "rows.csv", "--name", "all"), "rows 1 and 2 have the same folder, `all`"),
        (("--each", "rows.csv", "--name", "{param:disrict}"), "did you mean `district`?"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    written(tmp_path)
    done = brief("build", *options, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief(*SUMMARY, "--out", "rows.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "rows.csv cannot be written: it is a file, not a folder" in done.stderr


def test_the_audience_may_be_a_parameter(tmp_path: Path) -> None:
    path = written(tmp_path, "district,riders,lang\nNorth,1,en\n")
    text = (
        path.with_name("brief.yaml")
        .read_text("utf-8")
        .replace('{claim: "Storms', '{audience: [en], claim: "Storms')
    )
    path.with_name("brief.yaml").write_text(f"{text}audiences: [en, de]\n", "utf-8")
    done = brief(*SUMMARY, "--audience", "{param:lang}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "ferry-north" / "ferry-north-en-summary.pdf").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_leaves_every_row_whole_and_the_rest_is_resumed(tmp_path: Path) -> None:
    lines = [f"D{number},{number},en,no" for number in range(1, 61)]
    written(tmp_path, "\n".join(["district,riders,lang,coastal", *lines]))
    command = [sys.executable, "-m", "builder", *SUMMARY, "--processes", "2"]
    run = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = tmp_path / "output"
    for _ in range(600):
        if len(list(out.glob("ferry-*"))) >= 5:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    printed, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    assert "every row that was begun is whole" in said
    assert " not begun" in printed
    folders = list(out.glob("ferry-*"))
    assert 5 <= len(folders) < 60
    assert all(len(list(folder.iterdir())) == 2 for folder in folders)
    done = brief_process(*SUMMARY, "--resume", cwd=tmp_path)
    assert f"{60 - len(folders)} rows built and verified; {len(folders)} unchanged" in done.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_fails_rows_and_leaves_none_half_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        lines = [f"D{number},{number},en,no" for number in range(1, 13)]
        written(tmp_path, "\n".join(["district,riders,lang,coastal", *lines]))
        done = brief_process(*SUMMARY, "--out", "disk", "--processes", "1", cwd=tmp_path)
        assert done.returncode == 1
        assert "the disk is full" in done.stderr
        folders = [folder for folder in disk.glob("ferry-*") if list(folder.iterdir())]
        assert 0 < len(folders) < 12
        assert all(len(list(folder.iterdir())) == 2 for folder in folders)
    finally:
        subprocess.run(["umount", disk], check=True)
