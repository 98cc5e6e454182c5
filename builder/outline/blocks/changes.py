"""What changed since an earlier version, as a redline says it: on a slide of its own, and in one line."""

from __future__ import annotations

from msgspec import Struct

from builder.outline.text import Text


class Change(Struct, frozen=True):
    """One change: where it is and what happened, what was said before, and what is said now.

    `path` is where it is in the brief, "" where it is gone; `near` is the list that it was in,
    `[]` standing for any index.
    """

    about: Text  # "A3"
    state: Text | None  # "firmer", "new"
    before: Text | None
    now: Text | None
    told: Text  # all of it in one line, for the notes of the slides that it changes
    path: str
    near: str
    numbers: tuple[str, ...]  # "14 → 17"
    is_new: bool
    is_moved: bool


class ChangeGroup(Struct, frozen=True):
    """Changes of one kind."""

    heading: Text  # "Numbers"
    changes: tuple[Change, ...]


class Changes(Struct, frozen=True):
    """All changes since an earlier version."""

    heading: Text  # "What changed"; kicker in the deck
    headline: Text  # "What changed since version 1.2 (3 March 2026)"
    place_head: Text  # of a column, as are the next two
    before_head: Text
    now_head: Text
    same: Text  # "Nothing has changed", where there is no change
    changed_tag: Text  # on slides that say something else than before
    new_tag: Text  # on slides that did not exist
    note_head: Text  # "Changed since version 1.2 (3 March 2026):", on the one-page
    note: Text  # "A1: 14 → 17; A3: firmer; R4: new"
    groups: tuple[ChangeGroup, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all groups."""
        return tuple(change for group in self.groups for change in group.changes)
