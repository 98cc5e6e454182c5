"""Sends the drafts of releases: each once, only what was released, and none before its time."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.release.archive import unpack
from builder.release.bundle import NAME
from builder.release.distribution import ENDING, Distribution, Mail, read_distribution
from builder.release.log import FAILED, REFUSED, SENDING, SENT, Log
from builder.release.mail import address
from builder.release.smtp import Connection, Lost, Refusal, Unreachable
from builder.release.verify import verify_file
from builder.report.problems import Problem, error

READY, HELD, UNKNOWN = "ready", "held", "unknown"
_BY_HAND = ("SECRET", "TOP SECRET")  # never by mail
_HINT = "release again with --mail; what was changed since is not sent"


class Letter(Struct, frozen=True):
    """A draft, the release that it is of, and its state: `READY`, `SENT`, `HELD` or `UNKNOWN`."""

    folder: Path
    of: Distribution
    mail: Mail
    state: str
    when: str = ""

    @property
    def about(self) -> dict[str, str]:
        """What the log says of it."""
        return {
            "bundle": self.of.bundle,
            "bundle_sha256": self.of.sha256,
            "marking": self.of.label,
            "mail": self.mail.draft,
            "mail_sha256": self.mail.sha256,
            "receiver": self.mail.email,
        }


class Plan(Struct, frozen=True):
    """The letters of a folder, and why nothing may be sent from it."""

    letters: tuple[Letter, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Letter]:
        """Return the letters that have a state."""
        return [one for one in self.letters if one.state == state]

    @property
    def labels(self) -> list[str]:
        """The markings of what is to be sent that not everybody may read."""
        return sorted({one.of.label for one in self.of(READY) if one.of.restricted})


def plan_sending(path: Path, log: Log, again: Iterable[str], now: datetime) -> Plan:
    """Return what there is to send in a folder, or of a bundle; `again` are recipients to try once more."""
    found = [path.with_name(path.name.replace("-release.zip", ENDING))]
    if path.is_dir():
        found = sorted(path.rglob(f"*{ENDING}"))
    letters: list[Letter] = []
    problems: list[Problem] = []
    if not any(one.is_file() for one in found):
        hint = "write mails with `brief release --mail`, and name the folder or the bundle"
        return Plan((), (_fault(path, "there are no mails here", hint),))
    for file in found:
        try:
            of = read_distribution(file)
        except ValueError as wrong:
            problems.append(_fault(file, f"{file.name} {wrong}"))
            continue
        problems += _faults(file.parent, of)
        for mail in of.mails:
            letters.append(_letter(file.parent, of, mail, log, set(again), now))
    return Plan(tuple(letters), tuple(problems))


def _letter(folder: Path, of: Distribution, mail: Mail, log: Log, again: set[str], now: datetime) -> Letter:
    last = log.last.get((of.sha256, mail.email))
    new = Letter(folder, of, mail, READY)
    if last and last["event"] == SENT:
        return replace(new, state=SENT, when=last["time"])
    if last and last["event"] == SENDING and mail.email not in again:
        return replace(new, state=UNKNOWN, when=last["time"])
    if of.opens is not None and now < of.opens and not mail.early:
        return replace(new, state=HELD, when=of.opens.isoformat())
    return new


def _faults(folder: Path, of: Distribution) -> Iterator[Problem]:
    """Yield where bundle and drafts are not what was released."""
    bundle = folder / of.bundle
    verdict = verify_file(bundle)
    if verdict.problems:
        yield from verdict.problems
        return
    data = bundle.read_bytes()
    files = unpack(data).files
    if sha256(data).hexdigest() != of.sha256:
        yield _fault(bundle, f"{of.bundle} is not the bundle of these mails")
    if of.marked and not bytes(files[NAME]).decode("utf-8", "replace").startswith(of.marked):
        yield _fault(bundle, f"{of.bundle} is not marked “{of.marked}”")
    if of.label in _BY_HAND:
        yield _fault(bundle, f"what is marked {of.label} is not sent by mail", "hand it over another way")
    for mail in of.mails:
        draft = _bytes(folder / mail.draft)
        if draft is None:
            yield _fault(folder / mail.draft, f"{mail.draft} is missing")
        elif sha256(draft).hexdigest() != mail.sha256:
            yield _fault(folder / mail.draft, f"{mail.draft} was changed since the release")
        elif _attached(draft) != {name: bytes(files[name]) for name in of.files}:
            yield _fault(folder / mail.draft, f"{mail.draft} has not the files of {of.bundle}")


def _attached(draft: bytes) -> dict[str, bytes]:
    message = email.message_from_bytes(draft, policy=email.policy.default)
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in message.walk()
        if part.get_filename()
    }


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _fault(path: Path, message: str, hint: str = _HINT) -> Problem:
    return replace(error("mails-as-released", "", message, hint), file=path.as_posix())


class Outcome(Struct, frozen=True):
    """What came of a letter: an event of the log, and what the server answered, or what happened."""

    letter: Letter
    event: str
    reply: str


def send(
    letters: Iterable[Letter],
    connection: Connection,
    sender: tuple[str, str],
    log: Log,
    pause: float,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Outcome]:
    """Send letters with at least `pause` seconds between two; yield what comes of each.

    It ends with the first for which there is no server any more. That a mail is sent is in the log before,
    so that a run that is killed cannot lead to a second one.
    """
    last = 0.0
    for letter in letters:
        if last:
            sleep(max(0.0, last + pause - time.monotonic()))
        last = time.monotonic()
        draft = _bytes(letter.folder / letter.mail.draft)
        if draft is None or sha256(draft).hexdigest() != letter.mail.sha256:
            yield Outcome(letter, FAILED, "the draft was changed in the meantime")
            return
        data, id = sent_form(draft, letter.mail, sender, datetime.now(UTC))
        server = f"{connection.server.host}:{connection.server.port}"
        about = {**letter.about, "sender": sender[1], "server": server, "message_id": id}
        log.add(SENDING, about)
        try:
            event, reply = SENT, connection.send(sender[1], letter.mail.email, data)
        except Refusal as refused:
            event, reply = REFUSED if refused.is_final else FAILED, str(refused)
        except Unreachable as wrong:
            log.add(FAILED, {**about, "reply": str(wrong)})
            yield Outcome(letter, FAILED, f"{wrong}; {wrong.hint}")
            return
        except Lost:
            yield Outcome(letter, UNKNOWN, "the connection broke before the server answered")
            return
        log.add(event, {**about, "reply": reply})
        yield Outcome(letter, event, reply)


def sent_form(draft: bytes, mail: Mail, sender: tuple[str, str], now: datetime) -> tuple[bytes, str]:
    """Return a draft as it is sent, with sender, date and its id, which is that of draft and recipient."""
    digest = sha256(f"{mail.sha256} {mail.email}".encode()).hexdigest()[:32]
    id = f"<{digest}@{sender[1].rpartition('@')[2]}>"
    heads, parted, body = draft.partition(b"\r\n\r\n")
    own = (f"From: {address(*sender)}", f"Date: {format_datetime(now)}", f"Message-ID: {id}")
    kept = heads.replace(b"\r\nX-Unsent: 1", b"", 1)
    return "\r\n".join((*own, "")).encode("ascii") + kept + parted + body, id
