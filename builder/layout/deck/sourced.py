"""The line at the foot of a slide that says where its content comes from."""

from __future__ import annotations

from builder.layout.deck.draft import Deck, Note, paragraph
from builder.layout.deck.grid import SOURCE
from builder.layout.measure import natural_width
from builder.layout.pages import Piece
from builder.outline.blocks import Sources, Text


def source_line(deck: Deck, *refs: Text | None, also: Text | None = None) -> Note:
    """Return "Source: [1, s2p1]", the references each once, and what else fits on the line.

    Where all comes from one source, that source is named, too; `also` goes before it. What does not fit
    is left out whole: it stands on the slide with the sources.
    """
    labels = deck.labels
    known: dict[str, Text] = {}
    for ref in refs:
        if ref is not None:
            known.setdefault(ref.plain, ref)
    pieces: list[Piece] = []
    if known:
        block = deck.outline.one(Sources)
        many = block is not None and len(block.sources) > 1
        label = (
            deck.fixed("sources_line", labels.sources_line)
            if many
            else deck.fixed("source_line", labels.source_line)
        )
        pieces.append(Piece(label))
        for ref in known.values():
            if not _fits([*pieces, Piece(None, labels.space), Piece(ref)]):
                break
            pieces += (Piece(None, labels.space), Piece(ref))
        if len(pieces) == 1:
            pieces = []
        extra = [also] if also else []
        if block is not None and not many:
            extra += [block.sources[0].text]
        for text in extra:
            said = pieces[-1].text.plain if pieces and pieces[-1].text else ""
            between = Piece(
                None, labels.space if said.endswith((".", "。")) else labels.full_stop + labels.space
            )
            if pieces and _fits([*pieces, between, Piece(text)]):
                pieces += (between, Piece(text))
    elif also is not None:
        pieces.append(Piece(also))
    return tuple(pieces)


def _fits(pieces: list[Piece]) -> bool:
    return natural_width(paragraph(*pieces, step=SOURCE.step)) <= SOURCE.place.width
