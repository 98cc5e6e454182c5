"""The manifest: a JSON file beside the products that records what was built, and from what.

Nothing here imports more than msgspec, so that a build with nothing to do ends at once.
"""

from __future__ import annotations

from builder.manifest.current import is_current
from builder.manifest.form import Edition, Manifest, read, schema

__all__ = ["Edition", "Manifest", "is_current", "read", "schema"]
