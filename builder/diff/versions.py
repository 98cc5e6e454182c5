"""Reads the versions of a brief that are compared: a brief, a revision in Git, or what was built."""

from __future__ import annotations

import os
import posixpath
import shlex
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.files import USUAL, find_brief, finished_in
from builder.brief.load import FaultyBrief, Loaded, load_brief
from builder.diff.built import ENDINGS, Built, read_built
from builder.report.problems import BriefError, Problem, error

_NAMING = (".yaml", ".yml")  # files that name others: a brief, the one that it extends, a theme, a brand
_LINK, _FILES = "120000", ("100644", "100755")  # modes in Git
_HINT = "name a brief, or a revision such as `HEAD~1` or `v2:brief.yaml`"


class Version(Struct, frozen=True):
    """A version of a brief, its name for a reader, and the errors that it has."""

    name: str
    loaded: Loaded | None  # none of a memo, deck or bundle
    problems: tuple[Problem, ...] = ()
    dated: str | None = None  # the day of its revision, or of the brief of a bundle
    built: Built | None = None

    @property
    def stem(self) -> str:
        """How the names of its files begin."""
        return (self.loaded.brief.id if self.loaded else None) or "brief"

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return sum(problem.is_error for problem in self.problems)


def brief_of(new: str | None, own: Path) -> Path:
    """Return the brief that a revision without a path is one of: that which it is compared with, or `own`.

    Of a file that was built it is `own`, or if that is missing, the brief in its folder or the one above.
    """
    path = Path(new or own)
    if path.suffix.lower() not in ENDINGS:
        return path if path.is_file() else own
    briefs = (own, *(find_brief(folder / USUAL[0]) for folder in list(path.absolute().parents)[:2]))
    return next((each for each in briefs if each.is_file()), own)


@contextmanager
def version_of(name: str, brief: Path) -> Iterator[Version]:
    """Yield the version that is called `name`: a brief, a file that was built, a revision, `REVISION:PATH`.

    A revision without a path is that of `brief`. Raises `BriefError` if there is no such version.
    """
    path = Path(name)
    if path.is_file() and path.suffix.lower() in ENDINGS:
        built = read_built(path)
        yield Version(path.as_posix(), None, dated=built.date, built=built)
        return
    if finished := finished_in(path):
        hint = f"name a file, such as {finished[0].as_posix()}"
        raise _missing(f"there are finished files in {path.as_posix()}, but no brief", hint)
    if path.exists() or (path.suffix in (".yaml", ".yml") and ":" not in name):
        found = find_brief(path)
        yield _loaded(found.as_posix(), found)
        return
    revision, _, inside = name.partition(":")
    with TemporaryDirectory(prefix="brief-") as folder:
        found, shown, day = _from_git(revision, Path(inside) if inside else brief, Path(folder))
        yield replace(_loaded(shown, found), dated=day or None)


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


def _from_git(revision: str, brief: Path, into: Path) -> tuple[Path, str, str]:
    """Unpack what a brief needs of a revision; return where it is, its name, and the revision's day."""
    folder = next(each for each in (brief.parent, *brief.parent.parents, Path()) if each.is_dir())
    root = _git(folder, "rev-parse", "--show-toplevel")
    if root is None:
        raise _missing(f"{revision} is no file, and {brief} is in no Git repository")
    top = Path(root.decode().strip()).resolve()
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise _missing(f"{revision} is neither a file nor a revision in Git")
    inside = _inside(brief, top)
    tree = _Tree(top, commit.decode().strip())
    if inside is None or str(inside) not in tree.modes:
        usual = _inside(brief.with_name(USUAL[0]), top)
        named = shlex.quote(f"{revision}:{brief.with_name(USUAL[0]).as_posix()}")
        hint = f"did you mean `{named}`?" if str(usual) in tree.modes else _HINT
        raise _missing(f"the revision {revision} has no {brief}", hint)
    tree.unpack(str(inside), into)
    day = (_git(top, "show", "-s", "--format=%cs", tree.commit) or b"").decode().strip()
    return into / inside, f"{revision}:{inside}", day


class _Tree:
    """The files of a commit: their modes by their paths."""

    def __init__(self, top: Path, commit: str) -> None:
        self.top, self.commit = top, commit
        listing = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit) or b""
        entries = (line.partition("\t") for line in os.fsdecode(listing).split("\0") if line)
        self.modes = {path: about.split()[0] for about, _, path in entries}

    def unpack(self, first: str, into: Path) -> None:
        """Write a file, the files that it names, and those that these name, where they may name others."""
        waiting, known = [first], {first}
        while waiting:
            path = waiting.pop()
            data = self.read(path)
            if data is None:
                continue
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            (into / path).write_bytes(data)
            if path.endswith(_NAMING):
                folders = {posixpath.dirname(one) or "." for one in (path, first)}
                named = set(self._named(folders, data.decode("utf-8", "replace"))) - known
                known |= named
                waiting += sorted(named)

    def read(self, path: str) -> bytes | None:
        """Return a file as a checkout has it, of a link the file that it leads to inside the commit."""
        if self.modes.get(path) == _LINK:
            target = os.fsdecode(_git(self.top, "cat-file", "blob", f"{self.commit}:{path}") or b"")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if self.modes.get(path) not in _FILES:
            return None
        return _git(self.top, "cat-file", "--filters", f"{self.commit}:{path}")

    def _named(self, folders: Iterable[str], text: str) -> Iterator[str]:
        """Yield the files whose path from one of the folders is in a text."""
        for name in self.modes:
            if posixpath.basename(name) in text and any(
                posixpath.relpath(name, folder) in text for folder in folders
            ):
                yield name


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


def _missing(message: str, hint: str = _HINT) -> BriefError:
    return BriefError([error("file-readable", "", message, hint)], {})
