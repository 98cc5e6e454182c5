"""Write docs/fields.md, the field reference: `python -m tests.support.fields [--pictures]`.

Names, values and descriptions come from the model, the examples from the template `full`. Where a field
appears comes from the manifests of that template and of two short briefs, for what the template has no room
for and what excludes something in it. Pictures of the parts are cut out of the template's pages, as
LibreOffice and poppler show them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any, NamedTuple, assert_never

import pypdfium2 as pdfium
import yaml
from PIL import Image, ImageDraw

from builder.brief import UNRESTRICTED
from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Number, Several, Text
from builder.brief.model import Brief
from builder.brief.natural.names import names_of
from builder.brief.part import Field, Part
from builder.manifest.form import Edition
from builder.pipeline.request import Request
from builder.pipeline.tracing import trace_brief
from builder.trace.appearances import Appearance
from tests.conftest import ROOT
from tests.support.gallery import TEMPLATES, built
from tests.support.preview import render, save

PAGE, FOLDER = ROOT / "docs" / "fields.md", ROOT / "docs" / "fields"
FULL = (TEMPLATES / "full.yaml").read_text(encoding="utf-8")
_UNPRINTED = ("audience", "path", "audiences", "distribution", "facts", "data", "if", "params")
_INTRODUCTION = """\
# Fields of a brief

Required are `title`, `bottom_line` and one section with a claim. What you leave out does not appear.

“Appears in” says where a value is read in the three files; *notes* are the speaker notes of the deck. “Also”
names other keys that are read as the field; `brief check --fix` writes the field’s own.
**summary ⊂ deck ⊂ memo**: what the summary says, the deck says too; what the deck says, the memo says too.

On the summary, boxes and the picture of the cover appear where there is room, notes where a
text there marks one.

This page is written by `python -m tests.support.fields`, from the model, the template `full`
(`brief new --template full`) and two short briefs.
"""
_ROOMY = """\
title: "Ferries should run on Sundays"
bottom_line: "A small ferry on Sundays would cost less than taxis.[^taxis]"
cover: {path: ferry.png, alt: "A ferry leaves a pier", credit: "Drawing: Eastmere Institute"}
sections:
  - id: causes
    title: "Why people cannot cross"
    text: "The only boat is serviced on Sundays, and the road floods."
    arguments: [{claim: "The county sold the second boat.", certainty: asserted}]
boxes:
  - {kind: method, title: "How the costs were compared", section: causes, text: "By what a Sunday costs."}
imprint:
  series: "Eastmere Briefs"
  number: "No. 12"
  issn: 1234-5679
  isbn: 978-3-16-148410-0
  doi: 10.5555/12345678
  licence: "CC BY 4.0"
  citation: "Winter, A Sunday ferry, Eastmere 2031."
notes:
  - {id: taxis, text: "The law promises a crossing every day."}
"""
_CONTROLLED = """\
title: "Ferries should run on Sundays"
bottom_line: "A small ferry on Sundays would cost less than taxis."
marking:
  scheme: cui
  label: CUI
  designation:
    controlled_by: ["Ministry of Transport"]
    categories: [PRVCY]
    dissemination: [NOFORN]
    contact: "transport@eastmere.example"
sections:
  - {title: "Causes", arguments: [{claim: "The county sold the second boat.", certainty: asserted}]}
"""


def reference() -> str:
    """Return the page."""
    used, lines = _appearances(), [_INTRODUCTION]
    for path, part in _parts("", Brief):
        lines += [f"## {path or 'Brief'}", "", f"{getdoc(part)}", ""]
        lines += ["| field | value | appears in | what it is |", "| --- | --- | --- | --- |"]
        lines += [_row(path, key, field, part, used) for key, field in part.fields.items()]
        lines += ["", *_example(path)]
        if path and (FOLDER / _picture_name(part)).is_file():
            lines += [f"![{part.__name__} in the files](fields/{_picture_name(part)})", ""]
    return "\n".join(lines).rstrip() + "\n"


def _parts(path: str, part: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    """Yield every part of the model with its path, where it appears first."""
    waiting, seen = [(path, part)], set()
    while waiting:
        path, part = waiting.pop(0)
        if part in seen:
            continue
        seen.add(part)
        yield path, part
        inside = ((_joined(path, key, field.kind), _part(field.kind)) for key, field in part.fields.items())
        waiting = [(name, one) for name, one in inside if one] + waiting


def _part(kind: AnyKind) -> type[Part] | None:
    match kind:
        case Several(item=item):
            return _part(item)
        case Keyed(value=value):
            return _part(value)
        case Inner(part=part):
            return part
        case Text() | Choice() | Day() | Moment() | Number():
            return None
        case _:
            assert_never(kind)


def _joined(path: str, key: str, kind: AnyKind) -> str:
    return f"{path}.{key}".lstrip(".") + ("[]" if isinstance(kind, Several) else "")


def _row(path: str, key: str, field: Field, part: type[Part], used: Mapping[str, set[str]]) -> str:
    name = _joined(path, key, field.kind)
    where = used.get(name.removesuffix("[]"), set())
    if where or isinstance(field.kind, Keyed):
        where = where.union(*(there for one, there in used.items() if one.startswith(f"{name}.")))
    own = (_joined(path, one, field.kind) for one in part.fields)
    if not where and key not in _UNPRINTED and used.keys().isdisjoint(own):
        where = used.get(path.removesuffix("[]"), set())  # a line made of the whole part
    shown = ", ".join(one for one in ("memo", "deck", "notes", "summary") if one in where)
    if not shown and (inner := _part(field.kind)):
        name = next(home for home, one in _parts("", Brief) if one is inner)
        shown = f"see [{name}](#{name.translate({ord(mark): None for mark in '.[]'}).lower()})"
    other = names_of(part, key)
    also = f" Also: {', '.join(f'`{one}`' for one in names)}." if (names := list(other)) else ""
    value = _value(field.kind) + (", required" if field.is_required else "")
    cells = (f"`{key}`", value, shown or "–", field.description + also)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _value(kind: AnyKind) -> str:
    match kind:
        case Text(limited=limited):
            return "text" + (" or {text, audience}" if limited else "")
        case Choice(words=words):
            return " · ".join(f"`{word}`" for word in words)
        case Day():
            return "date"
        case Moment():
            return "date, time and zone"
        case Number():
            return "number"
        case Several(item=item, least=least, most=most):
            return f"{least}–{most} × {_value(item)}"
        case Keyed(value=value):
            return f"names with {_value(value)}"
        case Inner(part=part):
            return f"{part.__name__}, or text" if part.plain or part.obvious else part.__name__
        case _:
            assert_never(kind)


def _appearances() -> dict[str, set[str]]:
    """Return in which files each field appears in any of the briefs, by its path without indices."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in (element for brief in (FULL, _ROOMY, _CONTROLLED) for element in _elements(brief)):
        field = re.sub(r"(\[\d+\])+$", "", element["path"])
        for product, locations in element["locations"].items():
            for location in locations:
                notes = product == "deck" and location.endswith("notes")
                found[re.sub(r"\[\d+\]", "[]", field)].add("notes" if notes else product)
    return found


def _elements(brief: str) -> list[dict[str, Any]]:
    """Build a brief with the template's pictures; return the elements that its manifest lists."""
    with tempfile.TemporaryDirectory() as given, tempfile.TemporaryDirectory() as name:
        for file in (*TEMPLATES.glob("*.png"), *TEMPLATES.glob("*.csv")):
            shutil.copy(file, given)
        (Path(given) / "brief.yaml").write_text(brief, encoding="utf-8")
        built(Path(given) / "brief.yaml", Path(name))
        manifest = next(Path(name).glob("*-manifest.json"))
        elements: list[dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["elements"]
    return elements


def _example(path: str) -> Iterator[str]:
    """Yield the lines of the template that write the first such part."""
    if not path:
        return
    node: Any = yaml.compose(FULL, yaml.BaseLoader)
    start: Any = node
    for step in re.findall(r"[a-z_]+|\[\]", path):
        if step == "[]":
            assert isinstance(node, yaml.SequenceNode), path
            node = next((one for one in node.value if isinstance(one, yaml.MappingNode)), node.value[0])
        else:
            assert isinstance(node, yaml.MappingNode), path
            start, node = next((key, value) for key, value in node.value if key.value == step)
    if path.endswith("[]"):
        begin, end = node.start_mark, node.end_mark
        indent = " " * begin.column
        text = indent + FULL[begin.index : end.index].rstrip()
    else:
        begin, end = start.start_mark, node.end_mark
        text = " " * begin.column + FULL[begin.index : end.index].rstrip()
    lines = [line[begin.column :] for line in text.splitlines() if line.strip()]
    yield from ("```yaml", *lines, "```", "")


# Pictures.

_DPI, _WIDEST = 96, 560  # dots per inch of a page; pixels of a picture
_PAD, _AROUND, _FRAME = 5, 40, "#d9480f"  # points from words to the frame and from there to the edge
Rect = tuple[float, float, float, float]


class _Sheet(NamedTuple):
    """A page as it is shown: its picture, its height, and its characters with their boxes, without blanks."""

    picture: Image.Image
    height: float
    text: str
    boxes: list[Rect]

    def find(self, words: str) -> list[Rect]:
        """Return the boxes of words on the page, none if they are not there."""
        words = "".join(words.casefold().split())
        start = self.text.find(words)
        return self.boxes[start : start + len(words)] if start >= 0 and words else []

    def cut(self, boxes: Sequence[Rect]) -> Image.Image:
        """Return the page from above to below these boxes, with a frame around them."""
        left, bottom, right, top = (
            edge(side) for edge, side in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
        )
        dots, found = _DPI / 72, self.picture.copy()
        frame = (left - _PAD, self.height - top - _PAD, right + _PAD, self.height - bottom + _PAD)
        ImageDraw.Draw(found).rectangle([side * dots for side in frame], outline=_FRAME, width=3)
        above, below = max(frame[1] - _AROUND, 0), min(frame[3] + _AROUND, self.height)
        found = found.crop((0, above * dots, found.width, below * dots))
        found.thumbnail((_WIDEST, _WIDEST))
        return found


def _sheets(file: Path, folder: Path) -> Iterator[_Sheet]:
    pictures = render(file, _DPI, folder)
    document = pdfium.PdfDocument(folder / f"{file.stem}.pdf")
    for page, picture in zip(document, pictures, strict=True):
        text = page.get_textpage()
        letters = [(text.get_text_range(index, 1).casefold(), index) for index in range(text.count_chars())]
        kept = [(letter, index) for letter, index in letters if len(letter) == 1 and not letter.isspace()]
        boxes = [text.get_charbox(index) for _, index in kept]
        yield _Sheet(picture, page.get_height(), "".join(letter for letter, _ in kept), boxes)


def draw_pictures() -> None:
    """Cut a picture of each part of the model out of the slides of the template, else of its pages."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        brief = built(TEMPLATES / "full.yaml", folder)
        traced = trace_brief(Request(brief, edition=Edition(UNRESTRICTED)))
        shown = {
            product: [*_sheets(next(folder.glob(f"*-{product}.*")), folder)]
            for product in ("deck", "memo", "summary")
        }
    for path, part in _parts("", Brief):
        if path and (picture := _picture(path, traced.appears, shown)):
            save(picture, FOLDER / _picture_name(part))


def _picture(
    path: str, appears: Sequence[Appearance], shown: Mapping[str, list[_Sheet]]
) -> Image.Image | None:
    """Return where the first such part is seen, on the page that has most of it."""
    pattern = re.compile(re.escape(path).replace(r"\[\]", r"\[\d+\]") + r"(?=$|[.\[])")
    for product, sheets in shown.items():
        first, boxes = "", defaultdict[int, list[Rect]](list)
        for one in appears:
            found = pattern.match(one.path) if one.product.value == product else None
            if not found or "notes" in one.location or (first and found[0] != first):
                continue
            first = found[0]
            number = re.match(r"slide (\d+)", one.location)
            for at in [int(number[1]) - 1] if number else range(len(sheets)):
                boxes[at] += sheets[at].find(one.words)
        best = max(boxes, key=lambda at: len(boxes[at]), default=-1)
        if best >= 0 and boxes[best]:
            return sheets[best].cut(boxes[best])
    return None


def _picture_name(part: type[Part]) -> str:
    return f"{part.__name__.lower()}.png"


if __name__ == "__main__":
    if sys.argv[1:] == ["--pictures"]:
        draw_pictures()
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
