"""Builds an editable memo, a native deck and a one-page summary that say the same from one brief.yaml.

    brief.yaml ─ load ─▶ Brief ─ compose ─▶ Outline ─┬─ layout/memo ───▶ export/word       ─▶ .docx ─┐
                 (positions)   (depths, numbers,     ├─ layout/deck ───▶ export/powerpoint ─▶ .pptx ─┼─ audit
                                labels, order)       └─ layout/summary ▶ export/pdf        ─▶ .pdf  ─┘

Words are decided in `outline`, places in `layout`, bytes in `export`; `audit` reads the files back.

    import builder

    problems = builder.check("brief.yaml")
    built = builder.build("brief.yaml", "output")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.brief.load import Loaded, load_brief
    from builder.pipeline.building import Built, Written, build
    from builder.pipeline.checking import check
    from builder.report.problems import BriefError, Problem

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
    "load_brief",
]

_HOMES = {
    "BriefError": "builder.report.problems",
    "Built": "builder.pipeline.building",
    "Loaded": "builder.brief.load",
    "Problem": "builder.report.problems",
    "Written": "builder.pipeline.building",
    "build": "builder.pipeline.building",
    "check": "builder.pipeline.checking",
    "load_brief": "builder.brief.load",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import builder` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'builder' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
