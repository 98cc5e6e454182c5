"""No word that an audience may not read is in any part of the files that are made for it.

Random briefs are written in tokens that occur nowhere else, their editions are made in memory, and everything
in the files is searched for the tokens: every entry of the zips and its name, every text and attribute, every
object, string and stream of the PDF and what a reader of it extracts, and the manifest.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha1, sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec.structs
import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image

from builder.brief import audiences as filtering
from builder.brief.load import Loaded, load_brief
from builder.brief.yaml.read import read_values
from builder.languages.language import language_for
from builder.manifest.form import Edition
from builder.outline.text import Product
from builder.pipeline.prepared import compose_for
from builder.pipeline.products import make
from builder.pipeline.recording import manifest_of
from builder.pipeline.request import ALL, Request
from builder.report.rules import RULES
from tests.conftest import ROOT, Effort, Tally, sampled
from tests.support.command import brief
from tests.support.finished import finished
from tests.support.leaks import everything_in, found_in
from tests.support.packages import changed_pdf, parts_of
from tests.support.releasing import write_brief
from tests.support.strategies import Values
from tests.support.tokens import AUDIENCES, SECRET, briefs_for_some

HARBOUR = ROOT / "tests" / "briefs" / "good" / "audiences.yaml"
ROUNDS, EACH = 4, (5, 43)  # so many times so many briefs, each made for every audience, some for everybody

IDS = {"id", "from", "to", "section"}  # as texts; as lists, `from` and `to` are people

Files = dict[str, bytes]  # the finished files of one version, by product, and "manifest"


# What an edition may say, derived from the values alone.


def seen(values: Any, name: str | None) -> Any:
    """Return the values without what is not for the audience."""
    if isinstance(values, list):
        return [seen(one, name) for one in values if is_for(one, name)]
    if isinstance(values, dict):
        return {key: seen(one, name) for key, one in values.items() if is_for(one, name)}
    return values


def is_for(value: Any, name: str | None) -> bool:
    audience = value.get("audience") if isinstance(value, dict) else None
    return name is None or audience is None or name in audience


def sayable(values: Values, name: str | None) -> Values:
    """Return what a version may say, without what only withheld blocks need."""
    whole = values
    values = seen({key: one for key, one in whole.items() if key not in ("audiences", "distribution")}, name)
    values["sections"] = [
        section for section in values["sections"] if section["arguments"] or section.get("text")
    ]
    gone = {one["id"] for one in whole["sections"]} - {one["id"] for one in values["sections"]}
    for key in ("tables", "charts", "figures", "boxes", "quotes"):
        values[key] = [one for one in values.get(key, ()) if one.get("section") not in gone]
    ends = {one["id"] for one in entries(values) if "id" in one} | ({"event"} & values.keys())
    values["links"] = [link for link in values["links"] if {link["from"], link["to"]} <= ends]
    known = {source["id"] for source in values["sources"]} - (cited(whole) - cited(values))
    values["sources"] = [source for source in values["sources"] if source["id"] in known]
    for one in entries(values):
        if "refs" in one:
            one["refs"] = [ref for ref in one["refs"] if ref.partition("#")[0] in known]
    label = [one["label"] for one in whole["audiences"] if one["name"] == name]
    facts = [{"unit": one["unit"]} for one in values.get("facts", ())]  # which are never printed themselves
    return {**values, "labels": label, "facts": facts}


def entries(values: Any) -> Iterator[Values]:
    if isinstance(values, dict):
        yield values
    for one in values.values() if isinstance(values, dict) else values if isinstance(values, list) else ():
        yield from entries(one)


def cited(values: Values) -> set[str]:
    return {ref.partition("#")[0] for one in entries(values) for ref in one.get("refs", ())}


def words_of(values: Any, key: str = "") -> set[str]:
    """Return the tokens that a reader may see: all but ids, which no product shows."""
    if isinstance(values, dict):
        kept = [(inner, one) for inner, one in values.items() if inner not in IDS or isinstance(one, list)]
        return {token for inner, one in kept for token in words_of(one, inner)}
    if isinstance(values, list):
        return {token for one in values for token in words_of(one, key)}
    if key == "arguments":  # which a key message names
        return set()
    return tokens(values.partition("#")[2] if key == "refs" else values)


def tokens(values: Any) -> set[str]:
    return set(re.findall(SECRET, json.dumps(values)))


# Versions, made in memory.


def version(brief: Loaded, name: str | None) -> Files | None:
    """Make the files of one version; None where not all of them fit."""
    folder = brief.path.parent / "nothing-here-yet"
    prepared = compose_for(Request(brief.path, folder, edition=Edition(name)), brief)
    made = [make(prepared.outline, product) for product in ALL]
    if any(problem.is_error for one in made for problem in one.problems):
        return None
    files = {one.product.value: one.data for one in made}
    return {**files, "manifest": manifest_of(prepared, made, 0)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("leaks")
    for colour, name in (("#aa2222", "one.png"), ("#2222aa", "two.png")):
        Image.new("RGB", (9, 7), colour).save(place / name)
    return place


def written(folder: Path, values: Values) -> Loaded:
    path = folder / "brief.yaml"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return load_brief(path)


# Fields that are in the memo or the deck wherever their part is.
ALWAYS_SHOWN = {"title", "claim", "reasoning", "counter", "action", "pros", "term", "mitigation", "ask"}


def shown_for_sure(values: Any, key: str = "") -> set[str]:
    """Return the tokens of fields that a file must say, to see that nothing is withheld by mistake."""
    if isinstance(values, dict):
        if "text" in values and key in ALWAYS_SHOWN:
            return tokens(values["text"])
        return {token for inner, one in values.items() for token in shown_for_sure(one, inner)}
    if isinstance(values, list):
        return {token for one in values for token in shown_for_sure(one, key)}
    return tokens(values) if key in ALWAYS_SHOWN else set()


@pytest.mark.slow
@pytest.mark.parametrize("_round", sampled(range(ROUNDS), lambda _: 0))
def test_no_file_has_a_word_that_its_reader_may_not_read(
    _round: int, folder: Path, effort: Effort, tally: Tally
) -> None:
    examples = effort(*EACH)
    editions = 0

    @settings(
        max_examples=examples,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(briefs_for_some())
    def scanned(values: Values) -> None:
        nonlocal editions
        brief = written(folder, values)
        for name in (*AUDIENCES, None)[: 3 + (len(tokens(values)) % 4 == 0)]:
            files = version(brief, name)
            if files is None:
                continue
            may_say = sayable(values, name)
            secrets = tokens(values) - words_of(may_say)
            tally("withheld words", "in no file", len(secrets))
            found: set[str] = set()
            for what, data in files.items():
                here, _ = found_in(data)
                ids = tokens(may_say) if what == "manifest" else set()
                assert here & secrets - ids == set(), f"{what} for {name}"
                found |= here
            assert shown_for_sure(may_say) - found == set(), f"missing for {name}"
            editions += 1

    scanned()
    assert editions >= effort(12, 125)  # 500 in the campaign; a few may not fit their page


# The search itself is tried: it must find what is there.


@pytest.mark.parametrize("what", [*(product.value for product in Product), "manifest"])
def test_a_filter_that_lets_everything_through_is_found_out(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values: Values = {
        "id": "leaks",
        "title": "zqaaaaaa",
        "bottom_line": "zqbaaaaa",
        "audiences": ["public", "internal"],
        "sections": [
            {
                "title": "zqcaaaaa",
                "arguments": [
                    {"claim": "zqdaaaaa"},
                    {"id": "zqeaaaaa", "claim": "zqfaaaaa", "audience": ["internal"]},
                ],
            }
        ],
    }
    secrets = {"zqeaaaaa", "zqfaaaaa"}
    brief = written(tmp_path, values)
    files = version(brief, "public")
    assert files is not None
    assert found_in(files[what])[0] & secrets == set()
    monkeypatch.setattr(filtering, "_may_read", lambda *_: True)
    leaky = version(brief, "public")
    assert leaky is not None
    assert found_in(leaky[what])[0] & secrets


def in_package(change: Callable[[zipfile.ZipFile], None]) -> Callable[[bytes], bytes]:
    def planted(data: bytes) -> bytes:
        file = BytesIO(data)
        with zipfile.ZipFile(file, "a") as package:
            change(package)
        return file.getvalue()

    return planted


def in_document(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def planted(data: bytes) -> bytes:
        return changed_pdf(data, change, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    return planted


def invisible(document: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    document.pages[0].Resources.Font["/Planted"] = font
    document.pages[0].contents_add(
        b"BT 3 Tr /Planted 9 Tf 9 9 Td [(zq) 30 (pla) -20 (nted)] TJ ET".replace(b"nted", b"nta")
    )


def comment(package: zipfile.ZipFile) -> None:
    package.comment = b"zqplanta"


EMPTY: bytes = b"PK\5\6" + bytes(18)

PLACES = {
    "the name of an entry": (Product.MEMO, in_package(lambda zip: zip.writestr("custom/zqplanta.bin", b"x"))),
    "the comment of the zip": (Product.MEMO, in_package(comment)),
    "an attribute": (Product.DECK, in_package(lambda zip: zip.writestr("a.xml", b'<a name="zqplanta"/>'))),
    "two runs": (
        Product.MEMO,
        in_package(lambda zip: zip.writestr("a.xml", b"<a><r>zqpl</r><r>anta</r></a>")),
    ),
    "two lines": (Product.DECK, in_package(lambda zip: zip.writestr("a.xml", b"<a>zqpl\n  anta</a>"))),
    "a package in the package": (
        Product.DECK,
        in_package(
            lambda zip: zip.writestr(
                "a.docx", in_package(lambda inner: inner.writestr("b", "zqplanta"))(EMPTY)
            )
        ),
    ),
    "wide characters": (
        Product.DECK,
        in_package(lambda zip: zip.writestr("a", "zqplanta".encode("utf-16-le"))),
    ),
    "a property": (
        Product.SUMMARY,
        in_document(lambda pdf: pdf.docinfo.update({"/Planted": "ZQplanta\u2011"})),
    ),
    "an object that nothing uses": (
        Product.SUMMARY,
        in_document(lambda pdf: pdf.Root.update({"/Planted": pdf.make_stream(b"zqplanta")})),
    ),
    "an alternative text": (
        Product.SUMMARY,
        in_document(
            lambda pdf: pdf.pages[0].contents_add(
                b"/Span <</ActualText <FEFF%s>>> BDC EMC" % "zqplanta".encode("utf-16-be").hex().encode()
            )
        ),
    ),
    "invisible glyphs": (Product.SUMMARY, in_document(invisible)),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_word_is_found_wherever_it_hides(place: str, tally: Tally) -> None:
    product, plant = PLACES[place]
    tally("planted leaks", "found")
    whole = finished(HARBOUR, product)[1][product]
    assert "zqplanta" not in found_in(whole)[0]
    assert "zqplanta" in found_in(plant(whole))[0]


# A brief as people write it: sequences of words, not tokens.


def texts_of(values: Any) -> Iterator[str]:
    if isinstance(values, dict):
        for key, one in values.items():
            yield from (
                texts_of(one) if key not in {*IDS, "refs", "audience", "audiences"} or key == "to" else ()
            )
    elif isinstance(values, list):
        for one in values:
            yield from texts_of(one)
    elif isinstance(values, str):
        yield values


def sequences(texts: Iterable[str]) -> set[str]:
    """Return every two words in a row."""
    rows = (re.findall(r"\w+", text.lower()) for text in texts)
    return {f"{first} {second}" for row in rows for first, second in pairwise(row)}


def test_a_brief_as_people_write_it_leaks_no_two_words_in_a_row() -> None:
    harbour = load_brief(HARBOUR)
    values: Values = read_values(HARBOUR.read_text(encoding="utf-8")).values or {}
    labels = language_for("en").labels
    words = (*msgspec.structs.astuple(labels), *msgspec.structs.astuple(labels.speech))
    fixed = (*filter(lambda each: isinstance(each, str), words), *RULES)
    for name in ("public", "internal"):
        may_say = sayable(values, name)
        secrets = sequences(texts_of(values)) - sequences([*texts_of(may_say), *fixed])
        files = version(harbour, name)
        assert files is not None
        for what, data in files.items():
            assert sequences(everything_in(data)) & secrets == set(), f"{what} for {name}"
        assert (len(secrets) > 100) == (name == "public")
    whole = version(harbour, None)
    assert whole is not None
    secrets = sequences(texts_of(values)) - sequences([*texts_of(sayable(values, "public")), *fixed])
    for product in (Product.MEMO, Product.DECK, Product.SUMMARY):
        assert len(sequences(everything_in(whole[product.value])) & secrets) > 20


def test_the_copies_of_an_audience_do_not_depend_on_what_is_withheld(tmp_path: Path) -> None:
    """Whoever guesses a withheld word cannot prove the guess: nothing in the copies commits to it."""
    made: list[Files] = []
    for folder, animal in ((tmp_path / "one", "walrus"), (tmp_path / "two", "narwhal")):
        folder.mkdir()
        text = write_brief(folder).read_text(encoding="utf-8").replace("walrus", animal)
        text = text.replace("maria@", f"{animal}@") + f"# {animal}\n"
        (folder / "library.yaml").write_text(text, encoding="utf-8")
        assert brief("build", "library.yaml", "--audience", "public", cwd=folder).returncode == 0
        assert brief("release", "library.yaml", "--audience", "public", cwd=folder).returncode == 0
        files = {file.name: file.read_bytes() for file in (folder / "output").iterdir()}
        assert len(files) == 5
        data = text.encode()
        for name in (sha256(data).hexdigest(), sha1(b"blob %d\0" % len(data) + data).hexdigest()):
            assert not any(name[:8].encode() in each for file in files.values() for each in inside(file))
        made.append(files)
    assert made[0] == made[1]


def inside(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and those of every file in it if it is a zip."""
    yield data
    if data.startswith(b"PK"):
        for part in parts_of(data).values():
            yield from inside(part)
