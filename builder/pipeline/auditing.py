"""Compares the files in a folder with the brief: with what a build makes now, or word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.manifest.current import has_product, read_file, this_builder
from builder.manifest.form import Manifest
from builder.outline.text import Product
from builder.pipeline.building import warnings_of
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.products import Made, lay_out, make_all
from builder.pipeline.recording import manifest_of
from builder.pipeline.request import ALL, Request
from builder.report.problems import BriefError, Problem, Severity

CURRENT, READ, MADE = "files-up-to-date", "files-present", "files-from-this-brief"
_IDENTIFIER = rb"<dc:identifier>([0-9a-f]{40})</dc:identifier>"


class Audited(Struct, frozen=True):
    """The problems of finished files, and how much was read; without a problem, the files match the brief."""

    problems: tuple[Problem, ...]
    sources: dict[str, str]
    files: int
    words: int


def compare_files(request: Request) -> Audited:
    """Report which files in the output folder are out of date, building them in memory and writing nothing.

    A manifest beside them must be theirs; none is needed. Raises `BriefError` as a build does.
    """
    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline)
    warnings = warnings_of(prepared, made)
    _recover(request.out)
    manifest = read_file(prepared.manifest)
    again = f"copy any manual edits into the brief first, then run `{_command(request)}`"
    problems = []
    for one in made:
        target = prepared.target(one.product)
        found = _bytes_of(target)
        if found is None:
            problems.append(_missing(request, CURRENT, target))
        elif difference := _difference(found, one, prepared, manifest):
            problems.append(_file_problem(CURRENT, target, difference, again))
    record = prepared.manifest
    if not problems and record.exists() and not _is_record(manifest, prepared, made, len(warnings)):
        problems.append(_file_problem(CURRENT, record, "is not the manifest of these files", again))
    return Audited(tuple(problems), prepared.sources, len(made), 0)


def _difference(found: bytes, expected: Made, prepared: Prepared, manifest: Manifest | None) -> str | None:
    """Describe how a file differs from the expected one, and why if the manifest knows; else None."""
    from builder.manifest.part_diff import differing_parts

    parts = differing_parts(found, expected.data)
    if not parts:
        return None
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
    where = f"differs in {', '.join(parts[:3])}{more}"
    recorded = manifest.product(expected.product.value) if manifest else None
    if manifest is None or recorded is None:
        return f"does not match {prepared.file}: {where}"
    if recorded.sha256 != sha256(found).hexdigest():
        return f"was changed after it was built: {where}"
    return f"was built {_from_what(prepared, manifest)}: {where}"


def _from_what(prepared: Prepared, manifest: Manifest) -> str:
    if manifest.brief.sha256 != prepared.loaded.digest:
        return f"from another revision of {prepared.file}"
    if manifest.edition != prepared.request.edition:
        return "for another edition"
    if manifest.epoch != prepared.outline.epoch:
        return "with another SOURCE_DATE_EPOCH"
    if manifest.builder != this_builder():
        return "by another version of the builder or its libraries"
    return "with other pictures"


def _is_record(found: Manifest | None, prepared: Prepared, made: Sequence[Made], warnings: int) -> bool:
    """Whether a manifest is what a build would write, except for what varies from machine to machine."""
    from builder.manifest.form import read

    if found is None or not all(has_product(prepared.request.out, found, one.product.value) for one in made):
        return False
    expected = read(manifest_of(prepared, made, warnings))
    expected = expected._replace(builder=found.builder, products=found.products)
    if len(made) < len(ALL):  # the other products were not compared
        expected = expected._replace(warnings=found.warnings, fonts=found.fonts, elements=found.elements)
    return found == expected


def audit_files(request: Request) -> Audited:
    """Read the finished files, even edited or saved again, and report how they differ from the brief.

    Files that the manifest beside them calls final are read as such. Raises `BriefError` if the brief has
    errors.
    """
    from builder.audit.compare import audit
    from builder.audit.content import Kind, Unreadable
    from builder.audit.readback import read_back

    request.step("load")
    prepared = prepare(request)
    _recover(request.out)
    manifest = read_file(prepared.manifest)
    final = request.edition.final or (manifest is not None and manifest.final)
    outline = replace(prepared.outline, build_id="") if final else prepared.outline
    problems: list[Problem] = []
    files = words = 0
    for product in request.only:
        target = prepared.target(product)
        data = _bytes_of(target)
        if data is None:
            problems.append(_missing(request, READ, target))
            continue
        request.step(product.value)
        files += 1
        if other := _other_brief(prepared, product, data, manifest, final=final):
            hint = f"run `{_command(request)}`, then audit again"
            problems.append(_file_problem(MADE, target, other, hint))
            continue
        pages, unfit = lay_out(outline, product)
        errors = [problem for problem in unfit if problem.is_error]
        problems += errors
        if not errors:
            problems += audit(outline, {product: pages} if pages else {}, {product: data}, edited=True)
        try:
            extracted = read_back(product, data, looks=True).of(Kind.BODY, Kind.TITLE, Kind.NOTES)
            words += sum(len(one.text.split()) for one in extracted)
        except Unreadable:  # which the audit has reported
            files -= 1
    located = prepared.locate(problems)
    found = tuple(problem for problem in located if problem not in prepared.loaded.warnings)
    return Audited(found, prepared.sources, files, words)


def _other_brief(
    prepared: Prepared, product: Product, data: bytes, manifest: Manifest | None, *, final: bool
) -> str | None:
    """Say that a file was built from another brief, by the manifest or by its own build id; else None."""
    message = f"the {product.value} was built from another revision of {prepared.file}"
    recorded = manifest.product(product.value) if manifest else None
    as_built = recorded is not None and recorded.sha256 == sha256(data).hexdigest()
    if manifest and as_built and manifest.brief.sha256 != prepared.loaded.digest:
        return message
    other = next((one for one in _builds(product, data) if one != prepared.loaded.build_id), None)
    return f"{message}, Git blob {other[:8]}" if other and not final else None


def _builds(product: Product, data: bytes) -> Iterator[str]:
    """Yield the build ids in a file, those that are whole."""
    from builder.audit.content import Unreadable
    from builder.audit.readback import read_back

    if product is Product.SUMMARY:
        yield from (found.decode() for found in re.findall(_IDENTIFIER, data))
        return
    try:
        extracted = read_back(product, data, looks=True)  # as the audit asks next
        yield from sorted(build for _, build in extracted.builds if len(build) == 40)
    except Unreadable:  # which the audit reports
        return


def _recover(out: Path) -> None:
    """Restore a folder whose last save was killed, before anything is read from it."""
    from builder.saving.save import recover

    recover(out)


def _bytes_of(target: Path) -> bytes | None:
    try:
        return target.read_bytes() if target.is_file() else None
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        problem = _file_problem(READ, target, message, "choose a folder that you may read")
        raise BriefError([problem]) from error


def _command(request: Request) -> str:
    """Return the command that builds the files of this edition."""
    audience = f" --audience {request.edition.audience}" if request.edition.audience else ""
    return f"brief build{audience}{' --final' if request.edition.final else ''}"


def _missing(request: Request, rule: str, target: Path) -> Problem:
    return _file_problem(rule, target, "is missing", f"run `{_command(request)}`")


def _file_problem(rule: str, target: Path, message: str, hint: str) -> Problem:
    return Problem(rule, Severity.ERROR, "", message, hint, None, target.as_posix())
