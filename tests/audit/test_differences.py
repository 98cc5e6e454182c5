"""Which words differ between what is expected and what was extracted, kind, and where."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audit.content import FIELD, Located
from builder.audit.words.differences import LAX, differences
from builder.audit.words.transcript import Difference, fold
from builder.audit.words.transcript import DifferenceKind as Kind
from builder.audit.words.transcript import ExpectedText as Text
from builder.words.pairing import pairs

EXPECTED = tuple(
    Text(text, f"path[{index}]")
    for index, text in enumerate(
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
EXTRACTED = (
    "A cancelled meeting",
    "A1\tPolitics at home may have come before diplomacy. [1, s2p1]",
    "A2\tPolicy differences cost 12 million. · [1, s2p1]",
    "Against it: The article names no organisation.",
)


def passages(lines: Sequence[str]) -> list[Located]:
    return [Located(f"line {number}", line) for number, line in enumerate(lines, 1)]


def differing(lines: Sequence[str], *, printed: bool = False) -> list[Difference]:
    return differences(EXPECTED, passages(lines), gap=LAX, lines=printed)


def only(lines: Sequence[str]) -> Difference:
    (difference,) = differing(lines)
    return difference


def with_line(index: int, line: str) -> list[str]:
    return [*EXTRACTED[:index], line, *EXTRACTED[index + 1 :]]


def test_words_that_are_as_expected_do_not_differ() -> None:
    assert differing(EXTRACTED) == []


def test_a_dropped_paragraph_is_missing_at_its_first_field() -> None:
    for index, path, words in (
        (0, "path[0]", "A cancelled meeting"),
        (1, "path[1]", "A1 Politics at home may have come before diplomacy. [1, s2p1]"),
        (2, "path[4]", "A2 Policy differences cost 12 million. [1, s2p1]"),
        (3, "path[7]", "Against it: The article names no organisation."),
    ):
        found = only([*EXTRACTED[:index], *EXTRACTED[index + 1 :]])
        assert (found.kind, found.path, found.expected) == (Kind.MISSING, path, words)


def test_two_swapped_paragraphs_are_reported_as_moved() -> None:
    found = only([EXTRACTED[0], EXTRACTED[2], EXTRACTED[1], EXTRACTED[3]])
    assert found.kind is Kind.MOVED
    assert (found.path, found.expected) in [
        ("path[1]", fold(EXTRACTED[1])),
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
def test_changed_words_are_reported_at_their_field(old: str, new: str, path: str) -> None:
    found = only([line.replace(old, new) for line in EXTRACTED])
    assert (found.kind, found.path) == (Kind.CHANGED, path)
    assert new in found.extracted
    assert old in found.expected


@pytest.mark.parametrize("index", range(5))
def test_foreign_words_are_reported_at_their_location(index: int) -> None:
    found = only([*EXTRACTED[:index], "Words of nobody.", *EXTRACTED[index:]])
    assert (found.kind, found.location, found.extracted) == (
        Kind.EXTRA,
        f"line {index + 1}",
        "Words of nobody.",
    )


def test_a_text_that_comes_twice_is_foreign_the_second_time() -> None:
    found = only([*EXTRACTED[:2], *EXTRACTED[1:]])
    assert (found.kind, found.extracted) == (Kind.EXTRA, fold(EXTRACTED[1]))


def test_several_differences_are_each_reported() -> None:
    lines = [
        EXTRACTED[0].replace("meeting", "dinner"),
        *EXTRACTED[1:3],
        EXTRACTED[3].replace("no", "one"),
        "end",
    ]
    assert [found.kind for found in differing(lines)] == [
        Kind.CHANGED,
        Kind.CHANGED,
        Kind.EXTRA,
    ]


def test_all_is_missing_from_an_empty_file() -> None:
    found = only([])
    assert (found.kind, found.location) == (Kind.MISSING, "an empty file")


def test_white_space_and_soft_hyphens_are_folded_and_nothing_else() -> None:
    lines = [line.replace(" ", "\u00a0").replace("Policy", "Pol\u00adicy") for line in EXTRACTED]
    assert differing([line.replace("12", "\u200912\u202f") for line in lines]) == []
    for old, new in (("it:", "it："), ("A1", "A１"), ("12", "１２"), ("may", "mау")):
        assert differing([line.replace(old, new) for line in EXTRACTED]), new


def test_a_paragraph_may_not_break_within_a_text() -> None:
    lines = [EXTRACTED[0], "A1 Politics at home may", "have come before diplomacy. [1, s2p1]", *EXTRACTED[2:]]
    found = only(lines)
    assert (found.kind, found.path) == (Kind.CHANGED, "path[2]")
    assert differing(lines, printed=True) == []


def test_printed_lines_break_between_words_after_hyphens_and_within_long_words() -> None:
    parts = [Text("a high-stakes meeting of incomprehensibilities")]
    lines = passages(["a high-", "stakes meet", "ing of", "incomprehensi", "bilities"])
    assert differences(parts, lines, lines=True) == []
    changed = passages(["a high-", "stakes eating of", "incomprehensi", "bilities"])
    (found,) = differences(parts, changed, lines=True)
    assert "stakes eating of" in found.extracted


def test_words_that_run_into_each_other_are_reported() -> None:
    found = only(with_line(1, EXTRACTED[1].replace("\t", "")))
    assert (found.kind, found.path) == (Kind.UNSPACED, "path[2]")


def test_texts_of_scripts_without_spaces_may_touch() -> None:
    parts = [Text("会談の中止。"), Text("背景"), Text("国内政治")]
    assert differences(parts, passages(["会談の中止。背景国内政治"])) == []


def test_only_the_characters_of_the_gap_may_come_between_two_texts() -> None:
    parts = [Text("one"), Text("two")]
    assert differences(parts, passages([f"one {FIELD} two"])) == []
    for between in ("?", ";", ",", "·", "and"):
        assert differences(parts, passages([f"one {between} two"])), between
    for between in (";", ",", "·", "•"):
        assert differences(parts, passages([f"one {between} two"]), gap=LAX) == []
    assert differences(parts, passages(["one ? two"]), gap=LAX)


def test_a_part_that_begins_a_paragraph_may_not_run_on_and_the_other_way_round() -> None:
    parts = [
        Text("Why", begins=True),
        Text("it fell.", begins=False),
        Text("Then", begins=True),
        Text("up"),
    ]
    assert differences(parts, passages(["Why it fell.", "Then", "up"])) == []
    assert [one.kind for one in differences(parts, passages(["Why", "it fell.", "Then up"]))] == [Kind.SPLIT]
    assert [one.kind for one in differences(parts, passages(["Why it fell. Then up"]))] == [Kind.MERGED]


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "may", "might", "1", "2", "[1]", ",", "."])
SENTENCE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(SENTENCE, min_size=1, max_size=12))
def test_what_is_expected_does_not_differ_from_itself(sentences: list[str]) -> None:
    assert differences([Text(text) for text in sentences], passages(sentences)) == []


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.lists(SENTENCE, max_size=8))
def test_whatever_differs_is_reported(expected: list[str], lines: list[str]) -> None:
    equal = " ".join(expected) == " ".join(lines)
    assert bool(differences([Text(text) for text in expected], passages([" ".join(lines)]))) is not equal


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
            Text(f"argument {number} says that {number * 7} is more than {number * 3}")
            for number in range(count)
        ]
        lines = [part.words for part in parts]
        lines[3], lines[count // 2] = "foreign", "words of nobody"
        del lines[count // 3]
        start = time.perf_counter()
        assert len(differences(parts, passages(lines))) == 3
        return time.perf_counter() - start

    seconds(500)
    assert seconds(8_000) < 40 * seconds(1_000) + 0.5
