"""What the audit of a deck or summary reports; the dense brief has a marking, links and many pictures."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from builder.audit.compare import audit
from builder.audit.readback import read_back
from builder.outline.text import Product
from builder.pipeline import products
from tests.conftest import ROOT
from tests.support.finished import finished, outline_of, written
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import A, W, changed_pdf, edited, names, read

DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"


def damaged(product: Product, change: Callable[[bytes], bytes], brief: Path = DENSE) -> set[str]:
    """The rules that a changed file breaks."""
    pages, files = finished(brief, product)
    found = audit(outline_of(brief), pages, {product: change(files[product])})
    assert all(fault.is_error and product.value in fault.message for fault in found)
    return {fault.rule for fault in found}


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK], ids=lambda product: product.value)
def test_the_build_id_is_in_the_properties_and_in_the_snapshot(product: Product) -> None:
    main = "word/document.xml" if product is Product.MEMO else "ppt/presentation.xml"
    folder, name = main.split("/")

    def without_snapshot(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("Type").endswith("/customXml"):
                root.remove(link)

    def of_another_brief(root: Any) -> None:
        next(root.iter("{*}lpwstr")).text = "0" * 40

    for part, change, others in (
        (f"{folder}/_rels/{name}.rels", without_snapshot, {"no-unfamiliar-formatting"}),  # it is left unused
        ("docProps/custom.xml", of_another_brief, set()),
    ):
        broken = damaged(product, partial(edited, part=part, change=change))
        assert broken == {"files-from-this-brief", *others}


def without_notes(deck: bytes) -> bytes:
    def change(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("Type").endswith("/notesSlide"):
                root.remove(link)

    return edited(deck, "ppt/slides/_rels/slide2.xml.rels", change)


def test_a_slide_without_notes_is_reported() -> None:
    left_unused = "no-unfamiliar-formatting"
    assert damaged(Product.DECK, without_notes) == {"text-matches", "slides-have-notes", left_unused}


def with_title_of_slide_2(deck: bytes) -> bytes:
    other = etree.fromstring(read(deck, "ppt/slides/slide2.xml"))
    title = "".join(_title(other).itertext(f"{A}t"))

    def change(root: Any) -> None:
        first, *rest = _title(root).iter(f"{A}t")
        first.text = title
        for text in rest:
            text.text = ""

    return edited(deck, "ppt/slides/slide3.xml", change)


def _title(slide: Any) -> Any:
    return next(shape for shape in slide.iter("{*}sp") if shape.find(".//{*}ph[@type='title']") is not None)


def test_two_slides_with_one_title_are_reported() -> None:
    assert damaged(Product.DECK, with_title_of_slide_2) == {"text-matches", "slides-have-titles"}


def test_a_hidden_slide_is_reported_once_and_compared_all_the_same() -> None:
    def change(root: Any) -> None:
        root.set("show", "0")

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert rules == {"no-hidden-content"}


def test_a_slide_that_lost_its_number_is_reported() -> None:
    def change(root: Any) -> None:
        for field in list(root.iter(f"{A}fld")):
            field.getparent().remove(field)

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert rules == {"slides-are-numbered"}


def test_a_slide_number_that_was_typed_is_reported() -> None:
    def change(root: Any) -> None:
        field = next(root.iter(f"{A}fld"))
        field.tag = f"{A}r"
        field.attrib.clear()
        field.find(f"{A}t").text = "7"

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide3.xml", change))
    assert rules == {"slides-are-numbered", "text-matches"}


def test_words_drawn_by_a_layout_are_reported() -> None:
    def change(root: Any) -> None:
        drawn = copy.deepcopy(
            next(shape for shape in root.iter("{*}sp") if shape.find(".//{*}ph") is not None)
        )
        mark = drawn.find(".//{*}ph")
        mark.getparent().remove(mark)
        next(drawn.iter(f"{A}t")).text = "Printed by nobody"
        root.find(".//{*}spTree").append(drawn)

    def on_every_layout(deck: bytes) -> bytes:
        for name in names(deck, "^ppt/slideLayouts/slideLayout"):
            deck = edited(deck, name, change)
        return deck

    assert damaged(Product.DECK, on_every_layout) == {"text-matches"}


def test_a_link_that_leads_elsewhere_is_reported() -> None:
    def change(root: Any) -> None:
        for link in root.findall("{*}Relationship"):
            if link.get("TargetMode") == "External":
                link.set("Target", "https://example.org/elsewhere")

    rules = damaged(Product.MEMO, lambda memo: edited(memo, "word/_rels/document.xml.rels", change))
    assert rules == {"link-targets-match"}


def test_a_marking_that_is_missing_from_a_header_is_reported() -> None:
    def change(root: Any) -> None:
        for text in root.iter(W + "t"):
            text.text = text.text.replace("TLP:AMBER", "TLP:CLEAR")

    def in_headers(memo: bytes) -> bytes:
        for name in names(memo, "^word/header"):
            memo = edited(memo, name, change)
        return memo

    assert damaged(Product.MEMO, in_headers) == {"text-matches", "marking-on-every-page"}


def test_a_marking_that_is_missing_from_a_slide_is_reported() -> None:
    def change(root: Any) -> None:
        for text in root.iter(f"{A}t"):
            text.text = text.text.replace("TLP:AMBER", "TLP:CLEAR")

    rules = damaged(Product.DECK, lambda deck: edited(deck, "ppt/slides/slide4.xml", change))
    assert rules == {"text-matches", "marking-on-every-page"}


def test_a_free_marking_that_takes_two_lines_is_not_a_problem_of_the_file() -> None:
    """The layout asks for a shorter one; what is read back has it all the same."""
    label = "For the members of the steering group and their deputies in the four districts of the river only"
    outline = composed(LIBRARY, marking={"scheme": "free", "label": label})
    pages = products.lay_out(outline, Product.SUMMARY).pages
    assert pages is not None
    summary = written(outline, Product.SUMMARY, pages)
    lines = [one.text for one in read_back(Product.SUMMARY, summary).passages]
    assert not any(label in line for line in lines)
    assert audit(outline, {Product.SUMMARY: pages}, {Product.SUMMARY: summary}) == ()


def pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    return partial(changed_pdf, change=change)


def test_a_second_page_is_reported() -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.add_blank_page()

    assert "summary-fits-one-page" in damaged(Product.SUMMARY, pdf(change))


def test_a_page_that_is_not_read_aloud_in_its_order_is_reported() -> None:
    def turned(file: pikepdf.Pdf) -> None:
        parts = file.Root.StructTreeRoot.K
        top = parts if isinstance(parts, pikepdf.Dictionary) else parts[0]
        top.K = pikepdf.Array(reversed(list(top.K)))

    assert damaged(Product.SUMMARY, pdf(turned)) == {"reading-order-matches"}


def test_a_page_without_tags_is_reported_in_one_line() -> None:
    def untagged(file: pikepdf.Pdf) -> None:
        del file.Root.StructTreeRoot

    assert damaged(Product.SUMMARY, pdf(untagged)) == {"no-unfamiliar-formatting"}


def test_a_printed_language_and_title_are_the_briefs() -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.Root.Lang = pikepdf.String("fr")
        file.docinfo["/Title"] = pikepdf.String("Another")

    assert damaged(Product.SUMMARY, pdf(change)) == {"properties-match"}
