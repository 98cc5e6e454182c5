"""What a build never writes into a PDF is reported, whatever it is; a re-save by another program is not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from builder.audit.pdf import vocabulary
from builder.audit.pdf.objects import File, read
from builder.audit.pdf.vocabulary import unfamiliar
from builder.layout.pages import PictureBox, Rect
from builder.outline.text import Product
from tests.conftest import GOOD_BRIEFS, needs, run
from tests.support.finished import faults, finish, finished
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import changed_pdf, saved
from tests.support.sheets import picture, printed, sheet, words

PLAIN = printed(
    sheet(
        words("See here", url="https://example.org/JS/(Launch)"),
        PictureBox(Rect(40.0, 60.0, 30.0, 20.0), picture("#2222aa80", "RGBA")),
    )
)


def changed(change: Callable[[Any], None], **how: Any) -> list[str]:
    return list(unfamiliar(read(changed_pdf(PLAIN, change, **how))))


@pytest.mark.parametrize("brief", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_what_a_build_writes_is_familiar(brief: Path) -> None:
    assert list(unfamiliar(read(finished(brief, Product.SUMMARY)[1][Product.SUMMARY]))) == []


@pytest.mark.parametrize(("colour", "mode"), [("#2222aa", "RGB"), ("#2222aa80", "RGBA"), ("#222222", "L")])
def test_every_kind_of_picture_is_familiar(colour: str, mode: str) -> None:
    data = printed(sheet(words("A"), PictureBox(Rect(40.0, 60.0, 30.0, 20.0), picture(colour, mode))))
    assert list(unfamiliar(read(data))) == []


# A key or value, and what is reported of it


def of_page(key: str, value: Any) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        file.pages[0].obj[key] = value(file) if callable(value) else value

    return change


def of_catalog(key: str, value: Any) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        file.Root[key] = value

    return change


def without(holder: Callable[[Any], Any], key: str) -> Callable[[Any], None]:
    return lambda file: holder(file).__delitem__(key)


def of_preferences(file: Any) -> None:
    file.Root.ViewerPreferences = Dictionary()


def of_first(kind: str, key: str, value: Any) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        one = next(
            each
            for each in file.objects
            if isinstance(each, Dictionary | pikepdf.Stream)
            and kind in (each.get("/Type"), each.get("/S"), each.get("/Subtype"))
        )
        one[key] = value

    return change


def painting(steps: bytes) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        page = file.pages[0]
        page.Contents = file.make_stream(page.Contents.read_bytes() + b"\n" + steps)

    return change


def unreachable(file: Any) -> None:
    """Keep an object that only another, itself of no use, refers to."""
    file.trailer["/Hidden"] = file.make_indirect(Dictionary(Words=String("we doubt it")))


def then_launching(file: Any) -> None:
    file.pages[0].Annots[0].A.Next = Dictionary(S=Name.Launch)


def tags_turned(file: Any) -> None:
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = Array(list(numbers[1])[::-1])


def link_of_another_tag(file: Any) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums[3] = file.Root.StructTreeRoot.ParentTree.Nums[1][1]


STRANGE: dict[str, tuple[Callable[[Any], None], str]] = {
    "page labels": (of_catalog("/PageLabels", Dictionary(Nums=Array([]))), "names"),
    "an outline": (of_catalog("/Outlines", Dictionary(Type=Name.Outlines)), "table of contents"),
    "private data of the page": (of_page("/PieceInfo", Dictionary()), "another program"),
    "private data of the file": (of_catalog("/PieceInfo", Dictionary()), "another program"),
    "a base for addresses": (of_catalog("/URI", Dictionary(Base=String("https://example.org"))), "/URI"),
    "full screen": (of_catalog("/PageMode", Name.FullScreen), "/PageMode /FullScreen"),
    "an action at opening": (of_catalog("/OpenAction", Array([])), "acts by itself"),
    "an action of the page": (of_page("/AA", Dictionary()), "acts by itself"),
    "a transition": (of_page("/Trans", Dictionary(S=Name.Dissolve)), "acts by itself"),
    "a thumbnail": (of_page("/Thumb", lambda file: file.make_stream(b"x")), "/Thumb"),
    "metadata of the page": (of_page("/Metadata", lambda file: file.make_stream(b"x")), "/Metadata"),
    "a larger unit": (of_page("/UserUnit", 2), "/UserUnit"),
    "a transparency group": (of_page("/Group", Dictionary(S=Name.Transparency)), "/Group"),
    "a box for printing": (of_page("/TrimBox", Array([0, 0, 9, 9])), "/TrimBox"),
    "the origin moved": (of_page("/MediaBox", Array([9, 0, 309, 200])), "/MediaBox"),
    "roles mapped to others": (
        of_first("/StructTreeRoot", "/RoleMap", Dictionary(P=Name.Artifact)),
        "/RoleMap",
    ),
    "words spelt out": (of_first("/P", "/E", String("no")), "read aloud in other words"),
    "words in another language": (of_first("/P", "/Lang", String("fr")), "/Lang"),
    "an unknown tag": (of_first("/P", "/S", Name.Private), "/S /Private"),
    "a title of a tag": (of_first("/P", "/T", String("We doubt it")), "/T"),
    "an appearance of a link": (of_first("/Link", "/AP", Dictionary()), "/AP"),
    "a link that is drawn": (of_first("/Link", "/Border", Array([0, 0, 9])), "/Border"),
    "a hidden link": (of_first("/Link", "/F", 2), "/F 2"),
    "an action after an action": (then_launching, "acts by itself"),
    "a link with a tooltip": (of_first("/Link", "/TU", String("no")), "/TU"),
    "another kind of font": (of_first("/TrueType", "/Subtype", Name.Type1), "/Subtype /Type1"),
    "an encoding": (of_first("/TrueType", "/Encoding", Name.WinAnsiEncoding), "/Encoding"),
    "a picture in reverse": (of_first("/Image", "/Decode", Array([1, 0])), "/Decode"),
    "a picture with an alternate": (of_first("/Image", "/Alternates", Array([])), "/Alternates"),
    "a picture on a layer": (of_first("/Image", "/OC", Dictionary()), "layers"),
    "colours of another space": (of_first("/Image", "/ColorSpace", Array([Name.Indexed])), "/ColorSpace"),
    "a title that is not shown": (without(lambda file: file.Root, "/ViewerPreferences"), "lacks /Viewer"),
    "a file name instead of the title": (of_preferences, "lacks /DisplayDocTitle"),
    "no language": (without(lambda file: file.Root, "/Lang"), "lacks /Lang"),
    "no metadata": (without(lambda file: file.Root, "/Metadata"), "lacks /Metadata"),
    "tags that do not count": (of_catalog("/MarkInfo", Dictionary(Marked=False)), "/Marked False"),
    "links in no order": (without(lambda file: file.pages[0].obj, "/Tabs"), "lacks /Tabs"),
    "colours of no space": (without(lambda file: file.Root, "/OutputIntents"), "lacks /OutputIntents"),
    "colours of an unknown space": (
        without(lambda file: file.Root.OutputIntents[0], "/DestOutputProfile"),
        "lacks /DestOutputProfile",
    ),
    "another intent": (
        lambda file: file.Root.OutputIntents[0].__setitem__("/S", Name.GTS_PDFX),
        "/S /GTS_PDFX",
    ),
    "a remark on the intent": (
        lambda file: file.Root.OutputIntents[0].__setitem__("/Info", String("We doubt it")),
        "/Info",
    ),
    "words in the profile": (
        lambda file: file.Root.OutputIntents[0].DestOutputProfile.write(b"We doubt it"),
        "another content",
    ),
    "marks that lead to other tags": (tags_turned, "other tags"),
    "a link that leads to another tag": (link_of_another_tag, "other tags"),
    "words in the id of the file": (
        lambda file: file.trailer.__setitem__("/ID", Array([String("We doubt it"), String("x")])),
        "/ID",
    ),
    "words among the procedures": (
        lambda file: file.pages[0].Resources.__setitem__("/ProcSet", Array([Name("/Doubt")])),
        "/ProcSet",
    ),
    "a font of letters, not symbols": (of_first("/FontDescriptor", "/Flags", 32), "/Flags 32"),
    "dashes that are nearly nothing": (painting(b"[.01 99] 0 d"), "99. 0 d"),
    "an object of no use": (unreachable, "/Hidden"),
    "a property of its own": (lambda file: file.docinfo.__setitem__("/Note", String("We doubt it")), "/Note"),
    "another producer": (
        lambda file: file.docinfo.__setitem__("/Producer", String("We doubt it")),
        "We doubt it",
    ),
    "text in outline only": (painting(b"1 Tr"), "1 Tr"),
    "a state of graphics": (painting(b"/G0 gs"), "/G0 gs"),
    "a picture in the instructions": (painting(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"), "BI"),
    "letters apart": (painting(b"BT 9 Tc ET"), "9 Tc"),
    "words behind a name": (painting(b"/We_doubt_it <</MCID 1>> BDC EMC"), "We_doubt_it"),
    "words beside a mark": (painting(b"/P <</MCID 1 /E (no)>> BDC EMC"), r"/E \(no\)"),
    "words before an operator": (painting(b"(We doubt it) q Q"), "We doubt it"),
    "a comment among the instructions": (painting(b"% We doubt it\nq Q"), "We doubt it"),
    "a pattern": (painting(b"/Pattern cs /P0 scn"), "/Pattern cs"),
    "a shading": (painting(b"/S0 sh"), "/S0 sh"),
    "a clip": (painting(b"q 0 0 1 1 re W n Q"), "W n"),
}


def test_a_link_that_no_tag_can_contain_is_reported() -> None:
    def change(file: Any) -> None:
        page = file.pages[0].obj
        page.Annots = Array([Dictionary(each) for each in page.Annots])

    assert any("other tags" in each for each in changed(change))


@pytest.mark.parametrize("name", STRANGE)
def test_what_no_build_writes_is_reported(name: str) -> None:
    change, what = STRANGE[name]
    found = changed(change)
    assert any(re.search(what, each) for each in found), found


@pytest.mark.parametrize("name", ["an action at opening", "an outline", "an action after an action"])
def test_a_file_that_was_made_again_is_searched_for_what_acts(name: str) -> None:
    change, what = STRANGE[name]

    def untagged(file: Any) -> None:
        change(file)
        del file.Root.StructTreeRoot

    (each,) = changed(untagged)
    assert what in each


# Other programs


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"qdf": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"compress_streams": False},
        {"recompress_flate": True},
        {"normalize_content": True},
    ],
    ids=str,
)
def test_a_file_that_pikepdf_saved_again_is_familiar(how: dict[str, Any]) -> None:
    assert changed(lambda _: None, **how) == []


def test_pikepdf_may_write_its_name_into_the_metadata() -> None:
    def change(file: Any) -> None:
        with file.open_metadata() as about:
            about["pdf:Keywords"] = "books"

    assert changed(change) == []


@pytest.mark.parametrize(
    "how", [["--linearize", "--object-streams=generate"], ["--qdf"], ["--coalesce-contents"]], ids=str
)
def test_a_file_that_qpdf_saved_again_is_familiar(how: list[str], tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(PLAIN)
    run(needs("qpdf"), *how, tmp_path / "in.pdf", tmp_path / "out.pdf")
    assert list(unfamiliar(read((tmp_path / "out.pdf").read_bytes()))) == []


# The vocabulary itself

TEXT = Path(vocabulary.__file__).with_name("vocabulary.txt").read_text(encoding="utf-8")
FREE = re.findall(r"^    (\w+)!? +text$", TEXT, re.M)
OUTLINE = composed(
    LIBRARY,
    keywords=["books"],
    disclaimer="Written for [the town](https://example.org/town).",
    organisation={"name": "The Town", "logo": {"path": "logo.png", "alt": "Arms of the town"}},
)


@pytest.mark.parametrize("key", FREE)
def test_a_value_that_may_be_any_text_is_compared_with_the_brief(key: str) -> None:
    done = finish(OUTLINE, Product.SUMMARY)
    assert done is not None
    with pikepdf.open(io.BytesIO(done[1][Product.SUMMARY])) as file:
        holders = [each for each in file.objects if isinstance(each, Dictionary)]
        holders += [one for each in holders for one in each.values() if isinstance(one, Dictionary)]
        changed_ones = [each for each in holders if f"/{key}" in each and isinstance(each[f"/{key}"], String)]
        for each in changed_ones:
            each[f"/{key}"] = String("We doubt it")
        data = saved(file)
    assert changed_ones
    assert faults(OUTLINE, (done[0], {Product.SUMMARY: data}))


def test_texts_of_the_metadata_are_free_only_where_they_are_compared() -> None:
    """Keywords and the items of lists, which are title, subject, authors and language."""
    assert re.findall(r'^    (\S+) +"\.\*"', TEXT, re.M) == ["pdf:Keywords", "rdf:li"]
    assert len(FREE) == len(re.findall(r"^    .*\btext\b", TEXT.partition("# The operators")[0], re.M))


def test_every_word_of_the_vocabulary_is_written_by_somebody() -> None:
    """Those without a remark by a build, the others by the program that the remark names."""
    keys, kind = {}, ""
    for line in TEXT.partition("# The operators")[0].splitlines():
        if line and line[0] not in "# ":
            kind = line.removeprefix("stream ")
        elif line.strip() and line[0] == " " and line.split()[0][0] not in "(=":
            keys[kind, line.split()[0].rstrip("!")] = line.partition(" ;")[2].strip()
    used: set[tuple[str, str]] = set()
    files = [read(finished(brief, Product.SUMMARY)[1][Product.SUMMARY]) for brief in GOOD_BRIEFS]
    table = {"title": "Routes", "columns": ["Route", "Open"], "rows": [["North", "No"]]}
    made = finish(composed(LIBRARY, tables=[table]), Product.SUMMARY)
    assert made is not None
    for file in [*files, read(PLAIN), read(made[1][Product.SUMMARY])]:
        used |= used_by(file)
    assert {key for key, remark in keys.items() if not remark} - used == set()


def used_by(file: File) -> set[tuple[str, str]]:
    walk = vocabulary._Walk(file, vocabulary.vocabulary())
    used: set[tuple[str, str]] = set()
    check = walk._check

    def noting(kind: str, key: str) -> vocabulary.Check | None:
        used.add((kind, key))
        return check(kind, key)

    walk._check = noting  # type: ignore[method-assign]
    assert list(walk.problems()) == []
    return used
