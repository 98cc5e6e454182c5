"""The look of all three products as one value, which is passed to whatever places or paints."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import astuple

from builder.theme.chart import ChartLooks
from builder.theme.colours import Colours
from builder.theme.deck import DeckLook
from builder.theme.map import MapLooks, ThumbnailLook
from builder.theme.memo import MemoLook
from builder.theme.summary import SummaryLook


class Typeface(Struct, frozen=True):
    """A typeface by the name under which Word and PowerPoint know it."""

    office: str = "Calibri"


class Fonts(Struct, frozen=True):
    """The typefaces of titles and of all other words, and that of Chinese, Japanese and Korean in Office."""

    heading: Typeface = Typeface()
    body: Typeface = Typeface()
    cjk: str = "Yu Gothic"


class MarkLook(Struct, frozen=True):
    """The square that says how certain a claim is."""

    outline: float = 0.12  # weight of its outline, of its side


class Theme(Struct, frozen=True):
    """Everything that the look of a brief consists of; `Theme()` is the default look."""

    colours: Colours = Colours()
    fonts: Fonts = Fonts()
    mark: MarkLook = MarkLook()
    dash: tuple[float, float] = (2.6, 1.8)  # on and off, of dashed lines and outlines, in points
    summary: SummaryLook = SummaryLook()
    map: MapLooks = MapLooks()
    thumbnail: ThumbnailLook = ThumbnailLook()
    chart: ChartLooks = ChartLooks()
    memo: MemoLook = MemoLook()
    deck: DeckLook = DeckLook()

    def __reduce__(self) -> str | tuple[type[Theme], tuple[object, ...]]:
        """Pickle the default theme by its name, which costs nothing."""
        return "DEFAULT" if self is DEFAULT else (Theme, astuple(self))


DEFAULT = Theme()
