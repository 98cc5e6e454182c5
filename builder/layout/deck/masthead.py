"""What stands over every slide's title: the number, the kicker, status, and the handling marking."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, boxed, paragraph, roomy_width
from builder.layout.deck.grid import CAVEAT, KICKER, LAYOUTS, LEFT, MARKING, RIGHT, STATUS, TAB, Furniture
from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import line_count, natural_width, set_lines
from builder.outline.blocks import Front, Marking
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import MARKING_COLOURS, TOKENS

SMALL = Step(12, 15)
CAVEAT_STEP = Step(12, CAVEAT[1])
COVER_TOP = 35.0  # of the marking on the cover
TAB_GAP = 7.2  # from the tab to the kicker
STATUS_GAP = 10.8  # from the status to the marking
LEAST = 60.0  # points that are always left to a kicker, so that it can be set and its problem told


def masthead(deck: Deck, draft: Draft, title: Text) -> tuple[list[Item], list[Problem]]:
    """Return tab, kicker, status and marking, and a problem where the kicker is too long."""
    front, furniture = deck.front, LAYOUTS[draft.layout]
    if draft.layout == "Cover":
        marked = _marking(front.marking, COVER_TOP, dark=True) if front.marking else ()
        return [_cover_kicker(front), *marked], []
    items: list[Item] = []
    dark = draft.layout == "Section"
    colour = TOKENS.hue(draft.role).strong if draft.role else TOKENS.ink2
    look = furniture["kicker"]
    left = look.rect.x
    if draft.number is not None:
        tab = _tab(draft.number, colour)
        left = max(left, tab.rect.x + tab.rect.width + TAB_GAP)
        items.append(tab)
    kicker = draft.kicker if draft.kicker and draft.kicker.plain != title.plain else front.kind
    room = _status_left(front) - 12.0 - left
    box, problems = _kicker(kicker, look, None if dark else colour, left, max(room, LEAST))
    beyond = box.rect.x + box.rect.width > furniture["status"].rect.x
    items += [box, _status(front, furniture["status"], narrow=beyond or front.marking is not None)]
    if front.marking:
        items += _marking(front.marking, MARKING[2], dark)
    return items, problems


def masthead_problems(front: Front) -> Iterator[Problem]:
    """Yield what the masthead of every slide cannot hold, once."""
    where = "the head of the slides"
    room = STATUS.rect.width
    if line_count(_styled(front.status, STATUS), room) > 1:
        lines = set_lines(_styled(front.status, STATUS), room)
        yield too_long(
            front.status, lines, lines.leading, where, "shorten `version` or the audience's `label`"
        )
    marking = front.marking
    if marking is None:
        return
    texts = [(marking.label, 2 * MARKING[0], "shorten `marking.label`")]
    if marking.caveat:
        texts.append((marking.caveat, RIGHT - KICKER.rect.x - KICKER.rect.width, "shorten `marking.caveat`"))
    for text, width, hint in texts:
        lines = set_lines(paragraph(text, step=SMALL, bold=True), width)
        if len(lines.lines) > 1:
            yield too_long(text, lines, (len(lines.lines) - 1) * lines.leading, where, hint)


def _tab(number: Text, colour: str) -> TextBox:
    found = _styled(number, TAB)
    rect = replace(TAB.rect, width=max(TAB.rect.width, roomy_width(found) + 10.0))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", fill=colour, name=number.slot)


def _kicker(
    text: Text, look: Furniture, colour: str | None, left: float, room: float
) -> tuple[TextBox, list[Problem]]:
    """Set the kicker in its place, wider or a step smaller where it is long."""
    steps = (look.step, Step(12, look.step.leading))

    def styled(step: Step) -> Paragraph:
        return paragraph(text, step=step, colour=colour or look.colour, bold=look.bold)

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


def _status_left(front: Front) -> float:
    width = roomy_width(_styled(front.status, STATUS))
    return RIGHT - (_marking_width(front.marking) + STATUS_GAP if front.marking else 0.0) - width


def _status(front: Front, look: Furniture, narrow: bool) -> TextBox:
    found = _styled(front.status, look)
    rect = look.rect
    if narrow:
        rect = replace(rect, x=_status_left(front), width=roomy_width(found))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", placeholder="status", name=front.status.slot)


def _cover_kicker(front: Front) -> TextBox:
    look = LAYOUTS["Cover"]["kicker"]
    product = Piece(front.deck_name, bold=False, colour=TOKENS.on_brand)
    words = paragraph(front.kind, "   ", product, step=look.step, colour=look.colour, bold=True)
    lines = set_lines(words, look.rect.width)
    return TextBox(look.rect, (lines,), placeholder="kicker", name=front.kind.slot)


def _styled(text: Text, look: Furniture) -> Paragraph:
    return paragraph(text, step=look.step, colour=look.colour, bold=look.bold, align=look.align)


def _marking_width(marking: Marking) -> float:
    return max(MARKING[0], roomy_width(paragraph(marking.label, step=SMALL, bold=True)) + 16.0)


def _marking(marking: Marking, top: float, dark: bool) -> Iterator[Item]:
    """Yield the handling label in the colours of its scheme, and under it what belongs to it."""
    text, ground = MARKING_COLOURS[marking.colour]
    width = _marking_width(marking)
    label = paragraph(marking.label, step=SMALL, colour=text, bold=True, align="center")
    rect = Rect(RIGHT - width, top, width, MARKING[1])
    yield TextBox(rect, (set_lines(label, width),), anchor="middle", fill=ground, name=marking.label.slot)
    if marking.caveat is not None:
        colour = TOKENS.on_brand if dark else TOKENS.ink2
        caveat = paragraph(marking.caveat, step=CAVEAT_STEP, colour=colour, bold=True, align="right")
        below = CAVEAT[0] if top == MARKING[2] else top + MARKING[1] + 4.0
        wide = min(roomy_width(caveat), RIGHT - LEFT)
        yield boxed(
            Rect(RIGHT - wide, below, wide, CAVEAT[1]), [caveat], name=marking.caveat.slot, stubs=True
        )
