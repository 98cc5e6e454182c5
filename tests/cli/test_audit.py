"""`brief audit` and `brief build --check`: problems of finished files are reported, with their location."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner

from builder.cli import app
from builder.manifest import read
from builder.manifest.part_diff import differing_parts
from builder.pipeline import auditing, building
from builder.pipeline.request import Request
from builder.report.problems import BriefError
from tests.conftest import Built, needs
from tests.support.command import TINY, brief

MEMO, DECK, SUMMARY = (f"output/brief-{name}" for name in ("memo.docx", "deck.pptx", "summary.pdf"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "brief.yaml").write_text(TINY, encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with a brief and its files, to be changed."""
    return shutil.copytree(made, tmp_path / "made")


def repacked(file: Path, change: Callable[[str, bytes], bytes] = lambda _, data: data) -> None:
    """Pack an Office file again, without compression, each part as `change` gives it."""
    with zipfile.ZipFile(file) as old:
        parts = [(info.filename, change(info.filename, old.read(info))) for info in old.infolist()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as new:
        for name, data in parts:
            new.writestr(zipfile.ZipInfo(name), data)


def reword(file: Path, old: str, new: str) -> None:
    """Change words of an Office file, as somebody does who corrects it by hand."""
    repacked(file, lambda _, data: data.replace(old.encode(), new.encode()))


def other_brief(folder: Path) -> None:
    source = folder / "brief.yaml"
    source.write_text(TINY.replace("small boat", "large boat"), encoding="utf-8")


def test_an_audit_of_what_was_built_finds_nothing(folder: Path) -> None:
    done = brief("audit", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("3 files read, ")
    assert done.stdout.endswith("words compared: all three files match brief.yaml\n")


def test_an_audit_of_one_product_reads_one_file(folder: Path) -> None:
    (folder / MEMO).unlink()
    done = brief("audit", "--only", "deck", cwd=folder)
    assert (done.returncode, done.stdout.split(" read")[0]) == (0, "1 file")
    assert "the deck matches brief.yaml" in done.stdout


def test_files_with_warnings_only_match_the_brief(folder: Path) -> None:
    mark = (
        b'<w:rPrChange w:id="900" w:author="Ana" w:date="2031-05-01T00:00:00Z"><w:rPr/></w:rPrChange></w:rPr>'
    )
    repacked(
        folder / MEMO,
        lambda name, data: data.replace(b"</w:rPr>", mark, 1) if name == "word/document.xml" else data,
    )
    done = brief("audit", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("words compared: 1 warning; all three files match brief.yaml\n")


def test_a_changed_word_is_reported_with_its_place_and_its_line(folder: Path) -> None:
    reword(folder / MEMO, "cannot reach", "can reach")
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "brief.yaml:6:" in done.stdout
    assert "sections[0].arguments[0].claim" in done.stdout
    assert "Nurses cannot reach the clinic on Sundays." in done.stdout
    assert "nothing was written" not in done.stdout


def test_what_nobody_typed_is_not_to_be_kept_by_an_edit(folder: Path) -> None:
    repacked(folder / DECK, lambda _, data: re.sub(rb"[0-9a-f]{40}", b"", data))
    done = brief("audit", "--only", "deck", cwd=folder)
    assert "the deck was built from another revision of the brief" in done.stdout
    assert "hint: rebuild the file; copy any manual edits into the brief first" in done.stdout
    assert "to keep this change" not in done.stdout


def test_of_two_headings_with_the_same_words_the_location_says_which(tmp_path: Path) -> None:
    second = TINY.partition("sections:\n")[2].replace('"Why"\n', '"Why"\n    intro: "Goods go by sea."\n')
    (tmp_path / "brief.yaml").write_text(TINY + second.replace("clinic", "market"), encoding="utf-8")
    assert brief("build", "--only", "memo", cwd=tmp_path).returncode == 0
    reword(tmp_path / MEMO, "go by sea", "go by air")
    done = brief("audit", "--only", "memo", cwd=tmp_path)
    assert "under heading “Why” (no. 2), paragraph 1: has “Goods go by air.”" in done.stdout


@pytest.mark.parametrize("ends", [True, False], ids=["all saved", "interrupted"])
def test_files_that_a_build_moves_while_they_are_read_are_not_taken_for_one_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    """The memo is read before another build moves its files, the deck and the summary after it."""
    memo, deck = (next((folder / "output").glob(f"*-{end}")) for end in ("memo.docx", "deck.pptx"))
    good = deck.read_bytes()
    memo_now, real = memo.read_bytes(), building.bytes_of
    memo.write_bytes(b"of an earlier build")
    reads: list[str] = []

    def read(target: Path, most: int = -1) -> bytes | None:
        data = real(target, most)
        if not reads and ends:
            memo.unlink()
            memo.write_bytes(memo_now)
        elif not reads:
            (folder / "output" / ".brief-save").mkdir()
            (folder / "output" / ".brief-save" / "begun").touch()
        reads.append(target.name)
        return data

    monkeypatch.setattr(auditing, "bytes_of", read)
    monkeypatch.chdir(folder)
    if ends:
        assert auditing.audit_files(Request(Path("brief.yaml"))).problems == ()
    else:
        with pytest.raises(BriefError, match="interrupted while it saved"):
            auditing.audit_files(Request(Path("brief.yaml")))
    assert deck.read_bytes() == good


def test_a_missing_file_is_a_finding(folder: Path) -> None:
    (folder / DECK).unlink()
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "hint: run `brief build`\n" in done.stdout
    assert f"{DECK}: error: the file is missing" in done.stdout
    assert "2 files read" in done.stdout


def test_an_unreadable_file_is_a_finding(folder: Path) -> None:
    (folder / MEMO).write_bytes(b"not a zip")
    (folder / SUMMARY).write_bytes(b"%PDF-1.7 broken")
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "1 file read" in done.stdout
    assert f"{MEMO}: error: is not a Word file [files-readable]\n  hint: run `brief build`\n" in done.stdout
    assert f"{SUMMARY}: error: is not a PDF file [files-readable]\n  hint: run `brief build`\n" in done.stdout
    assert "edit the brief" not in done.stdout


@pytest.mark.parametrize("command", [["build"], ["build", "--check"], ["audit"]], ids=" ".join)
def test_a_file_without_permission_is_a_problem(
    folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refused(path: Path, mode: str = "r", **how: Any) -> Any:
        if path.suffix == ".pptx" and mode == "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **how)

    other_brief(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("builder.pipeline.worker.may_fork", lambda: False)
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert f"{DECK}: error: cannot be read: permission denied" in done.output


def test_a_memo_is_not_a_deck(folder: Path) -> None:
    shutil.copy(folder / MEMO, folder / "memo.docx")
    shutil.copy(folder / DECK, folder / MEMO)
    shutil.copy(folder / "memo.docx", folder / DECK)
    done = brief("audit", "--only", "memo,deck", "--format", "json", cwd=folder)
    found = {problem["file"]: problem["message"] for problem in json.loads(done.stdout)["problems"]}
    assert found == {DECK: "is not a PowerPoint file", MEMO: "is not a Word file"}


def test_working_copies_are_not_clean_copies(folder: Path) -> None:
    done = brief("audit", "--final", "--format", "json", cwd=folder)
    problems = json.loads(done.stdout)["problems"]
    assert [problem["file"] for problem in problems] == [DECK, MEMO, SUMMARY]
    assert {problem["message"] for problem in problems} == {"is a working copy, not a clean copy"}
    assert {problem["hint"] for problem in problems} == {
        "audit without --final, or run `brief build --final`"
    }


def test_a_problem_without_a_line_names_the_file(folder: Path) -> None:
    end = "</cp:coreProperties>"
    reword(folder / MEMO, end, f"<cp:category>Another</cp:category>{end}")
    reword(folder / DECK, 'lang="en"', 'lang="de"')
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{DECK}: error: language: the deck has ")
    assert f"\n{MEMO}: error: the memo has " in done.stdout
    assert "brief.yaml:" not in done.stdout


@pytest.mark.parametrize("manifest", [True, False], ids=["with manifest", "without"])
def test_files_of_another_version_of_the_brief_say_so_in_one_line_each(folder: Path, manifest: bool) -> None:
    other_brief(folder)
    if not manifest:
        (folder / "output" / "brief-manifest.json").unlink()
    done = brief("audit", "--format", "json", cwd=folder)
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert [problem["file"] for problem in problems] == [DECK, MEMO, SUMMARY]
    assert all("another revision of brief.yaml" in problem["message"] for problem in problems)


def test_final_copies_are_read_as_such(folder: Path) -> None:
    assert brief("build", "--final", cwd=folder).returncode == 0
    assert brief("audit", cwd=folder).returncode == 0
    (folder / "output" / "brief-manifest.json").unlink()
    assert brief("audit", "--final", cwd=folder).returncode == 0


def test_an_audit_of_a_brief_with_errors_reports_them(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY.replace("claim:", "clam:"), encoding="utf-8")
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "did you mean `claim`?" in done.stdout


def test_findings_come_in_forms_for_machines(folder: Path) -> None:
    reword(folder / DECK, "cannot reach", "can reach")
    reported = brief("audit", "--format", "github", cwd=folder).stdout
    assert reported.startswith("::error file=brief.yaml,line=6,")
    log = json.loads(brief("audit", "--format", "sarif", cwd=folder).stdout)
    assert log["version"] == "2.1.0"


def test_a_check_of_what_was_built_says_yes_and_writes_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = brief("build", "--check", cwd=folder)
    assert done.returncode == 0
    assert "Up to date" in done.stdout
    (folder / "output" / "brief-manifest.json").unlink()
    done = brief("build", "--check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "Up to date: all three files match brief.yaml\n")
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert before.keys() - after.keys() == {folder / "output" / "brief-manifest.json"}
    assert all(before[path] == time for path, time in after.items() if path != folder / "output")


def test_a_check_in_an_empty_folder_finds_every_file_missing_and_makes_none(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    done = brief("build", "--check", "--format", "json", cwd=tmp_path)
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert [problem["file"] for problem in problems] == [MEMO, DECK, SUMMARY]
    assert {problem["message"] for problem in problems} == {"the file is missing"}
    assert [path.name for path in tmp_path.iterdir()] == ["brief.yaml"]


def test_an_edited_file_is_distinguished_from_a_stale_one(folder: Path) -> None:
    reword(folder / MEMO, "cannot reach", "can reach")
    done = brief("build", "--check", cwd=folder)
    assert done.returncode == 1
    assert (
        f"{MEMO}: error: was changed after it was built (word/document.xml, customXml/item1.xml differ)"
        in done.stderr
    )
    assert "hint: copy any manual edits into the brief first, then run `brief build`" in done.stderr
    assert DECK not in done.stderr
    other_brief(folder)
    done = brief("build", "--check", cwd=folder)
    outdated = "error: was built from another revision of brief.yaml [files-up-to-date]\n"
    assert f"{DECK}: {outdated}" in done.stderr
    assert "3 errors; nothing was written" in done.stderr


def test_other_dates_make_other_files(folder: Path) -> None:
    done = brief("build", "--check", cwd=folder, env={"SOURCE_DATE_EPOCH": "1000000000"})
    assert done.returncode == 1
    assert done.stderr.count("with another SOURCE_DATE_EPOCH") == 3


def test_files_packed_by_another_zlib_are_no_other_files(folder: Path) -> None:
    repacked(folder / MEMO)
    with pikepdf.open(folder / SUMMARY, allow_overwriting_input=True) as document:
        assert len(document.pages) == 1
    (folder / "output" / "brief-manifest.json").unlink()
    assert brief("build", "--check", cwd=folder).returncode == 0


@pytest.mark.parametrize("edit", ["title", "sha256", "broken"])
def test_an_edited_manifest_is_reported(folder: Path, edit: str) -> None:
    file = folder / "output" / "brief-manifest.json"
    entries = json.loads(file.read_text(encoding="utf-8"))
    if edit == "title":
        entries["title"] = "Another"
    elif edit == "sha256":
        entries["products"][0]["sha256"] = "0" * 64
    file.write_text("{" if edit == "broken" else json.dumps(entries), encoding="utf-8")
    done = brief("build", "--check", cwd=folder)
    assert done.returncode == 1
    assert "output/brief-manifest.json: error: is not the manifest of these files" in done.stderr
    assert brief("build", cwd=folder).returncode == 0
    read(file.read_bytes())
    assert brief("build", "--check", cwd=folder).returncode == 0


def test_a_strict_check_fails_on_a_warning(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY + 'sources: [{id: log, title: "A log"}]\n', encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    assert brief("build", "--check", cwd=folder).returncode == 0
    assert brief("build", "--check", "--strict", cwd=folder).returncode == 1


def test_a_check_of_a_brief_with_errors_reports_them(folder: Path) -> None:
    (folder / "brief.yaml").write_text(TINY.replace("claim:", "clam:"), encoding="utf-8")
    done = brief("build", "--check", cwd=folder)
    assert done.returncode == 1
    assert "did you mean `claim`?" in done.stderr


def test_each_edition_has_files_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(
        TINY + '        audience: [internal]\n      - claim: "Shops cannot be supplied on Sundays."\n'
        "audiences: [internal, public]\n",
        encoding="utf-8",
    )
    for audience in ("internal", "public"):
        done = brief("build", "--audience", audience, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "output").iterdir())) == 8
    assert brief("build", "--audience", "public", cwd=tmp_path).stdout.count(", unchanged") == 3
    assert brief("audit", "--audience", "public", cwd=tmp_path).returncode == 0
    assert brief("build", "--check", "--audience", "public", cwd=tmp_path).returncode == 0
    assert brief("build", "--check", cwd=tmp_path).returncode == 1
    done = brief("build", "--audience", "pubic", cwd=tmp_path)
    assert done.returncode == 1
    assert "did you mean `public`?" in done.stderr


def test_check_reports_what_only_the_edition_of_an_audience_has(tmp_path: Path) -> None:
    words = "and the people of the hills who wait for the boat " * 3
    lines = [*TINY.splitlines(), f'audiences: [public, {{name: press, label: "{words.strip()}"}}]', ""]
    (tmp_path / "brief.yaml").write_text("\n".join(lines), encoding="utf-8")
    done = brief("check", "--format", "json", cwd=tmp_path)
    problems = json.loads(done.stdout)["problems"]
    reported = [problem for problem in problems if problem["severity"] == "error"]
    assert done.returncode == 1
    assert [problem["rule"] for problem in reported] == ["text-fits"]
    assert reported[0]["message"].startswith("in the edition for press: ")
    assert brief("build", "--audience", "public", cwd=tmp_path).returncode == 0
    assert brief("build", "--audience", "press", cwd=tmp_path).returncode == 1


def test_parts_are_compared_unpacked(built: Built, tmp_path: Path) -> None:
    for file in built.files[:2]:
        again = Path(shutil.copy(file, tmp_path))
        repacked(again)
        assert again.read_bytes() != file.read_bytes()
        assert differing_parts(file.read_bytes(), again.read_bytes()) == ()
        again.write_bytes(file.read_bytes()[:-40])
        assert differing_parts(file.read_bytes(), again.read_bytes()) == ("the file",)
    assert differing_parts(built.memo.read_bytes(), built.summary.read_bytes()) == ("the file",)


def test_a_changed_stream_of_a_pdf_is_seen(built: Built) -> None:
    data = built.summary.read_bytes()
    assert differing_parts(data, data + b"\n%%EOF") == ("trailer",)
    with pikepdf.open(built.summary) as document:
        packed = document.pages[0].Contents.read_raw_bytes()
    words = zlib.decompress(packed)

    def with_stream(stream: bytes) -> bytes:
        changed = data.replace(packed, stream)
        return changed.replace(b"/Length %d\n" % len(packed), b"/Length %d\n" % len(stream))

    again = with_stream(zlib.compress(words, 1))
    assert again != data
    assert differing_parts(data, again) == ()
    assert len(differing_parts(data, with_stream(zlib.compress(words.replace(b"ET", b"TE", 1))))) == 1


def test_a_page_of_places_is_written_over_no_other_file(folder: Path) -> None:
    before = (folder / "brief.yaml").read_bytes()
    done = brief("trace", "--html", "brief.yaml", cwd=folder)
    assert done.returncode == 1
    assert "is not an HTML page" in done.stderr
    assert (folder / "brief.yaml").read_bytes() == before
    assert [brief("trace", "--html", "page.html", cwd=folder).returncode for _ in range(2)] == [0, 0]


def test_what_was_changed_by_hand_is_kept_by_the_next_build(folder: Path) -> None:
    memo = folder / MEMO
    edited = memo.read_bytes() + b"edited"
    memo.write_bytes(edited)
    done = brief("build", cwd=folder)
    (copy,) = folder.glob("output/brief-memo-edited-*.docx")
    assert copy.read_bytes() == edited
    assert copy.name in done.stderr
    assert memo.read_bytes() != edited


@pytest.mark.parametrize("junk", [b"", b"PK", b"no file of ours", b"PK\x03\x04" + bytes(200)])
def test_junk_in_place_of_a_file_is_reported_without_a_traceback(folder: Path, junk: bytes) -> None:
    for file in (MEMO, DECK, SUMMARY):
        (folder / file).write_bytes(junk)
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout


def test_an_encrypted_part_is_reported_without_a_traceback(folder: Path) -> None:
    data = bytearray((folder / MEMO).read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    (folder / MEMO).write_bytes(data)
    done = brief("audit", "--only", "memo", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "memo" in done.stdout


def test_hints_name_the_edition(folder: Path) -> None:
    text = TINY + "audiences: [public]\n"
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    (folder / "brief.yaml").rename(folder / "b.yaml")
    options = ("b.yaml", "--out", "dist", "--audience", "public", "--final")
    done = brief("build", "--check", *options, cwd=folder)
    assert "brief build b.yaml --out dist --audience public --final" in done.stdout + done.stderr


# As LibreOffice shows them


def test_memo_and_deck_are_compared_as_libreoffice_shows_them(folder: Path) -> None:
    needs("soffice")
    done = brief("audit", "--rendered", cwd=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "3 files read" in done.stdout


def test_what_both_judges_see_is_reported_once(folder: Path) -> None:
    needs("soffice")
    reword(folder / MEMO, "cannot reach", "can reach")
    first, both = (brief("audit", *more, "--only", "memo", cwd=folder) for more in ((), ("--rendered",)))
    assert first.returncode == 1
    assert first.stdout == both.stdout


def test_without_libreoffice_nothing_can_be_rendered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("builder.pipeline.rendering.office", lambda: None)
    done = CliRunner().invoke(app, ["audit", "--rendered"])
    assert done.exit_code == 1
    assert (
        "error: LibreOffice is not installed [rendered-words-match]\n"
        "  hint: install it, or audit without --rendered" in done.output
    )


def test_a_libreoffice_that_does_nothing_or_never_ends_is_reported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep $WAIT\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("builder.pipeline.rendering.office", lambda: str(program))
    monkeypatch.setattr("builder.pipeline.rendering._SECONDS", 0.5)
    for wait, message in (("0", "LibreOffice cannot show the memo"), ("5", "did not show the files within")):
        monkeypatch.setenv("WAIT", wait)
        done = CliRunner().invoke(app, ["audit", "--rendered"])
        assert done.exit_code == 1
        assert message in done.output


CHARTS = """
charts:
  - {id: loans, kind: bar, title: Loans fell, rows: {"2025": 118.4, "2026": 97.0}}
"""


@pytest.mark.parametrize("product", ["memo", "deck"])
def test_a_value_changed_in_the_data_of_a_chart_is_reported(tmp_path: Path, product: str) -> None:
    (tmp_path / "brief.yaml").write_text(TINY + CHARTS, encoding="utf-8")
    assert brief("build", cwd=tmp_path).returncode == 0
    assert brief("audit", cwd=tmp_path).returncode == 0
    (file,) = tmp_path.rglob(f"*-{product}.*")
    repacked(file, lambda name, data: data.replace(b"97.0", b"197.0") if "/charts/" in name else data)
    done = brief("audit", "--only", product, cwd=tmp_path)
    assert done.returncode == 1
    assert "draws 197.0 instead of 97.0 at “2026”" in done.stdout
    assert "where its workbook has “97.0”" in done.stdout
    assert "[charts-match]" in done.stdout
