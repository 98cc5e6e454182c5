"""Derives the look of the deck from a PowerPoint template: its grid, colours, sizes and placeholders.

Slides are laid out on the usual grid, as wide as always, and then scaled to the room that the template leaves
for content. So nothing that places anything knows of templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.templates.colours import Shade
from builder.templates.faces import face
from builder.templates.kept import Kept, kept_parts
from builder.templates.layouts import CONTENT, COVER, body_box, choose, foot_of, names_of
from builder.templates.package import Template, Unusable
from builder.templates.slides import Holder, Layout, Slides
from builder.theme.colours import Colours, Hue, mixed
from builder.theme.contrast import contrast, nearest
from builder.theme.deck import CoverLook, DeckLook, Furniture
from builder.theme.geometry import Rect, Step
from builder.theme.theme import DEFAULT, Theme, Typeface

_GRID = DEFAULT.deck
_LETTERS = 26.5  # ems on a line of a title of sixty letters
_TITLE = (30.0, 20.0)  # points of titles, at most and at least
_LEADING = 1.15
_HEAD, _FOOT_LINE, _GAP = 20.0, 15.0, 6.0
_LEAST_STATUS = 240.0  # points that the status needs in a footer
_LOGO_GAP = 6.0
_TEXT, _LARGE_TEXT = 4.5, 3.0  # contrast
_HIGHEST = 0.46  # of its width, how high the room for content is without a narrower grid
_NARROWEST = 700.0
_BETWEEN = 39.8  # two lists beside each other


class Slot(Struct, frozen=True):
    """A placeholder of the template that takes something of ours, and what words inherit in it.

    One that the template lacks has neither type nor index.
    """

    type: str | None
    idx: int | None
    rect: Rect
    insets: tuple[float, float, float, float]
    size: float
    colour: str
    bold: bool
    align: str
    is_flat: bool = False

    @property
    def is_placeholder(self) -> bool:
        return self.type is not None or self.idx is not None


class DeckTemplate(Struct, frozen=True):
    """A template as the deck is built into it.

    `theme` is the look on our grid; `scale` and `left` place that on the slide of `width` × `height` points;
    `letters` is how much smaller its fonts are set, so that they are as wide as what is measured. `layouts`
    are the parts with our layouts, `names` what they are called there, `slots` their placeholders, by the
    names of ours. `notes` say what a person should know,
    `pale` which of its titles are hard to read.
    """

    data: bytes
    main: str
    kept: tuple[Kept, ...]
    theme: Theme
    width: float
    height: float
    scale: float
    left: float
    letters: float
    layouts: Mapping[str, str]
    names: Mapping[str, str]
    slots: Mapping[str, Mapping[str, Slot]]
    notes: tuple[str, ...] = ()
    pale: tuple[str, ...] = ()


def deck_template(template: Template, given: Mapping[str, str], *, marked: bool = False) -> DeckTemplate:
    """Return how the deck is built into a template; `marked` if slides need room for a handling marking.

    `given` maps roles to layouts. Raises `Unusable` where a role has no layout, or more than one.
    """
    slides = Slides(template)
    choices = {choice.role: choice for choice in choose(slides, given)}
    for choice in choices.values():
        if choice.layout is None:
            names = ", ".join(f"“{name}”" for name in names_of(slides)) or "none"
            raise Unusable(
                f"it has no layout for the {choice.role}: {choice.reason}",
                f"name one under `templates.layouts.{choice.role}`; it has {names}",
            )
        if choice.ties:
            names = ", ".join(f"“{name}”" for name in (choice.layout.name, *choice.ties))
            raise Unusable(
                f"several of its layouts are for the {choice.role}: {names}",
                f"name one of them under `templates.layouts.{choice.role}`",
            )
    cover, content = choices[COVER].layout, choices[CONTENT].layout
    assert cover is not None
    assert content is not None
    return _Derivation(slides, cover, content, marked).template()


class _Derivation:
    """Measures one template."""

    def __init__(self, slides: Slides, cover: Layout, content: Layout, marked: bool) -> None:
        box = body_box(slides, content)
        if box is None or box.width < 200 or box.height < 120:
            raise Unusable(
                f"its layout “{content.name}” leaves too little room for content",
                "name another under `templates.layouts.content`",
            )
        self.slides, self.cover, self.content, self.marked = slides, cover, content, marked
        self.box, self.master = box, slides.masters[content.master]
        # The grid is as wide as ever, but narrower on a slide that is nearly as high as wide.
        self.live = min(max(_GRID.live * _HIGHEST * box.width / box.height, _NARROWEST), _GRID.live)
        self.scale = box.width / self.live
        self.left = box.x - _GRID.left * self.scale
        self.fonts = tuple(font or "Calibri" for font in self.master.fonts)
        self.letters = 1 / max(1.0, *(face(font).breadth for font in self.fonts))
        self.scheme = self.master.scheme
        title, headline = content.first("title"), cover.first("title")
        assert title is not None
        assert headline is not None
        self.title, self.headline = _beside_pictures(title, content), _beside_pictures(headline, cover)

    def template(self) -> DeckTemplate:
        colours = self.colours()
        title = self.title_steps()
        deck, number, status = self.grid(title)
        furniture = self.furniture(colours, title, deck, number, status)
        below, names = self.cover_words(colours)
        deck = replace(deck, own=furniture | {"Cover": names}, cover=below)
        theme = replace(DEFAULT, colours=colours, deck=deck)
        theme = replace(
            theme, fonts=replace(theme.fonts, heading=Typeface(self.fonts[0]), body=Typeface(self.fonts[1]))
        )
        plain = {name: slot for name, kinds in (("title", ("title",)), ("number", ("number",)))
                 if (slot := _slot(self.content, kinds)) is not None}  # fmt: skip
        if "number" not in plain:
            rect = Rect(number.x * self.scale + self.left, number.y * self.scale, 60.0 * self.scale, 15.0)
            plain["number"] = Slot(None, None, rect, (0.0, 0.0, 0.0, 0.0), 12.0, colours.ink2, False, "right")
        if status is not None:
            plain["status"] = status
        covers = {name: slot for name, kinds in (("title", ("title",)), ("subtitle", ("subtitle",)))
                  if (slot := _slot(self.cover, kinds)) is not None}  # fmt: skip
        inside = dict.fromkeys(("Title Only", "Texts", "Argument"), plain)
        return DeckTemplate(
            data=self.slides.template.data,
            main=self.slides.template.main,
            kept=kept_parts(self.slides),
            theme=theme,
            width=self.slides.width,
            height=self.slides.height,
            scale=self.scale,
            left=self.left,
            letters=self.letters,
            layouts={"Cover": self.cover.part} | dict.fromkeys(inside, self.content.part),
            names={"Cover": self.cover.name} | dict.fromkeys(inside, self.content.name),
            slots={"Cover": covers} | inside,
            notes=tuple(self.notes()),
            pale=tuple(self.pale()),
        )

    def notes(self) -> Iterator[str]:
        for font in dict.fromkeys(self.fonts):
            if not face(font).measured:
                yield (
                    f"the font “{font}” of the template is not known to the builder; its text is measured as "
                    "that of a wide font, so lines may be shorter than they could be"
                )

    def pale(self) -> Iterator[str]:
        for layout, holder in ((self.cover, self.headline), (self.content, self.title)):
            ground = layout.under(holder.rect) if holder.rect is not None else None
            if ground is not None and (found := contrast(holder.colour, ground)) < _LARGE_TEXT:
                yield (
                    f"titles of the layout “{layout.name}” have a contrast of {found:.1f} : 1 with what is "
                    "behind them; 3 : 1 is the least"
                )

    def _on_grid(self, rect: Rect) -> Rect:
        return Rect(
            (rect.x - self.left) / self.scale,
            rect.y / self.scale,
            rect.width / self.scale,
            rect.height / self.scale,
        )

    def _step(self, points: float, leading: float = _LEADING) -> Step:
        """Return a size of the template's type on our grid."""
        return Step(points / self.scale / self.letters, points * leading / self.scale)

    def title_steps(self) -> tuple[Step, ...]:
        inner = self.title.inner
        assert inner is not None
        most = min(
            self.title.size, inner.width / _LETTERS * self.letters, inner.height / 2 / _LEADING, _TITLE[0]
        )
        large = max(int(most), _TITLE[1] * min(self.scale, 1.0))
        sizes = dict.fromkeys(round(max(large * share, 14.0) * 2) / 2 for share in (1.0, 0.87, 0.75))
        return tuple(self._step(size) for size in sizes)

    def grid(self, title: Sequence[Step]) -> tuple[DeckLook, Rect, Slot | None]:
        """Return our grid in the room that the template leaves, and the rectangle of the slide's number."""
        inner = self.title.inner
        assert inner is not None
        foot = foot_of(self.slides, self.content, self.box) / self.scale
        box, head = self._on_grid(self.box), self._on_grid(inner)
        over = max(2 * title[0].leading - head.height, 0.0)  # of a title box that holds one line
        above = head.y < box.y
        row = max(head.bottom + over + 2.0, box.y - _HEAD - 2.0) if above else box.y
        top = max(row + _HEAD + _GAP, box.y)
        sources = foot - 2 * _FOOT_LINE - 2.0
        bottom = min(box.bottom, sources - 2 * _GAP)
        status = self._status()
        numbered = self.content.first("number")
        if numbered is not None and numbered.inner is not None:
            number = self._on_grid(numbered.inner)
        else:
            number = Rect((_GRID.left + self.live) - 60.0, sources + _FOOT_LINE, 60.0, _FOOT_LINE)
        masthead = replace(
            _GRID.masthead,
            tab=Rect(_GRID.left, row, 37.44, _HEAD),
            marking_top=row + 1.0,
            marking_height=_HEAD - 2.0,
            caveat_top=row + _HEAD,
            marking_foot=sources + _FOOT_LINE,
        )
        look = replace(
            _GRID,
            width=self.slides.width / self.scale,
            height=self.slides.height / self.scale,
            body_top=top,
            high_body_top=top,
            body_bottom=bottom,
            thumbnail=None,
            two_sources=sources + 1.0,
            source_rule=Rect(_GRID.left, sources - 1.0, self.live, 0.0),
            title_steps=tuple(title),
            shows_parts=False,
            masthead=masthead,
            map=replace(_GRID.map, key_top=bottom - 18.0),
            live=self.live,
            lists=replace(
                _GRID.lists,
                column=(self.live - _BETWEEN) / 2,
                second=_GRID.left + (self.live + _BETWEEN) / 2,
                measure=min(_GRID.lists.measure, self.live),
            ),
            sources=replace(_GRID.sources, panel_left=_GRID.left + 0.612 * self.live),
        )
        return look, number, status

    def _status(self) -> Slot | None:
        """Return the footer or date that has room for the status and no words of its own."""
        for kind in ("footer", "date"):
            one = self.content.first(kind)
            if one is None or one.inner is None:
                continue
            prompt = one.words if kind == "footer" else ""
            if not prompt and one.inner.width / self.scale >= _LEAST_STATUS:
                return _slot(self.content, (kind,))
        return None

    def furniture(
        self, colours: Colours, title: Sequence[Step], deck: DeckLook, number: Rect, status: Slot | None
    ) -> dict[str, dict[str, Furniture]]:
        inner = self.title.inner
        assert inner is not None
        head = self._on_grid(inner)
        head = replace(head, height=max(head.height, 2 * title[0].leading))
        row = deck.masthead.tab.y
        small = Step(12.0, 15.0)
        if status is not None:
            left, top, right, bottom = status.insets
            where = Rect(
                status.rect.x + left, status.rect.y + top,
                status.rect.width - left - right, status.rect.height - top - bottom,
            )  # fmt: skip
            ground = self.content.under(where) or colours.white
            ink = _read(status.colour, ground, colours)
            line = Furniture(
                self._on_grid(where), self._step(status.size), ink, status.bold,
                _align(status.align), "middle",
            )  # fmt: skip
        else:
            line = Furniture(
                Rect((_GRID.left + self.live) - 330.0, row + 2.0, 330.0, 15.0),
                small,
                colours.ink2,
                align="right",
                anchor="middle",
            )
        kicker = Furniture(
            Rect(_GRID.left, row, 420.0, _HEAD), Step(14.0, 17.0), colours.ink2, bold=True, anchor="middle"
        )
        numbered = self.content.first("number")
        plain = {
            "title": Furniture(
                head, title[0], self.title.colour, self.title.bold, _align(self.title.align),
                _anchor(self.title.anchor),
            ),
            "kicker": kicker,
            "status": line,
            "source": Furniture(
                Rect(_GRID.left, deck.two_sources, self.live - (280.0 if self.marked else 0.0), _FOOT_LINE),
                small, colours.ink2,
            ),
            "number": Furniture(
                number,
                small if numbered is None else self._step(numbered.size),
                colours.ink2 if numbered is None else numbered.colour,
                align="right" if numbered is None else _align(numbered.align),
            ),
        }  # fmt: skip
        argument = {**plain, "kicker": replace(kicker, rect=Rect(87.84, row, 375.4, _HEAD))}
        return {"Title Only": plain, "Texts": plain, "Argument": argument}

    def cover_words(self, colours: Colours) -> tuple[CoverLook, dict[str, Furniture]]:
        """Return the look of the cover: the title in its place, all other words in one column."""
        inner = self.headline.inner
        assert inner is not None
        title = self._on_grid(inner)
        under = self.cover.first("subtitle")
        room = self._column(inner, under)
        column = self._on_grid(room)
        ground = self.cover.under(room) or colours.white
        ink = under.colour if under is not None else self.headline.colour
        ink = _read(ink, ground, colours)
        step = self._step(max(min(self.headline.size, inner.height / 3 / _LEADING, 54.0), 24.0))
        head = min(20.0, column.height / 8)
        sub = Rect(column.x, column.y + head + 6.0, column.width, max((column.height - head) * 0.4, 20.0))
        fields = sub.bottom + 6.0
        look = replace(
            _GRID.cover,
            block=sub.bottom,
            right=Rect(10_000.0, 0.0, 0.0, 0.0),
            stands=True,
            ink=ink,
            names=Rect(column.x, fields, column.width, max(column.bottom - fields, 20.0)),
            marking_right=column.right,
            fields_top=fields,
            fields_bottom=column.bottom,
            subtitle_foot=0.0,
            logo_left=column.right,
            title_height=title.height,
        )
        names = {
            "kicker": Furniture(replace(column, height=head), Step(16.0, 20.0), ink, bold=True),
            "title": Furniture(
                title, step, self.headline.colour, self.headline.bold, _align(self.headline.align),
                _anchor(self.headline.anchor),
            ),
            "subtitle": Furniture(sub, Step(22.0, 28.0), ink),
        }  # fmt: skip
        return look, names

    def _column(self, title: Rect, under: Holder | None) -> Rect:
        """Return the room below the title of the cover, down to what is drawn there or the slide ends."""
        slides, whole = self.slides, self.slides.height
        if under is not None and under.inner is not None:
            rect = under.inner
        else:
            rect = Rect(title.x, title.bottom + 6.0, title.width, 60.0)
        feet = [
            one.rect.y for one in self.cover.holders if one.kind in ("date", "footer", "number") and one.rect
        ]
        stops = [one for one in slides.obstacles(self.cover) if one.y >= rect.y + 10 and one.height > 1.0
                 and one.x < rect.right and one.right > rect.x and not one.holds(rect, 4.0)]  # fmt: skip
        low = min([whole - 18.0, *(y for y in feet if y > rect.y + 20), *(one.y - 4.0 for one in stops)])
        if title.y > rect.y:
            low = min(low, title.y - 4.0)
        return replace(rect, height=max(low, rect.bottom if rect.bottom < whole else low) - rect.y)

    def colours(self) -> Colours:
        """Return our colours as shades of the template's, each readable on its ground."""
        scheme = self.scheme
        ground = self.content.under(self.box) or scheme.named.get("bg1", "#FFFFFF")
        ink_name = max(("tx1", "bg1"), key=lambda name: contrast(scheme.named.get(name, "#000000"), ground))
        ink = scheme.named.get(ink_name, "#000000")
        shades: dict[str, Shade] = {ink: Shade(ink_name)}

        def shaded(name: str, grounds: Sequence[str], fallback: str) -> str:
            if name not in scheme.named:
                return fallback
            shade = scheme.readable(name, grounds)
            colour = scheme.colour(shade)
            shades.setdefault(colour, shade)
            return colour

        def hue(name: str) -> Hue:
            accent = scheme.named.get(name, ink)
            tint = mixed(accent, ground, 0.12)
            return Hue(shaded(name, (ground, tint), ink), tint)

        brand = shaded("tx2", (ground,), ink)
        if brand == ink or scheme.named.get("tx2") in (ink, ground):
            brand = shaded("accent1", (ground,), ink)
        for name in ("bg1", "tx1"):
            if scheme.named.get(name) == ground:
                shades.setdefault(ground, Shade(name))
        grey = {share: mixed(ink, ground, share / 100) for share in (3, 14, 24, 36, 50, 66, 80)}
        caution = hue("accent4")
        panel = mixed(brand, ground, 0.1)
        return replace(
            DEFAULT.colours,
            ink=ink,
            ink2=grey[80],
            brand=brand,
            edge=grey[66],
            rule=grey[24],
            panel=panel,
            faint=grey[3],
            ghost=grey[36],
            greys=(grey[24], grey[50], grey[14], grey[36], grey[66]),
            on_brand=ground,
            white=ground,
            caution=caution,
            links=self.links(shaded, (ground, panel, grey[3])),
            cause=hue("accent1"),
            effect=hue("accent2"),
            response=hue("accent3"),
            shades={colour: tuple(shade) for colour, shade in shades.items()},
        )

    def links(
        self, shaded: Callable[[str, Sequence[str], str], str], grounds: Sequence[str]
    ) -> dict[str, str]:
        """Return colours of links by our layouts, where the own one of the template cannot be read."""
        own = self.scheme.named.get("hlink")
        if own is None:
            return {}
        found = {}
        if any(contrast(own, each) < _TEXT for each in grounds):
            found = dict.fromkeys(("Title Only", "Texts", "Argument"), shaded("hlink", grounds, own))
        rect = self.headline.rect
        under = (self.cover.under(rect) if rect else None) or grounds[0]
        if contrast(own, under) < _TEXT:
            on_cover = next((one for one in found.values() if contrast(one, under) >= _TEXT), None)
            found["Cover"] = on_cover or nearest(own, lambda one: contrast(one, under) >= _TEXT) or own
        return found


def _read(colour: str, ground: str, colours: Colours) -> str:
    """Return a colour of the template, or one of ours where it cannot be read on its ground."""
    if contrast(colour, ground) >= _TEXT:
        return colour
    return max((colours.ink, colours.white, colour), key=lambda each: contrast(each, ground))


def _beside_pictures(title: Holder, layout: Layout) -> Holder:
    """Return a title that ends before a picture at its right, such as a logo, if most of it is left."""
    rect = title.rect
    assert rect is not None
    logos = (one.rect for one in layout.drawn if one.is_picture and one.rect.meets(rect, 2.0))
    ends = [logo.x - _LOGO_GAP for logo in logos if logo.x > rect.x + rect.width / 2]
    return replace(title, rect=replace(rect, width=min([rect.width, *(end - rect.x for end in ends)])))


def _slot(layout: Layout, kinds: Sequence[str]) -> Slot | None:
    one = layout.first(*kinds)
    if one is None or one.rect is None:
        return None
    idx = None if one.idx is None else int(one.idx)
    align = _align(one.align)
    return Slot(one.type, idx, one.rect, one.insets, one.size, one.colour, one.bold, align, one.is_flat)


def _align(align: str) -> str:
    return {"ctr": "center", "r": "right"}.get(align, "left")


def _anchor(anchor: str) -> str:
    return {"ctr": "middle", "b": "bottom"}.get(anchor, "top")
