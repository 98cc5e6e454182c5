"""What is short shares a slide with what belongs to it; what speaks against a claim has the free space."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pptx import Presentation

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Group, Page, Pages, TableBox, TextBox
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import MANY, box_of, words
from tests.layout.test_notes import spoken
from tests.support.command import brief
from tests.support.outlines import outline_of

COUNTER = "The trains may be full without the buses."
GIST = "It fell from 64 to 41 percent."
TABLE = {
    "title": "Take-up by school",
    "section": "e",
    "columns": ["School", "2029"],
    "rows": [["First", "71"]],
}
SAID = {"text": "A bus is a promise", "speaker": "Ana", "role": "driver", "section": "e", "refs": ["g#p4"]}


def deck_of(*arguments: dict[str, Any], **more: Any) -> Pages:
    section = {"id": "e", "title": "Costs", "role": "effect", "arguments": list(arguments)}
    source = {"id": "g", "title": "A report", "date": "2029"}
    values = MANY | {"tables": [], "sources": [source], "sections": [section]} | more
    pages, problems = lay_out_deck(outline_of(values), DEFAULT)
    assert not problems
    return pages


def slides_of(*arguments: dict[str, Any], **more: Any) -> list[Page]:
    """Return the slides of a section with some arguments."""
    return [page for page in deck_of(*arguments, **more).pages if page.layout == "Argument"]


def claim(**more: Any) -> dict[str, Any]:
    return {"claim": "Take-up fell.", "certainty": "asserted", "refs": ["g"]} | more


SOURCES = [{"id": "g", "title": "A report"}, *({"id": f"s{n}", "title": f"Report {n}"} for n in range(9))]
ONE = [{"text": "Nine of 31 do.", "refs": ["g"]}]
TWO = [*ONE, {"text": "All others do not.", "refs": ["g"]}]


@pytest.mark.parametrize("evidence", [[], ONE, TWO])
@pytest.mark.parametrize("implication", [None, "We should ask."])
def test_an_objection_is_on_the_slide_of_its_claim(evidence: list[Any], implication: str | None) -> None:
    (page,) = slides_of(claim(counter=COUNTER, evidence=evidence, gist=GIST, implication=implication))
    assert COUNTER in words(page)
    assert "Against it" in words(page)
    assert any(COUNTER in spoken(note) for note in page.notes)
    below = box_of(page, "a1_con").rect
    assert below.y + below.height <= DEFAULT.deck.body_bottom


def test_an_objection_takes_no_room_from_evidence() -> None:
    long = "The two towns differ on how they count the people who take a bus to work each day of the week."
    crowd = claim(evidence=[{"text": long}] * 4, implication=long, gist=GIST)
    (bare,), (page,) = slides_of(crowd), slides_of(crowd | {"counter": long[:-1] + " and night."})
    assert box_of(page, "a1_ev1").paragraphs[0].size == box_of(bare, "a1_ev1").paragraphs[0].size
    assert ("a1_gist" in _names(page)) is ("a1_gist" in _names(bare))


def _names(page: Page) -> set[str | None]:
    return {item.name for item in page.items if isinstance(item, TextBox)}


def test_a_claim_with_an_objection_shares_no_slide_with_others() -> None:
    assert len(slides_of(claim(evidence=ONE), claim(evidence=ONE))) == 1
    assert len(slides_of(claim(evidence=ONE), claim(evidence=ONE, counter=COUNTER))) == 2


def test_the_only_claim_of_a_section_is_over_its_table() -> None:
    pages = deck_of(claim(gist=GIST), tables=[TABLE])
    (page,) = (each for each in pages.pages if each.layout == "Argument")
    (table,) = (item for item in page.items if isinstance(item, TableBox))
    assert page.title == "Take-up fell"
    assert box_of(page, "a1_gist").rect.y < box_of(page, "t1_head").rect.y < table.rect.y
    said = " ".join(words(page)).replace("\u00a0", " ")
    assert all(each in said for each in ("Table 1", "Take-up by school", "Asserted in the source"))
    assert not any(each.title == "Take-up by school" for each in pages.pages)


@pytest.mark.parametrize(
    "arguments",
    [[claim(gist=GIST, evidence=ONE)], [claim()], [claim(gist=GIST), claim(gist=GIST)]],
)
def test_a_table_is_on_its_own_slide_beside_other_claims(arguments: list[dict[str, Any]]) -> None:
    for page in slides_of(*arguments, tables=[TABLE]):
        assert not any(isinstance(item, TableBox) for item in page.items)


def test_a_long_table_is_on_its_own_slide() -> None:
    rows = [[f"School {n}", str(n)] for n in range(10)]
    (page,) = slides_of(claim(gist=GIST), tables=[TABLE | {"rows": rows}])
    assert not any(isinstance(item, TableBox) for item in page.items)
    assert box_of(page, "a1_gist").paragraphs[0].size == 44


def test_a_quotation_is_below_the_last_claim_of_its_section() -> None:
    item = {"text": "Nine of 31 do.", "refs": ["g#p1"]}
    pages = deck_of(claim(evidence=[item, item], refs=["g#p1"]), quotes=[SAID])
    (page,) = (each for each in pages.pages if each.layout == "Argument")
    quote = box_of(page, "q1")
    assert [each.plain for each in quote.paragraphs] == ["“A bus is a promise”", "Ana, driver"]
    assert quote.rect.y > box_of(page, "a1_ev1").rect.y
    assert any("[1, p1, p4]" in text.replace("\u00a0", " ") for text in words(page))
    assert any("Ana, driver" in spoken(note) for note in page.notes)
    assert not any(each.title == "Ana" for each in pages.pages)


def test_a_quotation_has_its_own_slide_where_that_of_the_claim_is_full() -> None:
    long = "The two towns differ on how they count the people who take a bus to work each day of the week."
    pages = deck_of(claim(evidence=[{"text": long}] * 4, implication=long), quotes=[SAID])
    assert any(each.title == "Ana" for each in pages.pages)


RECOMMENDED = {"action": "Reopen six stops", "detail": "For three years.", "owner": "The region"}


def test_the_only_recommendation_is_large_under_its_action() -> None:
    pages = deck_of(claim(gist=GIST), recommendations=[RECOMMENDED], limits=[], risks=[], sources=SOURCES)
    (page,) = (each for each in pages.pages if each.title == "Reopen six stops")
    assert box_of(page, "r1_detail").paragraphs[0].size == 36


def test_a_deck_shows_what_speaks_against_a_claim(tmp_path: Path) -> None:
    section = {"title": "Why", "arguments": [claim(gist=GIST, counter=COUNTER, refs=[])]}
    values = {"title": "Reopen the stops", "bottom_line": "Six stops could reopen.", "sections": [section]}
    (tmp_path / "brief.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    done = brief("build", "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (deck,) = (tmp_path / "output").glob("*.pptx")
    slides = Presentation(str(deck)).slides
    assert any(
        shape.has_text_frame and shape.text_frame.text == COUNTER for each in slides for shape in each.shapes
    )


def test_a_map_of_one_row_is_low_on_its_slide() -> None:
    event, links = {"label": "The trains stop"}, [{"from": "event", "to": "e"}]
    tops = [
        min(item.rect.y for item in page.items if isinstance(item, Group))
        for count in (1, 3)
        for page in deck_of(*[claim()] * count, event=event, links=links).pages
        if page.slot == "map"
    ]
    assert tops[0] > tops[1]


@pytest.mark.parametrize(("count", "size"), [(1, 22), (7, 16)])
def test_few_sources_are_set_larger(count: int, size: int) -> None:
    sources = [
        {"id": "g", "title": "A report"},
        *({"id": f"s{n}", "title": f"B {n}"} for n in range(count - 1)),
    ]
    pages = deck_of(claim(evidence=ONE), sources=sources, contact=None, disclaimer=None, limits=[])
    (page,) = (each for each in pages.pages if each.slot == "src_head")
    assert box_of(page, "src1").paragraphs[0].size >= size
    assert (box_of(page, "src1").paragraphs[0].size == 22) is (count == 1)


def test_an_objection_without_room_beside_the_evidence_is_below_it() -> None:
    said = [
        {"text": "Observers might question how strong and how reliable US commitments are.", "refs": ["g"]}
    ]
    follows = "The effect would work through perception: through what observers conclude."
    gist = (
        "Doubts about what it will do might open some room for other powers; long-standing ties could shift."
    )
    (page,) = slides_of(claim(evidence=said, implication=follows, gist=gist, counter=COUNTER))
    assert box_of(page, "a1_con").rect.y > max(
        box_of(page, name).rect.bottom for name in ("a1_ev1", "a1_firm")
    )
    assert box_of(page, "a1_con").rect.width > DEFAULT.deck.span(4)
