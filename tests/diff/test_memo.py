"""A memo with tracked changes says the same as the new one if all are accepted, as the old one if none is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from builder.audit.office.package import W
from builder.brief.load import load_brief
from builder.diff.memo import AUTHOR, tracked
from builder.outline.text import Product
from builder.pipeline.prepared import compose_for
from builder.pipeline.products import draft
from builder.pipeline.request import Request
from builder.pull.snapshot import opened
from builder.pull.word import read_memo
from tests.conftest import GOOD_BRIEFS, ROOT
from tests.diff.test_compare import versions
from tests.support.command import brief
from tests.support.validators import CHECKERS, excused

BRIEFS = (*GOOD_BRIEFS, *sorted(ROOT.glob("docs/gallery/*.yaml")), ROOT / "builder/brief/templates/full.yaml")
# Each beside the next one: all is different, tables, charts, pictures, notes, links, markings.
PAIRS = list(zip(BRIEFS, (*BRIEFS[1:], BRIEFS[0]), strict=True))


def memo(file: Path) -> bytes:
    prepared = compose_for(Request(file), load_brief(file))
    return draft(prepared.outline, Product.MEMO, prepared.theme).data


def words(data: bytes, *, accepted: bool) -> list[str]:
    """Return the paragraphs of a memo with all tracked changes accepted or rejected."""

    def said() -> Iterator[str]:
        around = set()
        for one in read_memo(opened(data), lambda _: accepted).paragraphs:
            if one.text.strip() and one.text not in around:
                yield one.text
            if one.around:
                around.add(one.text)

    return list(said())


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda file: file.stem)
def test_accepted_it_says_the_new_and_rejected_the_old(tmp_path: Path, old: Path, new: Path) -> None:
    before, after = memo(old), memo(new)
    data = tracked(before, after, 0)
    assert words(data, accepted=True) == words(after, accepted=True)
    assert words(data, accepted=False) == words(before, accepted=True)
    file = tmp_path / "redline.docx"
    file.write_bytes(data)
    found = [each for checker in CHECKERS[".docx"] for each in checker(file) if not excused(each)]
    assert found == []


def test_changes_on_both_sides_of_the_end_of_a_paragraph_are_not_of_one_minute() -> None:
    """LibreOffice makes one change of two that are, and takes the end between them away with it."""
    old, new = PAIRS[-3]
    body = next(
        etree.fromstring(opened(tracked(memo(old), memo(new), 0)).xml("word/document.xml")).iter(W + "body")
    )
    beside = 0
    for one, other in pairwise(body.findall(W + "p")):
        last = next((each for each in reversed(one) if each.tag in (W + "ins", W + "del")), None)
        first = next((each for each in other if each.tag in (W + "ins", W + "del")), None)
        ends = one.find(f"{W}pPr/{W}rPr/{W}ins") is None and one.find(f"{W}pPr/{W}rPr/{W}del") is None
        if ends and last is not None and first is not None:
            beside += 1
            dates = [datetime.fromisoformat(each.get(W + "date", "")) for each in (last, first)]
            assert abs(dates[0] - dates[1]) > timedelta(minutes=1)
    assert beside


def test_the_same_memo_has_no_change() -> None:
    data = memo(ROOT / "brief.yaml")
    assert not read_memo(opened(tracked(data, data, 0)), lambda _: True).tracked


def test_only_words_that_changed_are_tracked(tmp_path: Path) -> None:
    versions(tmp_path, ("fail every month.\n", "may fail in winter.\n"))
    done = brief("diff", "old.yaml", "new.yaml", "--redline", "changes.docx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("wrote changes.docx\n")
    data = (tmp_path / "changes.docx").read_bytes()
    changes = read_memo(opened(data), lambda _: True).tracked
    assert set(changes) == {AUTHOR}
    text = opened(data).xml("word/document.xml").decode()
    assert '<w:delText xml:space="preserve">every month</w:delText>' in text
    assert '<w:t xml:space="preserve">in winter</w:t>' in text
    again = brief("diff", "old.yaml", "new.yaml", "--redline", "again.docx", cwd=tmp_path)
    assert again.returncode == 0
    assert (tmp_path / "again.docx").read_bytes() == data


def test_a_version_that_cannot_be_built_has_no_redline(tmp_path: Path) -> None:
    versions(tmp_path, ("refs: [log#p2]", "refs: [nothing]"))
    done = brief("diff", "old.yaml", "new.yaml", "--redline", "changes.docx", cwd=tmp_path)
    assert done.returncode == 1
    assert "nothing" in done.stderr
    assert not (tmp_path / "changes.docx").exists()
