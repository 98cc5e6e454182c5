"""A memo, a deck or a bundle is compared with a brief as far as it shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.brief import UNRESTRICTED
from builder.brief.load import load_brief
from builder.diff.sides import compared
from builder.diff.versions import version_of
from builder.manifest.form import Edition
from builder.outline.text import Product
from builder.pipeline.prepared import compose_for
from builder.pipeline.products import draft
from builder.pipeline.request import Request
from tests.conftest import ROOT, sampled
from tests.diff.test_memo import BRIEFS, words
from tests.diff.test_redline import NEW, dated, slides
from tests.support.command import brief
from tests.support.packages import parts_of, pdf_text

KINDS = ["built/buses-memo.docx", "built/buses-deck.pptx", "final/buses-memo.docx", "buses-release.zip"]


@pytest.mark.parametrize("file", sampled(BRIEFS, lambda file: file.parent, name=lambda file: file.stem))
@pytest.mark.parametrize("final", [False, True], ids=["working", "final"])
def test_what_was_built_of_a_brief_does_not_differ_from_it(tmp_path: Path, file: Path, final: bool) -> None:
    loaded = load_brief(file)
    audience = UNRESTRICTED if loaded.brief.audiences else None
    prepared = compose_for(Request(file, edition=Edition(audience, final)), loaded)
    for product, ending in ((Product.MEMO, "docx"), (Product.DECK, "pptx")):
        built = tmp_path / f"built.{ending}"
        built.write_bytes(draft(prepared.outline, product, prepared.theme).data)
        with version_of(str(built), file) as old, version_of(str(file), file) as new:
            assert compared(old, new, file).changes == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two versions of a brief, and the files, final copies and bundle of the old one."""
    dated(tmp_path, *NEW)
    for options in (["build", "--out", "built"], ["build", "--final", "--out", "final"]):
        assert brief(options[0], "old.yaml", *options[1:], cwd=tmp_path).returncode == 0
    done = brief("release", "old.yaml", "--out", ".", "--allow-warnings", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "new.yaml").rename(tmp_path / "brief.yaml")
    return tmp_path


@pytest.mark.parametrize("name", KINDS)
def test_changes_since_a_file_are_those_of_the_brief(folder: Path, name: str) -> None:
    done = brief("diff", name, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["old"], found["new"]) == (name, "brief.yaml")
    said = {(one["kind"], one["place"], one["new_line"]) for one in found["changes"]}
    assert {
        ("claim", "A1, claim", 14),
        ("certainty", "A1, certainty", 15),
        ("number", "A1, gist", 17),
    } <= said
    softer = next(one for one in found["changes"] if one["kind"] == "certainty")
    assert softer["direction"] == "softer"
    gone = {(one["place"], one["old"]) for one in found["changes"] if one["kind"] == "gone"}
    assert any(place == "A2" and old.startswith("Repairs cost more than a lease") for place, old in gone)
    sources = [one["place"] for one in found["changes"] if one["kind"] == "source"]
    assert sources == ["[1]"]  # which shifts the numbers of the others; that is no change
    new = {one["new"] for one in found["changes"] if one["kind"] == "new"}
    assert any(each.startswith("New buses are quiet") for each in new)


def test_a_bundle_has_redlines_of_the_brief_since_it(folder: Path) -> None:
    done = brief("diff", "buses-release.zip", "--redline", "changes", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert brief("build", "--out", "now", cwd=folder).returncode == 0
    data = (folder / "changes/buses-memo-redline.docx").read_bytes()
    assert words(data, accepted=True) == words((folder / "now/buses-memo.docx").read_bytes(), accepted=True)
    before = (folder / "final/buses-memo.docx").read_bytes()
    assert words(data, accepted=False) == words(before, accepted=True)
    first = slides(folder / "changes/buses-deck-redline.pptx")[0]
    assert first.title == "What changed since version 1.2 (3 March 2031)"
    assert "former A2\nremoved" in first.words
    (page,) = pdf_text(folder / "changes/buses-summary-redline.pdf")
    assert "Changed since version 1.2 (3 March 2031): A1: changed, softer, 14 → 17" in page


def test_two_files_are_compared_by_the_brief_beside_them(folder: Path) -> None:
    assert brief("release", "brief.yaml", "--out", "later", "--allow-warnings", cwd=folder).returncode == 0
    done = brief("diff", "buses-release.zip", "later/buses-release.zip", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "They broke down [-14-] {+17+} times in 2030." in done.stdout
    assert "buses-release.zip to later/buses-release.zip" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["built/buses-memo.docx", "built/buses-deck.pptx"], "a memo cannot be compared with a deck"),
        (
            ["old.yaml", "built/buses-memo.docx", "--redline", "x.pdf"],
            "is no brief, which redlines and pictures",
        ),
        (["built/buses-deck.pptx", "--redline", "x.docx"], "has no memo to track changes from"),
        (["damaged.zip"], "the bundle ends in the middle of"),
        (["damaged.docx"], "damaged.docx: error"),
        (["other.docx"], "hardly any words of the brief"),
    ],
)
def test_what_cannot_be_compared_is_said(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "damaged.zip").write_bytes((folder / "buses-release.zip").read_bytes()[:-40_000])
    (folder / "damaged.docx").write_bytes(b"PK but no Word file")
    other = compose_for(Request(BRIEFS[0], edition=Edition(None, final=True)), load_brief(BRIEFS[0]))
    (folder / "other.docx").write_bytes(draft(other.outline, Product.MEMO, other.theme).data)
    done = brief("diff", *arguments, cwd=folder)
    assert done.returncode == 1
    assert message in done.stderr
    assert not (folder / "x.pdf").exists()
    assert "Traceback" not in done.stderr


def test_a_memo_of_another_brief_is_refused_like_by_pull(folder: Path) -> None:
    assert brief("new", "--template", "decision", "other", cwd=folder).returncode == 0
    assert brief("build", "other", "--out", "built", "--only", "memo", cwd=folder).returncode == 0
    (memo,) = set((folder / "built").glob("*-memo.docx")) - {folder / "built/buses-memo.docx"}
    name = memo.relative_to(folder).as_posix()
    said = brief("pull", name, cwd=folder).stderr.splitlines()[0]
    for arguments in ([name], ["brief.yaml", name], [name, "built/buses-memo.docx"]):
        done = brief("diff", *arguments, cwd=folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[0] == said
        assert "this memo was built from another brief (“" in said


def test_a_folder_of_finished_files_is_said_to_be_one(folder: Path) -> None:
    done = brief("diff", "built", cwd=folder)
    assert "there are finished files in built, but no brief" in done.stderr
    assert "name a file, such as built/buses-memo.docx" in done.stderr
    done = brief("audit", "built", cwd=folder)
    assert "there are finished files in this folder, but no brief" in done.stdout
    assert "did you mean `brief audit brief.yaml --out built`?" in done.stdout.replace("\n    ", " ")


WITHHELD = ("Jorn Petersen", "Legal Service")


def audiences(folder: Path) -> None:
    """Write two versions of a brief with audiences, and release the older one for the public."""
    text = (ROOT / "tests/briefs/good/audiences.yaml").read_text(encoding="utf-8")
    assert all(words in text for words in WITHHELD)
    (folder / "old.yaml").write_text(text, encoding="utf-8")
    done = brief("release", "old.yaml", "--audience", "public", "--out", ".", "--allow-warnings", cwd=folder)
    assert done.returncode == 0, done.stderr
    changed = text.replace("Westerhaven Port Forum", "Westerhaven Harbour Forum", 1).replace("Jorn", "Jörn")
    (folder / "brief.yaml").write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("bundled", [True, False], ids=["bundle", "option"])
def test_a_redline_for_an_audience_has_nothing_that_it_may_not_read(tmp_path: Path, bundled: bool) -> None:
    audiences(tmp_path)
    released = next(tmp_path.glob("*.zip")).name
    options = [released] if bundled else ["old.yaml", "--audience", "public"]
    done = brief("diff", *options, "--redline", "changes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Westerhaven" in done.stdout
    said = [done.stdout]
    for file in (tmp_path / "changes").iterdir():
        data = file.read_bytes()
        parts = (
            pdf_text(file)
            if file.suffix == ".pdf"
            else [part.decode("utf-8", "replace") for part in parts_of(data, r"\.xml$").values()]
        )
        said += parts
    for name in (*WITHHELD, "Jörn"):
        assert not [one for one in said if name in one]
    whole = brief("diff", "old.yaml", cwd=tmp_path)
    assert "Jörn" in whole.stdout
