"""Scans a text for YAML events, and reads past the most common slips: tabs and unquoted text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from yaml.error import MarkedYAMLError
from yaml.events import Event, ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import FlowEntryToken, FlowSequenceEndToken, ScalarToken, Token

from builder.brief.yaml.events import Mark, position_of
from builder.report.problems import Position, Problem, Severity

# PyYAML's Scanner reads letter by letter; these take whole lines.
_GAP = re.compile(r"[ \t]*(?:#[^\n\0]*)?")
_BLOCK_TEXT = re.compile(r"(?:[^ \t\n\0:]+|:(?=[^ \t\n\0])|[ \t]+(?=[^ \t\n\0:#]|:[^ \t\n\0]))*")
_FLOW_TEXT = re.compile(
    r"(?:[^ \t\n\0:,\[\]{}]+|:(?=[^ \t\n\0,\[\]{}])|[ \t]+(?=[^ \t\n\0:#,\[\]{}]|:[^ \t\n\0,\[\]{}]))*"
)
_COMMENT = re.compile(r"(?<!\S)#[^\n]*")
_COLON = re.compile(r"[ \t]*:(?=[ \t\n\0])")
_COMMA = re.compile(
    r",(?=[ \t]*[^\s,}])(?:[^:,{}\[\]#\"'\n]|:(?=[^\s,\[\]{}]))*(?=[,}])"
)  # and no key after it
_CUT_BY_COMMENT = re.compile(r"[ \t]+#\w")
_CUT_AT_START = re.compile(r"[ \t]+#(?:[0-9]|[A-Fa-f][0-9A-Fa-f]{2,7}[ \t]*[,}\]\n\0])")  # or a colour
_QUOTED = {"'": re.compile(r"'([^'\n\0]*)'(?!')"), '"': re.compile(r'"([^"\\\n\0]*)"')}
_ALIAS = re.compile(r"\*[A-Za-z0-9_-]+[ \t]*(?=[\n\0,\]}:#])")
_ANCHOR = re.compile(r"&[A-Za-z0-9_-]+(?=[ \t\n\0,\]}])")
_RESERVED = "%@`"  # YAML keeps these for itself at the start of a text

QUOTE_HINT = "put the text in double quotes"


class EventReader(Reader, Scanner, Parser):
    """PyYAML's own scanner and parser, in pure Python, which explains what is wrong with a text.

    The text must break lines with the newline alone and hold no control characters. Slips that leave no
    doubt about what was meant are noted in `faults` and read past; any other raises `MarkedYAMLError`.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        self.faults: list[Problem] = []
        self.quote: Mark | None = None  # where the last quote over several lines opens
        self.cut: Problem | None = None  # of a text in brackets that are still open
        self._moved: dict[int, int] = {}  # line → characters by which its tabs moved it
        self._columns: dict[str, int] = {}  # indentation with tabs → the column it stands for

    def events(self) -> Iterator[Event]:
        """Yield what the text holds, as it is read."""
        while self.check_event():
            event: Event = self.get_event()  # type: ignore[no-untyped-call]
            yield event

    def given(self, event: Event) -> str:
        """Return an event as it is written, quotes and all."""
        start, end = event.start_mark, event.end_mark
        given: str = self.buffer[start.index : end.index] if start and end else ""
        return given

    def ends_empty(self, event: Event) -> bool:  # noqa: ARG002 - the same as of libyaml
        """Return False: this reader sees the item after a last comma."""
        return False

    def note_empty(self, event: Event) -> None:
        """Do nothing: this reader has read past the commas inside a text."""

    def position(self, start: Mark | None, end: Mark | None = None) -> Position:
        """Return the position between two marks, in the text as it was given."""
        return position_of(start, end, self._moved.get(start.line, 0) if start else 0)

    # The same as in PyYAML, quicker: the text is all in memory.

    def peek(self, index: int = 0) -> str:
        letter: str = self.buffer[self.pointer + index]
        return letter

    def prefix(self, length: int = 1) -> str:
        letters: str = self.buffer[self.pointer : self.pointer + length]
        return letters

    def forward(self, length: int = 1) -> None:
        end = self.pointer + length
        last_break = self.buffer.rfind("\n", self.pointer, end)
        if last_break < 0:
            self.column += length
        else:
            self.line += self.buffer.count("\n", self.pointer, end)
            self.column = end - last_break - 1
        self.pointer = self.index = end

    # Spaces and tabs.

    def scan_to_next_token(self) -> None:
        while True:
            start = self.pointer
            gap = _GAP.match(self.buffer, start)
            end = gap.end() if gap else start
            if self.buffer[start - 1 : start] in (":", "-") and _CUT_AT_START.match(self.buffer, start):
                self._note_cut_text()
            self.forward(end - start)
            if self.buffer[end] != "\n":
                break
            self.forward()
            if not self.flow_level:
                self.allow_simple_key = True
        line_start = self.buffer.rfind("\n", 0, end) + 1
        indentation = self.buffer[line_start:end]
        if "\t" in indentation and not indentation.strip() and self.buffer[end] != "\0":
            self._read_past_tabs(indentation, line_start)

    def _read_past_tabs(self, indentation: str, line_start: int) -> None:
        """Read a line indented with tabs as one of the same depth, or one deeper after a colon."""
        if self.flow_level:
            return  # between brackets indentation says nothing
        before = self.buffer[:line_start].rstrip()
        line_before = before[before.rfind("\n") + 1 :]
        guess = self._columns.get(indentation)
        if guess is None or line_before.startswith(" "):
            guess = max(self.indent + 2 if before.endswith(":") else self.indent, 0)
            self._columns[indentation] = guess
        tab = indentation.index("\t") + 1
        position = Position(self.line + 1, tab, len(indentation) + 1)
        self._moved[self.line] = len(indentation) - guess
        self.column = guess
        self._note(
            "indent-with-spaces", "this line is indented with a tab", "use spaces for indentation", position
        )

    # Values that are left out.

    def parse_flow_sequence_entry(self, first: bool = False) -> Event:
        """Return the next item of a list in brackets; between two commas, or after the last, it is empty."""
        if not first and self.check_token(FlowEntryToken):
            end = self.peek_token().end_mark  # type: ignore[no-untyped-call]
            self.get_token()  # type: ignore[no-untyped-call]
            if self.check_token(FlowEntryToken, FlowSequenceEndToken):
                self.state = self.parse_flow_sequence_entry
                return ScalarEvent(None, None, (True, False), "", end, end)
            first = True
        event: Event = super().parse_flow_sequence_entry(first)
        return event

    # Text without quotes.

    def scan_plain(self) -> ScalarToken:
        """Return the text up to its end; a colon where no key can be, and a comma that no key or item
        follows, are part of it and noted.
        """
        in_block = not self.flow_level
        text_of_line = _BLOCK_TEXT if in_block else _FLOW_TEXT
        keyless = in_block and self.flow_level not in self.possible_simple_keys
        before = self.buffer[max(self.pointer - 20, 0) : self.pointer]
        is_entry = self.flow_level and before.rstrip().endswith(":")
        indent = self.indent + 1
        start = end = self.get_mark()
        chunks: list[str] = []
        spaces: list[str] = []
        while self.peek() != "#":
            stop = _end(text_of_line, self.buffer, self.pointer)
            if stop == self.pointer:
                break
            if keyless and not chunks and (colon := _COLON.match(self.buffer, stop)):
                stop = self._past_colons(colon.end())
            while is_entry and (comma := _COMMA.match(self.buffer, stop)):
                self._note_quotes_needed("text containing a comma must be quoted here", stop, stop + 1)
                stop = comma.end()
            self.allow_simple_key = False
            chunks += [*spaces, self.buffer[self.pointer : stop]]
            self.forward(stop - self.pointer)
            end = self.get_mark()
            if _CUT_BY_COMMENT.match(self.buffer, stop):
                self._note_cut_text()
            spaces = self.scan_plain_spaces(indent, start) or []
            if not spaces or (in_block and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def _past_colons(self, stop: int) -> int:
        self._note_quotes_needed("text containing a colon and a space must be quoted", stop - 1, stop)
        while True:
            stop = _end(_BLOCK_TEXT, self.buffer, _end(_SPACES, self.buffer, stop))
            colon = _COLON.match(self.buffer, stop)
            if colon is None:
                return len(self.buffer[:stop].rstrip(" \t"))
            stop = colon.end()

    def _note_quotes_needed(self, message: str, start: int, end: int) -> None:
        column = self.column + 1 + self._moved.get(self.line, 0) - self.pointer
        position = Position(self.line + 1, column + start, column + end)
        self._note("text-quoted", message, QUOTE_HINT, position, Severity.WARNING)

    def _note_cut_text(self) -> None:
        blanks = self.buffer.index("#", self.pointer) - self.pointer
        column = self.column + blanks + self._moved.get(self.line, 0) + 1
        message = "the text ends here; everything after ` #` is a comment"
        position = Position(self.line + 1, column, column + 1)
        self._note("no-accidental-comments", message, QUOTE_HINT, position, Severity.WARNING)
        if self.flow_level:
            self.cut = self.faults[-1]

    def fetch_flow_collection_end(self, token: type[Token]) -> None:
        """Forget what was cut off in brackets that are closed after it."""
        super().fetch_flow_collection_end(token)
        if not self.flow_level:
            self.cut = None

    def check_plain(self) -> bool:
        return bool(super().check_plain()) or self._noted_as_text(_RESERVED)

    def fetch_alias(self) -> None:
        if _ALIAS.match(self.buffer, self.pointer) or not self._noted_as_text("*"):
            super().fetch_alias()
        else:
            self.fetch_plain()

    def fetch_anchor(self) -> None:
        if _ANCHOR.match(self.buffer, self.pointer) or not self._noted_as_text("&"):
            super().fetch_anchor()
        else:
            self.fetch_plain()

    def _noted_as_text(self, starts: str) -> bool:
        first = self.peek()
        if first not in starts:
            return False
        mark = self.get_mark()
        message = f"text that starts with `{first}` must be quoted"
        self._note("text-quoted", message, QUOTE_HINT, self.position(mark), Severity.WARNING)
        return True

    # Text in quotes.

    def scan_flow_scalar(self, style: str) -> ScalarToken:
        start = self.get_mark()
        simple = _QUOTED[style].match(self.buffer, self.pointer)
        if simple is not None:
            self.forward(simple.end() - self.pointer)
            return ScalarToken(simple[1], False, start, self.get_mark(), style)
        self.quote = start
        try:
            return super().scan_flow_scalar(style)
        except (ValueError, OverflowError):  # \U0011 0000 and beyond
            context = "while scanning a double-quoted scalar"
            raise ScannerError(context, start, "found unknown escape character", self.get_mark()) from None

    def _note(
        self, rule: str, message: str, hint: str, position: Position, severity: Severity = Severity.ERROR
    ) -> None:
        self.faults.append(Problem(rule, severity, "", message, hint, position))


_SPACES = re.compile(r"[ \t]*")


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def comments(text: str) -> Iterator[int]:
    """Yield where the comments of a text begin; what looks like one inside a value is text."""
    at = 0
    with suppress(MarkedYAMLError):  # reported where the text is read
        for event in EventReader(text).events():
            if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
                yield from _comments(text, at, event.start_mark.index)
                at = event.end_mark.index
                if event.style in ("|", ">"):  # after the sign that announces a text of several lines
                    line_end = text.find("\n", event.start_mark.index)
                    yield from _comments(text, event.start_mark.index, min(line_end, at))
    yield from _comments(text, at, len(text))


def _comments(text: str, start: int, end: int) -> Iterator[int]:
    return (found.start() for found in _COMMENT.finditer(text, start, end))
