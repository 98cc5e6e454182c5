"""Builds an editable memo, a native deck and a one-page summary that say the same from one brief.yaml.

    brief.yaml ─ load ─▶ Brief ─ compose ─▶ Outline ─┬─ layout/memo ───▶ export/word       ─▶ .docx ─┐
                 (positions)   (depths, numbers,     ├─ layout/deck ───▶ export/powerpoint ─▶ .pptx ─┼─ audit
                                labels, order)       └─ layout/summary ▶ export/pdf        ─▶ .pdf  ─┘

Words are decided in `outline`, places in `layout`, bytes in `export`; `audit` reads the files back.

    from builder.api import build, check

    problems = check("brief.yaml")
    built = build("brief.yaml", "output")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.api import BriefError, Built, Loaded, Problem, Written, build, check, load

__version__ = "0.1.0"
__all__ = [
    "BriefError",
    "Built",
    "Loaded",
    "Problem",
    "Written",
    "__version__",
    "build",
    "check",
    "load",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import builder` is quick."""
    if name not in __all__:
        raise AttributeError(f"module 'builder' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("builder.api"), name)
