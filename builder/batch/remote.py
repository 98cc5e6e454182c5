"""Files of a batch in storage elsewhere: S3 and whatever else fsspec reaches, by addresses such as s3://bucket/prefix.

A row is there once its manifest is: that is written last, and is removed before files of another build are
replaced. Each object appears whole. Credentials and endpoints come from the environment alone.
"""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any
from uuid import uuid4

from msgspec import Struct

from builder.manifest.form import read
from builder.report.problems import BriefError, Problem
from builder.saving.os_errors import refusal

EXTRA = "pip install 'policy-brief-builder[cluster]'"
LOG = "batch.log"
_EVERY = 5.0  # seconds between two objects of the log
_WITH_FOLDERS = {"sftp", "ssh", "smb", "ftp", "hdfs", "webhdfs", "dav", "webdav"}

_NO_CREDENTIALS = re.compile("NoCredentials|PartialCredentials|NoAuthToken|TokenRetrieval|DefaultCredentials")
_NO_NETWORK = re.compile("Connect|Timeout|EndpointURL|DNS|gaierror|SSLError")
_REASONS: tuple[tuple[Callable[[BaseException], bool], str, str], ...] = (
    (
        lambda fault: bool(_NO_CREDENTIALS.search(type(fault).__name__)),
        "there are no credentials",
        "give them in the environment, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    ),
    (
        lambda fault: isinstance(fault, PermissionError),
        "access is denied",
        "check the credentials in the environment, and that they may list, read, write and delete there",
    ),
    (
        lambda fault: isinstance(fault, FileNotFoundError),
        "there is no such bucket or folder",
        "create it, or check its name",
    ),
    (
        lambda fault: getattr(fault, "errno", 0) in (errno.ENOSPC, errno.EDQUOT),
        "the storage is full",
        "free some space and go on with --resume",
    ),
    (
        lambda fault: isinstance(fault, ConnectionError) or bool(_NO_NETWORK.search(type(fault).__name__)),
        "the storage cannot be reached",
        "check the network, and the endpoint in the environment (AWS_ENDPOINT_URL), and go on with --resume",
    ),
)


def remote(address: str) -> Remote:
    """Return the storage at an address; raises `BriefError` if it cannot be used."""
    address = address.rstrip("/")
    scheme, _, rest = address.partition("://")
    if "@" in rest.partition("/")[0]:
        message = "--out has a user name or a password in it"
        raise BriefError([refusal(message, "give credentials in the environment, where no log shows them")])
    try:
        import fsspec  # noqa: F401
    except ImportError:
        raise BriefError([refusal(f"{address} needs a package that is not installed", EXTRA)]) from None
    found = Remote(address)
    with _about(address):
        try:
            found.storage()
        except ValueError as fault:
            if "protocol" not in str(fault).lower():
                raise
            hint = "such as s3://bucket/prefix, gs://…, abfs://…, sftp://…; or a folder"
            raise BriefError([refusal(f"no storage is known as {scheme}://", hint)]) from None
        except ImportError as fault:
            hint = f"install it beside policy-brief-builder; for s3: {EXTRA}"
            raise BriefError([refusal(f"{scheme}:// needs a package: {fault}", hint)]) from None
    return found


class Remote(Struct, frozen=True):
    """A prefix in a storage that fsspec reaches."""

    address: str

    def storage(self) -> tuple[Any, str]:
        """Return the file system of this process, and the prefix in it."""
        from fsspec.core import url_to_fs

        system, root = url_to_fs(self.address, use_listings_cache=False)
        return system, root.rstrip("/")

    def save(self, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write the files of a row, its manifest last; nothing is written if all are there."""
        manifest = next((name for name in files if name.endswith("-manifest.json")), [*files][-1])
        old = self.read(f"{folder}/{manifest}")
        if old == files[manifest] and self.holds(folder, {name: _sha(data) for name, data in files.items()}):
            return ()
        kept = self._edited(folder, old, files)
        if old not in (None, files[manifest]):
            self._delete(f"{folder}/{manifest}")
        rest = {name: data for name, data in files.items() if name != manifest}
        self.write({f"{folder}/{name}": data for name, data in {**kept, **rest}.items()})
        self.write({f"{folder}/{manifest}": files[manifest]})
        return tuple(kept)

    def _edited(self, folder: str, old: bytes | None, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return copies of the files that are not as their manifest records them, so that no edit is lost."""
        try:
            recorded = {one.file: one.sha256 for one in read(old).products} if old else {}
        except ValueError:
            return {}
        copies = {}
        for name in files:
            data = self.read(f"{folder}/{name}") if name in recorded else None
            if data is not None and data != files[name] and (digest := _sha(data)) != recorded[name]:
                stem, _, kind = name.rpartition(".")
                copies[f"{stem}-edited-{digest[:8]}.{kind}"] = data
        return copies

    def holds(self, folder: str, files: Mapping[str, str]) -> bool:
        """Return whether a folder has all files with these SHA-256."""
        found = (
            (self.read(f"{folder}/{name}"), digest) for name, digest in sorted(files.items(), reverse=True)
        )
        return all(data is not None and _sha(data) == digest for data, digest in found)

    def read(self, name: str) -> bytes | None:
        """Return an object, or None if it is not there."""
        with _about(self.address, "read"):
            system, root = self.storage()
            try:
                data: bytes = system.cat_file(f"{root}/{name}")
            except FileNotFoundError:
                return None
            return data

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write objects, each whole, in this order."""
        for name, data in files.items():
            with _about(self.address):
                system, root = self.storage()
                path = f"{root}/{name}"
                if self.address.partition("://")[0] in _WITH_FOLDERS:
                    system.makedirs(path.rpartition("/")[0], exist_ok=True)
                system.pipe_file(path, data)

    def _delete(self, name: str) -> None:
        with _about(self.address, "deleted"):
            system, root = self.storage()
            with suppress(FileNotFoundError):
                system.rm_file(f"{root}/{name}")

    @contextmanager
    def log(self) -> Iterator[Callable[[bytes], None]]:
        """Yield what collects lines, written every few seconds; shows at once whether anything can be."""
        name = f"{LOG}/{time.time_ns():020}-{uuid4().hex[:8]}.jsonl"
        lines: list[bytes] = []
        last = time.monotonic()
        self.write({name: b""})

        def add(line: bytes) -> None:
            nonlocal last
            lines.append(line)
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                with suppress(BriefError):  # the row itself reports it
                    self.write({name: b"".join(lines)})

        try:
            yield add
        finally:
            with suppress(BriefError):
                self.write({name: b"".join(lines)})

    def logged(self) -> bytes:
        """Return the lines of runs that did not come to their end."""
        return b"".join(self.read(name) or b"" for name in self._logs())

    def forget(self) -> None:
        """Delete these lines."""
        for name in self._logs():
            self._delete(name)

    def _logs(self) -> list[str]:
        with _about(self.address, "read"):
            system, root = self.storage()
            try:
                found = system.ls(f"{root}/{LOG}", detail=False)
            except FileNotFoundError:
                return []
            return [f"{LOG}/{path.rpartition('/')[2]}" for path in sorted(found) if path.endswith(".jsonl")]

    def shown(self, name: str) -> str:
        """Return the address of an object."""
        return f"{self.address}/{name}"


@contextmanager
def _about(place: str, verb: str = "written") -> Iterator[None]:
    """Turn what goes wrong within into a `BriefError` that names the place and says what to do."""
    try:
        yield
    except BriefError:
        raise
    except Exception as fault:
        raise BriefError([_problem(place, verb, fault)]) from fault


def _problem(place: str, verb: str, fault: Exception) -> Problem:
    for applies, reason, hint in _REASONS:
        if applies(fault):
            return refusal(f"{place} cannot be {verb}: {reason}", hint)
    message = f"{place} cannot be {verb}: {type(fault).__name__}: {fault}"
    return refusal(message, "go on with --resume once that is fixed")


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
