"""Finished files lead outside by links to pages and addresses alone; what they are made of does nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Built, build_files
from tests.corpora.hostile.case import BRIEF, spread
from tests.corpora.hostile.outward import outward, strays
from tests.support.packages import read, repacked

ODD = """\
disclaimer: "A [q](https://bücher.example/ü), a [r](https://a.example/<>) and a [s](https://a.example/%)."
contact: "javascript:alert(1) file:///etc/passwd www.example.org =HYPERLINK(x)"
authors: [{name: A, email: "a?bcc=c@b.example"}]
        """


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "brief.yaml").write_text(f"{BRIEF}{ODD.rstrip(' ')}", encoding="utf-8")
    return build_files(folder / "brief.yaml", folder / "output")


def test_good_briefs_lead_to_pages_and_addresses_alone(built: Built) -> None:
    assert [strays(path) for path in built.files] == [[], [], []]


def test_odd_links_are_written_so_that_every_program_can_read_them(odd: Built) -> None:
    for path in odd.files:
        found = outward(path)
        assert strays(path) == []
        assert "link https://xn--bcher-kva.example/%C3%BC" in found
        assert "link https://a.example/%3C%3E" in found
        assert "link https://a.example/%25" in found
        assert all(link.isascii() for link in found)
    assert "link mailto:a%3Fbcc%3Dc@b.example" in outward(odd.memo)


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(x)", "<a href='file:///x'>y</a>", "{ DDEAUTO c }"])
def test_words_that_look_like_links_and_formulas_stay_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "brief.yaml").write_text(spread(text), encoding="utf-8")
    done = build_files(tmp_path / "brief.yaml", tmp_path / "output")
    assert [outward(path) for path in done.files] == [[], [], []]


def test_a_relation_that_reaches_out_is_seen(odd: Built, tmp_path: Path) -> None:
    relation = '<Relationship Id="x" Type="a/attachedTemplate" TargetMode="External" Target="file:///x"/>'
    memo, listing = odd.memo.read_bytes(), "word/_rels/document.xml.rels"
    listed = read(memo, listing).replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    (tmp_path / "a.docx").write_bytes(repacked(memo, {listing: listed}))
    assert strays(tmp_path / "a.docx") == ["relation file:///x"]


def test_an_action_of_a_pdf_is_seen(odd: Built, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(odd.summary.read_bytes())) as file:
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        file.save(tmp_path / "a.pdf")
    assert "key /OpenAction" in strays(tmp_path / "a.pdf")
