"""Reads a Word template: its page, its fonts and colours, and its styles by the roles that they play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from builder.report.printable import near
from builder.templates.colours import Scheme, coded
from builder.templates.faces import Face, face, fonts_of
from builder.templates.package import Element, Template, Unusable, refuse
from builder.templates.roles import Role
from builder.theme.colours import Colours, contrast
from builder.theme.memo import MemoLook, Style

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

# The roles of a memo, and the names under which Word knows styles for them in every language. All other
# styles of a memo are its own, unless the brief maps them.
PARAGRAPHS: dict[str, tuple[str, ...]] = {
    "Normal": ("normal",),
    "Body Text": ("body text",),
    "Title": ("title",),
    "Subtitle": ("subtitle",),
    "heading 1": ("heading 1",),
    "heading 2": ("heading 2",),
    "heading 3": ("heading 3",),
    "List Bullet": ("list bullet",),
    "caption": ("caption",),
    "Pull quote": ("quote",),
    "footnote text": ("footnote text",),
}
CHARACTERS: dict[str, tuple[str, ...]] = {
    "Strong": ("strong",),
    "Emphasis": ("emphasis",),
    "Hyperlink": ("hyperlink",),
    "footnote reference": ("footnote reference",),
}
_LEVELS = {f"heading {level}": level - 1 for level in (1, 2, 3)}
_COUNTED = ("List Number", "Box number")  # whose numbers are the brief's own
_ALIASES = {"body": "Body Text", "text": "Body Text", "claim": "heading 2", "quote": "Pull quote"}
_HIDING = ("vanish", "specVanish", "webHidden", "strike", "dstrike", "vertAlign", "position", "fitText", "w")
_OFF = ("0", "false", "off", "none", "baseline")
_WHITE = "#FFFFFF"
_LEAST_CONTRAST, _GOOD_CONTRAST = 3.0, 4.5
_USUAL = {"sz": "20", "font": "Times New Roman"}  # of Word where a file says nothing
_BULLETS = "•+−–—-‣▪▸●○◦■□►»›✓*o·"
_PRIVATE = range(0xF000, 0xF100)  # the characters of symbol fonts


class WordStyles:
    """The styles of a Word template with what each takes over from others."""

    def __init__(self, template: Template) -> None:
        self.template = template
        part = next(template.targets(template.main, "styles"), None)
        if part is None:
            raise Unusable("it has no styles", "open it in Word and save it again")
        self.part, self.root = part, template.xml(part)
        self.theme = next(template.targets(template.main, "theme"), None)
        theme = template.xml(self.theme) if self.theme else None
        self.fonts, self.palette = fonts_of(theme), Scheme(theme, {}).named
        self.by_id: dict[str, Element] = {}
        self.by_name: dict[tuple[str, str], Element] = {}
        for style in self.root.iterchildren(W + "style"):
            self.by_id.setdefault(style.get(W + "styleId", ""), style)
            self.by_name.setdefault((kind_of(style), name_of(style).lower()), style)
        self.usual = next(
            (
                one
                for one in self.by_id.values()
                if kind_of(one) == "paragraph" and _flag(one.get(W + "default"))
            ),
            None,
        )
        number = next(template.targets(template.main, "numbering"), None)
        self.numbering = template.xml(number) if number else None

    def chain(self, style: Element | None) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen = set[str]()
        while style is not None and (own := style.get(W + "styleId", "")) not in seen:
            seen.add(own)
            yield style
            base = style.find(W + "basedOn")
            style = None if base is None else self.by_id.get(base.get(W + "val", ""))

    def found(self, style: Element | None, path: str) -> Element | None:
        """Return the nearest element at a path such as `rPr/sz`: of the style, its bases, or the defaults."""
        return next(self._all(style, path), None)

    def value(self, style: Element | None, path: str, *names: str) -> str | None:
        """Return the nearest value at a path, of the first of its attributes that is there."""
        values = (one.get(W + name) for one in self._all(style, path) for name in names)
        return next((str(value) for value in values if value is not None), None)

    def _all(self, style: Element | None, path: str) -> Iterator[Element]:
        steps = "/".join(W + step for step in path.split("/"))
        defaults = (self.root.findall(f"{W}docDefaults/{W}{kind}Default") for kind in ("rPr", "pPr"))
        for holder in chain(self.chain(style), *defaults):
            one = holder.find(steps)
            if one is not None:
                yield one

    def is_on(self, style: Element | None, path: str) -> bool:
        """Whether a property such as `rPr/b` is set."""
        one = self.found(style, path)
        return one is not None and one.get(W + "val", "1") not in _OFF

    @property
    def runs_leftward(self) -> bool:
        """Whether text in some of its styles runs from right to left."""
        marks = self.root.iter(W + "bidi", W + "rtl")
        return any(one.get(W + "val", "1") not in _OFF for one in marks)

    def font(self, style: Element | None) -> str:
        """Return the typeface of a style."""
        for each in (*self.chain(style), *self.root.findall(f"{W}docDefaults/{W}rPrDefault")):
            fonts = each.find(f"{W}rPr/{W}rFonts")
            if fonts is None:
                continue
            named = fonts.get(W + "asciiTheme") or fonts.get(W + "hAnsiTheme")
            given = self.fonts.get((named or "")[:5]) or fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
            if given:
                return str(given)
        return _USUAL["font"]

    def colour(self, style: Element | None) -> str | None:
        """Return the colour of the words in a style, None for the automatic one."""
        return self.colour_of(self.found(style, "rPr/color"))

    def colour_of(self, one: Element | None, name: str = "val", theme: str = "themeColor") -> str | None:
        """Return the colour that an element names."""
        if one is None:
            return None
        named = _NAMES.get(one.get(W + theme, ""), one.get(W + theme, ""))
        return self.palette.get(named) or coded(one.get(W + name, ""))

    def size(self, style: Element | None) -> float:
        """Return the size of a style in points."""
        return _number(self.value(style, "rPr/sz", "val") or _USUAL["sz"], 20) / 2

    def hides(self, style: Element) -> str:
        """Return why words in a style could not be read, "" where they can be."""
        for name in _HIDING:
            one = self.found(style, f"rPr/{name}")
            if one is not None and one.get(W + "val", "1") not in _OFF and kind_of(style) == "paragraph":
                return "it hides, raises or strikes out its words"
        if self.is_on(style, "rPr/vanish"):
            return "it hides its words"
        ground = self.found(style, "pPr/shd")
        behind = self.colour_of(ground, "fill", "themeFill") or _WHITE
        own = self.colour(style)
        if own is not None and contrast(own, behind) < _LEAST_CONTRAST:
            return f"its words have a contrast of {contrast(own, behind):.1f} : 1; the least is 3 : 1"
        if self.size(style) < 8:
            return f"its words have {self.size(style):g} points; the least is 8"
        if self.found(style, "pPr/framePr") is not None:
            return "it sets words in a frame"
        return ""

    def bullet(self, style: Element) -> bool | None:
        """Whether a style has a plain bullet; None where it has no list, False where it counts."""
        one = self.value(style, "pPr/numPr/numId", "val")
        if one in (None, "0") or self.numbering is None:
            return None
        level = self.value(style, "pPr/numPr/ilvl", "val") or "0"
        number = self.numbering.find(f"{W}num[@{W}numId='{one}']")
        kind = None if number is None else number.find(W + "abstractNumId")
        holder = None if kind is None else self.numbering.find(
            f"{W}abstractNum[@{W}abstractNumId='{kind.get(W + 'val')}']"
        )  # fmt: skip
        linked = None if holder is None else holder.find(f"{W}lvl[@{W}ilvl='{level}']")
        if linked is None or linked.find(W + "lvlPicBulletId") is not None:
            return False
        format_, words = linked.find(W + "numFmt"), linked.find(W + "lvlText")
        shown = "" if words is None else words.get(W + "val", "")
        is_bullet = format_ is not None and format_.get(W + "val") == "bullet"
        return is_bullet and all(one in _BULLETS or ord(one) in _PRIVATE for one in shown)

    def look(self, name: str, style: Element) -> Style:
        """Return how paragraphs in a style are set, under the name of its role."""
        size, own = self.size(style), self.face(style)
        line = _number(self.value(style, "pPr/spacing", "line"), 240)
        rule = self.value(style, "pPr/spacing", "lineRule") or "auto"
        leading = line / 240 * size * own.height if rule == "auto" else line / 20
        if rule == "atLeast":
            leading = max(leading, size * own.height)
        first = _twips(self.value(style, "pPr/ind", "firstLine"))
        hanging = _twips(self.value(style, "pPr/ind", "hanging"))
        level = self.value(style, "pPr/outlineLvl", "val")
        return Style(
            name,
            size=size,
            leading=leading,
            exact=rule == "exact",
            bold=self.is_on(style, "rPr/b"),
            before=_twips(self.value(style, "pPr/spacing", "before")),
            after=_twips(self.value(style, "pPr/spacing", "after")),
            left=_twips(self.value(style, "pPr/ind", "left", "start")),
            right=_twips(self.value(style, "pPr/ind", "right", "end")),
            hanging=hanging - first,
            align=self.value(style, "pPr/jc", "val"),
            outline=int(level) if level and level.isdecimal() and int(level) < 9 else None,
            keep_next=self.is_on(style, "pPr/keepNext"),
            keep_lines=self.is_on(style, "pPr/keepLines"),
            contextual=self.is_on(style, "pPr/contextualSpacing"),
            bullet="•" if self.bullet(style) else "",
            breadth=own.breadth * (1.12 if self.is_on(style, "rPr/caps") else 1.0),
        )

    def face(self, style: Element | None) -> Face:
        """Return the typeface of a style, with what is known of its letters."""
        return face(self.font(style))

    def roles(self, given: Mapping[str, str]) -> tuple[tuple[Role, ...], dict[str, str]]:
        """Return the roles of a memo with the styles that play them, and the ids of these by role.

        `given` are the styles that a brief names, by known roles. Raises `Unusable` where some are not
        there, or hide their words.
        """
        known = roles_of_memo()
        named, faults = dict[str, Element](), list[Unusable]()
        for key, name in given.items():
            role = known[key.lower()]
            kind = "character" if role in CHARACTERS else "paragraph"
            style = self.by_name.get((kind, name.lower()))
            if style is None:
                faults.append(Unusable(self._unknown(name, kind), "", f"styles.{key}"))
            elif why := self.hides(style):
                message = f"“{name_of(style)}” cannot be used: {why}"
                faults.append(Unusable(message, "", f"styles.{key}"))
            else:
                named[role] = style
        refuse(faults)
        usual = {
            role: self._chosen(kind, role, names)
            for kind, known in (("paragraph", PARAGRAPHS), ("character", CHARACTERS))
            for role, names in known.items()
        }
        chosen = usual | {role: (style, "named in the brief") for role, style in named.items()}
        found = {role: style for role, (style, _) in chosen.items() if style is not None}
        roles = (Role(r, name_of(found[r]) if r in found else None, why) for r, (_, why) in chosen.items())
        return tuple(roles), {role: style.get(W + "styleId", "") for role, style in found.items()}

    def _chosen(self, kind: str, role: str, names: Sequence[str]) -> tuple[Element | None, str]:
        """Return the style for a role that the brief does not map, and why it is chosen or none is."""
        style = next((self.by_name[kind, name] for name in names if (kind, name) in self.by_name), None)
        reason = "by its name"
        others = self._of_level(role) if role in _LEVELS else []
        if style is None and others:
            if len(others) > 1:
                named = ", ".join(f"“{name_of(one)}”" for one in others)
                return None, f"{named} have its level; name one of them in `styles`"
            style, reason = others[0], f"by its outline level, {_LEVELS[role] + 1}"
        elif others:
            named = ", ".join(f"“{name_of(one)}”" for one in others)
            reason = f"by its name; {named} {'has' if len(others) == 1 else 'have'} the same level"
        if style is None and role in ("Normal", "Body Text"):
            style, reason = self.usual, "the style that Word gives text by default"
        if style is None:
            return None, "the template has none; the memo brings its own"
        if why := self.hides(style):
            return None, f"“{name_of(style)}” is not used: {why}"
        if role == "List Bullet" and self.bullet(style) is not True:
            return None, f"“{name_of(style)}” is not used: it has no plain bullet"
        own = self.colour(style)
        if own is not None and contrast(own, _WHITE) < _GOOD_CONTRAST:
            reason += f"; a contrast of {contrast(own, _WHITE):.1f} : 1 is weak, 4.5 : 1 is good"
        return style, reason

    def _of_level(self, role: str) -> list[Element]:
        """Return the organisation's own styles of a heading's level, but for variants of Word's headings."""
        found = []
        for style in self.by_id.values():
            level = style.find(f"{W}pPr/{W}outlineLvl")
            bases = {name_of(one).lower() for one in self.chain(style)}
            own = _flag(style.get(W + "customStyle")) and not any(one.startswith("heading ") for one in bases)
            if own and level is not None and level.get(W + "val") == str(_LEVELS[role]):
                found.append(style)
        return found

    def _unknown(self, name: str, kind: str) -> str:
        known = [name_of(one) for (each, _), one in self.by_name.items() if each == kind]
        nearest = near(name, known)
        return f"the template has no {kind} style “{name}”" + (f"; {nearest}" if nearest else "")


def roles_of_memo() -> dict[str, str]:
    """Return the roles of a memo, by all names under which a brief may mean them, in lower case."""
    own = (style.name for style in MemoLook().paragraph_styles(Colours(), 400.0))
    return {name.lower(): name for name in (*own, *CHARACTERS)} | _ALIASES


class Sheet(Struct, frozen=True):
    """The page of a template in points, as its last section has it."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    header: float
    footer: float
    columns: int

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right - self.gutter


_NAMES = {
    "text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1", "text2": "dk2", "dark2": "dk2",
    "background2": "lt2", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


def last_section(document: Element) -> tuple[Element | None, dict[tuple[str, str], str]]:
    """Return the properties of the last section of a document, and its headers and footers.

    These are relationship ids by kind and type of page; a section has those of the one before it where it
    names none.
    """
    sections = [one for one in document.iter(W + "sectPr") if one.getparent().tag != W + "sectPrChange"]
    areas: dict[tuple[str, str], str] = {}
    for section in sections:
        for kind in ("header", "footer"):
            for one in section.iterchildren(f"{W}{kind}Reference"):
                areas[kind, one.get(W + "type", "default")] = one.get(R + "id", "")
    return sections[-1] if sections else None, areas


def sheet_of(section: Element | None) -> Sheet | None:
    """Return the page of a section, None where it states no size."""
    size = None if section is None else section.find(W + "pgSz")
    if section is None or size is None:
        return None
    margins, columns = section.find(W + "pgMar"), section.find(W + "cols")
    edges = {} if margins is None else dict(margins.attrib)

    def edge(name: str, usual: float) -> float:
        return abs(_number(edges.get(W + name), usual * 20)) / 20

    return Sheet(
        width=_number(size.get(W + "w"), 11906) / 20,
        height=_number(size.get(W + "h"), 16838) / 20,
        top=edge("top", 72),
        bottom=edge("bottom", 72),
        left=edge("left", 72),
        right=edge("right", 72),
        gutter=edge("gutter", 0),
        header=edge("header", 36),
        footer=edge("footer", 36),
        columns=1 if columns is None else int(_number(columns.get(W + "num"), 1)),
    )


def name_of(style: Element) -> str:
    """Return the name of a style, which is the same in every language for those of Word."""
    one = style.find(W + "name")
    return "" if one is None else str(one.get(W + "val", ""))


def kind_of(style: Element) -> str:
    """Return whether a style is for paragraphs, characters, tables or lists."""
    return str(style.get(W + "type", "paragraph"))


def _flag(value: str | None) -> bool:
    return value is not None and value not in _OFF


def _number(value: str | None, usual: float) -> float:
    try:
        return usual if value is None else float(value)
    except ValueError:
        return usual


def _twips(value: str | None) -> float:
    return _number(value, 0) / 20
