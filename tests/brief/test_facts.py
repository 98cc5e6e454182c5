"""Facts: numbers that a brief states once, and what follows from them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder.brief.load import Loaded, load_brief
from builder.report.problems import BriefError, Problem
from tests.brief.test_load import problems_of

SECTIONS = 'sections: [{title: Why, arguments: [{claim: "The ferry is full."}]}]\n'


def written(folder: Path, text: str, facts: str = "", more: str = "") -> Path:
    path = folder / "brief.yaml"
    path.write_text(f'title: "{text}"\nbottom_line: It pays.\n{SECTIONS}facts:\n{facts}{more}', "utf-8")
    return path


def title(folder: Path, text: str, facts: str = "", more: str = "") -> str:
    return loaded(written(folder, text, facts, more)).brief.title.replace("\u00a0", " ")


def loaded(path: Path) -> Loaded:
    return load_brief(path)


def errors(path: Path) -> list[Problem]:
    return [problem for problem in problems_of(path) if problem.is_error]


RIDERS = "  - {id: riders, value: 1234.56, unit: €}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{fact:riders}", "€1,234.56"),
        ("{ Fact: riders | 0 }", "€1,235"),
        ("{fact:riders|1}", "€1,234.6"),
        ("{fact:riders|2 digits}", "€1,200"),
        ("{fact:riders|bare}", "1,234.56"),
        ("{fact:riders|0, bare}", "1,235"),
        ("{fact:riders|0 signed}", "+€1,235"),
        (r"\\{fact:riders}", r"\{fact:riders}"),
        ("{facts} and {}", "{facts} and {}"),
        ("{fact:riders|0} of {fact:riders}", "€1,235 of €1,234.56"),
    ],
)
def test_a_text_has_the_number_of_its_fact(tmp_path: Path, text: str, expected: str) -> None:
    assert title(tmp_path, text, RIDERS) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "1.234,56 €"), ("fr", "1 234,56 €"), ("es", "1234,56 €"), ("ja", "€1,234.56")],
)
def test_a_number_is_written_as_the_language_writes_it(tmp_path: Path, language: str, expected: str) -> None:
    assert title(tmp_path, "{fact:riders}", RIDERS, f"language: {language}\n") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("  riders: 1200\n", "1,200"),
        ("  riders: {value: 1200, unit: km}\n", "1,200 km"),
        ("  - riders: 1 200\n", "1,200"),
        ('  - {id: riders, value: "12,5", Unit: km}\n', "12.5 km"),
        ("  - {id: riders, value: 12.49, rounding: 0 decimals}\n", "12"),
        ("  - {id: riders, value: 0.012345, decimals: 3 significant digits}\n", "0.0123"),
    ],
)
def test_natural_forms(tmp_path: Path, form: str, expected: str) -> None:
    assert title(tmp_path, "{fact:riders}", form) == expected


FACTS = """\
  - {id: a, value: 50, unit: km}
  - {id: b, value: 40.5, unit: km}
  - {id: p, value: 71, unit: "%"}
  - {id: q, value: 44, unit: "%"}
  - {id: n, value: 3}
  - {id: long-name, value: 7}
"""


@pytest.mark.parametrize(
    ("formula", "more", "expected"),
    [
        ("= a - b", "", "9.5 km"),
        ("= a − b + 1", "", "10.5 km"),
        ("=share(b, a)", "", "81.0%"),
        ("= share(b, a)", "rounding: 0", "81%"),
        ("= change(a, b)", "rounding: 1", "−19.0%"),
        ("= a / n", "rounding: 2", "16.67 km"),
        ("= a / b", "rounding: 2", "1.23"),
        ("= a * n", "", "150 km"),
        ("= p - q", "unit: percentage points", "27 percentage points"),
        ("= long-name - n", "", "4"),
        ("= n-n", "", "0"),
        ("= mean(a, b)", "rounding: 2", "45.25 km"),
        ("= sum(n, n, 1)", "", "7"),
        ("= max(a, b)", "", "50.0 km"),
        ("= abs(n - long-name)", "", "4"),
        ("= (long-name / n) ** (1 / 2)", "rounding: 3", "1.528"),
    ],
)
def test_derived_facts(tmp_path: Path, formula: str, more: str, expected: str) -> None:
    fact = f'  - {{id: x, value: "{formula}"{", " + more if more else ""}}}\n'
    assert title(tmp_path, "{fact:x}", FACTS + fact) == expected


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("= a - p", "`km` and `%` do not fit together"),
        ("= a - n", "`km` and a number without a unit do not fit together"),
        ("= p - q", "the unit of the result is not known"),
        ("= a * b", "the unit of the result is not known"),
        ("= a / (n - n)", "the formula divides by zero"),
        ("= share(n, n - n)", "the formula divides by zero"),
        ("= (n - n) / (n - n)", "the formula has no result, or one that is far too large"),
        ("= riderz + 1", "no fact has the id `riderz`"),
        ("= shrae(a, b)", "no fact has the id `shrae`"),
        ("= x + 1", "the fact is calculated from itself: `x` → `x`"),
        ("= 9 ** 99999999", "a power is a number up to 100, without a unit"),
        ("= 9 ** 9 ** 9", "a power is a number up to 100, without a unit"),
        ("= 99999 ** 99", "the formula has no result, or one that is far too large"),
        ("= 9999999999 * 9999999999", "the result has more than 15 digits"),
        ("= a +", "the formula cannot be read"),
        ("= (a", "the formula cannot be read"),
        ("= share(a)", "the formula cannot be read"),
        ("= share", "no fact has the id `share`"),
        ("= a, b", "the formula cannot be read"),
        ("= a.real", "the formula cannot be read"),
        ("= [a]", "`[` has no meaning in a formula"),
        ("= a if n else b", "no fact has the id `if`"),
        ("= __import__(n)", "the formula cannot be read"),
        ("= lambda: 1", "`:` has no meaning in a formula"),
        ("= a // n", "the formula cannot be read"),
        ("= " + "(" * 150 + "1", "the formula cannot be read"),
    ],
)
def test_a_formula_without_a_result_is_located(tmp_path: Path, formula: str, message: str) -> None:
    fact = f'  - {{id: x, value: "{formula}"}}\n'
    (problem,) = errors(written(tmp_path, "{fact:x}", FACTS + fact))
    assert (problem.rule, problem.path) == ("facts-derivable", "facts[6].value")
    assert problem.message.startswith(message)
    assert problem.position
    assert problem.position.line == 11


def test_a_circle_of_facts_is_named_once(tmp_path: Path) -> None:
    circle = '  - {id: x, value: "= y * 2"}\n  - {id: y, value: "= z + 1"}\n  - {id: z, value: = x}\n'
    (problem,) = errors(written(tmp_path, "{fact:x}", circle))
    assert problem.message == "the fact is calculated from itself: `x` → `y` → `z` → `x`"


def test_a_long_chain_of_facts_is_calculated(tmp_path: Path) -> None:
    chain = "".join(f"  - {{id: f{one}, value: = f{one + 1} + 1}}\n" for one in range(150))
    assert title(tmp_path, "{fact:f0}", chain + "  - {id: f150, value: 1}\n") == "151"


@pytest.mark.parametrize(
    ("text", "rule", "message", "hint"),
    [
        ("{fact:rider}", "facts-resolve", "no fact has the id `rider`", "did you mean `riders`?"),
        ("{fact:riders|one}", "facts-resolve", "`one` is not a form of a number", None),
        ("{fact:riders|99}", "facts-resolve", "`99` is not a form of a number", None),
        ("{fact:}", "facts-resolve", "no fact has the id ``", None),
    ],
)
def test_what_is_not_a_fact(tmp_path: Path, text: str, rule: str, message: str, hint: str | None) -> None:
    problem = errors(written(tmp_path, text, RIDERS))[0]
    assert (problem.rule, problem.path, problem.message) == (rule, "title", message)
    assert hint is None or problem.hint == hint
    assert problem.position
    assert problem.position.line == 1


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("about 12", "numbers-valid"),
        ('"1,200"', "meanings-plain"),
        ("71 %", "meanings-plain"),
        ("1e9", "numbers-valid"),
    ],
)
def test_a_value_that_is_not_a_number(tmp_path: Path, value: str, rule: str) -> None:
    (problem,) = errors(written(tmp_path, "{fact:x}", f"  - {{id: x, value: {value}}}\n"))
    assert (problem.rule, problem.path) == (rule, "facts[0].value")


def test_a_number_field_and_a_cell_take_a_fact_without_quotation_marks(tmp_path: Path) -> None:
    more = "tables: [{title: Riders, columns: [A, B], rows: [[x, {fact:riders}], [y, {fact:riders|0}]]}]\n"
    found = loaded(written(tmp_path, "{fact:riders}", RIDERS, more))
    assert found.brief.tables[0].rows == (("x", "€1,234.56"), ("y", "€1,235"))
    assert found.facts
    assert [use.shown for use in found.facts.used("tables[0].rows[1][1]")] == ["€1,235"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('value: "{fact:riders}"', "€"),
        ('value: "{fact:riders|bare}"', None),
        ('value: "{fact:riders}", unit: euros', "euros"),
        ("value: 5", None),
    ],
)
def test_evidence_has_the_unit_of_its_fact(tmp_path: Path, given: str, expected: str | None) -> None:
    path = written(tmp_path, "T", RIDERS + "  - {id: share, value: 5, unit: '%'}\n")
    compare = 'compare: [{label: Then, value: "{fact:share}"}, {label: Later, value: 4}]'
    argument = f'claim: "The ferry is full.", evidence: [{{text: "a day", {given}, {compare}}}]'
    path.write_text(path.read_text("utf-8").replace('claim: "The ferry is full."', argument), "utf-8")
    (evidence,) = loaded(path).brief.sections[0].arguments[0].evidence
    assert evidence.unit == expected
    assert [each.unit for each in evidence.compare] == ["%", None]


def test_budgets_count_what_is_printed(tmp_path: Path) -> None:
    rules = [
        one.rule for one in problems_of(written(tmp_path, " ".join(["word"] * 17) + " {fact:n}", "  n: 5\n"))
    ]
    assert rules == []


def test_a_fact_that_nothing_uses_is_a_warning(tmp_path: Path) -> None:
    (problem,) = problems_of(written(tmp_path, "{fact:riders}", RIDERS + "  - {id: other, value: 12}\n"))
    assert (problem.rule, problem.path) == ("facts-used", "facts[1].id")


AUDIENCES = "audiences: [staff, public]\n"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ('subtitle: "{fact:n}"\n', "subtitle"),
        ('subtitle: {text: "{fact:n}", audience: [staff, public]}\n', "subtitle"),
        ('subtitle: {text: "{fact:n}", audience: [staff]}\n', ""),
        ('subtitle: {text: "{fact:m}", audience: [staff]}\n', "facts[1].value"),
        ('glossary: [{term: T, definition: "{fact:n}", audience: [staff]}]\n', ""),
        ('glossary: [{term: T, definition: "{fact:n}"}]\n', "glossary[0].definition"),
    ],
)
def test_a_withheld_fact_stays_with_its_readers(tmp_path: Path, more: str, path: str) -> None:
    facts = "  - {id: n, value: 12, audience: [staff]}\n"
    facts += "  - {id: m, value: = n + 1}\n" if "m}" in more else ""
    found = errors(written(tmp_path, "The ferry pays", facts, AUDIENCES + more))
    assert [(one.rule, one.path.removesuffix(".text")) for one in found] == (
        [("facts-withheld", path)] if path else []
    )


def test_facts_of_one_label_and_date_agree(tmp_path: Path) -> None:
    facts = "  - {id: a, value: 12, label: Riders}\n  - {id: b, value: 13, label: riders%s}\n"
    (problem,) = errors(written(tmp_path, "{fact:a} {fact:b}", facts % ""))
    assert (problem.rule, problem.path) == ("facts-agree", "facts[1].label")
    assert not errors(written(tmp_path, "{fact:a} {fact:b}", facts % ", as_of: 2025"))
    assert not errors(written(tmp_path, "{fact:a} {fact:b}", facts % ", unit: km"))


SHARE = '  - {id: share, value: 70.8, unit: "%", rounding: 0, label: share of Sundays}\n'


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The share of Sundays is 68%.", "facts-agree"),
        ("Share of Sundays: 68 %", "facts-agree"),
        ("The share of Sundays is 71%.", "facts-not-typed"),
        ("The share of Sundays is 70.8%.", ""),
        ("The share of Sundays is about 68%.", ""),
        ("In 2020 the share of Sundays was 68%.", ""),
        ("The share of Sundays was 68% in 2020.", ""),
        ("The share of Sundays is 68 people.", ""),
        ("The share of Sundays rose by 68%.", ""),
        ("The share of Sundays is {fact:share}.", ""),
        ("Some 71 per cent agree.", "facts-not-typed"),
        ("Some 171% and 71.5% and 7.71% agree.", ""),
    ],
)
def test_typed_numbers_are_compared_with_facts(tmp_path: Path, sentence: str, rule: str) -> None:
    path = written(tmp_path, "A {fact:share}", SHARE, f'subtitle: "{sentence}"\n')
    found = [(one.rule, one.path) for one in problems_of(path)]
    assert found == ([(rule, "subtitle")] if rule else [])


def test_the_words_of_others_and_years_are_not_compared(tmp_path: Path) -> None:
    more = 'quotes: [{text: "It was 71%."}]\nsubtitle: "In 2026 it ran"\n'
    facts = SHARE + "  - {id: year, value: 2026}\n"
    assert problems_of(written(tmp_path, "{fact:share} {fact:year}", facts, more)) == ()


def test_facts_come_from_the_house_too(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text("facts: {riders: 1200}\n")
    path = tmp_path / "brief.yaml"
    path.write_text(f'extends: house.yaml\ntitle: "{{fact:riders}}"\nbottom_line: It pays.\n{SECTIONS}')
    assert loaded(path).brief.title == "1,200"
    (tmp_path / "house.yaml").write_text("facts: {riders: = a}\n")
    with pytest.raises(BriefError) as raised:
        loaded(path)
    (problem,) = raised.value.problems
    assert problem.file == (tmp_path / "house.yaml").as_posix()


def test_a_brief_without_facts_imports_nothing_for_them() -> None:
    code = (
        "import sys; from pathlib import Path; from builder.brief.load import load_brief;"
        "load_brief(Path('brief.yaml'));"
        "print([name for name in sys.modules if 'facts' in name or name == 'simpleeval'])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
