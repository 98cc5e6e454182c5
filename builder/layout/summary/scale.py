"""Paper and language become the ladder of type sizes and gaps that the one-page summary may use."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.language import language_for
from builder.layout.map.look import SUMMARY_LOOK, TIGHT_LOOK, MapLook
from builder.layout.pages import Paragraph, Piece
from builder.theme.tokens import TOKENS

Type = tuple[float, float]  # size and leading in points


class Sheet(Struct, frozen=True):
    """The printed page: its size, and where the type area lies; all in points from the top left corner."""

    width: float
    height: float
    left: float = 42.5
    top: float = 30.0
    foot: float = 24.0  # below the last line

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - 2 * self.left

    @property
    def bottom(self) -> float:
        """The end of the type area."""
        return self.height - self.foot


SHEETS = {"A4": Sheet(595.276, 841.89), "Letter": Sheet(612.0, 792.0)}


class Scale(Struct, frozen=True):
    """One rung: every type size with its leading, and `air`, the factor on all gaps."""

    body: Type
    claim: Type
    note: Type
    head: Type
    panel: Type
    title: Type
    air: float
    map_steps: int = 0  # steps of the map's ladder that are left out
    tight_map: bool = False
    run_in: bool = False  # how firm a claim is follows its reason on the same line, without a mark
    run_on: bool = False  # who does it and when follows on the line of how firm it is
    subtitle: Type = (11.5, 14.5)
    label: Type = (10.5, 13.0)
    caption: Type = (10.6, 13.5)
    kicker: Type = (9.5, 12.0)

    @property
    def map_look(self) -> MapLook:
        """The look of the argument map at this rung."""
        if self.tight_map:
            return TIGHT_LOOK
        return replace(SUMMARY_LOOK, steps=SUMMARY_LOOK.steps[self.map_steps :])

    def gap(self, points: float) -> float:
        """Return a gap of the reference look as it is at this rung."""
        return points * self.air


_SMALL = Scale(
    (9.0, 10.8), (9.5, 11.5), (8.5, 10.1), (11.5, 13.6), (11.0, 13.2), (19.0, 21.5), 0.7, tight_map=True
)
_LEAST = Scale(
    (9.0, 10.5), (9.2, 10.9), (8.5, 9.8), (11.0, 12.8), (11.0, 13.0), (18.0, 20.5), 0.45,
    tight_map=True, run_in=True, subtitle=(11.0, 13.5),
)  # fmt: skip

# The third is the reference; 9.0 for text, 8.5 for notes, 11 for the panel and 9.2 in the map are the floors.
LADDER = (
    Scale((10.8, 13.2), (11.4, 14.2), (9.2, 11.5), (13.2, 15.8), (12.8, 16.2), (22.0, 25.0), 1.25),
    Scale((10.5, 12.8), (11.1, 13.8), (9.0, 11.2), (12.8, 15.4), (12.5, 15.8), (22.0, 25.0), 1.1),
    Scale((10.2, 12.4), (10.8, 13.4), (8.8, 11.0), (12.5, 15.0), (12.2, 15.4), (22.0, 25.0), 1.0),
    Scale((10.2, 12.4), (10.8, 13.4), (8.8, 10.8), (12.5, 15.0), (12.0, 15.0), (22.0, 25.0), 0.8),
    Scale((10.0, 12.1), (10.6, 13.0), (8.7, 10.6), (12.3, 14.7), (11.8, 14.7), (21.0, 24.0), 0.8),
    Scale((9.8, 11.8), (10.3, 12.6), (8.6, 10.5), (12.1, 14.4), (11.6, 14.4), (21.0, 24.0), 0.8, 1),
    Scale((9.6, 11.5), (10.1, 12.3), (8.5, 10.4), (11.9, 14.2), (11.4, 14.0), (20.0, 23.0), 0.75, 1),
    Scale((9.4, 11.3), (9.9, 12.0), (8.5, 10.3), (11.7, 13.9), (11.2, 13.7), (20.0, 22.5), 0.75, 2),
    replace(_SMALL, body=(9.4, 11.3), claim=(9.9, 12.0), title=(20.0, 22.5), air=0.75),
    replace(_SMALL, body=(9.2, 11.0), claim=(9.7, 11.7)),
    _SMALL,
    replace(_SMALL, body=(9.2, 11.0), claim=(9.7, 11.7), run_on=True),
    replace(_SMALL, body=(9.2, 11.0), claim=(9.6, 11.6), air=0.6, run_in=True),
    replace(_SMALL, claim=(9.4, 11.2), air=0.6, run_in=True),
    _LEAST,
)

_DENSE_LEADING = 1.16  # full-width characters fill their line box and want more room between lines


def ladder(language: str) -> tuple[Scale, ...]:
    """Return the rungs for a language, the largest first."""
    if not language_for(language).script.east_asian:
        return LADDER
    return tuple(
        replace(
            scale,
            body=_open(scale.body),
            claim=_open(scale.claim),
            panel=_open(scale.panel),
            note=_open(scale.note),
        )
        for scale in LADDER
    )


def _open(size: Type) -> Type:
    return size[0], round(size[1] * _DENSE_LEADING, 1)


def paragraph(
    size: Type,
    *pieces: Piece,
    colour: str = TOKENS.ink,
    bold: bool = False,
    indent: float = 0.0,
    hang: float = 0.0,
    before: float = 0.0,
    align: str = "left",
) -> Paragraph:
    """Return an unset paragraph in one of a rung's types."""
    return Paragraph(pieces, *size, colour, bold, before, indent, hang, align)
