"""The same parts make the same bytes, whenever and wherever they were packed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.export.office.pin import FIRST_MOMENT, LAST_MOMENT, core_properties, moment, pin_zip
from builder.export.powerpoint.deck import write_deck
from builder.export.word.memo import write_memo
from builder.layout.deck import lay_out_deck
from builder.outline.blocks import Outline
from tests.support.outlines import LIBRARY, outline_of

EPOCH = 1_900_000_000

Date = tuple[int, int, int, int, int, int]


def zipped(parts: Mapping[str, bytes], date: Date = (2001, 2, 3, 4, 5, 6), system: int = 0) -> bytes:
    """A zip file as some program on some machine may have written it."""
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, part in parts.items():
            entry = ZipInfo(name, date)
            entry.create_system = system
            package.writestr(entry, part)
    return file.getvalue()


def entries(data: bytes) -> list[ZipInfo]:
    with ZipFile(BytesIO(data)) as package:
        return package.infolist()


def contents(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


parts = st.dictionaries(st.text("abc/.", min_size=1, max_size=8), st.binary(max_size=64), max_size=5)
dates = st.datetimes(datetime(1980, 1, 1), datetime(2107, 12, 31)).map(lambda when: when.timetuple()[:6])


@given(parts, dates, dates)
def test_equal_parts_make_equal_bytes_whenever_and_wherever_packed(
    parts: dict[str, bytes], one: Date, other: Date
) -> None:
    assert pin_zip(zipped(parts, one, system=0), EPOCH) == pin_zip(zipped(parts, other, system=3), EPOCH)


@given(parts)
def test_parts_keep_their_bytes_and_their_order(parts: dict[str, bytes]) -> None:
    pinned = contents(pin_zip(zipped(parts), EPOCH))
    assert list(pinned.items()) == list(parts.items())


def test_every_entry_is_dated_by_the_epoch() -> None:
    (entry,) = entries(pin_zip(zipped({"a.xml": b"<a/>"}), EPOCH))
    assert entry.date_time == (2030, 3, 17, 17, 46, 40)


def test_a_workbook_inside_is_pinned_too() -> None:
    early, late = (zipped({"xl/a.xml": b"1"}, (year, 1, 1, 0, 0, 0)) for year in (2001, 2002))
    assert early != late
    assert pin_zip(zipped({"chart.xlsx": early}), EPOCH) == pin_zip(zipped({"chart.xlsx": late}), EPOCH)


def test_pictures_are_stored_and_all_else_is_compressed() -> None:
    found = {
        entry.filename: entry for entry in entries(pin_zip(zipped({"a.xml": b"a", "b.png": b"b"}), EPOCH))
    }
    assert found["a.xml"].compress_type == ZIP_DEFLATED
    assert found["b.png"].compress_type == ZIP_STORED


def test_what_is_no_zip_file_is_refused() -> None:
    with pytest.raises(BadZipFile):
        pin_zip(b"not a zip file", EPOCH)


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
    undated = outline._replace(epoch=int(FIRST_MOMENT.timestamp()))
    assert not {"created", "modified"} & core_properties(undated).keys()

    def core(each: Outline) -> list[bytes]:
        files = (write_memo(each, None), write_deck(each, lay_out_deck(each)[0]))
        return [contents(data)["docProps/core.xml"] for data in files]

    assert all(b"2000-02-29" in part for part in core(outline))
    assert not any(b"created" in part or b"modified" in part for part in core(undated))


def test_a_property_longer_than_office_takes_is_cut_and_not_refused() -> None:
    outline = outline_of(LIBRARY)
    long = outline._replace(properties=outline.properties._replace(subject="word " * 100))
    assert core_properties(long)["subject"] == ("word " * 51)
    assert b"word word" in contents(write_memo(long, None))["docProps/core.xml"]
