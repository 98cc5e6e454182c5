"""The same parts make the same bytes, whenever and wherever they were packed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from builder.export.office.package import FIRST_MOMENT, LAST_MOMENT, core_properties, moment, zipped
from builder.export.powerpoint.deck import write_deck
from builder.export.word.memo import write_memo
from builder.layout.deck import lay_out_deck
from builder.outline.blocks import Outline
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, outline_of
from tests.support.packages import parts_of, read, saved

EPOCH = 1_900_000_000


def entries(data: bytes) -> list[ZipInfo]:
    with ZipFile(BytesIO(data)) as package:
        return package.infolist()


parts = st.dictionaries(st.text("abc/.", min_size=1, max_size=8), st.binary(max_size=64), max_size=5)


@given(parts)
def test_parts_keep_their_bytes_and_their_order(parts: dict[str, bytes]) -> None:
    assert list(parts_of(zipped(parts.items(), EPOCH)).items()) == list(parts.items())


def test_entries_say_nothing_of_the_machine_that_wrote_them() -> None:
    (entry,) = entries(zipped([("a.xml", b"<a/>")], EPOCH))
    assert entry.date_time == (2030, 3, 17, 17, 46, 40)
    assert (entry.create_system, entry.external_attr) == (3, 0o100644 << 16)


def test_pictures_are_stored_and_all_else_is_compressed() -> None:
    found = {entry.filename: entry for entry in entries(zipped([("a.xml", b"a"), ("b.png", b"b")], EPOCH))}
    assert found["a.xml"].compress_type == ZIP_DEFLATED
    assert found["b.png"].compress_type == ZIP_STORED


def test_a_package_is_packed_as_its_library_would() -> None:
    """The libraries' own `save` is the reference: the same entries in the same order with the same bytes."""
    outline = outline_of(LIBRARY)
    for data, opened in (
        (write_memo(outline, None, DEFAULT), docx.Document),
        (write_deck(outline, lay_out_deck(outline, DEFAULT)[0], DEFAULT), pptx.Presentation),
    ):
        packed, again = parts_of(data), parts_of(saved(opened(BytesIO(data))))
        assert list(packed) == list(again)
        assert {name: canonical(part) for name, part in packed.items()} == {
            name: canonical(part) for name, part in again.items()
        }


def canonical(part: bytes) -> bytes:
    return etree.tostring(etree.fromstring(part), method="c14n") if part.startswith(b"<") else part


@pytest.mark.parametrize(
    ("epoch", "expected"),
    [
        (EPOCH, datetime(2030, 3, 17, 17, 46, 40, tzinfo=UTC)),
        (-(10**30), FIRST_MOMENT),
        (0, FIRST_MOMENT),
        (10**30, LAST_MOMENT),
    ],
)
def test_a_moment_stays_in_the_years_a_zip_file_can_carry(epoch: int, expected: datetime) -> None:
    assert moment(epoch) == expected


def test_a_file_is_dated_as_its_brief_is_and_otherwise_not_at_all() -> None:
    outline = outline_of(LIBRARY)
    assert core_properties(outline)["created"] == datetime(2000, 2, 29)
    undated = replace(outline, epoch=int(FIRST_MOMENT.timestamp()))
    assert not {"created", "modified"} & core_properties(undated).keys()

    def core(each: Outline) -> list[bytes]:
        files = (write_memo(each, None, DEFAULT), write_deck(each, lay_out_deck(each, DEFAULT)[0], DEFAULT))
        return [read(data, "docProps/core.xml") for data in files]

    assert all(b"2000-02-29" in part for part in core(outline))
    assert not any(b"created" in part or b"modified" in part for part in core(undated))


def test_a_property_longer_than_office_takes_is_cut_and_not_refused() -> None:
    long = outline_of(LIBRARY, title="word " * 100, subject="word " * 100, version="word " * 100)
    for name in ("title", "subject", "version"):
        assert core_properties(long)[name] == "word " * 50 + "word…"
    assert b"word word" in read(write_memo(long, None, DEFAULT), "docProps/core.xml")
