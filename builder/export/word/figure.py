"""Writes the memo's figure as one native group of shapes, whose text keeps to paragraph styles of its own."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from builder.export.office.drawing import NO_FILL, NO_LINE, free_form, path, preset, rectangle, rgb
from builder.export.office.markup import NOTHING, Markup, element, emu, joined
from builder.export.word.drawing import GROUP, arrow_head, group, inline, mark_forms, outline, transform, wsp
from builder.export.word.markup import w
from builder.export.word.paragraphs import Story
from builder.layout.pages import Box, Group, Item, Mark, Paragraph, Piece, Polyline, Rect, TextBox, walk
from builder.outline.reading.flow import Para, Styled
from builder.outline.reading.flow import Piece as WordPiece
from builder.outline.text import Picture
from builder.theme.memo import CharacterStyle, Style
from builder.theme.theme import Theme

_ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}


class FigureLooks(Struct, frozen=True):
    """A style for each look that occurs in a figure, so that its text can be restyled in one place.

    The keys are the same styles without a name.
    """

    paragraphs: Mapping[Style, Style]
    characters: Mapping[CharacterStyle, CharacterStyle]


def figure_looks(figure: Group | None) -> FigureLooks:
    """Return the styles of a figure in the order in which they occur; none without a figure."""
    paragraphs: dict[Style, Style] = {}
    characters: dict[CharacterStyle, CharacterStyle] = {}
    for item in walk(figure.items) if figure else ():
        if not isinstance(item, TextBox):
            continue
        for index, paragraph in enumerate(item.paragraphs):
            look = _look(paragraph, first=index == 0)
            paragraphs.setdefault(look, replace(look, name=f"Figure text {len(paragraphs) + 1}"))
            for piece in paragraph.pieces:
                own = _piece_look(piece, paragraph)
                if piece.text is not None and own is not None:
                    characters.setdefault(own, replace(own, name=f"Figure number {len(characters) + 1}"))
    return FigureLooks(paragraphs, characters)


def draw_figure(figure: Group, picture: Picture | None, story: Story, looks: FigureLooks) -> Markup:
    """Return the figure as one group in the line of text; its alternative text says what it shows.

    Programs that do not know such groups show the `picture`. A figure without alt text is a decoration.
    Raises `TypeError` for pictures and tables, which Word cannot have inside a group of shapes.
    """
    rect = figure.rect
    shapes = (_shape(item, rect, story, looks) for item in walk(figure.items) if not isinstance(item, Group))
    drawn = group(rect.width, rect.height, *shapes)
    number = story.anchors.next_id()
    alt = figure.alt.plain if figure.alt else None
    fallback = story.picture(picture, rect.width, rect.height) if picture else NOTHING
    return inline(number, f"Figure {number}", rect.width, rect.height, GROUP, drawn, alt, fallback)


def _shape(item: Item, frame: Rect, story: Story, looks: FigureLooks) -> Markup:
    theme = story.sheet.theme
    match item:
        case TextBox():
            return _text_box(item, frame, story, looks)
        case Box():
            return _named(story, "Box", _box(item, frame, theme))
        case Polyline():
            return _named(story, "Line", _line(item, frame, theme), connector=True)
        case Mark():
            side, place = item.rect.width, (item.rect.x - frame.x, item.rect.y - frame.y)
            forms = mark_forms(item.level, side, side, item.colour, theme.mark, *place)
            return joined(*(_named(story, "Mark", form) for form in forms))
        case _:
            raise TypeError(f"a group of shapes in Word cannot hold a {type(item).__name__}")


def _named(story: Story, kind: str, properties: Markup, *text: Markup, connector: bool = False) -> Markup:
    number = story.anchors.next_id()
    name = element("wps:cNvPr", id=number, name=f"{kind} {number}")
    what = element("wps:cNvCnPr") if connector else element("wps:cNvSpPr", txBox=1 if text else None)
    return wsp(properties, *text, kind=joined(name, what))


def _text_box(box: TextBox, frame: Rect, story: Story, looks: FigureLooks) -> Markup:
    paragraphs = (
        _paragraph(paragraph, index == 0, story, looks) for index, paragraph in enumerate(box.paragraphs)
    )
    left, top, right, bottom = map(emu, box.insets)
    return _named(
        story,
        "Text",
        _box(box.ground, frame, story.sheet.theme),
        element("wps:txbx", w("txbxContent", *paragraphs)),
        element(
            "wps:bodyPr",
            element("a:noAutofit"),
            rot=0,
            vert="horz",
            wrap="square",
            lIns=left,
            tIns=top,
            rIns=right,
            bIns=bottom,
            anchor=_ANCHORS[box.anchor],
        ),
    )


def _box(box: Box, frame: Rect, theme: Theme) -> Markup:
    return joined(
        transform(box.rect.x - frame.x, box.rect.y - frame.y, box.rect.width, box.rect.height),
        rectangle(box.rect, box.radius),
        rgb(box.fill) if box.fill else NO_FILL,
        outline(box.outline, box.weight, theme.dash if box.dashed else None) if box.outline else NO_LINE,
    )


def _line(line: Polyline, frame: Rect, theme: Theme) -> Markup:
    across, down = zip(*line.points, strict=True)
    left, top, width, height = min(across), min(down), max(across) - min(across), max(down) - min(down)
    head = arrow_head(line.head_size / line.weight) if line.head else NOTHING
    drawn = outline(line.colour, line.weight, theme.dash if line.dashed else None, head)
    if len(line.points) == 2:
        (x1, y1), (x2, y2) = line.points
        turned = transform(left - frame.x, top - frame.y, width, height, flip_h=x2 < x1, flip_v=y2 < y1)
        return joined(turned, preset("line"), drawn)
    inner = tuple((x - left, y - top) for x, y in line.points)
    return joined(
        transform(left - frame.x, top - frame.y, width, height),
        free_form(path(width, height, inner, closed=False, filled=False)),
        NO_FILL,
        drawn,
    )


def _paragraph(paragraph: Paragraph, first: bool, story: Story, looks: FigureLooks) -> Markup:
    pieces: list[WordPiece] = []
    for piece in paragraph.pieces:
        own = _piece_look(piece, paragraph)
        if piece.text is None:
            pieces.append(piece.separator)
        else:
            pieces.append(Styled(piece.text, looks.characters[own].name) if own else piece.text)
    look = looks.paragraphs[_look(paragraph, first=first)]
    return story.paragraph(Para(look.name, tuple(pieces)), bold=bool(look.bold))


def _look(paragraph: Paragraph, *, first: bool) -> Style:
    """Return the look of a paragraph as a style that has no name yet."""
    return Style(
        "",
        size=paragraph.size,
        leading=paragraph.leading,
        exact=True,
        colour=paragraph.colour,
        bold=paragraph.bold or None,
        before=0.0 if first else paragraph.before,
        left=paragraph.indent + paragraph.hang,
        hanging=paragraph.hang,
        align=None if paragraph.align == "left" else paragraph.align,
    )


def _piece_look(piece: Piece, paragraph: Paragraph) -> CharacterStyle | None:
    """Return what a piece has of its own; None where it looks like its paragraph."""
    size = piece.size if piece.size and piece.size != paragraph.size else None
    own = CharacterStyle(
        "", piece.colour or paragraph.colour, bool(piece.bold) and not paragraph.bold, size=size
    )
    return None if own == CharacterStyle("", paragraph.colour) else own
