"""Tests that a deck is built into PowerPoint templates, and what audit and doctor say of them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

import builder
from builder.outline.text import Product
from builder.templates.deck import deck_template
from builder.templates.doctor import examine
from builder.templates.package import Template
from builder.theme.colours import contrast
from tests.conftest import needs
from tests.support import slide_templates
from tests.support.command import brief
from tests.support.validators import open_xml_audit

TINY = Path("tests/briefs/good/tiny.yaml").resolve()


def written(folder: Path, template: bytes, more: str = "") -> Path:
    """Write a brief that names a template."""
    (folder / "house.potx").write_bytes(template)
    path = folder / "brief.yaml"
    path.write_text(f"{TINY.read_text('utf-8')}\ntemplates:\n  deck: house.potx\n{more}", "utf-8")
    return path


def built(folder: Path, template: bytes, more: str = "") -> Path:
    path = written(folder, template, more)
    return builder.build(path, folder / "out", only=("deck",)).files[0].path


@pytest.mark.parametrize("name", slide_templates.GOOD)
def test_a_deck_is_built_into_a_template(name: str, tmp_path: Path) -> None:
    template = slide_templates.GOOD[name]()
    deck = built(tmp_path, template)
    made = pptx.Presentation(str(deck))
    with ZipFile(tmp_path / "house.potx") as theirs, ZipFile(deck) as ours:
        masters = "ppt/(slideMasters|slideLayouts|theme)/[^_]"
        kept = [one for one in theirs.namelist() if re.match(masters, one)]
        assert kept
        assert all(theirs.read(one) == ours.read(one) for one in kept)
        assert not any("vba" in one or "printer" in one for one in ours.namelist())
    assert all(slide.shapes.title is not None for slide in made.slides)
    before = Counter(finding.message for finding in open_xml_audit(_as_pptx(tmp_path, template)))
    after = Counter(finding.message for finding in open_xml_audit(deck))
    assert not after - before


def test_a_map_is_drawn_in_the_colours_of_a_dark_template(tmp_path: Path) -> None:
    (tmp_path / "house.potx").write_bytes(slide_templates.dark())
    path = tmp_path / "brief.yaml"
    path.write_text(Path("brief.yaml").read_text("utf-8") + "\ntemplates: {deck: house.potx}\n", "utf-8")
    assert builder.build(path, tmp_path / "out", only=("deck",)).files[0].pages


def test_titles_end_before_a_logo(tmp_path: Path) -> None:
    made = pptx.Presentation(str(built(tmp_path, slide_templates.huge_logo())))
    logo = next(one for one in made.slide_master.shapes if one.shape_type == MSO_SHAPE_TYPE.PICTURE)
    titles = [slide.shapes.title for slide in made.slides]
    assert all(title is not None and title.left + title.width <= logo.left for title in titles)


def _as_pptx(folder: Path, template: bytes) -> Path:
    path = folder / "template.potx"
    path.write_bytes(template)
    return path


def test_a_template_without_titles_is_refused_with_its_layouts(tmp_path: Path) -> None:
    path = written(tmp_path, slide_templates.untitled())
    run = brief("build", path, "--only", "deck", cwd=tmp_path)
    assert run.returncode == 1
    assert "no layout has a title placeholder" in run.stderr
    assert "“Blank”" in run.stderr


def test_two_layouts_that_suit_equally_are_told_apart_in_the_brief(tmp_path: Path) -> None:
    template = slide_templates.tied()
    with pytest.raises(builder.BriefError, match="templates"):
        built(tmp_path, template)
    deck = built(tmp_path, template, "  layouts: {content: Only Title}\n")
    assert pptx.Presentation(str(deck)).slides[1].slide_layout.name == "Only Title"


def test_the_audit_reports_what_was_changed_in_a_templated_deck(tmp_path: Path) -> None:
    deck = built(tmp_path, slide_templates.renamed())
    assert brief("audit", "brief.yaml", "--only", "deck", "--out", "out", cwd=tmp_path).returncode == 0
    made = pptx.Presentation(str(deck))
    layout = made.slides[1].slide_layout
    box = made.slides.add_slide(layout).shapes.add_textbox(0, 0, 999_999, 999_999)
    layout.shapes._spTree.append(box._element)
    box.text_frame.text = "Words that nobody wrote"
    listed = made.slides._sldIdLst
    made.part.drop_rel(listed[-1].rId)
    listed.remove(listed[-1])
    made.save(str(deck))
    run = brief("audit", "brief.yaml", "--only", "deck", "--out", "out", cwd=tmp_path)
    assert run.returncode == 1
    assert "Words that nobody wrote" in run.stdout + run.stderr


def test_the_manifest_names_the_template(tmp_path: Path) -> None:
    deck = built(tmp_path, slide_templates.renamed())
    (manifest,) = deck.parent.glob("*-manifest.json")
    assert '"path": "house.potx"' in manifest.read_text("utf-8")


def test_the_doctor_says_what_is_used_and_lost(tmp_path: Path) -> None:
    (tmp_path / "house.potm").write_bytes(slide_templates.macros())
    run = brief("template", "house.potm", cwd=tmp_path)
    assert run.returncode == 0
    assert "Title Slide: “Title Slide” is what Office calls a title slide" in " ".join(run.stdout.split())
    assert "the macros" in run.stdout
    assert "deck: " in run.stdout


def test_the_doctor_lists_what_office_would_repair() -> None:
    found = examine(slide_templates.flat())
    assert found.product is Product.DECK
    assert any("without height" in one for one in found.repairs)
    assert any("2 masters are called" in one for one in examine(slide_templates.doubled()).repairs)
    assert any("SharePoint" in one for one in examine(slide_templates.custom_xml()).repairs)


@pytest.mark.parametrize("name", ["reordered", "localised", "renamed"])
def test_roles_are_found_by_name_type_and_placeholders_never_by_position(name: str) -> None:
    roles = {role.name: role.found for role in examine(slide_templates.GOOD[name]()).roles}
    names = {"reordered": ("Title Slide", "Title Only"), "localised": ("Titelfolie", "Nur Titel"),
             "renamed": ("HS_01_Cover", "HS_03")}  # fmt: skip
    assert (roles["cover"], roles["content"]) == names[name]


def test_words_that_the_template_sets_too_pale_are_set_in_a_colour_that_can_be_read(tmp_path: Path) -> None:
    """Its subtitle and footer are black with a tint of 75 %, which Office shows as #898989: 3.5 : 1."""
    made = deck_template(Template(slide_templates.plain()), {})
    white = made.theme.colours.white
    assert made.slots["Cover"]["subtitle"].colour == "#898989"
    assert made.theme.deck.own is not None
    own = made.theme.deck.own
    words = [own["Cover"]["subtitle"], own["Texts"]["status"], own["Texts"]["number"]]
    assert [one.colour for one in words if contrast(one.colour, white) < 4.5] == []
    deck = pptx.Presentation(str(built(tmp_path, slide_templates.plain(), "subtitle: A short one\n")))
    subtitle = next(one for one in deck.slides[0].placeholders if one.placeholder_format.type == 4)
    assert subtitle._element.findall(".//{*}rPr/{*}solidFill")


def test_titles_that_cannot_be_read_are_a_warning_of_the_build(tmp_path: Path) -> None:
    written(tmp_path, slide_templates.pale())
    run = brief("build", "brief.yaml", "--only", "deck", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert (
        "warning: templates.deck: titles of the layout “Title Only” have a contrast of 1.0 : 1" in run.stderr
    )
    assert "[colours-readable]" in run.stderr
    assert "contrast " in brief("template", "house.potx", cwd=tmp_path).stdout


CONTACT = "contact: Ana Lund, ana@example.org\npartners: [{name: Bay, url: 'https://bay.example'}]\n"


@pytest.mark.parametrize(("colour", "kept"), [("303030", False), ("9DB8FF", True)])
def test_links_on_a_dark_ground_are_in_a_colour_that_can_be_read(
    colour: str, kept: bool, tmp_path: Path
) -> None:
    deck = built(tmp_path, slide_templates.linked(colour), CONTACT)
    with ZipFile(deck) as parts:
        slides = [parts.read(name) for name in parts.namelist() if name.startswith("ppt/slides/slide")]
    runs = [
        run for run in re.findall(rb"<a:rPr[^>/]*>.*?</a:rPr>", b"".join(slides)) if b"<a:hlinkClick" in run
    ]
    assert runs
    assert [b"<a:solidFill>" in run and b"hlinkClr" in run for run in runs] == [not kept] * len(runs)
    assert brief("audit", "brief.yaml", "--only", "deck", "--out", "out", cwd=tmp_path).returncode == 0
    assert "[access-contrast]" not in brief("audit", "--a11y", deck, cwd=tmp_path).stdout


def test_links_differ_on_a_cover_with_another_ground(tmp_path: Path) -> None:
    template = slide_templates.linked("0000FF", dark_cover=True)
    links = deck_template(Template(template), {}).theme.colours.links
    assert [*links] == ["Cover"]
    assert contrast(links["Cover"], "#101010") >= 4.5
    built(tmp_path, template, CONTACT)
    assert brief("audit", "brief.yaml", "--only", "deck", "--out", "out", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["dark", "plain"])
@pytest.mark.parametrize("chosen", ["swimming", "meals"])
def test_all_words_of_a_deck_in_a_template_can_be_read(name: str, chosen: str, tmp_path: Path) -> None:
    """On bars, in charts, in its footers and as links: by the audit and by WCAG."""
    gallery = Path("docs/gallery").resolve()
    shutil.copytree(gallery, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.yml", "output"))
    (tmp_path / "house.potx").write_bytes(slide_templates.GOOD[name]())
    path = tmp_path / f"{chosen}.yaml"
    path.write_text(path.read_text("utf-8") + "\ntemplates: {deck: house.potx}\n", "utf-8")
    done = brief("build", path, "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = brief("audit", path, "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    judged = brief("audit", "--a11y", f"output/{chosen}-deck.pptx", cwd=tmp_path)
    assert "[access-contrast]" not in judged.stdout


def test_what_the_slides_of_a_template_say_is_not_taken_for_the_briefs(tmp_path: Path) -> None:
    """Even where it is what a slide says itself: each is there once more."""
    more = "organisation: Harbour Institute\n"
    deck = built(tmp_path, slide_templates.saying("Harbour Institute", "Draft · Date not set"), more)
    assert brief("audit", "brief.yaml", "--only", "deck", "--out", "out", cwd=tmp_path).returncode == 0
    needs("soffice")
    shown = ("audit", "brief.yaml", "--only", "deck", "--out", "out", "--rendered")
    done = brief(*shown, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    made = pptx.Presentation(str(deck))
    box = next(one for one in made.slides[0].shapes if one.text_frame.text == "Harbour Institute")
    box._element.getparent().remove(box._element)
    extra = made.slides[1].shapes.add_textbox(100, 100, 4_000_000, 400_000)
    extra.text_frame.text = "Words that nobody wrote"
    made.save(str(deck))
    said = brief(*shown, cwd=tmp_path).stdout
    assert "“Harbour Institute” is missing" in said
    assert "Words that nobody wrote" in said


_QUOTE = """pull_quotes: [{text: Sundays are when we see our parents., speaker: Mara Holm}]
imprint: {series: Ferry notes}
"""


def test_a_quotation_and_the_last_slide_have_layouts_of_their_own(tmp_path: Path) -> None:
    roles = {role.name: role.found for role in examine(slide_templates.spoken()).roles}
    assert (roles["statement"], roles["closing"]) == ("Quote", "Thank you")
    written(tmp_path, slide_templates.spoken())
    path = tmp_path / "brief.yaml"
    path.write_text(_QUOTE + path.read_text("utf-8"), "utf-8")
    deck = builder.build(path, tmp_path / "out", only=("deck",)).files[0].path
    names = [slide.slide_layout.name for slide in pptx.Presentation(str(deck)).slides]
    assert names[0] == "Title Slide"
    assert names.count("Quote") == 1
    assert names.index("Thank you") == len(names) - 1
    assert set(names[1:-1]) == {"Title Only", "Quote"}


def test_a_layout_that_cannot_hold_what_the_content_does_is_not_used(tmp_path: Path) -> None:
    roles = {role.name: role for role in examine(slide_templates.renamed()).roles}
    assert roles["statement"].found is None
    assert roles["closing"].reason == "no layout is for the last slide; that of the content is used"
    written(tmp_path, slide_templates.spoken(), "  layouts: {closing: Closing in blue}\n")
    run = brief("build", "brief.yaml", "--only", "deck", cwd=tmp_path)
    assert run.returncode == 1
    assert "“Closing in blue” has another ground than that of the content" in run.stderr


def test_a_ground_of_several_colours_is_a_warning_of_the_build(tmp_path: Path) -> None:
    written(tmp_path, slide_templates.painted())
    run = brief("build", "brief.yaml", "--only", "deck", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    said = " ".join(run.stderr.split())
    assert "the ground of the layout “Title Only” is a picture or has several colours" in said
    assert "“Title Slide” is a picture" not in said
