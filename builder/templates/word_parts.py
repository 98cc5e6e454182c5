"""Removes from the parts of a Word template what a memo must not carry: links, data, leftovers of editing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.templates.package import Element
from builder.templates.word import R, W

_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # that are kept: they show numbers of pages
_DROPPED = tuple(
    W + name
    for name in (
        "del", "moveFrom", "object", "control", "altChunk", "subDoc", "proofErr", "permStart", "permEnd",
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "lang",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "pPrChange",
        "rPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "noProof", "embedRegular",
        "embedBold", "embedItalic", "embedBoldItalic", "lastRenderedPageBreak",
    )
)  # fmt: skip
_UNWRAPPED = tuple(W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple"))
_LINKED = tuple(R + name for name in ("id", "embed", "link", "pict", "href"))
_DRAWN = (W + "drawing", W + "pict", W + "r")
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_ID, _PER_PART = 90_000, 1_000  # of the template's drawings: the memo's begin at 1


def cleaned(root: Element, pictures: Mapping[str, str] | None = None, number: int = 0) -> Element:
    """Return a part without what leads outside, is filled in by Word, or is left from editing.

    `pictures` are the new relationship ids of its pictures by the old; whatever else refers to another part
    is removed. `number` tells the part from others, so that no two drawings of the file have one id.
    """
    for one in [*root.iter(W + "sdt")]:
        content, properties = one.find(W + "sdtContent"), one.find(W + "sdtPr")
        filled = properties is not None and (
            properties.find(W + "showingPlcHdr") is not None or properties.find(W + "dataBinding") is not None
        )
        _unwrap(one, () if filled or content is None else [*content])
    for one in [*root.iter(*_DROPPED)]:
        _remove(one)
    _drop_fields(root)
    for one in [*root.iter(*_UNWRAPPED)]:
        keeps = one.tag != W + "fldSimple" or is_kept(one.get(W + "instr", ""))
        if not (one.tag == W + "fldSimple" and keeps):
            _unwrap(one, [*one] if keeps else ())
    known = pictures or {}
    for one in [*root.iter()]:
        for name in _LINKED:
            id = one.get(name)
            if id is None:
                continue
            if id in known:
                one.set(name, known[id])
            else:
                holder = next((each for each in (one, *one.iterancestors()) if each.tag in _DRAWN), one)
                _remove(holder)
    for index, one in enumerate(root.iter(_DOC_PR)):
        one.set("id", str(_FIRST_ID + _PER_PART * number + index))
    return root


def is_kept(instruction: str) -> bool:
    """Whether a field shows the number of a page."""
    return instruction.split()[:1] in [[name] for name in _FIELDS]


def _drop_fields(root: Element) -> None:
    """Remove fields that do not count pages, with what they show: it is of another document."""
    for paragraph in root.iter(W + "p"):
        for run in _runs_of_fields(paragraph):
            _remove(run)


def _runs_of_fields(paragraph: Element) -> list[Element]:
    """Return the runs of a paragraph that belong to fields which are not kept."""
    found: list[Element] = []
    open_: list[tuple[list[Element], list[str]]] = []
    for run in paragraph.iter(W + "r"):
        marks = [one.get(W + "fldCharType") for one in run.iterchildren(W + "fldChar")]
        if "begin" in marks:
            open_.append(([], []))
        for runs, words in open_:
            runs.append(run)
            words += [one.text or "" for one in run.iterchildren(W + "instrText")]
        if "end" in marks and open_:
            runs, words = open_.pop()
            if not is_kept("".join(words)):
                found += runs
    return list(dict.fromkeys(found))


def _remove(one: Element) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _unwrap(one: Element, content: Iterator[Element] | list[Element] | tuple[()]) -> None:
    parent = one.getparent()
    if parent is None:
        return
    at = parent.index(one)
    parent.remove(one)
    for offset, each in enumerate(content):
        parent.insert(at + offset, each)
