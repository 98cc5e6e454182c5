"""Says in plain words why a value or a key is not what the brief expects, and what would help."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from builder.brief import kinds
from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Number, Several, Text
from builder.brief.model import Brief, Imprint, Section
from builder.brief.natural.names import meant_key
from builder.brief.part import Part
from builder.brief.texts.dates import Unclear, exact, moment, said, said_moment
from builder.languages.language import known_tags

if TYPE_CHECKING:
    from builder.brief.yaml.read import Value

SHOWN = 40  # characters of a value that are shown in a message

Fault: TypeAlias = "tuple[str, str, str | None]"  # rule, message, hint

# The rule that a text breaks which misses its pattern, and what was expected.
EXPECTED: dict[str, tuple[str, str]] = {
    kinds.NOT_BLANK: ("text-not-empty", "the text is empty"),
    kinds.SLUG.pattern: (
        "ids-well-formed",
        "expected up to 40 lowercase letters, digits, `-` and `_`, starting with a letter or digit",
    ),
    kinds.NAME.pattern: (
        "ids-well-formed",
        "expected up to 40 lowercase letters, digits and `_`, starting with a letter",
    ),
    kinds.SOURCE_ID.pattern: (
        "ids-well-formed",
        "expected up to 40 letters, digits, `-` and `_`, starting with a letter or digit",
    ),
    kinds.REF.pattern: ("refs-well-formed", "expected `source_id` or `source_id#locator`, without spaces"),
    kinds.LANGUAGE.pattern: ("language-tags-valid", "expected a language tag such as `en` or `en-GB`"),
    kinds.LINK.pattern: ("links-safe", "expected a link that starts with https://, http:// or mailto:"),
    kinds.ORCID.pattern: ("identifiers-well-formed", "expected an ORCID iD such as 0000-0002-1825-0097"),
    kinds.ISSN.pattern: ("identifiers-well-formed", "expected an ISSN such as 1234-5679"),
    kinds.ISBN.pattern: ("identifiers-well-formed", "expected an ISBN with 10 or 13 digits"),
    kinds.DOI.pattern: ("identifiers-well-formed", "expected a DOI such as 10.5555/12345678"),
    kinds.FOCUS.pattern: (
        "values-allowed",
        "expected `left`, `right`, `top`, `bottom`, `centre`, or a share from 0 to 1 of the picture",
    ),
    kinds.FORMULA.pattern: ("numbers-valid", "the formula is empty"),
    kinds.ROUNDING.pattern: ("values-allowed", "expected a number of decimals such as `1`, or `3 digits`"),
    kinds.ROWS.pattern: ("values-allowed", "expected the number of a row, or of the first and last: `1-10`"),
    kinds.EMAIL.pattern: ("addresses-well-formed", "expected an address such as name@example.org"),
}

# Parts that every edition of a brief has.
_EVERYBODY_READS = {
    "Brief": "declare the brief's audiences in `audiences`, and restrict its parts one by one",
    "BottomLine": "every edition has the bottom line; its `ask` and `headline` can be {text, audience}",
    "Certainty": "a claim is never shown without it; restrict the argument instead",
    "Designation": "every edition says who designated its CUI",
    "Marking": "the marking is the same in every edition and cannot be restricted",
    "Organisation": "every edition names the organisation that publishes it",
}


def refused(kind: AnyKind, given: Value, path: str, holder: type[Part]) -> Fault:
    """Return why the value at a path in a part is not of its kind."""
    match kind:
        case Text():
            return _text(kind, given, path, holder)
        case Choice():
            return _choice(kind, given, holder)
        case Several():
            return _list(kind, given, path)
        case Keyed():
            key = path.rpartition(".")[2]
            hint = f"write it with keys and values, such as `{key}: {{Cost: low}}`"
            return "types-correct", f"expected keys and values, found {_found(given)}", hint
        case Inner(part=part):
            level = part.fields[part.obvious].kind if part.obvious else None
            if isinstance(given, str) and isinstance(level, Choice):
                return _choice(level, given, holder)
            return _mapping(given, part)
        case Day() | Moment():
            return _date(kind, given)
        case Number():
            return _number(given)
        case _:
            assert_never(kind)


def unknown_key(key: str, value: Value, part: type[Part], near: str | None, *, is_taken: bool) -> Fault:
    """Return that a part has no such key, and which was meant, or where such a value can be written.

    `near` is the key that is like it, which may be taken already.
    """
    if key == "audience":
        hint = _EVERYBODY_READS.get(
            part.__name__, "this cannot be restricted by itself; restrict what it is in"
        )
    elif near and not is_taken:
        hint = f"did you mean `{near}`?"
    elif near:
        hint = f"`{near}` is given already: delete one of the two"
    elif key == "refs" and "arguments" in part.fields:
        hint = "name the arguments that carry it under `arguments`; their sources are cited"
    elif part is not Brief and (placed := _placed(key)):
        hint = f"write it in the list `{placed}` at the left margin, with the id of its section as `section`"
    elif key in Brief.fields:
        hint = f"`{key}` belongs at the top level of the brief, at the left margin"
    elif part is Brief and meant_key(Section, key):
        hint = f"put `{key}` in one of the `sections`"
    elif isinstance(value, dict | list) or (isinstance(value, str) and len(value) > SHOWN):
        text = next((name for name in ("text", "detail", "description", "note") if name in part.fields), None)
        hint = "write it as the `text` of a section or a box, or delete it"
        hint = f"delete the key, and add its words to `{text}`" if text else hint
    else:
        hint = None
    return "known-keys", f"unknown key `{_short(key)}`", hint


def _placed(key: str) -> str | None:
    """Return the list of what is placed in a section, such as figures, if a key means it."""
    meant = meant_key(Brief, key)
    kind = Brief.fields[meant].kind if meant else None
    item = kind.item if isinstance(kind, Several) else None
    return meant if isinstance(item, Inner) and "section" in item.part.fields else None


def missing_value(key: str, description: str) -> str:
    """Return the hint for a required key that its description makes: "add `claim: …`: one sentence …"."""
    return f"add `{key}: …`: {description[0].lower()}{description[1:].removesuffix('.')}"


def _text(kind: Text, given: Value, path: str, holder: type[Part]) -> Fault:
    if not isinstance(given, str):
        return "types-correct", f"expected text, found {_found(given)}", _text_hint(given, path, holder)
    if kind is kinds.FORMULA and not given.startswith("="):
        return _number(given)
    if kind.most is not None and len(given) > kind.most:
        return "text-length", kind.too_long(len(given)), None
    rule, message = EXPECTED[kind.pattern] if given else EXPECTED[kinds.NOT_BLANK]
    if kind is kinds.LANGUAGE:
        return rule, message, f"available languages: {', '.join(known_tags())}"
    return rule, message, None


def _text_hint(given: object, path: str, holder: type[Part]) -> str | None:
    if isinstance(given, dict) and "audience" in given:
        if "audience" in holder.fields:
            return f"restrict all of {path.rpartition('.')[0]} instead: it needs this text"
        return "every edition has this text; it cannot be restricted"
    if isinstance(given, bool):
        return f'write `"{str(given).lower()}"`'
    return None


def _choice(kind: Choice[Any], given: object, holder: type[Part]) -> Fault:
    word = str(given).lower().replace(" ", "_")
    named = ", ".join(f"`{word}`" for word in kind.words)
    if isinstance(given, str) and word in kind.unclear:
        ours = (
            f"write `confidence: {kind.unclear[word]}` if it is yours, else"
            if "confidence" in holder.fields
            else "write"
        )
        message = f"is `{_short(given)}` the source's certainty, or your confidence?"
        return "meanings-plain", message, f"{ours} one of {named}"
    near = get_close_matches(word, {**dict.fromkeys(kind.words), **kind.other}, n=1, cutoff=0.6)
    hint = f"did you mean `{kind.other.get(near[0], near[0])}`?" if near else None
    return "values-allowed", f"expected one of {named}, found {_found(given)}", hint


def _list(kind: Several[Any], given: object, path: str) -> Fault:
    if not isinstance(given, list):
        return "types-correct", f"expected a list, found {_found(given)}", "begin each item with `- `"
    if len(given) > kind.most:
        return "list-length", f"at most {kind.most} items allowed, found {len(given)}", None
    message = "the list is empty" if kind.least == 1 else f"the list needs at least {kind.least} items"
    is_audience = path.rpartition(".")[2] == "audience"
    return "lists-not-empty", message, "delete the key to let everybody read this" if is_audience else None


def _mapping(given: object, part: type[Part]) -> Fault:
    keys = [key for key, field in part.fields.items() if field.is_required] or list(part.fields)
    hint = f"write its keys below it, each on its own line: {', '.join(part.fields)}"
    if part is Imprint and isinstance(given, str):
        hint = f"write a text like this under `contact` or `disclaimer`, or {hint}"
    return "types-correct", f"expected keys such as `{keys[0]}`, found {_found(given)}", hint


def _date(kind: Day | Moment, given: object) -> Fault:
    if not isinstance(given, str):
        return "dates-valid", f"expected a date, found {_found(given)}", None
    hint = None
    if isinstance(kind, Moment):
        hint = "write it with its distance from UTC, such as 2031-06-01T00:01+01:00"
    try:
        said(given) if isinstance(kind, Day) else said_moment(given)
        exact(given) if isinstance(kind, Day) else moment(given)
    except Unclear as unclear:
        return "meanings-plain", str(unclear), unclear.hint
    except ValueError as error:
        return "dates-valid", str(error), hint
    raise AssertionError(given)  # a date that is valid is not refused


def _number(given: object) -> Fault:
    if not isinstance(given, str):
        return "numbers-valid", f"expected a number, found {_found(given)}", None
    from builder.brief.facts.numerals import said_number

    try:
        said_number(given)
    except Unclear as unclear:
        return "meanings-plain", str(unclear), unclear.hint
    except ValueError as error:
        return "numbers-valid", str(error), None
    raise AssertionError(given)  # a number that is valid is not refused


def _found(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"`{_short(value)}`"
    if value is None:
        return "nothing"
    return "keys and values" if isinstance(value, dict) else "a list"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
