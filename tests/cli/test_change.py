"""By how much a number changed, as the three files say it under charts, in the unit that it is in."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.support.command import TINY, brief

CHART = """\
facts: [{{id: gap, value: 1, unit: percentage points}}]
contact: "The gap is {{fact:gap}} wide."
charts:
  - kind: column
    title: Use
    unit: {unit}
    rows: [{{category: 2025, values: [{old}]}}, {{category: 2029, values: [{new}]}}]
"""


@pytest.mark.parametrize(
    ("unit", "old", "new", "said"),
    [
        ('"%"', 68, 67, "−1 percentage point in four years"),
        ("Prozent", 68, 51, "−17 percentage points in four years"),
        ("points", 500, 520, "+20 points in four years"),
        ("households", 500, 520, "+4.0% in four years"),
    ],
)
def test_a_change_is_said_in_points_where_the_unit_is_a_share_or_points(
    unit: str, old: int, new: int, said: str, tmp_path: Path
) -> None:
    text = TINY + CHART.format(unit=unit, old=old, new=new)
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", "--only", "memo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    memo = docx.Document(str(tmp_path / "output" / "brief-memo.docx"))
    words = [one.text.replace("\u00a0", " ") for one in memo.paragraphs]
    assert said in words
    assert any("The gap is 1 percentage point wide." in one for one in words)
