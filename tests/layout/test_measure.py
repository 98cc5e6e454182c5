"""Lines fit their width, lose nothing, and break where a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.layout.pages import Paragraph, Piece
from builder.layout.text.atoms import parting
from builder.layout.text.measure import (
    balanced,
    height_of,
    least_width,
    line_count,
    natural_width,
    set_lines,
    strands_word,
    widest_word,
    without_stub,
)
from builder.outline.text import Depth, Run, Text
from builder.theme.fonts import CARLITO, advance
from tests.support.strategies import words

BLACK = "#000000"
TITLE = "Japan’s cancelled meeting with the United States signals strain that dialogue could begin to ease"


def paragraph(*texts: str, size: float = 10.0, hang: float = 0.0) -> Paragraph:
    pieces = tuple(
        Piece(None, text) if text == "\t" else Piece(Text("x", (Run(text),), Depth.SUMMARY)) for text in texts
    )
    return Paragraph(pieces, size, 1.2 * size, BLACK, hang=hang)


def lines(done: Paragraph) -> list[str]:
    return ["".join(segment.text for segment in line) for line in done.lines]


def reach(done: Paragraph) -> list[float]:
    return [line[-1].x + line[-1].width for line in done.lines]


@given(words(20), st.floats(25, 400))
def test_every_line_fits_and_no_character_is_lost(text: str, width: float) -> None:
    done = set_lines(paragraph(text), width)
    assert max(reach(done)) <= width + 0.02
    assert "".join(lines(done)) == text
    assert line_count(paragraph(text), width) == len(done.lines)


@given(words(20), st.floats(60, 300))
def test_even_lines_and_lines_without_a_stub_are_as_many_and_fit(text: str, width: float) -> None:
    natural = set_lines(paragraph(text), width)
    for setting in (balanced, without_stub):
        done, used = setting(paragraph(text), width)
        assert len(done.lines) == len(natural.lines)
        assert max(reach(done)) <= used + 0.02 <= width + 0.04
        assert lines(set_lines(paragraph(text), used)) == lines(done)


def test_a_word_wider_than_its_line_is_broken_not_lost() -> None:
    done = set_lines(paragraph("Rindfleischetikettierungsüberwachung"), 60)
    assert len(done.lines) > 1
    assert "".join(lines(done)) == "Rindfleischetikettierungsüberwachung"


@pytest.mark.parametrize("sign", ["]", "…", "ー"])
def test_a_row_of_characters_that_may_not_begin_a_line_is_broken_at_full_lines(sign: str) -> None:
    done = set_lines(paragraph("a" + 600 * sign), 100.0)
    assert "".join(lines(done)) == "a" + 600 * sign
    assert len(done.lines) <= 600 * advance(sign) * 10.0 / 90.0 + 1


def test_even_lines_break_no_word_that_need_not_be_broken() -> None:
    text = paragraph("Another cause")
    width = widest_word(text) + 1
    assert lines(balanced(text, width)[0]) == ["Another ", "cause"]


@given(words(12), st.integers(1, 4))
def test_the_least_width_takes_no_more_lines_and_less_takes_more(text: str, count: int) -> None:
    width = least_width(paragraph(text), count)
    assert line_count(paragraph(text), width) <= count or width == widest_word(paragraph(text))
    if width > widest_word(paragraph(text)) + 0.5:
        assert line_count(paragraph(text), width - 0.5) > count


def test_a_title_is_set_in_even_lines() -> None:
    done, _ = balanced(paragraph(TITLE, size=22), 560)
    first, second = reach(done)
    assert abs(first - second) < 0.25 * max(first, second)


def test_a_title_prefers_to_break_after_a_pause() -> None:
    text = "Three kinds of pressure led Japan to cancel; informal talks could begin the repair"
    assert lines(balanced(paragraph(text, size=28), 800)[0])[0].strip().endswith("cancel;")
    pause = "中止された日米会談は緊張を示しているが、非公式の対話が始まりとなる"
    assert lines(balanced(paragraph(pause, size=22), 560)[0])[0].endswith("、")


def test_free_lines_may_break_at_a_pause_before_the_first_is_full() -> None:
    text = paragraph("中止された日米会談は緊張を示すが、非公式の対話が修復の始まりとなりうる", size=22)
    for width in (520, 560):
        done = balanced(text, width, free=True)[0]
        assert lines(done)[0].endswith("、")
        assert max(reach(done)) <= width


def test_a_last_line_of_one_word_is_avoided() -> None:
    text = paragraph("Others might doubt US commitments in the region.")
    width = natural_width(text) - 20
    assert lines(set_lines(text, width))[-1] == "region."
    assert len(lines(without_stub(text, width)[0])[-1].split()) > 1


def test_a_word_with_a_hyphen_is_not_parted_where_that_can_be_helped() -> None:
    text = paragraph("Back channels can ease tension; high-level meetings could follow.")
    width = natural_width(paragraph("Back channels can ease tension; high-")) + 1
    assert lines(set_lines(text, width))[0].endswith("high-")
    assert lines(without_stub(text, width)[0])[0].endswith("tension; ")


@pytest.mark.parametrize("end", ["0000-0002-1825-0097", "10.5555/night-bus-timetable."])
def test_an_address_stays_whole_where_a_line_holds_it_and_else_breaks_after_its_slashes(end: str) -> None:
    text = paragraph(f"Ada Winter, Senior Analyst, orcid.org/{end}")
    found = lines(set_lines(text, natural_width(text) - 1))
    assert found == ["Ada Winter, Senior Analyst, ", f"orcid.org/{end}"]
    first, *others = lines(set_lines(text, natural_width(paragraph(f"orcid.org/{end}")) - 1))
    assert others
    assert all(line.endswith(("/", ", ")) for line in (first, *others[:-1]))


def test_a_no_break_space_holds_and_is_as_wide_as_a_space() -> None:
    text = paragraph("see Figure\u00a01")
    assert lines(set_lines(text, natural_width(text) - 1)) == ["see ", "Figure 1"]
    assert natural_width(text) == natural_width(paragraph("see Figure 1"))


def test_japanese_breaks_between_phrases_and_not_before_a_stop() -> None:
    text = paragraph("日本は会談を中止した。記事はこれを後退と読む。2031年9月30日にデータセンターを開く。")
    phrases = "日本は 会談を 中止した。 記事は これを 後退と 読む。 2031年9月30日に データセンターを 開く。"
    for width in range(90, 250, 5):
        for line in lines(set_lines(text, width)):
            assert any(line.startswith(start) for start in phrases.split())


def test_the_width_of_a_japanese_title_lets_other_programs_break_it_between_phrases_too() -> None:
    title = paragraph("病院三院のうち二院が懸念を示した。")
    done, width = balanced(title, 145.0)
    first, second = lines(done)
    assert (first, second) == ("病院三院のうち二院が", "懸念を示した。")
    assert 10.0 * len(first) <= width < 10.0 * (len(first) + 1)  # one more letter has no room


def test_a_japanese_word_wider_than_its_line_is_broken_but_not_before_a_stop() -> None:
    text = paragraph("データセンター、データベース、コミュニケーション。")
    for width in range(45, 80, 5):
        for line in lines(set_lines(text, width)):
            assert not line.startswith(("、", "。", "ー"))


def test_phrases_between_partings_stay_whole_and_the_dot_goes_where_a_line_ends() -> None:
    phrases = ("Ministry of Foreign Affairs", "By September 2031", "[1, s4p2]")
    one, two, three = (paragraph(text).pieces[0] for text in phrases)
    dot = Piece(None, parting(" · "))
    text = replace(paragraph(), pieces=(one, dot, two, dot, three))
    found = {tuple(line.strip() for line in lines(set_lines(text, width))) for width in range(130, 300, 5)}
    narrow = set_lines(text, 130).pieces
    assert [piece.separator for piece in narrow if piece.text is None] == [" ", " · "]
    assert found == {
        (phrases[0], f"{phrases[1]} · {phrases[2]}"),
        (f"{phrases[0]} · {phrases[1]}", phrases[2]),
        (" · ".join(phrases),),
    }


def test_a_tab_jumps_to_where_later_lines_begin() -> None:
    done = set_lines(paragraph("A1", "\t", "Politics at home may have come before diplomacy", hang=20), 90)
    starts = [next(segment for segment in line if "A1" not in segment.text and segment.text.strip()).x
              for line in done.lines]  # fmt: skip
    assert starts == [20.0] * len(done.lines)
    assert natural_width(paragraph("A1", "\t", "Politics", hang=20)) == pytest.approx(
        20 + natural_width(paragraph("Politics"))
    )


def test_a_number_wider_than_its_tab_pushes_the_text_on() -> None:
    (line,) = set_lines(paragraph("A100", "\t", "Politics", hang=5), 200).lines
    assert line[-1].x >= natural_width(paragraph("A100"))


def test_lines_align_right_and_centred() -> None:
    text = paragraph("One")
    width = natural_width(text)
    for align, x in (("right", 100 - width), ("center", 50 - width / 2)):
        ((segment,),) = set_lines(replace(text, align=align), 100).lines
        assert segment.x == pytest.approx(x)


def test_height_is_lines_times_leading_and_the_space_between() -> None:
    one = set_lines(replace(paragraph("One"), before=6), 100)
    two = set_lines(replace(paragraph("One two three four five six seven"), before=3), 60)
    assert len(two.lines) == 3
    assert height_of([one, two]) == 12 + 3 + 3 * 12


def test_bold_is_measured_bold() -> None:
    text = replace(paragraph("Bold"), bold=True)
    ((segment,),) = set_lines(text, 100).lines
    assert segment.font == CARLITO.bold
    assert natural_width(text) == pytest.approx(10 * advance("Bold", bold=True))


def test_no_room_for_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        set_lines(paragraph("One", hang=20), 20)


def test_a_word_of_three_letters_alone_on_a_line_is_stranded() -> None:
    words = Text("title", (Run("Die Wärmenetzausbaubeschleunigungsverordnung"),), Depth.DECK)
    title = Paragraph((Piece(words),), 28.0, 32.0, "#000000", bold=True)
    assert strands_word(title, natural_width(title) - 20.0)
    assert not strands_word(title, natural_width(title) + 1.0)
