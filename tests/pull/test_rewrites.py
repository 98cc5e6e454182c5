"""Edits come home from files that another program has saved: its runs, names and parts are its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path

import docx
import pptx
import pytest
from lxml import etree

from builder.outline.text import Product
from builder.pull.pulling import Pulled
from builder.words.signs import fold
from tests.pull.test_pull import after_pull, built, file_of, pulled
from tests.support.packages import A, W
from tests.support.reviewing import Review

CLAIM = "sections[0].arguments[1].claim"
OLD, NEW = "stood in the way", "were in the way"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("brief", tmp_path_factory.mktemp("sample"))


def by_python_docx(file: Path, old: str, new: str) -> None:
    """Edit a memo with python-docx."""
    memo = docx.Document(str(file))
    run = next(run for one in memo.paragraphs for run in one.runs if old in run.text)
    run.text = run.text.replace(old, new)
    memo.save(str(file))


def by_python_pptx(file: Path, old: str, new: str) -> None:
    """Edit a deck with python-pptx."""
    show = pptx.Presentation(str(file))
    frames = (shape.text_frame for slide in show.slides for shape in slide.shapes if shape.has_text_frame)
    run = next(run for frame in frames for one in frame.paragraphs for run in one.runs if old in run.text)
    run.text = run.text.replace(old, new)
    show.save(str(file))


def by_word(file: Path, old: str, new: str) -> None:
    """Edit a memo, and save it as Word does: a run for each word, marks of spelling, ids of sessions."""
    review = Review(file)
    review.replace(old, new)
    root = review.parts["word/document.xml"]
    for number, run in enumerate([*root.iter(f"{W}r")]):
        run.set(f"{W}rsidR", f"{number:08X}")
        texts = run.findall(f"{W}t")
        if len(texts) != 1 or len([one for one in run if one.tag != f"{W}rPr"]) != 1 or not texts[0].text:
            continue
        for word in texts[0].text.replace(" ", " \0").split("\0"):
            copy = deepcopy(run)
            part = copy.find(f"{W}t")
            part.text = word
            part.set(_SPACE, "preserve")
            run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
            run.addprevious(copy)
        run.getparent().remove(run)
    first = next(root.iter(f"{W}p"))
    first.insert(1, etree.Element(f"{W}bookmarkStart", {f"{W}id": "9999", f"{W}name": "_GoBack"}))
    first.insert(2, etree.Element(f"{W}bookmarkEnd", {f"{W}id": "9999"}))
    review.save(file)


def by_powerpoint(file: Path, old: str, new: str) -> None:
    """Edit a deck, and save it as PowerPoint does: a run for each word, and marks of spelling."""
    review = Review(file)
    review.replace(old, new, part="slides/")
    for root in review.parts.values():
        for run in [*root.iter(f"{A}r")]:
            text = run.find(f"{A}t").text or ""
            for word in text.replace(" ", " \0").split("\0"):
                copy = deepcopy(run)
                copy.find(f"{A}t").text = word
                look = copy.find(f"{A}rPr")
                if look is not None:
                    look.set("dirty", "0")
                run.addprevious(copy)
            run.getparent().remove(run)
    review.save(file)


def without_parts(file: Path, old: str, new: str) -> None:
    """Edit a memo, and save its words alone, as pandoc does: no names, no snapshot."""
    review = Review(file)
    review.replace(old, new, 1)
    review.without_identity()
    review.save(file)


REWRITES: dict[str, tuple[str, Callable[[Path, str, str], None]]] = {
    "python-docx": ("memo", by_python_docx),
    "python-pptx": ("deck", by_python_pptx),
    "Word": ("memo", by_word),
    "PowerPoint": ("deck", by_powerpoint),
    "words alone": ("memo", without_parts),
}


@pytest.mark.parametrize("name", REWRITES)
def test_an_edit_comes_home(sample: Path, tmp_path: Path, name: str) -> None:
    product, edit = REWRITES[name]
    file = Path(shutil.copy(file_of(sample, product), tmp_path))
    edit(file, OLD, NEW)
    found = pulled(sample, file)
    assert [one.path for one in found.taken] == [CLAIM]
    assert (found.refused, found.left) == ((), ())
    new = after_pull(sample, tmp_path, found, Product.DECK if file.suffix == ".pptx" else Product.MEMO)
    assert any(NEW in one.text for one in new.passages)
    everywhere = [text.replace(OLD, NEW) for text in words_of(file)]
    assert everywhere == words_of(file_of(tmp_path, product))  # they differ in formatting alone


def words_of(file: Path) -> list[str]:
    review = Review(file)
    return [fold(review.words(one)) for one in review.paragraphs()]


@pytest.mark.skipif(find_spec("pypandoc") is None, reason="pandoc is not installed")
def test_what_pandoc_has_written_comes_home_by_its_words(sample: Path, tmp_path: Path) -> None:
    import pypandoc

    file = tmp_path / "memo.docx"
    pypandoc.convert_file(str(file_of(sample, "memo")), "docx", outputfile=str(file))
    assert changed(pulled(sample, file)) == set()
    by_python_docx(file, OLD, NEW)
    assert changed(pulled(sample, file)) == {CLAIM}


def changed(found: Pulled) -> set[str]:
    return {one.path for one in found.taken}
