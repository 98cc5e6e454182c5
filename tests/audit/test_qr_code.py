"""The QR code of the published address: in all three files the same modules, never covered or changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.outline.blocks import Outline
from builder.outline.reading import code_of
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.support.command import brief
from tests.support.finished import Finished, faults, finish
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import WP, A, P, changed_pdf, edited, parts_of

URL = "https://library.example/briefs/7"
TEXT = """\
title: The library should open on Sundays
bottom_line: Open the library on Sundays, when most people can come.
sections: [{title: Why Sundays, arguments: [{claim: Most people can come only on Sundays}]}]
"""
QUIET = 4


def matrix(url: str = URL) -> list[list[bool]]:
    """Return the modules of an address, with the quiet zone around them."""
    return [
        [bool(one) for one in row]
        for row in segno.make(url, error="m", boost_error=False).matrix_iter(border=QUIET)
    ]


def shown(page: Any, left: float, top: float, side: float, count: int) -> list[list[bool]]:
    """Return which modules are dark in the picture of a page, looked at in their middles."""
    scale = 6
    picture = page.render(scale=scale).to_pil().convert("L")
    module = side * scale / count
    at = [(index + 0.5) * module for index in range(count)]
    return [[picture.getpixel((left * scale + x, top * scale + y)) < 128 for x in at] for y in at]


def drawn(part: bytes) -> list[list[bool]]:
    """Return the modules of the largest path of a part."""
    path = max(etree.fromstring(part).iter(A + "path"), key=len)
    side = int(path.get("w"))
    rows = [[False] * side for _ in range(side)]
    points = [(int(point.get("x")), int(point.get("y"))) for point in path.iter(A + "pt")]
    for (left, top), (right, _), (_, bottom), _ in zip(*[iter(points)] * 4, strict=True):
        for y in range(top, bottom):
            rows[y][left:right] = [True] * (right - left)
    return rows


def built(folder: Path, imprint: str) -> dict[str, Path]:
    (folder / "brief.yaml").write_text(f"{TEXT}imprint: {imprint}\n", encoding="utf-8")
    done = brief("build", "brief.yaml", "--out", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    return {each.suffix: each for each in (folder / "out").iterdir()}


def test_all_three_files_show_the_modules_of_the_address(tmp_path: Path) -> None:
    files = built(tmp_path, f"{{url: {URL!r}}}")
    expected = matrix()
    assert [drawn(part) for part in parts_of(files[".docx"], r"document\.xml$").values()] == [expected]
    last = [
        part for part in parts_of(files[".pptx"], r"slides/slide\d+\.xml$").values() if b"QR code" in part
    ]
    assert [drawn(part) for part in last] == [expected]
    page = pypdfium2.PdfDocument(files[".pdf"])[0]
    with pikepdf.open(files[".pdf"]) as file:
        (link,) = (each for each in file.pages[0].Annots if str(each.A.URI) == URL)
        left, bottom, right, top = map(float, link.Rect)
    assert right - left == pytest.approx(top - bottom) == pytest.approx(44)
    assert shown(page, left, page.get_height() - top, right - left, len(expected)) == expected


@pytest.mark.parametrize(
    "imprint", [f"{{url: {URL!r}, qr: no}}", f"{{url: 'https://e.example/{'a' * 100}'}}"]
)
def test_no_code_is_drawn_without_leave_or_of_an_address_too_long(tmp_path: Path, imprint: str) -> None:
    files = built(tmp_path, imprint)
    assert not any(b"QR code" in part for part in parts_of(files[".docx"]).values())
    assert not any(b"QR code" in part for part in parts_of(files[".pptx"]).values())
    assert "QR code" not in str(pikepdf.open(files[".pdf"]).objects)


@cache
def finished(product: Product) -> tuple[Outline, Finished]:
    outline = composed(LIBRARY, imprint={"url": URL})
    done = finish(outline, product)
    assert done is not None
    assert faults(outline, done) == ()
    return outline, done


def damaged(product: Product, damage: Callable[[bytes], bytes]) -> tuple[Problem, ...]:
    """Return the problems of a file that was damaged."""
    outline, (pages, files) = finished(product)
    return faults(outline, (pages, {product: damage(files[product])}), edited=True)


def part_of(data: bytes) -> str:
    """Return the part of an Office file that has the code."""
    return next(
        name
        for name, part in parts_of(data, r"(document|slides/slide\d+)\.xml$").items()
        if b"QR code" in part
    )


def shape(root: Any) -> Any:
    """Return the properties of the shape that draws the code."""
    path = max(root.iter(A + "path"), key=len)
    return path.getparent().getparent().getparent()


def without_bar(root: Any) -> None:
    path = shape(root).find(f".//{A}path")
    for step in path[:5]:
        path.remove(step)


def with_bar_twice(root: Any) -> None:
    path = shape(root).find(f".//{A}path")
    path.extend([etree.fromstring(etree.tostring(step)) for step in path[:5]])


def moved_point(root: Any) -> None:
    point = shape(root).find(f".//{A}pt")
    point.set("x", str(int(point.get("x")) + 1))


def mirrored(root: Any) -> None:
    shape(root).find(A + "xfrm").set("flipH", "1")


def shrunk(root: Any) -> None:
    for side in ("cx", "cy"):
        shape(root).find(f"{A}xfrm/{A}ext").set(side, "254000")


def pale(root: Any) -> None:
    fill = shape(root).find(A + "solidFill")
    fill[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{A[1:-1]}" val="DDDDDD"/>')]


def without_link(root: Any) -> None:
    link = next(
        one for one in root.iter(A + "hlinkClick") if one.getparent().tag in (P + "cNvPr", WP + "docPr")
    )
    link.getparent().remove(link)


def without_shape(root: Any) -> None:
    form = shape(root).find(A + "custGeom")
    form[:] = []
    form.tag = A + "prstGeom"
    form.set("prst", "rect")


DAMAGES: list[Callable[[Any], None]] = [
    without_bar, with_bar_twice, moved_point, mirrored, shrunk, pale, without_link, without_shape
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK], ids=lambda product: product.value)
def test_a_changed_code_of_an_office_file_is_reported(
    product: Product, damage: Callable[[Any], None]
) -> None:
    found = damaged(product, lambda data: edited(data, part_of(data), damage))
    assert {"pictures-match", "link-targets-match"} & {fault.rule for fault in found}


def test_a_covered_code_of_a_slide_is_reported() -> None:
    def cover(root: Any) -> None:
        code = shape(root).getparent()
        box = etree.fromstring(etree.tostring(code))
        about = next(box.iter(P + "cNvPr"))
        about.attrib.pop("descr")
        about.set("id", "99")
        about.set("name", "Box")
        about[:] = []
        form = next(box.iter(A + "custGeom"))
        form.getparent().replace(form, etree.fromstring(f'<a:prstGeom xmlns:a="{A[1:-1]}" prst="rect"/>'))
        code.addnext(box)

    found = damaged(Product.DECK, lambda data: edited(data, part_of(data), cover))
    assert any("a QR code" in fault.message for fault in found), found


def content(change: Callable[[bytes], bytes]) -> Callable[[Any], None]:
    def edit(file: Any) -> None:
        page = file.pages[0]
        page.Contents = file.make_stream(change(page.Contents.read_bytes()))

    return edit


def split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the content before the path of the code, the path, and what follows."""
    head, _, tail = data.rpartition(b"/Figure")
    start = tail.index(b" re") - 40
    return head + b"/Figure" + tail[:start], tail[start:], b""


def less(data: bytes) -> bytes:
    before, path, _ = split(data)
    lines = path.split(b"\n")
    bar = next(index for index, line in enumerate(lines) if line.rstrip().endswith(b" re"))
    return before + b"\n".join([*lines[:bar], *lines[bar + 1 :]])


def covered(data: bytes) -> bytes:
    return data + b"\n/Artifact <</Type /Layout>> BDC q 1 1 1 rg 480 30 80 80 re f Q EMC\n"


def unlinked(file: Any) -> None:
    page = file.pages[0]
    page.Annots = pikepdf.Array([each for each in page.Annots if str(each.Contents)[:2] != "QR"])


def code_link(file: Any) -> Any:
    return next(each for each in file.pages[0].Annots if str(each.Contents)[:2] == "QR")


def link_moved(file: Any) -> None:
    link = code_link(file)
    link.Rect = pikepdf.Array(
        [float(edge) - (30 if index % 2 else 0) for index, edge in enumerate(link.Rect)]
    )


def link_described(file: Any) -> None:
    code_link(file).Contents = pikepdf.String("another address")


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (content(less), "pictures-match"),
        (content(covered), "drawn-as-laid-out"),
        (unlinked, "link-targets-match"),
        (link_moved, "link-targets-match"),
        (link_described, "link-targets-match"),
    ],
    ids=["a bar less", "covered", "without link", "link moved", "link described otherwise"],
)
def test_a_changed_code_of_the_summary_is_reported(damage: Callable[[Any], None], rule: str) -> None:
    assert rule in {fault.rule for fault in damaged(Product.SUMMARY, lambda data: changed_pdf(data, damage))}


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-/", min_size=1, max_size=80))
def test_bars_are_the_dark_modules_and_leave_a_quiet_zone(path: str) -> None:
    code = code_of(composed(LIBRARY, imprint={"url": f"https://e.example/{path}"}))
    assert code is not None
    dark = {(x + at, y) for x, y, count in code.bars for at in range(count)}
    expected = matrix(code.url)
    assert dark == {(x, y) for y, row in enumerate(expected) for x, one in enumerate(row) if one}
    assert all(QUIET <= edge < code.side - QUIET for point in dark for edge in point)
