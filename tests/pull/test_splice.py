"""An edit is made in the YAML at its place: every other byte stays, and what is not certain is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.brief.yaml.read import read_values
from builder.brief.yaml.tree import nodes
from builder.pull.paragraphs import Comment
from builder.pull.splice import commented, source_of, spliced, without_item, words_of
from builder.words.replacing import replacements


def spliced_in(text: str, path: str, old: str, new: str) -> str | None:
    source = source_of(text)
    node = next(one for one, _ in nodes(source.root) if one.path == path)
    return spliced(source, node, old, list(replacements(old, new)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: It rains.  # why\nb: 1\n", "a: It snows.  # why\nb: 1\n"),
        ("a: 'It rains.'\n", "a: 'It snows.'\n"),
        ('{a: "It rains.", b: [x]}\n', '{a: "It snows.", b: [x]}\n'),
        ("a: >-\n    It\n    rains.\n\nb: 1\n", "a: >-\n    It\n    snows.\n\nb: 1\n"),
        ("a: |\n  It rains.\n# end\n", "a: |\n  It snows.\n# end\n"),
        ("a: It\n   rains.\n", "a: It\n   snows.\n"),
        ('a: "It\\u0020rains."\n', 'a: "It snows."\n'),
    ],
)
def test_the_way_it_is_written_stays(text: str, meant: str) -> None:
    assert spliced_in(text, "a", "It rains.", "It snows.") == meant


@pytest.mark.parametrize(
    "new",
    ["It rains: a lot", "It rains # a lot", "It's “late”", 'It "rains"', "It rains [a lot]", "- It rains"],
)
@pytest.mark.parametrize(
    "text", ["a: It rains\n", "a: 'It rains'\n", 'a: "It rains"\n', "a: [It rains]\n", "a: |\n  It rains\n"]
)
def test_words_that_yaml_reads_otherwise_are_quoted(text: str, new: str) -> None:
    path = "a[0]" if "[" in text else "a"
    done = spliced_in(text, path, "It rains", new)
    assert done is not None
    values = read_values(done).values
    assert values is not None
    (value,) = [values["a"][0] if path == "a[0]" else values["a"]]  # type: ignore[index]
    assert str(value).replace("\\", "") == new


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: &x It rains.\nb: *x\n", "a"),  # the other value would change with it
        ("a: &x It rains.\nb: *x\n", "b"),
        ("a: {fact:rain}\n", "a"),
        ("a: |\n  It {fact:rain}.\n", "a"),
    ],
)
def test_what_is_not_certain_is_refused(text: str, path: str) -> None:
    assert spliced_in(text, path, "It rains.", "It snows.") is None


@given(
    st.lists(st.sampled_from("ab,:#'\"[]{}&*!|>-?@%` \\."), min_size=1, max_size=9).map("".join),
    st.sampled_from(
        ["a: {}\n", "a: '{}'\n", 'b: 1\na: "{}" # x\nc: 2\n', "a: >-\n  {}\nb: 1\n", "x: [1]\na: |\n  {}\n"]
    ),
)
def test_whatever_is_typed_is_what_the_value_says_or_it_is_refused(typed: str, form: str) -> None:
    text = form.replace("{}", "one two three")
    new = f"one {typed.strip()} three"
    done = spliced_in(text, "a", "one two three", new)
    if done is not None and done != text:
        before, after = (read_values(one).values for one in (text, done))
        assert before is not None
        assert after is not None
        assert {key: value for key, value in after.items() if key != "a"} == {
            key: value for key, value in before.items() if key != "a"
        }


@pytest.mark.parametrize(
    ("text", "path", "meant"),
    [
        ("a:\n  - x  # one\n  # two\n  - y\nb: 1\n", "a[0]", "a:\n  # two\n  - y\nb: 1\n"),
        ("a:\n  - k: x\n    l: |\n      long\n\n  - y\n", "a[0]", "a:\n\n  - y\n"),
        ("a:\n  - x\n  - y", "a[1]", "a:\n  - x\n"),
        ("a: [x, y, z]\n", "a[0]", "a: [y, z]\n"),
        ("a: [x, y, z]\n", "a[2]", "a: [x, y]\n"),
        ("a: [[x, y], [z]]\n", "a[0][1]", "a: [[x], [z]]\n"),
        ("a: [x]\n", "a[0]", None),
        ("a:\n  - - x\n    - y\n  - z\n", "a[0][0]", None),
    ],
)
def test_an_item_goes_from_a_list_with_its_lines(text: str, path: str, meant: str | None) -> None:
    source = source_of(text)
    node = source.by_path(path)
    assert node is not None
    assert without_item(source, node) == meant


def test_comments_are_above_their_lines_and_only_once() -> None:
    words = words_of(Comment("Anna Smith", "2031-05-03T09:00:00Z", "Is\nthat so?"))
    text = "a:\n  b: x\n  c: |\n    one\n    two\n"
    done = commented(text, [(3, words)])
    assert done == "a:\n  b: x\n  # comment: Anna Smith, 2031-05-03: Is that so?\n  c: |\n    one\n    two\n"
    assert commented(done, [(4, words)]) == done
    assert commented(text, [(5, words)]) == text  # inside a text it would be words of it
