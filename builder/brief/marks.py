"""Reads the marks of a field: `**bold**`, `*italic*`, `[text](https://…)`, `CO~2~`, `m^2^`."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct

# A closing mark follows a non-space, an opening one precedes a non-space. A single asterisk with a Latin
# letter or a digit on its outer side is literal, as in `2*3*4`; in Japanese, which has no spaces, it is not.
_MARK = (
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\*\*\*(?P<both>(?![\s*])(?:\\.|[^*\\])*?(?<![\s\\]))\*\*\*(?!\*)"
    r"|\*\*(?P<bold>(?![\s*])(?:\\.|[^*\\]|(?<!\*)\*(?!\*))*?(?<![\s\\]))\*\*(?!\*)"
    r"|(?<![A-Za-z0-9*])\*(?P<italic>(?![\s*])(?:\\.|[^*\\]|\*\*(?![\s*])(?:\\.|[^*\\])*?\*\*)*?(?<![\s\\]))\*(?![A-Za-z0-9*])"
    r"|\[(?P<label>(?!\s*\])(?:\\.|[^\[\]\\])++)\]"
    r"\((?P<url>(?i:https?://|mailto:)(?:[^\s()]|\([^\s()]*\))+)\)"
)
# Digits and signs have raised and lowered forms of their own, which every font has and a search finds.
_LOW = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_HIGH = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SCRIPT = (
    r"https?://[^\s<>]+|(?<=[\w)\]])~(?P<low>[0-9+−=()aeoxhklmnpst-]{1,8})~(?!~)"
    r"|(?<=[\w)\]])\^(?P<high>[0-9+−=()ni-]{1,8})\^"
)
_WEB = r"(?i)(https?://)([^/?#]*)(.*)"
_KEPT = ":/?#@!$&'()*+,;=%~"  # unescaped in an address, beside letters, digits and -._
_HALF_ESCAPE = r"%(?![0-9A-Fa-f]{2})"


class Run(Struct, frozen=True):
    """Characters that share one look; `url` makes them a link."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


def parse_marks(text: str) -> tuple[Run, ...]:
    """Return `text` without its marks, as runs that are not empty and look different from their neighbours.

    A mark without a partner is literal. Marks nest; a backslash before punctuation stands for the sign.
    """
    text = with_scripts(text)
    if "*" not in text and "[" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    runs: list[Run] = []
    _parse(text, Run(""), runs)
    return tuple(runs)


def with_scripts(text: str) -> str:
    """Return `text` with what is between two `~` lowered, between two `^` raised: `CO~2~`, `m^2^`."""
    return re.sub(_SCRIPT, _script, text) if "~" in text or "^" in text else text


def _script(mark: re.Match[str]) -> str:
    if mark["low"]:
        return mark["low"].translate(_LOW)
    return mark["high"].translate(_HIGH) if mark["high"] else mark[0]


def _parse(text: str, look: Run, runs: list[Run]) -> None:
    at = 0
    for mark in re.finditer(_MARK, text):
        _add(text[at : mark.start()], look, runs)
        at = mark.end()
        match mark.lastgroup:
            case "escaped":
                _add(mark["escaped"], look, runs)
            case "both":
                _parse(mark["both"], Run("", True, True, look.url), runs)
            case "bold":
                _parse(mark["bold"], Run("", True, look.italic, look.url), runs)
            case "italic":
                _parse(mark["italic"], Run("", look.bold, True, look.url), runs)
            case _:
                _parse(
                    mark["label"], Run("", look.bold, look.italic, look.url or as_address(mark["url"])), runs
                )
    _add(text[at:], look, runs)


def _add(text: str, look: Run, runs: list[Run]) -> None:
    if not text:
        return
    if runs and (runs[-1].bold, runs[-1].italic, runs[-1].url) == (look.bold, look.italic, look.url):
        text = runs.pop().text + text
    runs.append(Run(text, look.bold, look.italic, look.url))


def cut(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of the characters from `start` up to `end`."""
    pieces: list[Run] = []
    at = 0
    for run in runs:
        _add(run.text[max(start - at, 0) : max(end - at, 0)], run, pieces)
        at += len(run.text)
    return tuple(pieces)


def as_address(url: str) -> str:
    """Return the link in ASCII, which all three formats can hold: escaped by RFC 3986, its host by IDNA."""
    url = re.sub(_HALF_ESCAPE, "%25", url)
    web = re.fullmatch(_WEB, url)
    if web is None:
        return quote(url, safe=_KEPT)
    return web[1] + _host(web[2]) + quote(web[3], safe=_KEPT)


def mail_address(address: str) -> str:
    """Return the mailto link of an email address, which cannot bring headers with it."""
    return f"mailto:{quote(address, safe='@+')}"


def _host(host: str) -> str:
    if not host.isascii():
        from unicodedata import normalize

        labels = normalize("NFKC", host).lower().split(".")
        host = ".".join(
            label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
            for label in labels
        )
    return quote(host, safe="[]:%")
