"""Sets typed characters as the language does, and divides a text into its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.texts.marks import RAISED, cut
from builder.languages.language import (
    ABBREVIATIONS,
    FINAL_ABBREVIATIONS,
    Dates,
    Language,
    Sentences,
    Typography,
    words,
)
from builder.outline.text import Run

NO_BREAK = "\u00a0"

_SYMBOLS = words(  # units in every language
    """
    % ‰ °C °F ° € £ $ ¥ EUR USD GBP JPY CHF Wh kWh MWh GWh TWh W kW MW GW TW km² m² m³ km cm mm kg mg ha Mt Gt
    kt
    """
)

# These are strings: `re` compiles a pattern, and caches it, when the first text needs it.
_KEPT = r"(?:https?://|mailto:|www\.)[^\s<>\[\]]+|[\w.+-]+@[\w-]+\.[\w.-]+|`[^`]+`"
_SPACE = r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]"
_EDIT = (
    r"(?P<ellipsis>(?<!\.)\.\.\.(?!\.))"
    r"|(?P<spaced>(?<=\S )-{1,3}(?= \S))"
    r"|(?P<joined>(?<=[^\s-])--(?=[^\s>-]))"
    r"|(?P<group>(?<!\d)(?<!\d[.,])\d{1,3}(?: \d{3})+(?![\d]))"
    rf"|(?P<high> (?=[;:!?]+(?:[\s{RAISED}]|$)|[!?]+[)\]»”’\"',.…]|»)|(?<=«) )"
    r"|(?P<space>(?<=\d) |(?<=\d[\w.]) |(?<=\d\w\w) | (?=\d))"
    r"""|(?P<double>")|(?P<single>')"""
)
_PLAIN = r"""["'\s]\s|--|\.\.\.|["']|\d \S| \d|\d(?:\.|er) | - |[\t\n\r\f\v]| [;:!?»]|« |^\s|\s$"""
_NOTED = rf"(?:[{RAISED}]+(?:,[{RAISED}]+)*)?"  # the marks of notes
_STOP = rf"[.!?…]+[”’»“\"')\]]*{_NOTED} "
_CJK_STOP = rf"[。！？]+[」』）”’]*{_NOTED}"
OPENINGS = ("“", "‘", "„", "«", "‹", "「", "『", '"')  # of what is in quotation marks already
_QUOTES = "“‘«„\"'([¿¡"
_INITIALS = r"(?:[A-Za-z]\.)*[A-Za-z]"
_ELIDED = r"(?i:\d|(?:n|em|til|tis|twas|cause|round)\b)"  # '90s, rock 'n' roll, 'twas
# Characters that pasted text has for ligatures, hyphenation or line breaks, and what they equal. Text
# extracted from a PDF has other ones there, or none, so a search would not find the word.
_PASTED = str.maketrans({
    "\u200b": "", "\u00ad": "", "\u2060": "", "\u2010": "-", "\u2011": "-", "\u2024": ".",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip
_OPENING = "([{‘“„‚«—–/¿¡-"


def settable(text: str) -> str:
    """Return `text` with ligatures spelled out, plain hyphens, and no invisible characters."""
    return text if text.isascii() else text.translate(_PASTED)


def typeset(text: str, language: Language) -> str:
    """Return `text` as `language` sets it; links, addresses and `code` keep every character.

    White space is collapsed and trimmed; letters and digits stay, but for ligatures.
    """
    return "".join(run.text for run in typeset_runs((Run(settable(text)),), language))


def typeset_runs(runs: tuple[Run, ...], language: Language) -> tuple[Run, ...]:
    """Return the runs with their characters set as `typeset` does, across changes of look."""
    folded = _fold(runs)
    text = "".join(run.text for run in folded)
    if not re.search(_PLAIN, text):
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
        set_runs.append(Run("".join(pieces), run.bold, run.italic, run.url, run.note, run.lang))
        start = end
    return tuple(set_runs)


def _fold(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Collapse white space to one space, to none at the ends or at a line break between two CJK letters."""
    folded: list[Run] = []
    last = " "
    for run in runs:
        text = re.sub(_SPACE, _one_space, run.text)
        if last.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            last = text
            folded.append(run if text == run.text else replace(run, text=text))
    while folded and folded[-1].text.endswith(" "):
        run = folded.pop()
        if run.text != " ":
            folded.append(replace(run, text=run.text[:-1]))
    return tuple(folded)


def _one_space(space: re.Match[str]) -> str:
    text, (left, right) = space.string, space.span()
    broken = "\n" in space[0] and left > 0 and right < len(text)
    return "" if broken and _is_cjk(text[left - 1]) and _is_cjk(text[right]) else " "


def _is_cjk(letter: str) -> bool:
    return (
        "\u3000" <= letter <= "\u30ff"
        or "\u3400" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or "\uff00" <= letter <= "\uffef"
    )


def _edits(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Yield the replacements, from left to right and without overlap."""
    typography = language.typography
    numbers = _numbers(typography, language.dates)
    double, close, single, unsingle = typography.quotes
    kept = [match.span() for match in re.finditer(_KEPT, text)]
    opened = False
    for edit in re.finditer(_EDIT, text):
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
            case "high" | "space":
                high = typography.high_marks and edit.lastgroup == "high"
                if high or numbers.hold(text[:left], text[right:]):
                    yield left, right, NO_BREAK
            case "double":
                opens = (before.isspace() or before in _OPENING) and not after.isspace()
                if opens or opened or not before.isdigit():
                    opened = opens
                    yield left, right, double if opens else close
            case _:
                opens = (before.isspace() or before in _OPENING + '"') and not after.isspace()
                if opens and not re.match(_ELIDED, text[right:]) and _closes(text, right):
                    yield left, right, single
                elif before.isdigit() and not after.isalpha() and "'" not in text[:left]:
                    continue  # feet or minutes
                else:
                    yield left, right, unsingle if _is_closing(text, left, right) else "’"


class _Numbers(Struct, frozen=True):
    """The words of a language that stay on one line with a number."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    months: tuple[str, ...]
    first_day: str

    def hold(self, before: str, after: str) -> bool:
        """Whether the space between two texts joins a number to its unit, its month or the name before it.

        A short number that ends a sentence belongs to the word before it.
        """
        if before[-1:].isdecimal() and _starts_with(after, self.after):
            return True
        ordinal = before.endswith(self.first_day) or re.search(r"\d\.\Z", before)
        if ordinal and _starts_with(after, self.months):
            return True
        if after[:1].isdecimal() and _ends_with(before, self.before):
            return True
        last = re.match(r"\d{1,3}[.!?](?:\Z|\s)", after)
        if last is None or not re.search(r"[^\s\d]\Z", before):
            return False
        return not _starts_with(after[last.end() :], self.months)


@cache
def _numbers(typography: Typography, dates: Dates) -> _Numbers:
    months = tuple(month for month in dates.months.split() if month.isalpha())
    link = dates.day.partition("{day}")[2].partition("{month}")[0].lstrip(". ")  # Spanish: 5 de marzo
    after = (*_SYMBOLS, *words(typography.after_number), *months, *(link + month for month in months))
    return _Numbers((*words(typography.before_number), *months), after, months, dates.first_day)


def _starts_with(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text starts with one of the words as a whole word."""
    return any(text.startswith(word) and not re.match(r"\w", text[len(word) :]) for word in words)


def _ends_with(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text ends with one of the words as a whole word."""
    return any(text.endswith(word) and not re.search(r"\w\Z", text[: -len(word)]) for word in words)


def _closes(text: str, start: int) -> bool:
    """Whether a single quote after `start` can close one before it."""
    return re.compile(r"(?<=[^\s])'(?!\w)").search(text, start) is not None


def _is_closing(text: str, left: int, right: int) -> bool:
    """Whether a single quote is at the end of a word, so that it closes and is not an apostrophe."""
    return left > 0 and not text[left - 1].isspace() and not text[right : right + 1].isalnum()


def sentences(runs: tuple[Run, ...], language: Language) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of each sentence.

    Joined they are the text: by a space, or by nothing in a language without spaces.
    """
    text = "".join(run.text for run in runs)
    spaced = language.script.spaced
    ends = [
        stop.end()
        for stop in re.finditer(_STOP if spaced else _CJK_STOP, text)
        if stop.end() < len(text) and (not spaced or _ends(text, stop, language.sentences))
    ]
    starts = [0, *ends]
    stops = [end - spaced for end in ends] + [len(text)]
    return tuple(cut(runs, start, stop) for start, stop in zip(starts, stops, strict=True))


def _ends(text: str, stop: re.Match[str], known: Sentences) -> bool:
    """Whether a sentence ends at `stop`, judged by the word before it and what follows."""
    following = text[stop.end() :].lstrip(_QUOTES)
    if following[:1].islower():
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    word = re.split(rf"[\s/{re.escape(_QUOTES)}-]", text[: stop.start()])[-1].lower()
    if word in ABBREVIATIONS or word in words(known.abbreviations):
        return False
    if word in words(known.before_number):
        return not following[:1].isdigit()
    if word in FINAL_ABBREVIATIONS or word in words(known.final) or re.fullmatch(_INITIALS, word):
        return re.split(r"\W", following, maxsplit=1)[0] in words(known.first_words)
    return not (known.ordinals and word.isdigit() and len(word) < 3)
