"""Native charts: the numbers of the outline are in the chart, its workbook and its labels."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from pptx import Presentation

from builder.export.office.chart import chart_part, number_format, workbook_of
from builder.outline.blocks import ChartKind
from builder.theme.theme import DEFAULT
from tests.conftest import ROOT
from tests.support.charts import KINDS, YEARS, chart_of, deck_of, plot_of, sample_chart
from tests.support.finished import outline_of
from tests.support.packages import names, parts_of, read
from tests.support.validators import CHECKERS, excused

OUTLINE = outline_of(ROOT / "brief.yaml")
PLAIN = ("bar", "column", "grouped", "stacked", "percent", "line", "dot", "slope", "multiples")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part_of(kind: ChartKind) -> etree._Element:
    return etree.fromstring(chart_part(plot_of(sample_chart(kind)), DEFAULT, "en"))


def test_every_kind_of_chart_has_a_sample() -> None:
    assert set(KINDS) == set(get_args(ChartKind))


def test_no_validator_finds_fault_with_a_deck_of_every_kind(tmp_path: Path) -> None:
    file = tmp_path / "charts.pptx"
    file.write_bytes(deck_of(OUTLINE, *(plot_of(sample_chart(kind)) for kind in KINDS)))
    assert [one for check in CHECKERS[".pptx"] for one in check(file) if not excused(one)] == []


@pytest.mark.parametrize("kind", PLAIN)
def test_another_library_reads_categories_names_and_values(kind: ChartKind) -> None:
    chart = sample_chart(kind)
    plot = plot_of(chart)
    deck = Presentation(BytesIO(deck_of(OUTLINE, plot)))
    (frame,) = (shape for shape in deck.slides[0].shapes if shape.has_chart)
    (drawn,) = frame.chart.plots
    assert list(drawn.categories) == [text.plain for text in chart.categories]
    expected = [chart.series[index] for index in plot.series]
    assert [series.name for series in drawn.series] == [one.name.plain for one in expected if one.name]
    assert [[Decimal(str(value)) for value in series.values] for series in drawn.series] == [
        list(one.values) for one in expected
    ]


@pytest.mark.parametrize("kind", get_args(ChartKind))
def test_the_cells_of_the_workbook_are_the_values_of_the_chart(kind: ChartKind) -> None:
    cells = cells_of(workbook_of(plot_of(sample_chart(kind)), 0))
    for reference in part_of(kind).iter(f"{C}strRef", f"{C}numRef"):
        assert [one.text for one in reference.iter(f"{C}v")] == cells_in(cells, reference.findtext(f"{C}f"))


def cells_of(workbook: bytes) -> dict[str, str]:
    sheet = etree.fromstring(read(workbook, "xl/worksheets/sheet1.xml"))
    return {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(f"{X}c")}


def cells_in(cells: dict[str, str], place: str) -> list[str]:
    first, _, last = place.removeprefix("Sheet1!").replace("$", "").partition(":")
    numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
    return [cells[f"{first[0]}{number}"] for number in numbers]


def test_a_workbook_has_one_sheet_of_texts_and_numbers() -> None:
    chart = chart_of("bar", ("=1+1", "@SUM(A1)"), {"=HYPERLINK(0)": ("1", None)})
    data = workbook_of(plot_of(chart), 0)
    assert len(names(data)) == 5
    assert not any(word in b"".join(parts_of(data).values()) for word in (b"<f", b"External", b"Application"))
    sheet = etree.fromstring(read(data, "xl/worksheets/sheet1.xml"))
    kinds = {cell.get("r"): cell.get("t") for cell in sheet.iter(f"{X}c")}
    assert kinds == {"B1": "inlineStr", "A2": "inlineStr", "B2": None, "A3": "inlineStr"}


def test_equal_charts_make_equal_bytes() -> None:
    one, other = (deck_of(OUTLINE, *(plot_of(sample_chart(kind)) for kind in KINDS)) for _ in range(2))
    assert one == other


def test_bars_begin_at_zero_and_run_from_top_to_bottom() -> None:
    root = part_of("bar")
    assert root.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    assert root.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"
    assert root.find(f".//{C}legend") is None
    assert root.find(f".//{C}majorGridlines") is None


def test_a_dot_of_another_colour_has_a_size_of_its_own_without_which_libreoffice_ignores_the_colour() -> None:
    plot = plot_of(chart_of("dot", ("Mill", "Ford"), {"Share": ("71", "66")}, highlight=["Mill"]))
    series = etree.fromstring(chart_part(plot, DEFAULT, "en")).find(f".//{C}ser")
    usual = series.find(f"{C}marker/{C}size").get("val")
    own = [point.find(f"{C}marker/{C}size").get("val") for point in series.iter(f"{C}dPt")]
    assert len(own) == 1
    assert usual not in own


def test_bars_of_a_waterfall_are_where_the_ones_before_end() -> None:
    below, bars, tops = part_of("waterfall").iter(f"{C}ser")
    assert [one.text for one in below.findall(f"{C}val//{C}v")] == ["0", "50", "58.5", "58.5", "0"]
    assert [float(one.text) for one in bars.findall(f"{C}val//{C}v")] == [50, 12.5, 4, 3, 61.5]
    labels = [one.text for one in tops.findall(f"{C}dLbls//{{*}}t")]
    assert "−4.0" in labels


@pytest.mark.parametrize(
    ("language", "unit", "places", "label", "code"),
    [
        ("en", "", 1, "1,234.5", '[$-409]#,##0.0;[$-409]"−"#,##0.0'),
        ("de", "%", 0, "1.235\u00a0%", '[$-407]#,##0"\u00a0%";[$-407]"−"#,##0"\u00a0%"'),
        ("en", "€", 2, "€1,234.50", '[$-409]"€"#,##0.00;[$-409]"−€"#,##0.00'),
    ],
)
def test_a_number_format_writes_numbers_as_the_language_does(
    language: str, unit: str, places: int, label: str, code: str
) -> None:
    chart = chart_of("bar", ("A",), {"B": ("1234.5",)}, unit=unit, places=places, language=language)
    (shown,) = (one.plain for one in chart.series[0].labels if one)
    assert shown == label
    found = number_format([(Decimal("1234.5"), shown)], places, language)
    assert found.code == code
    assert found.makes(Decimal("1234.5"), shown)
    assert not found.makes(Decimal("1234.5"), shown.replace("1", "2"))


def test_what_no_number_format_writes_is_a_label_in_words() -> None:
    chart = chart_of("bar", YEARS[:2], {"B": ("12", "13")})
    odd = chart.series[0].labels[1]
    assert odd is not None
    root = etree.fromstring(chart_part(plot_of(chart), DEFAULT, "en"))
    assert not list(root.iter("{*}t"))
    found = number_format([(Decimal(12), "12.0"), (Decimal(13), "about 13")], 1, "en")
    assert not found.makes(Decimal(13), "about 13")
