"""`brief send` as a user runs it, against a mail server on this machine."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from smtplib import SMTPServerDisconnected
from subprocess import PIPE

import pytest

from builder.release.smtp import Connection, Refusal, server_of
from tests.support.command import brief
from tests.support.mail_server import PASSWORD, Handler, serving

BRIEF = """\
id: ferry
title: "The ferry should run on Sundays"
organisation: "Ferry desk"
distribution:
  - {name: Ann, email: ann@example.org}
  - {name: Bo, email: bo@example.org, early: yes}
  - {name: Cy, email: cy@example.org}
bottom_line: "Two villages lose their only link on Sundays; a small boat would keep it open."
sections: [{title: Why, arguments: [{claim: "Nurses cannot reach the clinic on Sundays."}]}]
"""
ALL = ["ann@example.org", "bo@example.org", "cy@example.org"]
Server = tuple[Handler, dict[str, str]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with serving(tmp_path / "server") as found:
        yield found


def released(folder: Path, text: str = BRIEF) -> None:
    (folder / "brief.yaml").write_text(text, "utf-8")
    done = brief("release", "--mail", "--allow-warnings", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Or send them all: `brief send` lists them first" in done.stdout


def entries(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "output" / "send-log.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def receivers(handler: Handler) -> list[str]:
    return [to for to, _ in handler.taken]


def test_nothing_is_sent_without_a_confirmation(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    done = brief("send", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert "ferry-memo.docx, ferry-deck.pptx, ferry-summary.pdf" in done.stdout
    assert re.search(r"Ann <ann@example.org>  \d+ kB", done.stdout)
    assert "3 mails to be sent; nothing was sent\nTo send: brief send output --confirm 3" in done.stdout
    done = brief("send", "--confirm", "2", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "3 mails would be sent, not 2; nothing was sent" in done.stderr
    assert handler.taken == []
    assert not (tmp_path / "output" / "send-log.jsonl").exists()


def test_each_recipient_is_sent_their_draft_once(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    done = brief("send", "--confirm", "3", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert "sent: Ann <ann@example.org>  250 OK queued" in done.stdout
    assert receivers(handler) == ALL
    draft = (tmp_path / "output" / "ferry-mail-1-ann.eml").read_bytes()
    sent = handler.taken[0][1]
    assert sent.endswith(draft.partition(b"\r\n\r\n")[2])
    message = email.message_from_bytes(sent, policy=email.policy.default)
    assert message["From"] == "Library desk <desk@example.org>"
    assert message["To"] == "Ann <ann@example.org>"
    assert message["Date"]
    assert message["X-Unsent"] is None
    assert message["Message-ID"].endswith("@example.org>")
    log = entries(tmp_path)
    assert [one["event"] for one in log] == ["sending", "sent"] * 3
    assert log[1]["reply"] == "250 OK queued"
    assert log[1]["receiver"] == "ann@example.org"
    assert len(log[1]["bundle_sha256"]) == 64
    assert "OK: 1 bundle intact" in brief("verify", "output", cwd=tmp_path).stdout
    path = tmp_path / "output" / "send-log.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[2:]))
    assert "send-log.jsonl was changed: line 1" in brief("verify", "output", cwd=tmp_path).stdout
    path.write_bytes(whole)
    done = brief("send", "--confirm", "3", cwd=tmp_path, env=env)
    assert done.returncode == 0
    assert "0 mails to be sent; 3 mails sent before; nothing was sent" in done.stdout
    assert receivers(handler) == ALL
    released(tmp_path, BRIEF.replace("a small boat", "one small boat"))
    assert "3 mails to be sent; nothing was sent" in brief("send", cwd=tmp_path, env=env).stdout


def test_a_refused_address_does_not_keep_the_others(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    handler.refused, handler.later = {"ann@example.org"}, {"bo@example.org"}
    done = brief("send", "--confirm", "3", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "refused: Ann <ann@example.org>  550 5.1.1 no such user" in done.stderr
    assert "failed: Bo <bo@example.org>  451 4.7.1 try later" in done.stderr
    assert "1 mail sent; 2 not" in done.stdout
    assert receivers(handler) == ["cy@example.org"]
    handler.refused, handler.later = set(), set()
    done = brief("send", "--confirm", "2", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert sorted(receivers(handler)) == ALL


def test_a_server_that_waits_for_data_is_told_of_no_other_mail_after_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    class Refusing:
        def mail(self, _sender: str) -> tuple[int, bytes]:
            return 250, b"OK"

        def rcpt(self, _receiver: str) -> tuple[int, bytes]:
            return 550, b"no such user"

        def docmd(self, command: str) -> tuple[int, bytes]:
            told.append(command)
            return 354, b"go on"

        def rset(self) -> None:
            raise SMTPServerDisconnected

    connection = Connection(server_of("localhost"), "", lambda: None)
    monkeypatch.setattr(connection, "_ready", Refusing)
    with pytest.raises(Refusal, match="550 no such user"):
        connection.send("a@example.org", "b@example.org", b"")
    assert told == []


def test_a_server_that_fails_midway_is_gone_on_with(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    handler.fails_after = 1
    done = brief("send", "--confirm", "3", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "failed: Bo <bo@example.org>  the server stopped: 421" in done.stderr
    assert [one["event"] for one in entries(tmp_path)] == ["sending", "sent", "sending", "failed"]
    handler.fails_after = None
    done = brief("send", "--confirm", "2", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert receivers(handler) == ALL


def test_a_mail_that_may_have_arrived_is_not_sent_again_by_itself(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    handler.drops_after = 0
    done = brief("send", "--confirm", "3", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "unknown: Ann <ann@example.org>  the connection broke before the server answered" in done.stderr
    handler.drops_after = None
    done = brief("send", "--confirm", "2", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "2 mails sent; 1 perhaps sent before" in done.stdout
    assert receivers(handler) == ALL
    done = brief("send", "--confirm", "1", "--again", "ann@example.org", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    ids = [re.search(rb"(?m)^Message-ID: (.*)$", data) for to, data in handler.taken if to == ALL[0]]
    assert len(ids) == 2
    assert len({found[1] for found in ids if found}) == 1


def test_an_embargo_is_kept_but_for_who_may_have_it_early(tmp_path: Path, server: Server) -> None:
    handler, env = server
    marking = 'marking: {scheme: tlp, label: CLEAR, embargo_until: "2999-06-01T09:00+00:00"}\n'
    released(tmp_path, BRIEF + marking)
    done = brief("send", cwd=tmp_path, env=env)
    assert "Cy <cy@example.org>  waits for the end of the embargo, 2999-06-01T09:00:00+00:00" in done.stdout
    assert "1 mail to be sent; 2 mails under embargo; nothing was sent" in done.stdout
    done = brief("send", "--confirm", "1", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "1 mail sent; 2 under embargo" in done.stdout
    assert receivers(handler) == ["bo@example.org"]
    done = brief("send", "--confirm", "3", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert receivers(handler) == ["bo@example.org"]


def test_what_is_not_for_everybody_needs_its_marking(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path, BRIEF + "marking: TLP:AMBER\n")
    done = brief("send", cwd=tmp_path, env=env)
    assert "ferry-release.zip  TLP:AMBER\n" in done.stdout
    assert "To send: brief send output --confirm 3 --marking TLP:AMBER" in done.stdout
    done = brief("send", "--confirm", "3", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "what is marked TLP:AMBER is not for everybody; nothing was sent" in done.stderr
    assert handler.taken == []
    done = brief("send", "--confirm", "3", "--marking", "TLP:AMBER", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert b"Subject: TLP:AMBER The ferry" in handler.taken[0][1]


def test_a_draft_a_bundle_or_a_list_that_was_changed_is_not_sent(tmp_path: Path, server: Server) -> None:
    handler, env = server
    for name, message in (
        ("ferry-mail-1-ann.eml", "ferry-mail-1-ann.eml was changed since the release"),
        ("ferry-release.zip", "changed"),
        ("ferry-distribution.json", "ferry-distribution.json was changed since the release"),
        ("send-log.jsonl", "send-log.jsonl was changed: line"),
    ):
        released(tmp_path)
        path = tmp_path / "output" / name
        if name.startswith("send"):
            entry = {"event": "sent", "bundle_sha256": "", "receiver": "", "previous": "1"}
            path.write_text(f"{json.dumps(entry)}\n", "utf-8")
        else:
            path.write_bytes(path.read_bytes().replace(b"Sundays", b"Mondays").replace(b"ann@", b"eve@"))
            if name.endswith("zip"):
                data = path.read_bytes()
                path.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
        done = brief("send", "--confirm", "3", cwd=tmp_path, env=env)
        assert done.returncode == 1, name
        assert message in done.stderr, done.stderr
        path.unlink()
    assert handler.taken == []


def test_nothing_goes_over_a_line_that_others_can_read(tmp_path: Path) -> None:
    released(tmp_path)
    with serving(tmp_path, tls=False) as (handler, env):
        done = brief("send", "--confirm", "3", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert "does not offer STARTTLS" in done.stderr
    assert handler.taken == []


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("BRIEF_SMTP_PASSWORD", "wrong pass", "the server refused the login of desk (535)"),
        ("SSL_CERT_FILE", "", "no trusted connection to localhost"),
        ("BRIEF_SMTP_SERVER", "", "no mail server is named"),
        ("BRIEF_SMTP_SERVER", "a b", "`a b` is not the address of a server"),
        ("BRIEF_SMTP_SERVER", "localhost:1", "localhost:1 cannot be reached"),
        ("BRIEF_SMTP_FROM", "desk", "no sender is named"),
    ],
)
def test_a_server_that_cannot_be_used_is_reported_without_secrets(
    tmp_path: Path, server: Server, variable: str, value: str, message: str
) -> None:
    handler, env = server
    released(tmp_path)
    done = brief("send", "--confirm", "3", cwd=tmp_path, env={**env, variable: value})
    assert done.returncode == 1
    assert message in done.stderr
    log = tmp_path / "output" / "send-log.jsonl"
    said = done.stdout + done.stderr + (log.read_text("utf-8") if log.exists() else "")
    assert PASSWORD not in said
    assert "wrong pass" not in said
    assert handler.taken == []


def test_two_runs_at_once_send_each_mail_once(tmp_path: Path, server: Server) -> None:
    handler, env = server
    released(tmp_path)
    command = [sys.executable, "-m", "builder", "send", "--confirm", "3", "--rate", "4/s"]
    runs = [
        subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, **env}, stdout=PIPE, stderr=PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert receivers(handler) == ALL


def test_a_run_that_is_killed_sends_nothing_twice(tmp_path: Path, server: Server) -> None:
    """What was on its way when the run was killed is for a person to judge; all others are sent."""
    handler, env = server
    released(tmp_path)
    command = [sys.executable, "-m", "builder", "send", "--confirm", "3", "--rate", "1/s"]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **env}, stdout=PIPE, stderr=PIPE) as run:
        while not handler.taken:
            time.sleep(0.02)
        run.kill()
    (entry, *_) = entries(tmp_path)
    assert entry["event"] == "sending"
    log = tmp_path / "output" / "send-log.jsonl"
    with log.open("ab") as file:
        file.write(b'{"time": "20')  # the line that the end of the run cut off
    left = 3 - len({one["receiver"] for one in entries_read(log)})
    done = brief("send", "--confirm", str(left), "--rate", "50/s", cwd=tmp_path, env=env)
    assert "perhaps sent before" in done.stdout or done.returncode == 0, done.stderr
    assert receivers(handler) == ALL


def entries_read(log: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()[:-1]]


def test_a_server_with_tls_from_the_start_is_used(tmp_path: Path) -> None:
    released(tmp_path)
    with serving(tmp_path, tls=True, from_the_start=True) as (handler, env):
        address = f"smtps://{env['BRIEF_SMTP_SERVER']}"
        done = brief("send", "--confirm", "3", "--rate", "50/s", "--server", address, cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert receivers(handler) == ALL


def test_a_rate_is_kept(tmp_path: Path, server: Server) -> None:
    _, env = server
    released(tmp_path)
    start = time.monotonic()
    assert brief("send", "--confirm", "3", "--rate", "2/s", cwd=tmp_path, env=env).returncode == 0
    assert time.monotonic() - start >= 1
    done = brief("send", "--rate", "fast", cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert "`fast` is not a rate such as 30/min" in done.stderr


def test_mails_of_many_rows_are_sent_as_one(tmp_path: Path, server: Server) -> None:
    handler, env = server
    text = BRIEF.replace("id: ferry", 'id: "ferry-{param:to}"').replace("distribution:\n", "")
    text = re.sub(r"  - \{name: .*\n", "", text)
    text += (
        'params: {to: {type: text}}\ndistribution: [{name: "{param:to}", email: "{param:to}@example.org"}]\n'
    )
    (tmp_path / "brief.yaml").write_text(text, "utf-8")
    (tmp_path / "rows.csv").write_text("to\nann\nbo\n", "utf-8")
    made = ("release", "--each", "rows.csv", "--mail", "--allow-warnings", "--processes", "1")
    assert brief(*made, cwd=tmp_path).returncode == 0
    done = brief("send", "output/ferry-bo/ferry-bo-release.zip", cwd=tmp_path, env=env)
    assert "1 mail to be sent" in done.stdout
    done = brief("send", "output", "--confirm", "2", "--rate", "50/s", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert receivers(handler) == ["ann@example.org", "bo@example.org"]
