"""Passages in other languages, `[mot]{lang=fr}`: written to all three files, read back, and checked."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from builder.brief.texts.marks import Run, parse_marks
from tests.support.command import TINY, brief
from tests.support.packages import parts_of, repacked

FOREIGN = TINY.replace(
    "a small boat", "the [mot juste]{lang=fr} is **[force majeure]{lang=fr}**; a small boat"
)
MEMO, DECK, SUMMARY = (f"output/brief-{name}" for name in ("memo.docx", "deck.pptx", "summary.pdf"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(FOREIGN, encoding="utf-8")
    return tmp_path


def test_a_passage_is_words_with_a_language() -> None:
    assert parse_marks("the [mot *juste*]{lang=fr}.") == (
        Run("the "),
        Run("mot ", lang="fr"),
        Run("juste", italic=True, lang="fr"),
        Run("."),
    )
    assert parse_marks("[words]{.class} and [x]{lang=}") == (Run("[words]{.class} and [x]{lang=}"),)
    assert parse_marks(r"\[mot]{lang=fr}") == (Run("[mot]{lang=fr}"),)


def test_all_three_files_name_the_language_of_a_passage(folder: Path) -> None:
    done = brief("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    memo = parts_of(folder / MEMO, "^word/document.xml$")["word/document.xml"].decode()
    assert re.findall(r'<w:lang w:val="fr"[^>]*/></w:rPr><w:t[^>]*>([^<]*)', memo) == [
        "mot juste",
        "force majeure",
    ]
    deck = b"".join(parts_of(folder / DECK, r"^ppt/slides/slide\d+.xml$").values()).decode()
    assert set(re.findall(r'lang="fr"[^>]*><a:t>([^<]*)', deck)) == {"mot juste", "force majeure"}
    with pikepdf.open(folder / SUMMARY) as pdf:
        marks = [
            str(one.operands[1]["/Lang"])
            for one in pikepdf.parse_content_stream(pdf.pages[0])
            if str(one.operator) == "BDC" and "/Lang" in one.operands[1]
        ]
    assert set(marks) == {"fr"}
    assert "[" not in re.sub("<[^>]*>", "", memo)
    assert brief("audit", cwd=folder).returncode == 0
    assert brief("audit", "--a11y", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("file", "part", "old", "new"),
    [
        (MEMO, "word/document.xml", r'<w:lang w:val="fr"[^>]*/>', ""),
        (MEMO, "word/document.xml", 'w:val="fr"', 'w:val="pt"'),
        (DECK, r"ppt/slides/slide\d+.xml", 'lang="fr"', 'lang="en"'),
    ],
)
def test_the_audit_finds_a_passage_that_lost_its_language(
    folder: Path, file: str, part: str, old: str, new: str
) -> None:
    assert brief("build", cwd=folder).returncode == 0
    data = (folder / file).read_bytes()
    changed = {
        name: re.sub(old, new, text.decode()).encode() for name, text in parts_of(data, f"^{part}$").items()
    }
    (folder / file).write_bytes(repacked(data, changed))
    done = brief("audit", cwd=folder)
    assert done.returncode == 1
    assert "[properties-match]" in done.stdout
    assert "“mot juste” without its language, fr" in done.stdout


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("french", "did you mean `fr`?"),
        ("latin", "write the tag of the language"),
        ("frr", "did you mean `fr`?"),
        ("FR", "did you mean `fr`?"),
        ("de-ch", "did you mean `de-CH`?"),
        ("Deutsch", "did you mean `de`?"),
        ("", "write the tag of the language"),
    ],
)
def test_an_unknown_tag_is_an_error_with_its_line(folder: Path, tag: str, hint: str) -> None:
    (folder / "brief.yaml").write_text(FOREIGN.replace("lang=fr", f"lang={tag}", 1), encoding="utf-8")
    done = brief("check", cwd=folder)
    assert done.returncode == 1
    assert re.search(r"brief\.yaml:2:\d+: error: bottom_line.*\[passages-name-languages\]", done.stdout)
    assert hint in done.stdout


def test_the_canonical_form_keeps_passages(folder: Path) -> None:
    assert brief("check", "--fix", cwd=folder).returncode == 0
    assert "[mot juste]{lang=fr}" in (folder / "brief.yaml").read_text(encoding="utf-8")
