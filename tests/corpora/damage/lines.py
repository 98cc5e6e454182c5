"""The kinds of damage that befall the lines of a deck."""

from __future__ import annotations

from typing import Any

from builder.layout.pages import Polyline, on_pages
from tests.corpora.damage.ooxml import POINT, place_of
from tests.corpora.damage.opened import Case, Choose, Wound, pick
from tests.corpora.damage.sight import slides
from tests.support.packages import A, P, edited, read

_FAR = 500_000  # in the units of the file: 40 points


def date_moved(case: Case, choose: Choose) -> Wound:
    """Let a date of a scale of time point at another place."""
    lines = [(page, item) for page, item in on_pages(case.pages) if isinstance(item, Polyline)]
    level = {(page, item.points[0][1]) for page, item in lines if item.points[0][1] == item.points[-1][1]}
    leaders = [
        (page, item)
        for page, item in lines
        if (page, item.points[0][1]) in level and item.points[0][1] != item.points[-1][1]
    ]
    page, leader = pick(choose, leaders)
    across = min(x for x, _ in leader.points)

    def within(root: Any) -> None:
        for line in root.iter(P + "cxnSp"):
            corner = line.find(f"{P}spPr/{A}xfrm")[0]
            if abs(int(corner.get("x")) / POINT - across) < 1 and int(
                line.find(f"{P}spPr/{A}xfrm")[1].get("cy")
            ):
                corner.set("x", str(int(corner.get("x")) + _FAR))

    part = slides(case)[page - 1]
    return Wound(edited(case.data, part, within), f"{place_of(part)}.*does not run as placed")


def line_let_go(case: Case, choose: Choose) -> Wound:
    """Let go of the shape at one end of a line, as when somebody drags that end a little."""
    glued = [(part, index) for part in slides(case) for index, _ in enumerate(_ends(read(case.data, part)))]
    part, index = pick(choose, glued)

    def within(root: Any) -> None:
        end = _ends(root)[index]
        end.getparent().remove(end)

    return Wound(edited(case.data, part, within), f"{place_of(part)}.*(does not run as placed|lines instead)")


def _ends(root: Any) -> list[Any]:
    """Return where lines are glued to shapes."""
    return [*root.iter(A + "stCxn"), *root.iter(A + "endCxn")]
