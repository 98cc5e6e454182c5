"""The speaker notes can be said: whole sentences, nothing that the slide shows as well, and a bridge."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import fields, replace

from builder.audit.checks.texts import placement_problems
from builder.audit.compare import expected_texts
from builder.audit.words.known_words import KnownWords
from builder.languages.speech import Speech
from builder.layout.deck import lay_out_deck
from builder.layout.deck.draft import Draft, without_stop
from builder.layout.deck.notes import with_extras
from builder.layout.pages import Page, Piece, TextBox, paragraphs, texts, walk
from builder.outline.blocks import Argument, Front, Outline, Section
from builder.outline.text import Product
from builder.outline.text import texts as texts_of
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS
from tests.support.outlines import LIBRARY, loaded, outline_of, sample

LANGUAGES = ("en", "de", "fr", "es", "ja")
BRIEFS = {path.stem: path for path in GOOD_BRIEFS}
LONG = 6  # words, from which on a line is more than a name

AUDIT: dict[str, Any] = {
    "title": "The bridge should be repaired",
    "bottom_line": "Repair the bridge next summer.",
    "sections": [
        {
            "id": "causes",
            "title": "Why it is closed",
            "role": "cause",
            "intro": "Two things came together.",
            "arguments": [
                {
                    "id": "rust",
                    "claim": "Rust has thinned the girders of the bridge.",
                    "label": "Rust",
                    "gist": "The girders lost a tenth of their steel in the last twelve years.",
                    "reasoning": "Salt runs onto the girders. Nobody has painted them since 2019.",
                    "evidence": [{"text": "The girders lost a tenth of their steel.", "refs": ["audit"]}],
                    "implication": "A coat of paint would no longer be enough now.",
                    "counter": "The survey looked at the northern half only.",
                    "certainty": {"level": "possible", "cue": "may", "according_to": "the surveyors"},
                    "confidence": {"level": "moderate", "basis": "one survey"},
                    "refs": ["audit", "survey"],
                },
                {"claim": "Lorries are heavier than the bridge was built for.", "gist": "So it is."},
            ],
        },
        {
            "title": "What follows",
            "role": "effect",
            "arguments": [{"claim": "The detour costs every driver twenty minutes.", "gist": "It is long."}],
        },
    ],
    "sources": [
        {"id": "audit", "title": "State of the Bridges", "author": "Audit Office", "date": "2031-05-02"},
        {"id": "survey", "title": "Girder Survey", "author": "K. Ito", "date": "spring"},
    ],
}  # fmt: skip


def deck_of(outline: Outline) -> tuple[Page, ...]:
    return lay_out_deck(outline, DEFAULT)[0].pages


def spoken(note: tuple[Piece, ...]) -> str:
    return "".join(piece.separator if piece.text is None else piece.text.plain for piece in note)


def said_on(page: Page) -> str:
    return "\n".join(map(spoken, page.notes))


def words_in(text: str) -> int:
    return len(text.split())


def reasoned(outline: Outline) -> dict[str, Argument]:
    """The arguments that have reasoning, by the slot of their slides."""
    sections = [block for block in outline.blocks if isinstance(block, Section)]
    arguments = [argument for section in sections for argument in section.arguments if argument.reasoning]
    return {argument.number.slot.removesuffix("_no"): argument for argument in arguments}


def notes_of_the_bridge(**changes: Any) -> dict[str, str]:
    return {page.slot: said_on(page) for page in deck_of(outline_of(AUDIT, **changes))}


@pytest.fixture(params=BRIEFS, scope="module")
def outline(request: pytest.FixtureRequest) -> Outline:
    return loaded(BRIEFS[request.param])


def test_no_line_of_a_slide_is_in_the_notes_where_the_brief_reasons(outline: Outline) -> None:
    reasons = reasoned(outline)
    for page in deck_of(outline):
        if page.slot not in reasons:
            continue
        own = {text.plain for text in texts_of(reasons[page.slot].reasoning)}
        for item in walk(page.items):
            owner = (item.name or "").partition("_")[0] if isinstance(item, TextBox) else ""
            if re.fullmatch(r"a\d+", owner) and owner != page.slot:
                continue  # a row of another argument
            for paragraph in paragraphs(item):
                line = spoken(paragraph.pieces)
                assert words_in(line) < LONG or line in own or line not in said_on(page), (page.slot, line)


def test_notes_are_sentences_without_references(outline: Outline) -> None:
    for page in deck_of(outline):
        assert page.notes
        for note in page.notes:
            words = spoken(note)
            assert re.search(r"[.!?…。！？:;,][”’»」)]?$", words), words
            assert not re.search(r"\[\d", words), words
            assert not re.match(r"(?:Next|Evidence|Source|Bottom line|Why now):", words), words


def test_notes_of_arguments_keep_to_a_minute_or_two(outline: Outline) -> None:
    pages, slot = {page.slot: page for page in deck_of(outline)}, ""
    words: dict[str, int] = {}
    for section in outline.blocks:
        for argument in section.arguments if isinstance(section, Section) else ():
            own = argument.number.slot.removesuffix("_no")
            slot = own if own in pages else slot
            given = (argument.gist, argument.counter, *texts_of(argument.reasoning))
            spoken_of = sum(words_in(text.plain) for text in given if text is not None)
            words[slot] = words.get(slot, 0) + spoken_of + 100
    for slot, most in ((slot, most) for slot, most in words.items() if slot in pages):
        assert words_in(said_on(pages[slot])) <= most, slot


def test_each_slide_but_the_last_leads_to_the_next(outline: Outline) -> None:
    speech = outline.labels.speech
    bridges = tuple(
        getattr(speech, field.name).partition("{")[0]
        for field in fields(Speech)
        if field.name.startswith("to_")
    )
    claims = {slot: without_stop(argument.claim).plain for slot, argument in reasoned(outline).items()}
    for page, following in pairwise(deck_of(outline)):
        bridge = spoken(page.notes[-1])
        assert bridge.startswith(bridges), page.slot
        shown = {without_stop(text).plain for text in texts(page.items)}
        if claims.get(following.slot) == following.title not in shown:
            assert f": {following.title}" in bridge


def test_an_argument_is_spoken_in_the_order_of_the_thought() -> None:
    assert notes_of_the_bridge()["a1"].splitlines()[:4] == [  # the slide shows what speaks against it
        "Salt runs onto the girders. Nobody has painted them since 2019.",
        "The claim rests on “State of the Bridges” (Audit Office, 2031) and “Girder Survey” (K. Ito). "
        "This is called possible by the surveyors. The wording is “may”. "
        "Our own confidence in this is moderate.",
        "The conclusion is our own reading.",
        "That leads to the last cause: Lorries are heavier than the bridge was built for.",
    ]


def test_long_notes_name_sources_by_their_titles_alone() -> None:
    def rests(words: int, **changes: Any) -> str:
        given = AUDIT["sections"][0]
        argument = {**given["arguments"][0], "reasoning": "Salt runs on. " * (words // 3)}
        notes = notes_of_the_bridge(sections=[{**given, "arguments": [argument]}], **changes)["a1"]
        return next(line for line in notes.splitlines() if line.startswith("The claim rests on"))

    full = "The claim rests on “State of the Bridges” (Audit Office, 2031) and “Girder Survey” (K. Ito). "
    assert rests(30).startswith(full)
    assert rests(150).startswith("The claim rests on “State of the Bridges” and “Girder Survey”. ")
    twins = [{**each, "title": "One title"} for each in AUDIT["sources"]]
    assert "“One title” (Audit Office, 2031) and “One title” (K. Ito). " in rests(150, sources=twins)


def test_long_notes_leave_what_speaks_for_and_against_options_to_the_slide() -> None:
    def said(count: int) -> list[str]:
        points = {
            "pros": ["It is quick, and we can stop it at no cost"] * 2,
            "cons": ["It is a lot to ask"] * 2,
        }
        options = [{"title": f"Way {n}", "description": "Paint it.", **points} for n in range(count)]
        return notes_of_the_bridge(options=options)["opt_head"].splitlines()[:count]

    assert all("For it: It is quick" in words for words in said(2))
    assert said(4) == [f"Way {n}. Paint it." for n in range(4)]


def test_what_leads_to_a_list_has_no_full_stop() -> None:
    notes = notes_of_the_bridge(context={"text": "They asked:\n\n- who pays;\n- when it opens.\n"})
    (words,) = (each for each in notes.values() if each.startswith("They asked"))
    assert words.splitlines()[:3] == ["They asked:", "who pays;", "when it opens."]


def test_without_reasoning_the_evidence_is_spoken() -> None:
    argument = {
        key: value for key, value in AUDIT["sections"][0]["arguments"][0].items() if key != "reasoning"
    }
    sections = [{**AUDIT["sections"][0], "arguments": [argument]}]
    notes = notes_of_the_bridge(sections=sections)["a1"]
    assert "The girders lost a tenth of their steel.\n" in notes
    assert "A coat of paint would no longer be enough now. The conclusion" in notes
    assert "Our own confidence in this is moderate: one survey." in notes


def test_the_bridge_names_the_section_that_begins() -> None:
    assert notes_of_the_bridge()["bl"].splitlines()[-1] == (
        "That brings us to the next part, “Why it is closed”. Two things came together. "
        "Now to the first cause: Rust has thinned the girders of the bridge."
    )
    last = notes_of_the_bridge()["a1"].splitlines()[-1]
    assert last == (
        "That brings us to the next part, “What follows”. Here is the effect: "
        "The detour costs every driver twenty minutes."
    )


def test_the_last_slide_leads_to_the_discussion() -> None:
    assert list(notes_of_the_bridge().values())[-1] == (
        "A number in square brackets on a slide leads to this list.\n"
        "“State of the Bridges” is cited for A1.\n"
        "“Girder Survey” is cited for A1.\n"
        "In the discussion, be ready for what speaks against the claims: "
        "A1 – The survey looked at the northern half only.\n"
        "To come back to the answer: Repair the bridge next summer.\n"
        "I am glad to take your questions."
    )


def test_who_acts_and_when_is_said_as_far_as_it_is_known() -> None:
    todo = [
        {"action": "Close the bridge", "owner": "The mayor", "when": "in June"},
        {"action": "Paint it", "owner": "The town"},
        {"action": "Open it", "when": "in May"},
        {"action": "Rest"},
    ]
    assert notes_of_the_bridge(recommendations=todo)["resp_head"].splitlines()[:4] == [
        "Close the bridge. Who acts: The mayor. When: in June.",
        "Paint it. Who acts: The town.",
        "Open it. When: in May.",
        "Rest.",
    ]


def test_what_is_withheld_is_not_said_to_be_unstated() -> None:
    speech = sample().labels.speech
    assert speech.unowned
    assert sample().labels.of_an_excerpt().speech.unowned == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_in_the_language_of_the_brief(language: str) -> None:
    outline = outline_of(AUDIT, language=language)
    notes = "\n".join(map(said_on, deck_of(outline)))
    english = outline_of(AUDIT).labels.speech
    speech = outline.labels.speech
    assert speech.to_last.partition("{")[0] in notes
    assert speech.rests_on.partition("{")[0] in notes
    assert (english.rests_on.partition("{")[0] in notes) == (language == "en")


def test_a_deck_says_how_long_it_takes() -> None:
    first = said_on(deck_of(outline_of(LIBRARY))[0])
    assert first.startswith("This talk takes about a minute.")
    assert "This talk takes about 9 minutes." in said_on(deck_of(sample())[0])


def test_claims_on_one_slide_share_a_source_line_and_are_each_said() -> None:
    claims = [{"claim": f"Pier {number} has sunk by a hand.", "refs": ["audit#p2"]} for number in (1, 2, 3)]
    outline = outline_of(AUDIT, sections=[{"title": "Why", "arguments": claims}])
    assert not faults(outline)
    notes = {page.slot: said_on(page) for page in deck_of(outline)}["a1"].splitlines()
    assert [line for line in notes if line.startswith("Pier")] == [
        f"Pier {number} has sunk by a hand." for number in (1, 2, 3)
    ]


def faults(outline: Outline) -> list[str]:
    """What the audit finds missing or invented on the slides and in the notes."""
    pages = lay_out_deck(outline, DEFAULT)[0]
    expected = expected_texts(outline, Product.DECK, pages)
    found = placement_problems(outline, Product.DECK, expected, KnownWords(outline))
    return [problem.message for problem in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_notes_is_the_briefs_or_the_languages(language: str) -> None:
    assert faults(outline_of(AUDIT, language=language)) == []


TABLE: dict[str, Any] = {
    "title": "Take-up",
    "columns": ["Region", "Pupils", "Share", "Change"],
    "rows": [
        ["North", "310", "81", "-4"],
        ["Centre", "40", "66", "-9"],
        ["South", "95", "66", "-2"],
        ["Total", "445", "71", "-5"],
    ],
}
CHART: dict[str, Any] = {
    "title": "Visits",
    "unit": "a day",
    "rows": {"2031": "5", "2032": "9", "2033": "7"},
}


def said_of(slot: str, **values: Any) -> str:
    outline = outline_of(LIBRARY, **values)
    return next(said_on(page) for page in deck_of(outline) if page.slot == slot)


def test_the_notes_of_a_table_say_where_its_numbers_are_largest_and_smallest() -> None:
    """Not of a total, nor where two rows share the place, nor of losses."""
    said = said_of("t1", tables=[TABLE])
    assert "In “Pupils”, the largest entry is 310 (North), the smallest 40 (Centre)." in said
    assert "“Share”, the" not in said
    assert "“Change”, the" not in said
    assert "Total" not in said


def test_words_in_brackets_in_a_table_are_no_sources() -> None:
    rows = [["Fare", "[free]", "2.50"], ["Ride", "[slow]", "1.10"]]
    said = said_of("t1", tables=[{**TABLE, "columns": ["", "Boat", "Bus"], "rows": rows}])
    assert "[free]" in said


def test_the_notes_of_a_chart_say_how_it_runs() -> None:
    assert "This is how it runs: rising from 5 (2031) to 7 (2033); between 5 (2031) and 9 (2032)." in said_of(
        "f1", charts=[CHART]
    )
    short = {**CHART, "rows": {"2031": "5", "2032": "9"}}
    assert "This is how it runs" not in said_of("f1", charts=[short])
    level = {**CHART, "rows": {"2031": "9", "2032": "5", "2033": "9"}}  # it ends as it began
    assert "This is how it runs: between 5 (2032) and 9 (2031)." in said_of("f1", charts=[level])


def test_the_notes_say_how_firm_claims_are_and_where_they_are_in_the_map() -> None:
    sure, maybe = ({"level": level} for level in ("asserted", "possible"))
    section = {
        "id": "why",
        "title": "W",
        "role": "cause",
        "arguments": [
            {"id": "a", "claim": "Rust spreads.", "gist": "It does.", "certainty": sure},
            {"id": "b", "claim": "Salt may help it.", "gist": "It may.", "certainty": maybe},
        ],
    }
    values = {"sections": [section], "event": "It broke", "links": [{"from": "why", "to": "event"}]}
    firm = "This is how firmly the claims are made: A1 outright; A2 only as possible."
    assert firm in said_of("bl", **values)
    assert "Argument map: A1 leads to the event; A2 possibly leads to the event." in said_of("a1", **values)


def test_the_notes_of_options_say_by_which_criteria_none_is_better_than_the_recommended_one() -> None:
    options = [
        {"title": "Wait", "ratings": {"Cost": "low", "Speed": "slow"}, "best": ["Cost"], "pros": ["Easy"]},
        {
            "title": "Act",
            "ratings": {"Cost": "high", "Speed": "fast"},
            "best": ["Speed"],
            "pros": ["Done"],
            "recommended": True,
        },
    ]
    said = said_of("opt_head", options=options, criteria=["Cost", "Speed"])
    assert "By “Speed”, no other option is better." in said
    assert "“Cost”" not in said


def test_further_notes_are_said_as_far_as_there_is_time() -> None:
    long, short, shorter = ((Piece(None, "word " * count),) for count in (100, 41, 40))
    title = sample().one(Front)
    assert title is not None
    draft = Draft("s", title.title, (), extras=[short, shorter])
    assert with_extras([long], draft, ()) == (long, shorter)
    assert with_extras([long], replace(draft, extras=[shorter]), [shorter]) == (long,)
    spare = replace(draft, extras=(), spare=[shorter, short, long])
    assert with_extras([shorter], spare, ()) == (shorter, shorter)
    assert with_extras([long], spare, ()) == (long,)
