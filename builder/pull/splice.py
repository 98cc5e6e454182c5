"""Makes an edit in the YAML of a brief at its place, so that comments and layout stay, and verifies it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache

from builder.brief.texts.marks import parse_marks
from builder.brief.yaml.read import Value, read_values
from builder.brief.yaml.tree import Node, nodes, tree_of
from builder.pull.paragraphs import Comment
from builder.report.problems import Position
from builder.words.pairing import places
from builder.words.replacing import Replacement, applied
from builder.words.signs import plain
from builder.words.tokens import keys, tokens

_EMPTY = re.compile(r" ?(?:\*\*\*\*|\[\]\([^()\s]*\))")
_GLUE = re.compile(r"([*~^]*)(\s+([-*]\s+)?)[*~^]*")  # between paragraphs, items, sentences, with marks
_MARKS = re.compile(r"[\\*\[\]~^{}@]")


class Source:
    """The text of a brief, with the places of its values."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = tree_of(text)
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._at: dict[tuple[int, int], Node] = {}
        for node, key in nodes(self.root):
            if node is self.root:
                continue
            begins = key if key is not None and node.values and not node.is_flow else node
            self._at.setdefault(self._place(begins.start), node)
            self._at.setdefault(self._place(node.start), node)

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def node(self, position: Position) -> Node | None:
        """Return the value that begins at a position."""
        return self._at.get((position.line, position.column))

    def by_path(self, path: str) -> Node | None:
        """Return the value at a path as it is written."""
        return next((node for node, _ in nodes(self.root) if node.path == path), None)

    def line(self, index: int) -> int:
        """Return the line of a character, from 1."""
        return bisect_right(self._lines, index)


@lru_cache(maxsize=4)
def source_of(text: str) -> Source:
    """Return the text of a brief with the places of its values; it is looked up more than once."""
    return Source(text)


def spliced(source: Source, node: Node, was: str, made: Sequence[Replacement]) -> str | None:
    """Return the text of a brief with a value changed, or None if that is not certain.

    The new text is read again: the value must say what is meant, and every other value what it did.
    """
    text = source.text
    before = _values(text)
    meant = _meant(node, was, made)
    if before is None or (node.style is not None and meant is None):
        return None
    for written in _written(text, node, was, made, meant):
        new = text[: node.start] + written + text[node.end :]
        after = _values(new)
        if after is not None and new != text and _is_only(before, after, node, meant):
            return new
    return None


def without_item(source: Source, node: Node) -> str | None:
    """Return the text of a brief without one of several items of a list, or None if that is not certain."""
    above = next((one for one, _ in nodes(source.root) if any(each is node for each in one.values)), None)
    before = read_values(source.text).values
    if above is None or not above.is_list or len(above.values) < 2 or before is None:
        return None
    index, text = above.values.index(node), source.text
    if above.is_flow:
        last = index == len(above.values) - 1
        start = above.values[index - 1].end if last else node.start
        end = node.end if last else above.values[index + 1].start
    else:
        start = text.rfind("\n", 0, node.start) + 1
        if text[start : node.start].strip() != "-":
            return None
        end = text.find("\n", node.end) + 1 or len(text)
    new = text[:start] + text[end:]
    return new if read_values(new).values == _without(before, above.path, index) else None


def with_item(source: Source, path: str, words: str) -> str | None:
    """Return the text of a brief with a new item of a list of texts, before the one at a path; else None.

    The new text is read again: the item must say what is meant, and every other value what it did.
    """
    name, _, index = path[:-1].rpartition("[")
    above, at = source.by_path(name), int(index)
    before = read_values(source.text).values
    if above is None or before is None or not above.is_list or not 0 < at < len(above.values):
        return None
    last, following = above.values[at - 1], above.values[at]
    if last.style is None or following.style is None:
        return None
    text, end = source.text, last.end
    glue = text[end : following.start]
    if "#" in glue:  # comments are of the items that are there
        start = text.rfind("\n", 0, following.start)
        end, glue = text.find("\n", end), text[start : following.start]
    if glue.strip(" \n") not in ("-", ","):
        return None
    meant = _with(before, name, at, marked(words))
    for written in (_quoted(marked(words), following.style), json.dumps(marked(words), ensure_ascii=False)):
        new = text[:end] + glue + written + text[end:]
        reading = read_values(new)
        if reading.values == meant and not any(problem.is_error for problem in reading.problems):
            return new
    return None


def with_paragraph(source: Source, node: Node, last: str, following: str, words: str) -> str | None:
    """Return the text of a brief with new words between two paragraphs or sentences of a text; else None.

    What is between the two is put between the new words and each: a line, or the mark of a list.
    """
    raw, before = source.text[node.start : node.end], _values(source.text)
    there, count = tokens(raw), len(tokens(last))
    place = places(keys(f"{last} {following}".casefold()), keys(raw.casefold()))
    if node.style is None or before is None or not {0, count - 1, count} <= place.keys():
        return None
    end, start = there[place[count - 1]].end, there[place[count]].start
    glue = _GLUE.fullmatch(raw[end:start])
    line = raw[: there[place[0]].start].rpartition("\n")[2].rstrip("*~^")
    if glue is None or bool(glue[3]) != (line.strip() in ("-", "*")):  # an item, and a paragraph
        return None
    at, gap = node.start + end + glue.end(1), glue[2] if "\n" in glue[2] else " "
    new = source.text[:at] + gap + _inside(marked(words), node.style) + source.text[at:]
    after = _values(new)
    if after is None or not _differing(before, after) <= {node.path, lines_of(node.path)}:
        return None
    was, now = str(before.get(node.path)), str(after.get(node.path))
    more = plain(f"{gap}{marked(words)}")
    return new if more in now and plain(now.replace(more, "", 1)) == plain(was) else None


def _with(values: dict[str, Value], path: str, index: int, item: str) -> Value:
    """Return values with another item of the list at a path."""
    new = deepcopy(values)
    if isinstance(there := _at(new, path), list):
        there.insert(index, item)
    return new


def _at(values: Value, path: str) -> Value:
    """Return the value at a path."""
    for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if isinstance(values, dict):
            values = values.get(key)
        elif isinstance(values, list) and number:
            values = values[int(number)]
    return values


def _without(values: dict[str, Value], path: str, index: int) -> Value:
    """Return values without an item of the list at a path."""
    new = deepcopy(values)
    if isinstance(there := _at(new, path), list):
        del there[index]
    return new


def words_of(comment: Comment) -> str:
    """Return a comment in one line."""
    about = ", ".join(filter(None, (plain(comment.author), comment.date[:10])))
    return f"comment: {about}: {plain(comment.text)}"


def commented(text: str, comments: Sequence[tuple[int, str]]) -> str:
    """Return the text of a brief with comments above its lines; one that would change a value is left out."""
    for line, words in sorted(comments, key=lambda one: -one[0]):
        if f"# {words}\n" in text:
            continue
        rows = text.split("\n")
        row = rows[line - 1]
        rows.insert(line - 1, f"{row[: len(row) - len(row.lstrip())]}# {words}")
        new = "\n".join(rows)
        if _values(new) == _values(text):
            text = new
    return text


def _meant(node: Node, was: str, made: Sequence[Replacement]) -> str | None:
    """Return what a text is to say."""
    if node.style is None:
        return None
    meant = applied(node.text, was, made, lambda words, _: marked(words))
    return None if meant is None else _without_empty_marks(node.text, meant)


def _without_empty_marks(before: str, after: str) -> str:
    """Return a text without marks from which all words have gone."""
    return after if _EMPTY.search(before) else _EMPTY.sub("", after)


def marked(words: str) -> str:
    """Return new words as a field has them: signs that would be read as marks have a backslash."""
    if "".join(run.text for run in parse_marks(words)) == words and "{" not in words:
        return words
    return _MARKS.sub(r"\\\g<0>", words)


def _written(
    text: str, node: Node, was: str, made: Sequence[Replacement], meant: str | None
) -> Iterator[str]:
    """Yield ways to write a changed value: as it is written now, then in double quotes."""

    def quoted(words: str, index: int) -> str:
        return _inside(marked(words), _style(node, node.start + index))

    raw = text[node.start : node.end]
    as_now = applied(raw, was, made, quoted)
    if as_now is not None:
        yield _without_empty_marks(raw, as_now).rstrip()
    if meant is not None and "\n" not in meant and raw[:1] not in ("|", ">", "&"):
        yield json.dumps(meant, ensure_ascii=False)


def _inside(words: str, style: str) -> str:
    """Return words as they are written inside a text that is quoted in a style."""
    if style == "'":
        return words.replace("'", "''")
    return words.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else words


def _quoted(words: str, style: str) -> str:
    """Return a text as it is written in a style; the other styles need no signs around it."""
    quote = style if style in ("'", '"') else ""
    return f"{quote}{_inside(words, style)}{quote}"


def _style(node: Node, index: int) -> str:
    """Return how the text at an index is quoted."""
    while node.style is None:
        inside = (one for one in (*node.keys, *node.values) if one.start <= index <= one.end)
        found = next(inside, None)
        if found is None:
            return ""
        node = found
    return node.style


def _is_only(before: dict[str, object], after: dict[str, object], node: Node, meant: str | None) -> bool:
    """Whether nothing but one value differs, and that says what it is to say."""
    differing = _differing(before, after)
    if meant is None:
        below = (f"{node.path}.", f"{node.path}[")
        return before.keys() == after.keys() and all(path.startswith(below) for path in differing)
    now = after.get(node.path)
    return (
        differing <= {node.path, lines_of(node.path)} and isinstance(now, str) and plain(now) == plain(meant)
    )


def _differing(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def lines_of(path: str) -> str:
    """Return the name of how many paragraphs a text has."""
    return f"{path}: lines"


@lru_cache(maxsize=8)
def _values(text: str) -> dict[str, object] | None:
    """Return the values of a text by their paths, None if it has faults."""
    reading = read_values(text)
    if reading.values is None or any(problem.is_error for problem in reading.problems):
        return None
    found: dict[str, object] = {}
    waiting: list[tuple[str, Value]] = [("", reading.values)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += ((f"{path}.{key}" if path else key, each) for key, each in value.items())
        elif isinstance(value, list):
            waiting += ((f"{path}[{index}]", each) for index, each in enumerate(value))
        found[path] = value if isinstance(value, str | bool | None) else len(value)
    for path, parted in reading.parted.items():
        found[lines_of(path)] = str(parted.lines.count("\n\n"))
    return found
