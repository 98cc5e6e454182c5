"""A theme is passed to whatever places or paints: with another one, nothing of the default look is left."""

from __future__ import annotations

import re
from io import BytesIO

import msgspec
import pikepdf
import pytest
from msgspec.structs import replace

from builder.export.pdf.summary import write_summary
from builder.export.powerpoint.deck import write_deck
from builder.export.word.memo import write_memo
from builder.layout.deck import lay_out_deck
from builder.layout.memo.figure import lay_out_figure
from builder.layout.summary import lay_out_summary
from builder.outline.text import Product
from builder.theme.colours import Colours
from builder.theme.geometry import Step
from builder.theme.theme import DEFAULT, Fonts, Theme, Typeface
from tests.support.outlines import sample
from tests.support.packages import parts_of

_COLOUR = re.compile("#[0-9A-F]{6}")


def colours_of(theme: Theme) -> set[str]:
    """Every colour of a theme, as #RRGGBB."""
    return set(_COLOUR.findall(msgspec.json.encode(theme.colours).decode()))


def other_colours() -> Colours:
    """The default colours, each one a little different from all of them."""
    taken = colours_of(DEFAULT)

    def moved(found: re.Match[str]) -> str:
        value = int(found[0][1:], 16)
        while (shown := f"#{value:06X}") in taken:
            value = (value + 0x030507) % 0x1000000
        return shown

    encoded = msgspec.json.encode(DEFAULT.colours).decode()
    return msgspec.json.decode(_COLOUR.sub(moved, encoded), type=Colours)


OTHER = replace(
    DEFAULT,
    colours=other_colours(),
    mark=replace(DEFAULT.mark, outline=0.2),
    dash=(3.7, 2.9),
    summary=replace(
        DEFAULT.summary,
        bar=4.25,
        ladder=tuple(replace(scale, kicker=Step(9.13, 12.13)) for scale in DEFAULT.summary.ladder),
    ),
)


def painted(theme: Theme) -> tuple[str, set[str]]:
    """The operators of a summary in a theme, and the colours that they set."""
    pages, problems = lay_out_summary(sample(), theme)
    assert problems == ()
    with pikepdf.open(BytesIO(write_summary(sample(), pages, theme))) as pdf:
        stream = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    shares = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b", stream)
    return stream, {"#" + "".join(f"{round(float(share) * 255):02X}" for share in one) for one in shares}


def test_the_summary_takes_all_of_its_look_from_the_theme() -> None:
    before, usual = painted(DEFAULT)
    after, found = painted(OTHER)
    assert len(usual) > 10
    assert found <= colours_of(OTHER) | {"#000000"}  # in which every page begins
    assert len(found) == len(usual)
    assert "[2.6 1.8] 0 d" in before
    assert "[3.7 2.9] 0 d" in after
    assert "2.6 1.8" not in after
    assert "9.13 " in after
    assert re.search(r"9\.5 Tf", before)
    assert not re.search(r"9\.5 Tf", after)


def office_file(product: Product, theme: Theme) -> str:
    """The XML of a memo or deck in a theme, without the snapshot of its texts."""
    outline = sample(marking={"scheme": "tlp", "label": "AMBER"})
    if product is Product.MEMO:
        figure, problems = lay_out_figure(outline, theme)
        data = write_memo(outline, figure, theme)
    else:
        pages, problems = lay_out_deck(outline, theme)
        data = write_deck(outline, pages, theme)
    assert problems == ()
    return b"".join(parts_of(data, "^(word|ppt)/.*xml$").values()).decode()


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_office_files_take_all_of_their_look_from_the_theme(product: Product) -> None:
    fonts = Fonts(Typeface("Lato"), Typeface("Roboto"), "Meiryo")
    written = re.compile('(?:srgbClr val|w:color w:val|w:color|w:fill)="([0-9A-F]{6})"')
    usual = {f"#{code}" for code in written.findall(office_file(product, DEFAULT))}
    after = office_file(product, replace(OTHER, fonts=fonts))
    found = {f"#{code}" for code in written.findall(after)}
    assert len(usual) > 10
    assert usual <= colours_of(DEFAULT)
    assert found <= colours_of(OTHER)
    assert len(found) == len(usual)
    assert "Calibri" not in after
    assert "Yu Gothic" not in after


def test_the_deck_takes_its_sizes_from_the_theme() -> None:
    look = replace(
        DEFAULT.deck,
        rule=3.5,
        context=replace(DEFAULT.deck.context, label=Step(16.5, 20)),
        body_steps=(Step(21.5, 28), *DEFAULT.deck.body_steps[1:]),
    )
    before = office_file(Product.DECK, DEFAULT)
    after = office_file(Product.DECK, replace(DEFAULT, deck=look))
    for old, new in (
        ('sz="2200"', 'sz="2150"'),
        (f'cy="{round(3.24 * 12700)}"', f'cy="{round(3.5 * 12700)}"'),
    ):
        assert old in before
        assert new not in before
        assert new in after
    assert 'sz="1650"' in after
