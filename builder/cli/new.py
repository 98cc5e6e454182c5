"""`brief new` and `brief schema`: a first brief that builds, and what a brief may contain."""

from __future__ import annotations

import re
from pathlib import Path
from shlex import quote

import click

from builder import __version__
from builder.cli.options import QUIET, Named, OneOf
from builder.cli.show import fail, say, writing

_LINK = "# yaml-language-server: $schema="  # before the name of a schema file, in a brief
_TEMPLATES = {
    "briefing": "a small working brief: what happened, why, what to do (default)",
    "decision": "a decision memo: options, what they are judged by, risks, what is recommended",
    "evidence": "what is known, how firmly and from which source, with a table",
    "full": "every part that a brief can have, with comments, pictures and logos",
}


@click.command()
@click.argument("folder", type=Named(file_okay=False), default=".", metavar="[DIR]")
@click.option(
    "--template", type=OneOf(tuple(_TEMPLATES)), default="briefing", help="Which brief to begin with."
)
@click.option("--list", "listed", is_flag=True, help="List the templates and what each contains.")
@QUIET
def new(folder: Path, template: str, listed: bool) -> None:
    """Create a working brief with comments.

    DIR is the folder to create it in (default: the current one). A JSON Schema is written beside it, so that
    editors complete and check what you type. An existing file is never overwritten.

    \b
    Examples:
      brief new my-brief
      brief new my-memo --template decision
    """
    if listed:
        for name, contents in _TEMPLATES.items():
            say(f"{name:<10} {contents}")
        return
    written = {**files_of(template), "brief.schema.json": _schema_text().encode()}
    for name in written:
        if (folder / name).exists() and name != "brief.schema.json":
            fail(
                f"{folder / name} already exists and was not changed", "choose another folder: brief new DIR"
            )
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in written.items():
            (folder / name).write_bytes(data)
    here = "" if folder == Path() else f"cd {quote(str(folder))} && "
    say(f"wrote {', '.join(str(folder / name) for name in written)}\n\nnext:")
    say(f"  {here}brief build    build the three files in output/")
    say(f"  {here}brief watch    rebuild them at every save")


def files_of(name: str) -> dict[str, bytes]:
    """Return the files of a template by their names: the brief, and what it names."""
    from importlib.resources import files

    folder = files("builder.brief") / "templates"
    brief = folder.joinpath(f"{name}.yaml").read_bytes()
    named = [file for file in folder.iterdir() if file.name.endswith((".png", ".csv", ".md"))]
    used = {file.name: file.read_bytes() for file in named if file.name.encode() in brief}
    return {"brief.yaml": brief, **dict(sorted(used.items()))}


@click.command()
@click.argument(
    "which", type=click.Choice(["brief", "manifest"]), default="brief", metavar="[brief|manifest]"
)
@click.option(
    "--update",
    is_flag=False,
    flag_value="brief.yaml",
    type=Named(),
    metavar="[BRIEF]",
    help="Write the schema to the file that BRIEF links in its first lines (default: brief.yaml).",
)
@click.option(
    "--snippets", is_flag=True, help="Print the parts of a brief as snippets for Visual Studio Code instead."
)
def schema(which: str, update: Path | None, snippets: bool) -> None:
    """Print the JSON Schema of a brief or a manifest.

    \b
    brief new links it in the first line of the brief:
      # yaml-language-server: $schema=brief.schema.json

    \b
    Every build writes a manifest beside its files. To print its schema:
      brief schema manifest

    \b
    In Visual Studio Code, type brief- to insert a part of a brief, after:
      brief schema --snippets > .vscode/brief.code-snippets
    """
    if snippets:
        from builder.brief.schema import snippets as parts

        click.echo(_json(parts()), nl=False)
        return
    if update is None:
        click.echo(_schema_text(which), nl=False)
        return
    try:
        linked = re.search(rf"^{re.escape(_LINK)}(\S+\.json)$", update.read_text("utf-8"), re.M)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{update} cannot be read", getattr(error, "strerror", None) or "it is not UTF-8 text")
    if linked is None or "://" in linked[1]:
        fail(
            f"{update} links no schema file",
            "add the line: # yaml-language-server: $schema=brief.schema.json",
        )
    target = update.parent / linked[1]
    with writing(target):
        target.write_text(_schema_text(which), encoding="utf-8", newline="\n")
    say(f"wrote {target}")


def _schema_text(which: str = "brief") -> str:
    from builder.brief.schema import brief_schema
    from builder.manifest.form import schema as manifest_schema

    form = brief_schema() if which == "brief" else manifest_schema()
    return _json({"$id": f"urn:policy-brief-builder:{which}:{__version__}", **form})


def _json(form: object) -> str:
    import json

    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"
