"""YAML is read as a person means it: texts as written, every hazard a right value or a located error."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.brief.yaml.events import LibyamlEvents
from builder.brief.yaml.read import MAX_ALIASES, MAX_DEPTH, Reading, read_values
from builder.report.problems import Position, Problem
from tests.conftest import ROOT, often
from tests.support.strategies import briefs


def reported(reading: Reading) -> list[tuple[int, int, str]]:
    found = [(p.position.line, p.position.column, p.rule) for p in reading.problems if p.position]
    assert len(found) == len(reading.problems)
    return sorted(found)


def tabs(*lines: int) -> list[tuple[int, int, str]]:
    return [(line, 1, "indent-with-spaces") for line in lines]


def only(text: str) -> Problem:
    (problem,) = read_values(text).problems
    return problem


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("12:30", "12:30"),
        ("1:30:15", "1:30:15"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("1.0e3", "1.0e3"),
        ("1.10", "1.10"),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ("2025-01-02", "2025-01-02"),
        ("2025-02-30", "2025-02-30"),
        ("2025-01-02T03:04:05Z", "2025-01-02T03:04:05Z"),
        ("", None),
        ("~", None),
        ("null", None),
        ('"null"', "null"),
        ("'true'", "true"),
        ("=", "="),
        ("what is it? this", "what is it? this"),
        ("src1#s2p1", "src1#s2p1"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("it's 5 o'clock", "it's 5 o'clock"),
        ("-5", "-5"),
        ("a - b", "a - b"),
        ('"tab\\tand\\nline"', "tab and line"),
        ('"caf\\u00e9 \\uD83D\\uDEA2"', "café 🚢"),
        ('"cafe\\u0301"', "café"),
        ("cafe\u0301", "café"),
        ("  two  spaces  ", "two spaces"),
        ("two\n  lines", "two lines"),
        (">-\n  two\n  lines", "two lines"),
        ("|\n  two\n  lines\n", "two lines"),
        ('"two\n  lines"', "two lines"),
        ("[a, b]", ["a", "b"]),
        ("[a, is it? yes]", ["a", "is it? yes"]),
        ("{b: c, d: }", {"b": "c", "d": None}),
        ("\n- b\n- c", ["b", "c"]),
        ("\t'b'\t# comment", "b"),
    ],
)
def test_a_value_is_what_is_written(written: str, meant: Any) -> None:
    reading = read_values(f"a: {written}\n")
    assert reading.values == {"a": meant}
    assert [p for p in reading.problems if p.is_error] == []


def test_keys_are_text_whatever_they_look_like() -> None:
    reading = read_values("1: a\ntrue: b\n2025-01-02: c\nno: d\n'x y': e\n~: f\n")
    assert reading.values == {"1": "a", "true": "b", "2025-01-02": "c", "no": "d", "x y": "e", "~": "f"}
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("text", "places", "values"),
    [
        ("a: 1\na: 2\n", [(2, 1, "unique-keys")], {"a": "1"}),
        ("a: 1\n'a': {b: c}\nd: e\n", [(2, 1, "unique-keys")], {"a": "1", "d": "e"}),
        ("a: {b: 1, b: [2]}\n", [(1, 11, "unique-keys")], {"a": {"b": "1"}}),
        ("a: &x b\n", [(1, 4, "aliases-resolve")], {"a": "b"}),
        ("a: *x\n", [(1, 4, "aliases-resolve")], {"a": None}),
        ("a: &a [*a]\n", [(1, 8, "aliases-resolve")], {"a": [None]}),
        ("<<: *x\n", [(1, 5, "aliases-resolve")], {}),
        ("a: &x [1]\nb: {<<: *x}\n", [(2, 9, "aliases-resolve")], {"a": ["1"], "b": {}}),
        ("a: &x b\nc: &x d\ne: *x\n", [(1, 4, "aliases-resolve")], {"a": "b", "c": "d", "e": "d"}),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, 4, "no-yaml-tags")], {"a": ["ls"]}),
        ("a: !!set {b, c}\n", [(1, 4, "no-yaml-tags")], {"a": {"b": None, "c": None}}),
        ("a: !!binary aGk=\n", [(1, 4, "no-yaml-tags")], {"a": "aGk="}),
        ("a: !!omap [b: c]\n", [(1, 4, "no-yaml-tags")], {"a": [{"b": "c"}]}),
        ("a: ! b\n", [(1, 4, "no-yaml-tags")], {"a": "b"}),
        ("? [a, b]\n: c\nd: e\n", [(1, 3, "keys-are-text")], {"d": "e"}),
        ("{a: b}: c\nd: e\n", [(1, 1, "keys-are-text")], {"d": "e"}),
        ('" ": c\nd: e\n', [(1, 1, "keys-are-text")], {"d": "e"}),
        ("a: b\n---\nc: d\n", [(2, 1, "one-document")], {"a": "b"}),
        ("a: b\x00c\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ("a: b\x0bc\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ("a: b\x85c\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ("a: b\u2028c\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ("a: b\ufeffc\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ("a: b\uffffc\n", [(1, 5, "text-printable")], {"a": "b c"}),
        ('a: "b\\0c"\n', [(1, 4, "text-printable")], {"a": "b c"}),
        ('a: "b\\ec"\n', [(1, 4, "text-printable")], {"a": "b c"}),
        ('a: "b\\uD800c"\n', [(1, 4, "text-printable")], {"a": "b c"}),
        ("a: b\u202ec\n", [(1, 5, "no-direction-controls")], {"a": "b\u202ec"}),
        ('a: "b\\u202ec"\n', [(1, 4, "no-direction-controls")], {"a": "b\u202ec"}),
        ("a: b #1 of c\n", [(1, 6, "no-accidental-comments")], {"a": "b"}),
        ("a: #1 of c\n", [(1, 4, "no-accidental-comments")], {"a": None}),
        ("a: #fff\n", [(1, 4, "no-accidental-comments")], {"a": None}),
        ("a: # fff\nb: #feed them\n", [], {"a": None, "b": None}),
        ("a: {b: #fff}\nc: d\n", [(1, 8, "no-accidental-comments")], None),
        ("a: [b #1,\n  c]\n", [(1, 7, "no-accidental-comments")], None),
        ("a: [b #1\n]\nd: {e\n", [(1, 7, "no-accidental-comments"), (3, 4, "yaml-syntax")], None),
        ("a: Trade: a: strain\nb: c\n", [(1, 9, "text-quoted")], {"a": "Trade: a: strain", "b": "c"}),
        ("a: it follows:\nb: c\n", [(1, 14, "text-quoted")], {"a": "it follows:", "b": "c"}),
        (
            "a: {t: 5,120 of us, we, r: c}\n",
            [(1, 9, "text-quoted"), (1, 19, "text-quoted")],
            {"a": {"t": "5,120 of us, we", "r": "c"}},
        ),
        ("a: {t: b, at 9:30}\n", [(1, 9, "text-quoted")], {"a": {"t": "b, at 9:30"}}),
        ("a: {t: b,\n  u: c,\n}\nd: [e, f]\n", [], {"a": {"t": "b", "u": "c"}, "d": ["e", "f"]}),
        ("a: {'t': 'b', c}\n", [], {"a": {"t": "b", "c": None}}),
        ("a: **b** c\n", [(1, 4, "text-quoted")], {"a": "**b** c"}),
        ("a: *b* c\n", [(1, 4, "text-quoted")], {"a": "*b* c"}),
        ("a: & b\nc: @d\ne: `f`\ng: %h\n", [(n, 4, "text-quoted") for n in (1, 2, 3, 4)], None),
        ("a:\n\tb: c\n\td: e\n", tabs(2, 3), {"a": {"b": "c", "d": "e"}}),
        ("a:\n  b: c\n\td: e\nf: g\n", tabs(3), {"a": {"b": "c", "d": "e"}, "f": "g"}),
        ("a:\n\t- b: c\n\t  d: e\n\t- f\n", tabs(2, 3, 4), {"a": [{"b": "c", "d": "e"}, "f"]}),
    ],
)  # fmt: skip
def test_a_slip_is_reported_where_it_is_and_read_past(
    text: str, places: list[tuple[int, int, str]], values: dict[str, Any] | None
) -> None:
    reading = read_values(text)
    assert reported(reading) == places
    assert values is None or reading.values == values


@pytest.mark.parametrize(
    ("text", "value", "lines", "begin"),
    [
        ("a: >-\n  one\n\n  two\n", "one two", "one\n\ntwo", ""),
        ("a: 'one\n\n  two'\n", "one two", "one\n\ntwo", ""),
        ("a: |\n  Now:\n  - one\n  - two\n", "Now: - one - two", "Now:\n- one\n- two", "-"),
        ("a: |\n  Now:\n  2) two\n", "Now: 2) two", "Now:\n2) two", "2)"),
        ("a: |\n  Now\n  # Head\n", "Now # Head", "Now\n# Head", "#"),
        ("a: |\n  Now\n  > so\n", "Now > so", "Now\n> so", ">"),
        ("a: |\n  Now\n  |a|b|\n", "Now |a|b|", "Now\n|a|b|", "|"),
        ("a: |\n  Now\n  ---\n", "Now ---", "Now\n---", "---"),
    ],
)
def test_a_text_of_several_paragraphs_is_read_as_one_and_its_lines_are_kept(
    text: str, value: str, lines: str, begin: str
) -> None:
    reading = read_values(text)
    assert reading.problems == ()
    assert reading.values == {"a": value}
    assert reading.parted == {"a": (lines, begin)}


def test_a_line_break_inside_a_paragraph_is_a_space() -> None:
    reading = read_values("a: |\n  Now -\n  or never\nb: >\n  one\n  two\n")
    assert reading.values == {"a": "Now - or never", "b": "one two"}
    assert reading.parted == {}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('a: "b\nc: d\n', 1, 4, "the quote opened here is not closed"),
        ("a: 'it's'\n", 1, 8, "unexpected text after the closing quote"),
        ('a: "b\nc: "d"\n', 1, 4, "the quote opened here is not closed"),
        ('a: "b" c\n', 1, 8, "unexpected text after the closing quote"),
        ("a: [b](c) d\n", 1, 7, "unexpected text after the closing bracket"),
        ("a: [b, c\nd: e\n", 1, 4, "the list that opens here with `[` is not closed"),
        ("a: {b: c\nd: e\n", 1, 4, "the mapping that opens here with `{` is not closed"),
        ("a: {b: c: d}\n", 1, 9, "expected a comma or `}` here"),
        ("a: b\n  c: d\n", 2, 4, "unexpected colon: "),
        (" a: b\nc: d\n", 2, 1, "the indentation of this line does not match any line above"),
        ("a:\n   b: c\n  d: e\n", 3, 3, "the indentation of this line does not match any line above"),
        ("a: b\nc\n", 2, 1, "expected a key followed by a colon"),
        (": c\nd: e\n", 1, 1, "a key is missing before this colon"),
        ("a: - b\n", 1, 4, "a list cannot start here"),
        ("a: b\n- c\n", 2, 1, "unexpected list item"),
        ("a: >b\n", 1, 4, "text after `>` or `|` must start on the next line"),
        ("a: > b\n", 1, 4, "text after `>` or `|` must start on the next line"),
        ('a: "\\q"\n', 1, 6, "in double quotes a backslash starts an escape"),
        ('a: "\\x1"\n', 1, 7, "in double quotes a backslash starts an escape"),
        ('a: "\\U00110000"\n', 1, 7, "in double quotes a backslash starts an escape"),
        ("a: ]\n", 1, 4, "a value is missing here"),
        ("a: [|]\n", 1, 5, "text cannot start with this character"),
        ("a: !e!b c\n", 1, 4, "this tag is not allowed"),
    ],
)
def test_a_fault_that_ends_the_reading_is_reported_in_plain_words(
    text: str, line: int, column: int, message: str
) -> None:
    reading = read_values(text)
    assert reading.values is None
    problem = only(text)
    assert problem.message.startswith(message)
    assert problem.position is not None
    assert (problem.position.line, problem.position.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the brief is empty"),
        ("# only a comment\n", "the brief is empty"),
        ("---\n...\n", "the brief is empty"),
        ("null\n", "the brief is empty"),
        ("some words\n", "the brief must consist of keys and values, found text"),
        ("- a\n", "the brief must consist of keys and values, found a list"),
    ],
)
def test_a_text_that_is_not_a_brief_is_reported_as_what_it_is(text: str, message: str) -> None:
    assert read_values(text).values is None
    assert only(text).message == message


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a: " + "{b: " * 100_000, "- " * 50_000, "? " * 20_000, "[" * 900 + "]" * 900]
)
def test_a_text_nested_without_end_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    reading = read_values(text)
    assert time.process_time() - start < 5
    assert reading.values is None
    assert [p.rule for p in reading.problems if p.rule != "keys-are-text"] == ["nesting-depth"]


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1
    assert read_values("a: " + "[" * depth + "]" * depth).problems == ()
    assert only("a: " + "[" * (depth + 1) + "]" * (depth + 1)).rule == "nesting-depth"


def test_aliases_cannot_multiply() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    reading = read_values(bomb)
    assert [p.rule for p in reading.problems] == ["brief-size"]
    assert reading.values is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: &x {b: 1}\nc: *x\n", {"a": {"b": "1"}, "c": {"b": "1"}}),
        (".h: &h {o: 1, p: 2}\n<<: *h\np: 3\n", {"o": "1", "p": "3"}),
        ("x-h:\n  k: &h {o: 1}\nq: {p: 1, <<: [*h]}\n", {"q": {"o": "1", "p": "1"}}),
        ("a: &x {b: 1}\nc:\n  b: 2\n  <<: *x\n", {"a": {"b": "1"}, "c": {"b": "2"}}),
    ],
)
def test_values_are_repeated_and_merged(text: str, values: object) -> None:
    reading = read_values(text)
    assert (reading.values, reading.problems) == (values, ())


def test_what_is_repeated_is_at_its_alias() -> None:
    reading = read_values(".h: &h\n  a: |\n    - one\n    - two\n<<: *h\nb: *h\n")
    assert reading.positions.of("a") == Position(5, 5, 7)
    assert reading.positions.of("b.a") == Position(6, 4, 6)
    assert reading.parted["a"] == reading.parted["b.a"] == reading.parted[".h.a"]


def test_there_are_not_many_aliases() -> None:
    assert only(f"a: &x b\nc: [{'*x, ' * MAX_ALIASES}*x]\n").rule == "brief-size"


def test_too_many_values_are_refused() -> None:
    reading = read_values("a: [" + "b," * 50_001 + "]")
    assert [p.rule for p in reading.problems] == ["brief-size"]


def test_a_slip_names_the_value_it_is_in() -> None:
    assert only("a:\n  - b: >-\n      one\n      t\x07wo\n").path == "a[0].b"


def test_places_count_characters_of_the_line_as_it_is_written() -> None:
    positions = read_values("日本: 🚢 x\na:\n\tb: c\nd: {e: [f]}\ng:\n  - h\n").positions
    place = positions.of("日本")
    assert place is not None
    assert (place.line, place.column, place.end_column) == (1, 5, 8)
    for path, line, column in [("a.b", 3, 5), ("d.e[0]", 4, 9), ("d", 4, 4), ("g", 5, 1), ("g[0]", 6, 5)]:
        place = positions.of(path)
        assert place is not None
        assert (path, place.line, place.column) == (path, line, column)


KEYS = st.text("abc: #", min_size=1, max_size=5)
VALUES = st.recursive(
    st.none() | st.text("ab é日,:#-?'\"[]{}&*!|>%@`\\", max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@often(200)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=4), st.booleans())
def test_what_yaml_writes_is_read_back(values: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(values, allow_unicode=True, default_flow_style=flow, width=40, default_style='"')
    reading = read_values(text.replace('!!null "null"', "null"))
    assert not [p for p in reading.problems if p.rule not in ("unique-keys", "keys-are-text")]
    if not reading.problems:
        assert reading.values == _tidy(values)


def _tidy(value: Any) -> Any:
    """Values as they are read: spaces set single, none at the ends."""
    if isinstance(value, dict):
        return {str(_tidy(key)): _tidy(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tidy(inner) for inner in value]
    return " ".join(part for part in value.split(" ") if part) if isinstance(value, str) else value


# Two readers.


def both(text: str) -> tuple[object, object]:
    """What is read with libyaml, if it can, and without it."""
    with pytest.MonkeyPatch.context() as patch:
        first = read_values(text)
        patch.setattr(yaml, "__with_libyaml__", False)
        return everything(first), everything(read_values(text))


def everything(reading: Reading) -> object:
    places = {
        path: (reading.positions.of(path), reading.positions.of_key(path)) for path in reading.positions
    }
    return reading.values, places, reading.problems, reading.unread


BRIEFS = [*(ROOT / "tests" / "briefs").rglob("*.yaml"), ROOT / "brief.yaml"]


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_a_brief_is_the_same_with_and_without_libyaml(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    first, second = both(text)
    assert first == second
    assert path.parent.name == "bad" or LibyamlEvents.can_read(text)


@often(30)
@given(briefs())
def test_any_brief_is_the_same_with_and_without_libyaml(values: dict[str, Any]) -> None:
    first, second = both(yaml.safe_dump(values, allow_unicode=True, sort_keys=False))
    assert first == second


PIECES = ("a", "b", " ", "\n", "  ", ": ", ":", "- ", "-", *"[]{},\"'#?&*!|>%@\\éx", " #", "? ", "\\n", "---")


@often(500)
@given(st.sampled_from(("", "a: ", "- ", "a:\n  - ", "a: [")), st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_text_is_the_same_with_and_without_libyaml(start: str, pieces: list[str]) -> None:
    first, second = both(f"{start}{''.join(pieces)}\n")
    assert first == second
