"""A manifest as named values, and as the one text that stands for them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, NamedTuple

from builder.manifest.schema import fault, schema

_EXTENSIONS = {"memo": "docx", "deck": "pptx", "summary": "pdf"}
LARGEST = 50_000_000  # bytes of a manifest that is still read


class Edition(NamedTuple):
    """For whom a set of files is made, and for what.

    `audience` is one of the brief's, or None for everybody who may read everything. A `final` copy leaves
    the house: it carries no bookmarks, snapshot or build id by which an edited file is traced back.
    """

    audience: str | None = None
    final: bool = False

    def stem(self, id: str) -> str:
        """Return how the names of the edition's files begin: `<id>`, or `<id>-<audience>`."""
        return f"{id}-{self.audience}" if self.audience else id

    def manifest_name(self, id: str) -> str:
        """Return the name of the edition's manifest."""
        return f"{self.stem(id)}-manifest.json"


def product_file(stem: str, product: str) -> str:
    """Return the name of a product's file in an edition whose names begin with `stem`: `<stem>-memo.docx`."""
    return f"{stem}-{product}.{_EXTENSIONS[product]}"


class Builder(NamedTuple):
    """What made the files; `libraries` are "name version", sorted."""

    version: str
    code: str
    libraries: tuple[str, ...]


class BriefFile(NamedTuple):
    """The file that was built; `blob` is the name that Git gives its bytes, "" beside final copies."""

    file: str
    sha256: str
    blob: str


class File(NamedTuple):
    """A file that went into the products: a picture by the path that the brief gives, a font by its name."""

    path: str
    sha256: str


class ProductFile(NamedTuple):
    """A finished file; `pages` is None for a memo and a deck, `slides` for all but a deck."""

    product: str
    file: str
    sha256: str
    size: int
    pages: int | None
    slides: int | None
    fill: float | None


class Element(NamedTuple):
    """A value of the brief, the id of what it belongs to ("" without), and where each product says it."""

    path: str
    id: str
    places: dict[str, tuple[str, ...]]


class Manifest(NamedTuple):
    """The record of a build; the schema says what each entry means."""

    builder: Builder
    id: str
    title: str
    audience: str | None
    final: bool
    date: str | None
    status: str
    epoch: int
    warnings: int
    brief: BriefFile
    inputs: tuple[File, ...]
    fonts: tuple[File, ...]
    products: tuple[ProductFile, ...]
    rules: tuple[str, ...]
    elements: tuple[Element, ...]

    @property
    def edition(self) -> Edition:
        return Edition(self.audience, self.final)

    @property
    def origin(self) -> tuple[object, ...]:
        """Everything that decides the files: manifests with the same origin are of the same build."""
        return (self.builder, self.id, self.edition, self.epoch, self.brief, self.inputs)

    def product(self, name: str) -> ProductFile | None:
        """Return the entry of a product, or None where it was not made."""
        return next((one for one in self.products if one.product == name), None)


def as_bytes(entries: dict[str, Any]) -> bytes:
    """Return the file of a manifest with these entries: sorted, indented, closed by their digest."""
    whole = {**entries, "digest": _digest(entries)}
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")  # a file name that is no text, as JSON escapes it


def read(data: bytes) -> Manifest:
    """Return what a manifest says; raises `ValueError` for one that no build wrote, saying in what."""
    if len(data) > LARGEST:
        raise ValueError(f"it has {len(data):,} bytes, at most {LARGEST:,} are read")
    try:
        said = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is no JSON") from None
    told = fault(said, schema())
    if told:
        raise ValueError(told)
    if said.pop("digest") != _digest(said):
        raise ValueError("it was edited after the build that wrote it")
    return _named(said)


def _digest(entries: dict[str, Any]) -> str:
    plain = json.dumps(entries, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _named(said: dict[str, Any]) -> Manifest:
    builder, brief = said["builder"], said["brief"]
    return Manifest(
        builder=Builder(builder["version"], builder["code"], tuple(builder["libraries"])),
        id=said["id"],
        title=said["title"],
        audience=said["audience"],
        final=said["final"],
        date=said["date"],
        status=said["status"],
        epoch=said["epoch"],
        warnings=said["warnings"],
        brief=BriefFile(brief["file"], brief["sha256"], brief.get("blob", "")),
        inputs=tuple(File(one["path"], one["sha256"]) for one in said["inputs"]),
        fonts=tuple(File(one["name"], one["sha256"]) for one in said["fonts"]),
        products=tuple(
            ProductFile(
                one["product"],
                one["file"],
                one["sha256"],
                one["size"],
                one.get("pages"),
                one.get("slides"),
                one.get("fill"),
            )
            for one in said["products"]
        ),
        rules=tuple(said["rules"]),
        elements=tuple(
            Element(
                one["path"],
                one.get("id", ""),
                {product: tuple(places) for product, places in one["places"].items()},
            )
            for one in said["elements"]
        ),
    )
