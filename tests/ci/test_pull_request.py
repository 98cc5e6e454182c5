"""A pull request shows what changed: compared with its base, pictured, and in one comment that stays one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from tests.support.action import BAD, TINY, Runner, needs_bash

pytestmark = needs_bash
ALLOWED, FORBIDDEN = 200, 403


class GitHub:
    """What stands for GitHub: the comments of one pull request, and who may write them."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.status = ALLOWED
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, method: str, path: str, body: dict[str, str]) -> object:
        self.asked.append(method)
        if method == "GET":
            page = int(path.rpartition("=")[2])
            return self.comments[(page - 1) * 100 : page * 100]
        if method == "POST":
            assert path == "/repos/town/briefs/issues/7/comments"
            self.comments.append({"id": len(self.comments), **body})
        else:
            assert path.startswith("/repos/town/briefs/issues/comments/")
            self.comments[int(path.rpartition("/")[2])] |= body
        return {}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                hub.tokens.add(self.headers["Authorization"])
                self.send_response(hub.status)
                self.end_headers()
                answer = hub.answer(self.command, self.path, json.loads(data or b"{}"))
                self.wfile.write(json.dumps(answer).encode())

            do_GET = do_POST = do_PATCH = _do

            def log_message(self, format: str, *args: object) -> None:
                """Print nothing."""

        return Handler


def git(folder: Path, *arguments: str) -> str:
    command = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


@pytest.fixture
def hub() -> Iterator[GitHub]:
    found = GitHub()
    Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def pull(runner: Runner, hub: GitHub, tmp_path: Path) -> Runner:
    """A runner on a pull request: a shallow copy of a branch, without the commit that it is compared with."""
    server, work = tmp_path / "server" / "town" / "briefs.git", tmp_path / "work"
    server.parent.mkdir(parents=True)
    git(tmp_path, "init", "--quiet", "--bare", str(server))
    git(server, "config", "uploadpack.allowAnySHA1InWant", "true")
    work.mkdir()
    git(work, "init", "--quiet")
    (work / "brief.yaml").write_bytes(TINY.read_bytes())
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "base")
    git(work, "push", "--quiet", str(server), "HEAD:refs/heads/main")
    base = git(work, "rev-parse", "HEAD")
    text = TINY.read_text(encoding="utf-8").replace("Little Marsham", "Great Marsham")
    (work / "brief.yaml").write_text(text, encoding="utf-8")
    git(work, "commit", "--quiet", "-am", "change")
    git(work, "push", "--quiet", str(server), "HEAD:refs/heads/change")
    runner.repository = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=change", server.as_uri(), "clone")
    runner.contexts |= {
        "github.event.pull_request.base.sha": base,
        "github.event.pull_request.number": "7",
        "github.api_url": hub.address,
        "github.server_url": (tmp_path / "server").as_uri(),
        "github.repository": "town/briefs",
        "steps.check.outcome": "success",
        "steps.build.outcome": "failure",
        "steps.audit.outcome": "skipped",
    }
    return runner


def succeed(runner: Runner, *steps: str, **inputs: str) -> str:
    printed = ""
    for step in steps:
        done = runner.run(step, **inputs)
        assert done.returncode == 0, done.stdout + done.stderr
        printed += done.stdout
    return printed


def changed(runner: Runner) -> str:
    return (runner.repository / "output" / "changes" / "changes.md").read_text(encoding="utf-8")


def summary(runner: Runner) -> str:
    succeed(runner, "Summary")
    return (runner.temporary / "github_step_summary").read_text(encoding="utf-8")


def test_a_brief_is_compared_with_the_base_that_the_copy_has_not(pull: Runner) -> None:
    succeed(pull, "Changes")
    text = changed(pull)
    base = pull.contexts["github.event.pull_request.base.sha"]
    assert f"from {base[:8]}:brief.yaml to brief.yaml" in text
    assert base not in text
    assert "~~Little~~ **Great** Marsham" in text
    pictures = re.findall(r"!\[[^]]*\]\(<([^>]+)>\)", text)
    assert "brief-one-page-01-before.png" in {Path(each).name for each in pictures}
    for each in pictures:
        assert (pull.repository / "output" / "changes" / each).read_bytes().startswith(b"\x89PNG")


def test_there_is_one_comment_with_the_pictures_of_the_last_run(pull: Runner, hub: GitHub) -> None:
    hub.comments = [{"id": number, "body": "words of a person"} for number in range(130)]
    succeed(pull, "Changes", "Comment")
    assert hub.asked == ["GET", "GET", "GET", "POST"]
    assert hub.tokens == {"Bearer secret"}
    body = hub.comments[-1]["body"]
    assert "## Brief: check ✅, build ❌, audit –" in body
    assert "~~Little~~ **Great** Marsham" in body
    server = Path(unquote(pull.contexts["github.server_url"]).removeprefix("file://")) / "town" / "briefs.git"
    shown = re.findall(r"!\[[^]]*\]\(file://[^)]*/town/briefs/raw/([0-9a-f]{40})/([^)]+)\)", body)
    assert shown
    for commit, name in shown:
        assert git(server, "cat-file", "-t", f"{commit}:{unquote(name)}") == "blob"
    (branch,) = (
        each for each in git(server, "for-each-ref", "--format=%(refname)").split() if "pictures" in each
    )
    assert branch.startswith("refs/heads/brief-pictures/7-")
    assert git(server, "rev-list", "--count", branch) == "1"
    assert "/raw/" in summary(pull)

    hub.asked.clear()
    pull.temporary.joinpath("policy-brief-git").rename(pull.temporary / "of-the-run-before")
    brief = pull.repository / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("Great", "Lower"), encoding="utf-8")
    succeed(pull, "Changes", "Comment")
    assert hub.asked == ["GET", "GET", "PATCH"]
    assert len(hub.comments) == 131
    assert "**Lower** Marsham" in hub.comments[-1]["body"]
    assert git(server, "rev-list", "--count", branch) == "1"


def test_a_pull_request_from_a_fork_fails_nothing(pull: Runner, hub: GitHub, tmp_path: Path) -> None:
    hub.status = FORBIDDEN
    pull.contexts["github.server_url"] = (tmp_path / "elsewhere").as_uri()
    printed = succeed(pull, "Changes", "Comment")
    assert "::notice::the pictures are not in the comment; it needs `contents: write`" in printed
    assert "::notice::there is no comment; it needs `pull-requests: write`" in printed
    text = summary(pull)
    assert "~~Little~~ **Great** Marsham" in text
    assert "![" not in text


def test_a_comment_is_shown_without_the_pictures_that_cannot_be_kept(
    pull: Runner, hub: GitHub, tmp_path: Path
) -> None:
    pull.contexts["github.server_url"] = (tmp_path / "elsewhere").as_uri()
    succeed(pull, "Changes", "Comment")
    (comment,) = hub.comments
    assert "~~Little~~ **Great** Marsham" in comment["body"]
    assert "![" not in comment["body"]
    assert "Slides and one-page" not in comment["body"]


def test_new_and_faulty_briefs_are_said_to_be_so(pull: Runner, hub: GitHub) -> None:
    (pull.repository / "new.yaml").write_bytes(TINY.read_bytes())
    (pull.repository / "brief.yaml").write_text("title: [", encoding="utf-8")
    printed = succeed(pull, "Changes", "Comment", brief="*.yaml")
    assert "::notice::brief.yaml cannot be compared with the base" in printed
    body = hub.comments[0]["body"]
    assert "**`brief.yaml` cannot be compared with its version in the base**" in body
    assert "**`new.yaml` is new**" in body


def test_the_edition_for_an_audience_is_compared(pull: Runner) -> None:
    done = pull.run("Changes", audience="nobody")
    assert "cannot be compared with the base" in done.stdout
    assert "nobody" in done.stdout
    assert pull.run("Changes", audience="unrestricted").returncode == 0
    assert "~~Little~~ **Great** Marsham" in changed(pull)


def test_without_the_base_no_brief_is_said_to_be_new(pull: Runner) -> None:
    pull.contexts["github.event.pull_request.base.sha"] = "0" * 40
    assert "cannot be compared with the base: there is no commit 000" in succeed(pull, "Changes")
    assert changed(pull) == "**`brief.yaml` cannot be compared with its version in the base**\n"


def test_many_pictures_are_folded_away(pull: Runner, hub: GitHub) -> None:
    succeed(pull, "Changes")
    file = pull.repository / "output" / "changes" / "changes.md"
    text = file.read_text(encoding="utf-8")
    (shown,) = re.findall(r"### Slides and one-page\n(.*)", text, re.DOTALL)
    file.write_text(text + shown * 8, encoding="utf-8")
    succeed(pull, "Comment")
    body = hub.comments[0]["body"]
    assert "<details><summary>Slides and one-page</summary>\n\n**" in body
    assert body.endswith("|\n\n</details>")


def test_a_long_comparison_is_cut_between_lines(pull: Runner, hub: GitHub) -> None:
    succeed(pull, "Changes")
    file = pull.repository / "output" / "changes" / "changes.md"
    file.write_text("- a line\n" * 10_000, encoding="utf-8")
    succeed(pull, "Comment")
    body = hub.comments[0]["body"]
    assert len(body) < 65_536
    assert body.endswith("- a line\n\n… and more, which `brief diff` shows.")


def test_the_summary_names_problems_and_files(runner: Runner) -> None:
    succeed(runner, "Build")
    (runner.repository / "bad|one.yaml").write_text(BAD, encoding="utf-8")
    done = runner.run("Summary", brief="*.yaml")
    assert done.returncode == 0, done.stderr
    text = (runner.temporary / "github_step_summary").read_text(encoding="utf-8")
    assert "| brief.yaml | 0 | 0 |" in text
    assert r"| bad\|one.yaml | 1 | 0 |" in text
    assert r"- **error** bad\|one.yaml:6: sections\[0\].arguments\[0\].clam: unknown key" in text
    assert len(re.findall(r"^- brief-\w+\.\w+, \d+ kB$", text, re.MULTILINE)) == 3
    assert "## Changes" not in text
