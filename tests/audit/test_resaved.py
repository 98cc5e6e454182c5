"""Memo and deck that LibreOffice opened and saved again have no fault, and no damage to them is missed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec import structs

from builder.outline.blocks import Front, Outline
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import GOOD_BRIEFS, ROOT, Tally, needs, run
from tests.promises.test_consistency import JAPANESE
from tests.promises.test_consistency import composed as random_like
from tests.support.finished import Finished, finish, outline_of
from tests.support.finished import faults as found_in
from tests.support.outlines import LIBRARY, WIDE
from tests.support.outlines import outline_of as composed
from tests.support.packages import A, W, edited, parts_of, repacked

EXTENSIONS = {Product.MEMO: "docx", Product.DECK: "pptx"}
ROWS: list[dict[str, Any]] = [
    {"category": "2025", "values": ["1200", "33"]},
    {"category": "2026", "values": ["14", "31"]},
    {"category": "2027", "values": ["17.5", "28"]},
]
PICTURED: dict[str, Any] = {
    "organisation": {"name": "The Town", "logo": {"path": "logo.png", "alt": "Arms of the town"}},
    "tables": [WIDE],
    "partners": [
        {"name": "The County", "logo": {"path": "c.png", "alt": "A tree"}, "url": "https://example.org"}
    ],
    "cover": {"path": "d.png", "alt": "The reading room", "credit": "Photo: A. Reader"},
    "figures": [{"path": "a.png", "title": "The library is near", "alt": "A street map"}],
    "marking": {"scheme": "tlp", "label": "AMBER", "embargo_until": "2031-03-01T09:00Z"},
    "charts": [
        {
            "kind": kind,
            "title": f"A chart of {kind}",
            "series": [{"name": "Visits"}, {"name": "Loans"}],
            "rows": ROWS,
        }
        for kind in ("multiples", "line", "stacked", "area")
    ]
    + [
        {
            "kind": kind,
            "title": f"A chart of {kind}",
            "unit": "%",
            "rows": [{**row, "values": row["values"][:1]} for row in ROWS],
        }
        for kind in ("bar", "waterfall", "dot")
    ],
}
OFFICE = pytest.mark.parametrize("product", EXTENSIONS, ids=lambda product: product.value)

Saved = Mapping[tuple[str, Product], tuple[Outline, Finished]]


OUTLINES: dict[str, Callable[[], Outline]] = {
    **{brief.stem: partial(outline_of, brief) for brief in GOOD_BRIEFS},
    "pictured": lambda: composed(LIBRARY, **PICTURED),
    "japanese": lambda: random_like(JAPANESE),
    "final": lambda: structs.replace(outline_of(ROOT / "brief.yaml"), build_id=""),
}
SELDOM = "audiences", "prose", "tiny", "final"  # saved in the campaign only


@pytest.fixture(scope="module")
def resaved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Memo and deck of every outline as LibreOffice saves them, all in two runs of it."""
    office = needs("soffice")
    folder = tmp_path_factory.mktemp("resaved")
    done: dict[tuple[str, Product], tuple[Outline, Finished]] = {}
    for name, compose in OUTLINES.items():
        if name in SELDOM and not request.config.getoption("--campaign"):
            continue
        outline = compose()
        for product in EXTENSIONS:
            made = finish(outline, product)
            assert made is not None
            done[name, product] = outline, made
            (folder / f"{name}.{EXTENSIONS[product]}").write_bytes(made[1][product])
    for kind in EXTENSIONS.values():
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        files = sorted(folder.glob(f"*.{kind}"))
        run(office, profile, "--headless", "--convert-to", kind, "--outdir", folder / "again", *files)
    return {
        (name, product): (outline, (pages, {product: _saved(folder, name, product)}))
        for (name, product), (outline, (pages, _)) in done.items()
    }


def _saved(folder: Path, name: str, product: Product) -> bytes:
    file = f"{name}.{EXTENSIONS[product]}"
    data = (folder / "again" / file).read_bytes()
    assert data[:2] == b"PK"
    assert data != (folder / file).read_bytes()
    return data


def faults(outline: Outline, done: Finished, data: bytes | None = None) -> tuple[Problem, ...]:
    pages, files = done
    (product,) = files
    return found_in(outline, (pages, files if data is None else {product: data}), edited=True)


@pytest.mark.slow
@OFFICE
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.campaign] * (name in SELDOM)) for name in OUTLINES]
)
def test_a_file_that_libreoffice_saved_again_has_no_problem(
    resaved: Saved, name: str, product: Product, tally: Tally
) -> None:
    tally("false alarms", "quiet")
    outline, done = resaved[name, product]
    assert faults(outline, done) == ()


@OFFICE
def test_a_file_just_built_is_held_to_more_than_one_that_was_saved_again(
    resaved: Saved, product: Product
) -> None:
    outline, (pages, files) = resaved["brief", product]
    rules = {fault.rule for fault in found_in(outline, (pages, files))}
    assert rules  # identities and alternatives are gone, and the picture of the memo's map
    allowed = {"pictures-have-alt-text", "files-from-this-brief", "properties-match", "pictures-match"}
    assert rules <= allowed


# Damage after saving

Change = Callable[[bytes], bytes]


def part_with(data: bytes, pattern: str, words: str) -> str:
    """The first part of a kind that says some words."""
    parts = parts_of(data, f"^{pattern}$")
    return next(name for name in sorted(parts, key=len) if words in parts[name].decode("utf-8"))


SLIDES, NOTES = r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"
BODY = {Product.MEMO: r"word/document\.xml", Product.DECK: SLIDES}
TEXT = {Product.MEMO: W + "t", Product.DECK: A + "t"}
PARAGRAPH = {Product.MEMO: W + "p", Product.DECK: A + "p"}


def replace(old: str, new: str, product: Product, data: bytes, parts: str = "") -> bytes:
    """Replace words where they first appear."""

    def change(root: Any) -> None:
        text = next(text for text in root.iter(TEXT[product]) if old in (text.text or ""))
        text.text = text.text.replace(old, new, 1)

    return edited(data, part_with(data, parts or BODY[product], old), change)


def reworded(old: str, new: str) -> Callable[[Product, bytes], bytes]:
    return partial(replace, old, new)


def drop(product: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        paragraph = next(one for one in root.iter(PARAGRAPH[product]) if len("".join(one.itertext())) > 60)
        for text in paragraph.iter(TEXT[product]):
            text.text = ""

    return edited(data, part_with(data, BODY[product], "A1"), change)


def repeat(product: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        paragraph = next(one for one in root.iter(PARAGRAPH[product]) if len("".join(one.itertext())) > 60)
        paragraph.addnext(copy.deepcopy(paragraph))

    return edited(data, part_with(data, BODY[product], "A1"), change)


def white(product: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        run_ = next(
            text.getparent() for text in root.iter(TEXT[product]) if "Politics at home" in (text.text or "")
        )
        look = run_.find(TEXT[product].replace("}t", "}rPr"))
        for old in [*look.findall(W + "color"), *look.findall(A + "solidFill")]:
            look.remove(old)
        if product is Product.MEMO:
            etree.SubElement(look, W + "color", {W + "val": "FFFFFF"})
        else:
            fill = etree.Element(A + "noFill")
            look.insert(0, fill)

    return edited(data, part_with(data, BODY[product], "Politics at home"), change)


def french(product: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        run_ = next(
            text.getparent() for text in root.iter(TEXT[product]) if "Politics at home" in (text.text or "")
        )
        look = run_.find(TEXT[product].replace("}t", "}rPr"))
        if product is Product.MEMO:
            for old in look.findall(W + "lang"):
                look.remove(old)
            etree.SubElement(look, W + "lang", {W + "val": "fr-FR"})
        else:
            look.set("lang", "fr-FR")

    return edited(data, part_with(data, BODY[product], "Politics at home"), change)


def retitled(_: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        next(root.iter("{*}title")).text = "Another"

    return edited(data, "docProps/core.xml", change)


def of_another_brief(_: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        next(root.iter("{*}lpwstr")).text = "0" * 40

    return edited(data, "docProps/custom.xml", change)


def arrow_turned(product: Product, data: bytes) -> bytes:
    def change(root: Any) -> None:
        next(root.iter(A + "tailEnd")).tag = A + "headEnd"

    return edited(data, part_with(data, BODY[product], "tailEnd"), change)


def mark_filled(product: Product, data: bytes) -> bytes:
    """Make a claim firmer: fill all of a half mark."""

    def change(root: Any) -> None:
        sizes = (size for size in root.iter(A + "ext") if 0 < int(size.get("cy", "0")) < 300_000)
        half = next(size for size in sizes if abs(2 * int(size.get("cx")) - int(size.get("cy"))) < 3_000)
        half.set("cx", half.get("cy"))

    return edited(data, part_with(data, BODY[product], "Qualified"), change)


DAMAGES: dict[str, tuple[str, Callable[[Product, bytes], bytes]]] = {
    "drop": ("text-matches", drop),
    "repeat": ("text-matches", repeat),
    "harden": ("certainty-matches", reworded("may have come", "came")),
    "digit": ("numbers-match", reworded("71\u00a0percent", "72\u00a0percent")),
    "reword": ("text-matches", reworded("Politics at home", "Policies at home")),
    "white": ("no-hidden-content", white),
    "french": ("properties-match", french),
    "retitled": ("properties-match", retitled),
    "of-another-brief": ("files-from-this-brief", of_another_brief),
    "arrow-turned": ("arrows-match-links", arrow_turned),
    "mark-filled": ("certainty-matches", mark_filled),
}


@OFFICE
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_after_saving_again_is_reported(
    resaved: Saved, damage: str, product: Product, tally: Tally
) -> None:
    rule, change = DAMAGES[damage]
    tally("attacks", "reported")
    outline, done = resaved["dense" if damage == "digit" else "brief", product]
    found = faults(outline, done, change(product, done[1][product]))
    assert rule in {fault.rule for fault in found}, found
    assert all(fault.is_error and product.value in fault.message for fault in found)
    assert all("the brief" in (fault.hint or "") for fault in found)


@OFFICE
def test_a_file_that_no_longer_names_its_brief_is_reported(resaved: Saved, product: Product) -> None:
    """One place is enough; where all are gone, nobody can say how old the file is."""
    outline, done = resaved["brief", product]

    def unnamed(root: Any) -> None:
        for mark in root.iter(W + "bookmarkStart"):
            mark.set(W + "name", "other")
        for entry in list(root.iter("{*}property")):
            root.remove(entry)

    data = edited(done[1][product], "docProps/custom.xml", unnamed)
    parts = parts_of(data)
    for name in (name for name, part in parts.items() if b"_brf_" in part):
        assert faults(outline, done, data) == ()
        data = edited(data, name, unnamed)
    for name in (name for name, part in parts.items() if b"/customXml" in part and name.endswith(".rels")):
        data = edited(data, name, without_snapshot)
    left_unused = "no-unfamiliar-formatting"
    assert {fault.rule for fault in faults(outline, done, data)} == {"files-from-this-brief", left_unused}


def without_snapshot(root: Any) -> None:
    for link in root.findall("{*}Relationship"):
        if link.get("Type").endswith("/customXml"):
            root.remove(link)


def test_a_final_copy_that_names_its_brief_is_reported(resaved: Saved) -> None:
    outline = OUTLINES["final"]()
    _, done = resaved["brief", Product.MEMO]
    assert {fault.rule for fault in faults(outline, done)} == {"files-from-this-brief"}


def test_a_slide_without_notes_number_or_marking_is_reported(resaved: Saved) -> None:
    outline, done = resaved["pictured", Product.DECK]
    data = done[1][Product.DECK]
    front = outline.one(Front)
    assert front is not None
    assert front.marking is not None
    assert front.marking.caveat is not None

    def without_number(root: Any) -> None:
        for field in list(root.iter(A + "fld")):
            field.getparent().remove(field)

    def wordless(words: str) -> Change:
        return lambda deck: replace(words, "", Product.DECK, deck)

    def without_notes(root: Any) -> None:
        for text in root.iter(A + "t"):
            text.text = ""

    slide, notes = "ppt/slides/slide2.xml", "ppt/notesSlides/notesSlide2.xml"
    for change, rule in (
        (partial(edited, part=slide, change=without_number), "slides-are-numbered"),
        (partial(edited, part=notes, change=without_notes), "slides-have-notes"),
        (wordless(front.marking.label.plain), "marking-on-every-page"),
        (wordless(front.marking.caveat.plain), "text-matches"),  # it is still at the foot
    ):
        assert rule in {fault.rule for fault in faults(outline, done, change(data))}


@OFFICE
def test_pictures_keep_their_alternatives_and_their_bytes(resaved: Saved, product: Product) -> None:
    outline, done = resaved["pictured", product]
    data = done[1][product]
    name = part_with(data, BODY[product], "A street map")

    def without_description(root: Any) -> None:
        next(one for one in root.iter() if one.get("descr") == "A street map").attrib.pop("descr")

    def described_differently(root: Any) -> None:
        next(one for one in root.iter() if one.get("descr") == "A street map").set("descr", "A view")

    for change in (without_description, described_differently):
        rules = {fault.rule for fault in faults(outline, done, edited(data, name, change))}
        assert rules == {"pictures-have-alt-text"}
    media = {name: part[:-1] + b"?" for name, part in parts_of(data, "/media/").items()}
    assert "pictures-match" in {fault.rule for fault in faults(outline, done, repacked(data, media))}


@OFFICE
def test_a_link_that_leads_elsewhere_is_reported(resaved: Saved, product: Product) -> None:
    outline, done = resaved["dense", product]
    data = done[1][product]
    name = next(name for name, part in parts_of(data, r"\.rels$").items() if b"/hyperlink" in part)

    def change(root: Any) -> None:
        link = next(link for link in root if link.get("Type", "").endswith("/hyperlink"))
        link.set("Target", "https://example.org/elsewhere")

    found = faults(outline, done, edited(data, name, change))
    assert {fault.rule for fault in found} == {"link-targets-match"}
    assert any(fault.path for fault in found)
