"""Options, recommendations, risks and limits become blocks on what could be done and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.brief.walk import indexed
from builder.outline.blocks import (
    Limit,
    Limits,
    Option,
    Options,
    Response,
    Responses,
    Risk,
    Risks,
)
from builder.outline.text import Depth, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_LIMITS_ON_THE_SUMMARY = 3


def compose_options(brief: model.Brief, words: Wording) -> Options | None:
    """Return the choices, rated in words by the brief's criteria; None where the brief has no options."""
    if not brief.options:
        return None
    labels = words.labels
    return Options(
        heading=words.fixed("opt_head", labels.options, DECK),
        headline=words.headline("opt_headline", "headlines.options", brief.headlines.options, labels.options),
        option_head=words.fixed("opt_col", labels.option, DECK),
        criteria=words.prose_list("opt_crit", "criteria", brief.criteria, DECK),
        pros_label=words.fixed("opt_pros", labels.option_pros, DECK),
        cons_label=words.fixed("opt_cons", labels.option_cons, DECK),
        options=tuple(
            Option(
                id=said.id or f"O{n}",
                number=words.fixed(f"o{n}_no", f"O{n}", DECK),
                title=words.needed(f"o{n}_title", f"options[{n - 1}].title", said.title, DECK),
                description=words.prose(
                    f"o{n}_text", f"options[{n - 1}].description", said.description, DECK
                ),
                pros=words.prose_list(f"o{n}_pro", f"options[{n - 1}].pros", said.pros, DECK),
                cons=words.prose_list(f"o{n}_con", f"options[{n - 1}].cons", said.cons, DECK),
                ratings=tuple(
                    _rating(n, c, said, criterion, words) for c, criterion in enumerate(brief.criteria, 1)
                ),
            )
            for n, said in indexed(brief.options, 1)
        ),
    )


def _rating(number: int, column: int, said: model.Option, criterion: str, words: Wording) -> Text:
    slot = f"o{number}_rate{column}"
    if criterion not in said.ratings:
        return words.fixed(slot, words.labels.not_stated, DECK)
    return words.needed(slot, f"options[{number - 1}].ratings.{criterion}", said.ratings[criterion], DECK)


def compose_responses(brief: model.Brief, words: Wording) -> Responses | None:
    """Return what to do, headed by whose idea it is; None where the brief recommends nothing."""
    if not brief.recommendations:
        return None
    labels = words.labels
    origins = {said.origin for said in brief.recommendations}
    heading = responses_heading(brief, words)
    responses = tuple(
        _response(number, said, words, mixed=len(origins) > 1)
        for number, said in indexed(brief.recommendations, 1)
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
        unstated=None
        if stated
        else words.fixed("resp_unstated", labels.owner_and_timing_not_stated, SUMMARY),
        responses=responses,
    )


def responses_heading(brief: model.Brief, words: Wording) -> str:
    """Return what the recommendations are called: the source's are suggested, ours are recommended."""
    origins = {said.origin for said in brief.recommendations}
    if len(origins) > 1:
        return words.labels.mixed_responses
    return words.labels.suggested_responses if origins == {"source"} else words.labels.recommendations


def _response(number: int, said: model.Recommendation, words: Wording, *, mixed: bool) -> Response:
    slot, path, labels = f"r{number}", f"recommendations[{number - 1}]", words.labels
    label = words.prose(f"{slot}_label", f"{path}.label", said.label, SUMMARY)
    unknown_owner = words.fixed(f"{slot}_owner", labels.not_stated, SUMMARY)
    unknown_when = words.fixed(f"{slot}_when", labels.not_stated, SUMMARY)
    theirs = labels.by_the_sources if words.several(said.refs) else labels.by_the_source
    whose = theirs if said.origin == "source" else labels.by_us
    return Response(
        id=said.id or f"R{number}",
        number=words.fixed(f"{slot}_no", f"R{number}", SUMMARY),
        action=words.needed(f"{slot}_action", f"{path}.action", said.action, SUMMARY),
        label=label or words.needed(f"{slot}_label", f"{path}.action", said.action, SUMMARY),
        detail=words.prose(f"{slot}_detail", f"{path}.detail", said.detail, SUMMARY),
        owner=words.prose(f"{slot}_owner", f"{path}.owner", said.owner, SUMMARY) or unknown_owner,
        when=unknown_when
        if said.when is None
        else words.dated(f"{slot}_when", f"{path}.when", said.when, SUMMARY),
        stated=(said.owner is not None, said.when is not None),
        certainty=words.certainty(slot, f"{path}.certainty", said.certainty, said.refs),
        refs=words.refs(f"{slot}_ref", f"{path}.refs", said.refs, SUMMARY),
        origin=words.fixed(f"{slot}_origin", whose, SUMMARY, f"{path}.origin") if mixed else None,
    )


def compose_risks(brief: model.Brief, words: Wording) -> Risks | None:
    """Return what could go wrong; None where the brief names no risk."""
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
                text=words.needed(f"k{n}_text", f"risks[{n - 1}].text", said.text, DECK),
                mitigation_label=words.fixed(f"k{n}_help_label", labels.what_helps, DECK)
                if said.mitigation
                else None,
                mitigation=words.prose(f"k{n}_help", f"risks[{n - 1}].mitigation", said.mitigation, DECK),
            )
            for n, said in indexed(brief.risks, 1)
        ),
    )


def compose_limits(brief: model.Brief, words: Wording) -> Limits | None:
    """Return what stays open, the first three for the summary too; None where the brief names no limit."""
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
                words.needed(
                    f"limit{place + 1}",
                    f"limits[{place}].text",
                    said.text,
                    SUMMARY if shown < _LIMITS_ON_THE_SUMMARY else DECK,
                ),
                missing=said.kind == "missing",
            )
            for shown, (place, said) in enumerate(indexed(brief.limits))
        ),
    )
