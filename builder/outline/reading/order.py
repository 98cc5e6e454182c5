"""States, for each kind of block, what is read in which order: the memo in full, and who else says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import assert_never

from msgspec.structs import replace

from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    BackMatter,
    Block,
    BottomLine,
    Cell,
    Certainty,
    Chart,
    Closing,
    Context,
    Emphasis,
    Figure,
    Front,
    Glance,
    KeyFigure,
    KeyFigures,
    KeyMessages,
    Limits,
    Notes,
    Option,
    Options,
    Outline,
    PullQuote,
    Response,
    Responses,
    Risk,
    Risks,
    Section,
    SideBox,
    Sources,
    Step,
    Table,
    Timeline,
)
from builder.outline.reading.contents import contents
from builder.outline.reading.flow import (
    BOTH,
    DECK,
    DOT,
    SPACE,
    SUMMARY,
    Also,
    Coded,
    Drawing,
    Elsewhere,
    Flow,
    Footnote,
    Grid,
    Image,
    LineSample,
    NoteNumber,
    Ordinal,
    Para,
    Piece,
    Row,
    Styled,
    apart,
    bracketed,
    comparison,
    in_colour,
    joined,
    run_in,
    short,
)
from builder.outline.reading.flow import Cell as Paras
from builder.outline.text import Depth, Level, Prose, Role, Shape, Text

_NO_BREAK = "\u00a0"
_WIDE_SPACE = "\u2003"  # between the entries of a figure's key
_HEADING = "heading 1"
_LISTED = {Shape.BULLET: "List Bullet", Shape.NUMBER: "List Number"}
_IN_BOX = {Shape.BULLET: "Box bullet", Shape.NUMBER: "Box number", Shape.SUBHEADING: "Box heading"}
_BACK_MATTER = {"further_reading": "List Bullet", "authors": "Body Text", "imprint": "Imprint"}
_NOTED = {Depth.SUMMARY: BOTH, Depth.DECK: DECK, Depth.MEMO: ()}
_AMOUNTS = ("Table amount", "Table amount apart")  # the latter where a column of text follows


def flow(outline: Outline) -> Iterator[Flow]:
    """Yield what the memo's body holds, in its order, and what only other products say."""
    for block in outline.blocks:
        yield from _block(block, outline)
        figures = outline.one(KeyFigures)
        if outline.contents and (block is figures or (figures is None and isinstance(block, BottomLine))):
            yield from contents(*outline.contents)


def _block(block: Block, outline: Outline) -> Iterator[Flow]:
    match block:
        case Front():
            yield from _front(block)
        case BottomLine():
            yield _elsewhere(DECK, block.headline)
            yield Para("Bottom line label", (block.label,), SUMMARY)
            yield Para("Bottom line", (block.text,), BOTH, leads=(block.text,))
            yield from _para("Bottom line", run_in(block.ask_label), block.ask, also=BOTH)
            if block.choices:
                choices = (piece for choice in block.choices for piece in (choice, "\t"))
                yield Para("Decision", tuple(choices)[:-1], keep=True)
                lines = (piece for line in block.signed for piece in (line, " ", "\t", "\t"))
                yield Para("Decision line", tuple(lines)[:-1])
            if outline.one(Glance) is None and outline.one(KeyMessages) is None:
                yield from _reading_notes(outline.one(Closing), outline.one(Sources))
        case KeyFigures():
            yield _elsewhere(DECK, block.heading, block.headline)
            for figure in block.figures:
                yield _elsewhere(SUMMARY, figure.value, figure.unit, figure.label)
                yield _key_figure(figure)
        case KeyMessages():
            yield Para(_HEADING, (block.heading,), BOTH)
            for message in block.messages:
                pieces = (message.text, *_cited(message.arguments))
                yield Para("List Bullet", pieces, BOTH, names=_part(message.text), leads=(message.text,))
            if outline.one(Glance) is None:
                yield from _reading_notes(outline.one(Closing), outline.one(Sources))
        case Glance():
            yield _elsewhere(DECK, block.note)
            if block.thin:  # the sections say no more
                yield from _reading_notes(outline.one(Closing), outline.one(Sources))
                return
            yield Para(_HEADING, (block.heading,))
            head = _numbered_head(block.claim_head, block.certainty_head)
            claims = [argument for section in block.sections for argument in section.arguments]
            rows = tuple(_glance_row(claim, firm=block.certainty_head is not None) for claim in claims)
            yield Grid(block.heading, head, rows, main=0, fitted=True)
            yield from _reading_notes(outline.one(Closing), outline.one(Sources))
        case Context():
            yield _elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            *before, last = _prose(block.text, outline, "Body Text", DECK, block.refs, leads=True)
            yield from (*before, replace(last, keep=last.keep or block.why_now is not None))
            yield from _para("Body Text", run_in(block.why_now_label), block.why_now, also=DECK)
        case ArgumentMap():
            yield from _map(block)
        case Section():
            yield Para(
                _HEADING, (block.title,), _also(block.title), role=block.role, names=_part(block.title)
            )
            intro = _prose(block.intro, outline, "Body Text", BOTH)
            yield from (replace(para, keep=True) for para in intro)
            yield from _prose(block.text, outline, "Body Text", DECK)
            for argument in block.arguments:
                yield from _argument(argument, outline)
        case Table():
            yield from _table(block)
        case Chart():
            from builder.outline.reading.charts import chart_body

            yield from _caption(block.number, block.title, DECK, _part(block.title))
            yield from chart_body(block, outline.labels)
        case Figure():
            noted = any((block.caption, block.credit, block.refs))
            also = DECK if block.title.depth <= Depth.DECK else ()
            yield from _caption(block.number, block.title, also, _part(block.title))
            yield Image("Figure", (block.picture,), keep=noted)
            yield from _note(block.caption, block.refs, also)
            yield from _para("Note", (), block.credit, also=also)
        case SideBox():
            yield from _side_box(block, outline)
        case PullQuote():
            who = [text for text in (block.speaker, block.role) if text]
            pieces, named = (block.text, *_cited(block.refs)), _part(block.text)
            yield Para("Pull quote", pieces, DECK, keep=bool(who), names=named)
            if who:
                yield Para("Pull quote speaker", tuple(joined(who, outline.labels.comma)), DECK)
        case Options():
            yield _elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            yield from _options(block)
        case Responses():
            yield from _responses(block)
        case Risks():
            yield _elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,))
            helped = any(risk.mitigation for risk in block.risks)
            head = _numbered_head(block.risk_head, block.mitigation_head if helped else None)
            yield _elsewhere(DECK, *(risk.text for risk in block.risks))
            yield Grid(block.heading, head, tuple(_risk_row(risk, helped) for risk in block.risks))
        case Limits():
            yield _elsewhere(DECK, block.headline)
            yield Para(_HEADING, (block.heading,), SUMMARY)
            for limit in block.limits:
                text, leads = limit.text, (limit.text,) if limit.missing else ()
                yield Para("List Bullet", (text,), _also(text), names=_part(text), leads=leads)
        case Sources():
            yield _elsewhere(DECK, block.headline, block.numbers)
            yield Para(_HEADING, (block.heading,), SUMMARY)
            for left, source in zip(range(len(block.sources) - 1, -1, -1), block.sources, strict=True):
                pieces, named = (Styled(source.number, "Reference"), "\t", source.text), _part(source.text)
                yield Para("Source", pieces, BOTH, keep=left == 1, names=named, leads=(source.number,))
        case Annex():
            yield Para(_HEADING, (block.heading,))
        case Timeline():
            yield _elsewhere(DECK, block.headline)
            yield from _caption(block.number, block.headline, (), "timeline", leads=False)
            head = _numbered_head(block.when_head, block.what_head, block.source_head)
            rows = tuple(_step_row(step, sourced=block.source_head is not None) for step in block.steps)
            yield Grid(block.headline, head, rows, main=1, short=True)
            yield from _note(block.note, None)
        case BackMatter():
            also, style = () if block.kind == "authors" else DECK, _BACK_MATTER[block.kind]
            yield Para(_HEADING, (block.heading,), also)
            for left, entry in zip(range(len(block.entries) - 1, -1, -1), block.entries, strict=True):
                pieces, kept = (*run_in(entry.label), entry.text), left < 2 and bool(left or block.code)
                yield Para(style, pieces, also, keep=kept)
            yield from (Coded(block.code),) if block.code else ()
        case Closing():
            authors = (block.authors.label, block.authors.value) if block.authors else ()
            yield _elsewhere(SUMMARY, block.imprint, *authors)  # the rest is among the first page's notes
        case Notes():
            for note in block.notes:
                also = _NOTED[note.text.depth]
                pieces = (NoteNumber(note.mark), " ", note.text)
                yield Footnote(note.number, Para("footnote text", pieces, also, names=_part(note.text)))
        case _:
            assert_never(block)


def _front(block: Front) -> Iterator[Flow]:
    marking = (block.marking.label, block.marking.caveat) if block.marking else ()
    yield _elsewhere(BOTH, block.kind, *marking, *block.designation, block.status)
    yield _elsewhere(DECK, block.deck_name, block.authors)
    partners = (block.partners.label, block.partners.value) if block.partners else ()
    yield _elsewhere(SUMMARY, block.summary_name)
    yield _elsewhere(BOTH, block.organisation, *partners)
    yield Para("Title", (block.title,), BOTH, leads=(block.title,))
    yield from _para("Subtitle", (), block.subtitle, also=BOTH)
    if block.picture:
        credit = block.picture.credit
        yield Image("Cover picture", (block.picture.band,), keep=credit is not None)
        yield from _para("Cover credit", (), credit, also=DECK)
    for field in block.head:
        subject = field.value.path == "subject"
        shown: Piece = Styled(field.value, "Strong", main=True) if subject else field.value
        yield Para("Memo field", (Styled(field.label, "Memo label"), "\t", shown))


def _key_figure(figure: KeyFigure) -> Para:
    unit = (_NO_BREAK, figure.unit) if figure.unit else ()
    pieces = (Styled(figure.value, "Key value"), *unit, "\t", figure.label, *_cited(figure.refs))
    return Para("Key figure", pieces, DECK, names=_part(figure.label), leads=(figure.label,))


def _reading_notes(closing: Closing | None, sources: Sources | None) -> Iterator[Flow]:
    """What the first page needs to be read alone: the legal line, how to read a reference, whom to ask."""
    if closing:
        yield from _para("Reading note", (), closing.disclaimer, also=BOTH)
    if sources:
        yield from _para("Reading note", (), sources.reading, also=BOTH)
    if closing:
        yield from _para("Reading note", run_in(closing.contact_label), closing.contact, also=BOTH)


def _glance_row(argument: Argument, *, firm: bool) -> Row:
    refs = () if firm else _cited(argument.refs)
    gist = [Para("Table detail", (argument.gist, *refs))] if argument.gist and not argument.thin else []
    claim = (Para("Table claim", (*_claim(argument), *(() if gist else refs))), *gist)
    if not firm:
        return (claim,)
    cited = _para("Table text", (), _reference(argument.refs))
    if argument.certainty is None:
        return claim, tuple(cited) or (Para("Table text", ()),)
    words = _certain(argument.certainty)
    if not gist and argument.refs:
        return claim, (Para("Table text", (*words, DOT, Styled(argument.refs, "Reference"))),)
    return claim, (Para("Table text", words), *(replace(each, joins=True) for each in cited))


def _map(block: ArgumentMap) -> Iterator[Flow]:
    yield from _caption(block.number, block.title, DECK, "links", number_also=SUMMARY)
    yield Drawing(block)
    yield _elsewhere(DECK, block.note, block.arrows)
    yield _elsewhere(SUMMARY, *block.key)
    key: list[Piece] = []
    for words, mark in zip(block.key, block.key_marks, strict=True):
        key += [_WIDE_SPACE] if key else []
        key += [mark if isinstance(mark, Level) else LineSample(dashed=mark == "dashed"), words]
    if key or block.refs:
        yield Para("Note", (*key, *_cited(block.refs)), DECK)


def _side_box(block: SideBox, outline: Outline) -> Iterator[Flow]:
    kind = (DOT, Styled(block.kind, "Reference")) if block.kind else ()
    pieces = (Styled(block.number, "Number"), SPACE, block.title, *kind)
    yield Para("Box title", pieces, DECK, names=_part(block.title))
    yield from _prose(block.text, outline, "Box text", DECK, block.refs, styles=_IN_BOX)


def _argument(argument: Argument, outline: Outline) -> Iterator[Flow]:
    """The argument in full; its gist is in the claims at a glance, or here if nothing else is."""
    gist = argument.gist if argument.thin else None
    yield _elsewhere(BOTH, None if gist else argument.gist)
    yield _elsewhere(DECK, *(text for one in argument.evidence for text in apart(one)), argument.total)
    yield _elsewhere(DECK, argument.implication.text if argument.implication else None)
    lone = len(argument.evidence) == 1 and argument.evidence[0].refs is None
    refs = argument.refs if argument.certainty is None else None  # else they are beside it
    beside = _cited(refs) if not argument.reasoning and not lone else ()
    yield _element("heading 2", (*_claim(argument), *beside), argument.claim, BOTH)
    yield _elsewhere(SUMMARY if refs and not beside else (), refs)
    firm = list(_firmness(argument))
    body = [
        *_para("Argument text", (), gist, also=BOTH),
        *_substance(argument, outline, None if beside else refs),
    ]
    if body:
        yield from body[:-1]
        yield replace(body[-1], keep=bool(firm))
    yield from firm


def _substance(argument: Argument, outline: Outline, refs: Text | None) -> Iterator[Para]:
    """What carries a claim: reasoning, evidence, implication, objection; `refs` follow the first of them."""
    yield from _prose(argument.reasoning, outline, "Argument text", DECK, refs, subheading="heading 3")
    for evidence in argument.evidence:
        cited = evidence.refs or (None if argument.reasoning else refs)
        yield Para("List Bullet", (evidence.text, *_cited(cited)), () if evidence.amount else DECK)
        yield from comparison(evidence, outline.labels.semicolon)
    if implied := argument.implication:
        yield Para("Argument note", (*run_in(implied.label), implied.text))
    yield from _para("Argument note", run_in(argument.counter_label), argument.counter, also=DECK)


def _firmness(argument: Argument) -> Iterator[Para]:
    """How firm a claim is: the source's certainty, then our confidence."""
    certainty = argument.certainty
    if certainty:
        sentence = Styled(certainty.sentence, main=True, unbroken=bracketed(certainty.sentence))
        cited = (DOT, _reference(argument.refs)) if argument.refs else ()
        yield Para("Certainty", (certainty.level, sentence, *cited), BOTH)
    yield from _para("Certainty", (), argument.confidence, also=DECK)


def _table(block: Table) -> Iterator[Flow]:
    """A table of the brief, the actors or the glossary; columns of numbers only are set to the right."""
    also = DECK if block.depth <= Depth.DECK else ()
    own = block.kind in ("actors", "glossary")
    yield from _caption(block.number, block.title, also, block.kind if own else _part(block.title))
    styles = _column_styles(block)
    head = tuple(
        (Para(f"{style} head" if style in _AMOUNTS else "Table head", (text,), also),)
        for style, text in zip(styles, block.columns, strict=True)
    )

    def row(cells: Sequence[Cell]) -> Row:
        return tuple(
            (Para(style, (_shown(cell, block, index),), also, tail=cell.tail),)
            for index, (style, cell) in enumerate(zip(styles, cells, strict=True))
        )

    rows = tuple(row(each.cells) for each in block.rows)
    yield Grid(block.title, head, rows, main=1 if own else None, short=True)
    yield from _note(block.notes, block.refs, also)


def _column_styles(block: Table) -> list[str]:
    amounts = [cell.amount for cell in block.rows[0].cells[1:]]
    return ["Table row head"] + [
        _AMOUNTS[before_text] if amount else "Table text"
        for amount, before_text in zip(amounts, [not other for other in amounts[1:]] + [False], strict=False)
    ]


def _shown(cell: Cell, block: Table, column: int) -> Piece:
    """Return the text of a cell, quiet or emphasised; the names of rows are bold already."""
    if cell.empty or (block.kind == "actors" and column == 2):
        return Styled(cell.text, "Reference")
    if cell.emphasis is Emphasis.HIGHLIGHT:
        return Styled(cell.text, in_colour("Highlight" if column else "Number", block.role), main=True)
    if cell.emphasis is Emphasis.TOTAL and column:
        return Styled(cell.text, "Strong", main=True)
    return cell.text


def _options(block: Options) -> Iterator[Grid | Para]:
    """The options by the criteria, and beside each other what speaks for and against each of them."""
    argued = any(option.pros or option.cons for option in block.options)
    if block.criteria or not argued:
        head = (*_numbered_head(block.option_head), *_cells("Table head", block.criteria, DECK))
        yield Grid(block.heading, head, tuple(map(_rated, block.options)), main=0)
        yield from _note(block.best_note, None)
    if argued:
        again = bool(block.criteria)  # the first table has their descriptions
        rows = tuple(_argued(option, again=again) for option in block.options)
        yield Grid(block.heading, _numbered_head(block.option_head, block.pros_head, block.cons_head), rows)


def _rated(option: Option) -> Row:
    ratings = (
        (Para("Table text", (Styled(rating, "Strong", main=True) if best else rating,), DECK),)
        for rating, best in zip(option.ratings, option.best, strict=True)
    )
    return _option(option), *ratings


def _argued(option: Option, *, again: bool) -> Row:
    name = (Para("Table claim", (Styled(option.number, "Number"), "\t", Styled(option.title))),)
    points = (
        tuple(Para("Table point", (point,), DECK) for point in side) or (Para("Table text", ()),)
        for side in (option.pros, option.cons)
    )
    return (name if again else _option(option), *points)


def _option(option: Option) -> Paras:
    pieces = Styled(option.number, "Number"), "\t", option.title
    label = _para("Table label", (), option.recommended, also=DECK)
    title = _element("Table claim", pieces, option.title, DECK)
    return title, *label, *_para("Table detail", (), option.description, also=DECK)


def _responses(block: Responses) -> Iterator[Flow]:
    """Owner and timing are columns where any response states one, else one note in the head."""
    yield _elsewhere(DECK, block.headline)
    yield _elsewhere(SUMMARY, block.unstated, block.more)
    yield Para(_HEADING, (block.heading,), SUMMARY, role=Role.RESPONSE)
    for response in block.responses:
        also, certainty = _also(response.action), response.certainty
        yield _elsewhere(also, response.origin, certainty.attribution if certainty else None, response.refs)
        if certainty and certainty.attribution is None:
            yield _elsewhere(DECK, certainty.spoken)
            yield _elsewhere(SUMMARY if also == BOTH else (), certainty.sentence)
    note = (DOT, block.unstated) if block.unstated else ()
    columns = [block.owner_heads[n] for n in block.columns]
    columns += [*block.term_heads, *([block.basis_head] if block.basis_head else [])]
    head = ((Para("Table claim head", (block.response_head, *note)),), *_cells("Table head", columns))
    for group in block.groups:
        if group.reader:
            also, named = _also(group.reader), group.reader.path
            yield Para("heading 2", (group.reader,), also, role=Role.RESPONSE, names=named)
        rows = tuple(_response_row(each, block) for each in group.responses)
        yield Grid(group.reader or block.heading, head, rows, main=0)


def _also(text: Text) -> Also:
    """Return the products besides the memo that have a text of this depth."""
    return BOTH if text.depth is Depth.SUMMARY else DECK


def _response_row(response: Response, block: Responses) -> Row:
    pieces = Styled(response.number, in_colour("Number", Role.RESPONSE)), "\t", response.action
    also = _also(response.action)
    action = _element("Table claim", pieces, response.action, also)
    row: list[Paras] = [(action, *_para("Table detail", (), response.detail, also=also))]
    for n in block.columns:
        value, known = response.owned[n], response.stated[n]
        style = None if known else "Not stated"
        unbroken = short(value) if value is response.when else None
        shown = also if known or not block.hides else DECK
        row.append((Para("Table text", (Styled(value, style, known, unbroken),), shown),))
    row += [(Para("Table text", (term,) if term else (), DECK),) for term in response.terms]
    if block.basis_head:
        row.append(tuple(_basis(response)) or (Para("Table text", ()),))
    return tuple(row)


def _basis(response: Response) -> Iterator[Para]:
    """Who suggests a response, how firmly, and where."""
    certainty, cited = response.certainty, _reference(response.refs)
    yield from _para("Table text", (), response.origin)
    if certainty and certainty.attribution:
        words = Styled(certainty.short, "Reference", unbroken=bracketed(certainty.short))
        yield Para("Table text", (certainty.level, certainty.attribution))
        yield Para("Table text", (words, *((DOT, cited) if cited else ())))
    else:
        if certainty:
            yield Para("Table text", _certain(certainty))
        yield from _para("Table text", (), cited)


def _risk_row(risk: Risk, helped: bool) -> Row:
    pieces = Styled(risk.number, "Number"), "\t", risk.text
    claim = [_element("Table claim", pieces, risk.text)]
    if risk.details:
        details: list[Piece] = []
        for each in risk.details:
            details += [DOT] if details else []
            details += [Styled(each.label, "Reference"), SPACE] if each.label else []
            details.append(each.text)
        claim.append(Para("Table detail", tuple(details), DECK))
    help = (Para("Table text", (risk.mitigation,) if risk.mitigation else (), DECK),)
    return (tuple(claim), help) if helped else (tuple(claim),)


def _step_row(step: Step, *, sourced: bool) -> Row:
    when = Para("Table claim", (Styled(step.number, "Number"), "\t", step.when), DECK)
    what = Para("Table text", (step.text,), DECK, leads=(step.text,))
    cited = _reference(step.refs)
    source = Para("Table text", (cited,) if cited else (), DECK)
    return ((when,), (what,), (source,)) if sourced else ((when,), (what,))


# Parts that many blocks have


def _elsewhere(also: Also, *texts: Text | None) -> Elsewhere:
    return Elsewhere(tuple(text for text in texts if text is not None), also)


def _element(style: str, pieces: tuple[Piece, ...], text: Text, also: Also = ()) -> Para:
    """Return the paragraph of a numbered part of the brief, by whose text a reader follows the order."""
    return Para(style, pieces, also, names=_part(text), leads=(text,))


def _para(
    style: str, before: tuple[Piece, ...], piece: Text | Styled | None, *, also: Also = ()
) -> Iterator[Para]:
    """Yield the paragraph of a piece behind what is before it; nothing where there is none."""
    if piece is not None:
        yield Para(style, (*before, piece), also)


def _prose(
    prose: Prose,
    outline: Outline,
    style: str,
    also: Also,
    refs: Text | None = None,
    *,
    subheading: str = "heading 2",
    styles: Mapping[Shape, str] = _LISTED,
    leads: bool = False,
) -> Iterator[Para]:
    """Yield the paragraphs of a longer text, in a style each kind; references follow its last words.

    A paragraph stays with the list that it leads to.
    """
    styles = {Shape.PARAGRAPH: style, Shape.SUBHEADING: subheading, **styles}
    for part, after in zip_longest(prose, prose[1:]):
        number: tuple[Piece, ...] = (Ordinal(part.number, part.value),) if part.number else ()
        if styles[part.shape] == "heading 2":
            number = ("\t",)  # in line with claims, which hang from their numbers
        cited = _cited(refs) if after is None else ()
        pieces = (*number, *joined(part.texts, outline.labels.space), *cited)
        keep = part.shape is Shape.PARAGRAPH and after is not None and after.shape in _LISTED
        yield Para(styles[part.shape], pieces, also, keep=keep, leads=part.texts if leads else ())


def _cells(style: str, texts: Iterable[Text], also: Also = ()) -> Row:
    return tuple((Para(style, (text,), also),) for text in texts)


def _numbered_head(first: Text, *others: Text | None) -> Row:
    """Return the heads of a table whose first column begins with hanging numbers."""
    shown = [text for text in others if text is not None]
    return (Para("Table claim head", (first,)),), *_cells("Table head", shown)


def _claim(argument: Argument) -> tuple[Piece, ...]:
    return Styled(argument.number, in_colour("Number", argument.role)), "\t", argument.claim


def _certain(certainty: Certainty) -> tuple[Piece, ...]:
    """Return the mark of a level, and its words in short."""
    return certainty.level, Styled(certainty.short, main=True, unbroken=bracketed(certainty.short))


def _caption(
    number: Text, title: Text, also: Also, names: str, *, number_also: Also = (), leads: bool = True
) -> Iterator[Flow]:
    yield _elsewhere(also, title)
    yield Para(
        "caption",
        (Styled(number, "Number"), SPACE, title),
        number_also,
        names=names,
        leads=(title,) if leads else (),
    )


def _note(note: Text | None, refs: Text | None, also: Also = DECK) -> Iterator[Para]:
    """The note under a table or figure, its references behind it."""
    pieces: list[Piece] = [note] if note else []
    if refs:
        pieces += [" ", refs] if pieces else [refs]
    if pieces:
        yield Para("Note", tuple(pieces), also)


def _reference(refs: Text | None) -> Styled | None:
    return Styled(refs, "Reference") if refs else None


def _cited(refs: Text | None) -> tuple[Piece, ...]:
    return (" ", Styled(refs, "Reference")) if refs else ()


def _part(text: Text) -> str:
    """Return the path of the part that a text of it names: `sections[0].arguments[1]` for the claim there."""
    return text.path.rpartition(".")[0] or text.path
