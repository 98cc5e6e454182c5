"""Edits of random words in memo and deck come home: a field says what the reviewer wrote, or what it did."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.brief.texts.marks import parse_marks
from builder.brief.yaml.read import read_values
from builder.outline.text import Product
from builder.pipeline.request import Request
from builder.pull.pulling import Pulled, pull_files
from builder.pull.snapshot import Snapshot, Snippet, named, opened, snapshot_of
from builder.words.signs import fold
from tests.conftest import GOOD_BRIEFS
from tests.support.command import brief
from tests.support.packages import W
from tests.support.reviewing import ANNA, Review

TYPED = [
    "boats",
    "12",
    "the",
    "harbour’s",
    "“quoted”",
    "new: words",
    "it’s",
    "*star*",
    "[x]",
    "and",
    "# no",
    "3 %",
]
BRIEFS = {path.stem: path for path in GOOD_BRIEFS}
Edits = dict[tuple[str, str], set[str]]  # what a field may say, by its path and what it said


def everyone(_: str) -> bool:
    return True


def built(name: str, folder: Path) -> Path:
    source = BRIEFS[name]
    for file in source.parent.iterdir() if name != "brief" else [source]:
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / source.name).rename(folder / "brief.yaml")
    assert brief("build", cwd=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("brief", tmp_path_factory.mktemp("sample"))


def file_of(folder: Path, product: str) -> Path:
    ending = {"memo": "-memo.docx", "deck": "-deck.pptx"}[product]
    return next(file for file in (folder / "output").iterdir() if file.name.endswith(ending))


def snapshot(file: Path) -> Snapshot:
    found = snapshot_of(opened(file.read_bytes()))
    assert found is not None
    return found


def edit_at_random(review: Review, said: Snapshot, chance: random.Random, count: int) -> Edits:
    """Edit words of so many fields, each within one field; return what the fields say then."""
    edits: Edits = {}
    passages = [one for one in said.passages if one.name and not one.name.startswith("slide:")]
    for passage in chance.sample(passages, min(count, len(passages))):
        piece = chance.choice(passage.pieces)
        found = _paragraph(review, said, passage) if piece.path else None
        if found is None:
            continue
        words = piece.text.split(" ")
        index = chance.randrange(len(words))
        old = " ".join(words[index : index + chance.choice([1, 1, 2])])
        new = chance.choice([*TYPED, "", f"{old} {chance.choice(TYPED)}"])
        if not old or review.words(found).count(old) != 1 or piece.text.count(old) != 1:
            continue
        if not any(map(str.isalnum, old)) or (not new and len(words) < 3):
            continue
        edits.setdefault((piece.path, piece.text), set()).add(fold(piece.text.replace(old, new)))
        review.retype(found, old, new)
    return edits


def _paragraph(review: Review, said: Snapshot, passage: Snippet) -> Any:
    """Return the paragraph that a passage is, by the name that the builder gave it."""
    if not review.is_deck:
        return next(
            (one for one in review.paragraphs() if passage.name in map(named, review.names(one))), None
        )
    slides = list(dict.fromkeys(one.slide for one in said.passages))
    in_notes = passage.name.startswith("notes:")
    part = "notesSlides/" if in_notes else f"slides/slide{slides.index(passage.slide) + 1}.xml"
    found = [one for one in review.paragraphs(part) if fold(review.words(one)) == fold(passage.text)]
    return found[0] if len(found) == 1 else None


def says(after: Snapshot) -> dict[str, str]:
    """Return all that each field says, wherever it is."""
    said: dict[str, list[str]] = {}
    for piece in (piece for passage in after.passages for piece in passage.pieces if piece.path):
        said.setdefault(piece.path, []).append(piece.text)
    return {path: fold(" ".join(texts)) for path, texts in said.items()}


def wrong_writes(after: Snapshot, edits: Edits) -> list[tuple[str, str]]:
    """Return edited fields that say neither what they did, nor what an edit made of them."""
    now = says(after)
    known: dict[str, set[str]] = {}
    for (path, text), meant in edits.items():
        known.setdefault(path, set()).update({fold(text)} | meant)
    return [
        (path, now[path])
        for path, texts in known.items()
        if path in now and not any(one in now[path] for one in texts)  # a label may have no room any more
    ]


def changed_values(before: bytes, after: bytes) -> set[str]:
    """Return the paths of the values of a brief that differ."""
    ours, theirs = leaves(before), leaves(after)
    return {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)}


def leaves(data: bytes) -> dict[str, object]:
    """Return the values of a brief by their paths."""
    return dict(_leaves("", read_values(data.decode()).values))


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(f"{path}.{key}".lstrip("."), one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _leaves(f"{path}[{index}]", one)
    else:
        yield path, value


def pulled(folder: Path, *files: Path) -> Pulled:
    return pull_files(Request(folder / "brief.yaml"), files, everyone)


def after_pull(folder: Path, home: Path, found: Pulled, product: Product) -> Snapshot:
    """Return what the product of the new brief says."""
    (home / "brief.yaml").write_bytes(found.data)
    for file in folder.iterdir():
        if file.is_file() and file.name != "brief.yaml":
            (home / file.name).write_bytes(file.read_bytes())
    assert brief("build", "--only", product.value, cwd=home).returncode == 0
    return snapshot(file_of(home, product.value))


@pytest.mark.parametrize("product", ["memo", "deck"])
@pytest.mark.parametrize("author", ["", ANNA])
def test_nothing_is_written_wrongly(
    sample: Path, tmp_path: Path, product: str, author: str, effort: Callable[[int, int], int]
) -> None:
    file = file_of(sample, product)
    said = snapshot(file)
    edited = taken = 0
    for seed in range(effort(1, 110)):
        chance = random.Random(f"{product} {author} {seed}")
        review = Review(file, author)
        edits = edit_at_random(review, said, chance, 12)
        found = pulled(sample, review.save(tmp_path / file.name))
        now = after_pull(sample, tmp_path, found, Product(product))
        assert wrong_writes(now, edits) == []
        paths = tuple({path for path, _ in edits})
        assert {path for path in changed_values(found.old, found.data) if not path.startswith(paths)} == set()
        edited += len(edits)
        taken += len(found.taken)
    assert taken >= edited * 0.4


ADDED = ("A new one.", "Nobody knows why the boat is late.")


def shuffle(review: Review, said: Snapshot, chance: random.Random, count: int) -> set[str]:
    """Delete, add, move, split and join paragraphs of a memo; return the words of those that are gone."""
    gone: set[str] = set()
    passages = [one for one in said.passages if one.path and len(one.text) > 20]
    for passage in chance.sample(passages, count):
        found = _paragraph(review, said, passage)
        following = None if found is None else found.getnext()
        if found is None or found.getparent().tag != f"{W}body" or following is None:
            continue
        kind = chance.choice(["delete", "add", "move", "split", "join"])
        whole = review.words(found)
        if kind == "delete":
            review.delete(whole)
            gone.add(fold(whole))
        elif kind == "add":
            review.add_after(whole, chance.choice(ADDED))
        elif kind == "move":
            following.addnext(found)
        elif kind == "split":
            review.split(whole[: len(whole) // 2])
        elif following.tag == found.tag and review.words(following).strip():
            review.join(whole)
    return gone


def beside(texts: list[str]) -> list[tuple[str, set[str]]]:
    """Return what was added to some paragraphs, with those beside it."""
    words = ["", *map(fold, texts), ""]
    return [(text, {words[at - 1], words[at + 1]}) for at, text in enumerate(words) if text in ADDED]


def test_what_is_done_to_paragraphs_writes_no_words_of_its_own(
    sample: Path, tmp_path: Path, effort: Callable[[int, int], int]
) -> None:
    file = file_of(sample, "memo")
    said = snapshot(file)
    before = {fold(piece.text) for one in said.passages for piece in one.pieces if piece.path}
    for seed in range(effort(2, 150)):
        chance = random.Random(f"shuffled {seed}")
        review = Review(file)
        edits = edit_at_random(review, said, chance, 5)
        gone = shuffle(review, said, chance, 5)
        found = pulled(sample, review.save(tmp_path / file.name))
        now = after_pull(sample, tmp_path, found, Product.MEMO)
        after = {fold(piece.text) for one in now.passages for piece in one.pieces if piece.path}
        meant = {text for texts in edits.values() for text in texts}
        was = {fold(text) for _, text in edits}
        meant |= {text for text in ADDED if text in after}
        novel = {text for text in after - before if not any(one in text or text in one for one in meant)}
        there = beside([review.words(one) for one in review.paragraphs("document")])
        for text, neighbours in beside([one.text for one in now.passages]):
            assert any(text == other and neighbours & theirs for other, theirs in there), (seed, text)
        lost = {text for text in before - after - was if not any(text in one for one in gone)}
        assert (novel, lost) == (set(), set()), seed


def moved_on(text: str) -> str:
    """Return the sample brief with arguments and evidence that have moved since its files were built."""
    first = text.index("      - id: home ")
    new = '      - {claim: "Nobody was asked in time.", label: "No time", refs: [src1#s2p1]}\n\n'
    text = text[:first] + new + text[first:]
    start = text.index('          - text: "Public feeling about')
    end = text.index("          - text:", start + 1)
    return text[:start] + text[end:]


@pytest.mark.parametrize("product", ["memo", "deck"])
def test_a_field_is_found_again_where_it_has_moved(
    sample: Path, tmp_path: Path, product: str, effort: Callable[[int, int], int]
) -> None:
    file = file_of(sample, product)
    said, later = snapshot(file), tmp_path / "brief.yaml"
    later.write_text(moved_on((sample / "brief.yaml").read_text(encoding="utf-8")), encoding="utf-8")
    taken = 0
    for seed in range(effort(2, 60)):
        review = Review(file)
        edits = edit_at_random(review, said, random.Random(f"{product} {seed}"), 12)
        found = pulled(tmp_path, review.save(tmp_path / file.name))
        before, after = (
            dict(_leaves("", read_values(one.decode()).values)) for one in (found.old, found.data)
        )
        texts = {fold(text) for _, text in edits}
        for path in changed_values(found.old, found.data):
            if not path.endswith(("cue", "level")) and "refs" not in path:
                was = fold("".join(run.text for run in parse_marks(str(before[path]))))
                assert any(one in was or was in one for one in texts), (path, was, after[path])
        taken += len(found.taken)
    assert taken


@pytest.mark.parametrize("name", sorted(BRIEFS))
def test_what_nobody_edited_changes_nothing(name: str, tmp_path: Path) -> None:
    folder = built(name, tmp_path)
    found = pulled(folder, file_of(folder, "memo"), file_of(folder, "deck"))
    assert (found.taken, found.refused, found.left, found.comments) == ((), (), (), ())
    assert found.data == found.old


def test_a_pull_ends_where_it_began(sample: Path, tmp_path: Path) -> None:
    """What was pulled is in the brief already when the same file is pulled once more."""
    review = Review(file_of(sample, "memo"))
    review.replace("stood in the way", "were in the way")
    review.replace("as threat", "as risk")
    file = review.save(tmp_path / "memo.docx")
    found = pulled(sample, file)
    assert len(found.taken) == 2
    (tmp_path / "brief.yaml").write_bytes(found.data)
    again = pulled(tmp_path, file)
    assert (again.taken, again.refused) == ((), ())
    assert len(again.agreed) == 2


def _typographic(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-").replace(" ", "\u00a0")


def test_typography_alone_is_no_edit(sample: Path, tmp_path: Path) -> None:
    review = Review(file_of(sample, "memo"))
    for paragraph in review.paragraphs():
        for one in review.texts(paragraph):
            one.text = _typographic(one.text or "")
    found = pulled(sample, review.save(tmp_path / "memo.docx"))
    assert (found.taken, found.refused, found.left) == ((), (), ())


def test_every_part_of_a_file_is_xml_still(sample: Path) -> None:
    for root in Review(file_of(sample, "memo"), ANNA).parts.values():
        assert etree.tostring(root)
