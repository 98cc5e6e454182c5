"""A manifest as values, whose types are its JSON Schema too, and its text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from msgspec import Meta, Struct, convert, to_builtins
from msgspec.structs import replace

from builder.brief import PRODUCTS, UNRESTRICTED

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


# What an entry may be, and what it means.

_Sha256: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 of its bytes.")]
_Count: TypeAlias = Annotated[int, Meta(ge=0)]
_Product: TypeAlias = Annotated[
    str, Meta(pattern=f"^({'|'.join(PRODUCTS)})$", description="Which of the three: memo, deck or summary.")
]
_Date: TypeAlias = Annotated[str, Meta(pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?$")]
# One folder name or file name, never a way out of the folder.
_Name: TypeAlias = Annotated[
    str, Meta(pattern=r"^[^/\\:]+$", description="Name of the file, without its folder.")
]


class _Entries(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An object of a manifest."""


class Builder(_Entries, frozen=True, kw_only=True):
    """The program that built the files."""

    version: Annotated[str, Meta(description="Version of policy-brief-builder.")]
    code: Annotated[_Sha256, Meta(description="SHA-256 of the package's modules and data.")]
    libraries: Annotated[
        tuple[Annotated[str, Meta(description="Name and version, such as reportlab 5.0.1.")], ...],
        Meta(description="Libraries that read the brief and write the files."),
    ]


class File(_Entries, frozen=True, kw_only=True):
    """A picture, data file, template, theme or source that the brief names, or the file that it extends."""

    path: Annotated[str, Meta(description="Path relative to the brief's folder, as in the brief.")]
    sha256: _Sha256


class Font(_Entries, frozen=True, kw_only=True):
    """A font file from which the summary embeds glyphs."""

    name: _Name
    sha256: _Sha256


class BriefFile(_Entries, frozen=True, kw_only=True):
    """The brief that was built."""

    file: _Name
    sha256: _Sha256
    git_blob: Annotated[str, Meta(pattern="^[0-9a-f]{40}$", description="Its blob name in Git.")]
    inputs: Annotated[
        tuple[File, ...],
        Meta(description="Pictures, data, templates, themes and sources that it names, and what it extends."),
    ]
    warnings: Annotated[
        _Count, Meta(description="Number of warnings of the build; with an error there is no build.")
    ]
    params: Annotated[
        dict[str, str], Meta(description="What the row of a batch gave for the parameters of the brief.")
    ] = {}


class ProductFile(_Entries, frozen=True, kw_only=True):
    """A finished file."""

    product: _Product
    file: _Name
    sha256: _Sha256
    size: Annotated[_Count, Meta(description="Bytes.")]
    pages: Annotated[_Count | None, Meta(description="Pages; unknown for the memo, which Word lays out.")] = (
        None
    )
    slides: Annotated[_Count | None, Meta(description="Slides of the deck.")] = None
    fill: Annotated[
        Annotated[float, Meta(ge=0)] | None, Meta(description="How full its page is, from 0 to 1.")
    ] = None


_Locations: TypeAlias = Annotated[
    tuple[Annotated[str, Meta(description="A location, such as slide 7, notes.")], ...],
    Meta(description="Locations in reading order."),
]


class Element(_Entries, frozen=True, kw_only=True):
    """A value of the brief that appears in the files."""

    path: Annotated[
        str, Meta(description="Path of the value in the brief, such as sections[0].arguments[1].claim.")
    ]
    id: Annotated[str, Meta(description="Id of the element that the value belongs to.")] = ""
    locations: Annotated[dict[_Product, _Locations], Meta(description="Where it appears, by product.")]


class Manifest(_Entries, frozen=True, kw_only=True):
    """The record of a build. Only working copies of the whole brief name its file."""

    builder: Annotated[Builder, Meta(description="The program that built the files.")]
    id: Annotated[str, Meta(description="The id of the brief, with which the names of the files begin.")]
    title: Annotated[str, Meta(description="Title of the brief, as printed in the files.")]
    audience: Annotated[
        str | None,
        Meta(description="The audience of this edition; `unrestricted` for all; null if none is declared."),
    ]
    final: Annotated[
        bool, Meta(description="Whether these are final copies, without identifiers of the brief.")
    ]
    date: Annotated[_Date | None, Meta(description="Date of the brief.")]
    status: Annotated[str, Meta(description="Status of the brief: draft, review or final.")]
    epoch: Annotated[_Count, Meta(description="Unix timestamp of every date inside the files.")]
    content: Annotated[
        _Sha256, Meta(description="SHA-256 of what this edition says, nothing withheld included.")
    ]
    brief: Annotated[
        BriefFile | None,
        Meta(description="The file that was built; absent for the edition of an audience and final copies."),
    ] = None
    fonts: Annotated[tuple[Font, ...], Meta(description="Font files from which the summary embeds glyphs.")]
    products: Annotated[tuple[ProductFile, ...], Meta(description="The finished files.")]
    rules: Annotated[
        tuple[Annotated[str, Meta(description="Name of a rule.")], ...],
        Meta(description="Rules that brief and files were checked against."),
    ]
    elements: Annotated[
        tuple[Element, ...], Meta(description="Every value of the brief that appears in the files.")
    ]

    @property
    def edition(self) -> Edition:
        return Edition(self.audience, self.final)

    @property
    def origin(self) -> tuple[object, ...]:
        """Everything that decides the files: manifests with the same origin are from the same build."""
        brief = self.brief and replace(self.brief, warnings=0)
        return (self.builder, self.id, self.edition, self.epoch, self.content, brief)

    def product(self, name: str) -> ProductFile | None:
        """Return the entry of a product, or None if it was not made."""
        return next((one for one in self.products if one.product == name), None)


class Record(Manifest, frozen=True, kw_only=True):
    """Written beside the files by every build: their origin, and where each element of the brief appears."""

    version: Annotated[Literal[1], Meta(description="Version of this format.")]
    digest: Annotated[
        _Sha256,
        Meta(
            description="SHA-256 of this file's other entries as JSON without white space and with sorted "
            "keys: it detects edits by hand, not forgery."
        ),
    ]


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a manifest."""
    from msgspec.json import schema as schema_of

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Manifest of a policy brief's files",
        **schema_of(Record),
    }


def entries_of(manifest: Manifest) -> dict[str, Any]:
    """Return the entries of a manifest as JSON: elements sorted by their paths, without what is unknown."""
    elements = sorted(manifest.elements, key=lambda one: _natural(one.path))
    found: dict[str, Any] = to_builtins(replace(manifest, elements=tuple(elements)))
    return {"version": 1, **found}


def _natural(path: str) -> list[tuple[int, str]]:
    """Return what sorts `rows[10]` behind `rows[9]`."""
    parts = path.replace("[", ".").replace("]", "").split(".")
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def as_bytes(entries: dict[str, Any]) -> bytes:
    """Return the file of a manifest: its entries sorted, one object per line, and their digest."""
    whole = {**entries, "digest": _digest(entries)}
    text = "{\n" + ",\n".join(f"{_json(key)}: {_rows(whole[key])}" for key in sorted(whole)) + "\n}\n"
    return text.encode("utf-8", "backslashreplace")  # a file name that is not text, escaped as in JSON


def _rows(value: Any) -> str:
    """Return a value as JSON, a list of objects with one object per line."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
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
    convert(values, Record)
    if not is_whole(values):
        raise ValueError("it was edited after the build")
    del values["version"], values["digest"]
    return convert(values, Manifest)


def is_whole(entries: Mapping[str, Any]) -> bool:
    """Whether the entries of a record are those whose digest it has."""
    return entries.get("digest") == _digest({key: one for key, one in entries.items() if key != "digest"})


def _digest(entries: dict[str, Any]) -> str:
    plain = json.dumps(entries, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
