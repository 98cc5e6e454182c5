"""Whoever receives a bundle learns whether one byte of it is not as it was released."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.manifest.form import as_bytes
from builder.release import verify as verifying
from builder.release.archive import pack, unpack
from builder.release.bundle import sums_of
from builder.release.keys import KeyFault, fingerprint, known_keys, open_key, public_form
from builder.release.signature import sign
from builder.release.verify import Verdict, verify, verify_file
from tests.conftest import sampled
from tests.support.command import brief as in_process
from tests.support.releasing import TINY, bundle_of, files_of, key_file

MOMENT = datetime(1980, 1, 1, tzinfo=UTC)  # of a brief without a date
SUMS, SIGNATURE, NOTE, MANIFEST = "SHA256SUMS", "SHA256SUMS.sig", "README.txt", "tiny-manifest.json"
MEMO, DECK = "tiny-memo.docx", "tiny-deck.pptx"
CHUNKS = 24


def messages_of(data: bytes, trusted: frozenset[str] | None = None) -> list[str]:
    return [problem.message for problem in verify(data, trusted).problems]


def repacked(**changes: bytes | None) -> bytes:
    """The unsigned bundle with some files replaced, added or (None) taken out, packed as a release is."""
    files = {**files_of(bundle_of(TINY)), **{_name(key): data for key, data in changes.items()}}
    return pack({name: data for name, data in files.items() if data is not None}, MOMENT)


def _name(key: str) -> str:
    names = {"memo": MEMO, "deck": DECK, "sums": SUMS, "note": NOTE, "manifest": MANIFEST}
    return names.get(key, f"{key}.txt")


def summed(**changes: bytes) -> bytes:
    """The same with new checksums, as a forger would make them."""
    files = files_of(repacked(**changes))
    return repacked(**changes, sums=sums_of({name: files[name] for name in files if name != SUMS}))


def test_a_bundle_as_it_was_released_is_good() -> None:
    assert verify(bundle_of(TINY)) == Verdict((), 6, None, verify(bundle_of(TINY)).manifest)
    signed = verify(bundle_of(TINY, "ed25519"))
    assert signed.problems == ()
    assert signed.files == 7
    assert signed.signer == fingerprint(files_public("ed25519"))


def files_public(kind: str) -> bytes:
    from base64 import b64decode

    return b64decode(key_file(kind)[1].split()[1])


# One byte


def is_reported_once(data: bytes) -> bool:
    """Whether one problem is reported, or of a changed name more: one file is missing, another was added."""
    found = messages_of(data)
    return len(found) == 1 or (len(found) < 6 and any(each.endswith(" is missing") for each in found))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", sampled(range(CHUNKS), lambda _: 0))
def test_every_single_changed_byte_of_a_bundle_is_reported_once(chunk: int) -> None:
    data = bytearray(bundle_of(TINY))
    for place in range(chunk, len(data), CHUNKS):
        change = 1 << (place // CHUNKS) % 8
        data[place] ^= change
        assert is_reported_once(bytes(data)), f"byte {place}"
        data[place] ^= change


def test_every_changed_byte_of_records_sums_note_and_signature_is_reported_once() -> None:
    whole = bundle_of(TINY, "ed25519")
    large = [content for name, content in unpack(whole).files.items() if name.startswith("tiny-")]
    inside = set[int]()
    for content in large:
        start = whole.index(bytes(content))
        inside |= set(range(start, start + len(content)))
    data = bytearray(whole)
    places = [place for place in range(len(whole)) if place not in inside]
    assert len(places) > 2000
    for place in places:
        data[place] ^= 1 << place % 8
        assert is_reported_once(bytes(data)), f"byte {place}"
        data[place] ^= 1 << place % 8


@given(st.data())
def test_any_change_to_any_byte_is_found(data: st.DataObject) -> None:
    damaged = bytearray(bundle_of(TINY, "ed25519"))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
    assert verify(bytes(damaged)).problems


@given(st.data())
def test_every_cut_and_every_addition_is_found(data: st.DataObject) -> None:
    whole = bundle_of(TINY)
    assert verify(whole[: data.draw(st.integers(0, len(whole) - 1))]).problems
    assert verify(whole + data.draw(st.binary(min_size=1, max_size=50))).problems
    assert verify(data.draw(st.binary(min_size=1, max_size=50)) + whole).problems


# Whole files


def test_it_is_reported_which_file_was_changed_is_missing_or_was_added() -> None:
    files = files_of(bundle_of(TINY))
    assert messages_of(repacked(memo=files[MEMO] + b"\0")) == ["tiny-memo.docx was changed"]
    assert messages_of(repacked(deck=None)) == ["tiny-deck.pptx is missing"]
    assert messages_of(repacked(note=None)) == ["README.txt is missing"]
    assert messages_of(repacked(sums=None)) == ["SHA256SUMS is missing"]
    assert messages_of(repacked(malware=b"x")) == ["malware.txt was added"]
    assert messages_of(repacked(manifest=None)) == ["tiny-manifest.json is missing"]
    without = {name: data for name, data in files.items() if name not in (MANIFEST, SUMS)}
    assert messages_of(pack({**without, SUMS: sums_of(without)}, MOMENT)) == [
        "there is not exactly one manifest"
    ]


def test_two_files_in_each_others_place_are_found() -> None:
    files = files_of(bundle_of(TINY))
    swapped = messages_of(repacked(memo=files[DECK], deck=files[MEMO]))
    assert {"tiny-memo.docx was changed", "tiny-deck.pptx was changed"} <= set(swapped)


def test_the_date_of_all_files_cannot_be_changed_together() -> None:
    later = pack(files_of(bundle_of(TINY)), datetime(1999, 1, 1, tzinfo=UTC))
    assert messages_of(later) == ["the dates of the files were changed"]


def test_sums_that_fit_do_not_hide_a_file_that_the_manifest_does_not_record() -> None:
    files = files_of(bundle_of(TINY))
    assert messages_of(summed(memo=files[MEMO] + b"\0")) == ["tiny-memo.docx does not match the manifest"]
    assert messages_of(summed(malware=b"x")) == ["malware.txt was added"]
    edited = json.loads(files[MANIFEST])
    edited["title"] = "Another title"
    assert messages_of(summed(manifest=json.dumps(edited).encode())) == [
        "tiny-manifest.json is not a valid manifest: it was edited after the build"
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda its: its.update(final=False), "not that of final copies"),
        (lambda its: its["products"].pop(), "memo, deck and summary exactly once"),
        (lambda its: its["products"].append(its["products"][0]), "memo, deck and summary exactly once"),
        (lambda its: its["products"][0].update(file="other.docx"), "other.docx is missing"),
        (lambda its: its["products"][0].update(size=1), "does not match the manifest"),
    ],
)
def test_a_manifest_of_something_else_is_found(change: Callable[..., object], message: str) -> None:
    entries = json.loads(files_of(bundle_of(TINY))[MANIFEST])
    del entries["digest"]
    change(entries)
    assert any(message in each for each in messages_of(summed(manifest=as_bytes(entries))))


def test_sums_in_another_form_are_found() -> None:
    sums = files_of(bundle_of(TINY))[SUMS]
    lines = sums.splitlines(keepends=True)
    for form in (
        sums.replace(b"\n", b"\r\n"),
        sums.rstrip(b"\n"),
        sums.upper(),
        b"".join(reversed(lines)),
        sums + lines[0],
        b"# checked\n" + sums,
        b"\xff" * 20_000,
        b"",
    ):
        assert messages_of(repacked(sums=form))


# Signatures


def test_a_key_that_is_asked_for_must_have_signed() -> None:
    signed, name = bundle_of(TINY, "ed25519"), fingerprint(files_public("ed25519"))
    assert verify(signed, frozenset((name,))).signer == name
    other = fingerprint(files_public("p256"))
    assert messages_of(signed, frozenset((other,))) == [f"the bundle is signed with another key, {name}"]
    assert messages_of(bundle_of(TINY), frozenset((name,))) == ["the bundle is not signed"]


def test_a_forger_without_the_key_is_found_out_only_by_the_signature() -> None:
    signed = files_of(bundle_of(TINY, "ed25519"))
    forged = files_of(summed(note=b"Pay to another account.\n"))
    assert (
        messages_of(pack(forged, MOMENT)) == []
    )  # the help says so: without a signature sums show damage only
    assert messages_of(pack({**forged, SIGNATURE: signed[SIGNATURE]}, MOMENT)) == [
        "the signature does not match these files"
    ]
    trusted = frozenset((fingerprint(files_public("ed25519")),))
    assert messages_of(pack(forged, MOMENT), trusted) == ["the bundle is not signed"]


def test_a_forger_with_a_key_of_his_own_has_another_fingerprint(tmp_path: Path) -> None:
    forged = files_of(summed(note=b"Pay to another account.\n"))
    (tmp_path / "key").write_bytes(key_file("p384")[0])
    key = open_key(tmp_path / "key", lambda: None)
    data = pack({**forged, SIGNATURE: sign(key, forged[SUMS])}, MOMENT)
    assert verify(data).signer == fingerprint(public_form(key.public_key())[0])
    (tmp_path / "sender.pub").write_bytes(key_file("ed25519")[1])
    assert verify(data, known_keys(str(tmp_path / "sender.pub"))).problems


# What is no bundle


@given(st.binary(max_size=500))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert verify(data).problems
    assert verify(b"PK\x03\x04" + data).problems


@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    damaged = bytearray(bundle_of(TINY, "ed25519"))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(damaged)))
        damaged[start : start + data.draw(st.integers(0, 500))] = data.draw(st.binary(max_size=60))
    assert verify(bytes(damaged)).problems or bytes(damaged) == bundle_of(TINY, "ed25519")


@given(st.binary(max_size=300), st.sampled_from(["memo", "sums", "note", "manifest"]))
def test_no_file_in_a_bundle_makes_it_fail(content: bytes, name: str) -> None:
    assert verify(repacked(**{name: content})).problems
    assert name in ("note", "sums") or verify(summed(**{name: content})).problems


def foreign(fill: Callable[[zipfile.ZipFile], object]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return file.getvalue()


def test_names_that_lead_out_of_the_folder_are_refused() -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "C:\\autoexec.bat", "a/b", "nul\0", "ä", ""):
        size = len(name.encode())
        data = pack({"x" * (size or 1): b""}, MOMENT)
        named = data.replace(b"x" * size, name.encode(), 1) if name else data[:26] + b"\0\0" + data[28:]
        (message,) = messages_of(named)
        assert message.startswith("the bundle "), message


def test_a_name_given_twice_is_refused() -> None:
    one = pack({"a": b"1", "b": b"2"}, MOMENT)
    (message,) = messages_of(one.replace(b"b2", b"a2", 1))
    assert "twice" in message


def test_an_encrypted_or_compressed_zip_is_refused() -> None:
    data = bytearray(bundle_of(TINY))
    data[6] |= 1  # the flag of encryption
    assert messages_of(bytes(data))
    files = files_of(bundle_of(TINY))

    def fill(archive: zipfile.ZipFile) -> None:
        for name in sorted(files):
            archive.writestr(name, files[name])

    (message,) = messages_of(foreign(fill))
    assert "was not packed by `brief release`" in message


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = foreign(lambda archive: archive.writestr("bomb", b"\0" * 50_000_000))
    huge = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, 2**32 - 1, 2**32 - 1, 1, 0) + b"a"
    many = pack({f"n{number:05}": b"" for number in range(5000)}, MOMENT)
    long = repacked(manifest=b"[" * 6_000_000)
    tracemalloc.start()
    try:
        for data in (bomb, huge, many, long):
            assert messages_of(data)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_deeply_nested_manifest_is_refused() -> None:
    assert messages_of(summed(manifest=b"[" * 200_000))


def test_a_file_that_cannot_be_a_bundle_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reported(path: Path) -> str:
        (problem,) = verify_file(path).problems
        assert problem.file == path.as_posix()
        return problem.message

    assert reported(tmp_path / "absent.zip") == "there is no such bundle"
    assert reported(tmp_path) == "the bundle is not a file"
    assert reported(Path("a\0b")) == "there is no such bundle"
    (tmp_path / "big.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    monkeypatch.setattr(verifying, "LARGEST", 100)
    assert reported(tmp_path / "big.zip") == "the bundle has 104 bytes; the limit is 100"


# The command


def brief(*arguments: str | Path, cwd: Path) -> tuple[int, str]:
    done = in_process(*arguments, cwd=cwd)
    return done.returncode, done.stdout + done.stderr


def test_the_recipient_gets_one_line_of_yes_or_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "tiny.zip").write_bytes(bundle_of(TINY, "ed25519"))
    (tmp_path / "sender.pub").write_bytes(key_file("ed25519")[1])
    (tmp_path / "other.pub").write_bytes(key_file("p256")[1])
    name = fingerprint(files_public("ed25519"))
    yes = f"OK: all 7 files are intact. Signed with the key {name}.\n"
    assert brief("verify", "tiny.zip", cwd=tmp_path) == (0, yes)
    assert brief("verify", "tiny.zip", "--key", "sender.pub", cwd=tmp_path) == (0, yes)
    assert brief("verify", "tiny.zip", "--key", name, cwd=tmp_path) == (0, yes)
    code, text = brief("verify", "tiny.zip", "--key", "other.pub", cwd=tmp_path)
    assert (code, "another key" in text) == (1, True)
    code, text = brief("verify", "tiny.zip", "--key", "absent.pub", cwd=tmp_path)
    assert (code, "the key absent.pub does not exist" in text) == (1, True)
    (tmp_path / "tiny.zip").write_bytes(repacked(memo=b""))
    code, text = brief("verify", "tiny.zip", cwd=tmp_path)
    assert (code, "tiny.zip: error: tiny-memo.docx was changed" in text) == (1, True)
    assert brief("verify", "absent.zip", cwd=tmp_path)[0] == 1
    assert brief("verify", cwd=tmp_path)[0] == 2


def test_without_a_signature_the_yes_does_not_promise_more_than_it_can(tmp_path: Path) -> None:
    (tmp_path / "tiny.zip").write_bytes(bundle_of(TINY))
    code, text = brief("verify", "tiny.zip", cwd=tmp_path)
    assert code == 0
    assert "Not signed" in text
    assert "not forgery" in text


def test_machines_get_the_same_answer(tmp_path: Path) -> None:
    (tmp_path / "tiny.zip").write_bytes(repacked(deck=None))
    code, text = brief("verify", "tiny.zip", "--format", "json", cwd=tmp_path)
    (problem,) = json.loads(text)["problems"]
    assert (code, problem["rule"], problem["file"]) == (1, "bundle-complete", "tiny.zip")


def test_no_key_is_not_any_key(tmp_path: Path) -> None:
    with pytest.raises(KeyFault, match="no key was given"):
        known_keys("")
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f'a@example.org namespaces="!policy-brief,*" {key}\n', encoding="utf-8")
    with pytest.raises(KeyFault, match="contains no public key"):
        known_keys(str(allowed))
    allowed.write_text(f"a@example.org namespaces=policy-brief {key}\n", encoding="utf-8")
    with pytest.raises(KeyFault, match="namespaces"):
        known_keys(str(allowed))
