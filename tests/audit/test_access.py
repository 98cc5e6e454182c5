"""Accessibility of finished files: good ones pass, forty seeded faults are found, foreign ones are judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pptx
import pytest

from builder.audit.access.judging import language_of
from builder.audit.access.reading import inaccessible
from builder.audit.content import Unreadable
from builder.outline.text import Product
from tests.conftest import GOOD_BRIEFS, ROOT
from tests.support import slide_templates, word_templates
from tests.support.finished import finished
from tests.support.packages import changed_pdf, parts_of, repacked, saved

SAMPLE = ROOT / "brief.yaml"
DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"


def made(product: Product, brief: Path = SAMPLE) -> bytes:
    return finished(brief, product)[1][product]


@pytest.mark.parametrize("product", Product)
@pytest.mark.parametrize(
    "brief", [*GOOD_BRIEFS, *sorted(ROOT.glob("docs/gallery/*.yaml"))], ids=lambda path: path.stem
)
def test_all_three_files_of_the_good_briefs_are_accessible(brief: Path, product: Product) -> None:
    assert inaccessible(made(product, brief)) == ()


MEMO, DECK, TABLES = (SAMPLE, Product.MEMO), (SAMPLE, Product.DECK), (DENSE, Product.DECK)
DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
SLIDES, SLIDE_4, SLIDE_5, SLIDE_6 = (rf"ppt/slides/slide{number}\.xml" for number in (r"\d+", 4, 5, 6))
TITLE = r"<dc:title[^>]*>.*?</dc:title>"
EMPTY_WORD, EMPTY_SLIDE = "<w:p><w:r><w:t> </w:t></w:r></w:p>", "<a:p><a:endParaRPr/></a:p>"
TITLE_SHAPE = r'(<p:sp>(?:(?!</p:sp>).)*type="title".*?</p:sp>)(.*)(?=</p:spTree>)'
DECORATIVE = r"<adec:decorative[^>]*/>"
# The file, its part, a pattern and what takes its place there, and the rule that is then broken.
OFFICE: dict[str, tuple[tuple[Path, Product], str, str, str, str]] = {
    "alt text of a figure": (MEMO, DOCUMENT, r' descr="Argument map[^"]*"', "", "alt-text"),
    "file name as alt text": (MEMO, DOCUMENT, r'descr="Argument map[^"]*"', 'descr="image1.png"', "alt-text"),
    "decorative marks": (MEMO, DOCUMENT, DECORATIVE, "", "alt-text"),
    "description of a table": (MEMO, DOCUMENT, r"<w:tbl(Description|Caption) [^>]*/>", "", "alt-text"),
    "header row": (MEMO, DOCUMENT, "<w:tblHeader/>", "", "table-headers"),
    "look of the header row": (MEMO, DOCUMENT, 'w:firstRow="1"', 'w:firstRow="0"', "table-headers"),
    "merged header cell": (
        MEMO, DOCUMENT, "(<w:tblHeader/>.*?<w:tcPr>)", r'\1<w:gridSpan w:val="2"/>', "table-headers"
    ),
    "languages": (MEMO, STYLES, r"<w:lang [^>]*/>", "", "language-of-parts"),
    "other language": (MEMO, STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="fr-FR"', "language"),
    "outline level": (MEMO, STYLES, '("Heading2".*?w:outlineLvl w:val=)"1"', r'\1"3"', "headings"),
    "heading level": (MEMO, DOCUMENT, 'w:pStyle w:val="Heading2"', 'w:pStyle w:val="Heading3"', "headings"),
    "title of the memo": (MEMO, CORE, TITLE, "", "title"),
    "pale text": (MEMO, STYLES, 'w:color w:val="1B2733"', 'w:color w:val="C8C8C8"', "contrast"),
    "text of 6 points": (MEMO, STYLES, '<w:sz w:val="2[12]"/>', '<w:sz w:val="12"/>', "text-size"),
    "empty paragraph": (MEMO, DOCUMENT, "(<w:body>.*?</w:p>)", rf"\1{EMPTY_WORD}", "spacing"),
    "alt text of the map": (DECK, SLIDE_4, ' descr="[^"]*"', "", "alt-text"),
    "decorative shapes": (DECK, SLIDE_5, DECORATIVE, "", "alt-text"),
    "other language of runs": (DECK, SLIDES, 'lang="en-GB"', 'lang="fr-FR"', "language"),
    "no language of runs": (DECK, SLIDES, ' lang="en-GB"', "", "language-of-parts"),
    "header row on a slide": (TABLES, SLIDES, ' firstRow="1"', "", "table-headers"),
    "slide without a title": (DECK, SLIDE_5, '<p:ph type="title"/>', "", "slide-titles"),
    "two slides of one title": (DECK, SLIDES, '(type="title".*?<a:t>)[^<]*', r"\1Results", "slide-titles"),
    "title of the deck": (DECK, CORE, TITLE, "", "title"),
    "title is read last": (DECK, SLIDE_6, TITLE_SHAPE, r"\2\1", "reading-order"),
    "slide that moves on": (DECK, SLIDE_6, "(</p:cSld>)", r'\1<p:transition advTm="5000"/>', "timing"),
    "empty paragraph on a slide": (
        DECK, SLIDE_6, '("brief:a2_ev1".*?)(?=</p:txBody>)', rf"\1{EMPTY_SLIDE}", "spacing"
    ),
    "small text on a slide": (DECK, SLIDE_6, r'( sz=)"\d+"', r'\1"600"', "text-size"),
    "link to “here”": (TABLES, SLIDES, "(<a:hlinkClick (?:(?!<a:t>).)*<a:t>)[^<]*", r"\1here", "links"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "part", "pattern", "new", "rule"), OFFICE.values(), ids=OFFICE)
def test_a_fault_in_an_office_file_is_found(
    file: tuple[Path, Product], part: str, pattern: str, new: str, rule: str
) -> None:
    data = made(file[1], file[0])
    before = parts_of(data, f"^{part}$")
    after = {
        name: re.sub(pattern, new, text.decode(), flags=re.DOTALL).encode() for name, text in before.items()
    }
    assert after != before, "nothing was changed"
    assert f"access-{rule}" in {one.rule for one in inaccessible(repacked(data, after)) if one.is_error}


def each(file: Any, change: Callable[[Any], None]) -> None:
    """Change every tag of a PDF."""
    todo = [file.Root.StructTreeRoot.K]
    while todo:
        tag = todo.pop()
        if isinstance(tag, pikepdf.Array):
            todo += list(tag)
        elif isinstance(tag, pikepdf.Dictionary) and "/S" in tag:
            change(tag)
            if "/K" in tag:
                todo.append(tag.K)


def renamed(*names: str, to: str) -> Callable[[Any], None]:
    def change(tag: Any) -> None:
        if str(tag.S) in names:
            tag.S = pikepdf.Name(to)

    return lambda file: each(file, change)


def without(key: str) -> Callable[[Any], None]:
    def change(tag: Any) -> None:
        if key in tag:
            del tag[key]

    return lambda file: each(file, change)


def swapped(file: Any) -> None:
    kids = file.Root.StructTreeRoot.K[0].K
    kids[3], kids[12] = kids[12], kids[3]


def unclaimed(file: Any) -> None:
    data = file.Root.Metadata.read_bytes()
    file.Root.Metadata.write(re.sub(rb"<pdfuaid:part>1</pdfuaid:part>", b"", data))


def delete(*path: str) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        holder = file.Root
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]

    return change


PDF: dict[str, tuple[Callable[[Any], None], str]] = {
    "structure": (delete("/StructTreeRoot"), "tagged"),
    "parent tree": (delete("/StructTreeRoot", "/ParentTree"), "tagged"),
    "not marked as tagged": (lambda file: setattr(file.Root.MarkInfo, "Marked", False), "tagged"),
    "claim of conformance": (unclaimed, "tagged"),
    "alt text of figures": (without("/Alt"), "alt-text"),
    "gap between headings": (renamed("/H2", to="/H4"), "headings"),
    "headings as paragraphs": (renamed("/H1", "/H2", "/H3", to="/P"), "headings"),
    "language": (delete("/Lang"), "language"),
    "other language": (lambda file: setattr(file.Root, "Lang", pikepdf.String("fr")), "language"),
    "title that is not shown": (delete("/ViewerPreferences"), "title"),
    "reading order": (swapped, "reading-order"),
    "tab order": (lambda file: file.pages[0].obj.__delitem__("/Tabs"), "tab-order"),
}


@pytest.mark.parametrize(("change", "rule"), PDF.values(), ids=PDF)
def test_a_fault_in_a_pdf_is_found(change: Callable[[Any], None], rule: str) -> None:
    found = inaccessible(changed_pdf(made(Product.SUMMARY), change))
    assert f"access-{rule}" in {one.rule for one in found}


FOREIGN = {
    "a new Word file": lambda: saved(docx.Document()),
    "a new PowerPoint file": lambda: saved(pptx.Presentation()),
    **{f"a Word template: {name}": getattr(word_templates, name)
       for name in ("german", "ministry", "letter", "linked", "macros")},
    **{f"a PowerPoint template: {name}": getattr(slide_templates, name)
       for name in ("plain", "untitled", "dark", "right_to_left")},
}  # fmt: skip


@pytest.mark.parametrize("file", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_program_is_judged(file: Callable[[], bytes]) -> None:
    for one in inaccessible(file()):
        assert one.rule.startswith("access-")


def test_a_bare_slide_and_a_bare_memo_have_findings() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_picture(word_templates.picture(9, 9, (9, 9, 9)), 0, 0)
    rules = {one.rule for one in inaccessible(saved(deck))}
    assert rules >= {"access-slide-titles", "access-spacing"}
    memo = docx.Document()
    memo.add_heading("One", 2)
    memo.add_paragraph()
    memo.add_table(2, 2)
    memo.add_paragraph("Text")
    rules = {one.rule for one in inaccessible(saved(memo))}
    assert rules >= {"access-headings", "access-spacing", "access-table-headers"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\nnothing", BytesIO().getvalue()])
def test_what_is_not_a_document_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        inaccessible(data)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry is for the people of both villages, and they are sure that the boat is kept.", "en"),
        ("Die Fähre ist für die Leute der beiden Dörfer, und das Boot wird mit der Stadt geteilt.", "de"),
        ("Ferry, boat, clinic.", ""),
        ("日曜日のフェリーは二つの村にとって唯一の足です。", "ja"),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_known_by_its_commonest_words(text: str, language: str) -> None:
    assert language_of([text]) == language
