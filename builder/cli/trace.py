"""`brief trace`: shows where an element of the brief appears in the files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli import options
from builder.cli.options import AUDIENCE, BRIEF, PRODUCTS, VERBOSE, exclusive
from builder.cli.request import ending_on_problems, running
from builder.cli.show import SHOWN_AS, fail, say, write_page
from builder.report.printable import counted
from builder.trace.locations import grouped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from builder.trace.appearances import Traced


_ORIGINS = {
    "fact": "from facts",
    "data": "from data files",
    "source": "typed, with a source",
    "typed": "typed, without a source",
    "builder": "made by the builder",
}
_ID = re.compile(r"""^[ \t]*(?:-[ \t]+)?(?:\{[ \t]*)?id:[ \t]*["']?([\w-]+)""", re.MULTILINE)


def _ids(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the ids of the brief, which may have errors."""
    from click.shell_completion import CompletionItem

    from builder.brief.files import bytes_of, find_brief

    brief = ctx.params.get("brief") or find_brief(Path("brief.yaml"))
    try:
        text = bytes_of(brief, 1_000_000).decode("utf-8", "replace")
    except OSError:
        return []
    return [CompletionItem(name) for name in dict.fromkeys(_ID.findall(text)) if name.startswith(incomplete)]


@click.command()
@click.argument("element", metavar="[ID|LINE]", required=False, shell_complete=_ids)
@BRIEF
@AUDIENCE
@options.page("Write an HTML page with every element in all three files, and every passage of the sources.")
@click.option("--numbers", is_flag=True, help="List every number in the files, and where it is from.")
@options.form("text", "json", help="How --numbers lists them.")
@VERBOSE
def trace(
    element: str | None, brief: Path, audience: str | None, page: Path | None, numbers: bool, form: str
) -> None:
    """Show where an element of the brief appears in each file, or where its numbers are from.

    Name the element by its id, the number printed before it in the files, its path in the
    brief, or a line of the brief. BRIEF is the brief (default: brief.yaml).

    \b
    Examples:
      brief trace nurses
      brief trace A3
      brief trace "[2]" talks.yaml
      brief trace "sections[0].arguments[1].claim"
      brief trace 42
      brief trace --html trace.html
      brief trace --numbers
    """
    if element is None and page is None and not numbers:
        raise click.UsageError("name an element, such as A1 or 42, or use --numbers or --html FILE")
    other = page is not None and not brief.is_file()
    if element is not None and (numbers or other) and Path(element).is_file():
        brief, element = Path(element), None  # brief trace --html FILE BRIEF
    if numbers:
        exclusive(numbers=numbers, html=page)
        if element is not None:
            raise click.UsageError("--numbers lists all numbers: name no element")
        _list(brief, audience, form)
        return
    with ending_on_problems("nothing was traced"), running(brief, audience=audience) as request:
        from builder.pipeline.tracing import trace_brief

        traced = trace_brief(request, coverage=page is not None)
    if element is not None:
        _show(traced, element, audience)
    if page is not None:
        _write(traced, page, audience)


def _list(brief: Path, audience: str | None, form: str) -> None:
    """Print every number with where it is from."""
    with ending_on_problems("nothing was traced"), running(brief, audience=audience) as request:
        from builder.pipeline.tracing import trace_numbers

        found = trace_numbers(request)
    if form == "json":
        from msgspec.json import encode, format

        click.echo(format(encode(found), indent=2).decode())
        return
    from collections import Counter

    path = ""
    for one in found:
        if one.path != path:
            path = one.path
            say(f"{path}  ({', '.join(one.locations)})")
        origin = "; ".join(one.derivation) or one.cell or _ORIGINS[one.origin.value]
        sources = f"; cites {', '.join(one.refs)}" if one.refs else ""
        say(f"  {one.number:<12} {origin}{sources}")
    count = Counter(one.origin.value for one in found)
    named = ", ".join(f"{count[name]} {what}" for name, what in _ORIGINS.items() if count[name])
    say(f"\n{counted(len(found), 'number')}: {named}" if found else "no numbers")


def _write(traced: Traced, page: Path, audience: str | None) -> None:
    from builder.trace.page import matrix

    write_page(page, matrix(traced, audience))
    say(f"wrote {page}")


def _show(traced: Traced, name: str, audience: str | None) -> None:
    """Print where an element appears, or what was probably meant."""
    from builder.trace.appearances import Unknown, belongs

    try:
        path = traced.find(name)
    except Unknown as error:
        fail(str(error), error.hint)
    number = next((one for one in traced.numbered if one.path == path), None)
    if number:
        say(f"{number.number}  {number.words}".lstrip())
    line, id = traced.line(path), traced.ids.get(path)
    say(f"{traced.file}{f':{line}' if line else ''}  {path}{f'  (id {id})' if id else ''}")
    parts = traced.within(path)
    found = [one for one in traced.below(path) if not any(belongs(one.path, part.path) for part in parts)]
    for product in PRODUCTS if found else ():
        here = [one for one in found if one.product.value == product]
        say(f"\n{SHOWN_AS[product]}" + ("" if here else ": not in this file"))
        for key, words, locations in grouped(here, path):
            say(f"  {key + ': ' if key else ''}{words}\n      {locations}")
    if parts:
        say(f"\nits parts: {', '.join(part.number for part in parts)} (brief trace {parts[0].number})")
    elif not found:
        edition = f" of the edition for {audience}" if audience else ""
        withheld = f": it is only for {traced.only_for(path)}" if audience and traced.only_for(path) else ""
        say(f"\nnot in any of the three files{edition}{withheld}")
