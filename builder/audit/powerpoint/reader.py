"""The bytes of a PowerPoint deck become what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from builder.audit.content import FIELD, Kind, Link, Said, Shown, Sign, Spoken, Stroke, Utterance
from builder.audit.office.marks import mark_of
from builder.audit.office.package import MC, A, Element, Package, R, Unreadable, child, is_decoration
from builder.audit.office.strokes import strokes
from builder.audit.powerpoint.foreign import foreign, is_page_furniture
from builder.audit.powerpoint.scene import Stage
from builder.audit.powerpoint.shapes import Frame, P, placed
from builder.audit.visibility import Area

_TITLES = ("title", "ctrTitle")
_GROUP, _CONNECTOR, _WITH_ALT = P + "grpSp", P + "cxnSp", (P + "pic", P + "graphicFrame")
_SHAPES = frozenset((_GROUP, *_WITH_ALT, _CONNECTOR, P + "sp"))
_SHAPE = P + "sp"
_ABOUT, _PLACEHOLDER = P + "cNvPr", P + "ph"
_PARAGRAPH, _RUN, _FIELD, _BREAK, _TEXT, _LOOK, _LINK = (
    A + name for name in ("p", "r", "fld", "br", "t", "rPr", "hlinkClick")
)


def read_deck(data: bytes, *, looks: bool = False) -> Said:
    """Return what a .pptx says: slide after slide, each with its shapes in order and then its notes.

    What layouts and masters draw themselves is said with the first slide that shows it. Hidden slides and
    shapes are not said, but their places are told. With `looks` what is painted is looked at, too: words that
    are there and cannot be seen are said and told. Raises `Unreadable` where the file cannot be opened.
    """
    package = Package(data)
    main = package.main()
    related = package.related(main)
    presentation = package.parse(main)
    reader = _Reader(package, Stage(package, presentation) if looks else None)
    reader.fields += foreign(presentation, "every slide", behind=True)
    count = 0
    for count, reference in enumerate(presentation.iter(P + "sldId"), 1):
        reference_id = reference.get(R + "id", "")
        if reference_id not in related:
            raise Unreadable(f"names a slide {count} that is not there")
        reader.slide(related[reference_id][1], count)
    properties = package.properties()
    return Said(
        utterances=tuple(reader.said),
        pages=count,
        title=properties.get("title", ""),
        subject=properties.get("subject", ""),
        author=properties.get("creator", ""),
        keywords=properties.get("keywords", ""),
        languages=frozenset(reader.spoken),
        links=tuple(reader.links),
        hidden=tuple(reader.hidden),
        without_alt=tuple(reader.without_alt),
        fields=tuple(reader.fields),
        builds=frozenset(package.builds(main)),
        pictures=tuple(reader.pictures),
        strokes=tuple(reader.strokes),
        marks=tuple(reader.marks),
        spoken=reader.spoken,
        about=package.about(),
        program=package.program() if looks else "",
        numbered=frozenset(reader.numbered),
    )


class _Reader:
    """Walks the slides of one deck and gathers what they say."""

    def __init__(self, package: Package, stage: Stage | None) -> None:
        self._package, self._stage = package, stage
        self._behind: set[str] = set()  # layouts and masters already read
        self.said: list[Utterance] = []
        self.links: list[Link] = []
        self.spoken: dict[str, Spoken] = {}
        self.hidden: list[str] = []
        self.without_alt: list[str] = []
        self.fields: list[str] = []
        self.pictures: list[Shown] = []
        self.strokes: list[Stroke] = []
        self.marks: list[Sign] = []
        self.numbered: set[int] = set()

    def slide(self, part: str, number: int) -> None:
        """Gather what one slide says, what stands behind it, and its notes."""
        place = f"slide {number}"
        root = self._package.parse(part)
        if root.get("show") in ("0", "false"):
            self.hidden.append(place)
            return
        self._page = number
        self._layout(part, place)
        self._read(part, root, place, Kind.BODY)
        if self._stage is not None:
            self.hidden += self._stage.unseen(part, root, place)
        if any(step.get("presetClass") == "exit" for step in root.iter(P + "cTn")):
            self.hidden.append(f"{place}, by an animation")
        for kind, other in self._package.targets(part, "notesSlide", "comments"):
            if kind == "comments":
                self.fields.append(f"a comment on {place}")
                self._comments(self._package.parse(other), f"{place}, comment")
                continue
            notes = self._package.parse(other)
            self._read(other, notes, f"{place}, notes", Kind.NOTES)
            if self._stage is not None:
                self.hidden += self._stage.unseen_notes(notes, f"{place}, notes")

    def _comments(self, root: Element, place: str) -> None:
        """Gather what reviewers have written, in the old form and in that with replies."""
        for comment in root.iter(P + "text", A + "p"):
            words = (comment.text or "") if comment.tag == P + "text" else "".join(comment.itertext())
            self._say(place, words, Kind.NOTES, None)

    def _layout(self, part: str, place: str) -> None:
        """Read what layout and master draw on the slide; the words of their placeholders are only prompts."""
        for kind, behind in self._package.targets(part, "slideLayout", "slideMaster"):
            if behind not in self._behind:
                self._behind.add(behind)
                name = "layout" if kind == "slideLayout" else "master"
                self._read(behind, self._package.parse(behind), f"{place}, {name}", Kind.LAYOUT)
                self._layout(behind, place)

    def _read(self, part: str, root: Element, place: str, kind: Kind) -> None:
        self._part = part
        self.fields += foreign(root, place, behind=kind is Kind.LAYOUT)
        for tree in root.iterfind(f"{P}cSld/{P}spTree"):
            shapes = list(self._shapes(tree, place))
            for shape in shapes:
                self._shape(shape, place, kind)
            if kind is Kind.BODY:
                drawn = [shape for shape in shapes if shape.tag in (P + "sp", _CONNECTOR)]
                names = {_about(shape).get("id", ""): _known_as(shape) for shape in drawn}
                lines = ((shape, _joins(shape)) for shape in drawn)
                boxes = tuple(_boxes(drawn)) if self._stage else ()
                self.strokes += strokes(lines, names, place, self._page, partial(tuple, boxes))

    def _shapes(self, tree: Element, place: str) -> Iterator[Element]:
        """Yield the visible shapes of a tree in order, those of groups too."""
        for shape in tree:
            tag = shape.tag
            if tag == MC + "AlternateContent":
                for choice in shape.findall(MC + "Choice"):
                    yield from self._shapes(choice, place)
            elif tag in _SHAPES:
                about = _about(shape)
                if about.get("hidden") in ("1", "true"):
                    if any(words.text for words in shape.iter(_TEXT)):
                        self.hidden.append(f"{place}, “{about.get('name', '')}”")
                    continue
                yield shape
                if tag == _GROUP:
                    yield from self._shapes(shape, place)

    def _shape(self, shape: Element, place: str, kind: Kind) -> None:
        mark = next(shape[0].iter(_PLACEHOLDER), None)
        placeholder = None if mark is None else mark.get("type", "body")
        if kind is Kind.LAYOUT and placeholder:
            return
        if kind is Kind.NOTES and placeholder != "body":
            if placeholder and is_page_furniture(shape, placeholder):
                return
            kind = Kind.BODY  # a foreign box on the notes page is seen when it is printed
        if placeholder in _TITLES:
            kind = Kind.TITLE
        about = _about(shape)
        slot = _identity(about)
        alt = about.get("descr", "").strip()
        if alt:
            self._say(place, alt, Kind.ALT, slot)
        elif shape.tag in _WITH_ALT and not is_decoration(about):
            self.without_alt.append(place)
        if self._stage is not None:
            self._leads(about, place)
        if kind is not Kind.LAYOUT:
            self._drawn(shape, place)
        if shape.tag != _GROUP:
            for paragraph in shape.iter(_PARAGRAPH):
                self._paragraph(paragraph, place, kind, slot)

    def _leads(self, about: Element, place: str) -> None:
        """Note a link that a shape as a whole leads to."""
        for name in ("hlinkClick", "hlinkHover"):
            link = child(about, A + name)
            related = {} if link is None else self._package.related(self._part)
            _, url, outside = related.get("" if link is None else link.get(R + "id", ""), ("", "", False))
            if outside:
                self.links.append(Link(place, about.get("name", ""), url))

    def _drawn(self, shape: Element, place: str) -> None:
        """Note what a shape shows beside its words: pictures and marks."""
        tag = shape.tag
        if tag == _SHAPE:
            level = mark_of(child(shape, P + "spPr"))
            if level is not None and not any(text.text for text in shape.iter(_TEXT)):
                self.marks.append(Sign(place, self._page, level))
        elif tag not in _WITH_ALT:
            return
        for picture in shape.iter(A + "blip"):
            related = self._package.related(self._part)
            _, part, outside = related.get(picture.get(R + "embed", ""), ("", "", True))
            self.pictures.append(Shown(place, "" if outside else self._package.digest(part)))

    def _paragraph(self, paragraph: Element, place: str, kind: Kind, slot: str | None) -> None:
        said: list[str] = []
        for part in paragraph:
            tag = part.tag
            if tag in (_RUN, _FIELD):
                said.append(self._run(part, place))
            elif tag == _BREAK:
                said.append("\n")
        self._say(place, "".join(said), kind, slot)

    def _run(self, run: Element, place: str) -> str:
        """Return the words of a run or field, and note their language and link."""
        words = child(run, _TEXT)
        text: str = "" if words is None else words.text or ""
        if run.tag == _FIELD:
            if run.get("type") == "slidenum":
                self.numbered.add(self._page)
                return FIELD
            self.fields.append(f"a field “{run.get('type')}” on {place}")
        properties = child(run, _LOOK)
        if properties is None or not text:
            return text
        language = properties.get("lang")
        if language:
            self._note_language(language, text, place)
        for link in properties.iterchildren(_LINK):
            related = self._package.related(self._part)
            _, url, outside = related.get(link.get(R + "id", ""), ("", "", False))
            if outside:
                self.links.append(Link(place, text, url))
        return text

    def _note_language(self, language: str, text: str, place: str) -> None:
        """Note a language that letters are set in."""
        known = self.spoken.get(language)
        if known is None or (self._stage is not None and not known.ideographs and not text.isascii()):
            ideographs = any(letter >= "\u2e80" for letter in text)
            if known is None or ideographs:
                self.spoken[language] = Spoken(place, ideographs)

    def _say(self, place: str, text: str, kind: Kind, slot: str | None) -> None:
        if text.strip():
            self.said.append(Utterance(place, text, kind, self._page, slot))


def _about(shape: Element) -> Element:
    """The non-visual properties of a shape: name, alternative text, whether it is hidden."""
    about = child(shape[0], _ABOUT) if len(shape) else None
    if about is None:
        raise Unreadable("has a shape without properties")
    return about


def _known_as(shape: Element) -> str:
    """Return the identity of a shape; where it has none, as in a final copy, its words."""
    return _identity(_about(shape)) or "".join(word.text or "" for word in shape.iter(_TEXT))


def _identity(about: Element) -> str | None:
    """The identity that the builder gave a shape, or None."""
    name: str = about.get("name", "")
    return name.removeprefix("brief:") if name.startswith("brief:") else None


def _boxes(shapes: Sequence[Element]) -> Iterator[tuple[Area, str]]:
    """Yield the shapes with words that stand where they say themselves."""
    for shape in shapes:
        words = " ".join(
            "".join(text.text or "" for text in line.iter(_TEXT)) for line in shape.iter(_PARAGRAPH)
        )
        area = placed(child(shape, P + "spPr"), Frame()) if words.strip() else None
        if area is not None:
            yield area, words


def _joins(shape: Element) -> Element | None:
    """What a connector is glued to, or None where the shape is no connector."""
    return child(shape[0], P + "cNvCxnSpPr") if shape.tag == _CONNECTOR else None
