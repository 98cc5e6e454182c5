"""`brief verify`: checks a bundle that `brief release` wrote, or a batch."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import ONE_BRIEF, REPORTED, Place
from builder.cli.request import ending_on_problems
from builder.cli.show import fail, say, show
from builder.report.printable import counted, printable

if TYPE_CHECKING:
    from builder.manifest import Manifest
    from builder.report.problems import Problem


@click.command()
@click.argument("bundle", type=Place())
@click.option(
    "--key",
    "trusted",
    metavar="FILE",
    help="Require a signature by this key: a .pub file, an allowed-signers file, or a fingerprint SHA256:….",
)
@click.option(
    "--brief",
    type=ONE_BRIEF,
    metavar="FILE",
    help="Also check the files, the manifest and the note against this brief, if you have it.",
)
@REPORTED
def verify(bundle: Path | str, trusted: str | None, brief: Path | None) -> None:
    """Verify that a bundle or a batch is unchanged.

    BUNDLE is the zip file that `brief release` wrote, or a folder of such files; nothing else is needed.
    Every byte of it is checked: nothing changed, nothing missing, nothing added, and the signature, if there
    is one. Exit code 0 means that the bundle is intact.

    Without a signature this rules out damage only: a forger could recompute the checksums. A signature shows
    that the key with that fingerprint signed the bundle; confirm whose key that is by other means, or name
    the key with --key.

    BUNDLE may also be what `brief build --each` wrote: its folder, or its address. Every file of every row
    is then compared with batch.json.

    \b
    Examples:
      brief verify library-release.zip
      brief verify library-release.zip --key sender.pub
      brief verify library-release.zip --brief library.yaml
      brief verify output                     all bundles of a folder, such as one of `brief release --each`
      brief verify s3://briefs/2031             a batch
      brief verify library-release.zip --key SHA256:0+/WCUIUTfAXvUPjkhScVyF0O8BQf8grDJIMdd3EpAI
    """
    if isinstance(bundle, str) or _is_batch(bundle):
        if trusted or brief:
            raise click.UsageError("--key and --brief are for bundles, and not for a batch of files")
        _verify_batch(str(bundle))
        return
    from builder.release.keys import KeyFault, known_keys
    from builder.release.verify import verify_file

    try:
        keys = None if trusted is None else known_keys(trusted)
    except KeyFault as error:
        fail(str(error), error.hint)
    if bundle.is_dir():
        if brief:
            raise click.UsageError("--brief is for one bundle, and not for a folder of them")
        _verify_all(bundle, keys)
        return
    verdict = verify_file(bundle, keys)
    problems: tuple[Problem, ...] = verdict.problems
    sources: Mapping[str, str] = {}
    if brief and verdict.manifest and not problems:
        problems, sources = _against(bundle, verdict.manifest, verdict.signer, brief)
    show(problems, sources, to_stderr=False)
    if any(problem.is_error for problem in problems):
        sys.exit(1)
    intact = f"OK: all {verdict.files} files are intact{f' and match {brief}' if brief else ''}"
    unsigned = "Not signed: this rules out damage, not forgery"
    say(f"{intact}. {f'Signed with the key {verdict.signer}' if verdict.signer else unsigned}.")


def _verify_all(folder: Path, keys: frozenset[str] | None) -> None:
    from builder.batch.released import verify_folder

    found = verify_folder(folder, keys)
    show(found.problems, {}, to_stderr=False)
    if found.problems:
        sys.exit(1)
    parts = [f"OK: {counted(found.bundles, 'bundle')} intact"]
    parts += [f"{counted(found.others, 'other file')} as recorded in batch.json"] if found.others else []
    parts += [f"{counted(found.without, 'row')} not released"] if found.without else []
    parts += [f"not of the batch: {', '.join(map(printable, found.beside))}"] if found.beside else []
    signers = ", ".join(one or "no key" for one in found.signers)
    unsigned = "Not signed: this rules out damage, not forgery"
    said = unsigned if found.signers == (None,) else f"Signed with: {signers}"
    say(f"{'; '.join(parts)}. {said}.")


def _is_batch(folder: Path) -> bool:
    if not (folder / "batch.json").is_file() or any(folder.rglob("*-release.zip")):
        return False  # bundles are verified by themselves, whatever is beside them
    from builder.batch.target import Folder
    from builder.batch.verify import is_built

    return is_built(Folder(folder))


def _verify_batch(place: str) -> None:
    with ending_on_problems(to_stderr=False):
        from builder.batch.target import target_of
        from builder.batch.verify import verify as verify_batch

        found = verify_batch(target_of(place))
    show(found.problems, {}, to_stderr=False)
    if found.problems:
        sys.exit(1)
    say(f"OK: all {counted(found.files, 'file')} of {counted(found.rows, 'row')} are as recorded.")


def _against(
    bundle: Path, manifest: Manifest, signer: str | None, brief: Path
) -> tuple[tuple[Problem, ...], Mapping[str, str]]:
    from builder.release.against import audit_bundle
    from builder.report.problems import BriefError

    try:
        found = audit_bundle(bundle, manifest, signer, brief)
    except BriefError as error:
        return error.problems, error.sources
    return found.problems, found.sources
