"""Values of a brief become its outline, with a real picture for every path that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.brief.check import check_model
from builder.brief.images.drawing import Contour, Drawing, as_svg
from builder.brief.model import Brief
from builder.brief.yaml.read import Parted, read_values
from builder.outline.blocks import Outline
from builder.outline.compose import compose
from builder.outline.text import Depth, Run, Text
from tests.conftest import ROOT
from tests.support.packages import saved

LIBRARY: dict[str, Any] = {
    "title": "The library should open on Sundays",
    "bottom_line": "Open the library on Sundays, when most people are free.",
    "sections": [{"title": "Why", "arguments": [{"claim": "Most people are free on Sundays."}]}],
}

# Too wide for paper that is upright, and for one slide.
WIDE: dict[str, Any] = {
    "title": "What five ministries promised and what each did",
    "columns": [
        "Ministry",
        "Responsibility",
        "Administrative arrangements",
        "Telecommunications",
        "Intergovernmental committees",
        "Environmental assessments",
        "Interdepartmental letters",
        "Cost in millions",
        "People",
    ],
    "rows": [
        [
            "Transport",
            "Implementation",
            "Decentralised",
            "National",
            "Representation",
            "–",
            "5",
            "12.5",
            "104",
        ],
        [
            "Infrastructure",
            "Acknowledgement",
            "Institutionalised",
            "Local",
            "Observers",
            "2",
            "5",
            "7.0",
            "81",
        ],
    ],
    "notes": "As of 2030.",
}


def brief_of(values: dict[str, Any], parted: Mapping[str, Parted] | None = None) -> Brief:
    """Return the values as a brief; they must be without a fault."""
    checked = check_model(values, parted=parted)
    assert checked.brief is not None
    assert checked.problems == ()
    return checked.brief


def outline_of(values: dict[str, Any], **changes: Any) -> Outline:
    """Return the outline of a valid brief; `changes` replace its keys."""
    return _composed(brief_of({**values, **changes}))


def _composed(brief: Brief) -> Outline:
    return compose(brief, id="x", build_id="0" * 40, epoch=951_782_400, pictures=_Pictures())


def loaded(path: Path, **changes: Any) -> Outline:
    """Return the outline of a brief in a file; `changes` replace its keys."""
    reading = read_values(path.read_text(encoding="utf-8"))
    assert reading.values is not None
    return _composed(brief_of({**reading.values, "id": path.stem, **changes}, reading.parted))


def sample(**changes: Any) -> Outline:
    """Return the outline of the sample brief."""
    return loaded(ROOT / "brief.yaml", **changes)


def growing(count: int) -> Outline:
    """Return an outline whose memo has about 3 pages, and more with `count` paragraphs of three lines."""
    words = (
        "Kitchens are paid by the meals that leave the stove, and a cook who makes too few risks a penalty. "
    )
    claims = [{"claim": f"Contract {n} pays for meals cooked.", "reasoning": words * 3} for n in range(6)]
    sections = [{"title": f"Reason {n}", "arguments": claims} for n in range(5)]
    last = {"title": "What else there is", "text": "\n\n".join([words * 2] * count)}
    return outline_of({"title": "Canteens", "bottom_line": "Pay for meals.", "sections": [*sections, last]})


def a_text(slot: str, words: str, path: str = "") -> Text:
    """Return a text of the summary's depth."""
    return Text(slot, (Run(words),), Depth.SUMMARY, path)


class _Picture:
    """A red picture."""

    format = "PNG"
    svg = b""
    contours: tuple[Contour, ...] = ()

    def __init__(self, width: int = 800, height: int = 400) -> None:
        from PIL import Image

        self.data = saved(Image.new("RGB", (width, height), "#aa2222"), "PNG")
        self.width, self.height = width, height

    def cut(self, ratio: float, _focus: tuple[float, float]) -> _Picture:
        return _Picture(round(400 * ratio), 400)


class _Drawing(_Picture):
    """A red triangle."""

    def __init__(self) -> None:
        super().__init__(1000, 500)
        triangle = ((100.0, 400.0), (500.0, 100.0), (900.0, 400.0), (100.0, 400.0))
        self.contours = (Contour((triangle,), "#AA2222", "#222222", 20.0, 1, 1),)
        self.svg = as_svg(Drawing(self.width, self.height, self.contours))


class _Pictures(dict[str, _Picture]):
    """Every path has a picture, "399x300.png" one of this size."""

    def __missing__(self, path: str) -> _Picture:
        width, _, height = path.removesuffix(".png").partition("x")
        if width.isdigit() and height.isdigit():
            return _Picture(int(width), int(height))
        return _Drawing() if path.endswith(".svg") else _Picture()
