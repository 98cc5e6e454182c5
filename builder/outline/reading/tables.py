"""States what the tables of the memo hold: claims, cells, options, responses, risks and steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.outline.blocks import (
    Argument,
    Cell,
    Emphasis,
    Option,
    Options,
    Response,
    Responses,
    Risk,
    Step,
    Table,
)
from builder.outline.reading.flow import (
    BOTH,
    DECK,
    DOT,
    SPACE,
    SUMMARY,
    Flow,
    Grid,
    Para,
    Piece,
    Row,
    Styled,
    bracketed,
    in_colour,
    short,
)
from builder.outline.reading.flow import Cell as Paras
from builder.outline.reading.parts import (
    also_said,
    caption,
    cells,
    certain,
    citation,
    claim_of,
    element,
    elsewhere,
    note_under,
    numbered_head,
    para,
    part_of,
    reference,
)
from builder.outline.text import Depth, Role, Text

_HEADING = "heading 1"
_MOST_COLUMNS = 4  # options beside each other
_LETTERS = 64  # that options beside each other have on a line, together
_LINES = 6  # of one text of an option
_FIRST_WIDE = "\u3000"
_WORD = r"[^\s\-\u3000-\uffff]+"  # what no line breaks
_SIDES = "Table pro", "Table con"
_AMOUNTS = ("Table amount", "Table amount apart")  # the latter where a column of text follows


def glance_row(argument: Argument, *, firm: bool) -> Row:
    """Return a claim with its gist, and how firm it is if any claim says so."""
    refs = () if firm else citation(argument.refs)
    gist = [Para("Table detail", (argument.gist, *refs))] if argument.gist and not argument.thin else []
    claim = (Para("Table claim", (*claim_of(argument), *(() if gist else refs))), *gist)
    if not firm:
        return (claim,)
    cited = Styled(argument.refs, "Reference", unbroken=short(argument.refs)) if argument.refs else None
    words = certain(argument.certainty) if argument.certainty else ()
    between = (" ",) if cited and words else ()
    return claim, (Para("Table text", (*words, *between, *((cited,) if cited else ()))),)


def table(block: Table) -> Iterator[Flow]:
    """A table of the brief, the actors or the glossary; columns of numbers only are set to the right."""
    also = DECK if block.depth <= Depth.DECK else ()
    own = block.kind in ("actors", "glossary")
    yield from caption(block.number, block.title, also, block.kind if own else part_of(block.title))
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
    yield Grid(block.title, head, rows, main=1 if own else None)
    yield from note_under(block.notes, block.refs, also, block.refs_label)


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


def options(block: Options) -> Iterator[Grid | Para]:
    """The options beside each other where they are few and short, else one below the other.

    Then a first table has them by the criteria, and a second what speaks for and against each of them.
    """
    argued = any(option.pros or option.cons for option in block.options)
    if _is_compared(block):
        yield _compared(block)
        yield from note_under(block.best_note, None)
        return
    if block.criteria or not argued:
        head = (*numbered_head(block.option_head), *cells("Table head", block.criteria, DECK))
        yield Grid(block.heading, head, tuple(map(_rated, block.options)), main=0)
        yield from note_under(block.best_note, None)
    if argued:
        again = bool(block.criteria)  # the first table has their descriptions
        rows = tuple(_argued(option, block.none, again=again) for option in block.options)
        yield Grid(block.heading, numbered_head(block.option_head, block.pros_label, block.cons_label), rows)


def _is_compared(block: Options) -> bool:
    """Return whether the options are few enough, and their words short enough, for a column each."""
    count = len(block.options)
    if not (1 < count <= _MOST_COLUMNS and block.criteria):
        return False
    line = _LETTERS // count
    texts = [text for option in block.options for text in _words_of(option)]
    longest = max((len(word) for text in texts for word in re.findall(_WORD, text.plain)), default=0)
    return longest < line and all(_breadth(text) <= _LINES * line for text in texts)


def _words_of(option: Option) -> Iterator[Text]:
    yield option.title
    yield from (option.description,) if option.description else ()
    yield from (*option.ratings, *option.pros, *option.cons)


def _breadth(text: Text) -> int:
    """Return the letters of a text, a wide one counted twice."""
    return sum(2 if letter >= _FIRST_WIDE else 1 for letter in text.plain)


def _compared(block: Options) -> Grid:
    """The criteria as rows under the options as columns, what speaks for and against each below them."""
    heads = ((Para("Table head", (block.option_head,)),), *map(_compared_head, block.options))
    rows: list[Row] = [
        (
            (Para("Table row head", (criterion,), DECK),),
            *((_rating(option.ratings[n], best=option.best[n]),) for option in block.options),
        )
        for n, criterion in enumerate(block.criteria)
    ]
    for label, side in ((block.pros_label, 0), (block.cons_label, 1)):
        points = [(option.pros, option.cons)[side] for option in block.options]
        if any(points):
            rows.append(
                ((Para("Table row head", (label,)),), *(_points(each, side, block.none) for each in points))
            )
    marked = [n for n, option in enumerate(block.options, 1) if option.recommended]
    chosen = marked[0] if len(marked) == 1 else None
    return Grid(block.heading, heads, tuple(rows), even=True, marked=chosen)


def _compared_head(option: Option) -> Paras:
    """The number and title of an option, whether it is recommended, and what it means."""
    title = element(
        "Table option", (Styled(option.number, "Number"), SPACE, option.title), option.title, DECK
    )
    label = para("Table mark", (), option.recommended, also=DECK)
    return title, *label, *para("Table text", (), option.description, also=DECK)


def _rating(rating: Text, *, best: bool) -> Para:
    return Para("Table text", (Styled(rating, "Strong", main=True) if best else rating,), DECK)


def _points(points: Sequence[Text], side: int, none: Text) -> Paras:
    return tuple(Para(_SIDES[side], (point,), DECK) for point in points) or (Para("Table text", (none,)),)


def _rated(option: Option) -> Row:
    rated = zip(option.ratings, option.best, strict=True)
    return _option(option), *((_rating(rating, best=best),) for rating, best in rated)


def _argued(option: Option, none: Text, *, again: bool) -> Row:
    name = (Para("Table claim", (Styled(option.number, "Number"), "\t", Styled(option.title))),)
    return (name if again else _option(option), _points(option.pros, 0, none), _points(option.cons, 1, none))


def _option(option: Option) -> Paras:
    pieces = Styled(option.number, "Number"), "\t", option.title
    label = para("Table label", (), option.recommended, also=DECK)
    title = element("Table claim", pieces, option.title, DECK)
    return title, *label, *para("Table detail", (), option.description, also=DECK)


def responses(block: Responses) -> Iterator[Flow]:
    """Owner and timing are columns where any response states one, else one note in the head."""
    yield elsewhere(DECK, block.headline)
    yield elsewhere(SUMMARY, block.unstated, block.more)
    yield Para(_HEADING, (block.heading,), SUMMARY, role=Role.RESPONSE)
    for response in block.responses:
        also, certainty = also_said(response.action), response.certainty
        yield elsewhere(also, response.origin, certainty.attribution if certainty else None, response.refs)
        if certainty and certainty.attribution is None:
            yield elsewhere(DECK, certainty.spoken)
            yield elsewhere(SUMMARY if also == BOTH else (), certainty.sentence)
    note = (DOT, block.unstated) if block.unstated else ()
    columns = [block.owner_heads[n] for n in block.columns]
    columns += [*block.term_heads, *([block.basis_head] if block.basis_head else [])]
    head = ((Para("Table claim head", (block.response_head, *note)),), *cells("Table head", columns))
    for group in block.groups:
        if group.reader:
            also, named = also_said(group.reader), group.reader.path
            yield Para("heading 2", (group.reader,), also, role=Role.RESPONSE, names=named)
        rows = tuple(_response_row(each, block) for each in group.responses)
        yield Grid(group.reader or block.heading, head, rows, main=0)


def _response_row(response: Response, block: Responses) -> Row:
    pieces = Styled(response.number, in_colour("Number", Role.RESPONSE)), "\t", response.action
    also = also_said(response.action)
    action = element("Table claim", pieces, response.action, also)
    row: list[Paras] = [(action, *para("Table detail", (), response.detail, also=also))]
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
    certainty, cited = response.certainty, reference(response.refs)
    yield from para("Table text", (), response.origin)
    if certainty and certainty.attribution:
        words = Styled(certainty.short, "Reference", unbroken=bracketed(certainty.short))
        yield Para("Table text", (certainty.level, certainty.attribution))
        yield Para("Table text", (words, *((DOT, cited) if cited else ())))
    else:
        if certainty:
            yield Para("Table text", certain(certainty))
        yield from para("Table text", (), cited)


def risk_row(risk: Risk, helped: bool) -> Row:
    """Return a risk with its details, and what would help if anything would for any risk."""
    pieces = Styled(risk.number, "Number"), "\t", risk.text
    claim = [element("Table claim", pieces, risk.text)]
    if risk.details:
        details: list[Piece] = []
        for each in risk.details:
            details += [DOT] if details else []
            details += [Styled(each.label, "Reference"), SPACE] if each.label else []
            details.append(each.text)
        claim.append(Para("Table detail", tuple(details), DECK))
    help = (Para("Table text", (risk.mitigation,) if risk.mitigation else (), DECK),)
    return (tuple(claim), help) if helped else (tuple(claim),)


def step_row(step: Step, *, sourced: bool) -> Row:
    """Return when a step is, what it is, and its source if any step has one."""
    when = Para("Table claim", (Styled(step.number, "Number"), "\t", step.when), DECK)
    what = Para("Table text", (step.text,), DECK, leads=(step.text,))
    cited = reference(step.refs)
    source = Para("Table text", (cited,) if cited else (), DECK)
    return ((when,), (what,), (source,)) if sourced else ((when,), (what,))
