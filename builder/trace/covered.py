"""The part of the trace page that shows each passage of the sources, and what cites it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from builder.report.printable import cut
from builder.report.problems import enclosing

if TYPE_CHECKING:
    from builder.sources.coverage import Covered
    from builder.trace.appearances import Traced

TITLE = "Passages of the sources"
_LONGEST = 220  # characters of a passage


def passages(traced: Traced) -> str:
    """Return a table of each source: its passages, and what of the brief cites them; "" without any."""
    if not traced.covered:
        return ""
    by_source = groupby(traced.covered, lambda one: one.source)
    tables = "".join(_table(traced, source, list(found)) for source, found in by_source)
    return f'<section id="passages"><h2>{TITLE}</h2>\n{tables}</section>\n'


def _table(traced: Traced, source: str, found: list[Covered]) -> str:
    count = sum(bool(one.cited_by) for one in found)
    caption = f"{escape(source)}, {escape(found[0].file)}: {count} of {len(found)} passages are cited"
    rows = "".join(_row(traced, one) for one in found)
    return (
        f'<table class="passages"><caption>{caption}</caption>\n<thead><tr><th scope="col">The source</th>'
        f'<th scope="col">Cited by</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n'
    )


def _row(traced: Traced, one: Covered) -> str:
    language = f' lang="{escape(one.language)}"' if one.language else ""
    about = ", ".join(filter(None, [one.heading, f"line {one.line}" if one.line else ""]))
    cells = "".join(f"<p>{each}</p>" for each in _citing(traced, one.cited_by))
    cell = f"<td>{cells}</td>" if cells else '<td class="none">nothing</td>'
    return (
        f'<tr><th scope="row"><span class="words"><span class="number">{one.passage}</span> '
        f"<span{language}>{escape(cut(one.text, _LONGEST))}</span></span>"
        f'<span class="about">{escape(about)}</span></th>{cell}</tr>\n'
    )


def _citing(traced: Traced, paths: Iterable[str]) -> Iterator[str]:
    """Yield what cites a passage, by its number and words or by its key, with all of its lines."""
    lines: dict[str, list[int]] = {}
    for path in paths:
        found = lines.setdefault(_named(traced, path), [])
        if line := traced.line(path):
            found.append(line)
    for name, found in lines.items():
        where = f"line{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}" if found else ""
        yield f'{name} <span class="about">{where}</span>'


def _named(traced: Traced, path: str) -> str:
    numbers = {one.path: one for one in traced.numbered if one.number}
    part = next((numbers[each] for each in enclosing(path) if each in numbers), None)
    if part is None:
        id = traced.ids.get(path)
        key = path.partition("[")[0] if id else re.sub(r"\[(\d+)\]", lambda at: f" {int(at[1]) + 1}", path)
        return escape(f"{key.replace('_', ' ')}{f': {id}' if id else ''}")
    words = f'<span lang="{escape(traced.language)}">{escape(part.words)}</span>'
    return f'<span class="number">{escape(part.number)}</span> {words}'
