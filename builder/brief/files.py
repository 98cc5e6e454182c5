"""Finds briefs, names their files, and reads the bytes of regular files, no more than are allowed."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from contextlib import suppress
from itertools import islice
from pathlib import Path

from builder.brief import PRODUCTS

_SUFFIXES = (".yaml", ".yml")
USUAL = tuple(f"brief{suffix}" for suffix in _SUFFIXES)
_MOST_FILES = 1000  # of a folder that are looked at
# As names are spelt in passports (ICAO Doc 9303, part 3, section 6), where that is not what ASCII suggests.
_IN_PASSPORTS = str.maketrans({"ä": "ae", "å": "aa", "ö": "oe", "ø": "oe", "ü": "ue"})

# Opening a pipe waits for nobody, and no terminal takes control.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK")
)
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def find_brief(path: Path) -> Path:
    """Return the brief that a path means: itself, the same with another ending, or the one of a folder.

    The brief of a folder is `brief.yaml` or `brief.yml`, else its only YAML file. If there is none, the path
    is returned as it is.
    """
    with suppress(OSError, ValueError):  # no rights in the folder, a name too long: reported when it is read
        if path.is_dir():
            return _brief_in(path) or path
        if path.exists():
            return path
        beside = (path.with_name(path.stem + suffix) for suffix in _SUFFIXES if path.stem)
        found = next((each for each in beside if each.is_file()), None)
        return found or (_brief_in(path.parent) if path.name in USUAL else None) or path
    return path


def _brief_in(folder: Path) -> Path | None:
    usual = next((folder / name for name in USUAL if (folder / name).is_file()), None)
    files = yaml_files(folder)
    return usual or (files[0] if len(files) == 1 else None)


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder by their names, without hidden ones; none if it cannot be listed."""
    with suppress(OSError, ValueError):
        files = [file for file in islice(folder.iterdir(), _MOST_FILES) if file.suffix in _SUFFIXES]
        return sorted(file for file in files if not file.name.startswith("."))
    return []


def finished_in(folder: Path) -> list[Path]:
    """Return the memos, decks and one-pages in a folder that has no brief, memos first."""
    if not folder.is_dir() or _brief_in(folder) is not None:
        return []
    names = [f"*-{product}.{ending}" for product, ending in PRODUCTS.items()]
    return [file for name in names for file in sorted(folder.glob(name))]


def is_file(path: Path) -> bool:
    """Return whether a regular file is at a path; at a name that no file can have there is none."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def slug(name: str) -> str:
    """Return a name in the letters of file names: `Bericht Köln.v2` becomes `bericht-koeln-v2`."""
    name = unicodedata.normalize("NFC", name).lower()
    if not name.isascii():
        from anyascii import anyascii

        name = anyascii(name.translate(_IN_PASSPORTS)).lower()
    return re.sub(r"[^a-z0-9_-]+", "-", name).strip("-_")[:40].rstrip("-_")


class NotAFile(Exception):
    """What is at the path is a pipe, a socket or a device."""


class TooLarge(Exception):
    """The file has more bytes than are allowed; `size` says how many, at least."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(size)


def bytes_of(path: Path, most: int, *, follow_links: bool = True) -> bytes:
    """Return the bytes of the file at `path`, which must not have more than `most` of them.

    What is examined is what is read: the file is opened once, and may neither grow in between nor turn into
    something else. Raises `IsADirectoryError`, `NotAFile`, `TooLarge` or another `OSError`.
    """
    _examine(path.stat(follow_symlinks=follow_links), path)  # only to open a device can make it do something
    descriptor = os.open(path, _FLAGS if follow_links else _FLAGS | _NO_LINK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - what is open has no path any more
        status = os.fstat(descriptor)
        _examine(status, path)
        if status.st_size > most:
            raise TooLarge(status.st_size)
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLarge(len(data))
    return data


def _examine(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(str(path))
