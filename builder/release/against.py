"""Compares the files of an intact bundle with the brief."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from builder.manifest import Manifest
from builder.pipeline.auditing import Audited, audit_files
from builder.pipeline.request import Request
from builder.release.archive import unpack

_HINT = "name the brief that was released, or release this one with `brief release`"


def audit_bundle(bundle: Path, manifest: Manifest, brief: Path) -> Audited:
    """Compare the files of a bundle, which was verified and has this manifest, with a brief.

    Raises `BriefError` if the brief has errors, `ValueError` if the bundle has changed meanwhile.
    """
    with TemporaryDirectory(prefix="brief-") as name:
        folder = Path(name)
        _unpack(bundle, folder)
        found = audit_files(Request(brief, folder, edition=manifest.edition))
        inside = folder.as_posix()
    problems = (
        replace(problem, file=bundle.as_posix(), hint=_HINT)
        if problem.file is not None and problem.file.startswith(inside)
        else problem
        for problem in found.problems
    )
    return replace(found, problems=tuple(problems))


def _unpack(bundle: Path, folder: Path) -> None:
    """Write the files of a bundle into a folder; then its bytes, which may be many, are no longer needed."""
    for file, data in unpack(bundle.read_bytes()).files.items():
        (folder / file).write_bytes(data)
