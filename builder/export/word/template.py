"""Puts a finished memo into a Word template: text and headers, in the template's styles, on its page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from builder.export.office.package import content_types, relations, zipped
from builder.templates.colours import A
from builder.templates.package import Element, Relation, Template
from builder.templates.word import R, W, WordStyles, kind_of, last_section, name_of
from builder.templates.word_parts import cleaned
from builder.theme.theme import Worn

_TYPE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_TYPE}wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_REFERENCES = (W + "pStyle", W + "rStyle", W + "tblStyle")
_LINKS = (W + "basedOn", W + "next", W + "link")
_THEMED = ("themeColor", "themeFill", "themeTint", "themeShade", "themeFillTint", "themeFillShade")
_COLOURED = tuple(W + name for name in ("color", "shd", "top", "left", "bottom", "right"))
_SETTINGS = ("evenAndOddHeaders", "defaultTabStop", "clrSchemeMapping")  # that are the template's
_TYPES = ("first", "default", "even")
_APART = 120  # twentieths of a point between the template's head and the memo's
# What follows the direction of a paragraph, and of a run (ECMA-376 17.3.1.26, 17.3.2.28).
_AFTER_BIDI = tuple(
    W + name
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr",
    )
)  # fmt: skip
_AFTER_RTL = tuple(W + name for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))
_MEASURED = "Calibri"  # in whose widths the figure's texts are measured
_SHAPES = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}


class _File:
    """The parts of the file that is made, with their types and relations."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.relations: dict[str, list[Relation]] = {}

    def add(self, name: str, kind: str, data: bytes, relations: Iterable[Relation] = ()) -> str:
        self.parts[name], self.types[name] = data, kind
        self.relations[name] = list(relations)
        return name

    def packed(self, epoch: int) -> bytes:
        """Return the file, whose bytes depend only on its parts."""
        entries = [
            ("[Content_Types].xml", content_types((f"/{name}", kind) for name, kind in self.types.items())),
            ("_rels/.rels", relations(_related("", self.relations[""]))),
        ]
        for name, data in self.parts.items():
            entries.append((name, data))
            if self.relations[name]:
                folder, base = posixpath.split(name)
                listing = posixpath.join(folder, "_rels", f"{base}.rels")
                entries.append((listing, relations(_related(folder, self.relations[name]))))
        return zipped(entries, epoch)


def _related(folder: str, found: Iterable[Relation]) -> Iterator[tuple[str, str, str, bool]]:
    for one in found:
        target = one.target if one.outside else posixpath.relpath(one.target, folder or ".")
        yield one.id, one.type, target, one.outside


def into_template(memo: bytes, worn: Worn, epoch: int) -> bytes:
    """Return a finished memo as a document of the template.

    The template's styles, lists, theme, fonts, headers and footers are kept; its text, macros, embedded files
    and links are not. What the memo brings is renamed where the template has the name already.
    """
    return _Merge(Template(memo), Template(worn.data), worn).merged().packed(epoch)


class _Merge:
    def __init__(self, ours: Template, theirs: Template, worn: Worn) -> None:
        self.ours, self.theirs, self.worn = ours, theirs, worn
        self.styles, self.own = WordStyles(theirs), WordStyles(ours)
        self.file = _File()
        self.ids = self._ids()
        self.document = ours.xml(ours.main)
        self.lists = self._lists()

    def merged(self) -> _File:
        ours, file = self.ours, self.file
        file.relations[""] = ours.relations("")
        related = {one.kind: one.target for one in ours.relations(ours.main) if not one.outside}
        replaced = {related[kind] for kind in ("styles", "numbering", "settings", "theme", "fontTable")}
        areas = {one.target for one in ours.relations(ours.main) if one.kind in ("header", "footer")}
        for name, data in ours.parts.items():
            if name == "[Content_Types].xml" or name.endswith(".rels") or name in replaced | areas:
                continue
            file.add(name, ours.types[name], self._ported(name, data), ours.relations(name))
        kept = [one for one in ours.relations(ours.main) if one.target not in areas]
        file.relations[ours.main] = kept
        self._areas(kept)
        file.parts[ours.main] = _bytes(self._restyled(self.document))
        file.add(related["styles"], f"{_WORD}styles+xml", _bytes(self._merged_styles()))
        file.add(related["numbering"], f"{_WORD}numbering+xml", _bytes(self.lists))
        file.add(related["settings"], f"{_WORD}settings+xml", _bytes(self._settings(related["settings"])))
        theme = self.styles.theme
        data = self.theirs.parts[theme] if theme else ours.parts[related["theme"]]
        file.add(related["theme"], f"{_TYPE}theme+xml", data)
        fonts = next(self.theirs.targets(self.theirs.main, "fontTable"), None)
        table = _bytes(cleaned(self.theirs.xml(fonts))) if fonts else ours.parts[related["fontTable"]]
        file.add(related["fontTable"], f"{_WORD}fontTable+xml", table)
        return file

    # Styles

    def _ids(self) -> dict[str, str]:
        """Return the ids of styles in the file that is made, by those of the memo."""
        taken = {id.lower() for id in self.styles.by_id}
        names = {name for _, name in self.styles.by_name}
        found: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for id, style in self.own.by_id.items():
            name = name_of(style)
            usual = self._usual_of(style)
            if name in self.worn.roles or usual is not None:
                found[id] = self.worn.roles.get(name) or str(usual)
            elif id.lower() in taken or name.lower() in names:
                found[id], self.names[id] = f"Brief{id}", f"Brief {name}"
            else:
                found[id], self.names[id] = id, name
        return found

    def _usual_of(self, style: Element) -> str | None:
        """Return the template's own style for what Word uses by default: the text, a character, a table."""
        if style.get(W + "default") is None:
            return None
        kind = kind_of(style)
        same = (
            id for id, one in self.styles.by_id.items() if kind_of(one) == kind and one.get(W + "default")
        )
        return next(same, None)

    def _merged_styles(self) -> Element:
        root = self.styles.root
        cleaned(root)
        language = next(self.own.root.iter(W + "lang"))
        self._set_language(root, language)
        for id, style in self.own.by_id.items():
            if id not in self.names:
                continue
            carried = deepcopy(style)
            carried.set(W + "styleId", self.ids[id])
            carried.find(W + "name").set(W + "val", self.names[id])
            if self.names[id] != name_of(style):
                carried.set(W + "customStyle", "1")
            carried.attrib.pop(W + "default", None)
            for one in [*carried.iterchildren(*_LINKS)]:
                one.set(W + "val", self.ids.get(one.get(W + "val", ""), ""))
            self._adapt(carried, name_of(style))
            root.append(carried)
        return root

    def _adapt(self, style: Element, name: str) -> None:
        """Set a carried style in the template's fonts, with colours by their values."""
        self._plain_colours(style)
        for one in [*style.iter(W + "rFonts")]:
            if self.styles.theme is None:
                one.getparent().remove(one)
        for one in style.iter(W + "ind"):
            if one.get(W + "hanging") == "0":
                del one.attrib[W + "hanging"]
                one.set(W + "firstLine", "0")
        for one in style.iter(W + "numId"):
            one.set(W + "val", self.numbers.get(one.get(W + "val", ""), "0"))
        if name.startswith("Figure "):
            properties = style.find(W + "rPr")
            if properties is None:
                properties = etree.SubElement(style, W + "rPr")
            face = {W + each: _MEASURED for each in ("ascii", "hAnsi", "cs")}
            properties.insert(0, etree.Element(W + "rFonts", face))

    def _set_language(self, root: Element, language: Element) -> None:
        """Set the language of the brief for all text."""
        defaults = root.find(W + "docDefaults")
        if defaults is None:
            defaults = etree.Element(W + "docDefaults")
            root.insert(0, defaults)
        for name in ("rPrDefault", "rPr"):
            inner = defaults.find(W + name)
            if inner is None:
                inner = etree.Element(W + name)
                defaults.insert(0, inner)
            defaults = inner
        defaults.append(deepcopy(language))

    def _restyled(self, root: Element) -> Element:
        """Return a part of the memo with the template's styles and lists."""
        self._plain_colours(root)
        for one in root.iter(*_REFERENCES):
            one.set(W + "val", self.ids.get(one.get(W + "val", ""), one.get(W + "val", "")))
        for one in root.iter(W + "numId"):
            one.set(W + "val", self.numbers.get(one.get(W + "val", ""), one.get(W + "val", "")))
        for paragraph in root.iter(W + "pPr"):
            self._quiet(paragraph)
        if self.styles.runs_leftward:
            _run_rightward(root)
        return root

    def _quiet(self, properties: Element) -> None:
        """Keep a style's own numbers and page breaks from a paragraph that the brief counts and places."""
        mark = properties.find(W + "pStyle")
        style = None if mark is None else self.styles.by_id.get(mark.get(W + "val", ""))
        if mark is None or style is None:
            return
        at = mark
        for each in properties.iterchildren(W + "keepNext", W + "keepLines"):
            at = each
        if properties.find(W + "pageBreakBefore") is None and self.styles.is_on(style, "pPr/pageBreakBefore"):
            at.addnext(etree.Element(W + "pageBreakBefore", {W + "val": "0"}))
        for each in properties.iterchildren(W + "pageBreakBefore"):
            at = each
        number = self.styles.value(style, "pPr/numPr/numId", "val")
        counted = number not in (None, "0") and self.styles.bullet(style) is False
        if counted and properties.find(W + "numPr") is None:
            none = etree.Element(W + "numPr")
            etree.SubElement(none, W + "numId", {W + "val": "0"})
            at.addnext(none)

    def _plain_colours(self, root: Element) -> None:
        """Name colours by their values alone: the names are those of another theme."""
        for one in root.iter(*_COLOURED):
            for name in _THEMED:
                one.attrib.pop(W + name, None)

    def _ported(self, name: str, data: bytes) -> bytes:
        """Return a part of the memo with the template's styles, or with the colours of its own theme."""
        kind = self.ours.types[name]
        if kind == f"{_WORD}footnotes+xml":
            return _bytes(self._restyled(self.ours.xml(name)))
        if not kind.endswith("drawingml.chart+xml"):
            return data
        root = self.ours.xml(name)
        for one in [*root.iter(A + "schemeClr")]:
            named = one.get("val", "")
            colour = self.own.palette.get(_SHAPES.get(named, named))
            if colour is not None:
                one.tag = A + "srgbClr"
                one.set("val", colour.removeprefix("#"))
        return _bytes(root)

    # Lists

    def _lists(self) -> Element:
        """Return the template's lists and, after them, the memo's; `numbers` are the new ones by the old."""
        mine = self.own.numbering
        assert mine is not None, "every memo has lists"
        root = self.styles.numbering
        root = etree.Element(W + "numbering", nsmap=mine.nsmap) if root is None else root
        cleaned(root)
        kinds = _next(root, "abstractNum", "abstractNumId")
        numbers = _next(root, "num", "numId")
        self.numbers = {"0": "0"}
        last = root.findall(W + "abstractNum")
        at: Element = last[-1] if last else None
        for one in mine.findall(W + "abstractNum"):
            one.set(W + "abstractNumId", str(kinds + int(one.get(W + "abstractNumId"))))
            for mark in [*one.iter(W + "pStyle")]:
                name = mark.get(W + "val", "")
                if name in self.names:
                    mark.set(W + "val", self.ids[name])
                else:
                    mark.getparent().remove(mark)
            for fonts in [*one.iter(W + "rFonts")]:
                fonts.getparent().remove(fonts)
            self._plain_colours(one)
            if at is None:
                root.insert(0, one)
            else:
                at.addnext(one)
            at = one
        ends = root.findall(W + "num")
        at = ends[-1] if ends else at
        for one in mine.findall(W + "num"):
            old = one.get(W + "numId")
            self.numbers[old] = str(numbers + int(old))
            one.set(W + "numId", self.numbers[old])
            kind = one.find(W + "abstractNumId")
            kind.set(W + "val", str(kinds + int(kind.get(W + "val"))))
            at.addnext(one)
            at = one
        return root

    # Page, headers and footers

    def _areas(self, kept: list[Relation]) -> None:
        """Give every section the template's page, and its headers and footers with the memo's."""
        section, theirs = last_section(self.theirs.xml(self.theirs.main))
        names = {one.id: one.target for one in self.theirs.relations(self.theirs.main)}
        titled = section is not None and section.find(W + "titlePg") is not None
        settings = next(self.theirs.targets(self.theirs.main, "settings"), None)
        uneven = settings is not None and self.theirs.xml(settings).find(W + "evenAndOddHeaders") is not None
        own = {one.id: one.target for one in self.ours.relations(self.ours.main)}
        made: dict[tuple[str, str | None, str | None], str] = {}
        for mine in self.document.iter(W + "sectPr"):
            first = mine.find(W + "titlePg") is not None
            at = 0
            for kind in ("header", "footer"):
                here = {}
                for one in [*mine.iterchildren(f"{W}{kind}Reference")]:
                    here[one.get(W + "type")] = own[one.get(R + "id")]
                    mine.remove(one)
                for type in _TYPES:
                    if (type == "first" and not first) or (type == "even" and not uneven):
                        continue
                    of = type if type != "first" or titled else "default"
                    house = names.get(theirs.get((kind, of), ""))
                    key = kind, here.get("default" if type == "even" else type), house
                    if key[1] is None and key[2] is None:
                        continue
                    if key not in made:
                        part = self._area(*key, number=len(made) + 1)
                        made[key] = f"rIdArea{len(made) + 1}"
                        kept.append(Relation(made[key], kind, part, False, _RELATION + kind))
                    mark = etree.Element(f"{W}{kind}Reference", {W + "type": type, R + "id": made[key]})
                    mine.insert(at, mark)
                    at += 1
            self._page(mine, section)

    def _page(self, mine: Element, section: Element | None) -> None:
        """Give a section on the template's paper its margins; one on its side keeps those it was set with."""
        size = None if section is None else section.find(W + "pgSz")
        margins = None if section is None else section.find(W + "pgMar")
        if size is None or margins is None:
            return
        here, edges = mine.find(W + "pgSz"), mine.find(W + "pgMar")
        for name in ("header", "footer"):
            edges.set(W + name, margins.get(W + name, "708"))
        same = all(abs(int(here.get(W + name)) - int(float(size.get(W + name)))) < 20 for name in ("w", "h"))
        if same:
            for name in ("top", "right", "bottom", "left", "gutter"):
                edges.set(W + name, margins.get(W + name, "0"))

    def _area(self, kind: str, mine: str | None, part: str | None, number: int) -> str:
        """Make a header, the template's lines above the memo's; or a footer, the memo's above."""
        tag = "hdr" if kind == "header" else "ftr"
        related: list[Relation] = []
        theirs: list[Element] = []
        root = None
        if part is not None:
            root = cleaned(self.theirs.xml(part), self._pictures(part, related, number), number)
            theirs = [one for one in root if not _is_empty(one)] if mine else [*root]
        if root is None:
            root = self.ours.xml(str(mine))
        lines: list[Element] = []
        if mine is not None:
            lines = [*self._restyled(self.ours.xml(mine))]
            related += self.ours.relations(mine)
        if theirs and lines and kind == "header":
            _set_apart(lines[0])
        for one in [*root]:
            root.remove(one)
        for one in (*theirs, *lines) if kind == "header" else (*lines, *theirs):
            root.append(one)
        if not len(root) or root[-1].tag != W + "p":
            etree.SubElement(root, W + "p")
        assert root.tag == W + tag
        return self.file.add(f"word/{kind}{number}.xml", f"{_WORD}{kind}+xml", _bytes(root), related)

    def _pictures(self, part: str, related: list[Relation], number: int) -> Mapping[str, str]:
        """Add the pictures of a part of the template; return their new relationship ids by the old."""
        found: dict[str, str] = {}
        for one in self.theirs.relations(part):
            if one.kind != "image" or one.outside or one.target not in self.theirs.parts:
                continue
            base = posixpath.basename(one.target)
            name = f"word/media/house-{base}"
            if name not in self.file.parts:
                self.file.add(name, self.theirs.types[one.target], self.theirs.parts[one.target])
            found[one.id] = f"rIdHouse{number}x{len(found) + 1}"
            related.append(Relation(found[one.id], "image", name, False, _RELATION + "image"))
        return found

    def _settings(self, part: str) -> Element:
        """Return the memo's settings with what of the template's concerns its page and colours."""
        root = self.ours.xml(part)
        found = next(self.theirs.targets(self.theirs.main, "settings"), None)
        for name in _SETTINGS if found else ():
            theirs, ours = self.theirs.xml(str(found)).find(W + name), root.find(W + name)
            if theirs is None:
                continue
            if ours is not None:
                root.replace(ours, theirs)
            else:
                tab = root.find(W + "defaultTabStop")
                tab.addnext(theirs)
        hyphens = root.find(W + "autoHyphenation")
        even = root.find(W + "evenAndOddHeaders")
        if even is not None and hyphens is not None:
            hyphens.addnext(even)
        return root


def _run_rightward(root: Element) -> None:
    """Set all text from left to right, whatever its styles say."""
    for kind, name, looks, after in (("p", "bidi", "pPr", _AFTER_BIDI), ("r", "rtl", "rPr", _AFTER_RTL)):
        for one in [*root.iter(W + kind)]:
            properties = one.find(W + looks)
            if properties is None:
                properties = etree.Element(W + looks)
                one.insert(0, properties)
            mark = etree.Element(W + name, {W + "val": "0"})
            following = next(properties.iterchildren(*after), None)
            if following is None:
                properties.append(mark)
            else:
                following.addprevious(mark)
    for properties in root.iter(W + "tblPr"):
        mark = etree.Element(W + "bidiVisual", {W + "val": "0"})
        before = [*properties.iterchildren(W + "tblStyle", W + "tblpPr", W + "tblOverlap")]
        properties.insert(len(before), mark)


def _set_apart(line: Element) -> None:
    """Leave room above a paragraph."""
    properties = line.find(W + "pPr")
    if properties is not None and properties.find(W + "spacing") is None:
        after = [*properties.iterchildren(W + "pStyle", W + "keepNext", W + "pBdr", W + "tabs")]
        after[-1].addnext(etree.Element(W + "spacing", {W + "before": str(_APART)}))


def _is_empty(one: Element) -> bool:
    """Whether a paragraph shows nothing."""
    shown = (W + "t", W + "drawing", W + "pict", W + "instrText", W + "fldSimple", W + "tab", W + "ptab")
    return bool(one.tag == W + "p" and next(one.iter(*shown), None) is None)


def _next(root: Element, name: str, id: str) -> int:
    """Return a number above those of all elements of a name."""
    return max((int(one.get(W + id, "0")) for one in root.findall(W + name)), default=0) + 1


def _bytes(root: Element) -> bytes:
    data: Any = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return bytes(data)
