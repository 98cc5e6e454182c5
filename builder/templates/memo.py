"""Derives the look of a memo from a Word template: paper, colours, styles, and what the memo brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import asdict, replace

from builder.outline.text import Product
from builder.templates.package import Element, Template, Unusable
from builder.templates.word import (
    CHARACTERS,
    WP,
    Sheet,
    W,
    WordStyles,
    last_section,
    name_of,
    sheet_of,
)
from builder.theme.colours import Colours, contrast, mixed
from builder.theme.memo import MemoLook, Paper, Style
from builder.theme.theme import Theme, Worn

_LEAST_WIDTH, _LEAST_HEIGHT = 230.0, 240.0  # points of text
_WIDEST_FIGURE = 520.0
_NO_TEXT = 2.0  # points: smaller styles are for spaces
_TEXT = 11.0  # points: the size of running text of which the sizes of the memo's own styles are fractions
_LINE, _EMU = 14.0, 12_700.0
_WHITE = "#FFFFFF"
_LARGE, _LARGE_BOLD = 18.0, 14.0  # points: large text may have less contrast (WCAG 2.2, 1.4.3)
_DARKER = "choose a darker colour in Word, and save the template again"
_DESCRIBE = "in Word, right-click it, choose View Alt Text, and describe it or mark it as decorative"
_TINTS = {"panel": 0.07, "faint": 0.035}  # shares of the brand colour, on white
_BRANDS = ("accent1", "dk2", "accent2", "accent4", "accent5", "accent6")


class HouseLook(MemoLook, frozen=True):
    """The look of a memo in a template: `styles` are those of its roles, all others grow by a factor."""

    house: Paper = MemoLook().a4
    styles: Mapping[str, Style] = {}
    grow: float = 1.0
    breadth: float = 1.0

    def paper(self, page: str) -> Paper:  # noqa: ARG002
        """Return the paper of the template."""
        return self.house

    @property
    def closer(self) -> tuple[MemoLook, ...]:
        """This look, and one with closer tables: the text is set as the template has it."""
        return self, replace(self, table=replace(self.table, padding=1.5))

    def paragraph_styles(self, colours: Colours, width: float) -> tuple[Style, ...]:
        """Return the styles of the template under the names of their roles, and the memo's own in full."""
        ours: dict[str, Style] = {}
        found: dict[str, Style] = {}
        for style in MemoLook.paragraph_styles(self, colours, width):
            own = {name: value for name, value in asdict(style).items() if value is not None and value != ()}
            ours[style.name] = replace(ours[style.based_on], **own) if style.based_on else style
            known = self.styles.get(style.name)
            base = found.get(style.based_on or "")
            if known is not None:
                kept = known.keep_next or ours[style.name].keep_next  # a heading never ends a page
                found[style.name] = replace(
                    known, based_on=style.based_on, following=style.following, keep_next=kept
                )
            elif base is not None and (base.name != "Normal" and base.name in self.styles):
                scaled = {name: own[name] * self.grow for name in ("size", "leading") if name in own}
                found[style.name] = replace(base, outline=None, **own | scaled)
            else:
                full = ours[style.name]
                grow = self.grow if (full.size or _TEXT) > _NO_TEXT else 1.0
                found[style.name] = replace(
                    full,
                    size=round((full.size or _TEXT) * grow * 2) / 2,
                    leading=(full.leading or 0.0) * grow,
                    align=full.align or "left",
                    left=full.left or 0.0,
                    right=full.right or 0.0,
                    hanging=full.hanging or 0.0,
                    breadth=self.breadth,
                )
        return tuple(found.values())


def dress(theme: Theme, data: bytes, given: Mapping[str, str]) -> Theme:
    """Return the theme of a memo that is built into a Word template.

    `given` are the styles that a brief names, by role. Raises `Unusable`, or several of them.
    """
    template = Template(data)
    if template.product is not Product.MEMO:
        raise Unusable("it is a PowerPoint file", "name a Word template: DOTX, DOCX or DOTM")
    styles = WordStyles(template)
    _, ids = styles.roles(given)
    document = template.xml(template.main)
    section, areas = last_section(document)
    sheet = sheet_of(section)
    by_id = {role: styles.by_id[id] for role, id in ids.items()}
    looks = {role: styles.look(role, style) for role, style in by_id.items()}
    body = by_id.get("Body Text", styles.usual)
    look = HouseLook(
        **{name: getattr(theme.memo, name) for name in MemoLook.__struct_fields__},
        house=_paper(sheet, template, areas, theme.memo.a4),
        styles=looks,
        grow=min(max(styles.size(body) / _TEXT, 0.8), 1.3),
        breadth=styles.face(styles.usual).breadth,
    )
    colours = _colours(styles, by_id, theme.colours)
    paged = any(_counts_pages(template.xml(part)) for part in areas_of(template, areas).values())
    worn = Worn(data, ids, paged, styles.font(body), styles.face(body).breadth)
    return replace(theme, memo=look, colours=colours, worn=worn)


class Weakness(Struct, frozen=True):
    """What keeps people from reading a memo in a template, by the rule that it breaks, and what to do."""

    rule: str
    message: str
    hint: str


def weaknesses(data: bytes, given: Mapping[str, str]) -> Iterator[Weakness]:
    """Yield what a memo takes from a template although not everybody can read it."""
    template = Template(data)
    styles = WordStyles(template)
    pale = {}
    for role, id in styles.roles(given)[1].items():
        style = styles.by_id[id]
        colour, size = styles.colour(style), styles.size(style)
        is_large = size >= _LARGE or (size >= _LARGE_BOLD and styles.is_on(style, "rPr/b"))
        found = contrast(colour, _WHITE) if colour is not None else 21.0
        if role not in CHARACTERS and found < (3.0 if is_large else 4.5):
            pale[name_of(style)] = found
    if pale:
        names = ", ".join(f"“{name}”" for name in pale)
        has = f"style {names} has" if len(pale) == 1 else f"styles {names} have"
        least = f"a contrast of {min(pale.values()):.1f} : 1 with white; 4.5 : 1 is the least for text"
        yield Weakness("colours-readable", f"its {has} {least}", _DARKER)
    _, areas = last_section(template.xml(template.main))
    for part in dict.fromkeys(areas_of(template, areas).values()):
        for about in template.xml(part).iter(WP + "docPr"):
            marks = (one for one in about.iter() if str(one.tag).endswith("}decorative"))
            if not about.get("descr") and not any(one.get("val") in ("1", "true") for one in marks):
                message = "a picture in its headers or footers has no alternative text"
                yield Weakness("access-alt-text", message, _DESCRIBE)
                return


def _paper(
    sheet: Sheet | None, template: Template, areas: Mapping[tuple[str, str], str], usual: Paper
) -> Paper:
    """Return the paper of a template, with the room that its own headers and footers take."""
    if sheet is None:
        return usual
    heights = {"header": 0.0, "footer": 0.0}
    for (kind, _), part in areas_of(template, areas).items():
        heights[kind] = max(heights[kind], _height(template.xml(part)))
    paper = replace(
        usual,
        width=sheet.width,
        height=sheet.height,
        top=sheet.top,
        bottom=sheet.bottom,
        side=(sheet.left + sheet.right + sheet.gutter) / 2,
        figure_width=min(sheet.text_width, _WIDEST_FIGURE),
        header=sheet.header + heights["header"],
        footer=sheet.footer + heights["footer"],
    )
    high = (
        paper.height - max(paper.top, paper.header + 3 * _LINE) - max(paper.bottom, paper.footer + 2 * _LINE)
    )
    if sheet.text_width < _LEAST_WIDTH or high < _LEAST_HEIGHT:
        left = f"{max(sheet.text_width, 0):.0f} by {max(high, 0):.0f} points"
        least = f"{_LEAST_WIDTH:.0f} by {_LEAST_HEIGHT:.0f}"
        hint = f"make its margins, header or footer smaller: a memo needs {least}"
        raise Unusable(f"its page leaves {left} for text", hint)
    return paper


def areas_of(template: Template, areas: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return the parts of headers and footers that are there."""
    parts = {one.id: one.target for one in template.relations(template.main) if not one.outside}
    return {key: parts[id] for key, id in areas.items() if parts.get(id) in template.parts}


def _height(root: Element) -> float:
    """Return about how high paragraphs and tables are, in points."""
    total = 0.0
    for one in root:
        if one.tag == W + "p":
            extents = [float(each.get("cy", 0)) / _EMU for each in one.iter(WP + "extent")
                       if each.getparent().tag == WP + "inline"]  # fmt: skip
            total += max(_LINE, *extents) if extents else _LINE
        elif one.tag == W + "tbl":
            total += sum(
                max((_height(cell) for cell in row.iterchildren(W + "tc")), default=0.0)
                for row in one.iterchildren(W + "tr")
            )
        elif one.tag == W + "sdt":
            total += sum(_height(each) for each in one.iterchildren(W + "sdtContent"))
    return total


def _counts_pages(root: Element) -> bool:
    return any("PAGE" in instruction.split() for instruction in instructions(root))


def instructions(root: Element) -> Iterator[str]:
    """Yield the instructions of the fields of a part."""
    yield from (one.get(W + "instr", "") for one in root.iter(W + "fldSimple"))
    yield from (one.text or "" for one in root.iter(W + "instrText"))


def _colours(styles: WordStyles, by_id: Mapping[str, Element], usual: Colours) -> Colours:
    """Return the colours with the brand and the ink of a template, as far as they can be read on white."""

    def readable(colour: str | None) -> bool:
        return colour is not None and 4.5 <= contrast(colour, _WHITE) < 19

    heading = by_id.get("heading 1")
    candidates = [styles.colour(heading), *(styles.palette.get(name) for name in _BRANDS)]
    brand = next((one for one in candidates if one is not None and readable(one)), None)
    ink = styles.colour(by_id.get("Body Text", styles.usual)) or styles.palette.get("dk1")
    changes: dict[str, str] = {}
    if brand is not None:
        changes = {name: mixed(brand, _WHITE, share) for name, share in (("brand", 1.0), *_TINTS.items())}
    if ink is not None and contrast(ink, _WHITE) >= 7:
        changes["ink"] = ink
    return replace(usual, **changes)
