"""Reads a file, and returns the first draft of a brief."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import is_zipfile

from msgspec import Struct

from builder.brief.files import NotAFile, TooLarge, bytes_of
from builder.brief.yaml.drafts import MARK
from builder.draft.drafting import draft_of
from builder.draft.reading import read_manuscript
from builder.draft.words import runs_from_right
from builder.draft.writing import texts_of, written
from builder.pipeline.rendering import convert, office
from builder.report.printable import counted
from builder.report.problems import BriefError, Problem, Severity
from builder.sources.files import MOST_BYTES
from builder.sources.passages import Unread
from builder.sources.reading import READABLE

RULE = "articles-readable"
_OPEN = {".odt": ".docx", ".odp": ".pptx"}
_INTRO = (
    "A first draft, made of the sentences of one article without any model: nothing is added or judged.",
    f"A program made every text with the mark `{MARK}`. Read it, write it in your own words, and delete the",
    "mark. `brief check` counts the marks that are left; with `status: final` there must be none.",
    "Then compare the brief with the article: brief check --sources --coverage",
)


class Draft(Struct, frozen=True):
    """The YAML of a first draft, and how many arguments it has from how many passages.

    `files` are by their paths from the brief's folder; `is_source` says whether `brief check --sources` can
    compare the draft with what it was made from, `left_out` what of it is not in the draft.
    """

    text: str
    arguments: int
    passages: str  # counted: 2 pages
    files: Mapping[str, bytes] = {}
    is_source: bool = True
    left_out: tuple[str, ...] = ()


def import_article(path: Path, folder: Path, tag: str | None = None) -> Draft:
    """Return the first draft of a brief in a folder from the article at `path`.

    Raises `BriefError` if the file cannot be read.
    """
    data = _bytes(path)
    name = _inside(path, folder)
    if path.suffix.lower() in _OPEN:
        data, name, kept = _converted(path, data), None, f"{path.stem}{_OPEN[path.suffix.lower()]}"
    else:
        kept = path.name
    known = sorted({*READABLE.split(", "), *_OPEN, *_OPEN.values()})
    if Path(kept).suffix.lower() not in known:
        message = "it is of a type that cannot be imported"
        raise _refused(path, message, f"save it as one of: {', '.join(known)}")
    copied = {} if name else {f"sources/{kept}": data}
    try:
        found = read_manuscript(name or f"sources/{kept}", data, tag)
    except Unread as wrong:
        raise _refused(path, f"it {wrong}", wrong.hint) from wrong
    units = [unit for chapter in found.chapters for unit in chapter.units]
    passages = {at for unit in units for at in (unit.first, *(said.at for said in unit.said))}
    brief, pictures, others = draft_of(found)
    if any(map(runs_from_right, texts_of(brief))):
        message = "it has text that runs from right to left, which cannot be set yet"
        raise _refused(path, message, "import a translation of it")
    files = {**(copied if found.is_source else {}), **pictures}
    left_out = tuple(counted(number, what) for what, number in others.items())
    read = counted(len(passages), found.unit)
    return Draft(written(brief, _INTRO), len(units), read, files, found.is_source, left_out)


def _converted(path: Path, data: bytes) -> bytes:
    """Return an OpenDocument file as LibreOffice saves it for Word or PowerPoint."""
    program = office()
    kind = _OPEN[path.suffix.lower()]
    if not is_zipfile(BytesIO(data)):
        raise _refused(path, "it is not an OpenDocument file", "is it the right file?")
    if program is None:
        message, hint = "it is read with LibreOffice, which is not installed", "save it as"
        raise _refused(path, message, f"{hint} {kind[1:].upper()}, or install LibreOffice")
    with TemporaryDirectory(prefix="brief-") as name:
        given = Path(name) / f"article{path.suffix.lower()}"
        given.write_bytes(data)
        with suppress(OSError, subprocess.TimeoutExpired):
            convert(program, Path(name), kind[1:], [given])
            return given.with_suffix(kind).read_bytes()
    raise _refused(path, "LibreOffice cannot read it", f"save it as {kind[1:].upper()}")


def _inside(path: Path, folder: Path) -> str | None:
    """Return the path of a file from a folder, None if it is not in it."""
    with suppress(OSError, RuntimeError, ValueError):
        whole, root = path.resolve(), folder.resolve()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None
    return None


def _bytes(path: Path) -> bytes:
    hint = "name an article: text, Markdown, HTML, Word, PowerPoint, OpenDocument or PDF"
    try:
        data = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        if path.parts[0].lower() in ("http:", "https:"):
            message = "it is an address, and no network is used"
            raise _refused(path, message, "save the page in a file, and import that") from None
        raise _refused(path, "there is no such file", hint) from None
    except TooLarge as large:
        size = f"it has {large.size / 1e6:.0f} MB; the limit is {MOST_BYTES / 1e6:.0f} MB"
        raise _refused(path, size, "save the chapter that the brief is about") from None
    except (IsADirectoryError, NotAFile):
        raise _refused(path, "it is not a file", hint) from None
    except (OSError, RuntimeError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or "its name is not valid"
        raise _refused(path, f"it cannot be read: {reason}", hint) from None
    if not data.strip():
        raise _refused(path, "it is empty", hint)
    return data


def _refused(path: Path, message: str, hint: str) -> BriefError:
    name = re.sub("^(https?):/(?=[^/])", r"\1://", path.as_posix())  # a path has no two slashes in a row
    return BriefError([Problem(RULE, Severity.ERROR, "", message, hint, None, name)])
