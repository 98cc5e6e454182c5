"""The rule book: every rule by its name, read from rules.txt, the one place that describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct


class Rule(Struct, frozen=True):
    """A rule: the sentence that holds when no problem is reported, why it should, a fix and an example.

    `clause` names the requirement of a standard that it belongs to: `WCAG 1.1.1; PDF/UA-1 7.3`.
    """

    name: str
    group: str
    holds: str
    why: str
    fix: str
    example: str
    clause: str = ""


def _read(text: str) -> Iterator[Rule]:
    group = ""
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().split("\n")
        if lines[0].startswith("["):
            group = lines[0].strip("[]")
        elif not lines[0].startswith("#"):
            name, holds = lines[0].split(": ", 1)
            more = dict(line.split(": ", 1) for line in lines[1:])
            yield Rule(name, group, holds, **more)


RULES: Mapping[str, Rule] = {
    rule.name: rule for rule in _read(Path(__file__).with_name("rules.txt").read_text(encoding="utf-8"))
}


def catalogue() -> str:
    """Return docs/rules.md: all rules by group."""
    lines = ["# Rules", "", _INTRODUCTION]
    group = ""
    for rule in RULES.values():
        if rule.group != group:
            group = rule.group
            lines += ["", f"## {group}"]
        wrong, right = rule.example.split(" → ", 1)
        lines += ["", f"### {rule.name}", "", f"{rule.holds} {rule.why}", ""]
        lines += [f"- Fix: {rule.fix}.".replace("?.", "?"), f"- Example: {wrong} → {right}"]
        lines += [f"- Clause: {rule.clause}"] if rule.clause else []
    return "\n".join(lines) + "\n"


_INTRODUCTION = """\
Every problem names its rule in brackets at the end of its line. `brief explain RULE` prints what is here.

An error stops the build; a warning does not, and can be silenced: with `ignore: [RULE]` at the top level
of the brief, with `# brief: ignore RULE` at the end of a line, or with that comment on a line of its own
above it. Errors cannot be ignored, nor can what `brief audit` finds. `brief check` warns about an `ignore`
that silences nothing.

This page is written by `python -m builder.report.rules`, from `builder/report/rules.txt`."""

if __name__ == "__main__":
    Path("docs/rules.md").write_text(catalogue(), encoding="utf-8", newline="\n")
