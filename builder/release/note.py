"""Writes the README.txt of a bundle, which its recipient reads first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from builder.languages.labels import Labels
from builder.languages.language import language_for
from builder.outline.blocks import Closing, Front, Outline
from builder.outline.text import Product
from builder.release.keys import NAMESPACE

NAME, SUMS, SIGNATURE = "README.txt", "SHA256SUMS", "SHA256SUMS.sig"

_WIDTH = 96  # characters of a line


def note(
    outline: Outline,
    bundle: str,
    files: Sequence[tuple[str, Product | None]],
    key: str | None,
    *,
    unrestricted: bool,
) -> str:
    """Return the note in the language of the brief.

    `bundle` is the name of the zip file, `files` are the names in it, each with its product, or None for the
    manifest; `key` is the fingerprint of the key that signs, if any; `unrestricted` says that these are
    copies of a whole brief with restricted parts.
    """
    language = language_for(outline.language)
    words, labels = language.release, language.labels
    rows = [(name, product_name(product, labels) if product else words.record) for name, product in files]
    rows += [(SUMS, words.sums)] + ([(SIGNATURE, words.signature)] if key else [])
    width = max(len(name) for name, _ in rows)
    contact = contact_line(outline, labels)
    by_key = f"    ssh-keygen -Y check-novalidate -n {NAMESPACE} -s {SIGNATURE} < {SUMS}"
    lines = (
        *headed(outline),
        "",
        _filled(words.three_files),
        *([_filled(words.unrestricted)] if unrestricted else []),
        "",
        *(f"  {name:<{width}}  {what}" for name, what in rows),
        *(["", contact] if contact else []),
        "",
        words.check,
        f"  {words.with_builder}",
        f"    brief verify {bundle}",
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
