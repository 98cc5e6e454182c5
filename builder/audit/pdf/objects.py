"""Reads a PDF as it is written: its objects, what is beside them, and nothing that is too large to read."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections import ChainMap, Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from builder.audit.content import LARGEST, TooLarge, Unreadable

_DRAWN = 1_000_000  # bytes of instructions, those of a drawing counted as often as it is used
_PAGES = 20
_VALUES = 400_000  # a summary has three thousand
_DEEPEST = 64  # values in one another
_MOST_RATIO = 1040  # of bytes unpacked to bytes packed, by the limits of the format
_TOO_LONG = f"draws more than {_DRAWN:,} bytes of instructions on a page"
_PACKINGS = 3  # of one stream, in one another

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

_WIDEST, _COLUMNS = 9, 3  # of a packed table
_PLAIN, _PACKED = 1, 2  # types of its rows
_TOP = re.compile(
    _SPACE + rb"*+(?:(\d++) +\d++ +obj\b|(xref)\s++|(trailer)|(startxref\s+\d+)|(%[^\r\n]*+)|$)"
)
_OBJECT, _TABLE, _TRAILER, _START, _REMARK = range(1, 6)
_NEXT = re.compile(rb"(?<=[\r\n])(?:\d+ +\d+ +obj\b|xref\b|trailer\b|startxref\b|%%EOF)")
_STREAM = re.compile(_SPACE + rb"*+stream\r?\n")
_END_OF_STREAM = re.compile(rb"\r?\n?endstream\b")
_END = re.compile(_SPACE + rb"*+endobj\b")
_INDEX = re.compile(rb"\d{1,10}")
_ROW = re.compile(rb"(\d{10}) \d{5} ([nf])(?: ?\r?\n| \r)|(\d++) +\d++\s*?\r?\n")
_DO = re.compile(rb"\bDo\b")
_DRAWS = re.compile(rb"/([\w.+-]{1,127})(?:" + _SPACE + rb"|%[^\r\n]*+)*+Do\b", re.A)


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
        if len(self.filters) > _PACKINGS:
            raise Unreadable(f"has a part that is packed more than {_PACKINGS} times")
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
                raise TooLarge(f"unpacks to more than {LARGEST:,} bytes")
        if "DecodeParms" in self.entries and self.entries.get("Subtype") != "Image":
            return self._rows(content)
        return content

    def _rows(self, content: bytes) -> bytes:
        """Return a table whose rows are stored as differences from the one above."""
        how = self.entries["DecodeParms"]
        if isinstance(how, dict) and how.get("Predictor", 1) == 1:
            return content
        width = how.get("Columns") if isinstance(how, dict) and self.entries.get("Type") == "XRef" else 0
        if not isinstance(width, int) or not 0 < width < _DEEPEST or len(content) % (width + 1):
            raise Unreadable("has a table that cannot be read")
        if len(content) // (width + 1) > _VALUES:
            raise TooLarge(f"has more than {_VALUES:,} values")
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

    `remarks` are its comments; `unowned` says in words what else is in the file that belongs to no object.
    """

    objects: dict[int, Value] = field(default_factory=dict)
    trailers: list[Value] = field(default_factory=list)
    remarks: list[bytes] = field(default_factory=list)
    unowned: list[str] = field(default_factory=list)
    contents: dict[int, bytes] = field(default_factory=dict)

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
        if not isinstance(found, Stream):
            return b""
        if id(found) not in self.contents:
            self.contents[id(found)] = found.unpacked()
        return self.contents[id(found)]

    @property
    def catalog(self) -> Entries:
        """The entries from which all others are reached."""
        roots = (self.entries(one).get("Root") for one in self.trailers)
        return self.entries(next((root for root in roots if root is not None), None))

    def pages(self) -> list[Entries]:
        """Return the pages in order; raises `Unreadable` where there are too many."""
        found: list[Entries] = []
        open_, passed = [(self.catalog.get("Pages"), 0)], 0
        while open_:
            (node, depth), passed = open_.pop(), passed + 1
            entries = self.entries(node)
            if "Kids" not in entries:
                found.append(entries)
            elif depth < _DEEPEST:
                open_ += [(kid, depth + 1) for kid in reversed(self.listed(entries["Kids"]))]
            else:
                raise Unreadable("has a list of pages that cannot be read")
            if len(found) > _PAGES or passed + len(open_) > _DEEPEST * _PAGES:
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
        # How many values may follow, and bytes that tables and packed objects unpack to.
        self._left, self._room = _VALUES, LARGEST
        self._at: dict[int, int] = {}  # the number of the object that begins at an offset
        self._listed: list[tuple[int, int | None]] = []  # number and offset, None in a stream, by the tables
        self._lengths: list[tuple[int, Reference, int]] = []  # of streams that state it elsewhere, as found

    def read(self) -> None:
        data, file, position, unowned = self._data, self.file, 0, 0
        while position < len(data):
            self._spend(1)
            found = _TOP.match(data, position)
            if found is None:
                after = _NEXT.search(data, position + 1)
                end = after.start() if after else len(data)
                unowned, position = unowned + end - position, end
                continue
            start, position = found.start(found.lastindex or 0), found.end()
            match found.lastindex:
                case None:
                    break
                case 1:
                    position = self._object(int(found[_OBJECT]), start, position)
                case 2:
                    position = self._table(position)
                case 3:
                    trailer, position = self._value(data, position)
                    file.trailers.insert(0, trailer)
                case 5:
                    file.remarks.append(found[_REMARK])
        if unowned:
            file.unowned.append(f"has {unowned:,} bytes that belong to no object")
        for number, length, size in self._lengths:
            stated = file.value(length)
            if not isinstance(stated, int) or not 0 <= size - stated <= 2:  # the end of the line apart
                raise Unreadable(f"has an object {number} that cannot be read")
        for value in list(file.objects.values()):
            if isinstance(value, Stream) and value.entries.get("Type") == "XRef":
                file.trailers.insert(0, value)
                self._listed += self._entries_of(value)
            elif isinstance(value, Stream) and value.entries.get("Type") == "ObjStm":
                self._packed(value)
        if any("Encrypt" in file.entries(one) for one in file.trailers):
            raise Unreadable("is locked: its content is encrypted")
        self._check_table()

    def _object(self, number: int, start: int, position: int) -> int:
        """Read one object, and return where it ends."""
        value, position = self._value(self._data, position)
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
        if isinstance(value, Reference):
            raise Unreadable(f"has an object {number} that cannot be read")
        if number in self.file.objects:
            self.file.unowned.append("still contains an earlier version of an object")
        self.file.objects[number] = value

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise TooLarge(f"has more than {_VALUES:,} values")

    def _value(self, data: bytes, position: int) -> tuple[Value, int]:
        """Return the value that begins at an offset, and where it ends."""
        open_: list[tuple[bytes, list[Value]]] = []
        while True:
            found = _TOKEN.match(data, position)
            if found is None:
                break
            position, kind = found.end(), found.lastindex or 0
            token: bytes = found[kind]
            self._spend(1 + (token.count(b"\\") if kind == _TEXT else token.count(b"#")))
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
                digits = token.translate(None, b" \t\n\r\f\v").decode()
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
        content = self._unpacked(holder)
        first, count = holder.entries.get("First"), holder.entries.get("N")
        if not isinstance(first, int) or not isinstance(count, int):
            raise Unreadable("has packed objects that cannot be read")
        self._spend(count)
        numbers = [int(word[0]) for word in islice(_INDEX.finditer(content, 0, first), 2 * count + 1)]
        if len(numbers) != 2 * count:
            raise Unreadable("has packed objects that cannot be read")
        end = first
        for number, offset in zip(numbers[::2], numbers[1::2], strict=True):
            if first + offset < end:
                raise Unreadable("has packed objects that overlap")
            value, end = self._value(content, first + offset)
            self._add(number, value)

    def _unpacked(self, stream: Stream) -> bytes:
        content = stream.unpacked(self._room)
        self._room -= len(content)
        return content

    def _table(self, position: int) -> int:
        """Note where a table of objects lists them, and return where it ends."""
        number = 0
        while row := _ROW.match(self._data, position):
            self._spend(1)
            (offset, used, first), position = row.groups(), row.end()
            if first:
                number = int(first[:20])
                continue
            if used == b"n":
                self._listed.append((number, int(offset)))
            number += 1
        return position

    def _check_table(self) -> None:
        """Make sure that every reader finds the objects that were read here."""
        listed: set[int] = set()
        for number, offset in self._listed:
            if offset is None:
                if number not in self.file.objects:
                    raise Unreadable(f"has a cross-reference table with a missing object {number}")
                continue
            for start in range(offset, offset + 3):
                if self._at.get(start) == number:
                    listed.add(start)
                    break
            else:
                raise Unreadable(f"has a cross-reference table with a wrong offset for object {number}")
        for start, number in self._at.items():
            if start not in listed and self.file.entries(Reference(number)).get("Type") != "XRef":
                raise Unreadable(f"has a cross-reference table without object {number}")

    def _entries_of(self, table: Stream) -> Iterator[tuple[int, int | None]]:
        """Yield number and offset of the objects that a packed table lists, None for those in streams."""
        widths, size = table.entries.get("W"), table.entries.get("Size")
        index = table.entries.get("Index", [0, size])
        sizes = (
            [one for one in widths if isinstance(one, int) and 0 <= one < _WIDEST]
            if isinstance(widths, list)
            else []
        )
        counts = (
            [one for one in index if isinstance(one, int) and one >= 0] if isinstance(index, list) else []
        )
        content, row = self._unpacked(table), sum(sizes)
        if len(sizes) != _COLUMNS or not row or sum(counts[1::2]) * row != len(content):
            raise Unreadable("has a cross-reference table that cannot be read")
        self._spend(len(content) // row)
        kind, offset, _ = sizes
        start = 0
        for first, count in zip(counts[::2], counts[1::2], strict=False):
            for number in range(first, first + count):
                form = int.from_bytes(content[start : start + kind]) if kind else _PLAIN
                if form == _PLAIN:
                    yield number, int.from_bytes(content[start + kind : start + kind + offset])
                elif form == _PACKED:
                    yield number, None
                start += row


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
    if 2 * len(keys) != len(items):
        raise Unreadable("has a dictionary that cannot be read")
    if len(set(keys)) != len(keys):
        raise Unreadable("has a key twice in a dictionary")
    return dict(zip(keys, items[1::2], strict=True))


# Limits


def _limit(file: File) -> None:
    """Raise `Unreadable` where a file would take too long, or too much room, to be read."""
    unpacked = 0
    for value in file.objects.values():
        if isinstance(value, Stream):
            most = len(value.stored) * _MOST_RATIO
            if unpacked + most > LARGEST or value.filters != ["FlateDecode"]:
                file.contents[id(value)] = value.unpacked(LARGEST - unpacked)
                most = len(file.contents[id(value)])
            unpacked += most
    if any(file.entries(one).get("Subtype") == "Type3" for one in file.objects.values()):
        raise Unreadable("has a font whose characters are drawings")
    _limit_tags(file)
    resources: Value = None
    for page in file.pages():
        node = page
        for _ in range(_DEEPEST):
            resources = node.get("Resources")
            if resources is not None or "Parent" not in node:
                break
            node = file.entries(node["Parent"])
        drawings = file.entries(file.entries(resources).get("XObject"))
        _drawn(file, b"".join(_contents(file, page.get("Contents"))), drawings, drawings, {})


def _contents(file: File, contents: Value) -> Iterator[bytes]:
    """Yield the instructions of a page, as far as they may be read."""
    size = 0
    for part in file.listed(contents):
        content = file.content(part)
        size += len(content) + 1
        if size > _DRAWN:
            raise Unreadable(_TOO_LONG)
        yield content + b"\n"


def _drawn(
    file: File, content: bytes, own: Entries, page: Entries, known: dict[Reference, int], depth: int = 0
) -> int:
    """Return how many bytes of instructions are carried out, those of other drawings too.

    These are found by name among its `own`, then among those of the page. Where a name is not certain, it
    could be any of them: each counts, and the longest as often as there are such names.
    """
    if depth > _DEEPEST // 4:
        raise Unreadable("has drawings that are nested too deeply")
    drawings = ChainMap(own, page)
    named = Counter(name.decode("latin-1") for name in _DRAWS.findall(content))
    unnamed = len(_DO.findall(content)) - sum(times for name, times in named.items() if name in drawings)
    total, longest = len(content) + (len(drawings) if unnamed else 0), 0
    for name in drawings if unnamed else named:
        if total > _DRAWN:
            break
        drawing = drawings.get(name)
        entries = file.entries(drawing)
        if not isinstance(drawing, Reference) or file.value(entries.get("Subtype")) == "Image":
            continue
        if drawing not in known:
            instructions, resources = file.content(drawing), entries.get("Resources")
            if resources is None and _DO.search(instructions):
                raise Unreadable("has a drawing of drawings without resources of its own")
            inner = file.entries(file.entries(resources).get("XObject"))
            known[drawing] = _drawn(file, instructions, inner, page, known, depth + 1)
        total, longest = total + max(named[name], 1) * known[drawing], max(longest, known[drawing])
    total += unnamed * longest
    if total > _DRAWN:
        raise Unreadable(_TOO_LONG)
    return total


def _limit_tags(file: File) -> None:
    """Make sure that the tags are a tree: a tag in two places could be read a million times."""
    seen: set[Reference] = set()
    open_ = [file.entries(file.catalog.get("StructTreeRoot")).get("K")]
    while open_:
        kid = open_.pop()
        if isinstance(kid, Reference):
            if kid in seen:
                raise Unreadable("has a tag that is in two places")
            seen.add(kid)
        found = file.value(kid)
        if isinstance(found, list):
            open_ += found
        elif "K" in (entries := file.entries(found)):
            open_.append(entries["K"])
