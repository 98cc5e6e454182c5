"""A signature is OpenSSH's own, holds for these bytes alone, and says plainly why a key cannot be used."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.release.keys import KeyFault, fingerprint, known_keys, open_key, public_form
from builder.release.signature import Forged, check, sign
from tests.conftest import needs, run
from tests.support.releasing import key_file

KINDS = ("ed25519", "rsa", "p256", "p384")
DATA = b"0123  library-memo.docx\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a key of each kind, a protected one, and the public halves."""
    for kind in KINDS:
        private, public = key_file(kind)
        (tmp_path / kind).write_bytes(private)
        (tmp_path / kind).chmod(0o600)
        (tmp_path / f"{kind}.pub").write_bytes(public)
    (tmp_path / "protected").write_bytes(key_file("ed25519", "sesame")[0])
    return tmp_path


def signed(folder: Path, kind: str) -> bytes:
    return sign(open_key(folder / kind, lambda: None), DATA)


def name_of(folder: Path, kind: str) -> str:
    return fingerprint(public_form(open_key(folder / kind, lambda: None).public_key())[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_is_checked_and_names_its_key(folder: Path, kind: str) -> None:
    assert check(DATA, signed(folder, kind)) == name_of(folder, kind)
    assert known_keys(str(folder / f"{kind}.pub")) == {name_of(folder, kind)}
    assert signed(folder, kind) == signed(folder, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_openssh_takes_the_signature_and_calls_the_key_the_same(folder: Path, kind: str) -> None:
    keygen = needs("ssh-keygen")
    (folder / "sums.sig").write_bytes(signed(folder, kind))
    signers = folder / "signers"
    signers.write_text(f"desk@example.org {key_file(kind)[1].decode()}", encoding="utf-8")
    command = (keygen, "-Y", "verify", "-n", "policy-brief", "-I", "desk@example.org", "-f", signers)
    for data, expected in ((DATA, 0), (DATA + b"x", 255)):
        done = subprocess.run(
            [*command, "-s", folder / "sums.sig"], input=data, capture_output=True, check=False
        )
        assert done.returncode == expected, done.stdout + done.stderr
    assert name_of(folder, kind) in run(keygen, "-l", "-f", folder / f"{kind}.pub").stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_of_openssh_is_taken(folder: Path, kind: str) -> None:
    (folder / "sums").write_bytes(DATA)
    keygen = needs("ssh-keygen")
    done = run(keygen, "-Y", "sign", "-n", "policy-brief", "-f", folder / kind, folder / "sums")
    assert done.returncode == 0, done.stderr
    assert check(DATA, (folder / "sums.sig").read_bytes()) == name_of(folder, kind)


def test_a_signature_for_another_purpose_is_not_taken(folder: Path) -> None:
    (folder / "sums").write_bytes(DATA)
    run(needs("ssh-keygen"), "-Y", "sign", "-n", "git", "-f", folder / "ed25519", folder / "sums")
    with pytest.raises(Forged, match="another purpose"):
        check(DATA, (folder / "sums.sig").read_bytes())


@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_character_of_a_signature_is_noticed(folder: Path, kind: str) -> None:
    whole = signed(folder, kind)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 7
        with pytest.raises(Forged):
            check(DATA, bytes(damaged))


def test_a_signature_of_other_bytes_is_not_taken(folder: Path) -> None:
    with pytest.raises(Forged, match="does not match these files"):
        check(DATA + b"x", signed(folder, "ed25519"))


@given(st.binary(max_size=300))
def test_no_bytes_pass_for_a_signature(blob: bytes) -> None:
    armour = b"-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----\n"
    for form in (blob, armour % blob, armour % b64encode(b"SSHSIG\0\0\0\1" + blob)):
        with pytest.raises(Forged):
            check(DATA, form)


def test_a_protected_key_opens_with_its_passphrase_which_is_asked_only_then(folder: Path) -> None:
    assert check(DATA, sign(open_key(folder / "protected", lambda: "sesame"), DATA))

    def asked() -> str:
        raise AssertionError("asked for the passphrase of a key that has none")

    open_key(folder / "ed25519", asked)


def faulty(folder: Path, name: str, passphrase: str | None = None) -> str:
    with pytest.raises(KeyFault) as caught:
        open_key(folder / name, lambda: passphrase)
    assert caught.value.hint
    return str(caught.value)


def test_a_key_that_cannot_be_used_says_why(folder: Path) -> None:
    (folder / "prose").write_text("Dear all,\n", encoding="utf-8")
    (folder / "old").write_text("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n", encoding="utf-8")
    private = key_file("ed25519")[0]
    (folder / "cut").write_bytes(private[:150] + private[200:])
    (folder / "huge").write_bytes(private * 1000)
    assert "does not exist" in faulty(folder, "absent")
    assert "is a public key" in faulty(folder, "ed25519.pub")
    assert "is not a private key" in faulty(folder, "prose")
    assert "an older format" in faulty(folder, "old")
    assert "is damaged" in faulty(folder, "cut")
    assert "too large" in faulty(folder, "huge")
    assert "wrong passphrase" in faulty(folder, "protected", "wrong")
    assert "none was given" in faulty(folder, "protected", None)
    assert "none was given" in faulty(folder, "protected", "")
    assert "cannot be read" in faulty(folder, ".")


def test_a_small_rsa_key_is_not_trusted(folder: Path) -> None:
    done = run(needs("ssh-keygen"), "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", folder / "small")
    assert done.returncode == 0, done.stderr
    assert "is of a type that is not supported" in faulty(folder, "small")


def test_allowed_signers_are_read_and_a_file_without_a_key_is_refused(folder: Path) -> None:
    one, other = key_file("ed25519")[1].decode(), key_file("p256")[1].decode()
    signers = folder / "signers"
    lines = ("# who may sign", "", f"a@example.org {one}", f'b@example.org namespaces="git" {other}')
    signers.write_text("\n".join(lines), encoding="utf-8")
    assert known_keys(str(signers)) == {name_of(folder, "ed25519")}
    assert known_keys(name_of(folder, "p256")) == {name_of(folder, "p256")}
    for content, message in (
        (f'b@example.org namespaces="git" {other}', "no public key"),
        (f"b@example.org cert-authority {other}", "unsupported"),
        (f'b@example.org valid-before="20300101" {other}', "unsupported"),
        (key_file("ed25519")[0].decode(), "is a private key"),
        ("", "no public key"),
    ):
        signers.write_text(content, encoding="utf-8")
        with pytest.raises(KeyFault, match=message):
            known_keys(str(signers))


def test_without_the_extra_the_message_names_what_to_install(folder: Path) -> None:
    program = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path; from builder.release.keys import KeyFault, open_key\n"
        "from builder.release.signature import check\n"
        "for attempt in (lambda: open_key(Path(sys.argv[1]), lambda: None), lambda: check(b'', b'')):\n"
        "    try: attempt()\n"
        "    except KeyFault as fault: print(fault.hint)\n"
    )
    done = run(sys.executable, "-c", program, folder / "ed25519")
    assert done.stdout.splitlines() == ["pip install 'policy-brief-builder[sign]'"] * 2, done.stderr
