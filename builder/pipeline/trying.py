"""Prepares a brief to be built into a template that it does not name."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from builder.outline.text import Product
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.request import Request


def prepare_in(brief: Path, product: Product, name: str, data: bytes) -> Prepared:
    """Return a brief as it is built into a template.

    `name` and `data` are those of the template; the styles or layouts that the brief maps are used. Raises
    `BriefError` where the brief has errors, or the template is not usable.
    """
    from builder.brief.load import TemplateFile, load_brief

    loaded = load_brief(brief)
    file = TemplateFile(name, data, sha256(data).hexdigest())
    named = replace(loaded.brief.templates, **{product.value: name})
    loaded = replace(loaded, brief=replace(loaded.brief, templates=named), templates={product.value: file})
    return compose_for(Request(brief), loaded)
