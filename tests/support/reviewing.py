"""Edits finished memos and decks as reviewers do: typing, tracked changes, comments, whole paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

from tests.support.command import brief
from tests.support.packages import A, W, parts_of, repacked

ANNA = "Anna Smith"
DATE = "2031-05-03T09:00:00Z"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def built(folder: Path, source: str) -> Path:
    """Build a brief in a folder of its own, and return the folder."""
    (folder / "brief.yaml").write_text(source, encoding="utf-8")
    done = brief("build", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def memo(folder: Path, author: str = "") -> Review:
    """Return the memo that was built in a folder, to be edited."""
    return Review(folder / "output" / "brief-memo.docx", author)


def deck(folder: Path) -> Review:
    """Return the deck that was built in a folder, to be edited."""
    return Review(folder / "output" / "brief-deck.pptx")


class Review:
    """A finished memo or deck that is being edited; with an author, changes of the memo are tracked."""

    def __init__(self, file: Path, author: str = "") -> None:
        self.data, self.author = file.read_bytes(), author
        self.is_deck = file.suffix == ".pptx"
        self.tag = A if self.is_deck else W
        pattern = (
            r"ppt/(slides|notesSlides)/[^/]+\.xml$"
            if self.is_deck
            else r"word/(document|header\d|footer\d|footnotes)\.xml$"
        )
        parts = parts_of(self.data, pattern)
        self.parts = {name: etree.fromstring(part) for name, part in parts.items()}
        self.comments: list[tuple[str, str]] = []

    def paragraphs(self, part: str = "") -> Iterator[Any]:
        """Yield the paragraphs with words; of a memo, those that older programs show instead are left out."""
        for name, root in self.parts.items():
            if part in name:
                for one in root.iter(f"{self.tag}p"):
                    fallback = any(each.tag.endswith("}Fallback") for each in one.iterancestors())
                    if not fallback and self.words(one).strip():
                        yield one

    def words(self, paragraph: Any) -> str:
        """Return the words of a paragraph, without those of boxes in it."""
        return "".join(one.text or "" for one in self.texts(paragraph))

    def names(self, paragraph: Any) -> list[str]:
        """Return the names of the bookmarks in a paragraph of a memo."""
        return [one.get(f"{W}name", "") for one in paragraph.iter(f"{W}bookmarkStart")]

    def texts(self, paragraph: Any) -> list[Any]:
        """Return the elements with the words of a paragraph."""
        tag = f"{self.tag}p"
        return [
            one
            for one in paragraph.iter(f"{self.tag}t")
            if next(each for each in one.iterancestors() if each.tag == tag) is paragraph
        ]

    def find(self, words: str, nth: int = 0, part: str = "") -> Any:
        """Return the paragraph with some words."""
        return [one for one in self.paragraphs(part) if words in self.words(one)][nth]

    def replace(self, old: str, new: str, nth: int = 0, part: str = "") -> None:
        """Type over words."""
        self.retype(self.find(old, nth, part), old, new)

    def retype(self, paragraph: Any, old: str, new: str) -> None:
        """Type over words of a paragraph."""
        at = self.words(paragraph).index(old)
        left, begun = len(old), 0
        for one in self.texts(paragraph):
            text = one.text or ""
            start = max(at - begun, 0)
            begun += len(text)
            if start >= len(text) or not (left or new):
                continue
            gone = text[start : start + left]
            left -= len(gone)
            self._put(one, text[:start], gone, new, text[start + len(gone) :])
            new = ""
            at = max(at, begun)
            if not left:
                return

    def _put(self, one: Any, before: str, gone: str, new: str, after: str) -> None:
        if not self.author or self.is_deck:
            one.text = before + new + after
            one.set(_SPACE, "preserve") if not self.is_deck else None
            return
        run = one.getparent()
        pieces = [(before, ""), (gone, "del"), (new, "ins"), (after, "")]
        for words, kind in pieces:
            if not words:
                continue
            copy = deepcopy(run)
            for part in copy.iterchildren(f"{W}t"):
                copy.remove(part)
            text = etree.SubElement(copy, f"{W}delText" if kind == "del" else f"{W}t")
            text.text = words
            text.set(_SPACE, "preserve")
            run.addprevious(self._tracked(kind, copy) if kind else copy)
        run.getparent().remove(run)

    def _tracked(self, kind: str, *inside: Any) -> Any:
        mark = etree.Element(f"{W}{kind}", {f"{W}id": "900", f"{W}author": self.author, f"{W}date": DATE})
        mark.extend(inside)
        return mark

    def delete(self, words: str, nth: int = 0, part: str = "") -> None:
        """Delete a whole paragraph."""
        paragraph = self.find(words, nth, part)
        if not self.author or self.is_deck:
            paragraph.getparent().remove(paragraph)
            return
        self.retype(paragraph, self.words(paragraph), "")
        self._mark(paragraph, "del")

    def _mark(self, paragraph: Any, kind: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        look = properties.find(f"{W}rPr")
        look = etree.SubElement(properties, f"{W}rPr") if look is None else look
        look.insert(0, self._tracked(kind))

    def add_after(self, words: str, text: str, part: str = "") -> None:
        """Type a new paragraph behind another, in its look."""
        paragraph = self.find(words, part=part)
        new = deepcopy(paragraph)
        for mark in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        first, *others = self.texts(new)
        first.text = "" if self.author else text
        for one in others:
            one.text = ""
        if self.author:
            run = first.getparent()
            first.text = text
            run.addprevious(self._tracked("ins", deepcopy(run)))
            run.getparent().remove(run)
            self._mark(new, "ins")
        paragraph.addnext(new)

    def move(self, words: str, behind: str) -> None:
        """Move a paragraph behind another."""
        paragraph = self.find(words)
        self.find(behind).addnext(paragraph)

    def split(self, words: str) -> None:
        """Press Enter behind some words, which are in one run."""
        paragraph = self.find(words)
        new = deepcopy(paragraph)
        for mark in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}tab")]:
            mark.getparent().remove(mark)
        cut = self.words(paragraph).index(words) + len(words)
        at = 0
        for one, other in zip(self.texts(paragraph), self.texts(new), strict=True):
            text = one.text or ""
            here = min(max(cut - at, 0), len(text))
            one.text, other.text = text[:here], text[here:].lstrip() if here else text
            at += len(text)
        paragraph.addnext(new)

    def join(self, words: str) -> None:
        """Delete the end of a paragraph, so that the next one goes on in it."""
        paragraph = self.find(words)
        new = paragraph.getnext()
        last = self.texts(paragraph)[-1]
        last.text = f"{last.text} "
        last.set(_SPACE, "preserve")
        paragraph.extend([one for one in new if one.tag != f"{W}pPr"])
        new.getparent().remove(new)

    def comment(self, words: str, text: str, nth: int = 0) -> None:
        """Comment on the words of a run of the memo."""
        number = str(len(self.comments))
        self.comments.append((self.author or ANNA, text))
        one = next(each for each in self.texts(self.find(words, nth)) if words in (each.text or ""))
        run = one.getparent()
        run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": number}))
        reference = etree.Element(f"{W}r")
        etree.SubElement(reference, f"{W}commentReference", {f"{W}id": number})
        run.addnext(reference)
        run.addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": number}))

    def without_identity(self) -> None:
        """Take away names and snapshot, as programs do that know neither."""
        for root in self.parts.values():
            for mark in [*root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                mark.getparent().remove(mark)
            for about in root.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"):
                about.set("name", "Text")
        relations = "ppt/_rels/presentation.xml.rels" if self.is_deck else "word/_rels/document.xml.rels"
        root = etree.fromstring(parts_of(self.data)[relations])
        for one in [*root]:
            if one.get("Type").endswith("/customXml"):
                root.remove(one)
        self.data = repacked(self.data, {relations: etree.tostring(root)})

    def save(self, path: Path) -> Path:
        """Write the edited file."""
        parts = {name: etree.tostring(root) for name, root in self.parts.items()}
        if self.comments:
            root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
            for number, (author, text) in enumerate(self.comments):
                about = {f"{W}id": str(number), f"{W}author": author, f"{W}date": DATE}
                paragraph = etree.SubElement(etree.SubElement(root, f"{W}comment", about), f"{W}p")
                etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = text
            parts["word/comments.xml"] = etree.tostring(root)
            every = parts_of(self.data)
            types = etree.fromstring(every["[Content_Types].xml"])
            etree.SubElement(types, "Override", PartName="/word/comments.xml", ContentType=_COMMENTS)
            parts["[Content_Types].xml"] = etree.tostring(types)
            relations = etree.fromstring(every["word/_rels/document.xml.rels"])
            etree.SubElement(relations, "Relationship", Id="rIdC", Type=_RELATION, Target="comments.xml")
            parts["word/_rels/document.xml.rels"] = etree.tostring(relations)
        path.write_bytes(repacked(self.data, parts))
        return path
