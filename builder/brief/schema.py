"""The model of a brief becomes a JSON Schema for editors, with the short forms that the loader takes."""

from __future__ import annotations

from typing import Any

from builder.brief.masthead import Audience
from builder.brief.model import BottomLine, Brief, Implication
from builder.brief.part import LimitedLine, LimitedProse

_TEXT_IS_ENOUGH = (Audience, BottomLine, Implication)
_LIMITED = (LimitedLine.__name__, LimitedProse.__name__)


def brief_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a brief; it admits what `load_brief` admits.

    Null may stand for every key that can be left out, plain text for the parts that need no more, and a bare
    number for a text, since the loader takes every number as it is written.
    """
    schema = Brief.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema.get("$defs", {})
    _name_limited_texts(schema, parts)
    for part in (schema, *parts.values()):
        required = part.get("required", ())
        for key, value in part.get("properties", {}).items():
            _admit_numbers(value)
            if key not in required:
                part["properties"][key] = _or_null(value)
    for part in _TEXT_IS_ENOUGH:
        mapping = parts[part.__name__]
        short = dict(mapping["properties"][part.text_stands_for])
        parts[part.__name__] = {"title": mapping.pop("title"), "anyOf": [short, mapping]}
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


def _name_limited_texts(value: Any, parts: dict[str, Any]) -> None:
    """Write the schema of a text with its audience once, and refer to it wherever such a text may stand."""
    inner = list(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    if isinstance(value, dict) and "anyOf" in value:
        for place, kind in enumerate(value["anyOf"]):
            if kind.get("title") in _LIMITED:
                parts[kind["title"]] = kind
                value["anyOf"][place] = {"$ref": f"#/$defs/{kind['title']}"}
    for one in inner:
        _name_limited_texts(one, parts)


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
