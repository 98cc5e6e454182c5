"""Every damage to a chart or its workbook is reported; what an honest program changes is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from builder.audit.charts.reader import shown_as
from builder.audit.checks.charts import chart_problems, printed_chart_problems
from builder.audit.content import Unreadable
from builder.audit.powerpoint.reader import read_deck
from builder.export.office.workbook import workbook
from builder.layout.chart import chart_height, draw_chart
from builder.layout.pages import Box, Group, Item, Page, Pages, Polygon, Polyline, Rect
from builder.outline.blocks import Chart, ChartKind, Outline
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.conftest import ROOT, often
from tests.support.charts import KINDS, chart_of, charts, deck_of, pages_of, plot_of, sample_chart
from tests.support.finished import faults, finish, outline_of
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import edited, names, read, repacked, saved

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())
CHART, BOOK, SLIDE = "ppt/charts/chart1.xml", "ppt/embeddings/workbook1.xlsx", "ppt/slides/slide1.xml"
LISTED = "ppt/charts/_rels/chart1.xml.rels"
OUTLINE = outline_of(ROOT / "brief.yaml")

Change = Callable[[Any], None]


@cache
def deck(kind: ChartKind = "bar", language: str = "en") -> tuple[Pages, bytes]:
    plot = plot_of(sample_chart(kind, language))
    return pages_of(plot), deck_of(structs.replace(OUTLINE, language=language), plot)


def found(data: bytes, pages: Pages, edited: bool = True) -> list[str]:
    """Return what the audit says of the charts of a deck."""
    extracted = read_deck(data, looks=True)
    problems = chart_problems(OUTLINE, "the deck", pages, extracted, edited=edited)
    messages = [problem.message for problem in problems]
    # A deck with nothing but a chart lacks much else; what is foreign in it is about its chart.
    return [*messages, *extracted.unfamiliar, *extracted.foreign, *extracted.hidden]


def nodes(root: Any, path: str) -> list[Any]:
    result: list[Any] = root.xpath(path, namespaces=NAMES)
    assert result, path
    return result


def give(path: str, value: str, name: str = "val") -> Change:
    return lambda root: nodes(root, path)[0].set(name, value)


def write(path: str, text: str) -> Change:
    def change(root: Any) -> None:
        nodes(root, path)[0].text = text

    return change


def cut(path: str) -> Change:
    def change(root: Any) -> None:
        for one in nodes(root, path):
            one.getparent().remove(one)

    return change


def add(path: str, markup: str, at: int | None = None) -> Change:
    def change(root: Any) -> None:
        into, new = nodes(root, path)[0], etree.fromstring(f"<x {DECLARED}>{markup}</x>")[0]
        into.insert(len(into) if at is None else at, new)

    return change


def swap(path: str) -> Change:
    """Exchange the words of the first two elements of a path."""

    def change(root: Any) -> None:
        one, other, *_ = nodes(root, path)
        one.text, other.text = other.text, one.text

    return change


def every(*changes: Change) -> Change:
    def change(root: Any) -> None:
        for each in changes:
            each(root)

    return change


WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
DARK = WHITE.replace("FFFFFF", "1B2733")


def recolour(path: str, fill: str = WHITE) -> Change:
    def change(root: Any) -> None:
        for one in nodes(root, path):
            new = etree.fromstring(f"<x {DECLARED}>{fill}</x>")[0]
            one.getparent().replace(one, new)

    return change


VALUES, CATEGORIES, LABELS = "//c:val//c:v", "//c:cat//c:v", "//c:ser/c:dLbls"

IN_THE_CHART: Mapping[str, tuple[ChartKind, Change]] = {
    "another value": ("bar", write(VALUES, "218.4")),
    "a value a little larger": ("bar", write(VALUES, "118.5")),
    "a value with another sign": ("bar", write(VALUES, "-118.4")),
    "a value that is text": ("bar", write(VALUES, "many")),
    "two values exchanged": ("bar", swap(VALUES)),
    "a value left out": ("bar", cut("//c:val//c:pt[2]")),
    "a point more": ("bar", add("//c:numCache", '<c:pt idx="5"><c:v>9</c:v></c:pt>')),
    "another category": ("bar", write(CATEGORIES, "2024")),
    "two categories exchanged": ("bar", swap(CATEGORIES)),
    "another name of a series": ("line", write("//c:tx//c:v", "Savings")),
    "two names of series exchanged": ("line", swap("//c:tx//c:v")),
    "a series left out": ("grouped", cut("//c:ser[2]")),
    "a series that is not filled": ("stacked", recolour("(//c:ser)[1]//c:spPr/a:solidFill", "<a:noFill/>")),
    "white bars": ("bar", recolour("//c:ser/c:spPr/a:solidFill")),
    "a white point": ("bar", recolour("(//c:dPt)[1]/c:spPr/a:solidFill")),
    "bars that can be seen through": (
        "bar",
        add("//c:ser/c:spPr/a:solidFill/*", '<a:alpha val="9000"/>'),
    ),
    "another point highlighted": ("bar", give("(//c:dPt)[1]/c:idx", "1")),
    "nothing highlighted": ("bar", cut("//c:dPt")),
    "an axis that begins elsewhere": ("bar", give("//c:min", "100")),
    "an axis that begins anywhere": ("bar", cut("//c:min")),
    "an axis that ends too soon": ("bar", add("//c:valAx/c:scaling", '<c:max val="120"/>', 1)),
    "an axis of powers": ("bar", add("//c:valAx/c:scaling", '<c:logBase val="10"/>', 0)),
    "an axis that runs backwards": ("bar", give("//c:valAx//c:orientation", "maxMin")),
    "categories from bottom to top": ("bar", give("//c:catAx//c:orientation", "minMax")),
    "an axis without categories": ("bar", give("//c:catAx/c:delete", "1")),
    "categories that are not written": ("bar", give("//c:catAx/c:tickLblPos", "none")),
    "white categories": ("bar", recolour("//c:catAx/c:txPr//a:solidFill")),
    "an axis of values with numbers": ("bar", give("//c:valAx/c:delete", "0")),
    "a second axis": ("line", add("//c:plotArea", '<c:valAx><c:axId val="7"/></c:valAx>', 4)),
    "labels deleted": ("bar", cut(LABELS)),
    "a label deleted": ("bar", add(LABELS, '<c:dLbl><c:idx val="1"/><c:delete val="1"/></c:dLbl>', 1)),
    "labels that are not shown": ("bar", give(f"{LABELS}/c:showVal", "0")),
    "white labels": ("bar", recolour(f"{LABELS}/c:txPr//a:solidFill")),
    "labels of another format": ("bar", give(f"{LABELS}/c:numFmt", "0", "formatCode")),
    "labels a thousand times smaller": ("bar", give(f"{LABELS}/c:numFmt", "0.0,", "formatCode")),
    "labels in percent": ("bar", give(f"{LABELS}/c:numFmt", "0%", "formatCode")),
    "labels with a word": ("bar", give(f"{LABELS}/c:numFmt", '"not "0.0', "formatCode")),
    "labels of one digit for all": ("bar", give(f"{LABELS}/c:numFmt", '"9"', "formatCode")),
    "a label in other words": ("waterfall", write("//c:rich//a:t", "51")),
    "labels with the name of the series": ("bar", give(f"{LABELS}/c:showSerName", "1")),
    "labels between other words": ("line", write("//c:separator", " is not ")),
    "no name at the end of a line": ("line", give("//c:dLbl[last()]/c:showSerName", "0")),
    "bars on each other": ("grouped", give("//c:overlap", "100")),
    "bars beside each other that add up": ("stacked", give("//c:overlap", "0")),
    "columns instead of bars": ("bar", give("//c:barDir", "col")),
    "shares instead of amounts": ("stacked", give("//c:grouping", "percentStacked")),
    "bars of a waterfall that begin elsewhere": ("waterfall", write("(//c:ser)[1]/c:val//c:pt[2]/c:v", "10")),
    "the base of a waterfall filled": ("waterfall", recolour("(//c:ser)[1]/c:spPr/a:noFill")),
    "labels of a waterfall at other bars": ("waterfall", swap("(//c:ser)[3]/c:val//c:v")),
    "a plot area that runs off": ("bar", give("//c:manualLayout/c:x", "0.9")),
    "a plot area that is flat": ("bar", give("//c:manualLayout/c:h", "0.02")),
    "missing values drawn as zero": ("line", give("//c:dispBlanksAs", "zero")),
    "hidden rows that are drawn": ("bar", give("//c:plotVisOnly", "0")),
    "a title": ("bar", add("//c:chart", "<c:title><c:overlay val='0'/></c:title>", 0)),
    "a legend": ("bar", add("//c:chart", '<c:legend><c:legendPos val="r"/></c:legend>', 2)),
    "error bars": ("bar", add("//c:ser", '<c:errBars><c:errBarType val="both"/></c:errBars>', 5)),
    "a trend line": ("line", add("//c:ser", '<c:trendline><c:trendlineType val="linear"/></c:trendline>', 5)),
    "lines that are smoothed": ("line", give("//c:smooth", "1")),
    "three dimensions": ("bar", add("//c:chart", '<c:view3D><c:rotX val="60"/></c:view3D>', 1)),
    "another map of colours": ("bar", add("/c:chartSpace", '<c:clrMapOvr bg1="dk1"/>', 3)),
    "drawings over the chart": ("bar", add("/c:chartSpace", '<c:userShapes r:id="rId1"/>')),
    "no workbook named": ("bar", cut("//c:externalData")),
    "other cells named": ("bar", write("//c:val//c:f", "Sheet1!$A$2:$A$6")),
    "fewer cells named": ("bar", write("//c:val//c:f", "Sheet1!$B$2:$B$4")),
    "cells of another sheet named": ("bar", write("//c:val//c:f", "Sheet2!$B$2:$B$6")),
    "cells of another file named": ("bar", write("//c:val//c:f", "[1]Sheet1!$B$2:$B$6")),
    "a dark frame": ("bar", add("/c:chartSpace", f"<c:spPr>{DARK}</c:spPr>", 3)),
    "a dark area of drawing": ("bar", recolour("//c:plotArea/c:spPr/*", DARK)),
    "a name at both ends of a line": ("line", give("(//c:dLbl)[1]/c:showSerName", "1")),
    "a label of another point": ("line", give("(//c:dLbl)[1]/c:idx", "1")),
    "axes that do not cross": ("bar", give("//c:catAx/c:crossAx", "7")),
    "a line that is not drawn": ("line", recolour("//c:ser/c:spPr/a:ln/a:solidFill", "<a:noFill/>")),
    "a white line": ("line", recolour("//c:ser/c:spPr/a:ln/a:solidFill")),
    "two series drawn in another order": ("grouped", give("(//c:ser)[1]/c:order", "9")),
    "fewer points counted": ("bar", give("//c:val//c:ptCount", "2")),
    "missing values drawn as a program likes": ("line", cut("//c:dispBlanksAs")),
    "a title that a program writes": ("bar", cut("//c:autoTitleDeleted")),
    "colours that a program chooses": ("bar", cut("//c:varyColors")),
    "categories far from their axis": ("bar", give("//c:lblOffset", "1000")),
}  # fmt: skip


@pytest.mark.parametrize("what", IN_THE_CHART)
def test_damage_in_a_chart_is_reported(what: str) -> None:
    kind, change = IN_THE_CHART[what]
    pages, data = deck(kind)
    assert found(edited(data, CHART, change), pages)


def test_bars_below_zero_that_a_program_leaves_empty_are_reported() -> None:
    plot = plot_of(chart_of("column", ("2025", "2026"), {"Balance": ("-3.5", "4.0")}))
    data = edited(deck_of(OUTLINE, plot), CHART, cut("//c:invertIfNegative"))
    assert "has bars below zero that are not filled" in "".join(found(data, pages_of(plot)))


def test_a_label_on_a_bar_of_its_own_colour_is_reported() -> None:
    pages, data = deck()
    same = every(
        recolour("//c:ser//a:solidFill[not(ancestor::c:txPr)]", DARK),
        recolour(f"{LABELS}/c:txPr//a:solidFill", DARK),
    )
    onto = every(same, give(f"{LABELS}/c:dLblPos", "inEnd"))
    message = "has a label in the colour of what is behind it"
    assert not any(message in one for one in found(edited(data, CHART, same), pages))
    assert any(message in one for one in found(edited(data, CHART, onto), pages))


# What a chart says, each of which may be changed alone: where it is, and how it is changed
SAID: Sequence[tuple[str, Callable[[str], str]]] = (
    ("//c:val//c:pt/c:v", lambda value: f"{Decimal(value) + 7}"),
    ("//c:val//c:pt/c:v", lambda value: f"{Decimal(value) * 10 + 3}"),
    ("//c:cat//c:pt/c:v", lambda words: f"not {words}"),
    ("//c:ser/c:tx//c:v", lambda words: f"not {words}"),
    ("//c:rich//a:t", lambda words: f"not {words}"),
    ("//c:valAx//c:min/@val", lambda value: f"{Decimal(value) + 2000}"),
    ("//c:valAx//c:max/@val", lambda value: f"{Decimal(value) / 2}"),
    ("//c:orientation/@val", lambda value: "minMax" if value == "maxMin" else "maxMin"),
    ("//c:ptCount/@val", lambda value: f"{int(value) - 1}"),
    ("//c:dLbl/c:idx/@val", lambda value: f"{int(value) + 100}"),
    ("//c:dPt/c:idx/@val", lambda value: f"{int(value) + 100}"),
    ("//c:crossAx/@val", lambda value: f"{int(value) + 100}"),
)


@often(250)
@given(chart=charts(), data=st.data())
def test_whatever_a_chart_says_is_not_changed_unnoticed(chart: Chart, data: st.DataObject) -> None:
    assume(all(any(value is not None for value in series.values) for series in chart.series))
    plot = plot_of(chart)
    pages, made = pages_of(plot), deck_of(OUTLINE, plot)
    assert found(made, pages) == []
    root = etree.fromstring(read(made, CHART))
    places = [
        (path, at, alter) for path, alter in SAID for at in range(len(root.xpath(path, namespaces=NAMES)))
    ]
    path, at, alter = data.draw(st.sampled_from(places), label="change")
    one = nodes(root, path)[at]
    if path.endswith("/@val"):
        one.getparent().set("val", alter(one))
    else:
        one.text = alter(one.text)
    assert found(repacked(made, {CHART: etree.tostring(root)}), pages), path


AWAY = "file:///C:/a.xlsx"
SHEET, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def in_the_sheet(change: Change) -> Callable[[bytes], bytes]:
    return lambda data: repacked(data, {BOOK: edited(read(data, BOOK), SHEET, change)})


def in_the_book(parts: Mapping[str, bytes]) -> Callable[[bytes], bytes]:
    return lambda data: repacked(data, {BOOK: repacked(read(data, BOOK), dict(parts))})


IN_THE_WORKBOOK: Mapping[str, Callable[[bytes], bytes]] = {
    "another number in a cell": in_the_sheet(write("//x:v", "218.4")),
    "another text in a cell": in_the_sheet(write("//x:c[@r='A2']//x:t", "2024")),
    "a cell more": in_the_sheet(add("//x:row[1]", '<x:c r="D1"><x:v>7</x:v></x:c>')),
    "a formula": in_the_sheet(add("//x:c[@r='B2']", "<x:f>1+1</x:f>", 0)),
    "a hidden row": in_the_sheet(give("//x:row[3]", "1", "hidden")),
    "a hidden sheet": lambda data: repacked(
        data, {BOOK: edited(read(data, BOOK), WORKBOOK, give("//x:sheet", "hidden", "state"))}
    ),
    "a second sheet": lambda data: repacked(
        data,
        {BOOK: edited(read(data, BOOK), WORKBOOK, add("//x:sheets", '<x:sheet name="B" sheetId="2"/>'))},
    ),
    "named cells": lambda data: repacked(
        data,
        {BOOK: edited(read(data, BOOK), WORKBOOK, add("/x:workbook", "<x:definedNames/>"))},
    ),
    "a part that nothing uses": in_the_book({"xl/notes.txt": b"secret"}),
    "macros": in_the_book({"xl/vbaProject.bin": b"secret"}),
    "a workbook that is none": lambda data: repacked(data, {BOOK: b"secret"}),
    "numbers in another file": lambda data: edited(data, LISTED, every(
        give("//*[@Target]", "External", "TargetMode"), give("//*[@Target]", AWAY, "Target")
    )),
    "a link to another workbook beside it": lambda data: edited(
        data, LISTED, lambda root: root.append(etree.fromstring(
            f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="rId2" '
            f'Type="{NAMES["r"]}/oleObject" Target="file:///C:/a.xlsx" TargetMode="External"/>'
        ))
    ),
    "another workbook": lambda data: repacked(data, {BOOK: workbook(["A"], [("B", [Decimal(1)])], 0)}),
}  # fmt: skip


@pytest.mark.parametrize("what", IN_THE_WORKBOOK)
def test_damage_in_a_workbook_is_reported(what: str) -> None:
    pages, data = deck()
    assert found(IN_THE_WORKBOOK[what](data), pages)


ON_THE_SLIDE: Mapping[str, Change] = {
    "no chart": cut("//p:graphicFrame"),
    "a chart twice": lambda root: nodes(root, "//p:spTree")[0].append(
        etree.fromstring(etree.tostring(nodes(root, "//p:graphicFrame")[0]))
    ),
    "a hidden chart": give("//p:graphicFrame//p:cNvPr", "1", "hidden"),
    "a chart that is covered": add(
        "//p:spTree",
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Box"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="2000000" y="2000000"/><a:ext cx="900000" cy="400000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{WHITE}</p:spPr></p:sp>',
    ),
    "a chart off the slide": give("//p:graphicFrame/p:xfrm/a:off", "9000000", "x"),
    "a chart too small to be read": give("//p:graphicFrame/p:xfrm/a:ext", "200000", "cx"),
}


@pytest.mark.parametrize("what", ON_THE_SLIDE)
def test_damage_to_the_frame_of_a_chart_is_reported(what: str) -> None:
    pages, data = deck()
    assert found(edited(data, SLIDE, ON_THE_SLIDE[what]), pages)


def test_a_workbook_of_a_slide_itself_is_reported() -> None:
    pages, data = deck()
    listed = "ppt/slides/_rels/slide1.xml.rels"
    link = (
        f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="rId99" '
        f'Type="{NAMES["r"]}/package" Target="../embeddings/workbook1.xlsx"/>'
    )
    assert found(edited(data, listed, lambda root: root.append(etree.fromstring(link))), pages)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_that_nobody_changed_is_quiet(kind: ChartKind, language: str) -> None:
    pages, data = deck(kind, language)
    assert found(data, pages) == []
    assert found(data, pages, edited=False) == []


def test_the_same_numbers_set_by_another_library_are_quiet() -> None:
    pages, data = deck()
    changed = Presentation(BytesIO(data))
    chart = next(shape.chart for shape in changed.slides[0].shapes if shape.has_chart)
    numbers: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    numbers.categories = list(chart.plots[0].categories)
    for series in chart.plots[0].series:
        numbers.add_series(series.name, series.values)
    chart.replace_data(numbers)
    assert found(saved(changed), pages) == []


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("1234.5", "[$-409]#,##0.0", "1,234.5"),
        ("1234.5", "[$-407]#,##0.0", "1.234,5"),
        ("-2", '0;"−"0', "−2"),
        ("-2", "0;\\−0", "−2"),
        ("-2", "0", "-2"),
        ("0", "0;-0;\\n", "(0;-0;\\n)"),
        ("5", '0"\u00a0%"', "5\u00a0%"),
        ("5", "0%", "(0%)"),
        ("5", "General", "(General)"),
        ("5", "", "()"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: str, code: str, words: str) -> None:
    assert shown_as(Decimal(value), code) == words


HOSTILE: Mapping[str, Change] = {
    "a million points": give("//c:val//c:ptCount", "1000000000"),
    "a point far away": give("//c:val//c:pt", "1000000000", "idx"),
    "a number too large": write(VALUES, "1E999999999"),
    "a number of many digits": write(VALUES, "9" * 5000),
    "no plot area": cut("//c:plotArea"),
    "a plot area without a number": give("//c:manualLayout/c:x", "near"),
    "a whole sheet of cells": write("//c:val//c:f", "Sheet1!$A$1:$XFD$1048576"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_charts_are_reported_or_refused(what: str) -> None:
    pages, data = deck()
    hurt = edited(data, CHART, HOSTILE[what])
    try:
        messages = found(hurt, pages)
    except (Unreadable, ValueError):  # which `read_back` reports as a file that cannot be read
        messages = ["unreadable"]
    assert messages


@pytest.mark.parametrize("language", ["fr", "es", "ja", "sv"])
@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_numbers_of_any_size_are_quiet_in_every_language(language: str, product: Product) -> None:
    rows = [
        {"category": "2025", "values": ["1234.5", "-20"]},
        {"category": "2026", "values": ["98765", "0"]},
        {"category": "2027", "values": ["1200000", "5.25"]},
    ]
    series = [{"name": "Visits"}, {"name": "Loans"}]
    charts = [
        {"kind": kind, "title": f"A chart of {kind}", "unit": "million euros", "series": series, "rows": rows}
        for kind in ("multiples", "line")
    ]
    outline = composed(LIBRARY, language=language, charts=charts)
    done = finish(outline, product)
    assert done is not None
    assert faults(outline, done) == ()


def test_workbooks_share_the_limits_of_the_file_that_they_are_in() -> None:
    pages, data = deck()
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", bytes(70_000_000))
    assert any("unpacks to more" in one for one in found(repacked(data, {BOOK: bomb.getvalue()}), pages))


@cache
def drawing(kind: ChartKind) -> tuple[Outline, Group]:
    """Return a chart as it is drawn on a page, and the outline that it is of."""
    chart, look = sample_chart(kind), DEFAULT.chart.memo
    size = Rect(0.0, 0.0, 600.0, chart_height(chart, 600.0, look))
    group = draw_chart(chart, size, look, DEFAULT.colours, ", ")
    assert group is not None
    return structs.replace(OUTLINE, blocks=(chart,)), group


def printed(outline: Outline, group: Group) -> list[str]:
    pages = Pages((Page(600.0, 800.0, (group,)),))
    return [problem.message for problem in printed_chart_problems(outline, pages)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_bar_and_point_of_a_printed_chart_is_where_its_value_puts_it(kind: ChartKind) -> None:
    outline, group = drawing(kind)
    assert printed(outline, group) == []
    hurt = 0
    for index, item in enumerate(group.items):
        match item:
            case Box(name=str()):
                rect = structs.replace(item.rect, width=item.rect.width + 5, height=item.rect.height + 5)
                other: Item = structs.replace(item, rect=rect)
            case Polyline(name=str()) | Polygon(name=str()):
                (x, y), *rest = item.points
                other = structs.replace(item, points=((x, y + 5), *rest))
            case _:
                continue
        items = (*group.items[:index], other, *group.items[index + 1 :])
        assert printed(outline, structs.replace(group, items=items)), item
        hurt += 1
    assert hurt


def test_a_printed_chart_without_a_bar_is_reported() -> None:
    outline, group = drawing("bar")
    items = tuple(item for item in group.items if not (isinstance(item, Box) and item.name == "c1v0n1"))
    assert printed(outline, structs.replace(group, items=items)) == [
        "the summary: the chart “Spending rose by a fifth” does not draw “124.0”"
    ]


def test_there_are_as_many_kinds_of_damage_as_the_documentation_says() -> None:
    count = len(IN_THE_CHART) + len(IN_THE_WORKBOOK) + len(ON_THE_SLIDE)
    text = (ROOT / "docs/trust.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{count} kinds of damage to charts\b", " ".join(text.split()))
    assert len(names(deck()[1], "charts/")) == 2
