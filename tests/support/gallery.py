"""Make the pictures of docs/gallery.md with LibreOffice and poppler: `python -m tests.support.gallery`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image

import builder
from tests.conftest import ROOT
from tests.support.preview import DESK, render, save, sheet

TEMPLATES = ROOT / "builder" / "brief" / "templates"
FOLDER = ROOT / "docs" / "gallery"
BRIEFS = (
    ROOT / "brief.yaml",
    *(TEMPLATES / f"{name}.yaml" for name in ("decision", "evidence", "full")),
    *sorted(FOLDER.glob("*.yaml")),
)


def built(brief: Path, folder: Path) -> Path:
    """Build a brief, whole, in a folder with its pictures and data; return where the brief is there."""
    for file in brief.parent.iterdir():
        if file == brief or file.suffix in (".png", ".csv"):
            shutil.copy(file, folder)
    unrestricted = "audiences:" in brief.read_text(encoding="utf-8")
    builder.build(folder / brief.name, folder, audience="unrestricted" if unrestricted else None)
    return folder / brief.name


def picture(brief: Path, folder: Path) -> Image.Image:
    """Build a brief in a folder, and return the memo's first two pages, the summary and all slides."""
    built(brief, folder)
    pages = {
        product: render(next(folder.glob(f"*-{product}.*")), dpi, folder)
        for product, dpi in (("memo", 48), ("summary", 48), ("deck", 27))
    }
    papers = sheet([*pages["memo"][:2], *pages["summary"]], 3)
    slides = sheet(pages["deck"], 4)
    whole = Image.new("RGB", (max(papers.width, slides.width), papers.height + slides.height), DESK)
    whole.paste(papers, (0, 0))
    whole.paste(slides, (0, papers.height))
    return whole


if __name__ == "__main__":
    for one in BRIEFS:
        with tempfile.TemporaryDirectory() as name:
            name_of = "sample" if one.parent == ROOT else one.stem
            save(picture(one, Path(name)), FOLDER / f"{name_of}.png")
