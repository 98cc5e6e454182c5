"""Lists what would make the values of a brief canonical, at paths as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from builder.brief.natural.meant import Meant
    from builder.brief.yaml.read import Value


class Renamed(Struct, frozen=True):
    """The key at a path is another name of `key`."""

    path: str
    key: str


class Read(Struct, frozen=True):
    """The value at a path is read as another."""

    path: str
    meant: Meant


class Added(Struct, frozen=True):
    """A mapping, or a list if there is no key, is read as if it had a value more."""

    path: str
    key: str
    value: Value


class Removed(Struct, frozen=True):
    """The key at a path is read elsewhere."""

    path: str


Change: TypeAlias = Renamed | Read | Added | Removed
