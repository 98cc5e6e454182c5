"""Numbers as evidence through the command line: memo, slides and summary agree, whatever the language."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from builder.audit.readback import read_back
from builder.languages.language import language_for
from builder.outline.text import Product
from tests.support.command import brief
from tests.support.strategies import Values

SOURCE = {"id": "s", "title": "Budget", "author": "Treasury", "date": "2031-01-15"}


def built(folder: Path, argument: Values, **more: object) -> dict[Product, str]:
    """Build a brief of one argument, whose files the build reads back; return the words of the files."""
    section = {"id": "costs", "title": "Costs", "role": "effect", "arguments": [argument]}
    values = {"title": "Meals", "bottom_line": "Pay for meals.", "sections": [section], "sources": [SOURCE]}
    (folder / "brief.yaml").write_text(json.dumps(values | more))
    done = brief("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    return {product: words(folder, product) for product in Product}


def words(folder: Path, product: Product) -> str:
    (file,) = (folder / "output").glob(f"*-{product.value}.*")
    extracted = read_back(product, file.read_bytes(), looks=False)
    return "\n".join(one.text for one in extracted.passages).replace("\u00a0", " ").replace("\u202f", " ")


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@example(language="ja", value=Decimal("1.0"), before=Decimal("1.1"), unit="%", years=1)
@given(
    language=st.sampled_from(["en", "de", "fr", "es", "ja"]),
    value=st.decimals(1, 99_999, places=1),
    before=st.decimals(1, 99_999, places=1),
    unit=st.sampled_from(["%", "km", "€", "£ million"]),
    years=st.integers(1, 15),
)
def test_the_files_agree_on_a_number_and_how_it_changed(
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
    value: Decimal,
    before: Decimal,
    unit: str,
    years: int,
) -> None:
    compare = [{"label": "2030", "value": str(before)}]
    number: Values = {"text": "is what it costs", "value": str(value), "unit": unit, "compare": compare}
    argument: Values = {"claim": "It costs.", "evidence": [number | {"label": str(2030 + years)}]}
    found = built(tmp_path_factory.mktemp("brief"), argument, language=language)
    numbers = language_for(language).numbers
    for amount in (value, before):
        shown = numbers.written(amount, unit).replace("\u00a0", " ").replace("\u202f", " ")
        assert shown in found[Product.MEMO].replace("\n", " ")
        assert shown.split()[0] in found[Product.DECK]
    change = value - before if unit == "%" else (value / before - 1) * 100
    shown = numbers.written(change, places=1, signed=True).replace("\u00a0", " ").replace("\u202f", " ")
    if shown.strip("+−0.,"):
        assert shown in found[Product.MEMO]
        assert shown in found[Product.DECK]


COSTS = {"claim": "It costs 2.6 million a year.", "refs": ["s"]}
NUMBERS = [{"text": "a year", "value": value, "unit": "million"} for value in ("1.7", "0.9")]
COMPARED = {"label": "2029", "compare": [{"label": "2025", "value": "1.1"}]}
CHART = {"title": "Costs grew", "section": "costs", "rows": {"2029": 2, "2030": 3}}


@pytest.mark.parametrize(
    ("argument", "more", "expected"),
    [
        ({"evidence": NUMBERS[:1]}, {}, "1.7 million"),
        ({"evidence": [NUMBERS[0] | COMPARED]}, {}, "+54.5% in four years"),
        ({"evidence": [{"text": "Nobody counts.", "kind": "quote", "refs": ["s#p2"]}]}, {}, "Nobody counts."),
        ({"evidence": [{"text": "Nobody counts."}, {"text": "Few pay."}]}, {}, "Few pay."),
        ({"evidence": NUMBERS}, {}, "Breakdown of 2.6 million"),
        ({"evidence": [{"text": f"Town {n} pays."} for n in range(3)]}, {}, "Town 2 pays."),
        ({"evidence": NUMBERS[:1]}, {"charts": [CHART]}, "Costs grew"),
    ],
    ids=["number", "compared", "quotation", "cards", "parts", "three", "chart"],
)
def test_each_composition_is_built_and_read_back(
    tmp_path: Path, argument: Values, more: Values, expected: str
) -> None:
    implication = {"implication": "It should be capped.", "certainty": {"level": "asserted"}}
    assert expected in built(tmp_path, COSTS | argument | implication, **more)[Product.DECK]
    (deck,) = (tmp_path / "output").glob("*.pptx")
    slides = [slide for slide in Presentation(str(deck)).slides if slide.slide_layout.name == "Argument"]
    assert len(slides) == 1
    texts = [each.text_frame.text for each in slides[0].shapes if each.has_text_frame]
    assert any("It should be capped." in text for text in texts)
    assert any(each.has_chart for each in slides[0].shapes) == ("charts" in more)


def test_the_mark_of_a_quotation_is_decoration(tmp_path: Path) -> None:
    quote = {"text": "Nobody counts.", "kind": "quote", "refs": ["s#p2"]}
    built(tmp_path, {"claim": "Few count.", "evidence": [quote]}, language="fr")
    (deck,) = (tmp_path / "output").glob("*.pptx")
    (slide,) = (one for one in Presentation(str(deck)).slides if one.slide_layout.name == "Argument")
    strokes = [each._element for each in slide.shapes if b"custGeom" in each._element.xml.encode()]
    assert len(strokes) == 2
    assert all("adec:decorative" in stroke.xml for stroke in strokes)


def test_a_long_number_beside_others_keeps_to_its_place(tmp_path: Path) -> None:
    number = {"text": "was spent", "value": "141.9", "unit": "€ million"} | COMPARED
    assert "€1.1 million" in built(tmp_path, {"claim": "It costs.", "evidence": [number]})[Product.MEMO]
