"""Hands mails to a server, over TLS alone."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 60.0  # seconds for an answer
_TLS, _STARTTLS = 465, 587
SERVICE = "policy-brief-builder"  # under which a keyring has the password


class Server(Struct, frozen=True):
    """Where mails go: `tls` from the first byte, else STARTTLS."""

    host: str
    port: int
    tls: bool


class Refusal(Exception):
    """The server does not take a mail; it surely was not sent. `is_final` if it never will."""

    def __init__(self, reply: str, *, is_final: bool) -> None:
        self.is_final = is_final
        super().__init__(reply)


class Unreachable(Exception):
    """There is no server to go on with; `hint` says what to do. The mail surely was not sent."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class Lost(Exception):
    """The connection broke after the whole mail was sent, before the answer: it may have been delivered."""


def server_of(text: str) -> Server:
    """Return the server that is named: `smtp.example.org`, `smtp.example.org:587`, `smtps://…`.

    Raises `ValueError`.
    """
    found = re.fullmatch(r"(?:(smtps?)://)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?/?", text.strip())
    if found is None:
        raise ValueError(f"`{text}` is not the address of a server")
    tls = found[1] == "smtps" or (found[1] is None and found[3] == str(_TLS))
    return Server(found[2].strip("[]"), int(found[3] or (_TLS if tls else _STARTTLS)), tls)


class Connection:
    """A connection to a server, which is opened with the first mail and again where it was closed."""

    def __init__(self, server: Server, user: str, password: Callable[[], str | None]) -> None:
        self.server, self.user, self.password = server, user, password
        self.open: smtplib.SMTP | None = None

    def close(self) -> None:
        """End the connection, if there is one."""
        if self.open is not None:
            try:
                self.open.quit()
            except (smtplib.SMTPException, OSError):
                self.open.close()
            self.open = None

    def send(self, sender: str, receiver: str, data: bytes) -> str:
        """Hand over a mail; return what the server answered. Raises `Refusal`, `Unreachable` or `Lost`."""
        smtp = self._ready()
        try:
            steps = partial(smtp.mail, sender), partial(smtp.rcpt, receiver), partial(smtp.docmd, "DATA")
            for step in steps:  # none after one that was refused: a server that waits for data takes no other
                code, reply = step()
                if code not in (250, 251, 354):
                    raise self._refusal(smtp, code, reply)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.open = None
            raise Unreachable(
                f"the server closed the connection: {error}", "run the command again"
            ) from error
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
            code, reply = smtp.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.open = None
            raise Lost(str(error)) from error
        if code != 250:
            raise self._refusal(smtp, code, reply)
        return _said(code, reply)

    def _refusal(self, smtp: smtplib.SMTP, code: int, reply: bytes) -> Exception:
        if code == 421:  # the server goes away
            self.open = None
            smtp.close()
            return Unreachable(f"the server stopped: {_said(code, reply)}", "run the command again later")
        with suppress(smtplib.SMTPException, OSError):  # the refusal is known; the next mail connects again
            smtp.rset()
        return Refusal(_said(code, reply), is_final=code >= 500)

    def _ready(self) -> smtplib.SMTP:
        if self.open is not None:
            try:
                if self.open.noop()[0] == 250:
                    return self.open
            except (smtplib.SMTPServerDisconnected, OSError):
                pass
            self.open.close()
        self.open = self._opened()
        return self.open

    def _opened(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        context = ssl.create_default_context()
        smtp: smtplib.SMTP | None = None
        try:
            if self.server.tls:
                smtp = smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=context)
            else:
                smtp = smtplib.SMTP(host, port, timeout=_PATIENCE)
                smtp.starttls(context=context)
            smtp.ehlo()
        except smtplib.SMTPNotSupportedError:
            assert smtp is not None
            smtp.close()
            hint = "choose a server with STARTTLS or TLS; nothing is sent in the clear"
            raise Unreachable(f"{host}:{port} does not offer STARTTLS", hint) from None
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or str(error)
            hint = "SSL_CERT_FILE names the certificate of your own authority"
            raise Unreachable(f"no trusted connection to {host}:{port}: {reason}", hint) from None
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{host}:{port} cannot be reached: {error}", "check --server") from None
        if self.user:
            self._log_in(smtp)
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        """Log in; what the server answers is shown, the password never."""
        try:
            smtp.login(self.user, self.password() or "")
        except smtplib.SMTPAuthenticationError as error:
            smtp.close()
            hint = "check BRIEF_SMTP_USER and BRIEF_SMTP_PASSWORD, or the keyring"
            raise Unreachable(
                f"the server refused the login of {self.user} ({error.smtp_code})", hint
            ) from None
        except (smtplib.SMTPException, OSError):
            smtp.close()
            raise Unreachable("the server takes no login with a password", "unset BRIEF_SMTP_USER") from None


def _said(code: int, reply: bytes) -> str:
    return f"{code} {' '.join(reply.decode('utf-8', 'replace').split())}"[:500]


def password_in_keyring(user: str, host: str) -> str | None:
    """Return the password that the system's keyring has for a user of a server, None without one."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(SERVICE, f"{user}@{host}")
    except keyring.errors.KeyringError:
        return None
    return found
