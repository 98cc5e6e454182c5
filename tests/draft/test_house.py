"""A memo or a deck of another organisation becomes a draft, with its tables and pictures."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pptx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.util import Inches

from builder.api import build
from builder.brief.load import load_brief
from builder.draft.importing import import_article
from builder.draft.pages import typed_blocks
from builder.pipeline.rendering import convert, office
from builder.report.problems import BriefError
from builder.sources.check import compare_sources
from tests.conftest import ROOT
from tests.corpora.hostile.pictures import encoded
from tests.draft.test_articles import cited_of, drafted, loaded

TABLE = (("Year", "Riders"), ("2029", "1,200"), ("2030", "41,000"))


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("The ferry in its ninth year", 0)
    document.add_heading("Why the boat stopped", 1)
    document.add_paragraph("The council could not pay for a new engine. It may sell the boat.")
    document.add_paragraph("Three things are missing:")
    document.add_paragraph("an engine", style="List Bullet")
    document.add_paragraph("a crew", style="List Bullet")
    document.add_heading("What may follow", 1)
    document.add_paragraph("The clinic may lose two nurses who live on the other side.")
    table = document.add_table(3, 2)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_picture(BytesIO(encoded("PNG", size=(900, 600))), width=docx.shared.Inches(4))
    path = tmp_path / "memo.docx"
    document.save(str(path))
    return path


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    presentation = pptx.Presentation()
    cover, content, divider = (presentation.slide_layouts[index] for index in (0, 1, 2))
    first = presentation.slides.add_slide(cover)
    first.shapes.title.text = "The ferry in its ninth year"
    presentation.slides.add_slide(divider).shapes.title.text = "Why the boat stopped"
    slide = presentation.slides.add_slide(content)
    slide.shapes.title.text = "The council could not pay for a new engine"
    slide.placeholders[1].text = "\n".join(f"Bill number {number} is open" for number in range(1, 7))
    slide.notes_slide.notes_text_frame.text = "The engine was built in 1987."
    presentation.slides.add_slide(divider).shapes.title.text = "What may follow"
    second = presentation.slides.add_slide(content)
    second.shapes.title.text = "The clinic"
    second.placeholders[1].text = "The clinic may lose two nurses.\nBoth live on the other side."
    frame = second.shapes.add_table(3, 2, Inches(1), Inches(4), Inches(4), Inches(2))
    for row, cells in zip(frame.table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    picture = second.shapes.add_picture(BytesIO(encoded("JPEG", size=(900, 600))), Inches(5), Inches(4))
    picture._element.nvPicPr.cNvPr.set("descr", "A boat at the pier")
    path = tmp_path / "deck.pptx"
    presentation.save(str(path))
    return path


def values(brief: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(brief.read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def test_a_memo_keeps_its_headings_bullets_table_and_picture(memo: Path, tmp_path: Path) -> None:
    _, brief = drafted(memo, tmp_path)
    build(brief, tmp_path / "output")
    found = values(brief)
    assert found["title"] == "The ferry in its ninth year"
    assert [section["title"] for section in found["sections"]] == ["Why the boat stopped", "What may follow"]
    first = found["sections"][0]["arguments"]
    assert [argument["claim"] for argument in first] == ["The council could not pay for a new engine."]
    assert first[0]["refs"] == ["src1#s1p1-s1p4"]
    assert found["tables"][0]["columns"] == ["Year", "Riders"]
    assert found["tables"][0]["rows"] == [["2029", "1,200"], ["2030", "41,000"]]
    assert found["tables"][0]["refs"] == ["src1#s2p2-s2p4"]
    assert found["figures"][0]["alt"] == "A picture from “What may follow”"
    assert (tmp_path / "assets/picture-1.png").is_file()
    assert cited_of(load_brief(brief)) >= 0.9
    assert {each.rule for each in compare_sources(load_brief(brief)).problems} <= {"copies-quoted"}


def test_a_deck_gives_claims_evidence_notes_table_and_picture(deck: Path, tmp_path: Path) -> None:
    _, brief = drafted(deck, tmp_path)
    build(brief, tmp_path / "output")
    found = values(brief)
    assert found["title"] == "The ferry in its ninth year"
    assert [section["title"] for section in found["sections"]] == ["Why the boat stopped", "What may follow"]
    first, second = (section["arguments"][0] for section in found["sections"])
    assert first["claim"] == "The council could not pay for a new engine"
    assert len(first["evidence"]) == 4
    assert first["reasoning"] == "The engine was built in 1987."
    assert first["refs"] == ["src1#slide3"]
    assert second["claim"] == "The clinic may lose two nurses."
    assert second["certainty"] == {"level": "possible", "cue": "may"}
    assert found["tables"][0]["rows"] == [["2029", "1,200"], ["2030", "41,000"]]
    assert found["figures"][0]["alt"] == "A boat at the pier"
    assert "file" not in found["sources"][0]


def test_a_long_report_becomes_a_brief_that_fits_one_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("A long report", 0)
    for section in range(9):
        document.add_heading(f"{section + 1}. What the report says about region {section} and its towns", 1)
        for town in range(9):
            document.add_paragraph(
                f"Town {town} of region {section} decided to spend more on ferries, although the county had "
                "asked for restraint, and it may decide again. A second sentence says that the ferries carry "
                "more people than ever before. A third one adds detail."
            )
    document.save(str(tmp_path / "report.docx"))
    _, brief = drafted(tmp_path / "report.docx", tmp_path)
    build(brief, tmp_path / "output")
    assert len(values(brief)["sections"]) == 6
    assert cited_of(load_brief(brief)) >= 0.9


def test_lines_that_stand_on_several_slides_are_furniture(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    cover, content = presentation.slide_layouts[0], presentation.slide_layouts[1]
    first = presentation.slides.add_slide(cover)
    first.shapes.title.text = "The ferry"
    first.placeholders[1].text = "Port Office\n3 May 2031"
    for number in range(3):
        slide = presentation.slides.add_slide(content)
        slide.shapes.title.text = f"The boat carried fewer people in year {number}"
        slide.placeholders[1].text = f"Port Office\nThe pier was closed in year {number}."
    presentation.save(str(tmp_path / "deck.pptx"))
    _, brief = drafted(tmp_path / "deck.pptx", tmp_path)
    found = values(brief)
    assert found["title"] == "The ferry"
    assert found["bottom_line"] == "The boat carried fewer people in year 0. The pier was closed in year 0."
    assert len(found["sections"][0]["arguments"]) == 3
    assert "Port Office" not in brief.read_text(encoding="utf-8")


def test_the_pages_of_a_pdf_become_arguments_that_cite_them(tmp_path: Path) -> None:
    build(ROOT / "docs/gallery/buses.yaml", tmp_path / "built")
    article = tmp_path / "buses-summary.pdf"
    article.write_bytes((tmp_path / "built/buses-summary.pdf").read_bytes())
    _, brief = drafted(article, tmp_path)
    build(brief, tmp_path / "output")
    found = [argument for section in values(brief)["sections"] for argument in section["arguments"]]
    assert {ref for argument in found for ref in argument["refs"]} == {"src1#p1"}
    assert len({argument["id"] for argument in found}) == len(found) > 3


def _set_pdf(path: Path, size: float = 11.0, heading: str = "Heading2") -> None:
    """Set an article in two columns, with a title, headings, a running title, numbers of pages and a note."""
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 815, f"Harbour Review · page {document.page}")
        canvas.drawCentredString(300, 20, str(document.page))
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(60, 40, "1. See the county report of 2031 for the costs of earlier trials.")

    styles = getSampleStyleSheet()
    text = ParagraphStyle(
        "text", fontName="Times-Roman", fontSize=size, leading=size * 1.2, firstLineIndent=12
    )
    document = BaseDocTemplate(str(path))
    frames = [Frame(50, 60, 240, 730), Frame(305, 60, 240, 730)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    flow = [Paragraph("The ferry in its ninth year", styles["Title"]), Paragraph("By Ann Holt", text)]
    for part in ("Why the boat stopped", "What may follow", "What to do"):
        flow.append(Paragraph(part, styles[heading]))
        for number in range(1, 8):
            words = f"{part}: town {number} may lose its ferry, although 4{number},000 people a year use it"
            more = (
                f"The council has talked {count} times with town {number} about {part}." for count in range(5)
            )
            flow.append(Paragraph(f"{words}. {' '.join(more)} Nobody knows who would pay.", text))
    document.build(flow)


def test_a_pdf_has_the_sections_that_its_type_shows(tmp_path: Path) -> None:
    _set_pdf(tmp_path / "article.pdf")
    draft, brief = drafted(tmp_path / "article.pdf", tmp_path)
    build(brief, tmp_path / "output")
    found = values(brief)
    titles = ["Why the boat stopped", "What may follow", "What to do"]
    assert found["title"] == "The ferry in its ninth year"
    assert [section["title"] for section in found["sections"]] == titles
    arguments = [argument for section in found["sections"] for argument in section["arguments"]]
    assert len(arguments) == draft.arguments == 21
    assert len({argument["id"] for argument in arguments}) == 21
    refs = [ref for argument in arguments for ref in argument["refs"]]
    assert {"src1#p1", "src1#p2"} <= {*refs}
    assert found["sources"][0]["author"] == "Ann Holt"
    text = brief.read_text(encoding="utf-8")
    assert not any(words in text for words in ("Harbour Review", "county report", "- 4"))
    assert {each.rule for each in compare_sources(load_brief(brief)).problems} <= {"copies-quoted"}


def test_a_pdf_without_paragraphs_is_read_by_its_pages(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "poster.pdf"))
    for size, text in ((30, "The ferry in its ninth year"), (20, "The council could not pay for an engine")):
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(60, 500 + 3 * size, text)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 480, "It may sell the boat before the summer")
    canvas.save()
    blocks = typed_blocks((tmp_path / "poster.pdf").read_bytes())
    draft, brief = drafted(tmp_path / "poster.pdf", tmp_path)
    assert draft.arguments >= 1
    assert blocks
    assert values(brief)["sections"][0]["arguments"][0]["refs"] == ["src1#p1"]


@pytest.mark.parametrize("size", [10.5, 12.5])
def test_the_size_of_type_is_told_from_that_of_the_text(tmp_path: Path, size: float) -> None:
    _set_pdf(tmp_path / "article.pdf", size, "Heading3")
    blocks = typed_blocks((tmp_path / "article.pdf").read_bytes())
    assert [block.text for block in blocks if block.level == 1] == ["The ferry in its ninth year"]
    assert [block.text for block in blocks if block.level == 2] == [
        "Why the boat stopped",
        "What may follow",
        "What to do",
    ]
    paragraphs = [block for block in blocks if not block.level]
    assert len(paragraphs) == 22
    assert all(block.text.endswith("pay.") for block in paragraphs[1:])
    assert {block.line for block in paragraphs} == {*range(1, max(block.last for block in blocks) + 1)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.integers(0, 99), at=st.floats(0, 1), put=st.binary(min_size=1, max_size=12), of_deck=st.booleans()
)
def test_a_damaged_file_is_refused_in_plain_words_or_loads(
    memo: Path, deck: Path, part: int, at: float, put: bytes, of_deck: bool
) -> None:
    """One part of the file has other bytes in one place."""
    whole = deck if of_deck else memo
    damaged = whole.with_stem("damaged")
    with ZipFile(whole) as given_, ZipFile(damaged, "w") as made:
        names = given_.namelist()
        for name in names:
            data = given_.read(name)
            if name == names[part % len(names)]:
                start = int(at * len(data))
                data = data[:start] + put + data[start + len(put) :]
            made.writestr(name, data)
    with suppress(BriefError):
        _, brief = drafted(damaged, damaged.parent)
        loaded(brief)
        return
    with pytest.raises(BriefError, match="articles-readable"):
        import_article(damaged, damaged.parent)


def test_an_open_document_is_read_with_libreoffice(memo: Path, tmp_path: Path) -> None:
    program = office()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    convert(program, tmp_path, "odt", [memo])
    _, brief = drafted(tmp_path / "memo.odt", tmp_path)
    found = values(brief)
    assert found["title"] == "The ferry in its ninth year"
    assert found["sources"][0]["file"] == "sources/memo.docx"
    assert cited_of(load_brief(brief)) >= 0.9


def test_without_libreoffice_an_open_document_is_refused_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.draft.importing.office", lambda: None)
    ZipFile(tmp_path / "memo.odt", "w").close()
    with pytest.raises(BriefError, match="which is not installed") as refused:
        import_article(tmp_path / "memo.odt", tmp_path)
    assert refused.value.problems[0].hint == "save it as DOCX, or install LibreOffice"
