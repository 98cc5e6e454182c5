"""Hostile pictures: bombs, wrecks, disguises, what is no file at all, and what lies elsewhere."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.corpora.hostile.case import (
    BRIEF,
    IS_LINUX,
    Arrange,
    Case,
    Expected,
    Setting,
    builds,
    quoted,
    refused,
)
from tests.support.packages import saved

IS_POSIX = os.name == "posix"
REFUSED = refused(("pictures-readable", 7))
SHOWN = builds("The route is short")


def shown(name: str = "a.png") -> str:
    """A brief with the picture as its figure, on line 7."""
    return f"{BRIEF}figures: [{{path: {quoted(name)}, title: The route is short, alt: A map}}]\n"


def picture(
    expected: Expected, name: str, arrange: Arrange, path: str = "a.png", *, is_possible: bool = True
) -> Case:
    """A case with this picture as its figure."""
    return Case(f"picture-{name}", expected, shown(path), arrange, is_possible=is_possible)


def sketch(mode: str = "RGB", size: tuple[int, int] = (600, 400)) -> Any:
    from PIL import Image

    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 400), **options: Any) -> bytes:
    return saved(sketch(mode, size), kind, **options)


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 400), **options: Any) -> Arrange:
    """Arrange a picture of this kind."""
    return lambda folder: (folder / "a.png").write_bytes(encoded(kind, mode, size, **options))


def written(data: bytes | Callable[[], bytes], name: str = "a.png") -> Arrange:
    """Arrange a file of these bytes."""
    return lambda folder: (folder / name).write_bytes(data if isinstance(data, bytes) else data())


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, depth: int = 1, colours: int = 0, *chunks: bytes, rows: bytes | None = None
) -> bytes:
    """A PNG file with this head, that begins with these chunks; all its pixels are nought."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colours, 1)
    packer = zlib.compressobj(9)
    line = bytes(1 + (width * depth * channels + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) if rows is None else packer.compress(rows)
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    body = (chunk(b"IHDR", head), *chunks, chunk(b"IDAT", packed + packer.flush()), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def extended(*chunks: bytes) -> Arrange:
    """Arrange a PNG file that has these chunks before its pixels."""
    return written(lambda: png(60, 40, 8, 2, *chunks))


def with_exif(orientation: int) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = orientation, "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded("JPEG", exif=exif, comment=b"SECRETCOMMENT")


def movie(kind: str, frames: int, size: tuple[int, int]) -> Arrange:
    """Arrange a picture that moves."""
    from PIL import Image

    def arrange(folder: Path) -> None:
        first, *others = (
            Image.new("RGB" if kind == "MPO" else "P", size, number % 250) for number in range(frames)
        )
        (folder / "a.png").write_bytes(saved(first, kind, save_all=True, append_images=others))

    return arrange


def half(kind: str) -> Arrange:
    """Arrange the first half of a picture."""
    from PIL import Image

    def arrange(folder: Path) -> None:
        data = saved(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
        (folder / "a.png").write_bytes(data[: len(data) // 2])

    return arrange


def flipped(kind: str, at: float) -> Arrange:
    """Arrange a picture with some bytes at this part of it inverted."""

    def arrange(folder: Path) -> None:
        data = bytearray(encoded(kind, size=(200, 200)))
        place = int(len(data) * at)
        data[place : place + 8] = bytes(byte ^ 0xFF for byte in data[place : place + 8])
        (folder / "a.png").write_bytes(data)

    return arrange


def linked(target: str) -> Arrange:
    """Arrange a link to a file, or to nothing."""

    def arrange(folder: Path) -> None:
        (folder / "inside.png").write_bytes(encoded("PNG"))
        (folder.parent / "outside" / "a.png").write_bytes(encoded("PNG"))
        (folder / "a.png").symlink_to(target)

    return arrange


def linked_up(folder: Path) -> None:
    """Arrange a link to the folder beside that of the brief."""
    neighbours(folder)
    (folder / "up").symlink_to("../outside")


def linked_here(folder: Path) -> None:
    """Arrange a link to the folder of the brief in itself."""
    (folder / "a.png").write_bytes(encoded("PNG"))
    (folder / "here").symlink_to(".")


def unreadable(folder: Path) -> None:
    """Arrange a picture that nobody may read."""
    (folder / "a.png").write_bytes(encoded("PNG"))
    (folder / "a.png").chmod(0)


def turned(orientation: int) -> Arrange:
    """Arrange a picture that a camera held so."""
    return lambda folder: (folder / "a.png").write_bytes(with_exif(orientation))


def neighbours(folder: Path) -> None:
    """Arrange a picture beside the folder of the brief."""
    (folder.parent / "outside" / "a.png").write_bytes(encoded("PNG"))
    (folder / "below").mkdir()


BOMBS = (
    picture(REFUSED, "30000-square-of-1-bit", written(lambda: png(30_000, 30_000))),
    picture(REFUSED, "12000-square", written(lambda: png(12_000, 12_000))),
    picture(REFUSED, "of-2-billion-by-2-billion", written(png(2**31 - 1, 2**31 - 1, rows=b""))),
    picture(REFUSED, "of-no-width", written(png(0, 10, rows=b""))),
    picture(REFUSED, "of-4-billion-by-1", written(png(2**32 - 1, 1, rows=b""))),
    picture(REFUSED, "of-few-rows", written(png(6000, 6000, 8, 2, rows=b"\0" * 1000))),
    picture(SHOWN, "40-million-pixels", written(lambda: png(8000, 5000, 8, 2))),
    picture(SHOWN, "40-million-pixels-see-through", written(lambda: png(8000, 5000, 8, 6))),
    picture(SHOWN, "40-million-pixels-of-64-bits", written(lambda: png(8000, 5000, 16, 6))),
    picture(SHOWN, "40-million-pixels-of-1-bit", written(lambda: png(8000, 5000))),
    picture(REFUSED, "40-million-pixels-in-a-row", written(lambda: png(40_000_000, 1, 8))),
    picture(REFUSED, "40-million-pixels-in-a-column", written(lambda: png(1, 40_000_000, 8, rows=bytes(80_000_000)))),
    picture(SHOWN, "24-million-pixels-jpeg", drawn("JPEG", size=(6000, 4000))),
    picture(SHOWN, "24-million-pixels-progressive", drawn("JPEG", size=(6000, 4000), progressive=True, subsampling=0)),
    picture(REFUSED, "40-million-pixels-progressive-cmyk", drawn("JPEG", "CMYK", (8000, 5000), progressive=True)),
    picture(REFUSED, "webp-of-16000-by-2000", drawn("WEBP", size=(16_000, 2000), quality=1, method=0)),
    picture(SHOWN, "tiff-of-one-strip", drawn("TIFF", size=(5000, 3500), compression="tiff_adobe_deflate", tiffinfo={278: 3500})),
    picture(SHOWN, "gif-of-200-frames", movie("GIF", 200, (400, 400))),
    picture(REFUSED, "gif-of-65535-square", written(b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;")),
    picture(REFUSED, "bmp-of-negative-size", written(b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, -5, -2**31, 1, 24, 0, 0, 0, 0, 0, 0))),
    picture(REFUSED, "bmp-of-100000-square", written(b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 10**5, 10**5, 1, 1, 0, 0, 0, 0, 0, 0))),
    picture(REFUSED, "jpeg-of-65500-square", written(lambda: encoded("JPEG").replace(struct.pack(">HH", 400, 600), struct.pack(">HH", 65_500, 65_500), 1))),
    picture(REFUSED, "of-21-megabytes", lambda folder: (folder / "a.png").write_bytes(encoded("PNG") + bytes(21_000_000))),
    picture(REFUSED, "of-a-terabyte-of-holes", lambda folder: _sparse(folder / "a.png")),
    Case("pictures-five-of-40-million-pixels", refused(("pictures-readable", 7)), BRIEF + "organisation: {name: O, logo: {path: p0.png, alt: L}}\nfigures:\n" + "".join(f"  - {{path: p{n}.png, title: The route is short, alt: A map}}\n" for n in range(1, 5)), lambda folder: _five(folder)),
)  # fmt: skip


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40 if IS_LINUX else 2**25)


def _five(folder: Path) -> None:
    data = png(8000, 5000, 8, 6)
    for number in range(5):
        (folder / f"p{number}.png").write_bytes(data[:-12] + bytes(number) + data[-12:])


EMPTY = zlib.compress(bytes(60_000_000), 9)


WRECKS = (
    *(picture(REFUSED, f"half-{kind.lower()}", half(kind)) for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")),
    picture(REFUSED, "png-flipped-in-its-pixels", flipped("PNG", 0.5)),
    picture(REFUSED, "webp-flipped", flipped("WEBP", 0.3)),
    picture(REFUSED, "of-no-bytes", written(b"")),
    picture(REFUSED, "of-one-byte", written(b"\x89")),
    picture(REFUSED, "of-text", written(b"not a picture\n")),
    picture(REFUSED, "of-nuls", written(bytes(10_000))),
    picture(REFUSED, "signature-alone", written(b"\x89PNG\r\n\x1a\n")),
    picture(REFUSED, "jpeg-signature-alone", written(b"\xff\xd8\xff")),
    picture(REFUSED, "jpeg-without-end", written(lambda: encoded("JPEG")[:300])),
    picture(REFUSED, "png-without-pixels", written(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)) + chunk(b"IEND", b""))),
    picture(REFUSED, "png-with-a-wrong-checksum", written(lambda: encoded("PNG").replace(b"IHDR\0\0\2\x58", b"IHDR\0\0\2\x59"))),
    picture(REFUSED, "png-with-a-chunk-of-4-gigabytes", written(lambda: encoded("PNG")[:33] + b"\xff\xff\xff\xffIDAT")),
    picture(SHOWN, "palette-without-colours", written(png(9, 9, 8, 3))),
    picture(REFUSED, "tiff-that-points-at-itself", written(b"II*\0\x08\0\0\0\1\0\0\1\3\0\1\0\0\0\x0a\0\0\0\x08\0\0\0")),
    picture(REFUSED, "tiff-of-a-billion-tags", written(b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 300)),
)  # fmt: skip

METADATA = (
    picture(REFUSED, "bomb-of-compressed-text", extended(chunk(b"zTXt", b"k\0\0" + EMPTY))),
    picture(REFUSED, "bomb-of-international-text", extended(chunk(b"iTXt", b"k\0\1\0\0\0" + EMPTY))),
    picture(REFUSED, "bomb-of-a-profile", extended(chunk(b"iCCP", b"k\0\0" + EMPTY))),
    picture(SHOWN, "plain-text-of-19-megabytes", extended(chunk(b"tEXt", b"k\0" + b"x" * 19_000_000))),
    picture(SHOWN, "text-chunks-10-000", extended(*(chunk(b"tEXt", b"k%d\0SECRET" % number) for number in range(10_000)))),
    picture(SHOWN, "profile-of-junk", extended(chunk(b"iCCP", b"k\0\0" + zlib.compress(b"SECRET" * 100)))),
    picture(SHOWN, "profile-of-nothing", extended(chunk(b"iCCP", b"k\0\0" + zlib.compress(b"")))),
    picture(SHOWN, "exif-of-junk", extended(chunk(b"eXIf", b"MM\0*SECRET" * 20))),
    picture(SHOWN, "exif-that-points-at-itself", extended(chunk(b"eXIf", b"II*\0\x08\0\0\0\1\0\x69\x87\4\0\1\0\0\0\x08\0\0\0\x08\0\0\0"))),
    *(picture(SHOWN, f"turned-{way}", turned(way)) for way in (0, 2, 6, 8, 9, 60_000)),
    picture(SHOWN, "jpeg-with-a-profile-of-junk", drawn("JPEG", icc_profile=b"SECRET" * 1000)),
    picture(SHOWN, "jpeg-of-cmyk", drawn("JPEG", "CMYK")),
    picture(SHOWN, "xmp", extended(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;SECRET</x>"))),
    picture(SHOWN, "xmp-bomb", extended(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<!DOCTYPE x [<!ENTITY a '" + b"b" * 99 + b"'><!ENTITY c '&a;&a;&a;'>]><x tiff:Orientation='6'>&c;</x>"))),
    picture(SHOWN, "resolution-of-nothing", extended(chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1)))),
    picture(SHOWN, "resolution-of-4-billion", extended(chunk(b"pHYs", struct.pack(">IIB", 2**32 - 1, 1, 1)))),
    picture(SHOWN, "gamma-of-nothing", extended(chunk(b"gAMA", bytes(4)))),
    picture(SHOWN, "moving-png-of-4-billion-frames", extended(chunk(b"acTL", b"\xff" * 8))),
)  # fmt: skip

KINDS = (
    *(picture(SHOWN, f"png-of-mode-{mode.lower()}", drawn("PNG", mode)) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
    picture(SHOWN, "png-of-2-bits", written(png(60, 40, 2))),
    picture(SHOWN, "png-palette-see-through", drawn("PNG", "P", transparency=0)),
    picture(SHOWN, "png-see-through-by-colour", drawn("PNG", "RGB", transparency=(200, 0, 0))),
    picture(SHOWN, "png-all-see-through", written(png(60, 40, 8, 6))),
    picture(SHOWN, "png-of-48-bits", written(png(60, 40, 16, 2))),
    picture(SHOWN, "png-of-one-pixel", written(png(1, 1, 8, 2))),
    picture(SHOWN, "webp", drawn("WEBP")),
    picture(SHOWN, "webp-that-moves", movie("WEBP", 20, (200, 200))),
    picture(SHOWN, "tiff-of-two-pages", movie("TIFF", 2, (90, 60))),
    picture(SHOWN, "tiff-of-cmyk", drawn("TIFF", "CMYK")),
    picture(SHOWN, "bmp", drawn("BMP")),
    picture(SHOWN, "jpeg-of-two-pictures", movie("MPO", 2, (4100, 2100))),
    picture(SHOWN, "jpeg-grey", drawn("JPEG", "L")),
    picture(SHOWN, "jpeg-with-a-page-behind-it", written(lambda: encoded("JPEG") + b"<html><script>SECRET</script>")),
    picture(SHOWN, "png-with-a-zip-behind-it", written(lambda: encoded("PNG") + b"PK\x03\x04SECRET" * 99)),
    picture(SHOWN, "gif-that-is-script", written(lambda: encoded("GIF", "P").replace(b"GIF87a", b"GIF89a") + b"*/=1;alert(1)")),
    *(picture(REFUSED, f"of-kind-{name}", written(data)) for name, data in {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "svg-with-entities": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>",
        "svg-with-mark": b"\xef\xbb\xbf<svg/>",
        "pdf": b"%PDF-1.7\n1 0 obj",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file",
        "html": b"<html><img src='x'></html>",
        "pixmap": b"P6 30000 30000 255\n",
        "xpm": b"/* XPM */ static char *x[] = {\"9 9 1 1\"",
        "icon": b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0" + bytes(1200),
        "wmf": b"\xd7\xcd\xc6\x9a" + bytes(100),
        "targa": b"\0\0\2\0\0\0\0\0\0\0\0\0\x0a\0\x0a\0\x18\0" + bytes(300),
        "jpeg-2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100),
        "avif": b"\0\0\0\x1cftypavif" + bytes(100),
        "psd": b"8BPS\0\1" + bytes(100),
        "fits": b"SIMPLE  =                    T" + b" " * 2850,
    }.items()),
)  # fmt: skip

PLACES = (
    picture(REFUSED, "above", neighbours, "../outside/a.png"),
    picture(REFUSED, "above-by-way-of-a-folder", neighbours, "below/../../outside/a.png"),
    picture(REFUSED, "above-by-way-of-nothing", neighbours, "nothing/../../outside/a.png"),
    picture(REFUSED, "absolute", neighbours, "/etc/passwd"),
    picture(REFUSED, "home", neighbours, "~/a.png"),
    picture(REFUSED, "variable", neighbours, "$HOME/a.png"),
    picture(REFUSED, "drive", neighbours, "C:\\a.png"),
    picture(REFUSED, "share", neighbours, "\\\\server\\share\\a.png"),
    picture(REFUSED, "address", neighbours, "https://example.org/a.png"),
    picture(REFUSED, "file-address", neighbours, "file:///etc/passwd"),
    picture(REFUSED, "data-address", neighbours, "data:image/png;base64,AAAA"),
    picture(REFUSED, "folder-itself", neighbours, "."),
    picture(REFUSED, "folder-below", neighbours, "below"),
    picture(REFUSED, "folder-with-a-slash", neighbours, "below/"),
    picture(REFUSED, "file-as-a-folder", drawn("PNG"), "a.png/b.png"),
    picture(REFUSED, "missing", neighbours, "missing.png"),
    picture(REFUSED, "brief-itself", neighbours, "brief.yaml"),
    picture(REFUSED, "name-of-250-letters", neighbours, "x" * 250),
    picture(REFUSED, "name-of-500-letters", neighbours, "x" * 500),
    picture(REFUSED, "name-with-250-folders", neighbours, "a/" * 124 + "a"),
    picture(REFUSED, "name-in-another-case", written(lambda: encoded("PNG"), "A.PNG"), is_possible=IS_LINUX),
    picture(REFUSED, "zeros-of-the-system", neighbours, "/dev/zero"),
    picture(REFUSED, "standard-input", neighbours, "/dev/stdin"),
    picture(REFUSED, "own-process", neighbours, "/proc/self/environ"),
    picture(SHOWN, "name-with-a-dash", written(lambda: encoded("PNG"), "-rf.png"), "-rf.png"),
    picture(SHOWN, "name-with-a-space", written(lambda: encoded("PNG"), "a b.png"), "a b.png"),
    picture(SHOWN, "name-of-emoji", written(lambda: encoded("PNG"), "👩‍👧.png"), "👩‍👧.png"),
    picture(REFUSED, "name-with-a-line-end", written(lambda: encoded("PNG"), "a\nb.png" if IS_POSIX else "b.png"), "a\nb.png"),
    picture(SHOWN, "name-with-a-percent-sign", written(lambda: encoded("PNG"), "%41.png"), "%41.png"),
    picture(SHOWN, "two-slashes", drawn("PNG"), ".//a.png"),
    picture(SHOWN, "link-inside", linked("inside.png"), is_possible=IS_POSIX),
    picture(REFUSED, "link-out", linked("../outside/a.png"), is_possible=IS_POSIX),
    picture(REFUSED, "link-to-a-secret", linked("../outside/secret.txt"), is_possible=IS_POSIX),
    picture(REFUSED, "link-to-nothing", linked("nothing.png"), is_possible=IS_POSIX),
    picture(REFUSED, "link-in-a-circle", linked("a.png"), is_possible=IS_POSIX),
    picture(REFUSED, "link-to-zeros", linked("/dev/zero"), is_possible=IS_POSIX),
    picture(REFUSED, "link-to-a-folder-above", linked_up, "up/a.png", is_possible=IS_POSIX),
    picture(SHOWN, "link-to-the-folder-itself", linked_here, "here/here/a.png", is_possible=IS_POSIX),
    picture(REFUSED, "pipe", lambda folder: os.mkfifo(folder / "a.png"), is_possible=IS_POSIX),
    picture(REFUSED, "socket", lambda folder: _socket(folder / "a.png"), is_possible=IS_LINUX),
    picture(REFUSED, "device", lambda folder: os.mknod(folder / "a.png", 0o020666, os.makedev(1, 5)), is_possible=IS_LINUX and os.geteuid() == 0),
    Case("picture-unreadable", REFUSED, shown(), unreadable, setting=Setting(unprivileged=True), is_possible=IS_POSIX),
    Case("picture-in-an-unreadable-folder", REFUSED, shown("shut/a.png"), lambda folder: (folder / "shut").mkdir(mode=0), setting=Setting(unprivileged=True), is_possible=IS_POSIX),
    Case("picture-missing-in-an-unlisted-folder", REFUSED, shown("shut/a.png"), lambda folder: (folder / "shut").mkdir(mode=0o311), setting=Setting(unprivileged=True), is_possible=IS_POSIX),
    Case("picture-as-logo-above", refused(("pictures-readable", 7)), BRIEF + "organisation: {name: O, logo: {path: ../outside/a.png, alt: L}}\n", neighbours),
    Case("picture-named-nul", refused(("text-printable", 7)), shown("x").replace('"x"', '"a\\0.png"')),
)  # fmt: skip


def _socket(path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
