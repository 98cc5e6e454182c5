"""`brief diff --pictures` shows the slides and the one-page that look different, and no others."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from builder.brief.load import load_brief
from builder.diff.pictures import pictures
from builder.diff.versions import Version
from builder.layout.pages import Plot, TableBox, walk
from builder.outline.text import Product
from builder.pipeline.prepared import prepare
from builder.pipeline.products import lay_out
from builder.pipeline.request import Request
from builder.preview.photo import photographs
from tests.conftest import GOOD_BRIEFS
from tests.diff.test_compare import COST, versions
from tests.support.command import brief

NUMBER = ("14 times in 2030", "17 times in 2030")
LAST = "        claim: Batteries may not last a full day.\n"
PEOPLE = "  - {id: people, title: People, arguments: [{id: liked, claim: Drivers like them.}]}\n"
DATED = ("status: draft\n", "status: in review\ndate: 2031-03-12\n")


def shown(folder: Path, *changes: tuple[str, str]) -> dict[str, Image.Image]:
    """Return the pictures of two versions by their names."""
    versions(folder, *changes)
    done = brief("diff", "old.yaml", "new.yaml", "--pictures", "pictures", cwd=folder)
    assert done.returncode == 0, done.stderr
    written = {line.removeprefix("wrote ") for line in done.stdout.splitlines() if line.startswith("wrote ")}
    files = {file.name: file for file in (folder / "pictures").glob("*.png")} if written else {}
    assert {Path(each).name for each in written} == set(files)
    return {name.removeprefix("new-"): Image.open(file).convert("RGB") for name, file in files.items()}


def state(names: dict[str, Image.Image], product: str) -> list[str]:
    return sorted(name.rpartition("-")[2].removesuffix(".png") for name in names if product in name)


def test_a_changed_number_shows_its_slides_before_and_after(tmp_path: Path) -> None:
    found = shown(tmp_path, NUMBER)
    names = sorted(found)
    assert {"one-page-01-before.png", "one-page-01-after.png"} <= found.keys()
    for before, after in zip(
        [each for each in names if "before" in each], [each for each in names if "after" in each], strict=True
    ):
        assert before.replace("before", "after") == after
        difference = ImageChops.difference(found[before], found[after]).getbbox()
        assert difference is not None
    sizes = {name: image.size for name, image in found.items()}
    assert all(width > height for name, (width, height) in sizes.items() if "slide" in name)
    assert all(height > width for name, (width, height) in sizes.items() if "one-page" in name)
    versions(tmp_path, NUMBER)
    old, new = (Version(name, load_brief(tmp_path / name)) for name in ("old.yaml", "new.yaml"))
    deck = lay_out_deck(tmp_path / "new.yaml")
    changed = {one.number for one in pictures(old, new) if one.product is Product.DECK}
    assert 0 < len(changed) < len(deck) / 2


def lay_out_deck(path: Path) -> tuple[object, ...]:
    prepared = prepare(Request(path))
    pages = lay_out(prepared.outline, Product.DECK, prepared.theme).pages
    assert pages is not None
    return pages.pages


def test_a_slide_that_is_new_or_gone_changes_no_other(tmp_path: Path) -> None:
    """Every slide shows the parts of the deck, its number, date and status, which are no difference."""
    found = shown(tmp_path, (LAST, LAST + PEOPLE), DATED)
    assert state(found, "slide").count("new") >= 1
    deck, pairs = lay_out_deck(tmp_path / "new.yaml"), state(found, "slide").count("after")
    assert pairs <= 2  # the cover, and the slide with all claims
    assert len(deck) > 5
    back = tmp_path / "back"
    back.mkdir()
    for name in ("old.yaml", "new.yaml"):
        (tmp_path / name).rename(back / name)
    done = brief("diff", "new.yaml", "old.yaml", "--pictures", "p", cwd=back)
    assert done.returncode == 0
    assert "-gone.png" in done.stdout


def test_another_number_date_and_status_alone_are_no_difference(tmp_path: Path) -> None:
    headed = (DATED[0], f"{DATED[1]}version: '1.3'\n")
    assert shown(tmp_path, headed) == {}
    found = shown(tmp_path, headed, NUMBER)
    assert state(found, "one-page") == ["after", "before"]
    deck = lay_out_deck(tmp_path / "new.yaml")
    assert 0 < state(found, "slide").count("after") < len(deck) / 2


def test_what_looks_the_same_has_no_picture_and_old_ones_go(tmp_path: Path) -> None:
    assert shown(tmp_path, NUMBER)
    other = tmp_path / "pictures" / "new-of-another-hand.png"
    other.write_bytes(b"kept")
    done = brief("diff", "new.yaml", "new.yaml", "--pictures", "pictures", cwd=tmp_path)
    assert "wrote" not in done.stdout
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == [other.name]
    empty = brief("diff", "new.yaml", "new.yaml", "--pictures", "none", "--format", "markdown", cwd=tmp_path)
    assert "###" not in empty.stdout
    assert not (tmp_path / "none").exists()


def test_markdown_shows_them_side_by_side(tmp_path: Path) -> None:
    versions(tmp_path, NUMBER)
    done = brief(
        *("diff", "old.yaml", "new.yaml", "--format", "markdown", "--pictures", "two words"), cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "\n### Slides and one-page\n" in done.stdout
    assert "| before | after |\n| --- | --- |\n" in done.stdout
    assert (
        "| ![One-page, before](<two words/new-one-page-01-before.png>) "
        "| ![One-page, after](<two words/new-one-page-01-after.png>) |" in done.stdout
    )


def test_a_version_with_errors_has_no_pictures(tmp_path: Path) -> None:
    versions(tmp_path, (COST, COST.replace("refs: [", "refs: [nobody, ")))
    done = brief("diff", "old.yaml", "new.yaml", "--pictures", "pictures", cwd=tmp_path)
    if done.returncode == 0:
        pytest.fail("the version has no error")
    assert "error" in done.stderr
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize("path", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_every_slide_can_be_photographed(path: Path) -> None:
    prepared = prepare(Request(path))
    for product in (Product.DECK, Product.SUMMARY):
        theme = prepared.theme.of(product.value)
        pages = lay_out(prepared.outline, product, theme).pages
        assert pages is not None
        kinds = {
            type(item): number for number, page in enumerate(pages.pages, 1) for item in walk(page.items)
        }
        chosen = sorted({1, len(pages.pages), *(kinds[kind] for kind in (Plot, TableBox) if kind in kinds)})
        found = photographs(pages, product, theme, chosen)
        assert list(found) == chosen
        for number, data in found.items():
            image, page = Image.open(io.BytesIO(data)), pages.pages[number - 1]
            assert image.size == (round(page.width * 1.6), round(page.height * 1.6))
            assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 3
