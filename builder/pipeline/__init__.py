"""Load, compose, lay out, export, audit, save: the straight way from a brief to three files, and back."""

from __future__ import annotations
