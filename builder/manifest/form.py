"""A manifest as named values, and its text."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, NamedTuple

from builder.brief import PRODUCTS, UNRESTRICTED
from builder.manifest.schema import fault, schema

LARGEST = 50_000_000  # bytes of a manifest that is still read


class Edition(NamedTuple):
    """What is built for one audience.

    `audience` is one of the brief's, `UNRESTRICTED` for the whole of a brief that has audiences, or None for
    a brief without any. `final` files are for distribution: they have no bookmarks, snapshot or build id
    that link an edited file to its brief.
    """

    audience: str | None = None
    final: bool = False

    @property
    def names_brief(self) -> bool:
        """Whether its files may name the file they were built from: that commits to all that is in it."""
        return not self.final and self.audience in (None, UNRESTRICTED)

    def stem(self, id: str) -> str:
        """Return how the names of the edition's files begin: `<id>`, or `<id>-<audience>`."""
        return f"{id}-{self.audience}" if self.audience else id

    def manifest_name(self, id: str) -> str:
        """Return the name of the edition's manifest."""
        return f"{self.stem(id)}-manifest.json"


def product_file(stem: str, product: str) -> str:
    """Return the name of a product's file in an edition whose names begin with `stem`: `<stem>-memo.docx`."""
    return f"{stem}-{product}.{PRODUCTS[product]}"


class Builder(NamedTuple):
    """What made the files; `libraries` are "name version", sorted."""

    version: str
    code: str
    libraries: tuple[str, ...]


class File(NamedTuple):
    """A file that went into the products: a picture by its path in the brief, a font by its file name."""

    path: str
    sha256: str


class BriefFile(NamedTuple):
    """The brief that was built, the pictures it names, and how many warnings there were."""

    file: str
    sha256: str
    git_blob: str
    inputs: tuple[File, ...]
    warnings: int


class ProductFile(NamedTuple):
    """A finished file; `pages` is None for memo and deck, `slides` for all but a deck."""

    product: str
    file: str
    sha256: str
    size: int
    pages: int | None = None
    slides: int | None = None
    fill: float | None = None


class Element(NamedTuple):
    """A value of the brief, the id of its element ("" if it has none), and its locations in each product."""

    path: str
    id: str
    locations: dict[str, tuple[str, ...]]


class Manifest(NamedTuple):
    """The record of a build; the schema says what each entry means.

    Only working copies of the whole brief name its file: `brief` is None for editions and final copies.
    """

    builder: Builder
    id: str
    title: str
    audience: str | None
    final: bool
    date: str | None
    status: str
    epoch: int
    content: str
    brief: BriefFile | None
    fonts: tuple[File, ...]
    products: tuple[ProductFile, ...]
    rules: tuple[str, ...]
    elements: tuple[Element, ...]

    @property
    def edition(self) -> Edition:
        return Edition(self.audience, self.final)

    @property
    def origin(self) -> tuple[object, ...]:
        """Everything that decides the files: manifests with the same origin are from the same build."""
        brief = self.brief and self.brief._replace(warnings=0)
        return (self.builder, self.id, self.edition, self.epoch, self.content, brief)

    def product(self, name: str) -> ProductFile | None:
        """Return the entry of a product, or None if it was not made."""
        return next((one for one in self.products if one.product == name), None)


def as_bytes(entries: dict[str, Any]) -> bytes:
    """Return the file of a manifest: its entries sorted, one object per line, and their digest."""
    whole = {**entries, "digest": _digest(entries)}
    text = "{\n" + ",\n".join(f"{_json(key)}: {_rows(whole[key])}" for key in sorted(whole)) + "\n}\n"
    return text.encode("utf-8", "backslashreplace")  # a file name that is not text, escaped as in JSON


def _rows(value: Any) -> str:
    """Return a value as JSON, a list of objects with one object per line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read(data: bytes) -> Manifest:
    """Return the values of a manifest; raises `ValueError` for one that no build wrote, saying why."""
    if len(data) > LARGEST:
        raise ValueError(f"it has {len(data):,} bytes; the limit is {LARGEST:,}")
    try:
        values = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is not JSON") from None
    wrong = fault(values, schema())
    if wrong:
        raise ValueError(wrong)
    if values.pop("digest") != _digest(values):
        raise ValueError("it was edited after the build")
    del values["version"]
    return _named(values)


def _digest(entries: dict[str, Any]) -> str:
    plain = json.dumps(entries, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _named(values: dict[str, Any]) -> Manifest:
    builder, brief = values["builder"], values.get("brief")
    values |= {
        "builder": Builder(**{**builder, "libraries": tuple(builder["libraries"])}),
        "brief": brief and BriefFile(**{**brief, "inputs": tuple(File(**one) for one in brief["inputs"])}),
        "fonts": tuple(File(one["name"], one["sha256"]) for one in values["fonts"]),
        "products": tuple(ProductFile(**one) for one in values["products"]),
        "rules": tuple(values["rules"]),
        "elements": tuple(
            Element(
                one["path"], one.get("id", ""), {name: tuple(at) for name, at in one["locations"].items()}
            )
            for one in values["elements"]
        ),
    }
    return Manifest(**values)
