"""The look of all three products as one value, which is passed to whatever places or paints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, astuple, replace

from builder.theme.chart import ChartLooks
from builder.theme.colours import Colours
from builder.theme.deck import DeckLook
from builder.theme.fonts import CARLITO, Family
from builder.theme.map import MapLooks, ThumbnailLook
from builder.theme.memo import MemoLook
from builder.theme.summary import SummaryLook

if TYPE_CHECKING:
    from builder.templates.deck import DeckTemplate


class Typeface(Struct, frozen=True, cache_hash=True):
    """A typeface by its name in Word and PowerPoint, and the family that is measured and is in the PDF.

    `files` are those of the family as they are named in a theme, if it names any.
    """

    office: str = "Calibri"
    family: Family = CARLITO
    files: tuple[str, ...] = ()


class Fonts(Struct, frozen=True, cache_hash=True):
    """The typefaces of titles and of all other words, and that of Chinese, Japanese and Korean in Office."""

    heading: Typeface = Typeface()
    body: Typeface = Typeface()
    cjk: str = "Yu Gothic"

    @property
    def named(self) -> frozenset[str]:
        """The names by which Office is asked for them."""
        return frozenset((self.heading.office, self.body.office, self.cjk))


class MarkLook(Struct, frozen=True, cache_hash=True):
    """The square that says how certain a claim is."""

    outline: float = 0.12  # weight of its outline, of its side


class Worn(Struct, frozen=True, cache_hash=True):
    """A template that a product is built into: its bytes, and the ids of its styles by their roles.

    `paged` is whether its headers or footers count the pages; `font` is the typeface of its text, and
    `breadth` how wide the letters of that are, of those that are measured.
    """

    data: bytes
    roles: Mapping[str, str]
    paged: bool = False
    font: str = ""
    breadth: float = 1.0


class Theme(Struct, frozen=True):
    """Everything that the look of a brief consists of; `Theme()` is the default look.

    `products` are the looks of those that are built into a template, which is `worn`.
    """

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
    slides: DeckTemplate | None = None  # the PowerPoint template that the deck is built into
    worn: Worn | None = None
    products: Mapping[str, Theme] = {}

    def __hash__(self) -> int:
        """Return what equal themes share: some of their values, for others cannot be hashed."""
        memo = self.memo
        sizes = memo.titles, memo.lead, memo.text, memo.cell, memo.air, memo.figure_share, memo.table
        return hash((self.colours.ink, self.colours.brand, *sizes))

    def of(self, product: str) -> Theme:
        """Return the look of a product."""
        return self.products.get(product, self)

    def set_in(self, fonts: Fonts) -> Theme:
        """Return the theme with other fonts, in drawings too."""
        family = fonts.body.family
        maps, charts = asdict(self.map), asdict(self.chart)
        for name, look in maps.items():
            narrow = look.narrow and replace(look.narrow, family=family)
            maps[name] = replace(look, family=family, narrow=narrow)
        charts = {name: replace(look, family=family) for name, look in charts.items()}
        return replace(self, fonts=fonts, map=MapLooks(**maps), chart=ChartLooks(**charts))

    def __reduce__(self) -> str | tuple[type[Theme], tuple[object, ...]]:
        """Pickle the default theme by its name, which costs nothing."""
        return "DEFAULT" if self is DEFAULT else (Theme, astuple(self))


DEFAULT = Theme()
