"""Explains in plain words the fault that ends the reading of a YAML text."""

from __future__ import annotations

import re

from msgspec import Struct
from yaml.error import MarkedYAMLError

from builder.brief.yaml.events import Mark
from builder.brief.yaml.scan import QUOTE_HINT


class Explanation(Struct, frozen=True):
    """What is wrong, what would help, and where."""

    message: str
    hint: str | None
    mark: Mark | None


_OPEN_QUOTE = "the quote opened here is not closed"
_INDENT_HINT = "start the line in the same column as the lines it belongs with, using spaces"

# What PyYAML says (a regular expression over its problem), what it means, what helps, and whether the
# fault is where the part began (its context) and not where the reading stopped.
_EXPLANATIONS: tuple[tuple[str, str, str | None, bool], ...] = (
    (
        "mapping values are not allowed",
        "unexpected colon: the line above is unfinished, or this line is indented too far",
        f"{_INDENT_HINT}; if the colon is part of a text, {QUOTE_HINT}",
        False,
    ),
    (
        "could not find expected ':'",
        "expected a key followed by a colon",
        "write `key: value`; for text over several lines, write `>-` after the key and indent the text",
        True,
    ),
    ("unexpected end of stream", _OPEN_QUOTE, "close it", True),
    ("unexpected document separator", _OPEN_QUOTE, "close it", True),
    (
        "unknown escape character|expected escape sequence",
        "in double quotes a backslash starts an escape sequence, and this one is not valid",
        "double the backslash, or use single quotes",
        False,
    ),
    ("expected ',' or '\\]'", "the list that opens here with `[` is not closed", None, True),
    ("expected ',' or '}'", "the mapping that opens here with `{` is not closed", None, True),
    (
        "sequence entries are not allowed",
        "a list cannot start here",
        "start it on its own line, or write it as [one, two]",
        False,
    ),
    (
        "expected chomping or indentation|expected a comment or a line break",
        "text after `>` or `|` must start on the next line",
        f"if `>` or `|` is part of a text, {QUOTE_HINT}",
        True,
    ),
    ("cannot start any token", "text cannot start with this character", QUOTE_HINT, False),
    ("expected the node content", "a value is missing here", 'write it; an empty cell is ""', False),
    (
        "tag handle",
        "this tag is not allowed",
        f"text that starts with `!` must be quoted: {QUOTE_HINT}",
        False,
    ),
    ("expected alphabetic or numeric", "the name of an anchor or an alias is missing", QUOTE_HINT, True),
)

_BRACKET_HINT = "close the bracket; put text containing commas, colons or brackets in double quotes"


def explain(error: MarkedYAMLError, text: str, quote: Mark | None) -> Explanation:
    """Return what the error means to somebody new to YAML; `quote` is where the last one opens."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if problem.startswith("expected '<document start>'"):
        return Explanation("the indentation of this line does not match any line above", _INDENT_HINT, mark)
    if problem.startswith("expected <block end>"):
        return _block_end(problem, mark, text, quote)
    for pattern, message, hint, at_context in _EXPLANATIONS:
        if re.search(pattern, problem):
            if "opens here with" in message:
                return _bracket(message, error, mark)
            return Explanation(
                message, hint, error.context_mark if at_context and error.context_mark else mark
            )
    return Explanation("this is not valid YAML", None, mark)


def _block_end(problem: str, mark: Mark | None, text: str, quote: Mark | None) -> Explanation:
    """PyYAML wanted the next key or list item and found something else."""
    before = text[: mark.index if mark else 0].rstrip(" \t")
    if before.endswith(('"', "'")) and not before.endswith("\n"):
        if re.search(r"""[:,\[{-]\s*["']$""", before[before.rfind("\n") + 1 :]):  # meant as an opening quote
            return Explanation(_OPEN_QUOTE, "close it", quote)
        hint = 'put the whole text in double quotes, and write double quotes inside it as \\"'
        if before.endswith("'"):
            hint = "put the whole text in double quotes; inside single quotes, double each apostrophe"
        return Explanation("unexpected text after the closing quote", hint, mark)
    if before.endswith(("]", "}")):
        return Explanation("unexpected text after the closing bracket", QUOTE_HINT, mark)
    if "':'" in problem:
        return Explanation("a key is missing before this colon", None, mark)
    if "'-'" in problem:
        return Explanation("unexpected list item", _INDENT_HINT, mark)
    if re.search("'[],}]'", problem):
        return Explanation("unexpected bracket or comma", QUOTE_HINT, mark)
    return Explanation("the indentation of this line does not match any line above", _INDENT_HINT, mark)


def _bracket(message: str, error: MarkedYAMLError, mark: Mark | None) -> Explanation:
    """Point to where a list or mapping in brackets goes wrong, or to where it opens."""
    opened = error.context_mark
    if opened is None or mark is None or opened.line == mark.line:
        bracket = "`]`" if "`[`" in message else "`}`"
        return Explanation(f"expected a comma or {bracket} here", _BRACKET_HINT, mark)
    return Explanation(message, _BRACKET_HINT, opened)
