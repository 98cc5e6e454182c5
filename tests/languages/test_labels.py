"""Each language says every fixed word, with the blanks where they belong."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import fields

from builder.languages.labels import Labels, ReleaseWords
from builder.languages.language import known_tags, language_for
from builder.languages.speech import Speech
from builder.languages.titles import Titles
from builder.outline.text import Product
from builder.pipeline.products import lay_out
from tests.support.outlines import LIBRARY, outline_of

LANGUAGES = (*known_tags(), "en-US")
ENGLISH = language_for("en").labels
WORDS = tuple(field.name for field in fields(Labels) if isinstance(getattr(ENGLISH, field.name), str))


PHRASES = tuple(field.name for field in fields(Speech))


def blanks(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_the_same_blanks_in_every_language(language: str) -> None:
    labels = language_for(language).labels
    words = {name: getattr(labels, name) for name in WORDS}
    assert {name: blanks(word) for name, word in words.items()} == {
        name: blanks(getattr(ENGLISH, name)) for name in WORDS
    }
    assert not [word for word in words.values() if re.search(r"[{}]", re.sub(r"\{\w+\}", "", word))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_release_have_the_same_blanks_in_every_language(language: str) -> None:
    words, english = language_for(language).release, language_for("en").release
    for field in fields(ReleaseWords):
        assert getattr(words, field.name).strip()
        assert blanks(getattr(words, field.name)) == blanks(getattr(english, field.name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_has_the_same_blanks_in_every_language(language: str) -> None:
    titles = language_for(language).labels.titles
    assert len(titles.numbers.split()) == 11
    for field in fields(Titles):
        own, english = getattr(titles, field.name), getattr(ENGLISH.titles, field.name)
        forms = zip(*((form,) if isinstance(form, str) else form for form in (own, english)), strict=True)
        assert all(form.strip() and blanks(form) == blanks(other) for form, other in forms), field.name


def spoken(speech: Speech) -> dict[str, str]:
    """Return the phrases by their names; one for each level of certainty stands in a row of them."""
    found = {name: getattr(speech, name) for name in PHRASES}
    levels = found.pop("levels")
    return found | {f"levels {at}": phrase for at, phrase in enumerate(levels)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_of_the_notes_has_the_same_blanks_in_every_language(language: str) -> None:
    speech = language_for(language).labels.speech
    phrases = spoken(speech)
    assert {name: blanks(phrase) for name, phrase in phrases.items()} == {
        name: blanks(phrase) for name, phrase in spoken(ENGLISH.speech).items()
    }
    assert all(map(str.strip, phrases.values()))
    assert not [phrase for phrase in phrases.values() if re.search(r"[\"']|--|\.\.\.| {2}", phrase)]
    if language == "fr":
        assert not [each for each in phrases.values() if re.search(r"(?<!\u00a0)[:;!?»]|«(?!\u00a0)", each)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    empty = [name for name in WORDS if not getattr(language_for(language).labels, name).strip()]
    assert empty == ["space"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_typeset(language: str) -> None:
    words = [getattr(language_for(language).labels, name) for name in WORDS]
    assert not [word for word in words if re.search(r"[\"']|--|\.\.\.| {2}", word)]
    if language == "fr":
        assert not [word for word in words if re.search(r"(?<!\u00a0)[:;!?»]|«(?!\u00a0)", word)]


@pytest.mark.parametrize(
    ("language", "same"),
    [
        ("en-GB", "en"),
        ("en-AU", "en"),
        ("en-us", "en-US"),
        ("de-AT", "de"),
        ("ja-JP", "ja"),
        ("fr_CA", "fr"),
        ("tlh", "en"),
    ],
)
def test_an_unknown_region_reads_its_language_and_an_unknown_language_english(
    language: str, same: str
) -> None:
    assert language_for(language).labels is language_for(same).labels


def test_languages_differ() -> None:
    assert (
        len({language_for(language).labels.bottom_line for language in LANGUAGES if language != "en-US"}) == 5
    )
    assert language_for("en-US").dates.day != language_for("en").dates.day


@pytest.mark.parametrize(
    ("language", "long"),
    [
        ("en", "12 March 2026"),
        ("en-US", "March 12, 2026"),
        ("de", "12. März 2026"),
        ("es", "12 de marzo de 2026"),
        ("fr", "12 mars 2026"),
        ("ja", "2026年3月12日"),
    ],
)
def test_a_date_is_written_as_the_language_does(language: str, long: str) -> None:
    assert language_for(language).dates.long_date(date(2026, 3, 12)) == long


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert language_for("fr").dates.long_date(date(2026, 3, 1)) == "1er mars 2026"
    assert language_for("ja").dates.long_date(date(2026, 3, 1)) == "2026年3月1日"


def test_every_month_has_its_name() -> None:
    months = [language_for("de").dates.long_date(date(2026, month, 1)) for month in range(1, 13)]
    assert len(set(months)) == 12
    assert months[11] == "1. Dezember 2026"


@pytest.mark.parametrize(
    ("minutes", "zone"),
    [(0, "UTC"), (60, "UTC+1"), (330, "UTC+5:30"), (-210, "UTC−3:30"), (-300, "UTC−5"), (-30, "UTC−0:30")],
)
def test_a_moment_names_its_zone(minutes: int, zone: str) -> None:
    moment = datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert language_for("en").dates.long_moment(moment) == f"1 March 2026, 09:00 {zone}"


def test_a_moment_keeps_its_seconds() -> None:
    moment = datetime(2026, 3, 1, 9, 0, 5, tzinfo=UTC)
    assert language_for("en").dates.long_moment(moment) == "1 March 2026, 09:00:05 UTC"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        language_for("en").dates.long_moment(datetime(2026, 3, 1))


@pytest.mark.parametrize(
    ("words", "listed"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_words_are_listed(words: tuple[str, ...], listed: str) -> None:
    assert ENGLISH.listed(words) == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_minute_is_not_minutes(language: str) -> None:
    labels = language_for(language).labels
    assert labels.purpose(1) == labels.notes_purpose_one
    assert "2" in labels.purpose(2)
    if language != "ja":
        assert not re.search(r"(?i)\b(?:minutes|minuten|minutos)\b", labels.purpose(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_sources_are_described_in_the_plural(language: str) -> None:
    one, many = language_for(language).labels, language_for(language).labels.of_many_sources()
    assert many.asserted_meaning == one.asserted_meaning_many != one.asserted_meaning
    assert many.bottom_line == one.bottom_line


def texts_of(product: Product, **changes: Any) -> str:
    pages = lay_out(outline_of(LIBRARY, **changes), product).pages
    assert pages is not None
    return repr(pages)


def test_the_summary_names_the_memos_evidence_only_where_there_is_some() -> None:
    argued = [
        {"title": "Why", "arguments": [{"claim": "Most people are free.", "evidence": [{"text": "A poll."}]}]}
    ]
    assert ENGLISH.memo_gives_evidence not in texts_of(Product.SUMMARY)
    assert ENGLISH.memo_gives_evidence not in texts_of(Product.SUMMARY, contact="Call the desk")
    assert ENGLISH.memo_gives_evidence in texts_of(Product.SUMMARY, sections=argued)


def test_short_slides_take_a_minute_to_read() -> None:
    assert ENGLISH.notes_purpose_one in texts_of(Product.DECK)
