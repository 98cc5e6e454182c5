"""Writes the accessibility statement of files as one HTML page that an institute can publish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import PurePath

from msgspec import Struct

from builder.report.problems import Problem
from builder.report.rules import RULES, Rule

GROUP = "Accessibility of finished files"
_FORMATS = {".pdf": "PDF", ".pptx": "PowerPoint", ".potx": "PowerPoint", ".pptm": "PowerPoint"}
# The rules that cannot be broken, or not be checked, in every format.
_ONLY = {
    "access-headings": ("Word", "PDF"),
    "access-language-of-parts": ("Word", "PowerPoint"),
    "access-reading-order": ("PowerPoint", "PDF"),
    "access-slide-titles": ("PowerPoint",),
    "access-spacing": ("Word", "PowerPoint"),
    "access-tab-order": ("PDF",),
    "access-tagged": ("PDF",),
    "access-timing": ("PowerPoint", "PDF"),
}
_PEOPLE = (
    ("1.1.1", "Alternative texts say what the pictures, charts and drawings mean, not only what they are."),
    ("1.3.1", "What looks like a heading, a list or a table is one, and the other way round."),
    (
        "1.3.2",
        "The order in which parts are read aloud makes sense even where their places do not show it.",
    ),
    ("1.4.1", "Nothing is said by colour alone."),
    ("1.4.5", "Pictures contain no text that could be text."),
    ("2.4.4", "The words of each link say where it leads, with the sentence around it."),
    ("2.4.6", "Headings and slide titles say what is below them."),
    ("3.1.2", "Every passage in another language is marked as such."),
)
_STYLE = """\
body{font:1rem/1.5 system-ui,sans-serif;color:#1b2733;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #6b7785;padding:.4rem .6rem;
text-align:left;vertical-align:top}thead th{background:#eef1f4}
caption{text-align:left;font-weight:600;padding:.4rem 0}"""


class File(Struct, frozen=True):
    """A file that was read, and what is wrong with it."""

    name: str
    problems: tuple[Problem, ...]

    @property
    def format(self) -> str:
        """What program the file is for."""
        return _FORMATS.get(PurePath(self.name).suffix.lower(), "Word")


def statement(files: Sequence[File], title: str, date: str, version: str) -> str:
    """Return the page; `date` is that of the brief, "" where none is stated."""
    return "\n".join((*_page(files, title, date, version), ""))


def _page(files: Sequence[File], title: str, date: str, version: str) -> Iterator[str]:
    about = escape(title or ", ".join(PurePath(one.name).name for one in files))
    heading = f"Accessibility statement: {about}"
    found = sum(one.is_error for file in files for one in file.problems)
    how = "in part, with the exceptions below" if found else "as far as a program can judge"
    yield f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{heading}</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{heading}</h1>"
    yield f"<p>The documents named here conform, {how}, to the requirements of EN 301 549"
    yield "V3.2.1, chapter 10 (non-web documents), which are those of WCAG 2.1 at levels A and AA."
    yield "WCAG 2.2 adds none that a document without forms could break. The PDF is also measured"
    yield "by PDF/UA-1 (ISO 14289-1).</p>"
    yield f"<p>Date of the documents: {escape(date)}.</p>" if date else "<p>The documents state no date.</p>"
    yield f"<p>Checked with policy-brief-builder {escape(version)}.</p>"
    yield "<h2>Documents</h2>\n<ul>"
    for file in files:
        yield f"<li>{escape(PurePath(file.name).name)} ({file.format}): {_count(file.problems)}</li>"
    yield "</ul>"
    yield from _table(files)
    yield from _findings(files)
    yield "<h2>What a person must still judge</h2>"
    yield "<p>A program finds what is missing, not whether what is there is good. Somebody should"
    yield "confirm:</p>"
    yield "<ul>"
    for clause, what in _PEOPLE:
        yield f"<li>{what} (EN 301 549, {_en(clause)})</li>"
    yield "</ul>\n</main>\n</body>\n</html>"


def _table(files: Sequence[File]) -> Iterator[str]:
    """Yield what was checked: the rules, and how each file fares."""
    names = [escape(PurePath(file.name).name) for file in files]
    yield "<h2>What was checked by a program</h2>\n<table>\n<caption>Requirements and results</caption>"
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Requirement", "Clauses", *names))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for rule in RULES.values():
        if rule.group == GROUP:
            cells = "".join(f"<td>{_result(rule, file)}</td>" for file in files)
            yield f'<tr><th scope="row">{escape(rule.holds)}</th><td>{_clauses(rule)}</td>{cells}</tr>'
    yield "</tbody>\n</table>"


def _findings(files: Sequence[File]) -> Iterator[str]:
    """Yield what is wrong, why it matters, and what to do."""
    yield "<h2>Exceptions</h2>"
    if not any(file.problems for file in files):
        yield "<p>None was found.</p>"
    for file in files:
        if file.problems:
            yield f"<h3>{escape(PurePath(file.name).name)}</h3>\n<ul>"
            for one in file.problems:
                rule = RULES[one.rule]
                where = f"{one.path}: " if one.path else ""
                yield f"<li>{escape(where + one.message)} ({_clauses(rule)}). {escape(rule.why)}"
                yield f"To do: {escape(rule.fix)}.</li>"
            yield "</ul>"


def _result(rule: Rule, file: File) -> str:
    if file.format not in _ONLY.get(rule.name, (file.format,)):
        return "not checked"
    return _count([one for one in file.problems if one.rule == rule.name])


def _count(problems: Sequence[Problem]) -> str:
    return f"{len(problems)} found" if problems else "none found"


def _clauses(rule: Rule) -> str:
    """Return the clauses of a rule, with those of EN 301 549, which numbers them as WCAG does."""
    numbers = re.findall(r"\d\.\d\.\d+", rule.clause.partition(";")[0])
    return escape("; ".join((f"EN 301 549 {', '.join(map(_en, numbers))}", rule.clause)))


def _en(clause: str) -> str:
    return f"10.{clause}"
