"""Shows a brief in a browser while it is written: slides and one-page as laid out, the memo as words."""

from __future__ import annotations
