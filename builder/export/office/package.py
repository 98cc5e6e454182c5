"""Packs an Office file into bytes that depend only on its content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from builder.outline.blocks import Outline

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage as WordPackage
    from docx.opc.part import Part as WordPart
    from docx.opc.rel import _Relationship as WordRelation
    from pptx.opc.package import OpcPackage as PowerPointPackage
    from pptx.opc.package import Part as PowerPointPart
    from pptx.opc.package import _Relationship as PowerPointRelation

# The first and the last moment that a zip entry can carry (APPNOTE.TXT 4.4.6: MS-DOS date and time).
FIRST_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)

_UNIX = 3  # the system an entry names as its maker, whatever machine writes it
_REGULAR_FILE = 0o100644 << 16
_LEVEL = 6  # zlib's own default, stated because it decides the bytes
_COMPRESSED_ALREADY = (".png", ".jpg", ".jpeg")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = (  # the kinds of relationships that the package itself has, not one of its parts
    f"{_OFFICE}/officeDocument",
    f"{_PACKAGE}/relationships/metadata/core-properties",
    f"{_OFFICE}/extended-properties",
    f"{_OFFICE}/custom-properties",
)
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_LONGEST_PROPERTY = 255  # characters that the Office libraries accept in a core property


def moment(epoch: int) -> datetime:
    """Return `epoch`, seconds since 1970, in UTC; moved into the years that a zip file can carry."""
    first, last = FIRST_MOMENT.timestamp(), LAST_MOMENT.timestamp()
    return FIRST_MOMENT + timedelta(seconds=min(max(epoch, first), last) - first)


def core_properties(outline: Outline) -> dict[str, str | datetime]:
    """Return what an Office file says of itself, by the names that python-docx and python-pptx share.

    What the brief does not give stays absent, its date too. A text that the libraries would refuse for its
    length is cut.
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
    said: dict[str, str | datetime] = {
        name: value[:_LONGEST_PROPERTY] for name, value in words.items() if value
    }
    written = moment(outline.epoch)
    if written > FIRST_MOMENT:  # which stands for a brief without a date
        said["created"] = said["modified"] = written.replace(tzinfo=None)
    return said


def pack(package: WordPackage | PowerPointPackage, epoch: int) -> bytes:
    """Return the package of python-docx or python-pptx as a file, each part dated `epoch`.

    Dates, attributes and compression do not depend on when and where it is written, so equal parts make
    equal bytes. The libraries' own writers put the time of the machine into each entry.
    """
    parts: list[WordPart | PowerPointPart] = list(package.iter_parts())
    types = [(part.partname, part.content_type) for part in parts]
    roots = [relation for relation in package.iter_rels() if relation.reltype in _ROOTS]
    entries = [("[Content_Types].xml", _content_types(types)), ("_rels/.rels", _relationships(roots))]
    for part in parts:
        entries.append((part.partname.membername, part.blob))
        if len(part.rels):
            entries.append((part.partname.rels_uri.membername, part.rels.xml))
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
            target.writestr(entry, content, compresslevel=_LEVEL)
    return file.getvalue()


def _content_types(parts: Iterable[tuple[str, str]]) -> bytes:
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


def _relationships(relations: Iterable[WordRelation | PowerPointRelation]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{one.rId}" Type="{one.reltype}" Target="{one.target_ref}"/>' for one in relations
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()
