"""Divides an article into chapters, and these into units of which each becomes one argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from builder.draft.deck import Slide, slides_of
from builder.draft.exhibits import FoundPicture, FoundTable
from builder.draft.memo import MemoExhibits, exhibits_of, tables_in
from builder.draft.pages import Typed, typed_blocks
from builder.draft.sentences import begins_with, cleaned, is_sentence, sentences_of
from builder.draft.words import printable
from builder.languages.language import DEFAULT, Language, language_for
from builder.sources.passages import Block, Passage, Unread, by_section
from builder.sources.reading import blocks_in, language_of, read_article

MOST_CHAPTERS = 6
MOST_UNITS = 30  # of a draft; beyond, neighbouring passages are one argument
_LINES_OF_A_COVER = 8
_LINES_ABOVE = 3  # of a title, such as the name of the organisation
_LONGEST = 120  # characters of such a line
_FURNITURE = 3  # slides on which the same line stands, from which on it is no text
_SOURCE = "src1"


class Said(Struct, frozen=True):
    """A sentence, and the locator of the passage that it is in."""

    text: str
    at: str


class Unit(Struct, frozen=True):
    """What one argument is made of: the sentences, and the first and last passage that they are in.

    `claim` is given where the file has one, such as the title of a slide; `notes` are what is said with it.
    `id` tells units of one page apart.
    """

    said: tuple[Said, ...]
    first: str
    last: str
    claim: str = ""
    notes: str = ""
    id: str = ""

    @property
    def opening(self) -> str:
        """The words that it begins with."""
        return self.claim or self.said[0].text

    @property
    def ref(self) -> str:
        """How the brief cites it: `src1#s1p2` or `src1#s1p2-s1p4`."""
        return f"{_SOURCE}#{self.first}" + (f"-{self.last}" if self.last != self.first else "")


class Chapter(Struct, frozen=True):
    """A part of an article under one heading; `level` is that of the heading."""

    heading: str
    units: tuple[Unit, ...]
    level: int = 1


class Manuscript(Struct, frozen=True):
    """An article as it was read: its lead comes before the first heading, `byline` is short lines there."""

    name: str
    title: str
    language: Language
    tag: str
    chapters: tuple[Chapter, ...]
    lead: tuple[Unit, ...] = ()
    byline: tuple[str, ...] = ()
    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[FoundPicture, ...] = ()
    left_out: tuple[str, ...] = ()  # what the file has besides, such as “chart”
    unit: str = "passage"  # what its locators count
    is_source: bool = True  # whether `brief check --sources` can read the file


def cited(at: str) -> str:
    """Return a locator as the brief cites it."""
    return f"{_SOURCE}#{at}"


def read_manuscript(name: str, data: bytes, tag: str | None = None) -> Manuscript:
    """Return the article in a file; raise `Unread` with the reason if there is none."""
    if PurePath(name).suffix.lower() == ".pptx":
        return _of_slides(name, slides_of(data, _SOURCE), tag)
    article = read_article(_SOURCE, name, name, data)
    language = language_for(tag) if tag else article.language or language_for(DEFAULT)
    passages = [replace(each, text=printable(each.text)) for each in article.passages]
    passages = [each for each in passages if any(map(str.isalnum, each.text))]
    if not any(sentences_of(each.text, language) for each in passages):
        raise Unread("has no text that can be set from left to right", "import a translation of it")
    is_paged = PurePath(name).suffix.lower() == ".pdf"
    typed = _typed(data, passages) if is_paged else ()
    blocks = typed if is_paged else blocks_in(name, data)[1]
    if is_paged:
        passages = [replace(each, text=printable(each.text)) for each in by_section(blocks)]
    is_word = PurePath(name).suffix.lower() == ".docx"
    is_page = PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml")
    shown = MemoExhibits()
    if is_word:
        shown = exhibits_of(data, article.passages, _SOURCE)
    elif is_page:
        shown = tables_in(article.passages, _SOURCE)
    text = [each for each in passages if each.id not in shown.rows]
    if any(is_sentence(each.text, language) for each in text):
        passages = text
    else:  # a file of tables alone
        shown = replace(shown, tables=())
    chapters = [each for each in _by_heading(passages, blocks, language) if each.units]
    if not chapters:
        raise Unread("has no text that can be divided into passages", "is it the right file?")
    before = (each for each in chapters if each.units[0].first.startswith("s0p"))
    lead = next(before, None) if len(chapters) > 1 else None
    byline = [each.text for each in passages if each.id.startswith("s0p") and len(each.text) < 120]
    title, lines = _front(blocks)
    if lines and chapters:
        first = chapters[0]
        chapters[0] = replace(first, heading=cleaned(printable(lines[-1])))
    byline += [printable(line) for line in (*lines[:-1], *shown.head)]
    chapters = _few(_joined([each for each in chapters if each is not lead]))
    chapters = [replace(each, units=_fewer(each.units, chapters)) for each in chapters]
    if is_paged:
        ends = (each.last for each in typed if not each.level)
        pages = {each.id: (each.line, last) for each, last in zip(passages, ends, strict=True)}
        chapters = [_on_pages(each, pages) for each in chapters]
        lead = lead and _on_pages(lead, pages)
    return Manuscript(
        name,
        cleaned(printable(title)),
        language,
        tag or language.tag,
        tuple(chapters),
        lead.units if lead else (),
        tuple(byline),
        shown.tables,
        shown.pictures,
        shown.left_out,
        "page" if is_paged else "passage",
    )


def _of_slides(name: str, slides: Sequence[Slide], tag: str | None) -> Manuscript:
    """Return a deck: a slide with a title alone begins a chapter, and the first slide gives the title."""
    slides = tuple(_without_furniture(slides))
    spoken = [Passage("", " ".join((each.title, *each.lines))) for each in slides]
    language = language_for(tag) if tag else language_of(spoken) or language_for(DEFAULT)
    first, *rest = slides or [Slide(0, "", ())]
    speaks = any(is_sentence(each, language) and re.search(r"[.!?。]$", each) for each in first.lines)
    is_cover = bool(rest) and len(first.lines) <= _LINES_OF_A_COVER and not (first.tables or speaks)
    chapters: list[Chapter] = []
    heading = ""
    for slide in rest if is_cover else slides:
        if slide.is_divider and not slide.notes:
            heading = slide.title
            continue
        unit = _of_slide(slide, language)
        if unit is None:
            continue
        if chapters and chapters[-1].heading == heading:
            chapters[-1] = replace(chapters[-1], units=(*chapters[-1].units, unit))
        else:
            chapters.append(Chapter(heading, (unit,)))
    if not chapters:  # all slides have a title alone
        units = tuple(filter(None, (_of_slide(each, language) for each in slides)))
        chapters = [Chapter("", units)] if units else []
    if not chapters:
        raise Unread("has no slides with text", "is it the right file?")
    chapters = _few(chapters)
    return Manuscript(
        name,
        first.title if is_cover else "",
        language,
        tag or language.tag,
        tuple(replace(each, units=_fewer(each.units, chapters)) for each in chapters),
        tables=tuple(table for slide in slides for table in slide.tables),
        pictures=tuple(picture for slide in slides for picture in slide.pictures),
        left_out=tuple(each for slide in slides for each in slide.left_out),
        unit="slide",
        is_source=False,
    )


def _without_furniture(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Yield slides without the lines that stand on several of them."""
    counts = Counter(line for slide in slides for line in set(slide.lines))
    for slide in slides:
        yield replace(slide, lines=tuple(line for line in slide.lines if counts[line] < _FURNITURE))


def _of_slide(slide: Slide, language: Language) -> Unit | None:
    """Return the unit of a slide: its title is the claim, if it is a sentence or nothing else is."""
    at = f"slide{slide.number}"
    said = tuple(Said(each, at) for line in slide.lines for each in sentences_of(line, language))
    title = cleaned(slide.title)
    speaks = any(is_sentence(each.text, language) for each in said)
    known = language.drafting
    asks = known is not None and begins_with(title, known.questions, language) and not title.endswith(".")
    is_claim = bool(title) and (not speaks or (not asks and is_sentence(f"{title.rstrip('.')}.", language)))
    if not said and not is_claim:
        return None
    return Unit(said, at, at, title if is_claim else "", slide.notes)


def _front(blocks: Sequence[Block]) -> tuple[str, list[str]]:
    """Return the title of an article, and the headings below it where nothing else parts them.

    The title is a first heading above all others, or the only one. In a plain text, where all
    lines are alike, it is the first of several that follow each other; the last of these is the heading of
    the first section.
    """
    found = [block for block in blocks if any(map(str.isalnum, block.text))]
    levels = [block.level for block in found if block.level]
    above = list(takewhile(lambda block: not block.level, found))
    if len(levels) == 1 and not above:
        return found[0].text, [""]
    if len(levels) < 2 or len(above) > _LINES_ABOVE or any(len(block.text) > _LONGEST for block in above):
        return "", []
    if levels[0] < min(levels[1:]):
        return found[len(above)].text, []
    if above:
        return "", []
    run = list(takewhile(lambda block: block.level == levels[0], found))
    return (run[0].text, [block.text for block in run[1:]]) if len(run) > 1 else ("", [])


def _by_heading(
    passages: Sequence[Passage], blocks: Iterable[Block], language: Language
) -> Sequence[Chapter]:
    """Return the sections of an article; a heading above others has its own passages only.

    A heading that is a sentence, as in our memos, is the claim of what is below it, in the section before.
    """
    levels = {" ".join(block.text.split()): block.level for block in blocks if block.level}
    sections: dict[str, list[Passage]] = {}
    for passage in passages:
        sections.setdefault(passage.id.partition("p")[0], []).append(passage)
    found: list[Chapter] = []
    for inside in sections.values():
        heading = inside[0].heading
        level = next((number for text, number in levels.items() if heading.startswith(text)), 1)
        own = max((text for text in levels if heading.endswith(text)), key=len, default="")
        units = tuple(_units(inside, language))
        claim = _claim_of(cleaned(printable(own)), language)
        if not claim or not units:
            found.append(Chapter(cleaned(printable(heading)), units, level))
            continue
        said = tuple(said for unit in units for said in unit.said)
        unit = Unit(said, units[0].first, units[-1].last, claim)
        above = heading.removesuffix(own).removesuffix(": ")
        if found and not above:
            found[-1] = replace(found[-1], units=(*found[-1].units, unit))
        else:
            found.append(Chapter(cleaned(printable(above)), (unit,), level))
    return found


def _claim_of(heading: str, language: Language) -> str:
    """Return the claim that a heading makes, without its number; "" where it does not end as a sentence."""
    claim = re.sub(r"^[A-Z]?\d+[.)]?\s+", "", heading)
    return claim if re.search(r"[.。]$", claim) and is_sentence(claim, language) else ""


def _units(passages: Sequence[Passage], language: Language) -> Iterable[Unit]:
    """Yield a unit for each passage; items of a list, names and dates belong to the passage before them."""
    waiting: Unit | None = None
    for passage in passages:
        text = cleaned(passage.text)
        said = tuple(Said(each, passage.id) for each in sentences_of(text, language))
        if not said:
            continue
        unit = Unit(said, passage.id, passage.id)
        carries = any(is_sentence(each.text, language) for each in unit.said)
        if waiting is not None and (not carries or waiting.said[-1].text.endswith((":", "："))):
            waiting = _together(waiting, unit)
            continue
        if waiting is not None and not any(is_sentence(each.text, language) for each in waiting.said):
            waiting = _together(waiting, unit)
            continue
        if waiting is not None:
            yield waiting
        waiting = unit
    if waiting is not None:
        yield waiting


def _together(one: Unit, other: Unit) -> Unit:
    return replace(one, said=one.said + other.said, last=other.last)


def _typed(data: bytes, pages: Sequence[Passage]) -> tuple[Typed, ...]:
    """Return the headings and paragraphs of a PDF file; its pages where its type tells no paragraphs."""
    found = typed_blocks(data)
    if any(not each.level for each in found):
        return found
    numbers = (int(page.id.removeprefix("p")) for page in pages)
    return tuple(Typed(page.text, number, last=number) for page, number in zip(pages, numbers, strict=True))


def _on_pages(chapter: Chapter, pages: Mapping[str, tuple[int, int]]) -> Chapter:
    """Return a chapter whose sentences are cited by their pages, the first and last of each passage."""

    def at(said: Said) -> Said:
        first, last = pages[said.at]
        return replace(said, at=f"p{first}" if first == last else f"p{first}-{last}")

    units = (
        Unit(
            tuple(map(at, unit.said)),
            f"p{pages[unit.first][0]}",
            f"p{pages[unit.last][1]}",
            id=unit.first,
        )
        for unit in chapter.units
    )
    return replace(chapter, units=tuple(units))


def _joined(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Return chapters, those below others joined to them where there are too many."""
    found = list(chapters)
    while len(found) > MOST_CHAPTERS and len({each.level for each in found}) > 1:
        deepest = max(each.level for each in found)
        kept: list[Chapter] = []
        for each in found:
            if kept and each.level == deepest:
                kept[-1] = replace(kept[-1], units=kept[-1].units + each.units)
            else:
                kept.append(replace(each, level=min(each.level, deepest - 1)))
        found = kept
    return found


def _few(chapters: list[Chapter]) -> list[Chapter]:
    """Return no more chapters than a brief has sections: the shortest neighbours are joined."""
    found = list(chapters)
    while len(found) > MOST_CHAPTERS:
        sizes = [len(one.units) + len(other.units) for one, other in pairwise(found)]
        at = sizes.index(min(sizes))
        found[at : at + 2] = [replace(found[at], units=found[at].units + found[at + 1].units)]
    return found


def _fewer(units: tuple[Unit, ...], chapters: Sequence[Chapter]) -> tuple[Unit, ...]:
    """Return the units of a chapter, neighbours joined until the draft has no more than it may have."""
    whole = sum(len(each.units) for each in chapters)
    if whole <= MOST_UNITS:
        return units
    size = -(-whole // (MOST_UNITS - MOST_CHAPTERS))
    groups = [units[start : start + size] for start in range(0, len(units), size)]
    return tuple(
        Unit(tuple(said for unit in group for said in unit.said), group[0].first, group[-1].last)
        for group in groups
    )
