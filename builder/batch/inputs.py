"""Takes the files that a brief names to another machine: as bytes, and as files below a folder there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.batch.plan import Job
from builder.batch.row import Done, Shared
from builder.brief.params.fill import PARAM, declared

_LONGEST = 300  # characters of the name of a file
_NESTED = (".yaml", ".yml", ".json", ".sql")  # files that may name others, such as the logo of a brand


class Packed(Struct, frozen=True):
    """A brief with the files that it names: `brief` and the keys of `files` are paths below one folder."""

    shared: Shared
    brief: str
    files: dict[str, bytes]


def packed(shared: Shared, jobs: Sequence[Job], built: Sequence[Done]) -> Packed:
    """Return a brief with each file below its folder that its texts name in a row, and what it was built of.

    A text may name any file. So one in another folder is taken only if it was read for a row that is `built`.
    """
    path = Path(os.path.abspath(shared.opened.path))  # noqa: PTH100 - links stay as they are
    found = {path: shared.opened.data}
    read = {name for done in built for name, _ in done.inputs}
    values = shared.opened.reading.values or {}
    usual = {param.name: param.default for _, param in declared(values) if param.default is not None}
    rows = [usual | given for job in jobs for given in (job.given, *job.others)]
    read |= {shared.opened.house.name} if shared.opened.house else set()
    _add(found, path.parent, read, anywhere=True)
    _add(found, path.parent, {name for text in _texts(values) for name in _in_rows(text, rows)})
    top = Path(os.path.commonpath([file.parent for file in found]))
    files = {file.relative_to(top).as_posix(): data for file, data in found.items()}
    return Packed(shared, path.relative_to(top).as_posix(), files)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _in_rows(text: str, rows: Sequence[Mapping[str, str]]) -> set[str]:
    """Return what a text may name: itself, or what each row makes of it."""
    if not re.search(PARAM, text):
        return {text}
    return {_in_row(text, row) for row in rows}


def _in_row(text: str, row: Mapping[str, str]) -> str:
    return re.sub(PARAM, lambda found: row.get(found["name"].lower(), ""), text)


def _add(found: dict[Path, bytes], folder: Path, names: set[str], *, anywhere: bool = False) -> None:
    """Add files of these names below a folder, or `anywhere`, and those that they name in turn."""
    for name in sorted(names):
        if not name or len(name) > _LONGEST or "\n" in name or "\0" in name or Path(name).is_absolute():
            continue
        path = Path(os.path.normpath(folder / name))
        inside = anywhere or path.resolve().is_relative_to(folder.resolve())
        if path in found or not inside or not path.is_file():
            continue
        found[path] = data = path.read_bytes()
        if path.suffix in _NESTED:
            text = data.decode("utf-8", "replace")
            _add(found, path.parent, set(re.findall(r"[\w./ -]+\.\w+", text)) | set(text.split()))


def unpacked(packed: Packed, folder: Path) -> Shared:
    """Write the files into a folder; return what rows share there."""
    for name, data in packed.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    opened = replace(packed.shared.opened, path=folder / packed.brief)
    return replace(packed.shared, opened=opened)


def at_home(done: Done, there: Path, here: Path) -> Done:
    """Return what came of a row, with the paths of another machine in its problems."""
    pairs = (
        (there.as_posix(), here.as_posix()),
        (f"{there.parent.as_posix()}/", "" if here.parent == Path() else f"{here.parent.as_posix()}/"),
    )

    def home(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    problems = tuple(
        replace(one, message=home(one.message), file=home(one.file) if one.file else one.file)
        for one in done.problems
    )
    return replace(done, problems=problems)
