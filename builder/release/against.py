"""Compares an intact bundle with the brief: its files, what its manifest says of them, and its note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from builder.manifest import Manifest
from builder.manifest.current import this_builder
from builder.pipeline.auditing import MADE, Audited, audit_files
from builder.pipeline.building import file_problem
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.recording import about
from builder.pipeline.request import Request
from builder.release.archive import unpack
from builder.release.bundle import NAME, headed, note_of

_HINT = "name the brief that was released, or release this one with `brief release`"


def audit_bundle(bundle: Path, manifest: Manifest, signer: str | None, brief: Path) -> Audited:
    """Compare a bundle, which was verified and has this manifest and signer, with a brief.

    Raises `BriefError` if the brief has errors, `ValueError` if the bundle has changed meanwhile.
    """
    with TemporaryDirectory(prefix="brief-") as name:
        folder = Path(name)
        request = Request(brief, folder, edition=manifest.edition)
        prepared = prepare(request)
        if manifest.id != prepared.outline.id:
            message = f"is of the brief `{manifest.id}`, “{manifest.title}”, not of `{prepared.outline.id}`"
            return Audited((file_problem(MADE, bundle, message, _HINT),), prepared.sources, 0, 0)
        _unpack(bundle, folder)
        note = (folder / NAME).read_text(encoding="utf-8", errors="replace")
        found = audit_files(request)
        inside = folder.as_posix()
    problems = [
        replace(problem, file=bundle.as_posix(), hint=_HINT)
        if problem.file is not None and problem.file.startswith(inside)
        else problem
        for problem in found.problems
    ]
    for difference in _differences(prepared, manifest, note, signer):
        problems.append(file_problem(MADE, bundle, difference, _HINT))
    return replace(found, problems=tuple(problems))


def _unpack(bundle: Path, folder: Path) -> None:
    """Write the files of a bundle into a folder; then its bytes, which may be many, are no longer needed."""
    for file, data in unpack(bundle.read_bytes()).files.items():
        (folder / file).write_bytes(data)


def _differences(prepared: Prepared, manifest: Manifest, note: str, signer: str | None) -> Iterator[str]:
    """Yield where manifest and note say of the files what the brief does not."""
    for key, value in about(prepared).items():
        found = getattr(manifest, key)
        if found != value:
            yield f"the manifest has the {key} “{found or 'none'}” instead of “{value or 'none'}”"
    same_words = manifest.builder == this_builder()  # another one may word its note differently
    lines = note_of(prepared, signer).splitlines() if same_words else list(headed(prepared.outline))
    found_lines = note.splitlines()
    yield from (f"{NAME} lacks “{line}”" for line in lines if line not in found_lines)
    if same_words:
        yield from (
            f"{NAME} has “{line}”, which the brief does not say" for line in found_lines if line not in lines
        )
