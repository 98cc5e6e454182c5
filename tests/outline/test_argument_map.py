"""The map draws what the links say, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from builder.outline.blocks import ArgumentMap, Context, Edge
from builder.outline.compose import compose
from builder.outline.text import Level, Role, texts
from tests.support.composing import NO_BREAK
from tests.support.outlines import brief_of

CAUSES: dict[str, Any] = {
    "id": "causes",
    "title": "Why",
    "role": "cause",
    "arguments": [
        {"id": "a", "claim": "A fell.", "certainty": {"level": "qualified"}},
        {"id": "b", "claim": "B rose.", "label": "B up"},
    ],
}
EFFECTS: dict[str, Any] = {
    "id": "effects",
    "title": "What follows",
    "role": "effect",
    "arguments": [
        {"id": "c", "claim": "C may end.", "certainty": {"level": "possible"}},
        {"id": "d", "claim": "D may end.", "certainty": {"level": "possible"}},
    ],
}
EVENT = {"label": "The break", "text": "It was sudden."}
RESPONSES = [
    {
        "id": "talk",
        "action": "Talk first",
        "label": "Talk",
        "origin": "source",
        "certainty": {"level": "possible"},
    },
    {"id": "wait", "action": "Wait", "origin": "source"},
]


def link(start: str, end: str, certainty: str = "asserted") -> dict[str, Any]:
    return {"from": start, "to": end, "certainty": certainty}


def bare(start: str, end: str) -> dict[str, Any]:
    return {"from": start, "to": end}


ALL = [link("a", "event"), link("event", "c", "possible"), link("b", "talk")]


def map_of(*links: dict[str, Any], sections: Any = (CAUSES, EFFECTS), **fields: Any) -> ArgumentMap | None:
    values = {"title": "T", "bottom_line": "B", "sections": list(sections), "links": list(links), **fields}
    outline = compose(brief_of(values), id="x", build_id="0", epoch=0, pictures={})
    return outline.one(ArgumentMap)


def drawn(*links: dict[str, Any], **fields: Any) -> ArgumentMap:
    found = map_of(*links, **fields)
    assert found is not None
    return found


def heads(found: ArgumentMap) -> list[str]:
    return [column.head.plain for column in found.columns]


def test_columns_go_from_causes_to_responses() -> None:
    found = drawn(*ALL, event=EVENT, recommendations=RESPONSES)
    assert heads(found) == ["Causes", "Event", "Possible effects", "Suggested responses"]
    assert [column.role for column in found.columns] == [Role.CAUSE, None, Role.EFFECT, Role.RESPONSE]
    assert [[node.id for node in column.nodes] for column in found.columns] == [
        ["a", "b"],
        ["event"],
        ["c", "d"],
        ["talk", "wait"],
    ]


def test_a_missing_role_has_no_column() -> None:
    assert heads(drawn(link("a", "c"))) == ["Causes", "Possible effects"]


def test_a_column_that_no_link_joins_is_left_out_unless_one_alone_would_remain() -> None:
    found = drawn(link("a", "event"), link("event", "effects"), event=EVENT, recommendations=RESPONSES)
    assert heads(found) == ["Causes", "Event", "Possible effects"]
    assert found.title.plain == "The break: two causes and two possible effects"
    assert heads(drawn(link("a", "talk"), event=EVENT, recommendations=RESPONSES)) == [
        "Causes",
        "Event",
        "Suggested responses",
    ]
    assert heads(drawn(link("a", "b"), recommendations=RESPONSES)) == [
        "Causes",
        "Possible effects",
        "Suggested responses",
    ]


@pytest.mark.parametrize(
    "found",
    [
        map_of(),
        map_of(link("a", "b"), sections=[CAUSES]),
        map_of(link("a", "b"), sections=[CAUSES, CAUSES | {"id": "more", "arguments": [{"claim": "E is."}]}]),
    ],
)
def test_without_links_or_a_second_column_there_is_no_map(found: ArgumentMap | None) -> None:
    assert found is None


def test_effects_that_the_source_asserts_are_not_called_possible() -> None:
    firm = EFFECTS | {"arguments": [*EFFECTS["arguments"], {"id": "e", "claim": "E ended."}]}
    assert heads(drawn(link("a", "c"), sections=[CAUSES, firm]))[1] == "Effects"


def test_our_own_recommendations_head_their_column() -> None:
    ours = [{"action": "Act", "origin": "author"}]
    assert heads(drawn(link("a", "recommendations"), recommendations=ours))[-1] == "Recommendations"


def test_two_sections_of_a_role_share_a_column() -> None:
    more = {"id": "more", "title": "Deeper", "role": "cause", "arguments": [{"id": "e", "claim": "E is."}]}
    found = drawn(link("more", "effects"), sections=[CAUSES, more, EFFECTS])
    assert [node.id for node in found.columns[0].nodes] == ["a", "b", "e"]
    assert found.edges == (Edge("0", "1", Level.ASSERTED, group=True),)


def test_other_sections_are_set_apart_under_their_titles_on_the_side_where_they_are_discussed() -> None:
    before, after = (
        {"id": name, "title": name.title(), "arguments": [{"id": name[0], "claim": f"{name} is."}]}
        for name in ("history", "law")
    )
    sections = [before, CAUSES, EFFECTS, after]
    found = drawn(link("h", "a"), link("c", "law"), sections=sections)
    assert heads(found) == ["History", "Causes", "Possible effects", "Law"]
    assert heads(drawn(link("a", "c"), sections=sections)) == ["Causes", "Possible effects"]
    assert heads(drawn(link("history", "law"), sections=[before, after])) == ["History", "Law"]


def test_a_response_section_comes_before_the_recommendations() -> None:
    tried = {
        "id": "tried",
        "title": "Tried",
        "role": "response",
        "arguments": [{"id": "e", "claim": "E is."}],
    }
    found = drawn(link("c", "talk"), sections=[CAUSES, EFFECTS, tried], recommendations=RESPONSES)
    assert [node.id for node in found.columns[-1].nodes] == ["e", "talk", "wait"]
    assert heads(found)[-1] == "Responses"
    assert heads(drawn(link("c", "e"), sections=[EFFECTS, tried]))[-1] == "Tried"


def test_two_response_sections_share_a_head_that_is_neither_title() -> None:
    tried, left = (
        {"id": name, "title": name, "role": "response", "arguments": [{"id": f"{name}-1", "claim": "E is."}]}
        for name in ("tried", "left")
    )
    assert heads(drawn(link("c", "tried-1"), sections=[EFFECTS, tried, left]))[-1] == "Responses"


def test_an_edge_is_drawn_only_where_a_link_does() -> None:
    found = drawn(
        link("a", "event"),
        link("event", "c", "possible"),
        link("b", "talk"),
        event=EVENT,
        recommendations=RESPONSES,
    )
    assert found.edges == (
        Edge("a", "event", Level.ASSERTED),
        Edge("event", "c", Level.POSSIBLE),
        Edge("b", "talk", Level.ASSERTED),
    )


def test_groups_are_joined_by_their_columns() -> None:
    found = drawn(
        link("causes", "effects"),
        link("effects", "recommendations", "possible"),
        recommendations=RESPONSES,
    )
    assert found.edges == (
        Edge("0", "1", Level.ASSERTED, group=True),
        Edge("1", "2", Level.POSSIBLE, group=True),
    )
    assert found.note is not None
    assert found.note.plain == "No effect is paired with one response."


def test_effects_are_not_called_unpaired_where_one_meets_a_response_or_there_is_only_one() -> None:
    group = link("effects", "recommendations", "possible")
    alone = RESPONSES[:1]
    assert drawn(group, recommendations=RESPONSES).note is not None
    assert drawn(group, link("c", "talk"), recommendations=RESPONSES).note is None
    assert drawn(group, link("talk", "c"), recommendations=RESPONSES).note is None
    assert drawn(group, recommendations=alone).note is None


def test_a_node_and_a_group_fan_out_so_that_its_neighbours_are_not_meant() -> None:
    assert drawn(link("a", "effects")).edges == (
        Edge("a", "c", Level.ASSERTED),
        Edge("a", "d", Level.ASSERTED),
    )
    assert drawn(link("causes", "d")).edges == (
        Edge("a", "d", Level.ASSERTED),
        Edge("b", "d", Level.ASSERTED),
    )


def test_a_group_beside_the_event_has_an_arrow_for_each_of_its_nodes() -> None:
    found = drawn(link("causes", "event"), link("event", "effects", "possible"), event=EVENT)
    assert found.edges == (
        Edge("a", "event", Level.ASSERTED),
        Edge("b", "event", Level.ASSERTED),
        Edge("event", "c", Level.POSSIBLE),
        Edge("event", "d", Level.POSSIBLE),
    )


def test_an_arrow_of_a_link_without_certainty_is_as_firm_as_the_claims_it_joins() -> None:
    one = {**EFFECTS, "arguments": EFFECTS["arguments"][:1]}
    assert drawn(bare("causes", "event"), event=EVENT).edges == (
        Edge("a", "event", Level.QUALIFIED),
        Edge("b", "event", Level.ASSERTED),
    )
    assert drawn(bare("a", "c"), bare("b", "d")).edges == (
        Edge("a", "c", Level.POSSIBLE),
        Edge("b", "d", Level.POSSIBLE),
    )
    assert drawn(bare("causes", "effects")).edges == (Edge("0", "1", Level.POSSIBLE, group=True),)
    assert drawn(bare("causes", "effects"), sections=[CAUSES, one]).edges == (
        Edge("0", "1", Level.POSSIBLE, group=True),
    )


def test_a_group_and_a_lone_node_fan_out_where_their_arrows_differ() -> None:
    lone = {**EFFECTS, "arguments": [{"id": "c", "claim": "C ends."}]}
    assert drawn(bare("causes", "effects"), sections=[CAUSES, lone]).edges == (
        Edge("a", "c", Level.QUALIFIED),
        Edge("b", "c", Level.ASSERTED),
    )


def test_a_link_to_responses_without_certainty_is_a_step_of_the_authors() -> None:
    assert drawn(bare("effects", "recommendations"), recommendations=RESPONSES).edges == (
        Edge("0", "1", Level.ASSERTED, group=True),
    )


def test_a_pair_takes_the_note_away() -> None:
    found = drawn(link("effects", "recommendations"), link("c", "talk"), recommendations=RESPONSES)
    assert found.note is None


def test_repeated_links_are_one_edge_as_hedged_as_the_less_firm() -> None:
    found = drawn(link("a", "c", "qualified"), link("a", "c", "asserted"))
    assert found.edges == (Edge("a", "c", Level.QUALIFIED),)


def test_nodes_show_number_label_and_certainty() -> None:
    found = drawn(*ALL, event=EVENT, recommendations=RESPONSES)
    nodes = {node.id: node for column in found.columns for node in column.nodes}
    assert nodes["a"].label.plain == "A fell."
    assert nodes["b"].label.plain == "B up"
    assert (nodes["a"].level, nodes["a"].marked) == (Level.QUALIFIED, True)
    assert (nodes["b"].level, nodes["b"].marked) == (Level.ASSERTED, False)
    numbers = [nodes[name].number for name in ("a", "d", "wait")]
    assert [number and number.plain for number in numbers] == ["A1", "A4", "R2"]
    event = nodes["event"]
    assert event.number is None
    assert event.detail is not None
    assert (event.label.plain, event.detail.plain, event.marked) == ("The break", "It was sudden.", False)


def test_the_key_explains_what_is_drawn_and_nothing_else() -> None:
    full = drawn(link("a", "c", "possible"))
    assert full.key_marks == (Level.QUALIFIED, Level.POSSIBLE, "dashed")
    assert [word.plain for word in full.key] == [
        "Qualified",
        "Possible",
        f"Hedged{NO_BREAK}or{NO_BREAK}suggested",
    ]
    assert drawn(link("a", "c")).key[2].plain == f"Stated{NO_BREAK}outright"
    bare = {"title": "X", "role": "effect", "arguments": [{"id": "e", "claim": "E is."}]}
    plain = {"title": "Y", "role": "cause", "arguments": [{"id": "f", "claim": "F is."}]}
    assert drawn(link("f", "e"), sections=[plain, bare]).key_marks == ("solid",)
    assert drawn(link("f", "e", "possible"), sections=[plain, bare]).key_marks == ("dashed",)


def test_the_title_is_the_briefs_and_the_alt_text_is_short() -> None:
    found = drawn(link("a", "c"), headlines={"map": "A fell, so C may end"})
    assert found.title.plain == "A fell, so C may end"
    assert found.alt.plain == "Argument map: A fell, so C may end. A1 leads to A3. Details in the text."
    assert drawn(link("a", "c")).title.plain == "The argument at a glance"
    long = drawn(link("a", "c"), headlines={"map": "word " * 40})
    assert (
        long.alt.plain == "Argument map, its columns from left to right: Causes, Possible effects. "
        "A1 leads to A3. Details in the text."
    )


def test_a_title_that_the_brief_does_not_have_names_the_event_and_the_columns_around_it() -> None:
    def title(*links: dict[str, Any], **fields: Any) -> str:
        return drawn(*(links or ALL[:2]), event=EVENT, **fields).title.plain

    firm = [{**each, "certainty": {"level": "asserted"}} for each in EFFECTS["arguments"]]
    assert title() == "The break: two causes and two possible effects"
    assert title(sections=[CAUSES, {**EFFECTS, "arguments": firm}]) == "The break: two causes and two effects"
    assert (
        title(*ALL, recommendations=RESPONSES)
        == "The break: two causes, two possible effects and two responses"
    )
    assert title(ALL[0], sections=[CAUSES]) == "The break: two causes"
    assert title(language="de") == "The break: zwei Ursachen und zwei mögliche Folgen"
    assert drawn(link("a", "event"), event="The break.").title.plain.startswith("The break: two causes")


ARROWS = {
    "en": "A1 and A2 lead to the event; the event possibly leads to A3; A4 leads to A5; "
    "A3 and A4 as a group possibly lead to R1 and R2 as a group",
    "de": "A1 und A2 führen zum Ereignis; das Ereignis führt möglicherweise zu A3; A4 führt zu A5; "
    "A3 und A4 als Gruppe führen möglicherweise zu R1 und R2 als Gruppe",
    "fr": "A1 et A2 mènent à l’événement\u00a0; l’événement mène peut-être à A3\u00a0; A4 mène à A5\u00a0; "
    "A3 et A4 pris ensemble mènent peut-être à R1 et R2 pris ensemble",
    "es": "A1 y A2 llevan al suceso; el suceso posiblemente lleva a A3; A4 lleva a A5; "
    "A3 y A4 en conjunto posiblemente llevan a R1 y R2 en conjunto",
    "ja": "A1、A2は出来事につながる；出来事はA3につながる可能性がある；A4はA5につながる；"
    "A3、A4の全体はR1、R2の全体につながる可能性がある",
}


@pytest.mark.parametrize("language", ARROWS)
def test_every_arrow_is_said_in_words_for_those_who_do_not_see_it(language: str) -> None:
    other = {"id": "others", "title": "Else", "role": "cause", "arguments": [{"id": "f", "claim": "F is."}]}
    found = drawn(
        link("a", "event"),
        link("b", "event"),
        link("event", "c", "possible"),
        link("d", "f"),
        link("effects", "recommendations", "qualified"),
        event=EVENT,
        sections=(CAUSES, EFFECTS, other),
        recommendations=RESPONSES,
        language=language,
    )
    assert found.arrows is not None
    assert found.arrows.plain == ARROWS[language]
    assert found.arrows.plain in found.alt.plain


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "A1 leads to the event; A1 leads to A3"),
        ("de", "A1 führt zum Ereignis; A1 führt zu A3"),
        ("es", "A1 lleva al suceso; A1 lleva a A3"),
        ("fr", "A1 mène à l’événement\u00a0; A1 mène à A3"),
    ],
)
def test_an_arrow_to_the_event_has_its_own_words_beside_others_of_the_same_node(
    language: str, expected: str
) -> None:
    found = drawn(link("a", "event"), link("a", "c"), event=EVENT, language=language)
    assert found.arrows is not None
    assert found.arrows.plain == expected


def test_the_map_cites_its_links_and_the_event_in_order() -> None:
    links = [link("a", "event") | {"refs": ["s#s2p10", "s#s2p9"]}, link("b", "event") | {"refs": ["r"]}]
    found = map_of(*links, event=EVENT | {"refs": ["s#s1p1"]}, sources=[{"id": "r"}, {"id": "s"}])
    assert found is not None
    assert found.refs is not None
    assert found.refs.plain == "[1;\u00a02,\u00a0s1p1,\u00a0s2p9,\u00a0s2p10]"


def test_a_map_whose_links_cite_nothing_names_the_sources_of_its_claims() -> None:
    claims = [each | {"refs": ["s#p2", "s#p3"]} for each in CAUSES["arguments"]]
    sections = [CAUSES | {"arguments": claims}, EFFECTS]
    found = map_of(link("a", "event"), event=EVENT, sections=sections, sources=[{"id": "r"}, {"id": "s"}])
    assert found is not None
    assert found.refs is not None
    assert found.refs.plain in ("[1]", "[2]")


def test_a_place_in_a_source_may_be_a_digit_that_is_no_number() -> None:
    links = [link("a", "c") | {"refs": ["r#²", "r#non\u2011stop", "r#p10", "r#p9"]}]
    found = drawn(*links, sources=[{"id": "r"}])
    assert found.refs is not None
    assert sorted(found.refs.plain.strip("[]").split(",\u00a0")) == ["1", "non-stop", "p10", "p9", "²"]


def test_an_event_without_a_map_is_mentioned_in_the_context() -> None:
    values = {
        "title": "T",
        "bottom_line": "B",
        "sections": [CAUSES],
        "event": EVENT | {"refs": ["s"]},
        "sources": [{"id": "s"}],
    }
    context = compose(brief_of(values), id="x", build_id="0", epoch=0, pictures={}).one(Context)
    assert context is not None
    assert context.refs is not None
    assert [text.plain for text in texts(context.text)] == ["The break: It was sudden."]
    assert context.refs.plain == "[1]"
