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
from builder.words.signs import fold
from tests.conftest import Tally
from tests.pull.test_pull import (
    built,
    changed_values,
    edit_at_random,
    file_of,
    pulled,
    says,
    snapshot,
    wrong_writes,
)
from tests.support.reviewing import ANNA, Review

EDITS = 5_000
AT_ONCE = 150  # fields of a file
NAMES = ("brief", "dense", "prose")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: built(name, tmp_path_factory.mktemp(name)) for name in NAMES}


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
        lost = [key for key in edits if key not in done and not is_reported(found, *key)]
        assert lost == [], seed
        tried, written, seed = tried + len(edits), written + len(done), seed + 1
    assert written > tried * 0.5
    tally("random edits of memo and deck", "not written wrongly", tried)
    tally("random edits written", "as they were meant", written)
    tally("random edits reported", "left to a person", tried - written)


def is_reported(found: Pulled, path: str, was: str) -> bool:
    """Whether an edit is shown as one that is left to a person."""
    refused = any(one.edit.path == path for one in found.refused)
    words = fold(was)
    return refused or any(
        left.path == path or words in left.text or left.text in words for left, _ in found.left
    )
