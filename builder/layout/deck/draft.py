"""Holds what a slide says before it is framed, and draws the small pieces that all slides are built of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import fsum

from msgspec import Struct, field
from msgspec.structs import replace

from builder.languages.labels import Labels
from builder.layout.pages import Box, Item, Paragraph, Piece, Polygon, Polyline, Rect, Tag, TextBox
from builder.layout.text.fit import Split, choose, too_long
from builder.layout.text.measure import line_count, natural_width, set_lines, widest_word, without_stub
from builder.outline.blocks import ArgumentMap, Block, Front, Marking, Outline
from builder.outline.text import Depth, Role, Run, Text, wrapped
from builder.report.problems import Problem
from builder.theme.colours import Colours, Hue
from builder.theme.deck import DeckLook, Furniture
from builder.theme.geometry import Step
from builder.theme.map import ThumbnailLook
from builder.theme.theme import Theme

# Points that every line leaves free at its end: programs that show the deck round widths in their own ways.
GIVE = 1.5
MOST_NARROWED = 6.0  # points that a box gives up, so that no word of a next line nearly fits
LEAST = 60.0  # points that are always left to words, so that they can be set and their problem reported
KERNED = 1.02  # how much wider lines are measured than kerning sets them, at most

Insets = tuple[float, float, float, float]
NO_INSETS: Insets = (0.0, 0.0, 0.0, 0.0)
Note = tuple[Piece, ...]


class Draft(Struct, frozen=True, gc=False):
    """One slide without its furniture.

    `here` are the nodes that the thumbnail highlights; None draws no thumbnail.
    """

    slot: str
    title: Text
    items: Sequence[Item]
    kicker: Text | None = None
    role: Role | None = None
    number: Text | None = None
    section: Text | None = None  # the title of the section that it is in
    source: Note = ()
    here: frozenset[str] | None = None
    enters: Note = ()  # what the slide before says of the section that this one opens
    lead: Note = ()  # and what leads from it to this slide's title
    notes: Sequence[Note] = ()
    extras: Sequence[Note] = ()  # further notes, the most useful first, as long as there is time for them
    spare: Sequence[Note] = ()  # and those for a slide on which else little is said
    layout: str = "Title Only"
    appendix: bool = False
    also: tuple[Block, ...] = ()  # other blocks that it shows in full
    continued: tuple[int, int] = (1, 1)  # which slide of how many with this title


class Deck(Struct, frozen=True):
    """What every slide needs to know; `problems` collects what does not fit."""

    outline: Outline
    front: Front
    map: ArgumentMap | None
    theme: Theme
    layouts: dict[str, dict[str, Furniture]]
    navigated: bool = False  # its slides show where they are
    settled: bool = False  # the top of its body is chosen
    continues: bool = False  # titles have room for "(continued)"
    fixed_texts: dict[str, Text] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def look(self) -> DeckLook:
        return self.theme.deck

    @property
    def colours(self) -> Colours:
        return self.theme.colours

    @property
    def thumbnail(self) -> tuple[ThumbnailLook, Colours]:
        """How the small map is drawn."""
        return self.theme.thumbnail, self.colours

    def under(self, title: Text, *, appendix: bool = False) -> Deck:
        """Return the deck for a slide with this title: a short title leaves more room for the body."""
        if self.settled or self.title_room(title, appendix=appendix) > 1:
            return self
        look = replace(self.look, body_top=self.look.high_body_top)
        return replace(self, theme=replace(self.theme, deck=look))

    def beneath(self, y: float) -> Deck:
        """Return the deck for what is below `y` on a slide, in a trial of its own."""
        look = replace(self.look, body_top=y)
        return replace(self, theme=replace(self.theme, deck=look), settled=True, problems=[])

    def title_room(self, title: Text, *, appendix: bool = False) -> int:
        """Return the lines that are kept for a title."""
        longest = wrapped(without_stop(title), self.labels.annex_title) if appendix else without_stop(title)
        return self.title_lines(wrapped(longest, self.labels.continued) if self.continues else longest)

    def title_lines(self, title: Text) -> int:
        """Return how many lines a title takes at its full size."""
        found = self.paragraph(title, step=self.look.title_steps[0], bold=True, tag=Tag.TITLE)
        return line_count(found, self.placeholders["title"].rect.width - GIVE)

    def layout_of(self, name: str) -> str:
        """Return the layout of this name, which a template may have, or that of all other slides."""
        return name if name in self.layouts else "Title Only"

    @property
    def placeholders(self) -> dict[str, Furniture]:
        """The placeholders of slides without a colour or number of their own."""
        return self.layouts["Title Only"]

    @property
    def labels(self) -> Labels:
        return self.outline.labels

    def fixed(self, slot: str, words: str) -> Text:
        """Return fixed words as a text of the deck."""
        return self.fixed_texts.setdefault(slot, Text(slot, (Run(words),), Depth.DECK))

    def paragraph(
        self,
        *parts: Text | Piece | str | None,
        step: Step,
        colour: str | None = None,
        bold: bool = False,
        before: float = 0.0,
        align: str = "left",
        tag: Tag = Tag.PARAGRAPH,
    ) -> Paragraph:
        """Return a paragraph of texts and separators; None is left out."""
        fonts = self.theme.fonts
        family = (fonts.heading if tag is Tag.TITLE else fonts.body).family
        pieces = tuple(
            part if isinstance(part, Piece) else Piece(None, part) if isinstance(part, str) else Piece(part)
            for part in parts
            if part is not None
        )
        colour = colour or self.colours.ink
        return Paragraph(pieces, *step, colour, bold, before, align=align, tag=tag, family=family)

    def height(self, text: Text, step: Step, width: float) -> float:
        """Return the height in points of a text set in `width` points."""
        return set_height([self.paragraph(text, step=step)], width)

    def fitted(
        self,
        rect: Rect,
        words: Callable[[Step], list[Paragraph]],
        steps: Sequence[Step],
        where: str,
        hint: str,
        insets: Insets = NO_INSETS,
        *,
        anchor: str = "top",
        fill: str | None = None,
        snug: bool = False,
    ) -> TextBox:
        """Return words in a box at the first step that fits; if none does, report the last text.

        A `snug` box is no higher than its words and insets.
        """
        left, top, right, bottom = insets
        width, room = rect.width - left - right, rect.height - top - bottom
        whole = unbroken(steps, words, width)
        step, over = choose(whole, lambda step: set_height(words(step), width) - room)
        text = words(step)[-1].pieces[-1].text
        assert text is not None
        if snug:
            rect = replace(rect, height=min(set_height(words(step), width) + top + bottom, rect.height))
        box = boxed(rect, words(step), insets, anchor=anchor, fill=fill, name=text.slot)
        self.report(text, box.paragraphs[-1], over, where, hint)
        return box

    def report(self, text: Text, paragraph: Paragraph, over: float, where: str, hint: str) -> None:
        """Report a text that is `over` points too high for `where`, if it is."""
        self.problems.extend(too_long(text, paragraph, over, where, hint))

    def report_longest(
        self,
        texts: Sequence[Text],
        width: float,
        done: Split,
        hint: str,
        where: str = "its slide",
        *,
        bold: bool = False,
    ) -> None:
        """Report the longest of the texts, set in `width` points, if a list does not fit its slides."""
        longest = max(texts, key=lambda text: len(text.plain))
        if done.over:
            lines = set_lines(self.paragraph(longest, step=done.step, bold=bold), width)
            self.report(longest, lines, done.over, where, hint)

    def numbered(self, rect: Rect, number: Piece, hang: float, text: Paragraph) -> Iterator[TextBox]:
        """Yield a number and, `hang` points to its right, its text."""
        first = self.paragraph(number, step=Step(text.size, text.leading))
        yield boxed(Rect(rect.x, rect.y, hang, text.leading), [first], stubs=True)
        yield boxed(Rect(rect.x + hang, rect.y, rect.width - hang, rect.height), [text])

    def card(self, rect: Rect, hue: Hue) -> tuple[Box, Box]:
        """Return a card in the tint of a hue, with a bar on top."""
        bar = Rect(rect.x, rect.y, rect.width, self.look.bar)
        return Box(rect, fill=hue.tint), Box(bar, fill=hue.strong)

    def span(self, first: Text, last: Text, slot: str) -> Text:
        """Return "A4–A6" for the numbers of neighbours, and a number alone as it is."""
        words = self.labels.range.format(first=first.plain, last=last.plain)
        return first if first is last else self.fixed(f"{slot}_span", words)

    def hairline(self, x: float, y: float, width: float) -> Polyline:
        """Return the thin line between the rows of a list."""
        return Polyline(((x, y), (x + width, y)), self.colours.rule, self.look.hair)

    def rule(self, x: float, y: float, width: float, colour: str | None = None) -> Box:
        """Return the strong rule over a list."""
        return Box(Rect(x, y, width, self.look.rule), fill=colour or self.colours.brand)


def unbroken(
    steps: Sequence[Step], words: Callable[[Step], Sequence[Paragraph]], width: float
) -> Sequence[Step]:
    """Return the sizes at which `width` points break no word; the smallest if there is none."""
    return [
        step for step in steps if all(widest_word(each) <= width - GIVE for each in words(step))
    ] or steps[-1:]


def bottom_of(items: Sequence[Item]) -> float:
    """Return where the lowest of some items ends; lines and polygons aside."""
    rects = (item.rect for item in items if not isinstance(item, Polyline | Polygon))
    return max((rect.y + rect.height for rect in rects), default=0.0)


def named(items: Sequence[Item]) -> set[str]:
    """Return the slots of the texts that have a box among some items."""
    return {item.name for item in items if isinstance(item, TextBox) and item.name}


def without_stop(text: Text) -> Text:
    """Return the text without its full stop: a slide's title has none."""
    last = text.runs[-1]
    if not last.text.endswith((".", "。")) or last.text.endswith(("..", "…")) or len(text.plain) < 2:
        return text
    kept = (replace(last, text=last.text[:-1]),) if len(last.text) > 1 else ()
    return replace(text, runs=(*text.runs[:-1], *kept))


def boxed(
    rect: Rect,
    paragraphs: Sequence[Paragraph],
    insets: Insets = NO_INSETS,
    *,
    anchor: str = "top",
    fill: str | None = None,
    name: str | None = None,
    stubs: bool = False,
) -> TextBox:
    """Return paragraphs set in a box, narrower where else the last line would be a stub.

    Without a `name` it has that of the text with which it begins.
    """
    left, top, right, bottom = insets
    width = rect.width - left - right - GIVE
    done = [set_lines(each, width) for each in paragraphs]
    narrower = [] if stubs else [_narrower(each, width) for each in done if len(each.lines) > 1]
    for narrow in dict.fromkeys((min(narrower), narrower[-1]) if narrower else ()):
        trial = [set_lines(each, narrow) for each in paragraphs]
        if narrow < width and [len(each.lines) for each in trial] == [len(each.lines) for each in done]:
            right, done = right + width - narrow, trial
            break
    first = paragraphs[0].pieces[0].text
    name = name or (first.slot if first else None)
    return TextBox(rect, tuple(done), (left, top, right, bottom), anchor, fill, name=name)


def _narrower(found: Paragraph, width: float) -> float:
    """Return a width without a stub at the end, at which no word of a next line nearly fits on a line."""
    _, narrow = without_stub(found, width)
    if narrow < width:
        return narrow
    wider = set_lines(found, width * KERNED + 2 * GIVE)
    if [line[-1].text for line in wider.lines] == [line[-1].text for line in found.lines]:
        return width
    reach = max(line[-1].x + line[-1].width for line in found.lines)
    return max((reach + width) / 2, width - MOST_NARROWED)


def relaxed(box: TextBox) -> TextBox:
    """Return a box with a little more room on the right, if its text fills its lines completely.

    Programs that show the deck round widths in their own ways; a hair's breadth must not break a line.
    """
    left, top, right, bottom = box.insets
    for more in (6.0, 4.0, 2.0):
        width = box.rect.width - left - right + more
        done = tuple(set_lines(each, width) for each in box.paragraphs)
        same = [len(each.lines) for each in done] == [len(each.lines) for each in box.paragraphs]
        if more <= right and same:
            return replace(box, paragraphs=done, insets=(left, top, right - more, bottom))
    return box


def roomy_width(found: Paragraph) -> float:
    """Return a width in points that holds a paragraph on one line in every program that shows the deck.

    Between Latin and East Asian characters some of them add a quarter of an em.
    """
    plain = found.plain
    mixed = sum(a.isascii() != b.isascii() and max(a, b) > "\u2e80" for a, b in pairwise(plain))
    return natural_width(found) + 4.0 + mixed * found.size / 4


def set_height(paragraphs: Sequence[Paragraph], width: float) -> float:
    """Return the height in points of paragraphs set in `width` points."""
    return fsum(
        line_count(each, width - GIVE) * each.leading + (each.before if index else 0.0)
        for index, each in enumerate(paragraphs)
    )


def marking_width(deck: Deck, marking: Marking) -> float:
    """Return the width in points of the handling label."""
    look = deck.look.masthead
    label = deck.paragraph(marking.label, step=look.marking_step, bold=True)
    return max(look.marking_width, roomy_width(label) + look.marking_pad)
