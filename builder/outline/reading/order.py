"""States, for each kind of block, what is read in which order: the memo in full, and who else says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import assert_never

from msgspec.structs import replace

from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    BackMatter,
    Block,
    BottomLine,
    Changes,
    Chart,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    KeyFigure,
    KeyFigures,
    KeyMessages,
    Limits,
    Notes,
    Options,
    Outline,
    PullQuote,
    Responses,
    Risks,
    Section,
    SideBox,
    Sources,
    Table,
    Timeline,
)
from builder.outline.reading.contents import OPENING, contents
from builder.outline.reading.flow import (
    BOTH,
    DECK,
    DOT,
    SPACE,
    SUMMARY,
    Coded,
    Drawing,
    Flow,
    Footnote,
    Grid,
    Image,
    LineSample,
    NoteNumber,
    Para,
    Piece,
    Styled,
    apart,
    bracketed,
    comparison,
    joined,
    run_in,
)
from builder.outline.reading.parts import (
    also_said,
    caption,
    citation,
    claim_of,
    element,
    elsewhere,
    note_under,
    numbered_head,
    para,
    part_of,
    prose,
    reference,
)
from builder.outline.reading.tables import glance_row, options, responses, risk_row, step_row, table
from builder.outline.text import Depth, Level, Shape, Text

_NO_BREAK = "\u00a0"
_WIDE_SPACE = "\u2003"  # between the entries of a figure's key
_SAMPLE = 5  # letters: as wide as a mark or line there, with its space
_KEY_LINE = 100  # letters of a line
_HEADING = "heading 1"
_IN_BOX = {Shape.BULLET: "Box bullet", Shape.NUMBER: "Box number", Shape.SUBHEADING: "Box heading"}
_BACK_MATTER = {"further_reading": "List Bullet", "authors": "Body Text", "imprint": "Imprint"}
_CLAIM_SHARE = 0.7  # of the claims at a glance, for the claims
_NOTED = {Depth.SUMMARY: BOTH, Depth.DECK: DECK, Depth.MEMO: ()}


@lru_cache(maxsize=64)  # the memo is set many times, and each file is compared with it
def flow(outline: Outline) -> tuple[Flow, ...]:
    """Return what the memo's body holds, in its order, and what only other products say.

    The contents stand behind what the first page says, before the parts that they list.
    """
    return tuple(_flow(outline))


def _flow(outline: Outline) -> Iterator[Flow]:
    opens = True
    for block in outline.blocks:
        if opens and not isinstance(block, OPENING):
            opens = False
            yield from contents(*outline.contents)
        yield from _block(block, outline)


def _block(block: Block, outline: Outline) -> Iterator[Flow]:
    match block:
        case Front():
            yield from _front(block)
        case Changes():  # of which the memo has tracked changes
            yield elsewhere(DECK, block.headline)
            yield elsewhere(SUMMARY, block.note_head, block.note)
        case BottomLine():
            yield elsewhere(DECK, block.headline)
            yield Para("Bottom line label", (block.label,), SUMMARY)
            yield Para("Bottom line", (block.text,), BOTH, leads=(block.text,))
            yield from para("Bottom line", run_in(block.ask_label), block.ask, also=BOTH)
            if block.choices:
                choices = (piece for choice in block.choices for piece in (choice, "\t"))
                yield Para("Decision", tuple(choices)[:-1], keep=True)
                lines = (piece for line in block.signed for piece in (line, " ", "\t", "\t"))
                yield Para("Decision line", tuple(lines)[:-1])
            if outline.one(Glance) is None and outline.one(KeyMessages) is None:
                yield from _reading_notes(outline)
        case KeyFigures():
            yield elsewhere(DECK, block.heading, block.headline)
            for figure in block.figures:
                yield elsewhere(SUMMARY, figure.value, figure.unit, figure.label)
                yield _key_figure(figure)
        case KeyMessages():
            yield Para(_HEADING, (block.heading,), BOTH)
            for message in block.messages:
                pieces = (message.text, *citation(message.arguments))
                yield Para("List Bullet", pieces, BOTH, names=part_of(message.text), leads=(message.text,))
            if outline.one(Glance) is None:
                yield from _reading_notes(outline)
        case Glance():
            yield elsewhere(DECK, block.note)
            if block.thin or outline.once:  # the sections say no more, or stand on the same page
                yield from _reading_notes(outline)
                return
            yield Para(_HEADING, (block.heading,))
            head = numbered_head(block.claim_head, block.certainty_head)
            claims = [argument for section in block.sections for argument in section.arguments]
            rows = tuple(glance_row(claim, firm=block.certainty_head is not None) for claim in claims)
            yield Grid(block.heading, head, rows, main=0, least=_CLAIM_SHARE, fitted=True)
            yield from _reading_notes(outline)
        case Context():
            yield elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            *before, last = prose(block.text, outline, "Body Text", DECK, block.refs, leads=True)
            yield from (*before, replace(last, keep=last.keep or block.why_now is not None))
            yield from para("Body Text", run_in(block.why_now_label), block.why_now, also=DECK)
        case ArgumentMap():
            yield from _map(block)
        case Section():
            yield Para(
                _HEADING, (block.title,), also_said(block.title), role=block.role, names=part_of(block.title)
            )
            intro = prose(block.intro, outline, "Body Text", BOTH)
            yield from (replace(para, keep=True) for para in intro)
            yield from prose(block.text, outline, "Body Text", DECK)
            for argument in block.arguments:
                yield from _argument(argument, outline)
        case Table():
            yield from table(block)
        case Chart():
            from builder.outline.reading.charts import chart_body

            # Slides show the chart of a section with its argument, before the arguments that follow.
            yield from caption(block.number, block.title, DECK, part_of(block.title), leads=block.annex)
            yield from chart_body(block, outline.labels)
        case Figure():
            noted = any((block.caption, block.credit, block.refs))
            also = DECK if block.title.depth <= Depth.DECK else ()
            yield from caption(block.number, block.title, also, part_of(block.title))
            yield Image("Figure", (block.picture,), keep=noted)
            yield from note_under(block.caption, block.refs, also, block.refs_label)
            yield from para("Note", (), block.credit, also=also)
        case SideBox():
            yield from _side_box(block, outline)
        case PullQuote():
            who = [text for text in (block.speaker, block.role) if text]
            pieces, named = (block.text, *citation(block.refs)), part_of(block.text)
            yield Para("Pull quote", pieces, DECK, keep=bool(who), names=named)
            if who:
                yield Para("Pull quote speaker", tuple(joined(who, outline.labels.comma)), DECK)
        case Options():
            yield elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            yield from options(block)
        case Responses():
            yield from responses(block)
        case Risks():
            yield elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            helped = any(risk.mitigation for risk in block.risks)
            head = numbered_head(block.risk_head, block.mitigation_head if helped else None)
            yield elsewhere(DECK, *(risk.text for risk in block.risks))
            yield Grid(block.heading, head, tuple(risk_row(risk, helped) for risk in block.risks))
        case Limits():
            yield elsewhere(DECK, block.headline)
            yield elsewhere(SUMMARY, block.more)
            yield Para(_HEADING, (block.heading,), SUMMARY)
            for limit in block.limits:
                text, leads = limit.text, (limit.text,) if limit.missing else ()
                yield Para("List Bullet", (text,), also_said(text), names=part_of(text), leads=leads)
        case Sources():
            yield elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,), SUMMARY)
            for left, source in zip(range(len(block.sources) - 1, -1, -1), block.sources, strict=True):
                pieces, named = (Styled(source.number, "Reference"), "\t", source.text), part_of(source.text)
                yield Para("Source", pieces, BOTH, keep=left == 1, names=named, leads=(source.number,))
            yield from _how_to_read(block) if outline.late else ()
        case Annex():
            yield Para(_HEADING, (block.heading,))
        case Timeline():
            yield elsewhere(DECK, block.headline)
            yield from caption(block.number, block.headline, (), "timeline", leads=False)
            head = numbered_head(block.when_head, block.what_head, block.source_head)
            rows = tuple(step_row(step, sourced=block.source_head is not None) for step in block.steps)
            yield Grid(block.headline, head, rows, main=1)
            yield from note_under(block.note, None)
        case BackMatter():
            also, style = () if block.kind == "authors" else DECK, _BACK_MATTER[block.kind]
            yield Para(_HEADING, (block.heading,), also)
            yield from (elsewhere(DECK, block.headline),) if block.headline else ()
            for left, entry in zip(range(len(block.entries) - 1, -1, -1), block.entries, strict=True):
                pieces, kept = (*run_in(entry.label), entry.text), left < 2 and bool(left or block.code)
                yield Para(style, pieces, also, keep=kept)
            yield from (Coded(block.code),) if block.code else ()
        case Closing():
            authors = (block.authors.label, block.authors.value) if block.authors else ()
            yield elsewhere(SUMMARY, block.imprint, *authors)
            if outline.late:  # else among what the first page says
                yield from _legal(block)
                yield from _contact(block)
        case Notes():
            for note in block.notes:
                also = _NOTED[note.text.depth]
                pieces = (NoteNumber(note.mark), " ", note.text)
                yield Footnote(note.number, Para("footnote text", pieces, also, names=part_of(note.text)))
        case _:
            assert_never(block)


def _front(block: Front) -> Iterator[Flow]:
    marking = (block.marking.label, block.marking.caveat) if block.marking else ()
    yield elsewhere(BOTH, block.kind, *marking, *block.designation, block.status)
    yield elsewhere(DECK, block.deck_name, block.authors)
    partners = (block.partners.label, block.partners.value) if block.partners else ()
    yield elsewhere(SUMMARY, block.summary_name)
    yield elsewhere(BOTH, block.organisation, *partners)
    yield Para("Title", (block.title,), BOTH, leads=(block.title,))
    yield from para("Subtitle", (), block.subtitle, also=BOTH)
    if block.picture:
        credit = block.picture.credit
        yield Image("Cover picture", (block.picture.band,), keep=credit is not None)
        yield from para("Cover credit", (), credit, also=DECK)
    for field in block.head:
        subject = field.value.path == "subject"
        shown: Piece = Styled(field.value, "Strong", main=True) if subject else field.value
        yield Para("Memo field", (Styled(field.label, "Memo label"), "\t", shown))


def _key_figure(figure: KeyFigure) -> Para:
    unit = (_NO_BREAK, figure.unit) if figure.unit else ()
    pieces = (Styled(figure.value, "Key value"), *unit, "\t", figure.label, *citation(figure.refs))
    return Para("Key figure", pieces, DECK, names=part_of(figure.label), leads=(figure.label,))


def _reading_notes(outline: Outline) -> Iterator[Flow]:
    """What the first page needs to be read alone: the legal line, how to read a reference, whom to ask.

    Where that page has no room for them, they are at the end of the memo and under its sources.
    """
    closing, sources = outline.one(Closing), outline.one(Sources)
    if not outline.late:
        yield from _legal(closing)
        yield from _how_to_read(sources)
        yield from _contact(closing)


def _legal(block: Closing | None) -> Iterator[Flow]:
    return para("Reading note", (), block.disclaimer if block else None, also=BOTH)


def _how_to_read(block: Sources | None) -> Iterator[Flow]:
    return para("Reading note", (), block.reading if block else None, also=BOTH)


def _contact(block: Closing | None) -> Iterator[Flow]:
    label, words = (block.contact_label, block.contact) if block else (None, None)
    return para("Reading note", run_in(label), words, also=BOTH)


def _map(block: ArgumentMap) -> Iterator[Flow]:
    yield from caption(block.number, block.title, DECK, "links", number_also=SUMMARY)
    yield Drawing(block)
    yield elsewhere(DECK, block.note, block.arrows)
    yield elsewhere(SUMMARY, *block.key)
    yield from _key(tuple(zip(block.key_marks, block.key, strict=True)), keep=block.refs is not None)
    yield from note_under(None, block.refs, label=block.refs_label)


def _key(entries: Sequence[tuple[Level | str, Text]], *, keep: bool) -> Iterator[Para]:
    """Yield what marks and lines mean: on one line, or where that is too short, on one each."""
    marks = [entry for entry in entries if isinstance(entry[0], Level)]
    lines = [entry for entry in entries if not isinstance(entry[0], Level)]
    long = sum(len(words.plain) + _SAMPLE for _, words in entries) > _KEY_LINE
    rows = [row for row in ((marks, lines) if long else (entries,)) if row]
    for left, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        key: list[Piece] = []
        for mark, words in row:
            key += [_WIDE_SPACE] if key else []
            key += [mark if isinstance(mark, Level) else LineSample(dashed=mark == "dashed"), words]
        yield Para("Note", tuple(key), DECK, keep=keep or left > 0)


def _side_box(block: SideBox, outline: Outline) -> Iterator[Flow]:
    kind = (DOT, Styled(block.kind, "Reference")) if block.kind else ()
    pieces = (Styled(block.number, "Number"), SPACE, block.title, *kind)
    yield Para("Box title", pieces, DECK, names=part_of(block.title))
    yield from prose(block.text, outline, "Box text", DECK, block.refs, styles=_IN_BOX)


def _argument(argument: Argument, outline: Outline) -> Iterator[Flow]:
    """The argument in full; its gist is in the claims at a glance, or here if nothing else is.

    How firm it is follows the claim: behind our reading, the source would seem to say that as well.
    """
    gist = argument.gist if argument.thin or outline.once else None
    yield elsewhere(BOTH, None if gist else argument.gist)
    yield elsewhere(DECK, *(text for one in argument.evidence for text in apart(one)), argument.total)
    yield elsewhere(DECK, argument.implication.text if argument.implication else None)
    lone = len(argument.evidence) == 1 and argument.evidence[0].refs is None
    refs = argument.refs if argument.certainty is None else None  # else they are beside it
    beside = citation(refs) if not argument.reasoning and not lone else ()
    yield element("heading 2", (*claim_of(argument), *beside), argument.claim, BOTH)
    large = lone and argument.evidence[0].amount is not None  # slides say it apart, with the references
    yield elsewhere((BOTH if large else SUMMARY) if refs and not beside else (), refs)
    substance = list(_substance(argument, outline, None if beside else refs))
    opening = [*para("Argument text", (), gist, also=BOTH), *_firmness(argument)]
    for left, opened in zip(range(len(opening) - 1, -1, -1), opening, strict=True):
        yield replace(opened, keep=bool(left or substance))
    yield from substance


def _substance(argument: Argument, outline: Outline, refs: Text | None) -> Iterator[Para]:
    """What carries a claim: reasoning, evidence, implication, objection; `refs` follow the first of them."""
    yield from prose(argument.reasoning, outline, "Argument text", DECK, refs, subheading="heading 3")
    for evidence in argument.evidence:
        cited = evidence.refs or (None if argument.reasoning else refs)
        pieces = (*run_in(evidence.label), evidence.text, *citation(cited))
        yield Para("List Bullet", pieces, () if evidence.amount else DECK)
        yield from comparison(evidence, outline.labels.semicolon)
    if implied := argument.implication:
        keep = argument.counter is not None
        yield Para("Argument note", (*run_in(implied.label), implied.text), keep=keep)
    yield from para("Argument note", run_in(argument.counter_label), argument.counter, also=DECK)


def _firmness(argument: Argument) -> Iterator[Para]:
    """How firm a claim is: the source's certainty, then our confidence."""
    certainty = argument.certainty
    if certainty:
        sentence = Styled(certainty.sentence, main=True, unbroken=bracketed(certainty.sentence))
        cited = (DOT, reference(argument.refs)) if argument.refs else ()
        yield Para("Certainty", (certainty.level, sentence, *cited), BOTH)
    yield from para("Certainty", (), argument.confidence, also=DECK)
