"""Writes paragraphs, each under a hidden bookmark that names what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from docx.opc.part import Part
from msgspec import Struct

from builder.export.office.drawing import blip
from builder.export.office.markup import NOTHING, Markup, characters, element, joined
from builder.export.office.package import SVG
from builder.export.office.snapshot import Snippet
from builder.export.word.drawing import certainty_mark, drawn_picture, line_sample
from builder.export.word.fixed_parts import FIXED
from builder.export.word.markup import coloured, style_of, twips, w
from builder.export.word.styles import borders
from builder.layout.memo.styles import StyleSheet
from builder.outline.reading.flow import (
    Label,
    LineSample,
    NoteNumber,
    Ordinal,
    PageNumber,
    PageOf,
    Para,
    Piece,
    Styled,
)
from builder.outline.text import Level, Picture, Run, Text
from builder.theme.memo import Style

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_PAD = "\u2007"  # as wide as a digit, and no line breaks at it
_HYPHEN = "\u2011"  # at which no line breaks
_PLAIN = Style("")  # what the words of figures have, whose styles are made with them
_LONGEST_NAME = 40  # characters that Word allows in the name of a bookmark


class Anchors:
    """The numbers and names that must differ throughout a file, and the passages that they name.

    Without a build id the file is a final copy, in which nothing is named.
    """

    def __init__(self, build_id: str) -> None:
        self.passages: list[Snippet] = []
        self.naming = bool(build_id)
        self._start = f"_brf_{build_id[:8]}_"
        self.starts: list[int] = []  # the first number of each list that is counted for itself
        self._names: set[str] = set()
        self._noted: set[int] = set()
        self._last = 0
        self._counted: int | None = None  # the number of the paragraph before

    def next_id(self) -> int:
        """Return a number that no other drawing or bookmark of the file has."""
        self._last += 1
        return self._last

    def counted(self, value: int | None) -> int | None:
        """Return which list counts an item: that of the paragraph before it, else one of its own."""
        if value is not None and (self._counted is None or value != self._counted + 1):
            self.starts.append(value)
        self._counted = value
        return None if value is None else FIXED + len(self.starts)

    def marks(self, note: int) -> bool:
        """Return whether a note was not marked before, and remember that it is."""
        new = note not in self._noted
        self._noted.add(note)
        return new

    def name(self, slot: str) -> str:
        """Return the name of a bookmark for `slot`; where the slot was named before, `__2` and so on follows.

        A leading underscore hides the bookmark in Word.
        """
        name = (self._start + slot)[:_LONGEST_NAME]
        times = 1
        while name in self._names:
            times += 1
            end = f"__{times}"
            name = (self._start + slot)[: _LONGEST_NAME - len(end)] + end
        self._names.add(name)
        return name


class Story(Struct, frozen=True):
    """One part of the file that holds text: the body, a header or a footer.

    `pages` is how many pages its footers say the file has, until a program counts them; `listed` are the
    bookmarks and pages of the headings in the contents, by their slots.
    """

    anchors: Anchors
    part: StoryPart
    sheet: StyleSheet
    pages: int = 1
    listed: Mapping[str, tuple[str, int]] = {}

    def paragraph(
        self,
        para: Para,
        *,
        right: float | None = None,
        decimal: float | None = None,
        bold: bool | None = None,
        begins: bool = False,
    ) -> Markup:
        """Return one paragraph in a style, with its bookmark.

        `right` is an indent of its own in points, `decimal` a tab at which a number in a table aligns without
        a tab character; `bold` says whether a figure's own style is bold, `begins` whether it goes to the
        next page with what is kept with it.
        """
        tint = rules = NOTHING
        style, theme = self.sheet.resolved.get(para.style, _PLAIN), self.sheet.theme
        if para.role is not None:  # other programs know only Word's own headings, so no style has its colour
            colours = theme.colours
            colour = colours.hue(para.role).strong
            if colour != style.colour:
                tint = w("color", **coloured(colours, colour))
                rules = borders(style.rules, colours, colour)
        value = next((piece.value for piece in para.pieces if isinstance(piece, Ordinal)), None)
        counted = self.anchors.counted(value)
        kept = para.keep or (theme.worn and style.keep_next)  # which the styles of a template may not say
        properties = joined(
            style_of("pStyle", para.style if decimal is None else "Table decimal"),
            w("keepNext") if kept else NOTHING,
            w("pageBreakBefore") if begins else NOTHING,
            w("numPr", w("ilvl", val=0), w("numId", val=counted)) if counted else NOTHING,
            rules,
            self._tabs(para.style)
            if decimal is None
            else w("tabs", w("tab", val="decimal", pos=twips(decimal))),
            w("spacing", before=0) if begins else NOTHING,
            w("ind", right=twips(right)) if right is not None else NOTHING,
        )
        within_bold = bool(style.bold) if bold is None else bold
        runs = joined(*(self._piece(piece, within_bold, tint) for piece in para.pieces))
        return w("p", w("pPr", properties), self._bookmarked(runs, para))

    def _target(self, para: Para) -> tuple[Markup, Markup]:
        """Return the ends of the bookmark to which the contents refer."""
        main = para.main
        if para.style != "heading 1" or main is None or main.slot not in self.listed:
            return NOTHING, NOTHING
        number, (name, _) = self.anchors.next_id(), self.listed[main.slot]
        return w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)

    def _tabs(self, style: str) -> Markup:
        """Move the tab at the right edge of the text where a page on its side has it elsewhere."""
        edge, known = self.sheet.paper.text_width, self.sheet.resolved.get(style)
        tabs = known.tabs if known else ()  # a figure's own style has none
        moved = [tab for tab in tabs[-1:] if tab.align == "right" and tab.at != edge]
        if not moved:
            return NOTHING
        cleared = (w("tab", val="clear", pos=twips(tab.at)) for tab in moved)
        return w("tabs", *cleared, w("tab", val="right", pos=twips(edge)))

    def _bookmarked(self, runs: Markup, para: Para) -> Markup:
        """Return the runs between the marks that name their main text, and remember what they say."""
        start, end = self._target(para)
        runs = joined(start, runs, end)
        main = para.main if self.anchors.naming else None
        if main is None:
            return runs
        name = self.anchors.name(main.slot)
        self.anchors.passages.append(Snippet(name, main.slot, tuple(_rendered(para))))
        number = self.anchors.next_id()
        return joined(w("bookmarkStart", id=number, name=name), runs, w("bookmarkEnd", id=number))

    def _piece(self, piece: Piece, bold: bool, tint: Markup) -> Markup:
        match piece:
            case Text():
                return joined(*(self.run(run, bold, more=tint) for run in piece.runs))
            case Styled():
                return joined(*(self.run(run, bold, piece.style) for run in piece.shown.runs))
            case Label():
                return characters_run(f"{_PAD}{piece.text.plain}{_PAD}", piece.style)
            case Ordinal():
                return NOTHING
            case NoteNumber():
                return _noted(w("footnoteRef"))
            case Level():
                return certainty_mark(piece, self.anchors.next_id(), self.sheet.theme)
            case LineSample():
                return line_sample(piece.dashed, self.anchors.next_id(), self.sheet.theme)
            case PageNumber():
                return page_number(piece.template, self.pages)
            case PageOf():
                name, page = self.listed[piece.slot]
                return _field(f"PAGEREF {name} \\h", page)
            case str():
                return between(piece)

    def run(self, run: Run, bold: bool, style: str | None = None, more: Markup = NOTHING) -> Markup:
        """Return characters of one look; `bold` says whether their paragraph is bold already.

        Word toggles the bold of a character style on bold paragraphs, so there none is set. It counts a note
        where it is first marked; there later on its mark is typed.
        """
        if run.note and self.anchors.marks(run.note):
            return _noted(w("footnoteReference", id=run.note))
        if style is None:
            match run.bold and not bold, run.italic:
                case True, True:
                    style = "Strong emphasis"
                case True, False:
                    style = "Strong"
                case False, True:
                    style = "Emphasis"
        more = joined(more, w("lang", val=run.lang, eastAsia=run.lang)) if run.lang else more
        if run.url is None:
            return characters_run(run.text, style, more)
        target = self.relation(run.url)
        return element("w:hyperlink", characters_run(run.text, "Hyperlink", more), r__id=target)

    def relation(self, url: str) -> str:
        """Return the relationship by which the part links to an address."""
        relation: str = self.part.relate_to(url, _HYPERLINK, is_external=True)
        return relation

    def picture(self, picture: Picture, width: float, height: float) -> Markup:
        """Return the drawing of a picture, `width` by `height` points."""
        relation, _ = self.part.get_or_add_image(BytesIO(picture.data))
        shown = blip(relation, self._drawing(picture.svg) if picture.svg else None)
        return drawn_picture(self.anchors.next_id(), shown, width, height, picture.alt)

    def _drawing(self, svg: bytes) -> str:
        """Return the relationship of an SVG drawing, which is stored once."""
        package = self.part.package
        parts = (one for one in package.iter_parts() if one.content_type == SVG and one.blob == svg)
        name = package.next_partname("/word/media/drawing%d.svg")
        relation: str = self.part.relate_to(next(parts, None) or Part(name, SVG, svg, package), _IMAGE)
        return relation


def _rendered(para: Para) -> Iterator[Text | str]:
    for piece in para.pieces:
        match piece:
            case Text() | str():
                yield piece
            case Styled():
                yield piece.shown
            case Label():
                yield piece.text


@lru_cache(maxsize=8192)
def characters_run(text: str, style: str | None = None, more: Markup = NOTHING) -> Markup:
    """Return a run of characters in a character style; `more` holds further run properties."""
    properties = joined(style_of("rStyle", style) if style else NOTHING, more)
    parts = (
        element("w:t", characters(part), xml__space="preserve") if part else NOTHING
        for part in text.split(_HYPHEN)
    )
    words = Markup(w("noBreakHyphen").join(parts))
    return w("r", w("rPr", properties) if properties else NOTHING, words)


def _noted(mark: Markup) -> Markup:
    """Return the run of a number that Word counts for a note."""
    return w("r", w("rPr", style_of("rStyle", "footnote reference")), mark)


def between(separator: str) -> Markup:
    """Return the run of what separates two texts: tabs, spaces or a dot."""
    if separator == "\t":
        return w("r", w("tab"))
    return characters_run(separator) if separator else NOTHING


def page_number(template: str, pages: int) -> Markup:
    """Return the words of the template with Word's fields in it, which Word and LibreOffice count again."""
    parts = re.split(r"\{(page|pages)\}", template)
    fields = {"page": ("PAGE", 1), "pages": ("NUMPAGES", pages)}
    return joined(
        *(
            _field(*fields[part]) if index % 2 else characters_run(part)
            for index, part in enumerate(parts)
            if part
        )
    )


def _field(instruction: str, shown: int) -> Markup:
    return joined(
        w("r", w("fldChar", fldCharType="begin")),
        w("r", element("w:instrText", characters(f" {instruction} "), xml__space="preserve")),
        w("r", w("fldChar", fldCharType="separate")),
        characters_run(str(shown)),
        w("r", w("fldChar", fldCharType="end")),
    )
