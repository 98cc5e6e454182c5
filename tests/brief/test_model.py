"""What a brief may say, as the model's types say it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, assert_never, get_type_hints

import pytest
from hypothesis import given

from builder.brief.check import check_model
from builder.brief.faults import EXPECTED
from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Number, Several, Text
from builder.brief.model import Brief
from builder.brief.part import Limited, Part
from builder.brief.texts.dates import Stated
from builder.report.problems import with_hints
from tests.conftest import often
from tests.support.outlines import brief_of
from tests.support.strategies import briefs

SMALL: dict[str, Any] = {
    "title": "The ferry should keep running",
    "bottom_line": "It pays for itself.",
    "sections": [{"title": "Why", "arguments": [{"claim": "Nine in ten commuters use it."}]}],
}


def brief(**changes: Any) -> Brief:
    return brief_of({**SMALL, **changes})


def argument(**changes: Any) -> dict[str, Any]:
    return {"sections": [{"title": "Why", "arguments": [{"claim": "It pays.", **changes}]}]}


def fault_of(changes: dict[str, Any]) -> tuple[str, str, str | None]:
    """The path, message and hint of the only fault in a brief with these changes."""
    (problem,) = with_hints(check_model({**SMALL, **changes}).problems)
    return problem.path, problem.message, problem.hint


def test_three_keys_make_a_brief() -> None:
    small = brief()
    assert small.bottom_line.text == "It pays for itself."
    assert (small.language, small.page, small.kind, small.status) == ("en", "A4", "policy_brief", "draft")
    assert (small.date, small.authors, small.marking, small.context) == (None, (), None, None)


def test_plain_text_is_read_as_a_bottom_line_and_an_implication() -> None:
    first = brief(**argument(implication="So keep it.")).sections[0].arguments[0]
    assert first.implication is not None
    assert (first.implication.text, first.implication.origin) == ("So keep it.", "author")


def test_null_says_the_same_as_leaving_a_key_out() -> None:
    optional = set(Brief.fields) - set(SMALL)
    assert brief(**dict.fromkeys(optional)) == brief()
    assert brief(**argument(evidence=None, refs=None, certainty=None)) == brief(**argument())


def test_a_brief_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        brief().title = "Another"


def test_from_is_read_under_the_name_it_has_in_the_brief() -> None:
    assert brief(**{"from": ["Ana"]}).from_ == ("Ana",)
    assert fault_of({"from_": ["Ana"]})[1] == "unknown key `from_`"


def test_dates_and_times_are_read_exactly() -> None:
    marking = {"scheme": "tlp", "label": "AMBER", "embargo_until": "2031-05-28T09:00+02:00"}
    dated = brief(date="2031-05-28", marking=marking)
    assert dated.date == Stated(2031, None, 5, 28)
    assert dated.marking is not None
    assert dated.marking.embargo_until == datetime.fromisoformat("2031-05-28T09:00+02:00")


NO_GUESS = f"valid keys here: {', '.join(Brief.fields)}"


@pytest.mark.parametrize(
    ("changes", "path", "message", "hint"),
    [
        ({"date": "soon"}, "date", "expected a date such as 2031-05-28, 2031-05 or 2031", None),
        (
            {"date": "03/05/2031"},
            "date",
            "`03/05/2031`: day or month first?",
            "write `2031-05-03` or `2031-03-05`",
        ),
        ({"date": "2031-02-30"}, "date", "this day does not exist", None),
        ({"date": "1700000000"}, "date", "expected a date such as 2031-05-28, 2031-05 or 2031", None),
        ({"date": True}, "date", "expected a date, found `true`", None),
        ({"title": None}, "title", "`title` has no value", "add `title: …`: a statement of up to 18 words"),
        ({"title": "  "}, "title", "the text is empty", "write the text, or delete the key"),
        ({"title": "\u200b \u00ad"}, "title", "the text is empty", "write the text, or delete the key"),
        ({"title": False}, "title", "expected text, found `false`", 'write `"false"`'),
        ({"title": "t" * 501}, "title", "the text has 501 characters; the limit is 500", None),
        (
            {"language": "english language"},
            "language",
            EXPECTED[r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"][1],
            None,
        ),
        ({"page": "A3 paper or so"}, "page", None, None),
        ({"authers": []}, "authers", "unknown key `authers`", "did you mean `authors`?"),
        ({"greeting": "x"}, "greeting", "unknown key `greeting`", NO_GUESS),
        ({"draft": "x"}, "draft", None, NO_GUESS),
        (
            argument(certainty="high"),
            "sections[0].arguments[0].certainty",
            "is `high` the source's certainty, or your confidence?",
            "write `confidence: high` if it is yours, else one of `asserted`, `qualified`, `possible`",
        ),
        ({"authors": [{"name": "Ana", "email": "ana at home"}]}, "authors[0].email", None, None),
        ({"sections": []}, "sections", "the list is empty", None),
        (argument(refs=["a b"]), "sections[0].arguments[0].refs[0]", None, None),
        (argument(refs=["a"] * 13), "sections[0].arguments[0].refs", None, None),
        (
            argument(contact="x"),
            "sections[0].arguments[0].contact",
            None,
            "`contact` belongs at the top level of the brief, at the left margin",
        ),
        ({"classification": "OFFICIAL", "tlp": "AMBER"}, "tlp", None, "keep one of the two"),
        (
            {"criteria": ["a"], "options": [{"title": "o", "ratings": {"a": ["x"] * 2}}]},
            "options[0].ratings.a",
            None,
            None,
        ),
    ],
)
def test_a_fault_is_reported_with_its_path_and_what_would_help(
    changes: dict[str, Any], path: str, message: str | None, hint: str | None
) -> None:
    found = fault_of(changes)
    assert found[0] == path
    assert message is None or found[1] == message
    assert hint is None or found[2] == hint


def test_the_valid_keys_of_a_part_are_listed_once() -> None:
    problems = check_model({**SMALL, "draft": "x", "greeting": "x"}).problems
    assert [problem.hint for problem in problems] == [NO_GUESS, None]


def test_what_replaces_a_fault_lets_the_rest_be_checked() -> None:
    values = {
        "title": 7,
        "sections": [{"arguments": [3, {"claim": ""}]}],
        "links": "x",
        "marking": {"label": []},
    }
    checked = check_model(values)  # type: ignore[arg-type]
    assert checked.brief is not None
    assert {problem.path for problem in checked.problems} == {
        "title",
        "bottom_line",
        "sections[0].title",
        "sections[0].arguments[0]",
        "sections[0].arguments[1].claim",
        "links[0]",
        "marking.scheme",
        "marking.label",
    }


def test_nothing_more_is_reported_about_what_could_not_be_read() -> None:
    values = {**SMALL, "event": None, "sections": [{"title": None, "arguments": [{"claim": "It pays."}]}]}
    assert check_model(values, {"sections[0].title"}).problems == ()


def all_parts(part: type[Part] = Part) -> list[type[Part]]:
    return [inner for child in part.__subclasses__() for inner in (child, *all_parts(child))]


def test_every_part_and_field_is_described_for_editors() -> None:
    for part in all_parts():
        assert part.__doc__, part
        for key, field in part.fields.items():
            assert field.description, (part, key)


def test_a_description_names_the_same_number_of_words_as_the_budget() -> None:
    for part in all_parts():
        for key, field in part.fields.items():
            named = re.search(r"(?:up to|to) (\d+) words|imperative, up to (\d+)", field.description)
            if named and field.words:
                assert field.words == int(named[1] or named[2]), (part, key)


@often(25)
@given(values=briefs())
def test_a_brief_written_out_and_read_again_is_the_same(values: dict[str, Any]) -> None:
    once = brief_of(values)
    assert brief_of(written(once)) == once


def written(value: Any) -> Any:
    """The values of a part as brief.yaml would hold them."""
    if isinstance(value, Part):
        return {key: written(getattr(value, field.name)) for key, field in value.fields.items()}
    if isinstance(value, Limited):
        return {"text": str(value), "audience": list(value.audience)}
    if isinstance(value, (tuple, list)):
        return [written(item) for item in value]
    return (
        value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, (Stated, Decimal))
        else value
    )


def test_every_declared_type_is_that_of_its_kind() -> None:
    for part in all_parts():
        hints = get_type_hints(part)
        for key, field in part.fields.items():
            expected = type_of(field.kind)
            assert hints[field.name] == (expected | None if field.default is None else expected), (part, key)


def type_of(kind: AnyKind) -> Any:
    match kind:
        case Text():
            return str
        case Choice(words=words):
            return Literal[words]
        case Day():
            return Stated
        case Moment():
            return datetime
        case Number(optional=optional):
            return Decimal | None if optional else Decimal
        case Several(item=item):
            return tuple[type_of(item), ...]  # type: ignore[misc]
        case Keyed(value=value):
            return dict[str, type_of(value)]  # type: ignore[misc]
        case Inner(part=part):
            return part
        case _:
            assert_never(kind)


def test_the_model_loads_no_file_formats() -> None:
    code = (
        "import sys, builder.brief.model, builder.brief.check;"
        "print([n for n in ('pydantic', 'docx', 'PIL', 'difflib', 'yaml') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
