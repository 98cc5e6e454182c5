"""`theme:` and `brief theme`: the look of the three files as data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from builder.pipeline.watching import named
from tests.brief.test_load import SMALL
from tests.conftest import ROOT
from tests.support.command import assert_reported, brief
from tests.support.packages import parts_of

RED = '# Ours.\ncolours:\n  brand: "#7A1020"\n'


def written(folder: Path, theme: str = RED, more: str = "") -> Path:
    """A brief with a theme of its own."""
    (folder / "look.yaml").write_text(theme)
    path = folder / "brief.yaml"
    path.write_text(f"theme: look.yaml\n{SMALL}{more}")
    return path


def test_a_theme_file_reaches_all_three_files_and_the_manifest(tmp_path: Path) -> None:
    path = written(tmp_path)
    done = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name, inside in (("memo.docx", "word/styles.xml"), ("deck.pptx", "ppt/theme/theme1.xml")):
        (data,) = parts_of((tmp_path / f"brief-{name}").read_bytes(), f"^{inside}$").values()
        assert b"7A1020" in data
        assert b"12395B" not in data
    manifest = json.loads((tmp_path / "brief-manifest.json").read_text())
    digest = sha256(RED.encode()).hexdigest()
    assert manifest["brief"]["inputs"] == [{"path": "look.yaml", "sha256": digest}]
    assert brief("audit", path, "--out", tmp_path, cwd=tmp_path).returncode == 0
    again = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert "Up to date" in again.stdout
    written(tmp_path, RED.replace("7A1020", "103A7A"))
    assert brief("build", path, "--out", tmp_path, "--check", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["default", "sober", "contrast"])
def test_a_printed_theme_is_the_theme(tmp_path: Path, name: str) -> None:
    printed = brief("theme", name, cwd=tmp_path)
    assert printed.returncode == 0
    assert len(re.findall(r"  # \w.*\.$", printed.stdout, re.MULTILINE)) > 25
    (tmp_path / "mine.yaml").write_text(printed.stdout)
    again = brief("theme", tmp_path / "mine.yaml", cwd=tmp_path)
    assert again.stdout.splitlines()[1:] == printed.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("theme", "place", "message", "hint"),
    [
        ('colours: {brnd: "#123456"}', "1:11", "`colours` has no key `brnd`", "did you mean `brand`?"),
        ("colors: {brand: red}", "1:1", "a theme has no key `colors`", "did you mean `colours`?"),
        ("colours:\n  brand: dark blue", "2:10", "`dark blue` is not a colour", "six hexadecimal digits"),
        ("colours:\n  brand: #12395B", "2:9", "there is no colour", "in quotes"),
        ("colours:\n  series: [1, 2]", "2:11", "this is not a list of 5 values", "brief theme default"),
        ("sizes: {memo: 3}", "1:15", "`3` is not a number from 0.9 to 1.2", "brief theme default"),
        ("sizes: 3", "1:8", "there must be keys and values", "brief theme default"),
        ("sizes: {memo: [", "2:1", "a value is missing here", "yaml-syntax"),
    ],
)
def test_faults_of_a_theme_are_shown_in_its_file(
    tmp_path: Path, theme: str, place: str, message: str, hint: str
) -> None:
    at = f"{(tmp_path / 'look.yaml').as_posix()}:{place}: error: "
    assert assert_reported(written(tmp_path, theme + "\n"), at, message, hint).startswith(at)


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("sobr", "there is no theme `sobr`", "did you mean `sober`?"),
        ("lok.yaml", "there is no file `lok.yaml`", "did you mean `look.yaml`?"),
        ("../look.yaml", "`../look.yaml` is outside the brief's folder", "copy it into"),
    ],
)
def test_a_theme_that_is_not_there_is_refused(tmp_path: Path, name: str, message: str, hint: str) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace("look.yaml", name))
    assert_reported(path, "brief.yaml:1:8: error: theme:", message, hint)


def test_the_file_that_briefs_extend_can_name_the_theme(tmp_path: Path) -> None:
    for name in ("house", "ferry"):
        (tmp_path / name).mkdir()
    (tmp_path / "house" / "look.yaml").write_text(RED)
    (tmp_path / "house" / "house.yaml").write_text("theme: look.yaml\n")
    path = tmp_path / "ferry" / "brief.yaml"
    path.write_text(f"extends: ../house/house.yaml\n{SMALL}")
    done = brief("build", path, "--out", tmp_path / "out", "--only", "memo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "brief-manifest.json").read_text())
    assert {one["path"] for one in manifest["brief"]["inputs"]} == {
        "../house/house.yaml",
        "../house/look.yaml",
    }
    assert (
        "Up to date" in brief("build", path, "--out", tmp_path / "out", "--only", "memo", cwd=tmp_path).stdout
    )
    assert {file.name for file in named(path)} == {"house.yaml", "look.yaml"}


def test_an_unknown_theme_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = brief("theme", "sombre", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "error: there is no theme `sombre`\n  hint: did you mean `sober`?\n"


FONTS = ROOT / "builder" / "theme" / "fonts"
OWN = """\
fonts:
  body: {name: My Sans, files: [fonts/My-Regular.ttf, fonts/My-Bold.ttf]}
  heading: Cambria
"""


def own_fonts(folder: Path, change: Callable[[bytes], bytes] = bytes) -> Path:
    """A brief with font files of its own, of which the regular one is changed."""
    (folder / "fonts").mkdir(parents=True)
    for style in ("Regular", "Bold"):
        data = (FONTS / f"Caladea-{style}.ttf").read_bytes()
        (folder / "fonts" / f"My-{style}.ttf").write_bytes(change(data) if style == "Regular" else data)
    return written(folder, OWN)


def test_font_files_of_the_brief_are_named_in_office_and_embedded_in_the_pdf(tmp_path: Path) -> None:
    pages = []
    for name in ("one", "two"):
        path = own_fonts(tmp_path / name)
        done = brief("build", path, "--out", tmp_path / name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        pages.append((tmp_path / name / "brief-summary.pdf").read_bytes())
    assert pages[0] == pages[1]  # wherever the folder is
    with pikepdf.open(BytesIO(pages[0])) as pdf:
        embedded = {str(font.BaseFont)[8:] for font in pdf.pages[0].Resources.Font.values()}
    assert embedded == {"Caladea-Regular", "Caladea-Bold"}
    theme = (tmp_path / "one" / "brief-deck.pptx").read_bytes()
    (part,) = parts_of(theme, "^ppt/theme/theme1.xml$").values()
    assert re.findall(rb'<a:(m\w+Font)><a:latin typeface="([^"]+)"', part) == [
        (b"majorFont", b"Cambria"),
        (b"minorFont", b"My Sans"),
    ]
    manifest = json.loads((tmp_path / "one" / "brief-manifest.json").read_text())
    assert [one["path"] for one in manifest["brief"]["inputs"]] == [
        *("look.yaml", "fonts/My-Regular.ttf", "fonts/My-Bold.ttf")
    ]
    assert "My-Regular.ttf" in [one["name"] for one in manifest["fonts"]]
    assert brief("audit", tmp_path / "one", "--out", tmp_path / "one", cwd=tmp_path).returncode == 0
    default = written(tmp_path, "fonts: {body: Cambria}\n")
    brief("build", default, "--out", tmp_path / "one", "--only", "summary", cwd=tmp_path)
    wrong = brief("audit", tmp_path / "one", "--out", tmp_path / "one", cwd=tmp_path)
    assert wrong.returncode == 1


def with_rights(rights: int) -> Callable[[bytes], bytes]:
    """Return what sets the embedding rights of a font, the flags at the fourth number of its table OS/2."""

    def changed(data: bytes) -> bytes:
        at = data.index(b"OS/2")
        start = int.from_bytes(data[at + 8 : at + 12], "big")
        return data[: start + 8] + rights.to_bytes(2, "big") + data[start + 10 :]

    return changed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (with_rights(0x0002), "may not be embedded, by its OS/2 table"),
        (with_rights(0x0200), "may not be embedded, by its OS/2 table"),
        (with_rights(0x0100), "may not be subset, by its OS/2 table"),
        (lambda data: b"OTTO" + data[4:], "has PostScript outlines, which cannot be in the PDF"),
        (lambda data: data.replace(b"cvt ", b"fvar", 1), "is a variable font"),
        (lambda data: data[:300], "is not a whole font"),
        (lambda _: b"#!/bin/sh", "is not a font file"),
    ],
)
def test_a_font_that_cannot_be_embedded_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    message = f"`fonts/My-Regular.ttf` {message} [fonts-embeddable]"
    path = own_fonts(tmp_path / "brief", change)
    assert_reported(path, "look.yaml:2:33: error: fonts.body.files[0]:", message)


def test_rights_that_allow_embedding_are_enough(tmp_path: Path) -> None:
    for rights in (0x0000, 0x0004, 0x0008, 0x000A):
        path = own_fonts(tmp_path / str(rights), with_rights(rights))
        assert brief("check", path, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("fonts", "message"),
    [
        ("{body: {name: X, files: [look.yaml]}}", "fonts.body.files[0]: `look.yaml` is not a font file"),
        ("{body: {name: X, files: [../x.ttf]}}", "fonts.body.files[0]: `../x.ttf` is outside"),
        ("{body: {name: X, files: [x.ttf]}}", "fonts.body.files[0]: there is no file `x.ttf`"),
        ("{body: {name: X, file: [x.ttf]}}", "fonts.body: a font has no key `file`"),
        ("{body: {name: X}}", "fonts.body: there are no files"),
        ("{body: {files: [x.ttf]}}", "fonts.body: this is not the name of a font"),
        ('{body: "<b>"}', "fonts.body: this is not the name of a font"),
    ],
)
def test_a_font_that_is_named_wrongly_is_refused(tmp_path: Path, fonts: str, message: str) -> None:
    assert_reported(written(tmp_path, f"fonts: {fonts}\n"), "look.yaml:1:", message)


def test_a_stand_in_for_a_missing_font_is_named(tmp_path: Path) -> None:
    done = brief("check", written(tmp_path, "fonts: {body: No Such Sans}\n"), cwd=tmp_path)
    assert done.returncode == 0
    assert (
        "no file of `No Such Sans` is here: it is measured, and set in the summary, with Carlito"
        in done.stdout
    )


def test_sober_has_headings_with_serifs(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace("look.yaml", "sober"))
    assert brief("build", path, "--out", tmp_path, cwd=tmp_path).returncode == 0
    with pikepdf.open(tmp_path / "brief-summary.pdf") as pdf:
        embedded = {str(font.BaseFont)[8:] for font in pdf.pages[0].Resources.Font.values()}
    assert embedded >= {"Carlito", "Caladea-Bold"}
