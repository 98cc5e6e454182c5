"""The commands that hand a brief over: a bundle for its receivers, and the receiver's check of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.make import worker_for
from builder.cli.options import BRIEF, FORMATS, OUT, PRODUCTS
from builder.cli.show import Progress, fail, show, tell_count

if TYPE_CHECKING:
    from builder.manifest import Manifest
    from builder.release.keys import Private
    from builder.release.publish import Released
    from builder.report.problems import Problem

PASSPHRASE = "BRIEF_KEY_PASSPHRASE"


@click.command(
    epilog="""\b
Examples:
  brief release
  brief release --audience public --audience board --sign ~/.ssh/id_ed25519
  brief release --audience all
  brief release --mail"""
)
@BRIEF
@OUT
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAME",
    help="Release the version for this audience, or `all`; may be given again. Needed where a brief has any.",
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    metavar="KEY",
    help=f"Sign with this OpenSSH private key; its passphrase is asked, or taken from {PASSPHRASE}.",
)
@click.option("--mail", is_flag=True, help="Write a mail draft for each receiver in `distribution` too.")
@click.option("--allow-warnings", is_flag=True, help="Release in spite of warnings.")
@FORMATS
def release(
    brief: Path,
    out: Path,
    audiences: tuple[str, ...],
    key: Path | None,
    mail: bool,
    allow_warnings: bool,
    form: str,
) -> None:
    """Pack final copies that their receiver can check.

    BRIEF (default: brief.yaml) is checked, built and read back; on any finding, warnings too, nothing is
    written. Then one zip holds memo, deck and summary, their manifest, SHA256SUMS and a note to the receiver.
    The copies are final ones: nothing in them leads back to the brief. Working files stay as they are.
    A draft or a copy for review can be released too; it says so on every page and in the note.

    A draft mail opens in your mail program, with the files attached; nothing is sent.
    """
    start = time.perf_counter()
    with worker_for(PRODUCTS) as worker:
        from builder.release.publish import release as release_brief
        from builder.report.problems import BriefError

        opened = _opened(key) if key else None
        try:
            with Progress() as progress:
                done = release_brief(
                    brief,
                    out,
                    audiences=audiences,
                    key=opened,
                    mail=mail,
                    allow_warnings=allow_warnings,
                    step=progress.tell,
                    worker=worker,
                )
        except BriefError as error:
            show(error.problems, error.sources, form, to_stderr=True)
            if form == "text":
                only_warnings = not any(problem.is_error for problem in error.problems)
                unless = "; --allow-warnings releases it all the same" if only_warnings else ""
                tell_count(error.problems, strict=False, consequence=f"nothing was released{unless}")
            sys.exit(1)
    show(done.warnings, done.sources, form, to_stderr=True)
    if form == "text":
        _tell(done, time.perf_counter() - start, signed=opened is not None)


def _tell(done: Released, seconds: float, *, signed: bool) -> None:
    """Print each bundle with its hash, the drafts, and what a sender should know before sending."""
    for one in done.bundles:
        about = ", ".join(filter(None, (one.status, one.marking, f"{one.size / 1000:.0f} kB")))
        click.echo(f"{one.path}  {about}\n  SHA-256 {one.sha256}")
    for draft in done.drafts:
        click.echo(f"{draft}")
    for name in done.unmailed:
        click.echo(f"no mail for {name}: their version was not released; name it with --audience", err=True)
    for draft in done.stale:
        click.echo(f"{draft} is of an earlier release: delete it unless it is still wanted", err=True)
    trust = "signed" if signed else "not signed, so receivers can tell damage but no forgery"
    click.echo(f"checked, read back and compared, {trust}; {seconds:.2f} s")


def _opened(path: Path) -> Private:
    from builder.release.keys import KeyFault, open_key

    def passphrase() -> str | None:
        given = os.environ.get(PASSPHRASE)
        if given is None and sys.stdin.isatty():
            given = click.prompt(f"passphrase of {path}", hide_input=True, err=True, default="")
        return given

    try:
        return open_key(path.expanduser(), passphrase)
    except KeyFault as error:
        fail(str(error), error.hint)


@click.command(
    epilog="""\b
Examples:
  brief verify library-release.zip
  brief verify library-release.zip --key sender.pub
  brief verify library-release.zip --brief library.yaml
  brief verify library-release.zip --key SHA256:0+/WCUIUTfAXvUPjkhScVyF0O8BQf8grDJIMdd3EpAI"""
)
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--key",
    "trusted",
    metavar="FILE",
    help="Ask for the signature of this key: a .pub file, allowed signers, or a fingerprint SHA256:….",
)
@click.option(
    "--brief",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ask too that the files say what this brief says: for those who have it.",
)
@FORMATS
def verify(bundle: Path, trusted: str | None, brief: Path | None, form: str) -> None:
    """Tell whether a bundle is as it was released.

    BUNDLE is the zip file that `brief release` wrote; nothing else is needed. Every byte of it is checked:
    nothing changed, nothing missing, nothing added, and the signature, if there is one. Exit code 0 says yes.

    Without a signature that says only that the bundle is not damaged: whoever forges one can make its sums
    anew. With one it says that the key of that fingerprint signed it; whose key that is you must know from
    elsewhere, or give it with --key.
    """
    from builder.release.keys import KeyFault, known_keys
    from builder.release.verify import verify_file

    try:
        keys = None if trusted is None else known_keys(trusted)
    except KeyFault as error:
        fail(str(error), error.hint)
    verdict = verify_file(bundle, keys)
    problems: tuple[Problem, ...] = verdict.problems
    sources: Mapping[str, str] = {}
    if brief and verdict.manifest and not problems:
        problems, sources = _against(bundle, verdict.manifest, brief)
    if form != "text" or problems:
        show(problems, sources, form, to_stderr=False)
        sys.exit(1 if problems else 0)
    told = f"{bundle}: yes, all {verdict.files} files are as they were released"
    told += f", and say what {brief} says" if brief else ""
    unsigned = "not signed, so this tells damage but no forgery"
    click.echo(f"{told}; {f'signed with the key {verdict.signer}' if verdict.signer else unsigned}")


def _against(bundle: Path, manifest: Manifest, brief: Path) -> tuple[tuple[Problem, ...], Mapping[str, str]]:
    from builder.release.against import audit_bundle
    from builder.report.problems import BriefError

    try:
        found = audit_bundle(bundle, manifest, brief)
    except BriefError as error:
        return error.problems, error.sources
    return found.problems, found.sources
