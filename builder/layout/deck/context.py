"""Lays out the context: facts, and beside them why the brief is urgent and what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import note
from builder.layout.pages import Item, Paragraph, Rect, TextBox
from builder.layout.text.fit import Split, Step, choose, longest_too_long, split, too_long
from builder.outline.blocks import Context, Node
from builder.outline.text import Text
from builder.report.problems import Problem


def context(deck: Deck, block: Context) -> Iterator[Draft]:
    """Yield the context's slide, and more where its sentences do not fit on one."""
    grid = deck.look
    event = _event(deck)
    side = block.why_now is not None or event is not None
    width = grid.span(8) if side else grid.live
    measure = width if side else grid.span(10)
    facts = _facts(deck, block, measure)
    styled, hint = partial(deck.paragraph, step=facts.step), "cut the sentence in two"
    problems = longest_too_long(block.sentences, styled, measure, facts.over, "its slide", hint)
    here = frozenset([event.id]) if event is not None else None
    for index, chunk in enumerate(facts.chunks):
        items = list(_rows(deck, [block.sentences[row] for row in chunk], facts.step, width, measure))
        if side:
            panels, found = _panels(deck, block, event)
            items += panels
            problems += found
        yield Draft(
            block.heading.slot,
            block.headline,
            tuple(items),
            block.heading,
            source=source_line(deck, block.refs),
            here=here if deck.map else None,
            notes=tuple(_notes(deck, block)) if index == 0 else (),
            problems=tuple(problems),
        )
        problems = []


def _event(deck: Deck) -> Node | None:
    """The map's middle node, which has no role."""
    columns = deck.map.columns if deck.map else ()
    return next((node for column in columns if column.role is None for node in column.nodes), None)


def _facts(deck: Deck, block: Context, measure: float) -> Split:
    grid, look = deck.look, deck.look.context

    def heights(step: Step) -> list[float]:
        return [set_height([deck.paragraph(text, step=step)], measure) for text in block.sentences]

    steps = look.fact_steps[{1: 0, 2: 0, 3: 2}.get(len(block.sentences), 3) :]
    return split(steps, heights, grid.body - grid.rule - look.fact_gap, look.fact_gap)


def _rows(deck: Deck, sentences: list[Text], step: Step, width: float, measure: float) -> Iterator[Item]:
    """One sentence a row; what is spare is shared out evenly."""
    grid = deck.look
    yield deck.rule(grid.left, grid.body_top, width)
    texts = [deck.paragraph(text, step=step) for text in sentences]
    tall = [set_height([each], measure) for each in texts]
    space = (grid.body - grid.rule - fsum(tall)) / len(tall)
    if len(tall) < 3:
        spare = grid.row_limit(len(tall)) - max(tall)
        space = min(space, spare) if spare > 0 else space
    y = grid.body_top + grid.rule
    for index, (found, height) in enumerate(zip(texts, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, width)
        yield boxed(Rect(grid.left, y + space / 2, measure, height), [found])
        y += height + space


def _panels(deck: Deck, block: Context, event: Node | None) -> tuple[list[Item], list[Problem]]:
    """Why now on brand, the event on panel tint; one of them alone takes the height of both."""
    grid, look = deck.look, deck.look.context
    left, width = grid.left_of(9), grid.span(4)
    why: tuple[Text, ...] = (
        (block.why_now_label, block.why_now) if block.why_now_label and block.why_now else ()
    )
    happened: tuple[Text, ...] = (event.label, *((event.detail,) if event.detail else ())) if event else ()
    both = bool(why and happened)
    below = _below(deck, happened) if both else 0.0
    upper = Rect(left, grid.body_top, width, grid.body - below - grid.gutter if both else grid.body)
    lower = Rect(left, grid.body_bottom - below, width, below) if both else upper
    items: list[Item] = []
    problems: list[Problem] = []
    for words, rect, fill, first in (
        (why, upper, deck.colours.brand, 2),
        (happened, lower, deck.colours.panel, 3),
    ):
        if words:
            box, found = _panel(deck, words, rect, fill, look.panel_steps[first if both else 0 :])
            items.append(box)
            problems += found
    return items, problems


def _below(deck: Deck, happened: tuple[Text, ...]) -> float:
    """Return the height in points of the event's panel under the other."""
    grid, look = deck.look, deck.look.context
    width = grid.span(4) - 2 * grid.pad
    detail = [deck.paragraph(text, step=look.panel_steps[3], before=look.before) for text in happened]
    return min(max(set_height(detail, width) + 2 * look.top, look.least_event), look.most_event)


def _panel(
    deck: Deck, words: tuple[Text, ...], rect: Rect, fill: str, steps: tuple[Step, ...]
) -> tuple[TextBox, list[Problem]]:
    grid, look = deck.look, deck.look.context
    dark = fill == deck.colours.brand
    width = rect.width - 2 * grid.pad

    def paragraphs(step: Step) -> list[Paragraph]:
        label = deck.paragraph(
            words[0], step=look.label, colour=deck.colours.on_brand if dark else deck.colours.brand, bold=True
        )
        rest = [
            deck.paragraph(
                text, step=step, colour=deck.colours.white if dark else deck.colours.ink, before=look.before
            )
            for text in words[1:]
        ]
        return [label, *rest]

    step, excess = choose(
        steps, lambda step: set_height(paragraphs(step), width) - (rect.height - 2 * look.top)
    )
    box = boxed(
        rect, paragraphs(step), (grid.pad, look.top, grid.pad, look.top), fill=fill, name=words[-1].slot
    )
    where = "its panel on the context slide"
    return box, too_long(words[-1], box.paragraphs[-1], excess, where, "shorten it")


def _notes(deck: Deck, block: Context) -> Iterator[Note]:
    yield note(deck, *block.sentences)
    if block.why_now and block.why_now_label:
        yield note(deck, block.why_now_label, deck.labels.colon, block.why_now)
