"""Says of paragraphs that are gone or new whether they are part of a longer text, or an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.pull.snapshot import Snippet, Span
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
    the file, though others of its list are. `between` are the words before and behind something new, if both
    are of one list, or of one text.
    """

    kind: str
    path: str
    text: str
    authors: tuple[tuple[str, str], ...] = ()
    where: str = ""
    item: str = ""
    whole: bool = False
    between: tuple[Span, Span] | None = None


def removed(gone: Sequence[tuple[Snippet, str]], passages: Sequence[Snippet]) -> dict[Snippet, Edit]:
    """Return the paragraphs of longer texts that are gone, with the edits that take them away."""
    left = [one for one in passages if one not in dict(gone)]
    edits = {}
    for passage, where in gone:
        piece = passage.pieces[0]
        edit = Edit(piece.path, piece.slot, piece.text, "", (removal(piece.text),), (), where)
        if _has_more(edit, passages, left):
            edits[passage] = edit
    return edits


def _has_more(edit: Edit, passages: Sequence[Snippet], left: Sequence[Snippet]) -> bool:
    """Whether a field has other paragraphs, none that says the same, and what is gone was of it alone."""
    own = [one for one in passages if any(piece.slot == edit.slot for piece in one.pieces)]
    others = [piece for one in left for piece in one.pieces if piece.path == edit.path]
    alone = all(len([piece for piece in one.pieces if piece.path]) == 1 for one in own)
    is_said = any(fold(edit.was) in fold(piece.text) for piece in others)
    has_more = any(piece.slot != edit.slot for piece in others)
    return bool(edit.path) and has_more and len(own) == 1 and alone and not is_said


def item_behind(path: str) -> str:
    """Return the path of an item that would come behind that of a field; else that of the field."""
    found = _ROW.match(path) or _ITEM.match(path)
    return f"{found[1]}[{int(found[2]) + 1}]" if found else path


def same_list(path: str, other: str) -> bool:
    """Whether two fields are of one longer text, or the next items of one list."""
    here, there = _OWN.match(path), _OWN.match(other)
    if path == other:
        return bool(path)
    return bool(here and there and here[1] == there[1] and int(there[2]) == int(here[2]) + 1)


def by_item(
    gone: Sequence[tuple[Snippet, str]], passages: Sequence[Snippet], away: Sequence[Snippet]
) -> Iterator[Left]:
    """Yield what is gone: whole items of lists, all of them `away`, then that of one part together."""
    rest = list(gone)
    for item, ours in _whole_items([one for one, _ in gone], passages):
        if all(one in away for one in ours):
            where = next(where for one, where in gone if one in ours)
            rest = [(one, place) for one, place in rest if one not in ours]
            yield Left("gone", item, _joined(ours), (), where, item, whole=True)
    parts: dict[tuple[str, str], list[Snippet]] = {}
    for one, where in rest:
        found = _ROW.match(one.path) or _PART.match(one.path)
        parts.setdefault((f"{found[1]}[{found[2]}]" if found else one.path, where), []).append(one)
    for (path, where), ours in parts.items():
        yield Left("gone", path if len(ours) > 1 else ours[0].path, _joined(ours), (), where, path)


def _joined(snippets: Sequence[Snippet]) -> str:
    return " / ".join(dict.fromkeys(fold(one.text) for one in snippets))


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
