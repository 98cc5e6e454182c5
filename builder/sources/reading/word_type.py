"""Finds headings of a Word file that has no styles for them: short paragraphs in bold or large type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_USUAL = 20.0  # half points, where a file says nothing
_LARGER = 1.15  # times as large as the text
_LONGEST = 100  # characters
_MOST = 0.4  # of the text: with more, bold type tells nothing
_ON = ("1", "true", "on", None)

_Look = tuple[float, bool]  # size and weight


def typed_levels(document: Any, elements: Iterable[Any]) -> dict[int, int]:
    """Return the levels of headings by the ids of their elements: the larger and bolder, the higher."""
    styles = {each.get(f"{_W}styleId"): each for each in document.styles.element.iterchildren(f"{_W}style")}
    default = document.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    base = _with((_USUAL, False), default)
    looks: dict[int, _Look] = {}
    sizes, lengths = Counter[float](), dict[int, int]()
    for element in elements:
        words = "".join(each.text or "" for each in element.iter(f"{_W}t")).strip()
        if element.tag != f"{_W}p" or not words:
            continue
        look = _look(element, styles, base)
        sizes[look[0]] += len(words)
        in_list = element.find(f"{_W}pPr/{_W}numPr") is not None
        if len(words) <= _LONGEST and not in_list and not re.search(r"[.!?:;,。、]$", words):
            looks[id(element)], lengths[id(element)] = look, len(words)
    usual = sizes.most_common(1)[0][0] if sizes else _USUAL
    found = {key: look for key, look in looks.items() if look[0] >= _LARGER * usual or look[1]}
    if sum(lengths[key] for key in found) > _MOST * sizes.total():
        return {}
    ranks = sorted({*found.values()}, reverse=True)
    return {key: ranks.index(look) + 1 for key, look in found.items()}


def _look(paragraph: Any, styles: Mapping[str, Any], base: _Look) -> _Look:
    """Return the size of the largest words of a paragraph, and whether all of them are bold."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    own = _styled(style.get(f"{_W}val") if style is not None else None, styles, base)
    runs = [each for each in paragraph.iter(f"{_W}r") if (each.findtext(f"{_W}t") or "").strip()]
    looks = [_with(own, each.find(f"{_W}rPr")) for each in runs] or [own]
    return max(size for size, _ in looks), all(bold for _, bold in looks)


def _styled(name: str | None, styles: Mapping[str, Any], base: _Look) -> _Look:
    """Return the look of a style, which may be based on others."""
    above: list[Any] = []
    while (style := styles.get(name or "")) is not None and style not in above:
        above.append(style)
        parent = style.find(f"{_W}basedOn")
        name = parent.get(f"{_W}val") if parent is not None else None
    for style in reversed(above):
        base = _with(base, style.find(f"{_W}rPr"))
    return base


def _with(look: _Look, properties: Any) -> _Look:
    """Return a look as some properties change it."""
    if properties is None:
        return look
    size, bold = properties.find(f"{_W}sz"), properties.find(f"{_W}b")
    given = (size.get(f"{_W}val") or "") if size is not None else ""
    return (
        float(given) if given.isdigit() else look[0],
        bold.get(f"{_W}val") in _ON if bold is not None else look[1],
    )
