"""What stands over every slide's title: the number, the kicker, status, and the handling marking."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, boxed, roomy_width
from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import line_count, natural_width, set_lines
from builder.outline.blocks import Front, Marking
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.deck import Furniture, coloured

LEAST = 60.0  # points that are always left to a kicker, so that it can be set and its problem told


def masthead(deck: Deck, draft: Draft, title: Text) -> tuple[list[Item], list[Problem]]:
    """Return tab, kicker, status and marking, and a problem where the kicker is too long."""
    front, furniture = deck.front, deck.layouts[draft.layout]
    if draft.layout == "Cover":
        marked = (
            _marking(deck, front.marking, deck.look.masthead.marking_cover_top, dark=True)
            if front.marking
            else ()
        )
        return [_cover_kicker(deck, front), *marked], []
    items: list[Item] = []
    dark = draft.layout == "Section"
    colour = deck.colours.hue(draft.role).strong if draft.role else deck.colours.ink2
    look = furniture["kicker"]
    left = look.rect.x
    if draft.number is not None:
        tab = _tab(deck, draft.number, colour)
        left = max(left, tab.rect.x + tab.rect.width + deck.look.masthead.tab_gap)
        items.append(tab)
    kicker = draft.kicker if draft.kicker and draft.kicker.plain != title.plain else front.kind
    room = _status_left(deck, front) - deck.look.masthead.status_left_gap - left
    box, problems = _kicker(deck, kicker, look, None if dark else colour, left, max(room, LEAST))
    beyond = box.rect.x + box.rect.width > furniture["status"].rect.x
    items += [box, _status(deck, front, furniture["status"], narrow=beyond or front.marking is not None)]
    if front.marking:
        items += _marking(deck, front.marking, deck.look.masthead.marking_top, dark)
    return items, problems


def masthead_problems(deck: Deck, front: Front) -> Iterator[Problem]:
    """Yield what the masthead of every slide cannot hold, once."""
    look, status, kicker = deck.look.masthead, deck.placeholders["status"], deck.placeholders["kicker"]
    where = "the head of the slides"
    room = status.rect.width
    if line_count(_styled(deck, front.status, status), room) > 1:
        lines = set_lines(_styled(deck, front.status, status), room)
        yield too_long(
            front.status, lines, lines.leading, where, "shorten `version` or the audience's `label`"
        )
    marking = front.marking
    if marking is None:
        return
    texts = [(marking.label, 2 * look.marking_width, "shorten `marking.label`")]
    if marking.caveat:
        texts.append(
            (marking.caveat, deck.look.right - kicker.rect.x - kicker.rect.width, "shorten `marking.caveat`")
        )
    for text, width, hint in texts:
        lines = set_lines(deck.paragraph(text, step=look.marking_step, bold=True), width)
        if len(lines.lines) > 1:
            yield too_long(text, lines, (len(lines.lines) - 1) * lines.leading, where, hint)


def _tab(deck: Deck, number: Text, colour: str) -> TextBox:
    look = coloured(deck.look.masthead.tab, deck.colours)
    found = _styled(deck, number, look)
    rect = replace(look.rect, width=max(look.rect.width, roomy_width(found) + 10.0))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", fill=colour, name=number.slot)


def _kicker(
    deck: Deck, text: Text, look: Furniture, colour: str | None, left: float, room: float
) -> tuple[TextBox, list[Problem]]:
    """Set the kicker in its place, wider or a step smaller where it is long."""
    steps = (look.step, Step(deck.look.masthead.small_kicker, look.step.leading))

    def styled(step: Step) -> Paragraph:
        return deck.paragraph(text, step=step, colour=colour or look.colour, bold=look.bold)

    rect = replace(look.rect, x=left, width=min(look.rect.x + look.rect.width - left, room))
    step, excess = choose(steps[:1], lambda step: natural_width(styled(step)) - rect.width)
    if excess:
        rect = replace(rect, width=room)
        step, excess = choose(steps, lambda step: natural_width(styled(step)) - room)
    lines = set_lines(styled(step), rect.width)
    box = TextBox(rect, (lines,), anchor=look.anchor, placeholder="kicker", name=text.slot)
    if not excess:
        return box, []
    over = (len(lines.lines) - 1) * lines.leading
    hint = "a section's title has up to five words"
    if not text.path:  # fixed words have room but for what the status beside them takes
        text, hint = text._replace(path="version"), "shorten `version` or the audience's `label` beside it"
    return box, [too_long(text, lines, over, "the head of its slides", hint)]


def _status_left(deck: Deck, front: Front) -> float:
    width = roomy_width(_styled(deck, front.status, deck.placeholders["status"]))
    beside = _marking_width(deck, front.marking) + deck.look.masthead.status_gap if front.marking else 0.0
    return deck.look.right - beside - width


def _status(deck: Deck, front: Front, look: Furniture, narrow: bool) -> TextBox:
    found = _styled(deck, front.status, look)
    rect = look.rect
    if narrow:
        rect = replace(rect, x=_status_left(deck, front), width=roomy_width(found))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", placeholder="status", name=front.status.slot)


def _cover_kicker(deck: Deck, front: Front) -> TextBox:
    look = deck.layouts["Cover"]["kicker"]
    product = Piece(front.deck_name, bold=False, colour=deck.colours.on_brand)
    words = deck.paragraph(front.kind, "   ", product, step=look.step, colour=look.colour, bold=True)
    lines = set_lines(words, look.rect.width)
    return TextBox(look.rect, (lines,), placeholder="kicker", name=front.kind.slot)


def _styled(deck: Deck, text: Text, look: Furniture) -> Paragraph:
    return deck.paragraph(text, step=look.step, colour=look.colour, bold=look.bold, align=look.align)


def _marking_width(deck: Deck, marking: Marking) -> float:
    look = deck.look.masthead
    return max(
        look.marking_width,
        roomy_width(deck.paragraph(marking.label, step=look.marking_step, bold=True)) + look.marking_pad,
    )


def _marking(deck: Deck, marking: Marking, top: float, dark: bool) -> Iterator[Item]:
    """Yield the handling label in the colours of its scheme, and under it what belongs to it."""
    grid, look = deck.look, deck.look.masthead
    text, ground = deck.colours.markings[marking.colour]
    width = _marking_width(deck, marking)
    label = deck.paragraph(marking.label, step=look.marking_step, colour=text, bold=True, align="center")
    rect = Rect(grid.right - width, top, width, look.marking_height)
    yield TextBox(rect, (set_lines(label, width),), anchor="middle", fill=ground, name=marking.label.slot)
    if marking.caveat is not None:
        colour = deck.colours.on_brand if dark else deck.colours.ink2
        caveat = deck.paragraph(
            marking.caveat, step=look.caveat_step, colour=colour, bold=True, align="right"
        )
        below = look.caveat_top if top == look.marking_top else top + look.marking_height + look.caveat_gap
        wide = min(roomy_width(caveat), grid.right - grid.left)
        yield boxed(
            Rect(grid.right - wide, below, wide, look.caveat_step.leading),
            [caveat],
            name=marking.caveat.slot,
            stubs=True,
        )
