"""The look of the slides of arguments: evidence, numbers, rows of claims, and the words around a chart."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from builder.theme.geometry import Step, ladder


class ArgumentLook(Struct, frozen=True):
    """Evidence, and beside or below it what follows and how certain it is."""

    low: float = 0.4  # of what a statement or a number leaves of its slide, over it
    lead: Step = Step(20, 25)  # the gist, under the claim
    statement_steps: tuple[Step, ...] = ladder("44/52 34/42 28/34 24/30 22/27")
    statement_limit: float = 236.0  # height of a statement, to which its size is chosen
    statement_left: float = 25.9  # from the bar to the words
    plain_steps: tuple[Step, ...] = ladder("34/42 28/34 24/30 22/27")  # of one without a source
    plain_pad: float = 24.0  # above and below its words
    quote: float = 34.0  # height of the mark that opens a quotation
    quote_top: float = 4.0  # over it, from the end of the bar
    quote_gap: float = 14.0  # under it
    said: Step = Step(18, 24)  # kind and references of a statement
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
            1: ladder("20/25 18/22 16/20"),
            2: ladder("34/42 28/35 24/30 22/27 20/25 18/22 16/20"),
            3: ladder("28/35 24/30 22/27 20/25 18/22"),
        }
    )
    amount_steps: tuple[Step, ...] = ladder("44/52 34/42 28/34 24/30 22/27 18/22")  # of numbers on cards
    amount_words: Step = Step(24, 30)  # most, under it
    card_limit: float = 290.0  # height of the cards, to which sizes above the next are chosen
    card_size: float = 24.0
    card_top: float = 20.2  # of a card: its text
    card_foot: float = 17.3  # under the last line of a card
    meta: Step = Step(14, 17)  # kind and references of evidence on a card
    meta_gap: float = 14.0  # over that line
    label: Step = Step(16, 20)
    rail_steps: tuple[Step, ...] = ladder("24/31 22/28 20/25 18/22 16/20")
    rail_lines: int = 5  # most at the largest size
    panel_top: float = 13.0
    panel_gap: float = 8.8  # between label and text
    panel_foot: float = 20.2
    bar_steps: tuple[Step, ...] = ladder("22/28 20/25 18/22 16/20")
    bar_label: float = 118.0  # width of the label in the bar
    bar_pad: float = 16.0  # above and below the words
    bar_limit: float = 116.0  # height of the bar
    certainty: Step = Step(16, 20)
    certainty_gap: float = 15.8  # under the panel or bar
    mark: float = 14.4
    mark_top: float = 2.8
    mark_hang: float = 22.3  # from the mark's left edge to its words


class FigureOfEvidenceLook(Struct, frozen=True):
    """A number as large as a slide holds, and beside it what it compares with."""

    steps: tuple[Step, ...] = ladder("150/152 120/124 96/102 80/86 66/72 54/60 44/52 34/42")
    lone_steps: tuple[Step, ...] = ladder("150/152 120/124 96/102 80/86 66/72 54/60 44/52")
    unit: float = 0.53  # size of the unit, of the number's
    most_unit: float = 80.0
    even: float = 60.0  # up to this size the unit is as large
    words: Step = Step(24, 30)
    lone_words: Step = Step(28, 34)
    beside_words: tuple[Step, ...] = ladder("34/42")  # where a number leaves them room
    small_words: tuple[Step, ...] = ladder("24/30 20/25 18/22 16/20")
    meta_gap: float = 16.0
    head: Step = Step(16, 20)
    head_gap: float = 8.0
    label: Step = Step(18, 23)
    value: Step = Step(18, 22)
    value_gap: float = 8.0  # from the end of a bar to its value
    bar: float = 24.5
    bar_gap: float = 16.0


class PairsLook(Struct, frozen=True):
    """Short arguments on cards beside each other, each with its one piece of evidence."""

    steps: tuple[Step, ...] = ladder("24/30 22/27 20/25 18/22")  # of the evidence
    lines: int = 3  # most that it takes at the largest size
    claim: Step = Step(20, 25)
    hang: float = 2.2  # from a number to its claim, in type sizes
    amount: Step = Step(34, 42)
    follows: Step = Step(16, 20)
    meta: Step = Step(14, 17)
    sourced: float = 0.4  # of the width, for kind and references
    top: float = 16.0  # of a card: its claim
    between: float = 8.0  # from the claim to the evidence, and from that to what is under it
    foot: float = 14.0  # under the last line
    most_spread: float = 60.0  # that a card is higher than its words


class ClaimsLook(Struct, frozen=True):
    """Arguments without evidence, as rows."""

    steps: tuple[Step, ...] = ladder("28/34 24/30 22/28 20/25 18/22")
    # Size of what is under a claim, by that of the claim, and under smaller ones.
    details: Mapping[Step, Step] = field(
        default_factory=lambda: {Step(28, 34): Step(20, 25), Step(24, 30): Step(18, 23)}
    )
    detail: Step = Step(16, 20)
    between: float = 2.0  # from the claim to what is under it
    small: Step = Step(18, 22)  # of a claim under the slide's argument
    head: Step = Step(16, 20)
    head_top: float = 9.0  # from the line to the head
    pad: float = 7.0  # above and below a row
    hang: float = 2.4  # from a number to its claim, in type sizes
    most: int = 7


class ChartSlideLook(Struct, frozen=True):
    """The words around a chart; its inside has a look of its own."""

    name: Step = Step(18, 23)
    unit: Step = Step(16, 20)
    note: Step = Step(18, 23)
    gap: float = 12.0  # between a chart and its note
    head: float = 6.0  # under the words above a chart
    key: float = 14.0  # left and right of a name on its colour, together, and between two
    swell: float = 4.0  # above and below it, together
    across: int = 2  # small multiples beside each other
    between: float = 30.0  # two of them
    low: float = 0.4  # of what a low chart leaves of its slide, over it
