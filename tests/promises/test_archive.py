"""veraPDF finds nothing in a summary: PDF/UA-1, PDF/A-2a and PDF/A-2u, in every theme, language and paper."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import get_args

import pikepdf
import pytest
from msgspec.structs import replace

from builder.brief.audiences import for_audience
from builder.brief.load import load_brief
from builder.brief.model import Page
from builder.languages.language import known_tags
from builder.outline.compose import compose
from builder.outline.text import Product
from builder.pipeline.look import built_in
from builder.pipeline.products import draft
from builder.theme.public import BUILT_IN
from tests.conftest import GOOD_BRIEFS, ROOT, Tally
from tests.support.finished import finish
from tests.support.outlines import sample
from tests.support.verapdf import PROFILES, jar, verapdf

pytestmark = [pytest.mark.campaign, pytest.mark.skipif(jar() is None, reason="needs the extra `archive`")]
BRIEFS = (*GOOD_BRIEFS, *sorted(ROOT.glob("docs/gallery/*.yaml")), ROOT / "builder/brief/templates/full.yaml")
FITTING = 0.8  # of all: the labels of another language may take more room than a full page has


def test_every_summary_conforms(tmp_path: Path, tally: Tally) -> None:
    files, tried = [], 0
    for path in BRIEFS:
        given = load_brief(path)
        edition = for_audience(given.brief, None)
        for theme, page, language in product(BUILT_IN, get_args(Page), known_tags()):
            brief = replace(edition, page=page, language=language)
            outline = compose(brief, id="x", build_id="", epoch=0, pictures=given.pictures)
            data = draft(outline, Product.SUMMARY, built_in(theme)).data
            tried += 1
            if data:
                file = tmp_path / f"{path.stem}-{theme}-{page}-{language}.pdf"
                file.write_bytes(data)
                files.append(file)
    assert len(files) > FITTING * tried
    found = list(verapdf(files))
    for profile in PROFILES:
        tally(f"veraPDF, {profile}", "without a finding", sum(one == profile for one, _, _ in found))
    assert [one for _, _, findings in found for one in findings] == []


def test_verapdf_finds_what_is_wrong(tmp_path: Path) -> None:
    """A checker that is called wrongly finds nothing."""
    made = finish(sample(), Product.SUMMARY)
    assert made is not None
    file = tmp_path / "faulty.pdf"
    file.write_bytes(made[1][Product.SUMMARY])
    with pikepdf.open(file, allow_overwriting_input=True) as document:
        del document.Root.OutputIntents
        del document.Root.Lang
        document.save(file)
    found = {profile: {one.rule for one in findings} for profile, _, findings in verapdf([file])}
    assert "7.2-33" in found["PDFUA-1"]
    assert "6.2.4.3-2" in found["PDFA-2A"] & found["PDFA-2U"]
