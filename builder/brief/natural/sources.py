"""Finds the sources that references name in other ways than by id, and names those that have no id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.brief.kinds import LINK
from builder.brief.natural.meant import first_words, link_of, source_id
from builder.report.printable import cut

if TYPE_CHECKING:
    from builder.brief.model import Source
    from builder.brief.yaml.read import Value

LONGEST_ID = 40


class Cited(Struct, frozen=True):
    """What a reference means: another reference, to a new source if there is one."""

    ref: str
    source: Mapping[str, str] = {}
    remark: str = ""


def meant_ref(text: str, sources: Sequence[Mapping[str, Value]]) -> Cited | None:
    """Return what a reference means that names no source by its id, or None."""
    bare = text.strip(" []()")
    ids = {str(source["id"]).lower(): str(source["id"]) for source in sources if source.get("id")}
    link = link_of(bare)
    if re.search(LINK.pattern, link) and (link == bare or "/" in bare):
        known = [source for source in sources if source.get("url") in (bare, link) and source.get("id")]
        if known:
            return Cited(str(known[0]["id"]))
        return _new({"url": link}, ids.values())
    name, locator = re.match(r"([^\s#,;:(]*)[\s#,;:(]*(.*?)\)?$", bare, re.DOTALL).groups()  # type: ignore[union-attr]
    if source_id(bare).lower() in ids:
        return Cited(ids[source_id(bare).lower()])
    if name.lower() in ids:
        locator = re.sub(r"\s+", "", locator)
        return Cited(ids[name.lower()] + (f"#{locator}" if locator else ""))
    for title, known_id in _titles(sources):
        if re.match(rf"{re.escape(title)}(?!\w)", bare, re.IGNORECASE):
            locator = re.sub(r"\s+", "", bare[len(title) :].lstrip(" #,;:("))
            return Cited(known_id + (f"#{locator}" if locator else ""))
    if bare.isdigit() and 0 < int(bare) <= len(sources) and (found := sources[int(bare) - 1].get("id")):
        return Cited(str(found), remark=f"`{text}` is read as the source of this number, `{found}`")
    return _new({"title": bare}, ids.values()) if bare.count(" ") > 1 and "#" not in bare else None


def _titles(sources: Sequence[Mapping[str, Value]]) -> list[tuple[str, str]]:
    """Return title and id of every source that has both, the longest title first."""
    named = (
        (str(source["title"]), str(source["id"]))
        for source in sources
        if source.get("title") and source.get("id")
    )
    return sorted(named, key=lambda pair: -len(pair[0]))


def _new(source: dict[str, str], taken: Iterable[str]) -> Cited:
    name = free_id(source, taken)
    (given,) = source.values()
    remark = f"`{cut(given, LONGEST_ID)}` is read as a source to be added to `sources`"
    return Cited(name, {"id": name, **source}, remark)


def ids_for(sources: Sequence[Source], unknown: Collection[str]) -> list[str]:
    """Return an id for every source.

    One without takes an unknown name by which it seems to be cited: a word of this one such source only.
    """
    words = {
        index: set(re.findall(r"[^\W_]+", " ".join(filter(None, (one.url, one.title, one.author))).lower()))
        for index, one in enumerate(sources)
        if not one.id
    }
    ids = [source.id for source in sources]
    for name in unknown:
        named = [index for index, known in words.items() if name.lower() in known and not ids[index]]
        if len(named) == 1:
            ids[named[0]] = name
    for index, source in enumerate(sources):
        if not ids[index]:
            ids[index] = free_id({"url": source.url or "", "title": source.title or ""}, ids)
    return ids


def _id_from(source: Mapping[str, str]) -> str:
    """Return an id from a title, else from the last part of an address."""
    address = re.sub(r"^\w+:/*(?:www\.)?|[?#].*$|/+$|\.\w{2,4}$", "", source.get("url", ""))
    text = source.get("title") or address.rpartition("/")[2].replace("%20", "-")
    return first_words(text)


def free_id(named: Mapping[str, str], taken: Iterable[str]) -> str:
    """Return an id from a title or an address that is not taken yet."""
    name = _id_from(named)
    number, free, ids = 2, name, set(taken)
    while free in ids:
        free = f"{name[: LONGEST_ID - 4]}-{number}"
        number += 1
    return free
