"""The rule book describes every rule in one sentence; none is missing, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import builder
from builder.report.rules import RULES

PACKAGE = Path(builder.__file__).parent
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")

# Hyphenated words in modules that make problems, which are not rules.
NO_RULES = {"policy-brief-builder", "utf-8", "utf-8-sig", "utf-16"}


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
    assert not missing, "add them to builder/report/rules.py, or to NO_RULES if they are not rules"
    assert not left_over, "no problem has these rules"


def test_each_rule_is_described_in_one_sentence() -> None:
    for rule, truth in RULES.items():
        assert NAME.fullmatch(rule)
        assert truth[0].isupper() or truth[0] == "`" or truth.startswith("SOURCE"), truth
        assert truth.endswith("."), truth
        assert len(truth) <= 120, truth
    assert len(set(RULES.values())) == len(RULES)
    assert list(RULES) == sorted(RULES)
