"""A font of a PDF must paint the characters that it maps to; every mismatch and every doubt is reported."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from builder.audit.pdf.glyphs import wrong_glyphs
from builder.audit.pdf.objects import read
from builder.theme.fonts import EXTRA, font_file, widths
from tests.support.packages import saved
from tests.support.sheets import printed, sheet, words

PLAIN = printed(sheet(words("Ångström paints 0123 files; éî ﬁ")))
FACES = ["Carlito-Regular", "Carlito-Bold", "Carlito-Italic", "Carlito-BoldItalic"]


def reported(data: bytes) -> list[tuple[str, str]]:
    return list(wrong_glyphs(read(data)))


def changed(change: Callable[[Any, Any], None], data: bytes = PLAIN) -> list[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(data)) as file:
        (font,) = file.pages[0].Resources.Font.values()
        change(file, font)
        return reported(saved(file))


def test_a_font_that_paints_what_it_says_is_not_a_problem() -> None:
    assert reported(PLAIN) == []
    assert changed(lambda *_: None) == []


@pytest.mark.parametrize("face", FACES)
def test_every_character_of_a_face_is_followed(face: str) -> None:
    """Also those that are composed of others."""
    signs = [chr(code) for code in widths(face) if 0x20 < code < 0x2E80][:900]
    lines = ["".join(signs[start : start + 90]) for start in range(0, len(signs), 90)]
    assert reported(printed(sheet(*(words(line, font=face) for line in lines)))) == []


@pytest.mark.parametrize(
    ("face", "line"),
    [
        (EXTRA[0][0], "国内政治が外交に優先した、12％。"),
        (EXTRA[0][1], "内政"),
        (EXTRA[1][0], "₺5, ₽7, Ⱥ"),
        (EXTRA[1][1], "₽7"),
        (EXTRA[2][0], "庆云"),
        (EXTRA[2][1], "庆"),
        (EXTRA[3][0], "홍길동"),
        (EXTRA[3][1], "홍"),
    ],
)
def test_the_faces_of_the_extra_fonts_are_followed(face: str, line: str) -> None:
    if font_file(face) is None:
        pytest.skip("the extra `cjk` is not installed")
    assert reported(printed(sheet(words(line, font=face)))) == []


def mapped(old: bytes, new: bytes) -> Callable[[Any, Any], None]:
    def change(file: Any, font: Any) -> None:
        table = font.ToUnicode.read_bytes()
        assert old in table
        font.ToUnicode = file.make_stream(table.replace(old, new))

    return change


@given(st.sampled_from("ngstrmpai0123fles"), st.sampled_from("AZ589éхо"))
def test_a_character_that_is_extracted_and_not_painted_is_reported(painted: str, extracted: str) -> None:
    change = mapped(f"<{ord(painted):04X}>".encode(), f"<{ord(extracted):04X}>".encode())
    assert ("Carlito", extracted) in changed(change)


def test_a_character_that_is_extracted_as_two_cannot_be_compared() -> None:
    assert ("Carlito", "") in changed(mapped(b"<0061>", b"<0061200B>"))


def without(key: str) -> Callable[[Any, Any], None]:
    def change(_: Any, font: Any) -> None:
        holder = font.FontDescriptor if key == "FontFile2" else font
        del holder[f"/{key}"]

    return change


def renamed(_: Any, font: Any) -> None:
    font.BaseFont = Name("/AAAAAA+Nobody")


def encoded(_: Any, font: Any) -> None:
    font.Encoding = Name.WinAnsiEncoding


def broken(file: Any, font: Any) -> None:
    font.FontDescriptor.FontFile2 = file.make_stream(font.FontDescriptor.FontFile2.read_bytes()[:200])


def hinted_differently(file: Any, font: Any) -> None:
    """Let the program that fits the outlines to the screen be another one."""
    program = bytearray(font.FontDescriptor.FontFile2.read_bytes())
    entry = program.index(b"prep")
    program[int.from_bytes(program[entry + 8 : entry + 12])] ^= 1
    font.FontDescriptor.FontFile2 = file.make_stream(bytes(program))


def mapped_in_a_range(file: Any, font: Any) -> None:
    table = font.ToUnicode.read_bytes()
    more = b"1 beginbfrange <61> <62> <0041> endbfrange endcmap"
    font.ToUnicode = file.make_stream(table.replace(b"endcmap", more))


def mapped_twice(file: Any, font: Any) -> None:
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = file.make_stream(
        table.replace(b"endcmap", b"1 beginbfchar <01> <0041> endbfchar endcmap")
    )


def mapped_by_what_is_not_a_number(file: Any, font: Any) -> None:
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = file.make_stream(
        table.replace(b"endcmap", b"1 beginbfchar <zz> <0041> endbfchar endcmap")
    )


def mapped_to_half_a_character(file: Any, font: Any) -> None:
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = file.make_stream(
        table.replace(b"endcmap", b"1 beginbfchar <01> <00410> endbfchar endcmap")
    )


def mapped_with_a_comment(file: Any, font: Any) -> None:
    font.ToUnicode = file.make_stream(font.ToUnicode.read_bytes() + b"% we doubt it")


@pytest.mark.parametrize(
    "change",
    [
        without("ToUnicode"),
        without("FontFile2"),
        renamed,
        encoded,
        broken,
        hinted_differently,
        mapped_in_a_range,
        mapped_twice,
        mapped_by_what_is_not_a_number,
        mapped_to_half_a_character,
        mapped_with_a_comment,
    ],
)
def test_a_font_that_cannot_be_compared_is_reported(change: Callable[[Any, Any], None]) -> None:
    ((_, sign),) = changed(change)
    assert sign == ""


def test_a_font_named_for_another_face_is_reported() -> None:
    def change(_: Any, font: Any) -> None:
        font.BaseFont = Name("/AAAAAA+Carlito-Bold")

    assert ("Carlito-Bold", "Å") in changed(change)


def test_a_glyph_of_glyphs_of_glyphs_is_not_followed() -> None:
    """Each has the next one twice."""
    pair = struct.pack(">h8x HHxx HHxx", -1, 0x20, 0, 0, 0)
    outlines = b"".join(
        pair[:12] + struct.pack(">H", number) + pair[14:18] + struct.pack(">H", number) + pair[20:]
        for number in range(1, 60)
    )
    tables = {
        b"head": struct.pack(">50xhH", 1, 0),
        b"cmap": struct.pack(">HHHHL 5H H", 0, 1, 1, 0, 12, 6, 12, 0, 65, 1, 0),
        b"loca": b"".join(struct.pack(">L", number * len(pair)) for number in [*range(60), 59]),
        b"glyf": outlines,
    }
    start, listed, content = 12 + 16 * len(tables), b"", b""
    for name, table in tables.items():
        listed += struct.pack(">4sLLL", name, 0, start + len(content), len(table))
        content += table

    def change(file: Any, font: Any) -> None:
        program = struct.pack(">LH6x", 0x10000, len(tables)) + listed + content
        font.FontDescriptor.FontFile2 = file.make_stream(program)
        table = font.ToUnicode.read_bytes()
        head, tail = table[: table.index(b"endcodespacerange") + 17], table[table.index(b"endcmap") :]
        font.ToUnicode = file.make_stream(head + b"\n1 beginbfchar <41> <0041> endbfchar\n" + tail)

    assert changed(change) == [("Carlito", "")]
