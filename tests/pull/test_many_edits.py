"""Of thousands of edits of random words each is written as it was meant, or reported; none is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.outline.text import Product
from builder.pipeline.request import Request
from builder.pull.home import Home
from builder.pull.pulling import Pulled
from builder.pull.snapshot import Snapshot
from builder.words.signs import fold
from tests.cli.test_pull_added import SOURCE as LISTS
from tests.conftest import Tally
from tests.pull.test_pull import (
    Edits,
    built,
    changed_values,
    edit_at_random,
    file_of,
    pulled,
    says,
    snapshot,
    wrong_writes,
)
from tests.support.command import brief
from tests.support.reviewing import ANNA, Review

EDITS = 5_000
AT_ONCE = 150  # fields of a file
NAMES = ("brief", "dense", "prose")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    lists = tmp_path_factory.mktemp("lists")
    (lists / "brief.yaml").write_text(LISTS, encoding="utf-8")
    assert brief("build", cwd=lists).returncode == 0
    return {"lists": lists} | {name: built(name, tmp_path_factory.mktemp(name)) for name in NAMES}


def test_of_thousands_of_edits_none_is_written_wrongly(
    folders: dict[str, Path], tmp_path: Path, effort: Callable[[int, int], int], tally: Tally
) -> None:
    most, tried, written, seed = effort(40, EDITS), 0, 0, 0
    while tried < most:
        chance = random.Random(f"many {seed}")
        folder, product = folders[NAMES[seed % len(NAMES)]], ("memo", "deck")[seed % 2]
        file, author = file_of(folder, product), ("", ANNA)[chance.randrange(2)]
        said, review = snapshot(file), Review(file, author)
        edits = edit_at_random(review, said, chance, min(AT_ONCE, most))
        found = pulled(folder, review.save(tmp_path / file.name))
        now = Home(Request(folder / "brief.yaml"), found.data).snapshot(Product(product))
        assert wrong_writes(now, edits) == [], seed
        paths = {path for path, _ in edits}
        paths |= {path.removesuffix(".text") for path in paths}  # a part that is written as its text
        strange = {
            path for path in changed_values(found.old, found.data) if not path.startswith(tuple(paths))
        }
        assert strange == set(), seed
        said_now = says(now)
        done = [key for key in edits if any(meant in said_now.get(key[0], "") for meant in edits[key])]
        judged = [key for key in edits if key[0] in said_now]  # a label may have no room any more
        lost = [key for key in judged if key not in done and not is_reported(found, key, edits)]
        assert lost == [], seed
        tried, written, seed = tried + len(edits), written + len(done), seed + 1
    assert written > tried * 0.5
    tally("random edits of memo and deck", "not written wrongly", tried)
    tally("random edits written", "as they were meant", written)
    tally("random edits reported", "left to a person", tried - written)


@pytest.mark.parametrize(("product", "author"), [("memo", ""), ("memo", ANNA), ("deck", "")])
def test_of_thousands_of_paragraphs_added_and_deleted_none_is_written_wrongly(
    folders: dict[str, Path],
    tmp_path: Path,
    effort: Callable[[int, int], int],
    tally: Tally,
    product: str,
    author: str,
) -> None:
    most, tried, seed = effort(12, EDITS // 10), 0, 0
    while tried < most:
        chance = random.Random(f"paragraphs {product} {author} {seed}")
        folder = folders[("lists", "prose")[seed % 2]]
        file = file_of(folder, product)
        said, review = snapshot(file), Review(file, author)
        added, gone = add_and_delete(review, said, chance)
        found = pulled(folder, review.save(tmp_path / file.name))
        now = Home(Request(folder / "brief.yaml"), found.data).snapshot(Product(product))
        before, after = (set(pieces_of(one)) for one in (said, now))
        assert {text for text in after - before if not any(one in text for one in added)} == set(), seed
        assert {
            text for text in before - after if not any(text in one or one in text for one in gone)
        } == set()
        there = beside(review, added)
        for text, neighbours in beside(now, added).items():
            assert neighbours & there[text], (seed, text)
        whole = " ".join(after)
        for text in added:
            shown = [left.text for left, _ in found.left] + [one.edit.now for one in found.refused]
            assert (text in whole) != any(text in one for one in shown), (seed, text)
        tried, seed = tried + len(added) + len(gone), seed + 1
    tally("paragraphs added and deleted at random", "not written wrongly", tried)


def add_and_delete(review: Review, said: Snapshot, chance: random.Random) -> tuple[list[str], list[str]]:
    """Add and delete a few paragraphs, each alone in its place; return the new words, and those that go."""
    added, gone = [], []
    texts = {fold(one.text) for one in said.passages}
    parts = "slides/" if review.is_deck else "document"
    there = [one for one in review.paragraphs(parts) if fold(review.words(one)) in texts]
    for place, paragraph in enumerate(chance.sample(there, 6)):
        words = review.words(paragraph)
        if sum(review.words(one) == words for one in review.paragraphs()) > 1:
            continue
        if place % 3 == 2 and len(paragraph.getparent()) > 3:
            review.delete(words, part=parts)
            gone.append(fold(words))
        else:
            added.append(f"Number {place} is new.")
            review.add_after(words, added[-1], part=parts)
    return added, gone


def pieces_of(said: Snapshot) -> list[str]:
    return [fold(piece.text) for one in said.passages for piece in one.pieces if piece.path]


def beside(said: Review | Snapshot, added: list[str]) -> dict[str, set[str]]:
    """Return what was added to the paragraphs of a file, with those beside it."""
    if isinstance(said, Review):
        parts = "slides/" if said.is_deck else "document"
        texts = [said.words(one) for one in said.paragraphs(parts)]
    else:
        texts = [one.text for one in said.passages if not one.name.startswith("notes:")]
    words = ["", *map(fold, texts), ""]
    return {text: {words[at - 1], words[at + 1]} for at, text in enumerate(words) if text in added}


def is_reported(found: Pulled, edit: tuple[str, str], edits: Edits) -> bool:
    """Whether an edit is left to a person, or made beside another one of its field."""
    path, words = edit[0], fold(edit[1])
    known = {one.edit.path for one in found.refused}
    if len([other for other, _ in edits if other == path]) > 1:
        known |= {one.path for one in found.taken}
    left = [one for one, _ in found.left]
    return path in known or any(one.path == path or words in one.text or one.text in words for one in left)
