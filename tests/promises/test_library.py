"""Other programs call `builder.api`: what its page says is what it does."""

from __future__ import annotations

import asyncio
import io
import re
import runpy
import shutil
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

import builder
from builder import api
from tests.conftest import ROOT, run

TINY = ROOT / "tests" / "briefs" / "good" / "tiny.yaml"
PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
SERVER = ROOT / "docs" / "examples" / "serve.py"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    return Path(shutil.copy(TINY, tmp_path / "brief.yaml"))


def faulty(brief: Path) -> Path:
    brief.write_text(brief.read_text(encoding="utf-8").replace("claim:", "clam:"), encoding="utf-8")
    return brief


def test_every_name_is_there_and_others_are_not() -> None:
    for name in api.__all__:
        assert getattr(api, name) is not None
    for name in builder.__all__:
        assert getattr(builder, name) is not None
    assert builder.build is api.build
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = api.nothing
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = builder.nothing


def test_importing_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, builder.api; "
        "print([name for name in sys.modules if name.partition('.')[0] in "
        "('docx', 'pptx', 'reportlab', 'lxml', 'yaml', 'msgspec', 'PIL', 'click')])"
    )
    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_a_brief_is_loaded_checked_built_and_audited(brief: Path) -> None:
    out = brief.with_name("output")
    assert api.load(brief.parent).brief.title
    assert api.check(brief) == ()
    built = api.build(brief, out, only=["summary", api.Product.MEMO])
    assert [file.product.value for file in built.files] == ["memo", "summary"]
    assert all(file.path.is_file() for file in (*built.files,))
    found = api.audit(brief, out, only=["memo", "summary"])
    assert found.problems == ()
    assert found.files == 2
    (missing,) = api.audit(brief, out, only=["deck"]).problems
    assert missing.rule == "files-present"


def test_errors_are_raised_with_all_problems_and_nothing_is_written(brief: Path) -> None:
    problems = api.check(faulty(brief))
    assert problems
    for call in (api.load, api.build, api.audit):
        with pytest.raises(api.BriefError, match="clam") as raised:
            call(brief)
        assert raised.value.problems
    assert [file.name for file in brief.parent.iterdir()] == ["brief.yaml"]


def test_an_edited_memo_comes_home_only_where_that_is_asked_for(brief: Path) -> None:
    (memo,) = api.build(brief, brief.with_name("output"), only=["memo"]).files
    title = api.load(brief).brief.title
    document = Document(str(memo.path))
    (heading, *_) = (each for each in document.paragraphs if each.text == title)
    heading.runs[0].text = heading.runs[0].text.replace(title.split()[-1], "tomorrow")
    document.save(str(memo.path))
    before = brief.read_bytes()
    found = api.pull(brief, [memo.path])
    assert len(found.taken) == 1
    assert brief.read_bytes() == before == found.old
    assert api.pull(brief, [memo.path], write=True).data == brief.read_bytes() == found.data
    assert api.load(brief).brief.title.endswith("tomorrow")


def test_builds_in_several_threads_make_the_same_files(brief: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"output-{number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda out: api.build(brief, out), outs))
    made = [[file.path.read_bytes() for file in one.files] for one in built]
    assert all(each == made[0] for each in made)


def test_the_page_names_every_function_and_its_parameters() -> None:
    import inspect

    for name, given in re.findall(r"^\| `(\w+)\((.*?)\)`", PAGE, re.MULTILINE):
        parameters = list(inspect.signature(getattr(api, name)).parameters)
        assert [each.strip().removesuffix("=…") for each in given.split(",")] == parameters
    functions = {name for name in api.__all__ if inspect.isfunction(getattr(api, name))}
    assert functions == set(re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE))


def test_the_example_of_the_page_runs(brief: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(brief.parent)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(code, {})
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()] == ["memo", "deck", "summary"]
    faulty(brief)
    exec(code, {})
    assert "clam" in capsys.readouterr().out


# Builds over HTTP


@pytest.fixture
def server() -> TestClient:
    return TestClient(runpy.run_path(str(SERVER))["app"])


def test_the_server_answers_a_brief_with_its_files(server: TestClient, brief: Path) -> None:
    answer = server.post("/build", content=brief.read_bytes())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    built = api.build(brief, brief.with_name("output"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 4
        for file in built.files:
            assert archive.read(file.path.name) == file.path.read_bytes()


def test_the_server_answers_a_faulty_brief_with_its_problems(server: TestClient, brief: Path) -> None:
    answer = server.post("/build", content=faulty(brief).read_bytes())
    assert answer.status_code == 422
    assert "did you mean `claim`?" in str(answer.json()["problems"])
    assert server.post("/build", content=b"x" * 1_000_001).status_code == 413
    assert server.get("/build").status_code == 405


def test_the_server_reads_no_file_of_its_own(server: TestClient, brief: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    text = brief.read_text(encoding="utf-8")
    for name in (secret.as_posix(), "../secret.png", "/etc/passwd"):
        answer = server.post(
            "/build", content=f'{text}\norganisation: {{name: "O", logo: "{name}"}}\n'.encode()
        )
        assert answer.status_code == 422


def test_the_server_is_short_enough_to_be_read() -> None:
    assert len(SERVER.read_text(encoding="utf-8").splitlines()) < 50


def test_the_server_builds_while_it_builds(server: TestClient, brief: Path) -> None:
    app, data = server.app, brief.read_bytes()

    async def several() -> list[int]:
        def one() -> int:
            return TestClient(app).post("/build", content=data).status_code

        return list(await asyncio.gather(*(asyncio.to_thread(one) for _ in range(3))))

    assert asyncio.run(several()) == [200, 200, 200]
