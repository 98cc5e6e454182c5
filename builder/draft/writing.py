"""Writes the YAML of a draft, with a mark at each text that was made and not yet read by a person."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, Union

from builder.brief.yaml.drafts import MARK

WIDTH = 110
_SAFE = r"[A-Za-z0-9][A-Za-z0-9_#.-]*"
_READ_AS_ELSE = r"(?i)(?:true|false|yes|no|on|off|y|n|null|~|[-+.\d_]+|0x\w+|\d\w*)"


class Drafted(str):
    """A text that was made from the article; otherwise a text like any other."""


Value: TypeAlias = Union[str, "Sequence[Value]", "Mapping[str, Value]"]


def literal(text: str) -> str:
    """Return a text in which no sign is markup, and no brackets look like a link."""
    return re.sub(r"([\\*\[\]^~`{}])", r"\\\1", text.replace("](", "] ("))


def texts_of(value: Value) -> Iterator[str]:
    """Yield every text of a brief."""
    if isinstance(value, str):
        yield value
        return
    for each in value.values() if isinstance(value, Mapping) else value:
        yield from texts_of(each)


def written(brief: Mapping[str, Value], intro: Sequence[str]) -> str:
    """Return a brief as YAML, below some lines of comment."""
    lines = [f"# {line}".rstrip() for line in intro]
    for key, value in brief.items():
        if not isinstance(value, str):
            lines.append("")
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Value, depth: int) -> Iterator[str]:
    """Yield the lines of a key and its value."""
    pad = "  " * depth
    if isinstance(value, str):
        yield from _text(f"{pad}{key}:", value, depth)
    elif _is_flat(value):
        yield f"{pad}{key}: {_flow(value)}{_mark(value)}"
    elif isinstance(value, Mapping):
        yield f"{pad}{key}:"
        for name, each in value.items():
            yield from _entry(name, each, depth + 1)
    else:
        yield f"{pad}{key}:"
        for item in value:
            yield from _item(item, depth + 1)


def _item(value: Value, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, Mapping):
        lines = [line for key, each in value.items() for line in _entry(key, each, depth + 1)]
        yield f"{pad}- {lines[0].lstrip()}"
        yield from lines[1:]
    elif isinstance(value, str):
        yield f"{pad}- {_scalar(value)}{_mark(value)}"
    else:
        yield f"{pad}- {_flow(value)}{_mark(value)}"


def _text(head: str, value: str, depth: int) -> Iterator[str]:
    """Yield a text in one line, or in several where it is long and has spaces."""
    line = f"{head} {_scalar(value)}{_mark(value)}"
    if len(line) <= WIDTH or " " not in value or value != " ".join(value.split()):
        yield line
        return
    pad = "  " * (depth + 1)
    yield f"{head} >-{_mark(value)}"
    yield from textwrap.wrap(
        value,
        WIDTH,
        initial_indent=pad,
        subsequent_indent=pad,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _scalar(value: str) -> str:
    is_plain = re.fullmatch(_SAFE, value) and not re.fullmatch(_READ_AS_ELSE, value)
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _is_flat(value: Value) -> bool:
    """Whether a value has short texts alone, so that it fits in one line."""
    if isinstance(value, str):
        return True
    inner = list(value.values() if isinstance(value, Mapping) else value)
    return all(isinstance(each, str) for each in inner) and len(_flow(value)) < WIDTH - 30


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _mark(value: Value) -> str:
    """Return the mark of a line with a text that was made."""
    if isinstance(value, str):
        return f"  {MARK}" if isinstance(value, Drafted) else ""
    inner = value.values() if isinstance(value, Mapping) else value
    return next(filter(None, map(_mark, inner)), "")
