"""Independent checkers find nothing in the files of the good briefs, and find each fault put there."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from PIL import Image
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Pt
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import GOOD_BRIEFS, Built, built_once
from tests.support.packages import read, repacked, saved
from tests.support.validators import (
    CHECKERS,
    EXCEPTIONS,
    Checker,
    excused,
    field_characters,
    open_xml_audit,
    pdf_accessibility,
    pdf_archival,
    pdf_headings,
    picture_ids,
    placeholders,
    qpdf,
    slide_integrity,
    slide_tables,
    word_integrity,
)


@pytest.mark.parametrize(
    ("suffix", "checker"),
    [(suffix, checker) for suffix, checkers in CHECKERS.items() for checker in checkers],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_no_checker_finds_anything_in_a_finished_file(built: Built, suffix: str, checker: Checker) -> None:
    (file,) = (file for file in built.files if file.suffix == suffix)
    assert [found for found in checker(file) if not excused(found)] == []


def test_every_exception_still_excuses_something(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = [file for brief in GOOD_BRIEFS for file in built_once(brief, tmp_path_factory).files]
    for exception in EXCEPTIONS:
        findings = (found for file in files for checker in CHECKERS[file.suffix] for found in checker(file))
        assert any((found.checker, found.rule) == exception for found in findings)


# A checker that is called wrongly finds nothing, and would pass every test above. So each of them must find
# the fault seeded below, and none in the same file without the fault.


def memo_file(path: Path) -> Path:
    """A memo with two pictures, a table and a page number."""
    memo = docx.Document()
    for _ in range(2):
        memo.add_picture(io.BytesIO(saved(Image.new("RGB", (4, 4)), "PNG")))
    memo.add_table(1, 2)
    paragraph = memo.add_paragraph("Page ")
    for kind in ("begin", "separate", "end"):
        mark = paragraph.add_run()._r.makeelement(qn("w:fldChar"))
        mark.set(qn("w:fldCharType"), kind)
        paragraph.runs[-1]._r.append(mark)
    memo.styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    memo.add_paragraph("Reuters", style="Source")
    memo.save(str(path))
    return path


def deck_file(path: Path) -> Path:
    """A deck of one slide: a title, a body with text that fits, and a table of two rows and three columns."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Prices rise"
    slide.placeholders[1].text = "A short line"
    box = slide.shapes.add_textbox(Pt(36), Pt(480), Pt(300), Pt(40)).text_frame
    box.auto_size, box.word_wrap, box.text = MSO_AUTO_SIZE.NONE, True, "It fits"
    slide.shapes.add_table(2, 3, Pt(400), Pt(480), Pt(200), Pt(40))
    deck.save(str(path))
    return path


def summary_file(path: Path) -> Path:
    """A tagged page: a first heading, a second one below it, and a paragraph."""
    canvas = Canvas(str(path), lang="en")
    canvas.setTitle("Prices rise")
    lines = ("H1", "Prices rise"), ("H2", "Why"), ("P", "Because costs do.")
    for number, (role, text) in enumerate(lines):
        canvas._code.append(f"/{role} <</MCID {number}>> BDC")
        canvas.drawString(72, 700 - 20 * number, text)
        canvas._code.append("EMC")
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        kids = [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{role}"), P=root, Pg=page, K=number
                )
            )
            for number, (role, _) in enumerate(lines)
        ]
        root.K = pikepdf.Array(kids)
        root.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Array(kids)]))
        page.StructParents = 0
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Prices rise"
            metadata["pdfuaid:part"] = "1"
        pdf.save(path)
    return path


MAKERS = {".docx": memo_file, ".pptx": deck_file, ".pdf": summary_file}


def replacing(part: str, old: str, new: str) -> Callable[[Path], None]:
    """A fault in one part of an Office file: the first `old` is replaced by `new`."""

    def damage(path: Path) -> None:
        data = path.read_bytes()
        text = read(data, part).decode("utf-8")
        assert old in text, f"{old!r} is not in {part}, so nothing would be damaged"
        path.write_bytes(repacked(data, {part: text.replace(old, new, 1).encode("utf-8")}))

    return damage


def overfilling(path: Path) -> None:
    deck = pptx.Presentation(str(path))
    box = next(shape for shape in deck.slides[0].shapes if shape.name.startswith("TextBox"))
    box.text_frame.text = "More words than three hundred points by forty can hold. " * 4
    deck.save(str(path))


def cutting_the_file(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def without(key: str) -> Callable[[Path], None]:
    """A fault in a PDF file: its catalogue loses `key`."""

    def damage(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            del pdf.Root[key]
            pdf.save(path)

    return damage


def with_script(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(path)


def heading(key: str, value: pikepdf.Object | None) -> Callable[[Path], None]:
    """A fault in a PDF file: its second heading gets `value` for `key`, or loses it."""

    def damage(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            second = pdf.Root.StructTreeRoot.K[1]
            if value is None:
                del second[key]
            else:
                second[key] = value
            pdf.save(path)

    return damage


BODY, SLIDE = "word/document.xml", "ppt/slides/slide1.xml"
SEEDED: list[tuple[str, Checker, str, Callable[[Path], None]]] = [
    (".docx", open_xml_audit, "schema", replacing(BODY, "<w:tblGrid>", "<w:bogus/><w:tblGrid>")),
    (
        ".docx",
        word_integrity,
        "STY001",
        replacing(BODY, '<w:pStyle w:val="Source"/>', '<w:pStyle w:val="No"/>'),
    ),
    (".docx", picture_ids, "drawing-ids-differ", replacing(BODY, '<wp:docPr id="2"', '<wp:docPr id="1"')),
    (".docx", field_characters, "fields-are-balanced", replacing(BODY, 'Type="end"', 'Type="begin"')),
    (".docx", field_characters, "fields-are-balanced", replacing(BODY, 'Type="begin"', 'Type="end"')),
    (".docx", field_characters, "fields-are-balanced", replacing(BODY, 'Type="end"', 'Type="separate"')),
    (".pptx", open_xml_audit, "schema", replacing(SLIDE, "<a:tblGrid>", "<a:bogus/><a:tblGrid>")),
    (".pptx", slide_integrity, "PPT001", overfilling),
    (
        ".pptx",
        slide_tables,
        "rows-match-the-grid",
        replacing(SLIDE, "<a:gridCol ", "<a:noGridCol "),
    ),
    (".pptx", placeholders, "layout-has-the-placeholder", replacing(SLIDE, 'idx="1"', 'idx="77"')),
    (".pdf", qpdf, "exit", cutting_the_file),
    (".pdf", pdf_accessibility, "UA-01-005", without("/StructTreeRoot")),
    (".pdf", pdf_accessibility, "UA-06-001", without("/Lang")),
    (".pdf", pdf_archival, "pikepdf:schema-Catalog", with_script),
    (".pdf", pdf_headings, "headings-skip-no-level", heading("/S", pikepdf.Name.H3)),
    (".pdf", pdf_headings, "headings-are-not-empty", heading("/K", None)),
    (".pdf", pdf_headings, "the-page-has-a-heading", without("/StructTreeRoot")),
]


@pytest.mark.parametrize(
    ("suffix", "checker", "rule", "damage"), SEEDED, ids=[f"{row[1].__name__}-{row[2]}" for row in SEEDED]
)
def test_a_checker_finds_a_seeded_fault_and_only_then(
    tmp_path: Path, suffix: str, checker: Checker, rule: str, damage: Callable[[Path], None]
) -> None:
    file = MAKERS[suffix](tmp_path / f"sound{suffix}")
    before = {finding.rule for finding in checker(file)}
    damage(file)
    after = {finding.rule for finding in checker(file)}
    assert not any(found.startswith(rule) for found in before)
    assert any(found.startswith(rule) for found in after), f"found only {sorted(after)}"


def test_every_checker_has_a_seeded_fault() -> None:
    assert {row[1] for row in SEEDED} == {checker for checkers in CHECKERS.values() for checker in checkers}
