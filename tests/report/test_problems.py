"""Problems are placed, ordered, and shown to people; each has a rule that the rulebook knows."""

from __future__ import annotations

import pickle
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.report.printable import printable
from builder.report.problems import BriefError, Position, Positions, Problem, Severity, as_text, locate

TEXT = "title: One\nsections:\n  - arguments:\n      - sorces: [s1]\n"
UNKNOWN = Problem(
    "known-keys",
    Severity.ERROR,
    "sections[0].arguments[0].sorces",
    "unknown key `sorces`",
    "did you mean `refs`?",
    Position(4, 9, 15),
    "brief.yaml",
)
LONG = Problem("text-fits", Severity.WARNING, "title", "2 lines too long", None, Position(1, 8), "brief.yaml")


def positions() -> Positions:
    values = {"": Position(1, 1), "title": Position(1, 8, 11), "sections[0].arguments": Position(3, 5)}
    return Positions(values, {"title": Position(1, 1, 6)})


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 1),
        ("sections[0].arguments", 3),
        ("sections[0].arguments[2].evidence[0].text", 3),
        ("sections[1].title", 1),
        ("nowhere", 1),
        ("", 1),
    ],
)
def test_a_path_is_placed_at_its_value_or_at_the_nearest_that_holds_it(path: str, line: int) -> None:
    place = positions().of(path)
    assert place is not None
    assert place.line == line


def test_without_any_place_there_is_none() -> None:
    assert Positions().of("title") is None


def test_a_key_has_a_place_of_its_own() -> None:
    assert positions().of_key("title") == Position(1, 1, 6)
    assert positions().of_key("sections[0].arguments") == Position(3, 5)


def test_located_problems_are_in_the_order_of_the_lines_each_once() -> None:
    later = Problem("r", Severity.ERROR, "sections[0].arguments[1]", "later")
    first = Problem("r", Severity.WARNING, "title", "first")
    lost = Problem("r", Severity.ERROR, "", "nowhere", None, None)
    found = locate(
        [later, first, lost, first], Positions({"title": Position(2, 8), later.path: Position(9, 1)}), "b"
    )
    assert [(p.message, p.position and p.position.line, p.file) for p in found] == [
        ("first", 2, "b"),
        ("later", 9, "b"),
        ("nowhere", None, "b"),
    ]


def test_a_place_that_is_known_already_is_kept() -> None:
    assert locate([UNKNOWN], positions(), "other.yaml") == (UNKNOWN,)


def test_text_shows_place_message_line_caret_and_hint() -> None:
    assert as_text([UNKNOWN], {"brief.yaml": TEXT}, False).split("\n") == [
        "brief.yaml:4:9: error: sections[0].arguments[0].sorces: unknown key `sorces` [known-keys]",
        "    4 |       - sorces: [s1]",
        "      |         ^^^^^^",
        "  hint: did you mean `refs`?",
    ]


def test_text_without_the_source_has_no_excerpt() -> None:
    assert as_text([LONG], {}, False) == "brief.yaml:1:8: warning: title: 2 lines too long [text-fits]"


def test_carets_stand_under_wide_letters() -> None:
    problem = Problem("r", Severity.ERROR, "a", "m", None, Position(1, 6, 8), "f")
    excerpt = as_text([problem], {"f": "a: 日本海岸"}, False).split("\n")[1:]
    assert excerpt == ["    1 | a: 日本海岸", "      |        ^^^^"]


def test_a_long_line_is_cut_around_the_fault() -> None:
    problem = Problem("r", Severity.ERROR, "a", "m", None, Position(1, 301, 306), "f")
    line, carets = as_text([problem], {"f": "a" * 300 + "fault" + "b" * 300}, False).split("\n")[1:]
    assert len(line) < 120
    start = carets.index("^")
    assert line[start : start + carets.count("^")] == "fault"


def test_colour_is_for_the_eye_only() -> None:
    painted = as_text([UNKNOWN, LONG], {"brief.yaml": TEXT}, True)
    assert "\x1b[1;31m" in painted
    plain = as_text([UNKNOWN, LONG], {"brief.yaml": TEXT}, False)
    assert "\x1b" not in plain


@given(st.text(), st.text(), st.text(), st.integers(1, 50), st.integers(1, 60))
def test_a_brief_cannot_steer_the_terminal(message: str, path: str, line: str, row: int, column: int) -> None:
    problem = Problem("r", Severity.ERROR, path, message, message, Position(row, column, column + 3), "f")
    shown = as_text([problem], {"f": "\n".join([line] * row)}, False)
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("\x1b[31m red", r"\x1b[31m red"),
        ("\x9b2J \x85", r"\x9b2J \x85"),
        ("memo\u202excod.exe \u2066", r"memo\u202excod.exe \u2066"),
        ("\udcff\x00\x7f", r"\udcff\x00\x7f"),
        ("a\tb\u00a0c\u2029", r"a b c\u2029"),
        ("\ue0001 \U000e0001", r"\ue0001 \U000e0001"),
        ("Zürich 日本 🙂", "Zürich 日本 🙂"),
    ],
)
def test_what_controls_a_terminal_is_shown_by_its_code(text: str, form: str) -> None:
    assert printable(text) == form


def test_the_error_reads_as_its_problems_and_survives_the_way_between_processes() -> None:
    error = BriefError([UNKNOWN, LONG], {"brief.yaml": TEXT})
    assert str(error) == as_text([UNKNOWN, LONG], {"brief.yaml": TEXT}, False)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.problems, copy.sources) == (error.problems, error.sources)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("at", [1, 30, 150, 295])
@pytest.mark.parametrize("letter", ["a", "船", "\t"])
def test_carets_are_under_the_fault_in_a_terminal_of_any_width(columns: int, at: int, letter: str) -> None:
    source = letter * (at - 1) + "FAULT" + letter * (300 - at)
    problem = Problem("text-fits", Severity.ERROR, "", "m", None, Position(1, at, at + 5), "f")
    line, carets = as_text([problem], {"f": source}, False, columns).split("\n")[1:]
    cells = "".join(each + "." * (east_asian_width(each) in "WF") for each in line)
    assert len(cells) <= columns
    assert cells[carets.index("^") : carets.rindex("^") + 1] == "FAULT"
