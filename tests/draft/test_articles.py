"""The first draft of an article: it builds, cites nearly every passage, and says no more than the article."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.api import build
from builder.brief.load import Loaded, load_brief
from builder.draft.importing import Draft, import_article
from builder.report.problems import BriefError
from builder.sources.check import compare_sources
from builder.sources.cited import Sourced
from builder.sources.files import open_articles
from builder.sources.passages import Article
from tests.conftest import ROOT

SHARED = next((each / "shared" for each in ROOT.parents if (each / "shared").is_dir()), ROOT)
ARTICLES = {
    "sample": SHARED / "sample/article.txt",
    "buses": ROOT / "docs/gallery/sources/evening-buses.md",
    "german": ROOT / "tests/data/articles/freibad.txt",
    "japanese": ROOT / "tests/data/articles/watashibune.md",
    "moor": ROOT / "tests/data/sources/moor.txt",
}


BYLINE = 60  # characters of a line with author and date, which is no paragraph


def drafted(article: Path, folder: Path) -> tuple[Draft, Path]:
    """The draft of an article in a folder, without its marks."""
    draft = import_article(article, folder)
    for name, data in draft.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    brief = folder / "brief.yaml"
    brief.write_text(draft.text.replace("  # draft\n", "\n"), encoding="utf-8")
    return draft, brief


@pytest.fixture(params=ARTICLES)
def article(request: pytest.FixtureRequest) -> Path:
    path: Path = ARTICLES[request.param]
    if not path.exists():
        pytest.skip("the article is not shipped")
    return path


def cited_of(loaded: Loaded) -> float:
    """The share of an article's passages that something cites."""
    articles = [one for one in open_articles(loaded) if isinstance(one, Article)]
    sourced = Sourced(loaded, {one.source: one for one in articles})
    refs = [ref for part in sourced.parts.values() for ref in getattr(part, "refs", ())]
    found = {place.passage.id for ref in refs for place in sourced.places([ref]) or ()}
    passages = [each.id for one in articles for each in one.passages if len(each.text) > BYLINE]
    return len(found & set(passages)) / len(passages)


def test_a_draft_builds_once_its_marks_are_removed(article: Path, tmp_path: Path) -> None:
    _, brief = drafted(article, tmp_path)
    loaded = load_brief(brief)
    assert not [problem for problem in loaded.warnings if problem.is_error]
    build(brief, tmp_path / "output")
    assert cited_of(loaded) >= 0.9


def test_a_draft_is_true_to_its_article(article: Path, tmp_path: Path) -> None:
    """Its sentences are the article's: a comparison finds copies, and nothing that is not there."""
    _, brief = drafted(article, tmp_path)
    found = {problem.rule for problem in compare_sources(load_brief(brief)).problems}
    assert found <= {"copies-quoted", "certainty-in-sources", "sources-read-in-their-language"}


def test_the_same_article_gives_the_same_draft(article: Path, tmp_path: Path) -> None:
    assert import_article(article, tmp_path) == import_article(article, tmp_path)


WORDS = st.text(
    st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFFF)
    | st.sampled_from(" \n\n#*[]{}~^`\\:.,;|-–「」。"),
    max_size=400,
)
PROSE = st.lists(
    st.sampled_from(
        [
            "# Why it matters\n\n",
            "The council may close the pool, which is old, because it costs £640,000 a year. ",
            "Furthermore, on 3 May 2031 it rose by 12 per cent. ",
            "- one item\n",
            "\n\n",
            "Wer zahlt das? ",
            "{fact:x} and [a](javascript:b) and **bold** [^1] ",
            "שלום עולם. ",
            "記者は述べた。",
            "Ann Lee, who runs the ferry, said: “No.” ",
            "12 May 2030. 2 June 2031. 4 July 2032 ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(WORDS, PROSE),
    name=st.sampled_from(["a.txt", "a.md", "a.html"]),
    tag=st.sampled_from([None, "en", "fr", "zh"]),
)
def test_any_article_is_refused_in_plain_words_or_gives_a_draft_that_loads(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str, tag: str | None
) -> None:
    folder = tmp_path_factory.mktemp("article")
    (folder / name).write_text(text, encoding="utf-8")
    with suppress(BriefError):
        draft = import_article(folder / name, folder, tag)
        brief = folder / "brief.yaml"
        brief.write_text(draft.text, encoding="utf-8")
        assert [problem.rule for problem in loaded(brief).warnings].count("drafts-read") == 1
        return
    with pytest.raises(BriefError, match="articles-readable"):
        import_article(folder / name, folder, tag)


def loaded(brief: Path) -> Loaded:
    try:
        return load_brief(brief)
    except BriefError as wrong:
        raise AssertionError(f"the draft has errors: {wrong}") from wrong
