"""The fixed words that a language supplies: those in the three files, and those around a release."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.changes import ChangeWords
from builder.languages.speech import Speech
from builder.languages.titles import Titles


class Labels(Struct, frozen=True):
    """Every word in the three files that no brief supplies; `{…}` marks where a value goes.

    No word has a default, so a language that lacks one is a type error and not English on a French page.
    """

    # the three products and the state of the brief
    policy_brief: str
    memo: str
    information_memo: str
    decision_memo: str
    slides: str
    one_page_summary: str
    draft: str
    review: str
    final: str
    unrestricted: str  # the edition that withholds nothing
    version: str
    date_not_set: str
    not_set: str
    not_stated: str
    embargo: str

    # the memo's head and the deck's cover
    to: str
    from_: str
    cc: str
    date_line: str
    subject: str
    author: str
    authors: str
    partner: str
    partners: str
    many_sources: str

    # bottom line and decision
    bottom_line: str
    conclusion: str  # title of the section that the key `conclusion` makes
    ask: str
    approve: str
    disapprove: str
    discuss: str
    decision_name: str  # of who decides
    decision_title: str
    decision_date: str

    # claims, context, map
    contents: str
    key_messages: str
    key_figures: str
    glance: str
    claim_and_reason: str
    certainty_in_source: str
    certainty_in_sources: str
    same_numbers: str
    context: str
    why_now: str
    map: str
    map_title: str
    map_alt: str
    map_alt_long: str
    # the arrows of the map in words; `{to}` is `to_event` or `to_nodes`
    the_event: str
    to_event: str
    to_nodes: str
    node_group: str
    leads: str
    lead: str
    leads_possibly: str
    lead_possibly: str
    causes: str
    event: str
    effects: str
    possible_effects: str
    stated_outright: str
    hedged: str
    solid_line: str
    dashed_line: str
    no_pairs: str
    figure: str
    table: str
    box: str
    box_case: str
    box_method: str
    box_definition: str
    chart_bar: str
    chart_column: str
    chart_grouped: str
    chart_stacked: str
    chart_percent: str
    chart_line: str
    chart_area: str
    chart_dot: str
    chart_slope: str
    chart_waterfall: str
    chart_multiples: str
    # the values of a series in words, in the alternative text of a chart
    chart_between: str
    chart_rises: str
    chart_falls: str
    axis_begins: str

    # how firm a claim is
    asserted: str
    qualified: str
    possible: str
    asserted_meaning: str
    asserted_meaning_many: str
    qualified_meaning: str
    qualified_meaning_many: str
    possible_meaning: str
    possible_meaning_many: str
    in_the_source: str
    in_the_sources: str
    according_to: str
    attribution: str
    with_cue: str
    also_here: str
    for_comparison: str
    percentage_points: str  # the unit of a difference between percentages
    breakdown: str  # over the parts of a total
    how_firm: str
    three_marks: str
    confidence: str
    confidence_with_basis: str
    high: str
    moderate: str
    low: str

    # arguments
    claim: str
    source_statement: str
    example: str
    data: str
    quote: str
    expert_view: str
    our_reading: str
    source_reading: str
    sources_reading: str
    against_it: str

    # options, responses, risks, limits
    options: str
    option: str
    option_pros: str
    option_cons: str
    recommended: str
    best_marked: str
    suggested_responses: str
    recommendations: str
    mixed_responses: str
    response: str
    responses: str
    recommendation: str
    who_suggests_it: str
    response_basis: str
    by_the_source: str
    by_the_sources: str
    by_us: str
    suggestions_are_theirs: str
    suggestions_are_theirs_many: str
    owner: str
    timing: str
    owner_and_timing_not_stated: str
    cost: str
    measure: str
    more_in_memo: str
    and_more: str
    to_all: str  # box of the recommendations for nobody in particular
    risks: str
    risk: str
    mitigation: str
    likelihood: str
    impact: str
    limits: str
    limit_missing: str  # kinds of limit, each beside one
    limit_open: str
    limit_tension: str

    # sources
    source: str
    sources: str
    sources_and_notes: str
    untitled: str
    part_author: str
    part_publisher: str
    part_date: str
    not_given: str
    volume: str
    issue: str
    page: str
    pages: str
    accessed: str
    read_as: str
    how_to_read: str
    reading: str
    reading_of_one: str
    step_suggested: str  # behind the time of a step that is only suggested
    in_memo: str  # what has a number and is not in the deck
    argument_many: str

    # annex
    annex: str
    annex_title: str
    actors: str
    actor: str
    actor_role: str
    sequence: str
    when: str
    what: str
    order_only: str
    order_partly_dated: str
    glossary: str
    term: str
    definition: str
    contact: str

    # people and publication
    and_others: str
    about_authors: str
    corresponding: str
    further_reading: str
    imprint: str
    citation: str
    series: str
    place: str
    licence: str
    funder: str
    acknowledgements: str
    online: str
    qr_code: str

    # page furniture and notes
    continued: str
    page_of: str
    memo_gives_evidence: str
    notes_purpose: str
    notes_purpose_one: str
    changes: ChangeWords
    titles: Titles
    speech: Speech

    # how words are joined, as most languages have it
    and_: str
    issn: str = "ISSN"
    isbn: str = "ISBN"
    doi: str = "DOI"
    comma: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    full_stop: str = "."
    space: str = " "  # between two sentences
    dot: str = " · "
    nothing: str = "–"  # in a cell that would be empty
    range: str = "{first}–{last}"
    page_count: str = "{page} / {pages}"

    def of_many_sources(self) -> Labels:
        """Return the words of a brief with several sources, where they speak of all of them."""
        return replace(
            self,
            asserted_meaning=self.asserted_meaning_many,
            qualified_meaning=self.qualified_meaning_many,
            possible_meaning=self.possible_meaning_many,
            suggestions_are_theirs=self.suggestions_are_theirs_many,
        )

    def of_an_excerpt(self) -> Labels:
        """Return the words of an edition for one audience: what it withholds may have been stated."""
        owner_and_timing, _, _ = self.owner_and_timing_not_stated.partition(self.colon.rstrip())
        return replace(
            self,
            not_stated=self.nothing,
            not_set=self.nothing,
            owner_and_timing_not_stated=f"{owner_and_timing}{self.colon}{self.nothing}",
            not_given="",
            speech=replace(self.speech, unowned=""),
        )

    def without_unknowns(self) -> Labels:
        """Return the words that leave out what is not known, for a brief that asks for it."""
        return replace(self, not_stated=self.nothing, not_set="", date_not_set="", not_given="")

    def before(self, words: str) -> str:
        """Return words that lead to what follows them: "Source:"."""
        return words + self.colon.rstrip()

    def purpose(self, minutes: int) -> str:
        """Return what the slides are for and how long they take to read."""
        return self.notes_purpose_one if minutes == 1 else self.notes_purpose.format(minutes=minutes)

    def listed(self, words: tuple[str, ...]) -> str:
        """Return "a", "a and b" or "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return self.comma.join(words[:-1]) + self.and_ + words[-1]


class ReleaseWords(Struct, frozen=True):
    """Every word around the three files that no brief supplies; `{…}` marks where a value goes.

    No field has a default, so a language that lacks a word is a type error.
    """

    # the note in the bundle
    three_files: str
    unrestricted: str  # in the note of a whole brief with restricted parts
    record: str
    sums: str
    signature: str
    check: str
    with_builder: str
    without: str
    on_the_signature: str
    signed: str
    unsigned: str

    # the mail
    greeting: str
    attached: str
