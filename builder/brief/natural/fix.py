"""Rewrites the text of a brief into canonical form, where there is no doubt, and leaves the rest as it is.

What is read in another way is spliced in at its place, so comments and layout stay. Every rewriting is read
again: it must be the same brief, with no problem that was not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from builder.brief.check import Checked, check_model
from builder.brief.model import Brief
from builder.brief.natural.changes import Added, Change, Read, Removed, Renamed
from builder.brief.natural.meant import LIST, Meant
from builder.brief.yaml.read import Value, read_values
from builder.brief.yaml.scan import comments
from builder.brief.yaml.tree import Node, rewritten, tree_of

LONGEST_LINE = 100  # characters of a line in which a value stays when it is wrapped

# What is a text without quotes, for any reader of YAML.
_PLAIN = re.compile(r"[A-Za-z0-9][\w+./ -]*|https?://[\w%./~?&=+@-]+")
_NOT_TEXT = re.compile(r"(?i)(?:true|false|yes|no|on|off|y|n|null|[\d_.,:+-]+|0x\w+|[\d.]+e[\d+-]+)")


class _Quoted(str):
    """A text that has quotation marks in the brief, and keeps them where it is moved."""

    __slots__ = ()


def fixed(text: str) -> str:
    """Return the text of a brief in canonical form as far as its meaning is plain; lines end in newlines."""
    was = _Reading.of(text)
    if was is None:
        return text
    tree, comments = tree_of(text), _comments(text)

    def spliced(changes: Sequence[Change]) -> str | None:
        """Return the text with changes, or None if they change what it says."""
        new = _Splicing(text, changes).rendered(tree)
        return new if was.is_same_as(_Reading.of(new)) and _comments(new) == comments else None

    every = [*was.checked.changes, *_quotes(was)]
    if (new := spliced(every)) is None:
        kept: list[Change] = []
        for group in _groups(every, 1):
            for part in [group] if spliced([*kept, *group]) else _groups(group, 4):
                kept += part if spliced([*kept, *part]) else []
        new = spliced(kept) or text
    return fixed(new) if new != text else new  # what is inside a moved value


def fixed_bytes(data: bytes) -> bytes:
    """Return the bytes of a brief in canonical form; encoding and line breaks stay. What is no UTF stays."""
    return rewritten(data, fixed)


class _Reading(Struct):
    """What a text says as a brief, and what is wrong with it."""

    values: dict[str, Value]
    checked: Checked
    faults: tuple[tuple[str, str], ...]
    texts: dict[str, Value]  # at the paths of texts that lack their quotes

    @classmethod
    def of(cls, text: str) -> _Reading | None:
        """Return what a text says, or None if it cannot be read to its end."""
        reading = read_values(text)
        if reading.values is None:
            return None
        checked = check_model(reading.values, reading.unread, reading.parted)
        problems = (*reading.problems, *checked.problems)
        unquoted = {one.path for one in reading.problems if one.rule == "text-quoted" and one.path}
        texts = {path: _value_at(reading.values, path) for path in unquoted}
        return cls(reading.values, checked, tuple((one.rule, one.message) for one in problems), texts)

    def is_same_as(self, other: _Reading | None) -> bool:
        """Whether another text says the same, and has no fault that this one has not."""
        return (
            other is not None
            and self.checked.brief is not None
            and other.checked.brief == self.checked.brief
            and set(other.faults) <= set(self.faults)
        )


def _quotes(reading: _Reading) -> Iterator[Change]:
    """Yield the texts that other readers of YAML would not take without quotes."""
    for path, value in reading.texts.items():
        if isinstance(value, str):
            yield Read(path, Meant(value))


def _value_at(value: Value, path: str) -> Value:
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if isinstance(value, dict) and key:
            value = value.get(key)
        elif isinstance(value, list) and index and int(index) < len(value):
            value = value[int(index)]
        else:
            return None
    return value


def _groups(changes: Iterable[Change], depth: int) -> Iterable[list[Change]]:
    """Return the changes of each value at a depth of the brief, together, with what they add elsewhere."""
    groups: dict[str, list[Change]] = {}
    name, before = "", None
    for change in changes:
        is_more = isinstance(change, Added) or (isinstance(change, Removed) and isinstance(before, Removed))
        if not is_more:
            name = ".".join(re.split(r"[.\[]", change.path)[:depth])
        groups.setdefault(name, []).append(change)
        before = change
    return groups.values()


def _comments(text: str) -> list[str]:
    """Return the comments of a text, in their order."""
    return [_comment(text, start) for start in comments(text)]


def _comment(text: str, start: int) -> str:
    return text[start : (text + "\n").index("\n", start)]


class _Splicing:
    def __init__(self, text: str, changes: Iterable[Change]) -> None:
        self.text = text
        self.renamed: dict[str, str] = {}
        self.read: dict[str, list[Meant]] = {}
        self.added: dict[str, list[Added]] = {}
        self.removed: set[str] = set()
        self.replaced: set[str] = set()  # lists and mappings that become something else
        for change in changes:
            match change:
                case Renamed():
                    self.renamed[change.path] = change.key
                case Read():
                    self.read.setdefault(change.path, []).append(change.meant)
                case Added():
                    self.added.setdefault(change.path, []).append(change)
                case Removed():
                    self.removed.add(change.path)

    def rendered(self, root: Node) -> str:
        """Return the whole text with the changes."""
        return self.text[: root.start] + self._inside(root) + self.text[root.end :]

    def _inside(self, node: Node) -> str:
        """Return what is written of a value itself, with the changes inside it."""
        pieces, at = [], node.start
        keys: Sequence[Node | None] = node.keys or [None] * len(node.values)
        before: dict[str, list[Added]] = {}
        for one in self.added.get(node.path, ()):
            if one.key and node.keys:
                before.setdefault(self._next_key(node, one), []).append(one)
        for key, value in zip(keys, node.values, strict=False):
            if key is not None:
                pieces.append(self.text[at : key.start])
                pieces += (self._entry(node, one) for one in before.pop(key.path, ()))
                pieces.append(self.renamed.get(key.path, self.text[key.start : key.end]))
                at = key.end
                if key.path in self.removed:
                    pieces.pop()
                    at = value.end + len(self.text[value.end :].partition("\n")[0]) + 1
                    if node.column:
                        pieces[-1], at = self._without_gap(pieces[-1], at, is_last=key is keys[-1])
                    continue
            written = self._value(value, key)
            between = self.text[at : value.start]
            if key is not None and written.startswith("\n"):
                between = between.rstrip()
            elif key is not None and value.path in self.replaced and "#" not in between:
                between = ": "
            pieces += (between, written)
            at = value.end
        pieces.append(self.text[at : node.end])
        inside = "".join(pieces)
        for one in (one for ones in before.values() for one in ones):
            entry = self._entry(node, one).strip().rstrip(",")
            inside = f"{inside[:-1]}, {entry}}}" if node.is_flow else f"{inside}\n{' ' * node.column}{entry}"
        if not node.keys:
            for one in self.added.get(node.path, ()):
                item = _dumped(one.value, in_flow=True)
                below = f"\n{' ' * node.column}- {_item(one.value, node.column + 2)}"
                inside = f"{inside[:-1]}, {item}]" if node.is_flow else f"{inside}{below}"
        return inside

    def _without_gap(self, before: str, at: int, *, is_last: bool) -> tuple[str, int]:
        """Return what is written before a removed line inside another value, and where to go on."""
        if is_last:
            return before.rstrip(" \n"), at
        if before.rpartition("\n")[2].strip():  # the dash of an item
            return before, at + len(self.text[at:]) - len(self.text[at:].lstrip(" "))
        return before.rstrip(" "), at

    def _next_key(self, node: Node, added: Added) -> str:
        """Return the path of the key before which another is added: the next in the order of the model."""
        order = list(Brief.fields) if not node.path else ["id", "title", "url", "scheme", "label"]
        later = order[order.index(added.key) + 1 :] if added.key in order else []
        for name in later:
            for key in node.keys:
                own = self.renamed.get(key.path, key.path.rpartition(".")[2])
                if own == name:
                    return key.path
        return f"{node.path}: none"

    def _entry(self, node: Node, added: Added) -> str:
        value = added.value
        if node.is_flow:
            return f"{added.key}: {_dumped(value, in_flow=True)}, "
        gap = " " * node.column
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            items = "".join(f"\n{gap}  - {_item(one, node.column + 4)}" for one in value)
            return f"{added.key}:{items}\n{gap}"
        return f"{added.key}: {_dumped(value, in_flow=isinstance(value, list))}\n{gap}"

    def _value(self, node: Node, key: Node | None) -> str:
        """Return what is written for a value: itself, or what it means."""
        meant = self.read.get(node.path, [])
        wraps = [one.wrap for one in meant if one.wrap]
        replaced = [one.value for one in meant if not one.wrap]
        more = {one.key: one.value for one in self.added.get(node.path, ())}
        if more and node.style is not None and (wraps or replaced):
            given = replaced[-1] if replaced else {wraps.pop(): node.text}
            replaced = [{**more, **given}]
        if replaced and node.style is None:
            replaced = [_in_quotes(replaced[-1], _quoted_in(node))]
            if not node.is_flow:
                self.replaced.add(node.path)
        if not replaced:
            inside = self._inside(node) if node.style is None else self.text[node.start : node.end]
        else:
            inside = _dumped(replaced[-1], in_flow=node.in_flow or bool(wraps))
        if node.start == node.end and inside and self.text[node.start - 1] not in " [":
            inside = f" {inside}"
        if replaced and isinstance(replaced[-1], str) and "\n" in replaced[-1] and key and not node.in_flow:
            return f"|\n{replaced[-1]}".replace("\n", f"\n{' ' * (key.column + 2)}")
        listed = replaced[-1] if replaced and isinstance(replaced[-1], list) else []
        if key is not None and not node.in_flow and any(isinstance(one, dict) for one in listed):
            items = [_item(one, key.column + 4) for one in listed]
            return "".join(self._commented(node, items, "\n" + " " * (key.column + 2)))
        if not wraps:
            return inside
        is_text = node.style is not None and not (replaced and isinstance(replaced[-1], dict))
        in_line = node.in_flow or (
            key is not None
            and "\n" not in inside
            and (is_text or node.is_flow or bool(replaced))
            and node.column + len(inside) + 12 <= LONGEST_LINE
        )
        if in_line:
            return _wrapped_in_flow(self._for_flow(node, inside, bool(replaced)), wraps)
        if is_text and node.style in ("", None) and key is None and not replaced:
            inside = _safe(inside)
        if key is None or (node.style is None and not node.is_flow):
            return _wrapped(inside, wraps)
        gap = "\n" + " " * (key.column + 2)
        return gap + _wrapped(inside, wraps)

    def _commented(self, node: Node, items: Sequence[str], gap: str) -> Iterator[str]:
        """Yield items that were values of a node, with comments: those inside a value are above its item.

        One behind its last line stays behind it; that of the last item is behind the node.
        """
        notes, at = list(comments(self.text)), node.start
        alike = len(items) == len(node.values)
        for item, value in zip(items, node.values if alike else [node] * len(items), strict=True):
            end = value.end
            line = max(self.text.find("\n", end, node.end), end)
            above, behind = (
                [_comment(self.text, note) for note in notes if alike and start <= note < stop]
                for start, stop in ((at, end), (end, line))
            )
            yield "".join(
                (*(f"{gap}{note}" for note in above), f"{gap}- {item}", *(f"  {note}" for note in behind))
            )
            at = line

    def _for_flow(self, node: Node, inside: str, is_written: bool) -> str:
        """Return a text as it can be written between brackets."""
        if node.style != "" or node.in_flow or is_written or not re.search(r"[,\[\]{}#]|: |:$", inside):
            return inside
        return json.dumps(inside, ensure_ascii=False)


def _quoted_in(node: Node) -> set[str]:
    """Return the texts in a value that have quotation marks."""
    if node.style is not None:
        return {node.text} if node.style in ("'", '"') else set()
    return set().union(*map(_quoted_in, node.values))


def _in_quotes(value: Value, quoted: Collection[str]) -> Value:
    """Return a value whose texts are marked where they have quotation marks."""
    if isinstance(value, dict):
        return {key: _in_quotes(one, quoted) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_quotes(one, quoted) for one in value]
    return _Quoted(value) if isinstance(value, str) and value in quoted else value


def _safe(inside: str) -> str:
    """Return a text without quotes with them where it would be a mapping or a comment otherwise."""
    return json.dumps(inside, ensure_ascii=False) if "\n" not in inside and ": " in inside else inside


def _wrapped_in_flow(inside: str, wraps: Sequence[str]) -> str:
    for wrap in reversed(wraps):
        inside = f"[{inside}]" if wrap == LIST else f"{{{wrap}: {inside}}}"
    return inside


def _wrapped(inside: str, wraps: Sequence[str]) -> str:
    """Return a value in a list or under a key, its further lines moved to the right."""
    for wrap in reversed(wraps):
        lines = inside.split("\n")
        inside = "\n".join([lines[0], *(f"  {line}" if line.strip() else line for line in lines[1:])])
        inside = f"- {inside}" if wrap == LIST else f"{wrap}: {inside}"
    return inside


def _item(value: Value, column: int) -> str:
    """Return an item of a list in one line, or each of its keys in a line from a column."""
    line = _dumped(value, in_flow=True)
    if not isinstance(value, dict) or column + len(line) <= LONGEST_LINE:
        return line
    return f"\n{' ' * column}".join(
        f"{_dumped(key, in_flow=True)}:{_below(one, column + 2)}" for key, one in value.items()
    )


def _below(value: Value, column: int) -> str:
    """Return a value after its key, a long list with each item in a line from a column."""
    line = _dumped(value, in_flow=isinstance(value, list | dict))
    if not isinstance(value, list) or column + len(line) <= LONGEST_LINE:
        return f" {line}"
    return "".join(f"\n{' ' * column}- {_item(one, column + 2)}" for one in value)


def _dumped(value: Value, *, in_flow: bool) -> str:
    """Return a value in one line."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{_dumped(key, in_flow=True)}: {_dumped(one, in_flow=True)}" for key, one in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_dumped(one, in_flow=True) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    is_date = re.fullmatch(r"[\d-]+(?:T[\d:+-]+)?", value) is not None and len(value) > 3 and not in_flow
    is_plain = not isinstance(value, _Quoted) and _PLAIN.fullmatch(value) and value == value.strip()
    if is_plain and (is_date or not _NOT_TEXT.fullmatch(value)):
        return value
    return json.dumps(value, ensure_ascii=False)
