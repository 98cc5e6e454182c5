"""Fills a brief with what it does not say itself from the file that it extends."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.model import Brief
from builder.brief.natural.names import meant_key
from builder.brief.yaml.read import Reading, Value
from builder.report.problems import moved


class House(Struct, frozen=True):
    """The file that a brief extends: its name in the brief, its path, text and SHA-256."""

    name: str
    file: str
    text: str
    digest: str


def filled(brief: Reading, house: Reading, file: str) -> Reading:
    """Return what the brief says, filled with what only the house says; keys of mappings are filled too."""
    if brief.values is None or house.values is None:
        return brief
    paths: dict[str, str] = {}
    values = _filled(brief.values, house.values, "", "", paths)
    unread = {at for path in house.unread if (at := moved(path, paths))}
    parted = {at: text for path, text in house.parted.items() if (at := moved(path, paths))}
    return replace(
        brief,
        values=values,
        positions=brief.positions.with_those(house.positions, paths, file),
        unread=brief.unread | unread,
        parted=parted | {**brief.parted},
    )


def _filled(
    given: Mapping[str, Value], more: Mapping[str, Value], at: str, theirs: str, paths: dict[str, str]
) -> dict[str, Value]:
    """Return a mapping with the keys that it lacks; `paths` collects where values of the house come."""
    found = dict(given)
    own = {_meant(key, at): key for key in given}
    for key, value in more.items():
        name = own.get(_meant(key, at))
        here, there = f"{at}{name or key}", f"{theirs}{key}"
        kept = found[name] if name else None
        if name is None:
            found[key], paths[there] = value, here
        elif isinstance(kept, dict) and isinstance(value, dict):
            found[name] = _filled(kept, value, f"{here}.", f"{there}.", paths)
    return found


def _meant(key: str, at: str) -> str:
    return key.lower() if at else meant_key(Brief, key) or key
