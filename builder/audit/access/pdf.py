"""Finds what keeps people from reading a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.audit.access.judging import Languages, Legibility, alt_text, finding, headings, link
from builder.audit.content import Kind
from builder.audit.pdf.ink import lines_of, scene_of
from builder.audit.pdf.objects import Entries, File, Name, Value, read
from builder.audit.pdf.reader import Printed, read_summary
from builder.audit.visibility import Words, contrasts
from builder.report.problems import Problem

_LEAST = 7.0  # points
_LEVEL = re.compile(r"H([1-6])")
_CLAIM = re.compile(rb"pdfuaid:part(?:>|=[\"'])\s*[12]")
_TITLE = re.compile(rb"<dc:title>.*?[^\s<>][^<>]*</rdf:li>", re.S)
_DEEPEST = 100


class _Tag(NamedTuple):
    """A tag of the structure: its standard role, its entries, and the roles of those around it."""

    role: str
    entries: Entries
    around: tuple[str, ...]


def pdf_problems(data: bytes) -> Iterator[Problem]:
    """Yield what is wrong with a PDF."""
    file, printed = read(data), read_summary(data, looks=True)
    catalog = file.catalog
    tags = list(_tags(file))
    yield from _claims(file, printed)
    if tags:
        yield from _structure(file, tags, printed)
    yield from _pages(file, bool(tags))
    legibility, languages = Legibility(_LEAST), Languages()
    stated = _string(file.value(catalog.get("Lang")))
    if not stated:
        yield finding("access-language", "", "the file states no language")
    passages = [one.text for one in printed.passages if one.kind is Kind.BODY]
    if stated:
        languages.add(stated, " ".join(passages), "page 1")
        yield from languages.problems(stated)
    for number, ink in enumerate(printed.ink, 1):
        location = f"page {number}"
        painted = [one for one in map(scene_of, ink.painted) if one is not None]
        ratios = {id(words): ratio for words, ratio in contrasts(painted)}
        for words in painted:
            if isinstance(words, Words):
                legibility.add(location, words.text, words.size, words.colour, ratios.get(id(words)))
        if not any(lines_of(ink.stretches)) and any(shape.digest for shape in ink.shapes):
            yield finding("access-pictures-of-text", location, "has a picture and no text")
    yield from legibility.problems()


def _claims(file: File, printed: Printed) -> Iterator[Problem]:
    """Yield what the file does not state about itself."""
    catalog = file.catalog
    if not (printed.title.strip() or _TITLE.search(printed.xmp)):
        yield finding("access-title", "", "the properties of the file have no title")
    elif file.entries(catalog.get("ViewerPreferences")).get("DisplayDocTitle") is not True:
        yield finding(
            "access-title", "", "windows show the file name in place of the title (DisplayDocTitle)"
        )
    if "StructTreeRoot" not in catalog:
        yield finding("access-tagged", "", "the file has no tags")
    elif file.entries(catalog.get("MarkInfo")).get("Marked") is not True:
        yield finding("access-tagged", "", "the file does not say that it is tagged (Marked)")
    elif "ParentTree" not in file.entries(catalog.get("StructTreeRoot")):
        yield finding("access-tagged", "", "the tags cannot be found from the page (ParentTree)")
    if not _CLAIM.search(printed.xmp):
        yield finding("access-tagged", "", "the file does not say that it conforms to PDF/UA")


def _structure(file: File, tags: list[_Tag], printed: Printed) -> Iterator[Problem]:
    """Yield what is wrong with the tags."""
    words = sum(len(one.text.split()) for one in printed.passages if one.kind is Kind.BODY)
    levels = [(int(level[1]), f"tag {tag.role}") for tag in tags if (level := _LEVEL.fullmatch(tag.role))]
    generic = any(tag.role == "H" for tag in tags)
    yield from headings([(1, "tag H")] if generic and not levels else levels, words=words)
    figures = [tag for tag in tags if tag.role in ("Figure", "Formula")]
    for number, tag in enumerate(figures, 1):
        alt = _string(file.value(tag.entries.get("Alt"))) or _string(
            file.value(tag.entries.get("ActualText"))
        )
        yield from alt_text(f"figure {number}", alt)
    tables = 0
    for at, tag in enumerate(tags):
        if tag.role == "Table":
            tables += 1
            depth = len(tag.around)
            inside = []
            for other in tags[at + 1 :]:
                if len(other.around) <= depth:
                    break
                inside.append(other)
            if not any(other.role == "TH" for other in inside):
                yield finding("access-table-headers", f"table {tables}", "has no header cell")
            for other in inside:
                if other.role == "TH" and "K" not in other.entries:
                    yield finding("access-table-headers", f"table {tables}", "has an empty header cell")
    for page in printed.disordered_pages:
        message = "is read in another order than it is painted, or has no tags"
        yield finding("access-reading-order", f"page {page}", message)


def _pages(file: File, tagged: bool) -> Iterator[Problem]:
    """Yield what is wrong with the pages and their links."""
    for number, page in enumerate(file.pages(), 1):
        location = f"page {number}"
        annotations = [file.entries(each) for each in file.listed(page.get("Annots"))]
        if (tagged or annotations) and page.get("Tabs") != "S":
            yield finding("access-tab-order", location, "has no tab order (Tabs)")
        if tagged and "StructParents" not in page and "Contents" in page:
            yield finding("access-tagged", location, "does not lead to its tags (StructParents)")
        for each in annotations:
            if each.get("Subtype") == "Link":
                yield from link(location, _string(file.value(each.get("Contents"))))
                if tagged and "StructParent" not in each:
                    yield finding("access-links", location, "has a link without a tag")
        if file.value(page.get("Dur")) is not None:
            yield finding("access-timing", location, "advances by itself")


def _tags(file: File) -> Iterator[_Tag]:
    """Yield the tags of a file in their order, each with its standard role."""
    root = file.entries(file.catalog.get("StructTreeRoot"))
    roles = file.entries(root.get("RoleMap"))

    def standard(name: Value) -> str:
        for _ in range(_DEEPEST):
            mapped = file.value(roles.get(name)) if isinstance(name, Name) else None
            if not isinstance(mapped, Name):
                break
            name = mapped
        return str(name)

    def visit(of: Value, around: tuple[str, ...]) -> Iterator[_Tag]:
        entries = file.entries(of)
        if "S" in entries and len(around) < _DEEPEST:
            role = standard(file.value(entries["S"]))
            yield _Tag(role, entries, around)
            around = (*around, role)
        elif entries is not root:
            return
        for kid in file.listed(entries.get("K")):
            if isinstance(file.value(kid), dict):
                yield from visit(kid, around)

    yield from visit(file.catalog.get("StructTreeRoot"), ())


def _string(value: Value) -> str:
    """Return a text string, which is UTF-16 with a mark or the PDF's own Latin."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.removeprefix(b"\xef\xbb\xbf").decode("utf-8" if value[:3] == b"\xef\xbb\xbf" else "latin-1")
