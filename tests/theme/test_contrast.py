"""Themes are refused whose words are too pale, or whose colours some people cannot tell apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.layout.pages import Box, Rect, TextBox, paragraphs, walk
from builder.outline.text import Product
from builder.pipeline.look import built_in
from builder.pipeline.products import lay_out
from builder.theme.colours import Colours, Hue, contrast
from builder.theme.contrast import PAIRS, by_key, unreadable
from builder.theme.public import BUILT_IN
from builder.theme.theme import DEFAULT
from tests.brief.test_load import SMALL
from tests.support.command import brief
from tests.support.outlines import sample


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_themes_of_the_package_can_be_read_by_everybody(name: str) -> None:
    assert list(unreadable(built_in(name).colours)) == []


def test_contrast_has_seven_to_one() -> None:
    named = by_key(built_in("contrast").colours)
    assert min(contrast(named[pair.colour], named[ground]) for pair in PAIRS for ground in pair.grounds) > 7


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54  # the palest grey that passes
    assert round(contrast("#FFFFFF", "#777777"), 2) == 4.48


@pytest.mark.parametrize("product", [Product.DECK, Product.SUMMARY])
def test_pages_have_no_words_on_a_ground_that_is_not_checked(product: Product) -> None:
    names = {colour: key for key, colour in by_key(DEFAULT.colours).items()}
    known = {(pair.colour, ground) for pair in PAIRS for ground in pair.grounds}
    pages = lay_out(sample(), product).pages
    assert pages
    seen = set()
    for page in pages.pages:
        grounds: list[tuple[Rect, str]] = []
        for item in walk(page.items):
            if isinstance(item, Box | TextBox) and item.fill:
                grounds.append((item.rect, item.fill))
            if not isinstance(item, TextBox) or (page.layout == "Cover" and item.placeholder):
                continue
            ground = next((fill for rect, fill in reversed(grounds) if rect.holds(item.rect, 1)), "#FFFFFF")
            for paragraph in paragraphs(item):
                colours = {segment.colour for line in paragraph.lines for segment in line}
                seen |= {(names[colour], names[ground]) for colour in colours}
    assert len(seen) > 8
    assert seen <= known


@pytest.mark.parametrize(
    ("colours", "message"),
    [
        (replace(Colours(), ink2="#999999"), "`muted` on `response_tint` has a contrast of 2."),
        (replace(Colours(), on_brand="#3A5A7A"), "`on_brand` on `brand` has a contrast of 1."),
        (replace(Colours(), brand="#F08030"), "paper on `brand` has a contrast of 2."),
        (replace(Colours(), edge="#C0C0C0"), "`line` on `panel` has a contrast of 1."),
        (replace(Colours(), greys=("#808080",) * 5), "words on `#808080` have a contrast of 3."),
        (replace(Colours(), effect=Hue("#1A6FB5", "#E6F0F9")), "`cause` and `effect` look alike"),
        (replace(Colours(), effect=Hue("#4F4A12", "#FBEDE4")), "`effect` and `response` look alike"),
    ],
)
def test_a_failing_colour_is_named(colours: Colours, message: str) -> None:
    assert any(problem.message.startswith(message) for problem in unreadable(colours))


def test_a_weak_brand_colour_is_refused_with_the_nearest_that_passes(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(f"theme: look.yaml\n{SMALL}")
    (tmp_path / "look.yaml").write_text('colours:\n  brand: "#F08030"\n')
    done = brief("build", path, "--out", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "look.yaml:2:10: error: colours.brand: `brand` on `response_tint`" in done.stderr
    assert not (tmp_path / "out").exists()
    passing = set(re.findall(r'brand: "(#\w+)"` has enough', done.stderr))
    assert len(passing) == 1
    (tmp_path / "look.yaml").write_text(f'colours: {{brand: "{passing.pop()}"}}\n')
    assert brief("check", path, cwd=tmp_path).returncode == 0
