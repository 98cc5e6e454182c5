"""Hints lead on: who does what one says has one error fewer, and none new."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.brief.load import load_brief
from builder.brief.model import Context, KeyMessage, Recommendation, Risk
from builder.brief.part import Part
from builder.report.problems import BriefError, Problem
from tests.brief.test_load import SMALL, problems_of, write
from tests.support.command import brief

FULL = """\
title: "The ferry should keep running"
bottom_line: "It pays for itself."
audiences: [internal, public]
sections:
  - id: why
    title: "Why"
    arguments:
      - id: home
        claim: "Nine in ten commuters use it."
        refs: [report]
sources:
  - {id: report, title: "A report"}
"""

# What is written in FULL, and the slip in its place.
SLIPS = [
    ('title: "The ferry', 'titel: "The ferry'),
    ("bottom_line:", "botom_lin:"),
    ("        claim:", "        cliam:"),
    ('        claim: "Nine in ten commuters use it."\n', ""),
    ("        refs: [report]", "        refs: [reprot]"),
    ("        refs: [report]", "        certainty: high"),
    ("        refs: [report]", "        certainty: {level: possibel}"),
    ("sources:", "subtitle: {text: A, audience: [internl]}\nsources:"),
    ('    title: "Why"', "    title: true"),
    ('    title: "Why"', '    title: "Why"\n    role: caus'),
    ("sources:", "date: 03/05/2031\nsources:"),
    ("sources:", "status: finl\nsources:"),
    ("sources:", "marking: {scheme: tlp, label: AMBR}\nsources:"),
    ("sources:", "marking: {scheme: uk, label: OFICIAL}\nsources:"),
    ("sources:", "links: [{from: hom, to: why}]\nsources:"),
    ("sources:", "tables: [{title: T, section: wy, columns: [a, b], rows: [[1, 2]]}]\nsources:"),
    ("sources:", "criteria: [cost]\noptions: [{title: Wait, ratings: {cots: low}}]\nsources:"),
    ("sources:", "risks: [{mitigation: More boats}]\nsources:"),
    ("sources:", "sprache: de\nsources:"),
    ("sources:", "empfehlungen: [Begin now]\nsources:"),
    ("title:", "título:"),
]

# What is added to FULL, and the beginnings of the hints for it.
ADVICE = [
    ("Deadline: Now", ["correct the key", "valid keys"]),
    ("expectations: [It pays.]", ["write it as the `text` of a section or a box, or delete it"]),
    (
        "Legal: In confidence between the two island councils.",
        ["write it as the `text` of a section or a box"],
    ),
    ("boxes: [{title: A, text: B, lessons: [C]}]", ["delete the key, and add its words to `text`"]),
    ("sprache: de\nlang: de", ["`language` is given already: delete one of the two"]),
    (
        "imprint: Ana, Mühlweg 3",
        ["write a text like this under `contact` or `disclaimer`, or write its keys"],
    ),
    ("role: cause", ["put `role` in one of the `sections`"]),
    ("reference: SUB/2025", ["if so, move it there; if not, write it as the `text` of a section or a box"]),
    ("key_messages: [{text: It pays., refs: [report]}]", ["name the arguments that carry it"]),
    ("options: [{title: A, rating: Red}]", ["write it with keys and values, such as `ratings: {Cost: low}`"]),
]


@pytest.mark.parametrize(("added", "hints"), ADVICE)
def test_what_has_no_place_is_shown_one(tmp_path: Path, added: str, hints: list[str]) -> None:
    (problem,) = errors(write(tmp_path, f"{FULL}{added}\n"))
    assert (problem.hint or "").startswith(tuple(hints))


@pytest.mark.parametrize(
    ("added", "part"),
    [
        ("key_messages: [It pays. [7]]", KeyMessage),
        ("context: It pays. [7]", Context),
        ("risks: [It fails. [7]]", Risk),
        ("recommendations: [{action: Go on, detail: It pays. [7]}]", Recommendation),
    ],
)
def test_where_to_cite_is_a_key_that_the_part_has(tmp_path: Path, added: str, part: type[Part]) -> None:
    text = FULL + re.sub(r"(\w[\w ]+\. \[7\])", r'"\1"', added) + "\n"
    problems = problems_of(write(tmp_path, text))
    (hint,) = [problem.hint or "" for problem in problems if problem.rule == "references-not-typed"]
    named = re.search(r"(?:cite sources|name) under `(\w+)`", hint)
    assert {named[1]} <= part.fields.keys() if named else "refs" not in part.fields


@pytest.mark.parametrize(("right", "wrong"), SLIPS)
def test_who_does_what_a_hint_says_has_one_error_fewer_and_none_new(
    tmp_path: Path, right: str, wrong: str
) -> None:
    assert right in FULL
    text = FULL.replace(right, wrong, 1)
    before = errors(write(tmp_path, text))
    assert before
    for problem in before:
        after = errors(write(tmp_path, done(text, problem)))
        assert {each.message for each in after} < {each.message for each in before}, (
            problem.hint,
            done(text, problem),
        )


def errors(path: Path) -> list[Problem]:
    return [problem for problem in problems_of(path) if problem.is_error]


def done(text: str, problem: Problem) -> str:
    """The text after what the hint says was done at the place of the problem."""
    said = re.match(r"(?:write|did you mean|add)\b.*?`(.+?)`", problem.hint or "")
    assert said, problem.hint
    assert problem.position
    lines = text.split("\n")
    row, column = problem.position.line - 1, problem.position.column - 1
    line, end = lines[row], (problem.position.end_column or column + 2) - 1
    if problem.rule == "required-keys":
        gap = re.match(r"[- ]*", line)
        assert gap
        key = said[1].replace("…", '"Something."')
        inside = line.startswith("{", column)
        lines[row] = (
            f"{line[: column + 1]}{key}, {line[column + 1 :]}"
            if inside
            else f"{gap[0]}{key}\n{' ' * len(gap[0])}{line[len(gap[0]) :]}"
        )
    elif ": " in said[1] and problem.rule != "known-keys":
        start = line.rindex(f"{problem.path.rpartition('.')[2]}:", 0, column)
        lines[row] = line[:start] + said[1] + line[end:]
    else:
        lines[row] = line[:column] + said[1] + line[end:]
    return "\n".join(lines)


def test_checking_goes_on_under_the_key_that_is_guessed(tmp_path: Path) -> None:
    text = FULL.replace("sections:", "sectoins:").replace("        claim:", "        cliam:")
    assert [problem.message for problem in errors(write(tmp_path, text))] == [
        "unknown key `sectoins`",
        "unknown key `cliam`",
    ]


def test_a_figure_in_an_argument_is_shown_its_place(tmp_path: Path) -> None:
    text = FULL.replace("        refs:", "        figure: {path: a.png, alt: A}\n        refs:")
    (problem,) = errors(write(tmp_path, text))
    assert problem.hint == (
        "write it in the list `figures` at the left margin, with the id of its section as `section`"
    )


def test_no_hint_is_cut(tmp_path: Path) -> None:
    sources = "".join(f"  - {{id: s{number}, title: A}}\n" for number in range(30))
    text = FULL.replace("refs: [report]", "refs: [zzz]").replace(
        '  - {id: report, title: "A report"}\n', sources
    )
    (problem,) = [each for each in errors(write(tmp_path, text)) if each.rule == "refs-resolve"]
    assert problem.hint == "add the source to `sources`, or delete the reference"


def test_what_does_not_fit_is_reported_beside_unknown_keys(tmp_path: Path) -> None:
    long = "and the people of the hills wait for the boat " * 40
    text = FULL.replace("It pays for itself.", long).replace("claim:", "strength: high\n        claim:")
    write(tmp_path, text)
    shown = brief("check", "--format", "concise", cwd=tmp_path).stdout
    assert "[known-keys]" in shown
    assert "[text-fits]" in shown


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (FULL.replace("claim:", "clam:"), "1 error, 1 warning"),
        (
            FULL.replace("claim:", "claim: {}\n        #"),
            "; 3 more checks are made once the errors are fixed",
        ),
        (
            FULL.replace("refs: [report]", "refs: [raport]"),
            "; 3 more checks are made once the errors are fixed",
        ),
        (FULL.replace("[report]", "[report"), " more checks are made once the errors are fixed"),
        (SMALL, "no problems found"),
    ],
)
def test_the_last_line_says_how_many_checks_wait(tmp_path: Path, text: str, last: str) -> None:
    write(tmp_path, text)
    shown = brief("check", cwd=tmp_path).stdout.strip().split("\n")[-1]
    assert shown.endswith(last)
    if "[report\n" in text:
        assert int(re.findall(r"\d+(?= more checks)", shown)[0]) > 40


def test_a_brief_without_errors_waits_for_nothing(tmp_path: Path) -> None:
    assert load_brief(write(tmp_path, SMALL)).warnings == ()
    with pytest.raises(BriefError):
        load_brief(write(tmp_path, SMALL.replace("title", "titel")))
