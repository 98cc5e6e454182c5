"""Explanatory notes are footnotes of the memo, notes of the slides, and above the sources of the summary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.brief.audiences import for_audience
from builder.brief.walk import texts as texts_of
from builder.brief.walk import walk
from builder.layout.deck import lay_out_deck
from builder.layout.pages import texts
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Context, Notes, Outline, Table
from builder.outline.compose import compose
from builder.outline.reading import reading
from builder.outline.text import Depth, Product
from builder.theme.theme import DEFAULT
from tests.support.command import brief
from tests.support.composing import FULL, Pictures, composed, part
from tests.support.finished import finish
from tests.support.outlines import brief_of
from tests.support.packages import parts_of
from tests.support.validators import excused, open_xml_audit, word_integrity

BRIEF = """\
title: "The ferry should run on Sundays"
bottom_line: "A small boat would keep the link open.[^boat] It costs little.^[Less than *one* taxi.]"
context:
  text: "The ferry stopped.[^law][^boat] Taxis took its place."
sections:
  - title: "Why"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
        reasoning: "Taxis are few.[^taxis]"
notes:
  law: "The law asks for [one free day](https://example.org/law)."
  boat: "It has room for ten."
  taxis: "Three in both villages."
"""
VALUES: dict[str, Any] = {
    "title": "T",
    "bottom_line": "One.[^b] Two.[^a]",
    "context": {"text": "Three.[^a] Four."},
    "sections": [{"title": "S", "arguments": [{"claim": "C is.", "reasoning": "So it is.[^c]"}]}],
    "notes": [{"id": name, "text": f"Note {name}."} for name in "abc"],
}


def notes(outline: Outline) -> list[tuple[str, str, Depth]]:
    return [(each.mark.plain, each.text.plain, each.text.depth) for each in part(outline, Notes).notes]


def test_notes_are_numbered_as_the_memo_marks_them() -> None:
    assert notes(composed(VALUES)) == [
        ("¹", "Note b.", Depth.SUMMARY),
        ("²", "Note a.", Depth.SUMMARY),
        ("³", "Note c.", Depth.DECK),
    ]


def test_a_sentence_ends_behind_the_mark_of_its_note() -> None:
    context = part(composed(VALUES), Context)
    assert [text.plain for text in context.text[0].texts] == ["Three.²", "Four."]


def test_marks_side_by_side_are_told_apart() -> None:
    outline = composed(VALUES | {"bottom_line": "One [^b] [^a]^[Third, with *words*.], two."})
    assert "One¹,²,³, two." in [text.plain for text in reading(outline, Product.SUMMARY)]
    assert notes(outline)[2][1] == "Third, with words."


def test_every_text_that_may_be_noted_shows_its_mark() -> None:
    places = [
        at
        for path, part in walk(brief_of(FULL))
        for at, text in texts_of(path, part, noted=True)
        if text and "ratings" not in at
    ]
    values = FULL
    for number, place in enumerate(places[:60]):
        values = marked(values, re.sub(r"\]?[.\[]", "|", place.rstrip("]")), f"n{number}")
    values = values | {"notes": [{"id": f"n{n}", "text": f"N{n}."} for n in range(len(places))]}
    found = {text for _, text, _ in notes(composed(values))}
    assert {place for n, place in enumerate(places) if f"N{n}." not in found} == set()


def marked(value: Any, place: str, name: str) -> Any:
    """Return values with the mark of a note at the end of the text at a place in them."""
    key, _, rest = place.partition("|")
    if not key or isinstance(value, str):
        return f"{value}[^{name}]"
    changed = value.copy()
    at = int(key) if key.isdigit() else key
    changed[at] = marked(value[at], rest, name)
    return changed


def test_a_note_leaves_a_column_of_numbers_one_of_numbers() -> None:
    rows = [["One", "12.5[^a]"], ["Two", "7.25"]]
    table = {"title": "T is.", "columns": ["A", "B"], "rows": rows}
    block = part(composed(VALUES | {"tables": [table]}), Table)
    cells = [row.cells[1] for row in block.rows]
    assert [(cell.text.plain, cell.amount, cell.tail) for cell in cells] == [
        ("12.5²", True, ".5"),
        ("7.25", True, ".25"),
    ]


def test_a_withheld_note_takes_its_mark_with_it() -> None:
    notes = [VALUES["notes"][0] | {"audience": ["inside"]}, *VALUES["notes"][1:]]
    whole = brief_of(VALUES | {"audiences": ["inside", "outside"], "notes": notes})
    outline = compose(for_audience(whole, "outside"), id="x", build_id="", epoch=0, pictures=Pictures())
    assert [text.plain for text in reading(outline, Product.SUMMARY) if text.path == "bottom_line.text"] == [
        "One.¹ Two."
    ]
    assert [each.text.plain for each in part(outline, Notes).notes] == ["Note b.", "Note c."]


def test_a_note_goes_with_the_only_text_that_marks_it() -> None:
    argument = VALUES["sections"][0]["arguments"][0]
    arguments = [argument | {"audience": ["inside"]}, {"claim": "D is."}]
    values = VALUES | {
        "audiences": ["inside", "outside"],
        "sections": [{"title": "S", "arguments": arguments}],
    }
    assert [note.id for note in for_audience(brief_of(values), "outside").notes] == ["a", "b"]


def test_each_slide_has_the_notes_that_it_marks() -> None:
    spoken = {slot: [each for each in notes if each[0] in "¹²³"] for slot, notes in spoken_on(VALUES).items()}
    assert spoken["bl"] == ["¹ Note b.", "² Note a."]
    assert spoken["ctx_head"] == ["² Note a."]
    assert spoken["a1"] == ["¹ Note b.", "² Note a.", "³ Note c."]  # it says the answer again


def test_the_summary_has_no_notes_of_a_box_that_it_has_no_room_for() -> None:
    words = " ".join(["A long story of the harbour."] * 150)
    boxes = [{"kind": "case", "title": "B", "text": f"{words}[^d]", "section": "s"}]
    section = {**VALUES["sections"][0], "id": "s"}
    named = [*VALUES["notes"], {"id": "d", "text": "Note d."}]
    pages, problems = lay_out_summary(
        composed({**VALUES, "sections": [section], "boxes": boxes, "notes": named}), DEFAULT
    )
    shown = {text.plain for text in texts(pages.pages[0].items)}
    assert not any(problem.is_error for problem in problems)
    assert "Note b." in shown
    assert "Note d." not in shown


def spoken_on(values: dict[str, Any]) -> dict[str, list[str]]:
    """Return the speaker notes of each slide."""
    pages, _ = lay_out_deck(composed(values), DEFAULT)
    return {
        page.slot: [
            "".join(piece.text.plain if piece.text else piece.separator for piece in note)
            for note in page.notes
        ]
        for page in pages.pages
    }


def test_a_slide_has_the_notes_of_an_introduction_that_leads_to_the_next() -> None:
    intro = {**VALUES["sections"][0], "intro": "So it began.[^d]"}
    values = {**VALUES, "sections": [intro], "notes": [*VALUES["notes"], {"id": "d", "text": "Note d."}]}
    *_, note, lead = spoken_on(values)["ctx_head"]
    assert note == "³ Note d."
    assert lead.endswith("So it began.³")


def test_a_sentence_spoken_with_the_mark_of_its_note_has_one_full_stop() -> None:
    spoken = spoken_on(VALUES)
    assert "One.¹ Two.²" in spoken["bl"]
    assert not [note for notes in spoken.values() for note in notes if re.search(r"[¹²³]\.", note)]


@pytest.mark.parametrize("product", Product)
def test_the_files_say_the_notes(product: Product) -> None:
    done = finish(composed(VALUES), product)
    assert done is not None
    kind = Kind.NOTES if product is Product.DECK else Kind.BODY
    passages = read_back(product, done[1][product], looks=False).of(kind)
    said = " ".join(" ".join(each.text for each in passages).split())
    assert "¹ Note b." in said
    assert "³ Note c." in said  # of the reasoning, for which the one-page has room


def test_word_counts_the_notes_and_the_validators_are_silent(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    done = brief("build", "brief.yaml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    [memo] = tmp_path.glob("out/*-memo.docx")
    parts = parts_of(memo)
    body, foot = (parts[f"word/{name}.xml"].decode() for name in ("document", "footnotes"))
    links = parts["word/_rels/footnotes.xml.rels"].decode()
    assert re.findall(r'<w:footnoteReference w:id="(\d)"/>', body) == ["1", "2", "3", "4"]
    assert "³,¹" not in body  # the first mark is counted, the second one is typed
    assert body.count(">¹<") == 1
    assert re.findall(r'<w:footnote w:(?:type="\w+" w:)?id="(-?\d)"', foot) == ["-1", "0", "1", "2", "3", "4"]
    assert foot.count("<w:footnoteRef/>") == 4
    assert "https://example.org/law" in links
    found = [one for check in (open_xml_audit, word_integrity) for one in check(memo)]
    assert [one for one in found if not excused(one)] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[^taxis]", "", "warning: notes[2].id: no text marks the note `taxis`"),
        ("few.[^taxis]", "few.[^taxi]", "`[^taxi]` is printed as it is typed"),
        ('Sundays"', 'Sundays[^law]"', "error: title: a note cannot be marked here: `law`"),
        ("Three in both", "Three[^law] in both", "a note cannot be marked here: `law`"),
    ],
)
def test_check_reports_a_mark_without_a_note_and_a_note_without_a_mark(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF.replace(old, new, 1), encoding="utf-8")
    done = brief("check", "brief.yaml", cwd=tmp_path)
    assert said in done.stdout + done.stderr
    assert done.returncode == ("error" in said or "cannot" in said)
    assert ("is printed as it is typed" in done.stdout + done.stderr) == ("is printed" in said)


def test_a_final_brief_has_no_mark_without_a_note(tmp_path: Path) -> None:
    text = BRIEF.replace("[^taxis]", "[^taxi]") + "status: final\ndate: 2031-05-28\n"
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("check", "brief.yaml", cwd=tmp_path)
    assert (
        "error: sections[0].arguments[0].reasoning: `[^taxi]` is printed as it is typed"
        in done.stdout + done.stderr
    )
