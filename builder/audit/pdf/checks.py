"""What a PDF is beside its words becomes problems: painting, metadata, typefaces, what it should not have."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from builder.audit.checks.placed import every_item
from builder.audit.fault import WORDS, fault
from builder.audit.pdf.expected import mask_of
from builder.audit.pdf.proof import proof_problems
from builder.audit.pdf.reader import Printed
from builder.audit.words.stream import fold
from builder.layout.pages import Pages, PictureBox
from builder.outline.blocks import Outline
from builder.report.problems import Problem

_PROPERTIES, _NOTHING_ELSE = "properties-match", "summary-has-no-extras"
_PICTURES = "pictures-match"
_LINKS = "link-targets-match"
_DC, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def printed_problems(outline: Outline, pages: Pages, said: Printed, *, alike: bool) -> Iterator[Problem]:
    """Yield what is wrong with a printed file but for its words; `alike` is whether those agree."""
    yield from proof_problems(pages, said, alike=alike)
    items = [item for page in pages.pages for item in every_item(page.items)]
    shades = {mask_of(item.picture) for item in items if isinstance(item, PictureBox)} - {""}
    if said.masks != shades:
        yield fault(_PICTURES, "the summary shows pictures that cover more or less than those of the brief")
    for face, sign in said.otherwise:
        if sign:
            yield fault(WORDS, f"the summary paints another sign where it says “{sign}” in {face}")
        else:
            yield fault(WORDS, f"the summary has a typeface “{face}” whose signs cannot be compared")
    for words, told in said.misnamed:
        yield fault(_LINKS, f"the summary reads “{told}” aloud for the link “{words}”")
    for strange in said.strange:
        yield fault(_NOTHING_ELSE, f"the summary {strange}")
    yield from _metadata(outline, said.packet)


def _metadata(outline: Outline, packet: bytes) -> Iterator[Problem]:
    """Compare the metadata that programs for libraries and archives read, beside what people are shown."""
    try:
        root = ElementTree.fromstring(packet)
    except ElementTree.ParseError:
        yield fault(_PROPERTIES, "the summary has no metadata that can be read")
        return
    wanted = outline.properties
    for what, name, decided in (
        ("title", f"{_DC}title", [wanted.title]),
        ("subject", f"{_DC}description", [wanted.subject]),
        ("authors", f"{_DC}creator", [*wanted.authors]),
        ("keywords", f"{_PDF}Keywords", [", ".join(wanted.keywords)]),
        ("language", f"{_DC}language", [outline.language]),
    ):
        found = _values(root, name)
        if found != [words for one in decided if (words := fold(one))]:
            message = f"the summary gives its {what} in its metadata as “{', '.join(found)}”"
            yield fault(_PROPERTIES, message, what)
    builds = _values(root, f"{_DC}identifier")
    for other in builds:
        if other != outline.build_id:
            yield fault(
                _PROPERTIES, f"the summary was built from another state of the brief: {other} in its metadata"
            )
    if outline.build_id and not builds:
        yield fault(_PROPERTIES, "the summary does not have the build id of its brief in its metadata")


def _values(root: ElementTree.Element, name: str) -> list[str]:
    """Return the texts of a property: its items, or its own; those that are empty apart."""
    texts = [
        "".join(part.itertext())
        for found in root.iter(name)
        for part in (list(found.iter(f"{_RDF}li")) or [found])
    ]
    return [words for text in texts if (words := fold(text))]
