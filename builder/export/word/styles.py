"""Looks become the styles part of a Word file, so that a user restyles the whole memo in one place."""

from __future__ import annotations

from functools import lru_cache

from builder.export.word.markup import (
    NOTHING,
    Markup,
    eighths,
    half_points,
    hex_colour,
    joined,
    root,
    style_id,
    twips,
    w,
)
from builder.languages.language import east_asian_tag, language_for
from builder.layout.memo.styles import CHARACTER_LOOKS, CharacterLook, Look, Paper, Rule, Tab, paragraph_looks
from builder.theme.theme import DEFAULT
from builder.theme.tokens import MARKING_COLOURS, TOKENS

_CJK_LEADING = 1.25  # Japanese wants about 1.5 of the size between lines, Latin about 1.23

_BUILT_IN = frozenset((
    "Normal", "Body Text", "Title", "Subtitle", "heading 1", "heading 2", "List Bullet", "caption", "header",
    "footer", "Strong", "Emphasis", "Hyperlink",
))  # fmt: skip


@lru_cache(maxsize=16)
def styles_part(
    language: str,
    paper: Paper,
    marking: str | None = None,
    figure: tuple[Look, ...] = (),
    figure_characters: tuple[CharacterLook, ...] = (),
) -> bytes:
    """Return the part with all styles for a memo in `language`, a BCP 47 tag, on that paper.

    `marking` is the key of the handling marking's colours, None where the brief has none; the looks of
    the figure are those that no other text has.
    """
    cjk = language_for(language).script.east_asian
    marks: tuple[CharacterLook, ...] = ()
    if marking is not None:
        colour, fill = MARKING_COLOURS[marking]
        marks = (CharacterLook("Marking", colour=colour, bold=True, size=12, fill=fill),)
    return root(
        "w:styles",
        _defaults(language),
        _LATENT,
        *(_paragraph_style(look, cjk) for look in paragraph_looks(paper.text_width)),
        *(_paragraph_style(look, cjk=False) for look in figure),  # measured as it stands
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        *(_character_style(look) for look in (*CHARACTER_LOOKS, *marks, *figure_characters)),
        _TABLE_NORMAL,
        _table_style("Brief table", padding=2.5),
        _table_style("Brief table roomy", padding=paper.row_padding),
        _table_style("Brief table close", padding=1.0),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
    )  # fmt: skip


def _defaults(language: str) -> Markup:
    latin = DEFAULT.fonts.office
    fonts = w("rFonts", ascii=latin, eastAsia=DEFAULT.fonts.office_cjk, hAnsi=latin, cs=latin)
    spoken = w("lang", val=language, eastAsia=east_asian_tag(language), bidi="ar-SA")
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts, w("sz", val=22), w("szCs", val=22), spoken)),
        w("pPrDefault"),
    )


# Every built-in style that the memo does not use stays out of the way, but can be called up.
_LATENT = w(
    "latentStyles",
    defLockedState=0,
    defUIPriority=99,
    defSemiHidden=1,
    defUnhideWhenUsed=1,
    defQFormat=0,
    count=376,
)

_TABLE_NORMAL = w(
    "style",
    w("name", val="Normal Table"),
    w("uiPriority", val=99),
    w("semiHidden"),
    w(
        "tblPr",
        w("tblInd", w=0, type="dxa"),
        w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))),
    ),
    type="table",
    default=1,
    styleId="TableNormal",
)


def _table_style(name: str, padding: float) -> Markup:
    """Rules between the rows only; no left padding, so that tables align with the text above."""
    colour = hex_colour(TOKENS.rule)
    line: dict[str, str | float] = {"val": "single", "sz": eighths(0.5), "space": 0, "color": colour}
    pad, gap = twips(padding), twips(8)
    margins = (("top", pad), ("left", 0), ("bottom", pad), ("right", gap))
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=40),
        w("qFormat"),
        w(
            "tblPr",
            w("tblBorders", w("bottom", **line), w("insideH", **line)),
            w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in margins)),
        ),
        type="table",
        customStyle=1,
        styleId=style_id(name),
    )


def _paragraph_style(look: Look, cjk: bool) -> Markup:
    custom = look.name not in _BUILT_IN
    return w(
        "style",
        w("name", val=look.name),
        w("basedOn", val=style_id(look.based_on)) if look.based_on else NOTHING,
        w("next", val=style_id(look.following)) if look.following else NOTHING,
        w("uiPriority", val=20 if custom else 9),
        w("qFormat"),
        _paragraph_properties(look, cjk),
        _run_properties(look.colour, look.bold, None, None, look.size, None),
        type="paragraph",
        customStyle=1 if custom else None,
        default=1 if look.name == "Normal" else None,
        styleId=style_id(look.name),
    )


def _paragraph_properties(look: Look, cjk: bool) -> Markup:
    parts = joined(
        w("keepNext") if look.keep_next else NOTHING,
        w("keepLines") if look.keep_next or look.keep_lines else NOTHING,
        w("widowControl") if look.based_on is None else NOTHING,
        w("numPr", w("numId", val=1)) if look.bullet else NOTHING,
        _rules(look.rules),
        w("shd", val="clear", color="auto", fill=hex_colour(look.fill)) if look.fill else NOTHING,
        w("tabs", *map(_tab, look.tabs)) if look.tabs else NOTHING,
        _spacing(look, cjk),
        _indents(look),
        w("contextualSpacing") if look.contextual else NOTHING,
        w("jc", val=look.align) if look.align else NOTHING,
        w("outlineLvl", val=look.outline) if look.outline is not None else NOTHING,
    )
    return w("pPr", parts) if parts else NOTHING


def _rules(rules: tuple[Rule, ...]) -> Markup:
    if not rules:
        return NOTHING
    sides = (
        w(
            rule.side,
            val="single",
            sz=eighths(rule.weight),
            space=round(rule.space),
            color=hex_colour(rule.colour),
        )
        for rule in rules
    )
    return w("pBdr", *sides)


def _tab(tab: Tab) -> Markup:
    return w("tab", val=tab.align, leader=tab.leader, pos=twips(tab.at))


def _spacing(look: Look, cjk: bool) -> Markup:
    leading = look.leading
    if leading is not None and cjk:
        leading *= _CJK_LEADING
    given = {
        "before": None if look.before is None else twips(look.before),
        "after": None if look.after is None else twips(look.after),
        "line": None if leading is None else twips(leading),
        "lineRule": None if leading is None else "exact" if look.exact else "atLeast",
    }
    return w("spacing", **given) if any(value is not None for value in given.values()) else NOTHING


def _indents(look: Look) -> Markup:
    given = {
        "left": None if look.left is None else twips(look.left),
        "right": None if look.right is None else twips(look.right),
        "hanging": None if look.hanging is None else twips(look.hanging),
    }
    return w("ind", **given) if any(value is not None for value in given.values()) else NOTHING


def _character_style(look: CharacterLook) -> Markup:
    custom = look.name not in _BUILT_IN
    return w(
        "style",
        w("name", val=look.name),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=21 if custom else 10),
        w("qFormat"),
        _run_properties(look.colour, look.bold, look.italic, look.underline, look.size, look.fill),
        type="character",
        customStyle=1 if custom else None,
        styleId=style_id(look.name),
    )


def _run_properties(
    colour: str | None,
    bold: bool | None,
    italic: bool | None,
    underline: bool | None,
    size: float | None,
    fill: str | None,
) -> Markup:
    parts = joined(
        joined(w("b"), w("bCs")) if bold else NOTHING,
        joined(w("i"), w("iCs")) if italic else NOTHING,
        w("color", val=hex_colour(colour)) if colour else NOTHING,
        joined(w("sz", val=half_points(size)), w("szCs", val=half_points(size))) if size else NOTHING,
        w("u", val="single") if underline else NOTHING,
        w("shd", val="clear", color="auto", fill=hex_colour(fill)) if fill else NOTHING,
    )
    return w("rPr", parts) if parts else NOTHING
