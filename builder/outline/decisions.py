"""Composes options, responses, risks and limits: what could be done, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from builder.brief.walk import indexed
from builder.outline import titles
from builder.outline.blocks import (
    Addressed,
    Entry,
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
_RESPONSES_ON_THE_SUMMARY = 6
_TERMS = ("cost", "measure")


def compose_options(brief: model.Brief, words: Wording) -> Options | None:
    """Return the options, rated in words by the brief's criteria; None if there are none."""
    if not brief.options:
        return None
    labels = words.labels
    return Options(
        heading=words.fixed("opt_head", labels.options, DECK),
        headline=words.titled("opt_headline", "options", brief, titles.of_options(brief, words)),
        option_head=words.fixed("opt_col", labels.option, DECK),
        criteria=words.texts("opt_crit", "criteria", brief.criteria, DECK),
        pros_label=words.fixed("opt_pros", labels.option_pros, DECK),
        cons_label=words.fixed("opt_cons", labels.option_cons, DECK),
        options=tuple(
            Option(
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
                recommended=words.fixed(
                    f"o{n}_rec", labels.recommended, DECK, f"options[{n - 1}].recommended"
                )
                if given.recommended == "yes"
                else None,
                best=tuple(criterion in given.best for criterion in brief.criteria),
            )
            for n, given in indexed(brief.options, 1)
        ),
        none=words.fixed("opt_none", labels.nothing, DECK),
        best_note=words.fixed("opt_best", labels.best_marked, DECK)
        if any(given.best for given in brief.options)
        else None,
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
    terms = [name for name in _TERMS if any(getattr(given, name) for given in brief.recommendations)]
    groups = tuple(_groups(brief, words, terms, mixed=len(origins) > 1))
    responses = [response for group in groups for response in group.responses]
    more = len(responses) - _RESPONSES_ON_THE_SUMMARY
    attributed = all(response.certainty and response.certainty.attribution for response in responses)
    basis = labels.who_suggests_it if attributed else labels.response_basis
    based = any(response.certainty or response.refs or response.origin for response in responses)
    stated = any(any(response.stated) for response in responses)
    name = labels.recommendation if origins == {"author"} else labels.response
    return Responses(
        heading=words.fixed("resp_head", heading, SUMMARY),
        headline=_headline(brief, responses, words),
        response_head=words.fixed("resp_col", name, DECK),
        basis_head=words.fixed("resp_basis", basis, MEMO) if based else None,
        owner_head=words.fixed("resp_owner", labels.owner, SUMMARY),
        when_head=words.fixed("resp_when", labels.timing, SUMMARY),
        hides=brief.unknowns == "hide",
        unstated=words.fixed("resp_unstated", labels.owner_and_timing_not_stated, SUMMARY)
        if not stated and brief.unknowns == "show"
        else None,
        term_heads=tuple(
            words.fixed(f"resp_{name}", {"cost": labels.cost, "measure": labels.measure}[name], DECK)
            for name in terms
        ),
        groups=groups,
        more=words.fixed("resp_more", labels.more_in_memo.format(count=more), SUMMARY) if more > 0 else None,
    )


def _headline(brief: model.Brief, responses: Sequence[Response], words: Wording) -> Text:
    """Return the title of the responses; of the only one its action, if it has a detail to be shown below."""
    given, default = brief.headlines.recommendations, titles.of_responses(brief, words)
    if given is None and len(responses) == 1 and responses[0].detail is not None:
        return responses[0].action
    return words.headline("resp_headline", "headlines.recommendations", given, default)


def _groups(brief: model.Brief, words: Wording, terms: Sequence[str], *, mixed: bool) -> Iterator[Addressed]:
    """Yield the recommendations by reader, in the order of the brief; the first six are on the summary."""
    readers = list(dict.fromkeys(given.for_ for given in brief.recommendations))
    shown = 0
    for reader in readers:
        own = [each for each in indexed(brief.recommendations, 1) if each[1].for_ == reader]
        depth = SUMMARY if shown < _RESPONSES_ON_THE_SUMMARY else DECK
        first = own[0][0]
        head = words.optional(f"r{first}_for", f"recommendations[{first - 1}].for", reader, depth)
        if head is None and len(readers) > 1:
            head = words.fixed(f"r{first}_for", words.labels.to_all, depth)
        responses = []
        for number, given in own:
            depth = SUMMARY if shown < _RESPONSES_ON_THE_SUMMARY else DECK
            responses.append(_response(number, given, words, depth, terms, mixed=mixed))
            shown += 1
        yield Addressed(head, tuple(responses))


def _response(
    number: int,
    given: model.Recommendation,
    words: Wording,
    depth: Depth,
    terms: Sequence[str],
    *,
    mixed: bool,
) -> Response:
    slot, path, labels = f"r{number}", f"recommendations[{number - 1}]", words.labels
    label = words.optional(f"{slot}_label", f"{path}.label", given.label, depth)
    unknown_owner = words.fixed(f"{slot}_owner", labels.not_stated, depth)
    unknown_when = words.fixed(f"{slot}_when", labels.not_stated, depth)
    theirs = labels.by_the_sources if words.several(given.refs) else labels.by_the_source
    whose = theirs if given.origin == "source" else labels.by_us
    return Response(
        id=given.id or f"R{number}",
        number=words.fixed(f"{slot}_no", f"R{number}", depth),
        action=words.text(f"{slot}_action", f"{path}.action", given.action, depth),
        label=label or words.text(f"{slot}_label", f"{path}.action", given.action, depth),
        detail=words.optional(f"{slot}_detail", f"{path}.detail", given.detail, depth),
        owner=words.optional(f"{slot}_owner", f"{path}.owner", given.owner, depth) or unknown_owner,
        when=unknown_when
        if given.when is None
        else words.dated(f"{slot}_when", f"{path}.when", given.when, depth),
        stated=(given.owner is not None, given.when is not None),
        certainty=words.certainty(slot, f"{path}.certainty", given.certainty, given.refs),
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, depth),
        origin=words.fixed(f"{slot}_origin", whose, depth, f"{path}.origin") if mixed else None,
        terms=tuple(
            words.optional(f"{slot}_{name}", f"{path}.{name}", getattr(given, name), DECK) for name in terms
        ),
    )


def compose_risks(brief: model.Brief, words: Wording) -> Risks | None:
    """Return the risks; None if there are none."""
    if not brief.risks:
        return None
    labels = words.labels
    return Risks(
        heading=words.fixed("risk_head", labels.risks, DECK),
        headline=words.titled("risk_headline", "risks", brief, titles.of_risks(brief, words)),
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
                details=tuple(
                    Entry(
                        words.fixed(f"k{n}_{key}_is", labels.before(label), DECK),
                        words.text(f"k{n}_{key}", f"risks[{n - 1}].{key}", value, DECK),
                    )
                    for key, label, value in (
                        ("likelihood", labels.likelihood, given.likelihood),
                        ("impact", labels.impact, given.impact),
                        ("owner", labels.owner, given.owner),
                    )
                    if value is not None
                ),
            )
            for n, given in indexed(brief.risks, 1)
        ),
    )


def compose_limits(brief: model.Brief, words: Wording) -> Limits | None:
    """Return the limits, the first three for the summary too; None if there are none.

    A fourth that is the last takes no more room there than to say that it is left out.
    """
    if not brief.limits:
        return None
    labels = words.labels
    kinds = {
        "missing": labels.limit_missing,
        "ambiguous": labels.limit_open,
        "tension": labels.limit_tension,
    }
    most = _LIMITS_ON_THE_SUMMARY + (len(brief.limits) == _LIMITS_ON_THE_SUMMARY + 1)
    more = len(brief.limits) - most
    return Limits(
        heading=words.fixed("limit_head", labels.limits, SUMMARY),
        headline=words.titled("limit_headline", "limits", brief, titles.of_limits(brief, words)),
        limits=tuple(
            Limit(
                words.text(
                    f"limit{index + 1}",
                    f"limits[{index}].text",
                    given.text,
                    SUMMARY if shown < most else DECK,
                ),
                missing=given.kind == "missing",
                kind=words.fixed(f"limit{index + 1}_kind", kinds[given.kind], DECK, f"limits[{index}].kind"),
            )
            for shown, (index, given) in enumerate(indexed(brief.limits))
        ),
        more=words.fixed("limit_more", labels.more_in_memo.format(count=more), SUMMARY) if more > 0 else None,
    )
