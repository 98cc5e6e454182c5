"""Names the parts of a Word file that no memo has."""

from __future__ import annotations

from collections.abc import Iterator

from builder.audit.office.package import MC, WPG, WPS, A, Element, W

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"

# What every Word since 2010 understands, so that it shows the choice and not the fallback.
_UNDERSTOOD = frozenset(
    [
        WPS[1:-1],
        WPG[1:-1],
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    ]
)
_RANGES = (
    "perm", "bookmark", "commentRange", "moveFromRange", "moveToRange", "customXmlInsRange",
    "customXmlDelRange", "customXmlMoveFromRange", "customXmlMoveToRange",
)  # fmt: skip
_MARKS = (W + "proofErr", *(f"{W}{name}{end}" for name in _RANGES for end in ("Start", "End")))
_HOLDERS = tuple(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_ALTERNATIVES = (MC + "AlternateContent", MC + "Choice")

_BLOCKS = frozenset(
    [*_MARKS, *_HOLDERS, *_ALTERNATIVES]
    + [W + name for name in ("body", "tr", "tc", "footnote", "endnote", "comment")]
)
_INLINE = frozenset([*_MARKS, *_HOLDERS, *_ALTERNATIVES])
_LINES = _INLINE | {W + "p", W + "hyperlink", W + "fldSimple"}
_GLYPHS = frozenset(
    W + name
    for name in (
        "rPr", "lastRenderedPageBreak", "softHyphen", "delText", "delInstrText", "annotationRef",
        "footnoteRef", "endnoteRef", "footnoteReference", "endnoteReference", "commentReference",
        "separator", "continuationSeparator",
    )
)  # fmt: skip
_GRAPHICS = frozenset([WPS + "wsp", WPG + "wgp", WPG + "grpSp", PIC + "pic", *_ALTERNATIVES])
_GRAPHIC_HOLDERS = frozenset([A + "graphicData", WPG + "wgp", WPG + "grpSp"])
_GRAPHIC_PROPERTIES = frozenset(
    WPG + name for name in ("cNvPr", "cNvGrpSpPr", "grpSpPr", "graphicFrame", "extLst")
)
_BINDINGS = (W + "dataBinding", W15 + "dataBinding")
_NAMES = {
    W + "altChunk": "another file",
    W + "subDoc": "another file",
    W + "object": "an embedded object",
    W + "pict": "a drawing of an older kind",
    W + "ruby": "words set over others",
    W + "bdo": "words set in another direction",
    W + "dir": "words set in another direction",
    W + "background": "a picture behind the pages",
}


def foreign_block(part: Element) -> str:
    """Return what a part among the paragraphs is if no memo has it, "" where it is allowed."""
    if part.tag == W + "background":
        return _named(part) if len(part) else ""
    return "" if part.tag in _BLOCKS else _named(part)


def foreign_inline(part: Element) -> str:
    """Return what a part beside the runs is, "" where it is allowed or its holder was named."""
    return _named(part) if part.tag not in _INLINE and part.getparent().tag in _LINES else ""


def foreign_glyph(part: Element) -> str:
    """Return what a part of a run beside its characters is, "" where it is allowed."""
    return "" if part.tag in _GLYPHS else _named(part)


def foreign_graphic(part: Element, holder: Element) -> str:
    """Return what a part of a drawing is where it is neither shape nor picture, as a chart or a SmartArt."""
    if holder.tag not in _GRAPHIC_HOLDERS or part.tag in _GRAPHICS or part.tag in _GRAPHIC_PROPERTIES:
        return ""
    return f"an embedded object ({part.tag.rpartition('}')[2]})"


def foreign_switches(root: Element) -> Iterator[str]:
    """Yield what makes Word show other words than those in the file."""
    for switch in root.iter(MC + "AlternateContent"):
        choices = switch.findall(MC + "Choice")
        if len(choices) != 1 or not _is_understood(choices[0]):
            yield "content that is shown by some programs only"
    for _ in root.iter(*_BINDINGS):
        yield "words that are taken from data"


def _is_understood(choice: Element) -> bool:
    asked = choice.get("Requires", "").split()
    return bool(asked) and all(choice.nsmap.get(prefix) in _UNDERSTOOD for prefix in asked)


def _named(part: Element) -> str:
    return _NAMES.get(part.tag) or f"content that is not text ({part.tag.rpartition('}')[2]})"
