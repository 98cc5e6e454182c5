"""Parameters: what each row of a batch gives, where it is printed, and which parts are kept by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.brief.load import Loaded, load_brief, load_row, open_brief
from builder.report.problems import BriefError, Problem

PARAMS = """\
  place: {default: North}
  riders: {type: number, unit: people, default: 1200}
  share: {type: number, unit: "%", default: 12.5}
  cost: {type: number, unit: €, default: 98765}
  day: {type: date, default: 2031-05-28}
  coastal: {type: bool, default: true}
  remark: {default: ""}
"""
REST = """\
bottom_line: It pays.
sections:
  - {id: why, title: Why, arguments: [{claim: "The ferry is full."}]}
"""


def written(folder: Path, title: str, more: str = REST, params: str = PARAMS) -> Path:
    path = folder / "brief.yaml"
    path.write_text(f'title: "{title}"\nparams:\n{params}{more}', "utf-8")
    return path


def row(path: Path, **given: str) -> Loaded:
    return load_row(open_brief(path), given)


def errors(path: Path, given: Mapping[str, str] | None = None) -> list[Problem]:
    with pytest.raises(BriefError) as raised:
        load_row(open_brief(path), given or {})
    return [problem for problem in raised.value.problems if problem.is_error]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{param:place}", "North"),
        ("{ Param: place } Bay", "North Bay"),
        ("{param:riders}", "1,200 people"),
        ("{param:riders|bare}", "1,200"),
        ("{param:share|0}", "13%"),
        ("{param:cost|2 digits}", "€99,000"),
        ("since {param:day}", "since 28 May 2031"),
        ("a{param:remark}b", "ab"),
        (r"\\{param:place}", r"\{param:place}"),
    ],
)
def test_a_text_has_the_value_of_its_parameter(tmp_path: Path, text: str, expected: str) -> None:
    assert load_brief(written(tmp_path, text)).brief.title.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "98.765 €, 12,5 %, 28. Mai 2031"),
        ("fr", "98 765 €, 12,5 %, 28 mai 2031"),
        ("es", "98 765 €, 12,5 %, 28 de mayo de 2031"),
        ("ja", "€98,765, 12.5%, 2031年5月28日"),
    ],
)
def test_values_are_printed_as_the_language_does(tmp_path: Path, language: str, expected: str) -> None:
    path = written(
        tmp_path,
        "{param:cost}, {param:share}, {param:day}",
        f'language: "{{param:tag}}"\n{REST}',
        f"{PARAMS}  tag: {{default: {language}}}\n",
    )
    shown = load_brief(path).brief.title
    assert shown.replace("\u00a0", " ").replace("\u202f", " ") == expected


def test_a_parameter_may_have_the_name_of_a_key(tmp_path: Path) -> None:
    params = "  name: {default: Ann}\n  type: {type: number, default: 2}\n"
    loaded = load_brief(written(tmp_path, "{param:name} has {param:type}", params=params))
    assert loaded.brief.title == "Ann has 2"
    (problem,) = errors(written(tmp_path, "A", params="  - {name: Two words}\n"))
    assert problem.rule == "ids-well-formed"


def test_a_row_gives_values_and_leaves_the_others_at_their_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, "{param:place}: {param:riders|bare}")
    assert row(path, place="South", riders="3 400").brief.title == "South: 3,400"
    assert row(path, riders="").brief.title == "North: 1,200"
    assert row(path, place="South").params["riders"] == "1200"
    assert load_brief(path).brief.title == "North: 1,200"  # a row leaves nothing behind


def test_no_value_is_markup(tmp_path: Path) -> None:
    path = written(tmp_path, "On {param:place}")
    (run,) = runs(row(path, place="*A* [b](c) {fact:c} {param:day}").brief.title)
    assert run == "On *A* [b](c) {fact:c} {param:day}"


def runs(text: str) -> list[str]:
    from builder.brief.texts.marks import parse_marks

    return [run.text for run in parse_marks(text)]


def test_values_for_programs_are_not_printed_ones(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("place,year,n\nNorth,2031,40\nSouth,2031,30\n", "utf-8")
    more = """\
id: "ferry-{param:place}"
date: "{param:day}"
data: {d: d.csv}
facts:
  half: {value: "= {param:riders} / 2"}
  n: {from: {data: d, columns: n, where: {place: "{param:place}", year: "{param:year}"}}}
bottom_line: "{fact:half} and {fact:n}"
key_figures:
  - {value: "{param:riders}", label: riders}
  - {value: "{param:year}", label: year}
sections:
  - id: why
    title: Why
    arguments:
      - {claim: "The ferry is full."}
"""
    path = written(tmp_path, "x", more, f"{PARAMS}  year: {{type: number, default: 2031}}\n")
    found = row(path, day="3 May 2030").brief
    assert (found.id, str(found.date)) == ("ferry-north", "2030-05-03")
    assert found.bottom_line.text == "600 and 40"
    assert row(path, place="South").brief.bottom_line.text == "600 and 30"


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("coastal", True),
        ("not coastal", False),
        ("place == 'North'", True),
        ("place in ('South', 'East')", False),
        ("riders > 1199.5 and share < 12.6", True),
        ("share == 12.5", True),
        ("day < '2031-06'", True),
        ("{param:coastal} == false", False),
        ("remark", False),
    ],
)
def test_a_part_is_kept_where_its_condition_is_true(tmp_path: Path, condition: str, kept: bool) -> None:
    more = f"{REST}  - {{title: B, if: \"{condition}\", arguments: [{{claim: 'B is.'}}]}}\n"
    found = load_brief(written(tmp_path, "x", more)).brief
    assert [section.title for section in found.sections] == ["Why", "B"][: 1 + kept]


LEFT = """\
bottom_line: It pays.
sections:
  - id: gone
    title: Gone
    arguments: [{id: a, claim: "A is.", if: not coastal, refs: [only, both]}]
  - id: why
    title: Why
    role: cause
    arguments:
      - {id: b, claim: "B is, by {fact:f}.", gist: "So.[^n]", refs: [both]}
      - {id: c, claim: "C is, by {fact:g}.", gist: "So.[^m]", if: false}
links: [{from: a, to: recommendations}, {from: b, to: recommendations}]
recommendations: [{action: Keep it}]
key_messages: [{text: "One.", arguments: [a, b]}, {text: "Two."}, {text: "Three."}]
boxes: [{title: Placed, section: gone, text: In it.}, {title: Kept, text: In it.}]
facts: {f: 3, g: 4}
notes: [{id: n, text: N.}, {id: m, text: M.}]
sources: [{id: only, title: Only}, {id: both, title: Both}]
"""


def test_what_only_a_left_out_part_needs_goes_with_it(tmp_path: Path) -> None:
    found = load_brief(written(tmp_path, "x", LEFT))
    brief = found.brief
    assert [section.id for section in brief.sections] == ["why"]
    assert [link.from_ for link in brief.links] == ["b"]
    assert brief.key_messages[0].arguments == ("b",)
    assert [box.title for box in brief.boxes] == ["Kept"]
    assert [one.id for one in brief.facts] == ["f"]
    assert [one.id for one in brief.notes] == ["n"]
    assert [one.id for one in brief.sources] == ["both"]
    lines = (tmp_path / "brief.yaml").read_text("utf-8").splitlines()
    for path, word in (
        ("sections[0].arguments[0].claim", "B is"),
        ("boxes[0].title", "Kept"),
        ("sources[0].id", "both"),
    ):
        position = found.positions.of(path)
        assert position is not None
        assert lines[position.line - 1][position.column - 1 :].lstrip('"').startswith(word)


def test_what_is_left_out_is_not_looked_for_in_data(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("place,n\nNorth,40\n", "utf-8")
    more = f"""\
{REST}data: {{d: d.csv}}
charts:
  - title: A
    if: "place == 'North'"
    from: {{data: d, columns: [place, n], where: {{place: "{{param:place}}"}}}}
"""
    path = written(tmp_path, "x", more)
    assert len(load_brief(path).brief.charts) == 1
    assert row(path, place="South").brief.charts == ()


@pytest.mark.parametrize(
    ("params", "title", "given", "at", "rule", "message"),
    [
        ("  a: {type: number}\n", "{param:a}", {}, "params.a", "params-given", "`a` has no default"),
        ("  a: {}\n", "{param:b}", {"a": "x"}, "title", "params-resolve", "no parameter has the name `b`"),
        ("  a: {default: x}\n", "{param:a|1}", {}, "title", "params-resolve", "`1` is a form of numbers"),
        (
            "  a: {type: number, default: x}\n",
            "y",
            {},
            "params.a.default",
            "params-typed",
            "expected a number",
        ),
        ("  a: {type: number}\n", "y", {"a": "1,234"}, "params.a", "params-typed", "decimals or thousands?"),
        ("  a: {type: date}\n", "y", {"a": "03/04/2031"}, "params.a", "params-typed", "03/04/2031"),
        ("  a: {type: bool}\n", "y", {"a": "maybe"}, "params.a", "params-typed", "`true` or `false`"),
        ("  a: {allowed: [x, y]}\n", "y", {"a": "z"}, "params.a", "params-typed", "not one of the values"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_located(
    tmp_path: Path, params: str, title: str, given: dict[str, str], at: str, rule: str, message: str
) -> None:
    (problem,) = errors(written(tmp_path, title, params=params), given)
    assert (problem.path, problem.rule) == (at, rule)
    assert message in problem.message
    assert problem.position is not None
    assert problem.hint


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("plaice == 'North'", "no parameter has the name `plaice`"),
        ("place = 'North'", "the condition cannot be read"),
        ("riders > 'x'", "the condition compares values of two types"),
        ("__import__('os')", "the condition cannot be read"),
        ("place.upper() == 'NORTH'", "the condition cannot be read"),
        ("'x' * 9999999", "the condition cannot be read"),
        ("coastal; not coastal", "the condition cannot be read"),
        ("none > 1", "`none` is empty, and cannot be compared"),
        ("place == " + "'x' or place == " * 40 + "'y'", "the limit is 300"),
    ],
)
def test_a_condition_that_cannot_be_decided_is_located(tmp_path: Path, condition: str, message: str) -> None:
    more = f"{REST}  - {{title: B, if: \"{condition}\", arguments: [{{claim: 'B is.'}}]}}\n"
    path = written(tmp_path, "x", more, f'{PARAMS}  none: {{type: number, default: ""}}\n')
    (problem,) = errors(path)
    assert (problem.path, problem.rule) == ("sections[1].if", "conditions-readable")
    assert message in problem.message
    assert problem.position is not None
    assert problem.position.line == 14


def test_a_brief_without_parameters_imports_nothing_for_them(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "brief.yaml"
    path.write_text(f"title: x\n{REST}", "utf-8")
    script = (
        "import sys; from pathlib import Path; from builder.brief.load import load_brief\n"
        f"load_brief(Path({str(path)!r}))\n"
        "print([name for name in sys.modules if 'brief.params' in name or name == 'simpleeval'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
