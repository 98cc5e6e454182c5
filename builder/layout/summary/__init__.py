"""Lays out the outline as one printed page, in the largest type and best columns that fit."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from msgspec.structs import replace

from builder.languages.language import language_for
from builder.layout.pages import Item, Page, Pages, Paragraph, Piece, texts
from builder.layout.summary.arrange import opened
from builder.layout.summary.filling import filled, unset
from builder.layout.summary.head import lay_out_head
from builder.layout.text.measure import natural_width
from builder.outline.blocks import BackMatter, Front, Outline
from builder.outline.reading import code_of, reading
from builder.outline.text import Product, Text
from builder.outline.text import texts as texts_of
from builder.report.problems import Problem, error, warning
from builder.theme.fonts import unset_characters
from builder.theme.summary import Scale
from builder.theme.theme import Theme

_UNNAMED = ("", "title", "subtitle")
_RANKS = ("longest", "second longest", "third longest")
_FEW = 150  # words that need not fill a page
_EM_PER_WORD = 2.2  # an average word of English policy texts in sizes, less what the ends of lines waste


def lay_out_summary(outline: Outline, theme: Theme) -> tuple[Pages, tuple[Problem, ...]]:
    """Return exactly one page, and errors where the words do not fit it at the smallest sizes.

    A page that is not full takes more of the brief. The largest rung of the ladder at which an arrangement
    of the columns fits is taken, then the gaps are opened as far as that looks good; the rest stays white
    above the foot. A character that no font has is an error: the file embeds its fonts, while Office files
    use those on the reader's machine.
    """
    sheaf, chosen, refused = filled(outline, theme)
    if sheaf.taken and unset(chosen, sheaf):
        sheaf, chosen, refused = filled(outline, theme, legible=True)
    sheet = sheaf.sheet
    over = sheaf.over(chosen)
    if over > 0 and code_of(outline) is not None:  # no words go for it
        return lay_out_summary(_without_code(outline), theme)
    if over <= 0:
        chosen = opened(sheaf, chosen)
    head = lay_out_head(outline, chosen.style, sheaf.taken)
    foot, bottom = sheaf.foot(chosen.style)
    top = sheaf.top(chosen.style)
    columns = list(chosen.place(sheet.left, top, sheet.measure))
    items: tuple[Item, ...] = (*head.items, *columns, *foot)
    problems = head.problems + unset_characters(texts(items))
    fill = (top + chosen.height - sheet.top) / (bottom - sheet.top)
    if over > 0:
        problems += _excess(items, over, chosen.area_over(over, sheet.measure), chosen.style.scale)
    elif round(fill, 2) < theme.summary.full and _words(outline) > _FEW:
        path = next((text.path for text in texts_of(outline) if text.slot in refused and text.path), None)
        if path is not None:
            message = f"the one-page summary is {fill:.0%} full: this is too long for the rest"
            problems += (warning("summary-fills-page", path, message),)
    front = outline.one(Front)
    title = front.title.plain if front is not None else outline.properties.title
    page = Page(sheet.width, sheet.height, items, title=title, slot="summary")
    return Pages((page,), min(max(fill, 0.0), 1.0)), problems


def _excess(items: Iterable[Item], points: float, area: float, scale: Scale) -> tuple[Problem, ...]:
    """Return an error for each of the three longest fields of a page that is `points` too long.

    `area` in square points is what all columns have too much; the number of words to cut follows from it.
    Title and subtitle are short anyway.
    """
    size, leading = scale.body
    words = ceil(area / (leading * size * _EM_PER_WORD))
    named = {text.path: text for text in texts(tuple(items)) if text.path not in _UNNAMED}

    def width(text: Text) -> float:
        return natural_width(Paragraph((Piece(text),), size, size, ""))

    longest = sorted(named.values(), key=width, reverse=True)
    return tuple(
        error(
            "summary-fits-one-page",
            text.path,
            f"the one-page summary is {ceil(points)} points too long at its smallest type;"
            f" this is its {rank} field, {_length(text)}",
            hint="shorten it too, or instead"
            if index
            else f"about {words} words must go, here or in the page's other fields",
        )
        for index, (rank, text) in enumerate(zip(_RANKS, longest, strict=False))
    )


def _without_code(outline: Outline) -> Outline:
    blocks = (replace(one, code=None) if isinstance(one, BackMatter) else one for one in outline.blocks)
    return replace(outline, blocks=tuple(blocks))


def _words(outline: Outline) -> int:
    """Return about how many words of its author a brief has."""
    written = [text.plain for text in reading(outline, Product.MEMO) if text.path]
    if language_for(outline.language).script.east_asian:
        return sum(map(len, written)) // 2
    return sum(len(text.split()) for text in written)


def _length(text: Text) -> str:
    words = len(text.plain.split())
    return f"{words} words" if words > len(text.plain) / 20 else f"{len(text.plain)} characters"
