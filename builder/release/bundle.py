"""Packs final copies and their manifest into one zip that its recipient can verify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from builder.brief import UNRESTRICTED
from builder.export.office.package import moment
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
    signer = fingerprint(public_form(key.public_key())[0]) if key else None
    files = {prepared.target(one.product).name: one.data for one in made}
    files |= {prepared.manifest.name: manifest, NAME: note_of(prepared, signer).encode()}
    sums = sums_of(files)
    files[SUMS] = sums
    if key:
        files[SIGNATURE] = sign(key, sums)
    return pack(files, moment(prepared.outline.epoch))


def note_of(prepared: Prepared, signer: str | None) -> str:
    """Return the note to the recipient of an edition's bundle, signed with the key of that fingerprint."""
    listed: list[tuple[str, Product | None]] = [
        (prepared.target(product).name, product) for product in prepared.request.only
    ]
    listed.append((prepared.manifest.name, None))
    whole = prepared.request.edition.audience == UNRESTRICTED
    return note(prepared.outline, bundle_name(prepared), listed, signer, unrestricted=whole)


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the hashes of files as `sha256sum -c` reads them, in the order of their names."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("ascii")
