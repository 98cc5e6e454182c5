"""A memo is built into a Word template, whose styles, page and headers stay and are known to the audit."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.shared import Mm
from lxml import etree

from tests.conftest import ROOT, needs, sampled
from tests.support import word_templates as made
from tests.support.command import brief
from tests.support.validators import excused, open_xml_audit, picture_ids, word_integrity

TINY = (ROOT / "tests" / "briefs" / "good" / "tiny.yaml").read_text(encoding="utf-8")
DENSE = (ROOT / "tests" / "briefs" / "good" / "dense.yaml").read_text(encoding="utf-8")
_NO_LIST = "semantic:Sem_ReferencedElementMissing"  # w:numId 0, by which a paragraph has no number (17.9.18)


def built(folder: Path, data: bytes, text: str = TINY, more: str = "") -> CompletedProcess[str]:
    """Build the memo of a brief into a template."""
    (folder / "house.dotx").write_bytes(data)
    (folder / "brief.yaml").write_text(f"{text}\ntemplates:\n  memo: house.dotx\n{more}", encoding="utf-8")
    return brief("build", "--only", "memo", cwd=folder)


def memo_in(folder: Path) -> Path:
    return next((folder / "output").glob("*-memo.docx"))


def opened(folder: Path) -> Document:
    return docx.Document(str(memo_in(folder)))


def findings(path: Path) -> Counter[tuple[str, str]]:
    checkers = (open_xml_audit, word_integrity, picture_ids)
    found = [one for checker in checkers for one in checker(path) if not excused(one)]
    unnumbered = (_NO_LIST, "Numbering definition '0'")
    return Counter((one.checker, one.rule) for one in found if (one.rule, one.message[:24]) != unnumbered)


@pytest.mark.parametrize(
    "name", sampled(made.TEMPLATES, lambda name: (name in ("german", "letter"), name == "right-to-left"))
)
def test_each_template_is_built_into_and_no_worse_than_before(name: str, tmp_path: Path) -> None:
    done = built(tmp_path, made.TEMPLATES[name]())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Verified" in done.stdout
    template = tmp_path / "house.docx"
    template.write_bytes((tmp_path / "house.dotx").read_bytes())
    assert findings(memo_in(tmp_path)).keys() <= findings(template).keys()


@pytest.mark.parametrize("name", ["german", "letter"])
def test_everything_a_brief_can_have_is_built_into_a_template(name: str, tmp_path: Path) -> None:
    for picture in (ROOT / "tests" / "briefs" / "good").rglob("*.png"):
        target = tmp_path / picture.relative_to(ROOT / "tests" / "briefs" / "good")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture.read_bytes())
    done = built(tmp_path, made.TEMPLATES[name](), DENSE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_caption_or_heading_stays_with_what_it_leads_though_its_style_does_not_say_so(
    tmp_path: Path,
) -> None:
    data = made.saved(docx.Document(), _without_keeping)
    done = built(tmp_path, data, DENSE)
    assert done.returncode == 0, done.stdout + done.stderr
    memo = opened(tmp_path)
    leading = [
        one for one in memo.paragraphs if one.style and re.match("(?i)heading|caption", one.style.name)
    ]
    assert len(leading) > 20
    assert all(one.paragraph_format.keep_with_next for one in leading)
    assert not any(
        one.paragraph_format.page_break_before for one in memo.paragraphs
    )  # pages are Word's there


def _without_keeping(name: str, data: bytes) -> bytes:
    return re.sub(rb"<w:keepNext[^>]*/>", b"", data) if name == "word/styles.xml" else data


def test_text_is_in_the_styles_of_the_template_on_its_page(tmp_path: Path) -> None:
    built(tmp_path, made.german())
    document = opened(tmp_path)
    used = Counter(one.style.style_id for one in document.paragraphs if one.style)
    assert {"berschrift1", "Titel"} <= used.keys()
    section = document.sections[0]
    assert section.left_margin == pytest.approx(Mm(45), rel=0.01)
    assert section.right_margin == pytest.approx(Mm(20), rel=0.01)
    assert "Hier Text" not in "".join(one.text for one in document.paragraphs)
    assert "Institut · Musterstraße 1" in [one.text for one in section.footer.paragraphs]
    assert any("Page 1 of" in one.text for one in section.footer.paragraphs)
    assert len(section.header.part.related_parts) == 1  # the logo


def test_a_template_that_counts_its_pages_does_so_alone(tmp_path: Path) -> None:
    built(tmp_path, made.ministry())
    words = [one.text for one in opened(tmp_path).sections[0].footer.paragraphs]
    assert not any("Page 1 of" in one for one in words)
    assert sum("Ministerie" in one for one in words) == 1


def test_macros_links_and_data_are_not_carried(tmp_path: Path) -> None:
    for data in (made.macros(), made.linked()):
        built(tmp_path, data)
        with ZipFile(memo_in(tmp_path)) as file:
            names = file.namelist()
            related = b"".join(file.read(name) for name in names if name.endswith(".rels"))
            settings = file.read("word/settings.xml")
        assert not any("vba" in name or "item9" in name for name in names)
        assert b"institute.example" not in related
        assert b"documentProtection" not in settings
        assert b"macroEnabled" not in b"".join([related, settings])


def test_even_and_first_pages_keep_their_own_heads(tmp_path: Path) -> None:
    built(tmp_path, made.letter())
    section = opened(tmp_path).sections[0]
    assert section.first_page_header.paragraphs[0].text == "THE HARBOUR INSTITUTE"
    assert section.header.paragraphs[0].text == "Harbour Institute"
    assert section.even_page_header.paragraphs[0].text == "Harbour Institute (even)"


def test_the_brief_can_name_styles(tmp_path: Path) -> None:
    built(tmp_path, made.ministry(), more="  styles: {title: MIN Titel, bottom line: MIN Kader}\n")
    used = {one.style.name for one in opened(tmp_path).paragraphs if one.style}
    assert {"MIN Titel", "MIN Kader", "MIN Kop 1"} <= used


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("  styles: {heading 1: MIN Kop 9}\n", "the template has no paragraph style “MIN Kop 9”"),
        ("  styles: {heding 1: MIN Kop 1}\n", "a memo has no role “heding 1”"),
    ],
)
def test_a_faulty_mapping_is_reported_at_its_line(more: str, message: str, tmp_path: Path) -> None:
    done = built(tmp_path, made.ministry(), more=more)
    assert done.returncode == 1
    assert message in done.stderr
    line = (tmp_path / "brief.yaml").read_text(encoding="utf-8").count("\n")
    assert f"brief.yaml:{line}:" in done.stderr
    assert "[templates-usable]" in done.stderr


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text", "it is not an Office file"),
        (made.swamped(), "its page leaves 454 by 40 points for text"),
    ],
)
def test_what_cannot_be_built_into_explains_itself(data: bytes, message: str, tmp_path: Path) -> None:
    done = built(tmp_path, data)
    assert done.returncode == 1
    assert message in done.stderr, done.stderr
    assert not (tmp_path / "output").exists()


def test_a_template_outside_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "house.dotx").write_bytes(made.german())
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "brief.yaml").write_text(f"{TINY}\ntemplates: {{memo: ../house.dotx}}\n", encoding="utf-8")
    done = brief("build", cwd=inner)
    assert "`../house.dotx` is outside the brief's folder" in done.stderr


def test_the_file_that_a_brief_extends_may_name_the_template(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "house.dotx").write_bytes(made.german())
    (tmp_path / "house" / "house.yaml").write_text("templates: {memo: house.dotx}\n", encoding="utf-8")
    (tmp_path / "brief").mkdir()
    text = f"{TINY}\nextends: ../house/house.yaml\n"
    (tmp_path / "brief" / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", "--only", "memo", cwd=tmp_path / "brief")
    assert done.returncode == 0, done.stderr
    assert any(style.style_id == "berschrift1" for style in opened(tmp_path / "brief").styles)


def test_the_manifest_has_the_template_and_a_change_of_it_is_a_new_build(tmp_path: Path) -> None:
    built(tmp_path, made.german())
    manifest = json.loads(next((tmp_path / "output").glob("*-manifest.json")).read_bytes())
    digest = sha256((tmp_path / "house.dotx").read_bytes()).hexdigest()
    assert {"path": "house.dotx", "sha256": digest} in manifest["brief"]["inputs"]
    (tmp_path / "house.dotx").write_bytes(made.theme_fonts())
    assert brief("build", "--only", "memo", "--check", cwd=tmp_path).returncode == 1


def test_a_memo_in_a_template_is_audited_and_equal_each_time(tmp_path: Path) -> None:
    built(tmp_path, made.letter())
    first = memo_in(tmp_path).read_bytes()
    assert brief("audit", "--only", "memo", cwd=tmp_path).returncode == 0
    memo_in(tmp_path).unlink()
    brief("build", "--only", "memo", cwd=tmp_path)
    assert memo_in(tmp_path).read_bytes() == first


def _in(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Return an edit of the first place in a part."""
    return lambda name, data: (
        re.sub(old.encode(), new.encode(), data, count=1) if re.fullmatch(part, name) else data
    )


_HIDE = "<w:rPr><w:vanish/></w:rPr>"
DAMAGE = {
    "a line added to a header": (
        _in(r"word/header1\.xml", "</w:hdr>", "<w:p><w:r><w:t>Not for you</w:t></w:r></w:p></w:hdr>"),
        "Not for you",
    ),
    "a word changed in a header of the template": (
        _in(r"word/header\d\.xml", "THE HARBOUR", "THE HARBOR"),
        "THE HARBOR INSTITUTE",
    ),
    "a style of the template that hides": (
        _in(r"word/styles\.xml", '(w:styleId="BodyText".*?)</w:pPr>', rf"\1</w:pPr>{_HIDE}"),
        "hidden words",
    ),
    "a word changed in the text": (
        _in(r"word/document\.xml", r"(<w:t[^>]*>)([A-Z][a-z]+ [a-z]+ )", r"\1Never "),
        "Never",
    ),
    "a part that nothing uses": (None, "nothing uses"),
    "a margin": (
        _in(r"word/document\.xml", r'w:left="\d+"(?=[^>]*w:gutter)', 'w:left="9000"'),
        "page margins",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_a_memo_in_a_template_is_reported(name: str, tmp_path: Path) -> None:
    built(tmp_path, made.letter())
    edit, message = DAMAGE[name]
    target = memo_in(tmp_path)
    changed = False
    file = BytesIO()
    with ZipFile(target) as source, ZipFile(file, "w") as damaged:
        for one in source.infolist():
            data = source.read(one)
            new = edit(one.filename, data) if edit else data
            changed = changed or new != data
            damaged.writestr(one.filename, new)
        if edit is None:
            damaged.writestr("word/extra.xml", b"<a/>")
            changed = True
    assert changed
    target.write_bytes(file.getvalue())
    done = brief("audit", "--only", "memo", cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stdout + done.stderr, done.stdout + done.stderr


def test_a_memo_in_a_template_is_released_verified_and_judged_as_it_is_shown(tmp_path: Path) -> None:
    """The headers of this template differ on first, even and other pages, and count the pages."""
    done = built(tmp_path, made.letter())
    assert done.returncode == 0, done.stderr
    needs("soffice")
    shown = brief("audit", "--only", "memo", "--rendered", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr + shown.stdout
    released = brief("release", "--allow-warnings", "--out", "sent", cwd=tmp_path)
    assert released.returncode == 0, released.stderr
    (bundle,) = (tmp_path / "sent").glob("*.zip")
    verified = brief("verify", bundle, "--brief", "brief.yaml", cwd=tmp_path)
    assert verified.returncode == 0, verified.stderr
    with ZipFile(bundle) as packed:
        (memo,) = (name for name in packed.namelist() if name.endswith(".docx"))
        assert "THE HARBOUR INSTITUTE" in "".join(
            one.text
            for one in docx.Document(BytesIO(packed.read(memo))).sections[0].first_page_header.paragraphs
        )


@pytest.mark.parametrize(
    "line", ["Harbour Institute", "The Harbour Institute of Ostermark", "Information memo", "Draft"]
)
def test_a_template_may_say_what_the_memo_says_itself(line: str, tmp_path: Path) -> None:
    """As a line of its own, or in a longer one; in its header and in its footer."""
    text = f"{TINY}\norganisation: Harbour Institute\nkind: information_memo\n"
    done = built(tmp_path, made.repeating(line), text)
    assert done.returncode == 0, done.stdout + done.stderr
    section = opened(tmp_path).sections[0]
    assert sum(line in one.text for one in section.first_page_header.paragraphs) == 1 + (
        line in ("Harbour Institute", "Information memo", "Draft")
    )
    resaved = docx.Document(str(memo_in(tmp_path)))
    for area in (resaved.sections[0].first_page_header, resaved.sections[0].first_page_footer):
        area.paragraphs[0].paragraph_format.keep_together = True  # nothing is as in the template now
    resaved.save(str(memo_in(tmp_path)))
    assert brief("audit", "--only", "memo", cwd=tmp_path).returncode == 0
    needs("soffice")
    shown = brief("audit", "--only", "memo", "--rendered", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr + shown.stdout


def test_a_line_of_the_memo_that_its_template_says_too_is_missed_when_it_is_removed(tmp_path: Path) -> None:
    built(tmp_path, made.repeating("Harbour Institute"), f"{TINY}\norganisation: Harbour Institute\n")
    memo = docx.Document(str(memo_in(tmp_path)))
    *_, own = (
        one for one in memo.sections[0].first_page_header.paragraphs if one.text == "Harbour Institute"
    )
    own._p.getparent().remove(own._p)
    memo.save(str(memo_in(tmp_path)))
    done = brief("audit", "--only", "memo", cwd=tmp_path)
    assert done.returncode == 1
    assert "“Harbour Institute”" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "pale", "silent"),
    [("german", True, True), ("ministry", False, False), ("macros", True, False)],
)
def test_what_not_everybody_can_read_in_a_template_is_a_warning(
    name: str, pale: bool, silent: bool, tmp_path: Path
) -> None:
    """Exactly where the finished memo has such a fault: pale styles, pictures without words."""
    done = built(tmp_path, made.TEMPLATES[name]())
    assert done.returncode == 0, done.stderr
    found = {rule for rule in ("colours-readable", "access-alt-text") if f"[{rule}]" in done.stderr}
    assert ("colours-readable" in found, "access-alt-text" in found) == (pale, silent)
    if pale:
        assert re.search("its styles “Subtitle”.* have a contrast of 4.0 : 1 with white", done.stderr)
        assert "brief.yaml:" in done.stderr
    judged = brief("audit", "--a11y", memo_in(tmp_path), cwd=tmp_path)
    assert ("[access-alt-text]" in judged.stdout) is silent


def test_a_picture_of_a_template_that_is_decoration_needs_no_words(tmp_path: Path) -> None:
    mark = (
        b'<wp:docPr descr="" id="1" name="Logo"><a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/'
        b'2006/main"><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" xmlns:adec='
        b'"http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst></wp:docPr>'
    )
    file = BytesIO()
    with ZipFile(BytesIO(made.german())) as source, ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("word/header"):
                data = re.sub(rb"<wp:docPr [^>]*/>", mark, data)
            target.writestr(name, data)
    done = built(tmp_path, file.getvalue())
    assert done.returncode == 0, done.stderr
    assert "[access-alt-text]" not in done.stderr


def test_text_runs_from_left_to_right_in_a_template_where_it_runs_the_other_way(tmp_path: Path) -> None:
    done = built(tmp_path, made.right_to_left())
    assert done.returncode == 0, done.stdout + done.stderr
    with ZipFile(memo_in(tmp_path)) as file:
        parts = [name for name in file.namelist() if re.match(r"word/(document|header|footer)", name)]
        for part in parts:
            root = etree.fromstring(file.read(part))
            for kind, look in (("p", "pPr/{*}bidi"), ("r", "rPr/{*}rtl"), ("tbl", "tblPr/{*}bidiVisual")):
                for one in root.iterfind(f".//{{*}}{kind}"):
                    mark = one.find("{*}" + look)
                    assert mark is not None
                    assert [*mark.attrib.values()] == ["0"]
            assert [*root.iterfind(".//{*}sectPr/{*}bidi")] == []
    said = brief("template", "house.dotx", cwd=tmp_path).stdout
    assert "the direction of its text, from right to left" in said


def test_fields_beside_the_words_of_a_template_are_no_words_of_the_memo(tmp_path: Path) -> None:
    """Its page numbers differ from page to page, and its date is left out; as Word and others save it."""
    done = built(tmp_path, made.dated("Harbour Institute"), f"{TINY}\norganisation: Harbour Institute\n")
    assert done.returncode == 0, done.stderr
    needs("soffice")
    shown = brief("audit", "--only", "memo", "--rendered", cwd=tmp_path)
    assert shown.returncode == 0, shown.stdout
    folder = tmp_path / "resaved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ("soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder)
    subprocess.run((*convert, memo_in(tmp_path)), check=True, capture_output=True, timeout=120)
    memo_in(tmp_path).write_bytes(next(folder.glob("*.docx")).read_bytes())
    resaved = brief("audit", "--only", "memo", cwd=tmp_path)
    assert "Harbour Institute" not in resaved.stdout
