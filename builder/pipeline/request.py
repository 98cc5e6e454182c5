"""What a run is asked for, how it reports, and the second process that helps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from builder.manifest.form import Edition
from builder.outline.text import Product

if TYPE_CHECKING:
    from builder.brief.load import Opened
    from builder.pipeline.worker import Worker

ALL = tuple(Product)

Result = TypeVar("Result")


def silent(_: str) -> None:
    """Report nothing."""


class Request(Struct, frozen=True):
    """What to build from which brief, and where.

    `step` is called with the name of each step as it begins: "load", a product, "save"; `notice` with what a
    person should know of the run. `worker` is the second process, if there is one. `opened` is the brief if
    it was read before, `given` are the parameters of a row.
    """

    brief: Path
    out: Path = Path("output")
    only: tuple[Product, ...] = ALL
    edition: Edition = Edition()
    strict: bool = False
    step: Callable[[str], None] = silent
    notice: Callable[[str], None] = silent
    worker: Worker | None = None
    opened: Opened | None = None
    given: Mapping[str, str] = {}

    def call(self, job: Callable[[], Result]) -> Result:
        """Do a short job, in the second process if there is one; Ctrl-C does not reach that."""
        return self.worker.call(job) if self.worker else job()


def in_order(names: Iterable[Product | str]) -> tuple[Product, ...]:
    """Return the named products, each once: memo, deck, summary."""
    named = {Product(name) for name in names}
    return tuple(product for product in ALL if product in named)
