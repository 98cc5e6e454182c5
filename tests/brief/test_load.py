"""A file is read as a checked brief, or all its problems are reported at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.brief.check import MOST_PROBLEMS
from builder.brief.load import MAX_BYTES, load_brief
from builder.brief.schema import brief_schema as schema
from builder.report.problems import BriefError, Problem, Severity
from tests.conftest import ROOT, often
from tests.support.strategies import briefs

BRIEFS = ROOT / "tests" / "briefs"
BAD = sorted((BRIEFS / "bad").glob("*.yaml"))
GOOD = sorted((BRIEFS / "good").glob("*.yaml"))
EXPECTATION = re.compile(r"# (error|warning): (.+?)(?=  # |$)")

SMALL = """\
title: "The ferry should keep running"
bottom_line: "It pays for itself."
sections:
  - title: "Why"
    arguments:
      - claim: "Nine in ten commuters use it."
"""


class PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - a brief has none
        return True


def as_yaml(values: object) -> str:
    return yaml.dump(values, Dumper=PlainDumper, allow_unicode=True, sort_keys=False)


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        return load_brief(path).warnings
    except BriefError as error:
        return error.problems


def write(folder: Path, text: str | bytes, name: str = "brief.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def expected(path: Path) -> list[tuple[int, str, str]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = text.split("\n")
    return [
        (number, match[1], match[2])
        for number, line in enumerate(lines, 1)
        for match in EXPECTATION.finditer(line)
    ]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_brief_reports_exactly_the_problems_it_announces(path: Path) -> None:
    required = expected(path)
    assert required or path.stem == "empty"
    left = [(p.position.line if p.position else 0, str(p.severity), p.message) for p in problems_of(path)]
    for line, severity, start in required:
        found = next((p for p in left if p[:2] == (line, severity) and p[2].startswith(start)), None)
        assert found, f"line {line}: no {severity} that begins with {start!r} among {left}"
        left.remove(found)
    assert not left or path.stem == "empty"


def test_the_brief_of_many_faults_has_at_least_twenty() -> None:
    assert len([p for p in problems_of(BRIEFS / "bad" / "twenty.yaml") if p.is_error]) >= 20


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_brief_has_not_even_a_warning(path: Path) -> None:
    assert load_brief(path).warnings == ()


def test_the_smallest_brief_loads(tmp_path: Path) -> None:
    loaded = load_brief(write(tmp_path, SMALL, "My Ferry.v2.yaml"))
    assert loaded.brief.title == "The ferry should keep running"
    assert loaded.brief.bottom_line.text == "It pays for itself."
    assert loaded.brief.id == "my-ferry-v2"
    assert loaded.text == SMALL
    assert loaded.warnings == ()
    assert loaded.pictures == {}


def test_an_id_that_is_given_is_kept(tmp_path: Path) -> None:
    assert load_brief(write(tmp_path, f"id: ferry\n{SMALL}")).brief.id == "ferry"


def test_the_build_id_is_the_hash_that_git_gives_the_file(tmp_path: Path) -> None:
    loaded = load_brief(write(tmp_path, "title: t\r\n" + SMALL.split("\n", 1)[1]))
    # as `git hash-object` prints it
    assert loaded.build_id == "eaf2b8a70b79ec2ba8f1d119ee06cbd2c5fc48c8"


def test_every_value_has_its_place(tmp_path: Path) -> None:
    positions = load_brief(write(tmp_path, SMALL)).positions
    claim = positions.of("sections[0].arguments[0].claim")
    assert claim is not None
    assert (claim.line, claim.column, claim.end_column) == (6, 16, 47)
    title = positions.of_key("title")
    assert title is not None
    assert (title.line, title.column, title.end_column) == (1, 1, 6)
    assert positions.of("bottom_line.text") == positions.of("bottom_line")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_load_whatever_their_encoding(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    path = write(tmp_path, mark + SMALL.replace("ferry", "fährę").encode(encoding))
    loaded = load_brief(path)
    assert loaded.brief.title == "The fährę should keep running"
    place = loaded.positions.of("title")
    assert place is not None
    assert (place.line, place.column) == (1, 8)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_breaks_of_other_systems_change_nothing(tmp_path: Path, newline: str) -> None:
    plain = load_brief(write(tmp_path, SMALL))
    other = load_brief(write(tmp_path, SMALL.replace("\n", newline)))
    assert other.brief == plain.brief
    assert other.text == plain.text
    assert other.positions.of("sections[0].title") == plain.positions.of("sections[0].title")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match=r"brief\.yaml: error: there is no such file"):
        load_brief(tmp_path / "brief.yaml")


def test_a_missing_brief_is_looked_for_among_its_neighbours(tmp_path: Path) -> None:
    def hint(name: str) -> str | None:
        with pytest.raises(BriefError) as raised:
            load_brief(tmp_path / name)
        return raised.value.problems[0].hint

    assert hint("ok.yml") == "run `brief new` to create a brief"
    (tmp_path / "ok.yaml").write_text(SMALL)
    assert hint("ok.yml") == f"did you mean `{(tmp_path / 'ok.yaml').as_posix()}`?"
    assert hint("brief.yaml") == f"name the brief, such as {(tmp_path / 'ok.yaml').as_posix()}"
    assert hint("elsewhere/brief.yaml") == "run `brief new` to create a brief"


def test_a_folder_is_not_a_brief(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="there is no brief in this folder"):
        load_brief(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "brief.yaml")
    with pytest.raises(BriefError, match="this is not a file"):
        load_brief(tmp_path / "brief.yaml")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="the limit is 1,000,000"):
        load_brief(write(tmp_path, SMALL + "#" * MAX_BYTES))


def test_problems_are_in_the_order_of_the_lines_and_stand_once() -> None:
    problems = problems_of(BRIEFS / "bad" / "twenty.yaml")
    places = [(p.position.line, p.position.column) for p in problems if p.position]
    assert len(places) == len(problems)
    assert places == sorted(places)
    assert max(Counter(problems).values()) == 1


def test_an_error_carries_the_text_it_is_about(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace("title:", "titel:", 1))
    with pytest.raises(BriefError) as raised:
        load_brief(path)
    assert raised.value.sources == {path.as_posix(): path.read_text()}
    assert "did you mean `title`?" in str(raised.value)
    assert "^^^^^" in str(raised.value)


def test_a_misspelt_key_does_not_count_as_missing(tmp_path: Path) -> None:
    text = SMALL.replace("title:", "titel:", 1)
    assert [p.message for p in problems_of(write(tmp_path, text))] == ["unknown key `titel`"]


def test_thousands_of_faults_are_reported_by_the_first_of_them(tmp_path: Path) -> None:
    start = time.process_time()
    keys = "".join(f"sectoin{number}: x\n" for number in range(10_000))
    problems = problems_of(write(tmp_path, SMALL + keys))
    assert time.process_time() - start < 10
    assert problems[-1].message == "only the first 300 problems are shown"
    assert len(problems) == MOST_PROBLEMS + 1


def warned(count: int) -> str:
    """Return arguments with two warnings each: no verb, and too long a label."""
    label = "a label of more than five words"
    return "".join(f'      - {{claim: "Nothing of {n}", label: "{label}"}}\n' for n in range(count))


def test_an_error_is_reported_though_hundreds_of_warnings_come_before_it(tmp_path: Path) -> None:
    claims = warned(190)
    problems = problems_of(write(tmp_path, f"{SMALL}{claims}disclaimer: 'Read [this](javascript:x).'\n"))
    assert [problem.rule for problem in problems if problem.is_error] == ["links-safe"]
    assert len(problems) == MOST_PROBLEMS + 1


def test_an_error_behind_all_warnings_of_wording_is_reported(tmp_path: Path) -> None:
    claims = warned(180)
    too_long = f"      - claim: '{'The boat runs so. ' * 14}'\n"
    problems = problems_of(write(tmp_path, f"{SMALL}{claims}{too_long}"))
    assert [problem.rule for problem in problems if problem.is_error] == ["text-length"]


def test_more_arguments_than_a_deck_can_show_are_refused(tmp_path: Path) -> None:
    section = "  - title: 'More'\n    arguments:\n" + "      - claim: 'The boat runs.'\n" * 100
    problems = problems_of(write(tmp_path, SMALL + 2 * section))
    assert [(p.rule, p.path) for p in problems if p.is_error] == [("list-length", "sections")]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_problem_has_a_hint(path: Path) -> None:
    assert [problem.message for problem in problems_of(path) if not problem.hint] == []


def test_a_picture_of_the_brief_is_loaded_with_it(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30), "navy").save(tmp_path / "map.png")
    figure = 'figures: [{path: map.png, title: "The route is short", alt: "A map"}]\n'
    loaded = load_brief(write(tmp_path, SMALL + figure))
    assert (loaded.pictures["map.png"].width, loaded.pictures["map.png"].height) == (40, 30)


def test_reading_a_brief_without_pictures_does_not_load_the_picture_library(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    code = (
        "import sys; from pathlib import Path; from builder.brief.load import load_brief;"
        f"load_brief(Path({str(path)!r})); print([m for m in ('PIL', 'docx', 'pptx') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@often(40)
@given(values=briefs())
def test_any_valid_brief_loads_and_says_what_was_written(tmp_path: Path, values: dict[str, Any]) -> None:
    text = as_yaml(values)
    loaded = load_brief(write(tmp_path, text))
    assert loaded.brief.title == values["title"]
    claims = [argument.claim for section in loaded.brief.sections for argument in section.arguments]
    assert claims == [
        argument["claim"] for section in values["sections"] for argument in section["arguments"]
    ]
    assert all(problem.severity is Severity.WARNING and problem.position for problem in loaded.warnings)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@often(60)
@given(values=briefs(), data=st.data())
def test_a_brief_with_junk_anywhere_reports_located_problems_and_never_a_traceback(
    tmp_path: Path, values: dict[str, Any], data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        holder: Any = values
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(holder[key], (dict, list)) or not holder[key] or data.draw(st.booleans()):
                break
            holder = holder[key]
        holder[key] = data.draw(junk)
    text = as_yaml(values)
    problems = problems_of(write(tmp_path, text))
    assert all(problem.position for problem in problems)


@often(150)
@given(data=st.data())
def test_a_text_damaged_anywhere_reports_located_problems_and_never_a_traceback(
    tmp_path: Path, data: st.DataObject
) -> None:
    text = (BRIEFS / "good" / "dense.yaml").read_text(encoding="utf-8")[:3000]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        to = at + data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.text("\t\n :-#'\"[]{},&*!|>%@`?\\\x07é~ab", max_size=4)) + text[to:]
    problems = problems_of(write(tmp_path, text))
    assert all(problem.position for problem in problems)


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    for part in (schema(), *schema()["$defs"].values()):
        for value in part.get("properties", {}).values():
            assert value.get("description")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_schema_admits_the_good_briefs(path: Path) -> None:
    values = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    jsonschema.Draft202012Validator(schema()).validate(_with_nulls(values))


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_nulls(inner) for inner in value]
    return None if value in ("null", "") else value


@often(25)
@given(values=briefs())
def test_the_schema_admits_every_valid_brief(values: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(values)


@pytest.mark.parametrize(
    ("old", "new", "admitted"),
    [
        ('bottom_line: "It pays for itself."', "bottom_line: {text: It pays., ask: null}", True),
        ('title: "The ferry should keep running"', "title: 2030", True),
        ('title: "The ferry should keep running"', "title: true", False),
        ('title: "The ferry should keep running"', "title: null", False),
        ('title: "The ferry should keep running"', "title: t\nauthors: null\nfrom: [a]\nkind: null", True),
        ('title: "The ferry should keep running"', "title: t\nfrom_: [a]", False),
        ("claim:", "implication: {text: So., origin: source}\n        claim:", True),
        ("claim:", "implication: So.\n        claim:", True),
        ("claim:", "implication: {origin: source}\n        claim:", False),
        ("claim:", "clam: So.\n        claim:", False),
        ("claim:", "refs: [a b]\n        claim:", False),
    ],
)
def test_schema_and_loader_agree(tmp_path: Path, old: str, new: str, admitted: bool) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    problems = problems_of(write(tmp_path, text))
    assert (
        all(p.rule not in ("known-keys", "required-keys", "types-correct") for p in problems) or not admitted
    )
    assert (not any(problem.is_error for problem in problems)) is admitted
    values = yaml.safe_load(text)
    assert jsonschema.Draft202012Validator(schema()).is_valid(values) is admitted
