"""`brief import` through the command line, and the marks that it leaves in a draft."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pikepdf
import pptx
import pytest

from builder.brief.load import load_brief
from tests.conftest import ROOT
from tests.support.command import brief
from tests.support.packages import saved

ARTICLE = ROOT / "docs/gallery/sources/evening-buses.md"


def test_an_article_becomes_a_brief_that_builds_with_one_warning_for_all_marks(tmp_path: Path) -> None:
    done = brief("import", ARTICLE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrote brief.yaml, sources/evening-buses.md" in done.stdout
    assert (tmp_path / "sources/evening-buses.md").read_bytes() == ARTICLE.read_bytes()
    text = (tmp_path / "brief.yaml").read_text(encoding="utf-8")
    assert brief("build", cwd=tmp_path).returncode == 0
    found = json.loads(brief("check", "--format", "json", cwd=tmp_path).stdout)["problems"]
    marks = [problem for problem in found if problem["rule"] == "drafts-read"]
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.endswith("  # draft")]
    assert [(problem["severity"], problem["lines"]) for problem in marks] == [("warning", lines)]
    assert marks[0]["line"] == lines[0]


def test_a_final_brief_with_marks_is_refused_until_the_last_one_is_deleted(tmp_path: Path) -> None:
    brief("import", ARTICLE, cwd=tmp_path)
    file = tmp_path / "brief.yaml"
    final = file.read_text(encoding="utf-8").replace("status: draft", "status: final")
    file.write_text(final, encoding="utf-8")
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "texts are drafts in a final brief [drafts-read]" in done.stderr
    one_left = final.replace("  # draft\n", "\n").replace("status: final", "status: final  # draft")
    file.write_text(one_left, encoding="utf-8")
    assert "one text is a draft in a final brief" in brief("check", cwd=tmp_path).stdout
    file.write_text(final.replace("  # draft\n", "\n"), encoding="utf-8")
    assert brief("build", cwd=tmp_path).returncode == 0


def test_a_mark_counts_at_a_text_of_several_lines_and_not_inside_one(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(
        'title: "It is so # draft"\nbottom_line: >-  # draft\n  We say\n  # draft\n'
        'sections: [{title: Why, arguments: ["It is so."]}] # draft\n',
        encoding="utf-8",
    )
    found = json.loads(brief("check", "--format", "json", cwd=tmp_path).stdout)["problems"]
    assert [one["lines"] for one in found if one["rule"] == "drafts-read"] == [[2, 5]]


def test_a_brief_is_not_overwritten_without_force(tmp_path: Path) -> None:
    shutil.copy(ARTICLE, tmp_path)
    (tmp_path / "brief.yaml").write_text("mine", encoding="utf-8")
    done = brief("import", ARTICLE.name, cwd=tmp_path)
    assert done.returncode == 1
    assert "brief.yaml already exists and was not changed" in done.stderr
    assert (tmp_path / "brief.yaml").read_text(encoding="utf-8") == "mine"
    assert brief("import", ARTICLE.name, "--force", cwd=tmp_path).returncode == 0
    assert "file: evening-buses.md" in (tmp_path / "brief.yaml").read_text(encoding="utf-8")


def test_another_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / ARTICLE.name).write_text("mine", encoding="utf-8")
    done = brief("import", ARTICLE, cwd=tmp_path)
    assert done.returncode == 1
    assert "already exists and is another file" in done.stderr
    assert not (tmp_path / "brief.yaml").exists()


def _locked() -> bytes:
    """Return a PDF file that needs a password."""
    with pikepdf.new() as made:
        made.add_blank_page()
        return saved(made, encryption=pikepdf.Encryption(owner="o", user="u"))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.md", b"# \n\n--\n", "it has no text"),
        (
            "picture.png",
            b"\x89PNG\r\n",
            "save it as one of: .docx, .htm, .html, .markdown, .md, .odp, .odt, .pdf, .pptx",
        ),
        ("rubbish.md", bytes(range(256)) * 9, "is not a text"),
        ("rubbish.txt", bytes(range(1, 256)) * 9, "is not a text"),
        ("rubbish.html", b"\x81\x8d\x8f\x90 Word. " * 9, "is not a text"),
        ("rubbish.odt", bytes(range(256)), "it is not an OpenDocument file"),
        ("rubbish.odp", b"A word.", "it is not an OpenDocument file"),
        ("broken.docx", b"PK\x03\x04 and no more", "it is not a Word file that can be read"),
        ("broken.pptx", b"PK\x03\x04 and no more", "it is not a PowerPoint file that can be read"),
        (
            "broken.pdf",
            b"%PDF-1.7 and no more",
            "read [articles-readable]\n  hint: is it the right file?",
        ),
        ("locked.pdf", _locked(), "it is protected by a password"),
        ("locked.docx", b"\xd0\xcf\x11\xe0 and more", "it is protected by a password"),
        ("huge.txt", b"word " * 4_000_001, "it has 20 MB; the limit is 20 MB"),
        ("long.txt", b"A word. " * 400_000, "long.txt: error: it has more than 2,000,000 characters"),
        ("hebrew.txt", "שלום עולם, זה מאמר קצר.".encode(), "no text that can be set from left to right"),
        (
            "https://example.org/a.html",
            None,
            "https://example.org/a.html: error: it is an address",
        ),
        ("absent.txt", None, "there is no such file"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_plain_words(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = brief("import", name, cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert "[articles-readable]" in done.stderr
    assert "hint: " in done.stderr
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "brief.yaml").exists()


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--language=klingon!", "is not the tag"),
        ("--language=xx", "the language `xx` is not known\n  hint: known are de, en, es, fr, ja"),
        ("--out=a.docx", "not the name"),
    ],
)
def test_options_that_make_no_sense_are_explained(tmp_path: Path, option: str, message: str) -> None:
    done = brief("import", ARTICLE, option, cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr


def test_a_single_argument_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A ferry\n\nThe ferry stopped because the council could not pay.\n")
    done = brief("import", "a.md", "--language", "en-GB", cwd=tmp_path)
    assert "1 argument from 1 passage\n" in done.stdout
    assert "brief check brief.yaml --sources --coverage" in done.stdout


def test_a_deck_is_not_copied_and_the_next_step_is_a_plain_check(tmp_path: Path) -> None:
    deck, work = pptx.Presentation(), tmp_path / "work"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "The ferry stopped because the council could not pay."
    slide.placeholders[1].text = "It carried 41,000 people in 2030."
    deck.save(str(tmp_path / "deck.pptx"))
    work.mkdir()
    done = brief("import", "../deck.pptx", cwd=work)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  brief check brief.yaml    find the texts that are still drafts\n" in done.stdout
    assert "--sources" not in done.stdout
    assert [file.name for file in work.iterdir()] == ["brief.yaml"]
    assert "A deck is not copied or compared." in " ".join(brief("import", "--help", cwd=work).stdout.split())


_STOPPED = "The ferry stopped two years ago, and taxis took its place on every Sunday of the year."
_WRAPPED = _STOPPED.replace("taxis ", "taxis\n").replace("Sunday ", "Sunday\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wrapped.txt", f"Ferries return\n{_WRAPPED}\n\n{_WRAPPED}\n"),
        ("lines.txt", f"Ferries return\n{_STOPPED}\n"),
        ("single.md", f"# Ferries return\n\n{_STOPPED}\n"),
    ],
)
def test_a_title_needs_no_blank_line_and_no_other_heading(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert brief("import", name, cwd=tmp_path).returncode == 0
    made = (tmp_path / "brief.yaml").read_text("utf-8")
    assert 'title: "Ferries return"  # draft\nstatus' in made
    assert 'claim: "Ferries return' not in made
    assert 'title: "The article"' in made


def test_a_table_of_a_page_is_a_table_and_its_foot_is_left_out(tmp_path: Path) -> None:
    rows = "<tr><th>Year<th>Cost</tr><tr><td>2028<td>400</tr><tr><td>2029<td>520</tr>"
    foot = "<footer><p>Copyright Harbour Review.</footer>"
    text = f"<h1>Ferries</h1><h2>Costs</h2><p>{_STOPPED}<table>{rows}</table>{foot}"
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert brief("import", "page.html", cwd=tmp_path).returncode == 0
    made = (tmp_path / "brief.yaml").read_text("utf-8")
    assert '    rows:\n      - ["2028", "400"]  # draft\n      - ["2029", "520"]  # draft\n' in made
    assert "refs: [src1#s1p2-s1p4]" in made
    assert "{fact:" not in made
    assert "Copyright" not in made
    assert brief("check", cwd=tmp_path).returncode == 0


def test_the_claims_of_our_own_memo_are_claims_again(tmp_path: Path) -> None:
    shutil.copy(ROOT / "brief.yaml", tmp_path / "sent.yaml")
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    assert brief("build", "sent.yaml", "--only", "memo", cwd=tmp_path).returncode == 0
    (memo,) = (tmp_path / "output").glob("*-memo.docx")
    done = brief("import", memo.relative_to(tmp_path).as_posix(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = load_brief(tmp_path / "sent.yaml").brief
    sections = {section.title: section for section in load_brief(tmp_path / "brief.yaml").brief.sections}
    for section in said.sections:
        claims = [argument.claim for argument in sections[section.title].arguments]
        assert claims == [argument.claim for argument in section.arguments]
