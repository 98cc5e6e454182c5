"""Lists what a part of a deck shows beside the words and pictures that are read."""

from __future__ import annotations

from collections.abc import Iterator

from builder.audit.office.package import MC, A, Element, P, child

_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_TREES, _FRAME, _DATA = (P + "spTree", P + "grpSp"), P + "graphicFrame", A + "graphicData"
_PARAGRAPH, _BLIP, _TEXT, _STYLE = A + "p", A + "blip", A + "t", A + "buFont"
_EITHER = MC + "AlternateContent"
_SHAPES = tuple(P + name for name in ("sp", "pic", "graphicFrame", "cxnSp", "grpSp"))
_IN_TREES = frozenset((*_SHAPES, P + "nvGrpSpPr", P + "grpSpPr", P + "extLst", _EITHER))
_IN_PARAGRAPHS = frozenset(A + name for name in ("r", "fld", "br", "pPr", "endParaRPr"))
_LETTERS = frozenset(A + name for name in ("rPr", "defRPr"))
_NUMBER, _SIGN, _PICTURE = (A + name for name in ("buAutoNum", "buChar", "buBlip"))
_KNOWN = (*_TREES, _FRAME, _PARAGRAPH, _EITHER, *_LETTERS, _NUMBER, _SIGN, _PICTURE)
_PICTOGRAPHS = ("Wingdings", "Webdings")  # fonts in which letters and digits are drawn as symbols


def foreign(root: Element, location: str, *, behind: bool) -> Iterator[str]:
    """Yield what a slide, its notes, or a layout or master (`behind`) shows beside what is read.

    This is content that neither the builder writes nor another program that saves its deck.
    """
    found = dict.fromkeys(_met(root))
    if behind and next(root.iter(_BLIP), None) is not None:
        found["a picture"] = None
    elif any(next(ground.iter(_BLIP), None) is not None for ground in root.iter(P + "bg")):
        found["a picture as background"] = None
    for what in found:
        yield f"{what} on {location}"


def is_page_furniture(shape: Element, placeholder: str) -> bool:
    """Whether a placeholder on a page of notes shows the slide or its number, and no words of its own."""
    if placeholder == "sldImg":
        return True
    return placeholder == "sldNum" and not any(
        words.text for run in shape.iter(A + "r") for words in run.iter(_TEXT)
    )


def _met(root: Element) -> Iterator[str]:
    for element in root.iter(*_KNOWN):
        tag = element.tag
        if tag in _LETTERS:
            if element.get("strike", "noStrike") != "noStrike":
                yield "words struck through"
        elif tag == _PARAGRAPH:
            if any(part.tag not in _IN_PARAGRAPHS for part in element):
                yield "a formula or an object amid words"
        elif tag == _NUMBER:
            yield f"an automatic number ({element.get('type', '')})"
        elif tag == _PICTURE:
            yield "a picture as bullet"
        elif tag == _SIGN:
            if _is_worded(element):
                yield f"a bullet “{element.get('char')}”"
        elif tag == _EITHER:
            if next(element.iter(_TEXT, *_SHAPES), None) is not None:
                yield "what only some programs show"
        elif tag == _FRAME:
            data = next(element.iter(_DATA), None)
            if data is None or data.get("uri") != _TABLE:
                yield "a chart or an object"
        elif tag in _TREES and any(part.tag not in _IN_TREES for part in element):
            yield "an object"


def _is_worded(symbol: Element) -> bool:
    """Whether a bullet is a letter or digit."""
    font = child(symbol.getparent(), _STYLE)
    drawn = font is not None and font.get("typeface", "").startswith(_PICTOGRAPHS)
    return not drawn and any(letter.isalnum() for letter in symbol.get("char", ""))
