"""What a brief may say, field by field, with the words that an editor shows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import Struct

from builder.brief.kinds import (
    CELL,
    CELLS,
    DAY,
    LANGUAGE,
    LINE,
    NOTE,
    NOTED,
    NUMBER,
    PROSE,
    SECTION,
    SLUG,
    SOURCE_ID,
    STRUCTURED,
    UNIT,
    inner,
    keyed,
    one_of,
    several,
)
from builder.brief.model.charts import CHART_KIND, ChartKind
from builder.brief.model.charts import Chart as Chart
from builder.brief.model.charts import ChartRow as ChartRow
from builder.brief.model.charts import ChartSeries as ChartSeries
from builder.brief.model.data import DataFile as DataFile
from builder.brief.model.data import Fact as Fact
from builder.brief.model.data import Selection as Selection
from builder.brief.model.opening import BottomLine as BottomLine
from builder.brief.model.opening import Context as Context
from builder.brief.model.opening import Event as Event
from builder.brief.model.opening import KeyFigure as KeyFigure
from builder.brief.model.opening import KeyMessage as KeyMessage
from builder.brief.model.publication import Answer as Answer
from builder.brief.model.publication import Audience as Audience
from builder.brief.model.publication import Cover as Cover
from builder.brief.model.publication import Imprint as Imprint
from builder.brief.model.publication import Logo as Logo
from builder.brief.model.publication import Organisation as Organisation
from builder.brief.model.publication import Partner as Partner
from builder.brief.model.publication import Person as Person
from builder.brief.model.publication import Recipient as Recipient
from builder.brief.model.publication import Source as Source
from builder.brief.part import (
    ANY_LINE,
    ANY_NOTED,
    ANY_PROSE,
    ANY_STRUCTURED,
    KIND_NAME,
    NAMES,
    OWNERS,
    PLACE,
    READERS,
    REFS,
    WHEN,
    Marking,
    Part,
    listed,
    optional,
    required,
)
from builder.brief.texts.dates import Stated
from builder.brief.walk import indexed
from builder.languages.language import DEFAULT

CertaintyLevel = Literal["asserted", "qualified", "possible"]
ConfidenceLevel = Literal["high", "moderate", "low"]
Role = Literal["cause", "effect", "response", "other"]
BriefKind = Literal["policy_brief", "information_memo", "decision_memo"]
Origin = Literal["source", "author"]
EvidenceKind = Literal["source_statement", "example", "data", "quote", "expert_view"]
LimitKind = Literal["missing", "ambiguous", "tension"]
BoxKind = Literal["case", "method", "definition", "example"]
StepKind = Literal["event", "suggested"]
Page = Literal["A4", "Letter"]
Status = Literal["draft", "review", "final"]
Unknowns = Literal["show", "hide"]
LONGEST_PROPERTY = 255  # characters that a property of an Office file holds

CERTAINTY = one_of(
    CertaintyLevel,
    asks={
        "high": "high",
        "strong": "high",
        "medium": "moderate",
        "moderate": "moderate",
        "low": "low",
        "weak": "low",
    },
    **dict.fromkeys(("certain", "confirmed", "definite", "stated"), "asserted"),
    **dict.fromkeys(("likely", "probable", "hedged"), "qualified"),
    **dict.fromkeys(("possibly", "may", "might"), "possible"),
)


class Compared(Part):
    """What a piece of evidence is compared with."""

    pair: ClassVar[tuple[str, str]] = ("label", "value")

    label: str = required(LINE, "What the number is of, up to 5 words.", words=5)
    value: Decimal = required(NUMBER, "The number, or a fact: `84`, `{fact:shops}`.")
    unit: str | None = optional(UNIT, "Its unit, if it is not that of the evidence.")


class Evidence(Part):
    """One piece of evidence for a claim."""

    obvious: ClassVar[str] = "text"

    text: str = required(PROSE, "One piece of evidence, up to 20 words.", words=20)
    kind: EvidenceKind | None = optional(
        one_of(
            EvidenceKind,
            statistic="data",
            statistics="data",
            quotation="quote",
            case="example",
            case_study="example",
            expert="expert_view",
            statement="source_statement",
        ),
        "What kind of evidence this is; with `refs` and no kind it is a source statement.",
    )
    value: Decimal | None = optional(
        NUMBER, "Its number, shown large on slides, or a fact; the text goes on from it."
    )
    unit: str | None = optional(UNIT, "Unit of the number: `%`, `km`, `€ million`.")
    label: str | None = optional(LINE, "What the number is of, beside what it is compared with.", words=5)
    compare: tuple[Compared, ...] = listed(inner(Compared), 4, "Two to four numbers that it compares with.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Implication(Part):
    """What follows from a claim, and who says so."""

    plain: ClassVar[str] = "text"

    text: str = required(PROSE, "What follows from the claim, up to 25 words.", words=25)
    origin: Origin = optional(
        one_of(Origin),
        "Who draws this conclusion: the authors (`author`) or the source (`source`).",
        default="author",
    )
    audience: tuple[str, ...] | None = READERS


class Certainty(Part):
    """How firmly the source says something."""

    obvious: ClassVar[str] = "level"

    level: CertaintyLevel = required(CERTAINTY, "How firmly the source says it.")
    cue: str | None = optional(ANY_LINE, "The source's own hedge word, e.g. `may have`.")
    according_to: str | None = optional(ANY_LINE, "Who says so, e.g. `unnamed analysts`.")


class Confidence(Part):
    """The authors' confidence in a claim."""

    obvious: ClassVar[str] = "level"

    level: ConfidenceLevel = required(
        one_of(ConfidenceLevel, medium="moderate"), "The authors' confidence in the claim."
    )
    basis: str | None = optional(ANY_LINE, "What it rests on, up to 15 words.", words=15)
    audience: tuple[str, ...] | None = READERS


class Argument(Part):
    """One claim with what supports it."""

    obvious: ClassVar[str] = "claim"

    id: str | None = optional(SLUG, "A name for links, e.g. `home`.")
    claim: str = required(
        LINE,
        "One full sentence with a verb, up to 17 words and 110 characters.",
        words=17,
        examples=["Trade talks may be delayed."],
    )
    label: str | None = optional(
        ANY_LINE, "Its node in the argument map, up to 5 words; default: the claim.", words=5
    )
    gist: str | None = optional(ANY_PROSE, "The reason in one or two sentences, up to 25 words.", words=25)
    evidence: tuple[Evidence, ...] = listed(inner(Evidence), 4, "Up to four pieces of evidence.")
    implication: Implication | None = optional(inner(Implication), "What follows: text or {text, origin}.")
    reasoning: str | None = optional(ANY_STRUCTURED, "The argument in full, 30 to 90 words.", words=90)
    counter: str | None = optional(ANY_PROSE, "The strongest objection, up to 30 words.", words=30)
    certainty: Certainty | None = optional(inner(Certainty), "How firmly the source says it.")
    confidence: Confidence | None = optional(inner(Confidence), "The authors' own confidence in the claim.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Section(Part):
    """A group of arguments with the same role, or a text."""

    pair: ClassVar[tuple[str, str]] = ("title", "text")

    id: str | None = optional(SLUG, "A name for links and tables, e.g. `causes`.")
    title: str = required(LINE, "Up to 5 words.", words=5)
    role: Role = optional(
        one_of(Role, problem="cause", impact="effect", solution="response"),
        "Sets the section's colour and its column in the map.",
        default="other",
    )
    intro: str | None = optional(ANY_STRUCTURED, "One introductory sentence, or a short list.")
    text: str | None = optional(ANY_STRUCTURED, "The section in prose, 60 to 300 words.", words=300)
    arguments: tuple[Argument, ...] = listed(inner(Argument), 1000, "Claims; without any it needs a text.")
    audience: tuple[str, ...] | None = READERS


class MapLink(Part):
    """An arrow of the argument map."""

    from_: str = required(LINE, "Id of an argument, section or recommendation, or `event`.")
    to: str = required(LINE, "Id of an argument, section or recommendation, or `event` or `recommendations`.")
    certainty: CertaintyLevel = optional(
        CERTAINTY, "Solid arrow if asserted, else dashed.", default="asserted"
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Actor(Part):
    """A person or organisation involved."""

    obvious: ClassVar[str] = "name"
    pair: ClassVar[tuple[str, str]] = ("name", "role")

    name: str = required(LINE, "Who.")
    role: str = required(NOTED, "Their role, up to 15 words.", words=15)
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class TimelineStep(Part):
    """One step of the sequence."""

    pair: ClassVar[tuple[str, str]] = ("when", "text")

    when: str = required(
        LINE,
        "A date as YYYY-MM-DD or YYYY-MM, or relative words such as `recent months`.",
        examples=["2031-05-28", "recent months"],
    )
    text: str = required(NOTED, "What happened, up to 10 words.", words=10)
    kind: StepKind | None = optional(
        one_of(StepKind),
        "`event`: the brief's own event, drawn dark; `suggested`: not yet real, drawn dashed.",
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Option(Part):
    """A choice for the reader."""

    obvious: ClassVar[str] = "title"
    pair: ClassVar[tuple[str, str]] = ("title", "description")

    id: str | None = optional(SLUG, "A name for the option.")
    title: str = required(LINE, "Up to 6 words.", words=6)
    description: str | None = optional(ANY_PROSE, "What it means, up to 25 words.", words=25)
    pros: tuple[str, ...] = listed(ANY_NOTED, 5, "Points for it.")
    cons: tuple[str, ...] = listed(ANY_NOTED, 5, "Points against it.")
    ratings: dict[str, str] = optional(
        keyed(CELL), "A rating in words for each of the `criteria`.", default={}
    )
    best: tuple[str, ...] = listed(
        LINE, 4, "The `criteria` by which no option is better; these ratings are emphasised."
    )
    recommended: Answer = optional(
        one_of(Answer, true="yes", false="no"), "Whether it is the option that you recommend.", default="no"
    )
    audience: tuple[str, ...] | None = READERS


class Recommendation(Part):
    """Something to do."""

    obvious: ClassVar[str] = "action"

    id: str | None = optional(SLUG, "A name for links.")
    action: str = required(
        LINE, "An imperative, up to 13 words.", words=13, examples=["Begin with informal talks"]
    )
    label: str | None = optional(
        ANY_LINE, "Its node in the map, up to 3 words; default: the action.", words=3
    )
    detail: str | None = optional(ANY_NOTED, "Up to 16 words.", words=16)
    for_: str | None = optional(ANY_LINE, "For whom it is; those for the same readers are one group.")
    owner: str | None = optional(OWNERS, "Who would act; null prints as `not stated`.")
    when: str | None = optional(WHEN, "By when; null prints as `not stated`.")
    cost: str | None = optional(ANY_LINE, "What it would cost, up to 10 words.", words=10)
    measure: str | None = optional(ANY_LINE, "How success would be measured, up to 15 words.", words=15)
    origin: Origin = optional(
        one_of(Origin), "Whose suggestion it is: the authors' or the source's.", default="author"
    )
    certainty: Certainty | None = optional(inner(Certainty), "How firmly the source suggests it.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Risk(Part):
    """What could go wrong."""

    obvious: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str]] = ("text", "mitigation")

    text: str = required(PROSE, "What could go wrong, up to 25 words.", words=25)
    likelihood: str | None = optional(ANY_LINE, "How likely it is, in words, e.g. `high`.", words=4)
    impact: str | None = optional(ANY_LINE, "How much it would matter, in words, e.g. `severe`.", words=4)
    mitigation: str | None = optional(ANY_PROSE, "What would help, up to 25 words.", words=25)
    owner: str | None = optional(OWNERS, "Who watches it.")
    audience: tuple[str, ...] | None = READERS


class Limit(Part):
    """What the source leaves open."""

    obvious: ClassVar[str] = "text"

    text: str = required(NOTED, "What the source does not say, up to 20 words.", words=20)
    kind: LimitKind = optional(
        one_of(LimitKind, gap="missing", data_gap="missing", unclear="ambiguous", contradiction="tension"),
        "Not said, left open, or a contradiction inside the source.",
        default="missing",
    )
    audience: tuple[str, ...] | None = READERS


class Table(Part):
    """A table of words or numbers, on its side in the memo and divided over slides where it is wide."""

    id: str | None = optional(SLUG, "A name for the table.")
    title: str = required(LINE, "What the table shows, as a sentence.")
    section: str | None = PLACE
    from_: Selection | None = optional(
        inner(Selection), "Data file that it is taken from, in place of `columns` and `rows`."
    )
    columns: tuple[str, ...] = required(several(CELL, 9, 2), "Column headings.")
    rows: tuple[tuple[str, ...], ...] = required(
        several(CELLS, 200, 1), "Rows of cells, one cell per column; write – for an empty cell."
    )
    chart: ChartKind | None = optional(
        CHART_KIND, "Draws its columns of numbers, too: the deck has this chart, the memo both."
    )
    highlight: tuple[str, ...] = listed(
        LINE, 9, "Rows and columns to emphasise, by name; `row | column` for one cell."
    )
    notes: str | None = optional(ANY_NOTED, "A note on how to read it.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Figure(Part):
    """A picture with a title and alt text."""

    obvious: ClassVar[str] = "path"

    id: str | None = optional(SLUG, "A name for the figure.")
    path: str = required(LINE, "Picture file, relative to the brief.")
    title: str = required(LINE, "What the figure shows, as a sentence.")
    alt: str = required(LINE, "Alternative text for readers who cannot see it, up to 30 words.", words=30)
    caption: str | None = optional(ANY_NOTED, "A note below the figure.")
    credit: str | None = optional(ANY_LINE, "Who made it, printed with it, e.g. `Photo: Jo Marsh`.")
    section: str | None = PLACE
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Box(Part):
    """A case, method, definition or example, set apart from the text."""

    obvious: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str]] = ("title", "text")

    kind: BoxKind | None = optional(one_of(BoxKind, case_study="case"), "What it holds, named over it.")
    title: str = required(LINE, "What it is about, up to 12 words.", words=12)
    text: str = required(STRUCTURED, "The box in prose, 40 to 150 words, lists included.", words=150)
    section: str | None = PLACE
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Quote(Part):
    """Words of somebody, set apart from the text."""

    obvious: ClassVar[str] = "text"

    text: str = required(PROSE, "The words, up to 40; quotation marks are set for you.", words=40)
    speaker: str | None = optional(ANY_LINE, "Who said or wrote them.")
    role: str | None = optional(ANY_LINE, "Who that is, e.g. `market trader`.")
    section: str | None = optional(
        SECTION, "Section at whose end they are placed; without one they come before all sections."
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS


class Term(Part):
    """A term that the memo explains."""

    pair: ClassVar[tuple[str, str]] = ("term", "definition")

    term: str = required(LINE, "The term.")
    definition: str = required(NOTED, "What it means here.")
    audience: tuple[str, ...] | None = READERS


class Note(Part):
    """An explanatory note, which a text marks with `[^id]`; `^[text]` in a text is one without an id."""

    pair: ClassVar[tuple[str, str]] = ("id", "text")

    id: str = required(SOURCE_ID, "The name by which a text marks it, e.g. `costs` for `[^costs]`.")
    text: str = required(NOTE, "The note, up to 60 words.", words=60)
    audience: tuple[str, ...] | None = READERS


class Headlines(Part):
    """Full-sentence titles for blocks whose items have none: figure and table captions, slide titles."""

    map: str | None = optional(ANY_LINE, "Title of Figure 1, the argument map.", words=17)
    options: str | None = optional(ANY_LINE, "Title of the options.", words=17)
    recommendations: str | None = optional(ANY_LINE, "Title of the responses or recommendations.", words=17)
    risks: str | None = optional(ANY_LINE, "Title of the risks.", words=17)
    limits: str | None = optional(ANY_LINE, "Title of the limits.", words=17)
    sources: str | None = optional(ANY_LINE, "Title of the sources.", words=17)
    actors: str | None = optional(ANY_LINE, "Title of the actors.", words=17)
    timeline: str | None = optional(ANY_LINE, "Title of the sequence.", words=17)
    glossary: str | None = optional(ANY_LINE, "Title of the glossary.", words=17)


class Excerpt(Struct, frozen=True):
    """What an edition of a brief with audiences knows of the whole.

    `label` is that of its audience, `numbers` are those of all arguments, tables and figures by their paths;
    `whole` is true if its readers may read everything.
    """

    label: str | None
    numbers: Mapping[str, int]
    whole: bool


class Brief(Part):
    """One argument, written once, published as memo, deck and one-page summary."""

    id: str | None = optional(SLUG, "Slug for the file names; default: the name of the brief's file.")
    language: str = optional(
        LANGUAGE, "BCP 47 tag that sets the fixed labels, date format and spelling.", default=DEFAULT
    )
    page: Page = optional(
        one_of(Page, us_letter="Letter"), "Paper size of the memo and the summary.", default="A4"
    )
    title: str = required(LINE, "A statement of up to 18 words.", words=18)
    subtitle: str | None = optional(ANY_LINE, "Up to 18 words.", words=18)
    kind: BriefKind = optional(
        one_of(BriefKind, brief="policy_brief", briefing="policy_brief", memo="information_memo"),
        "A decision memo requires `to`, `from`, `subject` and an ask.",
        default="policy_brief",
    )
    kind_label: str | None = optional(
        KIND_NAME, "What is printed for “Policy brief”, e.g. `Research paper`, up to 40 characters."
    )
    date: Stated | None = optional(
        DAY,
        "Date of the brief, YYYY-MM-DD or less exact, such as 2031-05, 2031-Q2 or 2031; or null.",
        examples=["2031-05-28"],
    )
    status: Status = optional(
        one_of(Status, published="final", in_review="review", under_review="review"),
        "Shown on every page and slide.",
        default="draft",
    )
    version: str | None = optional(ANY_LINE, "Free text, e.g. `0.3`.")
    authors: tuple[Person, ...] = listed(inner(Person), 20, "Who wrote the brief.", parted=";")
    organisation: Organisation | None = optional(inner(Organisation), "Who publishes it.")
    partners: tuple[Partner, ...] = listed(inner(Partner), 8, "Who else stands behind it: names, logos.")
    cover: Cover | None = optional(inner(Cover), "Picture for the cover and under the title; needs alt text.")
    to: tuple[str, ...] = listed(ANY_LINE, 10, "Recipients of the memo.")
    from_: tuple[str, ...] = listed(ANY_LINE, 10, "Senders of the memo.")
    cc: tuple[str, ...] = listed(ANY_LINE, 20, "Recipients of copies of the memo.")
    subject: str | None = optional(ANY_LINE, "Subject line of the memo; short title of later pages.")
    marking: Marking | None = optional(inner(Marking), "Handling marking for every page and slide.")
    audiences: tuple[Audience, ...] = listed(
        inner(Audience), 10, "Audiences with an edition of their own: names, or {name, label}."
    )
    distribution: tuple[Recipient, ...] = listed(
        inner(Recipient), 200, "Who is sent which edition; never printed."
    )
    unknowns: Unknowns = optional(
        one_of(Unknowns), "Whether what is not known is named, such as “Owner: not stated”.", default="show"
    )
    extends: str | None = optional(LINE, "YAML file with what the brief does not say itself; never printed.")
    ignore: tuple[str, ...] = listed(SLUG, 20, "Rules whose warnings are not reported; never printed.")
    contact: str | None = optional(NAMES, "Contact line.")
    disclaimer: str | None = optional(ANY_PROSE, "Legal or provenance line.")
    keywords: tuple[str, ...] = listed(ANY_LINE, 20, "Keywords in the file properties.", parted=",;")
    bottom_line: BottomLine = required(
        inner(BottomLine), "The answer first, as text or as {text, headline, ask}."
    )
    key_messages: tuple[KeyMessage, ...] = listed(
        inner(KeyMessage), 6, "Three to six full sentences under the bottom line, in all three files."
    )
    key_figures: tuple[KeyFigure, ...] = listed(
        inner(KeyFigure), 4, "Two to four numbers, shown large under the bottom line in all three files."
    )
    context: Context | None = optional(inner(Context), "What a reader must know first.")
    event: Event | None = optional(inner(Event), "What the brief is about; the map's middle node.")
    headlines: Headlines = optional(
        inner(Headlines), "Full-sentence titles for figures, tables and slides.", default=Headlines()
    )
    sections: tuple[Section, ...] = required(several(inner(Section), 6, 1), "The arguments, in order.")
    links: tuple[MapLink, ...] = listed(inner(MapLink), 20, "Arrows of the argument map.")
    actors: tuple[Actor, ...] = listed(inner(Actor), 10, "Who is involved.")
    timeline: tuple[TimelineStep, ...] = listed(inner(TimelineStep), 8, "What happened in which order.")
    criteria: tuple[str, ...] = listed(LINE, 4, "What the options are judged by.")
    options: tuple[Option, ...] = listed(inner(Option), 6, "Choices for the reader.")
    recommendations: tuple[Recommendation, ...] = listed(inner(Recommendation), 20, "What to do.")
    risks: tuple[Risk, ...] = listed(inner(Risk), 5, "What could go wrong.")
    limits: tuple[Limit, ...] = listed(inner(Limit), 8, "What the source leaves open.")
    tables: tuple[Table, ...] = listed(inner(Table), 8, "Tables of words or numbers.")
    charts: tuple[Chart, ...] = listed(inner(Chart), 8, "Numbers, drawn.")
    figures: tuple[Figure, ...] = listed(inner(Figure), 8, "Pictures; each needs alt text.")
    boxes: tuple[Box, ...] = listed(inner(Box), 6, "Cases, methods, definitions and examples in boxes.")
    quotes: tuple[Quote, ...] = listed(inner(Quote), 6, "Pull quotes.")
    facts: tuple[Fact, ...] = listed(
        inner(Fact), 200, "Numbers that texts, tables and charts use by their ids, as `{fact:id}`."
    )
    data: tuple[DataFile, ...] = listed(
        inner(DataFile), 20, "Files that facts, tables and charts take numbers from; never printed."
    )
    sources: tuple[Source, ...] = listed(inner(Source), 60, "Numbered [1], [2] … in this order.")
    further_reading: tuple[Source, ...] = listed(inner(Source), 40, "Not cited; after the sources.")
    imprint: Imprint | None = optional(inner(Imprint), "How it is cited and licensed.")
    notes: tuple[Note, ...] = listed(
        inner(Note),
        60,
        "Explanatory notes: footnotes of the memo, speaker notes of the deck.",
    )
    glossary: tuple[Term, ...] = listed(inner(Term), 10, "Terms that the memo explains.")

    excerpt: Excerpt | None = None

    @property
    def picture_files(self) -> dict[str, str]:
        """The picture files that the brief names, by the paths in it where it does."""
        files = {f"figures[{index}].path": figure.path for index, figure in enumerate(self.figures)}
        files |= {f"{path}.path": logo.path for path, logo, _ in self.logos}
        if self.cover:
            files["cover.path"] = self.cover.path
        return files

    @property
    def logos(self) -> tuple[tuple[str, Logo, str], ...]:
        """The logos with their paths and the names of their owners, the organisation's first."""
        holders: list[tuple[str, Organisation | Partner]] = []
        if self.organisation:
            holders.append(("organisation", self.organisation))
        holders += ((f"partners[{index}]", partner) for index, partner in indexed(self.partners))
        return tuple((f"{path}.logo", one.logo, one.name) for path, one in holders if one.logo)
