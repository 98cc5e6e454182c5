"""What the audit of a finished memo reports besides differing words."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from builder.audit.compare import audit
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.prepared import prepare
from builder.pipeline.products import make
from builder.pipeline.request import Request
from builder.report.problems import Problem
from tests.conftest import ROOT
from tests.support.finished import faults as found_in
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import W, edited, names

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


@pytest.fixture(scope="module")
def outline() -> Outline:
    return prepare(Request(ROOT / "brief.yaml")).outline


@pytest.fixture(scope="module")
def memo(outline: Outline) -> bytes:
    return make(outline, Product.MEMO).data


def faults(outline: Outline, memo: bytes, *, edited: bool = False) -> list[Problem]:
    return list(found_in(outline, ({}, {Product.MEMO: memo}), edited=edited))


def only_problem(outline: Outline, memo: bytes) -> Problem:
    (fault,) = faults(outline, memo)
    return fault


def test_a_finished_memo_has_no_problem(outline: Outline, memo: bytes) -> None:
    assert faults(outline, memo) == []


def test_the_same_words_may_be_headings_of_two_levels() -> None:
    first = LIBRARY["sections"][0]
    prose = "Before.\n\n### The costs\n\nAfter."
    argument = {"claim": "It pays for itself.", "reasoning": prose}
    outline = composed({**LIBRARY, "sections": [{**first, "intro": prose, "arguments": [argument]}]})
    assert faults(outline, make(outline, Product.MEMO).data) == []


def test_a_problem_is_an_error_at_the_field_it_belongs_to(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "Factions differ" in text.text)
        text.text = text.text.replace("differ", "agree")

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert fault.is_error
    assert (fault.rule, fault.path) == ("text-matches", "sections[0].arguments[0].gist")
    assert "Factions agree" in fault.message
    assert "the memo, table 1, row 2" in fault.message


def test_a_file_that_cannot_be_opened_is_a_problem(outline: Outline) -> None:
    assert only_problem(outline, b"no memo").rule == "files-readable"


def test_nothing_to_compare_is_an_error(outline: Outline, memo: bytes) -> None:
    with pytest.raises(ValueError, match="no file"):
        audit(outline, {}, {})
    for product in (Product.DECK, Product.SUMMARY):
        with pytest.raises(ValueError, match="no pages"):
            audit(outline, {}, {product: memo})
    silent = Outline("x", "A4", "en", "0" * 40, 0, outline.properties, outline.labels, ())
    with pytest.raises(ValueError, match="no words"):
        audit(silent, {}, {Product.MEMO: memo})


def core(name: str, text: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        for element in root.findall(f"{{*}}{name}"):
            root.remove(element)
        space = CORE if name == "keywords" else DUBLIN_CORE
        etree.SubElement(root, f"{{{space}}}{name}").text = text

    return change


@pytest.mark.parametrize(
    ("name", "text"),
    [("title", "Another title"), ("subject", "x"), ("creator", "Somebody"), ("keywords", "x")],
)
def test_properties_say_what_the_brief_says(outline: Outline, memo: bytes, name: str, text: str) -> None:
    found = faults(outline, edited(memo, "docProps/core.xml", core(name, text)))
    assert found
    assert {fault.rule for fault in found} == {"properties-match"}


def test_the_language_is_the_briefs(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for mark in root.iter(W + "lang"):
            mark.set(W + "val", "fr-FR")

    assert only_problem(outline, edited(memo, "word/styles.xml", change)).rule == "properties-match"


def test_a_memo_of_another_brief_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for mark in root.iter(W + "bookmarkStart"):
            mark.set(W + "name", mark.get(W + "name").replace(outline.build_id[:8], "0" * 8))

    changed = edited(memo, "word/document.xml", change)
    assert {fault.rule for fault in faults(outline, changed)} == {"files-from-this-brief"}


def test_a_memo_without_bookmarks_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for mark in list(root.iter(W + "bookmarkStart")):
            mark.getparent().remove(mark)

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert fault.rule == "files-from-this-brief"
    assert "bookmarks" in fault.message


def test_an_identity_at_the_wrong_words_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        marks = {mark.get(W + "name")[14:]: mark for mark in root.iter(W + "bookmarkStart")}
        one, other = marks["a1_why"], marks["a2_why"]
        first, second = one.get(W + "name"), other.get(W + "name")
        one.set(W + "name", second)
        other.set(W + "name", first)

    found = faults(outline, edited(memo, "word/document.xml", change))
    assert [fault.rule for fault in found] == ["identifiers-match"] * 2


def test_a_figure_without_alternative_text_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for about in root.iter("{*}docPr"):
            about.attrib.pop("descr", None)

    rules = {fault.rule for fault in faults(outline, edited(memo, "word/document.xml", change))}
    assert rules == {"pictures-have-alt-text"}


def test_an_alternative_text_of_nobody_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        first, again = (about for about in root.iter("{*}docPr") if about.get("descr"))
        first.set("descr", "a lovely picture")
        again.set("descr", "a lovely picture")

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert "a lovely picture" in fault.message


def paragraph_with(root: Any, words: str) -> Any:
    return next(one for one in root.iter(W + "p") if words in "".join(one.itertext(W + "t")))


def test_two_paragraphs_that_were_joined_are_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        first = paragraph_with(root, "Factions differ")
        before = first.getprevious()
        before.append(copy.deepcopy(next(before.iter(W + "r"))))
        next(before[-1].iter(W + "t")).text = " "
        before.extend(list(first.iter(W + "r")))
        first.getparent().remove(first)

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert (fault.rule, fault.path) == ("paragraphs-match", "sections[0].arguments[0].gist")


def test_a_paragraph_that_was_parted_between_two_texts_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        whole = next(
            one for one in root.iter(W + "p") if "".join(one.itertext(W + "t")).startswith("Our reading:")
        )
        rest = copy.deepcopy(whole)
        for run in list(whole.iter(W + "r"))[1:]:
            whole.remove(run)
        rest.remove(next(rest.iter(W + "r")))
        for mark in list(rest.iter(W + "bookmarkStart", W + "bookmarkEnd")):
            rest.remove(mark)
        whole.addnext(rest)

    found = faults(outline, edited(memo, "word/document.xml", change))
    assert "paragraphs-match" in {fault.rule for fault in found}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("may have misjudged", "misjudged", "certainty-matches"),
        ("s2p1", "s2p2", "numbers-match"),
        ("not a rejection", "a rejection", "negations-match"),
        ("rests on mutual", "rests on common", "text-matches"),
    ],
)
def test_the_rule_is_that_of_the_kind_of_word_was_changed(
    outline: Outline, memo: bytes, old: str, new: str, rule: str
) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if old in text.text)
        text.text = text.text.replace(old, new, 1)

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert fault.rule == rule
    assert f"{new}" in fault.message


def test_a_change_is_reported_under_its_heading_in_few_words(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "rests on mutual" in text.text)
        text.text = text.text.replace("rests on mutual", "relies on mutual")

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert fault.message == (
        "the memo, under heading “Context”, paragraph 1: has “…World War and relies on mutual security…” "
        "instead of “…World War and rests on mutual security…”"
    )


def test_the_hint_says_what_to_do_with_a_file_that_somebody_edited(outline: Outline, memo: bytes) -> None:
    changed = edited(memo, "docProps/core.xml", core("title", "Another"))
    (built,) = faults(outline, changed)
    (found,) = faults(outline, changed, edited=True)
    assert "report it" in (built.hint or "")
    assert "edit the brief" in (found.hint or "")
    assert (built.rule, built.message) == (found.rule, found.message)


@pytest.mark.parametrize(
    ("name", "reported"),
    [("description", True), ("category", True), ("lastModifiedBy", False), ("revision", False)],
)
def test_a_property_that_the_brief_does_not_have_is_reported(
    outline: Outline, memo: bytes, name: str, reported: bool
) -> None:
    """Whoever edits a file signs it; a build signs nothing."""

    def change(root: Any) -> None:
        etree.SubElement(root, f"{{{CORE}}}{name}").text = "7"

    changed = edited(memo, "docProps/core.xml", change)
    assert bool(faults(outline, changed, edited=True)) is reported
    assert bool(faults(outline, changed)) is (name != "revision")


def test_a_language_that_a_run_is_set_in_is_reported_with_its_place(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        run = next(run for run in root.iter(W + "r") if "Factions differ" in "".join(run.itertext(W + "t")))
        look = etree.Element(W + "rPr")
        etree.SubElement(look, W + "lang", {W + "val": "fr-FR"})
        run.insert(0, look)

    fault = only_problem(outline, edited(memo, "word/document.xml", change))
    assert (fault.rule, fault.path) == ("properties-match", "language")
    assert "fr-FR in table 1, row 2" in fault.message


def test_a_comment_of_a_reviewer_is_reported(outline: Outline, memo: bytes) -> None:
    words = "<w:comment w:id='0'><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>"
    comment = f"<w:comments xmlns:w='{W[1:-1]}'>{words}</w:comments>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"

    def change(root: Any) -> None:
        etree.SubElement(root, root[0].tag, Id="c", Type=kind, Target="comments.xml")

    data = edited(memo, "word/_rels/document.xml.rels", change)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/comments.xml", comment)
    fault = only_problem(outline, file.getvalue())
    assert fault.message == "the memo: has unfamiliar formatting (comments, r:comments)"


def test_a_foreign_word_in_a_header_or_footer_is_reported(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        next(text for text in root.iter(W + "t") if text.text.strip()).text += " SECRET"

    assert names(memo, "^word/header")
    for name in names(memo, "^word/header"):
        fault = only_problem(outline, edited(memo, name, change))
        assert "SECRET" in fault.message
        assert "header" in fault.message


def test_a_number_changed_in_a_footer_is_reported_as_one(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "Draft" in text.text)
        text.text = text.text.replace("Draft", "Draft 2")

    name = names(memo, "footer")[0]
    fault = only_problem(outline, edited(memo, name, change))
    assert fault.rule == "numbers-match"
    assert "the memo, footer of" in fault.message
    assert "instead of “Draft" in fault.message
