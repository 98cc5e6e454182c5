"""What other programs may call: load, check, build, audit and pull, each with a typed result.

Every function takes the path of a brief, or of its folder, and raises `BriefError` with all problems where it
cannot do its work. Nothing is printed, and nothing is imported before it is needed. Names that are not listed
in `__all__` may change with any release.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.outline.text import Product
    from builder.pipeline.auditing import Audited
    from builder.pipeline.building import Built, Written
    from builder.pipeline.request import Request
    from builder.pull.pulling import Pulled
    from builder.report.problems import BriefError, Position, Problem

__all__ = [
    "PRODUCTS",
    "Audited",
    "BriefError",
    "Built",
    "Loaded",
    "Position",
    "Problem",
    "Product",
    "Pulled",
    "Written",
    "audit",
    "build",
    "check",
    "load",
    "pull",
]

PRODUCTS = ("memo", "deck", "summary")

_HOMES = {
    "Audited": "builder.pipeline.auditing",
    "BriefError": "builder.report.problems",
    "Built": "builder.pipeline.building",
    "Loaded": "builder.brief.load",
    "Position": "builder.report.problems",
    "Problem": "builder.report.problems",
    "Product": "builder.outline.text",
    "Pulled": "builder.pull.pulling",
    "Written": "builder.pipeline.building",
}


def __getattr__(name: str) -> object:
    """Import a class when it is first used, so that `import builder` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def load(path: str | Path = "brief.yaml") -> Loaded:
    """Return what the brief says, with its warnings and the position of every value."""
    from builder.brief.files import find_brief
    from builder.brief.load import load_brief

    return load_brief(find_brief(Path(path)))


def check(path: str | Path = "brief.yaml") -> tuple[Problem, ...]:
    """Return every problem of the brief that can be found without writing a file, fit included."""
    from builder.pipeline.checking import check_brief

    return check_brief(_request(path)).problems


def build(
    path: str | Path = "brief.yaml",
    out: str | Path = "output",
    *,
    only: Iterable[Product | str] = PRODUCTS,
    audience: str | None = None,
    final: bool = False,
    strict: bool = False,
) -> Built:
    """Check the brief, build the products, read them back and save all of them or none, with a manifest.

    `only` names the products to build, `audience` one of the brief's audiences, or `unrestricted` for the
    whole of a brief that has some; `final` builds clean copies for distribution. With an error or, under
    `strict`, a warning, nothing is written.
    """
    from builder.pipeline.building import build_files

    return build_files(_request(path, out, only, audience, final=final, strict=strict))


def audit(
    path: str | Path = "brief.yaml",
    out: str | Path = "output",
    *,
    only: Iterable[Product | str] = PRODUCTS,
    audience: str | None = None,
    final: bool = False,
    rendered: bool = False,
) -> Audited:
    """Read the finished files in `out`, edited or not, and return how they differ from the brief.

    With `rendered`, LibreOffice shows memo and deck, and the words on their pages are compared too.
    """
    from builder.pipeline.auditing import audit_files

    return audit_files(_request(path, out, only, audience, final=final), rendered=rendered)


def pull(
    path: str | Path,
    files: Iterable[str | Path],
    *,
    audience: str | None = None,
    tracked: bool = True,
    write: bool = False,
) -> Pulled:
    """Return what was edited in memos and decks that were built from the brief, and what of it is certain.

    `data` of the result is the brief with what is certain; `write` saves it. Without `tracked`, tracked
    changes are left out, as if all were rejected.
    """
    from builder.pull.pulling import pull_files
    from builder.saving.save import save_all

    request = _request(path, audience=audience)
    found = pull_files(request, [Path(file) for file in files], lambda _: tracked)
    if write and found.data != found.old:
        save_all({found.brief.resolve(): found.data})
    return found


def _request(
    path: str | Path,
    out: str | Path = "output",
    only: Iterable[Product | str] = PRODUCTS,
    audience: str | None = None,
    *,
    final: bool = False,
    strict: bool = False,
) -> Request:
    from builder.brief.files import find_brief
    from builder.manifest.form import Edition
    from builder.pipeline.request import Request, in_order

    return Request(find_brief(Path(path)), Path(out), in_order(only), Edition(audience, final), strict)
