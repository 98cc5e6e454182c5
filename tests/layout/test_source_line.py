"""The line at the foot of a slide names its sources, each once with all locators."""

from __future__ import annotations

import re
from typing import Any

from tests.layout.test_deck import MANY, laid_out, slide, words
from tests.support.outlines import outline_of

TITLE = "Doors counted: a survey of forty towns"
SOURCES = [
    {
        "id": "a",
        "title": TITLE,
        "author": "Town Office",
        "date": "2029-05",
    },
    {"id": "b", "title": "Hours", "author": "Library Board"},
]


def foot(sources: list[dict[str, Any]], *refs: str, **more: object) -> str:
    """Return the source line of an argument whose evidence has these references."""
    evidence = [
        {"text": f"Point {number} was counted.", "refs": ref.split()} for number, ref in enumerate(refs)
    ]
    argument = {"claim": "Doors stay shut.", "evidence": evidence, "refs": refs[0].split()}
    values = MANY | {"sources": sources, "sections": [{"title": "P", "arguments": [argument]}]} | more
    values |= {"links": [], "tables": []}
    shown = words(slide(laid_out(outline_of(values)), "a1"))
    return next(line for line in shown if re.match("Sources?:", line)).replace("\u00a0", " ")


def test_a_source_is_named_once_with_all_locators() -> None:
    line = foot(SOURCES, "a#p3", "a#p4", "a#p3")
    assert line == f"Source: [1, p3, p4] Town Office, {TITLE}, 2029"


def test_two_sources_have_a_semicolon_between_them_and_come_by_number() -> None:
    line = foot(SOURCES, "b#p3", "a")
    assert line == f"Sources: [1] Town Office, {TITLE}, 2029; [2, p3] Library Board, Hours"


def test_a_long_title_goes_without_its_subtitle() -> None:
    long = {"id": "a", "title": f"Doors counted: {'a survey of forty towns ' * 4}", "author": "Town Office"}
    assert foot([long], "a") == "Source: [1] Town Office, Doors counted"
    endless = {"id": "a", "title": "a survey of forty towns " * 4, "author": "Town Office"}
    assert foot([endless], "a").endswith("survey of forty…")


def test_what_two_lines_cannot_name_is_only_numbered() -> None:
    many = [{"id": f"s{n}", "title": f"Report {n} on doors", "author": "A Town Office"} for n in range(1, 12)]
    refs = [" ".join(f"s{n}#p{n}" for n in range(k, k + 3)) for k in (1, 4, 7)]
    assert foot(many, refs[0]).count("Office") == 3
    marking = {"scheme": "tlp", "label": "AMBER", "caveat": "For members"}
    line = foot(many, *refs, marking=marking)
    assert 0 < line.count("Office") < 9
    assert all(f"[{n}, p{n}]" in line for n in range(1, 10))
