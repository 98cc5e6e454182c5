"""`brief theme`: prints a theme with all of its public values."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.request import ending_on_problems
from builder.cli.show import fail


@click.command()
@click.argument("name", metavar="[NAME]", default="default")
def theme(name: str) -> None:
    """Print a theme with comments, to be edited.

    NAME is default, sober, contrast, or a theme file. A brief names the edited file with `theme:`; of a theme
    file, only what differs from the default has to stay.

    \b
    Example:
      brief theme sober > theme.yaml
    """
    with ending_on_problems():
        from builder.pipeline.look import built_in, read_theme
        from builder.report.printable import near
        from builder.theme.public import BUILT_IN, as_file

        if name in BUILT_IN:
            click.echo(as_file(built_in(name), name), nl=False)
            return
        path = Path(name)
        if not path.is_file():
            fail(f"there is no theme `{name}`", near(name, BUILT_IN) or f"one of: {', '.join(BUILT_IN)}")
        click.echo(as_file(read_theme(path).theme, path.stem), nl=False)
