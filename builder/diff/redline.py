"""Makes the three files of a version in which its reader sees what changed since another one."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from builder.diff.memo import tracked
from builder.diff.versions import Version
from builder.diff.what_changed import NOTED, what_changed, with_note
from builder.outline.blocks import Changes, Outline
from builder.outline.text import Product
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.products import Made, draft, make
from builder.pipeline.request import Request, in_order
from builder.report.problems import BriefError


def redlines(old: Version, new: Version, products: Iterable[Product | str]) -> dict[Product, bytes]:
    """Return the redlines of products: the memo with tracked changes, the others with a block of changes.

    Deck and one-page are compared with what they must say, the changes included. Raises `BriefError` where a
    version cannot be built, or a redline has errors.
    """
    wanted = in_order(products)
    before, after = (_prepared(version) for version in (old, new))
    outline = _with_changes(before, after, old.dated)
    found: dict[Product, bytes] = {}
    for product in wanted:
        if product is Product.MEMO:
            found[product] = tracked(_memo(before), _memo(after), after.outline.epoch)
        else:
            found[product] = _made(after, outline, product)
    return found


def _prepared(version: Version) -> Prepared:
    if version.errors:
        raise BriefError(version.problems, version.loaded.sources)
    return compose_for(Request(version.loaded.path), version.loaded)


def _memo(prepared: Prepared) -> bytes:
    made = draft(prepared.outline, Product.MEMO, prepared.theme)
    if not made.data:
        raise BriefError(prepared.locate(made.problems), prepared.sources)
    return made.data


def _with_changes(before: Prepared, after: Prepared, dated: str | None) -> Outline:
    block = what_changed(before.brief, after.brief, after.outline, dated)
    return replace(after.outline, blocks=(block, *after.outline.blocks))


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
