"""The line at the foot of a slide names its sources, each once with all locators."""

from __future__ import annotations

import re
from typing import Any

import pytest

from builder.outline.blocks import Sources
from tests.layout.test_deck import MANY, laid_out, slide, words
from tests.support.outlines import LIBRARY, outline_of

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


OFFICE = "Provincial Hydrology Office of the Western Valleys"
MARKING = {"scheme": "tlp", "label": "AMBER", "caveat": "For members"}


def reports(count: int, **who: str) -> list[dict[str, Any]]:
    given = [{"id": f"s{n}", "title": f"Report {n} on doors", "date": f"20{n + 20}"} for n in range(count)]
    return [one | who for one in given]


def names(line: str) -> list[str]:
    return [re.sub(r"^(Sources?: )?\[[^]]*\] ?", "", part) for part in line.split("; ")]


def test_all_sources_are_named_in_short_before_one_has_no_name() -> None:
    refs = [" ".join(f"s{n}#p{n}" for n in range(k, k + 3)) for k in (0, 3, 6)]
    author = "Town Office"
    assert names(foot(reports(3, author=author), refs[0])) == [
        f"{author}, Report {n} on doors, 20{n + 20}" for n in range(3)
    ]
    line = names(foot(reports(9, author=author), *refs, marking=MARKING))
    whole = [name for name in line if "Report" in name]
    assert line[: len(whole)] == whole
    assert len(whole) < 9
    assert line[len(whole) :] == [f"{author}, 20{n + 20}" for n in range(len(whole), 9)]


def test_only_what_two_lines_cannot_name_in_short_is_numbered() -> None:
    refs = [" ".join(f"s{n}#p{n}" for n in range(k, k + 3)) for k in (0, 3, 6)]
    line = names(foot(reports(9, author="The Town Office of Doors"), *refs, marking=MARKING))
    named = [name for name in line if name]
    assert 0 < len(named) < 9
    assert line == [f"The Town Office of Doors, 20{n + 20}" for n in range(len(named))] + [""] * (
        9 - len(named)
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"author": "Doors Inc.", "publisher": "Town"}, "Doors Inc."),
        ({"publisher": "Town Office", "date": "2029-05"}, "Town Office, 2029"),
        ({"publisher": OFFICE}, "Provincial Hydrology Office of the…"),
        ({"date": "2029"}, f"{TITLE}, 2029"),
        ({"title": "A survey of all the doors of forty small towns"}, "A survey of all the doors of forty…"),
        ({"title": None, "note": "Minutes."}, "Minutes"),
    ],
)
def test_a_source_in_short_is_who_wrote_it_else_its_title(given: dict[str, Any], expected: str) -> None:
    source = {key: value for key, value in ({"title": TITLE} | given).items() if value is not None}
    block = outline_of(LIBRARY, sources=[{"id": "town"} | source]).one(Sources)
    assert block is not None
    assert block.sources[0].shortest.plain == expected
