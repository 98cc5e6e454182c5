"""Reads an edited deck: the paragraphs of its slides and of their notes, and its comments."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.audit.content import Unreadable
from builder.audit.office.package import CHART, A, Element, P, Package, R, child
from builder.pull.paragraphs import Comment, Paragraph, Said
from builder.pull.snapshot import SLIDE, named

P188 = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"
_COUNTED = ("sldNum", "sldImg")  # placeholders without words of the brief


def read_deck(package: Package) -> Said:
    """Return what a deck says: slide after slide, each with its shapes in order and then its notes."""
    main, presentation = package.document(P + "presentation")
    related = package.related(main)
    authors = _authors(package, main)
    found: list[Paragraph] = []
    names: list[str] = []
    for number, reference in enumerate(presentation.iter(P + "sldId"), 1):
        if (identity := reference.get(R + "id", "")) not in related:
            raise Unreadable(f"names a slide {number} that is not there")
        part = related[identity][1]
        root = package.parse(part)
        here = list(_paragraphs(root, number))
        names.append(next((name for name in _names(root) if name.startswith(SLIDE)), ""))
        comments = tuple(_comments(package, part, authors))
        if comments:
            first = here[0] if here else Paragraph("", slide=number)
            here[:1] = [replace(first, comments=comments)]
        found += here
        for _, notes in package.targets(part, "notesSlide"):
            found += _paragraphs(package.parse(notes), number, in_notes=True)
    return Said(tuple(found), {}, tuple(names))


def charts_in(package: Package) -> set[str]:
    """Return the names of the charts of a deck: their words are numbers of the brief, or its labels."""
    main, presentation = package.document(P + "presentation")
    parts = [package.related(main)[one.get(R + "id")][1] for one in presentation.iter(P + "sldId")]
    frames = (frame for part in parts for frame in package.parse(part).iter(P + "graphicFrame"))
    return {named(_name(frame)) for frame in frames if next(frame.iter(CHART), None) is not None}


def _name(shape: Element) -> str:
    about = next(shape.iter(P + "cNvPr"), None)
    return "" if about is None else about.get("name", "")


def _names(root: Element) -> Iterator[str]:
    return (named(about.get("name", "")) for about in root.iter(P + "cNvPr"))


def _paragraphs(root: Element, slide: int, *, in_notes: bool = False) -> Iterator[Paragraph]:
    for shape in root.iter(P + "sp", P + "cxnSp", P + "graphicFrame"):
        mark = next(shape[0].iter(P + "ph"), None)
        kind = None if mark is None else mark.get("type", "body")
        if kind in _COUNTED or (in_notes and kind != "body"):
            continue
        name = named(_name(shape))
        last, before = 0, None  # the number of an item, and how its list is counted
        for paragraph in shape.iter(A + "p"):
            text, kind = _text(paragraph), _counted(paragraph)
            if kind is not None:
                last, before = last + 1 if kind == before else int(kind[1]), kind
                text = f"{last}.\t{text}"
            before = kind
            if text.strip():
                names = (name,) if name else ()
                yield Paragraph(text, names, slide=slide, in_notes=in_notes, form=_form(paragraph))


def _counted(paragraph: Element) -> tuple[str, str] | None:
    """Return how PowerPoint counts a paragraph: the kind of number and the first one."""
    for mark in paragraph.iterchildren(A + "pPr"):
        for number in mark.iterchildren(A + "buAutoNum"):
            return number.get("type", ""), number.get("startAt", "1")
    return None


def _form(paragraph: Element) -> str:
    """Return the level of a paragraph, and whether it has a bullet."""
    properties = child(paragraph, A + "pPr")
    if properties is None:
        return ""
    bullets = (mark.tag.rpartition("}")[2] for mark in properties.iter(A + "buChar", A + "buAutoNum"))
    return " ".join((properties.get("lvl", "0"), *bullets))


def _text(paragraph: Element) -> str:
    words = []
    for part in paragraph:
        if part.tag == A + "r":
            text = child(part, A + "t")
            words.append("" if text is None else text.text or "")
        elif part.tag == A + "br":
            words.append(" ")
        elif part.tag == A + "fld" and part.get("type") != "slidenum":
            words.append("".join(one.text or "" for one in part.iter(A + "t")))
    return "".join(words)


def _authors(package: Package, main: str) -> dict[str, str]:
    """Return the names of those who comment, by their ids; PowerPoint lists them in two ways."""
    found = {}
    for _, part in package.targets(main, "commentAuthors", "authors"):
        for one in package.parse(part):
            found[one.get("id", "")] = one.get("name", "")
    return found


def _comments(package: Package, part: str, authors: dict[str, str]) -> Iterator[Comment]:
    """Yield the comments of a slide, as older and newer versions of PowerPoint write them."""
    for _, target in package.targets(part, "comments"):
        for one in package.parse(target):
            text = one.find(P + "text")
            if text is not None:
                yield Comment(authors.get(one.get("authorId", ""), ""), one.get("dt", ""), text.text or "")
            elif one.tag == P188 + "cm":
                for each in (one, *one.iter(P188 + "reply")):
                    body = child(each, P188 + "txBody")
                    words = "" if body is None else "".join(word.text or "" for word in body.iter(A + "t"))
                    author = authors.get(each.get("authorId", ""), "")
                    yield Comment(
                        author, each.get("created", ""), words, done=one.get("status") == "resolved"
                    )
