"""Finds the marks of texts that `brief import` made and no person has read."""

from __future__ import annotations

import re

from builder.report.problems import Position

MARK = "# draft"
_MARKED = rf"{MARK}[ \t]*(?=\n|$)"


def draft_marks(text: str) -> list[Position]:
    """Return where the marks of a brief are; in a text they are words like any others."""
    if MARK not in text or not re.search(_MARKED, text):
        return []
    from builder.brief.yaml.scan import comments

    found, marked = [], re.compile(_MARKED)
    for begin in comments(text):
        if marked.match(text, begin):
            column = begin - text.rfind("\n", 0, begin)
            found.append(Position(text.count("\n", 0, begin) + 1, column, column + len(MARK)))
    return found
