"""Opens an Office package: its parsed parts, how they are related, and what it states about itself."""

from __future__ import annotations

import io
import posixpath
import struct
import zlib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from builder.audit.content import LARGEST, DrawnPicture, Extracted, TooLarge, Unreadable
from builder.audit.office.vocabulary import Relation, Unfamiliar, Vocabulary

Element: TypeAlias = Any  # of lxml, which publishes no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"  # in the frame of one
_UNDERSTOOD = frozenset(  # namespaces that every Office since 2010 knows
    f"http://schemas.microsoft.com/office/{name}"
    for name in (
        "word/2010/wordprocessingShape", "word/2010/wordprocessingGroup", "word/2010/wordml",
        "word/2010/wordprocessingDrawing", "drawing/2010/main", "powerpoint/2010/main",
    )
)  # fmt: skip
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TYPES = "[Content_Types].xml"
_SNAPSHOT = "{urn:policy-brief-builder:brief:1}brief"
_BUILD = "brief-build"
# What zipfile raises for a damaged, encrypted or oddly compressed part.
_DAMAGED = (KeyError, BadZipFile, zlib.error, RuntimeError, OSError, EOFError)
_ASKED = ("title", "subject", "creator", "keywords")
_SILENT = ("created", "modified", "revision", "lastPrinted")


class Package:
    """An opened .docx or .pptx; what is unfamiliar in a part is noted when it is parsed.

    What it has from the `template` that it was built into, byte for byte, is familiar.

    Raises `Unreadable` where the bytes are no package or a part that is needed is missing or broken.
    """

    def __init__(
        self,
        data: bytes,
        kind: str,
        vocabulary: Vocabulary,
        budget: Budget | None = None,
        template: bytes = b"",
    ) -> None:
        self.budget = budget or Budget()
        try:
            self._zip = Archive(data, self.budget)
        except (*_DAMAGED, ValueError) as error:
            raise Unreadable(f"is not {kind} file") from error
        self._kind, self._vocabulary = kind, vocabulary
        self._related: dict[str, dict[str, tuple[str, str, bool]]] = {}
        self._links: dict[str, list[tuple[str, str, bool]]] = {}
        self._unfamiliar: dict[str, Sequence[Unfamiliar]] = {}
        self._digests: dict[str, str] = {}
        self._roots: dict[str, str] = {}  # the names of the parts' root elements
        self._template = Package(template, kind, vocabulary) if template else None

    def parse(self, part: str) -> Element:
        """Return the root element of a part."""
        data, listed = self.xml(part), part == _TYPES or part.endswith(".rels")
        if len(data) > _SMALL:
            root = parsed(data, part)
            is_new = not listed and part not in self._roots
            unfamiliar: Sequence[Unfamiliar] = self._vocabulary.unfamiliar(root) if is_new else ()
        else:
            root, unfamiliar = _parsed_again(data, part, None if listed else self._vocabulary)
        if part not in self._roots:
            self.note(part, root.tag, unfamiliar)
        return root

    def note(self, part: str, tag: str, unfamiliar: Sequence[Unfamiliar]) -> None:
        """Note the root element of a part that was parsed, and what is unfamiliar in it."""
        self._roots[part] = self._vocabulary.name(tag)
        if unfamiliar and self._template is not None:
            unfamiliar = self._template.not_in(part, unfamiliar) if not self.is_inherited(part) else ()
        self._unfamiliar[part] = unfamiliar

    def is_inherited(self, part: str) -> bool:
        """Whether a part is the same as in the template, byte for byte."""
        theirs = self._template
        return (
            theirs is not None
            and part in theirs._zip.NameToInfo
            and part in self._zip.NameToInfo
            and self.digest(part) == theirs.digest(part)
        )

    def not_in(self, part: str, found: Sequence[Unfamiliar]) -> list[Unfamiliar]:
        """Return what is not in an element that a part of this template has too."""
        if part not in self._zip.NameToInfo:
            return list(found)
        root = self.parse(part)
        known = {_canonical(each) for each in root.iterdescendants()}
        stated = set(root.items())

        def is_known(element: Element | None) -> bool:
            while element is not None and element.getparent() is not None:
                if _canonical(element) in known:
                    return True
                element = element.getparent()
            return element is not None and stated.issuperset(element.items())

        return [one for one in found if not is_known(one.element)]

    def _is_from_template(self, source: str, link: tuple[str, str, bool]) -> bool:
        """Whether the template has a relationship too, and the part to which it leads."""
        theirs, (_, target, outside) = self._template, link
        if theirs is None or source not in ("", *theirs._zip.NameToInfo):
            return False
        theirs.related(source)
        same = link in theirs._links[source]
        if not same or outside:
            return same and self.is_inherited(source)
        return self.is_inherited(target) and _type_of(self._types(), target) == _type_of(
            theirs._types(), target
        )

    def xml(self, part: str) -> bytes:
        """Return the bytes of a part that is XML."""
        try:
            return self._zip.xml(part)
        except _DAMAGED as error:
            raise Unreadable(f"has no readable part {part}") from error

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._zip.namelist()

    def related(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return what a part refers to, by id: last word of the kind, target, and whether it is outside."""
        known = self._related.get(part)
        if known is not None:
            return known
        folder, _, name = part.rpartition("/")
        listing = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        found: dict[str, tuple[str, str, bool]] = {}
        links: list[tuple[str, str, bool]] = []
        if listing in self._zip.NameToInfo:
            self.parse(listing)
            for id, kind, target, outside in _links(self.xml(listing), listing, folder):
                found[id] = (posixpath.basename(kind), target, outside)
                address, _, local = kind.rpartition("/")
                links.append((self._vocabulary.name(f"{{{address}}}{local}"), target, outside))
        self._related[part], self._links[part] = found, links
        return found

    def unfamiliar(self, known: Container[str] | None = None) -> Iterator[tuple[str, Unfamiliar]]:
        """Yield what the vocabulary does not have, with its part; relations and parts too. Call it last.

        `known` are the digests of parts that may be of any type.
        """
        types, reached, todo = self._types(), {"", _TYPES}, [("", True)]
        while todo:
            source, familiar = todo.pop()
            self.related(source)
            met: set[str] = set()
            for kind, target, outside in self._links[source]:
                relation = self._vocabulary.lines.relations.get(kind)
                strange = ""
                if self._template is not None and self._is_from_template(source, (kind, target, outside)):
                    if target not in reached and not outside:
                        reached.add(target)
                        todo.append((target, familiar))
                    continue
                allowed = relation and relation.source in ("", self._roots.get(source))
                if (
                    not relation
                    or not allowed
                    or not relation.allows(target if outside else "", again=kind in met)
                ):
                    strange = self._vocabulary.named(kind)
                elif not outside and target not in reached:
                    strange = self._strange(target, relation, types)
                    if strange and known is not None and self.digest(target) in known:
                        strange = ""
                if familiar and strange:
                    yield source, Unfamiliar.whole(strange)
                if not outside and target not in reached:
                    reached.add(target)
                    todo.append((target, familiar and not strange))
                met.add(kind)
        for name, count in Counter(self._zip.namelist()).items():
            if count > 1 or not (name in reached or name.endswith("/") or _owner(name) in reached):
                yield name, Unfamiliar.whole("a part that nothing uses")
        for part, found in self._unfamiliar.items():
            for one in found:
                yield part, one

    def _strange(self, part: str, relation: Relation, types: Mapping[str, str]) -> str:
        """Return what a part is if its type or root element is none that a relation may lead to, else ""."""
        kind = _type_of(types, part)
        if kind not in relation.types:
            return f"a part of {kind}"
        if relation.roots and part not in self._roots:
            self.parse(part)
        return (
            ""
            if not relation.roots or self._roots[part] in relation.roots
            else f"a part with {self._roots[part]}"
        )

    def _types(self) -> dict[str, str]:
        """Return the content types of the parts by name, and of all others by the ending of their names."""
        return {
            (one.get("PartName") or one.get("Extension", "").lower()).lstrip("/"): one.get("ContentType", "")
            for one in self.parse(_TYPES)
        }

    def targets(self, part: str, *kinds: str) -> list[tuple[str, str]]:
        """Return kind and name of the parts of those kinds that a part refers to, in its own order."""
        related = self.related(part).values()
        return [(kind, target) for kind, target, outside in related if kind in kinds and not outside]

    def main(self) -> str:
        """Return the name of the part with the document itself."""
        for _, target in self.targets("", "officeDocument"):
            return target
        raise Unreadable("names no main document")

    def document(self, tag: str) -> tuple[str, Element]:
        """Return the name and the root element of the document itself, which must be a `tag`."""
        main = self.main()
        root = self.parse(main)
        if root.tag != tag:
            raise Unreadable(f"is not {self._kind} file")
        return main, root

    def digest(self, part: str) -> str:
        """Return the SHA-256 of a part's bytes in hexadecimal digits."""
        if part not in self._digests:
            self._digests[part] = sha256(self.read(part)).hexdigest()
        return self._digests[part]

    def picture(self, parts: Sequence[str], location: str) -> DrawnPicture:
        """Return a picture by its part and that of the drawing that it stands for, "" for one outside."""
        picture, *drawings = (self.digest(part) if part else "" for part in parts)
        return DrawnPicture(location, picture, " ".join(drawings))

    def read(self, part: str) -> bytes:
        """Return a part's bytes."""
        try:
            return self._zip.read(part)
        except _DAMAGED as error:
            raise Unreadable(f"has no readable part {part}") from error

    def extracted(self, main: str, pages: int = 0) -> Extracted:
        """Return what the package states about itself, to which a reader adds what it contains."""
        core, extended = self._stated("core-properties"), self._stated("extended-properties")
        title, subject, author, keywords = (core.pop(name, "") for name in _ASKED)
        others = {name: value for name, value in core.items() if name not in _SILENT}
        others |= {name: value for name, value in extended.items() if name == "Company"}
        program, builds = extended.get("Application", ""), set(self._builds(main))
        return Extracted([], pages, title, subject, author, keywords, program, others, builds)

    def _builds(self, main: str) -> Iterator[tuple[str, str]]:
        """Yield the build ids that are recorded beside the words, each with its location."""
        for _, target in self.targets(main, "customXml"):
            root = self.parse(target)
            if root.tag == _SNAPSHOT:
                yield "snapshot", root.get("build", "")
        for _, target in self.targets("", "custom-properties"):
            for entry in self.parse(target):
                if entry.get("name") == _BUILD:
                    yield "properties", "".join(entry.itertext())

    def _stated(self, kind: str) -> dict[str, str]:
        """Return the properties of a kind that have a value, by name."""
        return {
            element.tag.rpartition("}")[2]: element.text
            for _, target in self.targets("", kind)
            for element in self.parse(target)
            if element.text
        }


def _type_of(types: Mapping[str, str], part: str) -> str:
    return types.get(part, types.get(part.rpartition(".")[2].lower(), "no type"))


def _canonical(element: Element) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return data


def parsed(data: bytes, part: str) -> Element:
    """Return the root element of a part with these bytes."""
    from lxml import etree

    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"has no readable part {part}") from error


@lru_cache(maxsize=512)
def _links(data: bytes, part: str, folder: str) -> tuple[tuple[str, str, str, bool], ...]:
    """Return the relations that a part lists: of each id, kind, target, and whether it is outside."""
    found = []
    for link in parsed(data, part):
        outside = link.get("TargetMode") == "External"
        kind, target = link.get("Type", ""), link.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append((link.get("Id", ""), kind, target, outside))
    return tuple(found)


@lru_cache(maxsize=256)
def _parsed_again(
    data: bytes, part: str, vocabulary: Vocabulary | None
) -> tuple[Element, Sequence[Unfamiliar]]:
    """Return the root element of a part with these bytes, and what is unfamiliar; readers change nothing."""
    root = parsed(data, part)
    return root, () if vocabulary is None else vocabulary.unfamiliar(root)


@cache
def _parser() -> Any:
    """Return the one parser of all parts, which knows the names that it has met."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def _owner(listing: str) -> str:
    """Return the part whose relations a part lists, the part itself where it lists none."""
    folder, _, name = listing.rpartition("/")
    if not name.endswith(".rels") or posixpath.basename(folder) != "_rels":
        return listing
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def child(element: Element, tag: str) -> Element | None:
    """Return the first child with that tag, or None; quicker than lxml's paths, and called for every run."""
    for found in element:
        if found.tag == tag:
            return found
    return None


def words_in(element: Element, tag: str) -> str:
    """Return the words in all elements of a tag, one after the other."""
    return "".join(each.text or "" for each in element.iter(tag))


def shown(switch: Element) -> Element:
    """Return what Office shows of alternatives: the first that it understands, or the fallback."""
    for choice in switch.iterchildren(MC + "Choice"):
        if all(choice.nsmap.get(prefix) in _UNDERSTOOD for prefix in choice.get("Requires", "?").split()):
            return choice
    fallback = child(switch, MC + "Fallback")
    return switch if fallback is None else fallback


def embedded(blip: Element) -> list[str]:
    """Return the ids of a picture, and of the drawing that it stands for where SVG is not understood."""
    return [node.get(R + "embed", "") for node in (blip, *blip.iter(_DRAWING))]


def is_decoration(properties: Element) -> bool:
    """Whether a drawing's non-visual properties mark it as decoration, which needs no alternative text."""
    return any(mark.get("val") in ("1", "true") for mark in properties.iter(_DECORATIVE))


_SMALL = 40_000  # bytes of a part that is kept for the next file; larger ones differ, and take much memory
_PARTS = 4_000
_XML = 24_000_000  # bytes of all parts that are read as XML, each once
_MARKUP = 500_000  # tags of them, and attributes; a deck of as many arguments as a brief may have has 350,000
_DEFINES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class Budget:
    """What has been read of a file so far, with the files that are in it."""

    def __init__(self) -> None:
        self.unpacked = self.bytes = self.tags = self.attributes = 0


class Archive(ZipFile):
    """A zip whose parts are limited before they are unpacked; beyond that, `Unreadable` is raised."""

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        if data.count(b"PK\x01\x02") > _PARTS:
            raise TooLarge(f"has more than {_PARTS:,} parts")
        super().__init__(io.BytesIO(data))
        self._data = data
        self._budget = budget or Budget()
        self._budget.unpacked += sum(part.file_size for part in self.infolist())
        if self._budget.unpacked > LARGEST:
            raise TooLarge(f"unpacks to more than {LARGEST:,} bytes")
        self._known: set[str] = set()

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return the bytes of a part, no more than the archive says that there are."""
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("another compression")
        packed = self._packed(part)
        if packed is not None:
            return _unpacked(packed, part.compress_type, part.file_size, part.CRC)
        with self.open(part, pwd=pwd) as opened:
            data = opened.read(part.file_size + 1)  # with a number, no more is unpacked
        if len(data) != part.file_size:
            raise BadZipFile("another size")
        return data

    def _packed(self, part: ZipInfo) -> bytes | None:
        """Return the bytes of a part as they are in the file, None where its header is not a plain one."""
        start = part.header_offset + 30
        header = self._data[part.header_offset : start]
        name = part.orig_filename.encode("ascii", "replace")
        plain = _HEADER.pack(
            b"PK\3\4", 20, 0, part.compress_type, part.CRC, part.compress_size, part.file_size, len(name), 0
        )
        if (
            header[:10] + header[14:] != plain
            or part.flag_bits
            or self._data[start : start + len(name)] != name
        ):
            return None
        return self._data[start + len(name) : start + len(name) + part.compress_size]

    def xml(self, name: str) -> bytes:
        """Return the bytes of a part that is XML without definitions, which could multiply its text."""
        data = self.read(name)
        tags, attributes, defines = _counted(data)
        if name not in self._known:
            self._known.add(name)
            read = self._budget
            read.bytes += len(data)
            read.tags += tags
            read.attributes += attributes
            if read.bytes > _XML or read.tags > _MARKUP or read.attributes > _MARKUP:
                raise TooLarge("has more content than can be read")
        if defines:
            raise Unreadable(f"has definitions in its part {name}")
        return data


_HEADER = struct.Struct("<4sHHHLLLHH")  # of a part, without its time
_KEPT = 256  # parts that are kept for the next file, of which most are the same in a batch


@lru_cache(maxsize=_KEPT)
def _unpacked(packed: bytes, method: int, size: int, checksum: int) -> bytes:
    """Return the bytes of a part, no more than the archive says that there are."""
    data, ended = packed, True
    if method == ZIP_DEFLATED:
        inflate = zlib.decompressobj(-15)
        data = inflate.decompress(packed, size + 1)
        ended = inflate.eof and not inflate.unused_data
    if len(data) != size or not ended or zlib.crc32(data) != checksum:
        raise BadZipFile("another size or checksum")
    return data


@lru_cache(maxsize=_KEPT)
def _counted(data: bytes) -> tuple[int, int, bool]:
    """Return the tags and attributes of a part, and whether it has definitions."""
    return data.count(b"<"), data.count(b"="), any(word in data for word in _DEFINES)
