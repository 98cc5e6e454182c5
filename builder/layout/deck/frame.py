"""Drafts of slides become pages: titles made unique, masthead, source line and thumbnail added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, without_stop, wrapped
from builder.layout.deck.masthead import masthead, masthead_problems
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Item, Page, Paragraph, Piece, Polyline, Tag, TextBox
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import balanced, line_count, set_lines
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.deck import Furniture


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
    """Yield each slide's title, unlike all others: by its number, its kicker, or its place in the deck."""
    shown = [_continued(deck, draft) for draft in drafts]
    often = Counter(title.plain.casefold() for title in shown)
    taken: set[str] = set()
    for place, (draft, title) in enumerate(zip(drafts, shown, strict=True), 1):
        choices = [title] if often[title.plain.casefold()] == 1 or draft.number is None else []
        for token in (draft.number, draft.kicker, str(place), f"{place}."):
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
        notes = (*notes, (Piece(deck.fixed("note_next", deck.labels.next)), _space(deck), Piece(following)))
    page = Page(grid.width, grid.height, tuple(items), draft.layout, title.plain, notes, draft.slot)
    return page, problems


def _space(deck: Deck) -> Piece:
    return Piece(None, deck.labels.space)


def set_title(deck: Deck, title: Text, look: Furniture) -> tuple[Paragraph, float, float]:
    """Return a title in even lines, the width that keeps them, and by how many points it is too high.

    A long title is set a step smaller, never in more lines than its place holds.
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
    if draft.layout == "Cover":  # the subtitle stands close under the title
        rect = replace(rect, height=min(len(lines.lines) * lines.leading, rect.height))
    box = TextBox(rect, (lines,), insets, look.anchor, placeholder="title", name=title.slot)
    if not excess:
        return box, []
    what = "the cover" if draft.layout == "Cover" else "the title of its slide"
    hint = "a slide's title has two lines of about 60 characters, the cover's three: shorten it"
    return box, [too_long(draft.title, lines, excess, what, hint)]


def _identity(deck: Deck, draft: Draft) -> Polyline:
    """The hairline over the source line; its name tells which slide this is, after any editing."""
    rect = deck.look.source_rule
    ends = ((rect.x, rect.y), (rect.x + rect.width, rect.y))
    return Polyline(ends, deck.colours.rule, deck.look.hair, name=f"slide:{draft.slot}")


def _source(deck: Deck, pieces: tuple[Piece, ...]) -> TextBox:
    source = deck.placeholders["source"]
    found = Paragraph(pieces, *source.step, source.colour)
    first = next(piece.text for piece in pieces if piece.text is not None)
    lines = set_lines(found, source.rect.width)
    return TextBox(source.rect, (lines,), placeholder="source", name=first.slot)
