"""Hostile formulas and data files: what would run, never end or take all memory, and what is elsewhere."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from tests.corpora.hostile.case import BRIEF, IS_LINUX, Arrange, Case, builds, quoted, refused


def formula(name: str, text: str, *, rule: str = "facts-derivable") -> Case:
    """A brief with a fact of this formula, on line 7."""
    facts = f"facts: [{{id: b, value: {quoted(text)}}}, {{id: a, value: 2}}, {{id: e, value: 9}}]\n"
    return Case(
        f"formula-{name}", refused((rule, 7)), BRIEF + facts + 'subtitle: "{fact:b} {fact:a} {fact:e}"\n'
    )


FORMULAS = (
    formula("power-of-powers", "= 9**9**9**9"),
    formula("power-of-a-fact", "= e**(e**e)"),
    formula("root-of-a-negative", "= (0-a)**(1/2)"),
    formula("attribute", "= a.__class__"),
    formula("import", "= __import__('os').system('id')"),
    formula("call", "= exec(a)"),
    formula("builtin", "= print(a)"),
    formula("lambda", "= (lambda: a)()"),
    formula("comprehension", "= [a for a in (1,)]"),
    formula("walrus", "= (a := 3)"),
    formula("text-repeated", "= 'x' * 999999999"),
    formula("f-string", "= f'{a}'"),
    formula("shift", "= 1 << 99999999"),
    formula("keywords", "= share(part=a, whole=e)"),
    formula("stars", "= sum(*a)"),
    formula("brackets", "= " + "(" * 99 + "a" + ")" * 98),
    formula("minus-signs", "= " + "-" * 190 + "("),
    formula("letters-that-look-like-signs", "= a ⁄ e"),
    formula("digits-of-another-script", "= ٣ + a"),
    formula("lines", "= a\n+ e;"),
    formula("itself", "= b"),
    formula("long", "= " + "a + " * 60 + "a", rule="text-length"),
    Case(
        "facts-in-a-circle-of-200",
        refused("facts-derivable"),
        BRIEF + "facts:\n" + "".join(f"  f{one}: = f{(one + 1) % 200}\n" for one in range(200)),
    ),
    Case(
        "facts-in-a-chain-of-200",
        builds("199"),
        BRIEF
        + "facts:\n  f0: 0\n"
        + "".join(f"  f{one}: = f{one - 1} + 1\n" for one in range(1, 200))
        + 'subtitle: "{fact:f199}"\n',
    ),
    Case(
        "facts-201",
        refused(("list-length", 7)),
        BRIEF + "facts:\n" + "".join(f"  f{one}: 1\n" for one in range(201)),
    ),
    Case(
        "facts-named-thousands-of-times",
        refused(),
        BRIEF + "facts: {f: 1}\nsubtitle: " + quoted("{fact:f}" * 20_000) + "\n",
    ),
    Case(
        "fact-of-a-pattern",
        refused(("facts-resolve", 8)),
        BRIEF + "facts: {f: 1}\nsubtitle: '{fact:(a+)+$} {fact:f}'\n",
    ),
    Case(
        "braces-that-do-not-end",
        builds(),
        BRIEF + "facts: {f: 1}\nsubtitle: " + quoted("{fact:f} " + "{fact:" * 60) + "\n",
    ),
)


def data(
    name: str,
    arrange: Arrange,
    file: str = "a.csv",
    *,
    rule: str = "data-readable",
    line: int = 7,
    possible: bool = True,
) -> Case:
    """A brief with a table from this file, which is named on line 7."""
    table = "tables: [{title: T, from: {data: d}}]\n"
    brief = BRIEF + f"data: [{{id: d, file: {quoted(file)}}}]\n" + table
    return Case(f"data-{name}", refused((rule, line)), brief, arrange, is_possible=possible)


def holding(content: bytes, file: str = "a.csv") -> Arrange:
    return lambda folder: (folder / file).write_bytes(content)


def _linked(folder: Path) -> None:
    (folder / "a.csv").symlink_to("/etc/hostname")


def _far_cell(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "xl/worksheets/sheet1.xml",
            '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        )


def _bomb(folder: Path) -> None:
    with (
        zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(150):
            part.write(bytes(1_000_000))


DATA = (
    data("missing", lambda _: None),
    data("outside", lambda _: None, "../a.csv"),
    data("of-the-system", lambda _: None, "/etc/hostname.csv"),
    data("device", lambda folder: (folder / "a.csv").symlink_to("/dev/zero"), possible=IS_LINUX),
    data("linked-outside", _linked, possible=IS_LINUX),
    data("pipe", lambda folder: os.mkfifo(folder / "a.csv"), possible=IS_LINUX),
    data("folder", lambda folder: (folder / "a.csv").mkdir()),
    data("with-a-nul-in-its-name", lambda _: None, "a\0.csv", rule="text-printable"),
    data("of-the-web", lambda _: None, "https://example.org/a.csv"),
    data("of-2-mb-and-more", holding(b"a,b\n" + b"1,2\n" * 600_000)),
    data("of-a-million-commas", holding(b"," * 1_000_000)),
    data("of-a-million-rows", holding(b"a,b\n" + b",\n" * 900_000)),
    data("of-one-quotation-mark", holding(b'a,b\n"' + b"x" * 1_000_000), line=2),
    data("of-quotation-marks", holding(b'"' * 1_000_001), line=1),
    data("of-a-cell-of-a-megabyte", holding(b"a,b\n1," + b"x" * 1_000_000), line=2),
    data("of-zeros", holding(bytes(100_000)), line=1),
    data("json-nested", holding(b"[" * 500_000, "a.json"), "a.json"),
    data("json-of-empty-rows", holding(b"[" + b"[]," * 300_000 + b"[]]", "a.json"), "a.json", line=1),
    data(
        "json-of-a-huge-number",
        holding(b'[{"a": 1, "b": ' + b"9" * 10_000 + b"}]", "a.json"),
        "a.json",
        line=1,
    ),
    data("json-with-keys-repeated", holding(b'[{"a": 1, "a": 2}]', "a.json"), "a.json", line=1),
    data("workbook-of-nothing", holding(b"PK\3\4" + bytes(1000), "a.xlsx"), "a.xlsx"),
    data("workbook-with-a-far-cell", _far_cell, "a.xlsx"),
    data("workbook-that-is-a-bomb", _bomb, "a.xlsx"),
    data("parquet-of-nothing", holding(b"PAR1" + bytes(1000) + b"PAR1", "a.parquet"), "a.parquet"),
    Case(
        "data-with-control-characters",
        builds("a b"),
        BRIEF + "data: {d: a.csv}\ntables: [{title: T, from: {data: d}}]\n",
        holding(b"x,y\na\x07b,1\n"),
    ),
    Case(
        "data-with-markup-and-formulas",
        builds("=1+1", "*b*", "{fact:f}"),
        BRIEF
        + "facts: {f: 1}\nsubtitle: '{fact:f}'\ndata: {d: a.csv}\ntables: [{title: T, from: {data: d}}]\n",
        holding(b"x,y\n=1+1,*b*\n{fact:f},[x](https://e.org)\n"),
    ),
)
