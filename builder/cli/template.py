"""`brief template`: says how an organisation's own Word or PowerPoint template would be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import PATH
from builder.cli.request import ending_on_problems
from builder.cli.show import fail, say, say_wrapped, show, writing
from builder.report.printable import counted

if TYPE_CHECKING:
    from builder.outline.text import Product
    from builder.report.problems import Problem
    from builder.templates.roles import Diagnosis

_ENDINGS = (".dot", ".doc", ".pot", ".ppt")  # and with x or m
_SAMPLE = "the sample brief"
_OWN = "add `--brief BRIEF` to try one of your own, or give the template's layouts more room for content"


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option(
    "--annotate",
    type=PATH,
    metavar="COPY",
    help="Write a copy that shows the role of each style.",
)
@click.option(
    "--try",
    "tried",
    type=PATH,
    metavar="OUT",
    help="Build a brief into it, and write that to OUT.",
)
@click.option(
    "--brief", type=PATH, help="With --try, the brief to build (default: a sample of a decision memo)."
)
@click.option("--force", is_flag=True, help="Write COPY or OUT over a file that is there.")
def template(file: Path, annotate: Path | None, tried: Path | None, brief: Path | None, force: bool) -> None:
    """Say how a Word or PowerPoint template would be used.

    FILE is an organisation's own template or document: DOTX, DOCX, DOTM, POTX, PPTX or POTM. Prints which of
    its styles or layouts are used for which role and why, what it lacks, what a build leaves out, what Office
    would repair, and what to write in a brief to use it. Exit code 1 if nothing can be built into it.

    \b
    Examples:
      brief template house.dotx
      brief template house.potx --annotate roles.potx
      brief template house.potx --try try.pptx --brief talks.yaml
    """
    from builder.brief.files import NotAFile, TooLarge, bytes_of
    from builder.templates.package import MAX_BYTES, Template, Unusable

    if brief is not None and tried is None:
        raise click.UsageError("--brief is built with --try OUT: name the file to write")
    if force and annotate is None and tried is None:
        raise click.UsageError("--force is for what --annotate or --try writes")
    if file.suffix.lower()[:4] not in _ENDINGS:
        fail(f"{file} is not a Word or PowerPoint file", "name one that ends in .dotx, .docx, .potx or .pptx")
    try:
        data = bytes_of(file, MAX_BYTES)
    except TooLarge as error:
        fail(f"{file} has {error.size:,} bytes; the limit is {MAX_BYTES:,}", "remove large pictures from it")
    except (NotAFile, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a file"
        fail(
            f"{file} cannot be read: {reason.lower()}", "name the template, such as house.dotx or house.potx"
        )
    try:
        found = Template(data)
        if annotate is not None:
            from builder.export.office.annotated import annotated

            _check(annotate, file.suffix, file)
            _write(annotate, annotated(found), force)
        if tried is not None:
            _check(tried, ".docx" if found.product.value == "memo" else ".pptx", file)
            _write(tried, _tried(tried, found.product, file, data, brief), force)
        if annotate is None and tried is None:
            from builder.templates.doctor import examine

            _show(examine(data), file)
    except Unusable as error:
        fail(f"{file} cannot be used: {error}", error.hint)


def _tried(out: Path, product: Product, file: Path, data: bytes, brief: Path | None) -> bytes:
    """Return a brief as it is built into a template, and report what does not fit."""
    from tempfile import TemporaryDirectory

    from builder.brief.files import find_brief
    from builder.cli.new import files_of
    from builder.pipeline.building import warnings_of
    from builder.pipeline.products import make
    from builder.pipeline.trying import prepare_in
    from builder.templates.doctor import examine

    with TemporaryDirectory() as folder, ending_on_problems(f"{out} was not written"), _named(folder):
        if brief is None:
            for name, content in files_of("decision").items():
                (Path(folder) / name).write_bytes(content)
        prepared = prepare_in(find_brief(brief or Path(folder)), product, file.name, data)
        _show_roles(examine(data, prepared.brief.templates.roles[product.value]))
        made = make(prepared.outline, product, prepared.theme)
        warnings = warnings_of(prepared, [made])
    show(*_renamed(folder, warnings, prepared.sources), to_stderr=True)
    say(f"after        {counted(len(warnings), 'warning')}; all fits, and the audit found nothing")
    return made.data


@contextmanager
def _named(folder: str) -> Iterator[None]:
    """Name the sample brief in problems, rather than its file in a temporary folder."""
    from builder.report.problems import BriefError

    try:
        yield
    except BriefError as wrong:
        raise BriefError(*_renamed(folder, wrong.problems, wrong.sources)) from None


def _renamed(
    folder: str, problems: Iterable[Problem], sources: Mapping[str, str]
) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Return problems and sources in which files of a temporary folder are called the sample brief.

    Nobody can edit these files, so the hints say what else to do.
    """
    from msgspec.structs import replace

    def is_sample(file: str | None) -> bool:
        return file is not None and Path(file).parent == Path(folder)

    def renamed(one: Problem) -> Problem:
        if not is_sample(one.file):
            return one
        if one.rule != "templates-usable":
            return replace(one, file=_SAMPLE, hint=_OWN)
        hint = f"{one.hint}, in a brief of your own, and add `--brief BRIEF`"
        return replace(one, file=_SAMPLE, position=None, hint=hint)

    texts = {_SAMPLE if is_sample(file) else file: text for file, text in sources.items()}
    return tuple(map(renamed, problems)), texts


def _show_roles(found: Diagnosis) -> None:
    own = len(found.roles) - len(found.missing)
    missing = ", ".join(role.name for role in found.missing)
    for name, value in (
        ("roles", f"{own} of {len(found.roles)} found in the template"),
        ("not found", missing or "none"),
        ("repaired", "; ".join(found.repairs) or "nothing"),
    ):
        say_wrapped(f"{name:<12} {value}", " " * 13)


def _check(out: Path, suffix: str, file: Path) -> None:
    """End the command if the file to write is the template, or Office would not open it by its name."""
    if out.resolve() == file.resolve():
        fail(f"{out} is the template, which is not changed", "choose another name for what is written")
    if out.suffix.lower() != suffix.lower():
        name = out.with_suffix(suffix) if out.name else f"{file.stem}-copy{suffix}"
        fail(f"{out} does not end in {suffix}", f"write {name}: by another name Office does not open it")


def _write(path: Path, data: bytes, force: bool) -> None:
    """Write a file; only with `force` over another one."""
    with writing(path, "name"):
        if not force and path.exists() and path.read_bytes() != data:
            fail(f"{path} already exists and was not changed", "choose another name, or add --force")
        path.write_bytes(data)
    say(f"wrote {path}")


def _show(found: Diagnosis, file: Path) -> None:
    for name, value in found.facts.items():
        say_wrapped(f"{name:<12} {value}", " " * 13)
    _list(f"roles of the {found.product.value}", [])
    wide = max((len(role.name) for role in found.roles), default=0)
    for role in found.roles:
        say_wrapped(f"  {role.name:<{wide}}  {role.found or '–'}: {role.reason}", " " * (wide + 4))
    _list("lost", found.lost)
    _list("repaired", found.repairs)
    say(f"\nto use it, write in the brief, or in the file that it extends:\n\n{found.mapping(file.name)}")


def _list(title: str, items: Iterable[str]) -> None:
    found = list(items)
    if found or title.startswith("roles"):
        say(f"\n{title}")
    for item in found:
        say_wrapped(f"  - {item}", " " * 4)
