"""The context becomes a set of facts, with what makes it urgent and what the brief is about beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, hairline, paragraph, rule, set_height
from builder.layout.deck.grid import (
    BODY,
    BODY_BOTTOM,
    BODY_TOP,
    GUTTER,
    LEFT,
    LIVE,
    PAD,
    RULE,
    left_of,
    row_limit,
    span,
)
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, Paragraph, Rect, TextBox
from builder.layout.text.fit import Split, Step, choose, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Context, Node
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

FACT_STEPS = (Step(34, 42), Step(28, 34), Step(24, 30), Step(22, 27), Step(20, 24), Step(18, 22))
PANEL_STEPS = (Step(24, 30), Step(22, 28), Step(20, 26), Step(18, 23), Step(16, 20))
LABEL = Step(16, 20)
FACT_GAP = 11.5  # least space between the texts of two facts
TOP = 13.0  # of a panel: its label


def context(deck: Deck, block: Context) -> Iterator[Draft]:
    """Yield the context's slide, and more where its sentences do not fit on one."""
    event = _event(deck)
    side = block.why_now is not None or event is not None
    width = span(8) if side else LIVE
    measure = width if side else span(10)
    facts = _facts(block, measure)
    problems: list[Problem] = []
    if facts.over:
        longest = max(block.sentences, key=lambda text: len(text.plain))
        lines = set_lines(paragraph(longest, step=facts.step), measure)
        problems.append(too_long(longest, lines, facts.over, "its slide", "cut the sentence in two"))
    here = frozenset([event.id]) if event is not None else None
    for index, chunk in enumerate(facts.chunks):
        items = list(_rows([block.sentences[row] for row in chunk], facts.step, width, measure))
        if side:
            panels, found = _panels(block, event)
            items += panels
            problems += found if index == 0 else []
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            tuple(items),
            block.heading,
            source=source_line(deck, block.refs),
            here=here if deck.map else None,
            notes=tuple(_notes(deck, block)) if index == 0 else (),
            problems=tuple(problems),
            continued=(index + 1, len(facts.chunks)),
        )
        problems = []


def _event(deck: Deck) -> Node | None:
    """The map's middle node, which has no role."""
    columns = deck.map.columns if deck.map else ()
    return next((node for column in columns if column.role is None for node in column.nodes), None)


def _facts(block: Context, measure: float) -> Split:
    def heights(step: Step) -> list[float]:
        return [set_height([paragraph(text, step=step)], measure) for text in block.sentences]

    steps = FACT_STEPS[{1: 0, 2: 0, 3: 2}.get(len(block.sentences), 3) :]
    return split(steps, heights, BODY - RULE - FACT_GAP, FACT_GAP)


def _rows(sentences: list[Text], step: Step, width: float, measure: float) -> Iterator[Item]:
    """One sentence a row; what is spare is shared out evenly."""
    yield rule(LEFT, BODY_TOP, width)
    texts = [paragraph(text, step=step) for text in sentences]
    tall = [set_height([each], measure) for each in texts]
    space = (BODY - RULE - fsum(tall)) / len(tall)
    if len(tall) < 3:
        space = min(space, row_limit(len(tall)) - max(tall)) if max(tall) < row_limit(len(tall)) else space
    y = BODY_TOP + RULE
    for index, (text, found, height) in enumerate(zip(sentences, texts, tall, strict=True)):
        if index:
            yield hairline(LEFT, y, width)
        yield boxed(Rect(LEFT, y + space / 2, measure, height), [found], name=text.slot)
        y += height + space


def _panels(block: Context, event: Node | None) -> tuple[list[Item], list[Problem]]:
    """Why now on brand, the event on panel tint; one of them alone takes the height of both."""
    left, width = left_of(9), span(4)
    why: tuple[Text, ...] = (
        (block.why_now_label, block.why_now) if block.why_now_label and block.why_now else ()
    )
    happened: tuple[Text, ...] = (event.label, *((event.detail,) if event.detail else ())) if event else ()
    below = _below(happened) if why and happened else 0.0
    upper = BODY - below - GUTTER if why and happened else BODY
    items: list[Item] = []
    problems: list[Problem] = []
    if why:
        box, found = _panel(
            why, Rect(left, BODY_TOP, width, upper), TOKENS.brand, PANEL_STEPS[0 if not happened else 2 :]
        )
        items.append(box)
        problems += found
    if happened:
        rect = Rect(left, BODY_BOTTOM - below, width, below) if why else Rect(left, BODY_TOP, width, upper)
        box, found = _panel(happened, rect, TOKENS.panel, PANEL_STEPS[0 if not why else 3 :])
        items.append(box)
        problems += found
    return items, problems


def _below(happened: tuple[Text, ...]) -> float:
    """Return the height in points of the event's panel under the other."""
    width = span(4) - 2 * PAD
    detail = [paragraph(text, step=PANEL_STEPS[3], before=6.0) for text in happened]
    return min(max(set_height(detail, width) + 2 * TOP, 120.0), 150.0)


def _panel(
    words: tuple[Text, ...], rect: Rect, fill: str, steps: tuple[Step, ...]
) -> tuple[TextBox, list[Problem]]:
    dark = fill == TOKENS.brand
    width = rect.width - 2 * PAD

    def paragraphs(step: Step) -> list[Paragraph]:
        label = paragraph(words[0], step=LABEL, colour=TOKENS.on_brand if dark else TOKENS.brand, bold=True)
        rest = [
            paragraph(text, step=step, colour=TOKENS.white if dark else TOKENS.ink, before=6.0)
            for text in words[1:]
        ]
        return [label, *rest]

    step, excess = choose(steps, lambda step: set_height(paragraphs(step), width) - (rect.height - 2 * TOP))
    box = boxed(rect, paragraphs(step), (PAD, TOP, PAD, TOP), fill=fill, name=words[-1].slot)
    if not excess:
        return box, []
    return box, [
        too_long(words[-1], box.paragraphs[-1], excess, "its panel on the context slide", "shorten it")
    ]


def _notes(deck: Deck, block: Context) -> Iterator[Note]:
    yield note(deck, *block.sentences)
    if block.why_now and block.why_now_label:
        yield note(deck, block.why_now_label, deck.labels.colon, block.why_now)
