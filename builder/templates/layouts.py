"""Finds which layouts of a PowerPoint template our slides use, by names, types and placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from builder.templates.slides import Layout, Slides, plain_name
from builder.theme.geometry import Rect

COVER, CONTENT, STATEMENT, CLOSING = "cover", "content", "statement", "closing"
ROLES = (COVER, CONTENT, STATEMENT, CLOSING)
# What Office calls its own layouts, in the languages in which it is sold most.
_TITLE_SLIDE = """Title Slide|Cover|Cover Slide|Titelfolie|Diapositive de titre|Diapositiva de título
Diapositiva titolo|Slide de Título|Slide de título|Diapositivo de Título|Titeldia|Slajd tytułowy
Титульный слайд|Титульний слайд|Rubrikbild|Titeldias|Tittellysbilde|Otsikkodia|Úvodní snímek|Úvodná snímka
Címdia|Διαφάνεια τίτλου|Başlık Slaydı
タイトル スライド|标题幻灯片|標題投影片|제목 슬라이드|شريحة العنوان|שקופית כותרת"""
_TITLE_ONLY = """Title Only|Nur Titel|Titre seul|Solo el título|Sólo el título|Solo título|Solo titolo
Somente Título|Só Título|Alleen titel|Tylko tytuł|Только заголовок|Лише заголовок|Endast rubrik|Kun titel
Bare tittel|Kun tittel|Vain otsikko|Pouze nadpis|Jenom nadpis|Len nadpis|Csak cím
Μόνο τίτλος|Yalnızca Başlık
タイトルのみ|仅标题|只有標題
제목만|عنوان فقط|כותרת בלבד"""
_TITLE_AND_CONTENT = """Title and Content|Titel und Inhalt|Titre et contenu|Título y objetos
Titolo e contenuto
Título e Conteúdo|Título e Objeto|Titel en object|Tytuł i zawartość|Заголовок и объект|Заголовок і об'єкт
Rubrik och innehåll|Titel og indhold|Tittel og innhold|Otsikko ja sisältö|Nadpis a obsah|Cím és tartalom
Τίτλος και περιεχόμενο|Başlık ve İçerik
タイトルとコンテンツ|标题和内容|標題及內容|제목 및 내용|عنوان ومحتوى|כותרת ותוכן"""
_COVERS = ("title slide", "cover", "titelfolie", "portada", "couverture", "deckblatt")
# Words in the names of layouts for a single statement, and for the last slide.
_STATEMENTS = """statement quote quotation aussage zitat citation énoncé cita enunciado declaración
citaat citazione frase citat цитата 引用 引言 인용"""
_CLOSINGS = """closing thank thanks end final contact schluss danke kontakt merci fin
conclusion contacto cierre gracias chiusura grazie fim obrigado bedankt dziękuję 終わり 结束 謝謝"""
_FURNITURE = ("date", "footer", "number")
_LEAST_BOX = 0.3  # of the slide, of a layout that can hold our content
_GIVE = 6.0  # points that rooms may differ
_INSTEAD = "that of the content is used"
_LARGE = 0.25  # of the slide, of a placeholder for content


class Choice(Struct, frozen=True):
    """The layout that is used for a role, and by what it was found; `ties` are names of others like it.

    `stands_in` is whether that of the content is used, because none is for the role.
    """

    role: str
    layout: Layout | None
    reason: str
    ties: tuple[str, ...] = ()
    stands_in: bool = False


class _Rank(Struct, frozen=True):
    points: tuple[float, ...]
    reason: str
    layout: Layout


def _names(words: str) -> frozenset[str]:
    return frozenset(plain_name(each) for line in words.splitlines() for each in line.split("|"))


def choose(slides: Slides, given: Mapping[str, str]) -> list[Choice]:
    """Return the layout for each role; `given` are the names that a brief maps itself."""
    found, given = [], {role.lower(): name for role, name in given.items()}
    for role in ROLES:
        name = given.get(role)
        if name is not None:
            found.append(_given(slides, role, name))
            continue
        ranks = [rank for layout in slides.layouts if (rank := _rank(slides, role, layout)) is not None]
        model = found[1].layout if role in (STATEMENT, CLOSING) else None
        if model is not None:  # those that hold what the content does come first
            ranks = [rank for rank in ranks if not _differs(slides, rank.layout, model)] or ranks
        found.append(_best(slides, role, ranks))
    cover, content, *others = found
    if cover.layout is None and content.layout is not None and COVER not in given:
        reason = "no layout is for covers; that of the content is used"
        found[0] = Choice(COVER, content.layout, reason)
    if content.layout is not None:
        found[2:] = (_beside_content(slides, one, content.layout, named=one.role in given) for one in others)
    return found


def _beside_content(slides: Slides, choice: Choice, content: Layout, *, named: bool) -> Choice:
    """Return a layout that holds what that of the content does, else that."""
    layout, role = choice.layout, choice.role
    if layout is None:
        return choice if named else Choice(role, content, f"{choice.reason}; {_INSTEAD}", stands_in=True)
    why = _differs(slides, layout, content)
    if why is None:
        return Choice(role, layout, choice.reason)  # of several, the first is as good as the others
    if named:
        return Choice(role, None, f"the layout “{layout.name}” {why}")
    return Choice(role, content, f"“{layout.name}” {why}; {_INSTEAD}", stands_in=True)


def _differs(slides: Slides, layout: Layout, content: Layout) -> str | None:
    """Return why a layout cannot hold what that of the content does, None if it can."""
    box, own = body_box(slides, content), body_box(slides, layout)
    title, head = layout.first("title"), content.first("title")
    if layout.master != content.master:
        return "is of another master than that of the content"
    if box is None or own is None or not own.holds(box, _GIVE):
        return "leaves less room than that of the content"
    if layout.under(box) != content.under(box):
        return "has another ground than that of the content"
    inner, other = (one.inner if one is not None else None for one in (title, head))
    if (
        inner is None
        or other is None
        or inner.width < other.width - _GIVE
        or inner.height < other.height - _GIVE
    ):
        return "has less room for its title than that of the content"
    return None


def names_of(slides: Slides) -> list[str]:
    """Return the names by which a brief may mean the layouts; equal ones with that of their master."""
    plain = [layout.name for layout in slides.layouts]
    return [
        layout.name
        if plain.count(layout.name) == 1
        else f"{slides.masters[layout.master].name}: {layout.name}"
        for layout in slides.layouts
    ]


def _given(slides: Slides, role: str, name: str) -> Choice:
    same = [
        layout
        for layout, own in zip(slides.layouts, names_of(slides), strict=True)
        if name.strip() in (own, layout.name)
    ]
    same.sort(key=lambda layout: layout.master)
    if not same:
        return Choice(role, None, f"the template has no layout “{name}”")
    if same[0].first("title") is None:
        return Choice(role, None, f"the layout “{name}” has no title placeholder")
    return Choice(role, same[0], "it is named in the brief")


def _best(slides: Slides, role: str, ranks: Sequence[_Rank]) -> Choice:
    if not ranks:
        titled = any(layout.first("title") for layout in slides.layouts)
        reason = (
            "no layout leaves enough room under its title" if titled else "no layout has a title placeholder"
        )
        missing = {COVER: "no layout is for covers", STATEMENT: "no layout is for a statement",
                   CLOSING: "no layout is for the last slide"}  # fmt: skip
        return Choice(role, None, missing.get(role, reason) if titled else reason)
    best = max(ranks, key=lambda rank: rank.points)
    equal = [rank.layout for rank in ranks if rank.points == best.points and rank is not best]
    ties = tuple(one.name for one in equal if not _alike(one, best.layout))
    return Choice(role, best.layout, best.reason, ties)


def _alike(one: Layout, other: Layout) -> bool:
    """Whether two layouts look alike, so that it does not matter which is used."""
    return (one.holders, one.drawn, one.ground) == (other.holders, other.drawn, other.ground)


def _rank(slides: Slides, role: str, layout: Layout) -> _Rank | None:
    """Return how well a layout suits a role, and why; None if it does not at all."""
    title = layout.first("title")
    if title is None or title.is_vertical or title.rect is None or title.rect.height < 1.0:
        return None
    signs = list(_SIGNS[role](slides, layout))
    if not signs:
        return None
    points = sum(value for value, _ in signs)
    # Between equals: the master that PowerPoint uses for new slides, room, then fewer things.
    box = body_box(slides, layout)
    room = round(box.width * box.height) if box is not None and role == CONTENT else 0
    counts = (-len(layout.drawn), -len(layout.holders))
    reason = "; ".join(dict.fromkeys(why for value, why in signs if value > 0))
    return _Rank((points, -layout.master, float(room), *map(float, counts)), reason, layout)


def _of_cover(_: Slides, layout: Layout) -> Iterator[tuple[float, str]]:
    name = plain_name(layout.name)
    if name in _names(_TITLE_SLIDE):
        yield 5.0, f"“{layout.name}” is what Office calls a title slide"
    elif any(each in name for each in _COVERS):
        yield 3.0, "its name says that it is a cover"
    elif any(each in name for each in ("closing", "thank", "end slide", "back cover")):
        return
    if layout.type == "title":
        yield 4.0, "its type is that of title slides"
    elif any(one.type == "ctrTitle" for one in layout.holders):
        yield 3.0, "it has the title of a title slide"
    else:
        return
    if layout.first("subtitle"):
        yield 1.0, "it has a subtitle"


def _of_content(slides: Slides, layout: Layout) -> Iterator[tuple[float, str]]:
    name, box = plain_name(layout.name), body_box(slides, layout)
    if layout.type in ("title", "secHead", "vertTx", "vertTitleAndTx") or box is None:
        return
    if any(one.type == "ctrTitle" for one in layout.holders):
        return
    if box.width * box.height < _LEAST_BOX * slides.width * slides.height:
        return
    own = [one.kind for one in layout.holders if one.kind not in _FURNITURE]
    if name in _names(_TITLE_ONLY):
        yield 5.0, f"“{layout.name}” is what Office calls a slide with only a title"
    elif name in _names(_TITLE_AND_CONTENT):
        yield 3.0, f"“{layout.name}” is what Office calls a slide with content"
    if layout.type == "titleOnly":
        yield 4.0, "its type is that of slides with only a title"
    elif layout.type in ("obj", "tx"):
        yield 2.0, "its type is that of slides with content"
    if own == ["title"]:
        yield 3.0, "it has a title and nothing else"
    elif sorted(own) == ["body", "title"]:
        yield 1.5, "it has a title and one placeholder for content"


def _named(words: str, what: str, layout: Layout) -> Iterator[tuple[float, str]]:
    name = plain_name(layout.name)
    found = [each for each in plain_name(words).split() if re.search(rf"\b{re.escape(each)}\b", name)]
    if found and not any(one.type == "ctrTitle" for one in layout.holders):
        yield 3.0, f"its name says that it is for {what}"
        own = [one.kind for one in layout.holders if one.kind not in _FURNITURE]
        if own == ["title"]:
            yield 1.0, "it has a title and nothing else"


def _of_statement(_: Slides, layout: Layout) -> Iterator[tuple[float, str]]:
    yield from _named(_STATEMENTS, "a statement", layout)


def _of_closing(_: Slides, layout: Layout) -> Iterator[tuple[float, str]]:
    yield from _named(_CLOSINGS, "the last slide", layout)


_SIGNS = {COVER: _of_cover, CONTENT: _of_content, STATEMENT: _of_statement, CLOSING: _of_closing}


def body_box(slides: Slides, layout: Layout) -> Rect | None:
    """Return where the content of a slide may be: the room for it, less what the layout draws there."""
    title = layout.first("title")
    if title is None or title.rect is None:
        return None
    head, master = title.rect, slides.masters[layout.master]
    whole = Rect(0.0, 0.0, slides.width, slides.height)
    large = _LARGE * slides.width * slides.height
    bodies = [one.rect for one in layout.holders if one.kind == "body" and one.rect is not None]
    frame = max(bodies, key=lambda rect: rect.width * rect.height, default=None)
    if frame is None or frame.width * frame.height < large or frame.width < 0.6 * head.width:
        frame = master.body
    if frame is None or frame.width * frame.height < large:
        frame = Rect(head.x, head.bottom, head.width, whole.bottom)
    feet = [one.rect.y for one in layout.holders if one.kind in _FURNITURE and one.rect is not None]
    low = min([frame.bottom, 0.95 * slides.height, *(y for y in feet if y > slides.height / 2)])
    top = frame.y
    if head.y + head.height / 2 < slides.height / 2:
        top = max(top, head.bottom)
    else:
        low = min(low, head.y)
    left, right = max(frame.x, 8.0), min(frame.right, slides.width - 8.0)
    if low - top < 20.0 or right - left < 20.0:
        return None
    box = Rect(left, top, right - left, low - top)
    for obstacle in slides.obstacles(layout):
        box = _clear(box, obstacle)
    return box


def _clear(box: Rect, obstacle: Rect) -> Rect:
    """Return the largest part of a box beside an obstacle, above or below it; panels hold their content."""
    if not box.meets(obstacle, 1.0) or obstacle.holds(box, 2.0):
        return box
    return max(beside(box, obstacle, 4.0), key=lambda part: max(part.width, 0.0) * max(part.height, 0.0))


def beside(box: Rect, obstacle: Rect, gap: float) -> tuple[Rect, ...]:
    """Return what of a box is below, above, right and left of an obstacle, with a gap between them."""
    top, low = obstacle.bottom + gap, obstacle.y - gap
    left, right = obstacle.right + gap, obstacle.x - gap
    return (
        Rect(box.x, top, box.width, box.bottom - top),
        Rect(box.x, box.y, box.width, low - box.y),
        Rect(left, box.y, box.right - left, box.height),
        Rect(box.x, box.y, right - box.x, box.height),
    )


def foot_of(slides: Slides, layout: Layout, box: Rect) -> float:
    """Return down to where a line of sources may be, below the content and above the footers."""
    feet = [one.rect for one in layout.holders if one.kind in _FURNITURE and one.rect is not None]
    found = (*feet, *slides.obstacles(layout))
    below = [rect.y for rect in found if rect.y >= box.bottom - 1 and rect.height > 0]
    return min([*below, slides.height - 12.0])
