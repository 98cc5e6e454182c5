"""Texts of the outline become paragraphs, each under a hidden bookmark that names what it says."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from builder.export.office.snapshot import Passage
from builder.export.word.drawing import certainty_mark, drawn_picture, line_sample
from builder.export.word.markup import NOTHING, Markup, characters, element, joined, style_of, twips, w
from builder.layout.memo.pieces import Label, LineSample, PageNumber, Piece, Styled
from builder.layout.memo.styles import is_bold
from builder.outline.text import Level, Picture, Run, Text

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_PAD = "\u2007"  # as wide as a digit, and no line breaks at it
_PIXEL = 0.75  # points: 96 pixels to the inch, as screens have it
_LONGEST_WHOLE = 18  # characters: “By September 2028”
_LONGEST_UNBROKEN = 24  # characters in brackets that stay on one line
_LONGEST_NAME = 40  # characters that Word allows in the name of a bookmark


class Anchors:
    """The numbers and names that must differ throughout a file, and the passages they stand for.

    Without a build id the file is a final copy, in which nothing is named.
    """

    def __init__(self, build_id: str) -> None:
        self.passages: list[Passage] = []
        self.naming = bool(build_id)
        self._start = f"_brf_{build_id[:8]}_"
        self._names: set[str] = set()
        self._last = 0

    def next_id(self) -> int:
        """Return a number that no other drawing or bookmark of the file has."""
        self._last += 1
        return self._last

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


class Story(NamedTuple):
    """One part of the file that holds text: the body, a header or a footer."""

    anchors: Anchors
    part: StoryPart
    together: bool = False  # every paragraph is kept on one page with the next

    def paragraph(
        self,
        style: str,
        *pieces: Piece,
        keep_next: bool = False,
        right: float | None = None,
        bold: bool | None = None,
    ) -> Markup:
        """Return one paragraph in a style, with its bookmark.

        `right` is an indent of its own in points; `bold` tells whether a figure's own style is bold.
        """
        properties = joined(
            style_of("pStyle", style),
            w("keepNext") if keep_next or self.together else NOTHING,
            w("ind", right=twips(right)) if right is not None else NOTHING,
        )
        within_bold = is_bold(style) if bold is None else bold
        runs = joined(*(self._piece(piece, within_bold) for piece in pieces))
        return w("p", w("pPr", properties), self.bookmarked(runs, pieces))

    def bookmarked(self, runs: Markup, pieces: tuple[Piece, ...]) -> Markup:
        """Return the runs between the marks that name their main text, and remember what they say."""
        main = _main(pieces) if self.anchors.naming else None
        if main is None:
            return runs
        said = [piece.text if isinstance(piece, Styled | Label) else piece for piece in pieces]
        kept = tuple(piece for piece in said if isinstance(piece, Text | str))
        name = self.anchors.name(main.slot)
        self.anchors.passages.append(Passage(name, main.slot, kept))
        number = self.anchors.next_id()
        return joined(w("bookmarkStart", id=number, name=name), runs, w("bookmarkEnd", id=number))

    def _piece(self, piece: Piece, bold: bool) -> Markup:
        match piece:
            case Text():
                return joined(*(self.run(run, bold) for run in piece.runs))
            case Styled():
                return joined(*(self.run(run, bold, piece.style) for run in piece.text.runs))
            case Label():
                return characters_run(f"{_PAD}{piece.text.plain}{_PAD}", piece.style)
            case Level():
                return certainty_mark(piece, self.anchors.next_id())
            case LineSample():
                return line_sample(piece.dashed, self.anchors.next_id())
            case PageNumber():
                return page_number(piece.template)
            case str():
                return between(piece)

    def run(self, run: Run, bold: bool, style: str | None = None) -> Markup:
        """Return characters of one look; `bold` says whether their paragraph is bold already.

        Word toggles the bold of a character style on bold paragraphs, so there none is set.
        """
        if style is None:
            match run.bold and not bold, run.italic:
                case True, True:
                    style = "Strong emphasis"
                case True, False:
                    style = "Strong"
                case False, True:
                    style = "Emphasis"
        if run.url is None:
            return characters_run(run.text, style)
        target = self.part.relate_to(run.url, _HYPERLINK, is_external=True)
        return element("w:hyperlink", characters_run(run.text, "Hyperlink"), r__id=target)

    def picture(self, picture: Picture, alt: str, width: float, height: float) -> Markup:
        """Return a run with a picture at its natural size, or as large as fits `width` by `height` points."""
        natural = (picture.width * _PIXEL, picture.height * _PIXEL)
        scale = min(1.0, width / natural[0], height / natural[1])
        relation, _ = self.part.get_or_add_image(BytesIO(picture.data))
        size = (natural[0] * scale, natural[1] * scale)
        return drawn_picture(self.anchors.next_id(), relation, *size, alt)


def whole(text: Text) -> Text:
    """Return a text as short as a date with its spaces closed to lines; a longer one as it is."""
    return _closed(text, 0) if len(text.plain) <= _LONGEST_WHOLE else text


def unbroken(text: Text) -> Text:
    """Return the text with the spaces of its last words in brackets, as in (“may have”), closed to lines."""
    start = text.plain.rfind("(")
    if start < 0 or len(text.plain) - start > _LONGEST_UNBROKEN:
        return text
    return _closed(text, start)


def _closed(text: Text, start: int) -> Text:
    """Return the text with no space behind its first `start` characters at which a line may end."""
    runs, place = [], 0
    for run in text.runs:
        at = max(start - place, 0)
        runs.append(run._replace(text=run.text[:at] + run.text[at:].replace(" ", "\u00a0")))
        place += len(run.text)
    return text._replace(runs=tuple(runs))


def _main(pieces: tuple[Piece, ...]) -> Text | None:
    """Return what a paragraph is about: its first plain or main text, else the first of all."""
    accompanying: Text | None = None
    for piece in pieces:
        match piece:
            case Text():
                return piece
            case Styled(text, _, True):
                return text
            case Styled(text) | Label(text):
                accompanying = accompanying or text
    return accompanying


def characters_run(text: str, style: str | None = None, more: Markup = NOTHING) -> Markup:
    """Return a run of characters in a character style; `more` holds further run properties."""
    properties = joined(style_of("rStyle", style) if style else NOTHING, more)
    return w(
        "r",
        w("rPr", properties) if properties else NOTHING,
        element("w:t", characters(text), xml__space="preserve"),
    )


def between(separator: str) -> Markup:
    """Return the run of what stands between two texts: tabs, spaces or a dot."""
    if separator == "\t":
        return w("r", w("tab"))
    return characters_run(separator) if separator else NOTHING


def page_number(template: str) -> Markup:
    """Return the words of the template with Word's fields in it, which Word and LibreOffice count anew."""
    parts = re.split(r"\{(page|pages)\}", template)
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    return joined(
        *(
            _field(fields[part]) if place % 2 else characters_run(part)
            for place, part in enumerate(parts)
            if part
        )
    )


def _field(instruction: str) -> Markup:
    return joined(
        w("r", w("fldChar", fldCharType="begin")),
        w("r", element("w:instrText", characters(f" {instruction} "), xml__space="preserve")),
        w("r", w("fldChar", fldCharType="separate")),
        characters_run("1"),
        w("r", w("fldChar", fldCharType="end")),
    )
