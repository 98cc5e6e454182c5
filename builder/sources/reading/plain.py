"""Divides plain text and Markdown into headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from builder.sources.passages import Block

_FULL = 0.55  # of the longest line: those of wrapped paragraphs have that, but for the last
_MOST = 0.8  # of the lines
_LONGEST_HEADING = 100
_ENDS = r"[.!?…:;,。！？][”’»“\"')\]]*$"
_RULE = r"[=\-*_~]{3,}"


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield the headings and paragraphs of a plain text.

    Where lines end in the middle of sentences, blank lines part paragraphs; else each line is one. A heading
    is a short line that does not end as a sentence does, or that is underlined. The first line of a text may
    be one without a blank line after it.
    """
    lines = [line.strip() for line in re.split(r"\r\n|[\n\r\f\x0b\u2028\u2029]", text)]
    is_wrapped = _are_wrapped(lines)
    shortest = _FULL * max(map(len, lines))
    waiting: list[str] = []
    start = 0
    is_first = True
    for number, line in enumerate([*lines, ""], 1):
        if waiting and re.fullmatch(_RULE, line) and len(waiting) == 1:
            yield Block(waiting[0], start, level=1)
            waiting = []
            continue
        is_title = is_first and len(waiting) == 1 and len(waiting[0]) < shortest and _is_heading(waiting[0])
        if waiting and (not line or not is_wrapped or is_title):
            yield _block(waiting, start)
            waiting, is_first = [], False
        if line and not re.fullmatch(_RULE, line):
            start = start if waiting else number
            waiting.append(line)


def _are_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs go on from line to line: most lines before another one are full, and end nowhere."""
    inner = [line for line, after in pairwise(lines) if line and after and not re.fullmatch(_RULE, after)]
    longest = max(map(len, lines))
    full = sum(len(line) >= _FULL * longest for line in inner)
    ended = sum(re.search(_ENDS, line) is not None for line in inner)
    return bool(inner) and full >= _MOST * len(inner) and ended < len(inner) / 2


def _is_heading(line: str) -> bool:
    is_item = re.match(r"(?:[-*•–]|\(?\d{1,3}[.)])\s", line) is not None
    return len(line) <= _LONGEST_HEADING and not re.search(_ENDS, line) and not is_item


def _block(lines: list[str], start: int) -> Block:
    text = re.sub(r"(?<=\w)- (?=[a-zà-ÿ])", "", " ".join(lines)) if len(lines) > 1 else lines[0]
    return Block(text, start, level=int(len(lines) == 1 and _is_heading(lines[0])))


def markdown_blocks(text: str) -> Iterator[Block]:
    """Yield the headings and paragraphs of a Markdown text; an item of a list and a row are paragraphs."""
    from markdown_it import MarkdownIt

    front = re.match(r"---\n.*?\n(?:---|\.\.\.)\n", text, re.DOTALL)
    lines_before = text.count("\n", 0, front.end()) if front else 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    row: list[str] = []
    in_row, line, level = False, 0, 0
    for token in tokens:
        line = token.map[0] + 1 + lines_before if token.map else line
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "tr_open":
                in_row, row = True, []
            case "tr_close":
                in_row = False
                yield Block(" | ".join(row), line)
            case "inline" if in_row:
                row.append(_words(token.children or ()))
            case "inline":
                yield Block(_words(token.children or ()), line, level=level)
            case "fence" | "code_block":
                yield Block(token.content, line)


def _words(tokens: object) -> str:
    """Return what is read of a line: without marks, the addresses of links and HTML."""
    from markdown_it.token import Token

    found = []
    for token in tokens if isinstance(tokens, list | tuple) else ():
        assert isinstance(token, Token)
        if token.type in ("softbreak", "hardbreak"):
            found.append(" ")
        elif token.type in ("text", "code_inline"):
            found.append(token.content)
    return "".join(found)
