"""Reads a Word template: its page, its fonts, and its styles by the roles that they play."""

from __future__ import annotations

from collections.abc import Mapping

from builder.outline.text import Product
from builder.templates.package import Template
from builder.templates.roles import Diagnosis


def diagnose(template: Template, _: Mapping[str, str]) -> Diagnosis:
    """Return what is in a Word template."""
    return Diagnosis(Product.MEMO, {"parts": str(len(template.parts))}, ())
