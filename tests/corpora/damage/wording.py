"""Lists the ways in which a word of a text can be changed to mean something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Change(NamedTuple):
    """The characters from `start` to `end` of a text, and what is there afterwards."""

    start: int
    end: int
    new: str


Wording = Callable[[str], Iterator[Change]]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_LEVELS = ("Asserted", "Qualified", "Possible")
_FIRM = {
    "may": "will",
    "might": "will",
    "could": "can",
    "can": "will",
    "suggested": "decided",
    "possible": "sure",
}
_LOOSE = {"is": "may be", "are": "may be", "will": "may", "would": "might", "has": "may have", "must": "may"}
_LOOK_ALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


def _words(pattern: str, new: Callable[[re.Match[str]], str]) -> Wording:
    """Return the wording that replaces what is like `pattern`."""

    def change(text: str) -> Iterator[Change]:
        for found in re.finditer(pattern, text):
            if new(found) != found[0]:
                yield Change(found.start(), found.end(), new(found))

    return change


def _next_digit(found: re.Match[str]) -> str:
    return str((int(found[0]) + 1) % 10)


def _other_year(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}{(int(found[0][-1]) + 1) % 10}"


def _other_month(found: re.Match[str]) -> str:
    return _MONTHS[(_MONTHS.index(found[0]) + 1) % 12]


def _date(text: str) -> Iterator[Change]:
    yield from _words(r"\b(?:19|20)\d\d\b", _other_year)(text)
    yield from _words(rf"\b(?:{'|'.join(_MONTHS)})\b(?= \d|$)", _other_month)(text)


def _hardened(text: str) -> Iterator[Change]:
    yield from _words(rf"\b(?:{'|'.join(_FIRM)})\b", lambda found: _FIRM[found[0]])(text)
    for found in re.finditer(r"\b(?:may|might|could) ([a-z]+)", text):
        if found[1] not in ("be", "have", "not"):
            yield Change(found.start(), found.end(), f"{found[1]}s")


def _doubled(text: str) -> Iterator[Change]:
    for found in re.finditer(r"(?<=\w )\w{3,}\b(?= \w)", text):
        yield Change(found.end(), found.end(), f" {found[0]}")


def _turned(text: str) -> Iterator[Change]:
    for found in re.finditer(r"\b(\w+) (\w+)\b", text):
        if found[1] != found[2]:
            yield Change(found.start(), found.end(), f"{found[2]} {found[1]}")


def _inside(sign: str) -> Wording:
    """Return the wording that puts a sign into a word."""
    return _words(r"(?<=\w\w)(?=\w\w)", lambda _: sign)


WORDINGS: dict[str, Wording] = {
    "one digit changed": _words(r"\d", _next_digit),
    "a date changed": _date,
    "a name changed": _words(r"(?<=[a-z,] )[A-Z][a-z]{3,}", lambda found: found[0][::-1]),
    "a word replaced": _words(r"\b[a-z]{5,}\b", lambda found: found[0][::-1]),
    "a word dropped": _words(r" [a-z]{3,}\b(?= )", lambda _: ""),
    "a word repeated": _doubled,
    "two words turned round": _turned,
    "a negation dropped": _words(r"\b(?:not?|nor|without|only|below|less|neither) ", lambda _: ""),
    "a negation added": _words(
        r"\b(?:is|are|may|could|would|will|has|was)\b(?= [a-z])", lambda one: f"{one[0]} not"
    ),
    "a hedge hardened": _hardened,
    "a statement softened": _words(rf"\b(?:{'|'.join(_LOOSE)})\b", lambda found: _LOOSE[found[0]]),
    "a certainty changed": _words(
        rf"\b(?:{'|'.join(_LEVELS)})\b", lambda found: _LEVELS[(_LEVELS.index(found[0]) + 1) % 3]
    ),
    "an argument renumbered": _words(r"(?<![A-Za-z\d])A\d+(?!\d)", lambda found: f"A{int(found[0][1:]) + 1}"),
    "a citation renumbered": _words(r"(?<=\[)\d+", lambda found: str(int(found[0]) + 1)),
    "a word split": _inside(" "),
    "two words joined": _words(r"(?<=\w\w) (?=\w\w)", lambda _: ""),
    "a letter replaced by its like": _words(
        r"[aceopxyABCEHKMOPTX]", lambda found: found[0].translate(_LOOK_ALIKES)
    ),
    "a sign without width put in": _inside("\u200b"),
    "a soft hyphen put in": _inside("\u00ad"),
    "the direction of writing turned": _inside("\u202e"),
    "the case changed": _words(r"\b[A-Za-z]", lambda found: found[0].swapcase()),
    "a unit dropped": _words(
        r"(?<=\d)(?:\s?%|\s(?:million|percent|years?|days?|km|m3|hours?|per)\b)", lambda _: ""
    ),
    "a full stop dropped": _words(r"(?<=[a-z])\.$", lambda _: ""),
    "a sign changed": _words(r"(?<=[a-z])[.,;:](?= |$)", lambda _: "?"),
    "an accent dropped": _words(r"[áéíóúčñöü]", lambda found: "aeioucnou"["áéíóúčñöü".index(found[0])]),
}
