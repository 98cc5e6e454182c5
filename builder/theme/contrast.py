"""Checks that the words of a theme can be read on their grounds, and that its colours can be told apart."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import combinations
from math import dist, floor
from typing import NamedTuple, TypeAlias

from builder.report.problems import Problem, error
from builder.theme.colours import Colours, coloured, contrast, linear, parts

Seen: TypeAlias = tuple[str, str]  # the keys of a colour and of the ground that it is on
Change: TypeAlias = Callable[[str, str], Mapping[str, str]]

_WORDS, _LINES = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
_CLEAR = 5.0  # with paper: so much that a tint of the colour has enough below it
_APART = 15.0  # least difference of two colours that mean different things, in CIE76


class Pair(NamedTuple):
    """A colour, the grounds it is seen on, and the least contrast that it needs there."""

    colour: str
    grounds: tuple[str, ...]
    least: float = _WORDS


class _Weak(NamedTuple):
    """A contrast that is less than the least that is needed, of a colour on a ground."""

    ratio: float
    colour: str
    ground: str
    least: float


_TINTS = ("cause_tint", "effect_tint", "response_tint", "caution_tint")
_PALE = ("paper", "panel", "faint", *_TINTS)
# What layouts set on what, by the keys of a theme; `paper` is white. A test holds painted pages against it.
PAIRS = (
    Pair("text", _PALE),
    Pair("muted", _PALE),
    Pair("brand", ("paper", "panel", "faint", "response_tint")),
    *(
        Pair(hue, ("paper", "panel", "faint", f"{hue}_tint"))
        for hue in ("cause", "effect", "response", "caution")
    ),
    Pair("paper", ("text", "brand", "cause", "effect", "response", "caution")),
    Pair("on_brand", ("text", "brand")),
    Pair("line", ("paper", "panel"), _LINES),
)
_ANOTHER = "make one of the two darker or lighter, or take another hue"
_BLACK = "#000000"
_MEANING = ("cause", "effect", "response")

# How people see colours who lack one kind of cone, in linear red, green and blue: Machado, Oliveira and
# Fernandes, “A Physiologically-based Model for Simulation of Color Vision Deficiency”, 2009, severity 1.0.
_VISION: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


def by_key(colours: Colours) -> dict[str, str]:
    """Return the colours by the keys that they have in a theme file."""
    found = {
        "text": colours.ink, "muted": colours.ink2, "brand": colours.brand, "on_brand": colours.on_brand,
        "line": colours.edge, "panel": colours.panel, "faint": colours.faint, "paper": colours.white,
    }  # fmt: skip
    hues = {
        "cause": colours.cause, "effect": colours.effect,
        "response": colours.response, "caution": colours.caution,
    }  # fmt: skip
    for key, hue in hues.items():
        found |= {key: hue.strong, f"{key}_tint": hue.tint}
    return found


def unreadable(colours: Colours) -> Iterator[Problem]:
    """Yield an error for each colour of a theme that is too pale on a ground, or too like another one."""
    named = by_key(colours)
    again, known = partial(_with_one, named), set(_faint(named))
    for ratio, colour, ground, least in _weakest(named):
        key = ground if colour == "paper" else colour
        better = partial(_is_better, again, known, key, {(colour, ground)})
        one, other = (each if each == "paper" else f"`{each}`" for each in (colour, ground))
        message = f"{one} on {other} has a contrast of {_shown(ratio)} : 1, less than {least:g} : 1"
        yield error("colours-readable", f"colours.{key}", message, _enough(key, named[key], better))
    for series in colours.greys:
        words = colours.on(series)
        if contrast(words, series) < _WORDS:
            message = f"words on `{series}` have a contrast of {_shown(contrast(words, series))} : 1"
            passing = nearest(series, partial(_is_enough, words))
            message = f"{message}, less than {_WORDS:g} : 1"
            yield error("colours-readable", "colours.series", message, f'"{passing}" has enough')
    for one, other, vision, apart in _alike(named):
        message = f"`{one}` and `{other}` look alike to people with {vision}"
        message += f": they are {apart:.0f} apart, less than {_APART:.0f} (CIE76)"
        yield error("colours-distinct", f"colours.{other}", message, _ANOTHER)


def unfit(
    own: Mapping[str, str], paths: Mapping[str, str], derived: Callable[[Mapping[str, str]], Colours]
) -> Iterator[Problem]:
    """Yield one error for each colour of a brand that is too pale or dark, or like others, in its words.

    `own` are its colours by their keys in a theme, and `paths` where it names them; `derived` returns all
    colours that go with those of a brand.
    """
    named = by_key(derived(own))

    def blamed(*keys: str) -> str:
        return next((each for each in keys if each in own), next(iter(own)))

    wrong: dict[str, list[_Weak]] = {}
    for weak in _weakest(named):
        wrong.setdefault(blamed(weak.colour, weak.ground), []).append(weak)
    dark = partial(_is_enough, named["paper"], least=_CLEAR)
    right = {key: nearest(own[key], dark) or own[key] for key in wrong if key != "paper"}
    for key, found in wrong.items():
        others = {**own, **right, key: own[key]}

        def again(key: str, colour: str, others: Mapping[str, str] = others) -> Mapping[str, str]:
            return by_key(derived({**others, key: colour}))

        known = set(_faint(again(key, own[key])))
        pairs = {(weak.colour, weak.ground) for weak in found} & known
        name = paths[key].rpartition(".")[2]
        hint = _enough(name, own[key], partial(_is_better, again, known, key, pairs))
        yield error("colours-readable", paths[key], f"`{name}` is {_fault(key, found, named, paths)}", hint)
    alike = {blamed(other, one): (one, other, vision) for one, other, vision, _ in _alike(named)}
    for key, (one, other, vision) in alike.items():
        name = paths[key].rpartition(".")[2]
        message = f"with this `{name}`, the colours of {one}s and {other}s look alike to people with {vision}"
        yield error("colours-distinct", paths[key], message, _ANOTHER)


def _fault(key: str, found: Sequence[_Weak], named: Mapping[str, str], paths: Mapping[str, str]) -> str:
    """Return what is wrong with a colour of a brand: beside paper, or where it is worst."""
    ratio, colour, ground, least = next((one for one in found if "paper" in one), min(found))
    other = colour if key == ground else ground
    is_pale = contrast(named[key], _BLACK) <= contrast(named[other], _BLACK)
    if other in paths:
        beside = f"`{paths[other].rpartition('.')[2]}`"
    elif other == "paper":
        beside = "white"
    else:
        beside = "its ground" if other == ground else "the words on it"
    message = f"its contrast with {beside} is {_shown(ratio)} : 1, less than {least:g} : 1"
    return f"too {'pale' if is_pale else 'dark'}: {message}"


def _weakest(named: Mapping[str, str]) -> Iterator[_Weak]:
    """Yield what has too little contrast on a ground, where it is least."""
    for pair in PAIRS:
        found, ground = min((contrast(named[pair.colour], named[ground]), ground) for ground in pair.grounds)
        if found < pair.least:
            yield _Weak(found, pair.colour, ground, pair.least)


def _alike(named: Mapping[str, str]) -> Iterator[tuple[str, str, str, float]]:
    """Yield the colours with a meaning that look alike, to whom, and how far they are apart then."""
    for one, other in combinations(_MEANING, 2):
        for vision, apart in look_alike(named[one], named[other]):
            yield one, other, vision, apart
            break


def _enough(name: str, colour: str, better: Callable[..., bool]) -> str:
    """Return a hint with the nearest colour that passes."""
    passing = nearest(colour, better) or nearest(colour, partial(better, alone=True))
    return f'`{name}: "{passing}"` has enough' if passing else "make it darker or lighter"


def _is_enough(words: str, ground: str, *, least: float = _WORDS) -> bool:
    return contrast(words, ground) >= least


def _with_one(named: Mapping[str, str], key: str, colour: str) -> Mapping[str, str]:
    return {**named, key: colour}


def _is_better(
    again: Change, known: set[Seen], key: str, wrong: set[Seen], colour: str, *, alone: bool = False
) -> bool:
    """Return whether a change of one colour corrects what is wrong, and makes nothing else wrong.

    With what else is wrong it may stay so if another colour is to blame, `alone`.
    """
    left = set(_faint(again(key, colour)))
    return left < known and not wrong & left and (alone or not any(key in each for each in left))


def _shown(ratio: float) -> str:
    """Return a contrast, rounded down: 4.499 is not 4.5."""
    return f"{floor(ratio * 100) / 100:.2f}"


def _faint(named: Mapping[str, str]) -> Iterator[Seen]:
    """Yield the keys of colours that have too little contrast."""
    for pair in PAIRS:
        for ground in pair.grounds:
            if contrast(named[pair.colour], named[ground]) < pair.least:
                yield pair.colour, ground


def is_readable(key: str, named: Mapping[str, str]) -> bool:
    """Return whether a colour has enough contrast with all that it is seen with."""
    return all(contrast(named[key], named[other]) >= least for other, least in _partners(key))


@cache
def _partners(key: str) -> tuple[tuple[str, float], ...]:
    """Return the colours that a colour is seen with, as words or as their ground, and the least contrast."""
    words = [(ground, pair.least) for pair in PAIRS if pair.colour == key for ground in pair.grounds]
    return (*words, *((pair.colour, pair.least) for pair in PAIRS if key in pair.grounds))


def look_alike(one: str, other: str) -> Iterator[tuple[str, float]]:
    """Yield the colour blindnesses with which two colours look alike, and how far they are apart then."""
    for vision, matrix in _VISION.items():
        apart = difference(_seen(one, matrix), _seen(other, matrix))
        if apart < _APART:
            yield vision, apart


def nearest(colour: str, passes: Callable[[str], bool]) -> str | None:
    """Return the colour of the same hue whose lightness is nearest of those that pass."""
    hue, light, full = colorsys.rgb_to_hls(*parts(colour))
    for step in range(256):
        for moved in (light - step / 255, light + step / 255):
            if 0 <= moved <= 1:
                found = coloured(colorsys.hls_to_rgb(hue, moved, full))
                if passes(found):
                    return found
    return None


def _seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """Return what somebody sees of a colour, in linear red, green and blue."""
    parts = linear(colour)
    red, green, blue = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in matrix)
    return min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1)


def difference(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return how far two colours are apart (CIE76), of linear red, green and blue."""
    return dist(_lab(one), _lab(other))


def _lab(linear: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = linear
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (_root(part) for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
