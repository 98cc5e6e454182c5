"""Makes the three files of a version in which its reader sees what changed since another one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from builder.diff.compare import compare_versions
from builder.diff.memo import tracked
from builder.diff.sides import Compared, audience_of, compared
from builder.diff.versions import Version
from builder.diff.what_changed import NOTED, what_changed, with_note
from builder.manifest.form import Edition
from builder.outline.blocks import Changes, Outline
from builder.outline.text import Product
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.products import Made, draft, make
from builder.pipeline.request import Request, in_order
from builder.report.problems import BriefError, error


def redlines(
    old: Version, new: Version, products: Iterable[Product | str], key: Path, audience: str | None = None
) -> dict[Product, bytes]:
    """Return the redlines of products: the memo with tracked changes, the others with a block of changes.

    Deck and one-page are compared with what they must say, the changes included. The old version may be known
    by a file alone, whose fields are told apart by the new one; if it was released for an audience, so is the
    redline for that. Raises `BriefError` where a version cannot be built, or a redline has errors.
    """
    wanted = in_order(products)
    audience = audience or audience_of(old)
    after = prepared_of(new, audience)
    before = None if old.built else prepared_of(old, audience)
    if before is None:
        found = compared(old, new, key, audience)
    else:
        found = Compared(before.brief, after.brief, tuple(compare_versions(before.brief, after.brief)))
    block = what_changed(found, after.outline, old.dated)
    outline = replace(after.outline, blocks=(block, *after.outline.blocks))
    made: dict[Product, bytes] = {}
    for product in wanted:
        if product is Product.MEMO:
            data = _memo(before) if before else _memo_of(old)
            made[product] = tracked(data, _memo(after), after.outline.epoch)
        else:
            made[product] = _made(after, outline, product)
    return made


def prepared_of(version: Version, audience: str | None) -> Prepared:
    """Return a version that can be built; raises `BriefError` for any other."""
    if version.loaded is None:
        hint = "name its brief, or leave NEW out for `brief.yaml`"
        raise BriefError(
            [
                error(
                    "file-readable",
                    "",
                    f"{version.name} is no brief, which redlines and pictures are made of",
                    hint,
                )
            ],
            {},
        )
    if version.errors:
        raise BriefError(version.problems, version.loaded.sources)
    return compose_for(Request(version.loaded.path, edition=Edition(audience)), version.loaded)


def _memo_of(version: Version) -> bytes:
    """Return the memo of a version that is known by a file."""
    if version.built is None or version.built.product is not Product.MEMO:
        hint = "name a memo, a bundle with one, or a brief as OLD"
        raise BriefError(
            [error("file-readable", "", f"{version.name} has no memo to track changes from", hint)], {}
        )
    return version.built.data


def _memo(prepared: Prepared) -> bytes:
    made = draft(prepared.outline, Product.MEMO, prepared.theme)
    if not made.data:
        raise BriefError(prepared.locate(made.problems), prepared.sources)
    return made.data


def _made(prepared: Prepared, outline: Outline, product: Product) -> bytes:
    """Return a product with the changes; the note of the one-page is as long as that has room for."""
    made: Made | None = None
    for count in NOTED if product is Product.SUMMARY else NOTED[:1]:
        blocks = (
            with_note(block, count, outline.labels) if isinstance(block, Changes) else block
            for block in outline.blocks
        )
        made = make(replace(outline, blocks=tuple(blocks)), product, prepared.theme)
        if not any(problem.is_error for problem in made.problems):
            return made.data
    assert made is not None
    raise BriefError(prepared.locate(made.problems), prepared.sources)
