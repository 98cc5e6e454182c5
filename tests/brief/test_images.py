"""Pictures come through one gateway: whole, upright, in sRGB, without metadata, or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from builder.brief.images import LONGEST_SIDE, MAX_BYTES, Picture, PictureFault, open_picture, open_pictures
from tests.conftest import often, sampled
from tests.corpora.hostile.pictures import png
from tests.support.packages import saved

ORIENTATION, CAMERA, GPS = 0x0112, 0x0110, 0x8825


def sketch(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    image.paste((0, 0, 200), (width // 2, 0, width, height))
    return image.convert(mode)


def opened(folder: Path, name: str) -> tuple[Picture, Image.Image]:
    picture = open_picture(folder, name)
    assert isinstance(picture, Picture), picture
    image = Image.open(BytesIO(picture.data))
    image.load()
    assert image.format == picture.format
    assert image.size == (picture.width, picture.height)
    return picture, image


def fault(folder: Path, name: str) -> PictureFault:
    found = open_picture(folder, name)
    assert isinstance(found, PictureFault)
    return found


@pytest.mark.parametrize(
    ("name", "mode", "format_"),
    [
        ("a.png", "RGB", "PNG"),
        ("a.png", "1", "PNG"),
        ("a.png", "P", "PNG"),
        ("a.png", "LA", "PNG"),
        ("a.jpg", "RGB", "JPEG"),
        ("a.jpg", "L", "JPEG"),
        ("a.jpg", "CMYK", "JPEG"),
        ("a.webp", "RGB", "PNG"),
        ("a.gif", "P", "PNG"),
        ("a.tif", "RGB", "PNG"),
        ("a.bmp", "RGB", "PNG"),
        ("misnamed.txt", "RGB", "PNG"),
    ],
)
def test_a_picture_of_a_known_kind_opens(tmp_path: Path, name: str, mode: str, format_: str) -> None:
    sketch(mode=mode).save(tmp_path / name, format="PNG" if name == "misnamed.txt" else None)
    picture, image = opened(tmp_path, name)
    assert (picture.format, picture.width, picture.height) == (format_, 60, 40)
    assert image.mode in ("RGB", "RGBA")


def test_a_picture_in_a_folder_below_opens(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    sketch().save(tmp_path / "assets" / "map.png")
    assert opened(tmp_path, "assets/map.png")[0].width == 60


def test_the_same_picture_produces_the_same_bytes(tmp_path: Path) -> None:
    sketch().save(tmp_path / "a.jpg")
    assert open_picture(tmp_path, "a.jpg") == open_picture(tmp_path, "a.jpg")


def test_a_picture_taken_sideways_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn by 90 degrees clockwise
    sketch().save(tmp_path / "a.jpg", exif=exif, quality=95)
    _, image = opened(tmp_path, "a.jpg")
    assert image.size == (40, 60)
    top, bottom = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > top[2]
    assert bottom[2] > bottom[0]


def test_place_camera_and_comments_are_left_behind(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[CAMERA] = "Secret camera"
    exif.get_ifd(GPS)[1] = "N"
    sketch().save(tmp_path / "a.jpg", exif=exif, comment=b"Secret comment", dpi=(300, 300))
    sketch().save(tmp_path / "b.png", exif=exif, dpi=(300, 300))
    for name in ("a.jpg", "b.png"):
        picture, image = opened(tmp_path, name)
        assert b"Secret" not in picture.data
        assert not image.getexif()
        assert "dpi" not in image.info


def test_colours_are_brought_to_srgb_by_the_profile_of_the_picture(tmp_path: Path) -> None:
    # a profile in which red and blue have each other's primaries: sRGB's own, with its tags swapped
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    sketch().save(tmp_path / "a.png", icc_profile=bytes(profile))
    sketch(mode="RGBA").save(tmp_path / "b.png", icc_profile=bytes(profile))
    for name in ("a.png", "b.png"):
        _, image = opened(tmp_path, name)
        left = image.getpixel((5, 5))
        assert isinstance(left, tuple)
        assert left[2] > 150 > left[0]
        assert "icc_profile" not in image.info


def test_a_profile_that_is_none_is_left_aside(tmp_path: Path) -> None:
    sketch().save(tmp_path / "a.png", icc_profile=b"no profile" * 20)
    _, image = opened(tmp_path, "a.png")
    assert image.getpixel((5, 5)) == (200, 0, 0)


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    image = sketch(mode="RGBA")
    image.putalpha(90)
    image.save(tmp_path / "a.png")
    assert opened(tmp_path, "a.png")[1].getpixel((5, 5)) == (200, 0, 0, 90)


def test_sixteen_bits_a_pixel_become_eight(tmp_path: Path) -> None:
    Image.new("I;16", (8, 8), 40_000).save(tmp_path / "a.png")
    assert opened(tmp_path, "a.png")[1].getpixel((0, 0)) == (156, 156, 156)


def test_a_large_picture_is_made_smaller_in_proportion(tmp_path: Path) -> None:
    sketch(2 * LONGEST_SIDE, LONGEST_SIDE).save(tmp_path / "a.png")
    picture, _ = opened(tmp_path, "a.png")
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("side", [12_000, pytest.param(30_000, marks=pytest.mark.campaign)])
def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path: Path, side: int) -> None:
    Image.new("1", (side, side)).save(tmp_path / "a.png")
    assert "the limit is 40 million" in fault(tmp_path, "a.png").message


def test_the_pictures_of_a_brief_are_limited_together(tmp_path: Path) -> None:
    Image.new("1", (6000, 6000)).save(tmp_path / "a.png")
    names = ["a.png", "./a.png", ".//a.png"]
    found = open_pictures(tmp_path, [*names, names[0]])
    assert [isinstance(found[name], Picture) for name in names] == [True, True, False]
    assert getattr(found[names[2]], "message", "").endswith("the limit is 28 million")


@pytest.mark.parametrize("size", [(1, 70_000), (70_000, 1)])
def test_a_picture_that_is_all_length_is_not_decoded(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("1", size).save(tmp_path / "a.png")
    assert "the limit is 65,000 per side" in fault(tmp_path, "a.png").message


LOSSLESS = {"PNG", "GIF", "TIFF"}
LARGEST: tuple[tuple[str, str, tuple[int, int], dict[str, Any]], ...] = (
    ("PNG", "RGBA", (8000, 5000), {}),
    ("PNG", "P", (8000, 5000), {"transparency": 0}),
    ("PNG", "I;16", (8000, 5000), {}),
    ("GIF", "P", (8000, 5000), {}),
    ("TIFF", "CMYK", (5000, 3900), {"compression": "tiff_lzw", "tiffinfo": {278: 3900}}),
    ("JPEG", "RGB", (7000, 4000), {"progressive": True, "subsampling": 0}),
    ("JPEG", "RGB", (8000, 5000), {}),
    ("WEBP", "RGB", (4000, 2400), {"quality": 1, "method": 0}),
)


@pytest.mark.parametrize("largest", sampled(LARGEST, lambda one: one[0] in LOSSLESS))
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured otherwise elsewhere")
def test_the_largest_picture_is_decoded_in_little_memory(
    tmp_path: Path, largest: tuple[str, str, tuple[int, int], dict[str, Any]]
) -> None:
    kind, mode, size, options = largest
    Image.new(mode, size).save(tmp_path / "a", kind, **options)
    code = (
        "import sys, resource; from pathlib import Path; from builder.brief.images import open_picture;"
        "print(type(open_picture(Path(sys.argv[1]), 'a')).__name__,"
        "next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    name, kilobytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert name == "Picture"
    assert int(kilobytes) < 270_000


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.tif"])
def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    Image.effect_noise((200, 200), 90).convert("RGB").save(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    assert fault(tmp_path, name).message in (
        f"`{name}` is damaged or incomplete",
        f"`{name}` is not a supported picture format",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "`a.png` is empty"),
        (b"some text", "`a.png` is not a supported picture format"),
        (b"%PDF-1.7", "`a.png` is not a supported picture format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "`a.png` is not a supported picture format"),
    ],
)
def test_a_file_that_is_no_picture_is_named_as_what_it_is(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert fault(tmp_path, "a.png").message == message


def test_a_file_that_is_not_there_is_looked_for_among_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    sketch().save(tmp_path / "assets" / "map.png")
    assert fault(tmp_path, "assets/mpa.png").hint == "did you mean `assets/map.png`?"
    assert fault(tmp_path, "elsewhere/x.png").hint == "paths are relative to the brief's folder"


def test_a_picture_on_the_web_is_not_fetched(tmp_path: Path) -> None:
    found = fault(tmp_path, "https://example.org/a.png")
    assert found.message == "`https://example.org/a.png` is a web address"
    assert found.hint == "pictures must be files in the brief's folder"


@pytest.mark.parametrize("name", ["../a.png", "{outside}", "below/../../a.png"])
def test_a_picture_outside_the_folder_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "brief" / "below").mkdir(parents=True)
    sketch().save(tmp_path / "a.png")
    found = fault(tmp_path / "brief", name.format(outside=tmp_path / "a.png"))
    assert "is outside the brief's folder" in found.message


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "brief").mkdir()
    sketch().save(tmp_path / "a.png")
    (tmp_path / "brief" / "out.png").symlink_to(tmp_path / "a.png")
    (tmp_path / "brief" / "circle.png").symlink_to(tmp_path / "brief" / "circle.png")
    os.mkfifo(tmp_path / "brief" / "pipe.png")
    assert "is outside" in fault(tmp_path / "brief", "out.png").message
    assert fault(tmp_path / "brief", "circle.png").message
    assert fault(tmp_path / "brief", "pipe.png").message == "`pipe.png` is not a file"


def test_a_folder_a_huge_file_and_a_name_of_nothing_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "the limit is 20 MB" in fault(tmp_path, "huge.png").message
    assert fault(tmp_path, ".").message == "`.` is not a file"
    assert "cannot be read" in fault(tmp_path, "a\0b.png").message
    assert fault(tmp_path, "x" * 300).message == "the name of the picture is too long"


HUGE = {
    "PNG": png(60_000, 60_000, 8, 2, rows=b""),
    "WebP": b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (59_999).to_bytes(3, "little") * 2,
}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="says how much memory is used")
@pytest.mark.parametrize("kind", HUGE)
def test_a_picture_that_says_it_is_huge_is_refused_before_there_is_memory_for_it(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "a").write_bytes(HUGE[kind])
    limits = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 200_000_000, limits[1]))
    try:
        assert "far too many pixels" in fault(tmp_path, "a").message
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@often(150)
@given(data=st.data())
def test_a_damaged_picture_opens_or_is_refused_and_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]))
    damaged = bytearray(saved(sketch(), kind))
    places = st.integers(0, len(damaged) - 1)
    changes: list[tuple[int, Any]] = data.draw(
        st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)
    )
    for at, value in changes:
        damaged[at] = value
    (tmp_path / "a").write_bytes(damaged)
    assert isinstance(open_picture(tmp_path, "a"), (Picture, PictureFault))


def test_a_photograph_of_any_format_is_encoded_as_jpeg_and_a_drawing_as_png(tmp_path: Path) -> None:
    noise = Image.effect_noise((900, 700), 60).convert("RGB")
    drawing = Image.new("RGB", (900, 700), "white")
    seen_through = noise.convert("RGBA")
    seen_through.putalpha(128)
    kinds = {}
    for name, image in (("photo", noise), ("drawing", drawing), ("glass", seen_through)):
        image.save(tmp_path / f"{name}.webp", lossless=True)
        found = open_picture(tmp_path, f"{name}.webp")
        assert isinstance(found, Picture)
        kinds[name] = found.format
        assert open_picture(tmp_path, f"{name}.webp") == found
    assert kinds == {"photo": "JPEG", "drawing": "PNG", "glass": "PNG"}


@pytest.mark.parametrize(("kind", "most"), [("WEBP", 2.5), ("TIFF", 0.2), ("PNG", 0.4), ("JPEG", 1.2)])
def test_a_photograph_is_not_blown_up_by_another_format(tmp_path: Path, kind: str, most: float) -> None:
    soft = Image.effect_noise((60, 45), 90).resize((1200, 900), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((1200, 900), 8)
    photo = Image.merge("RGB", (Image.blend(soft, grain, 0.2), soft, Image.blend(grain, soft, 0.7)))
    photo.save(tmp_path / "a", kind, **({"quality": 92} if kind in ("WEBP", "JPEG") else {}))
    found = open_picture(tmp_path, "a")
    assert isinstance(found, Picture)
    assert found.format == "JPEG"
    assert len(found.data) < most * (tmp_path / "a").stat().st_size


def test_of_a_picture_that_moves_the_first_frame_is_shown(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("#c80000", "#0000c8")]
    for kind in ("GIF", "WEBP", "PNG"):
        frames[0].save(tmp_path / "a", kind, save_all=True, append_images=frames[1:], lossless=True)
        assert opened(tmp_path, "a")[1].convert("RGB").getpixel((5, 5)) == (200, 0, 0)


def test_a_palette_with_a_clear_colour_stays_see_through(tmp_path: Path) -> None:
    image = sketch(mode="P")
    image.info["transparency"] = image.getpixel((5, 5))
    image.save(tmp_path / "a.gif", transparency=image.getpixel((5, 5)))
    _, image = opened(tmp_path, "a.gif")
    assert [image.getpixel((x, 5))[3] for x in (5, 55)] == [0, 255]  # type: ignore[index]


def test_a_photograph_of_a_telephone_that_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500))
    found = fault(tmp_path, "a.heic")
    assert (found.message, found.hint) == ("`a.heic` is not a supported picture format", "use PNG or JPEG")
