"""A picture file becomes a picture that is safe to put into a document, or the reason why it is not."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_NAME = 250  # characters
MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000  # a decoded picture of this size takes 160 MB
LONGEST_SIDE = 2000  # pixels: 300 to an inch on a printed column of 170 mm
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")
JPEG_QUALITY = 90

# What Pillow's decoders raise on a damaged file, beside the errors of struct and zlib.
_DAMAGED = (OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, ArithmeticError, MemoryError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a document: re-encoded once, without metadata; width and height in pixels.

    `origin` is the SHA-256 of the file it was read from, in hexadecimal digits.
    """

    data: bytes
    format: Literal["PNG", "JPEG"]
    width: int
    height: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class PictureFault:
    """Why a picture file cannot be used, and what would help."""

    message: str
    hint: str | None = None


def open_picture(root: Path, relative: str) -> Picture | PictureFault:
    """Return the picture at `relative` under the folder `root`, or why it cannot be used.

    The picture is decoded whole, turned upright, brought to sRGB, made no larger than 2000 pixels a side and
    encoded again: a photograph as JPEG, anything else as PNG. Place, time and camera are left behind.
    """
    if len(relative) > LONGEST_NAME:
        return PictureFault("the name of the picture is too long")
    data = _bytes_under(root, relative)
    if isinstance(data, PictureFault):
        return data
    if data.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<svg>"):
        return PictureFault(f"`{relative}` is an SVG drawing", "export it as PNG, 2000 pixels wide")
    found = _decoded(data, relative)
    return replace(found, origin=sha256(data).hexdigest()) if isinstance(found, Picture) else found


def _bytes_under(root: Path, relative: str) -> bytes | PictureFault:
    """Return the bytes of a regular file under `root`: no link out of it, no pipe, no huge file."""
    try:
        folder, path = root.resolve(), (root / relative).resolve()
        if not path.is_relative_to(folder):
            return PictureFault(
                f"`{relative}` lies outside the folder of the brief", "copy it beside the brief"
            )
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return PictureFault(f"`{relative}` is not a file")
        if status.st_size > MAX_BYTES:
            megabytes = f"{status.st_size / 1e6:.0f} MB, at most {MAX_BYTES / 1e6:.0f} MB"
            return PictureFault(f"`{relative}` has {megabytes} are read", "save it smaller")
        return path.read_bytes() or PictureFault(f"`{relative}` is empty")
    except FileNotFoundError:
        return PictureFault(f"there is no file `{relative}`", _neighbour(root, relative))
    except (OSError, RuntimeError, ValueError) as error:  # no rights, links in a circle, a NUL in the name
        reason = getattr(error, "strerror", None) or "unknown reason"
        return PictureFault(f"`{relative}` cannot be read: {reason}")


def _neighbour(root: Path, relative: str) -> str:
    """Name the file that was probably meant, else where files are looked for."""
    from difflib import get_close_matches

    folder = (root / relative).parent
    names = [file.name for file in folder.iterdir()][:1000] if folder.is_dir() else []
    near = get_close_matches(Path(relative).name, names, n=1)
    if near:
        return f"did you mean `{(Path(relative).parent / near[0]).as_posix()}`?"
    return "paths start at the folder of the brief"


def _decoded(data: bytes, relative: str) -> Picture | PictureFault:
    import struct
    import warnings
    import zlib

    from PIL import Image, ImageOps, UnidentifiedImageError
    from PIL.Image import DecompressionBombError, Resampling

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata, and sizes that are checked below
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    return _too_large(relative, width, height)
                is_photograph = image.format in ("JPEG", "MPO")
                image.load()
                upright = _in_srgb(ImageOps.exif_transpose(image))
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=2.0)
            return _encoded(upright, is_photograph)
    except DecompressionBombError:
        return _too_large(relative)
    except UnidentifiedImageError:
        return PictureFault(f"`{relative}` is no picture of a known kind", "use PNG or JPEG")
    except (*_DAMAGED, struct.error, zlib.error):
        return PictureFault(f"`{relative}` is damaged or cut off", "save it again as PNG or JPEG")


def _too_large(relative: str, width: int = 0, height: int = 0) -> PictureFault:
    size = f"{width} × {height} pixels" if width else "far too many pixels"
    most = f"at most {MAX_PIXELS // 1_000_000} million are read"
    return PictureFault(f"`{relative}` has {size}, {most}", f"save it with {LONGEST_SIDE} pixels a side")


def _in_srgb(image: Image) -> Image:
    """Return the image in sRGB, by its own colour profile if it has one; RGBA only if it is see-through."""
    if image.mode.startswith("I"):  # 16 bits a pixel, of which a page shows eight
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    mode = "RGBA" if see_through else "RGB"
    if not profile:
        return image.convert(mode)
    if image.mode == "CMYK" and not see_through:
        return _by_profile(image, profile) or image.convert(mode)
    plain = image.convert(mode)
    colours = _by_profile(plain.convert("RGB"), profile)
    if colours is None:
        return plain
    if see_through:
        colours.putalpha(plain.getchannel("A"))
    return colours


def _by_profile(image: Image, profile: bytes) -> Image | None:
    """Return the image's colours moved from its profile to sRGB, or None for a profile of another kind."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _encoded(image: Image, is_photograph: bool) -> Picture:
    clean = image.copy()
    clean.info.clear()
    buffer = BytesIO()
    if is_photograph and clean.mode == "RGB":
        clean.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        return Picture(buffer.getvalue(), "JPEG", *clean.size)
    clean.save(buffer, "PNG", compress_level=6)
    return Picture(buffer.getvalue(), "PNG", *clean.size)
