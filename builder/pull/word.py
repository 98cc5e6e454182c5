"""Reads an edited memo: its paragraphs with each author's tracked changes taken or left, and its comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from builder.audit.content import FIELD
from builder.audit.office.package import MC, Element, Package, W, child, shown
from builder.audit.word.headers import headers_and_footers
from builder.audit.word.line import FIELD_MARKS, Line
from builder.brief.texts.marks import raised
from builder.pull.paragraphs import Comment, Paragraph, Said, Taken
from builder.pull.snapshot import named

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_NEW, _OLD = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
_SILENT = frozenset(
    [W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")]
    + [W + "tblPrEx", W + "smartTagPr", W + "customXmlPr", MC + "Fallback"]
)
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "-"}
_MARKS = re.compile(r"(?:^|\t)[^\t]*" + FIELD + r"[^\t]*")  # what is beside the number of a page


def read_memo(package: Package, taken: Taken) -> Said:
    """Return what a memo says: headers, body, notes and footers."""
    main, document = package.document(W + "document")
    reader = _Reader(package, main, taken)
    sheets, _ = headers_and_footers(document, package.related(main))
    for _, part in (sheet for sheet in sheets if sheet[0].startswith("header")):
        reader.read(package.parse(part), around=True)
    reader.read(document)
    for _, part in package.targets(main, "footnotes"):
        reader.read_notes(package.parse(part))
    for _, part in (sheet for sheet in sheets if sheet[0].startswith("footer")):
        reader.read(package.parse(part), around=True)
    return Said((*reader.homeless(), *_once(reader.found)), dict(reader.tracked))


def _once(found: Iterable[Paragraph]) -> Iterable[Paragraph]:
    """Yield the paragraphs, those of headers and footers that say the same only once."""
    known: set[tuple[str, tuple[str, ...]]] = set()
    for one in found:
        if not one.around or (one.text, one.names) not in known:
            yield one
        if one.around:
            known.add((one.text, one.names))


class _Open:
    """A paragraph while it is read."""

    def __init__(self) -> None:
        self.line = Line("")
        self.names: list[str] = []
        self.form = ""
        self.authors: dict[tuple[str, str], None] = {}
        self.comments: list[Comment] = []
        self.begun: dict[str, int] = {}  # where the words of a comment begin, by its id


class _Reader:
    def __init__(self, package: Package, main: str, taken: Taken) -> None:
        self.found: list[Paragraph] = []
        self.tracked: Counter[str] = Counter()
        self._taken = taken
        self._comments = _comments_of(package, main)
        self._noted: list[str] = []
        self._note = ""
        self._open: _Open | None = None
        self._around = False

    def read(self, root: Element, *, around: bool = False) -> None:
        """Read the paragraphs of a part."""
        self._around = around
        self._blocks(root)
        self._close()

    def read_notes(self, root: Element) -> None:
        """Read the footnotes in the order in which they are marked."""
        notes = {note.get(W + "id", ""): note for note in root if note.get(W + "type") in (None, "normal")}
        for number, identity in enumerate(self._noted, 1):
            if (note := notes.get(identity)) is not None:
                self._note = raised(number)
                self.read(note)

    def homeless(self) -> Iterator[Paragraph]:
        """Yield the comments whose words are gone, in a paragraph without words."""
        if left := tuple(comment for each in self._comments.values() for comment in each):
            yield Paragraph("", comments=left)

    def _is_taken(self, mark: Element) -> bool:
        author = mark.get(W + "author", "")
        taken = self._taken(author)
        if taken and self._open is not None:
            self._open.authors[author, mark.get(W + "date", "")] = None
        return taken

    def _blocks(self, node: Element) -> None:
        for part in node:
            if part.tag == W + "p":
                self._paragraph(part)
            elif part.tag == W + "tr" and self._is_gone(child(part, W + "trPr")):
                continue
            elif part.tag not in _SILENT:
                self._blocks(part)
                if part.tag == W + "tc":
                    self._close()

    def _is_gone(self, properties: Element | None) -> bool:
        """Whether a row, or the end of a paragraph, is not there once tracked changes are taken or left."""
        gone = False
        for mark in () if properties is None else properties:
            if mark.tag in (*_NEW, *_OLD):
                self.tracked[mark.get(W + "author", "")] += 1
                gone = gone or self._is_taken(mark) == (mark.tag in _OLD)
        return gone

    def _paragraph(self, paragraph: Element) -> None:
        """Read a paragraph; where its end is gone it goes on with the next."""
        self._open = self._open or _Open()
        properties = child(paragraph, W + "pPr")
        self._open.form = self._open.form or _form(properties)
        end = None if properties is None else child(properties, W + "rPr")
        self._inline(paragraph, is_old=False)
        if not self._is_gone(end):
            self._close()

    def _close(self) -> None:
        """End the paragraph that is open, and read the boxes that are anchored in it."""
        if self._open is None:
            return
        one, self._open = self._open, None
        text = _MARKS.sub("", "".join(one.line.text))
        if text.strip() or one.names or one.comments:
            self.found.append(
                Paragraph(
                    text,
                    tuple(dict.fromkeys(one.names)),
                    tuple(one.authors),
                    tuple(one.comments),
                    around=self._around,
                    form=one.form,
                )
            )
        for box in one.line.boxes:
            self._blocks(box)
            self._close()

    def _inline(self, node: Element, *, is_old: bool) -> None:
        """Read a paragraph, a link, a change or whatever else contains runs."""
        assert self._open is not None
        for part in node:
            tag = part.tag
            if tag == W + "r":
                self._run(part, is_old=is_old)
            elif tag in (*_NEW, *_OLD):
                self.tracked[part.get(W + "author", "")] += 1
                if self._is_taken(part) == (tag in _NEW):
                    self._inline(part, is_old=is_old or tag in _OLD)
            elif tag == W + "bookmarkStart":
                if name := named(part.get(W + "name", "")):
                    self._open.names.append(name)
            elif tag in (W + "commentRangeStart", W + "commentRangeEnd"):
                self._comment(part.get(W + "id", ""), ends=tag.endswith("End"))
            elif tag == W + "fldSimple":
                self._open.line.begin_field(part.get(W + "instr", ""))
                self._open.line.show_field([])
                self._inline(part, is_old=is_old)
                self._open.line.end_field([])
            elif tag not in _SILENT:
                self._inline(part, is_old=is_old)

    def _comment(self, identity: str, *, ends: bool) -> None:
        """Note where the words of a comment begin, or that they end here."""
        assert self._open is not None
        if not ends:
            self._open.begun[identity] = len(self._open.line.text)
            return
        for comment in self._comments.pop(identity, ()):
            words = "".join(self._open.line.text[self._open.begun.get(identity, 0) :])
            self._open.comments.append(
                Comment(comment.author, comment.date, comment.text, words.strip(), comment.done)
            )

    def _run(self, run: Element, *, is_old: bool) -> None:
        assert self._open is not None
        line = self._open.line
        for part in run:
            tag = part.tag
            if tag == W + "t" or (tag == W + "delText" and is_old):
                line.write(part.text or "")
            elif tag in _CHARACTERS:
                line.write(_CHARACTERS[tag])
            elif tag == W + "footnoteReference":
                self._noted.append(part.get(W + "id", ""))
                line.write(raised(len(self._noted)))
            elif tag == W + "footnoteRef":
                line.write(self._note)
            elif tag in FIELD_MARKS:
                line.mark_field(part, [])
            elif tag == W + "commentReference":
                self._comment(part.get(W + "id", ""), ends=True)
            elif tag == W + "drawing":
                line.boxes.extend(part.iter(W + "txbxContent"))
            elif tag == MC + "AlternateContent":
                self._run(shown(part), is_old=is_old)


def _form(properties: Element | None) -> str:
    """Return the style of a paragraph, and the level of its list."""
    marks = () if properties is None else properties.iter(W + "pStyle", W + "numId", W + "ilvl")
    return " ".join(mark.get(W + "val", "") for mark in marks)


def _comments_of(package: Package, main: str) -> dict[str, tuple[Comment, ...]]:
    """Return the comments by the ids of their places, each with its answers behind it."""
    parents: dict[str, str] = {}
    done: set[str] = set()
    for _, part in package.targets(main, "commentsExtended"):
        for one in package.parse(part):
            identity = one.get(W15 + "paraId", "")
            parents[identity] = one.get(W15 + "paraIdParent", "")
            if one.get(W15 + "done") in ("1", "true"):
                done.add(identity)
    found: dict[str, tuple[Comment, ...]] = {}
    threads: dict[str, str] = {}  # ids of the first comments by the ids of their last paragraphs
    for _, part in package.targets(main, "comments"):
        for one in package.parse(part):
            identity = one.get(W + "id", "")
            lines = [
                "".join(words.text or "" for words in paragraph.iter(W + "t"))
                for paragraph in one.iter(W + "p")
            ]
            last = next((para.get(W14 + "paraId", "") for para in reversed(list(one.iter(W + "p")))), "")
            comment = Comment(
                one.get(W + "author", ""),
                one.get(W + "date", ""),
                " ".join(filter(None, lines)),
                done=last in done or parents.get(last, "") in done,
            )
            first = threads.get(parents.get(last, ""), identity)
            threads[last] = first
            found[first] = (*found.get(first, ()), comment)
    return found
