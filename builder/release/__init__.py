"""Packages final copies as one bundle that its recipient can verify."""

from __future__ import annotations
