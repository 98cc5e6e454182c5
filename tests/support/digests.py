"""Finished files become one hash for each part of them, as it was before it was compressed.

zlib may compress the same bytes otherwise on another machine; what is inside must be the same everywhere.
`python -m tests.support.digests FILE.json` builds all good briefs and writes their hashes;
`python -m tests.support.digests --compare A.json B.json …` reports where such files differ (exit code 1).
"""

from __future__ import annotations

import json
import platform
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile, is_zipfile

import pikepdf
from PIL import Image

from builder.manifest.current import this_builder
from tests.conftest import GOOD_BRIEFS

HASHES = ("content", "digest", "sha256", "size")  # of a manifest: they are of compressed bytes


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every part of a file under its name, uncompressed; what is packed in a part is opened too."""
    kind = Path(name).suffix.lower()
    if kind in (".png", ".jpg", ".jpeg"):
        with Image.open(BytesIO(data)) as picture:
            yield name, f"{picture.mode} {picture.size}".encode() + picture.tobytes()
    elif kind == ".pdf":
        yield from _objects(name, data)
    elif kind == ".eml":
        yield from _mail(name, data)
    elif kind == ".json":
        yield name, json.dumps(_without_hashes(json.loads(data))).encode()
    elif kind == ".txt" or name.endswith("SHA256SUMS"):
        return  # of a bundle: it lists the hashes of compressed files
    elif is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as package:
            for entry in package.infolist():
                about = f"{entry.date_time} {entry.external_attr} {entry.create_system}"
                yield f"{name}/{entry.filename}#entry", about.encode()
                yield from parts(f"{name}/{entry.filename}", package.read(entry))
    else:
        yield name, data


def _objects(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every object of a PDF file, and every stream decoded; the file's own id is left out."""
    with pikepdf.open(BytesIO(data)) as pdf:
        item: Any
        for number, item in enumerate(pdf.objects):
            if isinstance(item, pikepdf.Stream):
                yield f"{name}/{number} stream", item.read_bytes()
                yield f"{name}/{number}", re.sub(rb"/Length \d+", b"", item.stream_dict.unparse())
            else:
                yield f"{name}/{number}", item.unparse() if isinstance(item, pikepdf.Object) else b"%r" % item


def _mail(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    mail = message_from_bytes(data)
    yield f"{name}#head", repr(mail.items()).encode()
    for number, part in enumerate(mail.walk()):
        if not part.is_multipart():
            yield f"{name}/{number}#head", repr(part.items()).encode()
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            yield from parts(f"{name}/{number} {part.get_filename() or ''}", content)


def _without_hashes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_hashes(inner) for key, inner in value.items() if key not in HASHES}
    return [_without_hashes(inner) for inner in value] if isinstance(value, list) else value


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the hash of every part of the files."""
    found = (part for name, data in sorted(files.items()) for part in parts(name, data))
    return {name: sha256(data).hexdigest() for name, data in found}


def made() -> dict[str, bytes]:
    """Build every good brief, and return all files by their names."""
    import builder

    files: dict[str, bytes] = {}
    with TemporaryDirectory() as out:
        for brief in GOOD_BRIEFS:
            builder.build(brief, out)
        for file in sorted(Path(out).iterdir()):
            files[file.name] = file.read_bytes()
    return files


def record() -> dict[str, Any]:
    """Return the hashes of the whole files and of their parts, and what they were made with."""
    files = made()
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "libraries": list(this_builder().libraries),
        "files": {name: sha256(data).hexdigest() for name, data in sorted(files.items())},
        "parts": digests(files),
    }


def compare(records: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield where a record differs from the first that was made with the same libraries.

    What only other versions of a library can change is no fault of ours. It is one if no two can be compared.
    """
    firsts: dict[str, str] = {}
    for name, found in records.items():
        first = firsts.setdefault(json.dumps(found["libraries"]), name)
        parts_found, parts_wanted = found["parts"], records[first]["parts"]
        for part in sorted(parts_found.keys() | parts_wanted.keys()):
            if parts_found.get(part) != parts_wanted.get(part):
                yield f"{name}: {part} is not as in {first}"
    if len(firsts) == len(records):
        yield "each was made with libraries of its own: nothing could be compared"


def reported(records: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each record: where it is from, and how many files are the first's to the last byte."""
    expected = next(iter(records.values()))
    for name, found in records.items():
        same = sum(expected["files"].get(file) == digest for file, digest in found["files"].items())
        about = f"Python {found['python']}, {found['system']}, zlib {found['zlib']}"
        files, inside = len(found["files"]), len(found["parts"])
        yield f"{name}: {about}: {inside} parts; {same} of {files} files have the bytes of the first\n"


def main() -> int:
    """Write a record, or compare records."""
    if sys.argv[1] != "--compare":
        text = json.dumps(record(), indent=1, sort_keys=True) + "\n"
        Path(sys.argv[1]).write_text(text, encoding="utf-8", newline="\n")
        return 0
    records = {name: json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[2:]}
    sys.stdout.writelines(reported(records))
    differences = list(compare(records))
    sys.stdout.writelines(f"{line}\n" for line in differences)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
