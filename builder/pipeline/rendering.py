"""Lets LibreOffice show finished memos and decks on pages, as PDF."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from builder.outline.text import Product
from builder.report.problems import BriefError, Problem, Severity

RULE = "rendered-words-match"
PAGED: Mapping[Product, str] = {Product.MEMO: "memo.docx", Product.DECK: "deck.pptx"}
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
)
_SECONDS = 180  # the first start of a new profile takes ten


def office() -> str | None:
    """Return where LibreOffice is installed, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _ELSEWHERE if Path(path).is_file()), None)


def render(files: Mapping[Product, bytes], profile: Path | None = None) -> dict[Product, bytes]:
    """Return each file as PDF; `BriefError` where LibreOffice is missing or cannot show one in time.

    It runs with a profile of its own, so that an open window of it does not matter: a new one, which takes
    long, or one that was used before.
    """
    program = office()
    if program is None:
        _fail("LibreOffice is not installed", "install it, or audit without --rendered")
    with TemporaryDirectory(prefix="brief-") as name:
        folder = Path(name)
        for product, data in files.items():
            (folder / PAGED[product]).write_bytes(data)
        try:
            convert(program, folder, "pdf", [folder / PAGED[product] for product in files], profile)
        except subprocess.TimeoutExpired:
            _fail(f"LibreOffice did not show the files within {_SECONDS} seconds", "audit without --rendered")
        except OSError as error:
            _fail(
                f"LibreOffice cannot be started: {(error.strerror or str(error)).lower()}", "install it again"
            )
        shown = {product: (folder / PAGED[product]).with_suffix(".pdf") for product in files}
        for product, path in shown.items():
            if not path.is_file():
                _fail(f"LibreOffice cannot show the {product.value}", "audit without --rendered")
        return {product: path.read_bytes() for product, path in shown.items()}


def convert(
    program: str, folder: Path, kind: str, files: Iterable[Path], profile: Path | None = None
) -> None:
    """Let LibreOffice save files as another kind in a folder, with a new profile or one used before."""
    own = f"-env:UserInstallation={(profile or folder / 'profile').as_uri()}"
    command = [program, own, "--headless", "--norestore", "--convert-to", kind, "--outdir", str(folder)]
    command += map(str, files)
    subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)


def _fail(message: str, hint: str) -> NoReturn:
    raise BriefError([Problem(RULE, Severity.ERROR, "", message, hint)])
