"""Finds which passage each paragraph of an edited file is: by its name, its words, or what is beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.pull.paragraphs import Paragraph
from builder.pull.snapshot import Snippet, Span
from builder.words.pairing import ALIKE, likeness, out_of_order, pairs, places
from builder.words.signs import fold
from builder.words.tokens import keys

_ALIKE_ANYWHERE = 0.6  # of the words of two texts that must be the same, to be one far from its place
_KEPT = 0.25  # of the cells of a table that must say the same, to be in their places still
_NEAR = 0.3  # what a place between the same neighbours counts beside that
_MOST = 40_000  # pairs that are compared
_SEAM = Span("", "", " ")  # between two paragraphs that were joined


class Aligned(Struct):
    """The passages that paragraphs are, by their indexes, which paragraphs are new and which passages gone.

    A passage may be in two paragraphs, if it was split, and several in one, if they were joined. `weak` are
    the passages that may as well be gone, and something new in their place.
    """

    pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]  # of passages, and of paragraphs
    new: list[int]
    gone: list[int]
    moved: list[int]
    weak: frozenset[int] = frozenset()


def aligned(passages: Sequence[Snippet], paragraphs: Sequence[Paragraph]) -> Aligned:
    """Pair passages with paragraphs."""
    pairing = _Pairing(passages, paragraphs)
    pairing.by_place()
    pairing.by_name()
    pairing.by_words()
    pairing.by_likeness()
    pairing.by_neighbours()
    return pairing.result()


class _Pairing:
    def __init__(self, passages: Sequence[Snippet], paragraphs: Sequence[Paragraph]) -> None:
        self.passages, self.paragraphs = passages, paragraphs
        self.said = [fold(one.text) for one in passages]
        self.says = [fold(one.text) for one in paragraphs]
        self.of: dict[int, int] = {}  # passages by paragraphs
        self.used: set[int] = set()
        self.weak: set[int] = set()

    def _pair(self, paragraph: int, passage: int) -> None:
        if paragraph not in self.of and passage not in self.used:
            self.of[paragraph] = passage
            self.used.add(passage)

    def by_place(self) -> None:
        """Pair the cells of a table, or paragraphs of a box, in their order if they are where they were.

        That is so if there are as many as before, and more say the same in their places than elsewhere.
        """
        for ours, theirs in self._groups():
            was, now = [self.said[i] for i in ours], [self.says[j] for j in theirs]
            kept = sum(one == other for one, other in zip(was, now, strict=True))
            once = [{text for text, count in Counter(each).items() if count == 1} for each in (was, now)]
            at = {text: index for index, text in enumerate(was)}
            shared = once[0] & once[1]
            moved = sum(text in shared and at[text] != index for index, text in enumerate(now))
            if kept >= _KEPT * len(was) and moved < kept:
                for i, j in zip(ours, theirs, strict=True):
                    self._pair(j, i)

    def _groups(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the passages that share a name with the paragraphs that have it, where both are as many."""
        ours, theirs = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for index, passage in enumerate(self.passages):
            if self.said[index]:
                ours[passage.name].append(index)
        for index, paragraph in enumerate(self.paragraphs):
            for name in paragraph.names:
                theirs[name].append(index)
        for name, group in ours.items():
            if name and 1 < len(group) == len(theirs[name]):
                yield group, theirs[name]

    def by_name(self) -> None:
        """Pair what has the same name; of copies, that which says most of the same."""
        named: defaultdict[str, list[int]] = defaultdict(list)
        for index, passage in enumerate(self.passages):
            if self.said[index]:
                named[passage.name].append(index)
        there: defaultdict[str, list[int]] = defaultdict(list)
        for index, paragraph in enumerate(self.paragraphs):
            for name in paragraph.names if self.says[index] else ():
                there[name].append(index)
        for name, ours in named.items():
            theirs = there.get(name, ())
            if len(ours) == 1:
                found = max(theirs, key=lambda j: likeness(self.said[ours[0]], self.says[j]), default=None)
                if found is not None and self._is_best(ours[0], found):
                    self._pair(found, ours[0])
                continue
            same = [(i, j) for i in ours for j in theirs if self.said[i] == self.says[j]]
            for i, j in same:
                self._pair(j, i)

    def _is_best(self, passage: int, paragraph: int) -> bool:
        """Whether no other passage that the paragraph is named after says more of the same."""
        names = set(self.paragraphs[paragraph].names)
        others = [i for i, one in enumerate(self.passages) if one.name in names]
        return passage == max(others, key=lambda i: likeness(self.said[i], self.says[paragraph]))

    def by_words(self) -> None:
        """Pair what says the same: in its order, then anywhere."""
        left = [i for i, text in enumerate(self.said) if text and i not in self.used]
        right = [j for j, text in enumerate(self.says) if text and j not in self.of]
        for i, j in pairs([self.said[i] for i in left], [self.says[j] for j in right]):
            self._pair(right[j], left[i])
        free: defaultdict[str, list[int]] = defaultdict(list)
        for i in left:
            if i not in self.used:
                free[self.said[i]].append(i)
        for j in right:
            if j not in self.of and free[self.says[j]]:
                self._pair(j, free[self.says[j]].pop(0))

    def by_likeness(self) -> None:
        """Pair what says nearly the same, the most alike first."""
        free = [i for i, text in enumerate(self.said) if text and i not in self.used]
        if len(free) * sum(1 for j, text in enumerate(self.says) if text and j not in self.of) > _MOST:
            return  # this is another text
        found = []
        gaps = self._gaps()
        for j, text in enumerate(self.says):
            if j in self.of or not text:
                continue
            before, after = gaps[j]
            for i in free:
                near = before < i < after
                like = likeness(self.said[i], text)
                if like >= (ALIKE if near else _ALIKE_ANYWHERE):
                    found.append((like + _NEAR * near, -i, j))
        for _, i, j in sorted(found, reverse=True):
            self._pair(j, -i)

    def by_neighbours(self) -> None:
        """Pair the only passage that is missing with the only paragraph that is new between two others."""
        new: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for j, gap in enumerate(self._gaps()):
            if j not in self.of and self.says[j]:
                new[gap].append(j)
        for (before, after), beside in new.items():
            missing = [i for i in range(before + 1, after) if self.said[i] and i not in self.used]
            if len(missing) != 1 or len(beside) != 1:
                continue
            texts = (self.says[beside[0]], self.said[missing[0]])
            if after - before == 2 or min(len(keys(one)) for one in texts) > 1:
                self._pair(beside[0], missing[0])

    def _gaps(self) -> list[tuple[int, int]]:
        """Return the passages before and after each paragraph."""
        count = len(self.paragraphs)
        before, after = [-1], [len(self.passages)]
        for j in range(count - 1):
            before.append(self.of.get(j, before[-1]))
            after.append(self.of.get(count - 1 - j, after[-1]))
        return list(zip(before, reversed(after), strict=True))[:count]

    def result(self) -> Aligned:
        """Return the pairs, with what was split and joined put together."""
        joined: dict[int, list[int]] = {j: [i] for j, i in self.of.items()}
        around = {text for text, one in zip(self.says, self.paragraphs, strict=True) if one.around}
        gone = [i for i, text in enumerate(self.said) if text and i not in self.used and text not in around]
        for i in tuple(gone):
            for j, beside in joined.items():
                if self._may_be_in(i, j, beside) and self._is_in(i, j, beside):
                    joined[j] = sorted([*beside, i], key=lambda one: self._place(one, j))
                    gone.remove(i)
                    break
        split: dict[int, list[int]] = {j: [j] for j in joined}
        around &= set(self.said)
        new = [j for j, text in enumerate(self.says) if text and j not in self.of and text not in around]
        for j in tuple(new):
            for first, beside in split.items():
                if min(abs(j - other) for other in beside) == 1 and self._is_of(j, beside, joined[first]):
                    split[first] = sorted([*beside, j])
                    new.remove(j)
                    break
        found = [(tuple(joined[j]), tuple(split[j])) for j in sorted(joined)]
        order = [self.of[j] for j in sorted(self.of) if not self.paragraphs[j].around]
        return Aligned(found, new, gone, out_of_order(order), frozenset(self.weak))

    def _may_be_in(self, passage: int, paragraph: int, beside: Sequence[int]) -> bool:
        """Whether a passage was beside those that a paragraph is, or is named or quoted there."""
        return (
            min(abs(passage - other) for other in beside) == 1
            or self.passages[passage].name in self.paragraphs[paragraph].names
            or self.said[passage] in self.says[paragraph]
        )

    def _place(self, passage: int, paragraph: int) -> tuple[int, int]:
        """Return where most words of a passage are in a paragraph."""
        found = sorted(places(keys(self.said[passage]), keys(self.says[paragraph])).values())
        return found[len(found) // 2] if found else 0, passage

    def _is_in(self, passage: int, paragraph: int, beside: Sequence[int]) -> bool:
        """Whether a passage was joined to those that a paragraph is."""
        alone = " ".join(self.said[i] for i in beside)
        order = sorted([*beside, passage], key=lambda one: self._place(one, paragraph))
        whole = " ".join(self.said[i] for i in order)
        named = self.passages[passage].name in self.paragraphs[paragraph].names
        return _is_nearer(whole, alone, self.says[paragraph], self.said[passage], 0 if named else 1)

    def _is_of(self, paragraph: int, beside: Sequence[int], passages: Sequence[int]) -> bool:
        """Whether a paragraph was split off from those that passages are."""
        alone = " ".join(self.says[j] for j in beside)
        whole = " ".join(self.says[j] for j in sorted([*beside, paragraph]))
        return _is_nearer(whole, alone, " ".join(self.said[i] for i in passages), self.says[paragraph])


def as_one(passages: Sequence[Snippet]) -> Snippet:
    """Return passages that were joined as one."""
    first, *others = passages
    pieces = [*first.pieces]
    for one in others:
        pieces += (_SEAM, *one.pieces)
    return Snippet(first.name, first.slot, tuple(pieces), first.slide)


def _is_nearer(whole: str, alone: str, text: str, part: str, least: int = 1) -> bool:
    """Whether a text is nearer to a whole than to what of it stands alone, by half of the part and more."""
    gain = _common(whole, text) - _common(alone, text)
    return gain > least and gain * 2 > len(keys(part))


def _common(first: str, second: str) -> int:
    return sum(1 for _ in pairs(keys(first), keys(second)))
