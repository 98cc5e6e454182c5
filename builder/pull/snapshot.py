"""Reads the snapshot in an Office file: what it said when it was built, and of which fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from builder.audit.content import Unreadable
from builder.audit.office.package import Package
from builder.audit.office.vocabulary import vocabulary_of
from builder.outline.text import Product
from builder.words.signs import fold

NAME = "{urn:policy-brief-builder:brief:1}"
SLIDE, NOTES = "slide:", "notes:"  # how the names of slides and of their notes begin
_BOOKMARK = re.compile(r"_brf_[0-9a-f]{8}_")


class Span(Struct, frozen=True):
    """Words of one field; without a path, fixed words or what is between two fields."""

    slot: str
    path: str
    text: str


class Snippet(Struct, frozen=True):
    """A paragraph, cell or shape: its name, its main slot, its pieces in order, and its slide."""

    name: str
    slot: str
    pieces: tuple[Span, ...]
    slide: str = ""

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def path(self) -> str:
        """The field of its main words, "" where all are fixed."""
        paths = [piece for piece in self.pieces if piece.path]
        main = next((piece for piece in paths if piece.slot == self.slot), paths[0] if paths else None)
        return main.path if main else ""


class Snapshot(Struct, frozen=True):
    """What a file said when it was built, and the id of its brief and the hash of what it was built from."""

    product: Product
    id: str
    build: str
    language: str
    passages: tuple[Snippet, ...]

    @property
    def title(self) -> str:
        """The title of the brief."""
        return next(iter(self.texts().get("title", {}).values()), "")

    def is_of(self, id: str, title: str) -> bool:
        """Whether its file was built from a brief with this id or title."""
        return self.id in ("", id) or fold(self.title) == fold(title)

    @property
    def as_other(self) -> str:
        """What is said of its file where another brief is meant."""
        return f"this {self.product.value} was built from another brief (“{fold(self.title)}”)"

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the texts of each path by their slots, in order."""
        found: dict[str, dict[str, str]] = {}
        for passage in self.passages:
            for piece in passage.pieces:
                if piece.path:
                    found.setdefault(piece.path, {}).setdefault(piece.slot, piece.text)
        return found


def named(name: str) -> str:
    """Return the name of a bookmark or shape without what marks it as one of the builder, "" for others."""
    if found := _BOOKMARK.match(name):
        return name[found.end() :]
    return re.sub(r"~\d+$", "", name).removeprefix("brief:") if name.startswith("brief:") else ""


def product_of(package: Package) -> Product:
    """Return what an Office file is."""
    tag = package.parse(package.main()).tag.rpartition("}")[2]
    kinds = {"document": Product.MEMO, "presentation": Product.DECK}
    if tag not in kinds:
        raise Unreadable("is not a Word or PowerPoint file")
    return kinds[tag]


def opened(data: bytes) -> Package:
    """Return an Office file; raises `Unreadable` if it is none."""
    return Package(data, "a Word or PowerPoint", vocabulary_of("word"))


def snapshot_of(package: Package) -> Snapshot | None:
    """Return the snapshot of a file, or None if it has none, as a final copy or one without custom XML."""
    for _, part in package.targets(package.main(), "customXml"):
        root = package.parse(part)
        if root.tag == f"{NAME}brief":
            product = Product(root.get("product", "memo"))
            id, build, language = (root.get(name, "") for name in ("id", "build", "language"))
            return Snapshot(product, id, build, language, tuple(_passages(root)))
    return None


def _passages(root: Iterable[object]) -> Iterator[Snippet]:
    slide = ""
    for each in root:
        name = named(each.get("name", ""))  # type: ignore[attr-defined]  # of lxml
        if name.startswith(SLIDE):
            slide = name
            continue
        pieces = (
            Span(one.get("slot", ""), one.get("path", ""), one.text or "")
            for one in each  # type: ignore[attr-defined]
        )
        yield Snippet(name, each.get("slot", ""), tuple(_joined(pieces)), slide)  # type: ignore[attr-defined]


def _joined(pieces: Iterable[Span]) -> Iterator[Span]:
    """Yield the pieces with the sentences of one field, and the spaces between them, as one."""
    held: list[Span] = []
    for piece in pieces:
        if (held and piece.path == held[0].path) or (
            held and not piece.path and piece.text.isspace() and piece.text != "\t"
        ):
            held.append(piece)
        else:
            yield from _as_one(held)
            held = [piece] if piece.path else []
            if not piece.path:
                yield piece
    yield from _as_one(held)


def _as_one(held: list[Span]) -> Iterator[Span]:
    """Yield pieces of one field as one, and what is between it and the next field."""
    last = max((index for index, piece in enumerate(held) if piece.path), default=-1)
    if last >= 0:
        yield Span(held[0].slot, held[0].path, "".join(piece.text for piece in held[: last + 1]))
    yield from held[last + 1 :]
