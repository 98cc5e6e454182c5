"""Knows about how wide and high the letters of common typefaces are, where these cannot be measured."""

from __future__ import annotations

from typing import NamedTuple

from builder.templates.colours import A
from builder.templates.package import Element


class Face(NamedTuple):
    """A typeface: the width of its text, of that of Calibri, and the height of its lines, of its size.

    `measured` is false for one of which neither is known.
    """

    name: str
    breadth: float
    height: float
    measured: bool = True

    @property
    def is_stand_in(self) -> bool:
        """Whether texts in it are measured in another face, and made as wide as it probably is."""
        return self.name.lower() not in _SAME


_SAME = ("calibri", "carlito")
# Means over English prose, German and French differ by less than a hundredth.
_KNOWN = {
    "aptos": (1.09, 1.28), "arial": (1.12, 1.15), "book antiqua": (1.1, 1.25), "calibri": (1.0, 1.22),
    "cambria": (1.06, 1.17), "candara": (1.02, 1.22), "carlito": (1.0, 1.22), "century gothic": (1.2, 1.2),
    "constantia": (1.07, 1.22), "corbel": (1.03, 1.22), "fira sans": (1.1, 1.2), "garamond": (0.95, 1.13),
    "georgia": (1.14, 1.14), "gill sans mt": (1.01, 1.16), "helvetica": (1.12, 1.15), "inter": (1.17, 1.21),
    "lato": (1.08, 1.2), "liberation sans": (1.12, 1.15), "liberation serif": (1.02, 1.15),
    "montserrat": (1.26, 1.22), "noto sans": (1.16, 1.36), "open sans": (1.17, 1.36),
    "palatino linotype": (1.1, 1.35), "roboto": (1.1, 1.17), "segoe ui": (1.1, 1.33),
    "source sans 3": (1.01, 1.26), "source sans pro": (1.01, 1.26), "tahoma": (1.1, 1.21),
    "times new roman": (1.02, 1.15), "trebuchet ms": (1.1, 1.16), "verdana": (1.28, 1.22),
}  # fmt: skip
_WIDE = (1.15, 1.25)  # of an unknown typeface: rather too wide than too narrow


def face(name: str) -> Face:
    """Return what is known of a typeface."""
    known = _KNOWN.get(name.lower())
    return Face(name, *(known or _WIDE), known is not None)


def fonts_of(theme: Element | None) -> dict[str, str]:
    """Return the typefaces that a theme part names: "major", of headings, and "minor", of all else."""
    return {
        kind: latin.get("typeface", "")
        for kind in ("major", "minor")
        for latin in (() if theme is None else theme.iterfind(f".//{A}fontScheme/{A}{kind}Font/{A}latin"))
    }
