"""The objects of a PDF are found as they lie in the file, packed or not, and what they do is reported."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from builder.audit.pdf.objects import Object, active, names_of, objects
from tests.support.sheets import printed, sheet, words

PLAIN = printed(sheet(words("See /JavaScript here", url="https://example.org/JS/(Launch)")))


def saved(change: Callable[[Any], None], **how: Any) -> bytes:
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as file:
        change(file)
        file.save(data, **how)
    return data.getvalue()


def nothing(_: Any) -> None:
    pass


PACKED = saved(nothing, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@pytest.mark.parametrize("data", [PLAIN, PACKED], ids=["plain", "packed"])
def test_catalog_fonts_and_streams_are_found(data: bytes) -> None:
    found = objects(data)
    (catalog,) = (each for each in found.values() if each.name("Type") == "Catalog")
    assert b"<x:xmpmeta" in found[catalog.reference("Metadata")].stream()
    (font,) = (each for each in found.values() if each.name("Type") == "Font")
    assert font.name("BaseFont").endswith("+Carlito")
    assert b"begincmap" in found[font.reference("ToUnicode")].stream()
    assert catalog.reference("Nothing") == -1
    assert catalog.name("Nothing") == ""


@pytest.mark.parametrize("data", [PLAIN, PACKED], ids=["plain", "packed"])
def test_a_printed_page_does_nothing(data: bytes) -> None:
    """Though a link and its address have the names of actions in them."""
    assert active(data, objects(data)) == []


def scripted(file: Any) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def attached(file: Any) -> None:
    file.attachments["notes.txt"] = pikepdf.AttachedFileSpec(file, b"secret", filename="notes.txt")


def layered(file: Any) -> None:
    file.Root.OCProperties = Dictionary(OCGs=Array())


def with_fields(file: Any) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array())


def launching(file: Any) -> None:
    file.pages[0].Annots[0].A = Dictionary(S=Name.Launch, F=String("calc.exe"))


def described_differently(file: Any) -> None:
    file.Root.StructTreeRoot.K[0].ActualText = String("no")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (scripted, "carries a script"),
        (scripted, "acts by itself"),
        (attached, "has a file attached"),
        (layered, "has layers that can be switched off"),
        (with_fields, "has fields to fill in"),
        (launching, "acts by itself"),
        (described_differently, "is read aloud in other words than it shows"),
    ],
)
def test_what_a_file_does_is_reported(change: Callable[[Any], None], what: str, packed: bool) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    data = saved(change, object_stream_mode=mode)
    assert what in active(data, objects(data))


def test_a_name_in_numbers_is_the_same_name() -> None:
    data = saved(scripted).replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/J#53")
    assert "carries a script" in active(data, objects(data))


def test_a_locked_file_is_reported() -> None:
    data = PLAIN.replace(b"trailer\n<<", b"trailer\n<< /Encrypt 99 0 R", 1)
    assert data != PLAIN
    assert "is locked" in active(data, objects(data))


def test_names_in_strings_are_none() -> None:
    assert names_of(rb"<< /A (/B (/C) \) /D) /E /F#20G >>") == ["A", "E", "F G"]


def test_the_last_state_of_an_object_counts() -> None:
    found = objects(b"1 0 obj\n<</A 1>>\nendobj\n1 0 obj\n<</A 2>>\nendobj\n")
    assert b"/A 2" in found[1].entries


def test_a_stream_is_as_long_as_it_says_or_to_its_end() -> None:
    right = b"1 0 obj\n<</Length 22>>\nstream\nwith endstream in text\nendstream\nendobj\n"
    assert objects(right)[1].stream() == b"with endstream in text"
    wrong = b"1 0 obj\n<</Length 99>>\nstream\nshort\nendstream\nendobj\n2 0 obj\n<<>>\nendobj"
    assert objects(wrong)[1].stream().strip() == b"short"
    assert 2 in objects(wrong)


def test_what_cannot_be_unpacked_is_empty() -> None:
    assert Object(b"<</Filter /FlateDecode>>", b"no zlib").stream() == b""
    assert Object(b"<</Filter [/ASCII85Decode /FlateDecode]>>", b"x").stream() == b""
    assert Object(b"<</Filter /DCTDecode>>", b"x").stream() == b""
    assert Object(b"<</Filter /ASCII85Decode>>", b"87cURD]i,~>").stream() == b"Hello W"
    assert Object(b"<<>>").stream() == b""
    assert objects(b"no pdf at all") == {}
    assert objects(b"1 0 obj without end") == {}
