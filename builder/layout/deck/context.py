"""Lays out the context: facts, and beside them why the brief is urgent and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note
from builder.layout.deck.notes import blended, from_sources, paragraph, said, sentence, source_line
from builder.layout.deck.notes.further import events
from builder.layout.deck.prose import place_rows, row_notes, rows_of, set_rows
from builder.layout.pages import Item, Paragraph, Rect, TextBox
from builder.outline.blocks import Context, Node
from builder.outline.text import ProsePart, Text
from builder.theme.geometry import Step


def context(deck: Deck, block: Context) -> Iterator[Draft]:
    """Yield the context's slide, and more where its sentences do not fit on one."""
    deck = deck.under(block.headline)
    grid = deck.look
    event, told = _event(deck), _told(block)
    side = block.why_now is not None or event is not None or told is not None
    width = grid.span(8) if side else grid.live
    measure = width if side else grid.span(10)
    facts = rows_of(_without(block, told) if told else block.text)
    done = set_rows(deck, facts, measure)
    panels = list(_panels(deck, block, event, told)) if side else []
    here = frozenset([event.id]) if event is not None else None
    last = [*([sentence(deck, told)] if told else []), *_last_notes(deck, block)]
    for index, chunk in enumerate(done.chunks):
        if index == 1:  # the panels are on the first slide only
            width, measure, panels = grid.live, grid.span(10), []
        rows = place_rows(deck, facts[chunk], done.step, width, measure)
        yield Draft(
            block.heading.slot,
            block.headline,
            [*rows, *panels],
            block.heading,
            source=source_line(deck, block.refs),
            here=here if deck.map else None,
            lead=blended(deck.labels.speech.to_context),
            notes=[*row_notes(deck, facts[chunk]), *(last if index == len(done.chunks) - 1 else ())],
            spare=list(events(deck)) if index == 0 else (),
        )


def _event(deck: Deck) -> Node | None:
    """The map's middle node, which has no role."""
    columns = deck.map.columns if deck.map else ()
    return next((node for column in columns if column.role is None for node in column.nodes), None)


def _told(block: Context) -> Text | None:
    """Return what the brief is about, where no map shows it and the context has more to say."""
    *before, last = block.text or (None,)
    if last is None or last.texts[-1].path != "event.label":
        return None
    return last.texts[-1] if before or len(last.texts) > 1 else None


def _without(block: Context, told: Text) -> tuple[ProsePart, ...]:
    """Return the text of the context without what the brief is about."""
    kept = [(part, tuple(text for text in part.texts if text is not told)) for part in block.text]
    return tuple(replace(part, texts=texts) for part, texts in kept if texts)


def _panels(deck: Deck, block: Context, event: Node | None, told: Text | None) -> Iterator[Item]:
    """Yield why now, on brand, and below it the event, on panel tint, both no higher than their words."""
    grid, look = deck.look, deck.look.context
    why = [text for text in (block.why_now_label, block.why_now) if block.why_now and text]
    happened = [text for text in (event.label, event.detail) if text] if event else [told] if told else []
    room, y = grid.body * (look.most_why if happened else 1.0), grid.body_top
    steps = look.panel_steps
    for words, dark in ((why, True), (happened, False)):
        if words:
            panel = _panel(deck, words, Rect(grid.left_of(9), y, grid.span(4), room), steps, dark=dark)
            yield panel
            size = panel.paragraphs[-1].size  # the second panel is no louder than the first
            steps = tuple(step for step in steps if step.size <= size)
            y += panel.rect.height + grid.gutter
        room = grid.body_bottom - y


def _panel(deck: Deck, words: Sequence[Text], rect: Rect, steps: Sequence[Step], *, dark: bool) -> TextBox:
    grid, look, colours = deck.look, deck.look.context, deck.colours
    fill, head, ink = (
        (colours.brand, colours.on_brand, colours.white)
        if dark
        else (colours.panel, colours.brand, colours.ink)
    )

    def paragraphs(step: Step) -> list[Paragraph]:
        if len(words) == 1:
            return [deck.paragraph(words[0], step=step, colour=ink)]
        label = deck.paragraph(words[0], step=look.label, colour=head, bold=True)
        rest = (deck.paragraph(text, step=step, colour=ink, before=look.before) for text in words[1:])
        return [label, *rest]

    where, insets = "its panel on the context slide", (grid.pad, look.top, grid.pad, look.top)
    return deck.fitted(rect, paragraphs, steps, where, "shorten it", insets, fill=fill, snug=True)


def _last_notes(deck: Deck, block: Context) -> Iterator[Note]:
    speech = deck.labels.speech
    if block.why_now is not None:
        yield paragraph(deck, said(deck, speech.why_now), sentence(deck, block.why_now))
    yield from_sources(deck, speech.comes_from, block.refs) or ()
