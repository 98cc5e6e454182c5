"""An outline becomes an editable Word memo: every text once, in the outline's order, in named styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from builder.export.word.figure import FigureLooks, draw_figure, figure_looks
from builder.export.word.headers import furnish, masthead_height
from builder.export.word.markup import NOTHING, Markup, joined, style_of, w
from builder.export.word.memo_tables import (
    DOT,
    SPACE,
    data_table,
    glance_table,
    note_below,
    options_table,
    responses_table,
    risks_table,
    timeline_table,
)
from builder.export.word.package import close_package, fill_body, open_package
from builder.export.word.paragraphs import Anchors, Story, unbroken
from builder.export.word.styles import styles_part
from builder.layout.memo.pieces import LineSample, Piece, Styled
from builder.layout.memo.styles import PAPERS, heading_of, number_of
from builder.layout.memo.tables import Line, height_of
from builder.layout.pages import Group, Paragraph
from builder.layout.pages import Piece as PlacedPiece
from builder.layout.text.measure import balanced
from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    Block,
    BottomLine,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Options,
    Outline,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.text import Level, Role, Text
from builder.theme.tokens import TOKENS

_PICTURE_HEIGHT = 330.0  # the most height of a picture in points
_WIDE_SPACE = "\u2003"  # between the entries of a figure's key
_TITLE = (23.0, 26.5)  # size and leading, for its even lines


def write_memo(outline: Outline, figure: Group | None) -> bytes:
    """Return the memo as a .docx file; `figure` is the argument map, placed at the width of the text.

    Equal outlines make equal bytes. The first page stands alone: the answer, the claims and how to read them.
    """
    front = outline.one(Front)
    looks = figure_looks(figure)
    paper = PAPERS[outline.page]
    styles = styles_part(
        outline.language,
        paper,
        front.marking.colour if front and front.marking else None,
        tuple(looks.paragraphs.values()),
        tuple(looks.characters.values()),
    )
    document = open_package(outline, paper, styles)
    anchors = Anchors(outline.build_id)
    if front:
        furnish(document, front, outline.labels.page_of, anchors)
    memo = _Memo(outline, Story(anchors, document.part), paper.text_width, figure, looks)
    fill_body(document, joined(*memo.content()))
    return close_package(document, outline, anchors.passages)


class _Memo(NamedTuple):
    """The body of one memo: each block becomes paragraphs and tables."""

    outline: Outline
    story: Story
    width: float
    figure: Group | None
    looks: FigureLooks

    def content(self) -> Iterator[Markup]:
        """Yield the body; a table at its end is followed by the paragraph that Word wants there."""
        last = NOTHING
        for block in self.outline.blocks:
            for last in self._block(block):
                yield last
        if last.endswith("</w:tbl>"):
            yield self.story.paragraph("Table end")

    def _block(self, block: Block) -> Iterator[Markup]:
        story, width = self.story, self.width
        match block:
            case Front():
                yield from self._front(block)
            case BottomLine():
                yield from self._paragraphs(_bottom_line(block))
            case Glance():
                yield story.paragraph("heading 1", block.heading)
                padding = PAPERS[self.outline.page].row_padding
                yield glance_table(block, story, width, padding, self._glance_room(block))
                yield from self._paragraphs(_reading_notes(self.outline))
            case Context():
                yield from self._context(block)
            case ArgumentMap():
                yield from self._argument_map(block)
            case Section():
                yield from self._section(block)
            case Table():
                yield data_table(block, story, width)
            case Figure():
                yield from self._picture(block)
            case Options():
                yield story.paragraph("heading 1", block.heading)
                yield options_table(block, story, width)
            case Responses():
                yield story.paragraph(heading_of(Role.RESPONSE), block.heading)
                yield responses_table(block, story, width)
            case Risks():
                yield story.paragraph("heading 1", block.heading)
                yield risks_table(block, story, width)
            case Limits():
                yield story.paragraph("heading 1", block.heading)
                for limit in block.limits:
                    yield story.paragraph("List Bullet", limit.text)
            case Sources():
                yield story.paragraph("heading 1", block.heading)
                for left, source in zip(range(len(block.sources) - 1, -1, -1), block.sources, strict=True):
                    number = Styled(source.number, "Reference")
                    yield story.paragraph("Source", number, "\t", source.text, keep_next=left == 1)
            case Annex():
                yield story.paragraph("heading 1", block.memo_heading)
            case Timeline():
                yield timeline_table(block, story, width)
            case Closing():
                return  # stands on the first page, among the reading notes
            case _:
                assert_never(block)

    def _paragraphs(self, lines: Iterable[Line]) -> Iterator[Markup]:
        for style, pieces in lines:
            yield self.story.paragraph(style, *pieces)

    def _front(self, block: Front) -> Iterator[Markup]:
        title = Paragraph((PlacedPiece(block.title),), *_TITLE, TOKENS.brand, bold=True)
        _, even = balanced(title, self.width)
        yield self.story.paragraph("Title", block.title, right=self.width - even)
        yield from self._paragraphs(_head(block))

    def _glance_room(self, glance: Glance) -> float:
        """Return the height in points that the first page has for the table, by the heights of all else."""
        outline, paper = self.outline, PAPERS[self.outline.page]
        front, bottom_line = outline.one(Front), outline.one(BottomLine)
        lines: list[Line] = [("Title", (front.title,)), *_head(front)] if front else []
        lines += _bottom_line(bottom_line) if bottom_line else []
        lines += [("heading 1", (glance.heading,)), *_reading_notes(outline)]
        top = max(paper.top, paper.header + masthead_height(front)) if front else paper.top
        return paper.height - top - paper.bottom - height_of(lines, self.width)

    def _context(self, block: Context) -> Iterator[Markup]:
        yield self.story.paragraph("heading 1", block.heading)
        space, last = self.outline.labels.space, ""
        pieces: list[Piece] = []
        for sentence in block.sentences:
            joined = pieces and not last.endswith(("。", "！", "？"))  # their stop is wide enough
            pieces += [space, sentence] if joined else [sentence]
            last = sentence.plain
        if pieces:
            yield self.story.paragraph("Body Text", *pieces, *_references(block.refs))
        if block.why_now:
            yield self.story.paragraph("Body Text", *_run_in(block.why_now_label), block.why_now)

    def _argument_map(self, block: ArgumentMap) -> Iterator[Markup]:
        if self.figure is None:
            return
        yield self.story.paragraph("caption", Styled(block.number, "Number"), SPACE, block.title)
        drawing = draw_figure(self.figure, self.story, self.looks)
        yield w("p", w("pPr", style_of("pStyle", "Figure"), w("keepNext")), drawing)
        key: list[Piece] = []
        for words, mark in zip(block.key, block.key_marks, strict=True):
            key += [_WIDE_SPACE] if key else []
            key += [mark if isinstance(mark, Level) else LineSample(dashed=mark == "dashed"), words]
        if key or block.refs:
            yield self.story.paragraph("Note", *key, *_references(block.refs))

    def _section(self, block: Section) -> Iterator[Markup]:
        yield self.story.paragraph(heading_of(block.role), block.title)
        if block.intro:
            yield self.story.paragraph("Body Text", block.intro, keep_next=True)
        for argument in block.arguments:
            yield from self._argument(argument)

    def _argument(self, argument: Argument) -> Iterator[Markup]:
        number = Styled(argument.number, number_of(argument.role))
        yield self.story.paragraph("heading 2", number, "\t", argument.claim)
        firm = list(_firmness(argument))
        body = list(_substance(argument))
        for place, (style, pieces) in enumerate(body, 1):
            yield self.story.paragraph(style, *pieces, keep_next=bool(firm) and place == len(body))
        for pieces in firm:
            yield self.story.paragraph("Certainty", *pieces)

    def _picture(self, block: Figure) -> Iterator[Markup]:
        yield self.story.paragraph("caption", Styled(block.number, "Number"), SPACE, block.title)
        picture = self.story.picture(block.picture, block.alt.plain, self.width, _PICTURE_HEIGHT)
        keep = w("keepNext") if block.caption or block.refs else NOTHING
        yield w("p", w("pPr", style_of("pStyle", "Figure"), keep), picture)
        yield from note_below(self.story, block.caption, block.refs)


def _head(block: Front) -> Iterator[Line]:
    if block.subtitle:
        yield "Subtitle", (block.subtitle,)
    for line in block.head:
        value: Piece = line.value
        if line.value.path == "subject":
            value = Styled(line.value, "Strong", main=True)
        yield "Memo field", (Styled(line.label, "Memo label"), "\t", value)


def _bottom_line(block: BottomLine) -> Iterator[Line]:
    yield "Bottom line label", (block.label,)
    yield "Bottom line", (block.text,)
    if block.ask:
        yield "Bottom line", (*_run_in(block.ask_label), block.ask)
    if block.decision:
        pieces = [piece for line in block.decision for piece in (line, " ", "\t", "\t")]
        yield "Decision", tuple(pieces[:-1])


def _reading_notes(outline: Outline) -> Iterator[Line]:
    """What the first page needs to stand alone: whom to ask, the legal line, how to read a reference."""
    closing, sources = outline.one(Closing), outline.one(Sources)
    if closing and closing.disclaimer:
        yield "Reading note", (closing.disclaimer,)
    if sources and sources.reading:
        yield "Reading note", (sources.reading,)
    if closing and closing.contact:
        yield "Reading note", (*_run_in(closing.contact_label), closing.contact)


def _substance(argument: Argument) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Yield style and pieces of what carries a claim: reasoning, evidence, implication, objection."""
    if argument.reasoning:
        yield "Argument text", (argument.reasoning,)
    for evidence in argument.evidence:
        yield "List Bullet", (evidence.text, *_references(evidence.refs))
    if argument.implication:
        yield "Argument note", (*_run_in(argument.implication.label), argument.implication.text)
    if argument.counter:
        yield "Argument note", (*_run_in(argument.counter_label), argument.counter)


def _firmness(argument: Argument) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of what says how firm a claim is: the source's certainty, then our confidence."""
    certainty = argument.certainty
    if certainty and argument.refs:
        yield certainty.level, unbroken(certainty.sentence), DOT, Styled(argument.refs, "Reference")
    elif certainty:
        yield certainty.level, unbroken(certainty.sentence)
    elif argument.refs:
        yield (argument.refs,)
    if argument.confidence:
        yield (argument.confidence,)


def _run_in(label: Text | None) -> tuple[Piece, ...]:
    """Return a label that stands in bold before its text, in the same paragraph."""
    if label is None:
        return ()
    space = {":": " ", "：": ""}.get(label.plain[-1], SPACE)
    return Styled(label, "Run-in label"), space


def _references(refs: Text | None) -> tuple[Piece, ...]:
    return (" ", Styled(refs, "Reference")) if refs else ()
