"""Briefs become bundles, as `brief release` makes them, for every test that looks into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from builder.pipeline.request import Request
from builder.release.archive import unpack
from builder.release.keys import open_key
from builder.release.publish import Released, release_brief
from tests.conftest import ROOT

TINY = ROOT / "tests" / "briefs" / "good" / "tiny.yaml"

# A brief of three versions: the board may read all but the press's line, the public neither of both.
VERSIONS: Mapping[str, Any] = {
    "id": "library",
    "title": "The library should open on Sundays",
    "audiences": ["board", {"name": "press", "label": "Press version"}, "public"],
    "distribution": [
        {"name": "María García", "email": "maria@example.org", "audience": "public", "language": "es"},
        {"name": "山田 太郎", "email": "yamada@example.jp", "audience": "board", "language": "ja"},
        {"name": "Ann O'Neil", "email": "ann@example.com", "audience": "press"},
        {"name": "Jürgen Weiß", "email": "weiss@example.de", "audience": "public", "language": "de"},
    ],
    "marking": {"scheme": "tlp", "label": "CLEAR", "embargo_until": "2031-06-01T09:00+00:00"},
    "status": "review",
    "date": "2031-05-28",
    "version": "0.9",
    "contact": "Library desk, desk@example.org",
    "bottom_line": {
        "text": "Open the library on Sundays, when most people who work in the town are free to come.",
        "ask": {"text": "Approve the zebra budget.", "audience": ["board"]},
    },
    "sections": [
        {
            "title": "Why Sundays",
            "arguments": [
                {"claim": "Most people who work in the town can come only on Sundays."},
                {"claim": "The walrus committee has agreed to pay for the change.", "audience": ["board"]},
                {"claim": "A flamingo parade will open the first Sunday.", "audience": ["press"]},
            ],
        }
    ],
}
WITHHELD = {"board": ["flamingo"], "press": ["zebra", "walrus"], "public": ["flamingo", "zebra", "walrus"]}


def write_brief(folder: Path, **changes: Any) -> Path:
    """Write the brief of three versions with `changes` to its keys; None takes a key away."""
    values = {key: value for key, value in {**VERSIONS, **changes}.items() if value is not None}
    path = folder / "library.yaml"
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@cache
def key_file(kind: str, passphrase: str = "") -> tuple[bytes, bytes]:
    """Return a private key of a kind as its OpenSSH file, and the line of its public half."""
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    match kind:
        case "ed25519":
            key = ed25519.Ed25519PrivateKey.generate()
        case "rsa":
            key = rsa.generate_private_key(65537, 2048)
        case _:
            key = ec.generate_private_key({"p256": ec.SECP256R1, "p384": ec.SECP384R1}[kind]())
    hidden = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, hidden)
    return private, key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b" desk\n"


@cache
def bundle_of(brief: Path, kind: str = "") -> bytes:
    """Return the bundle of a whole brief, signed with a key of a kind where one is named."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key").write_bytes(key_file(kind)[0] if kind else b"")
        key = open_key(folder / "key", lambda: None) if kind else None
        done = release(brief, folder, audiences=["unrestricted"], key=key)
        return done.bundles[0].path.read_bytes()


def release(
    brief: Path, out: Path, *, audiences: Sequence[str], allow_warnings: bool = False, **options: Any
) -> Released:
    """Release a brief as the command does."""
    return release_brief(Request(brief, out, strict=not allow_warnings), audiences=audiences, **options)


def files_of(bundle: bytes) -> dict[str, bytes]:
    return {name: bytes(content) for name, content in unpack(bundle).files.items()}
