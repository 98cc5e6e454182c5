"""Puts the draft of a brief together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.brief.rules.style import count_words
from builder.draft.argument import argument_of
from builder.draft.exhibits import LeftOut, figures_of, tables_of
from builder.draft.gathering import Number, actors, facts_of, numbers, timeline, with_facts
from builder.draft.reading import Chapter, Manuscript, Said, Unit, cited
from builder.draft.sentences import begins_with, cut, ended, fits, is_sentence, shortened
from builder.draft.words import joined
from builder.draft.writing import Drafted, Value, literal
from builder.languages.language import DEFAULT, Drafting, Language, language_for
from builder.sources.compare.quantities import quantities_in
from builder.sources.compare.words import cue_pattern, folded

_TITLE_WORDS = 18
_MOST_GISTS = 16  # for which there is room on one page
_SECTION_WORDS = 5
_LONGEST_HEADING = 60  # characters
_BOTTOM_LINE_WORDS = 60
_CONTEXT_WORDS = 130
_NUMBERED = r"^(?:\d+(?:\.\d+)*[.):]?|[IVX]+\.|[A-Z][.)])\s+"
_WITH_FACTS = ("bottom_line", "context", "sections", "timeline")
_TAKES_FACTS = ("claim", "gist", "reasoning", "text")


class Made(NamedTuple):
    """A first brief, its pictures by their paths, and how much of what is not in it."""

    brief: dict[str, Value]
    files: Mapping[str, bytes]
    left_out: LeftOut


def draft_of(found: Manuscript) -> Made:
    """Return a first brief of an article."""
    language = found.language
    every = [said for part in (found.lead, *(each.units for each in found.chapters)) for said in _said(part)]
    answer = _bottom_line(found)
    title = found.title if _tells(found.title, language) else _statement(answer, every, language)
    brief: dict[str, Value] = {
        "language": found.tag,
        "title": Drafted(literal(_title(title, language))),
        "status": "draft",
        "bottom_line": Drafted(literal(" ".join(answer) if language.script.spaced else "".join(answer))),
    }
    if context := _context(found.lead, language):
        brief["context"] = context
    is_long = sum(len(each.units) for each in found.chapters) > _MOST_GISTS
    brief["sections"] = [_section(each, language, brief=is_long) for each in found.chapters]
    if people := actors(every, language):
        brief["actors"] = people
    if steps := timeline(every, language):
        brief["timeline"] = steps
    counted = numbers(every, " ".join(_texts(brief["sections"])), language)
    if counted:
        brief = {
            key: _filled(value, counted, top=True) if key in _WITH_FACTS else value
            for key, value in brief.items()
        }
        brief["facts"] = list(facts_of(counted))
    files: Mapping[str, bytes] = {}
    tables, left_out = tables_of(found.tables, words_of(language))
    brief |= {"tables": tables} if tables else {}
    if found.pictures:
        figures, files, others = figures_of(found.pictures, words_of(language))
        brief |= {"figures": figures} if figures else {}
        left_out += others
    brief["sources"] = [_source(found)]
    return Made(brief, files, left_out + LeftOut(found.left_out))


def _said(units: Sequence[Unit]) -> Iterator[Said]:
    return (said for unit in units for said in unit.said)


def words_of(language: Language) -> Drafting:
    """Return the words of a draft, English ones in a language that has none."""
    known = language.drafting or language_for(DEFAULT).drafting
    assert known is not None
    return known


def _statement(answer: Sequence[str], every: Sequence[Said], language: Language) -> str:
    """Return the first sentence that can be a title: of the summary, else of the article."""
    known = language.drafting
    for text in (*answer, *(said.text for said in every)):
        short = shortened(text, language, _TITLE_WORDS)
        refers = known is not None and begins_with(short or "", known.references, language)
        if short and is_sentence(short, language) and not refers:
            return short
    return answer[0]


def _tells(title: str, language: Language) -> bool:
    """Whether a title says more than what kind of text it is: “Memorandum”."""
    return bool(title) and (count_words(title) > 1 or not language.script.spaced)


def _title(text: str, language: Language) -> str:
    text = re.sub(r"\s*[.。]$", "", text)
    if fits(text, _TITLE_WORDS, 300):
        return text
    return re.sub(r"[.。]$", "", cut(text, language, _TITLE_WORDS, 300))


def _bottom_line(found: Manuscript) -> list[str]:
    """Return the sentences of the summary: a paragraph that sums up, else the first one, in sixty words."""
    units = [unit for chapter in found.chapters for unit in chapter.units]
    language = found.language
    lead = [unit for unit in found.lead if any(is_sentence(said.text, language) for said in unit.said)]
    said = _summary(found) or lead[:1] or units[:1]
    claims = [ended(said[0].claim, language)] if said[0].claim else []
    texts = [*claims, *(each.text for each in _said(said))]
    texts = [shortened(text, language, _BOTTOM_LINE_WORDS) or text for text in texts]
    kept: list[str] = []
    for text in [each for each in texts if is_sentence(each, language)] or texts:
        if sum(map(count_words, (*kept, text))) > _BOTTOM_LINE_WORDS:
            break
        kept.append(text)
    return kept or [cut(texts[0], language, _BOTTOM_LINE_WORDS, 1000)]


def _summary(found: Manuscript) -> Sequence[Unit]:
    """Return the units that sum an article up: a chapter by its heading, else the last that says it does."""
    known = found.language.drafting
    if known is None:
        return ()
    sums_up = cue_pattern(known.summaries, spaced=found.language.script.spaced)
    for chapter in found.chapters:
        if sums_up.search(folded(chapter.heading)):
            return chapter.units
    units = [unit for chapter in found.chapters for unit in chapter.units]
    return [unit for unit in units if sums_up.match(folded(unit.opening))][-1:]


def _context(lead: Sequence[Unit], language: Language) -> Value | None:
    """Return what stands before the first heading, without short lines such as the name of the author."""
    units = [unit for unit in lead if any(is_sentence(said.text, language) for said in unit.said)]
    kept: list[str] = []
    for said in _said(units):
        if sum(map(count_words, (*kept, said.text))) <= _CONTEXT_WORDS:
            kept.append(said.text)
    if not kept:
        return None
    text = (" " if language.script.spaced else "").join(kept)
    return {"text": Drafted(literal(text)), "refs": [unit.ref for unit in units][:12]}


def _section(chapter: Chapter, language: Language, *, brief: bool) -> Value:
    made: dict[str, Value] = {"title": Drafted(literal(_heading(chapter.heading, language)))}
    role = _role(chapter.heading, language)
    if role:
        made["role"] = Drafted(role)
    units = chapter.units
    made["arguments"] = [
        argument_of(unit, chapter.heading, language, unit.id or unit.first, brief=brief) for unit in units
    ]
    return made


def _heading(heading: str, language: Language) -> str:
    """Return the title of a section in few words: a part of its heading, if that is long."""
    text = re.sub(_NUMBERED, "", heading).strip() or words_of(language).untitled
    if count_words(text) <= _SECTION_WORDS:
        return text
    parts = [part.strip() for part in re.split(r":\s|\s[–—-]\s|[：（(]|\?\s", text)]
    short = [part for part in parts if 1 < count_words(part) <= _SECTION_WORDS]
    return max(short, key=len) if short else joined(text, _LONGEST_HEADING)


def _role(heading: str, language: Language) -> str:
    """Return the role of a section by the words of its heading; "" where they tell none."""
    known = language.drafting
    if known is None:
        return ""
    roles = {"response": known.responses, "effect": known.effects, "cause": known.causes}
    counts = {
        role: len(cue_pattern(cues, spaced=language.script.spaced).findall(folded(heading)))
        for role, cues in roles.items()
    }
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""


def _source(found: Manuscript) -> Mapping[str, Value]:
    """Return the entry of the article: its title, and author and date where a line under it has them."""
    made: dict[str, Value] = {"id": cited("").rstrip("#")}
    if found.title:
        made["title"] = Drafted(literal(found.title[:400]))
    for line in found.byline:
        known = found.language.drafting
        by = re.match(rf"(?i:{'|'.join(known.authors.split())})\s+([^,|·•]{{3,80}})", line) if known else None
        if by and known and known.authors:
            made.setdefault("author", Drafted(literal(by[1].strip())))
        days = [day for day in quantities_in(line, found.language).days if day.year]
        if len(days) == 1:
            made.setdefault("date", Drafted(days[0].shown))
    if not found.title:
        made["note"] = Drafted(literal(found.name))
    if found.is_source:
        made["file"] = found.name
    return made


def _texts(value: Value) -> Iterator[str]:
    """Yield the texts of sections that may take facts."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if isinstance(each, str):
                yield from (each,) if key in _TAKES_FACTS else ()
            else:
                yield from _texts(each)
    elif not isinstance(value, str):
        for each in value:
            yield from _texts(each)


def _filled(value: Value, figures: Sequence[Number], *, top: bool = False) -> Value:
    """Return a part of the brief whose texts take their numbers from facts; `top` is for a text alone."""
    if isinstance(value, Mapping):
        return {
            key: Drafted(with_facts(each, figures))
            if isinstance(each, str) and key in _TAKES_FACTS
            else _filled(each, figures)
            for key, each in value.items()
        }
    if isinstance(value, str):
        return Drafted(with_facts(value, figures)) if top else value
    return [_filled(each, figures) for each in value]
