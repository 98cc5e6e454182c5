"""What the documentation shows is what happens."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click import Context
from click.testing import CliRunner

from builder.cli import app
from tests.conftest import ROOT
from tests.support import fields
from tests.support.word_templates import ministry

PAGES = sorted((ROOT / "docs").glob("*.md"))
GENERATED = ("fields", "rules")
_SMALL = """\
title: "The ferry should run on Sundays"
bottom_line: "Two villages lose their only link on Sundays."
sections:
  - {id: causes, title: "Why", arguments: [{id: boat, claim: "A boat is missing.", refs: [survey]}]}
sources:
  - {id: survey, title: "A survey"}
"""


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the language and the text of every fenced block of a page."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S):
        yield found[1], found[2]


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem not in GENERATED], ids=lambda p: p.stem)
def test_the_briefs_of_a_page_are_read_and_its_commands_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    if page.stem == "templates":
        Path("house.dotx").write_bytes(ministry())
    for language, text in blocks(page):
        if language == "yml":
            assert yaml.safe_load(text)
        elif language == "yaml":
            whole = text if re.search(r"^title:", text, re.M) else _merged(text)
            Path("brief.yaml").write_text(whole, encoding="utf-8")
            done = CliRunner().invoke(app, ["check", "brief.yaml"])
            assert done.exit_code == 0, done.output
        elif language in ("csv", "markdown"):
            Path({"csv": "rides.csv", "markdown": "article.md"}[language]).write_text(text, encoding="utf-8")
        elif language == "console":
            _play(text, monkeypatch)


def _merged(text: str) -> str:
    """Return a small brief with the keys of an excerpt instead of its own."""
    excerpt = yaml.load(text, yaml.BaseLoader)
    brief = yaml.load(_SMALL, yaml.BaseLoader)
    refs = excerpt.pop("refs", None)
    brief |= excerpt
    if refs:
        brief["sections"][0]["arguments"][0]["refs"] = refs
    return yaml.safe_dump(brief, allow_unicode=True, sort_keys=False)


def _play(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands of a console block, and compare what they print; `…` is anything."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        program, *arguments = shlex.split(command)
        printed = ""
        if program == "cd":
            monkeypatch.chdir(arguments[0])
        elif program == "sed":
            old, new = arguments[1].split("/")[1:3]
            file = Path(arguments[2])
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        else:
            assert program == "brief", command
            printed = CliRunner().invoke(app, arguments).output
        pattern = r"\s*".join(
            ".*?".join(map(re.escape, line.split("…"))) for line in shown.rstrip("\n").split("\n")
        )
        assert re.fullmatch(f"{pattern}.*" if shown.endswith("…\n") else pattern, printed.strip(), re.S), (
            command,
            printed,
        )


def test_the_field_reference_says_what_the_model_says() -> None:
    assert fields.PAGE.read_text(encoding="utf-8") == fields.reference(), "run python -m tests.support.fields"


def test_the_pictures_of_the_field_reference_are_of_its_parts_and_small() -> None:
    shown = re.findall(r"\(fields/(\w+\.png)\)", fields.PAGE.read_text(encoding="utf-8"))
    files = {file.name: file.stat().st_size for file in fields.FOLDER.iterdir()}
    assert sorted(shown) == sorted(files)
    assert {"argument.png", "evidence.png", "recommendation.png", "table.png", "source.png"} <= files.keys()
    assert sum(files.values()) < 3_000_000


def test_every_command_of_a_page_exists_with_its_options() -> None:
    for page in PAGES:
        for command in re.findall(r"^\$? ?brief ([a-z]+)(.*?)(?:#.*)?$", page.read_text("utf-8"), re.M):
            _exists(*command)
        for command in re.findall(r"`brief ([a-z]+)([^`]*)`", page.read_text(encoding="utf-8")):
            _exists(*command)


def _exists(name: str, rest: str) -> None:
    found = app.get_command(Context(app), name)
    assert found is not None, name
    known = {option for parameter in found.params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z0-9-]+", rest)) <= known, (name, rest)


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert target == "https://…" or (page.parent / target).is_file(), (page.name, target)
