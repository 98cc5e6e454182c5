"""`brief template` for Word: which styles play which role and why, what is lost, what to write in a brief."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import yaml

from builder.templates.doctor import examine
from builder.templates.package import Unusable
from builder.templates.roles import Diagnosis
from tests.support import word_templates as made
from tests.support.command import brief


def found(diagnosis: Diagnosis) -> dict[str, str | None]:
    return {role.name: role.found for role in diagnosis.roles}


def reason(diagnosis: Diagnosis, name: str) -> str:
    return next(role.reason for role in diagnosis.roles if role.name == name)


def test_styles_are_found_by_name_whatever_their_ids() -> None:
    diagnosis = examine(made.german())
    assert found(diagnosis)["heading 1"] == "heading 1"
    assert found(diagnosis)["Title"] == "Title"
    assert any("in another language" in one and "heading 1" in one for one in diagnosis.repairs)


def test_styles_are_not_found_by_their_place() -> None:
    assert found(examine(made.reordered())) == found(examine(made.theme_fonts()))


def test_headings_of_other_names_are_found_by_their_level() -> None:
    diagnosis = examine(made.ministry())
    assert found(diagnosis)["heading 1"] == "MIN Kop 1"
    assert reason(diagnosis, "heading 2") == "by its outline level, 2"
    assert "Title" in [role.name for role in diagnosis.missing]


def test_two_styles_of_one_level_are_not_chosen_between() -> None:
    document = docx.Document()
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].delete()
    for name in ("Kop A", "Kop B"):
        made.levelled(document, name, 0)
    diagnosis = examine(made.saved(document))
    assert found(diagnosis)["heading 1"] is None
    assert reason(diagnosis, "heading 1") == "“Kop A”, “Kop B” have its level; name one of them in `styles`"
    assert found(examine(made.saved(document), {"heading 1": "Kop B"}))["heading 1"] == "Kop B"


def test_a_mapping_to_a_style_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(Unusable, match=r"no paragraph style “MIN Kopp 1”.*MIN Kop 1"):
        examine(made.ministry(), {"heading 1": "MIN Kopp 1"})


def test_styles_that_hide_their_words_are_refused() -> None:
    document = docx.Document()
    document.styles["Title"].font.hidden = True
    diagnosis = examine(made.saved(document))
    assert found(diagnosis)["Title"] is None
    assert "hides" in reason(diagnosis, "Title")


def test_what_is_lost_is_named() -> None:
    lost = examine(made.macros()).lost
    for what in ("macros", "custom XML", "protection against editing", "sections"):
        assert any(what in one for one in lost), what
    assert any("Hier Text einfügen" in one for one in examine(made.german()).lost)
    lost = examine(made.letter()).lost
    for what in ("the field FILENAME", "numbers of its headings", "page breaks"):
        assert any(what in one for one in lost), what
    assert any("link to https://institute.example" in one for one in examine(made.linked()).lost)


def test_what_office_would_repair_is_named() -> None:
    repairs = examine(made.unsized()).repairs
    assert any("no page size" in one for one in repairs)
    assert any("no theme" in one for one in repairs)


def test_page_and_typefaces_are_stated() -> None:
    facts = examine(made.german()).facts
    assert facts["page"] == "A4, 210 × 297 mm; text 145 mm wide"
    assert facts["text"] == "Garamond, 11.5 points"
    assert "Garamond" in facts["measured"]
    assert examine(made.a5()).facts["page"].startswith("A5, ")
    assert "on its side" in examine(made.landscape()).facts["page"]


def test_the_mapping_can_be_pasted() -> None:
    mapping = yaml.safe_load(examine(made.german()).mapping("house.dotx"))
    assert mapping["templates"]["memo"] == "house.dotx"
    assert mapping["templates"]["styles"]["heading 1"] == "heading 1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "not an Office file"),
        (b"\xd0\xcf\x11\xe0rest", "97 to 2003"),
        (b"PK\x05\x06" + bytes(18), "missing or damaged"),
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        examine(data)


def test_the_command_says_it(tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(made.german())
    done = brief("template", "house.dotx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for line in ("page         A4, 210 × 297 mm", "heading 1: by its name", "lost", 'memo: "house.dotx"'):
        assert line in done.stdout, line
    (tmp_path / "other.dotx").write_bytes(b"text")
    done = brief("template", "other.dotx", cwd=tmp_path)
    assert (done.returncode, "it is not an Office file" in done.stderr) == (1, True)
    assert "hint: " in done.stderr
