"""Compares the files in a folder with the brief: with what a build makes now, or word for word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.manifest.current import has_product, read_file, this_builder
from builder.manifest.form import Manifest
from builder.outline.text import Product
from builder.pipeline.building import bytes_of, file_problem, warnings_of
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.products import Made, adapted, allowed_by, draw, lay_out, make_all
from builder.pipeline.recording import manifest_of
from builder.pipeline.request import ALL, Request
from builder.report.problems import BriefError, Problem
from builder.saving.leftovers import is_mixed

if TYPE_CHECKING:
    from builder.audit.content import Extracted
    from builder.layout.pages import Pages
    from builder.outline.blocks import Outline

CURRENT, READ, MADE = "files-up-to-date", "files-present", "files-from-this-brief"
_OUTDATED = "was built"  # how the message about a file begins that nobody has edited
_IDENTIFIER = rb"<dc:identifier>([0-9a-f]{40})</dc:identifier>"


class Audited(Struct, frozen=True):
    """The problems of finished files, and how much was read; without a problem, the files match the brief."""

    problems: tuple[Problem, ...]
    sources: dict[str, str]
    files: int
    words: int


class _Judged(Struct, frozen=True):
    """A file that the first judge has read, what it must say, and the paths of what was reported."""

    outline: Outline
    data: bytes
    pages: Pages | None
    paths: frozenset[str]
    extracted: Extracted


def compare_files(request: Request) -> Audited:
    """Report which files in the output folder are out of date, building them in memory and writing nothing.

    A manifest beside them must be theirs; none is needed. Raises `BriefError` as a build does.
    """
    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline, prepared.theme)
    warnings = warnings_of(prepared, made)
    manifest, there = _read(prepared)
    run = f"run `{_command(request)}`"
    again = f"copy any manual edits into the brief first, then {run}"
    problems = []
    for one in made:
        target = prepared.target(one.product)
        found = there[one.product]
        if found is None:
            problems.append(_missing(request, CURRENT, target))
        elif difference := _difference(found, one, prepared, manifest):
            hint = run if difference.startswith(_OUTDATED) else again
            problems.append(file_problem(CURRENT, target, difference, hint))
    record = prepared.manifest
    if not problems and record.exists() and not _is_record(manifest, prepared, made, len(warnings)):
        problems.append(file_problem(CURRENT, record, "is not the manifest of these files", again))
    return Audited(tuple(problems), prepared.sources, len(made), 0)


def _difference(found: bytes, expected: Made, prepared: Prepared, manifest: Manifest | None) -> str | None:
    """Describe how a file differs from the expected one, and why if the manifest knows; else None."""
    from builder.manifest.part_diff import differing_parts

    parts = differing_parts(found, expected.data)
    if not parts:
        return None
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
    verb = "differ" if len(parts) > 1 else "differs"
    named = expected.product is not Product.SUMMARY  # objects of a PDF have only numbers
    where = f" ({', '.join(parts[:3])}{more} {verb})" if named else ""
    recorded = manifest.product(expected.product.value) if manifest else None
    if manifest is None or recorded is None:
        return f"does not match {prepared.file}{where}"
    if recorded.sha256 != sha256(found).hexdigest():
        return f"was changed after it was built{where}"
    return f"{_OUTDATED} {_from_what(prepared, manifest)}"


def _from_what(prepared: Prepared, manifest: Manifest) -> str:
    if manifest.edition != prepared.request.edition:
        return "for another edition"
    if manifest.content != prepared.content or (
        manifest.brief is not None and manifest.brief.sha256 != prepared.loaded.digest
    ):
        return f"from another revision of {prepared.file}"
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
    expected = replace(expected, builder=found.builder, products=found.products)
    if len(made) < len(ALL):  # the other products were not compared
        warnings = found.brief.warnings if found.brief else 0
        brief = expected.brief and replace(expected.brief, warnings=warnings)
        expected = replace(expected, brief=brief, fonts=found.fonts, elements=found.elements)
    return found == expected


def audit_files(request: Request, *, rendered: bool = False) -> Audited:
    """Read the finished files, even edited or saved again, and report how they differ from the brief.

    Files that the manifest beside them calls final are read as such. With `rendered`, the words of memo and
    deck are compared a second time, on the pages that LibreOffice shows. Raises `BriefError` if the brief has
    errors, or nothing can be rendered.
    """
    from builder.audit.compare import audit
    from builder.audit.content import LARGEST, Kind, Unreadable
    from builder.audit.readback import read_back
    from builder.layout.memo.pages import set_memo

    request.step("load")
    prepared = prepare(request)
    request = prepared.request
    manifest, there = _read(prepared, LARGEST + 1)
    final = request.edition.final or (manifest is not None and manifest.final)
    whole = replace(prepared.outline, build_id="") if final else prepared.outline
    problems: list[Problem] = []
    audited: dict[Product, _Judged] = {}
    files = words = 0
    for product in request.only:
        target = prepared.target(product)
        data = there[product]
        if data is None:
            problems.append(_missing(request, READ, target))
            continue
        request.step(product.value)
        files += 1
        theme = prepared.theme.of(product.value)
        allowed = allowed_by(theme)
        outline = adapted(whole, product, theme)
        try:
            extracted = read_back(product, data, looks=True, template=allowed.template(product))
        except Unreadable as error:
            files -= 1
            problems.append(file_problem("files-readable", target, str(error), f"run `{_command(request)}`"))
            continue
        builds = _builds(product, data, extracted)
        if final and builds:
            without = "audit without --final, or " if request.edition.final else ""
            hint = f"{without}run `{_command(request, final=True)}`"
            problems.append(file_problem(MADE, target, "is a working copy, not a clean copy", hint))
            continue
        if other := _other_brief(prepared, product, data, manifest, builds):
            hint = f"run `{_command(request)}`, then audit again"
            problems.append(file_problem(MADE, target, other, hint))
            continue
        laid = draw(lay_out(outline, product, theme), theme)
        errors = [problem for problem in laid.problems if problem.is_error]
        problems += errors
        if not errors:
            placed = {product: laid.pages} if laid.pages else {}
            expected = outline if laid.pages else set_memo(outline, theme, laid.figure).outline
            found = audit(
                expected,
                placed,
                {product: data},
                picture=laid.picture,
                edited=True,
                allowed=allowed,
            )
            problems += [_of_file(one, target, prepared) for one in found]
            paths = frozenset(one.path for one in found if one.path)
            audited[product] = _Judged(expected, data, laid.pages, paths, extracted)
        passages = extracted.of(Kind.BODY, Kind.TITLE, Kind.NOTES)
        words += sum(len(one.text.split()) for one in passages)
    if rendered:
        request.step("pages")
        problems += _rendered(prepared, audited)
    if any(source.file for source in prepared.brief.sources):
        from builder.manifest.pins import stale

        problems += stale(prepared.loaded, manifest)
    located = prepared.locate(problems)
    reported = tuple(problem for problem in located if problem not in prepared.loaded.warnings)
    return Audited(reported, prepared.sources, files, words)


def _rendered(prepared: Prepared, audited: Mapping[Product, _Judged]) -> Iterator[Problem]:
    """Yield how memo and deck differ from the brief when LibreOffice shows them."""
    from builder.audit.pdf.reader import read_shown
    from builder.audit.rendered import rendered_problems
    from builder.pipeline.rendering import PAGED, render

    files = {product: one.data for product, one in audited.items() if product in PAGED}
    for product, data in render(files).items() if files else ():
        one = audited[product]
        passages = one.extracted.passages
        template = allowed_by(prepared.theme.of(product.value)).template(product)
        shown = read_shown(data)
        found = rendered_problems(one.outline, product, one.pages, shown, one.paths, passages, template)
        yield from (_of_file(each, prepared.target(product), prepared) for each in found)


def _of_file(problem: Problem, target: Path, prepared: Prepared) -> Problem:
    """Return a problem that has no line in the brief as one of the file."""
    positions = prepared.loaded.positions
    has_line = positions.of(problem.path) != positions.of("")
    return problem if has_line else replace(problem, file=target.as_posix())


def _other_brief(
    prepared: Prepared, product: Product, data: bytes, manifest: Manifest | None, builds: Sequence[str]
) -> str | None:
    """Say that a file was built from another brief, by the manifest or by its own build id; else None."""
    message = f"the {product.value} was built from another revision of {prepared.file}"
    recorded = manifest.product(product.value) if manifest else None
    as_built = recorded is not None and recorded.sha256 == sha256(data).hexdigest()
    if manifest and as_built and manifest.content != prepared.content:
        return message
    other = next((one for one in builds if one != prepared.outline.build_id), None)
    return (
        f"{message}, {'Git blob' if prepared.request.edition.names_brief else 'build'} {other[:8]}"
        if other
        else None
    )


def _builds(product: Product, data: bytes, extracted: Extracted) -> list[str]:
    """Return the build ids in a file, those that are whole."""
    if product is Product.SUMMARY:
        return [found.decode() for found in re.findall(_IDENTIFIER, data)]
    return sorted(build for _, build in extracted.builds if len(build) == 40)


def _read(prepared: Prepared, most: int = -1) -> tuple[Manifest | None, dict[Product, bytes | None]]:
    """Read the manifest and the files of one build: all again if another build has moved one meanwhile.

    Raises `BriefError` if a save that was killed left old and new files; only a build restores them.
    """
    request = prepared.request
    targets = {product: prepared.target(product) for product in request.only}
    before, manifest, found = None, None, {}
    while (now := [_stamp(path) for path in (prepared.manifest, *targets.values())]) != before:
        before, manifest = now, read_file(prepared.manifest)
        found = {product: bytes_of(target, most) for product, target in targets.items()}
        if is_mixed(request.out):
            message = "a build was interrupted while it saved; some files may be new and others old"
            hint = f"run `{_command(request)}`"
            raise BriefError([file_problem("save-complete", request.out, message, hint)])
    return manifest, found


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a build moves a new file to this path."""
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_ino, there.st_mtime_ns, there.st_size


def _command(request: Request, *, final: bool = False) -> str:
    """Return the command that builds the files of this edition."""
    words = ["brief", "build"]
    if request.brief != Path("brief.yaml"):
        words.append(request.brief.as_posix())
    if request.out != Path("output"):
        words += ["--out", request.out.as_posix()]
    audience, final = request.edition.audience, final or request.edition.final
    if audience == UNRESTRICTED:
        words += ["--unrestricted"] * final
    elif audience:
        words += ["--audience", audience]
    return shlex.join(words + ["--final"] * final)


def _missing(request: Request, rule: str, target: Path) -> Problem:
    return file_problem(rule, target, "the file is missing", f"run `{_command(request)}`")
