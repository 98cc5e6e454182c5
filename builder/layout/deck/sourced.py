"""The line at the foot of a slide that says where its content comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.layout.deck.draft import Deck, Note
from builder.layout.pages import Piece
from builder.layout.text.measure import natural_width
from builder.outline.blocks import Sources
from builder.outline.text import Text


def source_line(
    deck: Deck, *refs: Text | None, before: Sequence[Text | None] = (), after: Sequence[Text | None] = ()
) -> Note:
    """Return "Source: [1, s2p1]" with what stands around it, and the source where there is only one.

    Each reference stands once. What does not fit on the line is left out whole: it is in the notes.
    """
    block = deck.outline.one(Sources)
    lone = block.sources[0].text if block is not None and len(block.sources) == 1 else None
    known = {ref.plain: ref for ref in reversed(refs) if ref is not None}
    line = _Line(deck)
    for text in before:
        line.add_sentence(text)
    cited = line.add_references(tuple(reversed(known.values())), many=_cites_several(known.values()))
    for text in (*after, lone if cited else None):
        line.add_sentence(text)
    return tuple(line.pieces)


def _cites_several(refs: Iterable[Text]) -> bool:
    """Whether references such as [1, p2] and [2] name more than one source."""
    return (
        len({part.split(",")[0].strip() for text in refs for part in text.plain.strip("[]").split(";")}) > 1
    )


class _Line:
    """Pieces that fit on one line."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._labels = deck.labels
        self._one = deck.fixed("source_line", deck.labels.source_line)
        self._many = deck.fixed("sources_line", deck.labels.sources_line)
        self.pieces: list[Piece] = []

    def add_sentence(self, text: Text | None) -> None:
        """Add a text as a sentence of its own."""
        if text is not None:
            self._add(*self._between(), Piece(text))

    def add_references(self, refs: Sequence[Text], many: bool) -> bool:
        """Add the references after their label; return whether the first of them fits."""
        if not refs:
            return False
        space = Piece(None, self._labels.space or " ")
        label = Piece(self._many if many else self._one)
        done = self._add(*self._between(), label, space, Piece(refs[0]))
        for ref in refs[1:]:
            if not (done and self._add(space, Piece(ref))):
                break
        return done

    def _between(self) -> tuple[Piece, ...]:
        last = self.pieces[-1].text if self.pieces else None
        if last is None:
            return ()
        ended = last.plain.endswith((".", "。", "!", "?", "！", "？"))
        return (Piece(None, self._labels.space if ended else self._labels.full_stop + self._labels.space),)

    def _add(self, *more: Piece) -> bool:
        pieces = [*self.pieces, *(piece for piece in more if piece.text is not None or piece.separator)]
        source = self._deck.placeholders["source"]
        fits = natural_width(self._deck.paragraph(*pieces, step=source.step)) <= source.rect.width
        if fits:
            self.pieces = pieces
        return fits
