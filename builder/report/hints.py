"""A problem becomes one with a hint: what mends a broken rule, where its own message does not say so."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from builder.report.problems import Problem

_MENDS = {
    "addresses-well-formed": "correct the address, or delete the key",
    "audiences-declared": "add it to `audiences`",
    "brief-size": "a brief holds some hundred values: is this the right file?",
    "claims-differ": "merge the two, or say how they differ",
    "dates-valid": "write a day of the calendar, such as 2031-05-28, or delete the key",
    "ids-well-formed": "choose a short name such as `costs-2`",
    "keys-short": "a key is one word and a colon: is a quote or a line break missing?",
    "keys-are-text": "write `key: value`",
    "marking-labels-valid": "write the label as its scheme has it",
    "language-tags-valid": "write `en`, `de`, `es`, `fr` or `ja`",
    "links-connect-two": "name two different ends, or delete the link",
    "links-resolve": "give the one that is meant an `id`, and name that",
    "links-safe": "write a link that begins with https://, http:// or mailto:, or delete the key",
    "lists-not-empty": "add an item, or delete the key where it is not required",
    "list-length": "keep those that matter most",
    "nesting-depth": "no part of a brief lies so deep; text with brackets needs double quotes",
    "one-document": "delete the line `---` and what follows, or make it a brief of its own",
    "one-paragraph": "keep one paragraph, or move the others to fields of their own",
    "ratings-complete": "rate it, or write –",
    "ratings-fit-criteria": "add it to `criteria`, or delete the rating",
    "refs-resolve": "add the source to `sources`, or delete the reference",
    "refs-well-formed": "write the id of a source, such as `report` or `report#p4`",
    "rows-fit-columns": "give every row one cell for each column",
    "sections-exist": "give the section that is meant an `id`, and name that",
    "sources-cited": "cite it in `refs`, or delete it",
    "text-not-empty": "write the text, or delete the key",
    "types-correct": "write one text here, in double quotes",
    "values-allowed": "write one of these words",
    "values-valid": "see `brief schema` for what may stand here",
    "word-budget": "shorten it by some words",
    "text-length": "shorten it, or move a part of it to another field",
    "yaml-syntax": "write `key: value`; text with colons, brackets or quotes needs double quotes",
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
        replace(problem, hint=_MENDS.get(problem.rule)) if problem.hint is None else problem
        for problem in problems
    ]
