"""Decides from a manifest and the files on disk whether a build would change anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from builder.manifest.form import LARGEST, Builder, Edition, File, Manifest, read
from builder.saving.leftovers import is_left

_PACKAGE = Path(__file__).parent.parent
_CODE = (".py", ".json", ".txt", ".yaml", ".icc")  # metrics.json changes with the fonts
_LIBRARIES = (
    *("lxml", "msgspec", "pillow", "python-docx", "python-pptx", "pyyaml"),
    *("rendercv-fonts", "reportlab"),
)
_LARGEST = 100_000_000  # bytes of a file that is still hashed


def is_current(path: Path, out: Path, edition: Edition, wanted: Iterable[str]) -> Manifest | None:
    """Return the manifest in `out` that shows that the products are up to date, or None.

    If there is one, then builder, libraries, brief, pictures, SOURCE_DATE_EPOCH and edition are those of the
    recorded build, and the files have the recorded bytes. None proves nothing: only a build shows it, and
    only the manifest of the whole brief's working copies names the file to compare.
    """
    brief = _digest(path)
    if brief is None or not edition.names_brief or is_left(out):  # what a killed save left, a build restores
        return None
    for file in _manifests(out):
        found = read_file(file)
        if (
            found is not None
            and found.brief is not None
            and file.name == found.edition.manifest_name(found.id)
            and (found.brief.file, found.brief.sha256) == (path.name, brief)
            and not found.brief.params  # else it is of a row
            and found.builder == this_builder()
            and _same_moment(found)
            and _are_there(path, found.brief.inputs)
            and all(has_product(out, found, name) for name in wanted)
        ):
            return found
    return None


def _manifests(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.name.endswith("-manifest.json"))
    except OSError:  # a folder that is missing, or cannot be listed
        return []


def read_file(file: Path) -> Manifest | None:
    """Return the manifest in a file, or None if there is no valid one."""
    try:
        return read(file.read_bytes()) if file.is_file() and file.stat().st_size <= LARGEST else None
    except (OSError, ValueError):
        return None


def has_product(folder: Path, manifest: Manifest, name: str) -> bool:
    """Whether the file of a product has the bytes that the manifest records."""
    one = manifest.product(name)
    return one is not None and _digest(folder / one.file) == one.sha256


@cache
def this_builder() -> Builder:
    """Return what would make the files now."""
    from builder import __version__

    return Builder(version=__version__, code=_code(), libraries=_libraries())


def _code() -> str:
    """Hash the modules and the data of the package: name and bytes of each, in the order of their names."""
    paths: list[str] = []
    folders = [os.fspath(_PACKAGE)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(_CODE):
                    paths.append(entry.path)
                elif entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    start = len(os.path.join(_PACKAGE, ""))  # noqa: PTH118 - quick
    digest = sha256()
    for name, path in sorted((path[start:].replace(os.sep, "/"), path) for path in paths):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            data = file.read()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _libraries() -> tuple[str, ...]:
    """Return name and version of the libraries, from the names of their folders: by far the quickest way."""
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            entries = os.listdir(place or ".")  # noqa: PTH208 - a tenth of the time of paths
        except OSError:
            continue
        for entry in entries:
            stem, _, kind = entry.rpartition(".")
            if kind in ("dist-info", "egg-info"):
                name, _, version = stem.partition("-")
                found.setdefault(name.lower().replace("_", "-"), version.partition("-")[0])
    return tuple(f"{name} {found[name]}" for name in _LIBRARIES if name in found)


def _same_moment(manifest: Manifest) -> bool:
    try:
        return epoch_of(manifest.date) == manifest.epoch
    except ValueError:
        return False


def _are_there(brief: Path, inputs: Iterable[File]) -> bool:
    """Whether the files that went into the products are the same, and still where they may be.

    That is below the brief's folder, or that of a YAML file which the brief names because it extends it.
    """
    try:
        text = brief.read_bytes()
        houses = [
            one.path for one in inputs if one.path.endswith((".yaml", ".yml")) and one.path.encode() in text
        ]
        folders = [brief.parent.resolve(), *((brief.parent / house).resolve().parent for house in houses)]
        paths = ((one, (brief.parent / one.path).resolve()) for one in inputs)
        return all(
            any(path.is_relative_to(folder) for folder in folders) and _digest(path) == one.sha256
            for one, path in paths
        )
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL in the name
        return False


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a regular file, or None if there is none that can be read."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return None


# The years that a zip entry can have; a brief without a date gets the first.
FIRST_EPOCH = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
LAST_EPOCH = int(datetime(2107, 12, 31, tzinfo=UTC).timestamp())


def epoch_of(date: object) -> int:
    """Return the seconds since 1970: those of SOURCE_DATE_EPOCH, else of the brief's date, never now.

    Raises `ValueError` for a SOURCE_DATE_EPOCH that a file cannot contain. See
    https://reproducible-builds.org/specs/source-date-epoch/.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not (
            given.isascii()
            and given.isdigit()
            and len(given) < 12
            and FIRST_EPOCH <= int(given) <= LAST_EPOCH
        ):
            raise ValueError(
                f"SOURCE_DATE_EPOCH is `{given[:40]}`; it must be a Unix timestamp between 1980 and 2107"
            )
        return int(given)
    if date is None:
        return FIRST_EPOCH
    return int(min(max(_first_day(str(date)).timestamp(), FIRST_EPOCH), LAST_EPOCH))


def _first_day(date: str) -> datetime:
    """Return when a date begins: 2031-05-28, 2031-05, 2031-Q2 or 2031."""
    year, part, day = (*date.split("-"), "1", "1")[:3]
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part)
    return datetime(int(year), month, int(day), tzinfo=UTC)
