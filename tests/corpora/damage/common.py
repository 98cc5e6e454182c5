"""The kinds of damage that befall the words of a finished file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from builder.layout.pages import Group, paragraphs, walk
from builder.outline.reading import reading, sheets
from builder.outline.text import Product, Text
from tests.corpora.damage.office import Office
from tests.corpora.damage.opened import Case, Choose, Hurt, Opened, Wound, anywhere, folded, pick
from tests.corpora.damage.printed import Printed
from tests.corpora.damage.wording import WORDINGS, Wording
from tests.support.packages import A, W

FOREIGN = "another statement of the article"  # letters that every face of a page has
_LONG = 20  # characters of a text that occurs only once in a file


def opened(product: Product, data: bytes) -> Office | Printed:
    """Open the finished file of a product."""
    if product is Product.SUMMARY:
        return Printed(data)
    return Office(data, W if product is Product.MEMO else A)


# Where damage is reported


@lru_cache(16)
def texts_of(case: Case) -> tuple[Text, ...]:
    """Return every text that the file says."""
    if case.pages is None:
        around = [text for texts in sheets(case.outline, "").values() for text in texts]
        return (*around, *reading(case.outline, case.product))
    return tuple(_placed(case))


@lru_cache(16)
def _labels(case: Case) -> frozenset[str]:
    """Return the paragraphs of a page that are not of the brief."""
    items = [item for page in case.pages.pages for item in walk(page.items)] if case.pages else []
    lines = [paragraph.pieces for item in items for paragraph in paragraphs(item)]
    return frozenset(
        folded("".join(one.separator for one in line)) for line in lines if not any(one.text for one in line)
    )


def _placed(case: Case) -> Iterator[Text]:
    for page in case.pages.pages if case.pages else ():
        pieces = [piece for note in page.notes for piece in note]
        for item in walk(page.items):
            pieces += [piece for paragraph in paragraphs(item) for piece in paragraph.pieces]
            if isinstance(item, Group) and item.alt is not None:
                yield item.alt
        yield from (piece.text for piece in pieces if piece.text is not None)


def paths_of(case: Case, words: str, damaged: str = "") -> frozenset[str]:
    """Return the places in the brief that some words of a file come from; empty where one is a label.

    `damaged` is the part of the words that changes, with its neighbours.
    """
    here = folded(words)
    near = folded(damaged)
    if here in _labels(case):
        return frozenset()
    found = [
        text for text in texts_of(case) if (plain := folded(text.plain)) and (plain in here or here in plain)
    ]
    closer = [text for text in found if near in folded(text.plain)]
    paths = {text.path for text in closer}
    return frozenset(paths) if paths and "" not in paths else frozenset()


def _wound(case: Case, file: Opened, places: Sequence[int], damaged: str = "") -> Wound:
    paths = [paths_of(case, file.texts[place], damaged) for place in places]
    return Wound(
        file.save(),
        anywhere(*(file.where(place) for place in places)),
        frozenset[str]().union(*paths) if all(paths) else frozenset(),
    )


def _long(file: Opened) -> list[int]:
    return [place for place, text in enumerate(file.texts) if len(text.strip()) >= _LONG]


# The kinds


def drop(case: Case, choose: Choose) -> Wound:
    file = opened(case.product, case.data)
    place = pick(choose, _long(file))
    file.drop(place)
    return _wound(case, file, [place])


def drop_the_first(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    file = opened(case.product, case.data)
    file.drop(_long(file)[0])
    return _wound(case, file, [_long(file)[0]])


def drop_the_last(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    file = opened(case.product, case.data)
    file.drop(_long(file)[-1])
    return _wound(case, file, [_long(file)[-1]])


def swap(case: Case, choose: Choose) -> Wound:
    file = opened(case.product, case.data)
    one = pick(choose, _long(file))
    others = [
        place
        for place in _long(file)
        if file.texts[place] != file.texts[one]
        and file.can_write(one, file.texts[place])
        and file.can_write(place, file.texts[one])
    ]
    other = pick(choose, others)
    file.swap(min(one, other), max(one, other))
    return _wound(case, file, [one, other])


def move(case: Case, choose: Choose) -> Wound:
    file = opened(case.product, case.data)
    place = pick(
        choose, [place for place in _long(file) if any(file.moves(place, other) for other in range(place))]
    )
    before = pick(choose, [other for other in range(place) if file.moves(place, other)])
    file.move(place, before)
    return Wound(file.save(), anywhere(file.where(place), file.where(before)))


def say_twice(case: Case, choose: Choose) -> Wound:
    file = opened(case.product, case.data)
    place = pick(choose, _long(file))
    file.repeat(place, place)
    return Wound(file.save(), file.where(place))


def say_elsewhere(case: Case, choose: Choose) -> Wound:
    file = opened(case.product, case.data)
    place = pick(choose, _long(file))
    after = pick(choose, [other for other in _long(file) if other != place])
    file.repeat(place, after)
    return Wound(file.save(), file.where(after))


def splice(case: Case, choose: Choose) -> Wound:
    """Put in a paragraph that nobody wrote."""
    file = opened(case.product, case.data)
    place = pick(choose, [place for place in _long(file) if file.can_write(place, FOREIGN)])
    text = file.texts[place]
    file.repeat(place, place)
    data = file.save()
    twice = opened(case.product, data)
    same = [one for one, words in enumerate(twice.texts) if words == text]
    second = min((one for one in same if one > place), default=same[-1])
    for run, _ in reversed(list(enumerate(twice.runs(second)))):
        twice.write(second, run, FOREIGN if run == 0 else "")
    return Wound(twice.save(), anywhere(file.where(place), twice.where(second)))


def swap_numbers(case: Case, choose: Choose) -> Wound:
    """Let two arguments change their numbers where they begin."""
    file = opened(case.product, case.data)
    numbered = [
        (place, run, text)
        for place in range(len(file.texts))
        for run, text in enumerate(file.runs(place))
        if len(text.strip()) > 1 and text.strip()[0] == "A" and text.strip()[1:].isdigit()
    ]
    one, run, text = pick(choose, numbered)
    near = [
        each
        for each in numbered
        if each[2] != text and file.can_write(one, each[2]) and file.can_write(each[0], text)
    ]
    other, other_run, other_text = pick(choose, near)
    file.write(one, run, other_text)
    file.write(other, other_run, text)
    return Wound(file.save(), anywhere(file.where(one), file.where(other)))


def glue(case: Case, choose: Choose) -> Wound:
    """Add the words of a text to the one before it."""
    file = opened(case.product, case.data)
    places = [
        place
        for place in _long(file)
        if place
        and file.can_write(place - 1, file.texts[place])
        and file.where(place) == file.where(place - 1)
    ]
    place = pick(choose, places)
    last = len(file.runs(place - 1)) - 1
    file.write(place - 1, last, file.runs(place - 1)[last].rstrip() + file.texts[place].lstrip())
    file.drop(place)
    return _wound(case, file, [place - 1, place])


def _worded(wording: Wording) -> Hurt:
    """Return the damage that changes some words of a text."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = opened(case.product, case.data)
        spots = [
            place
            for place, text in enumerate(file.texts)
            if any(file.can_write(place, change.new) for change in wording(text))
        ]
        place = pick(choose, spots)
        text, run, change = pick(
            choose,
            [
                (text, run, change)
                for run, text in enumerate(file.runs(place))
                for change in wording(text)
                if file.can_write(place, change.new)
            ],
        )
        file.write(place, run, text[: change.start] + change.new + text[change.end :])
        near = text[max(change.start - 6, 0) : change.end + 6]
        return _wound(case, file, [place], near)

    return hurt


COMMON: dict[str, Hurt] = {
    "a text dropped": drop,
    "the first text dropped": drop_the_first,
    "the last text dropped": drop_the_last,
    "two texts swapped": swap,
    "a text moved": move,
    "a text repeated": say_twice,
    "a text repeated elsewhere": say_elsewhere,
    "a foreign text put in": splice,
    "two numbers swapped": swap_numbers,
    "two texts joined": glue,
} | {name: _worded(wording) for name, wording in WORDINGS.items()}
