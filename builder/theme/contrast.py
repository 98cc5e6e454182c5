"""Checks that the words of a theme can be read on their grounds, and that its colours can be told apart."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import dist
from typing import NamedTuple

from builder.report.problems import Problem, error
from builder.theme.colours import Colours

_WORDS, _LINES = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
_APART = 15.0  # least difference of two colours that mean different things, in CIE76


class Pair(NamedTuple):
    """A colour, the grounds it is seen on, and the least contrast that it needs there."""

    colour: str
    grounds: tuple[str, ...]
    least: float = _WORDS


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
    """Yield an error for each colour that is too pale on a ground, or too like another one."""
    named = by_key(colours)
    for pair in PAIRS:
        found, ground = min((contrast(named[pair.colour], named[ground]), ground) for ground in pair.grounds)
        if found >= pair.least:
            continue
        changed = ground if pair.colour == "paper" else pair.colour  # white stays white
        passing = _nearest(named[changed], list(_partners(changed, named)))
        message = f"`{pair.colour}` on `{ground}` has a contrast of {found:.2f} : 1"
        hint = f'`{changed}: "{passing}"` has enough' if passing else f"change `{ground}`"
        yield error(
            "colours-readable", f"colours.{changed}", f"{message}, less than {pair.least:g} : 1", hint
        )
    for series in colours.greys:
        words = colours.on(series)
        if contrast(words, series) < _WORDS:
            message = f"words on `{series}` have a contrast of {contrast(words, series):.2f} : 1"
            passing = _nearest(series, [(words, _WORDS)])
            yield error(
                "colours-readable",
                "colours.series",
                f"{message}, less than {_WORDS:g} : 1",
                f'"{passing}" has enough',
            )
    yield from _alike(named)


def _partners(key: str, named: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the colours that a colour is seen with, as words or as their ground, and the least contrast."""
    for pair in PAIRS:
        if pair.colour == key:
            yield from ((named[ground], pair.least) for ground in pair.grounds)
        elif key in pair.grounds:
            yield named[pair.colour], pair.least


def _alike(named: Mapping[str, str]) -> Iterator[Problem]:
    """Yield an error for colours with different meanings that some people cannot tell apart."""
    for one, other in combinations(_MEANING, 2):
        for vision, matrix in _VISION.items():
            apart = difference(_seen(named[one], matrix), _seen(named[other], matrix))
            if apart < _APART:
                message = f"`{one}` and `{other}` look alike to people with {vision}"
                message += f": they are {apart:.0f} apart, less than {_APART:.0f} (CIE76)"
                hint = "make one of the two darker or lighter, or take another hue"
                yield error("colours-distinct", f"colours.{other}", message, hint)
                break


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    bright = sorted((_luminance(one), _luminance(other)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (part / 255 for part in bytes.fromhex(colour.removeprefix("#")))
    return _unbent(red), _unbent(green), _unbent(blue)


def _unbent(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _nearest(colour: str, partners: Sequence[tuple[str, float]]) -> str | None:
    """Return the colour of the same hue whose lightness is nearest and that has enough contrast with all."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour.removeprefix("#")))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    for step in range(1, 256):
        for moved in (light - step / 255, light + step / 255):
            if 0 <= moved <= 1:
                parts = colorsys.hls_to_rgb(hue, moved, full)
                found = "#" + "".join(f"{round(part * 255):02X}" for part in parts)
                if all(contrast(found, other) >= least for other, least in partners):
                    return found
    return None


def _seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """Return what somebody sees of a colour, in linear red, green and blue."""
    parts = _linear(colour)
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
