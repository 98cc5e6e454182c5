"""What the model's types cannot say: ids, refs, links, ratings, markings, and the wording."""

from __future__ import annotations

import random
from typing import Any

import pytest

from builder.brief.images import Picture, PictureFault
from builder.brief.model import Brief
from builder.brief.rules.marks import unsafe_links, visible
from builder.brief.rules.references import MOST_ARGUMENTS, check_rules
from builder.brief.rules.style import count_words
from builder.brief.walk import walk
from builder.languages.language import known_tags, language_for
from builder.outline.blocks import ArgumentMap
from builder.report.problems import Problem
from tests.conftest import ROOT
from tests.support.outlines import brief_of, outline_of

SAMPLE = ROOT / "brief.yaml"

ENGLISH = language_for("en").style


def brief(**changes: Any) -> Brief:
    small = {"title": "The ferry should keep running", "bottom_line": "It pays.", "sections": sections()}
    return brief_of({**small, **changes})


def sections(*claims: str, **changes: Any) -> list[dict[str, Any]]:
    arguments = [{"claim": claim, **changes} for claim in claims or ("The ferry is full.",)]
    return [{"id": "why", "title": "Why", "arguments": arguments}]


def problems(**changes: Any) -> list[Problem]:
    return list(check_rules(brief(**changes)))


def rules(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.rule, problem.path) for problem in problems(**changes)]


def test_a_small_brief_has_no_problems() -> None:
    assert rules() == []


def test_ids_are_unique_among_all_that_links_can_name() -> None:
    found = problems(
        sections=[{"id": "a", "title": "A", "arguments": [{"id": "b", "claim": "It is so."}]}],
        recommendations=[{"id": "a", "action": "Go"}, {"id": "event", "action": "Stay"}],
        tables=[{"id": "b", "title": "T", "columns": ["c", "d"], "rows": [["e", "f"]]}],
    )
    assert [(p.path, p.message) for p in found] == [
        ("recommendations[0].id", "`a` is already the id of sections[0]"),
        ("recommendations[1].id", "the id `event` is reserved for the argument map"),
        ("tables[0].id", "`b` is already the id of sections[0].arguments[0]"),
    ]


def test_sources_have_ids_of_their_own_space() -> None:
    found = rules(
        sections=sections(refs=["why", "event"]), sources=[{"id": "why"}, {"id": "event"}, {"id": "why"}]
    )
    assert found == [("unique-ids", "sources[2].id")]


def test_a_ref_may_carry_a_locator_but_needs_its_source() -> None:
    found = problems(
        sections=sections(evidence=[{"text": "It is.", "refs": ["report#p3", "raport#p4"]}]),
        event={"label": "It", "refs": ["report"]},
        sources=[{"id": "report"}],
    )
    assert [(p.rule, p.path, p.hint) for p in found] == [
        ("refs-resolve", "sections[0].arguments[0].evidence[0].refs[1]", "did you mean `report`?")
    ]


def test_every_kind_of_part_with_refs_is_looked_at() -> None:
    parts = {
        "context": {"text": "It is.", "refs": ["x"]},
        "event": {"label": "It", "refs": ["x"]},
        "links": [{"from": "why", "to": "event", "refs": ["x"]}],
        "actors": [{"name": "Ana", "role": "acts", "refs": ["x"]}],
        "timeline": [{"when": "now", "text": "It is.", "refs": ["x"]}],
        "recommendations": [{"action": "Go", "refs": ["x"]}],
        "tables": [{"title": "T", "columns": ["a", "b"], "rows": [["c", "d"]], "refs": ["x"]}],
        "figures": [{"path": "a.png", "title": "T", "alt": "A", "refs": ["x"]}],
    }
    paths = [path for rule, path in rules(**parts, sections=sections(refs=["x"])) if rule == "refs-resolve"]
    assert sorted(paths) == sorted(
        ["context.refs[0]", "event.refs[0]", "sections[0].arguments[0].refs[0]"]
        + [f"{key}[0].refs[0]" for key in list(parts)[2:]]
    )


def test_links_join_what_is_there() -> None:
    link = {"from": "event", "to": "recommendations"}
    assert rules(links=[link], event={"label": "It"}, recommendations=[{"action": "Go"}]) == []
    assert rules(links=[link]) == [("links-resolve", "links[0].from"), ("links-resolve", "links[0].to")]
    assert rules(links=[{"from": "why", "to": "why"}]) == [("links-connect-two", "links[0]")]


@pytest.mark.parametrize(
    ("links", "undrawn"),
    [
        ([("a", "event")], []),
        ([("a", "b"), ("a", "event")], ["links[0]"]),
        ([("event", "why"), ("why", "b"), ("b", "effects")], ["links[1]"]),
        ([("x", "effects"), ("y", "x"), ("y", "other")], ["links[1]", "links[2]"]),
        ([("go", "recommendations"), ("tried", "go"), ("effects", "go")], ["links[0]", "links[1]"]),
    ],
)
def test_a_link_that_makes_no_arrow_is_reported(links: list[tuple[str, str]], undrawn: list[str]) -> None:
    sections = [
        {"id": "why", "title": "W", "role": "cause", "arguments": arguments("a", "b")},
        {"id": "effects", "title": "E", "role": "effect", "arguments": arguments("c")},
        {"id": "tried", "title": "T", "role": "response", "arguments": arguments("d")},
        {"id": "other", "title": "O", "arguments": arguments("x", "y")},
    ]
    values = {
        "sections": sections,
        "event": {"label": "It"},
        "recommendations": [{"id": "go", "action": "Go"}],
    }
    joined = [{"from": start, "to": end} for start, end in links]
    found = problems(**values, links=joined)
    others = {"claims-differ", "columns-linked"}
    assert [(p.rule, p.path, p.is_error) for p in found if p.rule not in others] == [
        ("links-drawn", path, False) for path in undrawn
    ]
    drawn = outline_of({"title": "T", "bottom_line": "B", **values}, links=joined).one(ArgumentMap)
    assert drawn is not None
    for path in undrawn:
        index = int(path[len("links[") : -1])
        less = outline_of(
            {"title": "T", "bottom_line": "B", **values}, links=joined[:index] + joined[index + 1 :]
        )
        fewer = less.one(ArgumentMap)
        assert fewer is not None
        assert {(edge.source, edge.target) for edge in fewer.edges} == {
            (edge.source, edge.target) for edge in drawn.edges
        }


def arguments(*ids: str) -> list[dict[str, Any]]:
    return [{"id": name, "claim": f"The {name} is."} for name in ids]


def test_a_column_of_the_map_that_no_link_joins_is_reported() -> None:
    sections = [
        {"id": "why", "title": "W", "role": "cause", "arguments": arguments("a", "b")},
        {"title": "E", "role": "effect", "arguments": arguments("c")},
        {"id": "other", "title": "O", "arguments": arguments("x", "y")},
    ]
    values = {"sections": sections, "event": {"label": "It"}, "recommendations": [{"action": "Go"}]}

    def reported(*links: dict[str, str]) -> list[str]:
        found = problems(**values, links=list(links))
        return [p.message for p in found if p.rule == "columns-linked" and p.path == "links"]

    to_event, onwards = {"from": "a", "to": "event"}, {"from": "c", "to": "recommendations"}
    assert reported(to_event, onwards) == []
    assert reported(to_event) == [
        "no link leads to or from `c`, so the map leaves its column out",
        "no link leads to or from `recommendations`, so the map leaves its column out",
    ]
    assert reported({"from": "a", "to": "b"}) == []  # no column is joined, so all are shown


def test_links_without_a_second_column_are_reported() -> None:
    sections = [{"id": "why", "title": "W", "role": "cause", "arguments": arguments("a", "b")}]
    link = {"from": "a", "to": "b"}
    assert ("links-drawn", "links[0]") in rules(sections=sections, links=[link])
    assert (
        outline_of({"title": "T", "bottom_line": "B", "sections": sections, "links": [link]}).one(ArgumentMap)
        is None
    )


@pytest.mark.parametrize("language", ["pt-BR", "tlh", "nl"])
def test_a_language_without_fixed_words_is_reported_with_those_that_have_them(language: str) -> None:
    (problem,) = problems(language=language)
    assert (problem.rule, problem.path, problem.is_error) == ("language-supported", "language", False)
    assert problem.hint == "available languages: de, en, es, fr, ja"
    assert language_for(language).labels is language_for("en").labels


def test_each_language_with_fixed_words_is_known() -> None:
    assert [rules(language=f"{tag}-XX") for tag in known_tags()] == [[]] * len(known_tags())


def test_what_the_files_properties_cannot_hold_is_reported() -> None:
    found = rules(
        title="wall " * 52,
        subject="w" * 255,
        authors=[{"name": "n" * 26} for _ in range(10)],
        keywords=["k" * 23] * 10,
    )
    assert [path for rule, path in found if rule == "properties-fit"] == ["title", "authors"]


@pytest.mark.parametrize("group", ["tables", "figures"])
def test_tables_and_figures_name_a_section_that_is_there(group: str) -> None:
    one = {"title": "T", "columns": ["a", "b"], "rows": [["c", "d"]]}
    if group == "figures":
        one = {"title": "T", "path": "a.png", "alt": "A"}
    assert rules(**{group: [{**one, "section": "why"}]}) == []
    assert rules(**{group: [{**one, "section": "wy"}]}) == [("sections-exist", f"{group}[0].section")]


def test_rows_have_a_cell_for_every_column() -> None:
    (problem,) = problems(tables=[{"title": "T", "columns": ["a", "b"], "rows": [["c", "d"], ["e"]]}])
    assert (problem.path, problem.message) == (
        "tables[0].rows[1]",
        "the row has 1 cell; the table has 2 columns",
    )


def test_options_are_rated_by_the_criteria_and_all_of_them() -> None:
    found = problems(
        criteria=["cost", "speed"], options=[{"title": "Wait", "ratings": {"cost": "low", "sped": "-"}}]
    )
    assert [(p.rule, p.path, p.is_error) for p in found] == [
        ("ratings-fit-criteria", "options[0].ratings.sped", True),
        ("ratings-complete", "options[0].ratings", False),
    ]


def test_a_decision_memo_says_who_decides_what() -> None:
    (problem,) = problems(kind="decision_memo", to=["The minister"], subject="Ferries")
    assert problem.message == "a decision memo needs `from`, `bottom_line.ask`"
    whole = {"to": ["a"], "from": ["b"], "subject": "c", "bottom_line": {"text": "d", "ask": "Decide."}}
    assert rules(kind="decision_memo", **whole) == []


@pytest.mark.parametrize(
    ("scheme", "label", "hint"),
    [
        ("tlp", "AMBER+STRICT", None),
        ("uk", "OFFICIAL-SENSITIVE", None),
        ("free", "For friends", None),
        ("cui", "CUI//SP-TAX//NOFORN", None),
        ("cui", "CUI//SP-TAX/SP-INTEL", None),
        ("cui", "SECRET//NOFORN", "expected one of: CUI, CONTROLLED"),
        ("cui", "CUI//", "did you mean `CUI`?"),
        ("uk", "OFFICIAL//LOCSEN", "did you mean `OFFICIAL`?"),
        ("tlp", "PURPLE", "expected one of: RED, AMBER, AMBER+STRICT, GREEN, CLEAR"),
        ("uk", "offical", "did you mean `OFFICIAL`?"),
        ("cui", "SECRET", "expected one of: CUI, CONTROLLED"),
    ],
)
def test_a_marking_has_a_label_of_its_scheme(scheme: str, label: str, hint: str | None) -> None:
    found = problems(marking={"scheme": scheme, "label": label})
    assert [(p.path, p.hint) for p in found] == ([("marking.label", hint)] if hint else [])


def test_a_picture_that_does_not_open_is_reported_at_its_path() -> None:
    figures = [{"path": name, "title": "T", "alt": "A"} for name in ("good.png", "bad.png")]
    opened: dict[str, Picture | PictureFault] = {
        "good.png": Picture(b"", "PNG", 1600, 900),
        "bad.png": PictureFault("it is damaged", "save it again"),
    }
    found = list(check_rules(brief(figures=figures), opened))
    assert [(p.path, p.message, p.hint) for p in found] == [
        ("figures[1].path", "it is damaged", "save it again")
    ]


@pytest.mark.parametrize(
    ("text", "unsafe"),
    [
        ("see [here](https://example.org/a_(b)?c=d) and [there](mailto:a@b.org)", []),
        ("[x](javascript:alert(1))", ["javascript:alert"]),
        ("[x]( data:text/html,y) [z](FILE:///etc)", ["data:text/html,y", "FILE:///etc"]),
        ("[x](//example.org) [y](www.example.org)", ["//example.org", "www.example.org"]),
        ("an array [1](2), a note [a](b), f(x)", []),
    ],
)
def test_links_lead_to_the_web_or_to_a_mailbox(text: str, unsafe: list[str]) -> None:
    assert unsafe_links(text) == unsafe


def test_a_link_that_a_space_breaks_is_reported_not_printed() -> None:
    links = ("[x](https://example.org/a b)", '[x](http://example.org "title")', "[x]( www.example.org a)")
    for link in (*links, "[x](mailto:ann lee@example.org)", "[x]( https://example.org)"):
        assert ("links-safe", "bottom_line.text") in rules(bottom_line=f"See {link}.")
    assert rules(bottom_line="He wrote [it](twice, see note).") == []


@pytest.mark.parametrize(
    ("link", "misleads"),
    [
        ("[www.x.org](https://y.org/a)", True),
        ("[see https://x.org](https://y.org)", True),
        ("[a@x.org](mailto:b@x.org)", True),
        ("[https://x.org/a](https://www.x.org/b)", False),
        ("[a@x.org](mailto:a@x.org?subject=x)", False),
        ("[us](https://x.org), https://y.org", False),
    ],
)
def test_a_link_that_shows_another_address_is_reported(link: str, misleads: bool) -> None:
    assert (("links-safe", "disclaimer") in rules(disclaimer=f"See {link}.")) is misleads


def test_links_are_looked_at_in_every_text() -> None:
    bad = "[x](javascript:y)"
    found = rules(
        bottom_line=bad,
        disclaimer=bad,
        keywords=["a", bad],
        tables=[{"title": "T", "columns": ["a", "b"], "rows": [["c", bad]]}],
        criteria=["c"],
        options=[{"title": "O", "pros": [bad], "ratings": {"c": bad}}],
    )
    assert [path for rule, path in found if rule == "links-safe"] == [
        "disclaimer",
        "keywords[1]",
        "bottom_line.text",
        "options[0].pros[0]",
        "options[0].ratings.c",
        "tables[0].rows[0][1]",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", 3),
        ("one – two", 2),
        ("**bold words** and a [link text](https://example.org/one/two)", 6),
        ("it's 3.5 per cent", 4),
        ("日本は会談を中止", 4),
        ("日本 the end", 3),
        ("2 * 3 * 4", 3),
    ],
)
def test_words_are_counted_as_a_reader_sees_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_marks_are_not_seen() -> None:
    assert visible("a **b *c* d** [d **e**](https://f.g/h_(i)) [j]") == "a b c d d e [j]"


def test_a_text_over_its_budget_is_a_warning_that_says_by_how_much() -> None:
    (problem,) = problems(subtitle=" ".join(["word"] * 20))
    assert (problem.path, problem.message) == ("subtitle", "20 words; the budget is 18")
    assert problem.hint == "shorten it by 2 words"
    assert not problem.is_error
    assert rules(subtitle=" ".join(["word"] * 18)) == []


def test_a_claim_twice_too_long_is_an_error() -> None:
    claim = "The ferry is full " + "and more than full " * 12
    (problem,) = problems(sections=sections(claim.strip()))
    assert (problem.rule, problem.is_error) == ("text-length", True)
    assert problem.message.endswith("the limit is 220")


@pytest.mark.parametrize(
    "claim",
    [
        "Trade talks may be delayed.",
        "Politics at home came before diplomacy.",
        "The ferry doesn't pay.",
        "Exports fell.",
        "It burns.",
        "Fire burns.",
        "A closed harbour corrodes.",
        "Nobody knows.",
        "Cost's up 5% – and rising.",
        "It’s worse.",
        "Water costs more than bread.",
        "Rents outpace wages.",
        "Officials debate the reform.",
        "Germany phases out coal.",
        "Drought threatens the harvest.",
        "Nobody planned for floods.",
        "Fishing rights divide the neighbours.",
        "Five of the six ports in the region without any road connection",
        "貿易協議は延期される可能性がある。",
        "Торговые переговоры отложены",
        "2031: 48 %",
        "—",
    ],
)
def test_a_sentence_passes_for_one(claim: str) -> None:
    assert ENGLISH is not None
    assert ENGLISH.is_sentence(claim)


@pytest.mark.parametrize(
    "claim",
    ["Trade disruption", "Policy differences", "A new era for ferries", "Why Japan", "Germany's new lines"],
)
def test_a_heading_does_not_pass_for_a_sentence(claim: str) -> None:
    assert ENGLISH is not None
    assert not ENGLISH.is_sentence(claim)
    assert rules(sections=sections(claim)) == [("claims-are-sentences", "sections[0].arguments[0].claim")]
    assert rules(sections=sections(claim), language="de") == []


@pytest.mark.parametrize(
    ("claim", "certainty", "broken"),
    [
        ("Trade will fall.", {"level": "asserted"}, ""),
        ("Trade will fall.", {"level": "possible"}, "hedges-kept"),
        ("Trade might fall.", {"level": "possible", "cue": "may"}, "cues-quoted"),
        ("Trade looks set to fall.", {"level": "qualified", "cue": "looks set"}, ""),
        ("Trade, it was suggested, will fall.", {"level": "qualified", "cue": "suggests"}, ""),
        ("Trade **may** fall.", {"level": "asserted", "cue": "May"}, ""),
        ("Trade will fall.", {"level": "qualified", "cue": "may"}, "cues-quoted"),
        ("Trade will fall.", {"level": "asserted", "cue": "must"}, "cues-quoted"),
        ("Trade is likely to fall.", {"level": "qualified"}, ""),
    ],
)
def test_a_claim_keeps_the_hedge_of_its_source(claim: str, certainty: dict[str, str], broken: str) -> None:
    path = {"hedges-kept": "claim", "cues-quoted": "certainty.cue"}
    found = rules(sections=sections(claim, certainty=certainty))
    assert found == ([(broken, f"sections[0].arguments[0].{path[broken]}")] if broken else [])


@pytest.mark.parametrize(
    ("language", "claim", "cue", "is_there"),
    [
        ("de", "Der Handel könnte sinken.", "könnten", True),
        ("de", "Der Handel sinkt.", "könnten", False),
        ("ja", "貿易が減る可能性がある。", "可能性", True),
        ("ja", "貿易が減る。", "可能性", False),
        ("pt", "O comércio talvez caia.", "talvez", True),
    ],
)
def test_a_cue_is_looked_for_in_every_language(language: str, claim: str, cue: str, is_there: bool) -> None:
    found = rules(sections=sections(claim, certainty={"level": "possible", "cue": cue}), language=language)
    assert ("cues-quoted" in dict(found)) is not is_there


def test_an_argument_rests_on_a_source_where_there_are_any() -> None:
    source = {"sources": [{"id": "a"}], "context": {"text": "It is.", "refs": ["a"]}}
    assert rules(**source) == [("arguments-sourced", "sections[0].arguments[0].refs")]
    assert rules(**source, sections=sections(refs=["a"])) == []
    assert rules(**source, sections=sections(evidence=[{"text": "It is.", "refs": ["a"]}])) == []


def test_a_source_that_nobody_cites_is_reported() -> None:
    assert rules(sources=[{"id": "a"}], sections=sections())[0] == ("sources-cited", "sources[0].id")


@pytest.mark.parametrize(
    ("gist", "reported"),
    [
        ("The XYB decides.", True),
        ("The Export Bank (XYB) decides, then the XYB pays.", False),
        ("The XYB (export bank) decides.", False),
        ("The Xenon Yard Board decides, so the XYB is slow.", False),
        ("The US, the UK, the EU and NATO met in World War II.", False),
        ("WE SAY XYB", False),
    ],
)
def test_an_acronym_is_spelt_out_once(gist: str, reported: bool) -> None:
    found = rules(sections=sections(gist=gist))
    assert found == ([("acronyms-spelt-out", "sections[0].arguments[0].gist")] if reported else [])


def test_the_glossary_spells_out_acronyms() -> None:
    glossary = [{"term": "XYB", "definition": "the export bank"}]
    assert rules(sections=sections(gist="The XYB decides."), glossary=glossary) == []


def test_two_claims_that_say_the_same_are_reported() -> None:
    assert rules(sections=sections("The ferry may be full.", "The ferry is full.", "A ferry sank.")) == [
        ("claims-differ", "sections[0].arguments[1].claim")
    ]


def test_walking_meets_every_part_once_in_the_order_of_the_page() -> None:
    met = [path for path, _ in walk(brief(event={"label": "It"}, sections=sections("One is.", "Two is.")))]
    assert met == ["", "templates", "bottom_line", "event", "headlines", "sections[0]"] + [
        f"sections[0].arguments[{index}]" for index in (0, 1)
    ]


def test_as_many_arguments_as_a_brief_may_have_are_checked_in_a_breath() -> None:
    chance = random.Random(1)
    vocabulary = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(500)]
    claims = [f"The {' '.join(chance.choices(vocabulary, k=6))} is so." for _ in range(MOST_ARGUMENTS)]
    assert (
        rules(sections=sections(*claims, gist="The ABC and the DEF decide."))
        == [("acronyms-spelt-out", "sections[0].arguments[0].gist")] * 2
    )


def test_tables_with_more_cells_than_can_be_read_back_are_refused_where_they_begin_to_be_too_many() -> None:
    rows = [[*"123456789"]] * 200
    wide = [{"id": f"t{n}", "title": "T", "columns": [*"abcdefghi"], "rows": rows} for n in range(8)]
    (problem,) = problems(tables=wide)
    assert (problem.rule, problem.path) == ("list-length", "tables[3].rows")
    assert problem.message == "the tables have 7,200 cells up to here; the limit is 6,474"
    assert rules(tables=wide[:3]) == []


@pytest.mark.parametrize(
    ("language", "path"),
    [("he", "language"), ("ar-EG", "language"), ("ks-Arab", "language"), ("uz-Arab", "language")],
)
def test_a_language_that_runs_from_the_right_is_refused_once(language: str, path: str) -> None:
    found = problems(language=language, title="דוח", bottom_line="הגשר ייסגר.")
    assert [(one.path, one.message) for one in found if one.rule == "text-left-to-right"] == [
        (path, "text that runs from right to left cannot be set yet, in any of the three files")
    ]


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("الجسر مغلق", True),
        ("(«2031» تقرير)", True),
        ("The bridge (גשר) is shut", False),
        ("42 %", False),
        ("Le pont fermé", False),
    ],
)
def test_a_text_that_begins_on_the_right_is_refused_where_it_is(title: str, refused: bool) -> None:
    assert (("text-left-to-right", "title") in rules(title=title)) is refused


@pytest.mark.parametrize("language", ["ur-Latn", "ks-Deva", "en"])
def test_a_language_in_a_script_that_runs_from_the_left_is_not_refused(language: str) -> None:
    assert "text-left-to-right" not in dict(rules(language=language))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Water is H~2~O here.", None),
        ("An area of 3 km^2^ or so.", None),
        ("The peak T~max~ of T^top^.", "^top^"),
        ("The peak of T~day~.", "~day~"),
        ("So $a_i = b^2$ holds.", "$a_i = b^2$"),
        ("It costs $5m, or $7m next year.", None),
        ("It costs $5_000 and $6_000.", None),
        ("It costs $5_000 or ($6_000).", None),
        ("So $x_1$ is $y^2$.", "$x_1$"),
        ("The <b>ferry</b> is late.", "<b>"),
        ("Fish &amp; chips.", "&amp;"),
        ("If a <b and c> d.", None),
        ("R&D; B&B.", None),
        ("Was __never__ on time.", "__never__"),
        ("Was _never_ on time.", "_never_"),
        ("See file_name_here now.", None),
        ("It is ~~not~~ true.", "~~not~~"),
        ("About ~3 km, ~4 km.", None),
        ("A note[^2].", "[^2]"),
        ("See ![the quay](quay.png).", "![the quay](quay.png)"),
        ("See [the plan](plan.pdf).", "[the plan](plan.pdf)"),
        ("See [it](https://example.org/a_(b_(c_(d)))) now.", "[it](https://example.org/a_(b_(c_(d))))"),
        ("See [it](https://example.org/__a__/b_(c)) now.", None),
        ("See https://example.org/__a__/~b~/c^d^.", None),
        (r"The \[draft\] (of May).", None),
        ("**All** of *it*, [here](https://example.org).", None),
    ],
)
def test_markup_that_is_printed_as_typed_is_named(text: str, printed: str | None) -> None:
    found = [(one.path, one.message) for one in problems(disclaimer=text) if one.rule == "markup-understood"]
    assert found == ([("disclaimer", f"`{printed}` is printed as it is typed")] if printed else [])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ferries are late [4].", "[4]"),
        ("So say two [1, 2].", "[1, 2]"),
        ("So say some [1–3].", "[1–3]"),
        ("In [2031] and [sic].", None),
        (r"Ferries are late \[4\].", None),
        ("See [4](https://example.org).", None),
    ],
)
def test_a_number_in_brackets_that_is_no_reference_is_named(text: str, typed: str | None) -> None:
    found = [one.message for one in problems(disclaimer=text) if one.rule == "references-not-typed"]
    assert found == (
        [f"`{typed}` looks like a reference, but its number is not kept up to date"] if typed else []
    )
