"""Reads keys: a private key that signs, or the fingerprints of the keys that are trusted."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

    Private = Ed25519PrivateKey | RSAPrivateKey | EllipticCurvePrivateKey
    Public = Ed25519PublicKey | RSAPublicKey | EllipticCurvePublicKey

NAMESPACE = "policy-brief"  # what a key is trusted for; a signature for another purpose is not accepted
EXTRA = "pip install 'policy-brief-builder[sign]'"

_LARGEST = 100_000  # bytes of a file of keys
_LEAST_RSA = 2048  # bits
KINDS = ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
_PUBLIC = re.compile(rf"(?:^|\s)((?:{'|'.join(KINDS)}))\s+([A-Za-z0-9+/]+={{0,2}})(?:\s|$)")


class KeyFault(ValueError):
    """Raised for a key that cannot be used; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


def open_key(path: Path, passphrase: Callable[[], str | None]) -> Private:
    """Return the private key in an OpenSSH key file; `passphrase` is called only if it is encrypted.

    Raises `KeyFault` if there is no such file, no private key in it, the passphrase is wrong, the type of key
    is not Ed25519, ECDSA or RSA, or the extra is not installed.
    """
    data = _bytes_of(path)
    if b"PRIVATE KEY-----" not in data:
        if _PUBLIC.search(data.decode("utf-8", "replace")):
            raise KeyFault(f"{path} is a public key", "sign with the private key beside it, without `.pub`")
        raise KeyFault(f"{path} is not a private key", "create one with `ssh-keygen -t ed25519`")
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key
    except ImportError as error:
        raise KeyFault("signing needs a package that is not installed", EXTRA) from error
    if b"BEGIN OPENSSH PRIVATE KEY" not in data:
        hint = f"`ssh-keygen -p -f {path}` converts it to OpenSSH format"
        raise KeyFault(f"{path} is a private key in an older format", hint)
    unsupported = f"{path} is of a type that is not supported"
    hint = "use an Ed25519, ECDSA or RSA key stored in a file"
    given: bytes | None = None
    try:
        try:
            key = load_ssh_private_key(data, None)
        except TypeError:
            given = (passphrase() or "").encode()
            if not given:
                message = f"{path} is protected by a passphrase, but none was given"
                raise KeyFault(message, "set BRIEF_KEY_PASSPHRASE if there is no terminal") from None
            key = load_ssh_private_key(data, given)
    except KeyFault:
        raise
    except UnsupportedAlgorithm as error:
        raise KeyFault(unsupported, hint) from error
    except (ValueError, TypeError) as error:
        if given is not None:
            raise KeyFault(f"wrong passphrase for {path}", "try again") from error
        raise KeyFault(f"{path} is damaged", "use another copy of the key") from error
    if usable(key.public_key()) is None:
        raise KeyFault(unsupported, hint)
    return key  # type: ignore[return-value]  # its public half is usable


def key_bytes(key: Private) -> bytes:
    """Return a private key as OpenSSH writes it without a passphrase, to be handed to another process."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


@lru_cache(maxsize=1)
def opened_key(data: bytes) -> Private:
    """Return the private key of which these are the bytes."""
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    return load_ssh_private_key(data, None)  # type: ignore[return-value]  # `open_key` has judged it


def fingerprint(public: bytes) -> str:
    """Return the name of a public key as `ssh-keygen -l` prints it, `SHA256:…`."""
    return "SHA256:" + b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def known_keys(given: str) -> frozenset[str]:
    """Return the fingerprints that a user trusts: one itself, or those in a file of public keys.

    The file is a `.pub` file or one of allowed signers, of whose options only `namespaces` is supported.
    Raises `KeyFault` if there is no key in it.
    """
    if re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", given):
        return frozenset((given,))
    if not given.strip():
        raise KeyFault("no key was given", "name the sender's `.pub` file, or omit --key")
    path = Path(given)
    data = _bytes_of(path)
    if b"PRIVATE KEY-----" in data:
        raise KeyFault(f"{path} is a private key", "name the public key, which ends in `.pub`")
    found = frozenset(_listed(data.decode("utf-8", "replace"), path))
    if not found:
        raise KeyFault(f"{path} contains no public key for a policy brief", "name the sender's `.pub` file")
    return found


def _listed(text: str, path: Path) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        found = None if line.lstrip().startswith("#") else _PUBLIC.search(line)
        if found is None:
            continue
        before = line[: found.start()]
        allowed = re.search(r'namespaces="([^"]*)"', before, re.IGNORECASE)
        if re.search(r"\b(cert-authority|valid-(after|before)=)", before, re.IGNORECASE):
            message = f"{path}, line {number}: has an unsupported option"
            raise KeyFault(message, "check with `ssh-keygen -Y verify`, or name the key without the option")
        if "namespaces" in before.lower() and not allowed:
            message = f"{path}, line {number}: has unsupported namespaces"
            raise KeyFault(message, 'write them as namespaces="policy-brief"')
        if allowed and not _is_named(allowed[1]):
            continue
        try:
            yield fingerprint(b64decode(found[2], validate=True))
        except NotBase64 as error:
            raise KeyFault(f"{path}, line {number}: the key is damaged", "copy it again") from error


def _is_named(patterns: str) -> bool:
    """Whether a list of patterns matches our namespace; one after `!` excludes it, as in ssh_config(5)."""
    every = patterns.split(",")
    excluded = any(fnmatchcase(NAMESPACE, each[1:]) for each in every if each.startswith("!"))
    return not excluded and any(fnmatchcase(NAMESPACE, each) for each in every)


def usable(key: object) -> Public | None:
    """Return a public key if its type and size are trusted, else None."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, rsa.RSAPublicKey):
        return key if key.key_size >= _LEAST_RSA else None
    return key if isinstance(key, ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey) else None


def public_form(key: object) -> tuple[bytes, bytes]:
    """Return a public key as SSH writes it, and the name of the signatures made with it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    held = usable(key)
    assert held is not None
    kind, blob = held.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[:2]
    return b64decode(blob), b"rsa-sha2-512" if kind == b"ssh-rsa" else kind


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise KeyFault(f"the key {path} does not exist", "name the key file") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise KeyFault(f"the key {path} cannot be read: {reason}", "name the key file") from error
    if len(data) > _LARGEST:
        raise KeyFault(f"{path} is too large for a key", "name the key file")
    return data
