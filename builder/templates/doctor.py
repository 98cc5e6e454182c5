"""Examines a Word or PowerPoint template."""

from __future__ import annotations

from collections.abc import Mapping

from builder.outline.text import Product
from builder.templates.package import Template
from builder.templates.roles import Diagnosis


def examine(data: bytes, given: Mapping[str, str] | None = None) -> Diagnosis:
    """Return what is in a template; `given` are roles that a brief maps itself. Raises `Unusable`."""
    template = Template(data)
    if template.product is Product.MEMO:
        from builder.templates.word_doctor import diagnose
    else:
        from builder.templates.powerpoint import diagnose
    return diagnose(template, given or {})
