"""Holds the outline: every word of the three products in one order, each with its depth and its field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from builder.outline.blocks.changes import Change as Change
from builder.outline.blocks.changes import ChangeGroup as ChangeGroup
from builder.outline.blocks.changes import Changes as Changes
from builder.outline.blocks.charts import Chart as Chart
from builder.outline.blocks.charts import ChartKind as ChartKind
from builder.outline.blocks.charts import Series as Series
from builder.outline.blocks.exhibits import Cell as Cell
from builder.outline.blocks.exhibits import Emphasis as Emphasis
from builder.outline.blocks.exhibits import Figure as Figure
from builder.outline.blocks.exhibits import PullQuote as PullQuote
from builder.outline.blocks.exhibits import Row as Row
from builder.outline.blocks.exhibits import SideBox as SideBox
from builder.outline.blocks.exhibits import Table as Table
from builder.outline.blocks.map import ArgumentMap as ArgumentMap
from builder.outline.blocks.map import Column as Column
from builder.outline.blocks.map import Edge as Edge
from builder.outline.blocks.map import Node as Node
from builder.outline.text import Level, Picture, Prose, QrCode, Role, Text

if TYPE_CHECKING:
    from builder.languages.labels import Labels


B = TypeVar("B")


class Field(Struct, frozen=True, cache_hash=True):
    """A label and its value, as in the memo's head or on the cover."""

    label: Text
    value: Text


class Marking(Struct, frozen=True, cache_hash=True):
    """Handling marking as its scheme requires it; `colour` is the key into the theme's marking colours."""

    label: Text  # "TLP:AMBER"
    caveat: Text | None  # caveat and embargo, "Embargoed until 1 March 2026, 09:00 UTC"
    colour: str  # "tlp:AMBER", "uk", "cui" or "free"


class Certainty(Struct, frozen=True, cache_hash=True):
    """How firm a claim is, in three lengths that never disagree."""

    level: Level
    word: Text  # "Qualified"
    short: Text  # "Qualified (“may have”)"
    sentence: Text  # "Qualified in the source (“may have”)", with "per unnamed analysts" where given
    attribution: Text | None  # "Per unnamed analysts"
    spoken: Text  # "According to unnamed analysts, this may be so. The wording is “may”."


class CoverPicture(Struct, frozen=True, cache_hash=True):
    """The picture of the cover, cut to the shape that each product has room for."""

    band: Picture  # across the memo
    half: Picture  # beside the deck's title
    strip: Picture  # across the summary, where there is room
    credit: Text | None


class Front(Struct, frozen=True, cache_hash=True):
    """Masthead, title, memo head and cover fields."""

    kind: Text  # "Policy brief"
    memo_name: Text | None  # "Memo", unless the kind says so
    deck_name: Text  # "Slides"
    summary_name: Text  # "One-page summary"
    status: Text  # "Draft · Version 0.3 · 12 March 2026" or "Draft · Date not set"
    status_word: Text  # "Draft"
    marking: Marking | None
    designation: tuple[Text, ...]  # "Controlled by: Example Agency", "CUI category: PRVCY" …
    organisation: Text | None  # name and unit on one line
    partners: Field | None
    logo: Picture | None
    cover_logo: Picture | None  # the same, or a larger one of the brand
    partner_logos: tuple[Picture, ...]
    title: Text
    subtitle: Text | None
    picture: CoverPicture | None
    short_title: Text  # the subject, else the title; heads the memo's later pages
    head: tuple[Field, ...]  # TO, FROM, CC, DATE, SUBJECT: the memo only
    authors: Text | None  # of the deck's cover

    @property
    def logos(self) -> tuple[Picture, ...]:
        """All logos, the organisation's first."""
        return (*([self.logo] if self.logo else []), *self.partner_logos)

    @property
    def cover_logos(self) -> tuple[Picture, ...]:
        """The same for the cover."""
        return (*([self.cover_logo] if self.cover_logo else []), *self.partner_logos)


class Entry(Struct, frozen=True, cache_hash=True):
    label: Text | None
    text: Text


class BottomLine(Struct, frozen=True, cache_hash=True):
    """The answer first."""

    label: Text  # "Bottom line"
    text: Text
    headline: Text  # title of the slide; the label where the brief has none
    ask_label: Text | None  # "Ask"
    ask: Text | None
    choices: tuple[Text, ...]  # a decision memo's "Approve", "Disapprove", "Discuss", else ()
    signed: tuple[Text, ...]  # and its "Name", "Title", "Date"


class KeyMessage(Struct, frozen=True, cache_hash=True):
    text: Text
    arguments: Text | None  # "(A1, A3)"


class KeyMessages(Struct, frozen=True, cache_hash=True):
    """What a reader should keep, under the bottom line."""

    heading: Text
    headline: Text  # "Three messages to take away"
    messages: tuple[KeyMessage, ...]


class KeyFigure(Struct, frozen=True, cache_hash=True):
    """A number, set large."""

    value: Text  # "+19.8"
    unit: Text | None  # "%", set smaller
    label: Text  # "spending, 2025 to 2029"
    refs: Text | None


class KeyFigures(Struct, frozen=True, cache_hash=True):
    """The numbers that a reader should keep, under the bottom line."""

    heading: Text  # "Key figures"; kicker in the deck
    headline: Text  # slide title, "Four figures to keep in mind"
    figures: tuple[KeyFigure, ...]


class Amount(Struct, frozen=True, cache_hash=True):
    """A number with its unit, as a slide shows it large, and what the evidence says of it."""

    number: Text  # "71"
    gap: str  # between number and unit
    unit: Text | None  # "%", "million"
    words: Text | None  # "of 5,310 items were fixed"
    size: Decimal | None  # where it can be drawn


class Compared(Struct, frozen=True, cache_hash=True):
    label: Text
    value: Text  # "84 %"
    size: Decimal


class Evidence(Struct, frozen=True, cache_hash=True):
    text: Text  # with its number
    kind: Text | None  # "Source statement"
    refs: Text | None  # "[1, s2p1]"
    amount: Amount | None = None
    label: Text | None = None  # what the amount is of
    compare_label: Text | None = None  # "For comparison:"
    compared: tuple[Compared, ...] = ()  # by their years, where all of them and the amount name one
    earlier: int = 0  # how many of these are before the amount
    change: Text | None = None  # "+19.8% in four years", from the earliest year that it compares with
    quoted: bool = False  # it is in somebody's words, without quotation marks


class Implication(Struct, frozen=True, cache_hash=True):
    label: Text  # "Our reading:" or "The source’s reading:", for the memo and the one-page
    card_label: Text  # the same without its colon, for the slide
    text: Text
    spoken: Text  # "The conclusion is our own reading."


class Argument(Struct, frozen=True, cache_hash=True):
    """One claim with everything that carries it; numbered A1, A2 … through the brief."""

    id: str  # id of the brief, else "A1"; no id of a brief has capitals
    role: Role
    number: Text  # "A1"
    claim: Text
    label: Text  # the map's node; the claim where the brief has none
    gist: Text | None
    reasoning: Prose
    evidence: tuple[Evidence, ...]
    implication: Implication | None
    counter_label: Text | None  # "Against it:"
    counter_card: Text | None  # the same without its colon, for the slide
    counter: Text | None
    total: Text | None  # "Breakdown of 2.6 million", where its evidence adds up to a number that it states
    certainty: Certainty | None
    confidence: Text | None  # "Our confidence: moderate (two reports agree)"
    spoken_confidence: Text | None  # "Our own confidence in this is moderate: two reports agree."
    refs: Text | None

    @property
    def thin(self) -> bool:
        """Whether it has no more than a claim, its reason in short, and its certainty."""
        more = (self.reasoning, self.evidence, self.implication, self.counter, self.confidence)
        return not any(more)


class Section(Struct, frozen=True, cache_hash=True):
    """A group of arguments with one role, or a text, or both."""

    id: str
    role: Role
    title: Text
    intro: Prose
    text: Prose  # the section's own words, before its arguments
    arguments: tuple[Argument, ...]


class Glance(Struct, frozen=True, cache_hash=True):
    """The claims at a glance: a view on the sections, a table in the memo and cards in the deck."""

    heading: Text  # "The claims at a glance"
    claim_head: Text  # "Claim and reason", or "Claim" where no argument has a gist
    certainty_head: Text | None  # "Certainty in the source"; None where no argument has a certainty
    sections: tuple[Section, ...]  # those with claims
    thin: bool  # whether the sections say no more
    note: Text | None = None  # "Numbers A1–A6 and R1–R4 are the same in the memo …"; foot of the deck's slide


class Context(Struct, frozen=True, cache_hash=True):
    heading: Text  # "Context"
    headline: Text  # slide title; the heading where the brief has none
    text: Prose  # by sentences, which the memo runs on in paragraphs
    why_now_label: Text | None  # "Why now"
    why_now: Text | None
    refs: Text | None


class Option(Struct, frozen=True, cache_hash=True):
    number: Text  # "O1"
    title: Text
    description: Text | None
    pros: tuple[Text, ...]
    cons: tuple[Text, ...]
    ratings: tuple[Text, ...]  # one a criterion, "not stated" where the brief has none
    recommended: Text | None = None  # "Recommended", where it is
    best: tuple[bool, ...] = ()  # for each criterion, whether no option is better by it


class Options(Struct, frozen=True, cache_hash=True):
    heading: Text  # "Options"
    headline: Text
    option_head: Text  # "Option"
    criteria: tuple[Text, ...]
    pros_label: Text  # "For"
    cons_label: Text  # "Against"
    options: tuple[Option, ...]
    none: Text  # "–", where nothing speaks for or against an option
    best_note: Text | None = None  # "Bold: the best by its criterion.", where any rating is


class Response(Struct, frozen=True, cache_hash=True):
    """A suggested response or a recommendation, numbered R1, R2 …"""

    id: str
    number: Text
    action: Text
    label: Text
    detail: Text | None
    owner: Text  # or "not stated"
    when: Text  # or "not stated"
    stated: tuple[bool, bool]  # whether owner and when were given
    certainty: Certainty | None
    refs: Text | None
    origin: Text | None = None  # "Our recommendation", only where a list mixes ours and the source's
    terms: tuple[Text | None, ...] = ()  # cost and measure of success, as far as any response has them

    @property
    def owned(self) -> tuple[Text, Text]:
        """Owner and timing."""
        return self.owner, self.when


class Addressed(Struct, frozen=True, cache_hash=True):
    """The responses for the same readers; `reader` is None where the brief names none."""

    reader: Text | None
    responses: tuple[Response, ...]


class Responses(Struct, frozen=True, cache_hash=True):
    heading: Text  # "Suggested responses" (origin source) or "Recommendations" (origin author)
    headline: Text
    response_head: Text  # "Response" / "Recommendation"
    basis_head: Text | None  # "Who suggests it" / "Basis"; None where no response has certainty or refs
    owner_head: Text  # "Owner"
    when_head: Text  # "Timing"
    unstated: Text | None  # "Owner and timing: not stated", where none of the responses has either
    term_heads: tuple[Text, ...]  # "Cost", "Measure of success": those that any response has
    groups: tuple[Addressed, ...]
    more: Text | None  # "and 14 more in the memo", for the summary
    hides: bool = False  # whether what is not stated is left out

    @property
    def responses(self) -> tuple[Response, ...]:
        """All responses, group after group."""
        return tuple(response for group in self.groups for response in group.responses)

    @property
    def columns(self) -> tuple[int, ...]:
        """Which of owner (0) and timing (1) have a column: both where one is stated, if not hidden."""
        stated = tuple(n for n in (0, 1) if any(each.stated[n] for each in self.responses))
        return stated if self.hides or not stated else (0, 1)

    @property
    def owner_heads(self) -> tuple[Text, Text]:
        """The heads of both columns."""
        return self.owner_head, self.when_head


class Risk(Struct, frozen=True, cache_hash=True):
    number: Text  # "1"
    text: Text
    mitigation_label: Text | None  # "What helps:"
    mitigation: Text | None
    details: tuple[Entry, ...] = ()  # "Likelihood", "Impact" and "Owner", as far as they are given


class Risks(Struct, frozen=True, cache_hash=True):
    heading: Text
    headline: Text
    risk_head: Text  # "Risk"
    mitigation_head: Text  # "What would help"
    risks: tuple[Risk, ...]


class Limit(Struct, frozen=True, cache_hash=True):
    text: Text  # depth SUMMARY for the first three or all four, DECK for the rest
    missing: bool  # not stated; else a tension or an open point
    kind: Text  # "Not said", "Left open" or "Tension"


class Limits(Struct, frozen=True, cache_hash=True):
    heading: Text  # "What remains open"
    headline: Text
    limits: tuple[Limit, ...]
    more: Text | None = None  # on the summary, how many it leaves out: "and 3 more in the memo"


class Source(Struct, frozen=True, cache_hash=True):
    number: Text  # "[1]"
    text: Text  # author, title in italics, publisher, date; note; "author and date not given"; link; file
    short: Text  # author, title without a subtitle, year: what the line at the foot of a slide names
    shortest: Text  # author or publisher, else the start of the title, and year: where that line is full
    name: Text | None  # its title, else its author: "“Water Balance”", as a speaker names it
    full_name: Text | None  # "“Water Balance” (Water Authority, 2026)"


class Sources(Struct, frozen=True, cache_hash=True):
    heading: Text  # "Sources"
    headline: Text
    sources: tuple[Source, ...]
    reading_head: Text  # "How to read a reference"
    reading: Text | None  # "[1, s2p1] means source 1, section 2, paragraph 1."
    key_head: Text  # "How firm is it? The three marks", or "Argument map" without marks
    marks: tuple[
        tuple[Level, Text, Text], ...
    ]  # word and meaning of each, where the brief states a certainty
    lines: tuple[Text, ...]  # words of the solid and the dashed line


class Step(Struct, frozen=True, cache_hash=True):
    number: Text
    when: Text
    text: Text
    refs: Text | None
    day: str | None  # ISO date of its first day, where `when` is a day, month, quarter or year
    event: bool  # the event itself: drawn as the dark band
    suggested: bool  # a suggested, not yet real step: drawn dashed


class Timeline(Struct, frozen=True, cache_hash=True):
    heading: Text  # "Sequence"
    number: Text  # "Table 3"
    headline: Text
    when_head: Text
    what_head: Text
    source_head: Text | None
    steps: tuple[Step, ...]
    note: Text | None  # "Order only, no dates given." where not all are dates


class Annex(Struct, frozen=True, cache_hash=True):
    """Starts the memo's annex and the deck's appendix."""

    heading: Text  # "Annex", in the memo


class BackMatter(Struct, frozen=True, cache_hash=True):
    """A headed list at the end: further reading, the authors (memo only) or the imprint."""

    kind: str  # "further_reading", "authors" or "imprint"
    heading: Text
    entries: tuple[Entry, ...]
    headline: Text | None = None  # title of the slide, "How to cite this brief"; else the heading
    code: QrCode | None = None  # of the address in the imprint


class Closing(Struct, frozen=True, cache_hash=True):
    """Contact and disclaimer; on the memo's first page, the sources slide and the summary's foot."""

    contact_label: Text | None
    contact: Text | None
    disclaimer: Text | None
    imprint: Text | None = None  # "Policy Briefs, No. 12 · doi.org/… · CC BY 4.0", on the summary
    authors: Field | None = None  # on the summary, where the contact does not name them


class Note(Struct, frozen=True, cache_hash=True):
    """An explanatory note."""

    number: int
    mark: Text  # "¹", as in the texts that mark it
    text: Text  # of the depth of the shortest product that marks it


class Notes(Struct, frozen=True, cache_hash=True):
    """At the foot of the memo's pages, in the notes of the slides, above the summary's sources."""

    notes: tuple[Note, ...]


Block = (
    Front
    | Changes
    | BottomLine
    | KeyMessages
    | KeyFigures
    | Glance
    | Context
    | ArgumentMap
    | Section
    | Table
    | Chart
    | Figure
    | SideBox
    | PullQuote
    | Options
    | Responses
    | Risks
    | Limits
    | Sources
    | Annex
    | Timeline
    | BackMatter
    | Closing
    | Notes
)


class Properties(Struct, frozen=True, cache_hash=True):
    """What the files say of themselves; no fact that the brief does not give."""

    title: str
    subject: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    language: str
    status: str
    version: str


class Outline(Struct, frozen=True, cache_hash=True):
    """Everything after the brief: blocks in the one order, and what the files need besides words."""

    id: str
    page: str  # "A4" or "Letter"
    language: str
    build_id: str  # git blob hash of the brief, 40 hex digits; empty in a final copy
    epoch: int  # seconds since 1970, for every date inside the files
    properties: Properties
    labels: Labels
    blocks: tuple[Block, ...]
    contents: tuple[Text, ...] = ()  # "Contents" and the headings that a long memo lists under it
    late: bool = False  # whether the notes of the memo’s first page are at its end, for want of room
    once: bool = False  # whether the memo gives its claims in their sections alone, without a table of them

    def one(self, kind: type[B]) -> B | None:
        """Return the block of that kind, or None; for the kinds of which there is at most one."""
        return next((block for block in self.blocks if isinstance(block, kind)), None)

    @property
    def gives_evidence(self) -> bool:
        """Whether the memo has evidence, which the summary leaves out."""
        arguments = (
            argument for block in self.blocks if isinstance(block, Section) for argument in block.arguments
        )
        return any(argument.evidence for argument in arguments)


def notes_of(outline: Outline, shown: Iterable[Text]) -> tuple[Note, ...]:
    """Return the notes that some texts mark, in the order of their numbers."""
    block = outline.one(Notes)
    if block is None:
        return ()
    marked = {number for text in shown for number in text.notes}
    return tuple(note for note in block.notes if note.number in marked)
