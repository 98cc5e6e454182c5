"""Lays out the outline as one printed page, in the largest type and best columns that fit."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from msgspec.structs import replace

from builder.layout.pages import Item, Page, Pages, Paragraph, Piece, texts
from builder.layout.pictures import fitted
from builder.layout.summary.arrange import Arrangement, Sheaf, best, opened
from builder.layout.summary.foot import lay_out_foot
from builder.layout.summary.head import lay_out_head
from builder.layout.text.measure import natural_width
from builder.outline.blocks import CoverPicture, Front, Outline, SideBox
from builder.outline.text import Text
from builder.report.problems import Problem, error
from builder.theme.fonts import unset_characters
from builder.theme.summary import Scale
from builder.theme.theme import Theme

_UNNAMED = ("", "title", "subtitle")
_RANKS = ("longest", "second longest", "third longest")
_EM_PER_WORD = 2.2  # an average word of English policy texts in sizes, less what the ends of lines waste


def lay_out_summary(outline: Outline, theme: Theme) -> tuple[Pages, tuple[Problem, ...]]:
    """Return exactly one page, and errors where the words do not fit it at the smallest sizes.

    The largest rung of the ladder at which an arrangement of the columns fits is taken, then the gaps are
    opened as far as that looks good; the rest stays white above the foot. A character that no font has is an
    error: the file embeds its fonts, while Office files use those on the reader's machine.
    """
    sheaf, chosen = _roomiest(outline, theme)
    sheet = sheaf.sheet
    over = sheaf.over(chosen)
    if over <= 0:
        chosen = opened(sheaf, chosen)
    head = lay_out_head(sheaf.outline, chosen.style)
    foot, bottom = lay_out_foot(sheaf.outline, chosen.style)
    top = sheaf.top(chosen.style)
    columns = list(chosen.place(sheet.left, top, sheet.measure))
    items: tuple[Item, ...] = (*head.items, *columns, *foot)
    problems = head.problems + unset_characters(texts(items))
    if over > 0:
        problems += _excess(items, over, chosen.area_over(over, sheet.measure), chosen.style.scale)
    fill = (top + chosen.height - sheet.top) / (bottom - sheet.top)
    front = outline.one(Front)
    title = front.title.plain if front is not None else outline.properties.title
    page = Page(sheet.width, sheet.height, items, title=title, slot="summary")
    return Pages((page,), min(max(fill, 0.0), 1.0)), problems


def _roomiest(outline: Outline, theme: Theme) -> tuple[Sheaf, Arrangement]:
    """Return the page with as many boxes, and then the picture, as fit it without smaller type."""
    boxes = [block for block in outline.blocks if isinstance(block, SideBox)]
    front = outline.one(Front)
    pictured = front is not None and front.picture is not None and _is_wide(front.picture, outline, theme)

    def arranged(count: int, *, picture: bool) -> tuple[Sheaf, Arrangement]:
        left = (block for block in outline.blocks if block not in boxes[count:])
        shown = (
            replace(block, picture=None) if isinstance(block, Front) and not picture else block
            for block in left
        )
        sheaf = Sheaf(replace(outline, blocks=tuple(shown)), theme)
        return sheaf, best(sheaf)

    plain = arranged(0, picture=False)
    for count in range(len(boxes), -1, -1):
        for picture in (True, False) if pictured else (False,):
            if not count and not picture:
                break
            sheaf, chosen = arranged(count, picture=picture)
            smaller = chosen.style.scale.body < plain[1].style.scale.body
            if sheaf.over(chosen) <= 0 and not smaller:
                return sheaf, chosen
    return plain


def _is_wide(picture: CoverPicture, outline: Outline, theme: Theme) -> bool:
    """Return whether a picture has pixels enough to be shown across the page."""
    sheet = theme.summary.sheets[outline.page]
    return fitted(picture.strip, sheet.measure, sheet.height)[0] >= sheet.measure - 1


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


def _length(text: Text) -> str:
    words = len(text.plain.split())
    return f"{words} words" if words > len(text.plain) / 20 else f"{len(text.plain)} characters"
