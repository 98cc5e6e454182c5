"""Writes native charts: how each kind is drawn, with its numbers, names and labels as they are shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from builder.export.office.drawing import NO_FILL, NO_LINE, rgb, scheme
from builder.export.office.markup import NOTHING, Markup, characters, element, emu, joined, part
from builder.export.office.workbook import SHEET, column_name, plain, workbook
from builder.languages.language import Numbers, language_for
from builder.layout.pages import Paragraph, Piece, Plot
from builder.layout.text.measure import line_count, natural_width
from builder.outline.blocks import ChartKind
from builder.outline.text import Text
from builder.theme.theme import Theme

_CATEGORY_AXIS, _VALUE_AXIS = 1001, 1002
_GAP, _OVERLAP = 40, 100  # percent of a bar: between two categories; of one bar on another
_WEIGHT, _MARK, _DOT = 2.25, 5, 9  # points: a line, the marks on it, and dots without a line
_OWN_DOT = _DOT + 1  # of another colour: LibreOffice shows the colour of a mark only if its size is its own
_NAMES = 0.4  # of the width: the most for the names of categories, or for what is at line ends
_SPACE = 0.5  # of the size of the words: between words and bars
_BOLD, _LEADING = 1.06, 1.25  # how much wider bold words are; of the size of words: the height of a line
_ROUND = 1.3  # how much longer an axis may be than its values
_NUMBER = re.compile(r"(\D*)(\d(?:[\d.,'’\s]*\d)?)(\D*)")


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

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        return tuple(point.value for point in self.points)


def chart_part(plot: Plot, theme: Theme, language: str) -> bytes:
    """Return the chart part of a plot; its workbook is what its relationship rId1 leads to."""
    rows = _rows(plot)
    pen = _Pen(plot, theme, language)
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
                pen.value_axis(pen.start(rows)),
                element("c:spPr", NO_FILL, NO_LINE),
            ),
            _set("plotVisOnly", 1),
            _set("dispBlanksAs", "gap"),
        ),
        element("c:spPr", NO_FILL, NO_LINE),
        pen.words("c:txPr", theme.colours.ink),
        element("c:externalData", _set("autoUpdate", 0), r__id="rId1"),
    )


def workbook_of(plot: Plot, epoch: int) -> bytes:
    """Return the workbook of a plot, to which its chart part refers."""
    return workbook([category.plain for category in plot.chart.categories], _columns(_rows(plot)), epoch)


def _columns(rows: Sequence[_Row]) -> list[tuple[str, tuple[Decimal | None, ...]]]:
    """Return name and values of the columns of a workbook; equal series share one."""
    return list(dict.fromkeys((row.name, row.values) for row in rows))


def _set(name: str, value: str | float) -> Markup:
    return element(f"c:{name}", val=value)


# What is drawn


def _rows(plot: Plot) -> list[_Row]:
    """Return the series in the order in which they are drawn."""
    chart, form = plot.chart, _FORMS[plot.chart.kind]
    shown = [chart.series[index] for index in plot.series]
    uniform = all(strong for series in shown for strong in series.highlighted)
    rows = []
    for series, fills in zip(shown, plot.fills, strict=True):
        columns = (series.values, series.labels, series.shown, series.highlighted, fills)
        points = tuple(
            _Point(value, label.plain if label and printed else None, colour, strong and not uniform)
            for value, label, printed, strong, colour in zip(*columns, strict=True)
        )
        rows.append(_Row((series.name or chart.title).plain, points, form, named_at_ends(plot)))
    if chart.kind == "waterfall":
        return list(_bars_of_waterfall(rows[0], chart.floors))
    return [*map(_without_labels, rows), *_labels_of_areas(rows)] if chart.kind == "area" else rows


def _without_labels(row: _Row) -> _Row:
    return replace(row, points=tuple(replace(point, label=None) for point in row.points))


def _labels_of_areas(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Yield a line that is not seen at the upper edge of each area, for areas have no labels there."""
    tops = [Decimal(0)] * len(rows[0].points)
    for row in rows:
        tops = [top + (point.value or 0) for top, point in zip(tops, row.points, strict=True)]
        points = (replace(one, value=top, colour=None) for top, one in zip(tops, row.points, strict=True))
        yield replace(row, points=tuple(points), form=_UNSEEN)


def named_at_ends(plot: Plot) -> bool:
    """Return whether the names of the series are written where their lines end."""
    return plot.chart.kind in ("line", "slope", "area") and len(plot.series) > 1


def _bars_of_waterfall(row: _Row, floors: Sequence[Decimal]) -> Iterator[_Row]:
    """Yield what is below the bars, the bars above and below zero, and what carries their labels."""
    zero, spans = Decimal(0), []
    for floor, point in zip(floors, row.points, strict=True):
        end = floor + (point.value or zero)
        spans.append((min(floor, end), max(floor, end)))
    parts = (
        ("", [max(low, zero) + min(high, zero) for low, high in spans]),
        (row.name, [max(high, zero) - max(low, zero) for low, high in spans]),
        (row.name, [min(low, zero) - min(high, zero) for low, high in spans]),
    )
    for name, values in parts[: 3 if any(parts[2][1]) else 2]:
        points = zip(values, row.points, strict=True)
        own = tuple(_Point(value, None, point.colour if name else None) for value, point in points)
        yield _Row(name, own, row.form)
    tops = zip(spans, row.points, strict=True)
    yield _Row("", tuple(_Point(high, one.label, None, one.strong) for (_, high), one in tops), _UNSEEN)


# How it is written


class NumberFormat(Struct, frozen=True):
    """A number format, and what it writes before and after positive and negative numbers."""

    code: str
    numbers: Numbers
    around: Mapping[bool, tuple[str, str]]  # by whether the number is negative
    places: int
    grouped: bool

    def makes(self, value: Decimal, label: str) -> bool:
        """Whether the format shows the value as the label."""
        found = _NUMBER.fullmatch(label)
        if not found or (found[1], found[3]) != self.around.get(value < 0):
            return False
        digits = self.numbers.written(abs(value), places=self.places)
        return found[2] == digits and (abs(value) < 1000 or self.grouped == _is_grouped(digits, self.places))


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
    numbers = language_for(language).numbers
    grouped &= bool(numbers.locale)
    usual = around.setdefault(False, ("", around.get(True, ("", ""))[1]))
    around.setdefault(True, (f"−{usual[0]}", usual[1]))
    digits = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    prefix = f"[$-{numbers.locale}]" if numbers.locale else ""
    code = ";".join(
        f"{prefix}{_quoted(before)}{digits}{_quoted(after)}"
        for before, after in (around[False], around[True])
    )
    return NumberFormat(code, numbers, around, places, grouped)


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

    def words(self, name: str, colour: str, strong: bool = False, wrap: str | None = None) -> Markup:
        """Return the look of words."""
        properties = element("a:pPr", self._look("a:defRPr", colour, strong))
        end = element("a:endParaRPr", lang=self.language)
        level = element("a:bodyPr", rot=0, vert="horz", wrap=wrap)
        return element(name, level, element("a:lstStyle"), element("a:p", properties, end))

    def _look(self, name: str, colour: str, strong: bool, **more: str) -> Markup:
        size = round(self.plot.size * 100)
        return element(name, self.fill(colour), _FONTS, sz=size, b=1 if strong else 0, **more)

    def kinds(self, rows: Sequence[_Row]) -> Iterator[Markup]:
        """Yield a drawing for each form: bars, then lines."""
        for form in dict.fromkeys(row.form for row in rows):
            bars, line = form.element == "bar", form.element == "line"
            columns = _columns(rows)
            series = (
                self.series(index, row, column_name(1 + columns.index((row.name, row.values))))
                for index, row in enumerate(rows)
                if row.form == form
            )
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

    def series(self, index: int, row: _Row, column: str) -> Markup:
        """Return a series: its look and that of points which differ, its labels, categories and values."""
        form, last = row.form, len(row.points) + 1
        usual = Counter(point.colour for point in row.points).most_common(1)[0][0]
        if form.element != "bar" and form.lines:
            usual = row.points[-1].colour
        name = element("c:strRef", _cells(f"${column}$1"), _strings([row.name]))
        categories = [text.plain for text in self.plot.chart.categories]
        return element(
            "c:ser",
            _set("idx", index),
            _set("order", index),
            element("c:tx", name) if row.name else NOTHING,
            self._drawn(form, usual),
            self._mark(form, None if form.lines else usual, _DOT) if form.element == "line" else NOTHING,
            _set("invertIfNegative", 0) if form.element == "bar" else NOTHING,
            *(
                self._point(place, form, point.colour)
                for place, point in enumerate(row.points)
                if (point.label if form.element == "line" and form.lines else point.colour != usual)
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

    def _mark(self, form: _Form, colour: str | None, size: int) -> Markup:
        if colour is None:
            return element("c:marker", _set("symbol", "none"))
        look = element("c:spPr", self.fill(colour), NO_LINE)
        return element(
            "c:marker", _set("symbol", "circle"), _set("size", _MARK if form.lines else size), look
        )

    def _point(self, index: int, form: _Form, colour: str | None) -> Markup:
        if form.element == "line":
            mark = self._mark(form, colour, _OWN_DOT)
            return element("c:dPt", _set("idx", index), mark, _set("bubble3D", 0))
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
            level = element("a:bodyPr", rot=0, vert="horz", wrap="none")
            rich = element("c:rich", level, element("a:lstStyle"), element("a:p", run))
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
        yield self.words("c:txPr", *look, wrap="none")
        if at:
            yield _set("dLblPos", at)

    def _label_look(self, form: _Form, point: _Point) -> tuple[str, bool]:
        """Return the colour of a label and whether it is bold."""
        colours = self.theme.colours
        if form.labels in (None, "ctr") and point.colour:
            return colours.on(point.colour), point.strong
        return (self.plot.accent if point.strong else colours.ink2), point.strong

    def _position(self, row: _Row, place: int) -> str | None:
        """Return where a label is: beside the ends of lines, else as usual."""
        if self._from_edge_to_edge and place in (0, len(row.points) - 1):
            return "l" if place == 0 else "r"
        return row.form.labels

    @property
    def _from_edge_to_edge(self) -> bool:
        return self.plot.chart.kind in ("line", "slope", "area")

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

    def start(self, rows: Sequence[_Row]) -> Decimal:
        """Return where the axis of values begins: where the chart says, or where lower values have room."""
        values = [value for row in rows for value in row.values if value is not None]
        start = self.plot.chart.start
        if min(values, default=start) >= start:
            return start
        left, top, right, bottom = self._margins(rows)
        if self.form.across:
            share = self._widest_label / (self.plot.rect.width - left - right)
        else:
            share = _LEADING * self.plot.size / (self.plot.rect.height - top - bottom)
        share = min(share, _NAMES)
        room = (max(start, *values) - min(values)) * Decimal(_ROUND * share / (1 - share))
        return Decimal(f"{min(values) - room:.3g}")

    def value_axis(self, start: Decimal) -> Markup:
        """Return the axis of values, which is not shown."""
        between = "midCat" if self._from_edge_to_edge else "between"
        return element(
            "c:valAx",
            _set("axId", _VALUE_AXIS),
            element(
                "c:scaling",
                _set("orientation", "minMax"),
                _set("max", f"{self.plot.top:g}") if self.plot.top is not None else NOTHING,
                _set("min", plain(start)),
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
        left, top, right, bottom = self._margins(rows)
        wide, high = self.plot.rect.width, self.plot.rect.height
        shares = {"x": left / wide, "y": top / high, "w": (wide - left - right) / wide,
                  "h": (high - top - bottom) / high}  # fmt: skip
        return element(
            "c:layout",
            element(
                "c:manualLayout",
                _set("layoutTarget", "inner"),
                _set("xMode", "edge"),
                _set("yMode", "edge"),
                *(_set(name, f"{share:.4f}") for name, share in shares.items()),
            ),
        )

    def _margins(self, rows: Sequence[_Row]) -> tuple[float, float, float, float]:
        """Return how much room the words need at the left, above, at the right and below."""
        chart, size, wide, high = self.plot.chart, self.plot.size, self.plot.rect.width, self.plot.rect.height
        labels, space = self._widest_label, _SPACE * size
        if self.form.across:
            names = max(self._width(text) for text in chart.categories)
            right = labels + space if self.form.labels == "outEnd" else 0.0
            return min(names, _NAMES * wide) + space, 0.0, min(right, _NAMES * wide), 0.0
        left = right = space
        if self._from_edge_to_edge:
            half = max(self._width(text) for text in (chart.categories[0], chart.categories[-1])) / 2
            left = right = min(max(labels + space, half), _NAMES / 2 * wide)
        if any(row.ends for row in rows):
            names = max(self._width(name) for index in self.plot.series if (name := chart.series[index].name))
            right = min((names + labels) * _BOLD + 2 * space, _NAMES * wide)
        band = max((wide - left - right) / len(chart.categories), size)
        lines = max(line_count(self._paragraph(text), band) for text in chart.categories)
        bottom = min(lines * _LEADING * size + space, _NAMES * high)
        return left, min(2 * _LEADING * size - space, _NAMES / 2 * high), right, bottom

    @property
    def _widest_label(self) -> float:
        shown = (self.plot.chart.series[index] for index in self.plot.series)
        return max((self._width(text) * _BOLD for one in shown for text in one.labels if text), default=0.0)

    def _paragraph(self, text: Text) -> Paragraph:
        return Paragraph((Piece(text),), self.plot.size, _LEADING * self.plot.size, self.theme.colours.ink)

    def _width(self, text: Text) -> float:
        return natural_width(self._paragraph(text))


_MAPPED = {"dk1": "tx1", "dk2": "tx2", "lt1": "bg1", "lt2": "bg2"}  # a chart knows a theme's colours by use
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
    return element("c:f", characters(f"{SHEET}!{place}"))


def _strings(texts: Sequence[str]) -> Markup:
    return element("c:strCache", *_cached(texts))


def _numbers(points: Sequence[_Point]) -> Markup:
    values = [None if point.value is None else plain(point.value) for point in points]
    return element("c:numCache", element("c:formatCode", Markup("General")), *_cached(values))


def _cached(values: Sequence[str | None]) -> Iterator[Markup]:
    yield _set("ptCount", len(values))
    for index, value in enumerate(values):
        if value is not None:
            yield element("c:pt", element("c:v", characters(value)), idx=index)
