"""The memo: an editable Word file in named styles, which says the outline and knows where it comes from."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any, TypeVar, cast
from zipfile import ZipFile

import msgspec.structs
import pytest
from lxml import etree
from PIL import Image

from builder.audit.compare import audit
from builder.export.office.snapshot import NAMESPACE
from builder.export.word.memo import write_memo
from builder.layout.memo.figure import TEXT_WIDTH, lay_out_figure
from builder.layout.memo.styles import PAPERS
from builder.layout.pages import Group, Rect, TableBox
from builder.outline.blocks import (
    ArgumentMap,
    BottomLine,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Marking,
    Options,
    Outline,
    Properties,
    Responses,
    Section,
    Sources,
    Timeline,
)
from builder.outline.reading import reading
from builder.outline.text import Depth, Level, Picture, Product, Role, Run, Text
from builder.pipeline import Request, prepare
from tests.conftest import GOOD_BRIEFS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
BRIEF = f"{{{NAMESPACE}}}"

B = TypeVar("B")


class Memo:
    """A finished memo, opened with nothing of what wrote it."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.body = self.xml("word/document.xml").find(f"{W}body")
        self.styles = {
            style.get(f"{W}styleId"): style for style in self.xml("word/styles.xml").iter(f"{W}style")
        }

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def stories(self) -> Iterator[Any]:
        for name in self.parts:
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
                yield self.xml(name)

    def sheets(self, kind: str) -> dict[str, Any]:
        """Headers or footers by the pages on which they stand: "first" or "default"."""
        related = {each.get("Id"): each.get("Target") for each in self.xml("word/_rels/document.xml.rels")}
        references = self.body.find(f"{W}sectPr").findall(f"{W}{kind}Reference")
        return {each.get(f"{W}type"): self.xml(f"word/{related[each.get(f'{R}id')]}") for each in references}

    def named(self, style: str) -> list[Any]:
        """The body's paragraphs in a style."""
        return [each for each in self.body.iter(f"{W}p") if style_of(each) == style]

    def look(self, style: str | None, path: str) -> str | None:
        """A value of a paragraph style, or of the style it is based on."""
        while style is not None:
            found = self.styles[style].find(path)
            if found is not None:
                return cast("str | None", found.get(f"{W}val"))
            base = self.styles[style].find(f"{W}basedOn")
            style = None if base is None else base.get(f"{W}val")
        return None


def style_of(paragraph: Any) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else cast("str | None", style.get(f"{W}val"))


def text_of(node: Any) -> str:
    """Visible characters of a part or paragraph, a tab as a tab; not those of the boxes in its drawings."""
    return "".join(characters_of(node))


def characters_of(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab" and node.tag == f"{W}r":
            yield "\t"
        elif child.tag != f"{W}drawing":
            yield from characters_of(child)


def bookmark_of(paragraph: Any) -> str | None:
    names = [mark.get(f"{W}name") for mark in paragraph.findall(f"{W}bookmarkStart")]
    assert len(names) <= 1
    return names[0] if names else None


@cache
def outline_of(stem: str = "brief") -> Outline:
    (path,) = (path for path in GOOD_BRIEFS if path.stem == stem)
    return prepare(Request(path)).outline


def the(kind: type[B]) -> B:
    """The sample's block of a kind."""
    block = outline_of().one(kind)
    assert block is not None
    return block


@cache
def memo_of(outline: Outline) -> Memo:
    return Memo(write_memo(outline, lay_out_figure(outline)[0]))


def altered(part: B, **changes: object) -> B:
    """The part with other values in some fields."""
    if isinstance(part, tuple):
        return cast("B", cast("Any", part)._replace(**changes))
    return cast("B", msgspec.structs.replace(cast("Any", part), **changes))


def changed(outline: Outline, kind: type[B], change: Callable[[B], object]) -> Outline:
    """The outline with its block of a kind changed."""
    blocks = tuple(change(block) if isinstance(block, kind) else block for block in outline.blocks)
    return outline._replace(blocks=cast("Any", blocks))


def said(text: str, slot: str = "test") -> Text:
    return Text(slot, (Run(text),), Depth.SUMMARY)


def marked(outline: Outline) -> Outline:
    marking = Marking(said("TLP:AMBER", "marking"), said("Embargoed", "caveat"), "tlp:AMBER")
    return changed(outline, Front, lambda front: front._replace(marking=marking))


@pytest.fixture(params=[path.stem for path in GOOD_BRIEFS])
def outline(request: pytest.FixtureRequest) -> Outline:
    return outline_of(request.param)


@pytest.fixture
def memo(outline: Outline) -> Memo:
    return memo_of(outline)


@pytest.fixture
def sample() -> Memo:
    return memo_of(outline_of())


# What it says


def test_the_memo_says_the_outline_and_nothing_else(outline: Outline) -> None:
    figure, _ = lay_out_figure(outline)
    assert audit(outline, {}, {Product.MEMO: write_memo(outline, figure)}) == ()


def test_every_field_stands_in_a_paragraph_of_its_own_where_it_is_prose() -> None:
    outline = outline_of()
    said_alone = {text_of(each) for each in memo_of(outline).body.iter(f"{W}p")}
    for section in outline.blocks:
        if isinstance(section, Section):
            for argument in section.arguments:
                for text in (argument.gist, argument.reasoning):
                    assert text is None or text.plain in said_alone


def test_the_first_page_holds_what_a_reader_needs_to_stop_there(sample: Memo) -> None:
    texts = [text_of(each) for each in sample.body.iter(f"{W}p")]
    glance, closing = the(Glance), the(Closing)
    notes = [text.plain for text in (closing.disclaimer, the(Sources).reading) if text]
    wanted = [glance.heading.plain, *notes, the(Context).heading.plain]
    assert len(wanted) == 4
    assert sorted(wanted, key=texts.index) == wanted


def test_nulls_read_as_not_stated_once_where_no_response_has_an_owner(sample: Memo) -> None:
    heads = [text_of(each) for each in sample.named("TableClaimHead")]
    assert any("Owner and timing: not stated" in head for head in heads)
    assert "Owner" not in [text_of(each) for each in sample.named("TableHead")]


def test_owner_and_timing_are_columns_where_one_response_states_them() -> None:
    def owned(block: Responses) -> Responses:
        first = block.responses[0]._replace(owner=said("The ministry", "r1_owner"), stated=(True, False))
        return block._replace(unstated=None, responses=(first, *block.responses[1:]))

    memo = memo_of(changed(outline_of(), Responses, owned))
    heads = [text_of(each) for each in memo.named("TableHead")]
    assert [head for head in heads if head in ("Owner", "Timing")] == ["Owner", "Timing"]
    cells = [text_of(each) for each in memo.named("TableText")]
    assert "The ministry" in cells
    assert [each.replace("\u00a0", " ") for each in cells].count("not stated") == 2 * len(
        the(Responses).responses
    ) - 1


def test_a_decision_memo_has_lines_to_note_the_decision_on() -> None:
    memo = memo_of(outline_of("dense"))
    (line,) = memo.named("Decision")
    assert text_of(line).split() == ["Approve", "Disapprove", "Discuss", "Date"]
    leaders = memo.styles["Decision"].findall(f"{W}pPr/{W}tabs/{W}tab[@{W}leader='underscore']")
    assert len(leaders) == 4


def test_a_picture_stands_in_the_line_with_its_alternative_text() -> None:
    data = BytesIO()
    Image.new("RGB", (2400, 1200), "white").save(data, "PNG")
    picture = Picture(data.getvalue(), "PNG", 2400, 1200, "A white field")
    number, title, alt = (
        said("Figure 2", "f2_no"),
        said("All is white", "f2_title"),
        said("A white field", "f2_alt"),
    )
    figure = Figure("white", number, title, picture, alt, said("Seen in winter", "f2_note"), None, annex=True)
    outline = outline_of()
    memo = memo_of(outline._replace(blocks=(*outline.blocks, figure)))
    (drawn,) = (
        each for each in memo.body.iter(f"{WP}inline") if each.find(f"{WP}docPr").get("descr") == alt.plain
    )
    width, height = (int(drawn.find(f"{WP}extent").get(side)) / 12700 for side in ("cx", "cy"))
    assert width == pytest.approx(PAPERS["A4"].text_width, abs=0.1)
    assert width / height == pytest.approx(2, abs=0.01)
    assert any(name.startswith("word/media/") and part == picture.data for name, part in memo.parts.items())


# Structure


def test_headings_make_an_outline_without_gaps(memo: Memo, outline: Outline) -> None:
    (title,) = memo.named("Title")
    assert text_of(title) == outline.properties.title
    levels = [
        int(level) + 1
        for each in memo.body.iter(f"{W}p")
        if (level := memo.look(style_of(each), f"{W}pPr/{W}outlineLvl")) is not None
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_claim_is_a_heading_under_the_heading_of_its_section(memo: Memo, outline: Outline) -> None:
    found = [
        text_of(each).split("\t")
        for each in memo.body.iter(f"{W}p")
        if (style_of(each) or "").startswith("Heading")
    ]
    for section in outline.blocks:
        if isinstance(section, Section):
            start = found.index([section.title.plain])
            claims = [[argument.number.plain, argument.claim.plain] for argument in section.arguments]
            assert found[start + 1 : start + 1 + len(claims)] == claims


def test_a_sections_role_colours_its_heading_by_a_style_and_its_numbers_by_another(sample: Memo) -> None:
    section = next(
        block for block in outline_of().blocks if isinstance(block, Section) and block.role is Role.EFFECT
    )
    (heading,) = sample.named("Heading1Effect")
    assert text_of(heading) == section.title.plain
    colour = sample.look("Heading1Effect", f"{W}rPr/{W}color")
    assert colour == sample.look("NumberEffect", f"{W}rPr/{W}color") == "B3470F"
    number = section.arguments[0].number.plain
    claim = next(each for each in sample.named("Heading2") if text_of(each).startswith(f"{number}\t"))
    assert claim.find(f"{W}r/{W}rPr/{W}rStyle").get(f"{W}val") == "NumberEffect"


def test_evidence_and_limits_are_items_of_a_real_list(sample: Memo) -> None:
    evidence = [
        f"{each.text.plain} {each.refs.plain}" if each.refs else each.text.plain
        for section in outline_of().blocks
        if isinstance(section, Section)
        for argument in section.arguments
        for each in argument.evidence
    ]
    limits = [limit.text.plain for limit in the(Limits).limits]
    assert [text_of(each) for each in sample.named("ListBullet")] == evidence + limits
    number = sample.styles["ListBullet"].find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    numbering = sample.xml("word/numbering.xml")
    (abstract,) = (
        each.find(f"{W}abstractNumId").get(f"{W}val")
        for each in numbering.findall(f"{W}num")
        if each.get(f"{W}numId") == number
    )
    level = numbering.find(f"{W}abstractNum[@{W}abstractNumId='{abstract}']/{W}lvl")
    assert level.find(f"{W}lvlText").get(f"{W}val") == "•"
    assert level.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == "Calibri"


def test_tables_repeat_their_heads_and_do_not_split_their_rows(memo: Memo, outline: Outline) -> None:
    width = round(PAPERS[outline.page].text_width * 20)
    tables = list(memo.body.iter(f"{W}tbl"))
    assert tables
    for table in tables:
        rows = table.findall(f"{W}tr")
        marks = [row.find(f"{W}trPr/{W}tblHeader") for row in rows]
        assert marks[0] is not None
        assert not marks[0].attrib  # the Open XML SDK takes the element without a value
        assert marks[1:] == [None] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert abs(sum(grid) - width) <= len(grid)
        for row in rows:
            cells = [int(each.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for each in row.findall(f"{W}tc")]
            assert cells == grid
            assert all(each.findall(f"{W}p") for each in row.findall(f"{W}tc"))


def test_every_table_tells_what_it_holds(memo: Memo) -> None:
    for table in memo.body.iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")


def test_a_short_table_is_kept_on_one_page_under_its_caption() -> None:
    timeline, memo = the(Timeline), memo_of(outline_of())
    table = next(
        each
        for each in memo.body.iter(f"{W}tbl")
        if each.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == timeline.headline.plain
    )
    assert style_of(table.getprevious()) == "Caption"
    assert memo.look("Caption", f"{W}pPr/{W}keepNext") is None  # there without a value: on
    assert memo.styles["Caption"].find(f"{W}pPr/{W}keepNext") is not None
    kept = [row.find(f"{W}tc/{W}p/{W}pPr/{W}keepNext") is not None for row in table.findall(f"{W}tr")[1:]]
    assert kept == [True] * (len(kept) - 1) + [False]


def kept_rows(table: Any) -> list[bool]:
    """Which rows of a table, but for its head, are kept on one page with what follows."""
    rows = table.findall(f"{W}tr")[1:]
    return [row.find(f"{W}tc/{W}p/{W}pPr/{W}keepNext") is not None for row in rows]


def table_of(memo: Memo, caption: str) -> Any:
    (table,) = (
        each
        for each in memo.body.iter(f"{W}tbl")
        if each.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == caption
    )
    return table


def glance_style(memo: Memo) -> str:
    table = table_of(memo, the(Glance).heading.plain)
    return cast("str", table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val"))


def test_responses_are_kept_on_one_page(sample: Memo) -> None:
    assert kept_rows(table_of(sample, the(Responses).heading.plain)) == [True, True, True, False]


def test_the_first_page_is_set_closer_where_it_has_to_hold_more() -> None:
    def longer(words: int) -> Memo:
        text = said("word " * words, "bl_text")
        return memo_of(changed(outline_of(), BottomLine, lambda block: block._replace(text=text)))

    seen = dict.fromkeys(glance_style(longer(words)) for words in range(50, 125, 6))
    assert list(seen) == ["BriefTableRoomy", "BriefTable", "BriefTableClose"]


def test_no_claim_runs_over_to_the_second_page_alone() -> None:
    memo, heading = memo_of(outline_of("dense")), the(Glance).heading.plain
    assert kept_rows(table_of(memo, heading))[-3:] == [False, True, True]


def test_the_last_two_sources_stay_together() -> None:
    sources = memo_of(outline_of("dense")).named("Source")
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in sources]
    assert kept == [False, False, False, True, False]


def test_pros_and_cons_are_items_of_a_real_list_under_their_label() -> None:
    memo = memo_of(outline_of("dense"))
    options = outline_of("dense").one(Options)
    assert options is not None
    points = [point.plain for option in options.options for point in (*option.pros, *option.cons)]
    assert [text_of(each) for each in memo.named("TableBullet")] == points
    assert memo.look("TableBullet", f"{W}pPr/{W}numPr/{W}numId") == "1"
    assert {text_of(each) for each in memo.named("TableLabel")} == {"For:", "Against:"}


def test_a_column_is_of_amounts_only_where_it_holds_nothing_but_numbers() -> None:
    memo = memo_of(outline_of("dense"))
    texts, amounts = (
        [text_of(each) for each in memo.named(style)] for style in ("TableText", "TableAmountApart")
    )
    assert {"2026–2027", "2028"} <= set(texts)
    assert "7.7" in amounts


def test_a_dot_goes_to_the_next_line_with_its_reference(sample: Memo) -> None:
    lines = [text_of(each) for each in sample.named("Certainty")]
    assert lines
    assert all(" ·\u00a0[" in line for line in lines)


def test_the_certainty_stays_with_what_it_is_about(sample: Memo) -> None:
    certainties = sample.named("Certainty")
    assert certainties
    for each in certainties:
        before = each.getprevious()
        own = before.find(f"{W}pPr/{W}keepNext") is not None
        assert own or sample.styles[style_of(before)].find(f"{W}pPr/{W}keepNext") is not None


def test_the_bottom_line_is_one_panel_whose_paragraphs_have_the_same_rules_and_indents(sample: Memo) -> None:
    label, text = (sample.styles[name].find(f"{W}pPr") for name in ("BottomLineLabel", "BottomLine"))
    for part in ("pBdr", "shd", "ind"):
        ours, theirs = (etree.tostring(look.find(f"{W}{part}")) for look in (label, text))
        assert ours == theirs


def test_looks_live_in_styles_and_not_in_runs(memo: Memo) -> None:
    allowed = {
        "r": {"rStyle"},
        "p": {"pStyle", "keepNext", "ind"},  # a title's even lines, and what stays together
    }
    for story in memo.stories():
        for kind, names in allowed.items():
            for properties in story.iter(f"{W}{kind}Pr"):
                assert {etree.QName(each).localname for each in properties} <= names
        assert not list(story.iter(f"{W}br"))


def test_no_paragraph_is_empty_but_the_one_that_word_wants_after_a_table(memo: Memo) -> None:
    for each in memo.body.iter(f"{W}p"):
        empty = not text_of(each) and not list(each.iter(f"{W}drawing"))
        assert not empty or style_of(each) == "TableEnd" or each.getparent().tag == f"{W}tc"
    last = memo.body.findall("*")[-2]
    assert last.tag == f"{W}p"


def test_bold_words_in_a_bold_heading_are_not_toggled_back() -> None:
    """In Word the bold of a character style on a bold paragraph style makes the words light."""

    def bolder(section: Section) -> Section:
        first = section.arguments[0]
        claim = first.claim._replace(runs=(Run("A "), Run("bold", bold=True), Run(" claim.")))
        return section._replace(arguments=(first._replace(claim=claim), *section.arguments[1:]))

    memo = memo_of(changed(outline_of(), Section, bolder))
    heading = next(each for each in memo.named("Heading2") if text_of(each) == "A1\tA bold claim.")
    assert [each.get(f"{W}val") for each in heading.iter(f"{W}rStyle")] == ["NumberCause"]


def test_a_link_is_a_link_in_its_own_style() -> None:
    def linked(block: BottomLine) -> BottomLine:
        runs = (Run("See "), Run("the report", url="https://example.org/a?b=1&c=2"))
        return block._replace(text=block.text._replace(runs=runs))

    memo = memo_of(changed(outline_of(), BottomLine, linked))
    (link,) = memo.body.iter(f"{W}hyperlink")
    assert text_of(link) == "the report"
    assert link.find(f"{W}r/{W}rPr/{W}rStyle").get(f"{W}val") == "Hyperlink"
    targets = {each.get("Id"): each for each in memo.xml("word/_rels/document.xml.rels")}
    target = targets[link.get(f"{R}id")]
    assert (target.get("Target"), target.get("TargetMode")) == ("https://example.org/a?b=1&c=2", "External")
    assert "Hyperlink" in memo.styles


# The figure


def test_the_argument_map_is_one_native_group_in_the_line_of_text(sample: Memo) -> None:
    block = the(ArgumentMap)
    (paragraph,) = sample.named("Figure")
    (drawing,) = paragraph.iter(f"{WP}inline")
    (group,) = drawing.iter(f"{WPG}wgp")
    assert drawing.find(f"{WP}docPr").get("descr") == block.alt.plain
    boxes = [[text_of(each) for each in shape.iter(f"{W}p")] for shape in group.iter(f"{WPS}txbx")]
    nodes = [(column, node) for column in block.columns for node in column.nodes]
    assert len(boxes) == len(block.columns) + len(nodes)
    for _, node in nodes:
        start = f"{node.number.plain}\t{node.label.plain}" if node.number else node.label.plain
        assert any(box[0] == start for box in boxes)
    assert not list(sample.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"))
    for choice in sample.body.iter(f"{MC}Choice"):
        assert choice.get("Requires") in ("wpg", "wps")


def test_the_figures_text_keeps_to_styles_of_its_own(sample: Memo) -> None:
    for shape in sample.body.iter(f"{WPS}txbx"):
        for paragraph in shape.iter(f"{W}p"):
            style = style_of(paragraph)
            assert style is not None
            assert style.startswith("FigureText")
            assert sample.styles[style].find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "exact"


def test_the_figure_is_as_wide_as_the_text_on_every_paper() -> None:
    for name, paper in PAPERS.items():
        assert TEXT_WIDTH[name] == pytest.approx(paper.text_width, abs=0.2)


def test_drawings_have_numbers_of_their_own_and_marks_are_decoration(memo: Memo) -> None:
    about = [each for story in memo.stories() for each in story.iter(f"{WP}docPr", f"{WPS}cNvPr")]
    assert all(times == 1 for times in Counter(each.get("id") for each in about).values())
    for each in memo.body.iter(f"{WP}docPr"):
        decorative = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
        assert bool(each.get("descr")) != (next(each.iter(decorative), None) is not None)


def test_each_certainty_has_its_mark_before_its_words(sample: Memo) -> None:
    levels = {
        certainty.sentence.plain.replace("\u00a0", " "): certainty.level
        for section in outline_of().blocks
        if isinstance(section, Section)
        for argument in section.arguments
        if (certainty := argument.certainty)
    }
    assert set(levels.values()) == set(Level)
    for paragraph in sample.named("Certainty"):
        level = levels[re.split(r" ·\u00a0", text_of(paragraph))[0].replace("\u00a0", " ")]
        first = paragraph.find(f"{W}r")
        fills = [path.get("fill") for path in first.iter(f"{A}path")]
        # A square, filled or not, and for the half mark its left half.
        assert (
            fills
            == {Level.ASSERTED: [None], Level.QUALIFIED: ["none", None], Level.POSSIBLE: ["none"]}[level]
        )


def test_a_memo_without_a_map_has_no_figure() -> None:
    memo = memo_of(outline_of("tiny"))
    assert not list(memo.body.iter(f"{WP}inline"))
    assert not [name for name in memo.styles if name and name.startswith("FigureText")]


def test_what_word_cannot_hold_in_a_group_is_refused() -> None:
    rect = Rect(0, 0, 100, 100)
    table = TableBox(rect, (), (), (), 0, "", "table")
    with pytest.raises(TypeError, match="TableBox"):
        write_memo(outline_of(), Group(rect, (table,), None, "figure"))


# Headers, footers, language, properties


def test_the_first_page_has_a_masthead_and_later_pages_the_short_title(sample: Memo) -> None:
    assert sample.body.find(f"{W}sectPr/{W}titlePg") is not None
    headers = {kind: text_of(part) for kind, part in sample.sheets("header").items()}
    front = the(Front)
    assert headers["first"] == f"{front.kind.plain}\u2002{front.memo_name.plain}\t{front.status.plain}"
    assert headers["default"] == f"{front.short_title.plain}\t{front.status_word.plain}"


def test_the_footer_counts_pages_by_fields_in_the_words_of_the_language() -> None:
    outline = outline_of()
    pages = msgspec.structs.replace(outline.labels, page_of="{pages} pages, this is {page}")
    for part in memo_of(outline._replace(labels=pages)).sheets("footer").values():
        assert text_of(part) == f"{the(Front).status.plain}\t1 pages, this is 1"
        assert [each.text.strip() for each in part.iter(f"{W}instrText")] == ["NUMPAGES", "PAGE"]
        kinds = [each.get(f"{W}fldCharType") for each in part.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"] * 2


def test_a_marking_stands_above_and_below_every_page() -> None:
    memo = memo_of(marked(outline_of()))
    for kind in ("header", "footer"):
        sheets = memo.sheets(kind)
        assert sheets.keys() == {"first", "default"}
        for part in sheets.values():
            assert "TLP:AMBER" in text_of(part)
    assert all("Embargoed" in text_of(part) for part in memo.sheets("header").values())
    look = memo.styles["Marking"].find(f"{W}rPr")
    assert look.find(f"{W}color").get(f"{W}val") == "FFC000"
    assert look.find(f"{W}shd").get(f"{W}fill") == "000000"
    assert int(look.find(f"{W}sz").get(f"{W}val")) >= 24  # 12 points, FIRST TLP 2.0


def test_a_brief_without_a_marking_shows_none(sample: Memo) -> None:
    assert "Marking" not in sample.styles
    assert not any(
        "TLP" in text_of(part) for kind in ("header", "footer") for part in sample.sheets(kind).values()
    )


@pytest.mark.parametrize(
    ("language", "east_asian"), [("en-GB", "ja-JP"), ("fr", "ja-JP"), ("ja", "ja"), ("zh-TW", "zh-TW")]
)
def test_all_text_is_in_the_language_of_the_brief(language: str, east_asian: str) -> None:
    memo = memo_of(outline_of()._replace(language=language))
    (mark,) = memo.xml("word/styles.xml").iter(f"{W}lang")
    assert (mark.get(f"{W}val"), mark.get(f"{W}eastAsia")) == (language, east_asian)
    assert not [each for story in memo.stories() for each in story.iter(f"{W}lang")]


def test_fonts_are_named_and_not_taken_from_a_theme(sample: Memo) -> None:
    fonts = list(sample.xml("word/styles.xml").iter(f"{W}rFonts"))
    assert len(fonts) == 1
    assert dict(fonts[0].attrib) == {
        f"{W}ascii": "Calibri",
        f"{W}hAnsi": "Calibri",
        f"{W}cs": "Calibri",
        f"{W}eastAsia": "Yu Gothic",
    }


def test_japanese_stands_further_apart() -> None:
    outline = outline_of()
    leading = {
        language: int(
            memo_of(outline._replace(language=language))
            .styles["Normal"]
            .find(f"{W}pPr/{W}spacing")
            .get(f"{W}line")
        )
        for language in ("en", "ja")
    }
    assert leading["ja"] > 1.4 * 11 * 20 > leading["en"]


@pytest.mark.parametrize(("page", "size"), [("A4", ("11906", "16838")), ("Letter", ("12240", "15840"))])
def test_the_paper_is_that_of_the_brief(page: str, size: tuple[str, str]) -> None:
    paper = memo_of(outline_of()._replace(page=page)).body.find(f"{W}sectPr/{W}pgSz")
    assert (paper.get(f"{W}w"), paper.get(f"{W}h")) == size


def test_properties_say_what_the_brief_gives_and_no_more() -> None:
    given = Properties("Title", "", ("A. Author", "B. Author"), ("one", "two"), "en", "Draft", "")
    memo = memo_of(outline_of()._replace(properties=given, epoch=1_900_000_000))
    core = memo.xml("docProps/core.xml")
    found = {etree.QName(each).localname: each.text for each in core}
    assert found == {
        "title": "Title",
        "creator": "A. Author; B. Author",
        "keywords": "one, two",
        "language": "en",
        "contentStatus": "Draft",
        "created": "2030-03-17T17:46:40Z",
        "modified": "2030-03-17T17:46:40Z",
    }


def test_a_brief_without_a_date_is_not_given_one(sample: Memo) -> None:
    core = sample.xml("docProps/core.xml")
    assert core.find(f"{TERMS}created") is None
    assert core.find(f"{DC}creator") is None


def test_a_property_longer_than_word_takes_is_cut_and_not_refused() -> None:
    outline = outline_of()
    memo = memo_of(outline._replace(properties=outline.properties._replace(title="word " * 100)))
    assert len(memo.xml("docProps/core.xml").find(f"{DC}title").text) == 255


def test_nothing_tells_of_the_libraries_or_templates_that_made_the_file(memo: Memo) -> None:
    assert set(memo.parts) - {name for name in memo.parts if name.startswith("word/media/")} == {
        "[Content_Types].xml",
        "_rels/.rels",
        "customXml/_rels/item1.xml.rels",
        "customXml/item1.xml",
        "customXml/itemProps1.xml",
        "docProps/app.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    everything = b"".join(memo.parts.values()).lower()
    for trace in (
        b"python",
        b"docx</",
        b"canny",
        b"generated by",
        b"microsoft office",
        b"normal.dotm",
        b"rsid",
    ):
        assert trace not in everything
    assert len(memo.xml("docProps/app.xml")) == 0


def test_word_opens_it_as_a_file_of_its_own_time(sample: Memo) -> None:
    settings = sample.xml("word/settings.xml")
    assert settings.find(f"{W}zoom").get(f"{W}percent") == "100"
    modes = {each.get(f"{W}name"): each.get(f"{W}val") for each in settings.find(f"{W}compat")}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(f"{W}updateFields") is None


def test_every_style_in_use_is_there(memo: Memo) -> None:
    used = {
        each.get(f"{W}val")
        for story in memo.stories()
        for each in story.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    linked = {
        each.get(f"{W}val")
        for style in memo.styles.values()
        for each in style.iter(f"{W}basedOn", f"{W}next")
    }
    assert used | linked <= memo.styles.keys()


# Identity


def test_every_paragraph_with_words_has_one_hidden_bookmark_of_the_build(
    memo: Memo, outline: Outline
) -> None:
    names: list[str] = []
    for story in memo.stories():
        for paragraph in story.iter(f"{W}p"):
            name = bookmark_of(paragraph)
            assert (name is not None) == bool(text_of(paragraph).strip())
            names += [name] if name else []
    assert len(set(names)) == len(names)
    for name in names:
        assert name.startswith(f"_brf_{outline.build_id[:8]}_")
        assert len(name) <= 40


def test_a_bookmark_wraps_the_runs_of_its_paragraph(sample: Memo) -> None:
    for paragraph in sample.body.iter(f"{W}p"):
        inside = [etree.QName(each).localname for each in paragraph if each.tag != f"{W}pPr"]
        if inside and inside != ["r"]:
            assert (inside[0], inside[-1]) == ("bookmarkStart", "bookmarkEnd")


def test_what_is_said_twice_is_named_twice(sample: Memo) -> None:
    named = {bookmark_of(each): style_of(each) for each in sample.body.iter(f"{W}p")}
    start = f"_brf_{outline_of().build_id[:8]}_a1_claim"
    assert (named[start], named[f"{start}__2"]) == ("TableClaim", "Heading2")


def test_the_snapshot_holds_every_paragraph_as_it_is_rendered_in_the_order_of_the_file(memo: Memo) -> None:
    snapshot = memo.xml("customXml/item1.xml")
    paragraphs = {
        name: text_of(each).replace("\u2007", "")
        for story in memo.stories()
        for each in story.iter(f"{W}p")
        if (name := bookmark_of(each))
    }
    kept = {each.get("name"): "".join(part.text for part in each) for each in snapshot}
    numbered = {name: re.sub(r"Page 1 of 1", "", text) for name, text in paragraphs.items()}
    assert kept == numbered
    body = [name for each in memo.body.iter(f"{W}p") if (name := bookmark_of(each))]
    assert [name for name in kept if name in set(body)] == body


def test_the_snapshot_names_build_product_and_the_fields_of_the_brief(sample: Memo) -> None:
    outline = outline_of()
    snapshot = sample.xml("customXml/item1.xml")
    assert snapshot.tag == f"{BRIEF}brief"
    assert dict(snapshot.attrib) == {
        "build": outline.build_id,
        "product": "memo",
        "language": "en-GB",
    }
    fields_kept = {each.get("path"): each.text for each in snapshot.iter(f"{BRIEF}field")}
    claim = next(
        text for text in reading(outline, Product.MEMO) if text.path == "sections[0].arguments[0].claim"
    )
    assert fields_kept[claim.path] == claim.plain
    properties = sample.xml("docProps/custom.xml")
    assert outline.build_id in "".join(properties.itertext())


# Bytes and speed


def test_equal_outlines_make_equal_bytes(outline: Outline) -> None:
    figure, _ = lay_out_figure(outline)
    assert write_memo(outline, figure) == write_memo(outline, figure)


def test_a_later_date_changes_nothing_but_dates() -> None:
    outline = outline_of("dense")
    one, other = (memo_of(outline._replace(epoch=epoch)).parts for epoch in (1_900_000_000, 2_000_000_000))
    assert [name for name in one if one[name] != other[name]] == ["docProps/core.xml"]


def test_the_work_grows_no_faster_than_the_brief() -> None:
    few, many = (work(lengthened(outline_of(), count)) for count in (50, 200))
    assert many < 5 * few


def lengthened(outline: Outline, count: int) -> Outline:
    """The outline with so many arguments in its first section, all of them different texts."""
    section = next(block for block in outline.blocks if isinstance(block, Section))
    first = section.arguments[0]
    arguments = tuple(renamed(first, f"_{place}") for place in range(count))
    long = section._replace(arguments=arguments)
    blocks = tuple(long if block is section else block for block in outline.blocks)
    return changed(outline._replace(blocks=blocks), Glance, lambda glance: glance._replace(sections=(long,)))


def renamed(part: Any, suffix: str) -> Any:
    """The part with every text in a slot of its own."""
    if isinstance(part, Text):
        return altered(part, slot=part.slot[:20] + suffix)
    if hasattr(part, "_fields"):
        return type(part)(*(renamed(each, suffix) for each in part))
    if isinstance(part, tuple):
        return tuple(renamed(each, suffix) for each in part)
    if isinstance(part, msgspec.Struct):
        names = [each.name for each in msgspec.structs.fields(part)]
        return altered(part, **{name: renamed(getattr(part, name), suffix) for name in names})
    return part


def work(outline: Outline) -> int:
    """How many functions are called to write the memo; unlike seconds, the same on every machine."""
    figure, _ = lay_out_figure(outline)
    write_memo(outline, figure)
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        write_memo(outline, figure)
    finally:
        sys.setprofile(before)
    return calls
