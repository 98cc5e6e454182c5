"""Records in a manifest what was made, and from what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from builder.manifest.current import this_builder
from builder.manifest.form import BriefFile, File, Font, Manifest, ProductFile
from builder.manifest.record import elements, record
from builder.outline.blocks import Front
from builder.outline.text import Product
from builder.pipeline.prepared import Prepared
from builder.pipeline.products import Made


def manifest_of(prepared: Prepared, made: Sequence[Made], warnings: int) -> bytes:
    """Return the manifest of the products `made`, with those of the folder that are of the same build."""
    return record(described(prepared, made, warnings), prepared.request.out)


def described(prepared: Prepared, made: Sequence[Made], warnings: int) -> Manifest:
    """Return what the manifest says of the products `made`; equal products have equal manifests."""
    from builder.brief.walk import ids_of
    from builder.report.rules import RULES

    outline, edition = prepared.outline, prepared.request.edition
    return Manifest(
        builder=prepared.request.call(this_builder),
        audience=edition.audience,
        final=edition.final,
        **about(prepared),
        epoch=outline.epoch,
        content=prepared.content,
        brief=_brief(prepared, warnings) if edition.names_brief else None,
        fonts=_fonts(made),
        products=tuple(_product(prepared, one) for one in made),
        rules=tuple(sorted(RULES)),
        elements=elements((each for one in made for each in one.appears), ids_of(prepared.brief)),
    )


def about(prepared: Prepared) -> dict[str, Any]:
    """Return what a manifest says of the brief itself, by its keys."""
    brief, outline = prepared.brief, prepared.outline
    front = outline.one(Front)
    return {
        "id": outline.id,
        "title": front.title.plain if front else outline.properties.title,
        "date": str(brief.date) if brief.date else None,
        "status": brief.status,
    }


def _brief(prepared: Prepared, warnings: int) -> BriefFile:
    loaded = prepared.loaded
    return BriefFile(
        file=loaded.path.name,
        sha256=loaded.digest,
        git_blob=loaded.build_id,
        inputs=inputs_of(prepared),
        warnings=warnings,
        params=dict(sorted(prepared.request.given.items())),
    )


def inputs_of(prepared: Prepared) -> tuple[File, ...]:
    """Return the files that the brief names, or extends."""
    loaded, files = prepared.loaded, sorted(set(prepared.brief.picture_files.values()))
    inputs = tuple(File(path=file, sha256=loaded.pictures[file].origin) for file in files)
    inputs += tuple(File(path=one.name, sha256=one.digest) for one in loaded.templates.values())
    if loaded.house:
        inputs += (File(path=loaded.house.name, sha256=loaded.house.digest),)
    if prepared.look:
        inputs += tuple(File(path=name, sha256=digest) for name, digest in prepared.look.digests.items())
    if loaded.facts:
        inputs += tuple(File(path=data.name, sha256=data.digest) for data in loaded.facts.files)
    if any(source.file for source in loaded.brief.sources):
        from builder.manifest.pins import source_pins

        inputs += tuple(dict.fromkeys(source_pins(loaded).values()))
    return inputs


def _product(prepared: Prepared, one: Made) -> ProductFile:
    deck = one.product is Product.DECK
    return ProductFile(
        product=one.product.value,
        file=prepared.target(one.product).name,
        sha256=sha256(one.data).hexdigest(),
        size=len(one.data),
        pages=None if deck else one.pages,
        slides=one.pages if deck else None,
        fill=None if one.fill is None else round(one.fill, 3),
    )


def _fonts(made: Iterable[Made]) -> tuple[Font, ...]:
    """Return the font files from which the summary embeds glyphs; Office files embed none."""
    faces = {face for one in made if one.product is Product.SUMMARY for face in one.faces}
    return tuple(Font(name=_font_name(face), sha256=_font(face)) for face in sorted(faces))


def _font_name(face: str) -> str:
    from builder.theme.fonts import FILES

    return Path(face).name if face.endswith(FILES) else f"{face}.ttf"


@cache
def _font(face: str) -> str:
    from builder.theme.fonts import font_file

    path = font_file(face)
    assert path is not None, "the summary is set in it"
    return sha256(path.read_bytes()).hexdigest()
