"""What an audience may not read is taken out of the brief, numbers stay, and every version holds together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from builder.brief.audiences import for_audience
from builder.brief.check import check_model
from builder.brief.load import load_brief
from builder.brief.model import Brief
from builder.brief.numbers import MAP, numbers_of
from builder.brief.part import Limited
from builder.brief.rules.references import check_rules
from builder.brief.schema import brief_schema
from builder.brief.walk import Kept, indexed, walk
from builder.manifest.form import Edition
from builder.outline.blocks import ArgumentMap, Front, Glance, Outline
from builder.outline.compose import compose
from builder.outline.text import texts
from builder.pipeline.prepared import prepare
from builder.pipeline.request import Request
from builder.report.problems import BriefError, with_hints
from tests.conftest import often
from tests.support.outlines import brief_of, outline_of
from tests.support.strategies import Values, briefs
from tests.support.tokens import AUDIENCES, briefs_for_some

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # one brief is as good to read as a smaller one
INSIDE = {"audience": ["internal"]}
PIER: Values = {
    "title": "The pier should be repaired",
    "bottom_line": {"text": "Repair the pier before winter.", "ask": "Repair it."},
    "audiences": ["internal", {"name": "public", "label": "Public version"}],
    "sections": [
        {
            "id": "why",
            "title": "Why",
            "role": "cause",
            "arguments": [
                {"id": "rot", "claim": "The piles are rotten.", "refs": ["survey"]},
                {
                    "id": "ferry",
                    "claim": "The ferry needs it.",
                    "gist": {"text": "It sails daily.", **INSIDE},
                },
                {"id": "vote", "claim": "Voters like it.", "refs": ["poll#p2"], **INSIDE},
                {
                    "id": "view",
                    "claim": "Visitors come for it.",
                    "evidence": [{"text": "So say some.", **INSIDE}],
                },
            ],
        },
        {
            "id": "how",
            "title": "How",
            "role": "effect",
            "arguments": [{"id": "loan", "claim": "A loan pays for it.", **INSIDE}],
        },
        {
            "id": "then",
            "title": "Then",
            "role": "effect",
            "arguments": [{"claim": "It lasts."}, {"claim": "It pays."}],
        },
    ],
    "recommendations": [
        {"id": "one", "action": "Repair the piles"},
        {"id": "two", "action": "Tell nobody", **INSIDE},
        {"id": "three", "action": "Paint the rails"},
    ],
    "links": [{"from": "rot", "to": "then"}, {"from": "vote", "to": "then"}, {"from": "then", "to": "three"}],
    "tables": [
        {"title": "Costs", "columns": ["a", "b"], "rows": [["1", "2"]], "section": "how"},
        {"title": "Nights", "columns": ["a", "b"], "rows": [["1", "2"]]},
    ],
    "glossary": [{"term": "pile", "definition": "A post."}],
    "sources": [
        {"id": "poll", "title": "The Poll"},
        {"id": "survey", "title": "The Survey"},
        {"id": "unread", "title": "Nobody Cites It"},
    ],
}


def brief(**changes: Any) -> Brief:
    return brief_of({**PIER, **changes})


def public(**changes: Any) -> Brief:
    return for_audience(brief(**changes), "public")


def composed(version: Brief) -> Outline:
    return compose(version, id="x", build_id="", epoch=0, pictures={})


def texts_by_slot(outline: Outline) -> dict[str, str]:
    return {text.slot: text.plain for text in texts(outline.blocks)}


def reported(**changes: Any) -> list[tuple[str, str, str, str | None]]:
    """Rule, path, message and hint of every problem of the audiences."""
    found = check_rules(brief(**changes))
    rules = ("audience", "recipient", "edition", "statement", "decision-memo")
    return [(one.rule, one.path, one.message, one.hint) for one in found if one.rule.startswith(rules)]


# What the model takes.


def test_a_text_may_say_who_reads_it() -> None:
    gist = brief().sections[0].arguments[1].gist
    assert isinstance(gist, Limited)
    assert (gist, gist.audience) == ("It sails daily.", ("internal",))


def test_an_audience_is_a_name_or_a_name_with_a_label() -> None:
    assert [(one.name, one.label) for one in brief().audiences] == [
        ("internal", None),
        ("public", "Public version"),
    ]


def test_the_schema_admits_what_the_model_takes() -> None:
    jsonschema.validate(PIER, brief_schema())
    wrong = {**PIER, "title": {"text": "x", "audience": ["internal"]}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, brief_schema())


@pytest.mark.parametrize(
    ("changes", "path", "message", "hint"),
    [
        (
            {"title": {"text": "a", **INSIDE}},
            "title",
            "expected text, found keys and values",
            "every edition has this text; it cannot be restricted",
        ),
        (
            {"bottom_line": {"text": "a", **INSIDE}},
            "bottom_line.audience",
            "unknown key `audience`",
            "every edition has the bottom line; its `ask` and `headline` can be {text, audience}",
        ),
        (
            {"marking": {"scheme": "tlp", "label": "RED", **INSIDE}},
            "marking.audience",
            "unknown key `audience`",
            "the marking is the same in every edition and cannot be restricted",
        ),
        (
            {"organisation": {"name": "a", **INSIDE}},
            "organisation.audience",
            "unknown key `audience`",
            "every edition names the organisation that publishes it",
        ),
        (
            INSIDE,
            "audience",
            "unknown key `audience`",
            "declare the brief's audiences in `audiences`, and restrict its parts one by one",
        ),
        (
            {"event": {"label": {"text": "a", **INSIDE}}},
            "event.label",
            "expected text, found keys and values",
            "restrict all of event instead: it needs this text",
        ),
        (
            {"recommendations": [{"action": "a", "certainty": {"level": "possible", **INSIDE}}]},
            "recommendations[0].certainty.audience",
            "unknown key `audience`",
            "a claim is never shown without it; restrict the argument instead",
        ),
        (
            {"headlines": {"map": "a", **INSIDE}},
            "headlines.audience",
            "unknown key `audience`",
            "this cannot be restricted by itself; restrict what it is in",
        ),
        (
            {"event": {"label": "a", "audience": []}},
            "event.audience",
            "the list is empty",
            "delete the key to let everybody read this",
        ),
        (
            {"subtitle": {"text": "", **INSIDE}},
            "subtitle.text",
            "the text is empty",
            "write the text, or delete the key",
        ),
    ],
)
def test_what_cannot_be_withheld_is_reported_with_what_would_help(
    changes: Values, path: str, message: str, hint: str
) -> None:
    (problem,) = with_hints(check_model({**PIER, **changes}).problems)
    assert (problem.path, problem.message, problem.hint) == (path, message, hint)


# What one audience reads.


def test_a_version_lacks_what_is_for_others_and_no_more() -> None:
    version = public()
    claims = [argument.claim for section in version.sections for argument in section.arguments]
    assert claims == [
        "The piles are rotten.",
        "The ferry needs it.",
        "Visitors come for it.",
        "It lasts.",
        "It pays.",
    ]
    assert [one.action for one in version.recommendations] == ["Repair the piles", "Paint the rails"]
    assert version.sections[0].arguments[1].gist is None
    assert version.sections[0].arguments[2].evidence == ()


def test_without_an_audience_everything_is_read() -> None:
    version = for_audience(brief(), None)
    assert [one.claim for section in version.sections for one in section.arguments][3:5] == [
        "Visitors come for it.",
        "A loan pays for it.",
    ]
    assert type(version.sections[0].arguments[1].gist) is str


def test_an_edition_has_no_list_of_recipients_and_of_other_audiences() -> None:
    recipient = {"name": "Ann", "email": "ann@example.org", "audience": "public"}
    for name in (None, "public"):
        version = for_audience(brief(distribution=[recipient]), name)
        assert (version.audiences, version.distribution) == ((), ())


def test_a_brief_without_audiences_is_its_only_version() -> None:
    plain = brief_of({"title": "a", "bottom_line": "b", "sections": PIER["sections"][2:]})
    assert for_audience(plain, None) is plain


@pytest.mark.parametrize(
    ("name", "hint"), [("pubic", "did you mean `public`?"), ("x", "expected one of: internal, public")]
)
def test_an_audience_that_is_not_declared_is_refused(name: str, hint: str) -> None:
    with pytest.raises(BriefError) as caught:
        for_audience(brief(), name)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.path, problem.hint) == ("audiences-declared", "audiences", hint)
    assert problem.message == f"the brief declares no audience `{name}`"


def test_a_section_without_an_argument_goes_with_its_tables_and_links() -> None:
    version = public()
    assert [section.id for section in version.sections] == ["why", "then"]
    assert [table.title for table in version.tables] == ["Nights"]
    assert [(link.from_, link.to) for link in version.links] == [("rot", "then"), ("then", "three")]


def test_sources_that_only_withheld_blocks_cite_go_and_those_nobody_cites_stay() -> None:
    assert [source.id for source in public().sources] == ["survey", "unread"]


def test_references_to_a_withheld_source_are_dropped() -> None:
    sources = [{**source, **(INSIDE if source["id"] == "survey" else {})} for source in PIER["sources"]]
    version = public(sources=sources)
    assert version.sections[0].arguments[0].refs == ()
    assert [source.id for source in version.sources] == ["unread"]


def test_a_reserved_end_of_links_goes_with_what_it_represents() -> None:
    links = [{"from": "event", "to": "then"}, {"from": "then", "to": "recommendations"}]
    hidden = {"event": {"label": "Storm", **INSIDE}, "recommendations": [{"action": "Wait", **INSIDE}]}
    assert public(links=links, **hidden).links == ()


# Places and numbers are those of the whole.


def test_what_is_kept_knows_its_place() -> None:
    version = public()
    assert isinstance(version.recommendations, Kept)
    assert [place for place, _ in indexed(version.recommendations)] == [0, 2]
    assert [number for number, _ in indexed(version.recommendations, 1)] == [1, 3]
    assert [path for path, _ in walk(version) if path.startswith("recommendations")] == [
        "recommendations[0]",
        "recommendations[2]",
    ]
    assert list(indexed(["a", "b"], 1)) == [(1, "a"), (2, "b")]


def test_every_version_has_the_numbers_of_the_whole() -> None:
    words = texts_by_slot(composed(public()))
    assert {slot: words[slot] for slot in words if slot.endswith("_no") and slot[0] in "artf"} == {
        "a1_no": "A1",
        "a2_no": "A2",
        "a4_no": "A4",
        "a6_no": "A6",
        "a7_no": "A7",
        "r1_no": "R1",
        "r3_no": "R3",
        "t2_no": "Table\u00a02",
        "t3_no": "Table\u00a03",
        "fig_map_no": "Figure\u00a01",
    }
    assert (words["src2_no"], words["a1_ref"]) == ("[2]", "[2]")


def test_ranges_and_counts_cover_what_is_shown() -> None:
    outline = composed(public())
    glance = outline.one(Glance)
    assert glance is not None
    assert glance.note is not None
    assert "Numbers A1–A2, A4, A6–A7, R1 and R3 are the same" in glance.note.plain


def test_one_argument_that_is_left_needs_no_note_on_numbers() -> None:
    sections = [{"title": "a", "arguments": [{"claim": "b", **INSIDE}, {"claim": "c"}]}]
    outline = composed(public(sections=sections, links=[], tables=[], recommendations=[]))
    glance = outline.one(Glance)
    assert glance is not None
    assert glance.note is None


def test_a_figure_keeps_its_number_where_the_map_is_withheld() -> None:
    sketch = {"path": "a.png", "title": "b", "alt": "c"}
    whole = outline_of({**PIER, "figures": [sketch]})
    links = [{**link, **INSIDE} for link in PIER["links"]]
    version = public(figures=[sketch], links=links)
    assert numbers_of(version) == numbers_of(brief(figures=[sketch], links=links))
    assert (numbers_of(version)[MAP], numbers_of(version)["figures[0]"]) == (1, 2)
    assert texts_by_slot(whole)["f2_no"] == "Figure\u00a02"


def test_the_memo_head_names_those_who_are_left_by_their_place() -> None:
    version = public(to=[{"text": "The Legal Service", **INSIDE}, "The Council"])
    front = composed(version).one(Front)
    assert front is not None
    assert [(field.value.plain, field.value.path) for field in front.head[:1]] == [("The Council", "to[1]")]


def test_the_first_three_limits_that_are_left_are_on_the_summary() -> None:
    limits = [{"text": letter, **(INSIDE if letter == "a" else {})} for letter in "abcdef"]
    found = [text for text in texts(composed(public(limits=limits)).blocks) if text.slot.startswith("limit")]
    assert [(text.slot, int(text.depth)) for text in found if text.slot[-1].isdigit()] == [
        ("limit2", 1),
        ("limit3", 1),
        ("limit4", 1),
        ("limit5", 2),
        ("limit6", 2),
    ]


@settings(often(60), phases=PHASES)
@given(briefs_for_some())
def test_no_number_and_no_place_ever_means_two_things(values: Values) -> None:
    whole = brief_of(values)
    pictures = {path: _Picture() for path in ("one.png", "two.png")}

    def numbered(name: str | None) -> dict[tuple[str, str], str]:
        outline = compose(for_audience(whole, name), id="x", build_id="", epoch=0, pictures=pictures)
        every = ((text.slot, text.path, text.plain) for text in texts(outline.blocks))
        return {(slot, path): plain for slot, path, plain in every if slot.endswith("_no")}

    everything = numbered(None)
    for name in AUDIENCES:
        assert numbered(name).items() <= everything.items()


@settings(often(60), phases=PHASES)
@given(briefs_for_some())
def test_the_whole_is_composed_as_if_nobody_were_named(values: Values) -> None:
    pictures = {path: _Picture() for path in ("one.png", "two.png")}
    whole, plain = (
        compose(one, id="x", build_id="", epoch=0, pictures=pictures)
        for one in (replace(for_audience(brief_of(values), None), excerpt=None), brief_of(unlimited(values)))
    )
    assert whole == plain


@settings(often(60), phases=PHASES)
@given(briefs())
def test_the_map_has_a_number_where_there_is_a_map(values: Values) -> None:
    outline = outline_of(values)
    assert (MAP in numbers_of(brief_of(values))) == (outline.one(ArgumentMap) is not None)


class _Picture:
    data, format, width, height = b"", "PNG", 8, 4
    svg, contours = b"", ()

    def cut(self, *_: object) -> _Picture:
        return self


PARTS = {"context", "evidence", "implication", "limits", "risks"}  # may have a text and an audience only


def unlimited(values: Any, key: str = "") -> Any:
    """The values of a brief that says the same to everybody."""
    if isinstance(values, list):
        return [unlimited(one, key) for one in values]
    if not isinstance(values, dict):
        return values
    if values.keys() == {"text", "audience"} and key not in PARTS:
        return values["text"]
    unsaid = ("audience", "audiences", "distribution")
    part = key if key == "headlines" else ""
    return {inner: unlimited(one, part or inner) for inner, one in values.items() if inner not in unsaid}


# The version's name.


def test_the_label_of_an_edition_is_beside_the_status_everywhere() -> None:
    outline = composed(public(date="2031-05-28"))
    front = outline.one(Front)
    assert front is not None
    assert front.status_word.plain == "Draft · Public version"
    assert front.status.plain == "Draft · Public version · 28 May 2031"
    assert outline.properties.status == "Draft · Public version"


@pytest.mark.parametrize(("name", "status"), [("internal", "Draft"), (None, "Draft · Unrestricted edition")])
def test_the_whole_says_that_it_is_and_an_edition_its_label_if_any(name: str | None, status: str) -> None:
    front = composed(for_audience(brief(), name)).one(Front)
    assert front is not None
    assert front.status_word.plain == status


# The rules.


def test_a_brief_whose_versions_hold_together_is_fine() -> None:
    assert reported() == []


@pytest.mark.parametrize(
    ("changes", "rule", "path", "message", "hint"),
    [
        (
            {"event": {"label": "a", "audience": ["internl"]}},
            "audiences-declared",
            "event.audience[0]",
            "the brief declares no audience `internl`",
            "did you mean `internal`?",
        ),
        (
            {"subtitle": {"text": "a", "audience": ["internal", "x"]}},
            "audiences-declared",
            "subtitle.audience[1]",
            "the brief declares no audience `x`",
            "expected one of: internal, public",
        ),
        (
            {"event": {"label": "a", "audience": ["public", "public"]}},
            "audiences-unique",
            "event.audience[1]",
            "`public` is named twice",
            "delete one of the two",
        ),
        (
            {"audiences": ["internal", "public", "public"]},
            "audiences-unique",
            "audiences[2].name",
            "`public` is declared twice",
            "delete one of the two",
        ),
        (
            {"audiences": ["internal", "all"]},
            "audiences-unique",
            "audiences[1].name",
            "`all` is reserved for the whole brief",
            "choose another name",
        ),
        (
            {"distribution": [{"name": "Ann", "email": "a@b.org"}]},
            "recipients-have-audiences",
            "distribution[0]",
            "no audience is set for recipient `Ann`",
            "set `audience` to one of: internal, public",
        ),
        (
            {"distribution": [{"name": "Ann", "email": "a@b.org", "audience": "publik"}]},
            "audiences-declared",
            "distribution[0].audience",
            "the brief declares no audience `publik`",
            "did you mean `public`?",
        ),
        (
            {
                "sections": [{"title": "a", "arguments": [{"claim": "b", **INSIDE}]}],
                "links": [],
                "tables": [],
            },
            "editions-have-arguments",
            "audiences[1]",
            "the edition for `public` has no argument",
            "remove `audience` from an argument, or add this audience to it",
        ),
        (
            {"sources": [{"id": "poll"}, {"id": "survey", **INSIDE}]},
            "statements-sourced",
            "sections[0].arguments[0].refs",
            "in the edition for `public` this has no source, because `survey` is withheld",
            "cite a source that this audience may read, or withhold this too",
        ),
        (
            {
                "kind": "decision_memo",
                "to": ["a"],
                "from": ["b"],
                "subject": "c",
                "bottom_line": {"text": "d", "ask": {"text": "e", **INSIDE}},
            },
            "decision-memos-complete",
            "bottom_line.ask",
            "a decision memo needs this, and the edition for `public` does not have it",
            "let everybody read it",
        ),
    ],
)
def test_editions_that_do_not_hold_together_are_reported(
    changes: Values, rule: str, path: str, message: str, hint: str
) -> None:
    assert reported(**changes) == [(rule, path, message, hint)]


def test_a_brief_that_declares_audiences_and_withholds_nothing_is_reported() -> None:
    plain = {"title": "a", "bottom_line": "b", "audiences": ["x"], "sections": PIER["sections"][2:]}
    (problem,) = (one for one in check_rules(brief_of(plain)) if one.rule == "audiences-used")
    assert (problem.path, problem.is_error) == ("audiences", False)


def test_an_audience_in_a_brief_that_declares_none_is_reported_with_how_to_declare_it() -> None:
    plain = {"title": "a", "bottom_line": "b", "sections": PIER["sections"][2:]}
    restricted = brief_of({**plain, "event": {"label": "c", **INSIDE}})
    (problem,) = (one for one in check_rules(restricted) if one.is_error)
    assert problem.hint == "declare it at the top level: `audiences: [internal]`"


def test_a_statement_with_one_source_left_is_fine() -> None:
    sections = [{"title": "a", "arguments": [{"claim": "b", "refs": ["poll", "survey"]}]}]
    sources = [{"id": "poll", **INSIDE}, {"id": "survey"}]
    assert reported(sections=sections, sources=sources, links=[], tables=[]) == []


# Problems are reported where they are.


def test_problems_of_limited_texts_are_placed_at_the_text(tmp_path: Path) -> None:
    lines = (
        "title: A pier",
        "bottom_line: Repair it.",
        "audiences: [internal]",
        "subtitle:",
        "  audience:",
        "    - internl",
        f"  text: {'word ' * 30}",
        "sections: [{title: Why, arguments: [{claim: It rots.}]}]",
    )
    path = tmp_path / "brief.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BriefError) as caught:
        load_brief(path)
    placed = {problem.rule: problem.position for problem in caught.value.problems}
    for rule, line, column in (("audiences-declared", 6, 7), ("word-budget", 7, 9)):
        place = placed[rule]
        assert place is not None
        assert (place.line, place.column) == (line, column)


def test_an_edition_that_is_not_declared_is_refused_where_the_brief_says_them(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(json.dumps(PIER), encoding="utf-8")
    with pytest.raises(BriefError, match="no audience `press`") as caught:
        prepare(Request(path, edition=Edition("press")))
    assert caught.value.problems[0].position is not None
