"""The tokens become the looks of the memo: what each of its named styles says, in points."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from builder.outline.text import Role
from builder.theme.tokens import TOKENS

_MILLIMETRE = 72 / 25.4


class Paper(NamedTuple):
    """A paper's size and margins, and the room above and below the rows of its first page, in points."""

    width: float
    height: float
    top: float
    bottom: float
    row_padding: float
    side: float = 25 * _MILLIMETRE
    header: float = 11 * _MILLIMETRE
    footer: float = 10 * _MILLIMETRE

    @property
    def text_width(self) -> float:
        return self.width - 2 * self.side


# Letter is 50 points shorter, so its first page is set closer: it has to hold as much.
PAPERS = {
    "A4": Paper(595.3, 841.9, 22 * _MILLIMETRE, 18 * _MILLIMETRE, 5.0),
    "Letter": Paper(612.0, 792.0, 20 * _MILLIMETRE, 17 * _MILLIMETRE, 3.5),
}

TEXT_EDGE = 24.0  # running text starts here; headings, numbers, tables and figures start at the margin
BULLET = (TEXT_EDGE + 13.0, 13.0)  # where the text of a list item starts, and how far left its bullet hangs
FIELD_EDGE = 64.0  # where the values of the memo's head start


class Rule(NamedTuple):
    """A line along one side of a paragraph: weight and distance in points."""

    side: str
    weight: float
    space: float
    colour: str


class Tab(NamedTuple):
    at: float
    align: str = "left"
    leader: str | None = None


class Look(NamedTuple):
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
    keep_lines: bool | None = None
    contextual: bool = False  # no space between paragraphs of this style
    bullet: bool = False
    fill: str | None = None
    even: bool = False  # its lines are made about equally long
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
    after=14,
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
        Look("Body Text", left=TEXT_EDGE, after=4),
        Look("Title", following="Subtitle", size=23, leading=26.5, exact=True, bold=True, colour=TOKENS.brand,
             before=5, after=4, keep_next=True, even=True),
        Look("Subtitle", following="Body Text", size=11.5, leading=15, colour=TOKENS.ink2, after=12),
        Look("Memo field", after=2.5, left=FIELD_EDGE, hanging=FIELD_EDGE, tabs=(Tab(FIELD_EDGE),),
             rules=(_rule("top", 0.75, 5), _rule("bottom", 0.75, 5))),
        _PANEL,
        _PANEL._replace(name="Bottom line label", following="Bottom line", size=10.5, leading=13.5, bold=True,
                colour=TOKENS.brand, before=14, after=2, keep_next=True),
        Look("Decision", size=11, leading=18, after=8, keep_next=True,
             tabs=tuple(tab for index in range(1, 5) for tab in (
                 Tab(width * index / 4 - 10, leader="underscore"), Tab(width * index / 4)))),
        Look("heading 1", following="Body Text", size=15, leading=18.5, bold=True, colour=TOKENS.brand,
             before=9, after=2, outline=0, keep_next=True, rules=(_rule("top", 1, 4, TOKENS.brand),)),
        *(Look(f"heading 1 {role.value}", "heading 1", "Body Text", colour=TOKENS.hue(role).strong,
               rules=(_rule("top", 1, 4, TOKENS.hue(role).strong),))
          for role in (Role.CAUSE, Role.EFFECT, Role.RESPONSE)),
        Look("heading 2", following="Argument text", size=12, leading=15, bold=True, before=6, after=1,
             left=TEXT_EDGE, hanging=TEXT_EDGE, outline=1, keep_next=True, tabs=(Tab(TEXT_EDGE),)),
        Look("Argument text", "Body Text", after=2, keep_lines=True),
        Look("Argument note", "Body Text", after=0),
        Look("List Bullet", left=BULLET[0], hanging=BULLET[1], after=1, bullet=True),
        Look("Certainty", "Body Text", size=10, leading=12.5, colour=TOKENS.ink2, before=1, after=2),
        Look("Source", left=TEXT_EDGE, hanging=TEXT_EDGE, after=3, tabs=(Tab(TEXT_EDGE),)),
        Look("caption", following="Body Text", size=10.5, leading=14, bold=True, before=7, after=4,
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
        Look("Table amount apart", "Table amount", right=14),
        Look("Table amount apart head", "Table amount head", right=14),
        Look("Table label", "Table detail", bold=True, before=2, keep_next=True),
        Look("Table bullet", "Table text", left=BULLET[0], hanging=BULLET[1], bullet=True),
        Look("Table end", size=1, leading=1, exact=True),
        Look("header", size=10, leading=13, colour=TOKENS.ink2, after=8, tabs=(Tab(width, "right"),)),
        Look("Masthead", "header", after=2, rules=(_rule("top", 3, 6, TOKENS.brand),)),
        Look("Masthead organisation", "header", before=3),
        Look("Marking line", "header", size=12, leading=15, align="right", after=3),
        Look("footer", size=10, leading=13, colour=TOKENS.ink2, tabs=(Tab(width, "right"),),
             rules=(_rule("top", 0.5, 6),)),
        Look("Marked footer", "footer", tabs=(Tab(width / 2, "center"), Tab(width, "right"))),
    )
# fmt: on


class CharacterLook(NamedTuple):
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


@cache
def resolved(name: str) -> Look:
    """Return a paragraph style with what it takes over from the styles on which it is based."""
    look = _LOOKS[name]
    if look.based_on is None:
        return look
    own = {field: value for field, value in look._asdict().items() if value not in (None, ())}
    return resolved(look.based_on)._replace(**own)


def is_bold(name: str) -> bool:
    """Return whether a paragraph style is bold, by itself or by the style on which it is based."""
    return name in _LOOKS and bool(resolved(name).bold)
