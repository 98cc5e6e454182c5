"""Finds the files of sources, and reads them: regular files below the folder of the brief that names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from builder.brief.files import NotAFile, TooLarge, bytes_of
from builder.brief.load import Loaded
from builder.brief.walk import indexed
from builder.report.problems import Problem, error
from builder.sources.passages import Article, Unread
from builder.sources.reading import read_article

RULE = "source-files-readable"
MOST_BYTES = 20_000_000
_MOST_FILES = 1000  # of a folder in which a similar name is looked for


def open_articles(loaded: Loaded) -> Iterator[Article | Problem]:
    """Yield the article of each source that has a file, or why it cannot be read."""
    for index, source in indexed(loaded.brief.sources):
        if not source.file:
            continue
        at = f"sources[{index}].file"
        try:
            yield _opened(source.id, source.file, folder_of(loaded, at))
        except Unread as wrong:
            yield error(RULE, at, f"`{source.file}` {wrong}", wrong.hint)
        except FileNotFoundError:
            hint = _neighbour(folder_of(loaded, at), source.file)
            yield error(RULE, at, f"there is no file `{source.file}`", hint)


def folder_of(loaded: Loaded, path: str) -> Path:
    """Return the folder of the file that a value is written in: the brief, or what it extends."""
    position = loaded.positions.of(path)
    return Path(position.file).parent if position and position.file else loaded.path.parent


def _opened(source: str, name: str, folder: Path) -> Article:
    hint = "name a file in the brief's folder"
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise Unread("is outside the brief's folder", "copy it into the brief's folder")
        data = bytes_of(path, MOST_BYTES, follow_links=False)
    except FileNotFoundError:
        raise
    except TooLarge as large:
        size = f"has {large.size / 1e6:.0f} MB; the limit is {MOST_BYTES / 1e6:.0f} MB"
        raise Unread(size, "save the pages that are cited") from None
    except (IsADirectoryError, NotAFile):
        raise Unread("is not a file", hint) from None
    except (OSError, RuntimeError, ValueError) as wrong:  # no rights, links in a circle, a NUL in the name
        reason = getattr(wrong, "strerror", None) or "its name is not valid"
        raise Unread(f"cannot be read: {reason}", hint) from None
    return read_article(source, name, (folder / name).as_posix(), data)


def _neighbour(folder: Path, name: str) -> str:
    """Name the file that was probably meant, else where files are looked for."""
    names: list[str] = []
    with suppress(OSError, ValueError):
        names = [file.name for file in islice((folder / name).parent.iterdir(), _MOST_FILES)]
    near = get_close_matches(Path(name).name, names, n=1)
    if near:
        return f"did you mean `{(Path(name).parent / near[0]).as_posix()}`?"
    return "paths are relative to the brief's folder; without the file, delete `file` or name it in `note`"
