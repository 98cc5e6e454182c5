"""Compares what a file says with what it said when it was built: fields that differ, what is new or gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec import Struct

from builder.pull.align import Aligned, aligned, as_one
from builder.pull.paragraphs import Comment, Paragraph, Said
from builder.pull.snapshot import Snapshot, Snippet, Span
from builder.pull.structure import Edit, Left, by_item, item_behind, removed, same_list
from builder.report.printable import cut
from builder.words.replacing import Replacement, applied, replacements
from builder.words.signs import fold, plain
from builder.words.tokens import Token, tokens

_ALIKE = 0.25  # of the sequences of three words, in the shorter of file and brief: others share less


class Noted(Struct, frozen=True):
    """A comment, with the field that it is on, or the nearest one before it."""

    path: str
    comment: Comment
    where: str = ""


class Findings(Struct):
    """How a file differs from what it said when it was built."""

    edits: list[Edit]
    comments: list[Noted]
    left: list[Left]
    tracked: dict[str, int]
    paragraphs: int = 0


def compare_file(snapshot: Snapshot, said: Said, charts: set[str]) -> Findings:
    """Return how what a file says differs from its snapshot."""
    found = Findings([], [], [], said.tracked, len(said.paragraphs))
    passages = [one for one in snapshot.passages if one.name not in charts]
    if not said.slides:
        _sort_gone(found, [(one, "") for one in _compare(found, passages, said.paragraphs, "")], passages)
        return found
    gone: list[tuple[Snippet, str]] = []
    groups = _slides(passages, said, snapshot)
    left = set(range(1, len(said.slides) + 1))
    for name, number in groups.items():
        ours = [one for one in passages if one.slide == name]
        if number is None:
            text = next((one.text for one in ours), "")
            found.left.append(Left("gone", "", text, where=f"slide “{cut(text, 40)}”"))
            continue
        left.discard(number)
        for in_notes in (False, True):
            theirs = [one for one in said.paragraphs if one.slide == number and one.in_notes == in_notes]
            these = [one for one in ours if one.name.startswith("notes:") == in_notes]
            where = f"slide {number}, notes" if in_notes else f"slide {number}"
            gone += [(one, where) for one in _compare(found, these, theirs, where)]
    _sort_gone(found, gone, passages)
    order = [number for number in groups.values() if number is not None]
    if order != sorted(order):
        found.left.append(Left("moved", "", "the slides are in another order"))
    for number in sorted(left):
        words = [one.text for one in said.paragraphs if one.slide == number and not one.in_notes]
        found.left.append(Left("new", "", " / ".join(map(fold, words)), where=f"slide {number}"))
    return found


def is_alike(snapshot: Snapshot, said: Said) -> bool:
    """Whether a file has so many words of the brief that it may have been built from it."""
    ours = _triples(piece.text for one in snapshot.passages for piece in one.pieces if piece.path)
    theirs = _triples(one.text for one in said.paragraphs)
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs))


def _triples(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = [one.key for one in tokens(fold(text))]
        found.update(zip(words, words[1:], words[2:], strict=False))
    return found


def _slides(passages: Sequence[Snippet], said: Said, snapshot: Snapshot) -> dict[str, int | None]:
    """Return the number of each slide by the name that it was built with: by that name, or by its words."""
    names = list(dict.fromkeys(one.slide for one in snapshot.passages))
    ours = {name: {fold(one.text) for one in passages if one.slide == name} for name in names}
    theirs: dict[int, set[str]] = {number: set() for number in range(1, len(said.slides) + 1)}
    for one in said.paragraphs:
        theirs[one.slide].add(fold(one.text))
    found: dict[str, int | None] = dict.fromkeys(names)
    scores = sorted(
        (
            (len(ours[name] & theirs[number]) + 100 * (said.slides[number - 1] == name), -number, name)
            for name in names
            for number in theirs
        ),
        reverse=True,
    )
    taken: set[int] = set()
    for score, number, name in scores:
        if score and found[name] is None and -number not in taken:
            found[name] = -number
            taken.add(-number)
    for name, before in zip(names, [None, *names], strict=False):  # between the same neighbours
        number = (found[before] or 0) + 1 if before else 1
        if found[name] is None and number in theirs and number not in taken and theirs[number]:
            index = names.index(name)
            after = found[names[index + 1]] if index + 1 < len(names) else len(theirs) + 1
            if after == number + 1:
                found[name] = number
                taken.add(number)
    return found


def _sort_gone(found: Findings, gone: Sequence[tuple[Snippet, str]], passages: Sequence[Snippet]) -> None:
    """Note what is gone: as an edit, where it was part of a longer text, else by items of lists."""
    elsewhere = {fold(left.text) for left in found.left if left.kind == "new"}
    away = [(one, where) for one, where in gone if fold(one.text) not in elsewhere]
    edits = removed(away, passages)
    found.edits += edits.values()
    rest = [(one, where) for one, where in gone if one not in edits]
    whole = [one for one, _ in away]
    found.left += by_item(rest, passages, whole)


def _compare(
    found: Findings, passages: Sequence[Snippet], paragraphs: Sequence[Paragraph], where: str
) -> list[Snippet]:
    """Compare the passages of a memo, of a slide or of its notes with the paragraphs that are there now.

    Return those that are gone.
    """
    pairing = aligned(passages, paragraphs)
    paths = dict(_paths(passages, paragraphs, pairing))
    cited = {fold(piece.text) for one in passages for piece in one.pieces if piece.path.endswith(".refs")}
    for ours, theirs in pairing.pairs:
        passage = as_one([passages[index] for index in ours])
        text = _whole(passage.text, [paragraphs[index].text for index in theirs])
        authors = tuple(dict.fromkeys(each for index in theirs for each in paragraphs[index].authors))
        if fold(passage.text) == fold(text):
            if len(ours) > 1 or len(theirs) > 1:
                kind = "joined" if len(ours) > 1 else "split"
                found.left.append(Left(kind, passage.path, fold(text), authors, where))
            continue
        if pairing.weak.intersection(ours):
            found.left.append(
                Left("retyped", passage.path, f"{fold(passage.text)} → {fold(text)}", authors, where)
            )
            continue
        found.edits += _edits(found, passage, text, authors, where, cited)
    for index, paragraph in enumerate(paragraphs):
        for comment in paragraph.comments:
            found.comments.append(Noted(paths.get(index, ""), comment, where))
    known = {one.text for one in passages}
    for index in pairing.new:
        new, path = paragraphs[index], paths.get(index, "")
        between = None if fold(new.text) in known else _between(index, passages, paragraphs, pairing)
        parts = {span.slot for one in passages for span in one.pieces if span.path == path}
        item = path if len(parts) > 1 else item_behind(path)
        left = Left("new", path, plain(new.text), new.authors, where, item, between=between)
        found.left.append(left)
    found.left += (
        Left("moved", one.path, fold(one.text), (), where)
        for one in (passages[index] for index in pairing.moved)
        if one.path
    )
    return [passages[index] for index in pairing.gone if passages[index].path]


def _between(
    index: int, passages: Sequence[Snippet], paragraphs: Sequence[Paragraph], pairing: Aligned
) -> tuple[Span, Span] | None:
    """Return the words before and behind a new paragraph that stands between two of one list or text."""
    homes = {theirs[0]: ours[0] for ours, theirs in pairing.pairs if len(ours) == len(theirs) == 1}
    sure = {j: i for j, i in homes.items() if i not in pairing.moved and i not in pairing.weak}
    there = paragraphs[index]
    new = set(pairing.new)
    before = next((j for j in range(index - 1, -1, -1) if j not in new), -1)
    behind = next((j for j in range(index + 1, len(paragraphs)) if j not in new), -1)
    if before not in sure or behind not in sure or sure[behind] != sure[before] + 1:
        return None
    beside = paragraphs[before], paragraphs[behind]
    is_one = all(paragraphs[j].form == there.form for j in range(before, behind + 1))
    is_box = any(one.names == there.names for one in beside) if there.slide else not there.names
    spans = passages[sure[before]].pieces[-1], passages[sure[behind]].pieces[0]
    return spans if is_one and is_box and same_list(spans[0].path, spans[1].path) else None


def _whole(was: str, parts: Sequence[str]) -> str:
    """Return the paragraphs of what was split as one: with spaces, or none where a word was."""
    joined = [glue.join(parts) for glue in (" ", "")]
    return min(joined, key=lambda text: sum(1 for _ in replacements(was, text)))


def _paths(
    passages: Sequence[Snippet], paragraphs: Sequence[Paragraph], pairing: Aligned
) -> Iterator[tuple[int, str]]:
    """Yield the paths of the paragraphs, for a new one that of the field before it."""
    known = {j: passages[ours[0]].path for ours, theirs in pairing.pairs for j in theirs}
    last = ""
    for index in range(len(paragraphs)):
        last = known.get(index) or last
        yield index, last


def _edits(
    found: Findings,
    passage: Snippet,
    text: str,
    authors: tuple[tuple[str, str], ...],
    where: str,
    cited: Set[str],
) -> Iterator[Edit]:
    """Yield the fields of a passage that differ; note what differs beside them."""
    pieces, base = passage.pieces, tokens(passage.text)
    starts = _starts(pieces)
    owners = [max(index for index, at in enumerate(starts) if at <= one.start) for one in base]
    made: dict[int, list[Replacement]] = {}
    for change in replacements(passage.text, text):
        owner = _owner(pieces, owners, change)
        moved = owner is not None and any(one in fold(change.text) for one in cited)
        if owner is None or (moved and not pieces[owner].path.endswith(".refs")):
            left = Left("unclear", passage.path, _shown(passage.text, base, change), authors, where)
            found.left.append(left)
        else:
            made.setdefault(owner, []).append(change)
    for owner, ones in made.items():
        piece, first = pieces[owner], owners.index(owner)
        count = owners.count(owner)
        own = tuple(_within(one, first, count) for one in ones)
        now = applied(piece.text, piece.text, own) or ""
        if piece.path:
            yield Edit(piece.path, piece.slot, piece.text, now, own, authors, where)
        else:
            found.left.append(Left("fixed", passage.path, f"{piece.text} → {now}", authors, where))


def _starts(pieces: Sequence[Span]) -> list[int]:
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text)
    return starts


def _within(change: Replacement, first: int, count: int) -> Replacement:
    """Return a change in the tokens of a piece; at its ends, spaces are those around the piece."""
    start, end = change.start - first, change.end - first
    spaced = change.spaced or start == 0
    return Replacement(start, end, change.text, spaced, change.follows or end == count)


def _owner(pieces: Sequence[Span], owners: Sequence[int], change: Replacement) -> int | None:
    """Return the piece that a change is in, or None where that is not clear."""
    inside = {owners[index] for index in range(change.start, change.end)}
    if len(inside) > 1:
        worded = {owner for owner in inside if pieces[owner].path}
        return None if len(worded) != 1 or change.text else _only_between(pieces, inside, worded)
    if inside:
        return next(iter(inside))
    beside = [owners[index] for index in (change.start - 1, change.start) if 0 <= index < len(owners)]
    worded_beside = [owner for owner in beside if pieces[owner].path]
    return next(iter(worded_beside or beside), None)


def _only_between(pieces: Sequence[Span], inside: set[int], worded: set[int]) -> int | None:
    return None if any(pieces[one].slot for one in inside - worded) else next(iter(worded))


def _shown(text: str, base: Sequence[Token], change: Replacement) -> str:
    was = text[base[change.start].start : base[change.end - 1].end] if change.end > change.start else ""
    return f"{fold(was)} → {change.text}"
