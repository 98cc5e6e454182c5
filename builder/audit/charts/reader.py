"""Reads a native chart: what its part says that is drawn, and whether its workbook has the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from msgspec import Struct, field

from builder.audit.charts.workbook import Sheet, number
from builder.audit.content import DrawnChart, DrawnSeries, Unreadable
from builder.audit.office.colours import Palette
from builder.audit.office.drawings import fill_of
from builder.audit.office.package import A, Element, Package, R, child, words_in
from builder.audit.visibility import WHITE, Colour, faint
from builder.languages.language import DEFAULT, language_for, numbers_in

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_KINDS = {C + f"{name}Chart": name for name in ("bar", "line", "area")}
_INSIDE = ("ctr", "inEnd", "inBase")  # where a label is on its bar
_MOST = 2_000  # points of a series
_PALE = 1.15  # WCAG's ratio: the least contrast of a bar, which is larger than words
_LEAST = 0.2  # of a side of the frame: the least of the area in which a chart is drawn
_ROUNDING = Decimal("1e-9")  # of a number: how much of it a program may change when it saves it
_LOCALE = re.compile(r"\[\$-([0-9A-Fa-f]{3,8})\]")
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
_DIGITS = re.compile(r"(#,##)?0(?:\.(0+))?")
_INNER = re.compile(r"categories|(label )?\d{1,4}")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([ \u00a0\u202f−+€£$()-])|(.)')


class Faults(Struct):
    """Gathers what is wrong in a chart by itself."""

    found: list[str] = field(default_factory=list)

    def add(self, what: str) -> None:
        if what not in self.found:
            self.found.append(what)


def read_chart(
    package: Package,
    part: str,
    palette: Palette,
    location: str,
    page: int,
    size: tuple[float, float],
    behind: Colour = WHITE,
) -> DrawnChart:
    """Return what a chart part draws; it is compared with its workbook, if it has one.

    `behind` is the colour of the page or slide.
    """
    root, faults = package.parse(part), Faults()
    plot = root.find(f"{C}chart/{C}plotArea")
    if root.tag != C + "chartSpace" or plot is None:
        raise Unreadable(f"has no chart in its part {part}")
    sheet = _sheet(package, part, root, faults)
    forms, series, used = [], [], set[str]()
    axes = [one for one in plot if one.tag.endswith("Ax")]
    ids = {_val(axis, "axId") for axis in axes}
    if sorted(axis.tag for axis in axes) != [C + "catAx", C + "valAx"]:
        faults.add("has other axes than one of categories and one of values")
    if sorted(_val(axis, "crossAx") for axis in axes) != sorted(ids):
        faults.add("has an axis that no other one crosses")
    frame = fill_of(child(root, C + "spPr"), palette) or behind
    ground = fill_of(child(plot, C + "spPr"), palette) or frame
    for kind in (one for one in plot if one.tag in _KINDS):
        forms.append((_KINDS[kind.tag], _val(kind, "barDir"), _val(kind, "grouping")))
        if {one.get("val") for one in kind.iterchildren(C + "axId")} != ids:
            faults.add("has a series on an axis of its own")
        own = sorted(kind.iterchildren(C + "ser"), key=lambda one: int(_val(one, "order", "0")))
        series += [_series(one, _KINDS[kind.tag], palette, ground, faults) for one in own]
        _check_overlap(kind, len(own), faults)
    if sheet is not None:
        cached: list[str | None] = []  # of references to the chart's own numbers, as LibreOffice writes them
        for reference in plot.iter(C + "strRef", C + "numRef"):
            if _INNER.fullmatch(words_in(reference, C + "f")):
                cached += _points(reference)
            else:
                used |= _compared(reference, sheet, faults)
        unused = (value for place, value in sheet.cells.items() if place not in used)
        extra = [value for value in unused if not any(_same(text, value) for text in cached)]
        if extra:
            faults.add(f"has a workbook with “{extra[0]:.40}”, which it does not draw")
    _check_area(plot, faults)
    if any(len(set(found)) < len(found) for found in _numbers(plot)):
        faults.add("states a series or a point twice")
    for cache in plot.iter(C + "strCache", C + "numCache"):
        if any(int(one.get("idx", "0")) >= int(_val(cache, "ptCount", "0")) for one in cache.iter(C + "pt")):
            faults.add("counts fewer points than it has")
    for axis in axes:
        if axis.tag == C + "catAx" and (ink := _ink(child(axis, C + "txPr"), palette)) and faint(ink, frame):
            faults.add("has categories in the colour of what is behind them")
    values = next((child(axis, C + "scaling") for axis in axes if axis.tag == C + "valAx"), None)
    categories = next((child(axis, C + "scaling") for axis in axes if axis.tag == C + "catAx"), None)
    if values is not None and _val(values, "orientation", "minMax") != "minMax":
        faults.add("has an axis of values that runs backwards")
    return DrawnChart(
        location, page, size, tuple(forms), tuple(series),
        None if values is None else number(_val(values, "min")),
        None if values is None else number(_val(values, "max")),
        categories is not None and _val(categories, "orientation", "minMax") == "maxMin",
        sheet is not None,
        tuple(faults.found),
    )  # fmt: skip


def _val(element: Element | None, name: str, usual: str = "") -> str:
    """Return the value of an element's property."""
    found = None if element is None else child(element, C + name)
    return usual if found is None else found.get("val", usual)


def _sheet(package: Package, part: str, root: Element, faults: Faults) -> Sheet | None:
    """Return the sheet that the chart is edited in, None where it has none."""
    related, data = package.related(part), child(root, C + "externalData")
    books = [target for kind, target, outside in related.values() if kind == "package" and not outside]
    if data is None:
        if books:
            faults.add("has a workbook that it does not name")
        return None
    kind, target, outside = related.get(data.get(R + "id", ""), ("", "", True))
    if outside or kind != "package" or books != [target]:
        faults.add("has its numbers in another file")
        return None
    try:
        sheet = Sheet(package.read(target), package.budget)
    except Unreadable as error:
        faults.add(f"{error}")
        return None
    for one in sheet.strange:
        faults.add(f"has a workbook with {one.shown}")
    return sheet


# Series


def _series(series: Element, kind: str, palette: Palette, ground: Colour, faults: Faults) -> DrawnSeries:
    values = [None if text is None else _number(text, faults) for text in _points(child(series, C + "val"))]
    count = len(values)
    categories = [text or "" for text in _points(child(series, C + "cat"))]
    name = " ".join(text or "" for text in _points(child(series, C + "tx")))
    labels = list(_labels(series, name, categories, values, palette))
    colours = _colours(series, kind, count, palette)
    shown = [None if value is None else colour for value, colour in zip(values, colours, strict=True)]
    for colour, label in zip(shown, labels, strict=True):
        if colour is not None and faint(colour, ground, _PALE):
            faults.add("has a point in the colour of what is behind it")
        behind = colour if kind == "bar" and label.position in _INSIDE else None
        if label.words and label.ink is not None and faint(label.ink, behind or ground):
            faults.add("has a label in the colour of what is behind it")
    course = fill_of(child(child(series, C + "spPr"), A + "ln"), palette) if kind == "line" else None
    if course is not None and faint(course, ground, _PALE):
        faults.add("has a line in the colour of what is behind it")
    if kind == "bar" and min(filter(None, values), default=0) < 0 and _val(series, "invertIfNegative") != "0":
        faults.add("has bars below zero that are not filled")
    if any(int(_val(one, "idx", "0")) >= len(values) for one in series.iter(C + "dPt", C + "dLbl")):
        faults.add("has a colour or label for a point that it does not have")
    return DrawnSeries(
        kind, name, tuple(categories), tuple(values), tuple(label.words or None for label in labels),
        tuple(shown), tuple(index for index, label in enumerate(labels) if label.names), course is not None,
        tuple(label.ink if label.words else None for label in labels),
    )  # fmt: skip


def _numbers(plot: Element) -> Iterator[list[str]]:
    """Yield by which numbers a chart knows its series, and each series its own points and labels."""
    series = list(plot.iter(C + "ser"))
    yield from ([_val(one, name) for one in series] for name in ("idx", "order"))
    for holder in plot.iter(C + "ser", C + "dLbls"):
        yield from ([_val(one, "idx") for one in holder.iterchildren(C + name)] for name in ("dPt", "dLbl"))


def _points(holder: Element | None) -> list[str | None]:
    """Return the cached texts or numbers of a reference in order; None for each point that has none."""
    if holder is None:
        return []
    cache = next(holder.iter(C + "strCache", C + "numCache", C + "strLit", C + "numLit"), None)
    if cache is None:
        return [words_in(holder, C + "v")]
    found = {int(one.get("idx", "0")): "".join(one.itertext()) for one in cache.iterchildren(C + "pt")}
    count = max(int(_val(cache, "ptCount", "0")), max(found, default=-1) + 1)
    if count > _MOST:
        raise Unreadable("has a chart with more points than can be read")
    return [found.get(index) for index in range(count)]


def _number(text: str, faults: Faults) -> Decimal | None:
    found = number(text.strip())
    if found is None:
        faults.add(f"has a value that is not a number, “{text:.20}”")
    return found


def _colours(series: Element, kind: str, count: int, palette: Palette) -> list[Colour | None]:
    """Return the colour of each point, None where it is not drawn."""
    own = {int(_val(point, "idx", "0")): point for point in series.iterchildren(C + "dPt")}
    if kind == "line":
        course = fill_of(child(child(series, C + "spPr"), A + "ln"), palette)
        usual = child(series, C + "marker")
        marks = [child(own.get(index, ()), C + "marker") for index in range(count)]
        return [_mark(mark if mark is not None else usual, palette) or course for mark in marks]
    usual = child(series, C + "spPr")
    looks = [child(own.get(index, ()), C + "spPr") for index in range(count)]
    return [fill_of(usual if look is None else look, palette) for look in looks]


def _mark(mark: Element | None, palette: Palette) -> Colour | None:
    if mark is None or _val(mark, "symbol", "none") == "none":
        return None
    return fill_of(child(mark, C + "spPr"), palette)


# Labels


class _Label(NamedTuple):
    """The label of a point: its words but for the name of its series, whether it has that, and its look."""

    words: str = ""
    names: bool = False
    ink: Colour | None = None
    position: str = ""


def _labels(
    series: Element, name: str, categories: Sequence[str], values: Sequence[Decimal | None], palette: Palette
) -> Iterator[_Label]:
    """Yield the label of each point."""
    holder = child(series, C + "dLbls")
    own = (
        {} if holder is None else {int(_val(one, "idx", "0")): one for one in holder.iterchildren(C + "dLbl")}
    )
    for index, value in enumerate(values):
        if holder is None or value is None:
            yield _Label()
            continue
        label: Element = own.get(index, holder)
        category = categories[index] if index < len(categories) else ""
        words, names = _label(label, holder, name, category, value)
        look = child(label, C + "txPr")
        rich = next(label.iter(A + "rPr"), None)
        typed = None if rich is None else fill_of(rich, palette)
        ink = typed or _ink(look if look is not None else child(holder, C + "txPr"), palette)
        yield _Label(words, names, ink, _val(label, "dLblPos") or _val(holder, "dLblPos"))


def _label(label: Element, usual: Element, name: str, category: str, value: Decimal) -> tuple[str, bool]:
    """Return what a label says but for the name of its series, and whether it says that too."""
    if _val(label, "delete", "0") in ("1", "true"):
        return "", False
    typed = child(label, C + "tx")
    if typed is not None:
        words = words_in(typed, A + "t")
        names = bool(name) and words.startswith(f"{name} ")
        return words.removeprefix(f"{name} ") if names else words, names
    code = child(label, C + "numFmt")
    code = child(usual, C + "numFmt") if code is None else code
    written = shown_as(value, "" if code is None else code.get("formatCode", ""))
    parts = {"CatName": category, "Val": written}
    on = [text for what, text in parts.items() if _val(label, f"show{what}", "0") in ("1", "true")]
    return " ".join(on), _val(label, "showSerName", "0") in ("1", "true")


def shown_as(value: Decimal, code: str) -> str:
    """Return a number as a number format of a few usual signs shows it; in brackets, the format."""
    sections = [part for part in _SECTIONS.findall(code) if part] or [code]
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    locale = _LOCALE.match(section) or _LOCALE.match(code)
    section = _LOCALE.sub("", section)
    digits = list(_DIGITS.finditer(_blanked(section)))
    if len(digits) != 1:
        return f"({code})"
    start, end = digits[0].span()
    before, after = _literal(section[:start]), _literal(section[end:])
    if before is None or after is None:
        return f"({code})"
    numbers = numbers_in(locale[1]) if locale else language_for(DEFAULT).numbers
    places = len(digits[0][2] or "")
    whole, _, decimals = f"{abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".partition(".")
    if digits[0][1]:
        whole = numbers.group.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole))
    sign = "-" if value < 0 and not negative else ""
    return sign + before + numbers.point.join(filter(None, (whole, decimals))) + after


def _blanked(section: str) -> str:
    """Return a section with its literal characters blanked."""
    return re.sub(r'"[^"]*"|\\.', lambda found: "_" * len(found[0]), section)


def _literal(text: str) -> str | None:
    """Return what signs beside the digits show, None where they do something else."""
    words = ""
    for quoted, escaped, plain, other in _LITERAL.findall(text):
        if other:
            return None
        words += quoted or escaped or plain
    return words


def _ink(look: Element | None, palette: Palette) -> Colour | None:
    """Return the colour of words."""
    properties = None if look is None else next(look.iter(A + "defRPr"), None)
    return None if properties is None else fill_of(properties, palette) or WHITE


# The rest


def _check_overlap(kind: Element, count: int, faults: Faults) -> None:
    """Note bars that hide each other, or are not on each other where they add up."""
    if _KINDS[kind.tag] != "bar":
        return
    overlap = int(_val(kind, "overlap", "0"))
    stacked = _val(kind, "grouping") in ("stacked", "percentStacked")
    if stacked and count > 1 and overlap != 100:
        faults.add("has bars beside each other that add up")
    if not stacked and count > 1 and overlap > 0:
        faults.add("has bars that cover each other")


def _check_area(plot: Element, faults: Faults) -> None:
    """Note that bars or lines are drawn beyond the frame of the chart, or hardly at all."""
    layout = plot.find(f"{C}layout/{C}manualLayout")
    if layout is None:
        return
    x, y, wide, high = (float(_val(layout, name, "0")) for name in ("x", "y", "w", "h"))
    if min(x, y) < -0.01 or max(x + wide, y + high) > 1.01:
        faults.add("has an area of drawing that runs off its frame")
    if min(wide, high) < _LEAST:
        faults.add("has an area of drawing that is too small")


def _compared(reference: Element, sheet: Sheet, faults: Faults) -> set[str]:
    """Note where cached texts or numbers are not those of their cells, and return which cells they are."""
    place = words_in(reference, C + "f")
    cells = sheet.range(place)
    if cells is None:
        faults.add(f"refers to cells that its workbook does not have, {place:.40}")
        return set()
    cached = _points(reference)
    if len(cached) != len(cells):
        faults.add(f"has {len(cached)} points and {len(cells)} cells in its workbook")
        return {*cells}
    for text, cell in zip(cached, cells.values(), strict=True):
        if not _same(text, cell):
            faults.add(f"shows “{text or 'nothing':.40}” where its workbook has “{cell or 'nothing':.40}”")
    return {*cells}


def _same(text: str | None, cell: str | Decimal | None) -> bool:
    if isinstance(cell, Decimal):
        value = number((text or "").strip())
        return (value is not None and near(value, cell)) or text == str(cell)
    return (text or "").strip() == (cell or "").strip()


def near(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same, but for how programs round them."""
    return abs(one - other) <= _ROUNDING * max(abs(one), abs(other))
