"""What an Office file says becomes the custom XML part by which an edited file is traced back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from xml.etree import ElementTree

from builder.outline.blocks import Outline, Product, Text

NAMESPACE = "urn:policy-brief-builder:brief:1"

# Names this kind of part inside Office files; a constant, so that equal briefs make equal bytes.
STORE_ID = UUID("5b0d7f0c-6f2b-5a2e-9d0e-6a1c8f1f2b34")

BUILD_PROPERTY = "brief-build"

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the property set of all custom properties


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, cell or shape: its name in the file, its main slot, and all it says in order.

    A piece that is no `Text` is what stands between two texts: a space, a tab, a dot.
    """

    name: str
    slot: str
    pieces: tuple[Text | str, ...]


def snapshot_part(outline: Outline, product: Product, passages: Iterable[Passage]) -> bytes:
    """Return the custom XML part: build, product, language, and the passages with their fields as rendered.

    A field carries its slot and the path of the brief's value it shows; fixed words have no path. Nothing
    that the file does not show is in it, so no unpublished field leaves the house.
    """
    brief = ElementTree.Element(
        "brief",
        {
            "xmlns": NAMESPACE,
            "build": outline.build_id,
            "product": product.value,
            "language": outline.language,
        },
    )
    for passage in passages:
        entry = ElementTree.SubElement(brief, "passage", {"name": passage.name, "slot": passage.slot})
        for piece in passage.pieces:
            if isinstance(piece, str):
                ElementTree.SubElement(entry, "between").text = piece
            else:
                marks = {"slot": piece.slot} | ({"path": piece.path} if piece.path else {})
                ElementTree.SubElement(entry, "field", marks).text = piece.plain
    return _part(brief)


def store_part() -> bytes:
    """Return the properties that Office wants beside a custom XML part: its id and its namespace."""
    item = ElementTree.Element(
        "ds:datastoreItem", {"xmlns:ds": _STORE, "ds:itemID": f"{{{STORE_ID}}}".upper()}
    )
    schemas = ElementTree.SubElement(item, "ds:schemaRefs")
    ElementTree.SubElement(schemas, "ds:schemaRef", {"ds:uri": NAMESPACE})
    return _part(item)


def properties_part(outline: Outline) -> bytes:
    """Return the file's custom properties: the build id, a second time, for readers that drop custom XML."""
    properties = ElementTree.Element("Properties", {"xmlns": _PROPERTIES, "xmlns:vt": _VALUES})
    entry = {"fmtid": _USER_DEFINED, "pid": "2", "name": BUILD_PROPERTY}  # 0 and 1 are reserved
    value = ElementTree.SubElement(ElementTree.SubElement(properties, "property", entry), "vt:lpwstr")
    value.text = outline.build_id
    return _part(properties)


def _part(root: ElementTree.Element) -> bytes:
    xml: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml
