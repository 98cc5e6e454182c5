"""Makes the PowerPoint templates of the tests: as organisations have them, each odd in one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pptx
from PIL import Image
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.util import Inches, Pt

from tests.support.word_templates import Edit, saved

_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_MACROS = b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml"
_CUSTOM = b"application/xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GERMAN = (
    "Titelfolie", "Titel und Inhalt", "Abschnittsüberschrift", "Zwei Inhalte", "Vergleich", "Nur Titel",
    "Leer", "Inhalt mit Überschrift", "Bild mit Überschrift", "Titel und vertikaler Text",
    "Vertikaler Titel und Text",
)  # fmt: skip


def wide(*, kept: tuple[int, ...] = tuple(range(11))) -> Presentation:
    """Return python-pptx's own template on a slide of 16 by 9, with some of its layouts."""
    made = pptx.Presentation()
    times = 12_192_000 / made.slide_width
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    layouts = made.slide_layouts
    for holders in (made.slide_master.placeholders, *(layout.placeholders for layout in layouts)):
        for holder in holders:
            if holder.element.spPr.find(".//{*}off") is not None:
                top, height = holder.top, holder.height
                holder.left, holder.width = int(holder.left * times), int(holder.width * times)
                holder.top, holder.height = top, height
    for index in sorted(set(range(11)) - set(kept), reverse=True):
        layouts.remove(layouts[index])
    return made


def _as(kind: bytes) -> Edit:
    return lambda name, data: data.replace(_MAIN, kind) if name == "[Content_Types].xml" else data


def _logo(made: Presentation, left: float, top: float, width: float, height: float) -> None:
    file = BytesIO()
    Image.new("RGB", (200, 100), (0, 60, 120)).save(file, "PNG")
    _, relation = made.slide_master.part.get_or_add_image_part(file)
    slide = made.slides.add_slide(made.slide_layouts[6])
    picture = slide.shapes.add_picture(BytesIO(file.getvalue()), *map(Inches, (left, top, width, height)))
    picture._element.blipFill.blip.rEmbed = relation
    made.slide_master.shapes._spTree.append(picture._element)
    made.part.drop_rel(made.slides._sldIdLst[0].rId)
    made.slides._sldIdLst.remove(made.slides._sldIdLst[0])


def plain() -> bytes:
    """python-pptx's own, 4 by 3."""
    return saved(pptx.Presentation())


def renamed() -> bytes:
    made = wide(kept=(0, 1, 5, 6))
    for layout, name in zip(made.slide_layouts, ("HS_01_Cover", "HS_02_Text", "HS_03", "HS_04"), strict=True):
        layout.name = name
    return saved(made, _as(_TEMPLATE))


def reordered() -> bytes:
    made = wide()
    listed = made.slide_master.element.find(".//{*}sldLayoutIdLst")
    listed[:] = list(listed)[::-1]
    return saved(made, _as(_TEMPLATE))


def localised() -> bytes:
    made = wide()
    for layout, name in zip(made.slide_layouts, _GERMAN, strict=True):
        layout.name = name
        layout.element.attrib.pop("type", None)
    return saved(made, _as(_TEMPLATE))


def untitled() -> bytes:
    """Without a title placeholder in any layout: nothing can be built into it."""
    return saved(wide(kept=(6,)), _as(_TEMPLATE))


def doubled() -> bytes:
    """Two masters with equal names and layouts; the second has no theme of its own to tell it by."""
    first = saved(wide(kept=(0, 5)))
    with ZipFile(BytesIO(first)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    master, layouts, themes = (
        "ppt/slideMasters/slideMaster",
        "ppt/slideLayouts/slideLayout",
        "ppt/theme/theme",
    )
    names = sorted(int(re.findall(r"\d+", name)[0]) for name in parts if re.match(layouts + r"\d", name))
    new = {number: number + 40 for number in names}
    ids = iter(range(2**31 + 900, 2**31 + 999))
    moved = re.sub(
        rb'<p:sldLayoutId [^>]*r:id="([^"]+)"[^>]*/>',
        lambda found: b'<p:sldLayoutId id="%d" r:id="%s"/>' % (next(ids), found[1]),
        parts[f"{master}1.xml"],
    )
    added = {f"{master}2.xml": moved, f"{themes}9.xml": parts[f"{themes}1.xml"]}
    links = parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"].replace(b"theme1.xml", b"theme9.xml")
    types = parts["[Content_Types].xml"]
    for old, number in new.items():
        links = links.replace(b"slideLayout%d.xml" % old, b"slideLayout%d.xml" % number)
        added[f"{layouts}{number}.xml"] = parts[f"{layouts}{old}.xml"]
        rels = parts[f"ppt/slideLayouts/_rels/slideLayout{old}.xml.rels"]
        added[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = rels.replace(b"Master1", b"Master2")
        types = types.replace(b"</Types>", _typed(f"/{layouts}{number}.xml", "slideLayout"))
    added["ppt/slideMasters/_rels/slideMaster2.xml.rels"] = links
    types = types.replace(b"</Types>", _typed(f"/{master}2.xml", "slideMaster"))
    kind = "application/vnd.openxmlformats-officedocument.theme+xml"
    theme = f'<Override PartName="/{themes}9.xml" ContentType="{kind}"/></Types>'
    types = types.replace(b"</Types>", theme.encode())

    def edit(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return types
        if name == "ppt/_rels/presentation.xml.rels":
            return data.replace(*_linked("rId900", "slideMaster", "slideMasters/slideMaster2.xml"))
        if name == "ppt/presentation.xml":
            listed = b'<p:sldMasterId id="%d" r:id="rId900"/></p:sldMasterIdLst>' % (2**31 + 899)
            return data.replace(b"</p:sldMasterIdLst>", listed)
        return data

    return saved(wide(kept=(0, 5)), edit, added)


def _linked(id: str, kind: str, target: str) -> tuple[bytes, bytes]:
    """Return the end of a list of relationships, and the same with one more."""
    end = "</Relationships>"
    link = f'<Relationship Id="{id}" Type="{_RELATIONS}/{kind}" Target="{target}"/>{end}'
    return end.encode(), link.encode()


def _typed(name: str, kind: str) -> bytes:
    whole = f"application/vnd.openxmlformats-officedocument.presentationml.{kind}+xml"
    return f'<Override PartName="{name}" ContentType="{whole}"/></Types>'.encode()


def macros() -> bytes:
    def edit(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            macro = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            data = data.replace(b"</Types>", macro) if b'"bin"' not in data else data
            return data.replace(_MAIN, _MACROS)
        if name == "ppt/_rels/presentation.xml.rels":
            kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
            link = f'<Relationship Id="rId800" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
            return data.replace(b"</Relationships>", link.encode())
        return data

    return saved(wide(), edit, {"ppt/vbaProject.bin": b"macros"})


def custom_xml() -> bytes:
    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/_rels/presentation.xml.rels":
            link = (
                f'<Relationship Id="rId801" Type="{_RELATIONS}/customXml" Target="../customXml/item1.xml"/>'
            )
            return data.replace(b"</Relationships>", link.encode() + b"</Relationships>")
        return _as(_TEMPLATE)(name, data)

    form = b'<ct:contentTypeSchema xmlns:ct="http://schemas.microsoft.com/office/2006/metadata/contentType"/>'
    return saved(wide(), edit, {"customXml/item1.xml": form})


def theme_fonts() -> bytes:
    """Fonts and colours of its own, by the theme alone."""

    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/theme/theme1.xml":
            data = re.sub(rb'(<a:m..orFont>\s*<a:latin typeface=")[^"]*', rb"\1Georgia", data)
            data = re.sub(rb'(<a:accent1>\s*<a:srgbClr val=")[^"]*', rb"\g<1>7A0019", data)
            return re.sub(rb'(<a:dk2>\s*<a:srgbClr val=")[^"]*', rb"\g<1>3A0A14", data)
        return _as(_TEMPLATE)(name, data)

    return saved(wide(), edit)


def huge_logo() -> bytes:
    made = wide()
    _logo(made, 10.6, 0.2, 2.6, 7.0)
    return saved(made, _as(_TEMPLATE))


def read_only() -> bytes:
    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/presentation.xml":
            lock = b'<p:modifyVerifier cryptProviderType="rsaAES" cryptAlgorithmClass="hash" spinCount="1"/>'
            return data.replace(b"</p:presentation>", lock + b"</p:presentation>")
        return data

    return saved(wide(), edit)


def saying(*lines: str) -> bytes:
    """Words on the master, and so on every slide."""
    made = wide()
    slide = made.slides.add_slide(made.slide_layouts[6])
    for index, line in enumerate(lines):
        box = slide.shapes.add_textbox(Pt(20), Pt(500 + 14 * index), Pt(250), Pt(14))
        box.text_frame.text = line
        made.slide_master.shapes._spTree.append(box._element)
    made.part.drop_rel(made.slides._sldIdLst[0].rId)
    made.slides._sldIdLst.remove(made.slides._sldIdLst[0])
    return saved(made, _as(_TEMPLATE))


def right_to_left() -> bytes:
    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/slideMasters/slideMaster1.xml":
            return data.replace(b'rtl="0"', b'rtl="1"').replace(b'algn="l"', b'algn="r"')
        return _as(_TEMPLATE)(name, data)

    return saved(wide(), edit)


def dark() -> bytes:
    """White on dark, by the map of the master's colours."""

    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/slideMasters/slideMaster1.xml":
            return data.replace(b'bg1="lt1" tx1="dk1"', b'bg1="dk1" tx1="lt1"').replace(
                b'tx1="dk1" bg1="lt1"', b'bg1="dk1" tx1="lt1"'
            )
        return _as(_TEMPLATE)(name, data)

    return saved(wide(), edit)


def linked(colour: str, *, dark_cover: bool = False) -> bytes:
    """The dark template with links in a colour, or a pale one with a dark cover."""
    fill = b'<a:solidFill><a:srgbClr val="%s"/></a:solidFill>'
    ground = b"<p:bg><p:bgPr>%s<a:effectLst/></p:bgPr></p:bg>" % (fill % b"101010")
    words = b"<a:lstStyle><a:lvl1pPr><a:defRPr>%s</a:defRPr></a:lvl1pPr></a:lstStyle>" % (fill % b"FFFFFF")

    def edit(name: str, data: bytes) -> bytes:
        if re.match("ppt/theme/theme", name):
            link = rb'\1<a:srgbClr val="%s"/>' % colour.encode()
            return re.sub(rb'(<a:hlink>)<a:srgbClr val="\w+"/>', link, data)
        if dark_cover and name == "ppt/slideLayouts/slideLayout1.xml":
            data = re.sub(rb"(<p:cSld[^>]*>)", lambda found: found[1] + ground, data, count=1)
            return data.replace(b"<a:lstStyle/>", words, 1)
        return data

    if dark_cover:
        return saved(wide(), edit)
    file = BytesIO()
    with ZipFile(BytesIO(dark())) as source, ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, edit(name, source.read(name)))
    return file.getvalue()


def pale() -> bytes:
    """Titles in the colour of the ground."""

    def edit(name: str, data: bytes) -> bytes:
        if name == "ppt/slideMasters/slideMaster1.xml":
            head, style, rest = data.partition(b"<p:titleStyle>")
            return head + style + rest.replace(b'"tx1"', b'"bg1"', 1)
        return _as(_TEMPLATE)(name, data)

    return saved(wide(), edit)


def painted() -> bytes:
    """With a ground of two colours on the slides of its content."""
    stops = "".join(
        f'<a:gs pos="{place}"><a:srgbClr val="{colour}"/></a:gs>'
        for place, colour in ((0, "FFFFFF"), (100_000, "102030"))
    )
    fill = f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="0"/></a:gradFill><a:effectLst/>'

    def edit(name: str, data: bytes) -> bytes:
        if name.startswith("ppt/slideLayouts/slideLayout") and b'"Title Only"' in data:
            ground = f"<p:bg><p:bgPr>{fill}</p:bgPr></p:bg>".encode()
            return re.sub(rb"(<p:cSld[^>]*>)", lambda found: found[1] + ground, data, count=1)
        return _as(_TEMPLATE)(name, data)

    return saved(wide(), edit)


def flat() -> bytes:
    """Titles without height in the layouts, which Office shows as lines."""
    made = wide()
    for layout in made.slide_layouts:
        for holder in list(layout.placeholders):
            if holder.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                holder.left, holder.top, holder.width, holder.height = Pt(50), Pt(30), Pt(860), 0
    return saved(made, _as(_TEMPLATE))


def cramped() -> bytes:
    """A cover with little room for a title."""
    made = pptx.Presentation()
    title = made.slide_layouts[0].placeholders[0]
    title.left, title.top, title.width, title.height = Pt(36), Pt(160), Pt(150), Pt(24)
    return saved(made, _as(_TEMPLATE))


def _drawn_on_cover(shape: str) -> Edit:
    """Add a shape to the layout of the cover."""

    def edit(name: str, data: bytes) -> bytes:
        if re.search(rb'<p:sldLayout [^>]*type="title"', data):
            return data.replace(b"</p:spTree>", shape.encode() + b"</p:spTree>")
        return _as(_TEMPLATE)(name, data)

    return edit


def _shape(number: int, place: str, inner: str, look: str = "") -> str:
    x, y, width, height = (int(float(each) * 914_400) for each in place.split())
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Shape {number}"/><p:cNvSpPr/><p:nvPr>{inner}</p:nvPr>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>'
        f"<a:p/></p:txBody></p:sp>"
    )


def pictured() -> bytes:
    """With placeholders on the cover for a picture, above the title, and for a logo, at its right."""
    large = _shape(70, "4 0.2 5 1.9", '<p:ph type="pic" idx="13"/>')
    small = _shape(71, "11.6 6.6 1.5 0.7", '<p:ph type="pic" idx="14"/>')
    return saved(wide(), _drawn_on_cover(large + small))


def crowded() -> bytes:
    """With drawings all around the words of the cover, so that it has room for nothing else."""
    fill = '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    places = ("0 0 13.333 2.2", "0 2.2 1.9 5.3", "6.3 3.9 7.033 3.6", "0 7.2 13.333 0.3")
    return saved(
        wide(),
        _drawn_on_cover("".join(_shape(70 + n, place, "", fill) for n, place in enumerate(places))),
    )


def spoken() -> bytes:
    """With layouts for a quotation and for the last slide, and one more whose ground is dark."""
    made = wide(kept=(0, 1, 5, 6))
    with ZipFile(BytesIO(saved(made))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    old = next(n for n in parts if re.match(r"ppt/slideLayouts/s\w+\.xml", n) and b"titleOnly" in parts[n])
    own = parts[old].replace(b'type="titleOnly"', b'type="cust"')
    fill = b'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="102030"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    dark = re.sub(rb"(<p:cSld[^>]*>)", lambda found: found[1] + fill, own, count=1)
    added = {b"Quote": own, b"Thank you": own, b"Closing in blue": dark}
    files = {f"ppt/slideLayouts/slideLayout{80 + n}.xml": name for n, name in enumerate(added)}
    links = parts[f"ppt/slideLayouts/_rels/{old.rpartition('/')[2]}.rels"]
    new = {file: added[name].replace(b'"Title Only"', b'"%s"' % name) for file, name in files.items()}
    new |= {f"ppt/slideLayouts/_rels/{file.rpartition('/')[2]}.rels": links for file in files}

    def edit(name: str, data: bytes) -> bytes:
        for number, file in enumerate(files):
            kind, target = "slideLayout", f"/{file}"
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", _typed(f"/{file}", kind))
            elif name == "ppt/slideMasters/_rels/slideMaster1.xml.rels":
                data = data.replace(*_linked(f"rId{980 + number}", kind, target))
            elif name == "ppt/slideMasters/slideMaster1.xml":
                one = b'<p:sldLayoutId id="%d" r:id="rId%d"/>' % (2**31 + 980 + number, 980 + number)
                data = data.replace(b"</p:sldLayoutIdLst>", one + b"</p:sldLayoutIdLst>")
        return _as(_TEMPLATE)(name, data)

    return saved(made, edit, new)


def tied() -> bytes:
    """Two layouts that suit content equally, and look different."""
    made = wide(kept=(0, 5))
    with ZipFile(BytesIO(saved(made))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    old = next(n for n in parts if re.match(r"ppt/slideLayouts/s\w+\.xml", n) and b"titleOnly" in parts[n])
    new = "ppt/slideLayouts/slideLayout70.xml"
    own = parts[old].replace(b'type="titleOnly"', b'type="cust"')
    first, other = (own.replace(b'"Title Only"', name) for name in (b'"Just Title"', b'"Only Title"'))
    fill = b'<a:solidFill><a:srgbClr val="FFF4DA"/></a:solidFill>'
    ground = b"<p:bg><p:bgPr>%s<a:effectLst/></p:bgPr></p:bg>" % fill
    other = re.sub(rb"(<p:cSld[^>]*>)", lambda found: found[1] + ground, other, count=1)

    def edit(name: str, data: bytes) -> bytes:
        if name == old:
            return first
        if name == "[Content_Types].xml":
            return data.replace(b"</Types>", _typed(f"/{new}", "slideLayout"))
        if name == "ppt/slideMasters/_rels/slideMaster1.xml.rels":
            link = (
                f'<Relationship Id="rId970" Type="{_RELATIONS}/slideLayout" Target="/{new}"/></Relationships>'
            )
            return data.replace(b"</Relationships>", link.encode())
        if name == "ppt/slideMasters/slideMaster1.xml":
            listed = b'<p:sldLayoutId id="%d" r:id="rId970"/></p:sldLayoutIdLst>' % (2**31 + 970)
            return data.replace(b"</p:sldLayoutIdLst>", listed)
        return data

    links = parts[f"ppt/slideLayouts/_rels/{old.rpartition('/')[2]}.rels"]
    return saved(
        wide(kept=(0, 5)), edit, {new: other, "ppt/slideLayouts/_rels/slideLayout70.xml.rels": links}
    )


GOOD: Mapping[str, Callable[[], bytes]] = {
    made.__name__: cache(made)
    for made in (
        plain, renamed, reordered, localised, doubled, macros, custom_xml, theme_fonts, huge_logo, read_only,
        right_to_left, dark, flat, pictured, crowded, spoken,
    )
}  # fmt: skip
