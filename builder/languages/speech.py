"""The phrases that a language supplies for the speaker notes."""

from __future__ import annotations

from msgspec import Struct


class Speech(Struct, frozen=True):
    """Every phrase of the speaker notes that no brief supplies, without its last full stop.

    Blanks take any noun phrase, so a value is a name, words in quotation marks, or a list of them. The
    phrases that begin with `to_` lead to the next slide, whose title may follow them.
    """

    leads_on: str  # between a phrase and what it leads to: ": "
    quoted: str  # words that are a name or title
    named: str  # a source

    # where it comes from, and how firm it is
    draws_on: str
    draws_on_one: str
    comes_from: str
    rests_on: str
    the_source: str  # as it follows "according to"
    the_sources: str
    asserted: str
    qualified: str
    possible: str
    cue: str
    confidence: str
    ours: str
    theirs: str

    # what a speaker adds to a slide
    parts: str
    firmness: str  # leads to the claims by their certainty
    levels: tuple[str, str, str]  # claims that are made outright, with caution, only as possible
    ask: str
    why_now: str  # a question with its mark
    objection: str
    claim_of: str  # leads to one of several claims on a slide
    column: str
    columns: str
    extremes: str  # of a column of numbers
    picture: str
    chart: str
    quotation: str
    pros: str
    cons: str
    rated: str
    rating: str
    best: str  # criteria by which the option is the best
    step: str
    owner: str
    timing: str
    unowned: str
    cost: str
    measure: str
    mitigation: str
    missing: str
    unsettled: str
    references: str
    cited_for: str  # what a source is cited for
    term: str
    contact: str
    course: str
    ranked: str  # of values in no order of time
    belongs: str  # a claim or part that an exhibit is about
    follows: str
    read_row: str
    actions: str
    events: str
    objections: str
    least_firm: str
    ask_at_end: str  # on the cover
    ask_again: str  # at the end, as the next two
    answer_again: str
    questions: str
    recalled: str  # leads to claims, before what is to be done
    numbered: str  # that claims are
    reference: str
    continued: str

    # the bridge to the next slide
    to_bottom_line: str
    to_key_messages: str
    to_key_figures: str
    to_context: str
    to_map: str
    to_part: str
    to_first: str
    to_next: str
    to_last: str
    to_only: str
    cause: str  # what a section's arguments are called; all of one gender
    effect: str
    point: str
    to_table: str
    to_figure: str
    to_chart: str
    to_box: str
    to_quote: str
    to_options: str
    to_responses: str
    to_risks: str
    to_limits: str
    to_sources: str
    to_timeline: str
    to_reference: str
    to_continued: str
    to_appendix: str
