"""The outline becomes one printed page: the largest type and the arrangement of columns that fit it."""

from __future__ import annotations

from builder.layout.pages import Item, Page, Pages
from builder.layout.summary.arrange import Arrangement, Sheaf, best, opened
from builder.layout.summary.excess import excess_problems
from builder.layout.summary.foot import lay_out_foot
from builder.layout.summary.head import lay_out_head
from builder.layout.summary.scale import SHEETS
from builder.outline.blocks import Front, Outline
from builder.report.problems import Problem


def lay_out_summary(outline: Outline) -> tuple[Pages, tuple[Problem, ...]]:
    """Return exactly one page, and errors where the words do not fit it at the smallest sizes.

    The largest rung of the ladder at which an arrangement of the columns fits is taken, then the gaps are
    opened as far as that looks well; what is left stays white above the foot.
    """
    sheet = SHEETS[outline.page]
    sheaf = Sheaf(outline, sheet)
    chosen = best(sheaf)
    over = sheaf.over(chosen)
    if over <= 0:
        chosen = opened(sheaf, chosen)
    head = lay_out_head(outline, sheet, chosen.scale)
    foot, bottom = lay_out_foot(outline, sheet, chosen.scale)
    top = sheaf.top(chosen.scale)
    columns = list(chosen.place(sheet.left, top, sheet.measure))
    items: tuple[Item, ...] = (*head.items, *columns, *foot)
    problems = head.problems
    if over > 0:
        problems += excess_problems(items, over, chosen.area_over(over, sheet.measure), chosen.scale)
    fill = (top + chosen.height - sheet.top) / (bottom - sheet.top)
    front = outline.one(Front)
    title = front.title.plain if front is not None else outline.properties.title
    page = Page(sheet.width, sheet.height, items, title=title, slot="summary")
    return Pages((page,), min(max(fill, 0.0), 1.0)), problems


__all__ = ["Arrangement", "lay_out_summary"]
