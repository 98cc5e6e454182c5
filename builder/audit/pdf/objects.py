"""Reads a PDF as it is written: its objects, what is beside them, and nothing that is too large to read."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from builder.audit.content import LARGEST, Unreadable

_DRAWN = 1_000_000  # bytes of instructions, those of a drawing counted as often as it is used
_PAGES = 20
_VALUES = 400_000  # a summary has three thousand
_DEEPEST = 64  # values in one another
_MOST_RATIO = 1040  # of bytes unpacked to bytes packed, by the limits of the format

_SPACE = rb"[\0\t\n\f\r ]"
_REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_STRING = rb"(?:[^()\\]|\\.)"
for _ in range(3):  # parentheses in parentheses
    _STRING = rb"(?:[^()\\]|\\.|\(" + _STRING + rb"*+\))"
_TOKEN = re.compile(
    _SPACE
    + rb"*+(?:/("
    + _REGULAR
    + rb"*+)|(\d++)"
    + _SPACE
    + rb"++\d++"
    + _SPACE
    + rb"++R(?!"
    + _REGULAR
    + rb")|([+-]?(?:\d++\.?\d*+|\.\d++))(?!"
    + _REGULAR
    + rb")|\(("
    + _STRING
    + rb"*+)\)|(<<|>>|\[|\])|<([0-9A-Fa-f\s]*+)>|([a-z]++)|(%[^\r\n]*+))",
    re.S,
)
_NAME, _REFERENCE, _NUMBER, _TEXT, _BRACKET, _HEX, _WORD, _COMMENT = range(1, 9)
_WORDS = {b"true": True, b"false": False, b"null": None}
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|(.))", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b""}
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")

_ENTRY = rb"\d{10} \d{5} [nf](?: ?\r?\n| \r|\r\n)"
_TOP = re.compile(
    _SPACE
    + rb"*+(?:(\d++) +\d++ +obj\b|(xref\s+(?:\d+ +\d+\s*?\r?\n(?:"
    + _ENTRY
    + rb")*)*+)|(trailer)|(startxref\s+\d+)|(%[^\r\n]*+)|$)"
)
_OBJECT, _TABLE, _TRAILER, _START, _REMARK = range(1, 6)
_NEXT = re.compile(rb"(?<=[\r\n])(?:\d+ +\d+ +obj\b|xref\b|trailer\b|startxref\b|%%EOF)")
_STREAM = re.compile(_SPACE + rb"*+stream\r?\n")
_END_OF_STREAM = re.compile(rb"\r?\n?endstream\b")
_END = re.compile(_SPACE + rb"*+endobj\b")
_ROWS = re.compile(rb"(\d{10}) \d{5} ([nf])|(\d+) +\d+")
_DRAWS = re.compile(rb"/(" + _REGULAR + rb"+)" + _SPACE + rb"+Do\b")


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


class Reference(NamedTuple):
    """The number of an object."""

    number: int


class Stream(Struct, frozen=True):
    """A dictionary with bytes, as they are stored."""

    entries: Entries
    stored: bytes

    @property
    def filters(self) -> list[Value]:
        """The names of the ways in which the bytes are packed, the last first."""
        found = self.entries.get("Filter", [])
        return found if isinstance(found, list) else [found]

    def unpacked(self, most: int = LARGEST) -> bytes:
        """Return the bytes unpacked, those of a photograph as they are; raises `Unreadable` beyond `most`."""
        content = self.stored
        for packing in self.filters:
            try:
                match packing:
                    case "FlateDecode":
                        packer = zlib.decompressobj()
                        content = packer.decompress(content, most + 1)
                        if packer.unused_data.strip():
                            raise Unreadable("has bytes behind a packed part")
                    case "ASCII85Decode":
                        content = a85decode(content.strip().removesuffix(b"~>"))
                    case "DCTDecode":
                        break
                    case _:
                        raise Unreadable(f"is packed in a way that is not read ({packing!r})")
            except (zlib.error, ValueError) as error:
                raise Unreadable("has a part that cannot be unpacked") from error
            if len(content) > most:
                raise Unreadable(f"unpacks to more than {LARGEST:,} bytes")
        return (
            self._rows(content)
            if "DecodeParms" in self.entries and "Subtype" not in self.entries
            else content
        )

    def _rows(self, content: bytes) -> bytes:
        """Return a table whose rows are stored as differences from the one above."""
        how = self.entries["DecodeParms"]
        how = how[0] if isinstance(how, list) and how else how
        width = how.get("Columns", 1) if isinstance(how, dict) else 0
        if not isinstance(how, dict) or how.get("Predictor", 1) == 1:
            return content
        if not isinstance(width, int) or not 0 < width < _DEEPEST or len(content) % (width + 1):
            raise Unreadable("has a table that cannot be read")
        rows, above = bytearray(), bytes(width)
        for start in range(0, len(content), width + 1):
            row = content[start + 1 : start + width + 1]
            if content[start] == 2:
                row = bytes((here + there) & 255 for here, there in zip(row, above, strict=True))
            elif content[start]:
                raise Unreadable("has a table that cannot be read")
            rows += row
            above = row
        return bytes(rows)


Value: TypeAlias = "bool | int | float | bytes | Name | Reference | list[Value] | Entries | Stream | None"
Entries: TypeAlias = "dict[str, Value]"


class File(Struct, frozen=True):
    """The objects of a PDF by number, and its trailers, the last first.

    `remarks` are its comments; `strays` says in words what else is in the file that belongs to no object.
    """

    objects: dict[int, Value] = field(default_factory=dict)
    trailers: list[Value] = field(default_factory=list)
    remarks: list[bytes] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def value(self, of: Value) -> Value:
        """Return a value, or the object that it refers to."""
        return self.objects.get(of.number) if isinstance(of, Reference) else of

    def entries(self, of: Value) -> Entries:
        """Return the entries of a dictionary or stream, none of anything else."""
        found = self.value(of)
        return found if isinstance(found, dict) else found.entries if isinstance(found, Stream) else {}

    def listed(self, of: Value) -> list[Value]:
        """Return the items of a list; a single value is a list of one."""
        found = self.value(of)
        return found if isinstance(found, list) else [] if found is None else [of]

    def content(self, of: Value) -> bytes:
        """Return the bytes of a stream, unpacked; b"" of anything else."""
        found = self.value(of)
        return found.unpacked() if isinstance(found, Stream) else b""

    @property
    def catalog(self) -> Entries:
        """The entries from which all others are reached."""
        roots = (self.entries(one).get("Root") for one in self.trailers)
        return self.entries(next((root for root in roots if root is not None), None))

    def pages(self) -> list[Entries]:
        """Return the pages in order; raises `Unreadable` where there are too many."""
        found: list[Entries] = []
        open_ = [(self.catalog.get("Pages"), 0)]
        while open_:
            node, depth = open_.pop()
            entries = self.entries(node)
            if "Kids" not in entries:
                found.append(entries)
            elif depth < _DEEPEST:
                open_ += [(kid, depth + 1) for kid in reversed(self.listed(entries["Kids"]))]
            else:
                raise Unreadable("has a list of pages that cannot be read")
            if len(found) > _PAGES or len(open_) > _DEEPEST * _PAGES:
                raise Unreadable(f"has more than {_PAGES} pages")
        return found


def read(data: bytes) -> File:
    """Return the objects of a PDF; raises `Unreadable` where readers would differ or need too much.

    Every byte of the file must belong to an object, a table of objects or a comment: what is beside them is
    reported. Each table must list the objects where they are.
    """
    if not data.startswith(b"%PDF-"):
        raise Unreadable("is not a PDF file")
    reader = _Reader(data)
    reader.read()
    _limit(reader.file)
    return reader.file


class _Reader:
    """Goes through a file from its first to its last byte."""

    def __init__(self, data: bytes) -> None:
        self.file = File()
        self._data = data
        self._left = _VALUES
        self._at: dict[int, int] = {}  # the number of the object that begins at an offset
        self._listed: list[tuple[int, int]] = []  # number and offset, as the tables have them
        self._lengths: list[tuple[int, Reference, int]] = []  # of streams that state it elsewhere, as found

    def read(self) -> None:
        data, file, position, stray = self._data, self.file, 0, 0
        while position < len(data):
            found = _TOP.match(data, position)
            if found is None:
                after = _NEXT.search(data, position + 1)
                end = after.start() if after else len(data)
                stray, position = stray + end - position, end
                continue
            start, position = found.start(found.lastindex or 0), found.end()
            match found.lastindex:
                case None:
                    break
                case 1:
                    position = self._object(int(found[_OBJECT]), start, position)
                case 2:
                    self._table(found[_TABLE])
                case 3:
                    trailer, position = self._value(position)
                    file.trailers.insert(0, trailer)
                case 5:
                    file.remarks.append(found[_REMARK])
        if stray:
            file.strays.append(f"has {stray:,} bytes that belong to no object")
        for number, length, size in self._lengths:
            stated = file.value(length)
            if not isinstance(stated, int) or not 0 <= size - stated <= 2:  # the end of the line apart
                raise Unreadable(f"has an object {number} that cannot be read")
        for value in list(file.objects.values()):
            if isinstance(value, Stream) and value.entries.get("Type") == "XRef":
                file.trailers.insert(0, value)
                self._listed += _entries_of(value)
            elif isinstance(value, Stream) and value.entries.get("Type") == "ObjStm":
                self._packed(value)
        if any("Encrypt" in file.entries(one) for one in file.trailers):
            raise Unreadable("is locked: its content is encrypted")
        self._check_table()

    def _object(self, number: int, start: int, position: int) -> int:
        """Read one object, and return where it ends."""
        value, position = self._value(position)
        if stream := _STREAM.match(self._data, position):
            if not isinstance(value, dict):
                raise Unreadable(f"has an object {number} that cannot be read")
            position = stream.end()
            length = value.get("Length")
            stop = position + length if isinstance(length, int) else self._data.find(b"endstream", position)
            if isinstance(length, Reference):
                self._lengths.append((number, length, stop - position))
            end = _END_OF_STREAM.match(self._data, max(stop, position))
            if end is None or not isinstance(length, int | Reference):
                raise Unreadable(f"has an object {number} that cannot be read")
            value, position = Stream(value, self._data[position:stop]), end.end()
        end = _END.match(self._data, position)
        if end is None:
            raise Unreadable(f"has an object {number} that cannot be read")
        self._at[start] = number
        self._add(number, value)
        return end.end()

    def _add(self, number: int, value: Value) -> None:
        if number in self.file.objects:
            self.file.strays.append("still contains what was changed in it")
        self.file.objects[number] = value

    def _value(self, position: int) -> tuple[Value, int]:
        """Return the value that begins at an offset, and where it ends."""
        open_: list[tuple[bytes, list[Value]]] = []
        while True:
            found = _TOKEN.match(self._data, position)
            if found is None:
                break
            position, kind = found.end(), found.lastindex or 0
            token: bytes = found[kind]
            self._left -= 1
            if not self._left:
                raise Unreadable(f"has more than {_VALUES:,} values")
            value: Value
            if kind == _NAME:
                value = _named(token)
            elif kind == _NUMBER:
                value = float(token) if b"." in token else int(token[:20])
            elif kind == _REFERENCE:
                value = Reference(int(token[:20]))
            elif kind == _TEXT:
                value = _ESCAPE.sub(_unescaped, token) if b"\\" in token else token
            elif kind == _HEX:
                digits = b"".join(token.split()).decode()
                value = bytes.fromhex(digits + "0" * (len(digits) % 2))
            elif kind == _COMMENT:
                self.file.remarks.append(token)
                continue
            elif kind == _WORD:
                if token not in _WORDS:
                    break
                value = _WORDS[token]
            elif token in (b"<<", b"["):
                open_.append((token, []))
                if len(open_) > _DEEPEST:
                    raise Unreadable("has values that are nested too deeply")
                continue
            else:
                if not open_ or (open_[-1][0] == b"[") != (token == b"]"):
                    break
                _, items = open_.pop()
                value = items if token == b"]" else _dictionary(items)
            if not open_:
                return value, position
            open_[-1][1].append(value)
        raise Unreadable(f"cannot be read after byte {position:,}")

    def _packed(self, holder: Stream) -> None:
        """Read the objects of a stream; those outside it, and the last of several, count."""
        content, first = holder.unpacked(), holder.entries.get("First")
        start = first if isinstance(first, int) else 0
        inner = _Reader(content)
        numbers = [int(word[:20]) for word in content[:start].split() if word.isdigit()]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            value, _ = inner._value(start + offset)
            self._add(number, value)
        if inner.file.remarks:
            self.file.strays.append("has comments among its objects")

    def _table(self, table: bytes) -> None:
        """Note where a table of objects lists them."""
        number = 0
        for offset, used, first in _ROWS.findall(table):
            if first:
                number = int(first[:20])
                continue
            if used == b"n":
                self._listed.append((number, int(offset)))
            number += 1

    def _check_table(self) -> None:
        """Make sure that every reader finds the objects that were read here."""
        listed: set[int] = set()
        for number, offset in self._listed:
            for start in range(offset, offset + 3):
                if self._at.get(start) == number:
                    listed.add(start)
                    break
            else:
                raise Unreadable(f"has a table of objects that is wrong about object {number}")
        for start, number in self._at.items():
            if start not in listed and self.file.entries(Reference(number)).get("Type") != "XRef":
                raise Unreadable(f"has a table of objects without object {number}")


def _named(token: bytes) -> Name:
    if b"#" in token:
        token = _CODE.sub(lambda code: bytes([int(code[1], 16)]), token)
    return Name(token.decode("latin-1"))


def _unescaped(found: re.Match[bytes]) -> bytes:
    code, char = found[1], found[2]
    if code:
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(char, char) if char else b""


def _dictionary(items: list[Value]) -> Entries:
    """Return a dictionary; a key that is there twice means something else to every reader."""
    keys = [key for key in items[::2] if isinstance(key, Name)]
    if len(items) % 2 or len(set(keys)) != len(items) // 2:
        raise Unreadable("has a dictionary that cannot be read")
    return dict(zip(keys, items[1::2], strict=True))


def _entries_of(table: Stream) -> Iterator[tuple[int, int]]:
    """Yield number and offset of the objects that a packed table lists, those inside streams apart."""
    widths = table.entries.get("W")
    size = table.entries.get("Size", 0)
    index = table.entries.get("Index", [0, size])
    if not isinstance(widths, list) or not isinstance(index, list) or len(widths) != 3:
        raise Unreadable("has a table of objects that cannot be read")
    kind, place, last = (one if isinstance(one, int) and 0 <= one < 9 else 0 for one in widths)
    content, row = table.unpacked(), kind + place + last
    counts = [one for one in index if isinstance(one, int)]
    numbers = [number for first, many in zip(counts[::2], counts[1::2], strict=False)
               for number in range(first, first + min(many, len(content)))]  # fmt: skip
    if not row or len(numbers) * row != len(content):
        raise Unreadable("has a table of objects that cannot be read")
    for number, start in zip(numbers, range(0, len(content), row), strict=True):
        if not kind or int.from_bytes(content[start : start + kind]) == 1:
            yield number, int.from_bytes(content[start + kind : start + kind + place])


# Limits


def _limit(file: File) -> None:
    """Raise `Unreadable` where a file would take too long, or too much room, to be read."""
    unpacked = 0
    for value in file.objects.values():
        if isinstance(value, Stream):
            most = len(value.stored) * _MOST_RATIO
            if unpacked + most > LARGEST or value.filters != ["FlateDecode"]:
                most = len(value.unpacked(LARGEST - unpacked))
            unpacked += most
    if any(file.entries(one).get("Subtype") == "Type3" for one in file.objects.values()):
        raise Unreadable("has a font whose characters are drawings")
    _limit_tags(file)
    drawn: dict[int, int] = {}
    resources: Value = None
    for page in file.pages():
        node = page
        for _ in range(_DEEPEST):
            resources = node.get("Resources")
            if resources is not None or "Parent" not in node:
                break
            node = file.entries(node["Parent"])
        contents = b"".join(_contents(file, page.get("Contents")))
        if _drawn(file, contents, resources, drawn, 0) > _DRAWN:
            raise Unreadable(f"draws more than {_DRAWN:,} bytes of instructions on a page")


def _contents(file: File, contents: Value) -> Iterator[bytes]:
    """Yield the instructions of a page, as far as they may be read."""
    size = 0
    for part in file.listed(contents):
        content = file.content(part)
        size += len(content) + 1
        if size > _DRAWN:
            raise Unreadable(f"draws more than {_DRAWN:,} bytes of instructions on a page")
        yield content + b"\n"


def _drawn(file: File, content: bytes, resources: Value, known: dict[int, int], depth: int) -> int:
    """Return how many bytes of instructions are carried out, those of other drawings too."""
    total = len(content)
    if depth > _DEEPEST // 4:
        raise Unreadable("has drawings that are nested too deeply")
    drawings = file.entries(file.entries(resources).get("XObject"))
    for name, times in Counter(_DRAWS.findall(content)).items():
        drawing = drawings.get(_named(name))
        entries = file.entries(drawing)
        if not isinstance(drawing, Reference) or entries.get("Subtype") != "Form":
            continue
        if drawing.number not in known:
            inner = entries.get("Resources", resources)
            known[drawing.number] = _drawn(file, file.content(drawing), inner, known, depth + 1)
        total += times * known[drawing.number]
    return total


def _limit_tags(file: File) -> None:
    """Make sure that the tags are a tree: a tag in two places could be read a million times."""
    seen: set[int] = set()
    open_ = list(file.listed(file.entries(file.catalog.get("StructTreeRoot")).get("K")))
    while open_:
        kid = open_.pop()
        if isinstance(kid, Reference):
            if kid.number in seen:
                raise Unreadable("has a tag that is in two places")
            seen.add(kid.number)
        open_ += file.listed(file.entries(kid).get("K"))
