"""Checks the wording of a brief: word budgets, hedges, verbs and acronyms; what it finds are warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from builder.brief import model
from builder.brief.kinds import CLAIM, is_structured
from builder.brief.model import Argument, Brief
from builder.brief.part import Designation, Marking, Part
from builder.brief.rules.marks import printed_markup, typed_reference, visible
from builder.brief.texts.marks import notes_in, without_notes
from builder.brief.texts.prose import LIST_IN_LIST, LONG_ITEM, Division, Shape, divide
from builder.brief.walk import read_texts, texts
from builder.languages.language import Script, Style, Vocabulary, language_for, words
from builder.report.printable import counted, near
from builder.report.problems import Problem, error, warning

CLAIM_CHARACTERS = 110
MOST_ACRONYMS = 30  # weighed: each is searched for in the whole brief
LONGEST_BRIEF = 300_000  # characters; two hundred arguments with all that they may say have less

_MARKUP = (
    "markup is **bold**, *italic*, [text](https://…), CO~2~ and m^2^; "
    "put a backslash before a sign that is to be printed"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b(?!['’]?[A-Z])")
_CJK = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]"  # compiled for a text that is not ASCII


def check_wording(brief: Brief, parts: Sequence[tuple[str, Part]]) -> Iterator[Problem]:
    """Yield what is wrong with the wording: warnings, except for a claim that no title can hold.

    Verbs, hedges and acronyms are looked for in a language of which the style is known.
    """
    language = language_for(brief.language)
    yield from _brief_is_not_a_book(parts)
    yield from _budgets_are_kept(parts)
    yield from _markup_is_understood(brief, parts)
    yield from _arguments_have_refs(brief, parts)
    yield from _claims_differ(parts, language.vocabulary)
    yield from _cues_are_quoted(parts, language.script)
    if language.style is not None:
        yield from _claims_have_verbs(parts, language.style)
        yield from _hedges_are_kept(parts, language.style)
        for acronym, path in unspelt(brief, parts, language.style):
            hint = f"write `Full Name ({acronym})` once, or add it to the glossary"
            yield warning("acronyms-spelt-out", path, f"`{acronym}` is never spelt out", hint)


def count_words(text: str) -> int:
    """Return how many words a reader sees; two Japanese or Chinese letters count as one."""
    text = visible(text)
    text, letters = (text, 0) if text.isascii() else re.subn(_CJK, " ", text)
    return sum(any(map(str.isalnum, word)) for word in text.split()) + (letters + 1) // 2


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _brief_is_not_a_book(parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    characters = sum(len(text) for path, part in parts for _, text in texts(path, part))
    if characters > LONGEST_BRIEF:
        message = f"the brief has {characters:,} characters; no deck holds more than {LONGEST_BRIEF:,}"
        yield error("text-length", "", message, "shorten the brief, or take tables out of it")


def _budgets_are_kept(parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    for path, part in parts:
        for key, field in part.fields.items():
            budget, text = field.words, getattr(part, field.name) if field.words else None
            if text is None or len(text) < 2 * budget:
                continue  # too short for so many words: most texts
            words, over = count_words(text), _join(path, key)
            is_claim = field.kind is CLAIM
            characters = len(visible(text)) if is_claim else 0
            hint = f"shorten it by {counted(words - budget, 'word')}"
            if is_claim and characters > (CLAIM.shown or 0):
                hint = f"write a sentence of up to {budget} words, and the rest in `gist` or `reasoning`"
                yield error("text-length", over, CLAIM.too_long(characters), hint)
            elif words > budget:
                yield warning("word-budget", over, f"{words} words; the budget is {budget}", hint)
            elif characters > CLAIM_CHARACTERS:
                message = f"{characters} characters; the budget is {CLAIM_CHARACTERS}"
                hint = f"shorten it by {counted(characters - CLAIM_CHARACTERS, 'character')}"
                yield warning("word-budget", over, message, hint)


def _markup_is_understood(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    """Markup that is not read is printed as it is typed: pasted tables, footnotes, lists in one line."""
    report = error if brief.status == "final" else warning
    notes = [note.id for note in brief.notes]
    for path, part in parts:
        noted = {at for at, _ in texts(path, part, noted=True)}
        lists = {_join(path, key) for key, field in part.fields.items() if is_structured(field.kind)}
        for at, text in read_texts(path, part):
            marks = list(notes_in(text))
            if at in noted:
                for name in (name for name, words in marks if not words and name not in notes):
                    message = f"`[^{name}]` is printed as it is typed"
                    hint = near(name, notes) or f"no note has this id: add it as `notes: {{{name}: …}}`"
                    yield report("markup-understood", at, message, hint)
                text = without_notes(text)
            elif marked := [name for name, words in marks if words or name in notes]:
                message = f"a note cannot be marked here: `{marked[0]}`"
                yield error("notes-marked", at, message, "mark it in a sentence below instead")
                text = without_notes(text, marked)
            divisions = divide(text) if at in lists else (Division(text),)
            outside = next((each for each in divisions if each.outside), None)
            markup = next(filter(None, (printed_markup(each.text) for each in divisions)), None)
            if outside:
                message, hint = _not_read(outside)
                refuse = error if outside.outside in (LIST_IN_LIST, LONG_ITEM) else report
                yield refuse("markup-understood", at, message, hint)
            elif markup:
                hint = _MARKUP if at not in lists else f"{_MARKUP}; a list or `### Subheading` begins a line"
                yield report("markup-understood", at, f"`{markup}` is printed as it is typed", hint)
            elif number := next(filter(None, (typed_reference(each.text) for each in divisions)), None):
                message = f"`{number}` looks like a reference, but its number is not kept up to date"
                yield warning("references-not-typed", at, message, _cite_under(part))


def _cite_under(part: Part) -> str:
    """Return how sources are cited for the texts of a part."""
    if "refs" in part.fields:
        return "delete it, and cite sources under `refs`"
    if "arguments" in part.fields:
        return "delete it, and name under `arguments` the arguments whose sources are cited"
    return "delete it; sources are cited under `refs` of arguments, evidence and other parts"


def _not_read(division: Division) -> tuple[str, str]:
    """Return what is wrong with a part of a text that is printed as it is typed, and what to do."""
    begin = " ".join(division.text.split()[:3])
    if division.shape is not Shape.PARAGRAPH:
        message = f"the item `{begin} …` goes on with a line that is not indented"
        return message, "leave an empty line before what does not belong to the item, or indent the line"
    if division.outside == LIST_IN_LIST:
        hint = "write its items at one level, or a `### Subheading` over each list"
        return f"the list that begins with `{begin}` has a list inside it; lists have one level", hint
    if division.outside == LONG_ITEM:
        hint = "write each item as one paragraph, without an empty line in it"
        return f"the list that begins with `{begin}` has an item that is not one paragraph", hint
    hint = "write paragraphs, `- items`, `1. items` and `### Subheadings`, or use `tables` and `figures`"
    return f"{division.outside} that begins with `{begin}` is printed as it is typed", hint


def _arguments(parts: Iterable[tuple[str, Part]]) -> Iterator[tuple[str, Argument]]:
    return ((path, part) for path, part in parts if isinstance(part, Argument))


def _arguments_have_refs(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    if not brief.sources:
        return
    for path, argument in _arguments(parts):
        if not argument.refs and not any(piece.refs for piece in argument.evidence):
            message = "the argument cites none of the brief's sources"
            yield warning("arguments-sourced", f"{path}.refs", message, "add `refs: [source_id]`")


def _claims_differ(parts: Iterable[tuple[str, Part]], known: Vocabulary | None) -> Iterator[Problem]:
    """Two claims are alike if they have the same words, small words and hedges left aside."""
    first: dict[tuple[str, ...], str] = {}
    small_words = words(known.small_words) if known else frozenset()
    for path, argument in _arguments(parts):
        spoken = re.findall(r"\w+", visible(argument.claim).lower())
        left = tuple(word for word in spoken if word not in small_words)
        if left and left in first:
            yield warning(
                "claims-differ", f"{path}.claim", f"this claim is nearly the same as that of {first[left]}"
            )
        first.setdefault(left, path)


def _claims_have_verbs(parts: Iterable[tuple[str, Part]], style: Style) -> Iterator[Problem]:
    for path, argument in _arguments(parts):
        if not style.is_sentence(visible(argument.claim)):
            message, hint = "the claim seems to have no verb", "write one full sentence"
            yield warning("claims-are-sentences", f"{path}.claim", message, hint)


def _cues_are_quoted(parts: Iterable[tuple[str, Part]], script: Script) -> Iterator[Problem]:
    """The longest word of a cue is in the claim, in some form: `suggests` for `suggested`."""
    for path, argument in _arguments(parts):
        cue = argument.certainty.cue if argument.certainty else None
        longest = max(re.findall(r"\w+", cue.lower() if cue else ""), key=len, default="")
        stem = longest[: max(3, len(longest) - 3)]
        begin = r"\b" if script.spaced else ""
        if not re.search(begin + stem, visible(argument.claim).lower()):
            message = f"the claim does not contain its hedge word `{cue}`"
            hint = f"use `{cue}` in the claim, or quote the hedge word that the claim has"
            yield warning("cues-quoted", f"{path}.certainty.cue", message, hint)


def _hedges_are_kept(parts: Iterable[tuple[str, Part]], style: Style) -> Iterator[Problem]:
    for path, argument in _arguments(parts):
        certainty = argument.certainty
        if certainty is None or certainty.level == "asserted":
            continue
        if certainty.cue or re.search(style.hedges, visible(argument.claim).lower()):
            continue
        message = f"the claim is `{certainty.level}`, but its wording is not hedged"
        yield warning("hedges-kept", f"{path}.claim", message, "add a hedge such as `may`")


# Texts that are names, labels or notes on a source, where capitals need no explanation.
_NAMES: tuple[type[Part], ...] = (
    model.Audience,
    Designation,
    model.MapLink,
    Marking,
    model.Organisation,
    model.Person,
    model.Recipient,
    model.Source,
)
_NO_PROSE = {"id", "language", "page", "kind", "status", "version", "path", "contact", "section", "scheme"}


def prose_of(parts: Iterable[tuple[str, Part]]) -> Iterator[tuple[str, str]]:
    """Yield the texts that readers read as prose, with their paths."""
    for path, part in parts:
        if isinstance(part, _NAMES) or not part.printed:
            continue
        for key, field in part.fields.items():
            value = getattr(part, field.name)
            if isinstance(value, str) and key not in _NO_PROSE:
                yield _join(path, key), value


def unspelt(brief: Brief, parts: Iterable[tuple[str, Part]], style: Style) -> Iterator[tuple[str, str]]:
    """Yield the acronyms that the brief nowhere spells out, each with the path of its first text."""
    prose = list(prose_of(parts))
    everything = "\n".join(text for _, text in prose)
    explained = {term.term for term in brief.glossary} | words(style.acronyms)
    for name in (source.publisher for source in brief.sources):
        explained.update(_ACRONYM.findall(name or ""))
    reported: set[str] = set()
    for path, text in prose:
        if text.isupper() or not _ACRONYM.search(text):
            continue
        for acronym in _ACRONYM.findall(visible(text)):
            if acronym in reported or acronym in explained or re.fullmatch(r"[IVXLC]+", acronym):
                continue
            reported.add(acronym)
            if len(reported) > MOST_ACRONYMS:
                return
            if not re.search(rf"\({acronym}s?\)|\b{acronym}s?\b \(|{_spelt(acronym, style)}", everything):
                yield acronym, path


def _spelt(acronym: str, style: Style) -> str:
    """A pattern for words in a row that begin with the letters of the acronym."""
    minor = "|".join(sorted(words(style.minor_words)))
    return r"\b" + rf"[\w’'-]* (?:(?:{minor}) )*".join(acronym) + r"[a-z]"
