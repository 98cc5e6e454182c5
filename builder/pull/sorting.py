"""Sorts edits into those that are made, that the brief has already, and that are left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from builder.outline.text import Product
from builder.pull.home import Home
from builder.pull.merge import Merged, Origin, Step, differing, onto, path_after, path_now
from builder.pull.snapshot import Snapshot
from builder.pull.splice import source_of, spliced, without_item
from builder.pull.structure import Left
from builder.report.problems import BriefError
from builder.words.replacing import Replacement, applied, removal
from builder.words.signs import fold


class Refused(Struct, frozen=True):
    """An edit that is not taken, why, and what an error says that it would cause."""

    edit: Merged
    reason: str
    detail: str = ""


class Sorted:
    """Sorts edits into those that are made, that the brief has already, and that are left to a person."""

    def __init__(self, home: Home, snapshots: dict[str, Snapshot]) -> None:
        self.home, self.snapshots = home, snapshots
        self.first = home
        self.taken: list[Merged] = []
        self.agreed: list[Merged] = []
        self.refused: list[Refused] = []
        self.steps: list[Step] = []
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
        """Remove an item of which nothing is left in a file, if the brief says of it what the file said."""
        base = self.snapshots[file]
        product, first = base.product, self.first.snapshot(base.product)
        rest = next(iter(_below(base, left.item)))
        path = f"{left.item}{rest}"
        slot, was = next(iter(base.texts()[path].items()))
        whole = (removal(left.text),)
        edit = Merged(path, slot, was, was, whole, (Origin(file, left.where),))
        there = path_now(edit, base, first)
        before = there.removesuffix(rest) if there else ""
        item = path_after(before, self.steps)
        if item is None:  # another file does not have it either
            self.taken = [
                also(one, edit) if one.path == before and not one.now else one for one in self.taken
            ]
            return True
        now = self.home.snapshot(product)
        same = _below(now, item) == _below(base, left.item)
        written = self.written(item) if item and same else None
        source = source_of(self.home.loaded.text)
        node = source.by_path(written) if written else None
        new = without_item(source, node) if node else None
        try:
            home = self.home.changed(new, [product]) if new else None
        except BriefError:
            home = None
        step = Step(item)
        if home is None or not all(map(_is_derived, differing(now, home.snapshot(product), [step]))):
            return False
        self.home = home
        self.steps.append(step)
        self.taken.append(replace(edit, path=before, was=left.text, now=""))
        return True

    def _attempt(self, edits: Sequence[Merged]) -> set[str]:
        """Make edits, all at once if that says what is meant, else by halves; return fields in conflict."""
        first: dict[str, Merged] = {}
        for edit in edits:
            first.setdefault(edit.path, edit)
        text, likely = self.home.loaded.text, []
        for edit in first.values():
            new = self._spliced(text, edit)
            if new is not None:
                text = new
                likely.append(edit)
        waiting = [likely, *([one] for one in edits if one not in likely)]
        contested = set()
        while waiting:
            group = waiting.pop(0)
            if self._make(group):
                continue
            if len(group) > 1:
                half = len(group) // 2
                waiting[:0] = [group[:half], group[half:]]
                continue
            (edit,) = group
            reason = self._reason(edit)
            if reason == "agreed":
                self.agreed.append(edit)
            else:
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
        path = self.written(edit.path)
        return _with_edit(text, path, edit.was, edit.changes) if path else None

    def written(self, path: str) -> str | None:
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
        if self.written(edit.path) is None:
            return "unwritten"
        if self._spliced(self.home.loaded.text, edit) is None:
            return "unplaced"
        return "unfit"


@lru_cache(maxsize=256)  # the same edits are tried in several groups
def _with_edit(text: str, path: str, was: str, changes: tuple[Replacement, ...]) -> str | None:
    node = source_of(text).by_path(path)
    return spliced(source_of(text), node, was, changes) if node else None


def _below(snapshot: Snapshot, item: str) -> dict[str, list[str]]:
    """Return what an item says, by the paths below it."""
    return {
        path[len(item) :]: list(texts.values())
        for path, texts in snapshot.texts().items()
        if f"{path}.".startswith((f"{item}.", f"{item}["))
    }


def _is_derived(path: str) -> bool:
    """Whether a field also says what other fields have, such as the sources of all evidence."""
    return path.endswith("refs")


def also(edit: Merged, other: Merged) -> Merged:
    """Return an edit that is in another place too."""
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
