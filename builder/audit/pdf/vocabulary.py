"""Compares the objects of a PDF with the vocabulary of a summary; whatever is not in it is unfamiliar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from builder.audit.pdf.objects import Entries, File, Name, Reference, Stream, Value
from builder.report.printable import cut

_WORD = re.compile(r'"([^"]*)"|([\[\]|])|([^\s\[\]|"]+)')
_TYPES: dict[str, tuple[type, ...]] = {"number": (int, float), "text": (bytes,), "name": (Name,)}
_FIXED: dict[str, Value] = {"true": True, "false": False}
_DATE = r"D:\d{4,14}(?:Z|[+-]\d\d'\d\d)?'?"
_NUMBER = rb"(?:[+-]?(?:\d++\.?\d*+|\.\d++)\s++){%d}"
_STRING = rb"(?:\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>)\s*+"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
    "http://www.aiim.org/pdfa/ns/schema#": "pdfaSchema",
    "http://www.aiim.org/pdfa/ns/property#": "pdfaProperty",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "adobe:ns:meta/": "x",
}
_SHOWN = 40  # characters of a value
_MEANS = ": it "

Check: TypeAlias = "Callable[[_Walk, Value], bool]"


class _Kind(Struct, frozen=True):
    """A kind of object: whether it has bytes, what its keys may hold, and those of any name.

    Those `needed` must be there; `digest` is that of its bytes, "" where they differ from file to file.
    """

    has_bytes: bool
    keys: dict[str, Check] = field(default_factory=dict)
    others: list[tuple[str, Check]] = field(default_factory=list)
    needed: frozenset[str] = frozenset()
    digest: str = ""


class Vocabulary(Struct, frozen=True):
    """The kinds of objects by name, and the patterns of all that is not an object.

    `metadata` are the own texts of elements and attributes by name, `claims` those that must be there;
    `meanings` is what a key does in words.
    """

    kinds: dict[str, _Kind]
    operators: re.Pattern[bytes]
    metadata: dict[str, re.Pattern[str]]
    claims: frozenset[str]
    comments: re.Pattern[bytes]
    meanings: dict[str, str]


def unfamiliar(file: File) -> Iterator[str]:
    """Yield, in words, what is in a file that no summary has.

    Of a file that another program rewrote, whose objects are all different, only what has a known meaning
    that does not belong there.
    """
    words = vocabulary()
    if is_rewritten(file):
        yield from (one for one in _Walk(file, words).problems() if _MEANS in one)
        return
    yield from dict.fromkeys(file.unowned)
    for remark in file.remarks:
        if not words.comments.fullmatch(remark):
            yield f"contains the comment “{_shown(remark)}”"
    yield from _Walk(file, words).problems()
    if not _knows_its_tags(file):
        yield "assigns its words or links to other tags than these say"


def is_rewritten(file: File) -> bool:
    """Whether another program rewrote the pages, and left out the tags."""
    return "StructTreeRoot" not in file.catalog


def unfamiliar_metadata(name: str, text: str) -> bool:
    """Whether an element or attribute, by its name with its namespace, may not be there or have this text."""
    pattern = vocabulary().metadata.get(_prefixed(name))
    return pattern is None or not pattern.fullmatch(text.strip())


def missing_claims(names: Iterable[str]) -> list[str]:
    """Return what metadata with elements of these names do not claim, though every summary does."""
    return sorted(vocabulary().claims.difference(map(_prefixed, names)))


def _prefixed(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"{_PREFIXES.get(space[1:], '')}:{local}"


def _knows_its_tags(file: File) -> bool:
    """Whether marks and links are assigned to the tags that contain them; readers look up either way."""
    table = file.entries(file.entries(file.catalog["StructTreeRoot"]).get("ParentTree"))
    numbers = file.listed(table.get("Nums"))
    tags = {key: tag for key, tag in zip(numbers[::2], numbers[1::2], strict=False) if isinstance(key, int)}

    @cache
    def contains(tag: Reference) -> set[int | Reference]:
        kids = file.listed(file.entries(tag).get("K"))
        return {one for kid in kids if isinstance(one := file.entries(kid).get("Obj", kid), int | Reference)}

    def assigned(entries: Entries, key: str) -> Value:
        number = entries.get(key)
        return tags.get(number) if isinstance(number, int) else None

    pairs = [
        pair
        for page in file.pages()
        for pair in (
            *enumerate(file.listed(assigned(page, "StructParents"))),
            *(
                (link, assigned(file.entries(link), "StructParent"))
                for link in file.listed(page.get("Annots"))
            ),
        )
    ]
    return all(
        isinstance(tag, Reference) and isinstance(one, int | Reference) and one in contains(tag)
        for one, tag in pairs
    )


class _Walk:
    """Goes from the trailers through all objects."""

    def __init__(self, file: File, words: Vocabulary) -> None:
        self.file, self._words = file, words
        self._seen: dict[int, str] = {}  # the kind of every object that was reached
        self._open: list[tuple[str, Value]] = []

    def problems(self) -> Iterator[str]:
        """Yield what is unfamiliar, each once."""
        found: Counter[str] = Counter()
        self._open += [("trailer", one) for one in self.file.trailers]
        trailers = {id(one) for one in self.file.trailers}
        found.update(self._all())
        for number, value in self.file.objects.items():
            if number not in self._seen and id(value) not in trailers:
                kind = self._apart(value)
                if kind:
                    self._open.append((kind, Reference(number)))
                    found.update(self._all())
                else:
                    stated = self.file.entries(value).get("Type")
                    what = f"object {_shown(stated)}" if stated else "object"
                    found[f"contains an {what} that nothing refers to"] += 1
        for problem, count in found.items():
            yield f"{problem}, {count} times" if count > 1 else problem

    def _apart(self, value: Value) -> str:
        """Return the kind of an object that nothing needs to refer to, or ""."""
        entries = self.file.entries(value)
        if entries.get("Type") == "ObjStm":
            return "objects"
        if "Linearized" in entries:
            return "linearization"
        return "hints" if isinstance(value, Stream) and "S" in entries else ""

    def _all(self) -> Iterator[str]:
        while self._open:
            kind, value = self._open.pop()
            found = self.value(value)
            entries = self.file.entries(found)
            for key, one in entries.items():
                check = self._check(kind, key)
                if check is None or not check(self, one):
                    yield self._described(kind, key, one, known=check is not None)
            for key in self._words.kinds[kind].needed.difference(entries):
                yield f"lacks /{key} ({kind})"
            digest = self._words.kinds[kind].digest
            if digest and isinstance(found, Stream) and _digest(self.file.content(found)) != digest:
                yield f"has another content than every summary ({kind})"
            if kind == "instructions" and isinstance(found, Stream):
                content = self.file.content(found)
                rest = content[self._words.operators.match(content).end() :].split()  # type: ignore[union-attr]
                if rest:
                    yield f"contains “{_shown(b' '.join(rest[:9]))}” (instructions)"

    def _check(self, kind: str, key: str) -> Check | None:
        one = self._words.kinds[kind]
        others = (check for pattern, check in one.others if re.fullmatch(pattern, key))
        return one.keys.get(key) or next(others, None)

    def _described(self, kind: str, key: str, value: Value, *, known: bool) -> str:
        """Describe a key that is unknown, or that holds what it should not."""
        meanings = self._words.meanings
        found = self.value(value)
        names = [key, found]
        for one in self.file.listed(found):
            for name, inner in self.file.entries(one).items():
                names += [name, inner]
        known_names = [one for one in names if isinstance(one, str) and one in meanings]
        meaning = " and ".join(dict.fromkeys(meanings[one] for one in known_names))
        shown = f" {_shown(found)}" if known and not isinstance(found, dict | list | Stream) else ""
        return f"contains /{key}{shown} ({kind})" + (f"{_MEANS}{meaning}" if meaning else "")

    # What values may be

    def value(self, of: Value) -> Value:
        """Return a value, or what it refers to, which is then known."""
        if isinstance(of, Reference):
            self._seen.setdefault(of.number, "")
        return self.file.value(of)

    def expects(self, name: str, of: Value) -> bool:
        """Whether a value is an object of a kind, as far as its type says; its keys are looked at later."""
        found, kind = self.file.value(of), self._words.kinds[name]
        if not isinstance(found, Stream if kind.has_bytes else dict):
            return False
        stated = self.file.entries(found).get("Type")
        if stated is not None and "Type" in kind.keys and not kind.keys["Type"](self, stated):
            return False
        if isinstance(of, Reference):
            if known := self._seen.get(of.number):
                return known == name
            self._seen[of.number] = name
        self._open.append((name, of))
        return True


def _shown(value: Value) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    if isinstance(value, Name):
        text = f"/{value}"
    return cut(text, _SHOWN)


def _digest(content: bytes) -> str:
    return sha256(content.removesuffix(b"\n")).hexdigest()  # which qpdf may add


# Reading the vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that is beside this module."""
    text = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8")
    blocks: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        words = line.partition(" ;")[0].strip()
        if words and not line.startswith(("#", " ")):
            lines = blocks.setdefault(words, [])
        elif words and not line.startswith("#"):
            lines.append(words)
    operators, metadata = blocks.pop("= operators"), blocks.pop("= metadata")
    comments, meanings = blocks.pop("= comments"), blocks.pop("= meanings")
    own_texts = [one.partition(" ") for one in metadata]
    phrases = (one.partition("  ") for one in meanings)
    return Vocabulary(
        {name.removeprefix("stream "): _kind(name, keys) for name, keys in blocks.items()},
        _operators(operators),
        {name.rstrip("!"): re.compile(pattern.strip(' "'), re.S) for name, _, pattern in own_texts},
        frozenset(name[:-1] for name, _, _ in own_texts if name.endswith("!")),
        re.compile("|".join(one.strip('"') for one in comments).encode("latin-1")),
        {name: phrase for phrase, _, names in phrases for name in names.split()},
    )


def _kind(name: str, lines: list[str]) -> _Kind:
    named = {key: values for key, _, values in (line.partition(" ") for line in lines)}
    needed = frozenset(key[:-1] for key in named if key.endswith("!"))
    kind = _Kind(name.startswith("stream "), needed=needed, digest=named.pop("=", "").strip())
    for key, values in named.items():
        words = [(found[1], found[2] or found[3]) for found in _WORD.finditer(values)]
        check = _alternatives(words[::-1])
        if key.startswith("("):
            kind.others.append((key[1:-1], check))
        else:
            kind.keys[key.rstrip("!")] = check
    return kind


def _alternatives(words: list[tuple[str | None, str | None]]) -> Check:
    """Return the check that one of several alternatives holds, up to the end or a bracket; consumes them."""
    choices = [_one(words)]
    while words and words[-1][1] == "|":
        words.pop()
        choices.append(_one(words))
    if len(choices) == 1:
        return choices[0]
    return lambda walk, value: any(check(walk, value) for check in choices)


def _one(words: list[tuple[str | None, str | None]]) -> Check:
    pattern, word = words.pop()
    if pattern is not None:
        return partial(_matches, pattern)
    if word == "[":
        items: list[Check] = []
        while words[-1][1] != "]":
            items.append(_alternatives(words))
        words.pop()
        return partial(_is_list, items)
    assert word is not None
    if word == "date":
        return partial(_matches, _DATE)
    if word in _TYPES:
        return lambda walk, value: type(walk.value(value)) in _TYPES[word]
    if word in _FIXED:
        return lambda walk, value: walk.value(value) is _FIXED[word]
    if word.startswith("/"):
        return lambda walk, value: walk.value(value) == word[1:]
    if re.fullmatch(r"[\d.]+", word):
        return lambda walk, value: walk.value(value) == float(word)
    return lambda walk, value: walk.expects(word, value)


def _matches(pattern: str, walk: _Walk, value: Value) -> bool:
    found = walk.value(value)
    text = found.decode("latin-1") if isinstance(found, bytes) else found
    return isinstance(text, str) and re.fullmatch(pattern, text) is not None


def _is_list(items: list[Check], walk: _Walk, value: Value) -> bool:
    found = walk.value(value)
    if not isinstance(found, list):
        return False
    if len(items) == 1:
        return all(items[0](walk, one) for one in found)
    return len(found) == len(items) and all(check(walk, one) for check, one in zip(items, found, strict=True))


def _operators(lines: list[str]) -> re.Pattern[bytes]:
    """Return the pattern of instructions: each has its operands, then its operator."""
    by_operands: dict[bytes, list[bytes]] = {}
    for line in lines:
        operator, _, operands = line.partition(" ")
        words = [(found[1], found[3]) for found in _WORD.finditer(operands)]
        pattern = b"".join(
            found.encode() + rb"\s*+" if found else _NUMBER % len(list(same)) if word == "number" else _STRING
            for (found, word), same in groupby(words)
        )
        by_operands.setdefault(pattern, []).append(re.escape(operator.encode()))
    each = (pattern + b"(?:" + b"|".join(names) + b")" for pattern, names in by_operands.items())
    return re.compile(rb"(?:\s*+(?:" + b"|".join(each) + rb")(?![^\s/\[<(]))*+")
