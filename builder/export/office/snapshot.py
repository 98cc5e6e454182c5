"""Writes the snapshot of an Office file's texts, by which an edited file is traced back to the brief."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from builder.export.office.markup import Markup, characters, element
from builder.outline.blocks import Outline
from builder.outline.text import Product, Text

NAMESPACE = "urn:policy-brief-builder:brief:1"

# Names this kind of part inside Office files; a constant, so that equal briefs make equal bytes.
STORE_ID = "{5B0D7F0C-6F2B-5A2E-9D0E-6A1C8F1F2B34}"

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"

BUILD_PROPERTY = "brief-build"

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the property set of all custom properties


class Snippet(Struct, frozen=True, cache_hash=True):
    """One paragraph, cell or shape: its name in the file, its main slot, and its texts in order.

    A piece that is not a `Text` is what is between two texts: a space, a tab, a dot.
    """

    name: str
    slot: str
    pieces: tuple[Text | str, ...]


def snapshot_part(outline: Outline, product: Product, passages: Iterable[Snippet]) -> bytes:
    """Return the custom XML part: id, build, product, language, and the passages with their fields.

    A field carries its slot and the path of the brief's value it shows; fixed words have no path. Nothing
    that the file does not show is in it, so no unpublished field gets out.
    """
    brief = element(
        "brief",
        *map(_passage, passages),
        xmlns=NAMESPACE,
        id=outline.id,
        build=outline.build_id,
        product=product.value,
        language=outline.language,
    )
    return f"{_DECLARATION}{brief}".encode()


@lru_cache(maxsize=4096)
def _passage(passage: Snippet) -> Markup:
    return element("passage", *map(_piece, passage.pieces), name=passage.name, slot=passage.slot)


def _piece(piece: Text | str) -> Markup:
    if isinstance(piece, str):
        return Markup(f"<between>{characters(piece)}</between>")
    return element("field", characters(piece.plain), slot=piece.slot, path=piece.path or None)


def store_part() -> bytes:
    """Return the properties that Office requires beside a custom XML part: its id and its namespace."""
    schemas = element("ds:schemaRefs", element("ds:schemaRef", ds__uri=NAMESPACE))
    item = element("ds:datastoreItem", schemas, xmlns__ds=_STORE, ds__itemID=STORE_ID)
    return f"{_DECLARATION}{item}".encode()


def properties_part(outline: Outline) -> bytes:
    """Return the file's custom properties: the build id, a second time, for readers that drop custom XML."""
    value = element("vt:lpwstr", characters(outline.build_id))
    # 0 and 1 are reserved for the property set itself.
    entry = element("property", value, fmtid=_USER_DEFINED, pid=2, name=BUILD_PROPERTY)
    return f"{_DECLARATION}{element('Properties', entry, xmlns=_PROPERTIES, xmlns__vt=_VALUES)}".encode()
