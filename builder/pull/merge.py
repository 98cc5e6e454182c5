"""Brings the edits of several places and files together, and finds the field that each is of now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.pull.snapshot import Snapshot
from builder.pull.structure import Edit
from builder.words.replacing import Replacement, applied, replacements
from builder.words.signs import fold
from builder.words.tokens import tokens

_ITEM = re.compile(r"\[\d+\]")
_STILL = 0.5  # of the words of a field that must be the same, to be that field still


class Origin(Struct, frozen=True):
    """Where an edit is: its file, the place there, and who made it."""

    file: str
    where: str
    authors: tuple[tuple[str, str], ...] = ()


class Merged(Struct, frozen=True):
    """What one field becomes by all that was changed in it, or why that is not clear.

    `path` is that of the field now, `now` what it says after the edit as the file has it.
    """

    path: str
    slot: str
    was: str
    now: str
    changes: tuple[Replacement, ...]
    origins: tuple[Origin, ...]
    conflict: str = ""
    others: tuple[str, ...] = ()  # what other places say instead


def together(edits: Iterable[tuple[Edit, str]]) -> list[Merged]:
    """Return the edits of each text, with their files, as one; two that differ are a conflict."""
    groups: dict[tuple[str, str], list[tuple[Edit, str]]] = {}
    for edit, file in edits:
        groups.setdefault((edit.path, edit.was), []).append((edit, file))
    return [_merged(group) for group in groups.values()]


def _merged(group: Sequence[tuple[Edit, str]]) -> Merged:
    first, _ = group[0]
    origins = tuple(Origin(file, edit.where, edit.authors) for edit, file in group)
    made: dict[str, list[Replacement]] = {}
    for edit, file in group:
        if file in made and made[file] != list(edit.changes):
            others = tuple(dict.fromkeys(each.now for each, _ in group))
            return Merged(
                first.path, first.slot, first.was, first.now, first.changes, origins, "places", others
            )
        made[file] = list(edit.changes)
    whole: list[Replacement] = []
    for each in made.values():
        for change in each:
            if change in whole:
                continue
            if any(_meets(change, other) for other in whole):
                others = tuple(dict.fromkeys(edit.now for edit, _ in group))
                return Merged(
                    first.path, first.slot, first.was, first.now, first.changes, origins, "files", others
                )
            whole.append(change)
    whole.sort(key=lambda one: (one.start, one.end))
    now = applied(first.was, first.was, whole) or first.now
    return Merged(first.path, first.slot, first.was, now, tuple(whole), origins)


def _meets(one: Replacement, other: Replacement) -> bool:
    """Whether two changes are of the same words, or of words beside each other."""
    return one.start <= other.end and other.start <= one.end


def onto(edit: Merged, now: str) -> Merged | None:
    """Return an edit of a field that says something else by now; None if both agree already.

    What both changed, or what is beside it, is a conflict.
    """
    ours = list(replacements(edit.was, now))
    if not ours:
        return edit
    left = []
    for change in edit.changes:
        same = any(
            (one.start, one.end) == (change.start, change.end) and fold(one.text) == fold(change.text)
            for one in ours
        )
        if same:
            continue
        if any(_meets(change, one) for one in ours):
            return replace(edit, conflict="brief", others=(now,))
        left.append(change)
    return replace(edit, changes=tuple(left)) if left else None


def path_now(edit: Merged, before: Snapshot, after: Snapshot) -> str | None:
    """Return where the field of an edit is in a later snapshot, None if that is not certain."""
    path, was = edit.path, edit.was
    if before.build == after.build:
        return path
    then, now = before.texts(), after.texts()
    if now.get(path, {}).get(edit.slot) in (was, edit.now):
        return path
    shape = _ITEM.sub("[]", path)
    same = [
        each
        for each, texts in now.items()
        if _ITEM.sub("[]", each) == shape and fold(was) in map(fold, texts.values())
    ]
    twins = [each for each, texts in then.items() if _ITEM.sub("[]", each) == shape and was in texts.values()]
    if len(same) == len(twins) == 1:
        return same[0]
    if same:
        return path if path in same and len(twins) == len(same) else None
    moved = _beside(path, then, now)
    if moved is not None:
        return moved if moved in now else None
    if path in now and _is_still(was, now[path].values()):
        return path
    return None


class Step(Struct, frozen=True):
    """An item of a list was removed, or added; its path is that when it was."""

    item: str
    is_new: bool = False


def path_after(path: str, steps: Iterable[Step]) -> str | None:
    """Return a path once lists have lost and got items, one after the other; None if it led into one."""
    for step in steps:
        name, _, index = step.item[:-1].rpartition("[")
        if not path.startswith(f"{name}["):
            continue
        number, _, rest = path[len(name) + 1 :].partition("]")
        if int(number) == int(index) and not step.is_new:
            return None
        if int(number) >= int(index):
            path = f"{name}[{int(number) + (1 if step.is_new else -1)}]{rest}"
    return path


def differing(before: Snapshot, after: Snapshot, steps: Sequence[Step] = ()) -> dict[str, list[str]]:
    """Return what a file says after lists have lost and got items, where that is not what it said before."""
    was = {
        there: list(map(fold, texts.values()))
        for path, texts in before.texts().items()
        if (there := path_after(path, steps)) is not None
    }
    now = {path: list(map(fold, texts.values())) for path, texts in after.texts().items()}
    return {path: now.get(path, []) for path in was.keys() | now.keys() if was.get(path) != now.get(path)}


def _is_still(was: str, texts: Iterable[str]) -> bool:
    words = {one.key for one in tokens(was)}
    return any(len(words & {one.key for one in tokens(text)}) > _STILL * len(words) for text in texts)


def _beside(path: str, then: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> str | None:
    """Return where a field is now by where the other fields of its item are; None if they do not say."""
    for end in reversed([found.end() for found in _ITEM.finditer(path)]):
        item, rest = path[:end], path[end:]
        votes: Counter[str] = Counter()
        for each, texts in then.items():
            if not each.startswith((f"{item}.", f"{item}[")) or each == path:
                continue
            suffix = each[end:]
            shape = _ITEM.sub("[]", item)
            for other, others in now.items():
                head = other[: len(other) - len(suffix)]
                if (
                    other.endswith(suffix)
                    and _ITEM.sub("[]", head) == shape
                    and set(map(fold, texts.values())) == set(map(fold, others.values()))
                    and len(fold("".join(texts.values()))) > 12
                ):
                    votes[head] += 1
        ranked = votes.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0] + rest
    return None
