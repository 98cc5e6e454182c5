"""Lists what would make the values of a brief canonical, at paths as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from builder.report.problems import Problem, enclosing, warning

if TYPE_CHECKING:
    from builder.brief.kinds import AnyKind
    from builder.brief.natural.meant import Meant
    from builder.brief.yaml.read import Parted, Value


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


FIX = "write it so, or run `brief check --fix`"


class Notes:
    """What is noted while values are read: the problems, and what is written in another way, and where."""

    def __init__(self, parted: Mapping[str, Parted]) -> None:
        self.parted = dict(parted)
        self.problems: dict[Problem, None] = {}
        self.changes: list[Change] = []
        self.origin: dict[str, str] = {}  # path of a value → that under which it is written

    def written(self, path: str) -> str:
        """Return the path under which the value at a path is written."""
        for each in enclosing(path) if self.origin else ():
            if each in self.origin:
                return self.origin[each] + path[len(each) :]
        return path

    def change(self, path: str, value: Value) -> None:
        """Note that a value is read as another."""
        from builder.brief.natural.meant import Meant

        self.changes.append(Read(self.written(path), Meant(value)))

    def remark(self, path: str, message: str, hint: str = FIX) -> None:
        """Warn that a value is read in a way that may not be meant."""
        self.problems[warning("meanings-plain", path, message, hint)] = None

    def as_meant(self, kind: AnyKind, given: Value, path: str) -> Meant | None:
        """Return what a value means that is not of its kind, and note the change."""
        from builder.brief.natural.meant import LIST, meant

        found = meant(kind, given)
        if found is None:
            return None
        at = self.written(path)
        if found.wrap == LIST:
            self.origin[f"{path}[0]"] = at
        elif found.wrap:
            self.origin[f"{path}.{found.wrap}"] = at
        elif isinstance(found.value, list):
            for index, item in enumerate(found.value):
                key = found.keys[index] if found.keys else ""
                self.origin[f"{path}[{index}]"] = f"{at}.{key}" if key else at
                if key and isinstance(given, dict) and not isinstance(given[key], dict):
                    self.origin |= {f"{path}[{index}].{name}": f"{at}.{key}" for name in item}
        self.changes.append(Read(at, found))
        if found.remark:
            self.remark(path, found.remark)
        return found
