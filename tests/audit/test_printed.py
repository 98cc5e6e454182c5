"""Metadata of a printed file is held to the outline, and what no printed page has is told."""

from __future__ import annotations

from typing import Any

import msgspec.structs
import pytest

from builder.audit.pdf.checks import printed_problems
from builder.audit.pdf.reader import Printed, read_summary
from builder.export.pdf.summary import write_summary
from builder.layout.pages import Pages, PictureBox, Rect
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Outline
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, outline_of
from tests.support.sheets import picture, read, sheet

OUTLINE = outline_of(
    LIBRARY,
    authors=[{"name": "Ann & Bo"}, {"name": "Bo Park"}],
    keywords=["books", "Sundays"],
    subject="Reading",
)
PAGES = lay_out_summary(OUTLINE, DEFAULT)[0]
SAID = read_summary(write_summary(OUTLINE, PAGES, DEFAULT))


def told(said: Printed, outline: Outline = OUTLINE) -> list[tuple[str, str]]:
    found = printed_problems(outline, PAGES, said, alike=True)
    return [(problem.path, problem.message) for problem in found]


def with_packet(old: str, new: str) -> Printed:
    packet = SAID.packet.decode()
    assert old in packet
    return changed(packet=packet.replace(old, new, 1).encode())


def changed(**fields: Any) -> Printed:
    return msgspec.structs.replace(SAID, **fields)


def test_a_printed_file_as_it_was_made_has_no_fault() -> None:
    assert told(SAID) == []


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
def test_metadata_that_differs_is_told(old: str, new: str, path: str) -> None:
    ((found, message),) = told(with_packet(old, new))
    assert found == path
    assert "metadata" in message


def test_the_metadata_of_another_brief_is_told() -> None:
    build = OUTLINE.build_id
    ((_, message),) = told(with_packet(build, "9" * 40))
    assert "another state of the brief" in message
    ((_, message),) = told(with_packet(f"<dc:identifier>{build}</dc:identifier>", ""))
    assert "does not have the build id" in message


def test_a_final_copy_names_no_build() -> None:
    final = OUTLINE._replace(build_id="")
    assert told(read_summary(write_summary(final, PAGES, DEFAULT)), final) == []
    ((_, message),) = told(SAID, final)
    assert "another state of the brief" in message


@pytest.mark.parametrize("packet", [b"", b"<no", b"plain"])
def test_metadata_that_cannot_be_read_is_told(packet: bytes) -> None:
    ((_, message),) = told(changed(packet=packet))
    assert "no metadata that can be read" in message


def test_strange_things_misnamed_links_and_lying_typefaces_are_told() -> None:
    said = changed(
        strange=("carries a script",),
        misnamed=(("here", "there"),),
        otherwise=(("Carlito", "5"), ("Other", "")),
    )
    assert [message for _, message in told(said)] == [
        "the summary paints another sign where it says “5” in Carlito",
        "the summary has a typeface “Other” whose signs cannot be compared",
        "the summary reads “there” aloud for the link “here”",
        "the summary carries a script",
    ]


@pytest.mark.parametrize("colour", ["#2222aa80", "#2222aa00"])
def test_pictures_that_cover_more_or_less_than_decided_are_told(colour: str) -> None:
    def shown(colour: str, mode: str) -> Pages:
        return sheet(PictureBox(Rect(40.0, 60.0, 30.0, 20.0), picture(colour, mode)))

    pages = shown(colour, "RGBA")
    outline = outline_of(LIBRARY)

    def faults(other: Pages) -> list[str]:
        return [problem.message for problem in printed_problems(outline, pages, read(other), alike=True)]

    assert faults(pages) == []
    for other in (shown("#2222aa81", "RGBA"), shown("#2222aa", "RGB")):
        assert faults(other) == ["the summary shows pictures that cover more or less than those of the brief"]
