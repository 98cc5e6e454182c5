"""Describes hostile inputs: how each is made, how it is run, and which outcome is expected."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

BRIEF = """\
title: "The ferry should keep running"
bottom_line: "It pays for itself."
sections:
  - title: "Why"
    arguments:
      - claim: "Nine in ten commuters use it."
"""

IS_LINUX = sys.platform == "linux"

# The marks of what a brief without a fault prints; a rule is written with the line at which it is reported.
Rule = str | tuple[str, int]
Arrange = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Expected:
    """An exit code; the rules that are reported, with their lines; words of the memo, and of what is printed."""

    code: int
    rules: tuple[Rule, ...] = ()
    says: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()


def refused(*rules: Rule, prints: str | tuple[str, ...] = ()) -> Expected:
    """The brief has errors: these, perhaps with others that follow from them."""
    return Expected(1, rules, (), (prints,) if isinstance(prints, str) else prints)


def builds(*says: str, warns: tuple[Rule, ...] = (), prints: str | tuple[str, ...] = ()) -> Expected:
    """The brief builds, and its memo has these words."""
    return Expected(0, warns, says, (prints,) if isinstance(prints, str) else prints)


def wrong_usage(prints: str) -> Expected:
    """The command line itself is wrong."""
    return Expected(2, (), (), (prints,))


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a run: variables, standard streams by their numbers, rights and the working folder.

    A `fresh` run is an interpreter of its own, for what matters while Python starts.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False
    streams: Mapping[int, str] = field(default_factory=dict)
    closed: tuple[int, ...] = ()
    unprivileged: bool = False
    cwd: str = "."
    removes_cwd: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One input: the brief's bytes, what else is arranged in its folder, and the commands to run.

    Without `commands` the brief is built, and if that is to fail checked. `tells_place` says whether the
    fault has a line in a text, `makes_all` whether a build makes all three files.
    """

    name: str
    expected: Expected
    brief: str | bytes | None = BRIEF
    arrange: Arrange | None = None
    commands: tuple[tuple[str, ...], ...] = ()
    setting: Setting = field(default_factory=Setting)
    has_position: bool = True
    makes_all: bool = True
    is_possible: bool = True

    def to_run(self) -> tuple[tuple[str, ...], ...]:
        """Return the commands; what is refused is reported twice, for machines and for people."""
        build = ("build", "--format", "json")
        return self.commands or ((build, ("check",)) if self.expected.code else (build,))

    def set_out(self, folder: Path) -> None:
        """Write the brief and what belongs to it into `folder`."""
        if self.brief is not None:
            data = (
                self.brief if isinstance(self.brief, bytes) else self.brief.encode("utf-8", "surrogatepass")
            )
            (folder / "brief.yaml").write_bytes(data)
        if self.arrange is not None:
            self.arrange(folder)


def quoted(text: str) -> str:
    """Return the text as a YAML scalar in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def spread(text: str) -> str:
    """Return a brief that has the text in every sort of field that reaches a page."""
    value = quoted(text)
    return f"""\
title: {value}
subtitle: {value}
version: {value}
authors: [{{name: {value}, role: {value}}}]
organisation: {{name: {value}, unit: {value}}}
subject: {value}
contact: {value}
disclaimer: {value}
keywords: [{value}]
bottom_line: {{text: {value}, headline: {value}, ask: {value}}}
context: {{text: {value}, why_now: {value}}}
event: {{label: {value}, text: {value}}}
sections:
  - title: {value}
    role: cause
    intro: {value}
    arguments:
      - claim: {value}
        id: first
        label: {value}
        gist: {value}
        evidence: [{{text: {value}, refs: [one]}}]
        implication: {value}
        reasoning: {value}
        counter: {value}
        refs: [one]
links: [{{from: event, to: first}}]
actors: [{{name: {value}, role: {value}}}]
timeline: [{{when: {value}, text: {value}}}]
criteria: [{value}]
options:
  - {{title: {value}, description: {value}, pros: [{value}], cons: [{value}], ratings: {{{value}: {value}}}}}
  - {{title: {value}, ratings: {{{value}: {value}}}}}
recommendations: [{{action: {value}, detail: {value}, owner: {value}, when: {value}}}]
risks: [{{text: {value}, mitigation: {value}}}]
limits: [{{text: {value}}}]
tables: [{{title: {value}, columns: [{value}, {value}], rows: [[{value}, {value}]], notes: {value}}}]
sources: [{{id: one, title: {value}, author: {value}, publisher: {value}, note: {value}}}]
glossary: [{{term: {value}, definition: {value}}}]
"""
