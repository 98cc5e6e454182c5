"""Make the pictures of docs/gallery.md, docs/compositions.md and docs/themes.md with LibreOffice and poppler.

`python -m tests.support.gallery` draws all; with any argument only those of the latter two.
"""

from __future__ import annotations

import shutil
import sys
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


# What docs/compositions.md shows: a brief of the gallery, a product, and which of its slides or pages.
COMPOSITIONS = {
    "statement": ("swimming", "deck", 10),
    "two-values": ("swimming", "deck", 9),
    "big-number": ("swimming", "deck", 8),
    "chart": ("meals", "deck", 5),
    "options": ("swimming", "deck", 15),
    "navigation": ("swimming", "deck", 6),
    "limits-and-sources": ("swimming", "deck", 17),
    "cover": ("swimming", "deck", 1),
    "one-page": ("meals", "summary", 1),
    "memo": ("swimming", "memo", 3),
}
DPI = {"deck": 60, "memo": 72, "summary": 72}


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


def composed(name: str, folder: Path) -> None:
    """Draw the slides and pages of one brief in docs/compositions.md, each in a file of its own."""
    built(FOLDER / f"{name}.yaml", folder)
    pages = {
        product: render(next(folder.glob(f"*-{product}.*")), dpi, folder) for product, dpi in DPI.items()
    }
    for shown, (brief, product, number) in COMPOSITIONS.items():
        if brief == name:
            save(pages[product][number - 1], ROOT / "docs" / "compositions" / f"{shown}.png")


# What docs/themes.md shows of one brief: the built-in themes, and a brand.
LOOKS = ("theme: default", "theme: sober", "theme: contrast", "brand: _brand.yml")


def looks(folder: Path) -> Image.Image:
    """Draw the one-page summary of a brief in each look, beside each other."""
    text, pages = (FOLDER / "meals.yaml").read_text(encoding="utf-8"), []
    shutil.copy(FOLDER / "_brand.yml", folder)
    for number, look in enumerate(LOOKS):
        file = folder / f"look{number}.yaml"
        file.write_text(f"{text}\n{look}\n", encoding="utf-8")
        (page,) = builder.build(file, folder, only=("summary",)).files
        pages += render(page.path, 42, folder)
    return sheet(pages, len(pages))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        save(looks(Path(made)), ROOT / "assets" / "looks.png")
    for brief in sorted({brief for brief, _, _ in COMPOSITIONS.values()}):
        with tempfile.TemporaryDirectory() as made:
            composed(brief, Path(made))
    for one in BRIEFS if len(sys.argv) == 1 else ():
        with tempfile.TemporaryDirectory() as name:
            name_of = "sample" if one.parent == ROOT else one.stem
            save(picture(one, Path(name)), FOLDER / f"{name_of}.png")
