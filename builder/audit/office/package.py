"""Opens an Office package: its parsed parts, how they are related, and what it states about itself."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, TypeAlias
from zipfile import BadZipFile

from builder.audit.content import Extracted, Unreadable
from builder.audit.office.archive import Archive

Element: TypeAlias = Any  # of lxml, which publishes no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SNAPSHOT = "{urn:policy-brief-builder:brief:1}brief"
_BUILD = "brief-build"
# What zipfile raises for a damaged, encrypted or oddly compressed part.
_DAMAGED = (KeyError, BadZipFile, zlib.error, RuntimeError, OSError, EOFError)
_ASKED = ("title", "subject", "creator", "keywords")
_SILENT = ("created", "modified", "revision", "lastPrinted")


class Package:
    """An opened .docx or .pptx; every part is parsed once.

    Raises `Unreadable` where the bytes are no package or a part that is needed is missing or broken.
    """

    def __init__(self, data: bytes, kind: str = "an Office") -> None:
        try:
            self._zip = Archive(data)
        except (*_DAMAGED, ValueError) as error:
            raise Unreadable(f"is not {kind} file") from error
        from lxml import etree

        self._related: dict[str, dict[str, tuple[str, str, bool]]] = {}
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )

    def parse(self, part: str) -> Element:
        """Return the root element of a part."""
        from lxml import etree

        try:
            root: Element = etree.fromstring(self._zip.xml(part), self._parser)
        except (*_DAMAGED, etree.XMLSyntaxError) as error:
            raise Unreadable(f"has no readable part {part}") from error
        return root

    def related(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return what a part refers to, by id: last word of the kind, target, and whether it is outside."""
        known = self._related.get(part)
        if known is not None:
            return known
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str, bool]] = {}
        if listing in self._zip.NameToInfo:
            for link in self.parse(listing):
                outside = link.get("TargetMode") == "External"
                target = link.get("Target", "")
                if not outside:
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[link.get("Id", "")] = (posixpath.basename(link.get("Type", "")), target, outside)
        self._related[part] = found
        return found

    def targets(self, part: str, *kinds: str) -> list[tuple[str, str]]:
        """Return kind and name of the parts of those kinds that a part refers to, in its own order."""
        related = self.related(part).values()
        return [(kind, target) for kind, target, outside in related if kind in kinds and not outside]

    def main(self) -> str:
        """Return the name of the part with the document itself."""
        for _, target in self.targets("", "officeDocument"):
            return target
        raise Unreadable("names no main document")

    def digest(self, part: str) -> str:
        """Return the SHA-256 of a part's bytes in hexadecimal digits."""
        return sha256(self.read(part)).hexdigest()

    def read(self, part: str) -> bytes:
        """Return a part's bytes."""
        try:
            return self._zip.read(part)
        except _DAMAGED as error:
            raise Unreadable(f"has no readable part {part}") from error

    def extracted(self, main: str, pages: int = 0) -> Extracted:
        """Return what the package states about itself, to which a reader adds what it contains."""
        core: dict[str, str] = {}
        for _, target in self.targets("", "core-properties"):
            for element in self.parse(target):
                if element.text:
                    core[element.tag.rpartition("}")[2]] = element.text
        title, subject, author, keywords = (core.pop(name, "") for name in _ASKED)
        others = {name: value for name, value in core.items() if name not in _SILENT}
        builds = set(self._builds(main))
        return Extracted([], pages, title, subject, author, keywords, self._program(), others, builds)

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

    def _program(self) -> str:
        """Return the name of the program that saved the file last, "" where the file does not say."""
        for _, target in self.targets("", "extended-properties"):
            for element in self.parse(target):
                if element.tag.endswith("}Application"):
                    return element.text or ""
        return ""


def child(element: Element, tag: str) -> Element | None:
    """Return the first child with that tag, or None; quicker than lxml's paths, and called for every run."""
    for found in element.iterchildren(tag):
        return found
    return None


def is_decoration(properties: Element) -> bool:
    """Whether a drawing's non-visual properties mark it as decoration, which needs no alternative text."""
    return any(mark.get("val") in ("1", "true") for mark in properties.iter(_DECORATIVE))
