"""The tokens become the memo's named Word styles, so that a user restyles the whole memo in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from builder.outline.blocks import Role
from builder.theme.tokens import MARKING_COLOURS, TOKENS

TEXT_EDGE = 24.0  # running text starts here; headings, numbers, tables and figures start at the margin
BULLET = (TEXT_EDGE + 13.0, 13.0)  # where the text of a list item starts, and how far left its bullet hangs
FIELD_EDGE = 64.0  # where the values of the memo's head start
POINT_EDGE = TEXT_EDGE + 44.0  # where the points for and against an option start

_CJK_LEADING = 1.25  # Japanese wants about 1.5 of the size between lines, Latin about 1.23
_CJK = ("ja", "zh", "ko")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line along one side of a paragraph: weight and distance in points."""

    side: str
    weight: float
    space: float
    colour: str


@dataclass(frozen=True, slots=True)
class Tab:
    at: float
    align: str = "left"
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style in points; None takes over what the style says on which it is based."""

    name: str
    based_on: str | None = "Normal"
    following: str | None = None
    size: float | None = None
    leading: float | None = None
    exact: bool = False
    colour: str | None = None
    bold: bool | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    hanging: float | None = None
    right: float | None = None
    align: str | None = None
    outline: int | None = None
    keep_next: bool | None = None
    new_page: bool = False
    contextual: bool = False  # no space between paragraphs of this style
    bullet: bool = False
    fill: str | None = None
    rules: tuple[Rule, ...] = ()
    tabs: tuple[Tab, ...] = ()


def _rule(side: str, weight: float, space: float, colour: str = TOKENS.rule) -> Rule:
    return Rule(side, weight, space, colour)


# The panel is one box only where both of its paragraphs have the very same rules and indents.
_PANEL = Look(
    "Bottom line",
    following="Body Text",
    size=12,
    leading=15.8,
    before=0,
    after=12,
    left=13,
    right=10,
    fill=TOKENS.panel,
    rules=(
        _rule("top", 1, 9, TOKENS.panel),
        _rule("left", 4.5, 9, TOKENS.brand),
        _rule("bottom", 1, 8, TOKENS.panel),
        _rule("right", 1, 9, TOKENS.panel),
    ),
)


# fmt: off
def paragraph_looks(width: float) -> tuple[Look, ...]:
    """Return the memo's paragraph styles for text that is `width` points wide."""
    return (
        Look("Normal", None, size=11, leading=13.5, colour=TOKENS.ink, before=0, after=0),
        Look("Body Text", left=TEXT_EDGE, after=5),
        Look("Title", following="Subtitle", size=23, leading=26.5, exact=True, bold=True, colour=TOKENS.brand,
             before=5, after=4, keep_next=True),
        Look("Subtitle", following="Body Text", size=11.5, leading=15, colour=TOKENS.ink2, after=12),
        Look("Memo field", after=2.5, left=FIELD_EDGE, hanging=FIELD_EDGE, tabs=(Tab(FIELD_EDGE),),
             rules=(_rule("top", 0.75, 5), _rule("bottom", 0.75, 5))),
        _PANEL,
        replace(_PANEL, name="Bottom line label", following="Bottom line", size=10.5, leading=13.5, bold=True,
                colour=TOKENS.brand, before=14, after=2, keep_next=True),
        Look("Decision", size=11, leading=18, after=8, keep_next=True,
             tabs=tuple(tab for index in range(1, 5) for tab in (
                 Tab(width * index / 4 - 10, leader="underscore"), Tab(width * index / 4)))),
        Look("heading 1", following="Body Text", size=15, leading=18.5, bold=True, colour=TOKENS.brand,
             before=10, after=3, outline=0, keep_next=True, rules=(_rule("top", 1, 4, TOKENS.brand),)),
        *(Look(f"heading 1 {role.value}", "heading 1", "Body Text", colour=TOKENS.hue(role).strong,
               rules=(_rule("top", 1, 4, TOKENS.hue(role).strong),))
          for role in (Role.CAUSE, Role.EFFECT, Role.RESPONSE)),
        Look("heading 1 annex", "heading 1", "Body Text", before=0, new_page=True),
        Look("heading 2", following="Argument text", size=12, leading=15, bold=True, before=7, after=1,
             left=TEXT_EDGE, hanging=TEXT_EDGE, outline=1, keep_next=True, tabs=(Tab(TEXT_EDGE),)),
        Look("Argument text", "Body Text", after=3),
        Look("Argument note", "Body Text", after=0),
        Look("List Bullet", left=BULLET[0], hanging=BULLET[1], after=1.5, bullet=True),
        Look("Certainty", "Body Text", size=10, leading=12.5, colour=TOKENS.ink2, before=1, after=2),
        Look("Source", left=TEXT_EDGE, hanging=TEXT_EDGE, after=3, tabs=(Tab(TEXT_EDGE),)),
        Look("caption", following="Body Text", size=10.5, leading=14, bold=True, before=8, after=5,
             keep_next=True),
        Look("Figure", following="Note"),
        Look("Note", size=10, leading=13, colour=TOKENS.ink2, before=4, after=2),
        Look("Reading note", "Note", before=8, contextual=True),
        Look("Table text", size=10.5, leading=13.4),
        Look("Table head", "Table text", size=10, leading=13, bold=True, colour=TOKENS.ink2, keep_next=True),
        Look("Table claim", "Table text", bold=True, left=TEXT_EDGE, hanging=TEXT_EDGE,
             tabs=(Tab(TEXT_EDGE),)),
        Look("Table claim head", "Table head", left=TEXT_EDGE),
        Look("Table detail", "Table text", left=TEXT_EDGE),
        Look("Table row head", "Table text", bold=True),
        Look("Table amount", "Table text", align="right"),
        Look("Table amount head", "Table head", align="right"),
        Look("Table point", "Table text", left=POINT_EDGE),
        Look("Table first point", "Table point", hanging=POINT_EDGE - TEXT_EDGE,
             tabs=(Tab(POINT_EDGE),)),
        Look("Table end", size=1, leading=1, exact=True),
        Look("header", size=10, leading=13, colour=TOKENS.ink2, tabs=(Tab(width, "right"),)),
        Look("Masthead", "header", rules=(_rule("top", 3, 6, TOKENS.brand),)),
        Look("Masthead organisation", "header", before=3),
        Look("Marking line", "header", size=12, leading=15, align="right", after=2),
        Look("footer", size=10, leading=13, colour=TOKENS.ink2, tabs=(Tab(width, "right"),),
             rules=(_rule("top", 0.5, 6),)),
        Look("Marked footer", "footer", tabs=(Tab(width / 2, "center"), Tab(width, "right"))),
    )
# fmt: on


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """A character style; bold ones are for paragraphs that are not, since Word toggles bold on bold."""

    name: str
    colour: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None
    fill: str | None = None


CHARACTER_LOOKS = (
    CharacterLook("Strong", bold=True),
    CharacterLook("Emphasis", italic=True),
    CharacterLook("Strong emphasis", bold=True, italic=True),
    CharacterLook("Hyperlink", colour=TOKENS.hue(Role.CAUSE).strong, underline=True),
    CharacterLook("Number", colour=TOKENS.brand),
    *(
        CharacterLook(f"Number {role.value}", colour=TOKENS.hue(role).strong)
        for role in (Role.CAUSE, Role.EFFECT, Role.RESPONSE)
    ),
    CharacterLook("Reference", colour=TOKENS.ink2),
    CharacterLook("Not stated", colour=TOKENS.ink2),
    CharacterLook("Run-in label", bold=True),
    CharacterLook("Memo label", colour=TOKENS.ink2, bold=True, size=10),
    CharacterLook("Product", colour=TOKENS.brand, bold=True),
    CharacterLook("Caveat", bold=True, size=10),
)

_LOOKS = {look.name: look for look in paragraph_looks(0)}
_BUILT_IN = frozenset((
    "Normal", "Body Text", "Title", "Subtitle", "heading 1", "heading 2", "List Bullet", "caption", "header",
    "footer", "Strong", "Emphasis", "Hyperlink",
))  # fmt: skip


def is_bold(name: str) -> bool:
    """Return whether a paragraph style is bold, by itself or by the style on which it is based."""
    look = _LOOKS.get(name)
    while look is not None and look.bold is None:
        look = _LOOKS.get(look.based_on or "")
    return look is not None and bool(look.bold)


def heading_of(role: Role) -> str:
    """Return the name of a section's heading style."""
    return "heading 1" if role is Role.OTHER else f"heading 1 {role.value}"


def number_of(role: Role) -> str:
    """Return the name of the character style for the numbers of a role."""
    return "Number" if role is Role.OTHER else f"Number {role.value}"


@lru_cache(maxsize=16)
def styles_part(
    language: str,
    width: float,
    marking: str | None = None,
    figure: tuple[Look, ...] = (),
    figure_characters: tuple[CharacterLook, ...] = (),
) -> bytes:
    """Return the part with all styles for a memo in `language`, a BCP 47 tag, on lines of `width` points.

    `marking` is the key of the handling marking's colours, None where the brief has none; the looks of
    the figure are those that no other text has.
    """
    cjk = language.split("-")[0].lower() in _CJK
    marks: tuple[CharacterLook, ...] = ()
    if marking is not None:
        colour, fill = MARKING_COLOURS[marking]
        marks = (CharacterLook("Marking", colour=colour, bold=True, size=12, fill=fill),)
    return root(
        "w:styles",
        _defaults(language),
        _LATENT,
        *(_paragraph_style(look, cjk) for look in (*paragraph_looks(width), *figure)),
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        *(_character_style(look) for look in (*CHARACTER_LOOKS, *marks, *figure_characters)),
        _TABLE_NORMAL,
        _table_style("Brief table", padding=2.5),
        _table_style("Brief table roomy", padding=5),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
    )  # fmt: skip


def east_asian(language: str) -> str:
    """Return the language tag of the East Asian characters in a text in `language`."""
    return language if language.split("-")[0].lower() in _CJK else "ja-JP"


def _defaults(language: str) -> Markup:
    latin = TOKENS.office_font
    fonts = w("rFonts", ascii=latin, eastAsia=TOKENS.office_font_cjk, hAnsi=latin, cs=latin)
    spoken = w("lang", val=language, eastAsia=east_asian(language), bidi="ar-SA")
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
    line = {"val": "single", "sz": eighths(0.5), "space": 0, "color": hex_colour(TOKENS.rule)}
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
        w("keepLines") if look.keep_next else NOTHING,
        w("pageBreakBefore") if look.new_page else NOTHING,
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
    if leading is not None and cjk and not look.exact:
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
        w("bdr", val="single", sz=eighths(1.5), space=0, color=hex_colour(fill)) if fill else NOTHING,
        w("shd", val="clear", color="auto", fill=hex_colour(fill)) if fill else NOTHING,
    )
    return w("rPr", parts) if parts else NOTHING
