"""The kinds of text that a brief is made of, and what a text that is not of its kind is told."""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

NOT_BLANK = r"[^\s\u00ad\u200b\u2060]"  # nor are characters without form or width a text
SLUG = r"^[a-z0-9][a-z0-9_-]{0,39}$"
SOURCE_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
REF = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}(#\S{1,60})?$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LINK = r"^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\S+$"
EMAIL = r"^[^\s@]+@[^\s@]+$"

# What a text that misses the pattern is told: the rule it breaks, and what was expected.
EXPECTED: dict[str, tuple[str, str]] = {
    NOT_BLANK: ("text-given", "the text is empty"),
    SLUG: (
        "ids-well-formed",
        "expected up to 40 small letters, digits, `-` and `_`, a letter or digit first",
    ),
    SOURCE_ID: ("ids-well-formed", "expected up to 40 letters, digits, `-` and `_`, a letter or digit first"),
    REF: ("refs-well-formed", "expected `source_id` or `source_id#locator`, without spaces"),
    LANGUAGE: ("languages-known", "expected a language tag such as `en` or `en-GB`"),
    LINK: ("links-safe", "expected a link that starts with https://, http:// or mailto:"),
    EMAIL: ("addresses-well-formed", "expected an address such as name@example.org"),
}


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("iso_date", "expected a date as YYYY-MM-DD")
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("iso_date", "there is no such day in the calendar") from None


def _zoned_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "zoned_time", "expected a date and time as YYYY-MM-DDTHH:MM+HH:MM"
        ) from None
    if moment.tzinfo is None:
        raise PydanticCustomError("zoned_time", "the embargo needs a time zone, such as +01:00 or Z")
    return moment


Prose = Annotated[str, Field(pattern=NOT_BLANK, max_length=5000)]
Line = Annotated[str, Field(pattern=NOT_BLANK, max_length=500)]
Cells = Annotated[tuple[Line, ...], Field(max_length=5)]
Slug = Annotated[str, Field(pattern=SLUG)]
SourceId = Annotated[str, Field(pattern=SOURCE_ID)]
Language = Annotated[str, Field(pattern=LANGUAGE)]
Address = Annotated[str, Field(pattern=EMAIL, max_length=200)]
Ref = Annotated[str, Field(pattern=REF)]
IsoDate = Annotated[Date, BeforeValidator(_iso_date)]
ZonedTime = Annotated[datetime, BeforeValidator(_zoned_time)]
Link = Annotated[str, Field(pattern=LINK, max_length=2000)]
Refs = Annotated[
    tuple[Ref, ...],
    Field(
        max_length=6,
        description="Sources this rests on: `source_id` or `source_id#locator`.",
        examples=[["report#p4"]],
    ),
]
Audiences = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=10)]
Readers = Annotated[
    Audiences | None,
    Field(
        description="Who may read it: names from `audiences`. Without this key, everybody.",
        examples=[["internal"]],
    ),
]
