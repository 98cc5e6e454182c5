"""`brief preview --export` writes a page that can be sent: whole, and without secrets."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from lxml import html

from tests.conftest import ROOT
from tests.support.command import TINY, brief

AUDIENCES = f"""\
# not for the reader: call the ministry first
audiences: [{{name: board}}, {{name: staff}}]
{TINY}\
      - claim: "Only the staff may read of the strike."
        audience: [staff]
"""


def state(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', page)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


def test_a_copy_is_whole(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    done = brief("preview", "--export", "shown", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("wrote shown/index.html and ")
    folder = tmp_path / "shown"
    page = (folder / "index.html").read_text("utf-8")
    for name in re.findall(r'(?:href|src)="([^"#?]+)[^"]*"', page):
        assert (folder / name).is_file(), name
    for name in re.findall(r"url\(\"([^)]+)\"\)", (folder / "look.css").read_text("utf-8")):
        assert (folder / name).is_file(), name
    assert (folder / "fonts" / "Carlito-LICENSE.txt").is_file()
    assert page.count("Nurses cannot reach the clinic on Sundays") >= 3
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>(?!<)", page)
    assert state(page)["live"] is False
    assert not list(tmp_path.glob("output"))


def test_a_copy_has_no_comments_of_the_brief_and_nothing_of_another_audience(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(AUDIENCES, encoding="utf-8")
    assert brief("preview", "--export", "board", "--audience", "board", cwd=tmp_path).returncode == 0
    page = (tmp_path / "board" / "index.html").read_text("utf-8")
    assert "Nurses" in page
    for secret in ("strike", "ministry", "staff"):
        assert secret not in page
    unclear = brief("preview", "--export", "x", cwd=tmp_path)
    assert unclear.returncode == 1
    assert "--audience with one of board, staff, or --unrestricted" in unclear.stderr.replace("\n    ", " ")
    assert not (tmp_path / "x").exists()
    assert brief("preview", "--export", "whole", "--unrestricted", cwd=tmp_path).returncode == 0
    whole = (tmp_path / "whole" / "index.html").read_text("utf-8")
    assert "strike" in whole
    assert "ministry" not in whole
    refused = brief("preview", "--export", "x", "--audience", "nobody", cwd=tmp_path)
    assert refused.returncode == 1
    assert "nobody" in refused.stderr


def test_words_of_a_brief_are_never_read_as_markup(tmp_path: Path) -> None:
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>' &amp; </svg><b>"
    text = TINY.replace("Why", bad).replace("Nurses cannot", f"Nurses {bad} cannot")
    text += f'tables: [{{title: T, columns: [A, B], rows: [["{bad}", 1], [x, 2]]}}]\n'
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    assert brief("preview", "--export", "shown", cwd=tmp_path).returncode == 0
    page = (tmp_path / "shown" / "index.html").read_text("utf-8")
    parsed = html.fromstring(page)
    assert len(parsed.xpath("//script")) == 2
    assert not parsed.xpath("//img | //b | //@onerror")
    assert "</script><img" not in page
    assert "<img src=x onerror=alert(1)>" in parsed.xpath("string(//*[@id='deck'])")


def test_a_copy_does_not_say_in_which_folder_the_brief_is(tmp_path: Path) -> None:
    text = TINY.replace("Nurses cannot", "Nurses " + "really " * 15 + "cannot")
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    assert brief("preview", tmp_path / "brief.yaml", "--export", "shown", cwd=tmp_path).returncode == 0
    page = (tmp_path / "shown" / "index.html").read_text("utf-8")
    assert "word-budget" in page
    assert tmp_path.name not in page


def test_a_copy_of_a_brief_with_errors_counts_them_and_shows_no_line_of_the_brief(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(f"{TINY}foo: 1  # call the ministry first\n", encoding="utf-8")
    done = brief("preview", "--export", "shown", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "1 error in the brief\n")
    page = (tmp_path / "shown" / "index.html").read_text("utf-8")
    assert "foo" in page
    assert "ministry" not in page


def test_a_brief_with_errors_and_a_folder_that_cannot_be_written_are_reported(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("title: [", encoding="utf-8")
    done = brief("preview", "--export", "shown", cwd=tmp_path)
    assert done.returncode == 1
    assert "yaml-syntax" in done.stderr
    assert not (tmp_path / "shown").exists()
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = brief("preview", "--export", "file/shown", cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_the_page_needs_the_extra_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    program = (
        "import sys\nsys.modules['starlette'] = sys.modules['uvicorn'] = None\n"
        "from builder.cli import app\napp(['preview'], 'brief')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "which is not installed" in done.stderr
    assert "policy-brief-builder[preview]" in done.stderr


def test_a_build_loads_nothing_of_the_preview(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    program = (
        "import sys\nfrom builder.cli import app\napp(['build'], 'brief', standalone_mode=False)\n"
        "print([one for one in sys.modules if one.startswith(('builder.preview', 'starlette', 'uvicorn'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_page_that_is_no_preview_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_bytes((ROOT / "brief.yaml").read_bytes())
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!DOCTYPE html><title>Our institute</title>", encoding="utf-8")
    refused = brief("preview", "--export", "site", cwd=tmp_path)
    assert refused.returncode == 1
    assert "index.html exists and is not a preview" in refused.stderr
    assert "Our institute" in (site / "index.html").read_text(encoding="utf-8")
    assert brief("preview", "--export", "copy", cwd=tmp_path).returncode == 0
    assert brief("preview", "--export", "copy", cwd=tmp_path).returncode == 0
