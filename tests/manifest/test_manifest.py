"""The manifest: what it records, that no more than that is in it, and that it notices every change."""

from __future__ import annotations

import getpass
import json
import platform
import shutil
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError, convert
from PIL import Image

from builder import __version__, manifest
from builder.api import build
from builder.manifest.current import _CODE
from builder.manifest.form import Edition, Record, as_bytes, schema
from builder.outline.text import Product
from builder.theme.fonts import font_file
from tests.conftest import ROOT, Built
from tests.support.command import TINY, brief

ALL = ("memo", "deck", "summary")
WHOLE = Edition()


def record_of(folder: Path) -> Path:
    (found,) = folder.glob("*-manifest.json")
    return found


def entries_of(built: Built) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads(record_of(built.memo.parent).read_text(encoding="utf-8"))
    return entries


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a brief that shows a picture, and its files; copy it to change it."""
    folder = tmp_path_factory.mktemp("made")
    Image.new("RGB", (40, 20), "#aa2222").save(folder / "quay.png")
    figure = 'figures: [{path: quay.png, title: "The quay at low tide", alt: "A quay"}]\n'
    (folder / "brief.yaml").write_text(TINY + figure, encoding="utf-8")
    build(folder / "brief.yaml", folder / "output")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "made")


def current(folder: Path, edition: Edition = WHOLE, products: tuple[str, ...] = ALL) -> bool:
    return manifest.is_current(folder / "brief.yaml", folder / "output", edition, products) is not None


def test_the_schema_is_one_and_every_manifest_keeps_it(built: Built) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(entries_of(built))


def test_the_schema_is_printed(tmp_path: Path) -> None:
    printed = json.loads(brief("schema", "manifest", cwd=tmp_path).stdout)
    assert printed.pop("$id") == f"urn:policy-brief-builder:manifest:{__version__}"
    assert printed == schema()


def test_every_entry_of_the_schema_says_what_it_means() -> None:
    objects: dict[str, dict[str, Any]] = schema()["$defs"]
    bare = [
        f"{name}.{key}"
        for name, one in objects.items()
        for key, form in ({"": one} | one["properties"]).items()
        if "description" not in form
    ]
    assert bare == []


def test_files_are_recorded_with_size_and_hash(built: Built) -> None:
    entries = entries_of(built)
    assert {one["file"]: (one["sha256"], one["size"]) for one in entries["products"]} == {
        file.name: (sha256(file.read_bytes()).hexdigest(), file.stat().st_size) for file in built.files
    }
    data = built.brief.read_bytes()
    assert entries["brief"]["sha256"] == sha256(data).hexdigest()
    assert entries["brief"]["file"] == built.brief.name
    assert {one["path"]: one["sha256"] for one in entries["brief"]["inputs"]} == {
        one["path"]: sha256((built.brief.parent / one["path"]).read_bytes()).hexdigest()
        for one in entries["brief"]["inputs"]
    }


def test_fonts_are_those_embedded_in_the_summary(built: Built) -> None:
    with pikepdf.open(built.summary) as document:
        embedded = {
            str(font.BaseFont).rpartition("+")[2]
            for page in document.pages
            for font in page.Resources.Font.values()
        }
    recorded = {one["name"].removesuffix(".ttf") for one in entries_of(built)["fonts"]}
    assert {name.removesuffix("-Regular") for name in recorded} == embedded


def test_pictures_are_inputs(made: Path) -> None:
    entries = json.loads(record_of(made / "output").read_text(encoding="utf-8"))
    digest = sha256((made / "quay.png").read_bytes()).hexdigest()
    assert entries["brief"]["inputs"] == [{"path": "quay.png", "sha256": digest}]


def test_elements_have_the_ids_of_the_brief_and_a_place_in_each_product(built: Built) -> None:
    elements = {one["path"]: one for one in entries_of(built)["elements"]}
    assert elements["title"]["locations"].keys() == set(ALL)
    claim = elements["sections[0].arguments[0].claim"]
    assert claim["locations"].keys() == set(ALL)
    if built.brief == ROOT / "brief.yaml":
        assert claim["id"] == "home"
        assert elements["sections[0].title"]["id"] == "causes"
        assert "id" not in elements["bottom_line.text"]


def test_nothing_of_the_machine_is_in_it(made: Path) -> None:
    text = record_of(made / "output").read_text(encoding="utf-8")
    for word in (str(made), made.parent.name, getpass.getuser() + "@", platform.node(), "output/"):
        assert word not in text, word


def test_a_final_copy_does_not_name_the_state_of_the_brief(folder: Path) -> None:
    build(folder / "brief.yaml", folder / "output", final=True)
    entries = json.loads(record_of(folder / "output").read_text(encoding="utf-8"))
    assert entries["final"] is True
    assert "brief" not in entries


def test_what_was_written_is_read_again(built: Built) -> None:
    found = manifest.read(record_of(built.memo.parent).read_bytes())
    assert [one.product for one in found.products] == list(ALL)
    memo, deck, summary = found.products
    assert (memo.pages, memo.slides, memo.fill) == (None, None, None)
    assert deck.pages is None
    assert deck.slides is not None
    assert deck.slides > 1
    assert summary.pages == 1
    assert summary.fill is not None


@given(at=st.integers(0, 10_000_000), byte=st.integers(0, 255))
def test_no_changed_byte_goes_unseen(made: Path, at: int, byte: int) -> None:
    data = bytearray(record_of(made / "output").read_bytes())
    at %= len(data)
    if data[at] == byte or {data[at], byte} <= set(b" \n\r\t"):
        return
    whole, data[at] = manifest.read(bytes(data)), byte
    try:
        assert manifest.read(bytes(data)) == whole, "only the digest's spelling or white space can change"
        assert json.loads(data) == json.loads(record_of(made / "output").read_bytes())
    except ValueError:
        pass


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b"1" * 5000, b'{"version": 2}'])
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        manifest.read(data)


@given(data=st.data())
def test_the_reader_takes_what_the_schema_takes(made: Path, data: st.DataObject) -> None:
    entries = json.loads(record_of(made / "output").read_bytes())
    place: Any = entries
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    value: Any = data.draw(
        st.sampled_from(
            [
                "",
                "a/b",
                "x" * 64,
                "0" * 64,
                "0" * 40,
                "2030-01-01",
                -1,
                0,
                1,
                True,
                None,
                [],
                {},
                [1],
                "final",
            ]
        )
    )
    if data.draw(st.booleans()):
        place[key] = value
    elif isinstance(place, dict):
        place.pop(key) if data.draw(st.booleans()) else place.update({"x": value})
    valid = jsonschema.Draft202012Validator(schema()).is_valid(entries)
    with nullcontext() if valid else pytest.raises(ValidationError, match=r"\$|field"):
        convert(entries, Record)


def test_what_has_not_changed_is_current(folder: Path) -> None:
    assert current(folder)
    assert current(folder, products=("deck",))


def test_each_change_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(path: Path) -> bool:
        """Whether a change of the file is noticed; it is undone."""
        data = path.read_bytes()
        path.write_bytes(data + b"x")
        seen = not current(folder)
        path.unlink()
        gone = not current(folder)
        path.write_bytes(data)
        assert current(folder)
        return seen and gone

    assert changed(folder / "brief.yaml")
    assert changed(folder / "quay.png")
    for file in (folder / "output").iterdir():
        assert changed(file), file.name
    assert not current(folder, Edition(final=True))
    assert not current(folder, Edition("public"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert not current(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert not current(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")  # what a brief without a date gets
    assert current(folder)


@pytest.mark.parametrize("key", ["version", "code", "libraries"])
def test_another_builder_makes_other_files(folder: Path, key: str) -> None:
    file = record_of(folder / "output")
    entries = json.loads(file.read_bytes())
    del entries["digest"]
    file.write_bytes(as_bytes(entries))
    assert current(folder)
    entries["builder"][key] = {"version": "0", "code": "0" * 64, "libraries": []}[key]
    file.write_bytes(as_bytes(entries))
    assert not current(folder)


def test_every_file_of_the_package_counts_as_code_except_fonts_and_pictures() -> None:
    files = {
        file for file in (ROOT / "builder").rglob("*.*") if "__pycache__" not in file.parts and file.is_file()
    }
    other = {file.suffix for file in files if not file.name.endswith(_CODE)}
    # Fonts have a list of their own; others are of templates, and of the preview, which is in no build.
    assert other <= {".ttf", ".md", ".typed", ".png", ".csv", ".css", ".js"}


def test_a_recorded_path_leads_nowhere_else(folder: Path) -> None:
    outside = folder.parent / "quay.png"
    shutil.move(folder / "quay.png", outside)
    assert not current(folder)
    file = record_of(folder / "output")
    entries = json.loads(file.read_bytes())
    del entries["digest"]
    entries["brief"]["inputs"][0]["path"] = "../quay.png"
    file.write_bytes(as_bytes(entries))
    assert not current(folder)


def test_products_of_the_same_build_stay_in_the_record(folder: Path) -> None:
    before = record_of(folder / "output").read_bytes()
    build(folder / "brief.yaml", folder / "output", only=[Product.SUMMARY])
    assert record_of(folder / "output").read_bytes() == before
    (folder / "output" / "brief-memo.docx").write_bytes(b"somebody's")
    build(folder / "brief.yaml", folder / "output", only=[Product.SUMMARY])
    found = manifest.read(record_of(folder / "output").read_bytes())
    assert [one.product for one in found.products] == ["deck", "summary"]
    assert not any("memo" in one.locations for one in found.elements)


def test_products_of_another_state_of_the_brief_leave_the_record(folder: Path) -> None:
    source = folder / "brief.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    build(source, folder / "output", only=[Product.MEMO])
    found = manifest.read(record_of(folder / "output").read_bytes())
    assert [one.product for one in found.products] == ["memo"]
    assert found.fonts == ()
    assert not current(folder)
    assert current(folder, products=("memo",))


def test_the_record_of_an_audience_bears_its_name(tmp_path: Path) -> None:
    source = ROOT / "tests" / "briefs" / "good" / "audiences.yaml"
    build(source, tmp_path, audience="public", only=[Product.SUMMARY])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "harbour-lights-public-manifest.json",
        "harbour-lights-public-summary.pdf",
    ]
    found = manifest.read(record_of(tmp_path).read_bytes())
    assert found.edition == Edition("public")
    assert "counter" not in {one.path.rpartition(".")[2] for one in found.elements}


def test_fonts_are_those_of_the_package(made: Path) -> None:
    found = manifest.read(record_of(made / "output").read_bytes())
    assert "Carlito-Regular.ttf" in [one.name for one in found.fonts]
    for one in found.fonts:
        file = font_file(one.name.removesuffix(".ttf"))
        assert file is not None
        assert one.sha256 == sha256(file.read_bytes()).hexdigest()
