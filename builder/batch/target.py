"""Where the files of a batch go: one small interface, and the folder on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from msgspec import Struct


class Target(Protocol):
    """A place for folders of files, one for each row; it can be sent to another process."""

    def save(self, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write all files into a folder, or none; return the names under which edited files were kept.

        Raises `BriefError`.
        """
        ...

    def holds(self, folder: str, files: Mapping[str, str]) -> bool:
        """Return whether a folder has all files with these SHA-256."""
        ...


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


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
