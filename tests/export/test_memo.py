"""The memo: an editable Word file in named styles, which says the outline."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import Any, cast

import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image, ImageColor

from builder.audit.compare import audit
from builder.export.word.memo import write_memo
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import set_memo
from builder.layout.memo.tables import SetTable
from builder.layout.pages import Box, Group, Rect, TableBox, TextBox, walk
from builder.outline.blocks import (
    ArgumentMap,
    BottomLine,
    Closing,
    Context,
    Figure,
    Glance,
    Limits,
    Options,
    Outline,
    Responses,
    Section,
    Sources,
    Timeline,
)
from builder.outline.reading.flow import Grid
from builder.outline.reading.order import flow
from builder.outline.text import Level, Picture, Product, Role, Run, texts
from builder.theme.theme import DEFAULT
from builder.words.signs import plain
from tests.support.memos import Memo, changed, memo_of, outline_of, style_of, text_of, the
from tests.support.outlines import LIBRARY, a_text
from tests.support.outlines import outline_of as composed
from tests.support.packages import MC, WP, WPG, WPS, A, R, W, saved

# What it says


def test_the_memo_says_the_outline_and_nothing_else(outline: Outline) -> None:
    figure, _ = lay_out_figure(outline, DEFAULT)
    assert audit(outline, {}, {Product.MEMO: write_memo(outline, figure, DEFAULT)}) == ()


def test_every_field_is_in_a_paragraph_of_its_own_where_it_is_prose() -> None:
    outline = outline_of()
    said_alone = {text_of(each) for each in memo_of(outline).body.iter(f"{W}p")}
    for section in outline.blocks:
        if isinstance(section, Section):
            for argument in section.arguments:
                for text in texts((argument.gist, argument.reasoning)):
                    assert text.plain in said_alone


def test_the_first_page_holds_what_a_reader_needs_to_stop_there(sample: Memo) -> None:
    texts = [text_of(each) for each in sample.body.iter(f"{W}p")]
    glance, closing = the(Glance), the(Closing)
    notes = [text.plain for text in (closing.disclaimer, the(Sources).reading) if text]
    expected = [glance.heading.plain, *notes, the(Context).heading.plain]
    assert len(expected) == 4
    assert sorted(expected, key=texts.index) == expected


def test_nulls_read_as_not_stated_once_where_no_response_has_an_owner(sample: Memo) -> None:
    heads = [text_of(each) for each in sample.named("TableClaimHead")]
    assert any("Owner and timing: not stated" in head for head in heads)
    assert "Owner" not in [text_of(each) for each in sample.named("TableHead")]


def test_owner_and_timing_are_columns_where_one_response_states_them() -> None:
    def owned(block: Responses) -> Responses:
        first = replace(block.responses[0], owner=a_text("r1_owner", "The ministry"), stated=(True, False))
        group = replace(block.groups[0], responses=(first, *block.responses[1:]))
        return replace(block, unstated=None, groups=(group,))

    memo = memo_of(changed(outline_of(), Responses, owned))
    heads = [text_of(each) for each in memo.named("TableHead")]
    assert [head for head in heads if head in ("Owner", "Timing")] == ["Owner", "Timing"]
    cells = [text_of(each) for each in memo.named("TableText")]
    assert "The ministry" in cells
    assert [each.replace("\u00a0", " ") for each in cells].count("not stated") == 2 * len(
        the(Responses).responses
    ) - 1


def test_a_decision_memo_has_boxes_to_tick_and_lines_to_sign_on() -> None:
    memo = memo_of(outline_of("dense"))
    (choices,), (line,) = memo.named("Decision"), memo.named("DecisionLine")
    assert text_of(choices).split() == ["☐", "Approve", "☐", "Disapprove", "☐", "Discuss"]
    assert text_of(line).split() == ["Name", "Title", "Date"]
    leaders = memo.styles["DecisionLine"].findall(f"{W}pPr/{W}tabs/{W}tab[@{W}leader='underscore']")
    assert len(leaders) == 3


def test_a_picture_is_in_the_line_with_its_alternative_text() -> None:
    data = saved(Image.new("RGB", (2400, 400), "white"), "PNG")
    picture = Picture(data, "PNG", 2400, 400, "A white field")
    number, title, alt = (
        a_text("f2_no", "Figure 2"),
        a_text("f2_title", "All is white"),
        a_text("f2_alt", "A white field"),
    )
    figure = Figure(number, title, picture, alt, a_text("f2_note", "Seen in winter"), None, None, annex=True)
    outline = outline_of()
    memo = memo_of(replace(outline, blocks=(*outline.blocks, figure)))
    (drawn,) = (
        each for each in memo.body.iter(f"{WP}inline") if each.find(f"{WP}docPr").get("descr") == alt.plain
    )
    width, height = (int(drawn.find(f"{WP}extent").get(side)) / 12700 for side in ("cx", "cy"))
    assert width == pytest.approx(DEFAULT.memo.a4.text_width, abs=0.1)
    assert width / height == pytest.approx(6, abs=0.01)
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


def test_a_sections_heading_is_words_own_in_the_colour_of_its_role_as_its_numbers_are(sample: Memo) -> None:
    section = next(
        block for block in outline_of().blocks if isinstance(block, Section) and block.role is Role.EFFECT
    )
    (heading,) = (each for each in sample.named("Heading1") if text_of(each) == section.title.plain)
    colours = {each.get(f"{W}val") for each in heading.iter(f"{W}color")}
    assert colours == {sample.look("NumberEffect", f"{W}rPr/{W}color")} == {"B3470F"}
    assert heading.find(f"{W}pPr/{W}pBdr/{W}top").get(f"{W}color") == "B3470F"
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
    width = round(DEFAULT.memo.paper(outline.page).text_width * 20)
    tables = list(memo.body.iter(f"{W}tbl"))
    said = set_memo(outline, DEFAULT, lay_out_figure(outline, DEFAULT)[0]).outline
    assert bool(tables) is any(isinstance(item, Grid) for item in flow(said))
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


def test_every_table_is_described(memo: Memo) -> None:
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
    after = table.getnext()
    assert kept == [True] * (len(kept) - 1) + [style_of(after) == "Note"]  # a note stays with its table


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
        text = a_text("bl_text", "word " * words)
        return memo_of(changed(outline_of(), BottomLine, lambda block: replace(block, text=text)))

    seen = dict.fromkeys(glance_style(longer(words)) for words in range(50, 170, 6))
    assert list(seen) == ["BriefTableRoomy", "BriefTable", "BriefTableClose"]


def test_no_claim_runs_over_to_the_second_page_alone() -> None:
    text = a_text("bl_text", "word " * 120)
    longer = changed(outline_of("dense"), BottomLine, lambda block: replace(block, text=text))
    heading = the(Glance).heading.plain
    assert kept_rows(table_of(memo_of(longer), heading))[-3:] == [False, True, True]


def test_the_claims_are_on_the_first_page_as_long_as_a_closer_one_has_room() -> None:
    memo = set_memo(outline_of("dense"), DEFAULT, None)
    table = next(n for n, item in enumerate(memo.sections[0].items) if isinstance(item, SetTable))
    assert memo.paging.ends[table] == 1
    assert memo.sheet.theme.memo.lead < DEFAULT.memo.lead


def test_the_last_two_sources_stay_together() -> None:
    sources = memo_of(outline_of("dense")).named("Source")
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in sources]
    assert kept == [False, False, False, True, False]


def test_few_short_options_are_columns_under_which_criteria_are_rows_and_the_recommended_one_is_tinted() -> (
    None
):
    outline = outline_of("dense")
    options = outline.one(Options)
    assert options is not None
    head, *rows = table_of(memo_of(outline), options.heading.plain).iter(f"{W}tr")
    titles = [plain(text_of(next(cell.iter(f"{W}p")))) for cell in head.iter(f"{W}tc")]
    assert titles == ["Option", *(f"{one.number.plain} {one.title.plain}" for one in options.options)]
    first = [text_of(next(row.iter(f"{W}p"))) for row in rows]
    assert first == [*(each.plain for each in options.criteria), "For", "Against"]
    for n, row in enumerate(rows[: len(options.criteria)]):
        assert [plain(text_of(one)) for one in row.iter(f"{W}p")][1:] == [
            plain(one.ratings[n].plain) for one in options.options
        ]
    tinted = [
        [one.find(f"{W}tcPr/{W}shd") is not None for one in row.iter(f"{W}tc")] for row in (head, *rows)
    ]
    assert tinted == [[False, *(one.recommended is not None for one in options.options)]] * len(tinted)


@pytest.mark.parametrize("change", ["five", "long", "wide"])
def test_many_or_long_options_are_one_below_the_other(change: str) -> None:
    one = {"title": "Repair", "ratings": {"Cost": "low"}, "pros": ["Quick"]}
    changed: dict[str, dict[str, Any]] = {
        "five": {},
        "long": {"pros": ["Repairs " * 40]},
        "wide": {"title": "Wärmenetzausbaubeschleunigung" * 2},
    }
    given = [one | changed[change], *[one] * (4 if change == "five" else 1)]
    memo = memo_of(composed(LIBRARY, criteria=["Cost"], options=given))
    heads = [text_of(each) for each in memo.named("TableClaimHead")]
    assert heads.count("Option") == 2
    assert memo.named("TableOption") == []
    assert len(memo.named("TableGap")) == 1  # Word would make one table of two that follow each other


def test_pros_and_cons_are_items_of_a_real_list_in_a_row_each() -> None:
    memo = memo_of(outline_of("dense"))
    options = outline_of("dense").one(Options)
    assert options is not None
    sides = [[option.pros for option in options.options], [option.cons for option in options.options]]
    points = [plain(point.plain) for side in sides for points in side for point in points]
    shown = [plain(text_of(each)) for style in ("TablePro", "TableCon") for each in memo.named(style)]
    assert shown == points
    numbering = memo.xml("word/numbering.xml")
    for style, sign in (("TablePro", "+"), ("TableCon", "−")):
        mine = memo.look(style, f"{W}pPr/{W}numPr/{W}numId")
        kind = numbering.find(f"{W}num[@{W}numId='{mine}']/{W}abstractNumId").get(f"{W}val")
        level = numbering.find(f"{W}abstractNum[@{W}abstractNumId='{kind}']/{W}lvl")
        assert level.find(f"{W}lvlText").get(f"{W}val") == sign


def test_a_column_is_of_amounts_only_where_it_holds_nothing_but_numbers_and_not_only_years() -> None:
    memo = memo_of(outline_of("dense"))
    styles = ("TableText", "TableAmount", "TableAmountApart")
    texts, amounts, apart = ({text_of(each) for each in memo.named(style)} for style in styles)
    assert {"14\u00a0miles", "2026–2027", "2028"} <= texts
    assert "7.7" in apart  # a column of text follows
    assert "3.6" in amounts


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


def test_a_long_memo_lists_its_parts_with_their_pages() -> None:
    memo = memo_of(outline_of("dense"))
    listed = [text_of(each).split("\t") for each in memo.named("Contents")]
    columns = [line[:2] for line in listed] + [line[2:] for line in listed]
    words = [word for entry in columns for word in entry]
    titles, pages = words[::2], [int(page) for page in words[1::2]]
    headings = [text_of(each) for each in memo.named("Heading1")]
    assert titles == headings[1:]  # the claims at a glance are on the first page
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (2, 7)
    targets = [each.text.split()[1] for each in memo.body.iter(f"{W}instrText")]
    assert {each.get(f"{W}name") for each in memo.body.iter(f"{W}bookmarkStart")} >= set(targets)
    assert memo_of(outline_of()).named("Contents") == []


def test_looks_live_in_styles_and_not_in_runs(memo: Memo) -> None:
    allowed = {
        "r": {"rStyle"},
        "p": {"pStyle", "keepNext", "numPr", "ind"},  # a title's even lines, and what stays together
    }
    coloured = {"r": {"color"}, "p": {"pStyle", "pBdr"}}  # a section's heading, by its role
    for story in memo.stories():
        for kind, names in allowed.items():
            for properties in story.iter(f"{W}{kind}Pr"):
                found = {etree.QName(each).localname for each in properties}
                heads = style_of(next(properties.iterancestors(f"{W}p"))) == "Heading1"
                if "pageBreakBefore" in found:  # no space is above it then
                    found -= {"pageBreakBefore", "spacing"}
                assert found <= names or (heads and found <= coloured[kind])
        assert not list(story.iter(f"{W}br"))


def test_no_paragraph_is_empty_but_those_that_word_requires_after_a_table(memo: Memo) -> None:
    for each in memo.body.iter(f"{W}p"):
        empty = not text_of(each) and not list(each.iter(f"{W}drawing"))
        assert not empty or style_of(each) in ("TableEnd", "TableGap") or each.getparent().tag == f"{W}tc"
    last = memo.body.findall("*")[-2]
    assert last.tag == f"{W}p"


def test_bold_words_in_a_bold_heading_are_not_toggled_back() -> None:
    """In Word the bold of a character style on a bold paragraph style makes the words light."""

    def bolder(section: Section) -> Section:
        first = section.arguments[0]
        claim = replace(first.claim, runs=(Run("A "), Run("bold", bold=True), Run(" claim.")))
        return replace(section, arguments=(replace(first, claim=claim), *section.arguments[1:]))

    memo = memo_of(changed(outline_of(), Section, bolder))
    heading = next(each for each in memo.named("Heading2") if text_of(each) == "A1\tA bold claim.")
    assert [each.get(f"{W}val") for each in heading.iter(f"{W}rStyle")] == ["NumberCause"]


def test_a_link_is_a_link_in_its_own_style() -> None:
    def linked(block: BottomLine) -> BottomLine:
        runs = (Run("See "), Run("the report", url="https://example.org/a?b=1&c=2"))
        return replace(block, text=replace(block.text, runs=runs))

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
    (drawing,) = paragraph.find(f".//{MC}Choice").iter(f"{WP}inline")
    (group,) = drawing.iter(f"{WPG}wgp")
    assert drawing.find(f"{WP}docPr").get("descr") == block.alt.plain
    boxes = [[text_of(each) for each in shape.iter(f"{W}p")] for shape in group.iter(f"{WPS}txbx")]
    nodes = [(column, node) for column in block.columns for node in column.nodes]
    assert len(boxes) == len(block.columns) + len(nodes)
    for _, node in nodes:
        start = f"{node.number.plain}\t{node.label.plain}" if node.number else node.label.plain
        assert any(box[0] == start for box in boxes)
    assert not list(drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"))
    for choice in sample.body.iter(f"{MC}Choice"):
        assert choice.get("Requires") in ("wpg", "wps")


def test_programs_that_do_not_draw_words_shapes_show_a_picture_of_the_map(sample: Memo) -> None:
    (fallback,) = sample.body.iter(f"{MC}Fallback")
    choice = fallback.getparent().find(f"{MC}Choice")
    for path, names in ((f".//{WP}docPr", ["descr"]), (f".//{WP}extent", ["cx", "cy"])):
        assert [fallback.find(path).get(name) for name in names] == [
            choice.find(path).get(name) for name in names
        ]
    figure, _ = lay_out_figure(outline_of(), DEFAULT)
    assert figure is not None
    data = sample.parts["word/media/image1.png"]
    assert len(data) < 30_000
    with Image.open(BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    scale = picture.width / figure.rect.width
    for item in walk(figure.items):
        if isinstance(item, Box | TextBox) and item.fill:
            found = cast(
                "tuple[int, ...]",
                picture.getpixel((round((item.rect.x + 2.5) * scale), round((item.rect.y + 2.5) * scale))),
            )
            assert max(abs(a - b) for a, b in zip(found, ImageColor.getrgb(item.fill), strict=True)) < 6


def test_the_figures_text_keeps_to_styles_of_its_own(sample: Memo) -> None:
    for shape in sample.body.iter(f"{WPS}txbx"):
        for paragraph in shape.iter(f"{W}p"):
            style = style_of(paragraph)
            assert style is not None
            assert style.startswith("FigureText")
            assert sample.styles[style].find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "exact"


def test_the_figure_is_as_wide_as_the_text_on_every_paper() -> None:
    for paper in (DEFAULT.memo.a4, DEFAULT.memo.letter):
        assert paper.figure_width == pytest.approx(paper.text_width, abs=0.2)


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
        paths = first.iter(f"{A}path", f"{A}prstGeom")
        filled = [path.get("fill") != "none" for path in paths]
        # A square, filled or not, and for the half mark a rectangle in it.
        assert (
            filled == {Level.ASSERTED: [True], Level.QUALIFIED: [False, True], Level.POSSIBLE: [False]}[level]
        )


def test_a_memo_without_a_map_has_no_figure() -> None:
    memo = memo_of(outline_of("tiny"))
    assert not list(memo.body.iter(f"{WP}inline"))
    assert not [name for name in memo.styles if name and name.startswith("FigureText")]


def test_what_word_cannot_hold_in_a_group_is_refused() -> None:
    rect = Rect(0, 0, 100, 100)
    table = TableBox(rect, (), (), (), 0, "", "table")
    with pytest.raises(TypeError, match="TableBox"):
        write_memo(outline_of(), Group(rect, (table,), None, "figure"), DEFAULT)
