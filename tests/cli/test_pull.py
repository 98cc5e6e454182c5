"""`brief pull`: what was edited in memo and deck is shown, and written to the brief where it is certain."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.report.problems import BriefError
from tests.support.command import brief
from tests.support.reviewing import ANNA, Review, built, deck, memo

SOURCE = """\
# Why the ferry matters
title: "The ferry should run on Sundays"
bottom_line: "Two villages lose their **only** link on Sundays; a small boat would keep it open."
context:
  text: >-
    The ferry has run since 1950.   It stops on Saturday evening.
    Nobody asked the villages.
sections:
  - title: "Why"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."  # the strongest point
        reasoning: "The clinic is across the water, and the bridge is closed."
        evidence:
          - "Four visits were cancelled in May."
          - "Two nurses gave notice."
      - claim: "A small boat would be enough."
recommendations:
  - {action: "Hire a small boat", detail: "One with twelve seats is for hire."}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("made"), SOURCE)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with a brief and its files, to be changed."""
    return shutil.copytree(made, tmp_path / "made")


def test_an_edited_memo_comes_home(folder: Path) -> None:
    review = memo(folder)
    review.replace("cannot reach", "can hardly reach")
    review.replace("Nobody asked", "No one asked")
    review.replace("a small boat would keep", "a small boat could keep")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", cwd=folder)
    assert done.returncode == 0
    assert "Changed (3)" in done.stdout
    assert "brief.yaml:11  sections[0].arguments[0].claim  (edited.docx)" in done.stdout
    assert "Nurses [-cannot-]{+can hardly+} reach the clinic on Sundays." in done.stdout
    assert "brief.yaml was not changed; --write writes 3 changes" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0
    assert "wrote 3 changes to brief.yaml" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace(
        "cannot reach", "can hardly reach"
    ).replace("Nobody asked", "No one asked").replace("would keep", "could keep")
    assert brief("build", cwd=folder).returncode == 0
    assert brief("audit", cwd=folder).returncode == 0
    done = brief("pull", "output/brief-memo.docx", cwd=folder)
    assert done.stdout == "no words were changed\n"


def test_a_change_that_makes_a_claim_firmer_has_a_warning(folder: Path) -> None:
    hedged = SOURCE.replace(
        '"A small boat would be enough."', '"A small boat may be enough."\n        certainty: possible'
    )
    (folder / "brief.yaml").write_text(hedged, encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    review = memo(folder)
    review.replace("may be enough", "will be enough")
    review.replace("Nobody asked", "No one asked")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    warning = "this is firmer than before: “may” is gone, “will” is new, and the certainty is `possible`"
    assert done.returncode == 0
    assert f"{{+will+}} be enough.\n    warning: {warning}\n" in done.stdout
    assert done.stdout.count("warning") == 1
    (folder / "brief.yaml").write_text(hedged, encoding="utf-8")
    found = json.loads(brief("pull", "edited.docx", "--format", "json", cwd=folder).stdout)
    firmer = {"gone": ["may"], "new": ["will"], "certainty": "possible"}
    assert [one["firmer"] for one in found["changed"] if one["firmer"]] == [firmer]


def test_an_edited_deck_comes_home_with_its_notes(folder: Path) -> None:
    review = deck(folder)
    review.replace("One with twelve seats", "One with ten seats", part="ppt/slides/")
    review.replace("across the water", "across the bay", part="notesSlide")
    review.save(folder / "edited.pptx")
    done = brief("pull", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert "edited.pptx, slide" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace(
        "twelve seats", "ten seats"
    ).replace("across the water", "across the bay")


def test_marks_and_comments_of_the_brief_stay(folder: Path) -> None:
    review = memo(folder)
    review.replace("only", "last")
    review.save(folder / "edited.docx")
    assert brief("pull", "edited.docx", "--write", cwd=folder).returncode == 0
    assert "their **last** link" in (folder / "brief.yaml").read_text(encoding="utf-8")


def test_tracked_changes_are_taken_or_left_out(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.replace("cannot reach", "can hardly reach")
    review.author = "Ben Okri"
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", cwd=folder)
    assert "2 tracked changes by Anna Smith: taken" in done.stdout
    assert "(edited.docx, Anna Smith 2031-05-03)" in done.stdout
    assert "[-cannot-]{+can hardly+}" in done.stdout
    assert "[-Two-]{+Three+}" in done.stdout
    done = brief("pull", "edited.docx", "--reject-tracked", cwd=folder)
    assert "2 tracked changes by Ben Okri: left out" in done.stdout
    assert "Changed" not in done.stdout
    done = brief("pull", "edited.docx", "--only", "Ben Okri", cwd=folder)
    assert "Changed (1)" in done.stdout
    assert "[-Two-]{+Three+}" in done.stdout
    done = brief("pull", "edited.docx", "--only", "Nobody", cwd=folder)
    assert done.returncode == 1
    assert "nobody called Nobody has tracked changes in these files" in done.stderr
    assert "its authors are Anna Smith, Ben Okri" in done.stderr


def test_comments_are_put_above_their_fields(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.comment("Two nurses gave notice.", "Who says so?")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", cwd=folder)
    assert done.returncode == 0
    assert "Comments (1)" in done.stdout
    assert "Anna Smith, 2031-05-03 on “Two nurses gave notice.”: Who says so?" in done.stdout
    for _ in range(2):  # a comment that is there already is not written once more
        brief("pull", "edited.docx", "--write", cwd=folder)
    added = '          # comment: Anna Smith, 2031-05-03: Who says so?\n          - "Two nurses'
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace(
        '          - "Two nurses', added
    )


def test_comments_go_to_a_file(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.comment("Two nurses gave notice.", "Who says so?")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", "--comments", "notes.md", cwd=folder)
    assert done.returncode == 0
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE
    notes = (folder / "notes.md").read_text(encoding="utf-8")
    assert notes.startswith(
        "# Comments on brief.yaml\n\n## brief.yaml:15  sections[0].arguments[0].evidence[1]"
    )
    assert "- Anna Smith, 2031-05-03 on “Two nurses gave notice.”: Who says so? (edited.docx)\n" in notes


def test_two_places_of_a_field_that_differ_are_left(folder: Path) -> None:
    slides = deck(folder)
    slides.replace("cannot reach", "can hardly reach", part="ppt/slides/")
    slides.replace("cannot reach", "may not reach", part="ppt/slides/")
    slides.save(folder / "edited.pptx")
    done = brief("pull", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "two places of this field were changed in different ways" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE


def test_two_forms_of_a_field_that_differ_are_left(folder: Path) -> None:
    """A slide shows sentences of what is a paragraph in the memo."""
    paper, slides = memo(folder), deck(folder)
    paper.replace("has run since 1950", "has run since 1951")
    paper.replace("Two nurses", "Three nurses")
    slides.replace("has run since 1950", "has run since 1952", part="ppt/slides/")
    paper.save(folder / "edited.docx")
    slides.save(folder / "edited.pptx")
    done = brief("pull", "edited.docx", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.count("two places of this field were changed in different ways") == 2
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace("Two nurses", "Three nurses")


def test_two_places_of_one_file_that_show_the_same_words_are_not_mixed(folder: Path) -> None:
    slides = deck(folder)
    slides.replace("a small boat would", "a big boat would", part="ppt/slides/")
    slides.replace("keep it open", "hold it open", part="notesSlide")
    slides.save(folder / "edited.pptx")
    done = brief("pull", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 1, done.stdout
    assert "two places of this field were changed in different ways" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE


def test_two_forms_of_a_field_that_agree_are_taken(folder: Path) -> None:
    paper, slides = memo(folder), deck(folder)
    paper.replace("has run since 1950", "has run since 1951")
    slides.replace("has run since 1950", "has run since 1951", part="ppt/slides/")
    slides.replace("Nobody asked", "No one asked", part="ppt/slides/")
    paper.save(folder / "edited.docx")
    slides.save(folder / "edited.pptx")
    done = brief("pull", "edited.docx", "edited.pptx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace("1950", "1951").replace(
        "Nobody asked", "No one asked"
    )


def test_several_files_come_home_together(folder: Path) -> None:
    anna, ben = memo(folder), memo(folder)
    anna.replace("Two nurses", "Three nurses")
    anna.replace("twelve seats", "ten seats")
    ben.replace("gave notice", "have left")
    ben.replace("twelve seats", "eight seats")
    anna.save(folder / "anna.docx")
    ben.save(folder / "ben.docx")
    done = brief("pull", "anna.docx", "ben.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "the files say different things" in done.stdout
    assert "ten seats" in done.stdout
    assert "or: One with eight seats is for hire." in done.stdout
    text = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert text == SOURCE.replace("Two nurses gave notice", "Three nurses have left")


def test_what_the_brief_says_by_now_is_not_overwritten(folder: Path) -> None:
    review = memo(folder)
    review.replace("Two nurses gave notice", "Three nurses gave notice")
    review.replace("cannot reach", "can hardly reach")
    review.replace("twelve seats", "ten seats")
    review.save(folder / "edited.docx")
    now = SOURCE.replace("Two nurses", "Five nurses").replace('on Sundays."  #', 'on a Sunday."  #')
    now = now.replace('          - "Four', '          - "The bus is late."\n          - "Four')
    (folder / "brief.yaml").write_text(now, encoding="utf-8")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "Left for you (1)" in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == now.replace(
        "cannot reach", "can hardly reach"
    ).replace("twelve seats", "ten seats")


def test_what_is_new_or_gone_is_named(folder: Path) -> None:
    review = memo(folder)
    review.add_after("Two nurses gave notice.", "The doctor may follow.")
    review.delete("Four visits were cancelled")
    review.replace("Bottom line", "In short")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", cwd=folder)
    assert done.returncode == 1
    assert "Changed (1)" in done.stdout
    assert "[-Four visits were cancelled in May.-]" in done.stdout
    assert "new, would be sections[0].arguments[0].evidence[2]: The doctor may follow." in done.stdout
    assert "words that the builder writes were changed: Bottom line → In short" in done.stdout
    assert "evidence[1]" in done.stdout


def test_a_paragraph_or_sentence_that_is_gone_goes_from_a_longer_text(folder: Path) -> None:
    whole = "    It runs. It stops.\n\n    Nobody asked. They read it.\n\n    **So** it ends.\n"
    text = f"context:\n  text: |\n{whole}"
    source = SOURCE[: SOURCE.index("context:")] + text + SOURCE[SOURCE.index("sections:") :]
    (folder / "brief.yaml").write_text(source, encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    for words, gone in (
        ("Nobody asked", "    Nobody asked. They read it.\n\n"),
        ("it ends", "\n    **So** it ends.\n"),
    ):
        review = memo(folder)
        review.delete(words)
        review.save(folder / "edited.docx")
        assert brief("pull", "edited.docx", "--write", cwd=folder).returncode == 0
        assert (folder / "brief.yaml").read_text(encoding="utf-8") == source.replace(gone, "")
        (folder / "brief.yaml").write_text(source, encoding="utf-8")
    review = memo(folder)
    review.replace(" They read it.", "")
    review.save(folder / "edited.docx")
    assert brief("pull", "edited.docx", "--write", cwd=folder).returncode == 0
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == source.replace(" They read it.", "")


def test_an_item_that_is_gone_from_the_memo_goes_from_its_list(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.delete("Four visits were cancelled")
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE.replace(
        '          - "Four visits were cancelled in May."\n', ""
    ).replace("Two nurses", "Three nurses")


@pytest.mark.parametrize("how", ["all", "cited"])
def test_an_item_is_left_where_it_is_not_certain_that_it_is_to_go(folder: Path, how: str) -> None:
    """The whole list is gone, or the brief says something else of it now."""
    review = memo(folder)
    review.delete("Four visits were cancelled")
    if how == "all":
        review.delete("Two nurses")
    file = review.save(folder / "edited.docx")
    source = SOURCE
    if how == "cited":
        source = SOURCE.replace("Four visits", "Five visits")
        (folder / "brief.yaml").write_text(source, encoding="utf-8")
    done = brief("pull", file.name, "--write", cwd=folder)
    assert done.returncode == 1, done.stdout
    assert "no longer in the file: Four visits were cancelled in May." in done.stdout, done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == source


def test_without_its_names_a_file_is_compared_by_its_words(folder: Path) -> None:
    for review, name in ((memo(folder), "edited.docx"), (deck(folder), "edited.pptx")):
        review.replace("Two nurses" if name == "edited.docx" else "twelve seats", "Nine")
        review.without_identity()
        review.save(folder / name)
        done = brief("pull", name, cwd=folder)
        assert done.returncode == 0, done.stdout
        assert f"{name} does not say what it was built from" in done.stdout
        assert "Changed (1)" in done.stdout


def test_programs_get_json(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--format", "json", "--quiet", cwd=folder)
    found = json.loads(done.stdout)
    (changed,) = found["changed"]
    assert changed["path"] == "sections[0].arguments[0].evidence[1].text"
    assert (changed["line"], changed["was"], changed["now"]) == (
        15,
        "Two nurses gave notice.",
        "Three nurses gave notice.",
    )
    assert changed["files"][0]["authors"] == [{"name": ANNA, "date": "2031-05-03T09:00:00Z"}]
    assert found["tracked"] == {ANNA: 2}


@pytest.mark.parametrize("change", [lambda data: data[:900], lambda _: b"x" * 100, lambda _: b""])
def test_a_damaged_file_is_named(folder: Path, change: Callable[[bytes], bytes]) -> None:
    data = (folder / "output" / "brief-memo.docx").read_bytes()
    (folder / "edited.docx").write_bytes(change(data))
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "edited.docx: error: is not a Word or PowerPoint file [files-readable]" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        ((), 2, "FILE"),
        (("brief.yaml",), 2, "name one or more Word or PowerPoint files"),
        (("nowhere.docx",), 1, "there is no such file"),
        (("output/brief-summary.pdf",), 1, "name a Word memo or a PowerPoint deck"),
        (("output/brief-memo.docx", "--write", "--dry-run"), 2, "exclude each other"),
    ],
)
def test_what_cannot_be_pulled_is_said(folder: Path, words: tuple[str, ...], code: int, shown: str) -> None:
    done = brief("pull", *words, cwd=folder)
    assert done.returncode == code
    assert shown in done.stderr


BUS = '          - "The bus is late every day."\n'


def with_a_bus(folder: Path) -> str:
    """Build the brief with a third item of evidence, between the two; return its text."""
    source = SOURCE.replace('          - "Two nurses', f'{BUS}          - "Two nurses')
    (folder / "brief.yaml").write_text(source, encoding="utf-8")
    assert brief("build", cwd=folder).returncode == 0
    return source


@pytest.mark.parametrize("second", ["Four visits were cancelled", "The bus is late"])
def test_items_that_two_files_no_longer_have_are_removed_once_each(folder: Path, second: str) -> None:
    source = with_a_bus(folder)
    for name, words in (("anna", "Four visits were cancelled"), ("ben", second)):
        review = memo(folder)
        review.delete(words)
        review.save(folder / f"{name}.docx")
    done = brief("pull", "anna.docx", "ben.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    gone = source.replace('          - "Four visits were cancelled in May."\n', "")
    both = gone if second.startswith("Four") else gone.replace(BUS, "")
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == both
    assert ("(anna.docx; ben.docx)" in done.stdout) == second.startswith("Four")


def test_an_item_that_another_file_changed_is_not_removed(folder: Path) -> None:
    source = with_a_bus(folder)
    anna, ben = memo(folder), memo(folder)
    anna.delete("Four visits were cancelled")
    ben.replace("Four visits", "Nine visits")
    anna.save(folder / "anna.docx")
    ben.save(folder / "ben.docx")
    done = brief("pull", "anna.docx", "ben.docx", "--write", cwd=folder)
    assert done.returncode == 1, done.stdout
    assert "no longer in the file: Four visits were cancelled in May." in done.stdout
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == source.replace("Four visits", "Nine visits")


def test_a_comment_stays_with_its_field(folder: Path) -> None:
    """Though the brief has a new item before it by now, and another one goes with this pull."""
    source = with_a_bus(folder)
    review = memo(folder, ANNA)
    review.delete("Four visits were cancelled")
    review.comment("Two nurses gave notice.", "Who says so?")
    review.save(folder / "edited.docx")
    late = '          - "The road is closed in winter."\n          - "Four'
    (folder / "brief.yaml").write_text(source.replace('          - "Four', late), encoding="utf-8")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert "brief.yaml:17  sections[0].arguments[0].evidence[3].text" in done.stdout
    assert "wrote 1 change and 1 comment to brief.yaml" in done.stdout
    text = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert '# comment: Anna Smith, 2031-05-03: Who says so?\n          - "Two nurses' in text
    assert "Four visits" not in text


def test_json_is_all_of_the_output(folder: Path) -> None:
    review = memo(folder)
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    for more, said in (((), "--write writes 1 change"), (("--write",), "wrote 1 change")):
        done = brief("pull", "edited.docx", "--format", "json", *more, cwd=folder)
        assert len(json.loads(done.stdout)["changed"]) == 1
        assert said in done.stderr


def test_a_file_that_is_no_list_of_comments_is_not_overwritten(folder: Path) -> None:
    review = memo(folder, ANNA)
    review.comment("Two nurses gave notice.", "Who says so?")
    review.save(folder / "edited.docx")
    for _ in range(2):
        assert brief("pull", "edited.docx", "--comments", "notes.md", cwd=folder).returncode == 0
    done = brief("pull", "edited.docx", "--comments", "brief.yaml", cwd=folder)
    assert done.returncode == 1
    assert "brief.yaml exists and is not a list of comments" in done.stderr
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == SOURCE


def test_a_brief_that_was_saved_meanwhile_is_not_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from builder.cli.exchange.pull import _finish
    from builder.pipeline.request import Request
    from builder.pull.pulling import pull_files

    review = memo(folder)
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    found = pull_files(Request(folder / "brief.yaml"), [folder / "edited.docx"], lambda _: True)
    (folder / "brief.yaml").write_text(f"{SOURCE}# saved\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        _finish(found, write=True, dry_run=False, noted=False, for_people=True)
    assert "was changed while the files were read" in capsys.readouterr().err
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == f"{SOURCE}# saved\n"


BUSES = """\
title: "The night bus should stay"
bottom_line: "Shift workers depend on it, and it costs little."
sections:
  - title: "Who rides"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
        evidence: ["Six of ten passengers start before five."]
"""


@pytest.mark.parametrize("kind", ["memo.docx", "deck.pptx"])
def test_a_file_of_another_brief_is_refused(folder: Path, kind: str) -> None:
    """Though the two briefs share a claim, which was changed in the file."""
    (folder / "buses.yaml").write_text(BUSES, encoding="utf-8")
    review = Review(folder / "output" / f"brief-{kind}")
    review.replace("Nurses cannot reach", "Nurses can hardly reach")
    file = review.save(folder / f"edited-{kind}").name
    done = brief("pull", "buses.yaml", file, "--write", cwd=folder)
    assert done.returncode == 1
    said = f"this {kind[:4]} was built from another brief (“The ferry should run on Sundays”)"
    assert f"{file}: error: {said}" in done.stderr
    assert f"name its own brief: brief pull BRIEF {file}" in done.stderr
    assert done.stdout == ""
    assert (folder / "buses.yaml").read_text(encoding="utf-8") == BUSES


@pytest.mark.parametrize("what", ["id", "title"])
def test_a_brief_with_another_id_or_another_title_is_still_the_same(folder: Path, what: str) -> None:
    review = memo(folder)
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    source = SOURCE.replace("ferry should run on", "boat should sail on") if what == "title" else SOURCE
    name = "ferry.yaml" if what == "id" else "brief.yaml"
    (folder / name).write_text(f"{source}# later\n", encoding="utf-8")
    done = brief("pull", name, "edited.docx", "--write", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Three nurses" in (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["memo.docx", "deck.pptx"])
def test_a_file_with_hardly_any_words_of_the_brief_is_refused(folder: Path, kind: str) -> None:
    buses = BUSES.replace("Nurses cannot reach the clinic", "No other line runs here")
    (folder / "buses.yaml").write_text(buses, encoding="utf-8")
    review = Review(folder / "output" / f"brief-{kind}")
    review.without_identity()
    file = review.save(folder / f"edited-{kind}").name
    done = brief("pull", "buses.yaml", file, "--write", cwd=folder)
    assert done.returncode == 1
    said = f"seems not to be a {kind[:4]} of this brief: it has hardly any of its words"
    assert f"{file}: error: {said}" in done.stderr
    assert done.stdout == ""


def test_what_keeps_the_brief_from_being_written_is_said_for_a_pull(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from builder.saving import save
    from builder.saving.os_errors import obstacle

    def full(files: dict[Path, bytes]) -> None:
        raise BriefError([obstacle(next(iter(files)), OSError(errno.ENOSPC, "full"))])

    monkeypatch.setattr(save, "save_all", full)
    review = memo(folder)
    review.replace("Two nurses", "Three nurses")
    review.save(folder / "edited.docx")
    done = brief("pull", "edited.docx", "--write", cwd=folder)
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "see that brief.yaml and its folder can be written, and pull again" in done.stderr
    assert "--out" not in done.stderr
