"""Packs final copies and their manifest into one zip that its recipient can verify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from builder.export.office.package import moment
from builder.manifest.form import UNRESTRICTED
from builder.outline.text import Product
from builder.release.archive import pack
from builder.release.keys import fingerprint, public_form
from builder.release.note import NAME, SIGNATURE, SUMS, note
from builder.release.signature import sign

if TYPE_CHECKING:
    from builder.pipeline.prepared import Prepared
    from builder.pipeline.products import Made
    from builder.release.keys import Private


def bundle_name(prepared: Prepared) -> str:
    """Return the name of an edition's bundle: `<id>-release.zip`, or `<id>-<audience>-release.zip`."""
    return f"{prepared.stem}-release.zip"


def bundle(prepared: Prepared, made: Sequence[Made], manifest: bytes, key: Private | None) -> bytes:
    """Return the zip of an edition: its products, manifest, note and checksums, signed if there is a key.

    Equal input gives equal bytes; with some ECDSA keys, all but the signature.
    """
    outline, record = prepared.outline, prepared.manifest.name
    products = {prepared.target(one.product).name: one for one in made}
    listed: list[tuple[str, Product | None]] = [(name, one.product) for name, one in products.items()]
    listed.append((record, None))
    signer = fingerprint(public_form(key.public_key())[0]) if key else None
    files = {name: one.data for name, one in products.items()} | {record: manifest}
    whole = prepared.request.edition.audience == UNRESTRICTED
    files[NAME] = note(outline, bundle_name(prepared), listed, signer, unrestricted=whole).encode()
    sums = sums_of(files)
    files[SUMS] = sums
    if key:
        files[SIGNATURE] = sign(key, sums)
    return pack(files, moment(outline.epoch))


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the hashes of files as `sha256sum -c` reads them, in the order of their names."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("ascii")
