"""Lays out the cover, and the dividers between the sections of a long deck."""

from __future__ import annotations

    title = section.title
    return Draft(
        title.slot,
        title,
        items,
        role=section.role,
        layout="Section",
        enters=to_section(deck, section),
        notes=[*prose_notes(deck, section.intro), *_about(deck, section)],
    )


def _about(deck: Deck, section: Section) -> Iterator[Note]:
    """Yield the claims of a section in short, where the brief has that."""
    labels = [each.label for each in section.arguments]
    if all(each.label.plain != each.claim.plain for each in section.arguments):
        claims = listed(deck, [quoted(deck, label) for label in labels])
        yield said(deck, deck.labels.speech.about, claims=claims)
