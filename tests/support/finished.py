"""Finished files, made as a build makes them, with the pages they were painted from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from builder.audit.compare import audit
from builder.export.pdf.summary import write_summary
from builder.export.powerpoint.deck import write_deck
from builder.export.word.memo import write_memo
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import set_memo
from builder.layout.pages import Group, Pages
from builder.outline.blocks import Outline
from builder.outline.text import Picture, Product
from builder.pipeline import products
from builder.pipeline.prepared import prepare
from builder.pipeline.request import Request
from builder.report.problems import Problem
from builder.theme.theme import DEFAULT

Finished = tuple[dict[Product, Pages], dict[Product, bytes]]


@cache
def outline_of(brief: Path) -> Outline:
    return paged(prepare(Request(brief)).outline)


@cache
def paged(outline: Outline) -> Outline:
    """Return the outline with the headings that its memo lists, if that is long."""
    return set_memo(outline, DEFAULT, lay_out_figure(outline, DEFAULT)[0]).outline


def laid_out(brief: Path, product: Product) -> Pages:
    """Return the pages of a product that has such, without a problem."""
    laid = products.lay_out(outline_of(brief), product)
    assert laid.pages is not None
    assert laid.problems == ()
    return laid.pages


def figure_of(brief: Path) -> Group:
    """Return the figure of the memo, without a problem."""
    figure, problems = lay_out_figure(outline_of(brief), DEFAULT)
    assert figure is not None
    assert problems == ()
    return figure


@cache
def memo_picture(outline: Outline) -> Picture | None:
    """Return the picture of the memo's figure for programs that do not draw Word's shapes."""
    return products.draw(products.lay_out(outline, Product.MEMO), DEFAULT).picture


def finish(outline: Outline, product: Product) -> Finished | None:
    """Lay out and write one product as a build does; None where it does not fit."""
    laid = products.lay_out(outline, product)
    if not laid.fits:
        return None
    pages = {product: laid.pages} if laid.pages else {}
    return pages, {product: written(outline, product, laid.pages)}


def written(outline: Outline, product: Product, pages: Pages | None) -> bytes:
    if pages is None:
        return write_memo(outline, lay_out_figure(outline, DEFAULT)[0], DEFAULT, memo_picture(outline))
    return (
        write_deck(outline, pages, DEFAULT)
        if product is Product.DECK
        else write_summary(outline, pages, DEFAULT)
    )


@cache
def finished(brief: Path, product: Product) -> Finished:
    found = finish(outline_of(brief), product)
    assert found is not None
    return found


def faults(outline: Outline, done: Finished, *, edited: bool = False) -> tuple[Problem, ...]:
    said = paged(outline) if Product.MEMO in done[1] else outline
    return audit(said, *done, picture=memo_picture(outline), edited=edited)
