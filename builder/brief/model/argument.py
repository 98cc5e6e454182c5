"""What a brief may say in its sections: claims, their evidence and certainty, and the links between them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from builder.brief.kinds import CLAIM, LINE, NUMBER, PROSE, SLUG, UNIT, inner, one_of
from builder.brief.part import (
    ANY_LINE,
    ANY_PROSE,
    ANY_STRUCTURED,
    CONDITION,
    READERS,
    REFS,
    Part,
    listed,
    optional,
    required,
)

CertaintyLevel = Literal["asserted", "qualified", "possible"]
ConfidenceLevel = Literal["high", "moderate", "low"]
EvidenceKind = Literal["source_statement", "example", "data", "quote", "expert_view"]
Origin = Literal["source", "author"]
Role = Literal["cause", "effect", "response", "other"]

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
    unit: str | None = optional(
        UNIT, "Unit of the number: `%`, `km`, `€ million`; default: that of the fact."
    )
    label: str | None = optional(
        LINE, "What the number is of, among others: a place, a part, a year.", words=5
    )
    compare: tuple[Compared, ...] = listed(inner(Compared), 4, "Two to four numbers that it compares with.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


class Argument(Part):
    """One claim with what supports it."""

    obvious: ClassVar[str] = "claim"

    id: str | None = optional(SLUG, "A name for links, e.g. `home`.")
    claim: str = required(
        CLAIM,
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
    if_: str | None = CONDITION


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
    if_: str | None = CONDITION


class MapLink(Part):
    """An arrow of the argument map."""

    from_: str = required(LINE, "Id of an argument, section or recommendation, or `event`.")
    to: str = required(LINE, "Id of an argument, section or recommendation, or `event` or `recommendations`.")
    certainty: CertaintyLevel | None = optional(
        CERTAINTY,
        "Solid arrow if asserted, else dashed; default: that of the claims it joins, "
        "and asserted to a response.",
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
