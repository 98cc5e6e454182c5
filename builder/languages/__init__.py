"""One module a language: its fixed words."""

from __future__ import annotations
