"""Packs final copies, their manifest and a note into one zip that its recipient can verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from textwrap import fill
from typing import TYPE_CHECKING

from builder.brief import UNRESTRICTED
from builder.export.office.package import moment
from builder.languages.labels import Labels
from builder.languages.language import language_for
from builder.outline.blocks import Closing, Front, Outline
from builder.outline.text import Product
from builder.release.archive import pack
from builder.release.keys import NAMESPACE, fingerprint, public_form
from builder.release.signature import sign

if TYPE_CHECKING:
    from builder.pipeline.prepared import Prepared
    from builder.pipeline.products import Made
    from builder.release.keys import Private


NAME, SUMS, SIGNATURE = "README.txt", "SHA256SUMS", "SHA256SUMS.sig"

_WIDTH = 96  # characters of a line


def bundle_name(stem: str) -> str:
    """Return the name of an edition's bundle: `<id>-release.zip`, or `<id>-<audience>-release.zip`."""
    return f"{stem}-release.zip"


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


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the hashes of files as `sha256sum -c` reads them, in the order of their names."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("ascii")


def note_of(prepared: Prepared, key: str | None) -> str:
    """Return the note to the recipient of an edition's bundle, signed with the `key` of that fingerprint."""
    outline = prepared.outline
    language = language_for(outline.language)
    words, labels = language.release, language.labels
    rows = [(prepared.target(one).name, product_name(one, labels)) for one in prepared.request.only]
    rows += [(prepared.manifest.name, words.record), (SUMS, words.sums)]
    rows += [(SIGNATURE, words.signature)] if key else []
    width = max(len(name) for name, _ in rows)
    contact = contact_line(outline, labels)
    by_key = f"    ssh-keygen -Y check-novalidate -n {NAMESPACE} -s {SIGNATURE} < {SUMS}"
    lines = (
        *headed(outline),
        "",
        _filled(words.three_files),
        *([_filled(words.unrestricted)] if prepared.request.edition.audience == UNRESTRICTED else []),
        "",
        *(f"  {name:<{width}}  {what}" for name, what in rows),
        *(["", contact] if contact else []),
        "",
        words.check,
        f"  {words.with_builder}",
        f"    brief verify {bundle_name(prepared.stem)}",
        f"  {words.without}",
        *(f"    {command} {SUMS}" for command in ("sha256sum -c", "shasum -a 256 -c")),
        "    Get-FileHash *",
        *([f"  {words.on_the_signature}", by_key] if key else []),
        "",
        _filled(words.signed.format(key=key) if key else words.unsigned),
        "",
    )
    return "\n".join(lines)


def headed(outline: Outline) -> Iterator[str]:
    """Yield the first lines: how the files are to be handled, and what they are."""
    marked = marking_line(outline)
    if marked:
        yield marked
        yield ""
    front = outline.one(Front)
    if front is not None:
        about = (front.kind, front.status, front.organisation)
        yield front.title.plain
        if front.subtitle:
            yield front.subtitle.plain
        yield outline.labels.dot.join(part.plain for part in about if part)


def marking_line(outline: Outline) -> str:
    """Return the handling marking with its caveat and embargo, "" without one."""
    front = outline.one(Front)
    marking = front.marking if front else None
    if marking is None:
        return ""
    return outline.labels.dot.join(part.plain for part in (marking.label, marking.caveat) if part)


def contact_line(outline: Outline, labels: Labels) -> str:
    """Return whom to ask, in the language of `labels`; "" if the brief does not say."""
    closing = outline.one(Closing)
    contact = closing.contact if closing else None
    return f"{labels.contact}{labels.colon}{contact.plain}" if contact else ""


def product_name(product: Product, labels: Labels) -> str:
    """Return what a product is called, and the program that opens it."""
    match product:
        case Product.MEMO:
            return f"{labels.memo} (Word)"
        case Product.DECK:
            return f"{labels.slides} (PowerPoint)"
        case Product.SUMMARY:
            return f"{labels.one_page_summary} (PDF)"


def _filled(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
