"""The brief and the files in a folder become what differs between them, or where it stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.manifest.current import has_product, read_file, this_builder
from builder.manifest.form import Edition, Manifest
from builder.outline.text import Product
from builder.pipeline.building import Step, make_all, manifest_of, whole_problems
from builder.pipeline.prepared import WHOLE, Prepared, prepare
from builder.products import ALL, Made, lay_out
from builder.report.problems import BriefError, Problem, Severity
from builder.trace.lookup import Traced

if TYPE_CHECKING:
    from builder.workers import Worker

CURRENT, READ, MADE = "files-are-current", "files-are-there", "files-are-of-this-brief"
_IDENTIFIER = re.compile(rb"<dc:identifier>([0-9a-f]{40})</dc:identifier>")


class Audited(Struct, frozen=True):
    """What a look into finished files found: problems, and how much was read; no problem, no difference."""

    problems: tuple[Problem, ...]
    sources: dict[str, str]
    files: int
    words: int


def compare_files(
    path: Path,
    out: Path,
    *,
    only: Iterable[Product] = ALL,
    edition: Edition = WHOLE,
    strict: bool = False,
    step: Step = lambda _: None,
    worker: Worker | None = None,
) -> Audited:
    """Say which files in `out` are not what the brief gives now, building them in memory and writing nothing.

    A manifest that is there must be that of the files; none need be. Raises `BriefError` as `build` does.
    """
    wanted = tuple(product for product in ALL if product in set(only))
    step("load")
    prepared = prepare(path, wanted, edition)
    made = make_all(prepared.outline, wanted, step, worker)
    warnings = whole_problems(prepared, made, strict=strict)
    _recover(out)
    manifest = read_file(prepared.manifest(out))
    again = f"run `{_command(prepared)}`; bring what was changed by hand into the brief first"
    problems = []
    for one in made:
        target = prepared.target(one.product, out)
        found = _bytes_of(target)
        if found is None:
            problems.append(_file_problem(CURRENT, target, "is missing", f"`{_command(prepared)}` makes it"))
        elif told := _differs(found, one.data, prepared, one.product, manifest):
            problems.append(_file_problem(CURRENT, target, told, again))
    record = prepared.manifest(out)
    if not problems and record.exists() and not _is_record(manifest, prepared, made, out, len(warnings)):
        problems.append(_file_problem(CURRENT, record, "is not the record of these files", again))
    return Audited(tuple(problems), prepared.sources, len(made), 0)


def _differs(
    found: bytes, wanted: bytes, prepared: Prepared, product: Product, manifest: Manifest | None
) -> str | None:
    """Say in what a file is not the one wanted, and why if the manifest knows; None if it holds the same."""
    from builder.manifest.part_diff import differing_parts

    parts = differing_parts(found, wanted)
    if not parts:
        return None
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
    where = f"{', '.join(parts[:3])}{more}"
    recorded = manifest.product(product.value) if manifest else None
    if manifest is None or recorded is None:
        return f"is not what {prepared.file} gives: {where} differs"
    if recorded.sha256 != sha256(found).hexdigest():
        return f"was changed after it was built: {where} differs"
    return f"was built {_from_what(prepared, manifest)}: {where} differs"


def _from_what(prepared: Prepared, manifest: Manifest) -> str:
    if manifest.brief.sha256 != prepared.loaded.digest:
        return f"from another version of {prepared.file}"
    if manifest.edition != prepared.edition:
        return "for another edition"
    if manifest.epoch != prepared.outline.epoch:
        return "with another SOURCE_DATE_EPOCH"
    if manifest.builder != this_builder():
        return "by another version of the builder or its libraries"
    return "with other pictures"


def _is_record(
    found: Manifest | None, prepared: Prepared, made: Sequence[Made], out: Path, warnings: int
) -> bool:
    """Whether a manifest is what a build would write, but for what varies from machine to machine."""
    from builder.manifest.form import read

    if found is None or not all(has_product(out, found, one.product.value) for one in made):
        return False
    wanted = read(manifest_of(prepared, made, out, warnings))
    same = wanted._replace(builder=found.builder, products=found.products)
    if len(made) < len(ALL):  # nobody has looked at the others
        same = same._replace(warnings=found.warnings, fonts=found.fonts, elements=found.elements)
    return found == same


def audit_files(
    path: Path,
    out: Path,
    *,
    only: Iterable[Product] = ALL,
    edition: Edition = WHOLE,
    step: Step = lambda _: None,
) -> Audited:
    """Read the finished files in `out`, also edited or re-saved ones, and say how they depart from the brief.

    Files that the manifest beside them calls final copies are read as such. Raises `BriefError` where the
    brief has errors.
    """
    from builder.audit.compare import audit
    from builder.audit.readback import Kind, Unreadable, read_back

    wanted = tuple(product for product in ALL if product in set(only))
    step("load")
    prepared = prepare(path, wanted, edition)
    _recover(out)
    manifest = read_file(prepared.manifest(out))
    final = edition.final or (manifest is not None and manifest.final)
    outline = prepared.outline._replace(build_id="") if final else prepared.outline
    problems: list[Problem] = []
    files = words = 0
    for product in wanted:
        target = prepared.target(product, out)
        data = _bytes_of(target)
        if data is None:
            problems.append(
                _file_problem(
                    READ, target, f"the {product.value} is missing", f"`{_command(prepared)}` makes it"
                )
            )
            continue
        step(product.value)
        files += 1
        if told := _of_another(prepared, product, data, manifest, final=final):
            hint = f"run `{_command(prepared)}`, then compare again"
            problems.append(_file_problem(MADE, target, told, hint))
            continue
        pages, unfit = lay_out(outline, product)
        errors = [problem for problem in unfit if problem.is_error]
        problems += errors
        if not errors:
            problems += audit(outline, {product: pages} if pages else {}, {product: data}, edited=True)
        try:
            said = read_back(product, data, looks=True).of(Kind.BODY, Kind.TITLE, Kind.NOTES)
            words += sum(len(one.text.split()) for one in said)
        except Unreadable:  # which the audit has told
            files -= 1
    located = prepared.locate(problems)
    found = tuple(problem for problem in located if problem not in prepared.loaded.warnings)
    return Audited(found, prepared.sources, files, words)


def _of_another(
    prepared: Prepared, product: Product, data: bytes, manifest: Manifest | None, *, final: bool
) -> str | None:
    """Say that a file was built from another version of the brief, by the manifest or by its own marks."""
    file = prepared.file
    recorded = manifest.product(product.value) if manifest else None
    as_built = recorded is not None and recorded.sha256 == sha256(data).hexdigest()
    if manifest and as_built and manifest.brief.sha256 != prepared.loaded.digest:
        return f"the {product.value} was built from another version of {file}"
    other = next((one for one in _builds(product, data) if one != prepared.loaded.build_id), None)
    if other and not final:
        return f"the {product.value} was built from another version of {file}, which Git calls {other[:8]}"
    return None


def _builds(product: Product, data: bytes) -> Iterator[str]:
    """Yield the names of the briefs from which a file says it was built, whole ones."""
    from builder.audit.readback import Unreadable, read_back

    if product is Product.SUMMARY:
        yield from (found.decode() for found in _IDENTIFIER.findall(data))
        return
    try:
        said = read_back(product, data, looks=True)  # as the audit asks next
        yield from sorted(build for _, build in said.builds if len(build) == 40)
    except Unreadable:  # which the audit tells
        return


def trace_brief(
    path: Path,
    *,
    edition: Edition = WHOLE,
    step: Step = lambda _: None,
    worker: Worker | None = None,
) -> Traced:
    """Build a brief in memory, and say where its elements stand; raises `BriefError` as `build` does."""
    from builder.brief.part import walk
    from builder.trace.elements import numbered

    step("load")
    prepared = prepare(path, ALL, edition)
    made = make_all(prepared.outline, ALL, step, worker)
    whole_problems(prepared, made, strict=False)
    parts = ((path, getattr(part, "id", None)) for path, part in walk(prepared.loaded.brief) if path)
    return Traced(
        appears=tuple(each for one in made for each in one.appears),
        numbered=numbered(prepared.outline),
        ids={path: id for path, id in parts if id},
        positions=prepared.loaded.positions,
        text=prepared.loaded.text,
        file=prepared.file,
        title=prepared.outline.properties.title,
        language=prepared.outline.language,
    )


def _recover(out: Path) -> None:
    """Put a folder in order whose last save was killed, before anything is read from it."""
    from builder.saving.save import recover

    recover(out)


def _bytes_of(target: Path) -> bytes | None:
    try:
        return target.read_bytes() if target.is_file() else None
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise BriefError(
            [_file_problem(READ, target, message, "choose a folder that you may read")]
        ) from error


def _command(prepared: Prepared) -> str:
    """Return the command that makes the files of this edition."""
    edition = prepared.edition
    audience = f" --audience {edition.audience}" if edition.audience else ""
    return f"brief build{audience}{' --final' if edition.final else ''}"


def _file_problem(rule: str, target: Path, message: str, hint: str) -> Problem:
    return Problem(rule, Severity.ERROR, "", message, hint, None, target.as_posix())
