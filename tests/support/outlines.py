"""Values of a brief become its outline, with a real picture for every path that it names."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from builder.brief.load import load_brief
from builder.brief.model import Brief
from builder.outline.blocks import Outline
from builder.outline.compose import compose
from builder.outline.text import Depth, Run, Text
from tests.conftest import ROOT

LIBRARY: dict[str, Any] = {
    "title": "The library should open on Sundays",
    "bottom_line": "Open the library on Sundays, when most people are free.",
    "sections": [{"title": "Why", "arguments": [{"claim": "Most people are free on Sundays."}]}],
}


def outline_of(values: dict[str, Any], **changes: Any) -> Outline:
    """Return the outline of a valid brief; `changes` replace its keys."""
    brief = Brief.model_validate({**values, **changes})
    return compose(brief, id="x", build_id="0" * 40, epoch=951_782_400, pictures=_Pictures())


def loaded(path: Path, **changes: Any) -> Outline:
    """Return the outline of a brief in a file; `changes` replace its keys."""
    brief = load_brief(path).brief
    values = {**brief.model_dump(by_alias=True, exclude_unset=True), **changes}
    return outline_of(values)


def sample(**changes: Any) -> Outline:
    """Return the outline of the sample brief."""
    return loaded(ROOT / "brief.yaml", **changes)


def said(slot: str, words: str, path: str = "") -> Text:
    """Return a text of the summary's depth."""
    return Text(slot, (Run(words),), Depth.SUMMARY, path)


class _Picture:
    """A small red picture."""

    format, width, height = "PNG", 8, 4

    def __init__(self) -> None:
        from PIL import Image

        file = BytesIO()
        Image.new("RGB", (self.width, self.height), "#aa2222").save(file, "PNG")
        self.data = file.getvalue()


class _Pictures(dict[str, _Picture]):
    def __missing__(self, path: str) -> _Picture:
        return _Picture()
