"""SVG drawings are reduced to contours in plain colours; what runs, refers or blends is refused."""

from __future__ import annotations

import re
import shutil
import socket
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from builder.brief.images import Picture, PictureFault, open_picture, open_pictures
from tests.conftest import build_files
from tests.corpora.hostile.case import BRIEF
from tests.support.command import brief
from tests.support.packages import parts_of, repacked

pytest.importorskip("svglib")

SVG = "{http://www.w3.org/2000/svg}"
RED, BLUE, CLEAR = (200, 0, 0, 255), (0, 0, 200, 255), (0, 0, 0, 0)
SQUARE = '<rect x="10" y="10" width="30" height="30" fill="#c80000"/>'


def svg(content: str, about: str = 'viewBox="0 0 100 50"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {about}>{content}</svg>'.encode()


def opened(folder: Path, data: bytes) -> Picture:
    (folder / "a.svg").write_bytes(data)
    found = open_picture(folder, "a.svg")
    assert isinstance(found, Picture), found
    return found


def fault(folder: Path, data: bytes) -> PictureFault:
    (folder / "a.svg").write_bytes(data)
    found = open_picture(folder, "a.svg")
    assert isinstance(found, PictureFault)
    return found


def pixel(picture: Picture, x: float, y: float) -> object:
    """Return the colour at a place of a drawing that is 100 by 50."""
    with Image.open(BytesIO(picture.data)) as image:
        return image.convert("RGBA").getpixel(
            (round(x * picture.width / 100), round(y * picture.height / 50))
        )


def test_a_drawing_is_2000_pixels_on_its_longer_side_and_see_through_around(tmp_path: Path) -> None:
    found = opened(tmp_path, svg(SQUARE))
    assert (found.width, found.height, found.format) == (2000, 1000, "PNG")
    assert [pixel(found, x, 25) for x in (5, 25, 45)] == [CLEAR, RED, CLEAR]
    assert found == opened(tmp_path, svg(SQUARE))


def test_what_is_kept_are_paths_in_plain_colours(tmp_path: Path) -> None:
    content = (
        '<title>SECRET</title><metadata>SECRET</metadata><!-- SECRET --><g id="SECRET" class="SECRET">'
        f'{SQUARE}<circle cx="70" cy="25" r="20" stroke="navy" stroke-width="2" fill="none"/>'
        '<text x="5" y="45" font-family="SECRET">Words</text></g><a href="https://example.org/SECRET"/>'
    )
    root = etree.fromstring(opened(tmp_path, svg(content)).svg)
    assert {part.tag for part in root} == {f"{SVG}path"}
    assert {name for part in root for name in part.attrib} <= {
        "d", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"
    }  # fmt: skip
    assert b"SECRET" not in etree.tostring(root)
    assert not "".join(root.itertext())


@pytest.mark.parametrize(
    ("content", "colours"),
    [
        ('<style>.a{fill:#c80000}</style><path class="a" d="M10 10h30v30h-30z"/>', (RED, CLEAR)),
        ('<defs><rect id="r" width="30" height="30"/></defs><use href="#r" x="60" y="10" fill="#0000c8"/>',
         (CLEAR, BLUE)),
        (f'<g transform="translate(50 0)">{SQUARE}</g>', (CLEAR, RED)),
        (f'<g clip-path="url(#c)">{SQUARE}</g><clipPath id="c"><rect width="20" height="50"/></clipPath>',
         (CLEAR, CLEAR)),
        ('<path d="M10 10h80v30h-80z M20 15v20h10v-20z" fill="#c80000"/>', (CLEAR, RED)),
        ('<path d="M10 10h80v30h-80z M20 15h10v20h-10z" fill="#c80000"/>', (RED, RED)),
        ('<path d="M10 10h80v30h-80z M20 15h10v20h-10z" fill="#c80000" fill-rule="evenodd"/>', (CLEAR, RED)),
        ('<line x1="0" y1="25" x2="100" y2="25" stroke="#c80000" stroke-width="6" stroke-dasharray="50"/>',
         (RED, CLEAR)),
        (f'<g display="none">{SQUARE}</g><circle cx="75" cy="25" r="9" style="fill:#0000c8"/>',
         (CLEAR, BLUE)),
        ('<rect x="-500" y="-500" width="550" height="2000" fill="#c80000"/>', (RED, CLEAR)),
    ],
)  # fmt: skip
def test_shapes_are_where_and_how_they_are_drawn(
    tmp_path: Path, content: str, colours: tuple[object, object]
) -> None:
    found = opened(tmp_path, svg(content))
    assert (pixel(found, 25, 25), pixel(found, 75, 25)) == colours


def test_words_are_drawn_in_carlito_and_stay_where_they_are_anchored(tmp_path: Path) -> None:
    ends = {}
    for anchor in ("start", "middle", "end"):
        found = opened(
            tmp_path, svg(f'<text x="50" y="30" font-size="10" text-anchor="{anchor}">Ägypten</text>')
        )
        xs = [x for contour in found.contours for ring in contour.rings for x, _ in ring]
        ends[anchor] = min(xs), max(xs)
    assert ends["start"][0] == pytest.approx(1000, abs=30)
    assert ends["end"][1] == pytest.approx(1000, abs=30)
    assert sum(ends["middle"]) / 2 == pytest.approx(1000, abs=30)


def test_the_pixels_of_all_drawings_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.brief.images.MOST_PIXELS", 3_000_000)
    for name in ("a.svg", "b.svg"):
        (tmp_path / name).write_bytes(svg(SQUARE))
    found = open_pictures(tmp_path, ["a.svg", "b.svg"])
    assert isinstance(found["a.svg"], Picture)
    fault = found["b.svg"]
    assert isinstance(fault, PictureFault)
    assert "for all pictures together" in fault.message


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
DOUBLED = "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 25))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (svg("<script>alert(1)</script>" + SQUARE), "contains a script"),
        (svg('<rect width="9" height="9" onload="alert(1)"/>'), "contains a script"),
        (svg("<foreignObject><p>Words</p></foreignObject>"), "contains a page (foreignObject)"),
        (svg('<image href="file:///etc/passwd"/>'), "contains a picture"),
        (svg('<image href="data:image/png;base64,AAAA"/>'), "contains a picture"),
        (svg('<use href="file:///etc/passwd#a"/>'), "refers to `file:///etc/passwd#a`, which is outside it"),
        (svg('<use href="other.svg#a"/>'), "refers to `other.svg#a`, which is outside it"),
        (svg('<style>@import "https://example.org/a.css";</style>' + SQUARE), "imports a style sheet"),
        (svg('<rect width="9" height="9" fill="url(https://example.org/a)"/>'), "uses a gradient"),
        (svg('<rect width="9" height="9" style="fill:url(#a)"/>'), "uses a gradient"),
        (svg('<rect width="9" height="9" opacity="0.5"/>'), "is see-through in parts"),
        (svg('<rect width="9" height="9" style="OPACITY:0.5"/>'), "is see-through in parts"),
        (svg('<rect width="9" height="9" style="mix-blend-mode: multiply"/>'), "is see-through in parts"),
        (svg('<rect width="9" height="9" fill-opacity="0.5"/>'), "is see-through in parts"),
        (svg('<rect width="9" height="9" fill="#ff000080"/>'), "is see-through in parts"),
        (svg('<text><textPath href="#p">Words</textPath></text>'), "sets text along a path"),
        (svg('<rect width="9" height="9" fill="octarine"/>'), "has the unknown colour `octarine`"),
        (svg('<g clip-path="url(#c)"><clipPath id="c"><circle r="9"/></clipPath>' + SQUARE + "</g>"),
         "is clipped to"),
        (svg("<text x='1' y='20'>東</text>"), "has the character “東”, which Carlito lacks"),
        (svg('<rect width="9" height="9"><animate attributeName="x" to="9"/></rect>'), "moves"),
        (LAUGHS.encode() + svg("<text>&b;</text>"), "defines entities"),
        (b"<!DOCTYPE svg SYSTEM 'a.dtd' [ ]>" + svg(SQUARE), "defines entities"),
        (svg("<style>" + "g g *{fill:red}" * 2000 + "</style>" + "<g/>" * 9000), "has a long style sheet"),
        (svg(f'<g id="g0">{SQUARE}</g>{DOUBLED}<use href="#g24"/>'), "has more than 10,000 elements"),
        (svg('<g id="a"><use href="#a"/></g>'), "has elements that are nested too deeply"),
        (svg(f'<g transform="{"scale(1)" * 1300}">{SQUARE}</g>'), "has an attribute of more than"),
        (svg("<g>" * 100 + SQUARE + "</g>" * 100), "has elements that are nested too deeply"),
        (svg(SQUARE, 'viewBox="0 0 1e9 1"'), "is far too long for its width"),
        (svg(SQUARE, 'viewBox="0 0 0 0"'), "has no size"),
        (svg(SQUARE, 'viewBox="0 0 nan 5"'), "has no size"),
        (svg(SQUARE, 'viewBox="0 0 1e-300 1e-300"'), "draws far outside its own size"),
        (svg(SQUARE, ""), "has no size"),
        (svg('<path d="M0 0 C 1e300 1 1 1e300 5 5"/>'), "draws far outside its own size"),
        (svg('<path d="M0 0' + "c9e4 9e4 -9e4 9e4 0 0" * 100 + '"/>'), "draws more than 100,000 points"),
        (svg('<path stroke="red" stroke-dasharray="1e-9" d="M0 0h9"/>'), "has dashes that are not seen"),
        (svg('<path stroke="red" fill="none" stroke-dasharray=".05" d="M0 0' + "h100h-100" * 5000 + '"/>'),
         "draws more than 100,000 points"),
        (svg('<rect width="9" height="9" fill="red"/>' * 2001), "draws more than 2,000 shapes"),
        (svg(""), "draws nothing"),
        (svg('<rect x="200" width="9" height="9"/>'), "draws nothing"),
        (svg('<path stroke="red" stroke-width="1e-5" fill="none" d="M0 9h9"/>'), "draws nothing"),
        (svg('<path d="M 1 1 L x y"/>'), "draws nothing"),
        (svg('<path d="') + b"M0 0" * 300_000, "has 1.2 MB; the limit for a drawing is 1 MB"),
        (svg(SQUARE)[:-9], "is damaged or incomplete"),
        (svg(SQUARE).decode().encode("utf-16"), "is not in UTF-8"),
        (b"<?xml version='1.0'?><html/>", "is not an SVG drawing"),
    ],
)  # fmt: skip
def test_what_runs_refers_blends_or_is_too_much_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    found = fault(tmp_path, data)
    assert found.message.startswith(f"the drawing `a.svg` {message}")
    assert found.hint


def test_no_drawing_opens_a_connection_or_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    (tmp_path / "other.svg").write_bytes(svg('<rect id="a" width="9" height="9"/>'))
    for content in ('<use href="other.svg#a"/>', '<text font-family="Nowhere Sans" x="9" y="30">a</text>'):
        (tmp_path / "a.svg").write_bytes(svg(content))
        open_picture(tmp_path, "a.svg")


DRAWN = (
    BRIEF.replace('title: "Why"', 'title: "Why"\n    id: why')
    + """\
organisation: {name: Institute, logo: {path: logo.svg, alt: A mark}}
figures:
  - {path: map.svg, title: "The route is short", alt: A map, section: why}
"""
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawings")
    (folder / "brief.yaml").write_text(DRAWN, encoding="utf-8")
    (folder / "logo.svg").write_bytes(svg(SQUARE))
    circle = '<circle cx="50" cy="25" r="20" fill="#0000c8" stroke="#222" stroke-width="2"/>'
    content = f'{circle}<text x="5" y="45">Quay</text>'
    (folder / "map.svg").write_bytes(svg(content))
    build_files(folder / "brief.yaml", folder / "output")
    return folder


@pytest.mark.parametrize("suffix", ["memo.docx", "deck.pptx"])
def test_office_files_have_each_drawing_as_svg_and_as_pixels(folder: Path, suffix: str) -> None:
    (path,) = (folder / "output").glob(f"*-{suffix}")
    media = set(parts_of(path, "/media/").values())
    for name in ("logo.svg", "map.svg"):
        picture = open_picture(folder, name)
        assert isinstance(picture, Picture)
        assert {picture.data, picture.svg} <= media
    with ZipFile(path) as file:
        assert b'Extension="svg" ContentType="image/svg+xml"' in file.read("[Content_Types].xml")


def test_the_summary_has_drawings_as_vectors(folder: Path) -> None:
    (path,) = (folder / "output").glob("*-summary.pdf")
    with pikepdf.open(path) as file:
        assert not any(
            one.get("/Subtype") == "/Image" for one in file.objects if isinstance(one, pikepdf.Stream)
        )
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(file.pages[0])]
    before = {first for first, second in pairwise(operators) if second == "B"}
    assert before == {"h"}, "the outline of a shape is not joined where it began"


def audited(folder: Path, copy: Path, path: Path, changed: bytes) -> str:
    """Return what the audit says when one of the files is another."""
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    (copy / "output" / path.name).write_bytes(changed)
    done = brief("audit", "brief.yaml", cwd=copy)
    return done.stdout + done.stderr


@pytest.mark.parametrize("suffix", ["memo.docx", "deck.pptx"])
def test_a_drawing_that_was_exchanged_is_reported(folder: Path, tmp_path: Path, suffix: str) -> None:
    (path,) = (folder / "output").glob(f"*-{suffix}")
    parts = parts_of(path)
    blue = next(name for name, data in parts.items() if name.endswith(".svg") and b"#0000C8" in data)
    changed = repacked(path.read_bytes(), {blue: parts[blue].replace(b"#0000C8", b"#00C800")})
    assert "[pictures-match]" in audited(folder, tmp_path, path, changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [(rb"0 0 \.784314 rg", b"0 .784314 0 rg"), (rb"[\d.]+ w\b", b"2.9 w")],
    ids=["colour", "weight"],
)
def test_a_drawing_of_the_summary_that_looks_otherwise_is_reported(
    folder: Path, tmp_path: Path, old: bytes, new: bytes
) -> None:
    (path,) = (folder / "output").glob("*-summary.pdf")
    with pikepdf.open(path) as file:
        page = file.pages[0]
        data, count = re.subn(old, new, page.Contents.read_bytes())
        assert count
        page.Contents = file.make_stream(data)
        file.save(tmp_path / "a.pdf")
    report = audited(folder, tmp_path, path, (tmp_path / "a.pdf").read_bytes())
    assert "the picture “A map”" in report
