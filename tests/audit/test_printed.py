"""Metadata of a printed file must match the outline, and what no printed page has is reported."""

from __future__ import annotations

import re
from typing import Any

import msgspec.structs
import pytest
from msgspec.structs import replace
from PIL import Image

from builder.audit.pdf.checks import printed_problems
from builder.audit.pdf.reader import Printed, read_summary
from builder.export.pdf.summary import write_summary
from builder.layout.pages import Pages, PictureBox, Rect
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Outline
from builder.outline.text import Picture
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, outline_of
from tests.support.packages import saved
from tests.support.sheets import picture, read, sheet

OUTLINE = outline_of(
    LIBRARY,
    authors=[{"name": "Ann & Bo"}, {"name": "Bo Park"}],
    keywords=["books", "Sundays"],
    subject="Reading",
)
PAGES = lay_out_summary(OUTLINE, DEFAULT)[0]
EXTRACTED = read_summary(write_summary(OUTLINE, PAGES, DEFAULT))


def reported(extracted: Printed, outline: Outline = OUTLINE) -> list[tuple[str, str]]:
    found = printed_problems(outline, PAGES, extracted, same_words=True)
    return [(problem.path, problem.message) for problem in found]


def with_xmp(old: str, new: str) -> Printed:
    xmp = EXTRACTED.xmp.decode()
    assert old in xmp
    return changed(xmp=xmp.replace(old, new, 1).encode())


def changed(**fields: Any) -> Printed:
    return msgspec.structs.replace(EXTRACTED, **fields)


def test_a_printed_file_as_it_was_made_has_no_problem() -> None:
    assert reported(EXTRACTED) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("</rdf:li></rdf:Alt></dc:title>", "!</rdf:li></rdf:Alt></dc:title>", "title"),
        ("Reading", "Writing", "subject"),
        ("Ann &amp; Bo", "Ann", "authors"),
        ("<rdf:li>Bo Park</rdf:li>", "", "authors"),
        ("books, Sundays", "books", "keywords"),
        ("<rdf:Bag><rdf:li>en", "<rdf:Bag><rdf:li>fr", "language"),
    ],
)
def test_metadata_that_differs_is_reported(old: str, new: str, path: str) -> None:
    ((found, message),) = reported(with_xmp(old, new))
    assert found == path
    assert "metadata" in message


def test_the_metadata_of_another_brief_is_reported() -> None:
    build = OUTLINE.build_id
    ((_, message),) = reported(with_xmp(build, "9" * 40))
    assert "another revision of the brief" in message
    ((_, message),) = reported(with_xmp(f"<dc:identifier>{build}</dc:identifier>", ""))
    assert "lacks the build id" in message


def test_a_final_copy_names_no_build() -> None:
    final = replace(OUTLINE, build_id="")
    assert reported(read_summary(write_summary(final, PAGES, DEFAULT)), final) == []
    ((_, message),) = reported(EXTRACTED, final)
    assert "another revision of the brief" in message


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("<dc:format>", "<dc:rights>We doubt it</dc:rights><dc:format>", "rights"),
        ('rdf:about=""', 'rdf:about="we doubt it"', "about"),
        ("<rdf:Seq>", "<rdf:Seq>we doubt it", "Seq"),
        ("</rdf:li>", "</rdf:li>we doubt it", "Alt"),
        ("</rdf:Seq></pdfaSchema:property>", "</rdf:Seq>we doubt it</pdfaSchema:property>", "property"),
        ("</pdfaSchema:property>", "</pdfaSchema:property>we doubt it", "li"),
        ("PDF/UA identification", "we doubt it", "schema"),
        ("<pdfaid:part>2", "<pdfaid:part>3", "part"),
        ("</rdf:Description>", "</rdf:Description>we doubt it", "RDF"),
        ("<dc:format>", "<rdf:li>we doubt it</rdf:li><dc:format>", "li"),
        ("policy-brief-builder", "we doubt it", "CreatorTool"),
        ("<dc:format>", '<dc:format xmlns:a="urn:a" a:b="we doubt it">', "b"),
    ],
)
def test_metadata_that_no_build_writes_are_reported(old: str, new: str, name: str) -> None:
    messages = [message for _, message in reported(with_xmp(old, new))]
    assert [each for each in messages if each.endswith(f"in its metadata ({name})")], messages


@pytest.mark.parametrize("name", ["pdfuaid:part", "pdfaid:part", "pdfaid:conformance"])
def test_a_claim_that_is_missing_is_reported(name: str) -> None:
    claim = re.search(f"<{name}>.*?</{name}>", EXTRACTED.xmp.decode("utf-8"))
    assert claim is not None
    ((_, message),) = reported(with_xmp(claim[0], ""))
    assert message == f"the summary lacks {name} in its metadata"


@pytest.mark.parametrize(
    "more", ["<!-- we doubt it -->", "<?we doubt it?>", "<!DOCTYPE a [<!ENTITY b 'we doubt it'>]>"]
)
def test_metadata_with_comments_instructions_or_definitions_are_not_read(more: str) -> None:
    ((_, message),) = reported(with_xmp("<x:xmpmeta", f"{more}<x:xmpmeta"))
    assert "no readable metadata" in message


@pytest.mark.parametrize("xmp", [b"", b"<no", b"plain"])
def test_metadata_that_cannot_be_read_is_reported(xmp: bytes) -> None:
    ((_, message),) = reported(changed(xmp=xmp))
    assert "no readable metadata" in message


def test_extra_content_misnamed_links_and_wrong_glyphs_are_reported() -> None:
    extracted = changed(
        unfamiliar=["carries a script"],
        misnamed_links=[("here", "there")],
        wrong_glyphs=[("Carlito", "5"), ("Other", "")],
    )
    assert [message for _, message in reported(extracted)] == [
        "the summary carries a script",
        "the summary shows a different glyph for “5” in font Carlito",
        "the summary has a font Other whose glyphs cannot be compared",
        "the summary reads “there” aloud for the link “here”",
    ]


def test_the_first_of_many_unfamiliar_parts_are_reported() -> None:
    messages = [message for _, message in reported(changed(unfamiliar=["carries a script"] * 9_000))]
    assert (len(messages), messages[-1]) == (21, "the summary has 8,980 more parts that no build writes")


def test_quotations_are_cut() -> None:
    extracted = changed(misnamed_links=[("here " * 9_000, "there " * 9_000)])
    ((_, message),) = reported(extracted)
    assert len(message) < 250


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("L", "PNG"), ("RGB", "JPEG"), ("L", "JPEG")])
def test_a_picture_of_the_same_points_and_another_width_is_reported(mode: str, kind: str) -> None:
    def shown(width: int, height: int) -> Pages:
        data = saved(Image.new(mode, (width, height)), kind)
        made = Picture(data, "JPEG" if kind == "JPEG" else "PNG", width, height, "A square")
        return sheet(PictureBox(Rect(40.0, 60.0, 30.0, 20.0), made))

    outline, pages = outline_of(LIBRARY), shown(8, 4)
    assert list(printed_problems(outline, pages, read(pages), same_words=True)) == []
    found = printed_problems(outline, pages, read(shown(4, 8)), same_words=True)
    assert {problem.rule for problem in found} == {"pictures-match"}


@pytest.mark.parametrize("colour", ["#2222aa80", "#2222aa00"])
def test_pictures_with_another_transparency_are_reported(colour: str) -> None:
    def shown(colour: str, mode: str) -> Pages:
        return sheet(PictureBox(Rect(40.0, 60.0, 30.0, 20.0), picture(colour, mode)))

    pages = shown(colour, "RGBA")
    outline = outline_of(LIBRARY)

    def faults(other: Pages) -> list[str]:
        return [problem.message for problem in printed_problems(outline, pages, read(other), same_words=True)]

    assert faults(pages) == []
    for other in (shown("#2222aa81", "RGBA"), shown("#2222aa", "RGB")):
        assert faults(other) == ["the summary shows pictures with another transparency than in the brief"]
