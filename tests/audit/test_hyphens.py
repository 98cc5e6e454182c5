"""Soft hyphens in a file are told: the outline drops those that were pasted into the brief."""

from __future__ import annotations

import pytest

from builder.audit.checks.hyphens import hyphen_problems
from builder.audit.checks.placed import Placed
from builder.audit.content import Kind, Said, Utterance
from builder.outline.reading import reading
from builder.outline.text import Product
from tests.support.outlines import LIBRARY, outline_of

OUTLINE = outline_of(LIBRARY, contact="The read\u00ading desk")
DECIDED = [Placed(text.plain, text, 0, False) for text in reading(OUTLINE, Product.MEMO)]


def told(*lines: str, kind: Kind = Kind.BODY) -> list[tuple[str, str]]:
    said = Said(tuple(Utterance(f"line {number}", line, kind) for number, line in enumerate(lines, 1)))
    found = hyphen_problems(OUTLINE, Product.MEMO, DECIDED, said)
    return [(problem.path, problem.message) for problem in found]


def test_words_without_soft_hyphens_are_no_fault() -> None:
    """Those that were pasted into the brief are in no file."""
    assert told("The reading desk", "A well-read desk") == []


@pytest.mark.parametrize("kind", [Kind.BODY, Kind.TITLE, Kind.NOTES, Kind.HEADER, Kind.FOOTER])
def test_a_soft_hyphen_that_nobody_wrote_is_told(kind: Kind) -> None:
    title = OUTLINE.properties.title
    word = max(title.split(), key=len)
    ((path, message),) = told("nothing", title.replace(word, f"{word[:3]}\u00ad{word[3:]}"), kind=kind)
    assert path == "title"
    assert f"line 2: says “{word}” with a soft hyphen" in message


def test_each_word_with_a_soft_hyphen_is_told() -> None:
    ((path, message), (_, other)) = told("The read\u00ading de\u00adsk")
    assert path == "contact"
    assert "“reading”" in message
    assert "“desk”" in other


def test_the_words_of_a_picture_are_compared_elsewhere() -> None:
    assert told("A pic\u00adture", kind=Kind.ALT) == []
