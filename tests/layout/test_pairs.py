"""Short arguments share a slide, and a gist is under its claim, so that no slide is half empty."""

from __future__ import annotations

from typing import Any

import pytest

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Page
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import MANY, box_of, check_boxes, words
from tests.layout.test_notes import spoken
from tests.support.outlines import outline_of

GIST = "Weekly hours fell, and the buses that people take to work are gone."


def slides_of(*arguments: dict[str, Any]) -> list[Page]:
    """Return the slides of a section with some arguments."""
    section = {"title": "Costs", "role": "cause", "arguments": [{"refs": ["g"]} | each for each in arguments]}
    source = {"id": "g", "title": "A report", "date": "2029"}
    pages, problems = lay_out_deck(
        outline_of(MANY | {"tables": [], "sources": [source], "sections": [section]}), DEFAULT
    )
    assert not problems
    return [page for page in pages.pages if page.layout == "Argument"]


def short(text: str, **more: Any) -> dict[str, Any]:
    return {
        "claim": f"Claim of {text}.",
        "evidence": [{"text": text, "refs": ["g#p1"]}],
        "certainty": "asserted",
    } | more


@pytest.mark.parametrize(("count", "slides"), [(2, 1), (3, 1), (4, 1), (5, 2), (8, 2)])
def test_short_arguments_share_a_slide(count: int, slides: int) -> None:
    pages = slides_of(*(short(f"Item {chr(65 + n)} of many") for n in range(count)))
    assert len(pages) == slides
    for page in pages:
        check_boxes(page)
    said = [text for page in pages for text in words(page)]
    for n in range(count):
        assert any(f"Claim of Item {chr(65 + n)} of many" in text for text in said)
        assert f"Item {chr(65 + n)} of many" in said
    tops = [box_of(pages[0], f"a{n}_claim").rect for n in (1, 2)]
    assert tops[0].y == tops[1].y
    assert tops[0].x < tops[1].x


def test_a_number_is_large_beside_its_words_or_over_them() -> None:
    (page,) = slides_of(short("€4"), short("71 percent of 5,310 items were fixed."))
    assert box_of(page, "a1_ev1_n").paragraphs[0].size == DEFAULT.deck.pairs.amount.size
    assert "71" in "".join(words(page))


@pytest.mark.parametrize(
    "more",
    [
        {"gist": GIST},
        {"reasoning": "Because the towns were asked in spring, and answered in autumn."},
        {"evidence": [{"text": "One."}, {"text": "Two."}]},
        {
            "evidence": [
                {
                    "text": "of ten",
                    "value": "4",
                    "label": "2030",
                    "compare": [{"label": "2029", "value": "3"}],
                }
            ]
        },
        {"evidence": [{"text": "A long text that goes on, " * 9 + "and then ends."}]},
    ],
)
def test_an_argument_with_more_has_a_slide_of_its_own(more: dict[str, Any]) -> None:
    assert len(slides_of(short("Item A"), short("Item B", **more))) == 2


def test_the_gist_is_under_the_claim_and_not_said_again() -> None:
    reason = "Because the towns were asked in spring, and answered in autumn."
    (page,) = slides_of(short("Nine libraries already do", gist=GIST, reasoning=reason))
    lead, said = box_of(page, "a1_gist"), box_of(page, "a1_ev1")
    assert lead.rect.y == DEFAULT.deck.high_body_top
    assert said.rect.y - lead.rect.bottom > DEFAULT.deck.gutter  # the evidence is low on the slide
    assert not any(GIST in spoken(note) for note in page.notes)
    assert any(reason in spoken(note) for note in page.notes)


def test_the_gist_is_left_out_where_it_crowds_the_evidence() -> None:
    long = "The two towns differ on how they count the people who take a bus to work each day of the week."
    long = f"{long[:-1]}, and on who has to pay for it."
    (page,) = slides_of(short("", gist=GIST, evidence=[{"text": long}] * 4, implication=long))
    assert not any(GIST in text for text in words(page))
    assert any(GIST in spoken(note) for note in page.notes)


def test_a_statement_is_no_larger_than_44_points() -> None:
    (page,) = slides_of(short("Nine do"))
    assert box_of(page, "a1_ev1").paragraphs[0].size <= 44
