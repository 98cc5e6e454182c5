"""The arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from builder import brief
from builder.brief import UNRESTRICTED
from builder.cli.show import PEOPLE, choose

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])
PRODUCTS = tuple(brief.PRODUCTS)

FORMATS = (*PEOPLE, "json", "github", "gitlab", "junit", "sarif")


class Named(click.Path):
    """A path; what is there and cannot be read is a problem, not incorrect usage."""

    def __init__(self, **kinds: bool) -> None:
        super().__init__(path_type=Path, readable=False, **kinds)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":  # which Path takes for the current folder
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


class Place(Named):
    """A path, or the address of a storage as it is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else super().convert(value, param, ctx)


PATH = Named()
WRITTEN = Named(dir_okay=False)  # a file that a command writes


def unknown(name: str, known: Sequence[str]) -> str:
    """Return that a name is not one of those known, and which of them was probably meant."""
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1)
    return f"`{name}` is not one of {', '.join(known)}{f'. Did you mean `{found[0]}`?' if found else ''}"


class OneOf(click.Choice):  # type: ignore[type-arg]  # generic only from click 8.2 on
    """One of a few words; for another one, the message names the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            self.fail(unknown(str(value), [str(each) for each in self.choices]), param, ctx)
        return super().convert(value, param, ctx)


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Return one decorator that adds several options, in their order."""
    return lambda command: reduce(lambda done, option: option(done), reversed(options), command)


def _chosen(key: str, *names: str, **more: Any) -> Callable[[F], F]:
    """Return an option of how problems are shown, which no command needs to know."""
    keep = partial(click.option, *names, expose_value=False, **more)
    return keep(callback=lambda ctx, _, value: choose(ctx, **{key: value}))


QUIET = _chosen("quiet", "--quiet", "-q", is_flag=True, help="Print problems only.")
VERBOSE = _chosen(
    "verbose",
    "--verbose",
    "-v",
    is_flag=True,
    help="Say for each problem why its rule exists; print every warning, equal ones too.",
)
REPORTED = together(
    _chosen(
        "form",
        "--format",
        "--output-format",
        type=OneOf(FORMATS),
        default="text",
        show_default=True,
        help="How problems are reported: text and concise are for people, the others for programs.",
    ),
    QUIET,
    VERBOSE,
)


def form(*forms: str, help: str) -> Callable[[F], F]:
    """Return the option for how a command prints what it found, the first form unless another is chosen."""
    return click.option("--format", "form", type=OneOf(forms), default=forms[0], show_default=True, help=help)


def page(help: str) -> Callable[[F], F]:
    """Return the option to write what a command found to one HTML page."""
    return click.option("--html", "page", type=WRITTEN, metavar="FILE", help=help)


def _page(_: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """Return the name of an HTML page."""
    if value is not None and value.suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(f"{value} does not end in .html", param=param)
    return value


A11Y = together(
    click.option(
        "--a11y",
        is_flag=True,
        help="Instead report what keeps people with disabilities from reading the files, by WCAG 2.2, "
        "EN 301 549 and PDF/UA-1.",
    ),
    click.option(
        "--statement",
        type=PATH,
        callback=_page,
        metavar="FILE.html",
        help="With --a11y, also write an accessibility statement that can be published.",
    ),
)


def edition_of(audience: str | None, unrestricted: bool) -> str | None:
    """Return the name of the edition that the options ask for, None where they leave it open."""
    exclusive(audience=audience, unrestricted=unrestricted)
    return UNRESTRICTED if unrestricted else audience


def exclusive(**options: object) -> None:
    """Refuse a command line that has more than one of these options."""
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other")


def declared(_: click.Context, param: click.Parameter, value: T) -> T:
    """Return the audiences that an option names; the whole brief has an option of its own."""
    if UNRESTRICTED in (value if isinstance(value, tuple) else (value,)):
        message = "use --unrestricted for the whole brief, including the restricted parts"
        raise click.BadParameter(message, param=param)
    return value


STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


class _Brief(Named):
    """A brief, or what leads to it: its folder, or its name with another ending."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from builder.brief.files import find_brief

        return find_brief(super().convert(value, param, ctx))


ONE_BRIEF = _Brief()
BRIEF = click.argument("brief", type=ONE_BRIEF, default="brief.yaml")
_out = partial(click.option, "--out", "-o", type=PATH, default="output", show_default=True, metavar="DIR")
OUT = _out(help="Output folder, relative to the current directory; created if missing.")
OUT_ANYWHERE = _out(
    type=Place(),
    help="Output folder, relative to the current directory; created if missing. With --each also an address, "
    "such as s3://bucket/prefix.",
)
FINISHED = _out(help="Folder of the finished files, relative to the current directory.")


_ALSO_CALLED = {
    **dict.fromkeys(("word", "docx"), "memo"),
    **dict.fromkeys(("powerpoint", "pptx", "slides"), "deck"),
    **dict.fromkeys(("pdf", "one-page"), "summary"),
}


class _Products(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.4 on
    """`memo,summary` as a list of products."""

    name = "products"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        words = (word.strip() for word in str(value).split(",") if word.strip())
        names = tuple(_ALSO_CALLED.get(word.lower(), word) for word in words)
        for name in names:
            if name not in PRODUCTS:
                self.fail(unknown(name, PRODUCTS), param, ctx)
        if not names:
            self.fail(f"name at least one of {', '.join(PRODUCTS)}", param, ctx)
        return names

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        head, comma, last = incomplete.rpartition(",")
        return [CompletionItem(head + comma + name) for name in PRODUCTS if name.startswith(last)]


ONLY = click.option(
    "--only",
    type=_Products(),
    multiple=True,
    callback=lambda _context, _option, given: tuple(dict.fromkeys(sum(given, ()))) or PRODUCTS,
    metavar="NAME[,NAME]",
    help="Only these products (memo, deck, summary).",
)
AUDIENCE = click.option(
    "--audience",
    callback=declared,
    metavar="NAME",
    help="The edition for this audience, leaving out what that audience may not see; declared under "
    "`audiences`.",
)
WHOLE = click.option(
    "--unrestricted", is_flag=True, help="The whole brief, with the parts that only some audiences may see."
)
FINAL = click.option(
    "--final",
    is_flag=True,
    help="Clean copies for distribution, without the hidden identifiers that link a file to its brief.",
)
EDITION = together(AUDIENCE, WHOLE, FINAL)


class _Ranges(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.4 on
    """`3,7-9` as ranges of rows."""

    name = "rows"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[int, int], ...]:
        if isinstance(value, tuple):
            return value
        found = []
        for each in str(value).replace(" ", "").split(","):
            first, dash, last = each.partition("-")
            if not (first.isdecimal() and (last.isdecimal() if dash else True)):
                self.fail(f"`{each}` is not a row, nor rows such as 7-9", param, ctx)
            found.append((int(first), int(last or first)))
        return tuple(found)


def each(what: str) -> Callable[[F], F]:
    """Return the options for the rows of a table; `what` is done for each of them."""
    return together(
        click.option(
            "--each",
            type=PATH,
            metavar="ROWS",
            help=f"{what} for each row of a CSV, XLSX, JSON or Parquet file, or of the result of an SQL "
            "file (DuckDB). Columns are the `params` of the brief; each row has a folder in --out.",
        ),
        *_ROWS,
    )


_ROWS = (
    click.option(
        "--name",
        metavar="PATTERN",
        default="",
        help="With --each: the folder of a row, such as '{param:district}'. Default: the `id` of the "
        "brief if that has parameters, else the number of the row.",
    ),
    click.option(
        "--only-rows", type=_Ranges(), default=(), metavar="3,7-9", help="With --each: only these rows."
    ),
    click.option(
        "--sample",
        type=click.IntRange(1),
        metavar="N",
        help="With --each: only so many rows, spread evenly from the first to the last.",
    ),
    click.option(
        "--dry-run", is_flag=True, help="With --each: check all rows, list the files, build nothing."
    ),
    click.option(
        "--resume", is_flag=True, help="With --each: leave rows whose files are as they would be built now."
    ),
    click.option(
        "--processes",
        type=click.IntRange(1, 256),
        metavar="N",
        help="With --each: how many rows are built at once. Default: one for each core.",
    ),
)
