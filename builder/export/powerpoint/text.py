"""Writes the text of a shape: its main look once, and in the runs only what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from builder.export.office.markup import NOTHING, Markup, characters, element, emu, joined
from builder.export.powerpoint.markup import Brush, hundredths
from builder.layout.pages import Paragraph, Piece, Plot
from builder.outline.text import Run

Relation = Callable[[str | bytes | Plot], str]  # what a slide refers to becomes the id of a relationship

THEME_FONTS = joined(
    element("a:latin", typeface="+mn-lt"),
    element("a:ea", typeface="+mn-ea"),
    element("a:cs", typeface="+mn-cs"),
)
# A link keeps the colour of its run where that of links in general would not be read: on a dark ground.
_KEEP = Markup(
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx"'
    ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
)
_ALIGNMENTS = {"left": "l", "right": "r", "center": "ctr"}
_ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}


class Look(Struct, frozen=True, gc=False):
    """The look of a shape's text, unless a paragraph or run overrides it."""

    size: float
    leading: float
    colour: str
    bold: bool
    align: str = "left"
    on_slide: bool = True  # not on a shape with a fill of its own


class Writer(Struct, frozen=True):
    """Writes text in the language of the deck; `relation` numbers the relationships of the slide.

    `layout` is that of the slide, "" for its notes.
    """

    brush: Brush
    language: str
    relation: Relation
    layout: str = ""

    def body(
        self,
        paragraphs: Sequence[Paragraph],
        insets: tuple[float, float, float, float],
        anchor: str,
        inherited: Look | None,
        on_slide: bool = True,
    ) -> Markup:
        """Return what a text body holds; `inherited` is what the layout gives, None for a box."""
        look = inherited or look_of(paragraphs, on_slide)
        style = element("a:lstStyle", NOTHING if inherited else own_level(self.brush, look))
        starts = _starts(paragraphs)
        lines = joined(
            *(
                self.paragraph(each, look, place > 0, start=start)
                for place, (each, start) in enumerate(zip(paragraphs, starts, strict=True))
            )
        )
        return joined(body_properties(insets, None if inherited else anchor), style, lines)

    def paragraph(
        self, paragraph: Paragraph, look: Look, later: bool = True, fonts: bool = False, start: int = 0
    ) -> Markup:
        """Return one paragraph; the space before it counts only where it is not the first.

        `start` is the first number of the list that it is an item of. `fonts` names the theme's fonts on each
        run, where nothing else would.
        """
        hang = paragraph.hang or (paragraph.indent if paragraph.bullet else 0.0)
        margin = 0.0 if paragraph.align == "right" else paragraph.indent + paragraph.hang
        properties = element(
            "a:pPr",
            _spacing("a:lnSpc", paragraph.leading) if paragraph.leading != look.leading else NOTHING,
            _spacing("a:spcBef", paragraph.before) if paragraph.before and later else NOTHING,
            element("a:buChar", char="•") if paragraph.bullet else NOTHING,
            element("a:buAutoNum", type="arabicPeriod", startAt=start) if start else NOTHING,
            marL=emu(margin) if margin else None,
            indent=-emu(hang) if hang else None,
            algn=_ALIGNMENTS[paragraph.align] if paragraph.align != look.align else None,
            rtl=None if self.brush.slots is None else 0,
        )
        own = Look(paragraph.size, paragraph.leading, paragraph.colour, paragraph.bold)
        runs = joined(
            *(self._piece(piece, own, look, fonts) for piece in paragraph.pieces[2 if start else 0 :])
        )
        return element("a:p", properties if properties != "<a:pPr/>" else NOTHING, runs)

    def _piece(self, piece: Piece, own: Look, look: Look, fonts: bool) -> Markup:
        bold = own.bold if piece.bold is None else piece.bold
        wanted = Look(piece.size or own.size, own.leading, piece.colour or own.colour, bold)
        if piece.text is None:
            return self._run(Run(piece.separator), wanted, look, fonts) if piece.separator else NOTHING
        return joined(*(self._run(run, wanted, look, fonts) for run in piece.text.runs))

    def _run(self, run: Run, wanted: Look, look: Look, fonts: bool) -> Markup:
        bold = wanted.bold or run.bold
        link = NOTHING
        if run.url:
            colours = self.brush.colours
            keeps = wanted.colour in (colours.white, colours.on_brand)
            if not keeps and self.layout in colours.links:
                wanted, keeps = replace(wanted, colour=colours.links[self.layout]), True
            link = element("a:hlinkClick", _KEEP if keeps else NOTHING, r__id=self.relation(run.url))
        properties = _run_properties(
            self.brush.solid(wanted.colour, on_slide=look.on_slide)
            if wanted.colour != look.colour
            else NOTHING,
            THEME_FONTS if fonts else NOTHING,
            link,
            run.lang or self.language,
            wanted.size if wanted.size != look.size else None,
            bold if bold != look.bold else None,
            run.italic,
        )
        return element("a:r", properties, element("a:t", characters(run.text)))


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return for each item of a numbered list with which number this begins, 0 for other paragraphs."""
    starts: list[int] = []
    last = 0
    for paragraph in paragraphs:
        goes_on = paragraph.number == last + 1 and starts and starts[-1]
        starts.append(starts[-1] if goes_on else paragraph.number)
        last = paragraph.number
    return starts


@lru_cache(maxsize=256)
def _run_properties(
    fill: Markup,
    fonts: Markup,
    link: Markup,
    language: str,
    size: float | None,
    bold: bool | None,
    italic: bool,
) -> Markup:
    return element(
        "a:rPr",
        fill,
        fonts,
        link,
        lang=language,
        sz=hundredths(size) if size is not None else None,
        b=int(bold) if bold is not None else None,
        i=1 if italic else None,
    )


def look_of(paragraphs: Sequence[Paragraph], on_slide: bool) -> Look:
    """Return the look of the last paragraph, which is the main text if a label precedes it."""
    main = paragraphs[-1]
    return Look(main.size, main.leading, main.colour, main.bold, main.align, on_slide)


@lru_cache(maxsize=512)
def body_properties(insets: tuple[float, float, float, float], anchor: str | None) -> Markup:
    """Return how text sits in its shape: it wraps, and neither shape nor text is ever resized."""
    left, top, right, bottom = map(emu, insets)
    return element(
        "a:bodyPr", element("a:noAutofit"), wrap="square", lIns=left, tIns=top, rIns=right, bIns=bottom,
        rtlCol=0, anchor=_ANCHORS[anchor] if anchor else None,
    )  # fmt: skip


@lru_cache(maxsize=256)
def level(
    brush: Brush,
    name: str,
    look: Look,
    font: str = "+mn",
    *,
    bullet: Markup | None = None,
    margin: float = 0.0,
    before: float = 0.0,
) -> Markup:
    """Return the style of one level of text, with exact line spacing."""
    return element(
        name,
        _spacing("a:lnSpc", look.leading),
        _spacing("a:spcBef", before),
        bullet or element("a:buNone"),
        element(
            "a:defRPr",
            brush.solid(look.colour, on_slide=look.on_slide),
            element("a:latin", typeface=f"{font}-lt"),
            element("a:ea", typeface=f"{font}-ea"),
            element("a:cs", typeface=f"{font}-cs"),
            sz=hundredths(look.size),
            b=int(look.bold),
            i=0,
        ),
        marL=emu(margin),
        indent=-emu(brush.look.indent) if bullet else 0,
        algn=_ALIGNMENTS[look.align],
    )


@lru_cache(maxsize=256)
def own_level(brush: Brush, look: Look) -> Markup:
    """Return what a text has beside what all boxes have from the presentation: fonts, colour, no bullets."""
    plain = look.on_slide and look.colour == brush.colours.ink
    if brush.slots is not None:  # a template may say anything of the text of boxes
        return level(brush, "a:lvl1pPr", look)
    return element(
        "a:lvl1pPr",
        _spacing("a:lnSpc", look.leading),
        element(
            "a:defRPr",
            NOTHING if plain else brush.solid(look.colour, on_slide=look.on_slide),
            sz=hundredths(look.size) if look.size != brush.look.user_text else None,
            b=1 if look.bold else None,
        ),
        algn=_ALIGNMENTS[look.align] if look.align != "left" else None,
    )


@lru_cache(maxsize=128)
def _spacing(name: str, points: float) -> Markup:
    return element(name, element("a:spcPts", val=hundredths(points)))
