"""The objects of a PDF are read as they are in the file, packed or not, and no byte of it is passed over."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pikepdf
import pytest

from builder.audit.content import Unreadable
from builder.audit.pdf.objects import File, Name, Stream, read
from tests.support.packages import changed_pdf
from tests.support.sheets import printed, sheet, words

PLAIN = printed(sheet(words("See /JavaScript here", url="https://example.org/JS/(Launch)")))


saved = partial(changed_pdf, PLAIN)


def nothing(_: Any) -> None:
    pass


PACKED = saved(nothing, object_stream_mode=pikepdf.ObjectStreamMode.generate)
LINEAR = saved(nothing, linearize=True)
READABLE = saved(nothing, qdf=True)


def made(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Return a file of these objects, each with its number, and the table that lists them."""
    data, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<<%s /Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, trailer, count, len(data))
    )


def value(written: bytes) -> Any:
    return read(made(written)).objects[1]


@pytest.mark.parametrize(
    "data", [PLAIN, PACKED, LINEAR, READABLE], ids=["plain", "packed", "linear", "readable"]
)
def test_catalog_fonts_and_streams_are_found(data: bytes) -> None:
    file = read(data)
    assert file.catalog["Type"] == "Catalog"
    assert b"<x:xmpmeta" in file.content(file.catalog["Metadata"])
    (font,) = (one for each in file.objects.values() if (one := file.entries(each)).get("Type") == "Font")
    assert str(font["BaseFont"]).endswith("+Carlito")
    assert b"begincmap" in file.content(font["ToUnicode"])
    assert len(file.pages()) == 1
    assert file.unowned == []


def test_every_type_of_value_is_read() -> None:
    assert value(rb"<< /A (/B (C) \) \101\n) /D /E#46 >>") == {"A": b"/B (C) ) A\n", "D": "EF"}
    assert value(b"[1 -2 .5 +3. true false null <414> 7 0 R/X[]<<>>]") == [
        1,
        -2,
        0.5,
        3.0,
        True,
        False,
        None,
        b"A@",
        (7,),
        "X",
        [],
        {},
    ]


@pytest.mark.parametrize(
    "written",
    [b"<< /A 1 /A 2 >>", b"<< /A >>", b"<< 1 2 >>", b"[1 >>", b"]", b"(open", b"word", b"1.2.3", b"", b"1 2"],
)
def test_what_readers_could_take_for_different_things_is_not_read(written: bytes) -> None:
    with pytest.raises(Unreadable):
        value(written)


def test_a_stream_is_as_long_as_it_says() -> None:
    right = value(b"<</Length 22>>\nstream\nwith endstream in text\nendstream")
    assert right.stored == b"with endstream in text"
    for wrong in (b"<</Length 99>>", b"<</Length 2>>", b"<</Length 2 0 R>>", b"<<>>", b"[]"):
        with pytest.raises(Unreadable):
            value(wrong + b"\nstream\nshort\nendstream")


def test_the_table_lists_every_object_where_it_is() -> None:
    data = made(b"<</Type /Catalog>>", b"(two)")
    start = data.index(b"2 0 obj")
    assert read(data).objects[2] == b"two"
    for wrong in (
        data.replace(b"%010d" % start, b"%010d" % (start - 9)),
        data.replace(b"%010d 00000 n" % start, b"%010d 00000 f" % start),
        data.replace(b"1 0 obj", b"3 0 obj"),
    ):
        with pytest.raises(Unreadable, match="cross-reference table"):
            read(wrong)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda data: data + b"We doubt it", "bytes that belong to no object"),
        (lambda data: data.replace(b"xref\n", b"We doubt it\nxref\n", 1), "bytes that belong to no object"),
        (
            lambda data: data + b"2 0 obj\n(new)\nendobj\n" + table_of(data),
            "still contains an earlier version",
        ),
    ],
)
def test_what_belongs_to_no_object_is_reported(change: Callable[[bytes], bytes], what: str) -> None:
    data = made(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Kids [3 0 R]>>", b"<<>>")
    assert read(data).unowned == []
    (unowned,) = read(change(data)).unowned
    assert what in unowned


def table_of(data: bytes) -> bytes:
    return b"xref\n2 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(data),
        len(data) + 20,
    )


def test_comments_are_kept() -> None:
    file = read(made(b"<< /A 1 % in it\n>>").replace(b"xref", b"% before\nxref", 1))
    assert b"% in it" in file.remarks
    assert b"% before" in file.remarks


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"\n%PDF-1.7", b"%PDF-1.7\n1 0 obj without end"])
def test_what_is_no_pdf_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


def test_a_locked_file_is_not_read() -> None:
    data = saved(nothing, encryption=pikepdf.Encryption(owner="owner", user=""))
    with pytest.raises(Unreadable, match="locked"):
        read(data)


def test_what_cannot_be_unpacked_is_not_read() -> None:
    assert Stream({"Filter": Name("ASCII85Decode")}, b"87cURD]i,~>").unpacked() == b"Hello W"
    assert Stream({"Filter": Name("DCTDecode")}, b"x").unpacked() == b"x"
    assert Stream({}, b"x").unpacked() == b"x"
    for packing in ("FlateDecode", "LZWDecode", "ASCII85Decode"):
        with pytest.raises(Unreadable):
            Stream({"Filter": Name(packing)}, b"\xff\xfe~").unpacked()


def test_bytes_behind_a_packed_part_are_not_passed_over() -> None:
    packed = zlib.compress(b"words")
    assert Stream({"Filter": Name("FlateDecode")}, packed + b"\r\n").unpacked() == b"words"
    with pytest.raises(Unreadable, match="behind a packed part"):
        Stream({"Filter": Name("FlateDecode")}, packed + b"We doubt it").unpacked()


# Limits


def page_of(content: bytes, more: bytes = b"", *objects: bytes, packed: bool = True) -> bytes:
    body = zlib.compress(content, 9) if packed else content
    how = b"/Filter /FlateDecode " if packed else b""
    return made(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R %s>>" % more,
        b"<<%s/Length %d>>\nstream\n%s\nendstream" % (how, len(body), body),
        *objects,
    )


def form(content: bytes, inner: bytes) -> bytes:
    return b"<</Subtype /Form /Resources <</XObject <<%s>>>> /Length %d>>\nstream\n%s\nendstream" % (
        inner,
        len(content),
        content,
    )


def packed(content: bytes, entries: bytes) -> bytes:
    body = zlib.compress(content, 9)
    return b"<</Filter /FlateDecode /Length %d %s>>\nstream\n%s\nendstream" % (len(body), entries, body)


def packed_objects(content: bytes, *, first: int, count: int) -> bytes:
    return packed(content, b"/Type /ObjStm /First %d /N %d" % (first, count))


ZEROS = zlib.compress(zlib.compress(bytes(30_000_000), 9), 9)
TWICE = b"<</Filter [/FlateDecode /FlateDecode] /Length %d>>\nstream\n%s\nendstream" % (len(ZEROS), ZEROS)

BOMBS: dict[str, tuple[bytes, str]] = {
    "a stream of zeros": (page_of(bytes(70_000_000)), "unpacks to more"),
    "instructions without end": (page_of(b"0 g " * 600_000), "instructions"),
    "a stream that is packed twice": (
        page_of(b"", b"", TWICE, TWICE, TWICE),
        "unpacks to more",
    ),
    "the same instructions a thousand times": (
        made(
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /Contents [%s]>>" % (b"4 0 R " * 5000),
            b"<</Length 4000>>\nstream\n%s\nendstream" % (b"0 g " * 1000),
        ),
        "instructions",
    ),
    "five thousand pages": (
        made(
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [%s] /Count 5000>>" % (b"3 0 R " * 5000),
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
        ),
        "pages",
    ),
    "a list of pages that contains itself": (
        made(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>"),
        "list of pages",
    ),
    "drawings in drawings": (
        page_of(
            b"/A Do " * 10,
            b"/Resources <</XObject <</A 5 0 R>>>>",
            *(form(b"/A Do " * 10, b"/A %d 0 R" % number) for number in range(6, 13)),
            form(b"0 g", b""),
        ),
        "instructions",
    ),
    "a drawing that draws itself": (
        page_of(b"/A Do", b"/Resources <</XObject <</A 5 0 R>>>>", form(b"/A Do", b"/A 5 0 R")),
        "nested too deeply",
    ),
    "drawings after comments": (
        page_of(
            b"/A %\n Do " * 10,
            b"/Resources <</XObject <</A 5 0 R>>>>",
            *(form(b"/A%\rDo " * 10, b"/A %d 0 R" % number) for number in range(6, 13)),
            form(b"0 g", b""),
        ),
        "instructions",
    ),
    "drawings by another form of their names": (
        page_of(
            b"(A) Do " * 10,
            b"/Resources <</XObject <</A 5 0 R>>>>",
            *(form(b"<41> Do /#41 Do " * 10, b"/B#41 5 0 R /A %d 0 R" % number) for number in range(6, 13)),
            form(b"0 g", b""),
        ),
        "nested too deeply",
    ),
    "a drawing with the drawings of another": (
        page_of(
            b"/A Do",
            b"/Resources <</XObject <</A 5 0 R>>>>",
            b"<</Subtype /Form /Length 5>>\nstream\n/A Do\nendstream",
        ),
        "without resources",
    ),
    "pages that are empty lists of lists": (
        made(
            b"<</Type /Catalog /Pages 2 0 R>>",
            *(b"<</Kids [%d 0 R %d 0 R]>>" % (number, number) for number in range(3, 40)),
            b"<</Kids []>>",
        ),
        "pages",
    ),
    "a font of drawings": (page_of(b"", b"", b"<</Type /Font /Subtype /Type3>>"), "drawings"),
    "a tag in two places": (
        made(
            b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 3 0 R>>",
            b"<</Type /Pages /Kids []>>",
            b"<</K [4 0 R 4 0 R]>>",
            b"<</K 5 0 R>>",
            b"<</S /P>>",
        ),
        "two places",
    ),
    "a tag that contains its own list": (
        made(
            b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R>>",
            b"<</Type /Pages /Kids []>>",
            b"[<</K 3 0 R>>]",
            b"<</K 3 0 R>>",
        ),
        "two places",
    ),
    "packed objects with a long index": (
        made(packed_objects(b"1 " * 600_000 + b"(a)", first=1_200_000, count=1)),
        "cannot be read",
    ),
    "more packed objects than values": (
        made(packed_objects(b"1 0 " * 9 + b"(a)", first=36, count=500_000)),
        "values",
    ),
    "one value that is many objects": (
        made(packed_objects(b"2 0 3 0 (a)", first=8, count=2)),
        "overlap",
    ),
    "a packed table that lists more than it has": (
        made(packed(b"x" * 9_000, b"/Type /XRef /W [1 1 1] /Index [%s]" % (b"0 9000 " * 9_000))),
        "cross-reference table that cannot be read",
    ),
    "a packed table that lists more than is read": (
        made(packed(bytes(1_500_000), b"/Type /XRef /W [1 1 1] /Index [0 500000]")),
        "values",
    ),
    "a packed table of differences": (
        made(
            packed(
                bytes(2_000_000),
                b"/Type /XRef /W [1 1 1] /Index [0 500000] /DecodeParms <</Predictor 12 /Columns 3>>",
            )
        ),
        "values",
    ),
    "a table of too many objects": (
        made(b"1") + b"xref\n0 500000\n" + b"0000000000 65535 f \n" * 500_000,
        "values",
    ),
    "many comments": (made(b"1") + b"%\n" * 500_000, "values"),
    "a text of escapes": (made(b"(" + b"\\n" * 500_000 + b")"), "values"),
    "a stream that is packed many times": (
        page_of(b"", b"", b"<</Filter [%s] /Length 1>>\nstream\nx\nendstream" % (b"/FlateDecode " * 9)),
        "packed more than 3 times",
    ),
    "an object that is another one": (made(b"2 0 R", b"1 0 R"), "cannot be read"),
    "values in values": (made(b"[" * 100_000), "nested too deeply"),
    "a string that does not end": (made(b"(" * 1_000_000), "cannot be read"),
    "a name of a million characters": (made(b"/" + b"a" * 1_000_000, trailer=b""), ""),
    "an unknown packing": (
        page_of(b"", b"", b"<</Filter /JBIG2Decode /Length 1>>\nstream\nx\nendstream"),
        "not read",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_takes_too_long_or_too_much_room_is_not_read(name: str) -> None:
    data, message = BOMBS[name]
    if not message:
        assert isinstance(read(data), File)
        return
    with pytest.raises(Unreadable, match=message):
        read(data)


def test_few_drawings_pictures_and_pages_are_read() -> None:
    data = page_of(b"/A Do " * 9, b"/Resources <</XObject <</A 5 0 R>>>>", form(b"0 g", b""))
    assert len(read(data).pages()) == 1
