"""Packs files into a zip whose every byte is determined, and unpacks such a zip."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16: the local file header, the central directory, and its end record.
_BEFORE = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_BEFORE_MARK, _ENTRY_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"

_VERSION = 20  # of the format, enough for stored files
_MAKER = 3 << 8 | _VERSION  # Unix, whatever machine packs
_REGULAR_FILE = 0o100644 << 16
_MOST = 20  # files; a bundle has at most seven
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")  # no folder, and no reserved character


class Unpacked(Struct, frozen=True):
    """The files of a zip, and what is wrong with the zip itself.

    `stamp` is the date that most files have. `records` names the files whose local header is not what `pack`
    writes, `contents` says whether the central directory is; both are wrong as well if a file's bytes are.
    """

    files: Mapping[str, memoryview]
    stamp: tuple[int, int]
    records: tuple[str, ...]
    contents: bool


class Unknown(ValueError):
    """Raised for bytes that are not a zip in this form; the message follows "the bundle …"."""


def pack(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """Return a zip of the files by name, all of them dated `moment`, stored as they are.

    Nothing is compressed: the files already are, and so every byte depends on them alone, not on a library.
    Raises `ValueError` for a name that some systems could not unpack.
    """
    stamp = stamp_of(moment)
    before: list[bytes] = []
    for name in sorted(files):
        if not _SAFE.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a file in a zip")
        before += (_record(name, files[name], stamp), files[name])
    return b"".join((*before, _contents(files, stamp)))


def unpack(data: bytes) -> Unpacked:
    """Return the files of a zip that `pack` wrote, and what in it differs from what `pack` writes.

    Copies nothing and unpacks nothing, so that no zip makes it use more than its own size. Raises `Unknown`
    if the end of a file cannot be found.
    """
    if not data.startswith(_BEFORE_MARK):
        raise Unknown("is not a zip file")
    view, files = memoryview(data), dict[str, memoryview]()
    heads, stamps = dict[str, bytes](), Counter[tuple[int, int]]()
    at, last = 0, ""
    while data[at : at + 4] == _BEFORE_MARK and at + _BEFORE.size <= len(data):
        _, _, _, method, *moment, _, size, full, length, extra = _BEFORE.unpack_from(data, at)
        start = at + _BEFORE.size + length + extra
        name = data[at + _BEFORE.size : at + _BEFORE.size + length].decode("ascii", "replace")
        if method or size != full or extra:
            raise Unknown("was not packed by `brief release`, or is damaged")
        if not _SAFE.fullmatch(name):
            raise Unknown(f"contains a file name that `brief release` never uses, {name[:200]!r}")
        if len(files) == _MOST:
            raise Unknown(f"contains more than {_MOST} files")
        if name <= last:
            raise Unknown(f"contains {name} out of order, or twice")
        if start + size > len(data):
            raise Unknown(f"ends in the middle of {name}")
        files[name], heads[name] = view[start : start + size], data[at:start]
        stamps[moment[0], moment[1]] += 1
        at, last = start + size, name
    if not files or at + _END.size > len(data):
        raise Unknown("is truncated" if files else "contains no files")
    if data[at : at + 4] != _ENTRY_MARK:
        raise Unknown(f"is damaged after {last}")
    ((stamp, _),) = stamps.most_common(1)
    wrong = tuple(name for name in files if heads[name] != _record(name, files[name], stamp))
    return Unpacked(files, stamp, wrong, data[at:] == _contents(files, stamp))


def _record(name: str, content: bytes | memoryview, stamp: tuple[int, int]) -> bytes:
    """Return the local header of a file: its name, date, checksum and size."""
    size = len(content)
    fixed = (_BEFORE_MARK, _VERSION, 0, 0, *stamp, zlib.crc32(content), size, size, len(name), 0)
    return _BEFORE.pack(*fixed) + name.encode("ascii")


def _contents(files: Mapping[str, bytes] | Mapping[str, memoryview], stamp: tuple[int, int]) -> bytes:
    """Return the central directory: for each file its header again and where it begins."""
    entries, at = list[bytes](), 0
    for name in sorted(files):
        size = len(files[name])
        checked = (zlib.crc32(files[name]), size, size, len(name))
        fixed = (_ENTRY_MARK, _MAKER, _VERSION, 0, 0, *stamp, *checked, 0, 0, 0, 0, _REGULAR_FILE, at)
        entries.append(_ENTRY.pack(*fixed) + name.encode("ascii"))
        at += _BEFORE.size + len(name) + size
    table = b"".join(entries)
    return table + _END.pack(_END_MARK, 0, 0, len(entries), len(entries), len(table), at, 0)


def stamp_of(moment: datetime) -> tuple[int, int]:
    """Return time and date in MS-DOS form (APPNOTE.TXT 4.4.6): two seconds, years since 1980."""
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (moment.year - 1980) << 9 | moment.month << 5 | moment.day
