"""Values that are read as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.brief.check import check_model
from builder.brief.load import load_brief
from builder.brief.model import Brief
from builder.brief.natural.names import names_of, other_names
from builder.brief.part import Part
from builder.report.problems import BriefError
from tests.brief.test_model import SMALL, all_parts, argument

SOURCES = [{"id": "gao", "title": "A report"}, {"id": "Flood", "title": "A plan"}]


def read(changes: dict[str, Any]) -> tuple[Brief, list[str]]:
    """The brief with these changes, and what is remarked; None takes a key away."""
    values = {key: value for key, value in {**SMALL, **changes}.items() if value is not None}
    checked = check_model(values)
    assert checked.brief is not None
    assert [problem for problem in checked.problems if problem.is_error] == []
    return checked.brief, [problem.message for problem in checked.problems]


def cited(*refs: str, **more: Any) -> dict[str, Any]:
    return {**argument(refs=list(refs)), "sources": SOURCES, **more}


def chart(rows: Any, **more: Any) -> dict[str, Any]:
    return {"charts": [{"title": "It rose", "rows": rows, **more}]}


def row(category: str, *values: str) -> dict[str, Any]:
    return {"category": category, "values": list(values)}


NATURAL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    # rows of charts
    (chart({"2030": "4", "2031": "5.5"}), chart([row("2030", "4"), row("2031", "5.5")])),
    (chart([{"2030": "4"}, {"2031": ["5", "6"]}]), chart([row("2030", "4"), row("2031", "5", "6")])),
    (chart([["2030", "4", "5"]], legend="Rail"), chart([row("2030", "4", "5")], series=[{"name": "Rail"}])),
    (
        chart([{"year": "2030", "Rail": "4", "Road": "7"}, {"year": "2031", "Rail": "5"}]),
        chart([row("2030", "4", "7"), row("2031", "5", "–")], series=[{"name": "Rail"}, {"name": "Road"}]),
    ),
    (chart({"2030": "1 200"}, type="Small multiples"), chart({"2030": "1200"}, kind="multiples")),
    # one item for a list
    ({"to": "The minister"}, {"to": ["The minister"]}),
    ({"authors": {"name": "Ana"}}, {"authors": [{"name": "Ana"}]}),
    ({"keywords": "water, roads; air"}, {"keywords": ["water", "roads", "air"]}),
    ({"keywords": ["water", None]}, {"keywords": ["water"]}),
    # a text for a part
    ({"authors": ["Ana Ruiz"]}, {"authors": [{"name": "Ana Ruiz"}]}),
    ({"authors": "Ana Ruiz <ana@x.org>"}, {"authors": [{"name": "Ana Ruiz", "email": "ana@x.org"}]}),
    (
        {"author": "A. Ruiz; B. Oe <oe@x.org>"},
        {"authors": [{"name": "A. Ruiz"}, {"name": "B. Oe", "email": "oe@x.org"}]},
    ),
    ({"organisation": "CSIS"}, {"organisation": {"name": "CSIS"}}),
    ({"context": "First this."}, {"context": {"text": "First this."}}),
    ({"risks": "Delay"}, {"risks": [{"text": "Delay"}]}),
    ({"limits": ["No data"]}, {"limits": [{"text": "No data"}]}),
    ({"options": ["Wait"]}, {"options": [{"title": "Wait"}]}),
    ({"recommendations": ["Begin"]}, {"recommendations": [{"action": "Begin"}]}),
    ({"actors": ["Ana: the chair"]}, {"actors": [{"name": "Ana", "role": "the chair"}]}),
    ({"sources": "A book, 2031"}, {"sources": [{"id": "a-book-2031", "title": "A book, 2031"}]}),
    (
        {"sources": ["https://www.x.org/a-plan.pdf"]},
        {"sources": [{"id": "a-plan", "url": "https://www.x.org/a-plan.pdf"}]},
    ),
    (argument(evidence="Three."), argument(evidence=[{"text": "Three."}])),
    (argument(confidence="high"), argument(confidence={"level": "high"})),
    (argument(certainty="Possible"), argument(certainty={"level": "possible"})),
    ({"sections": [{"title": "Why", "arguments": "It pays."}]}, argument()),
    ({"event": {"label": "a", "audience": "in"}}, {"event": {"label": "a", "audience": ["in"]}}),
    ({"subtitle": {"text": "a", "audiences": ["in"]}}, {"subtitle": {"text": "a", "audience": ["in"]}}),
    # a mapping for a list or a text
    (
        {"glossary": {"GHG": "gas", "EU": "a union"}},
        {"glossary": [{"term": "GHG", "definition": "gas"}, {"term": "EU", "definition": "a union"}]},
    ),
    (
        {"audiences": {"public": "Public edition", "staff": {"label": "For staff"}}},
        {
            "audiences": [
                {"name": "public", "label": "Public edition"},
                {"name": "staff", "label": "For staff"},
            ]
        },
    ),
    (
        {"glossary": {"abbreviation": "EU", "meaning": "a union"}},
        {"glossary": [{"term": "EU", "definition": "a union"}]},
    ),
    (
        {"footnotes": {"a": {"text": "So.", "audience": ["in"]}}, "timeline": [{"May": {"text": "A vote"}}]},
        {
            "notes": [{"id": "a", "text": "So.", "audience": ["in"]}],
            "timeline": [{"when": "May", "text": "A vote"}],
        },
    ),
    (
        {"footnotes": {"a": "So.", "1": "No."}},
        {"notes": [{"id": "a", "text": "So."}, {"id": "1", "text": "No."}]},
    ),
    ({"timeline": [{"2031": "A vote"}]}, {"timeline": [{"when": "2031", "text": "A vote"}]}),
    (
        {"contact": {"name": "Ana", "email": "a@x.org", "phone": "+44 20"}},
        {"contact": "Ana, a@x.org, +44 20"},
    ),
    ({"contact": ["Ana", "a@x.org"]}, {"contact": "Ana, a@x.org"}),
    ({"to": ["a", {"Re": "b"}]}, {"to": ["a", "Re: b"]}),
    ({"title": ["One"]}, {"title": "One"}),
    # other names and capitals
    ({"title": None, "Headline": "A title"}, {"title": "A title"}),
    ({"bottom_line": None, "Executive summary": "So."}, {"bottom_line": "So."}),
    ({"Author": "Ana"}, {"authors": [{"name": "Ana"}]}),
    ({"organization": "CSIS", "tags": ["a"]}, {"organisation": {"name": "CSIS"}, "keywords": ["a"]}),
    (
        {"recommendation": {"title": "Begin", "who": "Ana", "deadline": "2031"}},
        {"recommendations": [{"action": "Begin", "owner": "Ana", "when": "2031"}]},
    ),
    (
        {"limitations": [{"description": "x", "kind": "data gap"}]},
        {"limits": [{"text": "x", "kind": "missing"}]},
    ),
    ({"timeline": [{"date": "2031", "event": "x"}]}, {"timeline": [{"when": "2031", "text": "x"}]}),
    (
        {"images": [{"file": "a.png", "caption": "t", "altText": "a"}]},
        {"figures": [{"path": "a.png", "title": "t", "alt": "a"}]},
    ),
    (
        {"figures": [{"path": "a.png", "title": "t", "caption": "c", "alt": "a"}]},
        {"figures": [{"path": "a.png", "title": "t", "caption": "c", "alt": "a"}]},
    ),
    (argument(**{"so-what": "So.", "counter-argument": "No."}), argument(implication="So.", counter="No.")),
    ({"sections": [{"heading": "Why", "claims": ["It pays."]}]}, argument()),
    ({"draft": True}, {"status": "draft"}),
    ({"references": []}, {}),
    # words of a choice
    ({"status": "FINAL", "kind": "Policy brief", "page": "a4"}, {"status": "final"}),
    (argument(confidence="Medium"), argument(confidence={"level": "moderate"})),
    (argument(certainty="likely"), argument(certainty={"level": "qualified"})),
    ({"language": "English"}, {"language": "en"}),
    ({"language": "Deutsch"}, {"language": "de"}),
    ({"language": "en_US"}, {"language": "en-US"}),
    # what belongs to the imprint
    ({"DOI": "10.5555/12345678"}, {"imprint": {"doi": "10.5555/12345678"}}),
    ({"license": "CC BY 4.0", "imprint": None}, {"imprint": {"licence": "CC BY 4.0"}}),
    # a conclusion
    ({"bottom_line": None, "conclusion": "So."}, {"bottom_line": "So."}),
    # markings
    ({"marking": "TLP:AMBER"}, {"marking": {"scheme": "tlp", "label": "AMBER"}}),
    ({"marking": "TLP: AMBER+STRICT"}, {"marking": {"scheme": "tlp", "label": "AMBER+STRICT"}}),
    ({"tlp": "green"}, {"marking": {"scheme": "tlp", "label": "GREEN"}}),
    ({"classification": "Official-Sensitive"}, {"marking": {"scheme": "uk", "label": "OFFICIAL-SENSITIVE"}}),
    (
        {"marking": "OFFICIAL SENSITIVE - COMMERCIAL"},
        {"marking": {"scheme": "uk", "label": "OFFICIAL-SENSITIVE", "caveat": "COMMERCIAL"}},
    ),
    ({"marking": "CUI//SP-PRVCY//NOFORN"}, {"marking": {"scheme": "cui", "label": "CUI//SP-PRVCY//NOFORN"}}),
    ({"marking": "Not for citation"}, {"marking": {"scheme": "free", "label": "Not for citation"}}),
    ({"marking": {"scheme": "TLP", "label": "TLP:RED"}}, {"marking": {"scheme": "tlp", "label": "RED"}}),
    ({"marking": {"level": "TLP:RED"}}, {"marking": {"scheme": "tlp", "label": "RED"}}),
    # addresses
    (
        {"sources": [{"id": "a", "url": "www.x.org/a b.pdf"}]},
        {"sources": [{"id": "a", "url": "https://www.x.org/a%20b.pdf"}]},
    ),
    (
        {"sources": [{"id": "a", "doi": "10.1000/xyz"}]},
        {"sources": [{"id": "a", "url": "https://doi.org/10.1000/xyz"}]},
    ),
    (
        {"sources": [{"id": "a", "year": "2014", "author": ["A", "B"]}]},
        {"sources": [{"id": "a", "date": "2014", "author": "A, B"}]},
    ),
    # keys beside the part that has them
    (
        {"isbn": "978-0-00-000000-2", "License": "CC BY 4.0", "imprint": {"series": "s"}},
        {"imprint": {"series": "s", "isbn": "978-0-00-000000-2", "licence": "CC BY 4.0"}},
    ),
    ({"organization": "CSIS", "department": "Water"}, {"organisation": {"name": "CSIS", "unit": "Water"}}),
    (
        {"bottom_line": "It pays.", "ask": "Approve it."},
        {"bottom_line": {"text": "It pays.", "ask": "Approve it."}},
    ),
    (
        {"tlp": "red", "embargo": "2031-05-01T12:00Z"},
        {"marking": {"scheme": "tlp", "label": "RED", "embargo_until": "2031-05-01T12:00Z"}},
    ),
    ({"bottom_line": None, "conclusion": "It pays."}, {"bottom_line": "It pays."}),
    # a section by its title
    (
        {
            "sections": [{"heading": "What we know", "claims": ["It pays."]}],
            "quotes": [{"text": "Yes.", "section": "what we know"}],
        },
        {
            "sections": [
                {"id": "what-we-know", "title": "What we know", "arguments": [{"claim": "It pays."}]}
            ],
            "quotes": [{"text": "Yes.", "section": "what-we-know"}],
        },
    ),
    # what is written in its section
    (
        {
            "boxes": {"title": "a", "text": "b"},
            "sections": [
                {
                    "heading": "What we know",
                    "box": {"title": "c", "body": "d"},
                    "quotes": ["Yes.", {"text": "No.", "who": "Ana"}],
                    "text": "So.",
                },
                {"title": "Then", "id": "x", "text": "It ends.", "quote": "Perhaps."},
            ],
        },
        {
            "boxes": [{"title": "a", "text": "b"}, {"title": "c", "text": "d", "section": "what-we-know"}],
            "quotes": [
                {"text": "Yes.", "section": "what-we-know"},
                {"text": "No.", "speaker": "Ana", "section": "what-we-know"},
                {"text": "Perhaps.", "section": "x"},
            ],
            "sections": [
                {"id": "what-we-know", "title": "What we know", "text": "So."},
                {"id": "x", "title": "Then", "text": "It ends."},
            ],
        },
    ),
    # arguments in no section
    (
        {"sections": None, "claims": [{"point": "It pays."}]},
        {"sections": [{"title": "Arguments", "arguments": [{"claim": "It pays."}]}]},
    ),
    (
        {"sections": None, "claims": "Es lohnt sich.", "lang": "de"},
        {"language": "de", "sections": [{"title": "Argumente", "arguments": [{"claim": "Es lohnt sich."}]}]},
    ),
    # a list for a text
    (
        {"bottom_line": "So.", "Decision sought": ["Agree A.", "Note B."]},
        {"bottom_line": {"text": "So.", "ask": "Agree A; Note B."}},
    ),
    ({"boxes": [{"title": "a", "items": ["b", "c"]}]}, {"boxes": [{"title": "a", "text": "- b\n- c"}]}),
    # the title or the id as the key
    (
        {"options": {"A": {"benefits": ["b"]}, "B": "Wait."}},
        {"options": [{"title": "A", "pros": ["b"]}, {"title": "B", "description": "Wait."}]},
    ),
    ({"options": {"name": "A", "text": "b"}}, {"options": [{"title": "A", "description": "b"}]}),
    ({"options": [{"A": {"text": "b"}}]}, {"options": [{"title": "A", "description": "b"}]}),
    (
        {"sections": {"Why": "So.", "How": {"claims": ["It pays."]}}},
        {
            "sections": [
                {"title": "Why", "text": "So."},
                {"title": "How", "arguments": [{"claim": "It pays."}]},
            ]
        },
    ),
    (
        {**argument(refs=["br24", "Hull survey"]), "sources": {"br24": "A plan", "Hull survey": "B"}},
        {
            **argument(refs=["br24", "hull-survey"]),
            "sources": [{"id": "br24", "title": "A plan"}, {"id": "hull-survey", "title": "B"}],
        },
    ),
    (
        {**argument(refs=["Hull survey"]), "sources": [{"Hull survey": "B"}, {"name": "C"}]},
        {
            **argument(refs=["hull-survey"]),
            "sources": [{"id": "hull-survey", "title": "B"}, {"id": "c", "title": "C"}],
        },
    ),
    # several actions in one recommendation
    (
        {
            "recommendations": [
                "Wait",
                {"to": "Ana", "actions": [{"what": "Go", "timeline": "2031"}, "Stop"]},
                {"what": "Sleep", "timeframe": "now"},
            ]
        },
        {
            "recommendations": [
                {"action": "Wait"},
                {"action": "Go", "for": "Ana", "when": "2031"},
                {"action": "Stop", "for": "Ana"},
                {"action": "Sleep", "when": "now"},
            ]
        },
    ),
    # references
    (cited("gao p. 14"), cited("gao#p.14")),
    (cited("GAO", "flood#p2"), cited("gao", "Flood#p2")),
    (cited("a report, p. 4", "A Plan (page 3)"), cited("gao#p.4", "Flood#page3")),
    ({**argument(refs="gao, Flood"), "sources": SOURCES}, cited("gao", "Flood")),
    ({**argument(source="gao"), "sources": SOURCES}, cited("gao")),
    # cells
    (
        {
            "tables": [
                {"title": "t", "columns": ["a", ""], "rows": [["", None], ["x", True], ["x", "y", None]]}
            ]
        },
        {"tables": [{"title": "t", "columns": ["a", "–"], "rows": [["–", "–"], ["x", "true"], ["x", "y"]]}]},
    ),
    (
        {"options": [{"title": "o", "ratings": {"Cost": None, "Time": "low"}}]},
        {"criteria": ["Cost", "Time"], "options": [{"title": "o", "ratings": {"Cost": "–", "Time": "low"}}]},
    ),
]


@pytest.mark.parametrize(("natural", "canonical"), NATURAL)
def test_what_has_one_meaning_is_read_so(natural: dict[str, Any], canonical: dict[str, Any]) -> None:
    found, remarks = read(natural)
    assert found == read(canonical)[0]
    assert remarks == []


@pytest.mark.parametrize(
    ("natural", "canonical", "remark"),
    [
        (
            {"marking": {"scheme": "tlp", "label": "WHITE"}},
            {"marking": {"scheme": "tlp", "label": "CLEAR"}},
            "`WHITE` is read as `CLEAR`, as it is called since TLP 2.0",
        ),
        (
            {"recommendations": [{"action": "Go", "owner": "TBD"}], "status": "final"},
            {"recommendations": [{"action": "Go"}], "status": "final"},
            "`TBD` is read as null, which prints as “not stated”",
        ),
        (
            {
                "images": [{"path": "a.png", "title": "t", "alt": "a"}],
                "graphs": [{"path": "b.png", "title": "t", "alt": "a"}],
            },
            {"figures": [{"path": name, "title": "t", "alt": "a"} for name in ("a.png", "b.png")]},
            "`images` and `graphs` are read as one list",
        ),
        (
            {"background": "One.", "introduction": "Two."},
            {"context": {"text": "One. Two."}},
            "`background` and `introduction` are read as one text",
        ),
        (
            {"kind": "Research paper"},
            {"kind": "policy_brief", "kind_label": "Research paper"},
            "`Research paper` is printed; all else is as in a policy brief",
        ),
        (
            {"type": "issue brief"},
            {"kind": "policy_brief", "kind_label": "Issue brief"},
            "`Issue brief` is printed; all else is as in a policy brief",
        ),
        (
            {"conclusion": "So.", "bottom_line": None, "summary": "Begin."},
            {
                "bottom_line": "Begin.",
                "sections": [*SMALL["sections"], {"title": "Conclusion", "text": "So."}],
            },
            "`conclusion` is read as the last section",
        ),
        (
            {"claims": ["It pays."]},
            {"sections": [*SMALL["sections"], {"title": "Arguments", "arguments": [{"claim": "It pays."}]}]},
            "`claims` are read as the last section",
        ),
        (
            {"language": "Deutsch", "Conclusion": "So ist es."},
            {"language": "de", "sections": [*SMALL["sections"], {"title": "Fazit", "text": "So ist es."}]},
            "`Conclusion` is read as the last section",
        ),
        (cited("2"), cited("Flood"), "`2` is read as the source of this number, `Flood`"),
        (
            cited("https://x.org/index"),
            cited("index", sources=[*SOURCES, {"id": "index", "url": "https://x.org/index"}]),
            "`https://x.org/index` is read as a source to be added to `sources`",
        ),
    ],
)
def test_a_meaning_that_is_not_plain_to_everybody_is_remarked(
    natural: dict[str, Any], canonical: dict[str, Any], remark: str
) -> None:
    found, remarks = read(natural)
    assert found == read(canonical)[0]
    assert remarks == [remark]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("cover: ferry.png", "cover.alt"),
        ("figures: ferry.png", "figures[0].alt"),
        ("notes: {a: {audience: x}}", "notes[0].text"),
    ],
)
def test_a_key_that_a_text_in_place_of_a_mapping_lacks_is_reported_at_the_text(
    line: str, path: str, tmp_path: Path
) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(f"title: T\nbottom_line: B\n{line}\nsections: [{{title: S, text: T}}]\n", "utf-8")
    with pytest.raises(BriefError) as raised:
        load_brief(file)
    (found,) = [each for each in raised.value.problems if each.path == path]
    assert found.position is not None
    assert found.position.line == 3


def test_a_source_without_id_takes_the_name_by_which_it_is_cited() -> None:
    changes = {
        **argument(refs=["traffic", "census"]),
        "sources": [{"url": "https://x.org/traffic-2025"}, {"title": "Two"}],
    }
    assert [source.id for source in read(changes)[0].sources] == ["traffic", "two"]


@pytest.mark.parametrize(
    ("changes", "rule", "path"),
    [
        ({"licence": "CC0", "license": "CC BY"}, "unique-keys", "license"),
        ({"isbn": "1", "imprint": {"isbn": "2"}}, "unique-keys", "isbn"),
        ({"isbn": "978-0-00-000000-2", "imprint": ["a"]}, "types-correct", "imprint"),
        ({"kind": "policy brif"}, "values-allowed", "kind"),
        ({"ID": "SUB/2025"}, "ids-well-formed", "id"),
        ({"reference": "SUB/2025", "sources": SOURCES}, "unique-keys", "reference"),
        ({"recommendations": ["Go"], "next_steps": [{"what": "Meet"}]}, "unique-keys", "next_steps"),
        ({"legal": "In confidence."}, "known-keys", "legal"),
        ({"options": {"A": {"rating": "Red"}}}, "types-correct", "options[0].ratings"),
        (
            {"sections": [{"title": "a", "text": "t"}] * 2, "quotes": [{"text": "q", "section": "a b"}]},
            "ids-well-formed",
            "quotes[0].section",
        ),
    ],
)
def test_what_could_have_two_meanings_is_asked(changes: dict[str, Any], rule: str, path: str) -> None:
    problems = [problem for problem in check_model({**SMALL, **changes}).problems if problem.is_error]
    assert (rule, path) in [(problem.rule, problem.path) for problem in problems]


def test_nothing_is_changed_in_a_canonical_brief() -> None:
    values: dict[str, Any] = {**SMALL, "status": "draft", "sources": SOURCES}
    checked = check_model(values)
    assert (checked.changes, checked.origin) == ((), {})


def test_every_row_of_other_names_is_about_a_key_that_there_is() -> None:
    known = {f"{part.__name__}.{key}" for part in all_parts(Part) for key in part.fields} | {"*.refs"}
    assert set(other_names()) <= known


def test_no_other_name_means_two_keys_of_a_part() -> None:
    for part in all_parts(Part):
        named = [name for key in part.fields for name in names_of(part, key)]
        assert len(named) == len(set(named)), part
