"""Numbers as data: facts, what is derived from them, and the data files they come from."""

from __future__ import annotations
