"""Reads the versions of a brief that are compared: a file, or a revision in Git."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.files import find_brief
from builder.brief.load import FaultyBrief, Loaded, load_brief
from builder.report.problems import BriefError, Problem, error

_EXTENDS = re.compile(rb"""^extends:\s*["']?([^"'\r\n#]+)""", re.MULTILINE)
_HINT = "name a brief, or a revision such as `HEAD~1` or `v2:brief.yaml`"


class Version(Struct, frozen=True):
    """A version of a brief, its name for a reader, and the errors that it has."""

    name: str
    loaded: Loaded
    problems: tuple[Problem, ...] = ()
    dated: str | None = None  # the day of its revision

    @property
    def stem(self) -> str:
        """How the names of its files begin."""
        return self.loaded.brief.id or "brief"

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return sum(problem.is_error for problem in self.problems)


@contextmanager
def version_of(name: str, brief: Path) -> Iterator[Version]:
    """Yield the version that is called `name`: a file or folder, a revision, or `REVISION:PATH`.

    A revision without a path is that of `brief`. Raises `BriefError` if there is no such version.
    """
    path = Path(name)
    if path.exists() or (path.suffix in (".yaml", ".yml") and ":" not in name):
        found = find_brief(path)
        yield _loaded(found.as_posix(), found)
        return
    revision, _, inside = name.partition(":")
    with TemporaryDirectory(prefix="brief-") as folder:
        found, shown = _from_git(revision, Path(inside) if inside else brief, Path(folder))
        yield _loaded(shown, found)


def _loaded(name: str, path: Path) -> Version:
    """Return a version, even one with errors if all its values could be read."""
    try:
        return Version(name, load_brief(path))
    except FaultyBrief as faulty:
        return Version(name, faulty.loaded, tuple(faulty.problems))
    except BriefError as wrong:
        file = path.as_posix()
        problems = [replace(one, file=name if one.file == file else one.file) for one in wrong.problems]
        sources = {name if key == file else key: text for key, text in wrong.sources.items()}
        raise BriefError(problems, sources) from wrong


def _from_git(revision: str, brief: Path, into: Path) -> tuple[Path, str]:
    """Unpack what a brief needs of a revision, and return where the brief is, and its name."""
    folder = next(each for each in (brief.parent, *brief.parent.parents, Path()) if each.is_dir())
    root = _git(folder, "rev-parse", "--show-toplevel")
    if root is None:
        raise _missing(f"{revision} is no file, and {brief} is in no Git repository")
    top = Path(root.decode().strip()).resolve()
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise _missing(f"{revision} is neither a file nor a revision in Git")
    inside = _inside(brief, top)
    known = commit.decode().strip()
    text = _git(top, "show", f"{known}:{inside}")
    if inside is None or text is None:
        raise _missing(f"the revision {revision} has no {brief}")
    folders = [inside.parent]
    if extended := _EXTENDS.search(text):
        shared = _inside(top / inside.parent / extended[1].decode("utf-8", "replace").strip(), top)
        is_there = shared and _git(top, "cat-file", "-e", f"{known}:{shared}") is not None
        folders += [shared.parent] if shared and is_there else []
    names = dict.fromkeys(map(str, folders))
    packed = _git(top, "--literal-pathspecs", "archive", "--format=tar", known, "--", *names)
    if packed is None:
        raise _missing(f"Git cannot unpack the revision {revision}")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter=_safe)
    (into / inside).parent.mkdir(parents=True, exist_ok=True)
    (into / inside).write_bytes(text)  # also where `.gitattributes` leaves it out of archives
    return into / inside, f"{revision}:{inside}"


def _safe(member: tarfile.TarInfo, into: str) -> tarfile.TarInfo | None:
    """Return what may be unpacked: not a link that leads out of the folder, nor a device."""
    try:
        return tarfile.data_filter(member, into)
    except tarfile.FilterError:
        return None


def _inside(path: Path, top: Path) -> PurePosixPath | None:
    """Return a path relative to the top folder of a repository, None if it is elsewhere."""
    path = path.resolve()
    return PurePosixPath(path.relative_to(top).as_posix()) if path.is_relative_to(top) else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what Git prints, None if it fails; raises `BriefError` where it is not installed."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        raise _missing("a revision can be read only where Git is installed") from None
    return None if done.returncode else done.stdout


def _missing(message: str) -> BriefError:
    return BriefError([error("file-readable", "", message, _HINT)], {})
