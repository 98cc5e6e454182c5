"""What editors know of a brief: the schema that they complete and check by, and the snippets they insert."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

import jsonschema
import pytest
import yaml

from builder import __version__
from builder.brief.kinds import AnyKind, Choice, Several
from builder.brief.load import load_brief
from builder.brief.part import SCHEME_LABELS
from builder.brief.schema import meanings
from builder.report.rules import RULES
from tests.brief.test_model import SMALL, all_parts
from tests.conftest import ROOT
from tests.support.command import brief


@cache
def schema() -> dict[str, Any]:
    """The schema that the command line prints."""
    printed: dict[str, Any] = json.loads(brief("schema", cwd=ROOT).stdout)
    return printed


@cache
def snippets() -> dict[str, Any]:
    """The snippets that the command line prints."""
    printed: dict[str, Any] = json.loads(brief("schema", "--snippets", cwd=ROOT).stdout)
    return printed


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schema of every field by its part and key."""
    parts = {"Brief": schema(), **schema()["$defs"]}
    for name, part in parts.items():
        whole = part["anyOf"][1] if "anyOf" in part else part
        yield from ((f"{name}.{key}", field) for key, field in whole["properties"].items())


def words_of(kind: AnyKind) -> tuple[str, ...]:
    kind = kind.item if isinstance(kind, Several) else kind
    return kind.words if isinstance(kind, Choice) else ()


def test_the_schema_names_the_values_that_are_possible() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["required"] == ["title", "bottom_line", "sections"]
    roles = schema()["$defs"]["Section"]["properties"]["role"]["anyOf"][0]
    assert roles["enum"] == ["cause", "effect", "response", "other"]
    assert {"from", "to"} <= set(schema()["properties"])
    assert schema()["additionalProperties"] is False


def test_the_schema_has_a_name_with_its_version() -> None:
    assert schema()["$id"] == f"urn:policy-brief-builder:brief:{__version__}"


def test_every_field_is_explained_with_its_limits_and_other_names() -> None:
    for name, field in fields():
        assert field["markdownDescription"].startswith(f"**{name.partition('.')[2]}**: "), name
        assert field["description"] in field["markdownDescription"], name
    claim = dict(fields())["Argument.claim"]["markdownDescription"]
    assert "Required. Budget: 17 words. Also: `statement`" in claim


def test_every_value_of_a_choice_is_explained_and_nothing_else() -> None:
    named = {
        f"{part.__name__}.{key} {word}"
        for part in all_parts()
        for key, field in part.fields.items()
        for word in words_of(field.kind)
        if (part.__name__, key) != ("Table", "chart")  # whose words are those of a chart's kind
    }
    named |= {
        f"{scheme} {label}" for scheme, labels in SCHEME_LABELS.items() if scheme != "cui" for label in labels
    }
    assert set(meanings()) == named
    status = dict(fields())["Brief.status"]["anyOf"][0]
    assert status["enumDescriptions"][1] == "“For review” on every page and slide of all three files."


def test_the_rules_that_can_be_ignored_are_listed() -> None:
    items = dict(fields())["Brief.ignore"]["anyOf"][0]["items"]
    assert items["enum"] == [*RULES]
    assert items["enumDescriptions"][0] == RULES[items["enum"][0]].holds


@pytest.mark.parametrize(
    ("scheme", "label", "fits"),
    [
        ("tlp", "AMBER+STRICT", True),
        ("tlp", "SECRET", False),
        ("uk", "TOP SECRET", True),
        ("uk", "AMBER", False),
        ("cui", "CUI//SP-PRVCY//NOFORN", True),
        ("cui", "OFFICIAL", False),
        ("free", "Not for citation", True),
    ],
)
def test_labels_are_checked_by_their_scheme(scheme: str, label: str, fits: bool) -> None:
    values = {**SMALL, "marking": {"scheme": scheme, "label": label}}
    assert jsonschema.Draft202012Validator(schema()).is_valid(values) is fits


CHOICE = r"\$\{\d+\|([^|]*)\|\}"  # as snippets write it


def inserted(at: str, text: str) -> str:
    """A minimal brief with a text where it belongs."""
    cited = "report, survey" if at == "sources" else "report"
    sections = (
        f'  - title: "Why"\n    arguments:\n      - claim: "Nine in ten use it."\n        refs: [{cited}]\n'
    )
    within = {
        "sections": (2, ""),
        "sections[].arguments": (6, ""),
        "sections[].arguments[].evidence": (10, "evidence"),
    }
    parts = {"sections": sections, "sources": '  - {id: report, title: "A report"}\n'}
    if at in within:
        depth, key = within[at]
        parts["sections"] += f"        {key}:\n" if key else ""
        parts["sections"] += indent(text, " " * depth)
    elif at:
        parts[at] = parts.get(at, "") + indent(text, "  ")
    lists = "".join(f"{key}:\n{items}" for key, items in parts.items())
    return 'title: "Keep the ferry"\nbottom_line: "It pays for itself."\n' + lists + ("" if at else text)


@pytest.mark.parametrize("name", snippets())
def test_a_snippet_is_valid_whatever_is_chosen(name: str, tmp_path: Path) -> None:
    snippet = snippets()[name]
    place = re.search(r"\((.*)\)$", snippet["description"])
    assert place
    at = "" if place[1] == "at the top level" else place[1]
    body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", "\n".join(snippet["body"]) + "\n")
    choices = [found.split(",") for found in re.findall(CHOICE, body)]
    for index in range(max(map(len, choices), default=1)):
        text = re.sub(CHOICE, lambda found: chosen(found[1].split(","), index), body)  # noqa: B023
        file = tmp_path / "brief.yaml"
        file.write_text(inserted(at, text), encoding="utf-8")
        assert load_brief(file).warnings == ()
        values = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
        jsonschema.Draft202012Validator(schema()).validate(values)


def chosen(words: list[str], index: int) -> str:
    return words[index % len(words)]
