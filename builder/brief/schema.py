"""Writes the declared fields of a brief as a JSON Schema for editors, which admits what the loader admits."""

from __future__ import annotations

from inspect import getdoc
from typing import Any, assert_never

from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Several, Text
from builder.brief.model import Brief
from builder.brief.natural.names import names_by_key
from builder.brief.part import Field, Part

_EXAMPLE = {
    "title": "The ferry should keep running",
    "bottom_line": "The ferry pays for itself, and the bridge will not open before 2031.",
    "sections": [
        {"title": "Why keep it", "arguments": [{"claim": "The ferry carries nine in ten commuters."}]}
    ],
}


def brief_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a brief.

    It shows the canonical form, and admits what an author may well keep: null for a key that can be left
    out, one item for a list of it, plain text for a part with one obvious key, a bare number for a text, and
    other names of keys. Editors underline what is left, such as capitals, `Draft` or `5 March 2026`, because
    they should offer one spelling only; `brief check --fix` writes it.
    """
    parts: dict[str, Any] = {}
    brief = _mapping(Brief, parts)
    brief["patternProperties"][r"^(\.|x-)"] = {"description": "Values that YAML aliases repeat."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(parts.items())),
        **brief,
        "title": "Policy brief",
        "examples": [_EXAMPLE],
    }


def _mapping(part: type[Part], parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a part, and enter those inside it among the parts."""
    return {
        "title": part.__name__,
        "description": getdoc(part),
        "type": "object",
        "properties": {key: _field(key, field, parts) for key, field in part.fields.items()},
        **({"patternProperties": _other_names(part)} if any(names_by_key(part).values()) else {}),
        "required": [key for key, field in part.fields.items() if field.is_required],
        "additionalProperties": False,
    }


def _other_names(part: type[Part]) -> dict[str, Any]:
    """Return what other names of keys hold: patterns, which editors do not offer as keys."""
    return {
        f"^({'|'.join(names)})$": {"description": f"Another name of `{key}`."}
        for key, names in names_by_key(part).items()
        if names
    }


def _field(key: str, field: Field, parts: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"title": key.replace("_", " ").title(), "description": field.description}
    if field.examples:
        shown["examples"] = list(field.examples)
    if field.is_required:
        return shown | _one(field.kind, parts)
    if not isinstance(field.default, Part):
        shown["default"] = [] if field.default == () else field.default
    return shown | {"anyOf": [*_kinds(field.kind, parts), {"type": "null"}]}


def _kinds(kind: AnyKind, parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas of the forms that a value of a kind may have."""
    match kind:
        case Text(pattern=pattern, most=most, limited=limited, empty=empty):
            text: dict[str, Any] = {"type": ["string", "number"], "pattern": pattern}
            if empty:
                text = {"type": ["string", "number", "boolean", "null"]}
            return [
                text | ({"maxLength": most} if most else {}),
                *([_part(limited, parts)] if limited else []),
            ]
        case Choice(words=words):
            return [{"type": "string", "enum": list(words)}]
        case Day():
            return [{"type": ["string", "integer"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?$"}]
        case Moment():
            return [{"type": "string", "format": "date-time"}]
        case Several(item=item, least=least, most=most):
            listed: dict[str, Any] = {"type": "array", "items": _one(item, parts), "maxItems": most}
            one = _kinds(item, parts) if least < 2 and not isinstance(item, Several) else []
            return [listed | ({"minItems": least} if least else {}), *one]
        case Keyed(value=value):
            return [{"type": "object", "additionalProperties": _one(value, parts)}]
        case Inner(part=part):
            return [_part(part, parts)]
        case _:
            assert_never(kind)


def _one(kind: AnyKind, parts: dict[str, Any]) -> dict[str, Any]:
    kinds = _kinds(kind, parts)
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _part(part: type[Part], parts: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the schema of a part, which is written once."""
    name = part.__name__
    if name not in parts:
        parts[name] = mapping = _mapping(part, parts)
        if key := part.plain or part.obvious:
            kept = mapping["properties"][key]
            text = kept if part.plain else {"description": kept["description"], "type": "string"}
            parts[name] = {"title": mapping.pop("title"), "anyOf": [text, mapping]}
    return {"$ref": f"#/$defs/{name}"}
