"""`brief release`: packages final copies for their recipients."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.brief import UNRESTRICTED
from builder.cli.building.each import Options, build_each, refuse_without_each
from builder.cli.options import BRIEF, OUT, PATH, REPORTED, WHOLE, declared, exclusive
from builder.cli.options import each as each_row
from builder.cli.request import ending_on_problems, running
from builder.cli.show import fail, say, show
from builder.report.printable import printable

if TYPE_CHECKING:
    from builder.release.keys import Private
    from builder.release.publish import Released

PASSPHRASE = "BRIEF_KEY_PASSPHRASE"


@click.command()
@BRIEF
@OUT
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    callback=declared,
    metavar="NAME",
    help="Release the edition for this audience (repeatable).",
)
@click.option("--all-audiences", is_flag=True, help="Release the edition for each audience, one bundle each.")
@WHOLE
@click.option(
    "--sign",
    "key",
    type=PATH,
    metavar="KEY",
    help=f"Sign with this OpenSSH private key; prompts for the passphrase unless {PASSPHRASE} is set.",
)
@click.option("--mail", is_flag=True, help="Also write a mail draft for each recipient in `distribution`.")
@click.option("--allow-warnings", is_flag=True, help="Release despite warnings.")
@each_row("Release one bundle")
@REPORTED
def release(
    brief: Path,
    out: Path,
    audiences: tuple[str, ...],
    all_audiences: bool,
    unrestricted: bool,
    key: Path | None,
    mail: bool,
    allow_warnings: bool,
    each: Path | None,
    **batch: Any,
) -> None:
    """Package final copies that recipients can verify.

    BRIEF (default: brief.yaml) is checked, built and read back; if there is any problem, even a warning,
    nothing is written. Otherwise one zip file is written with memo, deck and summary, their manifest,
    SHA256SUMS and a note to the recipient. These are clean copies: nothing in them identifies the brief. The
    working files are left as they are. A draft or a review copy can be released too; it says so on every page
    and in the note.

    If the brief declares audiences, choose --audience, --all-audiences or --unrestricted. The files of the
    whole brief are then named `<id>-unrestricted-…`, and say so on every page and in the note.

    With --mail, also write an .eml draft per recipient; opening it starts your mail program. Nothing is sent.

    With --each, do so for each row of a table, in a folder of its own; rows with one folder that differ only
    in what `distribution` has are recipients of one bundle. See docs/release.md.

    \b
    Examples:
      brief release
      brief release --audience public --audience board --sign ~/.ssh/id_ed25519
      brief release --all-audiences
      brief release --unrestricted
      brief release --mail
      brief release --each districts.csv --mail    one bundle for each row; see docs/batch.md
    """
    exclusive(audience=audiences, all_audiences=all_audiences, unrestricted=unrestricted)
    named = (UNRESTRICTED,) if unrestricted else audiences
    if each is not None:
        exclusive(each=True, all_audiences=all_audiences)
        _release_each(brief, each, out, named, key, Options(**batch), mail=mail, strict=not allow_warnings)
        return
    refuse_without_each(batch)
    start = time.perf_counter()
    with (
        ending_on_problems("nothing was released", "use --allow-warnings to release anyway"),
        running(brief, out, strict=not allow_warnings) as request,
    ):
        from builder.release.publish import release_brief

        opened = _opened(key) if key else None
        done = release_brief(request, audiences=named, all_audiences=all_audiences, key=opened, mail=mail)
    show(done.warnings, done.sources, to_stderr=True)
    _show(done, time.perf_counter() - start, signed=opened is not None)


def _release_each(
    brief: Path,
    rows: Path,
    out: Path,
    audiences: tuple[str, ...],
    key: Path | None,
    options: Options,
    *,
    mail: bool,
    strict: bool,
) -> None:
    """Release the brief for each row of a table."""
    from builder.batch.plan import Asked, Releasing
    from builder.pipeline.request import ALL
    from builder.release.keys import fingerprint, key_bytes, public_form

    opened = _opened(key) if key else None
    signer = fingerprint(public_form(opened.public_key())[0]) if opened else ""
    wanted = options.only_rows, options.sample or 0
    released = Releasing(audiences, mail, signer)
    asked = Asked(brief, rows, ALL, options.name, "", True, strict, *wanted, released)
    build_each(asked, out, options, key_bytes(opened) if opened else b"")


def _show(done: Released, seconds: float, *, signed: bool) -> None:
    """Print each bundle with its hash, the drafts, and what a sender should know before sending."""
    for one in done.bundles:
        whole = "whole brief, restricted parts included" if one.restricted else ""
        about = ", ".join(filter(None, (whole, one.status, one.marking, f"{one.size / 1000:.0f} kB")))
        say(f"{one.path}  {about}\n  SHA-256 {one.sha256}")
    for draft in done.drafts:
        say(f"{draft}")
    if done.drafts:
        say("Each draft opens in your mail program with the files attached: check it, then send it there")
        say("Or send them all: `brief send` lists them first")
    for name, audience in done.unmailed:
        say(f"no mail for {name}: add --audience {audience}", err=True)
    for draft in done.stale:
        say(f"{draft} is from an earlier release: delete it unless you still need it", err=True)
    trust = "signed" if signed else "not signed (recipients can detect damage, but not forgery)"
    say(f"Verified and packaged; {trust}; {seconds:.2f} s")


def _opened(path: Path) -> Private:
    from builder.release.keys import KeyFault, open_key

    def passphrase() -> str | None:
        given = os.environ.get(PASSPHRASE)
        if given is None and sys.stdin.isatty():
            given = click.prompt(
                f"Passphrase for {printable(str(path))}", hide_input=True, err=True, default=""
            )
        return given

    try:
        return open_key(path.expanduser(), passphrase)
    except KeyFault as error:
        fail(str(error), error.hint)
