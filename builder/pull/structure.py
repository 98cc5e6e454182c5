"""Says of paragraphs that are gone or new whether they are part of a longer text, or an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.pull.snapshot import Snippet
from builder.words.replacing import Replacement, removal
from builder.words.signs import fold

_ROW = re.compile(r"(.*\.rows)\[(\d+)\]\[\d+\]$")
_ITEM = re.compile(r"(.*)\[(\d+)\](?:\.text)?$")
_OWN = re.compile(r"(.*)\[(\d+)\](?:\.[^\[\]]*)?$")  # the innermost item that a field is in
_PART = re.compile(r"(.*?(?:arguments|options|recommendations|limits|tables|figures|charts))\[(\d+)\]")


class Edit(Struct, frozen=True):
    """A field whose words differ; `changes` are those of the tokens of `was`.

    `authors` are those of the tracked changes in its paragraph, with their dates.
    """

    path: str
    slot: str
    was: str
    now: str
    changes: tuple[Replacement, ...]
    authors: tuple[tuple[str, str], ...] = ()
    where: str = ""


class Left(Struct, frozen=True):
    """Something that only a person can take over: words, why they are left, and the field beside them.

    `item` is that of a list to which it belongs or would belong; `whole` is whether nothing of the item is in
    the file, though others of its list are.
    """

    kind: str
    path: str
    text: str
    authors: tuple[tuple[str, str], ...] = ()
    where: str = ""
    item: str = ""
    whole: bool = False


def removed(gone: Sequence[Snippet], passages: Sequence[Snippet]) -> Iterator[tuple[Snippet, Edit]]:
    """Yield the paragraphs of longer texts that are gone, with the edits that take them away."""
    for passage in gone:
        piece = passage.pieces[0]
        whole = removal(piece.text)
        edit = Edit(piece.path, piece.slot, piece.text, "", (whole,))
        if _has_more(edit, passages, gone):
            yield passage, edit


def _has_more(edit: Edit, passages: Sequence[Snippet], gone: Sequence[Snippet]) -> bool:
    """Whether a field has other paragraphs, and nothing else was in the one that is gone."""
    own = [one for one in passages if any(piece.slot == edit.slot for piece in one.pieces)]
    left = (piece for one in passages if one not in gone for piece in one.pieces)
    others = {piece.slot for piece in left if piece.path == edit.path}
    alone = all(len([piece for piece in one.pieces if piece.path]) == 1 for one in own)
    return bool(edit.path and others - {edit.slot}) and len(own) == 1 and alone


def item_behind(path: str) -> str:
    """Return the path of an item that would come behind that of a field; else that of the field."""
    found = _ROW.match(path) or _ITEM.match(path)
    return f"{found[1]}[{int(found[2]) + 1}]" if found else path


def by_item(gone: Sequence[Snippet], passages: Sequence[Snippet], where: str) -> Iterator[Left]:
    """Yield what is gone: whole items of lists, then that of one part together."""
    rest = list(gone)
    for item, ours in _whole_items(gone, passages):
        rest = [one for one in rest if one not in ours]
        text = " / ".join(fold(one.text) for one in ours)
        yield Left("gone", item, text, (), where, item, whole=True)
    parts: dict[str, list[Snippet]] = {}
    for one in rest:
        found = _ROW.match(one.path) or _PART.match(one.path)
        parts.setdefault(f"{found[1]}[{found[2]}]" if found else one.path, []).append(one)
    for path, ours in parts.items():
        text = " / ".join(fold(one.text) for one in ours)
        yield Left("gone", path if len(ours) > 1 else ours[0].path, text, (), where, path)


def _whole_items(gone: Sequence[Snippet], passages: Sequence[Snippet]) -> Iterator[tuple[str, list[Snippet]]]:
    """Yield items of which nothing is left, though others of their list are, with their passages."""
    items: dict[str, str] = {}
    for passage in gone:
        if found := _ROW.match(passage.path) or _OWN.match(passage.path):
            items.setdefault(f"{found[1]}[{found[2]}]", found[1])
    for item, name in items.items():
        ours = [one for one in passages if _is_of(one, item)]
        others = (one for one in passages if one not in gone and _is_in(one, name))
        if all(one in gone for one in ours) and next(others, None) is not None:
            yield item, ours


def _is_of(passage: Snippet, item: str) -> bool:
    below = (f"{item}.", f"{item}[")
    return any(piece.path == item or piece.path.startswith(below) for piece in passage.pieces)


def _is_in(passage: Snippet, name: str) -> bool:
    return any(piece.path.startswith(f"{name}[") for piece in passage.pieces)
