"""Slides have no label or legend that the brief does not call for."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from builder.layout.deck import NAVIGATED
from tests.layout.test_deck import MANY, laid_out, slide, words
from tests.support.outlines import outline_of


@pytest.mark.parametrize("seed", range(8))
def test_no_title_ends_in_the_number_of_its_slide(seed: int) -> None:
    pick = Random(seed)
    shown = {"evidence": ["It was counted."]}
    parts = [
        {
            "title": f"Part {part}",
            **({"text": "Doors stay shut. " * pick.choice([1, 30])} if pick.random() < 0.4 else {}),
            "arguments": [
                {"claim": f"Door {part}-{n} is shut.", **(shown if pick.random() < 0.5 else {})}
                for n in range(pick.randint(1, 6))
            ],
        }
        for part in "abcdef"
    ]
    pages = laid_out(outline_of(MANY | {"sections": parts})).pages
    titles = [page.title for page in pages]
    assert len(pages) > NAVIGATED
    assert len(set(titles)) == len(titles)
    assert not [title for n, title in enumerate(titles, 1) if title.endswith((f"({n})", f"({n}.)"))]


def test_marks_are_explained_only_where_a_certainty_is_stated() -> None:
    plain = {"claim": "Doors stay shut."}
    firm = plain | {"certainty": {"level": "asserted"}}
    for argument, explained in ((plain, False), (firm, True)):
        sections = [{"title": "Part", "arguments": [argument | {"refs": ["s0"]}]}]
        values = MANY | {"sections": sections, "links": [], "recommendations": []}
        shown = {each for page in laid_out(outline_of(values)).pages for each in words(page)}
        assert ("How firm is it? The three marks" in shown) is explained


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [({}, False), ({"refs": ["s0"]}, True), ({"kind": "source_statement"}, True)],
)
def test_evidence_is_called_a_statement_where_it_says_so_or_has_a_source(
    evidence: dict[str, Any], shown: bool
) -> None:
    argument = {"claim": "Doors stay shut.", "evidence": [{"text": "It was counted."} | evidence]}
    page = slide(laid_out(outline_of(MANY | {"sections": [{"title": "P", "arguments": [argument]}]})), "a1")
    assert ("Source statement" in " ".join(words(page))) is shown


def test_no_cover_says_that_the_author_is_not_set_where_a_sender_is_named() -> None:
    bare = MANY | {"authors": [], "organisation": None}
    assert "Author: Not set" in words(laid_out(outline_of(bare)).pages[0])
    assert "Author: Not set" not in words(laid_out(outline_of(bare | {"from": ["The desk"]})).pages[0])
