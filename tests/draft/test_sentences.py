"""The sentence that carries a passage is shortened without changing what it claims."""

from __future__ import annotations

import pytest

from builder.draft.drafting import draft_of
from builder.draft.reading import read_manuscript
from builder.draft.sentences import cut, shortened
from builder.languages.language import language_for

ENGLISH, GERMAN, JAPANESE = map(language_for, ("en", "de", "ja"))
LONG = "The council closed the pool in the north of the town"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Moreover, the pool is old.", "The pool is old."),
        (f"{LONG}, which had been repaired for the last time in the year 1987.", f"{LONG}."),
        (f"{LONG} because the roof had been leaking for several years on end.", f"{LONG}."),
        (
            "Despite years of talks between the two towns about it, the pool stays closed.",
            "The pool stays closed.",
        ),
        (f"{LONG}, but it may be opened again in summer if the county pays for a roof.", None),
        (f"{LONG} unless the county should decide to pay for a new roof within the next years.", None),
        (
            "The trip needs a boat, a crew, a licence from the county, and a lot of money from it.",
            None,
        ),
        ("Ann Lee, who has run the ferry for more than twenty years now, does not want to go on.", None),
    ],
)
def test_a_sentence_is_cut_at_the_end_of_a_clause_that_says_the_same(
    sentence: str, expected: str | None
) -> None:
    """A hedge, a condition or a negation is never cut off, nor a list or an apposition cut in two."""
    assert shortened(sentence, ENGLISH, 12) == expected


def test_an_opening_clause_is_left_out_if_the_rest_fits() -> None:
    sentence = "Despite years of talks between the two towns about it, the pool stays closed."
    assert shortened(sentence, ENGLISH, 8) == "The pool stays closed."
    assert shortened("If the county pays for the roof in time, the pool stays open.", ENGLISH, 8) is None


def test_clauses_end_in_each_language_at_its_own_words() -> None:
    german = "Das Bad bleibt in diesem Sommer geschlossen, weil das Geld der Stadt nicht reicht."
    assert shortened(german, GERMAN, 8) is None  # “nicht” would be lost
    assert shortened(german.replace("nicht reicht", "fehlt"), GERMAN, 8) == german.partition(",")[0] + "."
    assert shortened("渡船は一日六便から三便に減った、燃料が高いためだと町は言う。", JAPANESE, 10) == (
        "渡船は一日六便から三便に減った。"
    )


def test_what_no_clause_stands_for_ends_with_an_ellipsis_and_whole_words() -> None:
    assert cut("However, one two three four five six seven", ENGLISH, 4, 100) == "One two three four…"
    assert cut("Donaudampfschifffahrt", GERMAN, 3, 12) == "Donaudampfs…"


ARTICLE = b"""# The pool

By Ann Lee, 3 May 2031

## Why it closed

The pool could close. It is old.

%s

## What happened

%s
"""


def draft(first: bytes = b"The roof is leaking.", second: bytes = b"It is closed.") -> dict[str, object]:
    return dict(draft_of(read_manuscript("pool.md", ARTICLE % (first, second)))[0])


def test_the_title_the_author_and_the_date_are_those_of_the_article() -> None:
    assert draft()["sources"] == [
        {"id": "src1", "title": "The pool", "author": "Ann Lee", "date": "3 May 2031", "file": "pool.md"}
    ]


def test_a_section_has_the_role_of_its_heading_and_a_claim_the_certainty_of_its_cue() -> None:
    first = draft()["sections"][0]  # type: ignore[index]
    assert (first["title"], first["role"]) == ("Why it closed", "cause")
    argument = first["arguments"][0]
    assert argument["claim"] == "The pool could close."
    assert argument["certainty"] == {"level": "possible", "cue": "could"}
    assert argument["refs"] == ["src1#s1p1"]


def test_three_dated_sentences_are_a_timeline_and_two_are_none() -> None:
    two = b"On 3 May 2030 the roof fell in. The council met on 2 April 2029."
    assert "timeline" not in draft(two)
    steps = draft(two, b"It closed on 1 June 2031.")["timeline"]
    assert [step["when"] for step in steps] == ["2029-04-02", "2030-05-03", "2031-06-01"]  # type: ignore[attr-defined]


def test_an_actor_needs_an_apposition_and_to_occur_twice() -> None:
    once = b"Rosa Kern, who leads the council, is sad. Tom Bell spoke. Tom Bell left."
    assert "actors" not in draft(once)
    assert draft(once, b"Kern resigned.")["actors"] == [
        {"name": "Rosa Kern", "role": "who leads the council", "refs": ["src1#s1p2"]}
    ]


def test_a_large_number_is_a_fact_where_the_draft_uses_it() -> None:
    found = draft(b"The pool had 41,000 visitors in 2030. It cost 12 pounds.")
    assert found["facts"] == [{"id": "visitors", "value": "41000", "refs": ["src1#s1p2"]}]
    assert "{fact:visitors} visitors in 2030" in str(found["sections"])


def test_the_bottom_line_is_the_paragraph_that_sums_up() -> None:
    assert draft(b"The roof is leaking.", b"In summary, the town cannot pay for it.")["bottom_line"] == (
        "The town cannot pay for it."
    )
