"""The page answers on this machine alone: whoever has its token, and no page of another address."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from builder.pipeline import rendering
from builder.pipeline.request import Request
from builder.preview.live import Live
from builder.preview.paper import Paper, photographed
from builder.preview.view import Choice, Judged, Seen, look_at
from tests.conftest import needs
from tests.support.command import TINY

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from builder.outline.text import Product
from builder.preview import live as living
from builder.preview import paper
from builder.preview import server as serving
from builder.preview.server import HEADERS, _refused, application

HOST, TOKEN = "127.0.0.1:8000", "the-token"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.yaml"
    file.write_text(TINY, encoding="utf-8")
    return file


@pytest.fixture
def client(brief: Path) -> Any:
    return TestClient(application(Live(Request(brief)), HOST, TOKEN), base_url=f"http://{HOST}")


def test_what_the_page_needs_is_served(client: Any) -> None:
    page = client.get(f"/{TOKEN}/")
    assert page.status_code == 200
    assert page.text.count("Nurses cannot reach the clinic") >= 3
    kinds = {"preview.css": "text/css", "preview.js": "text/javascript", "look.css": "text/css"}
    for name in re.findall(r'(?:href|src)="([^"#?]+)', page.text):
        answer = client.get(f"/{TOKEN}/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kinds[name])
    for name in re.findall(r'url\("([^"]+)"\)', client.get(f"/{TOKEN}/look.css").text):
        assert client.get(f"/{TOKEN}/{name}").status_code == 200, name


def test_nothing_is_served_without_the_token_or_besides_the_page(client: Any) -> None:
    client.get(f"/{TOKEN}/")
    for path in ("/", "/view", "/wrong/", "/wrong/view", f"/{TOKEN}x/", f"/x/{TOKEN}/", "/favicon.ico"):
        assert client.get(path).status_code == 404, path
    for path in ("fonts/../page.py", "..%2fpage.py", "page.py", "brief.yaml", "fonts/metrics.json", "x/y"):
        assert client.get(f"/{TOKEN}/{path}").status_code == 404, path
    assert client.post(f"/{TOKEN}/").status_code == 405


def test_a_question_about_the_whole_server_is_refused() -> None:
    assert _refused({"path": "*", "headers": [(b"host", HOST.encode())]}, HOST, TOKEN) == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8000"},
        {"host": "127.0.0.1:9000"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_address_is_refused(client: Any, headers: dict[str, str]) -> None:
    for path in ("", "view", "events", "preview.js"):
        assert client.get(f"/{TOKEN}/{path}", headers=headers).status_code == 403


def test_the_page_itself_is_not_refused(client: Any) -> None:
    for headers in (
        {"host": "localhost:8000"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"},
    ):
        assert client.get(f"/{TOKEN}/view", headers=headers).status_code == 200


def test_every_answer_has_the_headers(client: Any) -> None:
    for path in ("", "view", "preview.js", "look.css", "missing"):
        found = client.get(f"/{TOKEN}/{path}").headers
        assert {name: found[name] for name in HEADERS} == HEADERS
    assert client.get("/").headers["cache-control"] == "no-store"
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


def test_only_what_has_changed_is_sent(client: Any) -> None:
    whole = client.get(f"/{TOKEN}/view").json()
    versions = [version for found in whole["figures"].values() for _, version, _ in found]
    assert len(versions) >= 4
    again = client.get(f"/{TOKEN}/view?known={','.join(versions[1:])}").json()
    sent = [bool(html) for found in again["figures"].values() for _, _, html in found]
    assert sent == [True, *[False] * (len(versions) - 1)]


def test_the_last_good_pages_stay_while_there_are_errors(brief: Path) -> None:
    async def story() -> None:
        live = Live(Request(brief))
        first = await live.update(Choice())
        assert (first.revision, first.stale, first.problems) == (1, False, ())
        brief.write_text("title: [", encoding="utf-8")
        live.saved()
        broken = await live.update(Choice())
        assert (broken.revision, broken.stale) == (2, True)
        assert broken.figures == first.figures
        assert [one.rule for one in broken.problems] == ["yaml-syntax"]
        assert broken.text == "title: ["
        brief.write_text(TINY.replace("Nurses", "Doctors"), encoding="utf-8")
        live.saved()
        mended = await live.update(Choice())
        assert (mended.stale, mended.problems) == (False, ())
        assert "Doctors" in mended.figures["memo"][0].html

    asyncio.run(story())


def test_a_save_while_the_brief_is_looked_at_is_seen_the_next_time(
    brief: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever saves all the time sees something all the time."""

    async def story() -> None:
        live = Live(Request(brief))

        def look(request: Request, choice: Choice) -> Seen:
            loop.call_soon_threadsafe(live.saved)
            time.sleep(0.05)
            return look_at(request, choice)

        loop = asyncio.get_running_loop()
        monkeypatch.setattr(living, "look_at", look)
        for revision in (1, 2, 3):
            assert (await asyncio.wait_for(live.update(Choice()), 30)).revision == revision

    asyncio.run(story())


def test_the_verdict_of_the_audit_comes_later_and_only_of_the_last_state(
    brief: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "_PAUSE", 0.0)
    judged: list[int] = []

    def judge(*_: object) -> Judged:
        judged.append(1)
        time.sleep(0.2)
        return Judged((), 2)

    monkeypatch.setattr(living, "judge", judge)

    async def story() -> None:
        live = Live(Request(brief))
        heard = live.join()
        assert (await live.update(Choice())).verdict is None
        assert await heard.get() == ("changed", b'{"revision":1}')
        name, data = await asyncio.wait_for(heard.get(), 5)
        assert name == "verdict"
        said = json.loads(data)
        assert said["verdict"] == {"same": True, "problems": [], "memo_pages": 2, "failure": ""}
        assert (await live.update(Choice())).verdict is not None
        live.saved()
        await live.shown(Choice())
        await asyncio.sleep(0.1)  # its audit is under way
        live.saved()
        await live.shown(Choice())
        found = [(await asyncio.wait_for(heard.get(), 5)) for _ in range(3)]
        assert [name for name, _ in found] == ["changed", "changed", "verdict"]
        assert json.loads(found[-1][1])["revision"] == 3
        assert len(judged) == 3
        late = live.join()
        assert [late.get_nowait()[0], late.get_nowait()[0]] == ["changed", "verdict"]

    asyncio.run(story())


def test_a_failure_of_the_audit_is_said_on_the_page(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "_PAUSE", 0.0)

    def judge(*_: object) -> Judged:
        raise TypeError("no such face")

    monkeypatch.setattr(living, "judge", judge)

    async def story() -> None:
        live = Live(Request(brief))
        heard = live.join()
        await live.update(Choice())
        assert (await heard.get())[0] == "changed"
        name, data = await asyncio.wait_for(heard.get(), 5)
        assert name == "verdict"
        assert json.loads(data)["verdict"]["failure"] == "TypeError: no such face"
        assert json.loads(data)["verdict"]["same"] is False
        assert (await live.paper(Choice())).pages == ()
        monkeypatch.setattr(living, "judge", lambda *_: Judged((), 2))
        live.saved()
        await live.update(Choice())
        said = [json.loads((await asyncio.wait_for(heard.get(), 5))[1]) for _ in range(2)]
        assert said[-1]["verdict"]["failure"] == ""

    asyncio.run(story())


def test_a_failure_of_the_layout_is_said_on_the_page(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(*_: object) -> Seen:
        raise ZeroDivisionError("of the width")

    async def story() -> None:
        live = Live(Request(brief))
        first = await live.update(Choice())
        monkeypatch.setattr(living, "look_at", look)
        live.saved()
        broken = await live.update(Choice())
        assert (broken.stale, broken.figures) == (True, first.figures)
        assert [one.message for one in broken.problems] == [
            "the pages cannot be made: ZeroDivisionError: of the width"
        ]
        assert "report it" in broken.problems[0].hint
        monkeypatch.setattr(living, "look_at", look_at)
        live.saved()
        assert (await live.update(Choice())).problems == ()

    asyncio.run(story())


def test_the_page_says_when_saves_are_no_longer_noticed(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("no more threads")
        yield

    monkeypatch.setattr(serving, "saves", broken)

    async def story() -> None:
        loop, live = asyncio.get_running_loop(), Live(Request(brief))
        heard = live.join()
        serving.follow(live, brief, [], loop)
        await asyncio.sleep(0)
        told = [heard.get_nowait() for _ in range(2)]
        assert [name for name, _ in told] == ["changed", "stopped"]
        assert json.loads(told[1][1])["message"] == (
            "Saves are no longer noticed (RuntimeError: no more threads); start the preview again"
        )
        late = live.join()
        assert [late.get_nowait()[0] for _ in range(2)] == ["changed", "stopped"]

    asyncio.run(story())


def test_there_are_no_pages_of_the_memo_before_it_is_made_or_without_libreoffice(client: Any) -> None:
    assert client.get(f"/{TOKEN}/view").json()["paged"] is False
    assert client.get(f"/{TOKEN}/paper").json() == {"revision": 0, "pages": [], "message": ""}


def test_the_memo_is_shown_on_the_pages_of_libreoffice(brief: Path, tmp_path: Path) -> None:
    needs("soffice")

    async def story() -> None:
        live = Live(Request(brief), profile=tmp_path / "profile")
        heard = live.join()
        assert (await live.update(Choice())).paged
        while (await asyncio.wait_for(heard.get(), 60))[0] != "verdict":
            pass
        paper = await live.paper(Choice())
        assert (paper.revision, paper.message, len(paper.pages)) == (1, "", 1)
        picture = Image.open(BytesIO(b64decode(paper.pages[0].partition(",")[2])))
        assert picture.size[1] == pytest.approx(picture.size[0] * 2**0.5, rel=0.01)  # A4
        assert len(picture.convert("L").getcolors() or ()) > 2

    asyncio.run(story())


def test_why_there_are_no_pages_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rendering, "office", lambda: None)
    assert photographed(3, b"", tmp_path) == Paper(3, message="LibreOffice is not installed")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.4 damaged", b"no page"])
def test_pages_that_cannot_be_shown_are_said(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    if pdf == b"no page":
        pdf = _without_its_page()
    monkeypatch.setattr(paper, "render", lambda *_: {Product.MEMO: pdf})
    found = photographed(3, b"", Path())
    assert found == Paper(3, message="the pages that LibreOffice made cannot be shown")


def _without_its_page() -> bytes:
    """Return a PDF file that counts one page and has none."""
    import pypdfium2

    with pypdfium2.PdfDocument.new() as made:
        made.new_page(100, 100)
        file = BytesIO()
        made.save(file)
    return re.sub(rb"/Kids\[ ?\d", b"/Kids[ 9", file.getvalue())


def test_the_command_serves_follows_saves_and_ends_with_ctrl_c(brief: Path) -> None:
    program = [sys.executable, "-u", "-m", "builder", "preview", str(brief)]
    with subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            address = re.findall(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", running.stdout.readline())[0]
            with urllib.request.urlopen(f"{address}view", timeout=60) as answer:
                first = json.load(answer)
            with urllib.request.urlopen(f"{address}events", timeout=60) as events:
                assert events.readline() == b"event: changed\n"
                brief.write_text(TINY.replace("Nurses", "Doctors"), encoding="utf-8")
                line = b""
                while f'"revision":{first["revision"] + 1}'.encode() not in line:
                    line = events.readline()
            with urllib.request.urlopen(f"{address}view", timeout=60) as answer:
                assert "Doctors" in answer.read().decode()
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(address.replace(address.split("/")[3], "x"), timeout=60)
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
        assert "Traceback" not in running.stdout.read()


def test_a_port_that_is_taken_is_reported(brief: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "builder", "preview", str(brief), "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port} cannot be used" in done.stderr
