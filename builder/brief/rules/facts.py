"""Checks that facts are used, agree with one another and with the texts, and stay with their readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.brief.facts.fill import Facts, Known
from builder.brief.facts.numerals import exact_number
from builder.brief.model import Brief, Quote, Source
from builder.brief.part import Part
from builder.brief.rules.marks import visible
from builder.brief.texts.dates import Stated
from builder.brief.walk import read_texts, readers_of, walk
from builder.languages.language import Numbers, language_for
from builder.report.problems import Problem, enclosing, error, warning

_PER_CENT = "%|per ?cent|Prozent|pour cent|por ciento|パーセント"
_FEW = 4  # digits: a shorter number without a unit may be anything


def check_facts(brief: Brief, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with the facts of a brief, and with texts that state their numbers."""
    parts, numbers = list(walk(brief)), language_for(brief.language).numbers
    yield from _are_used(brief, facts)
    yield from _stay_with_their_readers(parts, facts)
    yield from _agree(facts)
    texts = list(_typed(parts, facts))
    yield from _are_not_typed(texts, facts, numbers)
    yield from _are_not_contradicted(texts, facts, numbers)


def _are_used(brief: Brief, facts: Facts) -> Iterator[Problem]:
    if len(facts.known) < len(brief.facts):
        return  # what uses a fact without a number is not known
    used = {use.id for uses in facts.uses.values() for use in uses}
    used |= {one for known in facts.known.values() for one in known.inputs}
    for id, known in facts.known.items():
        if id not in used:
            yield warning("facts-used", f"{known.path}.id", f"nothing uses the fact `{id}`")


def _stay_with_their_readers(parts: Sequence[tuple[str, Part]], facts: Facts) -> Iterator[Problem]:
    """A text that more people may read than a fact would tell them what is withheld."""
    readers = readers_of(parts)
    uses = [(path, use.id) for path, uses in facts.uses.items() for use in uses]
    uses += [(f"{known.path}.value", one) for known in facts.known.values() for one in known.inputs]
    for path, id in dict.fromkeys(uses):
        allowed = facts.known[id].fact.audience
        if allowed is None:
            continue
        around = [set(readers[each]) for each in enclosing(path) if each in readers]
        if not around or not set.intersection(*around) <= {*allowed}:
            message = f"`{id}` is for {', '.join(allowed)} only, and more people may read this"
            hint = f"restrict this too: `audience: [{', '.join(allowed)}]`"
            yield error("facts-withheld", path, message, hint)


def _agree(facts: Facts) -> Iterator[Problem]:
    first: dict[tuple[str, str, Stated | None], Known] = {}
    for id, known in facts.known.items():
        if not known.fact.label:
            continue
        other = first.setdefault((known.fact.label.casefold(), known.unit, known.fact.as_of), known)
        if other.rounded() != known.rounded():
            message = f"`{id}` and `{other.fact.id}` have the same label, unit and date, and other values"
            yield error("facts-agree", f"{known.path}.label", message)


def _typed(parts: Sequence[tuple[str, Part]], facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what is typed in the texts that are in the files: without facts, data and the words of others."""
    for path, part in parts:
        if isinstance(part, Quote | Source):
            continue
        for at, text in read_texts(path, part):
            if any(each in facts.taken for each in enclosing(at)) or not re.search(r"\d", text):
                continue
            shown = visible(text)
            for use in facts.used(at):
                shown = shown.replace(use.shown, "…", 1)
            yield at, shown


def _are_not_typed(texts: Sequence[tuple[str, str]], facts: Facts, numbers: Numbers) -> Iterator[Problem]:
    patterns: dict[str, str] = {}
    for id, known in facts.known.items():
        if known.unit or (len(re.sub(r"\D", "", str(known.rounded()))) >= _FEW and not _is_year(known)):
            patterns.setdefault(_pattern(numbers.written(known.rounded(), known.unit)), id)
    if not patterns:
        return
    groups = {f"f{index}": id for index, id in enumerate(patterns.values())}
    named = (f"(?P<{name}>{pattern})" for name, pattern in zip(groups, patterns, strict=True))
    search = re.compile(rf"(?<![\d.,])(?:{'|'.join(named)})(?![\d]|[.,]\d|\w)")
    for path, text in texts:
        for found in search.finditer(text):
            id = groups[found.lastgroup or ""]
            message = f"`{found[0]}` is typed, and is the fact `{id}`"
            yield warning("facts-not-typed", path, message, f"write `{{fact:{id}}}`")


def _is_year(known: Known) -> bool:
    return 1500 <= known.number <= 2200 and not known.unit


def _pattern(written: str) -> str:
    """Return what a number and its unit look like where they are typed."""
    pattern = re.sub(r"(?:\\?[\s\u00a0\u202f])+", r"\\s?", re.escape(written)).replace("−", "[-–−]")
    return re.sub(r"(?:\\s\?)?%$", rf"\\s?(?:{_PER_CENT})", pattern)


def _are_not_contradicted(
    texts: Sequence[tuple[str, str]], facts: Facts, numbers: Numbers
) -> Iterator[Problem]:
    """Yield the texts that state another value after the label of a fact, and no other number beside it."""
    labels: dict[str, list[Known]] = {}
    for known in facts.known.values():
        if known.fact.label:
            labels.setdefault(known.fact.label.casefold(), []).append(known)
    if not labels:
        return
    point, group = re.escape(numbers.point), re.escape(numbers.group)
    number = rf"[-−]?\d+(?:(?:{group}|\s)\d{{3}})*(?:{point}\d+)?"
    label = "|".join(map(re.escape, labels))
    equals = "|".join(re.escape(word.replace("_", " ")) for word in numbers.equals.split())
    search = re.compile(
        rf"(?i)(?<!\w)(?P<label>{label})(?:\s*[:=]\s*|\s+(?:{equals or '='})\s+)"
        rf"(?P<number>{number})\s?(?P<unit>\S+)?"
    )
    for path, text in texts:
        for found in search.finditer(text):
            start = max(text.rfind(stop, 0, found.start()) for stop in ".!?;") + 1
            rest = text[start : found.start()] + re.split(r"[.!?;](?:\s|$)", text[found.end() :])[0]
            facts_of = labels[found["label"].casefold()]
            typed = re.sub(rf"{group}|\s", "", found["number"]).replace(numbers.point, ".").replace("−", "-")
            value = exact_number(typed)
            unit = (found["unit"] or "").rstrip(".,;:!?)")
            if value is None or re.search(r"\d", rest) or any(known.unit != unit for known in facts_of):
                continue
            places = max(-int(value.as_tuple().exponent), 0)
            if all(known.rounded(str(min(places, 12))) != value for known in facts_of):
                id, known = facts_of[0].fact.id, facts_of[0]
                shown = numbers.written(known.rounded(), known.unit)
                message = f"“{found[0].rstrip(' .,;:!?)')}”, and the fact `{id}` is {shown}"
                yield error("facts-agree", path, message, f"write `{{fact:{id}}}`, or correct the fact")
