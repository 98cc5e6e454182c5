"""A fault of a finished file becomes a problem, located in the brief where its words come from there."""

from __future__ import annotations

from builder.problems import Problem, Severity

WORDS = "products-say-the-outline"
_HINT = "nothing was written; the fault is the builder's, not the brief's: please report it with the brief"


def fault(rule: str, message: str, path: str = "") -> Problem:
    """Return the problem; every fault of a finished file is an error."""
    return Problem(rule, Severity.ERROR, path, message, _HINT)
