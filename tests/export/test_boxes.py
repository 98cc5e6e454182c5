"""Boxes and pull quotes are set apart in the memo and on slides; the summary takes boxes that fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.layout.pages import Box, texts
from builder.layout.summary import lay_out_summary
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.conftest import ROOT
from tests.support.command import brief
from tests.support.finished import finish
from tests.support.outlines import loaded, outline_of

PROSE = ROOT / "tests/briefs/good/prose.yaml"
BOX = {"title": "One market", "text": "The port closed its market.", "section": "s"}
VALUES: dict[str, Any] = {
    "title": "T",
    "bottom_line": "B",
    "sections": [{"id": "s", "title": "S", "arguments": [{"claim": "C is."}]}],
}


def summary_of(**changes: Any) -> tuple[str, float, list[str | None]]:
    """Return the words of the one-page summary, the smallest size on it, and the colours of its grounds."""
    pages, problems = lay_out_summary(outline_of(VALUES, **changes), DEFAULT)
    assert not any(problem.is_error for problem in problems)
    items = pages.pages[0].items
    sizes = [box.size for item in items for box in getattr(item, "paragraphs", ())]
    return (
        " ".join(text.plain for text in texts(items)),
        min(sizes),
        [i.fill for i in items if isinstance(i, Box)],
    )


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_a_box_says_its_number_kind_title_and_text(product: Product) -> None:
    done = finish(loaded(PROSE), product)
    assert done is not None
    found = read_back(product, done[1][product], looks=False).of(Kind.BODY, Kind.TITLE)
    body = " ".join(" ".join(each.text for each in found).split())
    for words in (
        "Box 1",
        "Case study",
        "One market, two rules",
        "the city paid for water",
        "Box 2",
        "Method",
    ):
        assert words in body


@pytest.mark.parametrize("kind", [{}, {"kind": "case", "title": "Case study: one market"}])
@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_a_box_without_a_kind_or_whose_title_names_it_has_no_label(product: Product, kind: Any) -> None:
    done = finish(outline_of(VALUES, boxes=[BOX | kind]), product)
    assert done is not None
    body = " ".join(each.text for each in read_back(product, done[1][product], looks=False).of(Kind.BODY))
    assert "Box\u00a01" in body
    assert "Case study" not in body.replace("Case study: one market", "")


def test_a_pull_quote_gets_quotation_marks_and_names_its_speaker() -> None:
    done = finish(loaded(PROSE), Product.MEMO)
    assert done is not None
    found = [each.text for each in read_back(Product.MEMO, done[1][Product.MEMO], looks=False).of(Kind.BODY)]
    place = found.index("“We bought hay in March; in June there was none.” [1]")
    assert found[place + 1] == "Ana Example, herder, 44"


def test_the_summary_takes_a_box_on_its_ground_where_there_is_room() -> None:
    words, _, grounds = summary_of(boxes=[BOX])
    assert "The port closed its market." in words
    assert DEFAULT.colours.panel in grounds


def test_the_summary_leaves_out_a_box_that_would_need_smaller_type() -> None:
    plain, size, _ = summary_of()
    long = BOX | {"text": "The port closed its market. " * 150}
    assert summary_of(boxes=[long]) == (plain, size, summary_of()[2])
    assert "One market" in summary_of(boxes=[BOX | {"section": None}])[0]
    assert "One market" in summary_of(boxes=[BOX, long])[0]


def test_a_box_of_an_unknown_section_is_an_error(tmp_path: Path) -> None:
    text = PROSE.read_text(encoding="utf-8").replace("section: why", "section: wy", 1)
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "no section has the id `wy`" in done.stdout + done.stderr


def test_trace_finds_a_box_by_its_number(tmp_path: Path) -> None:
    done = brief("trace", "Box 1", PROSE, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for location in ("Box 1  One market", "slide 8", "page 1, “One market, two rules”"):
        assert location in done.stdout.replace("\u2002", " ").replace("\u00a0", " ")
