"""Writes a mail draft for a recipient, with the files of their edition, that a mail program opens."""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.brief.files import slug
from builder.languages.language import language_for
from builder.manifest.form import product_file
from builder.outline.blocks import BottomLine, Front, Outline
from builder.outline.text import Product
from builder.release.bundle import contact_line, marking_line, product_name

_BOUNDARY = "=_policy-brief"  # neither base64 nor quoted-printable can contain `=_` (RFC 2045, section 6.7)
_LONGEST_LINE = 75  # characters of a header's line, and of an encoded word (RFC 2047, section 2)
_WORD = 39  # bytes whose encoded word is no longer than that, and leave room for the header's name
_OPEN = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    Product.MEMO: f"{_OPEN}.wordprocessingml.document",
    Product.DECK: f"{_OPEN}.presentationml.presentation",
    Product.SUMMARY: "application/pdf",
}
_PLAIN_NAME = r"[A-Za-z0-9 '-]+"  # needs no quotes before an address
_PLAIN_TEXT = r"(?!.*=\?)[ -~]*"
# What every mail program sends to: a dot-atom and a domain of ASCII (RFC 5322, section 3.4.1).
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](-*[A-Za-z0-9])*(\.[A-Za-z0-9](-*[A-Za-z0-9])*)*"
)


class Recipient(Struct, frozen=True):
    """Who gets a draft; `number` is their position in the brief's list, from 1.

    `early` is whether it may be sent to them before the embargo ends.
    """

    number: int
    name: str
    email: str
    language: str
    early: bool = False


def can_be_sent_to(email: str) -> bool:
    """Whether every mail program can send to an address: ASCII, in the usual form."""
    return _ADDRESS.fullmatch(email) is not None


def draft(outline: Outline, stem: str, files: Mapping[Product, bytes], recipient: Recipient) -> bytes:
    """Return a mail with the files of one edition attached; equal input gives equal bytes.

    It has neither sender nor date: the program that sends it sets them, and `X-Unsent` makes it open as a
    draft. Raises `ValueError` for an address that not every mail program can send to.
    """
    if not can_be_sent_to(recipient.email):
        raise ValueError(f"{recipient.email!r} is not an address that every mail program can send to")
    front = outline.one(Front)
    title = front.title.plain if front else outline.properties.title
    marking = front.marking.label.plain if front and front.marking else ""
    text = "\r\n".join((*_text(outline, title, stem, recipient), "")).encode()
    lines = [
        f"To: {address(recipient.name, recipient.email)}",
        f"Subject: {_worded(f'{marking} {title}', _PLAIN_TEXT)}",
        "X-Unsent: 1",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"',
        "",
        f"--{_BOUNDARY}",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        b2a_qp(text, istext=True).decode().removesuffix("\r\n"),
    ]
    for product, data in files.items():
        lines += [
            f"--{_BOUNDARY}",
            f"Content-Type: {_KINDS[product]}",
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{product_file(stem, product.value)}"',
            "",
            encodebytes(data).decode().rstrip("\n").replace("\n", "\r\n"),
        ]
    return "\r\n".join((*lines, f"--{_BOUNDARY}--", "")).encode("ascii")


def address(name: str, email: str) -> str:
    """Return a name and an address as a header has them, in two lines."""
    return f"{_worded(name, _PLAIN_NAME)}\r\n <{email}>"


def draft_name(stem: str, recipient: Recipient) -> str:
    """Return the name of a draft's file, valid on every system: `<stem>-mail-2-maria-garcia.eml`."""
    return "-".join(filter(None, (stem, "mail", str(recipient.number), slug(recipient.name)))) + ".eml"


def _text(outline: Outline, title: str, stem: str, recipient: Recipient) -> Iterator[str]:
    """Yield the lines of the mail; the handling marking comes first and last, as FIRST's TLP 2.0 requires."""
    language = language_for(recipient.language)
    words, labels = language.release, language.labels
    marked, contact = marking_line(outline), contact_line(outline, labels)
    if marked:
        yield from (marked, "")
    yield from (words.greeting.format(name=_line(recipient.name)), "", words.attached.format(title=title))
    bottom_line = outline.one(BottomLine)
    if bottom_line is not None:
        yield from ("", f"{labels.bottom_line}{labels.colon}{bottom_line.text.plain}")
        if bottom_line.ask:
            yield from ("", f"{labels.ask}{labels.colon}{bottom_line.ask.plain}")
    front = outline.one(Front)
    yield from ("", front.status.plain if front else "")
    for product in Product:
        yield f"{product_name(product, labels)}{labels.colon}{product_file(stem, product.value)}"
    if contact:
        yield from ("", contact)
    if marked:
        yield from ("", marked)


def _worded(text: str, plain: str) -> str:
    """Return a text as a header value: as it is if `plain` and short, else in encoded words (RFC 2047)."""
    text = _line(text)
    if re.fullmatch(plain, text) and len(text) <= _LONGEST_LINE - len("Subject: "):
        return text
    words, word = list[bytes](), b""
    for character in text:
        if len(word) + len(character.encode()) > _WORD:
            words.append(word)
            word = b""
        word += character.encode()
    return "\r\n ".join(f"=?utf-8?B?{b64encode(each).decode()}?=" for each in (*words, word))


def _line(text: str) -> str:
    """Return a text in one line, without anything that could begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
