"""Takes tables and pictures out of the memo or deck of another organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from builder.brief.images import Picture, open_picture
from builder.draft.words import joined, printable
from builder.draft.writing import Drafted, Value, literal
from builder.languages.language import Drafting

LeftOut: TypeAlias = Counter[str]  # how many there are of what, such as “EMF picture”

MOST_EXHIBITS = 8
_MOST_COLUMNS = 9
_MOST_ROWS = 200
_MOST_CHARACTERS = 480  # of a cell and of an alternative text
_LONGEST_TITLE = 120
_KEPT = {"PNG": ".png", "JPEG": ".jpg"}  # as they are; other pictures are saved as one of these
_READ = (*_KEPT, "JPG", "GIF", "BMP", "TIFF", "WEBP")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_V = "{urn:schemas-microsoft-com:vml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class FoundTable(Struct, frozen=True):
    """A table as a file has it; `refs` cite it, `under` is the heading or title that it is below."""

    rows: tuple[tuple[str, ...], ...]
    refs: tuple[str, ...]
    under: str


class FoundPicture(Struct, frozen=True):
    """A picture with its alternative text, "" if it has none; without data, it is in another file."""

    data: bytes
    kind: str  # PNG, EMF
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
    """Yield the pictures of a part of an Office file, those of older versions of Word too."""
    for shown in element.iter(f"{_A}blip", f"{_V}imagedata"):
        names = (shown.get(f"{_R}{key}") for key in ("embed", "id", "link"))
        related = next((part.rels[name] for name in names if name in part.rels), None)
        if related is None:
            continue
        alt = printable(_alt(shown))
        if related.is_external:
            yield FoundPicture(b"", "", alt, under, ref)
        else:
            kind = related.target_part.content_type.rpartition("/")[2].removeprefix("x-").upper()
            yield FoundPicture(related.target_part.blob, kind, alt, under, ref)


def graphics_in(element: Any) -> tuple[str, ...]:
    """Return what is drawn from data in an element: charts and diagrams, which a draft does without."""
    named = {f"{_CHART}chart": "chart", f"{_DIAGRAM}relIds": "diagram"}
    return tuple(named[each.tag] for each in element.iter(*named))


def _alt(blip: Any) -> str:
    """Return the alternative text of the drawing that a picture is in."""
    for above in blip.iterancestors():
        if above.tag == f"{_V}shape":
            return above.get("alt") or ""
        if above.tag.endswith(("}pic", "}inline", "}anchor")):
            told = (each.get("descr") for each in above.iter() if each.tag.endswith(("}cNvPr", "}docPr")))
            if alt := next(filter(None, told), ""):
                return str(alt)
    return ""


def tables_of(found: Iterable[FoundTable], words: Drafting) -> tuple[list[Value], LeftOut]:
    """Return the tables of a draft, those that fit a brief, and how many others there are, by the reason."""
    made: list[Value] = []
    others = LeftOut()
    for table in found:
        width = len(table.rows[0]) if table.rows else 0
        if reason := _misfit(width, len(table.rows), len(made)):
            others[reason] += 1
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
    return made, others


def _misfit(width: int, height: int, before: int) -> str:
    """Return why a table cannot be in a brief; "" if it can."""
    if width < 2 or height < 2:
        return "one-column table" if width < 2 else "one-row table"
    if width > _MOST_COLUMNS or height > _MOST_ROWS:
        return "oversized table"
    return "further table" if before == MOST_EXHIBITS else ""


def _cell(text: str) -> Value:
    return Drafted(literal(joined(text, _MOST_CHARACTERS)) or "–")


class Figures(NamedTuple):
    """The figures of a draft, their files by the paths, and how many others there are, by the reason."""

    figures: list[Value]
    files: Mapping[str, bytes]
    others: LeftOut


def figures_of(found: Sequence[FoundPicture], words: Drafting) -> Figures:
    """Return the figures of a draft: pictures that can be opened, each once, as PNG or JPEG."""
    made: list[Value] = []
    files: dict[str, bytes] = {}
    others = LeftOut()
    seen = set[bytes]()
    with TemporaryDirectory(prefix="brief-") as folder:
        for picture in found:
            if picture.data in seen:
                continue
            saved = _saved(picture, Path(folder))
            if isinstance(saved, str) or len(made) == MOST_EXHIBITS:
                others[saved if isinstance(saved, str) else "further picture"] += 1
                continue
            seen.add(picture.data)
            ending, data = saved
            name = f"assets/picture-{len(made) + 1}{ending}"
            files[name] = data
            title = joined(picture.under or words.untitled, _LONGEST_TITLE)
            alt = picture.alt or words.picture.format(title=title)
            figure: dict[str, Value] = {
                "path": name,
                "title": Drafted(literal(title)),
                "alt": Drafted(literal(joined(alt, _MOST_CHARACTERS))),
            }
            made.append(figure | ({"refs": [picture.ref]} if picture.ref else {}))
    return Figures(made, files, others)


def _saved(picture: FoundPicture, folder: Path) -> tuple[str, bytes] | str:
    """Return the ending and the bytes with which a picture is saved, or why it cannot be."""
    if not picture.data:
        return "linked picture"
    if picture.kind not in _READ:
        return f"{picture.kind} picture"
    (folder / "picture").write_bytes(picture.data)
    opened = open_picture(folder, "picture")
    if not isinstance(opened, Picture):
        return "unreadable picture"
    kept = _KEPT.get(picture.kind.replace("JPG", "JPEG"))
    return (kept, picture.data) if kept else (_KEPT[opened.format], opened.data)
