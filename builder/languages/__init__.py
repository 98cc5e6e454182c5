"""Everything the builder knows of a language, in one module per language."""

from __future__ import annotations
