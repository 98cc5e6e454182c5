"""Sources become a numbered list, and what a reader needs to understand references, numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.outline.blocks import Source, Sources
from builder.outline.text import Depth, Level, Run, Text
from builder.outline.typography import settable
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_SECTION_AND_PARAGRAPH = re.compile(r"s(\d+)p(\d+)")


def compose_sources(brief: model.Brief, words: Wording) -> Sources | None:
    """Return the sources and the reading notes; None where the brief lists no source."""
    if not brief.sources:
        return None
    labels = words.labels
    meanings = (labels.asserted_meaning, labels.qualified_meaning, labels.possible_meaning)
    return Sources(
        heading=words.fixed("src_head", labels.sources if len(brief.sources) > 1 else labels.source, SUMMARY),
        headline=words.headline(
            "src_headline", "headlines.sources", brief.headlines.sources, labels.sources_and_notes
        ),
        sources=tuple(
            Source(
                words.fixed(f"src{number}_no", f"[{number}]", SUMMARY),
                Text(f"src{number}", tuple(_runs(said, words)), SUMMARY, f"sources[{number - 1}]"),
            )
            for number, said in enumerate(brief.sources, 1)
        ),
        reading_head=words.fixed("read_head", labels.how_to_read, DECK),
        reading=_reading(brief, words),
        numbers_head=words.fixed("numbers_head", labels.numbers, DECK),
        numbers=words.fixed("numbers", _numbers(brief, words), DECK),
        marks_head=words.fixed("marks_head", labels.three_marks, DECK),
        marks=tuple(
            (
                level,
                words.fixed(f"mark_{level.value}", words.level(level), DECK),
                words.fixed(f"mark_{level.value}_is", meaning, DECK),
            )
            for level, meaning in zip(Level, meanings, strict=True)
        ),
        lines=(
            words.fixed("line_solid", labels.solid_line, DECK),
            words.fixed("line_dashed", labels.dashed_line, DECK),
        )
        if brief.links  # without links no line is drawn anywhere
        else (),
    )


def _runs(said: model.Source, words: Wording) -> Iterator[Run]:
    """Yield author, title in italics, publisher and date; then note, what is unknown, link, day and file."""
    labels = words.labels

    def spoken(value: str | None) -> str | None:
        return None if value is None else words.spoken(value)

    title, note = spoken(said.title), spoken(said.note)
    named = [
        (spoken(said.author), False),
        (title if title is not None else note or labels.untitled, title is not None),
        (spoken(said.publisher), False),
        (None if said.date is None else words.date_or_words(said.date), False),
    ]
    given = [(text, italic) for text, italic in named if text is not None]
    for place, (text, italic) in enumerate(given):
        if place:
            yield Run(labels.comma)
        yield Run(text.rstrip(".") if place == len(given) - 1 else text, italic=italic)
    unknown = (
        (said.author, labels.part_author),
        (said.publisher, labels.part_publisher),
        (said.date, labels.part_date),
    )
    missing = tuple(part for value, part in unknown if value is None)
    rest = []
    if title is not None and note is not None:
        rest.append(Run(note.rstrip(".")))
    if missing:
        rest.append(Run(labels.not_given.format(parts=labels.listed(missing))))
    if said.url is not None:
        rest.append(Run(_short(settable(said.url)), url=said.url))
    if said.accessed is not None:
        rest.append(Run(labels.accessed.format(date=labels.long_date(said.accessed))))
    if said.file is not None:
        rest.append(Run(labels.read_as.format(file=" ".join(settable(said.file).split()))))
    for run in rest:
        yield Run(labels.semicolon)
        yield run
    yield Run(labels.full_stop)


def _short(url: str) -> str:
    """Return a link as print shows it: without scheme and closing slash."""
    return re.sub(r"(?i)^(?:https?://|mailto:)", "", url).rstrip("/") or url


def _reading(brief: model.Brief, words: Wording) -> Text | None:
    """Explain one reference of the brief, where all locators name a section and a paragraph."""
    refs = [ref for ref in _all_refs(brief) if "#" in ref]
    parts = [_SECTION_AND_PARAGRAPH.fullmatch(ref.partition("#")[2]) for ref in refs]
    if not refs or None in parts:
        return None
    example = words.refs("", "", refs[:1], SUMMARY)
    first = parts[0]
    if example is None or first is None:
        return None
    source = words.sources[refs[0].partition("#")[0]]
    pattern = words.labels.reading if len(brief.sources) > 1 else words.labels.reading_of_one
    said = pattern.format(ref=example.plain, source=source, section=first[1], paragraph=first[2])
    return words.fixed("reading", said, SUMMARY)


def _all_refs(brief: model.Brief) -> Iterator[str]:
    """Yield every reference of the brief, those of the arguments first."""
    arguments = [argument for section in brief.sections for argument in section.arguments]
    for argument in arguments:
        yield from argument.refs
        for evidence in argument.evidence:
            yield from evidence.refs
    for part in (brief.context, brief.event):
        if part:
            yield from part.refs
    for parts in (
        brief.links,
        brief.actors,
        brief.timeline,
        brief.recommendations,
        brief.tables,
        brief.figures,
    ):
        for item in parts:
            yield from item.refs


def number_ranges(brief: model.Brief, words: Wording) -> tuple[str, ...]:
    """Return "A1–A6" and, where there are responses, "R1–R4"."""
    counts = (
        ("A", sum(len(section.arguments) for section in brief.sections)),
        ("R", len(brief.recommendations)),
    )
    return tuple(_range(letter, count, words) for letter, count in counts if count)


def _range(letter: str, count: int, words: Wording) -> str:
    first, last = f"{letter}1", f"{letter}{count}"
    return first if count == 1 else words.labels.range.format(first=first, last=last)


def _numbers(brief: model.Brief, words: Wording) -> str:
    labels = words.labels
    origins = {said.origin for said in brief.recommendations}
    if len(origins) > 1:
        response = (labels.mixed_one, labels.mixed_many)
    elif origins == {"source"}:
        response = (labels.suggested_one, labels.suggested_many)
    else:
        response = (labels.recommendation_one, labels.recommendation_many)
    kinds = (
        (
            "A",
            sum(len(section.arguments) for section in brief.sections),
            (labels.argument_one, labels.argument_many),
        ),
        ("O", len(brief.options), (labels.option_one, labels.option_many)),
        ("R", len(brief.recommendations), response),
    )
    said = (
        labels.numbered.format(numbers=_range(letter, count, words), what=names[count > 1])
        for letter, count, names in kinds
        if count
    )
    alone = sum(number for _, number, _ in kinds) == 1
    same = labels.same_in_all_one if alone else labels.same_in_all
    return labels.comma.join(said) + labels.full_stop + labels.space + same
