"""Writes the styles part of a Word file, in which a user restyles the whole memo in one place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from builder.export.office.markup import NOTHING, Markup, hex_colour, joined
from builder.export.word.fixed_parts import BULLETS, NUMBERS
from builder.export.word.markup import coloured, eighths, ground, half_points, root, style_id, twips, w
from builder.languages.language import east_asian_tag, language_for
from builder.layout.memo.styles import StyleSheet
from builder.theme.colours import Colours
from builder.theme.memo import HEADINGS, CharacterStyle, Rule, Style
from builder.theme.theme import Fonts

_BUILT_IN = frozenset((
    "Normal", "Body Text", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "List Bullet",
    "List Number", "caption", "header", "footer", "Strong", "Emphasis", "Hyperlink", "footnote text",
    "footnote reference",
))  # fmt: skip
# What a person picks for words of their own; the other styles stay out of the gallery.
_PICKED = frozenset((
    "Normal", "Body Text", "Title", "Subtitle", "Bottom line", "heading 1", "heading 2", "heading 3",
    "List Bullet", "List Number", "caption", "Note", "Table text", "Table head", "Table row head", "Strong",
    "Emphasis", "Brief table",
))  # fmt: skip


_HEADING_FONTS = w("rFonts", asciiTheme="majorHAnsi", eastAsiaTheme="majorEastAsia", hAnsiTheme="majorHAnsi")


@lru_cache(maxsize=64)
def styles_part(
    language: str,
    sheet: StyleSheet,
    marking: str | None = None,
    figure: tuple[Style, ...] = (),
    figure_characters: tuple[CharacterStyle, ...] = (),
) -> bytes:
    """Return the part with all styles for a memo in `language`, a BCP 47 tag.

    `marking` is the key of the handling marking's colours, None where the brief has none; the styles of
    the figure are those that no other text has.
    """
    theme, table = sheet.theme, sheet.table
    own = theme.memo.east_asian_leading if language_for(language).script.east_asian else 1.0
    marks: tuple[CharacterStyle, ...] = ()
    if marking is not None:
        colour, fill = theme.colours.markings[marking]
        marks = (CharacterStyle("Marking", colour=colour, bold=True, size=theme.memo.marking, fill=fill),)
    return root(
        "w:styles",
        _defaults(language, theme.fonts),
        _LATENT,
        *(_paragraph_style(style, own, theme.colours) for style in sheet.paragraphs),
        *(_paragraph_style(style, 1.0, theme.colours) for style in figure),  # as it was measured
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        *(_character_style(style, theme.colours) for style in sheet.characters),
        *(_character_style(style, theme.colours) for style in (*marks, *figure_characters)),
        _TABLE_NORMAL,
        *(_table_style(name, padding, sheet) for name, padding in table.paddings(sheet.paper).items()),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
    )  # fmt: skip


def _defaults(language: str, fonts: Fonts) -> Markup:
    latin = fonts.body.office
    named = w(
        "rFonts",
        ascii=latin,
        asciiTheme="minorHAnsi",
        eastAsia=fonts.cjk,
        eastAsiaTheme="minorEastAsia",
        hAnsi=latin,
        hAnsiTheme="minorHAnsi",
        cs=latin,
    )
    spoken = w("lang", val=language, eastAsia=east_asian_tag(language), bidi="ar-SA")
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", named, w("sz", val=22), w("szCs", val=22), spoken)),
        w("pPrDefault"),
    )


# fmt: off
# Every built-in style that the memo does not use stays out of the way, but can be called up.
_LATENT = w("latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1,
            defQFormat=0, count=376)
_TABLE_NORMAL = w(
    "style", w("name", val="Normal Table"), w("uiPriority", val=99), w("semiHidden"),
    w("tblPr", w("tblInd", w=0, type="dxa"),
      w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))),
    type="table", default=1, styleId="TableNormal",
)
# fmt: on


def _table_style(name: str, padding: float, sheet: StyleSheet) -> Markup:
    """Rules between the rows only; no left padding, so that tables align with the text above."""
    colour, weight = hex_colour(sheet.theme.colours.rule), eighths(sheet.table.rule)
    line: dict[str, str | float] = {"val": "single", "sz": weight, "space": 0, "color": colour}
    pad, gap = twips(padding), twips(sheet.table.gap)
    margins = (("top", pad), ("left", 0), ("bottom", pad), ("right", gap))
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal"),
        _rank(name),
        w(
            "tblPr",
            w("tblBorders", w("bottom", **line), w("insideH", **line)),
            w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in margins)),
        ),
        type="table",
        customStyle=1,
        styleId=style_id(name),
    )


def _rank(name: str) -> Markup:
    """Return where a style is in Word's lists: among those to be picked, or not shown."""
    if name in _PICKED:
        return joined(w("uiPriority", val=9 if name in _BUILT_IN else 20), w("qFormat"))
    return joined(w("uiPriority", val=99), w("semiHidden"))


def _paragraph_style(style: Style, leading: float, colours: Colours) -> Markup:
    custom = style.name not in _BUILT_IN
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val=style_id(style.based_on)) if style.based_on else NOTHING,
        w("next", val=style_id(style.following)) if style.following else NOTHING,
        _rank(style.name),
        _paragraph_properties(style, leading, colours),
        _run_properties(style, colours),
        type="paragraph",
        customStyle=1 if custom else None,
        default=1 if style.name == "Normal" else None,
        styleId=style_id(style.name),
    )


def _paragraph_properties(style: Style, leading: float, colours: Colours) -> Markup:
    tabs = [w("tab", val=tab.align, leader=tab.leader, pos=twips(tab.at)) for tab in style.tabs]
    parts = joined(
        w("keepNext") if style.keep_next else NOTHING,
        w("keepLines") if style.keep_next or style.keep_lines else NOTHING,
        w("widowControl") if style.based_on is None else NOTHING,
        w("numPr", w("numId", val=BULLETS[style.bullet])) if style.bullet else NOTHING,
        w("numPr", w("numId", val=NUMBERS)) if style.numbered else NOTHING,
        borders(style.rules, colours),
        ground(colours, style.fill),
        w("tabs", *tabs) if tabs else NOTHING,
        _spacing(style, leading),
        _lengths("ind", left=style.left, right=style.right, hanging=style.hanging),
        w("contextualSpacing") if style.contextual else NOTHING,
        w("jc", val=style.align) if style.align else NOTHING,
        w("textAlignment", val="center") if style.middle else NOTHING,
        w("outlineLvl", val=style.outline) if style.outline is not None else NOTHING,
    )
    return w("pPr", parts) if parts else NOTHING


def borders(rules: Sequence[Rule], colours: Colours, colour: str | None = None) -> Markup:
    """Return the lines along a paragraph, all in one colour if it is given."""
    lines = (
        w(
            rule.side,
            val="single",
            sz=eighths(rule.weight),
            space=round(rule.space),
            **coloured(colours, colour or rule.colour, "color"),
        )
        for rule in rules
    )
    return w("pBdr", *lines) if rules else NOTHING


def _spacing(style: Style, times: float) -> Markup:
    leading = None if style.leading is None else style.leading * times
    rule = None if leading is None else "exact" if style.exact else "atLeast"
    return _lengths("spacing", rule, before=style.before, after=style.after, line=leading)


def _lengths(name: str, rule: str | None = None, **points: float | None) -> Markup:
    given = {key: twips(length) for key, length in points.items() if length is not None}
    return w(name, **given, lineRule=rule) if given else NOTHING


def _character_style(style: CharacterStyle, colours: Colours) -> Markup:
    custom = style.name not in _BUILT_IN
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="DefaultParagraphFont"),
        _rank(style.name),
        _run_properties(style, colours),
        type="character",
        customStyle=1 if custom else None,
        styleId=style_id(style.name),
    )


def _run_properties(style: Style | CharacterStyle, colours: Colours) -> Markup:
    words = style if isinstance(style, CharacterStyle) else None
    size = (
        joined(*(w(name, val=half_points(style.size)) for name in ("sz", "szCs"))) if style.size else NOTHING
    )
    parts = joined(
        _HEADING_FONTS if style.name in HEADINGS else NOTHING,
        joined(w("b"), w("bCs")) if style.bold else NOTHING,
        joined(w("i"), w("iCs")) if words and words.italic else NOTHING,
        w("color", **coloured(colours, style.colour)) if style.colour else NOTHING,
        size,
        w("u", val="single") if words and words.underline else NOTHING,
        ground(colours, words.fill) if words else NOTHING,
        w("vertAlign", val="superscript") if words and words.raised else NOTHING,
    )
    return w("rPr", parts) if parts else NOTHING
