"""Derives the look of the deck from a PowerPoint template: its grid, colours, sizes and placeholders.

Slides are laid out on the usual grid, as wide as always, and then scaled to the room that the template leaves
for content. So nothing that places anything knows of templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from builder.outline.text import Product
from builder.templates.colours import Shade
from builder.templates.deck.cover import Cover
from builder.templates.deck.grid import LEADING, TEXT, Grid, align_of, anchor_of, ground_under, read_on
from builder.templates.faces import face
from builder.templates.kept import Kept, kept_parts
from builder.templates.layouts import (
    CLOSING,
    CONTENT,
    COVER,
    STATEMENT,
    Choice,
    body_box,
    choose,
    foot_of,
    names_of,
)
from builder.templates.package import Template, Unusable, refuse
from builder.templates.slides import Holder, Layout, Slides
from builder.theme.colours import Colours, Hue, contrast, mixed
from builder.theme.contrast import nearest
from builder.theme.deck import SLIDE_FITTING as SLIDE
from builder.theme.deck import DeckLook, Furniture, ListLook
from builder.theme.geometry import Rect, Step
from builder.theme.theme import DEFAULT, Theme, Typeface

_OURS = DEFAULT.deck
_FURNITURE = _OURS.furniture(DEFAULT.colours)
_PLAIN = _FURNITURE["Title Only"]
_INSIDE = ("Title Only", "Texts", "Argument")  # our layouts that are as that of the content
_CARDS = _OURS.argument.card_steps
_SMALLER = {count: (*steps, *SLIDE.cards[-(2 if count > 2 else 1) :]) for count, steps in _CARDS.items()}
_FOOT_LINE = _PLAIN["source"].step.leading
_LARGE_TEXT = 3.0  # contrast


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

    `given` maps roles to layouts. Raises `Unusable`, or several: a role that has no layout, or more than one.
    """
    if template.product is not Product.DECK:
        raise Unusable("it is not a PowerPoint file", "name a POTX, PPTX or POTM file")
    slides = Slides(template)
    choices = {choice.role: choice for choice in choose(slides, given)}
    faults = [*_undecided(slides, choices.values(), given)]
    refuse([one for one in faults if one.key] or faults[:1])
    cover, content = choices[COVER].layout, choices[CONTENT].layout
    assert cover is not None
    assert content is not None
    own = {"Statement": choices[STATEMENT], "Closing": choices[CLOSING]}
    others = {name: one.layout for name, one in own.items() if one.layout and not one.stands_in}
    return _Derivation(slides, cover, content, others, marked).template()


def _undecided(slides: Slides, choices: Iterable[Choice], given: Mapping[str, str]) -> Iterator[Unusable]:
    """Yield the roles that have no layout, or more than one."""
    keys = {key.lower(): f"layouts.{key}" for key in given}
    for choice in choices:
        role, key = f"`templates.layouts.{choice.role}`", keys.get(choice.role, "")
        if choice.layout is None:
            names = ", ".join(f"“{name}”" for name in names_of(slides)) or "none"
            message = f"it has no layout for the {choice.role}: {choice.reason}"
            yield Unusable(message, f"name one under {role}; it has {names}", key)
        elif choice.ties:
            names = ", ".join(f"“{name}”" for name in (choice.layout.name, *choice.ties))
            message = f"several of its layouts are for the {choice.role}: {names}"
            yield Unusable(message, f"name one of them under {role}", key)


class _Derivation:
    """Measures one template."""

    def __init__(
        self, slides: Slides, cover: Layout, content: Layout, others: Mapping[str, Layout], marked: bool
    ) -> None:
        box = body_box(slides, content)
        if box is None or box.width < SLIDE.room[0] or box.height < SLIDE.room[1]:
            raise Unusable(
                f"its layout “{content.name}” leaves too little room for content",
                "name another under `templates.layouts.content`",
            )
        self.slides, self.content, self.marked = slides, content, marked
        self.inside = {**dict.fromkeys(_INSIDE, content), **others}
        self.box, self.master = box, slides.masters[content.master]
        self.fonts = tuple(font or DEFAULT.fonts.body.office for font in self.master.fonts)
        letters = 1 / max(1.0, *(face(font).breadth for font in self.fonts))
        self.live = _live(box, letters)
        scale = box.width / self.live
        self.grid = Grid(scale, box.x - _OURS.left * scale, letters)
        self.scheme = self.master.scheme
        title, headline = content.first("title"), cover.first("title")
        assert title is not None
        assert headline is not None
        self.title = _beside_pictures(title, content)
        headline = _beside_pictures(headline, cover)
        self.colours = self.our_colours(cover, headline)
        self.look, self.number = self.deck()
        foot = self.look.masthead.marking_foot if marked else None
        self.cover = Cover(slides, cover, headline, self.grid, self.colours, foot)

    def template(self) -> DeckTemplate:
        deck, number = self.look, self.number
        below, names, places = self.cover.look()
        masthead = replace(deck.masthead, marking_cover_top=self.cover.marking_top)
        deck = replace(
            deck, masthead=masthead, own=self.furniture(deck, number) | {"Cover": names}, cover=below
        )
        fonts = (Typeface(font) for font in self.fonts)
        heading, body = fonts
        own = replace(DEFAULT.fonts, heading=heading, body=body)
        layouts = {"Cover": self.cover.layout, **self.inside}
        return DeckTemplate(
            data=self.slides.template.data,
            main=self.slides.template.main,
            kept=kept_parts(self.slides),
            theme=replace(DEFAULT, colours=self.colours, deck=deck, fonts=own),
            width=self.slides.width,
            height=self.slides.height,
            scale=self.grid.scale,
            left=self.grid.left,
            letters=self.grid.letters,
            layouts={name: one.part for name, one in layouts.items()},
            names={name: one.name for name, one in layouts.items()},
            slots={"Cover": self.cover_slots(places.holder)}
            | {name: self.slots(one, number) for name, one in self.inside.items()},
            notes=tuple(self.notes()),
            pale=tuple(self.pale()),
        )

    def cover_slots(self, picture: Holder | None) -> dict[str, Slot]:
        """Return the placeholders of the cover that are used."""
        layout = self.cover.layout
        held = {"title": layout.first("title"), "subtitle": layout.first("subtitle"), "picture": picture}
        return {name: _slot(one) for name, one in held.items() if one is not None}

    def slots(self, layout: Layout, number: Rect) -> dict[str, Slot]:
        """Return the placeholders of a layout; without one for the number, that is in a box."""
        status = layout.first(self.status.kind) if self.status else None
        held = {"title": layout.first("title"), "status": status}
        slots = {name: _slot(one) for name, one in held.items() if one is not None}
        numbered = layout.first("number")
        if numbered is not None:
            return slots | {"number": _slot(numbered)}
        own = _PLAIN["number"]
        rect = replace(self.grid.on_slide(replace(number, width=own.rect.width)), height=_FOOT_LINE)
        box = Slot(None, None, rect, (0.0, 0.0, 0.0, 0.0), own.step.size, self.colours.ink2, False, own.align)
        return slots | {"number": box}

    def notes(self) -> Iterator[str]:
        for font in dict.fromkeys(self.fonts):
            if not face(font).measured:
                yield (
                    f"the font “{font}” of the template is not known to the builder; its text is measured as "
                    "that of a wide font, so lines may be shorter than they could be"
                )

    def pale(self) -> Iterator[str]:
        for layout, holder in ((self.cover.layout, self.cover.title), (self.content, self.title)):
            ground = layout.under(holder.rect) if holder.rect is not None else None
            if ground is not None and (found := contrast(holder.colour, ground)) < _LARGE_TEXT:
                yield (
                    f"titles of the layout “{layout.name}” have a contrast of {found:.1f} : 1 with what is "
                    "behind them; 3 : 1 is the least"
                )

        for layout in dict.fromkeys((self.cover.layout, self.content)):
            if layout.is_painted:
                yield (
                    f"the ground of the layout “{layout.name}” is a picture or has several colours; "
                    "whether words can be read on it is not checked"
                )

    @property
    def head(self) -> Rect:
        """Where the words of titles are, in points of the slide."""
        inner = self.title.inner
        assert inner is not None
        return inner

    @property
    def title_steps(self) -> tuple[Step, ...]:
        head, most = self.head, self.title.size
        most = min(
            most, head.width / SLIDE.letters * self.grid.letters, head.height / 2 / LEADING, SLIDE.title[0]
        )
        large = max(int(most), SLIDE.title[1] * min(self.grid.scale, 1.0))
        sizes = dict.fromkeys(round(max(large * share, SLIDE.least_title) * 2) / 2 for share in SLIDE.shares)
        return tuple(self.grid.step(size) for size in sizes)

    def deck(self) -> tuple[DeckLook, Rect]:
        """Return our grid in the room that the template leaves, and the rectangle of the slide's number."""
        foot = foot_of(self.slides, self.content, self.box) / self.grid.scale
        box, head, title = self.grid.rect(self.box), self.grid.rect(self.head), self.title_steps
        over = max(2 * title[0].leading - head.height, 0.0)  # of a title box that holds one line
        above = head.y < box.y
        row = max(head.bottom + over + SLIDE.apart, box.y - SLIDE.row - SLIDE.apart) if above else box.y
        caveat = _OURS.masthead.caveat_step.leading if self.marked else 0.0
        top = max(row + SLIDE.row + max(SLIDE.gap, caveat), box.y)
        sources = foot - 2 * _FOOT_LINE - SLIDE.apart
        bottom = min(box.bottom, sources - 2 * SLIDE.gap)
        masthead = replace(
            _OURS.masthead,
            tab=replace(_OURS.masthead.tab, y=row, height=SLIDE.row),
            marking_top=row + 1.0,
            marking_height=SLIDE.row - SLIDE.apart,
            caveat_top=row + SLIDE.row,
            marking_foot=sources + _FOOT_LINE + 1.0,
        )
        look = replace(
            _OURS,
            width=self.slides.width / self.grid.scale,
            height=self.slides.height / self.grid.scale,
            body_top=top,
            high_body_top=top,
            body_bottom=bottom,
            thumbnail=None,
            two_sources=sources + 1.0,
            source_rule=Rect(_OURS.left, sources - 1.0, self.live, 0.0),
            title_steps=title,
            shows_parts=False,
            masthead=masthead,
            map=replace(_OURS.map, key_top=bottom - (_OURS.body_bottom - _OURS.map.key_top)),
            live=self.live,
            argument=replace(_OURS.argument, card_steps=_SMALLER),
            lists=self.lists(),
            sources=replace(_OURS.sources, panel_left=self._across(_OURS.sources.panel_left)),
        )
        numbered, own = self.content.first("number"), _PLAIN["number"].rect
        number = Rect(look.right - own.width, sources + _FOOT_LINE, own.width, _FOOT_LINE)
        if numbered is not None and numbered.inner is not None:
            number = self.grid.rect(numbered.inner)
        return look, number

    def lists(self) -> ListLook:
        """Return the look of lists, whose two columns are as far apart as ours."""
        ours = _OURS.lists
        between = ours.second - _OURS.left - ours.column
        column = (self.live - between) / 2
        second = _OURS.left + column + between
        return replace(ours, column=column, second=second, measure=min(ours.measure, self.live))

    def _across(self, x: float) -> float:
        """Return where on the grid is what is at `x` on our slide."""
        return _OURS.left + (x - _OURS.left) / _OURS.live * self.live

    @cached_property
    def status(self) -> Holder | None:
        """The footer or date that has room for the status and no words of its own."""
        for kind in ("footer", "date"):
            one = self.content.first(kind)
            if one is None or one.inner is None:
                continue
            prompt = one.words if kind == "footer" else ""
            if not prompt and one.inner.width / self.grid.scale >= SLIDE.status:
                return one
        return None

    def _ink(self, holder: Holder) -> str:
        """Return the colour of a placeholder's words, or one of ours that can be read there."""
        if holder.rect is None:
            return holder.colour
        return read_on(holder.colour, ground_under(self.content, holder.rect, self.colours), self.colours)

    def furniture(self, deck: DeckLook, number: Rect) -> dict[str, dict[str, Furniture]]:
        """Return the placeholders of our layouts: those of the template, and ours in its colours."""
        title, row, colours = self.title_steps, deck.masthead.tab.y, self.colours
        ours = _OURS.furniture(colours)
        own, argument = ours["Title Only"], ours["Argument"]["kicker"]
        marking = _OURS.masthead.marking_widest + _OURS.masthead.status_gap if self.marked else 0.0
        foot = Rect(_OURS.left, deck.two_sources, self.live - marking, _FOOT_LINE)
        numbered = self.content.first("number")
        plain = {
            "title": self._title(self.title, title[0]),
            "kicker": _in_row(own["kicker"], row),
            "status": self._status_line(own["status"], deck, row),
            "source": replace(own["source"], rect=foot),
            "number": replace(own["number"], rect=number, bold=False)
            if numbered is None
            else Furniture(
                number, self.grid.step(numbered.size), self._ink(numbered), align=align_of(numbered)
            ),
        }  # fmt: skip
        return {
            "Title Only": plain,
            "Texts": plain,
            "Argument": {**plain, "kicker": _in_row(argument, row)},
            **{
                name: {**plain, "title": self._title(_beside_pictures(one, layout), title[0])}
                for name, layout in self.inside.items()
                if layout is not self.content and (one := layout.first("title")) is not None
            },
        }

    def _title(self, one: Holder, step: Step) -> Furniture:
        """Return a title of two lines where a placeholder has it."""
        assert one.inner is not None
        rect = self.grid.rect(one.inner)
        rect = replace(rect, height=max(rect.height, 2 * step.leading))
        return Furniture(rect, step, one.colour, one.bold, align_of(one), anchor_of(one))

    def _status_line(self, own: Furniture, deck: DeckLook, row: float) -> Furniture:
        """Return where the status is: in a placeholder of the template, or above the content."""
        one = self.status
        if one is None or one.inner is None:
            rect = Rect(deck.right - own.rect.width, row + SLIDE.apart, own.rect.width, own.rect.height)
            return replace(own, rect=rect)
        step = self.grid.step(one.size)
        return Furniture(self.grid.rect(one.inner), step, self._ink(one), one.bold, align_of(one), "middle")

    def our_colours(self, cover: Layout, headline: Holder) -> Colours:
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
            links=self.links(
                shaded, (ground, panel, grey[3]), cover.under(headline.rect) if headline.rect else None
            ),
            cause=hue("accent1"),
            effect=hue("accent2"),
            response=hue("accent3"),
            shades={colour: tuple(shade) for colour, shade in shades.items()},
        )

    def links(
        self,
        shaded: Callable[[str, Sequence[str], str], str],
        grounds: Sequence[str],
        under: str | None,
    ) -> dict[str, str]:
        """Return colours of links by our layouts, where the own one of the template cannot be read.

        `under` is the ground of the cover.
        """
        own = self.scheme.named.get("hlink")
        if own is None:
            return {}
        found = {}
        if any(contrast(own, each) < TEXT for each in grounds):
            found = dict.fromkeys(self.inside, shaded("hlink", grounds, own))
        under = under or grounds[0]
        if contrast(own, under) < TEXT:
            on_cover = next((one for one in found.values() if contrast(one, under) >= TEXT), None)
            found["Cover"] = on_cover or nearest(own, lambda one: contrast(one, under) >= TEXT) or own
        return found


def _live(box: Rect, letters: float) -> float:
    """Return the width of the grid in a room: as ever, but narrower in a high one, and wider in a low one.

    A wider grid makes type smaller, which stays readable.
    """
    form = box.height / box.width
    high = _OURS.live * SLIDE.high / form
    low = _OURS.live * min(SLIDE.low + SLIDE.faster * (SLIDE.low - form), SLIDE.high) / form
    readable = box.width * letters * _PLAIN["source"].step.size / SLIDE.type
    narrowest, widest = SLIDE.width
    return max(min(high, _OURS.live), min(low, readable, widest), narrowest)


def _beside_pictures(title: Holder, layout: Layout) -> Holder:
    """Return a title that ends before a picture at its right, such as a logo, if most of it is left."""
    rect = title.rect
    assert rect is not None
    logos = (one.rect for one in layout.drawn if one.is_picture and one.rect.meets(rect, SLIDE.near))
    ends = [logo.x - SLIDE.logo_gap for logo in logos if logo.x > rect.x + rect.width / 2]
    return replace(title, rect=replace(rect, width=min([rect.width, *(end - rect.x for end in ends)])))


def _slot(one: Holder) -> Slot:
    assert one.rect is not None
    idx = None if one.idx is None else int(one.idx)
    align = align_of(one)
    return Slot(one.type, idx, one.rect, one.insets, one.size, one.colour, one.bold, align, one.is_flat)


def _in_row(own: Furniture, row: float) -> Furniture:
    """Return a kicker in the row above the content."""
    return replace(own, rect=replace(own.rect, y=row, height=SLIDE.row))
