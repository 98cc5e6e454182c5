"""The default look for code that is not yet given a theme."""

from __future__ import annotations

from builder.theme.theme import DEFAULT

TOKENS = DEFAULT.colours
MARKING_COLOURS = TOKENS.markings
