"""What a build made becomes the record of it, a JSON file beside the products; the record is read again.

Nothing here imports more than the standard library, so that a build of what has not changed can say so at
once; `record`, which writes a manifest, is the one module that knows products.
"""

from __future__ import annotations

from builder.manifest.current import is_current
from builder.manifest.form import (
    BriefFile,
    Edition,
    Element,
    File,
    Manifest,
    ProductFile,
    read,
)
from builder.manifest.schema import schema

__all__ = [
    "BriefFile",
    "Edition",
    "Element",
    "File",
    "Manifest",
    "ProductFile",
    "is_current",
    "read",
    "schema",
]
