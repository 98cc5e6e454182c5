"""`brief pull`: what is new or gone in a memo or deck goes to or from its list or text, or is shown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.command import brief
from tests.support.packages import W
from tests.support.reviewing import ANNA, Review, built, deck, memo

SOURCE = """\
# Why the ferry matters
title: "The ferry should run on Sundays"
bottom_line: "Two villages lose their **only** link on Sundays; a small boat would keep it open."
key_messages:
  - Nurses need the ferry.   # first

  # about money
  - A small boat is cheap.
  - 'Nobody asked the villages.'
context:
  text: |
    The ferry has run since 1950.   It stops on Saturday evening.

    The bridge is **closed**.

    *Two* roads lead around the bay:

    - one in the north
    - one in the south
sections:
  - title: "Why"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
        reasoning: |
          The clinic is across the water.

          Nobody built a bridge.
        evidence:
          - "Four visits were cancelled in May."
          - {text: "Two nurses gave notice.", kind: example}
options:
  - {title: "Stay", pros: [No cost, "No change"]}
  - {title: "Boat", recommended: true, pros: ["Link"]}
recommendations:
  - {action: "Hire a small boat", detail: "One with twelve seats is for hire."}
"""
NEW = "It’s new: *what* to do?"  # with signs that YAML and the marks of a brief would read


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("made"), SOURCE)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with a brief and its files, to be changed."""
    return shutil.copytree(made, tmp_path / "made")


def text_of(folder: Path) -> str:
    return (folder / "brief.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("author", ["", ANNA])
@pytest.mark.parametrize(
    ("behind", "old", "new"),
    [
        ("Nurses need", "first\n", 'first\n  - "It’s new: \\\\*what\\\\* to do?"\n'),
        ("A small boat is cheap", "cheap.\n", "cheap.\n  - 'It’s new: \\*what\\* to do?'\n"),
        ("The bridge", "**closed**.\n", "**closed**.\n\n    It’s new: \\*what\\* to do?\n"),
        ("in the north", "north\n", "north\n    - It’s new: \\*what\\* to do?\n"),
        ("across the water", "water.\n", "water.\n\n          It’s new: \\*what\\* to do?\n"),
        ("No cost", "[No cost, ", '[No cost, "It’s new: \\\\*what\\\\* to do?", '),
    ],
)
def test_what_is_new_in_a_memo_is_written_where_it_is(
    folder: Path, author: str, behind: str, old: str, new: str
) -> None:
    review = memo(folder, author)
    review.add_after(behind, NEW)
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert f"{{+{NEW}+}}" in done.stdout
    assert (author in done.stdout) is bool(author) or not author
    assert text_of(folder) == SOURCE.replace(old, new)
    again = brief("pull", "edited.docx", cwd=folder)
    assert again.returncode == 0, again.stdout
    assert "Changed" not in again.stdout
    if author:
        (folder / "brief.yaml").write_text(SOURCE, encoding="utf-8")
        left_out = brief("pull", "edited.docx", "--reject-tracked", "--write", cwd=folder)
        assert left_out.returncode == 0
        assert text_of(folder) == SOURCE


def test_the_files_of_the_new_brief_say_what_the_edited_one_does(folder: Path) -> None:
    review = memo(folder)
    places = {"Nurses need": "One.", "The bridge": "Two.", "One.": "Three.", "north": "four"}
    for behind, text in places.items():
        review.add_after(behind, text)
    review.delete("Four visits")
    review.replace("Nobody asked", "No one asked")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert "wrote 6 changes" in done.stdout
    assert "# first\n  - One.\n  - Three.\n\n  # about money\n  - A small" in text_of(folder)
    assert brief("build", cwd=folder).returncode == 0
    assert brief("audit", cwd=folder).returncode == 0
    assert said(memo(folder)) == said(review)


def said(review: Review) -> list[str]:
    return [review.words(one) for one in review.paragraphs("document")]


@pytest.mark.parametrize(
    ("behind", "place"),
    [
        ("Nobody asked", "key_messages[3]"),  # behind the last one
        ("Four visits", "sections[0].arguments[0].evidence[1]"),  # beside one with a kind
        ("Nobody built", "a new paragraph after this field"),  # or something else before the evidence
        ("lead around", "a new paragraph after this field"),  # or an item
        ("The ferry should", "a new paragraph after this field"),
    ],
)
def test_what_is_not_certain_is_shown_with_its_place(folder: Path, behind: str, place: str) -> None:
    review = memo(folder)
    review.add_after(behind, "Something new.")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert place in done.stdout
    assert "Something new." in done.stdout
    assert text_of(folder) == SOURCE


def test_a_heading_between_two_paragraphs_and_a_copy_are_left(folder: Path) -> None:
    review = memo(folder)
    review.add_after("The ferry has run", "A heading of its own")
    style = next(review.find("A heading of its own").iter(f"{W}pStyle"))
    style.set(f"{W}val", "Heading2")
    review.add_after("Nurses need", "Nobody built a bridge.")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "A heading of its own" in done.stdout
    assert text_of(folder) == SOURCE


def test_two_files_with_something_new_in_one_place(folder: Path) -> None:
    for name, first in (("anna", "Anna’s."), ("ben", "Ben’s.")):
        review = memo(folder, name.title())
        review.add_after("Nurses need", first)
        review.add_after("The bridge", "Both say so.")
        review.save(folder / f"{name}.docx")
    done = brief("pull", "anna.docx", "ben.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "the files say different things" in done.stdout
    assert "(anna.docx; ben.docx, Anna 2031-05-03, Ben 2031-05-03)" in done.stdout
    assert text_of(folder).count("Both say so.") == 1
    assert "Anna’s." in text_of(folder)
    assert "Ben’s." not in text_of(folder)


@pytest.mark.parametrize(
    ("old", "new", "is_written", "reason"),
    [
        ("  - Nurses", "  - Late is late.\n  - Nurses", True, ""),
        ("need the ferry", "want the ferry", False, "would be key_messages[1]"),
        ("# first\n", "# first\n  - Something new.\n", False, ""),
        ("# first\n", "# first\n  - Something else.\n", False, "the brief was changed here"),
        ("  - A small boat is cheap.\n", "", False, "would be key_messages[1]"),
    ],
)
def test_the_brief_may_have_changed_meanwhile(
    folder: Path, old: str, new: str, is_written: bool, reason: str
) -> None:
    review = memo(folder)
    review.add_after("Nurses need", "Something new.")
    review.save(folder / "edited.docx")
    now = SOURCE.replace(old, new)
    (folder / "brief.yaml").write_text(now, encoding="utf-8")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == (1 if reason else 0), done.stdout
    assert reason in done.stdout
    written = now.replace("# first\n", "# first\n  - Something new.\n") if is_written else now
    assert text_of(folder) == written


def test_what_is_new_in_a_deck_and_its_notes_is_written(folder: Path) -> None:
    review = deck(folder)
    review.add_after("The bridge is closed", "So is the road.", part="slides/")
    review.add_after("across the water", "It opens at eight.", part="notesSlide")
    review.save(folder / "edited.pptx")
    done = brief("pull", "edited.pptx", "--write", "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert [(one["path"], one["now"]) for one in found["changed"]] == [
        ("context.text", "So is the road."),
        ("sections[0].arguments[0].reasoning", "It opens at eight."),
    ]
    assert found["changed"][1]["files"][0]["where"].endswith("notes")
    assert text_of(folder) == SOURCE.replace("**closed**.\n", "**closed**.\n\n    So is the road.\n").replace(
        "water.\n", "water.\n\n          It opens at eight.\n"
    )


def test_a_row_that_would_run_into_the_next_sentence_is_left(folder: Path) -> None:
    """Without a full stop the file would say something else than the reviewer wrote."""
    review = deck(folder)
    review.add_after("has run since 1950", "Nobody paid", part="slides/")
    review.save(folder / "edited.pptx")
    done = brief("pull", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "a new paragraph after this field: Nobody paid" in done.stdout
    assert text_of(folder) == SOURCE


def test_what_is_gone_from_a_whole_deck_goes_from_its_list(folder: Path) -> None:
    review = deck(folder)
    review.delete("A small boat is cheap", part="slides/")
    file = review.save(folder / "edited.pptx")
    done = brief("pull", file.name, "--write", cwd=folder)
    assert done.returncode == 1, done.stdout
    assert "no longer in the file: A small boat is cheap." in done.stdout  # the notes have it still
    assert text_of(folder) == SOURCE
    review.delete("A small boat is cheap", part="notesSlide")
    review.save(file)
    done = brief("pull", file.name, "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert text_of(folder) == SOURCE.replace("  - A small boat is cheap.\n", "")
