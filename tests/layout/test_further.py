"""Speaker notes say what is beyond their slide: what it belongs with, what is asked, the answer again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from builder.layout.deck.notes import without_shown
from builder.layout.pages import Piece
from builder.outline.text import Depth, Run, Text
from tests.layout.test_notes import AUDIT, LANGUAGES, deck_of, faults, said_on
from tests.support.command import brief
from tests.support.outlines import outline_of

RUST, LORRIES = AUDIT["sections"][0]["arguments"]
BEARINGS: dict[str, Any] = {
    "title": "Bearings need grease",
    "section": "causes",
    "columns": ["Span", "Weeks"],
    "rows": [["North", "5"], ["South", "three"]],
    "refs": ["audit#p4"],
}
PIERS: dict[str, Any] = {
    "title": "Pier 2 has sunk most",
    "section": "causes",
    "unit": "mm",
    "rows": {"North": "5", "Middle": "9", "South": "7"},
}
WHOLE: dict[str, Any] = {
    **AUDIT,
    "bottom_line": {"text": "Repair the bridge next summer.", "ask": "Vote for the repair"},
    "context": {"text": "The bridge is old."},
    "sections": [
        {**AUDIT["sections"][0], "arguments": [{**RUST, "refs": ["audit#p4"]}, LORRIES]},
        AUDIT["sections"][1],
    ],
    "tables": [BEARINGS],
    "charts": [PIERS],
    "options": [{"title": "Wait", "cons": ["Rust spreads"]}, {"title": "Act", "pros": ["Quick"]}],
    "recommendations": ["Paint the girders", "Close one lane"],
    "limits": ["The southern half was not surveyed."],
    "timeline": [{"when": "1968", "text": "The bridge opens."}, {"when": "2031", "text": "It closes."}],
}  # fmt: skip


def notes_of(language: str = "en", **changes: Any) -> dict[str, str]:
    outline = outline_of({**WHOLE, **changes}, language=language)
    return {page.slot: said_on(page) for page in deck_of(outline)}


def test_the_cover_names_the_parts_and_the_last_slide_of_the_talk_asks_again() -> None:
    notes = notes_of()
    assert "goes through “Why it is closed”, “What follows” and “Recommendations”." in notes["cover"]
    (end,) = (words for words in notes.values() if "I am glad to take your questions." in words)
    assert "here again is what we ask of you: Vote for the repair." in end
    assert end.splitlines()[-1].startswith("What follows is an annex.")


def test_without_an_ask_the_talk_ends_with_the_answer() -> None:
    notes = notes_of(bottom_line=AUDIT["bottom_line"]).values()
    (end,) = (words for words in notes if "take your questions." in words)
    assert "To come back to the answer: Repair the bridge next summer." in end


def test_an_imprint_is_no_part_of_the_talk() -> None:
    notes = notes_of(imprint={"place": "Ost", "licence": "CC BY 4.0"}, timeline=[])
    assert "take your questions." not in list(notes.values())[-1]
    assert "take your questions." in list(notes.values())[-2]


def test_an_exhibit_belongs_with_the_claim_that_cites_its_place_and_with_what_follows_from_it() -> None:
    notes = notes_of()
    assert "It belongs with A1: Rust has thinned the girders of the bridge." in notes["t1"]
    assert "follows from it: A coat of paint would no longer be enough now." in notes["t1"]
    again = notes_of(tables=[BEARINGS, {**BEARINGS, "title": "Bolts"}])["t2"]
    assert "It belongs with A1" in again
    assert "follows from it" not in again  # it was said a slide before
    assert "It belongs with “Why it is closed”." in notes["f1"]
    assert "It belongs with" not in notes_of(tables=[{**BEARINGS, "section": None, "refs": ["audit"]}])["t1"]


def test_a_short_note_of_a_table_reads_a_row_of_it() -> None:
    assert "Read across the row “North”: Weeks, 5." in notes_of(sections=AUDIT["sections"])["t1"]


def test_a_chart_without_years_names_its_highest_and_lowest_value() -> None:
    assert "The highest is Middle with 9, the lowest North with 5." in notes_of()["f1"]


def test_slides_with_few_words_draw_on_the_rest_of_the_brief() -> None:
    notes = notes_of()
    assert "In order, these are the events: 1968 – The bridge opens; 2031 – It closes." in notes["ctx_head"]
    recalled = "what we have seen so far: Rust has thinned the girders of the bridge; Lorries"
    assert recalled in notes["opt_head"]
    assert "what we have seen" not in notes["resp_head"]  # the slide before said it
    assert recalled in notes_of(options=[])["resp_head"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("certainty", "A1 is no more than possible: Rust has thinned the girders of the bridge."),
        ("counter", "A1 – The survey looked at the northern half only."),
    ],
)
def test_limits_say_which_claims_are_least_firm_and_what_speaks_against_them(key: str, said: str) -> None:
    section = {"title": "Why", "arguments": [{"claim": RUST["claim"], key: RUST[key]}]}
    bare: dict[str, Any] = {"sections": [section], "sources": [], "tables": [], "charts": []}
    assert said in notes_of(**bare, recommendations=[], options=[])["limit_head"]


def test_long_notes_leave_what_the_slide_says_to_the_slide() -> None:
    def note(words: str, count: int) -> tuple[Piece, ...]:
        return (Piece(Text("s", (Run(" ".join([words] * count)),), Depth.DECK, "p")),)

    shown, own, short = note("seen", 80), note("said", 80), note("seen", 5)
    on_slide = {shown[0].text.plain, short[0].text.plain} if shown[0].text and short[0].text else set()
    assert without_shown([shown, own, short], on_slide, ()) == (own, short)
    assert without_shown([shown, short], on_slide, ()) == (shown, short)
    assert without_shown([shown, own, short], set(), ()) == (shown, own, short)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_this_and_the_audit_understands_it(language: str) -> None:
    outline = outline_of(WHOLE, language=language)
    assert faults(outline) == []
    said, speech = "\n".join(map(said_on, deck_of(outline))), outline.labels.speech
    for phrase in (
        speech.belongs, speech.follows, speech.events, speech.recalled,
        speech.ranked, speech.ask_again, speech.questions, speech.parts,
    ):  # fmt: skip
        assert max(phrase.replace("}", "{").split("{")[::2], key=len).strip() in said, phrase


def test_a_built_deck_ends_with_what_is_asked(tmp_path: Path) -> None:
    text = """\
title: "The pier needs repair"
bottom_line: {text: "Repair the pier before winter.", ask: "Release 2 million"}
sections:
  - {title: Why, arguments: [{claim: "The piles rot.", gist: "Worms eat them.", refs: [survey]}]}
recommendations: ["Repair the pier"]
sources: [{id: survey, title: Piles, date: 2030}]
"""
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", "brief.yaml", "--out", "out", "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (deck,) = tmp_path.glob("out/*.pptx")
    *_, last = Presentation(str(deck)).slides
    said = last.notes_slide.notes_text_frame.text
    assert "Before we discuss it, here again is what we ask of you: Release 2\u00a0million." in said
    assert said.endswith("I am glad to take your questions.")
