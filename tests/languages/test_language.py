"""A language is one module, and nothing of a language is anywhere else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields

from builder import languages
from builder.languages.language import DEFAULT, Vocabulary, _load, known_tags, language_for
from builder.outline.blocks import Outline
from builder.outline.text import texts
from tests.conftest import ROOT
from tests.support.outlines import LIBRARY, outline_of

MADE_UP = """
from msgspec.structs import replace
from builder.languages.en import LANGUAGE as ENGLISH

LANGUAGE = replace(
    ENGLISH,
    tag="qqq",
    labels=replace(ENGLISH.labels, bottom_line="Qa’", colon=" : "),
    dates=replace(ENGLISH.dates, months="Q1a Q2a Q3a Q4a Q5a Q6a Q7a Q8a Q9a Q10a Q11a Q12a"),
    typography=replace(ENGLISH.typography, quotes=("<", ">", "‹", "›")),
    regions={},
)
"""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "qqq.py").write_text(MADE_UP)
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(tmp_path)])
    _load.cache_clear()
    yield "qqq"
    sys.modules.pop("builder.languages.qqq", None)
    _load.cache_clear()


def shown(outline: Outline) -> str:
    return "\n".join(text.plain for text in texts(outline))


def test_one_module_adds_a_language(made_up: str) -> None:
    assert made_up in known_tags()
    outline = outline_of(LIBRARY, language=made_up, date="2031-05-28", subtitle='The "quiet" hours')
    assert outline.labels.bottom_line == "Qa’"
    assert "28 Q5a 2031" in shown(outline)
    assert "The <quiet> hours" in shown(outline)


def test_only_the_language_in_use_is_imported() -> None:
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from builder.languages.language import language_for, known_tags; known_tags();"
            "language_for('de-AT'); print(*(name for name in sys.modules if 'builder.languages.' in name))",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    modules = {name.rpartition(".")[2] for name in found}
    assert modules & set(known_tags()) == {"de"}


def test_an_unknown_language_has_english_words_and_no_opinion_on_style() -> None:
    unknown, english = language_for("tlh-KX"), language_for(DEFAULT)
    assert unknown.labels is english.labels
    assert (unknown.tag, unknown.style, unknown.vocabulary) == (DEFAULT, None, None)
    assert (language_for("zh").script.spaced, language_for("ko-KR").script.spaced) == (False, True)
    assert language_for("zh").script.east_asian
    assert language_for("ko").script.east_asian


@pytest.mark.parametrize("tag", known_tags())
def test_every_language_knows_how_words_are_weighed(tag: str) -> None:
    language = language_for(tag)
    assert language.tag == tag
    assert language.vocabulary is not None
    for field in fields(Vocabulary)[:3]:
        for word in getattr(language.vocabulary, field.name).split():
            re.compile(word)


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_language_is_named_outside_its_module() -> None:
    tags = {*known_tags(), "zh", "ko", "en-us", "en-gb", "ja-jp"}
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value!r}"
        for path in sorted((ROOT / "builder").rglob("*.py"))
        if path.parent.name != "languages"
        for node in strings(ast.parse(path.read_text(encoding="utf-8")))
        if str(node.value).lower() in tags
    ]
    assert named == []
