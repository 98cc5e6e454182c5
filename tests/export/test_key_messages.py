"""Key messages are under the bottom line of all three files, with the numbers of their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.brief.audiences import for_audience
from builder.outline.blocks import KeyMessages
from builder.outline.compose import compose
from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.command import brief
from tests.support.composing import Pictures, composed
from tests.support.finished import finish
from tests.support.outlines import brief_of, loaded

PROSE = ROOT / "tests/briefs/good/prose.yaml"
VALUES: dict[str, Any] = {
    "title": "T",
    "bottom_line": "B",
    "key_messages": [{"text": "One is so.", "arguments": ["a", "b"]}, "Two is so."],
    "sections": [{"title": "S", "arguments": [{"id": "a", "claim": "C is."}, {"id": "b", "claim": "D is."}]}],
}


@pytest.mark.parametrize("product", Product)
def test_each_file_says_them_after_the_bottom_line(product: Product) -> None:
    done = finish(loaded(PROSE), product)
    assert done is not None
    found = read_back(product, done[1][product], looks=False).of(Kind.BODY, Kind.TITLE)
    body = " ".join(" ".join(each.text for each in found).split())
    before, after = body.index("A list that is typed"), body.index("nobody finds it on paper.")
    assert body.index("A list is typed as in Markdown.") < before < after
    assert "Key messages" in body
    assert "(A1)" in body


def test_a_message_names_its_arguments_by_number() -> None:
    block = composed(VALUES).one(KeyMessages)
    assert block is not None
    found = [each.arguments.plain if each.arguments else None for each in block.messages]
    assert found == ["(A1, A2)", None]


def test_an_edition_does_not_name_an_argument_that_it_withholds() -> None:
    first, second = VALUES["sections"][0]["arguments"]
    sections = [{"title": "S", "arguments": [first, second | {"audience": ["inside"]}]}]
    values = VALUES | {"audiences": ["inside", "outside"], "sections": sections}
    edition = for_audience(brief_of(values), "outside")
    block = compose(edition, id="x", build_id="", epoch=0, pictures=Pictures()).one(KeyMessages)
    assert block is not None
    assert block.messages[0].arguments is not None
    assert block.messages[0].arguments.plain == "(A1)"


def test_trace_shows_where_a_message_is_read(tmp_path: Path) -> None:
    done = brief("trace", "key_messages[1]", PROSE, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for location in ("under heading “Key messages”", "slide 3; notes", "page 1, “Key messages”"):
        assert location in done.stdout
