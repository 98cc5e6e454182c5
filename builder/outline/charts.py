"""Composes charts: their numbers as they are printed, what stands out, and what they show in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.brief.walk import indexed
from builder.outline.blocks import Chart, ChartKind, Series
from builder.outline.change import change, year_of
from builder.outline.text import Depth, Role, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

_LABELLED = 16  # columns; of more, only the highlighted have labels
_NARROW = Decimal("0.07")  # of the longest bar: a shorter segment has no room for its label
_COURSES = ("line", "slope", "area")
_MARKED = ("line", "slope", "dot")  # show values by where they are, not by lengths or areas
_CHANGING = ("bar", "column", "line", "area", "dot", "slope", "multiples")
_LOW = Decimal("0.4")  # of the largest value: the least at which the axis need not begin at 0


def compose_chart(
    words: Wording,
    path: str,
    given: model.Chart,
    number: int,
    role: Role,
    *,
    annex: bool,
    columns: Sequence[int] = (),
) -> Chart:
    """Return a chart of the brief; `number` is that among its figures, `role` that of its section.

    That of a table has the `columns` in which its numbers are.
    """
    slot = f"f{number}"
    kind = drawn_as(given)
    start = _start(given, kind)
    places = _places(start, given)
    symbol = given.unit if given.unit and not any(map(str.isalpha, given.unit)) else ""

    def printed(value: Decimal) -> str:
        return words.language.numbers.written(value, symbol, places)

    rows = [row for _, row in indexed(given.rows)]
    categories = tuple(
        words.text(
            f"{slot}_c{n + 1}",
            f"{path}.rows[{n}]{'[0]' if columns else '.category'}",
            row.category,
            Depth.DECK,
        )
        for n, row in enumerate(rows)
    )
    series = []
    for n in range(max(len(row.values) for row in rows)):
        values = tuple(row.values[n] if n < len(row.values) else None for row in rows)
        cell = f"[{columns[n]}]" if columns else f".values[{n}]"
        name = f"{path}.columns[{columns[n]}]" if columns else f"{path}.series[{n}].name"
        labels = tuple(
            None
            if value is None
            else words.fixed(
                f"{slot}_v{n + 1}_{at + 1}", printed(value), Depth.DECK, f"{path}.rows[{at}]{cell}"
            )
            for at, value in enumerate(values)
        )
        named = given.series[n] if n < len(given.series) else None
        series.append(
            Series(
                name=words.text(f"{slot}_s{n + 1}", name, named.name, Depth.DECK) if named else None,
                unit=words.optional(f"{slot}_u{n + 1}", f"{path}.series[{n}].unit", named.unit, Depth.DECK)
                if named
                else None,
                values=values,
                labels=labels,
                shown=(),
                highlighted=_highlighted(given, kind, n),
                change=change(
                    words,
                    f"{slot}_chg{n + 1}",
                    (named and named.unit) or given.unit,
                    *ends,
                    f"{path}.rows[0]{cell}",
                    f"{path}.rows[{len(rows) - 1}]{cell}",
                )
                if (ends := _ends(given, kind, values))
                else None,
            )
        )
    if kind == "multiples":
        series[1:] = [
            replace(one, alt=words.fixed(f"{slot}_alt{n}", told, Depth.DECK, f"{path}.rows"))
            if (told := _told(words, categories, one))
            else replace(one, alt=one.name)
            for n, one in enumerate(series[1:], 2)
        ]
    title = words.text(f"{slot}_title", f"{path}.title", given.title, Depth.DECK)
    unit = (
        None
        if symbol
        else words.optional(
            f"{slot}_unit",
            f"{path}.columns[{columns[0]}]" if columns else f"{path}.unit",
            given.unit,
            Depth.DECK,
        )
    )
    told = words.plain(given.alt) if given.alt else _in_words(words, kind, title, unit, categories, series)
    starts = words.labels.axis_begins.format(value=printed(start))
    came = f"{path}.{'rows' if given.start is None else 'start'}"
    axis = words.fixed(f"{slot}_axis", starts, Depth.DECK, came) if start else None
    caption = words.optional(f"{slot}_note", f"{path}.caption", given.caption, Depth.DECK)
    return Chart(
        kind=kind,
        number=words.fixed(f"{slot}_no", words.labels.figure.format(number=number), Depth.DECK),
        title=title,
        unit=unit,
        categories=categories,
        series=_with_shown(kind, series),
        places=places,
        start=start,
        axis=axis,
        alt=words.fixed(f"{slot}_alt", told, Depth.DECK, f"{path}.alt" if given.alt else f"{path}.rows"),
        caption=caption,
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, Depth.DECK),
        annex=annex,
        role=role,
        refs_label=words.refs_label(slot, given.refs, caption, axis),
    )


def drawn_as(given: model.Chart) -> ChartKind:
    """Return how a chart is drawn: bars of several series are grouped, or apart where their units differ."""
    several = max(len(row.values) for row in given.rows) > 1
    if given.kind in ("bar", "column") and several:
        return "multiples" if any(series.unit for series in given.series) else "grouped"
    return "bar" if given.kind == "multiples" and not several else given.kind


def _ends(
    given: model.Chart, kind: ChartKind, values: Sequence[Decimal | None]
) -> tuple[tuple[int, Decimal], tuple[int, Decimal]] | None:
    """Return the first and the last year of a series with their values.

    None where a drawing has several series, where its categories are not years in their order, and without a
    unit, since what is counted is not known.
    """
    several = len(given.rows[0].values) > 1 and kind != "multiples"
    years = [year_of(row.category) for row in given.rows]
    known = [year for year in years if year is not None]
    ordered = len(known) == len(years) and known == sorted(set(known))
    first, last = values[0], values[-1]
    units = given.unit or any(series.unit for series in given.series)
    if several or kind not in _CHANGING or not ordered or not units or first is None or last is None:
        return None
    return (known[0], first), (known[-1], last)


def _start(given: model.Chart, kind: ChartKind) -> Decimal:
    """Return where the axis begins: at 0, but for marks whose differences would hardly show above it.

    These have a round number below the least, unless the author says otherwise.
    """
    if given.start is not None or kind not in _MARKED:
        return given.start or Decimal(0)
    values = [value for row in given.rows for value in row.values if value is not None]
    low, high = min(values), max(values)
    if low < high * _LOW or low == high:
        return Decimal(0)
    size = Decimal(1).scaleb((high - low).adjusted())
    step = max(size * each for each in (1, 2, 5) if size * each <= high - low)
    start = (low - (high - low) / 4) // step * step
    return max(start, Decimal(0)).quantize(min(step, Decimal(1)))


def _places(start: Decimal, given: model.Chart) -> int:
    """Return the decimal places that all labels have: as many as any value has."""
    values = [start, *(value for row in given.rows for value in row.values)]
    return max((-int(value.as_tuple().exponent) for value in values if value is not None), default=0)


def _highlighted(given: model.Chart, kind: ChartKind, series: int) -> tuple[bool, ...]:
    """Return which values of a series are in colour.

    Without a word of the author these are all of a lone series, and else the first series.
    """
    names = set(given.highlight)
    named = series < len(given.series) and given.series[series].name in names
    if not names:
        named = series == 0 or kind == "multiples"
    return tuple(named or row.category in names for row in given.rows)


def _with_shown(kind: ChartKind, series: Sequence[Series]) -> tuple[Series, ...]:
    """Return the series with which of their labels are printed: those that have room."""
    count, many = len(series[0].values), len(series)
    sums = [sum((one.values[n] or Decimal(0) for one in series), Decimal(0)) for n in range(count)]
    longest = max(sums, default=Decimal(0))

    def is_shown(one: Series, n: int) -> bool:
        value = one.values[n]
        if value is None:
            return False
        if kind in _COURSES:
            return n in (0, count - 1) or (many == 1 and one.highlighted[n] and not all(one.highlighted))
        if kind in ("stacked", "percent"):
            whole = sums[n] if kind == "percent" else longest
            return value >= whole * _NARROW
        if kind in ("grouped", "dot") and many > 1:
            return one.highlighted[n] or (kind == "grouped" and many * count <= _LABELLED)
        return True

    return tuple(replace(one, shown=tuple(is_shown(one, n) for n in range(count))) for one in series)


def _in_words(
    words: Wording,
    kind: ChartKind,
    title: Text,
    unit: Text | None,
    categories: Sequence[Text],
    series: Sequence[Series],
) -> str:
    """Return what a chart shows: its kind, title and unit, then range and trend of each series."""
    labels = words.labels
    kinds: dict[ChartKind, str] = {
        "bar": labels.chart_bar,
        "column": labels.chart_column,
        "grouped": labels.chart_grouped,
        "stacked": labels.chart_stacked,
        "percent": labels.chart_percent,
        "line": labels.chart_line,
        "area": labels.chart_area,
        "dot": labels.chart_dot,
        "slope": labels.chart_slope,
        "waterfall": labels.chart_waterfall,
        "multiples": labels.chart_multiples,
    }
    shown = title.unmarked.rstrip(".。") + (labels.comma + unit.unmarked if unit else "")
    told = [words.sentence(kinds[kind] + labels.colon + shown)]
    told += [said for one in series if (said := _told(words, categories, one))]
    return labels.space.join(told)


def _told(words: Wording, categories: Sequence[Text], series: Series) -> str:
    """Return name, trend and range of a series as a sentence; nothing if it has no values."""
    labels = words.labels
    lead = labels.comma.join(text.unmarked for text in (series.name, series.unit) if text)
    phrase = labels.comma.join(_course(words, categories, series))
    if not phrase:
        return ""
    return words.sentence(lead + labels.colon + phrase if lead else phrase[0].upper() + phrase[1:])


def _course(words: Wording, categories: Sequence[Text], series: Series) -> Iterator[str]:
    """Yield the trend of a series whose categories are years, and its range unless the trend says it."""
    labels = words.labels
    known = [
        (value, label.plain, category.unmarked)
        for value, label, category in zip(series.values, series.labels, categories, strict=True)
        if value is not None and label is not None
    ]
    if not known:
        return
    first, last = known[0], known[-1]
    low, high = (end(known, key=lambda one: one[0]) for end in (min, max))
    timed = all(any(map(str.isdigit, name)) for _, _, name in known) and first[0] != last[0]
    if timed:
        pattern = labels.chart_rises if last[0] > first[0] else labels.chart_falls
        yield pattern.format(first=first[1], from_=first[2], last=last[1], to=last[2])
    if not timed or {low[0], high[0]} != {first[0], last[0]}:
        yield labels.chart_between.format(low=low[1], at_low=low[2], high=high[1], at_high=high[2])
