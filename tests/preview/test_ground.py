"""What a template shows behind slides is painted: grounds, pictures, shapes, lines and words."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

from builder.pipeline.request import Request
from builder.preview.ground import ground
from builder.preview.page import page, update
from builder.preview.view import Pictures, look_at
from builder.theme.fonts import CARLITO
from tests.conftest import needs
from tests.support import slide_templates
from tests.support.browsing import opened
from tests.support.command import TINY, brief

COVER = "ppt/slideLayouts/slideLayout1.xml"
SVG = "{http://www.w3.org/2000/svg}"


def painted(template: bytes, layout: str = COVER) -> etree._Element:
    """Return what a layout shows."""
    found = ground(template, layout, CARLITO)
    assert found is not None
    return etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{found.svg}</svg>')


def with_cover(shapes: str) -> bytes:
    """Return a template whose cover draws some shapes."""
    file = BytesIO()
    with ZipFile(BytesIO(slide_templates.plain())) as source, ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == COVER:
                data = data.replace(b"</p:spTree>", shapes.encode() + b"</p:spTree>")
            target.writestr(name, data)
    return file.getvalue()


def shape(look: str, form: str = "", words: str = "") -> str:
    place = '<a:off x="1270000" y="635000"/><a:ext cx="2540000" cy="1270000"/>'  # 100, 50, 200, 100 points
    body = f"<p:txBody><a:bodyPr/>{words or '<a:p/>'}</p:txBody>"
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="One"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr><a:xfrm{form}>{place}</a:xfrm>{look}</p:spPr>{body}</p:sp>"
    )


RED = '<a:solidFill><a:srgbClr val="CC0000"><a:alpha val="50000"/></a:srgbClr></a:solidFill>'


def test_a_ground_of_the_theme_and_one_of_several_colours_are_painted() -> None:
    assert painted(slide_templates.dark()).find(f".//{SVG}path").get("fill") == "#000000"
    assert painted(slide_templates.plain()).find(f".//{SVG}path").get("fill") == "#FFFFFF"
    shown = painted(slide_templates.painted(), "ppt/slideLayouts/slideLayout6.xml")
    gradient = shown.find(f".//{SVG}linearGradient")
    assert [stop.get("stop-color") for stop in gradient] == ["#FFFFFF", "#102030"]
    assert (gradient.get("x1"), gradient.get("x2")) == ("0", "959.98")
    assert shown.find(f".//{SVG}path").get("fill") == f"url(#{gradient.get('id')})"


def test_a_picture_of_the_master_is_painted_in_its_place() -> None:
    image = painted(slide_templates.huge_logo()).find(f".//{SVG}image")
    assert [image.get(name) for name in ("x", "y", "width", "height")] == ["763.2", "14.4", "187.2", "504"]
    kind, _, data = image.get("href").partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(BytesIO(b64decode(data))).size == (200, 100)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (f"{RED}", '<path d="M100 50h200v100h-200z" fill="#CC0000" fill-opacity="0.5"/>'),
        (f'<a:prstGeom prst="rect"/>{RED}', 'd="M100 50h200v100h-200z"'),
        (f'<a:prstGeom prst="triangle"/>{RED}', 'd="M200 50L300 150L100 150z"'),
        (f'<a:prstGeom prst="ellipse"/>{RED}', 'd="M200 50h0a100 50 0 0 1 100 50v0a'),
        (f'<a:prstGeom prst="cloud"/>{RED}', 'd="M100 50h200v100h-200z"'),  # not known
        (
            '<a:custGeom><a:pathLst><a:path w="10" h="10"><a:moveTo><a:pt x="0" y="5"/></a:moveTo>'
            '<a:lnTo><a:pt x="10" y="10"/></a:lnTo><a:arcTo wR="5" hR="5" stAng="0" swAng="5400000"/>'
            f"<a:close/></a:path></a:pathLst></a:custGeom>{RED}",
            'd="M100 100L300 150C300 177.61 255.23 200 200 200z"',
        ),
        (
            '<a:prstGeom prst="line"/><a:ln w="25400">'
            '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>',
            '<path d="M100 50L300 150" fill="none" stroke="#000000" stroke-width="2"/>',
        ),
    ],
)
def test_shapes_are_painted(look: str, expected: str) -> None:
    found = ground(with_cover(shape(look)), COVER, CARLITO)
    assert found is not None
    assert expected in found.svg


def test_shapes_are_turned_mirrored_and_grouped() -> None:
    svg = ground(with_cover(shape(RED, ' rot="5400000"')), COVER, CARLITO)
    assert svg is not None
    assert 'transform="rotate(90 200 100)"' in svg.svg
    svg = ground(with_cover(shape(RED, ' flipH="1"')), COVER, CARLITO)
    assert svg is not None
    assert 'transform="translate(200 100) scale(-1 1) translate(-200 -100)"' in svg.svg
    form = (
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="1270000"/><a:chOff x="1270000" y="0"/>'
        '<a:chExt cx="2540000" cy="2540000"/></a:xfrm>'
    )
    about = '<p:nvGrpSpPr><p:cNvPr id="80" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    group = f"<p:grpSp>{about}<p:grpSpPr>{form}</p:grpSpPr>{shape(RED)}</p:grpSp>"
    svg = ground(with_cover(group), COVER, CARLITO)
    assert svg is not None
    assert 'transform="translate(0 0) scale(0.50000 0.50000) translate(-100 -0)"' in svg.svg


def test_words_of_a_layout_are_painted_but_no_number_of_it() -> None:
    look = '<a:rPr sz="2000" b="1"><a:solidFill><a:srgbClr val="00FF00"/></a:solidFill></a:rPr>'
    number = '<a:fld id="x" type="slidenum"><a:t>7</a:t></a:fld>'
    words = f"<a:p><a:r>{look}<a:t>Ministry &amp; Co</a:t></a:r>{number}</a:p>"
    text = painted(with_cover(shape("<a:noFill/>", words=words))).find(f".//{SVG}text")
    assert "".join(text.itertext()) == "Ministry & Co"
    assert (text.get("font-size"), text.get("fill")) == ("20", "#00FF00")


def test_what_is_hidden_or_of_slides_is_not_painted() -> None:
    hidden = shape(RED).replace('name="One"', 'name="One" hidden="1"')
    holder = shape(RED).replace("<p:nvPr/>", '<p:nvPr><p:ph type="body" idx="40"/></p:nvPr>')
    found = ground(with_cover(hidden + holder), COVER, CARLITO)
    assert found is not None
    assert "CC0000" not in found.svg


@pytest.mark.parametrize(
    "odd",
    [
        shape('<a:solidFill><a:srgbClr val="&quot;/&gt;&lt;b&gt;"/></a:solidFill>'),
        shape('<a:gradFill><a:gsLst><a:gs pos="x"><a:srgbClr val="000000"/></a:gs></a:gsLst></a:gradFill>'),
        shape(RED, ' rot="x"'),
        shape("<a:blipFill><a:blip/></a:blipFill>"),
        shape('<a:ln w="x"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'),
        "<p:grpSp/><p:sp/><p:pic/>",
    ],
)
def test_what_office_would_not_write_is_left_out(odd: str) -> None:
    found = ground(with_cover(odd + shape(RED)), COVER, CARLITO)
    assert found is not None
    assert 'fill="#CC0000"' in found.svg
    assert "<b>" not in found.svg


@pytest.fixture
def templated(tmp_path: Path) -> Callable[[bytes], Path]:
    def made(template: bytes) -> Path:
        (tmp_path / "house.potx").write_bytes(template)
        (tmp_path / "brief.yaml").write_text(f"{TINY}templates: {{deck: house.potx}}\n", encoding="utf-8")
        return tmp_path / "brief.yaml"

    return made


def test_slides_of_a_template_use_its_ground_and_say_their_number(templated: Callable[[bytes], Path]) -> None:
    found = look_at(Request(templated(slide_templates.dark()))).view
    shown = found.pictures
    assert isinstance(shown, Pictures)
    names = re.findall(r'<symbol id="([\w-]+)"', shown.grounds)
    assert names
    assert len(names) == len({*names})
    used = [re.findall(r'<use href="#([\w-]+)"', slide.svg) for slide in shown.slides]
    assert {name for found in used for name in found} == {*names}
    assert all(len(found) == 1 for found in used)
    assert re.search(r">2( / \d+)?</text>", shown.slides[1].svg)
    whole = page(update(found, 1, ""), live=False)
    assert whole.index('id="grounds"') < whole.index('id="slide-1"')
    assert "without the template" not in whole


@pytest.mark.campaign
def test_a_browser_shows_the_ground(templated: Callable[[bytes], Path], tmp_path: Path) -> None:
    needs("chromium")
    pytest.importorskip("playwright")
    templated(slide_templates.painted())
    assert brief("preview", "brief.yaml", "--export", "copy", cwd=tmp_path).returncode == 0
    with opened() as browser:
        shown = browser.new_page()
        shown.goto((tmp_path / "copy" / "index.html").as_uri())
        slide = shown.locator("#slide-2 svg").screenshot()
    picture = Image.open(BytesIO(slide)).convert("L")
    width, height = picture.size
    row = picture.crop((0, height // 2, width, height // 2 + 1)).tobytes()
    assert row[2] > 240
    assert row[-3] < 80
