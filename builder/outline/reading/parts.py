"""Paragraphs, captions, notes and references, as many kinds of block have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from builder.outline.blocks import Argument, Certainty, Outline
from builder.outline.reading.flow import (
    BOTH,
    DECK,
    SPACE,
    Also,
    Elsewhere,
    Flow,
    Ordinal,
    Para,
    Piece,
    Row,
    Styled,
    bracketed,
    in_colour,
    joined,
    run_in,
)
from builder.outline.text import Depth, Prose, Shape, Text

_LISTED = {Shape.BULLET: "List Bullet", Shape.NUMBER: "List Number"}


def elsewhere(also: Also, *texts: Text | None) -> Elsewhere:
    """Return what only other products than the memo say."""
    return Elsewhere(tuple(text for text in texts if text is not None), also)


def element(style: str, pieces: tuple[Piece, ...], text: Text, also: Also = ()) -> Para:
    """Return the paragraph of a numbered part of the brief, by whose text a reader follows the order."""
    return Para(style, pieces, also, names=part_of(text), leads=(text,))


def para(
    style: str, before: tuple[Piece, ...], piece: Text | Styled | None, *, also: Also = ()
) -> Iterator[Para]:
    """Yield the paragraph of a piece behind what is before it; nothing where there is none."""
    if piece is not None:
        yield Para(style, (*before, piece), also)


def prose(
    prose: Prose,
    outline: Outline,
    style: str,
    also: Also,
    refs: Text | None = None,
    *,
    subheading: str = "heading 2",
    styles: Mapping[Shape, str] = _LISTED,
    leads: bool = False,
) -> Iterator[Para]:
    """Yield the paragraphs of a longer text, in a style each kind; references follow its last words.

    A paragraph stays with the list that it leads to.
    """
    styles = {Shape.PARAGRAPH: style, Shape.SUBHEADING: subheading, **styles}
    for part, after in zip_longest(prose, prose[1:]):
        number: tuple[Piece, ...] = (Ordinal(part.number, part.value),) if part.number else ()
        if styles[part.shape] == "heading 2":
            number = ("\t",)  # in line with claims, which hang from their numbers
        cited = citation(refs) if after is None else ()
        pieces = (*number, *joined(part.texts, outline.labels.space), *cited)
        keep = part.shape is Shape.PARAGRAPH and after is not None and after.shape in _LISTED
        yield Para(styles[part.shape], pieces, also, keep=keep, leads=part.texts if leads else ())


def cells(style: str, texts: Iterable[Text], also: Also = ()) -> Row:
    """Return a row of cells with a text each."""
    return tuple((Para(style, (text,), also),) for text in texts)


def numbered_head(first: Text, *others: Text | None) -> Row:
    """Return the heads of a table whose first column begins with hanging numbers."""
    shown = [text for text in others if text is not None]
    return (Para("Table claim head", (first,)),), *cells("Table head", shown)


def claim_of(argument: Argument) -> tuple[Piece, ...]:
    """Return number and words of a claim."""
    return Styled(argument.number, in_colour("Number", argument.role)), "\t", argument.claim


def certain(certainty: Certainty) -> tuple[Piece, ...]:
    """Return the mark of a level, and its words in short."""
    return certainty.level, Styled(certainty.short, main=True, unbroken=bracketed(certainty.short))


def caption(
    number: Text, title: Text, also: Also, names: str, *, number_also: Also = (), leads: bool = True
) -> Iterator[Flow]:
    """Yield number and title over a table or figure."""
    yield elsewhere(also, title)
    pieces = Styled(number, "Number"), SPACE, title
    yield Para("caption", pieces, number_also, names=names, leads=(title,) if leads else ())


def note_under(
    note: Text | None, refs: Text | None, also: Also = DECK, label: Text | None = None
) -> Iterator[Para]:
    """The note under a table or figure, its references behind it, or alone behind their label."""
    pieces: list[Piece] = [note] if note else [*run_in(label)]
    if refs:
        pieces += [" ", refs] if note else [refs]
    if pieces:
        yield Para("Note", tuple(pieces), also)


def reference(refs: Text | None) -> Styled | None:
    """Return references in their style."""
    return Styled(refs, "Reference") if refs else None


def citation(refs: Text | None) -> tuple[Piece, ...]:
    """Return references as they follow other words."""
    return (" ", Styled(refs, "Reference")) if refs else ()


def part_of(text: Text) -> str:
    """Return the path of the part that a text of it names: `sections[0].arguments[1]` for the claim there."""
    return text.path.rpartition(".")[0] or text.path


def also_said(text: Text) -> Also:
    """Return the products besides the memo that have a text of this depth."""
    return BOTH if text.depth is Depth.SUMMARY else DECK
