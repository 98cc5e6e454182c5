"""What a brief maps to styles and layouts is for roles that there are, and for templates that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import slide_templates, word_templates
from tests.support.command import TINY, assert_reported, brief


@pytest.mark.parametrize(
    ("mapped", "line", "message", "hint"),
    [
        ("memo: house.dotx\n  styles: {Titel: Kop}", "3:12: error", "memo has no role “Titel”", "`title`"),
        ("deck: house.potx\n  layouts: {covr: Blatt}", "3:13: error", "deck has no role “covr”", "`cover`"),
        ("layouts: {covr: Deckblatt}", "2:13: error", "deck has no role “covr”", "`cover`"),
        ("layouts: {cover: Blatt}", "2:12: warning", "names no template of the deck", "`deck: house.potx`"),
        ("styles: {Title: Kop}", "2:11: warning", "names no template of the memo", "`memo: house.dotx`"),
    ],
)
def test_what_is_mapped_for_nothing_is_reported(
    mapped: str, line: str, message: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.ministry())
    (tmp_path / "house.potx").write_bytes(slide_templates.renamed())
    (tmp_path / "brief.yaml").write_text(f"templates:\n  {mapped}\n{TINY}", encoding="utf-8")
    assert_reported(tmp_path / "brief.yaml", f"brief.yaml:{line}", message, hint)


def test_all_unknown_roles_are_reported_at_once(tmp_path: Path) -> None:
    mapped = "templates: {styles: {Titel: a, Kop: b}, layouts: {covr: c}}\n"
    (tmp_path / "brief.yaml").write_text(mapped + TINY, encoding="utf-8")
    done = brief("check", cwd=tmp_path)
    assert done.stdout.count("has no role") == 3


def test_all_that_cannot_be_used_is_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.ministry())
    (tmp_path / "house.potx").write_bytes(slide_templates.renamed())
    mapped = "styles: {Title: Kop, heading 1: MIN Kop 9}, layouts: {cover: Blatt, content: Blad}"
    mapped = f"templates: {{memo: house.dotx, deck: house.potx, {mapped}}}\n"
    (tmp_path / "brief.yaml").write_text(mapped + TINY, encoding="utf-8")
    done = brief("check", "--format", "concise", cwd=tmp_path)
    for path in ("styles.Title", "styles.heading 1", "layouts.cover", "layouts.content"):
        assert f"templates.{path}: " in done.stdout, done.stdout


def test_a_role_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.renamed())
    mapped = "templates: {deck: house.potx, layouts: {Cover: no such layout}}\n"
    (tmp_path / "brief.yaml").write_text(mapped + TINY, encoding="utf-8")
    done = brief("check", "--format", "concise", cwd=tmp_path)
    assert "brief.yaml:1:48: error: templates.layouts.Cover: " in done.stdout
    assert "the template has no layout “no such layout”" in done.stdout
