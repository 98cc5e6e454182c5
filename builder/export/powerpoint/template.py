"""Puts our slides into a template: its masters, layouts and theme stay, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part, _Relationship
from pptx.opc.packuri import PackURI
from pptx.package import Package

from builder.export.office.markup import NAMESPACES, Markup
from builder.templates.deck import DeckTemplate

_P = f"{{{NAMESPACES['p']}}}"
_SECTION_LIST = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
# What of the presentation belongs to the slides, the macros or the protection that are not kept.
_DROPPED = (
    "sldIdLst",
    "smartTags",
    "embeddedFontLst",
    "custShowLst",
    "photoAlbum",
    "custDataLst",
    "modifyVerifier",
)
_DROPPED_ATTRIBUTES = (
    "embedTrueTypeFonts",
    "saveSubsetFonts",
    "firstSlideNum",
    "removePersonalInfoOnSave",
    "conformance",
)
_BEFORE_SLIDES = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")


class Parts:
    """The parts of a template in the package of a deck, by their names."""

    def __init__(self, template: DeckTemplate, package: Package) -> None:
        self._template = template
        self.of: dict[str, Part] = {}
        for one in template.kept:
            kind = CONTENT_TYPE.PML_PRESENTATION_MAIN if one.name == template.main else one.type
            self.of[one.name] = Part(PackURI(f"/{one.name}"), kind, package, one.data)
        for one in template.kept:
            part = self.of[one.name]
            for link in one.relations:
                target = link.target if link.outside else self.of[link.target]
                mode = "External" if link.outside else "Internal"
                part.rels._rels[link.id] = _Relationship(
                    part.partname.baseURI, link.id, link.type, mode, target
                )

    @property
    def main(self) -> Part:
        """The presentation."""
        return self.of[self._template.main]

    def layout(self, name: str) -> Part:
        """Return the layout that is used for one of ours."""
        return self.of[self._template.layouts[name]]

    @property
    def notes_master(self) -> Part | None:
        """The master of notes, if the template has one."""
        found = (one for one in self.main.rels.values() if one.reltype == RELATIONSHIP_TYPE.NOTES_MASTER)
        return next((one.target_part for one in found), None)


def presentation(template: bytes, notes_master: str, slides: Sequence[Markup], sections: Markup) -> bytes:
    """Return the presentation part of a template with our slides; `notes_master` is a relationship of it."""
    root = etree.fromstring(template, etree.XMLParser(resolve_entities=False, no_network=True))
    for name in _DROPPED:
        for child in root.findall(_P + name):
            root.remove(child)
    for name in _DROPPED_ATTRIBUTES:
        root.attrib.pop(name, None)
    if root.find(f"{_P}notesMasterIdLst") is None:
        masters = _parsed(
            f'<p:notesMasterIdLst {_SPACES}><p:notesMasterId r:id="{notes_master}"/></p:notesMasterIdLst>'
        )
        root.insert(1, masters)
    place = sum(child.tag in [_P + name for name in _BEFORE_SLIDES] for child in root)
    root.insert(place, _parsed(f"<p:sldIdLst {_SPACES}>{''.join(slides)}</p:sldIdLst>"))
    extensions = root.find(f"{_P}extLst")
    if extensions is None:
        extensions = etree.SubElement(root, f"{_P}extLst")
    for one in list(extensions):
        if one.get("uri") == _SECTION_LIST:
            extensions.remove(one)
    extensions.append(_parsed(str(sections).replace("<p:ext ", f"<p:ext {_SPACES} ", 1)))
    etree.cleanup_namespaces(extensions)
    data: bytes = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
    return data


_SPACES = f'xmlns:p="{NAMESPACES["p"]}" xmlns:r="{NAMESPACES["r"]}"'


def _parsed(markup: str) -> etree._Element:
    return etree.fromstring(markup)
