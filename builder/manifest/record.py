"""Writes a manifest, and keeps in it the products of the same build that were not made this time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.brief import PRODUCTS
from builder.manifest.current import has_product, read_file
from builder.manifest.form import Element, Manifest, as_bytes, entries_of
from builder.report.problems import enclosing

if TYPE_CHECKING:
    from builder.trace.appearances import Appearance


def record(manifest: Manifest, folder: Path) -> bytes:
    """Return the file of a manifest for products that will be in `folder`.

    Products of the folder that were not made this time stay in the record if they were made from the same
    and have not changed.
    """
    return as_bytes(entries_of(_with_kept(manifest, folder)))


def elements(appears: Iterable[Appearance], ids: Mapping[str, str]) -> tuple[Element, ...]:
    """Return the values that appear, in reading order of the first product, each with its locations, once.

    `ids` maps the path of a part of the brief to its id; a value has that of the smallest part around it.
    """
    locations: dict[str, dict[str, dict[str, None]]] = {}
    for one in appears:
        locations.setdefault(one.path, {}).setdefault(one.product.value, {})[one.location] = None
    return tuple(
        Element(
            path=path,
            id=next((ids[each] for each in enclosing(path) if each in ids), ""),
            locations={product: tuple(each) for product, each in by_product.items()},
        )
        for path, by_product in locations.items()
    )


def _with_kept(manifest: Manifest, folder: Path) -> Manifest:
    """Add the products of the folder that were made from the same and are as they were recorded."""
    old = read_file(folder / manifest.edition.manifest_name(manifest.id))
    made = {one.product for one in manifest.products}
    if old is None or old.origin != manifest.origin:
        return manifest
    kept = {one.product for one in old.products if one.product not in made}
    kept = {name for name in kept if has_product(folder, old, name)}
    if not kept:
        return manifest
    products = sorted(
        (*manifest.products, *(one for one in old.products if one.product in kept)),
        key=lambda one: list(PRODUCTS).index(one.product),
    )
    warnings = max(one.brief.warnings if one.brief else 0 for one in (old, manifest))
    return replace(
        manifest,
        brief=manifest.brief and replace(manifest.brief, warnings=warnings),
        fonts=old.fonts if "summary" in kept else manifest.fonts,
        products=tuple(products),
        elements=_joined(old.elements, manifest.elements, kept),
    )


def _joined(old: Iterable[Element], new: Iterable[Element], kept: set[str]) -> tuple[Element, ...]:
    """Return the elements with the locations of the kept products from the old record."""
    joined = {one.path: one for one in new}
    for one in old:
        locations = {product: locations for product, locations in one.locations.items() if product in kept}
        if locations:
            now = joined.get(one.path, replace(one, locations={}))
            joined[one.path] = replace(now, locations=locations | now.locations)
    return tuple(joined.values())
