"""The JSON Schema of a manifest, and how a value violates it."""

from __future__ import annotations

import re
from typing import Any

from builder.brief import PRODUCTS

VERSION = 1  # of this format; a reader refuses any other

_SHA256 = "^[0-9a-f]{64}$"
_TYPES: dict[str, tuple[type, ...]] = {  # what the JSON reader makes of each
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a manifest."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Manifest of a policy brief's files",
        "description": "Written beside the files by every build: what they were made from, and where each "
        "element of the brief appears in them. Equal input gives equal bytes.",
        **_object(
            {
                "version": {"const": VERSION, "description": "Version of this format."},
                "builder": _object(_BUILDER, "The program that built the files."),
                "id": _text("The id of the brief, with which the names of the files begin."),
                "title": _text("Title of the brief, as printed in the files."),
                "audience": _maybe(
                    _text("The audience of this edition; `unrestricted` for all; null if none is declared.")
                ),
                "final": _flag("Whether these are final copies, without identifiers of the brief."),
                "date": _maybe(_text("Date of the brief.", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?$")),
                "status": _text("Status of the brief: draft, review or final."),
                "epoch": _count("Unix timestamp of every date inside the files."),
                "content": _text("SHA-256 of what this edition says, nothing withheld included.", _SHA256),
                "brief": _object(
                    _BRIEF, "The file that was built; absent for the edition of an audience and final copies."
                ),
                "fonts": _list(_object(_FONT), "Font files from which the summary embeds glyphs."),
                "products": _list(
                    _object(_PRODUCT, optional=("pages", "slides", "fill")), "The finished files."
                ),
                "rules": _list(_text("Name of a rule."), "Rules that brief and files were checked against."),
                "elements": _list(
                    _object(_ELEMENT, optional=("id",)), "Every value of the brief that appears in the files."
                ),
                "digest": _text(
                    "SHA-256 of this file's other entries as JSON without white space and with sorted keys: "
                    "it detects edits by hand, not forgery.",
                    _SHA256,
                ),
            },
            optional=("brief",),
        ),
    }


def fault(value: Any, form: dict[str, Any], at: str = "") -> str | None:
    """Return how a value violates a schema, or None; supports the keywords that `schema` uses."""
    here = at or "the manifest"
    if "anyOf" in form:
        faults = [fault(value, each, at) for each in form["anyOf"]]
        return faults[0] if all(faults) else None
    if "const" in form and (type(value), value) != (type(form["const"]), form["const"]):
        return f"{here} is not {form['const']}"
    if "enum" in form and value not in form["enum"]:
        return f"{here} is not one of {', '.join(form['enum'])}"
    wanted = form.get("type")
    if wanted and type(value) not in _TYPES[wanted]:
        return f"{here} is not a valid {wanted}"
    if wanted == "string" and "pattern" in form and not re.search(form["pattern"], value):
        return f"{here} does not match {form['pattern']}"
    if "minimum" in form and value < form["minimum"]:
        return f"{here} is less than {form['minimum']}"
    if wanted == "array":
        found = (fault(each, form["items"], f"{at}[{index}]") for index, each in enumerate(value))
        return next((each for each in found if each), None)
    if wanted == "object":
        known = form["properties"]
        for name in form["required"]:
            if name not in value:
                return f"{here} lacks `{name}`"
        for name, each in value.items():
            if name not in known:
                return f"{here} has an unknown key"
            wrong = fault(each, known[name], f"{at}.{name}".lstrip("."))
            if wrong:
                return wrong
    return None


def _object(
    properties: dict[str, Any], description: str = "", optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    form = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return {"description": description, **form} if description else form


def _text(description: str, pattern: str = "") -> dict[str, Any]:
    form = {"type": "string", "description": description}
    return {**form, "pattern": pattern} if pattern else form


def _count(description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "description": description}


def _flag(description: str) -> dict[str, Any]:
    return {"type": "boolean", "description": description}


def _maybe(form: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [form, {"type": "null"}]}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


# One folder name or file name, never a way out of the folder.
_NAME = r"^[^/\\:]+$"

_BUILDER = {
    "version": _text("Version of policy-brief-builder."),
    "code": _text("SHA-256 of the package's modules and data.", _SHA256),
    "libraries": {
        "type": "array",
        "items": _text("Name and version, such as reportlab 5.0.1."),
        "description": "Libraries that read the brief and write the files.",
    },
}
_BRIEF = {
    "file": _text("Its name, without the folder.", _NAME),
    "sha256": _text("SHA-256 of its bytes.", _SHA256),
    "git_blob": _text("Its blob name in Git.", "^[0-9a-f]{40}$"),
    "inputs": _list(
        _object(
            {
                "path": _text("Path relative to the brief's folder, as in the brief."),
                "sha256": _text("SHA-256 of its bytes.", _SHA256),
            }
        ),
        "Pictures that the brief names, and the file that it extends.",
    ),
    "warnings": _count("Number of warnings of the build; with an error there is no build."),
}
_FONT = {"name": _text("Name of the file.", _NAME), "sha256": _text("SHA-256 of its bytes.", _SHA256)}
_PRODUCT = {
    "product": {"enum": list(PRODUCTS), "description": "Which of the three."},
    "file": _text("Its name, in the folder of the manifest.", _NAME),
    "sha256": _text("SHA-256 of its bytes.", _SHA256),
    "size": _count("Bytes."),
    "pages": _count("Pages; unknown for the memo, which Word lays out."),
    "slides": _count("Slides of the deck."),
    "fill": {"type": "number", "minimum": 0, "description": "How full its page is, from 0 to 1."},
}
_LOCATIONS = _list(_text("A location, such as slide 7, notes."), "Locations in reading order.")
_ELEMENT = {
    "path": _text("Path of the value in the brief, such as sections[0].arguments[1].claim."),
    "id": _text("Id of the element that the value belongs to."),
    "locations": _object(dict.fromkeys(PRODUCTS, _LOCATIONS), "Where it appears.", optional=tuple(PRODUCTS)),
}
