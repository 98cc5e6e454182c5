"""Memos and decks that were made in other ways: without styles, in tables, of boxes, with other pictures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.shared import Pt
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from pptx.util import Pt as Points

from builder.api import build
from tests.corpora.hostile.pictures import encoded
from tests.draft.test_articles import drafted
from tests.draft.test_house import values
from tests.support.command import brief as run
from tests.support.packages import edited, repacked, saved

PARTS = {
    "Why the boat stopped": "The council could not pay for a new engine. It may sell the boat before summer.",
    "What may follow": "The clinic may lose two nurses who live on the other side. It asked for a boat.",
    "What the council should do": "The council should ask the county to pay a third of it. It has time.",
}
TITLE = "The ferry in its ninth year"


def bold(document: Any) -> None:
    """Headings are bold, and a table says to whom and when."""
    document.add_paragraph().add_run("MEMORANDUM").bold = True
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("To", "The council"), ("Date", "5 May 2031")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for heading, text in PARTS.items():
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(text)
        document.add_paragraph("•\tan engine that is newer")


def large(document: Any) -> None:
    """Title and headings are in larger type."""
    document.add_paragraph().add_run(TITLE).font.size = Pt(24)
    for number, (heading, text) in enumerate(PARTS.items(), 1):
        document.add_paragraph().add_run(f"{number}. {heading}").font.size = Pt(15)
        document.add_paragraph(text)


def styled(document: Any) -> None:
    """Headings have a style of their own, which is bold and named as none."""
    own = document.styles.add_style("House", 1)
    own.font.bold = True
    document.add_paragraph(TITLE, style=own)
    document.add_paragraph("By Ann Holt")
    for heading, text in PARTS.items():
        document.add_paragraph(heading, style=own)
        document.add_paragraph(text)


def placed(document: Any) -> None:
    """All text is in a table."""
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text = "Harbour Office"
    cell = table.rows[0].cells[1]
    cell.add_paragraph(TITLE, style="Title")
    for heading, text in PARTS.items():
        cell.add_paragraph(heading, style="Heading 1")
        cell.add_paragraph(text)


@pytest.mark.parametrize("made", [bold, large, styled, placed])
def test_a_memo_has_its_sections_however_it_was_made(made: Callable[[Any], None], tmp_path: Path) -> None:
    document = docx.Document()
    made(document)
    document.save(str(tmp_path / "memo.docx"))
    _, brief = drafted(tmp_path / "memo.docx", tmp_path)
    build(brief, tmp_path / "output")
    found = values(brief)
    assert [section["title"] for section in found["sections"]] == [*PARTS]
    assert [section["role"] for section in found["sections"]] == ["cause", "effect", "response"]
    assert [len(section["arguments"]) for section in found["sections"]] == [1, 1, 1]
    assert "tables" not in found
    if made is bold:
        assert found["title"] == "The council could not pay for a new engine"
        assert found["sources"][0]["date"] == "5 May 2031"
    else:
        assert found["title"] == TITLE


def test_bold_words_in_a_text_are_no_headings(tmp_path: Path) -> None:
    document = docx.Document()
    for text in PARTS.values():
        paragraph = document.add_paragraph()
        paragraph.add_run("Note").bold = True
        paragraph.add_run(f" that {text}")
        document.add_paragraph().add_run(f"So it is written: {text}").bold = True
    document.save(str(tmp_path / "memo.docx"))
    _, brief = drafted(tmp_path / "memo.docx", tmp_path)
    assert len(values(brief)["sections"]) == 1


def test_pictures_of_other_kinds_are_converted_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Why the boat stopped", 1)
    document.add_paragraph(PARTS["Why the boat stopped"])
    for number, kind in enumerate(("GIF", "BMP", "TIFF", "JPEG", "PNG")):
        document.add_picture(BytesIO(encoded(kind, size=(900, 600 + number))))
    data = edited(saved(document), "[Content_Types].xml", _as_drawing)
    named = next(name for name in _parts(data) if name.endswith("image5.png"))
    (tmp_path / "memo.docx").write_bytes(repacked(data, {named: b"no picture"}))
    done = run("import", "memo.docx", cwd=tmp_path)
    assert "left out: 1 EMF picture, 1 unreadable picture\n" in done.stdout
    names = sorted(path.name for path in (tmp_path / "assets").iterdir())
    assert names == ["picture-1.png", "picture-2.png", "picture-3.png"]
    assert run("build", cwd=tmp_path).returncode == 0


def _parts(data: bytes) -> list[str]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as package:
        return package.namelist()


def _as_drawing(types: Any) -> None:
    """Say that JPEG files are in a format of Windows."""
    for one in types:
        if one.get("Extension") in ("jpg", "jpeg"):
            one.set("ContentType", "image/x-emf")


def test_a_deck_of_boxes_has_titles(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for heading, text in ((TITLE, ""), *PARTS.items()):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for top, words, size in ((2, text, 18), (1, heading, 32)):
            if words:
                box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(8), Inches(1))
                box.text_frame.text = words
                box.text_frame.paragraphs[0].runs[0].font.size = Points(size)
    deck.save(str(tmp_path / "deck.pptx"))
    _, brief = drafted(tmp_path / "deck.pptx", tmp_path)
    found = values(brief)
    assert found["title"] == TITLE
    claims = [each["claim"] for section in found["sections"] for each in section["arguments"]]
    assert claims[1:] == [
        "The clinic may lose two nurses who live on the other side.",
        "The council should ask the county to pay a third of it.",
    ]


def test_a_deck_of_titles_and_a_chart_is_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for text in PARTS.values():
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = text.partition(".")[0]
    chart: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    chart.categories = ["2029", "2030"]
    chart.add_series("Riders", (1200, 41000))
    deck.slides[0].shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), chart
    )
    deck.save(str(tmp_path / "deck.pptx"))
    done = run("import", "deck.pptx", cwd=tmp_path)
    assert "arguments from" in done.stdout
    assert "left out: 1 chart\n" in done.stdout
    assert run("build", cwd=tmp_path).returncode == 0


def test_tables_that_no_brief_has_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(PARTS["What may follow"])
    for columns in (12, 1, *[2] * 9):
        table = document.add_table(3, columns)
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                cell.text = f"Town {number}, {columns * 100}"
    document.save(str(tmp_path / "memo.docx"))
    draft, brief = drafted(tmp_path / "memo.docx", tmp_path)
    assert len(values(brief)["tables"]) == 8
    assert {*draft.left_out} == {"1 oversized table", "1 one-column table", "1 further table"}
