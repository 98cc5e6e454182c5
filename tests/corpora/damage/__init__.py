"""Finished files and the ways in which a test can damage them: each kind must be reported, at its place."""

from __future__ import annotations

from builder.outline.text import Product
from tests.corpora.damage.common import COMMON, opened
from tests.corpora.damage.deck import DECK
from tests.corpora.damage.memo import MEMO
from tests.corpora.damage.office import Office
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Opened, Wound, replace
from tests.corpora.damage.summary import SUMMARY

KINDS: dict[Product, dict[str, Hurt]] = {Product.MEMO: MEMO, Product.DECK: DECK, Product.SUMMARY: SUMMARY}

__all__ = [
    "COMMON",
    "KINDS",
    "Case",
    "Choose",
    "Hurt",
    "NoPlaceError",
    "Office",
    "Opened",
    "Wound",
    "opened",
    "replace",
]
