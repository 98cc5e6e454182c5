"""Lays out boxes and pull quotes: on a pale ground, apart from the argument around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, bottom_of, boxed, set_height
from builder.layout.deck.notes import between, blended, from_sources, said, sentence, source_line
from builder.layout.deck.notes.further import belongs
from builder.layout.deck.prose import Row, paragraphs, row_notes, rows_of
from builder.layout.deck.statement import alone
from builder.layout.pages import Box, Item, Paragraph, Rect
from builder.layout.text.fit import SLACK, split
from builder.outline.blocks import PullQuote, SideBox
from builder.outline.text import Role
from builder.theme.geometry import Step


def side_box(deck: Deck, block: SideBox) -> Iterator[Draft]:
    """Yield the slide of a box, and more where its text does not fit on one."""
    deck = deck.under(block.title, appendix=block.annex)
    grid, look = deck.look, deck.look.box
    rows, width = rows_of(block.text), min(grid.live - 2 * grid.pad, grid.span(10))
    label = (
        [deck.paragraph(block.kind, step=look.label, colour=deck.colours.brand, bold=True)]
        if block.kind
        else []
    )
    room = grid.body - 2 * look.pad - (set_height(label, width) + look.gap if label else 0.0)

    def heights(step: Step) -> list[float]:
        return [set_height(paragraphs(deck, row, step), width) for row in rows]

    done = split(look.steps, heights, room, look.gap)
    deck.report_longest([line.text for row in rows for line in row], width, done, "cut the sentence in two")
    last = [from_sources(deck, deck.labels.speech.comes_from, block.refs) or ()]
    for index, chunk in enumerate(done.chunks):
        texts = [*label, *_run_on(deck, rows[chunk], done.step)]
        height = min(set_height(texts, width) + 2 * look.pad, grid.body)
        yield Draft(
            block.number.slot,
            block.title,
            list(_ground(deck, texts, width, height)),
            block.number,
            source=source_line(deck, block.refs),
            lead=blended(deck.labels.speech.to_box),
            notes=[*row_notes(deck, rows[chunk]), *(last if index == len(done.chunks) - 1 else ())],
            extras=list(belongs(deck, block)) if index == len(done.chunks) - 1 else (),
            appendix=block.annex,
        )


def _run_on(deck: Deck, rows: Sequence[Row], step: Step) -> list[Paragraph]:
    """Return the paragraphs of rows, set apart from each other."""
    found: list[Paragraph] = []
    for row in rows:
        first, *others = paragraphs(deck, row, step)
        found += [replace(first, before=deck.look.box.gap), *others]
    return found


def _ground(deck: Deck, texts: Sequence[Paragraph], width: float, height: float) -> Iterator[Item]:
    grid, look = deck.look, deck.look.box
    yield Box(Rect(grid.left, grid.body_top, grid.live, height), fill=deck.colours.panel)
    yield Box(Rect(grid.left, grid.body_top, grid.bar, height), fill=deck.colours.brand)
    rect = Rect(grid.left + grid.pad, grid.body_top + look.pad, width, height - 2 * look.pad)
    yield boxed(rect, texts)


def quote_below(deck: Deck, block: PullQuote, bottom: float) -> list[Item]:
    """Return a quotation and who said it, below what a slide shows down to `bottom`."""
    grid, look = deck.look, deck.look.box
    who = between([text for text in (block.speaker, block.role) if text], deck.labels.comma)
    words = [deck.paragraph(block.text, step=look.quote)]
    if who:
        colour, before = deck.colours.ink2, look.speaker_gap
        words.append(deck.paragraph(*who, step=look.speaker, colour=colour, before=before))
    top, left = bottom + look.quote_gap, grid.left + grid.argument.statement_left
    width = grid.span(10) - grid.argument.statement_left
    tall = set_height(words, width)
    bar = Box(Rect(grid.left, top, grid.bar, tall), fill=deck.colours.hue(Role.OTHER).strong)
    return [bar, boxed(Rect(left, top, width, tall), words)]


def with_quote(deck: Deck, draft: Draft, block: PullQuote) -> Draft | None:
    """Return a slide with a quotation below what it shows, None where it has no room for that."""
    below = quote_below(deck, block, bottom_of(draft.items))
    if bottom_of(below) > deck.look.body_bottom + SLACK:
        return None
    cited = [each.text for each in draft.source if each.text and each.text.plain.startswith("[")]
    return replace(
        draft,
        items=[*draft.items, *below],
        source=source_line(deck, *cited, block.refs),
        notes=[*draft.notes, *_speaker_notes(deck, block)],
        also=(*draft.also, block),
    )


def pull_quote(deck: Deck, block: PullQuote) -> Draft:
    """Return the slide of a quotation: the words large, and below them who said them."""
    deck = deck.under(block.speaker or block.heading)
    step, colours = deck.look.box.speaker, deck.colours
    below = [deck.paragraph(block.role, step=step, colour=colours.ink2)] if block.role else []
    return Draft(
        block.heading.slot,
        block.speaker or block.heading,
        alone(deck, block.text, below, colours.hue(Role.OTHER)),
        source=source_line(deck, block.refs),
        lead=blended(deck.labels.speech.to_quote),
        notes=[sentence(deck, block.text), *_speaker_notes(deck, block)],
        extras=list(belongs(deck, block)),
        layout=deck.layout_of("Statement"),
    )


def _speaker_notes(deck: Deck, block: PullQuote) -> Iterator[Note]:
    """Yield whose words a quotation is, and where it is from."""
    speech, who = deck.labels.speech, [text for text in (block.speaker, block.role) if text]
    yield said(deck, speech.quotation, who=between(who, deck.labels.comma)) if who else ()
    yield from_sources(deck, speech.comes_from, block.refs) or ()
