"""Of a picture the three files have its pixels only, encoded once."""

from __future__ import annotations

import io
import struct
from base64 import a85decode
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms

from builder.brief.load import load_brief
from tests.conftest import Built, build_files
from tests.corpora.hostile.case import BRIEF
from tests.corpora.hostile.pictures import chunk, sketch, with_exif
from tests.support.packages import parts_of, saved

FIGURES = """\
organisation: {name: Institute, logo: {path: logo.jpg, alt: A mark}}
figures:
  - {path: photo.jpg, title: "The route is short", alt: A map}
  - {path: chart.png, title: "The fares are low", alt: A chart, section: why}
"""


def with_chunks() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(sketch("RGBA"), "PNG", icc_profile=profile, exif=Image.Exif().tobytes())
    extra = chunk(b"tEXt", b"Author\0SECRET") + chunk(b"tIME", struct.pack(">HBBBBB", 2031, 1, 2, 3, 4, 5))
    return data[:33] + extra + data[33:]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "brief.yaml").write_text(
        BRIEF.replace('title: "Why"', 'title: "Why"\n    id: why') + FIGURES, encoding="utf-8"
    )
    (folder / "photo.jpg").write_bytes(with_exif(6))
    (folder / "chart.png").write_bytes(with_chunks())
    (folder / "logo.jpg").write_bytes(with_exif(1))
    return build_files(folder / "brief.yaml", folder / "output")


def media(path: Path) -> dict[str, bytes]:
    return parts_of(path, "/media/")


def jpeg_markers(data: bytes) -> Iterator[int]:
    """The markers before the pixels."""
    at = 2
    while data[at + 1] != 0xDA:
        yield data[at + 1]
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


def png_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8]
        at += 12 + length


def is_bare(data: bytes) -> bool:
    """Whether there is nothing but pixels in a picture, and what is needed to show them."""
    if data.startswith(b"\x89PNG"):
        return set(png_chunks(data)) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
    return all(
        marker == 0xE0 or (not 0xE0 <= marker <= 0xEF and marker != 0xFE) for marker in jpeg_markers(data)
    )


def test_the_pictures_that_were_given_hold_secrets(done: Built) -> None:
    for name in ("photo.jpg", "chart.png", "logo.jpg"):
        assert not is_bare((done.brief.parent / name).read_bytes())


def test_office_files_hold_the_same_bytes_of_each_picture_and_nothing_else_of_it(done: Built) -> None:
    pictures = load_brief(done.brief).pictures
    ours = {picture.data for picture in pictures.values()}
    assert len(ours) == 3
    assert ours <= set(media(done.memo).values())
    assert {pictures["photo.jpg"].data, pictures["chart.png"].data} <= set(media(done.deck).values())
    for path in (done.memo, done.deck):
        for name, data in media(path).items():
            assert data in ours, name
            assert is_bare(data), name


def test_the_summary_holds_the_same_bytes_of_the_logo(done: Built) -> None:
    needed = {"Type", "Subtype", "Width", "Height", "BitsPerComponent", "ColorSpace", "Filter", "Length"}
    jpegs = []
    with pikepdf.open(done.summary) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        for image in (each for each in streams if each.get("/Subtype") == "/Image"):
            assert set(image.keys()) <= {f"/{key}" for key in (*needed, "SMask", "Decode")}
            if image.Filter[-1] == "/DCTDecode":
                jpegs.append(a85decode(image.read_raw_bytes().split(b"~>")[0]))
    pictures = load_brief(done.brief).pictures
    assert pictures["logo.jpg"].data in jpegs
    for data in jpegs:
        assert data in {picture.data for picture in pictures.values()}
        assert is_bare(data)


@pytest.mark.parametrize("suffix", ["memo", "deck", "summary"])
def test_no_word_about_a_picture_is_anywhere_in_a_file(done: Built, suffix: str) -> None:
    path: Path = getattr(done, suffix)
    data = path.read_bytes()
    if suffix != "summary":
        data = b"".join(parts_of(path).values())
    assert not any(secret in data for secret in (b"SECRET", b"Exif\0", b"GPSInfo", b"ICC_PROFILE"))


def test_a_photograph_that_was_turned_is_upright(done: Built) -> None:
    photo = load_brief(done.brief).pictures["photo.jpg"].data
    with Image.open(io.BytesIO(photo)) as image:
        assert image.size == (400, 600)
