"""Every sentence that the builder itself says about a brief is printed when it is true, and only then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from builder.languages.language import language_for
from builder.layout.pages import Item, TextBox, walk
from builder.outline.blocks import Outline
from builder.outline.text import Product, texts
from builder.pipeline import products
from tests.support.outlines import LIBRARY, outline_of

LABELS = language_for("en").labels
Changes = dict[str, Any]


def sections(*arguments: Changes) -> Changes:
    return {"sections": [{"title": "Why", "arguments": list(arguments)}]}


def sourced(count: int, **parts: str) -> Changes:
    return {
        "sources": [{"id": f"s{n}", "title": f"Report {n}", **parts} for n in range(count)],
        **sections({**FREE, "refs": [f"s{n}" for n in range(count)]}),
    }


def timeline(*times: str) -> Changes:
    return {"timeline": [{"when": when, "what": f"Something happened {when}."} for when in times]}


def advice(count: int, **parts: str) -> Changes:
    return {"recommendations": [{"action": f"Open on Sunday {n}.", **parts} for n in range(count)]}


def people(count: int) -> Changes:
    return {"authors": [{"name": f"Ana Author {n}"} for n in range(count)]}


def certain(level: str, sources: int) -> Changes:
    given = sourced(sources)
    (section,) = given["sections"]
    section["arguments"][0] |= {"certainty": level}
    return given


def choices(count: int, criteria: int = 0, **parts: object) -> Changes:
    names = [f"Point {n}" for n in range(criteria)]
    ratings = dict.fromkeys(names, "good")
    options = [{"title": f"Way {n}", "ratings": ratings, "pros": ["Quick"]} for n in range(count)]
    return {"criteria": names, "options": [*options[:-1], {**options[-1], **parts}]}


def asks(ask: str) -> Changes:
    return {"bottom_line": {"text": "The library should open.", "ask": ask}}


def weighed(count: int, **parts: object) -> Changes:
    """Options that all have something for and against them, but for the last of them."""
    both = choices(count)["options"]
    return {"options": [*({**one, "cons": ["Slow"], **parts} for one in both[:-1]), {**both[-1], **parts}]}


def rated() -> Changes:
    """Options of which there is nothing but how they are rated."""
    given = choices(2, 1)
    return given | {"options": [{**one, "pros": []} for one in given["options"]]}


def mixed() -> Changes:
    return {"recommendations": [*advice(1)["recommendations"], {"action": "Open at night.", **THEIRS}]}


def partly_dated() -> Changes:
    first, last = advice(2, owner="The town", when="2031-03")["recommendations"]
    return {"recommendations": [first, {**last, "when": "soon"}]}


def dangers(count: int, helped: int = 0) -> Changes:
    help = {"mitigation": "Ask the town again."}
    return {
        "risks": [{"text": f"Money may run out {n}.", **(help if n < helped else {})} for n in range(count)]
    }


def gaps(count: int) -> Changes:
    return {"limits": [f"Nobody counted street {n}." for n in range(count)]}


def sorted_gaps(**kinds: int) -> Changes:
    given = (kind for kind, count in kinds.items() for _ in range(count))
    return {"limits": [{"kind": kind, "text": f"Street {n} is open."} for n, kind in enumerate(given)]}


def bodies(count: int) -> Changes:
    return {"actors": [{"name": f"Town {n}", "role": "Pays"} for n in range(count)]}


def words(count: int) -> Changes:
    return {"glossary": [{"term": f"term {n}", "definition": "A word."} for n in range(count)]}


def figures(count: int) -> Changes:
    return {"key_figures": [{"value": "71 %", "label": f"of town {n}"} for n in range(count)]}


def drawn(*values: int, **more: object) -> Changes:
    """A line of values by year."""
    rows = [{"category": str(2031 + year), "values": [str(value)]} for year, value in enumerate(values)]
    return {
        "charts": [{"kind": "line", "title": "Visits change.", "series": ["Visits"], "rows": rows, **more}]
    }


def spent(year: str) -> Changes:
    """Evidence with a number of a year, and one of 2030 that it compares with."""
    compare = [{"label": "2030", "value": "4"}]
    number = {"text": "euros a visit", "value": "5", "label": year, "compare": compare}
    return sections({**FREE, "evidence": [number]})


def parted(total: str) -> Changes:
    """Evidence of 1 and 3 million, in a claim that names a total."""
    evidence = [{"text": "for heat", "value": value, "unit": "million"} for value in ("1", "3")]
    return sections({"claim": f"It costs {total} million a year.", "evidence": evidence})


def background(count: int, **more: str) -> Changes:
    return {"context": {"text": " ".join(f"Street {n} is quiet." for n in range(count)), **more}}


def messages(count: int) -> Changes:
    return {"key_messages": [f"Sunday {n} matters to most people." for n in range(count)]}


def paired(*links: tuple[str, str]) -> Changes:
    """Two effects and two responses, joined as a whole, with further links between them."""
    effects = [{**FREE, "id": "busy", "label": "More people"}, {**OPEN, "id": "warm", "label": "No heating"}]
    given = {"id": "effects", "title": "What follows", "role": "effect", "arguments": effects}
    ends = [("event", "busy"), ("event", "warm"), ("effects", "recommendations"), *links]
    return {
        "event": {"label": "It opens on Sundays"},
        "sections": [given],
        "recommendations": [
            {"id": f"r{n}", "action": f"Open on Sunday {n}.", "label": f"Sunday {n}"} for n in range(2)
        ],
        "links": [{"from": one, "to": other, "certainty": "possible"} for one, other in ends],
    }


FREE: Changes = {"claim": "Most people are free on Sundays."}
OPEN: Changes = {"claim": "The building is heated on Sundays anyway."}
ALL_PARTS = {"author": "Ana Author", "publisher": "The Town", "date": "2031-03-01"}
DATED, LATER = "1 March 2031", "2 April 2031"
THEIRS = {"origin": "source"}

# Labels that hold a sign of a statement, such as a number or "not", and say nothing about the whole brief:
# names, forms that a value is put into, how to read the files, and what belongs to one element of the brief.
OTHERS = {
    *(
        "one_page_summary",
        "version",
        "embargo",
        "figure",
        "table",
        "box",
        "in_memo",
        "annex_title",
        "range",
        "page_count",
    ),
    *("in_the_source", "in_the_sources", "according_to", "attribution", "with_cue", "confidence"),
    *("confidence_with_basis", "accessed", "read_as", "reading", "reading_of_one", "page_of", "continued"),
    *(
        "map_alt",
        "map_alt_long",
        "to_nodes",
        "node_group",
        "leads",
        "lead",
        "leads_possibly",
        "lead_possibly",
    ),
    *("volume", "issue", "page", "pages", "limit_missing", "qr_code"),
    *("full_stop", "notes_purpose", "notes_purpose_one", "and_more"),
    *("titles.mapped", "titles.approving", "titles.limits_sorted"),
    *(
        f"titles.{name}.{index}"
        for name in ("map_causes", "map_effects", "map_possible", "map_responses", "dated_sources")
        for index in range(2)
    ),
}

# A statement, a brief of which it is true, and one of which it is not.
STATEMENTS: dict[str, tuple[Changes, Changes]] = {
    "order_only": (timeline("First", "Then"), timeline("First", DATED)),
    "order_partly_dated": (timeline("First", DATED), timeline(DATED, LATER)),
    "owner_and_timing_not_stated": (advice(2), advice(2, owner="The town")),
    "no_pairs": (paired(), paired(("busy", "r0"))),
    "speech.unowned": (advice(2), advice(2, when="In March 2031")),
    "not_stated": (advice(1, owner="The town"), advice(1, owner="The town", when="In March 2031")),
    "suggestions_are_theirs": (sourced(1) | advice(1, **THEIRS), sourced(1) | advice(1)),
    "suggestions_are_theirs_many": (sourced(2) | advice(1, **THEIRS), sourced(1) | advice(1, **THEIRS)),
    "more_in_memo": (advice(8), advice(6) | gaps(3)),
    "same_numbers": (sections(FREE, OPEN), sections(FREE)),
    "many_sources": (sourced(4), sourced(3)),
    "speech.draws_on_one": (sourced(1), sourced(2)),
    "speech.asserted": (certain("asserted", 1), certain("possible", 1)),
    "speech.qualified": (certain("qualified", 1), certain("asserted", 1)),
    "speech.possible": (certain("possible", 1), certain("qualified", 1)),
    "speech.why_now": (background(2, why_now="It rains."), background(2)),
    "speech.owner": (advice(1, owner="The town"), advice(1, when="In March 2031")),
    "speech.timing": (advice(1, when="In March 2031"), advice(1, owner="The town")),
    "speech.mitigation": (dangers(1, 1), dangers(1)),
    "speech.cons": (weighed(2, cons=["Dear"]), choices(2)),
    "speech.rated": (rated(), choices(2, 1)),
    "not_given": (sourced(1), sourced(1, **ALL_PARTS)),
    "not_set": ({}, people(1) | {"organisation": {"name": "The Town"}, "date": "2031-03-01"}),
    "date_not_set": ({}, {"date": "2031-03-01"}),
    "memo_gives_evidence": (sections({**FREE, "evidence": ["Offices are closed."]}), sections(FREE)),
    "and_others": (people(13), people(12)),
    "asserted_meaning": (certain("asserted", 1), certain("asserted", 2)),
    "asserted_meaning_many": (certain("asserted", 2), certain("asserted", 1)),
    "qualified_meaning": (certain("qualified", 1), certain("qualified", 2)),
    "qualified_meaning_many": (certain("qualified", 2), certain("qualified", 1)),
    "possible_meaning": (certain("possible", 1), certain("possible", 2)),
    "possible_meaning_many": (certain("possible", 2), certain("possible", 1)),
    "chart_rises": (drawn(3, 5), drawn(5, 3)),
    "chart_falls": (drawn(5, 3), drawn(3, 5)),
    "chart_between": (drawn(5, 7, 5), drawn(5, 7, alt="A line.")),
    "axis_begins": (drawn(93, 95), drawn(93, 95, start="0")),
    "breakdown": (parted("4"), parted("5")),
    "titles.changed.0": (spent("2031"), spent("2032")),
    "titles.changed.1": (spent("2032"), spent("2031")),
    "best_marked": (choices(2, 1, best=["Point 0"]), choices(2, 1)),
    "titles.answer.0": (sections(FREE), sections(FREE, OPEN)),
    "titles.answer.1": (sections(FREE, OPEN), sections(FREE)),
    "titles.context.0": (background(1), background(2)),
    "titles.context.1": (background(2), background(1)),
    "titles.urgent": (background(2, why_now="It rains."), background(2)),
    "titles.cite": ({"imprint": {"series": "Town Briefs"}}, {}),
    "titles.messages.0": (messages(1), messages(2)),
    "titles.messages.1": (messages(2), messages(1)),
    "titles.figures.0": (figures(1), figures(2)),
    "titles.figures.1": (figures(2), figures(1)),
    "titles.options.0": (choices(1), choices(2)),
    "titles.options.1": (choices(2), choices(1)),
    "titles.compared.0": (choices(2, 1), choices(2, 2)),
    "titles.compared.1": (choices(2, 2), choices(1, 2)),
    "titles.weighed": (weighed(2, cons=["Dear"]), weighed(2)),
    "titles.recommended.0": (choices(2, recommended=True), choices(2)),
    "titles.recommended.1": (weighed(3, recommended=True), choices(3, recommended=True)),
    "titles.recommendations.0": (advice(1), advice(2)),
    "titles.recommendations.1": (advice(2), sourced(1) | advice(2, **THEIRS)),
    "titles.suggestions.0": (sourced(1) | advice(1, **THEIRS), advice(1)),
    "titles.suggestions.1": (sourced(1) | advice(2, **THEIRS), advice(2)),
    "titles.mixed": (sourced(1) | mixed(), advice(2)),
    "titles.owned.0": (advice(1, owner="The town", when="soon"), advice(1)),
    "titles.owned.1": (advice(2, owner="The town"), advice(2)),
    "titles.dated.0": (advice(1, when="In March 2031"), advice(1, when="Soon")),
    "titles.dated.1": (advice(2, when="2031-03-01"), advice(2, when="within 3 months")),
    "titles.owned_and_dated.0": (advice(1, owner="The town", when="2031-03"), advice(1, owner="The town")),
    "titles.owned_and_dated.1": (advice(2, owner="The town", when="2031-03"), partly_dated()),
    "titles.risks.0": (dangers(1), dangers(2)),
    "titles.risks.1": (dangers(2), dangers(1)),
    "titles.countered.0": (dangers(1, 1), dangers(1)),
    "titles.countered.1": (dangers(2, 2), dangers(3, 2)),
    "titles.some_countered.0": (dangers(2, 1), dangers(1, 1)),
    "titles.some_countered.1": (dangers(3, 2), dangers(3, 1)),
    "titles.limits.0": (gaps(1), gaps(2)),
    "titles.limits.1": (gaps(2), gaps(1)),
    "titles.sources.0": (sourced(1), sourced(2)),
    "titles.sources.1": (sourced(2), sourced(1)),
    "titles.actors.0": (bodies(1), bodies(2)),
    "titles.actors.1": (bodies(2), bodies(1)),
    "titles.terms.0": (words(1), words(2)),
    "titles.terms.1": (words(2), words(1)),
    "titles.years.0": (timeline(DATED, LATER), timeline(DATED, "2032")),
    "titles.years.1": (timeline("2032", DATED), timeline(DATED, "Then")),
    "titles.spanned": (timeline(DATED, "2032"), timeline("2032", DATED)),
    "titles.asked": (choices(2) | asks("Approve Way 1."), choices(2) | asks("Report on Way 1.")),
    "titles.limits_missing.0": (sorted_gaps(missing=1, tension=1), sorted_gaps(missing=2, tension=1)),
    "titles.limits_missing.1": (sorted_gaps(missing=2, tension=1), sorted_gaps(missing=2)),
    "titles.limits_ambiguous.0": (sorted_gaps(missing=1, ambiguous=1), gaps(2)),
    "titles.limits_ambiguous.1": (sorted_gaps(missing=1, ambiguous=2), gaps(3)),
    "titles.limits_tension.0": (sorted_gaps(missing=1, tension=1), gaps(2)),
    "titles.limits_tension.1": (sorted_gaps(missing=1, tension=2), gaps(3)),
    "titles.steps.0": (timeline("First"), timeline("First", "Then")),
    "titles.steps.1": (timeline("First", "Then"), timeline(DATED, LATER)),
}


def said(outline: Outline) -> str:
    """Return all that the three files of an outline say."""
    pages = [products.lay_out(outline, product).pages for product in (Product.DECK, Product.SUMMARY)]
    placed = (page for one in pages if one for page in one.pages)
    words = [text.plain for text in texts(outline)]
    for page in placed:
        words += [*_pieces(page.items), *(_joined(paragraph) for paragraph in page.notes)]
    return "\n".join(words)


def _pieces(items: tuple[Item, ...]) -> Iterator[str]:
    for item in walk(items):
        if isinstance(item, TextBox):
            yield from (_joined(paragraph.pieces) for paragraph in item.paragraphs)


def _joined(pieces: Any) -> str:
    return "".join(piece.text.plain if piece.text else piece.separator for piece in pieces)


def pattern(name: str) -> re.Pattern[str]:
    """Return what the statement looks like, whatever is in its blanks."""
    phrase = phrases()[name]
    numbers = "|".join(LABELS.titles.numbers.split())
    number = rf"(?i:{numbers})" if name.startswith("titles.") else r"\d+"
    blanks = re.escape(phrase).replace(r"\{count\}", number).replace(r"\ ", r"\s")
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", blanks))


def phrases() -> dict[str, str]:
    """Return the words of English by their names, forms of titles as “titles.risks.0”."""
    found = {name: getattr(LABELS, name) for name in LABELS.__struct_fields__}
    found |= {f"speech.{name}": getattr(LABELS.speech, name) for name in LABELS.speech.__struct_fields__}
    for name in LABELS.titles.__struct_fields__:
        forms = getattr(LABELS.titles, name)
        named = (
            {f".{index}": form for index, form in enumerate(forms)}
            if isinstance(forms, tuple)
            else {"": forms}
        )
        found |= {f"titles.{name}{suffix}": form for suffix, form in named.items()}
    return found


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_printed_when_it_is_true_and_only_then(name: str) -> None:
    true, false = (said(outline_of(LIBRARY, **changes)) for changes in STATEMENTS[name])
    assert pattern(name).search(true), true
    assert not pattern(name).search(false), false


def test_every_statement_of_the_language_is_tried() -> None:
    signs = re.compile(r"\{|\.$|\b(no|not|only|same|more|all|each|one|partly)\b", re.I)
    found = {name for name in LABELS.__struct_fields__ if is_statement(getattr(LABELS, name), signs)}
    found |= {name for name in phrases() if name.startswith("titles.")} - {"titles.numbers"}
    assert found == OTHERS | {name for name in STATEMENTS if not name.startswith("speech.")}


def is_statement(words: object, signs: re.Pattern[str]) -> bool:
    return isinstance(words, str) and bool(signs.search(words.rstrip()))


def test_a_summary_says_how_many_limits_it_leaves_out() -> None:
    def more(count: int) -> list[str]:
        return re.findall(r"and \d+ more in the memo", said(outline_of(LIBRARY, **gaps(count))))

    assert (more(3), set(more(5))) == ([], {"and 2 more in the memo"})
