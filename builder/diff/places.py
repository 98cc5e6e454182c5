"""Says in words where something is in a brief: “A3, evidence 2”."""

from __future__ import annotations

import re

from builder.brief.model import Brief
from builder.brief.numbers import numbers_of

# What each item of a list is called, or the letter before its number.
_LISTS = {
    "actors": "Actor {}", "boxes": "Box {}", "charts": "Figure {}", "facts": "Fact {}",
    "figures": "Figure {}",
    "glossary": "Term {}", "key_figures": "Key figure {}", "key_messages": "Key message {}",
    "limits": "Limit {}", "links": "Arrow {}", "options": "O{}", "quotes": "Quote {}",
    "recommendations": "R{}", "risks": "Risk {}", "sections": "Section {}", "sources": "[{}]",
    "tables": "Table {}", "timeline": "Step {}",
}  # fmt: skip
_STEP = re.compile(r"(\w+)((?:\[\d+\])*)")


class PlaceNames:
    """The places of one version of a brief."""

    def __init__(self, brief: Brief) -> None:
        self.numbers = numbers_of(brief)

    def of(self, path: str) -> str:
        """Return the place of a path in words."""
        words = []
        at = ""
        for step in path.split("."):
            at = f"{at}.{step}" if at else step
            found = _STEP.fullmatch(step)
            if found is None:
                words.append(step)
                continue
            key, indexes = found[1], [int(each) for each in re.findall(r"\d+", found[2])]
            name = key.replace("_", " ").removesuffix(" ")
            if not indexes:
                words.append(name)
            elif key == "arguments":
                words = [f"A{self.numbers[at]}"] if at in self.numbers else [f"argument {indexes[0] + 1}"]
            elif key == "rows" and len(indexes) > 1:
                words.append(f"row {indexes[0] + 1}, column {indexes[1] + 1}")
            else:
                number = self.numbers.get(at, indexes[0] + 1)
                form = _LISTS.get(key, f"{name.removesuffix('s') if key != 'refs' else 'source'} {{}}")
                words.append(form.format(number))
        text = ", ".join(words)
        return text[:1].upper() + text[1:]
