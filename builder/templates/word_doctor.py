"""Examines a Word template: its page and fonts, its styles by role, what a build leaves out or puts right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.outline.text import Product
from builder.report.printable import counted
from builder.templates.memo import areas_of, instructions
from builder.templates.package import Template
from builder.templates.roles import Diagnosis
from builder.templates.word import CHARACTERS, PARAGRAPHS, W, WordStyles, last_section, name_of, sheet_of
from builder.templates.word_parts import is_kept

_MILLIMETRE = 72 / 25.4
_PAPERS = {(210, 297): "A4", (216, 279): "Letter", (148, 210): "A5", (216, 356): "Legal", (297, 420): "A3"}
_LEAVES = {
    "vbaProject": "macros",
    "customXml": "data behind the text (custom XML), such as what SharePoint leaves",
    "glossaryDocument": "building blocks",
    "comments": "comments",
    "attachedTemplate": "a link to another template",
    "oleObject": "embedded objects",
    "package": "embedded files",
    "font": "embedded fonts",
    "subDocument": "parts in other files",
    "custom-properties": "properties of its own",
    "printerSettings": "settings of a printer",
    "keyMapCustomizations": "keyboard shortcuts",
    "mailMergeSource": "a source of addresses",
}
_PROTECTED = {
    "documentProtection": "protection against editing",
    "writeProtection": "a password, or the advice to open it read-only",
    "mailMerge": "the settings of a mail merge",
    "docVars": "variables of macros",
    "trackRevisions": "the setting to track changes",
}


def diagnose(template: Template, given: Mapping[str, str]) -> Diagnosis:
    """Return what is in a Word template."""
    styles = WordStyles(template)
    roles, ids = styles.roles(given)
    section, areas = last_section(template.xml(template.main))
    sheet = sheet_of(section)
    body = styles.by_id.get(ids.get("Body Text", ""), styles.usual)
    faces = {
        face.name: face for face in (styles.face(body), *(styles.face(styles.by_id[i]) for i in ids.values()))
    }
    facts = {"kind": _kind(template)}
    if sheet is not None:
        width, height = (round(one / _MILLIMETRE) for one in (sheet.width, sheet.height))
        paper = _PAPERS.get((min(width, height), max(width, height)), "")
        size = f"{width} × {height} mm" + (", on its side" if width > height else "")
        facts["page"] = (
            f"{paper + ', ' if paper else ''}{size}; text {sheet.text_width / _MILLIMETRE:.0f} mm wide"
        )
    facts["text"] = f"{styles.font(body)}, {styles.size(body):g} points"
    measured = [name for name, one in faces.items() if one.is_stand_in]
    if measured:
        guessed = [name for name in measured if not faces[name].measured]
        more = f"; the width of {', '.join(guessed)} is not known and assumed to be large" if guessed else ""
        facts["measured"] = f"in Carlito, for {', '.join(measured)}{more}"
    parts = areas_of(template, areas)
    if parts:
        shown = ", ".join(dict.fromkeys(f"{kind} of {_PAGES[page]}" for kind, page in parts))
        facts["kept"] = f"{shown}; the memo's own lines are added to them"
    return Diagnosis(
        Product.MEMO,
        facts,
        roles,
        tuple(dict.fromkeys(_lost(template, styles, list(parts.values())))),
        tuple(dict.fromkeys(_repairs(styles, sheet is None))),
    )


_PAGES = {"first": "the first page", "default": "the pages", "even": "even pages"}


def _kind(template: Template) -> str:
    kind = template.types[template.main]
    name = "template" if "template" in kind else "document"
    return f"Word {name}" + (" with macros" if template.has_macros else "")


def _lost(template: Template, styles: WordStyles, areas: list[str]) -> Iterator[str]:
    """Yield what a memo does not take over."""
    document = template.xml(template.main)
    words = " ".join("".join(each.text or "" for each in document.iter(W + "t")).split())
    if words:
        yield f"its text: “{words[:60].rstrip()}{' …' if len(words) > 60 else ''}”"
    pictures = sum(1 for _ in document.iter(W + "drawing", W + "pict"))
    if pictures:
        yield f"{counted(pictures, 'picture')} in its text"
    if sum(1 for _ in document.iter(W + "sectPr")) > 1:
        yield "its sections but for the page, headers and footers of the last one"
    if styles.runs_leftward:
        yield "the direction of its text, from right to left: the memo's runs from left to right"
    section, _ = last_section(document)
    sheet = sheet_of(section)
    if sheet is not None and sheet.columns > 1:
        yield f"its {sheet.columns} columns: the memo has one"
    for name, what in (("background", "the colour of its pages"), ("pgBorders", "the border of its pages")):
        if next(document.iter(W + name), None) is not None:
            yield what
    for part in ("", *template.parts):
        for one in template.relations(part):
            if one.kind in _LEAVES:
                yield _LEAVES[one.kind]
            elif one.outside and part in areas:
                yield f"the link to {one.target}, of which the words stay"
    for part in areas:
        root = template.xml(part)
        for instruction in instructions(root):
            words = " ".join(instruction.split()[:1])
            if words and not is_kept(instruction):
                yield f"the field {words} of a header or footer"
        if next(root.iter(W + "sdt"), None) is not None:
            yield "content controls of a header or footer; their words stay, unless Word fills them in"
    settings = next(template.targets(template.main, "settings"), None)
    for one in template.xml(settings) if settings else ():
        name = str(one.tag).rpartition("}")[2]
        if name in _PROTECTED:
            yield _PROTECTED[name]
    for level in ("heading 1", "heading 2", "heading 3"):
        style = styles.by_name.get(("paragraph", level))
        if style is None:
            continue
        if styles.bullet(style) is False:
            yield "the numbers of its headings: a memo has its own"
        if styles.is_on(style, "pPr/pageBreakBefore"):
            yield "the page breaks before its headings"


def _repairs(styles: WordStyles, unsized: bool) -> Iterator[str]:
    """Yield what Office would repair, or a build puts right."""
    if unsized:
        yield "it states no page size, so each program takes its own; the memo has that of the brief"
    if styles.theme is None:
        yield "it has no theme; the memo brings one, and its styles keep their fonts"
    if styles.usual is None:
        yield "no paragraph style is the default one"
    known = [name for names in (*PARAGRAPHS.values(), *CHARACTERS.values()) for name in names]
    localised = [
        name_of(style)
        for id, style in styles.by_id.items()
        if (name := name_of(style).lower()) in known and id.lower() != name.replace(" ", "")
    ]
    if localised:
        shown = ", ".join(localised[:4])
        yield f"the ids of its styles are in another language or generated ({shown}); they are found by name"
    twins = [name for (_, name), count in _names(styles).items() if count > 1]
    if twins:
        yield f"two styles are called {', '.join(sorted(twins)[:3])}; the first one is used"
    lost = [
        name_of(style)
        for style in styles.by_id.values()
        if (base := style.find(W + "basedOn")) is not None and base.get(W + "val") not in styles.by_id
    ]
    if lost:
        yield f"{', '.join(lost[:3])} {'is' if len(lost) == 1 else 'are'} based on a style that is not there"


def _names(styles: WordStyles) -> dict[tuple[str, str], int]:
    from collections import Counter

    found = styles.root.iterchildren(W + "style")
    return Counter((one.get(W + "type", ""), name_of(one).lower()) for one in found)
