"""Verifies a bundle, from its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import PRODUCTS
from builder.export.office.package import moment
from builder.manifest import Manifest
from builder.manifest import read as read_manifest
from builder.release.archive import Unknown, stamp_of, unpack
from builder.release.bundle import NAME, SIGNATURE, SUMS
from builder.release.keys import KeyFault
from builder.release.signature import LONGEST, Forged, check
from builder.report.problems import Problem, error

LARGEST = 200_000_000  # bytes of a bundle that is still read
_LARGEST_SUMS = 10_000
_LARGEST_MANIFEST = 5_000_000

_NOT_A_ZIP = "name the zip file that you received"
_SUM = re.compile(r"([0-9a-f]{64})  (\S+)")

Files = Mapping[str, memoryview]
Fault = tuple[str, Problem]  # the file that it is about, and what is wrong


class Verdict(Struct, frozen=True):
    """The problems of a bundle, its number of files, and the key that signed it, if any."""

    problems: tuple[Problem, ...]
    files: int = 0
    signer: str | None = None
    manifest: Manifest | None = None


def verify_file(path: Path, trusted: frozenset[str] | None = None) -> Verdict:
    """Return the verdict on the bundle in a file; see `verify`."""
    data, message = _read(path)
    verdict = Verdict((_fault("bundle-readable", message, _NOT_A_ZIP),)) if message else verify(data, trusted)
    located = (replace(problem, file=path.as_posix()) for problem in verdict.problems)
    return replace(verdict, problems=tuple(located))


def _read(path: Path) -> tuple[bytes, str]:
    """Return the bytes of a file of a fair size, or why there are none."""
    try:
        if not path.is_file():
            return b"", "the bundle is not a file" if path.exists() else "there is no such bundle"
        if path.stat().st_size > LARGEST:
            return b"", f"the bundle has {path.stat().st_size:,} bytes; the limit is {LARGEST:,}"
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"the bundle cannot be read: {(error.strerror or 'unknown reason').lower()}"


def verify(data: bytes, trusted: frozenset[str] | None = None) -> Verdict:
    """Return what is wrong with a bundle: nothing, if every byte is as `brief release` wrote it.

    `trusted` are the fingerprints of the keys of which one must have signed it; None asks for none, and a
    bundle without a signature then proves only that it is not damaged, for its sums can be recomputed.
    """
    try:
        found = unpack(data)
    except Unknown as error:
        again = () if data[:2] == b"PK" else (_NOT_A_ZIP,)
        return Verdict((_fault("bundle-readable", f"the bundle {error}", *again),))
    files = found.files
    manifest, unread = _manifest(files)
    faults: dict[str, Problem] = {}  # one of each file: what shows first that it was changed
    for name, problem in (
        *((name, _changed(name)) for name in found.records),
        *(_against_sums(files) if SUMS not in found.records else ()),
        *unread,
        *(_against_manifest(files, manifest) if manifest else ()),
    ):
        faults.setdefault(name, problem)
    problems = [*faults.values()]
    if not found.contents and not faults:
        problems.append(_fault("bundle-unchanged", "the zip's central directory was changed"))
    if manifest is None and not faults:
        problems.append(_fault("bundle-complete", "there is not exactly one manifest"))
    if manifest is not None and found.stamp != stamp_of(moment(manifest.epoch)):
        problems.append(_fault("bundle-unchanged", "the dates of the files were changed"))
    signer, wrong = _signed(files, trusted)
    if not faults.keys() & {SUMS, SIGNATURE}:
        problems += wrong
    return Verdict(tuple(problems), len(files), signer, manifest)


def _against_sums(files: Files) -> Iterator[Fault]:
    """Yield where the files differ from SHA256SUMS."""
    if SUMS not in files:
        yield SUMS, _fault("bundle-complete", f"{SUMS} is missing")
        return
    lines = bytes(files[SUMS][:_LARGEST_SUMS]).decode("ascii", "replace").split("\n")
    rows = [_SUM.fullmatch(line) for line in lines[:-1]]
    sums = {row[2]: row[1] for row in rows if row}
    whole = len(files[SUMS]) < _LARGEST_SUMS
    if not whole or lines[-1] or None in rows or list(sums) != sorted(sums) or len(sums) != len(rows):
        yield SUMS, _changed(SUMS)
    for name in sorted(sums.keys() | files.keys() - {SUMS, SIGNATURE}):
        if name not in files:
            yield name, _fault("bundle-complete", f"{name} is missing")
        elif name not in sums:
            yield name, _fault("bundle-complete", f"{name} was added")
        elif sha256(files[name]).hexdigest() != sums[name]:
            yield name, _changed(name)


def _manifest(files: Files) -> tuple[Manifest | None, list[Fault]]:
    """Return the manifest, if there is exactly one, or what is wrong with it."""
    names = [name for name in files if name.endswith("-manifest.json")]
    if len(names) != 1:
        return None, []
    try:
        if len(files[names[0]]) > _LARGEST_MANIFEST:
            raise ValueError("it is too large")
        return read_manifest(bytes(files[names[0]])), []
    except ValueError as error:
        message = f"{names[0]} is not a valid manifest: {error}"
        return None, [(names[0], _fault("bundle-matches-manifest", message))]


def _against_manifest(files: Files, manifest: Manifest) -> Iterator[Fault]:
    """Yield where the files differ from the manifest: three final copies beside the note and the sums."""
    rule = "bundle-matches-manifest"
    made = {one.product for one in manifest.products}
    if not manifest.final:
        yield "", _fault(rule, "the manifest is not that of final copies")
    if made != PRODUCTS.keys() or len(manifest.products) != len(PRODUCTS):
        yield "", _fault(rule, "the manifest does not list memo, deck and summary exactly once")
    known = {one.file for one in manifest.products} | {NAME}
    for name in sorted(known - files.keys()):
        yield name, _fault("bundle-complete", f"{name} is missing")
    for one in manifest.products:
        if one.file in files and (len(files[one.file]), sha256(files[one.file]).hexdigest()) != (
            one.size,
            one.sha256,
        ):
            yield one.file, _fault(rule, f"{one.file} does not match the manifest")
    for name in files.keys() - known - {SUMS, SIGNATURE}:
        if not name.endswith("-manifest.json"):
            yield name, _fault("bundle-complete", f"{name} was added")


def _signed(files: Files, trusted: frozenset[str] | None) -> tuple[str | None, list[Problem]]:
    """Return the key that signed the sums, and what is wrong with the signature."""
    rule = "bundle-signed"
    if SIGNATURE not in files or SUMS not in files:
        wanted = trusted is not None
        hint = "ask the sender for a signed bundle"
        return None, [_fault(rule, "the bundle is not signed", hint)] if wanted else []
    try:
        signer = check(bytes(files[SUMS]), bytes(files[SIGNATURE][:LONGEST]))
    except Forged as error:
        return None, [_fault(rule, f"the signature {error}")]
    except KeyFault as error:
        return None, [_fault(rule, str(error), error.hint)]
    if trusted is not None and signer not in trusted:
        return None, [_fault(rule, f"the bundle is signed with another key, {signer}")]
    return signer, []


def _changed(name: str) -> Problem:
    return _fault("bundle-unchanged", f"{name} was changed")


def _fault(rule: str, message: str, hint: str = "ask the sender for the bundle again") -> Problem:
    return error(rule, "", message, hint)
