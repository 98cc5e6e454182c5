"""Packs an Office file into bytes that depend only on its content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from posixpath import dirname, relpath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from builder.export.office.snapshot import properties_part
from builder.outline.blocks import Outline
from builder.outline.text import Picture

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage

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
_TYPE = "application/vnd.openxmlformats-officedocument"
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_EXTENSIONS = {"PNG": "png", "JPEG": "jpg"}
_CORE = f"{_PACKAGE}/metadata/core-properties"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_CORE_NAMES = {
    "title": "dc:title",
    "subject": "dc:subject",
    "author": "dc:creator",
    "keywords": "cp:keywords",
    "language": "dc:language",
    "content_status": "cp:contentStatus",
    "version": "cp:version",
}
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


def pack(package: OpcPackage, epoch: int) -> bytes:
    """Return the package of python-docx as a file, each part dated `epoch`.

    Dates, attributes and compression do not depend on when and where it is written, so equal parts make
    equal bytes. The library's own writer puts the time of the machine into each entry.
    """
    parts = list(package.iter_parts())
    types = [(part.partname, part.content_type) for part in parts]
    roots = {
        (one.reltype, one.target_ref, ""): one.rId for one in package.iter_rels() if one.reltype in _ROOTS
    }
    entries = [("[Content_Types].xml", _content_types(types)), ("_rels/.rels", _relationships(roots))]
    for part in parts:
        entries.append((part.partname.membername, part.blob))
        if len(part.rels):
            entries.append((part.partname.rels_uri.membername, part.rels.xml))
    return zipped(entries, epoch)


class Part:
    """One part of a package and its relationships; `kind` is its content type."""

    def __init__(self, name: str, kind: str, content: bytes = b"") -> None:
        self.name = name
        self.kind = kind
        self.content = content
        self.relationships: dict[tuple[str, str, str], str] = {}

    def relate(self, kind: str, target: Part) -> str:
        """Return the id of the relationship to another part, made when it is first asked for."""
        namespace = f"{_PACKAGE}/relationships" if kind.startswith("metadata/") else _OFFICE
        return self._related(f"{namespace}/{kind}", relpath(target.name, dirname(self.name) or "."), "")

    def link(self, url: str) -> str:
        """Return the id of the relationship to a web address."""
        return self._related(f"{_OFFICE}/hyperlink", url, ' TargetMode="External"')

    def _related(self, kind: str, target: str, mode: str) -> str:
        return self.relationships.setdefault((kind, target, mode), f"rId{len(self.relationships) + 1}")


class Package:
    """Takes parts in the order of the file; `root` has the relationships of the package itself."""

    def __init__(self) -> None:
        self.root = Part("", "")
        self._parts: list[Part] = []
        self._pictures: dict[bytes, Part] = {}

    def add(self, name: str, kind: str, content: bytes = b"") -> Part:
        """Add a part; its content may be set later."""
        part = Part(name, kind, content)
        self._parts.append(part)
        return part

    def picture(self, picture: Picture, folder: str) -> Part:
        """Return the part of a picture; equal pictures share one."""
        known = self._pictures.get(picture.data)
        if known is not None:
            return known
        name = f"{folder}/image{len(self._pictures) + 1}.{_EXTENSIONS[picture.format]}"
        kind = f"image/{picture.format.lower()}"
        part = self._pictures[picture.data] = self.add(name, kind, picture.data)
        return part

    def add_properties(self, outline: Outline) -> None:
        """Add what the file says about itself; it names no program."""
        core = self.add("docProps/core.xml", f"{_PACKAGE_TYPE}.core-properties+xml", _core_part(outline))
        self.root.relate("metadata/core-properties", core)
        app = self.add("docProps/app.xml", f"{_TYPE}.extended-properties+xml", _APP)
        self.root.relate("extended-properties", app)
        if outline.build_id:
            kind = f"{_TYPE}.custom-properties+xml"
            self.root.relate(
                "custom-properties", self.add("docProps/custom.xml", kind, properties_part(outline))
            )

    def pack(self, epoch: int) -> bytes:
        """Return the file, each part dated `epoch`."""
        types = [(f"/{part.name}", part.kind) for part in self._parts]
        entries = [("[Content_Types].xml", _content_types(types))]
        for part in (self.root, *self._parts):
            if part.name:
                entries.append((part.name, part.content))
            if part.relationships:
                folder, _, name = part.name.rpartition("/")
                listing = f"{folder}/_rels/{name}.rels".removeprefix("/")
                entries.append((listing, _relationships(part.relationships)))
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


def _relationships(relationships: Mapping[tuple[str, str, str], str]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{id}" Type="{kind}" Target="{_quoted(target)}"{mode}/>'
        for (kind, target, mode), id in relationships.items()
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _core_part(outline: Outline) -> bytes:
    said = core_properties(outline)
    entries = [
        _property(_CORE_NAMES[name], _escaped(value))
        for name, value in said.items()
        if isinstance(value, str)
    ]
    entries += [
        _property(f"dcterms:{name}", f"{value:%Y-%m-%dT%H:%M:%SZ}", ' xsi:type="dcterms:W3CDTF"')
        for name, value in said.items()
        if not isinstance(value, str)
    ]
    declared = f' xmlns:xsi="{_NAMESPACES["xsi"]}"' if "created" in said else ""
    start = f'<cp:coreProperties xmlns:cp="{_CORE}"{declared}'
    whole = f"{start}>{''.join(entries)}</cp:coreProperties>" if entries else f"{start}/>"
    return f"{_DECLARATION}{whole}".encode()


def _property(name: str, value: str, about: str = "") -> str:
    prefix = name.partition(":")[0]
    declared = f' xmlns:{prefix}="{_NAMESPACES[prefix]}"' if prefix in _NAMESPACES else ""
    return f"<{name}{declared}{about}>{value}</{name}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
