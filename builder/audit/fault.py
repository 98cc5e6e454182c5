"""A fault of a finished file becomes a problem, located in the brief where its words come from there."""

from __future__ import annotations

from msgspec.structs import replace

from builder.report.problems import Problem, Severity

WORDS = "text-matches"
_BUILT = "nothing was written; the fault is the builder's, not the brief's: please report it with the brief"
_EDITED = "to keep the change, make it in the brief; then build the files anew"


def fault(rule: str, message: str, path: str = "") -> Problem:
    """Return the problem of a file that was just built; every fault of a finished file is an error."""
    return Problem(rule, Severity.ERROR, path, message, _BUILT)


def edited_since(problem: Problem) -> Problem:
    """Return the problem as one of a file that somebody may have edited since it was built."""
    return replace(problem, hint=_EDITED) if problem.hint == _BUILT else problem
