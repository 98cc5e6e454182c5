"""Tests that covers of templates show the picture, the map and the logos of a brief where they have room."""

from __future__ import annotations

from pathlib import Path

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.shapes.picture import Picture
from pptx.util import Pt

from builder.templates.deck import deck_template
from builder.templates.package import Template
from tests.support import slide_templates
from tests.support.command import TINY, brief

_PICTURED = "cover: {path: photo.png, alt: A quay in the morning, credit: 'Photo: Harbour Office'}\n"


def tried(folder: Path, template: bytes, more: str) -> tuple[Presentation, str]:
    """Return a deck with pictures that is built into a template, and what was said about it."""
    from PIL import Image

    Image.new("RGB", (1600, 1000), (20, 90, 120)).save(folder / "photo.png")
    Image.new("RGB", (600, 200), (120, 20, 20)).save(folder / "logo.png")
    (folder / "house.potx").write_bytes(template)
    (folder / "mine.yaml").write_text(TINY + more, encoding="utf-8")
    done = brief("template", "house.potx", "--try", "try.pptx", "--brief", "mine.yaml", cwd=folder)
    assert done.returncode == 0, done.stderr
    return pptx.Presentation(str(folder / "try.pptx")), done.stderr


def pictures(deck: Presentation) -> dict[str, Picture]:
    """Return the pictures of the cover by their alternative texts."""
    found = [one for one in deck.slides[0].shapes if one._element.tag.endswith("}pic")]
    return {one._element.nvPicPr.cNvPr.get("descr", ""): one for one in found}


@pytest.mark.parametrize("name", ["plain", "renamed", "dark", "huge_logo", "flat"])
def test_picture_and_logos_are_where_the_cover_is_free(name: str, tmp_path: Path) -> None:
    logo = "organisation: {name: Harbour Office, logo: {path: logo.png}}\n"
    deck, said = tried(tmp_path, slide_templates.GOOD[name](), _PICTURED + logo)
    assert "[covers-have-room]" not in said
    shown = pictures(deck)
    assert ("Harbour Office" in shown) is (name != "huge_logo")  # which has one of its own
    photo = shown["A quay in the morning"]
    assert photo.width > Pt(150)
    title = deck.slides[0].shapes.title
    assert title is not None
    assert photo.top >= title.top + title.height
    words = [one for one in deck.slides[0].shapes if one.has_text_frame and one.text_frame.text]
    below = [one for one in words if one is not title and "Photo:" not in one.text_frame.text]
    assert all(one.left + one.width <= photo.left for one in below if one.top > title.top)


def test_placeholders_for_pictures_hold_them(tmp_path: Path) -> None:
    logo = "organisation: {name: Harbour Office, logo: {path: logo.png}}\n"
    deck, _ = tried(tmp_path, slide_templates.pictured(), _PICTURED + logo)
    shown = pictures(deck)
    holder = shown["A quay in the morning"]._element.find(".//{*}ph")
    assert holder is not None
    assert (holder.get("type"), holder.get("idx")) == ("pic", "13")
    assert shown["Harbour Office"].left >= Pt(11.6 * 72) - 1
    wide, high = shown["A quay in the morning"].width, shown["A quay in the morning"].height
    assert wide == pytest.approx(Pt(5 * 72), abs=Pt(2))
    assert high < Pt(1.9 * 72)  # less the line of its credit


def test_what_a_cover_has_no_room_for_is_one_warning(tmp_path: Path) -> None:
    logo = "organisation: {name: Harbour Office, logo: {path: logo.png}}\n"
    deck, said = tried(tmp_path, slide_templates.crowded(), _PICTURED + logo)
    assert not pictures(deck)
    assert said.count("[covers-have-room]") == 1
    assert "the cover in house.potx has no room for the picture and the logos of the brief" in said
    assert "cover.path" in said


def test_the_map_is_in_the_place_of_the_picture_and_dark_grounds_have_a_field_for_logos() -> None:
    for name, is_dark in (("plain", False), ("dark", True)):
        cover = deck_template(Template(slide_templates.GOOD[name]()), {}).theme.deck.cover
        assert cover.map is not None
        assert cover.right is not None
        assert cover.right.holds(cover.map, 0.1)
        assert cover.logo_ground == ("#FFFFFF" if is_dark else None)
