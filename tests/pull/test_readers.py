"""What an edited memo or deck says: tracked changes taken or left, fields, boxes, comments with answers."""

from __future__ import annotations

from io import BytesIO

import docx
import pptx
import pytest
from lxml import etree

from builder.pull.deck import read_deck
from builder.pull.paragraphs import Comment, Paragraph, Taken
from builder.pull.snapshot import opened
from builder.pull.word import read_memo
from tests.support.packages import W, parts_of, repacked, saved

NAMES = f'xmlns:w="{W[1:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
BY = 'w:id="1" w:author="Anna" w:date="2031-05-03T09:00:00Z"'
EVERYONE: Taken = lambda _: True  # noqa: E731
NOBODY: Taken = lambda _: False  # noqa: E731
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def memo(body: str, **parts: str) -> bytes:
    """Return a memo with this body and these parts, each with its relation."""
    data = saved(docx.Document())
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    every = parts_of(data)
    types = etree.fromstring(every["[Content_Types].xml"])
    relations = etree.fromstring(every["word/_rels/document.xml.rels"])
    new = {"word/document.xml": document.encode()}
    for name, part in parts.items():
        etree.SubElement(types, "Override", PartName=f"/word/{name}.xml", ContentType=f"{_TYPES}{name}+xml")
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
        etree.SubElement(relations, "Relationship", Id=f"rId{name}", Type=kind, Target=f"{name}.xml")
        new[f"word/{name}.xml"] = part.encode()
    new["[Content_Types].xml"] = etree.tostring(types)
    new["word/_rels/document.xml.rels"] = etree.tostring(relations)
    return repacked(data, new)


def said(body: str, taken: Taken = EVERYONE, **parts: str) -> tuple[Paragraph, ...]:
    return read_memo(opened(memo(body, **parts)), taken).paragraphs


def texts(body: str, taken: Taken = EVERYONE) -> list[str]:
    return [one.text for one in said(body, taken)]


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def paragraph(*inside: str, mark: str = "") -> str:
    look = f"<w:pPr><w:rPr><w:{mark} {BY}/></w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{look}{''.join(inside)}</w:p>"


def tracked(kind: str, *inside: str) -> str:
    return f"<w:{kind} {BY}>{''.join(inside)}</w:{kind}>"


GONE = f"<w:trPr><w:del {BY}/></w:trPr>"
CELLS = f"<w:tc>{paragraph(run('a'))}</w:tc>", f"<w:tc>{paragraph(run('b'))}</w:tc>"
TABLE = f"<w:tbl><w:tr>{CELLS[0]}</w:tr><w:tr>{GONE}{CELLS[1]}</w:tr></w:tbl>"
INLINE = paragraph(f"<w:sdt><w:sdtContent>{run('x')}</w:sdtContent></w:sdt>")
CONTROLS = f"<w:sdt><w:sdtContent>{INLINE}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("body", "accepted", "rejected"),
    [
        (paragraph(run("a "), tracked("ins", run("b ")), run("c")), ["a b c"], ["a c"]),
        (paragraph(run("a "), tracked("del", run("b ", "delText")), run("c")), ["a c"], ["a b c"]),
        (
            paragraph(tracked("ins", run("a"), tracked("del", run("b", "delText"))), run("c")),
            ["ac"],
            ["c"],
        ),
        (paragraph(run("One "), mark="del") + paragraph(run("two")), ["One two"], ["One ", "two"]),
        (paragraph(run("One "), mark="ins") + paragraph(run("two")), ["One ", "two"], ["One two"]),
        (paragraph(tracked("moveFrom", run("x"))) + paragraph(tracked("moveTo", run("x"))), ["x"], ["x"]),
        (TABLE, ["a"], ["a", "b"]),
        (CONTROLS, ["x"], ["x"]),
        (paragraph(f'<w:hyperlink>{tracked("ins", run("x"))}</w:hyperlink>', run("y")), ["xy"], ["y"]),
    ],
)  # fmt: skip
def test_tracked_changes_are_taken_or_left(body: str, accepted: list[str], rejected: list[str]) -> None:
    assert texts(body) == accepted
    assert texts(body, NOBODY) == rejected


def test_the_author_of_what_was_taken_is_kept() -> None:
    body = paragraph(run("It "), tracked("ins", run("often ")), run("rains")) + paragraph(run("It snows"))
    first, second = said(body)
    assert first.authors == (("Anna", "2031-05-03T09:00:00Z"),)
    assert second.authors == ()
    assert said(body, NOBODY)[0].authors == ()
    assert read_memo(opened(memo(body)), NOBODY).tracked == {"Anna": 1}


def test_the_number_of_a_page_and_what_is_beside_it_is_no_text() -> None:
    number = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>7</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    tab = "<w:r><w:tab/></w:r>"
    assert texts(paragraph(run("Draft"), tab, run("Page "), number, run(" of 9"))) == ["Draft"]


def comments(*each: str) -> str:
    return f"<w:comments {NAMES}>{''.join(each)}</w:comments>"


def a_comment(number: int, text: str, name: str = "") -> str:
    return (
        f'<w:comment w:id="{number}" w:author="Anna" w:date="2031-05-03T09:00:00Z">'
        f'<w:p w14:paraId="{name}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    )


def test_comments_have_their_words_and_answers() -> None:
    body = paragraph(
        run("It "),
        '<w:commentRangeStart w:id="0"/>',
        run("rains"),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        '<w:r><w:commentReference w:id="1"/></w:r>',
    )
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="A" w15:done="1"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A"/>'
        "</w15:commentsEx>"
    )
    (one,) = said(
        body, comments=comments(a_comment(0, "Does it?", "A"), a_comment(1, "It does.", "B")),
        commentsExtended=extended,
    )  # fmt: skip
    date = "2031-05-03T09:00:00Z"
    assert one.comments == (
        Comment("Anna", date, "Does it?", "rains", True),
        Comment("Anna", date, "It does.", "rains", True),
    )


def test_a_comment_on_a_row_that_is_gone_is_read() -> None:
    gone = f"<w:trPr><w:del {BY}/></w:trPr>"
    cell = '<w:tc><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>It rains</w:t></w:r>'
    cell += '<w:commentRangeEnd w:id="0"/></w:p></w:tc>'
    data = memo(f"<w:tbl><w:tr>{gone}{cell}</w:tr></w:tbl>", comments=comments(a_comment(0, "Does it?")))
    (one,) = read_memo(opened(data), EVERYONE).paragraphs
    assert (one.text, one.comments) == ("", (Comment("Anna", "2031-05-03T09:00:00Z", "Does it?"),))


@pytest.mark.parametrize("words", ["It rains", ""])
def test_comments_of_slides_are_read(words: str) -> None:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = words
    data = saved(show)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    every, new = parts_of(data), {}
    for part, name, target in (
        ("ppt/_rels/presentation.xml.rels", "commentAuthors", "commentAuthors.xml"),
        ("ppt/slides/_rels/slide1.xml.rels", "comments", "../comments/comment1.xml"),
    ):
        root = etree.fromstring(every[part])
        etree.SubElement(root, "Relationship", Id="rIdC", Type=f"{kind}/{name}", Target=target)
        new[part] = etree.tostring(root)
    author = '<p:cmAuthor id="0" name="Ben"/>'
    comment = '<p:cm authorId="0" dt="2031-05-03"><p:text>Does it?</p:text></p:cm>'
    new["ppt/commentAuthors.xml"] = f"<p:cmAuthorLst {space}>{author}</p:cmAuthorLst>".encode()
    new["ppt/comments/comment1.xml"] = f"<p:cmLst {space}>{comment}</p:cmLst>".encode()
    (one,) = read_deck(opened(repacked(data, new))).paragraphs
    assert (one.text, one.comments) == (words, (Comment("Ben", "2031-05-03", "Does it?"),))


def test_the_numbers_of_items_are_as_powerpoint_counts_them() -> None:
    show = pptx.Presentation()
    frame = show.slides.add_slide(show.slide_layouts[1]).placeholders[1].text_frame
    frame.text = "one"
    frame.add_paragraph().text = "two"
    for each in frame.paragraphs:
        properties = each._p.get_or_add_pPr()
        etree.SubElement(properties, f"{{{properties.nsmap['a']}}}buAutoNum", type="arabicPeriod")
    data = BytesIO()
    show.save(data)
    assert [one.text for one in read_deck(opened(data.getvalue())).paragraphs] == ["1.\tone", "2.\ttwo"]
