"""Longer texts are divided into paragraphs, items and subheadings, and no other markup passes in silence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from builder.brief.rules.references import check_rules
from builder.brief.texts.prose import Division, Shape, divide
from builder.outline.text import texts
from builder.report.problems import Problem
from tests.conftest import often
from tests.support.composing import MINIMAL, composed, first_argument
from tests.support.outlines import brief_of

PARAGRAPH, BULLET, NUMBER, SUBHEADING = Shape
# fmt: off
PIECES = (
    "a", "b", "5", "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "#", ">", "|", "!", ":", ".", "~~",
    "~", "^", "=", "<b>", "</b>", "<a ", "&amp;", "[^1]", "![x](y)", "](https://x.y)", "http://a.b",
    "---", "===", "word ", "5 ", " ", " - ", " * ", "## ", "- ", "+ ", "1. ", "2. ",
)
LINES = (
    "\n", "\n\n", "\n- ", "\n* ", "\n1. ", "\n2. ", "\n### ", "\n> ", "\n|---|---|\n", "\n```\n", "\n  - ",
)
# fmt: on


@pytest.mark.parametrize(
    ("text", "divisions"),
    [
        ("One paragraph.", [("One paragraph.", PARAGRAPH)]),
        ("One.\n\nTwo\nlines.", [("One.", PARAGRAPH), ("Two lines.", PARAGRAPH)]),
        ("If:\n- a **b**\n* c", [("If:", PARAGRAPH), ("a **b**", BULLET), ("c", BULLET)]),
        ("•\ta\n• b", [("a", BULLET), ("b", BULLET)]),
        ("### Why\nSo.", [("Why", SUBHEADING), ("So.", PARAGRAPH)]),
        ("3) a\n4) b", [("a", NUMBER), ("b", NUMBER)]),
        ("3. March was wet.", [("3. March was wet.", PARAGRAPH)]),
        ("0. a\n1. b", [("0. a", PARAGRAPH), ("1. b", PARAGRAPH)]),
        ("+ 3 percent", [("+ 3 percent", PARAGRAPH)]),
        ("\\- a\n\n\\1. b", [("\\- a", PARAGRAPH), ("\\1. b", PARAGRAPH)]),
        ("[1]: https://x.y\n\na", [("[1]: https://x.y", PARAGRAPH), ("a", PARAGRAPH)]),
    ],
)
def test_a_text_is_divided_into_what_it_consists_of(text: str, divisions: list[tuple[str, Shape]]) -> None:
    found = divide(text)
    assert [(each.text, each.shape) for each in found] == divisions
    assert not any(each.outside for each in found)


def test_a_numbered_list_keeps_its_numbers() -> None:
    assert [each.number for each in divide("a\n\n1. b\n2. c\n\nd\n\n7. e\n8. f")] == [0, 1, 2, 0, 7, 8]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a\n\n| b | c |\n|---|---|\n| 1 | 2 |", "a table"),
        ("# a\n\nb", "a heading"),
        ("a\n---\nb", "a heading"),
        ("a\n\n> b", "a quotation"),
        ("a\n\n```\nb\n```", "a block of code"),
        ("a\n\n---\n\nb", "a line"),
        ("<div>\na\n</div>", "HTML"),
        ("- a\n  - b", "a list in a list"),
        ("- a\n\n  b\n- c", "a list with an item that is not one paragraph"),
        ("1. a\n2. > b", "a list with an item that is not one paragraph"),
        ("+ a\n+ b", "a list with `+`"),
        ("- a\nb", "a line at the margin"),
    ],
)
def test_what_is_outside_the_subset_is_kept_as_typed_and_named(text: str, what: str) -> None:
    assert [each.outside for each in divide(text) if each.outside][:1] == [what]


@often(300)
@given(st.lists(st.sampled_from(PIECES + LINES), max_size=12).map("".join))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    shown = re.sub(r"[^a-z]", "", "".join(each.text for each in divide(text)))
    assert shown == re.sub(r"[^a-z]", "", text)


# Nothing is printed as raw Markdown without a warning


def left_over(printed: str) -> list[str]:
    """Return what a parser of CommonMark takes for markup in words that are printed.

    Signs before a number, products and comparisons are read as printed: "> 50", "2*3*4", "a <b c> d".
    """
    printed = re.sub(r"https?://\S+|(?<=\d)\*(?=\d)", "x", printed)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    known = {"paragraph_open", "paragraph_close", "inline", "list_item_open", "list_item_close"}
    known |= {"ordered_list_open", "ordered_list_close"}
    signs = re.match(r"\s*(?:[-+*>]|#{1,6}|\d+[.)])\s*(?:\d|$)", printed)
    found = []
    for token in parser.parse(printed):
        found += [token.type] if token.type not in known and not signs else []
        for part in token.children or ():
            less = re.fullmatch(r"<[\w:]+(?:\s+[\w:]+)+\s*/?>", part.content)
            found += [part.type] if part.type not in ("text", "softbreak") and not less else []
    return found


def warned(problems: list[Problem], path: str) -> bool:
    return any(problem.rule == "markup-understood" and problem.path == path for problem in problems)


@often(300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_no_line_prints_raw_markdown_without_a_warning(text: str) -> None:
    text = " ".join(text.split()) + " w"
    values = MINIMAL | {"disclaimer": text}
    if not warned(list(check_rules(brief_of(values))), "disclaimer"):
        printed = [each.plain for each in texts(composed(values)) if each.path == "disclaimer"]
        assert [left_over(each) for each in printed] == [[]]


@often(300)
@given(st.lists(st.sampled_from(PIECES + LINES), min_size=1, max_size=10).map("".join))
def test_no_longer_text_prints_raw_markdown_without_a_warning(text: str) -> None:
    section = {"title": "S", "arguments": [{"claim": "C is.", "reasoning": f"{text} w"}]}
    values = MINIMAL | {"sections": [section]}
    path = "sections[0].arguments[0].reasoning"
    if not warned(list(check_rules(brief_of(values))), path):
        for printed in texts(first_argument(composed(values)).reasoning):
            assert printed.plain == "" or not left_over(printed.plain)


@pytest.mark.parametrize("key", ["contact", "version", "subject"])
def test_marks_are_read_in_texts_that_are_set_in_one_look(key: str) -> None:
    shown = [each.plain for each in texts(composed(MINIMAL | {key: "By the **sea** [here](https://x.org)"}))]
    assert any("By the sea here" in each for each in shown)
    assert not any("**" in each for each in shown)


@pytest.mark.parametrize("status", ["draft", "final"])
def test_markup_that_is_not_read_is_an_error_in_a_final_brief(status: str) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    values = MINIMAL | {"status": status, "date": "2031-05-28", "context": {"text": f"Now.\n\n{table}"}}
    (problem,) = (one for one in check_rules(brief_of(values)) if one.rule == "markup-understood")
    assert problem.path == "context.text"
    assert problem.is_error == (status == "final")
    assert problem.message == "a table that begins with `| a |` is printed as it is typed"


def test_a_division_has_no_markup_by_default() -> None:
    assert divide("a") == (Division("a"),)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("\n  - its crew", "a list inside it; lists have one level"),
        ("\n\n  With a crew.", "an item that is not one paragraph"),
    ],
)
def test_a_list_of_more_than_items_is_refused_even_in_a_draft(inside: str, what: str) -> None:
    values = MINIMAL | {"context": {"text": f"Now:\n\n- a ship{inside}\n- a pier"}}
    (problem,) = (one for one in check_rules(brief_of(values)) if one.rule == "markup-understood")
    assert problem.is_error
    assert problem.message == f"the list that begins with `- a ship` has {what}"
