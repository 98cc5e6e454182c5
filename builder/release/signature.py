"""Signs bytes with a detached signature as `ssh-keygen -Y` does, and checks such signatures.

The format is OpenSSH's PROTOCOL.sshsig; the cryptography is that of the `cryptography` package, which the
extra `sign` installs.
"""

from __future__ import annotations

import hashlib
import struct
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING

from builder.release.keys import EXTRA, KINDS, NAMESPACE, KeyFault, fingerprint, public_form, usable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    from builder.release.keys import Private, Public

_MAGIC, _FORM, _HASH = b"SSHSIG", 1, "sha512"
_HEAD, _FOOT = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = 70  # characters of a line of the armour, as ssh-keygen breaks them
LONGEST = 10_000  # bytes of a signature: one with the largest RSA key has a fifth of that


class Forged(ValueError):
    """Raised for a signature that does not match; the message follows "the signature …"."""


def sign(key: Private, data: bytes) -> bytes:
    """Return the armoured signature of the bytes; equal bytes are signed equally wherever the library can."""
    public, kind = public_form(key.public_key())
    signed = _string(kind) + _string(_sign(key, _signed(data)))
    parts = (public, NAMESPACE.encode(), b"", _HASH.encode(), signed)
    return _armoured(_MAGIC + struct.pack(">I", _FORM) + b"".join(map(_string, parts)))


def check(data: bytes, armoured: bytes) -> str:
    """Return the fingerprint of the key that signed these bytes; raise `Forged` if none did.

    Raises `KeyFault` if the extra is not installed. Only its fingerprint shows whose key it is.
    """
    try:
        from cryptography.exceptions import InvalidSignature
    except ImportError as error:
        raise KeyFault("checking the signature requires a package that is not installed", EXTRA) from error
    public, namespace, reserved, algorithm, signed = _fields(armoured)
    if (namespace, reserved, algorithm) != (NAMESPACE.encode(), b"", _HASH.encode()):
        raise Forged("was made for another purpose")
    key = _key_of(public)
    _, kind = public_form(key)
    try:
        name, value = _split(signed, 2)
        if name != kind:
            raise Forged("does not fit the type of its key")
        _verify(key, value, _signed(data))
    except InvalidSignature as error:
        raise Forged("does not match these files") from error
    return fingerprint(public)


# The form


def _string(data: bytes) -> bytes:
    """Return bytes as SSH writes them, after their length (RFC 4251, section 5)."""
    return struct.pack(">I", len(data)) + data


def _split(data: bytes, count: int) -> list[bytes]:
    """Split `data` into exactly this many strings."""
    found = []
    for _ in range(count):
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            raise Forged("is truncated")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    if data:
        raise Forged("has data after its end")
    return found


def _signed(data: bytes) -> bytes:
    """Return what is signed for `data`: the purpose and the hash."""
    parts = (NAMESPACE.encode(), b"", _HASH.encode(), hashlib.new(_HASH, data).digest())
    return _MAGIC + b"".join(map(_string, parts))


def _armoured(blob: bytes) -> bytes:
    text = b64encode(blob).decode()
    lines = (text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return "\n".join((_HEAD, *lines, _FOOT, "")).encode()


def _fields(armoured: bytes) -> list[bytes]:
    """Return the fields of a signature in the form that `_armoured` writes."""
    if len(armoured) >= LONGEST:
        raise Forged("is too long")
    lines = armoured.decode("ascii", "replace").split("\n")
    try:
        blob = b64decode("".join(lines[1:-2]), validate=True)
    except (NotBase64, ValueError) as error:
        raise Forged("is damaged") from error
    if _armoured(blob) != armoured or blob[:10] != _MAGIC + struct.pack(">I", _FORM):
        raise Forged("is damaged")
    return _split(blob[10:], 5)


# The keys


def _key_of(public: bytes) -> Public:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    kind = public[4 : 4 + int.from_bytes(public[:4], "big")]
    if kind.decode("ascii", "replace") not in KINDS:
        raise Forged("was made with a type of key that is not supported")
    try:
        key = usable(load_ssh_public_key(kind + b" " + b64encode(public)))
    except (ValueError, NotImplementedError, UnsupportedAlgorithm) as error:
        raise Forged("contains an invalid key") from error
    if key is None or public_form(key)[0] != public:
        raise Forged("was made with a key that is too weak, or damaged")
    return key


def _sign(key: Private, message: bytes) -> bytes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA512

    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), SHA512())
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message)
    kind = _curve_hash(key.curve.key_size)
    try:
        value = key.sign(message, ec.ECDSA(kind, deterministic_signing=True))
    except UnsupportedAlgorithm:
        value = key.sign(message, ec.ECDSA(kind))
    return b"".join(_string(_number(part)) for part in decode_dss_signature(value))


def _verify(key: Public, value: bytes, message: bytes) -> None:
    """Raise `InvalidSignature` or `Forged` if `value` is not a signature of `message`."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA512

    if isinstance(key, rsa.RSAPublicKey):
        key.verify(value, message, padding.PKCS1v15(), SHA512())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        parts = [int.from_bytes(part, "big") for part in _split(value, 2)]
        if b"".join(_string(_number(part)) for part in parts) != value:
            raise Forged("is damaged")
        key.verify(encode_dss_signature(*parts), message, ec.ECDSA(_curve_hash(key.curve.key_size)))
    else:
        key.verify(value, message)


def _number(value: int) -> bytes:
    """Return a positive number as SSH writes it, with no leading zero byte except for the sign."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def _curve_hash(bits: int) -> SHA256 | SHA384 | SHA512:
    """Return the hash that goes with a curve (RFC 5656, section 6.2.1)."""
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    return SHA256() if bits <= 256 else SHA384() if bits <= 384 else SHA512()
