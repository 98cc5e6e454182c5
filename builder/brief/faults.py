"""What the model refuses becomes a message in plain words, by pydantic's stable name for the fault."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from builder.brief.kinds import EXPECTED
from builder.brief.model import Brief
from builder.brief.part import Part
from builder.brief.shape import Location, annotation_at, field_of, part_at, path_of, value_at
from builder.brief.yaml.read import Value

SHOWN = 40  # characters of a value that are shown in a message

# Words that people use for a key of another name.
_MEANT = {
    "abstract": "bottom_line", "author": "authors", "body": "reasoning", "confidential": "marking",
    "detail": "text", "head": "headline", "heading": "title", "image": "path", "link": "url",
    "name": "title", "organization": "organisation", "reference": "refs", "references": "refs",
    "source": "refs", "sources": "refs", "statement": "claim", "summary": "bottom_line", "to_do": "action",
}  # fmt: skip


# Parts that no version of a brief is without.
_EVERYBODY_READS = {
    "Brief": "the audiences of the brief stand in `audiences`, those of its parts in the parts",
    "BottomLine": "every version has the bottom line; its `ask` and `headline` can be {text, audience}",
    "Certainty": "a claim is never shown without it: withhold the argument",
    "Marking": "every version is marked alike: nobody can be kept from it",
    "Organisation": "every version says who publishes it",
}


def told(fault: Any, location: Location, values: dict[str, Value]) -> tuple[str, str, str | None]:
    """Return the rule that is broken, a message and a hint."""
    given, context = fault["input"], fault.get("ctx", {})
    key = next((step for step in reversed(location) if isinstance(step, str)), "")
    match fault["type"]:
        case "missing":
            return _told_of_missing(location, values)
        case "extra_forbidden":
            return _told_of_unknown_key(str(location[-1]), part_at(location[:-1]))
        case "string_type":
            return "types-right", f"expected text, found {_found(given)}", _text_hint(given, location)
        case "tuple_type":
            hint = (
                f"write `{key}: [{_short(given)}]`" if isinstance(given, str) else "begin each item with `- `"
            )
            return "types-right", f"expected a list, found {_found(given)}", hint
        case "model_type" | "model_attributes_type":
            return _told_of_mapping(given, part_at(location))
        case "dict_type":
            return "types-right", f"expected keys and values, found {_found(given)}", None
        case "literal_error":
            return _told_of_choice(given, get_args(annotation_at(location)))
        case "too_short":
            help_ = "delete the key, and everybody may read this" if key == "audience" else None
            return "lists-filled", _too_few(context["min_length"]), help_
        case "too_long":
            most, found = context["max_length"], context["actual_length"]
            return "lists-short", f"at most {most} items have a place here, found {found}", None
        case "string_too_long":
            most, found = context["max_length"], len(given)
            return "within-limit", f"the text has {found} characters, at most {most} have a place here", None
        case "string_pattern_mismatch":
            rule, message = EXPECTED[context["pattern"]]
            if not given:
                return "text-given", "the text is empty", _blank_hint(location)
            return rule, message, _blank_hint(location) if rule == "text-given" else None
        case "iso_date" | "zoned_time":
            return "dates-real", fault["msg"], None
        case "date_type" | "datetime_type":
            return "dates-real", f"expected a date, found {_found(given)}", None
    return "values-valid", f"{_found(given)} is not possible here", None


def _told_of_missing(location: Location, values: dict[str, Value]) -> tuple[str, str, str | None]:
    field = field_of(part_at(location[:-1]), str(location[-1]))
    hint = field.description if field else None
    holder = value_at(values, location[:-1])
    if isinstance(holder, dict) and location[-1] in holder:
        return "keys-given", f"`{location[-1]}` has no value", hint
    return "keys-given", f"the key `{location[-1]}` is missing", hint


def _told_of_unknown_key(key: str, part: type[Part]) -> tuple[str, str, str | None]:
    meant = meant_key(key, part.known_keys)
    if key == "audience":
        hint = _EVERYBODY_READS.get(part.__name__, "this goes with what it stands in: withhold that")
    elif meant:
        hint = f"did you mean `{meant[0]}`?"
    elif key in Brief.known_keys:
        hint = f"`{key}` belongs to the brief as a whole, at the left margin"
    else:
        hint = f"known here: {', '.join(_keys_in_order(part))}"
    return "known-keys", f"unknown key `{_short(key)}`", hint


def meant_key(key: str, known: Collection[str]) -> list[str]:
    """Return the known key that was meant, if one is near."""
    plain = key.strip("_ ").replace("-", "_").replace(" ", "_").lower()
    near = get_close_matches(plain, sorted(known), n=1, cutoff=0.65)
    if not near and get_close_matches(plain, _MEANT, n=1, cutoff=0.8):
        other = _MEANT[get_close_matches(plain, _MEANT, n=1, cutoff=0.8)[0]]
        near = [other] if other in known else []
    return near


def _told_of_mapping(given: object, part: type[Part]) -> tuple[str, str, str | None]:
    required = [field.alias or name for name, field in part.model_fields.items() if field.is_required()]
    first = (required or _keys_in_order(part))[0]
    hint = f"write its keys below it, each on a line of its own: {', '.join(_keys_in_order(part))}"
    if isinstance(given, str) and len(required) == 1:
        hint = f'write `{{{first}: "{_short(given)}"}}`'
    return "types-right", f"expected keys such as `{first}`, found {_found(given)}", hint


def _told_of_choice(given: object, choices: Sequence[str]) -> tuple[str, str, str | None]:
    near = [choice for choice in choices if isinstance(given, str) and choice.lower() == given.lower()]
    near = near or get_close_matches(str(given).lower().replace(" ", "_"), choices, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else None
    named = ", ".join(f"`{choice}`" for choice in choices)
    return "values-known", f"expected one of {named}, found {_found(given)}", hint


def _keys_in_order(part: type[Part]) -> list[str]:
    return [field.alias or name for name, field in part.model_fields.items()]


def _too_few(least: int) -> str:
    return "the list is empty" if least == 1 else f"the list needs at least {least} items"


def _text_hint(given: object, location: Location) -> str | None:
    if isinstance(given, dict) and "audience" in given:
        if "audience" in part_at(location[:-1]).known_keys:
            return f"withhold all of {path_of(location[:-1])}: it needs this text"
        return "every version has this text: nobody can be kept from it"
    if isinstance(given, bool):
        return f'write "{str(given).lower()}" in double quotes'
    if isinstance(given, dict) and len(given) == 1:
        return "text with a colon in it must stand in double quotes"
    return None


def _blank_hint(location: Location) -> str:
    in_table = len(location) > 3 and location[-3] == "rows"
    return "write – for an empty cell" if in_table else "write the text, or delete the key"


def _found(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text `{_short(value)}`"
    if value is None:
        return "nothing"
    return "keys and values" if isinstance(value, dict) else "a list"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
