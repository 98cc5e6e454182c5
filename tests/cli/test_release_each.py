"""`brief release --each`: a bundle for each row, or for each group of recipients, as a user makes it."""

from __future__ import annotations

import csv
import email
import email.policy
import json
from hashlib import sha256
from pathlib import Path

import pytest

from builder.cli.release import PASSPHRASE
from builder.manifest.form import as_bytes
from tests.batch.batches import files
from tests.support.command import brief
from tests.support.releasing import files_of, key_file

BRIEF = """\
id: "ferry-{param:district}"
title: "{param:district} should keep its ferry"
params:
  district: {type: text}
  riders: {type: number, unit: people}
  name: {type: text}
  email: {type: text}
distribution: [{name: "{param:name}", email: "{param:email}"}]
bottom_line: "The ferry of {param:district} carries {param:riders} a year."
sections: [{title: Why, arguments: [{claim: "Nine in ten commuters of {param:district} take the ferry."}]}]
"""
ROWS = """\
district,riders,name,email
North,1300,Ann O_Neil*,ann_o@example.org
South,12500,María García,maria@example.org
North,1300,Bo,bo@example.org
"""
RELEASE = ("release", "--each", "rows.csv", "--mail", "--processes", "1", "--allow-warnings")


def written(folder: Path, rows: str = ROWS, text: str = BRIEF) -> None:
    (folder / "brief.yaml").write_text(text, "utf-8")
    (folder / "rows.csv").write_text(rows, "utf-8")


def receiver(draft: bytes) -> str:
    return str(email.message_from_bytes(draft, policy=email.policy.default)["To"])


def test_rows_of_one_folder_are_recipients_of_one_bundle(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief(*RELEASE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 releases written and verified" in done.stdout
    found = files(tmp_path / "output")
    assert sorted(name for name in found if "/" in name) == [
        "ferry-north/ferry-north-distribution.json",
        "ferry-north/ferry-north-mail-1-ann-o_neil.eml",
        "ferry-north/ferry-north-mail-2-bo.eml",
        "ferry-north/ferry-north-release.zip",
        "ferry-south/ferry-south-distribution.json",
        "ferry-south/ferry-south-mail-1-maria-garcia.eml",
        "ferry-south/ferry-south-release.zip",
    ]
    assert (
        receiver(found["ferry-north/ferry-north-mail-1-ann-o_neil.eml"]) == "Ann O_Neil* <ann_o@example.org>"
    )
    assert (
        receiver(found["ferry-south/ferry-south-mail-1-maria-garcia.eml"])
        == "María García <maria@example.org>"
    )
    bundle = files_of(found["ferry-south/ferry-south-release.zip"])
    draft = email.message_from_bytes(
        found["ferry-south/ferry-south-mail-1-maria-garcia.eml"], policy=email.policy.default
    )
    attached = {str(part.get_filename()): part.get_content() for part in draft.iter_attachments()}
    assert len(attached) == 3
    assert all(bundle[name] == data for name, data in attached.items())
    table = list(csv.DictReader((tmp_path / "output" / "summary.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["row"], row["folder"], row["name"]) for row in table] == [
        ("1", "ferry-north", "Ann O_Neil*"),
        ("2", "ferry-south", "María García"),
        ("3", "ferry-north", "Bo"),
    ]
    assert table[2]["bundle"] == "ferry-north/ferry-north-release.zip"
    assert "3 of 3 released" in (tmp_path / "output" / "index.html").read_text("utf-8")


def test_the_bundle_of_a_row_is_that_of_its_brief_alone(tmp_path: Path) -> None:
    """Neither other rows, nor who else receives it, change a byte; the files name no recipient."""
    written(tmp_path)
    brief(*RELEASE, "--processes", "2", cwd=tmp_path)
    written(tmp_path, "\n".join(ROWS.splitlines()[i] for i in (0, 3)))
    brief(*RELEASE, "--out", "alone", cwd=tmp_path)
    name = "ferry-north/ferry-north-release.zip"
    assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "output" / name).read_bytes()


def test_rows_of_one_folder_must_say_the_same(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("North,1300,Bo", "North,1301,Bo"))
    done = brief(*RELEASE, cwd=tmp_path)
    assert done.returncode == 1
    assert "rows 1 and 3 have the same folder, `ferry-north`" in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_release_that_fails_leaves_the_others_and_is_resumed(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("South", "South " * 80))
    done = brief(*RELEASE, "--name", "{param:riders}", cwd=tmp_path)
    assert done.returncode == 1
    assert "1 release written and verified; 1 failed" in done.stdout
    assert not (tmp_path / "output" / "12500").exists()
    written(tmp_path)
    done = brief(*RELEASE, "--name", "{param:riders}", "--resume", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 release written and verified; 1 unchanged" in done.stdout
    (tmp_path / "output" / "1300" / "ferry-north-mail-2-bo.eml").unlink()
    done = brief(*RELEASE, "--name", "{param:riders}", "--resume", cwd=tmp_path)
    assert "1 release written and verified; 1 unchanged" in done.stdout
    written(tmp_path, ROWS + "South,12500,Cy,cy@example.org\n")
    done = brief(*RELEASE, "--name", "{param:riders}", "--resume", cwd=tmp_path)
    assert "1 release written and verified; 1 unchanged" in done.stdout
    assert (tmp_path / "output" / "12500" / "ferry-south-mail-2-cy.eml").is_file()


def test_an_unusable_address_fails_its_row_alone(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("maria@", "marí@"))
    done = brief(*RELEASE, cwd=tmp_path)
    assert done.returncode == 1
    assert "row 2 (ferry-south): not all mail programs can send to marí@example.org" in done.stderr
    assert not (tmp_path / "output" / "ferry-south").exists()


def test_no_mail_goes_to_the_default_of_a_parameter(tmp_path: Path) -> None:
    text = BRIEF.replace("email: {type: text}", 'email: {default: "desk@example.org"}')
    text = text.replace('"{param:email}"', "{param:email}")
    written(tmp_path, ROWS.replace("maria@example.org", ""), text)
    done = brief(*RELEASE, cwd=tmp_path)
    assert done.returncode == 1
    assert "rows.csv:3:26: error: row 2: `email`, which names a recipient, is empty" in done.stderr
    assert not (tmp_path / "output").exists()
    written(tmp_path, "district,riders,name\nNorth,1300,Ann\n", text)
    done = brief(*RELEASE, cwd=tmp_path)
    assert "rows.csv:1:1: error: no column gives `email`, which names a recipient" in done.stderr
    done = brief(*RELEASE[:3], "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_recipient_that_a_row_leaves_out_needs_no_address(tmp_path: Path) -> None:
    second = """{name: Bo, email: "{param:more}", if: "more != ''"}"""
    text = BRIEF.replace('{param:email}"}]', '{param:email}"}, ' + second + "]").replace(
        "name: {type: text}", 'name: {type: text}\n  more: {default: ""}'
    )
    rows = "district,riders,name,email,more\nNorth,1300,Ann,ann@example.org,\n"
    written(tmp_path, rows, text)
    done = brief(*RELEASE, "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_folder_of_bundles_is_verified_as_one(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "key").write_bytes(key_file("ed25519", "open")[0])
    (tmp_path / "key.pub").write_bytes(key_file("ed25519", "open")[1])
    done = brief(*RELEASE, "--processes", "2", "--sign", "key", cwd=tmp_path, env={PASSPHRASE: "open"})
    assert done.returncode == 0, done.stderr
    unsigned = brief(*RELEASE, "--resume", cwd=tmp_path)
    assert (unsigned.returncode, "the bundles there are signed" in unsigned.stderr) == (2, True)
    done = brief("verify", "output", "--key", "key.pub", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert (
        "OK: 2 bundles intact; 5 other files as recorded in batch.json. Signed with: SHA256:" in done.stdout
    )
    bundle = tmp_path / "output" / "ferry-south" / "ferry-south-release.zip"
    data = bundle.read_bytes()
    (bundle.parent / "other-release.zip").write_bytes(data)
    bundle.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    draft = tmp_path / "output" / "ferry-north" / "ferry-north-mail-2-bo.eml"
    draft.unlink()
    done = brief("verify", "output", cwd=tmp_path)
    assert done.returncode == 1
    for message in (
        "ferry-south-release.zip is not what",
        "other-release.zip was added",
        f"{draft.name} is missing",
    ):
        assert message in done.stdout
    (bundle.parent / "other-release.zip").unlink()
    manifest = tmp_path / "output" / "batch.json"
    manifest.write_text(manifest.read_text("utf-8").replace("North", "Nord"), "utf-8")
    assert "batch.json was changed" in brief("verify", "output", cwd=tmp_path).stdout
    manifest.unlink()
    bundle.write_bytes(data)
    assert "OK: 2 bundles intact" in brief("verify", "output", cwd=tmp_path).stdout


def test_no_manifest_keeps_bundles_from_being_verified(tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_bytes(as_bytes({"rows": []}))
    (tmp_path / "ferry-release.zip").write_bytes(b"no bundle")
    done = brief("verify", ".", cwd=tmp_path)
    assert done.returncode == 1
    assert "ferry-release.zip" in done.stdout


def test_a_folder_without_bundles_is_not_ok(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("North", "North " * 80).replace("South", "South " * 80))
    done = brief(*RELEASE, "--name", "{param:riders}", cwd=tmp_path)
    assert "2 failed" in done.stdout
    done = brief("verify", "output", cwd=tmp_path)
    assert (done.returncode, "there are no bundles" in done.stdout) == (1, True)
    build = ("build", "--each", "rows.csv", "--name", "{param:email}", "--only", "summary")
    brief(*build, "--out", "files", cwd=tmp_path)
    done = brief("verify", "files", cwd=tmp_path)
    assert (done.returncode, "batch.json: error: records no row that was built" in done.stdout) == (1, True)
    (tmp_path / "key.pub").write_bytes(key_file("ed25519", "open")[1])
    done = brief("verify", "files", "--key", "key.pub", cwd=tmp_path)
    assert (done.returncode, "not for a batch of files" in done.stderr) == (2, True)


def test_a_bundle_beside_those_of_a_batch_is_verified_and_named(tmp_path: Path) -> None:
    written(tmp_path)
    brief(*RELEASE, cwd=tmp_path)
    bundle = (tmp_path / "output" / "ferry-south" / "ferry-south-release.zip").read_bytes()
    (tmp_path / "output" / "alone-release.zip").write_bytes(bundle)
    done = brief("verify", "output", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert (
        "OK: 3 bundles intact; 5 other files as recorded in batch.json; not of the batch: alone-release.zip."
        in (done.stdout)
    )
    (tmp_path / "output" / "alone-release.zip").write_bytes(bundle[:5000])
    assert brief("verify", "output", cwd=tmp_path).returncode == 1


def test_a_bundle_of_a_row_that_failed_since_is_of_an_earlier_release(tmp_path: Path) -> None:
    written(tmp_path)
    brief(*RELEASE, cwd=tmp_path)
    written(tmp_path, ROWS.replace("maria@", "marí@"))
    assert brief(*RELEASE, cwd=tmp_path).returncode == 1
    done = brief("verify", "output", cwd=tmp_path)
    assert done.returncode == 1
    assert "ferry-south-release.zip is of an earlier release; the last one left out its row" in done.stdout
    assert "delete the folder of the row" in done.stdout


def test_no_file_elsewhere_is_read_for_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "y").write_bytes(b"private")
    (tmp_path / "bundles").mkdir()
    files = [{"name": "y", "sha256": sha256(b"private").hexdigest()}]
    rows = [{"state": "built", "name": name, "files": files} for name in ("../x", str(tmp_path / "x"))]
    manifest = tmp_path / "bundles" / "batch.json"
    manifest.write_bytes(as_bytes({"release": {}, "rows": rows}))
    done = brief("verify", "bundles", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("y is missing") == 2
    manifest.write_text("[" * 100_000, "utf-8")
    assert "is not the manifest of a batch" in brief("verify", "bundles", cwd=tmp_path).stdout


def test_a_part_of_the_rows_is_released_and_the_rest_is_counted(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief(*RELEASE, "--only-rows", "3", cwd=tmp_path)
    assert "1 release written and verified" in done.stdout, done.stderr
    assert (tmp_path / "output" / "ferry-north").is_dir()
    assert (
        "OK: 1 bundle intact; 3 other files as recorded in batch.json; 1 row not released. Not signed"
        in brief("verify", "output", cwd=tmp_path).stdout
    )


def test_a_dry_run_lists_the_bundles_and_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path)
    done = brief(*RELEASE, "--dry-run", cwd=tmp_path)
    assert "row 2: output/ferry-south/ ferry-south-release.zip" in done.stdout.replace("\\", "/")
    assert "3 rows checked; they would become 2 files; nothing was written" in done.stdout
    assert not (tmp_path / "output").exists()


def test_a_dry_run_finds_what_would_fail(tmp_path: Path) -> None:
    written(tmp_path, ROWS.replace("maria@", "marí@"))
    done = brief(*RELEASE, "--dry-run", cwd=tmp_path)
    assert done.returncode == 1
    assert "row 2 (ferry-south): not all mail programs can send to marí@example.org" in done.stderr
    assert "3 rows checked; 1 of them would become 1 file; 1 would fail; nothing was written" in done.stdout
    for_board = BRIEF.replace('"{param:email}"}', '"{param:email}", audience: board}')
    written(tmp_path, ROWS[: ROWS.index("North,1300,Bo")], for_board + "audiences: [board, public]\n")
    done = brief(*RELEASE, "--dry-run", "--audience", "{param:riders}", cwd=tmp_path)
    assert done.returncode == 1
    assert "row 1 (ferry-north): the brief declares no audience `1300`" in done.stderr
    written(
        tmp_path, text=BRIEF + 'pictures: [{file: "{param:district}.png", alt: "A ferry", section: s1}]\n'
    )
    done = brief("build", "--each", "rows.csv", "--name", "{param:name}", "--dry-run", cwd=tmp_path)
    assert (done.returncode, "North.png" in done.stderr) == (1, True), done.stderr
    assert "3 rows checked; 3 would fail; nothing was written" in done.stdout
    assert not (tmp_path / "output").exists()


def test_each_row_may_have_the_editions_of_its_own(tmp_path: Path) -> None:
    text = BRIEF.replace('email: "{param:email}"', 'email: "{param:email}", audience: "{param:reader}"')
    text = text.replace(
        "  email: {type: text}", "  email: {type: text}\n  reader: {allowed: [board, public]}"
    )
    text += "audiences: [board, public]\n"
    lines = ROWS.splitlines()
    rows = "\n".join([f"{lines[0]},reader", f"{lines[1]},board", f"{lines[2]},public"])
    written(tmp_path, rows, text)
    done = brief(*RELEASE, "--audience", "{param:reader}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "ferry-north" / "ferry-north-board-release.zip").is_file()
    assert (tmp_path / "output" / "ferry-south" / "ferry-south-public-mail-1-maria-garcia.eml").is_file()
    done = brief(*RELEASE, "--audience", "public", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no mail for Ann O_Neil* (board) of row 1: add --audience" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--resume",), "--resume is for --each ROWS"),
        (("--each", "rows.csv", "--all-audiences"), "--each and --all-audiences exclude each other"),
        (("--each", "rows.csv", "--audience", "{param:readr}"), "no parameter has the name `readr`"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    written(tmp_path)
    done = brief("release", *options, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert not (tmp_path / "output").exists()


def test_the_manifest_of_the_batch_says_what_was_released(tmp_path: Path) -> None:
    written(tmp_path)
    brief(*RELEASE, cwd=tmp_path)
    entries = json.loads((tmp_path / "output" / "batch.json").read_text("utf-8"))
    assert entries["final"] is True
    assert entries["release"] == {"audiences": [], "mail": True, "signer": ""}
    assert [one["name"] for one in entries["rows"][0]["others"]] == ["Bo"]
