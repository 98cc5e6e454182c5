"""Finds which values of a brief are left out by their conditions, and what goes with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from builder.brief.model import Brief
from builder.brief.natural.names import meant_key
from builder.brief.yaml.read import Value
from builder.report.problems import enclosing

IF = "if"
_NAMED = ("facts", "notes", "sources")  # what other parts name by an id
_PLACED = ("section", "from", "to")  # keys that name a part

Holds: TypeAlias = Callable[[Value, str], bool]


def left_out(values: dict[str, Value], holds: Holds) -> frozenset[str]:
    """Return the paths of what is left out; `holds` decides a condition, which is at a path.

    With a part goes what only it needs: a section without arguments and text, what is placed in it, links to
    what is left out, and the sources, notes and facts that nothing else names.
    """
    out = {path for path, value in _inside(values, "") if IF in value and not holds(value[IF], path)}
    if not out:
        return frozenset()
    lists = {meant_key(Brief, key) or key: key for key in values}
    out |= set(_empty_sections(values, lists, out))
    ids = {str(part["id"]) for at, part in _inside(values, "") if _is_in(at, out) and part.get("id")}
    ids -= {str(part["id"]) for at, part in _inside(values, "") if not _is_in(at, out) and part.get("id")}
    for path, part in _inside(values, ""):
        if path.count(".") == 0 and any(
            part.get(key) in ids for key in _PLACED if isinstance(part.get(key), str)
        ):
            out.add(path)
        named = part.get("arguments")
        if isinstance(named, list):
            out |= {
                f"{path}.arguments[{index}]"
                for index, one in enumerate(named)
                if isinstance(one, str) and one in ids
            }
    while more := set(_named_no_more(values, lists, out)):
        out |= more
    return frozenset(out)


def _inside(value: Value, path: str) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield every mapping in a value with its path."""
    if isinstance(value, dict):
        if path:
            yield path, value
        for key, one in value.items():
            yield from _inside(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _inside(one, f"{path}[{index}]")


def _is_in(path: str, out: set[str]) -> bool:
    return any(each in out for each in enclosing(path))


def _empty_sections(values: dict[str, Value], lists: dict[str, str], out: set[str]) -> Iterator[str]:
    """Yield the sections of which every argument is left out."""
    key = lists.get("sections", "")
    sections = values.get(key)
    for index, section in enumerate(sections if isinstance(sections, list) else ()):
        arguments = section.get("arguments") if isinstance(section, dict) else None
        if (
            isinstance(section, dict)
            and isinstance(arguments, list)
            and arguments
            and not section.get("text")
        ):
            at = f"{key}[{index}]"
            if all(f"{at}.arguments[{each}]" in out for each in range(len(arguments))):
                yield at


def _named_no_more(values: dict[str, Value], lists: dict[str, str], out: set[str]) -> Iterator[str]:
    """Yield the sources, notes and facts that only values which are left out name."""
    kept, gone = list[tuple[str, str]](), list[str]()
    for path, text in _texts(values, ""):
        if _is_in(path, out):
            gone.append(text)
        else:
            kept.append((path, text))
    for key in (lists[name] for name in _NAMED if name in lists):
        for path, id in _ids(values[key], key):
            named = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
            others = (text for at, text in kept if path not in enclosing(at))
            if path not in out and any(map(named.search, gone)) and not any(map(named.search, others)):
                yield path


def _ids(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a list, or of a mapping by ids, with their ids."""
    if isinstance(value, dict):
        yield from ((f"{path}.{id}", id) for id in value)
    for index, part in enumerate(value if isinstance(value, list) else ()):
        if isinstance(part, dict) and isinstance(part.get("id"), str):
            yield f"{path}[{index}]", str(part["id"])


def _texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            if one is None:
                yield f"{path}.{key}", key  # `{fact:riders}` without quotation marks
            yield from _texts(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts(one, f"{path}[{index}]")
