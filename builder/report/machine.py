"""Writes problems for machines: as JSON, SARIF, JUnit XML, or for pull requests on GitHub and GitLab."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from msgspec import to_builtins

from builder.report.printable import printable
from builder.report.problems import Problem
from builder.report.rules import RULES

JSON_VERSION = 1
TOOL = "policy-brief-builder"
BASE = "SRCROOT"  # the folder in which the command ran: the root of a repository in continuous integration
FINGERPRINT = "ruleAndPath/v1"

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as one JSON object in ASCII: the `version` of this format, and `problems`.

    A problem has `rule`, `severity` (`error` or `warning`), `path` in the brief (empty for the whole brief),
    `message`, and `hint`, `file`, `line`, `column`, `end_column`, each null if unknown. Lines and columns
    count from 1, in characters; the end column is exclusive. A problem of accessibility has its location in
    the file as `path`, and also `why` and `clause` (`WCAG 1.1.1; PDF/UA-1 7.3`). A problem with a source has
    its passage as `source`: `file`, `line` (null if unknown), `passage` and `excerpt`; one about
    several lines has them as `lines`. A later version may add keys; these keep their meaning as long as
    `version` is 1.
    """
    found: list[dict[str, Any]] = to_builtins(tuple(problems))
    for entry in found:
        position = entry.pop("position") or {}
        entry |= {key: position.get(key) for key in ("line", "column", "end_column")}
        if entry["source"] is None:
            del entry["source"]
        if not entry["lines"]:
            del entry["lines"]
        rule = RULES[entry["rule"]]
        entry |= {"why": rule.why, "clause": rule.clause} if rule.clause else {}
    return _dumped({"version": JSON_VERSION, "problems": found})


def as_github(problems: Iterable[Problem]) -> str:
    """Return the problems as GitHub workflow commands, one per line, which annotate a pull request.

    Characters that would end a command or a property are escaped as the runner unescapes them: `%` and LF
    everywhere, `:` and `,` in properties too. Controls are shown as their codes: the log is a terminal.
    """
    return "\n".join(map(_workflow_command, problems))


def _workflow_command(problem: Problem) -> str:
    position = problem.position
    properties: dict[str, object] = {"file": problem.file} if problem.file else {}
    if position is not None:
        properties |= {"line": position.line, "col": position.column}
        if position.end_column is not None:
            properties["endColumn"] = position.end_column
    properties["title"] = problem.rule
    attributes = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = f"{problem.path}: {problem.message}" if problem.path else problem.message
    if problem.source:
        message += f"\nsource: {problem.source}"
    if problem.hint:
        message += f"\nhint: {problem.hint}"
    return f"::{problem.severity} {attributes}::{_data(message)}"


def _data(text: str) -> str:
    return "%0A".join(printable(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(problems: Iterable[Problem]) -> str:
    """Return the problems as a GitLab Code Quality report, which shows them in a merge request."""
    seen = Counter[str]()
    return _dumped(
        [
            {
                "description": _with_notes(problem),
                "check_name": problem.rule,
                "fingerprint": _fingerprint(problem, seen),
                "severity": "major" if problem.is_error else "minor",
                "location": {
                    "path": _encodable(problem.file or "."),
                    "lines": {"begin": problem.position.line if problem.position else 1},
                },
            }
            for problem in problems
        ]
    )


def as_junit(problems: Iterable[Problem]) -> str:
    """Return the problems as JUnit XML: an error is a failed test, a warning a passed one with output."""
    found = tuple(problems)
    cases = [_test_case(problem) for problem in found] or ['<testcase classname="brief" name="no problems"/>']
    count = f'tests="{len(cases)}" failures="{sum(problem.is_error for problem in found)}"'
    suite = [f'<testsuite name="{TOOL}" {count}>', *cases, "</testsuite>"]
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suite, "</testsuites>"))


def _test_case(problem: Problem) -> str:
    at = f":{problem.position.line}:{problem.position.column}" if problem.position else ""
    name, place = _xml(f"{problem.rule} {problem.path}".strip()), _xml(f"{problem.file or 'brief'}{at}")
    message = _xml(problem.message)
    notes = [f"source: {problem.source}"] if problem.source else []
    notes += [f"hint: {problem.hint}"] if problem.hint else []
    text = _xml("; ".join(notes) or problem.message)
    inside = f'<failure type="{problem.rule}" message="{message}">{text}</failure>'
    if not problem.is_error:
        inside = f"<system-out>warning: {message}&#10;{text}</system-out>"
    return f'<testcase classname="{place}" name="{name}">{inside}</testcase>'


def _xml(text: str) -> str:
    """Return a text for XML, in one line, with the codes of what XML cannot hold."""
    return escape(printable(_encodable(text)))


def as_sarif(problems: Iterable[Problem], version: str) -> str:
    """Return the problems as the SARIF 2.1.0 log of a builder's `version`, in ASCII.

    It has what GitHub's code scanning asks for. Files are named relative to the folder where the command
    ran, which the log does not name. The fingerprint of a result holds its rule, its file and its path in
    the brief, but no line and no words: it stays the same while text is edited around it and in it.
    """
    found = tuple(problems)
    rules = sorted({problem.rule for problem in found})
    seen = Counter[str]()
    run = {
        "tool": {"driver": {"name": TOOL, "version": version, "rules": list(map(_sarif_rule, rules))}},
        "originalUriBaseIds": {BASE: {"description": {"text": "The folder in which the command ran."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, rules.index(problem.rule), seen) for problem in found],
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: str) -> dict[str, Any]:
    about = RULES[rule]
    return {
        "id": rule,
        "shortDescription": {"text": _sarif_text(about.holds)},
        "fullDescription": {"text": _sarif_text(f"{about.holds} {about.why}")},
        "help": {"text": _sarif_text(f"{about.why} To fix it: {about.fix}")},
    }


def _sarif_result(problem: Problem, rule_index: int, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": str(problem.severity),
        "message": {"text": _sarif_text(_with_notes(problem))},
        "partialFingerprints": {FINGERPRINT: _fingerprint(problem, seen)},
    }
    location: dict[str, Any] = {}
    if problem.file:
        location["physicalLocation"] = {"artifactLocation": _artifact(problem.file)}
        if problem.position is not None:
            region = {"startLine": problem.position.line, "startColumn": problem.position.column}
            if problem.position.end_column is not None:
                region["endColumn"] = problem.position.end_column
            location["physicalLocation"]["region"] = region
    if problem.path:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.path}]
    if location:
        result["locations"] = [location]
    if problem.source:
        place: dict[str, Any] = {"artifactLocation": _artifact(problem.source.file)}
        if problem.source.line:
            place["region"] = {"startLine": problem.source.line}
        text = f"{problem.source.passage}: {problem.source.excerpt}"
        result["relatedLocations"] = [
            {"id": 1, "physicalLocation": place, "message": {"text": _sarif_text(text)}}
        ]
    return result


def _sarif_text(text: str) -> str:
    """Escape a text so that `{0}` is not a placeholder (SARIF 3.11.5) and `[a](b)` not a link (3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _artifact(file: str) -> dict[str, str]:
    """Return the URI of a file: relative to the current directory, or absolute if it was given so."""
    if _DRIVE.match(file):
        return {"uri": PureWindowsPath(file).as_uri()}
    plain = _encodable(file).replace("\\", "/")
    if plain.startswith("/"):
        return {"uri": PurePosixPath(plain).as_uri()}
    return {"uri": quote(PurePosixPath(plain).as_posix()), "uriBaseId": BASE}


def _with_notes(problem: Problem) -> str:
    """Return a message with its passage and its hint."""
    notes = [f"source: {problem.source}"] if problem.source else []
    notes += [f"hint: {problem.hint}"] if problem.hint else []
    return " ".join((problem.message, *(f"({note})" for note in notes)))


def _fingerprint(problem: Problem, seen: Counter[str]) -> str:
    """Return what identifies a problem from run to run; equal ones are numbered."""
    lasting = [problem.rule, problem.file or "", problem.path or problem.message]
    digest = sha256(json.dumps(lasting).encode("ascii")).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _dumped(log: object) -> str:
    """Return JSON in ASCII, which survives every console and pipe; what is not a character becomes `?`."""
    text = json.dumps(log, ensure_ascii=False).encode("utf-8", "replace")
    return json.dumps(json.loads(text), indent=2)


def _encodable(text: str) -> str:
    """Replace bytes in a file name that are not characters with `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")
