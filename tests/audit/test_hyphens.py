"""Soft hyphens in a file are reported: the outline drops those that were pasted into the brief."""

from __future__ import annotations

import pytest

from builder.audit.checks.texts import hyphen_problems
from builder.audit.compare import expected_texts
from builder.audit.content import Extracted, Kind, Located
from builder.outline.text import Product
from tests.support.outlines import LIBRARY, outline_of

OUTLINE = outline_of(LIBRARY, contact="The read\u00ading desk")
EXPECTED = expected_texts(OUTLINE, Product.MEMO, None)


def reported(*lines: str, kind: Kind = Kind.BODY) -> list[tuple[str, str]]:
    extracted = Extracted([Located(f"line {number}", line, kind) for number, line in enumerate(lines, 1)])
    found = hyphen_problems(OUTLINE, Product.MEMO, EXPECTED, extracted)
    return [(problem.path, problem.message) for problem in found]


def test_words_without_soft_hyphens_are_not_a_problem() -> None:
    """Those that were pasted into the brief are in no file."""
    assert reported("The reading desk", "A well-read desk") == []


@pytest.mark.parametrize("kind", [Kind.BODY, Kind.TITLE, Kind.NOTES, Kind.HEADER, Kind.FOOTER])
def test_a_soft_hyphen_that_nobody_wrote_is_reported(kind: Kind) -> None:
    title = OUTLINE.properties.title
    word = max(title.split(), key=len)
    ((path, message),) = reported("nothing", title.replace(word, f"{word[:3]}\u00ad{word[3:]}"), kind=kind)
    assert path == "title"
    assert f"line 2: “{word}” contains a soft hyphen" in message


def test_each_word_with_a_soft_hyphen_is_reported() -> None:
    ((path, message), (_, other)) = reported("The read\u00ading de\u00adsk")
    assert path == "contact"
    assert "“reading”" in message
    assert "“desk”" in other


def test_the_words_of_a_picture_are_compared_elsewhere() -> None:
    assert reported("A pic\u00adture", kind=Kind.ALT) == []
