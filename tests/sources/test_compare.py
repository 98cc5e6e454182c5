"""What a statement and a passage have in common: numbers, names, quotations, certainty, negations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.languages.language import known_tags, language_for
from builder.sources.compare.firmness import (
    Weights,
    firm_word,
    firmer_words,
    lost_hedge,
    missing_cue,
    wrong_negation,
)
from builder.sources.compare.names import known_words, pool_of, unnamed
from builder.sources.compare.quantities import Day, is_dated, is_stated, quantities_in
from builder.sources.compare.quotes import Runs, difference, is_verbatim, quotations_in

ENGLISH = language_for("en")


def numbers(text: str, tag: str = "en") -> list[tuple[str, str]]:
    found = quantities_in(text, language_for(tag)).quantities
    return [(f"{one.value:f}", one.unit) for one in found]


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "1,200 riders, 12.5 % of all", [("1200", ""), ("12.5", "%")]),
        ("en", "£3 million for 20 km in 30 minutes", [("3000000", "GBP"), ("20", "km"), ("30", "minutes")]),
        ("en", "four per cent and 5 percentage points", [("4", "%"), ("5", "points")]),
        ("en", "between 20 and 30 per cent", [("20", "%"), ("30", "%")]),
        ("en", "twenty-one hours in the 1990s", [("21", "hours"), ("1990", "")]),
        ("en", "at 9:30", [("9.30", "o'clock")]),
        ("en", "A4 and s2p1 are names, the two are not counted", []),
        (
            "de",
            "1.200 Menschen, 3,5 Mio. Euro, einundzwanzig",
            [("1200", ""), ("3500000", "EUR"), ("21", "")],
        ),
        (
            "fr",
            "1 200 personnes, 3,5 millions d’euros, 12 %",
            [("1200", ""), ("3500000", "EUR"), ("12", "%")],
        ),
        ("es", "1.200 personas, 12 por ciento, treinta y dos", [("1200", ""), ("12", "%"), ("32", "")]),
        ("ja", "約1万2000人が3億円、12％", [("12000", "人"), ("300000000", "JPY"), ("12", "%")]),
    ],
)
def test_numbers_are_read_with_their_units(tag: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = sorted(quantities_in(text, language_for(tag)).quantities, key=lambda one: one.start)
    assert [(f"{one.value:f}", one.unit) for one in found] == expected


@pytest.mark.parametrize(
    ("tag", "text", "day"),
    [
        ("en", "on 5 March 2031", (2031, 3, 5)),
        ("en", "on March 5, 2031", (2031, 3, 5)),
        ("en", "since May 2031", (2031, 5, 0)),
        ("en", "on 2031-03-05", (2031, 3, 5)),
        ("en-US", "on 3/5/2031", (2031, 3, 5)),
        ("de", "am 5. März 2031", (2031, 3, 5)),
        ("de", "am 5.3.2031", (2031, 3, 5)),
        ("fr", "le 1er mars 2031", (2031, 3, 1)),
        ("es", "el 5 de marzo de 2031", (2031, 3, 5)),
        ("ja", "2031年3月5日", (2031, 3, 5)),
        ("en", "It was closed in December.", (0, 12, 0)),
        ("fr", "Il a fermé en décembre.", (0, 12, 0)),
    ],
)
def test_dates_are_read_in_every_language(tag: str, text: str, day: tuple[int, int, int]) -> None:
    found = quantities_in(text, language_for(tag))
    assert [one[1:4] for one in found.days] == [day]
    assert found.quantities == ()


@pytest.mark.parametrize("tag", known_tags())
@given(
    value=st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda one: one.normalize()),
    unit=st.sampled_from(("", "%", "km", "€")),
)
def test_a_number_that_is_written_is_read_again(tag: str, value: Decimal, unit: str) -> None:
    language = language_for(tag)
    value = Decimal(f"{value:f}")
    written = language.numbers.written(value, unit)
    text = f"x {written} x" if language.script.spaced else f"は{written}の"
    (found,) = quantities_in(text, language).quantities
    assert found.value == value
    assert found.unit == {"€": "EUR"}.get(unit, unit)


def stated(text: str, passage: str, tag: str = "en") -> bool:
    (one,) = quantities_in(text, language_for(tag)).quantities
    return is_stated(one, quantities_in(passage, language_for(tag)).quantities)


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("320 riders", "there were 320 riders", True),
        ("350 riders", "there were 320 riders", False),
        ("three boats", "3 boats", True),
        ("about 1,200", "1,187 riders", True),
        ("1,200", "1,187 riders", False),
        ("1,200", "about 1,187 riders", False),
        ("about 1,200", "1,412 riders", False),
        ("20 km", "20 kilometres", True),
        ("20 miles", "20 kilometres", False),
        ("20 per cent", "20%", True),
        ("20 per cent", "20 percentage points", False),
        ("20 per cent", "20 boats", False),
        ("£3 million", "3 million pounds", True),
        ("£3 million", "€3 million", False),
        ("£3 million", "£3 billion", False),
        ("62 hours", "from 83 to 62", True),
    ],
)
def test_a_number_is_stated_with_its_unit(text: str, passage: str, expected: bool) -> None:
    assert stated(text, passage) is expected


def test_a_date_may_lack_its_year_in_the_passage() -> None:
    day = Day("24 March 2033", 2033, 3, 24)
    assert is_dated(day, [Day("24 March", 0, 3, 24)], {2033})
    assert not is_dated(day, [Day("24 March", 0, 3, 24)], {2032})
    assert not is_dated(day, [Day("24 April 2033", 2033, 4, 24)], {2033})
    assert is_dated(Day("March 2033", 2033, 3, 0), [day], set())
    assert not is_dated(day, [Day("March 2033", 2033, 3, 0)], set())


# Names.


def missing(text: str, passage: str, *others: str, tag: str = "en") -> list[str]:
    known = known_words(
        [text, passage, *others],
        (),
    )
    return list(unnamed(text, pool_of((passage,)), known, language_for(tag)))


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The Japanese side and South Korea agree.", "Japan and South Korea agree.", []),
        ("Both China and Russia agree.", "China and India agree.", ["Russia"]),
        ("It rests on US support.", "The United States supports it.", []),
        ("It rests on the United States.", "U.S. support matters.", []),
        ("It rests on the European Union.", "The United Nations supports it.", ["European Union"]),
        ("In March the Second World War ended.", "World War II ended.", []),
        ("Boats run. Nobody rides.", "The ferry is empty.", []),
        ("This was said by Lindau.", "It was said by Linden.", ["Lindau"]),
    ],
)
def test_names_that_a_passage_lacks_are_found(text: str, passage: str, expected: list[str]) -> None:
    assert missing(text, passage) == expected


def test_a_name_at_the_beginning_is_known_from_elsewhere() -> None:
    assert missing("China pays.", "Japan pays.") == []
    assert missing("China pays.", "Japan pays.", "It is said that China pays.") == ["China"]
    assert missing("Boats pay.", "Japan pays.", "It is said that Boats pay, and boats do.") == []


def test_nouns_with_capitals_are_no_names() -> None:
    assert missing("Der Rat zahlt für die Fähre.", "Die Stadt zahlt.", tag="de") == []
    assert missing("Die Zahlen der WHO und der EU.", "Die Zahlen der EU.", tag="de") == ["WHO"]


def test_japanese_places_are_names() -> None:
    assert missing("運航は浜辺町が決めた。", "運航は海原町が決めた。", tag="ja") != []
    assert missing("運航は海原町が決めた。", "運航は海原町が決めた。", tag="ja") == []


# Quotations.

PASSAGE = (
    "“We were never asked,” says Ann Marsh, who runs the shop – and the café – at the pier. It is a pity."
)


@pytest.mark.parametrize(
    "quote",
    [
        "We were never asked",
        '"we were never asked"',
        "We were never asked […] at the pier",
        "We were … asked",
        "[She] runs the shop - and the café",
        "[W]e were never asked",
        "It is a pity!",
    ],
)
def test_a_quotation_may_differ_in_marks_and_say_what_it_leaves_out(quote: str) -> None:
    assert is_verbatim(quote, [PASSAGE])


@pytest.mark.parametrize(
    ("quote", "differing"),
    [
        ("We was never asked, says Ann Marsh", ("was", "were")),
        ("We were asked, says Ann Marsh", ("", "never")),
        ("We were never ever asked, says Ann Marsh", ("ever", "")),
        ("We were never ask", ("ask", "asked")),
    ],
)
def test_a_quotation_that_is_not_verbatim_is_named(quote: str, differing: tuple[str, str]) -> None:
    assert not is_verbatim(quote, [PASSAGE])
    assert difference(quote, PASSAGE, ENGLISH) == differing


WORDS = st.lists(
    st.sampled_from(["the", "ferry", "runs", "daily", "and", "nobody", "rides", "on", "a", "grey", "boat"]),
    min_size=1,
)


@given(before=WORDS, quoted=WORDS, after=WORDS)
def test_any_run_of_words_is_verbatim(before: list[str], quoted: list[str], after: list[str]) -> None:
    passage = " ".join([*before, *quoted, *after])
    assert is_verbatim(" ".join(quoted), [passage])
    assert is_verbatim(f"“{' '.join(quoted).capitalize()}.”", [passage])


@given(quoted=st.lists(WORDS, min_size=2, max_size=4), gap=WORDS)
def test_what_is_left_out_is_said_by_an_ellipsis(quoted: list[list[str]], gap: list[str]) -> None:
    passage = f" {' '.join(gap)} ".join(" ".join(part) for part in quoted)
    assert is_verbatim(" … ".join(" ".join(part) for part in quoted), [passage])
    assert is_verbatim(" [...] ".join(" ".join(part) for part in quoted), [passage])


@given(words=WORDS, at=st.integers(0, 20))
def test_a_changed_word_is_not_verbatim(words: list[str], at: int) -> None:
    changed = [*words]
    changed[at % len(words)] = "changed"
    assert not is_verbatim(" ".join(changed), [" ".join(words)])


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_quotation_can_be_judged(quote: str, passage: str) -> None:
    is_verbatim(quote, [passage])
    difference(quote, passage, ENGLISH)


def test_words_in_quotation_marks_are_a_quotation_from_three_words_on() -> None:
    assert list(quotations_in("The “pier” is “never open again”, she says.", ENGLISH)) == ["never open again"]
    assert list(quotations_in("Die „nie wieder offene“ Brücke.", language_for("de"))) == ["nie wieder offene"]


def test_eight_words_in_a_row_are_copied() -> None:
    runs = Runs([("x#s1p1", "The ferry runs daily from the old pier to 30 villages on the lake.")], ENGLISH)
    copied = runs.copied("We know that the ferry runs daily from the old pier to villages.")
    assert copied == ("the ferry runs daily from the old pier to villages", "x#s1p1")
    assert runs.copied("The ferry runs daily from the old town.") is None
    assert runs.copied("As they say, “the ferry runs daily from the old pier to 30 villages”.") is None


@given(passage=st.lists(st.sampled_from("abcdefghij"), min_size=8, max_size=30), start=st.integers(0, 30))
def test_any_eight_words_of_a_passage_are_found(passage: list[str], start: int) -> None:
    start = min(start, len(passage) - 8)
    runs = Runs([("x", " ".join(passage))], ENGLISH)
    assert runs.copied(" ".join(["zz", *passage[start : start + 8], "zz"])) is not None
    assert runs.copied(" ".join(["zz", *passage[start : start + 7], "zz"])) is None or len(set(passage)) < 10


# Certainty.

HEDGED = {
    "en": (
        "The new line may weaken the old ferry.",
        "The new line weakens the old ferry.",
        "will",
    ),
    "de": (
        "Die neue Linie könnte die alte Fähre schwächen.",
        "Die neue Linie schwächt die alte Fähre.",
        "zweifellos",
    ),
    "fr": (
        "La nouvelle ligne pourrait affaiblir le bac.",
        "La nouvelle ligne affaiblit le bac.",
        "certainement",
    ),
    "es": ("La nueva línea podría debilitar el barco.", "La nueva línea debilita el barco.", "siempre"),
    "ja": ("新しい路線は古いフェリーを弱める可能性がある。", "新しい路線は古いフェリーを弱める。", "必ず"),
}


@pytest.mark.parametrize("tag", known_tags())
def test_a_lost_hedge_is_found_in_every_language(tag: str) -> None:
    passage, firm, word = HEDGED[tag]
    language = language_for(tag)
    weights = Weights([passage], language)
    assert lost_hedge(firm, [passage], weights) is not None
    assert lost_hedge(passage, [passage], weights) is None
    space = " " if language.script.spaced else ""
    assert firmer_words(f"{word}{space}{firm}", [passage], language) == word
    assert firmer_words(firm, [passage], language) is None
    assert firm_word(f"{word}{space}{firm}", language) == word
    assert firm_word(passage, language) is None


DENIED = {
    "en": ("The ferry does not pay its costs.", "The ferry pays its costs."),
    "de": ("Die Fähre deckt ihre Kosten nicht.", "Die Fähre deckt ihre Kosten."),
    "fr": ("Le bac ne couvre pas ses coûts.", "Le bac couvre ses coûts."),
    "es": ("El barco no cubre sus costes.", "El barco cubre sus costes."),
    "ja": ("フェリーは費用を回収できない。", "フェリーは費用を回収できる。"),
}


@pytest.mark.parametrize("tag", known_tags())
def test_a_negation_is_found_in_every_language(tag: str) -> None:
    no, yes = DENIED[tag]
    for said, passage in ((no, yes), (yes, no)):
        weights = Weights([passage], language_for(tag))
        assert wrong_negation(said, [passage], weights) is not None, (said, passage)
    for same in (no, yes):
        assert wrong_negation(same, [same], Weights([same], language_for(tag))) is None


def test_a_denial_in_other_words_agrees() -> None:
    passage = "The council refused to pay. The absence of boats hurts."
    weights = Weights([passage], ENGLISH)
    assert wrong_negation("The council did not pay.", [passage], weights) is None
    assert wrong_negation("There are no boats.", [passage], weights) is None


def test_a_cue_may_have_another_form() -> None:
    assert not missing_cue("suggests", ["The police suggested it."], ENGLISH)
    assert missing_cue("might", ["It may be so."], ENGLISH)
    assert not missing_cue("may have", ["It may well have been so."], ENGLISH)
