"""Turn an Office file fresh from its library into bytes that depend only on what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from builder.outline.blocks import Outline

# The first and the last moment that a zip entry can carry (APPNOTE.TXT 4.4.6: MS-DOS date and time).
FIRST_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)

_UNIX = 3  # the system an entry names as its maker, whatever machine writes it
_REGULAR_FILE = 0o100644 << 16
_LEVEL = 6  # zlib's own default, said aloud because it decides the bytes
_COMPRESSED_ALREADY = (".png", ".jpg", ".jpeg")
_LONGEST_PROPERTY = 255  # characters that the Office libraries accept in a core property


def moment(epoch: int) -> datetime:
    """Return `epoch`, seconds since 1970, in UTC; moved into the years that a zip file can carry."""
    first, last = FIRST_MOMENT.timestamp(), LAST_MOMENT.timestamp()
    return FIRST_MOMENT + timedelta(seconds=min(max(epoch, first), last) - first)


def core_properties(outline: Outline) -> dict[str, str | datetime]:
    """Return what an Office file says of itself, by the names that python-docx and python-pptx share.

    What the brief does not give stays absent, its date too. A text that the libraries would refuse for its
    length is cut.
    """
    given = outline.properties
    words = {
        "title": given.title,
        "subject": given.subject,
        "author": "; ".join(given.authors),
        "keywords": ", ".join(given.keywords),
        "language": given.language,
        "content_status": given.status,
        "version": given.version,
    }
    said: dict[str, str | datetime] = {
        name: value[:_LONGEST_PROPERTY] for name, value in words.items() if value
    }
    written = moment(outline.epoch)
    if written > FIRST_MOMENT:  # which stands for a brief without a date
        said["created"] = said["modified"] = written.replace(tzinfo=None)
    return said


def pin_zip(data: bytes, epoch: int) -> bytes:
    """Return the zip file `data` with the same parts in the same order, each dated `epoch`.

    Dates, attributes and compression no longer tell when and where it was written, so equal parts make
    equal bytes; a workbook inside (`.xlsx`) is treated alike. Pictures are stored as they are, for they are
    compressed already. Raises `zipfile.BadZipFile` if `data` is no zip file.
    """
    date_time = moment(epoch).timetuple()[:6]
    pinned = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(pinned, "w") as target:
        for found in source.infolist():
            part = source.read(found)
            entry = ZipInfo(found.filename, date_time)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            entry.compress_type = ZIP_STORED if entry.filename.endswith(_COMPRESSED_ALREADY) else ZIP_DEFLATED
            nested = entry.filename.endswith(".xlsx")
            target.writestr(entry, pin_zip(part, epoch) if nested else part, compresslevel=_LEVEL)
    return pinned.getvalue()
