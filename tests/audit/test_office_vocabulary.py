"""The vocabulary of memo and deck is what the builder writes, and what others write when they save again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from builder.audit.office.vocabulary import Known, Unfamiliar, Vocabulary, grouped, read_lines, vocabulary_of
from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.finished import faults, finished, outline_of
from tests.support.packages import edited, repacked
from tests.support.vocabulary import corpus, files, ours_alone, rewritten, sections, written

RANGE = re.compile(r"-?\d+\.\.-?\d+")
RULE = "no-unfamiliar-formatting"
SAMPLE = ROOT / "brief.yaml"
TEXT = """
# a comment
xmlns x urn:x
xmlns y urn:y
pattern colour [0-9A-F]{6}
pattern name .*
! x:odd something odd
x:page > x:box x:note
x:box width=0..100|auto colour=<colour> y:id=<name> > x:box
    x:word
x:note/x:word =x:word !size=1..9
x:note > x:word
x:word size=1..5
x:box > x:raw
x:raw > * nothing that is shown
x:page > x:table
x:table > !x:row|x:line !x:end
x:row
x:line
x:end
"""


def unfamiliar(inner: str) -> list[str]:
    vocabulary = Vocabulary(read_lines(TEXT))
    root = etree.fromstring(f'<x:page xmlns:x="urn:x" xmlns:y="urn:y">{inner}</x:page>')
    return [one.shown for one in vocabulary.unfamiliar(root)]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ('<x:box width="100" y:id="any thing"><x:box><x:word size="5"/></x:box></x:box>', []),
        ('<x:box width="auto" colour="12AB9F"/>', []),
        ("<x:box><x:raw><x:odd/></x:raw></x:box>", []),
        ("<x:box><x:raw><x:odd>Not so</x:odd></x:raw></x:box>", ["words in x:raw"]),
        ("<x:box><x:raw>Not so</x:raw></x:box>", ["words in x:raw"]),
        ('<x:note><x:word size="9"/></x:note>', []),
        ('<x:box width="101"/>', ['x:box, width="101"']),
        ('<x:box width="wide"/>', ['x:box, width="wide"']),
        ('<x:box width="nan"/>', ['x:box, width="nan"']),
        ('<x:box colour="12ab9f"/>', ['x:box, colour="12ab9f"']),
        ('<x:box height="1"/>', ['x:box, height="1"']),
        ('<x:box><x:word size="9"/></x:box>', ['x:word, size="9"']),
        ("<x:note><x:word/></x:note>", ["x:word"]),
        ("<x:word/>", ["x:word"]),
        ("<y:box><x:odd/></y:box>", ["y:box"]),
        ("<x:odd/>", ["something odd, x:odd"]),
        ("<x:table><x:end/><x:line/></x:table>", []),
        ("<x:table><x:row/></x:table>", ["x:table without x:end"]),
        ("<x:table/>", ["x:table without x:line or x:row", "x:table without x:end"]),
        ('<z:box xmlns:z="urn:z"/>', ["urn:z:box"]),
        ('<x:box xmlns:y="urn:z" y:id="1"/>', ['x:box, urn:z:id="1"']),
    ],
)
def test_what_is_not_in_the_vocabulary_is_found(inner: str, found: list[str]) -> None:
    assert unfamiliar(inner) == found


def test_the_same_value_is_found_again_however_often_it_occurs() -> None:
    assert unfamiliar('<x:box width="101"/>' * 3) == ['x:box, width="101"'] * 3


def test_what_occurs_often_is_one_line() -> None:
    one, other = Unfamiliar.whole("a frame"), Unfamiliar(None, "a box width", "a box, width=3")
    found = [(one, "slide 1"), (other, "slide 2"), (one, "slide 2"), (one, "slide 3")]
    assert grouped(found) == [
        ", slide 1: has unfamiliar formatting (a frame); 2 more places",
        ", slide 2: has unfamiliar formatting (a box, width=3)",
    ]


@pytest.mark.slow
def test_the_first_sections_list_what_the_builder_writes_and_nothing_else() -> None:
    """`python -m tests.support.vocabulary` brings them up to date."""
    vocabulary = ours_alone()
    seen = written(corpus(), vocabulary)
    for home, file in files().items():
        ours, _ = sections(file)
        assert rewritten(seen, ours, home, vocabulary) == ours


@pytest.mark.parametrize("folder", ["word", "powerpoint"])
def test_every_line_of_a_vocabulary_can_be_read(folder: str) -> None:
    """A child without a line, or a pattern that is not defined, would show only when a file has it."""
    vocabulary = vocabulary_of(folder)
    for path in vocabulary.lines.elements:
        known = vocabulary.known(path)
        for name in known.names:
            if name.partition(":")[0] in vocabulary.lines.spaces and not _is_of_another_format(name, folder):
                assert known.children[vocabulary.tag(name)] is not None


@pytest.mark.parametrize("folder", ["word", "powerpoint"])
def test_what_is_not_looked_into_has_a_reason(folder: str) -> None:
    for path, lines in vocabulary_of(folder).lines.elements.items():
        for words in lines:
            if "*" in words:
                assert len(words) > words.index("*") + 2, path


def specs(vocabulary: Vocabulary) -> Iterator[tuple[Known, str, list[str]]]:
    """Yield the elements that a vocabulary knows, with the alternatives for the values of each attribute."""
    for path in vocabulary.lines.elements:
        known = vocabulary.known(path)
        for attribute, alternatives in known.values().items():
            yield known, attribute, alternatives


@pytest.mark.parametrize("folder", ["word", "powerpoint"])
def test_a_value_just_outside_each_range_is_found(folder: str) -> None:
    vocabulary = vocabulary_of(folder)
    for known, attribute, alternatives in specs(vocabulary):
        ranges = [tuple(map(int, one.split(".."))) for one in alternatives if RANGE.fullmatch(one)]
        listed = {one for one in alternatives if not RANGE.fullmatch(one)}
        outside = (
            {min(low for low, _ in ranges) - 1, max(high for _, high in ranges) + 1} if ranges else set()
        )
        for value in map(str, outside):
            if value in listed or any(fits(one, value, vocabulary) for one in listed):
                continue
            assert found_in(known, attribute, value), f"{known.path} {attribute}={value}"


@pytest.mark.parametrize("folder", ["word", "powerpoint"])
def test_a_word_beside_the_listed_ones_is_found(folder: str) -> None:
    vocabulary = vocabulary_of(folder)
    free = {f"<{name}>" for name in reasons()}
    for known, attribute, alternatives in specs(vocabulary):
        if free.isdisjoint(alternatives):
            for value in ("", "\N{SNOWMAN}", *(f"{one}\N{SNOWMAN}" for one in alternatives)):
                if value not in alternatives and not any(
                    fits(one, value, vocabulary) for one in alternatives
                ):
                    assert found_in(known, attribute, value), f"{known.path} {attribute}={value}"


def test_almost_any_value_is_familiar_only_for_a_reason() -> None:
    """A comment above its pattern gives the reason."""
    assert list(reasons()) == ["id", "label", "place", "compared", "uri", "token"]
    assert all(reasons().values())
    for folder in ("word", "powerpoint"):
        for known, attribute, alternatives in specs(vocabulary_of(folder)):
            assert "*" not in alternatives, f"{known.path} {attribute}"


def reasons() -> dict[str, str]:
    """Return the patterns that fit almost anything, with the comments above them."""
    lines = files()["office"].read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if "almost any value" in line) + 1
    found: dict[str, str] = {}
    while lines[start].startswith("#"):
        found[lines[start + 1].split()[1]] = lines[start].removeprefix("# ")
        start += 2
    return found


def fits(spec: str, value: str, vocabulary: Vocabulary) -> bool:
    return spec[:1] == "<" and bool(re.fullmatch(vocabulary.lines.patterns[spec[1:-1]], value))


def found_in(known: Known, attribute: str, value: str) -> bool:
    """Whether an element with one attribute is found for its value."""
    if attribute.endswith("()"):
        return not known.accepts(attribute, value)
    found: list[Unfamiliar] = []
    known.check(etree.Element("x", {attribute: value}), [(attribute, value)], found)
    return bool(found)


def _is_of_another_format(name: str, folder: str) -> bool:
    return folder == "powerpoint" and name.startswith(("w:", "wps:", "wpg:"))


def messages(product: Product, data: bytes) -> list[str]:
    pages, _ = finished(SAMPLE, product)
    found = faults(outline_of(SAMPLE), (pages, {product: data}), edited=True)
    assert all(problem.rule == RULE for problem in found), found
    return [problem.message for problem in found]


# Parts and how they are related

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


def related(data: bytes, listing: str, kind: str, target: str, *, outside: bool = False) -> bytes:
    def change(root: Any) -> None:
        link = etree.SubElement(root, root[0].tag, Id="rId900", Type=kind, Target=target)
        if outside:
            link.set("TargetMode", "External")

    return edited(data, listing, change)


MEMO, DECK, PACKAGE = (
    "word/_rels/document.xml.rels",
    "ppt/_rels/presentation.xml.rels",
    "_rels/.rels",
)
PARTS: dict[str, tuple[Product, str, str, str]] = {
    "macros": (Product.MEMO, MEMO, f"{MICROSOFT}/vbaProject", "macros"),
    "ribbon": (Product.MEMO, PACKAGE, f"{MICROSOFT}/ui/extensibility", "additions to the program's menus"),
    "building-blocks": (Product.MEMO, MEMO, f"{OFFICE}/glossaryDocument", "a part with building blocks"),
    "embedded-font": (Product.MEMO, "word/_rels/fontTable.xml.rels", f"{OFFICE}/font", "an embedded font"),
    "embedded-file": (
        Product.DECK,
        "ppt/slides/_rels/slide2.xml.rels",
        f"{OFFICE}/package",
        "an embedded file",
    ),
    "handouts": (Product.DECK, DECK, f"{OFFICE}/handoutMaster", "a master for handouts"),
    "tags": (Product.DECK, DECK, f"{OFFICE}/tags", "hidden tags"),
    "unknown": (Product.DECK, DECK, "urn:example:odd/kind", "urn:example:odd:kind"),
    "second-theme": (Product.MEMO, MEMO, f"{OFFICE}/theme", "r:theme"),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_no_build_has_are_reported(name: str) -> None:
    product, listing, kind, reported = PARTS[name]
    data = finished(SAMPLE, product)[1][product]
    new = f"{listing.partition('/_rels')[0]}/new.bin" if "/_rels" in listing else "new.bin"
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    if listing not in names:
        empty = f'<Relationships xmlns="{"http://schemas.openxmlformats.org/package/2006/relationships"}">'
        data = repacked(data, {listing: f"{empty}<Relationship Id='x'/></Relationships>".encode()})
        data = edited(data, listing, lambda root: root[0].attrib.update({"Type": kind, "Target": "new.bin"}))
    else:
        data = related(data, listing, kind, "new.bin")
    assert any(reported in message for message in messages(product, repacked(data, {new: b"<x/>"})))


def test_a_template_in_another_file_is_reported() -> None:
    data = finished(SAMPLE, Product.MEMO)[1][Product.MEMO]
    template = "https://example.org/template.dotm"
    data = related(data, MEMO, f"{OFFICE}/attachedTemplate", template, outside=True)
    (message,) = messages(Product.MEMO, data)
    assert "a template in another file, r:attachedTemplate" in message


def test_a_part_that_nothing_uses_is_reported_with_its_name() -> None:
    data = finished(SAMPLE, Product.DECK)[1][Product.DECK]
    (message,) = messages(Product.DECK, repacked(data, {"ppt/slides/old.xml": b"<x/>"}))
    assert (
        message
        == "the deck, its part ppt/slides/old.xml: has unfamiliar formatting (a part that nothing uses)"
    )


def test_a_part_of_another_type_is_reported() -> None:
    data = finished(SAMPLE, Product.MEMO)[1][Product.MEMO]

    def change(root: Any) -> None:
        for one in root:
            if one.get("PartName") == "/word/document.xml":
                one.set("ContentType", "application/vnd.ms-word.document.macroEnabled.main+xml")

    (message,) = messages(Product.MEMO, edited(data, "[Content_Types].xml", change))
    assert "macroEnabled" in message
