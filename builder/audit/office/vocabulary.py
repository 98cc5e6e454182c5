"""Finds what the parts of an Office file have that is not in the vocabulary of its format.

The vocabulary is data: `vocabulary.txt` in this folder for what all formats share, and one beside the reader
of each format. A line names an element, its attributes with their values, and after `>` its children:

    w:ind left=0..2880 hanging=0..1440
    w:pPr > w:pStyle w:keepNext w:ind w:rPr
    w:lvl/w:rPr =w:rPr > w:rFonts

The last is a `w:rPr` in a `w:lvl`, like any other but for what follows. Of the lines that fit an element
that with the most parents holds; lines of the same name add up. A value is a word, a range of numbers, or in
angle brackets the name of a pattern, which a `pattern` line defines; `|` separates alternatives. An
attribute or child after `!` must be there; `()` is an element's own text. Children `*` are not looked
at, and must hold no words; the reason follows. A line that begins with `!` puts something in words, for
messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from builder.report.printable import counted

Element: TypeAlias = Any  # of lxml, which publishes no types

_XML = "http://www.w3.org/XML/1998/namespace"
_RANGE, _NUMBER = re.compile(r"(-?\d+)\.\.(-?\d+)"), re.compile(r"[-+]?\d+(\.\d+)?")
_ANYTHING, _WORDS, _ALL = "*", "()", "(?s).*"
_pattern = cache(re.compile)  # several lines name the same one

Alternatives: TypeAlias = "tuple[frozenset[str], list[tuple[int, int]], list[re.Pattern[str]]]"


class Unfamiliar(NamedTuple):
    """An element, and what of it the vocabulary does not have: `kind`, in one place as `shown`."""

    element: Element | None
    kind: str
    shown: str

    @classmethod
    def whole(cls, what: str, element: Element | None = None) -> Unfamiliar:
        """Return something that is unfamiliar as such, not for its value."""
        return cls(element, what, what)


class Relation(NamedTuple):
    """What a kind of relationship may lead to: parts by content type and root element, or addresses.

    `source` is the root element of the parts that may have it, "" where any may.
    """

    types: frozenset[str]
    roots: frozenset[str]
    addresses: str
    many: bool
    source: str = ""

    def allows(self, address: str, *, again: bool) -> bool:
        """Whether it may lead to an address, "" for a part, and be used again by the same part."""
        leads = self.types if not address else self.addresses and re.fullmatch(self.addresses, address)
        return bool(leads) and (self.many or not again)


class Lines(NamedTuple):
    """The lines of a vocabulary, by their first word."""

    elements: Mapping[str, Sequence[Sequence[str]]]
    names: Mapping[str, str]
    spaces: Mapping[str, str]
    patterns: Mapping[str, str]
    relations: Mapping[str, Relation]


def grouped(found: Iterable[tuple[Unfamiliar, str]]) -> list[str]:
    """Return one line for each kind: its first location, what is there, and in how many more places it is."""
    kinds: dict[str, list[str]] = {}
    for one, location in found:
        where = f", {location}" if location else ""
        kinds.setdefault(one.kind, []).append(f"{where}: has unfamiliar formatting ({one.shown})")
    return [
        f"{first}; {counted(len(others), 'more place')}" if others else first
        for first, *others in kinds.values()
    ]


@cache
def vocabulary_of(folder: str) -> Vocabulary:
    """Return the vocabulary of the format whose reader is in a folder of the audit."""
    home = Path(__file__).parent
    files = (home / "vocabulary.txt", home.parent / folder / "vocabulary.txt")
    return Vocabulary(read_lines("\n".join(file.read_text(encoding="utf-8") for file in files)))


def read_lines(text: str) -> Lines:
    """Sort the lines of a vocabulary by what they define; one that begins with a space continues another."""
    elements: dict[str, list[list[str]]] = {}
    names: dict[str, str] = {}
    spaces: dict[str, str] = {"xml": _XML}
    patterns: dict[str, str] = {}
    relations: dict[str, Relation] = {}
    for line in re.sub(r"\n +", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines():
        first, _, rest = line.partition(" ")
        if first == "xmlns":
            prefix, _, address = rest.partition(" ")
            spaces[prefix] = address
        elif first == "pattern":
            name, _, pattern = rest.partition(" ")
            patterns[name] = re.sub(r"\| +", "|", pattern)
        elif first == "relation":
            kind, found = _relation(rest.split(), patterns)
            relations[kind] = found
        elif first == "!":
            name, _, what = rest.partition(" ")
            names[name] = what
        elif first:
            elements.setdefault(first, []).append(rest.split())
    return Lines(elements, names, spaces, patterns, relations)


def _relation(words: Sequence[str], patterns: Mapping[str, str]) -> tuple[str, Relation]:
    kind, *rest = words
    addresses = next((patterns[word[1:-1]] for word in rest if word[0] == "<"), "")
    types = frozenset(word for word in rest if "/" in word)
    roots = frozenset(word for word in rest if ":" in word and "=" not in word)
    source = next((word.removeprefix("of=") for word in rest if word.startswith("of=")), "")
    return kind, Relation(types, roots, addresses, "many" in rest, source)


class Vocabulary:
    """The elements that the audit understands, each in its context; read when they are first met."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._prefixes = {address: prefix for prefix, address in lines.spaces.items()}
        self._known: dict[str, Known] = {}
        self._alternatives: dict[str, Alternatives] = {}
        self._somewhere = {path.rpartition("/")[2] for path in lines.elements if "/" in path}

    def unfamiliar(self, root: Element) -> list[Unfamiliar]:
        """Return what a part has that is not in the vocabulary, in its order."""
        name = self.name(root.tag)
        if name not in self.lines.elements:
            return [Unfamiliar.whole(name, root)]
        found: list[Unfamiliar] = []
        known = self.known(name)
        known.check(root, root.items(), found)
        if not known.opaque:
            self._walk(root, known.children, found)
        elif has_words(root):
            found.append(Unfamiliar.whole(f"words in {self.named(name)}", root))
        return found

    def _walk(self, root: Element, children: _Children, found: list[Unfamiliar]) -> None:
        """Look at all elements below the root, one after the other: quicker than a call for each parent."""
        elements, left = root.iterdescendants(), len(root)
        open_: list[tuple[_Children, int]] = []  # of the elements around, and how many each still has
        for element in elements:
            while not left:
                children, left = open_.pop()
            left -= 1
            own, count = children[element.tag], len(element)
            if own is None:
                found.append(Unfamiliar.whole(self.named(self.name(element.tag)), element))
            else:
                items = element.items()
                if own.expects or (items and not own.seen.issuperset(items)):
                    own.check(element, items, found)
                if not own.opaque:
                    if count:
                        open_.append((children, left))
                        children, left = own.children, count
                    continue
                if has_words(element):
                    found.append(Unfamiliar.whole(f"words in {self.named(own.name)}", element))
            if count:
                for _ in element.iterdescendants():
                    next(elements)

    def known(self, name: str, within: str = "") -> Known:
        """Return what is known of an element within another, by the longest context that has a line."""
        path = f"{within}/{name}" if name in self._somewhere else name
        while path not in self.lines.elements:
            path = path.partition("/")[2]
            if not path:
                raise LookupError(f"the vocabulary names {name} in {within}, and has no line for it")
        if path not in self._known:
            self._known[path] = Known(self, path)
        return self._known[path]

    def alternatives(self, values: str) -> Alternatives:
        """Return what values may be: one of the words, in one of the ranges, or of one of the patterns."""
        found = self._alternatives.get(values)
        if found is None:
            parts = values.split("|")
            between = [_RANGE.fullmatch(one) for one in parts]
            words = frozenset(one for one, range_ in zip(parts, between, strict=True) if range_ is None)
            ranges = [(int(one[1]), int(one[2])) for one in between if one]
            patterns = [self.lines.patterns[one[1:-1]] for one in parts if one[:1] == "<"]
            patterns += [_ALL] if _ANYTHING in words else []
            found = self._alternatives[values] = words, ranges, [*map(_pattern, patterns)]
        return found

    def named(self, name: str) -> str:
        """Return what an unfamiliar element or relation is, in words if there are any."""
        what = self.lines.names.get(name)
        return f"{what}, {name}" if what else name

    def name(self, tag: object) -> str:
        """Return the name of an element or attribute with its usual prefix."""
        if not isinstance(tag, str):
            return "an entity"
        address, _, local = tag.rpartition("}")
        prefix = self._prefixes.get(address[1:], address[1:])
        return f"{prefix}:{local}" if prefix else local

    def tag(self, name: str) -> str:
        """Return an element's or attribute's name as lxml has it."""
        prefix, _, local = name.rpartition(":")
        return f"{{{self.lines.spaces[prefix]}}}{local}" if prefix else local


def has_words(element: Element) -> bool:
    """Whether there are words in an element."""
    return any(map(str.strip, element.itertext()))


class Known:
    """What is known of one element: its children, its attributes, and the values met so far."""

    def __init__(self, vocabulary: Vocabulary, path: str) -> None:
        self.path = path
        self.name = path.rpartition("/")[2]
        self.seen: set[tuple[str, str]] = set()
        self.required: tuple[str, ...] = ()
        self.has_words = self.opaque = False
        self._vocabulary = vocabulary
        self._values: dict[str, str] = {}
        space, names = vocabulary.tag(self.name).rpartition("}")[0] + "}", list[str]()
        for words in self._words(path):
            cut = words.index(">") if ">" in words else len(words)
            if words[cut + 1 : cut + 2] == [_ANYTHING]:
                self.opaque = True
            else:
                names += words[cut + 1 :]
            for word in words[:cut]:
                attribute, _, values = word.lstrip("!").partition("=")
                self.has_words |= attribute == _WORDS
                own = ":" not in attribute  # with the prefix of the element, or with none
                tags = (attribute, space + attribute) if own else (vocabulary.tag(attribute),)
                if word[0] == "!":
                    self.required = tags
                for tag in tags:
                    self._values[tag] = f"{self._values[tag]}|{values}" if tag in self._values else values
        needed = [name[1:].split("|") for name in names if name[0] == "!"]
        self.needed = [(frozenset(map(vocabulary.tag, each)), " or ".join(sorted(each))) for each in needed]
        self.expects = bool(self.required or self.has_words or self.needed)
        self.names = frozenset(name for name in names if name[0] != "!").union(*needed)
        self.children = _Children(vocabulary, path, self.names)

    def _words(self, path: str) -> Iterator[Sequence[str]]:
        """Yield the words of the element's lines, and of those of the element that it is like."""
        for words in self._vocabulary.lines.elements[path]:
            yield [word for word in words if word[0] != "="]
            for word in words:
                if word[0] == "=":
                    yield from self._words(word[1:])

    def check(self, element: Element, items: Sequence[tuple[str, str]], found: list[Unfamiliar]) -> None:
        """Add attributes and children that lack, and attributes that are unknown or have an unknown value."""
        if self.required and not any(tag in self.required for tag, _ in items):
            found.append(Unfamiliar.whole(self._vocabulary.named(self.name), element))
        for item in (*items, (_WORDS, element.text or "")) if self.has_words else items:
            if item not in self.seen:
                tag, value = item
                if self.accepts(tag, value):
                    self.seen.add(item)
                else:
                    what, name = self._vocabulary.named(self.name), self._vocabulary.name(tag)
                    found.append(Unfamiliar(element, f"{what} {name}", f'{what}, {name}="{value:.60}"'))
        for tags, names in self.needed:
            if tags.isdisjoint([part.tag for part in element[:]]):
                what = f"{self._vocabulary.named(self.name)} without {names}"
                found.append(Unfamiliar.whole(what, element))

    def values(self) -> dict[str, list[str]]:
        """Return the attributes, each with all the alternatives for its value."""
        return {tag: values.split("|") for tag, values in self._values.items()}

    def accepts(self, tag: str, value: str) -> bool:
        """Whether an attribute may have a value."""
        values = self._values.get(tag)
        if values is None:
            return False
        words, ranges, patterns = self._vocabulary.alternatives(values)
        if value in words:
            return True
        for pattern in patterns:
            if pattern.fullmatch(value):
                return True
        number = float(value) if ranges and (value.isdecimal() or _NUMBER.fullmatch(value)) else None
        return number is not None and any(low <= number <= high for low, high in ranges)


class _Children(dict[object, Known | None]):
    """The children of an element by tag, None for those that it does not have."""

    def __init__(self, vocabulary: Vocabulary, path: str, names: frozenset[str]) -> None:
        super().__init__()
        self._vocabulary, self._path, self._names = vocabulary, path, names

    def __missing__(self, tag: object) -> Known | None:
        name = self._vocabulary.name(tag)
        found = self._vocabulary.known(name, self._path) if name in self._names else None
        self[tag] = found
        return found
