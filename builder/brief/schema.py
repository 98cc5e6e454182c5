"""The model of a brief becomes a JSON Schema for editors, with the short forms that the loader takes."""

from __future__ import annotations

from typing import Any

from builder.brief import model
from builder.brief.model import Brief

_TEXT_IS_ENOUGH = [part.__name__ for part in (model.BottomLine, model.Implication)]


def brief_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a brief; it admits what `load_brief` admits.

    Null may stand for every key that can be left out, plain text for the parts that need no more, and a bare
    number for a text, since the loader takes every number as it is written.
    """
    schema = Brief.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema.get("$defs", {})
    for part in (schema, *parts.values()):
        required = part.get("required", ())
        for key, value in part.get("properties", {}).items():
            _admit_numbers(value)
            if key not in required:
                part["properties"][key] = _or_null(value)
    for name in _TEXT_IS_ENOUGH:
        mapping = parts[name]
        short = dict(mapping["properties"]["text"])
        parts[name] = {"title": mapping.pop("title"), "anyOf": [short, mapping]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Policy brief",
        "examples": [_EXAMPLE],
    }


_EXAMPLE = {
    "title": "The ferry should keep running",
    "bottom_line": "The ferry pays for itself, and the bridge will not open before 2031.",
    "sections": [
        {"title": "Why keep it", "arguments": [{"claim": "The ferry carries nine in ten commuters."}]}
    ],
}


def _admit_numbers(value: Any) -> None:
    if isinstance(value, dict):
        is_text = value.get("type") == "string" and "enum" not in value and "const" not in value
        if is_text and "format" not in value:
            value["type"] = ["string", "number"]
        for inner in value.values():
            _admit_numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            _admit_numbers(inner)


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a key with null beside it, its description outside."""
    if any(kind.get("type") == "null" for kind in value.get("anyOf", ())):
        return value
    outside: dict[str, Any] = {
        key: value.pop(key) for key in ("title", "description", "default") if key in value
    }
    return {**outside, "anyOf": [value, {"type": "null"}]}
