"""What real briefs bring is printed as its author expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import docx
import pptx
import pypdfium2
import pytest
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt
from docx.table import Table

from builder.theme.fonts import EXTRA, font_file
from tests.support.command import TINY, brief

FERRY = """\
language: en-GB
title: "The ferry should run on Sundays"
date: 2031-05-28
organisation: {name: "Harbour Office"}
bottom_line: "Two villages lose their only link for 26 hours; a boat would cost 340 euros a day."
sections:
  - id: why
    title: "Why it matters"
    role: cause
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
        refs: [REFS]
tables:
  - title: "Crossings differ by season"
    section: why
    columns: ["Season", "Crossings a day", "Since"]
    rows: [["Summer", "12.5", "1987"], ["Winter", "4", "2011–2014"]]
options:
  - {title: "A small boat", pros: ["Cheap", "Quick", "Quiet", "Known", "Light"],
     cons: ["Seats eight", "Rolls", "Old"]}
  - {title: "A second ferry", pros: ["Carries cars", "Sturdy", "New"],
     cons: ["Dear", "Late", "Loud", "Deep", "Wide"]}
  - {title: "A bus", pros: ["Ready now", "Needs no pier", "Dry", "Safe", "Warm"],
     cons: ["Slow", "Full", "Steep road"]}
  - {title: "A cable car", pros: ["Quick", "Quiet", "Dry", "Steady", "New"], cons: ["Dear", "Late"]}
  - {title: "A ford", pros: ["Cheap", "Old"], cons: ["Wet", "Cold", "Slow", "Steep", "Closed at flood"]}
sources:
SOURCES
""".replace("REFS", ", ".join(f"s{number}" for number in range(1, 13))).replace(
    "SOURCES", "\n".join(f'  - {{id: s{number}, title: "Log {number}"}}' for number in range(1, 61))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitting")
    (folder / "brief.yaml").write_text(FERRY, encoding="utf-8")
    done = brief("build", "--out", ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def _slides(folder: Path) -> Iterator[str]:
    for slide in pptx.Presentation(str(next(folder.glob("*.pptx")))).slides:
        yield "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _table(folder: Path, first: str) -> Table:
    """Return the memo's table whose first cell begins so."""
    tables = docx.Document(str(next(folder.glob("*.docx")))).tables
    return next(table for table in tables if table.cell(1, 0).text.startswith(first))


def test_sixty_sources_and_twelve_references_fit(folder: Path) -> None:
    memo = "\n".join(each.text for each in docx.Document(str(next(folder.glob("*.docx")))).paragraphs)
    slides = "\n".join(_slides(folder))
    for number in range(1, 61):
        assert f"Log {number};" in memo
        assert f"Log {number};" in slides


def test_an_organisation_is_author_enough(folder: Path) -> None:
    cover = next(_slides(folder))
    assert "Harbour Office" in cover
    assert "Not set" not in cover


def test_a_number_stays_with_its_unit(folder: Path) -> None:
    slides = "\n".join(_slides(folder))
    assert "26\u00a0hours" in slides
    assert "340\u00a0euros" in slides


def test_columns_of_numbers_line_up_and_years_are_words(folder: Path) -> None:
    last = _table(folder, "Summer").rows[-1].cells
    assert [cell.paragraphs[0].style.name for cell in last[1:]] == ["Table decimal", "Table text"]
    assert last[1].text == "4"
    (tab,) = last[1].paragraphs[0].paragraph_format.tab_stops
    assert tab.alignment == WD_TAB_ALIGNMENT.DECIMAL
    assert all(
        row.cells[1].paragraphs[0].paragraph_format.tab_stops[0].position == tab.position
        for row in _table(folder, "Summer").rows[1:]
    )
    assert last[1].width - Pt(40) < tab.position < last[1].width - Pt(22)  # room for what follows the mark


def test_a_page_may_end_between_high_rows_and_not_between_low_ones(folder: Path) -> None:
    options, crossings = _table(folder, "O1"), _table(folder, "Summer")

    def kept(table: Table) -> list[bool]:
        return [row.cells[0].paragraphs[0].paragraph_format.keep_with_next is True for row in table.rows[1:]]

    assert kept(options) == [False] * 5
    assert kept(crossings) == [True, False]


@pytest.mark.skipif(font_file(EXTRA[0][0]) is None, reason="the extra cjk is not installed")
def test_names_with_marks_above_and_below_a_letter_are_printed(tmp_path: Path) -> None:
    name = normalize("NFC", "Ọ\u0300yẹ\u0301 Adé")
    (tmp_path / "brief.yaml").write_text(f'{TINY}organisation: {{name: "{name}"}}\n', encoding="utf-8")
    done = brief("build", "--out", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = pypdfium2.PdfDocument(next(tmp_path.glob("*.pdf")))[0].get_textpage().get_text_range()
    assert name in normalize("NFC", page)
    assert "Ò\u0323y" in page  # the mark above is where it is for a capital letter


@pytest.mark.parametrize(("language", "parted"), [("de-CH", True), ("en", False)])
def test_word_may_part_the_compounds_of_a_german_memo(tmp_path: Path, language: str, parted: bool) -> None:
    (tmp_path / "brief.yaml").write_text(f"language: {language}\n{TINY}", encoding="utf-8")
    done = brief("build", "--only", "memo", "--out", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    settings = docx.Document(str(next(tmp_path.glob("*.docx")))).settings.element
    assert (settings.find("{*}autoHyphenation") is not None) is parted
