"""Takes what was edited in finished files back into the brief, as far as that is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.content import LARGEST, Unreadable
from builder.brief.load import Loaded, load_brief
from builder.brief.yaml.tree import rewritten
from builder.outline.text import Product
from builder.pipeline.building import bytes_of, file_problem
from builder.pipeline.prepared import compose_for
from builder.pipeline.products import draft
from builder.pipeline.request import Request
from builder.pull.deck import charts_in, read_deck
from builder.pull.findings import Noted, compare_file, is_alike
from builder.pull.merge import Merged, Origin, onto, path_now, together, without_items
from builder.pull.snapshot import Snapshot, opened, product_of, snapshot_of
from builder.pull.splice import commented, source_of, spliced, without_item, words_of
from builder.pull.structure import Left
from builder.pull.word import read_memo
from builder.report.problems import BriefError
from builder.words.replacing import applied, removal
from builder.words.signs import fold

if TYPE_CHECKING:
    from builder.pull.findings import Findings
    from builder.pull.paragraphs import Comment, Said, Taken

READABLE, _OWN = "files-readable", "files-from-this-brief"
_CHARACTERS = 500_000  # of an edited file; a brief of the largest size has a fifth of it
# What a reader raises for a file that is none of the builder's, or is damaged.
_SENSELESS = (Unreadable, LookupError, ValueError, TypeError, AttributeError, RecursionError)


class Refused(Struct, frozen=True):
    """An edit that is not taken, why, and what an error says that it would cause."""

    edit: Merged
    reason: str
    detail: str = ""


class Pulled(Struct, frozen=True):
    """What comes home from edited files: `taken` is in `data`, the new bytes of the brief; the rest is not.

    `refused` are edits that are not taken, `agreed` those that the brief has already; `above` has the
    comments with the fields of `data` that they are on, and `lines` the lines of fields of `old`. `nameless`
    are the files that were compared by their words alone, and `tracked` counts the tracked changes of each
    author.
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
    home = _Home(request, request.brief.read_bytes() if request.brief.is_file() else None)
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
    sorted_out = _Sorted(home, snapshots)
    for group in groups:
        sorted_out.sort(group)
    sorted_out.make()
    for one in read:
        if one.name not in nameless and one.snapshot.product is Product.MEMO:
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
            if noted.path and (at := without_items(noted.path, sorted_out.removed))
        ),
        tuple((left, one.name) for one in read for left in one.findings.left),
        dict(_lines(home.loaded, paths)),
        tracked,
        tuple(nameless),
    )


def _noted_now(home: _Home, file: _File, noted: Noted) -> Noted:
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


def _read(home: _Home, path: Path, taken: Taken) -> tuple[_File, bool]:
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


def _refuse_other(home: _Home, path: Path, snapshot: Snapshot | None, base: Snapshot, said: Said) -> None:
    """Raise `BriefError` if a file is of another brief: by id and title, else by its words."""
    if snapshot is None:
        message = f"seems not to be a {base.product.value} of this brief: it has hardly any of its words"
        is_other = not is_alike(base, said)
    else:
        message = f"this {base.product.value} was built from another brief (“{fold(snapshot.title)}”)"
        is_other = bool(snapshot.id) and home.is_other(snapshot)
    if is_other:
        hint = f"name its own brief: brief pull BRIEF {path.as_posix()}"
        raise BriefError([file_problem(_OWN, path, message, hint)])


class _Home:
    """The brief while edits are made in it: its bytes, what they say, and the snapshots of its products."""

    def __init__(self, request: Request, data: bytes | None) -> None:
        self.request = request
        self.loaded = load_brief(request.brief, data)
        self.data = data or b""
        self._snapshots: dict[Product, Snapshot] = {}

    def snapshot(self, product: Product) -> Snapshot:
        """Return what a product says that is built now; raises `BriefError` if it does not fit."""
        if product not in self._snapshots:
            self._snapshots[product] = _snapshot(self.request, self.loaded, product)
        return self._snapshots[product]

    def is_other(self, snapshot: Snapshot) -> bool:
        """Whether a file was built from another brief: neither its id nor its title is that of this one."""
        if snapshot.build == self.loaded.build_id:
            return False
        outline = compose_for(self.request, self.loaded).outline
        return snapshot.id != outline.id and fold(snapshot.title) != fold(outline.properties.title)

    def changed(self, text: str, products: Iterable[Product]) -> _Home:
        """Return the brief with another text; raises `BriefError` if it, or a product, has errors."""
        home = _Home(self.request, rewritten(self.data, lambda _: text))
        for product in products:
            home.snapshot(product)
        return home


def _snapshot(request: Request, loaded: Loaded, product: Product) -> Snapshot:
    prepared = compose_for(request, loaded)
    outline = prepared.outline
    if not outline.build_id:  # a final copy has no snapshot
        outline = replace(outline, build_id=prepared.content[:40])
    made = draft(outline, product, prepared.theme)
    if not made.data:
        raise BriefError(made.problems, prepared.sources)
    found = snapshot_of(opened(made.data))
    assert found is not None
    return found


class _Sorted:
    """Sorts edits into those that are made, that the brief has already, and that are left to a person."""

    def __init__(self, home: _Home, snapshots: dict[str, Snapshot]) -> None:
        self.home, self.snapshots = home, snapshots
        self.first = home
        self.taken: list[Merged] = []
        self.agreed: list[Merged] = []
        self.refused: list[Refused] = []
        self.removed: list[str] = []  # items, each by its path when it was removed
        self._error = ""
        self._todo: list[Merged] = []
        self._made: list[tuple[Merged, str | None]] = []  # edits, and what they made

    def sort(self, edit: Merged) -> None:
        """Find the field that an edit is of now, and whether it is there already, or in conflict."""
        if edit.conflict:
            self.refused.append(Refused(edit, edit.conflict))
            return
        base = self.snapshots[edit.origins[0].file]
        now = self.home.snapshot(base.product)
        path = path_now(edit, base, now)
        text = _text(now, path, edit) if path else None
        if path is None or text is None:
            self.refused.append(Refused(edit, "moved"))
            return
        found = onto(replace(edit, path=path), text)
        if found is None:
            self.agreed.append(edit)
        elif found.conflict:
            self.refused.append(Refused(found, "brief"))
        else:
            self._todo.append(found)

    def make(self) -> None:
        """Make the edits; where two of one field exclude each other, neither is made."""
        home, before = self.home, (len(self.agreed), len(self.refused))
        contested = self._attempt(self._todo)
        if contested:
            self.home, self.taken, self._made = home, [], []
            self.agreed, self.refused = self.agreed[: before[0]], self.refused[: before[1]]
            self.refused += (Refused(one, "places") for one in self._todo if one.path in contested)
            self._attempt([one for one in self._todo if one.path not in contested])

    def remove(self, left: Left, file: str) -> bool:
        """Remove an item of which nothing is left in a memo, if the brief says of it what the memo said."""
        base, first = self.snapshots[file], self.first.snapshot(Product.MEMO)
        rest = next(iter(_below(base, left.item)))
        path = f"{left.item}{rest}"
        slot, was = next(iter(base.texts()[path].items()))
        whole = (removal(left.text),)
        edit = Merged(path, slot, was, was, whole, (Origin(file, left.where),))
        there = path_now(edit, base, first)
        before = there.removesuffix(rest) if there else ""
        item = without_items(before, self.removed)
        if item is None:  # another file does not have it either
            self.taken = [_also(one, edit) if one.path == before else one for one in self.taken]
            return True
        now = self.home.snapshot(Product.MEMO)
        same = _below(now, item) == _below(base, left.item)
        written = self._written(item) if item and same else None
        source = source_of(self.home.loaded.text)
        node = source.by_path(written) if written else None
        new = without_item(source, node) if node else None
        try:
            home = self.home.changed(new, [Product.MEMO]) if new else None
        except BriefError:
            home = None
        if home is None:
            return False
        self.home = home
        self.removed.append(item)
        self.taken.append(replace(edit, path=before, was=left.text, now=""))
        return True

    def _attempt(self, edits: Sequence[Merged]) -> set[str]:
        """Make edits, all at once if that says what is meant, else one by one; return fields in conflict."""
        first: dict[str, Merged] = {}
        for edit in edits:
            first.setdefault(edit.path, edit)
        done = list(first.values()) if self._make(list(first.values())) else []
        contested = set()
        for edit in (one for one in edits if one not in done):
            reason = "" if self._make([edit]) else self._reason(edit)
            if reason == "agreed":
                self.agreed.append(edit)
            elif reason:
                self.refused.append(Refused(edit, reason, self._error if reason == "unfit" else ""))
            if reason == "places":
                contested.add(edit.path)
        return contested

    def _make(self, edits: Sequence[Merged]) -> bool:
        """Make all of the edits, or none."""
        text, self._error = self.home.loaded.text, ""
        for edit in edits:
            new = self._spliced(text, edit)
            if new is None:
                return False
            text = new
        products = {self.snapshots[one.file].product for edit in edits for one in edit.origins}
        if not edits:
            return True
        try:
            new_home = self.home.changed(text, products)
        except BriefError as wrong:
            self._error = next((one.message for one in wrong.problems if one.is_error), "")
            return False
        meant = [(edit, _meant(edit, self.home.snapshot(self._product(edit)))) for edit in edits]
        for edit, words in meant:
            before, after = (home.snapshot(self._product(edit)) for home in (self.home, new_home))
            if not _is_made(edit, words, before, after):
                return False
        places = {(edit.path, origin.file) for edit in edits for origin in edit.origins}
        for edit, words in self._made:  # another place of the field in the file must say still what it did
            if words and places.intersection((edit.path, origin.file) for origin in edit.origins):
                after = new_home.snapshot(self._product(edit))
                if not _is_made(edit, words, after, after):
                    return False
        self.home = new_home
        self.taken += edits
        self._made += meant
        return True

    def _product(self, edit: Merged) -> Product:
        return self.snapshots[edit.origins[0].file].product

    def _spliced(self, text: str, edit: Merged) -> str | None:
        path = self._written(edit.path)
        node = source_of(text).by_path(path) if path else None
        return spliced(source_of(text), node, edit.was, edit.changes) if node else None

    def _written(self, path: str) -> str | None:
        """Return under which path a value is written in the brief; None if it is not, or elsewhere.

        A part may be written as its text alone.
        """
        positions = self.home.loaded.positions
        position = positions.of(path)
        node = source_of(self.home.loaded.text).node(position) if position and not position.file else None
        return node.path if node and (path in positions or node.style is not None) else None

    def _reason(self, edit: Merged) -> str:
        """Return why an edit could not be made."""
        positions = self.home.loaded.positions
        now = self.home.snapshot(self._product(edit)).texts().get(edit.path, {})
        texts = [fold(text) for text in now.values()]
        if fold(edit.now) in texts and fold(edit.was) not in texts:
            return "agreed"
        if any(one.path == edit.path for one in self.taken):
            return "places"
        position = positions.of(edit.path)
        if position and position.file:
            return "elsewhere"
        if self._written(edit.path) is None:
            return "unwritten"
        if self._spliced(self.home.loaded.text, edit) is None:
            return "unplaced"
        return "unfit"


def _below(snapshot: Snapshot, item: str) -> dict[str, list[str]]:
    """Return what an item says, by the paths below it."""
    return {
        path[len(item) :]: list(texts.values())
        for path, texts in snapshot.texts().items()
        if f"{path}.".startswith((f"{item}.", f"{item}["))
    }


def _also(edit: Merged, other: Merged) -> Merged:
    return replace(edit, origins=(*edit.origins, *other.origins))


def _text(snapshot: Snapshot, path: str, edit: Merged) -> str | None:
    """Return what a field says where an edit is, in the words nearest to those before it."""
    texts = snapshot.texts().get(path, {})
    if edit.slot in texts:
        same = [text for text in texts.values() if text == edit.was]
        return same[0] if same else texts[edit.slot]
    return next((text for text in texts.values() if fold(text) == fold(edit.was)), None) or next(
        iter(texts.values()), None
    )


def _meant(edit: Merged, before: Snapshot) -> str | None:
    """Return what a place of a field is to say after an edit, None if the edit has no place there."""
    text = _text(before, edit.path, edit)
    return None if text is None else applied(text, edit.was, edit.changes)


def _is_made(edit: Merged, meant: str | None, before: Snapshot, after: Snapshot) -> bool:
    """Whether a product that is built now says what an edit is to say."""
    if meant is None:
        return False
    now = after.texts().get(edit.path, {})
    whole = fold(" ".join(now.values()))
    if not meant:
        rest = before.texts()[edit.path]
        return whole == fold(" ".join(text for slot, text in rest.items() if slot != edit.slot))
    return fold(meant) in {*map(fold, now.values()), whole} or f" {fold(meant)} " in f" {whole} "
