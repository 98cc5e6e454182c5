"""A picture file becomes a picture that is safe to put into a document, or the reason why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a document: re-encoded once, without metadata; width and height in pixels."""

    data: bytes
    format: Literal["PNG", "JPEG"]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFault:
    """Why a picture file cannot be used, and what would help."""

    message: str
    hint: str | None = None


def open_picture(root: Path, relative: str) -> Picture | PictureFault:
    """Return the picture at `relative` under the folder `root`, or why it cannot be used."""
    raise NotImplementedError
