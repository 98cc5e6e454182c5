"""Composes the sections and their arguments, numbered A1, A2 … through the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.brief.numbers import numbers_of
from builder.brief.walk import indexed
from builder.outline.blocks import Amount, Argument, Compared, Evidence, Glance, Implication, Section
from builder.outline.change import change, year_of
from builder.outline.text import Depth, Role, Run, Text
from builder.outline.typography import OPENINGS
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_COLON = " \u00a0:："  # with the space before it
MOST_WORDS = 12  # of a text whose number is shown large


def compose_sections(brief: model.Brief, words: Wording) -> Iterator[Section]:
    """Yield the sections; the numbers of the arguments continue from one to the next."""
    numbers = numbers_of(brief)
    for index, given in indexed(brief.sections):
        role, path = Role(given.role), f"sections[{index}]"
        depth = SUMMARY if given.arguments or given.intro else DECK  # the summary has no texts of sections
        yield Section(
            id=given.id or f"S{index + 1}",
            role=role,
            title=words.text(f"s{index + 1}_title", f"{path}.title", given.title, depth),
            intro=words.prose(f"s{index + 1}_intro", f"{path}.intro", given.intro, SUMMARY),
            text=words.prose(f"s{index + 1}_p", f"{path}.text", given.text, DECK, by_sentence=True),
            arguments=tuple(
                _argument(numbers, role, f"{path}.arguments[{index}]", argument, words)
                for index, argument in indexed(given.arguments)
            ),
        )


def compose_glance(words: Wording, sections: tuple[Section, ...], numbers: tuple[str, ...]) -> Glance | None:
    """Return the overview of all claims in the sections that have some, or None without any.

    `numbers` are "A1–A6" and "R1–R4", or one alone, without a note.
    """
    labels = words.labels
    arguments = [argument for section in sections for argument in section.arguments]
    if not arguments:
        return None
    certain = any(argument.certainty for argument in arguments)
    reasoned = any(argument.gist and not argument.thin for argument in arguments)
    several = len(words.sources) > 1
    return Glance(
        heading=words.fixed("glance_head", labels.glance, MEMO),
        claim_head=words.fixed("glance_claim", labels.claim_and_reason if reasoned else labels.claim, MEMO),
        certainty_head=words.fixed(
            "glance_firm", labels.certainty_in_sources if several else labels.certainty_in_source, MEMO
        )
        if certain
        else None,
        sections=sections,
        thin=not any(section.text for section in sections) and all(argument.thin for argument in arguments),
        note=None
        if len(numbers) == len(arguments) == 1
        else words.fixed("glance_note", labels.same_numbers.format(numbers=labels.listed(numbers)), DECK),
    )


def _argument(
    numbers: Mapping[str, int], role: Role, path: str, given: model.Argument, words: Wording
) -> Argument:
    number, labels = numbers[path], words.labels
    slot = f"a{number}"
    label = words.optional(f"{slot}_label", f"{path}.label", given.label, SUMMARY)
    return Argument(
        id=given.id or f"A{number}",
        role=role,
        number=words.fixed(f"{slot}_no", f"A{number}", SUMMARY),
        claim=words.text(f"{slot}_claim", f"{path}.claim", given.claim, SUMMARY),
        label=label or words.text(f"{slot}_label", f"{path}.claim", given.claim, SUMMARY),
        gist=words.optional(f"{slot}_gist", f"{path}.gist", given.gist, SUMMARY),
        reasoning=words.prose(f"{slot}_why", f"{path}.reasoning", given.reasoning, MEMO),
        evidence=tuple(
            _evidence(
                f"{slot}_ev{index + 1}",
                f"{path}.evidence[{index}]",
                evidence,
                words,
                alone=len(given.evidence) == 1,
                part=_is_divided(given.evidence),
            )
            for index, evidence in indexed(given.evidence)
        ),
        implication=_implication(slot, path, given.implication, given.refs, words)
        if given.implication
        else None,
        counter_label=words.fixed(f"{slot}_con_label", labels.against_it, MEMO) if given.counter else None,
        counter_card=words.fixed(f"{slot}_con_card", labels.against_it.rstrip(_COLON), DECK)
        if given.counter
        else None,
        counter=words.optional(f"{slot}_con", f"{path}.counter", given.counter, MEMO),
        total=_total(slot, path, given, words),
        certainty=words.certainty(slot, f"{path}.certainty", given.certainty, given.refs),
        confidence=_confidence(slot, path, given.confidence, words) if given.confidence else None,
        spoken_confidence=_spoken_confidence(
            slot, path, given.confidence, words, reasoned=given.reasoning is not None
        )
        if given.confidence
        else None,
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, SUMMARY),
    )


def _evidence(
    slot: str, path: str, given: model.Evidence, words: Wording, *, alone: bool, part: bool
) -> Evidence:
    """Return one piece of evidence; its kind is named where the brief does or a source is beside it."""
    labels, kind = words.labels, given.kind or ("source_statement" if given.refs else None)
    kinds = {
        "source_statement": labels.source_statement,
        "example": labels.example,
        "data": labels.data,
        "quote": labels.quote,
        "expert_view": labels.expert_view,
    }
    text, amount = words.text(slot, f"{path}.text", given.text, DECK), None
    if given.value is not None:
        text, amount = _valued(text, path, given.value, given.unit, words)
    elif alone and kind in (None, "data", "example", "source_statement"):
        amount = _leading_amount(text, words)
    now, order = year_of(given.label), [*indexed(given.compare)]
    years = {index: year for index, each in order if (year := year_of(each.label)) is not None}
    dated = now is not None and len(years) == len(order)
    if dated:
        order.sort(key=lambda one: years[one[0]])
    compared = tuple(
        _compared(f"{slot}_cmp{index + 1}", f"{path}.compare[{index}]", each, given.unit, words)
        for index, each in order
    )
    return Evidence(
        text=replace(text, depth=MEMO) if amount else text,
        kind=words.fixed(f"{slot}_kind", kinds[kind], DECK, f"{path}.kind") if kind else None,
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
        amount=amount,
        label=words.optional(f"{slot}_of", f"{path}.label", given.label, DECK) if compared or part else None,
        compare_label=words.fixed(f"{slot}_cmp", labels.before(labels.for_comparison), MEMO)
        if compared
        else None,
        compared=compared,
        earlier=sum(year < now for year in years.values()) if dated and now is not None else 0,
        change=_change(slot, path, given, words),
        quoted=kind == "quote" and not text.plain.startswith(OPENINGS),
    )


def _amount(
    slot: str,
    paths: tuple[str, ...],
    shown: str,
    rest: Text | None,
    words: Wording,
    size: Decimal | None = None,
) -> Amount | None:
    found = re.fullmatch(r"(.*\d)(\s*)(.*)", shown)
    if found is None:
        return None
    number, gap, unit = found.groups()
    return Amount(
        number=words.fixed(f"{slot}_n", number, DECK, *paths),
        gap=gap,
        unit=words.fixed(f"{slot}_u", unit, DECK, *paths) if unit else None,
        words=rest,
        size=size,
    )


def _valued(
    text: Text, path: str, value: Decimal, unit: str | None, words: Wording
) -> tuple[Text, Amount | None]:
    """Return a text with its number before it, and the number apart."""
    shown = words.language.numbers.written(value, unit or "")
    rest = replace(text, slot=f"{text.slot}_w")
    between = words.labels.space or "" if not text.plain[0].isupper() else words.labels.colon
    paths = (f"{path}.value", *([f"{path}.unit"] if unit else []))
    amount = _amount(text.slot, paths, shown, rest, words, value)
    whole = replace(text, runs=(Run(shown + between), *text.runs), also=(*text.also, *paths))
    return whole, amount


# A text that begins with a number goes on with small letters: no year, no number of several.
_NUMBER = r"(?:[$€£¥]\s?)?\d[\d.,\u00a0\u202f]*"
_LEADING = _NUMBER + r"(?:\s?(?:[%‰]|(?:{orders})\b))?"
_ALONE = _NUMBER + r"(?:\s?(?:[%‰€$£¥]|[^\W\d_]{{1,12}}|(?:{orders})\s[^\W\d_]{{1,12}}))?"


def _leading_amount(text: Text, words: Wording) -> Amount | None:
    """Return the number with which a short text begins, or which it is: "4 euros"."""
    if len(text.runs) != 1 or text.runs[0] != Run(text.plain) or len(text.plain.split()) > MOST_WORDS:
        return None
    if re.match(_NUMBER, text.plain) is None:
        return None
    orders = words.language.numbers.orders
    alone = re.fullmatch(rf"({_ALONE.format(orders=orders)})\.?", text.plain)
    if alone and not re.fullmatch(r"\d{4}", alone[1]):
        return _amount(text.slot, (text.path,), alone[1].rstrip("."), None, words)
    found = re.fullmatch(rf"({_LEADING.format(orders=orders)})\s+([^\W\d_].*)", text.plain)
    if found is None:
        return None
    shown, rest = found.groups()
    bare = shown.isdecimal()
    if rest[0].isupper() or (bare and (len(shown) == 4 or re.match(r"\w{1,3}\s\d", rest))):
        return None
    return _amount(
        text.slot, (text.path,), shown, Text(f"{text.slot}_w", (Run(rest),), DECK, text.path), words
    )


def _compared(slot: str, path: str, given: model.Compared, unit: str | None, words: Wording) -> Compared:
    shown = words.language.numbers.written(given.value, given.unit or unit or "")
    paths = (f"{path}.value", *([f"{path}.unit"] if given.unit else []))
    return Compared(
        label=words.text(slot, f"{path}.label", given.label, DECK),
        value=words.fixed(f"{slot}_v", shown, DECK, *paths),
        size=given.value,
    )


def _change(slot: str, path: str, given: model.Evidence, words: Wording) -> Text | None:
    """Return by how much a number changed since the earliest year that it compares with."""
    now = year_of(given.label)
    alike = (each for each in given.compare if each.unit in (None, given.unit))
    before = {year: each.value for each in alike if (year := year_of(each.label)) is not None}
    if given.value is None or now is None or not before:
        return None
    first = min(before)
    old, new = (first, before[first]), (now, given.value)
    return change(words, f"{slot}_chg", given.unit, old, new, f"{path}.value", f"{path}.compare")


def _is_divided(evidence: Sequence[model.Evidence]) -> bool:
    """Return whether all evidence is numbers in one unit, which may add up."""
    alike = len({each.unit for each in evidence}) == 1
    return (
        len(evidence) > 1 and alike and all((each.value or 0) > 0 and not each.compare for each in evidence)
    )


def _total(slot: str, path: str, given: model.Argument, words: Wording) -> Text | None:
    """Return what is over the parts of a total: evidence that adds up to a number in the claim or gist."""
    if not _is_divided(given.evidence):
        return None
    total = sum((each.value for each in given.evidence if each.value is not None), Decimal(0))
    for key, text in (("claim", given.claim), ("gist", given.gist)):
        said = " ".join(words.plain(text).split()) if text else ""
        for value in dict.fromkeys((f"{total:f}", f"{total.normalize():f}")):
            shown = words.language.numbers.written(Decimal(value), given.evidence[0].unit or "")
            if re.search(rf"(?<![\d.,]){re.escape(' '.join(shown.split()))}(?![.,]?\d)", said):
                line = words.labels.breakdown.format(total=shown)
                return words.fixed(f"{slot}_total", line, DECK, f"{path}.{key}")
    return None


def _implication(
    slot: str, path: str, given: model.Implication, refs: Sequence[str], words: Wording
) -> Implication:
    labels = words.labels
    ours = given.origin == "author"
    theirs = labels.sources_reading if words.several(refs) else labels.source_reading
    whose = labels.our_reading if ours else theirs
    said = labels.speech.ours if ours else labels.speech.theirs.format(who=words.cited(refs))
    return Implication(
        label=words.fixed(f"{slot}_so_label", whose, MEMO),
        card_label=words.fixed(f"{slot}_so_card", whose.rstrip(_COLON), DECK),
        text=words.text(f"{slot}_so", f"{path}.implication.text", given.text, DECK),
        spoken=words.fixed(f"{slot}_so_said", words.sentence(said), DECK, f"{path}.implication.text"),
    )


def _confidence(slot: str, path: str, given: model.Confidence, words: Wording) -> Text:
    labels, level = words.labels, _level(given, words)
    if given.basis is None:
        line = labels.confidence.format(level=level)
    else:
        line = labels.confidence_with_basis.format(level=level, basis=words.plain(given.basis).rstrip("."))
    return words.fixed(f"{slot}_conf", line, DECK, f"{path}.confidence")


def _spoken_confidence(
    slot: str, path: str, given: model.Confidence, words: Wording, *, reasoned: bool
) -> Text:
    """Return our confidence as a sentence, whose basis, which a slide shows, gives way to reasoning."""
    speech = words.labels.speech
    line = speech.confidence.format(level=_level(given, words))
    if given.basis is not None and not reasoned:
        line += speech.leads_on + words.plain(given.basis)
    return words.fixed(f"{slot}_conf_said", words.sentence(line), DECK, f"{path}.confidence")


def _level(given: model.Confidence, words: Wording) -> str:
    labels = words.labels
    return {"high": labels.high, "moderate": labels.moderate, "low": labels.low}[given.level]
