"""Load, compose, lay out, export, audit, save: the straight way from a brief to three files, and back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.brief.files import find_brief
from builder.manifest.form import Edition
from builder.outline.text import Product
from builder.pipeline.building import Built, Written, build_files
from builder.pipeline.checking import check_brief
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.request import ALL, Request, in_order
from builder.report.problems import Problem

__all__ = ["Built", "Edition", "Prepared", "Request", "Written", "build", "check", "prepare"]


def build(
    path: str | Path = "brief.yaml",
    out: str | Path = "output",
    *,
    only: Iterable[Product | str] = ALL,
    audience: str | None = None,
    final: bool = False,
    strict: bool = False,
) -> Built:
    """Check the brief, build the products, read them back and save all of them or none, with a manifest.

    `only` names the products to build, `audience` one of the brief's audiences, or `unrestricted` for the
    whole of a brief that has some; `final` builds clean copies for distribution. Raises `BriefError` with
    all problems if there is an error or, under `strict`, a warning; nothing is written then.
    """
    return build_files(
        Request(find_brief(Path(path)), Path(out), in_order(only), Edition(audience, final), strict)
    )


def check(path: str | Path = "brief.yaml") -> tuple[Problem, ...]:
    """Return every problem of the brief that can be found without writing a file, fit included."""
    return check_brief(Request(find_brief(Path(path)))).problems
