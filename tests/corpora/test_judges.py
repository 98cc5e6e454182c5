"""Two judges check each other: what the pages of a memo or deck do not show is reported from its file too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.audit.pdf.reader import read_shown
from builder.audit.rendered import rendered_problems
from builder.outline.text import Product
from tests.conftest import Tally, needs, run
from tests.corpora.damage import KINDS, Case, NoPlaceError
from tests.corpora.test_damage import case_of, is_reported

BRIEF = "tiny"
ENDINGS = {Product.MEMO: "docx", Product.DECK: "pptx"}


def damaged(case: Case) -> Iterator[tuple[str, bytes]]:
    for name, hurt in KINDS[case.product].items():
        try:
            yield name, hurt(case, lambda among: among[0]).data
        except NoPlaceError:
            continue


@pytest.mark.campaign
@pytest.mark.slow
@pytest.mark.parametrize("product", ENDINGS, ids=lambda product: product.value)
def test_what_the_pages_do_not_show_is_reported_from_the_file(
    product: Product, tmp_path: Path, tally: Tally
) -> None:
    office, case, ending = needs("soffice"), case_of(BRIEF, product), ENDINGS[product]
    files = {"whole": case.data, **dict(damaged(case))}
    paths = {name: tmp_path / f"{number}.{ending}" for number, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    every = list(paths.values())
    for start in range(0, len(every), 40):
        run(
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            *every[start : start + 40],
        )
    missed = []
    for name, path in paths.items():
        shown = path.with_suffix(".pdf")
        if not shown.is_file():  # LibreOffice refuses the file
            continue
        found = rendered_problems(case.outline, product, case.pages, read_shown(shown.read_bytes()))
        if found and not is_reported(case, files[name]):
            missed.append(f"{name}: {found[0].message}")
        assert name != "whole" or not found
        if name != "whole":
            tally("attacks judged by their pages", "reported if seen")
    assert missed == []
