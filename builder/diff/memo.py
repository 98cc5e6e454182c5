"""Writes a memo with tracked changes: accepted, it is the one of the new version, rejected, of the old."""

from __future__ import annotations

import posixpath
import re
from copy import deepcopy
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from zipfile import ZipFile

from lxml import etree

from builder.audit.office.package import Element, W
from builder.diff.tracked import DATES, R, Tracker
from builder.export.office.package import moment, zipped

AUTHOR = "brief diff"
_APART = 2  # minutes between dates, so that no program takes changes for one
_MAIN, _NOTES = "word/document.xml", "word/footnotes.xml"
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_STYLED = tuple(W + name for name in ("pStyle", "rStyle", "tblStyle"))
_AROUND = re.compile(r"word/(?:header|footer)\d+\.xml")
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def tracked(old: bytes, new: bytes, epoch: int) -> bytes:
    """Return a Word file with the changes from another one, dated `epoch`."""
    return _Redline(_File(old), _File(new), epoch).packed()


class _File:
    """The parts of a Word file, with those that are changed."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.trees: dict[str, Element] = {}

    def tree(self, part: str) -> Element:
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.parts[part])
        return self.trees[part]

    def relations(self, part: str) -> dict[str, Element]:
        """Return the relations of a part by their ids."""
        listing = listing_of(part)
        return {one.get("Id", ""): one for one in self.tree(listing)} if listing in self.parts else {}

    def note(self, identity: str) -> Element | None:
        """Return a footnote."""
        notes = self.tree(_NOTES) if _NOTES in self.parts else ()
        return next((note for note in notes if note.get(W + "id") == identity), None)


def listing_of(part: str) -> str:
    """Return the part with the relations of another one."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class _Redline:
    def __init__(self, old: _File, new: _File, epoch: int) -> None:
        self.old, self.new, self.epoch = old, new, epoch
        self.drawings = count(1)

    def packed(self) -> bytes:
        """Merge all parts with text, and return the file."""
        around = [name for name in self.new.parts if _AROUND.fullmatch(name) and name in self.old.parts]
        for part in (_MAIN, *around):
            self._merge(part)
        parts = self.new.parts | {name: _bytes(tree) for name, tree in self.new.trees.items()}
        return zipped(parts.items(), self.epoch)

    def _merge(self, part: str) -> None:
        first = moment(self.epoch)
        tracker = Tracker(
            AUTHOR,
            [(first + timedelta(minutes=_APART * n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in range(DATES)],
            lambda id, is_new: self._target(part, id, is_new),
            lambda one: self._carry(part, one),
        )
        old, new = (file.tree(part) for file in (self.old, self.new))
        if part == _MAIN:
            old, new = (next(one.iter(W + "body")) for one in (old, new))
        tracker.merge(old, new)
        for one in new.iter("{*}docPr"):
            one.set("id", str(next(self.drawings)))

    def _target(self, part: str, id: str, is_new: bool) -> str:
        """Return a name for what a reference leads to, the same in both files if that is the same."""
        file = self.new if is_new else self.old
        if id.startswith("footnote "):
            note = file.note(id.removeprefix("footnote "))
            return "" if note is None else "".join(map(str, note.itertext()))
        relation = file.relations(part).get(id)
        if relation is None:
            return id
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            return str(target)
        data = file.parts.get(posixpath.normpath(posixpath.join(posixpath.dirname(part), target)), b"")
        return sha256(data).hexdigest()

    def _carry(self, part: str, element: Element) -> None:
        """Bring what an element that is gone refers to into the new file."""
        for one in element.iter():
            for name, value in one.attrib.items() if isinstance(one.tag, str) else ():
                if name.startswith(R) and (relation := self.old.relations(part).get(value)) is not None:
                    one.set(name, self._related(part, relation))
            if one.tag == W + "footnoteReference":
                one.set(W + "id", self._noted(one.get(W + "id", "")))
            elif one.tag in _STYLED:
                self._styled(one.get(W + "val", ""))
            elif one.tag == W + "numId":
                self._listed(one.get(W + "val", ""))

    def _related(self, part: str, relation: Element) -> str:
        """Return the id of a relation as one of the old file has it."""
        own = self._new_relations(part)
        copy = deepcopy(relation)
        if copy.get("TargetMode") != "External":
            folder = posixpath.dirname(part)
            carried = self._part(posixpath.normpath(posixpath.join(folder, copy.get("Target", ""))))
            copy.set("Target", posixpath.relpath(carried, folder))
        same = (one for one in own if {**one.attrib, "Id": ""} == {**copy.attrib, "Id": ""})
        if (found := next(same, None)) is not None:
            return str(found.get("Id"))
        copy.set("Id", f"rIdOld{len(own) + 1}")
        own.append(copy)
        return str(copy.get("Id"))

    def _part(self, name: str) -> str:
        """Return the name of a part of the old file in the new one, with what it refers to."""
        data = self.old.parts[name]
        if self.new.parts.get(name) == data:
            return name
        folder, file = posixpath.split(name)
        carried = posixpath.join(folder, f"old-{file}")
        if carried in self.new.parts:
            return carried
        self.new.parts[carried] = data
        self._typed(name, carried)
        for relation in self.old.relations(name).values():
            inner = deepcopy(relation)
            if inner.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, inner.get("Target", "")))
                inner.set("Target", posixpath.relpath(self._part(target), folder))
            self._new_relations(carried).append(inner)
        return carried

    def _new_relations(self, part: str) -> Element:
        """Return the relations of a part of the new file, which may have had none."""
        listing = listing_of(part)
        if listing not in self.new.parts:
            self.new.parts[listing] = b""
            self.new.trees[listing] = etree.Element(
                _RELATIONS + "Relationships", nsmap={None: _RELATIONS[1:-1]}
            )
        return self.new.tree(listing)

    def _typed(self, name: str, carried: str) -> None:
        """Give a part that was carried the content type that it had."""
        types = "[Content_Types].xml"
        ours, theirs = self.old.tree(types), self.new.tree(types)
        ending = name.rpartition(".")[2]
        for one in ours:
            if one.get("PartName") == f"/{name}":
                copy = deepcopy(one)
                copy.set("PartName", f"/{carried}")
                theirs.append(copy)
                return
        known = {one.get("Extension") for one in theirs}
        for one in ours:
            if one.get("Extension") == ending and ending not in known:
                theirs.insert(0, deepcopy(one))

    def _styled(self, name: str) -> None:
        """Bring a style that is no longer used, and those that it is made from."""
        ours, theirs = (file.tree(_STYLES) for file in (self.old, self.new))
        if any(one.get(W + "styleId") == name for one in theirs):
            return
        for style in ours:
            if style.get(W + "styleId") == name:
                copy = deepcopy(style)
                theirs.append(copy)
                for one in copy.iter(W + "numId"):
                    self._listed(one.get(W + "val", ""))
                for one in copy.iter(W + "basedOn", W + "next", W + "link"):
                    self._styled(one.get(W + "val", ""))

    def _listed(self, number: str) -> None:
        """Bring the list of a number, which the new file may not have."""
        ours, theirs = (file.tree(_NUMBERING) for file in (self.old, self.new))
        if number == "0" or any(one.get(W + "numId") == number for one in theirs.iter(W + "num")):
            return
        given = next(one for one in ours.iter(W + "num") if one.get(W + "numId") == number)
        form = given.find(W + "abstractNumId").get(W + "val")
        lists = [one for one in theirs if one.tag == W + "abstractNum"]
        if all(one.get(W + "abstractNumId") != form for one in lists):
            shape = next(one for one in ours if one.get(W + "abstractNumId") == form)
            theirs.insert(len(lists), deepcopy(shape))
        theirs.append(deepcopy(given))

    def _noted(self, identity: str) -> str:
        """Return the id that an old footnote has in the new file."""
        note = self.old.note(identity)
        if note is None:
            return identity
        if _NOTES not in self.new.parts:
            relation = next(
                one for one in self.old.relations(_MAIN).values() if one.get("Target") == "footnotes.xml"
            )
            self.new.parts[_NOTES] = self.old.parts[_NOTES]
            self._typed(_NOTES, _NOTES)
            self.new.tree(listing_of(_MAIN)).append(deepcopy(relation))
            relations = self.new.tree(listing_of(_MAIN))
            relations[-1].set("Id", f"rIdOld{len(relations)}")
            for one in list(self.new.tree(_NOTES)):
                if one.get(W + "type") in (None, "normal"):
                    self.new.tree(_NOTES).remove(one)
        notes = self.new.tree(_NOTES)
        copy = deepcopy(note)
        copy.set(W + "id", str(max(int(one.get(W + "id", "0")) for one in notes) + 1))
        for inner in [*copy.iter(W + "bookmarkStart", W + "bookmarkEnd")]:
            inner.getparent().remove(inner)
        notes.append(copy)
        return str(copy.get(W + "id"))


def _bytes(tree: Element) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
