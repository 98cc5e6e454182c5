"""Makes the products of an outline in memory: lays them out, exports, reads back and compares them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.manifest.current import this_builder
from builder.outline.blocks import Front, Outline
from builder.outline.text import Picture, Product, Text
from builder.pipeline.request import Request
from builder.report.problems import Problem
from builder.theme.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from builder.audit.content import Allowed
    from builder.layout.pages import Group, Pages
    from builder.trace.appearances import Appearance

_OFFICE = (Product.DECK, Product.MEMO)  # for the second process; what takes longest comes first


class Laid(Struct, frozen=True):
    """A product laid out: the pages of a deck or summary, the figure of a memo, and what does not fit.

    `picture` is that of the figure, once it is drawn.
    """

    pages: Pages | None
    figure: Group | None
    problems: tuple[Problem, ...]
    picture: Picture | None = None

    @property
    def fits(self) -> bool:
        """Whether it can be exported."""
        return not any(problem.is_error for problem in self.problems)


class Draft(Struct, frozen=True):
    """An exported product that has not been read back yet; `data` is empty if the layout does not fit.

    `picture` is that of the memo's figure, `contents` are the headings that a long memo lists, `once` and
    `late` are those of its outline.
    """

    product: Product
    data: bytes
    problems: tuple[Problem, ...]
    pages: Pages | None
    picture: Picture | None = None
    contents: tuple[Text, ...] = ()
    once: bool = False
    late: bool = False


class Made(Struct, frozen=True):
    """A finished product: its bytes, its number of pages or slides, and its problems.

    `pages` is None for the memo, whose pages only Word knows; `fill` is how full a one-page product is (0 to
    1); `appears` lists where each element of the brief appears in it, `faces` the typefaces of its words.
    """

    product: Product
    data: bytes
    problems: tuple[Problem, ...]
    pages: int | None = None
    fill: float | None = None
    appears: tuple[Appearance, ...] = ()
    faces: frozenset[str] = frozenset()


def make_all(request: Request, outline: Outline, theme: Theme = DEFAULT) -> list[Made]:
    """Make the products of a run; with a second process, it makes the Office files at the same time.

    That process drafts all of its files and reads back the last one; this one reads back the others while
    the next is being made.
    """
    theirs = _for_worker(request)
    jobs: list[Callable[[], Draft | Made]] = [
        partial(make if product is theirs[-1] else draft, outline, product, theme) for product in theirs
    ]
    results = request.worker.start(jobs) if request.worker else iter(())
    known = request.worker.start([this_builder]) if request.worker else iter(())  # for the manifest
    made: dict[Product, Made] = {}
    for product in request.only:
        if product not in theirs:
            request.step(product.value)
            made[product] = make(outline, product, theme)
    for product in theirs:
        request.step(product.value)
        result = next(results)
        made[product] = proof(outline, result, theme) if isinstance(result, Draft) else result
    next(known, None)
    return [made[product] for product in request.only]


def fit_all(request: Request, outline: Outline, theme: Theme = DEFAULT) -> list[Problem]:
    """Return the problems of laying out the products of a run; nothing is exported."""
    theirs = _for_worker(request)
    jobs = [partial(fit, outline, product, theme) for product in theirs]
    results = request.worker.start(jobs) if request.worker else iter(())
    here = [fit(outline, product, theme) for product in request.only if product not in theirs]
    return [problem for problems in (*here, *results) for problem in problems]


def _for_worker(request: Request) -> list[Product]:
    return [product for product in _OFFICE if product in request.only] if request.worker else []


def make(outline: Outline, product: Product, theme: Theme = DEFAULT) -> Made:
    """Lay out, export, read back and compare one product."""
    return proof(outline, draft(outline, product, theme), theme)


def draft(outline: Outline, product: Product, theme: Theme = DEFAULT) -> Draft:
    """Lay out and export one product; a layout that does not fit is not exported."""
    theme = theme.of(product.value)
    outline = adapted(outline, product, theme)
    laid = draw(lay_out(outline, product, theme), theme)
    data, outline = _export(outline, product, laid, theme) if laid.fits else (b"", outline)
    said = outline.contents, outline.once, outline.late
    return Draft(product, data, laid.problems, laid.pages, laid.picture, *said)


def proof(outline: Outline, draft: Draft, theme: Theme = DEFAULT) -> Made:
    """Read a draft back, compare it with the outline, and record where each element appears in it."""
    product, data, pages = draft.product, draft.data, draft.pages
    if not data:
        return Made(product, data, draft.problems)
    from builder.audit.compare import audit
    from builder.layout.pages import typefaces
    from builder.trace.appearances import trace

    theme = theme.of(product.value)
    placed = {product: pages} if pages else {}
    outline = replace(outline, contents=draft.contents, once=draft.once, late=draft.late)
    outline, allowed = adapted(outline, product, theme), allowed_by(theme)
    found = audit(outline, placed, {product: data}, picture=draft.picture, allowed=allowed)
    return Made(
        product,
        data,
        (*draft.problems, *found),
        pages=len(pages.pages) if pages else None,
        fill=pages.fill if pages and product is Product.SUMMARY else None,
        appears=trace(outline, product, pages, data, allowed.template(Product.MEMO)),
        faces=typefaces(pages) if pages else frozenset(),
    )


def fit(outline: Outline, product: Product, theme: Theme = DEFAULT) -> tuple[Problem, ...]:
    """Return the problems of laying out one product."""
    theme = theme.of(product.value)
    return lay_out(adapted(outline, product, theme), product, theme).problems


def adapted(outline: Outline, product: Product, theme: Theme = DEFAULT) -> Outline:
    """Return an outline as a product has it: what its template does itself, or has no place for, is left out.

    That is the number of pages where the template of a memo counts them, and the picture of the cover where
    the template of the deck has no room for it.
    """
    if product is Product.MEMO and theme.worn is not None and theme.worn.paged:
        return replace(outline, labels=replace(outline.labels, page_of=""))
    front = outline.one(Front)
    if (
        product is Product.DECK
        and theme.slides is not None
        and theme.slides.theme.deck.cover.right is None
        and front is not None
    ):
        bare = replace(front, picture=None)
        return replace(outline, blocks=tuple(bare if one is front else one for one in outline.blocks))
    return outline


def lay_out(outline: Outline, product: Product, theme: Theme = DEFAULT) -> Laid:
    """Lay out one product; the figure of a memo is not drawn yet."""
    from builder.layout.spill import spilled

    if product is Product.MEMO:
        from builder.layout.memo.body import crowded_tables
        from builder.layout.memo.figure import lay_out_figure
        from builder.layout.pages import Page

        figure, problems = lay_out_figure(outline, theme)
        drawn = [Page(figure.rect.width, figure.rect.height, (figure,))] if figure else []
        return Laid(None, figure, (*(problems or spilled(drawn)), *crowded_tables(outline, theme)))
    if product is Product.DECK:
        from builder.layout.deck import lay_out_deck as lay_out_pages
    else:
        from builder.layout.summary import lay_out_summary as lay_out_pages
    into = theme.slides if product is Product.DECK else None
    pages, problems = lay_out_pages(outline, into.theme if into else theme)
    if into is not None:
        from builder.layout.scaled import Scale

        insets = {
            name: {key: slot.insets for key, slot in slots.items()} for name, slots in into.slots.items()
        }
        scale = Scale(into.width, into.height, into.scale, into.left, into.letters, insets)
        pages = replace(scale.pages(pages), layouts=into.names)
    return Laid(pages, None, problems or spilled(pages.pages))


def allowed_by(theme: Theme) -> Allowed:
    """Return what the audit takes for the organisation's own: the fonts and the templates of a theme."""
    from builder.audit.content import Allowed

    templates = {Product.DECK: theme.slides, Product.MEMO: theme.worn}
    return Allowed(theme.fonts.named, {product: one.data for product, one in templates.items() if one})


def draw(laid: Laid, theme: Theme) -> Laid:
    """Draw the figure of a memo, if it has one that fits."""
    if laid.figure is None or not laid.fits:
        return laid
    from builder.export.word.picture import picture_of

    return replace(laid, picture=picture_of(laid.figure, theme))


def _export(outline: Outline, product: Product, laid: Laid, theme: Theme) -> tuple[bytes, Outline]:
    """Return a product's bytes, and the outline as the product says it."""
    if laid.pages is None:
        from builder.export.word.memo import write_memo
        from builder.layout.memo.pages import set_memo

        memo = set_memo(outline, theme, laid.figure)
        data = write_memo(outline, laid.figure, theme, laid.picture, memo)
        if theme.worn:
            from builder.export.word.template import into_template

            data = into_template(data, theme.worn, outline.epoch)
        return data, memo.outline
    if product is Product.DECK:
        from builder.export.powerpoint.deck import write_deck

        look = theme.slides.theme if theme.slides else theme
        return write_deck(outline, laid.pages, look, theme.slides), outline
    from builder.export.pdf.summary import write_summary

    return write_summary(outline, laid.pages, theme), outline
