"""A name that nothing has becomes a hint at the one that was meant."""

from __future__ import annotations

from collections.abc import Iterable


def near(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean …?" with the nearest of the known names, else the first of them, or None."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(known))
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return f"known here: {', '.join(known[:12])}" if known else None
