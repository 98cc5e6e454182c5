"""For the release workflow: `check TAG` says whether a tag may be released, `notes TAG` what is new."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def version() -> str:
    """Return the version of the package."""
    (found,) = re.findall(r'^__version__ = "(.+)"$', _text("builder/__init__.py"), re.MULTILINE)
    return str(found)


def section(name: str) -> str:
    """Return what the changelog says of a version; "" if it has no dated section."""
    pattern = rf"^## \[{re.escape(name)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)"
    found = re.search(pattern, _text("CHANGELOG.md"), re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def faults(tag: str) -> list[str]:
    """Return why a tag may not be released."""
    found = [] if tag == f"v{version()}" else [f"the tag is {tag}, and the version {version()}"]
    if not section(version()):
        found.append(f"CHANGELOG.md has no section with a date for {version()}")
    if re.search(
        r"^## \[Unreleased\]\s+[^#\s]|^## \[Unreleased\]\s+###", _text("CHANGELOG.md"), re.MULTILINE
    ):
        found.append(f"CHANGELOG.md has changes under Unreleased: move them to {version()}")
    return found


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    task, tag = sys.argv[1:]
    if task == "check":
        sys.exit("\n".join(faults(tag)) or 0)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(section(tag.removeprefix("v")))
