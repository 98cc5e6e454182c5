"""The kinds of damage that befall a finished memo."""

from __future__ import annotations

import copy
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

from lxml import etree
from PIL import Image

from tests.corpora.damage.common import COMMON, paths_of
from tests.corpora.damage.constructs import CONSTRUCTS
from tests.corpora.damage.headers import HEADERS
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import OOXML, changed, element, every, rels_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, anywhere, pick
from tests.support.packages import MC, WP, A, R, W, edited, names, read, repacked, saved

DOCUMENT, NOTES = "word/document.xml", "word/footnotes.xml"
TYPES = "[Content_Types].xml"
_LONG = 20


def _paragraph(change: Callable[[Any], None], reported: str = "") -> Hurt:
    """Return the damage to one long paragraph of the body."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Office(case.data, W)
        places = [place for place in file.places(DOCUMENT) if len(file.texts[place]) >= _LONG]
        place = pick(choose, places)
        change(file.paragraph(place))
        return Wound(file.save(), f"(?:{file.where(place)})(?:.*(?:{reported}))?")

    return hurt


def _look(xml: str) -> Hurt:
    """Return the damage that gives the runs of a paragraph a look in which they cannot be seen."""

    def change(paragraph: Any) -> None:
        for run in paragraph.iter(W + "r"):
            look = run.find(W + "rPr")
            if look is None:
                look = run.makeelement(W + "rPr")
                run.insert(0, look)
            mark = element(xml, run)
            for old in look.findall(mark.tag):
                look.remove(old)
            look.append(mark)

    return _paragraph(change, "hid|miss|say")


def _deleted(paragraph: Any) -> None:
    """Mark the words as deleted under tracked changes."""
    for run in list(paragraph.iter(W + "r")):
        mark = run.makeelement(W + "del", {W + "id": "901", W + "author": "A"})
        run.addprevious(mark)
        mark.append(run)
        for text in run.iter(W + "t"):
            text.tag = W + "delText"


def _inserted(paragraph: Any) -> None:
    mark = element('<w:ins w:id="902" w:author="A"><w:r><w:t> and more</w:t></w:r></w:ins>', paragraph)
    paragraph.append(mark)


def _squeezed(paragraph: Any) -> None:
    """Give the lines no height."""
    look = paragraph.find(W + "pPr")
    if look is None:
        look = paragraph.makeelement(W + "pPr")
        paragraph.insert(0, look)
    for old in look.findall(W + "spacing"):
        look.remove(old)
    look.append(look.makeelement(W + "spacing", {W + "line": "1", W + "lineRule": "exact"}))


def _run_on(case: Case, choose: Choose) -> Wound:
    """Let a paragraph run on from the one before it."""
    file = Office(case.data, W)
    places = file.places(DOCUMENT)
    pairs = [
        (one, other)
        for one, other in pairwise(places)
        if file.paragraph(one).getnext() is file.paragraph(other)
        and not file.texts[other].startswith("[")  # references run on where there is little room
    ]
    one, other = pick(choose, pairs)
    file.paragraph(one).append(element("<w:r><w:t xml:space='preserve'> </w:t></w:r>", file.paragraph(one)))
    for part in list(file.paragraph(other)):
        if part.tag != W + "pPr":
            file.paragraph(one).append(part)
    file.paragraph(other).getparent().remove(file.paragraph(other))
    return Wound(file.save(), anywhere(file.where(one), file.where(other)))


def _broken(case: Case, choose: Choose) -> Wound:
    """Break a paragraph in two within a text."""
    file = Office(case.data, W)
    spots = [
        (place, run, text)
        for place in file.places(DOCUMENT)
        for run, text in enumerate(file.runs(place))
        if len(text) >= _LONG
    ]
    place, run, text = pick(choose, spots)
    again = copy.deepcopy(file.paragraph(place))
    file.paragraph(place).addnext(again)
    for number in range(len(file.runs(place)) - 1, run, -1):
        file.write(place, number, "")
    file.write(place, run, text[: len(text) // 2])
    for number, piece in enumerate(again.iter(W + "t")):
        if number == run:
            piece.text = text[len(text) // 2 :]
        elif number < run:
            piece.text = ""
    data = file.save()
    return Wound(data, anywhere(file.where(place), Office(data, W).where(place + 1)))


def _covered(paragraph: Any) -> None:
    """Let a white rectangle float over the paragraph."""
    paragraph.insert(1, element(_COVER, paragraph))


def _link_added(case: Case, choose: Choose) -> Wound:
    file = Office(case.data, W)
    place = pick(choose, [place for place in file.places(DOCUMENT) if len(file.texts[place]) >= _LONG])
    paragraph = file.paragraph(place)
    runs = [run for run in paragraph.findall(W + "r") if run.find(W + "t") is not None]
    run = pick(choose, runs)
    link = run.makeelement(W + "hyperlink", {R + "id": "rId900"})
    run.addprevious(link)
    link.append(run)
    _relate(file, rels_of(DOCUMENT), "rId900", "hyperlink", "https://example.org/new", outside=True)
    return Wound(file.save(), "links .*example.org/new")


def _relate(file: Office, part: str, identity: str, kind: str, target: str, *, outside: bool = False) -> None:
    root = file.root(part)
    link = etree.SubElement(root, root[0].tag, Id=identity, Target=target)
    link.set("Type", f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
    if outside:
        link.set("TargetMode", "External")


def _noted(kind: str, mark: str, reported: str) -> Hurt:
    """Return the damage that adds a footnote, endnote or comment."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Office(case.data, W)
        place = pick(choose, [place for place in file.places(DOCUMENT) if len(file.texts[place]) >= _LONG])
        file.paragraph(place).append(element(f"<w:r><w:{mark} w:id='1'/></w:r>", file.paragraph(place)))
        _relate(file, rels_of(DOCUMENT), "rId901", kind, f"{kind}.xml")
        one = kind.removesuffix("s")
        spaces = f'xmlns:w="{W[1:-1]}"'
        note = f"<w:{one} w:id='1'><w:p><w:r><w:t>We doubt it.</w:t></w:r></w:p></w:{one}>"
        data = file.save()
        return Wound(
            repacked(data, {f"word/{kind}.xml": f"<w:{kind} {spaces}>{note}</w:{kind}>".encode()}), reported
        )

    return hurt


def _in_notes(change: Callable[[Any, Any], None], reported: str) -> Hurt:
    """Return the damage to two neighbouring notes of a memo that has some."""

    def hurt(case: Case, choose: Choose) -> Wound:
        if NOTES not in names(case.data):
            raise NoPlaceError

        def within(root: Any) -> None:
            change(*pick(choose, list(pairwise(note for note in root if not note.get(W + "type")))))

        return Wound(edited(case.data, NOTES, within), reported)

    return hurt


def _swap_notes(first: Any, second: Any) -> None:
    one, other = first.get(W + "id"), second.get(W + "id")
    first.set(W + "id", other)
    second.set(W + "id", one)


def _swap_words(first: Any, second: Any) -> None:
    for one, other in zip(first.iter(W + "t"), second.iter(W + "t"), strict=False):
        one.text, other.text = other.text, one.text


def _hide_note(first: Any, _: Any) -> None:
    for run in first.iter(W + "r"):
        look = run.find(W + "rPr")
        if look is None:
            look = run.makeelement(W + "rPr")
            run.insert(0, look)
        look.append(element('<w:color w:val="FFFFFF"/>', run))


def _at_mark(change: Callable[[Any], None], reported: str) -> Hurt:
    """Return the damage to the mark of a note in the body."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def within(root: Any) -> None:
            change(pick(choose, list(root.iter(W + "footnoteReference"))))

        return Wound(edited(case.data, DOCUMENT, within), reported)

    return hurt


def _marked_otherwise(mark: Any) -> None:
    """Show a word of the file's own in place of the number."""
    mark.set(W + "customMarkFollows", "1")
    mark.addnext(element("<w:t>9</w:t>", mark))


def _raised(paragraph: Any) -> None:
    """Set words in the style of the marks of notes."""
    run = next(run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None)
    look = run.find(W + "rPr")
    if look is not None:
        run.remove(look)
    run.insert(0, element('<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>', run))


def _text_box(case: Case, choose: Choose) -> Wound:
    """Add a box of the old drawing language with words in it."""
    file = Office(case.data, W)
    place = pick(choose, [place for place in file.places(DOCUMENT) if len(file.texts[place]) >= _LONG])
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>Words of nobody.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>"
    )
    file.paragraph(place).append(element(box, file.paragraph(place)))
    return Wound(file.save(), f"(?:{file.where(place)}).*a drawing of an older kind")


# Tables and lists


def _exchanged(tag: str) -> Hurt:
    """Return the damage that lets two neighbours of one kind, with other words, change places."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def next_of(one: Any) -> Any:
            return next((other for other in one.itersiblings(tag)), None)

        def differs(one: Any) -> bool:
            other = next_of(one) if one.tag == tag else None
            return other is not None and _text_of(one) != _text_of(other)

        def change(one: Any) -> None:
            other = next_of(one)
            one.addprevious(other)

        return _in_table(case, pick(choose, every(case, differs)), change)

    return hurt


def _in_table(case: Case, spot: tuple[str, int], change: Callable[[Any], None]) -> Wound:
    """Change a row or cell; the damage is reported near the first words around it."""
    file = Office(case.data, W)
    one = list(file.root(spot[0]).iter("*"))[spot[1]]
    around = set(one.getparent().iter(W + "p"))
    where = file.where(next(place for place in file.places(spot[0]) if file.paragraph(place) in around))
    change(one)
    return Wound(file.save(), where)


def _text_of(one: Any) -> str:
    return "".join(one.itertext(W + "t", A + "t"))


def row_dropped(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        one.getparent().remove(one)

    rows = every(case, lambda one: one.tag == W + "tr" and bool(_text_of(one).strip()))
    return _in_table(case, pick(choose, rows), change)


def row_repeated(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        one.addnext(copy.deepcopy(one))

    rows = every(case, lambda one: one.tag == W + "tr" and bool(_text_of(one).strip()))
    return _in_table(case, pick(choose, rows), change)


def items_swapped(case: Case, choose: Choose) -> Wound:
    file = Office(case.data, W)

    def listed(place: int) -> bool:
        style = file.paragraph(place).find(f"{W}pPr/{W}pStyle")
        return style is not None and "Bullet" in style.get(W + "val")

    places = file.places(DOCUMENT)
    pairs = [
        (one, one + 1)
        for one in places[:-1]
        if listed(one) and listed(one + 1) and file.texts[one] != file.texts[one + 1]
    ]
    one, other = pick(choose, pairs)
    file.swap(one, other)
    both = paths_of(case, file.texts[one]), paths_of(case, file.texts[other])
    return Wound(
        file.save(),
        anywhere(file.where(one), file.where(other)),
        both[0] | both[1] if all(both) else frozenset(),
    )


# Marks and languages


def language_changed(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    def change(root: Any) -> None:
        for mark in root.iter(W + "lang"):
            mark.set(W + "val", "fr-FR")

    return Wound(edited(case.data, "word/styles.xml", change), "fr-FR", frozenset(["language"]))


def run_language_changed(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        look = one.find(W + "rPr")
        if look is None:
            look = one.makeelement(W + "rPr")
            one.insert(0, look)
        look.append(look.makeelement(W + "lang", {W + "val": "fr-FR"}))

    runs = every(case, lambda one: one.tag == W + "r" and any(map(str.isalpha, _text_of(one))))
    return Wound(changed(case, pick(choose, runs), change).data, "fr-FR", frozenset(["language"]))


def slots_swapped(case: Case, choose: Choose) -> Wound:
    """Let two bookmarks, by which edits find their way back, change places."""
    file = Office(case.data, W)
    marks = [
        mark
        for mark in file.root(DOCUMENT).iter(W + "bookmarkStart")
        if mark.get(W + "name", "").endswith("_why")
    ]
    one = pick(choose, marks)
    other = pick(choose, [mark for mark in marks if mark is not one])
    first, second = one.get(W + "name"), other.get(W + "name")
    one.set(W + "name", second)
    other.set(W + "name", first)
    return Wound(file.save(), "has the identifier")


def picture_changed(case: Case, choose: Choose) -> Wound:
    """Change a number in the picture of the figure that other programs show."""
    pictures = [name for name in names(case.data, r"word/media/.*png") if _is_fallback(case.data, name)]
    name = pick(choose, pictures)
    with Image.open(BytesIO(read(case.data, name))) as found:
        picture = found.convert("RGB")
    width, height = picture.size
    left = choose(range(width // 2))
    patch = picture.crop((left, height // 4, left + width // 3, height // 2))
    picture.paste(patch.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (left, height // 4))
    return Wound(repacked(case.data, {name: saved(picture, "PNG")}), "fallback picture of the argument map")


def fallback_repeated(case: Case, choose: Choose) -> Wound:
    """Give another drawing the picture of the figure, for programs that do not draw Word's shapes."""

    def change(root: Any) -> None:
        switch = pick(
            choose, [one for one in root.iter(MC + "AlternateContent") if one.find(f".//{A}blip") is not None]
        )
        paragraph = pick(choose, list(root.iterfind(f".//{W}body/{W}p")))
        etree.SubElement(paragraph, W + "r").append(copy.deepcopy(switch))

    return Wound(edited(case.data, DOCUMENT, change), "2 fallback pictures")


def _is_fallback(data: bytes, name: str) -> bool:
    root = etree.fromstring(read(data, DOCUMENT))
    shown = {blip.get(R + "embed") for blip in root.iterfind(f".//{MC}Fallback//{A}blip")}
    relations = etree.fromstring(read(data, rels_of(DOCUMENT)))
    return any(one.get("Id") in shown and name.endswith(one.get("Target")) for one in relations)


def _fallback(xml: str) -> Hurt:
    """Return the damage that gives other programs something else to show than the figure."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def change(root: Any) -> None:
            place = pick(choose, list(root.iter(MC + "Fallback")))
            for part in list(place):
                place.remove(part)
            place.append(element(xml, place))

        return Wound(edited(case.data, DOCUMENT, change), "other words for older programs")

    return hurt


def _of_drawing(change: Callable[[Any, Any], None], reported: str) -> Hurt:
    """Return the damage to the place of a drawing and to its own size."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def within(root: Any) -> None:
            drawings = [one for one in root.iter(WP + "inline") if one.find(f".//{A}blip") is not None]
            drawing = pick(choose, drawings)
            change(drawing.find(WP + "extent"), drawing.find(f".//{A}xfrm/{A}ext"))

        return Wound(edited(case.data, DOCUMENT, within), reported)

    return hurt


def _flattened(size: Any) -> None:
    size.set("cy", str(int(size.get("cy")) * 2 // 3))


def _squeezed_whole(place: Any, own: Any) -> None:
    _flattened(place)
    _flattened(own)


def _contents(change: Callable[[Any, Any], None], tag: str) -> Hurt:
    """Return the damage to two entries of the contents, or to two of the headings to which they lead."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def within(root: Any) -> None:
            fields = [one for one in root.iter(W + "instrText") if "PAGEREF" in one.text]
            marks = [one for one in root.iter(W + "bookmarkStart") if one.get(W + "name").startswith("_Toc")]
            change(*pick(choose, list(pairwise(fields if tag == "instrText" else marks))))

        return Wound(edited(case.data, DOCUMENT, within), "leads (?:to “|nowhere)")

    return hurt


def _swap_instructions(one: Any, other: Any) -> None:
    one.text, other.text = other.text, one.text


def _swap_marks(one: Any, other: Any) -> None:
    name, second = one.get(W + "name"), other.get(W + "name")
    one.set(W + "name", second)
    other.set(W + "name", name)


def _rename_mark(one: Any, _: Any) -> None:
    one.set(W + "name", "another")


def heading_lowered(case: Case, choose: Choose) -> Wound:
    """Set a heading as a paragraph, so that no program lists it."""
    headings = every(
        case, lambda one: one.tag == W + "pStyle" and one.get(W + "val") in ("Heading1", "Heading2")
    )
    wound = changed(case, pick(choose, headings), lambda one: one.set(W + "val", "BodyText"))
    return Wound(wound.data, "is no longer a heading")


def paragraph_raised(case: Case, choose: Choose) -> Wound:
    """Set a paragraph as a heading, so that programs list it."""
    bodies = every(case, lambda one: one.tag == W + "pStyle" and one.get(W + "val") == "BodyText")
    wound = changed(case, pick(choose, bodies), lambda one: one.set(W + "val", "Heading2"))
    return Wound(wound.data, "is a heading")


def mark_faded(case: Case, choose: Choose) -> Wound:
    """Paint the edge and the inside of a certainty mark in the colour of the paper."""

    def change(drawing: Any) -> None:
        for colour in drawing.iter(A + "srgbClr"):
            colour.set("val", "FFFFFF")

    marks = every(case, lambda one: "ertainty mark" in one.get("name", ""))
    return Wound(
        changed(case, pick(choose, marks), lambda one: change(one.getparent())).data, "too pale to be seen"
    )


def series_confused(case: Case, choose: Choose) -> Wound:
    """Give the names of two series of a chart each other's colours."""

    def styles(paragraph: Any) -> list[Any]:
        found = [one for one in paragraph.iter(W + "rStyle") if one.get(W + "val", "").startswith("Series")]
        return found if len({one.get(W + "val") for one in found}) > 1 else []

    def change(paragraph: Any) -> None:
        one, *_, other = styles(paragraph)
        first, second = one.get(W + "val"), other.get(W + "val")
        one.set(W + "val", second)
        other.set(W + "val", first)

    keys = every(case, lambda one: one.tag == W + "p" and bool(styles(one)))
    return Wound(changed(case, pick(choose, keys), change).data, "another colour than what it names")


_COVER = """
<w:r><w:drawing>
<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1" simplePos="0" relativeHeight="9"
 distT="0" distB="0" distL="0" distR="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="6000000" cy="600000"/><wp:wrapNone/><wp:docPr id="905" name="Shape 905"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:cNvSpPr/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="6000000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>
</a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""


MEMO: dict[str, Hurt] = (
    COMMON
    | CONSTRUCTS
    | OOXML
    | HEADERS
    | {
        "text set white": _look('<w:color w:val="FFFFFF"/>'),
        "text set tiny": _look('<w:sz w:val="2"/>'),
        "text set to vanish": _look("<w:vanish/>"),
        "text in lines without height": _paragraph(_squeezed),
        "text covered": _paragraph(_covered),
        "a paragraph run on from another": _run_on,
        "a paragraph broken in two": _broken,
        "text deleted under tracked changes": _paragraph(_deleted),
        "text added under tracked changes": _paragraph(_inserted),
        "a link added": _link_added,
        "a footnote added": _noted("footnotes", "footnoteReference", "We doubt it"),
        "a note dropped": _in_notes(lambda note, _: note.getparent().remove(note), "is missing"),
        "two notes swapped": _in_notes(_swap_notes, "note"),
        "the words of two notes swapped": _in_notes(_swap_words, "note"),
        "a note set white": _in_notes(_hide_note, r"note \d.*colour|hid"),
        "the mark of a note dropped": _at_mark(
            lambda mark: mark.getparent().remove(mark), "instead of|missing"
        ),
        "the mark of a note replaced": _at_mark(_marked_otherwise, "footnoteReference|instead of"),
        "words raised": _paragraph(_raised, "raised"),
        "a comment added": _noted("comments", "commentReference", "comment"),
        "a text box added": _text_box,
        "two table cells swapped": _exchanged(W + "tc"),
        "two table rows swapped": _exchanged(W + "tr"),
        "a table row dropped": row_dropped,
        "a table row repeated": row_repeated,
        "two list items swapped": items_swapped,
        "the language changed": language_changed,
        "the language of some words changed": run_language_changed,
        "two identities swapped": slots_swapped,
        "a picture squeezed": _of_drawing(_squeezed_whole, "is squeezed|proportions"),
        "a picture squeezed into its place": _of_drawing(lambda place, _: _flattened(place), "proportions"),
        "two entries of the contents led to each other's headings": _contents(
            _swap_instructions, "instrText"
        ),
        "two headings of the contents with each other's bookmarks": _contents(_swap_marks, "bookmarkStart"),
        "the bookmark of a heading renamed": _contents(_rename_mark, "bookmarkStart"),
        "a heading set as a paragraph": heading_lowered,
        "a paragraph set as a heading": paragraph_raised,
        "a certainty mark painted pale": mark_faded,
        "two series in each other's colours": series_confused,
        "the picture of the figure changed": picture_changed,
        "the picture of the figure repeated": fallback_repeated,
        "other words than the figure's for other programs": _fallback("<w:t>another statement</w:t>"),
    }
)
