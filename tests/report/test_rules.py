"""The rule book describes every rule in one sentence; none is missing, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import builder
from builder.report.rules import RULES, catalogue
from tests.support.command import TINY

PACKAGE = Path(builder.__file__).parent
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")

# Hyphenated words in modules that make problems, which are not rules.
NO_RULES = {"policy-brief-builder", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"}
NO_RULES |= {"background-color", "line-height", "monospace-block", "monospace-inline"}  # keys of brand.yml
NO_RULES |= {"rev-parse", "cat-file", "ls-tree"}  # commands of Git
NO_RULES |= {"one-page"}  # in names of pictures
NO_RULES |= {"extra-light", "ultra-light", "semi-bold", "demi-bold", "extra-bold", "ultra-bold"}


NAMED_IN = ("builder.report.problems", "builder.audit.problems")


def makes_problems(tree: ast.Module) -> bool:
    """Whether a module can name a rule: it knows problems, faults, or what a pattern's rule expects."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in (
            "builder.report.problems",
            "builder.audit.problems",
        ):
            return True
        if isinstance(node, ast.Name) and node.id == "EXPECTED":
            return True
    return False


def rules_in(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if not makes_problems(tree):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield node.value


def test_the_rulebook_has_the_rules_of_the_code_and_no_others() -> None:
    named = {rule for file in PACKAGE.rglob("*.py") for rule in rules_in(file)} - NO_RULES
    missing, left_over = named - RULES.keys(), RULES.keys() - named
    assert not missing, "add them to builder/report/rules.txt, or to NO_RULES if they are not rules"
    assert not left_over, "no problem has these rules"


def test_each_rule_is_described_in_one_sentence() -> None:
    for name, rule in RULES.items():
        assert NAME.fullmatch(name)
        for sentence in (rule.holds, rule.why):
            assert sentence[0].isupper() or sentence[0] in "`“", sentence
            assert sentence.endswith("."), sentence
        assert len(rule.holds) <= 120, rule.holds
    assert len({rule.holds for rule in RULES.values()}) == len(RULES)


def test_each_rule_has_a_fix_in_the_form_of_a_hint_and_an_example_of_it() -> None:
    for rule in RULES.values():
        assert rule.group, rule.name
        assert rule.fix[0].islower() or rule.fix.startswith("SOURCE"), rule.fix
        assert not rule.fix.endswith("."), rule.fix
        wrong, right = rule.example.split(" → ")
        assert wrong != right, rule.name


def test_the_page_of_rules_is_what_the_rule_book_says() -> None:
    page = PACKAGE.parent / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == catalogue(), "run python -m builder.report.rules"
    assert all(f"### {name}\n" in catalogue() for name in RULES)


# A line of a brief as the wrong half of an example, where no other part of the brief is needed.
LINE = re.compile(r"`([a-z_]+): [^`]*`")
PLACED = {"nesting-depth", "identifiers-well-formed", "lists-not-empty", "logos-visible"}
PLACED |= {"pictures-readable", "ratings-fit-criteria", "highlights-exist"}  # in other places than these two
PLACED |= {
    "colours-readable",
    "fonts-available",
    "theme-values",
    "brand-shown",
}  # in the file of a theme or brand
EXAMPLES = {name: found for name, rule in RULES.items() if (found := LINE.match(rule.example))}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in EXAMPLES
        if RULES[name].example.startswith(f"{EXAMPLES[name][0]} → ") and name not in PLACED
    ],
)
def test_the_wrong_half_of_an_example_breaks_its_rule(name: str, tmp_path: Path) -> None:
    line, key = EXAMPLES[name][0].strip("`"), EXAMPLES[name][1]
    without = re.sub(rf"(?m)^{key}:.*\n", "", TINY)
    found = set()
    for text in (f"{without}{line}\n", f"{TINY}        {line}\n"):  # of the brief, of its argument
        (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
        found |= {problem.rule for problem in builder.check(tmp_path / "brief.yaml")}
    assert name in found
