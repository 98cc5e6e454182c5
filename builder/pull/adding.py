"""Writes what is new between two items of a list, or two paragraphs of a text, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from builder.outline.text import Product
from builder.pull.home import Home
from builder.pull.merge import Merged, Origin, Step, differing, path_after, path_now
from builder.pull.snapshot import Snapshot, Span
from builder.pull.sorting import Refused, Sorted, also
from builder.pull.splice import source_of, with_item, with_paragraph
from builder.pull.structure import Left
from builder.report.problems import BriefError
from builder.words.replacing import Replacement
from builder.words.signs import fold

_ITEM = re.compile(r"(.*)\[(\d+)\]([^\[\]]*)")


class _Field(NamedTuple):
    """Where words are by now: the path of their field, and how they are said there."""

    path: str
    words: str


class Adding:
    """Adds to the brief what edited files have more, once their other edits are made."""

    def __init__(self, done: Sorted) -> None:
        self.done = done
        self._added: list[tuple[Merged, Product]] = []

    def add(self, news: Sequence[Left], file: str) -> list[Left]:
        """Add paragraphs that stand between the same two; return those that are left to a person."""
        base = self.done.snapshots[file]
        last, following = (self._still(span, base) for span in news[0].between or ())
        for index, left in enumerate(news):
            if last is None or following is None:
                return list(news[index:])
            origin = Origin(file, left.where, left.authors)
            whole = Replacement(0, 0, left.text, True, False)
            new = Merged(following.path, "", "", left.text, (whole,), (origin,))
            there = self._there(last, following, base.product)
            if there is None:
                return list(news[index:])
            if there:
                self._meet(new, there[0])
                last = there[0]
                continue
            grown = self._grown(new, last, following, base.product)
            if grown is None:
                return list(news[index:])
            last, following = grown
        return []

    def _still(self, span: Span, base: Snapshot) -> _Field | None:
        """Return where the words of a file are in the brief by now, None if that is not certain."""
        edit = Merged(span.path, span.slot, span.text, span.text, (), ())
        path = path_now(edit, base, self.done.first.snapshot(base.product))
        path = path_after(path, self.done.steps) if path else None
        said = {fold(span.text)}
        said |= {fold(one.now) for one in self.done.taken if (one.slot, one.was) == (span.slot, span.text)}
        texts = self.done.home.snapshot(base.product).texts().get(path or "", {})
        found = [text for text in texts.values() if fold(text) in said]
        return _Field(path, found[0]) if path and len(found) == 1 else None

    def _there(self, last: _Field, following: _Field, product: Product) -> list[_Field] | None:
        """Return what the brief has between two fields by now, None if they are not in this order."""
        texts = self.done.home.snapshot(product).texts()
        if last.path == following.path:
            said = list(texts[last.path].values())
            start, end = said.index(last.words) + 1, said.index(following.words)
            return [_Field(last.path, words) for words in said[start:end]] if start <= end else None
        here, there = _ITEM.fullmatch(last.path), _ITEM.fullmatch(following.path)
        if here is None or there is None or (here[1], here[3]) != (there[1], there[3]):
            return None
        start, end = int(here[2]) + 1, int(there[2])
        paths = [f"{here[1]}[{index}]{here[3]}" for index in range(start, end)]
        found = [_Field(path, next(iter(texts.get(path, {}).values()), "")) for path in paths]
        return found if start <= end else None

    def _meet(self, new: Merged, there: _Field) -> None:
        """Sort what is new where the brief has something by now: the same, or a conflict."""
        done = self.done
        ours = [one for one in done.taken if not one.was and fold(one.now) == fold(there.words)]
        if fold(there.words) != fold(new.now):
            reason = "files" if ours else "brief"
            done.refused.append(Refused(replace(new, others=(there.words,)), reason))
        elif ours:
            done.taken = [also(one, new) if one is ours[0] else one for one in done.taken]
        else:
            done.agreed.append(replace(new, path=there.path))

    def _grown(
        self, new: Merged, last: _Field, following: _Field, product: Product
    ) -> tuple[_Field, _Field] | None:
        """Write something new between two fields; return it and the one behind it, None if it cannot be."""
        done, is_text = self.done, last.path == following.path
        source = source_of(done.home.loaded.text)
        found = _ITEM.fullmatch(following.path)
        item = f"{found[1]}[{found[2]}]" if found and not is_text else ""
        written = done.written(item or following.path)
        node = source.by_path(written) if written else None
        if node is None:
            return None
        if is_text:
            text = with_paragraph(source, node, last.words, following.words, new.now)
        else:
            text = with_item(source, node.path, new.now)
        try:
            home = done.home.changed(text, [product]) if text else None
        except BriefError:
            return None
        if home is None or not self._is_said(home, product, new.now, last, item):
            return None
        done.home = home
        done.taken.append(new)
        step = Step(item, is_new=True)
        if is_text:
            return _Field(last.path, new.now), following
        done.steps.append(step)
        behind = path_after(following.path, [step]) or ""
        return _Field(following.path, new.now), _Field(behind, following.words)

    def _is_said(self, home: Home, product: Product, words: str, last: _Field, item: str) -> bool:
        """Whether a product says what it did, and the new words behind the last ones, and nothing else."""
        before, after = (one.snapshot(product) for one in (self.done.home, home))
        others = differing(before, after, [Step(item, is_new=True)] if item else [])
        if item:
            return all(path.startswith(item) and texts == [fold(words)] for path, texts in others.items())
        said = list(map(fold, before.texts()[last.path].values()))
        said.insert(said.index(fold(last.words)) + 1, fold(words))
        return others == {last.path: said}
