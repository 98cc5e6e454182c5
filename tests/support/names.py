"""The names under which others find the project, all from pyproject.toml: repository, package, image, tags.

`python -m tests.support.names OWNER/NAME` gives the repository another name, in every file.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from builder import __version__
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME: str = PROJECT["name"]
REPOSITORY: str = PROJECT["urls"]["Repository"].removeprefix("https://github.com/")
TAG, MAJOR = f"v{__version__}", f"v{__version__.partition('.')[0]}"
EXTRAS = frozenset(PROJECT["optional-dependencies"])
_TEXTS = {".cff", ".md", ".toml", ".yaml", ".yml", ""}


def files() -> Iterator[Path]:
    """Yield the files that may name the repository."""
    listed = subprocess.run(("git", "ls-files"), cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in _TEXTS and path.is_file() and not name.startswith(("tests/", "builder/")):
            yield path


def rename(new: str) -> None:
    """Give the repository another name."""
    if not re.fullmatch(r"[\w-]+/[\w.-]+", new):
        sys.exit(f"{new} is not OWNER/NAME")
    for path in files():
        text = path.read_bytes()
        renamed = text.replace(REPOSITORY.encode(), new.encode())
        if renamed != text:
            path.write_bytes(renamed)
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    rename(*sys.argv[1:])
