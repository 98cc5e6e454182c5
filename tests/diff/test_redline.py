"""Redlines of deck and one-page say what changed, where it changed, and since which version."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace
from pptx import Presentation

from builder.diff.compare import compare_versions
from builder.diff.sides import Compared
from builder.diff.what_changed import _LETTERS, _WORDS, NOTED, what_changed, with_note
from builder.languages.labels import Labels
from builder.languages.language import language_for
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.prepared import prepare
from builder.pipeline.products import lay_out, make
from builder.pipeline.request import Request
from tests.conftest import often
from tests.diff.test_compare import COST, OLD, versions
from tests.diff.test_memo import PAIRS
from tests.layout.test_deck import check_places
from tests.support.command import brief
from tests.support.outlines import brief_of, outline_of
from tests.support.packages import pdf_text
from tests.support.slide_templates import plain
from tests.support.strategies import Values, briefs
from tests.support.validators import CHECKERS, excused

NEW = (
    ("status: draft\n", 'status: draft\nversion: "1.3"\ndate: 2031-03-12\n'),
    ("fail every month.\n", "may fail in winter.\n"),
    ("level: qualified, cue: seems", "level: possible, cue: may"),
    ("14 times in 2030", "17 times in 2030"),
    (COST, ""),
    ("      - id: range\n", "      - id: noise\n        claim: New buses are quiet.\n      - id: range\n"),
    ("owner: Transport Office}", "owner: Council}"),
    ("sources:\n", "sources:\n  - {id: survey, title: Survey of drivers}\n"),
)
TAGS = {"Changed", "New", "Geändert", "Neu", "Modifié", "Nouveau", "Cambiado", "Nuevo", "変更", "新規"}


@dataclass(frozen=True)
class Slide:
    title: str
    words: list[str]
    tags: set[str]
    notes: str


def dated(folder: Path, *changes: tuple[str, str], language: str = "en") -> None:
    """Write two versions, of which the old one has number and date."""
    old, new = versions(folder, *changes)
    text = OLD.replace("status: draft\n", 'status: draft\nversion: "1.2"\ndate: 2031-03-03\n')
    old.write_text(f"language: {language}\nid: buses\n{text}", encoding="utf-8")
    text = new.read_text(encoding="utf-8")
    new.write_text(f"language: {language}\nid: buses\n{text}", encoding="utf-8")


def slides(file: Path) -> list[Slide]:
    found = []
    for slide in Presentation(BytesIO(file.read_bytes())).slides:
        words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None
        title = slide.shapes.title
        found.append(Slide(title.text_frame.text if title else "", words, TAGS & set(words), notes.text))
    return found


def redlined(folder: Path, *names: str) -> None:
    options = [word for name in names for word in ("--redline", name)]
    done = brief("diff", "old.yaml", "new.yaml", *options, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"wrote {name}\n" in done.stdout for name in names)


def test_the_first_slide_of_a_deck_says_what_changed_since_when(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    redlined(tmp_path, "changes.pptx")
    first, cover = slides(tmp_path / "changes.pptx")[:2]
    assert first.title == "What changed since version 1.2 (3 March 2031)"
    assert cover.title == "The town should lease two buses"
    said = first.words
    heads = [word for word in said if word in ("Claims", "Numbers", "Recommendations", "Sources", "Other")]
    assert list(dict.fromkeys(heads)) == ["Claims", "Numbers", "Recommendations", "Sources"]
    for words in (
        "The two oldest buses fail every month.",
        "The two oldest buses may fail in winter.",
        "A1\nsofter",
        "Qualified (“seems”)",
        "Possible (“may”)",
        "They broke down 14 times in 2030.",
        "They broke down 17 times in 2030.",
        "former A2\nremoved",
        "Repairs cost more than a lease.",
        "New buses are quiet.",
        "Council",
        "Survey of drivers",
    ):
        assert words in said, words
    assert "Wording" not in said


def test_slides_that_changed_are_tagged_and_their_notes_say_what(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    redlined(tmp_path, "changes.pptx")
    found = {slide.title: slide for slide in slides(tmp_path / "changes.pptx")}
    first = found["The two oldest buses may fail in winter"]
    assert first.tags == {"Changed"}
    assert first.notes.endswith(
        "Changed since version 1.2 (3 March 2031):\n"
        "A1: The two oldest buses fail every month. → The two oldest buses may fail in winter.\n"
        "A1 · softer: Qualified (“seems”) → Possible (“may”)\n"
        "A1: They broke down 14 times in 2030. → They broke down 17 times in 2030."
    )
    tagged = {title for title, slide in found.items() if slide.tags}
    assert "What remains open" not in " ".join(tagged)
    assert not found["The town should lease two buses"].tags  # a new date alone is no change of a slide
    answer = next(slide for slide in found.values() if "Bottom line" in slide.words)
    assert answer.tags == {"Changed"}  # it had a card with the claim that is gone
    assert "former A2 · removed: Repairs cost more than a lease." in answer.notes


def test_a_slide_that_shows_only_what_is_new_is_new(tmp_path: Path) -> None:
    section = "limits:\n"
    new = "  - title: More\n    arguments:\n      - claim: Leases end.\n        gist: After 9 years.\n"
    dated(tmp_path, (section, f"{new}{section}"))
    redlined(tmp_path, "changes.pptx")
    tags = {slide.title: slide.tags for slide in slides(tmp_path / "changes.pptx")}
    assert tags["Leases end"] == {"New"}


@pytest.mark.parametrize(
    ("language", "title", "note"),
    [
        (
            "en",
            "What changed since version 1.2 (3 March 2031)",
            "Changed since version 1.2 (3 March 2031): A1:",
        ),
        ("de", "Was sich seit Version 1.2 (3. März 2031) geändert hat", "Geändert seit Version 1.2 (3. März"),
        (
            "fr",
            "Ce qui a changé depuis la version 1.2 (3 mars 2031)",
            "Modifié depuis la version 1.2 (3 mars",
        ),
        (
            "es",
            "Qué ha cambiado desde la versión 1.2 (3 de marzo de 2031)",
            "Cambios desde la versión 1.2 (3 de",
        ),
        ("ja", "第1.2版（2031年3月3日）からの変更点", "第1.2版（2031年3月3日）からの変更："),
    ],
)
def test_redlines_are_in_the_language_of_the_brief(
    tmp_path: Path, language: str, title: str, note: str
) -> None:
    dated(tmp_path, *NEW, language=language)
    redlined(tmp_path, "changes.pptx", "changes.pdf")
    found = slides(tmp_path / "changes.pptx")
    assert found[0].title.replace("\u00a0", " ") == title
    assert sum(len(slide.tags) for slide in found) >= 3
    (page,) = pdf_text(tmp_path / "changes.pdf")
    assert note in page.replace("\u00a0", " ")


def test_the_one_page_has_a_dated_note_with_both_values(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    redlined(tmp_path, "changes.pdf")
    (page,) = pdf_text(tmp_path / "changes.pdf")
    assert (
        "Changed since version 1.2 (3 March 2031): A1: changed, softer, 14 → 17; A2: new; "
        "former A2: removed; R1: changed; [1]: new." in page
    )


def test_a_version_without_number_and_date_is_the_previous_one(tmp_path: Path) -> None:
    versions(tmp_path, ("fail every month.\n", "may fail in winter.\n"))
    redlined(tmp_path, "changes.pptx", "changes.pdf")
    assert slides(tmp_path / "changes.pptx")[0].title == "What changed since the previous version"
    (page,) = pdf_text(tmp_path / "changes.pdf")
    assert "Changed since the previous version: A1: changed." in page


def test_nothing_changed_is_said(tmp_path: Path) -> None:
    dated(tmp_path)
    (tmp_path / "new.yaml").write_bytes((tmp_path / "old.yaml").read_bytes())
    redlined(tmp_path, "changes.pptx", "changes.pdf")
    found = slides(tmp_path / "changes.pptx")
    assert "Nothing has changed" in found[0].words
    assert not any(slide.tags for slide in found)
    assert "(3 March 2031): Nothing has changed." in pdf_text(tmp_path / "changes.pdf")[0]


def test_a_folder_gets_all_three_and_the_same_bytes_again(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    done = brief("diff", "old.yaml", "new.yaml", "--redline", "changes", "--redline", "again/", cwd=tmp_path)
    assert done.stdout.endswith("wrote changes/buses-summary-redline.pdf\n")
    names = ["buses-deck-redline.pptx", "buses-memo-redline.docx", "buses-summary-redline.pdf"]
    assert sorted(file.name for file in (tmp_path / "changes").iterdir()) == names
    for name in names:
        assert (tmp_path / "changes" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
        file = tmp_path / "changes" / name
        assert not [each for check in CHECKERS[file.suffix] for each in check(file) if not excused(each)]


def test_a_redline_has_a_name_that_says_which_file_it_is(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    done = brief("diff", "old.yaml", "new.yaml", "--redline", "changes.odt", cwd=tmp_path)
    assert (done.returncode, "changes.odt is neither FILE.docx, FILE.pptx or FILE.pdf" in done.stderr) == (
        2,
        True,
    )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.yaml", "old.yaml"]


def test_a_redline_is_written_like_a_build(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    (tmp_path / "changes.pdf").symlink_to("elsewhere.pdf")
    done = brief(
        "diff", "old.yaml", "new.yaml", "--redline", "changes.pdf", "--redline", "a.pptx", cwd=tmp_path
    )
    assert done.returncode == 1
    assert "changes.pdf is a link to elsewhere.pdf" in done.stderr
    assert "choose another file or folder with --redline" in done.stderr
    assert "--out" not in done.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["changes.pdf", "new.yaml", "old.yaml"]


def with_changes(old: Path, new: Path) -> Outline:
    before, after = (prepare(Request(file)) for file in (old, new))
    found = Compared(before.brief, after.brief, tuple(compare_versions(before.brief, after.brief)))
    block = what_changed(found, after.outline)
    return replace(after.outline, blocks=(block, *after.outline.blocks))


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda file: file.stem)
def test_tags_and_lists_of_changes_collide_with_nothing(old: Path, new: Path) -> None:
    outline = with_changes(old, new)
    laid = lay_out(outline, Product.DECK)
    assert not laid.problems
    assert laid.pages is not None
    check_places(laid.pages)
    titles = [page.title for page in laid.pages.pages if page.slot.startswith("chg_head")]
    assert 1 <= len(titles) <= 2
    assert not make(outline, Product.DECK).problems


def test_a_deck_in_a_template_has_tags_too(tmp_path: Path) -> None:
    dated(tmp_path, *NEW)
    (tmp_path / "own.pptx").write_bytes(plain())
    for name in ("old.yaml", "new.yaml"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"templates: {{deck: own.pptx}}\n{text}", encoding="utf-8")
    redlined(tmp_path, "changes.pptx")
    found = slides(tmp_path / "changes.pptx")
    assert found[0].title.startswith("What changed since version 1.2")
    assert [slide.tags for slide in found].count({"Changed"}) >= 3


@often(30)
@given(briefs(), briefs())
def test_redlines_of_any_two_versions_say_what_they_must(old: Values, new: Values) -> None:
    before, after = brief_of(old), brief_of(new)
    outline = outline_of(new)
    found = Compared(before, after, tuple(compare_versions(before, after)))
    block = with_note(what_changed(found, outline), 0, outline.labels)
    changed = replace(outline, blocks=(block, *outline.blocks))
    for product in (Product.DECK, Product.SUMMARY):
        if not [one for one in make(outline, product).problems if one.is_error]:
            assert not [one for one in make(changed, product).problems if one.is_error]


def test_a_note_names_fewer_places_until_it_fits() -> None:
    outline = with_changes(*PAIRS[0])
    block = outline.blocks[0]
    labels = outline.labels
    lengths = [len(with_note(block, count, labels).note.plain) for count in NOTED]  # type: ignore[arg-type]
    assert lengths == sorted(lengths, reverse=True)
    assert with_note(block, 0, labels).note.plain.endswith(" changes.")  # type: ignore[arg-type]


def test_every_place_has_its_word_in_every_language() -> None:
    assert set(_WORDS.values()) <= set(Labels.__struct_fields__)
    assert not set(_LETTERS) & {"sections"}
    for tag in ("en", "de", "fr", "es", "ja"):
        assert language_for(tag).labels.changes.since("2", "today")
