"""Reads the marks of a field, `**bold**`, `[text](https://…)`, `[mot]{lang=fr}`, `[^note]`, and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import astuple, replace

# The mark of a note, named or with its text, and the space before it.
_NOTE = (
    r"[ \t\n]*+(?:\[\^(?P<note>[\w-]+)\]"
    r"|\^\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^()\s]*\))?)++)\])"
)
_SIGNS = r"[*\\@]|\]\(|\]\{|\[\^|\^\[|://|(?i:www)\."  # without any of these a text has no marks
Numbered: TypeAlias = Callable[[str, str], int | None]  # of the note of that name, or with these words
PAIRED = r"\((?:[^\s()]|\([^\s()]*\))*\)"  # brackets in an address, and brackets in them
# An address alone: to its last character that is not punctuation, brackets in pairs, without a user name.
_BARE = (
    r"(?<![\w/.@])(?P<bare>(?i:https?://|www\.(?=[\w-]+\.))(?![^\s/?#]*@)(?=\w)"
    rf"(?:{PAIRED}|<\d[^\s<>]*>|[^\s()<>\[\]“”„»«\u3000-\uffff])+(?<![.,:;!?'\"*~’…]))"
    r"|<(?P<angled>(?i:https?://)(?![^\s/?#>]*@)[^\s<>]+)>"
    r"|(?<![A-Za-z0-9_.+@/:-])(?P<mail>[A-Za-z0-9][A-Za-z0-9_.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?![\w@])"
)
# A closing mark follows a non-space, an opening one precedes a non-space. A single asterisk with a Latin
# letter or a digit on its outer side is literal, as in `2*3*4`; in Japanese, which has no spaces, it is not.
_MARK = (
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    rf"|{_NOTE}|{_BARE}"
    r"|\*\*\*(?P<both>(?![\s*])(?:\\.|[^*\\])*?(?<![\s\\]))\*\*\*(?!\*)"
    r"|\*\*(?P<bold>(?![\s*])(?:\\.|[^*\\]|(?<!\*)\*(?!\*))*?(?<![\s\\]))\*\*(?!\*)"
    r"|(?<![A-Za-z0-9*])\*(?P<italic>(?![\s*])(?:\\.|[^*\\]|\*\*(?![\s*])(?:\\.|[^*\\])*?\*\*)*?(?<![\s\\]))\*(?![A-Za-z0-9*])"
    r"|\[(?P<foreign>(?!\s*\])(?:\\.|[^\[\]\\])++)\]\{lang=(?P<lang>[A-Za-z0-9-]+)\}"
    r"|\[(?P<label>(?!\s*\])(?:\\.|[^\[\]\\])++)\]"
    rf"\((?P<url>(?i:https?://|mailto:)(?:[^\s()]|{PAIRED})+)\)"
)
# Digits and signs have raised and lowered forms of their own, which every font has and a search finds.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOW = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_HIGH = str.maketrans("0123456789+-−=()ni", f"{RAISED}⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SCRIPT = (
    r"https?://[^\s<>]+|(?<=[\w)\]])~(?P<low>[0-9+−=()aeoxhklmnpst-]{1,8})~(?!~)"
    r"|(?<=[\w)\]])\^(?P<high>[0-9+−=()ni-]{1,8})\^"
)
_WEB = r"(?i)(https?://)([^/?#]*)(.*)"
_KEPT = ":/?#@!$&'()*+,;=%~"  # unescaped in an address, beside letters, digits and -._
_HALF_ESCAPE = r"%(?![0-9A-Fa-f]{2})"


class Run(Struct, frozen=True, cache_hash=True):
    """Characters that share one look; `url` makes them a link, `note` the mark of the note of that number.

    `lang` is the BCP 47 tag of words that are in another language than the brief.
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    note: int = 0
    lang: str = ""


def parse_marks(text: str, numbered: Numbered = lambda *_: None) -> tuple[Run, ...]:
    """Return `text` without its marks, as runs that are not empty and look different from their neighbours.

    A mark without a partner is literal, and so is that of a note without a number. Marks nest;
    a backslash before punctuation stands for the sign.
    """
    text = with_scripts(text)
    if not re.search(_SIGNS, text):
        return (Run(text),) if text else ()
    runs: list[Run] = []
    _parse(text, Run(""), runs, numbered)
    return tuple(runs)


def with_scripts(text: str) -> str:
    """Return `text` with what is between two `~` lowered, between two `^` raised: `CO~2~`, `m^2^`."""
    return re.sub(_SCRIPT, _script, text) if "~" in text or "^" in text else text


def raised(number: int) -> str:
    """Return a number in raised digits, the mark of a note."""
    return str(number).translate(_HIGH)


def escaped(text: str) -> str:
    """Return a text, such as one from a data file, in which no sign is markup."""
    return re.sub(r"([\\*\[\]^~`{}@])", r"\\\1", text) if re.search(r"[\\*\[\]^~`{}]", text) else text


def notes_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and words of the notes that a field marks; one written in it is named by its words."""
    for mark in re.finditer(_MARK, with_scripts(text)) if "[" in text and "^" in text else ():
        if mark["note"]:
            yield mark["note"], ""
        elif mark["text"]:
            yield _spaced(mark["text"]), _spaced(mark["text"])


def without_notes(text: str, names: Container[str] | None = None) -> str:
    """Return `text` without the marks of notes: those of some `names`, else all."""
    if "[" not in text or "^" not in text:
        return text
    return re.sub(
        rf"\\.|{_NOTE}", lambda mark: "" if _is_note(mark, names) else mark[0], text, flags=re.DOTALL
    )


def _is_note(mark: re.Match[str], names: Container[str] | None) -> bool:
    name = mark["note"] or (mark["text"] and _spaced(mark["text"]))
    return bool(name) and (names is None or name in names)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _script(mark: re.Match[str]) -> str:
    if mark["low"]:
        return mark["low"].translate(_LOW)
    return mark["high"].translate(_HIGH) if mark["high"] else mark[0]


def _parse(text: str, look: Run, runs: list[Run], numbered: Numbered) -> None:
    at = 0
    for mark in re.finditer(_MARK, text):
        _add(text[at : mark.start()], look, runs)
        at = mark.end()
        match mark.lastgroup:
            case "escaped":
                _add(mark["escaped"], look, runs)
            case "note" | "text":
                number = numbered(mark["note"] or "", _spaced(mark["text"] or ""))
                if number is None:
                    _add(mark[0], look, runs)
                    continue
                if runs and runs[-1].note:
                    _add(",", look, runs)
                runs.append(Run(raised(number), note=number))
            case "bare" | "angled" | "mail":
                address = mark["bare"] or mark["angled"]
                web = address and re.sub(r"(?i)^(?=www\.)", "https://", address)
                url = as_address(web) if web else mail_address(mark["mail"])
                _add(address or mark["mail"], replace(look, url=look.url or url), runs)
            case "both":
                _parse(mark["both"], replace(look, bold=True, italic=True), runs, numbered)
            case "bold":
                _parse(mark["bold"], replace(look, bold=True), runs, numbered)
            case "italic":
                _parse(mark["italic"], replace(look, italic=True), runs, numbered)
            case "lang":
                _parse(mark["foreign"], replace(look, lang=mark["lang"]), runs, numbered)
            case _:
                _parse(mark["label"], replace(look, url=look.url or as_address(mark["url"])), runs, numbered)
    _add(text[at:], look, runs)


def _add(text: str, look: Run, runs: list[Run]) -> None:
    if not text:
        return
    if runs and astuple(runs[-1])[1:] == astuple(look)[1:] and not look.note:
        text = runs.pop().text + text
    runs.append(Run(text, look.bold, look.italic, look.url, look.note, look.lang))


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
