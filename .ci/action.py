"""The steps of action.yml that are more than one command; nothing but the standard library, and `brief`.

`briefs` lists the briefs that a workflow names, `changes` compares them with the base of a pull request,
`comment` shows that below the pull request, and `summary` on the page of the run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from glob import glob, has_magic
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

MOST_PROBLEMS = 20  # in the summary
MOST_PAGES = 50  # of comments that are searched for ours
MOST_OPEN = 8  # pictures that are shown without a click
LONGEST = 60_000  # characters of a comment; GitHub takes 65,536
PICTURES = "### Slides and one-page"  # the heading of `brief diff --format markdown --pictures`
BETWEEN = "\n\n<!-- next brief -->\n\n"
OUTCOMES = {"success": "✅", "failure": "❌"}


def given(name: str) -> str:
    """Return a variable that action.yml or the runner gives."""
    return os.environ[name]


def place(name: str) -> Path:
    """Return a file that one step leaves for the next."""
    return Path(given("RUNNER_TEMP"), f"policy-brief-{name}")


def briefs() -> None:
    """List the briefs: one a line, `*` and `**` for any names. What is not there is reported by `check`."""
    found: list[str] = []
    for line in map(str.strip, given("BRIEF").splitlines()):
        matching = sorted(glob(line, recursive=True)) if has_magic(line) else []  # noqa: PTH207 - absolute ones too
        found += matching or [line] if line else []
    names = dict.fromkeys(name.replace(os.sep, "/") for name in found)
    if not names:
        sys.exit("::error::no brief is named")
    place("briefs.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")


def known() -> list[str]:
    """Return the briefs that were listed."""
    return place("briefs.txt").read_text(encoding="utf-8").splitlines()


def run(
    *command: str | Path, folder: Path | None = None, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command with more variables, and return how it ended."""
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **(more or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def notice(words: str) -> None:
    """Say something on the page of the run, in one line."""
    print(f"::notice::{' '.join(words.split()).replace('%', '%25')}")


def changes() -> None:
    """Compare each brief with the base of the pull request: by meaning, and by the look of its pages."""
    base = given("BASE")
    place("changes.md").unlink(missing_ok=True)  # of the same action, used before
    if run("git", "cat-file", "-e", f"{base}^{{commit}}").returncode:
        run("git", "fetch", "--quiet", "--no-tags", "--depth=1", "origin", base)
    parts = [_compared(base, brief, pictures() / str(number)) for number, brief in enumerate(known(), 1)]
    changed().parent.mkdir(parents=True, exist_ok=True)
    changed().write_text(BETWEEN.join(parts) + "\n", encoding="utf-8", newline="\n")


def changed() -> Path:
    """Return the file that says what changed, which is beside its pictures."""
    return Path(given("OUT"), "changes", "changes.md")


def pictures() -> Path:
    """Return the folder of the pictures, which has one for each brief."""
    return changed().with_name("pictures")


def _compared(base: str, brief: str, folder: Path) -> str:
    unknown = f"**`{brief}` cannot be compared with its version in the base**"
    if run("git", "cat-file", "-e", f"{base}^{{commit}}").returncode:  # it could not be fetched
        notice(f"{brief} cannot be compared with the base: there is no commit {base}")
        return unknown
    if run("git", "cat-file", "-e", f"{base}:./{brief}").returncode:
        return f"**`{brief}` is new**"
    edition = given("AUDIENCE") if given("AUDIENCE") != "unrestricted" else ""
    diff = ("brief", "diff", "--format", "markdown", *(("--audience", edition) if edition else ()))
    versions = ("--", f"{base}:{brief}", brief)
    done = run(*diff, "--pictures", folder, *versions)
    if done.returncode:  # a version with errors has no pages
        done = run(*diff, *versions)
    if done.returncode:
        notice(f"{brief} cannot be compared with the base: {done.stderr}")
        return unknown
    text = done.stdout.strip().replace(f"](<{pictures().as_posix()}/", "](<pictures/")
    return text.replace(base, base[:8])


def comment() -> None:
    """Write what changed below the pull request: in a new comment, or in the one of the last run."""
    name = sha256(given("BRIEF").encode()).hexdigest()[:8]
    is_shown = any(pictures().glob("*/*.png"))
    address = _published(f"brief-pictures/{given('PULL_REQUEST')}-{name}") if is_shown else ""
    text = _shown(changed().read_text(encoding="utf-8"), address)
    place("changes.md").write_text(text, encoding="utf-8", newline="\n")  # for the summary
    mark = f"<!-- policy-brief-builder {name} -->"
    _write(mark, f"{mark}\n## {_title()}\n\n{_cut(text)}")


def _title() -> str:
    outcomes = {name: given(name.upper()) for name in ("check", "build", "audit")}
    return "Brief: " + ", ".join(f"{name} {OUTCOMES.get(how, '–')}" for name, how in outcomes.items())


def _published(branch: str) -> str:
    """Push the pictures to a branch that has nothing else, and return their address; "" if it may not."""
    login = b64encode(f"x-access-token:{given('TOKEN')}".encode()).decode()
    settings = {
        "user.name": "policy-brief-builder",
        "user.email": "policy-brief-builder@users.noreply.github.com",
        f"http.{given('SERVER')}/.extraheader": f"AUTHORIZATION: basic {login}",
    }
    variables = {"GIT_DIR": str(place("git")), "GIT_WORK_TREE": str(pictures().resolve())}
    variables["GIT_CONFIG_COUNT"] = str(len(settings))
    for number, (key, value) in enumerate(settings.items()):  # not in the arguments, which others can list
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    repository = f"{given('SERVER')}/{given('REPOSITORY')}"
    for command in (
        ("init", "--quiet"),
        ("add", "--force", "--all", "."),
        ("commit", "--quiet", "--message", f"Pictures of pull request {given('PULL_REQUEST')}"),
        ("push", "--quiet", "--force", f"{repository}.git", f"HEAD:refs/heads/{branch}"),
    ):
        done = run("git", *command, folder=pictures(), more=variables)
        if done.returncode:
            notice(f"the pictures are not in the comment; it needs `contents: write`: {done.stderr}")
            return ""
    return f"{repository}/raw/{run('git', 'rev-parse', 'HEAD', more=variables).stdout.strip()}"


def _shown(text: str, address: str) -> str:
    """Return what changed with the addresses of its pictures, or without pictures."""
    if not address:
        return BETWEEN.join(part.partition(PICTURES)[0].strip() for part in text.split(BETWEEN)) + "\n"
    text = BETWEEN.join(map(_folded, text.split(BETWEEN)))
    return re.sub(r"\]\(<pictures/([^>\n]+)>\)", lambda found: f"]({address}/{quote(found[1])})", text)


def _folded(part: str) -> str:
    """Return what changed in a brief with its pictures folded away, where there are many."""
    before, heading, shown = part.partition(PICTURES)
    if shown.count("![") <= MOST_OPEN:
        return part
    name = heading.removeprefix("### ")
    return f"{before}<details><summary>{name}</summary>{shown.rstrip()}\n\n</details>"


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition("\n")[0] + "\n\n… and more, which `brief diff` shows."


def _write(mark: str, body: str) -> None:
    """Replace the comment that begins with a mark, or add one; a pull request from a fork may not."""
    issues = f"{given('API')}/repos/{given('REPOSITORY')}/issues"
    try:
        found, comments = None, f"{issues}/{given('PULL_REQUEST')}/comments"
        for page in range(1, MOST_PAGES + 1):
            there = _asked("GET", f"{comments}?per_page=100&page={page}")
            found = next((one["id"] for one in there if (one["body"] or "").startswith(mark)), None)
            if found is not None or not there:
                break
        if found is None:
            _asked("POST", comments, body)
        else:
            _asked("PATCH", f"{issues}/comments/{found}", body)
    except HTTPError as error:
        if error.code not in (401, 403, 404):
            raise
        notice(
            "there is no comment; it needs `pull-requests: write`, which a pull request from a fork has not"
        )


def _asked(method: str, address: str, body: str | None = None) -> Any:
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {given('TOKEN')}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    data = None if body is None else json.dumps({"body": body}).encode()
    with urlopen(Request(address, data, headers, method=method), timeout=30) as answer:
        return json.load(answer)


def summary() -> None:
    """Write the problems of each brief, its files and what changed to the page of the run."""
    lines = ["## Policy briefs", "", "| brief | errors | warnings |", "| --- | --- | --- |"]
    told: list[str] = []
    for brief in known():
        done = run("brief", "check", "--format", "json", "--", brief)
        problems = json.loads(done.stdout)["problems"] if done.stdout else []
        errors = sum(problem["severity"] == "error" for problem in problems)
        lines.append(f"| {_plain(brief)} | {errors} | {len(problems) - errors} |")
        told += [_problem(brief, problem) for problem in problems]
    more = [f"- … and {len(told) - MOST_PROBLEMS} more"] if len(told) > MOST_PROBLEMS else []
    lines += ["", *told[:MOST_PROBLEMS], *more]
    files = sorted(Path(given("OUT")).glob("*-*.*"))
    built = [file for file in files if re.search(r"-(memo\.docx|deck\.pptx|summary\.pdf)$", file.name)]
    lines += ["", *(f"- {_plain(file.name)}, {file.stat().st_size / 1000:,.0f} kB" for file in built)]
    if changed().is_file():
        told_there = place("changes.md")  # with the addresses of pictures
        text = (told_there if told_there.is_file() else changed()).read_text(encoding="utf-8")
        lines += ["", "## Changes", "", text if told_there.is_file() else _shown(text, "")]
    with Path(given("GITHUB_STEP_SUMMARY")).open("a", encoding="utf-8", newline="\n") as page:
        page.write("\n".join(lines) + "\n")


def _problem(brief: str, problem: dict[str, Any]) -> str:
    line = f":{problem['line']}" if problem["line"] else ""
    words = f"{problem['path']}: {problem['message']}" if problem["path"] else problem["message"]
    return f"- **{problem['severity']}** {_plain(problem['file'] or brief)}{line}: {_plain(words)}"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    {"briefs": briefs, "changes": changes, "comment": comment, "summary": summary}[sys.argv[1]]()
