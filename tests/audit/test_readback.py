"""What the three readers find in files made by hand, with what Office and other programs put into them."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable

import docx
import pptx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.util import Pt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from builder.audit.content import FIELD, Extracted, Kind, Unreadable
from builder.audit.pdf.reader import read_summary
from builder.audit.powerpoint.reader import _read_again, read_deck
from builder.audit.readback import read_back
from builder.audit.word.reader import read_memo
from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.packages import repacked, saved

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = ROOT / "builder" / "theme" / "fonts" / "Carlito-Regular.ttf"


def texts(extracted: Extracted, *kinds: Kind) -> list[str]:
    return [one.text for one in (extracted.of(*kinds) if kinds else extracted.passages)]


def memo_of(*paragraphs: str) -> bytes:
    """A memo whose body is the given WordprocessingML."""
    document = docx.Document()
    body = document.element.body
    for paragraph in paragraphs:
        body.insert(
            len(body) - 1, parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a')}>{paragraph}</w:body>")[0]
        )
    return saved(document)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


# The memo


def test_paragraphs_and_tables_are_read_in_the_order_of_the_body() -> None:
    document = docx.Document()
    document.add_paragraph("first")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
        cell.text = text
    document.add_paragraph("last")
    extracted = read_memo(saved(document))
    assert texts(extracted) == ["first", "a", "b", "c", "d", "last"]
    assert [one.location for one in extracted.passages] == [
        "paragraph 1",
        "table 1, row 1",
        "table 1, row 1",
        "table 1, row 2",
        "table 1, row 2",
        "paragraph 2",
    ]


def test_places_are_reported_by_the_heading_they_stand_under() -> None:
    document = docx.Document()
    document.add_paragraph("before")
    document.add_heading("A first heading with a good many words in it", 1)
    document.add_paragraph("one")
    document.add_paragraph("")
    document.add_paragraph("two")
    document.add_heading("Second", 2)
    document.add_paragraph("three")
    assert [one.location for one in read_memo(saved(document)).passages] == [
        "paragraph 1",
        "heading “A first heading with a good …”",
        "under heading “A first heading with a good …”, paragraph 1",
        "under heading “A first heading with a good …”, paragraph 2",
        "heading “Second”",
        "under heading “Second”, paragraph 1",
    ]


def test_a_table_within_a_table_is_read_where_it_is() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "before"
    outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "inner"
    outer.cell(0, 1).text = "after"
    assert texts(read_memo(saved(document))) == ["before", "inner", "after"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:ins w:id='1' w:author='A'>{}</w:ins>",
        "<w:moveTo w:id='1' w:author='A'>{}</w:moveTo>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr><w:alias w:val='alias'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:hyperlink w:anchor='here'>{}</w:hyperlink>",
    ],
)
def test_text_in_insertions_controls_and_links_is_extracted(wrapped: str) -> None:
    data = memo_of(f"<w:p>{run('one ')}{wrapped.format(run('two'))}{run(' three')}</w:p>")
    assert texts(read_memo(data)) == ["one two three"]


def test_a_paragraph_in_a_block_control_is_extracted() -> None:
    data = memo_of(f"<w:sdt><w:sdtContent><w:p>{run('inside')}</w:p></w:sdtContent></w:sdt>")
    assert texts(read_memo(data)) == ["inside"]


@pytest.mark.parametrize("name", ["del", "moveFrom"])
def test_deleted_text_is_not_extracted(name: str) -> None:
    gone = f"<w:{name} w:id='1' w:author='A'><w:r><w:t>gone</w:t><w:delText>gone</w:delText></w:r></w:{name}>"
    assert texts(read_memo(memo_of(f"<w:p>{run('kept')}{gone}</w:p>"))) == ["kept"]


def test_tabs_breaks_and_special_hyphens_are_characters() -> None:
    data = memo_of(
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        "<w:softHyphen/><w:t>e</w:t></w:r></w:p>"
    )
    assert texts(read_memo(data)) == ["a\tb\nc\u2011de"]


def test_spaces_at_the_ends_of_words_count_only_where_they_are_to_be_kept() -> None:
    spaced = "<w:p><w:r><w:t>one </w:t></w:r><w:r><w:t xml:space='preserve'>two </w:t></w:r>"
    data = memo_of(f"{spaced}<w:r><w:t>three</w:t></w:r></w:p>")
    assert texts(read_memo(data)) == ["onetwo three"]


def test_hidden_text_is_reported() -> None:
    data = memo_of(f"<w:p>{run('seen')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>")
    assert ", paragraph 1: has unfamiliar formatting (hidden words, w:vanish)" in read_memo(data).unfamiliar


def field(instruction: str, result: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"{run(result)}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def test_page_numbers_are_one_character_whatever_was_counted() -> None:
    data = memo_of(f"<w:p>{run('Page ')}{field('PAGE', '17')}{run(' of ')}{field('NUMPAGES', '4')}</w:p>")
    extracted = read_memo(data)
    assert texts(extracted) == [f"Page {FIELD} of {FIELD}"]
    assert extracted.foreign == []


def test_the_result_of_another_field_is_extracted_and_reported() -> None:
    for data in (
        memo_of(f"<w:p>{run('On ')}{field('DATE', 'Monday')}</w:p>"),
        memo_of(f"<w:p>{run('On ')}<w:fldSimple w:instr='DATE'>{run('Monday')}</w:fldSimple></w:p>"),
    ):
        extracted = read_memo(data)
        assert texts(extracted) == ["On Monday"]
        assert extracted.foreign == ["a Word field “DATE” in paragraph 1"]


def test_numbers_that_word_writes_itself_are_reported_and_bullets_are_not() -> None:
    document = docx.Document()
    document.add_paragraph("numbered", style="List Number")
    document.add_paragraph("bulleted", style="List Bullet")
    assert read_memo(saved(document)).foreign == ["an automatic number (decimal) in paragraph 1"]


def test_a_hidden_bookmark_holds_slot_and_build() -> None:
    mark = "<w:bookmarkStart w:id='{0}' w:name='{1}'/>{2}<w:bookmarkEnd w:id='{0}'/>"
    data = memo_of(
        f"<w:p>{mark.format(1, '_brf_0a1b2c3d_a1_claim', run('A claim'))}</w:p>",
        f"<w:p>{mark.format(2, '_brf_0a1b2c3d_a1_claim__2', run('A claim'))}</w:p>",
        f"<w:p>{mark.format(3, 'Introduction', run('Text'))}</w:p>",
    )
    extracted = read_memo(data)
    assert [one.slot for one in extracted.passages] == ["a1_claim", "a1_claim", None]
    assert extracted.builds == {("bookmarks", "0a1b2c3d")}


TEXT_BOX = """
<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:inline>
  <wp:docPr id="1" name="Figure" descr="{alt}">{mark}</wp:docPr><a:graphic><a:graphicData uri="u">
  <wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent></wps:txbx>
  </wps:wsp>
  </a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent></w:pict>
 </mc:Fallback></mc:AlternateContent></w:r></w:p>"""
DECORATION = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative val="1"'
    ' xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)


def test_a_box_comes_once_after_its_alternative_text() -> None:
    extracted = read_memo(memo_of(TEXT_BOX.format(alt="what it shows", mark="")))
    assert [(one.text, one.kind) for one in extracted.passages] == [
        ("what it shows", Kind.ALT),
        ("in the box", Kind.BODY),
    ]
    assert extracted.without_alt == []


def test_a_figure_without_alternative_text_is_reported_unless_it_is_decoration() -> None:
    assert read_memo(memo_of(TEXT_BOX.format(alt=" ", mark=""))).without_alt == ["paragraph 1"]
    assert read_memo(memo_of(TEXT_BOX.format(alt="", mark=DECORATION))).without_alt == []


def test_headers_and_footers_are_read_with_the_pages_they_stand_on() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "masthead"
    section.header.paragraphs[0].text = "short title"
    section.footer.paragraphs[0].text = "status"
    section.even_page_footer.is_linked_to_previous = True
    document.add_paragraph("body")
    assert [(one.location, one.text) for one in read_memo(saved(document)).passages] == [
        ("header of page 1", "masthead"),
        ("header of later pages", "short title"),
        ("paragraph 1", "body"),
        ("footer of later pages", "status"),
    ]


def test_comments_are_reported_where_they_are() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("body")
    document.add_comment(paragraph.runs, text="a remark", author="A", initials="A")
    extracted = read_memo(saved(document))
    assert texts(extracted, Kind.BODY) == ["body"]
    assert ", paragraph 1: has unfamiliar formatting (a comment, w:commentReference)" in extracted.unfamiliar


def test_links_have_their_words_and_their_address() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("see ")
    address = document.part.relate_to("https://example.org/a?b=1", RELATIONSHIP_TYPE.HYPERLINK, True)
    paragraph._p.append(
        parse_xml(f"<w:hyperlink {nsdecls('w', 'r')} r:id='{address}'>{run('this page')}</w:hyperlink>")
    )
    (link,) = read_memo(saved(document)).links
    assert (link.text, link.url) == ("this page", "https://example.org/a?b=1")


def test_properties_and_languages_of_a_memo_are_read() -> None:
    document = docx.Document()
    core = document.core_properties
    core.title, core.subject, core.author, core.keywords = "T", "S", "A; B", "k, l"
    document.add_paragraph("body")
    extracted = read_memo(saved(document))
    assert (extracted.title, extracted.subject, extracted.author, extracted.keywords) == (
        "T",
        "S",
        "A; B",
        "k, l",
    )
    assert set(extracted.languages) == {"en-US"}


def test_what_is_no_memo_is_unreadable() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("readme.txt", "")
    broken = repacked(memo_of(), {"word/document.xml": b"<w:document"})
    for data in (b"", b"PK", empty.getvalue(), broken):
        with pytest.raises(Unreadable):
            read_memo(data)


# The deck


def deck() -> pptx.presentation.Presentation:
    return pptx.Presentation()


def add_slide(file: pptx.presentation.Presentation, title: str, notes: str = "") -> pptx.slide.Slide:
    slide: pptx.slide.Slide = file.slides.add_slide(file.slide_layouts[5])
    assert slide.shapes.title
    slide.shapes.title.text = title
    if notes:
        frame = slide.notes_slide.notes_text_frame
        assert frame
        frame.text = notes
    return slide


def add_box(slide: pptx.slide.Slide, text: str, name: str = "") -> pptx.shapes.autoshape.Shape:
    box = slide.shapes.add_textbox(Pt(0), Pt(0), Pt(100), Pt(50))
    box.text_frame.text = text
    box.name = name or box.name
    return box


def test_slides_are_read_in_the_order_they_are_shown_with_their_notes_after_them() -> None:
    file = deck()
    for number in (1, 2):
        add_box(add_slide(file, f"title {number}", f"notes {number}"), f"box {number}")
    order = file.slides._sldIdLst
    order.append(order[0])
    extracted = read_deck(saved(file))
    assert texts(extracted) == ["title 2", "box 2", "notes 2", "title 1", "box 1", "notes 1"]
    assert [one.location for one in extracted.passages][:3] == ["slide 1", "slide 1", "slide 1, notes"]
    assert [one.kind for one in extracted.passages][:3] == [Kind.TITLE, Kind.BODY, Kind.NOTES]
    assert extracted.pages == 2


def test_groups_tables_and_line_breaks_are_read_in_order() -> None:
    file = deck()
    slide = add_slide(file, "title")
    group = slide.shapes.add_group_shape()
    group.name = "group"
    for text in ("one", "two"):
        box = group.shapes.add_textbox(Pt(0), Pt(0), Pt(9), Pt(9))
        box.text_frame.text = text
    table = slide.shapes.add_table(2, 2, Pt(0), Pt(0), Pt(99), Pt(99)).table
    for cell, text in zip(table.iter_cells(), "abcd", strict=True):
        cell.text = text
    add_box(slide, "x\vy\nz")
    assert texts(read_deck(saved(file))) == ["title", "one", "two", "a", "b", "c", "d", "x\ny", "z"]


def test_the_name_of_a_shape_holds_its_slot() -> None:
    file = deck()
    slide = add_slide(file, "title")
    add_box(slide, "claim", "brief:a1_claim")
    add_box(slide, "other", "Text 7")
    assert [one.slot for one in read_deck(saved(file)).passages] == [None, "a1_claim", None]


def test_hidden_shapes_are_not_extracted_but_reported_and_hidden_slides_are_both() -> None:
    file = deck()
    slide = add_slide(file, "seen")
    box = add_box(slide, "unseen", "box")
    box._element.nvSpPr.cNvPr.set("hidden", "1")
    add_slide(file, "unseen too")._element.set("show", "0")
    extracted = read_deck(saved(file))
    assert texts(extracted) == ["seen", "unseen too"]
    assert extracted.hidden == ["slide 1, “box”", "slide 2, which no presentation shows"]


def test_prompts_of_layouts_are_not_extracted_but_what_they_draw_is() -> None:
    file = deck()
    add_slide(file, "title")
    assert texts(read_deck(saved(file)), Kind.LAYOUT) == []
    prompt = file.slide_layouts[5].placeholders[0]
    drawn = copy.deepcopy(prompt._element)
    drawn.nvSpPr.nvPr.remove(drawn.nvSpPr.nvPr.find("{*}ph"))
    prompt._element.getparent().append(drawn)
    assert texts(read_deck(saved(file)), Kind.LAYOUT) == ["Click to edit Master title style"]


def test_slide_numbers_are_one_character_and_other_fields_are_reported() -> None:
    file = deck()
    slide = add_slide(file, "title")
    for kind, text in (("slidenum", "9"), ("datetime1", "today")):
        paragraph = add_box(slide, "").text_frame.paragraphs[0]._p
        paragraph.append(
            parse_xml(
                "<a:fld xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' id='{1}'"
                f" type='{kind}'><a:t>{text}</a:t></a:fld>"
            )
        )
    extracted = read_deck(saved(file))
    assert texts(extracted) == ["title", FIELD, "today"]
    assert extracted.foreign == ["a field “datetime1” on slide 1"]


def test_alternative_texts_are_read_and_their_absence_reported() -> None:
    file = deck()
    slide = add_slide(file, "title")
    picture = _png()
    for alt in ("what it shows", ""):
        shape = slide.shapes.add_picture(picture, Pt(0), Pt(0))
        shape._element.find(".//{*}cNvPr").set("descr", alt)
    extracted = read_deck(saved(file))
    assert texts(extracted, Kind.ALT) == ["what it shows"]
    assert extracted.without_alt == ["slide 1"]


def _png(size: tuple[int, int] = (2, 2)) -> io.BytesIO:
    from PIL import Image

    return io.BytesIO(saved(Image.new("RGB", size), "PNG"))


def test_a_deck_that_is_read_again_is_read_where_it_changed() -> None:
    file = deck()
    add_slide(file, "title 1", "notes 1")
    slide = add_slide(file, "title 2", "notes 2")
    picture = slide.shapes.add_picture(_png(), Pt(0), Pt(0))
    before = read_deck(saved(file))
    assert read_deck(saved(file)) == before
    add_box(slide, "new").text_frame.paragraphs[0].runs[0].hyperlink.address = "https://example.org"
    slide.part.related_part(str(picture._element.blip_rId))._blob = _png((3, 3)).getvalue()
    after = read_deck(saved(file))
    assert "new" in texts(after)
    assert "new" not in texts(before)
    assert [one.digest for one in after.pictures] != [one.digest for one in before.pictures]
    _read_again.cache_clear()
    assert read_deck(saved(file)) == after


def test_links_and_languages_of_a_deck_are_read() -> None:
    file = deck()
    paragraph = add_box(add_slide(file, "title"), "").text_frame.paragraphs[0]
    words = paragraph.add_run()
    words.text = "this page"
    words.hyperlink.address = "https://example.org"
    words.font.language_id = MSO_LANGUAGE_ID.FRENCH
    extracted = read_deck(saved(file))
    assert [(link.text, link.url) for link in extracted.links] == [("this page", "https://example.org")]
    assert set(extracted.languages) == {"fr-FR"}


# The summary


@pytest.fixture(scope="module", autouse=True)
def face() -> None:
    pdfmetrics.registerFont(TTFont("Carlito", str(FONT)))


def summary_of(draw: Callable[[Canvas], None], **about: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842), initialFontName="Carlito", **about)
    canvas.setFont("Carlito", 11)
    draw(canvas)
    canvas.save()
    return data.getvalue()


def lines_of(*lines: str) -> list[str]:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(50, 800 - 15 * number, line)

    return texts(read_summary(summary_of(draw)))


@pytest.mark.parametrize(
    "line",
    [
        "the high-",
        "an end in a dash –",
        "“may have” — it’s “12 345”…",
        "office fluffy affiliates",
        "½ ² § € £ % & < >",
        "ő ł č ğ Ελλάδα Жук Ÿ",
        "12\u202f345",
        "2 x",
        "a",
        "-",
        "f i",
        "A1",
        "e.g. [1, s2p1]",
        "www.example.org/a_(b)?c=d#e",
        "I l | 1 O 0",
    ],
)
def test_every_character_of_a_printed_line_is_read(line: str) -> None:
    assert lines_of(line, line, "end") == [line, line, "end"]


def test_a_line_that_ends_in_a_hyphen_keeps_it() -> None:
    assert lines_of("a high-", "stakes meeting", "pages 1-", "2") == [
        "a high-",
        "stakes meeting",
        "pages 1-",
        "2",
    ]


def test_stretches_on_one_line_are_joined_as_they_are_seen() -> None:
    width = pdfmetrics.stringWidth("tight", "Carlito", 11)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "A1")
        canvas.drawString(70, 800, "far")
        canvas.drawString(50, 780, "tight")
        canvas.drawString(50 + width, 780, "er")
        canvas.drawString(50, 760, "left")
        canvas.drawString(300, 800, "right column")

    assert [*map(str.split, texts(read_summary(summary_of(draw))))] == [
        ["A1", "far"],
        ["tighter"],
        ["left"],
        ["right", "column"],
    ]


def test_pages_are_counted_and_named() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "one")
        canvas.showPage()
        canvas.setFont("Carlito", 11)
        canvas.drawString(50, 800, "two")

    extracted = read_summary(summary_of(draw))
    assert extracted.pages == 2
    assert [one.location for one in extracted.passages] == ["page 1, line 1", "page 2, line 1"]


def test_text_that_nobody_sees_is_not_extracted_but_reported() -> None:
    def off_the_page(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "seen")
        canvas.drawString(700, 800, "unseen")

    def invisible(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "seen")
        canvas.drawString(50, 700, "unseen", mode=3)

    for draw in (off_the_page, invisible):
        extracted = read_summary(summary_of(draw))
        assert [text.strip() for text in texts(extracted)] == ["seen"]
        assert extracted.hidden == ["page 1"]


def test_text_in_a_form_is_extracted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("form")
        canvas.setFont("Carlito", 11)
        canvas.drawString(50, 800, "inside")
        canvas.endForm()
        canvas.doForm("form")

    assert texts(read_summary(summary_of(draw))) == ["inside"]


def test_properties_language_and_links_of_a_summary_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Ein Titel – ő")
        canvas.setSubject("S")
        canvas.setAuthor("A")
        canvas.setKeywords("k")
        canvas.drawString(50, 800, "this page")
        canvas.linkURL("https://example.org/ü?a=b", (49, 795, 120, 812))

    extracted = read_summary(summary_of(draw, lang="de-AT"))
    assert (extracted.title, extracted.subject, extracted.author, extracted.keywords) == (
        "Ein Titel – ő",
        "S",
        "A",
        "k",
    )
    assert set(extracted.languages) == {"de-AT"}
    assert [(link.text, link.url) for link in extracted.links] == [("this page", "https://example.org/ü?a=b")]


def test_what_is_no_pdf_is_unreadable() -> None:
    for data in (b"", b"%PDF-1.7\n"):
        with pytest.raises(Unreadable):
            read_summary(data)


def test_each_product_has_its_reader() -> None:
    files = {
        Product.MEMO: memo_of(f"<w:p>{run('words')}</w:p>"),
        Product.DECK: saved(_one_slide()),
        Product.SUMMARY: summary_of(lambda canvas: canvas.drawString(50, 800, "words")),
    }
    for product, data in files.items():
        assert texts(read_back(product, data)) == ["words"]


def _one_slide() -> pptx.presentation.Presentation:
    file = deck()
    add_slide(file, "words")
    return file
