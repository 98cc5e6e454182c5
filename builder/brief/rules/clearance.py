"""Checks a brief that is to be handed on: nothing left open, its marking owned, its dates in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.brief.model import Brief, Evidence, MapLink
from builder.brief.part import Marking, Part
from builder.brief.walk import read_texts
from builder.languages.language import language_for, words
from builder.report.problems import Problem, error, warning

# Labels that let anybody pass a text on: nobody needs to be asked.
_FREE_TO_SHARE = {"tlp": ("CLEAR",), "uk": ("OFFICIAL",), "cui": ()}

# Compiled only for a final brief. A language adds what is a word or an acronym in others (Spanish `todo`,
# Dutch `tbc`).
_OPEN = r"(?i:\b(?:fixme|x{3,}|lorem ipsum)\b)|\bTODO:"
_BRACKETS = (
    r"\[(?:\s*(?:…|\.{3}|_+|\?+)?\s*|"
    r"[^\]]*(?i:\b(?:insert|placeholder|tbc|tbd|to be \w+(?=\s*\])))[^\]]*)\](?!\()"
)
_OPENING, _CLOSING = "“„«‘「『", "”»’」』"


def check_clearance(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    """Yield what keeps a brief from being handed on: errors in a final one, else warnings about dates."""
    yield from _embargo_is_ahead(brief)
    if brief.status == "final":
        yield from _nothing_is_left_open(brief, parts)
        yield from _marking_is_owned(brief)
        if brief.date is None:
            message, hint = "a final brief without a date prints “Date not set”", "add a `date` as YYYY-MM-DD"
            yield warning("final-has-date", "date", message, hint)


def _nothing_is_left_open(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    """Placeholders are words such as TODO, and brackets that wait for a text; those in a quotation cut it."""
    style = language_for(brief.language).style
    more = "|".join(sorted(words(style.placeholders))) if style else ""
    pattern = re.compile(_OPEN + (rf"|(?i:\b(?:{more})\b)" if more else ""))
    brackets = re.compile(_BRACKETS)
    hint = "replace the placeholder, or set `status: review`"
    for path, part in parts:
        if isinstance(part, MapLink):
            continue
        quoted = isinstance(part, Evidence) and part.kind == "quote"
        for at, text in read_texts(path, part):
            found = pattern.search(text) or (None if quoted else _unquoted(brackets, text))
            if found:
                message = f"placeholder `{found[0]}` in a final brief"
                yield error("final-has-no-placeholders", at, message, hint)


def _unquoted(brackets: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first brackets outside quotation marks."""
    for found in brackets.finditer(text):
        before = text[: found.start()]
        opened = sum(before.count(mark) for mark in _OPENING) - sum(before.count(mark) for mark in _CLOSING)
        if opened <= 0 and before.count('"') % 2 == 0:
            return found
    return None


def _marking_is_owned(brief: Brief) -> Iterator[Problem]:
    """A marking that limits who may read a text is somebody's, who can be asked.

    - TLP 2.0 (FIRST, https://www.first.org/tlp/): who wants to share more widely than the label says "must
      obtain explicit permission from the source". The source is the organisation or an author.
    - CUI (32 CFR 2002.20): every document says who designated the information in it, at least the agency,
      by letterhead or a line "Controlled by"; a contact is encouraged, and asked for by the Department of
      Defense (DoDI 5200.48).
    - United Kingdom (Government Security Classifications Policy): only the originator may change a
      classification. OFFICIAL alone is the common case and asks for nobody.

    Of the scheme `free` nothing is known, so nothing is asked.
    """
    marking = brief.marking
    if marking is None or is_free_to_share(marking):
        return
    named = marking_name(marking)
    designated = marking.designation
    owner = brief.organisation or designated or (brief.authors if marking.scheme == "tlp" else None)
    if not owner:
        message = f"a final brief marked {named} must name the organisation that owns it"
        hint = "add `organisation: {name: …}`, shown on the first page and the cover"
        yield error("markings-have-owner", "marking", message, hint)
    asked = brief.contact or (designated and designated.contact)
    if not asked and not any(author.email for author in brief.authors):
        message = f"a final brief marked {named} must name a contact"
        hint = "add `contact`, or the `email` of an author"
        yield error("markings-have-owner", "marking", message, hint)


def is_free_to_share(marking: Marking) -> bool:
    """Whether anybody may pass on what has this marking, as far as its scheme is known."""
    return marking.label in _FREE_TO_SHARE.get(marking.scheme, (marking.label,))


def marking_name(marking: Marking) -> str:
    """Return a marking as messages name it."""
    return f"TLP:{marking.label}" if marking.scheme == "tlp" else f"`{marking.label}`"


def _embargo_is_ahead(brief: Brief) -> Iterator[Problem]:
    """Both days are those of the desk where they were written: the embargo's in its own zone."""
    embargo = brief.marking.embargo_until if brief.marking else None
    if embargo is not None and brief.date is not None and embargo.date() < brief.date.first:
        message = f"the embargo ends on {embargo.date()}, before the date of the brief, {brief.date}"
        yield warning("embargo-after-date", "marking.embargo_until", message, "delete it if it is over")
