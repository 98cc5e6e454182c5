"""The one page of a PDF, opened so that a test can change what it paints and what it says."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf

from tests.support.packages import saved


class Painted(NamedTuple):
    """A stretch of text: the places in the content that set its position, colour, font and words."""

    at: int
    matrix: int
    colour: int
    font: int
    face: str
    x: float
    y: float
    line: int


class Printed:
    """The stretches of text that a one-page PDF paints, in the order of its content."""

    def __init__(self, data: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(data))
        self.page = self.file.pages[0]
        self.content: list[Any] = list(pikepdf.parse_content_stream(self.page))
        self.faces, self.painted, self.texts = _read(data)

    def runs(self, place: int) -> list[str]:
        return [self.texts[place]]

    def write(self, place: int, run: int, text: str) -> None:  # noqa: ARG002
        one = self.painted[place]
        self.content[one.at] = instruction("Tj", pikepdf.String(self.faces[one.face].code(text)))

    def can_write(self, place: int, text: str) -> bool:
        return self.faces[self.painted[place].face].has(text)

    def drop(self, place: int) -> None:
        self.write(place, 0, "")

    def swap(self, one: int, other: int) -> None:
        self.write(one, 0, self.texts[other])
        self.write(other, 0, self.texts[one])

    def moves(self, place: int, before: int) -> bool:
        first, last = self.painted[before], self.painted[place]
        return (
            before < place
            and first.line < last.line
            and self.texts[before].strip() != self.texts[place].strip()
        )

    def move(self, place: int, before: int) -> None:
        """Paint a stretch earlier, where it is."""
        moved, first = self.painted[place], self.painted[before]
        steps = [self.content[index] for index in (moved.matrix, moved.colour, moved.font, moved.at)]
        self.drop(place)
        self.content[first.matrix : first.matrix] = steps

    def repeat(self, place: int, after: int) -> None:
        again, last = self.painted[place], self.painted[after]
        self.content[last.at + 1 : last.at + 1] = [
            self.content[again.font],
            instruction("Tm", 1, 0, 0, 1, 60, 60),
            self.content[again.at],
        ]

    def where(self, place: int) -> str:
        line = self.painted[place].line
        return rf"page 1, line (?:{line - 1}|{line}|{line + 1})\b"

    def save(self) -> bytes:
        self.page.Contents = self.file.make_stream(pikepdf.unparse_content_stream(self.content))
        return saved(self.file)


@lru_cache(8)
def _read(data: bytes) -> tuple[dict[str, Face], list[Painted], tuple[str, ...]]:
    file = pikepdf.open(io.BytesIO(data))
    faces = {name: Face(font) for name, font in file.pages[0].Resources.Font.items()}
    painted: list[Painted] = []
    texts: list[str] = []
    matrix = colour = font = line = 0
    face, before, position = "", (0.0, 0.0), (0.0, 0.0)
    for place, step in enumerate(pikepdf.parse_content_stream(file.pages[0])):
        operands, operator = list(step.operands), step.operator
        match str(operator):
            case "Tf":
                face, font = str(operands[0]), place
            case "rg":
                colour = place
            case "Tm":
                matrix, position = place, (float(operands[4]), float(operands[5]))
            case "Tj" if (words := faces[face].words(bytes(operands[0]))).strip():
                line += abs(position[1] - before[1]) > 1 or position[0] < before[0]
                painted.append(Painted(place, matrix, colour, font, face, *position, line))
                texts.append(words)
                before = position
    return faces, painted, tuple(texts)


def instruction(operator: str, *operands: Any) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


class Face:
    """A font's codes and the characters they stand for, from its ToUnicode map."""

    def __init__(self, font: Any) -> None:
        self._char: dict[int, str] = {}
        table = bytes(font.ToUnicode.read_bytes()).decode("latin-1") if "/ToUnicode" in font else ""
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
            for code, char in re.findall(r"<(\w+)>\s*<(\w+)>", block):
                self._char[int(code, 16)] = bytes.fromhex(char.zfill(4)).decode("utf-16-be")
        self._code = {char: code for code, char in self._char.items()}

    def words(self, codes: bytes) -> str:
        return "".join(self._char.get(code, "�") for code in codes)

    def has(self, text: str) -> bool:
        return self._code.keys() >= set(text)

    def code(self, text: str) -> bytes:
        return bytes(self._code[char] for char in text)

    def codes(self) -> dict[str, int]:
        return self._code
