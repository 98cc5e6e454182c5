"""Opens an Office template: its parts, their content types and how they are related."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias
from zipfile import BadZipFile, ZipFile

from builder.outline.text import Product

Element: TypeAlias = Any  # of lxml, which publishes no types

MAX_BYTES = 20_000_000  # of a template
_UNPACKED = 80_000_000  # bytes of all its parts
_PARTS = 4_000
TYPES = "[Content_Types].xml"
_OLD = b"\xd0\xcf\x11\xe0"  # how files of Word and PowerPoint 97 to 2003 begin, and encrypted ones
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/"
_PRODUCTS = {"word": Product.MEMO, "powerpoint": Product.DECK, "presentation": Product.DECK}
_DAMAGED = (KeyError, BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)


class Unusable(Exception):
    """Why a file cannot be used as a template, or what a brief maps to it; `key` is that of what it maps.

    `hint` says what would help. The first of several has the `others`.
    """

    def __init__(self, message: str, hint: str, key: str = "") -> None:
        self.hint, self.key, self.others = hint, key, tuple[Unusable, ...]()
        super().__init__(message)


def refuse(faults: Sequence[Unusable]) -> None:
    """Raise the first of the faults, if there are any."""
    if faults:
        faults[0].others = (*faults[1:],)
        raise faults[0]


class Relation(NamedTuple):
    """How one part refers to another: id, kind, and name of the part or address outside."""

    id: str
    kind: str  # the last word of its type
    target: str
    outside: bool
    type: str


class Template:
    """An opened template: `product` is what is built into it, `main` the name of its main part.

    Raises `Unusable` where the bytes are no Office file, or one that cannot be a template.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parts = _unpacked(data)
        types = self._types()
        self.types: Mapping[str, str] = {
            name: types.get(name) or types.get(name.rpartition(".")[2].lower(), "") for name in self.parts
        }
        mains = [one.target for one in self.relations("") if one.kind == "officeDocument"]
        main = next((name for name in mains if name in self.parts), None)
        kind = self.types.get(main, "") if main else ""
        product = next((found for word, found in _PRODUCTS.items() if word in kind), None)
        if main is None or product is None or not kind.endswith("main+xml"):
            raise Unusable("it is neither a Word nor a PowerPoint file", "name a DOTX or POTX file")
        self.main, self.product = main, product
        self.has_macros = "macroEnabled" in kind or any("vbaProject" in each for each in self.types.values())

    def xml(self, part: str) -> Element:
        """Return the root element of a part, a new one each time."""
        from lxml import etree

        try:
            return etree.fromstring(self.parts[part], _parser())
        except (etree.XMLSyntaxError, KeyError) as error:
            raise Unusable(
                f"its part {part} is missing or damaged", "open it in Office, repair it and save it again"
            ) from error

    def relations(self, part: str) -> list[Relation]:
        """Return what a part refers to, in its order; "" is the package itself."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self.parts:
            return []
        return [_relation(one, folder) for one in self.xml(listing) if isinstance(one.tag, str)]

    def targets(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of a kind to which a part refers and which are there."""
        for one in self.relations(part):
            if one.kind == kind and not one.outside and one.target in self.parts:
                yield one.target

    def _types(self) -> dict[str, str]:
        """Return the content types of parts by name, and of all others by the ending of their names."""
        return {
            (one.get("PartName") or one.get("Extension", "").lower()).lstrip("/"): one.get("ContentType", "")
            for one in self.xml(TYPES)
            if isinstance(one.tag, str)
        }


def _relation(one: Element, folder: str) -> Relation:
    outside, kind, target = one.get("TargetMode") == "External", one.get("Type", ""), one.get("Target", "")
    if kind.startswith(_STRICT):
        raise Unusable("it is saved as Strict Open XML", "save it as DOTX or POTX without “Strict”")
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(one.get("Id", ""), posixpath.basename(kind), target, outside, kind)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name; no more than a template may have is unpacked."""
    if data.startswith(_OLD):
        hint = "save it as DOTX or POTX, without a password"
        raise Unusable("it is a file of Office 97 to 2003, or protected by a password", hint)
    try:
        with ZipFile(BytesIO(data)) as file:
            entries = [one for one in file.infolist() if not one.is_dir()]
            if len(entries) > _PARTS or sum(one.file_size for one in entries) > _UNPACKED:
                raise Unusable("it unpacks to more than is read", "remove large pictures from it")
            return {one.filename: _read(file.open(one), one.file_size) for one in entries}
    except _DAMAGED as error:
        hint = "open it in Office and save it again"
        raise Unusable("it is not an Office file, or it is damaged", hint) from error


def _read(opened: Any, size: int) -> bytes:
    with opened:
        data: bytes = opened.read(size + 1)  # with a number, no more is unpacked
    if len(data) != size:
        raise BadZipFile("another size")
    return data


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
