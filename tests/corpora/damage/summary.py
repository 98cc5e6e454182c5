"""The kinds of damage that befall a finished one-page PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from builder.outline.blocks import Front
from tests.corpora.damage.common import COMMON, texts_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, anywhere, pick
from tests.corpora.damage.painting import PAINTING
from tests.corpora.damage.printed import Printed, instruction
from tests.support.packages import saved

_LONG = 20


# The file


def _file(change: Callable[[Any], None], reported: str, *paths: str) -> Hurt:
    """Return the damage to the objects of the file."""

    def hurt(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
        with pikepdf.open(io.BytesIO(case.data)) as file:
            change(file)
            return Wound(saved(file), reported, frozenset(paths))

    return hurt


def _info(key: str, value: str) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        if not str(file.docinfo.get(key, "")):
            raise NoPlaceError
        file.docinfo[key] = String(value)

    return change


def _language(file: Any) -> None:
    file.Root.Lang = String("fr")


def _packet(old: str, new: str) -> Callable[[Any], None]:
    """Return the change of the XMP from what is like `old`."""

    def change(file: Any) -> None:
        text = file.Root.Metadata.read_bytes().decode()
        if not re.search(old, text):
            raise NoPlaceError
        file.Root.Metadata = file.make_stream(
            re.sub(old, new, text).encode(), Type=Name.Metadata, Subtype=Name.XML
        )

    return change


def _without_packet(file: Any) -> None:
    del file.Root.Metadata


def _second_page(file: Any) -> None:
    file.add_blank_page()


def _untagged(file: Any) -> None:
    del file.Root.StructTreeRoot


def _document(file: Any) -> Any:
    top = file.Root.StructTreeRoot.K
    return top if isinstance(top, Dictionary) else top[0]


def _elements(node: Any) -> Iterator[Any]:
    kids = node.K if "/K" in node else []
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _tag(matches: Callable[[Any], bool], change: Callable[[Any], None], reported: str) -> Hurt:
    """Return the damage to one element of the tree of tags."""

    def hurt(case: Case, choose: Choose) -> Wound:
        with pikepdf.open(io.BytesIO(case.data)) as file:
            change(pick(choose, [one for one in _elements(_document(file)) if matches(one)]))
            return Wound(saved(file), reported)

    return hurt


def tags_swapped(case: Case, choose: Choose) -> Wound:
    """Let two paragraphs be read aloud in another order."""
    with pikepdf.open(io.BytesIO(case.data)) as file:
        top = _document(file)
        kids = list(top.K)
        place = pick(choose, range(len(kids) - 1))
        kids[place], kids[place + 1] = kids[place + 1], kids[place]
        top.K = Array(kids)
        return Wound(saved(file), "read aloud")


def _with_description(one: Any) -> None:
    one.Alt = String("a lovely picture")


def _without_description(one: Any) -> None:
    del one.Alt


def _promoted(one: Any) -> None:
    one.S = Name.H2 if one.S == Name.P else Name.P


def _read_aloud_differently(one: Any) -> None:
    one.ActualText = String("something else")


def content_called_otherwise(case: Case, choose: Choose) -> Wound:
    """Call content other than its tag, whose own role is as it was."""
    with pikepdf.open(io.BytesIO(case.data)) as file:
        steps = list(pikepdf.parse_content_stream(file.pages[0]))
        at = pick(
            choose,
            [i for i, one in enumerate(steps) if str(one.operator) == "BDC" and "/MCID" in one.operands[1]],
        )
        role, entries = steps[at].operands
        other = pick(choose, [one for one in (Name.P, Name.H1, Name.Figure, Name.Artifact) if one != role])
        steps[at] = instruction("BDC", other, entries)
        file.pages[0].Contents = file.make_stream(pikepdf.unparse_content_stream(steps))
        return Wound(saved(file), "whose tag is|(instructions)")


def _is(*roles: str) -> Callable[[Any], bool]:
    return lambda one: str(one.S) in roles


def _attached(file: Any) -> None:
    file.attachments["notes.txt"] = pikepdf.AttachedFileSpec(file, b"secret", filename="notes.txt")


def _scripted(file: Any) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _layered(file: Any) -> None:
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    off = Dictionary(OFF=Array([layer]))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=off)
    page = file.pages[0]
    page.Resources.Properties = Dictionary(L0=layer)
    steps = page.Contents.read_bytes()
    page.Contents = file.make_stream(b"/OC /L0 BDC\n" + steps + b"\nEMC")


def _form(file: Any) -> None:
    field = Dictionary(
        FT=Name.Tx, T=String("name"), Type=Name.Annot, Subtype=Name.Widget, Rect=Array([50, 50, 90, 60])
    )
    file.Root.AcroForm = Dictionary(Fields=Array([file.make_indirect(field)]))


def _noted(file: Any) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([50, 50, 70, 70]), Contents=String("We doubt it")
    )
    page = file.pages[0]
    page.Annots = Array([*(page.Annots if "/Annots" in page else []), file.make_indirect(note)])


def _stamped(file: Any) -> None:
    look = file.make_stream(
        b"1 1 1 rg 0 0 200 200 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 200])
    )
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 50, 250, 250]), AP=Dictionary(N=look)
    )
    page = file.pages[0]
    page.Annots = Array([*(page.Annots if "/Annots" in page else []), file.make_indirect(stamp)])


def _cropped(file: Any) -> None:
    file.pages[0].CropBox = Array([0, 300, 595, 842])


def _rotated(file: Any) -> None:
    file.pages[0].Rotate = 180


def _links(file: Any) -> list[Any]:
    return list(file.pages[0].Annots) if "/Annots" in file.pages[0] else []


def _link(change: Callable[[Any, Any], None], reported: str) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:
        with pikepdf.open(io.BytesIO(case.data)) as file:
            change(file, pick(choose, _links(file)))
            return Wound(saved(file), reported)

    return hurt


def _elsewhere(file: Any, link: Any) -> None:  # noqa: ARG001
    link.A.URI = String("https://example.org/elsewhere")


def _link_removed(file: Any, link: Any) -> None:
    file.pages[0].Annots = Array([one for one in _links(file) if one.objgen != link.objgen])


def _link_moved(file: Any, link: Any) -> None:  # noqa: ARG001
    link.Rect = Array([float(edge) + (200 if index % 2 else 0) for index, edge in enumerate(link.Rect)])


def _link_described(file: Any, link: Any) -> None:  # noqa: ARG001
    link.Contents = String("something else")


def _link_acts(file: Any, link: Any) -> None:  # noqa: ARG001
    link.A = Dictionary(S=Name.Launch, F=String("calc.exe"))


def link_added(case: Case, choose: Choose) -> Wound:
    printed = Printed(case.data)
    one = pick(choose, printed.painted)
    place = Array([one.x - 1, one.y - 3, one.x + 400, one.y + 9])
    action = Dictionary(S=Name.URI, URI=String("https://example.org/new"))
    made = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=place, A=action)
    page = printed.page
    page.Annots = Array([*(page.Annots if "/Annots" in page else []), printed.file.make_indirect(made)])
    return Wound(saved(printed.file), "example.org/new")


# Typefaces


def lying_face(case: Case, choose: Choose) -> Wound:
    """Paint one digit or letter in place of another that the file still says is there."""
    file = Printed(case.data)
    spots = [
        (place, index)
        for place, text in enumerate(file.texts)
        for index, sign in enumerate(text)
        if sign.isalnum() and text.count(sign) == 1
    ]
    place, index = pick(choose, spots)
    face = file.painted[place].face
    codes = file.faces[face].codes()
    text = file.texts[place]
    other = pick(choose, sorted(sign for sign in codes if sign.isalnum() and sign != text[index]))
    one, new = codes[text[index]], codes[other]
    font = file.page.Resources.Font[face]
    table = font.ToUnicode.read_bytes().decode("latin-1")
    first, second = f"<{one:02X}> <{ord(text[index]):04X}>", f"<{new:02X}> <{ord(other):04X}>"
    assert first in table
    assert second in table
    swapped = table.replace(first, "?").replace(second, f"<{new:02X}> <{ord(text[index]):04X}>")
    swapped = swapped.replace("?", f"<{one:02X}> <{ord(other):04X}>")
    font.ToUnicode = file.file.make_stream(swapped.encode("latin-1"))
    turn = {one: new, new: one}
    for each in file.painted:
        if each.face == face:
            old = bytes(file.content[each.at].operands[0])
            file.content[each.at] = instruction("Tj", String(bytes(turn.get(code, code) for code in old)))
    return Wound(file.save(), "different glyph")


def _unmapped(new: Callable[[str], str]) -> Hurt:
    """Return the damage that makes a face say something else for one of its signs than it paints."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Printed(case.data)
        face = pick(choose, sorted(file.faces))
        font = file.page.Resources.Font[face]
        used = {
            sign for place, text in enumerate(file.texts) if file.painted[place].face == face for sign in text
        }
        sign = pick(choose, sorted(sign for sign in used if new(sign) != sign))
        code = file.faces[face].codes()[sign]
        table = font.ToUnicode.read_bytes().decode("latin-1")
        letters = new(sign).encode("utf-16-be").hex().upper()
        font.ToUnicode = file.file.make_stream(
            table.replace(f"<{code:02X}> <{ord(sign):04X}>", f"<{code:02X}> <{letters}>").encode("latin-1")
        )
        return Wound(file.save(), "page 1, line|different glyph")

    return hurt


_LIKE = str.maketrans("aceopxy", "асеорху")


def _with(sign: str) -> Callable[[str], str]:
    return lambda letter: letter + sign if letter.isalpha() else letter


# Front matter and pictures


def _label(slot: Callable[[Front], Any]) -> Hurt:
    """Return the damage that drops a text of the front matter."""

    def hurt(case: Case, choose: Choose) -> Wound:
        front = case.outline.one(Front)
        text = slot(front) if front else None
        if text is None:
            raise NoPlaceError
        file = Printed(case.data)
        places = [
            place for place, words in enumerate(file.texts) if words.strip() and words.strip() == text.plain
        ]
        place = pick(choose, places)
        file.drop(place)
        return Wound(file.save(), anywhere(file.where(place), "marking"))

    return hurt


def marking_changed(case: Case, choose: Choose) -> Wound:
    file = Printed(case.data)
    front = case.outline.one(Front)
    if front is None or front.marking is None:
        raise NoPlaceError
    label = front.marking.label.plain
    place = pick(choose, [place for place, words in enumerate(file.texts) if words.strip() == label])
    file.write(place, 0, label[:-1] + label[0])
    return Wound(file.save(), anywhere(file.where(place), "marking"))


def _slot(name: str) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:
        words = {text.slot: text.plain for text in texts_of(case)}.get(name, "")
        file = Printed(case.data)
        place = pick(choose, [place for place, text in enumerate(file.texts) if words and words in text])
        file.write(place, 0, file.texts[place].replace(words, ""))
        return Wound(file.save(), file.where(place))

    return hurt


def picture_replaced(case: Case, choose: Choose) -> Wound:
    with pikepdf.open(io.BytesIO(case.data)) as file:
        pictures = list(file.pages[0].get("/Resources", Dictionary()).get("/XObject", Dictionary()).values())
        picture = pick(choose, [one for one in pictures if one.Subtype == Name.Image])
        samples = bytearray(picture.read_bytes())
        place = pick(choose, range(len(samples)))
        samples[place] ^= 0x80
        picture.write(bytes(samples))
        return Wound(saved(file), "picture")


SUMMARY: dict[str, Hurt] = (
    COMMON
    | PAINTING
    | {
        "the title of the file changed": _file(_info("/Title", "Another title"), "title", "title"),
        "the author of the file changed": _file(_info("/Author", "A. Nobody"), "Nobody", "authors"),
        "the keywords of the file changed": _file(_info("/Keywords", "secret"), "secret", "keywords"),
        "the subject of the file changed": _file(_info("/Subject", "Another"), "subject", "subject"),
        "the language changed": _file(_language, "language fr", "language"),
        "the title in the metadata changed": _file(
            _packet('(?<=x-default">)[^<]+(?=</rdf:li></rdf:Alt></dc:title>)', "Another"), "metadata", "title"
        ),
        "the language in the metadata changed": _file(
            _packet("(?<=<rdf:Bag><rdf:li>)[^<]+", "fr"), "metadata", "language"
        ),
        "the build id changed": _file(
            _packet("(?<=<dc:identifier>)[0-9a-f]+", "123456789a" * 4), "another revision"
        ),
        "the metadata removed": _file(_without_packet, "metadata"),
        "a second page added": _file(_second_page, "2 pages"),
        "the tags removed": _file(_untagged, "read aloud"),
        "two paragraphs read in another order": tags_swapped,
        "an alternative text changed": _tag(_is("/Figure"), _with_description, "lovely"),
        "an alternative text removed": _tag(_is("/Figure"), _without_description, "lacks the alt text"),
        "a heading made a paragraph": _tag(_is("/H1", "/H2", "/H3"), _promoted, "tagged as"),
        "a paragraph made a heading": _tag(_is("/P"), _promoted, "tagged as"),
        "content called otherwise than its tag": content_called_otherwise,
        "words read aloud otherwise": _tag(_is("/P", "/H2"), _read_aloud_differently, "read aloud"),
        "a file attached": _file(_attached, "attached"),
        "a script added": _file(_scripted, "script"),
        "the page made a layer": _file(_layered, "layers"),
        "a field added": _file(_form, "fields"),
        "a note added": _file(_noted, "annotations"),
        "a stamp added": _file(_stamped, "annotations"),
        "the page cut off": _file(_cropped, "cut off|size"),
        "the page turned": _file(_rotated, "turned"),
        "a link led elsewhere": _link(_elsewhere, "elsewhere"),
        "a link removed": _link(_link_removed, "does not link"),
        "a link laid on other words": _link(_link_moved, "link"),
        "a link described in other words": _link(_link_described, "aloud for the link"),
        "a link made to start a program": _link(_link_acts, "acts by itself|does not link"),
        "a link added": link_added,
        "a face that paints other signs than it says": lying_face,
        "a letter replaced by its like": _unmapped(lambda sign: sign.translate(_LIKE)),
        "a sign without width put in": _unmapped(_with("\u200b")),
        "a soft hyphen put in": _unmapped(_with("\u00ad")),
        "the direction of writing turned": _unmapped(_with("\u202e")),
        "the marking removed": _label(lambda front: front.marking.label if front.marking else None),
        "the marking changed": marking_changed,
        "the status removed": _slot("status"),
        "a picture replaced": picture_replaced,
    }
)
