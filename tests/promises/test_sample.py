"""The sample brief against its article: own words, no invention, no lost hedge, all thirty facts.

The article is not part of the repository. `data/article-8grams.txt` replaces it: a salted hash of every run
of eight words in the article, so that a copied run is found without the article being published.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

BRIEF = ROOT / "brief.yaml"
RUNS = ROOT / "tests" / "data" / "article-8grams.txt"
RUN_WORDS = 8

# --- what the three products say ---

PRODUCTS = ("memo", "deck", "summary")

# A path is written without its list positions: `sections.arguments.claim`.
SETTINGS = {"language", "page", "sections.role", "links.from", "links.to", "links.certainty"}
SETTING_KEYS = {"id", "kind", "status", "refs", "origin", "level"}
AT_SUMMARY_DEPTH = {
    "title",
    "subtitle",
    "disclaimer",
    "keywords",
    "bottom_line.text",
    "event.label",
    "event.text",
    "headlines.map",
    "sections.title",
    "sections.arguments.claim",
    "sections.arguments.label",
    "sections.arguments.gist",
    "sections.arguments.certainty.cue",
    "recommendations.action",
    "recommendations.label",
    "recommendations.detail",
    "recommendations.certainty.cue",
    "recommendations.certainty.according_to",
    "sources.note",
}
IN_THE_MEMO_ONLY = {"subject", "to", "from", "cc", "glossary.term", "glossary.definition"}
IN_THE_DECK_ONLY = {"bottom_line.headline", "context.headline"}
LIMITS_IN_THE_SUMMARY = 3


def load() -> Any:
    return yaml.safe_load(BRIEF.read_text(encoding="utf-8"))


def arguments() -> list[dict[str, Any]]:
    return [argument for section in load()["sections"] for argument in section["arguments"]]


def fields(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the brief with its path, in order; ids, references and settings are left out."""
    if isinstance(node, dict):
        for key, value in node.items():
            inner = f"{path}.{key}" if path else key
            if key not in SETTING_KEYS and inner not in SETTINGS:
                yield from fields(value, inner)
    elif isinstance(node, list):
        for item in node:
            yield from fields(item, path)
    elif isinstance(node, str):
        yield path, " ".join(node.split()).replace("’", "'")


def words_of(product: str) -> tuple[str, ...]:
    """The texts of one product, in order: all of the memo, the deck with its notes, the one-page summary."""
    texts: list[str] = []
    limits = 0
    for path, text in fields(load()):
        limits += path == "limits.text"
        is_early_limit = path == "limits.text" and limits <= LIMITS_IN_THE_SUMMARY
        if path in AT_SUMMARY_DEPTH or is_early_limit:
            shown_in = set(PRODUCTS)
        elif path in IN_THE_MEMO_ONLY:
            shown_in = {"memo"}
        elif path in IN_THE_DECK_ONLY:
            shown_in = {"deck"}
        else:
            shown_in = {"memo", "deck"}
        if product in shown_in:
            texts.append(text)
    return tuple(texts)


def all_words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for product in PRODUCTS for text in words_of(product)))


def test_every_product_says_something_and_the_summary_says_less_than_the_others() -> None:
    assert len(words_of("summary")) > 50
    assert set(words_of("summary")) < set(words_of("deck"))
    assert set(words_of("summary")) < set(words_of("memo"))


def test_the_fields_named_here_are_those_of_the_brief() -> None:
    named = AT_SUMMARY_DEPTH | IN_THE_DECK_ONLY | {"subject", "to", "from"}
    assert named - {path for path, _ in fields(load())} == set()


# --- own words ---


def folded(text: str) -> list[str]:
    """The words in lower case and British spelling: apostrophes and points go, other signs part words."""
    plain = re.sub(r"['’.]", "", text.casefold())
    british = re.sub(
        r"iz(?=e|at|ing)", "is", plain.replace("defense", "defence").replace("neighbor", "neighbour")
    )
    return re.sub(r"\W+", " ", british).split()


def runs(text: str) -> Iterator[str]:
    words = folded(text)
    for start in range(len(words) - RUN_WORDS + 1):
        yield " ".join(words[start : start + RUN_WORDS])


def hashed(run: str, salt: str) -> str:
    return hashlib.sha256((salt + run).encode()).hexdigest()[:12]


def article_runs() -> tuple[str, str, frozenset[str]]:
    """The salt, one run in clear that proves salt and folding, and the hashes of all runs of the article."""
    lines = [line for line in RUNS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    salt, control, *hashes = lines
    return salt.removeprefix("salt: "), control.removeprefix("control: "), frozenset(hashes)


def copied_runs(texts: tuple[str, ...]) -> list[str]:
    salt, _, known = article_runs()
    return [run for text in texts for run in runs(text) if hashed(run, salt) in known]


def test_the_data_file_holds_the_whole_article() -> None:
    _, _, known = article_runs()
    assert len(known) == 1173
    assert all(re.fullmatch(r"[0-9a-f]{12}", entry) for entry in known)


def test_a_copied_run_is_found_whatever_its_case_and_punctuation() -> None:
    _, control, _ = article_runs()
    disguised = "It lists “" + control.upper().replace(" ", ", ", 3) + "”!"
    assert len(control.split()) == RUN_WORDS
    assert copied_runs((disguised,)) == [control]
    assert copied_runs((control.rsplit(" ", 1)[0],)) == []


def test_the_brief_shares_no_run_of_eight_words_with_the_article() -> None:
    assert sum(len(list(runs(text))) for text in all_words()) > 300
    assert copied_runs(all_words()) == []


# --- no inventions ---

# What the builder adds or the brief points with: paragraphs, references, numbers of parts, quoted cue words.
POINTERS = re.compile(
    r"\bs\d+p\d+\b|\[1(?:, [^\]]*)?\]|\b[AR]\d\b|\b(?:source|figure|table|page) \d+|\(“[\w ]+”\)", re.I
)
INVENTIONS = {
    "a date": r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:(?:Mon|Tues|Wednes|Thurs|Fri)day|spring|summer|autumn|winter|yesterday|last \w+|decades?)\b",
    "a person or an office": r"\b(?:president|premier|secretary|ambassador|envoy|spokes\w+)\b"
    r"|\b(?:prime|foreign|defence) minist\w+|\b(?:diet|congress|ruling party)\b",
    "a place": r"\b(?:Tokyo|Washington|Beijing|Seoul|Pyongyang|White House|Pentagon|Okinawa|Taiwan)\b",
    "a kind of meeting": r"\b(?:summit|two-plus-two|phone call|video call|hotline)\b|2\s*\+\s*2",
    "a figure": r"\d|%|\b(?:per ?cent|percentage|billion|million|tariffs?|deficit|troops?|polls?|survey)\b",
    "a treaty": r"\b(?:treaty|pact|accord|TPP|CPTPP|RCEP)\b",
    "an organisation": r"\b(?:UN|United Nations|ASEAN|Quad|G7|G20|WTO|NATO|AUKUS|European|EU|think tank)\b",
    "a reaction": r"\b(?:the United States|US officials?) (?:said|replied|responded|regret\w*)\b"
    r"|\bapolog\w+|\bannounced\b",
    "an act of a neighbour": r"\b(?:sanction\w*|protest\w*|boycott\w*|courts?|drills?|missiles?|islands?)\b",
    "an effect that has happened": r"\b(?:has|have|had) (?:already |now |been )*"
    r"(?:stalled|weakened|collapsed|delayed|disrupted|lost|broken|eroded)\b"
    r"|\btalks (?:are|were) (?:stalled|delayed|suspended)\b",
    "another who cancelled": r"\b(?:United States|US|both(?: \w+)?) (?:also )?cancel\w*",
    "a follow-up": r"\bwill (?:meet|resume|reschedule)|\brescheduled\b",
    "a likelihood": r"\b(?:probabl[ey]|probability|(?:un)?likely|almost certain\w*|odds|chances are)\b",
    "a deadline": r"\b(?:within|by the end of|no later than) (?:\w+ )?(?:days?|weeks?|months?|years?)\b",
    "a spoken quotation": r"[“”\"]|\b(?:told reporters|said that)\b",
    "this meeting as high-level": r"\b(?:cancel\w*|the|this|planned) high-level meeting\b",
    "a stronger word": r"\b(?:tactical\w*|rupture\w*|collapse\w*|cris[ie]s|breakdown|enemy|hostile|split)\b"
    r"|\bdivided government\b|\bend(?:s|ed|ing)? (?:of )?the alliance\b",
    "South Korea as a threat": r"\bSouth Korea\b[^.;]*\bthreat|\bthreat[^.;]*\bSouth Korea\b",
    "public health as a cause": r"\bpublic health\b[^.;]*\b(?:strain|cause|divide|dispute)",
}
PROPER_NOUNS = {"Japan", "Japan–US", "United", "States", "US", "China", "North", "South", "Korea"}
PROPER_NOUNS |= {"Asia-Pacific", "East", "Asia", "Second", "World", "War"}


def invented(texts: tuple[str, ...]) -> list[tuple[str, str]]:
    return [
        (what, text)
        for text in texts
        for what, pattern in INVENTIONS.items()
        if re.search(pattern, POINTERS.sub(" ", text), re.I)
    ]


SEEDED = {
    "a date": "Japan called the meeting off in March.",
    "a person or an office": "The prime minister would not travel.",
    "a place": "The two were to meet in Washington.",
    "a kind of meeting": "The summit was cancelled.",
    "a figure": "The decision rests on 3 causes.",
    "a treaty": "The mutual defence treaty is at issue.",
    "an organisation": "ASEAN pressed for balance.",
    "a reaction": "The United States regretted the decision.",
    "an act of a neighbour": "China's sanctions weighed on Japan.",
    "an effect that has happened": "Trade talks have already stalled.",
    "another who cancelled": "Both countries cancelled the meeting.",
    "a follow-up": "The two will meet again.",
    "a likelihood": "A delay is likely.",
    "a deadline": "Ease tension within ninety days.",
    "a spoken quotation": "“We need time”, it said.",
    "this meeting as high-level": "Japan called off the high-level meeting.",
    "a stronger word": "The alliance is in crisis.",
    "South Korea as a threat": "North Korea, China and South Korea are named as threats.",
    "public health as a cause": "Public health is a source of strain.",
}


@pytest.mark.parametrize("what", INVENTIONS)
def test_a_seeded_invention_is_found(what: str) -> None:
    assert invented((SEEDED[what],)) == [(what, SEEDED[what])]


def test_the_brief_invents_nothing() -> None:
    assert len(all_words()) > 100
    assert invented(all_words()) == []


def test_the_brief_names_nobody_whom_the_article_does_not_name() -> None:
    inside = [word for text in all_words() for word in re.findall(r"(?<=[\w,;:] )[A-Z][\w–-]*", text)]
    assert "Korea" in inside
    assert [word for word in inside if word not in PROPER_NOUNS] == []


def test_what_the_article_does_not_give_stays_null() -> None:
    brief = load()
    (source,) = brief["sources"]
    unknown = ("title", "author", "publisher", "date", "url", "accessed")
    assert [source[key] for key in unknown] == [None] * len(unknown)
    assert [brief[key] for key in ("date", "version", "organisation", "marking", "contact")] == [None] * 5
    assert brief["authors"] == []
    assert all(item["owner"] is None and item["when"] is None for item in brief["recommendations"])


# --- certainty ---

HEDGES = re.compile(r"\b(?:may|might|could|can|potential\w*|suggest\w*|perhaps|chance)\b", re.I)
CERTAINTY = {
    "home": ("qualified", "may have", "src1#s2p1"),
    "policy": ("asserted", None, "src1#s2p2"),
    "outside": ("asserted", None, "src1#s2p3"),
    "trade": ("possible", "potential", "src1#s3p2"),
    "security": ("possible", "may", "src1#s3p3"),
    "trust": ("possible", "might", "src1#s3p4"),
}


def test_each_argument_keeps_the_degree_of_certainty_of_the_article() -> None:
    held = {
        argument["id"]: (
            argument["certainty"]["level"],
            argument["certainty"].get("cue"),
            *argument["refs"],
        )
        for argument in arguments()
    }
    assert held == CERTAINTY


@pytest.mark.parametrize("field", ["claim", "gist", "reasoning"])
def test_a_hedged_argument_says_so_in_each_of_its_wordings(field: str) -> None:
    hedged = [argument for argument in arguments() if argument["certainty"]["level"] != "asserted"]
    assert len(hedged) == 4
    assert [argument["id"] for argument in hedged if not HEDGES.search(argument[field])] == []


def test_the_label_of_a_possible_effect_is_hedged_too() -> None:
    effects = [argument for argument in arguments() if argument["certainty"]["level"] == "possible"]
    assert len(effects) == 3
    assert [effect["label"] for effect in effects if not HEDGES.search(effect["label"])] == []


def test_what_the_article_asserts_is_not_softened() -> None:
    asserted = [argument["claim"] for argument in arguments() if argument["certainty"]["level"] == "asserted"]
    assert len(asserted) == 2
    assert [claim for claim in asserted if HEDGES.search(claim)] == []


def test_no_sentence_anywhere_states_an_effect_as_a_fact() -> None:
    effect = re.compile(r"\b(?:weak|disrupt|delay|hinder|doubt|exploit|suffer|reliab|affected|harder)", re.I)
    held_back = re.compile(rf"{HEDGES.pattern}|\b(?:no|nothing|if)\b", re.I)
    sentences = [sentence for text in all_words() for sentence in re.split(r"(?<=[.?]) ", text)]
    effects = [sentence for sentence in sentences if effect.search(sentence)]
    assert len(effects) > 12
    assert [sentence for sentence in effects if not held_back.search(sentence)] == []


def test_a_response_says_who_suggests_it_and_hedges_what_it_may_bring() -> None:
    responses = load()["recommendations"]
    assert {response["origin"] for response in responses} == {"source"}
    assert [response["certainty"]["according_to"] for response in responses] == [
        "unnamed analysts",
        "unnamed experts",
        "the article",
        "the article",
    ]
    possible = [response["detail"] for response in responses if response["certainty"]["level"] == "possible"]
    assert len(possible) == 3
    assert [detail for detail in possible if not HEDGES.search(detail)] == []


def test_causes_lead_to_the_event_and_no_effect_is_paired_with_one_response() -> None:
    arrows = {(link["from"], link["to"]): link["certainty"] for link in load()["links"]}
    assert arrows == {
        ("home", "event"): "asserted",
        ("policy", "event"): "asserted",
        ("outside", "event"): "asserted",
        ("event", "trade"): "possible",
        ("event", "security"): "possible",
        ("event", "trust"): "possible",
        ("effects", "recommendations"): "possible",
    }


# --- references ---

PARAGRAPHS = {f"src1#s{part}p{n}" for part, last in enumerate((3, 4, 5, 4), 1) for n in range(1, last + 1)}
SUMMING_UP = {"src1#s3p5"}  # repeats what is in its section


def refs_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from value if key == "refs" else refs_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from refs_in(item)


def test_every_reference_is_a_paragraph_of_the_article_and_no_paragraph_is_passed_over() -> None:
    cited = set(refs_in(load())) - {"src1"}
    assert len(PARAGRAPHS) == 16
    assert cited - PARAGRAPHS == set()
    assert PARAGRAPHS - cited == SUMMING_UP


def test_everything_the_article_is_made_to_say_has_its_paragraph() -> None:
    brief = load()
    evidence = [piece for argument in arguments() for piece in argument["evidence"]]
    parts = ("recommendations", "links", "actors", "timeline", "tables")
    items = [
        *arguments(),
        *evidence,
        brief["context"],
        brief["event"],
        *(i for part in parts for i in brief[part]),
    ]
    assert len(items) > 40
    assert [item for item in items if not item["refs"]] == []


# --- thirty facts ---

# A fact is one or more sayings; a saying holds when one text has all of its words.
FACTS: dict[str, list[list[str]]] = {
    "F1 high-stakes meeting, cancelled abruptly": [["high-stakes meeting"], ["abrupt"]],
    "F2 Japan took the decision": [["Japan (?:to )?cancel"]],
    "F3 meant for Asia-Pacific issues": [["meeting was to take up", "Asia-Pacific issues"]],
    "F4 expected topics": [
        ["expected topics", "defence", "economic ties", "North Korea's nuclear ambitions"]
    ],
    "F5 alliance from after the war": [["alliance", "after the Second World War"]],
    "F6 what the alliance rests on": [["rests on", "mutual security agreements", "economic cooperation"]],
    "F7 strain of recent months": [
        ["recent months", "strain", "trade", "regional security", "foreign-policy"]
    ],
    "F8 China's growing influence": [["China's growing influence", "both countries", "rethink"]],
    "F9 causes inside and outside": [["at home", "abroad|outside", "led Japan to cancel"]],
    "F10 factions differ": [["factions", "differ"]],
    "F11 public feeling": [["public feeling about the United States", "pressure"]],
    "F12 a possible misjudgement": [["leadership may have misjudged", "meeting"]],
    "F13 cohesion at home first": [["may have", "cohesion at home", "engagement abroad"]],
    "F14 policy divergence": [["trade", "defence commitments", "climate", "divide|differ"]],
    "F15 a wish for autonomy": [["US directives", "can be read as", "autonomy"]],
    "F16 withdrawal, not rejection": [
        ["strategic withdrawal", "not (?:a|an outright) (?:rejection|refusal)"]
    ],
    "F17 pivotal outside pressure": [["other countries", "international organisations", "pivotal"]],
    "F18 China and South Korea may weigh": [["may (?:feel the weight|weigh)", "China and South Korea"]],
    "F19 more than bilateral": [["suggests", "more than a bilateral matter"]],
    "F20 both reassess": [["both countries are reassessing"]],
    "F21 trade talks at risk": [["trade talks face potential disruption or delay"]],
    "F22 trade imbalances discussed": [["discussions", "trade imbalances"]],
    "F23 policy and agreements": [["trade policy", "agreements", "could"]],
    "F24 US mainstay of security": [
        ["United States", "mainstay"],
        ["military support", "strategic guidance"],
    ],
    "F25 regional threats": [["North Korea and China", "threats"]],
    "F26 security work and posture": [
        ["security cooperation may weaken", "high-level meetings"],
        ["may hinder joint work", "Japan's defensive posture"],
    ],
    "F27 doubts and openings": [
        ["might doubt", "US commitments"],
        ["US reliability", "might", "other powers"],
    ],
    "F28 informal talks first": [
        ["informal talks first"],
        ["back channels can ease tension", "high-level meetings could follow"],
        ["unnamed analysts"],
    ],
    "F29 common interests": [
        ["common interests first"],
        ["climate change, public health and trade", "may"],
        ["unnamed experts"],
    ],
    "F30 a setback and a chance": [["renewed dialogue"], ["setback", "chance", "strong partnership"]],
}
MUST_CARRY = {"F2", "F4", "F9", "F14", "F16", "F17", "F21", "F26", "F27", "F28", "F29", "F30"}
GAPS = [r"\bdate\b", r"\bplace\b", "participants", "official reasons", "US reaction", "figures"]
TENSIONS = [
    r"misjudgement or strategic withdrawal\?",
    r"trade and climate .*strain.*common ground",
    r"China .*threat.*neighbour",
]


def missing_sayings(fact: str, texts: tuple[str, ...]) -> list[list[str]]:
    return [
        saying
        for saying in FACTS[fact]
        if not any(all(re.search(word, text, re.I) for word in saying) for text in texts)
    ]


def test_the_facts_are_thirty_and_none_holds_by_itself() -> None:
    assert [fact.split()[0] for fact in FACTS] == [f"F{number}" for number in range(1, 31)]
    assert all(missing_sayings(fact, ("Japan and the United States are allies.",)) for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("product", ["memo", "deck"])
def test_memo_and_deck_carry_every_fact(product: str, fact: str) -> None:
    assert missing_sayings(fact, words_of(product)) == []


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.split()[0] in MUST_CARRY])
def test_the_summary_carries_the_facts_nobody_may_miss(fact: str) -> None:
    assert missing_sayings(fact, words_of("summary")) == []


@pytest.mark.parametrize("gap", GAPS)
def test_the_summary_shows_what_the_article_does_not_give(gap: str) -> None:
    assert [text for text in words_of("summary") if re.search(gap, text, re.I)] != []


@pytest.mark.parametrize("tension", TENSIONS)
@pytest.mark.parametrize("product", ["memo", "deck"])
def test_a_tension_inside_the_article_is_shown_and_not_smoothed_over(product: str, tension: str) -> None:
    assert [text for text in words_of(product) if re.search(tension, text, re.I)] != []


@pytest.mark.parametrize("product", ["memo", "deck"])
def test_the_pressure_from_outside_is_shown_to_lack_names_and_acts(product: str) -> None:
    parts = ("names no organisation", "nothing that a neighbour did or said")
    assert [text for text in words_of(product) if all(words in text for words in parts)] != []
