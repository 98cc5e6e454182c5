"""Reads values as people write them: one item for a list, a text for a part, `Draft` for `draft`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, assert_never

from msgspec import Struct

from builder.brief.files import slug
from builder.brief.kinds import (
    EMAIL,
    FOCUS,
    FORMULA,
    LANGUAGE,
    LINK,
    ROUNDING,
    ROWS,
    SOURCE_ID,
    AnyKind,
    Choice,
    Day,
    Inner,
    Keyed,
    Moment,
    Number,
    Several,
    Text,
)
from builder.brief.model import Actor, Brief, Fact, Partner, Person, Source, Table
from builder.brief.natural.names import is_one, is_pair, plain
from builder.brief.part import LONGEST_KIND, SCHEME_LABELS, Marking, Part
from builder.brief.texts.dates import said, said_moment

if TYPE_CHECKING:
    from builder.brief.yaml.read import Value

MOST_WORDS = 5  # of a title in an id
LIST = "[]"  # a value is wrapped in a list


class Meant(Struct, frozen=True):
    """What a value means: another value, or itself in a list or under the key `wrap` of a mapping.

    `remark` is for the author, where the meaning is not plain to everybody; `keys` are those under which the
    items of a list are written.
    """

    value: Any
    wrap: str = ""
    remark: str = ""
    keys: tuple[str, ...] = ()


def meant(kind: AnyKind, given: Value) -> Meant | None:
    """Return what a value that is not of a kind means, one step nearer to it, None if that is not plain."""
    match kind:
        case Text():
            return _text(kind, given)
        case Choice(words=words, other=other):
            given = str(given) if isinstance(given, bool) else given
            if not isinstance(given, str):
                return None
            word = re.sub(r"[\s_-]+", "_", given.strip()).lower()
            found = other.get(word) or next((one for one in words if one.lower() == word), None)
            return Meant(found) if found else None
        case Several():
            return _list(kind, given)
        case Inner(part=part):
            if not isinstance(given, str) or not part.obvious:
                return None
            level = part.fields[part.obvious].kind
            if isinstance(level, Choice) and given not in level.words and meant(level, given) is None:
                return None
            read = _PARTS.get(part)
            keys = read(given) if read else {}
            return Meant(keys) if keys else Meant({part.obvious: given}, part.obvious)
        case Day() | Moment():
            return _date(kind, given) if isinstance(given, str) else None
        case Number():
            return _number(given) if isinstance(given, str) else None
        case Keyed():
            return None
        case _:
            assert_never(kind)


def _date(kind: Day | Moment, given: str) -> Meant | None:
    try:
        if isinstance(kind, Day):
            day = said(given)
            less = None if day.day else str(day)
        else:
            time, zone = said_moment(given)
            written = time.isoformat(timespec="seconds" if time.second else "minutes")
            return Meant(written, remark=f"`{zone}` is read as {written[16:]}" if zone else "")
    except ValueError:
        return None
    found = str(day)
    if found == given:
        return None
    return Meant(found, remark=f"`{given}` is read as {less}: no day" if less else "")


def _number(given: str) -> Meant | None:
    from builder.brief.facts.numerals import said_number

    try:
        return Meant(f"{said_number(given):f}")
    except ValueError:
        return None


def _list(kind: Several[Any], given: Value) -> Meant | None:
    if isinstance(given, list) or given is None:
        return None
    if isinstance(given, str) and kind.parted:
        texts = [text.strip() for text in re.split(f"[{kind.parted}]", given)]
        if len(texts) > 1 and all(texts) and _are(kind.item, texts):
            return Meant(texts)
        parts = [
            each.value for text in texts if isinstance(kind.item, Inner) and (each := meant(kind.item, text))
        ]
        if len(parts) == len(texts) > 1:
            return Meant(parts)
    part = kind.item.part if isinstance(kind.item, Inner) else None
    if isinstance(given, dict) and part and part.pair[0] and not is_one(part, given):
        return Meant([of_pair(part, *pair) for pair in given.items()], keys=tuple(given))
    return Meant([given], LIST)


def in_pairs(part: type[Part], given: Value) -> Value:
    """Return a list of parts in which each key and value that is written for a part is that part."""
    if isinstance(given, dict) and not is_one(part, given):
        return [of_pair(part, *pair) for pair in given.items()]
    if not isinstance(given, list):
        return given
    return [
        of_pair(part, *next(iter(one.items()))) if isinstance(one, dict) and is_pair(part, one) else one
        for one in given
    ]


def source_id(name: str) -> str:
    """Return a name of a source as an id."""
    return name if re.search(SOURCE_ID.pattern, name) else first_words(name)


def first_words(text: str) -> str:
    """Return the first words of a text as an id of a source."""
    words = re.findall(r"[a-z0-9]+", slug(re.sub(r"['’]", "", text)))
    name = "-".join(words[:MOST_WORDS])
    return name if re.search(SOURCE_ID.pattern, name) else "source"


def of_pair(part: type[Part], key: str, value: Value) -> dict[str, Value]:
    """Return the values of a part that is written as its first value and what it says: `A: {cost: 3}`."""
    return part.paired(source_id(key) if part is Source else key, value)


def _are(kind: AnyKind, texts: list[str]) -> bool:
    return isinstance(kind, Text) and all(re.search(kind.pattern, text) for text in texts)


def _text(kind: Text, given: Value) -> Meant | None:
    if given in (None, "") and kind.empty is not None:
        return Meant(kind.empty)
    if isinstance(given, bool):
        return Meant(str(given).lower()) if kind.empty is not None else None
    if isinstance(given, list):
        texts = [text for text in given if isinstance(text, str)]
        if texts and len(texts) == len(given) > 1 and kind.structured:
            return Meant("\n".join(f"- {text}" for text in texts))
        if not texts or len(texts) < len(given) or (len(texts) > 1 and not kind.joins):
            return None
        return Meant(_joined(kind, texts))
    if isinstance(given, dict):
        if kind.joins and (texts := [text for text in given.values() if isinstance(text, str)]):
            return Meant(_joined(kind, texts))
        [(key, value), *more] = given.items() or [("", None)]
        # `- Speed: two years` is a text with a colon
        return Meant(f"{key}: {value}") if isinstance(value, str) and not more else None
    if not isinstance(given, str):
        return None
    if kind.waits and re.search(kind.pattern, given):  # refused as a placeholder
        return Meant(None, remark=f"`{given}` is read as null, which prints as “not stated”")
    repair = _REPAIRS.get(kind.pattern)
    found = repair(given) if repair else given
    return Meant(found) if found != given and re.search(kind.pattern, found) else None


def _joined(kind: Text, texts: list[str]) -> str:
    """Return texts as one; sentences, which semicolons join, lose the full stops between them."""
    stop = "." if kind.joins.startswith(";") else ""
    return kind.joins.join([*(text.removesuffix(stop) for text in texts[:-1]), texts[-1]])


def link_of(text: str) -> str:
    """Return the address that a text is meant as, else the text."""
    text = text.strip().strip("<>")
    if found := re.match(r"(?:\w+://|(?!\w+:/))[^\s/]+/", text):  # a space in the name of a server is no slip
        text = found[0] + text[found.end() :].replace(" ", "%20")
    if re.match(r"10\.\d{4,9}/", text) or text.lower().startswith("doi:"):
        return "https://doi.org/" + re.sub(r"(?i)^doi:(?:%20)*", "", text)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) and not re.match(r"[\w.-]+\.\w+:\d", text):
        return text
    if EMAIL_ALONE.fullmatch(text):
        return f"mailto:{text}"
    return f"https://{text}" if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/:?#]|$)", text) else text


def _email(text: str) -> str:
    found = re.fullmatch(r"(?:mailto:|[^<>]*<)?([^\s@<>]+@[^\s@<>]+)>?", text.strip())
    return found[1] if found else text


def _language(text: str) -> str:
    from builder.languages.language import tag_of

    return tag_of(text) or text.replace("_", "-")


def _focus(text: str) -> str:
    word = text.strip().lower()
    if found := re.fullmatch(r"(\d{1,2}(?:\.\d+)?|100) ?%", word):
        return f"{float(found[1]) / 100:g}"
    return {"center": "centre", "middle": "centre"}.get(word, word)


def _formula(text: str) -> str:
    number = None if text.startswith("=") else _number(text)
    return number.value if number else text


def _rounding(text: str) -> str:
    found = re.fullmatch(
        r"(\d+)\s*(?:(decimals?|places|decimal places)|(?:significant )?digits?|s\.?f\.?)", text
    )
    return (found[1] if found[2] else f"{found[1]} digits") if found else text


def _rows(text: str) -> str:
    return re.sub(r"\s*(?:[-–—:]|to)\s*", "-", text.strip())


EMAIL_ALONE = re.compile(r"[^\s@/:?#]+@[^\s@/:?#]+")
_REPAIRS: Mapping[str, Callable[[str], str]] = {
    LINK.pattern: link_of,
    EMAIL.pattern: _email,
    LANGUAGE.pattern: _language,
    FOCUS.pattern: _focus,
    FORMULA.pattern: _formula,
    ROUNDING.pattern: _rounding,
    ROWS.pattern: _rows,
}


# Parts of which more than one key is in a text.


def _person(text: str) -> dict[str, Value]:
    found = re.fullmatch(r"(.+?)\s*[<(]([^\s@<>()]+@[^\s@<>()]+)[>)]", text)
    return {"name": found[1].rstrip(" ,"), "email": found[2]} if found else {}


def _partner(text: str) -> dict[str, Value]:
    """Return a file's name as the logo's: whose it is, is asked."""
    return {"logo": text} if re.search(r"(?i)\S\.(?:png|jpe?g|webp|gif|tiff?|bmp|svg)$", text) else {}


def _source(text: str) -> dict[str, Value]:
    is_link = " " not in text.strip() and re.search(LINK.pattern, link_of(text))
    return {"url": text} if is_link else {}


def _actor(text: str) -> dict[str, Value]:
    found = re.fullmatch(r"(.+?)(?:\s[-–—]|:)\s+(.+)", text)
    return {"name": found[1], "role": found[2]} if found else {}


def marking_of(text: str) -> dict[str, Value]:
    """Return the scheme and label that a handling marking names as people write it."""
    label = re.sub(r"\s+", " ", text.strip()).upper()
    bare = re.sub(r"^TLP\s*[: -]\s*", "", label).replace(" ", "")
    if bare in (*SCHEME_LABELS["tlp"], "WHITE"):
        return {"scheme": "tlp", "label": "CLEAR" if bare == "WHITE" else bare}
    if re.match(r"(?:CUI|CONTROLLED)(?://|$)", label):
        return {"scheme": "cui", "label": label}
    british = re.fullmatch(
        r"(OFFICIAL(?:(?: ?[-–] ?| )SENSITIVE)?|SECRET|TOP SECRET)(?:(?: ?[-–] ?| )([A-Z ]+))?", label
    )
    if british:
        named = re.sub(r" ?[-–] ?| (?=SENSITIVE)", "-", british[1])
        caveat: dict[str, Value] = {"caveat": british[2]} if british[2] else {}
        return {"scheme": "uk", "label": named, **caveat}
    return {"scheme": "free", "label": text}


_PARTS: Mapping[type[Part], Callable[[str], dict[str, Value]]] = {
    Actor: _actor,
    Marking: marking_of,
    Partner: _partner,
    Person: _person,
    Source: _source,
}


# Parts in which one value says what another should be.


def tidied(part: type[Part], given: dict[str, Value]) -> dict[str, Value]:
    """Return the values of a part with the kind, or a marking's label and scheme, as they are named."""
    if part is Brief:
        return given | _kind_of(given.get("kind")) if "kind_label" not in given else given
    if part is Marking:
        scheme, label = given.get("scheme"), given.get("label")
        if isinstance(label, str) and (
            not isinstance(scheme, str) or label not in SCHEME_LABELS.get(scheme.lower(), (label,))
        ):
            found = marking_of(label)
            if not isinstance(scheme, str) or found["scheme"] == scheme.lower():
                return given | found
    if part is Fact:
        value = given.get("value")
        is_cell = isinstance(value, dict) and given.get("from") is None
        return {**given, "value": None, "from": value} if is_cell else given
    columns, rows = given.get("columns"), given.get("rows")
    if part is Table and isinstance(columns, list) and isinstance(rows, list):
        long = len(columns) + 1  # with the comma after its last cell
        cut = [row[:-1] if isinstance(row, list) and row[long - 1 :] == [None] else row for row in rows]
        return given | {"rows": cut}
    return given


def _kind_of(given: Value) -> dict[str, Value]:
    """Return the kind of a brief and what is printed for it: `Research paper` is a name of a policy brief."""
    kind = Brief.fields["kind"].kind
    if not isinstance(kind, Choice) or not isinstance(given, str) or len(given) > LONGEST_KIND:
        return {}
    known = (*kind.words, *kind.other)
    if meant(kind, given) is not None or get_close_matches(plain(given), known, cutoff=0.8):
        return {}
    return {"kind": kind.words[0], "kind_label": given[:1].upper() + given[1:]}
