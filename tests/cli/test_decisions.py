"""Options, risks and sources through the command line: what one of them says is in memo and deck alike."""

from __future__ import annotations

import re
from pathlib import Path

from pptx import Presentation

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.command import TINY, brief

BRIEF = """\
title: "The pier needs repair"
bottom_line: "Repair the pier before winter."
criteria: [Cost]
options:
  - {title: "Repair", recommended: yes, best: [Cost], ratings: {Cost: "low"}, pros: ["Quick"]}
  - {title: "Rebuild", ratings: {Cost: "high"}}
recommendations:
  - {action: "Repair the pier", owner: "The harbour", when: 2031-03}
risks: [{text: "Storms may come early", likelihood: low, impact: severe, owner: "Harbour master"}]
sections:
  - {title: Why, arguments: [{claim: "The piles rot.", refs: [survey]}]}
tables: [{title: Piles, columns: [Pile, Depth], rows: [[North, 12 m]], refs: [survey]}]
sources:
  - {id: survey, title: Piles, author: Ann Holt, publisher: Harbours,
     volume: 7, issue: 2, date: 2030, pages: 4-9}
"""
SAID = (
    "Recommended",
    "Bold: the best by its criterion.",
    "severe",
    "Harbour master",
    "Source: [1]",
    "Ann Holt, Piles, Harbours, vol. 7, no. 2, 2030, pp. 4–9.",
)
TITLES = (
    "Two options compared on one criterion: O1 (Repair) is recommended",
    "One recommendation, with an owner and a date",
    "The brief rests on one source",
)


def words(file: Path, product: Product) -> str:
    extracted = read_back(product, file.read_bytes(), looks=False)
    return "\n".join(passage.text for passage in extracted.passages).replace("\u00a0", " ")


def test_what_options_risks_and_sources_say_is_in_memo_and_deck(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF)
    done = brief("build", "--only", "memo,deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    memo, deck = (
        words(next((tmp_path / "output").glob(f"*-{product.value}.*")), product)
        for product in (Product.MEMO, Product.DECK)
    )
    assert [each for each in SAID if each not in memo or each not in deck] == []
    heads = ["O1", "Repair", "Recommended", "O2", "Rebuild", "Cost", "low", "high", "For", "Quick", "–"]
    assert re.search(".*".join(heads), memo, re.DOTALL)  # the options are columns, and criteria rows
    assert [title for title in TITLES if title not in deck] == []


AUTHORED = ("Nine piles in ten are rotten", "Repair is cheap, and rebuilding is not", "Repair the pier")


def test_titles_of_slides_are_the_authors_where_the_brief_has_words_for_them(tmp_path: Path) -> None:
    more = """\
headlines:
  key_figures: "Nine piles in ten are rotten"
  key_messages: "Repair is cheap, and rebuilding is not"
key_figures:
  - {value: 90, unit: "%", label: "of the piles are rotten"}
  - {value: 12, label: "metres is the depth"}
key_messages: ["Repair is cheap.", "Rebuilding is dear.", "Winter is near."]
"""
    text = BRIEF.replace('owner: "The harbour"', 'owner: "The harbour", detail: "Start at the northern end."')
    (tmp_path / "brief.yaml").write_text(text + more)
    done = brief("build", "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    data = next((tmp_path / "output").glob("*-deck.*")).read_bytes()
    extracted = read_back(Product.DECK, data, looks=False)
    titles = [passage.text for passage in extracted.passages if passage.kind is Kind.TITLE]
    assert [title for title in AUTHORED if title not in titles] == []
    page = next(
        one.page for one in extracted.passages if one.text == "Repair the pier" and one.kind is Kind.TITLE
    )
    said = [one.text for one in extracted.passages if one.page == page and one.kind is not Kind.ALT]
    assert said.count("Repair the pier") == 1
    assert "Start at the northern end." in said


def test_a_best_rating_names_a_criterion(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF.replace("best: [Cost]", "best: [Costs]"))
    done = brief("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "options[0].best[0]: `Costs` is not one of the criteria [ratings-fit-criteria]" in done.stdout


def test_a_long_number_of_a_table_is_in_groups_in_memo_and_deck_and_traced_as_typed(tmp_path: Path) -> None:
    table = "{title: Piles, columns: [Pile, Visitors, Postcode], rows: [[North, 12400, 10115]]}"
    given = re.sub(r"tables: .*", lambda _: f"tables: [{table}]", BRIEF)
    (tmp_path / "brief.yaml").write_text(given)
    done = brief("build", "--only", "memo,deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for product in (Product.MEMO, Product.DECK):
        said = words(next((tmp_path / "output").glob(f"*-{product.value}.*")), product)
        assert "12,400" in said
        assert "10115" in said
    traced = brief("trace", "--numbers", cwd=tmp_path).stdout
    assert re.search(r"12,400 +typed", traced)


def test_one_heading_in_reasoning_and_in_a_section_builds(tmp_path: Path) -> None:
    text = "|\n      Plain words.\n\n      ### The same heading\n\n      More words.\n"
    first = (
        f"- title: One\n  arguments:\n  - claim: A is so.\n    evidence: [E is so.]\n    reasoning: {text}"
    )
    sections = f"sections:\n{first}- title: Two\n  text: {text}  arguments: [{{claim: C is so.}}]\n"
    (tmp_path / "brief.yaml").write_text(f"title: T\nbottom_line: B is so.\n{sections}", encoding="utf-8")
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_an_option_of_a_long_table_is_said_to_be_recommended_in_the_notes(tmp_path: Path) -> None:
    options = "".join(
        f"- {{title: Way {n}, ratings: {{Cost: good}}{', recommended: yes' if n == 2 else ''}}}\n"
        for n in range(6)
    )
    (tmp_path / "brief.yaml").write_text(f"{TINY}criteria: [Cost]\noptions:\n{options}", encoding="utf-8")
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    slides = Presentation(str(tmp_path / "output" / "brief-deck.pptx")).slides
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert any("“Way 2” has these entries: Cost, good. Recommended." in one for one in notes)


def test_slides_name_all_sources_and_hang_the_signs_of_points(tmp_path: Path) -> None:
    dense = ROOT / "tests" / "briefs" / "good" / "dense.yaml"
    done = brief("build", str(dense), "--out", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (deck,) = tmp_path.glob("*-deck.pptx")
    shapes = [shape for slide in Presentation(str(deck)).slides for shape in slide.shapes]
    lines = [
        each.text_frame.text for each in shapes if each.name in ("brief:source_line", "brief:sources_line")
    ]
    assert len(lines) > 8
    cited = [one for line in lines for one in line.split("; ")]
    assert all(re.search(r"\] \w", one) for one in cited), cited
    cells = [cell for each in shapes if each.has_table for cell in each.table.iter_cells()]
    points = [
        each for cell in cells for each in cell.text_frame.paragraphs if each.text.startswith(("+", "−"))
    ]
    signed = [each for each in points if "\t" in each.text]
    assert len(signed) == len(points) == 10
    assert all(int(each._pPr.get("marL")) == -int(each._pPr.get("indent")) > 0 for each in signed)
