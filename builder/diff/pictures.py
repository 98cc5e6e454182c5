"""Makes pictures of the slides and the one-page that look different in two versions, before and after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec.structs import replace

from builder.brief.model import Brief
from builder.diff.redline import prepared_of
from builder.diff.report import marked
from builder.diff.sides import audience_of
from builder.diff.versions import Version
from builder.layout.pages import Box, Group, Item, Page, Pages, TextBox
from builder.outline.text import Product
from builder.pipeline.prepared import Prepared
from builder.pipeline.products import adapted, lay_out
from builder.preview.photo import photographs
from builder.report.problems import BriefError
from builder.theme.theme import Theme

State = Literal["before", "after", "gone", "new"]

_FRAME = ("parts", "thumbnail")  # the parts of the deck above a slide, and the argument map in its corner
_NAMES = {Product.DECK: "slide", Product.SUMMARY: "one-page"}
_OURS = r"-(?:slide|one-page)-\d+-(?:before|after|gone|new)\.png"


class Picture(NamedTuple):
    """A page that looks different in the other version, or is only in one."""

    product: Product
    number: int
    state: State
    heading: str  # the title of the page; of a pair, that of the new one
    data: bytes

    def name(self, stem: str) -> str:
        """The name of its file."""
        return f"{stem}-{_NAMES[self.product]}-{self.number:02}-{self.state}.png"


class _Laid(NamedTuple):
    """The pages of one product of a version; `places` are their numbers by what they are about."""

    pages: Pages
    product: Product
    theme: Theme
    places: dict[tuple[str, int], int]

    def page(self, place: tuple[str, int]) -> Page:
        return self.pages.pages[self.places[place] - 1]

    def shot(self, places: Iterable[tuple[str, int]], *, whole: bool = True) -> dict[int, bytes]:
        """Return the pictures of pages by their numbers; those that are not `whole` lack what frames them."""
        numbers = [self.places[place] for place in places]
        pages = self.pages if whole else replace(self.pages, pages=tuple(map(_bare, self.pages.pages)))
        return photographs(pages, self.product, self.theme, numbers, numbered=whole)


def pictures(old: Version, new: Version, audience: str | None = None) -> tuple[Picture, ...]:
    """Return each changed slide and sheet before and after; raises `BriefError` if a version has errors."""
    audience = audience or audience_of(old)
    before, after = prepared_of(old, audience), prepared_of(new, audience)
    alike = prepared_of(_headed_as(old, after.brief), audience)
    return tuple(
        one
        for product in _NAMES
        for one in _changed(*(_laid(prepared, product) for prepared in (before, alike, after)))
    )


def _headed_as(version: Version, brief: Brief) -> Version:
    """Return a version with what another one says in heads and foots: its number, date and status."""
    assert version.loaded is not None
    headed = replace(version.loaded.brief, version=brief.version, date=brief.date, status=brief.status)
    return replace(version, loaded=replace(version.loaded, brief=headed))


def _laid(prepared: Prepared, product: Product) -> _Laid:
    theme = prepared.theme.of(product.value)
    laid = lay_out(adapted(prepared.outline, product, theme), product, theme)
    if laid.pages is None or not laid.fits:
        raise BriefError(prepared.locate(laid.problems), prepared.sources)
    seen: Counter[str] = Counter()
    places = {}
    for number, page in enumerate(laid.pages.pages, 1):
        places[page.slot, seen[page.slot]] = number  # of several about the same, by their order
        seen[page.slot] += 1
    return _Laid(laid.pages, product, theme, places)


def _changed(old: _Laid, alike: _Laid, new: _Laid) -> Iterator[Picture]:
    """Yield the pictures of one product; both of a pair have the number of the new page.

    Whether a page looks different is judged by `alike`, the old version with heads and foots of the new one.
    """
    both = [place for place in new.places if place in old.places]
    known = [place for place in both if place in alike.places and not _is_same(alike, new, place)]
    bare_before, bare_after = alike.shot(known, whole=False), new.shot(known, whole=False)
    same = {one for one in known if bare_before[alike.places[one]] == bare_after[new.places[one]]}
    same |= {place for place in both if place in alike.places} - set(known)
    pairs = [place for place in both if place not in same]
    added = [place for place in new.places if place not in old.places]
    gone = [place for place in old.places if place not in new.places]
    before, after = old.shot([*pairs, *gone]), new.shot([*pairs, *added])
    for place, number in new.places.items():
        title = new.page(place).title
        if place in pairs:
            yield Picture(new.product, number, "before", title, before[old.places[place]])
        if place in pairs or place in added:
            yield Picture(new.product, number, "after" if place in pairs else "new", title, after[number])
    for place in gone:
        number = old.places[place]
        yield Picture(old.product, number, "gone", old.page(place).title, before[number])


def _is_same(old: _Laid, new: _Laid, place: tuple[str, int]) -> bool:
    one, other = _bare(old.page(place)), _bare(new.page(place))
    return one.items == other.items and one.layout == other.layout and old.theme == new.theme


def _bare(page: Page) -> Page:
    """Return a slide without what tells where it is in the deck, and without date and status.

    Every slide shows these: when one slide is added, all would look different.
    """
    title = next((item for item in page.items if _place(item) == "title"), None)
    if page.layout == "Cover" or not isinstance(title, TextBox):
        return page
    top = title.rect.y
    return replace(page, items=tuple(item for item in page.items if not _frames(item, top)))


def _place(item: Item) -> str | None:
    return item.placeholder if isinstance(item, TextBox) else None


def _frames(item: Item, top: float) -> bool:
    if (isinstance(item, Group) and item.name in _FRAME) or _place(item) == "status":
        return True
    return isinstance(item, Box | Group | TextBox) and item.rect.bottom <= top


def save_pictures(found: Sequence[Picture], folder: Path, stem: str) -> dict[Path, Picture]:
    """Save pictures into a folder, remove those of an earlier comparison, and return them by their files."""
    from builder.saving.save import save_all

    files = {folder / one.name(stem): one for one in found}
    save_all({path: one.data for path, one in files.items()})
    if folder.is_dir():
        for path in folder.iterdir():
            if re.fullmatch(re.escape(stem) + _OURS, path.name) and path not in files:
                path.unlink()
    return files


def as_markdown(files: Mapping[Path, Picture]) -> Iterator[str]:
    """Yield the lines that show pictures in a pull request, those of a page side by side."""
    if not files:
        return
    yield "\n### Slides and one-page"
    for (product, number, title), pages in groupby(files.items(), key=lambda pair: _heading(pair[1])):
        shown = list(pages)
        name = f"{_NAMES[product].capitalize()} {number}" if product is Product.DECK else "One-page"
        yield f"\n**{marked(f'{name}: {title}' if title else name)}**\n"
        yield f"| {' | '.join(one.state for _, one in shown)} |"
        yield f"|{' --- |' * len(shown)}"
        cells = (f"![{name}, {one.state}](<{path.as_posix()}>)" for path, one in shown)
        yield f"| {' | '.join(cells)} |"


def _heading(one: Picture) -> tuple[Product, int, str]:
    return one.product, one.number, one.heading
