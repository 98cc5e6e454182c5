"""The deck: native, editable slides whose look lives in the layouts, and which know where they come from."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.audit.compare import audit
from builder.export.office.snapshot import NAMESPACE
from builder.export.powerpoint.deck import _painted, write_deck
from builder.layout.deck import lay_out_deck
from builder.layout.pages import Page, Pages, Polyline, TextBox, walk
from builder.outline.blocks import Outline, Section
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, ROOT, calls
from tests.layout.test_deck import MANY
from tests.support.outlines import LIBRARY, loaded, outline_of, sample
from tests.support.packages import A, P, R, parts_of, read
from tests.support.validators import CHECKERS, excused

DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
BRIEF = f"{{{NAMESPACE}}}"
EMU = 12700

Values = dict[str, Any]

FIGURE: Values = {
    "figures": [{"path": "a.png", "title": "The library is near", "alt": "A street map", "caption": "Roads"}],
    "organisation": {"name": "The Town", "logo": {"path": "logo.png", "alt": "Arms of the town"}},
    "bottom_line": {"text": "Open **now**, as [asked](https://example.org/a?b=1&c=2).", "ask": "Open *it*."},
}  # fmt: skip


def written(outline: Outline) -> bytes:
    pages, problems = lay_out_deck(outline, DEFAULT)
    assert problems == ()
    return write_deck(outline, pages, DEFAULT)


@cache
def deck_of(name: str) -> tuple[Outline, Pages, bytes]:
    match name:
        case "many":
            outline = outline_of(MANY)
        case "figure":
            outline = outline_of(LIBRARY, **FIGURE)
        case _:
            outline = loaded(next(path for path in GOOD_BRIEFS if path.stem == name))
    pages, problems = lay_out_deck(outline, DEFAULT)
    assert problems == ()
    return outline, pages, write_deck(outline, pages, DEFAULT)


LAYOUTS = [f"ppt/slideLayouts/slideLayout{number}.xml" for number in range(1, 9)]
MASTHEAD = 60.0  # the least distance of a slide's own words from its top, in points
FOOT = 520  # below it is the marking again
NAMES = ["many", "figure", *(path.stem for path in GOOD_BRIEFS)]


@pytest.fixture(params=NAMES)
def deck(request: pytest.FixtureRequest) -> bytes:
    return deck_of(request.param)[2]


def slides(data: bytes) -> list[etree._Element]:
    parts = parts_of(data, r"^ppt/slides/slide\d+\.xml$")
    return [etree.fromstring(parts[f"ppt/slides/slide{number}.xml"]) for number in range(1, len(parts) + 1)]


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(read(data, name))


def about(shape: etree._Element) -> etree._Element:
    return next(shape.iter(f"{P}cNvPr"))


def shapes(slide: etree._Element) -> Iterator[etree._Element]:
    kinds = [f"{P}{kind}" for kind in ("sp", "cxnSp", "grpSp", "pic", "graphicFrame")]
    yield from slide.iter(*kinds)


def words_of(shape: etree._Element) -> str:
    return "".join(text.text or "" for text in shape.iter(f"{A}t"))


def title_of(page: Page) -> TextBox:
    return next(item for item in page.items if isinstance(item, TextBox) and item.placeholder == "title")


def test_each_slide_has_its_own_title_in_a_placeholder(deck: bytes) -> None:
    titles = []
    for slide in slides(deck):
        (title,) = (
            shape
            for shape in slide.iter(f"{P}sp")
            for mark in shape.iter(f"{P}ph")
            if mark.get("type") in ("title", "ctrTitle")
        )
        assert next(shapes(slide)) is title
        titles.append(words_of(title))
    pages = next(pages for _, pages, data in map(deck_of, NAMES) if data == deck)
    assert len(titles) == len(set(titles)) == len(pages.pages) > 1
    assert all(titles)


def test_the_outline_of_the_deck_has_the_words_of_its_slides(deck: bytes) -> None:
    """Outline view shows titles and bodies: each body is one of its layout's, by its idx."""
    pages = next(pages for _, pages, data in map(deck_of, NAMES) if data == deck)
    names = {
        part(deck, name).find(f"{P}cSld").get("name"): name
        for name in LAYOUTS
        if name in parts_of(deck, "slideLayout")
    }
    for slide, page in zip(slides(deck), pages.pages, strict=True):
        bodies = {
            mark.get("idx"): words_of(shape)
            for shape in slide.iter(f"{P}sp")
            for mark in shape.iter(f"{P}ph")
            if mark.get("type") == "body"
        }
        offered = {mark.get("idx") for mark in part(deck, names[page.layout]).iter(f"{P}ph")}
        assert bodies.keys() <= offered
        for item in page.items if page.layout != "Cover" else ():
            if isinstance(item, TextBox) and item.placeholder is None and MASTHEAD < item.rect.y < FOOT:
                assert not any(piece.text.path for piece in item.paragraphs[-1].pieces if piece.text)
            elif isinstance(item, TextBox) and item.placeholder == "text":
                # PowerPoint counts the items of a list itself
                said = [
                    re.sub(r"^\d+\.", "", each.text.plain) for each in item.paragraphs[-1].pieces if each.text
                ]
                packed = ["".join(body.split()) for body in bodies.values()]
                assert any(all("".join(words.split()) in body for words in said) for body in packed)


def test_titles_take_their_look_from_the_layout(deck: bytes) -> None:
    """Restyling the master restyles all slides: a title's runs say nothing but their language.

    Beside the number of an argument it has a place of its own.
    """
    pages = next(pages for _, pages, data in map(deck_of, NAMES) if data == deck)
    plain = 0
    for slide, page in zip(slides(deck), pages.pages, strict=True):
        title = next(slide.iter(f"{P}sp"))
        place = title.find(f"{P}spPr/{A}xfrm")
        standard = DEFAULT.deck.furniture(DEFAULT.colours)[page.layout]["title"].rect
        assert (place is None) == (title_of(page).rect == standard)
        assert place is None or page.layout == "Cover" or page.slot.startswith("a")
        sizes = {run.get("sz") for run in title.iter(f"{A}rPr")}
        assert len(sizes) == 1
        plain += sizes == {None} and page.layout != "Cover"
        assert not list(title.iter(f"{A}solidFill"))
    assert plain > 0.9 * sum(page.layout != "Cover" for page in pages.pages)


def test_names_are_identities_and_unique_on_a_slide(deck: bytes) -> None:
    for slide in slides(deck):
        names = Counter(about(shape).get("name") for shape in shapes(slide))
        assert max(names.values()) == 1
        ids = Counter(element.get("id") for element in slide.iter(f"{P}cNvPr"))
        assert max(ids.values()) == 1


def test_every_shape_with_words_is_named_after_its_text() -> None:
    _, pages, data = deck_of("brief")
    slots = {
        piece.text.slot
        for page in pages.pages
        for item in page.items
        for paragraph in getattr(item, "paragraphs", ())
        for piece in paragraph.pieces
        if piece.text is not None
    }
    found = [
        about(shape).get("name")
        for slide in slides(data)
        for shape in slide.findall(f"{P}cSld/{P}spTree/{P}sp")
        if words_of(shape) and shape.find(f".//{A}fld") is None
    ]
    assert len(found) > 100
    for name in found:
        assert name.startswith("brief:")
        assert name.removeprefix("brief:").partition("~")[0] in slots


def test_a_slide_keeps_its_identity_in_a_drawn_line() -> None:
    _, pages, data = deck_of("brief")
    for slide, page in zip(slides(data), pages.pages, strict=True):
        names = {about(shape).get("name") for shape in shapes(slide)}
        assert (f"brief:slide:{page.slot}" in names) == (page.layout != "Cover")


def test_pictures_tables_and_groups_are_described_or_decoration(deck: bytes) -> None:
    for slide in slides(deck):
        for shape in shapes(slide):
            described = bool(about(shape).get("descr"))
            decoration = next(about(shape).iter(DECORATIVE), None) is not None
            if shape.tag != f"{P}sp" or not words_of(shape):
                assert described != decoration, about(shape).get("name")


def test_connectors_are_glued_where_they_touch() -> None:
    data = deck_of("brief")[2]
    (slide,) = (
        slide
        for slide in slides(data)
        if any(about(s).get("name") == "brief:event_label" for s in shapes(slide))
    )
    known = {about(shape).get("id"): shape for shape in shapes(slide)}
    glued = 0
    for line in slide.iter(f"{P}cxnSp"):
        box = corners(line)
        flip = line.find(f"{P}spPr/{A}xfrm").get("flipV") == "1"
        ends = {"stCxn": (box[0], box[3] if flip else box[1]), "endCxn": (box[2], box[1] if flip else box[3])}
        for kind, end in ends.items():
            for glue in line.iter(f"{A}{kind}"):
                x, y = site(known[glue.get("id")], int(glue.get("idx")))
                assert abs(x - end[0]) <= 4 * EMU
                assert abs(y - end[1]) <= 4 * EMU
                glued += 1
    assert glued >= 12


@pytest.mark.parametrize("file", ["swimming", "lesecafe"])
def test_every_end_of_a_line_that_touches_a_shape_is_glued_to_it(file: str) -> None:
    """Those of groups too; where an arrow turns, there is a form between two connectors."""
    outline = loaded(ROOT / f"docs/gallery/{file}.yaml")
    pages, _ = lay_out_deck(outline, DEFAULT)
    joining = 0
    for page, slide in zip(pages.pages, slides(write_deck(outline, pages, DEFAULT)), strict=True):
        known = {about(shape).get("id"): shape for shape in slide.iter(f"{P}sp")}
        lines = list(slide.iter(f"{P}cxnSp"))
        ends = [end for line in lines for kind in ("stCxn", "endCxn") for end in line.iter(f"{A}{kind}")]
        joins = [item for item in walk(page.items) if isinstance(item, Polyline) and item.joins]
        joining += len(joins)
        own = sum((one.start is not None) + (one.end is not None) for one in joins)
        assert len(ends) == own + 2 * sum(len(one.points) > 2 for one in joins)
        for line in lines:
            left, top, right, bottom = corners(line)
            flip = line.find(f"{P}spPr/{A}xfrm").get("flipV") == "1"
            level = [(left, bottom if flip else top), (right, top if flip else bottom)]
            for kind, (x, y) in zip(("stCxn", "endCxn"), level, strict=True):
                for end in line.iter(f"{A}{kind}"):
                    across, down = site(known[end.get("id")], int(end.get("idx")))
                    assert max(abs(across - x), abs(down - y)) <= 4 * EMU
    assert joining >= 10


def corners(shape: etree._Element) -> tuple[int, int, int, int]:
    place = shape.find(f"{P}spPr/{A}xfrm")
    x, y = (int(place.find(f"{A}off").get(key)) for key in "xy")
    return x, y, x + int(place.find(f"{A}ext").get("cx")), y + int(place.find(f"{A}ext").get("cy"))


def site(shape: etree._Element, index: int) -> tuple[float, float]:
    """Where a connection site of a shape is on the slide."""
    left, top, right, bottom = corners(shape)
    own = shape.findall(f"{P}spPr/{A}custGeom/{A}cxnLst/{A}cxn/{A}pos")
    if own:
        return left + int(own[index].get("x")), top + int(own[index].get("y"))
    middle = (left + right) / 2, (top + bottom) / 2
    return [(middle[0], top), (left, middle[1]), (middle[0], bottom), (right, middle[1])][index]


def test_tables_have_their_own_look_and_a_head(deck: bytes) -> None:
    for slide in slides(deck):
        for table in slide.iter(f"{A}tbl"):
            properties = table.find(f"{A}tblPr")
            assert properties.get("firstRow") == "1"
            assert properties.find(f"{A}tableStyleId").text == "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
            assert properties.get("bandRow") is None
            for cell in table.iter(f"{A}tcPr"):
                assert cell.find(f"{A}solidFill") is not None
            for cell in table.iter(f"{A}tc"):
                assert words_of(cell)


def test_text_wraps_never_resizes_and_has_exact_lines(deck: bytes) -> None:
    for slide in slides(deck):
        for shape in slide.iter(f"{P}sp"):
            body = shape.find(f"{P}txBody/{A}bodyPr")
            if body is None or shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph[@type='sldNum']") is not None:
                continue
            assert body.get("wrap") == "square"
            assert body.find(f"{A}noAutofit") is not None
            if shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None:
                assert shape.find(f"{P}txBody/{A}lstStyle/{A}lvl1pPr/{A}lnSpc/{A}spcPts") is not None
        assert not list(slide.iter(f"{P}style"))
        assert not list(slide.iter(f"{A}spcPct", f"{A}normAutofit", f"{A}spAutoFit"))


def test_every_run_names_its_language(deck: bytes) -> None:
    for slide in slides(deck):
        for run in slide.iter(f"{A}r"):
            assert run.find(f"{A}rPr").get("lang")


def test_colours_of_the_theme_are_named_not_numbered(deck: bytes) -> None:
    """A user who changes the theme changes the slides."""
    colours = DEFAULT.colours
    scheme = {
        "dk1": colours.ink,
        "lt1": colours.white,
        "dk2": colours.brand,
        "lt2": colours.panel,
        "accent1": colours.cause.strong,
        "accent2": colours.effect.strong,
        "accent3": colours.response.strong,
        "accent4": colours.brand,
        "accent5": colours.caution.strong,
        "accent6": colours.edge,
    }
    numbers = {name: colour.removeprefix("#") for name, colour in scheme.items()}
    for slide in slides(deck):
        used = {colour.get("val") for colour in slide.iter(f"{A}srgbClr")}
        assert not used & {*numbers.values(), colours.ink2.removeprefix("#")}
    theme = part(deck, "ppt/theme/theme1.xml")
    for name, number in numbers.items():
        (colour,) = theme.iter(f"{A}{name}")
        assert colour[0].get("val") == number


def test_words_on_a_fill_keep_their_colour_where_dark_and_light_slides_are_exchanged(deck: bytes) -> None:
    """Only what is on the slide itself follows its background."""
    dark, light = {"tx1", "tx2", "bg1", "bg2"}, {"dk1", "dk2", "lt1", "lt2"}
    for slide in slides(deck):
        for shape in slide.iter(f"{P}sp"):
            if (
                shape.find(f"{P}spPr/{A}solidFill") is not None
                and next(shape.iter(f"{A}t"), None) is not None
            ):
                named = {colour.get("val") for colour in shape.iter(f"{A}schemeClr")}
                assert not named & dark
    master = part(deck, "ppt/slideMasters/slideMaster1.xml")
    names = {
        path: master.find(f".//{path}//{A}schemeClr").get("val") for path in (f"{P}bg", f"{P}titleStyle")
    }
    assert names == {f"{P}bg": "bg1", f"{P}titleStyle": "tx2"}
    cover = part(deck, "ppt/slideLayouts/slideLayout1.xml")
    assert {each.get("val") for each in cover.iter(f"{A}schemeClr")} <= light | {"tx1", "accent2"}


def test_the_list_of_slides_is_divided_into_the_sections_of_the_brief() -> None:
    outline, pages, data = deck_of("brief")
    main = part(data, "ppt/presentation.xml")
    found = {section.get("name"): len(list(section.iter("{*}sldId"))) for section in main.iter("{*}section")}
    titles = [block.title.plain for block in outline.blocks if isinstance(block, Section)]
    assert [name for name in found if name in titles] == titles
    assert next(iter(found)) == "Information memo"
    assert sum(found.values()) == len(pages.pages)
    assert len({section.get("id") for section in main.iter("{*}section")}) == len(found)


def test_fonts_come_from_the_theme(deck: bytes) -> None:
    faces = {
        face.get("typeface") for slide in slides(deck) for face in slide.iter(f"{A}latin", f"{A}ea", f"{A}cs")
    }
    assert faces <= {"+mn-lt", "+mn-ea", "+mn-cs", "+mj-lt", "+mj-ea", "+mj-cs"}
    fonts = part(deck, "ppt/theme/theme1.xml").find(f".//{A}minorFont")
    assert fonts.find(f"{A}latin").get("typeface") == DEFAULT.fonts.body.office
    assert fonts.find(f"{A}ea").get("typeface") == DEFAULT.fonts.cjk


def test_bold_italic_and_links_become_real_runs() -> None:
    data = deck_of("figure")[2]
    slide = slides(data)[1]
    looks = {run.find(f"{A}t").text: run.find(f"{A}rPr") for run in slide.iter(f"{A}r")}
    assert looks["now"].get("b") == "1"
    assert looks["it"].get("i") == "1"
    (link,) = looks["asked"].iter(f"{A}hlinkClick")
    relations = part(data, "ppt/slides/_rels/slide2.xml.rels")
    target = {relation.get("Id"): relation for relation in relations}[link.get(f"{R}id")]
    assert target.get("Target") == "https://example.org/a?b=1&c=2"
    assert target.get("TargetMode") == "External"


def test_slides_kept_from_another_deck_make_the_same_file() -> None:
    outline = outline_of(LIBRARY, **FIGURE)
    _painted.cache_clear()
    alone = written(outline)
    _painted.cache_clear()
    written(outline_of(LIBRARY, **{**FIGURE, "bottom_line": {"text": "Open it later.", "ask": "Wait."}}))
    assert _painted.cache_info().hits == 0
    assert written(outline) == alone
    assert _painted.cache_info().hits > 0


def test_pictures_are_embedded_once() -> None:
    data = deck_of("figure")[2]
    assert len(parts_of(data, "^ppt/media/")) == 1  # the same bytes twice
    assert {about(each).get("descr") for slide in slides(data) for each in slide.iter(f"{P}pic")} == {
        "A street map",
        "Arms of the town",
    }


def test_notes_stand_under_each_slide(deck: bytes) -> None:
    for number in range(1, len(slides(deck)) + 1):
        notes = part(deck, f"ppt/notesSlides/notesSlide{number}.xml")
        assert words_of(notes)
        relations = part(deck, f"ppt/slides/_rels/slide{number}.xml.rels")
        targets = [posixpath.basename(each.get("Target", "")) for each in relations]
        assert f"notesSlide{number}.xml" in targets


def test_the_file_says_what_was_decided(deck: bytes) -> None:
    outline, pages, data = next(made for made in map(deck_of, NAMES) if made[2] == deck)
    assert audit(outline, {Product.DECK: pages}, {Product.DECK: data}) == ()


def test_the_snapshot_holds_what_the_slides_say() -> None:
    outline, _, data = deck_of("brief")
    snapshot = part(data, "customXml/item1.xml")
    assert snapshot.get("build") == outline.build_id
    assert snapshot.get("product") == "deck"
    fields = {field.get("slot"): field for field in snapshot.iter(f"{BRIEF}field")}
    assert fields["bl_text"].get("path") == "bottom_line.text"
    assert fields["bl_text"].text in {
        words_of(shape) for slide in slides(data) for shape in slide.iter(f"{P}sp")
    }
    names = {about(shape).get("name") for slide in slides(data) for shape in shapes(slide)}
    passages = [passage.get("name") for passage in snapshot.iter(f"{BRIEF}passage")]
    of_slides = [name for name in passages if name not in ("brief:", *names_of_notes(passages))]
    assert len(of_slides) > 100
    assert len([name for name in of_slides if name in names]) > 0.95 * len(of_slides)


def test_the_snapshot_holds_what_the_notes_say() -> None:
    _, pages, data = deck_of("brief")
    passages = part(data, "customXml/item1.xml").iter(f"{BRIEF}passage")
    said = ["".join(one.itertext()) for one in passages if one.get("name", "").startswith("brief:notes:")]
    assert said == [
        "".join(piece.separator if piece.text is None else piece.text.plain for piece in pieces)
        for page in pages.pages
        for pieces in page.notes
    ]


def names_of_notes(names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("brief:notes:")]


def test_properties_say_what_the_brief_says_and_nobody_else() -> None:
    outline = outline_of(LIBRARY, authors=[{"name": "Ada Lovelace"}], keywords=["books", "towns"])
    data = written(outline)
    core = read(data, "docProps/core.xml").decode()
    for words in (
        "The library should open on Sundays",
        "Ada Lovelace",
        "books, towns",
        "2000-02-29T00:00:00Z",
    ):
        assert words in core
    everything = b"".join(parts_of(data).values()).lower()
    for trace in (b"python-pptx", b"steve canny", b"macintosh", b"generated by", b"2013-01-27"):
        assert trace not in everything


def test_equal_briefs_make_equal_bytes() -> None:
    assert written(sample()) == written(sample())


def test_every_part_is_of_the_deck_and_the_layouts_can_be_chosen() -> None:
    names = parts_of(deck_of("brief")[2])
    layouts = [
        part(deck_of("brief")[2], name).find(f"{P}cSld").get("name")
        for name in sorted(names)
        if "slideLayout" in name and "_rels" not in name
    ]
    assert layouts == ["Cover", "Title Only", "Texts", "Argument", "Title and Content"]
    assert not [name for name in names if "printerSettings" in name or "thumbnail" in name]


@pytest.mark.parametrize("name", ["many", "figure"])
def test_validators_find_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck_of(name)[2])
    found = [each for check in CHECKERS[".pptx"] for each in check(file) if not excused(each)]
    assert [each for each in found if "ExternalRelationship" not in each.rule] == []


def test_the_work_grows_no_faster_than_the_brief() -> None:
    def work(count: int) -> int:
        claims = [
            {"claim": f"Claim {number} holds.", "evidence": [{"text": f"It was seen {number} times."}]}
            for number in range(1000 * count, 1001 * count)  # others each time: what was set is remembered
        ]
        outline = outline_of(LIBRARY, sections=[{"title": "Why", "arguments": claims}])
        return calls(lambda: written(outline))

    work(20)
    assert work(160) < 4.5 * work(40)
