"""Composes options, responses, risks and limits: what could be done, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.brief.walk import indexed
from builder.outline.blocks import Limit, Limits, Option, Options, Response, Responses, Risk, Risks
from builder.outline.text import Depth, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_LIMITS_ON_THE_SUMMARY = 3


def compose_options(brief: model.Brief, words: Wording) -> Options | None:
    """Return the options, rated in words by the brief's criteria; None if there are none."""
    if not brief.options:
        return None
    labels = words.labels
    return Options(
        heading=words.fixed("opt_head", labels.options, DECK),
        headline=words.headline("opt_headline", "headlines.options", brief.headlines.options, labels.options),
        option_head=words.fixed("opt_col", labels.option, DECK),
        criteria=words.texts("opt_crit", "criteria", brief.criteria, DECK),
        pros_label=words.fixed("opt_pros", labels.option_pros, DECK),
        cons_label=words.fixed("opt_cons", labels.option_cons, DECK),
        options=tuple(
            Option(
                id=given.id or f"O{n}",
                number=words.fixed(f"o{n}_no", f"O{n}", DECK),
                title=words.text(f"o{n}_title", f"options[{n - 1}].title", given.title, DECK),
                description=words.optional(
                    f"o{n}_text", f"options[{n - 1}].description", given.description, DECK
                ),
                pros=words.texts(f"o{n}_pro", f"options[{n - 1}].pros", given.pros, DECK),
                cons=words.texts(f"o{n}_con", f"options[{n - 1}].cons", given.cons, DECK),
                ratings=tuple(
                    _rating(n, c, given, criterion, words) for c, criterion in enumerate(brief.criteria, 1)
                ),
            )
            for n, given in indexed(brief.options, 1)
        ),
    )


def _rating(number: int, column: int, given: model.Option, criterion: str, words: Wording) -> Text:
    slot = f"o{number}_rate{column}"
    if criterion not in given.ratings:
        return words.fixed(slot, words.labels.not_stated, DECK)
    return words.text(slot, f"options[{number - 1}].ratings.{criterion}", given.ratings[criterion], DECK)


def compose_responses(brief: model.Brief, words: Wording) -> Responses | None:
    """Return the responses, headed by whose idea they are; None if the brief recommends nothing."""
    if not brief.recommendations:
        return None
    labels = words.labels
    origins = {given.origin for given in brief.recommendations}
    heading = labels.suggested_responses if origins == {"source"} else labels.recommendations
    heading = labels.mixed_responses if len(origins) > 1 else heading  # a source suggests, authors recommend
    responses = tuple(
        _response(number, given, words, mixed=len(origins) > 1)
        for number, given in indexed(brief.recommendations, 1)
    )
    attributed = all(response.certainty and response.certainty.attribution for response in responses)
    basis = labels.who_suggests_it if attributed else labels.response_basis
    based = any(response.certainty or response.refs or response.origin for response in responses)
    stated = any(any(response.stated) for response in responses)
    name = labels.recommendation if origins == {"author"} else labels.response
    return Responses(
        heading=words.fixed("resp_head", heading, SUMMARY),
        headline=words.headline(
            "resp_headline", "headlines.recommendations", brief.headlines.recommendations, heading
        ),
        response_head=words.fixed("resp_col", name, DECK),
        basis_head=words.fixed("resp_basis", basis, MEMO) if based else None,
        owner_head=words.fixed("resp_owner", labels.owner, SUMMARY),
        when_head=words.fixed("resp_when", labels.timing, SUMMARY),
        unstated=words.fixed("resp_unstated", labels.owner_and_timing_not_stated, SUMMARY)
        if not stated
        else None,
        responses=responses,
    )


def _response(number: int, given: model.Recommendation, words: Wording, *, mixed: bool) -> Response:
    slot, path, labels = f"r{number}", f"recommendations[{number - 1}]", words.labels
    label = words.optional(f"{slot}_label", f"{path}.label", given.label, SUMMARY)
    unknown_owner = words.fixed(f"{slot}_owner", labels.not_stated, SUMMARY)
    unknown_when = words.fixed(f"{slot}_when", labels.not_stated, SUMMARY)
    theirs = labels.by_the_sources if words.several(given.refs) else labels.by_the_source
    whose = theirs if given.origin == "source" else labels.by_us
    return Response(
        id=given.id or f"R{number}",
        number=words.fixed(f"{slot}_no", f"R{number}", SUMMARY),
        action=words.text(f"{slot}_action", f"{path}.action", given.action, SUMMARY),
        label=label or words.text(f"{slot}_label", f"{path}.action", given.action, SUMMARY),
        detail=words.optional(f"{slot}_detail", f"{path}.detail", given.detail, SUMMARY),
        owner=words.optional(f"{slot}_owner", f"{path}.owner", given.owner, SUMMARY) or unknown_owner,
        when=unknown_when
        if given.when is None
        else words.dated(f"{slot}_when", f"{path}.when", given.when, SUMMARY),
        stated=(given.owner is not None, given.when is not None),
        certainty=words.certainty(slot, f"{path}.certainty", given.certainty, given.refs),
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, SUMMARY),
        origin=words.fixed(f"{slot}_origin", whose, SUMMARY, f"{path}.origin") if mixed else None,
    )


def compose_risks(brief: model.Brief, words: Wording) -> Risks | None:
    """Return the risks; None if there are none."""
    if not brief.risks:
        return None
    labels = words.labels
    return Risks(
        heading=words.fixed("risk_head", labels.risks, DECK),
        headline=words.headline("risk_headline", "headlines.risks", brief.headlines.risks, labels.risks),
        risk_head=words.fixed("risk_col", labels.risk, DECK),
        mitigation_head=words.fixed("risk_help", labels.mitigation, DECK),
        risks=tuple(
            Risk(
                number=words.fixed(f"k{n}_no", str(n), DECK),
                text=words.text(f"k{n}_text", f"risks[{n - 1}].text", given.text, DECK),
                mitigation_label=words.fixed(f"k{n}_help_label", labels.before(labels.mitigation), DECK)
                if given.mitigation
                else None,
                mitigation=words.optional(f"k{n}_help", f"risks[{n - 1}].mitigation", given.mitigation, DECK),
            )
            for n, given in indexed(brief.risks, 1)
        ),
    )


def compose_limits(brief: model.Brief, words: Wording) -> Limits | None:
    """Return the limits, the first three for the summary too; None if there are none."""
    if not brief.limits:
        return None
    labels = words.labels
    return Limits(
        heading=words.fixed("limit_head", labels.limits, SUMMARY),
        headline=words.headline("limit_headline", "headlines.limits", brief.headlines.limits, labels.limits),
        missing_head=words.fixed("limit_missing", labels.missing, DECK),
        tension_head=words.fixed("limit_tension", labels.tensions, DECK),
        limits=tuple(
            Limit(
                words.text(
                    f"limit{index + 1}",
                    f"limits[{index}].text",
                    given.text,
                    SUMMARY if shown < _LIMITS_ON_THE_SUMMARY else DECK,
                ),
                missing=given.kind == "missing",
            )
            for shown, (index, given) in enumerate(indexed(brief.limits))
        ),
    )
