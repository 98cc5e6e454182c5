"""A link as it is written becomes an address of ASCII alone, which all three file formats can hold."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import quote

_WEB = re.compile(r"(?i)(https?://)([^/?#]*)(.*)")
_KEPT = ":/?#@!$&'()*+,;=%~"  # what may stand in an address as it is, beside letters, digits and -._
_HALF_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


def as_address(url: str) -> str:
    """Return the link with what an address may not hold escaped (RFC 3986), its host as IDNA has it."""
    url = _HALF_ESCAPE.sub("%25", url)
    web = _WEB.fullmatch(url)
    if web is None:
        return quote(url, safe=_KEPT)
    return web[1] + _host(web[2]) + quote(web[3], safe=_KEPT)


def mail_address(address: str) -> str:
    """Return the mailto link of an email address, which cannot bring headers with it."""
    return f"mailto:{quote(address, safe='@+')}"


def _host(host: str) -> str:
    if not host.isascii():
        labels = normalize("NFKC", host).lower().split(".")
        host = ".".join(
            label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
            for label in labels
        )
    return quote(host, safe="[]:%")
