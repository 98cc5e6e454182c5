"""Finds what a finished file refers to outside itself: links, actions, external parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from lxml import etree

ALLOWED = re.compile(r"https?://[A-Za-z0-9\[][^\s@/?#]*(?:[/?#]\S*)?|mailto:[^\s?]\S*", re.IGNORECASE)
_RUNS = re.compile(r"(?i)\b(INCLUDE\w+|DDE\w*|LINK|IMPORT|RD|DATABASE|MACROBUTTON|ASK|FILLIN)\b")
_LISTED = (b"vbaProject", b"embeddings/", b"activeX", b"externalLinks", b"customXml/item0")


def outward(path: Path) -> list[str]:
    """Return what the file leads to outside itself, each as `kind target`; a plain link as `link target`."""
    data = path.read_bytes()
    return list(_of_pdf(data) if path.suffix == ".pdf" else _of_office(data))


def strays(path: Path) -> list[str]:
    """Return what the file leads to that no finished file may."""
    allowed = (
        ALLOWED.fullmatch(each.removeprefix("link ")) and each.startswith("link ") for each in outward(path)
    )
    return [each for each, is_allowed in zip(outward(path), allowed, strict=True) if not is_allowed]


def _of_office(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if any(listed in name.encode() for listed in _LISTED):
                yield f"part {name}"
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))
            if root.getroottree().docinfo.doctype:
                yield f"doctype {name}"
            for relation in root.iter("{*}Relationship"):
                if relation.get("TargetMode") == "External":
                    kind = "link" if str(relation.get("Type")).endswith("/hyperlink") else "relation"
                    yield f"{kind} {relation.get('Target')}"
            for field in root.iter("{*}instrText"):
                if _RUNS.search(field.text or ""):
                    yield f"field {field.text}"
            for simple in root.iter("{*}fldSimple"):
                for value in simple.attrib.values():
                    if _RUNS.search(str(value)):
                        yield f"field {value}"


def _of_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as file:
        for each in file.objects:
            if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                continue
            for key in (
                "/AA",
                "/OpenAction",
                "/JavaScript",
                "/EmbeddedFiles",
                "/JS",
                "/RichMedia",
                "/XFA",
                "/EF",
            ):
                if key in each:
                    yield f"key {key}"
            action = each.get("/A")
            for one in (each, action):
                if isinstance(one, pikepdf.Dictionary) and "/URI" in one:
                    yield f"link {one.URI}"
                elif isinstance(one, pikepdf.Dictionary) and one.get("/S") in (
                    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition",
                ):  # fmt: skip
                    yield f"action {one.S}"
