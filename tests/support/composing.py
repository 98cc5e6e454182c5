"""Composes outlines of briefs given as values, with a picture for every path."""

from __future__ import annotations

import copy
import re
from typing import Any, TypeVar

import yaml
from msgspec.structs import replace

from builder.brief.images import Picture
from builder.languages.labels import Labels
from builder.languages.language import Dates, Language
from builder.languages.speech import Speech
from builder.outline.blocks import Argument, Glance, Outline
from builder.outline.compose import compose
from builder.outline.text import Text, texts
from tests.conftest import ROOT
from tests.support.outlines import brief_of

FULL: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "data" / "full.yaml").read_text(encoding="utf-8"))
MINIMAL = {"title": "T", "bottom_line": "B", "sections": [{"title": "S", "arguments": [{"claim": "C is."}]}]}
NO_BREAK = "\u00a0"
B = TypeVar("B")
S = TypeVar("S", Labels, Speech, Dates)


class Named(Picture, frozen=True):
    """A picture whose bytes are its path, and the shape to which it is cut."""

    def cut(self, ratio: float, focus: tuple[float, float]) -> Picture:
        return replace(self, data=self.data + f" {ratio} {focus}".encode())


class Pictures(dict[str, Picture]):
    """Every path has a picture."""

    def __missing__(self, path: str) -> Picture:
        return Named(path.encode(), "PNG", 400, 300)


def composed(values: dict[str, Any], language: Language | None = None) -> Outline:
    brief = brief_of(values)
    return compose(brief, id="x", build_id="0" * 40, epoch=0, pictures=Pictures(), language=language)


def full(**changes: Any) -> Outline:
    return composed(FULL | changes)


def part(outline: Outline, kind: type[B]) -> B:
    found = outline.one(kind)
    assert found is not None
    return found


def plain(text: Text | None) -> str | None:
    return None if text is None else text.plain


def of_slot(outline: Outline, slot: str) -> str:
    return next(text.plain for text in texts(outline) if text.slot == slot)


def first_argument(outline: Outline) -> Argument:
    return part(outline, Glance).sections[0].arguments[0]


def with_leaf(path: str, value: Any) -> dict[str, Any]:
    values = copy.deepcopy(FULL)
    keys: list[Any] = [int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", path)]
    place: Any = values
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    return values
