"""Passages in other languages, `[mot]{lang=fr}`: written to all three files, read back, and checked."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

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
        ("french", "did you mean `{lang=fr}`?"),
        ("latin", "write the tag of the language"),
        ("frr", "did you mean `{lang=fr}`?"),
        ("FR", "did you mean `{lang=fr}`?"),
        ("de-ch", "did you mean `{lang=de-CH}`?"),
        ("Deutsch", "did you mean `{lang=de}`?"),
        ("", "write the tag of the language"),
    ],
)
def test_an_unknown_tag_is_an_error_with_its_line(folder: Path, tag: str, hint: str) -> None:
    (folder / "brief.yaml").write_text(FOREIGN.replace("lang=fr", f"lang={tag}", 1), encoding="utf-8")
    done = brief("check", cwd=folder)
    assert done.returncode == 1
    column = FOREIGN.splitlines()[1].index("{lang=") + 1
    assert (
        f"brief.yaml:2:{column}: error: bottom_line.text: `{{lang={tag}}}` names no language" in done.stdout
    )
    assert hint in done.stdout


@pytest.mark.parametrize(
    ("mark", "quoted"),
    [
        ("{lng=fr}", None),
        ("{lang=fr ", "{lang=fr"),
        ("{langue: fr}", None),
        ('{lang=\\"fr\\"}', None),
        (" {lang = fr}", "{lang = fr}"),
        ("(lang=fr)", None),
        ("{french}", None),
    ],
)
def test_a_mistyped_mark_is_a_warning_at_its_place_with_what_is_meant(
    folder: Path, mark: str, quoted: str | None
) -> None:
    """A mark that is not read is printed as it is typed."""
    text = FOREIGN.replace("{lang=fr}", mark, 1)
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("check", cwd=folder)
    line, shown = text.splitlines()[1], (quoted or mark).replace("\\", "")
    warnings = [one for one in done.stdout.splitlines() if "warning:" in one]
    assert len(warnings) == 1, done.stdout
    assert f"`{shown}` is printed as it is typed" in warnings[0]
    column = line.index(quoted or mark) + 1 if "\\" not in mark else line.index('"') + 1
    assert warnings[0].startswith(f"brief.yaml:2:{column}: ")
    assert "did you mean `{lang=fr}`?" in done.stdout


def test_brackets_that_mark_no_language_are_left_alone(folder: Path) -> None:
    text = FOREIGN.replace(
        "the [mot juste]{lang=fr}", r"the set [a] {b, c}, \\[x]{lang=none}, [y] (lang: z)", 1
    )
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    assert "no problems found" in brief("check", cwd=folder).stdout


def test_equal_marks_of_a_folded_text_are_each_reported_at_their_place(folder: Path) -> None:
    text = FOREIGN.replace(
        "bottom_line: ", "bottom_line: >-\n  A [x]{lang=xx}\n  and [y]{lang=xx}. "
    ).replace('"', "")
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("check", "--format", "concise", cwd=folder)
    assert "brief.yaml:3:8: error" in done.stdout
    assert "brief.yaml:4:10: error" in done.stdout


def test_the_canonical_form_keeps_passages(folder: Path) -> None:
    assert brief("check", "--fix", cwd=folder).returncode == 0
    assert "[mot juste]{lang=fr}" in (folder / "brief.yaml").read_text(encoding="utf-8")


def test_an_alternative_text_has_the_words_without_the_mark(folder: Path) -> None:
    """Neither Word nor PowerPoint nor PDF can name the language of a part of such a text."""
    Image.new("RGB", (900, 600), (20, 90, 200)).save(folder / "a.png")
    figure = 'figures: [{path: a.png, alt: "The [mot juste]{lang=fr} in blue", caption: "A picture"}]\n'
    (folder / "brief.yaml").write_text(TINY + figure, encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    for file, part in ((MEMO, "word/document.xml"), (DECK, r"ppt/slides/slide\d+.xml")):
        written = b"".join(parts_of(folder / file, f"^{part}$").values()).decode()
        assert 'descr="The mot juste in blue"' in written
