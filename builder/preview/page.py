"""Writes the page of the preview: its frame once, and the parts that a save changes."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from builder.languages.language import DEFAULT
from builder.preview.view import Choice, Pictures, Place, Shown, Verdict, View
from builder.report.printable import counted

ASSETS = Path(__file__).parent / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


class Figure(NamedTuple):
    """A part of a product, which is replaced on the page where its `version` is another one."""

    id: str
    version: str
    html: str


class Update(Struct, frozen=True):
    """What the page shows after a save; `stale` is whether its pictures are of an earlier state."""

    revision: int
    stale: bool
    file: str
    title: str
    language: str
    look: str  # version of the style sheet that has the typefaces and colours
    figures: dict[str, tuple[Figure, ...]]  # by product
    facts: dict[str, str]  # a line about each product
    fill: int
    places: dict[str, Place]
    sources: tuple[str, ...]
    problems: tuple[Shown, ...]
    text: str
    audiences: tuple[str, ...]
    themes: tuple[str, ...]
    choice: Choice
    verdict: Verdict | None
    paged: bool = False  # whether the memo can be shown on pages


def without(update: Update, known: frozenset[str]) -> Update:
    """Return an update without the parts of products that a page has already, by their versions."""
    figures = {
        product: tuple(one._replace(html="") if one.version in known else one for one in found)
        for product, found in update.figures.items()
    }
    return replace(update, figures=figures)


def update(
    view: View,
    revision: int,
    look: str,
    *,
    stale: bool = False,
    verdict: Verdict | None = None,
    paged: bool = False,
) -> Update:
    """Return what the page shows of a view."""
    shown = view.pictures
    return Update(
        revision,
        stale,
        view.file,
        shown.title if shown else view.file,
        shown.language if shown else DEFAULT,
        sha256(look.encode()).hexdigest()[:12],
        figures(shown) if shown else {},
        _facts(shown) if shown else {},
        shown.fill if shown else 0,
        shown.places if shown else {},
        shown.sources if shown else (),
        view.problems,
        view.text,
        view.audiences,
        view.themes,
        view.choice,
        verdict,
        paged,
    )


def figures(shown: Pictures) -> dict[str, tuple[Figure, ...]]:
    """Return the parts of the products, each with what tells it from an earlier one."""
    grounds = f'<figure class="grounds" id="grounds" aria-hidden="true">{shown.grounds}</figure>'
    behind = (_figure("grounds", grounds),) if shown.grounds else ()
    deck = tuple(
        _figure(
            f"slide-{number}",
            f'<figure class="sheet slide" id="slide-{number}" aria-label="Slide {number}" '
            f'data-place="slide {number}">'
            f"{slide.svg}<figcaption>{number}</figcaption>"
            f'<details class="spoken" data-place="notes of slide {number}"><summary>Notes</summary>'
            f'<div lang="{escape(shown.language)}">{slide.notes}</div></details></figure>',
        )
        for number, slide in enumerate(shown.slides, 1)
    )
    page = tuple(
        _figure(
            f"page-{number}",
            f'<figure class="sheet paper" id="page-{number}" aria-label="One-page" '
            f'data-place="one-page">{svg}</figure>',
        )
        for number, svg in enumerate(shown.summary, 1)
    )
    words = f'<article class="sheet words" id="words" lang="{escape(shown.language)}" data-place="memo">'
    memo = (_figure("words", f"{words}{shown.memo}</article>"),)
    return {"deck": (*behind, *deck), "summary": page, "memo": memo}


def _figure(id: str, html: str) -> Figure:
    version = sha256(html.encode()).hexdigest()[:12]
    return Figure(id, version, re.sub("^<(figure|article) ", rf'<\1 data-version="{version}" ', html))


def _facts(shown: Pictures) -> dict[str, str]:
    spoken = f"{shown.minutes} min spoken" if shown.minutes else ""
    return {
        "deck": " · ".join(filter(None, (counted(len(shown.slides), "slide"), spoken))),
        "summary": f"{shown.fill} % full",
        "memo": f"words, not pages · {shown.memo_words:,} words",
    }


def page(first: Update, *, live: bool) -> str:
    """Return the whole page; a page that is not `live` is a copy that follows no brief."""
    pieces = {name: "".join(one.html for one in found) for name, found in first.figures.items()}
    names = {"deck": "Slides", "summary": "One-page", "memo": "Memo"}
    products = "".join(
        f'<section class="product" id="{name}" aria-labelledby="{name}-name">'
        f'<h2 id="{name}-name">{title} <span class="fact">{escape(first.facts.get(name, ""))}</span>'
        f"{_gauge(first.fill) if name == 'summary' else ''}{_PAGED if name == 'memo' else ''}</h2>"
        f'<div class="scroll" tabindex="0" aria-label="{title}">{pieces.get(name, "")}</div></section>'
        for name, title in names.items()
    )
    state = encode({**_without_figures(first), "live": live}).decode().replace("<", "\\u003c")
    policy = "" if live else f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
    return _FRAME.format(
        policy=policy,
        title=escape(first.title),
        language=escape(first.language),
        version=first.look,
        products=products,
        state=state,
        kind="Preview" if live else "Preview, a copy",
    )


def _without_figures(first: Update) -> dict[str, object]:
    return {name: getattr(first, name) for name in first.__struct_fields__ if name != "figures"}


def _gauge(fill: int) -> str:
    about = 'min="0" max="100" low="60" optimum="90" aria-label="How full the one-page is"'
    return f'<meter id="fill" {about} value="{fill}"></meter>'


_PAGED = '<button type="button" id="paged" aria-pressed="false" hidden>Pages</button>'

_FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="brief preview">
<meta name="referrer" content="no-referrer">
<title>{title} – preview</title>
<link rel="stylesheet" id="look" href="look.css?{version}">
<link rel="stylesheet" href="preview.css">
<script src="preview.js" defer></script>
</head>
<body>
<a class="ear" href="#deck">Skip to the slides</a>
<header class="bar">
<div class="name"><p class="kicker">{kind}</p><h1 id="title" lang="{language}">{title}</h1></div>
<p id="verdict" role="status" aria-live="polite"></p>
<div class="tools" role="toolbar" aria-label="What is shown">
<div class="views" role="group" aria-label="Products">
<button type="button" data-view="all" aria-pressed="true">All</button>
<button type="button" data-view="deck" aria-pressed="false">Slides</button>
<button type="button" data-view="summary" aria-pressed="false">One-page</button>
<button type="button" data-view="memo" aria-pressed="false">Memo</button>
</div>
<label class="choice" hidden>Audience <select id="audience"></select></label>
<label class="choice" hidden>Theme <select id="theme"></select></label>
<button type="button" id="notes" aria-pressed="false">Notes</button>
<button type="button" id="shade" aria-label="Dark or light frame">◐</button>
<button type="button" id="aside" aria-pressed="true" aria-controls="side">Brief</button>
<button type="button" id="help" aria-label="Keys">?</button>
</div>
</header>
<main>{products}
<aside id="side" aria-label="The brief">
<section id="hint">
<p>Click any words to see their line in the brief, where else they appear, and their sources.</p>
</section>
<section id="picked" aria-live="polite" hidden></section>
<section id="problems" aria-labelledby="problems-name" hidden><h2 id="problems-name"></h2><ol></ol></section>
<section id="source" aria-labelledby="source-name" hidden>
<h2 id="source-name"></h2><ol class="lines" tabindex="0"></ol></section>
</aside>
</main>
<dialog id="keys" aria-labelledby="keys-name"><h2 id="keys-name">Keys</h2><dl></dl>
<form method="dialog"><label><input type="checkbox" id="letters" checked> These keys are on</label>
<button>Close</button></form></dialog>
<script type="application/json" id="state">{state}</script>
</body>
</html>
"""
