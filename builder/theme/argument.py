"""The look of the slides of arguments: evidence, numbers, rows of claims, and the words around a chart."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from builder.theme.geometry import SCALE, Step, of_scale


class ArgumentLook(Struct, frozen=True, cache_hash=True):
    """Evidence, and beside or below it what follows and how certain it is."""

    low: float = 0.4  # of what a statement or a number leaves of its slide, over it
    lead: Step = SCALE[18]  # the gist, under the claim
    statement_steps: tuple[Step, ...] = of_scale(44, 36, 28, 22)
    statement_limit: float = 236.0  # height of a statement, to which its size is chosen
    statement_left: float = 25.9  # from the bar to the words
    plain_steps: tuple[Step, ...] = of_scale(44, 36, 28, 22)  # of one without a source
    plain_pad: float = 24.0  # above and below its words
    quote: float = 34.0  # height of the mark that opens a quotation
    quote_top: float = 4.0  # over it, from the end of the bar
    quote_gap: float = 14.0  # under it
    said: Step = SCALE[18]  # kind and references of a statement
    said_gap: float = 22.0
    # Below cards whose numbers add up to a total: its parts as one bar.
    total: float = 47.5  # height of the bar
    total_gap: float = 40.0  # over its head, with a line in the middle
    total_head: float = 8.0  # under its head
    total_apart: float = 2.0  # between two parts
    total_pad: float = 12.0  # left and right of their words
    # Sizes by the number of cards in a row.
    card_steps: Mapping[int, tuple[Step, ...]] = field(
        default_factory=lambda: {
            1: of_scale(18, 16),
            2: of_scale(44, 36, 28, 22, 18, 16),
            3: of_scale(36, 28, 22, 18),
        }
    )
    amount_steps: tuple[Step, ...] = of_scale(44, 36, 28, 22, 18)  # of numbers on cards
    amount_words: Step = SCALE[22]  # most, under it
    card_limit: float = 290.0  # height of the cards, to which sizes above the next are chosen
    card_size: float = 22.0
    card_top: float = 20.2  # of a card: its text
    card_foot: float = 17.3  # under the last line of a card
    meta: Step = SCALE[14]  # kind and references of evidence on a card
    meta_gap: float = 14.0  # over that line
    table_gap: float = 16.0  # over and under the name of a table that is below a claim
    label: Step = SCALE[16]
    rail_steps: tuple[Step, ...] = of_scale(22, 18, 16)
    rail_lines: int = 5  # most at the largest size
    panel_top: float = 13.0
    panel_gap: float = 8.8  # between label and text
    panel_foot: float = 20.2
    panel_spare: float = (
        0.35  # of a panel's height, the most that is empty for it to end with a further row of cards
    )
    bar_steps: tuple[Step, ...] = of_scale(22, 18, 16)
    against_steps: tuple[Step, ...] = of_scale(18, 16)  # of what speaks against a claim
    bar_label: float = 118.0  # width of the label in the bar
    bar_pad: float = 16.0  # above and below the words
    bar_limit: float = 116.0  # height of the bar
    certainty: Step = SCALE[16]
    certainty_gap: float = 6.0  # between the gist and it
    mark: float = 14.4
    mark_top: float = 2.8
    mark_hang: float = 22.3  # from the mark's left edge to its words


class FigureOfEvidenceLook(Struct, frozen=True, cache_hash=True):
    """A number as large as a slide holds, and beside it what it compares with."""

    steps: tuple[Step, ...] = of_scale(80, 44, 36)
    lone_steps: tuple[Step, ...] = of_scale(80, 44)
    unit: float = 0.53  # of the number's size, the most that its unit has
    even: float = 44.0  # up to this size the unit is as large
    words: Step = SCALE[22]
    lone_words: Step = SCALE[28]
    beside_words: tuple[Step, ...] = of_scale(36)  # where a number leaves them room
    small_words: tuple[Step, ...] = of_scale(22, 18, 16)
    meta_gap: float = 16.0
    head: Step = SCALE[16]
    head_gap: float = 8.0
    label: Step = SCALE[18]
    value: Step = SCALE[18]
    value_gap: float = 8.0  # from the end of a bar to its value
    bar: float = 24.5
    bar_gap: float = 16.0


class PairsLook(Struct, frozen=True, cache_hash=True):
    """Short arguments on cards beside each other, each with its one piece of evidence."""

    steps: tuple[Step, ...] = of_scale(22, 18)  # of the evidence
    lines: int = 3  # most that it takes at the largest size
    claim: Step = SCALE[18]
    hang: float = 2.2  # from a number to its claim, in type sizes
    amount: Step = SCALE[36]
    follows: Step = SCALE[16]
    meta: Step = SCALE[14]
    top: float = 16.0  # of a card: its claim
    firm_gap: float = 2.0  # from the claim to how certain it is
    between: float = 8.0  # from that to the evidence, and from that to what is under it
    foot: float = 14.0  # under the last line
    most_spread: float = 60.0  # that a card is higher than its words


class ClaimsLook(Struct, frozen=True, cache_hash=True):
    """Arguments without evidence, as rows."""

    steps: tuple[Step, ...] = of_scale(28, 22, 18)
    # Size of what is under a claim, by that of the claim, and under smaller ones.
    details: Mapping[Step, Step] = field(default_factory=lambda: {SCALE[28]: SCALE[18], SCALE[22]: SCALE[18]})
    detail: Step = SCALE[16]
    between: float = 2.0  # from the claim to what is under it
    small: Step = SCALE[18]  # of a claim under the slide's argument
    head: Step = SCALE[16]
    head_top: float = 9.0  # from the line to the head
    pad: float = 7.0  # above and below a row
    hang: float = 2.4  # from a number to its claim, in type sizes
    most: int = 7


class ChartSlideLook(Struct, frozen=True, cache_hash=True):
    """The words around a chart; its inside has a look of its own."""

    name: Step = SCALE[18]
    unit: Step = SCALE[16]
    note: Step = SCALE[18]
    gap: float = 12.0  # between a chart and its note
    head: float = 6.0  # under the words above a chart
    key: float = 14.0  # left and right of a name on its colour, together, and between two
    swell: float = 4.0  # above and below it, together
    across: int = 2  # small multiples beside each other
    between: float = 30.0  # two of them
    low: float = 0.4  # of what a low chart leaves of its slide, over it
