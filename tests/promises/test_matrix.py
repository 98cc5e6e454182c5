"""Validators find nothing in any of the three files, in every theme and with a brand, in every language."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace

from builder.brief.audiences import for_audience
from builder.brief.load import load_brief
from builder.languages.language import known_tags
from builder.outline.compose import compose
from builder.outline.text import Product
from builder.pipeline.look import built_in, look_of
from builder.pipeline.products import draft
from builder.theme.public import BUILT_IN
from builder.theme.theme import Theme
from tests.conftest import GOOD_BRIEFS, ROOT, Tally
from tests.support.validators import CHECKERS, excused

pytestmark = pytest.mark.campaign
BRIEFS = (*GOOD_BRIEFS, *sorted(ROOT.glob("docs/gallery/*.yaml")), ROOT / "builder/brief/templates/full.yaml")
SUFFIXES = {Product.MEMO: ".docx", Product.DECK: ".pptx", Product.SUMMARY: ".pdf"}
FITTING = 0.7  # of all: the labels of another language or a wider face may take more room than there is


def branded(folder: Path) -> Theme:
    """Return the theme of the brief of the gallery that names a brand file."""
    copytree(ROOT / "docs/gallery", folder)
    brief = folder / "meals.yaml"
    text = brief.read_text(encoding="utf-8")
    brief.write_text(f"{text}\nbrand: _brand.yml\n", encoding="utf-8")
    return look_of(load_brief(brief)).theme


@pytest.mark.parametrize("theme", [*BUILT_IN, "brand"])
def test_validators_find_nothing_in_any_language(tmp_path: Path, tally: Tally, theme: str) -> None:
    look = branded(tmp_path / "gallery") if theme == "brand" else built_in(theme)
    findings, files, tried = [], 0, 0
    for brief in BRIEFS:
        given = load_brief(brief)
        for language in known_tags():
            edition = replace(for_audience(given.brief, None), language=language)
            outline = compose(edition, id="x", build_id="", epoch=0, pictures=given.pictures)
            for product, suffix in SUFFIXES.items():
                data = draft(outline, product, look).data
                tried += 1
                if data:
                    files += 1
                    file = tmp_path / f"{brief.stem}-{language}{suffix}"
                    file.write_bytes(data)
                    findings += [
                        (file.name, found)
                        for checker in CHECKERS[suffix]
                        for found in checker(file)
                        if not excused(found) and "estimate" not in found.message  # of a missing typeface
                    ]
    assert files > FITTING * tried
    tally(f"validators, {theme}", "without a finding", files)
    assert findings == []
