"""Composes the numbered list of sources, and the explanation of references and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from builder.brief.numbers import numbers_of
from builder.brief.texts.marks import as_address
from builder.brief.walk import indexed, walk
from builder.outline import titles
from builder.outline.blocks import Source, Sources
from builder.outline.text import Depth, Level, Run, Text
from builder.outline.typography import settable
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_LONG_TITLE = 70  # characters
_LONG_NAME = 40
_SECTION_AND_PARAGRAPH = r"s(\d+)p(\d+)"


def compose_sources(brief: model.Brief, words: Wording) -> Sources | None:
    """Return the sources and the reading notes; None if the brief lists no source."""
    if not brief.sources:
        return None
    labels = words.labels
    claimed = any(argument.certainty for section in brief.sections for argument in section.arguments)
    marked = claimed or any(given.certainty for given in brief.recommendations)
    meanings = (labels.asserted_meaning, labels.qualified_meaning, labels.possible_meaning)
    return Sources(
        heading=words.fixed("src_head", labels.sources if len(brief.sources) > 1 else labels.source, SUMMARY),
        headline=words.titled("src_headline", "sources", brief, titles.of_sources(brief, words)),
        sources=tuple(
            Source(
                words.fixed(f"src{number}_no", f"[{number}]", SUMMARY),
                Text(f"src{number}", tuple(source_runs(given, words)), SUMMARY, f"sources[{number - 1}]"),
                Text(f"src{number}_short", tuple(_short_runs(given, words)), DECK, f"sources[{number - 1}]"),
                Text(
                    f"src{number}_shortest",
                    tuple(_shortest_runs(given, words)),
                    DECK,
                    f"sources[{number - 1}]",
                ),
                *_names(number, given, words),
            )
            for number, given in indexed(brief.sources, 1)
        ),
        reading_head=words.fixed("read_head", labels.how_to_read, DECK),
        reading=_reading(brief, words),
        key_head=words.fixed("marks_head", labels.three_marks if marked else labels.map, DECK),
        marks=tuple(
            (
                level,
                words.fixed(f"mark_{level.value}", words.level(level), DECK),
                words.fixed(f"mark_{level.value}_is", meaning, DECK),
            )
            for level, meaning in zip(Level, meanings, strict=True)
            if marked
        ),
        lines=(
            words.fixed("line_solid", labels.solid_line, DECK),
            words.fixed("line_dashed", labels.dashed_line, DECK),
        )
        if brief.links  # only the map has lines
        else (),
    )


def source_runs(given: model.Source, words: Wording) -> Iterator[Run]:
    """Yield author, title in italics, publisher and date; then note, missing parts, link, day and file.

    A title or note loses its full stop, an abbreviation such as “n.d.” does not; one full stop ends them all.
    """
    labels = words.labels

    def plain(value: str | None) -> str | None:
        return None if value is None else words.plain(value)

    title, note = plain(given.title), (plain(given.note) or "").rstrip(".") or None
    named = [
        (plain(given.author), False),
        (note or labels.untitled if title is None else title, title is not None),
        (plain(given.publisher), False),
        *((text, False) for text in _within(given, words)),
    ]
    missing = [] if given.author or given.publisher else [labels.part_author, labels.part_publisher]
    missing += [] if given.date else [labels.part_date]
    shown = [Run(text, italic=italic) for text, italic in named if text is not None]
    if shown[-1].italic:
        shown[-1] = Run(shown[-1].text.rstrip("."), italic=True)
    rest = []
    if title is not None and note is not None:
        rest.append(Run(note))
    if missing and labels.not_given:
        rest.append(Run(labels.not_given.format(parts=labels.listed(tuple(missing)))))
    if given.url is not None:
        rest.append(Run(_short(settable(given.url)), url=as_address(given.url)))
    if given.accessed is not None:
        rest.append(Run(labels.accessed.format(date=words.plain(words.stated(given.accessed)))))
    if given.file is not None:
        rest.append(Run(labels.read_as.format(file=" ".join(settable(given.file).split()))))
    for index, run in enumerate(shown):
        yield from [Run(labels.comma), run] if index else [run]
    for run in rest:
        yield from (Run(labels.semicolon), run)
    if not (rest or shown)[-1].text.endswith(labels.full_stop):
        yield Run(labels.full_stop)


def _within(given: model.Source, words: Wording) -> Iterator[str | None]:
    """Yield where in a journal it is, and when it was published: volume, issue, date, pages."""
    labels, pages = words.labels, given.pages
    for pattern, value in ((labels.volume, given.volume), (labels.issue, given.issue)):
        yield None if value is None else pattern.format(number=words.plain(value))
    yield None if given.date is None else words.date_or_words(given.date)
    if pages is not None:
        pattern = labels.page if pages.strip().isalnum() else labels.pages
        yield pattern.format(numbers=words.plain(re.sub(r"(?<=\d)\s*-+\s*(?=\d)", "–", pages)))


def _short_runs(given: model.Source, words: Wording) -> Iterator[Run]:
    """Yield author, title and year; a long title without its subtitle, and cut where it still is long."""
    title = words.plain(given.title or given.note or words.labels.untitled).rstrip(".")
    if len(title) > _LONG_TITLE:
        title = re.split(r"(?<=\w)[:：] ?| [–—] ", title, maxsplit=1)[0]
    author = None if given.author is None else Run(words.plain(given.author))
    yield from _with_year(given, words, author, Run(_cut(title, _LONG_TITLE), italic=given.title is not None))


def _shortest_runs(given: model.Source, words: Wording) -> Iterator[Run]:
    """Yield author or publisher, else the title, each cut where it is long, and the year."""
    who = given.author or given.publisher
    title = words.plain(given.title or given.note or words.labels.untitled).rstrip(".")
    name = _cut(title if who is None else words.plain(who), _LONG_NAME)
    yield from _with_year(given, words, Run(name, italic=who is None and given.title is not None))


def _with_year(given: model.Source, words: Wording, *names: Run | None) -> Iterator[Run]:
    """Yield names and the year of a source with commas between them; those that are None are left out."""
    year = None if given.date is None else words.year(given.date)
    dated = None if year is None else Run(year)
    for index, run in enumerate(run for run in (*names, dated) if run is not None):
        yield from [Run(words.labels.comma), run] if index else [run]


def _cut(name: str, most: int) -> str:
    """Return a name of at most so many characters: a longer one is cut at a word."""
    if len(name) <= most:
        return name
    return (name[:most].rpartition(" ")[0] or name[:most]).rstrip(" ,;–—") + "…"


def _names(number: int, given: model.Source, words: Wording) -> Iterator[Text | None]:
    """Yield how a speaker names a source, in short and with its author and year; None without either."""
    author = None if given.author is None else words.plain(given.author)
    title = None if given.title is None else words.labels.speech.quoted.format(words=words.plain(given.title))
    year = None if given.date is None else words.year(given.date)
    name, rest = (author, (year,)) if title is None else (title, (author, year))
    beside = words.labels.comma.join(part for part in rest if part is not None)
    full = words.labels.speech.named.format(name=name, beside=beside) if name and beside else name
    for slot, text in ((f"src{number}_name", name), (f"src{number}_full", full)):
        yield None if text is None else words.fixed(slot, text, DECK, f"sources[{number - 1}]")


def _short(url: str) -> str:
    """Return a link as it is printed: without scheme and final slash."""
    return re.sub(r"(?i)^(?:https?://|mailto:)", "", url).rstrip("/") or url


def _reading(brief: model.Brief, words: Wording) -> Text | None:
    """Explain one reference of the brief, if all locators name a section and a paragraph."""
    parts = sorted(walk(brief), key=lambda one: not one[0].startswith("sections["))  # arguments first
    refs = [ref for _, part in parts for ref in getattr(part, "refs", ()) if "#" in ref]
    locators = [re.fullmatch(_SECTION_AND_PARAGRAPH, ref.partition("#")[2]) for ref in refs]
    if not refs or None in locators:
        return None
    example = words.refs("", "", refs[:1], SUMMARY)
    first = locators[0]
    if example is None or first is None:
        return None
    source = words.sources[refs[0].partition("#")[0]]
    pattern = words.labels.reading if len(brief.sources) > 1 else words.labels.reading_of_one
    sentence = pattern.format(ref=example.plain, source=source, section=first[1], paragraph=first[2])
    return words.fixed("reading", sentence, SUMMARY)


def number_ranges(brief: model.Brief, words: Wording) -> tuple[str, ...]:
    """Return "A1–A6" and, where there are responses, "R1–R4"; "A1–A2" and "A4–A6" where A3 is withheld."""
    shown = _shown(brief)
    return tuple(text for letter in "AR" for text in _ranges(letter, shown[letter], words))


def _shown(brief: model.Brief) -> dict[str, list[int]]:
    """Return the numbers of the arguments and responses by their letter."""
    numbers = numbers_of(brief)
    return {
        "A": [
            numbers[f"sections[{outer}].arguments[{inner}]"]
            for outer, section in indexed(brief.sections)
            for inner, _ in indexed(section.arguments)
        ],
        "R": [number for number, _ in indexed(brief.recommendations, 1)],
    }


def _ranges(letter: str, numbers: Sequence[int], words: Wording) -> Iterator[str]:
    """Yield "A1–A2" and "A4–A6" for 1, 2, 4, 5 and 6."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *others = (f"{letter}{number}" for _, number in run)
        yield words.labels.range.format(first=first, last=others[-1]) if others else first
