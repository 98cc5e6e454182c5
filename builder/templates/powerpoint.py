"""Reads a PowerPoint template: its layouts by the roles that they play."""

from __future__ import annotations

from collections.abc import Mapping

from builder.outline.text import Product
from builder.templates.package import Template
from builder.templates.roles import Diagnosis


def diagnose(template: Template, given: Mapping[str, str]) -> Diagnosis:  # noqa: ARG001
    """Return what is in a PowerPoint template."""
    return Diagnosis(Product.DECK, {"layouts": str(len(template.parts))}, ())
