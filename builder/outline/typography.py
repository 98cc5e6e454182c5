"""Typed characters become set ones: curly quotes, dashes, ellipses and no-break spaces of the language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from builder.languages.language import Dates, Language, Typography
from builder.outline.text import Run

NO_BREAK = "\u00a0"

_SYMBOLS = (
    r"%|‰|°C|°F|°|€|£|\$|¥|EUR|USD|GBP|JPY|CHF|"
    r"(?:k|M|G|T)?Wh|(?:k|M|G|T)W|km²|m²|m³|km|cm|mm|kg|mg|ha|Mt|Gt|kt"
)
_KEPT = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>\[\]]+|[\w.+-]+@[\w-]+\.[\w.-]+|`[^`]+`")
_SPACE = re.compile(r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PLAIN = re.compile(
    r"""["'\s]\s|--|\.\.\.|["']|\d \S| \d|\d(?:\.|er) | - |[\t\n\r\f\v]| [;:!?»]|« |^\s|\s$"""
)
_ELIDED = re.compile(r"\d|(?:n|em|til|tis|twas|cause|round)\b", re.IGNORECASE)  # '90s, rock 'n' roll, 'twas
# What pasted text holds for the eye or for the hyphenation of another program. A PDF read back has other
# characters there, or none, so that nobody could find the word.
_PASTED = str.maketrans(
    {"\u200b": "", "\u00ad": "", "\u2060": "", "\u2011": "-"}
    | dict(
        zip(
            "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06",
            ("ff", "fi", "fl", "ffi", "ffl", "st", "st"),
            strict=True,
        )
    )
)
_OPENING = "([{‘“„‚«—–/¿¡-"


@cache
def _edit_pattern(typography: Typography, dates: Dates) -> re.Pattern[str]:
    """Return a pattern of what is typed one way and set another."""
    names = [month for month in dates.months.split() if month.isalpha()]
    joint = dates.day.partition("{day}")[2].partition("{month}")[0].split() if names else []
    month = _any(names)
    month_after_day = "".join(f"(?:{re.escape(word)} )?" for word in joint) + month
    return re.compile(
        r"(?P<ellipsis>(?<!\.)\.\.\.(?!\.))"
        r"|(?P<spaced>(?<=\S )-{1,3}(?= \S))"
        r"|(?P<joined>(?<=[^\s-])--(?=[^\s>-]))"
        r"|(?P<group>(?<!\d)(?<!\d[.,])\d{1,3}(?: \d{3})+(?![\d]))"
        rf"|(?P<unit>(?<=\d) (?=(?:{_SYMBOLS}|{_any(typography.after_number)}|{month_after_day})(?!\w)))"
        rf"|(?P<day>(?:(?<=\d\.)|(?<={re.escape(dates.first_day)})) (?={month}(?!\w)))"
        rf"|(?P<numbered>(?<!\w)(?:{_any(typography.before_number)}|{month}) (?=\d))"
        rf"|(?P<last>(?<=[^\s\d]) (?=\d{{1,3}}[.!?](?:$|\s(?!{month}(?!\w)))))"
        r"|(?P<high> (?=[;:!?»](?:\s|$))|(?<=«) )"
        r"""|(?P<double>")|(?P<single>')"""
    )


def _any(words: Iterable[str]) -> str:
    """Return a pattern of one of the words, the longest that is there; of none it matches nothing."""
    found = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, found))})" if found else "(?!)"


def settable(text: str) -> str:
    """Return `text` with ligatures spelt out, plain hyphens, and no character without form or width."""
    return text if text.isascii() else text.translate(_PASTED)


def typeset(text: str, language: Language) -> str:
    """Return `text` as `language` sets it; links, addresses and `code` keep every character.

    White space is folded and trimmed; no letter and no digit ever changes, but for ligatures spelt out.
    """
    return "".join(run.text for run in typeset_runs((Run(settable(text)),), language))


def typeset_runs(runs: tuple[Run, ...], language: Language) -> tuple[Run, ...]:
    """Return the runs with their characters set as `typeset` does; quotes and spaces see across the looks."""
    folded = _fold(runs)
    text = "".join(run.text for run in folded)
    if not _PLAIN.search(text):
        return folded
    edits = tuple(_edits(text, language))
    if not edits:
        return folded
    set_runs: list[Run] = []
    start = 0
    for run in folded:
        end = start + len(run.text)
        pieces: list[str] = []
        at = start
        for left, right, new in edits:
            if start <= left and right <= end:
                pieces += (text[at:left], new)
                at = right
        pieces.append(text[at:end])
        set_runs.append(Run("".join(pieces), run.bold, run.italic, run.url))
        start = end
    return tuple(set_runs)


def _fold(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Fold white space to one space, to none at the ends or where a line broke between two CJK letters."""
    folded: list[Run] = []
    last = " "
    for run in runs:
        text = _SPACE.sub(_one_space, run.text) if _SPACE.search(run.text) else run.text
        if last.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            last = text
            folded.append(run if text == run.text else Run(text, run.bold, run.italic, run.url))
    while folded and folded[-1].text.endswith(" "):
        run = folded.pop()
        if run.text != " ":
            folded.append(Run(run.text[:-1], run.bold, run.italic, run.url))
    return tuple(folded)


def _one_space(space: re.Match[str]) -> str:
    text, (left, right) = space.string, space.span()
    broken = "\n" in space[0] and left > 0 and right < len(text)
    return "" if broken and _CJK.match(text[left - 1]) and _CJK.match(text[right]) else " "


def _edits(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Yield what to replace, from left to right and without overlap."""
    typography = language.typography
    double, close, single, unsingle = typography.quotes
    kept = [match.span() for match in _KEPT.finditer(text)]
    opened = False
    for edit in _edit_pattern(typography, language.dates).finditer(text):
        left, right = edit.span()
        if any(first < right and left < last for first, last in kept):
            continue
        before = text[left - 1] if left else " "
        after = text[right] if right < len(text) else " "
        match edit.lastgroup:
            case "ellipsis":
                yield left, right, "…"
            case "spaced":
                if not (text[left - 2].isdigit() and text[right + 1].isdigit()):
                    yield left, right, typography.dash
            case "joined":
                span = before.isdigit() or after.isdigit()
                yield left, right, "–" if span else typography.tight_dash
            case "group":
                yield left, right, edit[0].replace(" ", NO_BREAK)
            case "unit" | "day" | "numbered" | "last":
                yield right - 1, right, NO_BREAK
            case "high":
                if typography.high_marks:
                    yield left, right, NO_BREAK
            case "double":
                opens = (before.isspace() or before in _OPENING) and not after.isspace()
                if opens or opened or not before.isdigit():
                    opened = opens
                    yield left, right, double if opens else close
            case _:
                opens = (before.isspace() or before in _OPENING + '"') and not after.isspace()
                if opens and not _ELIDED.match(text, right) and _closes(text, right):
                    yield left, right, single
                elif before.isdigit() and not after.isalpha() and "'" not in text[:left]:
                    continue  # feet or minutes
                else:
                    yield left, right, unsingle if _is_closing(text, left, right) else "’"


def _closes(text: str, start: int) -> bool:
    """Whether a single quote after `start` can end what one before it opened."""
    return re.compile(r"(?<=[^\s])'(?!\w)").search(text, start) is not None


def _is_closing(text: str, left: int, right: int) -> bool:
    """Whether a single quote stands at the end of a word, so that it closes rather than elides."""
    return left > 0 and not text[left - 1].isspace() and not text[right : right + 1].isalnum()
