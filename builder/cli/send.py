"""`brief send`: shows who would be sent what, and sends it if that is confirmed."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.cli.options import PATH, REPORTED, WRITTEN
from builder.cli.request import ending_on_problems
from builder.cli.show import fail, say, show
from builder.report.printable import counted

if TYPE_CHECKING:
    from builder.release.log import Log
    from builder.release.sending import Plan
    from builder.release.smtp import Connection, Server

PASSWORD = "BRIEF_SMTP_PASSWORD"
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


class _Rate(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.4 on
    """`30/min` as the seconds between two mails."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"\s*(\d{1,5})\s*/\s*(s|min|h)\s*", str(value))
        if found is None or not int(found[1]):
            self.fail(f"`{value}` is not a rate such as 30/min, 2/s or 100/h", param, ctx)
        return _SECONDS[found[2]] / int(found[1])


@click.command()
@click.argument("released", type=PATH, default="output")
@click.option(
    "--confirm",
    type=click.IntRange(1),
    metavar="N",
    help="Send, if exactly this many mails are to be sent: the number that the list ends with.",
)
@click.option(
    "--marking",
    "markings",
    multiple=True,
    metavar="LABEL",
    help="Also send what only some may read and has this marking, such as TLP:AMBER (repeatable).",
)
@click.option(
    "--server",
    metavar="HOST[:PORT]",
    envvar="BRIEF_SMTP_SERVER",
    help="Mail server, with STARTTLS (default port 587); smtps://HOST or port 465 for TLS from the start. "
    "Default: BRIEF_SMTP_SERVER.",
)
@click.option(
    "--from",
    "sender",
    metavar="ADDRESS",
    envvar="BRIEF_SMTP_FROM",
    help="Sender, such as 'Library desk <desk@example.org>'. Default: BRIEF_SMTP_FROM.",
)
@click.option("--rate", type=_Rate(), default="30/min", show_default=True, help="Most mails in a time.")
@click.option(
    "--again",
    multiple=True,
    metavar="ADDRESS",
    help="Send once more to a recipient of whose mail it is not known whether it arrived (repeatable).",
)
@click.option(
    "--log",
    "log_file",
    type=WRITTEN,
    metavar="FILE",
    help="Log of what was sent. Default: send-log.jsonl beside the mails.",
)
@REPORTED
def send(
    released: Path,
    confirm: int | None,
    markings: tuple[str, ...],
    server: str | None,
    sender: str | None,
    rate: float,
    again: tuple[str, ...],
    log_file: Path | None,
) -> None:
    """Send the mails of a release, once that is confirmed.

    RELEASED is a folder with mails that `brief release --mail` wrote, with --each too, or one bundle. Without
    --confirm, this lists who would be sent which files, and sends nothing.

    Nothing is sent that is not as it was released, that is under embargo (unless the recipient is `early` in
    `distribution`), or that was sent to that recipient before. A server is used with TLS alone, the user name
    is BRIEF_SMTP_USER, and the password BRIEF_SMTP_PASSWORD or that of the keyring (extra `send`). Every mail
    is in the log before and after it is sent; a run that ended early is resumed by the same command.

    \b
    Examples:
      brief release --mail
      brief send                                        who would be sent what
      brief send --confirm 12 --server smtp.example.org --from desk@example.org
      brief send --confirm 3 --marking TLP:AMBER
    """
    from builder.release.log import LOG
    from builder.saving.lock import turn

    path = log_file or (released if released.is_dir() else released.parent) / LOG
    plan, log = _planned(released, path, again)
    if confirm is None:
        _list(plan, released)
        return
    connection, named = _connection(server), _sender(sender)
    with ending_on_problems("nothing was sent"), turn(path.parent):
        plan, log = _planned(released, path, again)  # what another run has sent meanwhile is known
        _confirm(plan, released, confirm, markings)
        try:
            _send(plan, connection, named, log, rate)
        finally:
            connection.close()


def _planned(released: Path, path: Path, again: tuple[str, ...]) -> tuple[Plan, Log]:
    """Return what there is to send, and the log; end the command where either was changed."""
    from builder.release.log import Log
    from builder.release.sending import plan_sending

    try:
        log = Log(path)
    except ValueError as wrong:
        hint = "find out who changed it; name a new log with --log if it is lost"
        fail(f"{path} was changed: {wrong}", hint)
    plan = plan_sending(released, log, again, datetime.now(UTC))
    if plan.problems:
        show(plan.problems, {}, to_stderr=True)
        sys.exit(1)
    return plan, log


def _confirm(plan: Plan, released: Path, confirm: int, markings: tuple[str, ...]) -> None:
    """End the command where there is nothing to send, or something else than was confirmed."""
    from builder.release.sending import READY

    ready = plan.of(READY)
    if not ready:
        _list(plan, released)
        sys.exit(1 if len(plan.of("sent")) < len(plan.letters) else 0)
    if confirm != len(ready):
        message = f"{counted(len(ready), 'mail')} would be sent, not {confirm}; nothing was sent"
        fail(message, "look at the list again")
    if missing := [label for label in plan.labels if label not in markings]:
        named = " ".join(f"--marking {_quoted(label)}" for label in missing)
        fail(f"what is marked {', '.join(missing)} is not for everybody; nothing was sent", f"add {named}")


def _list(plan: Plan, released: Path) -> None:
    """Print who would be sent what, and how that is confirmed."""
    from builder.release.sending import HELD, READY, UNKNOWN

    notes = {
        "sent": "sent {}",
        HELD: "waits for the end of the embargo, {}",
        UNKNOWN: "perhaps sent {}: ask the recipient, then --again if it did not arrive",
    }
    bundle = ""
    for one in plan.letters:
        if bundle != (bundle := str(one.folder / one.of.bundle)):
            marked = f"  {one.of.label}" if one.of.label else ""
            say(f"{bundle}{marked}\n  SHA-256 {one.of.sha256}\n  {', '.join(one.of.files)}")
        note = notes.get(one.state, "{} kB").format(one.when or round(one.mail.size / 1000))
        say(f"    {one.mail.name} <{one.mail.email}>  {note}")
    ready = len(plan.of(READY))
    others = [
        f"{counted(len(plan.of(state)), 'mail')} {word}"
        for state, word in (("sent", "sent before"), (HELD, "under embargo"), (UNKNOWN, "perhaps sent"))
        if plan.of(state)
    ]
    say("; ".join([f"{counted(ready, 'mail')} to be sent", *others, "nothing was sent"]))
    if ready:
        labels = "".join(f" --marking {_quoted(label)}" for label in plan.labels)
        say(f"To send: brief send {_quoted(str(released))} --confirm {ready}{labels}")


def _send(plan: Plan, connection: Connection, sender: tuple[str, str], log: Log, pause: float) -> None:
    """Send what is ready, and exit with 1 if a mail of the plan is not sent then."""
    from builder.release.log import SENT
    from builder.release.sending import HELD, READY, UNKNOWN, send

    ready, sent = plan.of(READY), 0
    for one in send(ready, connection, sender, log, pause):
        sent += one.event == SENT
        mail = one.letter.mail
        say(f"{one.event}: {mail.name} <{mail.email}>  {one.reply}", err=one.event != SENT)
    parts = [f"{counted(sent, 'mail')} sent"]
    parts += [f"{len(ready) - sent} not"] if sent < len(ready) else []
    parts += [f"{len(plan.of(HELD))} under embargo"] if plan.of(HELD) else []
    parts += [f"{len(plan.of(UNKNOWN))} perhaps sent before"] if plan.of(UNKNOWN) else []
    say(f"{'; '.join(parts)}; see {log.path}")
    if sent < len(ready):
        say("The same command, with the number that is left, goes on: brief send lists it", err=True)
    sys.exit(1 if sent + len(plan.of(SENT)) < len(plan.letters) else 0)


def _connection(server: str | None) -> Connection:
    from builder.release.smtp import Connection, password_in_keyring, server_of

    if not server:
        fail("no mail server is named; nothing was sent", "add --server, or set BRIEF_SMTP_SERVER")
    try:
        found: Server = server_of(server)
    except ValueError as wrong:
        fail(f"{wrong}; nothing was sent", "write it as smtp.example.org:587")
    user = os.environ.get("BRIEF_SMTP_USER", "")
    return Connection(found, user, lambda: os.environ.get(PASSWORD) or password_in_keyring(user, found.host))


def _sender(text: str | None) -> tuple[str, str]:
    from builder.release.mail import can_be_sent_to

    name, email = parseaddr(text or "")
    if not can_be_sent_to(email):
        fail("no sender is named; nothing was sent", "add --from 'Library desk <desk@example.org>'")
    return name or email, email


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w:.+/-]+", text) else f"'{text}'"
