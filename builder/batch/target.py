"""Where the files of a batch go: one small interface, and the folder on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from os.path import normpath
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from builder.saving.os_errors import about

LOG = "batch-progress.jsonl"


class Target(Protocol):
    """A place for folders of files, one for each row; it can be sent to another process.

    Everything that cannot be written or read raises `BriefError`; what is not there does not.
    """

    def save(self, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write all files into a folder, or none; return the names under which edited files were kept."""
        ...

    def holds(self, folder: str, files: Mapping[str, str]) -> bool:
        """Return whether a folder has all files with these SHA-256."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a file, given by its path, or None if it is not there."""
        ...

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files that are about all rows."""
        ...

    def log(self) -> AbstractContextManager[Callable[[bytes], None]]:
        """Return what remembers a line for each row that is done, so that a killed run can be resumed."""
        ...

    def logged(self) -> bytes:
        """Return the lines of runs that did not come to their end."""
        ...

    def forget(self) -> None:
        """Delete these lines: all files about all rows are written."""
        ...

    def shown(self, name: str) -> str:
        """Return the place of a file as people write it."""
        ...


def target_of(place: str) -> Target:
    """Return the folder or the storage that `--out` names; raises `BriefError`."""
    if "://" not in place:
        return Folder(Path(place))
    if place.startswith("file://"):
        return Folder(Path(unquote(urlsplit(place).path)))
    from builder.batch.remote import remote

    return remote(place)


class Folder(Struct, frozen=True):
    """A folder on this machine."""

    path: Path

    def save(self, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write all files into a folder, or none, even through a crash; keep a copy of an edited one."""
        from builder.manifest.current import read_file
        from builder.pipeline.building import edited
        from builder.saving.save import recover, save_all

        place = self.path / folder
        recover(place)
        targets = {place / name: data for name, data in files.items()}
        manifests = [
            target for target in targets if target.name.endswith("-manifest.json")
        ]  # a release has none
        kept = {copy: data for one in manifests for copy, data in edited(read_file(one), targets).items()}
        save_all({**kept, **targets})
        return tuple(copy.name for copy in kept)

    def holds(self, folder: str, files: Mapping[str, str]) -> bool:
        """Return whether a folder has all files with these SHA-256."""
        from builder.saving.leftovers import is_left

        place = self.path / folder
        return not is_left(place) and all(_digest(place / name) == digest for name, digest in files.items())

    def read(self, name: str) -> bytes | None:
        """Return a file, or None if it cannot be read; a name that leads out of the folder has none."""
        path = Path(normpath(self.path / name))
        if not path.is_relative_to(normpath(self.path)) or not path.is_file():  # a device has no end
            return None
        try:
            return path.read_bytes()
        except OSError:
            return None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write all files that are about all rows, or none."""
        from builder.saving.save import save_all

        save_all({self.path / name: data for name, data in files.items()})

    @contextmanager
    def log(self) -> Iterator[Callable[[bytes], None]]:
        """Yield what adds a line to a file."""
        with about(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            with (self.path / LOG).open("ab", buffering=0) as file:

                def add(line: bytes) -> None:
                    with suppress(OSError):  # a full disk: the row itself reports it
                        file.write(line)

                yield add

    def logged(self) -> bytes:
        """Return the lines of runs that did not come to their end."""
        return self.read(LOG) or b""

    def forget(self) -> None:
        """Delete these lines."""
        (self.path / LOG).unlink(missing_ok=True)

    def shown(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.path / name)


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
