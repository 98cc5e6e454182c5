"""One `brief.yaml` becomes a checked Brief, with the line and column of every value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.brief.images import Picture
from builder.brief.model import Brief
from builder.problems import Positions, Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """A brief that may be built, and what is known about the file it was read from.

    `build_id` is the hash that Git gives the file's bytes; `pictures` maps the relative path of a logo or
    figure to its checked picture.
    """

    brief: Brief
    positions: Positions
    path: Path
    text: str
    build_id: str
    warnings: tuple[Problem, ...]
    pictures: dict[str, Picture]


def load_brief(path: Path) -> Loaded:
    """Return the brief in the file at `path`; raise `BriefError` with all problems of the run."""
    raise NotImplementedError


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a brief."""
    raise NotImplementedError
