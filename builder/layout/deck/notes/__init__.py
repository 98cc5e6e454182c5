"""Writes speaker notes that a person can say, with a bridge to the next slide, and the source lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from builder.languages.speech import Speech
from builder.layout.deck.draft import GIVE, LEAST, Deck, Draft, Note, marking_width, roomy_width, without_stop
from builder.layout.pages import Paragraph, Piece
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Argument, Response, Section, Sources
from builder.outline.text import Depth, Level, Prose, ProsePart, Role, Run, Text, ends_sentence
from builder.outline.typography import NO_BREAK

Spoken = Text | str | Note
_BLANK = re.compile(r"\{(\w+)\}")
MOST_NAMED = 3  # sources that are named in one sentence
LONGEST = 140  # words on a slide, beyond which notes are shortened
FEWEST = 60  # words on a slide, below which there is room for what is said elsewhere, too


def said(deck: Deck, phrase: str, **values: Spoken) -> Note:
    """Return a phrase as a sentence, with the values in its blanks."""
    return _stopped(deck, blended(phrase, **values))


def blended(phrase: str, **values: Spoken) -> Note:
    """Return a phrase with the values in its blanks."""
    parts = (values[part] if index % 2 else part for index, part in enumerate(_BLANK.split(phrase)))
    return tuple(piece for part in parts for piece in _pieces(part))


def leading(deck: Deck, phrase: str | Note, *words: Spoken) -> Note:
    """Return a phrase and what it leads to as a sentence: "We ask this of you: open the doors."."""
    return _stopped(deck, (*_pieces(phrase), *_pieces(deck.labels.speech.leads_on), *joined(deck, words)))


def sentence(deck: Deck, words: Spoken) -> Note:
    """Return words that end in a full stop."""
    return _stopped(deck, _pieces(words))


def joined(deck: Deck, words: Sequence[Spoken]) -> Note:
    """Return "one; two; three": each may have commas of its own."""
    return between(words, deck.labels.semicolon)


def listed(deck: Deck, words: Sequence[Spoken]) -> Note:
    """Return "one, two and three"."""
    return between(words, deck.labels.comma, deck.labels.and_)


def quoted(deck: Deck, words: Text) -> Note:
    """Return the words of a name or title in quotation marks."""
    return blended(deck.labels.speech.quoted, words=words)


def paragraph(deck: Deck, *sentences: Note | None) -> Note:
    """Return sentences as one paragraph; those that are empty or None are left out."""
    spoken = [each for each in sentences if each]
    return between(spoken, deck.labels.space)


def _pieces(words: Spoken) -> Note:
    if isinstance(words, Text):
        return (Piece(words),)
    return (Piece(None, words),) if isinstance(words, str) and words else () if words == "" else words


def between(words: Sequence[Spoken], link: str, last: str | None = None) -> Note:
    """Return words with a link between them, and another one before the last."""
    links = ["", *[link] * (len(words) - 2), link if last is None else last][: len(words)]
    pairs = zip(links, words, strict=True)
    return tuple(piece for pair in pairs for part in pair for piece in _pieces(part))


_GOES_ON = (":", ";", ",", "：", "；", "、")  # a list follows, or its next item


def _stopped(deck: Deck, pieces: Note) -> Note:
    last = pieces[-1]
    words = last.separator if last.text is None else last.text.unmarked
    ended = ends_sentence(words) or words.rstrip().endswith(_GOES_ON)
    return pieces if ended else (*pieces, Piece(None, deck.labels.full_stop))


def prose_notes(deck: Deck, prose: Prose) -> Iterator[Note]:
    """Yield the paragraphs, items and subheadings of a longer text."""
    for part in prose:
        yield part_note(deck, part, part.texts)


def part_note(deck: Deck, part: ProsePart, said: Sequence[Text]) -> Note:
    """Return texts of a paragraph or item as sentences, with its number."""
    number = (Piece(part.number),) if part.number is not None else None
    return paragraph(deck, number, *(sentence(deck, text) for text in said))


def citations(*refs: Text | None) -> dict[str, list[str]]:
    """Return the sources that references such as [1, p2; 2] name, by number, each with its locators.

    A source that is cited whole has none.
    """
    found: dict[str, list[str]] = {}
    whole: set[str] = set()
    for text in refs:
        for cited in text.plain.strip("[]").split(";") if text else ():
            number, *locators = (part.strip() for part in cited.split(","))
            if not number.isdecimal():  # words of a cell, in brackets
                continue
            found.setdefault(number, []).extend(locators)
            whole |= set() if locators else {number}
    return {n: [] if n in whole else list(dict.fromkeys(found[n])) for n in sorted(found, key=int)}


def cited_sources(*refs: Text | None) -> tuple[str, ...]:
    """Return the sources that references such as [1, p2] and [2] name, as "[1]" and "[2]"."""
    return tuple(f"[{number}]" for number in citations(*refs))


def from_sources(deck: Deck, phrase: str, *refs: Text | None) -> Note | None:
    """Return a phrase about the sources that are cited, by their names; None if they have none."""
    block, cited = deck.outline.one(Sources), cited_sources(*refs)
    if block is None or not cited:
        return None
    lone = len(block.sources) == 1
    names = [each.name if lone else each.full_name for each in block.sources if each.number.plain in cited]
    found = [name for name in names if name is not None]
    return said(deck, phrase, sources=_named(deck, found)) if found else None


def _named(deck: Deck, names: Sequence[Text]) -> Note:
    more = len(names) - MOST_NAMED
    if more <= 0:
        return listed(deck, names)
    first = between(names[:MOST_NAMED], deck.labels.comma)
    return (*first, *_pieces(deck.labels.space + deck.labels.and_more.format(count=more)))


def in_short(deck: Deck, notes: Sequence[Note], lead: Sequence[Note]) -> tuple[Note, ...]:
    """Return the notes of a slide; if they and what leads on are long, sources go without author and year.

    Sources of one title keep them: they are told apart by them.
    """
    block = deck.outline.one(Sources)
    if block is None or words_in([*notes, *lead]) <= LONGEST:
        return tuple(notes)
    titles = Counter(each.name.plain for each in block.sources if each.name)
    short = {
        each.full_name.slot: each.name
        for each in block.sources
        if each.full_name and each.name and titles[each.name.plain] == 1
    }

    def shortened(piece: Piece) -> Piece:
        return Piece(short.get(piece.text.slot, piece.text)) if piece.text is not None else piece

    return tuple(tuple(map(shortened, note)) for note in notes)


def with_extras(notes: Sequence[Note], draft: Draft, lead: Sequence[Note]) -> tuple[Note, ...]:
    """Return the notes of a slide with the extras for which there is time; if it has few words, with more."""
    found = list(notes)
    for each in draft.extras:
        if words_in([*found, each, *lead]) <= LONGEST:
            found.append(each)
    for each in draft.spare:
        if words_in([*found, *lead]) < FEWEST and words_in([*found, each, *lead]) <= LONGEST:
            found.append(each)
    return tuple(found)


def without_shown(notes: Sequence[Note], shown: set[str], lead: Sequence[Note]) -> tuple[Note, ...]:
    """Return notes; of long ones, without those that the slide says word for word, the longest first."""
    found = list(notes)
    for each in sorted(notes, key=lambda note: -words_in([note])):
        given = [piece.text for piece in each if piece.text is not None and piece.text.path]
        rest = [note for note in found if note is not each]
        if (
            words_in([*found, *lead]) > LONGEST
            and given
            and all(text.plain in shown for text in given)
            and words_in([*rest, *lead]) >= FEWEST
        ):
            found = rest
    return tuple(found)


def argument_notes(deck: Deck, argument: Argument, placed: Set[str] = frozenset()) -> Iterator[Note]:
    """Yield what is said on an argument's slide, whose title the slide before has led to.

    Where the brief has reasoning, it is said instead of the evidence that the slide shows, and of the gist
    and the objection if they are `placed` on it, by their slots.
    """
    speech, gist, counter = deck.labels.speech, argument.gist, argument.counter
    if gist is not None and (not argument.reasoning or (argument.evidence and gist.slot not in placed)):
        yield sentence(deck, gist)
    yield from prose_notes(deck, argument.reasoning)
    shown = () if argument.reasoning else argument.evidence
    implication, firm = argument.implication, argument.certainty
    yield paragraph(deck, *(sentence(deck, each.text) for each in shown))
    yield paragraph(
        deck,
        from_sources(deck, speech.rests_on, argument.refs, *(each.refs for each in argument.evidence)),
        _pieces(firm.spoken) if firm is not None else None,
        _pieces(argument.spoken_confidence) if argument.spoken_confidence is not None else None,
    )
    if counter is not None and not (argument.reasoning and counter.slot in placed):
        yield leading(deck, speech.objection, counter)
    if implication is not None:
        words = None if argument.reasoning else sentence(deck, implication.text)
        yield paragraph(deck, words, _pieces(implication.spoken))


def place_in_map(deck: Deck, *arguments: Argument | Response) -> Iterator[Note]:
    """Yield which arrows of the map lead to its nodes and from them; those of columns are not their own."""
    shown = {each.id for each in arguments}
    clauses = [clause for each in arguments for clause in _arrows_of(deck, each, shown)]
    if clauses:
        yield leading(deck, deck.labels.map, *clauses)


def _arrows_of(deck: Deck, argument: Argument | Response, shown: set[str]) -> Iterator[Note]:
    """Yield the arrows to an argument, but for those from others that are `shown`, and those from it."""
    labels, block = deck.labels, deck.map
    columns = block.columns if block is not None else ()
    numbers = {node.id: node.number for column in columns for node in column.nodes}
    for firm in (True, False):
        one, many = (labels.leads, labels.lead) if firm else (labels.leads_possibly, labels.lead_possibly)
        edges = [
            edge
            for edge in (block.edges if block is not None else ())
            if not edge.group and (edge.level is Level.ASSERTED) is firm
        ]
        before = [
            numbers[edge.source] for edge in edges if edge.target == argument.id and edge.source not in shown
        ]
        after = [numbers[edge.target] for edge in edges if edge.source == argument.id]
        for sources, targets in ((before, [argument.number]), ([argument.number], after)):
            if sources and targets:
                event = targets == [None]
                to = labels.to_event if event else blended(labels.to_nodes, nodes=_nodes(deck, targets))
                pattern = one if len(sources) == 1 else many
                yield blended(pattern, sources=_nodes(deck, sources), to=to)


def _nodes(deck: Deck, numbers: Sequence[Text | None]) -> Note:
    """Return the numbers of nodes; the event has none."""
    return listed(deck, [deck.labels.the_event if number is None else number for number in numbers])


def to_argument(deck: Deck, section: Section, argument: Argument) -> Note:
    """Return what leads to an argument: the next cause, say."""
    speech, arguments = deck.labels.speech, section.arguments
    phrase = (
        speech.to_only
        if len(arguments) == 1
        else speech.to_first
        if argument is arguments[0]
        else speech.to_last
        if argument is arguments[-1]
        else speech.to_next
    )
    return blended(phrase, point=_point(speech, section.role))


def to_section(deck: Deck, section: Section) -> Note:
    """Return what leads to a section, with its introduction."""
    return paragraph(deck, to_title(deck, section), *prose_notes(deck, section.intro))


def to_title(deck: Deck, section: Section) -> Note:
    """Return what leads to the slide with a section's title."""
    return said(deck, deck.labels.speech.to_part, title=section.title)


def _point(speech: Speech, role: Role) -> str:
    """What the arguments of a section are called."""
    match role:
        case Role.CAUSE:
            return speech.cause
        case Role.EFFECT:
            return speech.effect
        case Role.RESPONSE | Role.OTHER:
            return speech.point


def bridge(deck: Deck, following: Draft, shown: set[str]) -> Note:
    """Return what leads to the next slide, with its title unless this slide has it among its texts."""
    title = without_stop(following.title)
    if following.continued[0] > 1 or not (following.enters or following.lead):
        return said(deck, deck.labels.speech.to_continued)
    if not following.lead:
        return following.enters
    named = title.path and not {title.plain, following.title.plain} & shown
    lead = leading(deck, following.lead, title) if named else _stopped(deck, following.lead)
    return paragraph(deck, following.enters, lead)


def words_in(notes: Sequence[Note]) -> int:
    """Return the number of words in notes; CJK characters count as half a word each."""
    return _words_in(tuple(notes))


@lru_cache(maxsize=4096)
def _words_in(notes: tuple[Note, ...]) -> int:
    spoken = " ".join(
        "".join(piece.separator if piece.text is None else piece.text.plain for piece in each)
        for each in notes
    )
    words, wide = spoken, 0
    if max(spoken, default="") >= "\u3040":  # a set of so many characters takes long to compile
        words, wide = re.subn(r"[\u3040-\u9fff]", " ", spoken)
    return wide // 2 + sum(any(map(str.isalnum, word)) for word in words.split())


def source_line(
    deck: Deck, *refs: Text | None, before: Sequence[Text | None] = (), after: Sequence[Text | None] = ()
) -> Note:
    """Return "Sources: [1, p3, p4] Author, title, 2029; [2] …" with the texts around it.

    Each source is cited once, with all locators. Where the line is too long, the last sources are named in
    short; only where all are and it still is too long, the last go without their names. What has no room even
    then is left out entirely: it is in the notes.
    """
    block, labels = deck.outline.one(Sources), deck.labels
    cited = citations(*refs)
    names = (
        {one.number.plain: (one.short, one.shortest) for one in block.sources} if block is not None else {}
    )
    given = [ref for ref in refs if ref is not None]
    label = deck.fixed("source_line", labels.before(labels.source))
    if len(cited) > 1:
        label = deck.fixed("sources_line", labels.before(labels.sources))
    shown = [_citation(number, locators, given) for number, locators in cited.items()]
    space = Piece(None, labels.space or " ")

    def sentences(named: int, whole: int = 0) -> list[Note]:
        """Return the sentences of the line: so many sources are named, the first of them whole."""
        parts: list[Note] = []
        for index, (number, ref) in enumerate(zip(cited, shown, strict=True)):
            found = names.get(f"[{number}]") if index < named else None
            name = () if found is None else (space, Piece(found[index >= whole]))
            parts.append((Piece(ref), *name))
        together = ((Piece(label), space, *between(parts, labels.semicolon)),) if parts else ()
        texts = ([(Piece(text),) for text in group if text is not None] for group in (before, after))
        first, last = texts
        return [*first, *together, *last]

    count = len(cited)
    for named, whole in (*((count, n) for n in range(count, 0, -1)), *((n, 0) for n in range(count, -1, -1))):
        if _fits(deck, line := _run_on(deck, sentences(named, whole))):
            return line
    kept: list[Note] = []
    for each in sentences(0):
        kept += [each] if _fits(deck, _run_on(deck, [*kept, each])) else []
    return _run_on(deck, kept)


def _citation(number: str, locators: Sequence[str], given: Sequence[Text]) -> Text:
    """Return "[1, p3, p4]": one of the given references, or what several of them say of a source."""
    words = f"[{f',{NO_BREAK}'.join((number, *locators))}]"
    merged = [ref for ref in given if number in citations(ref)]
    if [ref.plain for ref in merged] == [words]:
        return merged[0]
    path, *others = dict.fromkeys(path for ref in merged for path in (ref.path, *ref.also))
    return Text(f"cited{number}", (Run(words),), Depth.DECK, path, tuple(others))


def _run_on(deck: Deck, sentences: Sequence[Note]) -> Note:
    """Return sentences after each other; each but the last ends in a full stop."""
    line: list[Piece] = []
    for each in sentences:
        last = line[-1].text if line else None
        if last is not None:
            ended = ends_sentence(last.unmarked)
            link = deck.labels.space if ended else deck.labels.full_stop + deck.labels.space
            line += [Piece(None, link)] if link else []
        line += each
    return tuple(line)


_SLACK = 0.98  # of the width of two lines: no program that measures a little wider needs a third


def _fits(deck: Deck, line: Note) -> bool:
    """Whether the foot of a slide has room for a line."""
    return not line or len(set_foot(deck, line).lines) <= 2


def set_foot(deck: Deck, line: Note) -> Paragraph:
    """Return the line at the foot of a slide, set."""
    look = deck.placeholders["source"]
    found = deck.paragraph(*line, step=look.step, colour=look.colour)
    lone = set_lines(found, look.rect.width - GIVE)
    return lone if len(lone.lines) == 1 else set_lines(found, _SLACK * two_lines(deck) - GIVE)


def two_lines(deck: Deck) -> float:
    """Return the width in points of a source line of two lines, of which one is beside the marking."""
    own, look, marking = deck.placeholders["source"].rect, deck.look.masthead, deck.front.marking
    if marking is None:
        return own.width
    left = deck.look.right - marking_width(deck, marking) - look.status_gap
    if marking.caveat is not None:
        caveat = deck.paragraph(marking.caveat, step=look.marking_step, bold=True)
        left -= roomy_width(caveat) + look.status_gap
    return min(own.width, max(left, deck.look.left + LEAST) - own.x)
