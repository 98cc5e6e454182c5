"""Composes the outline of a brief: one order, one numbering, every word with its depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from builder.brief import model
from builder.brief.numbers import numbers_of
from builder.brief.texts.marks import raised
from builder.brief.walk import indexed
from builder.languages.language import Language, language_for
from builder.outline import titles
from builder.outline.argument_map import compose_map
from builder.outline.arguments import compose_glance, compose_sections
from builder.outline.back_matter import about_the_authors, closing, further_reading, imprint
from builder.outline.blocks import (
    Annex,
    Block,
    Context,
    Note,
    Notes,
    Outline,
    Properties,
)
from builder.outline.decisions import compose_limits, compose_options, compose_responses, compose_risks
from builder.outline.exhibits import Exhibits, PictureFile
from builder.outline.front_matter import bottom_line, front, key_figures, key_messages, status_word
from builder.outline.reading import depths_of_notes
from builder.outline.sources import compose_sources, number_ranges
from builder.outline.text import Depth, ProsePart, Run, Shape, Text, ends_sentence
from builder.outline.wording import Numbering, Wording


def compose(
    brief: model.Brief,
    *,
    id: str,
    build_id: str,
    epoch: int,
    pictures: Mapping[str, PictureFile],
    language: Language | None = None,
    half: float | None = None,
) -> Outline:
    """Return the outline of a checked brief, or of its edition for one audience.

    `id` begins the file names, `build_id` is the git blob hash of the brief, `epoch` is the time, in seconds
    since 1970, that the files are dated, `pictures` has every path that the brief names. `language` replaces
    the brief's, `half` is how many times as wide as high the picture beside the deck's title is. Raises
    `KeyError` for a missing source or picture.
    """
    numbers = {source.id: number for number, source in indexed(brief.sources, 1)}
    language = language or language_for(brief.language)
    if len(numbers) > 1:
        language = replace(language, labels=language.labels.of_many_sources())
    if brief.excerpt is not None and not brief.excerpt.whole:
        language = replace(language, labels=language.labels.of_an_excerpt())
    if brief.unknowns == "hide":
        language = replace(language, labels=language.labels.without_unknowns())
    named = {note.id: (f"notes[{index}].text", note.text) for index, note in indexed(brief.notes)}
    notes = Numbering(named, {})
    words = Wording(language, numbers, notes)
    outline = Outline(
        id=id,
        page=brief.page,
        language=brief.language,
        build_id=build_id,
        epoch=epoch,
        properties=_properties(brief, words),
        labels=words.labels,
        blocks=tuple(_blocks(brief, words, pictures, half)),
    )
    if not notes.met:
        return outline
    met, depths, blocks = list(notes.met.items()), depths_of_notes(outline), outline.blocks
    if list(depths) != [*range(1, len(met) + 1)]:  # the memo has them in another order
        met = [met[number - 1] for number in depths]
        renumbered = replace(words, notes=Numbering(named, dict(met)))
        blocks = tuple(_blocks(brief, renumbered, pictures, half))
    plain = replace(words, notes=Numbering({}, {}))  # a note marks no others
    each = zip(range(1, len(met) + 1), met, depths.values(), strict=True)
    shown = tuple(_note(number, *note, depth, plain) for number, (_, note), depth in each)
    return replace(outline, blocks=(*blocks, Notes(shown)))


def _note(number: int, path: str, text: str, depth: Depth, words: Wording) -> Note:
    mark = words.fixed(f"note{number}_mark", raised(number), depth)
    return Note(number, mark, words.text(f"note{number}", path, text, depth))


def _blocks(
    brief: model.Brief, words: Wording, pictures: Mapping[str, PictureFile], half: float | None
) -> Iterator[Block]:
    """Yield the blocks in the order of all three products."""
    sections = tuple(compose_sections(brief, words))
    responses = compose_responses(brief, words)
    claiming = tuple(section for section in sections if section.arguments)
    argument_map = compose_map(brief, words, claiming, responses)
    exhibits = Exhibits(brief, words, pictures, numbers_of(brief))

    yield front(brief, words, pictures, half)
    yield bottom_line(brief, words)
    yield from _present(key_figures(brief, words), key_messages(brief, words))
    yield from _present(compose_glance(words, claiming, number_ranges(brief, words)))
    yield from _present(_context(brief, words, shows_event=argument_map is None), argument_map)
    yield from exhibits.quotes(None)
    for section, given in zip(sections, brief.sections, strict=True):
        yield section
        if given.id:
            yield from exhibits.of_section(given.id)
    yield from _present(compose_options(brief, words), responses, compose_risks(brief, words))
    yield from _present(compose_limits(brief, words), compose_sources(brief, words))
    yield from _present(further_reading(brief, words))
    annex = tuple(exhibits.of_annex())
    if annex:
        yield Annex(words.fixed("annex_head", words.labels.annex, Depth.MEMO))
        yield from annex
    yield from _present(about_the_authors(brief, words), imprint(brief, words))
    yield from _present(closing(brief, words))


def _present(*blocks: Block | None) -> Iterator[Block]:
    """Yield the blocks that are not None."""
    return (block for block in blocks if block is not None)


def _properties(brief: model.Brief, words: Wording) -> Properties:
    def plain(value: str) -> str:
        return _cut(words.text("", "", value, Depth.MEMO).plain)

    return Properties(
        title=plain(brief.title),
        subject=plain(brief.subject) if brief.subject else "",
        authors=_first(words.plain(person.name) for person in brief.authors),
        keywords=_first(map(words.plain, brief.keywords)),
        language=brief.language[: model.LONGEST_PROPERTY],
        status=status_word(brief, words),
        version=_cut(words.plain(brief.version or "")),
    )


def _cut(text: str) -> str:
    """Return as many whole words as fit a property, with an ellipsis for the rest."""
    if len(text) <= model.LONGEST_PROPERTY:
        return text
    kept = text[: model.LONGEST_PROPERTY]
    return kept.rpartition(" ")[0].rstrip(" ,;:–—") + "…" if " " in kept else kept[:-1] + "…"


def _first(names: Iterable[str]) -> tuple[str, ...]:
    """Return as many whole names as fit a property with two characters between them, at least one."""
    kept: list[str] = []
    room = model.LONGEST_PROPERTY
    for name in names:
        room -= len(name) + (2 if kept else 0)
        if room < 0:
            return tuple(kept) or (_cut(name),)
        kept.append(name)
    return tuple(kept)


def _context(brief: model.Brief, words: Wording, *, shows_event: bool) -> Context | None:
    """Return what a reader must know first, including the event if no map shows it."""
    labels, given = words.labels, brief.context
    event = _event(brief, words) if shows_event else None
    if given is None and event is None:
        return None
    written = given.text if given else None
    text = words.prose("ctx_s", "context.text", written, Depth.DECK, by_sentence=True)
    runs_on = text and text[-1].shape is Shape.PARAGRAPH
    if runs_on and not labels.space:  # where no space is between sentences, a full stop must be
        runs_on = ends_sentence(text[-1].texts[-1].unmarked)
    if event and runs_on:
        text = (*text[:-1], replace(text[-1], texts=(*text[-1].texts, event)))
    elif event:
        text += (ProsePart(Shape.PARAGRAPH, None, (event,)),)
    refs = [*(given.refs if given else ()), *(brief.event.refs if brief.event and shows_event else ())]
    why_now = given.why_now if given else None
    return Context(
        heading=words.fixed("ctx_head", labels.context, Depth.DECK),
        headline=words.headline(
            "ctx_headline",
            "context.headline",
            given.headline if given else None,
            titles.of_context(text, why_now, words),
        ),
        text=text,
        why_now_label=words.fixed("why_now_label", labels.why_now, Depth.DECK) if why_now else None,
        why_now=words.optional("why_now", "context.why_now", why_now, Depth.DECK),
        refs=words.refs("ctx_ref", "context.refs", refs, Depth.DECK),
    )


def _event(brief: model.Brief, words: Wording) -> Text | None:
    """Return the event as one sentence, its label in bold."""
    if brief.event is None:
        return None
    label = words.text("", "", brief.event.label, Depth.DECK)
    detail = words.optional("", "", brief.event.text, Depth.DECK)
    runs = [Run(run.text, True, run.italic, run.url, lang=run.lang) for run in label.runs]
    if detail:
        runs += (Run(words.labels.colon), *detail.runs)
    return Text("ctx_event", tuple(runs), Depth.DECK, "event.label")
