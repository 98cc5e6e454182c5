"""The kinds of damage to what a memo is made of beside text: its contents, its decision, its options."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from lxml import etree

from builder.outline.text import Product
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import changed, every
from tests.corpora.damage.opened import Case, Choose, Hurt, Wound, pick
from tests.support.packages import A, W

_DOCUMENT = "word/document.xml"


def _styled(style: str, change: Callable[[Office, int, Choose], None]) -> Hurt:
    """Return the damage to a paragraph of one style."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Office(case.data, W)
        places = [
            place
            for place in file.places(_DOCUMENT)
            if file.paragraph(place).find(f"{W}pPr/{W}pStyle[@{W}val='{style}']") is not None
        ]
        place = pick(choose, places)
        where = file.where(place)
        change(file, place, choose)
        return Wound(file.save(), where)

    return hurt


def _rewritten(text: str) -> Callable[[Office, int, Choose], None]:
    """Return the change of one run with letters to a text."""

    def change(file: Office, place: int, choose: Choose) -> None:
        runs = [run for run, words in enumerate(file.runs(place)) if words.strip()]
        file.write(place, pick(choose, runs), text)

    return change


_SIDES = ("TablePro", "TableCon")


def _sides_swapped(file: Office, place: int, _: Choose) -> None:
    """Let what speaks for an option change places with what speaks against it."""
    cell = next(file.paragraph(place).iterancestors(W + "tc"))
    row = cell.getparent()
    rows = [
        one
        for one in row.getparent()
        if any(one.find(f"{W}tc/{W}p/{W}pPr/{W}pStyle[@{W}val='{side}']") is not None for side in _SIDES)
    ]
    column = row.index(cell)
    favour, against = (one[column] for one in rows) if len(rows) == 2 else row.findall(W + "tc")[-2:]
    mine, theirs = favour.findall(W + "p"), against.findall(W + "p")
    against.extend(mine)
    favour.extend(theirs)


def tint_moved(case: Case, choose: Choose) -> Wound:
    """Give a column of a table the fills of another one."""

    def fills(table: Any) -> list[list[Any]]:
        rows = [[cell.find(f"{A}tcPr/{A}solidFill") for cell in row.iter(A + "tc")] for row in table]
        return [row for row in rows if row and None not in row]

    def shown(column: list[Any]) -> list[bytes]:
        return [etree.tostring(fill[0]) for fill in column]

    def columns(table: Any) -> list[tuple[list[Any], list[Any]]]:
        found = combinations(zip(*fills(table), strict=True), 2)
        return [(list(one), list(other)) for one, other in found if shown(list(one)) != shown(list(other))]

    def change(table: Any) -> None:
        one, other = pick(choose, columns(table))
        for here, there in zip(one, other, strict=True):
            first, second = here[0], there[0]
            here.append(second)
            there.append(first)

    spots = every(case, lambda one: one.tag == A + "tbl" and bool(columns(one)))
    wound = changed(case, pick(choose, spots), change)
    return Wound(wound.data, f"{wound.place}.*(?:cells in other colours|in the colours of others)")


def emphasis_moved(case: Case, choose: Choose) -> Wound:
    """Give a row of a table the look of the words of another one, which alone has some in bold."""
    space = W if case.product is Product.MEMO else A

    def looks(table: Any) -> list[list[Any]]:
        rows = [row.findall(f"{space}tc") for row in table.findall(f"{space}tr")[1:]]
        found = [[cell.find(f".//{space}r") for cell in row[1:]] for row in rows]
        return [row for row in found if row and None not in row]

    def is_bold(run: Any) -> bool:
        return run.find(f"{A}rPr[@b='1']") is not None or any(
            style.get(f"{W}val") == "Strong" for style in run.iter(f"{W}rStyle")
        )

    def pairs(table: Any) -> list[tuple[list[Any], list[Any]]]:
        rows = looks(table)
        plain = [row for row in rows if not all(map(is_bold, row))]
        return [(row, other) for row in rows for other in plain if all(map(is_bold, row))]

    def change(table: Any) -> None:
        for one, other in zip(*pick(choose, pairs(table)), strict=True):
            here, there = one.findall(f"{space}rPr"), other.findall(f"{space}rPr")
            one[:] = [*there, *(part for part in one if part not in here)]
            other[:] = [*here, *(part for part in other if part not in there)]

    spots = every(case, lambda one: one.tag == f"{space}tbl" and bool(pairs(one)))
    wound = changed(case, pick(choose, spots), change)
    return Wound(wound.data, "other cells in bold")


def mark_moved(case: Case, choose: Choose) -> Wound:
    """Give another option of the memo the tint of the recommended one."""

    def columns(table: Any) -> dict[int, list[Any]]:
        rows = [
            [cell.find(f"{W}tcPr/{W}shd") for cell in row.findall(f"{W}tc")]
            for row in table.findall(f"{W}tr")
        ]
        tinted = next((n for n, shade in enumerate(rows[0]) if shade is not None), None)
        if tinted is None:
            return {}
        return {n: [row[tinted] for row in rows] for n in range(1, len(rows[0])) if n != tinted}

    def change(table: Any) -> None:
        found = columns(table)
        column = pick(choose, list(found))
        for row, shade in zip(table.findall(f"{W}tr"), found[column], strict=True):
            row.findall(f"{W}tc")[column].find(f"{W}tcPr").append(shade)

    spots = every(case, lambda one: one.tag == f"{W}tbl" and bool(columns(one)))
    wound = changed(case, pick(choose, spots), change)
    return Wound(wound.data, "other cells in a tint")


CONSTRUCTS: dict[str, Hurt] = {
    "the tint of the recommended option moved": mark_moved,
    "the bold of a total moved": emphasis_moved,
    "a line of the contents dropped": _styled("Contents", lambda file, place, _: file.drop(place)),
    "a heading of the contents changed": _styled("Contents", _rewritten("Advice")),
    "a tick box ticked": _styled("Decision", _rewritten("☒\u2002Approve")),
    "a choice of the decision renamed": _styled("Decision", _rewritten("☐\u2002Agree")),
    "a field of the decision taken out": _styled("DecisionLine", _rewritten("")),
    "what is for and against an option swapped": _styled("TablePro", _sides_swapped),
}
