"""A release is one zip of final copies that depends on the brief alone, or it is nothing at all."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import builder
from builder.languages.language import known_tags, language_for
from builder.manifest import read as read_manifest
from builder.release.archive import pack
from builder.release.bundle import sums_of
from builder.release.publish import Released
from builder.release.verify import verify
from builder.report.problems import BriefError
from tests.conftest import GOOD_BRIEFS, needs, run
from tests.support.command import brief as in_process
from tests.support.packages import parts_of
from tests.support.releasing import TINY, WITHHELD, bundle_of, files_of, key_file, release, write_brief

LANGUAGES = known_tags()


def released(folder: Path, *audiences: str, mail: bool = False, **changes: Any) -> Released:
    return release(write_brief(folder, **changes), folder / "output", audiences=audiences, mail=mail)


def note_of(folder: Path, *audiences: str, **changes: Any) -> str:
    (bundle,) = released(folder, *audiences, **changes).bundles
    return files_of(bundle.path.read_bytes())["README.txt"].decode()


def refused(folder: Path, *audiences: str, **changes: Any) -> list[str]:
    """The rules for which a release is refused; nothing is written then."""
    with pytest.raises(BriefError) as caught:
        released(folder, *audiences, **changes)
    assert not (folder / "output").exists()
    return [problem.rule for problem in caught.value.problems]


def inside(data: bytes, name: str) -> Iterator[bytes]:
    """Everything in a file as plain bytes: the parts of an Office file, the objects and streams of a PDF."""
    yield data
    if name.endswith((".docx", ".pptx", ".zip")):
        for part, content in parts_of(data).items():
            yield part.encode()
            yield from inside(content, part)
    elif name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield thing.unparse()
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_bytes()


def words_in(data: bytes, name: str) -> str:
    """All words that a file holds anywhere, small and without what is between their letters.

    A PDF shows its text as numbers of glyphs, so its words are read by another program.
    """
    found = b"\n".join(inside(data, name)).decode("utf-8", "replace").lower()
    if name.endswith(".zip"):
        found += "".join(words_in(content, part) for part, content in parts_of(data).items())
    if name.endswith(".pdf"):
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        found += "".join(page.get_textpage().get_text_bounded() for page in document).lower()
        document.close()
    return found


@pytest.mark.parametrize("brief", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_a_bundle_holds_final_copies_their_manifest_sums_and_a_note(brief: Path) -> None:
    files = files_of(bundle_of(brief))
    stem = next(name for name in files if name.endswith("-memo.docx")).removesuffix("-memo.docx")
    assert sorted(files) == sorted(
        ["README.txt", "SHA256SUMS"]
        + [f"{stem}-{part}" for part in ("memo.docx", "deck.pptx", "summary.pdf", "manifest.json")]
    )
    manifest = read_manifest(files[f"{stem}-manifest.json"])
    assert manifest.final
    assert manifest.brief is None
    assert {one.file: one.sha256 for one in manifest.products} == {
        name: sha256(files[name]).hexdigest() for name in files if name.endswith(("docx", "pptx", "pdf"))
    }
    for name, data in files.items():
        assert not re.search(rb"_brf_|brief:slide|customXml|dc:identifier", b"".join(inside(data, name)))


def test_the_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle_of(TINY))) as archive:
        archive.extractall(tmp_path)
    done = run(needs("sha256sum"), "--strict", "-c", "SHA256SUMS", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK\n") == 5


def test_working_files_stay_as_they_are(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    builder.build(brief, tmp_path / "output")
    before = {file: file.read_bytes() for file in (tmp_path / "output").iterdir()}
    release(brief, tmp_path / "output", audiences=["unrestricted"])
    after = {file: file.read_bytes() for file in (tmp_path / "output").iterdir()}
    assert {file: after[file] for file in before} == before
    assert {file.name for file in after.keys() - before.keys()} == {"library-unrestricted-release.zip"}


def test_equal_briefs_give_equal_bundles_wherever_they_are_made(tmp_path: Path) -> None:
    for number, (zone, seed, folder) in enumerate((("UTC", "0", "a"), ("Asia/Tokyo", "7", "b/c"))):
        (tmp_path / folder).mkdir(parents=True)
        brief = write_brief(tmp_path / folder)
        (tmp_path / "key").write_bytes(key_file("ed25519")[0])
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "1"}
        command = (sys.executable, "-m", "builder", "release", str(brief), "--audience", "public", "--mail")
        subprocess.run(
            [*command, "--sign", str(tmp_path / "key"), "--out", f"out{number}"],
            cwd=tmp_path / folder,
            env=environment,
            check=True,
            capture_output=True,
            umask=0o077 if os.name == "posix" and number else -1,
        )
    one, other = tmp_path / "a" / "out0", tmp_path / "b" / "c" / "out1"
    names = sorted(file.name for file in one.iterdir())
    assert names == sorted(file.name for file in other.iterdir())
    assert len(names) == 4
    assert [(one / name).read_bytes() for name in names] == [(other / name).read_bytes() for name in names]


# What the note says


def test_the_note_says_what_this_is_how_to_handle_it_and_whom_to_ask(tmp_path: Path) -> None:
    text = note_of(tmp_path, "press")
    lines = text.splitlines()
    assert lines[0] == "TLP:CLEAR · Embargoed until 1 June 2031, 09:00 UTC"
    assert lines[2] == "The library should open on Sundays"
    assert lines[3] == "Policy brief · For review · Press version · Version 0.9 · 28 May 2031"
    assert "Contact: Library desk, desk@example.org" in lines
    for name in ("memo.docx", "deck.pptx", "summary.pdf", "manifest.json"):
        assert f"library-press-{name}" in text
    assert "brief verify library-press-release.zip" in text
    assert "This bundle is not signed." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_in_the_language_of_the_brief(tmp_path: Path, language: str) -> None:
    text = note_of(tmp_path, "unrestricted", language=language)
    words, labels = language_for(language).release, language_for(language).labels
    for phrase in (words.check, words.record, labels.slides, labels.one_page_summary, labels.contact):
        assert phrase in text
    others = [language_for(other).release for other in LANGUAGES if other != language]
    assert not any(other.check in text for other in others)


def test_no_line_of_the_note_is_long(tmp_path: Path) -> None:
    for language in LANGUAGES:
        text = note_of(tmp_path, "public", language=language)
        assert max(map(len, text.splitlines())) <= 100, language


def test_a_signed_bundle_names_its_key_in_the_note() -> None:
    signed = bundle_of(TINY, "ed25519")
    signer = verify(signed).signer
    assert signer is not None
    text = files_of(signed)["README.txt"].decode()
    assert f"Signed with the key {signer}." in text
    assert "ssh-keygen -Y check-novalidate -n policy-brief" in text


def test_a_brief_that_says_nothing_more_has_a_note_without_gaps() -> None:
    text = files_of(bundle_of(TINY))["README.txt"].decode()
    assert "\n\n\n" not in text
    assert "None" not in text
    assert "{" not in text


# Audiences


def test_a_brief_with_audiences_is_not_released_before_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(BriefError) as caught:
        released(tmp_path)
    (problem,) = caught.value.problems
    assert problem.rule == "audience-chosen"
    assert problem.hint == (
        "add --audience with one of board, press, public, or --unrestricted for the whole brief, including "
        "the restricted parts; `brief release --all-audiences` makes a bundle for each"
    )
    assert problem.position is not None
    assert not (tmp_path / "output").exists()


def test_a_brief_without_audiences_needs_none(tmp_path: Path) -> None:
    (bundle,) = released(
        tmp_path,
        audiences=None,
        distribution=None,
        bottom_line="Open the library on Sundays.",
        sections=[{"title": "Why", "arguments": [{"claim": "Most people can come only on Sundays."}]}],
    ).bundles
    assert bundle.path.name == "library-release.zip"


def test_an_audience_that_the_brief_does_not_have_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "everybody") == ["audiences-declared"]
    assert refused(tmp_path, "public", "everybody") == ["audiences-declared"]


def test_each_audience_gets_a_bundle_without_what_is_withheld_from_it(tmp_path: Path) -> None:
    done = released(tmp_path, "board", "press", "public", "unrestricted")
    names = [bundle.path.name for bundle in done.bundles]
    assert names == [f"library-{name}-release.zip" for name in (*WITHHELD, "unrestricted")]
    everything = {"flamingo", "walrus", "zebra"}
    for bundle, (audience, withheld) in zip(done.bundles, WITHHELD.items(), strict=False):
        data = bundle.path.read_bytes()
        assert verify(data).problems == ()
        words = words_in(data, "x.zip")
        assert {word for word in everything if word in words} == everything - set(withheld), audience
    assert all(word in words_in(done.bundles[-1].path.read_bytes(), "x.zip") for word in everything)


# When nothing is released

WORDY = "The library " + "very " * 15 + "should open on Sundays."


def test_a_warning_is_reason_enough_not_to_release(tmp_path: Path) -> None:
    assert refused(tmp_path, "unrestricted", title=WORDY) == ["word-budget"]
    path = write_brief(tmp_path, title=WORDY)
    done = release(path, tmp_path / "output", audiences=["unrestricted"], allow_warnings=True)
    assert [problem.rule for problem in done.warnings] == ["word-budget"]
    assert len(done.bundles) == 1


def test_an_error_is_reason_enough_whatever_is_allowed(tmp_path: Path) -> None:
    path = write_brief(tmp_path, title=None)
    with pytest.raises(BriefError):
        release(path, tmp_path / "output", audiences=["unrestricted"], allow_warnings=True)
    assert not (tmp_path / "output").exists()


def test_no_version_is_released_if_another_of_the_same_call_is_at_fault(tmp_path: Path) -> None:
    long = {"text": "The board " + "must approve the budget now and " * 15, "audience": ["board"]}
    path = write_brief(tmp_path, bottom_line={"text": "Open the library on Sundays.", "ask": long})
    release(path, tmp_path / "alone", audiences=["public"], allow_warnings=True)
    with pytest.raises(BriefError):
        release(path, tmp_path / "output", audiences=["public", "board"], allow_warnings=True)
    assert not (tmp_path / "output").exists()


# The command


def brief(*arguments: str | Path, cwd: Path, **environment: str) -> tuple[int, str, str]:
    done = in_process("release", *arguments, cwd=cwd, env=environment)
    return done.returncode, done.stdout, done.stderr


def test_the_command_prints_what_it_wrote_with_size_status_and_hash(tmp_path: Path) -> None:
    write_brief(tmp_path)
    code, out, err = brief("library.yaml", "--audience", "public", "--mail", cwd=tmp_path)
    assert (code, err.splitlines()) == (
        0,
        [
            f"no mail for {name}: add --audience {audience}"
            for name, audience in (("山田 太郎", "board"), ("Ann O'Neil", "press"))
        ],
    )
    data = (tmp_path / "output" / "library-public-release.zip").read_bytes()
    first, second, *drafts, how, all_at_once, last = out.splitlines()
    assert first.split()[0] == str(Path("output", "library-public-release.zip"))
    assert "review, TLP:CLEAR · Embargoed until 1 June 2031, 09:00 UTC" in first
    assert first.endswith(f"{len(data) / 1000:.0f} kB")
    assert second == f"  SHA-256 {sha256(data).hexdigest()}"
    assert [Path(draft).name for draft in drafts] == [
        "library-public-mail-1-maria-garcia.eml",
        "library-public-mail-4-juergen-weiss.eml",
    ]
    assert how.startswith("Each draft opens in your mail program")
    assert "`brief send`" in all_at_once
    assert "not signed" in last


def test_the_whole_brief_is_marked_as_such_where_it_has_restricted_parts(tmp_path: Path) -> None:
    write_brief(tmp_path)
    (public,) = printed_bundles(tmp_path, "--audience", "public")
    (whole,) = printed_bundles(tmp_path, "--unrestricted")
    assert "whole brief, restricted parts included" in whole
    assert "library-unrestricted-release.zip" in whole
    assert "restricted" not in public
    bundle = (tmp_path / "output" / "library-unrestricted-release.zip").read_bytes()
    for name, data in files_of(bundle).items():
        assert name in ("README.txt", "SHA256SUMS") or name.startswith("library-unrestricted-")
        if not name.startswith("SHA256SUMS"):
            assert "unrestricted edition" in words_in(data, name) or name.endswith(".json"), name
    note = files_of(bundle)["README.txt"].decode()
    assert "This is the whole brief, with the parts that only some audiences may see." in note
    assert "restricted" not in note_of(tmp_path, "public")


def printed_bundles(folder: Path, *options: str) -> list[str]:
    code, out, _ = brief("library.yaml", *options, cwd=folder)
    assert code == 0
    return [line for line in out.splitlines() if ".zip" in line]


@pytest.mark.parametrize(
    "options", [("--audience", "public", "--unrestricted"), ("--all-audiences", "--unrestricted")]
)
def test_a_release_is_asked_for_audiences_or_for_the_whole(tmp_path: Path, options: tuple[str, ...]) -> None:
    write_brief(tmp_path)
    code, _, err = brief("library.yaml", *options, cwd=tmp_path)
    assert (code, f"{options[0]} and --unrestricted exclude each other" in err) == (2, True)


def test_one_word_releases_a_bundle_for_each_audience_but_not_the_whole_brief(tmp_path: Path) -> None:
    write_brief(tmp_path)
    code, out, _ = brief("library.yaml", "--all-audiences", cwd=tmp_path)
    assert code == 0
    assert [Path(line.split()[0]).name for line in out.splitlines() if ".zip" in line] == [
        f"library-{name}-release.zip" for name in WITHHELD
    ]


def test_the_whole_brief_is_not_built_or_released_as_if_it_were_an_audience(tmp_path: Path) -> None:
    write_brief(tmp_path)
    for command in ("release", "build", "audit"):
        done = in_process(command, "library.yaml", "--audience", "unrestricted", cwd=tmp_path)
        assert done.returncode == 2
        assert "use --unrestricted for the whole brief" in " ".join(done.stderr.split())
    assert not (tmp_path / "output").exists()


def test_all_is_not_an_audience_and_the_hint_says_what_is(tmp_path: Path) -> None:
    write_brief(tmp_path)
    code, _, err = brief("library.yaml", "--audience", "all", cwd=tmp_path)
    assert (code, "the brief declares no audience `all`" in err) == (1, True)
    assert "hint: name one of " in err
    assert "--all-audiences` makes a bundle for each" in err
    assert "or --unrestricted for the whole brief, including the restricted parts" in err
    assert not (tmp_path / "output").exists()


def test_the_command_signs_and_asks_for_a_passphrase_only_where_it_can(tmp_path: Path) -> None:
    write_brief(tmp_path)
    (tmp_path / "key").write_bytes(key_file("ed25519", "sesame")[0])
    arguments = ("library.yaml", "--unrestricted", "--sign", "key")
    code, _, err = brief(*arguments, cwd=tmp_path)
    assert (code, "none was given" in err, "BRIEF_KEY_PASSPHRASE" in err) == (1, True, True)
    code, _, err = brief(*arguments, cwd=tmp_path, BRIEF_KEY_PASSPHRASE="open")
    assert (code, "wrong passphrase for key" in err) == (1, True)
    assert not (tmp_path / "output").exists()
    code, out, _ = brief(*arguments, cwd=tmp_path, BRIEF_KEY_PASSPHRASE="sesame")
    assert (code, "signed" in out) == (0, True)
    assert verify((tmp_path / "output" / "library-unrestricted-release.zip").read_bytes()).signer


def test_the_command_refuses_with_the_lines_at_fault_and_what_to_do(tmp_path: Path) -> None:
    write_brief(tmp_path, title=WORDY)
    code, out, err = brief("library.yaml", "--unrestricted", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "library.yaml:2:8: warning: title" in err
    assert "1 warning (use --allow-warnings to release anyway); nothing was released" in err
    code, _, err = brief("library.yaml", "--unrestricted", "--allow-warnings", cwd=tmp_path)
    assert (code, "warning: title" in err) == (0, True)
    assert brief("absent.yaml", cwd=tmp_path)[0] == 1
    assert brief("--unknown", cwd=tmp_path)[0] == 2


def test_who_has_the_brief_can_ask_whether_the_bundle_says_what_it_says(tmp_path: Path) -> None:
    path = write_brief(tmp_path)
    (bundle,) = release(path, tmp_path, audiences=["press"]).bundles

    def asked(brief: Path) -> tuple[int, str]:
        done = in_process("verify", bundle.path, "--brief", brief, cwd=tmp_path)
        return done.returncode, done.stdout

    code, text = asked(path)
    assert (code, f"and match {path}" in text) == (0, True)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}# a remark\n".replace("walrus", "narwhal"), encoding="utf-8")
    assert asked(path)[0] == 0, "the press may not know what it does not read"
    path.write_text(text.replace("flamingo", "heron"), encoding="utf-8")
    code, text = asked(path)
    assert (code, text.count(f"was built from another revision of {path.as_posix()}")) == (1, 3)
    code, text = asked(TINY)
    assert (code, "library-press-release.zip: error:" in text or "audiences" in text) == (1, True)
    assert asked(tmp_path / "absent.yaml")[0] == 1


@pytest.mark.parametrize(
    ("key", "other", "reported"),
    [
        ("title", "The library should open at night", "the manifest has the title"),
        ("status", "draft", "the manifest has the status “review” instead of “draft”"),
        ("version", "1.0", "README.txt lacks “Policy brief · For review · Press version · Version 1.0"),
        ("marking", {"scheme": "tlp", "label": "GREEN"}, "README.txt lacks “TLP:GREEN”"),
        ("date", "2031-05-29", "the manifest has the date “2031-05-28” instead of “2031-05-29”"),
    ],
)
def test_a_bundle_that_says_another_title_status_version_or_marking_is_not_that_of_the_brief(
    tmp_path: Path, key: str, other: object, reported: str
) -> None:
    (bundle,) = release(write_brief(tmp_path), tmp_path, audiences=["press"]).bundles
    asked = ("verify", bundle.path, "--brief", write_brief(tmp_path, **{key: other}))
    done = in_process(*asked, cwd=tmp_path)
    assert done.returncode == 1
    assert f"library-press-release.zip: error: {reported}" in done.stdout


def test_a_bundle_of_another_brief_is_one_problem_not_sixteen(tmp_path: Path) -> None:
    (bundle,) = release(write_brief(tmp_path), tmp_path, audiences=["press"]).bundles
    other = tmp_path / "ferry.yaml"
    other.write_text(write_brief(tmp_path).read_text(encoding="utf-8").replace("id: library", "id: ferry"))
    done = in_process("verify", bundle.path, "--brief", other, cwd=tmp_path)
    assert (done.returncode, done.stdout.count("error:")) == (1, 1)
    assert "is of the brief `library`, “The library should open on Sundays”, not of `ferry`" in done.stdout


def test_a_note_with_a_line_that_the_brief_does_not_say_is_reported(tmp_path: Path) -> None:
    path = write_brief(tmp_path)
    (bundle,) = release(path, tmp_path, audiences=["press"]).bundles
    files = files_of(bundle.path.read_bytes())
    files["README.txt"] += b"Pay to another account.\n"
    del files["SHA256SUMS"]
    files["SHA256SUMS"] = sums_of(files)
    moment = datetime(2031, 5, 28, tzinfo=UTC)
    bundle.path.write_bytes(pack(files, moment))
    assert verify(bundle.path.read_bytes()).problems == (), "a forger can recompute the checksums"
    done = in_process("verify", bundle.path, "--brief", path, cwd=tmp_path)
    assert (done.returncode, "README.txt has “Pay to another account.”" in done.stdout) == (1, True)
