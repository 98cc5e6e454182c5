"""A recipient's draft opens in a mail program with the files of their edition, and never with another's."""

from __future__ import annotations

import email
import email.policy
import string
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.languages.language import language_for
from builder.outline.text import Product
from builder.release.mail import Recipient, can_be_sent_to, draft, draft_name
from builder.release.publish import Released
from builder.report.problems import BriefError
from tests.release.test_release import words_in
from tests.support.outlines import outline_of, sample
from tests.support.releasing import VERSIONS, WITHHELD, files_of, release, write_brief

FILES = {Product.MEMO: bytes(range(256)) * 9, Product.DECK: b"--=_policy-brief--\r\n", Product.SUMMARY: b""}
ANN = Recipient(1, "Ann O'Neil", "ann@example.com", "en")
OUTLINE = sample()

names = st.text(st.characters(codec="utf-8"), max_size=120)


def opened(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def attached(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): bytes(part.get_content()) for part in message.iter_attachments()}


def address_of(message: EmailMessage) -> tuple[str, str]:
    """Read name and address as RFC 2047 says: the space between two encoded words of a name does not count.

    `message["To"]` would keep that space.
    """
    name, address = parseaddr(dict(message.raw_items())["To"])
    return str(make_header(decode_header(name))), address


def released(folder: Path, *audiences: str, **changes: Any) -> Released:
    return release(write_brief(folder, **changes), folder / "output", audiences=audiences, mail=True)


# The draft


def test_a_draft_has_a_recipient_a_subject_and_nothing_that_only_sending_can_know() -> None:
    message = opened(draft(OUTLINE, "meeting", FILES, ANN))
    assert message.keys() == ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"]
    assert address_of(message) == ("Ann O'Neil", "ann@example.com")
    assert message["X-Unsent"] == "1"
    title = "Japan’s cancelled meeting with the United States signals strain"
    assert str(message["Subject"]).startswith(title)


def test_the_files_are_attached_byte_by_byte() -> None:
    message = opened(draft(OUTLINE, "meeting", FILES, ANN))
    assert attached(message) == {
        "meeting-memo.docx": FILES[Product.MEMO],
        "meeting-deck.pptx": FILES[Product.DECK],
        "meeting-summary.pdf": FILES[Product.SUMMARY],
    }


def test_every_line_can_be_sent_and_ends_as_mail_requires() -> None:
    long = Recipient(1, "Ä" * 150, "ann@example.com", "ja")
    data = draft(OUTLINE, "meeting", FILES, long)
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines if not line.startswith(b"Content-")) <= 78
    assert data.isascii()


def test_equal_releases_make_equal_drafts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = released(tmp_path / "a", "public"), released(tmp_path / "b", "public")
    assert [path.read_bytes() for path in one.drafts] == [path.read_bytes() for path in other.drafts]
    assert len(one.drafts) == 2


def test_the_marking_is_in_the_subject_and_before_and_after_the_words(tmp_path: Path) -> None:
    done = released(tmp_path, "press")
    message = opened(done.drafts[0].read_bytes())
    assert message["Subject"] == "TLP:CLEAR The library should open on Sundays"
    lines = body_of(message).splitlines()
    assert lines[0] == lines[-1] == "TLP:CLEAR · Embargoed until 1 June 2031, 09:00 UTC"


def test_the_text_gives_the_answer_the_ask_the_files_and_whom_to_ask(tmp_path: Path) -> None:
    (path,) = released(tmp_path, "board").drafts
    lines = body_of(opened(path.read_bytes())).splitlines()
    words, labels = language_for("ja").release, language_for("ja").labels
    answer = str(VERSIONS["bottom_line"]["text"])
    for line in (
        words.greeting.format(name="山田 太郎"),
        words.attached.format(title=VERSIONS["title"]),
        f"{labels.bottom_line}{labels.colon}{answer}",
        f"{labels.ask}{labels.colon}Approve the zebra budget.",
        f"{labels.slides} (PowerPoint){labels.colon}library-board-deck.pptx",
        f"{labels.contact}{labels.colon}Library desk, desk@example.org",
        "For review · Version 0.9 · 28 May 2031",
    ):
        assert line in lines


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "de-CH"])
def test_the_greeting_is_in_the_language_of_the_recipient(language: str) -> None:
    text = body_of(opened(draft(OUTLINE, "meeting", FILES, replace(ANN, language=language))))
    assert language_for(language).release.greeting.format(name="Ann O'Neil") in text.splitlines()
    others = {"en", "de", "es", "fr", "ja"} - {language[:2]}
    assert not any(language_for(other).release.greeting.format(name="Ann O'Neil") in text for other in others)


# Names and addresses


@given(names)
def test_no_name_adds_a_header_or_a_recipient(name: str) -> None:
    message = opened(draft(OUTLINE, "meeting", FILES, replace(ANN, name=name)))
    assert message.keys() == ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"]
    header = message["To"]
    assert isinstance(header, AddressHeader)
    assert [one.addr_spec for one in header.addresses] == ["ann@example.com"]
    assert len(attached(message)) == 3


@given(st.text(string.ascii_letters + "äéß山田 '-.,", min_size=1, max_size=100))
@example("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAßß山山山")
@example("AAAAAAAAAAAAAAAAAAAAAAAAAßß山山山")
@example("Ä" * 90)
def test_a_name_arrives_as_it_was_written(name: str) -> None:
    message = opened(draft(OUTLINE, "meeting", FILES, replace(ANN, name=name)))
    assert address_of(message)[0] == " ".join(name.split())


@given(names)
def test_no_title_adds_a_header(title: str) -> None:
    values = {
        "title": f"T{title}",
        "bottom_line": "Open the library on Sundays, when most people are free.",
        "sections": [{"title": "Why", "arguments": [{"claim": "Most people are free on Sundays."}]}],
    }
    message = opened(draft(outline_of(values), "library", FILES, ANN))
    assert message.keys() == ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"]
    assert str(message["Subject"]).startswith("T")


@pytest.mark.parametrize(
    "address",
    [
        "a@b@c.example",
        "a,b@c.example",
        "<a@c.example>",
        "a b@c.example",
        "a@c.example\r\nBcc: x@y.example",
        "a@c.example\n",
        '"a"@c.example',
        "(c)a@c.example",
        "a;b@c.example",
        "ä@c.example",
        "a@bücher.example",
        "a..b@c.example",
        ".a@c.example",
        "a@c..example",
        "a@-c.example",
        "a@[127.0.0.1]",
        "a@",
        "@c.example",
        "",
    ],
)
def test_an_address_that_might_lead_elsewhere_is_refused(address: str) -> None:
    assert not can_be_sent_to(address)
    with pytest.raises(ValueError, match="not an address"):
        draft(OUTLINE, "meeting", FILES, replace(ANN, email=address))


@pytest.mark.parametrize(
    "address",
    ["a@c.example", "first.last+tag@mail.c-d.example", "o'neil@c.example", "a@xn--bcher-kva.example"],
)
def test_a_usual_address_is_taken(address: str) -> None:
    message = opened(draft(OUTLINE, "meeting", FILES, replace(ANN, email=address)))
    assert address_of(message)[1] == address


def test_the_names_of_drafts_are_those_that_every_system_can_have(tmp_path: Path) -> None:
    for name, expected in (
        ("María García", "library-mail-2-maria-garcia.eml"),
        ("山田 太郎", "library-mail-2-shantian-tailang.eml"),
        ("../../etc/passwd", "library-mail-2-etc-passwd.eml"),
        ('CON: "x" <y>|z?*', "library-mail-2-con-x-y-z.eml"),
        ("x" * 300, f"library-mail-2-{'x' * 40}.eml"),
    ):
        assert draft_name("library", Recipient(2, name, "a@c.example", "en")) == expected
    done = released(tmp_path, "public", "board", "press")
    assert len({path.name.casefold() for path in done.drafts}) == 4


# Who gets what


def test_each_recipient_gets_the_files_of_their_edition_and_no_word_of_another(tmp_path: Path) -> None:
    done = released(tmp_path, "board", "press", "public", "unrestricted")
    bundles = {
        bundle.path.name.removeprefix("library-").removesuffix("-release.zip"): bundle.path.read_bytes()
        for bundle in done.bundles
    }
    reached = []
    for path in done.drafts:
        message = opened(path.read_bytes())
        address = address_of(message)[1]
        (audience,) = (one["audience"] for one in VERSIONS["distribution"] if one["email"] == address)
        reached.append(audience)
        files = attached(message)
        released_files = files_of(bundles[audience])
        assert len(files) == 3
        assert files == {name: released_files[name] for name in files}
        words = body_of(message).lower() + "".join(words_in(data, name) for name, data in files.items())
        assert not [word for word in WITHHELD[audience] if word in words]
        everything = {"flamingo", "walrus", "zebra"}
        assert all(word in words for word in everything - set(WITHHELD[audience]))
    assert sorted(reached) == ["board", "press", "public", "public"]


def test_who_gets_no_mail_is_reported(tmp_path: Path) -> None:
    assert released(tmp_path, "press").unmailed == (
        ("María García", "public"),
        ("山田 太郎", "board"),
        ("Jürgen Weiß", "public"),
    )
    assert released(tmp_path, "unrestricted").drafts == ()


def test_drafts_of_an_earlier_release_are_reported_and_left(tmp_path: Path) -> None:
    first = released(tmp_path, "public", "board")
    assert first.stale == ()
    fewer = [one for one in VERSIONS["distribution"] if one["name"] != "María García"]
    second = released(tmp_path, "public", distribution=fewer)
    assert [path.name for path in second.stale] == [
        "library-public-mail-1-maria-garcia.eml",
        "library-public-mail-4-juergen-weiss.eml",
    ]
    assert all(path.exists() for path in second.stale)


def test_a_brief_without_recipients_has_no_mails(tmp_path: Path) -> None:
    with pytest.raises(BriefError) as caught:
        released(tmp_path, "public", distribution=None)
    assert [problem.rule for problem in caught.value.problems] == ["recipients-listed"]
    assert not (tmp_path / "output").exists()


def test_an_address_that_cannot_be_sent_to_is_reported_with_its_line(tmp_path: Path) -> None:
    odd = [{"name": "Ann", "email": "a,b@example.org", "audience": "public"}]
    with pytest.raises(BriefError) as caught:
        released(tmp_path, "public", distribution=odd)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.path) == ("addresses-well-formed", "distribution[0].email")
    assert problem.position is not None
    assert not (tmp_path / "output").exists()
