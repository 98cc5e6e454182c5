"""Compares two versions, of which either may be known only by a file that was built of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.audiences import for_audience
from builder.brief.load import Loaded, load_brief
from builder.brief.model import Brief
from builder.diff.built import Built, Shown, as_shown, refuse_other, shown
from builder.diff.compare import Change, compare_versions
from builder.diff.places import PlaceNames
from builder.diff.versions import Version
from builder.report.problems import BriefError, error
from builder.words.pairing import ALIKE, likeness

_NUMBERED = re.compile(r"([ARO]\d+)\s+(.*)", re.DOTALL)  # “A5 Security cooperation may weaken.”
_HINT = "name two memos, two decks, or a brief for one of them"


class Compared(Struct, frozen=True):
    """Two versions as far as both are known, and what changed."""

    old: Brief
    new: Brief
    changes: tuple[Change, ...]


def compared(old: Version, new: Version, key: Path, audience: str | None = None) -> Compared:
    """Compare two versions; what a file shows, with what such a file shows of a brief.

    Of briefs it is what an `audience` may read, or else all, or what the audience of a bundle may read. The
    fields of a final copy are told apart by the other version, if that is a brief, else by the brief at
    `key`. Raises `BriefError` where that is not possible.
    """
    if old.loaded and new.loaded:
        before, after = (
            for_audience(one.brief, audience) if audience else one.brief for one in (old.loaded, new.loaded)
        )
        return Compared(before, after, tuple(compare_versions(before, after)))
    kinds = {version.built.product for version in (old, new) if version.built}
    if len(kinds) > 1:
        raise BriefError([error("files-readable", "", "a memo cannot be compared with a deck", _HINT)], {})

    if old.built and new.built and new.built.snapshot:
        refuse_other(old.built, new.built.snapshot)

    def known() -> Loaded:
        return _known(old, new) or load_brief(key)

    built = old.built or new.built
    assert built is not None
    built = replace(built, audience=audience or audience_of(old, new))
    return _compared(*(_side(version, built, known) for version in (old, new)))


def audience_of(*versions: Version) -> str | None:
    """Return the audience for which the first of some versions was released, None if none was for one."""
    return next((one.built.audience for one in versions if one.built and one.built.audience), None)


def _known(old: Version, new: Version) -> Loaded | None:
    """Return the brief that is one of the versions."""
    for version in (new, old):
        if version.errors and version.loaded:
            raise BriefError(version.problems, version.loaded.sources)
    return new.loaded or old.loaded


def _side(version: Version, built: Built, known: Callable[[], Loaded]) -> Shown:
    if version.built is not None:
        return shown(replace(version.built, audience=version.built.audience or built.audience), known)
    assert version.loaded is not None
    return as_shown(version.loaded, built)


def _compared(old: Shown, new: Shown) -> Compared:
    old = old.numbered(_numbers_now(old.sources, new.sources))
    changes = compare_versions(old.brief, new.brief)
    both = {text for _, text in old.loose} & {text for _, text in new.loose}
    for kind, side in (("new", new), ("gone", old)):
        loose = [(path, text) for path, text in side.loose if text not in both]
        for path, text in loose:
            longer = (other for _, other in loose if other != text and other.startswith(text.rstrip(".")))
            if not any(longer):  # the label of a claim
                changes.append(_loose(kind, path, text, side.brief))
    return Compared(old.brief, new.brief, tuple(changes))


def _numbers_now(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return the numbers that the sources of the old version have in the new one."""
    found = {}
    for number, words in old.items():
        like, now = max(
            ((likeness(words, other), other_number) for other_number, other in new.items()), default=(0.0, "")
        )
        found[number] = now if like >= ALIKE else f"–{number}"
    return found


def _loose(kind: str, path: str, text: str, brief: Brief) -> Change:
    """Return a paragraph of no known field as a change: by its number, or by the field before it."""
    numbered = _NUMBERED.match(text)
    if numbered:
        place, text = numbered.groups()
    else:
        place = f"Behind {PlaceNames(brief).of(path)}" if path else "At the beginning"
    if kind == "new":
        return Change("new", place, "", "", "", text, near=path)
    return Change("gone", place, "", "", text, near=path)
