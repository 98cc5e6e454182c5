"""Compares words, numbers, names and certainty of a statement with those of passages."""

from __future__ import annotations
