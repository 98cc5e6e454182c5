"""Gathers the words of one paragraph of a Word file, with its fields."""

from __future__ import annotations

from builder.audit.content import FIELD
from builder.audit.office.package import Element, W

FIELD_MARKS = frozenset((W + "fldChar", W + "instrText", W + "delInstrText"))
_PAGE_NUMBERS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"}


class Line:
    """The words of one paragraph while they are gathered; fields nest, and page numbers are not words."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.text: list[str] = []
        self.slot: str | None = None
        self.boxes: list[Element] = []
        self.references: list[tuple[str, str]] = []  # words and the bookmark to which they refer
        self.properties: Element | None = None
        self.strong: set[bool] = set()  # whether each of its runs is bold
        self._fields: list[tuple[list[str], bool]] = []  # instruction, and whether its result is being shown

    def write(self, text: str) -> None:
        """Add visible characters; not the instruction of a field, nor a page number."""
        if all(shown and not is_page_number(words) for words, shown in self._fields):
            self.text.append(text)

    @property
    def in_field(self) -> bool:
        """Whether a field has begun and not ended."""
        return bool(self._fields)

    def mark_field(self, mark: Element, others: list[str]) -> None:
        """Follow a mark of a field that stands between its words; what is not understood goes to `others`."""
        what = mark.get(W + "fldCharType", "instruction")
        if what == "begin":
            self.begin_field("")
        elif what == "separate":
            self.show_field(others)
        elif what == "end":
            self.end_field(others)
        elif self._fields:
            self._fields[-1][0].append(mark.text or "")

    def begin_field(self, instruction: str) -> None:
        """Begin a field, whose instruction may go on."""
        self._fields.append(([instruction], False))

    def show_field(self, others: list[str]) -> None:
        """Begin the result of the innermost field; all but page numbers are added to `others`."""
        if self._fields:
            words, _ = self._fields.pop()
            self._fields.append((words, True))
            if not is_page_number(words) and not _lists_contents(words):
                others.append(f"a Word field “{''.join(words).strip()}” in {self.location}")

    def end_field(self, others: list[str]) -> None:
        """End the innermost field; one without a result is added to `others`."""
        if self._fields:
            words, shown = self._fields.pop()
            if is_page_number(words):
                name, _, bookmark = "".join(words).strip().partition(" ")
                if name == "PAGEREF":
                    before = "".join(self.text).rpartition(FIELD)[2].strip()
                    self.references.append((before, bookmark.split()[0] if bookmark else ""))
                self.write(FIELD)
            elif not shown:
                others.append(f"a Word field “{''.join(words).strip()}” in {self.location}")


def is_page_number(instruction: list[str]) -> bool:
    """Whether a field counts pages."""
    return "".join(instruction).split()[:1] in [[name] for name in _PAGE_NUMBERS]


def _lists_contents(instruction: list[str]) -> bool:
    """Whether a field lists the headings, or leads from one of them to its place."""
    words = "".join(instruction).split()
    return words[:1] == ["TOC"] or (words[:1] == ["HYPERLINK"] and "\\l" in words)
