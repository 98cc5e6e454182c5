"""What the preview shows is what the layout placed and what the outline says: the same words in order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree, html

from builder.audit.words.transcript import fold
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import said_once
from builder.layout.pages import Page, Plot, paragraphs, walk
from builder.outline.reading import reading
from builder.outline.text import Product
from builder.pipeline.products import adapted, lay_out
from builder.pipeline.request import Request
from builder.pipeline.tracing import trace_brief
from builder.preview.page import page, update
from builder.preview.svg import sheets, slides, slides_in
from builder.preview.view import Choice, Pictures, Seen, look_at
from builder.theme.fonts import shown_as
from tests.conftest import Effort

ROOT = Path(__file__).parents[2]
GOOD = sorted((ROOT / "tests" / "briefs" / "good").glob("*.yaml"))
BAD = sorted((ROOT / "tests" / "briefs" / "bad").glob("*.yaml"))
DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def seen(brief: Path) -> Seen:
    return look_at(Request(brief))


def pictures(brief: Path) -> Pictures:
    found = seen(brief).view.pictures
    assert found is not None
    return found


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def pages(brief: Path, product: Product) -> Iterator[tuple[Page, etree._Element]]:
    """Yield each page as laid out, and as painted."""
    prepared = seen(brief).prepared
    assert prepared is not None
    theme = prepared.theme
    laid = lay_out(adapted(prepared.outline, product, theme), product, theme).pages
    assert laid is not None
    deck = product is Product.DECK
    if deck and theme.slides:
        paint = slides_in(laid, theme.slides, {})
    else:
        paint = slides(laid, theme) if deck else sheets(laid, theme)
    return zip(laid.pages, map(parsed, paint), strict=True)


def words(svg: etree._Element) -> list[str]:
    """Return what is written on a page, without charts that PowerPoint draws itself."""
    return [
        "".join(one.itertext())
        for one in svg.iter(f"{SVG}text")
        if one.get("aria-hidden") is None and not any(up.get("class") == "plot" for up in one.iterancestors())
    ]


def placed(page: Page) -> list[str]:
    return [
        shown_as(segment.text)
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for line in paragraph.lines
        for segment in line
    ]


@pytest.mark.parametrize("brief", GOOD, ids=lambda path: path.stem)
def test_painted_pages_say_what_the_layout_placed_in_its_order(brief: Path) -> None:
    for product in (Product.DECK, Product.SUMMARY):
        for sheet, svg in pages(brief, product):
            said, expected = words(svg), placed(sheet)
            assert said[: len(expected)] == expected
            assert all(re.fullmatch(r"\d+( / \d+)?", more) for more in said[len(expected) :])  # its number
            plots = [item for item in walk(sheet.items) if isinstance(item, Plot)]
            drawn = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "plot"]
            for plot, group in zip(plots, drawn, strict=True):
                shown = " ".join("".join(one.itertext()).strip() for one in group.iter(f"{SVG}text")).split()
                assert sorted(shown) == sorted(" ".join(shown_as(one.plain) for one in plot.words).split())


@pytest.mark.parametrize("brief", GOOD, ids=lambda path: path.stem)
def test_nothing_is_painted_outside_the_page(brief: Path) -> None:
    for product in (Product.DECK, Product.SUMMARY):
        for sheet, svg in pages(brief, product):
            for one in svg.iter(f"{SVG}text", f"{SVG}rect", f"{SVG}image"):
                if any(up.get("transform") for up in one.iterancestors()):
                    continue
                x, y = float(one.get("x", "0")), float(one.get("y", "0"))
                wide, high = float(one.get("width", "0")), float(one.get("height", "0"))
                assert -1 <= x <= x + wide <= sheet.width + 1, etree.tostring(one)
                assert -1 <= y <= y + high <= sheet.height + 1, etree.tostring(one)


@pytest.mark.parametrize("brief", GOOD, ids=lambda path: path.stem)
def test_the_words_of_the_memo_are_in_their_order(brief: Path) -> None:
    prepared = seen(brief).prepared
    assert prepared is not None
    article = html.fromstring(f"<article>{pictures(brief).memo}</article>")
    for part in article.findall("header") + article.findall("footer"):
        part.drop_tree()
    for caption in article.xpath(".//caption"):
        caption.drop_tree()
    shown = re.sub(r"\s+", "", fold(article.text_content()))
    at = 0
    look = prepared.theme.of("memo")
    figure, _ = lay_out_figure(prepared.outline, look)
    for text in reading(said_once(prepared.outline, look, figure), Product.MEMO):
        said = re.sub(r"\s+", "", fold(shown_as(text.plain)))
        if said.rstrip(".").isdecimal():
            continue  # the number of an item, which the browser counts
        found = shown.find(said, at)
        assert found >= 0, (text.slot, said, shown[at : at + 60])
        at = found + len(said)


@pytest.mark.parametrize("brief", GOOD, ids=lambda path: path.stem)
def test_every_word_of_the_brief_leads_to_its_line(brief: Path) -> None:
    shown = pictures(brief)
    everything = "".join((shown.memo, *shown.summary, *(slide.svg + slide.notes for slide in shown.slides)))
    paths = set(re.findall('data-path="([^"]+)"', everything))
    assert paths
    assert [path for path in paths if path not in shown.places] == []
    lines = len(seen(brief).view.text.splitlines())
    assert all(0 <= place.line <= lines or place.file for place in shown.places.values())


@pytest.mark.parametrize("brief", GOOD, ids=lambda path: path.stem)
def test_a_value_is_where_the_trace_finds_it(brief: Path) -> None:
    """Slides, notes and the one-page have the values that `brief trace` finds there."""
    traced, shown = trace_brief(Request(brief)), pictures(brief)
    found = {f"slide {number}": slide.svg for number, slide in enumerate(shown.slides, 1)}
    found |= {f"slide {number}, notes": slide.notes for number, slide in enumerate(shown.slides, 1)}
    found["page 1"] = shown.summary[0]
    expected: dict[str, set[str]] = {location: set() for location in found}
    for one in traced.appears:
        place = one.location.removesuffix(", title").partition(", “")[0]
        place = "page 1" if place.startswith("page 1") else place
        if place in expected and not one.path.endswith(".value"):
            expected[place].add(one.path)
    for location, words in found.items():
        values = re.findall('data-path="([^"]+)"(?: data-also="([^"]+)")?', words)
        paths = {path for first, also in values for path in (first, *also.split("|")) if path}
        assert expected[location] - paths == set(), location


def test_what_is_known_of_a_value_is_said() -> None:
    shown = pictures(DENSE)
    place = shown.places["sections[0].arguments[0].claim"]
    assert (place.id, place.words, place.budget) == ("leaks", 10, 17)
    assert [shown.sources[index][:3] for index in place.sources] == ["[1]", "[2]"]


def test_another_theme_and_an_edition_are_shown(tmp_path: Path) -> None:
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        'title: "A title"\nbottom_line: "A line."\naudiences: [{name: board}]\n'
        'sections:\n  - title: "Why"\n    arguments:\n      - claim: "It is so."\n'
        '      - claim: "Only the board reads this."\n        audience: [board]\n'
        '      - claim: "Nobody else reads that."\n        audience: [staff]\n',
        encoding="utf-8",
    )
    text = brief.read_text("utf-8").replace("{name: board}", "{name: board}, {name: staff}")
    brief.write_text(text, encoding="utf-8")
    whole, board = look_at(Request(brief)), look_at(Request(brief), Choice("board"))
    assert whole.view.audiences == ("board", "staff")
    assert whole.view.pictures is not None
    assert board.view.pictures is not None
    assert "Nobody else" in whole.view.pictures.memo
    assert "Nobody else" not in board.view.pictures.memo
    assert "Only the board" in board.view.pictures.memo
    sober = look_at(Request(brief), Choice("", "sober"))
    assert sober.view.pictures is not None
    assert sober.view.pictures.slides[0].svg != whole.view.pictures.slides[0].svg


@pytest.mark.parametrize("brief", BAD, ids=lambda path: path.stem)
def test_the_problems_of_a_bad_brief_are_shown(brief: Path) -> None:
    view = look_at(Request(brief)).view
    assert view.problems
    assert page(update(view, 1, ""), live=True)


def test_a_brief_that_is_being_edited_is_shown_or_its_problems_are(effort: Effort, tmp_path: Path) -> None:
    """Lines vanish, end early, come twice: whatever is saved, there is something to show."""
    lines, chance = DENSE.read_text("utf-8").split("\n"), Random(12)
    shutil.copytree(DENSE.parent, tmp_path / "briefs")
    brief = tmp_path / "briefs" / DENSE.name
    painted = 0
    for _ in range(effort(12, 300)):
        edited = list(lines)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(edited))
            line = edited[at]
            edited[at : at + 1] = chance.choice(
                ([], [line[: chance.randrange(len(line) + 1)]], [line, chance.choice(lines)], [line * 9])
            )
        brief.write_text("\n".join(edited), encoding="utf-8")
        view = look_at(Request(brief)).view
        assert view.pictures or view.problems
        painted += view.pictures is not None
    assert painted


def test_errors_are_shown_and_what_can_be_painted_is(tmp_path: Path) -> None:
    brief = tmp_path / "brief.yaml"
    text = (ROOT / "tests/briefs/good/tiny.yaml").read_text("utf-8")
    brief.write_text(text + "\nbotom_line: x\n", encoding="utf-8")
    found = look_at(Request(brief)).view
    assert [one.rule for one in found.problems if one.severity == "error"] == ["known-keys"]
    assert found.problems[0].line == len(text.splitlines()) + 2
    assert found.pictures is not None
    brief.write_text("title: [", encoding="utf-8")
    broken = look_at(Request(brief)).view
    assert broken.pictures is None
    assert broken.problems[0].rule == "yaml-syntax"
    brief.unlink()
    assert look_at(Request(brief)).view.problems[0].rule == "file-readable"
