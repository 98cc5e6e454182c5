"""The look of all three products as one value, which is passed to whatever places or paints."""

from __future__ import annotations

from msgspec import Struct

from builder.theme.chart import ChartLooks
from builder.theme.colours import Colours
from builder.theme.deck import DeckLook
from builder.theme.map import MapLooks, ThumbnailLook
from builder.theme.memo import MemoLook
from builder.theme.summary import SummaryLook


class Fonts(Struct, frozen=True):
    """The typefaces that Word and PowerPoint are asked for; the PDF embeds its own."""

    office: str = "Calibri"
    office_cjk: str = "Yu Gothic"


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


DEFAULT = Theme()
