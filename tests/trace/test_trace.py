"""Where the elements of a brief are in the three files: by the trace, by command, and as a page."""

from __future__ import annotations

import pickle
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.audit.content import FIELD, Kind
from builder.audit.readback import read_back
from builder.audit.words.transcript import fold
from builder.outline.reading import reading, sheets
from builder.outline.text import Product
from builder.pipeline.request import Request
from builder.pipeline.tracing import trace_brief
from builder.trace.appearances import PROPERTIES, Appearance, Traced, trace
from tests.conftest import GOOD_BRIEFS, ROOT
from tests.support.command import TINY, brief
from tests.support.finished import finished, outline_of

each_brief = pytest.mark.parametrize("path", GOOD_BRIEFS, ids=lambda path: path.stem)
each_product = pytest.mark.parametrize("product", Product, ids=lambda product: product.value)


def traced(path: Path, product: Product) -> tuple[Appearance, ...]:
    pages, files = finished(path, product)
    return trace(outline_of(path), product, pages.get(product), files[product])


@each_brief
@each_product
def test_every_text_with_a_path_is_found(path: Path, product: Product) -> None:
    found = {(one.path, one.words.rstrip(".")) for one in traced(path, product)}  # titles have no full stop
    expected = {
        (text.path, text.plain.rstrip(".")) for text in reading(outline_of(path), product) if text.path
    }
    if product is Product.DECK:  # whose source lines cite each source once, with all locators
        found |= {each for each in expected if each[1].startswith("[") and each[0] in dict(found)}
    assert expected <= found


@each_brief
@each_product
def test_the_file_says_the_words_at_each_place(path: Path, product: Product) -> None:
    """What the pages say about deck and summary holds for the files."""
    _, files = finished(path, product)
    extracted: dict[str, str] = {}
    for line in read_back(product, files[product]).passages:
        for place in (line.location, line.location.partition(",")[0]):
            extracted[place] = f"{extracted.get(place, '')} {fold(line.text)}"
    for one in traced(path, product):
        if one.location == PROPERTIES:
            continue
        place = one.location
        if product is Product.SUMMARY or place.endswith((", title", ", alternative text")):
            place = place.partition(",")[0] if product is not Product.MEMO else place.rpartition(",")[0]
        words = fold(one.words).rstrip(".。")
        assert words in extracted[place] or words.replace(" ", "") in extracted[place].replace(" ", ""), one


@each_brief
def test_headers_are_traced_from_the_same_words_as_the_audit_reads(path: Path) -> None:
    places = {
        one.location for one in traced(path, Product.MEMO) if one.location.startswith(("header", "footer"))
    }
    assert places == {
        place for place, texts in sheets(outline_of(path), FIELD).items() if any(text.path for text in texts)
    }


def test_places_are_those_of_the_audit() -> None:
    _, files = finished(ROOT / "brief.yaml", Product.MEMO)
    extracted = read_back(Product.MEMO, files[Product.MEMO]).of(Kind.BODY)
    claim = "sections[0].arguments[0].claim"
    words = "Politics at home may have come before diplomacy."
    assert [one.location for one in traced(ROOT / "brief.yaml", Product.MEMO) if one.path == claim] == [
        one.location for one in extracted if words in one.text
    ]


def test_slides_are_told_apart_from_their_titles_and_notes() -> None:
    found = traced(ROOT / "brief.yaml", Product.DECK)
    claim = [one for one in found if one.path == "sections[0].arguments[0].claim"]
    titled = [one for one in claim if one.location.endswith(", title")]
    assert [one.under for one in titled] == ["Politics at home may have come before diplomacy"]
    slide = titled[0].location.removesuffix(", title")
    assert f"{slide}, notes" in [one.location for one in found if one.path.endswith("arguments[0].reasoning")]
    assert "slide 4, notes" in [one.location for one in claim]  # which lead to it


def test_the_page_is_located_by_its_headings() -> None:
    found = traced(ROOT / "brief.yaml", Product.SUMMARY)
    places = {one.path: one.location for one in found}
    assert places["sections[0].arguments[1].claim"] == "page 1, “Why Japan cancelled”"
    assert places["bottom_line.text"] == "page 1, “Bottom line”"
    assert "page 1, title" in [one.location for one in found if one.path == "title"]
    assert places["disclaimer"] == "page 1, foot"


def test_notes_and_the_fields_of_the_imprint_are_at_the_foot_of_the_page(tmp_path: Path) -> None:
    brief = TINY.replace('bottom_line: "', 'bottom_line: "Boats are cheap.^[By the log.] ')
    imprint = 'imprint: {series: "Harbour Papers", number: "No. 4", licence: "CC BY 4.0"}\n'
    (tmp_path / "brief.yaml").write_text(brief + imprint, encoding="utf-8")
    found = traced(tmp_path / "brief.yaml", Product.SUMMARY)
    assert {one.location for one in found if one.words == "By the log."} == {"page 1, foot"}
    line = "Harbour Papers, No.\xa04 · CC BY 4.0."
    assert {(one.path, one.location) for one in found if one.words == line} == {
        (f"imprint.{key}", "page 1, foot") for key in ("series", "number", "licence")
    }
    row = [one.path for one in traced(tmp_path / "brief.yaml", Product.MEMO) if "Harbour Papers" in one.words]
    assert row == ["imprint", "imprint.series", "imprint.number"]


def test_alternative_texts_are_found_in_each_product(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (1200, 600), "#aa2222").save(tmp_path / "quay.png")
    figure = 'figures: [{path: quay.png, title: "The quay at low tide", alt: "A quay"}]\n'
    (tmp_path / "brief.yaml").write_text(TINY + figure, encoding="utf-8")
    found = trace_brief(Request(tmp_path / "brief.yaml")).below("figures[0].alt")
    for product in Product:
        places = [one.location for one in found if one.product is product]
        assert places[0].endswith(", alternative text"), places


def test_the_trace_crosses_to_another_process() -> None:
    found = traced(ROOT / "brief.yaml", Product.DECK)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.fixture(scope="module")
def sample() -> Traced:
    return trace_brief(Request(ROOT / "brief.yaml"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("home", "sections[0].arguments[0]"),
        ("causes", "sections[0]"),
        ("A3", "sections[0].arguments[2]"),
        ("a3", "sections[0].arguments[2]"),
        ("R2", "recommendations[1]"),
        ("[1]", "sources[0]"),
        ("src1", "sources[0]"),
        ("Table 1", "tables[0]"),
        ("table 2", "actors"),
        ("Figure 1", "links"),
        ("bottom_line.text", "bottom_line.text"),
        ("sections[0].arguments[1].claim", "sections[0].arguments[1].claim"),
        ("sections[0].arguments[1].id", "sections[0].arguments[1]"),
    ],
)
def test_an_element_has_many_names(sample: Traced, name: str, path: str) -> None:
    assert sample.find(name) == path


def test_every_line_of_the_brief_names_something_or_says_why_not(sample: Traced) -> None:
    lines = sample.text.splitlines()
    for number, line in enumerate(lines, 1):
        if 'claim: "Policy differences' in line:
            assert sample.find(str(number)) == "sections[0].arguments[1].claim"
        if line.startswith("bottom_line:"):
            assert sample.find(str(number)) == "bottom_line"
        if line.lstrip().startswith("Politics at home, policy disputes"):  # inside a folded text
            assert sample.find(str(number)) == "bottom_line.text"


def test_a_name_is_reported_with_its_places_and_words(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    done = brief("trace", "A1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("A1  Nurses cannot reach the clinic on Sundays.\nbrief.yaml:6  ")
    for head in ("memo (Word)", "deck (PowerPoint)", "summary (PDF)"):
        assert head in done.stdout
    assert "claim: Nurses cannot reach the clinic on Sundays." in done.stdout
    assert "page 1, “Why”" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["brief.yaml"]


def test_a_part_names_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    assert "its parts: A1 (brief trace A1)" in brief("trace", "4", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("A9", "nothing in brief.yaml is called `A9`", "there is A1"),
        ("titel", "nothing in brief.yaml is called `titel`", "did you mean `title`?"),
        ("99", "nothing is on line 99 of brief.yaml", "it has 6 lines"),
        ("???", "nothing in brief.yaml is called `???`", "a number such as A1"),
    ],
)
def test_an_unknown_name_is_an_error_that_helps(tmp_path: Path, name: str, message: str, hint: str) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    done = brief("trace", name, cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert hint in done.stderr


def test_what_is_not_printed_says_so(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("page: Letter\n" + TINY, encoding="utf-8")
    done = brief("trace", "page", cwd=tmp_path)
    assert (done.returncode, "not in any of the three files" in done.stdout) == (0, True)


def test_nothing_named_is_wrong_usage(tmp_path: Path) -> None:
    assert brief("trace", cwd=tmp_path).returncode == 2


def test_a_brief_with_errors_cannot_be_traced(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY.replace("claim:", "clam:"), encoding="utf-8")
    done = brief("trace", "A1", cwd=tmp_path)
    assert done.returncode == 1
    assert "did you mean `claim`?" in done.stderr


def test_what_an_audience_may_not_read_is_nowhere(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "briefs" / "good" / "audiences.yaml", tmp_path / "brief.yaml")
    path = "sections[0].arguments[0].counter"
    assert "insurers" in brief("trace", path, cwd=tmp_path).stdout
    done = brief("trace", path, "--audience", "public", "--html", "page.html", cwd=tmp_path)
    assert "does not appear" in done.stdout or "insurers" not in done.stdout
    assert "insurers" not in (tmp_path / "page.html").read_text(encoding="utf-8")


class _Page(HTMLParser):
    """What a page holds: whether its elements close in order, its words, its addresses, its ids."""

    VOID = frozenset(("meta", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_is_whole_and_refers_to_nothing_outside(tmp_path: Path) -> None:
    done = brief("trace", "--html", tmp_path / "new" / "page.html", ROOT / "brief.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert page.open == []
    assert set(page.tags) & {"script", "link", "img", "iframe", "form"} == set()
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_has_every_value_that_is_printed(sample: Traced) -> None:
    from builder.trace.page import matrix

    text = " ".join("".join(_Page(matrix(sample, None)).words).split())
    for one in sample.appears:
        assert " ".join(one.words.split()).rstrip(".") in text, one
    assert "A1" in text
    assert "not in the summary" in text


def test_the_page_shows_words_and_runs_none(tmp_path: Path) -> None:
    claim = "A <b>quay</b> & a <script>alert(1)</script> are no marks."
    (tmp_path / "brief.yaml").write_text(
        TINY.replace("Nurses cannot reach the clinic on Sundays.", claim), encoding="utf-8"
    )
    brief("trace", "--html", "page.html", cwd=tmp_path)
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<b>" not in text
    assert "alert(1)" in text


def test_an_unwritable_page_is_reported(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = brief("trace", "--html", "taken/page.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
