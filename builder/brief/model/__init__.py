"""What a brief may say, field by field, with the words that an editor shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from msgspec import Struct

from builder.brief.kinds import CELL, DAY, LANGUAGE, LINE, NOTED, PROSE, SLUG, inner, keyed, one_of, several
from builder.brief.model.argument import Argument as Argument
from builder.brief.model.argument import Certainty as Certainty
from builder.brief.model.argument import Compared as Compared
from builder.brief.model.argument import Confidence as Confidence
from builder.brief.model.argument import Evidence as Evidence
from builder.brief.model.argument import Implication as Implication
from builder.brief.model.argument import MapLink as MapLink
from builder.brief.model.argument import Origin
from builder.brief.model.argument import Section as Section
from builder.brief.model.charts import Chart as Chart
from builder.brief.model.charts import ChartRow as ChartRow
from builder.brief.model.charts import ChartSeries as ChartSeries
from builder.brief.model.data import DataFile as DataFile
from builder.brief.model.data import Fact as Fact
from builder.brief.model.data import Selection as Selection
from builder.brief.model.exhibits import Box as Box
from builder.brief.model.exhibits import Figure as Figure
from builder.brief.model.exhibits import Note
from builder.brief.model.exhibits import Quote as Quote
from builder.brief.model.exhibits import Table as Table
from builder.brief.model.exhibits import Term as Term
from builder.brief.model.opening import BottomLine as BottomLine
from builder.brief.model.opening import Context as Context
from builder.brief.model.opening import Event as Event
from builder.brief.model.opening import KeyFigure as KeyFigure
from builder.brief.model.opening import KeyMessage as KeyMessage
from builder.brief.model.params import Param as Param
from builder.brief.model.publication import Answer, Logo
from builder.brief.model.publication import Audience as Audience
from builder.brief.model.publication import Cover as Cover
from builder.brief.model.publication import Imprint as Imprint
from builder.brief.model.publication import Organisation as Organisation
from builder.brief.model.publication import Partner as Partner
from builder.brief.model.publication import Person as Person
from builder.brief.model.publication import Recipient as Recipient
from builder.brief.model.publication import Source as Source
from builder.brief.model.publication import Templates as Templates
from builder.brief.part import (
    ANY_LINE,
    ANY_NOTED,
    ANY_PROSE,
    CONDITION,
    KIND_NAME,
    NAMES,
    OWNERS,
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

BriefKind = Literal["policy_brief", "information_memo", "decision_memo"]
LimitKind = Literal["missing", "ambiguous", "tension"]
StepKind = Literal["event", "suggested"]
Page = Literal["A4", "Letter"]
Status = Literal["draft", "review", "final"]
Unknowns = Literal["show", "hide"]
LONGEST_PROPERTY = 255  # characters that a property of an Office file holds


class Actor(Part):
    """A person or organisation involved."""

    obvious: ClassVar[str] = "name"
    pair: ClassVar[tuple[str, str]] = ("name", "role")

    name: str = required(LINE, "Who.")
    role: str = required(NOTED, "Their role, up to 15 words.", words=15)
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


class Headlines(Part):
    """Full-sentence titles for blocks whose items have none: figure and table captions, slide titles."""

    key_figures: str | None = optional(ANY_LINE, "Title of the key figures.", words=17)
    key_messages: str | None = optional(ANY_LINE, "Title of the key messages.", words=17)
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
    templates: Templates = optional(
        inner(Templates), "Word and PowerPoint templates of the organisation.", default=Templates()
    )
    theme: str | None = optional(
        LINE,
        "The look: `default`, `sober` or `contrast`, or a YAML file beside the brief; never printed.",
        examples=["sober", "theme.yaml"],
    )
    brand: str | None = optional(
        LINE,
        "Brand file (brand.yml) with the organisation's colours, fonts and logos; never printed.",
        examples=["_brand.yml"],
    )
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
    limits: tuple[Limit, ...] = listed(inner(Limit), 8, "What the source leaves open, the weightiest first.")
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
    params: tuple[Param, ...] = listed(
        inner(Param), 60, "What each row of a batch gives, used as `{param:name}`; never printed."
    )
    sources: tuple[Source, ...] = listed(inner(Source), 60, "Numbered [1], [2] … in this order.")
    further_reading: tuple[Source, ...] = listed(inner(Source), 40, "Not cited; after the sources.")
    imprint: Imprint | None = optional(inner(Imprint), "How it is cited and licensed.")
    notes: tuple[Note, ...] = listed(
        inner(Note), 60, "Explanatory notes: footnotes of the memo, speaker notes of the deck."
    )
    glossary: tuple[Term, ...] = listed(inner(Term), 10, "Terms that the memo explains.")

    excerpt: Excerpt | None = None
    brand_logos: tuple[Logo, ...] = ()  # for the heads, and a larger one for the cover

    @property
    def picture_files(self) -> dict[str, str]:
        """The picture files that the brief names, by the paths in it where it does."""
        files = {f"figures[{index}].path": figure.path for index, figure in enumerate(self.figures)}
        files |= {f"{path}.path": logo.path for path, logo, _ in self.logos}
        files |= {f"brand[{index}]": logo.path for index, logo in enumerate(self.brand_logos)}
        if self.cover:
            files["cover.path"] = self.cover.path
        return files

    @property
    def template_files(self) -> dict[str, str]:
        """The Word and PowerPoint templates that the brief names, by the paths in it where it does."""
        return {f"templates.{name}": file for name, file in self.templates.files.items()}

    @property
    def logos(self) -> tuple[tuple[str, Logo, str], ...]:
        """The logos with their paths and the names of their owners, the organisation's first."""
        holders: list[tuple[str, Organisation | Partner]] = []
        if self.organisation:
            holders.append(("organisation", self.organisation))
        holders += ((f"partners[{index}]", partner) for index, partner in indexed(self.partners))
        own = (("brand", logo, "") for logo in self.brand_logos[:1])
        return (*own, *((f"{path}.logo", one.logo, one.name) for path, one in holders if one.logo))
