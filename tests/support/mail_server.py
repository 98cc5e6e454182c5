"""A mail server on this machine, with a certificate of its own, that refuses and fails as it is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "desk", "open sesame 7"


class Handler:
    """Keeps the mails that it takes; refuses some addresses, and closes the connection after some mails."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()
        self.later: set[str] = set()
        self.fails_after: int | None = None
        self.drops_after: int | None = None  # takes a mail, and does not say so

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, to: str, _options: Any) -> str:
        if to in self.refused:
            return "550 5.1.1 no such user"
        if to in self.later:
            return "451 4.7.1 try later"
        if self.fails_after is not None and len(self.taken) >= self.fails_after:
            return "421 4.3.0 going down"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.drops_after is not None and len(self.taken) > self.drops_after:
            server.transport.abort()
        return "250 OK queued"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    form = PrivateFormat.PKCS8
    (folder / "cert.key").write_bytes(key.private_bytes(Encoding.PEM, form, NoEncryption()))
    return folder / "cert.pem", folder / "cert.key"


@contextmanager
def serving(
    folder: Path, *, tls: bool = True, from_the_start: bool = False
) -> Iterator[tuple[Handler, dict[str, str]]]:
    """Run the server; yield what it takes, and the environment in which it is known."""
    cert, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=is_right, handled=False)

    handler = Handler()
    secured: dict[str, Any] = {"tls_context": context, "require_starttls": True} if tls else {}
    if from_the_start:
        secured = {"ssl_context": context}
    must = tls and not from_the_start
    controller = Controller(
        handler, hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=must, **secured
    )
    controller.start()
    try:
        yield (
            handler,
            {
                "BRIEF_SMTP_SERVER": f"localhost:{port}",
                "BRIEF_SMTP_FROM": "Library desk <desk@example.org>",
                "BRIEF_SMTP_USER": USER,
                "BRIEF_SMTP_PASSWORD": PASSWORD,
                "SSL_CERT_FILE": str(cert),
            },
        )
    finally:
        controller.stop()
