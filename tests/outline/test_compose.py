"""A brief is composed in one order, with every field, at its depth, and with no word that nobody supplied."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from builder.brief.audiences import for_audience
from builder.brief.model.publication import Templates
from builder.brief.part import Part
from builder.brief.walk import walk
from builder.languages.labels import Labels
from builder.languages.language import Language, language_for
from builder.outline.blocks import (
    Figure,
    Glance,
    Outline,
    Responses,
    Table,
    Timeline,
)
from builder.outline.compose import compose
from builder.outline.text import Depth, Text, texts
from tests.support.composing import FULL, MINIMAL, NO_BREAK, S, composed, full, part, plain, with_leaf
from tests.support.outlines import brief_of

# --- order


def test_blocks_stand_in_the_one_order() -> None:
    assert [type(block).__name__ for block in full().blocks] == [
        "Front",
        "BottomLine",
        "KeyFigures",
        "KeyMessages",
        "Glance",
        "Context",
        "ArgumentMap",
        "PullQuote",
        "Section",
        "PullQuote",
        "Chart",
        "Chart",
        "Table",
        "Section",
        "Figure",
        "SideBox",
        "Section",
        "Options",
        "Responses",
        "Risks",
        "Limits",
        "Sources",
        "BackMatter",
        "Annex",
        "Table",
        "Table",
        "Timeline",
        "Table",
        "Figure",
        "SideBox",
        "BackMatter",
        "BackMatter",
        "Closing",
        "Notes",
    ]


def test_what_is_absent_does_not_appear() -> None:
    assert [type(block).__name__ for block in composed(MINIMAL).blocks] == [
        "Front",
        "BottomLine",
        "Glance",
        "Section",
    ]


def test_exhibits_are_numbered_as_a_reader_meets_them() -> None:
    outline = full()
    tables = [block for block in outline.blocks if isinstance(block, Table | Timeline)]
    assert [table.number.plain for table in tables] == [f"Table{NO_BREAK}{n}" for n in range(1, 6)]
    assert [plain(t.title if isinstance(t, Table) else t.headline) for t in tables] == [
        "Gauges differ",
        "Towns flood",
        "Two bodies act",
        "First rain, then flood",
        "One term needs words",
    ]
    figures = [block for block in outline.blocks if isinstance(block, Figure)]
    assert [figure.number.plain for figure in figures] == [f"Figure{NO_BREAK}4", f"Figure{NO_BREAK}5"]
    assert [block.annex for block in outline.blocks if isinstance(block, Table | Figure)] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    alone = [block for block in full(links=[]).blocks if isinstance(block, Figure)]
    assert [figure.number.plain for figure in alone] == [f"Figure{NO_BREAK}3", f"Figure{NO_BREAK}4"]


def test_arguments_and_responses_are_numbered_through_the_brief() -> None:
    outline = full()
    arguments = [argument for section in part(outline, Glance).sections for argument in section.arguments]
    assert [argument.number.plain for argument in arguments] == ["A1", "A2"]
    assert [response.number.plain for response in part(outline, Responses).responses] == ["R1", "R2"]
    assert plain(part(outline, Glance).note) == (
        "Numbers A1–A2 and R1–R2 are the same in the memo and the one-page summary."
    )


def test_the_claims_at_a_glance_are_the_sections_themselves() -> None:
    outline = full()
    assert [block for block in outline.blocks if block in part(outline, Glance).sections] == list(
        part(outline, Glance).sections
    )


# --- depth

DEPTHS = {
    Depth.SUMMARY: r"title|subtitle|kind_label|status|authors|organisation|partners.*|marking\..*"
    r"|contact|disclaimer|bottom_line\.(text|ask)|key_messages.*|event\..*|key_figures.*\.(value|unit|label)"
    r"|headlines\.map|sections\[[01]\]\.(title|intro)"
    r"|.*\.arguments\[.\]\.(claim|label|gist|certainty(?!\.level).*|refs)"
    r"|recommendations(?!.*\.(level|cost|measure)).*|limits\[[0-3]\]\.text|sources\[.*|imprint(\.(series|url))?"
    r"|notes.*",
    Depth.DECK: r"bottom_line\.headline|sections\[2\]\.(title|text)|.*\.certainty\.level|context\..*"
    r"|.*\.(evidence.*|implication.*|confidence)|recommendations.*\.(cost|measure)"
    r"|criteria.*|options.*|risks.*|limits\[[4-9]\].*|limits.*\.kind|tables.*|charts.*"
    r"|figures.*|boxes.*|quotes.*|actors.*|timeline.*"
    r"|further_reading.*|imprint\.(?!series|url).*|key_figures\[.\]\.refs"
    r"|links|cover\.credit"
    r"|headlines\.(?!map|glossary).*",
    Depth.MEMO: r"(to|from|cc)\b.*|date|subject|authors\[0\]|.*\.(reasoning|counter)|glossary.*"
    r"|headlines\.glossary",
}


def test_each_field_appears_at_its_depth() -> None:
    shallowest: dict[str, Depth] = {}
    for text in texts(full()):
        if text.path:
            shallowest[text.path] = min(text.depth, shallowest.get(text.path, Depth.MEMO))
    expected = {
        path: [depth for depth, fields in DEPTHS.items() if re.fullmatch(fields, path)] for path in shallowest
    }
    assert {path: [depth] for path, depth in shallowest.items()} == expected


# --- every field lands

TOKEN = "Zq7"
TEXT = f"{TOKEN} word"
# What replaces a value that cannot be any text, and what must then appear; None: the outline must differ.
SPECIAL: tuple[tuple[str, Any, str | None], ...] = (
    (r"key_messages.*\.arguments.*", {"rain": "none", "loss": "none"}, None),
    (r"tables.*\.highlight.*", {"North": "Level"}, None),
    (r"authors\[0\]\.corresponding|options.*\.recommended|imprint\.qr", "no", None),
    (r"options.*\.best.*", "Zq7", None),
    (r"authors\[0\]\.orcid", "0000-0001-5109-3700", "0000-0001-5109-3700"),
    (r"imprint\.issn", "8765-4321", "8765-4321"),
    (r"imprint\.isbn", "978-0-306-40615-7", "978-0-306-40615-7"),
    (r"imprint\.doi", "10.5555/zq7", "https://doi.org/10.5555/zq7"),
    (r"imprint\.url", "https://zq7.org/a", "https://zq7.org/a"),
    (r"partners\[0\]\.url", "https://zq7.org/a", "https://zq7.org/a"),
    (r"cover\.focus\[0\]", "bottom", None),
    (r"unknowns", "hide", None),
    (r"language", "de", "Das Wichtigste"),
    (r"page", "A4", None),
    (r"kind", "information_memo", None),
    (r"status", "final", "Final"),
    (
        r"date|recommendations\[0\]\.when|timeline\[1\]\.when|sources\[0\]\.(date|accessed)",
        "2031-07-09",
        "9 July 2031",
    ),
    (r"authors\[0\]\.email", "zq7@example.org", "mailto:zq7@example.org"),
    (r"marking\.scheme", "free", None),
    (r"marking\.label", "CONTROLLED", "CONTROLLED"),
    (r"marking\.embargo_until", "2031-07-09T09:00Z", "Embargoed until 9 July 2031, 09:00 UTC"),
    (r"sources\[0\]\.url", "https://zq7.org/a", "https://zq7.org/a"),
    (
        r".*\.kind",
        {
            "data": "example",
            "missing": "tension",
            "tension": "missing",
            "ambiguous": "missing",
            "event": "suggested",
            "example": "case",
            "line": "slope",
            "method": "definition",
        },
        None,
    ),
    (r".*\.origin", {"source": "author", "author": "source"}, None),
    (
        r".*\.certainty(\.level)?",
        {"asserted": "possible", "possible": "qualified", "qualified": "asserted"},
        None,
    ),
    (r".*confidence\.level", "low", "low"),
    (r".*\.role", {"cause": "effect", "effect": "cause"}, None),
    (r"charts\[0\]\.(start|rows\[.\]\.values\[.\])", "1.25", "1.25"),
    (r"tables\[0\]\.chart", "column", None),
    (r".*\.evidence\[0\](\.compare\[.\])?\.value", "1.25", "1.25"),
    (r"charts\[0\]\.highlight\[0\]", "North", None),
    (r"(tables|charts|figures|boxes|quotes)\[0\]\.section", {"causes": "effects", "effects": "causes"}, None),
    (r"links\[.\]\.from", "loss", None),
    (r"links\[.\]\.to", "recommendations", None),
    (r".*refs\[.\]", "one#Zq7", TOKEN),
)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}[{place}]")
    else:
        yield path, value


def replacement(path: str, old: Any) -> tuple[Any, str | None]:
    """Return another value for a field, and what must then appear."""
    for pattern, new, expected in SPECIAL:
        if re.fullmatch(pattern, path):
            if not isinstance(new, dict):
                return new, expected
            if old in new:
                return new[old], expected
    return TEXT, TOKEN


def is_id(path: str) -> bool:
    return path == "id" or path.endswith(".id")


def everything(part: Any) -> Iterator[str]:
    """Yield every string of an outline, but its labels."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, bytes):
        yield part.decode()
    elif isinstance(part, tuple):
        if part and all(hasattr(run, "bold") for run in part):
            yield "".join(run.text for run in part)
        for item in part:
            yield from everything(item)
    elif isinstance(part, Struct) and not isinstance(part, Labels):
        for name in part.__struct_fields__:
            if name not in ("path", "slot"):
                yield from everything(getattr(part, name))


def test_the_full_brief_uses_every_field_of_the_model() -> None:
    used: dict[type[Part], set[str]] = {}
    given = [path for path, _ in leaves(FULL)]
    for path, item in walk(brief_of(FULL)):
        dot = f"{path}." if path else ""
        keys = {re.split(r"[.\[]", one.removeprefix(dot))[0] for one in given if one.startswith(dot)}
        used.setdefault(type(item), set()).update(keys or {item.plain})
    assert len(used) > 20
    # who may read and who is sent what, where a number is from, and the look, are never composed
    unsaid = {"audience", "audiences", "data", "distribution", "extends", "facts", "from", "ignore"}
    unsaid |= {"if", "params"}  # what each row of a batch gives
    unsaid |= {"brand", "theme", "templates", *Templates.fields}
    assert {kind.__name__: set(kind.fields) - keys - unsaid for kind, keys in used.items()} == {
        kind.__name__: set() for kind in used
    }


composed_once = cache(full)


@cache
def strings_of(outline: Outline) -> tuple[str, ...]:
    return tuple(string.replace(NO_BREAK, " ") for string in everything(outline))


@pytest.mark.parametrize("path", [path for path, _ in leaves(FULL) if not is_id(path)])
def test_every_field_reaches_the_outline(path: str) -> None:
    new, expected = replacement(path, dict(leaves(FULL))[path])
    changed = composed(with_leaf(path, new))
    assert changed != composed_once()
    if expected is not None:
        before, after = strings_of(composed_once()), strings_of(changed)
        assert sum(expected in string for string in after) > sum(expected in string for string in before)


@pytest.mark.parametrize("path", [path for path, _ in leaves(FULL) if is_id(path) and path != "id"])
def test_an_id_is_no_word(path: str) -> None:
    old, new = dict(leaves(FULL))[path], "renamed"
    values = copy.deepcopy(FULL)
    for leaf, value in leaves(FULL):
        if isinstance(value, str) and re.fullmatch(rf"{old}(#.*)?|.*\[\^{old}\]", value):
            copy_ = with_leaf(leaf, value.replace(old, new))
            for key in values:
                if copy_[key] != FULL[key]:
                    values[key] = merged(values[key], copy_[key], FULL[key])
    outline = composed(values)
    assert [text.plain for text in texts(outline)] == [text.plain for text in texts(full())]
    unused = ("charts", "figures", "notes", "options", "sources", "tables")
    assert (outline == full()) is path.startswith(unused)


def merged(ours: Any, theirs: Any, base: Any) -> Any:
    """Apply to `ours` what `theirs` changed in `base`."""
    if isinstance(base, dict):
        return {key: merged(ours[key], theirs[key], base[key]) for key in base}
    if isinstance(base, list):
        return [merged(o, t, b) for o, t, b in zip(ours, theirs, base, strict=True)]
    return theirs if theirs != base else ours


# --- no word but the brief's and the labels'


def bare(language: Language) -> Language:
    """The language without a word of its own: ⟦⟧ and the blanks."""

    def without(words: Any) -> Any:
        if isinstance(words, tuple):
            return tuple(map(without, words))
        return "⟦" + "".join(re.findall(r"\{\w+\}", words)) + "⟧" if isinstance(words, str) else empty(words)

    def empty(part: S) -> S:
        return replace(part, **{field.name: without(getattr(part, field.name)) for field in fields(part)})

    dates = replace(empty(language.dates), months="⟦⟧ " * 12)
    return replace(language, labels=empty(language.labels), dates=dates)


def words_of(strings: Iterator[str] | list[str]) -> set[str]:
    return {word for string in strings for word in re.findall(r"[^\W\d_]+", string)}


@pytest.mark.parametrize("language", ["en", "ja", "fr"])
def test_every_word_is_the_briefs_or_a_labels(language: str) -> None:
    outline = composed(FULL | {"language": language}, bare(language_for(language)))
    shown = [text.plain for text in texts(outline)]
    supplied = words_of([str(value) for _, value in leaves(FULL)]) | {"A", "R", "O", "TLP", "UTC", "¹", "²"}
    standard = words_of(["Controlled by, CUI category, Limited dissemination control, POC"])
    assert words_of(shown) - supplied - standard == set()
    assert any("⟦" in text for text in shown)


def test_a_fixed_text_is_a_label_or_a_number() -> None:
    english = language_for("en")
    marked: dict[str, Any] = {
        field.name: f"⟦{value}⟧"
        for field in fields(Labels)
        if isinstance(value := getattr(english.labels, field.name), str)
    }
    forms = ("⟦one⟧", "⟦{count}⟧")
    titles = replace(english.labels.titles, messages=forms, figures=forms, cite="⟦cite⟧")
    outline = composed(FULL, replace(english, labels=replace(english.labels, **marked, titles=titles)))
    strange = [
        text.plain
        for text in texts(outline)
        if not text.path
        and "⟦" not in text.plain
        and not re.fullmatch(r"[ARO]?\d+|\[\d\]|–|[¹²]", text.plain)
    ]
    assert strange == []


# --- slots


@pytest.mark.parametrize("values", [FULL, MINIMAL], ids=["full", "minimal"])
def test_slots_are_short_and_name_one_text_each(values: dict[str, Any]) -> None:
    named: dict[str, Text] = {}
    for text in texts(composed(values)):
        assert re.fullmatch(r"[a-z0-9_]{1,26}", text.slot)
        assert text.runs
        assert all(run.text for run in text.runs)
        assert named.setdefault(text.slot, text) == text


def test_paths_lead_to_values_of_the_brief() -> None:
    known = {path for path, _ in leaves(FULL)}
    for text in texts(full()):
        assert not text.path or any(
            path == text.path or path.startswith((f"{text.path}.", f"{text.path}[")) for path in known
        )


def test_what_is_withheld_is_not_said_to_be_unknown() -> None:
    def some(words: str) -> dict[str, Any]:
        return {"text": words, "audience": ["inside"]}

    values = MINIMAL | {
        "kind": "information_memo",
        "audiences": ["inside", "outside"],
        "to": [some("Ann")],
        "authors": [{"name": "Bo", "audience": ["inside"]}],
        "recommendations": [{"action": "Go", "owner": some("Cy")}],
        "sources": [{"id": "d", "title": "D", "author": some("Di")}],
    }
    slots = ("head_to", "cover_author", "r1_owner", "r1_when", "src1")
    shown = {}
    for audience in (None, "outside"):
        edition = for_audience(brief_of(values), audience)
        outline = compose(edition, id="x", build_id="", epoch=0, pictures={})
        found = {text.slot: text.plain for text in texts(outline.blocks)}
        shown[audience] = [found[slot] for slot in slots]
    assert shown[None] == ["Ann", "Bo", "Cy", "not stated", "Di, D; date not given."]
    assert shown["outside"] == ["–", "Author: –", "–", "–", "D."]


@pytest.mark.parametrize("tag", ["de", "en", "es", "fr", "ja"])
def test_an_edition_does_not_say_that_owner_and_timing_are_not_stated(tag: str) -> None:
    labels = language_for(tag).labels
    whole, excerpt = labels.owner_and_timing_not_stated, labels.of_an_excerpt().owner_and_timing_not_stated
    head = excerpt.removesuffix(f"{labels.colon}–")
    assert head != excerpt
    assert whole.startswith(head + labels.colon.rstrip())
