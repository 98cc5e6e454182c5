"""The look of the summary at one rung of its ladder, which all its parts are laid out with."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.labels import Labels
from builder.languages.language import language_for
from builder.layout.pages import Box, Paragraph, Piece, Rect, Tag
from builder.layout.text.measure import baseline
from builder.theme.colours import Colours
from builder.theme.geometry import Step
from builder.theme.map import MapLook
from builder.theme.summary import Scale, Sheet, SummaryLook
from builder.theme.theme import Theme


class Style(Struct, frozen=True):
    """A theme on the paper of a brief, at one rung."""

    theme: Theme
    sheet: Sheet
    scale: Scale
    labels: Labels

    @property
    def look(self) -> SummaryLook:
        """The sizes that are alike at all rungs."""
        return self.theme.summary

    @property
    def colours(self) -> Colours:
        """The theme's colours."""
        return self.theme.colours

    @property
    def map_look(self) -> MapLook:
        """The look of the argument map at this rung."""
        if self.scale.tight_map:
            return self.theme.map.tight
        look = self.theme.map.summary
        return replace(look, steps=look.steps[self.scale.map_steps :])

    def gap(self, points: float) -> float:
        """Return a gap of the reference look as it is at this rung."""
        return points * self.scale.air

    def grown(self, points: float) -> float:
        """Return a length that grows with the text as it is at this rung."""
        return points * self.scale.growth

    def paragraph(
        self,
        step: Step,
        *pieces: Piece,
        colour: str | None = None,
        bold: bool = False,
        indent: float = 0.0,
        hang: float = 0.0,
        before: float = 0.0,
        align: str = "left",
        tag: Tag = Tag.PARAGRAPH,
    ) -> Paragraph:
        """Return an unset paragraph in one of the rung's types, in ink unless it has another `colour`."""
        fonts, colour = self.theme.fonts, colour or self.colours.ink
        family = (fonts.heading if tag in (Tag.TITLE, Tag.HEADING) else fonts.body).family
        return Paragraph(pieces, *step, colour, bold, before, indent, hang, align, tag=tag, family=family)

    def under(self, *pieces: Piece) -> Paragraph:
        """Return text under a claim or response, as far in as its words."""
        return self.paragraph(self.scale.body, *pieces, indent=self.grown(self.look.hang))

    def item(self, *pieces: Piece, colour: str | None = None) -> Paragraph:
        """Return an item of a list, with room for its dot."""
        lead = self.grown(self.look.dot_lead)
        return self.paragraph(self.scale.body, *pieces, colour=colour, indent=lead, tag=Tag.ITEM)

    def note(self, *pieces: Piece, indent: float = 0.0) -> Paragraph:
        """Return quiet text in small type."""
        return self.paragraph(self.scale.note, *pieces, colour=self.colours.ink2, indent=indent)

    def dot(self, item: Paragraph, x: float, y: float) -> Box:
        """Return the dot before an item of a list whose top left corner is at `x`, `y`."""
        lead, dot = self.grown(self.look.dot_lead), self.grown(self.look.dot)
        middle = y + baseline(item) - 0.24 * item.size  # of lower-case letters
        rect = Rect(x + (lead - dot) / 2 - 1.5, middle - dot / 2, dot, dot)
        return Box(rect, self.colours.edge, radius=dot / 2)


def ladder(language: str, look: SummaryLook, *, larger: bool) -> tuple[Scale, ...]:
    """Return the rungs for a language, the largest first; with those `larger` than a page should need."""
    rungs = (*(look.larger if larger else ()), *look.ladder)
    if not language_for(language).script.east_asian:
        return rungs
    return tuple(scale.with_leading(look.east_asian_leading) for scale in rungs)
