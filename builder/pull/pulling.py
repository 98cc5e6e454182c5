"""Takes what was edited in finished files back into the brief, as far as that is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.content import LARGEST, Unreadable
from builder.brief.load import Loaded, load_brief
from builder.brief.yaml.tree import rewritten
from builder.outline.text import Product
from builder.pipeline.building import bytes_of, file_problem
from builder.pipeline.request import Request
from builder.pull.adding import Adding
from builder.pull.deck import charts_in, read_deck
from builder.pull.findings import Noted, compare_file, is_alike
from builder.pull.firmness import Firmer, Firmness
from builder.pull.home import Home
from builder.pull.merge import Merged, path_after, path_now, together
from builder.pull.snapshot import Snapshot, opened, product_of, snapshot_of
from builder.pull.sorting import Refused, Sorted
from builder.pull.splice import commented, words_of
from builder.pull.structure import Left
from builder.pull.word import read_memo
from builder.report.problems import BriefError

if TYPE_CHECKING:
    from builder.pull.findings import Findings
    from builder.pull.paragraphs import Comment, Said, Taken

READABLE, _OWN = "files-readable", "files-from-this-brief"
_CHARACTERS = 500_000  # of an edited file; a brief of the largest size has a fifth of it
# What a reader raises for a file that is none of the builder's, or is damaged.
_SENSELESS = (Unreadable, LookupError, ValueError, TypeError, AttributeError, RecursionError)


class Pulled(Struct, frozen=True):
    """What comes home from edited files: `taken` is in `data`, the new bytes of the brief; the rest is not.

    `refused` are edits that are not taken, `agreed` those that the brief has already; `above` has the
    comments with the fields of `data` that they are on, and `lines` the lines of fields of `old`. `nameless`
    are the files that were compared by their words alone, `tracked` counts tracked changes by author,
    and `firmer` are the edits after which a text says more than its hedges allowed.
    """

    brief: Path
    old: bytes
    data: bytes
    taken: tuple[Merged, ...]
    refused: tuple[Refused, ...]
    agreed: tuple[Merged, ...]
    comments: tuple[tuple[Noted, str], ...]
    above: tuple[tuple[str, Comment], ...]
    left: tuple[tuple[Left, str], ...]
    lines: dict[str, int]
    tracked: dict[str, int]
    nameless: tuple[str, ...]
    firmer: dict[Merged, Firmer] = {}

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left for a person."""
        return not self.refused and not self.left


def with_comments(found: Pulled) -> bytes:
    """Return the new bytes of the brief with the comments above the fields that they are on."""
    if not found.above:
        return found.data
    loaded = load_brief(found.brief, found.data)
    places = {path: loaded.positions.of(path) for path, _ in found.above}
    lines = [
        (place.line, words_of(comment))
        for path, comment in found.above
        if (place := places[path]) is not None and place.file is None
    ]
    return rewritten(found.data, lambda text: commented(text, lines))


class _File(Struct, frozen=True):
    name: str
    snapshot: Snapshot
    findings: Findings


def pull_files(request: Request, files: Sequence[Path], taken: Taken) -> Pulled:
    """Return what comes home from edited files; nothing is written.

    Raises `BriefError` if the brief has errors, or a file cannot be read.
    """
    request.step("load")
    home = Home(request, request.brief.read_bytes() if request.brief.is_file() else None)
    read: list[_File] = []
    nameless: list[str] = []
    for path in files:
        found, has_snapshot = _read(home, path, taken)
        read.append(found)
        if not has_snapshot:
            nameless.append(found.name)
    old = home.data
    groups = together((edit, one.name) for one in read for edit in one.findings.edits)
    snapshots = {one.name: one.snapshot for one in read}
    sorted_out = Sorted(home, snapshots)
    for group in groups:
        sorted_out.sort(group)
    sorted_out.make()
    adding = Adding(sorted_out)
    known = [one for one in read if one.name not in nameless]
    for one in known:
        kept: list[Left] = []
        for between, news in groupby(one.findings.left, key=lambda left: left.between):
            new = list(news)
            kept += adding.add(new, one.name) if between else new
        one.findings.left[:] = kept
    for one in known:
        gone = [left for left in one.findings.left if left.whole]
        done = [left for left in reversed(gone) if sorted_out.remove(left, one.name)]
        one.findings.left[:] = [left for left in one.findings.left if left not in done]
    for one in read:
        one.findings.comments[:] = [_noted_now(home, one, noted) for noted in one.findings.comments]
    paths = {one.path for each in read for one in each.findings.comments}
    paths |= {one.path for each in read for one in each.findings.left}
    paths |= {one.path for one in (*groups, *sorted_out.taken)}
    tracked: dict[str, int] = {}
    for one in read:
        for author, count in one.findings.tracked.items():
            tracked[author] = tracked.get(author, 0) + count
    return Pulled(
        request.brief,
        old,
        sorted_out.home.data,
        tuple(sorted_out.taken),
        tuple(sorted_out.refused),
        tuple(sorted_out.agreed),
        tuple((noted, one.name) for one in read for noted in one.findings.comments),
        tuple(
            (at, noted.comment)
            for one in read
            for noted in one.findings.comments
            if noted.path and (at := path_after(noted.path, sorted_out.steps))
        ),
        tuple((left, one.name) for one in read for left in one.findings.left),
        dict(_lines(home.loaded, paths)),
        tracked,
        tuple(nameless),
        dict(_firmer(home.loaded, (*sorted_out.taken, *(one.edit for one in sorted_out.refused)))),
    )


def _firmer(loaded: Loaded, edits: Iterable[Merged]) -> Iterator[tuple[Merged, Firmer]]:
    firmness = Firmness(loaded.brief)
    for edit in edits:
        found = firmness.firmer(edit.path, edit.was, edit.now)
        if found is not None:
            yield edit, found


def _noted_now(home: Home, file: _File, noted: Noted) -> Noted:
    """Return a comment with its field in the brief of now, none where that is not certain."""
    texts = file.snapshot.texts().get(noted.path, {})
    if not texts:
        return noted
    slot, was = next(iter(texts.items()))
    now = home.snapshot(file.snapshot.product)
    return replace(noted, path=path_now(Merged(noted.path, slot, was, was, (), ()), file.snapshot, now) or "")


def _lines(loaded: Loaded, paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for path in paths:
        position = loaded.positions.of(path) if path else None
        if position is not None and position.file is None:
            yield path, position.line


def _read(home: Home, path: Path, taken: Taken) -> tuple[_File, bool]:
    """Return how an edited file differs from what it said, and whether it knows that itself."""
    hint = "name a Word memo or a PowerPoint deck that was built from the brief"
    data = bytes_of(path, LARGEST + 1)
    if data is None:
        raise BriefError([file_problem(READABLE, path, "there is no such file", hint)])
    try:
        if len(data) > LARGEST:
            raise Unreadable(f"has more than {LARGEST:,} bytes")
        package = opened(data)
        product, snapshot = product_of(package), snapshot_of(package)
        is_deck = product is Product.DECK
        said = read_deck(package) if is_deck else read_memo(package, taken)
        charts = charts_in(package) if is_deck else set[str]()
        if sum(len(one.text) for one in said.paragraphs) > _CHARACTERS:
            raise Unreadable(f"has more than {_CHARACTERS:,} characters")
    except _SENSELESS as error:
        reason = str(error) if isinstance(error, Unreadable) else "has a part that makes no sense"
        raise BriefError([file_problem(READABLE, path, reason, hint)]) from None
    home.request.step(product.value)
    base = snapshot or home.snapshot(product)
    _refuse_other(home, path, snapshot, base, said)
    found = compare_file(base, said, charts)
    return _File(path.as_posix(), base, found), snapshot is not None


def _refuse_other(home: Home, path: Path, snapshot: Snapshot | None, base: Snapshot, said: Said) -> None:
    """Raise `BriefError` if a file is of another brief: by id and title, else by its words."""
    if snapshot is None:
        message = f"seems not to be a {base.product.value} of this brief: it has hardly any of its words"
        is_other = not is_alike(base, said)
    else:
        message = snapshot.as_other
        is_other = home.is_other(snapshot)
    if is_other:
        hint = f"name its own brief: brief pull BRIEF {path.as_posix()}"
        raise BriefError([file_problem(_OWN, path, message, hint)])
