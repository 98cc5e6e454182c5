"""`brief diff` compares files and revisions, and shows the same changes in each form."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.diff.versions import version_of
from tests.conftest import ROOT, run
from tests.diff.test_compare import OLD, versions
from tests.support.command import brief
from tests.support.packages import pdf_text

NEW = (("fail every month.\n", "may fail in winter.\n"), ("14 times in 2030", "17 times in 2030"))


def test_text_shows_what_is_gone_and_new_in_groups(tmp_path: Path) -> None:
    versions(tmp_path, *NEW)
    done = brief("diff", "old.yaml", "new.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "2 changes from old.yaml to new.yaml\n\n"
        "Claims and the answer (1)\n"
        "  A1, claim  (line 10)\n"
        "    The two oldest buses {+may+} fail [-every month-] {+in winter+}.\n\n"
        "Numbers (1)\n"
        "  A1, gist: 14 → 17  (line 13)\n"
        "    They broke down [-14-] {+17+} times in 2030.\n"
    )


def test_json_markdown_and_html_say_the_same(tmp_path: Path) -> None:
    versions(tmp_path, *NEW)
    data = json.loads(brief("diff", "old.yaml", "new.yaml", "--format", "json", cwd=tmp_path).stdout)
    assert [(one["kind"], one["place"], one["new_line"]) for one in data["changes"]] == [
        ("claim", "A1, claim", 10),
        ("number", "A1, gist", 13),
    ]
    assert data["changes"][1]["numbers"] == [["14", "17"]]
    marked = brief("diff", "old.yaml", "new.yaml", "--format", "markdown", cwd=tmp_path).stdout
    assert "- **A1, gist: 14 → 17**  (line 13): They broke down ~~14~~ **17** times in 2030." in marked
    assert brief("diff", "old.yaml", "new.yaml", "--html", "changes.html", cwd=tmp_path).returncode == 0
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert "They broke down <del>14</del> <ins>17</ins> times in 2030." in page
    assert "http" not in page
    assert "<script" not in page


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_data(self, data: str) -> None:
        self.found += data


def test_words_of_a_brief_are_no_markup(tmp_path: Path) -> None:
    versions(tmp_path, ("fail every month.\n", "fail *often* <b>here</b> & [there](x).\n"))
    brief("diff", "old.yaml", "new.yaml", "--html", "changes.html", cwd=tmp_path)
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    text = _Text()
    text.feed(page)
    assert "<b>here</b> & [there](x)" in text.found
    marked = brief("diff", "old.yaml", "new.yaml", "--format", "markdown", cwd=tmp_path).stdout
    assert r"\*often\* \<b\>here\</b\> & \[there\](x)" in marked


def test_no_change_is_said_and_ends_well(tmp_path: Path) -> None:
    versions(tmp_path, *NEW)
    same = brief("diff", "old.yaml", "old.yaml", "--exit-code", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "no changes from old.yaml to old.yaml\n")
    assert brief("diff", "old.yaml", "new.yaml", "--exit-code", cwd=tmp_path).returncode == 1


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in whose first revision, tagged v1, brief and house file are older."""
    folder = tmp_path / "work" / "briefs"
    folder.mkdir(parents=True)
    old, new = versions(folder, *NEW)
    house = tmp_path / "work" / "house.yaml"
    house.write_text("contact: press@example.org\n", encoding="utf-8")
    (folder / "brief.yaml").write_text(f"extends: ../house.yaml\n{OLD}", encoding="utf-8")
    old.unlink()
    git(folder, "init", "-q", "..")
    git(folder, "add", "..")
    git(folder, *_AS_SOMEBODY, "commit", "-q", "-m", "first")
    git(folder, "tag", "v1")
    (folder / "brief.yaml").write_text(
        "extends: ../house.yaml\n" + new.read_text(encoding="utf-8"), encoding="utf-8"
    )
    house.write_text("contact: office@example.org\n", encoding="utf-8")
    return folder


_AS_SOMEBODY = ("-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run("git", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("old", ["v1", "HEAD", "v1:brief.yaml"])
def test_a_revision_is_read_with_the_file_it_extends(repository: Path, old: str) -> None:
    done = brief("diff", old, "--format", "json", cwd=repository)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["old"], found["new"]) == (f"{old.partition(':')[0]}:briefs/brief.yaml", "brief.yaml")
    assert [(one["kind"], one["place"]) for one in found["changes"]] == [
        ("document", "Contact"),
        ("claim", "A1, claim"),
        ("number", "A1, gist"),
    ]


def test_a_memo_is_compared_with_a_revision_of_its_brief(repository: Path) -> None:
    assert brief("build", "--only", "memo", cwd=repository).returncode == 0
    (memo,) = (repository / "output").glob("*-memo.docx")
    for folder in (repository, repository / "output"):
        name = memo.relative_to(folder).as_posix()
        done = brief("diff", "v1", name, cwd=folder)
        assert done.stdout.startswith(f"3 changes from v1:briefs/brief.yaml to {name}\n"), done.stderr


def test_two_revisions_are_compared_without_the_working_tree(repository: Path) -> None:
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-a", "-m", "second")
    (repository / "brief.yaml").write_text("title: damaged", encoding="utf-8")
    done = brief("diff", "v1", "HEAD", cwd=repository)
    assert done.stdout.startswith("3 changes from v1:briefs/brief.yaml to HEAD:briefs/brief.yaml\n")


def test_of_a_revision_only_what_the_brief_names_is_unpacked(repository: Path) -> None:
    top = repository.parent
    (top / "house.yaml").write_text("brand: look/_brand.yml\n", encoding="utf-8")
    (top / "look").mkdir()
    (top / "look" / "_brand.yml").write_text("logo: {medium: mark.png}\n", encoding="utf-8")
    picture = (ROOT / "builder/brief/templates/ferry.png").read_bytes()
    for name in ("look/mark.png", "look/other.png", "briefs/photo.png", "drafts.bin"):
        (top / name).write_bytes(picture)
    (repository / "bus.png").symlink_to("photo.png")
    text = (repository / "brief.yaml").read_text(encoding="utf-8")
    (repository / "brief.yaml").write_text(f"{text}cover: {{path: bus.png, alt: A bus}}\n", encoding="utf-8")
    git(repository, "add", "..")
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-m", "more")
    with version_of("HEAD", repository / "brief.yaml") as version:
        assert version.loaded
        root = version.loaded.path.parent.parent
        names = sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
        assert (root / "briefs" / "bus.png").read_bytes() == picture
    assert names == ["briefs/brief.yaml", "briefs/bus.png", "house.yaml", "look/_brand.yml", "look/mark.png"]


def test_the_day_of_a_revision_dates_a_version_without_a_date(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2031-03-03T12:00:00Z")
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-a", "-m", "later")
    text = (repository / "brief.yaml").read_text(encoding="utf-8")
    (repository / "brief.yaml").write_text(text.replace("winter", "snow"), encoding="utf-8")
    done = brief("diff", "HEAD", "--redline", "changes.pdf", cwd=repository)
    assert done.returncode == 0, done.stderr
    (page,) = pdf_text(repository / "changes.pdf")
    assert "Changed since the previous version (3 March 2031): A1: changed." in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["v9"], "v9 is neither a file nor a revision in Git"),
        (["--", "--help"], "--help is neither a file nor a revision in Git"),
        (["v1:talks.yaml"], "the revision v1 has no talks.yaml"),
        (["v1", "talks.yaml"], "there is no such file"),
    ],
)
def test_what_is_not_there_is_said(repository: Path, arguments: list[str], message: str) -> None:
    done = brief("diff", *arguments, cwd=repository)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revision_without_the_new_brief_leads_to_the_one_that_it_has(repository: Path) -> None:
    (repository / "other.yaml").write_text((repository / "brief.yaml").read_text("utf-8"), encoding="utf-8")
    done = brief("diff", "v1", "other.yaml", cwd=repository)
    assert done.returncode == 1
    assert "the revision v1 has no other.yaml" in done.stderr
    assert "did you mean `v1:brief.yaml`?" in done.stderr
    assert brief("diff", "v1:brief.yaml", "other.yaml", cwd=repository).returncode == 0


def test_a_folder_outside_git_has_no_revisions(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(OLD, encoding="utf-8")
    done = brief("diff", "HEAD", cwd=tmp_path)
    assert "HEAD is no file, and brief.yaml is in no Git repository" in done.stderr


def test_a_version_with_errors_is_compared_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    versions(tmp_path, ("refs: [log#p2]", "refs: [nothing]"))
    done = brief("diff", "old.yaml", "new.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert "new.yaml has 1 error\n" in done.stdout
    (tmp_path / "new.yaml").write_text("title: [", encoding="utf-8")
    broken = brief("diff", "old.yaml", "new.yaml", cwd=tmp_path)
    assert broken.returncode == 1
    assert "nothing was compared" in broken.stderr


def test_links_that_lead_out_of_a_revision_are_left_out(repository: Path) -> None:
    (repository / "away").symlink_to("/nowhere/at/all")
    git(repository, "add", "away")
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-m", "link")
    done = brief("diff", "HEAD", cwd=repository)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("3 changes from HEAD:briefs/brief.yaml")


def test_a_revision_is_whole_whatever_archives_leave_out(repository: Path) -> None:
    (repository / ".gitattributes").write_text("brief.yaml export-ignore\n", encoding="utf-8")
    git(repository, "add", ".gitattributes")
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-m", "attributes")
    assert brief("diff", "HEAD", cwd=repository).stdout.startswith("3 changes from")


def test_a_revision_without_the_file_that_it_extends_is_compared(repository: Path) -> None:
    text = (repository / "brief.yaml").read_text(encoding="utf-8").replace("../house", "../gone/house")
    (repository / "late.yaml").write_text(text, encoding="utf-8")
    git(repository, "add", "late.yaml")
    git(repository, *_AS_SOMEBODY, "commit", "-q", "-m", "late")
    done = brief("diff", "HEAD:late.yaml", "brief.yaml", cwd=repository)
    assert done.returncode == 0, done.stderr
    assert "HEAD:briefs/late.yaml has 1 error" in done.stdout


def test_a_redline_is_not_written_over_another_kind_of_file(tmp_path: Path) -> None:
    versions(tmp_path, *NEW)
    text = (tmp_path / "new.yaml").rename(tmp_path / "new.docx").read_bytes()
    (tmp_path / "new.yaml").write_bytes(text)
    done = brief("diff", "old.yaml", "new.yaml", "--redline", "new.docx", cwd=tmp_path)
    assert done.returncode == 1
    assert "new.docx exists and is not a Word file" in done.stderr
    assert (tmp_path / "new.docx").read_bytes() == text
