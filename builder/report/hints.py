"""Says how to fix a broken rule where its problem does not, and which name was meant."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from builder.report.problems import Problem

MOST_NAMED = 20  # of more names, none is listed: a hint is never cut


def near(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean …?" with the nearest of the known names, else all of them if they are few."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(known))
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return f"expected one of: {', '.join(known)}" if 0 < len(known) <= MOST_NAMED else None


def with_hints(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, each that has no hint with the one for its rule."""
    from builder.report.rules import RULES

    return [
        replace(problem, hint=RULES[problem.rule].fix) if problem.hint is None else problem
        for problem in problems
    ]
