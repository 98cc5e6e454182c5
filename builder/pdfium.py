"""Opens pdfium, the engine that reads finished PDF files and renders drawings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

_LOCK = Lock()  # pdfium is not safe for threads


@contextmanager
def engine() -> Iterator[Any]:
    """Yield the functions of pdfium, which no other thread calls meanwhile."""
    import pypdfium2_raw as pdfium  # type: ignore[import-untyped]  # the package around it takes five times as long

    with _LOCK:
        pdfium.FPDF_InitLibrary()
        yield pdfium
