"""Renders a trace as one HTML page: every element of the brief, and where it appears in each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.brief import PRODUCTS
from builder.report.problems import enclosing
from builder.trace.covered import TITLE, passages
from builder.trace.locations import compact, without_stop

if TYPE_CHECKING:
    from builder.trace.appearances import Appearance, Traced

_FRONT = "Front and frame"
_TITLES = {
    "bottom_line": "Bottom line",
    "context": "Context and event",
    "event": "Context and event",
    "headlines": "Headlines of figures, tables and slides",
    "links": "Argument map",
    "options": "Options",
    "criteria": "Options",
    "recommendations": "Responses and recommendations",
    "risks": "Risks",
    "limits": "Limits",
    "actors": "Actors",
    "timeline": "Sequence",
    "tables": "Tables",
    "figures": "Figures",
    "sources": "Sources",
    "glossary": "Glossary",
}
_INDEX = re.compile(r"\[(\d+)\]")
_ROW = re.compile(r"(.+\.rows\[\d+\])\[\d+\]")
_NUMBER = re.compile(r"\d+")


class _Row(Struct, frozen=True):
    """One value of the brief: its path, and its appearances by product."""

    path: str
    found: dict[str, list[Appearance]]


class _Part(Struct, frozen=True):
    """Rows under one heading: an argument, a source; `number` and `words` are "" for other values."""

    path: str
    number: str
    words: str
    rows: list[_Row]


def matrix(traced: Traced, audience: str | None) -> str:
    """Return the page: self-contained, without scripts, readable on screen, on paper and by ear."""
    groups = _groups(traced)
    edition = f"The edition for {audience}. " if audience else ""
    values = len({one.path for one in traced.appears})
    contents = "".join(
        f'<li><a href="#g{number}">{escape(title)}</a></li>' for number, title in enumerate(groups, 1)
    )
    tables = "".join(
        _table(traced, f"g{number}", title, parts) for number, (title, parts) in enumerate(groups.items(), 1)
    )
    sources = f'<li><a href="#passages">{TITLE}</a></li>' if traced.covered else ""
    counts = {product: _count(traced, product) for product in PRODUCTS}
    shares = ", ".join(f"{count} in the {product}" for product, count in counts.items())
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(traced.title)} – where it appears</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<p class="kicker">Where {escape(traced.file)} appears in the three files</p>
<h1 lang="{escape(traced.language)}">{escape(traced.title)}</h1>
<p class="lead">{escape(edition)}{values} values of the brief appear in the files: {shares}. Each row is
one of them; a dash means that it is not in that file. Below the words are their key and their line in the
brief. If a file words it differently, its words are above the locations.</p>
</header>
<nav aria-label="Contents"><ul>{contents}{sources}<li><a href="#slides">List of slides</a></li></ul></nav>
<main>
{tables}{passages(traced)}{_slides(traced)}</main>
</body>
</html>
"""


def _count(traced: Traced, product: str) -> int:
    return len({one.path for one in traced.appears if one.product.value == product})


def _groups(traced: Traced) -> dict[str, list[_Part]]:
    """Return the parts by their group, in the order of the brief's lines."""
    rows: dict[str, _Row] = {}
    for one in traced.appears:
        row = rows.setdefault(one.path, _Row(one.path, {product: [] for product in PRODUCTS}))
        row.found[one.product.value].append(one)
    groups: dict[str, list[_Part]] = {}
    parts: dict[str, _Part] = {}
    for row in sorted(rows.values(), key=lambda row: _order(traced, row.path)):
        title = _group(traced, row.path)
        part = _holder(traced, row.path, title)
        if part.path not in parts:
            parts[part.path] = part
            groups.setdefault(title, []).append(part)
        parts[part.path].rows.append(row)
    return groups


def _order(traced: Traced, path: str) -> tuple[float, int, str]:
    """Return a key that sorts by the lines of the brief; values that are not in it come last."""
    position = traced.positions.of_key(path)
    return (position.line, position.column, "") if position else (float("inf"), 0, path)


def _group(traced: Traced, path: str) -> str:
    top = path.partition(".")[0].partition("[")[0]
    if top != "sections":
        return _TITLES.get(top, _FRONT)
    section = path.partition(".")[0]
    words = next((one.words for one in traced.numbered if one.path == section), "")
    index = _INDEX.search(section)
    return f"Section {int(index[1]) + 1 if index else ''}: {words}"


def _holder(traced: Traced, path: str, group: str) -> _Part:
    """Return the smallest numbered part that a value belongs to, else the other values of its group."""
    numbers = {one.path: one for one in traced.numbered if one.number and one.path.endswith("]")}
    part = next((numbers[each] for each in enclosing(path) if each in numbers), None)
    return _Part(part.path, part.number, part.words, []) if part else _Part(f"{group}:", "", "", [])


def _table(traced: Traced, anchor: str, title: str, parts: Iterable[_Part]) -> str:
    heads = "".join(f'<th scope="col">{product.title()}</th>' for product in PRODUCTS)
    bodies = "".join(_body(traced, part) for part in parts)
    return (
        f'<section id="{anchor}" aria-labelledby="{anchor}-title">\n'
        f'<h2 id="{anchor}-title">{escape(title)}</h2>\n'
        f'<table>\n<thead><tr><th scope="col">The brief</th>{heads}</tr></thead>\n'
        f"{bodies}</table>\n</section>\n"
    )


def _body(traced: Traced, part: _Part) -> str:
    head = ""
    if part.number:
        id = traced.ids.get(part.path)
        about = ", ".join([*([f"id {id}"] if id else []), _line(traced, part.path)])
        head = (
            f'<tr class="part"><th scope="rowgroup" colspan="4">'
            f'<span class="number">{escape(part.number)}</span> '
            f'<span lang="{escape(traced.language)}">{escape(part.words)}</span> '
            f'<span class="about">{escape(about)}</span></th></tr>\n'
        )
    rows = "".join(_row(traced, rows, part) for rows in _together(part.rows))
    return f"<tbody>\n{head}{rows}</tbody>\n"


def _together(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Yield the values of one table row together, and every other value alone."""
    waiting: list[_Row] = []
    for row in rows:
        here = _ROW.fullmatch(row.path)
        before = _ROW.fullmatch(waiting[0].path) if waiting else None
        if waiting and not (here and before and here[1] == before[1]):
            yield waiting
            waiting = []
        waiting.append(row)
    if waiting:
        yield waiting


def _row(traced: Traced, rows: list[_Row], part: _Part) -> str:
    """Return one row: the words, then the locations in each product, and its own words if they differ."""
    first = rows[0]
    path = first.path if len(rows) == 1 else first.path.rpartition("[")[0]
    words = " · ".join(_words(row) for row in rows)
    key = _plain(path.removeprefix(part.path) if part.number else path)
    about = ", ".join(filter(None, [key, _line(traced, path)]))
    cells = "".join(_cell(traced, product, rows, words) for product in PRODUCTS)
    return (
        f'<tr><th scope="row"><span class="words" lang="{escape(traced.language)}">{escape(words)}</span>'
        f'<span class="about">{escape(about)}</span></th>{cells}</tr>\n'
    )


def _words(row: _Row) -> str:
    """Return the words of a value at its first location; a text of several sentences is joined."""
    for product in PRODUCTS:
        found = row.found[product]
        if found:
            return " ".join(dict.fromkeys(one.words for one in found if one.location == found[0].location))
    return ""


def _cell(traced: Traced, product: str, rows: list[_Row], words: str) -> str:
    by_words: dict[str, list[str]] = {}
    for row in rows:
        for one in row.found[product]:
            same = without_stop(one.words) in words
            by_words.setdefault("" if same else one.words, []).append(one.location)
    if not by_words:
        absent = f'<span class="ear">not in the {product}</span>'
        return f'<td class="none"><span aria-hidden="true">–</span>{absent}</td>'
    cells = []
    for other, locations in sorted(by_words.items(), key=lambda one: one[0] != ""):
        where = "<br>".join(map(escape, compact(locations)))
        if product == "deck":
            where = _NUMBER.sub(lambda number: f'<a href="#slide-{number[0]}">{number[0]}</a>', where)
        own = f'<i lang="{escape(traced.language)}">{escape(other)}</i> ' if other else ""
        cells.append(f"<p>{own}{where}</p>")
    return f"<td>{''.join(cells)}</td>"


def _slides(traced: Traced) -> str:
    """Return the list of slides, to which the locations in the deck link."""
    titles = {
        int(number[0]): one.under
        for one in traced.appears
        if one.product.value == "deck" and (number := _NUMBER.search(one.location))
    }
    items = "".join(
        f'<li id="slide-{number}" value="{number}">{escape(titles[number])}</li>' for number in sorted(titles)
    )
    slides = f'<ol lang="{escape(traced.language)}">{items}</ol>'
    return f'<section id="slides"><h2>List of slides</h2>\n{slides}</section>\n'


def _line(traced: Traced, path: str) -> str:
    line = traced.line(path)
    return f"line {line}" if line else ""


def _plain(key: str) -> str:
    """Return a key in plain words: `.evidence[0].text` is "evidence 1"."""
    spoken = _INDEX.sub(lambda index: f" {int(index[1]) + 1}", key.removeprefix("."))
    return spoken.removesuffix(".text").replace(".", ", ").replace("_", " ").replace("rows ", "row ").strip()


# For light and dark screens, and for paper.
_STYLE = """
:root{--ink:#1b2733;--quiet:#4b5966;--brand:#12395b;--rule:#c3ccd4;--panel:#eef3f7;--page:#fff;--link:#1a5f9e}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#a9b7c4;--brand:#9cc7ee;--rule:#3a4854;
--panel:#1d2831;--page:#12191f;--link:#8cc0f0}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0 auto;max-width:86rem;padding:2.5rem clamp(1rem,4vw,3.5rem) 5rem;background:var(--page);
color:var(--ink);font:1rem/1.45 Carlito,Calibri,"Segoe UI",system-ui,sans-serif}
.kicker{margin:0;color:var(--quiet);font-size:.95rem}
h1{margin:.35rem 0 .8rem;max-width:44rem;color:var(--brand);font-size:clamp(1.5rem,3vw,2.1rem);
line-height:1.2;text-wrap:balance}
.lead{margin:0;max-width:46rem;color:var(--quiet)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:1.6rem 0 0;padding:.9rem 0;
border:solid var(--rule);border-width:1px 0;list-style:none}
a{color:var(--link);text-underline-offset:.15em}
h2{margin:2.6rem 0 .7rem;color:var(--brand);font-size:1.3rem;line-height:1.25}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead th{position:sticky;top:0;background:var(--page);color:var(--quiet);font-size:.9rem;font-weight:600;
box-shadow:inset 0 -2px var(--brand)}
th,td{padding:.5rem .9rem .5rem 0;text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th:first-child{width:40%}
tbody tr{border-bottom:1px solid var(--rule)}
th[scope=row]{font-weight:400}
.part th{padding:.65rem .9rem .65rem .7rem;background:var(--panel);font-weight:600}
tbody:has(.part) tr:not(.part) th{padding-left:.7rem}
.number{margin-right:.35rem;color:var(--brand);font-variant-numeric:tabular-nums}
.words{display:block}
.about{color:var(--quiet);font-size:.87em;font-weight:400}
td{font-size:.93em;font-variant-numeric:tabular-nums}
td p{margin:0 0 .3rem}
td p:last-child{margin:0}
td i{display:block;color:var(--quiet)}
caption{padding:.5rem 0;color:var(--quiet);text-align:left}
.passages thead th:first-child{width:55%}
.none{color:var(--quiet)}
.ear{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ol{max-width:52rem;padding-left:2.2rem}
li:target{background:var(--panel);outline:.3rem solid var(--panel)}
@media screen and (max-width:48rem){table,tbody,tr,th,td{display:block;width:auto}thead{display:none}
tbody tr{padding:.4rem 0}
th,td,caption{padding:.15rem 0}td::before{color:var(--quiet);font-weight:600}
td:nth-of-type(1)::before{content:"Memo: "}td:nth-of-type(2)::before{content:"Deck: "}
td:nth-of-type(3)::before{content:"Summary: "}
.passages td:nth-of-type(1)::before{content:"Cited by: "}td p:first-of-type{display:inline}}
@media print{:root{--ink:#000;--quiet:#444;--brand:#12395b;--rule:#bbb;--panel:#f0f0f0;--page:#fff;
--link:#000}
@page{size:A4 landscape;margin:14mm}body{max-width:none;padding:0;font-size:9.5pt}nav{display:none}
thead th{position:static;border-bottom:1.5pt solid var(--brand);box-shadow:none}
tr,li{break-inside:avoid}h2,.part{break-after:avoid}a{text-decoration:none}}
"""
