"""Strings, references and certainties of a brief become texts with a slot, a path and a depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.brief.walk import indexed
from builder.languages.labels import Labels
from builder.languages.language import Dates, Language
from builder.outline.blocks import Certainty
from builder.outline.marks import parse_marks
from builder.outline.text import Depth, Level, Run, Text
from builder.outline.typography import NO_BREAK, settable, typeset, typeset_runs

if TYPE_CHECKING:
    from builder.brief import model

_DAY = r"\d{4}-\d{2}-\d{2}"


class Wording(Struct, frozen=True):
    """Turns what a brief says into `Text`s, in one language and with one numbering of its sources."""

    language: Language
    sources: dict[str, int]  # id to number

    @property
    def labels(self) -> Labels:
        return self.language.labels

    @property
    def dates(self) -> Dates:
        return self.language.dates

    def needed(self, slot: str, path: str, value: str, depth: Depth) -> Text:
        """Return a field of the brief with its marks read and its characters set."""
        return Text(slot, typeset_runs(parse_marks(settable(value)), self.language), depth, path)

    def prose(self, slot: str, path: str, value: str | None, depth: Depth) -> Text | None:
        """Return a field of the brief, or None where the brief has none."""
        return None if value is None else self.needed(slot, path, value, depth)

    def prose_list(self, slot: str, path: str, values: Iterable[str], depth: Depth) -> tuple[Text, ...]:
        """Return one text a value, numbered as in the whole brief: from 1 in the slot, from 0 in the path."""
        return tuple(
            self.needed(f"{slot}{place + 1}", f"{path}[{place}]", value, depth)
            for place, value in indexed(values)
        )

    def fixed(self, slot: str, words: str, depth: Depth, path: str = "") -> Text:
        """Return words as they stand: a label, a number, a name."""
        return Text(slot, (Run(words),), depth, path)

    def headline(
        self, slot: str, path: str, value: str | None, default: str, depth: Depth = Depth.DECK
    ) -> Text:
        """Return the brief's full-sentence title of a block, else the block's heading."""
        return self.prose(slot, path, value, depth) or self.fixed(slot, default, depth)

    def day(self, value: str) -> date | None:
        """Return the day that a field names as YYYY-MM-DD, or None where it holds words."""
        try:
            return date.fromisoformat(value.strip()) if re.fullmatch(_DAY, value.strip()) else None
        except ValueError:
            return None

    def date_or_words(self, value: str) -> str:
        """Return a day as the language writes it, or the field's words."""
        day = self.day(value)
        return self.spoken(value) if day is None else self.dates.long_date(day)

    def dated(self, slot: str, path: str, value: str, depth: Depth) -> Text:
        """Return a field that may hold a day or words."""
        day = self.day(value)
        if day is None:
            return self.needed(slot, path, value, depth)
        return self.fixed(slot, self.dates.long_date(day), depth, path)

    def spoken(self, value: str) -> str:
        """Return a field's characters, set but without looks, for use inside a sentence of ours."""
        return typeset(value, self.language)

    def joined(self, *values: str | None) -> str:
        """Return the fields that are given on one line, set but without looks."""
        return self.labels.comma.join(self.spoken(value) for value in values if value is not None)

    def refs(
        self, slot: str, path: str, refs: Sequence[str], depth: Depth, *, ordered: bool = False
    ) -> Text | None:
        """Return "[1, s2p1; 2]", or None without refs, in the order given or `ordered` by source and locator.

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

    def several(self, refs: Sequence[str]) -> bool:
        """Return whether more than one source is cited, or listed by the brief where none is cited."""
        return len({ref.partition("#")[0] for ref in refs} or self.sources) > 1

    def level(self, level: Level) -> str:
        """Return the word of a level, as it begins a line."""
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
        """Return how firm something is, in words; two sources in `refs` make it "in the sources"."""
        if certainty is None:
            return None
        labels = self.labels
        level = Level(certainty.level)
        word = self.level(level)
        who = None if certainty.according_to is None else self.spoken(certainty.according_to)
        cue = None if certainty.cue is None else self.spoken(certainty.cue)
        if who is None:
            statement = (labels.in_the_sources if self.several(refs) else labels.in_the_source).format(
                word=word
            )
        else:
            statement = labels.according_to.format(word=word, who=who)

        def with_cue(words: str) -> str:
            return words if cue is None else labels.with_cue.format(statement=words, cue=cue)

        return Certainty(
            level,
            self.fixed(f"{slot}_word", word, Depth.DECK, f"{path}.level"),
            self.fixed(f"{slot}_short", with_cue(word), Depth.MEMO, path),
            self.fixed(f"{slot}_firm", with_cue(statement), Depth.SUMMARY, path),
            None
            if who is None
            else self.fixed(
                f"{slot}_who", labels.attribution.format(who=who), Depth.SUMMARY, f"{path}.according_to"
            ),
        )


def _natural(locator: str) -> list[tuple[int, str]]:
    """Sort "s2p10" behind "s2p9"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", locator)]
