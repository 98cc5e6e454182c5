"""Charts through the command line: the same numbers in all three files, and a changed one is found."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pypdfium2
import pytest
from pptx import Presentation
from pptx.util import Pt

from tests.conftest import ROOT
from tests.support.command import brief

MEALS = ROOT / "docs" / "gallery" / "meals.yaml"
SPENDING = {"2025": 118.4, "2026": 124.0, "2027": 129.8, "2028": 136.2, "2029": 141.9}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meals")
    shutil.copy(MEALS, folder)
    run = brief("build", "meals.yaml", cwd=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def test_the_deck_has_charts_with_the_numbers_of_the_brief(built: Path) -> None:
    deck = Presentation(BytesIO((built / "output" / "meals-deck.pptx").read_bytes()))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 4
    (spending,) = charts[0].plots[0].series
    assert dict(zip(charts[0].plots[0].categories, spending.values, strict=True)) == SPENDING


def test_the_memo_has_the_same_numbers_in_its_charts_and_their_workbooks(built: Path) -> None:
    with ZipFile(built / "output" / "meals-memo.docx") as memo:
        charts = sorted(name for name in memo.namelist() if "/charts/chart" in name and "rels" not in name)
        numbers = [re.findall(rb"<c:v>([\d.]+)</c:v>", memo.read(name)) for name in charts]
        assert len([name for name in memo.namelist() if name.endswith(".xlsx")]) == len(charts) == 4
    assert any({*SPENDING.values()} <= {*map(float, found)} for found in numbers)


def test_memo_and_deck_say_how_much_the_series_changed_below_drawings_of_one_height(built: Path) -> None:
    deck = Presentation(BytesIO((built / "output" / "meals-deck.pptx").read_bytes()))
    slide = next(slide for slide in deck.slides if sum(one.has_chart for one in slide.shapes) == 2)
    below = {shape.text_frame.text: shape for shape in slide.shapes if shape.has_text_frame}
    drawings = [shape for shape in slide.shapes if shape.has_chart]
    assert len({shape.height for shape in drawings}) == 1
    for drawing, change in zip(drawings, ("+19.8% in four years", "−10.4% in four years"), strict=True):
        assert 0 <= below[change].top - drawing.top - drawing.height < Pt(12)
        assert below[change].left == drawing.left
    (changes,) = [
        one.text
        for one in docx.Document(str(built / "output" / "meals-memo.docx")).paragraphs
        if "four years" in one.text and "%" in one.text
    ]
    assert changes == "+19.8% in four years\t−10.4% in four years"


def test_the_summary_draws_a_chart_whose_words_are_text(built: Path) -> None:
    with pypdfium2.PdfDocument(built / "output" / "meals-summary.pdf") as document:
        words = document[0].get_textpage().get_text_bounded()
    assert all(word in words for word in ("Figure", "141.9", "Spending, million euros"))


def test_a_number_changed_in_the_deck_is_reported(built: Path) -> None:
    file = built / "output" / "meals-deck.pptx"
    was = file.read_bytes()
    file.write_bytes(with_another_number(was))
    try:
        run = brief("audit", "meals.yaml", cwd=built)
    finally:
        file.write_bytes(was)
    assert run.returncode == 1
    assert "charts-match" in run.stdout + run.stderr


def with_another_number(deck: bytes) -> bytes:
    changed = BytesIO()
    with ZipFile(BytesIO(deck)) as was, ZipFile(changed, "w", ZIP_DEFLATED) as now:
        for name in was.namelist():
            data = was.read(name)
            now.writestr(name, data.replace(b">141.9<", b">151.9<") if "/charts/" in name else data)
    assert changed.getvalue() != deck
    return changed.getvalue()


TABLE = """\
title: "Costs differ"
language: {language}
bottom_line: "They differ."
sections: [{{title: "Costs", text: "They differ."}}]
tables:
  - title: "The mill costs three times as much"
    chart: bar
    columns: [Town, Cost, Note]
    rows: [[Mill, "{mill}", old], [Dam, "520", new], [Total, "9999", both]]
"""


@pytest.mark.parametrize(
    ("language", "mill", "value"),
    [("en", "1,640.5", 1640.5), ("de", "1.640,5", 1640.5), ("de", "1.640", 1640), ("en", "−16.50", -16.5)],
)
def test_a_table_is_drawn_without_its_total(language: str, mill: str, value: float, tmp_path: Path) -> None:
    text = TABLE.format(language=language, mill=mill)
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    run = brief("build", "--only", "deck", cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    deck = Presentation(BytesIO((tmp_path / "output" / "brief-deck.pptx").read_bytes()))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    assert not [shape for shape in shapes if shape.has_table]
    assert list(chart.plots[0].categories) == ["Mill", "Dam"]
    assert list(chart.plots[0].series[0].values) == [value, 520]
