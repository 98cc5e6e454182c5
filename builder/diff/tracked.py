"""Puts what changed between two Word texts into the newer one, as tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from itertools import count, cycle, groupby

from lxml import etree
from msgspec import Struct

from builder.audit.office.package import MC, Element, W, child
from builder.words.pairing import ALIKE, likeness, pairs
from builder.words.signs import IDEOGRAPHS

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORD = re.compile(rf"[^\W{IDEOGRAPHS}]+|\s+|.", re.DOTALL)
DATES = 3  # of changes
_NAMED = ("docPr", "cNvPr")  # drawings, whose ids and names count all of a file
_BOOKMARKS = (W + "bookmarkStart", W + "bookmarkEnd")


class _Atom(Struct, frozen=True):
    """The least that is kept, new or gone: a word, a tab, a drawing, a field, a link.

    `runs` are its elements; those of a word have the word as their only text.
    """

    key: str
    runs: tuple[Element, ...]
    is_mark: bool = False  # a bookmark, which is no text


class Tracker:
    """Merges two texts; `dates` are those of changes, `DATES` of them, more than a minute apart.

    LibreOffice makes one of two changes at the end of a paragraph and at the start of the next, if they are
    of one minute, and takes away the end that is between them. So what is whole has the first date, and
    paragraphs with changes inside have the others in turn. `name` returns what an element's references lead
    to, so that they can be compared. `carry` brings what an element that is gone refers to into the newer
    file; it changes the references.
    """

    def __init__(
        self,
        author: str,
        dates: Sequence[str],
        name: Callable[[str, bool], str],
        carry: Callable[[Element], None],
    ) -> None:
        self._abouts = [{W + "author": author, W + "date": date} for date in dates]
        self._about = self._abouts[0]
        self._turns = cycle(self._abouts[1:])
        self._name, self._carry = name, carry
        self._ids = count(90_000)

    def merge(self, old: Element, new: Element) -> None:
        """Put the changes from `old` into `new`: bodies, headers, footers, cells, notes."""
        blocks = self._blocks(_blocks_of(old), _blocks_of(new))
        self._keep_last_end(blocks)
        kept = [one for one in new if one.tag not in (W + "p", W + "tbl")]
        before = [one for one in kept if one.tag != W + "sectPr"]
        for one in list(new):
            new.remove(one)
        new.extend([*before, *blocks, *(one for one in kept if one.tag == W + "sectPr")])

    def _blocks(self, old: list[Element], new: list[Element]) -> list[Element]:
        done: list[Element] = []
        left = right = 0
        found = list(self._paired(old, new))
        last = len(old) - 1, len(new) - 1
        are_free = min(last) >= 0 and all(i != last[0] and j != last[1] for i, j in found)
        if are_free and old[-1].tag == new[-1].tag == W + "p":
            found.append(last)  # no program can remove the end of the last paragraph
        for i, j in (*found, (len(old), len(new))):
            done += (self._whole(self._carried(one), "del") for one in old[left:i])
            done += (self._whole(one, "ins") for one in new[right:j])
            if i < len(old):
                self._same(old[i], new[j])
                done.append(new[j])
            left, right = i + 1, j + 1
        return done

    def _carried(self, block: Element) -> Element:
        """Return a copy of what is gone, with what it refers to in the newer file."""
        copy = deepcopy(block)
        self._carry(copy)
        return copy

    def _paired(self, old: list[Element], new: list[Element]) -> Iterator[tuple[int, int]]:
        """Yield paragraphs and tables that are the same, in their order: same words first, then alike."""
        words = [[_text(one) for one in each] for each in (old, new)]
        kinds = [[_kind(one) for one in each] for each in (old, new)]
        keys = [
            [f"{kind}|{text}" for kind, text in zip(*each, strict=True)]
            for each in zip(kinds, words, strict=True)
        ]
        left = right = 0
        for i, j in (*pairs(keys[0], keys[1]), (len(old), len(new))):
            at = left
            for other in range(right, j):
                for one in range(at, i):
                    alike = likeness(words[0][one], words[1][other]) >= ALIKE
                    if kinds[0][one] == kinds[1][other] and alike:
                        yield one, other
                        at = one + 1
                        break
            if i < len(old):
                yield i, j
            left, right = i + 1, j + 1

    def _keep_last_end(self, blocks: list[Element]) -> None:
        """Keep the end of the last paragraph, which no program can remove: the end before it goes instead."""
        if len(blocks) > 1 and (mark := _end_mark(blocks[-1])) is not None:
            last = len(blocks) - 1
            before = next((one for one in range(last - 1, -1, -1) if _end_mark(blocks[one]) is None), None)
            if before is None or blocks[before].tag != W + "p":
                return
            mark.getparent().remove(mark)
            self._properties(blocks[before], blocks[-1])
            _ending(blocks[before]).insert(0, mark)

    def _same(self, old: Element, new: Element) -> None:
        if new.tag == W + "p":
            self._paragraph(old, new)
        else:
            self._table(old, new)

    def _paragraph(self, old: Element, new: Element) -> None:
        self._about = next(self._turns)
        is_alike = likeness(_text(old), _text(new)) >= ALIKE  # else words in common are chance
        ours, theirs = list(self._atoms(old, is_new=False)), list(self._atoms(new, is_new=True))
        self._properties(old, new)
        _empty(new)
        left = right = 0
        ends = (len(ours), len(theirs))
        same = _without_lone_spaces(ours, theirs) if is_alike else ()
        for i, j in (*same, ends):
            gone = [one for one in ours[left:i] if not one.is_mark]
            for run in (run for one in gone for run in one.runs):
                self._carry(run)
            new.extend(self._changed(gone, "del"))
            new.extend(self._changed(theirs[right:j], "ins"))
            if (i, j) != ends:
                new.extend(theirs[j].runs)
            left, right = i + 1, j + 1
        self._about = self._abouts[0]
        _join(new)

    def _properties(self, old: Element, new: Element) -> None:
        """Track that a paragraph has other properties, such as another style."""
        ours, theirs = (child(one, W + "pPr") for one in (old, new))
        if theirs is None or ours is None or self._key(ours, is_new=False) == self._key(theirs, is_new=True):
            return
        before = etree.SubElement(theirs, W + "pPrChange", self._mark())
        kept = self._carried(ours)
        for name in ("rPr", "sectPr", "pPrChange"):
            for one in kept.findall(W + name):
                kept.remove(one)
        before.append(kept)

    def _table(self, old: Element, new: Element) -> None:
        ours, theirs = old.findall(W + "tr"), new.findall(W + "tr")
        words = [[_text(row) for row in each] for each in (ours, theirs)]
        widths = [[len(row.findall(W + "tc")) for row in each] for each in (ours, theirs)]
        matched = {j: i for i, j in pairs(*words)}
        at = 0
        for j in range(len(theirs)):
            if j in matched:
                at = matched[j] + 1
                continue
            stop = min((i for other, i in matched.items() if other > j), default=len(ours))
            alike = (i for i in range(at, stop) if likeness(words[0][i], words[1][j]) >= ALIKE or i == j)
            found = next((i for i in alike if widths[0][i] == widths[1][j]), None)
            if found is not None:
                matched[j] = found
                at = found + 1
        where = new.index(theirs[0]) if theirs else len(new)
        for row in theirs:
            new.remove(row)
        rows: list[Element] = []
        at = 0
        for j, row in enumerate(theirs):
            if j not in matched:
                rows.append(self._row(row, "ins"))
                continue
            rows += (self._row(self._carried(one), "del") for one in ours[at : matched[j]])
            at = matched[j] + 1
            for ours_cell, cell in zip(
                ours[matched[j]].findall(W + "tc"), row.findall(W + "tc"), strict=True
            ):
                self.merge(ours_cell, cell)
            rows.append(row)
        rows += (self._row(self._carried(one), "del") for one in ours[at:])
        for row in reversed(rows):
            new.insert(where, row)

    def _row(self, row: Element, kind: str) -> Element:
        """Return a row that is new or gone, as all that is in it."""
        properties = child(row, W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            row.insert(0, properties)
        etree.SubElement(properties, W + kind, self._mark())
        for paragraph in row.iter(W + "p"):
            if not any(one.tag == W + "txbxContent" for one in paragraph.iterancestors()):
                self._content(paragraph, kind)
        return row

    def _whole(self, block: Element, kind: str) -> Element:
        """Return a paragraph or table that is new or gone."""
        if block.tag == W + "tbl":
            for row in block.findall(W + "tr"):
                self._row(row, kind)
            return block
        if kind == "del":
            for one in block.findall(f"{W}pPr/{W}sectPr"):
                one.getparent().remove(one)
        _ending(block).insert(0, etree.Element(W + kind, self._mark()))
        self._content(block, kind)
        return block

    def _content(self, paragraph: Element, kind: str) -> None:
        """Mark all that a paragraph says as new or gone."""
        atoms = list(self._atoms(paragraph, is_new=kind == "ins"))
        _empty(paragraph)
        paragraph.extend(self._changed([one for one in atoms if kind == "ins" or not one.is_mark], kind))
        _join(paragraph)

    def _changed(self, atoms: Sequence[_Atom], kind: str) -> Iterator[Element]:
        """Yield runs as new or gone; a link cannot be in such a mark, so the mark is in the link."""
        for is_mark, group in groupby(atoms, key=lambda one: one.is_mark):
            runs = [run for one in group for run in one.runs]
            if is_mark:
                yield from runs
                continue
            for is_link, part in groupby(runs, key=lambda run: run.tag == W + "hyperlink"):
                elements = list(part)
                if kind == "del":
                    for one in elements:
                        _strike(one, self._mark)
                if not is_link:
                    mark = etree.Element(W + kind, self._mark())
                    mark.extend(elements)
                    yield mark
                    continue
                for link in elements:
                    mark = etree.Element(W + kind, self._mark())
                    mark.extend(list(link))
                    link.append(mark)
                    yield link

    def _mark(self) -> dict[str, str]:
        return {W + "id": str(next(self._ids)), **self._about}

    def _atoms(self, paragraph: Element, *, is_new: bool) -> Iterator[_Atom]:
        """Yield the atoms of a paragraph; words are cut out of their runs."""
        field: list[Element] = []
        depth = 0
        for one in paragraph:
            if one.tag == W + "pPr":
                continue
            if one.tag in _BOOKMARKS:
                yield _Atom(f"mark {one.tag} {one.get(W + 'name', '')}", (deepcopy(one),), is_mark=True)
                continue
            for part in _split(one) if one.tag == W + "r" else (deepcopy(one),):
                turn = part.find(W + "fldChar")
                kind = turn.get(W + "fldCharType") if turn is not None else ""
                depth += {"begin": 1, "end": -1}.get(kind or "", 0)
                field.append(part)
                if not depth:
                    yield _Atom(" ".join(self._key(run, is_new=is_new) for run in field), tuple(field))
                    field = []
        if field:
            yield _Atom(" ".join(self._key(run, is_new=is_new) for run in field), tuple(field))

    def _key(self, element: Element, *, is_new: bool) -> str:
        """Return what two elements that say the same have in common."""
        copy = deepcopy(element)
        for one in copy.iter():
            if not isinstance(one.tag, str):
                continue
            if etree.QName(one).localname in _NAMED:
                for name in ("id", "name"):
                    one.attrib.pop(name, None)
            for name, value in one.attrib.items():
                if name.startswith(R):
                    one.set(name, self._name(value, is_new))
            if one.tag == W + "footnoteReference":
                one.set(W + "id", self._name(f"footnote {one.get(W + 'id')}", is_new))
        for one in copy.findall(W + "rPr") if copy.tag == W + "pPr" else ():
            copy.remove(one)
        return str(etree.tostring(copy, method="c14n"))


def _empty(paragraph: Element) -> None:
    """Remove all that a paragraph has beside its properties."""
    for one in list(paragraph):
        if one.tag != W + "pPr":
            paragraph.remove(one)


def _ending(paragraph: Element) -> Element:
    """Return the properties of the end of a paragraph, where they say that it is new or gone."""
    properties = child(paragraph, W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    look = child(properties, W + "rPr")
    if look is None:
        look = etree.Element(W + "rPr")
        behind = next((one for one in properties if one.tag in (W + "sectPr", W + "pPrChange")), None)
        properties.insert(len(properties) if behind is None else properties.index(behind), look)
    return look


def _end_mark(block: Element) -> Element | None:
    """Return the mark by which the end of a paragraph is new or gone."""
    marks = (block.find(f"{W}pPr/{W}rPr/{W}{kind}") for kind in ("ins", "del"))
    return next((mark for mark in marks if mark is not None), None)


def _without_lone_spaces(old: Sequence[_Atom], new: Sequence[_Atom]) -> list[tuple[int, int]]:
    """Return pairs of atoms that are the same; a space between words that are not goes with them."""
    found = list(pairs([one.key for one in old], [one.key for one in new]))
    known = set(found)
    return [
        (i, j)
        for i, j in found
        if (i - 1, j - 1) in known or (i + 1, j + 1) in known or not _is_space(old[i])
    ]


def _is_space(atom: _Atom) -> bool:
    word = _word_of(atom.runs[0])
    return word is not None and (word.text or "").isspace()


def _blocks_of(holder: Element) -> list[Element]:
    return [one for one in holder if one.tag in (W + "p", W + "tbl")]


def _kind(block: Element) -> str:
    """Return what a paragraph or table must share with another one to be the same."""
    style = next((one.get(W + "val", "") for one in block.iter(W + "pStyle", W + "tblStyle")), "")
    return (
        f"{block.tag} {style}"
        if block.tag == W + "p"
        else f"{block.tag} {len(block.findall('.//' + W + 'gridCol'))}"
    )


def _text(block: Element) -> str:
    """Return the words of a block, its drawings once."""
    found = []
    for one in block.iter(W + "t", W + "tab", W + "p"):
        if not any(up.tag == MC + "Fallback" for up in one.iterancestors()):
            found.append(one.text or "" if one.tag == W + "t" else " ")
    return " ".join("".join(found).split())


def _split(run: Element) -> Iterator[Element]:
    """Yield a run for each word and each other thing in it."""
    look = child(run, W + "rPr")
    for part in run:
        if part.tag == W + "rPr":
            continue
        words = _WORD.findall(part.text or "") if part.tag == W + "t" else [None]
        for word in words:
            one = etree.Element(W + "r", dict(run.attrib))
            if look is not None:
                one.append(deepcopy(look))
            content = deepcopy(part)
            if word is not None:
                content.text = word
                content.set(XML_SPACE, "preserve")
            one.append(content)
            yield one


def _strike(element: Element, mark: Callable[[], dict[str, str]]) -> None:
    """Make the words of runs those of runs that are gone, in the boxes of drawings too."""
    for one in [*element.iter(*_BOOKMARKS)]:
        one.getparent().remove(one)
    for run in [*element.iter(W + "r")]:
        if run is not element and run.getparent().tag == W + "p":
            gone = etree.Element(W + "del", mark())
            run.addprevious(gone)
            gone.append(run)
    for one in [*element.iter(W + "t", W + "instrText")]:
        one.tag = W + ("delText" if one.tag == W + "t" else "delInstrText")


def _join(paragraph: Element) -> None:
    """Put words of one look beside each other into one run again."""
    for holder in (paragraph, *paragraph.findall(W + "ins"), *paragraph.findall(W + "del")):
        last: Element | None = None
        for run in list(holder):
            text = _word_of(run)
            before = _word_of(last) if last is not None else None
            if text is None or before is None or text.tag != before.tag or _look(run) != _look(last):
                last = run
                continue
            before.text = (before.text or "") + (text.text or "")
            before.set(XML_SPACE, "preserve")
            holder.remove(run)


def _word_of(run: Element) -> Element | None:
    """Return the text of a run that has nothing else."""
    parts = [one for one in run if one.tag != W + "rPr"] if run.tag == W + "r" else []
    return parts[0] if len(parts) == 1 and parts[0].tag in (W + "t", W + "delText") else None


def _look(run: Element) -> bytes:
    look = child(run, W + "rPr")
    return b"" if look is None else bytes(etree.tostring(look, method="c14n"))
