"""Links are compared where they are: each in its header, body, slide, notes or line, in their order."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pikepdf
import pytest

from builder.outline.blocks import Outline
from builder.outline.text import Product
from tests.support.finished import Finished, faults, finish
from tests.support.outlines import LIBRARY, WIDE
from tests.support.outlines import outline_of as composed
from tests.support.packages import changed_pdf, edited, parts_of, saved

RULE = "link-targets-match"
each_product = pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
LINKED: dict[str, Any] = {
    "title": "The [library](https://example.org/library) should open on Sundays",
    "subject": "The [library](https://example.org/library)",
    "disclaimer": "Written for [the town](https://example.org/town) and [its people](https://example.org/all).",
}
LONG = "a report with a name so long that it takes two lines or more on every page it is printed on, " * 2


@cache
def built(product: Product) -> tuple[Outline, Finished]:
    outline = composed(LIBRARY, **LINKED)
    done = finish(outline, product)
    assert done is not None
    return outline, done


@each_product
def test_a_link_in_title_and_subject_is_not_a_problem(product: Product) -> None:
    outline, done = built(product)
    assert faults(outline, done) == ()


@each_product
def test_a_link_of_several_lines_is_one_link(product: Product) -> None:
    outline = composed(LIBRARY, bottom_line=f"Read [{LONG.strip(', ')}](https://example.org/a) on Sundays.")
    done = finish(outline, product)
    assert done is not None
    assert faults(outline, done) == ()


@each_product
def test_two_links_that_lead_to_each_others_address_are_reported(product: Product) -> None:
    outline, (pages, files) = built(product)
    data = _crossed_pdf(files[product]) if product is Product.SUMMARY else _crossed(product, files[product])
    found = faults(outline, (pages, {product: data}))
    assert {fault.rule for fault in found} == {RULE}
    assert any("does not link “the town” to https://example.org/town" in fault.message for fault in found)


def _crossed(product: Product, data: bytes) -> bytes:
    """Let the relationships of the two links of the disclaimer change targets, wherever they are."""
    part = next(name for name, one in parts_of(data, r"\.rels$").items() if b"example.org/town" in one)

    def change(root: Any) -> None:
        links = {link.get("Target"): link for link in root.iter("{*}Relationship")}
        town, people = links["https://example.org/town"], links["https://example.org/all"]
        town.set("Target", "https://example.org/all")
        people.set("Target", "https://example.org/town")

    assert product is not Product.SUMMARY
    return edited(data, part, change)


def _crossed_pdf(data: bytes) -> bytes:
    def change(file: Any) -> None:
        links = {str(each.A.URI): each for each in file.pages[0].Annots if "/A" in each}
        town, people = links["https://example.org/town"], links["https://example.org/all"]
        town.A.URI, people.A.URI = people.A.URI, town.A.URI

    return changed_pdf(data, change)


@pytest.mark.parametrize(
    "name", ["the town (this page is false)", "the tow", "", "the town the town", "Not the town"]
)
def test_a_link_of_a_pdf_that_is_read_aloud_as_something_else_is_reported(name: str) -> None:
    outline, (pages, files) = built(Product.SUMMARY)
    with pikepdf.open(io.BytesIO(files[Product.SUMMARY])) as file:
        town = next(each for each in file.pages[0].Annots if str(each.A.URI) == "https://example.org/town")
        town.Contents = pikepdf.String(name)
        data = saved(file)
    (fault,) = faults(outline, (pages, {Product.SUMMARY: data}))
    assert (fault.rule, f"reads “{name}” aloud for the link “the town”" in fault.message) == (RULE, True)


def test_a_link_in_the_header_of_a_wide_table_is_of_that_header() -> None:
    outline = composed(LIBRARY, tables=[WIDE], subject="Ask [us](https://example.org/us)")
    done = finish(outline, Product.MEMO)
    assert done is not None
    assert faults(outline, done) == ()
