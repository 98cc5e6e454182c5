"""The PDF library is imported as it was shipped, whatever settings of the machine or the user lie about."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_MODULES = ("reportlab_mods", "reportlab_settings")  # run by the library where it finds them, also at home
_PLACES = ("T1SearchPath", "TTFSearchPath", "CMapSearchPath")  # searched for fonts of the system
_VARIABLES = "RL_"


def _import_library() -> None:
    if "reportlab" in sys.modules:
        return
    nothing = {name: ModuleType(name) for name in _MODULES}
    nothing["reportlab_settings"].__dict__.update(dict.fromkeys(_PLACES, ()))
    kept = {name: value for name, value in os.environ.items() if name.startswith(_VARIABLES)}
    sys.modules.update(nothing)
    for name in kept:
        del os.environ[name]
    try:
        import reportlab.rl_config  # noqa: F401
    finally:
        os.environ.update(kept)
        for name in nothing:
            sys.modules.pop(name, None)


_import_library()


def read_font(path: Path) -> Any:
    """Return the tables of a TrueType file as the library reads them."""
    from reportlab.pdfbase.ttfonts import TTFontFace

    return TTFontFace(str(path))
