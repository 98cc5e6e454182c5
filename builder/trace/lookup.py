"""Finds an element of a brief by what people call it, and where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from builder.report.problems import Positions, enclosing

if TYPE_CHECKING:
    from builder.trace.appearances import Appearance, Numbered


class Unknown(Exception):
    """Raised for a name that nothing in the brief has; `hint` says what was probably meant."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class Traced(Struct, frozen=True):
    """Where the elements of a brief appear in its products, in reading order.

    `numbered` are the parts of the brief that people speak of, `ids` maps the path of a part to its id,
    `readers` that of a restricted part or text to its audiences.
    """

    appears: tuple[Appearance, ...]
    numbered: tuple[Numbered, ...]
    ids: dict[str, str]
    readers: dict[str, tuple[str, ...]]
    positions: Positions
    text: str
    file: str
    title: str
    language: str

    def below(self, path: str) -> tuple[Appearance, ...]:
        """Return where the value at `path` and everything in it appear."""
        return tuple(one for one in self.appears if belongs(one.path, path))

    def within(self, path: str) -> tuple[Numbered, ...]:
        """Return the numbered parts that the part at `path` holds, such as the arguments of a section."""
        return tuple(
            one for one in self.numbered if one.number and one.path != path and belongs(one.path, path)
        )

    def only_for(self, path: str) -> str:
        """Return the audiences that may read the value at `path`, "" if everybody may."""
        return ", ".join(next((self.readers[each] for each in enclosing(path) if each in self.readers), ()))

    def line(self, path: str) -> int | None:
        """Return the line of the brief at which the value, or the part that holds it, begins."""
        position = self.positions.of_key(path)
        return position.line if position else None

    def find(self, name: str) -> str:
        """Return the path of the element called `name`: an id, a number ("A3"), a path, or a line.

        A value that is not printed itself, such as an id, means the part that it belongs to. Raises
        `Unknown`.
        """
        name = name.strip()
        if name.isdecimal():
            return self._printed(self._on_line(int(name)))
        by_id = {id: path for path, id in self.ids.items()}
        if name in by_id:
            return by_id[name]
        numbers = {_plain(one.number): one.path for one in self.numbered if one.number}
        if _plain(name) in numbers:
            return numbers[_plain(name)]
        if name in self.positions or self.below(name):
            return self._printed(name)
        raise Unknown(f"nothing in {self.file} is called `{name}`", self._near(name, by_id))

    def _on_line(self, line: int) -> str:
        lines = len(self.text.rstrip("\n").split("\n"))
        path = self.positions.at(line) if line <= lines else None
        if path is None:
            raise Unknown(f"nothing is on line {line} of {self.file}", f"it has {lines} lines")
        return path

    def _printed(self, path: str) -> str:
        """Return the path, or that of the smallest part around it of which something is printed."""
        return next((part for part in enclosing(path) if self.below(part)), path)

    def _near(self, name: str, by_id: dict[str, str]) -> str:
        from difflib import get_close_matches

        numbers = [one.number for one in self.numbered if one.number]
        near = get_close_matches(name, [*by_id, *numbers, *self.positions], n=1)
        alike = [number for number in numbers if number[:1] == name[:1].upper() and number[1:].isdecimal()]
        if alike and name[1:].isdecimal():
            joint = "and" if len(alike) == 2 else "to"
            return f"there is {alike[0]}" if len(alike) == 1 else f"there are {alike[0]} {joint} {alike[-1]}"
        if near:
            return f"did you mean `{near[0]}`?"
        return "name an id, a number such as A1, a path such as bottom_line.text, or a line"


def belongs(path: str, whole: str) -> bool:
    """Whether the value at `path` is the one at `whole`, or a part of it."""
    return path == whole or path.startswith((f"{whole}.", f"{whole}["))


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()
