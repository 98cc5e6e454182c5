"""What a final brief must not leave open; and marking, embargo and status on every page and slide."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.brief.rules.references import check_rules
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import ROOT
from tests.support.finished import finish
from tests.support.outlines import brief_of, loaded

DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"
PRODUCTS = (Product.MEMO, Product.DECK, Product.SUMMARY)

SMALL: dict[str, Any] = {
    "title": "The ferry should keep running",
    "bottom_line": "It pays.",
    "sections": [{"title": "Why", "arguments": [{"claim": "The ferry is full."}]}],
}
OWNER = {"organisation": {"name": "Harbour Office"}, "contact": "Call the desk"}


def problems(**changes: Any) -> list[Problem]:
    return list(check_rules(brief_of({**SMALL, **changes})))


def final(**changes: Any) -> list[tuple[str, str, bool]]:
    found = problems(**{"status": "final", "date": "2031-05-28", **changes})
    return [(problem.rule, problem.path, problem.is_error) for problem in found]


# Placeholders


@pytest.mark.parametrize(
    "text",
    [
        "TODO", "todo: ask Ana", "ask TBC", "TBD", "FIXME", "XXX", "xxxx euros", "Lorem ipsum dolor",
        "by […]", "by [...]", "[ ]", "[___]", "[???] boats",
        "[date to be set]", "[Insert name]", "the [placeholder] sails",
    ],
)  # fmt: skip
def test_a_final_brief_with_a_placeholder_is_refused(text: str) -> None:
    assert final(subtitle=text) == [("final-has-no-placeholders", "subtitle", True)]
    assert problems(subtitle=text) == []
    assert problems(subtitle=text, status="review") == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"cc": ["Ana", "TODO"]}, "cc[1]"),
        ({"organisation": {"name": "TODO"}}, "organisation.name"),
        ({"authors": [{"name": "TODO"}]}, "authors[0].name"),
        ({"marking": {"scheme": "free", "label": "TODO"}}, "marking.label"),
        ({"contact": "TODO"}, "contact"),
        ({"keywords": ["TODO"]}, "keywords[0]"),
        ({"version": "TODO"}, "version"),
        ({"headlines": {"map": "TODO"}}, "headlines.map"),
        ({"recommendations": [{"action": "Go", "owner": "TODO"}]}, "recommendations[0].owner"),
        ({"criteria": ["c"], "options": [{"title": "A", "ratings": {"c": "TODO"}}]}, "options[0].ratings.c"),
        ({"options": [{"title": "A", "pros": ["TODO"]}]}, "options[0].pros[0]"),
        (
            {"tables": [{"title": "T", "columns": ["a", "b"], "rows": [["c", "TODO"]]}]},
            "tables[0].rows[0][1]",
        ),
        ({"glossary": [{"term": "a", "definition": "TODO"}]}, "glossary[0].definition"),
        ({"figures": [{"path": "a.png", "title": "T", "alt": "TODO"}]}, "figures[0].alt"),
    ],
)
def test_every_field_with_words_is_looked_at(changes: dict[str, Any], path: str) -> None:
    assert ("final-has-no-placeholders", path, True) in final(**changes)


def test_names_and_addresses_are_no_words() -> None:
    section = {"id": "xxx", "title": "Why", "arguments": [{"claim": "It is full.", "refs": ["TODO"]}]}
    source = {"id": "TODO", "url": "https://example.org/todo/xxx", "file": "TODO.txt"}
    links = [{"from": "xxx", "to": "event"}]
    assert final(sections=[section], sources=[source], links=links, event={"label": "It"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "“It [the ferry] sails” [sic]",
        "“The ferry […] sails,” he says",
        'He says: "The ferry [...] sails"',
        "„Die Fähre […] fährt“",
        "«Le bac […] part»",
        "[all of it](https://example.org/insert)",
        "[to be read](https://example.org)",
        "A method to be chosen later",
    ],
)
def test_brackets_in_a_quotation_and_links_are_no_placeholders(text: str) -> None:
    assert [problem for problem in final(subtitle=text) if problem[0] == "final-has-no-placeholders"] == []


def test_a_quoted_piece_of_evidence_may_be_cut() -> None:
    def sections(kind: str) -> list[dict[str, Any]]:
        evidence = [{"text": "The ferry […] sails.", "kind": kind}]
        return [{"title": "Why", "arguments": [{"claim": "The ferry is full.", "evidence": evidence}]}]

    assert final(sections=sections("quote")) == []
    assert [rule for rule, _, _ in final(sections=sections("data"))] == ["final-has-no-placeholders"]


def test_words_of_other_languages_are_no_placeholders() -> None:
    assert final(language="es", subtitle="Todo el país espera") == []
    assert final(language="nl", subtitle="De strijd tegen tbc")[1:] == []  # the language itself is reported
    assert final(language="es", subtitle="TODO: cifras") == [("final-has-no-placeholders", "subtitle", True)]


# Owners, dates


@pytest.mark.parametrize(
    ("scheme", "label", "owned"),
    [
        ("tlp", "RED", True), ("tlp", "AMBER", True), ("tlp", "AMBER+STRICT", True), ("tlp", "GREEN", True),
        ("tlp", "CLEAR", False),
        ("uk", "OFFICIAL", False), ("uk", "OFFICIAL-SENSITIVE", True), ("uk", "SECRET", True),
        ("uk", "TOP SECRET", True),
        ("cui", "CUI", True), ("cui", "CONTROLLED", True),
        ("free", "Internal", False),
    ],
)  # fmt: skip
def test_a_marking_that_limits_the_spread_requires_an_owner_and_somebody_to_ask(
    scheme: str, label: str, owned: bool
) -> None:
    marking = {"scheme": scheme, "label": label}
    owner, contact = OWNER["organisation"], OWNER["contact"]
    required = [("markings-have-owner", "marking", True)]
    assert final(marking=marking) == required * 2 * owned
    assert final(marking=marking, organisation=owner) == required * owned
    assert final(marking=marking, contact=contact) == required * owned
    assert final(marking=marking, organisation=owner, contact=contact) == []
    assert final(marking=marking, organisation=owner, authors=[{"name": "A", "email": "a@example.org"}]) == []
    assert problems(marking=marking, status="review") == []


def test_the_source_of_a_tlp_text_may_be_a_person() -> None:
    author = {"authors": [{"name": "Ana", "email": "ana@example.org"}]}
    assert final(marking={"scheme": "tlp", "label": "RED"}, **author) == []
    assert final(marking={"scheme": "cui", "label": "CUI"}, **author) == [
        ("markings-have-owner", "marking", True)
    ]


def test_a_final_brief_without_a_date_is_reported() -> None:
    assert final(date=None) == [("final-has-date", "date", False)]
    assert problems() == []


@pytest.mark.parametrize(
    ("embargo", "reported"),
    [
        ("2031-05-27T23:59+00:00", True),
        ("2031-05-28T00:00+09:00", False),  # the day before in UTC, but not at the desk
        ("2031-05-28T09:00+00:00", False),
        ("2032-01-01T00:00Z", False),
    ],
)
def test_an_embargo_that_is_over_on_the_date_of_the_brief_is_reported(embargo: str, reported: bool) -> None:
    marking = {"scheme": "free", "label": "Internal", "embargo_until": embargo}
    expected = [("embargo-after-date", "marking.embargo_until", False)] if reported else []
    assert final(marking=marking) == expected
    assert [problem.rule for problem in problems(marking=marking)] == []  # no date to compare with


# On every page and slide


MARKINGS = {
    "tlp": {"scheme": "tlp", "label": "AMBER+STRICT"},
    "uk": {"scheme": "uk", "label": "OFFICIAL-SENSITIVE"},
    "cui": {"scheme": "cui", "label": "CONTROLLED"},
    "free": {"scheme": "free", "label": "Harbour Office only"},
}
CAVEAT = "For the Board and its staff"


def marked(scheme: str, status: str, *, embargo: bool = True) -> Outline:
    """The dense brief, whose deck has every kind of slide, under a marking with all that belongs to it."""
    marking: dict[str, Any] = {**MARKINGS[scheme], "caveat": CAVEAT}
    if embargo:
        marking["embargo_until"] = "2026-04-02T09:00:00-05:00"
    return loaded(DENSE, marking=marking, status=status)


@cache
def heads(scheme: str, status: str, product: Product) -> dict[str, str]:
    """The words of every header, slide and page of a product, each without its spaces."""
    outline = marked(scheme, status)
    done = finish(outline, product)
    assert done is not None
    extracted = read_back(product, done[1][product])
    if product is Product.MEMO:
        where = dict.fromkeys(("header of page 1", "header of later pages"), "")
        shown = [(one.location, one.text) for one in extracted.of(Kind.HEADER)]
    else:
        unit = "slide" if product is Product.DECK else "page"
        where = dict.fromkeys((f"{unit} {number}" for number in range(1, extracted.pages + 1)), "")
        shown = [(f"{unit} {one.page}", one.text) for one in extracted.of(Kind.BODY, Kind.TITLE)]
    for place, words in shown:
        where[place] += words
    return {place: "".join(words.split()) for place, words in where.items()}


@pytest.mark.parametrize("product", PRODUCTS, ids=str)
@pytest.mark.parametrize("scheme", MARKINGS)
def test_label_caveat_and_embargo_stand_on_every_page_and_slide(scheme: str, product: Product) -> None:
    label = f"TLP:{MARKINGS[scheme]['label']}" if scheme == "tlp" else MARKINGS[scheme]["label"]
    found = heads(scheme, "review", product)
    assert len(found) == {Product.MEMO: 2, Product.SUMMARY: 1}.get(product, len(found)) > 0
    for place, words in found.items():
        caveat = CAVEAT.upper() if scheme == "uk" else CAVEAT
        for required in (label, caveat, "Embargoed until April 2, 2026, 09:00 UTC−5"):
            assert "".join(required.split()) in words, f"{place} lacks {required}"


@pytest.mark.parametrize("product", PRODUCTS, ids=str)
@pytest.mark.parametrize(("status", "word"), [("draft", "Draft"), ("final", "Final")])
def test_the_status_is_a_word_in_the_head_of_every_page_and_slide(
    status: str, word: str, product: Product
) -> None:
    for place, words in heads("tlp", status, product).items():
        assert word in words, f"{place} does not say {word}"


@pytest.mark.parametrize("product", PRODUCTS, ids=str)
def test_a_draft_has_its_word_in_the_head_and_nothing_over_the_text(product: Product) -> None:
    draft, last = (drawn(product, status) for status in ("draft", "final"))
    assert draft == last


def drawn(product: Product, status: str) -> tuple[int, int]:
    """How many texts and how many pictures a product shows."""
    done = finish(marked("tlp", status), product)
    assert done is not None
    extracted = read_back(product, done[1][product])
    return len(extracted.of(Kind.BODY, Kind.TITLE, Kind.HEADER, Kind.LAYOUT)), len(extracted.pictures)


@pytest.mark.parametrize("product", PRODUCTS, ids=str)
def test_the_designation_of_cui_is_on_the_first_page_alone(product: Product) -> None:
    designation = {"controlled_by": ["Agency", "Office"], "categories": "PRVCY", "contact": "Ana, 555-0100"}
    marking = {"scheme": "cui", "label": "CUI//SP-PRVCY//NOFORN", "designation": designation}
    done = finish(loaded(DENSE, marking=marking, status="final"), product)
    assert done is not None
    extracted = read_back(product, done[1][product])
    lines = ("Controlled by: Agency", "Controlled by: Office", "CUI category: PRVCY", "POC: Ana, 555-0100")
    for line in lines:
        found = {one.location: one.page for one in extracted.passages if line in one.text}
        assert len(found) == 1
        assert set(found) == {"footer of page 1"} or set(found.values()) == {1}
