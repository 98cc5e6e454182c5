"""Opens the zip of an Office file, if it is not too large to be read."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from builder.audit.content import LARGEST, Unreadable

_PARTS = 4_000
_XML = 24_000_000  # bytes of all parts that are read as XML, each once
_MARKUP = 500_000  # tags of them, and attributes; a deck of as many arguments as a brief may have has 350,000
_DEFINES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class Archive(ZipFile):
    """A zip whose parts are limited before they are unpacked; beyond that, `Unreadable` is raised."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > _PARTS:
            raise Unreadable(f"has more than {_PARTS:,} parts")
        super().__init__(io.BytesIO(data))
        if sum(part.file_size for part in self.infolist()) > LARGEST:
            raise Unreadable(f"unpacks to more than {LARGEST:,} bytes")
        self._bytes = self._tags = self._attributes = 0
        self._known: set[str] = set()

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return the bytes of a part, no more than the archive says that there are."""
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("another compression")
        with self.open(part, pwd=pwd) as opened:
            data = opened.read(part.file_size + 1)  # with a number, no more is unpacked
        if len(data) != part.file_size:
            raise BadZipFile("another size")
        return data

    def xml(self, name: str) -> bytes:
        """Return the bytes of a part that is XML without definitions, which could multiply its text."""
        data = self.read(name)
        if name not in self._known:
            self._known.add(name)
            self._bytes += len(data)
            self._tags += data.count(b"<")
            self._attributes += data.count(b"=")
            if self._bytes > _XML or self._tags > _MARKUP or self._attributes > _MARKUP:
                raise Unreadable("has more content than can be read")
        if any(word in data for word in _DEFINES):
            raise Unreadable(f"has definitions in its part {name}")
        return data
