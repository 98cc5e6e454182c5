"""The sample's content for pandoc and typst, so that the benchmark compares the same work."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any


def found() -> bool:
    """Whether both peers are installed."""
    return _pandoc() is not None and _typst() is not None


def _pandoc() -> str | None:
    try:
        import pypandoc
    except ImportError:
        return shutil.which("pandoc")
    return str(pypandoc.get_pandoc_path())


def _typst() -> list[str] | None:
    command = shutil.which("typst")
    if command:
        return [command]
    try:
        import typst  # noqa: F401
    except ImportError:
        return None
    # the wheel brings the compiler as a library; a bare interpreter adds about 15 ms
    return [sys.executable, "-S", "-c"]


def prepare(brief: dict[str, Any], folder: Path) -> None:
    """Write the sources of the three products."""
    (folder / "memo.md").write_text(_memo(brief), encoding="utf-8")
    (folder / "deck.md").write_text(_deck(brief), encoding="utf-8")
    (folder / "page.typ").write_text(_page(brief), encoding="utf-8")


def run(folder: Path) -> None:
    """Make the three files one after another, as a script would."""
    pandoc, typst = _pandoc(), _typst()
    assert pandoc is not None
    assert typst is not None
    subprocess.run([pandoc, "memo.md", "-o", "memo.docx"], cwd=folder, check=True)
    subprocess.run([pandoc, "deck.md", "-o", "deck.pptx"], cwd=folder, check=True)
    if typst[-1] == "-c":
        import typst as library

        home = str(Path(library.__file__).parent.parent)
        code = (
            f"import sys; sys.path.append({home!r}); import typst; "
            "typst.compile('page.typ', output='page.pdf')"
        )
        subprocess.run([*typst, code], cwd=folder, check=True)
    else:
        subprocess.run([*typst, "compile", "page.typ", "page.pdf"], cwd=folder, check=True)


def _arguments(brief: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (section["title"], argument) for section in brief["sections"] for argument in section["arguments"]
    ]


def _bullets(argument: dict[str, Any]) -> str:
    return "\n".join(f"- {evidence['text']}" for evidence in argument.get("evidence", []))


def _rows(brief: dict[str, Any]) -> str:
    parts = []
    for table in brief.get("tables", []):
        parts.append("| " + " | ".join(table["columns"]) + " |\n|" + "---|" * len(table["columns"]))
        parts += ["| " + " | ".join(row) + " |" for row in table["rows"]]
    return "\n".join(parts)


def _memo(brief: dict[str, Any]) -> str:
    parts = [f'---\ntitle: "{brief["title"]}"\n---\n', brief["bottom_line"]["text"]]
    for section in brief["sections"]:
        parts.append(f"# {section['title']}")
        for argument in section["arguments"]:
            parts += [f"## {argument['claim']}", argument.get("reasoning") or "", _bullets(argument)]
    parts += ["# Responses", *(f"- **{one['action']}** {one['detail']}" for one in brief["recommendations"])]
    parts += ["# Limits", *(f"- {limit['text']}" for limit in brief["limits"]), "# Annex", _rows(brief)]
    return "\n\n".join(parts) + "\n"


def _deck(brief: dict[str, Any]) -> str:
    parts = [f'---\ntitle: "{brief["title"]}"\n---\n', "## Bottom line", brief["bottom_line"]["text"]]
    for _, argument in _arguments(brief):
        notes = f"::: notes\n{argument.get('reasoning') or argument['claim']}\n:::"
        parts += [f"## {argument['claim']}", _bullets(argument), notes]
    parts += ["## Responses", *(f"- **{one['action']}** {one['detail']}" for one in brief["recommendations"])]
    parts += ["## Limits", *(f"- {limit['text']}" for limit in brief["limits"]), "## Annex", _rows(brief)]
    return "\n\n".join(parts) + "\n"


def _page(brief: dict[str, Any]) -> str:
    def text(value: str) -> str:
        return '#"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    parts = [
        f"= {text(brief['title'])}",
        f"#block(fill: luma(230), inset: 8pt)[{text(brief['bottom_line']['text'])}]",
    ]
    for section in brief["sections"]:
        parts.append(f"== {text(section['title'])}")
        parts += [f"*{text(one['claim'])}* {text(one.get('gist') or '')}" for one in section["arguments"]]
    parts += [f"- {text(one['action'])}: {text(one['detail'])}" for one in brief["recommendations"]]
    return "\n\n".join(parts) + "\n"
