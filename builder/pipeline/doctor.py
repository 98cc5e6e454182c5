"""Examines whether everything that a build needs is there, and what else can be installed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from builder.manifest.current import this_builder
from builder.pipeline.rendering import office
from builder.theme.fonts import CALADEA, CARLITO, EXTRA, font_file


class Finding(Struct, frozen=True):
    """One thing that was examined: `state` describes it; `hint` is how to get what is missing."""

    name: str
    state: str
    hint: str = ""
    needed: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether no build is possible without it."""
        return self.needed and bool(self.hint)


def examine(brief: Path, out: Path) -> Iterator[Finding]:
    """Yield what was found: program, libraries, fonts, extras, LibreOffice, the brief, the output folder."""
    builder = this_builder()
    yield Finding("version", f"{builder.version}, Python {platform.python_version()}, {platform.system()}")
    yield Finding("libraries", ", ".join(builder.libraries))
    absent = [face for face in (*CARLITO[1:], *CALADEA[1:]) if font_file(face) is None]
    again = "install policy-brief-builder again" if absent else ""
    yield Finding(
        "fonts", f"without {', '.join(absent)}" if absent else "Carlito, Caladea", again, needed=True
    )
    east = all(font_file(face) for *faces, _ in EXTRA for face in faces)
    yield _extra("cjk", "Chinese, Japanese and Korean in the summary", installed=east)
    tables = all(find_spec(name) is not None for name in ("python_calamine", "duckdb"))
    yield _extra("data", "data files in XLSX and Parquet", installed=tables)
    clustered = all(find_spec(name) is not None for name in ("distributed", "fsspec", "s3fs"))
    yield _extra("cluster", "batches on a cluster, and storage such as S3", installed=clustered)
    yield _extra("svg", "pictures in SVG", installed=find_spec("svglib") is not None)
    yield _extra("sign", "signed releases", installed=find_spec("cryptography") is not None)
    served = all(find_spec(name) is not None for name in ("starlette", "uvicorn"))
    yield _extra("preview", "the brief in a browser while it is written", installed=served)
    program = office()
    only_for = "only `brief audit --rendered` needs it: install LibreOffice"
    yield Finding("LibreOffice", program or "not installed", "" if program else only_for)
    there = brief.is_file()
    yield Finding("brief", brief.as_posix() if there else "none here", "" if there else "run `brief new`")
    writable = _may_write(out)
    refused = "" if writable else "choose another folder with --out"
    state = f"{out.as_posix()} {'can' if writable else 'cannot'} be written"
    yield Finding("output", state, refused, needed=True)


def _extra(name: str, use: str, *, installed: bool) -> Finding:
    hint = "" if installed else f"for {use}: pip install 'policy-brief-builder[{name}]'"
    return Finding(f"extra {name}", "installed" if installed else "not installed", hint)


def _may_write(folder: Path) -> bool:
    """Whether files can be created in a folder, or the folder itself if it is missing."""
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
