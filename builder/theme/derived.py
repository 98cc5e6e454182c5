"""Derives the colours that a brand does not name from those that it does, so that all can be read."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from msgspec.structs import replace

from builder.theme.colours import Colours, Hue, coloured, contrast, mixed, parts
from builder.theme.contrast import is_readable, look_alike, nearest

# How much of the text's colour there is in the neutral ones, the rest being paper.
_NEUTRAL = {"ink2": 0.79, "edge": 0.65, "rule": 0.26, "ghost": 0.38}
_SERIES = (0.26, 0.53, 0.13, 0.38, 0.65)
# How much of a strong colour there is in a ground; less where words on it would be too pale.
_PANEL, _FAINT, _TINT, _ON_BRAND = 0.072, 0.038, 0.11, 0.2
_PALER = (1.0, 0.8, 0.6, 0.45, 0.3)
_MEANING = ("cause", "effect", "response")
_CLEAR = 4.9  # contrast to paper of a colour that is found here, so that its tint has room below


def with_brand(colours: Colours, said: Mapping[str, str]) -> Colours:
    """Return colours with those of a brand, by their keys in a theme, and with what goes with them."""
    ink, paper = said.get("text", colours.ink), said.get("paper", colours.white)
    brand = said.get("brand", colours.brand)
    changes: dict[str, Any] = {"ink": ink, "white": paper, "brand": brand}
    if "text" in said or "paper" in said:
        changes |= {name: mixed(ink, paper, share) for name, share in _NEUTRAL.items()}
        changes["greys"] = tuple(mixed(ink, paper, share) for share in _SERIES)
    usual = {hue: getattr(colours, hue).strong for hue in _MEANING}
    hues = dict(zip(_MEANING, _apart(usual, said, brand, paper), strict=True))
    hues["caution"] = said.get("caution", colours.caution.strong)
    named = {
        "text": ink, "paper": paper, "brand": brand, "on_brand": mixed(brand, paper, _ON_BRAND),
        "muted": changes.get("ink2", colours.ink2), "line": changes.get("edge", colours.edge),
        "panel": paper, "faint": paper, **hues, **{f"{hue}_tint": paper for hue in hues},
    }  # fmt: skip
    for key in ("on_brand", "muted", "line"):
        named[key] = _fitted(key, named)
    grounds = {"panel": (brand, _PANEL), "faint": (brand, _FAINT)}
    for key, (strong, share) in (grounds | {f"{hue}_tint": (hues[hue], _TINT) for hue in hues}).items():
        named[key] = _ground(key, strong, share, named)
    for key in ("muted", "line"):
        named[key] = _fitted(key, named)
    changes |= {"on_brand": named["on_brand"], "ink2": named["muted"], "edge": named["line"]}
    changes |= {"panel": named["panel"], "faint": named["faint"]}
    changes |= {hue: Hue(strong, named[f"{hue}_tint"]) for hue, strong in hues.items()}
    return replace(colours, **changes)


def _fitted(key: str, named: Mapping[str, str]) -> str:
    """Return the nearest shade of a colour that can be read, if there is one."""
    return nearest(named[key], lambda colour: is_readable(key, {**named, key: colour})) or named[key]


def _ground(key: str, strong: str, share: float, named: Mapping[str, str]) -> str:
    """Return a ground in the tint of a colour, so pale that all words on it can be read."""
    grounds = [mixed(strong, named["paper"], share * paler) for paler in _PALER]
    return next((one for one in grounds if is_readable(key, {**named, key: one})), grounds[-1])


def _apart(usual: Mapping[str, str], said: Mapping[str, str], brand: str, paper: str) -> tuple[str, ...]:
    """Return colours of causes, effects and responses that can be read, and told apart by everybody.

    Those that the brand does not name are the usual ones or shades of them, and of the brand for causes.
    """
    tries: list[list[str]] = []
    for key in _MEANING:
        starts = [usual[key], *_shades(usual[key])]
        if key == "cause" and "brand" in said:
            starts = [*_shades(brand), brand, *starts]
        clear = [one for one in starts if contrast(one, paper) >= _CLEAR]
        tries.append([said[key]] if key in said else clear or starts[:1])
    for found in product(*tries):
        if not any(_alike(*pair) for pair in combinations(found, 2)):
            return found
    return tuple(first for first, *_ in tries)


@lru_cache(maxsize=10_000)
def _alike(one: str, other: str) -> bool:
    return any(True for _ in look_alike(one, other))


@lru_cache(maxsize=100)
def _shades(colour: str) -> tuple[str, ...]:
    """Return shades of a colour, the lightest first."""
    hue, _, strength = rgb_to_hls(*parts(colour))
    return tuple(coloured(hls_to_rgb(hue, light / 100, strength)) for light in range(60, 8, -3))
