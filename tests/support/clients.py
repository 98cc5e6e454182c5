"""What other programs read in the three files of two briefs (`make clients`): a table each.

A row is a program and a file; each cell says whether the program conveys all of one kind: the words, their
order, the headings … “–” is what it does not convey in any file. What it loses by a fault of its own is named
under the table; anything else that is lost is ours, and ends the command with exit code 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lxml import html

from builder.layout.pages import Group, Pages, PictureBox, Plot, TableBox, walk
from builder.layout.pages import paragraphs as set_in
from builder.outline.blocks import Outline
from builder.outline.reading import leads, paragraphs, reading
from builder.outline.reading.flow import Drawing, Grid, Image, Plotted
from builder.outline.reading.furniture import FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.outline.text import Product, Text, texts
from tests.conftest import ROOT, build_files
from tests.support.finished import laid_out, outline_of

BRIEFS = (
    ROOT / "brief.yaml",
    ROOT / "docs" / "gallery" / "swimming.yaml",
)  # the second has charts and a QR code
ASPECTS = ("words", "order", "headings", "tables", "charts", "alt text", "notes")


class Read(NamedTuple):
    """What a program conveys of a file, None what it never does; a heading, alternative or note each."""

    words: str
    headings: list[str] | None = None
    tables: int | None = None
    alts: list[str] | None = None
    notes: list[str] | None = None


Client = Callable[[Path], Read]


# Programs


def mammoth(path: Path) -> Read:
    import mammoth

    with path.open("rb") as file:
        return _html(mammoth.convert_to_html(file).value)


def pandoc(path: Path) -> Read:
    import pypandoc

    return _html(pypandoc.convert_file(path, "html", extra_args=["--wrap=none", "--standalone"]))


def markitdown(path: Path) -> Read:
    from markitdown import MarkItDown

    text = MarkItDown().convert(path, keep_data_uris=False).markdown
    if path.suffix == ".pdf":
        return Read(text)
    said, notes = [], []
    for slide in re.split(r"<!-- Slide number: \d+ -->", text):
        words, _, note = slide.partition("### Notes:")
        said.append(words)
        notes.append(note)
    return Read(
        re.sub(r"!\[[^\]]*\]\([^)]*\)|^\|(?: --- \|)+$", "", "".join(said), flags=re.M),
        re.findall(r"^#+ (.*)$", text, re.M),
        len(re.findall(r"^\|(?: --- \|)+$", text, re.M)),
        re.findall(r"!\[([^\]]*)\]", text),
        notes if path.suffix == ".pptx" else None,
    )


def docx2python(path: Path) -> Read:
    from docx2python import docx2python

    with docx2python(path, html=True) as file:
        text = file.text
    alts = r"----Image alt text---->([^<]*)<"
    return Read(
        re.sub(r"</?\w[^>]*>", "", re.sub(alts, "", text)),
        re.findall(r"<h\d>(.*?)</h\d>", text),
        alts=re.findall(alts, text),
    )


def pypdf(path: Path) -> Read:
    from pypdf import PdfReader

    return Read("\n".join(page.extract_text() for page in PdfReader(path).pages))


def pdfminer(path: Path) -> Read:
    from pdfminer.high_level import extract_text

    return Read(extract_text(path))


def poppler(path: Path) -> Read:
    """The words as they are painted, headings and tables as they are tagged."""
    tree, headings, inside = _run("pdfinfo", "-struct-text", path), [""], False
    for line in map(str.strip, tree.splitlines()):
        if line.startswith('"'):
            headings[-1] += line[1:-1] if inside else ""
        elif not line.startswith("/") and "(inline)" not in line:
            inside = re.match(r"H\d ", line) is not None
            headings.append("")
    tables = len(re.findall(r"^ *Table", tree, re.M))
    return Read(_run("pdftotext", "-raw", path, "-"), [head for head in headings if head], tables)


def mupdf(path: Path) -> Read:
    return Read(_run("mutool", "draw", "-q", "-F", "txt", path))


def ghostscript(path: Path) -> Read:
    return Read(_run("gs", "-q", "-dNOSAFER", "-sDEVICE=txtwrite", "-o", "-", path))


def abiword(path: Path) -> Read:
    return _html(_run("abiword", "--to=html", "--to-name=fd://1", path))


def libreoffice(path: Path) -> Read:
    """What can be seen in its PDF file, with the structure that it tags."""
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        form = "pdf:" + ("writer" if path.suffix == ".docx" else "impress") + "_pdf_Export"
        options = ':{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
        _run("soffice", profile, "--headless", "--convert-to", form + options, "--outdir", folder, path)
        (made,) = Path(folder).glob("*.pdf")
        return poppler(made)


def _html(text: str) -> Read:
    root = html.fromstring(f"<div>{text}</div>")
    alts = [image.get("alt") or "" for image in root.iter("img")]
    headings = [each.text_content() for each in root.iter(*(f"h{level}" for level in range(1, 7)))]
    notes = [each.text_content() for each in root.iter("div") if "notes" in (each.get("class") or "")]
    tables = sum(1 for _ in root.iter("table"))
    return Read("\n".join(root.itertext()), headings, tables, alts, notes or None)


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    return done.stdout.decode(errors="replace")


MEMO, DECK, SUMMARY = Product.MEMO, Product.DECK, Product.SUMMARY
# Name, the module or command that it needs, and the files that it reads.
CLIENTS: dict[str, tuple[str, Client, tuple[Product, ...]]] = {
    "pandoc": ("pypandoc", pandoc, (MEMO, DECK)),
    "mammoth": ("mammoth", mammoth, (MEMO,)),
    "markitdown": ("markitdown", markitdown, (MEMO, DECK, SUMMARY)),
    "docx2python": ("docx2python", docx2python, (MEMO,)),
    "AbiWord": ("abiword", abiword, (MEMO,)),
    "LibreOffice": ("soffice", libreoffice, (MEMO, DECK)),
    "pypdf": ("pypdf", pypdf, (SUMMARY,)),
    "pdfminer.six": ("pdfminer", pdfminer, (SUMMARY,)),
    "poppler": ("pdfinfo", poppler, (SUMMARY,)),
    "mupdf": ("mutool", mupdf, (SUMMARY,)),
    "Ghostscript": ("gs", ghostscript, (SUMMARY,)),
}
_COLUMNS = "it reads across the columns"
_CHARTS = "it does not read native charts, whose alternatives say their numbers"
FAULTS: dict[tuple[str, Product, str], str] = {
    ("pandoc", DECK, "words"): "it does not read groups of shapes, here the map",
    ("pandoc", DECK, "alt text"): "it does not read groups of shapes, here the map",
    ("markitdown", DECK, "alt text"): "it reads the alternatives of pictures only, not of groups",
    ("pandoc", MEMO, "charts"): _CHARTS,
    ("pandoc", DECK, "charts"): _CHARTS,
    ("mammoth", MEMO, "charts"): _CHARTS,
    ("markitdown", MEMO, "charts"): _CHARTS,
    ("docx2python", MEMO, "charts"): _CHARTS,
    ("markitdown", DECK, "order"): "it reads the shapes of a slide by their place, not in their order",
    ("markitdown", SUMMARY, "words"): _COLUMNS,
    ("pdfminer.six", SUMMARY, "words"): _COLUMNS,
    ("LibreOffice", DECK, "headings"): "it does not tag the titles of slides",
    ("markitdown", SUMMARY, "order"): _COLUMNS,
    ("pdfminer.six", SUMMARY, "order"): _COLUMNS,
    ("Ghostscript", SUMMARY, "words"): _COLUMNS,
    ("Ghostscript", SUMMARY, "order"): _COLUMNS,
}


def is_installed(name: str) -> bool:
    needed = CLIENTS[name][0]
    return find_spec(needed) is not None or shutil.which(needed) is not None


# Comparison


def lost(
    read: Read, outline: Outline, product: Product, pages: Pages | None
) -> Iterator[tuple[str, str | None]]:
    """Yield every aspect with the first thing that is lost: "" for nothing, None if it is never conveyed."""
    words = _letters(read.words)
    yield "words", _missing(words, _texts(outline, pages, pictured=bool(read.alts)))
    yield "order", _disorder(words, outline, product)
    yield "headings", _in_each(read.headings, _headings(outline, pages))
    expected = _tables(outline, pages)
    yield (
        "tables",
        (
            None
            if read.tables is None or not expected
            else ""
            if read.tables == expected
            else f"{read.tables} of {expected}"
        ),
    )
    drawn = _charted(outline, pages)
    yield "charts", _missing(words, [text.plain for text in drawn]) if drawn else None
    yield "alt text", _in_each(read.alts, _alts(outline, pages))
    notes = [_notes for page in (pages.pages if pages else ()) for _notes in page.notes]
    said = ["".join(piece.text.plain if piece.text else piece.separator for piece in note) for note in notes]
    yield "notes", _in_each(read.notes, said) if product is DECK else None


def _letters(text: str) -> str:
    """Return letters and digits: programs differ in spaces, quotes, hyphens and ligatures."""
    import unicodedata

    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _missing(words: str, texts: list[str]) -> str:
    return next((text for text in texts if _letters(text) not in words), "")


def _in_each(found: list[str] | None, texts: list[str]) -> str | None:
    return None if found is None or not texts else _missing(_letters("\n".join(found)), texts)


def _disorder(words: str, outline: Outline, product: Product) -> str:
    """Return the first leading text that does not follow the one before it."""
    required = {text.slot for text in reading(outline, product)}
    at = 0
    for text in leads(outline):
        if text.slot in required:
            place = words.find(_letters(text.plain), at)
            if place < 0:
                return text.plain
            at = place
    return ""


def _texts(outline: Outline, pages: Pages | None, *, pictured: bool) -> list[str]:
    """Return the texts of a file; those of the memo's map need not be read where it is shown as a picture."""
    if pages is None:
        drawn = next((item.block for item in flow(outline) if isinstance(item, Drawing)), None)
        inside = {text.slot for text in texts(drawn.columns)} if drawn and pictured else set()
        inside |= {text.slot for text in _charted(outline, pages)}
        return [text.plain for text in reading(outline, MEMO) if text.slot not in inside]
    items = (item for page in pages.pages for item in walk(page.items))
    pieces = (piece for item in items for paragraph in set_in(item) for piece in paragraph.pieces)
    return [piece.text.plain for piece in pieces if piece.text]


def _charted(outline: Outline, pages: Pages | None) -> list[Text]:
    """Return the texts inside native charts."""
    if pages is None:
        drawn = [item for item in flow(outline) if isinstance(item, Plotted)]
        return [text for item in drawn for panel in item.panels for text in item.block.words(panel)]
    items = (item for page in pages.pages for item in walk(page.items))
    return [text for item in items if isinstance(item, Plot) for text in item.words]


def _headings(outline: Outline, pages: Pages | None) -> list[str]:
    if pages is not None:
        return [page.title for page in pages.pages]
    return [
        "".join(text.plain for text in para.texts)
        for para in paragraphs(outline)
        if para.style in ("heading 1", "heading 2")
    ]


def _tables(outline: Outline, pages: Pages | None) -> int:
    if pages is None:
        return sum(isinstance(item, Grid) for item in flow(outline))
    return sum(isinstance(item, TableBox) for page in pages.pages for item in walk(page.items))


def _alts(outline: Outline, pages: Pages | None) -> list[str]:
    if pages is None:
        items = (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline))
        images = (item for item in items if isinstance(item, Image))
        return [one.alt for image in images for one in image.pictures] + [
            item.block.alt.plain for item in items if isinstance(item, Drawing)
        ]
    placed = [item for page in pages.pages for item in walk(page.items)]
    return [item.picture.alt for item in placed if isinstance(item, PictureBox)] + [
        item.alt.plain for item in placed if isinstance(item, Group) and item.alt
    ]


class Files(NamedTuple):
    """The finished files of a brief, and what they were made from."""

    outline: Outline
    paths: dict[Product, Path]
    pages: dict[Product, Pages | None]


def files_of(brief: Path, folder: Path) -> Files:
    built = build_files(brief, folder)
    return Files(
        outline_of(brief),
        {MEMO: built.memo, DECK: built.deck, SUMMARY: built.summary},
        {MEMO: None, DECK: laid_out(brief, DECK), SUMMARY: laid_out(brief, SUMMARY)},
    )


def lost_by(name: str, product: Product, files: Files) -> dict[str, str | None]:
    """Return what a program loses of a file, by aspect."""
    read = CLIENTS[name][1](files.paths[product])
    return dict(lost(read, files.outline, product, files.pages[product]))


def pairs() -> Iterator[tuple[str, Product]]:
    return ((name, product) for name, (_, _, products) in CLIENTS.items() for product in products)


def report(files: Files) -> tuple[str, bool]:
    """Return the table, and whether anything is lost that no program is known to lose by its own fault."""
    lines = [f"{'':14}{'':9}" + "".join(f"{aspect:11}" for aspect in ASPECTS)]
    notes: list[str] = []
    for name, product in pairs():
        if not is_installed(name):
            continue
        cells = []
        for aspect, what in lost_by(name, product, files).items():
            fault = FAULTS.get((name, product, aspect))
            cells.append("–" if what is None else "yes" if not what else "own fault" if fault else "LOST")
            if what:
                notes.append(f"{cells[-1]}: {name}, {product.value}, {aspect}: {fault or what}")
        lines.append(f"{name:14}{product.value:9}" + "".join(f"{cell:11}" for cell in cells))
    absent = ", ".join(name for name in CLIENTS if not is_installed(name))
    lines += ["", *sorted(notes), *([f"not installed: {absent}"] if absent else [])]
    return "\n".join(lines) + "\n", any(line.startswith("LOST") for line in notes)


def main() -> int:
    lost = False
    for brief in BRIEFS:
        with TemporaryDirectory() as folder:
            text, failed = report(files_of(brief, Path(folder)))
        sys.stdout.write(f"{brief.name}\n\n{text}\n")
        lost |= failed
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
