"""`brief check --fix`: a brief in canonical form, with its comments and layout."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.brief.check import Checked, check_model
from builder.brief.kinds import Choice, Inner, Several
from builder.brief.model import Brief
from builder.brief.natural.fix import fixed, fixed_bytes
from builder.brief.natural.names import names_of
from builder.brief.part import Part
from builder.brief.yaml.read import read_values
from tests.brief.test_load import SMALL, as_yaml
from tests.brief.test_natural import NATURAL
from tests.conftest import often
from tests.support.command import brief
from tests.support.strategies import briefs

# What is written, and what it becomes.
CASES = """\
author: Ana  # lead
→
authors: [{name: Ana}]  # lead
---
Author:  # lead
  Name: Ana
  # why
  mail: a@x.org
→
authors:  # lead
  - name: Ana
    # why
    email: a@x.org
---
to: A, B & C
→
to: ["A, B & C"]
---
context: |
  One.

  Two.
→
context:
  text: |
    One.

    Two.
---
risks:
- One thing
- 'Another: thing'
→
risks:
- text: One thing
- text: 'Another: thing'
---
limits: word word word word word word word word word word word word word word word word word word word word
→
limits:
  - text: word word word word word word word word word word word word word word word word word word word word
---
glossary:
  GHG: a gas
  EU: a union
→
glossary:
  - {term: GHG, definition: a gas}
  - {term: EU, definition: a union}
---
glossary: {GHG: "a gas", EU: 'a union', UN: nations}
→
glossary:
  - {term: GHG, definition: "a gas"}
  - {term: EU, definition: "a union"}
  - {term: UN, definition: nations}
---
subject: Re: a pier
→
subject: "Re: a pier"
---
options:
  - {name: Go, pros: Quick, ratings: {Cost: 1}}
→
criteria: [Cost]
options:
  - {title: Go, pros: [Quick], ratings: {Cost: 1}}
---
isbn: 978-0-00-000000-2
license: CC0
language: en
→
language: en
imprint: {isbn: "978-0-00-000000-2", licence: CC0}
---
imprint:
  series: s
isbn: 978-0-00-000000-2
status: Draft
→
imprint:
  series: s
  isbn: 978-0-00-000000-2
status: draft
---
isbn: 978-0-00-000000-2  # ours
status: Draft
→
isbn: 978-0-00-000000-2  # ours
status: draft
---
tlp: amber
→
marking: {scheme: tlp, label: AMBER}
---
marking:
  label: TLP:RED
→
marking:
  scheme: tlp
  label: RED
---
figures: [{file: a.png, caption: T, alt: A}]
→
figures: [{path: a.png, title: T, alt: A}]
---
tables: [{title: T, columns: [a, b], rows: [[1, ], [~, true]]}]
→
tables: [{title: T, columns: [a, b], rows: [[1, "–" ], ["–", "true"]]}]
---
date: 5 March 2026
status: Draft
→
date: 2026-03-05
status: draft
---
sources: [{url: www.x.org/plan}]
→
sources: [{id: plan, url: https://www.x.org/plan}]
---
date: 03/05/2026
tag: x
→
date: 03/05/2026
keywords: [x]
---
authors: [Ana]
mystery: x
→
authors: [{name: Ana}]
mystery: x
---
contact:
- Ana
- a@x.org
→
contact: "Ana, a@x.org"
---
sources: ["A plan, 2031"]
→
sources: [{id: a-plan-2031, title: "A plan, 2031"}]
---
timeline:
- 2031: A vote
→
timeline:
- {when: "2031", text: A vote}
---
timeline:  # what came when
  2031: A vote  # in May
  # later
  2032: A count  # in June
key_figures: # large
  70 %: of things are fixed  # counted
→
timeline:  # what came when
  - {when: "2031", text: A vote}  # in May
  # later
  - {when: "2032", text: A count}  # in June
key_figures: # large
  - {value: "70 %", label: of things are fixed}  # counted
---
contact:  # who
  name: Ana
  mail: a@x.org
→
contact:  # who
  "Ana, a@x.org"
"""


@pytest.mark.parametrize(
    ("natural", "canonical"), [tuple(case.split("→\n")) for case in CASES.split("---\n")]
)
def test_what_is_plain_is_rewritten_and_nothing_else(natural: str, canonical: str) -> None:
    assert fixed(SMALL + natural) == SMALL + canonical
    assert fixed(SMALL + canonical) == SMALL + canonical


def test_references_are_rewritten_with_the_sources_that_they_add() -> None:
    text = SMALL + "        source: [A p. 4, https://x.org/index]\nsources:\n  - id: a\n    title: T\n"
    new = (
        SMALL
        + '        refs: ["a#p.4", index]\nsources:\n  - id: a\n    title: T\n  - {id: index, url: https://x.org/index}\n'
    )
    assert fixed(text) == new


@pytest.mark.parametrize("text", ["", "title: [", "- a", "title: *x", "a: {b: c"])
def test_what_cannot_be_read_stays(text: str) -> None:
    assert fixed(text) == text


def test_encoding_and_line_breaks_stay() -> None:
    text = SMALL.replace("ferry", "fährę") + "to: Ana\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        for line_break in ("\n", "\r\n"):
            written = text.replace("\n", line_break)
            assert fixed_bytes(written.encode(encoding)) == written.replace("Ana", "[Ana]").encode(encoding)
    assert fixed_bytes(b"to: \xff") == b"to: \xff"


@pytest.mark.parametrize(("natural", "canonical"), NATURAL)
def test_every_natural_form_becomes_canonical(natural: dict[str, Any], canonical: dict[str, Any]) -> None:  # noqa: ARG001
    values = {
        "title": "T",
        "bottom_line": "B.",
        "sections": [{"title": "S", "arguments": [{"claim": "It is."}]}],
    }
    text = as_yaml({key: value for key, value in {**values, **natural}.items() if value is not None})
    assert changes_of(fixed(text)) == []


def checked(text: str) -> Checked:
    reading = read_values(text)
    assert reading.values is not None
    return check_model(reading.values, reading.unread, reading.parted)


def changes_of(text: str) -> list[object]:
    return [*checked(text).changes]


class Casual:
    """Writes the values of a brief as people might, one way or another."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def part(self, part: type[Part], given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        if list(given) == [part.obvious] and isinstance(given[part.obvious], str) and part.obvious != "path":
            return given[part.obvious]
        found = {}
        for key, value in given.items():
            field = part.fields[key]
            others = [name for name in names_of(part, key) if name not in part.fields]
            name = self.chance.choice([key, *others]) if others and self.chance.random() < 0.5 else key
            if self.chance.random() < 0.2:
                name = name.replace("_", " ").capitalize()
            found[name] = self.value(field.kind, value)
        return found

    def value(self, kind: Any, given: Any) -> Any:
        if isinstance(kind, Inner):
            return self.part(kind.part, given)
        if isinstance(kind, Choice) and isinstance(given, str):
            return self.chance.choice([given, given.upper(), given.replace("_", " ").title()])
        if isinstance(kind, Several) and isinstance(given, list):
            items = [self.value(kind.item, item) for item in given]
            is_one = len(items) == 1 and isinstance(items[0], (str, dict)) and not kind.parted
            return items[0] if is_one and self.chance.random() < 0.7 else items
        return given


@often(25)
@given(values=briefs(), seed=st.integers(0, 2**20))
def test_a_brief_written_casually_becomes_canonical_and_says_the_same(
    values: dict[str, Any], seed: int
) -> None:
    text = as_yaml(Casual(seed).part(Brief, values))
    lines = text.split("\n")
    for at in sorted(Random(seed).sample(range(len(lines)), min(5, len(lines)))):
        if re.match(r" *(?:- )?\w+: ?\w*$", lines[at]) and ": |" not in lines[at]:
            lines[at] += f"  # note {at}"
    text = "\n".join(lines)
    new = fixed(text)
    assert re.findall(r"# note \d+", new) == re.findall(r"# note \d+", text)
    assert checked(new).brief == checked(as_yaml(values)).brief
    assert changes_of(new) == []


# A brief as somebody writes it who has not read how.
CASUAL = """\
Title: Keep the ferry
Type: issue brief
ID: ferry
Summary: It pays for itself.
Decision sought:
  - Agree the lease.
  - Note the cost.
Claims:
  - point: Nine in ten commuters use it.
    source: Hull survey
  - point: It pays.
    source: [https://x.org/index, The council of the island]
Options:
  Wait: Do nothing until the harbour is deep enough for any other vessel of this size.
  Lease:
    benefits: Quick
Recommendations:
  - to: The council
    actions:
      - what: Sign the lease
        timeline: 2031
      - Publish the route plan
Box:
  title: In figures
  items: [Ten boats, Two crews]
Conclusion: It should keep running.
Sources:
  Hull survey: A survey, 2031
"""


def test_a_casual_brief_is_read_and_no_warning_names_the_fix_after_it(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(CASUAL)
    before = brief("check", cwd=tmp_path)
    assert (before.returncode, "check --fix" in before.stdout, "error" in before.stdout) == (0, True, False)
    assert brief("check", "--fix", cwd=tmp_path).returncode == 0
    after = brief("check", cwd=tmp_path)
    assert (after.returncode, "--fix" in after.stdout) == (0, False)
    assert changes_of(path.read_text()) == []


def test_a_brief_with_errors_is_rewritten_wherever_it_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(f"{CASUAL}mystery: 1\nlegal: No.\nnext_steps: [Meet]\n")
    assert brief("check", "--fix", cwd=tmp_path).returncode == 1
    after = brief("check", cwd=tmp_path)
    assert after.stdout.count(": error: ") == 3
    assert "--fix" not in after.stdout
    assert changes_of(path.read_text()) == []


def test_check_fixes_a_brief_and_shows_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(SMALL + "author: Ana  # lead\n")
    shown = brief("check", "--diff", cwd=tmp_path)
    assert shown.returncode == 1
    assert "-author: Ana  # lead\n+authors: [{name: Ana}]  # lead" in shown.stdout
    assert path.read_text() == SMALL + "author: Ana  # lead\n"
    done = brief("check", "--fix", cwd=tmp_path)
    assert (done.returncode, done.stderr.split("\n")[0]) == (0, "brief.yaml: rewritten in canonical form")
    assert path.read_text() == SMALL + "authors: [{name: Ana}]  # lead\n"
    assert brief("check", "--diff", cwd=tmp_path).returncode == 0
    assert brief("check", "--fix", "missing.yaml", cwd=tmp_path).returncode == 1
