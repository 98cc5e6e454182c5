"""`brief new` and `brief schema`: a first brief that builds, and what a brief may contain."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.show import fail, say


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path, readable=False, file_okay=False), default=".", metavar="[DIR]"
)
def new(folder: Path) -> None:
    """Create a small working brief with comments.

    DIR is the folder to create it in (default: the current one). A JSON Schema is written beside it, so that
    editors complete and check what you type. An existing brief is never overwritten.
    """
    from importlib.resources import files

    starter = files("builder.brief").joinpath("starter.yaml").read_bytes()
    target, schema_file = folder / "brief.yaml", folder / "brief.schema.json"
    if target.exists():
        fail(f"{target} already exists and was not changed", "choose another folder: brief new DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        schema_file.write_text(_schema_text(), encoding="utf-8", newline="\n")
        target.write_bytes(starter)
    except OSError as error:
        fail(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}", "choose another folder")
    here = "" if folder == Path() else f"cd {folder} && "
    say(f"wrote {target} and {schema_file}\n\nnext:")
    say(f"  {here}brief build    build the three files in output/")
    say(f"  {here}brief watch    rebuild them at every save")


@click.command()
@click.argument(
    "which", type=click.Choice(["brief", "manifest"]), default="brief", metavar="[brief|manifest]"
)
def schema(which: str) -> None:
    """Print the JSON Schema of a brief or a manifest.

    \b
    brief new links it in the first line of the brief:
      # yaml-language-server: $schema=brief.schema.json

    \b
    Every build writes a manifest beside its files. To print its schema:
      brief schema manifest
    """
    click.echo(_schema_text(which), nl=False)


def _schema_text(which: str = "brief") -> str:
    import json

    from builder.brief.schema import brief_schema
    from builder.manifest.schema import schema as manifest_schema

    form = brief_schema() if which == "brief" else manifest_schema()
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"
