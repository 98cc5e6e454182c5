"""Composes texts, with slot, path and depth, of the strings, references and certainties of a brief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.brief.texts.dates import Stated, exact
from builder.brief.texts.marks import parse_marks
from builder.brief.texts.prose import divide
from builder.brief.walk import indexed
from builder.languages.labels import Labels
from builder.languages.language import Dates, Language
from builder.outline.blocks import Certainty
from builder.outline.text import Depth, Level, Prose, ProsePart, Run, Shape, Text, ends_sentence
from builder.outline.typography import NO_BREAK, sentences, settable, typeset_runs

if TYPE_CHECKING:
    from builder.brief import model


def _exact(value: str) -> Stated | None:
    try:
        return exact(value.strip())
    except ValueError:
        return None


class Numbering(Struct, frozen=True):
    """The notes that texts mark, numbered as they are met: path and words of each by its name or words."""

    named: Mapping[str, tuple[str, str]]
    met: dict[str, tuple[str, str]]

    def number(self, name: str, words: str, path: str) -> int | None:
        """Return the number of a note that has a name, or else words; None if no note has the name."""
        note = (path, words) if words else self.named.get(name)
        if note is None:
            return None
        self.met.setdefault(name or words, note)
        return list(self.met).index(name or words) + 1


class Wording(Struct, frozen=True):
    """Makes the texts of a brief, in one language and with one numbering of its sources and notes."""

    language: Language
    sources: dict[str, int]  # id to number
    notes: Numbering

    @property
    def labels(self) -> Labels:
        return self.language.labels

    @property
    def dates(self) -> Dates:
        return self.language.dates

    def text(self, slot: str, path: str, value: str, depth: Depth) -> Text:
        """Return a field of the brief, with its marks read and its characters typeset."""
        runs = parse_marks(settable(value), lambda name, words: self.notes.number(name, words, path))
        return Text(slot, typeset_runs(runs, self.language), depth, path)

    def optional(self, slot: str, path: str, value: str | None, depth: Depth) -> Text | None:
        """Return a field of the brief, or None if it is None."""
        return None if value is None else self.text(slot, path, value, depth)

    def prose(
        self, slot: str, path: str, value: str | None, depth: Depth, *, by_sentence: bool = False
    ) -> Prose:
        """Return the paragraphs, list items and subheadings of a field; slots count its texts."""
        parts: list[ProsePart] = []
        count = 0
        for division in divide(value) if value is not None else ():
            runs = self.text("", "", division.text, depth).runs
            texts = []
            for each in sentences(runs, self.language) if by_sentence and runs else (runs,) if runs else ():
                count += 1
                name = f"{slot}{count}" if by_sentence or count > 1 else slot
                texts.append(Text(name, each, depth, path))
            number = self.fixed(f"{texts[0].slot}_n", f"{division.number}.", depth, path)
            numbered = division.shape is Shape.NUMBER
            if not texts:
                continue
            parts.append(
                ProsePart(division.shape, number if numbered else None, tuple(texts), division.number)
            )
        return tuple(parts)

    def texts(self, slot: str, path: str, values: Iterable[str], depth: Depth) -> tuple[Text, ...]:
        """Return one text per value, numbered as in the whole brief: slots from 1, paths from 0."""
        return tuple(
            self.text(f"{slot}{index + 1}", f"{path}[{index}]", value, depth)
            for index, value in indexed(values)
        )

    def fixed(self, slot: str, words: str, depth: Depth, path: str = "", *also: str) -> Text:
        """Return words as they are: a label, a number, a name, a line of several fields."""
        return Text(slot, (Run(words),), depth, path, also)

    def headline(
        self, slot: str, path: str, value: str | None, default: str, depth: Depth = Depth.DECK
    ) -> Text:
        """Return the brief's full-sentence title of a block, or the block's heading."""
        return self.optional(slot, path, value, depth) or self.fixed(slot, default, depth)

    def titled(self, slot: str, key: str, brief: model.Brief, default: str) -> Text:
        """Return the title that the brief's headlines give under a key, or a title that is computed."""
        return self.headline(slot, f"headlines.{key}", getattr(brief.headlines, key), default)

    def begins(self, value: str) -> date | None:
        """Return the first day of the day, month, quarter or year that a field names, None for words."""
        found = _exact(value)
        return found.first if found else None

    def stated(self, when: Stated) -> str:
        """Return a date as the language writes it, and no more exact than it was said."""
        return when.written(self.dates)

    def year(self, value: str) -> str | None:
        """Return the year of a field that names a date, or None if it has words."""
        found = _exact(value)
        return self.dates.year.format(year=found.year) if found else None

    def names_a_date(self, value: str) -> bool:
        """Whether a field has a number or names a month: “1963”, “Q3”, “in May”, “early Sept.”, “五月”."""
        months = self.dates.months.split()
        names = {name for month in months for name in (month, f"{month[:3]}.", f"{month[:4]}.")}
        words = re.findall(r"[^\W\d_]+\.?", value)
        known = names | {name.capitalize().rstrip(".") for name in names}
        return any(map(str.isnumeric, value)) or any({word, word.rstrip(".")} & known for word in words)

    def date_or_words(self, value: str) -> str:
        """Return a day or month as the language writes it, or the field's words, with no-break spaces."""
        return self.plain(self._date(value) or value)

    def dated(self, slot: str, path: str, value: str, depth: Depth) -> Text:
        """Return a field that has a day, a month or words."""
        written = self._date(value)
        return self.fixed(slot, written, depth, path) if written else self.text(slot, path, value, depth)

    def _date(self, value: str) -> str | None:
        """Return a day, a month or a quarter, written as YYYY-MM-DD, YYYY-MM or YYYY-Qn, in the language."""
        found = _exact(value)
        return self.stated(found) if found and found != Stated(found.year) else None

    def plain(self, value: str) -> str:
        """Return a field's characters, typeset and without its marks, for use inside a fixed text."""
        return self.text("", "", value, Depth.MEMO).unmarked

    def joined(self, *values: str | None) -> str:
        """Return the fields that are not None on one line, typeset but without marks."""
        return self.labels.comma.join(self.plain(value) for value in values if value is not None)

    def refs(
        self, slot: str, path: str, refs: Sequence[str], depth: Depth, *, ordered: bool = False
    ) -> Text | None:
        """Return "[1, s2p1; 2]", as in `refs` or `ordered` by source and locator; None without refs.

        Raises `KeyError` for a source that the brief does not list.
        """
        cited: dict[int, list[str]] = {}
        for ref in refs:
            source, _, locator = ref.partition("#")
            locators = cited.setdefault(self.sources[source], [])
            locator = settable(locator)
            if locator and locator not in locators:
                locators.append(locator)
        if not cited:
            return None
        if ordered:
            cited = {number: sorted(cited[number], key=_natural) for number in sorted(cited)}
        parts = (f",{NO_BREAK}".join((str(number), *locators)) for number, locators in cited.items())
        return self.fixed(slot, f"[{f';{NO_BREAK}'.join(parts)}]", depth, path)

    def refs_label(self, slot: str, refs: Sequence[str], *notes: Text | None) -> Text | None:
        """Return "Source:" for references that stand alone under a table or figure; None beside its notes."""
        if not refs or any(notes):
            return None
        labels = self.labels
        source = labels.sources if self.several(refs) else labels.source
        return self.fixed(f"{slot}_from", labels.before(source), Depth.MEMO)

    def several(self, refs: Sequence[str]) -> bool:
        """Whether more than one source is cited, or listed by the brief if none is cited."""
        return len({ref.partition("#")[0] for ref in refs} or self.sources) > 1

    def cited(self, refs: Sequence[str]) -> str:
        """Return "the source" or "the sources", as they follow "according to"."""
        speech = self.labels.speech
        return speech.the_sources if self.several(refs) else speech.the_source

    def sentence(self, words: str) -> str:
        """Return words that end in a full stop or another mark that ends a sentence."""
        return words if ends_sentence(words) else words + self.labels.full_stop

    def level(self, level: Level) -> str:
        """Return the word for a level, as it begins a line."""
        match level:
            case Level.ASSERTED:
                return self.labels.asserted
            case Level.QUALIFIED:
                return self.labels.qualified
            case Level.POSSIBLE:
                return self.labels.possible

    def certainty(
        self, slot: str, path: str, certainty: model.Certainty | None, refs: Sequence[str]
    ) -> Certainty | None:
        """Return how certain something is, in words; with several sources in `refs`, "in the sources"."""
        if certainty is None:
            return None
        labels = self.labels
        level = Level(certainty.level)
        word = self.level(level)
        who = None if certainty.according_to is None else self.plain(certainty.according_to)
        cue = None if certainty.cue is None else self.plain(certainty.cue)
        if who is None:
            statement = (labels.in_the_sources if self.several(refs) else labels.in_the_source).format(
                word=word
            )
        else:
            statement = labels.according_to.format(word=word, who=who)

        def with_cue(words: str) -> str:
            return words if cue is None else labels.with_cue.format(statement=words, cue=cue)

        stated = [f"{path}.level", *([] if cue is None else [f"{path}.cue"])]
        whole = [*stated, *([] if who is None else [f"{path}.according_to"])]
        return Certainty(
            level,
            self.fixed(f"{slot}_word", word, Depth.DECK, f"{path}.level"),
            self.fixed(f"{slot}_short", with_cue(word), Depth.MEMO, path, *stated),
            self.fixed(f"{slot}_firm", with_cue(statement), Depth.SUMMARY, path, *whole),
            None
            if who is None
            else self.fixed(
                f"{slot}_who", labels.attribution.format(who=who), Depth.SUMMARY, f"{path}.according_to"
            ),
            self.fixed(
                f"{slot}_said", self._spoken(level, who or self.cited(refs), cue), Depth.DECK, path, *whole
            ),
        )

    def _spoken(self, level: Level, who: str, cue: str | None) -> str:
        speech = self.labels.speech
        patterns = {
            Level.ASSERTED: speech.asserted,
            Level.QUALIFIED: speech.qualified,
            Level.POSSIBLE: speech.possible,
        }
        spoken = [patterns[level].format(who=who)]
        if cue is not None:
            spoken.append(speech.cue.format(cue=cue))
        return self.labels.space.join(map(self.sentence, spoken))


def _natural(locator: str) -> list[tuple[int, str]]:
    """Return a key that sorts "s2p10" after "s2p9"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", locator)]
