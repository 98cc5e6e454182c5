"""The brief while edits are made in it: its bytes, what they say, and what its files say."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from builder.brief.load import Loaded, load_brief
from builder.brief.yaml.tree import rewritten
from builder.outline.text import Product
from builder.pipeline.prepared import compose_for
from builder.pipeline.products import draft
from builder.pipeline.request import Request
from builder.pull.snapshot import Snapshot, opened, snapshot_of
from builder.report.problems import BriefError


class Home:
    """The brief while edits are made in it: its bytes, what they say, and the snapshots of its products."""

    def __init__(self, request: Request, data: bytes | None) -> None:
        self.request = request
        self.loaded = load_brief(request.brief, data)
        self.data = data or b""
        self._snapshots: dict[Product, Snapshot] = {}

    def snapshot(self, product: Product) -> Snapshot:
        """Return what a product says that is built now; raises `BriefError` if it does not fit."""
        if product not in self._snapshots:
            self._snapshots[product] = snapshot_now(self.request, self.loaded, product)
        return self._snapshots[product]

    def is_other(self, snapshot: Snapshot) -> bool:
        """Whether a file was built from another brief: neither its id nor its title is that of this one."""
        if snapshot.build == self.loaded.build_id:
            return False
        outline = compose_for(self.request, self.loaded).outline
        return not snapshot.is_of(outline.id, outline.properties.title)

    def changed(self, text: str, products: Iterable[Product]) -> Home:
        """Return the brief with another text; raises `BriefError` if it, or a product, has errors."""
        home = Home(self.request, rewritten(self.data, lambda _: text))
        for product in products:
            home.snapshot(product)
        return home


def snapshot_now(request: Request, loaded: Loaded, product: Product) -> Snapshot:
    """Return what a product of a brief says; raises `BriefError` if it has errors or does not fit."""
    prepared = compose_for(request, loaded)
    outline = prepared.outline
    if not outline.build_id:  # a final copy has no snapshot
        outline = replace(outline, build_id=prepared.content[:40])
    made = draft(outline, product, prepared.theme)
    if not made.data:
        raise BriefError(made.problems, prepared.sources)
    found = snapshot_of(opened(made.data))
    assert found is not None
    return found
