"""Makes the products of a brief and saves them with their manifest: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from builder.brief import UNRESTRICTED
from builder.manifest.form import Edition, Manifest
from builder.outline.text import Product
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.products import Made, make_all
from builder.pipeline.recording import about, manifest_of
from builder.pipeline.request import Request
from builder.report.ignore import without_ignored
from builder.report.problems import BriefError, Problem, Severity


class Written(Struct, frozen=True):
    """One file of a build; `changed` is false if the same bytes were there before."""

    product: Product
    path: Path
    size: int
    pages: int | None
    fill: float | None
    changed: bool


class Built(Struct, frozen=True):
    """What a build wrote, its warnings, and the text of the brief by its file.

    `kept` lists the copies of files that were edited by hand since they were built.
    """

    files: tuple[Written, ...]
    warnings: tuple[Problem, ...]
    sources: dict[str, str]
    manifest: Path
    kept: tuple[Path, ...] = ()


def build_files(request: Request) -> Built:
    """Check the brief, build the products, read them back and save all of them or none, with a manifest.

    Raises `BriefError` with all problems of the run if there is an error or, in a strict run, a warning;
    nothing is written then.
    """
    restore(request)
    prepared, made, warnings = finished(request)
    refuse_shared_id(prepared)
    old = _replaced(prepared)
    _say_what_is_stale(prepared, old)
    request.step("save")
    targets = {prepared.target(one.product): one for one in made}
    new = {target: one.data for target, one in targets.items()}
    kept = edited(old, new)
    files = {**kept, **new}
    files[prepared.manifest] = manifest_of(prepared, made, len(warnings))
    changed = save(request, files)
    written = tuple(
        Written(one.product, target, len(one.data), one.pages, one.fill, target in changed)
        for target, one in targets.items()
    )
    return Built(written, warnings, prepared.sources, prepared.manifest, tuple(kept))


class Finished(NamedTuple):
    """A brief whose products were made and read back, and its warnings; nothing is written yet."""

    prepared: Prepared
    made: list[Made]
    warnings: tuple[Problem, ...]


def finished(request: Request) -> Finished:
    """Make the products of a run, and read them back; raise `BriefError` if they may not be written."""
    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline, prepared.theme)
    return Finished(prepared, made, warnings_of(prepared, made))


def restore(request: Request) -> None:
    """Restore the output folder after a save that was killed, and say so."""
    from builder.saving.save import recover

    done = recover(request.out)
    if done:
        request.notice(done)


def save(request: Request, files: dict[Path, bytes]) -> frozenset[Path]:
    """Save all files or none, in the second process if there is one; return those whose bytes changed."""
    from builder.saving.save import save_all

    return request.call(partial(save_all, files))


def refuse_shared_id(prepared: Prepared) -> None:
    """Raise `BriefError` if files of another brief in the output folder have the names of this edition's.

    Final copies and editions do not name their brief; the working copy of the same id in the folder does.
    """
    from builder.manifest.current import read_file

    id, mine, out = prepared.outline.id, prepared.loaded.path, prepared.request.out
    names = (prepared.stem, id, Edition(UNRESTRICTED).stem(id))
    for known in filter(None, (read_file(out / f"{name}-manifest.json") for name in dict.fromkeys(names))):
        other = mine.with_name(known.brief.file) if known.brief else mine
        if known.id != id:
            message = f"holds files of a brief with the id `{known.id}`, which have the same names"
        elif other != mine and other.is_file():
            message = f"holds the files of {other.as_posix()}, which has the same id, `{id}`"
        else:
            continue
        hint = "give one of the two briefs an `id` of its own, or choose another folder with --out"
        raise BriefError([file_problem("ids-share-no-files", prepared.manifest, message, hint)])


def _replaced(prepared: Prepared) -> Manifest | None:
    """Return the manifest of the build whose files this one replaces; say so if the title is another.

    Of two briefs with one name, in different folders, only the titles show that they are two.
    """
    from builder.manifest.current import read_file

    old = read_file(prepared.manifest)
    if old and about(prepared)["title"] != old.title:
        prepared.request.notice(f"replaces the files of another brief, or of an earlier title: “{old.title}”")
    return old


def _say_what_is_stale(prepared: Prepared, old: Manifest | None) -> None:
    """Say that a source was changed since the last build, whose record this one replaces."""
    if any(source.file for source in prepared.brief.sources):
        from builder.manifest.pins import notice_of

        if notice := notice_of(prepared.loaded, old):
            prepared.request.notice(notice)


def edited(old: Manifest | None, files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Return copies of the files that are not as the manifest records them, so that no edit is lost."""
    copies, recorded = {}, {one.file: one.sha256 for one in old.products} if old else {}
    for target, new in files.items():
        known = recorded.get(target.name)
        data = None if known is None else bytes_of(target)
        if known is None or data is None:
            continue
        digest = sha256(data).hexdigest()
        if digest != known and data != new:
            copies[target.with_stem(f"{target.stem}-edited-{digest[:8]}")] = data
    return copies


def bytes_of(target: Path, most: int = -1) -> bytes | None:
    """Return the bytes of a file in the output folder, None if it is missing; `BriefError` if unreadable.

    `most` is how many bytes are read; -1 is all.
    """
    try:
        if not target.is_file():
            return None
        with target.open("rb") as file:
            return file.read(most)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        hint = "make it readable, or choose another folder with --out"
        raise BriefError([file_problem("files-present", target, message, hint)]) from error


def file_problem(rule: str, target: Path, message: str, hint: str) -> Problem:
    """Return a problem of a whole file."""
    return Problem(rule, Severity.ERROR, "", message, hint, None, target.as_posix())


def warnings_of(prepared: Prepared, made: Sequence[Made]) -> tuple[Problem, ...]:
    """Return the warnings of a run, but for ignored ones.

    Raises `BriefError` with all problems if it has errors or, in a strict run, warnings.
    """
    found = prepared.locate(problem for one in made for problem in one.problems)
    problems = without_ignored(found, prepared.loaded.ignores)
    if any(problem.is_error or prepared.request.strict for problem in problems):
        raise BriefError(problems, prepared.sources)
    return problems
