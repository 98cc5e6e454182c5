"""Opens finished memos, with nothing of what wrote them, and changes outlines to see what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar, cast

from lxml import etree
from msgspec.structs import replace

from builder.export.office.snapshot import NAMESPACE
from builder.export.word.memo import write_memo
from builder.layout.memo.figure import lay_out_figure
from builder.outline.blocks import Front, Marking, Outline
from builder.pipeline.prepared import prepare
from builder.pipeline.request import Request
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS
from tests.support.finished import memo_picture, paged
from tests.support.outlines import a_text
from tests.support.packages import R, W, parts_of

DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
BRIEF = f"{{{NAMESPACE}}}"

B = TypeVar("B")


class Memo:
    """A finished memo, opened with nothing of what wrote it."""

    def __init__(self, data: bytes) -> None:
        self.parts = parts_of(data)
        self.body = self.xml("word/document.xml").find(f"{W}body")
        self.styles = {
            style.get(f"{W}styleId"): style for style in self.xml("word/styles.xml").iter(f"{W}style")
        }

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def stories(self) -> Iterator[Any]:
        for name in self.parts:
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
                yield self.xml(name)

    def sheets(self, kind: str, section: Any = None) -> dict[str, Any]:
        """Headers or footers of the last section, or another, by their pages: "first" or "default"."""
        related = {each.get("Id"): each.get("Target") for each in self.xml("word/_rels/document.xml.rels")}
        section = self.body.find(f"{W}sectPr") if section is None else section
        references = section.findall(f"{W}{kind}Reference")
        return {each.get(f"{W}type"): self.xml(f"word/{related[each.get(f'{R}id')]}") for each in references}

    def named(self, style: str) -> list[Any]:
        """The body's paragraphs in a style."""
        return [each for each in self.body.iter(f"{W}p") if style_of(each) == style]

    def look(self, style: str | None, path: str) -> str | None:
        """A value of a paragraph style, or of the style it is based on."""
        while style is not None:
            found = self.styles[style].find(path)
            if found is not None:
                return cast("str | None", found.get(f"{W}val"))
            base = self.styles[style].find(f"{W}basedOn")
            style = None if base is None else base.get(f"{W}val")
        return None


def style_of(paragraph: Any) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else cast("str | None", style.get(f"{W}val"))


def text_of(node: Any) -> str:
    """Visible characters of a part or paragraph, a tab as a tab; not those of the boxes in its drawings."""
    return "".join(characters_of(node))


def characters_of(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab" and node.tag == f"{W}r":
            yield "\t"
        elif child.tag != f"{W}drawing":
            yield from characters_of(child)


def bookmark_of(paragraph: Any) -> str | None:
    names = [mark.get(f"{W}name") for mark in paragraph.findall(f"{W}bookmarkStart")]
    names = [name for name in names if not name.startswith("_Toc")]  # what the contents refer to
    assert len(names) <= 1
    return names[0] if names else None


@cache
def outline_of(stem: str = "brief") -> Outline:
    (path,) = (path for path in GOOD_BRIEFS if path.stem == stem)
    return paged(prepare(Request(path)).outline)


def the(kind: type[B]) -> B:
    """The sample's block of a kind."""
    block = outline_of().one(kind)
    assert block is not None
    return block


@cache
def memo_of(outline: Outline) -> Memo:
    return Memo(write_memo(outline, lay_out_figure(outline, DEFAULT)[0], DEFAULT, memo_picture(outline)))


def altered(part: B, **changes: object) -> B:
    """The part with other values in some fields."""
    return cast("B", replace(cast("Any", part), **changes))


def changed(outline: Outline, kind: type[B], change: Callable[[B], object]) -> Outline:
    """The outline with its block of a kind changed."""
    blocks = tuple(change(block) if isinstance(block, kind) else block for block in outline.blocks)
    return replace(outline, blocks=cast("Any", blocks))


def marked(outline: Outline) -> Outline:
    marking = Marking(a_text("marking", "TLP:AMBER"), a_text("caveat", "Embargoed"), "tlp:AMBER")
    return changed(outline, Front, lambda front: replace(front, marking=marking))
