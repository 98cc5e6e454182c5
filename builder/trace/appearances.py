"""Finds where each element of the brief is read in the products, and an element by what people call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.audit.content import FIELD, Kind, Located, Unreadable
from builder.audit.readback import read_back
from builder.audit.words.transcript import Transcript, fold
from builder.layout.pages import Page, Pages, Tag, TextBox, alt_of, paragraphs, walk
from builder.outline.blocks import Closing, Figure, Front, Notes, Outline, Sources
from builder.outline.reading import paragraphs as memo_paragraphs
from builder.outline.reading import reading, sheets
from builder.outline.text import Product, Text, texts
from builder.report.problems import Positions, enclosing

if TYPE_CHECKING:
    from builder.sources.coverage import Covered

PROPERTIES = "file properties"
_HEADINGS = (Tag.HEADING, Tag.CAPTION)
_LONGEST = 48  # characters of a heading quoted in a location


class Appearance(Struct, frozen=True):
    """Where a value of the brief is read in a product.

    `path` is the value in the brief's own keys (`sections[0].arguments[1].claim`), `location` is for
    people ("slide 7", "slide 7, notes", "page 1, “Causes”", "heading “A1 …”, paragraph 2");
    `under` is the title of the slide.
    """

    product: Product
    path: str
    location: str
    words: str
    under: str = ""


class Numbered(Struct, frozen=True):
    """A part of the brief with the number that all three files print before it ("A3", "[4]", "Figure 2")."""

    path: str
    number: str
    words: str


def numbered(outline: Outline) -> tuple[Numbered, ...]:
    """Return every part of the brief that has a number or a title, in the order of the outline."""
    found = []
    for para in memo_paragraphs(outline):
        if para.names and (words := para.main):
            first = next(para.texts).plain
            number = "" if first == words.plain or first.isdecimal() else first  # a bare 1 is a line
            found.append(Numbered(para.names, number, words.plain))
    return tuple(found)


def trace(
    outline: Outline, product: Product, pages: Pages | None, data: bytes, template: bytes = b""
) -> tuple[Appearance, ...]:
    """Return where a product says what, in reading order, each location once.

    For deck and summary it is taken from the pages, which the audit compares with the file; for the memo,
    which has no pages before it is shown, from the file itself.
    """
    if pages is None:
        found = _of_memo(outline, data, template)
    else:
        alts, foot = tuple(_alts(outline)), _foot(outline)
        found = (
            one
            for number, page in enumerate(pages.pages, 1)
            for one in _of_page(product, page, number, alts, foot)
        )
    properties = ((text, PROPERTIES, "") for text in _properties(outline))
    return tuple(
        Appearance(product, path, location, words, under)
        for (path, words), location, under in dict.fromkeys((*found, *properties))
        if path
    )


_Found = tuple[tuple[str, str], str, str]  # path and words, location, title of the slide


def _values(text: Text) -> Iterator[tuple[str, str]]:
    """Yield the fields of a text by their paths, each with all of its words."""
    return ((path, text.plain) for path in (text.path, *text.also))


def _of_memo(outline: Outline, data: bytes, template: bytes) -> Iterator[_Found]:
    """Yield what headers and body say; the words of the body are in the order of the outline's reading."""
    for location, shown in sheets(outline, FIELD).items():
        yield from ((value, location, "") for text in shown for value in _values(text))
    try:  # as the audit has just asked, so that it is not read again
        extracted = read_back(Product.MEMO, data, looks=False, faces=frozenset(), template=template)
    except Unreadable:  # which the audit reports
        return
    transcript, position = Transcript(extracted.of(Kind.BODY)), 0
    for text in reading(outline, Product.MEMO):
        words = fold(text.plain)
        found = transcript.text.find(words, position)
        if found >= 0:
            position = found + len(words)
            yield from ((value, transcript.location(found), "") for value in _values(text))
    yield from _alternatives(outline, extracted.of(Kind.ALT))


def _alternatives(outline: Outline, extracted: Iterable[Located]) -> Iterator[_Found]:
    locations = {fold(one.text): f"{one.location}, alternative text" for one in extracted}
    for path, words in _alts(outline):
        if fold(words) in locations:
            yield (path, words), locations[fold(words)], ""


@lru_cache(maxsize=512)
def _of_page(
    product: Product, page: Page, number: int, alts: tuple[tuple[str, str], ...], foot: frozenset[str]
) -> tuple[_Found, ...]:
    """Return what a slide, its notes or a printed page say."""
    return tuple(_shown_on(product, page, number, alts, foot))


def _shown_on(
    product: Product, page: Page, number: int, alts: Sequence[tuple[str, str]], foot: frozenset[str]
) -> Iterator[_Found]:
    """Yield what a slide, its notes or a printed page say; on the latter under which heading."""
    slide = product is Product.DECK
    unit, heading = ("slide" if slide else "page"), "head"
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            words = paragraph.plain
            location = f"{unit} {number}"
            if slide and isinstance(item, TextBox) and item.placeholder == "title":
                location += ", title"
            elif not slide:
                if paragraph.tag in _HEADINGS:
                    heading = _cut(words)
                elif any(piece.text and piece.text.slot in foot for piece in paragraph.pieces):
                    heading = "foot"
                location += ", title" if paragraph.tag is Tag.TITLE else f", {heading}"
            yield from (
                (value, location, page.title)
                for piece in paragraph.pieces
                if piece.text is not None
                for value in _values(piece.text)
            )
        yield from (
            ((path, words), f"{unit} {number}, alternative text", page.title)
            for path, words in alts
            if alt_of(item) == words
        )
    for note in page.notes:
        yield from (
            (value, f"{unit} {number}, notes", page.title)
            for piece in note
            if piece.text is not None
            for value in _values(piece.text)
        )


def _foot(outline: Outline) -> frozenset[str]:
    """Return the slots of what is at the foot of the printed page, under no heading."""
    blocks = (outline.one(Notes), outline.one(Sources), outline.one(Closing))
    return frozenset(text.slot for block in blocks if block for text in texts(block))


def _alts(outline: Outline) -> list[tuple[str, str]]:
    """Return path and words of the alternative texts that the brief gives."""
    front = outline.one(Front)
    shown = list(dict.fromkeys((*front.logos, *front.cover_logos))) if front else []
    shown += [front.picture.band] if front and front.picture else []
    shown += [block.picture for block in outline.blocks if isinstance(block, Figure)]
    return [(picture.path, picture.alt) for picture in shown]


def _properties(outline: Outline) -> Iterator[tuple[str, str]]:
    properties = outline.properties
    yield "title", properties.title
    if properties.subject:
        yield "subject", properties.subject
    if properties.authors:
        yield "authors", ", ".join(properties.authors)
    if properties.keywords:
        yield "keywords", ", ".join(properties.keywords)


def _cut(words: str) -> str:
    """Return a heading in quotation marks, as many whole words of it as name it."""
    words = fold(words)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"
    return f"“{words}”"


class Unknown(Exception):
    """Raised for a name that nothing in the brief has; `hint` says what was probably meant."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class Traced(Struct, frozen=True):
    """Where the elements of a brief appear in its products, in reading order.

    `numbered` are the parts of the brief that people speak of, `ids` maps the path of a part to its id,
    `readers` that of a restricted part or text to its audiences. `covered` are the passages of the sources,
    where these are to be shown.
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
    covered: tuple[Covered, ...] = ()

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
