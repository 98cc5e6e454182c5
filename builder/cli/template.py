"""`brief template`: says how an organisation's own Word or PowerPoint template would be used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import PATH
from builder.cli.show import fail, say, say_wrapped

if TYPE_CHECKING:
    from builder.templates.roles import Diagnosis


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
def template(file: Path) -> None:
    """Say how a Word or PowerPoint template would be used.

    FILE is an organisation's own template or document: DOTX, DOCX, DOTM, POTX, PPTX or POTM. Prints which of
    its styles or layouts are used for which role and why, what it lacks, what a build leaves out, what Office
    would repair, and what to write in a brief to use it. Exit code 1 if nothing can be built into it.

    \b
    Examples:
      brief template house.dotx
      brief template house.potx
    """
    from builder.brief.files import NotAFile, TooLarge, bytes_of
    from builder.templates.doctor import examine
    from builder.templates.package import MAX_BYTES, Unusable

    try:
        data = bytes_of(file, MAX_BYTES)
    except TooLarge as error:
        fail(f"{file} has {error.size:,} bytes; the limit is {MAX_BYTES:,}", "remove large pictures from it")
    except (NotAFile, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a file"
        fail(f"{file} cannot be read: {reason.lower()}", "name a DOTX or POTX file that you may read")
    try:
        found = examine(data)
    except Unusable as error:
        fail(f"{file} cannot be used: {error}", error.hint)
    _show(found, file)


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
