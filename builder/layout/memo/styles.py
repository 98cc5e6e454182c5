"""Resolves the memo's styles: what each says together with the styles on which it is based."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import asdict, replace

from builder.theme.fonts import Family
from builder.theme.memo import HEADINGS, CharacterStyle, Paper, Style, TableLook
from builder.theme.theme import Theme


class StyleSheet(Struct, frozen=True, eq=False):
    """The styles of one memo, and the theme and paper that they are for; one object for the same of each."""

    theme: Theme
    paper: Paper
    paragraphs: tuple[Style, ...]
    characters: tuple[CharacterStyle, ...]
    resolved: Mapping[str, Style]

    @property
    def table(self) -> TableLook:
        """How tables are set."""
        return self.theme.memo.table

    def family(self, style: str) -> Family:
        """Return the typeface in which a style's words are measured."""
        fonts = self.theme.fonts
        return (fonts.heading if style in HEADINGS else fonts.body).family


@lru_cache(maxsize=64)
def style_sheet(theme: Theme, page: str) -> StyleSheet:
    """Return the styles for a page, "A4" or "Letter"."""
    paper = theme.memo.paper(page)
    look = theme.memo
    paragraphs = look.scaled(look.paragraph_styles(theme.colours, paper.text_width))
    resolved: dict[str, Style] = {}
    for style in paragraphs:
        own = {name: value for name, value in asdict(style).items() if value is not None and value != ()}
        resolved[style.name] = replace(resolved[style.based_on], **own) if style.based_on else style
    return StyleSheet(theme, paper, paragraphs, look.scaled(look.character_styles(theme.colours)), resolved)


@lru_cache(maxsize=64)
def turned(sheet: StyleSheet) -> StyleSheet:
    """Return the styles on a page that lies on its side."""
    return replace(sheet, paper=sheet.paper.turned)
