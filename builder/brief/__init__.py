"""A brief as its author writes it: loaded, checked, and cut for one audience."""

from __future__ import annotations

PRODUCTS = {"memo": "docx", "deck": "pptx", "summary": "pdf"}  # by name, the ending of its file
UNRESTRICTED = "unrestricted"  # the edition that withholds nothing; no audience can have that name
