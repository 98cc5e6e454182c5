"""The pydantic model: what a brief may say, field by field, with the words an editor shows."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, PrivateAttr

from builder.brief.kinds import (
    Cells,
    IsoDate,
    Language,
    Line,
    Link,
    Prose,
    Readers,
    Refs,
    Slug,
    SourceId,
)
from builder.brief.masthead import Audience, Marking, Organisation, Person, Receiver
from builder.brief.part import AnyLine, AnyProse, Part
from builder.brief.withheld import Excerpt
from builder.languages.language import DEFAULT

CertaintyLevel = Literal["asserted", "qualified", "possible"]
Role = Literal["cause", "effect", "response", "other"]
Kind = Literal["policy_brief", "information_memo", "decision_memo"]
Origin = Literal["source", "author"]
EvidenceKind = Literal["source_statement", "example", "data", "quote", "expert_view"]
LimitKind = Literal["missing", "ambiguous", "tension"]
StepKind = Literal["event", "suggested"]


class BottomLine(Part):
    """The whole answer first."""

    text_stands_for: ClassVar[str] = "text"

    text: Prose = Field(description="The whole answer in 40 to 60 words.")
    headline: AnyLine | None = Field(None, description="Title of the bottom-line slide, up to 17 words.")
    ask: AnyLine | None = Field(
        None, description="What the reader is asked to do: one imperative, up to 25 words."
    )


class Context(Part):
    """What a reader must know before the arguments."""

    headline: AnyLine | None = Field(None, description="Title of the context slide, up to 17 words.")
    text: Prose = Field(description="What a reader must know first, 60 to 130 words.")
    why_now: AnyProse | None = Field(None, description="Why this matters now, up to 35 words.")
    refs: Refs = ()
    audience: Readers = None


class Event(Part):
    """What the brief is about: the map's middle node."""

    label: Line = Field(description="The map's middle node, up to 5 words.")
    text: AnyLine | None = Field(None, description="One line under it, up to 15 words.")
    refs: Refs = ()
    audience: Readers = None


class Evidence(Part):
    """One piece of evidence for a claim."""

    text: Prose = Field(description="One piece of evidence, up to 20 words.")
    kind: EvidenceKind = Field("source_statement", description="What sort of evidence this is.")
    refs: Refs = ()
    audience: Readers = None


class Implication(Part):
    """So what follows from a claim, and whose reading that is."""

    text_stands_for: ClassVar[str] = "text"

    text: Prose = Field(description="So what: up to 25 words.")
    origin: Origin = Field(
        "author", description="Whose reading it is: ours (`author`) or the source's (`source`)."
    )
    audience: Readers = None


class Certainty(Part):
    """How firmly the source says something."""

    level: CertaintyLevel = Field(description="How firmly the source says it.")
    cue: AnyLine | None = Field(None, description="The source's own hedge word, e.g. `may have`.")
    according_to: AnyLine | None = Field(None, description="Who says so, e.g. `unnamed analysts`.")


class Confidence(Part):
    """Our own confidence in a claim."""

    level: Literal["high", "moderate", "low"] = Field(description="Our own confidence in the claim.")
    basis: AnyLine | None = Field(None, description="What it rests on, up to 15 words.")
    audience: Readers = None


class Argument(Part):
    """One claim with what supports it."""

    id: Slug | None = Field(None, description="A name for links, e.g. `home`.")
    claim: Line = Field(
        description="One full sentence with a verb, up to 17 words and 110 characters.",
        examples=["Trade talks may be delayed."],
    )
    label: AnyLine | None = Field(
        None, description="Its node in the argument map, up to 5 words; default: the claim."
    )
    gist: AnyProse | None = Field(None, description="The reason in one or two sentences, up to 25 words.")
    evidence: tuple[Evidence, ...] = Field((), max_length=4, description="Up to four pieces of evidence.")
    implication: Implication | None = Field(None, description="So what, as text or as {text, origin}.")
    reasoning: AnyProse | None = Field(
        None, description="The argument in full, 30 to 90 words; memo and speaker notes."
    )
    counter: AnyProse | None = Field(None, description="The strongest objection, up to 30 words.")
    certainty: Certainty | None = Field(None, description="How firmly the source says it.")
    confidence: Confidence | None = Field(None, description="How confident we are, apart from the source.")
    refs: Refs = ()
    audience: Readers = None


class Section(Part):
    """A group of arguments that play the same part."""

    id: Slug | None = Field(None, description="A name for links and tables, e.g. `causes`.")
    title: Line = Field(description="Up to 5 words.")
    role: Role = Field("other", description="Gives the section its colour and its column in the map.")
    intro: AnyProse | None = Field(None, description="One sentence that leads in.")
    arguments: tuple[Argument, ...] = Field(
        min_length=1, max_length=1000, description="At least one argument."
    )
    audience: Readers = None


class MapLink(Part):
    """An arrow of the argument map."""

    from_: Line = Field(alias="from", description="Id of an argument, section or recommendation, or `event`.")
    to: Line = Field(
        description="Id of an argument, section or recommendation, or `event` or `recommendations`."
    )
    certainty: CertaintyLevel = Field("asserted", description="Solid arrow if asserted, else dashed.")
    refs: Refs = ()
    audience: Readers = None


class Actor(Part):
    """Somebody with a part in the matter."""

    name: Line = Field(description="Who.")
    role: Line = Field(description="Their part in the matter, up to 15 words.")
    refs: Refs = ()
    audience: Readers = None


class TimelineStep(Part):
    """One step of the sequence."""

    when: Line = Field(
        description="A date as YYYY-MM-DD, or relative words such as `recent months`.",
        examples=["2031-05-28", "recent months"],
    )
    text: Line = Field(description="What happened, up to 10 words.")
    kind: StepKind | None = Field(
        None,
        description="`event`: the brief's own event, drawn dark; `suggested`: not yet real, drawn dashed.",
    )
    refs: Refs = ()
    audience: Readers = None


class Option(Part):
    """A choice before the reader."""

    id: Slug | None = Field(None, description="A name for the option.")
    title: Line = Field(description="Up to 6 words.")
    description: AnyProse | None = Field(None, description="What it means, up to 25 words.")
    pros: tuple[AnyLine, ...] = Field((), max_length=5, description="Points for it.")
    cons: tuple[AnyLine, ...] = Field((), max_length=5, description="Points against it.")
    ratings: dict[str, Line] = Field({}, description="Criterion to words; the criteria stand in `criteria`.")
    audience: Readers = None


class Recommendation(Part):
    """Something to do."""

    id: Slug | None = Field(None, description="A name for links.")
    action: Line = Field(description="An imperative, up to 13 words.", examples=["Begin with informal talks"])
    label: AnyLine | None = Field(
        None, description="Its node in the map, up to 3 words; default: the action."
    )
    detail: AnyLine | None = Field(None, description="Up to 16 words.")
    owner: AnyLine | None = Field(None, description="Who would act; null prints as `not stated`.")
    when: AnyLine | None = Field(None, description="By when; null prints as `not stated`.")
    origin: Origin = Field("author", description="Whose suggestion it is: ours or the source's.")
    certainty: Certainty | None = Field(None, description="How firmly the source suggests it.")
    refs: Refs = ()
    audience: Readers = None


class Risk(Part):
    """What could go wrong."""

    text: Prose = Field(description="What could go wrong, up to 25 words.")
    mitigation: AnyProse | None = Field(None, description="What would help, up to 25 words.")
    audience: Readers = None


class Limit(Part):
    """What the source leaves open."""

    text: Line = Field(description="What the source does not say, up to 20 words.")
    kind: LimitKind = Field(
        "missing", description="Not said, left open, or a contradiction inside the source."
    )
    audience: Readers = None


class Table(Part):
    """A table of words or numbers."""

    id: Slug | None = Field(None, description="A name for the table.")
    title: Line = Field(description="What the table shows, as a sentence.")
    section: Slug | None = Field(None, description="Section it closes; without one it stands in the annex.")
    columns: tuple[Line, ...] = Field(min_length=2, max_length=5, description="Column heads.")
    rows: tuple[Cells, ...] = Field(
        min_length=1,
        max_length=200,
        description="Rows of cells, one cell a column; write – for an empty cell.",
    )
    notes: AnyLine | None = Field(None, description="How to read it.")
    refs: Refs = ()
    audience: Readers = None


class Figure(Part):
    """A picture with a title and alt text."""

    id: Slug | None = Field(None, description="A name for the figure.")
    path: Line = Field(description="Picture file, relative to the brief.")
    title: Line = Field(description="What the figure shows, as a sentence.")
    alt: Line = Field(description="The same for readers who cannot see it, up to 30 words.")
    caption: AnyLine | None = Field(None, description="A note under it.")
    section: Slug | None = Field(None, description="Section it closes; without one it stands in the annex.")
    refs: Refs = ()
    audience: Readers = None


class Source(Part):
    """A text or data set that the brief rests on."""

    id: SourceId = Field(description="A name for refs.")
    title: AnyLine | None = Field(None, description="null if not known.")
    author: AnyLine | None = Field(None, description="null if not known.")
    publisher: AnyLine | None = Field(None, description="null if not known.")
    date: AnyLine | None = Field(
        None, description="As the source gives it; YYYY-MM-DD is set in the brief's language."
    )
    url: Link | None = Field(None, description="https link.")
    accessed: IsoDate | None = Field(None, description="When the link was read.")
    file: AnyLine | None = Field(None, description="Name of the file that was read.")
    note: AnyLine | None = Field(None, description="Description, e.g. where the source has no title.")
    audience: Readers = None


class Term(Part):
    """A term that the memo explains."""

    term: Line = Field(description="The term.")
    definition: Line = Field(description="What it means here.")
    audience: Readers = None


class Headlines(Part):
    """Full-sentence titles for blocks whose items have none: figure and table captions, slide titles."""

    map: AnyLine | None = Field(None, description="Title of Figure 1, the argument map.")
    options: AnyLine | None = Field(None, description="Title of the options.")
    recommendations: AnyLine | None = Field(None, description="Title of the responses or recommendations.")
    risks: AnyLine | None = Field(None, description="Title of the risks.")
    limits: AnyLine | None = Field(None, description="Title of the limits.")
    sources: AnyLine | None = Field(None, description="Title of the sources.")
    actors: AnyLine | None = Field(None, description="Title of the actors.")
    timeline: AnyLine | None = Field(None, description="Title of the sequence.")
    glossary: AnyLine | None = Field(None, description="Title of the glossary.")


class Brief(Part):
    """One argument, written once, published as memo, deck and one-page summary."""

    id: Slug | None = Field(
        None, description="Slug for the file names; default: the name of the brief's file."
    )
    language: Language = Field(DEFAULT, description="BCP 47 tag: fixed labels, dates and spelling follow it.")
    page: Literal["A4", "Letter"] = Field("A4", description="Paper of memo and summary.")
    title: Line = Field(description="A statement of up to 18 words.")
    subtitle: AnyLine | None = Field(None, description="Up to 18 words.")
    kind: Kind = Field(
        "policy_brief", description="A decision memo wants `to`, `from`, `subject` and an ask."
    )
    date: IsoDate | None = Field(
        None, description="Date of the brief, YYYY-MM-DD, or null.", examples=["2031-05-28"]
    )
    status: Literal["draft", "review", "final"] = Field("draft", description="Shown on every page and slide.")
    version: AnyLine | None = Field(None, description="Free text, e.g. `0.3`.")
    authors: tuple[Person, ...] = Field((), max_length=20, description="Who wrote the brief.")
    organisation: Organisation | None = Field(None, description="Who publishes it.")
    to: tuple[AnyLine, ...] = Field((), max_length=10, description="Receivers of the memo.")
    from_: tuple[AnyLine, ...] = Field((), max_length=10, alias="from", description="Senders of the memo.")
    cc: tuple[AnyLine, ...] = Field((), max_length=20, description="Copies of the memo.")
    subject: AnyLine | None = Field(None, description="Subject line of the memo; short title of later pages.")
    marking: Marking | None = Field(None, description="Handling marking for every page and slide.")
    audiences: tuple[Audience, ...] = Field(
        (), max_length=10, description="Versions that withhold something: names, or {name, label}."
    )
    distribution: tuple[Receiver, ...] = Field(
        (), max_length=200, description="Who is sent which version; never printed."
    )
    contact: AnyLine | None = Field(None, description="Contact line.")
    disclaimer: AnyProse | None = Field(None, description="Legal or provenance line.")
    keywords: tuple[AnyLine, ...] = Field((), max_length=20, description="File properties.")
    bottom_line: BottomLine = Field(description="The answer first, as text or as {text, headline, ask}.")
    context: Context | None = Field(None, description="What a reader must know first.")
    event: Event | None = Field(None, description="What the brief is about; the map's middle node.")
    headlines: Headlines = Field(
        default_factory=Headlines.model_construct,
        description="Full-sentence titles for figures, tables and slides.",
    )
    sections: tuple[Section, ...] = Field(min_length=1, max_length=6, description="The arguments, in order.")
    links: tuple[MapLink, ...] = Field((), max_length=20, description="Arrows of the argument map.")
    actors: tuple[Actor, ...] = Field((), max_length=10, description="Who is involved.")
    timeline: tuple[TimelineStep, ...] = Field((), max_length=8, description="What happened in which order.")
    criteria: tuple[Line, ...] = Field((), max_length=4, description="What the options are judged by.")
    options: tuple[Option, ...] = Field((), max_length=4, description="Choices before the reader.")
    recommendations: tuple[Recommendation, ...] = Field((), max_length=6, description="What to do.")
    risks: tuple[Risk, ...] = Field((), max_length=5, description="What could go wrong.")
    limits: tuple[Limit, ...] = Field((), max_length=8, description="What the source leaves open.")
    tables: tuple[Table, ...] = Field((), max_length=4, description="Tables of words or numbers.")
    figures: tuple[Figure, ...] = Field((), max_length=4, description="Pictures; each needs alt text.")
    sources: tuple[Source, ...] = Field((), max_length=20, description="Numbered [1], [2] … in this order.")
    glossary: tuple[Term, ...] = Field((), max_length=10, description="Terms of the memo.")

    _excerpt: Excerpt | None = PrivateAttr(None)

    @property
    def excerpt(self) -> Excerpt | None:
        """What this version for one audience knows of the whole brief; None where it is the whole."""
        return self._excerpt

    def as_excerpt(self, excerpt: Excerpt) -> Brief:
        """Return the same brief as a version for one audience."""
        version = self.model_copy()
        version._excerpt = excerpt
        return version
