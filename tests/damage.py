"""Finished files opened so that a test can damage what they say; one damage serves all three formats."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import pikepdf
from lxml import etree

from builder.outline.text import Product

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Opened(Protocol):
    """A finished file as a list of texts that can be changed: paragraphs, or stretches painted at once."""

    texts: list[str]

    def drop(self, place: int) -> None: ...
    def swap(self, one: int, other: int) -> None: ...
    def replace(self, place: int, old: str, new: str) -> None: ...
    def repeat(self, place: int, after: int) -> None: ...
    def save(self) -> bytes: ...


def opened(product: Product, data: bytes) -> Opened:
    """Open the finished file of a product."""
    match product:
        case Product.MEMO:
            return Office(data, re.compile(r"word/document\.xml"), W)
        case Product.DECK:
            return Office(data, re.compile(r"ppt/(?:slides|notesSlides)/\w+\.xml"), A)
        case Product.SUMMARY:
            return Printed(data)


class Office:
    """The paragraphs of a .docx or .pptx that hold words, in the order of parts and elements."""

    def __init__(self, data: bytes, parts: re.Pattern[str], namespace: str) -> None:
        self._data, self._namespace = data, namespace
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = sorted(filter(parts.fullmatch, package.namelist()), key=_natural)
            self._roots = {name: etree.fromstring(package.read(name)) for name in names}
        every = [(name, p) for name, root in self._roots.items() for p in root.iter(namespace + "p")]
        spoken = [(name, p) for name, p in every if self._words(p).strip()]
        self._parts = [name for name, _ in spoken]
        self._paragraphs = [p for _, p in spoken]
        self.texts = [self._words(p) for p in self._paragraphs]

    def _runs(self, paragraph: Any) -> list[Any]:
        return [text for text in paragraph.iter(self._namespace + "t") if text.text]

    def _words(self, paragraph: Any) -> str:
        if next(paragraph.iterdescendants(self._namespace + "p"), None) is not None:
            return ""
        return "".join(text.text for text in self._runs(paragraph))

    def drop(self, place: int) -> None:
        for text in self._runs(self._paragraphs[place]):
            text.text = ""

    def swap(self, one: int, other: int) -> None:
        first, second = self._paragraphs[one], self._paragraphs[other]
        mark = etree.Element("mark")
        first.addprevious(mark)
        second.addprevious(first)
        mark.addprevious(second)
        mark.getparent().remove(mark)

    def places(self, part: str) -> list[int]:
        """Return the places of the texts that stand in one part."""
        return [place for place, name in enumerate(self._parts) if name == part]

    def move(self, place: int, before: int) -> None:
        self._paragraphs[before].addprevious(self._paragraphs[place])

    def replace(self, place: int, old: str, new: str) -> None:
        for text in self._runs(self._paragraphs[place]):
            if old in text.text:
                text.text = text.text.replace(old, new, 1)
                return
        raise ValueError(f"no run of “{self.texts[place]}” has “{old}”")

    def repeat(self, place: int, after: int) -> None:
        again = etree.fromstring(etree.tostring(self._paragraphs[place]))
        self._paragraphs[after].addnext(again)

    def save(self) -> bytes:
        return repacked(self._data, {name: etree.tostring(root) for name, root in self._roots.items()})


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the package with some of its parts replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return changed.getvalue()


def edited(data: bytes, part: str, change: Callable[[Any], None]) -> bytes:
    """Return the package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read(part))
    change(root)
    return repacked(data, {part: etree.tostring(root)})


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


class Printed:
    """The stretches of text that a one-page PDF paints, in the order of its content."""

    def __init__(self, data: bytes) -> None:
        self._file = pikepdf.open(io.BytesIO(data))
        self._page = self._file.pages[0]
        self._content: list[Any] = list(pikepdf.parse_content_stream(self._page))
        self._faces = {name: _Face(font) for name, font in self._page.resources.Font.items()}
        self._painted: list[tuple[int, _Face]] = []
        face = next(iter(self._faces.values()))
        for place, (operands, operator) in enumerate(self._content):
            if str(operator) == "Tf":
                face = self._faces[str(operands[0])]
            elif str(operator) == "Tj" and face.words(bytes(operands[0])).strip():
                self._painted.append((place, face))
        self.texts = [self._words(place) for place in range(len(self._painted))]

    def _words(self, place: int) -> str:
        at, face = self._painted[place]
        return face.words(bytes(self._content[at][0][0]))

    def _say(self, place: int, text: str) -> None:
        at, face = self._painted[place]
        self._content[at] = _instruction("Tj", pikepdf.String(face.code(text)))

    def drop(self, place: int) -> None:
        self._say(place, "")

    def swap(self, one: int, other: int) -> None:
        first, second = self._words(one), self._words(other)
        self._painted[other][1].code(first)  # raises KeyError before anything is changed
        self._say(one, second)
        self._say(other, first)

    def replace(self, place: int, old: str, new: str) -> None:
        self._say(place, self._words(place).replace(old, new, 1))

    def repeat(self, place: int, after: int) -> None:
        at, _ = self._painted[after]
        again, face = self._painted[place]
        font = next(name for name, known in self._faces.items() if known is face)
        self._content[at + 1 : at + 1] = [
            _instruction("Tf", pikepdf.Name(font), 10),
            _instruction("Tm", 1, 0, 0, 1, 60, 60),
            self._content[again],
        ]

    def save(self) -> bytes:
        self._page.Contents = self._file.make_stream(pikepdf.unparse_content_stream(self._content))
        data = io.BytesIO()
        self._file.save(data)
        return data.getvalue()


def _instruction(operator: str, *operands: Any) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


class _Face:
    """A font's codes and the characters they stand for, from its ToUnicode map."""

    def __init__(self, font: Any) -> None:
        self._char: dict[int, str] = {}
        table = bytes(font.ToUnicode.read_bytes()).decode("latin-1") if "/ToUnicode" in font else ""
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
            for code, char in re.findall(r"<(\w+)>\s*<(\w+)>", block):
                self._char[int(code, 16)] = _unhex(char)
        for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
            for start, end, chars in re.findall(r"<(\w+)>\s*<(\w+)>\s*(\[[^\]]*\]|<\w+>)", block):
                found = re.findall(r"<(\w+)>", chars)
                for step in range(int(end, 16) - int(start, 16) + 1):
                    char = _unhex(found[step]) if len(found) > 1 else chr(int(found[0], 16) + step)
                    self._char[int(start, 16) + step] = char
        self._code = {char: code for code, char in self._char.items()}

    def words(self, codes: bytes) -> str:
        return "".join(self._char.get(code, "�") for code in codes)

    def code(self, text: str) -> bytes:
        return bytes(self._code[char] for char in text)


def _unhex(code: str) -> str:
    return bytes.fromhex(code.zfill(4)).decode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Damage:
    """A way to make a finished file say something else than was decided."""

    name: str
    do: Callable[[Opened], None]


def _long(file: Opened, least: int = 20) -> list[int]:
    """Places of texts long enough to stand only once in a file, from its middle on."""
    found = [place for place, text in enumerate(file.texts) if len(text) >= least]
    return found[len(found) // 2 :] + found[: len(found) // 2]


def _first(file: Opened, pattern: str) -> tuple[int, re.Match[str]]:
    for place in (*_long(file), *range(len(file.texts))):
        match = re.search(pattern, file.texts[place])
        if match:
            return place, match
    raise ValueError(f"nothing in the file is like {pattern}")


def _drop(file: Opened) -> None:
    file.drop(_long(file)[0])


def _drop_last(file: Opened) -> None:
    file.drop(max(_long(file)))


def _drop_first(file: Opened) -> None:
    file.drop(min(_long(file)))


def _swap(file: Opened) -> None:
    one, *others = _long(file)
    for other in (place for place in others if file.texts[place] != file.texts[one]):
        try:
            file.swap(min(one, other), max(one, other))
        except KeyError:  # a printed face that lacks a letter of the other
            continue
        return
    raise ValueError("no other text to take")


def _change_digit(file: Opened) -> None:
    place, match = _first(file, r"\d")
    others = {digit for text in file.texts for digit in text if digit.isdigit()} - {match[0]}
    for digit in sorted(others):
        try:
            file.replace(place, match[0], digit)
        except KeyError:  # a printed face that lacks this digit
            continue
        return
    raise ValueError("no other digit to take")


def _change_hedge(file: Opened) -> None:
    place, match = _first(file, r"\b(?:may|might|could|suggested|possible)\b")
    file.replace(place, match[0], match[0][:-1])


def _drop_not(file: Opened) -> None:
    place, match = _first(file, r"\b(?:not?|nor|only|about|below|more|less) ")
    file.replace(place, match[0], "")


def _change_name(file: Opened) -> None:
    place, match = _first(file, r"(?<=\w )[A-Z][a-z]{3,}")
    file.replace(place, match[0], match[0][::-1])


def _say_twice(file: Opened) -> None:
    place = _long(file)[0]
    file.repeat(place, place)


def _say_elsewhere(file: Opened) -> None:
    one, other, *_ = _long(file)
    file.repeat(one, other)


DAMAGES = tuple(
    Damage(do.__name__.strip("_").replace("_", " "), do)
    for do in (
        _drop,
        _drop_first,
        _drop_last,
        _swap,
        _change_digit,
        _change_hedge,
        _drop_not,
        _change_name,
        _say_twice,
        _say_elsewhere,
    )
)
