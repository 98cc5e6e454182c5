"""Reads the objects of a PDF, for what the engine of a browser does not report about a file."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from hashlib import sha256

from msgspec import Struct

_OBJECT = re.compile(rb"(?<!\d)(\d+)[ \t\r\n]+\d+[ \t\r\n]+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.S)
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

# Names that no printed page needs, and what a file with them does.
_ACTIVE = {
    name: what
    for what, names in {
        "acts by itself": "OpenAction AA Launch SubmitForm ImportData GoToR GoToE",
        "carries a script": "JavaScript JS",
        "has a file attached": "EmbeddedFiles EmbeddedFile FileAttachment AF",
        "has layers that can be switched off": "OCProperties OCG OCMD",
        "has fields to fill in": "AcroForm Widget XFA",
        "plays sound or film": "RichMedia Movie Sound Rendition Screen 3D",
        "is read aloud in other words than it shows": "ActualText",
        "is locked": "Encrypt",
    }.items()
    for name in names.split()
}
# What may be one of them, in a string or with a character written as its number.
_SUSPECT = re.compile(b"/(?:" + "|".join(_ACTIVE).encode() + rb")\b|/[^\s/]*#")


class Object(Struct, frozen=True):
    """One object: its dictionary as written, and the bytes of its stream as stored, or None."""

    entries: bytes
    stored: bytes | None = None

    def reference(self, key: str) -> int:
        """Return the number of the object that an entry refers to, or -1."""
        found = re.search(rb"/" + key.encode() + rb"\s+(\d+)\s+\d+\s+R\b", self.entries)
        return int(found[1]) if found else -1

    def name(self, key: str) -> str:
        """Return the name that is an entry's value, or ""."""
        found = re.search(rb"/" + key.encode() + rb"\s*/([^\s/<>\[\](){}%]+)", self.entries)
        return _unescaped(found[1]) if found else ""

    def stream(self) -> bytes:
        """Return the bytes of the stream, unpacked; b"" where it has none or is packed in an unknown way."""
        if self.stored is None:
            return b""
        filters = re.search(rb"/Filter\s*(?:\[\s*([^\]]*)\]|(/\w+))", self.entries)
        content = self.stored
        try:
            for packing in b"".join(filters.groups(b"")).split() if filters else []:
                match packing:
                    case b"/FlateDecode":
                        content = zlib.decompressobj().decompress(content)
                    case b"/ASCII85Decode":
                        content = a85decode(content.strip().removesuffix(b"~>"))
                    case _:
                        return b""
        except (zlib.error, ValueError):
            return b""
        return content


def objects(data: bytes) -> dict[int, Object]:
    """Return the objects of a file by number, those in packed streams too; of several states the last."""
    found: dict[int, Object] = {}
    position = 0
    while head := _OBJECT.search(data, position):
        end = _END.search(data, head.end())
        if end is None:
            break
        entries, position, stored = data[head.end() : end.start()], end.end(), None
        if end[0] != b"endobj":
            stop = _stop(data, entries, position)
            stored, position = data[position:stop], stop
        found[int(head[1])] = Object(entries, stored)
    for holder in list(found.values()):
        if b"/ObjStm" in holder.entries:
            found = {**dict(_packed(holder)), **found}
    return found


def _stop(data: bytes, entries: bytes, start: int) -> int:
    """Return where a stream ends: after its stated length, if that is true."""
    length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", entries)
    stop = start + int(length[1]) if length else -1
    if length and data[stop : stop + 12].lstrip().startswith(b"endstream"):
        return stop
    stop = data.find(b"endstream", start)
    return len(data) if stop < 0 else stop


def _packed(holder: Object) -> list[tuple[int, Object]]:
    entry = re.search(rb"/First\s+(\d+)", holder.entries)
    content = holder.stream()
    first = int(entry[1]) if entry else 0
    numbers = [int(word) for word in content[:first].split() if word.isdigit()]
    starts = [first + offset for offset in numbers[1::2]]
    ends = [*starts[1:], len(content)]
    return [
        (number, Object(content[start:end]))
        for number, start, end in zip(numbers[::2], starts, ends, strict=False)
    ]


def masks(found: dict[int, Object]) -> frozenset[str]:
    """Return the SHA-256 of what lets through the ground behind pictures, point by point."""
    pictures = (each for each in found.values() if b"/SMask" in each.entries)
    shades = (found.get(picture.reference("SMask"), Object(b"")) for picture in pictures)
    return frozenset(sha256(shade.stream()).hexdigest() for shade in shades)


def active(data: bytes, found: dict[int, Object]) -> list[str]:
    """Return what a file does that a printed page does not, in words for a person."""
    trailer = data[data.rfind(b"trailer") :] if b"trailer" in data else b""
    entries = b"\n".join([*(each.entries for each in found.values()), trailer])
    if _SUSPECT.search(entries) is None:
        return []
    names = names_of(entries)
    return list(dict.fromkeys(what for name, what in _ACTIVE.items() if name in names))


def names_of(entries: bytes) -> list[str]:
    """Return every name in some entries, those in strings apart."""
    before = b""
    while before != entries:
        before, entries = entries, _STRING.sub(b"", entries)
    return [_unescaped(name) for name in _NAME.findall(entries)]


def _unescaped(name: bytes) -> str:
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("latin-1")
