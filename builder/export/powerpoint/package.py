"""Makes the package of a presentation: main part, master, layouts and theme, then slides with their notes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import count, groupby
from typing import TYPE_CHECKING

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part, XmlPart
from pptx.opc.packuri import PackURI
from pptx.package import Package
from pptx.parts.coreprops import CorePropertiesPart

from builder.export.office.drawing import theme_part
from builder.export.office.markup import Markup, element, emu
from builder.export.office.package import EMPTY_CORE, EMPTY_EXTENDED, SVG, core_properties, embed, pack
from builder.export.office.snapshot import Snippet
from builder.export.powerpoint.markup import PREFIXES, Brush, hundredths, part
from builder.export.powerpoint.master import layout_names, notes_master, slide_layout, slide_master
from builder.export.powerpoint.tables import NO_STYLE
from builder.export.powerpoint.text import THEME_FONTS
from builder.layout.pages import Box, Plot
from builder.outline.blocks import Outline
from builder.outline.text import Product

if TYPE_CHECKING:
    from builder.templates.deck import DeckTemplate

# The list of sections of a presentation ([MS-PPTX] 2.6.15).
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_FIRST_SLIDE = 256  # the least id of a slide (ECMA-376 19.7.13)


Target = str | bytes | Plot  # the address of a link, the bytes of a picture, or a chart
# Relationships that they begin with: to a layout; to the notes' master and the slide.
OF_SLIDE, OF_NOTES = 1, 2


class Relations:
    """Numbers what a part refers to, each target once, behind the relationships that the part begins with."""

    def __init__(self, before: int) -> None:
        self.ids: dict[Target, str] = {}
        self._next = before + 1

    def id(self, target: Target) -> str:
        """Return the id of the relationship to a target."""
        return self.ids.setdefault(target, f"rId{self._next + len(self.ids)}")


class DeckPackage:
    """A package that names no program or person, and takes slides with their notes.

    Parts are made and related directly: python-pptx looks through the whole package for each new slide's
    name, which a thousand slides feel. `texts` is how many placeholders for words each layout needs, `behind`
    what all slides show. With a `template`, masters, layouts and theme are its own.
    """

    def __init__(
        self,
        outline: Outline,
        brush: Brush,
        texts: Mapping[str, int],
        behind: Sequence[Box],
        template: DeckTemplate | None = None,
    ) -> None:
        self._package = Package("")
        self._template = template
        self._outline, self._brush = outline, brush
        self._charts = 0
        self._pictures: dict[bytes, Part] = {}
        self._slides: list[Markup] = []
        self._layouts: dict[str, Part] = {}
        if template is None:
            self._make_masters(texts, behind)
        else:
            self._take_masters(template)

    def _take_masters(self, template: DeckTemplate) -> None:
        """Take presentation, masters, layouts and themes from a template; add what it lacks."""
        from builder.export.powerpoint.template import Parts

        parts = Parts(template, self._package)
        self._main = parts.main
        self._package.relate_to(self._main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        self._layouts = {name: parts.layout(name) for name in template.layouts}
        found = parts.notes_master
        self._notes_master = found or self._add_notes_master(self._unused("ppt/theme/theme%d", parts.of))
        self._add_properties()

    def _unused(self, name: str, taken: Container[str]) -> str:
        return next(name % number for number in count(1) if f"{name % number}.xml" not in taken)

    def _make_masters(self, texts: Mapping[str, int], behind: Sequence[Box]) -> None:
        """Make presentation, master, layouts and themes of our own."""
        brush = self._brush
        self._main = self._part("ppt/presentation", CONTENT_TYPE.PML_PRESENTATION_MAIN, b"")
        self._package.relate_to(self._main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        master = self._xml(
            "ppt/slideMasters/slideMaster1", CONTENT_TYPE.PML_SLIDE_MASTER, slide_master(brush, behind)
        )
        self._main.relate_to(master, RELATIONSHIP_TYPE.SLIDE_MASTER)
        for number, name in enumerate(layout_names(brush), 1):
            file = f"ppt/slideLayouts/slideLayout{number}"
            layout = self._xml(
                file, CONTENT_TYPE.PML_SLIDE_LAYOUT, slide_layout(brush, name, texts.get(name, 0))
            )
            layout.relate_to(master, RELATIONSHIP_TYPE.SLIDE_MASTER)
            master.relate_to(layout, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
            self._layouts[name] = layout
        colours = self._theme("ppt/theme/theme1")
        master.relate_to(colours, RELATIONSHIP_TYPE.THEME)
        self._notes_master = self._add_notes_master("ppt/theme/theme2")
        self._main.relate_to(colours, RELATIONSHIP_TYPE.THEME)
        self._add_properties()

    def _add_properties(self) -> None:
        """Add the properties of presentation and view, and the table styles, if they are not there."""
        kinds, relations, styles = CONTENT_TYPE, RELATIONSHIP_TYPE, part("a:tblStyleLst", **{"def": NO_STYLE})
        for name, kind, relation, content in (
            ("presProps", kinds.PML_PRES_PROPS, relations.PRES_PROPS, part("p:presentationPr")),
            ("viewProps", kinds.PML_VIEW_PROPS, relations.VIEW_PROPS, part("p:viewPr")),
            ("tableStyles", kinds.PML_TABLE_STYLES, relations.TABLE_STYLES, styles),
        ):
            if all(one.reltype != relation for one in self._main.rels.values()):
                self._main.relate_to(self._part(f"ppt/{name}", kind, content), relation)

    def _theme(self, name: str) -> Part:
        return self._part(name, CONTENT_TYPE.OFC_THEME, theme_part(PREFIXES, self._brush.theme))

    def _add_notes_master(self, theme: str) -> Part:
        file = "ppt/notesMasters/notesMaster1"
        master = self._xml(file, CONTENT_TYPE.PML_NOTES_MASTER, notes_master(self._brush))
        master.relate_to(self._theme(theme), RELATIONSHIP_TYPE.THEME)
        self._main.relate_to(master, RELATIONSHIP_TYPE.NOTES_MASTER)
        return master

    def add_slide(self, layout: str, content: bytes, words: bytes) -> tuple[Part, Part]:
        """Add a slide and its notes, and return the parts that hold them."""
        number = len(self._slides) + 1
        slide = self._part(f"ppt/slides/slide{number}", CONTENT_TYPE.PML_SLIDE, content)
        slide.relate_to(self._layouts[layout], RELATIONSHIP_TYPE.SLIDE_LAYOUT)
        notes = self._part(f"ppt/notesSlides/notesSlide{number}", CONTENT_TYPE.PML_NOTES_SLIDE, words)
        notes.relate_to(self._notes_master, RELATIONSHIP_TYPE.NOTES_MASTER)
        notes.relate_to(slide, RELATIONSHIP_TYPE.SLIDE)
        relation = self._main.rels._add_relationship(RELATIONSHIP_TYPE.SLIDE, slide)
        self._slides.append(element("p:sldId", id=_FIRST_SLIDE - 1 + number, r__id=relation))
        return slide, notes

    def relate(self, part: Part, targets: Iterable[Target]) -> None:
        """Relate a part to its targets, in the order of `Relations`; a picture is stored once."""
        for target in targets:
            if isinstance(target, str):
                part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                continue
            if isinstance(target, Plot):
                part.relate_to(self._chart(target), RELATIONSHIP_TYPE.CHART)
                continue
            image = self._pictures.get(target)
            if image is None and target.startswith(b"<svg"):
                name = self._package.next_partname("/ppt/media/drawing%d.svg")
                image = self._pictures[target] = Part(name, SVG, self._package, target)
            elif image is None:
                image = self._package.get_or_add_image_part(BytesIO(target))
                self._pictures[target] = image
            part.relate_to(image, RELATIONSHIP_TYPE.IMAGE)

    def _chart(self, plot: Plot) -> Part:
        """Add a chart and its workbook."""
        from builder.export.office.chart import chart_part, workbook_of

        self._charts += 1
        chart = self._part(
            f"ppt/charts/chart{self._charts}",
            CONTENT_TYPE.DML_CHART,
            chart_part(plot, self._brush.theme, self._outline.language),
        )
        name = PackURI(f"/ppt/embeddings/workbook{self._charts}.xlsx")
        numbers = Part(name, CONTENT_TYPE.SML_SHEET, self._package, workbook_of(plot, self._outline.epoch))
        chart.relate_to(numbers, RELATIONSHIP_TYPE.PACKAGE)
        return chart

    def close(self, passages: Iterable[Snippet], sections: Sequence[str]) -> bytes:
        """Return the finished file; `sections` names the part that each slide is in.

        Without a build id, nothing in it leads back to the brief.
        """
        outline = self._outline
        if self._template is None:
            whole = _presentation(self._brush, outline.language, self._slides, sections)
            self._main.blob = self._xml("ppt/presentation", "", whole).blob
        else:
            from builder.export.powerpoint.template import presentation

            listed = element("p:ext", _section_list(sections), uri=_SECTIONS)
            notes = self._main.relate_to(self._notes_master, RELATIONSHIP_TYPE.NOTES_MASTER)
            self._main.blob = presentation(self._main.blob, notes, self._slides, listed)
        kind = CONTENT_TYPE.OPC_CORE_PROPERTIES
        core = CorePropertiesPart.load(PackURI("/docProps/core.xml"), kind, self._package, EMPTY_CORE)
        for name, value in core_properties(outline).items():
            setattr(core, name, value)
        self._package.relate_to(core, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        app = self._part("docProps/app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, EMPTY_EXTENDED)
        self._package.relate_to(app, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
        if outline.build_id:
            embed(self._main, outline, Product.DECK, passages, self._part)
        return pack(self._package, outline.epoch)

    def _part(self, name: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(f"/{name}.xml"), kind, self._package, content)

    def _xml(self, name: str, kind: str, content: bytes) -> Part:
        return self._part(name, kind, _written(content))


@lru_cache(maxsize=64)
def _written(content: bytes) -> bytes:
    """Return a part as python-pptx writes it."""
    blob: bytes = XmlPart.load(PackURI("/part.xml"), "", Package(""), content).blob
    return blob


def _presentation(brush: Brush, language: str, slides: Sequence[Markup], sections: Sequence[str]) -> bytes:
    return part(
        "p:presentation",
        element("p:sldMasterIdLst", element("p:sldMasterId", id=2**31, r__id="rId1")),
        element("p:notesMasterIdLst", element("p:notesMasterId", r__id="rId2")),
        element("p:sldIdLst", *slides),
        element("p:sldSz", cx=emu(brush.look.width), cy=emu(brush.look.height)),
        element("p:notesSz", cx=emu(brush.look.notes.width), cy=emu(brush.look.notes.height)),
        element(
            "p:defaultTextStyle",
            element("a:defPPr", element("a:defRPr", lang=language)),
            *(_text_of_a_users_box(brush, number) for number in range(1, 10)),
        ),
        element("p:extLst", element("p:ext", _section_list(sections), uri=_SECTIONS)),
    )


def _section_list(sections: Sequence[str]) -> Markup:
    """Return the parts into which PowerPoint's list of slides is divided."""
    parts = []
    number = _FIRST_SLIDE
    for index, (name, slides) in enumerate(groupby(sections)):
        last = number + len(list(slides))
        ids = (element("p14:sldId", id=each) for each in range(number, last))
        place = f"{{{index:08X}-0000-4000-8000-{number:012X}}}"
        parts.append(element("p14:section", element("p14:sldIdLst", *ids), name=name, id=place))
        number = last
    return element("p14:sectionLst", *parts, xmlns__p14=_P14)


def _text_of_a_users_box(brush: Brush, number: int) -> Markup:
    """The style of one level of text in shapes that a user adds."""
    run = element(
        "a:defRPr",
        brush.solid(brush.colours.ink, on_slide=True),
        THEME_FONTS,
        sz=hundredths(brush.look.user_text),
        kern=1200,
    )
    return element(
        f"a:lvl{number}pPr", run, marL=(number - 1) * emu(36.0), algn="l", defTabSz=emu(72.0), rtl=0,
        eaLnBrk=1, latinLnBrk=0, hangingPunct=1,
    )  # fmt: skip
