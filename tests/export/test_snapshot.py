"""The snapshot inside an Office file: its texts, passage by passage, nothing that it does not show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.export.office.snapshot import NAMESPACE, Snippet, properties_part, snapshot_part, store_part
from builder.languages.language import language_for
from builder.outline.blocks import Outline, Properties
from builder.outline.text import Depth, Product, Run, Text

NAME = f"{{{NAMESPACE}}}"
PROPERTIES = Properties("Title", "", (), (), "en", "Draft", "")
OUTLINE = Outline("id", "A4", "en", "ab" * 20, 0, PROPERTIES, language_for("en").labels, ())

prose = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


def field(text: str, path: str = "") -> Text:
    return Text("a1_claim", (Run(text[:3]), Run(text[3:], bold=True)), Depth.DECK, path)


def test_it_names_the_brief_the_build_the_product_and_the_language() -> None:
    part = etree.fromstring(snapshot_part(OUTLINE, Product.DECK, []))
    assert part.tag == f"{NAME}brief"
    assert dict(part.attrib) == {"id": OUTLINE.id, "build": "ab" * 20, "product": "deck", "language": "en"}


def test_a_passage_keeps_its_fields_with_their_paths_and_what_is_between_them() -> None:
    pieces = (field("A1"), "\t", field("It rains.", "sections[0].arguments[0].claim"))
    part = etree.fromstring(snapshot_part(OUTLINE, Product.MEMO, [Snippet("name", "a1_claim", pieces)]))
    (passage,) = part
    assert dict(passage.attrib) == {"name": "name", "slot": "a1_claim"}
    assert [(each.tag, dict(each.attrib), each.text) for each in passage] == [
        (f"{NAME}field", {"slot": "a1_claim"}, "A1"),
        (f"{NAME}between", {}, "\t"),
        (f"{NAME}field", {"slot": "a1_claim", "path": "sections[0].arguments[0].claim"}, "It rains."),
    ]


@given(prose)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    part = etree.fromstring(
        snapshot_part(OUTLINE, Product.MEMO, [Snippet("name", "slot", (field(text), text))])
    )
    assert "".join(part.itertext()) == text + text


def test_office_finds_the_snapshot_by_its_namespace() -> None:
    part = etree.fromstring(store_part())
    (schemas,) = part
    assert [list(each.attrib.values()) for each in schemas] == [[NAMESPACE]]


def test_the_build_is_a_custom_property_too() -> None:
    part = etree.fromstring(properties_part(OUTLINE))
    (entry,) = part
    assert (entry.get("name"), "".join(entry.itertext())) == ("brief-build", "ab" * 20)
