"""Checks audiences, what is withheld from them, and recipients: every edition must hold together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from builder.brief.audiences import RESERVED, for_audience
from builder.brief.model import Argument, Brief
from builder.brief.part import Part
from builder.brief.rules.clearance import is_free_to_share, marking_name
from builder.brief.rules.marks import visible
from builder.brief.rules.style import prose_of, unspelt
from builder.brief.walk import readers_of, walk
from builder.languages.language import language_for
from builder.report.printable import near
from builder.report.problems import Problem, error, warning


def check_audiences(brief: Brief, parts: Sequence[tuple[str, Part]]) -> Iterator[Problem]:
    """Yield what is wrong with the audiences of a brief, with what names them, and with each edition."""
    named = readers_of(parts)
    yield from _names_are_free(brief)
    yield from _names_are_declared(brief, named)
    yield from _recipients_are_served(brief)
    yield from _marking_suits_the_public(brief)
    if brief.audiences and not named:
        message = "no part is restricted, so all editions are identical"
        hint = "add `audience: [name]` to a part, or delete `audiences`"
        yield warning("audiences-used", "audiences", message, hint)
    for index, audience in enumerate(brief.audiences):
        edition = for_audience(brief, audience.name)
        if not edition.sections:
            message = f"the edition for `{audience.name}` has no argument"
            hint = "remove `audience` from an argument, or add this audience to it"
            yield error("editions-have-arguments", f"audiences[{index}]", message, hint)
        else:
            yield from _memo_stays_complete(brief, edition, audience.name)
            yield from _claims_keep_a_source(brief, edition, audience.name)
            yield from _acronyms_stay_spelt_out(brief, parts, edition, audience.name)
            yield from _counts_stay_true(brief, edition, audience.name)


def _names_are_free(brief: Brief) -> Iterator[Problem]:
    names = [audience.name for audience in brief.audiences]
    for index, name in enumerate(names):
        path = f"audiences[{index}].name"
        if name in RESERVED:
            message = f"`{name}` is reserved for the whole brief"
            yield error("audiences-unique", path, message, "choose another name")
        elif name in names[:index]:
            yield error("audiences-unique", path, f"`{name}` is declared twice", "delete one of the two")


def _names_are_declared(brief: Brief, named: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    declared = [audience.name for audience in brief.audiences]
    recipients = [(f"distribution[{index}].audience", one) for index, one in enumerate(brief.distribution)]
    uses = [(path, one.audience) for path, one in recipients if one.audience]
    for path, names in named.items():
        for index, name in enumerate(names):
            at = f"{path}.audience[{index}]"
            if name in names[:index]:
                yield error("audiences-unique", at, f"`{name}` is named twice", "delete one of the two")
            else:
                uses.append((at, name))
    for path, name in uses:
        if name not in declared:
            hint = near(name, declared) or f"declare it at the top level: `audiences: [{name}]`"
            yield error("audiences-declared", path, f"the brief declares no audience `{name}`", hint)


def _recipients_are_served(brief: Brief) -> Iterator[Problem]:
    declared = [audience.name for audience in brief.audiences]
    for index, recipient in enumerate(brief.distribution):
        if declared and recipient.audience is None:
            message = f"no audience is set for recipient `{recipient.name}`"
            several = f"set `audience` to one of: {', '.join(declared)}"
            hint = several if len(declared) > 1 else f"add `audience: {declared[0]}`"
            yield error("recipients-have-audiences", f"distribution[{index}]", message, hint)


def _marking_suits_the_public(brief: Brief) -> Iterator[Problem]:
    """The marking is the same in every edition: an edition for the public, too, would say not to share it."""
    if not brief.marking or is_free_to_share(brief.marking):
        return
    for index, audience in enumerate(brief.audiences):
        if "public" in re.split("[-_]", audience.name):
            message = f"the edition for `{audience.name}` is marked {marking_name(brief.marking)}, as all are"
            hint = "choose a marking that suits every edition, or make the public one a brief of its own"
            yield warning("markings-suit-audiences", f"audiences[{index}].name", message, hint)


def memo_needs(brief: Brief) -> dict[str, object]:
    """Return by their paths the values that a decision memo needs; other memos need none."""
    needed: dict[str, object] = {
        "to": brief.to,
        "from": brief.from_,
        "subject": brief.subject,
        "bottom_line.ask": brief.bottom_line.ask,
    }
    return needed if brief.kind == "decision_memo" else {}


def _memo_stays_complete(brief: Brief, edition: Brief, name: str) -> Iterator[Problem]:
    """Every edition has what a decision memo needs."""
    left = memo_needs(edition)
    for path, given in memo_needs(brief).items():
        if given and not left[path]:
            message = f"a decision memo needs this, and the edition for `{name}` does not have it"
            yield error("decision-memos-complete", path, message, "let everybody read it")


def _claims_keep_a_source(brief: Brief, edition: Brief, name: str) -> Iterator[Problem]:
    """A reader who may not see the source of a statement would see it without any."""
    whole = dict(walk(brief))
    for path, part in walk(edition):
        refs: tuple[str, ...] = getattr(whole[path], "refs", ())
        if refs and not getattr(part, "refs", ()):
            source = refs[0].partition("#")[0]
            message = f"in the edition for `{name}` this has no source, because `{source}` is withheld"
            hint = "cite a source that this audience may read, or withhold this too"
            yield warning("statements-sourced", f"{path}.refs", message, hint)


def _acronyms_stay_spelt_out(
    brief: Brief, parts: Sequence[tuple[str, Part]], edition: Brief, name: str
) -> Iterator[Problem]:
    """A reader who may not see where an acronym is spelt out would never learn what it means."""
    style = language_for(brief.language).style
    if style is None:
        return
    never = {acronym for acronym, _ in unspelt(brief, parts, style)}
    for acronym, path in unspelt(edition, list(walk(edition)), style):
        if acronym not in never:
            message = f"in the edition for `{name}`, `{acronym}` is not spelt out: where it is, is withheld"
            hint = "spell it out where this audience reads it, or add it to the glossary"
            yield warning("acronyms-spelt-out", path, message, hint)


def _counts_stay_true(brief: Brief, edition: Brief, name: str) -> Iterator[Problem]:
    """A text that counts what it lists, "three causes", is false where one of them is withheld.

    And it tells the reader how much is withheld.
    """
    language = language_for(brief.language)
    vocabulary = language.vocabulary
    whole, left = _sizes(brief), _sizes(edition)
    short = {size for key, size in whole.items() if size > max(left[key], 1)}
    if vocabulary is None or not vocabulary.counted or not short:
        return
    words = dict(enumerate(vocabulary.cardinals.split(), 2))
    numbers = "|".join(f"{size}|{words[size]}" if size in words else str(size) for size in sorted(short))
    nouns = "|".join(vocabulary.counted.split())
    if language.script.spaced:
        stated = re.compile(rf"\b(?:{numbers})\s+(?:[\w’'-]+\s+){{0,1}}?(?:{nouns})\b", re.IGNORECASE)
    else:
        stated = re.compile(rf"(?:{numbers})(?:つ|個|点|件)?の?(?:{nouns})")
    for path, text in prose_of(walk(edition)):
        if found := stated.search(visible(text)):
            message = f"the edition for `{name}` still says “{found[0]}”, but some of them are withheld"
            yield warning(
                "counts-stay-true", path, message, "leave the number out, or withhold this text too"
            )


def _sizes(brief: Brief) -> Counter[str]:
    """Return how many items each list of parts has, and how many arguments there are in all."""
    found = Counter[str]()
    for path, part in walk(brief):
        if path.endswith("]") and not path.startswith(("audiences", "distribution")):
            found[path[: path.rindex("[")]] += 1
        found["arguments"] += isinstance(part, Argument)
    return found
