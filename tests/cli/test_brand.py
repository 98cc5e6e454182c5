"""`brand:` gives the three files the colours, typefaces and logos of a brand file (brand.yml)."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from builder.pipeline.watching import named
from tests.brief.test_load import SMALL
from tests.conftest import ROOT
from tests.support.command import assert_reported, brief
from tests.support.packages import parts_of

RED = """\
meta: {name: Harbour Institute}
color:
  palette: {oxblood: "#7A1020", slate: "#3B4A57"}
  primary: oxblood
  secondary: slate
"""


def written(folder: Path, brand: str = RED, more: str = "") -> Path:
    (folder / "_brand.yml").write_text(brand, encoding="utf-8")
    path = folder / "brief.yaml"
    path.write_text(f"brand: _brand.yml\n{SMALL}{more}", encoding="utf-8")
    return path


def picture(path: Path, size: tuple[int, int], colour: str = "#7A1020") -> bytes:
    Image.new("RGB", size, colour).save(path)
    return path.read_bytes()


def media(file: Path) -> list[bytes]:
    with ZipFile(file) as package:
        return [package.read(name) for name in package.namelist() if "/media/" in name]


def test_colours_of_a_brand_reach_all_three_files_and_the_manifest(tmp_path: Path) -> None:
    path = written(tmp_path)
    done = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name, inside in (("memo.docx", "word/theme/theme1.xml"), ("deck.pptx", "ppt/theme/theme1.xml")):
        (data,) = parts_of((tmp_path / f"brief-{name}").read_bytes(), f"^{inside}$").values()
        assert b"7A1020" in data
        assert b"3B4A57" in data
        assert b"12395B" not in data
    page = pypdfium2.PdfDocument(tmp_path / "brief-summary.pdf")[0]
    colours = page.render().to_pil().convert("RGB").getcolors(1_000_000)
    assert (0x7A, 0x10, 0x20) in {colour for _, colour in colours or ()}
    manifest = json.loads((tmp_path / "brief-manifest.json").read_text())
    digest = sha256(RED.encode()).hexdigest()
    assert manifest["brief"]["inputs"] == [{"path": "_brand.yml", "sha256": digest}]
    assert brief("audit", path, "--out", tmp_path, cwd=tmp_path).returncode == 0
    assert "Up to date" in brief("build", path, "--out", tmp_path, cwd=tmp_path).stdout
    written(tmp_path, RED.replace("7A1020", "6A1020"))
    assert brief("build", path, "--out", tmp_path, "--check", cwd=tmp_path).returncode == 1
    assert tmp_path / "_brand.yml" in named(path)


def test_the_medium_logo_is_in_the_heads_and_the_large_one_on_the_cover(tmp_path: Path) -> None:
    small, large = picture(tmp_path / "s.png", (300, 300)), picture(tmp_path / "l.png", (900, 300), "#3B4A57")
    logos = 'logo: {medium: {path: s.png, alt: "A mark"}, large: l.png}\n'
    path = written(tmp_path, RED + logos)
    done = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    sizes = {
        name: {Image.open(BytesIO(data)).size for data in media(tmp_path / f"brief-{name}")}
        for name in ("memo.docx", "deck.pptx")
    }
    assert (300, 300) in sizes["memo.docx"]
    assert (900, 300) not in sizes["memo.docx"]
    assert (900, 300) in sizes["deck.pptx"]
    assert small != large


def test_a_logo_of_the_brief_comes_before_that_of_the_brand(tmp_path: Path) -> None:
    picture(tmp_path / "s.png", (300, 300))
    picture(tmp_path / "own.png", (600, 200), "#3B4A57")
    own = 'organisation: {name: "Harbour", logo: {path: own.png, alt: "Harbour"}}\n'
    path = written(tmp_path, f"{RED}logo: s.png\n", own)
    assert brief("build", path, "--out", tmp_path, "--only", "memo", cwd=tmp_path).returncode == 0
    sizes = {Image.open(BytesIO(data)).size for data in media(tmp_path / "brief-memo.docx")}
    assert (600, 200) in sizes
    assert (300, 300) not in sizes


def test_a_brand_is_over_a_theme(tmp_path: Path) -> None:
    path = written(tmp_path, more="theme: sober\n")
    assert brief("build", path, "--out", tmp_path, "--only", "memo", cwd=tmp_path).returncode == 0
    styles = parts_of((tmp_path / "brief-memo.docx").read_bytes(), "^word/(styles|theme/theme1).xml$")
    assert any(b"Cambria" in data for data in styles.values())
    assert any(b"7A1020" in data for data in styles.values())


@pytest.mark.parametrize(
    ("brand", "position", "message", "hint"),
    [
        ("color: {primary: navy-blue}", "1:18", "there is no colour `navy-blue`", "#12395B"),
        ("color:\n  palette: {a: b, b: a}\n  primary: a", "2:", "this colour is named by itself", ""),
        ("color: {primary: #F0A}", "1:18", "everything after ` #` is a comment", "double quotes"),
        ("color:\n  primary: #F0A", "2:11", "there is no colour", "write it in quotes"),
        ("color: {primry: '#112233'}", "1:9", "`color` has no key `primry`", "`primary`"),
        ("colour: {primary: '#112233'}", "1:1", "a brand has no key `colour`", "`color`"),
        (
            "color: {primary: '#F08030'}",
            "1:18",
            "`primary` is too pale: its contrast with white is 2.",
            '`primary: "#',
        ),
        ("typography: {base: {weight: heavy}}", "1:29", "`heavy` is not known", ""),
        ("logo: {small: none.png}", "1:15", "none.png", ""),
        ("- a", "1:1", "the file must consist of keys and values, found a list", "begin with `color:`"),
        ("", "1:1", "the file is empty", "begin with `color:`"),
    ],
)
def test_faults_of_a_brand_are_shown_in_its_file(
    brand: str, position: str, message: str, hint: str, tmp_path: Path
) -> None:
    assert_reported(written(tmp_path, f"{brand}\n"), f"_brand.yml:{position}", message, hint)


def test_what_a_brand_says_and_the_files_cannot_show_is_one_warning_each(tmp_path: Path) -> None:
    more = (
        "  success: '#28A745'\n  info: '#17A2B8'\n"
        "typography:\n  monospace: Fira Code\n  base: {size: 11pt, line-height: 1.4}\n"
    )
    done = brief("build", written(tmp_path, RED + more), "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.count(": warning: ") == 3
    assert "`success`, `info`: the files have no such colour" in done.stderr
    quiet = written(tmp_path, RED + more, "ignore: [brand-shown]\n")
    assert "[brand-shown]" not in brief("build", quiet, "--out", tmp_path, cwd=tmp_path).stderr


def test_the_file_that_briefs_extend_can_name_the_brand(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "_brand.yml").write_text(f"{RED}logo: s.png\n", encoding="utf-8")
    picture(tmp_path / "house" / "s.png", (300, 300))
    (tmp_path / "house" / "house.yaml").write_text("brand: _brand.yml\n", encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(f"extends: house/house.yaml\n{SMALL}", encoding="utf-8")
    done = brief("build", path, "--out", tmp_path, "--only", "memo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert any(Image.open(BytesIO(data)).size == (300, 300) for data in media(tmp_path / "brief-memo.docx"))
    inputs = json.loads((tmp_path / "brief-manifest.json").read_text())["brief"]["inputs"]
    assert {one["path"] for one in inputs} >= {"house/_brand.yml", "house/s.png"}


def test_font_files_of_a_brand_are_embedded(tmp_path: Path) -> None:
    fonts = ROOT / "builder" / "theme" / "fonts"
    for name in ("Caladea-Regular.ttf", "Caladea-Bold.ttf"):
        (tmp_path / name).write_bytes((fonts / name).read_bytes())
    typography = (
        "typography:\n  fonts:\n    - {family: Caladea, source: file, files: [Caladea-Regular.ttf, "
        "Caladea-Bold.ttf]}\n  base: Caladea\n"
    )
    done = brief("build", written(tmp_path, RED + typography), "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"Caladea" in (tmp_path / "brief-summary.pdf").read_bytes()
    assert any(
        b'"Caladea"' in data
        for data in parts_of((tmp_path / "brief-memo.docx").read_bytes(), "theme1").values()
    )


def test_the_brand_of_the_documentation_is_shown_whole(tmp_path: Path) -> None:
    brand = (ROOT / "docs" / "gallery" / "_brand.yml").read_text(encoding="utf-8")
    done = brief("build", written(tmp_path, brand), "--out", tmp_path, "--only", "summary", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "colours",
    [
        {"primary": "#A0C0FF"},
        {"primary": "#FFFFFF"},
        {"primary": "#A0C0FF", "secondary": "#FFDD00", "foreground": "#888888"},
        {"warning": "#FFCC00", "foreground": "#999999"},
    ],
)
def test_a_pale_colour_is_one_error_in_words_of_the_brand_and_its_hint_helps(
    colours: dict[str, str], tmp_path: Path
) -> None:
    lines = {key: f'  {key}: "{code}"' for key, code in colours.items()}
    path = written(tmp_path, "color:\n" + "\n".join(lines.values()) + "\n")
    done = brief("check", path, cwd=tmp_path)
    found = re.findall(r"_brand.yml:(\d+):\d+: error: color\.(\w+): `(\w+)` is too pale", done.stdout)
    assert found == [(f"{2 + index}", key, key) for index, key in enumerate(colours)]
    assert done.stdout.count(": error: ") == len(colours)
    assert not re.search("brand`|tint|paper|response", done.stdout)
    better = dict(re.findall(r'hint: `(\w+): "(#\w{6})"` has enough', done.stdout))
    assert better.keys() == colours.keys()
    written(tmp_path, "color:\n" + "".join(f'  {key}: "{code}"\n' for key, code in better.items()))
    assert brief("check", path, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("named", "message", "hint"),
    [
        ("brand: s.png", "`s.png` is not a brand file", "organisation: {name: …, logo: s.png}"),
        ("brand: t.png", "there is no file `t.png`", "expected one of: _brand.yml"),
        (f"brand: {'x' * 300}.png", "there is no file `", "expected one of: _brand.yml"),
        ("brand: brief.yaml", "`brief.yaml` is not a brand file", "did you mean `_brand.yml`?"),
        ("brand: _brnd.yml", "there is no file `_brnd.yml`", "did you mean `_brand.yml`?"),
        ("theme: brief.yaml", "`brief.yaml` is not a theme file", "`brief theme default > theme.yaml`"),
        ("theme: _brand.yaml", "there is no file `_brand.yaml`", "one of: default, contrast, sober"),
    ],
)
def test_what_is_no_brand_file_is_neither_read_nor_suggested(
    named: str, message: str, hint: str, tmp_path: Path
) -> None:
    picture(tmp_path / "s.png", (300, 300))
    path = written(tmp_path)
    path.write_text(f"{named}\n{SMALL}", encoding="utf-8")
    printed = assert_reported(path, f"brief.yaml:1:8: error: {named[:5]}:", message, hint)
    assert "`brief.yaml`?" not in printed


@pytest.mark.parametrize("key", ["brand", "theme"])
def test_a_file_that_is_not_utf_8_is_shown_where_and_how_to_save_it(key: str, tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(f"{key}: look.yml\n{SMALL}", encoding="utf-8")
    (tmp_path / "look.yml").write_bytes("# Büro\n".encode("cp1252"))
    done = brief("check", path, cwd=tmp_path)
    assert "look.yml:1:4: error: byte 0xFC is not valid UTF-8 [file-is-utf8]" in done.stdout
    assert "hint: save the file as UTF-8" in done.stdout
    (tmp_path / "look.yml").write_bytes(b"\x89PNG\x00")
    assert "this is not a text file" in brief("check", path, cwd=tmp_path).stdout
