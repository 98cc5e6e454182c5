"""A final copy says all that the working copy says, and nothing in it leads back to the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from lxml import etree

from builder.audit.compare import audit
from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.brief import UNRESTRICTED
from builder.export.powerpoint.deck import write_deck
from builder.layout.deck import lay_out_deck
from builder.manifest.form import Edition, product_file
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.prepared import prepare
from builder.pipeline.request import ALL, Request
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, sampled
from tests.support.finished import Finished, faults, finish
from tests.support.outlines import LIBRARY, outline_of
from tests.support.packages import A, P, parts_of, repacked
from tests.support.validators import CHECKERS, excused

CASES = [(brief, product) for brief in GOOD_BRIEFS for product in ALL]


@cache
def copy(brief: Path, product: Product, *, final: bool = True) -> tuple[Outline, Finished]:
    """A copy of a product with the outline and pages it was made of."""
    outline = prepare(Request(brief, edition=Edition(UNRESTRICTED, final))).outline
    done = finish(outline, product)
    assert done is not None
    return outline, done


def data(brief: Path, product: Product, *, final: bool = True) -> bytes:
    return copy(brief, product, final=final)[1][1][product]


def contents(product: Product, file: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of an Office file, and every object and stream of a PDF, as plain bytes under a name."""
    if product is not Product.SUMMARY:
        parts = parts_of(file)
        yield "names", "\n".join(parts).encode()
        yield from parts.items()
        return
    with pikepdf.open(BytesIO(file)) as pdf:
        for number, thing in enumerate(pdf.objects):
            yield f"object {number}", thing.unparse()
            if isinstance(thing, pikepdf.Stream):
                yield f"stream {number}", thing.read_bytes()
        yield "trailer", pdf.trailer.unparse()


def build_id(brief: Path) -> bytes:
    return prepare(Request(brief)).outline.build_id.encode()


def traces(brief: Path, product: Product, *, final: bool) -> set[str]:
    """The kinds of mark by which an edited file is traced back, as far as they are in the file."""
    expected = {
        "build id": re.compile(build_id(brief)[:8]),
        "bookmark": re.compile(rb"_brf_|bookmarkStart(?! w:id=\"\d+\" w:name=\"_Toc\d)"),
        "shape name": re.compile(rb'name="brief:'),
        "snapshot": re.compile(rb"urn:policy-brief-builder|customXml"),
        "property": re.compile(rb"brief-build[^e]|docProps/custom"),
        "identifier": re.compile(rb"dc:identifier"),
    }
    parts = list(contents(product, data(brief, product, final=final)))
    return {name for name, mark in expected.items() if any(mark.search(part) for _, part in parts)}


@pytest.mark.parametrize(("brief", "product"), CASES)
def test_nothing_in_a_final_copy_leads_back_to_the_brief(brief: Path, product: Product) -> None:
    assert traces(brief, product, final=True) == set()


@pytest.mark.parametrize(
    ("product", "marks"),
    [
        (Product.MEMO, {"build id", "bookmark", "snapshot", "property"}),
        (Product.DECK, {"build id", "shape name", "snapshot", "property"}),
        (Product.SUMMARY, {"build id", "identifier"}),
    ],
)
def test_a_working_copy_has_what_is_looked_for_above(product: Product, marks: set[str]) -> None:
    assert traces(GOOD_BRIEFS[0], product, final=False) == marks


@pytest.mark.parametrize(("brief", "product"), CASES)
def test_the_audit_finds_a_final_copy_clean(brief: Path, product: Product) -> None:
    outline, done = copy(brief, product)
    assert [problem.message for problem in faults(outline, done)] == []


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_the_audit_reports_a_working_copy_that_was_meant_to_be_final(product: Product) -> None:
    outline, _ = copy(GOOD_BRIEFS[0], product)
    _, done = copy(GOOD_BRIEFS[0], product, final=False)
    assert "files-from-this-brief" in {problem.rule for problem in faults(outline, done)}


@pytest.mark.parametrize(("brief", "product"), CASES)
def test_a_final_copy_says_what_the_working_copy_says(brief: Path, product: Product) -> None:
    final, working = (read_back(product, data(brief, product, final=final)) for final in (True, False))
    kinds = Kind.BODY, Kind.TITLE, Kind.NOTES, Kind.ALT, Kind.HEADER, Kind.FOOTER
    assert [(one.location, one.text) for one in final.of(*kinds)] == [
        (one.location, one.text) for one in working.of(*kinds)
    ]
    assert final.links == working.links
    assert len(final.lines) == len(working.lines)


@pytest.mark.parametrize(
    "case", sampled(CASES[::-1], lambda case: case[1], lambda case: case[0].stem == "dense")
)
def test_no_checker_finds_anything_in_a_final_copy(tmp_path: Path, case: tuple[Path, Product]) -> None:
    brief, product = case
    file = tmp_path / product_file("copy", product.value)
    file.write_bytes(data(brief, product))
    found = [found for checker in CHECKERS[file.suffix] for found in checker(file) if not excused(found)]
    assert found == []


@pytest.mark.parametrize("brief", GOOD_BRIEFS)
def test_shapes_have_plain_names_that_differ_and_connectors_hold_to_shapes(brief: Path) -> None:
    joined = 0
    for slide in parts_of(data(brief, Product.DECK), "^ppt/slides/slide").values():
        root = etree.fromstring(slide)
        names = {about.get("id"): about.get("name") for about in root.iter(P + "cNvPr")}
        shown = [name for name in names.values() if name]
        assert len(shown) == len(set(shown))
        assert all(re.fullmatch(r"[A-Z][A-Za-z ]* \d+", name) for name in shown), shown
        ends = [*root.iter(A + "stCxn"), *root.iter(A + "endCxn")]
        assert {end.get("id") for end in ends} <= names.keys()
        joined += len(ends)
    assert joined or brief != GOOD_BRIEFS[0]


def test_the_audit_reports_a_line_of_a_final_copy_that_is_glued_to_another_shape() -> None:
    outline, (pages, files) = copy(GOOD_BRIEFS[0], Product.DECK)
    swapped: dict[str, bytes] = {}
    for name, part in parts_of(files[Product.DECK]).items():
        starts = re.findall(rb'<a:stCxn id="(\d+)"', part)
        if len(set(starts)) > 1:
            old, new = (b'<a:stCxn id="%b"' % start for start in (starts[0], starts[-1]))
            swapped[name] = part.replace(old, new, 1)
    assert swapped
    found = audit(outline, pages, {Product.DECK: repacked(files[Product.DECK], swapped)})
    assert {problem.rule for problem in found} == {"arrows-match-links"}


def test_a_final_copy_is_examined_as_fully_as_a_file_that_somebody_edited() -> None:
    white = msgspec.structs.replace(DEFAULT.colours, ink="#FFFFFF")
    theme = msgspec.structs.replace(DEFAULT, colours=white)
    outline = msgspec.structs.replace(outline_of(LIBRARY), build_id="")
    pages, _ = lay_out_deck(outline, theme)
    files = {Product.DECK: write_deck(outline, pages, theme)}
    found = {problem.rule for problem in audit(outline, {Product.DECK: pages}, files)}
    assert found == {"no-hidden-content"}
