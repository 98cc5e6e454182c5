"""Finds where each value of a text is written, and rewrites the bytes of a brief as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from yaml import error as yaml_errors
from yaml import events as yaml

from builder.brief.yaml.events import LibyamlEvents
from builder.brief.yaml.read import normal
from builder.brief.yaml.scan import EventReader


class Node(Struct):
    """A value of the text: where it is written, as what, and what it holds."""

    path: str
    start: int
    end: int
    column: int
    style: str | None = None  # of a text, which is `text`
    text: str = ""
    is_flow: bool = False
    in_flow: bool = False
    is_list: bool = False
    keys: list[Node] = []
    values: list[Node] = []


def tree_of(text: str) -> Node:
    """Return the values of a text with the places where they are written."""
    if LibyamlEvents.can_read(text):
        try:
            root = _tree(text, LibyamlEvents(text).events())
        except yaml_errors.MarkedYAMLError:
            pass  # the Python reader reads past it, or says what is wrong
        else:
            if not any(_is_doubtful(text, node) for node, _ in nodes(root)):
                return root
    return _tree(text, EventReader(text).events())


def _is_doubtful(text: str, node: Node) -> bool:
    """Whether a value in brackets has an empty one: the comma before it may be part of a text."""
    inside = text[node.start : node.end - 1].rstrip()
    return node.is_flow and (inside.endswith(",") or any(one.start == one.end for one in node.values))


def _tree(text: str, events: Iterator[yaml.Event]) -> Node:
    root = Node("", 0, len(text), 0)
    stack: list[Node] = []
    for event in events:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop()
            node.end = end.index if node.is_flow else _last(node)
        elif isinstance(event, yaml.NodeEvent):
            above = stack[-1] if stack else None
            node = Node("", start.index, end.index, start.column, keys=[], values=[])
            node.in_flow = above is not None and above.is_flow
            if isinstance(event, yaml.ScalarEvent):
                node.style, node.text = event.style or "", normal(event.value)
                node.end = node.start + len(text[node.start : node.end].rstrip())
            elif isinstance(event, yaml.CollectionStartEvent):
                node.is_list = isinstance(event, yaml.SequenceStartEvent)
                node.is_flow = bool(event.flow_style)
                stack.append(node)
            if above is None:
                root = node
            elif above.is_list:
                node.path = f"{above.path}[{len(above.values)}]"
                above.values.append(node)
            elif len(above.keys) == len(above.values):
                node.path = f"{above.path}.{node.text}" if above.path else node.text
                above.keys.append(node)
            else:
                node.path = above.keys[-1].path
                above.values.append(node)
    return root


def nodes(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Yield every value in order, with its key if it has one."""
    yield root, None
    waiting = [root]
    while waiting:
        node = waiting.pop()
        keys: Sequence[Node | None] = node.keys or [None] * len(node.values)
        yield from zip(node.values, keys, strict=False)
        waiting += reversed(node.values)


def _last(node: Node) -> int:
    return max((each.end for each in (*node.keys, *node.values)), default=node.start)


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return the bytes of a brief with another text; encoding and line breaks stay. What is no UTF stays."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    line_break = next((each for each in ("\r\n", "\r") if each in text), "\n")
    plain = text.removeprefix(mark).replace("\r\n", "\n").replace("\r", "\n")
    new = change(plain)
    return data if new == plain else (mark + new.replace("\n", line_break)).encode(encoding)
