"""A field with `**bold**`, `*italic*` and `[text](https://…)` becomes runs; all else stays literal."""

from __future__ import annotations

import re

from builder.outline.addresses import as_address
from builder.outline.text import Run

# A closing mark follows a non-space, an opening one stands before a non-space. A single asterisk that Latin
# letters or digits touch from outside is literal, so `2*3*4` stays; in Japanese, without spaces, it is not.
_MARK = re.compile(
    r"\\(?P<escaped>[*\[\]\\])"
    r"|\*\*\*(?P<both>(?![\s*])(?:\\.|[^*\\])*?(?<![\s\\]))\*\*\*(?!\*)"
    r"|\*\*(?P<bold>(?![\s*])(?:\\.|[^*\\]|(?<!\*)\*(?!\*))*?(?<![\s\\]))\*\*(?!\*)"
    r"|(?<![A-Za-z0-9*])\*(?P<italic>(?![\s*])(?:\\.|[^*\\]|\*\*(?![\s*])(?:\\.|[^*\\])*?\*\*)*?(?<![\s\\]))\*(?![A-Za-z0-9*])"
    r"|\[(?P<label>(?!\s*\])(?:\\.|[^\[\]\\])++)\]"
    r"\((?P<url>(?i:https?://|mailto:)(?:[^\s()]|\([^\s()]*\))+)\)"
)


def parse_marks(text: str) -> tuple[Run, ...]:
    """Return `text` as runs of one look each, without the marks; neighbours never look alike, none is empty.

    Marks nest. `\\*`, `\\[`, `\\]` and `\\\\` stand for the character; a mark without a partner is literal.
    """
    if "*" not in text and "[" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    runs: list[Run] = []
    _parse(text, Run(""), runs)
    return tuple(runs)


def _parse(text: str, look: Run, runs: list[Run]) -> None:
    at = 0
    for mark in _MARK.finditer(text):
        _add(text[at : mark.start()], look, runs)
        at = mark.end()
        match mark.lastgroup:
            case "escaped":
                _add(mark["escaped"], look, runs)
            case "both":
                _parse(mark["both"], Run("", True, True, look.url), runs)
            case "bold":
                _parse(mark["bold"], Run("", True, look.italic, look.url), runs)
            case "italic":
                _parse(mark["italic"], Run("", look.bold, True, look.url), runs)
            case _:
                _parse(
                    mark["label"], Run("", look.bold, look.italic, look.url or as_address(mark["url"])), runs
                )
    _add(text[at:], look, runs)


def _add(text: str, look: Run, runs: list[Run]) -> None:
    if not text:
        return
    if runs and (runs[-1].bold, runs[-1].italic, runs[-1].url) == (look.bold, look.italic, look.url):
        text = runs.pop().text + text
    runs.append(Run(text, look.bold, look.italic, look.url))


def cut(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of the characters from `start` up to `end`."""
    pieces: list[Run] = []
    at = 0
    for run in runs:
        _add(run.text[max(start - at, 0) : max(end - at, 0)], run, pieces)
        at += len(run.text)
    return tuple(pieces)
