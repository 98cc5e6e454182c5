"""What the comparison tells: which words differ, how, where, and what else is wrong with a file."""

from __future__ import annotations

import copy
import io
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder import pipeline, products
from builder.audit.compare import audit
from builder.audit.content import FIELD, Utterance
from builder.audit.readback import read_back
from builder.audit.words.alignment import pairs
from builder.audit.words.differences import LAX, differences
from builder.audit.words.stream import Difference, How, Part, fold
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import ROOT
from tests.corpora.damage import A, W, edited
from tests.support.finished import finished, outline_of, written
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"

PARTS = tuple(
    Part(text, f"path[{place}]")
    for place, text in enumerate(
        [
            "A cancelled meeting",
            "A1",
            "Politics at home may have come before diplomacy.",
            "[1, s2p1]",
            "A2",
            "Policy differences cost 12 million.",
            "[1, s2p1]",
            "Against it:",
            "The article names no organisation.",
        ]
    )
)
SAID = (
    "A cancelled meeting",
    "A1\tPolitics at home may have come before diplomacy. [1, s2p1]",
    "A2\tPolicy differences cost 12 million. · [1, s2p1]",
    "Against it: The article names no organisation.",
)


def heard(lines: Sequence[str]) -> list[Utterance]:
    return [Utterance(f"line {number}", line) for number, line in enumerate(lines, 1)]


def differing(said: Sequence[str], *, lines: bool = False) -> list[Difference]:
    return differences(PARTS, heard(said), gap=LAX, lines=lines)


def only(said: Sequence[str]) -> Difference:
    (difference,) = differing(said)
    return difference


def with_line(place: int, line: str) -> list[str]:
    return [*SAID[:place], line, *SAID[place + 1 :]]


def test_words_that_are_said_as_decided_do_not_differ() -> None:
    assert differing(SAID) == []


def test_a_dropped_paragraph_is_missing_at_its_first_field() -> None:
    for place, path, words in (
        (0, "path[0]", "A cancelled meeting"),
        (1, "path[1]", "A1 Politics at home may have come before diplomacy. [1, s2p1]"),
        (2, "path[4]", "A2 Policy differences cost 12 million. [1, s2p1]"),
        (3, "path[7]", "Against it: The article names no organisation."),
    ):
        found = only([*SAID[:place], *SAID[place + 1 :]])
        assert (found.how, found.path, found.decided) == (How.MISSING, path, words)


def test_two_swapped_paragraphs_are_told_as_moved() -> None:
    found = only([SAID[0], SAID[2], SAID[1], SAID[3]])
    assert found.how is How.MOVED
    assert (found.path, found.decided) in [
        ("path[1]", fold(SAID[1])),
        ("path[4]", "A2 Policy differences cost 12 million. [1, s2p1]"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("12", "13", "path[5]"),
        ("may have", "has", "path[2]"),
        ("diplomacy.", "diplomacy?", "path[2]"),
        ("diplomacy.", "diplomacy", "path[2]"),
        ("no organisation", "organisation", "path[8]"),
        ("no organisation", "no “organisation”", "path[8]"),
        ("at home", "athome", "path[2]"),
        ("names", "na mes", "path[8]"),
        ("The article", "the article", "path[8]"),
        ("million", "mil-lion", "path[5]"),
        ("12 million", "12 million dollars", "path[5]"),
    ],
)
def test_changed_words_are_told_at_their_field(old: str, new: str, path: str) -> None:
    found = only([line.replace(old, new) for line in SAID])
    assert (found.how, found.path) == (How.CHANGED, path)
    assert new in found.said
    assert old in found.decided


@pytest.mark.parametrize("place", range(5))
def test_foreign_words_are_told_where_they_stand(place: int) -> None:
    found = only([*SAID[:place], "Words of nobody.", *SAID[place:]])
    assert (found.how, found.place, found.said) == (How.FOREIGN, f"line {place + 1}", "Words of nobody.")


def test_a_text_that_is_said_twice_is_foreign_the_second_time() -> None:
    found = only([*SAID[:2], *SAID[1:]])
    assert (found.how, found.said) == (How.FOREIGN, fold(SAID[1]))


def test_several_differences_are_each_told() -> None:
    lines = [SAID[0].replace("meeting", "dinner"), *SAID[1:3], SAID[3].replace("no", "one"), "end"]
    assert [found.how for found in differing(lines)] == [How.CHANGED, How.CHANGED, How.FOREIGN]


def test_all_is_missing_from_an_empty_file() -> None:
    found = only([])
    assert (found.how, found.place) == (How.MISSING, "an empty file")


def test_white_space_and_soft_hyphens_are_folded_and_nothing_else() -> None:
    said = [line.replace(" ", "\u00a0").replace("Policy", "Pol\u00adicy") for line in SAID]
    assert differing([line.replace("12", "\u200912\u202f") for line in said]) == []
    for old, new in (("it:", "it："), ("A1", "A１"), ("12", "１２"), ("may", "mау")):
        assert differing([line.replace(old, new) for line in SAID]), new


def test_a_paragraph_may_not_break_within_a_text() -> None:
    lines = [SAID[0], "A1 Politics at home may", "have come before diplomacy. [1, s2p1]", *SAID[2:]]
    found = only(lines)
    assert (found.how, found.path) == (How.CHANGED, "path[2]")
    assert differing(lines, lines=True) == []


def test_printed_lines_break_between_words_after_hyphens_and_within_long_words() -> None:
    parts = [Part("a high-stakes meeting of incomprehensibilities")]
    said = heard(["a high-", "stakes meet", "ing of", "incomprehensi", "bilities"])
    assert differences(parts, said, lines=True) == []
    changed = heard(["a high-", "stakes eating of", "incomprehensi", "bilities"])
    (found,) = differences(parts, changed, lines=True)
    assert "stakes eating of" in found.said


def test_words_that_run_into_each_other_are_told() -> None:
    found = only(with_line(1, SAID[1].replace("\t", "")))
    assert (found.how, found.path) == (How.GLUED, "path[2]")


def test_texts_of_scripts_without_spaces_may_touch() -> None:
    parts = [Part("会談の中止。"), Part("背景"), Part("国内政治")]
    assert differences(parts, heard(["会談の中止。背景国内政治"])) == []


def test_only_the_signs_of_the_gap_may_stand_between_two_texts() -> None:
    parts = [Part("one"), Part("two")]
    assert differences(parts, heard([f"one {FIELD} two"])) == []
    for between in ("?", ";", ",", "·", "and"):
        assert differences(parts, heard([f"one {between} two"])), between
    for between in (";", ",", "·", "•"):
        assert differences(parts, heard([f"one {between} two"]), gap=LAX) == []
    assert differences(parts, heard(["one ? two"]), gap=LAX)


def test_a_part_that_begins_a_paragraph_may_not_run_on_and_the_other_way_round() -> None:
    parts = [Part("Why", begins=True), Part("it fell.", begins=False), Part("Then", begins=True), Part("up")]
    assert differences(parts, heard(["Why it fell.", "Then", "up"])) == []
    assert [one.how for one in differences(parts, heard(["Why", "it fell.", "Then up"]))] == [How.SPLIT]
    assert [one.how for one in differences(parts, heard(["Why it fell. Then up"]))] == [How.MERGED]


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "may", "might", "1", "2", "[1]", ",", "."])
SENTENCE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(SENTENCE, min_size=1, max_size=12))
def test_what_is_decided_does_not_differ_from_itself(sentences: list[str]) -> None:
    assert differences([Part(text) for text in sentences], heard(sentences)) == []


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.lists(SENTENCE, max_size=8))
def test_whatever_differs_is_told(decided: list[str], said: list[str]) -> None:
    equal = " ".join(decided) == " ".join(said)
    assert bool(differences([Part(text) for text in decided], heard([" ".join(said)]))) is not equal


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=30))
def test_pairs_are_equal_words_and_ascend(left: list[str], right: list[str]) -> None:
    found = list(pairs(left, right))
    assert all(left[one] == right[other] for one, other in found)
    assert all(
        one < next_one and other < next_other for (one, other), (next_one, next_other) in pairwise(found)
    )


def test_a_long_file_is_compared_in_time_that_grows_with_its_length() -> None:
    def seconds(count: int) -> float:
        parts = [
            Part(f"argument {number} says that {number * 7} is more than {number * 3}")
            for number in range(count)
        ]
        said = [part.text for part in parts]
        said[3], said[count // 2] = "foreign", "words of nobody"
        del said[count // 3]
        start = time.perf_counter()
        assert len(differences(parts, heard(said))) == 3
        return time.perf_counter() - start

    seconds(500)
    assert seconds(8_000) < 40 * seconds(1_000) + 0.5


# Whole files


@pytest.fixture(scope="module")
def outline() -> Outline:
    return pipeline.prepare(ROOT / "brief.yaml").outline


@pytest.fixture(scope="module")
def memo(outline: Outline) -> bytes:
    return products.make(outline, Product.MEMO).data


def faults(outline: Outline, memo: bytes) -> list[Problem]:
    return list(audit(outline, {}, {Product.MEMO: memo}))


def only_fault(outline: Outline, memo: bytes) -> Problem:
    (fault,) = faults(outline, memo)
    return fault


def test_a_finished_memo_has_no_fault(outline: Outline, memo: bytes) -> None:
    assert faults(outline, memo) == []


def test_a_fault_is_an_error_at_the_field_it_belongs_to(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "Factions differ" in text.text)
        text.text = text.text.replace("differ", "agree")

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert fault.is_error
    assert (fault.rule, fault.path) == ("products-say-the-outline", "sections[0].arguments[0].gist")
    assert "Factions agree" in fault.message
    assert "the memo, table 1, row 2" in fault.message


def test_a_file_that_cannot_be_opened_is_a_fault(outline: Outline) -> None:
    assert only_fault(outline, b"no memo").rule == "files-can-be-read"


def test_nothing_to_compare_is_no_success(outline: Outline, memo: bytes) -> None:
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

    assert only_fault(outline, edited(memo, "word/styles.xml", change)).rule == "properties-match"


def test_a_memo_of_another_brief_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for mark in root.iter(W + "bookmarkStart"):
            mark.set(W + "name", mark.get(W + "name").replace(outline.build_id[:8], "0" * 8))

    changed = edited(memo, "word/document.xml", change)
    assert {fault.rule for fault in faults(outline, changed)} == {"files-are-of-this-brief"}


def test_a_memo_without_bookmarks_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for mark in list(root.iter(W + "bookmarkStart")):
            mark.getparent().remove(mark)

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert fault.rule == "files-are-of-this-brief"
    assert "bookmarks" in fault.message


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK], ids=lambda product: product.value)
def test_the_build_id_stands_in_the_properties_and_in_the_snapshot(product: Product) -> None:
    main = "word/document.xml" if product is Product.MEMO else "ppt/presentation.xml"
    folder, name = main.split("/")

    def without_snapshot(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("Type").endswith("/customXml"):
                root.remove(link)

    def of_another_brief(root: Any) -> None:
        next(root.iter("{*}lpwstr")).text = "0" * 40

    for part, change in (
        (f"{folder}/_rels/{name}.rels", without_snapshot),
        ("docProps/custom.xml", of_another_brief),
    ):
        assert damaged(product, partial(edited, part=part, change=change)) == {"files-are-of-this-brief"}


def test_an_identity_at_the_wrong_words_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        marks = {mark.get(W + "name")[14:]: mark for mark in root.iter(W + "bookmarkStart")}
        one, other = marks["a1_why"], marks["a2_why"]
        first, second = one.get(W + "name"), other.get(W + "name")
        one.set(W + "name", second)
        other.set(W + "name", first)

    found = faults(outline, edited(memo, "word/document.xml", change))
    assert [fault.rule for fault in found] == ["slots-name-their-text"] * 2


def test_a_figure_without_alternative_text_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        for about in root.iter("{*}docPr"):
            about.attrib.pop("descr", None)

    rules = {fault.rule for fault in faults(outline, edited(memo, "word/document.xml", change))}
    assert rules == {"pictures-have-alternatives"}


def test_an_alternative_text_of_nobody_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        about = next(about for about in root.iter("{*}docPr") if about.get("descr"))
        about.set("descr", "a lovely picture")

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert "a lovely picture" in fault.message


def paragraph_with(root: Any, words: str) -> Any:
    return next(one for one in root.iter(W + "p") if words in "".join(one.itertext(W + "t")))


def test_two_paragraphs_that_were_joined_are_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        first = paragraph_with(root, "Factions differ")
        before = first.getprevious()
        before.append(copy.deepcopy(next(before.iter(W + "r"))))
        next(before[-1].iter(W + "t")).text = " "
        before.extend(list(first.iter(W + "r")))
        first.getparent().remove(first)

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert (fault.rule, fault.path) == ("paragraphs-match", "sections[0].arguments[0].gist")


def test_a_paragraph_that_was_parted_between_two_texts_is_told(outline: Outline, memo: bytes) -> None:
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
        ("rests on mutual", "rests on common", "products-say-the-outline"),
    ],
)
def test_the_rule_tells_what_kind_of_word_was_changed(
    outline: Outline, memo: bytes, old: str, new: str, rule: str
) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if old in text.text)
        text.text = text.text.replace(old, new, 1)

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert fault.rule == rule
    assert f"{new}" in fault.message


def test_a_change_is_told_under_its_heading_in_few_words(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "rests on mutual" in text.text)
        text.text = text.text.replace("rests on mutual", "relies on mutual")

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert fault.message == (
        "the memo, under heading 2 “Context”, paragraph 1: says “…World War and relies on mutual security…” "
        "instead of “…World War and rests on mutual security…”"
    )


def test_the_hint_says_what_to_do_with_a_file_that_somebody_edited(outline: Outline, memo: bytes) -> None:
    changed = edited(memo, "docProps/core.xml", core("title", "Another"))
    (built,) = audit(outline, {}, {Product.MEMO: changed})
    (found,) = audit(outline, {}, {Product.MEMO: changed}, edited=True)
    assert "report it" in (built.hint or "")
    assert "make it in the brief" in (found.hint or "")
    assert (built.rule, built.message) == (found.rule, found.message)


@pytest.mark.parametrize(
    ("name", "told"),
    [("description", True), ("category", True), ("lastModifiedBy", False), ("revision", False)],
)
def test_a_property_that_the_brief_does_not_have_is_told(
    outline: Outline, memo: bytes, name: str, told: bool
) -> None:
    """Whoever edits a file signs it; a build signs nothing."""

    def change(root: Any) -> None:
        etree.SubElement(root, f"{{{CORE}}}{name}").text = "7"

    changed = edited(memo, "docProps/core.xml", change)
    assert bool(audit(outline, {}, {Product.MEMO: changed}, edited=True)) is told
    assert bool(audit(outline, {}, {Product.MEMO: changed})) is (name != "revision")


def test_a_language_that_a_run_is_set_in_is_told_with_its_place(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        run = next(run for run in root.iter(W + "r") if "Factions differ" in "".join(run.itertext(W + "t")))
        look = etree.Element(W + "rPr")
        etree.SubElement(look, W + "lang", {W + "val": "fr-FR"})
        run.insert(0, look)

    fault = only_fault(outline, edited(memo, "word/document.xml", change))
    assert (fault.rule, fault.path) == ("properties-match", "language")
    assert "fr-FR in table 1, row 2" in fault.message


def test_a_comment_of_a_reviewer_is_told_as_extra_text(outline: Outline, memo: bytes) -> None:
    said = "<w:comment w:id='0'><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>"
    comment = f"<w:comments xmlns:w='{W[1:-1]}'>{said}</w:comments>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"

    def change(root: Any) -> None:
        etree.SubElement(root, root[0].tag, Id="c", Type=kind, Target="comments.xml")

    data = edited(memo, "word/_rels/document.xml.rels", change)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/comments.xml", comment)
    fault = only_fault(outline, file.getvalue())
    assert "the memo, comment: says “Really?”" in fault.message


def headers(memo: bytes) -> list[str]:

    names = zipfile.ZipFile(io.BytesIO(memo)).namelist()
    return [name for name in names if name.startswith("word/header")]


def test_a_foreign_word_in_a_header_or_footer_is_told(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        next(text for text in root.iter(W + "t") if text.text.strip()).text += " SECRET"

    assert headers(memo)
    for name in headers(memo):
        fault = only_fault(outline, edited(memo, name, change))
        assert "SECRET" in fault.message
        assert "header" in fault.message


def test_a_number_changed_in_a_footer_is_told_as_one(outline: Outline, memo: bytes) -> None:
    def change(root: Any) -> None:
        text = next(text for text in root.iter(W + "t") if "Draft" in text.text)
        text.text = text.text.replace("Draft", "Draft 2")

    name = next(name for name in zipfile.ZipFile(io.BytesIO(memo)).namelist() if "footer" in name)
    fault = only_fault(outline, edited(memo, name, change))
    assert fault.rule == "numbers-match"
    assert "the memo, footer of" in fault.message
    assert "instead of “Draft" in fault.message


# Deck and summary; the dense brief has a marking, links and pictures of all kinds

DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"


def damaged(product: Product, change: Callable[[bytes], bytes], brief: Path = DENSE) -> set[str]:
    """The rules that a changed file breaks."""
    pages, files = finished(brief, product)
    found = audit(outline_of(brief), pages, {product: change(files[product])})
    assert all(fault.is_error and product.value in fault.message for fault in found)
    return {fault.rule for fault in found}


def without_notes(deck: bytes) -> bytes:
    def change(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("Type").endswith("/notesSlide"):
                root.remove(link)

    return edited(deck, "ppt/slides/_rels/slide2.xml.rels", change)


def test_a_slide_without_notes_is_told() -> None:
    assert damaged(Product.DECK, without_notes) == {"products-say-the-outline", "slides-have-notes"}


def with_title_of_slide_2(deck: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        other = etree.fromstring(package.read("ppt/slides/slide2.xml"))
    title = "".join(_title(other).itertext(f"{A}t"))

    def change(root: Any) -> None:
        first, *rest = _title(root).iter(f"{A}t")
        first.text = title
        for text in rest:
            text.text = ""

    return edited(deck, "ppt/slides/slide3.xml", change)


def _title(slide: Any) -> Any:
    return next(shape for shape in slide.iter("{*}sp") if shape.find(".//{*}ph[@type='title']") is not None)


def test_two_slides_with_one_title_are_told() -> None:
    assert damaged(Product.DECK, with_title_of_slide_2) == {"products-say-the-outline", "slides-have-titles"}


def test_a_hidden_slide_is_told() -> None:
    def change(root: Any) -> None:
        root.set("show", "0")

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert "products-say-the-outline" in rules


def test_a_slide_that_lost_its_number_is_told() -> None:
    def change(root: Any) -> None:
        for field in list(root.iter(f"{A}fld")):
            field.getparent().remove(field)

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert rules == {"slides-are-numbered"}


def test_a_slide_number_that_was_typed_is_told() -> None:
    def change(root: Any) -> None:
        field = next(root.iter(f"{A}fld"))
        field.tag = f"{A}r"
        field.attrib.clear()
        field.find(f"{A}t").text = "7"

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert rules == {"slides-are-numbered", "products-say-the-outline"}


def test_words_drawn_by_a_layout_are_told() -> None:
    def change(root: Any) -> None:
        drawn = copy.deepcopy(
            next(shape for shape in root.iter("{*}sp") if shape.find(".//{*}ph") is not None)
        )
        mark = drawn.find(".//{*}ph")
        mark.getparent().remove(mark)
        next(drawn.iter(f"{A}t")).text = "Printed by nobody"
        root.find(".//{*}spTree").append(drawn)

    def on_every_layout(deck: bytes) -> bytes:
        for name in zipfile.ZipFile(io.BytesIO(deck)).namelist():
            if name.startswith("ppt/slideLayouts/slideLayout"):
                deck = edited(deck, name, change)
        return deck

    assert damaged(Product.DECK, on_every_layout) == {"products-say-the-outline"}


def test_a_link_that_leads_elsewhere_is_told() -> None:
    def change(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("TargetMode") == "External":
                link.set("Target", "https://example.org/elsewhere")

    rules = damaged(Product.MEMO, lambda memo: edited(memo, "word/_rels/document.xml.rels", change))
    assert rules == {"links-lead-where-they-should"}


def test_a_marking_that_is_missing_from_a_header_is_told() -> None:
    def change(root: Any) -> None:
        for text in root.iter(W + "t"):
            text.text = text.text.replace("TLP:AMBER", "TLP:CLEAR")

    def in_headers(memo: bytes) -> bytes:
        for name in headers(memo):
            memo = edited(memo, name, change)
        return memo

    assert damaged(Product.MEMO, in_headers) == {"products-say-the-outline", "marking-everywhere"}


def test_a_marking_that_is_missing_from_a_slide_is_told() -> None:
    def change(root: Any) -> None:
        for text in root.iter(f"{A}t"):
            text.text = text.text.replace("TLP:AMBER", "TLP:CLEAR")

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide4.xml", change))
    assert rules == {"products-say-the-outline", "marking-everywhere"}


def test_a_free_marking_that_takes_two_lines_is_no_fault_of_the_file() -> None:
    """The layout asks for a shorter one; what is read back has it all the same."""
    label = "For the members of the steering group and their deputies in the four districts of the river only"
    outline = composed(LIBRARY, marking={"scheme": "free", "label": label})
    pages, _ = products.lay_out(outline, Product.SUMMARY)
    assert pages is not None
    summary = written(outline, Product.SUMMARY, pages)
    lines = [one.text for one in read_back(Product.SUMMARY, summary).utterances]
    assert not any(label in line for line in lines)
    assert audit(outline, {Product.SUMMARY: pages}, {Product.SUMMARY: summary}) == ()


def pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as file:
            change(file)
            out = io.BytesIO()
            file.save(out)
        return out.getvalue()

    return changed


def test_a_second_page_is_told() -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.add_blank_page()

    assert "summary-is-one-page" in damaged(Product.SUMMARY, pdf(change))


def test_a_page_that_is_not_read_aloud_in_its_order_is_told() -> None:
    def untagged(file: pikepdf.Pdf) -> None:
        del file.Root.StructTreeRoot

    def turned(file: pikepdf.Pdf) -> None:
        parts = file.Root.StructTreeRoot.K
        top = parts if isinstance(parts, pikepdf.Dictionary) else parts[0]
        top.K = pikepdf.Array(reversed(list(top.K)))

    for change in (untagged, turned):
        assert damaged(Product.SUMMARY, pdf(change)) == {"read-aloud-in-order"}


def test_a_printed_language_and_title_are_the_briefs() -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.Root.Lang = pikepdf.String("fr")
        file.docinfo["/Title"] = pikepdf.String("Another")

    assert damaged(Product.SUMMARY, pdf(change)) == {"properties-match"}
