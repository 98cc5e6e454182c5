"""Finished products, and what they were made from, become the bytes of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.manifest.current import has_product, name_of, read_file, this_builder
from builder.manifest.form import BriefFile, Edition, Element, File, Manifest, ProductFile, as_bytes
from builder.manifest.schema import VERSION
from builder.outline.blocks import Front
from builder.outline.text import Product

if TYPE_CHECKING:
    from builder.outline.blocks import Outline
    from builder.products import Made
    from builder.trace.appearances import Appearance

_ORDER = [product.value for product in Product]


def record(
    outline: Outline,
    made: Sequence[Made],
    *,
    folder: Path,
    edition: Edition,
    date: str | None,
    status: str,
    warnings: int,
    brief: BriefFile,
    inputs: Mapping[str, str],
    ids: Mapping[str, str],
    rules: Iterable[str],
) -> bytes:
    """Return the manifest of the products `made`, which will stand in `folder`.

    `inputs` maps each picture's path to the SHA-256 of its file, `ids` the path of a part of the brief to its
    id. Products of the folder that were not made this time are kept in the record if they were made from the
    same and are as they were. Equal products give equal bytes.
    """
    manifest = Manifest(
        builder=this_builder(),
        id=outline.id,
        title=_title(outline),
        audience=edition.audience,
        final=edition.final,
        date=date,
        status=status,
        epoch=outline.epoch,
        warnings=warnings,
        brief=brief,
        inputs=tuple(File(path, inputs[path]) for path in sorted(inputs)),
        fonts=_fonts(made),
        products=tuple(_product(outline, one, edition) for one in made),
        rules=tuple(sorted(rules)),
        elements=_elements((each for one in made for each in one.appears), ids),
    )
    return as_bytes(_entries(_with_kept(manifest, folder)))


def file_name(outline_id: str, edition: Edition, product: Product) -> str:
    """Return the name of a product's file: `<id>-memo.docx`, or `<id>-<audience>-memo.docx`."""
    from builder.products import EXTENSIONS

    stem = name_of(outline_id, edition).removesuffix("-manifest.json")
    return f"{stem}-{product.value}.{EXTENSIONS[product]}"


def _title(outline: Outline) -> str:
    front = outline.one(Front)
    return front.title.plain if front else outline.properties.title


def _product(outline: Outline, one: Made, edition: Edition) -> ProductFile:
    deck = one.product is Product.DECK
    return ProductFile(
        product=one.product.value,
        file=file_name(outline.id, edition, one.product),
        sha256=sha256(one.data).hexdigest(),
        size=len(one.data),
        pages=None if deck else one.pages,
        slides=one.pages if deck else None,
        fill=None if one.fill is None else round(one.fill, 3),
    )


def _fonts(made: Iterable[Made]) -> tuple[File, ...]:
    """Return the font files from which the summary embeds glyphs; Office files embed none."""
    faces = {face for one in made if one.product is Product.SUMMARY for face in one.faces}
    return tuple(File(f"{face}.ttf", _font(face)) for face in sorted(faces))


@cache
def _font(face: str) -> str:
    from builder.theme.fonts import font_file

    path = font_file(face)
    assert path is not None, "the summary is set in it"
    return sha256(path.read_bytes()).hexdigest()


def _elements(appears: Iterable[Appearance], ids: Mapping[str, str]) -> tuple[Element, ...]:
    """Return the values that appear, in reading order of the first product, each with its places, once."""
    places: dict[str, dict[str, dict[str, None]]] = {}
    for one in appears:
        places.setdefault(one.path, {}).setdefault(one.product.value, {})[one.place] = None
    return tuple(
        Element(path, _id_of(path, ids), {product: tuple(each) for product, each in by_product.items()})
        for path, by_product in places.items()
    )


def _id_of(path: str, ids: Mapping[str, str]) -> str:
    """Return the id of the smallest part of the brief with one that the value at `path` belongs to."""
    while path and path not in ids:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return ids.get(path, "")


def _with_kept(manifest: Manifest, folder: Path) -> Manifest:
    """Add the products of the folder that were made from the same and are as they were recorded."""
    old = read_file(folder / name_of(manifest.id, manifest.edition))
    made = {one.product for one in manifest.products}
    if old is None or old.origin != manifest.origin:
        return manifest
    kept = {one.product for one in old.products if one.product not in made}
    kept = {name for name in kept if has_product(folder, old, name)}
    if not kept:
        return manifest
    products = sorted(
        (*manifest.products, *(one for one in old.products if one.product in kept)),
        key=lambda one: _ORDER.index(one.product),
    )
    return manifest._replace(
        warnings=max(old.warnings, manifest.warnings),  # those of the kept ones are not known apart
        fonts=old.fonts if "summary" in kept else manifest.fonts,
        products=tuple(products),
        elements=_joined(old.elements, manifest.elements, kept),
    )


def _joined(old: Iterable[Element], new: Iterable[Element], kept: set[str]) -> tuple[Element, ...]:
    """Return the elements with the places of the kept products from the old record."""
    joined = {one.path: one for one in new}
    for one in old:
        places = {product: places for product, places in one.places.items() if product in kept}
        if places:
            now = joined.get(one.path, one._replace(places={}))
            joined[one.path] = now._replace(places=places | now.places)
    return tuple(joined.values())


def _entries(manifest: Manifest) -> dict[str, Any]:
    """Return the entries as JSON wants them: elements sorted by their paths, without what is absent."""
    entries = manifest._asdict()
    builder, brief = manifest.builder._asdict(), manifest.brief._asdict()
    elements = sorted(manifest.elements, key=lambda one: _natural(one.path))
    return {
        "version": VERSION,
        **entries,
        "builder": {**builder, "libraries": list(manifest.builder.libraries)},
        "brief": {key: value for key, value in brief.items() if value},
        "inputs": [one._asdict() for one in manifest.inputs],
        "fonts": [{"name": one.path, "sha256": one.sha256} for one in manifest.fonts],
        "products": [
            {key: value for key, value in one._asdict().items() if value is not None}
            for one in manifest.products
        ],
        "rules": list(manifest.rules),
        "elements": [
            {"path": one.path, **({"id": one.id} if one.id else {}), "places": one.places} for one in elements
        ],
    }


def _natural(path: str) -> list[tuple[int, str]]:
    """Return what sorts `rows[10]` behind `rows[9]`."""
    parts = path.replace("[", ".").replace("]", "").split(".")
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
