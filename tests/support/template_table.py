"""Builds the sample into templates that open programs ship: `python -m tests.support.template_table`.

Writes the table of docs/templates.md. What is not installed keeps its row.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import docx
import pptx

from builder.brief import files
from builder.outline.text import Product
from builder.pipeline.products import make
from builder.pipeline.trying import prepare_in
from builder.report.printable import counted
from builder.report.problems import BriefError
from builder.templates.doctor import examine
from tests.support.validators import excused, open_xml_audit

SAMPLE, TABLE = Path("brief.yaml"), Path("docs/templates.md")
_OFFICE = Path("/usr/lib/libreoffice/share/template")
PACKAGED = ("python-docx default.docx", "python-pptx default.pptx")
PANDOC = ("pandoc reference.docx", "pandoc reference.pptx")
_NO_LIST = "Numbering definition '0'"  # by which a paragraph has no number (ECMA-376 17.9.18)
_NAMED = 4  # so many roles are named; of more, the number
_HEAD = "| template | roles found | not found | too long | findings before | after |\n"


def office() -> list[str]:
    """Return the names of the templates of LibreOffice that are installed here."""
    found = [
        *_OFFICE.glob("common/presnt/*.otp"),
        *_OFFICE.glob("*/*/*.ott"),
        *_OFFICE.glob("wizard/*/*.ott"),
    ]
    shown = (one for one in found if one.parent.name not in ("styles", "wizard"))
    return [f"LibreOffice {one.name}" for one in sorted(shown, key=lambda one: (one.suffix, one.name))]


def template_of(name: str) -> bytes | None:
    """Return a template that is installed, None where it is not."""
    program, file = name.split(maxsplit=1)
    if program.startswith("python-"):
        module = docx if "docx" in program else pptx
        return (Path(module.__path__[0]) / "templates" / file).read_bytes()
    if program == "LibreOffice":
        return _converted(file)
    if find_spec("pypandoc") is None:
        return None
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", file]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _converted(file: str) -> bytes | None:
    source = next(_OFFICE.rglob(file), None)
    if source is None or which("soffice") is None:
        return None
    kind = {".otp": "potx", ".ott": "dotx"}[source.suffix]
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / source.with_suffix(f".{kind}").name).read_bytes()


def findings(data: bytes, product: Product, folder: Path) -> Counter[str]:
    """Return what a check of Open XML finds in a file."""
    path = folder / ("file.docx" if product is Product.MEMO else "file.pptx")
    path.write_bytes(data)
    found = (one.message for one in open_xml_audit(path) if not excused(one))
    return Counter(one for one in found if not one.startswith(_NO_LIST))


def row_of(name: str, data: bytes) -> tuple[str, Counter[str]]:
    """Return the row of a template, and the findings that it has only with the sample in it."""
    found = examine(data)
    mapped = f"{len(found.roles) - len(found.missing)} of {len(found.roles)}"
    lacks = [role.name for role in found.missing]
    missing = f"{len(lacks)} roles" if len(lacks) > _NAMED else ", ".join(lacks) or "none"
    with TemporaryDirectory() as folder:
        before = findings(data, found.product, Path(folder))
        long, made = "cannot be used", b""
        try:
            prepared = prepare_in(files.find_brief(SAMPLE), found.product, name, data)
        except BriefError:
            pass
        else:
            done = make(prepared.outline, found.product, prepared.theme)
            errors = [problem for problem in done.problems if problem.is_error]
            assert all(problem.rule == "text-fits" for problem in errors), errors
            long, made = counted(len({one.path for one in errors}), "text") if errors else "none", done.data
        after = findings(made, found.product, Path(folder)) if made else Counter[str]()
    shown = after.total() if made else "–"
    return f"| {name} | {mapped} | {missing} | {long} | {before.total()} | {shown} |", after - before


def rows() -> dict[str, str]:
    """Return the rows of the table as they are written, by the names of the templates."""
    _, _, table = TABLE.read_text(encoding="utf-8").partition(_HEAD)
    lines = [line for line in table.splitlines()[1:] if line.startswith("| ")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def main() -> None:
    """Write the table."""
    known = rows()
    for name in (*PACKAGED, *PANDOC, *office()):
        data = template_of(name)
        if data is not None:
            known[name], worse = row_of(name, data)
            sys.stdout.write(f"{known[name]} {'; '.join(worse)}\n")
    before, _, rest = TABLE.read_text(encoding="utf-8").partition("| template | roles found")
    after = "".join(line for line in rest.splitlines(keepends=True)[1:] if not line.startswith("| "))
    text = f"{before}{_HEAD}{'| --- ' * 6}|\n" + "\n".join(known.values()) + "\n" + after
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
