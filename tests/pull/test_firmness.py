"""An edit that takes a hedge away, or adds a firm word, is told from one that does not, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.brief.load import load_brief
from builder.pull.firmness import Firmer, Firmness

BRIEF = """\
language: {language}
title: "One"
bottom_line: "Two."
sections:
  - title: "Three"
    arguments:
      - {{claim: "The bus may stop.", certainty: {{level: possible, cue: may}}}}
      - {{claim: "The bus stops."}}
"""
CLAIM, OTHER = "sections[0].arguments[0].claim", "sections[0].arguments[1].claim"


def firmness(folder: Path, language: str) -> Firmness:
    file = folder / "brief.yaml"
    file.write_text(BRIEF.format(language=language), encoding="utf-8")
    return Firmness(load_brief(file).brief)


@pytest.mark.parametrize(
    ("language", "was", "now", "gone", "new"),
    [
        ("en", "The bus may stop.", "The bus stops.", ("may",), ()),
        ("en", "The bus may stop.", "The bus will certainly stop.", ("may",), ("will", "certainly")),
        ("en", "The bus stops.", "The bus will stop.", (), ("will",)),
        ("de", "Der Bus könnte halten.", "Der Bus hält.", ("könnte",), ()),
        ("fr", "Le bus pourrait s’arrêter.", "Le bus s’arrête.", ("pourrait",), ()),
        ("es", "El autobús podría parar.", "El autobús para.", ("podría",), ()),
        ("ja", "バスは止まるかもしれない。", "バスは止まる。", ("かもしれ",), ()),
    ],
)
def test_a_text_becomes_firmer(
    tmp_path: Path, language: str, was: str, now: str, gone: tuple[str, ...], new: tuple[str, ...]
) -> None:
    found = firmness(tmp_path, language)
    assert found.firmer(CLAIM, was, now) == Firmer(gone, new, "possible")
    assert found.firmer(OTHER, was, now) == Firmer(gone, new)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("The bus may stop.", "The bus might stop."),
        ("The bus stops.", "The bus may stop."),
        ("On 3 May the bus stops.", "On 3 June the bus stops."),
        ("The bus may stop.", ""),
        ("", "The bus will stop."),
    ],
)
def test_a_text_does_not_become_firmer(tmp_path: Path, was: str, now: str) -> None:
    """A hedge is another one, or new; a month is none; what is gone or new altogether is no change."""
    assert firmness(tmp_path, "en").firmer(CLAIM, was, now) is None
