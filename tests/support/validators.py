"""Turn a finished file into what independent checkers say against it."""

from __future__ import annotations

import posixpath
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ooxml_integrity
import pdfua
import pikepdf
from lxml import etree
from openxml_audit import OpenXmlValidator
from pikepdf import pdfa

from tests.conftest import needs, run
from tests.support.packages import WP, A, P, W

LAYOUT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideLayout"


@dataclass(frozen=True, slots=True)
class Finding:
    """What `checker` says under its name `rule`, and where in the file."""

    checker: str
    rule: str
    message: str
    where: str = ""


# (checker, rule) → why it may remain. A rule that no longer finds anything must leave this table.
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("openxml-audit", "semantic:Sec_ExternalRelationship"): (
        "A link of the brief is an external relationship; only http, https and mailto get so far"
    ),
    ("pikepdf", "ISO_19005_2:6.6.2.3.1-1"): (
        "It reads no extension schemas, by which the file explains its PDF/UA claim; veraPDF does"
    ),
    ("pikepdf", "ISO_19005_2:6.6.4-3"): "It knows level B alone; level A has all its rules, and tags",
}

# Like EXCEPTIONS, for what depends on the fonts of the machine: may find something or not.
MACHINE_EXCEPTIONS: Mapping[tuple[str, str], str] = (
    {}
    if sys.platform == "linux"
    else {("ooxml-integrity", "PPT007"): "Calibri and Carlito are both missing on some macOS machines"}
)


def excused(finding: Finding) -> bool:
    """Say whether a table gives a reason why this finding may remain."""
    return (finding.checker, finding.rule) in EXCEPTIONS.keys() | MACHINE_EXCEPTIONS.keys()


def open_xml_audit(path: Path) -> Iterator[Finding]:
    """The schema and rules of the Open XML SDK."""
    for error in _open_xml_validator().validate(path).errors:
        rule = f"{error.error_type.value}:{error.id}" if error.id else error.error_type.value
        yield Finding("openxml-audit", rule, error.description, f"{error.part_uri} {error.path}")


@cache
def _open_xml_validator() -> OpenXmlValidator:
    return OpenXmlValidator(max_errors=0, security_validation=True)


def word_integrity(path: Path) -> Iterator[Finding]:
    """References, numbering, tables and white space of a Word file."""
    for found in ooxml_integrity.check(path):
        yield Finding("ooxml-integrity", found.code, found.message, found.where or found.part)


def slide_integrity(path: Path) -> Iterator[Finding]:
    """Text that does not fit its box (PPT001–003, 005), shapes off the slide, shapes over each other."""
    for found in ooxml_integrity.check_pptx(path):
        yield Finding("ooxml-integrity", found.code, found.message, found.where or found.part)


def qpdf(path: Path) -> Iterator[Finding]:
    """Syntax and structure of a PDF file."""
    done = run(needs("qpdf"), "--check", path)
    if done.returncode:
        yield Finding("qpdf", f"exit {done.returncode}", done.stdout + done.stderr)


def pdf_accessibility(path: Path) -> Iterator[Finding]:
    """The part of PDF/UA-1 that `pdfua` decides; a rule that could not run is a finding, too."""
    report = pdfua.validate(str(path))
    for found in report.findings:
        yield Finding("pdfua", found.rule_id, found.message, found.location.describe())
    for outcome in report.skipped:
        yield Finding("pdfua", outcome.rule_id, f"did not run: {outcome.skipped_reason}")


def pdf_archival(path: Path) -> Iterator[Finding]:
    """PDF/A-2b: whatever is not known to conform is a finding."""
    with pikepdf.open(path) as document:
        for found in pdfa.check(document, pdfa.Flavour.PDFA_2B).findings:
            yield Finding("pikepdf", found.rule, found.message, found.where)


def picture_ids(path: Path) -> Iterator[Finding]:
    """Word repairs a file in which two drawings share an id, and no validator says so."""
    ids = Counter(
        drawing.get("id") for _, part in _parts(path, "word/") for drawing in part.iter(f"{WP}docPr")
    )
    for number, times in ids.items():
        if times > 1:
            yield Finding("own", "drawing-ids-differ", f"id {number} occurs {times} times")


def field_characters(path: Path) -> Iterator[Finding]:
    """A complex field begins, separates at most once and ends, in that order, within its paragraph."""
    for name, part in _parts(path, "word/"):
        for paragraph in part.iter(f"{W}p"):
            marks = [mark.get(f"{W}fldCharType") for mark in paragraph.iter(f"{W}fldChar")]
            if not _balanced(marks):
                yield Finding("own", "fields-are-balanced", " ".join(map(str, marks)), name)


def _balanced(marks: list[str | None]) -> bool:
    open_fields: list[str] = []
    for mark in marks:
        match mark, open_fields:
            case "begin", _:
                open_fields.append("begin")
            case "separate", [*_, "begin"]:
                open_fields[-1] = "separate"
            case "end", [*_, _]:
                open_fields.pop()
            case _:
                return False
    return not open_fields


def slide_tables(path: Path) -> Iterator[Finding]:
    """PowerPoint repairs a table in which a row has not exactly one cell for each grid column."""
    for name, slide in _parts(path, "ppt/slides/"):
        for table in slide.iter(f"{A}tbl"):
            columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
            for number, row in enumerate(table.findall(f"{A}tr"), start=1):
                if (cells := len(row.findall(f"{A}tc"))) != columns:
                    message = f"row {number}: expected {columns} cells, found {cells}"
                    yield Finding("own", "rows-match-the-grid", message, name)


def placeholders(path: Path) -> Iterator[Finding]:
    """A placeholder whose idx its layout lacks inherits nothing: no place, no size, no style."""
    parts = dict(_parts(path, "ppt/slides/")) | dict(_parts(path, "ppt/slideLayouts/"))
    for name, slide in parts.items():
        if posixpath.dirname(name) != "ppt/slides":
            continue
        layout = parts[_related(parts, name, LAYOUT)]
        for idx in sorted(_placeholder_indices(slide) - _placeholder_indices(layout)):
            yield Finding("own", "layout-has-the-placeholder", f"idx {idx}", name)


def _placeholder_indices(part: etree._Element) -> set[str]:
    return {placeholder.get("idx", "0") for placeholder in part.iter(f"{P}ph")}


def _related(parts: Mapping[str, etree._Element], name: str, kind: str) -> str:
    folder, file = posixpath.split(name)
    relations = parts[f"{folder}/_rels/{file}.rels"]
    (target,) = (relation.get("Target") for relation in relations if relation.get("Type") == kind)
    return posixpath.normpath(posixpath.join(folder, target)).removeprefix("/")


def _parts(path: Path, folder: str) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith(folder) and name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name))


def pdf_headings(path: Path) -> Iterator[Finding]:
    """Headings begin with H1, skip no level on the way down, and mark something on the page."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        headings = [] if root is None else [node for node in _elements(root) if _level(node)]
        before = 0
        for heading in headings:
            level = _level(heading)
            if level > before + 1:
                yield Finding("own", "headings-skip-no-level", f"H{level} after H{before}")
            if "/K" not in heading:
                yield Finding("own", "headings-are-not-empty", f"H{level}")
            before = level
        if not headings:
            yield Finding("own", "the-page-has-a-heading", "no H1 to H6 in the structure tree")


def _level(node: pikepdf.Dictionary) -> int:
    role = str(node.get("/S", ""))
    return int(role[2:]) if role.startswith("/H") and role[2:].isdecimal() else 0


def _elements(node: pikepdf.Object | None) -> Iterator[pikepdf.Dictionary]:
    match node:
        case pikepdf.Array():
            for kid in node:
                yield from _elements(kid)
        case pikepdf.Dictionary():
            yield node
            yield from _elements(node.get("/K"))


Checker = Callable[[Path], Iterator[Finding]]

CHECKERS: Mapping[str, tuple[Checker, ...]] = {
    ".docx": (open_xml_audit, word_integrity, picture_ids, field_characters),
    ".pptx": (open_xml_audit, slide_integrity, slide_tables, placeholders),
    ".pdf": (qpdf, pdf_accessibility, pdf_archival, pdf_headings),
}
