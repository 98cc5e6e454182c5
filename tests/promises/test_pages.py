"""As LibreOffice shows a memo: no heading ends a page, the last one is well filled, page numbers hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.brief.audiences import for_audience
from builder.brief.load import load_brief
from builder.export.word.memo import write_memo
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import Paging, set_memo
from builder.outline.blocks import Outline
from builder.outline.compose import compose
from builder.outline.reading.flow import Para
from builder.outline.reading.order import flow
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, ROOT, needs, run
from tests.support.finished import finish
from tests.support.outlines import growing

BRIEFS = (*GOOD_BRIEFS, *sorted(ROOT.glob("docs/gallery/*.yaml")), ROOT / "builder/brief/templates/full.yaml")
HEADING = 11.6  # points: what is larger is a heading or a title
EDGE = 62.0  # points: header and footer are nearer to the edge of the paper
THIN = 0.22  # of the page; the layout counts the space around the words too

pytestmark = pytest.mark.campaign
Line = tuple[float, float, str]  # base line, size of the largest letter, words
Shown = tuple[Paging, dict[str, int], list[list[Line]]]  # with the page of each heading


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """The pages of each memo as they were decided, and as LibreOffice sets them."""
    office, folder = needs("soffice"), tmp_path_factory.mktemp("pages")
    decided = {}
    for brief in BRIEFS:
        given = load_brief(brief)
        edition = for_audience(given.brief, None)
        outline = compose(edition, id="brief", build_id="", epoch=0, pictures=given.pictures)
        made = finish(outline, Product.MEMO)
        assert made is not None
        (folder / f"{brief.stem}.docx").write_bytes(made[1][Product.MEMO])
        paging = _paging(outline)
        paras = [item for item in flow(outline) if isinstance(item, Para) and item.main]
        heads = {para.main.slot: para.main.plain for para in paras if para.main and para.style == "heading 1"}
        decided[brief.stem] = paging, {heads[slot]: page for slot, page in paging.pages_of.items()}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(folder.glob("*.docx"))
    run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    return {name: (*found, list(_pages(folder / f"{name}.pdf"))) for name, found in decided.items()}


def _paging(outline: Outline) -> Paging:
    figure, _ = lay_out_figure(outline, DEFAULT)
    return set_memo(outline, DEFAULT, figure).paging


def _pages(file: Path) -> Iterator[list[Line]]:
    """Yield the lines of each page between header and footer, from its top."""
    for page in pypdfium2.PdfDocument(file):
        text, height = page.get_textpage(), page.get_height()
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            left, low, _, _ = text.get_charbox(index)
            if letter.strip() and EDGE < low < height - EDGE:
                near = next((known for known in lines if abs(known - low) < 5), low)
                lines.setdefault(near, []).append(
                    (left, pdfium.FPDFText_GetFontSize(text.raw, index), letter)
                )
        yield [
            ((low - EDGE) / (height - 2 * EDGE), max(size for _, size, _ in found), _joined(found))
            for low, found in sorted(lines.items(), reverse=True)
        ]


def _joined(letters: list[tuple[float, float, str]]) -> str:
    return "".join(letter for *_, letter in sorted(letters))


@pytest.mark.parametrize("name", [brief.stem for brief in BRIEFS])
def test_pages_are_those_that_were_decided_and_end_well(shown: dict[str, Shown], name: str) -> None:
    paging, titles, pages = shown[name]
    assert len(pages) == paging.pages
    for lines in pages[:-1]:
        low, size, words = lines[-1]
        assert size < HEADING, f"“{words}” is alone at the foot of its page"
    for title, page in titles.items():
        letters = Counter("".join(title.split()))  # in whatever order ligatures put them
        assert any(letters <= Counter(words) for *_, words in pages[page - 1]), title
    low, _, words = pages[-1][-1]
    assert len(pages) == 1 or 1 - low > THIN, f"the last page ends with “{words}”"


def test_a_memo_lists_its_parts_from_the_fifth_page_that_libreoffice_shows(tmp_path: Path) -> None:
    memos = {count: set_memo(growing(count), DEFAULT, None) for count in range(1, 22)}
    first = next(count for count, memo in memos.items() if memo.outline.contents)
    counts = (first - 2, first - 1, first, first + 1)
    for count in counts:
        memo = memos[count]
        (tmp_path / f"{count}.docx").write_bytes(write_memo(memo.outline, None, DEFAULT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = sorted(tmp_path.glob("*.docx"))
    run(needs("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files)
    pages = [len(pypdfium2.PdfDocument(tmp_path / f"{count}.pdf")) for count in counts]
    assert pages == [4, 4, 5, 5]
