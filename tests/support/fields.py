"""Write docs/fields.md, the field reference: `python -m tests.support.fields`.

Names, values and descriptions come from the model, the examples from the template `full`, and where a field
appears from the manifest of that template, which is built for it.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from inspect import getdoc
from pathlib import Path
from typing import Any, assert_never

import yaml

import builder
from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Several, Text
from builder.brief.model import Brief
from builder.brief.natural.names import names_of
from builder.brief.part import Field, Part
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "fields.md"
TEMPLATES = ROOT / "builder" / "brief" / "templates"
FULL = (TEMPLATES / "full.yaml").read_text(encoding="utf-8")
_UNPRINTED = ("audience", "path", "audiences", "distribution")
_INTRODUCTION = """\
# Fields of a brief

Required are `title`, `bottom_line` and one section with a claim. What you leave out does not appear.

“Appears in” says where a value is read in the three files; *notes* are the speaker notes of the deck. “Also”
names other keys that are read as the field; `brief check --fix` writes the field’s own.
**summary ⊂ deck ⊂ memo**: what the summary says, the deck says too; what the deck says, the memo says too.

This page is written by `python -m tests.support.fields`, from the model and the template `full`
(`brief new --template full`).
"""


def reference() -> str:
    """Return the page."""
    used, lines = _appearances(), [_INTRODUCTION]
    for path, part in _parts("", Brief):
        lines += [f"## {path or 'Brief'}", "", f"{getdoc(part)}", ""]
        lines += ["| field | value | appears in | what it is |", "| --- | --- | --- | --- |"]
        lines += [_row(path, key, field, part, used) for key, field in part.fields.items()]
        lines += ["", *_example(path)]
    return "\n".join(lines).rstrip() + "\n"


def _parts(path: str, part: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    """Yield every part of the model with its path, where it appears first."""
    waiting, seen = [(path, part)], set()
    while waiting:
        path, part = waiting.pop(0)
        if part in seen:
            continue
        seen.add(part)
        yield path, part
        inside = ((_joined(path, key, field.kind), _part(field.kind)) for key, field in part.fields.items())
        waiting = [(name, one) for name, one in inside if one] + waiting


def _part(kind: AnyKind) -> type[Part] | None:
    match kind:
        case Several(item=item):
            return _part(item)
        case Keyed(value=value):
            return _part(value)
        case Inner(part=part):
            return part
        case Text() | Choice() | Day() | Moment():
            return None
        case _:
            assert_never(kind)


def _joined(path: str, key: str, kind: AnyKind) -> str:
    return f"{path}.{key}".lstrip(".") + ("[]" if isinstance(kind, Several) else "")


def _row(path: str, key: str, field: Field, part: type[Part], used: Mapping[str, set[str]]) -> str:
    name = _joined(path, key, field.kind)
    where = used.get(name.removesuffix("[]"), set())
    own = (_joined(path, one, field.kind) for one in part.fields)
    if not where and key not in _UNPRINTED and used.keys().isdisjoint(own):
        where = used.get(path.removesuffix("[]"), set())  # a line made of the whole part
    shown = ", ".join(one for one in ("memo", "deck", "notes", "summary") if one in where)
    if not shown and _part(field.kind):
        shown = f"see [{name}](#{name.translate({ord(mark): None for mark in '.[]'}).lower()})"
    other = names_of(part, key)
    also = f" Also: {', '.join(f'`{one}`' for one in names)}." if (names := list(other)) else ""
    value = _value(field.kind) + (", required" if field.is_required else "")
    cells = (f"`{key}`", value, shown or "–", field.description + also)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _value(kind: AnyKind) -> str:
    match kind:
        case Text(limited=limited):
            return "text" + (" or {text, audience}" if limited else "")
        case Choice(words=words):
            return " · ".join(f"`{word}`" for word in words)
        case Day():
            return "date"
        case Moment():
            return "date, time and zone"
        case Several(item=item, least=least, most=most):
            return f"{least}–{most} × {_value(item)}"
        case Keyed(value=value):
            return f"names with {_value(value)}"
        case Inner(part=part):
            return f"{part.__name__}, or text" if part.plain or part.obvious else part.__name__
        case _:
            assert_never(kind)


def _appearances() -> dict[str, set[str]]:
    """Return in which files each field of the template appears, by its path without indices."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in TEMPLATES.iterdir():
            shutil.copy(file, folder)
        builder.build(folder / "full.yaml", folder / "output", audience="unrestricted")
        manifest = next((folder / "output").glob("*-manifest.json"))
        elements = json.loads(manifest.read_text(encoding="utf-8"))["elements"]
    found: dict[str, set[str]] = defaultdict(set)
    for element in elements:
        field = re.sub(r"\[\d+\]$", "", element["path"])
        for product, locations in element["locations"].items():
            for location in locations:
                notes = product == "deck" and location.endswith("notes")
                found[re.sub(r"\[\d+\]", "[]", field)].add("notes" if notes else product)
    return found


def _example(path: str) -> Iterator[str]:
    """Yield the lines of the template that write the first such part."""
    if not path:
        return
    node: Any = yaml.compose(FULL, yaml.BaseLoader)
    start: Any = node
    for step in re.findall(r"[a-z_]+|\[\]", path):
        if step == "[]":
            assert isinstance(node, yaml.SequenceNode), path
            node = next((one for one in node.value if isinstance(one, yaml.MappingNode)), node.value[0])
        else:
            assert isinstance(node, yaml.MappingNode), path
            start, node = next((key, value) for key, value in node.value if key.value == step)
    if path.endswith("[]"):
        begin, end = node.start_mark, node.end_mark
        indent = " " * begin.column
        text = indent + FULL[begin.index : end.index].rstrip()
    else:
        begin, end = start.start_mark, node.end_mark
        text = " " * begin.column + FULL[begin.index : end.index].rstrip()
    lines = [line[begin.column :] for line in text.splitlines() if line.strip()]
    yield from ("```yaml", *lines, "```", "")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
