"""Finds the parts in which two files of one format differ, however they are packed."""

from __future__ import annotations

import io
import re
import zlib
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

_OBJECT = re.compile(rb"(\d+) \d+ obj\b")
_STREAM = re.compile(rb"stream\r?\n|endobj")
_LENGTH = re.compile(rb"/Length (\d+)")
_PLACES = re.compile(rb"[0-9a-fA-F]{32}|\d+")  # what a trailer counts, and the hash of all that is packed
_MOST = 100_000_000  # bytes that one part may unpack to
_WHOLE = ("the file",)


def differing_parts(one: bytes, other: bytes) -> tuple[str, ...]:
    """Return the names of the parts in which two files differ; none if they hold the same.

    Parts of Office files and objects of PDF files are compared unpacked: packing by another release of zlib
    is not a difference.
    """
    if one == other:
        return ()
    if one[:4] == other[:4] == b"%PDF":
        left, right = _objects(one), _objects(other)
    else:
        try:
            return _differing_members(one, other)
        except (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
            return _WHOLE  # not a zip, a broken one, or one packed or encrypted as no build does
    if [each.name for each in left] != [each.name for each in right]:
        return _WHOLE
    return tuple(mine.name for mine, its in zip(left, right, strict=True) if mine != its)


def _differing_members(one: bytes, other: bytes) -> tuple[str, ...]:
    with ZipFile(io.BytesIO(one)) as left, ZipFile(io.BytesIO(other)) as right:
        mine, its = left.infolist(), right.infolist()
        names = [member.filename for member in mine]
        if left.comment != right.comment:
            return _WHOLE
        if names != [member.filename for member in its]:
            differing = set(names) ^ {member.filename for member in its}
            return tuple(sorted(differing)) or _WHOLE
        return tuple(
            member.filename
            for member, twin in zip(mine, its, strict=True)
            if member.file_size != twin.file_size or left.read(member) != right.read(twin)
        )


class _Object(NamedTuple):
    name: str
    entries: bytes  # but for the length of the stream
    stream: bytes


def _objects(data: bytes) -> list[_Object]:
    """Return the objects of a PDF in the order of the file, their streams unpacked, and its trailer."""
    found, position = [], 0
    while begin := _OBJECT.search(data, position):
        name = f"object {begin[1].decode()}"
        end = _STREAM.search(data, begin.end())
        if end is None:
            break
        entries, position = data[begin.end() : end.start()], end.end()
        length = _LENGTH.search(entries)
        stream = b""
        if end[0] != b"endobj" and length:
            stream = data[position : position + int(length[1])]
            position += len(stream)
        found.append(_Object(name, _LENGTH.sub(b"", entries), _unpacked(entries, stream)))
    found.append(_Object("trailer", _PLACES.sub(b"", data[position:]), b""))
    return found


def _unpacked(entries: bytes, stream: bytes) -> bytes:
    """Return a stream unpacked, or as it is where it is packed in another way than builds do."""
    try:
        return zlib.decompressobj().decompress(stream, _MOST) if b"/FlateDecode" in entries else stream
    except zlib.error:
        return stream
