"""Blocks say how firm a claim is, where it is from, and what is not known; each kind has its own form."""

from __future__ import annotations

from typing import Any

import pytest

from builder.brief.model import LONGEST_PROPERTY
from builder.outline.blocks import (
    BackMatter,
    BottomLine,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Options,
    Responses,
    Sources,
    Timeline,
)
from builder.outline.compose import compose
from builder.outline.reading import paragraphs
from builder.outline.text import Depth, texts
from tests.conftest import calls
from tests.support.composing import (
    FULL,
    MINIMAL,
    NO_BREAK,
    Pictures,
    composed,
    first_argument,
    full,
    of_slot,
    part,
    plain,
    with_leaf,
)
from tests.support.outlines import brief_of

# --- references and certainty


@pytest.mark.parametrize(
    ("refs", "shown"),
    [
        (["one#s2p1"], "[1,~s2p1]"),
        (["one#s4p2", "one#s4p3"], "[1,~s4p2,~s4p3]"),
        (["one#s2p1", "two"], "[1,~s2p1;~2]"),
        (["two", "one#s2p1", "two#p9", "two#p9"], "[2,~p9;~1,~s2p1]"),
        (["two"], "[2]"),
        ([], None),
    ],
)
def test_references_name_source_and_places(refs: list[str], shown: str | None) -> None:
    argument = first_argument(composed(with_leaf("sections[0].arguments[0].refs", refs)))
    assert plain(argument.refs) == (shown and shown.replace("~", NO_BREAK))


@pytest.mark.parametrize(
    ("certainty", "refs", "sentence", "short"),
    [
        ({"level": "asserted"}, ["one"], "Asserted in the source", "Asserted"),
        ({"level": "asserted"}, [], "Asserted in the sources", "Asserted"),  # the brief lists two
        ({"level": "qualified"}, ["one", "two"], "Qualified in the sources", "Qualified"),
        (
            {"level": "qualified", "cue": "may have"},
            ["one#a", "one#b"],
            "Qualified in the source (“may have”)",
            "Qualified (“may have”)",
        ),
        ({"level": "possible", "according_to": "some"}, ["one"], "Possible, per some", "Possible"),
        (
            {"level": "possible", "according_to": "some", "cue": "may"},
            ["one"],
            "Possible, per some (“may”)",
            "Possible (“may”)",
        ),
    ],
)
def test_certainty_is_stated_with_word_cue_and_attribution(
    certainty: dict[str, str], refs: list[str], sentence: str, short: str
) -> None:
    values = with_leaf("sections[0].arguments[0].refs", refs)
    values["sections"][0]["arguments"][0]["certainty"] = certainty
    found = first_argument(composed(values)).certainty
    assert found is not None
    assert (found.sentence.plain, found.short.plain) == (sentence, short)
    assert found.word.plain == sentence.split(",")[0].split()[0]
    assert plain(found.attribution) == ("Per some" if "according_to" in certainty else None)


# --- what is not known


def test_unknown_facts_are_named_as_unknown() -> None:
    front = part(composed(MINIMAL | {"kind": "decision_memo"}), Front)
    assert front.status.plain == "Draft · Date not set"
    assert front.authors is not None
    assert front.authors.plain == "Author: Not set"
    assert [(field.label.plain, field.value.plain) for field in front.head] == [
        ("TO", "not stated"),
        ("FROM", "not stated"),
        ("DATE", "Date not set"),
    ]
    responses = part(composed(MINIMAL | {"recommendations": [{"action": "Act"}]}), Responses)
    assert (responses.responses[0].owner.plain, responses.responses[0].when.plain) == (
        "not stated",
        "not stated",
    )
    assert plain(responses.unstated) == "Owner and timing: not stated"
    assert part(full(), Responses).unstated is None


def test_a_plain_policy_brief_has_no_memo_head() -> None:
    assert part(composed(MINIMAL), Front).head == ()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ({}, "Untitled source; author, publisher and date not given."),
        ({"note": "Untitled article."}, "Untitled article; author, publisher and date not given."),
        ({"title": "T", "author": "A"}, "A, T; date not given."),
        ({"title": "T", "author": "A", "publisher": "P", "date": "2025", "note": "N."}, "A, T, P, 2025; N."),
        (
            {
                "title": "T",
                "author": "A",
                "publisher": "P",
                "date": "2025-01-02",
                "url": "https://x.org/a/",
                "accessed": "2025-02-01",
                "file": "a.txt",
            },
            "A, T, P, 2\u00a0January\u00a02025; x.org/a; accessed 1\u00a0February\u00a02025; read as a.txt.",
        ),
    ],
)
def test_a_source_says_what_is_known_and_lists_what_is_not(source: dict[str, str], shown: str) -> None:
    text = part(composed(MINIMAL | {"sources": [{"id": "s"} | source]}), Sources).sources[0].text
    assert text.plain == shown
    assert [run.text for run in text.runs if run.italic] == (["T"] if "title" in source else [])
    assert [run.url for run in text.runs if run.url] == ([source["url"]] if "url" in source else [])


def test_a_reference_is_explained_where_all_name_section_and_paragraph() -> None:
    values = MINIMAL | {
        "sources": [{"id": "s"}],
        "sections": [{"title": "S", "arguments": [{"claim": "C is.", "refs": ["s#s2p10"]}]}],
    }
    assert (
        plain(part(composed(values), Sources).reading)
        == f"[1,{NO_BREAK}s2p10] means section 2, paragraph 10."
    )
    assert part(composed(values | {"event": {"label": "E", "refs": ["s#p3"]}}), Sources).reading is None


# --- single blocks


@pytest.mark.parametrize(
    ("marking", "label", "caveat", "colour"),
    [
        ({"scheme": "tlp", "label": "AMBER+STRICT"}, "TLP:AMBER+STRICT", None, "tlp:AMBER+STRICT"),
        (
            {"scheme": "uk", "label": "OFFICIAL-SENSITIVE", "caveat": "No copies"},
            "OFFICIAL-SENSITIVE NO COPIES",
            None,
            "uk",
        ),
        ({"scheme": "cui", "label": "CUI"}, "CUI", None, "cui"),
        (
            {
                "scheme": "free",
                "label": "Internal",
                "caveat": "Desk",
                "embargo_until": "2026-03-01T09:00+01:00",
            },
            "Internal",
            "Desk · Embargoed until 1 March 2026, 09:00 UTC+1",
            "free",
        ),
    ],
)
def test_a_marking_reads_as_its_scheme_requires(
    marking: dict[str, str], label: str, caveat: str | None, colour: str
) -> None:
    found = part(full(marking=marking), Front).marking
    assert found is not None
    assert (found.label.plain, plain(found.caveat), found.colour) == (label, caveat, colour)


def test_status_version_and_date_stand_in_one_line() -> None:
    assert part(full(), Front).status.plain == "For review · Version 0.3 · 12 March 2026"
    assert part(full(language="en-US"), Front).status.plain == "For review · Version 0.3 · March 12, 2026"
    assert part(full(language="ja"), Front).status.plain == "確認用 · 第0.3版 · 2026年3月12日"


def test_names_are_typeset_like_prose() -> None:
    front = part(full(authors=[{"name": "Flann  O'Brien"}], **{"from": []}), Front)
    assert "Flann O’Brien" in {field.value.plain for field in front.head}
    assert front.authors is not None
    assert front.authors.plain == "Flann O’Brien"
    assert full(authors=[{"name": "Flann  O'Brien"}]).properties.authors == ("Flann O’Brien",)


def test_a_single_claim_needs_no_note_on_numbers() -> None:
    assert part(composed(MINIMAL), Glance).note is None


def test_authors_sign_where_no_sender_is_given() -> None:
    head = {field.label.plain: field.value.plain for field in part(full(**{"from": []}), Front).head}
    assert head["FROM"] == "Ana Example"


def test_only_a_decision_memo_has_lines_for_the_decision() -> None:
    block = part(full(), BottomLine)
    assert [each.plain for each in block.choices] == ["☐\u2002Approve", "☐\u2002Disapprove", "☐\u2002Discuss"]
    assert [each.plain for each in block.signed] == ["Name", "Title", "Date"]
    block = part(full(kind="information_memo"), BottomLine)
    assert (block.choices, block.signed) == ((), ())


def test_the_claims_at_a_glance_name_reasons_where_there_are_some() -> None:
    for gist, head in ((None, "Claim"), ("They rust.", "Claim and reason")):
        claim = {"claim": "Doors stay shut.", "gist": gist, "evidence": ["Nine did."]}
        sections = [{"title": "S", "arguments": [claim]}]
        assert plain(part(full(sections=sections, links=[]), Glance).claim_head) == head


def test_the_reason_of_a_claim_is_under_it_in_the_memo_if_nothing_else_is_and_else_at_a_glance() -> None:
    claims = [
        {"claim": "Doors stay shut.", "gist": "They rust.", "evidence": ["Nine did."]},
        {"claim": "Bells ring.", "gist": "They are wired."},
    ]
    outline = full(sections=[{"title": "S", "arguments": claims}], links=[])
    styles = [
        (text.plain, para.style)
        for para in paragraphs(outline)
        for text in para.texts
        if text.plain in ("They rust.", "They are wired.")
    ]
    assert styles == [("They rust.", "Table detail"), ("They are wired.", "Argument text")]


def test_how_certain_the_source_is_follows_the_claim_so_that_it_does_not_seem_to_say_our_reading() -> None:
    claim = {
        "claim": "Doors stay shut.",
        "reasoning": "Hinges rust.",
        "implication": {"text": "Oil helps.", "origin": "author"},
        "certainty": {"level": "asserted"},
        "confidence": {"level": "high"},
    }
    outline = full(sections=[{"title": "S", "arguments": [claim]}], links=[])
    said = list(paragraphs(outline))
    at = next(index for index, para in enumerate(said) if para.style == "heading 2")
    assert [para.style for para in said[at + 1 : at + 5]] == [
        *["Certainty"] * 2,
        "Argument text",
        "Argument note",
    ]
    assert all(para.keep for para in said[at + 1 : at + 3])


def test_a_title_longer_than_two_lines_is_cut_after_a_word_above_the_later_pages() -> None:
    one = "Regional regulators should agree a common template before the second monitoring period begins"
    short_title = part(full(title=f"{one} and {one}", subject=None, status="draft"), Front).short_title
    assert short_title.plain == f"{one} and {one[:-14]}…"
    little = part(full(title=f"{one} again", subject=None, status="draft"), Front).short_title
    assert little.plain == f"{one[:-7]}…"  # else the status would stand alone on the second line
    assert plain(part(full(title=one, subject="A template"), Front).short_title) == "A template"
    assert plain(part(full(title=one, subject=None), Front).short_title) == one


ANA = "Ana Example, Fellow, Example Institute, ana@example.org"


def test_without_a_contact_line_the_authors_are_the_contact() -> None:
    closing = part(full(contact=None), Closing)
    assert (plain(closing.contact), closing.authors) == (ANA, None)
    closing = part(full(contact=None, authors=[{"name": "Bo"}]), Closing)
    assert (plain(closing.contact_label), plain(closing.contact)) == ("Author", "Bo")


@pytest.mark.parametrize("contact", ["Call the desk", "Ana", "Example", "example.org"])
def test_a_contact_line_is_the_only_contact_and_the_authors_have_a_line_of_their_own(contact: str) -> None:
    closing = part(full(contact=contact), Closing)
    assert plain(closing.contact) == contact
    assert closing.authors is not None
    assert plain(closing.authors.label) == "Author:"
    assert plain(closing.authors.value) == "Ana Example, Fellow, Example Institute."


def test_authors_whom_the_contact_leaves_out_are_in_the_memo_with_all_that_is_given() -> None:
    given = [{"name": "Bo", "organisation": "The Town", "email": "bo@example.org"}]

    def listed(**changes: Any) -> list[str | None]:
        blocks = [one for one in full(authors=given, **changes).blocks if isinstance(one, BackMatter)]
        return [plain(entry.text) for one in blocks if one.kind == "authors" for entry in one.entries]

    assert listed(contact="Call the desk") == ["Bo, The Town, bo@example.org."]
    assert listed(contact=None) == listed(contact="Bo, bo@example.org") == []


@pytest.mark.parametrize("contact", ["Ana Example", "ana@example.org", "Ana Example, ana@example.org"])
def test_a_contact_that_is_an_author_is_said_in_full_and_once(contact: str) -> None:
    closing = part(full(contact=contact), Closing)
    assert (plain(closing.contact), closing.authors) == (ANA, None)


SOURCE_WORDS = {
    "mark_asserted_is": ("The source states it as fact.", "The sources state it as fact."),
    "a1_firm": ("Asserted in the source", "Asserted in the sources"),
    "a1_so_card": ("The source’s reading", "The sources’ reading"),
    "a1_so_label": ("The source’s reading:", "The sources’ reading:"),
    "r1_origin": ("Suggested by the source", "Suggested by the sources"),
}


@pytest.mark.parametrize("count", [1, 2])
def test_several_sources_are_spoken_of_as_several(count: int) -> None:
    argument = {
        "claim": "C is.",
        "certainty": {"level": "asserted"},
        "implication": {"text": "So.", "origin": "source"},
    }
    outline = composed(
        MINIMAL
        | {
            "sections": [{"title": "S", "arguments": [argument]}],
            "sources": [{"id": f"s{n}"} for n in range(count)],
            "limits": [{"text": "Who?"}, {"text": "Why?", "kind": "tension"}],
            "recommendations": [{"action": "Go", "origin": "source"}, {"action": "Stay"}],
        }
    )
    found = {slot: of_slot(outline, slot) for slot in SOURCE_WORDS}
    assert found == {slot: words[count - 1] for slot, words in SOURCE_WORDS.items()}
    theirs = outline.labels.suggestions_are_theirs
    assert theirs == f"The suggestions are the {('source’s', 'sources’')[count - 1]}, not ours."


def test_what_rests_on_one_of_several_sources_names_that_one() -> None:
    values = with_leaf("sections[0].arguments[0].refs", ["one"])
    implication = first_argument(composed(values)).implication
    assert implication is not None
    assert implication.card_label.plain == "The source’s reading"


@pytest.mark.parametrize(
    ("argument", "gives"),
    [
        ({}, False),
        ({"gist": "G.", "counter": "N."}, False),
        ({"reasoning": "R."}, False),
        ({"evidence": [{"text": "E."}]}, True),
    ],
)
def test_the_memo_gives_evidence_only_where_the_brief_does(argument: dict[str, Any], gives: bool) -> None:
    sections = [{"title": "S", "arguments": [{"claim": "C is.", **argument}]}]
    assert composed(MINIMAL | {"sections": sections}).gives_evidence is gives


def test_sentences_of_the_context_stand_apart() -> None:
    assert [text.plain for text in texts(part(full(), Context).text)] == ["It rained.", "Then it poured."]


def test_a_reading_says_whose_it_is() -> None:
    theirs = first_argument(full()).implication
    ours = first_argument(
        composed(with_leaf("sections[0].arguments[0].implication", "So be it."))
    ).implication
    assert theirs is not None
    assert ours is not None
    assert (theirs.label.plain, theirs.card_label.plain) == (
        "The sources’ reading:",
        "The sources’ reading",
    )
    assert (ours.label.plain, ours.card_label.plain) == ("Our reading:", "Our reading")


@pytest.mark.parametrize(
    ("origins", "heading", "own"),
    [
        (["source", "source"], "Suggested responses", [None, None]),
        (["author"], "Recommendations", [None]),
        (
            ["source", "author"],
            "Suggestions and recommendations",
            ["Suggested by the sources", "Our recommendation"],
        ),
    ],
)
def test_recommendations_are_headed_by_whose_they_are(
    origins: list[str], heading: str, own: list[str | None]
) -> None:
    found = part(full(recommendations=[{"action": "Act", "origin": origin} for origin in origins]), Responses)
    assert found.heading.plain == heading
    assert [plain(response.origin) for response in found.responses] == own


def test_a_rating_that_is_missing_is_not_stated() -> None:
    options = part(full(), Options)
    assert [rating.plain for rating in options.options[0].ratings] == ["high cost", "not stated"]


def test_the_timeline_knows_days_the_event_and_what_is_only_suggested() -> None:
    steps = [
        {"when": "2026-01-05", "text": "X"},
        {"when": "The event", "text": "X", "kind": "event"},
        {"when": "suggested", "text": "X", "kind": "suggested"},
        {"when": "2026-13-01", "text": "X"},
        {"when": "2027", "text": "X", "kind": "suggested"},
    ]
    timeline = part(full(timeline=steps), Timeline)
    assert [step.day for step in timeline.steps] == ["2026-01-05", None, None, None, "2027-01-01"]
    assert [step.when.plain for step in timeline.steps] == [
        "5 January 2026",
        "The event",
        "suggested",
        "2026-13-01",
        "2027 (suggested)",
    ]
    assert [step.event for step in timeline.steps] == [False, True, False, False, False]
    assert [step.suggested for step in timeline.steps] == [False, False, True, False, True]
    assert plain(timeline.note) == "In order; not all dates are given."
    assert part(full(timeline=steps[:1]), Timeline).note is None


@pytest.mark.parametrize(
    ("language", "times", "note"),
    [
        ("en", ["At first", "Then"], "Order only, no dates given."),
        ("en", ["1987", "In May", "Q2 2032"], None),
        ("en", ["After the decision", "Separately", "When ferries may run"], "Order only, no dates given."),
        ("en", ["Market opening", "Junction closed", "Mayor elected"], "Order only, no dates given."),
        ("en", ["early Sept.", "mid-October", "Dec", "May."], None),
        ("de", ["Maifeier", "Nach der Aprilsitzung"], "Nur die Reihenfolge, keine Daten angegeben."),
        ("de", ["Anfang Okt.", "Mai, spät"], None),
        ("es", ["Después del mar", "Mayoría"], "Solo el orden; no se dan fechas."),
        ("es", ["a fines de mayo", "ene.", "Marzo"], None),
        ("fr", ["avr.", "fin sept.", "Mai"], None),
        ("en", ["1987", "Later"], "In order; not all dates are given."),
        ("en", ["2032-04", "2032-04-17"], None),
        ("de", ["Im März", "Danach"], "In der Reihenfolge; nicht alle Daten sind angegeben."),
        ("fr", ["en février", "août"], None),
        ("ja", ["五月", "六月"], None),
    ],
)
def test_a_sequence_says_that_dates_are_missing_only_where_they_are(
    language: str, times: list[str], note: str | None
) -> None:
    steps = [{"when": when, "text": "A step"} for when in times]
    timeline = part(full(timeline=steps, language=language), Timeline)
    assert (timeline.note and timeline.note.plain) == note


@pytest.mark.parametrize(
    ("language", "month"),
    [("en", "November 2029"), ("de", "November 2029"), ("es", "noviembre de 2029"), ("ja", "2029年11月")],
)
def test_a_month_is_written_as_the_language_does(language: str, month: str) -> None:
    outline = full(timeline=[{"when": "2029-11", "text": "A step"}], language=language)
    assert part(outline, Timeline).steps[0].when.plain == month


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        ({"title": "Tides", "date": "n.d."}, "Tides, n.d.; author and publisher not given."),
        ({"title": "Tides.", "note": "Seen."}, "Tides; Seen; author, publisher and date not given."),
        ({"author": "Moor Ltd.", "publisher": "P.", "date": "c."}, "Moor Ltd., Untitled source, P., c."),
        ({"author": "A", "title": "T", "publisher": "P", "date": "n.d."}, "A, T, P, n.d."),
    ],
)
def test_an_abbreviation_keeps_its_full_stop_and_an_entry_has_one(source: dict[str, str], entry: str) -> None:
    outline = composed(MINIMAL | {"sources": [{"id": "s", **source}]})
    assert of_slot(outline, "src1") == entry


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (4, 4), (5, 3), (8, 3)])
def test_the_first_three_limits_reach_the_summary_and_a_fourth_that_is_the_last(
    count: int, shown: int
) -> None:
    limits = part(composed({**MINIMAL, "limits": [f"Gap {n}." for n in range(count)]}), Limits)
    assert [limit.text.depth is Depth.SUMMARY for limit in limits.limits] == [
        index < shown for index in range(count)
    ]
    assert (limits.more.plain if limits.more else None) == (
        f"and {count - shown} more in the memo" if count > shown else None
    )


def test_limits_say_whether_something_is_missing() -> None:
    assert [limit.missing for limit in part(full(), Limits).limits] == [True, False, True, False]


def test_pictures_come_with_their_words() -> None:
    outline = full()
    logo, photo = part(outline, Front).logo, part(outline, Figure)
    assert logo is not None
    assert (logo.data, logo.alt) == (b"logo.png", "A blue drop")
    assert (photo.picture.data, photo.picture.alt, photo.alt.plain) == (
        b"photo.png",
        "A drowned Feld",
        "A drowned Feld",
    )


def test_properties_hold_only_what_the_brief_says() -> None:
    properties = full(title="A *new* wall").properties
    assert (properties.title, properties.subject, properties.authors) == (
        "A new wall",
        "River walls",
        ("Ana Example",),
    )
    bare_ = composed(MINIMAL).properties
    assert (bare_.subject, bare_.authors, bare_.keywords, bare_.version) == ("", (), (), "")


def test_properties_too_long_for_a_file_are_cut_at_whole_words_and_names() -> None:
    names = [f"Author Number {n} of the Long List" for n in range(20)]
    properties = full(
        title="Wall " * 60,
        subject="Walls" * 60,
        version="v" * 255,
        authors=[{"name": name} for name in names],
        keywords=["key " * 70, "lock"],
    ).properties
    assert properties.title == ("Wall " * 51).strip() + "…"
    assert properties.subject == ("Walls" * 51)[:254] + "…"
    assert properties.version == "v" * 255
    assert properties.authors == tuple(names[:7])
    assert len("; ".join(names[:7])) <= LONGEST_PROPERTY < len("; ".join(names[:8]))
    assert properties.keywords == (("key " * 63).strip() + "…",)
    for last, kept in ((LONGEST_PROPERTY - 4 - len("; ; "), 3), (LONGEST_PROPERTY - 3 - len("; ; "), 2)):
        assert len(full(keywords=["aa", "bb", "c" * last]).properties.keywords) == kept


def test_pasted_characters_are_set_alike_in_every_kind_of_text() -> None:
    pasted = "e\u00adﬃ\u200bcient non\u2011stop"
    outline = full(
        title=pasted,
        contact=pasted,
        authors=[{"name": pasted, "email": "e\u200bﬃ@example.org"}],
        sources=[{"id": "one", "file": pasted, "url": "https://example.org/\u200b"}, {"id": "two"}],
        marking={"scheme": "free", "label": pasted},
        keywords=[pasted],
    )
    shown = "".join(text.plain for text in texts(outline)) + "".join(outline.properties.keywords)
    assert set("\u00ad\u200b\u2011\ufb03").isdisjoint(shown)
    assert outline.properties.title == "efficient non-stop"


def test_prose_is_typeset_and_its_marks_are_read() -> None:
    argument = first_argument(
        composed(with_leaf("sections[0].arguments[0].reasoning", 'He said **"no"** - 5 %'))
    )
    (reasoning,) = texts(argument.reasoning)
    assert reasoning.plain == f"He said “no” – 5{NO_BREAK}%"
    assert [run.text for run in reasoning.runs if run.bold] == ["“no”"]


def test_composing_takes_no_longer_for_each_argument_of_many() -> None:
    evidence = [{"text": "Gauges overflowed.", "kind": "data", "refs": ["one#s2p1"]}]
    argument = FULL["sections"][0]["arguments"][0] | {"gist": "It rained.", "evidence": evidence}
    plain = {key: value for key, value in argument.items() if key != "id"}

    def work(count: int) -> int:
        sections = [{"title": "S", "arguments": [plain] * count}]
        brief = brief_of(FULL | {"sections": sections, "links": [], "notes": []})
        return calls(lambda: compose(brief, id="x", build_id="0", epoch=0, pictures=Pictures()))

    work(20)
    assert work(200) < 10.5 * work(20)


def test_slots_stay_short_with_a_thousand_arguments() -> None:
    many = [{"claim": "C is.", "evidence": [{"text": "E", "refs": ["one"]}] * 4} for _ in range(1000)]
    outline = full(sections=[{"title": "S", "arguments": many}], links=[])
    slots = {text.slot for text in texts(outline)}
    assert {"a1_claim", "a1000_ev4_ref"} <= slots
    assert max(map(len, slots)) <= 26


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja"])
@pytest.mark.parametrize("origin", ["source", "author"])
def test_a_reading_has_one_name_in_all_files(language: str, origin: str) -> None:
    read = with_leaf("sections[0].arguments[0].implication", {"text": "So be it.", "origin": origin})
    said = first_argument(composed(read | {"language": language})).implication
    assert said is not None
    assert said.label.plain == said.card_label.plain + {"fr": "\u00a0:", "ja": "："}.get(language, ":")
