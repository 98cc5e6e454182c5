"""Which words differ between what is expected and what was extracted, how, and where."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audit.content import FIELD, Utterance
from builder.audit.words.alignment import pairs
from builder.audit.words.differences import LAX, differences
from builder.audit.words.stream import Difference, How, Part, fold

PARTS = tuple(
    Part(text, f"path[{place}]")
    for place, text in enumerate(
        [
            "A cancelled meeting",
            "A1",
            "Politics at home may have come before diplomacy.",
            "[1, s2p1]",
            "A2",
            "Policy differences cost 12 million.",
            "[1, s2p1]",
            "Against it:",
            "The article names no organisation.",
        ]
    )
)
SAID = (
    "A cancelled meeting",
    "A1\tPolitics at home may have come before diplomacy. [1, s2p1]",
    "A2\tPolicy differences cost 12 million. · [1, s2p1]",
    "Against it: The article names no organisation.",
)


def heard(lines: Sequence[str]) -> list[Utterance]:
    return [Utterance(f"line {number}", line) for number, line in enumerate(lines, 1)]


def differing(said: Sequence[str], *, lines: bool = False) -> list[Difference]:
    return differences(PARTS, heard(said), gap=LAX, lines=lines)


def only(said: Sequence[str]) -> Difference:
    (difference,) = differing(said)
    return difference


def with_line(place: int, line: str) -> list[str]:
    return [*SAID[:place], line, *SAID[place + 1 :]]


def test_words_that_are_said_as_decided_do_not_differ() -> None:
    assert differing(SAID) == []


def test_a_dropped_paragraph_is_missing_at_its_first_field() -> None:
    for place, path, words in (
        (0, "path[0]", "A cancelled meeting"),
        (1, "path[1]", "A1 Politics at home may have come before diplomacy. [1, s2p1]"),
        (2, "path[4]", "A2 Policy differences cost 12 million. [1, s2p1]"),
        (3, "path[7]", "Against it: The article names no organisation."),
    ):
        found = only([*SAID[:place], *SAID[place + 1 :]])
        assert (found.how, found.path, found.decided) == (How.MISSING, path, words)


def test_two_swapped_paragraphs_are_told_as_moved() -> None:
    found = only([SAID[0], SAID[2], SAID[1], SAID[3]])
    assert found.how is How.MOVED
    assert (found.path, found.decided) in [
        ("path[1]", fold(SAID[1])),
        ("path[4]", "A2 Policy differences cost 12 million. [1, s2p1]"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("12", "13", "path[5]"),
        ("may have", "has", "path[2]"),
        ("diplomacy.", "diplomacy?", "path[2]"),
        ("diplomacy.", "diplomacy", "path[2]"),
        ("no organisation", "organisation", "path[8]"),
        ("no organisation", "no “organisation”", "path[8]"),
        ("at home", "athome", "path[2]"),
        ("names", "na mes", "path[8]"),
        ("The article", "the article", "path[8]"),
        ("million", "mil-lion", "path[5]"),
        ("12 million", "12 million dollars", "path[5]"),
    ],
)
def test_changed_words_are_told_at_their_field(old: str, new: str, path: str) -> None:
    found = only([line.replace(old, new) for line in SAID])
    assert (found.how, found.path) == (How.CHANGED, path)
    assert new in found.said
    assert old in found.decided


@pytest.mark.parametrize("place", range(5))
def test_foreign_words_are_told_where_they_stand(place: int) -> None:
    found = only([*SAID[:place], "Words of nobody.", *SAID[place:]])
    assert (found.how, found.place, found.said) == (How.FOREIGN, f"line {place + 1}", "Words of nobody.")


def test_a_text_that_is_said_twice_is_foreign_the_second_time() -> None:
    found = only([*SAID[:2], *SAID[1:]])
    assert (found.how, found.said) == (How.FOREIGN, fold(SAID[1]))


def test_several_differences_are_each_told() -> None:
    lines = [SAID[0].replace("meeting", "dinner"), *SAID[1:3], SAID[3].replace("no", "one"), "end"]
    assert [found.how for found in differing(lines)] == [How.CHANGED, How.CHANGED, How.FOREIGN]


def test_all_is_missing_from_an_empty_file() -> None:
    found = only([])
    assert (found.how, found.place) == (How.MISSING, "an empty file")


def test_white_space_and_soft_hyphens_are_folded_and_nothing_else() -> None:
    said = [line.replace(" ", "\u00a0").replace("Policy", "Pol\u00adicy") for line in SAID]
    assert differing([line.replace("12", "\u200912\u202f") for line in said]) == []
    for old, new in (("it:", "it："), ("A1", "A１"), ("12", "１２"), ("may", "mау")):
        assert differing([line.replace(old, new) for line in SAID]), new


def test_a_paragraph_may_not_break_within_a_text() -> None:
    lines = [SAID[0], "A1 Politics at home may", "have come before diplomacy. [1, s2p1]", *SAID[2:]]
    found = only(lines)
    assert (found.how, found.path) == (How.CHANGED, "path[2]")
    assert differing(lines, lines=True) == []


def test_printed_lines_break_between_words_after_hyphens_and_within_long_words() -> None:
    parts = [Part("a high-stakes meeting of incomprehensibilities")]
    said = heard(["a high-", "stakes meet", "ing of", "incomprehensi", "bilities"])
    assert differences(parts, said, lines=True) == []
    changed = heard(["a high-", "stakes eating of", "incomprehensi", "bilities"])
    (found,) = differences(parts, changed, lines=True)
    assert "stakes eating of" in found.said


def test_words_that_run_into_each_other_are_told() -> None:
    found = only(with_line(1, SAID[1].replace("\t", "")))
    assert (found.how, found.path) == (How.GLUED, "path[2]")


def test_texts_of_scripts_without_spaces_may_touch() -> None:
    parts = [Part("会談の中止。"), Part("背景"), Part("国内政治")]
    assert differences(parts, heard(["会談の中止。背景国内政治"])) == []


def test_only_the_signs_of_the_gap_may_stand_between_two_texts() -> None:
    parts = [Part("one"), Part("two")]
    assert differences(parts, heard([f"one {FIELD} two"])) == []
    for between in ("?", ";", ",", "·", "and"):
        assert differences(parts, heard([f"one {between} two"])), between
    for between in (";", ",", "·", "•"):
        assert differences(parts, heard([f"one {between} two"]), gap=LAX) == []
    assert differences(parts, heard(["one ? two"]), gap=LAX)


def test_a_part_that_begins_a_paragraph_may_not_run_on_and_the_other_way_round() -> None:
    parts = [Part("Why", begins=True), Part("it fell.", begins=False), Part("Then", begins=True), Part("up")]
    assert differences(parts, heard(["Why it fell.", "Then", "up"])) == []
    assert [one.how for one in differences(parts, heard(["Why", "it fell.", "Then up"]))] == [How.SPLIT]
    assert [one.how for one in differences(parts, heard(["Why it fell. Then up"]))] == [How.MERGED]


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "may", "might", "1", "2", "[1]", ",", "."])
SENTENCE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(SENTENCE, min_size=1, max_size=12))
def test_what_is_decided_does_not_differ_from_itself(sentences: list[str]) -> None:
    assert differences([Part(text) for text in sentences], heard(sentences)) == []


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.lists(SENTENCE, max_size=8))
def test_whatever_differs_is_told(decided: list[str], said: list[str]) -> None:
    equal = " ".join(decided) == " ".join(said)
    assert bool(differences([Part(text) for text in decided], heard([" ".join(said)]))) is not equal


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=30))
def test_pairs_are_equal_words_and_ascend(left: list[str], right: list[str]) -> None:
    found = list(pairs(left, right))
    assert all(left[one] == right[other] for one, other in found)
    assert all(
        one < next_one and other < next_other for (one, other), (next_one, next_other) in pairwise(found)
    )


def test_a_long_file_is_compared_in_time_that_grows_with_its_length() -> None:
    def seconds(count: int) -> float:
        parts = [
            Part(f"argument {number} says that {number * 7} is more than {number * 3}")
            for number in range(count)
        ]
        said = [part.text for part in parts]
        said[3], said[count // 2] = "foreign", "words of nobody"
        del said[count // 3]
        start = time.perf_counter()
        assert len(differences(parts, heard(said))) == 3
        return time.perf_counter() - start

    seconds(500)
    assert seconds(8_000) < 40 * seconds(1_000) + 0.5
