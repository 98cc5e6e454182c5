"""Keeps the vocabularies of the audit in step with what the exporters write.

`python -m tests.support.vocabulary` rewrites the first section of each `vocabulary.txt`: what no file of ours
has any more is taken out, and what is new is put in with the values it was seen with, to be reviewed and
widened by hand. What other programs write is the second section, which is edited by hand only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from builder.audit.office.vocabulary import Known, Vocabulary, read_lines
from tests.conftest import ROOT
from tests.support.packages import parts_of

FOLDER = ROOT / "builder/audit"
OTHERS = "# Written by other programs when a person edits and saves\n"
HOMES = {"w": "word", "wp": "word", "wps": "word", "wpg": "word", "p": "powerpoint", "x": "charts"}
_FEW = 14  # distinct words that are listed one by one

Seen = dict[str, tuple[dict[str, set[str]], set[str]]]  # by path: values of attributes, and children


def files() -> dict[str, Path]:
    return {name: FOLDER / name / "vocabulary.txt" for name in ("office", "word", "powerpoint", "charts")}


def sections(file: Path) -> tuple[str, str]:
    """Return what the builder writes, and what others do."""
    ours, _, others = file.read_text(encoding="utf-8").partition(OTHERS)
    return ours, others


def ours_alone() -> Vocabulary:
    """Return the vocabulary of the first sections."""
    return Vocabulary(read_lines("\n".join(sections(file)[0] for file in files().values())))


def written(packages: Iterable[bytes], vocabulary: Vocabulary) -> Seen:
    """Return what the parts of some files have, by the lines of the vocabulary that speak of it."""
    seen: Seen = {}
    for data in packages:
        for root in _roots(data):
            _see(root, "", seen, vocabulary)
    return seen


def _roots(data: bytes) -> Iterator[Any]:
    for name, part in parts_of(data, r"\.(xml|xlsx)$").items():
        if name.endswith(".xlsx"):
            yield from _roots(part)
        elif name != "[Content_Types].xml":
            yield etree.fromstring(part)


def _see(element: Any, within: str, seen: Seen, vocabulary: Vocabulary) -> None:
    name = vocabulary.name(element.tag)
    try:
        path = vocabulary.known(name, within).path
    except LookupError:
        path = name
    values, children = seen.setdefault(path, ({}, set()))
    for tag, value in element.items():
        values.setdefault(tag, set()).add(value)
    known = vocabulary.known(path) if path in vocabulary.lines.elements else None
    for child in () if known is not None and known.opaque else element:
        children.add(vocabulary.name(child.tag))
        _see(child, path, seen, vocabulary)


def rewritten(seen: Seen, text: str, home: str, vocabulary: Vocabulary) -> str:
    """Return the first section with a line for each element that was seen, by name."""
    head = text.partition("\n\n")[0]
    lines = read_lines(text).elements
    of_home = [path for path in seen if HOMES.get(path.split(":")[0], "office") == home]
    kept = {path: list(lines[path][0]) if path in lines else [] for path in of_home}
    return (
        "\n".join([head, "", *(_line(path, kept[path], seen, vocabulary) for path in sorted(kept))]) + "\n\n"
    )


def _line(path: str, old: list[str], seen: Seen, vocabulary: Vocabulary) -> str:
    values, children = seen[path]
    if any(word[0] == "=" for word in old):  # what it is like may have more than was seen here
        return " ".join([path, *old])
    known: Known | None = vocabulary.known(path) if old else None
    specs = dict(word.split("=", 1) for word in old[: old.index(">") if ">" in old else None])
    prefix = path.split("/")[-1].split(":")[0]
    words = [path]
    for tag, found in sorted(values.items()):
        name = vocabulary.name(tag).removeprefix(f"{prefix}:")
        if known is None or not all(known.accepts(tag, value) for value in found):
            specs[name] = _spec(found)
        words.append(f"{name}={specs[name]}")
    if ">" in old and "*" in old:
        children = {"*"}
    ordered = [name for name in old[old.index(">") + 1 :] if name in children] if ">" in old else []
    ordered += sorted(children - set(ordered))
    return "\n    ".join(_wrapped(words + ([">", *ordered] if ordered else [])))


def _spec(values: set[str]) -> str:
    if all(re.fullmatch(r"-?\d{1,9}", value) for value in values):
        numbers = sorted(map(int, values))
        return "0|1" if set(numbers) <= {0, 1} else f"{numbers[0]}..{numbers[-1]}"
    few = len(values) <= _FEW and all(re.fullmatch(r"[^\s|]+", value) for value in values)
    return "|".join(sorted(values)) if few else "*"


def _wrapped(words: list[str], width: int = 110) -> Iterator[str]:
    line = words[0]
    for word in words[1:]:
        if len(line) + len(word) >= width:
            yield line
            line = word
        else:
            line += f" {word}"
    yield line


def corpus() -> Iterator[bytes]:
    """Yield memos and decks of briefs that use everything a brief can have."""
    from builder.outline.text import Product
    from tests.audit.test_resaved import OUTLINES
    from tests.support.charts import KINDS, chart_of, deck_of, plot_of, sample_chart
    from tests.support.finished import finish
    from tests.support.outlines import LIBRARY, loaded, outline_of

    linked = "Open the library on Sundays, when most [people](https://example.org) are free."
    drawing = {"path": "a.svg", "title": "The branch is near.", "alt": "A map."}
    others = outline_of(LIBRARY, bottom_line=linked, figures=[drawing]), loaded(ROOT / "tests/data/full.yaml")
    for outline in (*(compose() for compose in OUTLINES.values()), *others):
        for product in (Product.MEMO, Product.DECK):
            done = finish(outline, product)
            assert done is not None
            yield done[1][product]
    for language in ("en", "de"):
        plots = (plot_of(sample_chart(kind, language)) for kind in KINDS)
        yield deck_of(others[0], *plots, plot_of(chart_of("bar", ("A", "B"), {"C": ("-2", "3")})))


def main() -> None:
    vocabulary = ours_alone()
    seen = written(corpus(), vocabulary)
    for home, file in files().items():
        ours, others = sections(file)
        file.write_text(rewritten(seen, ours, home, vocabulary) + OTHERS + others, encoding="utf-8")


if __name__ == "__main__":
    main()
