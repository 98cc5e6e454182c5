"""Turns drafts into pages: unique titles, masthead, source line and thumbnail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, roomy_width, without_stop, wrapped
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Item, Page, Paragraph, Piece, Polyline, Rect, Tag, TextBox
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import balanced, line_count, natural_width, set_lines
from builder.outline.blocks import Front, Marking, Sources
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.deck import Furniture, coloured


def frame(deck: Deck, drafts: Sequence[Draft]) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the drafts as pages in their order, and what does not fit in titles and mastheads."""
    titles = list(_titles(deck, drafts))
    problems = [problem for draft in drafts for problem in draft.problems]
    pages = []
    for index, (draft, title) in enumerate(zip(drafts, titles, strict=True)):
        following = titles[index + 1] if index + 1 < len(titles) else None
        page, found = _page(deck, draft, title, following)
        pages.append(page)
        problems += found
    problems += masthead_problems(deck, deck.front)
    return tuple(pages), tuple(dict.fromkeys(problems))


def _titles(deck: Deck, drafts: Sequence[Draft]) -> Iterator[Text]:
    """Yield each slide's title, unlike all others: by its number, its kicker, or its index in the deck."""
    shown = [_continued(deck, draft) for draft in drafts]
    often = Counter(title.plain.casefold() for title in shown)
    taken: set[str] = set()
    for index, (draft, title) in enumerate(zip(drafts, shown, strict=True), 1):
        choices = [title] if often[title.plain.casefold()] == 1 or draft.number is None else []
        for token in (draft.number, draft.kicker, str(index), f"{index}."):
            words = token if isinstance(token, str) else token.plain if token else ""
            if words and words.casefold() not in title.plain.casefold():
                choices.append(_told_apart(title, words))
        chosen = next((choice for choice in choices if choice.plain.casefold() not in taken), choices[-1])
        taken.add(chosen.plain.casefold())
        yield chosen


def _continued(deck: Deck, draft: Draft) -> Text:
    title = without_stop(draft.title)
    if draft.appendix:
        title = wrapped(title, deck.labels.appendix_title, "title", title.slot)
    part, parts = draft.continued
    if part == 2 and parts == 2:
        return wrapped(title, deck.labels.continued, "title", title.slot)
    if parts > 2:
        return _told_apart(title, deck.labels.page_count.format(page=part, pages=parts))
    return title


def _told_apart(title: Text, token: str) -> Text:
    return wrapped(title, f"{{title}} ({token})", "title", title.slot)


def _page(deck: Deck, draft: Draft, title: Text, following: Text | None) -> tuple[Page, list[Problem]]:
    grid = deck.look
    furniture = deck.layouts[draft.layout]
    head, problems = _title(deck, draft, title, furniture["title"])
    above, found = masthead(deck, draft, title)
    items: list[Item] = [head, *above]
    problems += found
    if draft.here is not None and deck.map is not None:
        items.append(
            draw_thumbnail(deck.map, grid.thumbnail, draft.here, grid.thumbnail_line, *deck.thumbnail)
        )
    items += draft.items
    if "source" in furniture:
        items.append(_identity(deck, draft))
        if draft.source:
            items.append(_source(deck, draft.source))
    notes = draft.notes or ((Piece(title),),)
    if following is not None:
        notes = (
            *notes,
            (
                Piece(deck.fixed("note_next", deck.labels.next)),
                Piece(None, deck.labels.space),
                Piece(following),
            ),
        )
    page = Page(grid.width, grid.height, tuple(items), draft.layout, title.plain, notes, draft.slot)
    return page, problems


def set_title(deck: Deck, title: Text, look: Furniture) -> tuple[Paragraph, float, float]:
    """Return a title in even lines, the width that keeps them, and by how many points it is too high.

    A long title is set a step smaller, never in more lines than its box holds.
    """
    grid = deck.look
    width = look.rect.width - GIVE
    size, leading = look.step
    steps = grid.title_steps if look.step == grid.title_steps[0] else tuple(
        Step(size - 4 * n, leading - 5 * n) for n in range(3)
    )  # fmt: skip

    def styled(step: Step) -> Paragraph:
        return deck.paragraph(title, step=step, colour=look.colour, bold=look.bold, tag=Tag.TITLE)

    step, excess = choose(
        steps, lambda step: line_count(styled(step), width) * step.leading - look.rect.height
    )
    lines, narrow = balanced(styled(step), width)
    return lines, narrow if narrow < width else look.rect.width, excess


def _title(deck: Deck, draft: Draft, title: Text, look: Furniture) -> tuple[TextBox, list[Problem]]:
    lines, narrow, excess = set_title(deck, title, look)
    insets = (0.0, 0.0, look.rect.width - narrow, 0.0)
    rect = look.rect
    if draft.layout == "Cover":  # the subtitle is right below the title
        rect = replace(rect, height=min(len(lines.lines) * lines.leading, rect.height))
    box = TextBox(rect, (lines,), insets, look.anchor, placeholder="title", name=title.slot)
    what = "the cover" if draft.layout == "Cover" else "the title of its slide"
    hint = "shorten it: a slide title has two lines of about 60 characters, the cover title three"
    return box, too_long(draft.title, lines, excess, what, hint)


def _identity(deck: Deck, draft: Draft) -> Polyline:
    """The hairline over the source line; its name identifies the slide, even after edits."""
    rect = deck.look.source_rule
    ends = ((rect.x, rect.y), (rect.x + rect.width, rect.y))
    return Polyline(ends, deck.colours.rule, deck.look.hair, name=f"slide:{draft.slot}")


def _source(deck: Deck, pieces: tuple[Piece, ...]) -> TextBox:
    source = deck.placeholders["source"]
    found = Paragraph(pieces, *source.step, source.colour)
    first = next(piece.text for piece in pieces if piece.text is not None)
    lines = set_lines(found, source.rect.width)
    return TextBox(source.rect, (lines,), placeholder="source", name=first.slot)


LEAST = 60.0  # points that are always left to a kicker, so that it can be set and its problem reported


def masthead(deck: Deck, draft: Draft, title: Text) -> tuple[list[Item], list[Problem]]:
    """Return tab, kicker, status and marking, and a problem where the kicker is too long."""
    front, furniture = deck.front, deck.layouts[draft.layout]
    if draft.layout == "Cover":
        marked = (
            _marking(deck, front.marking, deck.look.masthead.marking_cover_top, dark=True)
            if front.marking
            else ()
        )
        return [_cover_kicker(deck, front), *marked], []
    items: list[Item] = []
    dark = draft.layout == "Section"
    colour = deck.colours.hue(draft.role).strong if draft.role else deck.colours.ink2
    look = furniture["kicker"]
    left = look.rect.x
    if draft.number is not None:
        tab = _tab(deck, draft.number, colour)
        left = max(left, tab.rect.x + tab.rect.width + deck.look.masthead.tab_gap)
        items.append(tab)
    kicker = draft.kicker if draft.kicker and draft.kicker.plain != title.plain else front.kind
    room = _status_left(deck, front) - deck.look.masthead.status_left_gap - left
    box, problems = _kicker(deck, kicker, look, None if dark else colour, left, max(room, LEAST))
    beyond = box.rect.x + box.rect.width > furniture["status"].rect.x
    items += [box, _status(deck, front, furniture["status"], narrow=beyond or front.marking is not None)]
    if front.marking:
        items += _marking(deck, front.marking, deck.look.masthead.marking_top, dark)
    return items, problems


def masthead_problems(deck: Deck, front: Front) -> Iterator[Problem]:
    """Yield what the masthead of every slide cannot hold, once."""
    look, status, kicker = deck.look.masthead, deck.placeholders["status"], deck.placeholders["kicker"]
    where = "the head of the slides"
    hint = "shorten `version` or the audience's `label`"
    texts = [(front.status, _styled(deck, front.status, status), status.rect.width, hint)]
    marking, beside = front.marking, deck.look.right - kicker.rect.x - kicker.rect.width
    marked = (
        (marking.label if marking else None, 2 * look.marking_width, "shorten `marking.label`"),
        (marking.caveat if marking else None, beside, "shorten `marking.caveat`"),
    )
    for text, width, hint in marked:
        if text is not None:
            texts.append((text, deck.paragraph(text, step=look.marking_step, bold=True), width, hint))
    for text, styled, width, hint in texts:
        lines = set_lines(styled, width)
        yield from too_long(text, lines, (len(lines.lines) - 1) * lines.leading, where, hint)


def _tab(deck: Deck, number: Text, colour: str) -> TextBox:
    look = coloured(deck.look.masthead.tab, deck.colours)
    found = _styled(deck, number, look)
    rect = replace(look.rect, width=max(look.rect.width, roomy_width(found) + 10.0))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", fill=colour, name=number.slot)


def _kicker(
    deck: Deck, text: Text, look: Furniture, colour: str | None, left: float, room: float
) -> tuple[TextBox, list[Problem]]:
    """Set the kicker; a long one gets a wider box or a smaller type size."""
    steps = (look.step, Step(deck.look.masthead.small_kicker, look.step.leading))

    def styled(step: Step) -> Paragraph:
        return deck.paragraph(text, step=step, colour=colour or look.colour, bold=look.bold)

    rect = replace(look.rect, x=left, width=min(look.rect.x + look.rect.width - left, room))
    step, excess = choose(steps[:1], lambda step: natural_width(styled(step)) - rect.width)
    if excess:
        rect = replace(rect, width=room)
        step, excess = choose(steps, lambda step: natural_width(styled(step)) - room)
    lines = set_lines(styled(step), rect.width)
    box = TextBox(rect, (lines,), anchor=look.anchor, placeholder="kicker", name=text.slot)
    over = (len(lines.lines) - 1) * lines.leading
    hint = "a section's title has up to five words"
    if not text.path:  # fixed words have room but for what the status beside them takes
        text, hint = replace(text, path="version"), "shorten `version` or the audience's `label` beside it"
    return box, too_long(text, lines, over, "the head of its slides", hint)


def _status_left(deck: Deck, front: Front) -> float:
    width = roomy_width(_styled(deck, front.status, deck.placeholders["status"]))
    beside = _marking_width(deck, front.marking) + deck.look.masthead.status_gap if front.marking else 0.0
    return deck.look.right - beside - width


def _status(deck: Deck, front: Front, look: Furniture, narrow: bool) -> TextBox:
    found = _styled(deck, front.status, look)
    rect = look.rect
    if narrow:
        rect = replace(rect, x=_status_left(deck, front), width=roomy_width(found))
    lines = set_lines(found, rect.width)
    return TextBox(rect, (lines,), anchor="middle", placeholder="status", name=front.status.slot)


def _cover_kicker(deck: Deck, front: Front) -> TextBox:
    look = deck.layouts["Cover"]["kicker"]
    product = Piece(front.deck_name, bold=False, colour=deck.colours.on_brand)
    words = deck.paragraph(front.kind, "   ", product, step=look.step, colour=look.colour, bold=True)
    lines = set_lines(words, look.rect.width)
    return TextBox(look.rect, (lines,), placeholder="kicker", name=front.kind.slot)


def _styled(deck: Deck, text: Text, look: Furniture) -> Paragraph:
    return deck.paragraph(text, step=look.step, colour=look.colour, bold=look.bold, align=look.align)


def _marking_width(deck: Deck, marking: Marking) -> float:
    look = deck.look.masthead
    return max(
        look.marking_width,
        roomy_width(deck.paragraph(marking.label, step=look.marking_step, bold=True)) + look.marking_pad,
    )


def _marking(deck: Deck, marking: Marking, top: float, dark: bool) -> Iterator[Item]:
    """Yield the handling label in the colours of its scheme, and under it what belongs to it."""
    grid, look = deck.look, deck.look.masthead
    text, ground = deck.colours.markings[marking.colour]
    width = _marking_width(deck, marking)
    label = deck.paragraph(marking.label, step=look.marking_step, colour=text, bold=True, align="center")
    rect = Rect(grid.right - width, top, width, look.marking_height)
    yield TextBox(rect, (set_lines(label, width),), anchor="middle", fill=ground, name=marking.label.slot)
    if marking.caveat is not None:
        colour = deck.colours.on_brand if dark else deck.colours.ink2
        caveat = deck.paragraph(
            marking.caveat, step=look.caveat_step, colour=colour, bold=True, align="right"
        )
        below = look.caveat_top if top == look.marking_top else top + look.marking_height + look.caveat_gap
        wide = min(roomy_width(caveat), grid.right - grid.left)
        yield boxed(Rect(grid.right - wide, below, wide, look.caveat_step.leading), [caveat], stubs=True)


def source_line(
    deck: Deck, *refs: Text | None, before: Sequence[Text | None] = (), after: Sequence[Text | None] = ()
) -> Note:
    """Return "Source: [1, s2p1]" with the texts around it, and the source itself if there is only one.

    Each reference appears once. What does not fit on the line is left out entirely: it is in the notes.
    """
    block = deck.outline.one(Sources)
    lone = block.sources[0].text if block is not None and len(block.sources) == 1 else None
    known = {ref.plain: ref for ref in reversed(refs) if ref is not None}
    line = _Line(deck)
    for text in before:
        line.add_sentence(text)
    cited = line.add_references(tuple(reversed(known.values())), many=_cites_several(known.values()))
    for text in (*after, lone if cited else None):
        line.add_sentence(text)
    return tuple(line.pieces)


def _cites_several(refs: Iterable[Text]) -> bool:
    """Whether references such as [1, p2] and [2] name more than one source."""
    return (
        len({part.split(",")[0].strip() for text in refs for part in text.plain.strip("[]").split(";")}) > 1
    )


class _Line:
    """Pieces that fit on one line."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._labels = deck.labels
        self._one = deck.fixed("source_line", deck.labels.source_line)
        self._many = deck.fixed("sources_line", deck.labels.sources_line)
        self.pieces: list[Piece] = []

    def add_sentence(self, text: Text | None) -> None:
        """Add a text as a sentence of its own."""
        if text is not None:
            self._add(*self._between(), Piece(text))

    def add_references(self, refs: Sequence[Text], many: bool) -> bool:
        """Add the references after their label; return whether the first of them fits."""
        if not refs:
            return False
        space = Piece(None, self._labels.space or " ")
        label = Piece(self._many if many else self._one)
        done = self._add(*self._between(), label, space, Piece(refs[0]))
        for ref in refs[1:]:
            if not (done and self._add(space, Piece(ref))):
                break
        return done

    def _between(self) -> tuple[Piece, ...]:
        last = self.pieces[-1].text if self.pieces else None
        if last is None:
            return ()
        ended = last.plain.endswith((".", "。", "!", "?", "！", "？"))
        return (Piece(None, self._labels.space if ended else self._labels.full_stop + self._labels.space),)

    def _add(self, *more: Piece) -> bool:
        pieces = [*self.pieces, *(piece for piece in more if piece.text is not None or piece.separator)]
        source = self._deck.placeholders["source"]
        fits = natural_width(self._deck.paragraph(*pieces, step=source.step)) <= source.rect.width
        if fits:
            self.pieces = pieces
        return fits
