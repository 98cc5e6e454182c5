"""Writes speaker notes: the talking points of each slide, in the order of the argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.layout.deck.draft import Deck, Note
from builder.layout.pages import Piece
from builder.outline.blocks import Argument, Certainty
from builder.outline.text import Prose, Text, texts


def note(deck: Deck, *parts: Text | str | None) -> Note:
    """Return one paragraph of the notes: texts get a space between them, None is left out."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(Piece(None, part))
        elif part is not None:
            if pieces and pieces[-1].text is not None:
                pieces.append(Piece(None, deck.labels.space))
            pieces.append(Piece(part))
    return tuple(pieces)


def listed(deck: Deck, head: Text | None, items: Sequence[Text]) -> Note:
    """Return "Head: one; two; three."."""
    labels = deck.labels
    parts: list[Text | str | None] = [head, labels.colon] if head is not None else []
    for index, item in enumerate(items):
        parts += [labels.semicolon, item] if index else [item]
    stop = "" if items and items[-1].plain.endswith((".", "。", "!", "?")) else labels.full_stop
    return note(deck, *parts, stop or None)


def prose_notes(deck: Deck, prose: Prose) -> Iterator[Note]:
    """Yield the paragraphs, items and subheadings of a longer text."""
    return (note(deck, part.number, *part.texts) for part in prose)


def argument_notes(deck: Deck, argument: Argument, intro: Prose) -> Iterator[Note]:
    """Yield the notes of an argument's slide, without the bridge to the next one."""
    labels = deck.labels
    yield from prose_notes(deck, intro)
    yield note(deck, argument.number, argument.claim)
    if argument.gist is not None:
        yield note(deck, argument.gist)
    yield from prose_notes(deck, argument.reasoning)
    if argument.evidence:
        parts = [part for each in argument.evidence for part in (each.text, each.refs)]
        yield note(deck, deck.fixed("note_evidence", labels.evidence), *parts)
    elif argument.refs is not None:
        yield note(deck, deck.fixed("source_line", labels.before(labels.source)), argument.refs)
    if argument.implication is not None:
        yield note(deck, argument.implication.label, argument.implication.text)
    yield from certainty_note(deck, argument.certainty)
    if argument.counter is not None:
        yield note(deck, argument.counter_label, argument.counter)
    if argument.confidence is not None:
        yield sentence(deck, argument.confidence)


def certainty_note(deck: Deck, certainty: Certainty | None) -> Iterator[Note]:
    """Yield how firm the source is, in a sentence."""
    if certainty is not None:
        yield sentence(deck, certainty.sentence)


def sentence(deck: Deck, text: Text) -> Note:
    """Return a paragraph of one text that ends in a full stop."""
    stop = "" if text.plain.endswith((".", "。", "!", "?", "！", "？")) else deck.labels.full_stop
    return (Piece(text), Piece(None, stop)) if stop else (Piece(text),)


def words_in(part: object) -> int:
    """Return the number of words in a block; CJK characters count as half a word each."""
    count = 0
    for text in texts(part):
        plain = text.plain
        wide = 0 if plain.isascii() else sum("\u3040" <= char <= "\u9fff" for char in plain)
        count += wide // 2 or len(plain.split())
    return count
