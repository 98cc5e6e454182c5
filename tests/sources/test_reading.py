"""Articles in five formats become the same numbered passages."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from builder.languages.language import known_tags
from builder.sources.passages import Article, Block, Unread, by_section, excerpt
from builder.sources.reading import decoded, read_article

FIRST, SECOND, THIRD = "The ferry runs daily.", "On Sundays it is empty.", "The council pays for it."

PLAIN = f"Who rides\n{FIRST}\n{SECOND}\nWho pays\n{THIRD}\n"
WRAPPED = f"Who rides\n\nThe ferry runs\ndaily.\n\n{SECOND}\n\nWho pays\n--------\n\n{THIRD}\n"
MARKDOWN = (
    f"---\ntitle: x\n---\n# The ferry\n\n## Who rides\n\n*The ferry* runs\ndaily.\n\n"
    f"- {SECOND}\n\n## Who pays\n\n{THIRD}\n"
)
HTML = (
    "<html><head><title>x</title><style>p {}</style></head><body><nav>Menu</nav><h1>The ferry</h1>"
    f"<h2>Who rides</h2><p>The <b>ferry</b>\nruns daily.</p><ul><li>{SECOND}</ul>"
    f"<p hidden>Not this.</p><h2>Who&nbsp;pays</h2><div>{THIRD}<script>no()</script></div></body></html>"
)


def word_file() -> bytes:
    document = Document()
    document.add_heading("The ferry", 0)
    document.add_heading("Who rides", 1)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND, style="List Bullet")
    document.add_heading("Who pays", 1)
    document.add_paragraph(THIRD)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_file(*pages: str) -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for row, line in enumerate(page.split("\n")):
            canvas.drawString(72, 700 - 20 * row, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(name: str, data: bytes | str) -> Article:
    return read_article("x", name, name, data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", PLAIN),
        ("b.txt", WRAPPED),
        ("c.md", MARKDOWN),
        ("d.html", HTML),
        ("e.docx", word_file()),
    ],
)
def test_every_format_has_the_same_passages(name: str, data: bytes | str) -> None:
    passages = read(name, data).passages
    assert [(one.id, one.text) for one in passages] == [("s1p1", FIRST), ("s1p2", SECOND), ("s2p1", THIRD)]
    assert [one.heading for one in passages] == ["Who rides", "Who rides", "Who pays"]


def test_a_passage_of_a_text_has_its_line() -> None:
    assert [one.line for one in read("a.txt", PLAIN).passages] == [2, 3, 5]
    assert [one.line for one in read("c.md", MARKDOWN).passages] == [8, 11, 15]
    assert [one.line for one in read("d.html", HTML).passages] == [1, 2, 2]
    assert [one.line for one in read("e.docx", word_file()).passages] == [0, 0, 0]


def test_pages_of_a_pdf_are_passages_and_words_are_whole_again() -> None:
    article = read("f.pdf", pdf_file("The ferry runs dai-\nly.", "", "The council pays."))
    assert [(one.id, one.text) for one in article.passages] == [
        ("p1", "The ferry runs daily."),
        ("p3", "The council pays."),
    ]


def test_what_stands_before_the_first_heading_is_section_0() -> None:
    article = read("a.md", "# Title\n\nBy Ann Marsh\n\n## One\n\nText.\n")
    assert [one.id for one in article.passages] == ["s0p1", "s1p1"]
    assert [one.id for one in read("b.md", "Text.\n\nMore.\n").passages] == ["s1p1", "s1p2"]


def test_changes_in_a_word_file_are_read_as_accepted() -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>It is </w:t></w:r>"
            "<w:del w:id='1' w:author='a'><w:r><w:delText>not </w:delText></w:r></w:del>"
            "<w:ins w:id='2' w:author='a'><w:r><w:t>so.</w:t></w:r></w:ins></w:p>"
        ),
    )
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    file = BytesIO()
    document.save(file)
    assert [one.text for one in read("x.docx", file.getvalue()).passages] == ["It is so.", "a | b"]


@pytest.mark.parametrize(
    ("locator", "ids"),
    [
        ("", "s1p1 s1p2 s2p1"),
        ("s1p2", "s1p2"),
        ("s1", "s1p1 s1p2"),
        ("s1-s2", "s1p1 s1p2 s2p1"),
        ("s1p1-2", "s1p1 s1p2"),
        ("s1p1–p2", "s1p1 s1p2"),
        ("s1p2-s2p1", "s1p2 s2p1"),
        ("s3", ""),
        ("s1p3", ""),
        ("p1", ""),
        ("s2p1-s1p1", ""),
    ],
)
def test_a_locator_names_passages(locator: str, ids: str) -> None:
    assert [one.id for one in read("a.txt", PLAIN).at(locator) or ()] == ids.split()


def test_a_locator_of_another_kind_is_for_a_person() -> None:
    article = read("a.txt", PLAIN)
    assert article.at("table7") is None
    assert article.at("fig3") is None
    assert article.nearest("s1p7") == "section 1 has s1p1 to s1p2"
    assert article.nearest("s5p7") == "`a.txt` has s1p1 to s2p1"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.txt", "a.md", "a.html"])
@given(data=st.binary(max_size=200))
def test_bytes_of_any_kind_are_read_or_refused(name: str, data: bytes) -> None:
    with suppress(Unread):
        assert read(name, data).passages


def test_a_damaged_word_file_is_refused() -> None:
    data = word_file()
    for cut in range(0, len(data), 997):
        with pytest.raises(Unread):
            read("a.docx", data[:cut])


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 3)), max_size=30))
def test_ids_are_unique_in_order_and_found_again(given_blocks: list[tuple[str, int]]) -> None:
    blocks = [Block(text, 0, level) for text, level in given_blocks]
    passages = tuple(by_section(blocks))
    article = Article("x", "x", "x", passages)
    assert len({one.id for one in passages}) == len(passages)
    for one in passages:
        assert article.at(one.id) == (one,)
    if passages:
        assert article.at(f"{passages[0].id}-{passages[-1].id}") == passages


@given(st.text(max_size=300), st.integers(0, 300), st.integers(10, 90))
def test_an_excerpt_is_short_and_from_the_text(text: str, start: int, most: int) -> None:
    found = excerpt(text, min(start, len(text)), most)
    assert len(found) <= most + 2
    assert found.strip("…").strip() in text


def test_text_in_other_encodings_is_read() -> None:
    assert decoded("Köln".encode("cp1252")) == "Köln"
    assert decoded("Köln".encode("utf-16")) == "Köln"
    assert decoded(b"<meta charset='iso-8859-15'>\xa4") == "<meta charset='iso-8859-15'>€"


TEXTS = {
    "en": "The council has decided that the ferry is to run on Sundays, and the town pays for it.",
    "de": "Der Rat hat beschlossen, dass die Fähre auch am Sonntag fährt, und die Stadt zahlt für sie.",
    "fr": "Le conseil a décidé que le bac est en service le dimanche, et la ville paie pour les habitants.",
    "es": "El consejo ha decidido que el transbordador sale los domingos, y la ciudad paga por los viajes.",
    "ja": "町議会は日曜日にもフェリーを運航することを決め、費用は町が負担する。",
}


@pytest.mark.parametrize("tag", known_tags())
def test_the_language_of_an_article_is_known(tag: str) -> None:
    language = read("a.txt", TEXTS[tag]).language
    assert language is not None
    assert language.tag == tag


def test_a_language_without_a_module_is_not_guessed() -> None:
    assert read("a.txt", "Kunta päätti, että lautta kulkee sunnuntaisin.").language is None


def test_a_table_in_a_cell_and_a_box_are_read_once() -> None:
    document = Document()
    document.add_paragraph("Before.")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Outer words."
    cell.add_table(1, 1).cell(0, 0).text = "Inner words."
    run = document.add_paragraph("Beside. ").add_run()._r
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    run.append(
        parse_xml(
            f'<mc:AlternateContent xmlns:mc="{markup}"><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        )
    )
    file = BytesIO()
    document.save(file)
    found = [one.text for one in read_article("x", "a.docx", "a.docx", file.getvalue()).passages]
    assert found == ["Before.", "Outer words. Inner words.", "Beside. In a box."]
