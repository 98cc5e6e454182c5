"""Says how to fix a broken rule where its own message does not, and which name was meant."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from builder.report.problems import Problem

_FIXES = {
    "addresses-well-formed": "correct the address, or delete the key",
    "audiences-declared": "add it to `audiences`",
    "brief-size": "a brief usually has a few hundred values; is this the right file?",
    "claims-differ": "merge the two, or say how they differ",
    "dates-valid": "write a date such as 2031-05-28, or delete the key",
    "ids-well-formed": "choose a short name such as `costs-2`",
    "known-keys": "correct the key, or delete it",
    "keys-short": "a key is one word followed by a colon; is a quote or a line break missing?",
    "keys-are-text": "write `key: value`",
    "marking-labels-valid": "use a label of the scheme",
    "links-connect-two": "link two different elements, or delete the link",
    "links-resolve": "add an `id` to the argument you mean, then use that id here",
    "links-safe": "use a link that starts with https://, http:// or mailto:, or delete the key",
    "lists-not-empty": "add an item, or delete the key if it is optional",
    "list-length": "keep the most important ones",
    "nesting-depth": "nested too deeply; put text containing brackets in double quotes",
    "one-document": "delete the line `---` and everything after it, or save that as a separate brief",
    "one-paragraph": "keep one paragraph, or move the others to other fields",
    "ratings-complete": "add a rating, or write –",
    "ratings-fit-criteria": "add it to `criteria`, or delete the rating",
    "refs-resolve": "add the source to `sources`, or delete the reference",
    "refs-well-formed": "write the id of a source, such as `report` or `report#p4`",
    "rows-fit-columns": "give each row one cell per column",
    "sections-exist": "add an `id` to the section you mean, then use that id here",
    "sources-cited": "cite it in `refs`, or delete it",
    "text-not-empty": "write the text, or delete the key",
    "types-correct": "write a single text in double quotes",
    "values-allowed": "correct the value, or delete the key if it is optional",
    "word-budget": "shorten it by a few words",
    "text-length": "shorten it, or move part of it to another field",
    "yaml-syntax": "write `key: value`; put text containing colons, brackets or quotes in double quotes",
}


def near(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean …?" with the nearest of the known names, else the first of them, or None."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(known))
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return f"expected one of: {', '.join(known[:12])}" if known else None


def with_hints(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, each that has no hint with the one for its rule."""
    return [
        replace(problem, hint=_FIXES.get(problem.rule)) if problem.hint is None else problem
        for problem in problems
    ]
