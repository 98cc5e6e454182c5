"""Refuses Office files that would fill the memory, before anything of them is read."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from builder.sources.passages import Unread

_MOST_FILES = 5000
_MOST_BYTES = 200_000_000  # unpacked
_MOST_XML = 50_000_000  # of them in XML, which takes many times as much once it is read
_MOST_TYPES = 2_000_000  # of the list of types
_OLD = b"\xd0\xcf\x11\xe0"  # how such files begin
_TYPES = "[Content_Types].xml"
_IN_XML = (".xml", ".rels")


def check_size(data: bytes, hint: str) -> None:
    """Raise `Unread` for a file that is far too large when it is unpacked, or protected by a password.

    Raises the errors of zip and XML for one that is damaged.
    """
    if data.startswith(_OLD):
        raise Unread("is protected by a password, or of Office 97 to 2003", hint)
    with ZipFile(BytesIO(data)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        is_large = len(sizes) > _MOST_FILES or sum(sizes.values()) > _MOST_BYTES
        if is_large or sizes.get(_TYPES, 0) > _MOST_TYPES or _xml(archive, sizes) > _MOST_XML:
            raise Unread("is far too large when it is unpacked", hint)


def _xml(archive: ZipFile, sizes: dict[str, int]) -> int:
    """Return the bytes of the parts that are read as XML: by their names, or by the list of types."""
    from lxml import etree

    listed = archive.read(_TYPES) if _TYPES in sizes else b"<Types/>"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    types = {
        (one.get("PartName") or f".{one.get('Extension')}").lower().lstrip("/"): one.get("ContentType", "")
        for one in etree.fromstring(listed, parser)
        if isinstance(one.tag, str)
    }

    def is_xml(name: str) -> bool:
        known = types.get(name) or types.get(f".{name.rpartition('.')[2]}", "")
        return name.endswith(_IN_XML) or known.lower().endswith("xml")

    return sum(size for name, size in sizes.items() if is_xml(name.lower()))
