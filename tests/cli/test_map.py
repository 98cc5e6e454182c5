"""The argument map through the command line: what its links do not join is reported, and not in the files."""

from __future__ import annotations

from pathlib import Path

from pptx import Presentation

from tests.support.command import brief

BRIEF = """\
title: "The pier needs repair"
bottom_line: "Repair the pier before winter."
event: "The pier is closed"
sections:
  - {id: why, title: Why, role: cause, arguments: [
      {id: rot, label: Rot, claim: "The piles rot."},
      {id: ice, label: Ice, claim: "Ice may have cut them.", certainty: {level: possible, cue: may}}]}
links:
  - {from: why, to: event}
recommendations:
  - {action: "Repair the pier", owner: "The harbour"}
"""
ANSWER = "  - {from: event, to: recommendations}\n"


def arrows(folder: Path, text: str) -> tuple[str, str]:
    """Return what the check says of a brief, and what the notes of the slide of its map say of the arrows."""
    (folder / "pier.yaml").write_text(text, encoding="utf-8")
    checked = brief("check", "pier.yaml", cwd=folder)
    assert brief("build", "pier.yaml", "--out", "out", cwd=folder).returncode == 0
    slides = Presentation(str(folder / "out" / "pier-deck.pptx")).slides
    notes = (slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    return checked.stdout + checked.stderr, next(text for text in notes if "to the event" in text)


def test_a_column_without_a_link_is_reported_and_left_out_until_it_is_linked(tmp_path: Path) -> None:
    said, notes = arrows(tmp_path, BRIEF)
    assert "no link leads to or from `recommendations`" in said
    assert "A1 leads to the event; A2 possibly leads to the event" in notes
    assert "R1" not in notes
    said, notes = arrows(tmp_path, BRIEF.replace("recommendations:\n", ANSWER + "recommendations:\n"))
    assert "no link leads" not in said
    assert "the event leads to R1" in notes
