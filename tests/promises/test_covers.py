"""Partners, logos and the picture of the cover, in the files that the command line builds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from tests.support.command import TINY, brief

RED, BLUE, GREEN, GREY = (200, 30, 30), (30, 30, 200), (30, 160, 60), (120, 120, 120)
PUBLISHED = TINY + (
    "organisation: {name: Ferry Office, logo: own.png}\n"
    "partners: [Harbour Trust, {name: Bay College, logo: college.png, url: www.college.example}]\n"
    "cover: {path: cover.png, focus: left, credit: 'Photo: Jo Marsh', alt: A ferry at a pier}\n"
)
MEMO, COVER = r"word/(document|header\d)\.xml", r"ppt/slides/slide1\.xml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a cover that is red on its left and blue on its right, and two logos."""
    cover = Image.new("RGB", (1600, 1200), RED)
    ImageDraw.Draw(cover).rectangle((800, 0, 1600, 1200), BLUE)
    cover.save(tmp_path / "cover.png")
    Image.new("RGB", (200, 200), GREEN).save(tmp_path / "own.png")
    Image.new("RGB", (900, 150), GREY).save(tmp_path / "college.png")
    return tmp_path


def build(folder: Path, text: str, *options: str) -> dict[str, Path]:
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", "--out", "made", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    ends = {"memo": "docx", "deck": "pptx", "summary": "pdf"}
    return {name: next((folder / "made").glob(f"*.{end}")) for name, end in ends.items()}


def refused(folder: Path, text: str) -> str:
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    return brief("check", cwd=folder).stdout


def words(file: Path, parts: str) -> str:
    with ZipFile(file) as package:
        found = [package.read(name).decode() for name in package.namelist() if re.fullmatch(parts, name)]
    return " ".join("".join(re.findall(r"<[aw]:t(?: [^>]*)?>([^<]*)<", each)) for each in found)


def sizes(file: Path, parts: str) -> dict[str, tuple[float, float]]:
    """Return width and height of each picture in points, by its alternative text."""
    with ZipFile(file) as package:
        found = [package.read(name).decode() for name in package.namelist() if re.fullmatch(parts, name)]
    shown = re.findall(
        r'<(?:wp|p):(?:docPr|cNvPr) [^>]*descr="([^"]+)".*?<a:ext cx="(\d+)" cy="(\d+)"', "".join(found)
    )
    return {alt: (int(width) / 12_700, int(height) / 12_700) for alt, width, height in shown}


def pictures(file: Path) -> list[Image.Image]:
    with ZipFile(file) as package:
        names = [name for name in package.namelist() if "/media/" in name]
        return [Image.open(io.BytesIO(package.read(name))).convert("RGB") for name in names]


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    found = picture.getcolors() or []
    return {colour for _, colour in found if isinstance(colour, tuple)}


def printed(file: Path) -> str:
    return " ".join(pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range().split())


def images(file: Path) -> Mapping[str, tuple[int, int]]:
    """Return the sizes in pixels of a page's pictures, by their alternative texts."""
    with pikepdf.open(file) as document:
        elements = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        alts = [str(one.Alt) for one in elements if one.get("/S") == "/Figure"]
        drawn = document.pages[0].Resources.get("/XObject", pikepdf.Dictionary())
        shown = [(int(one.Width), int(one.Height)) for one in drawn.values()]
    return dict(zip(alts, shown, strict=True))


def test_all_three_files_name_the_partners_and_say_who_made_the_picture(folder: Path) -> None:
    files = build(folder, PUBLISHED)
    said = {"memo": words(files["memo"], MEMO), "deck": words(files["deck"], COVER)}
    for name, text in {**said, "summary": printed(files["summary"])}.items():
        assert "Harbour Trust; Bay College" in text, name
        assert "Photo: Jo Marsh" in text, name
    assert "https://www.college.example" in files["summary"].read_bytes().decode("latin-1")


def test_logos_are_beside_each_other_and_look_equally_large(folder: Path) -> None:
    files = build(folder, PUBLISHED)
    for name, parts in (("memo", MEMO), ("deck", COVER)):
        found = sizes(files[name], parts)
        square, wide = found["Ferry Office"], found["Bay College"]
        assert square[0] == pytest.approx(square[1], abs=0.1)
        assert 0.5 * square[1] < wide[1] < square[1]
        assert square[0] * square[1] / 2 < wide[0] * wide[1] < square[0] * square[1] * 3


def test_only_the_part_near_the_focus_is_in_a_file(folder: Path) -> None:
    for focus, colour in (("left", RED), ("[1, 0.2]", BLUE)):
        tall = PUBLISHED.replace("cover.png", "tall.png").replace("focus: left", f"focus: {focus}")
        picture = Image.open(folder / "cover.png").resize((8000, 600), Image.Resampling.NEAREST)
        picture.save(folder / "tall.png")
        files = build(folder, tall)
        for name, ratio in (("memo", 4.0), ("deck", 1.27)):
            cut = [
                one for one in pictures(files[name]) if one.width / one.height == pytest.approx(ratio, 0.02)
            ]
            assert [colours(one) for one in cut] == [{colour}], (name, focus)
            assert all({RED, BLUE} - colours(one) for one in pictures(files[name]))


def test_a_small_picture_is_reported_and_enlarged_by_half_at_most(folder: Path) -> None:
    Image.open(folder / "cover.png").resize((240, 180)).save(folder / "cover.png")
    assert (
        "brief.yaml:9:15: warning: cover.path: the picture is 240 pixels wide; a cover needs 800"
        in refused(folder, PUBLISHED)
    )
    files = build(folder, PUBLISHED)
    assert sizes(files["memo"], MEMO)["A ferry at a pier"][0] == pytest.approx(200.0, abs=0.1)  # under 400 px
    assert sizes(files["deck"], COVER)["A ferry at a pier"][0] == pytest.approx(228 * 0.75 * 1.5, abs=0.1)
    assert "A ferry at a pier" not in images(files["summary"])


def test_a_summary_with_room_has_the_picture_and_one_logo(folder: Path) -> None:
    assert set(images(build(folder, PUBLISHED)["summary"])) == {"Ferry Office", "A ferry at a pier"}


def test_a_picture_without_alternative_text_and_a_white_logo_are_reported(folder: Path) -> None:
    white = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(white).ellipse((10, 10, 90, 90), "white")
    white.save(folder / "own.png")
    found = refused(folder, PUBLISHED.replace(", alt: A ferry at a pier", ""))
    assert "brief.yaml:9:8: error: cover.alt: the key `alt` is missing [required-keys]" in found
    assert "hint: add `alt: …`: alternative text for readers who cannot see it" in found
    assert "warning: organisation.logo.path: the logo of Ferry Office is white, or nearly so" in found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cover: {path: cover.png, alt: A, focus: Center}", "focus: [centre]"),
        ("cover: {path: cover.png, alt: A, focus: top left}", "focus: [top, left]"),
        ("cover: {path: cover.png, alt: A, focus: [30%, 60%]}", "focus: [0.3, 0.6]"),
        ("Cover image: {file: cover.png, alt_text: A}", "cover: {path: cover.png, alt: A}"),
        ("partners: Harbour Trust", "partners:\n  - name: Harbour Trust"),
        ("partners: [{organization: B, logo: own.png, website: b.example}]", "url: https://b.example"),
    ],
)
def test_covers_and_partners_are_read_as_people_write_them(folder: Path, written: str, meant: str) -> None:
    (folder / "brief.yaml").write_text(f"{TINY}{written}\n", encoding="utf-8")
    done = brief("check", "--fix", cwd=folder)
    assert done.returncode == 0, done.stderr
    fixed = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert re.sub(r"\W+", " ", meant) in re.sub(r"\W+", " ", fixed)
    assert brief("check", "--fix", cwd=folder).returncode == 0
    assert (folder / "brief.yaml").read_text(encoding="utf-8") == fixed


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("cover: {path: cover.png, alt: A, focus: upper}", "expected `left`, `right`, `top`, `bottom`"),
        ("cover: {path: cover.png, alt: A, focus: [0.3, 2]}", "or a share from 0 to 1 of the picture"),
        (
            "cover: {path: cover.png, alt: A, focus: [left, right]}",
            "both words are about the picture's width",
        ),
        ("cover: {path: cover.png, alt: A, focus: [top, 0.2]}", "about the picture's height"),
        ("partners: [own.png]", "partners[0].name: the key `name` is missing"),
        ("cover: {path: none.png, alt: A}", "cover.path: there is no file `none.png`"),
        ("partners: [{name: B, url: 'https://me:you@b.example'}]", "partners[0].url: the link to"),
    ],
)
def test_what_cannot_be_meant_is_reported_where_it_is(folder: Path, written: str, problem: str) -> None:
    assert problem in refused(folder, f"{TINY}{written}\n")


def test_an_edition_has_neither_name_nor_picture_that_it_may_not_show(folder: Path) -> None:
    limited = PUBLISHED.replace(
        "url: www.college.example", "url: www.college.example, audience: [staff]"
    ).replace("alt: A ferry at a pier", "alt: A ferry at a pier, audience: [staff]")
    text = f"{limited}audiences: [staff, public]\n"
    public = build(folder, text, "--audience", "public")
    for name, parts in (("memo", MEMO), ("deck", COVER)):
        assert "Harbour Trust" in words(public[name], parts)
        assert set(sizes(public[name], parts)) == {"Ferry Office"}
        assert all(colours(one).isdisjoint({RED, BLUE, GREY}) for one in pictures(public[name]))
    everything = b"".join(file.read_bytes() for file in public.values()) + printed(public["summary"]).encode()
    for secret in (b"Bay College", b"college.example", b"Jo Marsh", b"A ferry at a pier"):
        assert secret not in everything


def test_the_manifest_names_every_picture_and_trace_finds_the_words(folder: Path) -> None:
    build(folder, PUBLISHED)
    (manifest,) = (folder / "made").glob("*-manifest.json")
    found = json.loads(manifest.read_text(encoding="utf-8"))
    assert {one["path"] for one in found["brief"]["inputs"]} == {"cover.png", "own.png", "college.png"}
    for path, locations in (
        ("partners[1].name", ("header of page 1", "slide 1", "page 1, head")),
        ("cover.credit", ("slide 1", "page 1")),
    ):
        shown = brief("trace", path, "brief.yaml", cwd=folder)
        assert shown.returncode == 0, shown.stderr
        assert [one for one in locations if one not in shown.stdout] == [], shown.stdout
