"""Builds the sample into templates that open packages ship (campaign): the table of docs/templates.md."""

from __future__ import annotations

import subprocess
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import docx
import pptx
import pytest

from builder.brief import files
from builder.pipeline.products import make
from builder.pipeline.trying import prepare_in
from builder.templates.doctor import examine
from tests.conftest import Tally
from tests.support.validators import excused, open_xml_audit

_SAMPLE = Path("brief.yaml")
_NAMES = (
    "python-docx default.docx",
    "python-pptx default.pptx",
    "pandoc reference.docx",
    "pandoc reference.pptx",
)


def template_of(name: str) -> bytes:
    """Return a template of an installed package; skips the test where that is not installed."""
    package, file = name.split()
    if package != "pandoc":
        module = docx if "docx" in package else pptx
        return (Path(module.__path__[0]) / "templates" / file).read_bytes()
    if find_spec("pypandoc") is None:
        pytest.skip("pypandoc_binary is not installed")
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", file]
    return subprocess.run(command, check=True, capture_output=True).stdout


def findings(path: Path) -> Counter[str]:
    return Counter(one.message for one in open_xml_audit(path) if not excused(one))


@pytest.mark.campaign
@pytest.mark.parametrize("name", _NAMES)
def test_a_public_template_is_no_worse_with_the_sample_in_it(name: str, tmp_path: Path, tally: Tally) -> None:
    data = template_of(name)
    found = examine(data)
    before, after = tmp_path / f"before.{name[-4:]}", tmp_path / f"after.{name[-4:]}"
    before.write_bytes(data)
    mapped = f"{len(found.roles) - len(found.missing)} of {len(found.roles)}"
    missing = ", ".join(role.name for role in found.missing) or "none"
    prepared = prepare_in(files.find_brief(_SAMPLE), found.product, name, data)
    made = make(prepared.outline, found.product, prepared.theme)
    assert not [problem for problem in made.problems if problem.is_error]
    after.write_bytes(made.data)
    counts = findings(before), findings(after)
    found_there = f"{mapped} roles, not found: {missing}"
    tally(f"{name}: {found_there}; findings {counts[0].total()} → {counts[1].total()}", "built")
    assert not counts[1] - counts[0]
