"""`brief doctor`: says whether everything is there that a build needs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.options import BRIEF, OUT
from builder.cli.show import say_wrapped


@click.command()
@BRIEF
@OUT
def doctor(brief: Path, out: Path) -> None:
    """Say whether everything is there that a build needs.

    Prints the version, libraries, fonts, extras, LibreOffice, the brief that would be built, and whether the
    output folder can be written. Exit code 1 if something that every build needs is missing; a brief may be.
    """
    from builder.pipeline.doctor import examine

    findings = list(examine(brief, out))
    for one in findings:
        say_wrapped(f"{one.name:<12} {one.state}", " " * 13)
        if one.hint:
            say_wrapped(f"{'':<12} hint: {one.hint}", " " * 19)
    sys.exit(1 if any(one.is_failure for one in findings) else 0)
