"""The kinds of damage that befall what the page of a finished PDF paints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from tests.corpora.damage.common import FOREIGN, paths_of
from tests.corpora.damage.opened import Case, Choose, Hurt, Wound, pick
from tests.corpora.damage.printed import Printed, instruction

_LONG = 20


# Text


def _stretch(change: Callable[[Printed, int], None], reported: str = "") -> Hurt:
    """Return the damage to one long stretch of text."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Printed(case.data)
        place = pick(choose, [place for place, text in enumerate(file.texts) if len(text.strip()) >= _LONG])
        paths = paths_of(case, file.texts[place]) if reported else frozenset[str]()
        where = file.where(place)
        change(file, place)
        return Wound(file.save(), f"(?:{where}).*(?:{reported})" if reported else "", paths)

    return hurt


def _wrapped(
    before: Callable[[], list[Any]], after: Callable[[], list[Any]]
) -> Callable[[Printed, int], None]:
    """Return the change that sets something before a stretch, and back after it."""

    def change(file: Printed, place: int) -> None:
        one = file.painted[place]
        file.content[one.at + 1 : one.at + 1] = after()
        file.content[one.at : one.at] = before()

    return change


def _invisible() -> list[Any]:
    return [instruction("Tr", 3)]


def _visible() -> list[Any]:
    return [instruction("Tr", 0)]


def _white(file: Printed, place: int) -> None:
    """Set the words in the colour of the paper, or in that of the box where they are white."""
    one = file.painted[place]
    was = [float(part) for part in file.content[one.colour].operands]
    new = [1, 1, 1] if min(was) < 0.9 else [0.070588, 0.223529, 0.356863]
    file.content[one.colour] = instruction("rg", *new)


def _tiny(file: Printed, place: int) -> None:
    one = file.painted[place]
    file.content[one.font] = instruction("Tf", Name(one.face), 0.5)


def _placed(x: float, y: float) -> Callable[[Printed, int], None]:
    def change(file: Printed, place: int) -> None:
        file.content[file.painted[place].matrix] = instruction("Tm", 1, 0, 0, 1, x, y)

    return change


def _narrow(file: Printed, place: int) -> None:
    one = file.painted[place]
    file.content[one.at + 1 : one.at + 1] = [instruction("Tz", 100)]
    file.content[one.at : one.at] = [instruction("Tz", 2)]


def _upside_down(file: Printed, place: int) -> None:
    one = file.painted[place]
    file.content[one.matrix] = instruction("Tm", -1, 0, 0, -1, one.x, one.y)


def _block(file: Printed, place: int) -> tuple[int, int]:
    """Return where the text object begins and ends that paints a stretch."""
    operators = [str(step.operator) for step in file.content]
    at = file.painted[place].at
    start = max(index for index in range(at) if operators[index] == "BT")
    return start, next(index for index in range(at, len(operators)) if operators[index] == "ET")


def _clipped(file: Printed, place: int) -> None:
    start, end = _block(file, place)
    file.content[end + 1 : end + 1] = [instruction("Q")]
    file.content[start:start] = [
        instruction("q"),
        instruction("re", 0, 0, 1, 1),
        instruction("W"),
        instruction("n"),
    ]


def _covered(file: Printed, place: int) -> None:
    """Paint a white rectangle over the words, as decoration."""
    one = file.painted[place]
    file.content += [
        instruction("BDC", Name.Artifact, Dictionary(Type=Name.Layout)),
        instruction("q"),
        instruction("rg", 1, 1, 1),
        instruction("re", one.x - 2, one.y - 4, 200, 16),
        instruction("f"),
        instruction("Q"),
        instruction("EMC"),
    ]


def _see_through(file: Printed, place: int) -> None:
    start, end = _block(file, place)
    file.page.Resources.ExtGState = Dictionary(Thin=Dictionary(ca=0.02))
    file.content[end + 1 : end + 1] = [instruction("Q")]
    file.content[start:start] = [instruction("q"), instruction("gs", Name.Thin)]


def swapped_in_sight(case: Case, choose: Choose) -> Wound:
    """Let two lines change places on the paper, but not in the content."""
    file = Printed(case.data)
    long = [place for place, text in enumerate(file.texts) if len(text.strip()) >= _LONG]
    one = pick(choose, long)
    other = pick(choose, [place for place in long if file.painted[place].line != file.painted[one].line])
    first, second = file.painted[one].matrix, file.painted[other].matrix
    file.content[first], file.content[second] = file.content[second], file.content[first]
    return Wound(file.save(), "page 1, line")


def text_box_added(case: Case, choose: Choose) -> Wound:
    file = Printed(case.data)
    place = pick(choose, [place for place in range(len(file.texts)) if file.can_write(place, FOREIGN)])
    one = file.painted[place]
    file.content += [
        instruction("BDC", Name.Artifact, Dictionary(Type=Name.Layout)),
        instruction("BT"),
        instruction("Tf", Name(one.face), 9),
        instruction("Tm", 1, 0, 0, 1, 60, 60),
        instruction("Tj", String(file.faces[one.face].code(FOREIGN))),
        instruction("ET"),
        instruction("EMC"),
    ]
    return Wound(file.save(), FOREIGN)


# Shapes


def _steps(file: Printed) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of what is saved and restored as one: a shape, in this file."""
    start = -1
    for index, step in enumerate(file.content):
        match str(step.operator):
            case "q":
                start = index
            case "Q" if start >= 0:
                yield start, index
                start = -1


def _shape(
    matches: Callable[[list[Any]], bool], change: Callable[[list[Any]], list[Any]], reported: str
) -> Hurt:
    """Return the damage to one shape of a kind."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Printed(case.data)
        shapes = [(start, end) for start, end in _steps(file) if matches(file.content[start : end + 1])]
        start, end = pick(choose, shapes)
        file.content[start : end + 1] = change(list(file.content[start : end + 1]))
        return Wound(file.save(), reported)

    return hurt


def _filled_otherwise(steps: list[Any]) -> list[Any]:
    return [instruction("B*") if str(step.operator) == "B" else step for step in steps]


def _operators(steps: list[Any]) -> list[str]:
    return [str(step.operator) for step in steps]


def _is_mark(steps: list[Any]) -> bool:
    """Whether steps draw a square of about six points, which every mark of certainty is."""
    squares = [step for step in steps if str(step.operator) == "re"]
    drawn = {"S", "s", "B", "B*"} & set(_operators(steps))
    return bool(squares and drawn) and all(
        float(step.operands[3]) < 9 and float(step.operands[2]) < 9 for step in squares
    )


def _opened_mark(steps: list[Any]) -> list[Any]:
    """Draw a full or half mark as an open one, and an open one as a full one."""
    first = next(index for index, step in enumerate(steps) if str(step.operator) == "re")
    if "B*" in _operators(steps):
        return [instruction("S") if str(step.operator) == "B*" else step for step in steps]
    if _operators(steps).count("re") == 2:
        return [*steps[: first + 2], steps[-1]]
    return [instruction("B*") if str(step.operator) in ("S", "s") else step for step in steps]


def _is_line(steps: list[Any]) -> bool:
    return (
        {"l", "S"} <= set(_operators(steps))
        and "re" not in _operators(steps)
        and "c" not in _operators(steps)
    )


def _has_head(steps: list[Any]) -> bool:
    return (
        _is_line(steps) and "h" in _operators(steps) and any(one in _operators(steps) for one in ("f", "f*"))
    )


def _dashed(steps: list[Any]) -> bool:
    return _has_head(steps) and "d" in _operators(steps)


def _points(steps: list[Any]) -> list[int]:
    return [index for index, step in enumerate(steps) if str(step.operator) in ("m", "l")]


def _turned(steps: list[Any]) -> list[Any]:
    """Turn an arrow round about the middle between its ends."""
    places = _points(steps)
    ends = [[float(number) for number in steps[index].operands] for index in places]
    middle = [(min(axis) + max(axis)) / 2 for axis in zip(*ends, strict=True)]
    for index, (x, y) in zip(places, ends, strict=True):
        steps[index] = instruction(str(steps[index].operator), 2 * middle[0] - x, 2 * middle[1] - y)
    return steps


def _head_turned(steps: list[Any]) -> list[Any]:
    """Turn the head of an arrow round where it is."""
    last = max(index for index in _points(steps) if str(steps[index].operator) == "m")
    return [*steps[:last], *_turned(steps[last:])]


def _diamond(steps: list[Any]) -> list[Any]:
    """Draw a diamond as wide and high as a rectangle in its place."""
    at = next(index for index, step in enumerate(steps) if str(step.operator) == "re")
    x, y, wide, high = (float(number) for number in steps[at].operands)
    corners = (x + wide / 2, y), (x + wide, y + high / 2), (x + wide / 2, y + high), (x, y + high / 2)
    path = [instruction("l" if index else "m", *corner) for index, corner in enumerate(corners)]
    return [*steps[:at], *path, instruction("h"), *steps[at + 1 :]]


def _without(*operators: str) -> Callable[[list[Any]], list[Any]]:
    return lambda steps: [step for step in steps if str(step.operator) not in operators]


def _headless(steps: list[Any]) -> list[Any]:
    last = max(index for index, step in enumerate(steps) if str(step.operator) == "m")
    return [*steps[:last], steps[-1]]


def _dashes(steps: list[Any]) -> list[Any]:
    return [steps[0], instruction("d", Array([2.6, 1.8]), 0), *steps[1:]]


def _is_box(steps: list[Any]) -> bool:
    return not _is_line(steps) and not _is_mark(steps) and "Do" not in _operators(steps)


def _recoloured(steps: list[Any]) -> list[Any]:
    return [instruction("rg", 0.9, 0.1, 0.1) if str(step.operator) == "rg" else step for step in steps]


def picture_dropped(case: Case, choose: Choose) -> Wound:
    file = Printed(case.data)
    spots = [index for index, step in enumerate(file.content) if str(step.operator) == "Do"]
    del file.content[pick(choose, spots)]
    return Wound(file.save(), "picture")


PAINTING: dict[str, Hurt] = {
    "text painted invisibly": _stretch(_wrapped(_invisible, _visible), "miss|instead"),
    "text set in the colour of its ground": _stretch(_white, "colour"),
    "text set tiny": _stretch(_tiny, "size"),
    "text moved off the page": _stretch(_placed(-900, 400), "miss|instead"),
    "text moved to the margin": _stretch(_placed(20, 5), "place"),
    "text squeezed": _stretch(_narrow, "stretched|narrower|line"),
    "text turned upside down": _stretch(_upside_down, "turned"),
    "text clipped away": _stretch(_clipped, "clipped"),
    "text made transparent": _stretch(_see_through, "transparent|colour"),
    "text covered": _stretch(_covered),
    "two lines swapped in sight": swapped_in_sight,
    "a text box added": text_box_added,
    "a certainty mark redrawn": _shape(_is_mark, _opened_mark, "certainty mark"),
    "an arrow turned round": _shape(_has_head, _turned, "arrow"),
    "the head of an arrow turned round": _shape(_has_head, _head_turned, "arrow"),
    "an arrow removed": _shape(_has_head, lambda _: [], "arrow"),
    "an arrow without its head": _shape(_has_head, _headless, "arrow"),
    "a dashed arrow made solid": _shape(_dashed, _without("d"), "arrow"),
    "a solid arrow dashed": _shape(lambda steps: _has_head(steps) and not _dashed(steps), _dashes, "arrow"),
    "a box removed": _shape(_is_box, lambda _: [], "box|line|head"),
    "a box in another colour": _shape(
        lambda steps: _is_box(steps) and "rg" in _operators(steps), _recoloured, "box"
    ),
    "a box of another form": _shape(
        lambda steps: _is_box(steps) and "re" in _operators(steps), _diamond, "box"
    ),
    "a picture dropped": picture_dropped,
    "a drawing filled by another rule": _shape(
        lambda steps: "B" in _operators(steps), _filled_otherwise, "picture"
    ),
}
