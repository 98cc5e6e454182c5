"""The PDF has the words that were placed, for people, for programs and for screen readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest
from hypothesis import given
from lxml import etree
from msgspec.structs import replace
from PIL import Image, ImageCms

from builder.export.pdf.summary import write_summary
from builder.layout.pages import Page, Pages, Polyline, Rect, Segment, Tag, TextBox, paragraphs, walk
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Outline
from builder.theme.fonts import EXTRA, font_file
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, needs, often, run
from tests.support.outlines import LIBRARY, loaded, outline_of, sample
from tests.support.strategies import briefs
from tests.support.validators import CHECKERS, Finding, excused

Values = dict[str, Any]

LINKED = {
    **LIBRARY,
    "bottom_line": "See [the survey of readers](https://example.org/survey): **most** *people* agree.",
    "contact": "desk@example.org",
}
JAPANESE = {
    "language": "ja",
    "title": "中止された日米会談は緊張を示す",
    "bottom_line": "日本は米国との会談を中止した。AIと貿易も議題であった。",
    "sections": [
        {"title": "理由", "arguments": [{"claim": "政策の違いが対話を妨げた。", "gist": "対立が続く。"}]}
    ],
}


def placed(outline: Outline) -> tuple[Page, bytes]:
    pages, problems = lay_out_summary(outline, DEFAULT)
    assert problems == ()
    return pages.pages[0], write_summary(outline, pages, DEFAULT)


def words(text: str) -> list[str]:
    return text.split()


def decided(page: Page) -> list[str]:
    """Return the words as laid out, box after box."""
    return [
        word
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for word in words("".join(segment.text for line in paragraph.lines for segment in line))
    ]


def extracted(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        text = document[0].get_textpage().get_text_bounded().replace("\ufffe", "-").replace("\x02", "-")
        return words(
            re.sub(r"(?<=\w[–/])\r?\n(?=\w)", "", text)
        )  # a line may end inside a range or an address
    finally:
        document.close()


def findings(file: Path) -> list[Finding]:
    return [found for check in CHECKERS[".pdf"] for found in check(file) if not excused(found)]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def roles(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [str(element.S) for element in elements(pdf.Root.StructTreeRoot.K)]


def fonts(data: bytes) -> set[str]:
    """Return the names of the fonts; each must be embedded and map its codes back to characters."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = list(pdf.pages[0].Resources.Font.values())
        for font in found:
            assert "/FontFile2" in font.FontDescriptor, font.BaseFont
            assert "/ToUnicode" in font
        return {re.sub(r"^/[A-Z]{6}\+", "", str(font.BaseFont)) for font in found}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("path", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_the_words_of_the_file_are_the_words_placed_in_their_order(path: Path, paper: str) -> None:
    page, data = placed(loaded(path, page=paper))
    assert extracted(data) == decided(page)


@given(briefs(most_arguments=6))
@often(25)
def test_random_briefs_come_out_word_for_word(values: Values) -> None:
    outline = outline_of(values)
    pages, problems = lay_out_summary(outline, DEFAULT)
    if not problems:
        joined = "".join(extracted(write_summary(outline, pages, DEFAULT)))
        assert joined == "".join(decided(pages.pages[0]))


def test_another_reader_finds_the_same_words(tmp_path: Path) -> None:
    page, data = placed(sample())
    file = tmp_path / "summary.pdf"
    file.write_bytes(data)
    done = run(needs("pdftotext"), "-raw", "-enc", "UTF-8", file, "-")
    assert words(done.stdout) == decided(page)


@pytest.mark.parametrize("path", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_validators_find_nothing(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    file.write_bytes(placed(loaded(path))[1])
    assert findings(file) == []


def test_a_page_with_links_marking_and_logo_is_valid_too(tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    marking = {"scheme": "tlp", "label": "RED"}
    organisation = {"name": "Institute", "logo": {"path": "logo.png", "alt": "Institute's logo"}}
    file.write_bytes(placed(outline_of(LINKED, marking=marking, organisation=organisation))[1])
    assert findings(file) == []


def test_every_font_is_embedded_and_maps_back_to_characters() -> None:
    _, data = placed(sample())
    assert fonts(data) == {"Carlito", "Carlito-Bold"}
    assert b"Helvetica" not in data


def test_the_same_outline_produces_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    outline = sample()
    pages, _ = lay_out_summary(outline, DEFAULT)
    first = write_summary(outline, pages, DEFAULT)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert write_summary(outline, pages, DEFAULT) == first
    assert write_summary(sample(), lay_out_summary(sample(), DEFAULT)[0], DEFAULT) == first


def test_the_file_says_what_it_is() -> None:
    outline = sample(authors=[{"name": "Ann Lee"}, {"name": "Bo Park"}], date="2026-03-12")
    _, data = placed(outline)
    with pikepdf.open(BytesIO(data)) as pdf:
        info = pdf.docinfo
        assert str(info.Title) == outline.properties.title
        assert str(info.Author) == "Ann Lee, Bo Park"
        assert str(info.Subject) == outline.properties.subject
        assert str(info.Keywords) == ", ".join(outline.properties.keywords)
        assert str(info.CreationDate) == str(info.ModDate) == "D:20000229000000+00'00'"
        assert str(pdf.Root.Lang) == outline.language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert pdf.pdf_version == "1.7"
        assert len(pdf.pages) == 1
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == outline.properties.title
            assert xmp["dc:creator"] == ["Ann Lee", "Bo Park"]
            assert xmp["pdfuaid:part"] == "1"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
            assert xmp["xmp:CreateDate"] == "2000-02-29T00:00:00Z"


def test_the_colours_are_those_of_srgb() -> None:
    with pikepdf.open(BytesIO(placed(sample())[1])) as pdf:
        (intent,) = pdf.Root.OutputIntents
        data = intent.DestOutputProfile.read_bytes()
        assert intent.DestOutputProfile.N == 3
    assert len(data) < 500
    stated = ImageCms.ImageCmsProfile(BytesIO(data))
    assert "CC0" in ImageCms.getProfileCopyright(stated)
    colours = [bytes((red, green, 255 - red)) for red in range(0, 256, 5) for green in range(0, 256, 5)]
    image = Image.frombytes("RGB", (len(colours), 1), b"".join(colours))
    known = ImageCms.createProfile("sRGB")
    seen = ImageCms.applyTransform(image, ImageCms.buildTransform(stated, known, "RGB", "RGB"))
    assert seen is not None
    assert max(abs(one - other) for one, other in zip(image.tobytes(), seen.tobytes(), strict=True)) <= 1


def test_every_stream_ends_with_a_line_of_its_own() -> None:
    data = placed(sample())[1]
    streams = re.findall(rb"/Length (\d+).*?>>\nstream\n(.*?)endstream", data, re.S)
    assert len(streams) == data.count(b"endstream") >= 6
    for length, content in streams:
        assert content[int(length) :] == b"\n"


def test_metadata_explain_the_claims_that_archives_do_not_know() -> None:
    """PDF/A knows no PDF/UA, so that its property is described as ISO 19005-2, 6.6.2.3.3, requires."""
    with pikepdf.open(BytesIO(placed(sample())[1])) as pdf:
        packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    said = {one.tag.rpartition("}")[2]: one.text for one in packet.iter() if "/pdfa/ns/" in str(one.tag)}
    assert said["namespaceURI"] == "http://www.aiim.org/pdfua/ns/id/"
    assert said["prefix"] == "pdfuaid"
    assert (said["name"], said["valueType"], said["category"]) == ("part", "Integer", "internal")


def test_a_file_without_author_names_none() -> None:
    with pikepdf.open(BytesIO(placed(outline_of(LIBRARY))[1])) as pdf:
        assert str(pdf.docinfo.Author) == ""
        assert "anonymous" not in str(dict(pdf.docinfo.items()))


def test_no_path_of_the_machine_is_in_the_file() -> None:
    with pikepdf.open(BytesIO(placed(sample())[1])) as pdf:
        plain = BytesIO()
        pdf.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    for part in (str(Path.home()), str(Path.cwd())):
        assert part.encode() not in plain.getvalue()


def test_the_tree_of_tags_has_the_order_of_the_page() -> None:
    found = roles(placed(sample())[1])
    assert found[0] == "/Document"
    assert found.count("/H1") == 1
    headings = [role for role in found if role.startswith("/H")]
    assert headings[:3] == ["/H1", "/H2", "/H2"]
    assert found.index("/H1") < found.index("/H2") < found.index("/Figure") < found.index("/H3")
    assert found.index("/L") > found.index("/H3")
    assert found[found.index("/L") :][:3] == ["/L", "/LI", "/LBody"]
    assert found.count("/L") == 1


def test_the_figure_has_a_description() -> None:
    outline = sample()
    with pikepdf.open(BytesIO(placed(outline)[1])) as pdf:
        tree = list(elements(pdf.Root.StructTreeRoot.K))
        spoken = [str(element.Alt) for element in tree if str(element.S) == "/Figure"]
    assert len(spoken) == 1
    assert spoken[0].startswith("Argument map")


def test_figures_have_captions_and_their_keys() -> None:
    """The words of the key are in the drawing, which its description replaces."""
    data = placed(sample())[1]
    found = roles(data)
    assert found[found.index("/Caption") + 1] == "/Figure"
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    figure = next(
        one for one in range(99) if marked(page, one).startswith("Causes") and "Hedged" in marked(page, one)
    )
    assert "Asserted" in marked(page, figure)


def marked(page: pypdfium2.PdfPage, number: int) -> str:
    """Return the words of one marked sequence."""
    text = page.get_textpage()
    owners = [raw.FPDFText_GetTextObject(text, at) for at in range(text.count_chars())]
    return "".join(
        chr(raw.FPDFText_GetUnicode(text, at))
        for at, owner in enumerate(owners)
        if owner and raw.FPDFPageObj_GetMarkedContentID(owner) == number
    )


def test_sources_have_a_heading_of_their_own() -> None:
    page, data = placed(sample())
    *_, source, _, _ = (item for item in page.items if isinstance(item, TextBox))
    assert source.paragraphs[0].plain.startswith("Source ")
    found = roles(data)
    assert found[-3:] == ["/H2", "/P", "/P"]


def test_links_lead_from_their_words_and_are_announced() -> None:
    outline = outline_of(LINKED)
    page, data = placed(outline)
    (segment,) = (
        segment
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for line in paragraph.lines
        for segment in line
        if segment.url == "https://example.org/survey"
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        (link,) = (link for link in pdf.pages[0].Annots if "survey" in str(link.A.URI))
        assert str(link.A.URI) == "https://example.org/survey"
        assert str(link.Contents) == "the survey of readers"
        left, bottom, right, top = (float(edge) for edge in link.Rect)
        assert right - left == pytest.approx(segment.width, abs=0.1)
        assert 0 < bottom < top < page.height
    assert "/Link" in roles(data)
    document = pypdfium2.PdfDocument(data)
    under = document[0].get_textpage().get_text_bounded(left, bottom, right, top)
    document.close()
    assert under.strip() == "the survey of readers"


def test_a_link_over_two_lines_has_an_area_on_each() -> None:
    long = "[" + "a survey of readers " * 12 + "](https://example.org/survey)"
    _, data = placed(outline_of(LIBRARY, bottom_line=f"Open it: {long}"))
    with pikepdf.open(BytesIO(data)) as pdf:
        heights = {round(float(link.Rect[1]), 1) for link in pdf.pages[0].Annots}
    assert len(heights) >= 2
    assert roles(data).count("/Link") == 1


def test_bold_and_italic_words_have_their_own_faces() -> None:
    assert fonts(placed(outline_of(LINKED))[1]) == {"Carlito", "Carlito-Bold", "Carlito-Italic"}


def test_furniture_is_no_content() -> None:
    page, data = placed(sample())
    (count,) = (item for item in page.items if isinstance(item, TextBox) and item.tag is Tag.ARTIFACT)
    assert "1 / 1" in "".join(segment.text for line in count.paragraphs[0].lines for segment in line)
    with pikepdf.open(BytesIO(data)) as pdf:
        stream = pdf.pages[0].Contents.read_bytes()
    assert b"/Artifact <</Type /Pagination>> BDC" in stream
    assert stream.count(b"BDC") == stream.count(b"EMC")


def test_japanese_is_set_in_its_own_face_and_comes_out_again() -> None:
    if font_file(EXTRA[0][0]) is None:
        pytest.skip("the extra `cjk` is not installed")
    page, data = placed(outline_of(JAPANESE))
    assert "".join(extracted(data)) == "".join(decided(page))
    assert any("Noto" in font for font in fonts(data))


def test_a_missing_font_is_named() -> None:
    segment = Segment(0.0, 10.0, "日", "NoSuchFace", 10.0, "#000000")
    box = next(item for item in placed(outline_of(LIBRARY))[0].items if isinstance(item, TextBox))
    strange = replace(box, paragraphs=(replace(box.paragraphs[0], lines=((segment,),)),))
    page = Page(100, 100, (strange,))
    with pytest.raises(FileNotFoundError, match="NoSuchFace"):
        write_summary(outline_of(LIBRARY), Pages((page,)), DEFAULT)


def test_an_arrow_ends_in_its_tip() -> None:
    arrow = Polyline(((10, 50), (40, 50)), "#000000", 1.0, head=True, head_size=6.0)
    data = write_summary(outline_of(LIBRARY), Pages((Page(100, 100, (arrow,)),)), DEFAULT)
    with pikepdf.open(BytesIO(data)) as pdf:
        stream = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    assert re.search(r"10 50 m\s+34 50 l\s+S", stream)
    assert re.search(r"40 50 m\s+34 53 l\s+34 47 l\s+h\s+f", stream)


def test_places_are_points_from_the_top_left() -> None:
    page, data = placed(outline_of(LIBRARY))
    (title,) = (item for item in page.items if isinstance(item, TextBox) and item.name == "title")
    document = pypdfium2.PdfDocument(data)
    rect = title.rect
    area = Rect(rect.x, page.height - rect.y - rect.height, rect.width, rect.height)
    found = (
        document[0].get_textpage().get_text_bounded(area.x, area.y, area.x + area.width, area.y + area.height)
    )
    document.close()
    assert " ".join(found.split()) == LIBRARY["title"]
