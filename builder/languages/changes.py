"""The words of redlines: what changed since an earlier version."""

from __future__ import annotations

from msgspec import Struct


class ChangeWords(Struct, frozen=True):
    """Every word of a redline that no brief supplies; `{…}` marks where a value goes."""

    heading: str
    headline: str  # `{base}` is one of the next three
    version: str  # the earlier version, inside a sentence
    previous: str  # the same without its number
    dated: str  # either, with its date
    note: str
    count: tuple[str, str]  # one change, and several
    same: str
    changed: str  # as in a sentence
    new: str
    gone: str
    moved: str
    former: str  # what is gone, by its place in the earlier version
    firmer: str
    softer: str
    place: str  # head of a column, as are the next two
    before: str
    now: str
    title: str
    claims: str
    numbers: str
    other: str

    def since(self, version: str | None, date: str | None) -> str:
        """Return the name of an earlier version, as far as it has number and date."""
        base = self.version.format(version=version) if version else self.previous
        return self.dated.format(base=base, date=date) if date else base
