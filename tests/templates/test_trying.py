"""`brief template` shows the roles in a copy of a template, and builds a brief into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pptx
import pytest

from builder.export.office.annotated import annotated
from builder.outline.text import Product
from builder.pipeline.products import make
from builder.pipeline.trying import prepare_in
from builder.templates.package import TYPES, Template
from tests.conftest import ROOT, sampled
from tests.support import slide_templates, word_templates
from tests.support.command import TINY, brief
from tests.support.validators import excused, open_xml_audit


def as_file(template: bytes) -> BytesIO:
    """Return a template as a document or presentation, which the libraries open."""
    file = Template(template)
    kind = file.types[file.main]
    plain = kind.replace("template.", "presentation." if "presentationml" in kind else "document.")
    listed = file.parts[TYPES].replace(kind.encode(), plain.encode())
    packed = BytesIO()
    with ZipFile(packed, "w") as made:
        for name, data in (file.parts | {TYPES: listed}).items():
            made.writestr(name, data)
    return packed


def test_a_word_template_shows_each_role_in_its_style(tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.ministry())
    done = brief("template", "house.dotx", "--annotate", "roles.dotx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "wrote roles.dotx\n")
    shown = {
        one.text: one for one in docx.Document(as_file((tmp_path / "roles.dotx").read_bytes())).paragraphs
    }
    heading = shown["heading 1: MIN Kop 1 (by its outline level, 1)"]
    assert heading.style is not None
    assert heading.style.name == "MIN Kop 1"
    assert "caption: – (the template has none; the memo brings its own)" in shown


def test_a_powerpoint_template_shows_what_each_placeholder_is_used_for() -> None:
    template = Template(slide_templates.localised())
    copy = Template(annotated(template))
    assert copy.types[copy.main] == template.types[template.main]
    words = [
        {holder.text for holder in slide.placeholders if holder.has_text_frame}
        for slide in pptx.Presentation(as_file(annotated(template))).slides
    ]
    assert {"cover: title", "cover: subtitle"} in words
    assert {"content: title"} in words
    assert {"not used"} in words


@pytest.mark.parametrize(
    ("template", "out"), [(slide_templates.doubled, "try.pptx"), (word_templates.a5, "try.docx")]
)
def test_a_sample_is_built_into_a_template(template: object, out: str, tmp_path: Path) -> None:
    assert callable(template)
    (tmp_path / "house.dotx").write_bytes(template())
    done = brief("template", "house.dotx", "--try", out, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    found = "2 of 4" if out == "try.pptx" else "12 of 15"
    assert f"roles {found} found in the template not found" in said
    warned = "0 warnings" if out == "try.pptx" else "1 warning"  # of its pale headings
    assert f"after {warned}; all fits" in said
    assert ("2 masters are called" in said) is (out == "try.pptx")
    assert said.endswith(f"wrote {out}")
    assert [one for one in open_xml_audit(tmp_path / out) if not excused(one)] == []
    assert [file.name for file in tmp_path.iterdir() if file.name not in ("house.dotx", out)] == []


def test_a_brief_of_ones_own_is_tried(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.renamed())
    (tmp_path / "mine.yaml").write_text(TINY, encoding="utf-8")
    done = brief("template", "house.potx", "--try", "try.pptx", "--brief", "mine.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    slide = pptx.Presentation(str(tmp_path / "try.pptx")).slides[0]
    assert slide.shapes.title.text == "The ferry should run on Sundays"


def test_what_does_not_fit_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.plain())
    full = ROOT / "builder" / "brief" / "templates" / "full.yaml"
    done = brief("template", "house.potx", "--try", "try.pptx", "--brief", full, cwd=tmp_path)
    assert done.returncode == 1
    assert "2 of 4 found in the template" in done.stdout
    assert "[text-fits]" in done.stderr
    assert "try.pptx was not written" in done.stderr
    assert not (tmp_path / "try.pptx").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--annotate", "house.potx"), "house.potx is the template, which is not changed"),
        (("--annotate", "roles.pptx"), "roles.pptx does not end in .potx"),
        (("--try", "try.docx"), "try.docx does not end in .pptx"),
        (("--try", "none/try.pptx"), "cannot be written"),
        (("--try", f"{'x' * 300}.pptx"), "cannot be written: file name too long"),
        (("--annotate", "."), ". does not end in .potx"),
        (("--try", "try.pptx", "--brief", "none.yaml"), "there is no such file"),
    ],
)
def test_a_wrong_name_is_an_error(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    data = slide_templates.renamed()
    (tmp_path / "house.potx").write_bytes(data)
    done = brief("template", "house.potx", *options, cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert (tmp_path / "house.potx").read_bytes() == data


@pytest.mark.parametrize(
    ("template", "name"), [(slide_templates.macros, "house.potm"), (word_templates.macros, "house.dotm")]
)
def test_macros_are_not_copied(template: Callable[[], bytes], name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(template())
    done = brief("template", name, "--annotate", f"roles{Path(name).suffix}", cwd=tmp_path)
    assert done.returncode == 1
    assert "it has macros, which are not copied" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", sampled(slide_templates.GOOD, lambda name: name in ("dark", "crowded")))
def test_a_brief_with_charts_a_cover_picture_and_a_code_is_built_into_a_template(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.GOOD[name]())
    swimming = ROOT / "docs" / "gallery" / "swimming.yaml"
    done = brief("template", "house.potx", "--try", "try.pptx", "--brief", swimming, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    words = "".join(
        shape.text_frame.text
        for shape in pptx.Presentation(str(tmp_path / "try.pptx")).slides[0].shapes
        if shape.has_text_frame
    )
    assert ("Drawing: Ostermark" in words) is (name != "crowded")  # which has no room for the picture


def test_roles_that_the_brief_maps_are_found_when_it_is_tried(tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.ministry())
    mapped = f"{TINY}templates: {{styles: {{Title: MIN Titel}}}}\n"
    for text, missing in ((TINY, True), (mapped, False)):
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        done = brief(
            "template", "house.dotx", "--try", "try.docx", "--brief", "mine.yaml", "--force", cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        (line,) = (one for one in done.stdout.splitlines() if one.startswith("not found"))
        assert ("Title" in line.split("not found")[1].replace("Subtitle", "")) is missing


def test_the_sample_is_called_so_where_it_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.cramped())
    done = brief("template", "house.potx", "--try", "try.pptx", cwd=tmp_path)
    assert done.returncode == 1
    assert re.match(r"the sample brief:\d+:\d+: error: ", done.stderr)
    assert "hint: add `--brief BRIEF` to try one of your own" in done.stderr
    assert "brief.yaml" not in done.stderr


def test_a_template_that_needs_a_mapping_says_how_to_try_one(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.tied())
    done = brief("template", "house.potx", "--try", "try.pptx", cwd=tmp_path)
    assert "error: templates.deck: the deck cannot be built into house.potx" in done.stderr
    said = " ".join(done.stderr.split())
    assert "`templates.layouts.content`, in a brief of your own, and add `--brief BRIEF`" in said


def test_an_answer_without_room_on_a_narrow_cover_is_on_its_own_slide_alone(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.plain())
    done = brief("template", "house.potx", "--try", "try.pptx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    cover, second = list(pptx.Presentation(str(tmp_path / "try.pptx")).slides)[:2]
    said = [
        "".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
        for slide in (cover, second)
    ]
    assert ["two oldest buses fail" in words for words in said] == [False, True]


@pytest.mark.parametrize("option", ["--annotate", "--try"])
def test_another_file_is_replaced_only_by_force(option: str, tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.a5())
    out = tmp_path / ("roles.dotx" if option == "--annotate" else "try.docx")
    command = ("template", "house.dotx", option, out.name)
    assert brief(*command, cwd=tmp_path).returncode == 0
    made = out.read_bytes()
    assert brief(*command, cwd=tmp_path).returncode == 0, "the same again is no loss"
    out.write_bytes(b"a day's work")
    done = brief(*command, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{out.name} already exists and was not changed" in done.stderr
    assert "--force" in done.stderr
    assert out.read_bytes() == b"a day's work"
    assert brief(*command, "--force", cwd=tmp_path).returncode == 0
    assert out.read_bytes() == made


@pytest.mark.parametrize("option", [("--brief", "mine.yaml"), ("--force",)])
def test_an_option_that_would_do_nothing_is_refused(option: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(word_templates.a5())
    done = brief("template", "house.dotx", *option, cwd=tmp_path)
    assert done.returncode == 2
    assert option[0] in done.stderr
    assert "--try" in done.stderr


_UNLIKE = ("dark", "huge_logo", "flat", "pictured")
_WITH_MUCH = (ROOT / "builder/brief/templates/full.yaml", *sorted(ROOT.glob("docs/gallery/[!_]*.yaml")))


@pytest.mark.parametrize("path", _WITH_MUCH, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "name",
    sampled(slide_templates.GOOD, lambda name: name if name in _UNLIKE else ""),
)
def test_every_brief_is_built_or_says_what_to_shorten(name: str, path: Path) -> None:
    prepared = prepare_in(path, Product.DECK, "house.potx", slide_templates.GOOD[name]())
    made = make(prepared.outline, Product.DECK, prepared.theme)
    if (path.stem, name) in (("full", "plain"), ("full", "theme_fonts")):
        wrong = prepared.locate(made.problems)
        assert {one.path for one in wrong} <= {"status", "marking.caveat"}
        assert all(one.position is not None and (one.hint or "").startswith("shorten") for one in wrong)
    else:
        assert [one.message for one in made.problems if one.is_error] == []
        assert made.data


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("house.pdf", "house.pdf is not a Word or PowerPoint file", "name one that ends in .dotx"),
        ("old.dot", "old.dot cannot be used: it is a file of Office 97 to 2003", "save it as DOTX"),
        ("house.docx", "house.docx cannot be used: it is not an Office file", "save it again"),
    ],
)
def test_what_is_no_template_is_said_to_be_none(name: str, message: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" if name == "old.dot" else b"%PDF-1.7")
    done = brief("template", name, cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert hint in done.stderr
