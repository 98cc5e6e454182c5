"""What changed between two versions of a brief is found, and said for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.brief.load import load_brief
from builder.diff.compare import compare_versions
from tests.conftest import GOOD_BRIEFS, ROOT

OLD = """\
title: The town should lease two buses
bottom_line: Two old buses fail every month, and a lease would replace them within a year.
status: draft
sections:
  - id: why
    title: Why now
    role: cause
    arguments:
      - id: age
        claim: The two oldest buses fail every month.
        certainty: {level: qualified, cue: seems}
        confidence: moderate
        gist: They broke down 14 times in 2030.
        evidence:
          - text: The workshop counted 14 failures.
            refs: [log#p2]
          - text: Spare parts are no longer made.
        refs: [log]
      - id: cost
        claim: Repairs cost more than a lease.
        refs: [log]
  - id: then
    title: What follows
    arguments:
      - id: range
        claim: Batteries may not last a full day.
limits:
  - Nobody measured the range on hills.
recommendations:
  - {id: lease, action: Lease two electric buses, owner: Transport Office}
  - {id: try, action: Measure the range on both hill routes}
tables:
  - title: Failures by year
    columns: [Year, Failures]
    rows:
      - ["2029", "9"]
      - ["2030", "14"]
sources:
  - {id: log, title: Breakdown log of the bus workshop}
  - {id: data, title: Data sheets of three makers}
"""


def versions(folder: Path, *changes: tuple[str, str]) -> tuple[Path, Path]:
    text = OLD
    for was, becomes in changes:
        assert was in text, was
        text = text.replace(was, becomes, 1)
    old, new = folder / "old.yaml", folder / "new.yaml"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(text, encoding="utf-8")
    return old, new


@pytest.mark.parametrize(
    ("old", "new", "kind", "place"),
    [
        ("fail every month.\n", "may fail in winter.\n", "claim", "A1, claim"),
        ("should lease two buses", "could buy two buses", "claim", "Title"),
        ("within a year", "at once", "claim", "Bottom line, text"),
        ("Lease two electric buses", "Buy two electric buses", "claim", "R1, action"),
        ("level: qualified, cue: seems", "level: asserted", "certainty", "A1, certainty"),
        ("confidence: moderate", "confidence: low", "certainty", "A1, confidence"),
        ("14 times in 2030", "17 times in 2030", "number", "A1, gist"),
        ('"14"', '"15"', "number", "Table 1, row 2, column 2"),
        ("refs: [log#p2]", "refs: [data#p2]", "source", "A1, evidence 1, source 1"),
        ("Breakdown log of", "Failures in", "source", "[1], title"),
        ("limits:\n", "limits:\n  - Prices of leases are not known.\n", "new", "Limit 1"),
        ("          - text: Spare parts are no longer made.\n", "", "gone", "A1, evidence 2"),
        ("owner: Transport Office", "owner: Council", "wording", "R1, owner"),
        ("        gist: They broke down 14 times in 2030.\n", "", "wording", "A1, gist"),
        ("status: draft", "status: review", "document", "Status"),
    ],
)
def test_a_change_is_said_for_what_it_is(tmp_path: Path, old: str, new: str, kind: str, place: str) -> None:
    first, second = versions(tmp_path, (old, new))
    (found,) = compare_versions(load_brief(first).brief, load_brief(second).brief)
    assert (found.kind, found.place) == (kind, place)


@pytest.mark.parametrize(
    ("change", "direction"),
    [
        (("level: qualified, cue: seems", "level: possible, cue: may"), "softer"),
        (("        certainty: {level: qualified, cue: seems}\n", ""), "firmer"),
        (("level: qualified, cue: seems", "level: qualified, cue: appears"), ""),
        (("confidence: moderate", "confidence: high"), "firmer"),
        (("        confidence: moderate\n", ""), ""),
    ],
)
def test_a_level_becomes_firmer_or_softer(tmp_path: Path, change: tuple[str, str], direction: str) -> None:
    old, new = (load_brief(each).brief for each in versions(tmp_path, change))
    (found,) = compare_versions(old, new)
    assert found.direction == direction


def test_numbers_are_given_with_both_values(tmp_path: Path) -> None:
    change = (
        "They broke down 14 times in 2030.",
        "They broke down 17.5% more often in 2031, 3 times a month.",
    )
    old, new = (load_brief(each).brief for each in versions(tmp_path, change))
    (found,) = compare_versions(old, new)
    assert found.numbers == (("14", "17.5%"), ("2030", "2031"), ("", "3"))


COST = """\
      - id: cost
        claim: Repairs cost more than a lease.
        refs: [log]
"""


def test_an_argument_that_moves_is_the_same_argument(tmp_path: Path) -> None:
    moves: tuple[tuple[str, str], ...] = ((COST, ""), ("limits:\n", f"{COST}limits:\n"))
    old, new = (load_brief(each).brief for each in versions(tmp_path, *moves))
    (found,) = compare_versions(old, new)
    assert (found.kind, found.old, found.new) == ("moved", "A2", "A3, in “What follows”")


def test_of_parts_in_another_order_the_fewest_moved(tmp_path: Path) -> None:
    lease = "  - {id: lease, action: Lease two electric buses, owner: Transport Office}\n"
    moves = ((lease, ""), ("tables:\n", f"{lease}tables:\n"))
    old, new = (load_brief(each).brief for each in versions(tmp_path, *moves))
    (found,) = compare_versions(old, new)
    assert (found.kind, {found.old, found.new}) == ("moved", {"R1", "R2"})


def test_parts_without_ids_are_known_by_their_words(tmp_path: Path) -> None:
    changes = (
        ("      - id: age\n        claim", "      - claim"),
        ("fail every month.\n", "fail each month.\n"),
    )
    old, new = (load_brief(each).brief for each in versions(tmp_path, *changes))
    assert [(one.kind, one.place) for one in compare_versions(old, new)] == [
        ("wording", "A1, id"),
        ("claim", "A1, claim"),
    ]


@pytest.mark.parametrize("file", GOOD_BRIEFS, ids=lambda file: file.stem)
def test_a_brief_does_not_differ_from_itself_and_all_of_another_is_reported(file: Path) -> None:
    brief = load_brief(file).brief
    assert compare_versions(brief, brief) == []
    other = load_brief(ROOT / "brief.yaml").brief
    kinds = [one.kind for one in compare_versions(other, brief)]
    assert (file == ROOT / "brief.yaml") != bool(kinds)
