"""Finds where the words, the picture and the logos of a cover are in the layout of a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.templates.deck.grid import LEADING, Grid, align_of, anchor_of, ground_under, read_on
from builder.templates.layouts import beside
from builder.templates.slides import Holder, Layout, Slides
from builder.theme.colours import Colours, contrast
from builder.theme.deck import COVER_FITTING as COVER
from builder.theme.deck import SLIDE_FITTING as SLIDE
from builder.theme.deck import CoverLook, Furniture
from builder.theme.geometry import Rect
from builder.theme.theme import DEFAULT

_OURS = DEFAULT.deck.cover
_MASTHEAD = DEFAULT.deck.masthead
_MARKING = _MASTHEAD.marking_height + _MASTHEAD.caveat_gap + _MASTHEAD.caveat_step.leading
_LINES, _SEEN = 3.0, 1.25  # contrast of the map's nodes, and of white with what is not


class Places(Struct, frozen=True):
    """Where a cover has a picture and logos, in points of the slide; `narrow` is the width left to words."""

    picture: Rect | None
    logos: Rect | None
    narrow: float | None
    holder: Holder | None  # the placeholder that holds the picture


class Cover(Struct, frozen=True):
    """The layout of a cover with its title, measured.

    `foot` is where, on our grid, a handling marking is at the foot of the slide, if there is one.
    """

    slides: Slides
    layout: Layout
    title: Holder
    grid: Grid
    colours: Colours
    foot: float | None

    @property
    def head(self) -> Rect:
        """Where the words of the title are."""
        inner = self.title.inner
        assert inner is not None
        return inner

    def look(self) -> tuple[CoverLook, dict[str, Furniture], Places]:
        """Return the look of the cover: the title in its place, all other words in one column."""
        under, room, colours = self.layout.first("subtitle"), self.column(), self.colours
        column, title = self.grid.rect(room), self.grid.rect(self.head)
        ink = under.colour if under is not None else self.title.colour
        ink = read_on(ink, ground_under(self.layout, room, colours), colours)
        points = min(self.title.size, self.head.height / 3 / LEADING, COVER.title[0])
        tall = max((column.height - COVER.head) * COVER.subtitle, COVER.least)
        sub = Rect(column.x, column.y + COVER.head + COVER.gap, column.width, tall)
        fields = sub.bottom + COVER.gap
        ours, places = DEFAULT.deck.furniture(colours)["Cover"], self.places(room)
        names = {
            "kicker": replace(ours["kicker"], rect=replace(column, height=COVER.head), colour=ink),
            "title": Furniture(
                title, self.grid.step(max(points, COVER.title[1])), self.title.colour, self.title.bold,
                align_of(self.title), anchor_of(self.title),
            ),
            "subtitle": replace(ours["subtitle"], rect=sub, colour=ink),
        }  # fmt: skip
        look = replace(
            _OURS,
            block=sub.bottom,
            stands=True,
            ink=ink,
            names=Rect(column.x, fields, column.width, max(column.bottom - fields, COVER.least)),
            marking_right=column.right,
            fields_top=fields,
            fields_bottom=column.bottom,
            subtitle_foot=0.0,
            title_height=title.height,
            has_logo=self.has_logo,
            narrow=places.narrow and places.narrow / self.grid.scale,
            logos=places.logos and self.grid.rect(places.logos),
            logo_ground=self._field(places.logos) if places.logos else None,
        )
        return self._pictured(look, places.picture), names, places

    def _pictured(self, look: CoverLook, place: Rect | None) -> CoverLook:
        """Return the look with its picture, or the map, in a place."""
        if place is None:
            return replace(look, right=None, map=None)
        colours, ground = self.colours, self.layout.under(place)
        strong = (colours.cause.strong, colours.effect.strong, colours.response.strong)
        on_brand = ground is not None and contrast(colours.white, ground) >= _LINES
        seen = ground is not None and all(contrast(each, ground) >= _LINES for each in strong)
        found = self.grid.rect(place)
        return replace(
            look,
            right=found,
            map=_formed(found, COVER.map, COVER.map, 0.5) if on_brand or seen else None,
            map_on_brand=on_brand,
            credit_ink=read_on(look.ink or colours.ink, ground or colours.white, colours),
        )

    def _field(self, place: Rect) -> str | None:
        """Return the colour of a field behind logos where these are not on white."""
        white, ground = "#FFFFFF", self.layout.under(place)
        return None if ground is not None and contrast(white, ground) < _SEEN else white

    @property
    def has_logo(self) -> bool:
        """Whether the template itself shows a picture on the cover, as a rule its organisation's logo."""
        small = self.slides.obstacles(self.layout)
        return any(one.is_picture and one.rect in small for one in self.layout.drawn)

    def column(self) -> Rect:
        """Return the room below the title, down to what is drawn there or the slide ends."""
        whole, under, title = self.slides.height, self.layout.first("subtitle"), self.head
        if under is not None and under.inner is not None:
            rect = under.inner
        else:
            rect = Rect(title.x, title.bottom + COVER.gap, title.width, COVER.under)
        feet = [one.rect.y for one in self.layout.holders if one.kind in ("date", "footer", "number")
                and one.rect]  # fmt: skip
        stops = [one for one in self.slides.obstacles(self.layout) if one.y >= rect.y + 10
                 and one.height > 1.0 and one.x < rect.right and one.right > rect.x
                 and not one.holds(rect, COVER.clear)]  # fmt: skip
        marking = [] if self.foot is None else [self.foot * self.grid.scale - COVER.clear]
        low = min(
            [
                whole - COVER.margin,
                *marking,
                *(y for y in feet if y > rect.y + COVER.least),
                *(one.y - COVER.clear for one in stops),
            ]
        )
        if title.y > rect.y:
            low = min(low, title.y - COVER.clear)
        rect = replace(rect, height=max(low, rect.bottom if rect.bottom < whole else low) - rect.y)
        ends = [one.x - COVER.gap for one in self.slides.obstacles(self.layout) if one.meets(rect, SLIDE.near)
                and not one.holds(rect, COVER.clear) and one.x > rect.x + rect.width / 2]  # fmt: skip
        return replace(rect, width=min([rect.width, *(end - rect.x for end in ends)]))

    def places(self, column: Rect) -> Places:
        """Return where pictures are: in placeholders for them, else where the layout is free."""
        slide = self.slides.width * self.slides.height
        held = [one for one in self._holders(column) if one.rect is not None]
        large = [one for one in held if _area(one.rect) >= COVER.large * slide]
        small = [one.rect for one in held if one not in large]
        if large:
            picture, narrow = large[0].rect, None
            small += [one.rect for one in large[1:]]
        else:
            picture, narrow = self._free_picture(column)
        taken = [column if narrow is None else replace(column, width=narrow), *([picture] if picture else [])]
        logos = small[0] if small else self._free_logos(taken)
        return Places(picture, logos, narrow, large[0] if large else None)

    def _holders(self, column: Rect) -> Iterator[Holder]:
        """Yield the placeholders for pictures that no words cover, the largest first."""
        found = [one for one in self.layout.holders if one.kind == "picture" and one.rect is not None
                 and not any(one.rect.meets(other, SLIDE.near) for other in (self.head, column,
                 *self._markings()))]  # fmt: skip
        yield from sorted(found, key=lambda one: -_area(one.rect))

    def _free_picture(self, column: Rect) -> tuple[Rect | None, float | None]:
        """Return the largest place for a picture, and how wide words are that make room for it."""
        narrow = column.width * COVER.kept
        ends = max(column.right, self.head.right)
        tries = [
            (self._largest([column], ends), None),
            (self._largest([replace(column, width=narrow)], ends), narrow),
        ]
        (plain, _), (other, _) = tries
        return tries[_area(other) > COVER.better * _area(plain)]

    def _largest(self, taken: Sequence[Rect], ends: float) -> Rect | None:
        """Return the largest free place for a picture, as far right as the words are."""
        wide, high = (each * self.grid.scale for each in COVER.picture)
        found = []
        for free in self._free(taken):
            room = replace(free, width=min(free.right, max(ends, free.x + wide)) - free.x)
            place = _formed(room, *COVER.forms)
            if place.width >= wide and place.height >= high:
                found.append(place)
        return max(found, key=_area, default=None)

    def _free_logos(self, taken: Sequence[Rect]) -> Rect | None:
        """Return a free place for logos, at the top or foot of the slide and as far right as can be."""
        least, most = ([each * self.grid.scale for each in size] for size in (COVER.logos, COVER.most_logos))
        middle, found = self.head.y + self.head.height / 2, []
        for free in self._free(taken):
            wide, high = min(free.width, most[0]), min(free.height, most[1])
            if wide >= least[0] and high >= least[1]:
                y = free.y if free.y < middle else free.bottom - high
                found.append(Rect(free.right - wide, y, wide, high))
        return max(found, key=lambda place: (round(_area(place)), place.right, -place.y), default=None)

    def _free(self, taken: Sequence[Rect]) -> list[Rect]:
        """Return the largest parts of the slide with neither words nor drawings, each as large as can be."""
        edge, gap = COVER.edge * self.slides.width, _OURS.gap / 2 * self.grid.scale
        free = [Rect(0.0, 0.0, self.slides.width, self.slides.height).inside(edge)]
        drawn = self.slides.obstacles(self.layout)
        for one in (self.head, *taken, *drawn, *self._markings()):
            thick = Rect(one.x, one.y, max(one.width, 2.0), max(one.height, 2.0))
            free = [
                part
                for room in free
                for part in (beside(room, thick, gap) if room.meets(thick.inside(-gap)) else (room,))
                if part.width > 0 and part.height > 0
            ]
            free = [one for one in dict.fromkeys(free) if not any(other.holds(one) for other in free
                    if other != one)]  # fmt: skip
        return free

    def _markings(self) -> Iterator[Rect]:
        """Yield where a handling marking and its caveat are, at the top and at the foot."""
        if self.foot is None:
            return
        for y, tall in ((self.marking_top, _MARKING), (self.foot, _MASTHEAD.marking_low)):
            yield replace(self.grid.on_slide(Rect(0.0, y, 0.0, tall)), x=0.0, width=self.slides.width)

    @property
    def marking_top(self) -> float:
        """The top of the handling marking on our grid: as usual, or below a title that is there."""
        title, usual = self.grid.rect(self.head), _MASTHEAD.marking_cover_top
        meets = title.y < usual + _MARKING and title.bottom > usual
        return title.bottom + COVER.gap if meets else usual


def _area(rect: Rect | None) -> float:
    return rect.width * rect.height if rect is not None else 0.0


def _formed(room: Rect, least: float, most: float, right: float = 1.0) -> Rect:
    """Return the largest part of a room whose width is `least` to `most` times its height.

    `right` is the share of the unused width that is before it: 1.0 puts it at the right edge.
    """
    wide = min(room.width, room.height * most)
    high = min(room.height, room.width / least)
    return Rect(room.x + (room.width - wide) * right, room.y + (room.height - high) / 2, wide, high)
