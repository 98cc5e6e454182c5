"""Writes the style sheet that has the typefaces and colours of a brief, and finds the files of typefaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.preview.svg import class_of
from builder.theme.fonts import CARLITO, EXTRA, Family, font_file
from builder.theme.theme import Theme

_STYLES = ("", "font-weight:700", "font-style:italic", "font-weight:700;font-style:italic")


def look_of(faces: tuple[str, ...], theme: Theme, marking: str = "") -> str:
    """Return the style sheet: a class for each face, and the look of the memo with its `marking`."""
    used = dict.fromkeys((*faces, *CARLITO[1:]))
    rules = [_face(class_of(face), class_of(face)) for face in used]
    rules += [f'.{class_of(face)}{{font-family:"{class_of(face)}",Calibri,sans-serif}}' for face in used]
    rules += [*_family("brief-page", CARLITO), *_family("brief-text", theme.fonts.body.family)]
    rules += _family("brief-title", theme.fonts.heading.family)
    rules += _more(used)
    return "\n".join((*rules, _values(theme), *_labels(theme, marking), ""))


def _more(used: Iterable[str]) -> Iterator[str]:
    """Yield the faces of other scripts that the pages use, for all other words."""
    pairs = [(regular, bold) for regular, bold, _ in EXTRA if {regular, bold} & {*used}]
    for regular, bold in pairs:
        yield from (_face(f"more-{regular}", regular), _face(f"more-{regular}", bold, "font-weight:700"))
    if pairs:
        yield f":root{{--more:{','.join(f'more-{regular}' for regular, _ in pairs)}}}"


def fonts(faces: tuple[str, ...], theme: Theme) -> dict[str, Path]:
    """Return the files of typefaces by the names that the style sheet has for them."""
    families = (CARLITO, theme.fonts.body.family, theme.fonts.heading.family)
    every = dict.fromkeys((*faces, *(face for family in families for face in family[1:])))
    every |= {face: None for *pair, _ in EXTRA if {*pair} & {*faces} for face in pair}
    return {f"{class_of(face)}.ttf": path for face in every if (path := font_file(face))}


def _values(theme: Theme) -> str:
    """Return the colours of the memo."""
    colours = theme.colours
    named = {name: getattr(colours, name) for name in ("ink", "ink2", "brand", "rule", "panel")}
    named |= {name: getattr(colours, name).strong for name in ("cause", "effect", "response")}
    return f".words{{{';'.join(f'--{name}:{value}' for name, value in named.items())}}}"


def _labels(theme: Theme, marking: str) -> Iterator[str]:
    """Yield the grounds of labels: the names of series in a chart, and the marking."""
    colours = theme.colours
    grounds = {f"series-{number}": grey for number, grey in enumerate(colours.greys, 1)}
    hues = ("cause", "effect", "response", "other")
    grounds |= {f"series-{name}": getattr(colours, name).strong for name in hues}
    pairs = {name: (ground, colours.on(ground)) for name, ground in grounds.items()}
    if marking in colours.markings:
        pairs["marking"] = colours.markings[marking]
    for name, (ground, ink) in pairs.items():
        yield f".words .m-{name}{{background:{ground};color:{ink}}}"


def _family(name: str, family: Family) -> Iterator[str]:
    return (_face(name, class_of(face), more) for face, more in zip(family[1:], _STYLES, strict=True))


def _face(name: str, file: str, more: str = "") -> str:
    return f'@font-face{{font-family:"{name}";src:url("fonts/{file}.ttf");font-display:block;{more}}}'
