"""Sets the words of a chart: labels of values and categories, and a line that names the series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.layout.text.measure import natural_width, set_lines, widest_word
from builder.outline.blocks import Chart
from builder.outline.text import Text
from builder.theme.chart import ChartLook
from builder.theme.colours import Colours


class Misfit(Exception):
    """Raised where a chart has no room for its words."""


class Drawn(Struct, frozen=True):
    """What is drawn: some series of a chart, in their colours and in one look."""

    chart: Chart
    series: tuple[int, ...]
    fills: tuple[tuple[str, ...], ...]  # series by series
    accent: str
    look: ChartLook
    colours: Colours
    comma: str

    def value(self, series: int, category: int) -> float | None:
        """Return the value of the nth drawn series at a category."""
        found = self.chart.series[self.series[series]].values[category]
        return None if found is None else float(found)

    def label(self, series: int, category: int) -> Text | None:
        """Return the label that is printed beside a value."""
        one = self.chart.series[self.series[series]]
        return one.labels[category] if one.shown[category] else None

    def stands_out(self, series: int, category: int) -> bool:
        """Return whether a value is highlighted and others in its chart are not."""
        marked = [self.chart.series[index].highlighted for index in self.series]
        return marked[series][category] and not all(each for one in marked for each in one)

    def category_paragraph(self, category: int, align: str = "left") -> Paragraph:
        """Return the words of a category, bold where all of several series are highlighted in it."""
        bold = all(self.stands_out(series, category) for series in range(len(self.series)))
        step, text = self.look.label, self.chart.categories[category]
        return Paragraph((Piece(text),), *step, self.colours.ink, bold, align=align, family=self.look.family)

    def value_paragraph(
        self, series: int, category: int, align: str = "left", colour: str | None = None
    ) -> Paragraph | None:
        """Return the words of a value's label, None where it has none."""
        text, bold = self.label(series, category), self.stands_out(series, category)
        if text is None:
            return None
        own = self.accent if bold else self.colours.ink2
        look = self.look
        return Paragraph((Piece(text),), *look.label, colour or own, bold, align=align, family=look.family)


def words(rect: Rect, look: ChartLook, colour: str, *pieces: Piece, bold: bool = False) -> TextBox:
    """Return words as large as names on one line from the left edge of a rectangle."""
    return placed(Paragraph(pieces, *look.name, colour, bold, family=look.family), rect)


def placed(paragraph: Paragraph, rect: Rect, anchor: str = "middle", lines: int = 1) -> TextBox:
    """Return a paragraph in a rectangle; raise `Misfit` where it needs more lines, or would break a word."""
    if rect.width <= 0 or widest_word(paragraph) > rect.width + 0.1:
        raise Misfit
    done = set_lines(paragraph, rect.width + 0.05)
    if len(done.lines) > lines:
        raise Misfit
    first = paragraph.pieces[0].text
    return TextBox(rect, (done,), anchor=anchor, name=first.slot if first else None)


def widths(paragraphs: Iterable[Paragraph | None]) -> float:
    """Return the width of the widest of some paragraphs on one line; 0 where there are none."""
    return max((natural_width(each) for each in paragraphs if each is not None), default=0.0)


def key(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    """Yield the names of the series in one line, each on its colour."""
    look, chart, x = drawn.look, drawn.chart, rect.x
    for n, index in enumerate(drawn.series):
        name = chart.series[index].name
        if name is None:
            continue
        fill = drawn.accent if chart.tones[index] == 0 else drawn.fills[n][0]
        bold = chart.tones[index] == 0
        paragraph = Paragraph(
            (Piece(name),), *look.name, drawn.colours.on(fill), bold, align="center", family=look.family
        )
        wide = natural_width(paragraph) + 2 * look.gap
        box = placed(paragraph, Rect(x, rect.y, wide, rect.height))
        yield replace(box, fill=fill)
        x += wide + look.gap
