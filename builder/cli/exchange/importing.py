"""`brief import`: makes the first draft of a brief from an article."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.options import PATH, QUIET, WRITTEN
from builder.cli.request import ending_on_problems, progress
from builder.cli.show import fail, say, writing
from builder.report.printable import counted, printable


@click.command("import")
@click.argument("article", type=PATH)
@click.option(
    "--out",
    type=WRITTEN,
    default="brief.yaml",
    show_default=True,
    metavar="FILE",
    help="The brief to write.",
)
@click.option("--language", metavar="TAG", help="Language of the article, such as de (default: found out).")
@click.option("--force", is_flag=True, help="Overwrite the brief if there is one.")
@QUIET
def import_(article: Path, out: Path, language: str | None, force: bool) -> None:
    """Make the first draft of a brief from an article.

    ARTICLE is a text, Markdown, HTML, Word, PowerPoint, OpenDocument or PDF file. Its headings become
    sections, its paragraphs arguments: the sentence that carries one is the claim, others are evidence, all
    with the passage that they are from. No model and no network is used; the same article gives the same
    draft.

    Each text that was made has the mark `# draft`. Read it, write it in your own words, and delete the mark:
    `brief check` warns as long as there are marks, and refuses a final brief. An article outside the brief's
    folder is copied into it, as sources/NAME, so that `brief check --sources` can compare both. A deck is not
    copied or compared.

    \b
    Examples:
      brief import article.md
      brief import ../report.docx --out talks.yaml
    """
    from builder.draft.importing import import_article

    if language is not None:
        _check_language(language)
    target = out.parent if out.suffix.lower() in (".yaml", ".yml") else None
    if target is None:
        fail(f"{out} is not the name of a brief", "name a file that ends in .yaml")
    if out.exists() and not force:
        fail(
            f"{out} already exists and was not changed",
            "name another file with --out, or overwrite it with --force",
        )
    with ending_on_problems("nothing was written"), progress() as step:
        step(f"reading {printable(article.name)}")
        draft = import_article(article, target, language)
    files = {out: draft.text.encode()} | {target / name: data for name, data in draft.files.items()}
    for path, data in files.items():
        if path != out and path.exists() and path.read_bytes() != data and not force:
            fail(f"{path} already exists and is another file", "rename it, or overwrite it with --force")
    with writing(target):
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    say(f"wrote {', '.join(map(str, files))}")
    say(f"{counted(draft.arguments, 'argument')} from {draft.passages}")
    if draft.left_out:
        say(f"left out: {', '.join(draft.left_out)}")
    say("\nnext:")
    if draft.is_source:
        say(f"  brief check {out} --sources --coverage    compare the draft with the article")
    else:
        say(f"  brief check {out}    find the texts that are still drafts")
    say(f"  brief build {out}    build the three files")


def _check_language(tag: str) -> None:
    """End the command unless a tag names a language that there is."""
    import re

    from builder.languages.language import known_tags

    known = known_tags()
    if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) is None:
        fail(f"`{tag}` is not the tag of a language", "write one such as en, de or fr-CA")
    if tag.partition("-")[0].lower() not in known:
        fail(f"the language `{tag}` is not known", f"known are {', '.join(known)}")
