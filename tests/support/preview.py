"""Turn the three finished files into pictures: the memo's pages side by side, the slides, the page.

`python -m tests.support.preview output assets` wants LibreOffice (`soffice`) and poppler (`pdftoppm`).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

PAPER, DESK, EDGE, GAP = "white", "#e9ecef", "#c5cad0", 24
SIZE_LIMIT = 400_000


def render(file: Path, dpi: int, folder: Path) -> list[Image.Image]:
    """Return the pages of an Office or PDF file as pictures of `dpi` dots per inch."""
    pdf = file if file.suffix == ".pdf" else folder / f"{file.stem}.pdf"
    if pdf != file:
        profile = (folder / "profile").as_uri()
        options = (f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf")
        subprocess.run(["soffice", *options, "--outdir", folder, file], check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", pdf, folder / file.stem], check=True)
    return [Image.open(page).convert("RGB") for page in sorted(folder.glob(f"{file.stem}-*.png"))]


def sheet(pages: list[Image.Image], columns: int) -> Image.Image:
    """Lay pages of one size on a desk, row by row."""
    framed = [ImageOps.expand(page, border=1, fill=EDGE) for page in pages]
    width, height = framed[0].width + GAP, framed[0].height + GAP
    rows = -(-len(framed) // columns)
    desk = Image.new("RGB", (columns * width + GAP, rows * height + GAP), DESK)
    for number, page in enumerate(framed):
        row, column = divmod(number, columns)
        desk.paste(page, (GAP + column * width, GAP + row * height))
    return desk


def save(picture: Image.Image, path: Path) -> None:
    """Write a PNG of at most 128 colours, which flat pages do not miss; refuse one too heavy for a README."""
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > SIZE_LIMIT:
        sys.exit(f"{path} has {path.stat().st_size} bytes, more than {SIZE_LIMIT}")


def main(files: Path, pictures: Path) -> None:
    """Write memo.png, deck.png and summary.png into `pictures` from the one build in `files`."""
    for product, pattern, dpi, columns in (
        ("memo", "*-memo.docx", 64, 4),
        ("deck", "*-deck.pptx", 32, 4),
        ("summary", "*-summary.pdf", 110, 1),
    ):
        (file,) = files.glob(pattern)
        with tempfile.TemporaryDirectory() as folder:
            pages = render(file, dpi, Path(folder))
        save(sheet(pages, min(columns, len(pages))), pictures / f"{product}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
