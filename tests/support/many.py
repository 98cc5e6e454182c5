"""The sample as a brief with parameters, and rows for it: what differs is one block in four."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import yaml

from tests.conftest import ROOT

SAMPLE = (ROOT / "brief.yaml").read_text(encoding="utf-8")
_BLOCKS = ("claim", "action", "text", "description", "reasoning", "role")
_SYLLABLES = ("mar", "bel", "tor", "vin", "sol", "ran", "dek", "lum", "pol", "gar", "nes", "hul", "fen")


def parametrised() -> dict[str, Any]:
    """Return the values of the sample with the name of a place and a number in one block in four."""
    brief: dict[str, Any] = yaml.load(SAMPLE, yaml.BaseLoader)
    count = 0

    def changed(value: Any, key: str = "") -> Any:
        nonlocal count
        if isinstance(value, dict):
            return {name: changed(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [changed(one, key) for one in value]
        if key in _BLOCKS and isinstance(value, str) and " the " in value:
            count += 1
            return value.replace(" the ", " {param:place}’s ", 1) if count % 4 == 0 else value
        return None if value == "null" else value

    brief = changed(brief)
    brief["id"] = "brief-{param:place}"
    brief["bottom_line"]["text"] = brief["bottom_line"]["text"].replace(" the ", " {param:place}’s ", 1)
    brief["params"] = [{"name": "place"}, {"name": "share", "type": "number", "unit": "%"}]
    return brief


def rows(count: int) -> list[dict[str, str]]:
    """Return rows with other names and numbers in each."""
    found = []
    for number in range(count):
        parts, rest = [], number
        for _ in range(3):
            parts.append(_SYLLABLES[rest % len(_SYLLABLES)])
            rest //= len(_SYLLABLES)
        found.append({"place": "".join(reversed(parts)).title(), "share": str(number % 90 + 5)})
    return found


def table(count: int) -> str:
    """Return the rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ("place", "share"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(count))
    return out.getvalue()


def filled(brief: Any, row: dict[str, str]) -> Any:
    """Return the values of a brief for a row, as a script with templates would."""
    if isinstance(brief, dict):
        return {key: filled(one, row) for key, one in brief.items()}
    if isinstance(brief, list):
        return [filled(one, row) for one in brief]
    return re.sub(r"\{param:(\w+)\}", lambda found: row[found[1]], brief) if isinstance(brief, str) else brief
