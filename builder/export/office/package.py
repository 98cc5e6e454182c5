"""Packs an Office file into bytes that depend only on its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo
from zlib import DEFLATED, compressobj, crc32

from builder.export.office.markup import Markup, element
from builder.export.office.snapshot import Snippet, properties_part, snapshot_part, store_part
from builder.outline.blocks import Outline
from builder.outline.text import Product

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage as WordPackage
    from docx.opc.part import Part as WordPart
    from docx.opc.rel import _Relationship as WordRelationship
    from pptx.opc.package import OpcPackage as PowerPointPackage
    from pptx.opc.package import Part as PowerPointPart
    from pptx.opc.package import _Relationship as PowerPointRelationship

# The first and the last moment that a zip entry can carry (APPNOTE.TXT 4.4.6: MS-DOS date and time).
FIRST_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)

_UNIX = 3  # the system an entry names as its maker, whatever machine writes it
_REGULAR_FILE = 0o100644 << 16
_LEVEL = 3  # of zlib: half the time of its default, 6, and a tenth more bytes
SVG = "image/svg+xml"
_COMPRESSED_ALREADY = (".png", ".jpg", ".jpeg", ".xlsx")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
_MAIN = f"{_RELATION}/officeDocument"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_EXTENDED, _CUSTOM = f"{_RELATION}/extended-properties", f"{_RELATION}/custom-properties"
EMPTY_CORE = f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'.encode()
EMPTY_EXTENDED = (
    f'<Properties xmlns="{_RELATION.removesuffix("/relationships")}/extended-properties"/>'.encode()
)
_ROOTS = (_MAIN, _CORE, _EXTENDED, _CUSTOM)  # relationships of the package itself, not of one of its parts
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def moment(epoch: int) -> datetime:
    """Return `epoch`, seconds since 1970, in UTC; moved into the years that a zip file can carry."""
    first, last = FIRST_MOMENT.timestamp(), LAST_MOMENT.timestamp()
    return FIRST_MOMENT + timedelta(seconds=min(max(epoch, first), last) - first)


def core_properties(outline: Outline) -> dict[str, str | datetime]:
    """Return the properties of an Office file, by the names that python-docx and python-pptx share.

    What the brief does not state is left out, its date too.
    """
    given = outline.properties
    words = {
        "title": given.title,
        "subject": given.subject,
        "author": "; ".join(given.authors),
        "keywords": ", ".join(given.keywords),
        "language": given.language,
        "content_status": given.status,
        "version": given.version,
    }
    found: dict[str, str | datetime] = {name: value for name, value in words.items() if value}
    written = moment(outline.epoch)
    if written > FIRST_MOMENT:  # the date of a brief that has none
        found["created"] = found["modified"] = written.replace(tzinfo=None)
    return found


def embed(
    main: WordPart | PowerPointPart,
    outline: Outline,
    product: Product,
    passages: Iterable[Snippet],
    added: Callable[[str, str, bytes], Any],
) -> None:
    """Add the snapshot of the file's texts, and the build id as a custom property.

    `main` is the document's or presentation's part, `added` makes a part of name, without its
    ending, type and bytes.
    """
    item = added("customXml/item1", "application/xml", snapshot_part(outline, product, passages))
    store = added("customXml/itemProps1", f"{_TYPE}.customXmlProperties+xml", store_part())
    custom = added("docProps/custom", f"{_TYPE}.custom-properties+xml", properties_part(outline))
    main.relate_to(item, f"{_RELATION}/customXml")
    item.relate_to(store, f"{_RELATION}/customXmlProps")
    main.package.relate_to(custom, _CUSTOM)


def pack(
    package: WordPackage | PowerPointPackage, epoch: int, written: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    """Return the package of python-docx or python-pptx as a file, each part dated `epoch`.

    `written` are the bytes of parts that do not come from the library, by name.

    Dates, attributes and compression do not depend on when and where it is written, so equal parts make
    equal bytes. The libraries' own writers put the time of the machine into each entry.
    """
    parts: list[WordPart | PowerPointPart] = list(package.iter_parts())
    types = [(part.partname, part.content_type) for part in parts]
    roots = (one for one in package.iter_rels() if one.reltype in _ROOTS)
    entries = [("[Content_Types].xml", content_types(types)), ("_rels/.rels", _relations_of(roots))]
    for part in parts:
        entries.append((part.partname.membername, written.get(part.partname) or part.blob))
        if len(part.rels):
            entries.append((part.partname.rels_uri.membername, _relations_of(part.rels.values())))
    return zipped(entries, epoch)


def zipped(entries: Iterable[tuple[str, bytes]], epoch: int) -> bytes:
    """Return a zip file of names and bytes in their order; pictures are stored, for they are compressed."""
    date_time = moment(epoch).timetuple()[:6]
    file = BytesIO()
    with ZipFile(file, "w") as target:
        for name, content in entries:
            entry = ZipInfo(name, date_time)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            entry.compress_type = ZIP_STORED if name.endswith(_COMPRESSED_ALREADY) else ZIP_DEFLATED
            entry.file_size = len(content)
            entry.CRC, packed = _packed(content, entry.compress_type == ZIP_DEFLATED)
            entry.compress_size = len(packed)
            entry.header_offset = file.tell()
            file.write(entry.FileHeader(zip64=False))
            file.write(packed)
            target.filelist.append(entry)
        target.start_dir = file.tell()
        target._didModify = True  # type: ignore[attr-defined]  # so that the directory is written
    return file.getvalue()


@lru_cache(maxsize=256)  # most parts of the next brief are the same
def _packed(content: bytes, deflated: bool) -> tuple[int, bytes]:
    """Return the checksum of a part, and its bytes as they are in the file."""
    if not deflated:
        return crc32(content), content
    deflate = compressobj(_LEVEL, DEFLATED, -15)
    return crc32(content), deflate.compress(content) + deflate.flush()


def content_types(parts: Iterable[tuple[str, str]]) -> bytes:
    """Return the content types: XML and relationships by extension, pictures too, all else part by part."""
    defaults = {"rels": f"{_PACKAGE_TYPE}.relationships+xml", "xml": "application/xml"}
    overrides = {}
    for name, kind in parts:
        extension = name.rpartition(".")[2]
        if kind.startswith("image/") or (extension, kind) in defaults.items():
            defaults[extension] = kind
        else:
            overrides[name] = kind
    entries = [
        f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in sorted(defaults.items())
    ]
    entries += [
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in sorted(overrides.items())
    ]
    return f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{"".join(entries)}</Types>'.encode()


def _relations_of(found: Iterable[WordRelationship | PowerPointRelationship]) -> bytes:
    return relations((one.rId, one.reltype, one.target_ref, one.is_external) for one in found)


def relations(found: Iterable[tuple[str, str, str, bool]]) -> bytes:
    """Return the part that lists relations: of each its id, type, target, and whether that is outside."""
    entries = (_relation(*one) for one in found)
    return f"{_DECLARATION}{element('Relationships', *entries, xmlns=f'{_PACKAGE}/relationships')}".encode()


@lru_cache(maxsize=1024)
def _relation(id: str, kind: str, target: str, outside: bool) -> Markup:
    mode = "External" if outside else None
    return element("Relationship", Id=id, Type=kind, Target=target, TargetMode=mode)
