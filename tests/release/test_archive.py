"""A zip of a release has one form: other programs read it, and whatever else has it is noticed."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.release.archive import Unknown, pack, unpack
from tests.support.packages import parts_of

MOMENT = datetime(2031, 5, 28, 9, 30, 58, tzinfo=UTC)
FILES = {"README.txt": b"read me\n", "empty": b"", "library-memo.docx": bytes(range(256)) * 3}

names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,30}", fullmatch=True)


def is_whole(data: bytes) -> bool:
    """Whether a zip is read without anything to say against it."""
    try:
        found = unpack(data)
    except Unknown:
        return False
    return found.contents and not found.records


@given(st.dictionaries(names, st.binary(max_size=200), min_size=1, max_size=8))
def test_what_was_packed_is_unpacked_by_this_and_by_other_programs(files: dict[str, bytes]) -> None:
    data = pack(files, MOMENT)
    assert {name: bytes(content) for name, content in unpack(data).files.items()} == files
    assert is_whole(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    assert parts_of(data) == files


def test_the_files_are_in_order_stored_dated_and_ordinary() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(dict(reversed(FILES.items())), MOMENT))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(FILES)
    assert {entry.date_time for entry in entries} == {(2031, 5, 28, 9, 30, 58)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


@pytest.mark.parametrize("name", ["../memo", "a/b", "a\\b", "", ".hidden", "C:x", "tabs\t", "ä", "x" * 201])
def test_a_name_that_leaves_the_folder_or_that_a_system_lacks_is_not_packed(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        pack({name: b""}, MOMENT)


def test_every_changed_byte_is_noticed() -> None:
    data = pack(FILES, MOMENT)
    for place in range(len(data)):
        for bit in (1, 16, 128):
            damaged = bytearray(data)
            damaged[place] ^= bit
            assert not is_whole(bytes(damaged)), f"byte {place}"


def test_every_cut_and_every_addition_is_noticed() -> None:
    data = pack(FILES, MOMENT)
    for length in range(len(data)):
        assert not is_whole(data[:length]), f"cut to {length}"
    for more in (b"\0", b"PK\x05\x06", data):
        assert not is_whole(data + more)
        assert not is_whole(more + data)


def packed_elsewhere(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted(FILES.items()):
            archive.writestr(zipfile.ZipInfo(name, (2031, 5, 28, 9, 30, 58)), content, method)
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_same_files_packed_by_another_program_are_noticed(method: int) -> None:
    assert not is_whole(packed_elsewhere(method))


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert not is_whole(data)
    assert not is_whole(b"PK\x03\x04" + data)


@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    damaged = bytearray(pack(FILES, MOMENT))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(damaged)))
        length = data.draw(st.integers(0, 40))
        damaged[start : start + length] = data.draw(st.binary(max_size=40))
    assert is_whole(bytes(damaged)) == (bytes(damaged) == pack(FILES, MOMENT))
