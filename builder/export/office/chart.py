"""Writes a native chart: its DrawingML part with the numbers as they are shown, and the workbook to edit them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from builder.export.office.drawing import NO_FILL, NO_LINE, rgb, scheme
from builder.export.office.markup import NAMESPACES, NOTHING, Markup, characters, element, emu, joined, part
from builder.export.office.package import zipped
from builder.layout.pages import Paragraph, Piece, Plot
from builder.layout.text.measure import line_count, natural_width
from builder.outline.blocks import ChartKind, Series
from builder.outline.text import Text
from builder.theme.colours import Colours
from builder.theme.theme import Theme

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
WORKBOOK_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CATEGORY_AXIS, _VALUE_AXIS = 1001, 1002
_SHEET = "Sheet1"
_GAP, _OVERLAP = 40, 100  # percent of a bar: between two categories; of one bar on another
_WEIGHT, _MARK, _DOT = 2.25, 5, 9  # points: a line, the marks on it, and dots without a line
_NAMES = 0.4  # of the width: the most for the names of categories, or for what is at line ends
_SPACE = 0.5  # of the size of the words: between words and bars
_BOLD, _LEADING = 1.06, 1.25  # how much wider bold words are; of the size of words: the height of a line
_DARK = 384  # of 765, the sum of its parts: words on a darker colour are white
_NUMBER = re.compile(r"(\D*)(\d(?:[\d.,'’\s]*\d)?)(\D*)")
_LOCALES = {  # numbers of languages, by which programs choose the separators in a number
    "en": "409", "de": "407", "fr": "40C", "es": "C0A", "ja": "411", "it": "410", "pt": "816", "nl": "413",
    "de-ch": "807", "es-mx": "80A", "fr-ch": "100C", "fr-ca": "C0C", "en-za": "1C09",
}  # fmt: skip


class _Form(Struct, frozen=True):
    """How Office draws a kind of chart; its categories run from top to bottom where it is drawn `across`."""

    element: str
    grouping: str
    labels: str | None  # where they are
    across: bool = False
    lines: bool = True  # between the points


_FORMS: Mapping[ChartKind, _Form] = {
    "bar": _Form("bar", "clustered", "outEnd", across=True),
    "multiples": _Form("bar", "clustered", "outEnd", across=True),
    "column": _Form("bar", "clustered", "outEnd"),
    "grouped": _Form("bar", "clustered", "outEnd"),
    "stacked": _Form("bar", "stacked", "ctr", across=True),
    "percent": _Form("bar", "percentStacked", "ctr", across=True),
    "waterfall": _Form("bar", "stacked", "ctr"),
    "line": _Form("line", "standard", "t"),
    "slope": _Form("line", "standard", "t"),
    "dot": _Form("line", "standard", "t", lines=False),
    "area": _Form("area", "stacked", None),
}
_UNSEEN = _Form("line", "standard", "t", lines=False)  # what carries the labels above the bars of a waterfall


class _Point(Struct, frozen=True):
    """A value as it is drawn: its label, if any, and its colour, None where it is not seen."""

    value: Decimal | None
    label: str | None
    colour: str | None
    strong: bool = False


class _Row(Struct, frozen=True):
    """A series as it is drawn; `ends` where its name is written at its end."""

    name: str
    points: tuple[_Point, ...]
    form: _Form
    ends: bool = False


def chart_part(plot: Plot, theme: Theme, language: str) -> bytes:
    """Return the chart part of a plot; its workbook is what its relationship rId1 leads to."""
    rows = _rows(plot, theme.colours)
    pen = _Pen(plot, theme, language)
    values = [point.value for row in rows for point in row.points if point.value is not None]
    start = plot.chart.start if min(values, default=plot.chart.start) >= plot.chart.start else None
    return part(
        "c a r",
        "c:chartSpace",
        _set("date1904", 0),
        _set("lang", language),
        _set("roundedCorners", 0),
        element(
            "c:chart",
            _set("autoTitleDeleted", 1),
            element(
                "c:plotArea",
                pen.layout(rows),
                *pen.kinds(rows),
                pen.category_axis(),
                pen.value_axis(start),
                element("c:spPr", NO_FILL, NO_LINE),
            ),
            _set("plotVisOnly", 1),
            _set("dispBlanksAs", "gap"),
        ),
        element("c:spPr", NO_FILL, NO_LINE),
        pen.words("c:txPr", theme.colours.ink),
        element("c:externalData", _set("autoUpdate", 0), r__id="rId1"),
    )


def workbook(plot: Plot, theme: Theme, epoch: int) -> bytes:
    """Return the workbook of a plot: one sheet with its categories and series, and nothing else."""
    rows = _rows(plot, theme.colours)
    lines: list[list[Markup]] = [[_cell(_column(index), 1, row.name) for index, row in enumerate(rows, 1)]]
    for place, category in enumerate(plot.chart.categories):
        values = (
            _cell(_column(index), place + 2, row.points[place].value) for index, row in enumerate(rows, 1)
        )
        lines.append([_cell("A", place + 2, category.plain), *values])
    sheet = element("sheetData", *(element("row", *cells, r=number) for number, cells in enumerate(lines, 1)))
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        NAMESPACES["r"],
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = WORKBOOK_TYPE.removesuffix(".sheet")
    entries = (
        (
            "[Content_Types].xml",
            element(
                "Types",
                element(
                    "Default",
                    Extension="rels",
                    ContentType="application/vnd.openxmlformats-package.relationships+xml",
                ),
                element("Override", PartName="/xl/workbook.xml", ContentType=f"{kind}.sheet.main+xml"),
                element(
                    "Override", PartName="/xl/worksheets/sheet1.xml", ContentType=f"{kind}.worksheet+xml"
                ),
                xmlns=f"{packages}/content-types",
            ),
        ),
        (
            "_rels/.rels",
            _relation(f"{packages}/relationships", f"{office}/officeDocument", "xl/workbook.xml"),
        ),
        (
            "xl/workbook.xml",
            element(
                "workbook",
                element("sheets", element("sheet", name=_SHEET, sheetId=1, r__id="rId1")),
                xmlns=main,
                xmlns__r=office,
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            _relation(f"{packages}/relationships", f"{office}/worksheet", "worksheets/sheet1.xml"),
        ),
        ("xl/worksheets/sheet1.xml", element("worksheet", sheet, xmlns=main)),
    )
    return zipped([(name, _DECLARATION + content.encode()) for name, content in entries], epoch)


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _relation(namespace: str, kind: str, target: str) -> Markup:
    return element(
        "Relationships", element("Relationship", Id="rId1", Type=kind, Target=target), xmlns=namespace
    )


def _cell(column: str, number: int, value: Decimal | str | None) -> Markup:
    """Return a cell: a number, or a text that no program takes for anything else."""
    if not value and not isinstance(value, Decimal):
        return NOTHING
    place = f"{column}{number}"
    if isinstance(value, Decimal):
        return element("c", element("v", characters(_plain(value))), r=place)
    words = element("t", characters(value), xml__space="preserve")
    return element("c", element("is", words), r=place, t="inlineStr")


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _column(index: int) -> str:
    """Return the letters of a column by its index: A is 0."""
    return (_column(index // 26 - 1) if index > 25 else "") + chr(ord("A") + index % 26)


def _set(name: str, value: str | float) -> Markup:
    return element(f"c:{name}", val=value)


# What is drawn


def _rows(plot: Plot, colours: Colours) -> list[_Row]:
    """Return the series in the order in which they are drawn."""
    chart, form = plot.chart, _FORMS[plot.chart.kind]
    shown = [chart.series[index] for index in plot.series]
    ends = chart.kind in ("line", "slope") and len(shown) > 1
    rows = []
    for index, series in enumerate(shown):
        name = (series.name or chart.title).plain
        rows.append(_Row(name, tuple(_points(series, index, len(shown), plot.accent, colours)), form, ends))
    return list(_steps(rows[0])) if chart.kind == "waterfall" else rows


def _points(series: Series, index: int, count: int, accent: str, colours: Colours) -> Iterator[_Point]:
    greys = (colours.rule,) if count == 1 else (colours.rule, colours.edge, colours.ghost, colours.ink2)
    for value, label, strong in zip(series.values, series.labels, series.highlighted, strict=True):
        colour = accent if strong else greys[index % len(greys)]
        yield _Point(value, label.plain if label else None, colour, strong)


def steps(values: Sequence[Decimal | None]) -> list[tuple[Decimal, Decimal]]:
    """Return where each bar of a waterfall begins and ends.

    A value adds to those before it; one that equals their sum is that sum, drawn from zero.
    """
    found, level = [], Decimal(0)
    for value in values:
        change = value or Decimal(0)
        begin = Decimal(0) if change == level else level
        level = begin + change
        found.append((begin, level))
    return found


def _steps(row: _Row) -> Iterator[_Row]:
    """Yield the bars of a waterfall: what is below them, their parts above and below zero, their labels."""
    spans = [tuple(sorted(span)) for span in steps([point.value for point in row.points])]
    zero = Decimal(0)
    parts = {
        "": [max(low, zero) + min(high, zero) for low, high in spans],
        row.name: [max(high, zero) - max(low, zero) for low, high in spans],
        f"{row.name} −": [min(low, zero) - min(high, zero) for low, high in spans],
    }
    for index, (name, values) in enumerate(parts.items()):
        if index < 2 or any(values):
            points = tuple(
                _Point(value, None, point.colour if index else None)
                for value, point in zip(values, row.points, strict=True)
            )
            yield _Row(name, points, row.form)
    tops = tuple(
        _Point(high, point.label, None, point.strong)
        for (_, high), point in zip(spans, row.points, strict=True)
    )
    yield _Row("", tops, _UNSEEN)


# How it is written


class NumberFormat(Struct, frozen=True):
    """A number format, and what it writes before and after positive and negative numbers."""

    code: str
    around: Mapping[bool, tuple[str, str]]  # by whether the number is negative
    places: int
    grouped: bool

    def makes(self, value: Decimal, label: str) -> bool:
        """Whether the format shows the value as the label."""
        found = _NUMBER.fullmatch(label)
        if not found or (found[1], found[3]) != self.around.get(value < 0):
            return False
        digits = _plain(abs(value).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP))
        whole = len(digits.partition(".")[0])
        return digits.replace(".", "") == re.sub(r"\D", "", found[2]) and (
            whole <= 3 or self.grouped == _is_grouped(found[2], self.places)
        )


def _is_grouped(number: str, places: int) -> bool:
    """Whether the digits before the decimal places of a number are in groups."""
    whole = number[: -places - 1] if places else number
    return not whole.isdigit()


def number_format(labelled: Sequence[tuple[Decimal, str]], places: int, language: str) -> NumberFormat:
    """Return the number format that shows values as they are labelled, as far as one format can."""
    around: dict[bool, tuple[str, str]] = {}
    grouped = False
    for value, label in labelled:
        if found := _NUMBER.fullmatch(label):
            around.setdefault(value < 0, (found[1], found[3]))
            grouped |= abs(value) >= 1000 and _is_grouped(found[2], places)
    digits = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    tag = language.lower()
    locale = _LOCALES.get(tag, _LOCALES.get(tag.partition("-")[0], ""))
    usual = around.setdefault(False, ("", around.get(True, ("", ""))[1]))
    around.setdefault(True, (f"−{usual[0]}", usual[1]))
    sections = (
        f"{_quoted(before)}{digits}{_quoted(after)}" for before, after in (around[False], around[True])
    )
    prefix = f"[$-{locale}]" if locale else ""
    return NumberFormat(";".join(f"{prefix}{section}" for section in sections), around, places, grouped)


def _quoted(literal: str) -> str:
    return "".join(rf"\{sign}" if sign == '"' else f'"{sign}"' for sign in re.findall(r'"|[^"]+', literal))


class _Pen(Struct, frozen=True):
    """Writes the parts of one plot in its look."""

    plot: Plot
    theme: Theme
    language: str

    @property
    def form(self) -> _Form:
        return _FORMS[self.plot.chart.kind]

    def fill(self, colour: str | None) -> Markup:
        """Return a fill, by its name in the theme part if the colour has one; None fills nothing."""
        if colour is None:
            return NO_FILL
        name = self.theme.colours.names.get(colour)
        return scheme(_MAPPED.get(name, name)) if name else rgb(colour)

    def words(self, name: str, colour: str, strong: bool = False) -> Markup:
        """Return the look of words."""
        properties = element("a:pPr", self._look("a:defRPr", colour, strong))
        end = element("a:endParaRPr", lang=self.language)
        return element(name, _LEVEL, element("a:lstStyle"), element("a:p", properties, end))

    def _look(self, name: str, colour: str, strong: bool, **more: str) -> Markup:
        size = round(self.plot.size * 100)
        return element(name, self.fill(colour), _FONTS, sz=size, b=1 if strong else 0, **more)

    def kinds(self, rows: Sequence[_Row]) -> Iterator[Markup]:
        """Yield a drawing for each form: bars, then lines."""
        for form in dict.fromkeys(row.form for row in rows):
            bars, line = form.element == "bar", form.element == "line"
            series = (self.series(index, row) for index, row in enumerate(rows) if row.form == form)
            yield element(
                f"c:{form.element}Chart",
                _set("barDir", "bar" if form.across else "col") if bars else NOTHING,
                _set("grouping", form.grouping),
                _set("varyColors", 0),
                *series,
                _set("gapWidth", _GAP) if bars else NOTHING,
                _set("overlap", 0 if form.grouping == "clustered" else _OVERLAP) if bars else NOTHING,
                _set("marker", 1) if line else NOTHING,
                _set("axId", _CATEGORY_AXIS),
                _set("axId", _VALUE_AXIS),
            )

    def series(self, index: int, row: _Row) -> Markup:
        """Return a series: its look and that of points which differ, its labels, categories and values."""
        form, column, last = row.form, _column(index + 1), len(row.points) + 1
        usual = Counter(point.colour for point in row.points).most_common(1)[0][0]
        name = element("c:strRef", _cells(f"${column}$1"), _strings([row.name]))
        categories = [text.plain for text in self.plot.chart.categories]
        return element(
            "c:ser",
            _set("idx", index),
            _set("order", index),
            element("c:tx", name) if row.name else NOTHING,
            self._drawn(form, usual),
            self._mark(form, usual) if form.element == "line" else NOTHING,
            _set("invertIfNegative", 0) if form.element == "bar" else NOTHING,
            *(
                self._point(place, form, point.colour)
                for place, point in enumerate(row.points)
                if point.colour != usual
            ),
            self._labels(row),
            element("c:cat", element("c:strRef", _cells(f"$A$2:$A${last}"), _strings(categories))),
            element(
                "c:val", element("c:numRef", _cells(f"${column}$2:${column}${last}"), _numbers(row.points))
            ),
            _set("smooth", 0) if form.element == "line" else NOTHING,
        )

    def _drawn(self, form: _Form, colour: str | None) -> Markup:
        if form.element != "line":
            return element("c:spPr", self.fill(colour), NO_LINE)
        line = element("a:ln", self.fill(colour), element("a:round"), w=emu(_WEIGHT), cap="rnd")
        return element("c:spPr", line if form.lines else NO_LINE)

    def _mark(self, form: _Form, colour: str | None) -> Markup:
        if colour is None:
            return element("c:marker", _set("symbol", "none"))
        look = element("c:spPr", self.fill(colour), NO_LINE)
        return element(
            "c:marker", _set("symbol", "circle"), _set("size", _MARK if form.lines else _DOT), look
        )

    def _point(self, index: int, form: _Form, colour: str | None) -> Markup:
        if form.element == "line":
            return element("c:dPt", _set("idx", index), self._mark(form, colour), _set("bubble3D", 0))
        flat = _set("invertIfNegative", 0) if form.element == "bar" else NOTHING
        return element("c:dPt", _set("idx", index), flat, _set("bubble3D", 0), self._drawn(form, colour))

    # Labels

    def _labels(self, row: _Row) -> Markup:
        """Return the labels of a series: a number format for all, and by themselves those that differ."""
        shown = [place for place, point in enumerate(row.points) if point.label is not None]
        if not shown:
            return element("c:dLbls", *_switches(value=0))
        labelled = [
            (point.value, point.label) for point in row.points if point.value is not None and point.label
        ]
        numbers = number_format(labelled, self.plot.chart.places, self.language)
        looks = [self._label_look(row.form, row.points[place]) for place in shown]
        usual = Counter(looks).most_common(1)[0][0]
        own = []
        for place, point in enumerate(row.points):
            if point.label is None or point.value is None:
                if point.value is not None:
                    own.append(element("c:dLbl", _set("idx", place), _set("delete", 1)))
                continue
            look, at = self._label_look(row.form, point), self._position(row, place)
            typed = not numbers.makes(point.value, point.label)
            named = row.ends and place == shown[-1]
            if typed or named or look != usual or at != row.form.labels:
                words = f"{row.name} {point.label}" if named else point.label
                own.append(self._label(place, look, at, words if typed else None, numbers, named))
        return element("c:dLbls", *own, *self._setting(numbers, usual, row.form.labels), *_switches())

    def _label(
        self, index: int, look: tuple[str, bool], at: str | None, words: str | None, numbers: NumberFormat,
        named: bool,
    ) -> Markup:  # fmt: skip
        """Return the label of one point, in words where no number format makes it."""
        typed = NOTHING
        if words is not None:
            run = element(
                "a:r", self._look("a:rPr", *look, lang=self.language), element("a:t", characters(words))
            )
            rich = element("c:rich", _LEVEL, element("a:lstStyle"), element("a:p", run))
            typed = element("c:tx", rich)
        names = named and words is None
        return element(
            "c:dLbl",
            _set("idx", index),
            typed,
            *self._setting(numbers, look, at),
            *_switches(name=int(names)),
            element("c:separator", Markup(" ")) if names else NOTHING,
        )

    def _setting(self, numbers: NumberFormat, look: tuple[str, bool], at: str | None) -> Iterator[Markup]:
        yield element("c:numFmt", formatCode=numbers.code, sourceLinked=0)
        yield element("c:spPr", NO_FILL, NO_LINE)
        yield self.words("c:txPr", *look)
        if at:
            yield _set("dLblPos", at)

    def _label_look(self, form: _Form, point: _Point) -> tuple[str, bool]:
        """Return the colour of a label and whether it is bold."""
        colours = self.theme.colours
        if form.labels in (None, "ctr") and point.colour:
            dark = sum(bytes.fromhex(point.colour[1:])) < _DARK
            return (colours.white if dark else colours.ink), point.strong
        return (self.plot.accent if point.strong else colours.ink2), point.strong

    def _position(self, row: _Row, place: int) -> str | None:
        """Return where a label is: beside the ends of lines that have their names there, else as usual."""
        if row.ends and place == len(row.points) - 1:
            return "r"
        return "l" if place == 0 and self.plot.chart.kind == "slope" else row.form.labels

    # Axes

    def category_axis(self) -> Markup:
        across, colours = self.form.across, self.theme.colours
        line = element("a:ln", self.fill(colours.edge), w=emu(0.75))
        return element(
            "c:catAx",
            _set("axId", _CATEGORY_AXIS),
            element("c:scaling", _set("orientation", "maxMin" if across else "minMax")),
            _set("delete", 0),
            _set("axPos", "l" if across else "b"),
            element("c:numFmt", formatCode="General", sourceLinked=0),
            _set("majorTickMark", "none"),
            _set("minorTickMark", "none"),
            _set("tickLblPos", "low"),
            element("c:spPr", NO_FILL, line),
            self.words("c:txPr", colours.ink),
            _set("crossAx", _VALUE_AXIS),
            _set("crosses", "autoZero"),
            _set("auto", 0),
            _set("lblAlgn", "ctr"),
            _set("lblOffset", 100),
            _set("noMultiLvlLbl", 1),
        )

    def value_axis(self, start: Decimal | None) -> Markup:
        """Return the axis of values, which is not shown; it begins at `start`, or where a program chooses."""
        between = "midCat" if self.form.element == "area" else "between"
        return element(
            "c:valAx",
            _set("axId", _VALUE_AXIS),
            element(
                "c:scaling",
                _set("orientation", "minMax"),
                _set("min", _plain(start)) if start is not None else NOTHING,
            ),
            _set("delete", 1),
            _set("axPos", "t" if self.form.across else "l"),
            element("c:numFmt", formatCode="General", sourceLinked=0),
            _set("majorTickMark", "none"),
            _set("minorTickMark", "none"),
            _set("tickLblPos", "none"),
            _set("crossAx", _CATEGORY_AXIS),
            _set("crosses", "autoZero"),
            _set("crossBetween", between),
        )

    def layout(self, rows: Sequence[_Row]) -> Markup:
        """Return where bars and lines are in the frame, so that the words beside them have room."""
        rect, size, form = self.plot.rect, self.plot.size, self.form
        chart, space = self.plot.chart, _SPACE * size
        names = max(self._width(text) for text in chart.categories)
        shown = [chart.series[index] for index in self.plot.series]
        labels = max(
            (self._width(label) * _BOLD for one in shown for label in one.labels if label), default=0.0
        )
        left = right = space
        top = bottom = 0.0
        if form.across:
            left = min(names, _NAMES * rect.width) + space
            right = labels + space if form.labels == "outEnd" else 0.0
        else:
            ends = max((self._width(one.name) for one in shown if one.name), default=0.0)
            if any(row.ends for row in rows):
                right = min((ends + labels) * _BOLD + 2 * space, _NAMES * rect.width)
            if chart.kind == "slope":
                left = labels + space
            band = max((rect.width - left - right) / len(chart.categories), size)
            lines = max(line_count(self._paragraph(text), band) for text in chart.categories)
            top, bottom = 1.6 * size, lines * _LEADING * size + space
        parts = {
            "x": left / rect.width,
            "y": top / rect.height,
            "w": (rect.width - left - right) / rect.width,
            "h": max((rect.height - top - bottom) / rect.height, 0.3),
        }
        return element(
            "c:layout",
            element(
                "c:manualLayout",
                _set("layoutTarget", "inner"),
                _set("xMode", "edge"),
                _set("yMode", "edge"),
                *(_set(name, f"{share:.4f}") for name, share in parts.items()),
            ),
        )

    def _paragraph(self, text: Text) -> Paragraph:
        return Paragraph((Piece(text),), self.plot.size, _LEADING * self.plot.size, self.theme.colours.ink)

    def _width(self, text: Text) -> float:
        return natural_width(self._paragraph(text))


_MAPPED = {"dk1": "tx1", "dk2": "tx2", "lt1": "bg1", "lt2": "bg2"}  # a chart knows a theme's colours by use
_LEVEL = element("a:bodyPr", rot=0, vert="horz")
_FONTS = joined(
    *(
        element(f"a:{kind}", typeface=f"+mn-{name}")
        for kind, name in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
    )
)


def _switches(value: int = 1, name: int = 0) -> list[Markup]:
    shown = {"LegendKey": 0, "Val": value, "CatName": 0, "SerName": name, "Percent": 0, "BubbleSize": 0}
    return [_set(f"show{what}", switch) for what, switch in shown.items()]


def _cells(place: str) -> Markup:
    return element("c:f", characters(f"{_SHEET}!{place}"))


def _strings(texts: Sequence[str]) -> Markup:
    return element("c:strCache", *_cached(texts))


def _numbers(points: Sequence[_Point]) -> Markup:
    values = [None if point.value is None else _plain(point.value) for point in points]
    return element("c:numCache", element("c:formatCode", Markup("General")), *_cached(values))


def _cached(values: Sequence[str | None]) -> Iterator[Markup]:
    yield _set("ptCount", len(values))
    for index, value in enumerate(values):
        if value is not None:
            yield element("c:pt", element("c:v", characters(value)), idx=index)
