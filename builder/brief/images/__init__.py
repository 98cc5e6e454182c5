"""Opens picture files, and re-encodes those that are safe to put into a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.files import NotAFile, TooLarge, bytes_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from builder.brief.images.drawing import Contour

LONGEST_NAME = 250  # characters
MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000
MOST_PIXELS = 100_000_000  # of all pictures of a brief: as much is decoded in two seconds
MAX_SIDE = 65_000  # pixels; each row takes memory, however short
MAX_MEMORY = 200_000_000  # bytes that decoding may take
LONGEST_SIDE = 2000  # pixels: 300 to an inch on a printed column of 170 mm
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")
JPEG_QUALITY = 90

_ORIENTATION = 0x0112  # the field of Exif that says how a camera was held
_PALE = 212  # from this grey on, the contrast to white is below 1.5 (WCAG 2.2, relative luminance)
_TRACES = 0.002  # of the area: what the edges of a white drawing may have
_HEAVY = 200_000  # bytes of a PNG that is tried as JPEG
_FAR_SMALLER = 0.5  # of the PNG: flat drawings, which JPEG blurs, hardly shrink
_SAVE_AGAIN = "save it again as PNG or JPEG"

_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE|svg\b)", re.IGNORECASE)  # how a drawing begins
_SVG_EXTRA = (
    f"`pip install 'policy-brief-builder[svg]'` adds it; or export it as PNG, {LONGEST_SIDE} pixels wide"
)
_SMALLER = f"save it with {LONGEST_SIDE} pixels on its longer side"

# What Pillow's decoders raise on a damaged file, beside the errors of struct and zlib.
_DAMAGED = (OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, ArithmeticError, MemoryError)


class Picture(Struct, frozen=True):
    """A picture ready for a document: re-encoded once, without metadata; width and height in pixels.

    `origin` is the SHA-256 of the file it was read from, in hexadecimal digits; `pixels` is how many it had.
    A drawing is kept as SVG too, and as its contours.
    """

    data: bytes
    format: Literal["PNG", "JPEG"]
    width: int
    height: int
    origin: str = ""
    pixels: int = 0
    svg: bytes = b""
    contours: tuple[Contour, ...] = ()

    def cut(self, ratio: float, focus: tuple[float, float]) -> Picture:
        """Return the largest part of it that is `ratio` times as wide as high, as near as can be to `focus`.

        The rest is in no file: it could be shown again.
        """
        from PIL import Image

        width = max(min(self.width, round(self.height * ratio)), 1)
        height = max(min(self.height, round(self.width / ratio)), 1)
        left = round(min(max(focus[0] * self.width - width / 2, 0), self.width - width))
        top = round(min(max(focus[1] * self.height - height / 2, 0), self.height - height))
        with Image.open(BytesIO(self.data)) as image:
            part = image.crop((left, top, left + width, top + height))
        return _encoded(part, self.format == "JPEG")

    @property
    def is_pale(self) -> bool:
        """Whether it can hardly be seen on white: next to nothing of it has a contrast of 1.5 to that."""
        from PIL import Image

        with Image.open(BytesIO(self.data)) as image:
            own = image.convert("RGBA")
        ground = Image.new("RGBA", own.size, "white")
        levels = Image.alpha_composite(ground, own).convert("L").histogram()
        return sum(levels[:_PALE]) < _TRACES * own.width * own.height


class PictureFault(Struct, frozen=True):
    """Why a picture file cannot be used, and what would help."""

    message: str
    hint: str | None = None


def open_pictures(
    root: Path, names: Iterable[str], folders: Mapping[str, Path] | None = None
) -> dict[str, Picture | PictureFault]:
    """Return what `open_picture` makes of each name; the pixels of all together are limited too.

    `folders` has the folder of each name from another file; all other names are under `root`.
    """
    found: dict[str, Picture | PictureFault] = {}
    left = MOST_PIXELS
    for name in dict.fromkeys(names):
        found[name] = picture = open_picture(root, name, left, (folders or {}).get(name))
        left -= picture.pixels if isinstance(picture, Picture) else 0
    return found


def open_picture(
    root: Path, relative: str, most: int = MAX_PIXELS, folder: Path | None = None
) -> Picture | PictureFault:
    """Return the picture at `relative` from `root`, under it or under `folder`, or why it cannot be used.

    The picture is decoded whole, turned upright, brought to sRGB, made no larger than 2000 pixels a side and
    encoded again: a photograph as JPEG, whatever its format, anything else as PNG. Place, time and camera are
    left behind. An SVG drawing is reduced to contours in plain colours, which are drawn as PNG.
    """
    if len(relative) > LONGEST_NAME:
        return PictureFault("the name of the picture is too long", f"the limit is {LONGEST_NAME} characters")
    if re.match(r"[A-Za-z]{2,}:", relative):
        return PictureFault(f"`{relative}` is a web address", "pictures must be files in the brief's folder")
    data = bytes_under(root, relative, folder or root)
    if isinstance(data, PictureFault):
        return data
    if _MARKUP.match(data) or relative.lower().endswith(".svg"):
        found = _drawn(data, relative, most)
    else:
        found = _decoded(data, relative, min(most, MAX_PIXELS))
    return replace(found, origin=sha256(data).hexdigest()) if isinstance(found, Picture) else found


def bytes_under(root: Path, relative: str, within: Path) -> bytes | PictureFault:
    """Return the bytes of a regular file under `within`: no link out of it, no pipe, no huge file."""
    try:
        folder, path = within.resolve(), (root / relative).resolve()
        if not path.is_relative_to(folder):
            hint = "copy it into the brief's folder, or name it in a file beside it that the brief `extends`"
            return PictureFault(f"`{relative}` is outside the brief's folder", hint)
        return bytes_of(path, MAX_BYTES, follow_links=False) or PictureFault(
            f"`{relative}` is empty", _SAVE_AGAIN
        )
    except TooLarge as error:
        megabytes = f"{error.size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB"
        return PictureFault(f"`{relative}` has {megabytes}", "reduce its size")
    except (IsADirectoryError, NotAFile):
        return PictureFault(f"`{relative}` is not a file", "use a picture file such as `assets/map.png`")
    except FileNotFoundError:
        return PictureFault(f"there is no file `{relative}`", _neighbour(root, relative))
    except (OSError, RuntimeError, ValueError) as error:  # no rights, links in a circle, a NUL in the name
        reason = getattr(error, "strerror", None) or "unknown reason"
        return PictureFault(
            f"`{relative}` cannot be read: {reason}", "choose a file that you have permission to read"
        )


def _neighbour(root: Path, relative: str) -> str:
    """Name the file that was probably meant, else where files are looked for."""
    from difflib import get_close_matches

    names: list[str] = []
    with suppress(OSError):  # no such folder, or one that may not be listed
        names = [file.name for file in islice((root / relative).parent.iterdir(), 1000)]
    near = get_close_matches(Path(relative).name, names, n=1)
    if near:
        return f"did you mean `{(Path(relative).parent / near[0]).as_posix()}`?"
    return "paths are relative to the brief's folder"


def _drawn(data: bytes, relative: str, most: int) -> Picture | PictureFault:
    """Return an SVG drawing as Office and the PDF show it, drawn with `most` pixels or fewer."""
    from builder.brief.images.drawing import as_svg, rendered
    from builder.brief.images.rings import Refused
    from builder.brief.images.svg import read_drawing

    try:
        drawing = read_drawing(data)
    except ImportError:
        return PictureFault(f"`{relative}` is an SVG drawing, which needs an extra", _SVG_EXTRA)
    except Refused as refusal:
        return PictureFault(f"the drawing `{relative}` {refusal}", refusal.hint)
    png, size = BytesIO(), (drawing.width, drawing.height)
    pixels = drawing.width * drawing.height
    if pixels > most:
        message = (
            f"the drawing `{relative}` is more than is read: the limit is {MOST_PIXELS // 1_000_000} million"
        )
        return PictureFault(f"{message} pixels for all pictures together", "use fewer or smaller pictures")
    rendered(drawing).save(png, "PNG", compress_level=6)
    return Picture(
        png.getvalue(), "PNG", *size, pixels=pixels, svg=as_svg(drawing), contours=drawing.contours
    )


def _decoded(data: bytes, relative: str, most: int) -> Picture | PictureFault:
    import struct
    import warnings
    import zlib

    from PIL import Image, ImageOps, UnidentifiedImageError
    from PIL.Image import DecompressionBombError, Resampling

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata, and sizes that are checked below
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                pixels = image.width * image.height
                if too_large := _too_large(relative, image, most):
                    return too_large
                is_photograph = image.format in ("JPEG", "MPO")
                image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be decoded at half its size
                image.load()
                small = _reduced(image)
                small.getexif()[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=None)
            picture = _encoded(_in_srgb(ImageOps.exif_transpose(small)), is_photograph)
            return replace(picture, pixels=pixels)
    except DecompressionBombError:
        return PictureFault(
            f"`{relative}` has far too many pixels; the limit is {MAX_PIXELS // 1_000_000} million", _SMALLER
        )
    except UnidentifiedImageError:
        return PictureFault(f"`{relative}` is not a supported picture format", "use PNG or JPEG")
    except (*_DAMAGED, struct.error, zlib.error):
        return PictureFault(f"`{relative}` is damaged or incomplete", _SAVE_AGAIN)


def _too_large(relative: str, image: Image, most: int) -> PictureFault | None:
    """Say that the picture has more pixels than are read, at most or of pictures that are stored as it is."""
    width, height = image.size
    most = min(most, MAX_MEMORY // _bytes_per_pixel(image))
    if max(width, height) > MAX_SIDE:
        limit = f"{MAX_SIDE:,} per side"
    elif width * height > most:
        limit = f"{most / 1e6:.0f} million"
    else:
        return None
    return PictureFault(f"`{relative}` has {width} × {height} pixels; the limit is {limit}", _SMALLER)


def _bytes_per_pixel(image: Image) -> int:
    """Return the bytes of memory that each pixel takes while the picture is decoded (measured)."""
    if image.format == "WEBP":
        return 20
    if image.format == "TIFF":
        return 10
    if "progressive" in image.info:
        return 2 * len(image.getbands()) + 1
    return 5


def _reduced(image: Image) -> Image:
    """Return the image with less than 4000 pixels a side, in RGB, RGBA or CMYK.

    A band of it is taken after the other, so that no second image of the same size is in memory.
    """
    from PIL import Image

    factor = max(image.size) // LONGEST_SIDE
    if factor < 2:
        return _in_eight_bits(image)
    width, height = image.size
    rows = factor * 64
    bands = (image.crop((0, top, width, min(top + rows, height))) for top in range(0, height, rows))
    reduced = [_in_eight_bits(band).reduce(factor) for band in bands]
    small = Image.new(reduced[0].mode, (reduced[0].width, sum(band.height for band in reduced)))
    for index, band in enumerate(reduced):
        small.paste(band, (0, index * 64))
    small.info["icc_profile"] = image.info.get("icc_profile")
    return small


def _in_eight_bits(image: Image) -> Image:
    """Return the image in RGB or CMYK, and in RGBA only if it is see-through."""
    if image.mode.startswith("I"):  # 16 bits a pixel, of which a page shows eight
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("CMYK" if image.mode == "CMYK" else "RGB")


def _in_srgb(image: Image) -> Image:
    """Return the image in sRGB, by its own colour profile if it has one."""
    profile = image.info.get("icc_profile")
    colours = (
        _by_profile(image if image.mode == "CMYK" else image.convert("RGB"), profile) if profile else None
    )
    if colours is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    if image.mode == "RGBA":
        colours.putalpha(image.getchannel("A"))
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
    """Return the image as JPEG if it was one, or is far smaller so and not see-through; else as PNG."""
    clean = image.copy()
    clean.info.clear()
    png = BytesIO()
    if not (is_photograph and clean.mode == "RGB"):
        clean.save(png, "PNG", compress_level=6)
        if clean.mode != "RGB" or png.tell() < _HEAVY:
            return Picture(png.getvalue(), "PNG", *clean.size)
    jpeg = BytesIO()
    clean.save(jpeg, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    if png.tell() and jpeg.tell() > _FAR_SMALLER * png.tell():
        return Picture(png.getvalue(), "PNG", *clean.size)
    return Picture(jpeg.getvalue(), "JPEG", *clean.size)
