"""The promise: three files say the same words in one order with the same numbers, and no damage is missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec.structs
import pytest
from hypothesis import given
from msgspec.structs import replace

import builder
from builder.audit.checks.texts import placement_problems
from builder.audit.compare import expected_texts
from builder.audit.content import FIELD
from builder.audit.readback import read_back
from builder.audit.words.known_words import KnownWords, cites
from builder.audit.words.transcript import ExpectedText
from builder.export.pdf.summary import write_summary
from builder.languages.labels import Labels
from builder.languages.speech import Speech
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.compose import compose
from builder.outline.reading import reading, sheets
from builder.outline.text import Picture, Product, Text
from builder.pipeline import products
from builder.report.problems import BriefError
from builder.theme.theme import Theme
from tests.conftest import GOOD_BRIEFS, ROOT, often
from tests.corpora.damage import Office, opened
from tests.support.finished import faults, finish, finished, outline_of, written
from tests.support.outlines import brief_of
from tests.support.strategies import Values, briefs

each_product = pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
each_brief = pytest.mark.parametrize("brief", GOOD_BRIEFS, ids=lambda path: path.stem)


def composed(values: Values) -> Outline:
    return compose(brief_of(values), id="random", build_id="0f" * 20, epoch=315532800, pictures={})


# What was built says what was decided


@each_product
@each_brief
def test_the_files_of_a_good_brief_say_what_was_decided(brief: Path, product: Product) -> None:
    assert faults(outline_of(brief), finished(brief, product)) == ()


# What a layout leaves out


@pytest.mark.parametrize("product", [Product.DECK, Product.SUMMARY], ids=lambda product: product.value)
def test_each_text_that_a_layout_leaves_out_is_reported(product: Product) -> None:
    outline = outline_of(ROOT / "brief.yaml")
    pages = products.lay_out(outline, product).pages
    assert pages is not None
    known, everything = KnownWords(outline), expected_texts(outline, product, pages)
    assert list(placement_problems(outline, product, everything, known)) == []
    for text in reading(outline, product):
        shares = product is Product.DECK and ".evidence[" not in text.path
        slides = own_slides(text, everything) if shares else set()
        cited = {source for source, _ in cites(text.plain)}
        left = [
            one
            for one in everything
            if not (one.text and one.text.slot == text.slot)
            and not (one.page in slides and cited & {source for source, _ in cites(one.words)})
        ]
        found = list(placement_problems(outline, product, left, known))
        assert any("leaves out" in one.message and one.path == text.path for one in found), text.slot


def own_slides(text: Text, expected: Sequence[ExpectedText]) -> set[int]:
    """Return the slides whose source line may have a reference: those with more than a label of its owner."""
    owner = text.path.removesuffix(".refs")
    shown = (one for one in expected if one.path.startswith(owner) and not one.in_notes)
    return {one.page for one in shown if not one.path.endswith(".label")}


def test_foreign_words_are_reported_in_the_order_of_the_pages() -> None:
    outline = outline_of(ROOT / "brief.yaml")
    words = ["zeal", "apple", "moss", "bread", "yarn", "cork", "xylem", "dust"]
    pages = [ExpectedText(word, page=1) for word in words]
    reported = [
        problem.message
        for problem in placement_problems(outline, Product.SUMMARY, pages, KnownWords(outline))
    ]
    assert [message for message in reported if "which is neither" in message] == [
        f"the summary has “{word}”, which is neither in the brief nor a label" for word in words
    ]


def test_what_moves_between_slides_and_notes_is_reported() -> None:
    """Even where the words of the deck as a whole stay the same, one after the other."""
    brief = ROOT / "brief.yaml"
    pages, files = finished(brief, Product.DECK)
    for number in range(len(pages[Product.DECK].pages)):
        deck = opened(Product.DECK, files[Product.DECK])
        assert isinstance(deck, Office)
        slide, notes = (f"ppt/{kind}{number + 1}.xml" for kind in ("slides/slide", "notesSlides/notesSlide"))
        last = max(place for place in deck.places(slide) if len(deck.texts[place]) > 3)  # before its number
        deck.move(last, before=deck.places(notes)[0])
        assert faults(outline_of(brief), (pages, {Product.DECK: deck.save()})), slide


# Ideographs, kana, letters and digits side by side: several faces on a line, and lines that break anywhere.
JAPANESE: Values = {
    "language": "ja",
    "date": "2031-05-28",
    "title": "会談の中止は日米の緊張を示し、非公式の対話が緩和の始まりになり得る",
    "bottom_line": "国内政治により、日本はUS側との会談を中止した。12,000人の「参加者」、GDPの3.5％に及ぶ。",
    "event": {"label": "会談の中止", "text": "議題は防衛と経済（2031年5月）"},
    "sections": [
        {
            "title": "なぜ中止したか",
            "role": "cause",
            "arguments": [
                {
                    "id": "home",
                    "claim": "国内政治が外交に優先した可能性がある。",
                    "gist": "派閥が分かれ、世論の50％が圧力となった。A案・B案ともに、ＧＤＰは未定。",
                    "certainty": {"level": "qualified", "cue": "可能性がある"},
                    "refs": ["s1#s2p1"],
                }
            ],
        }
    ],
    "links": [{"from": "home", "to": "event"}],
    "recommendations": [{"action": "非公式の対話から始める", "owner": "外務省", "when": "2031-06-01"}],
    "limits": [{"text": "日付と場所は記されていない。", "kind": "missing"}],
    "sources": [{"id": "s1", "title": "中止された会談", "date": "2031-05-01"}],
}


@each_product
def test_the_files_of_a_japanese_brief_say_what_was_decided(product: Product) -> None:
    pytest.importorskip("rendercv_fonts", reason="the printed page needs the extra `cjk`")
    outline = composed(JAPANESE)
    done = finish(outline, product)
    assert done is not None
    assert faults(outline, done) == ()


# The three readings


NUMBERED = re.compile(r"a\d+_claim|r\d+_action|o\d+_title|src\d+")
# One fact in several wordings: how firm a claim is, and status and people as memo head or cover have them.
WORDINGS = re.compile(
    r"(?:[ar]\d+_(?:word|short|firm|who|said)|organisation|partners|foot_authors|imprint_line|cover_\w+|head_\w+|short_title|memo_name|status\w*)"
)
# The titles and cards of slides, which repeat in few words what the memo says in full; the labels of large
# numbers, whose sentence the memo has; and numbers of charts
# that the memo has in their data only, where there is no room for their labels.
ONLY_ON_SLIDES = re.compile(r"\w+_headline|a\d+_ev\d+_(?:kind|of)|f\d+_v\d+_\d+")

# The number, its unit and the words of a piece of evidence, which the memo says in one sentence.
APART = re.compile(r"a\d+_ev\d+_[nuw]")


def texts_of(outline: Outline, product: Product) -> list[Text]:
    around = [text for texts in sheets(outline, FIELD).values() for text in texts]
    return [*(around if product is Product.MEMO else ()), *reading(outline, product)]


def content(outline: Outline, product: Product) -> set[tuple[str, str]]:
    """The fields of the brief that a product says, each with its words."""
    return {
        (text.slot, text.plain)
        for text in texts_of(outline, product)
        if text.path and not WORDINGS.fullmatch(text.slot) and not ONLY_ON_SLIDES.fullmatch(text.slot)
    }


def numbers(outline: Outline, product: Product) -> list[str]:
    """What bears a number, each where it first appears in full; the map only names it."""
    slots = (text.slot for text in reading(outline, product))
    return list(dict.fromkeys(slot for slot in slots if NUMBERED.fullmatch(slot)))


def subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(one in rest for one in short)


def assert_each_reading_lies_in_the_next(outline: Outline) -> None:
    summary, deck, memo = (content(outline, product) for product in reversed(Product))
    assert summary <= deck, summary - deck
    in_full, apart = dict(memo), {one for one in deck if APART.fullmatch(one[0])}
    assert deck - apart <= memo, deck - apart - memo
    assert [words for slot, words in apart if words not in in_full[slot[:-2]]] == []
    in_summary, in_deck, in_memo = (numbers(outline, product) for product in reversed(Product))
    assert subsequence(in_summary, in_deck)
    assert in_deck == in_memo


@each_brief
def test_what_the_summary_says_the_deck_says_and_the_memo_says(brief: Path) -> None:
    assert content(outline_of(brief), Product.SUMMARY)
    assert_each_reading_lies_in_the_next(outline_of(brief))


@often(60)
@given(briefs())
def test_what_the_summary_of_any_brief_says_the_deck_and_the_memo_say(values: Values) -> None:
    assert_each_reading_lies_in_the_next(composed(values))


@each_brief
def test_a_slot_has_the_same_words_in_all_three(brief: Path) -> None:
    outline = outline_of(brief)
    words: dict[str, set[str]] = {}
    for product in Product:
        for text in texts_of(outline, product):
            words.setdefault(text.slot, set()).add(text.plain)
    assert {slot: forms for slot, forms in words.items() if len(forms) > 1} == {}


# No word that the outline does not have


LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = str.maketrans(LATIN, "αβψδεφγηιξκλμνοπκρστθωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΚΡΣΤΘΩΣΧΥΖ")


def greek(part: Any) -> Any:
    """The outline, or a part of it, with Greek letters for the Latin ones of all that a reader sees."""
    if isinstance(part, Text):
        return replace(part, runs=tuple(replace(run, text=run.text.translate(GREEK)) for run in part.runs))
    if isinstance(part, Picture):
        return replace(part, alt=part.alt.translate(GREEK))
    if isinstance(part, Labels | Speech):
        words = {name: getattr(part, name) for name in part.__struct_fields__}
        changed: dict[str, Any] = {
            name: greek_pattern(value) if isinstance(value, str) else greek(value)
            for name, value in words.items()
        }
        return msgspec.structs.replace(part, **changed)
    if isinstance(part, tuple):
        return tuple(
            greek_pattern(each) if isinstance(each, str) and "{" in each else greek(each) for each in part
        )
    if isinstance(part, msgspec.Struct):
        fields = {name: greek(getattr(part, name)) for name in part.__struct_fields__}
        return msgspec.structs.replace(part, **fields)
    return part


def greek_pattern(label: str) -> str:
    return re.sub(r"(\{\w+\})|([^{}]+)", lambda found: found[1] or found[2].translate(GREEK), label)


@each_product
@each_brief
def test_no_file_says_a_word_that_the_outline_does_not_have(brief: Path, product: Product) -> None:
    outline = greek(outline_of(brief))
    pages = products.lay_out(outline, product).pages
    extracted = read_back(product, written(outline, product, pages))
    assert any("α" in one.text for one in extracted.passages)
    invented = {one.text for one in extracted.passages if re.search("[A-Za-z]", one.text)}
    assert invented == set()


def test_a_word_that_an_exporter_invents_would_be_seen() -> None:
    outline = greek(outline_of(ROOT / "brief.yaml"))
    assert not any(re.search("[A-Za-z]", text.plain) for text in reading(outline, Product.MEMO))
    assert outline.labels.page_of.translate(GREEK) != outline.labels.page_of  # its {page} is kept


# Files that are not the brief's


@each_product
def test_the_file_of_another_brief_is_reported(product: Product) -> None:
    first, second = GOOD_BRIEFS[:2]
    pages, _ = finished(first, product)
    _, files = finished(second, product)
    assert faults(outline_of(first), (pages, files))


def test_a_build_whose_file_differs_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(outline: Outline, pages: Pages, theme: Theme) -> bytes:
        file = opened(Product.SUMMARY, write_summary(outline, pages, theme))
        file.drop(len(file.texts) // 2)
        return file.save()

    monkeypatch.setattr("builder.export.pdf.summary.write_summary", damaged)
    with pytest.raises(BriefError) as raised:
        builder.build(ROOT / "brief.yaml", out=tmp_path / "output")
    assert {problem.rule for problem in raised.value.problems if problem.is_error} == {"text-matches"}
    assert not list(tmp_path.rglob("*.*"))
