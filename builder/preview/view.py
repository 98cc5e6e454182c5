"""Decides what the preview shows of one state of a brief: its pages, its problems, where its values are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.load import Loaded, load_brief
from builder.brief.part import Part
from builder.brief.rules.style import count_words
from builder.brief.walk import ids_of, walk
from builder.layout.deck.frame import SPEAKING_SPEED
from builder.layout.pages import Page, Pages, typefaces
from builder.manifest.form import Edition
from builder.outline.blocks import Front, Sources
from builder.outline.text import Product, texts
from builder.pipeline.checking import drawable
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.products import Laid, adapted, lay_out, make
from builder.pipeline.request import Request
from builder.preview.memo import memo
from builder.preview.svg import of_brief, sheets, slides, slides_in
from builder.report.ignore import without_ignored
from builder.report.problems import BriefError, Problem, enclosing, with_hints
from builder.theme.public import BUILT_IN

if TYPE_CHECKING:
    from builder.outline.blocks import Outline
    from builder.theme.theme import Theme


class Choice(NamedTuple):
    """What a reader of the page has chosen to see: "" is the whole brief, and the brief's own theme."""

    audience: str = ""
    theme: str = ""


WHOLE = Choice()


class Slide(Struct, frozen=True):
    """A slide as SVG, with its title and its speaker notes."""

    title: str
    svg: str
    notes: str


class Place(Struct, frozen=True, omit_defaults=True):
    """What is known of a value of the brief: its line, the id it belongs to, its sources, its length."""

    line: int = 0
    file: str = ""  # that the brief extends, if the value is there
    id: str = ""
    sources: tuple[int, ...] = ()  # their indices among those of the brief
    facts: tuple[str, ...] = ()
    words: int = 0
    budget: int = 0


class Shown(Struct, frozen=True):
    """A problem as it is shown, without the text of its line."""

    severity: str
    rule: str
    path: str
    message: str
    hint: str
    file: str
    line: int


class Pictures(Struct, frozen=True):
    """The three products of a brief: slides and one-page as SVG, the memo as HTML."""

    title: str
    language: str
    slides: tuple[Slide, ...]
    grounds: str  # what a template shows behind them, as SVG that they use
    minutes: int  # that the notes take to be spoken
    summary: tuple[str, ...]
    fill: int  # per cent of the one-page
    memo: str
    memo_words: int
    places: dict[str, Place]
    sources: tuple[str, ...]
    faces: tuple[str, ...]
    marking: str  # key of its colours


class View(Struct, frozen=True):
    """What the page shows; `pictures` is None where errors leave nothing to show."""

    file: str
    text: str
    pictures: Pictures | None
    problems: tuple[Shown, ...]
    audiences: tuple[str, ...]
    themes: tuple[str, ...]
    choice: Choice


class Seen(NamedTuple):
    """A view, what it was made from, None where the brief could not be composed, and its problems."""

    view: View
    prepared: Prepared | None
    problems: tuple[Problem, ...]
    sources: Mapping[str, str]


class Verdict(Struct, frozen=True):
    """What the audit of the finished files says; `same` is whether all of them say the same.

    `failure` is why they could not be made or read, a fault of the builder.
    """

    same: bool
    problems: tuple[Shown, ...]
    memo_pages: int = 0
    failure: str = ""


def look_at(request: Request, choice: Choice = WHOLE) -> Seen:
    """Return what is seen of the brief of a run; nothing is exported, so this is quick."""
    faults: tuple[Problem, ...] = ()
    try:
        loaded = load_brief(request.brief)
    except BriefError as wrong:
        found = drawable(wrong)
        if found is None:
            return _faulty(request, choice, wrong)
        loaded, faults = found, wrong.problems
    try:
        prepared = compose_for(_chosen(request, choice), _in_theme(loaded, choice.theme))
    except BriefError as wrong:
        return _faulty(request, choice, wrong, loaded)
    laid = {product: _laid(prepared, product) for product in Product}
    fits = prepared.locate(problem for each in laid.values() for problem in each.problems)
    problems = tuple(dict.fromkeys(without_ignored((*faults, *fits), loaded.ignores)))
    view = View(
        file=prepared.file,
        text=loaded.text,
        pictures=_pictures(prepared, laid),
        problems=shown(problems),
        audiences=tuple(one.name for one in loaded.brief.audiences),
        themes=BUILT_IN,
        choice=choice,
    )
    return Seen(view, prepared, problems, prepared.sources)


def first_look(request: Request, choice: Choice) -> int:
    """Return how many errors a brief has.

    Raises `BriefError` if the file is no brief, or does not declare the audience that was chosen.
    """
    seen = look_at(request, choice)
    errors = [problem for problem in seen.problems if problem.is_error]
    wrong = [problem for problem in errors if _is_of_the_choice(problem, request.brief.as_posix())]
    if wrong:
        raise BriefError(wrong, seen.sources)
    return len(errors)


def _is_of_the_choice(problem: Problem, brief: str) -> bool:
    if problem.rule == "file-readable":
        return problem.position is None and problem.file in (None, brief)
    return problem.rule == "audiences-declared" and problem.path == "audiences"


class Judged(NamedTuple):
    """What the audit finds in the finished files, how many pages the memo probably has, and its file."""

    problems: tuple[Problem, ...]
    memo_pages: int
    memo: bytes = b""


def judge(outline: Outline, theme: Theme) -> Judged:
    """Make all products in memory, and return what their audit finds."""
    from builder.layout.memo.pages import set_memo

    made = {product: make(outline, product, theme) for product in Product}
    problems = tuple(problem for one in made.values() for problem in one.problems)
    look = theme.of("memo")
    figure = lay_out(outline, Product.MEMO, look).figure
    pages = set_memo(adapted(outline, Product.MEMO, look), look, figure).paging.pages
    return Judged(problems, pages, made[Product.MEMO].data)


def verdict(prepared: Prepared, judged: Judged) -> Verdict:
    """Return what the audit says of a brief, with all of its problems."""
    problems = without_ignored(prepared.locate(judged.problems), prepared.loaded.ignores)
    same = not any(problem.is_error for problem in problems)
    return Verdict(same, shown(problems), judged.memo_pages)


def shown(problems: Iterable[Problem]) -> tuple[Shown, ...]:
    """Return problems as they are shown, each with its hint and the number of its line."""
    return tuple(_shown(problem) for problem in with_hints(problems))


def _shown(problem: Problem) -> Shown:
    line = problem.position.line if problem.position else 0
    return Shown(
        problem.severity.value,
        problem.rule,
        problem.path,
        problem.message,
        problem.hint or "",
        problem.file or "",
        line,
    )


def _faulty(request: Request, choice: Choice, wrong: BriefError, loaded: Loaded | None = None) -> Seen:
    file = request.brief.as_posix()
    audiences = tuple(one.name for one in loaded.brief.audiences) if loaded else ()
    problems = shown(wrong.problems)
    view = View(file, wrong.sources.get(file, ""), None, problems, audiences, BUILT_IN, choice)
    return Seen(view, None, wrong.problems, wrong.sources)


def failed(request: Request, choice: Choice, message: str) -> Seen:
    """Return what is seen where the builder failed, which no rule describes."""
    hint = "this is a fault of the builder: report it with what the terminal says"
    seen = _faulty(request, choice, BriefError([], {}))
    told = Shown("error", "", "", message, hint, seen.view.file, 0)
    return seen._replace(view=replace(seen.view, problems=(told,)))


def _chosen(request: Request, choice: Choice) -> Request:
    return replace(request, edition=Edition(choice.audience)) if choice.audience else request


def _in_theme(loaded: Loaded, theme: str) -> Loaded:
    return replace(loaded, brief=replace(loaded.brief, theme=theme)) if theme else loaded


def _laid(prepared: Prepared, product: Product) -> Laid:
    theme = prepared.theme.of(product.value)
    return lay_out(adapted(prepared.outline, product, theme), product, theme)


def _pictures(prepared: Prepared, laid: Mapping[Product, Laid]) -> Pictures:
    from builder.layout.memo.pages import said_once

    theme, outline = prepared.theme, prepared.outline
    front, sources = outline.one(Front), _sources(prepared)
    deck, summary = laid[Product.DECK].pages, laid[Product.SUMMARY].pages
    assert deck is not None
    assert summary is not None
    of_memo, figure = theme.of("memo"), laid[Product.MEMO].figure
    grounds, painted = _painted(deck, theme)
    as_set = said_once(adapted(outline, Product.MEMO, of_memo), of_memo, figure)
    families = (theme.fonts.body.family, theme.fonts.heading.family)
    return Pictures(
        title=outline.properties.title,
        language=outline.language,
        slides=tuple(
            Slide(page.title, svg, _notes(page)) for page, svg in zip(deck.pages, painted, strict=True)
        ),
        grounds=grounds,
        minutes=_minutes(deck),
        summary=sheets(summary, theme),
        fill=round(summary.fill * 100),
        memo=memo(as_set, figure, of_memo),
        memo_words=_words_of(as_set),
        places=dict(_places(prepared, list(sources))),
        sources=tuple(sources.values()),
        faces=tuple(
            sorted({*typefaces(deck), *typefaces(summary), *(face for one in families for face in one[1:])})
        ),
        marking=front.marking.colour if front and front.marking else "",
    )


def _painted(deck: Pages, theme: Theme) -> tuple[str, tuple[str, ...]]:
    """Return what a template shows behind slides, and the slides, as SVG."""
    into = theme.slides
    if into is None:
        return "", slides(deck, theme)
    from builder.preview.ground import ground

    family = into.theme.fonts.body.family
    used = {page.layout: into.layouts[page.layout] for page in deck.pages if page.layout in into.layouts}
    found = {name: ground(into.data, part, family) for name, part in used.items()}
    shown = {name: one for name, one in found.items() if one is not None}
    names = {name: one.name for name, one in shown.items()}
    symbols = "".join({one.name: one.svg for one in shown.values()}.values())
    return symbols and f"<svg>{symbols}</svg>", slides_in(deck, into, names)


def _words_of(outline: Outline) -> int:
    from builder.outline.reading import reading

    return sum(count_words(text.plain) for text in reading(outline, Product.MEMO))


def _minutes(deck: Pages) -> int:
    words = sum(
        count_words(piece.text.plain if piece.text else piece.separator)
        for page in deck.pages
        for note in page.notes
        for piece in note
    )
    return -(-words // SPEAKING_SPEED)


def _notes(page: Page) -> str:
    """Return the speaker notes of a slide as HTML."""
    paragraphs = []
    for note in page.notes:
        words = ""
        for piece in note:
            if piece.text is None:
                words += escape(piece.separator)
            else:
                words += f"<span{of_brief(piece.text)}>{escape(piece.text.plain)}</span>"
        paragraphs.append(f"<p>{words}</p>")
    return "".join(paragraphs)


def _places(prepared: Prepared, cited: Sequence[str]) -> Iterator[tuple[str, Place]]:
    """Yield what is known of every value that the products show."""
    parts, ids = dict(walk(prepared.brief)), ids_of(prepared.loaded.brief)
    lengths = dict(_lengths(parts))
    facts = prepared.loaded.facts
    paths = (path for text in texts(prepared.outline) for path in (text.path, *text.also) if path)
    for path in dict.fromkeys(paths):
        position = prepared.loaded.positions.of_key(path)
        refs = next((refs for each in enclosing(path) if (refs := _refs(parts.get(each)))), ())
        named = dict.fromkeys(ref.partition("#")[0] for ref in refs)
        used = facts.used(path) if facts else ()
        words, budget = lengths.get(path, (0, 0))
        yield (
            path,
            Place(
                line=position.line if position else 0,
                file=(position.file or "") if position else "",
                id=next((ids[each] for each in enclosing(path) if each in ids), ""),
                sources=tuple(cited.index(id) for id in named if id in cited),
                facts=tuple(dict.fromkeys(f"{use.id} = {use.shown}" for use in used)),
                words=words,
                budget=budget,
            ),
        )


def _refs(part: Part | None) -> tuple[str, ...]:
    refs: tuple[str, ...] = getattr(part, "refs", ())
    return refs


def _sources(prepared: Prepared) -> dict[str, str]:
    """Return the sources as the files name them, by their ids."""
    block, ids = prepared.outline.one(Sources), ids_of(prepared.brief)
    named = {}
    for source in block.sources if block else ():
        at = source.number.path or source.text.path
        id = next((ids[each] for each in enclosing(at) if each in ids), "")
        named[id] = f"{source.number.plain} {source.text.plain}"
    return named


def _lengths(parts: Mapping[str, Part]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the words of every text that has a budget of them, and that budget."""
    for path, part in parts.items():
        for key, field in part.fields.items():
            text = getattr(part, field.name) if field.words else None
            if isinstance(text, str):
                yield f"{path}.{key}" if path else key, (count_words(text), field.words)
