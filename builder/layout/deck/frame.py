"""Turns drafts into pages: unique titles, masthead, source line and thumbnail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from builder.layout.deck.changes.marks import Mark, corner, marks, tagged
from builder.layout.deck.draft import (
    GIVE,
    LEAST,
    Deck,
    Draft,
    Note,
    boxed,
    marking_width,
    roomy_width,
    without_stop,
)
from builder.layout.deck.notes import (
    bridge,
    in_short,
    paragraph,
    said,
    sentence,
    set_foot,
    two_lines,
    with_extras,
    without_shown,
    words_in,
)
from builder.layout.deck.notes.further import answer_again
from builder.layout.deck.parts import APART, Place, beside_source, places_of
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import (
    Box,
    Group,
    Item,
    Page,
    Pages,
    Paragraph,
    Piece,
    Polyline,
    Rect,
    Tag,
    TextBox,
    texts,
)
from builder.layout.text.fit import choose
from builder.layout.text.measure import (
    balanced,
    line_count,
    natural_width,
    parts_phrases,
    set_lines,
    strands_word,
    widest_word,
)
from builder.outline.blocks import BackMatter, Changes, Front, Limits, Marking, Responses, Sources, notes_of
from builder.outline.text import Text, wrapped
from builder.report.problems import Problem
from builder.theme.deck import Furniture
from builder.theme.geometry import SCALE, Step

SPEAKING_SPEED = 130  # words a minute


def frame(deck: Deck, drafts: Sequence[Draft]) -> tuple[Pages, tuple[Problem, ...]]:
    """Return the drafts as pages in their order, and what does not fit in titles and mastheads."""
    titles = list(_titles(deck, drafts))
    sections = list(_sections(deck, drafts))
    first = next(index for index, draft in enumerate(drafts) if draft.layout == "Cover")
    places: list[Place | None] = [None] * len(drafts)
    if deck.navigated:
        named = list(zip(drafts, titles, sections, strict=True))
        places = list(places_of(deck, named[:first] + named[first + 1 :]))
        places.insert(first, None)
    spoken, leads = [_spoken(deck, each) for each in drafts], [*_leads(deck, drafts), ()]
    last = _last_of_talk(deck, drafts)
    if drafts[last].slot not in ("cover", "bl"):
        leads[last] = (*answer_again(deck), *leads[last])
    spoken = [in_short(deck, *each) for each in zip(spoken, leads, strict=True)]
    spoken = [
        with_extras(without_shown(said, _shown(draft), lead), draft, lead)
        for said, draft, lead in zip(spoken, drafts, leads, strict=True)
    ]
    spoken[first] = (_duration(deck, drafts, [*spoken, *leads]), *spoken[first])
    changed = marks(deck, drafts, spoken)
    parts = zip(drafts, titles, spoken, leads, sections, places, changed, strict=True)
    pages = tuple(_page(deck, *each) for each in parts)
    if deck.look.own is None:  # a template says itself how its slides are numbered
        of = (Piece(None, " / "), Piece(None, str(len(pages))))
        pages = tuple(page if page.layout == "Cover" else replace(page, after_number=of) for page in pages)
    _report_masthead(deck, deck.front)
    grey = tuple(Box(place.segment, fill=deck.colours.rule) for place in places if place is not None)
    return Pages(pages, behind=grey), tuple(dict.fromkeys(deck.problems))


def _last_of_talk(deck: Deck, drafts: Sequence[Draft]) -> int:
    """Return the index of the slide with which the talk ends: what follows is to be looked up."""
    looked_up = {block.heading.slot for block in deck.outline.blocks if isinstance(block, BackMatter)}
    ends = (n for n, draft in enumerate(drafts) if draft.appendix or draft.slot in looked_up)
    return max(next(ends, len(drafts)) - 1, 0)


def _sections(deck: Deck, drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield the part of the deck that each slide is in: front, sections, what follows, its sources, annex."""
    outline, changes = deck.outline, deck.outline.one(Changes)
    name, inside = (changes.heading if changes else deck.front.kind).plain, False
    responses, rests = outline.one(Responses), (outline.one(Limits), outline.one(Sources))
    ends = {block.heading.slot for block in rests if block is not None}
    for draft in drafts:
        if draft.appendix:
            name = deck.labels.annex
        elif draft.section is not None:
            name = draft.section.plain
        elif draft.slot in ends:
            ends = set()
            name = (draft.kicker or draft.title).plain
        elif inside:
            name = (responses.heading if responses else draft.kicker or draft.title).plain
        elif draft.layout == "Cover":
            name = deck.front.kind.plain
        inside = draft.section is not None
        yield name


def _titles(deck: Deck, drafts: Sequence[Draft]) -> Iterator[Text]:
    """Yield each slide's title, unlike all others.

    It has its number, its kicker, "(continued)" after a slide of the same title, or its index in the deck.
    """
    shown = [_continued(deck, draft) for draft in drafts]
    often = Counter(title.plain.casefold() for title in shown)
    taken: set[str] = set()
    for index, (draft, title) in enumerate(zip(drafts, shown, strict=True), 1):
        choices = [title] if often[title.plain.casefold()] == 1 or draft.number is None else []
        for token in (draft.number, draft.kicker):
            if token and token.plain.casefold() not in title.plain.casefold():
                choices.append(_told_apart(title, token.plain))
        if index > 1 and shown[index - 2].plain.casefold() == title.plain.casefold():
            choices.append(wrapped(title, deck.labels.continued))
        choices += (_told_apart(title, token) for token in (str(index), f"{index}."))
        free = [choice for choice in choices if choice.plain.casefold() not in taken] or choices[-1:]
        own = replace(deck, continues=draft.continued[1] > 1)
        room = own.title_room(draft.title, appendix=draft.appendix)
        chosen = next((choice for choice in free if deck.title_lines(choice) <= room), free[0])
        taken.add(chosen.plain.casefold())
        yield chosen


def _continued(deck: Deck, draft: Draft) -> Text:
    title = without_stop(draft.title)
    if draft.appendix:
        title = wrapped(title, deck.labels.annex_title)
    part, parts = draft.continued
    if part == 2 and parts == 2:
        return wrapped(title, deck.labels.continued)
    if parts > 2:
        return _told_apart(title, deck.labels.page_count.format(page=part, pages=parts))
    return title


def _told_apart(title: Text, token: str) -> Text:
    return wrapped(title, f"{{title}} ({token})")


def _page(
    deck: Deck,
    draft: Draft,
    title: Text,
    spoken: Sequence[Note],
    lead: Sequence[Note],
    section: str,
    place: Place | None,
    mark: Mark | None,
) -> Page:
    grid, furniture = deck.look, deck.layouts[draft.layout]
    head = _masthead(deck, draft, title) if place is None else _navigation(deck, draft, place)
    items = [_title(deck, draft, title, furniture["title"]), *head]
    if (here := draft.here) is not None and deck.map is not None and grid.thumbnail is not None:
        items.append(draw_thumbnail(deck.map, grid.thumbnail, here, grid.thumbnail_line, *deck.thumbnail))
    words = [_in_outline(item) for item in draft.items] if draft.layout != "Cover" else draft.items
    items += words
    layout = "Texts" if draft.layout == "Title Only" and any(map(_is_text, words)) else draft.layout
    if "source" in furniture:
        items.append(_identity(deck, draft))
        if place is not None:
            items.append(_status(deck, deck.front, furniture["status"], narrow=False))
        beside = beside_source(deck, draft, title, section) if place is not None else ()
        source = (*beside, *draft.source)
        if foot := _foot(deck, source, items):
            items.append(_source(deck, foot))
    if mark is not None:
        right = _marking_right(deck, draft, furniture)
        items.append(tagged(deck, mark, right, is_cover=draft.layout == "Cover"))
    marked = (
        *texts(tuple(items)),
        *(piece.text for each in (*spoken, *lead) for piece in each if piece.text),
    )
    notes = (*spoken, *_notes(deck, marked), *lead, *(mark.notes if mark else ()))
    if deck.front.marking:
        items += _marking_below(deck, deck.front.marking)
    return Page(grid.width, grid.height, tuple(items), layout, title.plain, notes, draft.slot, section)


def _duration(deck: Deck, drafts: Sequence[Draft], notes: Sequence[Sequence[Note]]) -> Note:
    """Return how long it takes to say the notes before the appendix."""
    said = (each for draft, each in zip((*drafts, *drafts), notes, strict=True) if not draft.appendix)
    minutes = max(round(sum(map(words_in, said)) / SPEAKING_SPEED), 1)
    return (Piece(deck.fixed("note_purpose", deck.labels.purpose(minutes))),)


def _spoken(deck: Deck, draft: Draft) -> tuple[Note, ...]:
    """Return what is said on a slide; of one that only continues, that it does."""
    spoken = tuple(each for each in draft.notes if each)
    if spoken:
        return spoken
    continued = draft.continued[0] > 1
    return (said(deck, deck.labels.speech.continued) if continued else sentence(deck, draft.title),)


def _leads(deck: Deck, drafts: Sequence[Draft]) -> Iterator[tuple[Note, ...]]:
    """Yield what leads from each slide to the next."""
    for draft, following in pairwise(drafts):
        if following.layout == "Cover":
            yield ()
            continue
        shown = _shown(draft)
        lead = said(deck, deck.labels.speech.to_appendix) if following.appendix > draft.appendix else None
        yield (paragraph(deck, lead, bridge(deck, following, shown)),)


def _shown(draft: Draft) -> set[str]:
    """Return what the items of a slide say."""
    return {text.plain for text in texts(tuple(draft.items))}


def _notes(deck: Deck, shown: Iterable[Text]) -> list[Note]:
    """Return the explanatory notes that some texts mark."""
    return [(Piece(one.mark), Piece(None, " "), Piece(one.text)) for one in notes_of(deck.outline, shown)]


def _foot(deck: Deck, source: Note, items: Sequence[Item]) -> Note:
    """Return the source line of a slide, and behind it the notes that the slide marks, if they all fit."""
    marked = [piece for one in _notes(deck, texts(tuple(items))) for piece in (APART, *one)]
    line = (*source, *marked)[0 if source else 1 :]
    return line if len(set_foot(deck, line).lines) <= 2 else source


def _in_outline(item: Item) -> Item:
    """Return a box with words of the brief as a placeholder: the outline of a deck shows no others."""
    if isinstance(item, TextBox) and any(
        piece.text and piece.text.path for piece in item.paragraphs[-1].pieces
    ):
        return replace(item, placeholder="text")
    return item


def _is_text(item: Item) -> bool:
    return isinstance(item, TextBox) and item.placeholder == "text"


def set_title(deck: Deck, title: Text, look: Furniture) -> tuple[Paragraph, float, float]:
    """Return a title in even lines, the width that keeps them, and by how many points it is too high.

    A long title is set a step smaller, never in more lines than its box holds; so is one with a long word.
    """
    width, steps = look.rect.width - GIVE, deck.look.title_steps
    if look.step != steps[0]:
        own, least = look.step, max(steps[0].size, min(look.step.size / 2, deck.look.cover.title.size))
        rest = [step.size for step in reversed(SCALE.values()) if least <= step.size < own.size]
        steps = (own, *(Step(size, round(size * own.leading / own.size)) for size in rest))

    def styled(step: Step) -> Paragraph:
        return deck.paragraph(
            title, step=step, colour=look.colour, bold=look.bold, align=look.align, tag=Tag.TITLE
        )

    def over(step: Step) -> float:
        return line_count(styled(step), width) * step.leading - look.rect.height

    unbroken = [step for step in steps if widest_word(styled(step)) <= width]
    whole = [step for step in unbroken if not parts_phrases(styled(step), width)]
    kept = [step for step in whole if not strands_word(styled(step), width)]
    step, excess = choose(kept or whole or unbroken or steps[-1:], over)
    lines, narrow = balanced(styled(step), width)
    return lines, narrow if narrow < width else look.rect.width, excess


def _title(deck: Deck, draft: Draft, title: Text, look: Furniture) -> Item:
    rect, where = look.rect, "the title of its slide"
    if deck.navigated and draft.number is not None:
        rect = _beside(_tab(deck, draft.number, "", low=True).rect, deck, title)
    lines, narrow, excess = set_title(deck, title, replace(look, rect=rect))
    spare = rect.width - narrow
    left = {"left": 0.0, "center": spare / 2, "right": spare}[look.align]
    insets = (left, 0.0, spare - left, 0.0)
    if draft.layout == "Cover":
        where = "the cover"
        if not deck.look.cover.stands:  # the subtitle is right below the title
            rect = replace(rect, height=min(len(lines.lines) * lines.leading, rect.height))
    hint = "shorten it: a slide title has two lines of about 60 characters, the cover title three"
    deck.report(draft.title, lines, excess, where, hint)
    return TextBox(rect, (lines,), insets, look.anchor, placeholder="title", name=title.slot)


def _beside(tab: Rect, deck: Deck, title: Text) -> Rect:
    """Return the place of a title beside its number; it has as many lines as without, if in smaller type."""
    own, left = deck.placeholders["title"], tab.x + tab.width + deck.look.masthead.tab_gap
    right = deck.look.thumbnail.x if deck.look.thumbnail is not None else own.rect.right
    width = right - deck.look.masthead.title_gap - left
    lone = deck.title_lines(title) == 1
    return Rect(left, own.rect.y, width, deck.look.title_steps[0].leading if lone else own.rect.height)


def _identity(deck: Deck, draft: Draft) -> Polyline:
    """The hairline over the source line; its name identifies the slide, even after edits."""
    rect = deck.look.source_rule
    ends = ((rect.x, rect.y), (rect.x + rect.width, rect.y))
    return Polyline(ends, deck.colours.rule, deck.look.hair, name=f"slide:{draft.slot}")


def _source(deck: Deck, pieces: Note) -> TextBox:
    look, lines = deck.placeholders["source"], set_foot(deck, pieces)
    first = next(piece.text for piece in pieces if piece.text is not None)
    rect = look.rect
    if len(lines.lines) > 1:
        width = two_lines(deck)
        rect = replace(rect, y=deck.look.two_sources, width=width, height=2 * look.step.leading)
    return TextBox(rect, (lines,), placeholder="source", name=first.slot)


def _masthead(deck: Deck, draft: Draft, title: Text) -> Iterator[Item]:
    """Yield tab, kicker, status and marking."""
    front, furniture, look = deck.front, deck.layouts[draft.layout], deck.look.masthead
    if draft.layout == "Cover":
        yield _cover_kicker(deck, front)
    else:
        colour = _colour(deck, draft, deck.colours.ink2)
        left = furniture["kicker"].rect.x
        if draft.number is not None:
            tab = _tab(deck, draft.number, colour)
            left = max(left, tab.rect.x + tab.rect.width + look.tab_gap)
            yield tab
        kicker = draft.kicker if draft.kicker and draft.kicker.plain != title.plain else front.kind
        room = max(_status_left(deck, front) - look.status_left_gap - left, LEAST)
        box = _kicker(deck, kicker, furniture["kicker"], colour, left, room)
        status = furniture["status"]
        beyond = box.rect.x + box.rect.width > status.rect.x
        yield box
        yield _status(
            deck,
            front,
            status,
            narrow=(beyond or corner(deck) > 0) and box.rect.bottom > status.rect.y,
        )
    if front.marking:
        right = _marking_right(deck, draft, furniture)
        yield from _marking(deck, front.marking, right, dark=draft.layout == "Cover")


def _marking_right(deck: Deck, draft: Draft, furniture: dict[str, Furniture]) -> float:
    """Return where the handling label ends, or would."""
    if draft.layout == "Cover" and deck.look.cover.marking_right is not None:
        return deck.look.cover.marking_right
    if draft.layout == "Cover" and deck.front.picture:  # whatever is on it
        return furniture["title"].rect.right
    return deck.look.right


def _navigation(deck: Deck, draft: Draft, place: Place) -> Iterator[Item]:
    """Yield the masthead of a slide in a long deck: where it is, the other parts, and the marking."""
    look = deck.look.masthead
    colour = _colour(deck, draft, deck.colours.brand)
    words = set_lines(
        deck.paragraph(*place.label, step=look.part_step, colour=colour, bold=True), place.rect.width
    )
    own = next((piece.text for piece in place.label if piece.text is not None), None)
    yield TextBox(place.rect, (words,), placeholder="kicker", name=own.slot if own else None)
    if own is not None:
        over = (len(words.lines) - 1) * words.leading
        deck.report(own, words, over, "the head of its slides", "a section's title has up to five words")
    if draft.number is not None:
        yield _tab(deck, draft.number, colour, low=True)
    yield Box(replace(place.segment, height=look.active), fill=colour)
    if place.others:
        names = (
            (rect, deck.paragraph(name, step=look.part_step, colour=deck.colours.ink2))
            for name, rect in place.others
        )
        boxes = tuple(TextBox(rect, (set_lines(name, rect.width),)) for rect, name in names)
        yield Group(
            replace(deck.look.brand_rule, y=look.parts_top, height=look.part_step.leading),
            boxes,
            None,
            "parts",
        )
    if deck.front.marking:  # what belongs to it is at the foot
        yield _marking_label(deck, deck.front.marking, deck.look.right, look.marking_top, look.marking_height)


def _colour(deck: Deck, draft: Draft, otherwise: str) -> str:
    return deck.colours.hue(draft.role).strong if draft.role else otherwise


def _report_masthead(deck: Deck, front: Front) -> None:
    """Report what the masthead of every slide cannot hold, once."""
    look, status, kicker = deck.look.masthead, deck.placeholders["status"], deck.placeholders["kicker"]
    where = "the head of the slides"
    hint = "shorten `version` or the audience's `label`"
    texts = [(front.status, _styled(deck, front.status, status), status.rect.width, hint)]
    marking, beside = front.marking, deck.look.right - kicker.rect.x - kicker.rect.width
    marked = (
        (
            marking.label if marking else None,
            look.marking_widest,
            "shorten the marking's `label` or `caveat`",
        ),
        (marking.caveat if marking else None, beside, "shorten `marking.caveat`"),
    )
    for text, width, hint in marked:
        if text is not None:
            texts.append((text, deck.paragraph(text, step=look.marking_step, bold=True), width, hint))
    for text, styled, width, hint in texts:
        lines = set_lines(styled, width)
        deck.report(text, lines, (len(lines.lines) - 1) * lines.leading, where, hint)


def _tab(deck: Deck, number: Text, colour: str, *, low: bool = False) -> TextBox:
    """Return the number of what is on a slide, over its title or, `low`, left of it."""
    look, white = deck.look.masthead, deck.colours.white
    found = deck.paragraph(number, step=look.tab_step, colour=white, bold=True, align="center")
    tab = replace(look.tab, y=look.low_tab) if low else look.tab
    rect = replace(tab, width=max(look.tab.width, roomy_width(found) + look.tab_pad))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", fill=colour, name=number.slot)


def _kicker(deck: Deck, text: Text, look: Furniture, colour: str, left: float, room: float) -> TextBox:
    """Set the kicker; a long one gets a wider box or a smaller type size."""
    steps = (look.step, Step(deck.look.masthead.small_kicker, look.step.leading))

    def styled(step: Step) -> Paragraph:
        return deck.paragraph(text, step=step, colour=colour, bold=look.bold)

    rect = replace(look.rect, x=left, width=min(look.rect.x + look.rect.width - left, room))
    step, excess = choose(steps[:1], lambda step: natural_width(styled(step)) - rect.width)
    if excess:
        rect = replace(rect, width=room)
        step, excess = choose(steps, lambda step: natural_width(styled(step)) - room)
    lines = set_lines(styled(step), rect.width)
    box = TextBox(rect, (lines,), anchor=look.anchor, placeholder="kicker", name=text.slot)
    over = (len(lines.lines) - 1) * lines.leading
    hint = "a section's title has up to five words"
    if text.path in ("", "kind"):  # fixed words have room but for what the status beside them takes
        text, hint = replace(text, path="version"), "shorten `version` or the audience's `label` beside it"
    deck.report(text, lines, over, "the head of its slides", hint)
    return box


def status_width(deck: Deck) -> float:
    """Return the width in points of the status on one line, no more than its place has."""
    look = deck.placeholders["status"]
    return min(roomy_width(_styled(deck, deck.front.status, look)), look.rect.width)


def _status_left(deck: Deck, front: Front) -> float:
    width = roomy_width(_styled(deck, front.status, deck.placeholders["status"]))
    return deck.look.right - corner(deck) - width


def _status(deck: Deck, front: Front, look: Furniture, narrow: bool) -> TextBox:
    found = _styled(deck, front.status, look)
    rect = look.rect
    if narrow:
        rect = replace(rect, x=_status_left(deck, front), width=roomy_width(found))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", placeholder="status", name=front.status.slot)


def _cover_kicker(deck: Deck, front: Front) -> TextBox:
    look = deck.layouts["Cover"]["kicker"]
    product = Piece(front.deck_name, bold=False, colour=deck.layouts["Cover"]["subtitle"].colour)
    words = deck.paragraph(front.kind, "   ", product, step=look.step, colour=look.colour, bold=True)
    # A marking or tag is beside the words.
    wide = min(roomy_width(words), look.rect.width) if corner(deck) else look.rect.width
    return TextBox(
        replace(look.rect, width=wide), (set_lines(words, wide),), placeholder="kicker", name=front.kind.slot
    )


def _styled(deck: Deck, text: Text, look: Furniture) -> Paragraph:
    return deck.paragraph(text, step=look.step, colour=look.colour, bold=look.bold, align=look.align)


def _marking(deck: Deck, marking: Marking, right: float, *, dark: bool = False) -> Iterator[Item]:
    """Yield the handling label in the colours of its scheme, and under it what belongs to it."""
    look = deck.look.masthead
    top = look.marking_cover_top if dark else look.marking_top
    yield _marking_label(deck, marking, right, top, look.marking_height)
    if marking.caveat is not None:
        below = top + look.marking_height + look.caveat_gap if dark else look.caveat_top
        yield _caveat(deck, marking.caveat, right, below, look.caveat_step, dark)


def _marking_below(deck: Deck, marking: Marking) -> Iterator[Item]:
    """Yield the label again at the foot of the slide, and beside it what belongs to it."""
    look = deck.look.masthead
    label = _marking_label(deck, marking, deck.look.right, look.marking_foot, look.marking_low)
    yield label
    if marking.caveat is not None:
        right = label.rect.x - look.status_gap
        yield _caveat(deck, marking.caveat, right, look.marking_foot, look.marking_step)


def _marking_label(deck: Deck, marking: Marking, right: float, top: float, height: float) -> TextBox:
    text, ground = deck.colours.markings[marking.colour]
    width = marking_width(deck, marking)
    look = deck.look.masthead
    step = Step(look.marking_step.size, look.marking_leading)
    label = deck.paragraph(marking.label, step=step, colour=text, bold=True, align="center")
    rect = Rect(right - width, top, width, height)
    return TextBox(rect, (set_lines(label, width),), anchor="middle", fill=ground, name=marking.label.slot)


def _caveat(deck: Deck, text: Text, right: float, top: float, step: Step, dark: bool = False) -> TextBox:
    colour = deck.colours.on_brand if dark else deck.colours.ink2
    caveat = deck.paragraph(text, step=step, colour=colour, bold=True, align="right")
    wide = min(roomy_width(caveat), right - deck.look.left)
    return boxed(Rect(right - wide, top, wide, step.leading), [caveat], stubs=True)
