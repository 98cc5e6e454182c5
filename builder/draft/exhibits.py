"""Takes tables and pictures out of the memo or deck of another organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct

from builder.brief.images import Picture, open_picture
from builder.draft.words import joined, printable
from builder.draft.writing import Drafted, Value, literal
from builder.languages.language import Drafting

MOST_EXHIBITS = 8
_MOST_COLUMNS = 9
_MOST_ROWS = 200
_MOST_CHARACTERS = 480  # of a cell and of an alternative text
_LONGEST_TITLE = 120
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class FoundTable(Struct, frozen=True):
    """A table as a file has it; `refs` cite it, `under` is the heading or title that it is below."""

    rows: tuple[tuple[str, ...], ...]
    refs: tuple[str, ...]
    under: str


class FoundPicture(Struct, frozen=True):
    """A picture in a file, with its alternative text, "" if it has none."""

    data: bytes
    kind: str
    alt: str
    under: str
    ref: str = ""


def rows_of(element: Any, row: str, cell: str, words: Any) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table in XML, as many in each row."""
    rows = [
        [printable(" ".join(words(each))) for each in line.iterchildren(cell)]
        for line in element.iterchildren(row)
    ]
    width = max(map(len, rows), default=0)
    return tuple((*line, *[""] * (width - len(line))) for line in rows)


def pictures_in(element: Any, part: Any, under: str, ref: str) -> Iterator[FoundPicture]:
    """Yield the pictures of a part of an Office file that a brief can show."""
    for blip in element.iter(f"{_A}blip"):
        name = blip.get(f"{_R}embed")
        related = part.rels.get(name, None)
        if related is None or related.is_external:
            continue
        kind = related.target_part.content_type
        if kind in _ENDINGS:
            yield FoundPicture(related.target_part.blob, kind, printable(_alt(blip)), under, ref)


def _alt(blip: Any) -> str:
    """Return the alternative text of the drawing that a picture is in."""
    for above in blip.iterancestors():
        if above.tag.endswith(("}pic", "}inline", "}anchor")):
            told = (each.get("descr") for each in above.iter() if each.tag.endswith(("}cNvPr", "}docPr")))
            if alt := next(filter(None, told), ""):
                return str(alt)
    return ""


def tables_of(found: Iterable[FoundTable], words: Drafting) -> list[Value]:
    """Return the tables of a draft: those that fit a brief."""
    made: list[Value] = []
    for table in found:
        width = len(table.rows[0]) if table.rows else 0
        if not 2 <= width <= _MOST_COLUMNS or not 2 <= len(table.rows) <= _MOST_ROWS:
            continue
        head, *rows = ([_cell(text) for text in row] for row in table.rows)
        title = joined(table.under or words.untitled, _LONGEST_TITLE)
        made.append(
            {
                "title": Drafted(literal(title)),
                "columns": head,
                "rows": rows,
                "refs": list(table.refs),
            }
        )
    return made[:MOST_EXHIBITS]


def _cell(text: str) -> Value:
    return Drafted(literal(joined(text, _MOST_CHARACTERS)) or "–")


def figures_of(found: Sequence[FoundPicture], words: Drafting) -> tuple[list[Value], Mapping[str, bytes]]:
    """Return the figures of a draft, and their files: pictures that can be opened, each once."""
    made: list[Value] = []
    files: dict[str, bytes] = {}
    with TemporaryDirectory(prefix="brief-") as folder:
        for picture in {each.data: each for each in found}.values():
            name = f"assets/picture-{len(made) + 1}{_ENDINGS[picture.kind]}"
            trial = Path(folder) / PurePosixPath(name).name
            trial.write_bytes(picture.data)
            if len(made) == MOST_EXHIBITS or not isinstance(open_picture(Path(folder), trial.name), Picture):
                continue
            files[name] = picture.data
            title = joined(picture.under or words.untitled, _LONGEST_TITLE)
            alt = picture.alt or words.picture.format(title=title)
            figure: dict[str, Value] = {
                "path": name,
                "title": Drafted(literal(title)),
                "alt": Drafted(literal(joined(alt, _MOST_CHARACTERS))),
            }
            made.append(figure | ({"refs": [picture.ref]} if picture.ref else {}))
    return made, files
